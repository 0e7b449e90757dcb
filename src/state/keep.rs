//! The one door to the data folder. Every entry, own deck, import and setting that is to be written
//! passes here or is refused here, with one wording, so that what has to hold first is decided once.
//!
//! Restoring a backup does not pass here: it is the way out of a folder that cannot be written.

use super::effect::{Effect, NewEntry, Origin, WriteJob};
use super::own_cards::DeckChange;
use super::{AppState, Keeping, Now, Tone};
use crate::study::{OwnDeck, Settings, What};
use std::path::PathBuf;

/// What is said of settings that were refused, or that could not be written.
const SETTINGS_NOT_SAVED: &str = "The settings hold for now but are not saved.";

/// Why something is not written now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotNow {
    /// The folder cannot be written; the text says why.
    Closed(String),
    /// Something else is on its way to the disk, which takes milliseconds: mostly a double press.
    Busy,
    /// The clock may have jumped, and an answer would be counted for the wrong day.
    ClockInDoubt,
}

impl AppState {
    /// Whether anything may be written at all: what forbids all of it is decided here alone.
    fn may_write(&self) -> Result<(), NotNow> {
        match &self.keeping {
            Keeping::Open => Ok(()),
            Keeping::Closed(why) => Err(NotNow::Closed(why.clone())),
        }
    }

    /// Whether this entry may be written now.
    fn may_keep(&self, what: &What, now: Now) -> Result<(), NotNow> {
        self.may_write()?;
        if holds_others_up(what) && self.pending > 0 {
            return Err(NotNow::Busy);
        }
        let is_answer = matches!(what, What::Review(_) | What::Practice { .. });
        if is_answer && self.clock_doubt(now).is_some() {
            return Err(NotNow::ClockInDoubt);
        }
        Ok(())
    }

    fn append(&mut self, what: What, origin: Origin, now: Now) -> Effect {
        self.pending += usize::from(holds_others_up(&what));
        let day = self.progress.study_day(now.moment);
        Effect::Write(WriteJob::Entry(NewEntry { now: now.moment, day, what, origin }))
    }

    /// Sends an entry to the journal.
    pub(super) fn keep(&mut self, what: What, origin: Origin, now: Now) -> Result<Effect, NotNow> {
        self.may_keep(&what, now)?;
        Ok(self.append(what, origin, now))
    }

    /// Sends entries that are no answers to the journal, all or none.
    pub(super) fn keep_all(&mut self, all: Vec<What>, now: Now) -> Result<Vec<Effect>, NotNow> {
        all.iter().try_for_each(|what| self.may_keep(what, now))?;
        Ok(all.into_iter().map(|what| self.append(what, Origin::Page, now)).collect())
    }

    /// Sends an entry to the journal that a person asked for: they are told where it is refused.
    pub(super) fn keep_or_tell(&mut self, what: What, origin: Origin, now: Now) -> Option<Effect> {
        let not_saved = not_saved(&what);
        match self.keep(what, origin, now) {
            Ok(effect) => Some(effect),
            Err(refusal) => self.tell_refusal(not_saved, refusal),
        }
    }

    /// Sends an own deck to the disk, whole.
    pub(super) fn keep_deck(
        &mut self,
        deck: OwnDeck,
        change: DeckChange,
    ) -> Result<Effect, NotNow> {
        self.may_write()?;
        if self.own.saving {
            return Err(NotNow::Busy);
        }
        self.own.saving = true;
        Ok(Effect::Write(WriteJob::Deck(deck, change)))
    }

    /// Sends an import to the disk, which adds decks and entries.
    pub(super) fn keep_import(&mut self, path: PathBuf, now: Now) -> Result<Effect, NotNow> {
        self.may_write()?;
        if self.pending > 0 || self.own.saving {
            return Err(NotNow::Busy);
        }
        self.pending += 1;
        Ok(Effect::Write(WriteJob::Import { path, now: now.moment }))
    }

    /// Sends the settings to the disk. They hold for now also where they cannot be saved.
    pub(super) fn keep_settings(&mut self, settings: Settings) -> Option<Effect> {
        match self.may_write() {
            Ok(()) => Some(Effect::Write(WriteJob::Settings(settings))),
            Err(refusal) => self.tell_refusal(SETTINGS_NOT_SAVED, refusal),
        }
    }

    /// Tells it where the settings could not be written.
    pub(super) fn settings_written(&mut self, saved: Result<(), String>) {
        if let Err(why) = saved {
            self.tell(format!("{SETTINGS_NOT_SAVED} {why}"), Tone::Caution);
        }
    }

    /// Tells that something was refused, and why. A double press is not worth a word.
    pub(super) fn tell_refusal(&mut self, not_saved: &str, refusal: NotNow) -> Option<Effect> {
        match refusal {
            NotNow::Closed(why) => self.tell(format!("{not_saved} {why}"), Tone::Caution),
            NotNow::Busy => {}
            NotNow::ClockInDoubt => {
                let text = "The date of this computer may be wrong. Say in Cards whether it is \
                            right; until then no answer moves a card.";
                self.tell(text.to_owned(), Tone::Calm);
            }
        }
        None
    }
}

/// Whether the next entry waits until this one is on the disk, since it may be about the same card
/// or replace the same thing. Marks in the text stand each for itself.
pub(super) fn holds_others_up(what: &What) -> bool {
    !matches!(
        what,
        What::Read { .. } | What::Note { .. } | What::Bookmark { .. } | What::Highlight { .. }
    )
}

/// What is said of an entry that was refused, or that could not be written.
pub(super) fn not_saved(what: &What) -> &'static str {
    match what {
        What::Review(_) => "This rating is not saved; the card stays.",
        What::Practice { .. } => "This answer is not saved; the card stays.",
        What::Note { .. } => "This note is not saved; what you wrote is still here.",
        What::Bookmark { .. } => "This bookmark is not saved.",
        What::Highlight { .. } => "This highlight is not saved.",
        What::Read { .. } => "What you read just now is not marked as read.",
        What::Plan(_) => "Your plan is not saved.",
        _ => "This change is not saved.",
    }
}
