//! A clock that jumped is one question, never a silent change.

use super::effect::Effect;
use super::{AppState, Keeping, Now};
use crate::study::{DAY_MS, Moment, Phase, SessionKind, What};

/// A clock this far behind the last answer is doubted: travel and daylight saving stay below it.
const BEHIND_MS: i64 = DAY_MS;
/// After so long a break it is asked once whether the date is right.
const AHEAD_MS: i64 = 366 * DAY_MS;

/// Why the clock is doubted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockDoubt {
    /// When the last answer was given, by the clock of then.
    pub last: Moment,
    /// Whether the clock stands behind it; otherwise far ahead.
    pub is_behind: bool,
}

/// What the learner said of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockAnswer {
    /// Nothing yet.
    #[default]
    Open,
    /// It is right.
    Right,
    /// It is wrong and will be set.
    Wrong,
}

impl AppState {
    /// Whether the clock may have jumped. Cards wait until that is answered.
    #[must_use]
    pub fn clock_doubt(&self, now: Now) -> Option<ClockDoubt> {
        let last = self.progress.last_moment()?;
        if self.clock_answer == ClockAnswer::Right || self.keeping != Keeping::Open {
            return None;
        }
        let gap = now.moment.at_ms.saturating_sub(last.at_ms);
        let is_behind = gap < -BEHIND_MS;
        (is_behind || gap > AHEAD_MS).then_some(ClockDoubt { last, is_behind })
    }

    /// What the learner said of the clock.
    #[must_use]
    pub fn clock_answer(&self) -> ClockAnswer {
        self.clock_answer
    }

    /// Takes the answer. Where the clock is right and stands behind, the cards that were answered in
    /// a future that is none come back today.
    pub(super) fn answer_clock(&mut self, answer: ClockAnswer, now: Now) -> Vec<Effect> {
        let doubt = self.clock_doubt(now);
        self.clock_answer = answer;
        let is_behind = doubt.is_some_and(|d| d.is_behind);
        if answer != ClockAnswer::Right || !is_behind {
            return Vec::new();
        }
        let day = self.progress.study_day(now.moment);
        let in_the_future = self.progress.cards().filter(|(_, card)| {
            let waits_for_it = match card.schedule.phase {
                Phase::New => false,
                Phase::Review { due, .. } => due > day,
                Phase::Learning { .. } | Phase::Relearning { .. } => true,
            };
            waits_for_it && card.schedule.last_day.is_some_and(|last| last > day)
        });
        let today = in_the_future.map(|(id, _)| What::SetDue { card: id.clone(), day }).collect();
        let Ok(effects) = self.keep_all(today, now) else { return Vec::new() };
        self.review = None;
        effects
    }

    /// After the last of those cards is back, reviewing goes on.
    pub(super) fn back_to_reviews(&mut self, now: Now) {
        if self.pending == 0 && self.review.is_none() && self.visit.spot == super::Spot::Cards {
            self.start_session(SessionKind::Due, now);
        }
    }
}
