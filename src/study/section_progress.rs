//! How far a learner is in each section. Reading is not knowing, so the two are counted apart.

use super::deck::Deck;
use super::progress::Progress;
use super::schedule::{Phase, Schedule};
use super::time::StudyDay;
use crate::curriculum::{Anchor, Block, Curriculum};
use std::collections::BTreeMap;

/// A card counts as recalled from this chance of recall on. It lies below the chance at which cards
/// come back, so that a card does not stop to count on the very day on which it is due.
const RECALLED: f32 = 0.8;
/// Nobody reads a word in less: 400 words a minute.
const MS_PER_WORD: u64 = 150;
/// Nor the shortest paragraph.
const LEAST_MS: u64 = 1000;

/// How far a learner is in a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SectionProgress {
    /// Paragraphs, lists and notes set apart that were read.
    pub read: usize,
    /// Those there are.
    pub paragraphs: usize,
    /// Cards that are past their first steps and would be recalled today with a chance of at least
    /// 80 per cent.
    pub recalled: usize,
    /// Cards about the section.
    pub cards: usize,
}

impl SectionProgress {
    /// Every section in reading order.
    #[must_use]
    pub fn of_all(c: &Curriculum, deck: &Deck, progress: &Progress, today: StudyDay) -> Vec<Self> {
        let read = progress.read();
        let mut all: Vec<Self> = c
            .sections()
            .iter()
            .map(|section| {
                let blocks = || section.blocks.iter().filter(|block| is_paragraph(block));
                let is_read =
                    |block: &&Block| read.contains(Anchor::new(&section.id, block.id()).as_str());
                Self {
                    read: blocks().filter(is_read).count(),
                    paragraphs: blocks().count(),
                    ..Self::default()
                }
            })
            .collect();
        let places: BTreeMap<&str, usize> =
            c.sections().iter().enumerate().map(|(at, s)| (s.id.as_str(), at)).collect();
        for card in deck.cards() {
            let place = card.section.as_ref().and_then(|section| places.get(section.as_str()));
            let Some(section) = place.and_then(|at| all.get_mut(*at)) else { continue };
            section.cards += 1;
            let is_known = |schedule: &Schedule| is_recalled(progress, schedule, today);
            let known = progress.card(&card.id).is_some_and(|known| is_known(&known.schedule));
            section.recalled += usize::from(known);
        }
        all
    }

    /// The same in words: "3 of 12 paragraphs read; 2 of 9 cards recalled".
    #[must_use]
    pub fn words(&self) -> String {
        let Self { read, paragraphs, recalled, cards } = self;
        let read = format!("{read} of {paragraphs} paragraphs read");
        match cards {
            0 => read,
            1 => format!("{read}; {recalled} of 1 card recalled"),
            _ => format!("{read}; {recalled} of {cards} cards recalled"),
        }
    }
}

fn is_recalled(progress: &Progress, schedule: &Schedule, today: StudyDay) -> bool {
    matches!(schedule.phase, Phase::Review { .. })
        && progress.scheduler().recall(schedule, today).is_some_and(|chance| chance >= RECALLED)
}

/// Whether a block is counted as a paragraph: it holds sentences.
#[must_use]
pub fn is_paragraph(block: &Block) -> bool {
    !block.sentences().is_empty()
}

/// How long a paragraph has to be on the screen to count as read, in milliseconds.
#[must_use]
pub fn reading_ms(block: &Block) -> u64 {
    let words: usize =
        block.sentences().iter().map(|sentence| sentence.text().split_whitespace().count()).sum();
    (words as u64 * MS_PER_WORD).max(LEAST_MS)
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Entry, EntryRef, Rating, Review, SegmentId, What};
    use super::*;
    use crate::curriculum::load_bundled;

    fn entry(seq: u64, what: What) -> (EntryRef, Entry) {
        let day = StudyDay(20_000);
        let at = i64::from(day.0) * super::super::time::DAY_MS + 50_000_000;
        (EntryRef(SegmentId(1), seq), Entry { seq, at, tz: 0, day, stamp: None, what })
    }

    fn easy(card: &str) -> What {
        What::Review(Review {
            card: card.into(),
            rating: Rating::Easy,
            ms: 0,
            sure: false,
            hint: false,
            chosen: Vec::new(),
            answer: 0,
        })
    }

    #[test]
    fn reading_and_recalling_are_counted_apart_and_a_card_fades() {
        let (c, _) = load_bundled();
        let deck = Deck::new(&c);
        let section = c.sections().first().unwrap();
        let block = section.blocks.iter().find(|b| is_paragraph(b)).unwrap();
        let card = deck.of_section(&section.id).next().unwrap();
        let anchor = Anchor::new(&section.id, block.id()).as_str().to_owned();
        let progress = Progress::replay(vec![
            entry(1, What::Read { anchor }),
            entry(2, What::Read { anchor: format!("{}/gone", section.id) }),
            entry(3, easy(card.id.as_str())),
        ]);
        let on = |day| SectionProgress::of_all(&c, &deck, &progress, StudyDay(day))[0];
        assert_eq!((on(20_000).read, on(20_000).recalled), (1, 1));
        assert_eq!((on(21_000).read, on(21_000).recalled), (1, 0));
        assert!(on(20_000).words().starts_with("1 of "));
    }
}
