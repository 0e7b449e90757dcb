//! Believable histories for demonstrations: a student some weeks before the exam, a teacher with a
//! class. They are simulated by the same calls that serve real answers: sittings choose the cards,
//! the scheduler moves them, and the chance of recall decides what is remembered.
//!
//! The same moment gives the same history: there is no clock and no other randomness in it.

use super::deck::{Card, Deck};
use super::entry::{Entry, EntryRef, Plan, Rating, Review, SegmentId, What};
use super::own::{MY_CARDS, OwnCard, OwnDeck};
use super::progress::Progress;
use super::schedule::{Phase, splitmix};
use super::section_progress::is_paragraph;
use super::session::{Session, SessionKind, due_on};
use super::settings::{Role, Settings};
use super::time::{DAY_MS, Moment, StudyDay};
use crate::curriculum::{Anchor, Ask, Curriculum, ProviderLevel};

/// Who is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoKind {
    /// Three weeks before the EMT exam, four weeks of cards behind.
    Student,
    /// A class twice a week, a deck of one's own for it.
    Teacher,
}

/// A history, and what lies beside it.
#[derive(Clone, Debug)]
pub struct Demo {
    /// What was done, in order, with when and on which study day.
    pub entries: Vec<(Moment, StudyDay, What)>,
    /// Decks of one's own.
    pub decks: Vec<OwnDeck>,
    /// What was set.
    pub settings: Settings,
}

/// So many cards wait for the student. Where all of those are done today, so many are due tomorrow and
/// so many wait four days later. So many were sure, but wrong.
const STUDENT_NUMBERS: [usize; 4] = [18, 18, 41, 2];
/// Dice that lead there on March 1, 2026, with the cards of today; else the next ones are tried, and
/// those that come nearest are taken.
const STUDENT_DICE: u64 = 31_732;
/// So many are tried at most.
const TRIES: u64 = 400;
const TEACHER_DICE: u64 = 7;
/// On these days before today there was no time.
const STUDENT_RESTS: [u32; 9] = [2, 5, 6, 9, 13, 16, 20, 23, 26];
const MINUTE_MS: i64 = 60_000;

impl Demo {
    /// The history of somebody up to that moment.
    #[must_use]
    pub fn new(kind: DemoKind, curriculum: &Curriculum, now: Moment) -> Self {
        match kind {
            DemoKind::Student => student(curriculum, now),
            DemoKind::Teacher => teacher(curriculum, now),
        }
    }
}

/// Studies on most days of four weeks, and has an exam in three.
fn student(c: &Curriculum, now: Moment) -> Demo {
    let settings = Settings { role: Some(Role::Study), new_per_day: 4, ..Settings::default() };
    let first_day = now.study_day(day_hour()).0 - 27;
    let deck = OwnDeck {
        cards: vec![OwnCard {
            section: Some("a-911-call".into()),
            ..own_card(
                "where-are-you",
                "What does our dispatcher ask before anything else?",
                "Where the emergency is",
                StudyDay(first_day),
            )
        }],
        ..OwnDeck::new(MY_CARDS.0, MY_CARDS.1)
    };
    let decks = vec![deck];
    let cards = Deck::with_own(c, &decks);
    let mut best: Option<(usize, Life<'_>)> = None;
    for dice in STUDENT_DICE..STUDENT_DICE + TRIES {
        let life = student_life(c, &cards, &settings, now, dice);
        let off = life.numbers(now).into_iter().zip(STUDENT_NUMBERS);
        let off: usize = off.map(|(is, wanted)| is.abs_diff(wanted)).sum();
        if best.as_ref().is_none_or(|(nearest, _)| off < *nearest) {
            best = Some((off, life));
        }
        if off == 0 {
            break;
        }
    }
    Demo { entries: best.map(|(_, life)| life.entries).unwrap_or_default(), decks, settings }
}

fn student_life<'a>(
    c: &Curriculum,
    deck: &'a Deck,
    settings: &Settings,
    now: Moment,
    dice: u64,
) -> Life<'a> {
    let mut life = Life::new(deck, settings.new_per_day, dice);
    let today = now.study_day(day_hour());
    let plan =
        Plan { level: Some(ProviderLevel::Emt), exam: Some(today.plus(21)), ..Plan::default() };
    let days: Vec<u32> = (1..=27).rev().filter(|ago| !STUDENT_RESTS.contains(ago)).collect();
    let pages = pages_up_to(c, "four-levels");
    for (number, ago) in days.iter().enumerate() {
        let mut at = life.evening(now, *ago);
        if number == 0 {
            life.does(at, What::Plan(plan.clone()));
        }
        let share = |n: usize| n * pages.len() / days.len();
        life.reads(&mut at, pages.get(share(number)..share(number + 1)).unwrap_or_default());
        if *ago <= 14 {
            life.tests_two_rows(&mut at);
        }
        life.reviews(&mut at);
        for (_, what) in STUDENT_MARKS.iter().filter(|(day, _)| day == ago) {
            at = at.plus_ms(MINUTE_MS);
            life.does(at, what());
        }
    }
    life
}

/// What the student marks, and how many days ago.
const STUDENT_MARKS: [(u32, fn() -> What); 4] = [
    (22, || bookmark("ems-and-emt/what-an-emt-may-do")),
    (17, || note("a-911-call/dispatch-text", "Ask: who answers the calls in our county?")),
    (7, || bookmark("four-levels/ladder-text")),
    (3, || note("four-levels/state-decides", "Look up what our state adds for the EMT.")),
];

/// Reads before class, reviews a little, and keeps a deck for the class.
fn teacher(c: &Curriculum, now: Moment) -> Demo {
    let settings = Settings { role: Some(Role::Teach), new_per_day: 4, ..Settings::default() };
    let today = now.study_day(day_hour());
    let written = StudyDay(today.0 - 12);
    let card = |id: &str, question: &str, answer: &str| own_card(id, question, answer, written);
    let cards = vec![
        card("report", "To whom do we hand the patient over?", "To the nurse who takes charge"),
        card("first-look", "What do we look at before the patient?", "The scene: is it safe?"),
        card("call-back", "Why repeat an order back?", "So that a mistake is heard at once"),
        card("radio", "What stands first in a radio report?", "Who is calling, and from where"),
        card("direction", "Under whose direction do we work?", "Under our medical director’s"),
        card("levels", "The four levels, from the lowest?", "EMR, EMT, AEMT, Paramedic"),
    ];
    let deck = OwnDeck { cards, ..OwnDeck::new("class-week-2", "Class, week 2") };
    let decks = vec![deck];
    let cards = Deck::with_own(c, &decks);
    let mut life = Life::new(&cards, settings.new_per_day, TEACHER_DICE);
    let pages = pages_up_to(c, "scope-and-direction");
    // The evenings before class, twice a week.
    let days = [20, 18, 13, 11, 6, 4];
    for (number, ago) in days.iter().enumerate() {
        let mut at = life.evening(now, *ago);
        let share = |n: usize| n * pages.len() / days.len();
        life.reads(&mut at, pages.get(share(number)..share(number + 1)).unwrap_or_default());
        life.reviews(&mut at);
        for (_, what) in TEACHER_MARKS.iter().filter(|(day, _)| day == ago) {
            at = at.plus_ms(MINUTE_MS);
            life.does(at, what());
        }
    }
    Demo { entries: life.entries, decks, settings }
}

/// What the teacher marks, and how many days ago.
const TEACHER_MARKS: [(u32, fn() -> What); 4] = [
    (18, || bookmark("a-911-call/the-clock-text")),
    (11, || bookmark("four-levels/ladder-text")),
    (11, || note("four-levels/ladder-text", "Ask table 2 first; then all vote.")),
    (4, || note("four-levels/state-decides", "Bring our state’s list.")),
];

fn note(anchor: &str, text: &str) -> What {
    What::Note { anchor: anchor.to_owned(), text: text.to_owned() }
}

fn bookmark(anchor: &str) -> What {
    What::Bookmark { anchor: anchor.to_owned(), on: true }
}

fn own_card(id: &str, question: &str, answer: &str, added: StudyDay) -> OwnCard {
    let card = OwnCard::recall(id.to_owned(), question.to_owned(), answer.to_owned());
    OwnCard { added: Some(added), ..card }
}

/// The paragraphs of all sections before this one, and the first half of its own.
fn pages_up_to(c: &Curriculum, section: &str) -> Vec<String> {
    let mut pages = Vec::new();
    for known in c.sections() {
        let blocks = known.blocks.iter().filter(|block| is_paragraph(block));
        let of_section = blocks.map(|block| Anchor::new(&known.id, block.id()).as_str().to_owned());
        if known.id.as_str() == section {
            let half = of_section.clone().count() / 2;
            pages.extend(of_section.take(half));
            break;
        }
        pages.extend(of_section);
    }
    pages
}

fn day_hour() -> u8 {
    Progress::default().parameters().day_hour
}

/// Somebody who learns.
#[derive(Clone)]
struct Life<'a> {
    deck: &'a Deck,
    new_per_day: usize,
    progress: Progress,
    entries: Vec<(Moment, StudyDay, What)>,
    dice: u64,
}

impl<'a> Life<'a> {
    fn new(deck: &'a Deck, new_per_day: usize, dice: u64) -> Self {
        let (progress, entries) = (Progress::default(), Vec::new());
        Self { deck, new_per_day, progress, entries, dice: splitmix(dice) }
    }

    /// A number from 0 up to 1.
    fn roll(&mut self) -> f64 {
        self.dice = splitmix(self.dice);
        f64::from(u32::try_from(self.dice >> 32).unwrap_or(0)) / (f64::from(u32::MAX) + 1.0)
    }

    /// A whole number below that one.
    fn pick(&mut self, below: usize) -> usize {
        self.dice = splitmix(self.dice);
        usize::try_from(self.dice % (below.max(1) as u64)).unwrap_or(0)
    }

    /// About half past seven in the evening, so many days ago.
    fn evening(&mut self, now: Moment, days_ago: u32) -> Moment {
        let midnight = now.start_of(now.study_day(0), 0);
        let minutes = 19 * 60 + 10 + i64::try_from(self.pick(50)).unwrap_or(0);
        let at_ms = midnight - i64::from(days_ago) * DAY_MS + minutes * MINUTE_MS;
        Moment { at_ms, ..now }
    }

    fn does(&mut self, at: Moment, what: What) {
        let day = self.progress.study_day(at);
        let seq = self.entries.len() as u64 + 1;
        let (at_ms, tz) = (at.at_ms, at.offset_min);
        let entry = Entry { seq, at: at_ms, tz, day, stamp: None, what: what.clone() };
        self.progress.add(EntryRef(SegmentId(0), seq), &entry);
        self.entries.push((at, day, what));
    }

    fn reads(&mut self, at: &mut Moment, pages: &[String]) {
        for anchor in pages {
            let seconds = 15 + i64::try_from(self.pick(30)).unwrap_or(0);
            *at = at.plus_ms(seconds * 1000);
            self.does(*at, What::Read { anchor: anchor.clone() });
        }
    }

    /// All that is due, to the end.
    fn reviews(&mut self, at: &mut Moment) {
        let today = self.progress.study_day(*at);
        let mut session = self.sitting(*at);
        while let Some(card) = session.next(*at).and_then(|id| self.deck.get(id)) {
            let review = self.answer(card, today);
            *at = at.plus_ms(i64::from(review.ms) + 1500);
            self.does(*at, What::Review(review));
            session.answered(&card.id, &self.progress, today);
        }
    }

    /// Two rows of the comparison that begin with the AEMT or the Paramedic, as a test of it asks.
    fn tests_two_rows(&mut self, at: &mut Moment) {
        let today = self.progress.study_day(*at);
        let is_new = |card: &&Card| self.progress.card(&card.id).is_none();
        let of_rows = self.deck.cards().iter().filter(|card| card.scope.is_some());
        let cards = of_rows.filter(|card| mixed_up(card).is_some()).filter(is_new);
        for card in cards.take(2).collect::<Vec<_>>() {
            let review = self.answer(card, today);
            *at = at.plus_ms(i64::from(review.ms) + 1500);
            self.does(*at, What::Review(review));
        }
    }

    fn sitting(&self, at: Moment) -> Session {
        Session::new(&SessionKind::Due, self.deck, &self.progress, self.new_per_day, at)
    }

    /// How well a card is recalled: by the chance that the scheduler gives it. AEMT and Paramedic
    /// are taken for each other more often than chance would have it.
    fn answer(&mut self, card: &Card, today: StudyDay) -> Review {
        let schedule = self.progress.schedule(&card.id);
        let chance = match schedule.phase {
            Phase::New => 0.72,
            Phase::Learning { .. } | Phase::Relearning { .. } => 0.93,
            Phase::Review { .. } => {
                self.progress.scheduler().recall(&schedule, today).map_or(0.9, f64::from)
            }
        };
        let mixed_up = mixed_up(card);
        let is_seen = !matches!(schedule.phase, Phase::New);
        let is_lost = mixed_up.is_some() && self.roll() < 0.2;
        let forgot = is_lost || self.roll() > chance;
        let rating = match (forgot, self.roll()) {
            (true, _) => Rating::Again,
            (false, dice) if dice < 0.12 => Rating::Hard,
            (false, dice) if dice < 0.9 => Rating::Good,
            (false, _) => Rating::Easy,
        };
        let sure = match rating {
            Rating::Again if is_lost => self.roll() < 0.5,
            Rating::Again => is_seen && self.roll() < 0.12,
            Rating::Hard => false,
            Rating::Good => self.roll() < 0.45,
            Rating::Easy => true,
        };
        let seconds = 7.0 + 8.5 * (self.roll() + self.roll());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "7 to 24 s")]
        let ms = (seconds * 1000.0) as u32;
        let chosen = self.chosen(card, forgot, mixed_up);
        let (card, answer) = (card.id.clone(), card.answer_mark);
        Review { card, rating, ms, sure, hint: false, chosen, answer }
    }

    /// What is chosen, by the places of the options: the right ones first.
    fn chosen(&mut self, card: &Card, wrong: bool, mixed_up: Option<u8>) -> Vec<u8> {
        let place = |at: usize| u8::try_from(at).unwrap_or(0);
        match &card.ask {
            Ask::ChooseOne { wrong: options, .. } if wrong => match mixed_up {
                Some(other) if self.roll() < 0.8 => vec![other],
                _ => vec![place(1 + self.pick(options.len()))],
            },
            Ask::ChooseOne { .. } => vec![0],
            // One of the right ones is missed.
            Ask::ChooseAll { right, .. } => {
                (0..right.len() - usize::from(wrong && right.len() > 1)).map(place).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Cards that wait at that moment.
    fn waiting(&self, now: Moment) -> usize {
        self.sitting(now).left()
    }

    /// What [`STUDENT_NUMBERS`] says of the student.
    fn numbers(&self, now: Moment) -> [usize; 4] {
        let (tomorrow, later) = self.numbers_after(now);
        [self.waiting(now), tomorrow, later, self.progress.sure_but_wrong().count()]
    }

    /// Cards due tomorrow and those that wait four days later, where all of today's are recalled now.
    fn numbers_after(&self, now: Moment) -> (usize, usize) {
        let mut after = self.clone();
        let today = after.progress.study_day(now);
        let mut session = after.sitting(now);
        while let Some(id) = session.next(now).cloned() {
            let (rating, ms, sure, hint) = (Rating::Good, 15_000, false, false);
            let review =
                Review { card: id.clone(), rating, ms, sure, hint, chosen: Vec::new(), answer: 0 };
            after.does(now, What::Review(review));
            session.answered(&id, &after.progress, today);
        }
        let tomorrow = due_on(self.deck, &after.progress, today.plus(1));
        (tomorrow, after.waiting(now.plus_ms(4 * DAY_MS)))
    }
}

/// The option by which AEMT and Paramedic are mixed up, where the card is about one of the two.
fn mixed_up(card: &Card) -> Option<u8> {
    let Ask::ChooseOne { wrong, .. } = &card.ask else { return None };
    let other = match card.level? {
        ProviderLevel::Aemt => ProviderLevel::Paramedic,
        ProviderLevel::Paramedic => ProviderLevel::Aemt,
        _ => return None,
    };
    let at = wrong.iter().position(|(option, _)| option == other.short())?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::super::today::Today;
    use super::*;
    use crate::curriculum::load_bundled;

    /// Sunday, March 1, 2026, 18:00 on the learner's own clock.
    const NOW: Moment = Moment { at_ms: 1_772_406_000_000, offset_min: -300 };

    fn lived(kind: DemoKind) -> (Curriculum, Demo, Progress) {
        let (c, _) = load_bundled();
        let demo = Demo::new(kind, &c, NOW);
        let entries = demo.entries.iter().cloned().zip(1..).map(|((at, day, what), seq)| {
            let (at_ms, tz) = (at.at_ms, at.offset_min);
            (EntryRef(SegmentId(1), seq), Entry { seq, at: at_ms, tz, day, stamp: None, what })
        });
        let progress = Progress::replay(entries.collect());
        (c, demo, progress)
    }

    #[test]
    fn the_students_numbers_are_those_of_the_walk_through() {
        let (c, demo, progress) = lived(DemoKind::Student);
        let deck = Deck::with_own(&c, &demo.decks);
        let today = Today::new(&c, &deck, &progress, demo.settings.new_per_day, NOW);
        let holds = &today.outlook;
        assert_eq!((holds.waiting(), holds.new, holds.minutes), (18, 4, 7));
        assert_eq!(holds.exam.map(|(_, days)| days), Some(21));
        assert_eq!(holds.days_studied(), 3, "with today four of five");
        assert_eq!(today.sure_but_wrong.len(), 2);
        assert_eq!(today.reading.expect("more to read").section.as_str(), "four-levels");
        let aemt_paramedic = progress.log().filter(|given| {
            let card = deck.get(given.card).filter(|_| given.rating == Rating::Again);
            card.and_then(mixed_up).is_some_and(|other| given.chosen == [other])
        });
        assert!(aemt_paramedic.count() >= 6);
        assert_eq!((progress.notes().len(), progress.bookmarks().len()), (2, 2));
        let life = Life { progress, ..Life::new(&deck, demo.settings.new_per_day, 0) };
        assert_eq!(life.numbers_after(NOW), (18, 41));
    }

    #[test]
    fn a_history_is_in_order_lies_before_now_and_hangs_on_what_is_there() {
        for kind in [DemoKind::Student, DemoKind::Teacher] {
            let (c, demo, progress) = lived(kind);
            assert!(demo.entries.is_sorted_by_key(|(at, ..)| at.at_ms));
            assert!(demo.entries.iter().all(|(at, ..)| at.at_ms < NOW.at_ms));
            assert!(progress.reviews() > 60, "{kind:?}: {}", progress.reviews());
            let marked = progress.notes().into_keys().chain(progress.bookmarks());
            for anchor in marked.chain(progress.reads()) {
                assert!(c.block_at(&anchor.into()).is_some(), "{kind:?}: {anchor}");
            }
            let again = Demo::new(kind, &c, NOW);
            assert_eq!(demo.entries, again.entries, "the same moment gives the same history");
            assert_eq!(demo.decks, again.decks);
        }
    }
}
