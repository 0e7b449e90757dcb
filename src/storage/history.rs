//! Reading the journal of a folder: every whole entry of every file, and what is odd about them.
//! Reading changes nothing.

use super::disk::{Disk, Listed, PathKind};
use super::error::{StorageError, Trouble, is_in_the_way};
use super::segment::{self, Header, OPEN_END, Segment};
use super::small_file::is_ron;
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
    /// The numbers of the answers that may be missing: the first and the last, which is
    /// [`OPEN_END`] where nobody can say how many there were.
    pub answers: Option<(u64, u64)>,
    /// What it is.
    pub what: String,
}

impl Finding {
    /// What it is, and which answers may be missing for it.
    #[must_use]
    pub fn words(&self) -> String {
        let answers = match self.answers {
            Some((from, OPEN_END)) => format!("; answers from {from} on may be missing"),
            Some((from, to)) if from == to => format!("; answer {from} may be missing"),
            Some((from, to)) => format!("; answers {from} to {to} may be missing"),
            None => String::new(),
        };
        format!("{}{answers}", self.what)
    }

    /// The file as it is named in an archive, or the folder of the journal.
    pub(super) fn file_name(&self) -> String {
        self.file.as_ref().map_or(SEGMENTS.into(), |file| file.to_string_lossy().into_owned())
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
    /// The file that this computer began last.
    pub(super) newest: Option<PathBuf>,
    /// The last entry of each file.
    pub(super) ends: Vec<EntryRef>,
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
    /// Whether it was written by a newer version.
    newer: bool,
    perfect: bool,
    last: Option<EntryRef>,
}

impl<'a> FileRead<'a> {
    /// Reads a file, and adds what it holds to `entries`.
    fn of(file: &'a Listed, bytes: &[u8], entries: &mut Vec<(EntryRef, Entry)>) -> Self {
        let named = id_of(&file.path);
        let Segment { header, lines, faults, newer, perfect } = segment::read(bytes, named);
        let last = lines.last().map(|line| line.at);
        entries.extend(lines.into_iter().map(|line| (line.at, line.entry)));
        let id = header.as_ref().map(|h| h.id).or(named);
        Self { file, id, header, faults, newer, perfect, last }
    }
}

/// A file that holds nothing that can be read. It costs itself and nothing else.
struct OddFile<'a> {
    file: &'a Listed,
    /// The id in its name.
    id: Option<SegmentId>,
    why: String,
}

impl OddFile<'_> {
    /// What is told of it, a note where another file of that id is whole.
    fn finding(&self, files: &[FileRead<'_>]) -> Finding {
        let is_safe =
            files.iter().any(|other| other.id.is_some() && other.id == self.id && other.perfect);
        let rest = if is_safe {
            "but another file has what it held"
        } else {
            "what it held may be missing"
        };
        Finding {
            is_damage: !is_safe,
            file: Some(self.file.path.clone()),
            line: None,
            answers: None,
            what: format!("{}, and is left as it is; {rest}", self.why),
        }
    }
}

pub(super) fn read_folder(disk: &dyn Disk, folder: &Path) -> Result<Found, StorageError> {
    let listed = disk.list(folder).map_err(|e| StorageError::from_io(e, folder))?;
    let mut next_number = 1;
    let mut entries = Vec::new();
    let (mut files, mut odd) = (Vec::new(), Vec::new());
    for file in listed.iter().filter(|file| is_ron(&file.path)) {
        next_number = next_number.max(number_of(&file.path) + 1);
        match read_file(disk, file) {
            Ok(bytes) => files.push(FileRead::of(file, &bytes, &mut entries)),
            Err(why) => odd.push(OddFile { file, id: id_of(&file.path), why }),
        }
    }
    if let Some(newer) = files.iter().find(|file| file.newer) {
        return Err(StorageError::new(Trouble::Newer, &newer.file.path));
    }
    if let (true, Some(odd)) = (files.is_empty(), odd.first()) {
        // With nothing to go by, the folder would look like that of a new learner.
        let cause = Some(io::Error::other(odd.why.clone()));
        return Err(StorageError {
            cause,
            ..StorageError::new(Trouble::Unreadable, &odd.file.path)
        });
    }
    let announced = files.iter().filter_map(|f| f.header.as_ref()).map(|h| h.next);
    let written = entries.iter().map(|(_, e): &(EntryRef, Entry)| e.seq.saturating_add(1));
    let next_seq = announced.chain(written).max().unwrap_or(1);
    let history = join(&files, &odd, entries);
    let ours =
        |f: &&FileRead<'_>| f.header.as_ref().is_some_and(|h| h.home == Some(f.file.identity));
    let appendable = files.iter().rev().filter(ours).find_map(|f| {
        let header = f.header.as_ref()?;
        let behind = f.last.map_or(1, |last| last.1.saturating_add(1));
        let counts_on = next_seq == header.next.max(behind);
        (f.perfect && counts_on).then(|| Appendable {
            path: f.file.path.clone(),
            id: header.id,
            len: f.file.len,
        })
    });
    let newest = files.iter().rfind(ours).map(|f| f.file.path.clone());
    let void = void(&files);
    let ends = files.iter().filter_map(|f| f.last).filter(|at| !void.contains(at)).collect();
    Ok(Found { history, next_seq, next_number, appendable, newest, ends })
}

/// What files hold that lie in an archive and not in a folder.
pub(super) fn read_files(files: &[(Listed, Vec<u8>)]) -> History {
    let mut entries = Vec::new();
    let read: Vec<FileRead<'_>> =
        files.iter().map(|(file, bytes)| FileRead::of(file, bytes, &mut entries)).collect();
    join(&read, &[], entries)
}

/// Entries that were refused and do not count, wherever they are found.
fn void(files: &[FileRead<'_>]) -> BTreeSet<EntryRef> {
    files.iter().filter_map(|f| f.header.as_ref()).flat_map(|h| h.void.clone()).collect()
}

/// Joins the entries of files: each once, in the order in which they were given, without those that
/// were refused.
fn join(
    files: &[FileRead<'_>],
    odd: &[OddFile<'_>],
    mut entries: Vec<(EntryRef, Entry)>,
) -> History {
    let void = void(files);
    entries.retain(|(at, _)| !void.contains(at));
    entries.sort_by_key(|(at, entry)| (entry.stamp(), *at));
    entries.dedup();
    let findings = findings(files, odd, &entries, &void);
    History { entries, findings }
}

/// What is odd about the files, in their order, then what other files would have held. What is
/// damaged or missing is only a note where another file has it.
fn findings(
    files: &[FileRead<'_>],
    odd: &[OddFile<'_>],
    entries: &[(EntryRef, Entry)],
    void: &BTreeSet<EntryRef>,
) -> Vec<Finding> {
    let anything_to_ask = files
        .iter()
        .any(|f| !f.faults.is_empty() || f.header.as_ref().is_some_and(|h| h.after.is_some()));
    if !anything_to_ask && odd.is_empty() {
        return Vec::new();
    }
    let mut known: Vec<EntryRef> = entries.iter().map(|(at, _)| *at).collect();
    known.sort_unstable();
    let mut out: Vec<Finding> = odd.iter().map(|odd| odd.finding(files)).collect();
    for read in files {
        for fault in &read.faults {
            let safe = read.id.zip(fault.between).and_then(|(id, (from, to))| {
                let first = EntryRef(id, from);
                // A file is written no more once an answer was refused that could not be erased.
                if void.contains(&first) {
                    return Some("but what stood there was refused and does not count".to_owned());
                }
                let has = |seq: u64| known.binary_search(&EntryRef(id, seq)).is_ok();
                if to < OPEN_END {
                    let all = (from..=to).all(has);
                    return all.then(|| "but another file has what stood there".to_owned());
                }
                let behind = known.partition_point(|at| *at <= EntryRef(id, OPEN_END));
                let last = known.get(behind.checked_sub(1)?).filter(|last| **last >= first)?;
                Some(format!("but another file has what stood there, up to answer {}", last.1))
            });
            out.push(Finding {
                is_damage: fault.is_damage && safe.is_none(),
                file: Some(read.file.path.clone()),
                line: Some(fault.line),
                answers: fault.between.filter(|_| safe.is_none()),
                what: match &safe {
                    Some(why) => format!("{}, {why}", fault.what),
                    None => fault.what.to_owned(),
                },
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

/// The bytes of a file of the journal, or what is odd about it. Nothing else is opened: a FIFO would
/// hang, a device never end.
fn read_file(disk: &dyn Disk, file: &Listed) -> Result<Vec<u8>, String> {
    match file.kind {
        PathKind::File if file.len == 0 => Err("this file is empty".to_owned()),
        PathKind::File if file.len > MAX_SEGMENT_BYTES => {
            Err("this file is larger than 256 MiB, which none of ours is".to_owned())
        }
        PathKind::File => {
            disk.read(&file.path).map_err(|error| format!("this file cannot be read ({error})"))
        }
        PathKind::Folder => Err("this is a folder and not a file".to_owned()),
        PathKind::Other => Err("this is a link that leads nowhere, a pipe or a device".to_owned()),
    }
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
