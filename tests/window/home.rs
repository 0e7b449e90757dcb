//! Home: the first question, what today asks for, the demonstrations, by keyboard and by label.

use crate::common::{NOW, TESTED_SIZES, act, fill, folder, harness, press, press_ctrl, started};
use egui::{Key, Role as Kind};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ems_study::app::App;
use ems_study::state::{self, Action, Spot};
use ems_study::storage::{Journal, SystemDisk, read_history};
use ems_study::study::{DemoKind, Role, SessionKind, Settings};
use std::path::Path;

fn start(folder: &Path) -> Harness<'static, App> {
    harness(started(folder, NOW), 1280.0, 800.0)
}

fn student(now: &str) -> (crate::test_folder::TestFolder, Harness<'static, App>) {
    let folder = folder();
    fill(folder.path(), DemoKind::Student);
    let h = harness(started(folder.path(), now), 1280.0, 800.0);
    (folder, h)
}

fn spot<'a>(h: &'a Harness<'_, App>) -> &'a Spot {
    h.state().state().spot()
}

fn role(h: &Harness<'_, App>) -> Option<Role> {
    h.state().state().settings().role
}

fn has(h: &Harness<'_, App>, words: &str) -> bool {
    h.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn the_first_start_asks_one_question_that_arrows_and_enter_answer() {
    let folder = folder();
    let mut h = start(folder.path());
    h.get_by_role_and_label(Kind::Heading, "What brings you here?");
    assert!(h.get_by_role_and_label(Kind::Button, "Study").is_focused());
    press(&mut h, Key::ArrowRight);
    press(&mut h, Key::ArrowRight);
    press(&mut h, Key::Enter);
    assert_eq!(role(&h), Some(Role::Teach));
    h.get_by_role_and_label(Kind::Heading, "Ready for class");
    drop(h);
    let again = start(folder.path());
    again.get_by_role_and_label(Kind::Heading, "Ready for class");
}

#[test]
fn escape_skips_the_question_for_good() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::Escape);
    assert_eq!(role(&h), None);
    h.get_by_role_and_label(Kind::Heading, "Start with ten cards");
    drop(h);
    let again = start(folder.path());
    assert!(!has(&again, "What brings you here?"));
}

#[test]
fn whoever_goes_elsewhere_first_is_asked_on_coming_home() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num3);
    assert_eq!(*spot(&h), Spot::Compare);
    press_ctrl(&mut h, Key::Num1);
    h.get_by_role_and_label(Kind::Heading, "What brings you here?");
}

#[test]
fn nobody_with_answers_or_settings_is_asked() {
    let folder = folder();
    let (mut journal, _) = Journal::open(Box::new(SystemDisk), folder.path(), 1).expect("opens");
    let (now, day) = (ems_study::clock::parse_moment(NOW).expect("a time"), 20_513);
    let read = ems_study::study::What::Read { anchor: "what-ems-is/a-system-text".to_owned() };
    journal.append(now, ems_study::study::StudyDay(day), read).expect("kept");
    drop(journal);
    assert!(!has(&start(folder.path()), "What brings you here?"));
}

#[test]
fn a_new_learner_begins_with_enter_at_the_first_starter() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::Enter);
    assert_eq!(role(&h), Some(Role::Study));
    assert!(has(&h, "10 new cards, about 10 min"));
    press(&mut h, Key::Enter);
    assert_eq!(*spot(&h), Spot::Cards);
    let state = h.state().state();
    let card = state.review().and_then(|r| r.current.as_ref()).expect("a card").card.clone();
    assert!(state.deck().get(&card).expect("known").starter);
}

#[test]
fn whoever_explores_finds_three_tiles_and_the_first_opens_with_enter() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::ArrowRight);
    press(&mut h, Key::Enter);
    for tile in ["What is EMS? (4 min)", "Compare the levels", "What it costs, and the way in"] {
        h.get_by_role_and_label(Kind::Heading, tile);
    }
    assert!(!has(&h, "Card of the day"), "quiet until something was done");
    for (button, title) in [
        ("EMS or EMT?", "EMS and EMT, the difference"),
        ("The way in", "Education, certification, license, credentialing"),
        ("Exam fees", "Exams and renewal"),
        ("Work and pay", "Working in EMS"),
    ] {
        h.get_by_role_and_label(Kind::Button, button).click();
        h.run();
        assert!(has(&h, title), "{button}");
        press_ctrl(&mut h, Key::Num1);
    }
    press(&mut h, Key::Enter);
    h.get_by_role_and_label(Kind::Heading, "What EMS is");
}

#[test]
fn a_teacher_opens_a_section_saves_a_worksheet_and_goes_to_the_own_cards() {
    let folder = folder();
    fill(folder.path(), DemoKind::Teacher);
    let mut h = start(folder.path());
    assert!(has(&h, "You have 6 cards of your own."));
    h.get_by_role_and_label(Kind::Button, "Save a worksheet").click();
    h.run();
    h.run();
    assert!(folder.path().join("handouts").read_dir().expect("a folder").next().is_some());
    h.get_by_label_contains("Fill the screen").click();
    h.run();
    assert!(h.state().state().is_fullscreen() && has(&h, "Leave the full screen"));
    h.get_by_label_contains("Import and export").click();
    h.run();
    assert_eq!(*spot(&h), Spot::Exchange);
    press_ctrl(&mut h, Key::Num1);
    press(&mut h, Key::Enter);
    assert!(matches!(spot(&h), Spot::Section(..)));
}

#[test]
fn the_student_sees_the_exam_what_is_due_and_where_to_read_on() {
    let (_folder, mut h) = student(NOW);
    h.get_by_role_and_label(Kind::Heading, "Exam in 21 days");
    assert!(has(&h, "Offline, everything stays on this computer"));
    assert!(has(&h, "EMT exam: Sunday, March 22. It needs 14 new a day, about "));
    assert!(has(&h, "18 cards due, about 7 min"));
    assert!(has(&h, "14 to review, 4 new"));
    h.get_by_role_and_label(Kind::Heading, "The four levels");
    assert!(has(&h, "3 of 5 days") && has(&h, "Sure, but wrong: 2 waiting"));
    assert_eq!(h.state().state().waiting(), 18);
    press(&mut h, Key::Enter);
    assert_eq!(h.state().state().review().expect("a sitting").session.left(), 18);
    press_ctrl(&mut h, Key::Num1);
    h.get_by_label_contains("Continue at").click();
    h.run();
    assert_eq!(h.state().state().section().as_str(), "four-levels");
    assert!(has(&h, "read on here"));
}

#[test]
fn home_follows_what_is_done_and_four_days_later_tells_what_has_come_together() {
    let (folder, mut h) = student(NOW);
    press_ctrl(&mut h, Key::Num4);
    for _ in 0..60 {
        press(&mut h, Key::Space);
        press(&mut h, Key::Num3);
    }
    press_ctrl(&mut h, Key::Num1);
    assert!(
        has(&h, "Nothing is due.")
            && has(&h, "18 cards come back tomorrow.")
            && has(&h, "4 of 5 days")
    );
    press(&mut h, Key::Enter);
    assert_eq!(h.state().state().section().as_str(), "four-levels", "then Enter reads on");
    drop(h);
    let later = started(folder.path(), "2026-03-05T18:00:00-05:00");
    let later = harness(later, 1280.0, 800.0);
    assert!(has(&later, "41 cards due"));
    later.get_by_role_and_label(Kind::Heading, "Exam in 17 days");
    later.get_by_label("You were away 3 days. No problem");
    let proposal = later.state().state().catch_up().expect("a proposal");
    let counts: Vec<usize> = proposal.days.iter().map(|(_, count)| *count as usize).collect();
    let [first, second, third]: [usize; 3] = counts.try_into().expect("three days");
    let all = proposal.waiting;
    let new = later.state().state().today().expect("at Home").outlook.new;
    assert_eq!((first + second + third, all + new), (all, 41));
    later.get_by_label(&format!(
        "{all} cards have waited. Suggested: {first} today · {second} tomorrow · {third} Saturday."
    ));
    for button in ["Use this plan", "Do all today", "Not now"] {
        later.get_by_role_and_label(Kind::Button, button);
    }
}

#[test]
fn the_card_of_the_day_counts_for_nothing_and_stays_the_whole_day() {
    let (folder, mut h) = student(NOW);
    let kept = |folder: &Path| read_history(&SystemDisk, folder).expect("readable").entries.len();
    let before = kept(folder.path());
    let card = h.state().state().today().and_then(|today| today.card.clone());
    press(&mut h, Key::Space);
    assert_eq!(h.state().state().open_card(), card.as_ref());
    assert_eq!(kept(folder.path()), before);
    act(&mut h, Action::GoTo(state::Place::Cards));
    for _ in 0..5 {
        press(&mut h, Key::Space);
        press(&mut h, Key::Num3);
    }
    act(&mut h, Action::GoTo(state::Place::Home));
    assert_eq!(h.state().state().today().expect("at Home").card, card);
    assert!(kept(folder.path()) > before);
}

#[test]
fn the_days_of_the_week_can_be_hidden() {
    let (_folder, mut h) = student(NOW);
    assert!(has(&h, "This week") && has(&h, "3 of 5 days"));
    let settings = h.state().state().settings().clone();
    act(&mut h, Action::Set(Settings { show_week: false, ..settings }));
    assert!(!has(&h, "This week") && !has(&h, "of 5 days"));
    act(&mut h, Action::Open(Spot::Plan));
    assert!(!has(&h, "This week"));
}

#[test]
fn the_days_cards_begin_although_a_practice_was_left_open() {
    let (_folder, mut h) = student(NOW);
    act(&mut h, Action::StartSession(SessionKind::Quick(5)));
    assert_eq!(h.state().state().waiting(), 18, "the number beside Cards is that of the day");
    press_ctrl(&mut h, Key::Num1);
    press(&mut h, Key::Enter);
    let review = h.state().state().review().expect("a sitting");
    assert_eq!((&review.kind, review.session.left()), (&SessionKind::Due, 18));
}

#[test]
fn an_undo_that_reaches_an_earlier_day_says_so_and_its_redo_leaves_no_trace() {
    let (_folder, mut h) = student(NOW);
    press_ctrl(&mut h, Key::Num4);
    let counted = |h: &Harness<'_, App>| {
        let session = &h.state().state().review().expect("a sitting").session;
        (session.done(), session.left())
    };
    let before = counted(&h);
    press_ctrl(&mut h, Key::Z);
    let said = h.state().state().notice().expect("told").text.clone();
    assert!(said.contains(", given on Saturday, February 28"), "{said}");
    act(&mut h, Action::Redo);
    assert_eq!(counted(&h), before);
}

#[test]
fn an_exam_that_is_over_is_not_counted_down() {
    let (_folder, h) = student("2026-03-23T18:00:00-05:00");
    assert!(!has(&h, "Exam in") && has(&h, "minutes for today"));
}

#[test]
fn nothing_of_home_reaches_beyond_the_sides_at_any_tested_size() {
    for kind in [None, Some(DemoKind::Student), Some(DemoKind::Teacher)] {
        let folder = folder();
        if let Some(kind) = kind {
            fill(folder.path(), kind);
        }
        for (width, height, zooms) in TESTED_SIZES {
            let mut h = harness(started(folder.path(), NOW), width, height);
            for &zoom in zooms {
                act(&mut h, Action::Zoom(zoom));
                h.run();
                let window = h.ctx.content_rect().x_range().expand(1.0);
                let kinds = [Kind::Heading, Kind::Label, Kind::Button, Kind::Tab];
                let nodes = kinds.into_iter().flat_map(|kind| h.query_all_by_role(kind));
                for node in nodes.filter(|node| node.rect().width() > 0.0) {
                    let (left, right) = (node.rect().left(), node.rect().right());
                    let name = node.accesskit_node().label();
                    assert!(
                        window.contains(left) && window.contains(right),
                        "{kind:?}, {width}x{height}, {zoom} %: {name:?} from {left} to {right}"
                    );
                }
                h.get_by_label_contains("Search");
            }
        }
    }
}

#[test]
fn what_brings_one_here_is_changed_in_settings() {
    let (_folder, mut h) = student(NOW);
    press_ctrl(&mut h, Key::Comma);
    h.get_by_label("What brings you here: Explore a career").click();
    h.run();
    press(&mut h, Key::Escape);
    h.get_by_role_and_label(Kind::Heading, "Compare the levels");
    assert!(has(&h, "18 cards due"), "what was begun stays on the page");
}

#[test]
fn a_folder_that_cannot_be_written_is_told_at_home_too() {
    let folder = folder();
    fill(folder.path(), DemoKind::Student);
    let held = Journal::open(Box::new(SystemDisk), folder.path(), 1).expect("held");
    let h = start(folder.path());
    assert!(has(&h, "Your cards rest for now.") && has(&h, "See why"));
    drop(held);
}
