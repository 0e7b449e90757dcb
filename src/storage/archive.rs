//! One file that holds everything a learner has: the journal, the settings and the own decks as
//! they lie in the folder, in a ZIP archive that any program opens. What is read is not trusted.

use super::disk::{Disk, Listed, PathKind};
use super::error::StorageError;
use super::history::{History, MAX_SEGMENT_BYTES, SEGMENTS, id_of, read_files};
use super::segment;
use super::small_file::{is_ron, read_bytes};
use crate::exchange::Fault;
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

    /// What it speaks of that is not among these entries; `None` where all is there.
    fn is_missing(&self, entries: &[(EntryRef, Entry)]) -> Option<String> {
        let ratings = entries.iter().filter(|(_, entry)| entry.what.is_rating()).count();
        let said = self.reviews;
        if ratings < said {
            return Some(format!(
                "the number of reviews should be {said}, and {ratings} can be read"
            ));
        }
        let last = self.last.filter(|last| entries.iter().all(|(at, _)| at != last))?;
        Some(format!("the last answer should be number {}, which cannot be read", last.1))
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

/// An archive that came from somewhere, and what of it cannot be used.
#[derive(Clone, Debug, Default)]
pub struct Unpacked {
    /// What is whole.
    pub archive: Archive,
    /// What is damaged or missing, each with its file in the archive.
    pub faults: Vec<Fault>,
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
    /// anywhere, and nothing is larger than it says. Every file whose checksum is right comes in,
    /// and the others are named.
    pub fn unpack(bytes: &[u8]) -> Result<Unpacked, ArchiveFault> {
        let mut zip = open(bytes)?;
        let mut out = Unpacked::default();
        let (mut about, mut journal) = (None, Vec::new());
        let mut left = MAX_UNPACKED;
        for number in 0..zip.len() {
            let Some(Ok(name)) = zip.name_for_index(number) else { continue };
            let name = name.into_owned();
            let Some(place) = place_of(&name) else { continue };
            let bytes = match read_file(&mut zip, number, left) {
                Ok(bytes) => bytes,
                Err(error) => {
                    out.faults.push(fault_in(&name, format!("this file is damaged ({error})")));
                    continue;
                }
            };
            left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
                fault("it holds more than two gigabytes, which no archive of ours does")
            })?;
            match place {
                Where::About => match about_of(&bytes) {
                    Ok(found) => about = Some(found),
                    Err(what) => out.faults.push(fault_in(&name, what)),
                },
                Where::Settings => out.archive.settings = Some(bytes),
                Where::Deck(name) => out.archive.decks.push((name, bytes)),
                Where::Segment(named) => match segment::id_of(&bytes, named) {
                    Some(id) => {
                        out.archive.segments.push((id, bytes.clone()));
                        let (path, len) = (name.into(), bytes.len() as u64);
                        journal
                            .push((Listed { path, kind: PathKind::File, len, identity: 0 }, bytes));
                    }
                    None => out.faults.push(fault_in(&name, "this file is no journal".to_owned())),
                },
            }
        }
        if out.archive.segments.is_empty() && out.archive.decks.is_empty() {
            return Err(match out.faults.first() {
                Some(first) => fault(format!("nothing in it is whole: {first}")),
                None => fault("it is a ZIP file, but holds neither reviews nor decks of EMS Study"),
            });
        }
        let History { entries, findings } = read_files(&journal);
        out.faults.extend(findings.into_iter().filter(|f| f.is_damage).map(|finding| Fault {
            line: finding.line,
            ..fault_in(&finding.file_name(), finding.words())
        }));
        if let Some(about) = about {
            out.faults.extend(about.is_missing(&entries).map(|what| fault_in(ABOUT, what)));
            out.archive.about = about;
        }
        Ok(out)
    }

    /// What a packed file says of itself, without unpacking the rest.
    pub fn glance(bytes: &[u8]) -> Result<ArchiveAbout, ArchiveFault> {
        let mut zip = open(bytes)?;
        let file = zip.by_name(ABOUT).map_err(|_| fault("it does not say what it holds"))?;
        let mut text = Vec::new();
        file.take(65_536).read_to_end(&mut text).map_err(|e| fault(e.to_string()))?;
        about_of(&text).map_err(fault)
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

/// One file of an archive. One that is longer than what is `left` comes with a byte more.
fn read_file(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    number: usize,
    left: u64,
) -> Result<Vec<u8>, String> {
    let file = zip.by_index(number).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(left + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn fault_in(name: &str, what: String) -> Fault {
    Fault { line: None, column: None, record: name.to_owned(), what }
}

fn about_of(bytes: &[u8]) -> Result<ArchiveAbout, String> {
    let options = ron::Options::default().with_recursion_limit(32);
    options.from_bytes(bytes).map_err(|e| format!("what it says of itself cannot be read ({e})"))
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
        let about = ArchiveAbout { program: "1".to_owned(), ..ArchiveAbout::default() };
        let mut archive = Archive {
            about: about.clone(),
            decks: vec![("mine.ron".to_owned(), b"()".to_vec())],
            settings: Some(b"(theme:Dark)".to_vec()),
            ..Archive::default()
        };
        let bytes = archive.pack().unwrap();
        assert_eq!(Archive::glance(&bytes).unwrap(), about);
        let Unpacked { archive: found, faults } = Archive::unpack(&bytes).unwrap();
        assert_eq!(faults, []);
        assert_eq!(
            (&found.about, &found.decks, &found.settings),
            (&about, &archive.decks, &archive.settings)
        );
        // What it says of itself is compared with what it holds.
        archive.about.reviews = 3;
        let faults = Archive::unpack(&archive.pack().unwrap()).unwrap().faults;
        assert!(faults[0].what.contains("the number of reviews should be 3"), "{faults:?}");
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
