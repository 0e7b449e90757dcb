//! The questions at the end of a section: a short sitting of its own, in the same form as that of
//! the cards, whose answers count as all others do.

use super::effect::Origin;
use super::review::{Current, ReviewState};
use super::{AppState, Now, Spot};
use crate::curriculum::SectionId;
use crate::study::{Deck, Progress, Session, SessionKind, recall_plan, splitmix};

/// The questions of the section read last.
#[derive(Clone, Debug)]
pub struct Recall {
    /// Which section.
    pub section: SectionId,
    /// The sitting.
    pub review: ReviewState,
    /// Whether the learner has it before the eyes: only then do its keys count and its clock run.
    looked_at: bool,
}

impl Recall {
    /// Whether the learner has it before the eyes.
    #[must_use]
    pub fn is_looked_at(&self) -> bool {
        self.looked_at
    }
}

impl AppState {
    /// The questions of the section shown, once it was read to its end.
    #[must_use]
    pub fn recall(&self) -> Option<&Recall> {
        self.recall.as_ref().filter(|recall| self.shows(&recall.section))
    }

    /// The sitting whose card the keys mean: that of the section while its questions are looked
    /// at, else that of the cards.
    #[must_use]
    pub fn asked(&self) -> Option<&ReviewState> {
        match self.recall() {
            Some(recall) if recall.looked_at => Some(&recall.review),
            _ => self.review.as_ref(),
        }
    }

    /// Where an answer to the card that the keys mean is given.
    pub(super) fn asked_at(&self) -> Origin {
        match self.recall() {
            Some(recall) if recall.looked_at => Origin::Section(recall.section.clone()),
            _ => Origin::Cards,
        }
    }

    /// The same, to be changed.
    pub(super) fn asked_mut(&mut self) -> Option<&mut ReviewState> {
        let at_section = matches!(&self.visit.spot, Spot::Section(..));
        match &mut self.recall {
            Some(recall) if at_section && recall.looked_at => Some(&mut recall.review),
            _ => self.review.as_mut(),
        }
    }

    fn shows(&self, section: &SectionId) -> bool {
        matches!(&self.visit.spot, Spot::Section(shown, _) if shown == section)
    }

    /// The learner comes to the questions of a section, or goes from them.
    pub(super) fn look_at_recall(&mut self, section: SectionId, on: bool, now: Now) {
        if !on {
            self.rest_recall(now);
            return;
        }
        if !self.shows(&section) {
            return;
        }
        let today = self.progress.study_day(now.moment);
        let is_fresh = self.recall.as_ref().is_some_and(|recall| {
            let unanswered = recall.review.current.is_none();
            recall.section == section && !(unanswered && recall.review.session.day() != today)
        });
        if !is_fresh {
            self.plan_recall(section, false, now);
        }
        if let Some(recall) = &mut self.recall {
            recall.looked_at = true;
            advance(&mut recall.review, &self.deck, &self.progress, now);
            if let Some(current) = &mut recall.review.current {
                current.resume(now.mono_ms);
            }
        }
    }

    /// Asks some more of the section, beyond those of the day.
    pub(super) fn more_recall(&mut self, section: SectionId, now: Now) {
        self.plan_recall(section.clone(), true, now);
        self.look_at_recall(section, true, now);
    }

    fn plan_recall(&mut self, section: SectionId, more: bool, now: Now) {
        let today = self.progress.study_day(now.moment);
        let plan = recall_plan(&self.curriculum, &self.deck, &self.progress, &section, today, more);
        let session = Session::of(today, plan.asked, plan.done);
        let review = ReviewState::new(SessionKind::Section(section.clone()), session);
        self.recall = Some(Recall { section, review, looked_at: false });
    }

    /// Keys mean the cards again, and the clock of the question stands still.
    pub(super) fn rest_recall(&mut self, now: Now) {
        if let Some(recall) = &mut self.recall {
            recall.looked_at = false;
            if let Some(current) = &mut recall.review.current {
                current.pause(now.mono_ms);
            }
        }
    }
}

/// Shows the next card of a sitting where none is shown.
pub(super) fn advance(review: &mut ReviewState, deck: &Deck, progress: &Progress, now: Now) {
    if review.current.is_some() {
        return;
    }
    review.mind_time();
    let next = review.session.next(now.moment).and_then(|id| deck.get(id));
    review.current = next.filter(|_| review.rest.is_none()).map(|card| {
        let reviews = progress.schedule(&card.id).reviews;
        Current::new(card, splitmix(u64::from(reviews)), now.mono_ms)
    });
    if review.current.is_none() {
        let today = progress.study_day(now.moment);
        review.tally.sum_up(deck, progress, today);
    }
}
