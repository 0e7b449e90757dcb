//! Cards in and out without a window: import, export, and the list of cards.

use super::progress::{back_up_first, due_words, open_to_read, refused, tell_findings};
use crate::curriculum::{Curriculum, load_bundled};
use crate::exchange::leave::Leaving;
use crate::exchange::merge::{Here, Update, merge};
use crate::exchange::table::{Certainty, Choices};
use crate::exchange::{Format, Reading, Watch};
use crate::quote::{shown_path, visible};
use crate::storage::{
    ArchiveAbout, DeckFiles, History, Journal, SETTINGS, StorageError, SystemDisk, data_folder,
    export as write_archive, keep_incoming, missing_entries, read_decks, read_incoming, read_small,
    segment_seed, write_leaving,
};
use crate::study::{Card, Column, Deck, Layout, Moment, OwnDeck, Phase, Progress, Settings};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A folder as it stands.
struct Folder {
    path: PathBuf,
    curriculum: Curriculum,
    deck: Deck,
    own: Vec<OwnDeck>,
    files: DeckFiles,
    progress: Progress,
    history: History,
    /// Where the folder is to be written.
    journal: Option<Journal>,
}

impl Folder {
    /// Reads a folder; with a lock where it is to be written.
    fn open(asked: Option<&Path>, now: Moment, to_write: bool) -> Result<Self, StorageError> {
        let path = data_folder(asked)?;
        let (journal, history) = if to_write {
            let seed = segment_seed(&path, now);
            let (journal, history) = Journal::open(Box::new(SystemDisk), &path, seed)?;
            (Some(journal), history)
        } else {
            (None, open_to_read(asked)?)
        };
        let found = read_decks(&SystemDisk, &path);
        for complaint in &found.complaints {
            _ = writeln!(io::stderr(), "note {}", visible(complaint));
        }
        let (curriculum, _) = load_bundled();
        let deck = Deck::with_own(&curriculum, &found.decks);
        let progress = Progress::replay(history.entries.clone());
        let (own, files) = (found.decks, found.files);
        Ok(Self { path, curriculum, deck, own, files, progress, history, journal })
    }

    /// What was chosen earlier for the columns of tables.
    fn remembered_tables(&self) -> BTreeMap<String, Layout> {
        let settings = read_small::<Settings>(&SystemDisk, &self.path.join(SETTINGS));
        settings.ok().flatten().map(|settings| settings.tables).unwrap_or_default()
    }

    fn here(&self) -> Here<'_> {
        Here {
            curriculum: &self.curriculum,
            deck: &self.deck,
            own: &self.own,
            progress: &self.progress,
        }
    }
}

/// What is to be imported, and how.
pub(super) struct Import<'a> {
    pub(super) file: &'a Path,
    /// What the columns of a table hold; `None` where it is to be recognized.
    pub(super) columns: Option<Vec<Column>>,
    /// What becomes of cards that are here with other words.
    pub(super) update: Update,
    pub(super) dry_run: bool,
}

/// Imports a file.
pub(super) fn import(
    asked: Option<&Path>,
    now: Moment,
    import: Import<'_>,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let Import { file, columns, update, dry_run } = import;
    let mut folder = match Folder::open(asked, now, !dry_run) {
        Ok(folder) => folder,
        Err(error) => return refused(&error, &mut io::stderr()),
    };
    tell_findings(&folder.history)?;
    let day_hour = folder.progress.parameters().day_hour;
    let tables = Choices { columns, first_row: None, remembered: folder.remembered_tables() };
    let reading = Reading { now, day_hour, tables: &tables };
    let read = read_incoming(file, reading, &mut Watch::default());
    let taken = read.and_then(|incoming| {
        let missing = missing_entries(&incoming.segments, &folder.history.entries)?;
        Ok((incoming, missing))
    });
    let (incoming, missing) = match taken {
        Ok(taken) => taken,
        Err(refusal) => {
            writeln!(io::stderr(), "ems-study: {refusal}")?;
            return Ok(ExitCode::FAILURE);
        }
    };
    for fault in &incoming.faults {
        writeln!(io::stderr(), "{}: {fault}", shown_path(file))?;
    }
    let is_guessed = (incoming.table.as_ref()).is_some_and(|it| it.certainty == Certainty::Guessed);
    let merged = merge(incoming, folder.here(), missing.ratings, update);
    for note in &merged.notes {
        writeln!(io::stderr(), "note {}", visible(note))?;
    }
    if is_guessed {
        writeln!(
            io::stderr(),
            "note Where this is not right, say it, such as --columns front,back,tags"
        )?;
    }
    let counts = merged.counts;
    if counts.is_nothing() && merged.notes.is_empty() && missing.files.is_empty() {
        writeln!(io::stderr(), "note Nothing is new: all of the file is here already")?;
    }
    if let Some(journal) = &mut folder.journal {
        let damaged = folder.history.findings.iter().any(|finding| finding.is_damage);
        back_up_first(&folder.path, now, &folder.progress, !damaged)?;
        let kept =
            keep_incoming(&SystemDisk, &folder.path, journal, &mut folder.files, merged, &missing);
        if let Err(error) = kept {
            return refused(&error, &mut io::stderr());
        }
    }
    for (name, number) in counts.lines() {
        writeln!(out, "{name}: {number}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a line for each card.
pub(super) fn cards(
    asked: Option<&Path>,
    now: Moment,
    all: bool,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let folder = match Folder::open(asked, now, false) {
        Ok(folder) => folder,
        Err(error) => return refused(&error, &mut io::stderr()),
    };
    tell_findings(&folder.history)?;
    for (card, sides) in leaving(&folder, all).cards() {
        let (state, due) = standing(&folder.progress, card);
        let tags: Vec<String> = card.tags().iter().map(|tag| escaped(tag)).collect();
        writeln!(
            out,
            "{}\t{}\t{state}\t{due}\t{}\t{}\t{}\t{}",
            escaped(card.id.as_str()),
            escaped(card.deck_title()),
            tags.join(" "),
            escaped(&sides.front),
            escaped(&sides.back),
            marks(&folder.progress, card, now)
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file in the format of its ending.
pub(super) fn export(
    asked: Option<&Path>,
    now: Moment,
    file: &Path,
    all: bool,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let ending = file.extension().unwrap_or_default().to_string_lossy().into_owned();
    let refuse = |message: String| -> io::Result<ExitCode> {
        writeln!(io::stderr(), "ems-study: {message}")?;
        Ok(ExitCode::FAILURE)
    };
    let format = match Format::of_ending(&ending) {
        Ok(format) => format,
        Err(refusal) => return refuse(refusal.to_string()),
    };
    let folder = match Folder::open(asked, now, false) {
        Ok(folder) => folder,
        Err(error) => return refused(&error, &mut io::stderr()),
    };
    tell_findings(&folder.history)?;
    if format == Format::Archive {
        let about = ArchiveAbout::of(&folder.progress, now);
        return match write_archive(&SystemDisk, &folder.path, file, &about) {
            Ok(true) => {
                let cards: usize = folder.own.iter().map(|deck| deck.cards.len()).sum();
                writeln!(out, "cards: {cards}")?;
                writeln!(out, "reviews: {}", about.reviews)?;
                Ok(ExitCode::SUCCESS)
            }
            Ok(false) => {
                refuse("There is nothing to export yet: neither reviews nor decks.".to_owned())
            }
            Err(error) => refuse(format!("The file cannot be written. {error}")),
        };
    }
    let leaving = leaving(&folder, all);
    let (bytes, count) = match leaving.write(format, now, &mut Watch::default()) {
        Ok(written) => written,
        Err(message) => return refuse(message),
    };
    if let Err(error) = write_leaving(&SystemDisk, file, &bytes) {
        let cause = error.cause.as_ref().map(ToString::to_string).unwrap_or_default();
        return refuse(format!("The file cannot be written ({cause}): {}", shown_path(file)));
    }
    writeln!(out, "cards: {count}")?;
    Ok(ExitCode::SUCCESS)
}

fn leaving(folder: &Folder, all: bool) -> Leaving<'_> {
    Leaving {
        curriculum: &folder.curriculum,
        deck: &folder.deck,
        own: &folder.own,
        progress: &folder.progress,
        entries: &folder.history.entries,
        all,
    }
}

fn standing(progress: &Progress, card: &Card) -> (&'static str, String) {
    let state = match progress.schedule(&card.id).phase {
        Phase::New => "new",
        Phase::Learning { .. } => "learning",
        Phase::Review { .. } => "review",
        Phase::Relearning { .. } => "relearning",
    };
    let due = due_words(progress, &card.id).unwrap_or_else(|| "-".to_owned());
    (state, due)
}

fn marks(progress: &Progress, card: &Card, now: Moment) -> String {
    let Some(known) = progress.card(&card.id) else { return "-".to_owned() };
    let today = progress.study_day(now);
    let mut marks = Vec::new();
    if known.suspended {
        marks.push("suspended".to_owned());
    }
    if known.buried_until.is_some_and(|until| today < until) {
        marks.push("buried".to_owned());
    }
    if known.flag > 0 {
        marks.push(format!("flag:{}", known.flag));
    }
    if marks.is_empty() { "-".to_owned() } else { marks.join(" ") }
}

/// A text on one line and without tabs, nothing in it hidden.
fn escaped(text: &str) -> String {
    visible(&text.replace('\\', "\\\\")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_field_of_one_line() {
        assert_eq!(escaped("a\\n\tb\nc\r\u{202e}"), "a\\\\n\\tb\\nc\\r\\u{202e}");
    }
}
