//! The whole loop without a window: actions in, state and effects out.

#![allow(clippy::cast_possible_wrap, reason = "small numbers")]

use crate::program::Program;
use ems_study::curriculum::{CardId, load_bundled};
use ems_study::state::{Action, AppState, Effect, Keeping, Place, ReviewStep, Spot, WriteJob};
use ems_study::study::{Phase, Progress, Rating, SessionKind, Settings, What};
use std::sync::Arc;

fn start(new_per_day: usize) -> Program {
    Program::bundled(Settings { new_per_day, ..Settings::default() })
}

fn step(program: &Program) -> ReviewStep {
    program.state.review().and_then(|r| r.current.as_ref()).expect("a card is shown").step
}

#[test]
fn going_to_the_cards_shows_the_first_question() {
    let mut program = start(5);
    program.act(Action::GoTo(Place::Cards));
    assert_eq!(step(&program), ReviewStep::Question);
    assert_eq!(program.state.review().expect("a sitting").session.left(), 5);
}

#[test]
fn a_card_leaves_only_when_its_rating_is_stored() {
    let mut program = start(5);
    program.act(Action::GoTo(Place::Cards));
    let first = program.card();
    program.act(Action::Reveal { card: first.clone(), sure: false });
    let effects = program
        .state
        .apply(Action::Rate { card: first.clone(), rating: Rating::Easy }, program.now);
    assert!(matches!(effects.as_slice(), [Effect::Write(WriteJob::Entry(_))]));
    assert_eq!(program.card(), first);
    assert_eq!(step(&program), ReviewStep::Storing(Rating::Easy));
    assert_eq!(program.state.progress().reviews(), 0);
}

#[test]
fn a_double_press_rates_a_card_once() {
    let mut program = start(5);
    program.act(Action::GoTo(Place::Cards));
    let first = program.card();
    program.act(Action::Reveal { card: first.clone(), sure: false });
    program.act(Action::Rate { card: first.clone(), rating: Rating::Easy });
    program.act(Action::Rate { card: first, rating: Rating::Easy });
    assert_eq!(program.ratings(), 1);
}

#[test]
fn a_rating_before_the_answer_is_shown_counts_for_nothing() {
    let mut program = start(5);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.act(Action::Rate { card, rating: Rating::Good });
    assert_eq!(program.ratings(), 0);
}

#[test]
fn a_rating_that_cannot_be_stored_keeps_the_card_and_says_so() {
    let mut program = start(5);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.broken = Some("The disk is full.");
    program.answer(Rating::Good);
    assert_eq!(program.card(), card);
    assert_eq!(step(&program), ReviewStep::Answer);
    let notice = &program.state.notice().expect("a notice").text;
    assert!(notice.contains("not saved") && notice.contains("disk is full"), "{notice}");
    program.broken = None;
    program.act(Action::Rate { card: card.clone(), rating: Rating::Good });
    assert_ne!(program.card(), card);
    assert_eq!(program.ratings(), 1);
}

#[test]
fn a_sitting_ends_also_while_the_clock_stands_still() {
    let mut program = start(6);
    program.act(Action::GoTo(Place::Cards));
    let mut answers = 0;
    let mut last = None;
    while program.state.review().is_some_and(|r| r.current.is_some()) {
        let card = program.card();
        let left = program.state.review().expect("a sitting").session.left();
        assert!(last.as_ref() != Some(&card) || left == 1, "{card} twice in a row");
        last = Some(card);
        program.answer(if answers == 0 { Rating::Again } else { Rating::Good });
        answers += 1;
        assert!(answers < 40, "the sitting does not end");
    }
    // Each new card passes two steps; the forgotten one begins again.
    assert_eq!(answers, 6 * 2 + 1);
    assert_eq!(program.state.review().expect("a sitting").session.left(), 0);
}

#[test]
fn undo_goes_back_several_ratings_and_brings_the_card_with_its_answer_open() {
    let mut program = start(4);
    program.act(Action::GoTo(Place::Cards));
    let mut cards = Vec::new();
    for rating in [Rating::Easy, Rating::Again, Rating::Good] {
        cards.push(program.card());
        program.answer(rating);
    }
    for card in cards.iter().rev() {
        program.act(Action::Undo);
        assert_eq!(program.card(), *card);
        assert_eq!(step(&program), ReviewStep::Answer);
        assert_eq!(program.state.progress().schedule(card).phase, Phase::New);
    }
    assert_eq!(program.state.progress().reviews(), 0);
    program.act(Action::Undo);
    assert!(program.state.notice().expect("a notice").text.contains("nothing to undo"));
}

#[test]
fn undo_works_across_a_restart_and_redo_takes_it_back() {
    let mut program = start(4);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.answer(Rating::Easy);
    let after = program.state.progress().schedule(&card);
    // a new start over the same entries
    let mut again = start(4);
    again.entries = program.entries.clone();
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
    let mut program = start(8);
    program.act(Action::GoTo(Place::Cards));
    for (turn, rating) in Rating::ALL.into_iter().cycle().take(20).enumerate() {
        if program.state.review().is_none_or(|r| r.current.is_none()) {
            break;
        }
        program.answer(rating);
        if turn % 3 == 2 {
            program.act(Action::Undo);
        }
    }
    let replayed = Progress::replay(program.entries.clone());
    for card in program.state.deck().cards() {
        assert_eq!(program.state.progress().card(&card.id), replayed.card(&card.id), "{}", card.id);
    }
    assert_eq!(program.state.progress().reviews(), replayed.reviews());
}

#[test]
fn reading_the_source_stops_the_timer_and_back_shows_the_same_card() {
    let mut program = start(3);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.now.mono_ms = 4_000;
    program.act(Action::Reveal { card: card.clone(), sure: false });
    let known = program.state.deck().get(&card).expect("known").clone();
    let (section, facts) = (known.section.expect("a section"), known.facts);
    program.act(Action::OpenSentence { section, facts, label: "asked in your card" });
    assert!(matches!(program.state.spot(), Spot::Section(_, Some(_))));
    program.now.mono_ms = 60_000;
    program.act(Action::Back);
    assert_eq!(program.card(), card);
    assert_eq!(step(&program), ReviewStep::Answer);
    program.now.mono_ms = 61_000;
    program.act(Action::Rate { card, rating: Rating::Good });
    let What::Review(review) = &program.entries[0].1.what else { panic!("a review") };
    assert_eq!(review.ms, 5_000);
}

#[test]
fn a_buried_or_suspended_card_leaves_the_sitting() {
    let mut program = start(4);
    program.act(Action::GoTo(Place::Cards));
    let first = program.card();
    program.act(Action::Bury(first.clone()));
    assert_ne!(program.card(), first);
    let second = program.card();
    program.act(Action::Suspend(second.clone()));
    assert_ne!(program.card(), second);
    program.act(Action::StartSession(SessionKind::Due));
    assert!(program.state.progress().card(&second).expect("known").suspended);
    assert_ne!(program.card(), first);
}

#[test]
fn picking_an_option_that_a_card_does_not_have_changes_nothing() {
    let mut program = start(3);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.act(Action::Pick { card: card.clone(), option: 200 });
    program.act(Action::Pick { card: "no/such-card".into(), option: 0 });
    let current = program.state.review().and_then(|r| r.current.clone()).expect("a card");
    assert!(current.chosen.is_empty());
}

#[test]
fn at_least_two_levels_stay_side_by_side() {
    use ems_study::curriculum::ProviderLevel;
    let mut program = start(3);
    for level in ProviderLevel::ALL {
        program.act(Action::ToggleLevel(level));
    }
    assert_eq!(
        program.state.compare().table.levels,
        [ProviderLevel::Aemt, ProviderLevel::Paramedic]
    );
    assert!(program.state.notice().expect("a notice").text.contains("Two levels"));
}

#[test]
fn where_answers_cannot_be_kept_nothing_is_rated() {
    let mut program = start(3);
    let curriculum = Arc::new(load_bundled().0);
    let closed = Keeping::Closed("Another copy is open.".to_owned());
    program.state = AppState::new(curriculum, Progress::default(), Settings::default(), closed);
    program.act(Action::GoTo(Place::Cards));
    program.answer(Rating::Good);
    assert_eq!(program.ratings(), 0);
}

#[test]
fn a_card_whose_answer_changed_is_due_today() {
    let mut program = start(1);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.answer(Rating::Easy);
    assert!(program.state.review().expect("a sitting").current.is_none());
    // an update of the content has changed the answer since
    for (_, entry) in &mut program.entries {
        if let What::Review(review) = &mut entry.what {
            review.answer ^= 1;
        }
    }
    let curriculum = Arc::new(load_bundled().0);
    let progress = Progress::replay(program.entries.clone());
    let settings = Settings { new_per_day: 0, ..Settings::default() };
    program.state = AppState::new(curriculum, progress, settings, Keeping::Open);
    program.act(Action::GoTo(Place::Cards));
    assert_eq!(program.card(), card);
    program.answer(Rating::Good);
    assert!(program.state.review().expect("a sitting").current.is_none());
}

#[test]
fn two_ratings_undone_are_brought_back_by_two_redos() {
    let mut program = start(4);
    program.act(Action::GoTo(Place::Cards));
    let (first, second) = {
        let first = program.card();
        program.answer(Rating::Easy);
        let second = program.card();
        program.answer(Rating::Easy);
        (first, second)
    };
    let third = program.card();
    program.act(Action::Undo);
    program.act(Action::Undo);
    assert_eq!(program.card(), first);
    program.act(Action::Redo);
    program.act(Action::Redo);
    assert_eq!(program.card(), third);
    assert_eq!(program.state.progress().reviews(), 2);
    for card in [first, second] {
        assert!(matches!(program.state.progress().schedule(&card).phase, Phase::Review { .. }));
    }
    assert_eq!(program.state.review().expect("a sitting").tally.answers(), 2);
}

#[test]
fn the_tally_does_not_count_what_was_undone() {
    let mut program = start(3);
    program.act(Action::GoTo(Place::Cards));
    program.answer(Rating::Good);
    program.act(Action::Undo);
    let card = program.card();
    program.act(Action::Rate { card, rating: Rating::Again });
    let tally = program.state.review().expect("a sitting").tally.clone();
    assert_eq!((tally.answers(), tally.recalled()), (1, 0));
}

#[test]
fn a_card_taken_out_by_mistake_comes_back_by_undo() {
    let mut program = start(3);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.act(Action::Suspend(card.clone()));
    assert_ne!(program.card(), card);
    program.act(Action::Undo);
    assert_eq!(program.card(), card);
    assert_eq!(step(&program), ReviewStep::Question);
    assert!(!program.state.progress().card(&card).expect("known").suspended);
}

#[test]
fn a_sitting_that_is_over_is_planned_anew_on_a_new_day() {
    let mut program = start(1);
    program.act(Action::GoTo(Place::Cards));
    program.answer(Rating::Easy);
    assert!(program.state.review().expect("a sitting").current.is_none());
    program.now.moment = program.now.moment.plus_ms(86_400_000);
    program.act(Action::GoTo(Place::Learn));
    program.act(Action::GoTo(Place::Cards));
    assert!(program.state.review().expect("a sitting").current.is_some());
}

/// The card that the section shown asks, and how far it is.
fn recalled(program: &Program) -> Option<(CardId, ReviewStep)> {
    let current = program.state.recall()?.review.current.as_ref()?;
    Some((current.card.clone(), current.step))
}

fn recall(program: &mut Program, section: &str) {
    program.act(Action::Open(Spot::Section(section.into(), None)));
    program.act(Action::LookAtRecall(section.into(), true));
}

fn answer_recall(program: &mut Program, rating: Rating) {
    let (card, _) = recalled(program).expect("a question");
    program.act(Action::Reveal { card: card.clone(), sure: false });
    program.act(Action::Rate { card, rating });
}

#[test]
fn a_new_card_begun_in_a_section_takes_the_place_of_one_planned_for_the_day() {
    let mut program = start(5);
    program.act(Action::GoTo(Place::Cards));
    recall(&mut program, "how-we-got-here");
    for _ in 0..3 {
        answer_recall(&mut program, Rating::Easy);
    }
    assert_eq!(program.ratings(), 3);
    program.act(Action::GoTo(Place::Cards));
    assert_eq!(program.state.review().expect("a sitting").session.left(), 2);
    let replayed = Progress::replay(program.entries.clone());
    assert_eq!(replayed.reviews(), 3);
}

#[test]
fn what_was_answered_in_cards_is_not_asked_again_by_its_section() {
    let mut program = start(5);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.answer(Rating::Good);
    let section =
        program.state.deck().get(&card).expect("in the deck").section.clone().expect("a section");
    recall(&mut program, section.as_str());
    for _ in 0..4 {
        assert_ne!(recalled(&program).expect("a question").0, card);
        answer_recall(&mut program, Rating::Good);
    }
    assert_eq!(recalled(&program), None, "five in all");
    program.act(Action::MoreRecall(section));
    assert!(recalled(&program).is_some());
}

#[test]
fn an_answer_that_could_not_be_kept_stays_open_in_its_section() {
    let mut program = start(5);
    recall(&mut program, "what-ems-is");
    program.broken = Some("The disk is full.");
    answer_recall(&mut program, Rating::Good);
    let (first, step) = recalled(&program).expect("the same question");
    assert_eq!(step, ReviewStep::Answer);
    program.broken = None;
    program.act(Action::Rate { card: first.clone(), rating: Rating::Again });
    assert_eq!(program.ratings(), 1);
    // Undo brings it back where it was answered, redo takes it up again.
    program.act(Action::Undo);
    assert_eq!(recalled(&program), Some((first.clone(), ReviewStep::Answer)));
    program.act(Action::Redo);
    assert_ne!(recalled(&program).expect("the next").0, first);
    for _ in 0..4 {
        answer_recall(&mut program, Rating::Good);
    }
    assert_eq!(recalled(&program).expect("the forgotten one").0, first);
}

#[test]
fn the_clock_of_a_question_stands_still_while_it_is_out_of_sight() {
    let mut program = start(5);
    recall(&mut program, "what-ems-is");
    let spent = |program: &Program| {
        let recall = program.state.recall().expect("questions");
        recall.review.current.as_ref().expect("a question").spent(program.now.mono_ms)
    };
    program.now.mono_ms += 2_000;
    program.act(Action::LookAtRecall("what-ems-is".into(), false));
    program.now.mono_ms += 60_000;
    assert_eq!(spent(&program), 2_000);
    program.act(Action::LookAtRecall("what-ems-is".into(), true));
    program.now.mono_ms += 1_000;
    assert_eq!(spent(&program), 3_000);
}
