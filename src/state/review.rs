//! The sitting that is open: the card shown, what was picked, how long it took.

use crate::curriculum::{Ask, CardId, Task, UNSORTED};
use crate::study::{
    Card, Deck, Progress, Rating, Review, Session, SessionKind, StudyDay, days_this_week, due_on,
    splitmix, text_seed,
};
use std::collections::BTreeSet;

/// A sitting and the card that it shows.
#[derive(Clone, Debug)]
pub struct ReviewState {
    /// What it is made of.
    pub kind: SessionKind,
    /// The cards of the sitting.
    pub session: Session,
    /// The card shown; nothing where the sitting is over or waits.
    pub current: Option<Current>,
    /// Ratings given in this sitting.
    pub tally: Tally,
    /// Why it rests although cards are left.
    pub rest: Option<Rest>,
    /// The time that it was given, in milliseconds before the cards; nothing for no limit.
    pub limit_ms: Option<u64>,
}

/// Why a sitting rests although cards are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// The learner stopped it.
    Stopped,
    /// Its time is up.
    TimeUp,
}

const MINUTE_MS: u64 = 60_000;

impl ReviewState {
    /// A sitting that begins.
    pub(super) fn new(kind: SessionKind, session: Session) -> Self {
        let limit_ms = kind.minutes(session.left()).map(|minutes| minutes * MINUTE_MS);
        let tally = Tally::default();
        Self { kind, session, current: None, tally, rest: None, limit_ms }
    }

    /// Whether the answer of the card is before the eyes: in a rehearsal never.
    #[must_use]
    pub fn shows_answer(&self) -> bool {
        let current = self.current.as_ref();
        current.is_some_and(|c| c.step != ReviewStep::Question) && !self.kind.is_rehearsal()
    }

    /// Rests where its time is up. The card that was begun is always answered first.
    pub(super) fn mind_time(&mut self) {
        let is_up = self.limit_ms.is_some_and(|limit| self.tally.ms() >= limit);
        if is_up && self.session.left() > 0 {
            self.rest = Some(Rest::TimeUp);
        }
    }

    /// Goes on; where the time was up, with so many minutes more or without a limit.
    pub(super) fn go_on(&mut self, minutes: Option<u64>) {
        if self.rest.take() == Some(Rest::TimeUp) {
            self.limit_ms = minutes.map(|minutes| self.tally.ms() + minutes * MINUTE_MS);
        }
    }

    /// Whether a rating is on its way to the disk from here.
    pub(super) fn is_storing_any(&self) -> bool {
        matches!(&self.current, Some(Current { step: ReviewStep::Storing(_), .. }))
    }

    /// Shows the card again whose rating could not be stored.
    pub(super) fn not_kept(&mut self) {
        let asks_again = self.kind.is_rehearsal();
        if let Some(current) = self.current.as_mut()
            && matches!(current.step, ReviewStep::Storing(_))
        {
            current.step = if asks_again { ReviewStep::Question } else { ReviewStep::Answer };
        }
    }

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
    /// Days of this week with answers, counted then too.
    pub days_this_week: usize,
}

impl Tally {
    /// Counts what a summary tells beside the ratings.
    pub(super) fn sum_up(&mut self, deck: &Deck, progress: &Progress, today: StudyDay) {
        self.due_tomorrow = due_on(deck, progress, today.plus(1));
        self.days_this_week = days_this_week(progress, today);
    }

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

    /// The ratings that stand, in order.
    #[must_use]
    pub fn given(&self) -> &[Review] {
        &self.given
    }

    /// Ratings.
    #[must_use]
    pub fn answers(&self) -> usize {
        self.given.len()
    }

    /// Cards rated, each once.
    #[must_use]
    pub fn cards(&self) -> usize {
        self.given.iter().map(|given| &given.card).collect::<BTreeSet<_>>().len()
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

/// Milliseconds within which nobody has read an answer and decided on a rating. A double click takes
/// up to 500 with the slowest settings, about 200 by habit.
const SEEN_MS: u64 = 300;

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
    /// What was picked or arranged, as `curriculum::Task` says; empty where nothing was.
    pub chosen: Vec<u8>,
    /// The order in which options are shown at first, by their places in the card's own order.
    pub order: Vec<u8>,
    /// The step or thing that keys move; nothing where nothing is arranged.
    pub in_hand: Option<u8>,
    /// Time spent before the last pause, in milliseconds.
    spent_ms: u64,
    /// Since when the card is looked at, by the clock that does not jump; nothing while away.
    since_ms: Option<u64>,
    /// When its question or its answer came up, by the same clock.
    changed_ms: u64,
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
        let order = shown_order(card, sitting_seed);
        let is_arranging = card.ask.task().is_arranging();
        Self {
            card: card.id.clone(),
            step: ReviewStep::Question,
            sure: false,
            hint: false,
            chosen: Vec::new(),
            in_hand: order.first().copied().filter(|_| is_arranging),
            order,
            spent_ms: 0,
            since_ms: Some(mono_ms),
            changed_ms: mono_ms,
        }
    }

    /// Shows the answer.
    pub(super) fn reveal(&mut self, sure: bool, mono_ms: u64) {
        self.step = ReviewStep::Answer;
        self.sure = sure;
        self.changed_ms = mono_ms;
    }

    /// Whether its question or answer has been up long enough to be seen. Before that, a click, Space
    /// or Enter is the second half of a double click or press, and rates nothing.
    #[must_use]
    pub fn is_seen(&self, mono_ms: u64) -> bool {
        mono_ms.saturating_sub(self.changed_ms) >= SEEN_MS
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

    /// What Space means while the answer is shown: Good, but Again after a wrong pick or a wrong
    /// arrangement.
    #[must_use]
    pub fn suggested(&self, ask: &Ask) -> Rating {
        if ask.is_right(&self.chosen) == Some(false) { Rating::Again } else { Rating::Good }
    }

    /// Picks an option, or lets it go; where only one can be picked, the others go.
    pub(super) fn pick(&mut self, task: Task, option: u8) {
        if !self.order.contains(&option) || task.is_arranging() {
            return;
        }
        if self.chosen.contains(&option) {
            self.chosen.retain(|picked| *picked != option);
        } else {
            if task == Task::PickOne {
                self.chosen.clear();
            }
            self.chosen.push(option);
        }
    }

    /// Takes a step or thing into the hand.
    pub(super) fn take(&mut self, option: u8) {
        if self.in_hand.is_some() && self.order.contains(&option) {
            self.in_hand = Some(option);
        }
    }

    /// Puts a step to a place, from 0, or a thing under a head; under none where there is no such
    /// head. It stays in the hand; of things the next one that lies under no head comes into it.
    pub(super) fn put(&mut self, ask: &Ask, option: u8, to: u8) {
        let Some(from) = self.order.iter().position(|shown| *shown == option) else { return };
        match ask.task() {
            Task::Order => {
                let mut steps = self.steps().to_vec();
                steps.retain(|step| *step != option);
                steps.insert(usize::from(to).min(steps.len()), option);
                self.chosen = steps;
                self.in_hand = Some(option);
            }
            Task::Sort => {
                let to = if usize::from(to) < ask.heads().len() { to } else { UNSORTED };
                self.chosen.resize(self.order.len(), UNSORTED);
                if let Some(head) = self.chosen.get_mut(usize::from(option)) {
                    *head = to;
                }
                let after = self.order.iter().cycle().skip(from).take(self.order.len());
                let next = after.copied().find(|thing| self.head_of(*thing).is_none());
                self.in_hand = next.filter(|_| to != UNSORTED).or(Some(option));
                if self.chosen.iter().all(|head| *head == UNSORTED) {
                    self.chosen.clear();
                }
            }
            _ => {}
        }
    }

    /// The steps of an order as they stand now.
    #[must_use]
    pub fn steps(&self) -> &[u8] {
        if self.chosen.len() == self.order.len() { &self.chosen } else { &self.order }
    }

    /// The head under which a thing was put.
    #[must_use]
    pub fn head_of(&self, thing: u8) -> Option<u8> {
        self.chosen.get(usize::from(thing)).copied().filter(|head| *head != UNSORTED)
    }

    /// What is arranged, as it stands before the eyes: steps from the first to the last, things
    /// that lie under no head, then those under each.
    #[must_use]
    pub fn shown(&self, task: Task) -> Vec<u8> {
        let mut shown = match task {
            Task::Order => self.steps().to_vec(),
            _ => self.order.clone(),
        };
        if task == Task::Sort {
            shown.sort_by_key(|thing| self.head_of(*thing).map_or(0, |head| usize::from(head) + 1));
        }
        shown
    }

    /// What comes into the hand so many further down (positive) or up.
    #[must_use]
    pub fn beside(&self, task: Task, by: i8) -> Option<u8> {
        let shown = self.shown(task);
        let at = shown.iter().position(|option| Some(*option) == self.in_hand)?;
        let last = shown.len().saturating_sub(1);
        shown.get(at.saturating_add_signed(by.into()).min(last)).copied()
    }

    /// Where what is in the hand goes if it is moved so many places or heads further down
    /// (positive) or up: what `put` takes.
    #[must_use]
    pub fn moved(&self, task: Task, by: i8) -> Option<u8> {
        let option = self.in_hand?;
        if task == Task::Order {
            let at = self.steps().iter().position(|step| *step == option)?;
            return u8::try_from(at.saturating_add_signed(by.into())).ok();
        }
        // From the first head up, and nowhere else, leads out of the table.
        match self.head_of(option) {
            None => (by > 0).then_some(0),
            Some(head) => Some(head.checked_add_signed(by).unwrap_or(UNSORTED)),
        }
    }
}

/// The order in which a card's options are shown: levels from the lowest, others shuffled.
fn shown_order(card: &Card, seed: u64) -> Vec<u8> {
    let count = u8::try_from(card.ask.options().len()).unwrap_or(u8::MAX);
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
    if card.ask.task() == Task::Order && order.is_sorted() {
        order.reverse();
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::Curriculum;
    use crate::study::{Deck, OwnCard, OwnDeck};

    fn shown(ask: Ask) -> (Card, Current) {
        let card = OwnCard { ask, ..OwnCard::recall("a".into(), String::new(), String::new()) };
        let own = OwnDeck::new("d", "D").with_card(card);
        let deck = Deck::with_own(&Curriculum::default(), &[own]);
        let card = deck.cards()[0].clone();
        let current = Current::new(&card, 7, 0);
        (card, current)
    }

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    fn order() -> (Card, Current) {
        shown(Ask::Order { question: "Q".into(), steps: words(&["a", "b", "c", "d"]) })
    }

    fn table() -> (Card, Current) {
        let heads = vec![("X".into(), words(&["a", "b"])), ("Y".into(), words(&["c"]))];
        shown(Ask::Sort { question: "Q".into(), heads })
    }

    #[test]
    fn steps_that_nobody_moved_are_no_answer_and_never_stand_right_at_first() {
        let (card, current) = order();
        assert!(!current.order.is_sorted());
        assert_eq!(card.ask.is_right(&current.chosen), None);
        assert_eq!(current.suggested(&card.ask), Rating::Good);
    }

    #[test]
    fn a_step_goes_to_its_place_and_the_others_close_up() {
        let (card, mut current) = order();
        for step in 0..4 {
            current.put(&card.ask, step, step);
            assert_eq!(current.in_hand, Some(step));
        }
        assert_eq!(current.chosen, [0, 1, 2, 3]);
        assert_eq!(card.ask.is_right(&current.chosen), Some(true));
        current.put(&card.ask, 0, 200);
        assert_eq!(current.chosen, [1, 2, 3, 0], "behind the last is the last");
        assert_eq!(current.suggested(&card.ask), Rating::Again);
        assert_eq!(current.moved(Task::Order, -1), Some(2));
        assert_eq!(current.beside(Task::Order, -1), Some(3));
        assert_eq!(current.beside(Task::Order, 1), Some(0), "there is nothing below the last");
    }

    #[test]
    fn digit_by_digit_the_table_fills_since_the_next_thing_comes_into_the_hand() {
        let (card, mut current) = table();
        for _ in 0..3 {
            let thing = current.in_hand.unwrap();
            current.put(&card.ask, thing, u8::from(thing == 2));
        }
        assert_eq!(current.chosen, [0, 0, 1]);
        assert_eq!(card.ask.is_right(&current.chosen), Some(true));
    }

    #[test]
    fn a_thing_that_leaves_the_table_leaves_nothing_behind() {
        let (card, mut current) = table();
        current.put(&card.ask, 2, 0);
        current.take(2);
        assert_eq!(current.moved(Task::Sort, -1), Some(UNSORTED));
        assert_eq!(current.moved(Task::Sort, 1), Some(1));
        current.put(&card.ask, 2, UNSORTED);
        assert!(current.chosen.is_empty(), "nothing is arranged any more");
        assert_eq!(current.moved(Task::Sort, -1), None);
    }
}
