//! What is known of one card, and how each event changes it.

use super::super::deck::Card;
use super::super::entry::{ImportedState, PastKind, Rating, What};
use super::super::schedule::{Memory, Phase, Schedule, Scheduler, text_seed};
use super::super::time::StudyDay;
use super::answers::Asked;
use super::{Event, Row};
use crate::curriculum::CardId;

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
    pub(super) rows: Vec<u32>,
}

/// That a card was not recalled, and has not been on a later day since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The day on which it was missed last.
    pub day: StudyDay,
    /// Whether the learner had said to be sure.
    pub sure: bool,
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

    /// Ends a miss of an earlier day.
    fn answered_right(&mut self, day: StudyDay) {
        self.missed = self.missed.filter(|missed| missed.day >= day);
    }

    fn answered_wrong(&mut self, day: StudyDay, sure: bool) {
        let sure = sure || self.missed.is_some_and(|missed| missed.sure);
        self.missed = Some(Missed { day, sure });
    }

    pub(super) fn take(&mut self, row: &Row, scheduler: &Scheduler, id: &CardId) {
        match row.event {
            Event::Review { rating: Rating::Again, sure, .. }
            | Event::Practice { right: false, sure, .. } => self.answered_wrong(row.day, sure),
            Event::Review { .. } | Event::Practice { .. } => self.answered_right(row.day),
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

impl Asked {
    /// How a card with that schedule stood when what is in the row was done to it.
    pub(super) fn of(schedule: &Schedule, row: &Row) -> Self {
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

/// The seed by which a card's next interval is spread: the same until it is rated.
pub(super) fn seed(id: &CardId, schedule: &Schedule) -> u64 {
    text_seed(id.as_str()) ^ u64::from(schedule.reviews)
}

fn from_micro(micro: i64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "the algorithm works in f32")]
    #[expect(clippy::cast_precision_loss, reason = "millionths of small numbers")]
    {
        (micro as f64 / 1e6) as f32
    }
}
