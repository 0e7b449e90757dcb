//! The page on which backups are seen and brought back.

use super::effect::{Effect, WriteJob};
use super::places::Spot;
use super::{AppState, Keeping, Now, Tone};
use crate::study::{OwnDeck, Progress, SessionKind};
use std::path::PathBuf;

/// What is known of the backups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupsView {
    /// The backups, the newest first; nothing until they were looked for.
    pub lines: Option<Vec<BackupLine>>,
    /// What is being done.
    pub busy: Option<BackupWork>,
}

/// Something that may take long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupWork {
    /// Looking for the backups.
    List,
    /// Bringing back what an archive holds and the folder does not.
    Restore,
    /// Writing everything into one file.
    Archive,
}

impl BackupWork {
    /// What is being done, in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::List => "Looking for backups",
            Self::Restore => "Bringing back what is missing",
            Self::Archive => "Writing and checking the file",
        }
    }
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupLine {
    /// The file.
    pub path: PathBuf,
    /// Its day, as it is shown.
    pub day: String,
    /// "412 reviews, last on March 3, 2026", or why that cannot be said.
    pub holds: Result<String, String>,
}

/// The progress as it was read again from the folder, and what to tell of it.
#[derive(Clone, Debug)]
pub struct Reloaded {
    /// What comes of the whole history.
    pub progress: Box<Progress>,
    /// The learner's own decks.
    pub decks: Vec<OwnDeck>,
    /// What was done.
    pub text: String,
}

impl PartialEq for Reloaded {
    /// Two histories are the same thing only where they are one.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(&raw const *self.progress, &raw const *other.progress)
    }
}

impl AppState {
    /// What is known of the backups.
    #[must_use]
    pub fn backups(&self) -> &BackupsView {
        &self.backups
    }

    pub(super) fn list_backups(&mut self) -> Effect {
        self.backups.busy = Some(BackupWork::List);
        Effect::Write(WriteJob::ListBackups)
    }

    pub(super) fn restore(&mut self, path: PathBuf, now: Now) -> Effect {
        self.backups.busy = Some(BackupWork::Restore);
        Effect::Write(WriteJob::Restore { path, now: now.moment })
    }

    pub(super) fn archive(&mut self, path: PathBuf, now: Now) -> Effect {
        self.backups.busy = Some(BackupWork::Archive);
        Effect::Write(WriteJob::Archive { path, now: now.moment })
    }

    /// Ends the word that says what is under way, where it is about this work.
    fn end(&mut self, work: BackupWork) {
        self.backups.busy = self.backups.busy.filter(|busy| *busy != work);
    }

    pub(super) fn backups_listed(&mut self, found: Result<Vec<BackupLine>, String>) {
        self.end(BackupWork::List);
        match found {
            Ok(lines) => self.backups.lines = Some(lines),
            Err(why) => self.tell(why, Tone::Caution),
        }
    }

    pub(super) fn archived(&mut self, written: Result<String, String>) {
        self.end(BackupWork::Archive);
        match written {
            Ok(words) => self.tell(words, Tone::Calm),
            Err(why) => self.tell(why, Tone::Caution),
        }
    }

    /// The folder was read again: what is shown comes of it from now on.
    pub(super) fn restored(&mut self, restored: Result<Reloaded, String>, now: Now) {
        self.end(BackupWork::Restore);
        let reloaded = match restored {
            Ok(reloaded) => reloaded,
            Err(why) => {
                return self.tell(format!("Nothing was brought back. {why}"), Tone::Caution);
            }
        };
        self.progress = *reloaded.progress;
        self.take_decks(reloaded.decks);
        self.forget_deck_changes();
        self.keeping = Keeping::Open;
        self.review = None;
        self.recall = None;
        self.notice = None;
        self.tell(reloaded.text, Tone::Calm);
        if self.visit.spot == Spot::Cards {
            self.start_session(SessionKind::Due, now);
        }
    }
}
