//! A disk that fails as planned, and may lie.

use super::MemoryDisk;
use ems_study::storage::{Disk, DiskFile, Listed, LockGuard};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// When and how a disk fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Which operation fails, from 0.
    pub(crate) at: usize,
    /// Whether every one after it fails, too.
    pub(crate) for_ever: bool,
    /// The error.
    pub(crate) kind: io::ErrorKind,
    /// Whether a failing write leaves half of its bytes behind.
    pub(crate) half: bool,
}

impl Plan {
    /// Nothing fails.
    pub(crate) fn nothing() -> Self {
        Self { at: usize::MAX, for_ever: false, kind: io::ErrorKind::Other, half: false }
    }
}

/// A lie of a disk, or of a program that does not ask it: what must not go unnoticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    /// None.
    Honest,
    /// A flush is not carried out.
    NoFlush,
    /// A write is confirmed at once and carried out at the next one.
    ConfirmedBeforeWritten,
    /// What a failed write left behind is not taken back, but the document is closed.
    TailNotRepaired,
    /// Nothing is done about what a failed write left behind.
    NeverErased,
    /// The file is not flushed between cutting it back and closing it.
    NotFlushedBeforeClosing,
    /// Only names that this process made are flushed.
    OwnNamesOnly,
    /// Only bytes that this process wrote are flushed.
    OwnBytesOnly,
    /// The error of a write is dropped.
    ErrorIgnored,
}

/// A disk that fails as planned, and may lie.
#[derive(Clone)]
pub(crate) struct FaultyDisk {
    pub(crate) inner: MemoryDisk,
    plan: Plan,
    lie: Lie,
    counter: Arc<Mutex<(usize, usize)>>,
    /// The folders in which this process made a name.
    made_in: Arc<Mutex<BTreeSet<PathBuf>>>,
    watch: Arc<Mutex<Watch>>,
}

/// Called before each operation with the disk below.
type Watch = Option<Box<dyn FnMut(&MemoryDisk) + Send>>;

impl FaultyDisk {
    pub(crate) fn new(inner: &MemoryDisk, plan: Plan, lie: Lie) -> Self {
        Self {
            inner: inner.clone(),
            plan,
            lie,
            counter: Arc::default(),
            made_in: Arc::default(),
            watch: Arc::default(),
        }
    }

    /// Has a look at the disk below before each operation.
    pub(crate) fn watch(&self, look: impl FnMut(&MemoryDisk) + Send + 'static) {
        *self.watch.lock().expect("free") = Some(Box::new(look));
    }

    /// How many operations failed.
    pub(crate) fn failures(&self) -> usize {
        self.counter.lock().expect("free").1
    }

    /// Counts an operation and fails it where the plan says so.
    fn step(&self) -> io::Result<()> {
        if let Some(look) = self.watch.lock().expect("free").as_mut() {
            look(&self.inner);
        }
        let mut counter = self.counter.lock().expect("free");
        let now = counter.0;
        counter.0 += 1;
        if now == self.plan.at || (self.plan.for_ever && now > self.plan.at) {
            counter.1 += 1;
            return Err(self.plan.kind.into());
        }
        Ok(())
    }

    fn file(&self, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(FaultyFile { disk: self.clone(), file, late: None, wrote: false, cut_back: false })
    }

    fn made(&self, path: &Path) {
        self.made_in.lock().expect("free").extend(path.parent().map(Path::to_owned));
    }
}

impl Disk for FaultyDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.made(path);
        self.inner.make_folder(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        self.step()?;
        self.inner.list(folder)
    }
    fn look(&self, path: &Path) -> io::Result<Option<Listed>> {
        self.step()?;
        self.inner.look(path)
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step()?;
        self.inner.read(path)
    }
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        self.made(path);
        Ok(self.file(self.inner.create_new(path)?))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        Ok(self.file(self.inner.open(path)?))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        self.made(to);
        self.inner.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.inner.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        let left_out = match self.lie {
            Lie::NoFlush => true,
            Lie::OwnNamesOnly => !self.made_in.lock().expect("free").contains(folder),
            _ => false,
        };
        if left_out { Ok(()) } else { self.inner.sync_folder(folder) }
    }
    fn lock(&self, path: &Path) -> io::Result<Option<LockGuard>> {
        self.step()?;
        self.inner.lock(path)
    }
}

struct FaultyFile {
    disk: FaultyDisk,
    file: Box<dyn DiskFile>,
    /// A write that was confirmed and not carried out.
    late: Option<(u64, Vec<u8>)>,
    /// Whether this process has written to it.
    wrote: bool,
    /// Whether it was cut back and is to be closed again.
    cut_back: bool,
}

impl DiskFile for FaultyFile {
    fn read(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        self.disk.step()?;
        self.file.read(limit)
    }
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        if let Some((at, earlier)) = self.late.take() {
            self.file.write_at(at, &earlier)?;
        }
        self.wrote = true;
        if let Err(error) = self.disk.step() {
            if self.disk.plan.half {
                self.file.write_at(offset, &bytes[..bytes.len() / 2])?;
            }
            return if self.disk.lie == Lie::ErrorIgnored { Ok(()) } else { Err(error) };
        }
        let closes = std::mem::take(&mut self.cut_back);
        match self.disk.lie {
            Lie::ConfirmedBeforeWritten => {
                self.late = Some((offset, bytes.to_vec()));
                Ok(())
            }
            Lie::NeverErased if closes => Ok(()),
            _ => self.file.write_at(offset, bytes),
        }
    }
    fn sync(&mut self) -> io::Result<()> {
        let failed = self.disk.step();
        match self.disk.lie {
            Lie::ErrorIgnored if failed.is_err() => return Ok(()),
            _ => failed?,
        }
        let left_out = match self.disk.lie {
            Lie::NoFlush => true,
            Lie::OwnBytesOnly => !self.wrote,
            Lie::NeverErased | Lie::NotFlushedBeforeClosing => self.cut_back,
            _ => false,
        };
        if left_out { Ok(()) } else { self.file.sync() }
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.disk.step()?;
        self.cut_back = true;
        match self.disk.lie {
            Lie::TailNotRepaired | Lie::NeverErased => Ok(()),
            _ => self.file.truncate(len),
        }
    }
    fn lock(&mut self) -> io::Result<bool> {
        self.disk.step()?;
        self.file.lock()
    }
    fn identity(&mut self) -> io::Result<u64> {
        self.disk.step()?;
        self.file.identity()
    }
    fn is_still(&mut self, path: &Path, len: u64) -> io::Result<bool> {
        self.disk.step()?;
        // A program that is confirmed too early does not look at the file, either.
        if matches!(self.disk.lie, Lie::ConfirmedBeforeWritten | Lie::ErrorIgnored) {
            return Ok(true);
        }
        self.file.is_still(path, len)
    }
}
