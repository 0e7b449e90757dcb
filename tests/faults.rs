//! Every operation of the disk fails, once or for ever, with every kind of error; whatever was
//! confirmed is there afterwards, nothing is invented, and the next start works.

use ems_study::storage::{
    Disk, DiskFile, Journal, Listed, LockGuard, SystemDisk, Trouble, read_history,
};
use ems_study::study::{Moment, Rating, Review, StudyDay, What};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::tempdir;

/// When and how a disk fails.
#[derive(Clone, Copy, Debug)]
struct Plan {
    /// Which operation fails, from 0.
    at: usize,
    for_ever: bool,
    kind: io::ErrorKind,
    /// Whether a failing write leaves half of its bytes behind.
    half: bool,
}

#[derive(Debug, Default)]
struct Counter {
    operations: usize,
    failures: usize,
}

/// The system's disk with a plan to fail.
#[derive(Clone)]
struct FaultyDisk(Plan, Arc<Mutex<Counter>>);

impl FaultyDisk {
    fn new(plan: Plan) -> Self {
        Self(plan, Arc::default())
    }

    /// Counts an operation and fails it where the plan says so.
    fn step(&self) -> io::Result<()> {
        let mut counter = self.1.lock().expect("no panic elsewhere");
        let now = counter.operations;
        counter.operations += 1;
        if now == self.0.at || (self.0.for_ever && now > self.0.at) {
            counter.failures += 1;
            return Err(self.0.kind.into());
        }
        Ok(())
    }

    fn failures(&self) -> usize {
        self.1.lock().expect("no panic elsewhere").failures
    }
}

impl Disk for FaultyDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        SystemDisk.create_folder(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        self.step()?;
        SystemDisk.list(folder)
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step()?;
        SystemDisk.read(path)
    }
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        Ok(Box::new(FaultyFile(self.clone(), SystemDisk.create_new(path)?)))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        Ok(Box::new(FaultyFile(self.clone(), SystemDisk.open(path)?)))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        SystemDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        SystemDisk.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        SystemDisk.sync_folder(folder)
    }
    fn lock(&self, path: &Path) -> io::Result<Option<LockGuard>> {
        self.step()?;
        SystemDisk.lock(path)
    }
}

struct FaultyFile(FaultyDisk, Box<dyn DiskFile>);

impl DiskFile for FaultyFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.0.step() {
            if self.0.0.half {
                self.1.write_at(offset, &bytes[..bytes.len() / 2])?;
            }
            return Err(error);
        }
        self.1.write_at(offset, bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.0.step()?;
        self.1.sync()
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0.step()?;
        self.1.truncate(len)
    }
    fn is_still(&mut self, path: &Path, len: u64) -> io::Result<bool> {
        self.0.step()?;
        self.1.is_still(path, len)
    }
}

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

fn cards(folder: &Path) -> Vec<String> {
    let history = read_history(&SystemDisk, folder).expect("readable");
    assert!(history.findings.iter().all(|f| !f.is_damage), "{:?}", history.findings);
    let mut cards: Vec<String> = history
        .entries
        .iter()
        .filter_map(|(_, entry)| match &entry.what {
            What::Review(review) => Some(review.card.to_string()),
            _ => None,
        })
        .collect();
    cards.sort();
    cards
}

/// Gives answers over a failing disk; returns those confirmed and those refused.
fn answer(disk: &FaultyDisk, folder: &Path) -> (Vec<String>, Vec<String>) {
    let (mut confirmed, mut refused) = (Vec::new(), Vec::new());
    let Ok((mut journal, _)) = Journal::open(Box::new(disk.clone()), folder, 5) else {
        return (confirmed, refused);
    };
    for number in 0..5_i64 {
        let card = format!("new/{number}");
        let now = Moment { at_ms: 1_772_366_400_000 + number * 60_000, offset_min: 0 };
        match journal.append(now, StudyDay(20_513), review(&card)) {
            Ok(_) => confirmed.push(card),
            Err(error) => {
                assert!(error.to_string().len() > 25, "{error}");
                refused.push(card);
            }
        }
    }
    (confirmed, refused)
}

/// The loop over every operation, until one plan finds nothing left to fail.
fn every_operation_fails(with_history: bool, for_ever: bool, kind: io::ErrorKind, half: bool) {
    for at in 0.. {
        let folder = tempdir().expect("a folder");
        let mut before = Vec::new();
        if with_history {
            let (mut journal, _) =
                Journal::open(Box::new(SystemDisk), folder.path(), 3).expect("opens");
            for number in 0..2_i64 {
                let card = format!("old/{number}");
                let now = Moment { at_ms: 1_772_000_000_000 + number, offset_min: 0 };
                journal.append(now, StudyDay(20_509), review(&card)).expect("kept");
                before.push(card);
            }
        }
        let plan = Plan { at, for_ever, kind, half };
        let disk = FaultyDisk::new(plan);
        let (confirmed, refused) = answer(&disk, folder.path());
        let failed = disk.failures() > 0;

        let mut expected = before;
        expected.extend(confirmed);
        expected.sort();
        let found = cards(folder.path());
        for card in &expected {
            assert!(found.contains(card), "{plan:?}: {card} was confirmed and is gone");
        }
        for card in &found {
            // A refused answer may turn up only where erasing it failed too.
            let may = expected.contains(card) || (refused.contains(card) && failed);
            assert!(may, "{plan:?}: {card} is invented");
        }
        let mut unique = found.clone();
        unique.dedup();
        assert_eq!(unique, found, "{plan:?}: an answer counts twice");

        let (mut journal, _) =
            Journal::open(Box::new(SystemDisk), folder.path(), 9).expect("the next start works");
        let now = Moment { at_ms: 1_772_999_000_000, offset_min: 0 };
        journal.append(now, StudyDay(20_520), review("later")).expect("kept");
        drop(journal);
        assert!(cards(folder.path()).contains(&"later".to_owned()), "{plan:?}");
        if !failed {
            return;
        }
    }
}

const KINDS: [io::ErrorKind; 4] = [
    io::ErrorKind::StorageFull,
    io::ErrorKind::ReadOnlyFilesystem,
    io::ErrorKind::Other,
    io::ErrorKind::PermissionDenied,
];

#[test]
fn one_failure_of_any_operation_loses_no_confirmed_answer() {
    for kind in KINDS {
        for with_history in [false, true] {
            every_operation_fails(with_history, false, kind, false);
        }
    }
}

#[test]
fn a_disk_that_fails_for_ever_loses_no_confirmed_answer() {
    for kind in KINDS {
        for with_history in [false, true] {
            every_operation_fails(with_history, true, kind, false);
        }
    }
}

#[test]
fn a_write_that_leaves_half_of_its_bytes_loses_no_confirmed_answer() {
    for kind in KINDS {
        for for_ever in [false, true] {
            every_operation_fails(true, for_ever, kind, true);
        }
    }
}

#[test]
fn a_full_disk_is_named_and_the_same_file_goes_on_when_there_is_room_again() {
    let now = Moment { at_ms: 1_772_366_400_000, offset_min: 0 };
    let mut went_on = 0;
    for at in 0..12 {
        let folder = tempdir().expect("a folder");
        let (mut journal, _) =
            Journal::open(Box::new(SystemDisk), folder.path(), 1).expect("opens");
        journal.append(now, StudyDay(20_513), review("a")).expect("kept");
        drop(journal);
        let plan = Plan { at, for_ever: false, kind: io::ErrorKind::StorageFull, half: true };
        let opened = Journal::open(Box::new(FaultyDisk::new(plan)), folder.path(), 2);
        let Ok((mut journal, _)) = opened else { continue };
        if let Err(error) = journal.append(now.plus_ms(1000), StudyDay(20_513), review("b")) {
            assert_eq!(error.kind, Trouble::DiskFull);
            journal.append(now.plus_ms(2000), StudyDay(20_513), review("c")).expect("kept");
            let files = std::fs::read_dir(folder.path().join("reviews")).expect("a folder").count();
            went_on += usize::from(files == 1);
        }
    }
    assert!(went_on > 0, "no file went on after the disk was full");
}
