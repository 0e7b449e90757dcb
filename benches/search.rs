//! How long a keystroke of the search takes over 100,000 cards of one's own:
//! `cargo bench --bench search --no-default-features`.

use ems_study::curriculum::{Ask, load_bundled};
use ems_study::study::{Card, Deck, SearchIndex, splitmix};
use std::time::{Duration, Instant};

const CARDS: u64 = 100_000;
/// So many made-up words besides those of the content.
const WORDS: u64 = 40_000;
/// What people type; every beginning of it is a keystroke.
const TYPED: [&str; 12] = [
    "supraglottic airway",
    "EMT-Intermediate",
    "first responder",
    "paramdic",
    "medical direction",
    "who may give aspirin",
    "911",
    "settings",
    "e",
    "transfer of care",
    "recertificaton",
    "zzzzqqqq",
];
const ROUNDS: usize = 5;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn main() {
    let (curriculum, _) = load_bundled();
    let deck = Deck::new(&curriculum);
    let cards = made_up(&deck);
    let begun = now();
    let mut index = SearchIndex::new(&curriculum, &[("Settings", "Ctrl+,")]);
    index.add_cards(&curriculum, deck.cards());
    let mut slices = Vec::new();
    for slice in cards.chunks(500) {
        let begun = now();
        index.add_cards(&curriculum, slice);
        slices.push(begun.elapsed());
    }
    println!("{CARDS} cards, index made in {:.0?}", begun.elapsed());
    tell("a slice of 500 cards", slices);
    let mut keystrokes = Vec::new();
    for typed in TYPED.iter().cycle().take(TYPED.len() * ROUNDS) {
        for end in typed.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let query = typed.get(..end).unwrap_or(typed);
            let begun = now();
            let found = index.find(query, 30).len();
            keystrokes.push(begun.elapsed());
            assert!(found <= 30);
        }
    }
    tell("a keystroke", keystrokes);
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place")]
        let place = (times.len() as f64 * share) as usize;
        times.get(place.min(times.len() - 1)).copied().unwrap_or_default()
    };
    println!(
        "{what}: p50 {:.2?}, p99 {:.2?}, longest {:.2?} ({} measured)",
        at(0.5),
        at(0.99),
        at(1.0),
        times.len()
    );
}

/// Cards of the bundled kinds with words of their own: common ones often, rare ones seldom.
fn made_up(deck: &Deck) -> Vec<Card> {
    let patterns = deck.cards();
    let mut seed = 7;
    let mut next = |below: u64| {
        seed = splitmix(seed);
        seed % below
    };
    let mut words = |count: u64| {
        let word = |n: u64| {
            let mut letters = splitmix(n);
            let length = 4 + letters % 8;
            let mut word = String::new();
            for _ in 0..length {
                letters = splitmix(letters);
                word.push(char::from(b'a' + u8::try_from(letters % 26).unwrap_or(0)));
            }
            word
        };
        let pick: Vec<String> = (0..count)
            .map(|_| {
                // Twice at random: small numbers come more often.
                let most = next(WORDS) + 1;
                word(next(most))
            })
            .collect();
        pick.join(" ")
    };
    (0..CARDS)
        .map(|number| {
            let at = usize::try_from(number).unwrap_or(0) % patterns.len();
            let pattern = patterns.get(at).cloned();
            let mut card = pattern.unwrap_or_else(|| unreachable!("the deck is not empty"));
            card.id = format!("own/{number}").into();
            let question = format!("{} {}", card.ask.question(), words(8));
            let answer = format!("{} {}", card.ask.answer(), words(4));
            card.ask = Ask::Recall { question, answer };
            card
        })
        .collect()
}
