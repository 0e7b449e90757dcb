//! The whole loop without a window: actions in, state and effects out.

#![allow(clippy::cast_possible_wrap, reason = "small numbers")]

use ems_study::curriculum::{CardId, load_bundled};
use ems_study::state::{Action, AppState, Effect, Keeping, Now, Place, ReviewStep, Spot};
use ems_study::study::{
    Entry, EntryRef, Moment, Phase, Progress, Rating, SegmentId, SessionKind, Settings, What,
};
use std::sync::Arc;

/// A program whose journal is a list in memory.
struct Desk {
    state: AppState,
    entries: Vec<(EntryRef, Entry)>,
    now: Now,
    /// Fail the next writes with this message.
    broken: Option<&'static str>,
}

impl Desk {
    fn new(new_per_day: usize) -> Self {
        let (curriculum, problems) = load_bundled();
        assert_eq!(problems, []);
        let settings = Settings { new_per_day, ..Settings::default() };
        let moment = Moment { at_ms: 1_772_406_000_000, offset_min: -300 };
        Self {
            state: AppState::new(
                Arc::new(curriculum),
                Progress::default(),
                settings,
                Keeping::Open,
            ),
            entries: Vec::new(),
            now: Now { moment, mono_ms: 0 },
            broken: None,
        }
    }

    /// Carries out an action and whatever follows from it.
    fn act(&mut self, action: Action) {
        for effect in self.state.apply(action, self.now) {
            if let Effect::Append { now, day, what } = effect {
                let answer = self.write(now, day, what);
                self.act(answer);
            }
        }
    }

    fn write(&mut self, now: Moment, day: ems_study::study::StudyDay, what: What) -> Action {
        if let Some(message) = self.broken {
            return Action::NotAppended { what, message: message.to_owned() };
        }
        let seq = self.entries.len() as u64 + 1;
        let at = EntryRef(SegmentId(1), seq);
        let stamp = Some(now.at_ms + seq as i64);
        let entry = Entry { seq, at: now.at_ms, tz: now.offset_min, day, stamp, what };
        self.entries.push((at, entry.clone()));
        Action::Appended(at, entry)
    }

    fn card(&self) -> CardId {
        self.state.review().and_then(|r| r.current.as_ref()).expect("a card is shown").card.clone()
    }

    fn step(&self) -> ReviewStep {
        self.state.review().and_then(|r| r.current.as_ref()).expect("a card is shown").step
    }

    fn answer(&mut self, rating: Rating) {
        let card = self.card();
        self.act(Action::Reveal { card: card.clone(), sure: false });
        self.act(Action::Rate { card, rating });
    }

    fn ratings(&self) -> usize {
        self.entries.iter().filter(|(_, e)| matches!(e.what, What::Review(_))).count()
    }
}

#[test]
fn going_to_the_cards_shows_the_first_question() {
    let mut desk = Desk::new(5);
    desk.act(Action::GoTo(Place::Cards));
    assert_eq!(desk.step(), ReviewStep::Question);
    assert_eq!(desk.state.review().expect("a sitting").session.left(), 5);
}

#[test]
fn a_card_leaves_only_when_its_rating_is_stored() {
    let mut desk = Desk::new(5);
    desk.act(Action::GoTo(Place::Cards));
    let first = desk.card();
    desk.act(Action::Reveal { card: first.clone(), sure: false });
    let effects =
        desk.state.apply(Action::Rate { card: first.clone(), rating: Rating::Easy }, desk.now);
    assert!(matches!(effects.as_slice(), [Effect::Append { .. }]));
    assert_eq!(desk.card(), first);
    assert_eq!(desk.step(), ReviewStep::Storing(Rating::Easy));
    assert_eq!(desk.state.progress().reviews(), 0);
}

#[test]
fn a_double_press_rates_a_card_once() {
    let mut desk = Desk::new(5);
    desk.act(Action::GoTo(Place::Cards));
    let first = desk.card();
    desk.act(Action::Reveal { card: first.clone(), sure: false });
    desk.act(Action::Rate { card: first.clone(), rating: Rating::Easy });
    desk.act(Action::Rate { card: first, rating: Rating::Easy });
    assert_eq!(desk.ratings(), 1);
}

#[test]
fn a_rating_before_the_answer_is_shown_counts_for_nothing() {
    let mut desk = Desk::new(5);
    desk.act(Action::GoTo(Place::Cards));
    let card = desk.card();
    desk.act(Action::Rate { card, rating: Rating::Good });
    assert_eq!(desk.ratings(), 0);
}

#[test]
fn a_rating_that_cannot_be_stored_keeps_the_card_and_says_so() {
    let mut desk = Desk::new(5);
    desk.act(Action::GoTo(Place::Cards));
    let card = desk.card();
    desk.broken = Some("The disk is full.");
    desk.answer(Rating::Good);
    assert_eq!(desk.card(), card);
    assert_eq!(desk.step(), ReviewStep::Answer);
    let notice = &desk.state.notice().expect("a notice").text;
    assert!(notice.contains("not saved") && notice.contains("disk is full"), "{notice}");
    desk.broken = None;
    desk.act(Action::Rate { card: card.clone(), rating: Rating::Good });
    assert_ne!(desk.card(), card);
    assert_eq!(desk.ratings(), 1);
}

#[test]
fn a_sitting_ends_also_while_the_clock_stands_still() {
    let mut desk = Desk::new(6);
    desk.act(Action::GoTo(Place::Cards));
    let mut answers = 0;
    let mut last = None;
    while desk.state.review().is_some_and(|r| r.current.is_some()) {
        let card = desk.card();
        let left = desk.state.review().expect("a sitting").session.left();
        assert!(last.as_ref() != Some(&card) || left == 1, "{card} twice in a row");
        last = Some(card);
        desk.answer(if answers == 0 { Rating::Again } else { Rating::Good });
        answers += 1;
        assert!(answers < 40, "the sitting does not end");
    }
    // Each new card passes two steps; the forgotten one begins again.
    assert_eq!(answers, 6 * 2 + 1);
    assert_eq!(desk.state.review().expect("a sitting").session.left(), 0);
}

#[test]
fn undo_goes_back_several_ratings_and_brings_the_card_with_its_answer_open() {
    let mut desk = Desk::new(4);
    desk.act(Action::GoTo(Place::Cards));
    let mut cards = Vec::new();
    for rating in [Rating::Easy, Rating::Again, Rating::Good] {
        cards.push(desk.card());
        desk.answer(rating);
    }
    for card in cards.iter().rev() {
        desk.act(Action::Undo);
        assert_eq!(desk.card(), *card);
        assert_eq!(desk.step(), ReviewStep::Answer);
        assert_eq!(desk.state.progress().schedule(card).phase, Phase::New);
    }
    assert_eq!(desk.state.progress().reviews(), 0);
    desk.act(Action::Undo);
    assert!(desk.state.notice().expect("a notice").text.contains("nothing to undo"));
}

#[test]
fn undo_works_across_a_restart_and_redo_takes_it_back() {
    let mut desk = Desk::new(4);
    desk.act(Action::GoTo(Place::Cards));
    let card = desk.card();
    desk.answer(Rating::Easy);
    let after = desk.state.progress().schedule(&card);
    // a new start over the same entries
    let mut again = Desk::new(4);
    again.entries = desk.entries.clone();
    let curriculum = Arc::new(load_bundled().0);
    let progress = Progress::replay(again.entries.clone());
    again.state = AppState::new(curriculum, progress, Settings::default(), Keeping::Open);
    again.act(Action::Undo);
    assert_eq!(again.card(), card);
    assert_eq!(*again.state.spot(), Spot::Cards);
    assert_eq!(again.state.progress().reviews(), 0);
    again.act(Action::Redo);
    assert_eq!(again.state.progress().schedule(&card), after);
    assert_eq!(again.state.progress().reviews(), 1);
}

#[test]
fn what_is_in_memory_is_what_replay_gives() {
    let mut desk = Desk::new(8);
    desk.act(Action::GoTo(Place::Cards));
    for (turn, rating) in Rating::ALL.into_iter().cycle().take(20).enumerate() {
        if desk.state.review().is_none_or(|r| r.current.is_none()) {
            break;
        }
        desk.answer(rating);
        if turn % 3 == 2 {
            desk.act(Action::Undo);
        }
    }
    let replayed = Progress::replay(desk.entries.clone());
    for card in desk.state.deck().cards() {
        assert_eq!(desk.state.progress().card(&card.id), replayed.card(&card.id), "{}", card.id);
    }
    assert_eq!(desk.state.progress().reviews(), replayed.reviews());
}

#[test]
fn reading_the_source_stops_the_timer_and_back_shows_the_same_card() {
    let mut desk = Desk::new(3);
    desk.act(Action::GoTo(Place::Cards));
    let card = desk.card();
    desk.now.mono_ms = 4_000;
    desk.act(Action::Reveal { card: card.clone(), sure: false });
    let known = desk.state.deck().get(&card).expect("known").clone();
    let (section, facts) = (known.section.expect("a section"), known.facts);
    desk.act(Action::OpenSentence { section, facts, label: "asked in your card" });
    assert!(matches!(desk.state.spot(), Spot::Section(_, Some(_))));
    desk.now.mono_ms = 60_000;
    desk.act(Action::Back);
    assert_eq!(desk.card(), card);
    assert_eq!(desk.step(), ReviewStep::Answer);
    desk.now.mono_ms = 61_000;
    desk.act(Action::Rate { card, rating: Rating::Good });
    let What::Review(review) = &desk.entries[0].1.what else { panic!("a review") };
    assert_eq!(review.ms, 5_000);
}

#[test]
fn a_buried_or_suspended_card_leaves_the_sitting() {
    let mut desk = Desk::new(4);
    desk.act(Action::GoTo(Place::Cards));
    let first = desk.card();
    desk.act(Action::Bury(first.clone()));
    assert_ne!(desk.card(), first);
    let second = desk.card();
    desk.act(Action::Suspend(second.clone()));
    assert_ne!(desk.card(), second);
    desk.act(Action::StartSession(SessionKind::Due));
    assert!(desk.state.progress().card(&second).expect("known").suspended);
    assert_ne!(desk.card(), first);
}

#[test]
fn picking_an_option_that_a_card_does_not_have_changes_nothing() {
    let mut desk = Desk::new(3);
    desk.act(Action::GoTo(Place::Cards));
    let card = desk.card();
    desk.act(Action::Pick { card: card.clone(), option: 200 });
    desk.act(Action::Pick { card: "no/such-card".into(), option: 0 });
    let current = desk.state.review().and_then(|r| r.current.clone()).expect("a card");
    assert!(current.chosen.is_empty());
}

#[test]
fn at_least_two_levels_stay_side_by_side() {
    use ems_study::curriculum::ProviderLevel;
    let mut desk = Desk::new(3);
    for level in ProviderLevel::ALL {
        desk.act(Action::ToggleLevel(level));
    }
    assert_eq!(desk.state.compare().table.levels, [ProviderLevel::Aemt, ProviderLevel::Paramedic]);
    assert!(desk.state.notice().expect("a notice").text.contains("Two levels"));
}

#[test]
fn where_answers_cannot_be_kept_nothing_is_rated() {
    let mut desk = Desk::new(3);
    let curriculum = Arc::new(load_bundled().0);
    let closed = Keeping::Closed("Another copy is open.".to_owned());
    desk.state = AppState::new(curriculum, Progress::default(), Settings::default(), closed);
    desk.act(Action::GoTo(Place::Cards));
    desk.answer(Rating::Good);
    assert_eq!(desk.ratings(), 0);
}

#[test]
fn a_card_whose_answer_changed_is_due_today() {
    let mut desk = Desk::new(1);
    desk.act(Action::GoTo(Place::Cards));
    let card = desk.card();
    desk.answer(Rating::Easy);
    assert!(desk.state.review().expect("a sitting").current.is_none());
    // an update of the content has changed the answer since
    for (_, entry) in &mut desk.entries {
        if let What::Review(review) = &mut entry.what {
            review.answer ^= 1;
        }
    }
    let curriculum = Arc::new(load_bundled().0);
    let progress = Progress::replay(desk.entries.clone());
    let settings = Settings { new_per_day: 0, ..Settings::default() };
    desk.state = AppState::new(curriculum, progress, settings, Keeping::Open);
    desk.act(Action::GoTo(Place::Cards));
    assert_eq!(desk.card(), card);
    desk.answer(Rating::Good);
    assert!(desk.state.review().expect("a sitting").current.is_none());
}

#[test]
fn two_ratings_undone_are_brought_back_by_two_redos() {
    let mut desk = Desk::new(4);
    desk.act(Action::GoTo(Place::Cards));
    let (first, second) = {
        let first = desk.card();
        desk.answer(Rating::Easy);
        let second = desk.card();
        desk.answer(Rating::Easy);
        (first, second)
    };
    let third = desk.card();
    desk.act(Action::Undo);
    desk.act(Action::Undo);
    assert_eq!(desk.card(), first);
    desk.act(Action::Redo);
    desk.act(Action::Redo);
    assert_eq!(desk.card(), third);
    assert_eq!(desk.state.progress().reviews(), 2);
    for card in [first, second] {
        assert!(matches!(desk.state.progress().schedule(&card).phase, Phase::Review { .. }));
    }
    assert_eq!(desk.state.review().expect("a sitting").tally.answers(), 2);
}

#[test]
fn the_tally_does_not_count_what_was_undone() {
    let mut desk = Desk::new(3);
    desk.act(Action::GoTo(Place::Cards));
    desk.answer(Rating::Good);
    desk.act(Action::Undo);
    let card = desk.card();
    desk.act(Action::Rate { card, rating: Rating::Again });
    let tally = desk.state.review().expect("a sitting").tally.clone();
    assert_eq!((tally.answers(), tally.recalled()), (1, 0));
}

#[test]
fn a_card_taken_out_by_mistake_comes_back_by_undo() {
    let mut desk = Desk::new(3);
    desk.act(Action::GoTo(Place::Cards));
    let card = desk.card();
    desk.act(Action::Suspend(card.clone()));
    assert_ne!(desk.card(), card);
    desk.act(Action::Undo);
    assert_eq!(desk.card(), card);
    assert_eq!(desk.step(), ReviewStep::Question);
    assert!(!desk.state.progress().card(&card).expect("known").suspended);
}

#[test]
fn a_sitting_that_is_over_is_planned_anew_on_a_new_day() {
    let mut desk = Desk::new(1);
    desk.act(Action::GoTo(Place::Cards));
    desk.answer(Rating::Easy);
    assert!(desk.state.review().expect("a sitting").current.is_none());
    desk.now.moment = desk.now.moment.plus_ms(86_400_000);
    desk.act(Action::GoTo(Place::Learn));
    desk.act(Action::GoTo(Place::Cards));
    assert!(desk.state.review().expect("a sitting").current.is_some());
}

/// The card that the section shown asks, and how far it is.
fn recalled(desk: &Desk) -> Option<(CardId, ReviewStep)> {
    let current = desk.state.recall()?.review.current.as_ref()?;
    Some((current.card.clone(), current.step))
}

fn recall(desk: &mut Desk, section: &str) {
    desk.act(Action::Open(Spot::Section(section.into(), None)));
    desk.act(Action::LookAtRecall(section.into(), true));
}

fn answer_recall(desk: &mut Desk, rating: Rating) {
    let (card, _) = recalled(desk).expect("a question");
    desk.act(Action::Reveal { card: card.clone(), sure: false });
    desk.act(Action::Rate { card, rating });
}

#[test]
fn a_new_card_begun_in_a_section_takes_the_place_of_one_planned_for_the_day() {
    let mut desk = Desk::new(5);
    desk.act(Action::GoTo(Place::Cards));
    recall(&mut desk, "how-we-got-here");
    for _ in 0..3 {
        answer_recall(&mut desk, Rating::Easy);
    }
    assert_eq!(desk.ratings(), 3);
    desk.act(Action::GoTo(Place::Cards));
    assert_eq!(desk.state.review().expect("a sitting").session.left(), 2);
    let replayed = Progress::replay(desk.entries.clone());
    assert_eq!(replayed.reviews(), 3);
}

#[test]
fn what_was_answered_in_cards_is_not_asked_again_by_its_section() {
    let mut desk = Desk::new(5);
    desk.act(Action::GoTo(Place::Cards));
    let card = desk.card();
    desk.answer(Rating::Good);
    let section =
        desk.state.deck().get(&card).expect("in the deck").section.clone().expect("a section");
    recall(&mut desk, section.as_str());
    for _ in 0..4 {
        assert_ne!(recalled(&desk).expect("a question").0, card);
        answer_recall(&mut desk, Rating::Good);
    }
    assert_eq!(recalled(&desk), None, "five in all");
    desk.act(Action::MoreRecall(section));
    assert!(recalled(&desk).is_some());
}

#[test]
fn an_answer_that_could_not_be_kept_stays_open_in_its_section() {
    let mut desk = Desk::new(5);
    recall(&mut desk, "what-ems-is");
    desk.broken = Some("The disk is full.");
    answer_recall(&mut desk, Rating::Good);
    let (first, step) = recalled(&desk).expect("the same question");
    assert_eq!(step, ReviewStep::Answer);
    desk.broken = None;
    desk.act(Action::Rate { card: first.clone(), rating: Rating::Again });
    assert_eq!(desk.ratings(), 1);
    // Undo brings it back where it was answered, redo takes it up again.
    desk.act(Action::Undo);
    assert_eq!(recalled(&desk), Some((first.clone(), ReviewStep::Answer)));
    desk.act(Action::Redo);
    assert_ne!(recalled(&desk).expect("the next").0, first);
    for _ in 0..4 {
        answer_recall(&mut desk, Rating::Good);
    }
    assert_eq!(recalled(&desk).expect("the forgotten one").0, first);
}

#[test]
fn the_clock_of_a_question_stands_still_while_it_is_out_of_sight() {
    let mut desk = Desk::new(5);
    recall(&mut desk, "what-ems-is");
    let spent = |desk: &Desk| {
        let recall = desk.state.recall().expect("questions");
        recall.review.current.as_ref().expect("a question").spent(desk.now.mono_ms)
    };
    desk.now.mono_ms += 2_000;
    desk.act(Action::LookAtRecall("what-ems-is".into(), false));
    desk.now.mono_ms += 60_000;
    assert_eq!(spent(&desk), 2_000);
    desk.act(Action::LookAtRecall("what-ems-is".into(), true));
    desk.now.mono_ms += 1_000;
    assert_eq!(spent(&desk), 3_000);
}
