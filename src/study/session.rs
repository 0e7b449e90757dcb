//! A sitting: which card comes next, and when it is over.

use super::confusion::Confused;
use super::deck::Deck;
use super::drill::pair_drill;
use super::entry::Rating;
use super::plan::share_of_today;
use super::progress::Progress;
use super::schedule::{Phase, splitmix, text_seed};
use super::time::{Moment, StudyDay};
use crate::curriculum::{CardId, ProviderLevel};
use std::collections::{BTreeSet, VecDeque};

/// A learning card that is due within this time is shown when nothing else is left.
const LEARN_AHEAD_MS: i64 = 20 * 60_000;
/// A new card stands between so many that are due.
const REVIEWS_PER_NEW: usize = 3;

/// What a sitting is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// All that is due, and the day's new cards.
    Due,
    /// All that is due, and so many new cards beyond those of the day.
    More(usize),
    /// Cards about either of two levels that are confused.
    Pair(ProviderLevel, ProviderLevel),
    /// Cards that name either of two terms that are confused.
    Terms(String, String),
}

/// The cards of a sitting: those still to come, and those in their learning steps.
#[derive(Clone, Debug)]
pub struct Session {
    /// The study day for which it was planned.
    day: StudyDay,
    planned: VecDeque<CardId>,
    /// By the moment at which they are due.
    learning: BTreeSet<(i64, CardId)>,
    /// Cards that were answered in this sitting or earlier on the same day.
    done: BTreeSet<CardId>,
    /// Cards that were answered at least once, in this sitting or earlier on the same day.
    seen: BTreeSet<CardId>,
    last: Option<CardId>,
    /// Whether a card is done once it was recalled, whatever its learning steps say; one that was
    /// forgotten is asked again after the others.
    once: bool,
}

impl Session {
    /// Plans a sitting.
    #[must_use]
    pub fn new(
        kind: SessionKind,
        deck: &Deck,
        progress: &Progress,
        new_per_day: usize,
        now: Moment,
    ) -> Self {
        let today = progress.study_day(now);
        let drill =
            |pair| Self::of(today, pair_drill(&pair, deck, progress, today), BTreeSet::new());
        let kind = match kind {
            SessionKind::Pair(a, b) => return drill(Confused::Levels(a, b)),
            SessionKind::Terms(a, b) => return drill(Confused::Terms(a, b)),
            kind => kind,
        };
        let mut due = Vec::new();
        let mut learning = BTreeSet::new();
        let mut fresh = Vec::new();
        let mut begun_today = 0;
        let mut families = BTreeSet::new();
        for (card, known) in deck.cards().iter().zip(progress.known_of(deck)) {
            if known.and_then(|c| c.first_day) == Some(today) {
                begun_today += 1;
                families.insert(card.family.clone());
            }
            if known.is_some_and(|c| c.is_hidden(today)) {
                continue;
            }
            match known.map_or(Phase::New, |c| c.schedule.phase) {
                Phase::New => fresh.push(card),
                Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => {
                    learning.insert((due_ms, card.id.clone()));
                }
                Phase::Review { due: day, .. } if day <= today => due.push(card),
                // Whoever learned the old answer is asked again today.
                Phase::Review { .. } if known.is_some_and(|c| c.answer_changed(card)) => {
                    due.push(card);
                }
                Phase::Review { .. } => {}
            }
        }
        // The day decides the order, so that it is the same after a restart.
        let order =
            |id: &CardId| splitmix(text_seed(id.as_str()) ^ u64::from(today.0.unsigned_abs()));
        due.sort_by_cached_key(|card| order(&card.id));
        let mut planned = VecDeque::new();
        let mut due = share_of_today(due, progress, today).into_iter().peekable();
        // Cards of one fact or cell are first shown on different days where there are enough.
        let allowance = match kind {
            SessionKind::More(extra) => extra,
            _ => new_per_day.saturating_sub(begun_today),
        };
        // What the learner wrote today comes up today, beyond the day's allowance.
        let (todays, fresh): (Vec<_>, Vec<_>) = fresh
            .into_iter()
            .partition(|c| c.own.as_ref().is_some_and(|own| own.added == Some(today)));
        // The starters come one after the other: together they are the first lesson.
        let fresh = fresh
            .into_iter()
            .filter(|c| families.insert(c.family.clone()) || c.starter)
            .take(allowance);
        let mut fresh = fresh.chain(todays);
        loop {
            planned.extend(due.by_ref().take(REVIEWS_PER_NEW).map(|c| c.id.clone()));
            match fresh.next() {
                Some(card) => planned.push_back(card.id.clone()),
                None if due.peek().is_none() => break,
                None => {}
            }
        }
        // What was answered earlier today counts, so that a restart shows the same place.
        let seen: BTreeSet<CardId> = match kind {
            SessionKind::Due => progress.ratings_on(today).map(|(card, _)| card.clone()).collect(),
            _ => BTreeSet::new(),
        };
        let is_learning = |id: &&CardId| learning.iter().any(|(_, l)| l == *id);
        let done: BTreeSet<CardId> = seen.iter().filter(|id| !is_learning(id)).cloned().collect();
        Self { day: today, planned, learning, done, seen, last: None, once: false }
    }

    /// A sitting of these cards, each until it is recalled once; some are done already.
    #[must_use]
    pub fn of(day: StudyDay, planned: Vec<CardId>, done: BTreeSet<CardId>) -> Self {
        let seen = done.clone();
        let (planned, learning) = (planned.into(), BTreeSet::new());
        Self { day, planned, learning, done, seen, last: None, once: true }
    }

    /// The study day for which it was planned.
    #[must_use]
    pub fn day(&self) -> StudyDay {
        self.day
    }

    /// The card to show, or nothing where the sitting is over. It stays in the sitting until
    /// [`Self::answered`] is called for it.
    #[must_use]
    pub fn next(&self, now: Moment) -> Option<&CardId> {
        let ready = |limit: i64| {
            let mut waiting = self.learning.iter().take_while(move |(due, _)| *due <= limit);
            let first = waiting.next();
            // Not the same card twice in a row where there is another.
            match first {
                Some((_, card)) if Some(card) == self.last.as_ref() => {
                    waiting.next().map(|(_, other)| other)
                }
                other => other.map(|(_, card)| card),
            }
        };
        ready(now.at_ms)
            .or_else(|| self.planned.front())
            .or_else(|| ready(now.at_ms.saturating_add(LEARN_AHEAD_MS)))
            .or_else(|| {
                let limit = now.at_ms.saturating_add(LEARN_AHEAD_MS);
                self.learning.iter().find(|(due, _)| *due <= limit).map(|(_, card)| card)
            })
    }

    /// Takes note that a card was rated (or its rating undone): by its schedule it comes back in
    /// this sitting or is done.
    pub fn answered(&mut self, card: &CardId, progress: &Progress, today: StudyDay) {
        self.remove(card);
        self.seen.insert(card.clone());
        self.last = Some(card.clone());
        if self.once {
            let last = progress.ratings_on(today).filter(|(id, _)| *id == card).last();
            if last.is_some_and(|(_, rating)| rating == Rating::Again) {
                self.planned.push_back(card.clone());
            } else {
                self.done.insert(card.clone());
            }
            return;
        }
        match progress.schedule(card).phase {
            Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => {
                self.learning.insert((due_ms, card.clone()));
            }
            Phase::Review { due, .. } if due <= today => self.planned.push_front(card.clone()),
            Phase::New => self.planned.push_front(card.clone()),
            Phase::Review { .. } => {
                self.done.insert(card.clone());
            }
        }
    }

    /// Takes note that a card was rated in another sitting. A new card that was begun there takes
    /// the place of the last new one planned here.
    pub fn answered_elsewhere(&mut self, card: &CardId, progress: &Progress, today: StudyDay) {
        if !self.knows(card) {
            let begun = progress.card(card).is_some_and(|c| c.first_day == Some(today));
            let is_new = |id: &CardId| progress.schedule(id).phase == Phase::New;
            if let Some(at) = self.planned.iter().rposition(is_new)
                && begun
                && !self.once
            {
                self.planned.remove(at);
            }
            return;
        }
        let last = self.last.take();
        self.answered(card, progress, today);
        self.last = last;
    }

    /// Whether a card was planned, or answered, in this sitting.
    #[must_use]
    pub fn knows(&self, card: &CardId) -> bool {
        let learning = self.learning.iter().any(|(_, c)| c == card);
        learning || self.planned.contains(card) || self.seen.contains(card)
    }

    /// Adds a card behind those still to come, where it is not among them.
    pub fn add(&mut self, card: &CardId) {
        if !self.planned.contains(card) && !self.learning.iter().any(|(_, c)| c == card) {
            self.planned.push_back(card.clone());
        }
    }

    /// Puts a card in front, as after its rating was undone.
    pub fn bring_back(&mut self, card: &CardId) {
        self.remove(card);
        self.last = None;
        self.planned.push_front(card.clone());
    }

    /// Takes a card out of the sitting.
    pub fn remove(&mut self, card: &CardId) {
        // A card is in one of the two. The one shown stands in front, so that of a hundred thousand
        // no other is looked at.
        if let Some(step) = self.learning.iter().find(|(_, c)| c == card).cloned() {
            self.learning.remove(&step);
        } else if let Some(at) = self.planned.iter().position(|c| c == card) {
            self.planned.remove(at);
        }
        self.done.remove(card);
        self.seen.remove(card);
    }

    /// Cards that are through.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done.len()
    }

    /// The place of a card in the sitting, from 1: how many were answered before it.
    #[must_use]
    pub fn place(&self, card: &CardId) -> usize {
        self.seen.iter().filter(|seen| *seen != card).count() + 1
    }

    /// The cards still to come, those in their learning steps included.
    pub fn to_come(&self) -> impl Iterator<Item = &CardId> {
        self.planned.iter().chain(self.learning.iter().map(|(_, card)| card))
    }

    /// Cards still to come that were never rated.
    #[must_use]
    pub fn new_cards(&self, progress: &Progress) -> usize {
        let is_new = |id: &&CardId| progress.schedule(id).phase == Phase::New;
        self.planned.iter().filter(is_new).count()
    }

    /// Cards still to come, those in their learning steps included.
    #[must_use]
    pub fn left(&self) -> usize {
        self.planned.len() + self.learning.len()
    }
}
