//! What is damaged costs itself and is named: a card in a deck, a file in a backup, a line in a
//! backup's journal. A deck that could not be read again is not written.

use crate::test_folder::folder;
use ems_study::storage::{SystemDisk, Trouble, read_decks};
use ems_study::study::{OwnCard, OwnDeck};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a command prints on both outputs.
fn run(folder: &Path, command: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ems-study"));
    let out = program.arg("--data-dir").arg(folder).args(command).output().expect("it runs");
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

/// What an import of a file from `tests/data/backups` prints.
fn import(folder: &Path, name: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/backups").join(name);
    run(folder, &["import", file.to_str().expect("text")])
}

fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "“{part}” is not said:\n{said}");
    }
}

const TWICE: &str = r#"(id: "mine", title: "Mine", cards: [
    (id: "a", ask: Recall(question: "What?", answer: "First")),
    (id: "b", ask: Recall(question: "Where?", answer: "Here")),
    (id: "a", ask: Recall(question: "What?", answer: "Second")),
    (id: "b", ask: Recall(question: "Where?", answer: "Here")),
    (id: "c", ask: Recall(question: "", answer: "Nothing is asked")),
])"#;

/// A folder with that deck.
fn with_deck(folder: &Path) -> PathBuf {
    let path = folder.join("decks/mine.ron");
    fs::create_dir_all(folder.join("decks")).expect("made");
    fs::write(&path, TWICE).expect("written");
    path
}

#[test]
fn an_unfit_card_costs_itself_and_not_the_deck() {
    let folder = folder();
    with_deck(folder.path());
    let cards = run(folder.path(), &["cards"]);
    has(&cards, &["mine:a\t", "mine:b\t", "First", "line 4, column 6: a: id: another card"]);
    has(&cards, &["(and 1 more)"]);
    assert!(!cards.contains("Second"), "{cards}");
    has(&run(folder.path(), &["check", "--data"]), &["DAMAGE Not every card", "\ndamage\n"]);
}

#[test]
fn a_deck_with_an_unfit_card_is_kept_aside_before_it_is_written() {
    let folder = folder();
    let path = with_deck(folder.path());
    let mut found = read_decks(&SystemDisk, folder.path());
    let deck = found.decks.remove(0);
    let more = OwnCard::recall("d".to_owned(), "When?".to_owned(), "Now".to_owned());
    found.files.save(&SystemDisk, &deck.with_card(more)).expect("kept");
    let aside = folder.path().join("decks/mine.ron.aside");
    assert_eq!(fs::read_to_string(&aside).expect("kept"), TWICE);
    let found = read_decks(&SystemDisk, folder.path());
    assert_eq!(found.complaints, Vec::<String>::new());
    assert_eq!(found.decks[0].cards.len(), 3);
    // Another such file goes beside the first one.
    fs::write(&path, TWICE).expect("written");
    let mut found = read_decks(&SystemDisk, folder.path());
    found.files.save(&SystemDisk, &found.decks[0]).expect("kept");
    assert!(folder.path().join("decks/mine.ron.2.aside").exists());
    assert_eq!(fs::read_to_string(&aside).expect("kept"), TWICE);
}

#[test]
fn a_deck_that_could_not_be_read_again_is_not_written() {
    let folder = folder();
    let deck = |cards: Vec<OwnCard>| OwnDeck { cards, ..OwnDeck::new("mine", "Mine") };
    let card = |words: &str| OwnCard::recall("a".to_owned(), "What?".to_owned(), words.to_owned());
    let mut files = read_decks(&SystemDisk, folder.path()).files;
    files.save(&SystemDisk, &deck(vec![card("First")])).expect("kept");
    let path = folder.path().join("decks/mine.ron");
    let before = fs::read(&path).expect("readable");
    for unfit in [vec![card("One"), card("Two")], vec![card("")], vec![card(&"x".repeat(70_000))]] {
        let error = files.save(&SystemDisk, &deck(unfit)).expect_err("it was written");
        assert_eq!(error.kind, Trouble::NotReadBack, "{error}");
        has(&error.to_string(), &["a: ", "the file was left as it was"]);
    }
    assert_eq!(fs::read(&path).expect("readable"), before);
    assert_eq!(fs::read_dir(folder.path().join("decks")).expect("a folder").count(), 1);
    files.save(&SystemDisk, &deck(vec![card("Later")])).expect("the deck goes on being kept");
}

#[test]
fn a_deck_that_comes_with_a_card_twice_costs_that_card() {
    let folder = folder();
    let file = folder.path().join("coming.ron");
    fs::write(&file, TWICE).expect("written");
    let said = run(folder.path(), &["import", file.to_str().expect("text")]);
    has(&said, &["cards: 2\n", "skipped: 1\n", "problems: 2\n"]);
    has(&said, &["line 4, column 6: a: id: another card", "line 6, column 6: c: ask: both"]);
    let cards = run(folder.path(), &["cards"]);
    assert_eq!(cards.lines().count(), 2, "{cards}");
}

#[test]
fn what_comes_with_a_guid_twice_or_a_conflict_copy_can_be_read_afterwards() {
    for name in ["same_guid_twice.apkg", "backup_with_conflict_copy.zip"] {
        let folder = folder();
        let said = import(folder.path(), name);
        let cards = run(folder.path(), &["cards"]);
        has(&said, &[&format!("cards: {}\n", cards.lines().count())]);
        assert!(!cards.contains("note "), "{name}: {cards}");
        assert!(!cards.is_empty(), "{name}: {said}");
        assert!(run(folder.path(), &["check", "--data"]).ends_with("clean\n"), "{name}");
    }
}

#[test]
fn of_a_backup_everything_whole_comes_in_and_the_rest_is_named_and_counted() {
    let told = [
        ("backup_one_bit_in_a_deck.zip", [0, 2, 1], "decks/my-class.ron: this file is damaged ("),
        ("backup_about_damaged.zip", [4, 2, 1], "about.ron: what it says of itself cannot be read"),
        (
            "backup_journal_cut.zip",
            [4, 1, 2],
            "line 4: reviews/00000001-0dd6f254a8b51851.ron: the file was cut: it has no end; \
             answers from 2 on may be missing",
        ),
        (
            "backup_journal_line.zip",
            [4, 1, 2],
            "line 3: reviews/00000001-0dd6f254a8b51851.ron: this line is damaged; answer 1 may be \
             missing",
        ),
        (
            "backup_journal_cut.zip",
            [4, 1, 2],
            "about.ron: the number of reviews should be 2, and 1 can be read",
        ),
    ];
    for (name, [cards, reviews, problems], what) in told {
        let folder = folder();
        let said = import(folder.path(), name);
        has(&said, &[&format!("cards: {cards}\n"), &format!("reviews: {reviews}\n")]);
        has(&said, &[&format!("problems: {problems}\n"), what]);
        let log = run(folder.path(), &["log"]);
        let kept = log.lines().filter(|line| !line.starts_with("DAMAGE")).count();
        assert_eq!(kept, reviews, "{name}: {log}");
    }
}
