//! The page of sittings and the sittings themselves, in the window: by label and role, by keyboard.

use crate::common::{act, app, folder, harness, press, press_ctrl, see};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use ems_study::app::App;
use ems_study::curriculum::{ProviderLevel, Task};
use ems_study::state::{Action, Spot};
use ems_study::study::{Build, Rating, SessionKind};

fn left(h: &Harness<'_, App>) -> usize {
    h.state().state().review().expect("a sitting").session.left()
}

#[test]
fn the_page_says_what_each_sitting_serves_and_begins_it() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 1600.0);
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::P);
    assert_eq!(*h.state().state().spot(), Spot::Sittings);
    h.get_by_role_and_label(Role::Heading, "Practice");
    h.get_by_role_and_label(Role::Button, "Due today: 10 cards");
    h.get_by_role_and_label(Role::Button, "Missed: none now");
    let rehearsal = h.get_by_label_contains("Rehearsal, EMT exam: 40 cards");
    rehearsal.click();
    h.run();
    assert_eq!(left(&h), 40);
    assert_eq!(*h.state().state().spot(), Spot::Cards);
    assert!(h.query_by_label_contains("not a prediction").is_some());
    // Back leads to the choice; keys of a card do nothing there.
    h.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    h.run();
    press(&mut h, Key::Space);
    h.get_by_role_and_label(Role::Button, "Quick 10: 10 cards").click();
    h.run();
    assert_eq!(left(&h), 10);
}

#[test]
fn a_sitting_without_a_card_cannot_be_begun() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 1600.0);
    act(&mut h, Action::Open(Spot::Sittings));
    h.get_by_role_and_label(Role::Button, "Missed: none now").click();
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Sittings);
}

#[test]
fn a_sitting_is_put_together_from_lists() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 2400.0);
    act(&mut h, Action::Open(Spot::Sittings));
    h.get_by_role_and_label(Role::ComboBox, "Level: all").click();
    h.run();
    h.get_by_label("AEMT").click();
    h.run();
    h.get_by_role_and_label(Role::ComboBox, "How many: all").click();
    h.run();
    h.get_by_label("5 cards").click();
    h.run();
    h.get_by_role_and_label(Role::CheckBox, "Cram: change no schedule").click();
    h.run();
    let build = h.state().state().sittings().build().clone();
    let wanted = Build {
        level: Some(ProviderLevel::Aemt),
        count: Some(5),
        practice: true,
        ..Build::default()
    };
    assert_eq!(build, wanted);
    h.get_by_label_contains("Begin: 5 of ").click();
    h.run();
    assert_eq!(left(&h), 5);
    assert!(h.query_by_label("changes no schedule").is_some());
}

#[test]
fn a_list_closes_once_enter_has_chosen_from_it_and_begin_stays_where_it_is() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 2400.0);
    act(&mut h, Action::Open(Spot::Sittings));
    let begin = |h: &Harness<'_, App>| h.get_by_label_contains("Begin: ").rect();
    let before = begin(&h);
    h.get_by_role_and_label(Role::ComboBox, "Time: no limit").click();
    h.run();
    h.get_by_label("5 minutes").focus();
    h.run();
    press(&mut h, Key::Enter);
    assert_eq!(h.state().state().sittings().build().minutes, Some(5));
    assert!(h.query_by_label("10 minutes").is_none(), "the list is closed");
    assert_eq!(begin(&h).top(), before.top());
    h.get_by_label_contains("No clock runs");
}

#[test]
fn practice_has_two_buttons_that_say_what_happens_here() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    let cram = Build { practice: true, count: Some(3), ..Build::default() };
    act(&mut h, Action::StartSession(SessionKind::Built(cram)));
    press(&mut h, Key::Space);
    h.get_by_role_and_label(Role::Button, "Again, asked again here");
    h.get_by_role_and_label(Role::Button, "Good, done here").click();
    h.run();
    assert_eq!(left(&h), 2);
    press(&mut h, Key::Space);
    press(&mut h, Key::Num1);
    assert_eq!(left(&h), 2, "a forgotten one stays");
    assert_eq!(h.state().state().progress().reviews(), 0);
    press_ctrl(&mut h, Key::Z);
    h.get_by_role_and_label(Role::Button, "Good, done here");
}

/// Picks or arranges something until it can be handed in.
fn hand_in(h: &mut Harness<'_, App>) {
    let before = left(h);
    for _ in 0..12 {
        press(h, Key::Num1);
        press(h, Key::Space);
        if left(h) < before {
            return;
        }
    }
    panic!("a question that cannot be answered");
}

#[test]
fn a_rehearsal_goes_on_without_the_answer_and_tells_it_at_the_end() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 4000.0);
    act(&mut h, Action::StartSession(SessionKind::Rehearsal(ProviderLevel::Emt)));
    // The second half of a double press hands in nothing.
    h.key_press(Key::Space);
    h.run();
    let refused = "as in the exam, no question is left out";
    assert!(h.query_by_label_contains(refused).is_none());
    see(&h);
    press(&mut h, Key::Space);
    assert!(h.query_by_label_contains(refused).is_some());
    while left(&h) > 37 {
        assert!(h.query_by_label_contains("Source:").is_none());
        hand_in(&mut h);
    }
    press(&mut h, Key::S);
    h.get_by_role_and_label(Role::Heading, "Stopped here");
    assert!(h.query_by_label_contains("of 3 answers right").is_some());
    assert!(h.query_by_label_contains("not a prediction of your result").is_some());
    h.get_by_role_and_label(Role::Button, "Go on, 37 left Enter").click();
    h.run();
    assert_eq!(left(&h), 37);
    assert!(h.query_by_role_and_label(Role::Button, "Next question").is_some());
}

#[test]
fn the_end_of_a_rehearsal_says_what_was_chosen_in_every_kind_of_question() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    act(&mut h, Action::StartSession(SessionKind::Rehearsal(ProviderLevel::Emt)));
    while left(&h) > 0 {
        let state = h.state().state();
        let current = state.review().and_then(|r| r.current.as_ref()).expect("a question");
        let task = state.deck().get(&current.card).expect("known").ask.task();
        let told = h.query_by_label("Right only if all of it is right.").is_some();
        assert_eq!(told, task != Task::PickOne);
        hand_in(&mut h);
    }
    let state = h.state().state();
    let mut tasks = std::collections::BTreeSet::new();
    for given in state.review().expect("a sitting").tally.given() {
        let ask = &state.deck().get(&given.card).expect("known").ask;
        if given.rating == Rating::Again {
            tasks.insert(format!("{:?}", ask.task()));
            let yours = state.curriculum().plain(&ask.given(&given.chosen));
            let yours = format!("✗ {yours}");
            let mut told = h.query_all_by_label_contains(&yours);
            assert!(told.next().is_some(), "{yours}");
        }
    }
    assert!(tasks.contains("PickAll") && tasks.contains("Sort"), "{tasks:?}");
    let mut parts = h.query_all_by_label_contains("it counts as right only with all of them");
    assert!(parts.next().is_some());
}

#[test]
fn the_summary_of_a_timed_sitting_tells_the_pace_and_offers_more_time() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    let timed = Build { minutes: Some(5), count: Some(3), ..Build::default() };
    act(&mut h, Action::StartSession(SessionKind::Built(timed)));
    assert!(h.query_by_label_contains("pace").is_none(), "no clock before the eyes");
    press(&mut h, Key::Space);
    press(&mut h, Key::Num4);
    press(&mut h, Key::S);
    assert!(h.query_by_label_contains("Your pace: ").is_some());
    assert!(h.query_by_label_contains("The time given was 5 minutes").is_some());
}
