//! The journal of a learner's answers: opened once, appended to, never rewritten.
//!
//! Acknowledged means that the flush returned: for a new file, of the file and of its folder.
//! The bytes of an acknowledged line are never overwritten, moved or deleted. Where somebody else
//! takes a file away or puts another in its place, what this process acknowledged is written again
//! into a new one: before the next answer, and at the end.

mod loss;

pub use loss::Loss;

use crate::storage::disk::{Disk, DiskFile, LockGuard};
use crate::storage::error::{StorageError, Trouble};
use crate::storage::history::{Appendable, Finding, History, SEGMENTS, read_folder};
use crate::storage::holder;
use crate::storage::segment::{self, CLOSE, FORMAT, Header};
use crate::storage::segment_file::{Fate, SegmentFile};
use crate::storage::small_file;
use crate::study::{Entry, EntryRef, Moment, SegmentId, StudyDay, What, splitmix, text_seed};
use std::io;
use std::path::{Path, PathBuf};

/// A file of this length is left as it is and the next one begun, long before it is too large to
/// be read.
const FULL_SEGMENT_BYTES: u64 = 64 * 1024 * 1024;

/// The file, below the data folder, that is locked while the journal is open.
const LOCK: &str = "lock";

/// A seed for the names of new files: different for every folder, start and process.
#[must_use]
pub fn segment_seed(folder: &Path, now: Moment) -> u64 {
    let process = u64::from(std::process::id()) << 44;
    splitmix(text_seed(&folder.to_string_lossy()) ^ process ^ now.at_ms.unsigned_abs())
}

/// A journal that is open for writing. The lock is held as long as it lives.
pub struct Journal {
    disk: Box<dyn Disk>,
    data: PathBuf,
    folder: PathBuf,
    /// The file that is written to.
    open: Option<SegmentFile>,
    /// Files that this process has written to and left whole.
    left: Vec<SegmentFile>,
    /// What this process has confirmed, but for files that are full.
    confirmed: Vec<(EntryRef, Entry)>,
    /// Whether what was confirmed may be out of reach, so that the next file repeats it.
    in_doubt: bool,
    /// Entries that were refused and may remain where they were written.
    void: Vec<EntryRef>,
    /// The last entry of each file, as far as it is known here.
    ends: Vec<EntryRef>,
    next_seq: u64,
    next_number: u64,
    /// The last entry in the order of replay, and its stamp.
    last: Option<(EntryRef, i64)>,
    /// What is known to be damaged.
    damage: Vec<Finding>,
    /// Whether files were lost since that was last told.
    lost_files: bool,
    seed: u64,
    lock: LockGuard,
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
        let lock_path = data.join(LOCK);
        let lock = match disk.lock(&lock_path) {
            Ok(Some(lock)) => lock,
            Ok(None) => return Err(holder::locked(&*disk, data)),
            Err(error) => return Err(StorageError::from_io(error, &lock_path)),
        };
        flush_names(&*disk, data, &folder)?;
        let found = read_folder(&*disk, &folder)?;
        let mut journal = Self {
            disk,
            data: data.to_owned(),
            folder,
            open: None,
            left: Vec::new(),
            confirmed: Vec::new(),
            in_doubt: false,
            void: Vec::new(),
            ends: found.ends,
            next_seq: found.next_seq,
            next_number: found.next_number,
            last: found.history.entries.last().map(|(at, entry)| (*at, entry.stamp())),
            damage: found.history.findings.iter().filter(|f| f.is_damage).cloned().collect(),
            lost_files: false,
            seed,
            lock,
        };
        let taken_over = found.appendable.as_ref().map(|appendable| &appendable.path);
        if let Some(newest) = found.newest.filter(|newest| taken_over != Some(newest)) {
            // What a killed start wrote counts, but may not be flushed. Where that fails, nothing
            // is lost that was confirmed.
            _ = journal.disk.open(&newest).and_then(|mut file| file.sync());
        }
        // A file that cannot be had alone or not be flushed is left alone; the next answer begins a
        // new one.
        journal.open =
            found.appendable.and_then(|appendable| journal.take_over(appendable).ok()?);
        Ok((journal, found.history))
    }

    /// Opens a file that may go on; nothing where another process has it.
    fn take_over(&self, appendable: Appendable) -> io::Result<Option<SegmentFile>> {
        let Appendable { path, id, len } = appendable;
        let mut file = self.disk.open(&path)?;
        if !file.lock()? {
            return Ok(None);
        }
        file.sync()?;
        Ok(Some(SegmentFile { file, path, id, len }))
    }

    /// Writes one entry and flushes it. When this returns, the entry is on the disk.
    pub fn append(
        &mut self,
        now: Moment,
        day: StudyDay,
        what: What,
    ) -> Result<(EntryRef, Entry), StorageError> {
        self.make_ready()?;
        let before = self.last;
        let stamp = before.filter(|(_, last)| now.at_ms <= *last).map(|(_, l)| l.saturating_add(1));
        let entry =
            Entry { seq: self.next_seq, at: now.at_ms, tz: now.offset_min, day, stamp, what };
        let Some(open) = &mut self.open else {
            return Err(StorageError::new(Trouble::Io, &self.folder));
        };
        let at = EntryRef(open.id, entry.seq);
        let line = segment::line(open.id, &entry)
            .map_err(|e| StorageError::from_io(io::Error::other(e), &open.path))?;
        if let Err((error, fate)) = open.append(&line) {
            return Err(self.refused(at, error, fate));
        }
        self.next_seq += 1;
        self.last = Some((at, entry.stamp()));
        self.confirmed.push((at, entry.clone()));
        // Where the file was taken away meanwhile, the answer is written again with the others.
        if let Err(error) = self.retrieve() {
            self.confirmed.pop();
            self.last = before;
            self.void.push(at);
            return Err(StorageError { may_reappear: true, ..error });
        }
        Ok((at, entry))
    }

    /// Sees to it that there is a file to write to.
    fn make_ready(&mut self) -> Result<(), StorageError> {
        self.retrieve()?;
        if self.open.as_ref().is_some_and(|open| open.len >= FULL_SEGMENT_BYTES) {
            self.leave();
            // What it holds is safe there and need not be repeated.
            self.confirmed.clear();
            self.ends.extend(self.last.map(|(at, _)| at));
        }
        if self.open.is_some() { Ok(()) } else { self.begin_segment() }
    }

    /// Begins a new file with what was confirmed, where somebody took the open one away.
    fn retrieve(&mut self) -> Result<(), StorageError> {
        if self.open.as_mut().is_none_or(SegmentFile::is_still) {
            return Ok(());
        }
        self.in_doubt = true;
        self.leave();
        self.begin_segment()
    }

    /// Writes to the open file no more.
    fn leave(&mut self) {
        self.left.extend(self.open.take());
    }

    /// What is to be told of a line that could not be written. Where its bytes may remain, a new
    /// file is begun that says that they do not count.
    fn refused(&mut self, at: EntryRef, error: StorageError, fate: Fate) -> StorageError {
        if fate == Fate::Erased {
            return error;
        }
        self.void.push(at);
        // The number stays with the bytes that may remain.
        self.next_seq += 1;
        self.open = None;
        self.in_doubt = true;
        let settled = self.begin_segment().is_ok();
        StorageError { may_reappear: fate == Fate::MayRemain && !settled, ..error }
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
        self.ends = found.ends;
        self.leave();
        Ok(())
    }

    /// Adds entries that come from elsewhere, in files of their own that get their names when they
    /// are whole: a file is there with all of its entries, or not at all. Each keeps its place in
    /// time.
    pub fn import(&mut self, entries: Vec<(Moment, StudyDay, What)>) -> Result<(), StorageError> {
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            self.leave();
            let (mut seq, mut last) = (self.next_seq, self.last);
            let segment = self.new_segment(None, |id| {
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
            self.ends.push(EntryRef(segment.id, seq - 1));
            self.left.push(segment);
            (self.next_seq, self.last) = (seq, last);
        }
        Ok(())
    }

    /// Begins a new file. Where what this process has confirmed may be out of reach, the file repeats
    /// it; entries that are there already count once.
    fn begin_segment(&mut self) -> Result<(), StorageError> {
        let lost = self.left.iter_mut().any(|file| !file.is_still());
        let begun = if self.in_doubt || lost {
            self.begin_repeating(lost)
        } else {
            self.new_segment(None, |_| Ok(String::new()))
        };
        match begun {
            Ok(open) => {
                self.open = Some(open);
                self.in_doubt = false;
                self.left.retain_mut(SegmentFile::is_still);
                self.lost_files |= lost;
                // The folder may be a new one: no other copy may write there, either.
                if lost && let Ok(Some(lock)) = self.disk.lock(&self.data.join(LOCK)) {
                    self.lock = lock;
                }
                Ok(())
            }
            // It is in memory only: nothing of it may be called safe.
            Err(error) if lost => Err(StorageError { kind: Trouble::Moved, ..error }),
            Err(error) => Err(error),
        }
    }

    /// Writes a new file with these lines. It gets its name when it is whole, so that a half-made
    /// one is never read. `gone` is an entry that is not there any more, which the file names so
    /// that the next start notices it.
    fn new_segment(
        &mut self,
        gone: Option<EntryRef>,
        lines: impl FnOnce(SegmentId) -> Result<String, ron::Error>,
    ) -> Result<SegmentFile, StorageError> {
        self.seed = splitmix(self.seed);
        let id = SegmentId(self.seed);
        let path = self.folder.join(format!("{:08}-{id}.ron", self.next_number));
        // The number is used up even where what follows fails: a half-made file is never reused.
        self.next_number += 1;
        self.disk
            .create_folder(&self.folder)
            .map_err(|e| StorageError::of_folder(e, &self.folder))?;
        let draft = path.with_extension("new");
        let made = self.disk.create_new(&draft).and_then(|mut file| {
            let header = Header {
                format: FORMAT,
                id,
                next: self.next_seq,
                after: gone.or(self.last.map(|(at, _)| at)),
                home: Some(file.identity()?),
                void: self.void.clone(),
            };
            let mut text = segment::new_document(&header).map_err(io::Error::other)?;
            text.truncate(text.len().saturating_sub(CLOSE.len()));
            text.push_str(&lines(id).map_err(io::Error::other)?);
            text.push_str(CLOSE);
            self.finish(&mut *file, &draft, &path, &text)?;
            Ok(SegmentFile { file, path: path.clone(), id, len: text.len() as u64 })
        });
        made.map_err(|error| {
            // It may not be there, or have its name already.
            _ = self.disk.remove(&draft);
            StorageError::from_io(error, &path)
        })
    }

    /// Writes what a new file holds and gives it its name.
    fn finish(
        &self,
        file: &mut dyn DiskFile,
        draft: &Path,
        path: &Path,
        text: &str,
    ) -> io::Result<()> {
        // Two copies of the program may come to the same folder where somebody removed the lock.
        file.lock()?;
        file.write_at(0, text.as_bytes())?;
        file.sync()?;
        self.disk.rename(draft, path)?;
        self.disk.sync_folder(&self.folder)
    }
}

/// Flushes the names on which this start rests: one that was killed may have made or renamed
/// something and not have come to flush it.
fn flush_names(disk: &dyn Disk, data: &Path, folder: &Path) -> Result<(), StorageError> {
    let flush = |path: &Path| disk.sync_folder(path).map_err(|e| StorageError::from_io(e, path));
    match data.parent().map(flush) {
        // A folder that this process may not read is none in which it made anything.
        Some(Err(error)) if error.kind != Trouble::ReadOnly => return Err(error),
        _ => {}
    }
    flush(data)?;
    flush(folder)
}
