//! What cards cost with many of one's own and a long history: the start up to the first card, a
//! rating without the flush, a keystroke of the search, Home, the plan, the page of progress.
//! `cargo bench --bench cards` draws that page too; `--no-default-features` leaves the window out.
//!
//! The aims, with 20,000 cards and 100,000 reviews and with 100,000 cards and 1,000,000 reviews: the
//! first card within 100 ms after the replay, a rating in 0.05 ms, the search in 2 and 10 ms,
//! progress in 50 ms.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use ems_study::curriculum::{Ask, CardId, Curriculum, load_bundled};
use ems_study::state::{
    Action, AppState, BrowseChange, Effect, Keeping, Now, Outcome, Place, ReviewStep, Spot,
    WriteJob, Written,
};
use ems_study::storage::{SystemDisk, read_decks};
use ems_study::study::{
    DAY_MS, Deck, Entry, EntryRef, Moment, OwnCard, OwnDeck, Plan, Progress, Rating, Review,
    SegmentId, Settings, What, splitmix,
};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Days over which the reviews are spread.
const DAYS: i64 = 1000;
/// Cards of a deck.
const DECK: usize = 10_000;
const ROUNDS: usize = 7;
/// March 1, 2026, in the evening.
const NOW: Now = Now { moment: Moment { at_ms: 1_772_406_000_000, offset_min: -300 }, mono_ms: 0 };
/// What is typed; every beginning of it is a keystroke.
const TYPED: [&str; 4] = ["airway", "question 77", "shock and oxygen", "zzzz"];

fn main() {
    let (curriculum, problems) = load_bundled();
    assert!(problems.is_empty(), "the content has problems: {}", problems[0]);
    let curriculum = Arc::new(curriculum);
    for (cards, reviews) in [(20_000, 100_000), (100_000, 1_000_000)] {
        println!("{cards} own cards, {reviews} reviews");
        measure(&curriculum, cards, reviews);
    }
}

fn measure(curriculum: &Arc<Curriculum>, cards: usize, reviews: i64) {
    let decks = decks(cards);
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = read_decks(&SystemDisk, folder.path()).files;
    for deck in &decks {
        files.save(&SystemDisk, deck).expect("written");
    }
    let entries = history(curriculum, &decks, reviews);
    let begun = Instant::now();
    let progress = Progress::replay(entries);
    tell("the replay", vec![begun.elapsed()]);

    let (mut read, mut first, mut opened, mut again) = (vec![], vec![], vec![], vec![]);
    let (mut rated, mut typed) = (vec![], vec![]);
    let (mut home, mut planned) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        let progress = progress.clone();
        let curriculum = Arc::clone(curriculum);
        let begun = Instant::now();
        let own = read_decks(&SystemDisk, folder.path()).decks;
        let deck = Deck::with_own(&curriculum, &own);
        read.push(begun.elapsed());
        assert_eq!(own.len(), decks.len());
        let begun = Instant::now();
        let mut state = AppState::new(curriculum, progress, Settings::default(), Keeping::Open);
        state.take_made(own, deck);
        act(&mut state, Action::GoTo(Place::Cards));
        assert!(state.review().is_some_and(|review| review.current.is_some()));
        first.push(begun.elapsed());

        let begun = Instant::now();
        act(&mut state, Action::GoTo(Place::Progress));
        black_box(state.statistics().expect("counted"));
        opened.push(begun.elapsed());
        act(&mut state, Action::GoTo(Place::Cards));
        for _ in 0..30 {
            rated.push(rate(&mut state));
        }
        let begun = Instant::now();
        act(&mut state, Action::GoTo(Place::Progress));
        again.push(begun.elapsed());

        act(&mut state, Action::GoTo(Place::Compare));
        let exam = Some(NOW.moment.study_day(4).plus(21));
        keep(&mut state, Action::SetPlan(Plan { exam, minutes: Some(30), ..Plan::default() }));
        home.push(keep(&mut state, Action::GoTo(Place::Home)));
        act(&mut state, Action::GoTo(Place::Cards));
        rate(&mut state);
        planned.push(keep(&mut state, Action::Open(Spot::Plan)));

        act(&mut state, Action::Open(Spot::Browse));
        for words in TYPED {
            for end in 1..=words.len() {
                let query = words.get(..end).unwrap_or(words).to_owned();
                let begun = Instant::now();
                act(&mut state, Action::Browse(BrowseChange::Query(query)));
                typed.push(begun.elapsed());
            }
        }
    }
    tell("reading the decks, beside the replay", read);
    tell("from the replay to the first card", first);
    tell("a rating without the flush", rated);
    tell("a keystroke of the search", typed);
    tell("opening progress", opened);
    tell("opening progress after more answers", again);
    tell("opening home", home);
    tell("opening the plan, without the estimate", planned);
    #[cfg(feature = "gui")]
    page(curriculum, &progress, &decks);
}

/// Opens the page of progress in a window of its own that is not shown.
#[cfg(feature = "gui")]
fn page(curriculum: &Arc<Curriculum>, progress: &Progress, decks: &[OwnDeck]) {
    use egui::{Context, RawInput, Rect, pos2, vec2};
    use ems_study::ui::{AboutFacts, UiState, frame_ui, theme};
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let curriculum = Arc::clone(curriculum);
        let (settings, progress) = (Settings::default(), progress.clone());
        let mut state = AppState::new(curriculum, progress, settings, Keeping::Open);
        state.take_decks(decks.to_vec());
        act(&mut state, Action::GoTo(Place::Cards));
        let (ctx, mut kept) = (Context::default(), UiState::default());
        theme::install(&ctx);
        let mut frame = |state: &AppState| {
            let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0)));
            let input = RawInput { screen_rect, ..RawInput::default() };
            let mut output = ctx.run_ui(input, |ui| {
                black_box(frame_ui(ui, state, &mut kept, &AboutFacts::default(), NOW));
            });
            let shapes = std::mem::take(&mut output.shapes);
            black_box(ctx.tessellate(shapes, output.pixels_per_point));
            output.drop_without_applying_deltas();
        };
        for _ in 0..3 {
            frame(&state);
        }
        let begun = Instant::now();
        act(&mut state, Action::GoTo(Place::Progress));
        frame(&state);
        times.push(begun.elapsed());
    }
    tell("opening progress and drawing it", times);
}

/// Carries out an action that asks for nothing outside.
fn act(state: &mut AppState, action: Action) {
    let effects = state.apply(action, NOW);
    assert_eq!(effects.len(), 0);
}

/// Rates the card shown. The time is that of the program, without showing the answer and without
/// the disk.
fn rate(state: &mut AppState) -> Duration {
    let current = state.review().and_then(|review| review.current.as_ref()).expect("a card");
    let card = current.card.clone();
    assert_eq!(current.step, ReviewStep::Question);
    act(state, Action::Reveal { card: card.clone(), sure: false });
    keep(state, Action::Rate { card, rating: Rating::Good })
}

/// Carries out an action and keeps what it asks to be kept. The time is that of the program,
/// without the disk and without what is done beside the window.
fn keep(state: &mut AppState, action: Action) -> Duration {
    let begun = Instant::now();
    let effects = state.apply(action, NOW);
    let mut spent = begun.elapsed();
    for effect in effects {
        let Effect::Write(WriteJob::Entry(new)) = effect else { continue };
        let seq = state.progress().last_entry().map_or(0, |last| last.1) + 1;
        let (at, tz) = (new.now.at_ms, new.now.offset_min);
        let entry = Entry { seq, at, tz, day: new.day, stamp: None, what: new.what.clone() };
        let kept = Ok((EntryRef(SegmentId(1), seq), entry));
        let begun = Instant::now();
        _ = state.receive(Outcome::Write(Written::Entry(new, kept)), NOW);
        spent += begun.elapsed();
    }
    spent
}

fn decks(cards: usize) -> Vec<OwnDeck> {
    let words = ["airway", "shock", "scene", "oxygen", "pulse", "splint", "bleeding", "report"];
    let word = |seed: u64| {
        let at = usize::try_from(splitmix(seed) % words.len() as u64).unwrap_or(0);
        words.get(at).copied().unwrap_or_default()
    };
    (0..cards.div_ceil(DECK))
        .map(|deck| {
            let numbers = deck * DECK..cards.min((deck + 1) * DECK);
            let card = |number: usize| {
                let seed = number as u64 * 4;
                let question = format!("Question {number}: {} and {}?", word(seed), word(seed + 1));
                let answer = format!("{} before {}", word(seed + 2), word(seed + 3));
                let why = "As the book says.".to_owned();
                OwnCard { why, ..OwnCard::recall(format!("c{number}"), question, answer) }
            };
            OwnDeck {
                id: format!("deck-{deck}"),
                title: format!("Deck {deck}"),
                cards: numbers.map(card).collect(),
                ..OwnDeck::default()
            }
        })
        .collect()
}

/// Reviews in the order of days: of own cards, and every tenth of ours, with what was chosen.
fn history(curriculum: &Curriculum, decks: &[OwnDeck], reviews: i64) -> Vec<(EntryRef, Entry)> {
    let ours = Deck::new(curriculum);
    let own: Vec<CardId> =
        decks.iter().flat_map(|deck| deck.cards.iter().map(|card| deck.card_id(card))).collect();
    let pick = |seed: u64, of: usize| usize::try_from(splitmix(seed) % of as u64).unwrap_or(0);
    (0..reviews)
        .map(|number| {
            let seed = u64::try_from(number).unwrap_or(0);
            let dice = splitmix(seed ^ 0xabcd);
            let right = !dice.is_multiple_of(8);
            let (card, chosen) = if dice.is_multiple_of(10) {
                let card = &ours.cards()[pick(seed, ours.cards().len())];
                let offers = matches!(card.ask, Ask::ChooseOne { .. });
                let option = if right { 0 } else { 1 + u8::try_from(dice >> 60).unwrap_or(0) % 3 };
                (card.id.clone(), if offers { vec![option] } else { vec![] })
            } else {
                (own[pick(seed, own.len())].clone(), vec![])
            };
            let what = What::Review(Review {
                card,
                rating: if right { Rating::Good } else { Rating::Again },
                ms: 4000 + u32::try_from(dice >> 52).unwrap_or(0),
                sure: dice.is_multiple_of(3),
                hint: false,
                chosen,
                answer: 0,
            });
            let at = NOW.moment.at_ms - (DAYS - number * DAYS / reviews) * DAY_MS;
            let now = Moment { at_ms: at + number % (reviews / DAYS) * 1000, ..NOW.moment };
            let day = now.study_day(4);
            let seq = seed + 1;
            let tz = now.offset_min;
            let entry = Entry { seq, at: now.at_ms, tz, day, stamp: None, what };
            (EntryRef(SegmentId(1), seq), entry)
        })
        .collect()
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    let (fastest, median, p95) = (at(0), at(50), at(95));
    println!("  {what}: median {median:.3} ms, from {fastest:.3}, 95 % below {p95:.3}");
}
