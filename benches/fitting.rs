//! How long fitting the scheduler to 100,000 answers takes, and an estimate for the exam over a large
//! deck: `cargo bench --bench fitting --no-default-features`.

use ems_study::study::{
    DAY_MS, FitInput, FitWatch, ForecastInput, Moment, Pace, Parameters, Phase, Rated, Rating,
    SAMPLE, Schedule, Scheduler, StudyDay, splitmix,
};
use std::time::{Duration, Instant};

const CARDS: u64 = 12_500;
const ANSWERS_OF_A_CARD: u64 = 8;
const ROUNDS: usize = 5;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn main() {
    let input = learner();
    let answers: usize = input.histories.iter().map(Vec::len).sum();
    let fits = (0..ROUNDS).map(|_| {
        let begun = now();
        let fit = input.fit(&FitWatch::default()).expect("enough answers");
        assert!(fit.parameters.weights_micro.len() == 21);
        begun.elapsed()
    });
    tell(&format!("a fit to {answers} answers"), fits.collect());

    let mut cards: Vec<Schedule> = input.cards.iter().take(SAMPLE / 2).copied().collect();
    cards.resize(SAMPLE, Schedule::default());
    let last = input.histories.iter().flatten().map(|rated| rated.day).max();
    let today = last.unwrap_or(StudyDay(0));
    let forecast = ForecastInput {
        cards,
        deck_size: 100_000,
        parameters: Parameters::default(),
        today,
        exam: today.plus(90),
        holidays: Vec::new(),
        pace: Pace { seconds: 10, is_own: true },
        answered_today: 0,
        first_sight: [0; 4],
        recalled: [0; 4],
        seed: 1,
    };
    let forecasts = (0..ROUNDS).map(|_| {
        let begun = now();
        assert!(forecast.forecast(&mut |_| true).is_some());
        begun.elapsed()
    });
    tell("an estimate for 90 days", forecasts.collect());
}

/// A learner who recalls cards with the chance that the scheduler gives them.
fn learner() -> FitInput {
    let parameters = Parameters::default();
    let scheduler = Scheduler::new(&parameters);
    let mut order = 0;
    let mut histories = Vec::new();
    let mut cards = Vec::new();
    for card in 0..CARDS {
        let mut schedule = Schedule::default();
        let mut day = StudyDay(19_000 + i32::try_from(card / 25).unwrap_or(0));
        let mut history = Vec::new();
        for review in 0..ANSWERS_OF_A_CARD {
            let dice = splitmix(card << 8 | review);
            let chance = scheduler.recall(&schedule, day).unwrap_or(0.8);
            let is_recalled = (dice >> 40) as f32 / (1_u64 << 24) as f32 <= chance;
            let rating = if is_recalled { Rating::Good } else { Rating::Again };
            let moment = Moment { at_ms: i64::from(day.0) * DAY_MS, offset_min: 0 };
            schedule = scheduler.rate(&schedule, rating, moment, day, dice);
            history.push(Rated { rating, day, order });
            order += 1;
            day = match schedule.phase {
                Phase::Review { due, .. } => due,
                _ => day.plus(1),
            };
        }
        histories.push(history);
        cards.push(schedule);
    }
    FitInput { histories, parameters, cards }
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let longest = times.last().copied().unwrap_or_default();
    println!("{what}: median {median:.1?}, longest {longest:.1?}");
}
