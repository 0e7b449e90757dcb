//! A disk in memory. What was written but not flushed is told apart from what was, names of files
//! and folders as well as bytes.

use ems_study::storage::{Disk, DiskFile, Listed, LockGuard, PathKind};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// A disk in memory.
#[derive(Clone)]
pub(crate) struct MemoryDisk(Arc<Mutex<World>>);

struct World {
    inodes: Vec<Inode>,
    /// The names as the running system sees them, and as a power cut would leave them.
    names: Names,
    durable_names: Names,
    locked: BTreeSet<usize>,
    /// What tells the files of this computer from those of another one.
    identity_salt: u64,
}

type Names = BTreeMap<PathBuf, Node>;

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Folder,
    /// A file, by its place among the inodes.
    File(usize),
}

#[derive(Clone, Default)]
struct Inode {
    now: Vec<u8>,
    flushed: Vec<u8>,
    /// What was done since the last flush.
    unflushed: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    /// The place and the bytes.
    Write(usize, Vec<u8>),
    /// The new length.
    Cut(usize),
}

/// What a power cut leaves of what was not flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
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
    /// The names, and of the changes since the last flush only some: the first where the lowest bit
    /// is set, and so on.
    Subset(u8),
}

impl Cut {
    /// Every kind, the last write torn at several places, of up to three changes any.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let torn = [1, 2, 7, 30, 60, 90, 120, 150].map(Self::Torn);
        let whole = [
            Self::NothingUnflushed,
            Self::Everything,
            Self::NamesOnly,
            Self::BytesOnly,
            Self::LengthOnly,
        ];
        whole.into_iter().chain(torn).chain((1..7).map(Self::Subset))
    }
}

impl MemoryDisk {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().expect("no test panics while it holds the disk")
    }

    /// Another disk: what a power cut at this moment would leave of this one.
    pub(crate) fn after(&self, cut: Cut) -> Self {
        let world = self.world();
        let names = match cut {
            Cut::NothingUnflushed | Cut::BytesOnly => &world.durable_names,
            _ => &world.names,
        };
        // What lies in a folder goes with its name.
        let is_left = |path: &Path| path.ancestors().all(|above| names.contains_key(above));
        let left: Names = names
            .iter()
            .filter(|(path, _)| is_left(path))
            .map(|(p, node)| (p.clone(), *node))
            .collect();
        Self(Arc::new(Mutex::new(World {
            inodes: world.inodes.iter().map(|inode| Inode::of(inode.after(cut))).collect(),
            durable_names: left.clone(),
            names: left,
            locked: BTreeSet::new(),
            identity_salt: world.identity_salt,
        })))
    }

    /// A copy of this disk as another computer would have it: no file is the same file.
    pub(crate) fn copy(&self) -> Self {
        let copy = self.after(Cut::Everything);
        copy.world().identity_salt = self.world().identity_salt + 1;
        copy
    }

    /// Puts every file of another disk beside those of this one; where a name is taken, under
    /// another name.
    pub(crate) fn merge(&self, other: &Self) {
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
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let world = self.world();
        let held = world.names.iter().filter_map(|(path, node)| match node {
            Node::File(at) => Some((path.clone(), world.inodes[*at].now.clone())),
            Node::Folder => None,
        });
        held.collect()
    }

    /// Puts a file there, replacing what stood there by another file.
    pub(crate) fn put(&self, path: &Path, bytes: &[u8]) {
        let mut world = self.world();
        let file = Node::File(world.inodes.len());
        world.inodes.push(Inode::of(bytes.to_vec()));
        for folder in path.ancestors().skip(1) {
            world.place(folder, Node::Folder);
        }
        world.place(path, file);
    }

    /// Changes what a file holds; it stays the same file.
    pub(crate) fn change(&self, path: &Path, bytes: &[u8]) {
        let mut world = self.world();
        let at = world.file(path).expect("a file");
        world.inodes[at] = Inode::of(bytes.to_vec());
    }

    /// The files of the journal.
    pub(crate) fn segments(&self) -> Vec<PathBuf> {
        let is_segment = |p: &PathBuf| p.extension().is_some_and(|e| e == "ron");
        let in_reviews = |p: &PathBuf| p.parent().is_some_and(|f| f.ends_with("reviews"));
        self.files().into_keys().filter(|p| is_segment(p) && in_reviews(p)).collect()
    }
}

impl Default for MemoryDisk {
    fn default() -> Self {
        let root = Names::from([(PathBuf::from("/"), Node::Folder)]);
        Self(Arc::new(Mutex::new(World {
            inodes: Vec::new(),
            names: root.clone(),
            durable_names: root,
            locked: BTreeSet::new(),
            identity_salt: 0,
        })))
    }
}

impl Inode {
    fn of(bytes: Vec<u8>) -> Self {
        Self { now: bytes.clone(), flushed: bytes, unflushed: Vec::new() }
    }

    fn after(&self, cut: Cut) -> Vec<u8> {
        let mut out = self.flushed.clone();
        match (cut, self.unflushed.last()) {
            (Cut::Everything | Cut::BytesOnly, _) | (_, None) => out.clone_from(&self.now),
            (Cut::Torn(len), Some(Change::Write(at, bytes))) => {
                write(&mut out, *at, &bytes[..len.min(bytes.len())]);
            }
            (Cut::LengthOnly, Some(Change::Write(at, bytes))) => {
                write(&mut out, *at, &vec![0; bytes.len()]);
            }
            (Cut::Subset(which), _) => {
                let some = (0..8).zip(&self.unflushed).filter(|(bit, _)| which & (1 << bit) != 0);
                some.for_each(|(_, change)| change.carry_out(&mut out));
            }
            (Cut::NothingUnflushed | Cut::NamesOnly | Cut::Torn(_) | Cut::LengthOnly, _) => {}
        }
        out
    }

    fn change(&mut self, change: Change) {
        change.carry_out(&mut self.now);
        self.unflushed.push(change);
    }
}

impl Change {
    fn carry_out(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(at, new) => write(bytes, *at, new),
            // Cutting to a larger length fills with zeros, as files do.
            Self::Cut(len) => bytes.resize(*len, 0),
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
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.world().name(path, Node::Folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let world = self.world();
        world.folder(folder)?;
        let inside = world.names.iter().filter(|(path, _)| path.parent() == Some(folder));
        Ok(inside.map(|(path, node)| world.listed(path, *node)).collect())
    }

    fn look(&self, path: &Path) -> io::Result<Option<Listed>> {
        let world = self.world();
        Ok(world.names.get(path).map(|node| world.listed(path, *node)))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let world = self.world();
        Ok(world.inodes[world.file(path)?].now.clone())
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut world = self.world();
        let inode = world.inodes.len();
        world.name(path, Node::File(inode))?;
        world.inodes.push(Inode::default());
        Ok(Box::new(MemoryFile { disk: self.clone(), inode, locked: false }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let inode = self.world().file(path)?;
        Ok(Box::new(MemoryFile { disk: self.clone(), inode, locked: false }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world();
        let at = world.file(from)?;
        world.folder(to.parent().ok_or_else(not_there)?)?;
        world.names.remove(from);
        world.names.insert(to.to_owned(), Node::File(at));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.file(path)?;
        world.names.remove(path);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.folder(folder)?;
        let World { names, durable_names, .. } = &mut *world;
        durable_names.retain(|path, _| path.parent() != Some(folder));
        let inside = names.iter().filter(|(path, _)| path.parent() == Some(folder));
        durable_names.extend(inside.map(|(path, node)| (path.clone(), *node)));
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
    fn listed(&self, path: &Path, node: Node) -> Listed {
        let (kind, len, identity) = match node {
            Node::Folder => (PathKind::Folder, 0, 0),
            Node::File(at) => (PathKind::File, self.inodes[at].now.len() as u64, self.identity(at)),
        };
        Listed { path: path.to_owned(), kind, len, identity }
    }

    fn identity(&self, inode: usize) -> u64 {
        inode as u64 + self.identity_salt * 1_000_000
    }

    fn file(&self, path: &Path) -> io::Result<usize> {
        match self.names.get(path) {
            Some(Node::File(at)) => Ok(*at),
            Some(Node::Folder) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(not_there()),
        }
    }

    fn folder(&self, path: &Path) -> io::Result<()> {
        match self.names.get(path) {
            Some(Node::Folder) => Ok(()),
            Some(Node::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(not_there()),
        }
    }

    /// Gives something new its name, which is not durable yet.
    fn name(&mut self, path: &Path, node: Node) -> io::Result<()> {
        self.folder(path.parent().ok_or_else(not_there)?)?;
        if self.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.names.insert(path.to_owned(), node);
        Ok(())
    }

    /// Puts something there for good.
    fn place(&mut self, path: &Path, node: Node) {
        self.names.insert(path.to_owned(), node);
        self.durable_names.insert(path.to_owned(), node);
    }
}

struct MemoryFile {
    disk: MemoryDisk,
    inode: usize,
    locked: bool,
}

impl DiskFile for MemoryFile {
    fn read(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = self.disk.world().inodes[self.inode].now.clone();
        bytes.truncate(usize::try_from(limit).expect("small"));
        Ok(bytes)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let at = usize::try_from(offset).expect("small");
        let inode = &mut self.disk.world().inodes[self.inode];
        inode.change(Change::Write(at, bytes.to_vec()));
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let inode = &mut self.disk.world().inodes[self.inode];
        inode.flushed.clone_from(&inode.now);
        inode.unflushed.clear();
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let len = usize::try_from(len).expect("small");
        self.disk.world().inodes[self.inode].change(Change::Cut(len));
        Ok(())
    }

    fn lock(&mut self) -> io::Result<bool> {
        self.locked |= self.disk.world().locked.insert(self.inode);
        Ok(self.locked)
    }

    fn identity(&mut self) -> io::Result<u64> {
        Ok(self.disk.world().identity(self.inode))
    }

    fn is_still(&mut self, path: &Path, len: u64) -> io::Result<bool> {
        let world = self.disk.world();
        let named = world.names.get(path) == Some(&Node::File(self.inode));
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
