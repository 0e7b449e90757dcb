//! Disks for tests: one in memory that knows what a power cut would leave of it, and one that
//! fails as planned.
#![allow(dead_code, unreachable_pub)] // each test file uses a part of it

use ems_study::storage::{Disk, DiskFile, Listed, LockGuard, PathKind};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// A disk in memory. What was written but not flushed is told apart from what was.
#[derive(Clone, Default)]
pub struct MemoryDisk(Arc<Mutex<World>>);

#[derive(Default)]
struct World {
    inodes: Vec<Inode>,
    /// The names as the running system sees them, and as a power cut would leave them.
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    locked: BTreeSet<usize>,
    /// Files locked by who has them open.
    identity_salt: u64,
}

#[derive(Clone, Default)]
struct Inode {
    now: Vec<u8>,
    flushed: Vec<u8>,
    /// Writes since the last flush: the place and the bytes.
    unflushed: Vec<(usize, Vec<u8>)>,
}

/// What a power cut leaves of what was not flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Nothing: also the names that were not made durable are gone.
    NothingUnflushed,
    /// Everything, as after `kill -9`.
    Everything,
    /// The names, and of the bytes only what was flushed.
    NamesOnly,
    /// The bytes, but under the names that were durable.
    BytesOnly,
    /// Of the last write so many bytes.
    Torn(usize),
    /// The length of the file, with zeros in the place of the last write.
    LengthOnly,
}

impl Cut {
    /// Every kind, the last write torn at several places.
    pub fn all() -> impl Iterator<Item = Self> {
        let torn = [1, 2, 7, 30, 60, 90, 120, 150].map(Self::Torn);
        let whole = [
            Self::NothingUnflushed,
            Self::Everything,
            Self::NamesOnly,
            Self::BytesOnly,
            Self::LengthOnly,
        ];
        whole.into_iter().chain(torn)
    }
}

impl MemoryDisk {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().expect("no test panics while it holds the disk")
    }

    /// Another disk: what a power cut at this moment would leave of this one.
    pub fn after(&self, cut: Cut) -> Self {
        let world = self.world();
        let names = match cut {
            Cut::NothingUnflushed | Cut::BytesOnly => &world.durable_names,
            _ => &world.names,
        };
        let out = Self::default();
        let mut left = out.world();
        left.folders.clone_from(&world.folders);
        left.inodes = world.inodes.iter().map(|inode| Inode::of(inode.after(cut))).collect();
        left.names.clone_from(names);
        left.durable_names.clone_from(names);
        left.identity_salt = world.identity_salt;
        drop(left);
        out
    }

    /// A copy of this disk as another computer would have it: no file is the same file.
    pub fn copy(&self) -> Self {
        let copy = self.after(Cut::Everything);
        copy.world().identity_salt = self.world().identity_salt + 1;
        copy
    }

    /// Puts every file of another disk beside those of this one; where a name is taken, under
    /// another name.
    pub fn merge(&self, other: &Self) {
        for (path, bytes) in other.files() {
            let mut to = path.clone();
            while self.world().names.contains_key(&to) {
                to.set_file_name(format!(
                    "{} (copy).ron",
                    to.file_stem().expect("a name").to_string_lossy()
                ));
            }
            self.put(&to, &bytes);
        }
    }

    /// Every file and what it holds.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let world = self.world();
        world.names.iter().map(|(path, at)| (path.clone(), world.inodes[*at].now.clone())).collect()
    }

    /// Puts a file there, replacing what stood there by another file.
    pub fn put(&self, path: &Path, bytes: &[u8]) {
        let mut world = self.world();
        let number = world.inodes.len();
        world.inodes.push(Inode::of(bytes.to_vec()));
        world.names.insert(path.to_owned(), number);
        world.durable_names.insert(path.to_owned(), number);
        world.folders.extend(path.ancestors().skip(1).map(Path::to_owned));
    }

    /// Changes what a file holds; it stays the same file.
    pub fn change(&self, path: &Path, bytes: &[u8]) {
        let mut world = self.world();
        let at = world.names[path];
        world.inodes[at] = Inode::of(bytes.to_vec());
    }

    /// Removes a file, as somebody else would.
    pub fn take_away(&self, path: &Path) {
        let mut world = self.world();
        world.names.remove(path);
        world.durable_names.remove(path);
    }

    /// The files of the journal.
    pub fn segments(&self) -> Vec<PathBuf> {
        let is_segment = |p: &PathBuf| p.extension().is_some_and(|e| e == "ron");
        let in_reviews = |p: &PathBuf| p.parent().is_some_and(|f| f.ends_with("reviews"));
        self.files().into_keys().filter(|p| is_segment(p) && in_reviews(p)).collect()
    }
}

impl Inode {
    fn of(bytes: Vec<u8>) -> Self {
        Self { now: bytes.clone(), flushed: bytes, unflushed: Vec::new() }
    }

    fn after(&self, cut: Cut) -> Vec<u8> {
        let last = self.unflushed.last();
        match (cut, last) {
            (Cut::Everything | Cut::BytesOnly, _) | (_, None) => self.now.clone(),
            (Cut::NothingUnflushed | Cut::NamesOnly, Some(_)) => self.flushed.clone(),
            (Cut::Torn(len), Some((at, bytes))) => {
                let mut out = self.flushed.clone();
                write(&mut out, *at, &bytes[..len.min(bytes.len())]);
                out
            }
            (Cut::LengthOnly, Some((at, bytes))) => {
                let mut out = self.flushed.clone();
                write(&mut out, *at, &vec![0; bytes.len()]);
                out
            }
        }
    }
}

fn write(out: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    out.resize(out.len().max(at + bytes.len()), 0);
    out[at..at + bytes.len()].copy_from_slice(bytes);
}

fn not_there() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Disk for MemoryDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.world().folders.extend(path.ancestors().map(Path::to_owned));
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let world = self.world();
        if !world.folders.contains(folder) {
            return Err(not_there());
        }
        let inside = world.names.iter().filter(|(path, _)| path.parent() == Some(folder));
        Ok(inside.map(|(path, at)| world.listed(path, *at)).collect())
    }

    fn look(&self, path: &Path) -> io::Result<Option<Listed>> {
        let world = self.world();
        Ok(world.names.get(path).map(|at| world.listed(path, *at)))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let world = self.world();
        let at = *world.names.get(path).ok_or_else(not_there)?;
        Ok(world.inodes[at].now.clone())
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut world = self.world();
        if world.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let number = world.inodes.len();
        world.inodes.push(Inode::default());
        world.names.insert(path.to_owned(), number);
        Ok(Box::new(MemoryFile { disk: self.clone(), inode: number, locked: false }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let inode = *self.world().names.get(path).ok_or_else(not_there)?;
        Ok(Box::new(MemoryFile { disk: self.clone(), inode, locked: false }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world();
        let at = world.names.remove(from).ok_or_else(not_there)?;
        world.names.insert(to.to_owned(), at);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.world().names.remove(path).map(|_| ()).ok_or_else(not_there)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut world = self.world();
        let World { names, durable_names, .. } = &mut *world;
        durable_names.retain(|path, _| path.parent() != Some(folder));
        let inside = names.iter().filter(|(path, _)| path.parent() == Some(folder));
        durable_names.extend(inside.map(|(path, at)| (path.clone(), *at)));
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<LockGuard>> {
        if !self.world().names.contains_key(path) {
            self.put(path, b"");
        }
        let mut file = self.open(path)?;
        Ok(file.lock()?.then(|| LockGuard::new(file)))
    }
}

impl World {
    fn listed(&self, path: &Path, at: usize) -> Listed {
        let len = self.inodes[at].now.len() as u64;
        let identity = at as u64 + self.identity_salt * 1_000_000;
        Listed { path: path.to_owned(), kind: PathKind::File, len, identity }
    }
}

struct MemoryFile {
    disk: MemoryDisk,
    inode: usize,
    locked: bool,
}

impl DiskFile for MemoryFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let inode = &mut self.disk.world().inodes[self.inode];
        let at = usize::try_from(offset).expect("small");
        write(&mut inode.now, at, bytes);
        inode.unflushed.push((at, bytes.to_vec()));
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let inode = &mut self.disk.world().inodes[self.inode];
        inode.flushed.clone_from(&inode.now);
        inode.unflushed.clear();
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let inode = &mut self.disk.world().inodes[self.inode];
        inode.now.truncate(usize::try_from(len).expect("small"));
        Ok(())
    }

    fn lock(&mut self) -> io::Result<bool> {
        self.locked |= self.disk.world().locked.insert(self.inode);
        Ok(self.locked)
    }

    fn identity(&mut self) -> io::Result<u64> {
        let salt = self.disk.world().identity_salt;
        Ok(self.inode as u64 + salt * 1_000_000)
    }

    fn is_still(&mut self, path: &Path, len: u64) -> io::Result<bool> {
        let world = self.disk.world();
        let named = world.names.get(path) == Some(&self.inode);
        Ok(named && world.inodes[self.inode].now.len() as u64 == len)
    }
}

impl Drop for MemoryFile {
    fn drop(&mut self) {
        if self.locked {
            self.disk.world().locked.remove(&self.inode);
        }
    }
}

/// When and how a disk fails.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Which operation fails, from 0.
    pub at: usize,
    /// Whether every one after it fails, too.
    pub for_ever: bool,
    /// The error.
    pub kind: io::ErrorKind,
    /// Whether a failing write leaves half of its bytes behind.
    pub half: bool,
}

impl Plan {
    /// Nothing fails.
    pub fn nothing() -> Self {
        Self { at: usize::MAX, for_ever: false, kind: io::ErrorKind::Other, half: false }
    }
}

/// A lie of a disk, or of a program that does not ask it: what must not go unnoticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// None.
    Honest,
    /// A flush is not carried out.
    NoFlush,
    /// A write is confirmed at once and carried out at the next one.
    ConfirmedBeforeWritten,
    /// What a failed write left behind is not taken back.
    TailNotRepaired,
    /// The error of a write is dropped.
    ErrorIgnored,
}

/// A disk that fails as planned, and may lie.
#[derive(Clone)]
pub struct FaultyDisk {
    pub inner: MemoryDisk,
    plan: Plan,
    lie: Lie,
    counter: Arc<Mutex<(usize, usize)>>,
    watch: Arc<Mutex<Watch>>,
}

/// Called before each operation with the disk below.
type Watch = Option<Box<dyn FnMut(&MemoryDisk) + Send>>;

impl FaultyDisk {
    pub fn new(inner: &MemoryDisk, plan: Plan, lie: Lie) -> Self {
        let (counter, watch) = (Arc::default(), Arc::default());
        Self { inner: inner.clone(), plan, lie, counter, watch }
    }

    /// Has a look at the disk below before each operation.
    pub fn watch(&self, look: impl FnMut(&MemoryDisk) + Send + 'static) {
        *self.watch.lock().expect("free") = Some(Box::new(look));
    }

    /// How many operations failed.
    pub fn failures(&self) -> usize {
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
        Box::new(FaultyFile { disk: self.clone(), file, late: None })
    }
}

impl Disk for FaultyDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.inner.create_folder(path)
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
        Ok(self.file(self.inner.create_new(path)?))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        Ok(self.file(self.inner.open(path)?))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        self.inner.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.inner.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        if self.lie == Lie::NoFlush { Ok(()) } else { self.inner.sync_folder(folder) }
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
}

impl DiskFile for FaultyFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        if let Some((at, earlier)) = self.late.take() {
            self.file.write_at(at, &earlier)?;
        }
        if let Err(error) = self.disk.step() {
            if self.disk.plan.half {
                self.file.write_at(offset, &bytes[..bytes.len() / 2])?;
            }
            return if self.disk.lie == Lie::ErrorIgnored { Ok(()) } else { Err(error) };
        }
        if self.disk.lie == Lie::ConfirmedBeforeWritten {
            self.late = Some((offset, bytes.to_vec()));
            return Ok(());
        }
        self.file.write_at(offset, bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        match (self.disk.step(), self.disk.lie) {
            (Err(_), Lie::ErrorIgnored) | (Ok(()), Lie::NoFlush) => Ok(()),
            (Err(error), _) => Err(error),
            (Ok(()), _) => self.file.sync(),
        }
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.disk.step()?;
        if self.disk.lie == Lie::TailNotRepaired { Ok(()) } else { self.file.truncate(len) }
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
