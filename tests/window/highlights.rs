//! Highlights by label and role: set, seen, undone, made into cards, and found again after an update
//! of the content.

use crate::common::{act, app, changed, curriculum, folder, harness, press, press_ctrl, start};
use egui::{Key, Modifiers, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ems_study::app::{App, Start};
use ems_study::clock::{Clock, parse_moment};
use ems_study::curriculum::Anchor;
use ems_study::state::{
    Action, Overlay, Selection, Spot, TextPiece, TextPlace, first_pieces, text_pieces,
};
use ems_study::storage::{SystemDisk, read_history};
use ems_study::study::{Passage, Rating, What};
use std::path::Path;
use std::sync::Arc;

const SECTION: &str = "what-ems-is";
const FIRST: &str = "what-ems-is/a-system-text";
const QUOTE: &str = "EMS is neither a person nor a vehicle.";
const MARK: &str = "Highlight “EMS is neither a person nor a vehicle.”";

fn pieces() -> Vec<TextPiece> {
    let c = curriculum();
    text_pieces(&c, c.section(&SECTION.into()).expect("the section"))
}

/// The first piece of a block of the first section.
fn piece(block: &str) -> usize {
    let c = curriculum();
    let section = c.section(&SECTION.into()).expect("the section");
    let at = section.blocks.iter().position(|b| b.id() == block).expect("the block");
    first_pieces(&pieces(), section.blocks.len())[at]
}

/// Selects from one place of the first section to another.
fn select(h: &mut Harness<'_, App>, from: (usize, usize), to: (usize, usize)) {
    let place = |(piece, char)| TextPlace { piece, char };
    let selection = Selection { section: SECTION.into(), anchor: place(from), head: place(to) };
    act(h, Action::Select(Some(selection)));
}

/// Selects these words of a piece.
fn select_words(h: &mut Harness<'_, App>, piece: usize, words: &str) {
    let text = &pieces()[piece].text;
    let before = text.split(words).next().expect("the words").chars().count();
    select(h, (piece, before), (piece, before + words.chars().count()));
}

fn highlighted(h: &Harness<'_, App>) -> Vec<Passage> {
    h.state().state().progress().highlights().into_iter().cloned().collect()
}

fn passage(anchor: &str, quote: &str) -> Passage {
    Passage { anchor: anchor.to_owned(), quote: quote.to_owned(), nth: 0 }
}

fn kept(folder: &Path) -> Vec<What> {
    let history = read_history(&SystemDisk, folder).expect("readable");
    history.entries.into_iter().map(|(_, entry)| entry.what).collect()
}

fn has(h: &Harness<'_, App>, part: &str) -> bool {
    h.query_all_by_label_contains(part).next().is_some()
}

fn draft(h: &Harness<'_, App>) -> (String, usize) {
    match h.state().state().overlay() {
        Some(Overlay::CardEditor(draft)) => (draft.back.clone(), draft.facts.len()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn words_are_highlighted_and_let_go_by_keyboard_alone() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::H);
    assert!(has(&h, "Select them in a section"), "it says how");
    let is_there = |h: &Harness<'_, App>| {
        let focused =
            h.query_all(egui_kittest::kittest::By::new()).find(egui_kittest::Node::is_focused);
        focused.and_then(|n| n.value()).unwrap_or_default().starts_with(QUOTE)
    };
    for _ in 0..80 {
        if is_there(&h) {
            break;
        }
        press(&mut h, Key::Tab);
    }
    for _ in 0..8 {
        h.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
        h.run();
    }
    press(&mut h, Key::H);
    h.run();
    let quote = "EMS is neither a person nor a vehicle";
    assert_eq!(highlighted(&h), [passage(FIRST, quote)]);
    h.get_by_label("Highlighted.");
    // The paragraph tells of it to who listens.
    let told = h
        .query_all_by_role(Role::Label)
        .find_map(|node| node.accesskit_node().description().filter(|d| d.contains("Highlighted")));
    assert_eq!(told.as_deref(), Some(format!("Highlighted: “{quote}”").as_str()));
    press(&mut h, Key::H);
    h.run();
    assert!(highlighted(&h).is_empty());
    h.get_by_label("The highlight is removed.");
    h.get_by_role_and_label(Role::Button, "Undo").click();
    h.run();
    h.run();
    assert_eq!(highlighted(&h), [passage(FIRST, quote)]);
}

#[test]
fn a_selection_over_paragraphs_makes_one_highlight_each_and_one_undo_takes_them_back() {
    let folder = folder();
    let mut h = start(folder.path());
    let (first, list) = (piece("a-system-text"), piece("parts-list"));
    let vehicle = QUOTE.find("vehicle").expect("a word");
    select(&mut h, (first, vehicle - 1), (list + 1, 8));
    press(&mut h, Key::H);
    h.run();
    // The callout between, the paragraph before the list, its first point, part of its second.
    let quotes: Vec<String> = highlighted(&h).into_iter().map(|p| p.quote).collect();
    assert_eq!(quotes.len(), 5, "{quotes:?}");
    assert!(quotes.iter().any(|q| q.starts_with("vehicle. A crew")), "no blank before: {quotes:?}");
    assert!(quotes.contains(&"Agencies, both public and private.".to_owned()));
    assert!(quotes.contains(&"Networks".to_owned()));
    h.get_by_label("Highlighted in 5 paragraphs.");
    assert_eq!(kept(folder.path()).len(), 1);
    press_ctrl(&mut h, Key::Z);
    h.run();
    assert!(highlighted(&h).is_empty());
    assert!(has(&h, "highlight is undone"));
    h.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    h.run();
    h.run();
    assert_eq!(highlighted(&h).len(), 5);
    drop(h);
    assert_eq!(highlighted(&start(folder.path())).len(), 5, "after a restart");
}

#[test]
fn what_overlaps_becomes_one_and_h_within_it_removes_it() {
    let folder = folder();
    let mut h = start(folder.path());
    let first = piece("a-system-text");
    select_words(&mut h, first, "neither a person");
    press(&mut h, Key::H);
    select_words(&mut h, first, "person nor a vehicle.");
    press(&mut h, Key::H);
    h.run();
    assert_eq!(highlighted(&h), [passage(FIRST, "neither a person nor a vehicle.")]);
    press_ctrl(&mut h, Key::Z);
    h.run();
    assert_eq!(highlighted(&h), [passage(FIRST, "neither a person")], "as it was before");
    // A caret in it is enough, and so is a word of it.
    select(&mut h, (first, 10), (first, 10));
    press(&mut h, Key::H);
    h.run();
    assert!(highlighted(&h).is_empty());
    press_ctrl(&mut h, Key::Z);
    select_words(&mut h, first, "person");
    press(&mut h, Key::H);
    h.run();
    assert!(highlighted(&h).is_empty());
}

#[test]
fn the_same_words_twice_in_a_paragraph_are_two_highlights() {
    let folder = folder();
    let mut h = start(folder.path());
    let first = piece("a-system-text");
    let text = pieces()[first].text.clone();
    let places: Vec<usize> = text.match_indices("EMS").map(|(byte, _)| byte).collect();
    assert!(places.len() > 1);
    let second = text[..places[1]].chars().count();
    select(&mut h, (first, second), (first, second + 3));
    press(&mut h, Key::H);
    h.run();
    assert_eq!(highlighted(&h), [Passage { nth: 1, ..passage(FIRST, "EMS") }]);
    let state = h.state().state();
    let section = curriculum();
    let section = section.section(&SECTION.into()).expect("the section");
    let found = state.highlights_in(section, &pieces());
    assert_eq!((found[0].piece, found[0].chars.clone()), (first, second..second + 3));
}

#[test]
fn headings_and_pictures_are_not_highlighted_and_a_heading_says_so() {
    let folder = folder();
    let mut h = start(folder.path());
    select(&mut h, (0, 0), (0, 4));
    press(&mut h, Key::H);
    assert!(has(&h, "Words of a paragraph or a list can be highlighted"));
    // The opening sentence can be.
    select(&mut h, (1, 0), (1, 3));
    press(&mut h, Key::H);
    h.run();
    assert_eq!(highlighted(&h), [passage(SECTION, "EMS")]);
    // And it is shown from the list, however far the section was read.
    for _ in 0..4 {
        press(&mut h, Key::PageDown);
        h.run_steps(8);
    }
    act(&mut h, Action::Open(Spot::Marks));
    h.get_by_role_and_label(Role::Button, "Open in “What EMS is”").click();
    h.run();
    h.run();
    let label = h.get_by_label("your highlight").rect();
    assert!(h.ctx.content_rect().contains_rect(label), "{label:?}");
    act(&mut h, Action::Select(None));
    press(&mut h, Key::M);
    let c = curriculum();
    let answer = c.section(&SECTION.into()).expect("the section").answer.clone();
    assert_eq!(draft(&h).0, c.plain(answer.text()));
}

#[test]
fn a_highlight_offers_a_card_at_once_and_m_makes_it() {
    let folder = folder();
    let mut h = start(folder.path());
    select_words(&mut h, piece("a-system-text"), QUOTE);
    press(&mut h, Key::M);
    let from_selection = draft(&h);
    press(&mut h, Key::Escape);
    press(&mut h, Key::H);
    h.run();
    h.get_by_role_and_label(Role::Button, "Make a card M").click();
    h.run();
    assert_eq!(draft(&h), from_selection);
    press(&mut h, Key::Escape);
    // Also where nothing is selected any more: the caret stands in the highlight.
    let first = piece("a-system-text");
    select(&mut h, (first, 10), (first, 10));
    press(&mut h, Key::M);
    assert_eq!(draft(&h), (QUOTE.to_owned(), 1));
}

#[test]
fn a_press_on_a_highlight_shows_what_it_offers_by_mouse_and_by_keys() {
    let folder = folder();
    let mut h = start(folder.path());
    select_words(&mut h, piece("a-system-text"), QUOTE);
    press(&mut h, Key::H);
    act(&mut h, Action::Select(None));
    h.get_by_role_and_label(Role::Button, MARK).click();
    h.run();
    h.get_by_role_and_label(Role::Button, "Write a note … N").click();
    h.run();
    let anchor = Anchor::from(FIRST);
    assert_eq!(h.state().state().overlay(), Some(&Overlay::Note(anchor)));
    press(&mut h, Key::Escape);
    // By keys: Tab comes to it and selects its words, Enter opens, Esc closes and stays.
    for _ in 0..80 {
        if h.get_by_role_and_label(Role::Button, MARK).is_focused() {
            break;
        }
        press(&mut h, Key::Tab);
    }
    assert!(h.get_by_role_and_label(Role::Button, MARK).is_focused());
    assert_eq!(h.state().state().selected().expect("its words").text, QUOTE);
    press(&mut h, Key::Enter);
    h.run();
    assert!(h.get_by_role_and_label(Role::Button, "Make a card M").is_focused());
    press(&mut h, Key::Escape);
    h.run();
    assert!(h.query_by_label("Remove highlight H").is_none());
    assert!(h.get_by_role_and_label(Role::Button, MARK).is_focused());
    press(&mut h, Key::Enter);
    h.run();
    for _ in 0..2 {
        press(&mut h, Key::Tab);
    }
    assert!(h.get_by_role_and_label(Role::Button, "Remove highlight H").is_focused());
    press(&mut h, Key::Enter);
    h.run();
    assert!(highlighted(&h).is_empty());
}

#[test]
fn the_foot_of_the_page_offers_the_same_to_the_mouse() {
    let folder = folder();
    let mut h = start(folder.path());
    let people = piece("parts-text");
    select_words(&mut h, people, "NHTSA’s account");
    h.get_by_role_and_label(Role::Button, "H highlight").click();
    h.run();
    h.run();
    assert_eq!(highlighted(&h), [passage("what-ems-is/parts-text", "NHTSA’s account")]);
    // A note is about the paragraph in which something is selected.
    h.get_by_role_and_label(Role::Button, "N note").click();
    h.run();
    let anchor = Anchor::from("what-ems-is/parts-text");
    assert_eq!(h.state().state().overlay(), Some(&Overlay::Note(anchor)));
    press(&mut h, Key::Escape);
    h.get_by_role_and_label(Role::Button, "M card").click();
    h.run();
    assert_eq!(draft(&h).0, "NHTSA’s account");
}

#[test]
fn highlighted_text_is_selected_like_any_other() {
    let folder = folder();
    let mut h = start(folder.path());
    select_words(&mut h, piece("a-system-text"), QUOTE);
    press(&mut h, Key::H);
    act(&mut h, Action::Select(None));
    let rect = h.get_by_role_and_label(Role::Button, MARK).rect();
    let (from, to) = (rect.left_center() + vec2(60.0, 0.0), rect.left_center() + vec2(180.0, 0.0));
    h.drag_at(from);
    h.hover_at(to);
    h.run();
    h.drop_at(to);
    h.run();
    let selected = h.state().state().selected().expect("what was dragged over").text;
    assert!(QUOTE.contains(&selected) && selected.len() > 5, "{selected}");
    assert!(h.query_by_label("Remove highlight H").is_none(), "a drag is no press");
}

#[test]
fn the_list_leads_to_a_highlight_and_says_where_the_text_has_changed() {
    let folder = folder();
    let mut h = start(folder.path());
    let first = piece("a-system-text");
    select_words(&mut h, first, QUOTE);
    press(&mut h, Key::H);
    select_words(&mut h, first, "A crew and its ambulance");
    press(&mut h, Key::H);
    h.run();
    drop(h);
    // An update rewrites the first sentence and moves the paragraph.
    let new = changed("01-what-ems-is.ron", |text| {
        let first = "Heading(id: \"a-system\"";
        let more = "Text(id: \"new\", say: [(\"EMS is a system.\", [\"SYS-01\"])]),\n        ";
        text.replace(first, &format!("{more}{first}"))
            .replace("EMS is neither a person nor a vehicle.", "EMS is more than a vehicle.")
    });
    let clock = Clock::fixed(parse_moment(crate::common::NOW).expect("a time"));
    let start = Start::open(Arc::new(new), Some(folder.path()), clock);
    let mut h = harness(App::headless(start), 1280.0, 800.0);
    h.get_by_role_and_label(Role::Button, "Highlight “A crew and its ambulance”");
    assert!(h.query_by_label(MARK).is_none());
    h.get_by_label("2 highlights");
    h.get_by_role_and_label(Role::Link, "Bookmarks, highlights and notes").click();
    h.run();
    h.get_by_label(QUOTE);
    h.get_by_label("The text has changed: these words no longer stand there.");
    let opens = h.query_all_by_label("Open in “What EMS is”").next().expect("a way there");
    opens.click();
    h.run();
    h.get_by_label("your highlight");
    act(&mut h, Action::Open(Spot::Marks));
    for _ in 0..2 {
        h.query_all_by_label("Remove").next().expect("a button").click();
        h.run();
        h.run();
    }
    assert!(highlighted(&h).is_empty() && has(&h, "There are none yet."));
}

#[test]
fn where_nothing_can_be_kept_a_highlight_says_so() {
    let folder = folder();
    let _other = app(folder.path());
    let mut h = start(folder.path());
    select_words(&mut h, piece("a-system-text"), QUOTE);
    press(&mut h, Key::H);
    assert!(has(&h, "This highlight is not saved. "));
    assert!(highlighted(&h).is_empty());
}

#[test]
fn at_the_questions_of_a_section_h_is_the_hint_unless_words_are_selected() {
    let folder = folder();
    let mut h = start(folder.path());
    let asked = |h: &Harness<'_, App>| {
        let current = h.state().state().asked()?.current.as_ref()?;
        let card = h.state().state().deck().get(&current.card)?;
        Some((current.hint, card.id.clone(), card.hint.is_some()))
    };
    // The first question with a hint.
    let curriculum = curriculum();
    let mut ids = curriculum.sections().iter().map(|section| section.id.clone());
    let section = loop {
        let id = ids.next().expect("a question with a hint");
        act(&mut h, Action::Open(Spot::Section(id.clone(), None)));
        press(&mut h, Key::R);
        h.run_steps(12);
        for _ in 0..6 {
            let Some((_, card, false)) = asked(&h) else { break };
            act(&mut h, Action::Reveal { card: card.clone(), sure: false });
            act(&mut h, Action::Rate { card, rating: Rating::Easy });
            h.run();
        }
        if asked(&h).is_some_and(|(.., has_hint)| has_hint) {
            break id;
        }
    };
    press(&mut h, Key::H);
    assert!(asked(&h).expect("the question").0, "the hint is open");
    let place = |char| TextPlace { piece: 1, char };
    let selection = Selection { section: section.clone(), anchor: place(0), head: place(3) };
    act(&mut h, Action::Select(Some(selection)));
    press(&mut h, Key::H);
    h.run();
    assert_eq!(highlighted(&h)[0].anchor, section.as_str());
}
