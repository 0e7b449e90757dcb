//! Where a learner stands today: what the day holds, where to read on, what was sure but wrong, and
//! a card for the day.

use super::deck::{Card, Deck};
use super::plan::{Outlook, new_cards_on};
use super::progress::Progress;
use super::schedule::{splitmix, text_seed};
use super::section_progress::{SectionProgress, is_paragraph};
use super::session::{Session, SessionKind, Survey, due_on};
use super::time::{Moment, StudyDay};
use crate::curriculum::{Anchor, Ask, Block, CardId, Curriculum, Section, SectionId};

/// Words a minute of somebody to whom all of it is new.
const WORDS_A_MINUTE: usize = 150;

/// Where a learner stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Today {
    /// What the day holds and what lies ahead.
    pub outlook: Outlook,
    /// Cards due on the next study day, where none waits today.
    pub tomorrow: Option<usize>,
    /// Where to read on; nothing where everything is read.
    pub reading: Option<Reading>,
    /// The card of the day: one that is not asked today.
    pub card: Option<CardId>,
    /// Cards that were answered wrong although the learner was sure, and not recalled since.
    pub sure_but_wrong: Vec<CardId>,
}

/// Where to read on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The section.
    pub section: SectionId,
    /// How far it is.
    pub progress: SectionProgress,
    /// Its first paragraph that was not read; nothing where it was not begun.
    pub at: Option<Anchor>,
}

impl Today {
    /// Where a learner stands at that moment; `otherwise` is the number of new cards a day where the
    /// plan names no minutes.
    #[must_use]
    pub fn new(
        c: &Curriculum,
        deck: &Deck,
        progress: &Progress,
        otherwise: usize,
        now: Moment,
    ) -> Self {
        let day = progress.study_day(now);
        let survey = Survey::new(deck, progress, now);
        let new_per_day = new_cards_on(&survey, otherwise);
        let sitting = Session::planned(&SessionKind::Due, &survey, new_per_day);
        let outlook = Outlook::new(deck, progress, &sitting);
        let is_free = outlook.waiting() == 0;
        let sure_but_wrong = progress.sure_but_wrong();
        let can_be_asked =
            sure_but_wrong.filter(|(id, known)| !known.is_hidden(day) && deck.get(id).is_some());
        Self {
            outlook,
            tomorrow: is_free.then(|| due_on(deck, progress, day.plus(1))),
            reading: reading(c, deck, progress, day),
            card: card_of_day(deck, progress, &sitting),
            sure_but_wrong: can_be_asked.map(|(id, _)| id.clone()).collect(),
        }
    }
}

/// The section read last while something of it is left, else the next one that is not read.
fn reading(c: &Curriculum, deck: &Deck, progress: &Progress, day: StudyDay) -> Option<Reading> {
    let sections = c.sections();
    let place = |anchor: &str| {
        let section = Anchor::from(anchor).section();
        sections.iter().position(|known| known.id == section)
    };
    let from = progress.reads().rev().find_map(place).unwrap_or(0);
    let far = SectionProgress::of_all(c, deck, progress, day);
    let all = sections.iter().zip(far);
    let (section, progress_there) = all
        .clone()
        .skip(from)
        .chain(all.take(from))
        .find(|(_, progress)| progress.read < progress.paragraphs)?;
    let read = progress.read();
    let anchors = section.blocks.iter().filter(|block| is_paragraph(block));
    let mut anchors = anchors.map(|block| Anchor::new(&section.id, block.id()));
    let at = anchors.find(|anchor| !read.contains(anchor.as_str()));
    Some(Reading {
        section: section.id.clone(),
        progress: progress_there,
        at: at.filter(|_| progress_there.read > 0),
    })
}

/// A card of ours that nobody asks for today, the same all day.
fn card_of_day(deck: &Deck, progress: &Progress, sitting: &Session) -> Option<CardId> {
    let day = sitting.day();
    let fits = |card: &&Card| {
        if card.own.is_some() {
            return false;
        }
        let known = progress.card(&card.id);
        let rests =
            known.is_none_or(|k| !k.is_hidden(day) && k.schedule.last_day.is_none_or(|l| l < day));
        let is_short = matches!(card.ask, Ask::Recall { .. } | Ask::ChooseOne { .. });
        // Rows of the scope table are for those who have met them.
        let is_for_all = card.scope.is_none() || known.is_some();
        rests && is_short && is_for_all && !sitting.knows(&card.id)
    };
    let seed = splitmix(u64::from(day.0.unsigned_abs()));
    let order = |card: &&Card| splitmix(text_seed(card.id.as_str()) ^ seed);
    deck.cards().iter().filter(fits).min_by_key(order).map(|card| card.id.clone())
}

/// How long a section takes to read, in minutes.
#[must_use]
pub fn minutes_to_read(section: &Section) -> usize {
    let words = |block: &Block| -> usize {
        block.sentences().iter().map(|said| said.text().split_whitespace().count()).sum()
    };
    let answer = section.answer.text().split_whitespace().count();
    (answer + section.blocks.iter().map(words).sum::<usize>()).div_ceil(WORDS_A_MINUTE).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Entry, EntryRef, Plan, Rating, Review, SegmentId, What};
    use super::*;
    use crate::curriculum::load_bundled;

    /// Sunday, March 1, 2026, 18:00 on the learner's own clock.
    const NOW: Moment = Moment { at_ms: 1_772_406_000_000, offset_min: -300 };

    fn replay(did: Vec<(i64, What)>) -> Progress {
        let entries = did.into_iter().zip(1_u32..).map(|((days_ago, what), seq)| {
            let moment = NOW.plus_ms(-days_ago * super::super::time::DAY_MS + i64::from(seq));
            let (at, tz, day) = (moment.at_ms, moment.offset_min, moment.study_day(4));
            let entry = Entry { seq: u64::from(seq), at, tz, day, stamp: None, what };
            (EntryRef(SegmentId(1), u64::from(seq)), entry)
        });
        Progress::replay(entries.collect())
    }

    fn answer(card: &str, rating: Rating, ms: u32) -> What {
        let (hint, sure, chosen) = (false, rating == Rating::Again, Vec::new());
        What::Review(Review { card: card.into(), rating, ms, sure, hint, chosen, answer: 0 })
    }

    fn today(progress: &Progress) -> Today {
        let (c, _) = load_bundled();
        Today::new(&c, &Deck::new(&c), progress, 15, NOW)
    }

    #[test]
    fn a_new_learner_is_given_the_ten_starters_first_and_told_what_time_is_assumed() {
        let (c, _) = load_bundled();
        let deck = Deck::new(&c);
        let first = today(&Progress::default());
        let holds = &first.outlook;
        assert_eq!((holds.due, holds.new, holds.pace.is_own), (0, 15, false));
        assert_eq!(holds.minutes, 15, "15 new cards, each asked three times, 20 seconds an answer");
        let session = Session::new(&SessionKind::Due, &deck, &Progress::default(), 15, NOW);
        let starters =
            session.to_come().take(10).filter(|id| deck.get(id).is_some_and(|card| card.starter));
        assert_eq!(starters.count(), 10);
        assert_eq!(deck.cards().iter().filter(|card| card.starter).count(), 10);
        let reading = first.reading.expect("everything is unread");
        assert_eq!((reading.section, reading.at), (c.sections()[0].id.clone(), None));
    }

    #[test]
    fn the_time_is_the_median_of_ones_own_answers() {
        let (c, _) = load_bundled();
        let deck = Deck::new(&c);
        let cards = deck.cards().iter().take(21);
        let did = cards.zip([3_000, 9_000, 600_000].into_iter().cycle());
        let did = did.map(|(card, ms)| (30, answer(card.id.as_str(), Rating::Easy, ms)));
        let stood = today(&replay(did.collect())).outlook;
        assert_eq!((stood.due, stood.pace.is_own), (21, true));
        // 21 due once and 15 new three times, 9 seconds each
        assert_eq!(stood.minutes, (21 + 3 * 15) * 9 / 60 + 1);
    }

    #[test]
    fn one_reads_on_behind_what_was_read_last() {
        let (c, _) = load_bundled();
        let section = c.section(&"four-levels".into()).expect("it is there");
        let paragraphs = section.blocks.iter().filter(|block| is_paragraph(block));
        let anchors: Vec<String> = paragraphs
            .map(|block| Anchor::new(&section.id, block.id()).as_str().to_owned())
            .collect();
        let read = |anchors: &[String]| {
            let all = anchors.iter().map(|anchor| (1, What::Read { anchor: anchor.clone() }));
            today(&replay(all.collect())).reading.expect("more to read")
        };
        let begun = read(&anchors[..2]);
        assert_eq!(begun.section, section.id);
        assert_eq!(begun.at.expect("a paragraph").as_str(), anchors[2]);
        let done = read(&anchors);
        assert_eq!((done.section.as_str(), done.at), ("scope-and-direction", None));
    }

    #[test]
    fn the_card_of_the_day_is_not_asked_today_and_stays_as_cards_are_answered() {
        let (c, _) = load_bundled();
        let deck = Deck::new(&c);
        let first = today(&Progress::default()).card.expect("a card");
        let session = Session::new(&SessionKind::Due, &deck, &Progress::default(), 15, NOW);
        assert!(session.to_come().all(|id| *id != first));
        let answered = session.to_come().map(|id| (0, answer(id.as_str(), Rating::Easy, 1000)));
        assert_eq!(today(&replay(answered.collect())).card, Some(first));
    }

    #[test]
    fn sure_but_wrong_waits_until_the_card_is_recalled_on_a_later_day_and_a_past_exam_is_none() {
        let wrong = |days_ago, card| (days_ago, answer(card, Rating::Again, 1000));
        let exam = |days: u32| {
            let exam = Some(NOW.study_day(4).plus(days));
            (9, What::Plan(Plan { exam, ..Plan::default() }))
        };
        let right = |days_ago, card| (days_ago, answer(card, Rating::Good, 1000));
        let stood = today(&replay(vec![
            exam(21),
            wrong(3, "levels/lowest"),
            wrong(3, "levels/highest"),
            right(3, "levels/highest"),
            right(2, "levels/lowest"),
        ]));
        assert_eq!(stood.sure_but_wrong, ["levels/highest".into()]);
        assert_eq!(stood.outlook.exam.map(|(_, days)| days), Some(21));
        let over = What::Plan(Plan { exam: Some(StudyDay(20_000)), ..Plan::default() });
        assert_eq!(today(&replay(vec![(9, over)])).outlook.exam, None);
    }
}
