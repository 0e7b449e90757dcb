//! Which cards drill a pair that is confused: those about either, mixed, the missed ones first.

use super::confusion::Confused;
use super::deck::{Card, Deck};
use super::progress::Progress;
use super::time::StudyDay;
use crate::curriculum::{Ask, CardId};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// So many cards at most: a few minutes.
const CARDS: usize = 20;

/// The cards of a drill, in order: one about the one, one about the other, and so on. Those answered
/// wrongly come first, then those seen, the least remembered before the others; of cards that say
/// nearly the same there is one.
#[must_use]
pub fn pair_drill(
    pair: &Confused,
    deck: &Deck,
    progress: &Progress,
    today: StudyDay,
) -> Vec<CardId> {
    let mut found: [Vec<(Order, &Card)>; 2] = [Vec::new(), Vec::new()];
    for card in deck.cards() {
        let is_hidden = progress.card(&card.id).is_some_and(|known| known.is_hidden(today));
        for (side, cards) in found.iter_mut().enumerate() {
            if !is_hidden && is_about(card, pair, side) {
                cards.push((order(card, progress, today), card));
                break;
            }
        }
    }
    let [first, second] = found.map(|mut cards| {
        cards.sort_by_key(|(order, _)| *order);
        cards.into_iter().map(|(_, card)| card)
    });
    let mut families = BTreeSet::new();
    let mut is_new = |card: &&Card| families.insert(card.family.clone());
    let (mut first, mut second) = (first.peekable(), second.peekable());
    let mut drill = Vec::new();
    while drill.len() < CARDS && (first.peek().is_some() || second.peek().is_some()) {
        for side in [&mut first, &mut second] {
            drill.extend(side.by_ref().find(&mut is_new).map(|card| card.id.clone()));
        }
    }
    drill
}

/// Wrong answers, seen or new, and the chance of recall in thousandths.
type Order = (Reverse<usize>, bool, u32);

fn order(card: &Card, progress: &Progress, today: StudyDay) -> Order {
    let wrong = progress.wrong_answers(&card.id);
    let recall = progress.scheduler().recall(&progress.schedule(&card.id), today);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    let thousandths = recall.map_or(0, |recall| (recall * 1000.0) as u32);
    (Reverse(wrong), recall.is_none(), thousandths)
}

/// Whether a card is about the first (0) or the second of a pair.
fn is_about(card: &Card, pair: &Confused, side: usize) -> bool {
    match pair {
        Confused::Levels(a, b) => card.level == Some(if side == 0 { *a } else { *b }),
        Confused::Terms(a, b) => names(card, if side == 0 { a } else { b }),
    }
}

/// Whether a card says a term, in its question, its answer or its options.
pub(super) fn names(card: &Card, term: &str) -> bool {
    let says = |text: &str| text.to_lowercase().contains(&term.to_lowercase());
    let among_options = match &card.ask {
        Ask::ChooseOne { wrong, .. } | Ask::ChooseAll { wrong, .. } => {
            wrong.iter().any(|(option, _)| says(option))
        }
        _ => false,
    };
    among_options || says(&card.ask.question()) || says(&card.ask.answer())
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Entry, EntryRef, Rating, Review, SegmentId, What};
    use super::*;
    use crate::curriculum::{ProviderLevel, load_bundled};

    const TODAY: StudyDay = StudyDay(20_000);

    fn again(seq: u64, card: &CardId) -> (EntryRef, Entry) {
        let what = What::Review(Review {
            card: card.clone(),
            rating: Rating::Again,
            ms: 0,
            sure: false,
            hint: false,
            chosen: Vec::new(),
            answer: 0,
        });
        let at = i64::from(TODAY.0) * super::super::time::DAY_MS + 50_000_000;
        (EntryRef(SegmentId(1), seq), Entry { seq, at, tz: 0, day: TODAY, stamp: None, what })
    }

    #[test]
    fn a_drill_of_two_levels_mixes_them_and_begins_with_what_was_missed() {
        let (c, _) = load_bundled();
        let deck = Deck::new(&c);
        let pair = Confused::Levels(ProviderLevel::Aemt, ProviderLevel::Paramedic);
        let level = |id: &CardId| deck.get(id).unwrap().level.unwrap();
        let plain = pair_drill(&pair, &deck, &Progress::default(), TODAY);
        assert_eq!(plain.len(), CARDS);
        let (aemt, paramedic): (Vec<_>, Vec<_>) =
            plain.iter().partition(|id| level(id) == ProviderLevel::Aemt);
        assert!(aemt.len() >= 8 && paramedic.len() >= 8, "{aemt:?} {paramedic:?}");
        assert!(plain.iter().all(|id| level(id) >= ProviderLevel::Aemt));
        let families: BTreeSet<_> = plain.iter().map(|id| &deck.get(id).unwrap().family).collect();
        assert_eq!(families.len(), plain.len());

        let missed = deck.cards().iter().rfind(|c| c.level == Some(ProviderLevel::Aemt)).unwrap();
        let progress = Progress::replay(vec![again(1, &missed.id)]);
        assert_eq!(pair_drill(&pair, &deck, &progress, TODAY).first(), Some(&missed.id));
    }

    #[test]
    fn a_drill_of_two_terms_takes_the_cards_that_name_either() {
        let (c, _) = load_bundled();
        let deck = Deck::new(&c);
        let pair = Confused::Terms("certification".to_owned(), "license".to_owned());
        let drill = pair_drill(&pair, &deck, &Progress::default(), TODAY);
        assert!(drill.len() >= 4, "{drill:?}");
        for id in &drill {
            let card = deck.get(id).unwrap();
            assert!(names(card, "certification") || names(card, "license"), "{id}");
        }
        let nothing = Confused::Terms("zzzz".to_owned(), "qqqq".to_owned());
        assert!(pair_drill(&nothing, &deck, &Progress::default(), TODAY).is_empty());
    }
}
