//! What comes of replaying the journal: the schedule of every card, marks, notes, the plan.
//!
//! State is a pure function of the set of entries. Each event is kept in a row; a card's state is
//! made by going through its rows. Undo marks a row and makes the one card anew, so that it is
//! exact and as quick after a restart as before.
//!
//! `card` is what is known of one card, `answers` what was answered, `marks` what belongs to no card,
//! `undo` what can be taken back.

mod answers;
mod card;
mod marks;
mod undo;

use super::deck::Deck;
use super::entry::{Entry, EntryRef, Parameters, Past, PastKind, Rating, Review, What};
use super::schedule::{Phase, Schedule, Scheduler};
use super::time::{Moment, StudyDay};
use crate::curriculum::CardId;
pub(crate) use answers::{Asked, Counted, CountedKind};
pub use answers::{Logged, Practiced, Rated};
use card::seed;
pub use card::{CardProgress, Missed};
use std::cmp::Ordering;
use std::collections::BTreeMap;
pub use undo::Subject;

/// Everything known of a learner.
#[derive(Clone, Debug)]
pub struct Progress {
    rows: Vec<Row>,
    cards: Vec<CardProgress>,
    card_ids: Vec<CardId>,
    index: BTreeMap<CardId, u32>,
    /// The parameters of a new learner.
    first: (Parameters, Scheduler),
    /// Those set later, in order.
    changed: Vec<(Parameters, Scheduler)>,
    /// Entries that belong to no card, in order.
    others: Vec<Other>,
    /// Undo entries that may be taken back, the last one on top.
    redo: Vec<EntryRef>,
    /// Every undo: itself, its target.
    undos: Vec<(EntryRef, EntryRef)>,
    /// The rows of what can be undone and stands, in order.
    undoable: Vec<u32>,
    /// What was chosen, by the number of the row, where anything was.
    chosen: BTreeMap<u32, Box<[u8]>>,
    reviews: usize,
    /// The last entry, and when it was made.
    last: Option<(EntryRef, Moment)>,
    /// Entries taken in.
    revision: u64,
}

/// An entry that belongs to no card.
#[derive(Clone, Debug)]
struct Other {
    entry: EntryRef,
    what: What,
    undone: bool,
    /// How many rows came before it.
    rows: usize,
}

/// One event of one card.
#[derive(Clone, Debug)]
struct Row {
    entry: EntryRef,
    at: Moment,
    day: StudyDay,
    card: u32,
    /// How many times the parameters had been changed.
    changes: u32,
    undone: bool,
    event: Event,
}

#[derive(Clone, Debug)]
enum Event {
    Review {
        rating: Rating,
        answer: u32,
        ms: u32,
        sure: bool,
        past: Option<PastKind>,
        /// Known once the row is taken in.
        asked: Asked,
    },
    Practice {
        right: bool,
        sure: bool,
        ms: u32,
    },
    Suspend(bool),
    Bury(StudyDay),
    Star(u8),
    Forget,
    SetDue(StudyDay),
    Imported(Box<What>),
}

impl Default for Progress {
    fn default() -> Self {
        let parameters = Parameters::default();
        let scheduler = Scheduler::new(&parameters);
        Self {
            rows: Vec::new(),
            cards: Vec::new(),
            card_ids: Vec::new(),
            index: BTreeMap::new(),
            first: (parameters, scheduler),
            changed: Vec::new(),
            others: Vec::new(),
            redo: Vec::new(),
            undos: Vec::new(),
            undoable: Vec::new(),
            chosen: BTreeMap::new(),
            reviews: 0,
            last: None,
            revision: 0,
        }
    }
}

impl Progress {
    /// Replays entries in any order; those given twice count once.
    #[must_use]
    pub fn replay(mut entries: Vec<(EntryRef, Entry)>) -> Self {
        entries.sort_by_key(|(at, entry)| (entry.stamp(), *at));
        // Two copies of a folder may have given the same name to different answers: both count.
        entries.dedup();
        let mut progress = Self::default();
        for (at, entry) in &entries {
            progress.add(*at, entry);
        }
        progress
    }

    /// Takes in one more entry, later than all before it.
    pub fn add(&mut self, at: EntryRef, entry: &Entry) {
        self.last = Some((at, entry.moment()));
        self.revision += 1;
        match &entry.what {
            What::Review(review) => {
                self.redo.clear();
                self.reviews += 1;
                let Review { rating, answer, ms, sure, .. } = *review;
                self.keep_chosen(&review.chosen);
                let asked = Asked::Again;
                let event = Event::Review { rating, answer, ms, sure, past: None, asked };
                self.push_row(at, entry, &review.card, event);
            }
            What::Past(Past { card, rating, kind, ms, .. }) => {
                self.reviews += 1;
                let (rating, past, ms) = (*rating, Some(*kind), *ms);
                let asked = Asked::Again;
                let event = Event::Review { rating, answer: 0, ms, sure: false, past, asked };
                self.push_row(at, entry, card, event);
            }
            What::Practice { card, right, chosen, sure, ms } => {
                self.redo.clear();
                self.keep_chosen(chosen);
                let event = Event::Practice { right: *right, sure: *sure, ms: *ms };
                self.push_row(at, entry, card, event);
            }
            What::Suspend { card, on } => self.push_row(at, entry, card, Event::Suspend(*on)),
            What::Bury { card, until } => self.push_row(at, entry, card, Event::Bury(*until)),
            What::Star { card, flag } => self.push_row(at, entry, card, Event::Star(*flag)),
            What::Forget { card } => self.push_row(at, entry, card, Event::Forget),
            What::SetDue { card, day } => self.push_row(at, entry, card, Event::SetDue(*day)),
            What::Imported { card, .. } => {
                self.push_row(at, entry, card, Event::Imported(Box::new(entry.what.clone())));
            }
            What::Undo { of } => {
                self.undos.push((at, *of));
                self.take_back(at, *of);
            }
            What::Parameters(parameters) => {
                self.push_other(at, &entry.what);
                self.changed.push((parameters.clone(), Scheduler::new(parameters)));
            }
            What::Note { .. } | What::Bookmark { .. } | What::Highlight { .. } | What::Plan(_) => {
                self.redo.clear();
                self.push_other(at, &entry.what);
            }
            What::Read { .. } => self.push_other(at, &entry.what),
        }
    }

    fn push_other(&mut self, entry: EntryRef, what: &What) {
        let rows = self.rows.len();
        self.others.push(Other { entry, what: what.clone(), undone: false, rows });
    }

    /// Keeps what was chosen in the answer that becomes the next row.
    fn keep_chosen(&mut self, chosen: &[u8]) {
        if !chosen.is_empty() {
            self.chosen.insert(to_u32(self.rows.len()), chosen.into());
        }
    }

    fn chosen_in(&self, row: usize) -> &[u8] {
        self.chosen.get(&to_u32(row)).map_or(&[], |chosen| chosen)
    }

    fn push_row(&mut self, at: EntryRef, entry: &Entry, card: &CardId, event: Event) {
        let card = self.card_index(card);
        let mut row = Row {
            entry: at,
            at: entry.moment(),
            day: entry.day,
            card,
            changes: to_u32(self.changed.len()),
            undone: false,
            event,
        };
        let number = to_u32(self.rows.len());
        let (_, scheduler) = self.changed.last().unwrap_or(&self.first);
        if let (Some(progress), Some(id)) =
            (self.cards.get_mut(card as usize), self.card_ids.get(card as usize))
        {
            progress.rows.push(number);
            let stood = Asked::of(&progress.schedule, &row);
            if let Event::Review { asked, .. } = &mut row.event {
                *asked = stood;
            }
            progress.take(&row, scheduler, id);
            if row.can_be_undone(id) {
                self.undoable.push(number);
            }
        }
        self.rows.push(row);
    }

    fn card_index(&mut self, card: &CardId) -> u32 {
        if let Some(found) = self.index.get(card) {
            return *found;
        }
        let number = to_u32(self.cards.len());
        self.cards.push(CardProgress::default());
        self.card_ids.push(card.clone());
        self.index.insert(card.clone(), number);
        number
    }

    /// Makes a card anew from its rows.
    fn rebuild(&mut self, card: u32) {
        let Some(old) = self.cards.get_mut(card as usize) else { return };
        let rows = std::mem::take(&mut old.rows);
        let mut fresh = CardProgress::default();
        let mut before = Schedule::default();
        let mut stood = Vec::new();
        self.replay_rows(&rows, card, &mut fresh, |number, row, progress| {
            stood.push((number, Asked::of(&before, row)));
            before = progress.schedule;
        });
        fresh.rows = rows;
        if let Some(old) = self.cards.get_mut(card as usize) {
            *old = fresh;
        }
        for (number, stood) in stood {
            if let Some(Row { event: Event::Review { asked, .. }, .. }) = self.rows.get_mut(number)
            {
                *asked = stood;
            }
        }
    }

    /// Goes through the rows of a card that stand, and shows what each made of it.
    fn replay_rows<'a>(
        &'a self,
        numbers: &[u32],
        card: u32,
        progress: &mut CardProgress,
        mut seen: impl FnMut(usize, &'a Row, &CardProgress),
    ) {
        let Some(id) = self.card_ids.get(card as usize) else { return };
        for number in numbers.iter().map(|number| *number as usize) {
            let Some(row) = self.rows.get(number).filter(|row| !row.undone) else { continue };
            let changes = (row.changes as usize).checked_sub(1);
            let in_force = changes.and_then(|at| self.changed.get(at)).unwrap_or(&self.first);
            progress.take(row, &in_force.1, id);
            seen(number, row, progress);
        }
    }

    /// Undone parameters do as if those before them had stayed in force.
    fn rebuild_parameters(&mut self) {
        let mut in_force = Parameters::default();
        let stated = self.others.iter().filter_map(|other| match &other.what {
            What::Parameters(parameters) => Some((parameters, other.undone)),
            _ => None,
        });
        for (slot, (parameters, undone)) in self.changed.iter_mut().zip(stated) {
            if !undone {
                in_force = parameters.clone();
            }
            *slot = (in_force.clone(), Scheduler::new(&in_force));
        }
        for card in 0..to_u32(self.cards.len()) {
            self.rebuild(card);
        }
    }

    /// What is known of a card; nothing where it was never touched.
    #[must_use]
    pub fn card(&self, id: &CardId) -> Option<&CardProgress> {
        self.cards.get(*self.index.get(id)? as usize)
    }

    /// The schedule of a card; that of a new one where it was never touched.
    #[must_use]
    pub fn schedule(&self, id: &CardId) -> Schedule {
        self.card(id).map(|c| c.schedule).unwrap_or_default()
    }

    /// Every card that was ever touched.
    pub fn cards(&self) -> impl Iterator<Item = (&CardId, &CardProgress)> {
        self.card_ids.iter().zip(&self.cards)
    }

    /// The parameters in force.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.in_force().0
    }

    /// The scheduler in force.
    #[must_use]
    pub fn scheduler(&self) -> &Scheduler {
        &self.in_force().1
    }

    fn in_force(&self) -> &(Parameters, Scheduler) {
        self.changed.last().unwrap_or(&self.first)
    }

    /// The schedules that the four ratings of a card would lead to now.
    #[must_use]
    pub fn outcomes(&self, id: &CardId, now: Moment, today: StudyDay) -> [Schedule; 4] {
        let schedule = self.schedule(id);
        self.scheduler().outcomes(&schedule, now, today, seed(id, &schedule))
    }

    /// The study day of a moment by the hour in force.
    #[must_use]
    pub fn study_day(&self, now: Moment) -> StudyDay {
        now.study_day(self.parameters().day_hour)
    }

    /// When the last entry was made, by the clock of then.
    #[must_use]
    pub fn last_moment(&self) -> Option<Moment> {
        self.last.map(|(_, moment)| moment)
    }

    /// The last entry in the order of replay.
    #[must_use]
    pub fn last_entry(&self) -> Option<EntryRef> {
        self.last.map(|(at, _)| at)
    }

    /// Ratings on record, those undone not counted.
    #[must_use]
    pub fn reviews(&self) -> usize {
        self.reviews
    }

    /// The cards of a deck that were ever touched, by their places there.
    ///
    /// Both keep their cards in the order of their ids, so that nothing is searched: over a hundred
    /// thousand cards that is ten times as quick.
    #[must_use]
    pub fn known_of(&self, deck: &Deck) -> Vec<Option<&CardProgress>> {
        let numbers = self.numbers_of(deck);
        numbers.into_iter().map(|number| self.cards.get(number? as usize)).collect()
    }

    /// The number of each card of a deck, by its place there.
    pub(crate) fn numbers_of(&self, deck: &Deck) -> Vec<Option<u32>> {
        let mut numbers = vec![None; deck.cards().len()];
        let mut touched = self.index.iter();
        let mut next = touched.next();
        for (id, place) in deck.places() {
            while let Some((other, number)) = next {
                let order = other.cmp(id);
                if order == Ordering::Greater {
                    break;
                }
                next = touched.next();
                if order == Ordering::Equal {
                    if let Some(slot) = numbers.get_mut(place) {
                        *slot = Some(*number);
                    }
                    break;
                }
            }
        }
        numbers
    }

    /// The cards by their numbers.
    pub(crate) fn numbered(&self) -> (&[CardId], &[CardProgress]) {
        (&self.card_ids, &self.cards)
    }

    /// The moment of a card's last rating that stands; `None` for a new one.
    #[must_use]
    pub fn last_at(&self, id: &CardId) -> Option<Moment> {
        let rows = self.card(id)?.rows.iter().rev();
        let mut standing =
            rows.filter_map(|n| self.rows.get(*n as usize)).filter(|row| !row.undone);
        standing.next().map(|row| row.at)
    }

    /// The moment at which a card is due, by the offset of its last rating; nothing for a new one.
    #[must_use]
    pub fn due_at(&self, id: &CardId) -> Option<Moment> {
        let last = self.last_at(id)?;
        let at_ms = match self.card(id)?.schedule.phase {
            Phase::New => return None,
            Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => due_ms,
            Phase::Review { due, .. } => last.start_of(due, self.parameters().day_hour),
        };
        Some(Moment { at_ms, ..last })
    }

    /// A number that grows with every entry, so that what was made from progress can be told to be
    /// out of date.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
