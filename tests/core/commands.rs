//! The commands that need no window, as a script would use them.

use crate::test_folder::folder;
use clap::Parser as _;
use ems_study::cli::{self, Arguments};
use std::path::Path;
use std::process::ExitCode;

/// Runs a command over a folder; returns its exit status and what it printed.
fn run(folder: &Path, words: &[&str], input: &str) -> (ExitCode, String) {
    let dir = folder.to_str().expect("text");
    let now = "2026-03-01T18:00:00-05:00";
    let mut all = vec!["ems-study", "--data-dir", dir, "--now", now];
    all.extend(words);
    let arguments = Arguments::try_parse_from(all).expect("arguments");
    let command = arguments.command.as_ref().expect("a command");
    let mut out = Vec::new();
    let code = cli::run(&arguments, command, &mut input.as_bytes(), &mut out).expect("runs");
    (code, String::from_utf8(out).expect("text"))
}

fn review(folder: &Path, script: &str) -> Vec<String> {
    let (_, out) = run(folder, &["review", "--script", "-", "--any-card"], script);
    out.lines().map(str::to_owned).collect()
}

#[test]
fn each_line_of_a_script_is_acknowledged_once_it_is_kept() {
    let folder = folder();
    let script = "a good 2026-02-01T10:00:00+01:00\nb again\nundo\n";
    assert_eq!(
        review(folder.path(), script),
        ["READY 0", "ACK 1 a good", "ACK 2 b again", "ACK 3 undo b"]
    );
    assert_eq!(review(folder.path(), "a easy\n"), ["READY 1", "ACK 4 a easy"]);
    let (_, log) = run(folder.path(), &["log"], "");
    assert_eq!(
        log,
        "1 a good 2026-02-01T10:00:00+01:00\n2 b again 2026-03-01T18:00:00-05:00 undone\n\
         4 a easy 2026-03-01T18:00:00-05:00\n"
    );
}

#[test]
fn a_line_that_is_not_kept_says_why() {
    let folder = folder();
    let script =
        "a good\na fine\na\nundo me now please\na good 2026-01-01T00:00:00Z\na good yesterday\n";
    let answers = review(folder.path(), script);
    let codes: Vec<&str> = answers[2..].iter().map(|l| l.split(' ').nth(1).unwrap_or("")).collect();
    assert_eq!(codes, ["BAD_LINE", "BAD_LINE", "BAD_LINE", "OUT_OF_ORDER", "BAD_LINE"]);
    assert!(answers[2..].iter().all(|l| l.starts_with("NAK ") && l.len() > 25), "{answers:?}");
    let (_, out) = run(folder.path(), &["review", "--script", "-"], "no/such-card good\n");
    assert!(out.contains("NAK UNKNOWN_CARD"), "{out}");
}

#[test]
fn state_gives_stability_difficulty_and_due_by_replay() {
    let folder = folder();
    review(folder.path(), "a easy 2026-02-01T10:00:00-05:00\n");
    let (_, state) = run(folder.path(), &["state"], "");
    let words: Vec<&str> = state.split_whitespace().collect();
    assert_eq!(words[0], "a");
    assert!(words[1].starts_with("8.29559") || words[1].starts_with("8.2956"), "{state}");
    assert!(words[3].starts_with("2026-02-") && words[3].ends_with("T04:00:00-05:00"), "{state}");
    assert_eq!(run(folder.path(), &["state"], "").1, state);
}

#[test]
fn the_folder_is_clean_or_its_damage_is_named() {
    let folder = folder();
    review(folder.path(), "a good\nb good\nc good\n");
    let (_, out) = run(folder.path(), &["check", "--data"], "");
    assert!(out.ends_with("entries: 3\nclean\n"), "{out}");
    let reviews = folder.path().join("reviews");
    let file =
        std::fs::read_dir(reviews).expect("a folder").next().expect("one").expect("one").path();
    let text = std::fs::read_to_string(&file).expect("readable");
    std::fs::write(&file, text.replacen("\"b\"", "\"x\"", 1)).expect("written");
    let (_, out) = run(folder.path(), &["check", "--data"], "");
    assert!(out.contains("DAMAGE this line is damaged; answer 2 may be missing"), "{out}");
    assert!(out.ends_with("damage\n"), "{out}");
}

#[test]
fn settings_decks_and_rules_that_cannot_be_read_are_named_too() {
    let folder = folder();
    review(folder.path(), "a good\n");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    };
    write("overlays/ohio.ron", "(state: 1)");
    let (_, out) = run(folder.path(), &["check", "--data"], "");
    assert!(out.contains("note The rules in ohio.ron are left out. "), "{out}");
    assert!(out.ends_with("entries: 1\nnotes\n"), "{out}");
    write("settings.ron", "(new_per_day: many)");
    write("decks/mine.ron", "(title: \"Mine\", cards: [");
    let (_, out) = run(folder.path(), &["check", "--data"], "");
    assert!(out.contains("DAMAGE The settings cannot be read. "), "{out}");
    assert!(
        out.contains("DAMAGE The deck in ") && out.contains("mine.ron cannot be used"),
        "{out}"
    );
    assert!(out.ends_with("entries: 1\ndamage\n"), "{out}");
}

#[test]
fn a_start_that_is_refused_says_fail_and_its_code() {
    let folder = folder();
    let file = folder.path().join("file");
    std::fs::write(&file, b"mine").expect("written");
    let (_, out) = run(&file, &["review", "--script", "-"], "");
    assert!(out.starts_with("FAIL NOT_A_FOLDER "), "{out}");
}

#[test]
fn a_folder_of_the_first_format_reads_as_it_always_did() {
    // Both files were written by hand: one as version 0.1 began it, with every kind of entry, and
    // one with what came later.
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/journal-format-1");
    assert_eq!(
        run(&kept, &["log"], "").1,
        include_str!("../data/journal-format-1/expected-log.txt")
    );
    let state = include_str!("../data/journal-format-1/expected-state.txt");
    assert_eq!(run(&kept, &["state"], "").1, state);
    assert_eq!(run(&kept, &["check", "--data"], "").1, "entries: 18\nclean\n");
}

#[test]
fn the_rules_of_a_state_are_checked_with_line_and_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("montana.ron");
    let text = include_str!("../../assets/overlays/montana.ron");
    std::fs::write(&file, text).expect("written");
    let path = file.to_str().expect("text");
    let (code, out) = run(folder.path(), &["check", path], "");
    assert_eq!(code, ExitCode::SUCCESS);
    assert!(out.starts_with("rules of Montana (example): 17 cells\nproblems: 0"), "{out}");
    std::fs::write(&file, text.replace("\"capnography\"", "\"capnografy\"")).expect("written");
    let (code, out) = run(folder.path(), &["check", path], "");
    assert_eq!(code, ExitCode::FAILURE);
    let line = text.lines().position(|line| line.contains("capnography")).expect("there") + 1;
    assert!(out.starts_with(&format!("montana.ron, line {line}, column 10: ")), "{out}");
    assert!(out.contains("the nearest is “capnography”"), "{out}");
}

#[test]
fn a_handout_is_written_without_a_window_and_never_over_another_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("levels.html");
    let path = file.to_str().expect("text");
    let words = ["handout", "compare", path, "--blank", "--levels", "emt,paramedic"];
    let (code, out) = run(folder.path(), &words, "");
    assert_eq!((code, out), (ExitCode::SUCCESS, format!("written: {path}\n")));
    let page = std::fs::read_to_string(&file).expect("written");
    assert!(page.contains("Answer key") && page.contains("March 1, 2026"));
    assert!(page.contains("<th scope=\"col\">EMT</th>") && !page.contains(">AEMT</th>"));
    assert_eq!(run(folder.path(), &words, "").0, ExitCode::from(2));
    assert_eq!(std::fs::read_to_string(&file).expect("there"), page);
    let other = folder.path().join("other.html");
    let other = other.to_str().expect("text");
    let words = ["handout", "compare", other, "--levels", "emt"];
    assert_eq!(run(folder.path(), &words, "").0, ExitCode::from(2));
}

#[test]
fn a_demonstration_fills_an_empty_folder_always_alike_and_no_other() {
    let fill = |folder: &Path, name: &str| {
        let dir = folder.to_str().expect("text");
        let now = "2026-03-01T18:00:00-05:00";
        let words = ["ems-study", "--data-dir", dir, "--now", now, "--demo", name];
        let arguments = Arguments::try_parse_from(words).expect("arguments");
        let (curriculum, _) = ems_study::curriculum::load_bundled();
        let kind = arguments.demo.expect("a demonstration");
        cli::fill_demo(Some(folder), kind, &curriculum, arguments.clock().moment())
    };
    for name in ["student", "teacher"] {
        let (one, two) = (folder(), folder());
        fill(one.path(), name).expect("an empty folder");
        fill(two.path(), name).expect("an empty folder");
        for command in ["log", "state", "cards"] {
            let told = run(one.path(), &[command], "").1;
            assert!(!told.is_empty(), "{name}: {command}");
            assert_eq!(told, run(two.path(), &[command], "").1, "{name}: {command}");
        }
        let (code, checked) = run(one.path(), &["check", "--data"], "");
        assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::SUCCESS), "{checked}");
        let error = fill(one.path(), name).expect_err("it is in use");
        assert!(error.contains("in use") && error.contains("leave --demo out"), "{error}");
        assert_eq!(run(one.path(), &["log"], "").1, run(two.path(), &["log"], "").1);
    }
    // Anything of one's own is enough.
    let own = folder();
    std::fs::write(own.path().join("settings.ron"), "(new_per_day: 3)").expect("written");
    assert!(fill(own.path(), "student").is_err());
}

#[test]
fn a_demonstration_never_fills_the_usual_folder() {
    let error = Arguments::try_parse_from(["ems-study", "--demo", "student"]).expect_err("refused");
    assert!(error.to_string().contains("--data-dir"), "{error}");
    assert!(
        Arguments::try_parse_from(["ems-study", "--data-dir", "/x", "--demo", "nurse"]).is_err()
    );
}
