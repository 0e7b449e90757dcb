//! The folder of a learner's progress: what is confirmed stays, what is odd is named, and nothing
//! that could not be read is taken for empty or overwritten.

use ems_study::storage::{
    Journal, Loss, OPEN_END, StorageError, SystemDisk, Trouble, note_holder, read_history,
};
use ems_study::study::{Entry, EntryRef, Moment, Rating, Review, StudyDay, What};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

fn open(folder: &Path) -> Result<(Journal, Vec<(EntryRef, Entry)>), StorageError> {
    let (journal, history) = Journal::open(Box::new(SystemDisk), folder, 42)?;
    Ok((journal, history.entries))
}

fn review(card: &str) -> What {
    What::Review(Review {
        card: card.into(),
        rating: Rating::Good,
        ms: 1200,
        sure: false,
        hint: false,
        chosen: Vec::new(),
        answer: 0,
    })
}

fn at(minute: i64) -> Moment {
    Moment { at_ms: 1_772_366_400_000 + minute * 60_000, offset_min: 60 }
}

fn folder_with(answers: i64) -> TempDir {
    let folder = tempdir().expect("a folder");
    let (mut journal, _) = open(folder.path()).expect("opens");
    for minute in 0..answers {
        journal
            .append(at(minute), StudyDay(20_513), review(&format!("card/{minute}")))
            .expect("kept");
    }
    folder
}

fn segment(folder: &Path) -> PathBuf {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("reviews"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files.pop().expect("a segment")
}

fn refused(folder: &Path) -> Trouble {
    match open(folder) {
        Ok(_) => panic!("the folder was opened"),
        Err(error) => {
            let text = error.to_string();
            assert!(
                text.ends_with(&error.path.display().to_string()),
                "the path comes last: {text}"
            );
            error.kind
        }
    }
}

#[test]
fn answers_are_there_after_a_restart_in_one_readable_file() {
    let folder = folder_with(5);
    let text = fs::read_to_string(segment(folder.path())).expect("readable");
    assert!(ron::from_str::<ron::Value>(&text).is_ok(), "{text}");
    let (mut journal, entries) = open(folder.path()).expect("opens");
    assert_eq!(entries.len(), 5);
    journal.append(at(9), StudyDay(20_513), review("card/9")).expect("kept");
    drop(journal);
    assert_eq!(open(folder.path()).expect("opens").1.len(), 6);
    assert_eq!(fs::read_dir(folder.path().join("reviews")).expect("a folder").count(), 1);
}

#[test]
fn an_answer_is_in_the_file_before_it_is_confirmed() {
    let folder = tempdir().expect("a folder");
    let (mut journal, _) = open(folder.path()).expect("opens");
    for minute in 0..4 {
        let (_, entry) = journal.append(at(minute), StudyDay(20_513), review("a")).expect("kept");
        let seen = read_history(&SystemDisk, folder.path()).expect("readable").entries;
        assert_eq!(seen.last().map(|(_, e)| e), Some(&entry));
    }
}

#[test]
fn a_second_copy_is_told_that_the_folder_is_open() {
    let folder = folder_with(1);
    let held = open(folder.path()).expect("opens");
    assert_eq!(refused(folder.path()), Trouble::Locked);
    drop(held);
    assert!(open(folder.path()).is_ok());
}

#[test]
fn an_unfinished_line_is_named_and_the_next_answer_goes_into_a_new_file() {
    let folder = folder_with(3);
    let path = segment(folder.path());
    let mut bytes = fs::read(&path).expect("readable");
    bytes.truncate(bytes.len() - 2);
    bytes.extend_from_slice(b"(0x12345678,(seq:4,at:17");
    fs::write(&path, &bytes).expect("written");
    let (mut journal, history) =
        Journal::open(Box::new(SystemDisk), folder.path(), 7).expect("opens");
    assert_eq!(history.entries.len(), 3);
    let [finding] = history.findings.as_slice() else { panic!("{:?}", history.findings) };
    assert!(finding.is_damage, "{finding}");
    assert_eq!((finding.line, finding.answers), (Some(6), Some((4, OPEN_END))));
    journal.append(at(9), StudyDay(20_513), review("card/9")).expect("kept");
    assert_eq!(fs::read(&path).expect("readable"), bytes, "the odd file was changed");
    drop(journal);
    assert_eq!(open(folder.path()).expect("opens").1.len(), 4);
}

#[test]
fn a_damaged_line_is_named_and_everything_else_is_kept() {
    let folder = folder_with(6);
    let path = segment(folder.path());
    let text = fs::read_to_string(&path).expect("readable");
    fs::write(&path, text.replacen("card/2", "card/7", 1)).expect("written");
    let history = read_history(&SystemDisk, folder.path()).expect("readable");
    assert_eq!(history.entries.len(), 5);
    let finding = history.findings.iter().find(|f| f.is_damage).expect("named");
    assert_eq!((finding.line, finding.answers), (Some(5), Some((3, 3))));
    assert!(finding.to_string().contains("answer 3 may be missing"), "{finding}");
}

#[test]
fn a_missing_line_shows_as_a_hole() {
    let folder = folder_with(6);
    let path = segment(folder.path());
    let text = fs::read_to_string(&path).expect("readable");
    let without: Vec<&str> = text.lines().filter(|line| !line.contains("card/3")).collect();
    fs::write(&path, without.join("\n") + "\n").expect("written");
    let history = read_history(&SystemDisk, folder.path()).expect("readable");
    assert_eq!(history.entries.len(), 5);
    assert_eq!(history.findings.first().and_then(|f| f.answers), Some((4, 4)));
    assert_eq!(history.findings.len(), 1, "{:?}", history.findings);
}

#[test]
fn a_hole_is_seen_also_where_another_computer_used_the_same_numbers() {
    let (one, two) = (folder_with(6), tempdir().expect("a folder"));
    let (mut journal, _) = Journal::open(Box::new(SystemDisk), two.path(), 99).expect("opens");
    for minute in 30..40 {
        journal.append(at(minute), StudyDay(20_513), review("other")).expect("kept");
    }
    drop(journal);
    let theirs = segment(two.path());
    let path = segment(one.path());
    let text = fs::read_to_string(&path).expect("readable");
    let without: Vec<&str> = text.lines().filter(|line| !line.contains("card/3")).collect();
    fs::write(&path, without.join("\n") + "\n").expect("written");
    let copy = one.path().join("reviews").join(theirs.file_name().expect("a name"));
    fs::copy(&theirs, &copy).expect("copied");
    let history = read_history(&SystemDisk, one.path()).expect("readable");
    assert_eq!(history.entries.len(), 15);
    assert_eq!(history.findings.first().and_then(|f| f.answers), Some((4, 4)));
}

#[test]
fn lines_that_stand_twice_or_in_another_order_count_once_and_are_noted() {
    let folder = folder_with(4);
    let path = segment(folder.path());
    let text = fs::read_to_string(&path).expect("readable");
    let mut lines: Vec<&str> = text.lines().collect();
    lines.swap(3, 4);
    lines.insert(5, lines[2]);
    fs::write(&path, lines.join("\n") + "\n").expect("written");
    let before = fs::read(&path).expect("readable");
    let (mut journal, history) =
        Journal::open(Box::new(SystemDisk), folder.path(), 7).expect("opens");
    assert_eq!(history.entries.len(), 4);
    let seqs: Vec<u64> = history.entries.iter().map(|(_, entry)| entry.seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4]);
    assert_eq!(history.findings.len(), 1, "{:?}", history.findings);
    assert!(!history.findings[0].is_damage);
    journal.append(at(9), StudyDay(20_513), review("card/9")).expect("kept");
    assert_eq!(fs::read(&path).expect("readable"), before, "the odd file was changed");
}

#[test]
fn a_lost_file_is_noticed_by_the_next_one_and_its_answers_are_named() {
    let folder = folder_with(3);
    let first = segment(folder.path());
    // A note at its end keeps the first file from being appended to.
    let mut bytes = fs::read(&first).expect("readable");
    bytes.extend_from_slice(b"\n");
    fs::write(&first, bytes).expect("written");
    let (mut journal, _) = open(folder.path()).expect("opens");
    journal.append(at(5), StudyDay(20_513), review("card/5")).expect("kept");
    drop(journal);
    fs::remove_file(&first).expect("removed");
    let history = read_history(&SystemDisk, folder.path()).expect("readable");
    assert_eq!(history.entries.len(), 1);
    assert_eq!(history.findings.len(), 1, "{:?}", history.findings);
    let finding = &history.findings[0];
    assert!(finding.is_damage);
    assert_eq!(finding.answers, Some((1, 3)));
}

#[test]
fn a_damaged_line_is_no_damage_where_a_copy_has_what_stood_there() {
    let folder = folder_with(4);
    let path = segment(folder.path());
    let copy = folder.path().join("reviews/00000007 restored.ron");
    fs::copy(&path, &copy).expect("copied");
    let text = fs::read_to_string(&path).expect("readable");
    fs::write(&path, text.replacen("card/2", "card/7", 1)).expect("written");
    let history = read_history(&SystemDisk, folder.path()).expect("readable");
    assert_eq!(history.entries.len(), 4);
    assert_eq!(history.findings.len(), 1, "{:?}", history.findings);
    assert!(!history.findings[0].is_damage);
}

#[test]
fn a_copy_of_the_folder_begins_files_of_its_own() {
    let folder = folder_with(3);
    let copy = tempdir().expect("a folder");
    fs::create_dir(copy.path().join("reviews")).expect("made");
    let original = segment(folder.path());
    let copied = copy.path().join("reviews").join(original.file_name().expect("a name"));
    fs::copy(&original, &copied).expect("copied");
    let before = fs::read(&copied).expect("readable");
    let (mut journal, history) =
        Journal::open(Box::new(SystemDisk), copy.path(), 7).expect("opens");
    assert_eq!(history.entries.len(), 3);
    journal.append(at(9), StudyDay(20_513), review("card/9")).expect("kept");
    assert_eq!(fs::read(&copied).expect("readable"), before, "a copied file was written to");
}

#[cfg(unix)]
#[test]
fn two_copies_of_the_program_lose_nothing_though_somebody_deleted_the_lock() {
    let folder = folder_with(2);
    let (mut one, _) = Journal::open(Box::new(SystemDisk), folder.path(), 1).expect("opens");
    one.append(at(3), StudyDay(20_513), review("one/1")).expect("kept");
    fs::remove_file(folder.path().join("lock")).expect("removed");
    let (mut two, _) = Journal::open(Box::new(SystemDisk), folder.path(), 2).expect("opens");
    for minute in 4..8 {
        two.append(at(minute), StudyDay(20_513), review(&format!("two/{minute}"))).expect("kept");
        one.append(at(minute), StudyDay(20_513), review(&format!("one/{minute}"))).expect("kept");
    }
    drop((one, two));
    let history = read_history(&SystemDisk, folder.path()).expect("readable");
    assert_eq!(history.entries.len(), 2 + 1 + 4 + 4);
    assert!(history.findings.is_empty(), "{:?}", history.findings);
}

#[test]
fn a_second_copy_is_told_which_process_has_the_folder() {
    let folder = folder_with(1);
    let held = open(folder.path()).expect("opens");
    note_holder(&SystemDisk, folder.path(), "2026-03-01T18:00:00-05:00".to_owned());
    let Err(error) = open(folder.path()) else { panic!("the folder was opened twice") };
    let text = error.to_string();
    assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
    assert!(text.contains("2026-03-01T18:00:00-05:00"), "{text}");
    drop(held);
}

#[test]
fn an_empty_file_is_not_taken_for_a_new_learner() {
    let folder = folder_with(2);
    fs::write(segment(folder.path()), b"").expect("written");
    assert_eq!(refused(folder.path()), Trouble::Unreadable);
}

#[test]
fn a_newer_file_is_refused_and_left_as_it_is() {
    let folder = folder_with(2);
    let path = segment(folder.path());
    let id = path.file_stem().and_then(|n| n.to_str()).expect("a name")[9..].to_owned();
    let body = format!("Segment(format:2,id:\"{id}\",next:1,void:[])");
    let seed = u64::from_str_radix(&id, 16).expect("hex").to_be_bytes();
    let sum = crc32c::crc32c_append(crc32c::crc32c(&seed), body.as_bytes());
    let text = format!("[\n(0x{sum:08x},{body}),\n]\n");
    fs::write(&path, &text).expect("written");
    assert_eq!(refused(folder.path()), Trouble::Newer);
    assert_eq!(fs::read_to_string(&path).expect("readable"), text);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let folder = tempdir().expect("a folder");
    let place = folder.path().join("progress");
    fs::write(&place, b"mine").expect("written");
    assert_eq!(refused(&place), Trouble::NotAFolder);
    assert_eq!(fs::read(&place).expect("readable"), b"mine");
}

#[test]
fn a_relative_folder_is_refused() {
    assert_eq!(refused(Path::new("somewhere")), Trouble::NotAbsolute);
}

#[test]
fn a_clock_that_was_set_back_does_not_reorder_a_history() {
    let folder = tempdir().expect("a folder");
    let (mut journal, _) = open(folder.path()).expect("opens");
    for minute in [50, 10, 20] {
        journal.append(at(minute), StudyDay(20_513), review("a")).expect("kept");
    }
    drop(journal);
    let stamps: Vec<i64> =
        open(folder.path()).expect("opens").1.iter().map(|(_, e)| e.stamp()).collect();
    assert!(stamps.is_sorted() && stamps[0] < stamps[1] && stamps[1] < stamps[2], "{stamps:?}");
}

#[test]
fn a_folder_merged_from_a_second_computer_counts_every_answer_once() {
    let (one, two) = (folder_with(3), tempdir().expect("a folder"));
    let (mut journal, _) = Journal::open(Box::new(SystemDisk), two.path(), 99).expect("opens");
    journal.append(at(30), StudyDay(20_513), review("other/1")).expect("kept");
    drop(journal);
    let theirs = segment(two.path());
    let copy = one.path().join("reviews").join(theirs.file_name().expect("a name"));
    fs::copy(&theirs, &copy).expect("copied");
    let conflict = one.path().join("reviews/00000001 (conflicted copy).ron");
    fs::copy(segment(one.path()), &conflict).expect("copied");
    let history = read_history(&SystemDisk, one.path()).expect("readable");
    assert_eq!(history.entries.len(), 4);
    assert!(history.findings.is_empty(), "{:?}", history.findings);
}

/// The cards answered, in the order of replay.
fn cards(folder: &Path) -> Vec<String> {
    let entries = read_history(&SystemDisk, folder).expect("readable").entries;
    let card = |what: &What| match what {
        What::Review(review) => Some(review.card.to_string()),
        _ => None,
    };
    entries.iter().filter_map(|(_, entry)| card(&entry.what)).collect()
}

fn damage(folder: &Path) -> Vec<Option<(u64, u64)>> {
    let findings = read_history(&SystemDisk, folder).expect("readable").findings;
    findings.iter().filter(|f| f.is_damage).map(|f| f.answers).collect()
}

/// The answers that are said to be missing.
fn answers(loss: &Loss) -> Vec<Option<(u64, u64)>> {
    loss.missing.iter().map(|f| f.answers).collect()
}

fn give(journal: &mut Journal, cards: &[&str]) {
    for (card, minute) in cards.iter().zip(100..) {
        journal.append(at(minute), StudyDay(20_513), review(card)).expect("kept");
    }
}

/// What somebody else does to a file while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Deleted,
    /// An older version takes its name, as programs that keep folders alike do it.
    Replaced,
    /// The same file is filled with an older version.
    Overwritten,
}

impl Done {
    const ALL: [Self; 3] = [Self::Deleted, Self::Replaced, Self::Overwritten];

    fn to(self, path: &Path, older: &[u8]) {
        match self {
            Self::Deleted => fs::remove_file(path).expect("deleted"),
            Self::Replaced => {
                let beside = path.with_extension("sync");
                fs::write(&beside, older).expect("written");
                fs::rename(&beside, path).expect("replaced");
            }
            Self::Overwritten => fs::write(path, older).expect("written"),
        }
    }
}

/// A folder in which an earlier start confirmed three answers and this one two, its file, and the
/// version of it that held one answer.
fn two_starts() -> (TempDir, Journal, PathBuf, Vec<u8>) {
    let folder = folder_with(1);
    let path = segment(folder.path());
    let older = fs::read(&path).expect("readable");
    give(&mut open(folder.path()).expect("opens").0, &["b", "c"]);
    let (mut journal, _) = open(folder.path()).expect("opens");
    give(&mut journal, &["d", "e"]);
    (folder, journal, path, older)
}

#[cfg(unix)]
#[test]
fn a_file_deleted_or_replaced_while_open_costs_no_answer_and_the_next_one_is_stored_at_once() {
    for done in Done::ALL {
        let (folder, mut journal, path, older) = two_starts();
        done.to(&path, &older);
        give(&mut journal, &["f"]);
        let loss = journal.take_loss().unwrap_or_else(|| panic!("{done:?} was not noticed"));
        assert!(journal.take_loss().is_none(), "told twice");
        let words = loss.to_string();
        let left = fs::read(&path).ok();
        assert_eq!(left, (done != Done::Deleted).then_some(older), "the file was written to");
        drop(journal);
        if done == Done::Overwritten {
            // Nobody has what the earlier start wrote any more: it is named, now and later.
            assert_eq!(cards(folder.path()), ["card/0", "d", "e", "f"]);
            assert_eq!(answers(&loss), [Some((2, 3))]);
            assert!(words.contains("answers 2 to 3 may be missing"), "{words}");
            assert_eq!(damage(folder.path()), [Some((2, 3))]);
        } else {
            assert_eq!(cards(folder.path()), ["card/0", "b", "c", "d", "e", "f"], "{done:?}");
            assert_eq!(answers(&loss), [], "{done:?}");
            assert!(words.ends_with("nothing is missing."), "{words}");
            assert_eq!(damage(folder.path()), [], "{done:?}");
        }
        let (mut journal, entries) = open(folder.path()).expect("opens");
        give(&mut journal, &["g"]);
        assert_eq!(cards(folder.path()).len(), entries.len() + 1);
    }
}

#[cfg(unix)]
#[test]
fn the_end_looks_once_more_and_writes_again_what_is_gone() {
    for done in Done::ALL {
        let (folder, mut journal, path, older) = two_starts();
        done.to(&path, &older);
        journal.look_again().expect("written again");
        // Once more is not twice.
        journal.look_again().expect("nothing to do");
        drop(journal);
        let right: &[&str] = match done {
            Done::Overwritten => &["card/0", "d", "e"],
            _ => &["card/0", "b", "c", "d", "e"],
        };
        assert_eq!(cards(folder.path()), right, "{done:?}");
        let files = fs::read_dir(folder.path().join("reviews")).expect("a folder").count();
        assert_eq!(files, if done == Done::Deleted { 1 } else { 2 }, "{done:?}");
    }
    let (folder, mut journal, path, _) = two_starts();
    let before = fs::read(&path).expect("readable");
    journal.look_again().expect("nothing to do");
    assert_eq!(fs::read(&path).expect("readable"), before);
    assert_eq!(fs::read_dir(folder.path().join("reviews")).expect("a folder").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_start_without_an_answer_brings_a_replaced_file_back_and_leaves_a_deleted_one_alone() {
    for done in [Done::Replaced, Done::Deleted] {
        let (folder, journal, path, older) = two_starts();
        drop(journal);
        let (mut journal, _) = open(folder.path()).expect("opens");
        done.to(&path, &older);
        journal.look_again().expect("looked");
        let left = cards(folder.path());
        assert_eq!(left.len(), if done == Done::Replaced { 5 } else { 0 }, "{left:?}");
    }
}

#[cfg(unix)]
#[test]
fn files_that_this_start_has_left_are_looked_for_at_the_end_too() {
    let folder = tempdir().expect("a folder");
    let (mut journal, _) = open(folder.path()).expect("opens");
    give(&mut journal, &["a"]);
    let answered = segment(folder.path());
    let history = vec![(at(1), StudyDay(20_513), review("from elsewhere"))];
    journal.import(history).expect("kept");
    let imported = segment(folder.path());
    give(&mut journal, &["b"]);
    fs::remove_file(answered).expect("deleted");
    fs::remove_file(imported).expect("deleted");
    journal.look_again().expect("written again");
    let mut left = cards(folder.path());
    left.sort();
    assert_eq!(left, ["a", "b", "from elsewhere"]);
}

#[cfg(unix)]
#[test]
fn a_folder_renamed_or_deleted_while_open_costs_no_answer_of_this_start() {
    for whole in [true, false] {
        for deleted in [false, true] {
            let place = tempdir().expect("a folder");
            let data = place.path().join("progress");
            // A file of another start, which is left alone.
            give(&mut open(&data).expect("opens").0, &["old"]);
            let mut bytes = fs::read(segment(&data)).expect("readable");
            bytes.push(b'\n');
            fs::write(segment(&data), bytes).expect("written");
            let (mut journal, _) = open(&data).expect("opens");
            give(&mut journal, &["a", "b"]);
            let moved = if whole { data.clone() } else { data.join("reviews") };
            let elsewhere = place.path().join("elsewhere");
            fs::rename(&moved, &elsewhere).expect("renamed");
            if deleted {
                fs::remove_dir_all(&elsewhere).expect("deleted");
            }
            give(&mut journal, &["c"]);
            let loss = journal.take_loss().expect("noticed");
            assert_eq!(answers(&loss), [Some((1, 1))]);
            // A second copy may not write there now, either.
            assert_eq!(refused(&data), Trouble::Locked);
            drop(journal);
            assert_eq!(cards(&data), ["a", "b", "c"]);
            assert_eq!(damage(&data), [Some((1, 1))], "the next start says nothing");
        }
    }
}

#[cfg(unix)]
#[test]
fn an_older_folder_of_reviews_put_in_the_place_of_the_open_one_is_joined_by_this_start() {
    let (folder, mut journal, path, older) = two_starts();
    let reviews = folder.path().join("reviews");
    fs::rename(&reviews, folder.path().join("reviews.old")).expect("renamed");
    fs::create_dir(&reviews).expect("made");
    fs::write(&path, &older).expect("written");
    journal.look_again().expect("written again");
    drop(journal);
    assert_eq!(cards(folder.path()), ["card/0", "b", "c", "d", "e"]);
    assert_eq!(damage(folder.path()), []);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_again_is_said_to_be_in_memory_only_until_it_can() {
    let (folder, mut journal, _, _) = two_starts();
    let reviews = folder.path().join("reviews");
    fs::remove_dir_all(&reviews).expect("deleted");
    fs::write(&reviews, b"in the way").expect("written");
    let error = journal.append(at(200), StudyDay(20_513), review("f")).expect_err("no place");
    assert_eq!(error.kind, Trouble::Moved);
    let text = error.to_string();
    assert!(text.contains("cannot be written again now"), "{text}");
    assert!(!text.contains("safe") && !text.contains("may reappear"), "{text}");
    assert_eq!(journal.look_again().expect_err("still no place").kind, Trouble::Moved);
    fs::remove_file(&reviews).expect("removed");
    journal.look_again().expect("written again");
    drop(journal);
    assert_eq!(cards(folder.path()), ["card/0", "b", "c", "d", "e"]);
}
