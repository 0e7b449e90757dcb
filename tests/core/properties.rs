//! What holds for every history: how it is split over files and computers does not matter, undo is
//! exact, and no bytes make the program stumble.

use crate::disks::{Cut, MemoryDisk};
use ems_study::curriculum::{CardId, load_bundled};
use ems_study::storage::{Journal, read_history};
use ems_study::study::{
    Deck, Entry, EntryRef, Moment, Parameters, Passage, Progress, Rating, Review, Schedule,
    SegmentId, Statistics, StudyDay, What,
};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

const DATA: &str = "/data/progress";

/// Something a learner does, so many milliseconds after what went before; undo takes back what can
/// be.
#[derive(Clone, Debug)]
enum Step {
    Do(What),
    Undo,
    Redo,
}

fn card() -> impl Strategy<Value = CardId> {
    (0..4_u8).prop_map(|n| CardId::from(format!("card/{n}").as_str()))
}

fn review() -> impl Strategy<Value = What> {
    let rating = prop::sample::select(Rating::ALL.to_vec());
    (card(), rating, any::<bool>(), any::<u32>()).prop_map(|(card, rating, sure, ms)| {
        let (hint, chosen, answer) = (false, Vec::new(), 7);
        What::Review(Review { card, rating, ms, sure, hint, chosen, answer })
    })
}

fn mark() -> impl Strategy<Value = What> {
    let day = (20_500..20_900).prop_map(StudyDay);
    prop_oneof![
        (card(), any::<bool>()).prop_map(|(card, on)| What::Suspend { card, on }),
        (card(), day.clone()).prop_map(|(card, until)| What::Bury { card, until }),
        (card(), 0..3_u8).prop_map(|(card, flag)| What::Star { card, flag }),
        (card(), day).prop_map(|(card, day)| What::SetDue { card, day }),
        card().prop_map(|card| What::Forget { card }),
        (80..98_u8).prop_map(|retention_percent| {
            What::Parameters(Parameters { retention_percent, ..Parameters::default() })
        }),
        "[a-z]{1,3}/[0-9]".prop_map(|anchor| What::Bookmark { anchor, on: true }),
        (prop::collection::vec(passage(), 0..3), prop::collection::vec(passage(), 0..3))
            .prop_map(|(on, off)| What::Highlight { on, off }),
        ("[a-z]/[0-9]", "\\PC{0,20}").prop_map(|(anchor, text)| What::Note { anchor, text }),
    ]
}

fn passage() -> impl Strategy<Value = Passage> {
    let quote = prop_oneof!["[ab]{1,2}", "\\PC{1,20}"];
    ("[a-z]/[0-9]", quote, 0..2_u32).prop_map(|(anchor, quote, nth)| Passage { anchor, quote, nth })
}

fn step() -> impl Strategy<Value = (i64, Step)> {
    let what = prop_oneof![
        6 => review().prop_map(Step::Do),
        2 => mark().prop_map(Step::Do),
        1 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ];
    // From a second to ten days.
    (prop_oneof![1_000..900_000_i64, 3_600_000..864_000_000_i64], what)
}

fn history() -> impl Strategy<Value = Vec<(i64, Step)>> {
    prop::collection::vec(step(), 1..40)
}

/// What a step comes to, with what is known so far; nothing where there is nothing to undo.
fn what(step: &Step, known: &Progress) -> Option<What> {
    match step {
        Step::Do(what) => Some(what.clone()),
        Step::Undo => known.last_undoable().map(|(of, _)| What::Undo { of }),
        Step::Redo => known.last_redoable().map(|of| What::Undo { of }),
    }
}

fn open(disk: &MemoryDisk, seed: u64) -> (Journal, Progress) {
    let (journal, history) =
        Journal::open(Box::new(disk.clone()), Path::new(DATA), seed).expect("opens");
    (journal, Progress::replay(history.entries))
}

fn progress(disk: &MemoryDisk) -> Progress {
    let history = read_history(disk, Path::new(DATA)).expect("readable");
    assert!(history.findings.iter().all(|f| !f.is_damage), "{:?}", history.findings);
    Progress::replay(history.entries)
}

/// What a learner would see: every card's state, and what was noted and marked. Names of entries
/// differ between computers and are left out.
fn seen(progress: &Progress) -> String {
    let mut cards: Vec<String> = progress
        .cards()
        // A card whose only rating was undone leaves an empty trace, which says nothing.
        .filter(|(_, card)| {
            card.schedule != Schedule::default()
                || card.suspended
                || card.buried_until.is_some()
                || card.flag != 0
        })
        .map(|(id, card)| {
            let (schedule, buried) = (card.schedule, card.buried_until);
            let (suspended, flag, mark) = (card.suspended, card.flag, card.answer_mark);
            format!("{id} {schedule:?} {suspended} {buried:?} {flag} {mark}")
        })
        .collect();
    cards.sort();
    let (reviews, notes) = (progress.reviews(), progress.notes());
    let (bookmarks, highlights) = (progress.bookmarks(), progress.highlights());
    format!("{cards:#?} {reviews} {notes:?} {bookmarks:?} {highlights:?}")
}

/// Does what a history says on a disk, beginning a new start wherever `stops` says so.
fn live(disk: &MemoryDisk, history: &[(i64, Step)], stops: &[bool]) {
    let mut at_ms = 1_772_366_400_000;
    let (mut journal, mut known) = open(disk, 1);
    for (number, (wait, step)) in history.iter().enumerate() {
        at_ms += wait;
        let now = Moment { at_ms, offset_min: -300 };
        if let Some(what) = what(step, &known) {
            let (at, entry) = journal.append(now, known.study_day(now), what).expect("kept");
            known.add(at, &entry);
        }
        if stops.get(number % stops.len().max(1)) == Some(&true) {
            drop(journal);
            (journal, known) = open(disk, 2 + number as u64);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_is_the_same_however_the_history_is_split_over_starts_and_files(
        history in history(),
        stops in prop::collection::vec(any::<bool>(), 1..8),
    ) {
        let (whole, split) = (MemoryDisk::default(), MemoryDisk::default());
        live(&whole, &history, &[false]);
        live(&split, &history, &stops);
        prop_assert_eq!(seen(&progress(&whole)), seen(&progress(&split)));
        // As many files as there are copies of the folder: each is a new computer's.
        let moved = split.copy();
        live(&moved, &[], &[]);
        prop_assert_eq!(seen(&progress(&whole)), seen(&progress(&moved)));
    }

    #[test]
    fn answers_given_alternately_on_two_computers_merge_to_the_state_of_one(
        history in prop::collection::vec((1_000..900_000_000_i64, review()), 1..40),
        turns in prop::collection::vec(any::<bool>(), 1..8),
    ) {
        let computers = [MemoryDisk::default(), MemoryDisk::default()];
        let alone = MemoryDisk::default();
        let mut at_ms = 1_772_366_400_000;
        let mut journals = [open(&computers[0], 11).0, open(&computers[1], 22).0];
        let mut journal = open(&alone, 33).0;
        for (number, (wait, what)) in history.iter().enumerate() {
            at_ms += wait;
            let now = Moment { at_ms, offset_min: 60 };
            let day = now.study_day(4);
            let turn = usize::from(turns[number % turns.len()]);
            journals[turn].append(now, day, what.clone()).expect("kept");
            journal.append(now, day, what.clone()).expect("kept");
        }
        drop((journal, journals));
        let (one, two) = (computers[0].copy(), computers[1].copy());
        one.merge(&computers[1]);
        two.merge(&computers[0]);
        prop_assert_eq!(seen(&progress(&one)), seen(&progress(&alone)));
        // Union is commutative, and nothing is gained by doing it again.
        prop_assert_eq!(seen(&progress(&two)), seen(&progress(&alone)));
        one.merge(&computers[1]);
        one.merge(&two.copy());
        prop_assert_eq!(seen(&progress(&one)), seen(&progress(&alone)));
    }

    #[test]
    fn undo_gives_back_the_very_state_that_was(history in history(), levels in 1..6_usize) {
        let disk = MemoryDisk::default();
        live(&disk, &history, &[false]);
        let (mut journal, mut known) = open(&disk, 5);
        let now = Moment { at_ms: 1_900_000_000_000, offset_min: 0 };
        let mut before = Vec::new();
        for number in 0..levels {
            before.push(seen(&known));
            let (hint, chosen, answer, sure) = (false, Vec::new(), 0, false);
            let rating = Rating::ALL[number % 4];
            let card = CardId::from(format!("card/{}", number % 2).as_str());
            let what = What::Review(Review { card, rating, ms: 1, sure, hint, chosen, answer });
            let (at, entry) = journal.append(now, known.study_day(now), what).expect("kept");
            known.add(at, &entry);
        }
        while let Some(was) = before.pop() {
            let (of, _) = known.last_undoable().expect("a rating");
            let (at, entry) =
                journal.append(now, known.study_day(now), What::Undo { of }).expect("kept");
            known.add(at, &entry);
            prop_assert_eq!(&seen(&known), &was);
            prop_assert_eq!(seen(&progress(&disk)), was);
        }
    }

    #[test]
    fn no_bytes_make_reading_stumble(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        name in "[a-z0-9-]{0,30}",
    ) {
        let disk = MemoryDisk::default();
        disk.put(&PathBuf::from(DATA).join("reviews").join(format!("{name}.ron")), &bytes);
        if let Ok(history) = read_history(&disk, Path::new(DATA)) {
            prop_assert!(history.entries.is_empty());
        }
    }

    #[test]
    fn a_file_of_ours_with_bytes_changed_keeps_every_line_that_is_whole(
        history in prop::collection::vec(step(), 3..12),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let disk = MemoryDisk::default();
        live(&disk, &history, &[false]);
        // A history of nothing but undo leaves no file.
        let path = disk.segments().pop();
        prop_assume!(path.is_some());
        let path = path.expect("a file");
        let whole = read_history(&disk, Path::new(DATA)).expect("readable").entries;
        let mut bytes = disk.files()[&path].clone();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        disk.put(&path, &bytes);
        if let Ok(found) = read_history(&disk, Path::new(DATA)) {
            prop_assert!(found.entries.iter().all(|entry| whole.contains(entry)));
            // A change may cost two lines where it makes or removes a line's end.
            prop_assert!(found.entries.len() + 2 * changes.len() >= whole.len());
        }
    }

    #[test]
    fn entries_are_taken_in_any_order_and_any_number_of_times(
        history in history(),
        order in any::<u64>(),
    ) {
        let disk = MemoryDisk::default();
        live(&disk, &history, &[false]);
        let entries = read_history(&disk, Path::new(DATA)).expect("readable").entries;
        let mut shuffled: Vec<(EntryRef, Entry)> = entries.iter().chain(&entries).cloned().collect();
        shuffled.sort_by_key(|(at, _)| at.1.wrapping_mul(order | 1));
        prop_assert_eq!(seen(&Progress::replay(entries)), seen(&Progress::replay(shuffled)));
    }
}

#[test]
fn a_copy_of_a_disk_is_another_computer() {
    let disk = MemoryDisk::default();
    live(&disk, &[(1000, Step::Do(What::Forget { card: "a".into() }))], &[false]);
    assert_eq!(disk.segments(), disk.after(Cut::Everything).segments());
    let copy = disk.copy();
    let (mut journal, _) = open(&copy, 77);
    let now = Moment { at_ms: 1_900_000_000_000, offset_min: 0 };
    journal.append(now, StudyDay(3), What::Forget { card: "b".into() }).expect("kept");
    assert_eq!(copy.segments().len(), 2);
    let ids: Vec<SegmentId> = read_history(&copy, Path::new(DATA))
        .expect("readable")
        .entries
        .iter()
        .map(|e| e.0.0)
        .collect();
    assert_ne!(ids[0], ids[1]);
}

/// What the answers of a history come to, and the same of what is left without what was undone.
fn counted_with_and_without(history: &[(i64, Step)]) -> [Statistics; 2] {
    let (c, _) = load_bundled();
    let deck = Deck::new(&c);
    let mut at_ms = 1_772_366_400_000;
    let mut entries: Vec<(EntryRef, Entry)> = Vec::new();
    let mut known = Progress::default();
    let mut day = StudyDay(0);
    for (seq, (wait, step)) in (1..).zip(history) {
        at_ms += wait;
        let Some(mut what) = what(step, &known) else { continue };
        // Cards that are in the deck.
        if let What::Review(review) = &mut what {
            let number = usize::from(review.card.as_str().as_bytes()[5] - b'0');
            review.card = deck.cards()[number * 7].id.clone();
            review.chosen = vec![u8::from(review.rating == Rating::Again)];
        }
        let now = Moment { at_ms, offset_min: -300 };
        day = now.study_day(4);
        let entry = Entry { seq, at: at_ms, tz: -300, day, stamp: None, what };
        known.add(EntryRef(SegmentId(1), seq), &entry);
        entries.push((EntryRef(SegmentId(1), seq), entry));
    }
    let standing: Vec<EntryRef> =
        known.log().filter(|given| !given.undone).map(|given| given.entry).collect();
    let left = entries.into_iter().filter(|(at, entry)| match &entry.what {
        What::Review(_) => standing.contains(at),
        What::Parameters(_) | What::Forget { .. } => true,
        _ => false,
    });
    let left = Progress::replay(left.collect());
    [known, left].map(|progress| Statistics::new(&c, &deck, &progress, day))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_was_undone_counts_for_nothing(history in history()) {
        let [with, without] = counted_with_and_without(&history);
        prop_assert_eq!(&with.days, &without.days);
        prop_assert_eq!(&with.months, &without.months);
        prop_assert_eq!(with.sureness, without.sureness);
        prop_assert_eq!(&with.confusions, &without.confusions);
        prop_assert_eq!(with.unseen, without.unseen);
        let answers: u32 = with.days.values().map(|day| day.answers).sum();
        prop_assert_eq!(with.answers, answers);
        let due: u32 = without.due.values().sum();
        let bars = without.due_until(without.today.plus(40_000), 7);
        prop_assert_eq!(due, bars.iter().map(|bar| bar.cards).sum::<u32>());
    }
}
