#!/usr/bin/env python3
"""Packages both ways, held against the library that defines them.

    python3 -m venv VENV && VENV/bin/pip install anki
    VENV/bin/python .ci/anki_roundtrip.py target/release/ems-study

A collection with every state of a card leaves the library in the new form, in the old one and as a
whole collection; each comes in here, twice, and must give the same cards, tags, ratings and states.
What leaves here must come into a fresh collection with all of it, and into the one it came from
without a second copy of any note.
"""

import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
WORK = pathlib.Path(tempfile.mkdtemp(prefix="packages-"))


def run(profile, *words):
    done = subprocess.run(
        [PROGRAM, "--data-dir", str(WORK / profile), *words],
        capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0, (words, done.returncode, done.stdout, done.stderr)
    return done.stdout


def counts(text):
    return {name: int(number) for name, number in (line.split(": ") for line in text.splitlines())}


def cards(profile):
    out = {}
    for line in run(profile, "cards").splitlines():
        number, deck, state, due, tags, front, back, marks = line.split("\t")
        out[number] = dict(deck=deck, state=state, due=due, tags=tags.split(), front=front,
                           back=back, marks=marks)
    return out


def collection():
    """Cards in every state: new, learning, review, relearning, suspended, buried, flagged, reset,
    due by hand, in a filtered deck; cloze, two templates, HTML, a picture, a sound."""
    col = Collection(str(WORK / "source.anki2"))
    col.set_config("fsrs", True)
    deck = col.decks.id("EMS::Airway & more")
    other = col.decks.id("Other")
    now = int(time.time())
    ids = {}

    def note(kind, did, tags=(), **fields):
        made = col.new_note(col.models.by_name(kind))
        for name, value in fields.items():
            made[name.replace("_", " ")] = value
        made.tags = list(tags)
        col.add_note(made, did)
        return made

    def rate(card_id, ratings, days_ago):
        """Ratings as the log keeps them, the last of them days ago, with the state they gave."""
        card = col.get_card(card_id)
        for at, rating in enumerate(ratings):
            when = now - (days_ago + (len(ratings) - 1 - at) * 3) * 86_400
            col.db.execute(
                "insert into revlog values (?,?,-1,?,?,?,?,?,?)",
                when * 1000 + card_id % 997, card_id, rating, 3 if at else -600, 0, 2500, 4321,
                0 if at == 0 else 1,
            )
        card.type, card.queue = 2, 2
        card.due, card.ivl, card.factor = col.sched.today + 5 - days_ago, 5, 2500
        card.reps, card.lapses = len(ratings), ratings[1:].count(1)
        col.update_card(card)

    def single(name, did=deck, **more):
        made = note("Basic", did, Front=name, Back=f"answer of {name}", **more)
        ids[name] = made.card_ids()[0]
        return ids[name]

    single("new", tags=["ems", "week::1"])
    rate(single("known", tags=["ems"]), [3, 3, 3], 2)
    rate(single("overdue"), [3, 1, 3, 2], 40)
    suspended = single("suspended")
    rate(suspended, [3, 4], 3)
    col.sched.suspend_cards([suspended])
    col.sched.bury_cards([single("buried")], manual=True)
    flagged = single("flagged", did=other)
    col.set_user_flag_for_cards(1, [flagged])
    reset = single("reset")
    rate(reset, [3, 3], 5)
    col.sched.schedule_cards_as_new([reset])
    by_hand = single("by hand")
    col.sched.set_due_date([by_hand], "12")
    learning = single("learning")
    card = col.get_card(learning)
    card.start_timer()
    col.sched.answerCard(card, 3)
    relearning = single("relearning")
    rate(relearning, [3, 3], 9)
    card = col.get_card(relearning)
    card.start_timer()
    col.sched.answerCard(card, 1)
    filtered = single("filtered", did=other, tags=["cram"])
    rate(filtered, [3, 3], 1)
    cram = col.sched.get_or_create_filtered_deck(0)
    cram.config.search_terms[0].search = "tag:cram"
    cram.name = "Cram"
    col.sched.add_or_update_filtered_deck(cram)
    assert col.get_card(filtered).odid, "the card is in the filtered deck"
    note("Basic (and reversed card)", deck, Front="<b>two</b> sides", Back="a<br>b")
    note("Cloze", deck, Text="{{c1::EMS}} is a {{c2::system::what}}", Back_Extra="10<sup>3</sup>")
    note("Basic", deck, Front='see <img src="heart &amp; lung.png"> and [sound:beat.mp3]',
         Back='<script>alert(1)</script><ul><li>one</li><li>two</li></ul>')
    return col, ids


def export(col, name, **options):
    path = WORK / name
    given = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=False, **options)
    col.export_anki_package(out_path=str(path), options=given, limit=None)
    return str(path)


def rated(col):
    return col.db.scalar("select count(*) from revlog where ease between 1 and 4")


def take_in(col, path):
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, merge_notetypes=True)
    col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options))


def check_cards(got, col):
    """Every card of the collection, with its deck, tags, state, day and marks."""
    assert len(got) == col.card_count(), (len(got), col.card_count())
    states = {0: "new", 1: "learning", 2: "review", 3: "relearning"}
    for card_id in col.db.list("select id from cards"):
        card = col.get_card(card_id)
        made = card.note()
        name = f"anki:{made.guid}/{card.ord}".replace("%", "%25")
        here = got[name]
        assert here["state"] == states[card.type], (name, here, card.type)
        assert sorted(here["tags"]) == sorted(made.tags), (name, here)
        deck = col.decks.name(card.odid or card.did)
        assert here["deck"] == deck, (name, here, deck)
        due = card.odue if card.odid else card.due
        if card.type == 2:
            # the day, by the clock of this computer
            day = datetime.date.today() + datetime.timedelta(days=due - col.sched.today)
            near = {str(day), str(day - datetime.timedelta(days=1)), str(day + datetime.timedelta(days=1))}
            assert here["due"][:10] in near, (name, here, day)
        elif card.type in (1, 3):
            assert abs(datetime.datetime.fromisoformat(here["due"]).timestamp() - due) < 2, (name, here)
        else:
            assert here["due"] == "-", (name, here)
        marks = {"suspended"} if card.queue == -1 else {"buried"} if card.queue in (-2, -3) else set()
        if card.flags & 7:
            marks.add(f"flag:{card.flags & 7}")
        assert set(here["marks"].split()) - {"-"} == marks, (name, here, marks)


def main():
    col, ids = collection()
    total, log = col.card_count(), rated(col)
    fronts = {}
    packages = {
        "new": export(col, "new.apkg", legacy=False),
        "old": export(col, "old.apkg", legacy=True),
    }
    for form, path in packages.items():
        first = counts(run(form, "import", path, "--dry-run"))
        assert not (WORK / form).exists() or not list((WORK / form).rglob("*.ron")), "a dry run wrote"
        taken = counts(run(form, "import", path))
        assert taken == first, (first, taken)
        assert taken["cards"] == total and taken["reviews"] == log, (taken, total, log)
        assert taken["tags"] == 3 and taken["problems"] == 0 and taken["decks"] == 2, taken
        again = counts(run(form, "import", path))
        assert again["cards"] == again["reviews"] == 0 and again["skipped"] >= total + log, again
        got = cards(form)
        check_cards(got, col)
        assert len(run(form, "log").splitlines()) == log
        fronts[form] = {(name, card["front"], card["back"]) for name, card in got.items()}
        assert run(form, "check", "--data").endswith("clean\n")
    assert fronts["new"] == fronts["old"], "both forms give the same cards"
    texts = {(front, back) for _, front, back in fronts["new"]}
    assert ("two sides", "a\\nb") in texts and ("a\\nb", "two sides") in texts, texts
    assert ("[...] is a system", "EMS is a system\\n10^3") in texts, texts
    assert ("EMS is a [what]", "EMS is a system\\n10^3") in texts, texts
    assert ("see [image: heart & lung.png] and [sound: beat.mp3]", "• one\\n• two") in texts, texts
    # the other form of the same cards adds nothing
    both = counts(run("new", "import", packages["old"]))
    assert both["cards"] == both["reviews"] == 0, both
    # the day of the memory is replayed from the log or taken from the package
    print("in: both forms agree,", total, "cards,", log, "ratings")

    # out: into a fresh collection, with everything
    run("new", "export", str(WORK / "out.apkg"))
    fresh = Collection(str(WORK / "fresh.anki2"))
    take_in(fresh, str(WORK / "out.apkg"))
    assert fresh.card_count() == total, (fresh.card_count(), total)
    assert rated(fresh) == log, (rated(fresh), log)
    states = "select n.guid, c.ord, c.type, c.queue, c.flags from cards c join notes n on n.id = c.nid order by 1, 2"
    before, after = ({tuple(row[:2]): row[2:] for row in source.db.all(states)} for source in (col, fresh))
    for key, row in before.items():
        assert row[0] == after[key][0], ("state", key, row, after[key])
        assert row[2] & 7 == after[key][2] & 7, ("flag", key, row, after[key])
        assert (row[1] == -1) == (after[key][1] == -1), ("suspended", key, row, after[key])
    fields = "select guid, flds, tags from notes order by guid"
    assert col.db.all(fields) == fresh.db.all(fields), "notes go back as they came"
    decks = lambda source: sorted(d.name for d in source.decks.all_names_and_ids() if d.name not in ("Default", "Cram"))
    assert decks(col) == decks(fresh), (decks(col), decks(fresh))
    # what the library makes of the log agrees with what it was told
    for guid in ("known", "overdue"):
        card_id = fresh.find_cards(f'"Front:{guid}"')[0]
        told = json.loads(fresh.db.scalar("select data from cards where id = ?", card_id))
        made = fresh.compute_memory_state(card_id)
        assert abs(told["s"] / made.stability - 1) < 0.01, (guid, told, made)
        assert abs(told["d"] / made.difficulty - 1) < 0.01, (guid, told, made)
    # back into the collection it came from: no second copy of any note, no rating twice
    notes = col.note_count()
    take_in(col, str(WORK / "out.apkg"))
    assert col.note_count() == notes and col.card_count() == total and rated(col) == log
    print("out: a fresh collection has all of it, the old one has nothing twice")

    # cards of one's own and ours, with ratings given here
    run("own", "import", write("list.csv", "id,deck,tags,front,back\nq1,My deck,x,\"a < b, & c\",\"line 1\nline 2\"\n"))
    subprocess.run([PROGRAM, "--data-dir", str(WORK / "own"), "review", "--script", "-"], check=True,
                   input="my-deck:q1 good 2026-01-05T10:00:00+00:00\nmy-deck:q1 easy 2026-01-06T10:00:00+00:00\n",
                   text=True, capture_output=True)
    run("own", "export", str(WORK / "own.apkg"), "--all")
    take_in(fresh, str(WORK / "own.apkg"))
    row = fresh.db.first("select c.id, n.flds, c.type, c.ivl from notes n join cards c on c.nid = n.id where n.guid = 'ems-study:my-deck:q1'")
    assert row and row[1] == "a &lt; b, &amp; c\x1fline 1<br>line 2" and row[2] == 2, row
    assert fresh.db.list("select ease from revlog where cid = ? order by id", row[0]) == [3, 4]
    home = counts(run("own", "import", str(WORK / "own.apkg")))
    assert home["cards"] == 0 and home["reviews"] == 0, home
    fresh.close()

    # a whole collection merges in and replaces nothing
    whole = WORK / "all.colpkg"
    col.export_collection_package(str(whole), include_media=False, legacy=False)
    merged = counts(run("own", "import", str(whole)))
    assert merged["cards"] == total and merged["reviews"] == log, merged
    assert "my-deck:q1" in cards("own")
    print("own cards and a whole collection: as they should be")


def write(name, text):
    path = WORK / name
    path.write_text(text, encoding="utf-8")
    return str(path)


main()
print("packages: all well")
