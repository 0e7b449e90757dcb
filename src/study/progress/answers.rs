//! Answers on record: ratings given here and elsewhere, and answers that moved no schedule.

use super::super::entry::{EntryRef, PastKind, Rating};
use super::super::schedule::{Schedule, delay};
use super::super::time::{Delay, Moment, StudyDay};
use super::{CardProgress, Event, Progress, Row, to_u32};
use crate::curriculum::CardId;

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

impl Progress {
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

    /// When a card was rated here; what was taken back is left out.
    pub fn rated_here(&self, id: &CardId) -> impl Iterator<Item = Moment> {
        let is_rating = |row: &&Row| matches!(row.event, Event::Review { past: None, .. });
        self.rows_of(id).filter(is_rating).map(|row| row.at)
    }

    /// When the schedule of a card was moved here other than by a rating.
    pub fn moved_by_hand(&self, id: &CardId) -> impl Iterator<Item = Moment> {
        let is_move = |row: &&Row| matches!(row.event, Event::Forget | Event::SetDue(_));
        self.rows_of(id).filter(is_move).map(|row| row.at)
    }

    /// Whether a card was suspended, buried or flagged here, or put back.
    #[must_use]
    pub fn is_marked_here(&self, id: &CardId) -> bool {
        let is_mark =
            |row: &Row| matches!(row.event, Event::Suspend(_) | Event::Bury(_) | Event::Star(_));
        self.rows_of(id).any(is_mark)
    }

    /// The rows of a card that stand.
    fn rows_of(&self, id: &CardId) -> impl Iterator<Item = &Row> {
        let rows = self.card(id).map_or(&[][..], |card| &card.rows);
        rows.iter().filter_map(|n| self.rows.get(*n as usize)).filter(|row| !row.undone)
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

    /// The cards that were answered wrong although the learner was sure, and not recalled on a later
    /// day: what is recalled minutes after its answer was read proves little.
    pub fn sure_but_wrong(&self) -> impl Iterator<Item = (&CardId, &CardProgress)> {
        self.cards().filter(|(_, card)| card.missed.is_some_and(|missed| missed.sure))
    }
}
