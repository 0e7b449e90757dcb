//! The page on which backups are seen and brought back.

use crate::study::{OwnDeck, Progress};
use std::path::PathBuf;

/// What is known of the backups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupsView {
    /// The backups, the newest first; nothing until they were looked for.
    pub lines: Option<Vec<BackupLine>>,
    /// What is being done, in words.
    pub busy: Option<&'static str>,
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
