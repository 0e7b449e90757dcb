//! What a learner's answers come to: by day, by exam domain, by sureness, by what was confused.
//!
//! Everything is counted in one pass over the answers and one over the cards, so that a million
//! answers take a moment only. Values in, values out.

use super::confusion::{Confused, Confusion, Naming};
use super::deck::{Card, Deck};
use super::progress::{Asked, CardProgress, Counted, CountedKind, Progress};
use super::schedule::Phase;
use super::time::StudyDay;
use crate::curriculum::{Curriculum, ExamDomain, Task};
use std::collections::BTreeMap;

/// Sureness and confusions are counted over so many days, today included: what was overcome long
/// ago is not held against anybody.
pub const WINDOW_DAYS: u32 = 90;
/// An answer counts for no more time than this, in milliseconds: the learner had gone.
pub const LONGEST_ANSWER_MS: u32 = 5 * 60_000;
/// So many options of a card are counted apart.
const OPTIONS: usize = 8;

/// What the answers come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// The study day for which it was counted.
    pub today: StudyDay,
    /// Answers that stand, those of practice and those given before a card came here included.
    pub answers: u32,
    /// Each day with an answer.
    pub days: BTreeMap<StudyDay, DayTally>,
    /// True recall by year and month.
    pub months: BTreeMap<(i16, i8), Share>,
    /// Cards of the deck by the domain that they serve; those that serve none under `None`.
    pub domains: BTreeMap<Option<ExamDomain>, DomainTally>,
    /// Over all domains, of the last [`WINDOW_DAYS`].
    pub sureness: Sureness,
    /// The most frequent first, of the last [`WINDOW_DAYS`].
    pub confusions: Vec<Confusion>,
    /// Cards that come back, by the day; those of before today under today.
    pub due: BTreeMap<StudyDay, u32>,
    /// How many of those of today were due before.
    pub overdue: u32,
    /// Cards never rated.
    pub unseen: u32,
    /// The rows of the ratings, the oldest first, for [`Progress::rating_at`].
    pub ratings: Vec<u32>,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that were right.
    pub right: u32,
    /// All.
    pub of: u32,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.right += u32::from(right);
        self.of += 1;
    }

    fn join(&mut self, other: Self) {
        self.right += other.right;
        self.of += other.of;
    }

    /// In per cent, rounded; nothing of nothing.
    #[must_use]
    pub fn percent(self) -> Option<u32> {
        (self.of > 0).then(|| (self.right * 100 + self.of / 2) / self.of)
    }
}

/// What was done on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayTally {
    /// Answers.
    pub answers: u32,
    /// Time, in milliseconds.
    pub ms: u64,
    /// True recall: first answers of the day to cards that were in days.
    pub recall: Share,
}

/// How right answers were that were given sure and unsure: the first of a day to each card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sureness {
    /// "I was sure".
    pub sure: Share,
    /// Not so.
    pub unsure: Share,
}

/// The cards that serve a domain.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DomainTally {
    /// Cards.
    pub cards: u32,
    /// Those rated at least once.
    pub seen: u32,
    /// The sum of their chances of recall today.
    recall: f32,
    /// How sure, how right, of the last [`WINDOW_DAYS`].
    pub sureness: Sureness,
}

impl DomainTally {
    /// Of the cards seen, how many in a hundred would be recalled today; nothing before the first.
    #[must_use]
    pub fn recall_percent(&self) -> Option<u32> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
        let percent = |share: f32| (share * 100.0).round() as u32;
        (self.seen > 0).then(|| percent(self.recall / self.seen as f32))
    }
}

/// A bar of the chart of what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueBar {
    /// Its first day.
    pub from: StudyDay,
    /// Cards that come back on its days.
    pub cards: u32,
}

impl Statistics {
    /// Counts.
    #[must_use]
    pub fn new(c: &Curriculum, deck: &Deck, progress: &Progress, today: StudyDay) -> Self {
        let ratings = Vec::with_capacity(progress.reviews());
        let mut out = Self { today, ratings, ..Self::default() };
        let places = out.count_cards(deck, progress);
        let mut wrong = vec![Wrong::default(); places.len()];
        let mut sorted = Sorted::new();
        let since = StudyDay(today.0.saturating_sub_unsigned(WINDOW_DAYS - 1));
        // Answers come day by day: the tally of the last one is at hand.
        let mut day = today;
        let mut tally = DayTally::default();
        for answer in progress.counted() {
            if answer.kind != CountedKind::Practice {
                out.ratings.push(answer.row);
            }
            if answer.undone {
                continue;
            }
            if answer.day != day {
                out.keep_day(day, std::mem::take(&mut tally));
                day = answer.day;
            }
            tally.take(&answer);
            if answer.day >= since && answer.day <= today {
                let card = answer.card as usize;
                // In the table nobody is asked how sure they are.
                let place = places.get(card).copied().flatten();
                if place.is_some() || answer.kind != CountedKind::Practice {
                    out.take_sureness(&answer, place.and_then(|place| place.domain));
                }
                if let Some(wrong) = wrong.get_mut(card) {
                    wrong.take(&answer);
                }
                if let (Some(Place { at, .. }), [_, _, ..]) = (place, answer.chosen)
                    && deck.cards().get(at as usize).is_some_and(is_table)
                {
                    for (thing, head) in (0..).zip(answer.chosen) {
                        *sorted.entry((at, thing, usize::from(*head))).or_default() += 1;
                    }
                }
            }
        }
        out.keep_day(day, tally);
        out.count_months();
        out.confusions = confusions(c, deck, progress, &places, &wrong, &sorted);
        out
    }

    fn keep_day(&mut self, day: StudyDay, tally: DayTally) {
        if tally.answers == 0 {
            return;
        }
        self.answers += tally.answers;
        let kept = self.days.entry(day).or_default();
        kept.answers += tally.answers;
        kept.ms += tally.ms;
        kept.recall.join(tally.recall);
    }

    fn take_sureness(&mut self, answer: &Counted<'_>, domain: Option<ExamDomain>) {
        let is_asked = match answer.kind {
            CountedKind::Rating { asked } => asked != Asked::Again,
            CountedKind::Practice => true,
            CountedKind::Past { .. } => false,
        };
        if is_asked {
            self.sureness.take(answer);
            self.domains.entry(domain).or_default().sureness.take(answer);
        }
    }

    fn count_months(&mut self) {
        for (day, tally) in &self.days {
            if tally.recall.of > 0 {
                let date = day.date();
                self.months.entry((date.year(), date.month())).or_default().join(tally.recall);
            }
        }
    }

    /// Counts the cards. Returns where each card of the progress stands in the deck, by its number.
    ///
    /// Both are gone through in their own order, since a hundred thousand leaps in memory would take
    /// longer than all the rest.
    fn count_cards(&mut self, deck: &Deck, progress: &Progress) -> Vec<Option<Place>> {
        let (ids, touched) = progress.numbered();
        let mut places = vec![None; ids.len()];
        for ((at, card), number) in (0..).zip(deck.cards()).zip(progress.numbers_of(deck)) {
            self.domains.entry(card.domain).or_default().cards += 1;
            if let Some(place) = number.and_then(|number| places.get_mut(number as usize)) {
                *place = Some(Place { at, domain: card.domain });
            }
        }
        self.unseen = u32::try_from(deck.cards().len()).unwrap_or(u32::MAX);
        for (place, known) in places.iter().zip(touched) {
            let Some(Place { domain, .. }) = place else { continue };
            if known.schedule.phase == Phase::New {
                continue;
            }
            self.unseen -= 1;
            if let Some(recall) = progress.scheduler().recall(&known.schedule, self.today) {
                let tally = self.domains.entry(*domain).or_default();
                tally.seen += 1;
                tally.recall += recall;
            }
            if !known.suspended {
                self.count_due(known);
            }
        }
        places
    }

    fn count_due(&mut self, known: &CardProgress) {
        let due = match known.schedule.phase {
            Phase::Review { due, .. } => due,
            Phase::New | Phase::Learning { .. } | Phase::Relearning { .. } => self.today,
        };
        let day = due.max(known.buried_until.unwrap_or(due)).max(self.today);
        self.overdue += u32::from(day == self.today && due < self.today);
        *self.due.entry(day).or_default() += 1;
    }

    /// True recall over so many days up to today.
    #[must_use]
    pub fn recall_of_days(&self, days: u32) -> Share {
        let mut share = Share::default();
        for (_, tally) in self.last_days(days) {
            share.join(tally.recall);
        }
        share
    }

    /// Time over so many days up to today, in milliseconds.
    #[must_use]
    pub fn ms_of_days(&self, days: u32) -> u64 {
        self.last_days(days).map(|(_, tally)| tally.ms).sum()
    }

    /// The days with an answer among so many up to today.
    pub fn last_days(&self, days: u32) -> impl Iterator<Item = (StudyDay, DayTally)> {
        let from = StudyDay(self.today.0.saturating_sub_unsigned(days.saturating_sub(1)));
        self.days.range(from..=self.today.max(from)).map(|(day, tally)| (*day, *tally))
    }

    /// What is due from today to that day, each bar so many days wide.
    #[must_use]
    pub fn due_until(&self, last: StudyDay, days_a_bar: u32) -> Vec<DueBar> {
        let days_a_bar = days_a_bar.max(1);
        let count = last.days_since(self.today) / days_a_bar + 1;
        let mut bars: Vec<DueBar> = (0..count)
            .map(|bar| DueBar { from: self.today.plus(bar * days_a_bar), cards: 0 })
            .collect();
        for (day, cards) in &self.due {
            let bar = day.days_since(self.today) / days_a_bar;
            if let Some(bar) = bars.get_mut(bar as usize) {
                bar.cards += cards;
            }
        }
        bars
    }
}

impl DayTally {
    fn take(&mut self, answer: &Counted<'_>) {
        self.answers += 1;
        self.ms += u64::from(answer.ms.min(LONGEST_ANSWER_MS));
        if let CountedKind::Rating { asked: Asked::InDays }
        | CountedKind::Past { asked: Asked::InDays } = answer.kind
        {
            self.recall.count(answer.right);
        }
    }
}

impl Sureness {
    fn take(&mut self, answer: &Counted<'_>) {
        let share = if answer.sure { &mut self.sure } else { &mut self.unsure };
        share.count(answer.right);
    }
}

/// The wrong answers to one card.
#[derive(Clone, Copy, Default)]
struct Wrong {
    /// How often each option was picked alone.
    picked: [u16; OPTIONS],
    /// How often it was not recalled and nothing was picked.
    forgotten: u16,
}

impl Wrong {
    fn take(&mut self, answer: &Counted<'_>) {
        match answer.chosen {
            // Of a practised cell only what was wrong: the right option may be any.
            [option] if !answer.right || answer.kind != CountedKind::Practice => {
                if let Some(times) = self.picked.get_mut(usize::from(*option)) {
                    *times = times.saturating_add(1);
                }
            }
            [] if !answer.right => self.forgotten = self.forgotten.saturating_add(1),
            _ => {}
        }
    }
}

/// How often a thing was put under a head: the place of the card in the deck, of the thing and of the
/// head.
type Sorted = BTreeMap<(u32, usize, usize), u32>;

fn is_table(card: &Card) -> bool {
    card.ask.task() == Task::Sort
}

/// Where a card of the progress stands in the deck.
#[derive(Clone, Copy)]
struct Place {
    at: u32,
    domain: Option<ExamDomain>,
}

fn confusions(
    c: &Curriculum,
    deck: &Deck,
    progress: &Progress,
    places: &[Option<Place>],
    wrong: &[Wrong],
    sorted: &Sorted,
) -> Vec<Confusion> {
    let naming = Naming::new(c);
    let (ids, _) = progress.numbered();
    let mut times: BTreeMap<Confused, u32> = BTreeMap::new();
    for ((id, place), wrong) in ids.iter().zip(places).zip(wrong) {
        let card = place.and_then(|place| deck.cards().get(place.at as usize));
        if let Some(card) = card.filter(|_| wrong.forgotten > 0)
            && let Some(pair) = naming.of_boundary(card)
        {
            *times.entry(pair).or_default() += u32::from(wrong.forgotten);
        }
        for (option, picked) in wrong.picked.iter().enumerate().filter(|(_, times)| **times > 0) {
            let pair = match card {
                Some(card) => {
                    naming.of_choice(card, option).or_else(|| naming.of_thing(card, 0, option))
                }
                None => naming.of_cell(id, option),
            };
            if let Some(pair) = pair {
                *times.entry(pair).or_default() += u32::from(*picked);
            }
        }
    }
    for ((at, thing, head), count) in sorted {
        let card = deck.cards().get(*at as usize);
        if let Some(pair) = card.and_then(|card| naming.of_thing(card, *thing, *head)) {
            *times.entry(pair).or_default() += count;
        }
    }
    let mut found: Vec<Confusion> =
        times.into_iter().map(|(between, times)| Confusion { between, times }).collect();
    found.sort_by_key(|confusion| std::cmp::Reverse(confusion.times));
    found
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Entry, EntryRef, Past, PastKind, Rating, Review, SegmentId, What};
    use super::*;
    use crate::curriculum::ProviderLevel::{Aemt, Emr, Emt, Paramedic};
    use crate::curriculum::{CardId, UNSORTED, load_bundled};
    use std::sync::OnceLock;

    const TODAY: StudyDay = StudyDay(20_500);
    const LOWEST: &str = "scope/supraglottic-airway/lowest-level";
    const BOUNDARY: &str = "scope/supraglottic-airway/boundary";

    fn bundled() -> &'static (Curriculum, Deck) {
        static BUNDLED: OnceLock<(Curriculum, Deck)> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let (c, _) = load_bundled();
            let deck = Deck::new(&c);
            (c, deck)
        })
    }

    /// Entries, each so many days before today, in order.
    fn count(entries: Vec<(u32, What)>) -> Statistics {
        let (c, deck) = bundled();
        let entries = (1..).zip(entries).map(|(seq, (days, what))| {
            let day = StudyDay(TODAY.0 - i32::try_from(days).unwrap());
            let in_order = i64::try_from(seq).unwrap() * 60_000;
            let at = i64::from(day.0) * super::super::time::DAY_MS + 50_000_000 + in_order;
            (EntryRef(SegmentId(1), seq), Entry { seq, at, tz: 0, day, stamp: None, what })
        });
        Statistics::new(c, deck, &Progress::replay(entries.collect()), TODAY)
    }

    fn review(card: &str, rating: Rating) -> Review {
        let card = CardId::from(card);
        Review { card, rating, ms: 4000, sure: false, hint: false, chosen: vec![], answer: 0 }
    }

    fn rated(card: &str, rating: Rating) -> What {
        What::Review(review(card, rating))
    }

    fn said(card: &str, rating: Rating, sure: bool, chosen: &[u8]) -> What {
        What::Review(Review { sure, chosen: chosen.to_vec(), ..review(card, rating) })
    }

    fn practice(card: &str, right: bool, option: u8) -> What {
        What::Practice { card: card.into(), right, chosen: vec![option], sure: false, ms: 1000 }
    }

    fn share(right: u32, of: u32) -> Share {
        Share { right, of }
    }

    #[test]
    fn true_recall_is_the_first_answer_of_a_day_to_a_card_in_days() {
        let counted = count(vec![
            // first sight, and the step after it: neither tells what was kept
            (40, rated(LOWEST, Rating::Good)),
            (40, rated(LOWEST, Rating::Good)),
            // in days now: forgotten, then back by its step on the same day
            (20, rated(LOWEST, Rating::Again)),
            (20, rated(LOWEST, Rating::Good)),
            (3, rated(LOWEST, Rating::Hard)),
        ]);
        assert_eq!(counted.recall_of_days(7), share(1, 1));
        assert_eq!(counted.recall_of_days(30), share(1, 2));
        assert_eq!(counted.months.values().map(|month| month.of).sum::<u32>(), 2);
        assert_eq!(counted.answers, 5);
        assert_eq!(counted.ratings.len(), 5);
    }

    #[test]
    fn what_is_undone_is_not_counted_and_what_follows_is_judged_anew() {
        let undone = EntryRef(SegmentId(1), 1);
        let counted = count(vec![
            (9, rated(LOWEST, Rating::Easy)),
            (9, What::Undo { of: undone }),
            // without the first one this is first sight, not an answer in days
            (2, rated(LOWEST, Rating::Good)),
        ]);
        assert_eq!(counted.answers, 1);
        assert_eq!(counted.recall_of_days(30), share(0, 0));
        assert_eq!(counted.ratings.len(), 2, "the log shows both");
        let merged = count(vec![
            (9, rated(LOWEST, Rating::Easy)),
            (2, rated(LOWEST, Rating::Good)),
            (1, What::Undo { of: undone }),
        ]);
        assert_eq!(merged.recall_of_days(30), share(0, 0));
    }

    #[test]
    fn past_answers_of_a_package_tell_recall_by_their_own_kind() {
        let past = |kind, rating| {
            What::Past(Past { card: "own/a/1".into(), rating, kind, filtered: false, ms: 900_000 })
        };
        let counted = count(vec![
            (30, past(PastKind::Learn, Rating::Good)),
            (29, past(PastKind::Review, Rating::Again)),
            (28, past(PastKind::Filtered, Rating::Good)),
        ]);
        assert_eq!(counted.recall_of_days(60), share(0, 1));
        assert_eq!(counted.sureness, Sureness::default(), "nobody was asked");
        let longest = u64::from(LONGEST_ANSWER_MS);
        assert_eq!(counted.ms_of_days(60), 3 * longest, "who goes away does not study");
    }

    #[test]
    fn days_keep_answers_and_time() {
        let counted = count(vec![
            (1, rated(LOWEST, Rating::Good)),
            (1, practice("cell/supraglottic-airway/emr", true, 1)),
            (0, rated(BOUNDARY, Rating::Good)),
        ]);
        let days: Vec<(i32, u32, u64)> =
            counted.last_days(2).map(|(day, t)| (day.0, t.answers, t.ms)).collect();
        assert_eq!(days, [(TODAY.0 - 1, 2, 5000), (TODAY.0, 1, 4000)]);
        assert_eq!(counted.last_days(1).count(), 1);
    }

    #[test]
    fn sureness_is_held_against_what_was_right_over_all_and_by_domain() {
        let (_, deck) = bundled();
        let domain = deck.get(&LOWEST.into()).unwrap().domain;
        let counted = count(vec![
            (100, said(LOWEST, Rating::Again, true, &[])), // too long ago
            (5, said(LOWEST, Rating::Again, true, &[])),
            (5, said(LOWEST, Rating::Good, true, &[])), // once more on that day
            (1, said(LOWEST, Rating::Good, true, &[])),
            (1, said(BOUNDARY, Rating::Good, false, &[])),
            (1, practice("cell/supraglottic-airway/emr", false, 0)),
        ]);
        let expected = Sureness { sure: share(1, 2), unsure: share(1, 1) };
        assert_eq!(counted.sureness, expected);
        assert_eq!(counted.domains[&domain].sureness, expected);
    }

    #[test]
    fn a_thing_sorted_under_another_level_is_a_confusion_in_reviews_and_practice_alike() {
        // one description for each level, from EMR to Paramedic
        let table = "levels/roles";
        let swapped = |chosen: &[u8]| said(table, Rating::Again, false, chosen);
        let practiced = |chosen: Vec<u8>| {
            let (sure, ms) = (false, 1000);
            What::Practice { card: table.into(), right: false, chosen, sure, ms }
        };
        let counted = count(vec![
            (95, swapped(&[0, 1, 3, 2])), // too long ago
            (3, swapped(&[0, 1, 3, 2])),
            (2, said(table, Rating::Good, false, &[0, 1, 2, 3])),
            (2, rated(table, Rating::Again)),
            (1, swapped(&[0, 1, 2, UNSORTED])),
            (1, practiced(vec![1, 1, 3, 3])),
        ]);
        let found: Vec<(Confused, u32)> =
            counted.confusions.into_iter().map(|c| (c.between, c.times)).collect();
        let expected = [(Confused::Levels(Aemt, Paramedic), 3), (Confused::Levels(Emr, Emt), 1)];
        assert_eq!(found, expected);
    }

    #[test]
    fn confusions_come_from_choices_boundaries_and_the_table_the_most_frequent_first() {
        let wrong = |option| said(LOWEST, Rating::Again, false, &[option]);
        let counted = count(vec![
            (95, wrong(2)), // too long ago
            (4, wrong(3)),
            (3, wrong(3)),
            (2, said(LOWEST, Rating::Good, false, &[0])),
            (2, rated(BOUNDARY, Rating::Again)),
            (1, practice("cell/supraglottic-airway/emr", false, 0)),
            (1, practice("cell/supraglottic-airway/emt", false, 0)),
            (1, practice("cell/supraglottic-airway/emt", true, 1)),
            (1, practice("cell/supraglottic-airway/emt", false, 0)),
        ]);
        let found: Vec<(Confused, u32)> =
            counted.confusions.into_iter().map(|c| (c.between, c.times)).collect();
        let expected = [
            (Confused::Levels(Emt, Aemt), 3),
            (Confused::Levels(Aemt, Paramedic), 2),
            (Confused::Levels(Emr, Aemt), 1),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_overdue_is_due_today_and_bars_hold_every_card_once() {
        let day = |days| StudyDay(TODAY.0 + days);
        let due = |card: &str, days| What::SetDue { card: card.into(), day: day(days) };
        let counted = count(vec![
            (9, rated(LOWEST, Rating::Easy)),
            (9, due(LOWEST, -4)),
            (9, rated(BOUNDARY, Rating::Easy)),
            (9, due(BOUNDARY, 3)),
            (9, rated("levels/how-many", Rating::Easy)),
            (9, due("levels/how-many", -2)),
            (9, What::Bury { card: "levels/how-many".into(), until: day(8) }),
            (9, rated("exams/domains", Rating::Easy)),
            (9, What::Suspend { card: "exams/domains".into(), on: true }),
            // a card that is in no deck any more does not come back
            (9, rated("own/gone/1", Rating::Good)),
        ]);
        assert_eq!((counted.overdue, counted.due[&TODAY]), (1, 1));
        let bars: Vec<u32> = counted.due_until(day(8), 1).iter().map(|bar| bar.cards).collect();
        assert_eq!(bars, [1, 0, 0, 1, 0, 0, 0, 0, 1]);
        let weeks = counted.due_until(day(8), 7);
        assert_eq!(weeks.len(), 2);
        assert_eq!((weeks[0].cards, weeks[1].cards, weeks[1].from), (2, 1, day(7)));
        assert_eq!(counted.due_until(day(-5), 1).len(), 1, "an exam that is over");
        let (_, deck) = bundled();
        assert_eq!(counted.unseen as usize, deck.cards().len() - 4);
    }

    #[test]
    fn domains_count_the_cards_and_what_would_be_recalled_today() {
        let (_, deck) = bundled();
        let domain = deck.get(&LOWEST.into()).unwrap().domain;
        let counted = count(vec![(0, rated(LOWEST, Rating::Good))]);
        let tally = counted.domains[&domain];
        let cards = deck.cards().iter().filter(|card| card.domain == domain).count();
        assert_eq!((tally.cards as usize, tally.seen), (cards, 1));
        assert_eq!(tally.recall_percent(), Some(100));
        let later = count(vec![(400, rated(LOWEST, Rating::Good))]).domains[&domain];
        assert!(later.recall_percent().unwrap() < 90);
        let all: u32 = counted.domains.values().map(|tally| tally.cards).sum();
        assert_eq!(all as usize, deck.cards().len());
        assert_eq!(count(vec![]).domains[&domain].recall_percent(), None);
    }

    #[test]
    fn shares_are_rounded_to_whole_per_cent() {
        assert_eq!(share(2, 3).percent(), Some(67));
        assert_eq!(share(0, 5).percent(), Some(0));
        assert_eq!(share(0, 0).percent(), None);
    }
}
