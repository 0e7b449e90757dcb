//! Every operation of the disk fails, once or for ever, with every kind of error, the power is cut
//! before every operation, and starts are killed at every operation; whatever was confirmed is there
//! afterwards, nothing is invented, and the next start works. Lies planted in the disk show that
//! each of these is noticed.

use crate::disks::{Cut, FaultyDisk, Lie, MemoryDisk, Plan};
use ems_study::storage::{
    Disk, Finding, Journal, OPEN_END, StorageError, Trouble, read_decks, read_history, read_small,
    replace_small,
};
use ems_study::study::{EntryRef, Moment, OwnCard, OwnDeck, Rating, Review, StudyDay, What};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const DATA: &str = "/data/progress";
const START: i64 = 1_772_366_400_000;

fn review(card: &str) -> What {
    What::Review(Review {
        card: card.into(),
        rating: Rating::Good,
        ms: 0,
        sure: false,
        hint: false,
        chosen: Vec::new(),
        answer: 0,
    })
}

fn open(disk: &(impl Disk + Clone + 'static), seed: u64) -> Option<Journal> {
    Journal::open(Box::new(disk.clone()), Path::new(DATA), seed).ok().map(|(journal, _)| journal)
}

fn answer(journal: &mut Journal, card: &str, minute: i64) -> Result<(), StorageError> {
    let now = Moment { at_ms: START + minute * 60_000, offset_min: 0 };
    let answered = journal.append(now, StudyDay(20_513), review(card)).map(|_| ());
    answered.inspect_err(|error| {
        let text = error.to_string();
        assert!(text.len() > 25, "{text}");
        assert_eq!(text.contains("may reappear"), error.may_reappear, "{text}");
    })
}

/// The cards answered, in order of their names, and whether damage was found.
fn kept(disk: &MemoryDisk) -> Result<(Vec<String>, bool), String> {
    let history = read_history(disk, Path::new(DATA)).map_err(|e| e.to_string())?;
    let mut cards: Vec<String> = history
        .entries
        .iter()
        .filter_map(|(_, entry)| match &entry.what {
            What::Review(review) => Some(review.card.to_string()),
            _ => None,
        })
        .collect();
    cards.sort();
    // Of a file without an end nobody can say whether more stood there: that is told, and wrong only
    // where it names an answer that is there.
    let may_be_cut = |f: &Finding| {
        let (Some((from, OPEN_END)), Some(file)) = (f.answers, &f.file) else { return false };
        let name = file.to_string_lossy();
        let is_there = |at: &EntryRef| name.contains(&at.0.to_string()) && at.1 >= from;
        !history.entries.iter().any(|(at, _)| is_there(at))
    };
    Ok((cards, history.findings.iter().any(|f| f.is_damage && !may_be_cut(f))))
}

/// What was asked of a journal so far.
#[derive(Clone, Debug, Default)]
struct Asked {
    confirmed: Vec<String>,
    /// Refused, and said to be gone for good.
    refused: Vec<String>,
    /// Refused, and said that they may reappear; or never answered, since the program was killed.
    open: Vec<String>,
    under_way: Option<String>,
}

/// Whether a disk holds what was confirmed and nothing else, and the next start works on it.
fn holds(disk: &MemoryDisk, asked: &Asked) -> Result<(), String> {
    let (found, damage) = kept(disk)?;
    if let Some(lost) = asked.confirmed.iter().find(|card| !found.contains(card)) {
        return Err(format!("{lost} was confirmed and is gone; {found:?} are there"));
    }
    let may = |card: &String| {
        asked.confirmed.contains(card)
            || asked.open.contains(card)
            || asked.under_way.as_ref() == Some(card)
    };
    if let Some(invented) = found.iter().find(|card| !may(card)) {
        let what = if asked.refused.contains(invented) {
            "was refused and is there"
        } else {
            "is invented"
        };
        return Err(format!("{invented} {what}"));
    }
    if found.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(format!("an answer counts twice: {found:?}"));
    }
    if damage {
        return Err("damage is reported where nothing confirmed is missing".to_owned());
    }
    let next = disk.after(Cut::Everything);
    let mut journal = open(&next, 9).ok_or("the next start fails")?;
    answer(&mut journal, "later", 9_999).map_err(|error| format!("the next start: {error}"))?;
    drop(journal);
    let (found, damage) = kept(&next)?;
    if found.contains(&"later".to_owned()) && !damage {
        Ok(())
    } else {
        Err(format!("after the next start: {found:?}, damage: {damage}"))
    }
}

/// What came of answers over a failing disk.
#[derive(Clone, Copy, Debug, Default)]
struct Came {
    /// Operations that failed.
    failures: usize,
    /// Refusals that said that the answer may reappear.
    warnings: usize,
    /// Answers that did.
    reappeared: usize,
}

/// Has the disk looked at before each operation. What is wrong first is kept.
fn watch(
    faulty: &FaultyDisk,
    asked: &Arc<Mutex<Asked>>,
    cuts: &[Cut],
) -> Arc<Mutex<Option<String>>> {
    let wrong = Arc::new(Mutex::new(None::<String>));
    let (seen, complaint, cuts) = (asked.clone(), wrong.clone(), cuts.to_vec());
    faulty.watch(move |disk| {
        for cut in &cuts {
            if let Err(text) = holds(&disk.after(*cut), &seen.lock().expect("free")) {
                complaint.lock().expect("free").get_or_insert(format!("{cut:?}: {text}"));
            }
        }
    });
    wrong
}

/// Gives answers to these cards and notes what becomes of each.
fn give(journal: &mut Journal, cards: impl Iterator<Item = String>, asked: &Mutex<Asked>) {
    for (card, minute) in cards.zip(0..) {
        asked.lock().expect("free").under_way = Some(card.clone());
        let answered = answer(journal, &card, minute);
        let mut asked = asked.lock().expect("free");
        asked.under_way = None;
        match answered {
            Ok(()) => asked.confirmed.push(card),
            Err(error) if error.may_reappear => asked.open.push(card),
            Err(_) => asked.refused.push(card),
        }
    }
}

/// Gives answers over a failing disk and looks at what is left.
fn scenario(with_history: bool, plan: Plan, lie: Lie, cuts: &[Cut]) -> Result<Came, String> {
    let disk = MemoryDisk::default();
    let asked = Arc::new(Mutex::new(Asked::default()));
    if with_history {
        let mut journal = open(&disk, 3).expect("opens");
        give(&mut journal, (0..2).map(|number| format!("old/{number}")), &asked);
    }
    let faulty = FaultyDisk::new(&disk, plan, lie);
    let wrong = watch(&faulty, &asked, cuts);
    if let Some(mut journal) = open(&faulty, 5) {
        give(&mut journal, (0..5).map(|number| format!("new/{number}")), &asked);
    }
    let asked = asked.lock().expect("free");
    for cut in cuts {
        holds(&disk.after(*cut), &asked)
            .map_err(|text| format!("{plan:?}, at the end, {cut:?}: {text}"))?;
    }
    if let Some(text) = wrong.lock().expect("free").take() {
        return Err(format!("{plan:?} {text}"));
    }
    let left = kept(&disk)?.0;
    Ok(Came {
        failures: faulty.failures(),
        warnings: asked.open.len(),
        reappeared: asked.open.iter().filter(|card| left.contains(card)).count(),
    })
}

/// What is left after `kill -9` and after a power cut that takes all that was not flushed.
const ENDS: [Cut; 2] = [Cut::Everything, Cut::NothingUnflushed];

/// The loop over every operation, until one plan finds nothing left to fail.
fn every_operation(with_history: bool, plan: Plan, lie: Lie, cuts: &[Cut]) -> Result<Came, String> {
    let mut all = Came::default();
    for at in 0.. {
        let came = scenario(with_history, Plan { at, ..plan }, lie, cuts)?;
        if came.failures == 0 {
            break;
        }
        all.warnings += came.warnings;
        all.reappeared += came.reappeared;
    }
    Ok(all)
}

const KINDS: [io::ErrorKind; 4] = [
    io::ErrorKind::StorageFull,
    io::ErrorKind::ReadOnlyFilesystem,
    io::ErrorKind::Other,
    io::ErrorKind::NotFound,
];

fn plans() -> impl Iterator<Item = Plan> {
    KINDS.into_iter().flat_map(|kind| {
        [(false, false), (false, true), (true, false), (true, true)].map(|(for_ever, half)| Plan {
            at: 0,
            for_ever,
            kind,
            half,
        })
    })
}

#[test]
fn a_failure_of_any_operation_once_or_for_ever_loses_no_confirmed_answer() {
    for plan in plans() {
        for with_history in [false, true] {
            every_operation(with_history, plan, Lie::Honest, &ENDS).unwrap();
        }
    }
}

#[test]
fn a_refusal_says_that_the_answer_may_reappear_where_it_cannot_be_erased_and_only_there() {
    let mut reappeared = 0;
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::Other];
    for plan in plans().filter(|plan| kinds.contains(&plan.kind)) {
        let came = every_operation(true, plan, Lie::Honest, &ENDS).unwrap();
        // One failure leaves the means to erase.
        assert!(plan.for_ever || came.warnings == 0, "{plan:?}: {came:?}");
        assert!(!plan.for_ever || came.warnings > 0, "{plan:?}: {came:?}");
        reappeared += came.reappeared;
    }
    assert!(reappeared > 0, "no answer of which it was said reappeared");
}

#[test]
fn a_power_cut_before_any_operation_loses_no_confirmed_answer() {
    let cuts: Vec<Cut> = Cut::all().collect();
    for with_history in [false, true] {
        scenario(with_history, Plan::nothing(), Lie::Honest, &cuts).unwrap();
    }
}

#[test]
fn a_power_cut_after_a_failure_loses_no_confirmed_answer() {
    let cuts: Vec<Cut> = Cut::all().collect();
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::Other] {
        let plan = Plan { at: 0, for_ever: false, kind, half: true };
        every_operation(true, plan, Lie::Honest, &cuts).unwrap();
    }
}

/// A start that is killed at an operation. Returns whether it came that far.
fn killed_start(disk: &MemoryDisk, plan: Plan, lie: Lie, seed: u64, asked: &Mutex<Asked>) -> bool {
    let faulty = FaultyDisk::new(disk, plan, lie);
    let here = Mutex::new(Asked::default());
    if let Some(mut journal) = open(&faulty, seed) {
        give(&mut journal, [format!("start {seed}")].into_iter(), &here);
    }
    let here = here.into_inner().expect("free");
    let mut asked = asked.lock().expect("free");
    asked.confirmed.extend(here.confirmed);
    // What came after the kill never happened.
    asked.open.extend(here.refused.into_iter().chain(here.open));
    faulty.failures() > 0
}

/// Two starts are killed, one after the other, and a third one works on what they left while the
/// power is cut. Returns whether each came as far as its kill.
fn killed_starts(at: [usize; 2], half: bool, lie: Lie) -> Result<[bool; 2], String> {
    let disk = MemoryDisk::default();
    let asked = Arc::new(Mutex::new(Asked::default()));
    let kill = |at| Plan { at, for_ever: true, kind: io::ErrorKind::Other, half };
    let came =
        [(at[0], 3), (at[1], 5)].map(|(at, seed)| killed_start(&disk, kill(at), lie, seed, &asked));
    let failed = |text: String| format!("killed at {at:?}, half written: {half}: {text}");
    let faulty = FaultyDisk::new(&disk, Plan::nothing(), lie);
    let wrong = watch(&faulty, &asked, &ENDS);
    let mut journal = open(&faulty, 7).ok_or_else(|| failed("the third fails".to_owned()))?;
    // What a start has read stays.
    let read = kept(&disk).map_err(failed)?.0;
    asked.lock().expect("free").confirmed.extend(read);
    give(&mut journal, (0..2).map(|number| format!("third/{number}")), &asked);
    let asked = asked.lock().expect("free");
    if !asked.refused.is_empty() {
        return Err(failed("the third start refuses an answer".to_owned()));
    }
    for cut in Cut::all() {
        holds(&disk.after(cut), &asked).map_err(|text| failed(format!("{cut:?}: {text}")))?;
    }
    match wrong.lock().expect("free").take() {
        Some(text) => Err(failed(text)),
        None => Ok(came),
    }
}

/// The loop over every pair of operations at which two starts can be killed.
fn every_pair_of_kills(lie: Lie) -> Result<(), String> {
    for first in 0.. {
        let mut came = [true; 2];
        for second in 0.. {
            // The kills that fall into a write leave half of it, or nothing.
            came = killed_starts([first, second], (first + second) % 2 == 0, lie)?;
            if !came[1] {
                break;
            }
        }
        if !came[0] {
            break;
        }
    }
    Ok(())
}

#[test]
fn starts_after_killed_starts_lose_no_confirmed_answer() {
    every_pair_of_kills(Lie::Honest).unwrap();
}

/// Whether one of the loops above notices a lie.
fn is_noticed(lie: Lie) -> bool {
    let cuts: Vec<Cut> = Cut::all().collect();
    scenario(true, Plan::nothing(), lie, &cuts).is_err()
        || plans().any(|plan| every_operation(true, plan, lie, &ENDS).is_err())
        || plans().any(|plan| !plan.for_ever && every_operation(true, plan, lie, &cuts).is_err())
}

#[test]
fn the_loops_notice_a_flush_left_out() {
    assert!(is_noticed(Lie::NoFlush));
}

#[test]
fn the_loops_notice_an_answer_confirmed_before_it_is_written() {
    assert!(is_noticed(Lie::ConfirmedBeforeWritten));
}

#[test]
fn the_loops_notice_a_half_written_line_that_is_not_taken_back() {
    assert!(is_noticed(Lie::TailNotRepaired));
}

#[test]
fn the_loops_notice_a_line_that_is_never_erased() {
    assert!(is_noticed(Lie::NeverErased));
}

#[test]
fn the_loops_notice_a_file_closed_before_its_cutting_back_is_flushed() {
    assert!(is_noticed(Lie::NotFlushedBeforeClosing));
}

#[test]
fn the_loops_notice_a_start_that_flushes_only_the_names_it_made() {
    assert!(every_pair_of_kills(Lie::OwnNamesOnly).is_err());
}

#[test]
fn the_loops_notice_a_start_that_flushes_only_the_bytes_it_wrote() {
    assert!(every_pair_of_kills(Lie::OwnBytesOnly).is_err());
}

#[test]
fn the_loops_notice_an_error_that_is_ignored() {
    assert!(is_noticed(Lie::ErrorIgnored));
}

#[test]
fn a_full_disk_is_named_and_the_same_file_goes_on_when_there_is_room_again() {
    let mut went_on = 0;
    for at in 0..16 {
        let disk = MemoryDisk::default();
        answer(&mut open(&disk, 1).expect("opens"), "a", 0).expect("kept");
        let plan = Plan { at, for_ever: false, kind: io::ErrorKind::StorageFull, half: true };
        let Some(mut journal) = open(&FaultyDisk::new(&disk, plan, Lie::Honest), 2) else {
            continue;
        };
        if let Err(error) = answer(&mut journal, "b", 1) {
            assert_eq!(error.kind, Trouble::DiskFull);
            answer(&mut journal, "c", 2).expect("kept");
            went_on += usize::from(disk.segments().len() == 1);
        }
    }
    assert!(went_on > 0, "no file went on after the disk was full");
}

/// A disk with a file of answers, its path and its bytes.
fn answered(answers: i64) -> (MemoryDisk, PathBuf, Vec<u8>) {
    let disk = MemoryDisk::default();
    let mut journal = open(&disk, 3).expect("opens");
    for number in 0..answers {
        answer(&mut journal, &format!("card/{number}"), number).expect("kept");
    }
    drop(journal);
    let path = disk.segments().pop().expect("a file");
    let bytes = disk.files()[&path].clone();
    (disk, path, bytes)
}

/// The odd file stays as it is, whatever is written next.
fn goes_on_beside(disk: &MemoryDisk, path: &Path, at: &str) {
    let odd = disk.files()[path].clone();
    let mut journal = open(disk, 9).unwrap_or_else(|| panic!("{at}: the next start fails"));
    answer(&mut journal, "later", 9_999).expect("kept");
    drop(journal);
    assert!(disk.files()[path] == odd, "{at}: the odd file was written to");
    let (found, _) = kept(disk).expect("readable");
    assert!(found.contains(&"later".to_owned()), "{at}");
}

#[test]
fn a_file_cut_at_any_byte_keeps_every_whole_line_and_is_never_written_again() {
    let (disk, path, bytes) = answered(4);
    for len in 1..bytes.len() {
        disk.change(&path, &bytes[..len]);
        let whole = bytes[..len].split(|b| *b == b'\n').filter(|l| l.ends_with(b"),")).count();
        let (found, _) = kept(&disk).expect("readable");
        assert_eq!(found.len(), whole.saturating_sub(1), "cut at {len}");
        goes_on_beside(&disk.after(Cut::Everything), &path, &format!("cut at {len}"));
    }
    disk.change(&path, b"");
    assert!(kept(&disk).is_err(), "an empty file was taken for a new learner");
    assert!(open(&disk, 9).is_none());
}

#[test]
fn a_changed_byte_anywhere_costs_its_own_line_at_most_and_is_never_written_over() {
    let (disk, path, bytes) = answered(4);
    let all: Vec<String> = (0..4).map(|n| format!("card/{n}")).collect();
    for at in 0..bytes.len() {
        for change in [0x01, 0x20, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            disk.change(&path, &changed);
            let place = format!("byte {at} changed by {change}");
            let (found, _) = kept(&disk).unwrap_or_else(|text| panic!("{place}: {text}"));
            assert!(found.iter().all(|card| all.contains(card)), "{place}: {found:?}");
            // A changed line feed joins two lines.
            assert!(found.len() >= 2, "{place}: {found:?}");
            goes_on_beside(&disk.after(Cut::Everything), &path, &place);
        }
    }
}

#[test]
fn a_small_file_is_replaced_whole_or_stays_as_it_was() {
    let path = Path::new("/data/settings.ron");
    for kind in KINDS {
        for (for_ever, half) in [(false, false), (false, true), (true, true)] {
            for at in 0.. {
                let disk = MemoryDisk::default();
                disk.create_folder(Path::new("/data")).expect("made");
                replace_small(&disk, path, &"first").expect("kept");
                replace_small(&disk, path, &"before").expect("kept");
                let plan = Plan { at, for_ever, kind, half };
                let faulty = FaultyDisk::new(&disk, plan, Lie::Honest);
                let replaced = replace_small(&faulty, path, &"after").is_ok();
                for cut in Cut::all() {
                    let left = disk.after(cut);
                    let found = read_small::<String>(&left, path).expect("whole");
                    let found = found.unwrap_or_else(|| panic!("{plan:?} {cut:?}: it is gone"));
                    let right = found == "after" || (!replaced && found == "before");
                    assert!(right, "{plan:?} {cut:?}: {found}");
                    // The one before it is there as well, or still the one before that.
                    let kept = read_small::<String>(&left, &path.with_extension("bak.ron"));
                    let kept = kept.expect("whole").expect("kept");
                    assert!(kept == "first" || kept == "before", "{plan:?} {cut:?}: {kept}");
                }
                if faulty.failures() == 0 {
                    break;
                }
            }
        }
    }
}

#[test]
fn a_deck_of_ones_own_is_replaced_whole_or_stays_as_it_was() {
    let data = Path::new("/data");
    let deck = |words: &str| OwnDeck {
        cards: vec![OwnCard::recall("a".to_owned(), "What?".to_owned(), words.to_owned())],
        ..OwnDeck::new("mine", "Mine")
    };
    for kind in KINDS {
        for half in [false, true] {
            for at in 0.. {
                let disk = MemoryDisk::default();
                let mut files = read_decks(&disk, data).files;
                files.save(&disk, &deck("first")).expect("kept");
                files.save(&disk, &deck("before")).expect("kept");
                let plan = Plan { at, for_ever: false, kind, half };
                let faulty = FaultyDisk::new(&disk, plan, Lie::Honest);
                let replaced = files.save(&faulty, &deck("after")).is_ok();
                for cut in Cut::all() {
                    let found = read_decks(&disk.after(cut), data);
                    assert_eq!(found.complaints, Vec::<String>::new(), "{plan:?} {cut:?}");
                    let is = |words| found.decks == [deck(words)];
                    let right = is("after") || (!replaced && is("before"));
                    assert!(right, "{plan:?} {cut:?}: {:?}", found.decks);
                }
                if faulty.failures() == 0 {
                    break;
                }
            }
        }
    }
}
