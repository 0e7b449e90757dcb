//! Reading a section: selecting and copying, the call step by step, the questions at its end.

use crate::common::{
    TESTED_SIZES, act, app, curriculum, folder, harness, harness_by, press, press_ctrl,
};
use egui::{Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ems_study::app::App;
use ems_study::curriculum::ProviderLevel;
use ems_study::state::{Action, ReviewStep, Spot};
use ems_study::storage::{SystemDisk, read_history};
use ems_study::study::{Rating, What};
use std::path::Path;

fn open(h: &mut Harness<'_, App>, section: &str) {
    act(h, Action::Open(Spot::Section(section.into(), None)));
}

fn ratings(folder: &Path) -> Vec<Rating> {
    let history = read_history(&SystemDisk, folder).expect("readable");
    let rated = history.entries.into_iter().filter_map(|(_, entry)| match entry.what {
        What::Review(review) => Some(review.rating),
        _ => None,
    });
    rated.collect()
}

fn button(h: &mut Harness<'_, App>, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    h.event(Event::PointerMoved(pos));
    h.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
    h.run_steps(2);
}

fn click(h: &mut Harness<'_, App>, pos: Pos2, modifiers: Modifiers) {
    button(h, pos, true, modifiers);
    button(h, pos, false, modifiers);
}

/// The paragraph that begins with these words.
fn paragraph(h: &Harness<'_, App>, words: &str) -> egui::Rect {
    h.query_all_by_role(Role::Label)
        .find(|node| node.value().is_some_and(|value| value.starts_with(words)))
        .expect("a paragraph")
        .rect()
}

/// What Ctrl+C puts on the clipboard.
fn copied(h: &mut Harness<'_, App>) -> Option<String> {
    h.event(Event::Copy);
    h.step();
    h.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

const FIRST: &str = "EMS is neither a person";
const SECOND: &str = "By NHTSA’s account";

#[test]
fn a_drag_over_two_paragraphs_is_copied_without_marks_and_with_a_blank_line_between() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 1600.0);
    let (from, to) = (paragraph(&h, FIRST), paragraph(&h, SECOND));
    button(&mut h, from.left_top() + egui::vec2(1.0, 6.0), true, Modifiers::NONE);
    h.event(Event::PointerMoved(to.right_bottom() - egui::vec2(1.0, 4.0)));
    h.run_steps(2);
    button(&mut h, to.right_bottom() - egui::vec2(1.0, 4.0), false, Modifiers::NONE);
    let text = copied(&mut h).expect("something is copied");
    assert!(text.starts_with("EMS is neither a person nor a vehicle. A crew"), "{text}");
    assert!(text.ends_with("EMS is made of these parts."), "{text}");
    assert!(text.contains("definitive care; those who give it"), "{text}");
    assert!(text.contains("\n\nWhat it is made of\n\nBy NHTSA’s account"), "{text}");
    assert!(!text.contains('\u{2009}'), "{text}");
    let selected = h.state().state().selected().expect("a selection");
    assert_eq!(selected.anchor, "what-ems-is/a-system-text");
    assert!(selected.facts.contains(&"SYS-08".into()));
}

#[test]
fn a_selection_outlives_scrolling_and_goes_with_another_section() {
    let folder = folder();
    let mut h = harness_by(app(folder.path()), 1280.0, 800.0, 0.02);
    let rect = paragraph(&h, FIRST);
    for _ in 0..3 {
        click(&mut h, rect.left_top() + egui::vec2(30.0, 8.0), Modifiers::NONE);
    }
    let text = h.state().state().selected().expect("three presses take the paragraph").text;
    assert!(text.starts_with(FIRST) && text.ends_with("ride to the hospital."), "{text}");
    for _ in 0..6 {
        press(&mut h, Key::PageDown);
        h.run_steps(30);
    }
    assert!(paragraph(&h, FIRST).bottom() < 0.0);
    assert_eq!(copied(&mut h), Some(text));
    open(&mut h, "four-levels");
    assert_eq!(copied(&mut h), None);
}

#[test]
fn two_presses_take_a_word_and_shift_goes_on_from_there() {
    let folder = folder();
    let mut h = harness_by(app(folder.path()), 1280.0, 800.0, 0.02);
    let rect = paragraph(&h, FIRST);
    let at = rect.left_top() + egui::vec2(4.0, 8.0);
    click(&mut h, at, Modifiers::NONE);
    assert!(h.state().state().selected().is_none());
    click(&mut h, at, Modifiers::NONE);
    assert_eq!(h.state().state().selected().expect("a word").text, "EMS");
    for _ in 0..2 {
        h.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
        h.run();
    }
    assert_eq!(h.state().state().selected().expect("words").text, "EMS is neither");
    h.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    h.run();
    assert_eq!(h.state().state().selected().expect("words").text, "EMS is neithe");
    click(&mut h, rect.right_bottom() - egui::vec2(1.0, 4.0), Modifiers::SHIFT);
    let text = h.state().state().selected().expect("more").text;
    assert!(text.starts_with("EMS is neither") && text.ends_with("hospital."), "{text}");
}

#[test]
fn a_sentence_is_selected_by_keyboard_alone() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    let focused = |h: &Harness<'_, App>| {
        let node =
            h.query_all(egui_kittest::kittest::By::new()).find(egui_kittest::Node::is_focused);
        node.and_then(|n| n.value()).unwrap_or_default()
    };
    for _ in 0..80 {
        if focused(&h).starts_with(FIRST) {
            break;
        }
        press(&mut h, Key::Tab);
    }
    assert!(focused(&h).starts_with(FIRST), "Tab comes to the paragraph");
    for _ in 0..8 {
        h.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
        h.run();
    }
    let selected = h.state().state().selected().expect("words");
    assert_eq!(selected.text, "EMS is neither a person nor a vehicle");
    h.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    h.run();
    let more = h.state().state().selected().expect("a line more").text;
    assert!(more.len() > selected.text.len() + 40, "{more}");
    press_ctrl(&mut h, Key::A);
    let all = copied(&mut h).expect("the section");
    assert!(all.starts_with("What EMS is\n\nEMS, short for"), "{all}");
    assert!(all.contains("• Agencies, both public and private.\n• Networks"), "{all}");
    assert!(all.contains("2. Reporting: the need is passed on."), "{all}");
}

#[test]
fn dragging_beyond_the_edge_scrolls_on() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    let rect = paragraph(&h, FIRST);
    button(&mut h, rect.left_top() + egui::vec2(30.0, 8.0), true, Modifiers::NONE);
    h.event(Event::PointerMoved(Pos2::new(rect.left() + 60.0, 799.0)));
    h.run_steps(60);
    assert!(paragraph(&h, FIRST).bottom() < 0.0, "the beginning has gone out of sight");
    button(&mut h, Pos2::new(rect.left() + 60.0, 799.0), false, Modifiers::NONE);
    let text = h.state().state().selected().expect("a long selection").text;
    assert!(text.contains("person") && text.contains(SECOND), "{text}");
}

#[test]
fn the_call_goes_step_by_step_and_its_levels_come_from_the_scope_table() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 1600.0);
    open(&mut h, "a-911-call");
    h.get_by_label_contains("Step 1 of 11: Call received").focus();
    h.run();
    for _ in 0..5 {
        press(&mut h, Key::ArrowRight);
    }
    h.get_by_label_contains("Step 6 of 11: Crew at patient");
    let c = curriculum();
    let step = &c.call()[5];
    let count = |level| {
        let lens = c.lens(step, level);
        (lens.allowed(), lens.all())
    };
    for level in [ProviderLevel::Emt, ProviderLevel::Aemt, ProviderLevel::Paramedic] {
        let (allowed, all) = count(level);
        let article = level.with_article().replacen('a', "A", 1);
        h.get_by_label(&format!("{article} here: {allowed} of {all} skills"));
        press(&mut h, Key::ArrowUp);
    }
    assert!(count(ProviderLevel::Emt).0 < count(ProviderLevel::Paramedic).0);
    h.get_by_label("See the call as an EMR").click();
    h.run();
    h.get_by_label("Supraglottic airway: may not  from AEMT").click();
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Compare);
}

#[test]
fn questions_at_the_end_are_answered_in_place_and_feed_the_schedule() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    open(&mut h, "ems-and-emt");
    press(&mut h, Key::R);
    h.run_steps(8);
    h.get_by_label("Question 1 of 5");
    let card = |h: &Harness<'_, App>| {
        let recall = h.state().state().recall()?;
        recall.review.current.as_ref().map(|c| (c.card.clone(), c.step))
    };
    let first = card(&h).expect("a question").0;
    press(&mut h, Key::Space);
    assert_eq!(card(&h).expect("its answer").1, ReviewStep::Answer);
    press(&mut h, Key::Num1);
    assert_eq!(ratings(folder.path()), [Rating::Again]);
    for _ in 0..4 {
        assert_ne!(card(&h).expect("another").0, first);
        h.get_by_label("Show answer").click();
        h.run();
        press(&mut h, Key::Num3);
    }
    assert_eq!(card(&h).expect("what was forgotten returns").0, first);
    press(&mut h, Key::Space);
    press(&mut h, Key::Num3);
    assert!(card(&h).is_none());
    h.get_by_label("Done with this section for today");
    press_ctrl(&mut h, Key::Z);
    assert_eq!(card(&h), Some((first, ReviewStep::Answer)), "undo shows it here, not in Cards");
    assert!(matches!(h.state().state().spot(), Spot::Section(..)));
    press_ctrl(&mut h, Key::Num4);
    let review = h.state().state().review().expect("a sitting");
    assert_eq!(review.session.done() + review.session.left(), 10, "begun here counts for the day");
}

#[test]
fn the_questions_of_a_day_go_on_after_a_restart() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    open(&mut h, "what-ems-is");
    press(&mut h, Key::R);
    h.run_steps(8);
    for _ in 0..2 {
        press(&mut h, Key::Space);
        press(&mut h, Key::Num3);
    }
    let before = h.state().state().recall().and_then(|r| r.review.current.clone()).expect("a card");
    drop(h);
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    open(&mut h, "what-ems-is");
    press(&mut h, Key::R);
    h.run_steps(8);
    let after = h.state().state().recall().and_then(|r| r.review.current.clone()).expect("a card");
    assert_eq!(before.card, after.card);
    h.get_by_label("Question 3 of 5");
}

#[test]
fn every_section_has_questions_at_its_end() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    for section in curriculum().sections() {
        open(&mut h, section.id.as_str());
        press(&mut h, Key::R);
        h.run_steps(8);
        let recall = h.state().state().recall().expect("questions").review.session.left();
        assert!((3..=5).contains(&recall), "{}: {recall}", section.id);
    }
}

#[test]
fn an_idle_page_asks_for_no_frame() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    for section in curriculum().sections() {
        open(&mut h, section.id.as_str());
        press(&mut h, Key::R);
        h.run_steps(20);
        h.step();
        let root = &h.output().viewport_output[&egui::ViewportId::ROOT];
        assert_eq!(root.repaint_delay, std::time::Duration::MAX, "{}", section.id);
    }
}

/// What stands outside of the page at the sides, where no scrolling leads: words and controls of
/// the section shown.
fn clipped(h: &Harness<'_, App>) -> Vec<String> {
    let window = h.ctx.content_rect();
    let words = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value()).unwrap_or_default()
    };
    h.query_all(egui_kittest::kittest::By::new())
        .filter(|node| {
            let role = node.accesskit_node().role();
            matches!(
                role,
                Role::Label
                    | Role::Heading
                    | Role::Link
                    | Role::Button
                    | Role::RadioButton
                    | Role::CheckBox
                    | Role::Slider
            )
        })
        .filter(|node| {
            let rect = node.rect();
            rect.left() < window.left() - 0.5 || window.right() + 0.5 < rect.right()
        })
        .map(|node| format!("{:?} {}", node.rect(), words(&node)))
        .collect()
}

#[test]
fn nothing_of_a_section_is_clipped_at_any_tested_size() {
    for (width, height, zooms) in TESTED_SIZES {
        let folder = folder();
        let mut h = harness(app(folder.path()), width, height);
        for &zoom in zooms {
            act(&mut h, Action::Zoom(zoom));
            for section in curriculum().sections() {
                open(&mut h, section.id.as_str());
                if section.id.as_str() == "a-911-call" {
                    act(&mut h, Action::ShowCallStep(5));
                }
                press(&mut h, Key::R);
                h.run_steps(4);
                let at = format!("{} at {width}x{height}, {zoom} %", section.id);
                assert_eq!(clipped(&h), Vec::<String>::new(), "{at}");
                // What can be seen of the text is not wider than the part that scrolls.
                let answer = h.get_by_role_and_label(Role::Heading, &section.title).rect();
                assert!(answer.width() <= 700.0, "{at}");
            }
        }
    }
}
