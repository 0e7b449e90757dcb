//! What came of an effect. Only what carries effects out can know it, so that views have no way to
//! send one: their queue takes actions alone.

use super::backups::{BackupLine, Reloaded};
use super::effect::{Choose, ExchangeJob, NewEntry, WriteJob};
use super::exchange::{Preview, Taken};
use super::own_cards::DeckChange;
use crate::study::{Entry, EntryRef, Fit, Forecast, NoFit, OwnDeck};
use std::path::PathBuf;

/// What came of an effect, for `AppState::receive`.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Of a `WriteJob`.
    Write(Written),
    /// Of an `ExchangeJob`.
    Exchange(Exchanged),
    /// Of a `ComputeJob`.
    Compute(Computed),
    /// Of a `DesktopJob`.
    Desktop(DesktopReport),
}

/// What came of writing. An error says why and what is safe.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// An entry is on the disk, under its name there, or not.
    Entry(NewEntry, Result<(EntryRef, Entry), String>),
    /// A deck of one's own is on the disk, or not.
    Deck(DeckChange, Result<OwnDeck, String>),
    /// What came in, or why nothing did.
    Import(Result<Box<Taken>, String>),
    /// The settings are on the disk, or not.
    Settings(Result<(), String>),
    /// A handout was written to this file, or not.
    Handout(Result<PathBuf, String>),
    /// The backups that there are.
    Backups(Result<Vec<BackupLine>, String>),
    /// The folder was read again after something was brought back.
    Restore(Result<Reloaded, String>),
    /// Everything was written into one file, in words.
    Archive(Result<String, String>),
    /// Files of the journal were taken away or replaced while they were open; the text says what was
    /// written again and what may be missing.
    Loss(String),
    /// The backup of the day, which nobody asks for, could not be made.
    NoBackup(String),
}

/// What came of reading or writing a file of cards.
#[derive(Clone, Debug, PartialEq)]
pub enum Exchanged {
    /// How far it is, 0 to 1.
    Share(f32),
    /// What a file holds, or why it is not taken.
    Read(Result<Preview, String>),
    /// Where the cards went and how many, or why they did not.
    Left(Result<(PathBuf, usize), String>),
}

/// What came of computing.
#[derive(Clone, Debug, PartialEq)]
pub enum Computed {
    /// The estimate with that number is made, or could not be begun.
    Forecast(u64, Result<Forecast, String>),
    /// How far fitting is, 0 to 1.
    FitShare(f32),
    /// What came of fitting.
    Fit(Result<Box<Fit>, NoFit>),
    /// Fitting could not be begun.
    FitNotBegun(String),
}

/// What came of asking the desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DesktopReport {
    /// A file or folder was chosen.
    Chosen(Choose, PathBuf),
    /// The system opened no window to choose in.
    NoDialog,
    /// A folder could not be shown; the text says why.
    FolderNotShown(PathBuf, String),
}

impl WriteJob {
    /// What is reported where nothing of it was done.
    #[must_use]
    pub fn failed(self, why: String) -> Written {
        match self {
            Self::Entry(entry) => Written::Entry(entry, Err(why)),
            Self::Deck(_, change) => Written::Deck(change, Err(why)),
            Self::Import { .. } => Written::Import(Err(why)),
            Self::Settings(_) => Written::Settings(Err(why)),
            Self::Handout { .. } => Written::Handout(Err(why)),
            Self::ListBackups => Written::Backups(Err(why)),
            Self::Restore { .. } => Written::Restore(Err(why)),
            Self::Archive { .. } => Written::Archive(Err(why)),
        }
    }
}

impl ExchangeJob {
    /// What is reported where nothing of it was done.
    #[must_use]
    pub fn failed(self, why: String) -> Exchanged {
        match self {
            Self::Read(_) => Exchanged::Read(Err(why)),
            Self::Leave { .. } => Exchanged::Left(Err(why)),
        }
    }
}
