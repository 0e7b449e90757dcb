//! Taking cards in and giving them out, step by step: a file is read and shown before anything is
//! changed, then kept.

use super::effect::{Effect, ExchangeJob};
use super::outcome::Exchanged;
use super::{AppState, Now, Tone};
use crate::exchange::merge::Counts;
use crate::study::{OwnDeck, Progress};
use std::path::{Path, PathBuf};

/// How far the exchange is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Exchange {
    /// Nothing is under way.
    #[default]
    Idle,
    /// A file is being read; the share that is done, 0 to 1.
    Reading(PathBuf, f32),
    /// What a file holds, before anything is changed.
    Preview(Preview),
    /// It is being kept.
    Keeping(PathBuf),
    /// It was kept.
    Kept(PathBuf, Counts),
    /// The file was not taken; the text says why.
    Refused(PathBuf, String),
    /// Cards are being written into a file.
    Leaving(f32),
    /// They were: where, and how many.
    Left(PathBuf, usize),
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// The file.
    pub file: PathBuf,
    /// How much would come in.
    pub counts: Counts,
    /// Some of the new cards: deck and question.
    pub samples: Vec<(String, String)>,
    /// What is wrong with single rows, and what stays as it is.
    pub faults: Vec<String>,
    /// What was here when it was read, to notice changes since.
    pub seen: (u64, usize),
}

/// What came of keeping a file.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The learner's own decks now.
    pub decks: Vec<OwnDeck>,
    /// What the learner did, with what came in.
    pub progress: Progress,
    /// How much came in.
    pub counts: Counts,
}

/// Equal where the same came in: progress is not compared.
impl PartialEq for Taken {
    fn eq(&self, other: &Self) -> bool {
        self.decks == other.decks && self.counts == other.counts
    }
}

/// A format in which cards leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveAs {
    /// An Anki package.
    Package,
    /// A table with commas.
    Csv,
    /// A table with tabs.
    Tsv,
    /// A deck in RON.
    Ron,
    /// A deck to copy, which is nobody's own.
    Example,
    /// Everything.
    Archive,
}

impl LeaveAs {
    /// All, in the order offered.
    pub const ALL: [Self; 6] =
        [Self::Archive, Self::Package, Self::Csv, Self::Tsv, Self::Ron, Self::Example];

    /// The ending of the file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Package => "apkg",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Ron | Self::Example => "ron",
            Self::Archive => "zip",
        }
    }

    /// What it is, in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Package => "Anki package with history (.apkg)",
            Self::Csv => "Table (.csv)",
            Self::Tsv => "Table with tabs (.tsv)",
            Self::Ron => "Readable deck (.ron)",
            Self::Example => "Example deck to copy (.ron)",
            Self::Archive => "Everything you have (.zip)",
        }
    }

    /// What it is good for, in words.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Archive => "Cards, history, notes: to go on at another computer.",
            Self::Package => "For other programs that read these packages.",
            Self::Csv => "Question, answer and tags, for a spreadsheet.",
            Self::Tsv => "The same with tabs between the columns.",
            Self::Example => "Four cards that show how a deck is written by hand.",
            Self::Ron => "To read, change by hand and hand on; every kind of card stays as it is.",
        }
    }
}

impl AppState {
    /// How far the exchange is.
    #[must_use]
    pub fn exchange(&self) -> &Exchange {
        &self.exchange
    }

    /// The folder that cards are exported to, if one was chosen.
    #[must_use]
    pub fn export_folder(&self) -> Option<&Path> {
        self.export_folder.as_deref()
    }

    /// What is here now, by which a preview knows whether it is still true.
    fn seen(&self) -> (u64, usize) {
        (self.deck_version(), self.progress.reviews())
    }

    pub(super) fn read_file(&mut self, file: PathBuf) -> Option<Effect> {
        if matches!(
            self.exchange,
            Exchange::Reading(..) | Exchange::Keeping(_) | Exchange::Leaving(_)
        ) {
            return None;
        }
        self.exchange = Exchange::Reading(file.clone(), 0.0);
        Some(Effect::Exchange(ExchangeJob::Read(file)))
    }

    /// What came of reading or writing a file.
    pub(super) fn exchanged(&mut self, exchanged: Exchanged) {
        match exchanged {
            Exchanged::Share(share) => self.exchange_share(share),
            Exchanged::Read(read) => self.file_read(read),
            Exchanged::Left(left) => self.has_left(left),
        }
    }

    fn exchange_share(&mut self, share: f32) {
        match &mut self.exchange {
            Exchange::Reading(_, done) | Exchange::Leaving(done) => *done = share,
            _ => {}
        }
    }

    fn file_read(&mut self, read: Result<Preview, String>) {
        let Exchange::Reading(file, _) = &self.exchange else { return };
        self.exchange = match read {
            Ok(preview) => Exchange::Preview(Preview { seen: self.seen(), ..preview }),
            Err(why) => Exchange::Refused(file.clone(), why),
        };
    }

    pub(super) fn keep_file(&mut self, now: Now) -> Option<Effect> {
        let Exchange::Preview(preview) = &self.exchange else { return None };
        let file = preview.file.clone();
        if preview.seen != self.seen() {
            // Something was reviewed or written since: look again.
            self.tell(
                "Your cards have changed since; here is the file once more.".to_owned(),
                Tone::Calm,
            );
            self.exchange = Exchange::Idle;
            return self.read_file(file);
        }
        match self.keep_import(file.clone(), now) {
            Ok(effect) => {
                self.exchange = Exchange::Keeping(file);
                Some(effect)
            }
            Err(refusal) => self.tell_refusal("Nothing was imported.", refusal),
        }
    }

    pub(super) fn file_kept(&mut self, kept: Result<Box<Taken>, String>, now: Now) {
        self.pending = self.pending.saturating_sub(1);
        let Exchange::Keeping(file) = &self.exchange else { return };
        let file = file.clone();
        self.exchange = match kept {
            Ok(taken) => {
                self.progress = taken.progress;
                self.own.decks = taken.decks;
                self.forget_deck_changes();
                self.rebuild_deck();
                // The sitting is planned anew, with the new cards.
                self.review = None;
                self.find_rows(now);
                Exchange::Kept(file, taken.counts)
            }
            Err(why) => Exchange::Refused(file, why),
        };
    }

    pub(super) fn leave_as(
        &mut self,
        format: LeaveAs,
        all: bool,
        folder: PathBuf,
    ) -> Option<Effect> {
        if matches!(
            self.exchange,
            Exchange::Reading(..) | Exchange::Keeping(_) | Exchange::Leaving(_)
        ) {
            return None;
        }
        self.exchange = Exchange::Leaving(0.0);
        Some(Effect::Exchange(ExchangeJob::Leave { format, all, folder }))
    }

    fn has_left(&mut self, left: Result<(PathBuf, usize), String>) {
        if !matches!(self.exchange, Exchange::Leaving(_)) {
            return;
        }
        self.exchange = match left {
            Ok((path, cards)) => Exchange::Left(path, cards),
            Err(why) => Exchange::Refused(PathBuf::new(), why),
        };
    }
}
