//! When a card comes back: FSRS-6 by the `fsrs` crate, with learning steps before it.
//!
//! The algorithm: <https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm>.
//! It knows whole days; what happens within a day is decided by the steps.

use super::entry::{Parameters, Rating};
use super::time::{Delay, Moment, StudyDay};
use fsrs::{FSRS, MemoryState};

/// So many lapses show that a card does not stick.
const LEECH_LAPSES: u32 = 8;
/// After so many further ones it is said again.
const LEECH_AGAIN: u32 = 4;
/// A card that waits so long sticks after all.
const STICKS_DAYS: u32 = 21;
/// The longest interval, in days.
pub const MAX_INTERVAL_DAYS: u32 = 36_500;
const MINUTE_MS: i64 = 60_000;
/// Weights are kept in millionths; differences below that are noise of the fit.
const MICRO: f64 = 1e6;

/// How well a card sits in memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days after which the chance of recall has fallen to 90 per cent.
    pub stability: f32,
    /// 1 (easy) to 10 (hard).
    pub difficulty: f32,
}

/// Where a card stands between its first sight and long memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Never rated.
    New,
    /// In its first steps.
    Learning {
        /// Which step comes next, from 0.
        step: u8,
        /// Due, in milliseconds since 1970 UTC.
        due_ms: i64,
    },
    /// In days.
    Review {
        /// The study day on which it is due.
        due: StudyDay,
        /// The interval that led there.
        interval_days: u32,
    },
    /// Forgotten, and on its way back.
    Relearning {
        /// Which step comes next, from 0.
        step: u8,
        /// Due, in milliseconds since 1970 UTC.
        due_ms: i64,
    },
}

/// The schedule of one card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// Nothing before the first rating.
    pub memory: Option<Memory>,
    /// Where it stands.
    pub phase: Phase,
    /// The day of the last rating.
    pub last_day: Option<StudyDay>,
    /// The moment of the last rating, in milliseconds since 1970 UTC.
    pub last_ms: i64,
    /// Ratings so far.
    pub reviews: u32,
    /// Times forgotten after having been known.
    pub lapses: u32,
}

impl Schedule {
    /// Whether the card was forgotten again and again and does not stick yet.
    #[must_use]
    pub fn is_leech(&self) -> bool {
        let sticks = matches!(self.phase, Phase::Review { interval_days, .. } if interval_days >= STICKS_DAYS);
        self.lapses >= LEECH_LAPSES && !sticks
    }

    /// Whether that is said when the card is shown: at first, and after every few further lapses.
    #[must_use]
    pub fn is_leech_told(&self) -> bool {
        self.is_leech() && (self.lapses - LEECH_LAPSES).is_multiple_of(LEECH_AGAIN)
    }
}

impl Default for Schedule {
    fn default() -> Self {
        Self { memory: None, phase: Phase::New, last_day: None, last_ms: 0, reviews: 0, lapses: 0 }
    }
}

/// The scheduler with one set of parameters.
#[derive(Clone, Debug)]
pub struct Scheduler {
    fsrs: FSRS,
    decay: f32,
    retention: f32,
    learning_min: Vec<u32>,
    relearning_min: Vec<u32>,
    fuzz: bool,
}

impl Parameters {
    /// The weights as the algorithm takes them; none for the published defaults.
    pub(super) fn weights(&self) -> Vec<f32> {
        #[expect(clippy::cast_possible_truncation, reason = "the algorithm works in f32")]
        let from_micro = |weight: &i64| (*weight as f64 / MICRO) as f32;
        self.weights_micro.iter().map(from_micro).collect()
    }
}

impl Scheduler {
    /// A scheduler by these parameters. Weights that the algorithm refuses are replaced by the
    /// published defaults, since a schedule is better than none.
    #[must_use]
    pub fn new(parameters: &Parameters) -> Self {
        let weights = parameters.weights();
        let fsrs = FSRS::new(&weights).unwrap_or_default();
        let decay = match weights.get(20) {
            Some(decay) => *decay,
            None => fsrs::FSRS6_DEFAULT_DECAY,
        };
        Self {
            fsrs,
            decay,
            retention: f32::from(parameters.retention_percent.clamp(70, 99)) / 100.0,
            learning_min: parameters.learning_min.clone(),
            relearning_min: parameters.relearning_min.clone(),
            fuzz: parameters.fuzz,
        }
    }

    /// The schedules that the four ratings would lead to, in the order of [`Rating::ALL`].
    /// `seed` spreads intervals a little; the same seed gives the same intervals.
    #[must_use]
    pub fn outcomes(
        &self,
        schedule: &Schedule,
        now: Moment,
        today: StudyDay,
        seed: u64,
    ) -> [Schedule; 4] {
        let elapsed_days = schedule.last_day.map_or(0, |last| today.days_since(last));
        let memory = schedule
            .memory
            .map(|m| MemoryState { stability: m.stability, difficulty: m.difficulty });
        let Ok(next) = self.fsrs.next_states(memory, self.retention, elapsed_days) else {
            return [*schedule; 4];
        };
        let states = [next.again, next.hard, next.good, next.easy];
        let mut longest = 0;
        let days = states.each_ref().map(|state| {
            // Spread intervals keep their order: hard is never longer than good, good than easy.
            longest = self.interval_days(state.interval, seed).max(longest);
            longest
        });
        let mut out = [*schedule; 4];
        for (((slot, rating), state), days) in
            out.iter_mut().zip(Rating::ALL).zip(&states).zip(days)
        {
            *slot = Schedule {
                memory: Some(Memory {
                    stability: state.memory.stability,
                    difficulty: state.memory.difficulty,
                }),
                phase: self.phase_after(schedule.phase, rating, days, now, today),
                last_day: Some(today.max(schedule.last_day.unwrap_or(today))),
                last_ms: now.at_ms,
                reviews: schedule.reviews.saturating_add(1),
                lapses: schedule.lapses
                    + u32::from(
                        rating == Rating::Again && matches!(schedule.phase, Phase::Review { .. }),
                    ),
            };
        }
        out
    }

    /// The schedule after one rating.
    #[must_use]
    pub fn rate(
        &self,
        schedule: &Schedule,
        rating: Rating,
        now: Moment,
        today: StudyDay,
        seed: u64,
    ) -> Schedule {
        let [again, hard, good, easy] = self.outcomes(schedule, now, today, seed);
        match rating {
            Rating::Again => again,
            Rating::Hard => hard,
            Rating::Good => good,
            Rating::Easy => easy,
        }
    }

    /// The chance of recall on that day, 0 to 1; nothing for a card never rated.
    #[must_use]
    pub fn recall(&self, schedule: &Schedule, today: StudyDay) -> Option<f32> {
        let memory = schedule.memory?;
        #[expect(clippy::cast_precision_loss, reason = "days are far below the limits of f32")]
        let elapsed = today.days_since(schedule.last_day?) as f32;
        let state = MemoryState { stability: memory.stability, difficulty: memory.difficulty };
        Some(fsrs::current_retrievability(state, elapsed, self.decay))
    }

    fn phase_after(
        &self,
        phase: Phase,
        rating: Rating,
        days: u32,
        now: Moment,
        today: StudyDay,
    ) -> Phase {
        let in_days = Phase::Review { due: today.plus(days), interval_days: days };
        let (steps, step, relearning) = match phase {
            Phase::New => (&self.learning_min, 0, false),
            Phase::Learning { step, .. } => (&self.learning_min, step, false),
            Phase::Relearning { step, .. } => (&self.relearning_min, step, true),
            Phase::Review { .. } if rating == Rating::Again => (&self.relearning_min, 0, true),
            Phase::Review { .. } => return in_days,
        };
        let minutes_of = |step: u8| steps.get(usize::from(step)).copied();
        let (next_step, minutes) = match rating {
            Rating::Again => (0, minutes_of(0)),
            Rating::Hard => (step, hard_minutes(minutes_of(step), minutes_of(step + 1))),
            Rating::Good => (step + 1, minutes_of(step + 1)),
            Rating::Easy => return in_days,
        };
        let Some(minutes) = minutes else { return in_days };
        let due_ms = now.at_ms.saturating_add(i64::from(minutes) * MINUTE_MS);
        if relearning {
            Phase::Relearning { step: next_step, due_ms }
        } else {
            Phase::Learning { step: next_step, due_ms }
        }
    }

    fn interval_days(&self, interval: f32, seed: u64) -> u32 {
        let exact = to_days(interval);
        if !self.fuzz || exact < 3 {
            return exact;
        }
        // The spread grows with the interval: 15 % of the part from 2.5 to 7 days, 10 % of the part
        // to 20 days, 5 % of the rest, and one day.
        let spread: f32 = 1.0
            + [(2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f32::MAX, 0.05)]
                .iter()
                .map(|(from, to, share): &(f32, f32, f32)| {
                    share * (interval.min(*to) - from).max(0.0)
                })
                .sum::<f32>();
        #[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
        let random = (splitmix(seed) >> 40) as f32 / (1_u64 << 24) as f32;
        to_days(interval - spread + 2.0 * spread * random).max(2)
    }
}

/// Hard repeats its step: the first waits between it and the next, a lone step half as long again.
fn hard_minutes(this: Option<u32>, next: Option<u32>) -> Option<u32> {
    match (this, next) {
        (Some(this), Some(next)) => Some((this + next).div_ceil(2)),
        (Some(this), None) => Some(this + this / 2),
        (None, _) => None,
    }
}

/// Whole days from 1 to the longest interval.
fn to_days(interval: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 1..=36500 before the cast"
    )]
    #[expect(clippy::cast_precision_loss, reason = "36500 fits")]
    {
        interval.round().clamp(1.0, MAX_INTERVAL_DAYS as f32) as u32
    }
}

/// The memory that an interval in days and an ease (2.5 where none is known) stand for, as other
/// schedulers keep them.
#[must_use]
pub fn memory_of_interval(interval_days: f32, ease: f32) -> Option<Memory> {
    let state = FSRS::default().memory_state_from_sm2(ease, interval_days, 0.9).ok()?;
    Some(Memory { stability: state.stability, difficulty: state.difficulty })
}

/// How long a schedule waits, seen from a moment.
#[must_use]
pub fn delay(schedule: &Schedule, now: Moment, today: StudyDay) -> Delay {
    match schedule.phase {
        Phase::New => Delay::Minutes(0),
        Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => {
            let minutes = (due_ms - now.at_ms).max(0).div_euclid(MINUTE_MS);
            Delay::Minutes(u32::try_from(minutes).unwrap_or(u32::MAX))
        }
        Phase::Review { due, .. } => Delay::Days(due.days_since(today)),
    }
}

/// A number that looks random, the same for the same seed (`SplitMix64`, Steele and others, 2014).
#[must_use]
pub fn splitmix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number for a text, the same on every machine (FNV-1a).
#[must_use]
pub fn text_seed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment { at_ms: 1_772_366_400_000, offset_min: 0 };
    const TODAY: StudyDay = StudyDay(20_513);

    fn scheduler() -> Scheduler {
        Scheduler::new(&Parameters { fuzz: false, ..Parameters::default() })
    }

    #[test]
    fn a_new_card_passes_two_steps_before_it_waits_for_days() {
        let s = scheduler();
        let first = s.rate(&Schedule::default(), Rating::Good, NOON, TODAY, 0);
        assert_eq!(delay(&first, NOON, TODAY), Delay::Minutes(10));
        let later = NOON.plus_ms(10 * MINUTE_MS);
        let second = s.rate(&first, Rating::Good, later, TODAY, 0);
        assert!(matches!(second.phase, Phase::Review { .. }));
    }

    #[test]
    fn a_forgotten_card_comes_back_after_its_step_and_counts_a_lapse() {
        let s = scheduler();
        let known = s.rate(&Schedule::default(), Rating::Easy, NOON, TODAY, 0);
        let lapsed = s.rate(&known, Rating::Again, NOON, TODAY.plus(8), 0);
        assert_eq!(delay(&lapsed, NOON, TODAY.plus(8)), Delay::Minutes(10));
        assert_eq!(lapsed.lapses, 1);
    }

    #[test]
    fn buttons_are_in_order_and_never_due_in_the_past_whatever_the_history() {
        let s = Scheduler::new(&Parameters::default());
        for seed in 0..400_u64 {
            let mut schedule = Schedule::default();
            let mut day = TODAY;
            for step in 0..12_u64 {
                let dice = splitmix(seed * 100 + step);
                let now =
                    Moment { at_ms: i64::from(day.0) * super::super::time::DAY_MS, offset_min: 0 };
                let outcomes = s.outcomes(&schedule, now, day, dice);
                let delays = outcomes.map(|o| delay(&o, now, day));
                assert!(delays.is_sorted(), "seed {seed}: {delays:?}");
                let rating = Rating::ALL[usize::try_from(dice % 4).unwrap()];
                assert_eq!(s.rate(&schedule, rating, now, day, dice), outcomes[rating as usize]);
                schedule = outcomes[rating as usize];
                day = day.plus(u32::try_from(dice >> 32).unwrap() % 60);
            }
        }
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_give_negative_days() {
        let s = scheduler();
        let known = s.rate(&Schedule::default(), Rating::Easy, NOON, TODAY, 0);
        let again = s.rate(&known, Rating::Good, NOON, StudyDay(TODAY.0 - 30), 0);
        assert!(again.memory.is_some_and(|m| m.stability.is_finite()));
        assert_eq!(again.last_day, Some(TODAY));
    }
}
