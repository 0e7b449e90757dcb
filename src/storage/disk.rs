//! The few things that are asked of a disk, behind a trait, so that tests can make each of them
//! fail. Nothing here knows what a journal is.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::study::splitmix;

/// What kind of thing a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A FIFO, a device, a dangling link: never opened, since it may hang or be endless.
    Other,
}

/// An entry of a folder.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its path.
    pub path: PathBuf,
    /// What it is, links followed.
    pub kind: PathKind,
    /// Its length in bytes.
    pub len: u64,
    /// What a copy does not share; see [`DiskFile::identity`].
    pub identity: u64,
}

/// A disk.
pub trait Disk: Send {
    /// Makes one folder, readable by its owner only; fails where there is something already.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// What a folder holds, in the order of names.
    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>>;
    /// What a path names; nothing where there is nothing.
    fn look(&self, path: &Path) -> io::Result<Option<Listed>>;
    /// A whole file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// A new file; fails where there is one already.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// An existing file, for reading and writing.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Gives a file another name, replacing what stood there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names of a folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Locks a file for the life of the guard; nothing where another process holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<LockGuard>>;

    /// Makes a folder and those above it, from the top on, each with a durable name before the next.
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut missing = Vec::new();
        for folder in path.ancestors() {
            match self.look(folder)? {
                None => missing.push(folder),
                Some(found) if found.kind == PathKind::Folder => break,
                Some(_) => return Err(io::ErrorKind::NotADirectory.into()),
            }
        }
        for folder in missing.into_iter().rev() {
            let above = folder.parent().unwrap_or(folder);
            // A start that was killed here may have made the one above and not flushed its name. One
            // that may not be read is none in which this program made anything.
            match self.sync_folder(above.parent().unwrap_or(above)) {
                Err(error) if error.kind() != io::ErrorKind::PermissionDenied => return Err(error),
                _ => {}
            }
            match self.make_folder(folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => self.sync_folder(above)?,
            }
        }
        Ok(())
    }
}

/// An open file.
pub trait DiskFile: Send {
    /// What it holds from its beginning on, `limit` bytes at most; also where it has lost its name.
    fn read(&mut self, limit: u64) -> io::Result<Vec<u8>>;
    /// Writes all bytes at a place.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// Makes what was written durable.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts the file to a length.
    fn truncate(&mut self, len: u64) -> io::Result<()>;
    /// Takes the file for this process alone, as long as it is open; false where another one has
    /// it. Nothing stops anybody from reading it.
    fn lock(&mut self) -> io::Result<bool>;
    /// A number that tells this file from any copy of it, here or on another computer, also one
    /// that was put in its place.
    fn identity(&mut self) -> io::Result<u64>;
    /// Whether `path` still names this file, and it has this length.
    fn is_still(&mut self, path: &Path, len: u64) -> io::Result<bool>;
}

/// Held as long as the lock.
pub struct LockGuard(#[expect(dead_code, reason = "held, never read")] Box<dyn Send>);

impl LockGuard {
    /// A guard that gives the lock back when `held` is dropped.
    pub fn new(held: impl Send + 'static) -> Self {
        Self(Box::new(held))
    }
}

/// The disk of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let mut out = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            out.push(listed(&path, fs::metadata(&path).ok().as_ref()));
        }
        out.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(out)
    }

    fn look(&self, path: &Path) -> io::Result<Option<Listed>> {
        match fs::metadata(path) {
            Ok(meta) => Ok(Some(listed(path, Some(&meta)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // A link that leads nowhere is something all the same.
                Ok(path.is_symlink().then(|| listed(path, None)))
            }
            Err(error) => Err(error),
        }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        private(&mut options);
        Ok(Box::new(options.open(path)?))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(OpenOptions::new().read(true).write(true).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Only Unix lets a folder be opened and flushed; elsewhere the file's own flush has to do.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn lock(&self, path: &Path) -> io::Result<Option<LockGuard>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        private(&mut options);
        let file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(LockGuard::new(file))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }
}

impl DiskFile for File {
    fn read(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        self.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        Read::by_ref(self).take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.seek(SeekFrom::Start(offset))?;
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }

    fn lock(&mut self) -> io::Result<bool> {
        // Elsewhere a locked file could not be read by anybody else.
        if !cfg!(unix) {
            return Ok(true);
        }
        match self.try_lock() {
            Ok(()) => Ok(true),
            Err(fs::TryLockError::WouldBlock) => Ok(false),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    fn identity(&mut self) -> io::Result<u64> {
        Ok(identity(&self.metadata()?))
    }

    fn is_still(&mut self, path: &Path, len: u64) -> io::Result<bool> {
        let ours = self.metadata()?;
        let named = match fs::metadata(path) {
            Ok(named) => named,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        Ok(ours.len() == len && named.len() == len && same_file(&ours, &named))
    }
}

/// An entry of a folder, by what the system says of it.
fn listed(path: &Path, meta: Option<&fs::Metadata>) -> Listed {
    let (kind, len, identity) = match meta {
        Some(meta) if meta.is_file() => (PathKind::File, meta.len(), identity(meta)),
        Some(meta) if meta.is_dir() => (PathKind::Folder, 0, 0),
        _ => (PathKind::Other, 0, 0),
    };
    Listed { path: path.to_owned(), kind, len, identity }
}

/// The file's number on its disk and the time at which it was made there.
fn identity(meta: &fs::Metadata) -> u64 {
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(meta);
    #[cfg(not(unix))]
    let number = 0;
    let made = meta.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let made = made.map_or(0, |at| at.as_secs() ^ u64::from(at.subsec_nanos()).rotate_left(32));
    splitmix(number ^ splitmix(made))
}

#[cfg(unix)]
fn same_file(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same_file(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    a.created().ok() == b.created().ok()
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}
