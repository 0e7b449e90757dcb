//! Learn by label and role: reading with the keyboard alone, finding, noting, coming back.

use crate::common::{
    NOW, act, app, changed, curriculum, folder, harness, press, press_ctrl, start, started,
};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ems_study::app::{App, Start};
use ems_study::clock::{Clock, parse_moment};
use ems_study::curriculum::{Anchor, Block, Curriculum, Figure, ProviderLevel, SectionId};
use ems_study::state::{Action, Overlay, Spot};
use ems_study::storage::{SystemDisk, read_history};
use ems_study::study::{Settings, What};
use std::path::Path;
use std::sync::Arc;

fn open(h: &mut Harness<'_, App>, section: &str) {
    act(h, Action::Open(Spot::Section(section.into(), None)));
}

fn type_text(h: &mut Harness<'_, App>, text: &str) {
    h.event(egui::Event::Text(text.to_owned()));
    h.run();
}

fn alt(h: &mut Harness<'_, App>, key: Key) {
    h.key_press_modifiers(Modifiers::ALT, key);
    h.run();
}

fn top_of(h: &Harness<'_, App>, heading: &str) -> f32 {
    h.get_by_role_and_label(Role::Heading, heading).rect().top()
}

fn has(h: &Harness<'_, App>, part: &str) -> bool {
    h.query_all_by_label_contains(part).next().is_some()
}

fn kept(folder: &Path) -> Vec<What> {
    let history = read_history(&SystemDisk, folder).expect("readable");
    history.entries.into_iter().map(|(_, entry)| entry.what).collect()
}

#[test]
fn the_rules_of_the_chosen_state_stand_beside_what_the_national_model_says() {
    let folder = folder();
    let mut h = start(folder.path());
    let rule = "Montana (example) has";
    open(&mut h, "a-911-call");
    assert!(!has(&h, rule), "no state is chosen");
    let state_rules = Some("Montana".to_owned());
    act(&mut h, Action::Set(Settings { state_rules, ..Settings::default() }));
    // A sentence, the step of a call, the list of what a level adds, and a claim.
    assert!(has(&h, "Main caregiver in transport, EMR: An EMR may be on the crew"), "the sentence");
    act(&mut h, Action::SetLens(ProviderLevel::Emr));
    let step = h
        .state()
        .state()
        .curriculum()
        .call()
        .iter()
        .position(|step| step.skills.contains(&"pulse-oximetry".into()));
    act(&mut h, Action::ShowCallStep(step.expect("a step with that skill")));
    assert!(
        has(&h, "Pulse oximetry, EMR: limited. EMRs may with an added endorsement."),
        "the step"
    );
    open(&mut h, "four-levels");
    assert!(has(&h, "Supraglottic airway, EMT: limited. EMTs may with"), "the list");
    act(&mut h, Action::Open(Spot::Section("common-confusions".into(), None)));
    assert!(has(&h, "Supraglottic airway, EMT: limited. EMTs may with"), "what people say");
}

const FIRST: &str = "what-ems-is/a-system-text";

#[test]
fn a_section_is_read_by_keyboard_alone() {
    let folder = folder();
    let mut h = start(folder.path());
    let before = top_of(&h, "What EMS is");
    press(&mut h, Key::PageDown);
    h.run_steps(8);
    assert!(top_of(&h, "What EMS is") < before);
    type_text(&mut h, "]");
    h.get_by_role_and_label(Role::Heading, "EMS and EMT, the difference");
    // Tab reaches what can be opened in the text, and the text follows.
    for _ in 0..90 {
        press(&mut h, Key::Tab);
        let focused = h.query_all_by_role(Role::Link).find(egui_kittest::Node::is_focused);
        let name = focused.and_then(|node| node.accesskit_node().label());
        if name.as_deref() == Some("medical director") {
            let rect = h.get_by_role_and_label(Role::Link, "medical director").rect();
            assert!(h.ctx.content_rect().contains_rect(rect), "{rect:?}");
            press(&mut h, Key::Enter);
            assert!(has(&h, "Used in"));
            return;
        }
    }
    panic!("Tab never came to the term");
}

#[test]
fn escape_closes_only_the_term_and_the_focus_is_back_on_it() {
    let folder = folder();
    let mut h = start(folder.path());
    open(&mut h, "four-levels");
    h.get_by_role_and_label(Role::Link, "medical director").focus();
    h.run();
    press(&mut h, Key::Enter);
    assert!(has(&h, "Used in"));
    press(&mut h, Key::Escape);
    assert!(!has(&h, "Used in"));
    assert!(h.get_by_role_and_label(Role::Link, "medical director").is_focused());
    press(&mut h, Key::Enter);
    assert!(has(&h, "Used in"));
}

#[test]
fn a_term_is_explained_where_the_pointer_rests() {
    let folder = folder();
    let mut h = start(folder.path());
    open(&mut h, "four-levels");
    let meaning = curriculum().plain(&curriculum().term(&"emr".into()).expect("a term").meaning);
    assert!(!has(&h, &meaning));
    h.get_by_role_and_label(Role::Link, "EMR").hover();
    h.run_steps(6);
    assert!(has(&h, &meaning));
}

#[test]
fn the_way_back_shows_exactly_what_was_seen() {
    let folder = folder();
    let mut h = start(folder.path());
    open(&mut h, "exams-and-renewal");
    for _ in 0..3 {
        press(&mut h, Key::PageDown);
        h.run_steps(8);
    }
    let seen = top_of(&h, "Exams and renewal");
    assert!(seen < -300.0, "{seen}");
    let asked = Action::OpenSentence {
        section: "exams-and-renewal".into(),
        facts: vec!["EXM-10".into()],
        label: "asked in your card",
    };
    act(&mut h, asked);
    h.run();
    let sentence = top_of(&h, "Exams and renewal");
    assert!((sentence - seen).abs() > 1.0);
    open(&mut h, "what-ems-is");
    alt(&mut h, Key::ArrowLeft);
    assert!((top_of(&h, "Exams and renewal") - sentence).abs() < 1.0);
    alt(&mut h, Key::ArrowLeft);
    assert!((top_of(&h, "Exams and renewal") - seen).abs() < 1.0);
    alt(&mut h, Key::ArrowRight);
    assert!((top_of(&h, "Exams and renewal") - sentence).abs() < 1.0);
}

#[test]
fn reading_goes_on_where_it_stopped_also_after_a_restart_and_with_larger_text() {
    let folder = folder();
    let mut h = start(folder.path());
    open(&mut h, "four-levels");
    act(&mut h, Action::OpenBlock(Anchor::from("four-levels/emt-who"), "your bookmark"));
    h.run();
    let place = |h: &Harness<'_, App>| top_of(h, "EMT, Emergency Medical Technician");
    let seen = place(&h);
    assert!(h.ctx.content_rect().y_range().contains(seen), "{seen}");
    open(&mut h, "what-ems-is");
    open(&mut h, "four-levels");
    assert!((place(&h) - seen).abs() < 1.0);
    drop(h);
    let mut again = start(folder.path());
    again.get_by_role_and_label(Role::Heading, "The four levels");
    assert!((place(&again) - seen).abs() < 1.0, "{} {seen}", place(&again));
    let large = Settings { text_percent: 150, ..Settings::default() };
    act(&mut again, Action::Set(large));
    again.run();
    let view = again.ctx.content_rect();
    assert!(view.y_range().contains(place(&again)), "{}", place(&again));
}

#[test]
fn the_same_search_hit_twice_scrolls_again() {
    let folder = folder();
    let mut h = start(folder.path());
    let search = |h: &mut Harness<'_, App>| {
        press_ctrl(h, Key::K);
        type_text(h, "far more to it than a ride");
        press(h, Key::Enter);
        h.run();
        h.get_by_label("found by your search").rect().top()
    };
    let first = search(&mut h);
    for _ in 0..3 {
        press(&mut h, Key::PageDown);
        h.run_steps(8);
    }
    assert!(h.get_by_label("found by your search").rect().top() < first - 100.0);
    assert!((search(&mut h) - first).abs() < 1.0);
}

#[test]
fn an_old_name_is_found_outlined_and_leads_to_its_column() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::K);
    type_text(&mut h, "EMT-Intermediate");
    press(&mut h, Key::Enter);
    h.get_by_role_and_label(Role::Heading, "Old names");
    let label = h.get_by_label("found by your search").rect();
    assert!(h.ctx.content_rect().contains_rect(label));
    let link = h.query_all_by_label("AEMT in Compare").find(|node| {
        node.rect().top() > label.top() && h.ctx.content_rect().contains_rect(node.rect())
    });
    link.expect("a link to the column").click();
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Compare);
}

#[test]
fn commands_are_found_with_their_keys_and_carried_out() {
    let folder = folder();
    let mut h = start(folder.path());
    for (words, done) in [("differences only", true), ("differences only", false)] {
        press_ctrl(&mut h, Key::K);
        type_text(&mut h, words);
        press(&mut h, Key::Enter);
        h.run();
        assert_eq!(*h.state().state().spot(), Spot::Compare);
        assert_eq!(h.state().state().compare().table.differences_only, done);
    }
}

#[test]
fn a_claim_is_found_and_outlined_whatever_the_filter_hides() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::Open(Spot::Claims));
    let all = h.query_all_by_label("Source").count();
    h.get_by_role_and_label(Role::CheckBox, "wrong, 8").click();
    h.run();
    assert!(h.query_all_by_label("Source").count() < all);
    let hidden = curriculum();
    let hidden = hidden.claims().iter().find(|c| c.verdict.mark().label() == "true");
    act(&mut h, Action::Open(Spot::Claim(hidden.expect("a true claim").id.clone())));
    h.run();
    let label = h.get_by_label("found by your search").rect();
    assert!(h.ctx.content_rect().contains_rect(label));
}

#[test]
fn claims_are_narrowed_down_by_article_verdict_and_words_and_stay_so() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::Open(Spot::Claims));
    h.get_by_label("105 of 105 shown");
    h.get_by_role_and_label(Role::CheckBox, "Article 2, 31").focus();
    h.run();
    press(&mut h, Key::Space);
    press_ctrl(&mut h, Key::F);
    type_text(&mut h, "paramedic");
    let c = curriculum();
    let mut expected =
        c.claims().iter().filter(|claim| claim.article() == Some(2)).collect::<Vec<_>>();
    expected.retain(|claim| {
        let words = format!("{} {}", claim.says, c.plain(&claim.right)).to_lowercase();
        words.contains("paramedic")
    });
    let shown = format!("{} of 105 shown", expected.len());
    h.get_by_label(&shown);
    open(&mut h, "what-ems-is");
    act(&mut h, Action::Open(Spot::Claims));
    h.get_by_label(&shown);
    h.get_by_label("Show all").click();
    h.run();
    h.get_by_label("105 of 105 shown");
}

#[test]
fn old_names_are_translated_both_ways() {
    let folder = folder();
    let mut h = start(folder.path());
    open(&mut h, "old-names");
    let field = "Old name, such as EMT-I or first responder";
    h.get_by_role_and_label(Role::TextInput, field).focus();
    h.run();
    type_text(&mut h, "emt p");
    assert!(has(&h, "EMT-Paramedic") && !has(&h, "First Responder, Certified"));
    h.get_by_label("Show all").click();
    h.run();
    h.get_by_role_and_label(Role::CheckBox, "EMR").click();
    h.run();
    assert!(has(&h, "First Responder, Certified"));
    assert!(!has(&h, "EMT-Paramedic, EMT-P"));
}

#[test]
fn what_rests_on_a_source_can_be_opened() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::Open(Spot::Sources));
    let facts = h.query_all_by_role(Role::Button).find(|node| {
        node.accesskit_node().label().is_some_and(|label| label.contains("facts rest on it"))
    });
    facts.expect("a source with facts").click();
    h.run();
    let said = h
        .query_all_by_label("What EMS is")
        .find(|node| node.accesskit_node().role() == Role::Button);
    said.expect("a section that says it").click();
    h.run();
    assert!(has(&h, "rests on this source"));
}

#[test]
fn words_are_found_in_the_section_and_escape_closes_only_that() {
    let folder = folder();
    let mut h = start(folder.path());
    open(&mut h, "a-911-call");
    press_ctrl(&mut h, Key::F);
    type_text(&mut h, "DISPATCH");
    h.run();
    let count = |h: &Harness<'_, App>| -> (usize, usize) {
        let node = h.query_all_by_role(Role::Label).find_map(|node| {
            let label = node.accesskit_node().value().or(node.accesskit_node().label())?;
            let (at, of) = label.split_once(" of ")?;
            Some((at.parse().ok()?, of.parse().ok()?))
        });
        node.expect("a count")
    };
    let (at, total) = count(&h);
    assert_eq!(at, 1);
    assert!(total > 5, "{total}");
    press(&mut h, Key::Enter);
    assert_eq!(count(&h), (2, total));
    h.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    h.run();
    h.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    h.run();
    assert_eq!(count(&h), (total, total));
    h.run_steps(8);
    assert!(top_of(&h, "A 911 call, step by step") < 0.0, "the last place is shown");
    press(&mut h, Key::Escape);
    assert!(h.query_by_label("Find in this section").is_none());
    h.get_by_role_and_label(Role::Heading, "A 911 call, step by step");
}

#[test]
fn words_of_a_drawing_are_found_and_the_drawing_is_shown() {
    let folder = folder();
    let mut h = start(folder.path());
    open(&mut h, "four-levels");
    let list = "Childbirth, uncomplicated";
    assert!(h.get_by_label(list).rect().top() > 800.0, "the list stands further down");
    press_ctrl(&mut h, Key::F);
    type_text(&mut h, list);
    h.run_steps(8);
    assert!(h.query_by_label("1 of 1").is_some());
    let shown = h.get_by_label(list).rect();
    assert!((60.0..740.0).contains(&shown.top()), "{shown}");
}

#[test]
fn a_note_is_written_changed_deleted_and_brought_back_by_keyboard() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::N);
    type_text(&mut h, "ask about the chain");
    press_ctrl(&mut h, Key::Enter);
    h.run();
    assert!(h.state().state().overlay().is_none());
    h.get_by_label("ask about the chain");
    let note = |text: &str| What::Note { anchor: FIRST.to_owned(), text: text.to_owned() };
    assert_eq!(kept(folder.path()), [note("ask about the chain")]);
    h.get_by_label("Delete").click();
    h.run();
    assert!(h.query_by_label("ask about the chain").is_none());
    press_ctrl(&mut h, Key::Z);
    h.run();
    h.get_by_label("ask about the chain");
    drop(h);
    start(folder.path()).get_by_label("ask about the chain");
}

#[test]
fn escape_leaves_a_note_as_it_was_and_gives_back_what_was_typed() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::N);
    type_text(&mut h, "half a thought");
    press(&mut h, Key::Escape);
    assert!(h.state().state().overlay().is_none());
    assert!(kept(folder.path()).is_empty());
    press(&mut h, Key::N);
    h.get_by_label("Bring back what you typed before").click();
    h.run();
    press_ctrl(&mut h, Key::Enter);
    h.run();
    h.get_by_label("half a thought");
}

#[test]
fn a_note_that_cannot_be_kept_says_why_and_keeps_its_text() {
    let folder = folder();
    let _first = app(folder.path());
    let mut h = start(folder.path());
    press(&mut h, Key::N);
    type_text(&mut h, "mine");
    assert!(has(&h, "Another copy of EMS Study"));
    press_ctrl(&mut h, Key::Enter);
    assert!(matches!(h.state().state().overlay(), Some(Overlay::Note(_))));
    assert!(h.query_all_by_value("mine").next().is_some());
}

#[test]
fn a_card_takes_a_note_and_a_bookmark_on_the_paragraph_that_it_rests_on() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::Space);
    press(&mut h, Key::N);
    type_text(&mut h, "from a card");
    press_ctrl(&mut h, Key::Enter);
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Cards);
    press_ctrl(&mut h, Key::D);
    h.get_by_label("The paragraph of this card is bookmarked.");
    h.get_by_label("1 of 10");
    press(&mut h, Key::O);
    assert!(has(&h, "asked in your card") && has(&h, "from a card"));
    assert_eq!(h.state().state().progress().bookmarks().len(), 1);
}

#[test]
fn a_bookmark_is_set_listed_opened_and_taken_away() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::D);
    h.run();
    assert_eq!(kept(folder.path()), [What::Bookmark { anchor: FIRST.to_owned(), on: true }]);
    open(&mut h, "four-levels");
    let entry = h.query_all_by_role(Role::Link).find(|node| {
        node.accesskit_node().label().is_some_and(|l| l.starts_with("EMS is neither"))
    });
    let anchor = Anchor::from(FIRST);
    assert!(entry.is_some(), "listed in the contents");
    act(&mut h, Action::OpenBlock(anchor, "your bookmark"));
    h.get_by_label("your bookmark");
    h.get_by_label("Remove the bookmark").click();
    h.run();
    assert!(h.state().state().progress().bookmarks().is_empty());
}

#[test]
fn notes_stay_with_their_paragraph_when_an_update_moves_or_takes_it() {
    let folder = folder();
    let mut h = start(folder.path());
    for (block, text) in [("a-system-text", "stays"), ("delivery-models", "goes")] {
        let anchor = Anchor::from(format!("what-ems-is/{block}"));
        act(&mut h, Action::SaveNote { anchor, text: text.to_owned() });
        h.run();
    }
    drop(h);
    // An update puts a paragraph before the others and gives up another one.
    let new = changed("01-what-ems-is.ron", |text| {
        let first = "Heading(id: \"a-system\"";
        let more = "Text(id: \"new\", say: [(\"EMS is a system.\", [\"SYS-01\"])]),\n        ";
        text.replace(first, &format!("{more}{first}")).replace("\"delivery-models\"", "\"other\"")
    });
    let clock = Clock::fixed(parse_moment(crate::common::NOW).expect("a time"));
    let start = Start::open(Arc::new(new), Some(folder.path()), clock);
    let h = harness(App::headless(start), 1280.0, 2400.0);
    let top = |label: &str| h.get_by_label(label).rect().top();
    let paragraph = top(
        "EMS is neither a person nor a vehicle. A crew and its ambulance are links in a chain of care, and the chain as a whole is EMS. The National Highway Traffic Safety Administration (NHTSA), the federal agency with an Office of EMS, points out that there is far more to it than a ride to the hospital.",
    );
    assert!(top("stays") > paragraph && top("stays") < paragraph + 250.0);
    assert!(top("goes") > top("Notes on earlier text"));
}

#[test]
fn contents_say_how_much_is_read_and_how_much_is_recalled() {
    let folder = folder();
    let mut h = start(folder.path());
    let said = |h: &Harness<'_, App>| {
        let link = h.get_by_role_and_label(Role::Link, "What EMS is");
        link.accesskit_node().description().expect("a description")
    };
    assert!(said(&h).starts_with("0 of 12 paragraphs read; 0 of "), "{}", said(&h));
    // What was read counts on leaving; a moment is not enough.
    act(&mut h, Action::Seen(vec![Anchor::from(FIRST)]));
    open(&mut h, "four-levels");
    h.run();
    assert!(said(&h).starts_with("0 of 12"), "{}", said(&h));
    let entry = What::Read { anchor: FIRST.to_owned() };
    assert!(!kept(folder.path()).contains(&entry));
}

#[test]
fn a_setting_is_set_shown_and_reset_one_by_one_and_all_at_once() {
    let folder = folder();
    let mut h = start(folder.path());
    let lead = |h: &Harness<'_, App>| h.get_by_role_and_label(Role::Heading, "What EMS is").rect();
    let before = lead(&h).height();
    press_ctrl(&mut h, Key::Comma);
    for label in [
        "Size of the text: 150 %",
        "Longest line: 60 characters",
        "Motion: less motion",
        "Keys that are a single letter, digit or sign: off",
    ] {
        h.get_by_label(label).click_accesskit();
        h.run();
    }
    let set = h.state().state().settings().clone();
    assert_eq!((set.text_percent, set.measure), (150, 60));
    assert!(set.reduced_motion && !set.single_keys);
    assert!(h.ctx.global_style().animation_time < 0.001);
    press(&mut h, Key::Escape);
    assert!(lead(&h).height() > before * 1.3);
    press(&mut h, Key::N);
    assert!(h.state().state().overlay().is_none(), "single keys are off");
    press_ctrl(&mut h, Key::Comma);
    h.get_by_label("Reset: Longest line").click_accesskit();
    h.run();
    assert_eq!(h.state().state().settings().measure, 80);
    assert_eq!(h.state().state().settings().text_percent, 150);
    h.get_by_label("Reset all of these").click_accesskit();
    h.run();
    assert_eq!(*h.state().state().settings(), Settings::default());
}

#[test]
fn the_hour_at_which_a_day_begins_is_kept_with_the_answers() {
    let folder = folder();
    let mut h = start(folder.path());
    let now = parse_moment("2026-03-01T03:00:00-05:00").expect("a time");
    let before = h.state().state().progress().study_day(now);
    act(&mut h, Action::SetDayHour(2));
    h.run();
    assert_eq!(h.state().state().progress().study_day(now), before.plus(1));
    drop(h);
    let h = start(folder.path());
    assert_eq!(h.state().state().progress().parameters().day_hour, 2);
    assert!(matches!(kept(folder.path()).as_slice(), [What::Parameters(p)] if p.day_hour == 2));
}

#[test]
fn every_section_and_list_is_as_wide_as_its_page_at_every_tested_size() {
    let spots: Vec<Spot> = curriculum()
        .sections()
        .iter()
        .map(|section| Spot::Section(section.id.clone(), None))
        .chain([Spot::Glossary, Spot::Sources, Spot::Claims, Spot::Marks])
        .collect();
    for (width, height, zoom) in
        [(1280.0, 800.0, 100), (1280.0, 800.0, 200), (1280.0, 800.0, 300), (1024.0, 640.0, 200)]
    {
        let folder = folder();
        let mut h = harness(app(folder.path()), width, height);
        act(&mut h, Action::Zoom(zoom));
        for spot in &spots {
            act(&mut h, Action::Open(spot.clone()));
            h.run();
            is_as_wide_as_its_page(&h, &format!("{spot:?} at {width}x{height}, {zoom} %"));
        }
        for overlay in [Overlay::Settings, Overlay::Note(Anchor::from(FIRST))] {
            let name = format!("{overlay:?} at {width}x{height}, {zoom} %");
            act(&mut h, Action::Show(overlay));
            h.run();
            is_as_wide_as_its_page(&h, &name);
            act(&mut h, Action::CloseOverlay);
        }
    }
}

/// Pages scroll up and down only: what reaches beyond a side of the window cannot be reached.
fn is_as_wide_as_its_page(h: &Harness<'_, App>, name: &str) {
    let window = h.ctx.content_rect().expand(1.0);
    for node in h.get_all_by(|node| {
        matches!(
            node.role(),
            Role::Label
                | Role::Heading
                | Role::Button
                | Role::Link
                | Role::CheckBox
                | Role::RadioButton
                | Role::TextInput
        )
    }) {
        let rect = node.rect();
        if rect.width() > 0.0 {
            assert!(
                window.x_range().contains(rect.left()) && window.x_range().contains(rect.right()),
                "{name}: {:?} at {rect:?}",
                node.accesskit_node().label().or(node.accesskit_node().value()),
            );
        }
    }
}

/// Every way to a place inside of a page, each with the words that stand beside what was asked for.
fn ways_to_a_place() -> Vec<(&'static str, Action, &'static str)> {
    let sentence = |section: &str, fact: &str| Action::OpenSentence {
        section: section.into(),
        facts: vec![fact.into()],
        label: "asked in your card",
    };
    let c = curriculum();
    let claim = c.claims().last().expect("claims");
    let confusion = c.confusions().last().expect("confusions");
    let old_name = c.old_names().last().expect("old names");
    let found = "found by your search";
    vec![
        ("a sentence far down", sentence("exams-and-renewal", "EXM-10"), "asked in your card"),
        (
            "a heading",
            Action::OpenBlock(Anchor::from("four-levels/paramedic-who"), "your bookmark"),
            "your bookmark",
        ),
        ("a claim", Action::Open(Spot::Claim(claim.id.clone())), found),
        ("a common belief", Action::OpenFigureRow(Figure::Confusions, confusion.id.clone()), found),
        ("an old name", Action::OpenFigureRow(Figure::OldNames, old_name.id.clone()), found),
    ]
}

#[test]
fn the_first_jump_of_all_shows_what_was_asked_for() {
    for (size, zoom) in [((1280.0, 800.0), 100), ((1024.0, 768.0), 100), ((1280.0, 800.0), 200)] {
        for (way, action, label) in ways_to_a_place() {
            let folder = folder();
            let mut h = harness(started(folder.path(), NOW), size.0, size.1);
            if zoom != 100 {
                act(&mut h, Action::Zoom(zoom));
            }
            act(&mut h, action);
            let shown = h.get_by_label(label).rect();
            let view = h.ctx.content_rect();
            assert!(
                shown.top() > 60.0 && shown.bottom() < view.bottom() - 60.0,
                "{way} at {size:?}, {zoom} %: {shown:?} in {view:?}"
            );
        }
    }
}

#[test]
fn a_sentence_of_a_list_is_found_and_marked_itself() {
    let c = curriculum();
    let (section, words, neighbor) = a_list_item(&c);
    let folder = folder();
    let mut h = harness(started(folder.path(), NOW), 1280.0, 800.0);
    press_ctrl(&mut h, Key::K);
    type_text(&mut h, &words);
    press(&mut h, Key::Enter);
    h.run();
    let spot = h.state().state().spot().clone();
    let Spot::Section(id, Some(outline)) = spot else { panic!("{spot:?}") };
    assert_eq!(id, section);
    let block = &c.section(&id).expect("a section").blocks[outline.block.expect("a block")];
    let marked = &block.sentences()[outline.sentence().expect("a sentence")];
    assert_eq!(c.plain(marked.text()), words);
    assert_ne!(words, neighbor);
}

/// An item of a list that rests on the same fact as what stands before it: its section, its words
/// and those of its neighbor.
fn a_list_item(c: &Curriculum) -> (SectionId, String, String) {
    for section in c.sections() {
        let sentences = section.blocks.iter().flat_map(Block::sentences);
        let sentences: Vec<_> = sentences.collect();
        for pair in sentences.windows(2) {
            if pair[0].facts() == pair[1].facts() && !pair[0].facts().is_empty() {
                let (before, item) = (c.plain(pair[0].text()), c.plain(pair[1].text()));
                return (section.id.clone(), item, before);
            }
        }
    }
    panic!("two sentences that rest on one fact");
}
