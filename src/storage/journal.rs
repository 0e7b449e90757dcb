//! The journal of a learner's answers: opened once, appended to, never rewritten.
//!
//! Acknowledged means that the flush returned: for a new file, of the file and of its folder.
//! The bytes of an acknowledged line are never overwritten, moved or deleted.

use super::disk::{Disk, DiskFile, LockGuard};
use super::error::{StorageError, Trouble};
use super::history::{Appendable, History, SEGMENTS, read_folder};
use super::holder;
use super::segment::{self, CLOSE, FORMAT, Header};
use super::small_file;
use crate::study::{Entry, EntryRef, Moment, SegmentId, StudyDay, What, splitmix, text_seed};
use std::io;
use std::path::{Path, PathBuf};

/// A file of this length is left as it is and the next one begun, long before it is too large to
/// be read.
const FULL_SEGMENT_BYTES: u64 = 64 * 1024 * 1024;

/// A seed for the names of new files: different for every folder, start and process.
#[must_use]
pub fn segment_seed(folder: &Path, now: Moment) -> u64 {
    let process = u64::from(std::process::id()) << 44;
    splitmix(text_seed(&folder.to_string_lossy()) ^ process ^ now.at_ms.unsigned_abs())
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
    /// The last entry in the order of replay, and its stamp.
    last: Option<(EntryRef, i64)>,
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
        disk.create_folder(&folder).map_err(|e| StorageError::of_folder(e, &folder))?;
        let lock_path = data.join("lock");
        let lock = match disk.lock(&lock_path) {
            Ok(Some(lock)) => lock,
            Ok(None) => return Err(holder::locked(&*disk, data)),
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
            last: found.history.entries.last().map(|(at, entry)| (*at, entry.stamp())),
            seed,
            _lock: lock,
        };
        if let Some(Appendable { path, id, len }) = found.appendable {
            // A file that cannot be had alone is left alone; the next answer begins a new one.
            let file = journal.disk.open(&path).ok();
            let file = file.and_then(|mut file| file.lock().is_ok_and(|ours| ours).then_some(file));
            journal.open = file.map(|file| OpenSegment { file, path, id, len });
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
        let stamp =
            self.last.filter(|(_, last)| now.at_ms <= *last).map(|(_, l)| l.saturating_add(1));
        let entry =
            Entry { seq: self.next_seq, at: now.at_ms, tz: now.offset_min, day, stamp, what };
        if self.open.as_ref().is_some_and(|open| open.len >= FULL_SEGMENT_BYTES) {
            self.open = None;
            // What it holds is safe there and need not be repeated.
            self.confirmed.clear();
        }
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
        self.last = Some((at, entry.stamp()));
        self.confirmed.push((at, entry.clone()));
        Ok((at, entry))
    }

    /// Takes in whole files of another folder, such as a backup, under names that are free here.
    /// Nothing that is here changes, and what is here already counts once.
    pub fn adopt(&mut self, files: &[(SegmentId, Vec<u8>)]) -> Result<(), StorageError> {
        for (id, bytes) in files {
            let path = self.folder.join(format!("{:08}-{id}.ron", self.next_number));
            self.next_number += 1;
            let failed = |e: io::Error| StorageError::from_io(e, &path);
            small_file::write_whole(&*self.disk, &path, bytes).map_err(failed)?;
            self.disk.sync_folder(&self.folder).map_err(failed)?;
        }
        // Numbers go on behind the largest, in a file of their own, which repeats nothing: the one
        // before it is whole.
        let found = read_folder(&*self.disk, &self.folder)?;
        self.next_seq = self.next_seq.max(found.next_seq);
        self.last = found.history.entries.last().map(|(at, entry)| (*at, entry.stamp()));
        self.open = None;
        self.confirmed.clear();
        Ok(())
    }

    /// Adds entries that come from elsewhere, in files of their own that get their names when they
    /// are whole: a file is there with all of its entries, or not at all. Each keeps its place in
    /// time.
    pub fn import(&mut self, entries: Vec<(Moment, StudyDay, What)>) -> Result<(), StorageError> {
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            // What stands in the file that is open now is safe there.
            self.open = None;
            self.confirmed.clear();
            let (mut seq, mut last) = (self.next_seq, self.last);
            self.new_segment(|id| {
                let mut text = String::new();
                while (text.len() as u64) < FULL_SEGMENT_BYTES {
                    let Some((now, day, what)) = entries.next() else { break };
                    let (at, tz) = (now.at_ms, now.offset_min);
                    let entry = Entry { seq, at, tz, day, stamp: None, what };
                    text.push_str(&segment::line(id, &entry)?);
                    if last.is_none_or(|(_, last)| last <= entry.stamp()) {
                        last = Some((EntryRef(id, seq), entry.stamp()));
                    }
                    seq += 1;
                }
                Ok(text)
            })?;
            (self.next_seq, self.last) = (seq, last);
        }
        Ok(())
    }

    /// Begins a new file. It repeats what this process has confirmed, since the file before it may
    /// be out of reach; entries that are there already count once.
    fn begin_segment(&mut self) -> Result<OpenSegment, StorageError> {
        let confirmed = std::mem::take(&mut self.confirmed);
        let begun = self.new_segment(|id| {
            confirmed.iter().map(|(at, entry)| segment::repeated_line(id, at.0, entry)).collect()
        });
        self.confirmed = confirmed;
        begun
    }

    /// Writes a new file with these lines. It gets its name when it is whole, so that a half-made
    /// one is never read.
    fn new_segment(
        &mut self,
        lines: impl FnOnce(SegmentId) -> Result<String, ron::Error>,
    ) -> Result<OpenSegment, StorageError> {
        self.seed = splitmix(self.seed);
        let id = SegmentId(self.seed);
        let path = self.folder.join(format!("{:08}-{id}.ron", self.next_number));
        // The number is used up even where what follows fails: a half-made file is never reused.
        self.next_number += 1;
        let failed = |e: io::Error| StorageError::from_io(e, &path);
        self.disk
            .create_folder(&self.folder)
            .map_err(|e| StorageError::of_folder(e, &self.folder))?;
        let draft = path.with_extension("new");
        let mut file = self.disk.create_new(&draft).map_err(failed)?;
        let header = Header {
            format: FORMAT,
            id,
            next: self.next_seq,
            after: self.last.map(|(at, _)| at),
            home: Some(file.identity().map_err(failed)?),
            void: self.void.clone(),
        };
        let encode = |e: ron::Error| StorageError::from_io(io::Error::other(e), &path);
        let mut text = segment::new_document(&header).map_err(encode)?;
        text.truncate(text.len().saturating_sub(CLOSE.len()));
        text.push_str(&lines(id).map_err(encode)?);
        text.push_str(CLOSE);
        // Two copies of the program may come to the same folder where somebody removed the lock.
        file.lock().map_err(failed)?;
        file.write_at(0, text.as_bytes()).map_err(failed)?;
        file.sync().map_err(failed)?;
        self.disk.rename(&draft, &path).map_err(failed)?;
        self.disk.sync_folder(&self.folder).map_err(failed)?;
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
