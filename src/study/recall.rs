//! Which cards a section asks at its end.

use super::deck::{Card, Deck};
use super::entry::Rating;
use super::progress::Progress;
use super::schedule::{Phase, splitmix, text_seed};
use super::time::StudyDay;
use crate::curriculum::{Block, CardId, Curriculum, FactId, Figure, SectionId, Sentence};
use std::collections::{BTreeMap, BTreeSet};

/// So many questions a section asks on one day.
const QUESTIONS: usize = 5;

/// What a section asks today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecallPlan {
    /// The cards to ask, in order.
    pub asked: Vec<CardId>,
    /// Those that were recalled today already.
    pub done: BTreeSet<CardId>,
}

/// The cards that a section asks on a day: first those forgotten today, then those not known yet,
/// then those that are due, then what is remembered least. What was answered on the same day
/// counts, so that the questions go on where they were left; `more` asks a further round.
#[must_use]
pub fn recall_plan(
    curriculum: &Curriculum,
    deck: &Deck,
    progress: &Progress,
    section: &SectionId,
    today: StudyDay,
    more: bool,
) -> RecallPlan {
    let last: BTreeMap<&CardId, Rating> = progress.ratings_on(today).collect();
    let mut done = BTreeSet::new();
    let mut open = Vec::new();
    // Cards that say nearly the same give each other away.
    let mut families = BTreeSet::new();
    for (place, card) in about(curriculum, deck, section).into_iter().enumerate() {
        let known = progress.card(&card.id);
        if known.is_some_and(|c| c.is_hidden(today)) {
            continue;
        }
        let schedule = progress.schedule(&card.id);
        let by_day = splitmix(text_seed(card.id.as_str()) ^ u64::from(today.0.unsigned_abs()));
        let place = u64::try_from(place).unwrap_or(u64::MAX);
        let order = match (last.get(&card.id), schedule.phase) {
            (Some(Rating::Again), _) => (0, by_day),
            (Some(_), _) => {
                done.insert(card.id.clone());
                families.insert(card.family.clone());
                continue;
            }
            (None, Phase::Learning { .. } | Phase::Relearning { .. }) => (1, by_day),
            (None, Phase::New) => (2, place),
            (None, Phase::Review { due, .. }) if due <= today => (3, by_day),
            (None, Phase::Review { .. }) => {
                let recall = progress.scheduler().recall(&schedule, today).unwrap_or(0.0);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "0 to 1"
                )]
                (4, (recall * 1e6) as u64)
            }
        };
        open.push((order, card));
    }
    open.sort_by_key(|(order, _)| *order);
    open.retain(|(_, card)| families.insert(card.family.clone()));
    let wanted = if more { QUESTIONS } else { QUESTIONS.saturating_sub(done.len()) };
    let asked = open.into_iter().take(wanted).map(|(_, card)| card.id.clone()).collect();
    RecallPlan { asked, done }
}

/// The cards about a section: its own, and where it has few, those that rest on its facts.
fn about<'a>(curriculum: &Curriculum, deck: &'a Deck, section: &'a SectionId) -> Vec<&'a Card> {
    let mut cards: Vec<&Card> = deck.of_section(section).collect();
    let families: BTreeSet<&str> = cards.iter().map(|card| card.family.as_str()).collect();
    if families.len() < QUESTIONS {
        let facts = facts_of(curriculum, section);
        let others = deck.cards().iter().filter(|card| card.section.as_ref() != Some(section));
        cards.extend(others.filter(|card| card.facts.iter().any(|fact| facts.contains(fact))));
    }
    cards
}

/// The facts that a section's sentences and pictures rest on.
fn facts_of<'a>(curriculum: &'a Curriculum, section: &SectionId) -> BTreeSet<&'a FactId> {
    let mut facts = BTreeSet::new();
    let Some(section) = curriculum.section(section) else { return facts };
    for block in &section.blocks {
        facts.extend(block.sentences().iter().flat_map(Sentence::facts));
        if matches!(block, Block::Figure { show: Figure::Confusions, .. }) {
            facts.extend(curriculum.confusions().iter().flat_map(|c| &c.facts));
        }
    }
    facts
}
