//! The learner's own decks: one RON file each, in the folder `decks`, replaced whole. A file that
//! cannot be used is named with what would be right, and left as it is.

use super::disk::{Disk, PathKind};
use super::error::{StorageError, Trouble};
use super::small_file::{aside_name, is_ron, replace_bytes, write_whole};
use crate::exchange::deck_comments::carry_over;
use crate::exchange::{Fault, MAX_DECK_BYTES, deck_ron};
use crate::quote::{quoted, shown_path};
use crate::study::OwnDeck;
use crc32c::crc32c;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the decks, below the data folder.
const DECKS: &str = "decks";
/// What the version before is kept as.
pub(super) const BACKUP: &str = ".bak.ron";

/// Which deck lies in which file.
#[derive(Clone, Debug, Default)]
pub struct DeckFiles {
    folder: PathBuf,
    by_id: BTreeMap<String, Known>,
}

/// The file of a deck, with the checksum of what it held when it was last read or written.
#[derive(Clone, Debug)]
struct Known {
    path: PathBuf,
    mark: u32,
    /// Whether the file holds cards that cannot be used.
    has_more: bool,
}

/// What was found in the folder of the decks.
#[derive(Clone, Debug, Default)]
pub struct FoundDecks {
    /// Which deck lies where.
    pub files: DeckFiles,
    /// The decks, in the order of their files' names.
    pub decks: Vec<OwnDeck>,
    /// What cannot be used, a sentence for each file.
    pub complaints: Vec<String>,
}

/// Reads all decks of a data folder.
#[must_use]
pub fn read_decks(disk: &dyn Disk, data: &Path) -> FoundDecks {
    let folder = data.join(DECKS);
    let mut found = FoundDecks::default();
    found.files.folder.clone_from(&folder);
    let listed = match disk.list(&folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return found,
        Err(error) => {
            let what = format!(
                "The folder of your decks cannot be read ({error}): {}",
                shown_path(&folder)
            );
            found.complaints.push(what);
            return found;
        }
    };
    for file in listed {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !is_ron(&file.path) || name.ends_with(BACKUP) {
            continue;
        }
        let read = if file.kind != PathKind::File || file.len > MAX_DECK_BYTES as u64 {
            Err(format!("it is no file, or larger than {} MiB", MAX_DECK_BYTES >> 20))
        } else {
            read_one(disk, &file.path, &found.files)
        };
        match read {
            Ok(ReadDeck { deck, mark, left_out }) => {
                let has_more = left_out.is_some();
                found.complaints.extend(left_out.map(|what| {
                    let path = shown_path(&file.path);
                    format!(
                        "Not every card of the deck in {path} can be used: {what}. The file stays \
                         as it is until you change the deck; then it is kept beside it, with .aside behind its name."
                    )
                }));
                let known = Known { path: file.path, mark, has_more };
                found.files.by_id.insert(deck.id.clone(), known);
                found.decks.push(deck);
            }
            Err(why) => found.complaints.push(format!(
                "The deck in {} cannot be used and is left as it is: {why}.",
                shown_path(&file.path)
            )),
        }
    }
    found
}

/// A deck as it was read from its file.
struct ReadDeck {
    deck: OwnDeck,
    /// The checksum of the file.
    mark: u32,
    /// Which cards of the file cannot be used; `None` where all can.
    left_out: Option<String>,
}

fn read_one(disk: &dyn Disk, path: &Path, known: &DeckFiles) -> Result<ReadDeck, String> {
    let bytes = disk.read(path).map_err(|error| error.to_string())?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut usable =
        deck_ron::read_usable(&name, &bytes).map_err(|faults| first_of(&faults, faults.len()))?;
    let (Some(deck), true) = (usable.decks.pop(), usable.decks.is_empty()) else {
        return Err("it holds several decks; import it instead".to_owned());
    };
    if let Some(other) = known.by_id.get(&deck.id) {
        return Err(format!(
            "its id “{}” is that of the deck in {}; give it another one",
            quoted(&deck.id),
            shown_path(&other.path)
        ));
    }
    let count = usable.left_out.len() + usable.more_left_out;
    let left_out = (count > 0).then(|| first_of(&usable.left_out, count));
    Ok(ReadDeck { deck, mark: crc32c(&bytes), left_out })
}

/// The first of so many faults, and how many more there are.
fn first_of(faults: &[Fault], count: usize) -> String {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    match count {
        0 | 1 => first,
        n => format!("{first} (and {} more)", n - 1),
    }
}

/// Whether a text is read as this deck again.
fn is_deck(text: &[u8], deck: &OwnDeck) -> Result<(), String> {
    match deck_ron::read("", text) {
        Ok(back) if back == std::slice::from_ref(deck) => Ok(()),
        Ok(_) => Err("it would be another deck".to_owned()),
        Err(faults) => Err(first_of(&faults, faults.len())),
    }
}

impl DeckFiles {
    /// Keeps a deck: its file is replaced whole, with the comments that somebody wrote into it, once
    /// the new one was read back; the one before stays as `.bak.ron`. One that held cards that cannot
    /// be used is kept for good, with `.aside` behind its name.
    pub fn save(&mut self, disk: &dyn Disk, deck: &OwnDeck) -> Result<(), StorageError> {
        let known = self.by_id.get(&deck.id);
        let path = match known {
            Some(known) => known.path.clone(),
            None => self.new_path(disk, &deck.id)?,
        };
        let failed = |error: io::Error| StorageError::from_io(error, &path);
        let before = match disk.read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read.map_err(failed)?,
        };
        if known.is_some_and(|known| !before.is_empty() && crc32c(&before) != known.mark) {
            return Err(StorageError::new(Trouble::Changed, &path));
        }
        let text = deck_ron::write(deck).map_err(|error| failed(io::Error::other(error)))?;
        let text = carry_over(&String::from_utf8_lossy(&before), &text);
        disk.create_folder(&self.folder).map_err(failed)?;
        if known.is_some_and(|known| known.has_more) {
            let aside = aside_name(disk, &path).map_err(failed)?;
            write_whole(disk, &aside, &before).map_err(failed)?;
        }
        replace_bytes(disk, &path, text.as_bytes(), |back| is_deck(back, deck))?;
        let known = Known { path, mark: crc32c(text.as_bytes()), has_more: false };
        self.by_id.insert(deck.id.clone(), known);
        Ok(())
    }

    /// A name that no file has, also none that could not be read.
    fn new_path(&self, disk: &dyn Disk, id: &str) -> Result<PathBuf, StorageError> {
        let taken: Vec<PathBuf> = match disk.list(&self.folder) {
            Ok(listed) => listed.into_iter().map(|file| file.path).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(StorageError::from_io(error, &self.folder)),
        };
        let names =
            std::iter::once(format!("{id}.ron")).chain((2..).map(|n| format!("{id}-{n}.ron")));
        let free = names.map(|name| self.folder.join(name)).find(|path| !taken.contains(path));
        Ok(free.unwrap_or_else(|| self.folder.join(format!("{id}.ron"))))
    }
}
