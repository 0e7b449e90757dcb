//! What comes in from a file and what goes out into one: opening the file, keeping what was merged,
//! writing what leaves. What the bytes mean is the business of `exchange`.

use super::archive::{Archive, Unpacked};
use super::disk::{Disk, PathKind};
use super::error::{StorageError, Trouble};
use super::journal::Journal;
use super::own_decks::{BACKUP, DeckFiles};
use super::segment;
use super::small_file::{replace, write_whole};
use crate::exchange::merge::Merge;
use crate::exchange::{self, Fault, Format, Incoming, Reading, Refusal, Watch, deck_ron};
use crate::quote::shown_path;
use crate::study::{Entry, EntryRef, SegmentId};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// A larger archive is refused before it is read.
const MAX_ARCHIVE_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Reads a file that somebody wants to take in. Nothing is changed.
pub fn read_incoming(
    path: &Path,
    reading: Reading<'_>,
    watch: &mut Watch<'_>,
) -> Result<Incoming, Refusal> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let unreadable = |error: std::io::Error| {
        Refusal(format!("The file {} cannot be read ({error}).", shown_path(path)))
    };
    // A FIFO would hang, a device never end.
    let meta = std::fs::metadata(path).map_err(unreadable)?;
    if !meta.is_file() {
        return Err(Refusal(format!("{} is no file that can be taken in.", shown_path(path))));
    }
    let format = Format::of_ending(&ending)?;
    let mut file = File::open(path).map_err(unreadable)?;
    if format == Format::Archive {
        if meta.len() > MAX_ARCHIVE_BYTES {
            return Err(Refusal(
                "The archive is larger than any of ours. Nothing was changed.".to_owned(),
            ));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unreadable)?;
        return from_archive(&bytes);
    }
    exchange::read(format, &name, std::io::BufReader::new(file), reading, watch)
}

/// What an archive of everything holds.
fn from_archive(bytes: &[u8]) -> Result<Incoming, Refusal> {
    let Unpacked { archive, faults } = Archive::unpack(bytes).map_err(|fault| {
        Refusal(format!("This file is not taken: {fault}. Nothing was changed."))
    })?;
    let mut out = Incoming { segments: archive.segments, faults, ..Incoming::default() };
    for (name, bytes) in archive.decks.iter().filter(|(name, _)| !name.ends_with(BACKUP)) {
        let in_file = |mut fault: Fault| {
            fault.record.insert_str(0, &format!("decks/{name} "));
            fault
        };
        match deck_ron::read_usable(name.trim_end_matches(".ron"), bytes) {
            Ok(mut usable) => {
                usable.left_out = usable.left_out.into_iter().map(in_file).collect();
                out.add_decks(usable);
            }
            Err(faults) => out.faults.extend(faults.into_iter().map(in_file)),
        }
    }
    let options = ron::Options::default().with_recursion_limit(32);
    if let Some(bytes) = archive.settings {
        match options.from_bytes(&bytes) {
            Ok(settings) => out.settings = Some(settings),
            Err(error) => out.faults.push(Fault {
                line: None,
                column: None,
                record: super::SETTINGS.to_owned(),
                what: format!("the settings cannot be read ({error})"),
            }),
        }
    }
    Ok(out)
}

/// The part of an archive's journal that is not here.
#[derive(Clone, Debug, Default)]
pub struct Missing {
    /// The files that hold anything of it.
    pub files: Vec<(SegmentId, Vec<u8>)>,
    /// How many ratings it has.
    pub ratings: usize,
}

/// Finds what of an archive's journal is not here.
pub fn missing_entries(
    segments: &[(SegmentId, Vec<u8>)],
    known: &[(EntryRef, Entry)],
) -> Result<Missing, Refusal> {
    let mut seen: BTreeSet<EntryRef> = known.iter().map(|(at, _)| *at).collect();
    let mut out = Missing::default();
    for (id, bytes) in segments {
        let read = segment::read(bytes, Some(*id));
        if read.newer {
            return Err(Refusal(
                "The archive was written by a newer version of this program. Nothing was changed. Install that version and try again.".to_owned(),
            ));
        }
        let new = read.lines.iter().filter(|line| seen.insert(line.at));
        let (mut any, mut ratings) = (false, 0);
        for line in new {
            any = true;
            ratings += usize::from(line.entry.what.is_rating());
        }
        out.ratings += ratings;
        if any {
            out.files.push((*id, bytes.clone()));
        }
    }
    Ok(out)
}

/// Keeps what was merged. The decks come first: a history without its cards could not be seen.
pub fn keep(
    disk: &dyn Disk,
    data: &Path,
    journal: &mut Journal,
    files: &mut DeckFiles,
    merge: Merge,
    missing: &Missing,
) -> Result<(), StorageError> {
    for deck in &merge.decks {
        files.save(disk, deck)?;
    }
    if !missing.files.is_empty() {
        journal.adopt(&missing.files)?;
    }
    journal.import(merge.entries)?;
    let settings = data.join(super::SETTINGS);
    if let Some(given) = &merge.settings
        && disk.look(&settings).map_err(|e| StorageError::from_io(e, &settings))?.is_none()
    {
        replace(disk, &settings, given)?;
    }
    Ok(())
}

/// Writes a file that leaves, whole: at no moment is there half of it.
pub fn write_leaving(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let is_other = disk.look(path).ok().flatten().is_some_and(|found| found.kind != PathKind::File);
    if is_other {
        return Err(StorageError::new(Trouble::BadPath, path));
    }
    write_whole(disk, path, bytes).map_err(|error| StorageError::from_io(error, path))
}
