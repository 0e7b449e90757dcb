//! Files of strangers: what they say is quoted on one line, at a length that can be read and with
//! nothing hidden; what they are is said where they were not expected.

use crate::bad_input::{program, run};
use crate::test_folder::folder;
use ems_study::quote::is_hidden;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

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
