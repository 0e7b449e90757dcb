//! The page of the plan in its window, and what it decides: the day's cards, the estimate, the fit.

use crate::common::{
    TESTED_SIZES, act, app, curriculum, folder, harness, press, press_ctrl, receive,
};
use egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ems_study::app::{App, Start};
use ems_study::clock::{Clock, parse_moment};
use ems_study::state::{Action, Computed, Estimate, Fitting, Outcome, Spot};
use ems_study::storage::{Journal, SystemDisk, read_history};
use ems_study::study::{
    ANSWERS_NEEDED, DAY_MS, Deck, ForecastInput, Plan, Progress, Rating, Review, StudyDay, What,
};
use std::path::Path;

const TODAY: StudyDay = StudyDay(20_513);

/// Rates so many cards on each of these days, counted back from today.
fn rated(folder: &Path, cards: usize, days_ago: &[i64]) {
    let (mut journal, _) = Journal::open(Box::new(SystemDisk), folder, 3).expect("opens");
    let deck = Deck::new(&curriculum());
    for (round, ago) in days_ago.iter().enumerate() {
        let now = parse_moment(crate::common::NOW).expect("a time").plus_ms(-ago * DAY_MS);
        for (place, card) in deck.cards()[..cards].iter().enumerate() {
            let again = round > 0 && (place + round) % 5 == 0;
            let rating = if again { Rating::Again } else { Rating::Easy };
            let (sure, hint, chosen, answer) = (false, false, Vec::new(), card.answer_mark);
            let card = card.id.clone();
            let what = What::Review(Review { card, rating, ms: 9_000, sure, hint, chosen, answer });
            journal.append(now, now.study_day(4), what).expect("kept");
        }
    }
}

fn start(folder: &Path) -> Harness<'static, App> {
    let mut h = harness(app(folder), 1280.0, 2400.0);
    press_ctrl(&mut h, Key::L);
    h
}

fn plan(h: &Harness<'_, App>) -> Plan {
    h.state().state().progress().plan().cloned().unwrap_or_default()
}

fn click(h: &mut Harness<'_, App>, label: &str) {
    h.get_by_label(label).click();
    h.run();
}

#[test]
fn cards_that_waited_are_taken_up_by_a_plan_that_can_be_undone() {
    let folder = folder();
    rated(folder.path(), 41, &[14]);
    let mut h = start(folder.path());
    h.get_by_label("You were away 13 days. No problem");
    let suggested = "41 cards have waited. Suggested: 20 today · 12 tomorrow · 9 Tuesday.";
    h.get_by_label(suggested);
    click(&mut h, "Use this plan");
    let days = [(TODAY, 20), (TODAY.plus(1), 12), (TODAY.plus(2), 9)];
    assert_eq!(plan(&h).catch_up, days);
    assert!(h.query_by_label(suggested).is_none());
    h.get_by_label_contains("21 cards wait for the days after this one, and Tuesday none waits");
    // the sitting serves the day's share, besides what is new
    click(&mut h, "Go to your cards");
    let state = h.state().state();
    let session = &state.review().expect("a sitting").session;
    assert_eq!(session.left() - session.new_cards(state.progress()), 20);
    press_ctrl(&mut h, Key::L);
    // it is in the journal, and so is taking it back
    press_ctrl(&mut h, Key::Z);
    assert_eq!(plan(&h).catch_up, []);
    h.get_by_label(suggested);
    h.get_by_label("The last change of your plan is undone.");
    let entries = read_history(&SystemDisk, folder.path()).expect("readable").entries;
    assert_eq!(Progress::replay(entries).plan(), None);
    h.key_press_modifiers(egui::Modifiers::COMMAND.plus(egui::Modifiers::SHIFT), Key::Z);
    h.run();
    assert_eq!(plan(&h).catch_up, days);
}

#[test]
fn a_proposal_can_be_put_away_and_all_can_be_done_at_once() {
    let folder = folder();
    rated(folder.path(), 41, &[14]);
    let mut h = start(folder.path());
    click(&mut h, "Not now");
    assert!(h.query_by_label("Use this plan").is_none());
    let mut h = start(folder.path());
    click(&mut h, "Do all today");
    let state = h.state().state();
    assert_eq!(*state.spot(), Spot::Cards);
    let session = &state.review().expect("a sitting").session;
    assert_eq!(session.left() - session.new_cards(state.progress()), 41);
    assert_eq!(plan(&h), Plan::default());
}

#[test]
fn a_catch_up_makes_the_day_shorter_and_lets_no_more_new_cards_in() {
    let folder = folder();
    rated(folder.path(), 41, &[14]);
    let mut h = start(folder.path());
    act(&mut h, Action::SetPlan(Plan { minutes: Some(30), ..Plan::default() }));
    let today = |h: &Harness<'_, App>| {
        let outlook = &h.state().state().today().expect("looked at").outlook;
        (outlook.due, outlook.new)
    };
    let (due, new) = today(&h);
    assert!(due > 20 && new > 0, "{due} due, {new} new");
    click(&mut h, "Use this plan");
    assert_eq!(today(&h), (20, new));
}

#[test]
fn what_the_exam_needs_a_day_is_taken_at_once() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::SetPlan(Plan { exam: Some(TODAY.plus(21)), ..Plan::default() }));
    let needed = |h: &Harness<'_, App>| {
        let needs = h.state().state().today().and_then(|today| today.outlook.needs);
        needs.expect("an exam ahead").new_a_day as usize
    };
    let words = format!("Take {} new cards a day, as the exam needs", needed(&h));
    click(&mut h, &words);
    assert_eq!(h.state().state().settings().new_per_day, needed(&h));
    assert!(h.query_by_label(&words).is_none());
}

#[test]
fn an_exam_is_set_by_its_date_and_what_is_wrong_with_one_is_said() {
    let folder = folder();
    let mut h = start(folder.path());
    click(&mut h, "Exam: EMT");
    let field = "Date of the exam, such as Mar 22, 2026";
    let type_date = |h: &mut Harness<'static, App>, text: &str| {
        h.get_by_label(field).focus();
        h.run();
        press_ctrl(h, Key::A);
        h.event(egui::Event::Text(text.to_owned()));
        h.run();
        press(h, Key::Enter);
        h.run();
    };
    type_date(&mut h, "soon");
    h.get_by_label_contains("“soon” is no date; write it like Dec 22, 12/22/2026 or tomorrow");
    type_date(&mut h, "2026-02-01");
    h.get_by_label_contains("That day is past");
    assert_eq!(plan(&h).exam, None);
    for text in ["3/22/2026", "Mar 22", "2026-03-22"] {
        type_date(&mut h, "tomorrow");
        assert_eq!(plan(&h).exam, Some(TODAY.plus(1)));
        type_date(&mut h, text);
        assert_eq!(plan(&h).exam, Some(TODAY.plus(21)), "{text}");
    }
    h.get_by_label("Your EMT exam is in 21 days, on March 22, 2026.");
    h.get_by_label_contains("To meet the ");
    click(&mut h, "+ 1 week");
    assert_eq!(plan(&h).exam, Some(TODAY.plus(28)));
    click(&mut h, "Undo");
    assert_eq!(plan(&h).exam, Some(TODAY.plus(21)));
    click(&mut h, "No date");
    assert_eq!(plan(&h).exam, None);
    assert_eq!(h.state().state().plan().estimate, Estimate::None);
}

#[test]
fn minutes_of_the_plan_decide_the_new_cards_and_a_day_off_has_none() {
    let folder = folder();
    let mut h = start(folder.path());
    let new = |h: &Harness<'_, App>| {
        let outlook = &h.state().state().today().expect("an outlook").outlook;
        (outlook.new, outlook.minutes)
    };
    assert_eq!(new(&h).0, 10);
    click(&mut h, "Minutes a day: 10");
    assert_eq!(new(&h), (10, 10));
    h.get_by_label("Today: 10 cards, 10 of them new, about 10 minutes.");
    press_ctrl(&mut h, Key::Comma);
    assert!(h.query_by_label_contains("Your plan names minutes a day").is_some());
    press(&mut h, Key::Escape);
    click(&mut h, "Today");
    assert_eq!(plan(&h).holidays, [TODAY]);
    assert_eq!(new(&h), (0, 0));
    click(&mut h, "Remove: Sunday, March 1");
    assert_eq!(new(&h), (10, 10));
    press_ctrl(&mut h, Key::Num4);
    let session = &h.state().state().review().expect("a sitting").session;
    assert_eq!(session.left(), 10);
}

#[test]
fn the_estimate_stands_with_its_label_its_numbers_and_its_method() {
    let folder = folder();
    rated(folder.path(), 60, &[20, 12]);
    let mut h = start(folder.path());
    h.get_by_label_contains("Set the date of your exam");
    act(&mut h, Action::SetPlan(Plan { exam: Some(TODAY.plus(21)), ..Plan::default() }));
    let state = h.state().state();
    let Estimate::Done(forecast) = state.plan().estimate.clone() else { panic!("made") };
    let input = ForecastInput::new(state.deck(), state.progress(), TODAY, TODAY.plus(21));
    assert_eq!(Some(&forecast), input.forecast(&mut |_| true).as_ref());
    h.get_by_label("An estimate for this deck, not a prediction of the exam.");
    let drawing = h.get_by_role(Role::Image);
    let said = drawing.accesskit_node().label().unwrap_or_default();
    for (minutes, every, _) in &forecast.cases {
        let numbers = format!(
            "{:.0} % ({:.0} to {:.0})",
            every.expected * 100.0,
            every.low * 100.0,
            every.high * 100.0
        );
        assert!(said.contains(&format!("{minutes} min a day: {numbers}")), "{said}");
        assert!(h.query_all_by_label(&numbers).count() > 0, "{numbers} in the table");
    }
    click(&mut h, "How this estimate is made");
    h.get_by_role_and_label(Role::Heading, "How this estimate is made");
    h.get_by_label("An estimate for this deck, not a prediction of the exam.");
    h.key_press_modifiers(egui::Modifiers::ALT, Key::ArrowLeft);
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Plan);
}

#[test]
fn the_program_opens_at_the_plan_and_makes_the_estimate() {
    let folder = folder();
    rated(folder.path(), 30, &[20]);
    let now = parse_moment(crate::common::NOW).expect("a time");
    let (mut journal, _) = Journal::open(Box::new(SystemDisk), folder.path(), 4).expect("opens");
    let plan = Plan { exam: Some(TODAY.plus(21)), ..Plan::default() };
    journal.append(now, TODAY, What::Plan(plan)).expect("kept");
    drop(journal);
    let start = Start::open(curriculum(), Some(folder.path()), Clock::fixed(now));
    let h = harness(App::headless(start.at(Some("plan"))), 1280.0, 2400.0);
    assert_eq!(*h.state().state().spot(), Spot::Plan);
    assert!(matches!(h.state().state().plan().estimate, Estimate::Done(_)));
    h.get_by_label_contains("How much of this deck you may recall on March 22, 2026");
}

#[test]
fn an_estimate_that_is_out_of_date_is_not_shown() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::SetPlan(Plan { exam: Some(TODAY.plus(21)), ..Plan::default() }));
    let before = h.state().state().plan().estimate.clone();
    let Estimate::Done(mut other) = before.clone() else { panic!("made") };
    other.today = 0.99;
    receive(&mut h, Outcome::Compute(Computed::Forecast(0, Ok(other))));
    h.run();
    assert_eq!(h.state().state().plan().estimate, before);
}

#[test]
fn a_fit_is_shown_before_it_is_taken_and_can_be_undone() {
    let folder = folder();
    let h = start(folder.path());
    h.get_by_label_contains(&format!("It needs {ANSWERS_NEEDED} answers"));
    drop(h);
    rated(folder.path(), 130, &[60, 50, 35, 12]);
    let mut h = start(folder.path());
    assert_eq!(h.state().state().plan().fit_answers(), 390);
    rated_again(&mut h);
    act(&mut h, Action::Open(Spot::Plan));
    click(&mut h, "See what would change");
    h.run();
    let Fitting::Done(fit) = h.state().state().plan().fitting.clone() else { panic!("fitted") };
    assert!(fit.is_better(), "{fit:?}");
    h.get_by_label(&format!("{:.4}", fit.loss.1));
    click(&mut h, "Use it from now on");
    let weights =
        |h: &Harness<'_, App>| h.state().state().progress().parameters().weights_micro.clone();
    assert_eq!(weights(&h), fit.parameters.weights_micro);
    h.get_by_label_contains("Fitted to your answers, by ems-study");
    click(&mut h, "Undo");
    assert_eq!(weights(&h), Vec::<i64>::new());
    assert!(h.query_by_label("Back to the published weights").is_none());
}

/// Twelve cards more, in the open program.
fn rated_again(h: &mut Harness<'_, App>) {
    for _ in 0..12 {
        act(h, Action::Open(Spot::Cards));
        let current = h.state().state().review().and_then(|r| r.current.clone()).expect("a card");
        act(h, Action::Reveal { card: current.card.clone(), sure: false });
        act(h, Action::Rate { card: current.card, rating: Rating::Good });
    }
}

#[test]
fn nothing_of_the_plan_is_clipped_at_any_tested_size() {
    let folder = folder();
    rated(folder.path(), 41, &[14]);
    let exam = Some(TODAY.plus(21));
    let holidays = vec![TODAY.plus(4), TODAY.plus(5)];
    let planned = Plan { exam, holidays, minutes: Some(20), ..Plan::default() };
    for (width, height, zooms) in TESTED_SIZES {
        let mut h = harness(app(folder.path()), width, height);
        act(&mut h, Action::SetPlan(planned.clone()));
        for &zoom in zooms {
            act(&mut h, Action::Zoom(zoom));
            for spot in [Spot::Plan, Spot::Method] {
                act(&mut h, Action::Open(spot.clone()));
                h.run_steps(4);
                let window = h.ctx.content_rect();
                let shown = |node: &egui_kittest::Node<'_>| {
                    let roles = [Role::Label, Role::Heading, Role::Button, Role::RadioButton];
                    roles.contains(&node.accesskit_node().role())
                };
                let wide: Vec<_> = h
                    .query_all(egui_kittest::kittest::By::new())
                    .filter(shown)
                    .map(|node| (node.rect(), node.accesskit_node().label()))
                    .filter(|(rect, _)| {
                        rect.left() < window.left() - 0.5 || window.right() + 0.5 < rect.right()
                    })
                    .collect();
                assert!(wide.is_empty(), "{spot:?} at {width}x{height}, {zoom} %: {wide:?}");
            }
        }
    }
}
