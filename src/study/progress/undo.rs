//! What can be undone and done again, and what an undo was about.

use super::super::entry::{EntryRef, Rating, What};
use super::super::time::StudyDay;
use super::{Event, Other, Progress, Row, to_u32};
use crate::curriculum::CardId;

/// What the names begin with under which cells of the table without a card are kept.
const CELL: &str = "cell/";

/// What an entry was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A rating of a card.
    Rating(&'a CardId, Rating),
    /// An answer that moved no schedule.
    Practice(&'a CardId),
    /// A star, or that a card is hidden or suspended.
    CardState(&'a CardId),
    /// A note, bookmark or highlight on the block with this anchor.
    Mark(&'a str),
    /// The plan, or how cards are scheduled.
    Plan,
}

impl Progress {
    /// Undoes an entry, or, where it is an undo itself, brings back what that took away.
    pub(super) fn take_back(&mut self, undo: EntryRef, of: EntryRef) {
        if let Some(undone_undo) = self.undos.iter().rev().find(|(at, _)| *at == of) {
            let target = undone_undo.1;
            self.redo.retain(|at| *at != of);
            self.set_undone(target, false);
        } else {
            self.redo.push(undo);
            self.set_undone(of, true);
        }
    }

    fn set_undone(&mut self, of: EntryRef, undone: bool) {
        let mut numbered = self.rows.iter_mut().enumerate().rev();
        if let Some((number, row)) = numbered.find(|(_, row)| row.entry == of) {
            if row.undone != undone {
                row.undone = undone;
                let number = to_u32(number);
                let id = self.card_ids.get(row.card as usize);
                match self.undoable.binary_search(&number) {
                    Ok(at) => _ = self.undoable.remove(at),
                    Err(at) if !undone && id.is_some_and(|id| row.can_be_undone(id)) => {
                        self.undoable.insert(at, number);
                    }
                    Err(_) => {}
                }
                if matches!(row.event, Event::Review { .. }) {
                    self.reviews =
                        if undone { self.reviews.saturating_sub(1) } else { self.reviews + 1 };
                }
                let card = row.card;
                self.rebuild(card);
            }
        } else if let Some(other) = self.others.iter_mut().rev().find(|o| o.entry == of) {
            other.undone = undone;
            if matches!(other.what, What::Parameters(_)) {
                self.rebuild_parameters();
            }
        }
    }

    /// What was done last to a card and can be undone: a rating or a practice answer, a star, hiding
    /// or taking it out.
    #[must_use]
    pub fn last_undoable(&self) -> Option<(EntryRef, &CardId)> {
        let row = self.rows.get(*self.undoable.last()? as usize)?;
        Some((row.entry, self.card_ids.get(row.card as usize)?))
    }

    /// The last thing done that can be undone, to a card, a mark in the text or the plan.
    #[must_use]
    pub fn last_change(&self) -> Option<EntryRef> {
        let of_card = self.last_undoable().map(|(entry, _)| entry);
        let row = self.undoable.last().map(|row| *row as usize);
        let is_mark = |other: &&Other| {
            let is_one = matches!(
                other.what,
                What::Note { .. } | What::Bookmark { .. } | What::Highlight { .. } | What::Plan(_)
            );
            !other.undone && is_one
        };
        match self.others.iter().rev().find(is_mark) {
            Some(mark) if row.is_none_or(|row| row < mark.rows) => Some(mark.entry),
            _ => of_card,
        }
    }

    /// What an entry was about; where it is an undo, what it undid or brought back.
    #[must_use]
    pub fn subject(&self, entry: EntryRef) -> Option<Subject<'_>> {
        if let Some(row) = self.row_of(entry) {
            let card = self.card_ids.get(row.card as usize)?;
            return Some(match &row.event {
                Event::Review { rating, .. } => Subject::Rating(card, *rating),
                Event::Practice { .. } => Subject::Practice(card),
                _ => Subject::CardState(card),
            });
        }
        let target = self.target_of(entry);
        let other = self.others.iter().rev().find(|other| other.entry == target)?;
        match &other.what {
            What::Note { anchor, .. } | What::Bookmark { anchor, .. } => {
                Some(Subject::Mark(anchor))
            }
            What::Highlight { on, off } => {
                let passage = on.first().or(off.first())?;
                Some(Subject::Mark(&passage.anchor))
            }
            What::Plan(_) | What::Parameters(_) => Some(Subject::Plan),
            _ => None,
        }
    }

    /// Whether an entry is an undo.
    #[must_use]
    pub fn is_undo(&self, entry: EntryRef) -> bool {
        self.undos.iter().any(|(at, _)| *at == entry)
    }

    /// Whether an entry, or what it undid, is a rating.
    #[must_use]
    pub fn is_rating(&self, entry: EntryRef) -> bool {
        self.rating_of(entry).is_some()
    }

    /// The rating that an entry is, undid or brought back.
    #[must_use]
    pub fn rating_of(&self, entry: EntryRef) -> Option<Rating> {
        match self.event_of(entry)? {
            Event::Review { rating, .. } => Some(*rating),
            _ => None,
        }
    }

    /// Whether an entry, or what it undid, is an answer that moved no schedule.
    #[must_use]
    pub fn is_practice(&self, entry: EntryRef) -> bool {
        self.event_of(entry).is_some_and(|event| matches!(event, Event::Practice { .. }))
    }

    /// Whether an entry, or what it undid, is an answer: a rating, or one that moved no schedule.
    #[must_use]
    pub fn is_answer(&self, entry: EntryRef) -> bool {
        self.is_rating(entry) || self.is_practice(entry)
    }

    /// The row of what an entry is, undid or brought back.
    fn row_of(&self, entry: EntryRef) -> Option<&Row> {
        let target = self.target_of(entry);
        self.rows.iter().rev().find(|row| row.entry == target)
    }

    fn event_of(&self, entry: EntryRef) -> Option<&Event> {
        self.row_of(entry).map(|row| &row.event)
    }

    /// The study day of what an entry is, undid or brought back, where that belongs to a card.
    #[must_use]
    pub fn day_of(&self, entry: EntryRef) -> Option<StudyDay> {
        self.row_of(entry).map(|row| row.day)
    }

    /// What an entry undoes or brings back; the entry itself where it is no undo.
    #[must_use]
    pub fn target_of(&self, entry: EntryRef) -> EntryRef {
        self.undos.iter().rev().find(|(at, _)| *at == entry).map_or(entry, |(_, of)| *of)
    }

    /// The undo that can be taken back, where nothing was rated since.
    #[must_use]
    pub fn last_redoable(&self) -> Option<EntryRef> {
        self.redo.last().copied()
    }

    /// The card that an undone entry was about.
    #[must_use]
    pub fn card_of(&self, entry: EntryRef) -> Option<&CardId> {
        self.card_ids.get(self.row_of(entry)?.card as usize)
    }
}

impl Row {
    /// Whether it is something that a learner does to that card and can undo.
    pub(super) fn can_be_undone(&self, card: &CardId) -> bool {
        match self.event {
            Event::Review { past: None, .. }
            | Event::Suspend(_)
            | Event::Bury(_)
            | Event::Star(_) => true,
            // A cell of the table is undone in its test.
            Event::Practice { .. } => !card.as_str().starts_with(CELL),
            _ => false,
        }
    }
}
