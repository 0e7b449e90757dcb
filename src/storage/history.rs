//! Reading the journal of a folder: every whole entry of every file, and what is odd about them.
//! Reading changes nothing.

use super::disk::{Disk, Listed, PathKind};
use super::error::{StorageError, Trouble, is_in_the_way};
use super::segment::{self, Header, Segment};
use crate::quote::shown_path;
use crate::study::{Entry, EntryRef, SegmentId};
use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the segments, below the data folder.
pub(super) const SEGMENTS: &str = "reviews";
/// A larger file is no journal of ours.
pub(super) const MAX_SEGMENT_BYTES: u64 = 256 * 1024 * 1024;

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

impl Finding {
    /// What it is, and which answers may be missing for it.
    #[must_use]
    pub fn words(&self) -> String {
        let answers = match self.answers {
            Some((from, to)) if from == to => format!("; answer {from} may be missing"),
            Some((from, to)) => format!("; answers {from} to {to} may be missing"),
            None => String::new(),
        };
        format!("{}{answers}", self.what)
    }

    /// The line and the file, or the file.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let file = shown_path(self.file.as_deref()?);
        Some(self.line.map_or_else(|| file.clone(), |line| format!("line {line} of {file}")))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())?;
        self.place().map_or(Ok(()), |place| write!(f, " ({place})"))
    }
}

/// Reads the journal of a data folder without a lock and without changing anything.
pub fn read_history(disk: &dyn Disk, data: &Path) -> Result<History, StorageError> {
    if !data.is_absolute() {
        return Err(StorageError::new(Trouble::NotAbsolute, data));
    }
    let folder = data.join(SEGMENTS);
    match disk.list(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_in_the_way(data) => {
            Ok(History::default())
        }
        Err(error) => Err(StorageError::of_folder(error, &folder)),
        Ok(_) => Ok(read_folder(disk, &folder)?.history),
    }
}

/// What a folder holds, for whoever goes on writing in it.
pub(super) struct Found {
    pub(super) history: History,
    /// The number of the next entry.
    pub(super) next_seq: u64,
    /// The number in the name of the next file.
    pub(super) next_number: u64,
    /// The file that may be appended to, the newest first.
    pub(super) appendable: Option<Appendable>,
}

/// A file that this computer began, without any oddity, whose numbers can be counted on.
pub(super) struct Appendable {
    pub(super) path: PathBuf,
    pub(super) id: SegmentId,
    pub(super) len: u64,
}

/// One file and what it holds.
struct FileRead<'a> {
    file: &'a Listed,
    /// The name of its entries.
    id: Option<SegmentId>,
    header: Option<Header>,
    faults: Vec<segment::Fault>,
    perfect: bool,
    last_seq: u64,
}

pub(super) fn read_folder(disk: &dyn Disk, folder: &Path) -> Result<Found, StorageError> {
    let listed = disk.list(folder).map_err(|e| StorageError::from_io(e, folder))?;
    let mut next_number = 1;
    let mut entries = Vec::new();
    let mut files = Vec::new();
    for file in listed.iter().filter(|l| l.path.extension().is_some_and(|e| e == "ron")) {
        next_number = next_number.max(number_of(&file.path) + 1);
        let named = id_of(&file.path);
        let Segment { header, lines, faults, newer, perfect } =
            segment::read(&read_file(disk, file)?, named);
        if newer {
            return Err(StorageError::new(Trouble::Newer, &file.path));
        }
        let last_seq = lines.last().map(|line| line.entry.seq).unwrap_or_default();
        entries.extend(lines.into_iter().map(|line| (line.at, line.entry)));
        let id = header.as_ref().map(|h| h.id).or(named);
        files.push(FileRead { file, id, header, faults, perfect, last_seq });
    }
    let void: BTreeSet<EntryRef> =
        files.iter().filter_map(|f| f.header.as_ref()).flat_map(|h| h.void.clone()).collect();
    let announced = files.iter().filter_map(|f| f.header.as_ref()).map(|h| h.next);
    let written = entries.iter().map(|(_, e): &(EntryRef, Entry)| e.seq.saturating_add(1));
    let next_seq = announced.chain(written).max().unwrap_or(1);
    entries.retain(|(at, _)| !void.contains(at));
    entries.sort_by_key(|(at, entry)| (entry.stamp(), *at));
    entries.dedup();
    let findings = findings(&files, &entries);
    let appendable = files.iter().rev().find_map(|f| {
        let header = f.header.as_ref()?;
        let counts_on = next_seq == header.next.max(f.last_seq.saturating_add(1));
        let ours = f.perfect && header.home == Some(f.file.identity) && counts_on;
        ours.then(|| Appendable { path: f.file.path.clone(), id: header.id, len: f.file.len })
    });
    Ok(Found { history: History { entries, findings }, next_seq, next_number, appendable })
}

/// What is odd about the files, in their order, then what other files would have held. A damaged
/// line is only a note where another file has what stood in it.
fn findings(files: &[FileRead<'_>], entries: &[(EntryRef, Entry)]) -> Vec<Finding> {
    let anything_to_ask = files
        .iter()
        .any(|f| !f.faults.is_empty() || f.header.as_ref().is_some_and(|h| h.after.is_some()));
    if !anything_to_ask {
        return Vec::new();
    }
    let mut known: Vec<EntryRef> = entries.iter().map(|(at, _)| *at).collect();
    known.sort_unstable();
    let mut out = Vec::new();
    for read in files {
        for fault in &read.faults {
            let elsewhere = |id: SegmentId, (from, to): (u64, u64)| {
                (from..=to).all(|seq| known.binary_search(&EntryRef(id, seq)).is_ok())
            };
            let safe =
                read.id.zip(fault.between).is_some_and(|(id, between)| elsewhere(id, between));
            let what = if safe {
                format!("{}, but another file has what stood there", fault.what)
            } else {
                fault.what.to_owned()
            };
            out.push(Finding {
                is_damage: fault.is_damage && !safe,
                file: Some(read.file.path.clone()),
                line: Some(fault.line),
                answers: fault.between.filter(|_| !safe),
                what,
            });
        }
    }
    let lost: BTreeSet<EntryRef> = files
        .iter()
        .filter_map(|f| f.header.as_ref()?.after)
        .filter(|after| known.binary_search(after).is_err())
        .collect();
    for EntryRef(id, seq) in lost {
        let same_file = known.iter().filter(|at| at.0 == id && at.1 < seq).map(|at| at.1).max();
        let any_file = known.iter().filter(|at| at.1 < seq).map(|at| at.1).max();
        let between = (same_file.or(any_file).unwrap_or(0) + 1, seq);
        let told = |f: &Finding| f.answers.is_some_and(|(a, b)| a <= between.0 && between.1 <= b);
        if !out.iter().any(told) {
            let what = "a part of the journal is not there".to_owned();
            out.push(Finding {
                is_damage: true,
                file: None,
                line: None,
                answers: Some(between),
                what,
            });
        }
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
pub(super) fn id_of(path: &Path) -> Option<SegmentId> {
    path.file_stem()?.to_str()?.split('-').nth(1)?.get(..16)?.parse().ok()
}
