//! A plan instead of guilt: how many cards a day holds, what the exam needs, and how cards that
//! waited are taken up again, most valuable first, until a day that is named.
//!
//! Everything here follows from the cards, what the learner did, and the time.

use super::deck::Deck;
use super::entry::Plan;
use super::progress::{CardProgress, Progress};
use super::schedule::{Phase, Schedule, Scheduler};
use super::session::{Session, Survey};
use super::time::{DAY_MS, Moment, StudyDay};
use crate::curriculum::ProviderLevel;
use std::collections::BTreeMap;

/// Seconds for one answer of a learner of whom too few answers are known.
pub const FIRST_SECONDS: u32 = 20;
/// Answers that a new card takes on its first day.
pub const ANSWERS_PER_NEW: u32 = 3;
/// So many answers tell a learner's pace.
const PACE_FROM: usize = 20;
/// The last so many are counted.
const PACE_OF: usize = 400;
/// Minutes of a day where the plan names none, to spread a catch-up by.
const USUAL_MINUTES: u32 = 10;
/// So many days with answers make a good week: two are free.
pub const DAYS_A_WEEK: usize = 5;
/// After so many days away, so many cards are worth a proposal.
const AWAY: (u32, usize) = (2, 10);
/// The shares of the first three days of a catch-up, in tenths.
const SHARES: [u32; 2] = [5, 3];
/// A catch-up takes about so many days at most.
const LONGEST: u32 = 30;
/// Without an exam, a review is valued by what it adds after so many days.
const HORIZON: u32 = 30;
/// Intervals grow about so much from one review to the next.
const GROWTH: f64 = 2.5;
/// The first interval in days of a card that was just begun.
const FIRST_INTERVAL: f64 = 3.0;

/// What today holds and what lies ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The day.
    pub today: StudyDay,
    /// The day of the exam, where it is not past, and the days until it.
    pub exam: Option<(StudyDay, u32)>,
    /// Its level.
    pub level: Option<ProviderLevel>,
    /// Cards waiting that were seen before.
    pub due: usize,
    /// New cards waiting.
    pub new: usize,
    /// About how many minutes they take; 0 where none waits.
    pub minutes: u32,
    /// Seconds for one answer.
    pub pace: Pace,
    /// Cards that an accepted catch-up keeps for later days, and the day on which it is done.
    pub kept_back: Option<(usize, StudyDay)>,
    /// What the exam needs a day.
    pub needs: Option<Needs>,
    /// A proposal, where cards have waited.
    pub catch_up: Option<CatchUp>,
    /// The seven days of this week, from Monday.
    pub week: [(StudyDay, DayMark); 7],
}

/// Seconds for one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The median of the learner's own answers, or what holds for a new learner.
    pub seconds: u32,
    /// Whether it is the learner's own.
    pub is_own: bool,
}

/// What the exam needs a day, so that every card is met before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Cards that were never met.
    pub unseen: usize,
    /// Days of study until the exam.
    pub study_days: u32,
    /// New cards a day.
    pub new_a_day: u32,
    /// Minutes a day, reviews included.
    pub minutes_a_day: u32,
}

/// A proposal to take up again what has waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchUp {
    /// Cards that wait.
    pub waiting: usize,
    /// Whole days without an answer.
    pub away_days: u32,
    /// How many of them on which day; the last is the day on which none waits any more.
    pub days: Vec<(StudyDay, u32)>,
}

/// What became of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMark {
    /// Something was answered.
    Studied,
    /// A day off.
    Free,
    /// Nothing was answered.
    Open,
    /// It is still to come.
    Ahead,
}

impl Outlook {
    /// What the day of a sitting holds; the sitting is that of all that is due and new.
    #[must_use]
    pub fn new(deck: &Deck, progress: &Progress, sitting: &Session) -> Self {
        let today = sitting.day();
        let plan = progress.plan();
        let pace = Pace::of(progress, today);
        let known = progress.known_of(deck);
        let new = sitting.new_cards(progress);
        let due = sitting.left() - new;
        let clears = in_force(plan, today).and_then(|days| days.last()).map(|(day, _)| *day);
        let later = sitting.kept_back();
        let exam = progress.exam_ahead(today);
        Self {
            today,
            exam: exam.map(|day| (day, day.days_since(today))),
            level: plan.and_then(|plan| plan.level),
            due,
            new,
            minutes: pace.minutes_for(due, new),
            pace,
            kept_back: clears.filter(|_| later > 0).map(|day| (later, day)),
            needs: exam.and_then(|day| needs(&known, progress.plan(), today, day, pace)),
            catch_up: catch_up(&known, progress, today, pace),
            week: week(progress, today),
        }
    }

    /// Cards waiting.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.due + self.new
    }

    /// How many days of this week were studied.
    #[must_use]
    pub fn days_studied(&self) -> usize {
        studied(&self.week)
    }
}

impl Pace {
    /// The median of the learner's answers before today, so that it stays the same all day.
    #[must_use]
    pub fn of(progress: &Progress, today: StudyDay) -> Self {
        let counts = |given: &super::progress::Logged<'_>| {
            given.day < today && !given.undone && given.past.is_none() && given.ms > 0
        };
        let mut ms: Vec<u32> =
            progress.latest().filter(counts).map(|given| given.ms).take(PACE_OF).collect();
        ms.sort_unstable();
        match ms.get(ms.len() / 2) {
            Some(median) if ms.len() >= PACE_FROM => {
                Self { seconds: median.div_ceil(1000).clamp(2, 120), is_own: true }
            }
            _ => Self { seconds: FIRST_SECONDS, is_own: false },
        }
    }

    /// Minutes for so many reviews and new cards.
    #[must_use]
    pub fn minutes_for(self, reviews: usize, new: usize) -> u32 {
        self.minutes(to_u32(reviews) + ANSWERS_PER_NEW * to_u32(new))
    }

    /// Minutes for so many answers, rounded up.
    #[must_use]
    pub fn minutes(self, answers: u32) -> u32 {
        answers.saturating_mul(self.seconds).div_ceil(60)
    }

    /// Answers for which so many minutes suffice.
    #[must_use]
    pub fn answers(self, minutes: u32) -> u32 {
        minutes.saturating_mul(60) / self.seconds.max(1)
    }
}

/// The new cards of a day. Where the plan names minutes, they hold the day's reviews and then as
/// many new cards as there is time for; on a day off there are none. What is answered during the
/// day changes nothing of it.
#[must_use]
pub fn new_cards_on(survey: &Survey<'_>, otherwise: usize) -> usize {
    let Some(plan) = survey.progress().plan() else { return otherwise };
    if plan.holidays.contains(&survey.today()) {
        return 0;
    }
    let Some(minutes) = plan.minutes else { return otherwise };
    let answers = Pace::of(survey.progress(), survey.today()).answers(minutes);
    // What a catch-up holds back makes no room: the day is to be shorter for it.
    let held_back =
        in_force(Some(plan), survey.today()).map_or(0, |days| after(days, survey.today()));
    let reviews = survey.reviews_of_day() + held_back;
    (answers.saturating_sub(to_u32(reviews)) / ANSWERS_PER_NEW) as usize
}

// --- catching up ---

/// The catch-up that was accepted, while it runs.
pub(super) fn in_force(plan: Option<&Plan>, today: StudyDay) -> Option<&[(StudyDay, u32)]> {
    let days = plan?.catch_up.as_slice();
    let ((first, _), (last, _)) = (days.first()?, days.last()?);
    (*first <= today && today <= *last).then_some(days)
}

/// Whether a card waited already on the first day of a catch-up: due by then, or left in its steps
/// on a day before.
pub(super) fn has_waited(known: &CardProgress, days: &[(StudyDay, u32)]) -> bool {
    days.first().is_some_and(|(first, _)| waits(known, *first))
}

/// Whether a card that was begun before a day waits on it.
fn waits(known: &CardProgress, day: StudyDay) -> bool {
    match known.schedule.phase {
        Phase::New => false,
        Phase::Learning { .. } | Phase::Relearning { .. } => known.schedule.last_day < Some(day),
        Phase::Review { due, .. } => due <= day,
    }
}

/// The cards that a catch-up holds ready for days after this one. Those that were not taken up on an
/// earlier day come today, so that on its last day nothing waits any more.
pub(super) fn after(days: &[(StudyDay, u32)], today: StudyDay) -> usize {
    days.iter().filter(|(day, _)| *day > today).map(|(_, count)| *count as usize).sum()
}

/// The day for which a review is valued: that of the exam, or a month from now.
#[must_use]
pub fn horizon(plan: Option<&Plan>, today: StudyDay) -> StudyDay {
    let exam = plan.and_then(|plan| plan.exam).filter(|day| *day > today);
    exam.unwrap_or_else(|| today.plus(HORIZON))
}

/// What a review today adds to the chance of recalling the card on a later day: that chance after
/// the review, be it recalled today or not, less the chance without it.
#[must_use]
pub fn value(scheduler: &Scheduler, schedule: &Schedule, today: StudyDay, on: StudyDay) -> f32 {
    let recall = |schedule: &Schedule, day| scheduler.recall(schedule, day).unwrap_or(0.0);
    let noon = Moment { at_ms: i64::from(today.0) * DAY_MS, offset_min: 0 };
    let [again, _, good, _] = scheduler.outcomes(schedule, noon, today, 0);
    let now = recall(schedule, today);
    now * recall(&good, on) + (1.0 - now) * recall(&again, on) - recall(schedule, on)
}

/// A proposal where cards have waited: after days away, or where they are more than the day's
/// minutes hold.
fn catch_up(
    known: &[Option<&CardProgress>],
    progress: &Progress,
    today: StudyDay,
    pace: Pace,
) -> Option<CatchUp> {
    let plan = progress.plan();
    if in_force(plan, today).is_some() {
        return None;
    }
    let furthest = today.plus(5 * LONGEST);
    let mut waiting = 0_u32;
    let mut has_overdue = false;
    let mut booked: BTreeMap<StudyDay, u32> = BTreeMap::new();
    for known in known.iter().flatten() {
        match known.schedule.phase {
            _ if waits(known, today) && !known.is_hidden(today) => {
                waiting += 1;
                has_overdue |= waits(known, StudyDay(today.0.saturating_sub(1)));
            }
            Phase::Review { due, .. } if due < furthest && !known.suspended => {
                *booked.entry(due).or_default() += 1;
            }
            _ => {}
        }
    }
    let last = progress.answered_days_back().next();
    let away_days = last.map_or(0, |day| today.days_since(day).saturating_sub(1));
    let minutes = plan.and_then(|plan| plan.minutes);
    let cap = pace.answers(minutes.unwrap_or(USUAL_MINUTES)).max(1);
    let was_away = away_days >= AWAY.0 && waiting as usize >= AWAY.1;
    let is_too_much = minutes.is_some() && waiting > cap;
    if !has_overdue || !(was_away || is_too_much) {
        return None;
    }
    let holidays = plan.map_or(&[] as &[_], |plan| &plan.holidays);
    let days = spread(waiting, cap, &booked, holidays, today);
    Some(CatchUp { waiting: waiting as usize, away_days, days })
}

/// Spreads cards that wait over days, from today on: half today, then three tenths, then the rest.
/// Where a day has no room for that, each gets what it has room for. The room of a day is `cap`
/// less what is due then already, though a quarter of it at least; days off have none. Where that
/// would take more than about a month, the cap is raised.
#[must_use]
pub fn spread(
    waiting: u32,
    cap: u32,
    booked: &BTreeMap<StudyDay, u32>,
    holidays: &[StudyDay],
    today: StudyDay,
) -> Vec<(StudyDay, u32)> {
    let cap = cap.max(waiting.div_ceil(LONGEST)).max(1);
    let room = |day: StudyDay| {
        let taken = if day == today { 0 } else { booked.get(&day).copied().unwrap_or(0) };
        cap.saturating_sub(taken).max(cap.div_ceil(4))
    };
    let is_free = |day: &StudyDay| *day != today && holidays.contains(day);
    let mut days = (0..).map(|ahead| today.plus(ahead)).filter(|day| !is_free(day));
    let mut left = waiting;
    let mut wanted = SHARES.map(|tenths| waiting * tenths / 10).to_vec();
    wanted.push(waiting - wanted.iter().sum::<u32>());
    let three: Vec<(StudyDay, u32)> = days.by_ref().zip(wanted).collect();
    if three.iter().all(|(day, count)| *count <= room(*day)) {
        return three.into_iter().filter(|(_, count)| *count > 0).collect();
    }
    let mut out = Vec::new();
    for day in three.into_iter().map(|(day, _)| day).chain(days) {
        let count = left.min(room(day));
        out.push((day, count));
        left -= count;
        if left == 0 {
            break;
        }
    }
    out
}

// --- the exam ---

/// What the exam needs a day. Each new card takes its answers on the first day; after that, and for
/// cards known already, intervals are taken to grow two and a half times from review to review.
fn needs(
    known: &[Option<&CardProgress>],
    plan: Option<&Plan>,
    today: StudyDay,
    exam: StudyDay,
    pace: Pace,
) -> Option<Needs> {
    let days_left = exam.days_since(today);
    let holidays = plan.map_or(&[] as &[_], |plan| &plan.holidays);
    let is_free = |ahead: &u32| holidays.contains(&today.plus(*ahead));
    let study_days = to_u32((0..days_left).filter(|ahead| !is_free(ahead)).count());
    if study_days == 0 {
        return None;
    }
    let mut unseen = 0;
    let mut answers = 0.0;
    for known in known {
        if known.is_some_and(|known| known.suspended) {
            continue;
        }
        match known.map_or(Phase::New, |known| known.schedule.phase) {
            Phase::New => unseen += 1,
            Phase::Learning { .. } | Phase::Relearning { .. } => {
                answers += 1.0 + reviews_within(f64::from(days_left), FIRST_INTERVAL);
            }
            Phase::Review { due, interval_days } => {
                let wait = due.days_since(today);
                if wait < days_left {
                    let next = f64::from(interval_days.max(1)) * GROWTH;
                    answers += 1.0 + reviews_within(f64::from(days_left - wait), next);
                }
            }
        }
    }
    // On average a new card is begun half way.
    let of_new =
        f64::from(ANSWERS_PER_NEW) + reviews_within(f64::from(days_left) / 2.0, FIRST_INTERVAL);
    answers += f64::from(to_u32(unseen)) * of_new;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "answers of a day")]
    let a_day = (answers / f64::from(study_days)).ceil() as u32;
    Some(Needs {
        unseen,
        study_days,
        new_a_day: to_u32(unseen).div_ceil(study_days),
        minutes_a_day: pace.minutes(a_day),
    })
}

/// How many reviews fit in so many days, where the first comes after `interval`.
fn reviews_within(days: f64, interval: f64) -> f64 {
    let (mut at, mut interval, mut count) = (interval, interval, 0.0);
    while at < days {
        count += 1.0;
        interval *= GROWTH;
        at += interval;
    }
    count
}

// --- the week ---

fn week(progress: &Progress, today: StudyDay) -> [(StudyDay, DayMark); 7] {
    // 1970-01-01 was a Thursday.
    let monday = StudyDay(today.0 - (today.0 + 3).rem_euclid(7));
    let mut studied = [false; 7];
    for day in progress.answered_days_back().take_while(|day| *day >= monday) {
        if let Some(slot) = studied.get_mut(day.days_since(monday) as usize) {
            *slot = true;
        }
    }
    let holidays = progress.plan().map_or(&[] as &[_], |plan| &plan.holidays);
    let mut ahead = 0;
    studied.map(|studied| {
        let day = monday.plus(ahead);
        ahead += 1;
        let mark = match studied {
            true => DayMark::Studied,
            false if holidays.contains(&day) => DayMark::Free,
            false if day >= today => DayMark::Ahead,
            false => DayMark::Open,
        };
        (day, mark)
    })
}

/// How many days of this week were studied.
#[must_use]
pub fn days_this_week(progress: &Progress, today: StudyDay) -> usize {
    studied(&week(progress, today))
}

fn studied(week: &[(StudyDay, DayMark); 7]) -> usize {
    week.iter().filter(|(_, mark)| *mark == DayMark::Studied).count()
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::deck::Card;
    use super::super::entry::{Entry, EntryRef, Rating, Review, SegmentId, What};
    use super::super::schedule::splitmix;
    use super::super::session::{SessionKind, due_on};
    use super::*;
    use crate::curriculum::{CardId, load_bundled};
    use DayMark::{Ahead, Free, Open, Studied};
    use std::collections::BTreeSet;

    const TODAY: StudyDay = StudyDay(20_513);

    /// A learner's life, entry by entry.
    #[derive(Default)]
    struct Life {
        progress: Progress,
        seq: u64,
    }

    impl Life {
        fn put(&mut self, day: StudyDay, what: What) {
            self.seq += 1;
            let at = i64::from(day.0) * DAY_MS + 43_200_000;
            let stamp = Some(at + i64::try_from(self.seq).unwrap());
            let entry = Entry { seq: self.seq, at, tz: 0, day, stamp, what };
            self.progress.add(EntryRef(SegmentId(1), self.seq), &entry);
        }

        fn rate(&mut self, day: StudyDay, card: &Card, rating: Rating, ms: u32) {
            let card = card.id.clone();
            let (sure, hint, chosen, answer) = (false, false, Vec::new(), 0);
            self.put(day, What::Review(Review { card, rating, ms, sure, hint, chosen, answer }));
        }
    }

    fn noon(day: StudyDay) -> Moment {
        Moment { at_ms: i64::from(day.0) * DAY_MS + 43_200_000, offset_min: 0 }
    }

    fn deck() -> Deck {
        Deck::new(&load_bundled().0)
    }

    /// The sitting of a day, at noon.
    fn sitting(deck: &Deck, progress: &Progress, otherwise: usize, day: StudyDay) -> Session {
        let survey = Survey::new(deck, progress, noon(day));
        Session::planned(&SessionKind::Due, &survey, new_cards_on(&survey, otherwise))
    }

    fn new_on(deck: &Deck, progress: &Progress) -> usize {
        new_cards_on(&Survey::new(deck, progress, noon(TODAY)), 99)
    }

    fn look(deck: &Deck, progress: &Progress, otherwise: usize, day: StudyDay) -> Outlook {
        Outlook::new(deck, progress, &sitting(deck, progress, otherwise, day))
    }

    /// A learner who began so many cards fourteen days ago and was away since.
    fn away(deck: &Deck, cards: usize) -> Life {
        let mut life = Life::default();
        for card in &deck.cards()[..cards] {
            life.rate(StudyDay(TODAY.0 - 14), card, Rating::Easy, 9_000);
        }
        life
    }

    #[test]
    fn forty_one_cards_are_twenty_today_then_twelve_then_nine() {
        let days = spread(41, 30, &BTreeMap::new(), &[], TODAY);
        assert_eq!(days, [(TODAY, 20), (TODAY.plus(1), 12), (TODAY.plus(2), 9)]);
    }

    #[test]
    fn a_catch_up_keeps_to_the_room_of_its_days_and_ends_on_the_day_that_it_names() {
        for dice in 0..2_000_u64 {
            let dice = super::super::schedule::splitmix(dice);
            let waiting = u32::try_from(dice % 900).unwrap() + 1;
            let cap = u32::try_from((dice >> 10) % 60).unwrap() + 1;
            let booked: BTreeMap<_, _> = (1..20)
                .map(|n| (TODAY.plus(n), u32::try_from(dice >> n).unwrap_or(7) % 40))
                .collect();
            let holidays: Vec<_> =
                (0..9).filter(|n| dice >> (20 + n) & 1 == 1).map(|n| TODAY.plus(n)).collect();
            let days = spread(waiting, cap, &booked, &holidays, TODAY);
            let cap = cap.max(waiting.div_ceil(LONGEST));
            assert_eq!(days.iter().map(|(_, count)| count).sum::<u32>(), waiting);
            assert!(days.is_sorted_by(|a, b| a.0 < b.0));
            assert!(days.iter().all(|(day, count)| *day >= TODAY && (1..=cap).contains(count)));
            assert!(days[1..].iter().all(|(day, _)| !holidays.contains(day)));
            assert!(days.len() <= 4 * LONGEST as usize + 1, "{} days", days.len());
        }
    }

    #[test]
    fn an_accepted_catch_up_serves_its_share_most_valuable_first_and_clears_on_its_day() {
        let deck = deck();
        let mut life = away(&deck, 41);
        let outlook = look(&deck, &life.progress, 0, TODAY);
        let proposal = outlook.catch_up.expect("a proposal");
        assert_eq!((proposal.waiting, proposal.away_days), (41, 13));
        let last = proposal.days.last().unwrap().0;
        let catch_up = proposal.days.clone();
        life.put(TODAY, What::Plan(Plan { catch_up, ..Plan::default() }));
        for (day, share) in &proposal.days {
            let outlook = look(&deck, &life.progress, 0, *day);
            assert_eq!(outlook.catch_up, None, "nothing is proposed while one runs");
            let session = sitting(&deck, &life.progress, 0, *day);
            assert_eq!(session.left(), outlook.waiting());
            assert!(session.left() >= *share as usize);
            let asked: Vec<Card> = std::iter::successors(Some(session), |session| {
                let mut rest = session.clone();
                let card = rest.next(noon(*day))?.clone();
                rest.remove(&card);
                Some(rest)
            })
            .filter_map(|session| deck.get(session.next(noon(*day))?).cloned())
            .collect();
            let on = horizon(None, *day);
            let mut families = BTreeSet::new();
            let worth: Vec<(bool, f32)> = asked[..*share as usize]
                .iter()
                .map(|card| {
                    let schedule = life.progress.schedule(&card.id);
                    let is_sibling = !families.insert(&card.family);
                    (is_sibling, -value(life.progress.scheduler(), &schedule, *day, on))
                })
                .collect();
            assert!(worth.is_sorted(), "siblings come behind: {worth:?}");
            for card in &asked {
                life.rate(*day, card, Rating::Good, 9_000);
                let Phase::Review { due, .. } = life.progress.schedule(&card.id).phase else {
                    panic!("in review")
                };
                assert!(due > *day, "nothing is due in the past because of it");
            }
        }
        assert_eq!(due_on(&deck, &life.progress, last), 0);
    }

    #[test]
    fn a_day_missed_within_a_catch_up_is_made_up_by_its_last_day() {
        let deck = deck();
        let mut life = away(&deck, 41);
        let proposal = look(&deck, &life.progress, 0, TODAY).catch_up.unwrap();
        life.put(TODAY, What::Plan(Plan { catch_up: proposal.days, ..Plan::default() }));
        let left = |day| sitting(&deck, &life.progress, 0, day).left();
        assert_eq!([0, 1, 2, 3].map(|n| left(TODAY.plus(n))), [20, 32, 41, 41]);
        let due = |day| due_on(&deck, &life.progress, day);
        assert_eq!([0, 1, 2].map(|n| due(TODAY.plus(n))), [20, 32, 41]);
    }

    #[test]
    fn a_catch_up_serves_its_shares_and_no_more_also_of_cards_left_in_their_steps() {
        let deck = deck();
        for dice in 0..16 {
            let mut life = Life::default();
            let count = 12 + usize::try_from(splitmix(dice) % 60).unwrap();
            for (card, place) in deck.cards()[..count].iter().zip(dice * 1000..) {
                // All but Easy leave a card in its steps.
                let rating = Rating::ALL[usize::try_from(splitmix(place) % 4).unwrap()];
                life.rate(StudyDay(TODAY.0 - 14), card, rating, 9_000);
            }
            let proposal = look(&deck, &life.progress, 0, TODAY).catch_up.unwrap();
            assert_eq!(proposal.waiting, count);
            let catch_up = proposal.days.clone();
            life.put(TODAY, What::Plan(Plan { catch_up, ..Plan::default() }));
            let mut waiting: BTreeSet<CardId> =
                deck.cards()[..count].iter().map(|card| card.id.clone()).collect();
            for (day, share) in proposal.days {
                let plan = |life: &Life| {
                    Session::new(&SessionKind::Due, &deck, &life.progress, 0, noon(day))
                };
                let mut session = plan(&life);
                let served = session.to_come().filter(|id| waiting.contains(*id)).count();
                assert_eq!(served, share as usize, "{dice}");
                while let Some(id) = session.next(noon(day)).cloned() {
                    let again = splitmix(dice ^ life.seq).is_multiple_of(4);
                    let rating =
                        if again && waiting.contains(&id) { Rating::Again } else { Rating::Easy };
                    life.rate(day, deck.get(&id).unwrap(), rating, 9_000);
                    session.answered(&id, &life.progress, day);
                    waiting.remove(&id);
                    assert_eq!(plan(&life).left(), session.left(), "as after a restart");
                }
            }
            assert!(waiting.is_empty(), "{dice}: {waiting:?}");
        }
    }

    #[test]
    fn nothing_is_proposed_to_who_was_here_yesterday() {
        let deck = deck();
        let mut life = away(&deck, 41);
        life.rate(StudyDay(TODAY.0 - 1), &deck.cards()[100], Rating::Good, 9_000);
        assert_eq!(look(&deck, &life.progress, 0, TODAY).catch_up, None);
        // unless the minutes planned do not hold what waits
        life.put(TODAY, What::Plan(Plan { minutes: Some(5), ..Plan::default() }));
        let proposal = look(&deck, &life.progress, 0, TODAY).catch_up.unwrap();
        // 5 minutes at 9 seconds an answer
        assert!(proposal.days.iter().all(|(_, count)| *count <= 33), "{proposal:?}");
    }

    #[test]
    fn minutes_decide_how_many_new_cards_join_and_answers_of_the_day_change_nothing() {
        let deck = deck();
        let mut life = away(&deck, 12);
        life.put(TODAY, What::Plan(Plan { minutes: Some(10), ..Plan::default() }));
        // twelve answers are too few to know the pace: 10 minutes are 30 answers
        assert_eq!(new_on(&deck, &life.progress), (30 - 12) / 3);
        for card in &deck.cards()[..5] {
            life.rate(TODAY, card, Rating::Again, 60_000);
        }
        life.rate(TODAY, &deck.cards()[50], Rating::Good, 60_000);
        assert_eq!(new_on(&deck, &life.progress), 6);
        let outlook = look(&deck, &life.progress, 99, TODAY);
        assert!(outlook.new <= 6);
        life.put(
            TODAY,
            What::Plan(Plan { minutes: Some(10), holidays: vec![TODAY], ..Plan::default() }),
        );
        assert_eq!(new_on(&deck, &life.progress), 0);
        assert_eq!(new_on(&deck, &Progress::default()), 99);
    }

    #[test]
    fn a_day_planned_by_minutes_takes_no_more_than_them() {
        let deck = deck();
        for minutes in [1, 5, 10, 20, 45] {
            let mut life = away(&deck, 10);
            life.put(TODAY, What::Plan(Plan { minutes: Some(minutes), ..Plan::default() }));
            let outlook = look(&deck, &life.progress, 99, TODAY);
            assert!(outlook.minutes <= minutes.max(outlook.pace.minutes(10)), "{outlook:?}");
        }
    }

    #[test]
    fn the_pace_is_the_learners_own_once_there_are_answers() {
        let deck = deck();
        let life = away(&deck, 19);
        assert_eq!(Pace::of(&life.progress, TODAY), Pace { seconds: 20, is_own: false });
        let life = away(&deck, 20);
        assert_eq!(Pace::of(&life.progress, TODAY), Pace { seconds: 9, is_own: true });
    }

    #[test]
    fn an_exam_needs_every_card_to_be_met_before_it() {
        let deck = deck();
        let mut life = Life::default();
        let exam = TODAY.plus(21);
        let holidays = vec![TODAY.plus(3), TODAY.plus(30)];
        life.put(TODAY, What::Plan(Plan { exam: Some(exam), holidays, ..Plan::default() }));
        let outlook = look(&deck, &life.progress, 15, TODAY);
        assert_eq!(outlook.exam, Some((exam, 21)));
        let needs = outlook.needs.unwrap();
        assert_eq!((needs.unseen, needs.study_days), (deck.cards().len(), 20));
        assert!(needs.new_a_day as usize * 20 >= deck.cards().len());
        assert!(needs.minutes_a_day > needs.new_a_day);
        // past exams are not counted down
        let outlook = look(&deck, &life.progress, 15, exam.plus(1));
        assert_eq!((outlook.exam, outlook.needs), (None, None));
    }

    #[test]
    fn the_week_begins_on_monday_and_a_day_off_is_no_gap() {
        let deck = deck();
        let mut life = Life::default();
        // 2026-03-01 is a Sunday.
        life.rate(StudyDay(TODAY.0 - 2), &deck.cards()[0], Rating::Good, 9_000);
        // What moves no schedule counts too.
        let (card, right, chosen) = (deck.cards()[1].id.clone(), false, Vec::new());
        life.put(TODAY, What::Practice { card, right, chosen, sure: false, ms: 9_000 });
        let holidays = vec![StudyDay(TODAY.0 - 3)];
        life.put(TODAY, What::Plan(Plan { holidays, ..Plan::default() }));
        let outlook = look(&deck, &life.progress, 15, TODAY);
        let marks = outlook.week.map(|(_, mark)| mark);
        assert_eq!(marks, [Open, Open, Open, Free, Studied, Open, Studied]);
        assert_eq!(outlook.week[0].0, StudyDay(TODAY.0 - 6));
        assert_eq!(outlook.days_studied(), 2);
        let next = look(&deck, &life.progress, 15, TODAY.plus(1));
        assert_eq!(next.week.map(|(_, mark)| mark), [Ahead; 7]);
    }
}
