//! One file that holds everything a learner has: the journal, the settings and the own decks as
//! they lie in the folder, in a ZIP archive that any program opens. What is read is not trusted.

use super::disk::{Disk, PathKind};
use super::error::StorageError;
use super::history::{MAX_SEGMENT_BYTES, SEGMENTS, id_of};
use super::segment;
use super::small_file::{is_ron, read_bytes};
use crate::quote::quoted;
use crate::study::{Entry, EntryRef, Moment, Progress, SegmentId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Component, Path};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The folder of the own decks, below the data folder.
const DECKS: &str = "decks";
/// The name of the file that holds what the learner has set.
pub const SETTINGS: &str = "settings.ron";
const ABOUT: &str = "about.ron";
/// A larger archive, unpacked, is none of ours.
const MAX_UNPACKED: u64 = 2 * 1024 * 1024 * 1024;
const MAX_FILES: usize = 100_000;

/// What an archive says of itself, so that a list of them needs no more than a glance at each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArchiveAbout {
    /// When it was made, as UTC milliseconds and minutes east.
    pub made: (i64, i32),
    /// The version of the program that made it.
    pub program: String,
    /// Ratings on record, those undone not counted.
    pub reviews: usize,
    /// When the last of them was given.
    pub last_review: Option<(i64, i32)>,
    /// The last entry, so that a folder that has lost it is noticed.
    pub last: Option<EntryRef>,
}

impl ArchiveAbout {
    /// What there is to say of a learner's progress.
    #[must_use]
    pub fn of(progress: &Progress, now: Moment) -> Self {
        let last_review = progress.latest().find(|logged| !logged.undone);
        Self {
            made: (now.at_ms, now.offset_min),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            reviews: progress.reviews(),
            last_review: last_review.map(|logged| (logged.at.at_ms, logged.at.offset_min)),
            last: progress.last_entry(),
        }
    }

    /// When it was made.
    #[must_use]
    pub fn made(&self) -> Moment {
        Moment { at_ms: self.made.0, offset_min: self.made.1 }
    }

    /// When the last rating in it was given.
    #[must_use]
    pub fn last_review(&self) -> Option<Moment> {
        self.last_review.map(|(at_ms, offset_min)| Moment { at_ms, offset_min })
    }
}

/// What an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// What it says of itself.
    pub about: ArchiveAbout,
    /// The files of the journal.
    pub segments: Vec<(SegmentId, Vec<u8>)>,
    /// Own decks: the name of the file and what it holds.
    pub decks: Vec<(String, Vec<u8>)>,
    /// The settings.
    pub settings: Option<Vec<u8>>,
}

/// Why a file is no archive that can be taken in.
#[derive(Debug)]
pub struct ArchiveFault(String);

impl ArchiveFault {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for ArchiveFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ArchiveFault {}

fn fault(text: impl Into<String>) -> ArchiveFault {
    ArchiveFault::new(text)
}

/// Gathers what a data folder holds.
pub(super) fn gather(
    disk: &dyn Disk,
    data: &Path,
    about: ArchiveAbout,
) -> Result<Archive, StorageError> {
    let mut out = Archive { about, ..Archive::default() };
    for (path, bytes) in ron_files(disk, &data.join(SEGMENTS), MAX_SEGMENT_BYTES)? {
        if let Some(id) = segment::id_of(&bytes, id_of(&path)) {
            out.segments.push((id, bytes));
        }
    }
    for (path, bytes) in ron_files(disk, &data.join(DECKS), MAX_SEGMENT_BYTES)? {
        if let Some(name) = path.file_name().and_then(|n| n.to_str()) {
            out.decks.push((name.to_owned(), bytes));
        }
    }
    out.settings = read_bytes(disk, &data.join(SETTINGS), MAX_SEGMENT_BYTES).unwrap_or_default();
    Ok(out)
}

type NamedBytes = Vec<(std::path::PathBuf, Vec<u8>)>;

/// The ordinary files of a folder that end in `.ron` and can be read; none where there is no folder.
fn ron_files(disk: &dyn Disk, folder: &Path, limit: u64) -> Result<NamedBytes, StorageError> {
    let listed = match disk.list(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|e| StorageError::from_io(e, folder))?,
    };
    let mut out = Vec::new();
    for file in listed {
        let is_ours = is_ron(&file.path) && file.kind == PathKind::File && file.len > 0;
        if is_ours && file.len <= limit {
            // What cannot be read costs itself and not the backup; the start names it.
            out.extend(disk.read(&file.path).ok().map(|bytes| (file.path, bytes)));
        }
    }
    Ok(out)
}

impl Archive {
    /// Packs it into one file.
    pub fn pack(&self) -> io::Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let about = ron::ser::to_string_pretty(&self.about, ron::ser::PrettyConfig::new())
            .map_err(io::Error::other)?;
        // What it says of itself comes first.
        add(&mut zip, ABOUT, about.as_bytes())?;
        for (number, (id, bytes)) in self.segments.iter().enumerate() {
            add(&mut zip, &format!("{SEGMENTS}/{:08}-{id}.ron", number + 1), bytes)?;
        }
        for (name, bytes) in &self.decks {
            add(&mut zip, &format!("{DECKS}/{name}"), bytes)?;
        }
        if let Some(settings) = &self.settings {
            add(&mut zip, SETTINGS, settings)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// Reads a packed file. Only what an archive of ours holds is looked at; no path leads
    /// anywhere, and nothing is larger than it says.
    pub fn unpack(bytes: &[u8]) -> Result<Self, ArchiveFault> {
        let mut zip = open(bytes)?;
        let mut out = Self::default();
        let mut left = MAX_UNPACKED;
        for number in 0..zip.len() {
            let mut file = zip.by_index(number).map_err(|e| fault(e.to_string()))?;
            let Ok(name) = file.name().map(std::borrow::Cow::into_owned) else { continue };
            let Some(place) = place_of(&name) else { continue };
            let mut bytes = Vec::new();
            file.by_ref()
                .take(left + 1)
                .read_to_end(&mut bytes)
                .map_err(|e| fault(format!("“{}” in it is damaged: {e}", quoted(&name))))?;
            left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
                fault("it holds more than two gigabytes, which no archive of ours does")
            })?;
            match place {
                Where::About => out.about = about_of(&bytes)?,
                Where::Settings => out.settings = Some(bytes),
                Where::Deck(name) => out.decks.push((name, bytes)),
                Where::Segment(named) => {
                    let id = segment::id_of(&bytes, named)
                        .ok_or_else(|| fault(format!("“{}” in it is no journal", quoted(&name))))?;
                    out.segments.push((id, bytes));
                }
            }
        }
        if out.segments.is_empty() && out.decks.is_empty() {
            return Err(fault(
                "it is a ZIP file, but holds neither reviews nor decks of EMS Study",
            ));
        }
        Ok(out)
    }

    /// What a packed file says of itself, without unpacking the rest.
    pub fn glance(bytes: &[u8]) -> Result<ArchiveAbout, ArchiveFault> {
        let mut zip = open(bytes)?;
        let file = zip.by_name(ABOUT).map_err(|_| fault("it does not say what it holds"))?;
        let mut text = Vec::new();
        file.take(65_536).read_to_end(&mut text).map_err(|e| fault(e.to_string()))?;
        about_of(&text)
    }

    /// Every whole entry of its journal.
    #[must_use]
    pub fn entries(&self) -> Vec<(EntryRef, Entry)> {
        let files = self.segments.iter();
        let lines = files.flat_map(|(id, bytes)| segment::read(bytes, Some(*id)).lines);
        lines.map(|line| (line.at, line.entry)).collect()
    }
}

fn add(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> io::Result<()> {
    let options = SimpleFileOptions::default().large_file(bytes.len() > u32::MAX as usize);
    zip.start_file(name, options)?;
    zip.write_all(bytes)
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ArchiveFault> {
    let zip = ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| fault(format!("it is no ZIP file, or a damaged one: {e}")))?;
    if zip.len() > MAX_FILES {
        return Err(fault("it holds more than 100,000 files, which no archive of ours does"));
    }
    Ok(zip)
}

fn about_of(bytes: &[u8]) -> Result<ArchiveAbout, ArchiveFault> {
    let options = ron::Options::default().with_recursion_limit(32);
    options.from_bytes(bytes).map_err(|e| fault(format!("“{ABOUT}” in it cannot be read: {e}")))
}

enum Where {
    About,
    Settings,
    Deck(String),
    Segment(Option<SegmentId>),
}

/// Where a file of an archive belongs; nothing for a name that is none of ours.
fn place_of(name: &str) -> Option<Where> {
    let path = Path::new(name);
    let mut parts = path.components().map(|part| match part {
        Component::Normal(part) => part.to_str(),
        _ => None,
    });
    match (parts.next()?, parts.next(), parts.next()) {
        (Some(ABOUT), None, None) => Some(Where::About),
        (Some(SETTINGS), None, None) => Some(Where::Settings),
        (Some(folder), Some(Some(file)), None) if is_ron(path) => match folder {
            SEGMENTS => Some(Where::Segment(id_of(path))),
            DECKS => Some(Where::Deck(file.to_owned())),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_lead_anywhere() {
        for name in
            ["reviews/00000001-e779c04b4a091f5e.ron", "decks/mine.ron", "settings.ron", "about.ron"]
        {
            assert!(place_of(name).is_some(), "{name}");
        }
        for name in [
            "../settings.ron",
            "/settings.ron",
            "reviews/../../x.ron",
            "reviews/a/b.ron",
            "decks/mine.exe",
            "other/a.ron",
            "",
        ] {
            assert!(place_of(name).is_none(), "{name}");
        }
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let about = ArchiveAbout { reviews: 3, program: "1".to_owned(), ..ArchiveAbout::default() };
        let archive = Archive {
            about: about.clone(),
            decks: vec![("mine.ron".to_owned(), b"()".to_vec())],
            settings: Some(b"(theme:Dark)".to_vec()),
            ..Archive::default()
        };
        let bytes = archive.pack().unwrap();
        assert_eq!(Archive::glance(&bytes).unwrap(), about);
        let found = Archive::unpack(&bytes).unwrap();
        assert_eq!(
            (found.about, found.decks, found.settings),
            (about, archive.decks, archive.settings)
        );
    }

    #[test]
    fn a_damaged_archive_or_another_file_is_refused_with_a_reason() {
        let whole =
            Archive { decks: vec![("a.ron".to_owned(), vec![b'x'; 500])], ..Archive::default() };
        let bytes = whole.pack().unwrap();
        assert!(Archive::unpack(&bytes[..bytes.len() / 2]).is_err());
        assert!(Archive::unpack(b"not a zip").unwrap_err().to_string().contains("ZIP"));
        assert!(Archive::unpack(&[]).is_err());
        let other = Archive::default().pack().unwrap();
        assert!(Archive::unpack(&other).unwrap_err().to_string().contains("neither"));
    }
}
