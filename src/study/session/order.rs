//! The order of cards in a sitting.
//!
//! - Cards of one fact or cell (siblings) stand apart.
//! - Reviews of different levels take turns, so that the levels are told from each other.
//! - New cards of one section come together, a few at a time between the reviews.

use super::standing::Standing;
use crate::curriculum::ProviderLevel;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many reviews stand before a new card.
const REVIEWS_PER_NEW: usize = 3;
/// So many new cards of one section come together.
const NEW_TOGETHER: usize = 5;

/// So many of these cards, the first ones; a sibling only where nothing else is left.
pub(super) fn apart(count: usize, from: Vec<Standing<'_>>) -> Vec<Standing<'_>> {
    if from.len() <= count {
        return from;
    }
    let mut families = BTreeSet::new();
    let (mut chosen, mut siblings) = (Vec::new(), Vec::new());
    for s in from {
        if chosen.len() == count {
            break;
        }
        if families.insert(s.family) { chosen.push(s) } else { siblings.push(s) }
    }
    let room = count - chosen.len();
    chosen.extend(siblings.into_iter().take(room));
    chosen
}

/// Reviews in mixed order, with new cards between them a few at a time.
pub(super) fn arranged<'a>(
    reviews: Vec<Standing<'a>>,
    fresh: Vec<Standing<'a>>,
) -> Vec<Standing<'a>> {
    let mut reviews = mixed(reviews).into_iter();
    let mut out = Vec::new();
    for block in blocks(fresh) {
        out.extend(reviews.by_ref().take(block.len() * REVIEWS_PER_NEW));
        out.extend(block);
    }
    out.extend(reviews);
    part_siblings(out)
}

/// New cards in blocks of one section, or of one deck of the learner's own.
fn blocks(fresh: Vec<Standing<'_>>) -> Vec<Vec<Standing<'_>>> {
    let mut places = BTreeMap::new();
    let mut groups: Vec<Vec<Standing<'_>>> = Vec::new();
    for s in fresh {
        let deck = s.card.own.as_ref().map(|own| own.deck.clone());
        // The starters are one lesson.
        let section = s.card.section.as_ref().filter(|_| !s.card.starter);
        let key = (!s.card.starter, deck, section);
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(s),
            None => groups.push(vec![s]),
        }
    }
    let cut = |group: Vec<_>| group.chunks(NEW_TOGETHER).map(<[_]>::to_vec).collect::<Vec<_>>();
    groups.into_iter().flat_map(cut).collect()
}

/// Cards of different levels in turn, each level spread evenly over the whole; of siblings the
/// first ones come before the second ones.
fn mixed(mut cards: Vec<Standing<'_>>) -> Vec<Standing<'_>> {
    cards.sort_unstable_by_key(|s| s.shuffled);
    // Which of its siblings each is, from 0.
    let mut by_family: Vec<(u64, usize)> =
        cards.iter().enumerate().map(|(at, s)| (s.family, at)).collect();
    by_family.sort_unstable();
    let mut rounds = vec![0_u32; cards.len()];
    let (mut last, mut round) = (None, 0);
    for (family, at) in by_family {
        round = if last == Some(family) { round + 1 } else { 0 };
        last = Some(family);
        if let Some(slot) = rounds.get_mut(at) {
            *slot = round;
        }
    }
    let mut groups: BTreeMap<Option<ProviderLevel>, Vec<(u32, Standing<'_>)>> = BTreeMap::new();
    for (s, round) in cards.into_iter().zip(rounds) {
        groups.entry(s.card.level).or_default().push((round, s));
    }
    let mut spread = Vec::new();
    for (turn, mut group) in groups.into_values().enumerate() {
        group.sort_by_key(|(round, _)| *round);
        let count = group.len() as u64;
        let middle = |at: u64| (2 * at + 1) * 1_000_000_000 / (2 * count);
        spread.extend((0..).zip(group).map(|(at, (_, s))| (middle(at), turn, s)));
    }
    spread.sort_by_key(|(place, turn, _)| (*place, *turn));
    spread.into_iter().map(|(.., s)| s).collect()
}

/// The same order, but of two siblings that stand side by side the second is put behind the next
/// other card.
fn part_siblings(cards: Vec<Standing<'_>>) -> Vec<Standing<'_>> {
    let mut out: Vec<Standing<'_>> = Vec::with_capacity(cards.len());
    let mut held: VecDeque<Standing<'_>> = VecDeque::new();
    for s in cards {
        let follows = |out: &[Standing<'_>], s: &Standing<'_>| {
            out.last().is_some_and(|last| last.family == s.family && !s.card.starter)
        };
        if follows(&out, &s) {
            held.push_back(s);
            continue;
        }
        out.push(s);
        while let Some(at) = held.iter().position(|h| !follows(&out, h)) {
            out.extend(held.remove(at));
        }
    }
    out.extend(held);
    out
}
