//! The journal of a learner's answers: opened once, appended to, never rewritten.
//!
//! Acknowledged means that the flush returned: for a new file, of the file and of its folder.
//! The bytes of an acknowledged line are never overwritten, moved or deleted.

use super::disk::{Disk, DiskFile, Listed, LockGuard, PathKind};
use super::error::{StorageError, Trouble};
use super::segment::{self, CLOSE, FORMAT, Header, Line};
use crate::study::{Entry, EntryRef, Moment, SegmentId, StudyDay, What, splitmix, text_seed};
use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the segments, below the data folder.
const SEGMENTS: &str = "reviews";
/// A larger file is no journal of ours.
const MAX_SEGMENT_BYTES: u64 = 256 * 1024 * 1024;

/// A seed for the names of new files: different for every folder, start and process.
#[must_use]
pub fn segment_seed(folder: &Path, now: Moment) -> u64 {
    let process = u64::from(std::process::id()) << 44;
    splitmix(text_seed(&folder.to_string_lossy()) ^ process ^ now.at_ms.unsigned_abs())
}

/// What was found when a folder was read.
#[derive(Debug, Default)]
pub struct History {
    /// Every whole entry; those given twice count once.
    pub entries: Vec<(EntryRef, Entry)>,
    /// What is odd, in the order of the files.
    pub findings: Vec<Finding>,
}

/// Something odd about a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether a confirmed answer may be missing; otherwise it is a harmless note.
    pub is_damage: bool,
    /// The file, where it is about one.
    pub file: Option<PathBuf>,
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// The numbers of the answers that may be missing.
    pub answers: Option<(u64, u64)>,
    /// What it is.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match self.answers {
            Some((from, to)) if from == to => write!(f, "; answer {from} may be missing")?,
            Some((from, to)) => write!(f, "; answers {from} to {to} may be missing")?,
            None => {}
        }
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(f, " (line {line} of {})", file.display()),
            (Some(file), None) => write!(f, " ({})", file.display()),
            (None, _) => Ok(()),
        }
    }
}

/// A journal that is open for writing. The lock is held as long as it lives.
pub struct Journal {
    disk: Box<dyn Disk>,
    folder: PathBuf,
    open: Option<OpenSegment>,
    /// What this process has confirmed, repeated in a new file where the old one is lost.
    confirmed: Vec<(EntryRef, Entry)>,
    /// Entries that were refused and could not be erased.
    void: Vec<EntryRef>,
    next_seq: u64,
    next_number: u64,
    last_stamp: i64,
    seed: u64,
    _lock: LockGuard,
}

struct OpenSegment {
    file: Box<dyn DiskFile>,
    path: PathBuf,
    id: SegmentId,
    len: u64,
}

impl Journal {
    /// Opens the journal of a data folder, making the folder where there is none. `seed` names
    /// new files; give something that differs between starts, such as the time in nanoseconds.
    pub fn open(
        disk: Box<dyn Disk>,
        data: &Path,
        seed: u64,
    ) -> Result<(Self, History), StorageError> {
        if !data.is_absolute() {
            return Err(StorageError::new(Trouble::NotAbsolute, data));
        }
        let folder = data.join(SEGMENTS);
        disk.create_folder(&folder).map_err(|e| creation_error(e, &folder))?;
        let lock_path = data.join("lock");
        let lock = match disk.lock(&lock_path) {
            Ok(Some(lock)) => lock,
            Ok(None) => return Err(StorageError::new(Trouble::Locked, data)),
            Err(error) => return Err(StorageError::from_io(error, &lock_path)),
        };
        let found = read_folder(&*disk, &folder)?;
        let mut journal = Self {
            disk,
            folder,
            open: None,
            confirmed: Vec::new(),
            void: Vec::new(),
            next_seq: found.next_seq,
            next_number: found.next_number,
            last_stamp: found
                .history
                .entries
                .iter()
                .map(|(_, e)| e.stamp())
                .max()
                .unwrap_or(i64::MIN),
            seed,
            _lock: lock,
        };
        if let Some((path, id, len)) = found.appendable {
            // A file that cannot be opened for writing is left alone; the next answer begins a new one.
            journal.open =
                journal.disk.open(&path).ok().map(|file| OpenSegment { file, path, id, len });
        }
        Ok((journal, found.history))
    }

    /// Writes one entry and flushes it. When this returns, the entry is on the disk.
    pub fn append(
        &mut self,
        now: Moment,
        day: StudyDay,
        what: What,
    ) -> Result<(EntryRef, Entry), StorageError> {
        let stamp = (now.at_ms <= self.last_stamp).then_some(self.last_stamp.saturating_add(1));
        let entry =
            Entry { seq: self.next_seq, at: now.at_ms, tz: now.offset_min, day, stamp, what };
        if self.open.is_none() {
            self.open = Some(self.begin_segment()?);
        }
        let Some(open) = &mut self.open else {
            return Err(StorageError::new(Trouble::Io, &self.folder));
        };
        let at = EntryRef(open.id, entry.seq);
        let line = segment::line(open.id, &entry)
            .map_err(|e| StorageError::from_io(io::Error::other(e), &open.path))?;
        if let Err((error, fate)) = write_line(open, &line) {
            match fate {
                Fate::Erased => {}
                Fate::Abandoned => self.open = None,
                Fate::MayRemain => {
                    self.void.push(at);
                    // The number stays with the bytes that may remain.
                    self.next_seq += 1;
                    self.open = None;
                }
            }
            return Err(error);
        }
        self.next_seq += 1;
        self.last_stamp = entry.stamp();
        self.confirmed.push((at, entry.clone()));
        Ok((at, entry))
    }

    /// Begins a new file. It repeats what this process has confirmed, since the file before it may
    /// be out of reach; entries that are there already count once.
    fn begin_segment(&mut self) -> Result<OpenSegment, StorageError> {
        self.seed = splitmix(self.seed);
        let id = SegmentId(self.seed);
        let header = Header { format: FORMAT, id, next: self.next_seq, void: self.void.clone() };
        let path = self.folder.join(format!("{:08}-{id}.ron", self.next_number));
        let encode = |e: ron::Error| StorageError::from_io(io::Error::other(e), &path);
        let mut text = segment::new_document(&header).map_err(encode)?;
        text.truncate(text.len().saturating_sub(CLOSE.len()));
        for (at, entry) in &self.confirmed {
            text.push_str(&segment::repeated_line(id, at.0, entry).map_err(encode)?);
        }
        text.push_str(CLOSE);
        // The number is used up even where what follows fails: a half-made file is never reused.
        self.next_number += 1;
        let failed = |e: io::Error| StorageError::from_io(e, &path);
        self.disk.create_folder(&self.folder).map_err(|e| creation_error(e, &self.folder))?;
        // A file gets its name when it is whole, so that a half-made one is never read.
        let draft = path.with_extension("new");
        let mut file = self.disk.create_new(&draft).map_err(failed)?;
        file.write_at(0, text.as_bytes()).map_err(failed)?;
        file.sync().map_err(failed)?;
        self.disk.rename(&draft, &path).map_err(failed)?;
        self.disk.sync_folder(&self.folder).map_err(failed)?;
        if let Some(data) = self.folder.parent() {
            self.disk.sync_folder(data).map_err(failed)?;
        }
        Ok(OpenSegment { file, path, id, len: text.len() as u64 })
    }
}

/// What became of the bytes of a line that could not be confirmed.
enum Fate {
    /// Taken back for certain; the file may go on.
    Erased,
    /// The file is not to be written again, and holds nothing of the line.
    Abandoned,
    /// The file is not to be written again, and the line may turn up in it.
    MayRemain,
}

fn write_line(open: &mut OpenSegment, line: &str) -> Result<(), (StorageError, Fate)> {
    match open.file.is_still(&open.path, open.len) {
        Ok(true) => {}
        Ok(false) => return Err((StorageError::new(Trouble::Moved, &open.path), Fate::Abandoned)),
        Err(error) => return Err((StorageError::from_io(error, &open.path), Fate::Abandoned)),
    }
    let place = open.len.saturating_sub(CLOSE.len() as u64);
    let text = format!("{line}{CLOSE}");
    let written = open.file.write_at(place, text.as_bytes()).and_then(|()| open.file.sync());
    match written {
        Ok(()) => {
            open.len = place + text.len() as u64;
            match open.file.is_still(&open.path, open.len) {
                Ok(true) => Ok(()),
                // The bytes are safe in a file that lost its name: write them again elsewhere.
                Ok(false) => Err((StorageError::new(Trouble::Moved, &open.path), Fate::MayRemain)),
                Err(error) => Err((StorageError::from_io(error, &open.path), Fate::MayRemain)),
            }
        }
        Err(error) => {
            let full = Trouble::of(&error) == Trouble::DiskFull;
            let erased = open
                .file
                .truncate(place)
                .and_then(|()| open.file.write_at(place, CLOSE.as_bytes()))
                .and_then(|()| open.file.sync());
            let fate = match erased {
                Ok(()) if full => Fate::Erased,
                // After a failed flush a later one may report a success that is none.
                Ok(()) | Err(_) => Fate::MayRemain,
            };
            Err((StorageError::from_io(error, &open.path), fate))
        }
    }
}

/// Reads the journal of a data folder without a lock and without changing anything.
pub fn read_history(disk: &dyn Disk, data: &Path) -> Result<History, StorageError> {
    if !data.is_absolute() {
        return Err(StorageError::new(Trouble::NotAbsolute, data));
    }
    let folder = data.join(SEGMENTS);
    match disk.list(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(History::default()),
        Err(error) => Err(creation_error(error, &folder)),
        Ok(_) => Ok(read_folder(disk, &folder)?.history),
    }
}

struct Found {
    history: History,
    next_seq: u64,
    next_number: u64,
    appendable: Option<(PathBuf, SegmentId, u64)>,
}

fn read_folder(disk: &dyn Disk, folder: &Path) -> Result<Found, StorageError> {
    let listed = disk.list(folder).map_err(|e| StorageError::from_io(e, folder))?;
    let mut found =
        Found { history: History::default(), next_seq: 1, next_number: 1, appendable: None };
    let mut seen = BTreeSet::new();
    let mut void = BTreeSet::new();
    let mut lines: Vec<Line> = Vec::new();
    for file in listed.iter().filter(|l| l.path.extension().is_some_and(|e| e == "ron")) {
        found.next_number = found.next_number.max(number_of(&file.path) + 1);
        let segment = segment::read(&read_file(disk, file)?, id_of(&file.path));
        if segment.newer {
            return Err(StorageError::new(Trouble::Newer, &file.path));
        }
        for fault in &segment.faults {
            found.history.findings.push(Finding {
                is_damage: fault.is_damage,
                file: Some(file.path.clone()),
                line: Some(fault.line),
                answers: fault.between,
                what: fault.what.to_owned(),
            });
        }
        lines.extend(segment.lines);
        found.appendable = None;
        if let Some(header) = segment.header {
            found.next_seq = found.next_seq.max(header.next);
            void.extend(header.void);
            found.appendable = segment.perfect.then(|| (file.path.clone(), header.id, file.len));
        }
    }
    let mut numbers = BTreeSet::new();
    for line in lines {
        numbers.insert(line.entry.seq);
        found.next_seq = found.next_seq.max(line.entry.seq.saturating_add(1));
        let key = (line.at, line.entry.stamp(), line.entry.at);
        if !void.contains(&line.at) && seen.insert(key) {
            found.history.entries.push((line.at, line.entry));
        }
    }
    numbers.extend(void.iter().map(|v| v.1));
    found.history.findings.extend(holes(&numbers, found.next_seq, &found.history.findings));
    Ok(found)
}

/// Numbers that no file holds and no damaged line accounts for.
fn holes(numbers: &BTreeSet<u64>, next_seq: u64, known: &[Finding]) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut expected = 1;
    for seq in numbers.iter().copied().chain(std::iter::once(next_seq)) {
        if seq > expected {
            let (from, to) = (expected, seq - 1);
            let told = known.iter().any(|f| f.answers.is_some_and(|(a, b)| a <= from && to <= b));
            if !told {
                out.push(Finding {
                    is_damage: true,
                    file: None,
                    line: None,
                    answers: Some((from, to)),
                    what: "a part of the journal is not there".to_owned(),
                });
            }
        }
        expected = seq.saturating_add(1);
    }
    out
}

fn read_file(disk: &dyn Disk, file: &Listed) -> Result<Vec<u8>, StorageError> {
    if file.kind != PathKind::File || file.len > MAX_SEGMENT_BYTES || file.len == 0 {
        return Err(StorageError::new(Trouble::Unreadable, &file.path));
    }
    disk.read(&file.path).map_err(|error| StorageError {
        kind: Trouble::Unreadable,
        path: file.path.clone(),
        cause: Some(error),
    })
}

/// The number at the beginning of a segment's name; 0 where there is none.
fn number_of(path: &Path) -> u64 {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    name.split('-').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The id in a segment's name.
fn id_of(path: &Path) -> Option<SegmentId> {
    path.file_stem()?.to_str()?.split('-').nth(1)?.get(..16)?.parse().ok()
}

/// A folder that cannot be made: a file in its place is told from a place that cannot be written.
fn creation_error(error: io::Error, folder: &Path) -> StorageError {
    let in_the_way = folder.ancestors().any(|p| p.is_file() || (p.is_symlink() && !p.exists()));
    let kind = if in_the_way { Trouble::NotAFolder } else { Trouble::of(&error) };
    StorageError { kind, path: folder.to_owned(), cause: Some(error) }
}
