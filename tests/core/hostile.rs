//! Files of strangers: what they say is quoted on one line, at a length that can be read and with
//! nothing hidden; what they are is said where they were not expected.

use crate::bad_input::{program, run};
use crate::exchange::{NOW, data, database, import, read_package, refused, run as command, zipped};
use crate::test_folder::folder;
use ems_study::exchange::Incoming;
use ems_study::quote::is_hidden;
use rusqlite::{Connection, MAIN_DB};
use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::ExitCode;

/// What a command says of a file with that name and content: its exit status, and both outputs.
fn said(command: &[&str], name: &str, bytes: &[u8]) -> (i32, String) {
    let (data, place) = (folder(), folder());
    let file = place.path().join(name);
    fs::write(&file, bytes).expect("written");
    let (code, text) = said_in(data.path(), command, &file);
    (code, text.replace(place.path().to_str().expect("text"), ""))
}

fn said_in(data: &Path, command: &[&str], file: &Path) -> (i32, String) {
    let mut words = vec![OsStr::new("--data-dir"), data.as_os_str()];
    words.extend(command.iter().map(OsStr::new));
    words.push(file.as_os_str());
    let out = run(&mut program(&words), b"");
    let text = [out.stdout, out.stderr].concat();
    (out.status.code().expect("ended"), String::from_utf8(text).expect("text"))
}

#[test]
fn what_a_file_says_reaches_the_terminal_on_short_lines_with_nothing_hidden() {
    let long = "x".repeat(5000);
    let deck = |id: &str, more: &str| {
        format!(
            "(id:\"m\",title:\"M\",cards:[(id:\"{id}\",{more}ask:Recall(question:\"q\",answer:\"a\"))])"
        )
    };
    let files = [
        ("id.ron", deck("a\\u{1b}[2Jb", "")),
        ("raw.ron", deck("a\u{1b}[2Jb", "")),
        ("bidi.ron", deck("b", "facts:[\"\u{202e}SYS\"],")),
        ("field.ron", deck("b", &format!("{long}:1,"))),
        ("fact.ron", deck("b", &format!("facts:[\"{long}\"],"))),
        ("lines.ron", deck(&"a\\n".repeat(200), "")),
        ("tags.ron", deck("b", &format!("tags:[\"{long} y\"],"))),
        (
            "rules.ron",
            "(state:\"Mo\u{1b}[31mntana\",source:\"s\",as_of:\"n.d.\",cells:[(skill:\"cp\u{1b}ap\",level:Emt,value:Yes)])"
                .to_owned(),
        ),
        ("bell.csv", "id,front,back,tags\na,q,a,t\u{7}g\n".to_owned()),
        ("long.csv", format!("id,front,back,tags\na,q,a,{long}\n")),
        ("deck.csv", format!("id,deck,front,back\na,D\u{9b}31m{long},q,a\n")),
    ];
    for (name, text) in &files {
        for command in [&["check"][..], &["import"], &["import", "--dry-run"]] {
            let (_, said) = said(command, name, text.as_bytes());
            assert!(!said.is_empty(), "{name}");
            assert!(!said.replace('\n', "").contains(is_hidden), "{command:?} {name}: {said:?}");
            assert!(said.lines().count() < 12, "{command:?} {name}: {said}");
            let longest = said.lines().map(|line| line.chars().count()).max();
            assert!(longest < Some(700), "{command:?} {name}: {said}");
        }
    }
}

#[test]
fn a_name_of_a_file_is_shown_as_it_is() {
    let (_, said) = said(&["check"], "a\u{1b}[2J.ron", b"(id: 3)");
    assert!(said.contains("a\\u{1b}[2J.ron (yours): line 1, column "), "{said:?}");
}

#[test]
fn rules_decks_and_tables_in_the_wrong_place_are_told_where_they_belong() {
    let rules = include_bytes!("../../assets/overlays/montana.ron");
    let (code, text) = said(&["import"], "montana.ron", rules);
    assert_eq!(code, 1);
    assert!(
        text.contains("holds the rules of a state, not cards; put it into the folder"),
        "{text}"
    );

    let (code, text) = said(&["check"], "cards.csv", b"front,back\nq,a\n");
    assert_eq!(code, 2);
    assert!(
        text.contains("this is a table of cards") && text.contains("import --dry-run"),
        "{text}"
    );
    let (code, text) = said(&["check"], "cards.ron", b"front,back\nq,a\n");
    assert_eq!(code, 1);
    assert!(
        text.contains("this is a table, not a deck in RON; let its name end with .csv"),
        "{text}"
    );
    let (_, text) = said(&["import"], "p.ron", b"PK\x03\x04rest");
    assert!(text.contains("this is a zip file and not a text"), "{text}");

    let place = folder();
    let deck = include_bytes!("../../assets/examples/deck.ron");
    fs::create_dir(place.path().join("overlays")).expect("made");
    fs::write(place.path().join("overlays/mine.ron"), deck).expect("written");
    let (_, text) = said_in(place.path(), &["check"], Path::new("--data"));
    assert!(text.contains("mine.ron are left out"), "{text}");
    assert!(text.contains("this file holds cards, not the rules of a state; import it"), "{text}");
}

#[test]
fn mistakes_of_form_name_their_place_in_one_form_and_what_would_be_right() {
    let deck = "(id: \"m\", title: \"M\", cards: [\n  (id: \"a\", asc: Recall(question: \"q\", answer: \"a\")),\n])";
    for command in ["check", "import"] {
        let (code, text) = said(&[command], "m.ron", deck.as_bytes());
        assert_eq!(code, 1);
        assert!(
            text.contains("line 2, column 13: “asc” is not the name of a field here"),
            "{text}"
        );
        assert!(text.contains("the nearest is ask"), "{text}");
    }
    let rules = include_str!("../../assets/overlays/montana.ron").replacen("Emt", "Emtt", 1);
    let (code, text) = said(&["check"], "montana.ron", rules.as_bytes());
    assert_eq!(code, 1);
    assert!(text.starts_with("montana.ron, line "), "{text}");
    assert!(text.contains("“Emtt” is not known here; write one of Emr, Emt"), "{text}");
}

// --- packages that ask for more than they hold ---

/// A package in the old form with one good card, and with more statements carried out.
fn package(more: &str) -> Vec<u8> {
    zipped(&[("collection.anki2", &database(more))])
}

fn faults(incoming: &Incoming) -> Vec<String> {
    incoming.faults.iter().map(ToString::to_string).collect()
}

/// A note with its one card.
fn note(id: i64, fields: &str) -> String {
    format!(
        "insert into notes values ({id}, 'g{id}', 7, 0, '', {fields});
        insert into cards values ({id}00, {id}, 1, 0, 0, 0, {id}, 0, 0, 0, 0, 0, 0, 0, 0, '');"
    )
}

#[test]
fn the_length_of_a_text_is_known_before_it_is_read() {
    let long = "printf('%.9000000c', 'x') || char(31) || 'A'";
    let more = note(2, long)
        + &note(3, "'Q' || printf('%.2000c', char(31))")
        + &note(4, "'Q' || char(31) || 'A'")
        + "update notes set tags = printf('%.70000c', 'x') where id = 4;";
    let got = read_package(package(&more)).expect("read");
    let cards: Vec<&str> = got.decks[0].cards.iter().map(|card| card.id.as_str()).collect();
    assert_eq!(cards, ["anki:good/0"]);
    assert_eq!(
        faults(&got),
        [
            "note 2: its fields have 9000002 bytes; at most 8388608 are read",
            "note 3: it has more than 1000 fields",
            "note 4: its tags have 70000 bytes; at most 65536 are read",
        ]
    );
}

#[test]
fn lists_of_decks_and_kinds_have_a_longest_length() {
    for column in ["decks", "models"] {
        let more = format!("update col set {column} = '{{' || printf('%.9000000c', ' ') || '}}'");
        let said = refused(package(&more));
        assert!(
            said.contains(&format!("list of {column}")) && said.contains("at most 8 MiB"),
            "{said}"
        );
    }
    let table = "create table notetypes (id integer, name text, config blob);
        create table fields (ntid integer, ord integer, name text);
        create table templates (ntid integer, ord integer, name text, config blob);";
    let rows = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100001)
        insert into fields select 7, i, '' from n;";
    let said = refused(package(&(table.to_owned() + rows)));
    assert!(said.contains("list of fields in this package has 100001 rows"), "{said}");
    let blobs =
        "insert into notetypes values (1, 'a', zeroblob(12000000)), (2, 'b', zeroblob(12000000)),
        (3, 'c', zeroblob(12000000));";
    let said = refused(package(&(table.to_owned() + blobs)));
    assert!(said.contains("list of notetypes in this package has 3 rows and 34 MiB"), "{said}");
}

/// The kind of the notes with other templates.
fn with_template(front: &str) -> String {
    format!(
        "update col set models = replace(models, '\"qfmt\":\"{{{{Front}}}}\"', '\"qfmt\":\"{front}\"');"
    )
}

#[test]
fn a_template_that_makes_too_much_of_a_note_costs_that_note() {
    let more = with_template(&"{{Front}}".repeat(700))
        + &note(2, "printf('%.60000c', 'x') || char(31) || 'A'");
    let got = read_package(package(&more)).expect("read");
    assert_eq!(got.decks[0].cards.len(), 1);
    assert_eq!(
        faults(&got),
        ["note g2, card 1: its template makes more than 4 MiB of a side; shorten it or the note"]
    );
}

#[test]
fn templates_that_make_too_much_of_all_notes_are_refused() {
    let cards = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
        insert into notes select i + 10, 'n' || i, 7, 0, '', printf('%.60000c', 'x') || char(31) || 'A' from n;
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)
        insert into cards select i + 100, i + 10, 1, 0, 0, 0, i, 0, 0, 0, 0, 0, 0, 0, 0, '' from n;";
    let said = refused(package(&(with_template(&"{{Front}}".repeat(60)) + cards)));
    assert!(said.contains("make far more text of its notes than a deck has"), "{said}");
}

#[test]
fn gaps_deeper_than_any_card_has_them_cost_that_card() {
    let bytes = fs::read(data("../hostile/cloze_2000_deep.apkg")).expect("a package");
    let got = read_package(bytes).expect("read");
    assert_eq!(got.decks[0].cards.len(), 6);
    let what = "more than 32 gaps stand in each other";
    assert_eq!(faults(&got), [1, 2].map(|card| format!("note hostile6Q, card {card}: {what}")));
}

#[test]
fn notes_that_share_a_number_do_not_multiply_cards() {
    let twins = "insert into notes select 1, 'twin', 7, 0, '', 'Q' || char(31) || 'A' from
        (with recursive n(i) as (select 1 union all select i + 1 from n where i < 300) select i from n);";
    let got = read_package(package(twins)).expect("read");
    assert_eq!(got.decks[0].cards.len(), 1);
}

#[test]
fn cards_in_more_decks_than_anybody_has_are_refused() {
    let named = |deck| format!("\"{deck}\":{{\"name\":\"d{deck}\"}}");
    let decks = (0..6000).map(named).collect::<Vec<_>>().join(",");
    let more = format!(
        "update col set decks = '{{{decks}}}';
        with recursive n(i) as (select 2 union all select i + 1 from n where i < 5500)
        insert into notes select i, 'n' || i, 7, 0, '', 'Q' || i || char(31) || 'A' from n;
        insert into cards select id + 100, id, id, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '' from notes where id > 1;"
    );
    let said = refused(package(&more));
    assert!(said.contains("in more than 5000 decks"), "{said}");
}

#[test]
fn gaps_of_a_table_that_make_too_much_text_are_named_and_the_rest_is_read() {
    let gaps: Vec<String> = (1..150).map(|gap| format!("{{{{c{gap}::word}}}}")).collect();
    let gaps = gaps.concat();
    let long = format!("\"{gaps}{}\",a\n", "x".repeat(1_000_000));
    let table = format!("front,back\nq,a\n{long}");
    let (code, text) = said(&["import"], "gaps.csv", table.as_bytes());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("the gaps of the table make too much text"), "{text}");
}

#[test]
fn more_cards_or_answers_than_anybody_has_are_refused() {
    let many = |table: &str, row: &str, rows: u32| {
        package(&format!(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows})
             insert into {table} select {row} from n;"
        ))
    };
    let said = refused(many("cards", "i, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, ''", 150_000));
    assert!(said.contains("has 150001 cards; at most 150000 are taken"), "{said}");
    let said = refused(many("revlog", "i, 11, 3, 0, 0, 0", 1_000_001));
    assert!(said.contains("has 1000001 revlog; at most 1000000 are taken"), "{said}");
}

// --- what is taken, and what is not ---

#[test]
fn a_placeholder_and_a_later_form_are_refused_as_such() {
    let note =
        |words: &str| database(&format!("update notes set flds = '{words}' || char(31) || ''"));
    for words in [
        "Please update to the latest Anki version, then import the .apkg file again.",
        "This file requires a newer version of Anki.",
    ] {
        let said = refused(zipped(&[("collection.anki2", &note(words))]));
        assert!(said.contains("only a note for older programs"), "{said}");
    }
    let whole = database("");
    let said = refused(zipped(&[("meta", &[8, 3]), ("collection.anki2", &whole)]));
    assert!(said.contains("only a note for older programs"), "{said}");
    let said = refused(zipped(&[("meta", &[8, 4]), ("collection.anki2", &whole)]));
    assert!(said.contains("of a later form (4) than this program knows (3)"), "{said}");
    for known in [[8, 1], [8, 2]] {
        read_package(zipped(&[("meta", &known), ("collection.anki2", &whole)])).expect("read");
    }
}

#[test]
fn answers_dated_ahead_and_answers_of_no_card_are_counted() {
    let day = 86_400_000;
    let now = NOW.at_ms;
    let more = format!(
        "insert into revlog values ({}, 11, 3, 0, 0, 0), ({}, 11, 3, 0, 1, 0), ({}, 11, 3, 0, 1, 0),
          ({}, 99, 3, 0, 1, 0), ({}, 99, 3, 0, 1, 0), ({}, 11, 0, 0, 4, 0)",
        now - day,
        now + day / 2,
        now + 3 * day,
        now - 2 * day,
        now - 3 * day,
        now - 4 * day,
    );
    let got = read_package(package(&more)).expect("read");
    assert_eq!((got.past[0].ratings.len(), got.skipped), (2, 4));
    assert_eq!(
        got.notes,
        [
            "1 answer is dated later than tomorrow: left out. The clock of the device was ahead",
            "2 answers belong to cards that are not in the package: left out",
        ]
    );
}

#[test]
fn a_file_without_cards_is_refused_with_a_sentence_and_a_count() {
    let no_cards = package("delete from cards");
    let files: [(&str, &[u8], &str); 5] = [
        ("none.apkg", &no_cards, "1 notes and 0 cards"),
        ("empty.tsv", b"\n", "0 cards"),
        ("head.csv", b"id,deck,tags,front,back\n", "0 cards"),
        ("zero.csv", b"", "is empty"),
        ("none.ron", b"(id: \"d\", title: \"D\", cards: [])", "0 cards"),
    ];
    for (name, bytes, expected) in files {
        let (code, text) = said(&["import"], name, bytes);
        assert_eq!(code, 1, "{name}: {text}");
        assert!(text.contains(expected) && text.contains("nothing to"), "{name}: {text}");
    }
}

#[test]
fn a_file_that_brings_nothing_new_says_so_and_how_much_is_here() {
    let (data, place) = (folder(), folder());
    let now = NOW.at_ms - 86_400_000;
    let rated = package(&format!("insert into revlog values ({now}, 11, 3, 0, 0, 0)"));
    for (name, bytes, there) in [
        ("a.apkg", &rated[..], "2 cards and answers"),
        ("a.csv", b"id,front,back\na,q,a\nb,r,b\n", "2 cards and answers"),
    ] {
        let file = place.path().join(name);
        fs::write(&file, bytes).expect("written");
        import(data.path(), &file, &[]);
        let (code, text) = said_in(data.path(), &["import"], &file);
        assert_eq!(code, 0, "{text}");
        assert!(
            text.contains(&format!("note Nothing is new: {there} of the file are here")),
            "{text}"
        );
    }
    let all = place.path().join("all.zip");
    let (code, _) = command(data.path(), &["export", all.to_str().expect("text")]);
    assert_eq!(code, ExitCode::SUCCESS);
    let (_, text) = said_in(data.path(), &["import"], &all);
    assert!(text.contains("note Nothing is new"), "{text}");
}

#[test]
fn the_kind_of_an_answer_goes_out_as_it_came_in() {
    let (folder, place) = (folder(), folder());
    let day = 86_400_000;
    let rows: Vec<(i64, i64, i64)> =
        [(0, 0), (0, 2500), (1, 2500), (3, 2500), (2, 2300), (3, 0), (1, 2500)]
            .iter()
            .enumerate()
            .map(|(at, (kind, factor))| {
                (NOW.at_ms - (20 - i64::try_from(at).expect("few")) * day, *kind, *factor)
            })
            .collect();
    let values: Vec<String> = rows
        .iter()
        .map(|(at, kind, factor)| format!("({at}, 11, 3, 4000, {kind}, {factor})"))
        .collect();
    let more = format!("insert into revlog values {}", values.join(","));
    let file = place.path().join("in.apkg");
    fs::write(&file, package(&more)).expect("written");
    import(folder.path(), &file, &[]);
    let out = place.path().join("out.apkg");
    let (code, _) = command(folder.path(), &["export", out.to_str().expect("text")]);
    assert_eq!(code, ExitCode::SUCCESS);
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(out).expect("a file"))).expect("a zip");
    let mut bytes = Vec::new();
    zip.by_name("collection.anki21").expect("there").read_to_end(&mut bytes).expect("read");
    let mut db = Connection::open_in_memory().expect("a database");
    db.deserialize_read_exact(MAIN_DB, &bytes[..], bytes.len(), true).expect("read");
    let mut query =
        db.prepare("select id, type, factor = 0 from revlog order by id").expect("rows");
    let got: Vec<(i64, i64, bool)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .expect("rows")
        .map(|row| row.expect("a row"))
        .collect();
    let came: Vec<(i64, i64, bool)> =
        rows.iter().map(|(at, kind, factor)| (*at, *kind, *kind == 3 && *factor == 0)).collect();
    assert_eq!(got, came);
}
