//! Cards in and out, as a script would do it: packages, tables, decks, everything; what is hostile
//! is refused or named, and the same file again adds nothing.

use crate::test_folder::folder;
use clap::Parser as _;
use ems_study::cli::{self, Arguments};
use ems_study::exchange::table::{Choices, Separator};
use ems_study::exchange::{self, Format, Reading, Watch, anki, table};
use ems_study::storage::{SystemDisk, read_decks, read_history, read_incoming};
use ems_study::study::Moment;
use proptest::prelude::*;
use rusqlite::{Connection, MAIN_DB};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(crate) const NOW: Moment = Moment { at_ms: 1_796_166_000_000, offset_min: -300 }; // 2026-12-01T18:00-05:00

pub(crate) fn reading(tables: &Choices) -> Reading<'_> {
    Reading { now: NOW, day_hour: 4, tables }
}

pub(crate) fn run(folder: &Path, words: &[&str]) -> (ExitCode, String) {
    run_with(folder, words, "")
}

pub(crate) fn run_with(folder: &Path, words: &[&str], input: &str) -> (ExitCode, String) {
    let dir = folder.to_str().expect("text");
    let mut all = vec!["ems-study", "--data-dir", dir, "--now", "2026-12-01T18:00:00-05:00"];
    all.extend(words);
    let arguments = Arguments::try_parse_from(all).expect("arguments");
    let command = arguments.command.as_ref().expect("a command");
    let mut out = Vec::new();
    let code = cli::run(&arguments, command, &mut input.as_bytes(), &mut out).expect("runs");
    (code, String::from_utf8(out).expect("text"))
}

/// Takes a file in; returns the six numbers by their names.
pub(crate) fn import(folder: &Path, file: &Path, more: &[&str]) -> BTreeMap<String, usize> {
    let mut words = vec!["import", file.to_str().expect("text")];
    words.extend(more);
    let (code, out) = run(folder, &words);
    assert_eq!(code, ExitCode::SUCCESS, "{out}");
    out.lines()
        .map(|line| line.split_once(": ").expect("name: number"))
        .map(|(name, number)| (name.to_owned(), number.parse().expect("a number")))
        .collect()
}

pub(crate) fn numbers(counts: &BTreeMap<String, usize>) -> [usize; 6] {
    ["decks", "cards", "reviews", "tags", "skipped", "problems"].map(|name| counts[name])
}

pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/packages").join(name)
}

/// The fields of each card by its id.
pub(crate) fn cards(folder: &Path, more: &[&str]) -> BTreeMap<String, Vec<String>> {
    let words: Vec<&str> = ["cards"].iter().chain(more).copied().collect();
    let (code, out) = run(folder, &words);
    assert_eq!(code, ExitCode::SUCCESS);
    out.lines()
        .map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>())
        .inspect(|fields| assert_eq!(fields.len(), 8, "{fields:?}"))
        .map(|fields| (fields[0].clone(), fields))
        .collect()
}

pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() { folders.push(entry.path()) } else { out.push(entry.path()) }
        }
    }
    out.sort();
    out
}

// --- packages ---

#[test]
fn every_form_of_a_package_gives_the_same_cards_with_tags_history_and_marks() {
    let mut seen = Vec::new();
    for name in ["new.apkg", "old.apkg", "all.colpkg"] {
        let folder = folder();
        let counts = import(folder.path(), &data(name), &[]);
        assert_eq!(numbers(&counts), [2, 6, 6, 2, 2, 0], "{name}");
        let got = cards(folder.path(), &[]);
        let away = &got["anki:Away0/0"];
        assert_eq!((away[1].as_str(), away[7].as_str()), ("EMS::Airway", "suspended flag:1"));
        let look = &got["anki:Look2/0"];
        assert_eq!(look[5], "Look [image: heart & lung.png]");
        assert_eq!(look[6], "10^3", "no script, and a power that stays one");
        assert_eq!(look[4], "pair week::1");
        assert_eq!(got["anki:{{c10/0"][5..7], ["[...] is a system", "EMS is a system"]);
        assert_eq!(got["anki:{{c10/1"][5], "EMS is a [what]");
        let pair = &got["anki:Pair1/0"];
        assert_eq!(pair[2], "review");
        assert!(pair[3].starts_with("2026-12-21T04:00:00"), "{pair:?}");
        let (_, log) = run(folder.path(), &["log"]);
        let ratings: Vec<&str> = log
            .lines()
            .filter(|l| l.contains("Pair1/1"))
            .map(|l| l.split(' ').nth(2).unwrap())
            .collect();
        assert_eq!(ratings, ["good", "again", "good"]);
        assert!(run(folder.path(), &["check", "--data"]).1.ends_with("clean\n"));
        seen.push(got);
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "the forms agree");
}

#[test]
fn the_same_package_again_in_any_form_adds_nothing() {
    let folder = folder();
    import(folder.path(), &data("new.apkg"), &[]);
    let before = (cards(folder.path(), &[]), run(folder.path(), &["log"]).1);
    for name in ["new.apkg", "old.apkg", "all.colpkg"] {
        let counts = import(folder.path(), &data(name), &[]);
        assert_eq!(numbers(&counts)[..4], [0, 0, 0, 0], "{name}");
        assert_eq!(counts["skipped"], 6 + 6 + 2);
    }
    assert_eq!((cards(folder.path(), &[]), run(folder.path(), &["log"]).1), before);
}

#[test]
fn a_dry_run_says_the_same_numbers_and_writes_nothing() {
    let folder = folder();
    let dry = import(folder.path(), &data("new.apkg"), &["--dry-run"]);
    assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
    assert_eq!(dry, import(folder.path(), &data("new.apkg"), &[]));
}

#[test]
fn a_history_given_here_joins_one_from_elsewhere_by_time() {
    let folder = folder();
    let table = folder.path().join("words.csv");
    fs::write(&table, "id,deck,tags,front,back\nanki:Pair1/0,EMS,,\"Pair, one\",\"Pair, two\"\n")
        .expect("written");
    import(folder.path(), &table, &[]);
    let script = "anki:Pair1/0 easy 2026-11-30T10:00:00-05:00\n";
    let (_, out) = run_with(folder.path(), &["review", "--script", "-"], script);
    assert!(out.contains("ACK"), "{out}");
    let counts = import(folder.path(), &data("new.apkg"), &[]);
    assert_eq!((counts["cards"], counts["reviews"]), (5, 6), "its own and those of its sibling");
    let (_, log) = run(folder.path(), &["log"]);
    let ratings = log.lines().filter(|line| line.contains("Pair1/0"));
    let ratings: Vec<&str> = ratings.filter_map(|line| line.split(' ').nth(2)).collect();
    assert_eq!(ratings, ["good", "good", "easy", "easy"]);
}

#[test]
fn undo_leaves_what_came_from_elsewhere_alone() {
    let folder = folder();
    import(folder.path(), &data("new.apkg"), &[]);
    let (_, out) = run_with(folder.path(), &["review", "--script", "-"], "undo\n");
    assert!(out.contains("NAK NOTHING_TO_UNDO"), "{out}");
}

#[test]
fn cards_that_are_not_due_can_be_rated_by_a_script() {
    let folder = folder();
    import(folder.path(), &data("new.apkg"), &[]);
    let script = "anki:Pair1/0 hard\nanki:Away0/0 good\n";
    let (_, out) = run_with(folder.path(), &["review", "--script", "-"], script);
    assert_eq!(out.matches("ACK").count(), 2, "{out}");
}

#[test]
fn a_package_goes_out_and_comes_back_the_same() {
    let (here, there) = (folder(), folder());
    import(here.path(), &data("new.apkg"), &[]);
    let out = here.path().join("out.apkg");
    let (code, text) = run(here.path(), &["export", out.to_str().expect("text")]);
    assert_eq!((code, text.lines().next()), (ExitCode::SUCCESS, Some("cards: 6")));
    let counts = import(there.path(), &out, &[]);
    assert_eq!(numbers(&counts), [2, 6, 6, 2, 0, 0]);
    assert_eq!(cards(there.path(), &[]), cards(here.path(), &[]));
    assert_eq!(numbers(&import(here.path(), &out, &[]))[..3], [0, 0, 0]);
    let notes = |folder: &Path| {
        let decks = read_decks(&SystemDisk, folder).decks;
        let mut notes: Vec<_> = decks.into_iter().flat_map(|deck| deck.notes).collect();
        notes.sort_by(|a, b| a.guid.cmp(&b.guid));
        notes
    };
    assert_eq!(notes(there.path()), notes(here.path()), "the originals go along");
}

#[test]
fn our_cards_that_went_out_come_home_under_their_own_names() {
    let folder = folder();
    let out = folder.path().join("all.apkg");
    let (_, text) = run(folder.path(), &["export", out.to_str().expect("text"), "--all"]);
    assert!(text.starts_with("cards: 3"), "{text}");
    let counts = import(folder.path(), &out, &[]);
    assert_eq!((counts["cards"], counts["problems"]), (0, 0));
    assert!(counts["skipped"] > 300);
}

// --- hostile packages ---

pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).expect("a file");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

/// A database in the old form, with more statements carried out.
pub(crate) fn database(more: &str) -> Vec<u8> {
    let mut db = Connection::open_in_memory().expect("a database");
    db.execute_batch(
        r#"create table col (id integer, crt integer, conf text, models text, decks text);
        insert into col values (1, 1767240000, '{}',
          '{"7":{"name":"Basic","type":0,"flds":[{"name":"Front","ord":0},{"name":"Back","ord":1}],
            "tmpls":[{"name":"Card 1","ord":0,"qfmt":"{{Front}}","afmt":"{{Back}}"}]}}',
          '{"1":{"name":"Default"}}');
        create table notes (id integer, guid text, mid integer, mod integer, tags text, flds text);
        create table cards (id integer, nid integer, did integer, ord integer, type integer,
          queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer,
          left integer, odue integer, odid integer, flags integer, data text);
        create table revlog (id integer, cid integer, ease integer, time integer, type integer, factor integer);
        insert into notes values (1, 'good', 7, 0, ' a ', 'Q' || char(31) || 'A');
        insert into cards values (11, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '');"#,
    )
    .expect("tables");
    db.execute_batch(more).expect("more");
    db.serialize(MAIN_DB).expect("bytes").to_vec()
}

pub(crate) fn read_package(bytes: Vec<u8>) -> Result<exchange::Incoming, exchange::Refusal> {
    anki::read(Cursor::new(bytes), NOW, 4, &mut Watch::default())
}

pub(crate) fn refused(bytes: Vec<u8>) -> String {
    let refusal = read_package(bytes).expect_err("refused").0;
    assert!(refusal.len() > 25, "{refusal}");
    refusal
}

#[test]
fn what_is_no_package_is_refused_with_a_sentence() {
    assert!(refused(b"not a zip".to_vec()).contains("not a zip file"));
    assert!(refused(Vec::new()).contains("zip"));
    assert!(refused(zipped(&[("photo.jpg", b"x")])).contains("no collection"));
    assert!(refused(zipped(&[("../../collection.anki2", b"x")])).contains("no collection"));
    assert!(
        refused(zipped(&[("collection.anki2", b"not a database at all")])).contains("no SQLite")
    );
    assert!(refused(zipped(&[("collection.anki2", b"short")])).contains("cannot be read"));
    assert!(
        refused(zipped(&[("collection.anki21b", b"not compressed")])).contains("not compressed")
    );
    let bomb = vec![0; 50 << 20];
    assert!(refused(zipped(&[("collection.anki2", &bomb)])).contains("no SQLite"));
}

#[test]
fn a_damaged_database_is_refused_and_never_a_panic() {
    let whole = database("");
    read_package(zipped(&[("collection.anki2", &whole)])).expect("undamaged it is read");
    for cut in [100, 512, 4096, 5000, whole.len() / 2, whole.len() - 4096] {
        refused(zipped(&[("collection.anki2", &whole[..cut])]));
    }
    let mut dice = 7_u64;
    for _ in 0..150 {
        let mut bytes = whole.clone();
        for _ in 0..20 {
            dice = ems_study::study::splitmix(dice);
            let at = 100 + usize::try_from(dice).unwrap_or(0) % (bytes.len() - 100);
            bytes[at] ^= u8::try_from(dice >> 56).unwrap_or(1) | 1;
        }
        if let Err(refusal) = read_package(zipped(&[("collection.anki2", &bytes)])) {
            assert!(refusal.0.len() > 25);
        }
    }
}

#[test]
fn views_and_computed_columns_are_not_read() {
    let view = "drop table revlog; create view revlog as with recursive n(i) as \
        (select 1 union all select i + 1 from n) select i as id, 1 as cid, 1 as ease, 1 as time, 1 as type, 1 as factor from n;";
    assert!(
        refused(zipped(&[("collection.anki2", &database(view))])).contains("revlog is missing")
    );
    let computed = "drop table revlog; create table revlog (id integer, cid integer, ease integer, time integer, \
        type integer, factor integer, more text as (zeroblob(1000000000)));";
    assert!(
        refused(zipped(&[("collection.anki2", &database(computed))])).contains("not a plain table")
    );
    assert!(
        refused(zipped(&[("collection.anki2", &database("drop table cards"))]))
            .contains("cards is missing")
    );
}

#[test]
fn a_faulty_note_costs_its_cards_only_and_is_named() {
    let more = "
        insert into notes values (2, 'long', 7, 0, '', printf('%.70000c', 'x') || char(31) || 'A');
        insert into cards values (12, 2, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, '');
        insert into notes values (3, 'kindless', 99, 0, '', 'Q' || char(31) || 'A');
        insert into cards values (13, 3, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, '');
        insert into cards values (14, 77, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, '');
        insert into cards values (15, 1, 1, 5, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, '');
        insert into notes values (4, 'blank', 7, 0, '', '<img>' || char(31) || '');
        insert into notes values (5, 'empty', 7, 0, '', '');
        insert into cards values (16, 5, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, '');";
    let got = read_package(zipped(&[("collection.anki2", &database(more))])).expect("read");
    let ids: Vec<&str> = got.decks.iter().flat_map(|d| &d.cards).map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["anki:good/0"]);
    let faults: Vec<String> = got.faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 5, "{faults:#?}");
    assert!(faults.iter().any(|f| f.contains("note long, card 1") && f.contains("70000 bytes")));
    assert!(faults.iter().any(|f| f.contains("kind of note is not in the package")));
    assert!(faults.iter().any(|f| f.contains("1 cards belong to no note")));
}

#[test]
fn odd_numbers_and_names_do_no_harm() {
    let big = i64::MAX;
    let more = format!(
        "update cards set type = 2, queue = 2, due = {big}, ivl = {big}, factor = -5, reps = {big}, lapses = -1, left = {big}, flags = 255;
        insert into revlog values ({big}, 11, 3, {big}, 0, 0), (-5, 11, 3, 0, 0, 0), (5000, 11, 9, 0, 0, 0), (1767261600000, 11, 3, -7, 1, 2500);
        update notes set guid = '../a b' || char(10) || '%', tags = ' x' || char(0) || 'y  z ';
        update col set decks = '{{\"1\":{{\"name\":\"../../etc\\u202e\"}}}}'"
    );
    let got = read_package(zipped(&[("collection.anki2", &database(&more))])).expect("read");
    let card = &got.decks[0].cards[0];
    assert_eq!(card.id, "anki:../a%20b%0A%25/0");
    assert_eq!(got.decks[0].id, "etc");
    assert_eq!((got.skipped, got.past[0].ratings.len()), (3, 1));
    let folder = folder();
    let file = folder.path().join("odd.apkg");
    fs::write(&file, zipped(&[("collection.anki2", &database(&more))])).expect("written");
    import(folder.path(), &file, &[]);
    let got = cards(folder.path(), &[]);
    assert!(got.values().next().expect("a card")[1].contains("‹U+202E›"), "{got:?}");
    assert!(files(folder.path()).iter().any(|path| path.ends_with("decks/etc.ron")));
}

#[test]
fn every_refusal_says_so_ends_with_1_and_changes_nothing() {
    let (folder, inputs) = (folder(), folder());
    let file = |name: &str, bytes: &[u8]| {
        let path = inputs.path().join(name);
        fs::write(&path, bytes).expect("written");
        path
    };
    let bad = [
        file("a.apkg", b"no"),
        file("b.zip", b"no"),
        file("c.ron", b"(id: 3)"),
        file("d.csv", b""),
        file("e.pdf", b"%PDF"),
        file("f", b"x"),
        file("g.csv", b"\0\0\0"),
        inputs.path().join("missing.csv"),
        inputs.path().to_owned(),
    ];
    for path in bad {
        let (code, out) =
            run(folder.path(), &["import", path.to_str().expect("text"), "--dry-run"]);
        assert_eq!((code, out.as_str()), (ExitCode::FAILURE, ""), "{}", path.display());
        let refusal = read_incoming(&path, reading(&Choices::default()), &mut Watch::default())
            .expect_err("refused");
        assert!(refusal.0.len() > 25, "{refusal}");
    }
    assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn a_long_import_can_be_stopped() {
    let mut calls = 0;
    let mut stop = |_| {
        calls += 1;
        calls < 2
    };
    let bytes = fs::read(data("new.apkg")).expect("a package");
    let refusal =
        anki::read(Cursor::new(bytes), NOW, 4, &mut Watch::new(&mut stop)).expect_err("stopped");
    assert!(refusal.0.starts_with("Stopped as you wished"));
}

// --- tables ---

#[test]
fn a_table_joins_with_its_faults_named_and_again_it_adds_nothing() {
    let folder = folder();
    let file = folder.path().join("words.tsv");
    let text = "id\tdeck\ttags\tfront\tback\na\tMy deck\tx y\tQ \\ 1\t\"line 1\nline 2\"\nb\tMy deck\t\tQ2\n";
    fs::write(&file, text).expect("written");
    assert_eq!(numbers(&import(folder.path(), &file, &[])), [1, 1, 0, 2, 0, 1]);
    let (_, out) = run(folder.path(), &["cards"]);
    assert_eq!(out, "my-deck:a\tMy deck\tnew\t-\tx y\tQ \\\\ 1\tline 1\\nline 2\t-\n");
    assert_eq!(numbers(&import(folder.path(), &file, &[])), [0, 0, 0, 0, 1, 1]);
}

#[test]
fn a_table_with_a_mended_answer_updates_the_card_it_came_from() {
    let folder = folder();
    let file = folder.path().join("depth.txt");
    let table = |answers: [&str; 2]| {
        let [depth, rate] = answers;
        let text = format!("front\tback\nDepth?\t{depth}\nRate?\t{rate}\n");
        fs::write(&file, text).expect("written");
    };
    let answers = || {
        let cards = cards(folder.path(), &[]);
        let mut answers: Vec<String> = cards.values().map(|card| card[6].clone()).collect();
        answers.sort();
        answers
    };
    let updated = |more: &[&str]| import(folder.path(), &file, more)["updated"];
    table(["4 to 5 cm", "100 to 120"]);
    import(folder.path(), &file, &[]);
    table(["5 to 6 cm", "100 to 120"]);
    assert_eq!((updated(&["--update", "keep"]), answers()[1].as_str()), (0, "4 to 5 cm"));
    assert_eq!((updated(&[]), answers()[1].as_str()), (1, "5 to 6 cm"));
    assert_eq!(updated(&[]), 0, "the same file again changes nothing");
    // Mended once more, and edited here meanwhile.
    table(["5 to 7 cm", "100 to 120"]);
    assert_eq!((updated(&[]), answers()[1].as_str()), (1, "5 to 7 cm"));
    let deck = folder.path().join("decks/depth.ron");
    let text = fs::read_to_string(&deck).expect("a deck").replace("5 to 7 cm", "two inches");
    fs::write(&deck, text).expect("written");
    table(["5 to 8 cm", "100 to 120"]);
    assert_eq!((updated(&[]), answers()[1].as_str()), (0, "two inches"));
    assert_eq!(import(folder.path(), &file, &["--update", "both"])["cards"], 1);
    assert_eq!(answers(), ["100 to 120", "5 to 8 cm", "two inches"]);
    assert_eq!(
        (updated(&["--update", "theirs"]), answers().len()),
        (0, 3),
        "it is there beside it"
    );
}

#[test]
fn of_two_answers_to_one_question_the_mended_one_is_found() {
    let folder = folder();
    let file = folder.path().join("two.csv");
    fs::write(&file, "front,back\nSign of shock?,pale skin\nSign of shock?,fast puls\n")
        .expect("written");
    import(folder.path(), &file, &[]);
    fs::write(&file, "front,back\nSign of shock?,pale skin\nSign of shock?,fast pulse\n")
        .expect("written");
    let counts = import(folder.path(), &file, &[]);
    assert_eq!((counts["cards"], counts["updated"]), (0, 1));
    assert_eq!(cards(folder.path(), &[]).len(), 2);
}

#[test]
fn the_command_line_says_what_the_columns_of_a_table_hold() {
    let folder = folder();
    let file = folder.path().join("heart.csv");
    fs::write(&file, "aorta,p. 3,Largest artery?\nvena cava,p. 4,Largest vein?\n")
        .expect("written");
    let counts = import(folder.path(), &file, &["--columns", "back,-,front"]);
    assert_eq!(numbers(&counts), [1, 2, 0, 0, 0, 0]);
    let got = cards(folder.path(), &[]);
    assert!(got.values().any(|card| card[5..7] == ["Largest artery?", "aorta"]), "{got:?}");
    let words = ["ems-study", "import", "x.csv", "--columns", "front,bakc"];
    let refused = Arguments::try_parse_from(words).expect_err("refused").to_string();
    assert!(refused.contains("“bakc” is no column"), "{refused}");
}

#[test]
fn a_text_export_and_a_package_of_the_same_notes_are_one_deck() {
    let folder = folder();
    let file = folder.path().join("notes.txt");
    let text = "#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n\
        Pair1\tEMS\t<b>Pair</b>, one\tPair, two\n{{c10\tEMS\t{{c1::EMS}} is a {{c2::system::what}}\t\n";
    fs::write(&file, text).expect("written");
    assert_eq!(import(folder.path(), &file, &[])["cards"], 3);
    let counts = import(folder.path(), &data("new.apkg"), &[]);
    let got = cards(folder.path(), &[]);
    assert_eq!((counts["cards"], got.len()), (3, 6), "{got:#?}");
    assert_eq!(got["anki:Pair1/0"][2], "review", "its history came by the package");
    let out = folder.path().join("out.apkg");
    run(folder.path(), &["export", out.to_str().expect("text")]);
    let notes = |folder: &Path| {
        let decks = read_decks(&SystemDisk, folder).decks;
        decks.into_iter().flat_map(|deck| deck.notes).map(|note| note.guid).collect::<Vec<_>>()
    };
    assert!(notes(folder.path()).contains(&"Pair1".to_owned()), "and its original note");
}

#[test]
fn a_table_cannot_claim_a_card_of_ours() {
    let folder = folder();
    let file = folder.path().join("x.csv");
    fs::write(&file, "id,deck,tags,front,back\nlevels/how-many,Fake,,Q,A\n").expect("written");
    import(folder.path(), &file, &[]);
    assert!(cards(folder.path(), &[]).contains_key("fake:levels/how-many"));
    let all = cards(folder.path(), &["--all"]);
    assert_ne!(all["levels/how-many"][5], "Q");
    assert!(all.len() > 300);
}

#[test]
fn tables_of_all_cards_go_out_and_in_without_a_double() {
    let folder = folder();
    import(folder.path(), &data("new.apkg"), &[]);
    for name in ["all.csv", "all.tsv"] {
        let out = folder.path().join(name);
        run(folder.path(), &["export", out.to_str().expect("text"), "--all"]);
        let text = fs::read_to_string(&out).expect("readable");
        assert!(text.starts_with(
            ["id,deck,tags,front,back\n", "id\tdeck\ttags\tfront\tback\n"]
                [usize::from(name == "all.tsv")]
        ));
        let counts = import(folder.path(), &out, &[]);
        assert_eq!((counts["cards"], counts["problems"]), (0, 0), "{name}");
        // into an empty folder: all of them, with the names that they have here where that is safe
        let fresh = crate::test_folder::folder();
        let counts = import(fresh.path(), &out, &[]);
        assert_eq!(counts["cards"], 6, "ours are there already");
        assert!(cards(fresh.path(), &[]).contains_key("anki:Pair1/0"));
    }
}

fn side() -> impl Strategy<Value = String> {
    // Whatever can stand on a card, quotes, separators, line ends and backslashes among it.
    proptest::collection::vec(
        prop_oneof![
            Just("\"".to_owned()),
            Just(",".into()),
            Just("\t".into()),
            Just("\n".into()),
            Just("\\".into()),
            Just("\\n".into()),
            "[ -~]{0,6}",
            "\\PC{0,4}"
        ],
        1..12,
    )
    .prop_map(|parts| parts.concat())
    .prop_filter("a side says something", |text| !text.trim().is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_on_a_card_goes_through_a_table_unchanged(
        rows in proptest::collection::vec((side(), side()), 1..8),
        tab in any::<bool>(),
    ) {
        let separator = if tab { Separator::Tab } else { Separator::Comma };
        let curriculum = ems_study::curriculum::Curriculum::default();
        let mut deck = ems_study::study::OwnDeck::new("d", "D");
        for (at, (front, back)) in rows.iter().enumerate() {
            deck.cards.push(ems_study::study::OwnCard::recall(at.to_string(), front.clone(), back.clone()));
        }
        let all = ems_study::study::Deck::with_own(&curriculum, std::slice::from_ref(&deck));
        let own = all.cards().iter().filter(|card| card.own.is_some());
        let sides = |card: &ems_study::study::Card| exchange::Sides::plain(&card.ask);
        let bytes = table::write(own.map(|card| (card, sides(card))), separator).expect("written");
        let got = table::read("d", &bytes, separator, &Choices::default(), &mut Watch::default()).expect("read");
        prop_assert_eq!(got.faults, Vec::new());
        let cards: Vec<(String, String)> = got.decks.iter().flat_map(|d| &d.cards)
            .map(|card| (card.ask.question(), card.ask.answer())).collect();
        let visible = |text: &String| ems_study::study::visible(text);
        let given: Vec<(String, String)> = rows.iter().map(|(f, b)| (visible(f), visible(b))).collect();
        prop_assert_eq!(cards, given);
    }

    #[test]
    fn no_bytes_make_a_reader_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for format in [Format::Package, Format::Archive, Format::Ron, Format::Table(Separator::Comma), Format::Table(Separator::Tab)] {
            _ = exchange::read(format, "x", Cursor::new(&bytes), reading(&Choices::default()), &mut Watch::default());
        }
    }
}

// --- decks and everything ---

#[test]
fn a_deck_in_ron_goes_out_and_in() {
    let (here, there) = (folder(), folder());
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/examples/deck.ron");
    assert_eq!(numbers(&import(here.path(), &example, &[])), [1, 4, 0, 1, 0, 0]);
    assert_eq!(numbers(&import(here.path(), &example, &[])), [0, 0, 0, 0, 4, 0]);
    import(here.path(), &data("new.apkg"), &[]);
    let out = here.path().join("out.ron");
    run(here.path(), &["export", out.to_str().expect("text")]);
    let counts = import(there.path(), &out, &[]);
    assert_eq!((counts["decks"], counts["cards"], counts["problems"]), (3, 10, 0));
    let ids = |folder: &Path| cards(folder, &[]).into_keys().collect::<Vec<_>>();
    assert_eq!(ids(there.path()), ids(here.path()));
}

#[test]
fn everything_leaves_in_one_file_and_comes_back_by_union() {
    let (here, there) = (folder(), folder());
    import(here.path(), &data("new.apkg"), &[]);
    let script = "levels/how-many good 2026-11-01T10:00:00-05:00\nanki:Away0/0 again 2026-11-02T10:00:00-05:00\nundo\n";
    run_with(here.path(), &["review", "--script", "-"], script);
    fs::write(here.path().join("settings.ron"), "(new_per_day: 7)").expect("written");
    let out = here.path().join("all.zip");
    run(here.path(), &["export", out.to_str().expect("text")]);
    // the other computer has reviews of its own
    run_with(
        there.path(),
        &["review", "--script", "-"],
        "levels/how-many easy 2026-10-01T10:00:00-05:00\n",
    );
    let counts = import(there.path(), &out, &[]);
    assert_eq!((counts["cards"], counts["reviews"], counts["problems"]), (6, 8, 0));
    let log = |folder: &Path| run(folder, &["log"]).1;
    assert_eq!(log(there.path()).lines().count(), log(here.path()).lines().count() + 1);
    assert!(log(there.path()).contains("undone"), "undo comes along");
    assert_eq!(cards(there.path(), &[]), cards(here.path(), &[]));
    let settings = fs::read_to_string(there.path().join("settings.ron")).expect("restored");
    assert!(settings.contains("new_per_day: 7"));
    assert!(run(there.path(), &["check", "--data"]).1.ends_with("clean\n"));
    // again: nothing; and what is answered then is kept
    let again = import(there.path(), &out, &[]);
    assert_eq!((again["cards"], again["reviews"]), (0, 0));
    let entries = read_history(&SystemDisk, there.path()).expect("readable").entries.len();
    run_with(there.path(), &["review", "--script", "-"], "levels/how-many good\n");
    assert_eq!(
        read_history(&SystemDisk, there.path()).expect("readable").entries.len(),
        entries + 1
    );
    assert!(run(there.path(), &["check", "--data"]).1.ends_with("clean\n"));
}

#[test]
fn an_archive_writes_nowhere_but_where_it_belongs() {
    let outer = tempfile::tempdir().expect("a folder");
    let folder = outer.path().join("data");
    let file = outer.path().join("evil.zip");
    let deck = b"(id: \"d\", title: \"D\", cards: [(id: \"a\", ask: Recall(question: \"Q\", answer: \"A\"))])";
    fs::write(
        &file,
        zipped(&[
            ("../stolen.ron", b"x"),
            ("decks/../../up.ron", deck),
            ("/abs.ron", b"x"),
            ("decks/d.ron", deck),
        ]),
    )
    .expect("written");
    assert_eq!(import(&folder, &file, &[])["cards"], 1);
    let mut names: Vec<_> = fs::read_dir(outer.path())
        .expect("a folder")
        .map(|e| e.expect("one").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["data", "evil.zip"]);
}
