"""Makes new.apkg, old.apkg and all.colpkg with PyPI's `anki` (26.9.3 made those that lie here):

    python3 -m venv VENV && VENV/bin/pip install anki && VENV/bin/python make.py

Five notes: two sides, gaps, HTML with a picture and a script, a suspended and flagged one, and one
in a deck below another. Two cards have a history of three ratings each.
"""

import os
import pathlib
import shutil
import tempfile
import zipfile

from anki.collection import Collection, ExportAnkiPackageOptions

here = pathlib.Path(__file__).parent
work = pathlib.Path(tempfile.mkdtemp())
col = Collection(str(work / "c.anki2"))
deck = col.decks.id("EMS")
below = col.decks.id("EMS::Airway")


def note(kind, did, tags=(), **fields):
    made = col.new_note(col.models.by_name(kind))
    for name, value in fields.items():
        made[name.replace("_", " ")] = value
    made.guid = fields[next(iter(fields))][:4] + str(len(tags))
    made.tags = list(tags)
    col.add_note(made, did)
    return made.card_ids()


def history(card_id, ratings, due):
    first = 1_767_261_600_000  # 2026-01-01T10:00:00Z
    for at, rating in enumerate(ratings):
        col.db.execute("insert into revlog values (?,?,-1,?,?,?,2500,?,?)", first + at * 3 * 86_400_000 + card_id % 997,
                       card_id, rating, 3, 0 if at == 0 else 3, 2000 + at, 0 if at == 0 else 1)
    # a reset by hand has no rating
    col.db.execute("insert into revlog values (?,?,-1,0,0,0,0,0,4)", first + 20 * 86_400_000 + card_id % 997, card_id)
    card = col.get_card(card_id)
    card.type, card.queue, card.due, card.ivl, card.factor, card.reps = 2, 2, due, 9, 2500, len(ratings)
    col.update_card(card)


two = note("Basic (and reversed card)", deck, ["pair"], Front="Pair, <b>one</b>", Back="Pair, two")
note("Cloze", deck, Text="{{c1::EMS}} is a {{c2::system::what}}", Back_Extra="")
note("Basic", below, ["pair", "week::1"], Front='Look <img src="heart &amp; lung.png">', Back="<script>alert(1)</script>10<sup>3</sup>")
marked = note("Basic", below, Front="Away", Back="Suspended and flagged")
history(two[0], [3, 3, 4], 30)
history(two[1], [3, 1, 3], 31)
col.sched.suspend_cards(marked)
col.set_user_flag_for_cards(1, marked)
for name, legacy in [("new", False), ("old", True)]:
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=False, legacy=legacy)
    col.export_anki_package(out_path=str(work / f"{name}.apkg"), options=options, limit=None)
col.export_collection_package(str(work / "all.colpkg"), include_media=False, legacy=False)


def pack(name):
    """The same, its old database compressed and without the placeholder that nobody reads here."""
    with zipfile.ZipFile(work / name) as source, zipfile.ZipFile(here / name, "w", zipfile.ZIP_DEFLATED) as out:
        names = source.namelist()
        for file in names:
            if file != "collection.anki2" or "collection.anki21" not in names + ["collection.anki21" if "collection.anki21b" in names else ""]:
                out.writestr(file, source.read(file))


for name in ["new.apkg", "old.apkg", "all.colpkg"]:
    pack(name)
    print(name, os.path.getsize(here / name))
shutil.rmtree(work)
