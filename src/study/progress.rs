//! What comes of replaying the journal: the schedule of every card, marks, notes, the plan.
//!
//! State is a pure function of the set of entries. Each event is kept in a row; a card's state is
//! made by going through its rows. Undo marks a row and makes the one card anew, so that it is
//! exact and as quick after a restart as before.

use super::deck::{Card, Deck};
use super::entry::{
    Entry, EntryRef, ImportedState, Parameters, Passage, Past, PastKind, Plan, Rating, Review, What,
};
use super::schedule::{Memory, Phase, Schedule, Scheduler, delay, text_seed};
use super::time::{Delay, Moment, StudyDay};
use crate::curriculum::CardId;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// What the names begin with under which cells of the table without a card are kept.
const CELL: &str = "cell/";

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

/// What is known of one card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardProgress {
    /// When it comes back.
    pub schedule: Schedule,
    /// Taken out of reviews.
    pub suspended: bool,
    /// Hidden until that day.
    pub buried_until: Option<StudyDay>,
    /// 0 for none; a star is 1.
    pub flag: u8,
    /// The day of its first rating.
    pub first_day: Option<StudyDay>,
    /// The mark of the answer shown at the last rating; 0 where it was not kept.
    pub answer_mark: u32,
    /// When it was last not recalled, until it is recalled on a later day.
    pub missed: Option<Missed>,
    rows: Vec<u32>,
}

/// That a card was not recalled, and has not been on a later day since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The day on which it was missed last.
    pub day: StudyDay,
    /// Whether the learner had said to be sure.
    pub sure: bool,
}

/// A rating on record.
#[derive(Clone, Copy, Debug)]
pub struct Logged<'a> {
    /// Its name in the journal.
    pub entry: EntryRef,
    /// The card.
    pub card: &'a CardId,
    /// How well it went.
    pub rating: Rating,
    /// When.
    pub at: Moment,
    /// The study day that it was then.
    pub day: StudyDay,
    /// Milliseconds from question to rating.
    pub ms: u32,
    /// "I was sure".
    pub sure: bool,
    /// What was chosen, as positions in the card's own order of options.
    pub chosen: &'a [u8],
    /// Whether it was taken back.
    pub undone: bool,
    /// The kind of a rating that was given before the card came here.
    pub past: Option<PastKind>,
    /// Whether the card was in days when it was asked, and not before on that day: such an answer
    /// tells what was kept in memory.
    pub tells_recall: bool,
}

/// An answer as it is counted: a rating or one that moved no schedule, with its card by number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted<'a> {
    /// Its row, to be found again by [`Progress::rating_at`].
    pub(crate) row: u32,
    /// The number of its card.
    pub(crate) card: u32,
    pub(crate) day: StudyDay,
    pub(crate) ms: u32,
    pub(crate) right: bool,
    pub(crate) sure: bool,
    pub(crate) chosen: &'a [u8],
    pub(crate) kind: CountedKind,
    pub(crate) undone: bool,
}

/// Where an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CountedKind {
    /// In a sitting here.
    Rating { asked: Asked },
    /// Before the card came here.
    Past { asked: Asked },
    /// Where no schedule moves.
    Practice,
}

/// How a card stood when it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Once more on the same day.
    Again,
    /// First on that day, new or in its first steps.
    InSteps,
    /// First on that day, in days.
    InDays,
}

/// An answer on record that moved no schedule.
#[derive(Clone, Copy, Debug)]
pub struct Practiced<'a> {
    /// The card, or a cell of the table (`cell/SKILL/LEVEL`).
    pub card: &'a CardId,
    /// Whether it was right.
    pub right: bool,
    /// "I was sure".
    pub sure: bool,
    /// What was chosen, as positions in the card's own order of options.
    pub chosen: &'a [u8],
    /// Milliseconds from question to answer.
    pub ms: u32,
    /// When.
    pub at: Moment,
    /// The study day that it was then.
    pub day: StudyDay,
}

/// A rating in the history of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rated {
    /// How well it went.
    pub rating: Rating,
    /// The study day that it was then.
    pub day: StudyDay,
    /// Grows in the order of replay, over all cards.
    pub order: u32,
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
            What::Past(Past { card, rating, kind, ms }) => {
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

    /// Undoes an entry, or, where it is an undo itself, brings back what that took away.
    fn take_back(&mut self, undo: EntryRef, of: EntryRef) {
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

    /// Whether a card was recalled when it was answered last, in a review or as practice; nothing
    /// where it never was.
    #[must_use]
    pub fn last_answer(&self, id: &CardId) -> Option<bool> {
        let rows = self.card(id)?.rows.iter().rev().filter_map(|n| self.rows.get(*n as usize));
        rows.filter(|row| !row.undone).find_map(|row| match row.event {
            Event::Review { rating, .. } => Some(rating != Rating::Again),
            Event::Practice { right, .. } => Some(right),
            _ => None,
        })
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

    /// Ratings given on a study day, each with its card, in order.
    pub fn ratings_on(&self, day: StudyDay) -> impl Iterator<Item = (&CardId, Rating)> {
        let from = self.rows.iter().rposition(|r| r.day < day).map_or(0, |at| at + 1);
        self.rows.iter().skip(from).filter_map(move |row| match row.event {
            Event::Review { rating, past: None, .. } if row.day == day && !row.undone => {
                Some((self.card_ids.get(row.card as usize)?, rating))
            }
            _ => None,
        })
    }

    /// Every rating in the order of replay, those undone included.
    pub fn log(&self) -> impl Iterator<Item = Logged<'_>> {
        self.rows_with_choice().filter_map(|(_, row, chosen)| self.as_logged(row, chosen))
    }

    /// The same from the latest back.
    pub fn latest(&self) -> impl Iterator<Item = Logged<'_>> {
        (0..to_u32(self.rows.len())).rev().filter_map(|row| self.rating_at(row))
    }

    /// The ratings that stand from the latest back, each with whether it was the first of its card.
    pub(crate) fn latest_ratings(&self) -> impl Iterator<Item = (Rating, bool)> {
        self.rows.iter().rev().filter(|row| !row.undone).filter_map(|row| match row.event {
            Event::Review { past: Some(PastKind::Filtered), .. } => None,
            Event::Review { rating, asked, .. } => {
                let first_day = self.cards.get(row.card as usize)?.first_day;
                Some((rating, asked != Asked::Again && first_day == Some(row.day)))
            }
            _ => None,
        })
    }

    /// The days on which something was answered here, the last one first, one for each answer that
    /// stands.
    pub fn answered_days_back(&self) -> impl Iterator<Item = StudyDay> {
        let is_answer = |row: &&Row| {
            let is_one =
                matches!(row.event, Event::Review { past: None, .. } | Event::Practice { .. });
            is_one && !row.undone
        };
        self.rows.iter().rev().filter(is_answer).map(|row| row.day)
    }

    /// The rating in a row; nothing where the row holds something else.
    #[must_use]
    pub fn rating_at(&self, row: u32) -> Option<Logged<'_>> {
        self.as_logged(self.rows.get(row as usize)?, self.chosen_in(row as usize))
    }

    fn as_logged<'a>(&'a self, row: &Row, chosen: &'a [u8]) -> Option<Logged<'a>> {
        let Event::Review { rating, past, ms, sure, asked, .. } = row.event else { return None };
        Some(Logged {
            past,
            entry: row.entry,
            card: self.card_ids.get(row.card as usize)?,
            rating,
            at: row.at,
            day: row.day,
            ms,
            sure,
            chosen,
            undone: row.undone,
            tells_recall: asked == Asked::InDays,
        })
    }

    /// The ratings of a card that stand, from the first to the last, each with the schedule to
    /// which it led.
    #[must_use]
    pub fn history(&self, id: &CardId) -> Vec<(Logged<'_>, Schedule)> {
        let mut history = Vec::new();
        if let Some((card, known)) = self.index.get(id).zip(self.card(id)) {
            let fresh = &mut CardProgress::default();
            self.replay_rows(&known.rows, *card, fresh, |number, _, progress| {
                let given = self.rating_at(to_u32(number));
                history.extend(given.map(|given| (given, progress.schedule)));
            });
        }
        history
    }

    /// Every answer that moved no schedule, in the order of replay; those undone are left out.
    pub fn practice(&self) -> impl Iterator<Item = Practiced<'_>> {
        let standing = self.rows_with_choice().filter(|(_, row, _)| !row.undone);
        standing.filter_map(|(_, row, chosen)| match row.event {
            Event::Practice { right, sure, ms } => Some(Practiced {
                card: self.card_ids.get(row.card as usize)?,
                right,
                sure,
                chosen,
                ms,
                at: row.at,
                day: row.day,
            }),
            _ => None,
        })
    }

    /// Every answer, to be counted, in the order of replay; those undone included.
    pub(crate) fn counted(&self) -> impl Iterator<Item = Counted<'_>> {
        self.rows_with_choice().filter_map(|(number, row, chosen)| {
            let (right, sure, ms, kind) = match row.event {
                Event::Review { rating, sure, ms, past, asked, .. } => {
                    let kind = match past {
                        None => CountedKind::Rating { asked },
                        Some(_) => CountedKind::Past { asked },
                    };
                    (rating != Rating::Again, sure, ms, kind)
                }
                Event::Practice { right, sure, ms } => (right, sure, ms, CountedKind::Practice),
                _ => return None,
            };
            let Row { card, day, undone, .. } = *row;
            Some(Counted { row: number, card, day, ms, right, sure, chosen, kind, undone })
        })
    }

    /// Every row with its number and what was chosen in it: both are in order, so that neither is
    /// searched.
    fn rows_with_choice(&self) -> impl Iterator<Item = (u32, &Row, &[u8])> {
        let mut choices = self.chosen.iter().peekable();
        (0..).zip(&self.rows).map(move |(number, row)| {
            let chosen = choices.next_if(|(of, _)| **of == number);
            (number, row, chosen.map_or(&[][..], |(_, chosen)| chosen))
        })
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

    /// How often a card was not recalled, in reviews and beside them.
    #[must_use]
    pub fn wrong_answers(&self, id: &CardId) -> usize {
        let rows = self.card(id).map_or(&[][..], |card| &card.rows);
        let is_wrong = |row: &&Row| {
            !row.undone
                && matches!(
                    row.event,
                    Event::Review { rating: Rating::Again, .. }
                        | Event::Practice { right: false, .. }
                )
        };
        rows.iter().filter_map(|n| self.rows.get(*n as usize)).filter(is_wrong).count()
    }

    /// How long the card of a rating then had to wait; nothing where the row holds something else.
    #[must_use]
    pub fn delay_after(&self, row: u32) -> Option<Delay> {
        let asked = self.rows.get(row as usize)?;
        let mut card = CardProgress::default();
        let mut waited = None;
        let rows = &self.cards.get(asked.card as usize)?.rows;
        self.replay_rows(rows, asked.card, &mut card, |number, _, card| {
            if number == row as usize {
                waited = Some(delay(&card.schedule, asked.at, asked.day));
            }
        });
        waited.filter(|_| matches!(asked.event, Event::Review { .. }))
    }

    /// The moment at which a card is due, by the offset of its last rating; nothing for a new one.
    #[must_use]
    pub fn due_at(&self, id: &CardId) -> Option<Moment> {
        let card = self.card(id)?;
        let standing = card.rows.iter().rev().filter_map(|n| self.rows.get(*n as usize));
        let last = standing.filter(|row| !row.undone).map(|row| row.at).next()?;
        let at_ms = match card.schedule.phase {
            Phase::New => return None,
            Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => due_ms,
            Phase::Review { due, .. } => last.start_of(due, self.parameters().day_hour),
        };
        Some(Moment { at_ms, ..last })
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

    /// The block on which an undone note, bookmark or highlight hangs.
    #[must_use]
    pub fn anchor_of(&self, entry: EntryRef) -> Option<&str> {
        let target = self.target_of(entry);
        let other = self.others.iter().rev().find(|other| other.entry == target)?;
        match &other.what {
            What::Note { anchor, .. } | What::Bookmark { anchor, .. } => Some(anchor),
            What::Highlight { on, off } => {
                on.first().or(off.first()).map(|passage| passage.anchor.as_str())
            }
            _ => None,
        }
    }

    /// Whether an entry, or what it undid, is a change of the plan or of how cards are scheduled.
    #[must_use]
    pub fn is_of_plan(&self, entry: EntryRef) -> bool {
        let target = self.target_of(entry);
        let other = self.others.iter().rev().find(|other| other.entry == target);
        other.is_some_and(|other| matches!(other.what, What::Plan(_) | What::Parameters(_)))
    }

    /// The standing ratings of each card since it was last begun afresh, oldest first; `order` grows
    /// in the order of replay. Cards whose first ratings are not known are left out.
    pub fn histories(&self) -> impl Iterator<Item = Vec<Rated>> {
        self.cards.iter().filter_map(|card| {
            let mut given = Vec::new();
            let mut is_whole = true;
            for number in &card.rows {
                let Some(row) = self.rows.get(*number as usize).filter(|row| !row.undone) else {
                    continue;
                };
                match &row.event {
                    Event::Review { past: Some(PastKind::Filtered), .. } => {}
                    Event::Review { rating, .. } => {
                        given.push(Rated { rating: *rating, day: row.day, order: *number });
                    }
                    Event::Forget => {
                        given.clear();
                        is_whole = true;
                    }
                    Event::Imported(_) => is_whole = is_whole && !given.is_empty(),
                    _ => {}
                }
            }
            (is_whole && !given.is_empty()).then_some(given)
        })
    }

    /// A number that grows with every entry, so that what was made from progress can be told to be
    /// out of date.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
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

    fn event_of(&self, entry: EntryRef) -> Option<&Event> {
        let target = self.target_of(entry);
        self.rows.iter().rev().find(|row| row.entry == target).map(|row| &row.event)
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
        let target = self.target_of(entry);
        let row = self.rows.iter().rev().find(|row| row.entry == target)?;
        self.card_ids.get(row.card as usize)
    }

    /// The blocks that were read, `section/block`.
    #[must_use]
    pub fn read(&self) -> BTreeSet<&str> {
        self.reads().collect()
    }

    /// The same in the order in which they were read.
    pub fn reads(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.standing().filter_map(|what| match what {
            What::Read { anchor } => Some(anchor.as_str()),
            _ => None,
        })
    }

    /// The cards that were answered wrong although the learner was sure, and not recalled on a later
    /// day: what is recalled minutes after its answer was read proves little.
    pub fn sure_but_wrong(&self) -> impl Iterator<Item = (&CardId, &CardProgress)> {
        self.cards().filter(|(_, card)| card.missed.is_some_and(|missed| missed.sure))
    }

    /// The notes that stand, by their anchor.
    #[must_use]
    pub fn notes(&self) -> BTreeMap<&str, &str> {
        let mut notes = BTreeMap::new();
        for what in self.standing() {
            if let What::Note { anchor, text } = what {
                notes.insert(anchor.as_str(), text.as_str());
            }
        }
        notes.retain(|_, text| !text.is_empty());
        notes
    }

    /// The bookmarks that stand.
    #[must_use]
    pub fn bookmarks(&self) -> BTreeSet<&str> {
        let mut set = BTreeSet::new();
        for what in self.standing() {
            if let What::Bookmark { anchor, on } = what {
                if *on {
                    set.insert(anchor.as_str());
                } else {
                    set.remove(anchor.as_str());
                }
            }
        }
        set
    }

    /// The highlights that stand, by their anchor.
    #[must_use]
    pub fn highlights(&self) -> BTreeSet<&Passage> {
        let mut set = BTreeSet::new();
        for what in self.standing() {
            if let What::Highlight { on, off } = what {
                for passage in off {
                    set.remove(passage);
                }
                set.extend(on);
            }
        }
        set
    }

    /// The learner's plan.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.standing()
            .filter_map(|what| match what {
                What::Plan(plan) => Some(plan),
                _ => None,
            })
            .next_back()
    }

    /// The day of the exam, where it is not past.
    #[must_use]
    pub fn exam_ahead(&self, today: StudyDay) -> Option<StudyDay> {
        self.plan()?.exam.filter(|day| *day >= today)
    }

    fn standing(&self) -> impl DoubleEndedIterator<Item = &What> {
        self.others.iter().filter(|other| !other.undone).map(|other| &other.what)
    }
}

impl CardProgress {
    /// Whether the card is out of reviews on that day.
    #[must_use]
    pub fn is_hidden(&self, today: StudyDay) -> bool {
        self.suspended || self.buried_until.is_some_and(|until| today < until)
    }

    /// Whether the right answer is another one than at the last rating.
    #[must_use]
    pub fn answer_changed(&self, card: &Card) -> bool {
        self.answer_mark != 0 && self.answer_mark != card.answer_mark
    }

    /// Takes note of an answer, whether or not it moves the schedule.
    fn answered(&mut self, right: bool, sure: bool, day: StudyDay) {
        if right {
            self.missed = self.missed.filter(|missed| missed.day >= day);
        } else {
            let sure = sure || self.missed.is_some_and(|missed| missed.sure);
            self.missed = Some(Missed { day, sure });
        }
    }

    fn take(&mut self, row: &Row, scheduler: &Scheduler, id: &CardId) {
        match row.event {
            Event::Review { rating, sure, .. } => {
                self.answered(rating != Rating::Again, sure, row.day);
            }
            Event::Practice { right, sure, .. } => self.answered(right, sure, row.day),
            _ => {}
        }
        match &row.event {
            // What was answered outside of the schedule there does not move it here.
            Event::Review { past: Some(PastKind::Filtered), .. } | Event::Practice { .. } => {}
            Event::Review { rating, answer, .. } => {
                let seed = seed(id, &self.schedule);
                self.schedule = scheduler.rate(&self.schedule, *rating, row.at, row.day, seed);
                self.first_day.get_or_insert(row.day);
                self.answer_mark = *answer;
            }
            Event::Suspend(on) => self.suspended = *on,
            Event::Bury(until) => self.buried_until = Some(*until),
            Event::Star(flag) => self.flag = *flag,
            Event::Forget => self.schedule = Schedule::default(),
            Event::SetDue(due) => {
                let interval_days = due.days_since(self.schedule.last_day.unwrap_or(row.day));
                self.schedule.phase = Phase::Review { due: *due, interval_days };
            }
            Event::Imported(imported) => self.take_imported(imported),
        }
    }
}

impl Row {
    /// Whether it is something that a learner does to that card and can undo.
    fn can_be_undone(&self, card: &CardId) -> bool {
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

impl Asked {
    /// How a card with that schedule stood when what is in the row was done to it.
    fn of(schedule: &Schedule, row: &Row) -> Self {
        let in_days = match row.event {
            Event::Review { past: Some(kind), .. } => kind == PastKind::Review,
            _ => matches!(schedule.phase, Phase::Review { .. }),
        };
        match in_days {
            _ if schedule.last_day == Some(row.day) => Self::Again,
            true => Self::InDays,
            false => Self::InSteps,
        }
    }
}

impl CardProgress {
    fn take_imported(&mut self, imported: &What) {
        let What::Imported {
            stability_micro,
            difficulty_micro,
            last,
            due,
            lapses,
            reviews,
            state,
            suspended,
            buried_until,
            flag,
            ..
        } = *imported
        else {
            return;
        };
        let replayed = self.schedule;
        let given = (stability_micro > 0).then(|| Memory {
            stability: from_micro(stability_micro),
            difficulty: from_micro(difficulty_micro),
        });
        let phase = match state {
            ImportedState::New => Phase::New,
            ImportedState::Learning(step, due_ms) => Phase::Learning { step, due_ms },
            ImportedState::Relearning(step, due_ms) => Phase::Relearning { step, due_ms },
            ImportedState::Review => Phase::Review { due, interval_days: due.days_since(last) },
        };
        self.schedule = match phase {
            Phase::New => Schedule::default(),
            _ => Schedule {
                memory: given.or(replayed.memory),
                phase,
                last_day: Some(last),
                last_ms: replayed.last_ms,
                reviews,
                lapses,
            },
        };
        self.suspended = suspended;
        self.buried_until = buried_until;
        self.flag = flag;
    }
}

/// The seed by which a card's next interval is spread: the same until it is rated.
fn seed(id: &CardId, schedule: &Schedule) -> u64 {
    text_seed(id.as_str()) ^ u64::from(schedule.reviews)
}

fn from_micro(micro: i64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "the algorithm works in f32")]
    #[expect(clippy::cast_precision_loss, reason = "millionths of small numbers")]
    {
        (micro as f64 / 1e6) as f32
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::entry::SegmentId;
    use super::*;

    fn entry(seq: u64, what: What) -> (EntryRef, Entry) {
        let at = 1_772_366_400_000 + i64::try_from(seq).unwrap() * 60_000;
        let moment = Moment { at_ms: at, offset_min: 0 };
        let day = moment.study_day(4);
        (EntryRef(SegmentId(7), seq), Entry { seq, at, tz: 0, day, stamp: None, what })
    }

    fn review(card: &str, rating: Rating) -> What {
        What::Review(Review {
            card: card.into(),
            rating,
            ms: 0,
            sure: false,
            hint: false,
            chosen: Vec::new(),
            answer: 0,
        })
    }

    fn progress(entries: &[(EntryRef, Entry)]) -> Progress {
        Progress::replay(entries.to_vec())
    }

    #[test]
    fn undo_gives_back_the_very_state_and_redo_the_other() {
        let mut entries =
            vec![entry(1, review("a", Rating::Good)), entry(2, review("b", Rating::Easy))];
        let before = progress(&entries);
        entries.push(entry(3, review("a", Rating::Again)));
        let after = progress(&entries);
        entries.push(entry(4, What::Undo { of: EntryRef(SegmentId(7), 3) }));
        let undone = progress(&entries);
        assert_eq!(undone.schedule(&"a".into()), before.schedule(&"a".into()));
        assert_eq!(undone.reviews(), 2);
        assert_eq!(undone.last_redoable(), Some(EntryRef(SegmentId(7), 4)));
        entries.push(entry(5, What::Undo { of: EntryRef(SegmentId(7), 4) }));
        let redone = progress(&entries);
        assert_eq!(redone.schedule(&"a".into()), after.schedule(&"a".into()));
        assert_eq!(redone.reviews(), 3);
        assert_eq!(redone.last_redoable(), None);
    }

    #[test]
    fn the_history_of_a_card_tells_to_what_each_rating_led() {
        let mut entries = vec![
            entry(1, review("a", Rating::Good)),
            entry(2, review("b", Rating::Easy)),
            entry(3, review("a", Rating::Again)),
            entry(4, review("a", Rating::Easy)),
        ];
        entries.push(entry(5, What::Undo { of: EntryRef(SegmentId(7), 3) }));
        let progress = progress(&entries);
        let history = progress.history(&"a".into());
        let ratings: Vec<Rating> = history.iter().map(|(given, _)| given.rating).collect();
        assert_eq!(ratings, [Rating::Good, Rating::Easy], "what was undone is left out");
        assert!(matches!(history[0].1.phase, Phase::Learning { .. }));
        assert_eq!(history[1].1, progress.schedule(&"a".into()), "the last one is as it is now");
        assert!(progress.history(&"c".into()).is_empty());
    }

    #[test]
    fn undoing_several_levels_goes_back_one_rating_after_the_other() {
        let mut all = Progress::default();
        let mut seq = 0;
        for rating in [Rating::Good, Rating::Good, Rating::Again] {
            seq += 1;
            let (at, entry) = entry(seq, review("a", rating));
            all.add(at, &entry);
        }
        for left in [2, 1, 0] {
            let (of, _) = all.last_undoable().unwrap();
            seq += 1;
            let (at, entry) = entry(seq, What::Undo { of });
            all.add(at, &entry);
            assert_eq!(all.reviews(), left);
        }
        assert_eq!(all.schedule(&"a".into()), Schedule::default());
        assert!(all.last_undoable().is_none());
    }

    /// The same as [`Progress::last_undoable`], found by going back over all rows.
    fn walked_back(progress: &Progress) -> Option<EntryRef> {
        let mut rows = progress.rows.iter().rev().filter(|row| !row.undone);
        let id = |row: &Row| &progress.card_ids[row.card as usize];
        rows.find(|row| row.can_be_undone(id(row))).map(|row| row.entry)
    }

    #[test]
    fn what_can_be_undone_is_at_hand_after_any_answers_marks_undos_and_redos() {
        for seed in 0..60 {
            let mut all = Progress::default();
            let mut dice = seed;
            for seq in 1..80 {
                dice = super::super::schedule::splitmix(dice);
                let card = CardId::from(["a", "b", "cell/c/emt"][(dice >> 8) as usize % 3]);
                let rating = Rating::ALL[(dice >> 16) as usize % 4];
                let chosen = vec![0];
                let any = EntryRef(SegmentId(7), (dice >> 24) % seq);
                let what = match dice % 12 {
                    0..=2 => Some(review(card.as_str(), rating)),
                    3 => Some(What::Practice { card, right: true, chosen, sure: false, ms: 1 }),
                    4 => Some(What::Past(Past { card, rating, kind: PastKind::Review, ms: 1 })),
                    5 => Some(What::Star { card, flag: 1 }),
                    6 => Some(What::Suspend { card, on: true }),
                    7 => Some(What::Read { anchor: "a/b".to_owned() }),
                    // Another computer may have undone what is not the last here.
                    8 => Some(What::Undo { of: any }),
                    9 => all.last_redoable().map(|of| What::Undo { of }),
                    _ => all.last_undoable().map(|(of, _)| What::Undo { of }),
                };
                let Some(what) = what else { continue };
                let (at, entry) = entry(seq, what);
                all.add(at, &entry);
                let found = all.last_undoable();
                assert_eq!(found.map(|(of, _)| of), walked_back(&all), "{seed}: {seq}");
            }
        }
    }

    #[test]
    #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
    fn the_order_in_which_files_are_read_does_not_matter() {
        let entries: Vec<_> = (1..40)
            .map(|seq| {
                entry(seq, review(["a", "b", "c"][seq as usize % 3], Rating::ALL[seq as usize % 4]))
            })
            .collect();
        let mut shuffled = entries.clone();
        shuffled.reverse();
        shuffled.extend(entries.iter().take(7).cloned());
        for card in ["a", "b", "c"] {
            let card = card.into();
            assert_eq!(progress(&entries).card(&card), progress(&shuffled).card(&card));
        }
    }

    #[test]
    fn undone_parameters_leave_the_schedule_as_if_they_had_never_been_set() {
        let strict = Parameters { retention_percent: 97, ..Parameters::default() };
        let plain = [entry(1, review("a", Rating::Easy)), entry(3, review("b", Rating::Easy))];
        let mut changed = plain.to_vec();
        changed.push(entry(2, What::Parameters(strict)));
        let card = "b".into();
        assert_ne!(progress(&changed).schedule(&card), progress(&plain).schedule(&card));
        changed.push(entry(4, What::Undo { of: EntryRef(SegmentId(7), 2) }));
        assert_eq!(progress(&changed).schedule(&card), progress(&plain).schedule(&card));
    }
}
