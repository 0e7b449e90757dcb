//! Taking back what was done last, and doing it again.

use super::effect::{Effect, Origin};
use super::places::Spot;
use super::recall::advance;
use super::review::{Current, ReviewState, ReviewStep};
use super::{AppState, Now, Tone};
use crate::curriculum::{Anchor, CardId};
use crate::study::{Card, EntryRef, Rating, SessionKind, Subject, What, splitmix};

/// Which way a change went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It was taken back.
    Undone,
    /// It was done again.
    Redone,
}

/// What was changed of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changed {
    /// Its answer.
    Answer,
    /// Its star, or whether it is hidden or suspended.
    State,
}

/// A change of a card that was undone or redone.
pub(super) struct Change<'a> {
    /// The card.
    pub(super) card: &'a Card,
    /// Which way it went.
    pub(super) way: Way,
    /// What it changed.
    pub(super) what: Changed,
}

impl AppState {
    pub(super) fn undo(&mut self, now: Now) -> Option<Effect> {
        self.let_go_of_calm_notice();
        // What is on its way is the last thing done as soon as it is kept.
        if self.pending > 0 {
            return None;
        }
        if self.is_rehearsing() {
            self.tell("As in the exam, no answer is taken back.".to_owned(), Tone::Calm);
            return None;
        }
        // In a test its own answers are taken back, and none from before it.
        let testing = self.compare.test.is_some() && self.visit.spot == Spot::Compare;
        if !testing && let Some(effect) = self.undo_deck_change() {
            return Some(effect);
        }
        let in_test = self.compare.test.as_ref().filter(|_| testing);
        let last = match in_test {
            Some(test) => test.last_entry(),
            None => self.progress.last_change(),
        };
        let Some(of) = last.filter(|of| !self.is_before_practice(*of)) else {
            self.tell("There is nothing to undo.".to_owned(), Tone::Calm);
            return None;
        };
        self.keep_or_tell(What::Undo { of }, Origin::Page, now)
    }

    pub(super) fn redo(&mut self, now: Now) -> Option<Effect> {
        if self.pending == 0
            && let Some(effect) = self.redo_deck_change()
        {
            return Some(effect);
        }
        let of = self.progress.last_redoable()?;
        self.keep_or_tell(What::Undo { of }, Origin::Page, now)
    }

    /// Shows what was undone or redone.
    pub(super) fn undone(&mut self, of: EntryRef, now: Now) {
        let way = if self.progress.is_undo(of) { Way::Redone } else { Way::Undone };
        if let Some(cell) = self.take_back_in_test(of, way) {
            return self.show_undone_cell(cell, of, way, now);
        }
        match self.progress.subject(of) {
            Some(Subject::Mark(anchor)) => self.mark_undone(&Anchor::from(anchor), way, now),
            Some(Subject::Plan) => self.plan_undone(way, now),
            Some(Subject::Practice(card)) => self.practice_undone(&card.clone(), way, now),
            Some(Subject::Rating(card, rating)) => {
                self.card_undone(&card.clone(), way, Changed::Answer, now);
                self.tell_rating(of, way, rating, now);
            }
            Some(Subject::CardState(card)) => {
                self.card_undone(&card.clone(), way, Changed::State, now);
                self.tell_way(way, "The card is back as it was.", "Done again.");
            }
            None => {}
        }
    }

    /// After an undo the card is back, a rated one with its answer open and what was picked; after
    /// a redo it is rated, hidden or marked again.
    fn card_undone(&mut self, card: &CardId, way: Way, what: Changed, now: Now) {
        // What was rated at the end of the section shown comes back there.
        let in_recall = self.recall().is_some_and(|r| r.review.tally.holds(card));
        // A rating has no place among answers that move no schedule.
        if !in_recall && self.review.as_ref().is_none_or(|review| review.kind.is_practice()) {
            self.start_session(SessionKind::Due, now);
        }
        // A card that is in no deck any more has nothing to be shown.
        if let Some(known) = self.deck.get(card).cloned() {
            let change = Change { card: &known, way, what };
            let mut recall = self.recall.take();
            let mut review = self.review.take();
            let sittings = [
                (recall.as_mut().map(|r| &mut r.review), in_recall),
                (review.as_mut(), !in_recall),
            ];
            for (sitting, is_here) in sittings {
                let Some(sitting) = sitting else { continue };
                if is_here || sitting.session.knows(card) {
                    self.follow_change(sitting, &change, now);
                }
                if is_here {
                    self.show_change(sitting, &change, now);
                }
            }
            (self.recall, self.review) = (recall, review);
        }
        if !in_recall {
            self.open(Spot::Cards, now);
        }
    }

    /// Puts the card where it belongs in a sitting that knows it.
    pub(super) fn follow_change(&self, review: &mut ReviewState, change: &Change<'_>, now: Now) {
        let id = &change.card.id;
        if change.what == Changed::State {
            self.follow_day(review, now);
        }
        if change.way == Way::Undone {
            review.session.bring_back(id);
            return;
        }
        let today = self.progress.study_day(now.moment);
        if change.what == Changed::Answer {
            review.tally.redo(id);
            if self.progress.schedule(id).last_day == Some(today) {
                review.session.answered(id, &self.progress, today);
            } else {
                // It was rated on a day before this sitting.
                review.session.remove(id);
                self.follow_day(review, now);
            }
        } else if self.progress.card(id).is_some_and(|card| card.is_hidden(today)) {
            review.session.remove(id);
        }
        if review.current.as_ref().is_some_and(|current| current.card == *id) {
            review.current = None;
        }
    }

    /// Shows the card in the sitting in which it was changed, or the next one after a redo.
    pub(super) fn show_change(&self, review: &mut ReviewState, change: &Change<'_>, now: Now) {
        if change.way == Way::Redone {
            return advance(review, &self.deck, &self.progress, now);
        }
        let card = change.card;
        let reviews = self.progress.schedule(&card.id).reviews;
        review.rest = None;
        let mut current = Current::new(card, splitmix(u64::from(reviews)), now.mono_ms);
        if change.what == Changed::Answer {
            current.step = ReviewStep::Answer;
            if let Some(given) = review.tally.undo(&card.id) {
                current.chosen.clone_from(&given.chosen);
                current.sure = given.sure;
                current.hint = given.hint;
            }
        }
        review.current = Some(current);
    }

    fn tell_rating(&mut self, of: EntryRef, way: Way, rating: Rating, now: Now) {
        let today = self.progress.study_day(now.moment);
        let day = self.progress.day_of(of).filter(|day| *day != today);
        let then = day.map(|day| day.date().strftime(", given on %A, %B %-d").to_string());
        let then = then.unwrap_or_default();
        let did = match way {
            Way::Undone => "Undid",
            Way::Redone => "Redid",
        };
        self.tell(format!("{did}: {}{then}", rating.label()), Tone::Calm);
    }

    /// Tells what was undone, or redone.
    pub(super) fn tell_way(&mut self, way: Way, undone: &str, redone: &str) {
        let text = match way {
            Way::Undone => undone,
            Way::Redone => redone,
        };
        self.tell(text.to_owned(), Tone::Calm);
    }
}
