//! A learner's history that is made up, the same on every machine: some weeks of reviews, with
//! slips between levels, an exam ahead, and days off.

use super::{NOW, curriculum};
use ems_study::clock::parse_moment;
use ems_study::curriculum::{Ask, ProviderLevel};
use ems_study::study::{
    Deck, Entry, EntryRef, Phase, Plan, Progress, Rating, Review, SegmentId, StudyDay, What,
    splitmix, text_seed,
};

/// New cards on a day.
const NEW: usize = 8;
const MINUTE_MS: i64 = 60_000;

/// The entries of so many days up to the day before yesterday, and a plan for an exam in three weeks.
pub(crate) fn studied(days: i32) -> Vec<(EntryRef, Entry)> {
    let now = parse_moment(NOW).expect("a time");
    let today = now.study_day(4);
    let deck = Deck::new(&curriculum());
    let mut entries = Vec::new();
    let mut progress = Progress::default();
    for before in (2..=days).rev() {
        let day = StudyDay(today.0 - before);
        if splitmix(u64::from(day.0.unsigned_abs())).is_multiple_of(6) {
            continue;
        }
        let begun = now.plus_ms(-i64::from(before) * 24 * 60 * MINUTE_MS);
        let of_day = |id| match progress.schedule(id).phase {
            Phase::Review { due, .. } => due <= day,
            Phase::Learning { .. } | Phase::Relearning { .. } => true,
            Phase::New => false,
        };
        let due = deck.cards().iter().filter(|card| of_day(&card.id));
        let new = deck.cards().iter().filter(|c| progress.card(&c.id).is_none()).step_by(3);
        let asked: Vec<_> = due.chain(new.take(NEW)).cloned().collect();
        for (number, card) in (0..).zip(&asked) {
            let seq = entries.len() as u64 + 1;
            let dice = splitmix(text_seed(card.id.as_str()) ^ seq);
            let is_new = progress.card(&card.id).is_none();
            let right = dice % 100 < if is_new { 55 } else { 86 };
            let sure = (dice >> 8) % 100 < if right { 60 } else { 25 };
            let chosen = match &card.ask {
                Ask::ChooseOne { .. } if right => vec![0],
                // mostly the level above
                Ask::ChooseOne { wrong, .. } => vec![u8::try_from(wrong.len()).expect("few")],
                _ => Vec::new(),
            };
            let what = What::Review(Review {
                card: card.id.clone(),
                rating: if right { Rating::Good } else { Rating::Again },
                ms: 3000 + u32::try_from(dice >> 40).expect("24 bits") % 9000,
                sure,
                hint: false,
                chosen,
                answer: card.answer_mark,
            });
            let at = begun.plus_ms(number * MINUTE_MS / 6);
            let (entry, tz) = (EntryRef(SegmentId(9), seq), at.offset_min);
            let kept = Entry { seq, at: at.at_ms, tz, day, stamp: None, what };
            progress.add(entry, &kept);
            entries.push((entry, kept));
        }
    }
    let seq = entries.len() as u64 + 1;
    let plan =
        Plan { level: Some(ProviderLevel::Emt), exam: Some(today.plus(21)), ..Plan::default() };
    let at = now.at_ms - MINUTE_MS;
    let what = What::Plan(plan);
    let kept = Entry { seq, at, tz: now.offset_min, day: today, stamp: None, what };
    entries.push((EntryRef(SegmentId(9), seq), kept));
    entries
}
