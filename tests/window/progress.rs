//! Progress in the real window without a display: what it says with and without answers, its
//! numbers as tables, the drill of a pair, the list of answers.

use crate::common::history::studied;
use crate::common::{
    TESTED_SIZES, act, app, fill, folder, harness, press, press_ctrl, started, take_in,
};
use egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ems_study::app::App;
use ems_study::curriculum::ProviderLevel;
use ems_study::state::{Action, Estimate, Place, Spot};
use ems_study::study::{Band, DemoKind, ForecastInput, StudyDay};
use std::path::Path;

fn start(folder: &Path) -> Harness<'static, App> {
    harness(app(folder), 1280.0, 2400.0)
}

/// The page of somebody who has studied for so many days.
fn after(folder: &Path, days: i32) -> Harness<'static, App> {
    let mut h = start(folder);
    study(&mut h, days);
    press_ctrl(&mut h, Key::Num5);
    h
}

fn study(h: &mut Harness<'_, App>, days: i32) {
    for (at, entry) in studied(days) {
        take_in(h, at, entry);
    }
}

fn says(h: &Harness<'_, App>, words: &str) -> bool {
    h.query_all_by_label_contains(words).next().is_some()
}

fn click(h: &mut Harness<'_, App>, label: &str) {
    h.get_by_label(label).click();
    h.run();
}

#[test]
fn an_empty_page_says_what_will_stand_there_and_leads_to_the_cards() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num5);
    assert_eq!(*h.state().state().spot(), Spot::Progress);
    h.get_by_role_and_label(Role::Heading, "Progress");
    for words in ["Nothing is counted yet", "Nothing so far", "Shift+Space", "no streak", "15–19 %"]
    {
        assert!(says(&h, words), "{words}");
    }
    assert!(h.query_by_label("All answers").is_none(), "there is nothing to list");
    h.get_by_label_contains("Begin with the cards").click();
    h.run();
    assert_eq!(h.state().state().spot().place(), Place::Cards);
}

#[test]
fn domains_are_those_of_the_exam_planned_for_and_another_can_be_chosen() {
    let folder = folder();
    let mut h = after(folder.path(), 20);
    assert!(says(&h, "Primary assessment") && says(&h, "39–43 %"));
    assert!(says(&h, "as of 2025") && says(&h, "no course in patient care"));
    click(&mut h, "Exam: Paramedic");
    assert_eq!(h.state().state().exam_level(), ProviderLevel::Paramedic);
    assert!(says(&h, "Clinical judgment") && !says(&h, "Primary assessment"));
    assert!(says(&h, "by its plan of 2024"));
}

#[test]
fn the_student_sees_five_domains_what_the_deck_covers_and_what_is_overdue() {
    let folder = folder();
    fill(folder.path(), DemoKind::Student);
    let mut h = harness(started(folder.path(), "2026-03-05T18:00:00-05:00"), 1280.0, 2400.0);
    press_ctrl(&mut h, Key::Num5);
    for domain in [
        "Scene size-up and safety",
        "Primary assessment",
        "Secondary assessment",
        "Patient treatment and transport",
        "Operations",
    ] {
        assert!(says(&h, domain), "{domain}");
    }
    assert!(says(&h, "most of them to “Operations” and"), "what the deck mainly covers");
    assert!(says(&h, "of them from days before (outlined)"), "overdue cards are in the chart");
    click(&mut h, "Practice the weakest 10");
    assert_eq!(h.state().state().review().expect("a sitting").session.left(), 10);
}

#[test]
fn every_chart_says_what_it_shows_and_has_its_numbers_as_a_table() {
    let folder = folder();
    let mut h = after(folder.path(), 40);
    for chart in ["Due until the exam on March 22, 2026. ", "True recall. ", "Time. ", "Calendar. "]
    {
        let images = h.query_all_by_role(Role::Image);
        let mut names = images.filter_map(|node| node.accesskit_node().label());
        assert!(names.any(|name| name.starts_with(chart)), "{chart}");
    }
    for (numbers, cell) in [
        ("Numbers: Due", "March 22, 2026"),
        ("Numbers: True recall", "Jan 2026"),
        ("Numbers: Time", "February 27, 2026"),
        ("Numbers: Calendar", "Week from"),
    ] {
        assert!(h.query_all_by_label(cell).next().is_none(), "{cell}");
        click(&mut h, numbers);
        assert!(h.query_all_by_label(cell).next().is_some(), "{cell}");
        click(&mut h, numbers);
        assert!(h.query_all_by_label(cell).next().is_none(), "{cell}");
    }
}

#[test]
fn a_table_of_a_dozen_rows_is_seen_whole_and_the_keys_scroll_the_page() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    study(&mut h, 12);
    act(&mut h, Action::GoTo(Place::Progress));
    for tile in ["Numbers: True recall", "Numbers: Time", "Numbers: Calendar"] {
        h.get_by_label(tile).scroll_to_me();
        h.run();
        click(&mut h, tile);
    }
    let month = h.get_by_label("Recalled").rect();
    let last = h.get_by_label("Sat").rect();
    let tile = h.get_by_label("Numbers: Calendar").rect().left() + 560.0;
    assert!(last.right() < tile, "the last column is not cut: {last:?}");
    press(&mut h, Key::PageUp);
    assert!(h.get_by_label("Recalled").rect().top() > month.top() + 100.0);
    press(&mut h, Key::PageDown);
    assert!(h.get_by_label("Recalled").rect().top() < month.top() + 100.0);
}

#[test]
fn progress_says_what_may_be_recalled_on_the_day_of_the_exam_as_the_plan_does() {
    let folder = folder();
    let mut h = after(folder.path(), 20);
    let state = h.state().state();
    let Estimate::Done(forecast) = state.plan().estimate.clone() else { panic!("made") };
    let exam = state.progress().plan().and_then(|plan| plan.exam).expect("an exam");
    let today = StudyDay(exam.0 - 21);
    let input = ForecastInput::new(state.deck(), state.progress(), today, exam);
    assert_eq!(Some(&forecast), input.forecast(&mut |_| true).as_ref());
    for (minutes, every, missed) in &forecast.cases {
        let range = |band: &Band| format!("{:.0}–{:.0} %", band.low * 100.0, band.high * 100.0);
        assert!(says(&h, &format!("If {minutes} min a day")) && says(&h, &range(every)));
        assert!(says(&h, &format!("if you miss 3 days: {}", range(missed))));
    }
    h.get_by_label("An estimate for this deck, not a prediction of the exam.");
    click(&mut h, "How this estimate is made");
    assert_eq!(*h.state().state().spot(), Spot::Method);
}

#[test]
fn without_an_exam_progress_leads_to_where_its_date_is_set() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num5);
    assert!(says(&h, "Set the date of your exam to see how much of this deck"));
    click(&mut h, "Open your plan");
    assert_eq!(*h.state().state().spot(), Spot::Plan);
}

#[test]
fn one_click_drills_a_pair_that_is_mixed_up() {
    let folder = folder();
    let mut h = after(folder.path(), 40);
    let pair = h.state().state().statistics().expect("counted").confusions[0].clone();
    click(&mut h, &format!("Drill {}", pair.between.words()));
    let review = h.state().state().review().expect("a sitting");
    assert_eq!(h.state().state().spot().place(), Place::Cards);
    assert!(review.session.left() >= 8);
    let asked = review.current.as_ref().expect("a card").card.clone();
    assert!(h.state().state().progress().wrong_answers(&asked) > 0, "missed ones come first");
    // it goes on like any sitting
    press(&mut h, Key::Space);
    press(&mut h, Key::Num3);
    let next = h.state().state().review().and_then(|r| r.current.clone()).expect("another");
    assert_ne!(next.card, asked);
}

#[test]
fn the_list_of_answers_begins_with_the_latest_and_opens_the_card() {
    let folder = folder();
    let mut h = after(folder.path(), 12);
    click(&mut h, "All answers");
    assert_eq!(*h.state().state().spot(), Spot::Answers);
    assert!(says(&h, "February 27, 2026"));
    let state = h.state().state();
    let latest = state.progress().log().last().expect("an answer").card.clone();
    let question = &state.deck().get(&latest).expect("known").ask.question();
    let question = state.curriculum().plain(question);
    h.query_all_by_role_and_label(Role::Link, &question).next().expect("its row").click();
    h.run();
    let state = h.state().state();
    assert_eq!(*state.spot(), Spot::Browse);
    assert_eq!(state.browse().selected.as_ref(), Some(&latest));
}

#[test]
fn the_page_follows_an_answer_that_is_given_and_taken_back() {
    let folder = folder();
    let mut h = start(folder.path());
    let answers = |h: &Harness<'_, App>| h.state().state().statistics().expect("counted").answers;
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::Space);
    press(&mut h, Key::Num3);
    press_ctrl(&mut h, Key::Num5);
    assert_eq!(answers(&h), 1);
    assert!(says(&h, "1 answer on 1 day"));
    press_ctrl(&mut h, Key::Z);
    press_ctrl(&mut h, Key::Num5);
    assert_eq!(answers(&h), 0);
    click(&mut h, "All answers");
    assert!(says(&h, "taken back"));
}

#[test]
fn nothing_is_clipped_at_any_tested_size() {
    for (width, height, zooms) in TESTED_SIZES {
        for &zoom in zooms {
            let folder = folder();
            let mut h = harness(app(folder.path()), width, height);
            study(&mut h, 30);
            act(&mut h, Action::Zoom(zoom));
            press_ctrl(&mut h, Key::Num5);
            h.run_steps(4);
            let across = h.ctx.content_rect().x_range();
            for node in h.query_all_by(|node| node.label().is_some()) {
                let rect = node.rect();
                let name = node.accesskit_node().label().unwrap_or_default();
                assert!(
                    rect.left() >= across.min - 1.0 && rect.right() <= across.max + 1.0,
                    "{width}x{height} at {zoom} %: “{name}” reaches from {} to {} of {}",
                    rect.left(),
                    rect.right(),
                    across.max
                );
            }
        }
    }
}
