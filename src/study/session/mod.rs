//! A sitting: which card comes next, and when it is over.

mod choice;
mod kind;
mod later;
mod order;
mod queue;
mod standing;
mod survey;

pub use kind::{AT_ONCE, Build, REHEARSED, SessionKind, Which};
pub use survey::{Offer, Survey, due_on};

use super::deck::Deck;
use super::progress::Progress;
use super::schedule::Phase;
use super::time::{Moment, StudyDay};
use crate::curriculum::CardId;
use kind::Until;
use queue::Queue;
use std::collections::{BTreeMap, BTreeSet};

/// A learning card that is due within this time is shown when nothing else is left.
const LEARN_AHEAD_MS: i64 = 20 * 60_000;

/// The cards of a sitting: those still to come, and those in their learning steps.
#[derive(Clone, Debug)]
pub struct Session {
    /// The study day for which it was planned.
    day: StudyDay,
    planned: Queue,
    /// By the moment at which they are due.
    learning: BTreeSet<(i64, CardId)>,
    /// When each of them is due.
    learning_due: BTreeMap<CardId, i64>,
    /// New cards as they were planned; some may be answered by now.
    fresh: Vec<CardId>,
    /// Cards that are through, in this sitting or earlier on the same day.
    done: BTreeSet<CardId>,
    /// Cards that were answered at least once, in this sitting or earlier on the same day.
    seen: BTreeSet<CardId>,
    last: Option<CardId>,
    until: Until,
    /// Whether the cards are those of the day, so that what is answered elsewhere counts here.
    is_of_day: bool,
    kept_back: usize,
}

impl Session {
    /// Plans a sitting.
    #[must_use]
    pub fn new(
        kind: &SessionKind,
        deck: &Deck,
        progress: &Progress,
        new_per_day: usize,
        now: Moment,
    ) -> Self {
        Self::planned(kind, &Survey::new(deck, progress, now), new_per_day)
    }

    /// Plans a sitting from what is known of all cards.
    #[must_use]
    pub fn planned(kind: &SessionKind, survey: &Survey<'_>, new_per_day: usize) -> Self {
        let plan = survey.plan(kind, new_per_day);
        let mut session = Self {
            day: survey.today(),
            planned: Queue::new(plan.cards),
            learning: BTreeSet::new(),
            learning_due: BTreeMap::new(),
            fresh: plan.fresh,
            done: BTreeSet::new(),
            seen: plan.seen,
            last: None,
            until: kind.until(),
            is_of_day: kind.is_of_day(),
            kept_back: survey.kept_back(),
        };
        for (due_ms, card) in plan.learning {
            session.learn(&card, due_ms);
        }
        let is_open = |card: &CardId| session.learning_due.contains_key(card);
        session.done = session.seen.iter().filter(|card| !is_open(card)).cloned().collect();
        session
    }

    /// A sitting of these cards, each until it is recalled once; some are done already.
    #[must_use]
    pub fn of(day: StudyDay, planned: Vec<CardId>, done: BTreeSet<CardId>) -> Self {
        Self {
            day,
            planned: Queue::new(planned),
            learning: BTreeSet::new(),
            learning_due: BTreeMap::new(),
            fresh: Vec::new(),
            seen: done.clone(),
            done,
            last: None,
            until: Until::Recalled,
            is_of_day: false,
            kept_back: 0,
        }
    }

    /// The study day for which it was planned.
    #[must_use]
    pub fn day(&self) -> StudyDay {
        self.day
    }

    /// Cards that an accepted catch-up kept for later days when it was planned.
    #[must_use]
    pub fn kept_back(&self) -> usize {
        self.kept_back
    }

    /// The card to show, or nothing where the sitting is over. It stays in the sitting until
    /// [`Self::answered`] is called for it.
    #[must_use]
    pub fn next(&self, now: Moment) -> Option<&CardId> {
        let ahead = now.at_ms.saturating_add(LEARN_AHEAD_MS);
        let ready = |limit: i64| {
            self.learning.iter().take_while(move |(due, _)| *due <= limit).map(|(_, card)| card)
        };
        // Not the same card twice in a row where there is another.
        let other = |card: &&CardId| Some(*card) != self.last.as_ref();
        ready(now.at_ms)
            .find(other)
            .or_else(|| self.planned.iter().find(other))
            .or_else(|| ready(ahead).find(other))
            .or_else(|| self.planned.iter().next())
            .or_else(|| ready(ahead).next())
    }

    /// Takes note that a card was answered (or the undoing of its answer undone): it comes back in
    /// this sitting or is done.
    pub fn answered(&mut self, card: &CardId, progress: &Progress, today: StudyDay) {
        self.remove(card);
        self.seen.insert(card.clone());
        self.last = Some(card.clone());
        match self.until {
            Until::Recalled if progress.last_answer(card) == Some(false) => {
                self.planned.push_back(card);
            }
            Until::Recalled | Until::Answered => _ = self.done.insert(card.clone()),
            Until::Scheduled => match progress.schedule(card).phase {
                Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => {
                    self.learn(card, due_ms);
                }
                Phase::Review { due, .. } if due <= today => self.planned.push_back(card),
                Phase::New => self.planned.push_back(card),
                Phase::Review { .. } => _ = self.done.insert(card.clone()),
            },
        }
    }

    /// Takes note that a card was rated in another sitting. In the day's own, a new card that was
    /// begun there takes the place of the last new one planned here.
    pub fn answered_elsewhere(&mut self, card: &CardId, progress: &Progress, today: StudyDay) {
        if self.knows(card) {
            let last = self.last.take();
            self.answered(card, progress, today);
            self.last = last;
            return;
        }
        let begun = progress.card(card).is_some_and(|c| c.first_day == Some(today));
        let once_rated = progress.schedule(card).reviews == 1;
        if !self.is_of_day || !begun || !once_rated {
            return;
        }
        while let Some(new) = self.fresh.pop() {
            if self.planned.remove(&new) {
                return;
            }
        }
    }

    /// Whether a card was planned, or answered, in this sitting.
    #[must_use]
    pub fn knows(&self, card: &CardId) -> bool {
        self.waits(card) || self.seen.contains(card)
    }

    fn waits(&self, card: &CardId) -> bool {
        self.planned.contains(card) || self.learning_due.contains_key(card)
    }

    /// Adds a card behind those still to come, where it is not among them.
    pub fn add(&mut self, card: &CardId) {
        if !self.waits(card) {
            self.planned.push_back(card);
        }
    }

    /// Takes over from a plan of the same day, made later, which cards begun before come: where one
    /// was hidden or is back, that decides it for its siblings.
    pub fn follow(&mut self, planned: &Self, progress: &Progress) {
        let is_review = |card: &&CardId| progress.schedule(card).phase != Phase::New;
        for card in planned.planned.iter().filter(is_review) {
            if !self.knows(card) {
                self.planned.push_back(card);
            }
        }
        let gone = self.planned.iter().filter(is_review);
        let gone: Vec<CardId> = gone.filter(|card| !planned.waits(card)).cloned().collect();
        for card in gone {
            self.planned.remove(&card);
        }
    }

    /// Puts a card in front, as after its rating was undone.
    pub fn bring_back(&mut self, card: &CardId) {
        self.remove(card);
        self.last = None;
        self.planned.push_front(card);
    }

    /// Takes a card out of the sitting.
    pub fn remove(&mut self, card: &CardId) {
        self.planned.remove(card);
        if let Some(due_ms) = self.learning_due.remove(card) {
            self.learning.remove(&(due_ms, card.clone()));
        }
        self.done.remove(card);
        self.seen.remove(card);
    }

    fn learn(&mut self, card: &CardId, due_ms: i64) {
        self.learning.insert((due_ms, card.clone()));
        self.learning_due.insert(card.clone(), due_ms);
    }

    /// Cards that are through.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done.len()
    }

    /// The place of a card in the sitting, from 1: how many were answered before it.
    #[must_use]
    pub fn place(&self, card: &CardId) -> usize {
        self.seen.len() - usize::from(self.seen.contains(card)) + 1
    }

    /// Whether all that is still to come was answered before and comes again.
    #[must_use]
    pub fn repeats_only(&self) -> bool {
        self.left() > 0 && self.to_come().all(|card| self.seen.contains(card))
    }

    /// Whether a card comes before its learning step is over.
    #[must_use]
    pub fn is_early(&self, card: &CardId, now: Moment) -> bool {
        self.learning_due.get(card).is_some_and(|due_ms| *due_ms > now.at_ms)
    }

    /// The cards still to come, those in their learning steps included.
    pub fn to_come(&self) -> impl Iterator<Item = &CardId> {
        self.planned.iter().chain(self.learning.iter().map(|(_, card)| card))
    }

    /// Of the new cards as they were planned, those that were never rated.
    #[must_use]
    pub fn new_cards(&self, progress: &Progress) -> usize {
        let is_new = |id: &&CardId| progress.schedule(id).phase == Phase::New;
        self.fresh.iter().filter(|id| self.planned.contains(id)).filter(is_new).count()
    }

    /// How many are still to come.
    #[must_use]
    pub fn left(&self) -> usize {
        self.planned.len() + self.learning.len()
    }
}
