//! What has the focus of the keyboard is seen in every place and theme, and on a card Tab begins with
//! the card.

use crate::common::{act, app, ask_only, folder, harness, press, press_ctrl};
use egui::{Key, Rect, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use ems_study::app::App;
use ems_study::curriculum::Ask;
use ems_study::state::{Action, Overlay, Spot};
use ems_study::study::{Settings, ThemeChoice};
use ems_study::ui::theme;

/// The strokes around rectangles: where, and how wide.
fn rings(shape: &Shape, color: egui::Color32, found: &mut Vec<(Rect, f32)>) {
    match shape {
        Shape::Rect(rect) if rect.stroke.color == color => {
            found.push((rect.rect, rect.stroke.width));
        }
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| rings(shape, color, found)),
        _ => {}
    }
}

/// Where the focus is, and what of it is in view; nothing where nothing has it.
fn focused(h: &Harness<'_, App>) -> Option<(Rect, Rect)> {
    let id = h.ctx.memory(egui::Memory::focused)?;
    h.ctx.read_response(id).map(|response| (response.rect, response.interact_rect))
}

/// Whether something at least two points wide in the accent runs around that rectangle, and is not
/// cut away as a whole.
fn is_ringed(h: &Harness<'_, App>, rect: Rect) -> bool {
    let choice = h.state().state().settings().theme;
    let accent = theme::palette(&h.ctx, choice).accent.text;
    h.output().shapes.iter().any(|clipped| {
        let mut found = Vec::new();
        rings(&clipped.shape, accent, &mut found);
        found.iter().any(|(ring, width)| {
            *width >= 2.0
                && ring.expand(1.0).contains_rect(rect)
                && rect.expand(5.0).contains_rect(*ring)
                && clipped.clip_rect.intersects(*ring)
        })
    })
}

#[test]
fn whatever_has_the_focus_has_a_ring_in_every_place_and_theme() {
    let spots = [
        Spot::Home,
        Spot::Section("what-ems-is".into(), None),
        Spot::Compare,
        Spot::Cards,
        Spot::Sittings,
        Spot::Progress,
        Spot::Plan,
        Spot::Browse,
        Spot::Exchange,
        Spot::Backups,
    ];
    for theme in [ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast] {
        let folder = folder();
        let mut h = harness(app(folder.path()), 1280.0, 800.0);
        act(&mut h, Action::Set(Settings { theme, ..Settings::default() }));
        for spot in &spots {
            act(&mut h, Action::Open(spot.clone()));
            let mut seen = 0;
            for tab in 0..24 {
                press(&mut h, Key::Tab);
                h.run_steps(4);
                let (rect, in_view) = focused(&h).expect("a focus");
                // What is drawn by hand in a list may lie out of view.
                if !in_view.is_positive() {
                    continue;
                }
                seen += 1;
                assert!(is_ringed(&h, rect), "{theme:?}, {spot:?}, Tab {tab}: {rect:?}");
            }
            assert!(seen > 12, "{spot:?} shows {seen}");
        }
        act(&mut h, Action::Show(Overlay::Settings));
        for tab in 0..8 {
            press(&mut h, Key::Tab);
            h.run_steps(4);
            let (rect, _) = focused(&h).expect("a focus");
            assert!(is_ringed(&h, rect), "{theme:?}, settings, Tab {tab}: {rect:?}");
        }
    }
}

#[test]
fn on_a_card_tab_begins_with_its_options_then_its_buttons_and_shift_tab_leads_back() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    let wrong = vec![("Three".to_owned(), "AEMT is missing.".to_owned())];
    let question = "How many levels?".to_owned();
    let choice = Ask::ChooseOne { question, right: "Four".to_owned(), wrong };
    let recall =
        Ask::Recall { question: "What is EMS?".to_owned(), answer: "A system.".to_owned() };
    ask_only(&mut h, vec![choice, recall]);
    let current = |h: &Harness<'_, App>| {
        h.state().state().review().and_then(|r| r.current.clone()).expect("a card")
    };
    let first = if current(&h).order.first() == Some(&0) { "Four" } else { "Three" };
    press(&mut h, Key::Tab);
    assert!(h.get_by_label(first).is_focused(), "the first option");
    press(&mut h, Key::Tab);
    press(&mut h, Key::Tab);
    assert!(h.get_by_label("I am sure, Show the answer").is_focused());
    h.key_press_modifiers(egui::Modifiers::SHIFT, Key::Tab);
    h.run();
    press(&mut h, Key::Enter);
    assert_eq!(current(&h).chosen.len(), 1, "Enter picks the option with the focus");
    press(&mut h, Key::Tab);
    press(&mut h, Key::Tab);
    press(&mut h, Key::Enter);
    // The answer is open: Enter is free again and rates.
    press(&mut h, Key::Enter);
    assert_eq!(current(&h).card, "kinds:card-1".into());
    press(&mut h, Key::Tab);
    assert!(h.get_by_label("I am sure, Show the answer").is_focused(), "nothing to pick here");
    press_ctrl(&mut h, Key::Num1);
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::F6);
    press(&mut h, Key::F6);
    assert!(h.get_by_label("I am sure, Show the answer").is_focused(), "F6 leads to the card");
}
