//! What a sitting costs where there are many cards and a long history, beyond reading and replaying
//! it: planning each kind, the page that offers them, a rating without the disk.
//! `cargo bench --bench sittings --no-default-features`.

use ems_study::curriculum::{Ask, CardId, ExamDomain, ProviderLevel, load_bundled};
use ems_study::state::{Action, AppState, Effect, Keeping, Now, Outcome, Spot, WriteJob, Written};
use ems_study::study::{
    Build, Deck, Entry, EntryRef, Moment, OwnCard, OwnDeck, Progress, Rating, Review, SegmentId,
    Session, SessionKind, Settings, Survey, What, splitmix,
};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Milliseconds between two reviews of the history.
const PACE_MS: i64 = 90_000;
const RATINGS: usize = 2_000;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn main() {
    for (cards, reviews) in [(20_000, 100_000), (100_000, 1_000_000)] {
        measure(cards, reviews);
    }
}

fn measure(cards: u64, reviews: u64) {
    println!("{cards} cards, {reviews} reviews");
    let (curriculum, _) = load_bundled();
    let own = OwnDeck { cards: (0..cards).map(card).collect(), ..OwnDeck::new("many", "Many") };
    let progress = Progress::replay((0..reviews).map(|n| review(n, cards)).collect());
    let at = Moment { at_ms: moment(reviews).at_ms + 20 * 86_400_000, offset_min: -300 };

    let deck = time("the deck made", || Deck::with_own(&curriculum, std::slice::from_ref(&own)));
    time("looking at all cards", || Survey::new(&deck, &progress, at).today());
    for kind in [
        SessionKind::Due,
        SessionKind::Quick(5),
        SessionKind::Weakest(10),
        SessionKind::Missed,
        SessionKind::Level(ProviderLevel::Emt),
        SessionKind::Built(Build { practice: true, ..Build::default() }),
        SessionKind::Rehearsal(ProviderLevel::Emt),
    ] {
        let plan = || Session::new(&kind, &deck, &progress, 15, at);
        let session = plan();
        let what = format!("planned, {} of {kind:?}", session.left());
        time(&what, plan);
    }

    let settings = Settings::default();
    let mut state = AppState::new(Arc::new(curriculum), progress, settings, Keeping::Open);
    state.take_decks(vec![own]);
    let frame = Now { moment: at, mono_ms: 0 };
    let begun = now();
    _ = state.apply(Action::StartSession(SessionKind::Due), frame);
    println!("  from the start to the first card: {:.1?}", begun.elapsed());
    let mut each = Vec::new();
    for number in 0..RATINGS {
        each.extend(rate(&mut state, frame, number));
    }
    each.sort();
    let spread = |share: usize| each.get(each.len() * share / 100).copied().unwrap_or_default();
    println!("  a rating without the flush: p50 {:.1?}, p99 {:.1?}", spread(50), spread(99));
    let begun = now();
    _ = state.apply(Action::Open(Spot::Sittings), frame);
    let offers = state.sittings().offers().len();
    println!("  the page with {offers} sittings: {:.1?}", begun.elapsed());
}

/// The median of five.
fn time<T>(what: &str, mut work: impl FnMut() -> T) -> T {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..5 {
        let begun = now();
        black_box(work());
        times.push(begun.elapsed());
    }
    times.sort();
    println!("  {what}: {:.1?}", times.get(2).copied().unwrap_or_default());
    work()
}

/// Answers the card shown, as the window and the disk would do it.
fn rate(state: &mut AppState, frame: Now, number: usize) -> Option<Duration> {
    let card = state.review()?.current.as_ref()?.card.clone();
    let rating = *Rating::ALL.get(number % 4)?;
    let begun = now();
    _ = state.apply(Action::Reveal { card: card.clone(), sure: false }, frame);
    for effect in state.apply(Action::Rate { card, rating }, frame) {
        if let Effect::Write(WriteJob::Entry(new)) = effect {
            let seq = 10_000_000 + number as u64;
            let (at, tz) = (new.now.at_ms, new.now.offset_min);
            let entry = Entry { seq, at, tz, day: new.day, stamp: None, what: new.what.clone() };
            let kept = Ok((EntryRef(SegmentId(2), seq), entry));
            _ = state.receive(Outcome::Write(Written::Entry(new, kept)), frame);
        }
    }
    Some(begun.elapsed())
}

fn card(number: u64) -> OwnCard {
    let dice = usize::try_from(splitmix(number) % 1_000).unwrap_or(0);
    OwnCard {
        id: number.to_string(),
        ask: Ask::Recall { question: format!("Question {number}?"), answer: "So.".to_owned() },
        why: String::new(),
        hint: None,
        facts: Vec::new(),
        skills: Vec::new(),
        section: Some("four-levels".into()),
        level: ProviderLevel::ALL.get(dice % 5).copied(),
        domain: ExamDomain::ALL.get(dice % 11).copied(),
        tags: vec![format!("chapter{}", dice % 30)],
        added: None,
        came: None,
    }
}

fn moment(number: u64) -> Moment {
    let at = i64::try_from(number).unwrap_or(0) * PACE_MS;
    Moment { at_ms: 1_577_836_800_000 + at, offset_min: -300 }
}

fn review(number: u64, cards: u64) -> (EntryRef, Entry) {
    let moment = moment(number);
    let card: CardId = format!("many:{}", splitmix(number) % cards).into();
    // Mostly recalled, as in a life with cards.
    let rating = match splitmix(number + 77) % 10 {
        0 => Rating::Again,
        1 => Rating::Hard,
        2 => Rating::Easy,
        _ => Rating::Good,
    };
    let (sure, hint, chosen, answer) = (number.is_multiple_of(7), false, Vec::new(), 0);
    let what = What::Review(Review { card, rating, ms: 4_000, sure, hint, chosen, answer });
    let day = moment.study_day(4);
    let entry = Entry { seq: number, at: moment.at_ms, tz: -300, day, stamp: None, what };
    (EntryRef(SegmentId(1), number), entry)
}
