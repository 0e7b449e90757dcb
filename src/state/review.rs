//! The sitting that is open: the card shown, what was picked, how long it took.

use crate::curriculum::{Ask, CardId};
use crate::study::{Card, Rating, Review, Session, splitmix, text_seed};

/// A sitting and the card that it shows.
#[derive(Clone, Debug)]
pub struct ReviewState {
    /// The cards of the sitting.
    pub session: Session,
    /// The card shown; nothing where the sitting is over or waits.
    pub current: Option<Current>,
    /// Ratings given in this sitting.
    pub tally: Tally,
}

impl ReviewState {
    /// Whether a rating of that card is on its way to the disk from here.
    pub(super) fn is_storing(&self, card: &CardId) -> bool {
        let current = self.current.as_ref();
        current.is_some_and(|c| c.card == *card && matches!(c.step, ReviewStep::Storing(_)))
    }
}

/// What was done in a sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The ratings that stand, in order.
    given: Vec<Review>,
    /// Those undone, the last one on top.
    undone: Vec<Review>,
    /// Cards due on the next study day, counted when the sitting ends.
    pub due_tomorrow: usize,
}

impl Tally {
    /// Takes in a rating.
    pub(super) fn rate(&mut self, review: &Review) {
        self.undone.clear();
        self.given.push(review.clone());
    }

    /// Takes the last rating of a card back; nothing where it was given in an earlier sitting.
    pub(super) fn undo(&mut self, card: &CardId) -> Option<&Review> {
        let at = self.given.iter().rposition(|given| given.card == *card)?;
        self.undone.push(self.given.remove(at));
        self.undone.last()
    }

    /// Lets the rating of a card count again.
    pub(super) fn redo(&mut self, card: &CardId) {
        if let Some(at) = self.undone.iter().rposition(|given| given.card == *card) {
            self.given.push(self.undone.remove(at));
        }
    }

    /// Whether a rating of that card was given in this sitting, undone or not.
    pub(super) fn holds(&self, card: &CardId) -> bool {
        self.given.iter().chain(&self.undone).any(|given| given.card == *card)
    }

    /// Ratings.
    #[must_use]
    pub fn answers(&self) -> usize {
        self.given.len()
    }

    /// Ratings other than Again.
    #[must_use]
    pub fn recalled(&self) -> usize {
        self.given.iter().filter(|given| given.rating != Rating::Again).count()
    }

    /// Time spent, in milliseconds.
    #[must_use]
    pub fn ms(&self) -> u64 {
        self.given.iter().map(|given| u64::from(given.ms)).sum()
    }

    /// Cards rated Again although the learner was sure, each once.
    #[must_use]
    pub fn sure_but_wrong(&self) -> Vec<&CardId> {
        let wrong = |given: &&Review| given.sure && given.rating == Rating::Again;
        let mut cards: Vec<&CardId> =
            self.given.iter().filter(wrong).map(|given| &given.card).collect();
        cards.sort();
        cards.dedup();
        cards
    }
}

/// The card shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// Which.
    pub card: CardId,
    /// How far it is.
    pub step: ReviewStep,
    /// "I was sure".
    pub sure: bool,
    /// Whether the hint is open.
    pub hint: bool,
    /// Options picked, by their place in the card's own order (the right ones first).
    pub picked: Vec<u8>,
    /// The order in which options (or steps, or items) are shown, by the same places.
    pub order: Vec<u8>,
    /// Time spent before the last pause, in milliseconds.
    spent_ms: u64,
    /// Since when the card is looked at, by the clock that does not jump; nothing while away.
    since_ms: Option<u64>,
}

/// How far a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewStep {
    /// The question is shown.
    Question,
    /// The answer is shown too.
    Answer,
    /// It was rated, and the rating is on its way to the disk.
    Storing(Rating),
}

impl Current {
    /// Shows a card's question.
    #[must_use]
    pub fn new(card: &Card, sitting_seed: u64, mono_ms: u64) -> Self {
        Self {
            card: card.id.clone(),
            step: ReviewStep::Question,
            sure: false,
            hint: false,
            picked: Vec::new(),
            order: shown_order(card, sitting_seed),
            spent_ms: 0,
            since_ms: Some(mono_ms),
        }
    }

    /// Stops the timer, as when the learner goes to read the source.
    pub fn pause(&mut self, mono_ms: u64) {
        self.spent_ms = self.spent(mono_ms);
        self.since_ms = None;
    }

    /// Starts the timer again.
    pub fn resume(&mut self, mono_ms: u64) {
        self.since_ms.get_or_insert(mono_ms);
    }

    /// Time spent so far, in milliseconds.
    #[must_use]
    pub fn spent(&self, mono_ms: u64) -> u64 {
        self.spent_ms + self.since_ms.map_or(0, |since| mono_ms.saturating_sub(since))
    }

    /// Whether what was picked is right; nothing where the card offers no choice or nothing was picked.
    #[must_use]
    pub fn picked_right(&self, ask: &Ask) -> Option<bool> {
        let right = match ask {
            Ask::ChooseOne { .. } => 1,
            Ask::ChooseAll { right, .. } => right.len(),
            _ => return None,
        };
        if self.picked.is_empty() {
            return None;
        }
        // The right options come first in the card's own order.
        Some(self.picked.len() == right && self.picked.iter().all(|p| usize::from(*p) < right))
    }

    /// What Space means while the answer is shown: Good, but Again after a wrong pick.
    #[must_use]
    pub fn suggested(&self, ask: &Ask) -> Rating {
        if self.picked_right(ask) == Some(false) { Rating::Again } else { Rating::Good }
    }
}

/// How many things a card offers to choose, order or sort.
#[must_use]
pub fn option_count(ask: &Ask) -> usize {
    match ask {
        Ask::Recall { .. } | Ask::Cloze { .. } => 0,
        Ask::ChooseOne { wrong, .. } => 1 + wrong.len(),
        Ask::ChooseAll { right, wrong, .. } => right.len() + wrong.len(),
        Ask::Order { steps, .. } => steps.len(),
        Ask::Sort { heads, .. } => heads.iter().map(|(_, items)| items.len()).sum(),
    }
}

/// The order in which a card's options are shown: levels from the lowest, others shuffled.
fn shown_order(card: &Card, seed: u64) -> Vec<u8> {
    let count = u8::try_from(option_count(&card.ask)).unwrap_or(u8::MAX);
    let mut order: Vec<u8> = (0..count).collect();
    if card.scope.is_some() {
        // The right level comes first in the card's own order; the wrong ones are in their order.
        let right = card.level.map_or(0, crate::curriculum::ProviderLevel::index);
        if let Some(first) = (!order.is_empty()).then(|| order.remove(0)) {
            order.insert(right.min(order.len()), first);
        }
        return order;
    }
    let seed = seed ^ text_seed(card.id.as_str());
    order.sort_by_key(|option| splitmix(seed.wrapping_add(u64::from(*option))));
    if matches!(card.ask, Ask::Order { .. }) && order.is_sorted() {
        order.reverse();
    }
    order
}
