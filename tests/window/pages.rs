//! The window's views, by label and role: reading, comparing, reviewing, by keyboard alone.

use crate::common::{
    TESTED_SIZES, act, app, curriculum, folder, harness, press, press_ctrl, see, start,
};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ems_study::app::{App, Start};
use ems_study::clock::{Clock, parse_moment};
use ems_study::state::{Action, ReviewStep, Spot};
use ems_study::storage::{Journal, SystemDisk, read_history};
use ems_study::study::{Phase, Rating, Review, What};
use ems_study::ui::shortcuts::BINDINGS;
use std::path::Path;

fn kept(folder: &Path) -> usize {
    read_history(&SystemDisk, folder).expect("readable").entries.len()
}

fn step(h: &Harness<'_, App>) -> Option<ReviewStep> {
    h.state().state().review()?.current.as_ref().map(|current| current.step)
}

#[test]
fn it_opens_at_the_first_section_with_its_answer() {
    let folder = folder();
    let h = start(folder.path());
    h.get_by_role_and_label(Role::Heading, "What EMS is");
    h.get_by_role_and_label(Role::Tab, "Compare");
}

#[test]
fn the_contents_open_a_section_and_the_brackets_turn_the_page() {
    let folder = folder();
    let mut h = start(folder.path());
    h.get_by_role_and_label(Role::Link, "The four levels").click();
    h.run();
    h.get_by_role_and_label(Role::Heading, "The four levels");
    h.event(egui::Event::Text("[".to_owned()));
    h.run();
    h.get_by_role_and_label(Role::Heading, "A 911 call, step by step");
    h.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    h.run();
    h.get_by_role_and_label(Role::Heading, "The four levels");
}

#[test]
fn a_term_opens_by_keyboard_and_escape_closes_only_that() {
    let folder = folder();
    let mut h = start(folder.path());
    h.get_by_role_and_label(Role::Link, "The four levels").click();
    h.run();
    h.get_by_role_and_label(Role::Link, "medical director").focus();
    h.run();
    press(&mut h, Key::Enter);
    assert!(h.query_by_label_contains("Used in").is_some());
    press(&mut h, Key::Escape);
    assert!(h.query_by_label_contains("Used in").is_none());
    h.get_by_role_and_label(Role::Heading, "The four levels");
}

#[test]
fn the_number_behind_a_sentence_opens_its_source() {
    let folder = folder();
    let mut h = start(folder.path());
    let mark = h.query_all_by_role(Role::Link).find(|node| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with("Source "))
    });
    mark.expect("a source mark").click();
    h.run();
    let citation = "EMS.gov frequently asked questions, NHTSA Office of EMS, no date given";
    assert!(h.query_all_by_label(citation).next().is_some());
}

#[test]
fn every_section_and_list_can_be_opened() {
    let folder = folder();
    let mut h = start(folder.path());
    for section in curriculum().sections() {
        act(&mut h, Action::Open(Spot::Section(section.id.clone(), None)));
        h.get_by_role_and_label(Role::Heading, &section.title);
    }
    for name in ["Glossary", "Sources", "Claims checked"] {
        let link = h.query_all_by_role_and_label(Role::Link, name).next().expect("in the contents");
        link.click();
        h.run();
    }
    assert_eq!(*h.state().state().spot(), Spot::Claims);
}

#[test]
fn a_cell_says_row_column_and_value_and_is_explained_by_a_click() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num3);
    for group in ["Who they are", "Training", "National exam", "License and renewal", "Work"] {
        h.get_by_role_and_label(Role::Button, group).click();
        h.run();
    }
    h.get_by_label("Supraglottic airway, AEMT: yes, added here").click();
    h.run();
    h.get_by_label("Lowest national level: AEMT");
    press(&mut h, Key::Escape);
    assert!(h.query_by_label("Lowest national level: AEMT").is_none());
}

#[test]
fn arrows_move_the_cell_and_digits_choose_the_columns() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num3);
    press(&mut h, Key::ArrowDown);
    let first = h.state().state().compare().selected.clone().expect("a cell");
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::ArrowRight);
    let second = h.state().state().compare().selected.clone().expect("a cell");
    assert!(first.0 != second.0 && first.1 != second.1);
    press(&mut h, Key::Escape);
    press(&mut h, Key::Num1);
    press(&mut h, Key::Num3);
    press(&mut h, Key::Num2);
    assert_eq!(h.state().state().compare().table.levels.len(), 2);
    assert!(h.query_by_label_contains("Two levels at least").is_some());
    press(&mut h, Key::D);
    assert!(h.query_by_label_contains("that are the same for all are hidden").is_some());
}

#[test]
fn the_header_and_the_first_column_stay_while_the_table_scrolls_both_ways() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 640.0, 480.0);
    press_ctrl(&mut h, Key::Num3);
    let head = |h: &Harness<'_, App>| {
        h.query_all_by_role(Role::ColumnHeader).next().expect("a header").rect().top()
    };
    let row = |h: &Harness<'_, App>| {
        h.query_all_by_role(Role::RowHeader).next().expect("a row head").rect().left()
    };
    let (top, left) = (head(&h), row(&h));
    h.hover_at(egui::pos2(400.0, 380.0));
    for delta in [egui::vec2(0.0, -300.0), egui::vec2(-120.0, 0.0)] {
        h.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        h.run_steps(8);
    }
    assert!((head(&h) - top).abs() < 1.0 && (row(&h) - left).abs() < 1.0);
}

#[test]
fn a_card_is_shown_revealed_rated_and_undone_by_keyboard_alone() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    h.get_by_label("1 of 10");
    press(&mut h, Key::Space);
    assert_eq!(step(&h), Some(ReviewStep::Answer));
    h.get_by_label("Good, 10 min");
    press(&mut h, Key::Num4);
    h.get_by_label("2 of 10");
    assert_eq!(kept(folder.path()), 1);
    press_ctrl(&mut h, Key::Z);
    h.get_by_label("1 of 10");
    assert_eq!(step(&h), Some(ReviewStep::Answer));
    assert_eq!(kept(folder.path()), 2);
}

#[test]
fn a_held_key_shows_the_answer_and_does_not_rate() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    for repeat in [false, true, true, true] {
        h.event(egui::Event::Key {
            key: Key::Space,
            physical_key: None,
            pressed: true,
            repeat,
            modifiers: Modifiers::NONE,
        });
        h.run();
    }
    assert_eq!(step(&h), Some(ReviewStep::Answer));
    assert_eq!(kept(folder.path()), 0);
}

#[test]
fn the_mouse_rates_too_and_the_buttons_do_not_move() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    let mut places = Vec::new();
    for _ in 0..4 {
        h.get_by_label("Show answer").click();
        h.run();
        see(&h);
        let easy = h.query_all_by_role(Role::Button).find(|node| {
            node.accesskit_node().label().is_some_and(|label| label.starts_with("Easy, "))
        });
        let easy = easy.expect("a button");
        places.push(easy.rect());
        easy.click();
        h.run();
    }
    assert!(places.iter().all(|rect| *rect == places[0]), "{places:?}");
    assert_eq!(kept(folder.path()), 4);
}

#[test]
fn a_double_click_or_a_second_press_shows_the_answer_and_rates_nothing() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    h.get_by_label("Show answer").click();
    h.run();
    for within in [0, 90, 299] {
        h.state().clock().pass(within - h.state().clock().mono_ms().min(within));
        let good = h.query_all_by_role(Role::Button).find(|node| {
            node.accesskit_node().label().is_some_and(|label| label.starts_with("Good, "))
        });
        good.expect("a button").click();
        h.run();
        for key in [Key::Space, Key::Enter] {
            h.key_press(key);
            h.run();
        }
        assert_eq!((step(&h), kept(folder.path())), (Some(ReviewStep::Answer), 0), "{within} ms");
    }
    // Digits are meant at once.
    h.key_press(Key::Num3);
    h.run();
    assert_eq!(kept(folder.path()), 1);
    // Once the answer was seen, Space and the mouse rate.
    h.key_press(Key::Space);
    h.run();
    see(&h);
    h.key_press(Key::Space);
    h.run();
    assert_eq!(kept(folder.path()), 2);
}

#[test]
fn progress_is_there_after_a_restart() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    for _ in 0..3 {
        press(&mut h, Key::Space);
        press(&mut h, Key::Num4);
    }
    drop(h);
    let mut again = start(folder.path());
    press_ctrl(&mut again, Key::Num4);
    again.get_by_label("4 of 10");
    press_ctrl(&mut again, Key::Z);
    again.get_by_label("3 of 10");
}

#[test]
fn the_source_of_a_card_opens_outlined_and_leads_back() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::Space);
    press(&mut h, Key::O);
    h.get_by_label("asked in your card");
    h.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    h.run();
    h.get_by_label("1 of 10");
    assert_eq!(step(&h), Some(ReviewStep::Answer));
}

#[test]
fn a_folder_that_another_copy_has_open_closes_only_the_cards() {
    let folder = folder();
    let _first = app(folder.path());
    let mut h = start(folder.path());
    h.get_by_role_and_label(Role::Heading, "What EMS is");
    press_ctrl(&mut h, Key::Num3);
    h.get_by_label("Provider levels");
    press_ctrl(&mut h, Key::Num4);
    assert!(h.query_by_label_contains("Another copy of EMS Study").is_some());
}

#[test]
fn a_place_that_is_no_folder_is_named_and_the_rest_works() {
    let folder = folder();
    let file = folder.path().join("file");
    std::fs::write(&file, b"mine").expect("written");
    let mut h = start(&file);
    h.get_by_role_and_label(Role::Heading, "What EMS is");
    press_ctrl(&mut h, Key::Num4);
    assert!(h.query_by_label_contains("no folder stands where").is_some());
}

#[test]
fn damage_is_told_once_at_the_start() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    for _ in 0..3 {
        press(&mut h, Key::Space);
        press(&mut h, Key::Num4);
    }
    drop(h);
    let reviews = folder.path().join("reviews");
    let file = std::fs::read_dir(&reviews)
        .expect("a folder")
        .next()
        .expect("a file")
        .expect("a file")
        .path();
    let text = std::fs::read_to_string(&file).expect("readable");
    std::fs::write(&file, text.replacen("rating:Easy", "rating:Hard", 1)).expect("written");
    let h = start(folder.path());
    assert!(h.query_by_label_contains("answer 1 may be missing").is_some());
}

#[test]
fn zoom_goes_from_50_to_300_per_cent_and_back() {
    let folder = folder();
    let mut h = start(folder.path());
    for _ in 0..30 {
        press_ctrl(&mut h, Key::Plus);
    }
    assert_eq!(h.state().state().zoom_percent(), 300);
    press_ctrl(&mut h, Key::Num0);
    for _ in 0..10 {
        press_ctrl(&mut h, Key::Minus);
    }
    assert_eq!(h.state().state().zoom_percent(), 50);
}

#[test]
fn the_places_hold_together_at_every_tested_size() {
    for (width, height, zooms) in TESTED_SIZES {
        for &zoom in zooms {
            let folder = folder();
            let mut h = harness(app(folder.path()), width, height);
            act(&mut h, Action::Zoom(zoom));
            for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4] {
                press_ctrl(&mut h, key);
                let window = h.ctx.content_rect().expand(1.0);
                // Tabs and buttons of the frame are never cut off.
                for name in ["Home", "Learn", "Compare", "Cards"] {
                    let rect = h.get_by_role_and_label(Role::Tab, name).rect();
                    assert!(window.contains_rect(rect), "{name} at {width}x{height}, {zoom} %");
                }
            }
            let window = h.ctx.content_rect().expand(1.0);
            let show = h.get_by_label("Show answer").rect();
            assert!(window.contains_rect(show), "rating at {width}x{height}, {zoom} %: {show:?}");
        }
    }
}

#[test]
fn keys_settings_and_about_open_and_close() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::F1);
    h.get_by_label("Undo the last rating or mark");
    press(&mut h, Key::Escape);
    press_ctrl(&mut h, Key::Comma);
    h.get_by_label("Colors: High contrast").click();
    h.run();
    assert_eq!(h.state().state().settings().theme.label(), "High contrast");
    press(&mut h, Key::Escape);
    h.get_by_label("About").click();
    h.run();
    assert!(h.query_by_label_contains("Nothing ever leaves this computer").is_some());
    let shown = folder.path().display().to_string();
    assert!(h.query_by_label_contains(&shown).is_some());
    drop(h);
    let clock = Clock::fixed(parse_moment(crate::common::NOW).expect("a time"));
    let start = Start::open(curriculum(), Some(folder.path()), clock);
    let kept = App::headless(start);
    assert_eq!(kept.state().settings().theme.label(), "High contrast");
}

#[test]
fn search_finds_an_old_name_and_enter_opens_it() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::K);
    for letter in "EMT-P".chars() {
        h.event(egui::Event::Text(letter.to_string()));
        h.run();
    }
    assert!(h.query_all_by_label_contains("→ Paramedic").next().is_some());
    press(&mut h, Key::Enter);
    h.get_by_role_and_label(Role::Heading, "Old names");
}

#[test]
fn search_opens_a_skill_in_the_comparison_by_arrow_keys() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::K);
    h.event(egui::Event::Text("supraglotic".to_owned()));
    h.run();
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::ArrowUp);
    press(&mut h, Key::Enter);
    h.get_by_label("Lowest national level: AEMT");
    assert_eq!(*h.state().state().spot(), Spot::Compare);
}

#[test]
fn letters_typed_into_the_search_are_no_shortcuts() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num3);
    press_ctrl(&mut h, Key::K);
    press(&mut h, Key::D);
    press(&mut h, Key::Escape);
    assert!(!h.state().state().compare().table.differences_only);
    assert!(h.state().state().overlay().is_none());
}

#[test]
fn page_down_reads_on_in_the_keys_and_in_a_long_answer() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1024.0, 640.0);
    press(&mut h, Key::F1);
    let before = h.get_by_label("Undo the last rating or mark").rect().top();
    press(&mut h, Key::PageDown);
    h.run_steps(8);
    let after = h.get_by_label("Undo the last rating or mark").rect().top();
    assert!(after < before, "{after} is not above {before}");
}

/// Keeps one good answer of a card at a moment.
fn answered(folder: &Path, card: &str, at: &str) {
    let (mut journal, _) = Journal::open(Box::new(SystemDisk), folder, 3).expect("opens");
    let now = parse_moment(at).expect("a time");
    let (sure, hint, chosen) = (false, false, Vec::new());
    let (card, rating) = (card.into(), Rating::Easy);
    let what = What::Review(Review { card, rating, ms: 1, sure, hint, chosen, answer: 0 });
    journal.append(now, now.study_day(4), what).expect("kept");
}

#[test]
fn a_clock_that_was_set_back_is_one_question_and_the_cards_come_back_today() {
    let folder = folder();
    answered(folder.path(), "scope/cpap/lowest-level", "2031-05-01T10:00:00-05:00");
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    h.get_by_label_contains("Is today March 1, 2026?");
    h.get_by_label_contains("May 1, 2031");
    // No card can be rated meanwhile.
    press(&mut h, Key::Space);
    press(&mut h, Key::Num3);
    assert_eq!(kept(folder.path()), 1);
    h.get_by_role_and_label(Role::Button, "No, the clock is wrong").click();
    h.run();
    h.get_by_role_and_label(Role::Button, "The clock is set").click();
    h.run();
    h.get_by_role_and_label(Role::Button, "Yes, the date is right").click();
    h.run();
    assert!(h.query_by_label_contains("Is today").is_none());
    let state = h.state().state();
    let today = state.progress().study_day(parse_moment(crate::common::NOW).expect("a time"));
    let card = state.progress().schedule(&"scope/cpap/lowest-level".into());
    assert_eq!(card.phase, Phase::Review { due: today, interval_days: 0 });
    assert!(step(&h).is_some(), "no card is shown");
    drop(h);
    // It is not asked again.
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    assert!(h.query_by_label_contains("Is today").is_none());
}

#[test]
fn a_clock_that_ran_far_ahead_is_asked_about_and_nothing_changes_by_the_answer() {
    let folder = folder();
    answered(folder.path(), "scope/cpap/lowest-level", "2024-05-01T10:00:00-05:00");
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    h.get_by_label_contains("Is today March 1, 2026?");
    h.get_by_role_and_label(Role::Button, "Yes, the date is right").click();
    h.run();
    assert_eq!(kept(folder.path()), 1);
    assert!(step(&h).is_some(), "no card is shown");
}

#[test]
fn the_page_of_keys_names_every_key_that_has_words() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    press(&mut h, Key::F1);
    for binding in BINDINGS.iter().filter(|binding| !binding.words.is_empty()) {
        assert!(h.query_all_by_label(binding.words).next().is_some(), "{}", binding.words);
    }
}
