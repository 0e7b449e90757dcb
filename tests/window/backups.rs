//! Backups make themselves, hold what there was, and bring back what is missing without taking
//! anything away; the page that shows them works by label and role.

use crate::common::{act, app_at, folder, harness, press, press_ctrl};
use egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use ems_study::app::App;
use ems_study::state::{Action, Keeping, Spot};
use ems_study::storage::{Journal, SystemDisk, backups, read_history};
use ems_study::study::{Moment, Rating, Review, StudyDay, What};
use std::fs;
use std::path::{Path, PathBuf};

const SUNDAY: &str = "2026-03-01T18:00:00-05:00";
const MONDAY: &str = "2026-03-02T18:00:00-05:00";

/// Keeps so many answers in a folder, as a program with that seed would.
fn answer(folder: &Path, seed: u64, cards: std::ops::Range<i64>) {
    let (mut journal, _) = Journal::open(Box::new(SystemDisk), folder, seed).expect("opens");
    for number in cards {
        let now = Moment { at_ms: 1_772_000_000_000 + number * 60_000, offset_min: -300 };
        let review = Review {
            card: format!("card/{number}").as_str().into(),
            rating: Rating::Good,
            ms: 0,
            sure: false,
            hint: false,
            chosen: Vec::new(),
            answer: 0,
        };
        journal.append(now, StudyDay(20_508), What::Review(review)).expect("kept");
    }
}

fn kept(folder: &Path) -> usize {
    read_history(&SystemDisk, folder).expect("readable").entries.len()
}

fn segments(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder.join("reviews")).expect("a folder");
    let mut paths: Vec<PathBuf> = files.map(|f| f.expect("a file").path()).collect();
    paths.sort();
    paths
}

fn page(app: App) -> Harness<'static, App> {
    let mut h = harness(app, 1280.0, 800.0);
    act(&mut h, Action::Open(Spot::Backups));
    h.run();
    h
}

#[test]
fn the_first_start_of_a_day_makes_one_backup_outside_the_folder() {
    let folder = folder();
    drop(app_at(folder.path(), SUNDAY));
    assert!(
        !folder.path().with_file_name("progress-backups").exists(),
        "there was nothing to back up"
    );
    answer(folder.path(), 1, 0..3);
    drop(app_at(folder.path(), SUNDAY));
    drop(app_at(folder.path(), SUNDAY));
    let found =
        backups(&SystemDisk, &folder.path().with_file_name("progress-backups")).expect("readable");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].day.to_string(), "2026-03-01");
    let about = found[0].about.as_ref().expect("readable");
    assert_eq!(about.reviews, 3);
    answer(folder.path(), 2, 3..5);
    drop(app_at(folder.path(), MONDAY));
    let found =
        backups(&SystemDisk, &folder.path().with_file_name("progress-backups")).expect("readable");
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].about.as_ref().expect("readable").reviews, 5);
}

#[test]
fn the_page_shows_each_backup_and_brings_back_what_is_missing() {
    let folder = folder();
    answer(folder.path(), 1, 0..4);
    drop(app_at(folder.path(), SUNDAY));
    // The file is lost, and there are newer answers in another one.
    fs::remove_file(&segments(folder.path())[0]).expect("removed");
    answer(folder.path(), 7, 10..12);
    let mut h = harness(app_at(folder.path(), MONDAY), 1280.0, 800.0);
    h.get_by_label_contains("ends with answers that are missing here");
    h.get_by_role_and_label(Role::Button, "Backup and restore").click();
    h.run();
    h.run();
    h.get_by_label_contains("4 reviews, last on February 25, 2026");
    h.get_by_role_and_label(Role::Button, "Restore the backup of March 1, 2026").click();
    h.run();
    h.run();
    h.get_by_label_contains("4 entries were brought back");
    assert_eq!(h.state().state().progress().reviews(), 6);
    assert_eq!(kept(folder.path()), 6);
    // Doing it again doubles nothing, and the next start has nothing to complain of.
    h.get_by_role_and_label(Role::Button, "Restore the backup of March 1, 2026").click();
    h.run();
    h.run();
    h.get_by_label_contains("Nothing was missing");
    drop(h);
    let h = harness(app_at(folder.path(), MONDAY), 1280.0, 800.0);
    assert!(h.state().state().notice().is_none(), "{:?}", h.state().state().notice());
    assert_eq!(h.state().state().progress().reviews(), 6);
}

#[test]
fn after_a_restore_answers_go_on_being_kept() {
    let folder = folder();
    answer(folder.path(), 1, 0..4);
    drop(app_at(folder.path(), SUNDAY));
    fs::remove_file(&segments(folder.path())[0]).expect("removed");
    let mut h = page(app_at(folder.path(), MONDAY));
    h.get_by_role_and_label(Role::Button, "Restore the backup of March 1, 2026").click();
    h.run();
    h.run();
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::Space);
    press(&mut h, Key::Num3);
    h.run();
    assert_eq!(kept(folder.path()), 5);
    drop(h);
    assert_eq!(read_history(&SystemDisk, folder.path()).expect("readable").findings, []);
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside_and_the_backup_brought_back() {
    let folder = folder();
    answer(folder.path(), 1, 0..4);
    drop(app_at(folder.path(), SUNDAY));
    fs::write(&segments(folder.path())[0], b"").expect("emptied");
    let mut h = page(app_at(folder.path(), MONDAY));
    assert!(matches!(h.state().state().keeping(), Keeping::Closed(_)));
    h.get_by_role_and_label(Role::Button, "Restore the backup of March 1, 2026").click();
    h.run();
    h.run();
    assert_eq!(*h.state().state().keeping(), Keeping::Open);
    assert_eq!(h.state().state().progress().reviews(), 4);
    let aside = segments(folder.path());
    assert!(aside.iter().any(|p| p.extension().is_some_and(|e| e == "aside")), "{aside:?}");
}

#[test]
fn everything_leaves_in_one_file_and_comes_in_on_another_computer() {
    let (here, there) = (folder(), folder());
    answer(here.path(), 1, 0..4);
    answer(there.path(), 2, 10..13);
    let file = here.path().with_file_name("all of it.zip");
    let mut h = page(app_at(here.path(), SUNDAY));
    act(&mut h, Action::Export(file.clone()));
    h.run();
    h.get_by_label_contains("Written and read back: 4 reviews");
    // A file that is there is never written over.
    let bytes = fs::read(&file).expect("readable");
    act(&mut h, Action::Export(file.clone()));
    h.run();
    h.get_by_label_contains("There is a file of this name already");
    assert_eq!(fs::read(&file).expect("readable"), bytes);

    let mut h = page(app_at(there.path(), SUNDAY));
    act(&mut h, Action::Restore(file));
    h.run();
    assert_eq!(h.state().state().progress().reviews(), 7);
    assert_eq!(kept(there.path()), 7);
}

#[test]
fn a_file_that_is_no_archive_is_refused_and_changes_nothing() {
    let folder = folder();
    answer(folder.path(), 1, 0..4);
    let mut h = page(app_at(folder.path(), SUNDAY));
    for (name, bytes) in
        [("a.zip", b"no archive".as_slice()), ("b.zip", b""), ("c.zip", b"PK\x03\x04")]
    {
        let file = folder.path().with_file_name(name);
        fs::write(&file, bytes).expect("written");
        act(&mut h, Action::Restore(file));
        h.run();
        h.get_by_label_contains(
            "Nothing was brought back. This file is not taken: it is no ZIP file",
        );
    }
    act(&mut h, Action::Restore(folder.path().join("nowhere.zip")));
    h.run();
    h.get_by_label_contains("nowhere.zip cannot be read (No such file");
    assert_eq!(kept(folder.path()), 4);
}

#[test]
fn damage_is_told_with_its_answers_and_the_backup_offered() {
    let folder = folder();
    answer(folder.path(), 1, 0..4);
    drop(app_at(folder.path(), SUNDAY));
    let path = &segments(folder.path())[0];
    let text = fs::read_to_string(path).expect("readable");
    let damaged = text.replacen("card/2", "card/7", 1);
    fs::write(path, &damaged).expect("written");
    let mut h = harness(app_at(folder.path(), MONDAY), 1280.0, 800.0);
    h.get_by_label_contains("answer 3 may be missing. Everything else is there");
    assert_eq!(h.state().state().progress().reviews(), 3);
    h.get_by_role_and_label(Role::Button, "Backup and restore").click();
    h.run();
    h.run();
    h.get_by_role_and_label(Role::Button, "Restore the backup of March 1, 2026").click();
    h.run();
    h.run();
    assert_eq!(h.state().state().progress().reviews(), 4);
    assert_eq!(fs::read_to_string(path).expect("readable"), damaged, "the file was changed");
    drop(h);
    let h = harness(app_at(folder.path(), MONDAY), 1280.0, 800.0);
    assert!(h.state().state().notice().is_none(), "{:?}", h.state().state().notice());
}

#[test]
fn a_file_cut_within_its_first_answer_is_told_and_the_way_to_the_backups_shown() {
    let folder = folder();
    answer(folder.path(), 1, 0..4);
    drop(app_at(folder.path(), SUNDAY));
    // A history of backups that would be thinned on any other day.
    let backups = folder.path().with_file_name("progress-backups");
    let old: Vec<PathBuf> =
        (1..=20).map(|day| backups.join(format!("2026-02-{day:02}.zip"))).collect();
    for path in &old {
        fs::copy(backups.join("2026-03-01.zip"), path).expect("copied");
    }
    let path = &segments(folder.path())[0];
    let text = fs::read(path).expect("readable");
    let first = text.windows(4).position(|w| w == b"seq:").expect("an answer");
    fs::write(path, &text[..first + 20]).expect("written");

    let mut h = harness(app_at(folder.path(), MONDAY), 1280.0, 800.0);
    h.get_by_label_contains("answers from 1 on may be missing. Everything else is there");
    h.get_by_label_contains("line 3 of ");
    assert!(!h.state().state().asks_role(), "it was taken for a new learner");
    assert!(old.iter().all(|path| path.exists()), "backups were thinned");
    h.get_by_role_and_label(Role::Button, "Backup and restore").click();
    h.run();
    h.run();
    h.get_by_role_and_label(Role::Button, "Restore the backup of March 1, 2026").click();
    h.run();
    h.run();
    assert_eq!(h.state().state().progress().reviews(), 4);
    drop(h);
    let h = harness(app_at(folder.path(), "2026-03-03T18:00:00-05:00"), 1280.0, 800.0);
    assert!(h.state().state().notice().is_none(), "{:?}", h.state().state().notice());
    assert!(!old.iter().all(|path| path.exists()), "backups are thinned again");
}

#[test]
fn of_a_damaged_backup_what_is_whole_is_brought_back_and_the_rest_named() {
    let folder = folder();
    answer(folder.path(), 1, 0..1);
    let backups = folder.path().with_file_name("progress-backups");
    fs::create_dir(&backups).expect("made");
    let given = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/backups");
    for (day, name) in [
        ("2026-02-26", "backup_one_bit_in_a_deck.zip"),
        ("2026-02-27", "backup_journal_cut.zip"),
        ("2026-02-28", "backup_about_damaged.zip"),
    ] {
        fs::copy(given.join(name), backups.join(format!("{day}.zip"))).expect("copied");
    }
    let restore = |day: &str, reviews: usize, told: &str| {
        let mut h = page(app_at(folder.path(), SUNDAY));
        let name = format!("Restore the backup of {day}");
        h.get_by_role_and_label(Role::Button, &name).click();
        h.run();
        h.run();
        h.get_by_label_contains(told);
        assert_eq!(h.state().state().progress().reviews(), reviews, "{day}");
    };
    restore("February 26, 2026", 3, "decks/my-class.ron: this file is damaged");
    restore("February 27, 2026", 3, "the file was cut: it has no end");
    restore("February 28, 2026", 3, "about.ron: what it says of itself cannot be read");
    let decks = fs::read_dir(folder.path().join("decks")).expect("a folder").count();
    assert_eq!(decks, 1, "the deck came with the backup that has it whole");
}

#[test]
fn an_empty_file_among_whole_ones_is_told_and_the_rest_works() {
    let folder = folder();
    answer(folder.path(), 1, 0..4);
    fs::write(folder.path().join("reviews/00000009-aaaaaaaaaaaaaaaa.ron"), b"").expect("written");
    let h = harness(app_at(folder.path(), SUNDAY), 1280.0, 800.0);
    h.get_by_label_contains("this file is empty");
    h.get_by_role_and_label(Role::Button, "Backup and restore");
    assert_eq!(*h.state().state().keeping(), Keeping::Open);
    assert_eq!(h.state().state().progress().reviews(), 4);
}

#[test]
fn a_folder_that_another_copy_holds_is_shown_and_not_taken_for_a_new_learner() {
    let folder = folder();
    answer(folder.path(), 1, 0..4);
    let held = Journal::open(Box::new(SystemDisk), folder.path(), 9).expect("opens");
    let h = harness(app_at(folder.path(), SUNDAY), 1280.0, 800.0);
    assert!(matches!(h.state().state().keeping(), Keeping::Closed(_)));
    assert_eq!(h.state().state().progress().reviews(), 4);
    drop(held);
}

#[test]
fn answers_whose_file_was_deleted_while_the_program_is_open_are_written_again_and_told() {
    let folder = folder();
    answer(folder.path(), 1, 0..3);
    let mut h = harness(app_at(folder.path(), SUNDAY), 1280.0, 800.0);
    let rate = |h: &mut Harness<'_, App>| {
        press_ctrl(h, Key::Num4);
        press(h, Key::Space);
        press(h, Key::Num3);
    };
    rate(&mut h);
    assert_eq!(kept(folder.path()), 4);
    for file in segments(folder.path()) {
        fs::remove_file(file).expect("deleted");
    }
    // The next answer is stored, and all that the open file held comes back with it.
    rate(&mut h);
    assert_eq!(kept(folder.path()), 5);
    let told = "Files of your progress were deleted or replaced while EMS Study was open";
    assert!(h.query_by_label_contains(told).is_some());
    h.get_by_label_contains("Backup").click();
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Backups);
    // Deleted once more, they come back as the program ends.
    for file in segments(folder.path()) {
        fs::remove_file(file).expect("deleted");
    }
    drop(h);
    assert_eq!(kept(folder.path()), 5);
}
