//! What the deck may be recalled on the day of the exam: the learner's own cards are studied on, by
//! the scheduler itself, many times with other luck. An estimate for the deck, not a prediction of
//! the exam.
//!
//! A card is recalled with the chance that the forgetting curve gives it on that day; which button
//! is pressed follows how often the learner pressed it so far. Time is spent as the plan spends it:
//! first on what is due, most valuable first where it is too much, then on new cards. That siblings
//! wait a day for each other is left out: it moves few answers, and those by little.

use super::deck::Deck;
use super::entry::{Parameters, Rating};
use super::plan::{Pace, value};
use super::progress::{CardProgress, Progress};
use super::schedule::{Phase, Schedule, Scheduler, splitmix};
use super::time::{DAY_MS, Moment, StudyDay};

/// The minutes a day that are compared.
pub const MINUTES: [u32; 3] = [10, 20, 30];
/// The days missed, from tomorrow on.
pub const MISSED: u32 = 3;
/// Of a larger deck so many cards are studied on, drawn evenly.
pub const SAMPLE: usize = 400;
/// Each case is played so many times.
const RUNS: u64 = 24;
/// Eight of ten outcomes of a normal distribution lie within so many deviations.
const EIGHT_OF_TEN: f64 = 1.28;
/// How often each button is pressed at first sight and at a recalled review, in hundredths, before
/// anything is known of the learner: as if twenty such answers had been given.
const FIRST_SIGHT: [u32; 4] = [24, 9, 50, 17];
const RECALLED: [u32; 4] = [0, 15, 75, 10];
/// So many of the learner's last ratings tell how often each button is pressed.
const HABITS: usize = 5_000;
/// A card leaves a day after so many answers, whatever came.
const MOST_ANSWERS: u32 = 8;

/// What a forecast is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastInput {
    /// The cards, one schedule each, drawn from the deck where it is large.
    pub cards: Vec<Schedule>,
    /// Cards of the whole deck.
    pub deck_size: usize,
    /// How they are scheduled.
    pub parameters: Parameters,
    /// The day it is.
    pub today: StudyDay,
    /// The day of the exam.
    pub exam: StudyDay,
    /// Days off.
    pub holidays: Vec<StudyDay>,
    /// Seconds for one answer.
    pub pace: Pace,
    /// Answers given today already.
    pub answered_today: u32,
    /// How often each button was pressed at first sight.
    pub first_sight: [u32; 4],
    /// How often each button was pressed at later reviews that were recalled.
    pub recalled: [u32; 4],
    /// What the luck is drawn from.
    pub seed: u64,
}

/// What may be recalled on the day of the exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The day of the exam.
    pub exam: StudyDay,
    /// The share of the deck recalled today, 0 to 1.
    pub today: f64,
    /// If nothing is reviewed until then.
    pub without: Band,
    /// For each number of minutes a day: with every day, and with some missed.
    pub cases: Vec<(u32, Band, Band)>,
    /// Cards of the deck, and how many of them were studied on.
    pub cards: (usize, usize),
}

/// A share of the deck, 0 to 1, within which eight of ten outcomes lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// One in ten is lower.
    pub low: f64,
    /// The middle.
    pub expected: f64,
    /// One in ten is higher.
    pub high: f64,
}

impl ForecastInput {
    /// The cards of a deck that were not taken out, as they stand on that day.
    #[must_use]
    pub fn new(deck: &Deck, progress: &Progress, today: StudyDay, exam: StudyDay) -> Self {
        let mut known = progress.known_of(deck);
        known.retain(|known| !known.is_some_and(|known| known.suspended));
        let played = known.len().min(SAMPLE);
        let drawn = |place| known.get(place * known.len() / played).copied().flatten();
        let schedule = |known: Option<&CardProgress>| known.map(|k| k.schedule).unwrap_or_default();
        let mut first_sight = [0; 4];
        let mut recalled = [0; 4];
        for (rating, is_first) in progress.latest_ratings().take(HABITS) {
            let counts = if is_first { &mut first_sight } else { &mut recalled };
            let slot = counts.iter_mut().zip(Rating::ALL).find(|(_, r)| *r == rating);
            if let Some((slot, _)) = slot.filter(|_| is_first || rating != Rating::Again) {
                *slot += 1;
            }
        }
        Self {
            cards: (0..played).map(drawn).map(schedule).collect(),
            deck_size: known.len(),
            parameters: progress.parameters().clone(),
            today,
            exam,
            holidays: progress.plan().map(|plan| plan.holidays.clone()).unwrap_or_default(),
            pace: Pace::of(progress, today),
            answered_today: u32::try_from(progress.ratings_on(today).count()).unwrap_or(u32::MAX),
            first_sight,
            recalled,
            seed: 20_513,
        }
    }

    /// Plays all cases. `go_on` is told the share that is done and says whether to go on; where it
    /// does not, nothing comes of it.
    pub fn forecast(&self, go_on: &mut dyn FnMut(f32) -> bool) -> Option<Forecast> {
        let world = World::new(self);
        let mut done = 0;
        #[expect(clippy::cast_precision_loss, reason = "a few cases")]
        let total = (2 * MINUTES.len() + 1) as f32;
        let mut play = |minutes, missed| {
            let band = world.play(minutes, missed, &mut || go_on(done as f32 / total));
            done += 1;
            band
        };
        let without = play(0, 0)?;
        let mut cases = Vec::new();
        for minutes in MINUTES {
            cases.push((minutes, play(minutes, 0)?, play(minutes, MISSED)?));
        }
        Some(Forecast {
            exam: self.exam,
            today: world.recall(&self.cards, self.today).0,
            without,
            cases,
            cards: (self.deck_size, self.cards.len()),
        })
    }

    /// The band for so many minutes a day; tests and the page's own numbers come from the same play.
    #[must_use]
    pub fn band(&self, minutes: u32, missed: u32) -> Band {
        let band = World::new(self).play(minutes, missed, &mut || true);
        band.unwrap_or(Band { low: 0.0, expected: 0.0, high: 0.0 })
    }
}

/// What stays the same from play to play.
struct World<'a> {
    input: &'a ForecastInput,
    scheduler: Scheduler,
    first_sight: [f64; 4],
    recalled: [f64; 4],
}

impl<'a> World<'a> {
    fn new(input: &'a ForecastInput) -> Self {
        Self {
            input,
            scheduler: Scheduler::new(&input.parameters),
            first_sight: shares(input.first_sight, FIRST_SIGHT),
            recalled: shares(input.recalled, RECALLED),
        }
    }

    fn play(&self, minutes: u32, missed: u32, go_on: &mut dyn FnMut() -> bool) -> Option<Band> {
        let mut means = Vec::new();
        let mut by_chance = 0.0;
        for run in 0..RUNS {
            if !go_on() {
                return None;
            }
            let cards =
                self.study(minutes, missed, splitmix(splitmix(self.input.seed).wrapping_add(run)));
            let (mean, variance) = self.recall(&cards, self.input.exam);
            means.push(mean);
            by_chance += variance / RUNS as f64;
        }
        let expected = means.iter().sum::<f64>() / RUNS as f64;
        let spread = means.iter().map(|mean| (mean - expected).powi(2)).sum::<f64>() / RUNS as f64;
        let width = EIGHT_OF_TEN * (by_chance + spread).sqrt();
        Some(Band { low: (expected - width).max(0.0), expected, high: (expected + width).min(1.0) })
    }

    /// The share of cards recalled on a day, and the variance of that share where each card is
    /// recalled or not by its chance. Cards never met are not recalled.
    fn recall(&self, cards: &[Schedule], day: StudyDay) -> (f64, f64) {
        let chance = |card: &Schedule| f64::from(self.scheduler.recall(card, day).unwrap_or(0.0));
        let count = cards.len().max(1) as f64;
        let mean = cards.iter().map(chance).sum::<f64>() / count;
        let variance = cards.iter().map(chance).map(|p| p * (1.0 - p)).sum::<f64>();
        (mean, variance / count / count)
    }

    /// Studies until the eve of the exam. The same card on the same review has the same luck
    /// whatever the minutes, so that cases differ by the time given and by nothing else.
    fn study(&self, minutes: u32, missed: u32, luck: u64) -> Vec<Schedule> {
        let Self { input, scheduler, .. } = self;
        let mut cards = input.cards.clone();
        // A sample gets its share of the time.
        let share = cards.len() as f64 / input.deck_size.max(1) as f64;
        let answers = f64::from(input.pace.answers(minutes)) * share;
        let mut spent = f64::from(input.answered_today) * share;
        for ahead in 0..input.exam.days_since(input.today) {
            let day = input.today.plus(ahead);
            let is_missed = (1..=missed).contains(&ahead);
            if !is_missed && !input.holidays.contains(&day) {
                let mut due: Vec<usize> = (0..cards.len())
                    .filter(|at| cards.get(*at).is_some_and(|card| is_due(card, day)))
                    .collect();
                if due.len() as f64 > answers - spent {
                    let worth = |at: &usize| {
                        let card = cards.get(*at).copied().unwrap_or_default();
                        value(scheduler, &card, day, input.exam)
                    };
                    let mut valued: Vec<_> = due.iter().map(|at| (worth(at), *at)).collect();
                    valued.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                    due = valued.into_iter().map(|(_, at)| at).collect();
                }
                let fresh = (0..input.cards.len())
                    .filter(|at| input.cards.get(*at).is_some_and(|c| c.phase == Phase::New));
                for at in due.into_iter().chain(fresh) {
                    let Some(card) = cards.get_mut(at) else { continue };
                    let is_today = is_due(card, day) || card.phase == Phase::New;
                    if spent + 1.0 > answers {
                        break;
                    }
                    if is_today {
                        spent +=
                            f64::from(self.take(card, day, splitmix(luck ^ (at as u64) << 20)));
                    }
                }
            }
            spent = 0.0;
        }
        cards
    }

    /// Asks a card until it is through for the day. Returns the answers that it took.
    fn take(&self, card: &mut Schedule, day: StudyDay, luck: u64) -> u32 {
        let mut now = Moment { at_ms: i64::from(day.0) * DAY_MS, offset_min: 0 };
        for answers in 1..=MOST_ANSWERS {
            let dice = splitmix(luck ^ u64::from(card.reviews));
            let rating = match self.scheduler.recall(card, day) {
                None => picked(&self.first_sight, unit(dice)),
                Some(chance) if unit(dice) >= f64::from(chance) => Rating::Again,
                Some(_) => picked(&self.recalled, unit(splitmix(dice))),
            };
            *card = self.scheduler.rate(card, rating, now, day, dice);
            match card.phase {
                Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => {
                    now.at_ms = due_ms;
                }
                _ => return answers,
            }
        }
        MOST_ANSWERS
    }
}

fn is_due(card: &Schedule, day: StudyDay) -> bool {
    match card.phase {
        Phase::New => false,
        Phase::Learning { .. } | Phase::Relearning { .. } => true,
        Phase::Review { due, .. } => due <= day,
    }
}

/// How often each button is pressed: what was counted, and the usual as if counted twenty times.
fn shares(counted: [u32; 4], usual: [u32; 4]) -> [f64; 4] {
    let mut weights = usual.map(|hundredths| f64::from(hundredths) / 5.0);
    for (weight, count) in weights.iter_mut().zip(counted) {
        *weight += f64::from(count);
    }
    let total: f64 = weights.iter().sum();
    weights.map(|weight| weight / total)
}

fn picked(shares: &[f64; 4], mut dice: f64) -> Rating {
    for (share, rating) in shares.iter().zip(Rating::ALL) {
        dice -= share;
        if dice < 0.0 {
            return rating;
        }
    }
    Rating::Good
}

/// 0 to 1.
fn unit(dice: u64) -> f64 {
    (dice >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Entry, EntryRef, Review, SegmentId, What};
    use super::super::own::{OwnCard, OwnDeck};
    use super::*;
    use crate::curriculum::load_bundled;

    const TODAY: StudyDay = StudyDay(20_513);

    fn known(days_ago: i32) -> Schedule {
        let day = StudyDay(TODAY.0 - days_ago);
        let now = Moment { at_ms: i64::from(day.0) * DAY_MS, offset_min: 0 };
        let s = Scheduler::new(&Parameters::default());
        s.rate(&Schedule::default(), Rating::Easy, now, day, 0)
    }

    fn input(cards: Vec<Schedule>) -> ForecastInput {
        ForecastInput {
            deck_size: cards.len(),
            cards,
            parameters: Parameters::default(),
            today: TODAY,
            exam: TODAY.plus(30),
            holidays: Vec::new(),
            pace: Pace { seconds: 20, is_own: false },
            answered_today: 0,
            first_sight: [0; 4],
            recalled: [0; 4],
            seed: 1,
        }
    }

    #[test]
    fn without_reviews_recall_falls_by_the_forgetting_curve_and_nothing_else() {
        let cards: Vec<Schedule> = (0..40).map(known).collect();
        let decay = fsrs::FSRS6_DEFAULT_DECAY;
        let by_curve: f64 = cards
            .iter()
            .zip(0_u8..)
            .map(|(card, ago)| {
                let memory = card.memory.unwrap();
                let state = fsrs::MemoryState {
                    stability: memory.stability,
                    difficulty: memory.difficulty,
                };
                f64::from(fsrs::current_retrievability(state, 30.0 + f32::from(ago), decay))
            })
            .sum::<f64>()
            / 40.0;
        let input = input(cards);
        let band = input.band(0, 0);
        assert!((band.expected - by_curve).abs() < 1e-9, "{band:?}, {by_curve}");
        assert!(band.low < band.expected && band.expected < band.high);
        let forecast = input.forecast(&mut |_| true).unwrap();
        assert_eq!(forecast.without, band);
        assert!(forecast.today > band.expected);
    }

    #[test]
    fn how_the_buttons_are_pressed_is_counted_apart_for_the_first_sight_of_a_card() {
        let rate = |seq: u64, card: &str, day: i32, rating| {
            let (at, day) = (i64::from(day) * DAY_MS + 50_000_000, StudyDay(day));
            let what = What::Review(Review {
                card: card.into(),
                rating,
                ms: 4000,
                sure: false,
                hint: false,
                chosen: Vec::new(),
                answer: 0,
            });
            let entry = Entry { seq, at, tz: 0, day, stamp: None, what };
            (EntryRef(SegmentId(1), seq), entry)
        };
        let undo = |seq: u64, of: u64| {
            let (at, entry) = rate(seq, "b", TODAY.0, Rating::Good);
            (at, Entry { what: What::Undo { of: EntryRef(SegmentId(1), of) }, ..entry })
        };
        let progress = Progress::replay(vec![
            rate(1, "a", TODAY.0 - 9, Rating::Again),
            rate(2, "a", TODAY.0 - 9, Rating::Good),
            rate(3, "b", TODAY.0 - 5, Rating::Easy),
            rate(4, "a", TODAY.0 - 2, Rating::Again),
            rate(5, "b", TODAY.0, Rating::Hard),
            undo(6, 5),
        ]);
        let deck = Deck::new(&load_bundled().0);
        let input = ForecastInput::new(&deck, &progress, TODAY, TODAY.plus(9));
        assert_eq!((input.first_sight, input.recalled), ([1, 0, 0, 1], [0, 0, 1, 0]));
    }

    #[test]
    fn a_deck_of_one_new_card_is_begun_and_recalled_or_never_met() {
        let one = input(vec![Schedule::default()]);
        assert_eq!(one.band(0, 0), Band { low: 0.0, expected: 0.0, high: 0.0 });
        let studied = one.band(10, 0);
        assert!(studied.expected > 0.8, "{studied:?}");
        // On the day itself nothing is studied any more.
        let late = ForecastInput { exam: TODAY, ..one.clone() };
        assert!(late.band(30, 0).expected.abs() < 1e-9);
        let empty = input(Vec::new());
        assert!(empty.band(10, 0).expected.abs() < 1e-9);
    }

    #[test]
    fn more_minutes_are_never_worse_within_the_band_and_days_missed_never_better() {
        for new in [0, 60, 200] {
            let mut cards: Vec<Schedule> = (0..60).map(known).collect();
            cards.extend(std::iter::repeat_n(Schedule::default(), new));
            let input = input(cards);
            let bands = [0, 5, 10, 20, 30, 60].map(|minutes| input.band(minutes, 0));
            for pair in bands.windows(2) {
                assert!(pair[1].high >= pair[0].expected, "{new}: {pair:?}");
            }
            assert!(bands[3].expected > bands[0].expected);
            for minutes in MINUTES {
                let (all, missed) = (input.band(minutes, 0), input.band(minutes, MISSED));
                assert!(missed.low <= all.expected, "{all:?} {missed:?}");
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_seed_others() {
        let mut cards: Vec<Schedule> = (0..30).map(known).collect();
        cards.extend(std::iter::repeat_n(Schedule::default(), 30));
        let input = input(cards);
        assert_eq!(input.band(10, 0), input.clone().band(10, 0));
        assert_ne!(input.band(10, 0), ForecastInput { seed: 2, ..input }.band(10, 0));
    }

    #[test]
    fn days_off_and_days_until_the_exam_count() {
        let cards = vec![Schedule::default(); 100];
        let all_off = ForecastInput {
            holidays: (0..30).map(|ahead| TODAY.plus(ahead)).collect(),
            ..input(cards.clone())
        };
        assert!(all_off.band(30, 0).expected.abs() < 1e-9);
        // 10 minutes are 30 answers, which begin 15 cards at most on one day
        let one_day = ForecastInput { exam: TODAY.plus(1), ..input(cards) };
        assert!(one_day.band(10, 0).expected < 0.16);
        let done_today = ForecastInput { answered_today: 30, ..one_day };
        assert!(done_today.band(10, 0).expected.abs() < 1e-9);
    }

    #[test]
    fn a_large_deck_is_sampled_and_gets_its_share_of_the_time() {
        let curriculum = load_bundled().0;
        let mut own = OwnDeck::new("mine", "Mine");
        own.cards = (0..500)
            .map(|n| OwnCard::recall(n.to_string(), format!("Question {n}"), "Answer".into()))
            .collect();
        let deck = Deck::with_own(&curriculum, &[own]);
        let given = ForecastInput::new(&deck, &Progress::default(), TODAY, TODAY.plus(20));
        assert_eq!(given.deck_size, deck.cards().len());
        assert_eq!(given.cards.len(), SAMPLE);
        let whole =
            ForecastInput { cards: vec![Schedule::default(); given.deck_size], ..given.clone() };
        let (sample, whole) = (given.band(10, 0), whole.band(10, 0));
        assert!((sample.expected - whole.expected).abs() < 0.05, "{sample:?} {whole:?}");
    }

    #[test]
    fn a_forecast_that_is_told_to_stop_stops() {
        let input = input(vec![Schedule::default(); 10]);
        let mut asked = 0;
        let stopped = input.forecast(&mut |_| {
            asked += 1;
            asked < 5
        });
        assert_eq!((stopped, asked), (None, 5));
    }
}
