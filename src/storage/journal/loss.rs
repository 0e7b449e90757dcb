//! Files that somebody takes away or replaces while the journal is open: what they held is written
//! again, and what nobody has any more is named.

use super::Journal;
use crate::storage::error::{StorageError, Trouble};
use crate::storage::history::{Finding, read_folder};
use crate::storage::segment;
use crate::storage::segment_file::SegmentFile;
use crate::study::{Entry, EntryRef};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// Files of the journal that somebody took away or replaced while they were open. What this process
/// confirmed was written again.
#[derive(Debug)]
pub struct Loss {
    /// What may be missing of that which was confirmed before.
    pub missing: Vec<Finding>,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "Files of your progress were deleted or replaced while EMS Study was open. What you \
             answered since its start was written again into a new file",
        )?;
        match self.missing.as_slice() {
            [] => f.write_str(", and nothing is missing."),
            [first, more @ ..] => {
                write!(f, ", but earlier answers may be missing: {}. ", first.words())?;
                if !more.is_empty() {
                    write!(f, "There are {} more such places. ", more.len())?;
                }
                f.write_str("A backup may have them.")
            }
        }
    }
}

impl Journal {
    /// Looks once more whether what this process has confirmed is where it was written, and writes
    /// it again where it is not. To be called at the end. The error means that confirmed answers
    /// are in memory only.
    pub fn look_again(&mut self) -> Result<(), StorageError> {
        let worked = !self.confirmed.is_empty() || !self.left.is_empty() || self.in_doubt;
        // Who moves or deletes a folder that is not worked in does not want it back.
        let replaced = self.open.as_ref().is_some_and(|open| self.is_something(&open.path));
        if !worked && !replaced {
            return Ok(());
        }
        let mut files = self.open.iter_mut().chain(&mut self.left);
        let lost = !files.all(SegmentFile::is_still);
        if !lost && !self.in_doubt {
            return Ok(());
        }
        self.in_doubt = true;
        self.leave();
        match self.begin_segment() {
            Err(error) if error.kind == Trouble::Moved => Err(error),
            // Everything confirmed is still there.
            _ => Ok(()),
        }
    }

    /// Whether there is anything of that name.
    fn is_something(&self, path: &Path) -> bool {
        self.disk.look(path).is_ok_and(|found| found.is_some())
    }

    /// What is to be told where files were taken away or replaced while they were open; told once.
    pub fn take_loss(&mut self) -> Option<Loss> {
        if !std::mem::take(&mut self.lost_files) {
            return None;
        }
        let found = read_folder(&*self.disk, &self.folder).map(|found| found.history.findings);
        let damage = found.unwrap_or_default().into_iter().filter(|f| f.is_damage);
        let missing = damage.filter(|finding| !self.damage.contains(finding)).collect::<Vec<_>>();
        self.damage.extend_from_slice(&missing);
        Some(Loss { missing })
    }

    /// Begins a file that repeats what was confirmed, where files are `lost` also what they held.
    pub(super) fn begin_repeating(&mut self, lost: bool) -> Result<SegmentFile, StorageError> {
        let mut repeated: BTreeMap<EntryRef, Entry> = self.confirmed.iter().cloned().collect();
        let mut gone = None;
        if lost {
            let there = self.entries_there();
            for file in &mut self.left {
                if !file.is_still() {
                    let missing = file.lines().into_iter().filter(|line| !there.contains(&line.at));
                    repeated.extend(missing.map(|line| (line.at, line.entry)));
                }
            }
            let is_gone = |at: &&EntryRef| !there.contains(at) && !repeated.contains_key(at);
            gone = self.ends.iter().filter(is_gone).max_by_key(|at| at.1).copied();
        }
        repeated.retain(|at, _| !self.void.contains(at));
        self.new_segment(gone, |id| {
            repeated.iter().map(|(at, entry)| segment::repeated_line(id, at.0, entry)).collect()
        })
    }

    /// The entries that the folder holds now; none where it cannot be read.
    fn entries_there(&self) -> BTreeSet<EntryRef> {
        let found = read_folder(&*self.disk, &self.folder);
        found
            .map(|found| found.history.entries.into_iter().map(|(at, _)| at).collect())
            .unwrap_or_default()
    }
}
