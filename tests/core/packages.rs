//! Packages as people have them: made here, card by card, in the old form. What the library that
//! defines them says of both forms is tried by `.ci/anki_roundtrip.py`.

use crate::exchange::{NOW, cards, import, numbers, run, run_with, zipped};
use crate::test_folder::folder as new_folder;
use ems_study::curriculum::load_bundled;
use ems_study::exchange::merge::{Here, Merge, Update, merge};
use ems_study::exchange::{Incoming, Watch, anki, deck_ron};
use ems_study::storage::{Journal, Missing, SystemDisk, keep_incoming, read_decks, segment_seed};
use ems_study::study::{CardProgress, Deck, ImportedState, Progress, Rating, What};
use rusqlite::{Connection, MAIN_DB, params};
use serde_json::{Value, json};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// The moment at which the collection was made, on 2025-01-01.
const CREATED: i64 = 1_735_714_800;
const DAY: i64 = 86_400;

/// A package in the making.
struct Package {
    db: Connection,
    models: serde_json::Map<String, Value>,
    cards: i64,
}

/// How a card stands: its columns of that name.
#[derive(Clone, Copy, Default)]
struct Row {
    kind: i64,
    queue: i64,
    due: i64,
    ivl: i64,
    odue: i64,
    odid: i64,
    data: &'static str,
}

impl Package {
    fn new() -> Self {
        let db = Connection::open_in_memory().expect("a database");
        db.execute_batch(
            "create table col (id integer, crt integer, conf text, models text, decks text, dconf text);
            create table notes (id integer, guid text, mid integer, mod integer, tags text, flds text);
            create table cards (id integer, nid integer, did integer, ord integer, type integer,
              queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer,
              left integer, odue integer, odid integer, flags integer, data text);
            create table revlog (id integer, cid integer, ease integer, time integer, type integer,
              factor integer);",
        )
        .expect("tables");
        let mut package = Self { db, models: serde_json::Map::new(), cards: 0 };
        package.kind(
            1,
            "Basic",
            &["Front", "Back"],
            &[("{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}")],
        );
        package
    }

    fn kind(&mut self, id: i64, name: &str, fields: &[&str], templates: &[(&str, &str)]) {
        let fields: Vec<Value> = fields.iter().map(|name| json!({ "name": name })).collect();
        let templates: Vec<Value> = templates
            .iter()
            .map(|(front, back)| json!({ "name": "Card", "qfmt": front, "afmt": back }))
            .collect();
        let is_cloze = i64::from(name.contains("Cloze"));
        let model = json!({ "name": name, "type": is_cloze, "flds": fields, "tmpls": templates });
        self.models.insert(id.to_string(), model);
    }

    /// A note of a kind; its cards are added one by one. Returns its number.
    fn note(&mut self, guid: &str, kind: i64, fields: &[&str]) -> i64 {
        self.cards += 10;
        let fields = fields.join("\u{1f}");
        self.db
            .execute(
                "insert into notes values (?,?,?,1700000000,'  ',?)",
                params![self.cards, guid, kind, fields],
            )
            .expect("a note");
        self.cards
    }

    /// A card of a note. Returns its number.
    fn card(&mut self, note: i64, number: i64, row: Row) -> i64 {
        let Row { kind, queue, due, ivl, odue, odid, data } = row;
        let id = 1_735_800_000_000 + note + number;
        self.db
            .execute(
                "insert into cards values (?,?,7,?,?,?,?,?,2500,0,0,0,?,?,0,?)",
                params![id, note, number, kind, queue, due, ivl, odue, odid, data],
            )
            .expect("a card");
        id
    }

    /// A basic note with its one new card.
    fn basic(&mut self, guid: &str, front: &str, back: &str) -> i64 {
        let note = self.note(guid, 1, &[front, back]);
        self.card(note, 0, Row::default())
    }

    fn rated(&mut self, card: i64, at_ms: i64, ease: i64, kind: i64) {
        self.db
            .execute(
                "insert into revlog values (?,?,?,4000,?,2500)",
                params![at_ms, card, ease, kind],
            )
            .expect("a rating");
    }

    /// The bytes of the file.
    fn bytes(&mut self) -> Vec<u8> {
        self.bytes_with(&json!({}), &json!({}))
    }

    fn bytes_with(&mut self, conf: &Value, options: &Value) -> Vec<u8> {
        let decks = json!({ "7": { "name": "Field", "conf": 1 }, "8": { "name": "Cram" } });
        let models = Value::Object(self.models.clone());
        let mut conf = conf.clone();
        conf["creationOffset"] = json!(300);
        self.db.execute("delete from col", []).expect("emptied");
        self.db
            .execute(
                "insert into col values (1,?,?,?,?,?)",
                params![
                    CREATED,
                    conf.to_string(),
                    models.to_string(),
                    decks.to_string(),
                    options.to_string()
                ],
            )
            .expect("a row");
        let database = self.db.serialize(MAIN_DB).expect("bytes");
        zipped(&[("collection.anki2", &database)])
    }
}

fn read(bytes: Vec<u8>) -> Incoming {
    anki::read(Cursor::new(bytes), NOW, 4, &mut Watch::default()).expect("read")
}

/// Imports what was read; what differs is updated so.
fn take_in(folder: &Path, incoming: Incoming, update: Update) -> Merge {
    let seed = segment_seed(folder, NOW);
    let (mut journal, history) =
        Journal::open(Box::new(SystemDisk), folder, seed).expect("a journal");
    let mut found = read_decks(&SystemDisk, folder);
    assert_eq!(found.complaints, Vec::<String>::new());
    let (curriculum, _) = load_bundled();
    let here = Here {
        curriculum: &curriculum,
        deck: &Deck::with_own(&curriculum, &found.decks),
        own: &found.decks,
        progress: &Progress::replay(history.entries),
    };
    let merged = merge(incoming, here, 0, update);
    let (disk, missing) = (SystemDisk, Missing::default());
    keep_incoming(&disk, folder, &mut journal, &mut found.files, merged.clone(), &missing)
        .expect("kept");
    merged
}

fn state(folder: &Path, card: &str) -> CardProgress {
    let history = ems_study::storage::read_history(&SystemDisk, folder).expect("readable");
    Progress::replay(history.entries).card(&card.into()).expect("known").clone()
}

/// Question and answer of a card.
fn words(folder: &Path, card: &str) -> [String; 2] {
    let card = cards(folder, &[]).remove(card).unwrap_or_else(|| panic!("no card {card}"));
    [card[5].clone(), card[6].clone()]
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("written");
    path
}

// --- two of one name ---

#[test]
fn of_two_notes_of_one_guid_the_second_is_the_same_or_a_named_problem() {
    let folder = new_folder();
    let mut package = Package::new();
    let first = package.basic("twice", "Q", "A");
    let same = package.basic("twice", "Q", "A");
    package.basic("twice", "Q", "another answer");
    package.basic("honest", "Q2", "A2");
    package.rated(first, 1_767_261_600_000, 3, 0);
    package.rated(same, 1_767_347_000_000, 1, 1);
    let file = written(folder.path(), "twice.apkg", &package.bytes());
    let counts = import(folder.path(), &file, &[]);
    assert_eq!(numbers(&counts), [1, 2, 2, 0, 1, 1]);
    assert_eq!(words(folder.path(), "anki:twice/0"), ["Q", "A"]);
    assert!(run(folder.path(), &["check", "--data"]).1.ends_with("clean\n"));
    assert_eq!(run(folder.path(), &["log"]).1.lines().count(), 2, "both have their answers");
    let fault = read(package.bytes()).faults[0].to_string();
    assert!(fault.contains("note twice") && fault.contains("other words"), "{fault}");
}

#[test]
fn of_two_cards_of_one_id_in_decks_that_come_the_second_is_the_same_or_a_named_problem() {
    let folder = new_folder();
    let deck = |answer: &str| {
        let text = format!(
            r#"(id: "d", title: "D", cards: [(id: "a", ask: Recall(question: "Q", answer: "{answer}"))])"#
        );
        deck_ron::read("d", text.as_bytes()).expect("a deck").remove(0)
    };
    let incoming = |update| {
        let decks = vec![deck("A"), deck("A"), deck("B")];
        take_in(folder.path(), Incoming { decks, ..Incoming::default() }, update)
    };
    let merged = incoming(Update::Keep);
    let counts = merged.counts;
    assert_eq!((counts.cards, counts.skipped, counts.problems), (1, 1, 1));
    assert_eq!(
        merged.notes,
        ["d:a stands in the file twice with different words; only the first one is imported"]
    );
    assert_eq!(words(folder.path(), "d:a"), ["Q", "A"]);
    assert_eq!(incoming(Update::Both).counts.cards, 1, "the other one comes as a card of its own");
    assert_eq!(cards(folder.path(), &[]).len(), 2);
}

// --- a card that was mended ---

/// A package of one card as its author sent it first, and with a mended answer.
fn mended() -> [Vec<u8>; 2] {
    ["80 to 100 a minute", "100 to 120 a minute"].map(|answer| {
        let mut package = Package::new();
        let row = Row { kind: 2, queue: 2, due: 421, ivl: 4, ..Row::default() };
        let note = package.note("rate", 1, &["Rate of compressions?", answer]);
        let card = package.card(note, 0, row);
        package.basic("same", "Same?", "Yes");
        if answer.starts_with("80") {
            package.rated(card, 1_771_599_600_000, 3, 0);
            package.rated(card, 1_771_772_400_000, 3, 1);
        }
        package.bytes()
    })
}

#[test]
fn a_mended_card_stays_or_gets_the_words_of_the_file_and_its_history_stays() {
    let folder = new_folder();
    let [first, second] = mended();
    take_in(folder.path(), read(first), Update::Keep);
    let merged = take_in(folder.path(), read(second.clone()), Update::Keep);
    assert_eq!((merged.counts.differing, merged.counts.updated, merged.counts.skipped), (1, 0, 2));
    assert_eq!(merged.notes, ["anki:rate/0 is here with other words; it stays as it is here"]);
    let [difference] = merged.differences.as_slice() else { panic!("{:?}", merged.differences) };
    assert_eq!(difference.here.back, "80 to 100 a minute");
    assert_eq!(difference.theirs.back, "100 to 120 a minute");
    assert!(!difference.edited_here);
    let merged = take_in(folder.path(), read(second.clone()), Update::Theirs);
    assert_eq!((merged.counts.differing, merged.counts.updated, merged.counts.cards), (1, 1, 0));
    assert_eq!(words(folder.path(), "anki:rate/0")[1], "100 to 120 a minute");
    let log = run(folder.path(), &["log"]).1;
    assert_eq!(log.lines().count(), 2);
    assert!(state(folder.path(), "anki:rate/0").schedule.memory.is_some());
    // The original goes along: nothing differs any more, and that is what leaves.
    let merged = take_in(folder.path(), read(second), Update::Theirs);
    assert_eq!((merged.counts.differing, merged.counts.skipped, merged.decks.len()), (0, 2, 0));
    let decks = read_decks(&SystemDisk, folder.path()).decks;
    let note = decks[0].notes.iter().find(|note| note.guid == "rate").expect("its note");
    assert_eq!(note.fields[1], "100 to 120 a minute");
}

#[test]
fn both_keeps_mine_and_adds_theirs_once() {
    let folder = new_folder();
    let [first, second] = mended();
    take_in(folder.path(), read(first), Update::Keep);
    let merged = take_in(folder.path(), read(second.clone()), Update::Both);
    assert_eq!((merged.counts.cards, merged.counts.differing), (1, 1));
    let answers = |folder: &Path| {
        let mut answers: Vec<String> =
            cards(folder, &[]).into_values().map(|card| card[6].clone()).collect();
        answers.sort();
        answers
    };
    assert_eq!(answers(folder.path()), ["100 to 120 a minute", "80 to 100 a minute", "Yes"]);
    for update in [Update::Both, Update::Keep, Update::Theirs] {
        let merged = take_in(folder.path(), read(second.clone()), update);
        assert_eq!((merged.counts.cards, merged.counts.differing), (0, 0), "{update:?}");
    }
    assert_eq!(answers(folder.path()).len(), 3);
}

/// Gives a card of a folder another answer, as the editor does.
fn edit(folder: &Path, card: &str, answer: &str) {
    let mut found = read_decks(&SystemDisk, folder);
    let deck = found.decks.iter().find(|deck| deck.card(&card.into()).is_some()).expect("its deck");
    let mut changed = deck.card(&card.into()).expect("there").clone();
    let question = changed.ask.question();
    changed.ask = ems_study::curriculum::Ask::Recall { question, answer: answer.to_owned() };
    found.files.save(&SystemDisk, &deck.with_card(changed)).expect("saved");
}

#[test]
fn a_card_that_only_the_learner_edited_stays_whatever_was_chosen() {
    let folder = new_folder();
    let [first, second] = mended();
    take_in(folder.path(), read(first.clone()), Update::Keep);
    edit(folder.path(), "anki:same/0", "Yes, always");
    for file in [first, second] {
        let merged = take_in(folder.path(), read(file), Update::Theirs);
        assert!(merged.notes[0].contains("anki:same/0 was edited here"), "{:?}", merged.notes);
        assert_eq!(words(folder.path(), "anki:same/0")[1], "Yes, always");
    }
    assert_eq!(words(folder.path(), "anki:rate/0")[1], "100 to 120 a minute");
}

#[test]
fn a_card_that_both_sides_changed_says_so() {
    let folder = new_folder();
    let [first, second] = mended();
    take_in(folder.path(), read(first), Update::Keep);
    edit(folder.path(), "anki:rate/0", "about 100");
    let merged = take_in(folder.path(), read(second), Update::Keep);
    assert!(merged.differences[0].edited_here);
    assert_eq!(words(folder.path(), "anki:rate/0")[1], "about 100");
}

// --- schedules ---

#[test]
fn the_day_of_the_last_answer_is_the_one_that_the_package_names() {
    let folder = new_folder();
    let mut package = Package::new();
    let data = r#"{"s":80.0,"d":4.0,"dr":0.9,"lrt":1795000000,"cd":"x"}"#;
    let row = Row { kind: 2, queue: 2, due: 700, ivl: 10, data, ..Row::default() };
    let note = package.note("told", 1, &["Q", "A"]);
    package.card(note, 0, row);
    take_in(folder.path(), read(package.bytes()), Update::Keep);
    let schedule = state(folder.path(), "anki:told/0").schedule;
    let last = 1_795_000_000 / DAY;
    assert!((i64::from(schedule.last_day.expect("a day").0) - last).abs() <= 1);
    assert_eq!(schedule.memory.map(|memory| memory.stability), Some(80.0));
}

#[test]
fn overdue_by_any_number_of_days_and_in_a_filtered_deck_a_card_keeps_its_own_day_and_deck() {
    let folder = new_folder();
    let mut package = Package::new();
    let review = Row { kind: 2, queue: 2, ivl: 4, ..Row::default() };
    let in_steps = 1_796_160_000;
    for (guid, row) in [
        ("negative", Row { due: -30, ..review }),
        ("filtered", Row { due: -99_999, odue: 40, odid: 8, ..review }),
        ("negative-filtered", Row { due: -99_998, odue: -3, odid: 8, ..review }),
        ("day-zero", Row { due: -99_997, odue: 0, odid: 8, ..review }),
        (
            "steps",
            Row { kind: 1, queue: 1, due: -99_996, odue: in_steps, odid: 8, ..Row::default() },
        ),
        ("since", Row { kind: 3, queue: 1, due: in_steps, odue: 12, odid: 8, ..Row::default() }),
        ("lapsed", Row { kind: 2, queue: 1, due: in_steps, odue: 12, ivl: 1, ..Row::default() }),
    ] {
        let note = package.note(guid, 1, &[guid, "A"]);
        package.card(note, 0, row);
    }
    take_in(folder.path(), read(package.bytes()), Update::Keep);
    let shown = cards(folder.path(), &[]);
    let due = |guid: &str| shown[&format!("anki:{guid}/0")][2..4].join(" ");
    assert_eq!(due("negative"), "review 2024-12-02T04:00:00-05:00");
    assert_eq!(due("filtered"), "review 2025-02-10T04:00:00-05:00");
    assert_eq!(due("negative-filtered"), "review 2024-12-29T04:00:00-05:00");
    assert_eq!(due("day-zero"), "review 2025-01-01T04:00:00-05:00");
    let at = "2026-12-01T16:20:00-05:00";
    assert_eq!(due("steps"), format!("learning {at}"));
    assert_eq!(due("since"), format!("relearning {at}"));
    assert_eq!(due("lapsed"), format!("relearning {at}"));
    assert_eq!(shown["anki:filtered/0"][1], "Cram", "its own deck is the one set aside");
}

#[test]
fn another_chance_of_recall_is_told_and_ours_is_not() {
    let folder = new_folder();
    let row = |data| Row { kind: 2, queue: 2, due: 700, ivl: 10, data, ..Row::default() };
    let told = |data, conf: Value, options: Value| {
        let mut package = Package::new();
        let note = package.note("aim", 1, &["Q", "A"]);
        package.card(note, 0, row(data));
        let incoming = read(package.bytes_with(&conf, &options));
        let mut notes = take_in(folder.path(), incoming, Update::Keep).notes;
        notes.retain(|note| note.contains("recall"));
        notes
    };
    let options = |aim: f64| json!({ "1": { "desiredRetention": aim } });
    let by_card = told(r#"{"s":1.0,"d":5.0,"dr":0.97}"#, json!({}), options(0.9));
    assert_eq!(
        by_card,
        ["The cards of “Field” were scheduled for 97 % recall. Here every card is scheduled for \
          90 %, so their next intervals are longer than there"]
    );
    let by_options = told("", json!({ "fsrs": true }), options(0.8));
    assert!(by_options[0].contains("80 %") && by_options[0].contains("shorter"), "{by_options:?}");
    assert!(told("", json!({ "fsrs": false }), options(0.8)).is_empty());
    assert!(told(r#"{"s":1.0,"d":5.0,"dr":0.9}"#, json!({}), json!({})).is_empty());
}

#[test]
fn answers_given_here_and_elsewhere_join_by_their_time() {
    let folder = new_folder();
    let day = 1_794_000_000_000; // 2026-11-06
    let package = |later: &[(i64, i64)]| {
        let mut package = Package::new();
        let row = Row { kind: 2, queue: 2, due: 680, ivl: 4, ..Row::default() };
        let note = package.note("both", 1, &["Q", "A"]);
        let card = package.card(note, 0, row);
        package.rated(card, day, 3, 0);
        package.rated(card, day + 3 * DAY * 1000, 3, 1);
        for (days, ease) in later {
            package.rated(card, day + days * DAY * 1000, *ease, 1);
        }
        package.bytes()
    };
    take_in(folder.path(), read(package(&[])), Update::Keep);
    // An Again on the phone before an answer here, which the phone does not know of.
    let script = "anki:both/0 good 2026-11-25T10:00:00-05:00\n";
    assert!(run_with(folder.path(), &["review", "--script", "-"], script).1.contains("ACK"));
    let alone = state(folder.path(), "anki:both/0").schedule;
    let merged = take_in(folder.path(), read(package(&[(12, 1), (13, 3)])), Update::Keep);
    assert_eq!((merged.counts.reviews, merged.counts.skipped), (2, 3));
    let (_, log) = run(folder.path(), &["log"]);
    let given: Vec<&str> = log.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    assert_eq!(given, ["good", "good", "again", "good", "good"], "by time");
    let joined = state(folder.path(), "anki:both/0").schedule;
    assert!(joined.memory.expect("known").stability < alone.memory.expect("known").stability);
    // An answer there that is later than the one here, in a package that does not know of that one.
    take_in(folder.path(), read(package(&[(12, 1), (13, 3), (24, 1)])), Update::Keep);
    let after = state(folder.path(), "anki:both/0").schedule;
    assert_eq!(after.last_day.map(|day| day.0), Some(20_787));
    assert!(after.memory.expect("known").stability < joined.memory.expect("known").stability);
    assert!(run(folder.path(), &["check", "--data"]).1.ends_with("clean\n"));
}

#[test]
fn an_older_answer_that_comes_later_is_not_lost_to_the_state_that_came_first() {
    // Two packages of one collection, the first one without the answers: their order does not matter.
    let package = |with_log: bool| {
        let mut package = Package::new();
        let data = r#"{"s":30.0,"d":5.0,"lrt":1793500000}"#;
        let row = Row { kind: 2, queue: 2, due: 700, ivl: 30, data, ..Row::default() };
        let note = package.note("old", 1, &["Q", "A"]);
        if with_log {
            let card = package.card(
                note,
                0,
                Row { kind: 3, queue: 1, due: 1_795_000_000, ..Row::default() },
            );
            package.rated(card, 1_794_999_000_000, 1, 1);
        } else {
            package.card(note, 0, row);
        }
        package.bytes()
    };
    let folder = new_folder();
    take_in(folder.path(), read(package(false)), Update::Keep);
    take_in(folder.path(), read(package(true)), Update::Keep);
    let other = new_folder();
    take_in(other.path(), read(package(true)), Update::Keep);
    let [one, two] = [folder.path(), other.path()].map(|at| state(at, "anki:old/0").schedule);
    assert_eq!(one.phase, two.phase);
    assert!(matches!(one.phase, ems_study::study::Phase::Relearning { .. }), "{one:?}");
}

#[test]
fn a_mark_set_here_stays_when_answers_from_elsewhere_join() {
    let folder = new_folder();
    let package = |rated: bool| {
        let mut package = Package::new();
        let card = package.basic("marked", "Q", "A");
        if rated {
            package.rated(card, 1_794_000_000_000, 3, 0);
        }
        package.bytes()
    };
    take_in(folder.path(), read(package(false)), Update::Keep);
    let seed = segment_seed(folder.path(), NOW);
    let (mut journal, _) = Journal::open(Box::new(SystemDisk), folder.path(), seed).expect("open");
    let suspend = What::Suspend { card: "anki:marked/0".into(), on: true };
    journal.append(NOW, NOW.study_day(4), suspend).expect("kept");
    drop(journal);
    take_in(folder.path(), read(package(true)), Update::Keep);
    assert!(state(folder.path(), "anki:marked/0").suspended);
}

#[test]
fn a_review_in_a_filtered_deck_keeps_its_kind_and_moves_the_card_where_it_did_there() {
    let mut package = Package::new();
    let card = package.basic("cram", "Q", "A");
    package.rated(card, 1_794_000_000_000, 3, 0);
    package.rated(card, 1_794_300_000_000, 3, 3);
    let incoming = read(package.bytes());
    let (_, past) = &incoming.past[0].ratings[1];
    assert!(past.filtered && past.rating == Rating::Good);
    assert_eq!(past.kind, ems_study::study::PastKind::Review);
    let What::Imported { state, .. } = incoming.past[0].state.as_ref().expect("a state") else {
        panic!("an imported state");
    };
    assert_eq!(*state, ImportedState::New, "it was reset there");
}

// --- going out again ---

/// The notes of a package: name in the world, last change, fields.
fn notes_in(package: &Path) -> Vec<(String, i64, String)> {
    let file = fs::File::open(package).expect("a package");
    let mut archive = zip::ZipArchive::new(file).expect("a zip");
    let name = ["collection.anki21", "collection.anki2"]
        .into_iter()
        .find(|name| archive.index_for_name(name).is_some())
        .expect("a database");
    let path = package.with_extension("db");
    let mut out = fs::File::create(&path).expect("a file");
    std::io::copy(&mut archive.by_name(name).expect("there"), &mut out).expect("copied");
    let db = Connection::open(&path).expect("opens");
    let mut query = db.prepare("select guid, mod, flds from notes order by guid").expect("a query");
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}

#[test]
fn notes_that_nobody_edited_here_go_back_byte_for_byte() {
    let folder = new_folder();
    let came = folder.path().join("came.apkg");
    fs::copy(crate::exchange::data("notes_of_many_forms.apkg"), &came).expect("copied");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("made");
    import(&data, &came, &[]);
    let left = folder.path().join("left.apkg");
    run(&data, &["export", &left.display().to_string()]);
    assert_eq!(notes_in(&left), notes_in(&came));
    // Of a note that was edited only the edited side is another.
    edit(&data, "anki:back002/0", "VF");
    let again = folder.path().join("again.apkg");
    run(&data, &["export", &again.display().to_string()]);
    for ((guid, before, came), (_, after, now)) in notes_in(&came).into_iter().zip(notes_in(&again))
    {
        if guid == "back002" {
            assert_eq!(now, "<b>Name</b> the rhythm after [CPR]\u{1f}VF");
            assert!(after > before);
        } else {
            assert_eq!((after, now), (before, came), "{guid}");
        }
    }
}
