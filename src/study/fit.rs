//! Fitting the weights of the scheduler to the learner's own answers, by the optimiser of the `fsrs`
//! crate. What would change is said before it is taken.

use super::entry::{Parameters, Rating};
use super::progress::{Progress, Rated};
use super::schedule::{Phase, Schedule, Scheduler};
use super::time::{DAY_MS, Moment, StudyDay};
use fsrs::{
    CombinedProgressState, ComputeParametersInput, FSRS, FSRSItem, FSRSReview, compute_parameters,
};
use std::sync::{Arc, Mutex, PoisonError};

/// So many answers given after a day or more are needed.
pub const ANSWERS_NEEDED: usize = 400;
/// Of a card so many answers are used.
const MOST_OF_A_CARD: usize = 128;
/// The program and crate by which weights are fitted, as it is kept with them.
const FITTED_BY: &str = concat!("ems-study ", env!("CARGO_PKG_VERSION"), ", fsrs 6.6");

/// What a fit is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct FitInput {
    /// The history of each card.
    pub histories: Vec<Vec<Rated>>,
    /// How cards are scheduled now.
    pub parameters: Parameters,
    /// The cards in review, to say how their intervals would change.
    pub cards: Vec<Schedule>,
}

/// What came of a fit, before it is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The parameters with the fitted weights.
    pub parameters: Parameters,
    /// Answers that were used.
    pub answers: usize,
    /// How far the predictions were from the answers, before and after (log loss; less is better).
    pub loss: (f32, f32),
    /// The average next interval of the cards in review after Good, in days, before and after.
    pub interval_days: (f64, f64),
}

impl Fit {
    /// Whether the fitted weights predict the learner's answers better.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.loss.1 < self.loss.0
    }
}

/// Why nothing came of a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFit {
    /// There are only so many answers.
    TooFew(usize),
    /// It was stopped.
    Stopped,
    /// The answers give no weights that the scheduler accepts.
    NoWeights,
}

/// Watches a fit from outside: how far it is, and stopping it.
#[derive(Clone, Debug, Default)]
pub struct FitWatch(Arc<Mutex<CombinedProgressState>>);

impl FitWatch {
    /// The share that is done, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.current() as f32 / state.total().max(1) as f32
    }

    /// Asks it to stop.
    pub fn stop(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).want_abort = true;
    }

    fn is_stopped(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).want_abort
    }
}

impl FitInput {
    /// Everything that was answered so far.
    #[must_use]
    pub fn new(progress: &Progress) -> Self {
        let in_review = |s: &Schedule| matches!(s.phase, Phase::Review { .. });
        Self {
            histories: progress.histories().collect(),
            parameters: progress.parameters().clone(),
            cards: progress.cards().map(|(_, card)| card.schedule).filter(in_review).collect(),
        }
    }

    /// Fits the weights. It takes as long as it takes; `watch` tells how far it is and stops it.
    pub fn fit(&self, watch: &FitWatch) -> Result<Fit, NoFit> {
        let (items, cards) = self.items();
        let answers = items.len();
        if answers < ANSWERS_NEEDED {
            return Err(NoFit::TooFew(answers));
        }
        let given = ComputeParametersInput {
            train_set: items.clone(),
            card_ids: Some(cards.clone()),
            progress: Some(Arc::clone(&watch.0)),
            num_relearning_steps: Some(self.parameters.relearning_min.len()),
            ..ComputeParametersInput::default()
        };
        let weights = compute_parameters(given);
        if watch.is_stopped() {
            return Err(NoFit::Stopped);
        }
        let weights = weights.map_err(|_| NoFit::NoWeights)?;
        let weights_micro = weights.iter().map(|weight| micro(*weight)).collect();
        let fitted_by = FITTED_BY.to_owned();
        let parameters = Parameters { weights_micro, fitted_by, ..self.parameters.clone() };
        let loss = |parameters: &Parameters| {
            let fsrs = FSRS::new(&parameters.weights()).map_err(|_| NoFit::NoWeights)?;
            let go_on = |_| !watch.is_stopped();
            let found = fsrs.evaluate_with_card_ids(items.clone(), cards.clone(), go_on);
            found
                .map(|found| found.log_loss)
                .map_err(|_| if watch.is_stopped() { NoFit::Stopped } else { NoFit::NoWeights })
        };
        Ok(Fit {
            answers,
            loss: (loss(&self.parameters)?, loss(&parameters)?),
            interval_days: (self.interval_by(&self.parameters), self.interval_by(&parameters)),
            parameters,
        })
    }

    /// The answers that a fit can learn from, in the order in which they were given, each with what
    /// came before it and the number of its card.
    fn items(&self) -> (Vec<FSRSItem>, Vec<i64>) {
        let mut items = Vec::new();
        for (card, history) in (0_i64..).zip(&self.histories) {
            let mut before: Option<StudyDay> = None;
            let mut reviews = Vec::new();
            for rated in history.iter().take(MOST_OF_A_CARD) {
                let delta_t = before.map_or(0, |day| rated.day.days_since(day));
                reviews.push(FSRSReview { rating: rated.rating as u32 + 1, delta_t });
                before = Some(before.map_or(rated.day, |day| day.max(rated.day)));
                if delta_t > 0 {
                    items.push((rated.order, card, FSRSItem { reviews: reviews.clone() }));
                }
            }
        }
        items.sort_by_key(|(order, ..)| *order);
        items.into_iter().map(|(_, card, item)| (item, card)).unzip()
    }

    /// The average next interval of the cards in review after Good on the day on which they are due.
    fn interval_by(&self, parameters: &Parameters) -> f64 {
        let scheduler = Scheduler::new(&Parameters { fuzz: false, ..parameters.clone() });
        let interval = |card: &Schedule| {
            let Phase::Review { due, .. } = card.phase else { return 0.0 };
            let noon = Moment { at_ms: i64::from(due.0) * DAY_MS, offset_min: 0 };
            match scheduler.rate(card, Rating::Good, noon, due, 0).phase {
                Phase::Review { interval_days, .. } => f64::from(interval_days),
                _ => 0.0,
            }
        };
        self.cards.iter().map(interval).sum::<f64>() / self.cards.len().max(1) as f64
    }
}

/// How many answers a fit could learn from; beyond [`ANSWERS_NEEDED`] they are not counted.
#[must_use]
pub fn answers_for_fit(progress: &Progress) -> usize {
    let later = |history: Vec<Rated>| {
        let pairs = history.windows(2).take(MOST_OF_A_CARD - 1);
        pairs.filter(|pair| matches!(pair, [a, b] if b.day > a.day)).count()
    };
    let mut answers = 0;
    for history in progress.histories() {
        answers += later(history);
        if answers >= ANSWERS_NEEDED {
            break;
        }
    }
    answers
}

fn micro(weight: f32) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "weights are small")]
    {
        (f64::from(weight) * 1e6).round() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::super::schedule::splitmix;
    use super::*;

    /// The history of a learner who recalls a card with the chance that these weights give it.
    fn learner(cards: u64, weights_micro: Vec<i64>) -> FitInput {
        let truth = Scheduler::new(&Parameters { weights_micro, ..Parameters::default() });
        let taught = Scheduler::new(&Parameters::default());
        let mut order = 0;
        let mut histories = Vec::new();
        let mut schedules = Vec::new();
        for card in 0..cards {
            let (mut memory, mut schedule) = (Schedule::default(), Schedule::default());
            let mut day = StudyDay(19_000 + i32::try_from(card / 10).unwrap());
            let mut history = Vec::new();
            for review in 0..8_u64 {
                let dice = splitmix(card << 8 | review);
                let chance = truth.recall(&memory, day).unwrap_or(0.8);
                let recalled = (dice >> 40) as f32 / (1_u64 << 24) as f32 <= chance;
                let rating = if recalled { Rating::Good } else { Rating::Again };
                let now = Moment { at_ms: i64::from(day.0) * DAY_MS, offset_min: 0 };
                memory = truth.rate(&memory, rating, now, day, dice);
                schedule = taught.rate(&schedule, rating, now, day, dice);
                history.push(Rated { rating, day, order });
                order += 1;
                day = match schedule.phase {
                    Phase::Review { due, .. } => due,
                    _ => day.plus(1),
                };
            }
            histories.push(history);
            schedules.push(schedule);
        }
        FitInput { histories, parameters: Parameters::default(), cards: schedules }
    }

    /// Memory that fades far faster than that of most people.
    fn quick_to_forget() -> Vec<i64> {
        let mut weights: Vec<i64> = fsrs::DEFAULT_PARAMETERS.iter().map(|w| micro(*w)).collect();
        for weight in &mut weights[..4] {
            *weight /= 4;
        }
        weights
    }

    #[test]
    fn too_few_answers_are_counted_and_give_nothing() {
        let few = learner(10, Vec::new());
        assert_eq!(few.fit(&FitWatch::default()), Err(NoFit::TooFew(70)));
    }

    #[test]
    fn a_fit_learns_how_quickly_the_learner_forgets() {
        let input = learner(300, quick_to_forget());
        let fit = input.fit(&FitWatch::default()).unwrap();
        assert_eq!(fit.answers, 300 * 7);
        assert!(fit.is_better(), "{:?}", fit.loss);
        let first = |parameters: &Parameters| {
            let now = Moment { at_ms: 0, offset_min: 0 };
            let new = Schedule::default();
            let seen = Scheduler::new(parameters).rate(&new, Rating::Good, now, StudyDay(0), 0);
            seen.memory.unwrap().stability
        };
        assert!(first(&fit.parameters) < 0.6 * first(&input.parameters));
        assert!(fit.interval_days.0 > 1.0 && fit.interval_days.1 > 1.0);
        assert_eq!(fit.parameters.weights_micro.len(), 21);
        assert!(fit.parameters.fitted_by.contains("fsrs"));
        // everything else stays as it was
        let back = Parameters {
            weights_micro: Vec::new(),
            fitted_by: String::new(),
            ..fit.parameters.clone()
        };
        assert_eq!(back, input.parameters);
    }

    #[test]
    fn a_fit_that_is_stopped_gives_nothing() {
        let watch = FitWatch::default();
        watch.stop();
        assert_eq!(learner(300, Vec::new()).fit(&watch), Err(NoFit::Stopped));
    }
}
