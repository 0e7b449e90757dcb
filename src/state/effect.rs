//! What has to happen outside of the state, by who does it.

use super::exchange::LeaveAs;
use super::own_cards::DeckChange;
use crate::curriculum::{CellRef, SectionId};
use crate::study::{FitInput, ForecastInput, Moment, OwnDeck, Settings, StudyDay, What};
use std::path::PathBuf;

/// What has to happen outside of the state. What came of it returns as an `Outcome`.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// For the thread that writes into the data folder.
    Write(WriteJob),
    /// For the thread that reads and writes files of cards.
    Exchange(ExchangeJob),
    /// Stop the file that is being read or written.
    StopExchange,
    /// For a thread that computes.
    Compute(ComputeJob),
    /// Stop fitting.
    StopFit,
    /// For the window and the desktop around it.
    Desktop(DesktopJob),
}

/// An entry on its way to the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    /// When it was done.
    pub now: Moment,
    /// The study day that it was then.
    pub day: StudyDay,
    /// What was done.
    pub what: What,
    /// Where it was done.
    pub origin: Origin,
}

/// Where in the program an entry was made. It stays with the entry on its way to the disk and back,
/// so that what comes back is for the page on which it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An answer in Cards.
    Cards,
    /// An answer to the questions at the end of this section.
    Section(SectionId),
    /// An answer in this cell of the comparison as a test.
    Table(CellRef),
    /// Anything that is no answer.
    Page,
}

/// Something to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum WriteJob {
    /// Append an entry to the journal.
    Entry(NewEntry),
    /// Keep a deck of one's own, whole.
    Deck(OwnDeck, DeckChange),
    /// Take a file in.
    Import {
        /// The file.
        path: PathBuf,
        /// When.
        now: Moment,
    },
    /// Keep the settings.
    Settings(Settings),
    /// Write a handout: the name of the file without its ending, and its text.
    Handout {
        /// Such as `provider-levels`.
        name: &'static str,
        /// The whole page.
        html: String,
    },
    /// Look for the backups.
    ListBackups,
    /// Bring back what an archive holds and the folder does not.
    Restore {
        /// The archive.
        path: PathBuf,
        /// When.
        now: Moment,
    },
    /// Write everything into one file.
    Archive {
        /// The file.
        path: PathBuf,
        /// When.
        now: Moment,
    },
}

/// A file of cards to be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExchangeJob {
    /// Read a file that may be taken in.
    Read(PathBuf),
    /// Write cards into a file in this folder.
    Leave {
        /// The format.
        format: LeaveAs,
        /// Our cards too.
        all: bool,
        /// The folder.
        folder: PathBuf,
    },
}

/// Something to be worked out that may take long.
#[derive(Clone, Debug, PartialEq)]
pub enum ComputeJob {
    /// Make an estimate for the exam, under this number; an earlier one is not wanted any more.
    Forecast(u64, Box<ForecastInput>),
    /// Fit the scheduler.
    Fit(Box<FitInput>),
}

/// Something for the window and the desktop around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DesktopJob {
    /// Put a text on the clipboard.
    Copy(String),
    /// Show a folder in the system's own window.
    OpenFolder(PathBuf),
    /// Open the system's window to choose a file or folder.
    Choose(Choose),
    /// Full screen or not.
    Fullscreen(bool),
    /// Close the window.
    Quit,
}

/// What is chosen in the system's own window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choose {
    /// A file with cards that may be taken in.
    Cards,
    /// A backup, or everything from another computer.
    Backup,
    /// The folder that cards are exported to.
    ExportFolder,
}
