//! What may go wrong with the folder of a learner's progress, in the learner's words: what
//! happened, what is safe, what to do, and the path last.

use crate::quote::shown_path;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A failure of storage.
#[derive(Debug)]
pub struct StorageError {
    /// What kind of failure.
    pub kind: Trouble,
    /// The file or folder that it concerns.
    pub path: PathBuf,
    /// What the system said.
    pub cause: Option<io::Error>,
    /// Whether what was refused could not be erased either, so that a later start may find it.
    pub may_reappear: bool,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Another copy of the program has the folder open.
    Locked,
    /// A file was written by a newer version.
    Newer,
    /// The folder cannot be written.
    ReadOnly,
    /// No room on the disk.
    DiskFull,
    /// A file stands where the folder should be, or the path cannot be a folder.
    NotAFolder,
    /// The path is not absolute.
    NotAbsolute,
    /// The system names no place for a program's data.
    NoHome,
    /// Something is there that cannot be read.
    Unreadable,
    /// Files were moved, deleted or replaced by somebody else, and what was confirmed could not yet
    /// be written again.
    Moved,
    /// A deck was changed by another program since it was read.
    Changed,
    /// What was to be written could not be read again.
    NotReadBack,
    /// The path is too long, or not one that this system can have.
    BadPath,
    /// Any other failure of the disk.
    Io,
}

impl Trouble {
    /// The word used by the commands without a window.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Locked => "LOCKED",
            Self::Newer => "NEWER",
            Self::ReadOnly => "READ_ONLY",
            Self::DiskFull => "DISK_FULL",
            Self::NotAFolder => "NOT_A_FOLDER",
            Self::NotAbsolute => "NOT_ABSOLUTE",
            Self::NoHome => "NO_HOME",
            Self::Unreadable => "UNREADABLE",
            Self::Moved => "MOVED",
            Self::Changed => "CHANGED",
            Self::NotReadBack => "NOT_READ_BACK",
            Self::BadPath => "BAD_PATH",
            Self::Io => "IO",
        }
    }

    /// The kind that an error of the system amounts to.
    #[must_use]
    pub fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::NotADirectory => Self::NotAFolder,
            io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput => Self::BadPath,
            _ => Self::Io,
        }
    }
}

impl StorageError {
    /// A failure without a word from the system.
    #[must_use]
    pub fn new(kind: Trouble, path: &Path) -> Self {
        Self { kind, path: path.to_owned(), cause: None, may_reappear: false }
    }

    /// A failure to make or read the folder: something in its place is told from a place that
    /// cannot be written.
    pub(super) fn of_folder(error: io::Error, folder: &Path) -> Self {
        let kind = if is_in_the_way(folder) { Trouble::NotAFolder } else { Trouble::of(&error) };
        Self { cause: Some(error), ..Self::new(kind, folder) }
    }

    /// A failure that the system reported.
    #[must_use]
    pub fn from_io(error: io::Error, path: &Path) -> Self {
        let kind = Trouble::of(&error);
        Self { cause: Some(error), ..Self::new(kind, path) }
    }
}

/// Whether something that is no folder stands where a folder should be, or above it.
pub(super) fn is_in_the_way(folder: &Path) -> bool {
    folder.ancestors().any(|p| p.is_file() || (p.is_symlink() && !p.exists()))
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.kind {
            Trouble::Locked => {
                "Another copy of EMS Study has this progress open. Nothing is lost. \
                 Close the other window, then start again"
            }
            Trouble::Newer => {
                "This progress was written by a newer version of EMS Study. It was left untouched. \
                 Install that version, or start with another folder (--data-dir)"
            }
            Trouble::ReadOnly => {
                "The folder of your progress cannot be written. What it holds is safe. \
                 Allow writing to it, or start with another folder (--data-dir)"
            }
            Trouble::DiskFull => {
                "The disk is full. Every answer confirmed so far is safe. \
                 Free some space and answer again"
            }
            Trouble::NotAFolder => {
                "Something that is no folder stands where your progress should be kept. \
                 Nothing was changed. Move it away, or start with another folder (--data-dir)"
            }
            Trouble::NotAbsolute => {
                "The folder for your progress has to be an absolute path. Nothing was changed. \
                 Write it from the root, such as --data-dir /home/me/ems-study"
            }
            Trouble::NoHome => {
                "The system names no home folder, so there is no place for your progress. \
                 Start with --data-dir and an absolute path"
            }
            Trouble::Unreadable => {
                "A file of your progress cannot be read. It was left untouched, and is not taken \
                 for an empty one. Look at it, or start with another folder (--data-dir)"
            }
            Trouble::Moved => {
                "The files of your progress were moved or deleted while EMS Study was open, and what \
                 they held cannot be written again now. Leave EMS Study open, put the folder back or \
                 make room for it, then answer again"
            }
            Trouble::Changed => {
                "Another program has changed this deck since it was read, and nothing was written \
                 over it. Copy what you typed, then close EMS Study and open it again"
            }
            Trouble::NotReadBack => {
                "This deck could not be read again as it would be written, so the file was left as \
                 it was. Change the card that is named and try again"
            }
            Trouble::BadPath => {
                "The system cannot have a folder of this name; it may be too long. Nothing was \
                 changed. Start with a shorter one (--data-dir)"
            }
            Trouble::Io => {
                "The disk reported an error. Every answer confirmed so far is safe. \
                 Try again; if it happens again, copy the folder elsewhere"
            }
        };
        f.write_str(text)?;
        if self.may_reappear {
            f.write_str(
                ". What was refused could not be erased and may reappear after the next start",
            )?;
        }
        if let Some(cause) = &self.cause {
            write!(f, " ({cause})")?;
        }
        write!(f, ": {}", shown_path(&self.path))
    }
}

impl std::error::Error for StorageError {}
