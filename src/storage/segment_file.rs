//! A file of the journal that this process may write to: appending a line, taking a failed one
//! back, and whether the file is still where it was.

use super::disk::DiskFile;
use super::error::{StorageError, Trouble};
use super::segment::{self, CLOSE, Line};
use crate::study::SegmentId;
use std::io;
use std::path::PathBuf;

/// A file of the journal, held for this process alone.
pub(super) struct SegmentFile {
    pub(super) file: Box<dyn DiskFile>,
    pub(super) path: PathBuf,
    pub(super) id: SegmentId,
    /// Its length in bytes, as this process left it.
    pub(super) len: u64,
}

/// What became of the bytes of a line that could not be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Taken back for certain; the file may go on.
    Erased,
    /// Taken back, but a flush that follows a failed one may report a success that is none: the
    /// file is not to be written again.
    Doubted,
    /// They could not be taken back, and may count when the file is read again.
    MayRemain,
}

impl SegmentFile {
    /// Whether its path still names this file, and nobody else has changed its length. False also
    /// where that cannot be said.
    pub(super) fn is_still(&mut self) -> bool {
        self.file.is_still(&self.path, self.len).unwrap_or(false)
    }

    /// The whole lines that can still be read from it, also where it has lost its name.
    pub(super) fn lines(&mut self) -> Vec<Line> {
        let bytes = self.file.read(self.len).unwrap_or_default();
        segment::read(&bytes, Some(self.id)).lines
    }

    /// Writes a line over the closing bracket and flushes it.
    pub(super) fn append(&mut self, line: &str) -> Result<(), (StorageError, Fate)> {
        let place = self.len.saturating_sub(CLOSE.len() as u64);
        let text = format!("{line}{CLOSE}");
        let written = self.file.write_at(place, text.as_bytes()).and_then(|()| self.file.sync());
        let Err(error) = written else {
            self.len = place + text.len() as u64;
            return Ok(());
        };
        let fate = match self.erase(place) {
            Ok(()) if Trouble::of(&error) == Trouble::DiskFull => Fate::Erased,
            Ok(()) => Fate::Doubted,
            Err(_) => Fate::MayRemain,
        };
        Err((StorageError::from_io(error, &self.path), fate))
    }

    /// Takes back what a failed write left behind `place`, and closes the document again.
    fn erase(&mut self, place: u64) -> io::Result<()> {
        self.file.truncate(place)?;
        // Else a power cut may leave the bracket in the middle of the line that was to go.
        self.file.sync()?;
        self.file.write_at(place, CLOSE.as_bytes())?;
        self.file.sync()
    }
}
