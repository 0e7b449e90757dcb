//! The ways about the window: F6 from pane to pane, bookmarks in Compare, and the places opened last.

use crate::common::{act, folder, press, press_ctrl, start};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use ems_study::app::App;
use ems_study::curriculum::{Anchor, ProviderLevel, SkillId};
use ems_study::state::{Action, Overlay, Place, Spot};
use ems_study::storage::{SystemDisk, read_history};
use ems_study::study::{Rating, What};

const CPAP: &str = "compare/cpap/aemt";

fn has(h: &Harness<'_, App>, part: &str) -> bool {
    h.query_all_by_label_contains(part).next().is_some()
}

fn section(h: &mut Harness<'_, App>, id: &str) {
    act(h, Action::Open(Spot::Section(id.into(), None)));
}

/// What has the keyboard's focus, as it is read out, and where it is.
fn focused(h: &Harness<'_, App>) -> (String, egui::Rect) {
    let node = h.query_all(By::new()).find(egui_kittest::Node::is_focused).expect("a focus");
    let name = node.accesskit_node().label().or_else(|| node.value());
    (name.unwrap_or_default(), node.rect())
}

fn f6(h: &mut Harness<'_, App>) -> (String, egui::Rect) {
    press(h, Key::F6);
    focused(h)
}

fn shift_f6(h: &mut Harness<'_, App>) -> String {
    h.key_press_modifiers(Modifiers::SHIFT, Key::F6);
    h.run();
    focused(h).0
}

fn select(h: &mut Harness<'_, App>, row: &str, level: ProviderLevel) {
    act(h, Action::SelectCell(SkillId::from(row), level));
}

fn selected(h: &Harness<'_, App>) -> Option<(String, ProviderLevel)> {
    let selected = h.state().state().compare().selected.clone();
    selected.map(|(row, level)| (row.to_string(), level))
}

fn bookmarks(h: &Harness<'_, App>) -> Vec<String> {
    h.state().state().progress().bookmarks().into_iter().map(str::to_owned).collect()
}

#[test]
fn f6_goes_round_the_panes_of_learn_and_shift_f6_back() {
    let folder = folder();
    let mut h = start(folder.path());
    section(&mut h, "four-levels");
    assert_eq!(f6(&mut h).0, "Home");
    assert_eq!(f6(&mut h).0, "What EMS is", "the contents");
    let (_, text) = f6(&mut h);
    assert!(text.left() > 300.0 && text.right() < 1010.0, "the text: {text:?}");
    let (name, side) = f6(&mut h);
    assert!(side.left() > 1000.0, "the margin: {name}");
    assert!(f6(&mut h).1.top() > 760.0, "the foot");
    assert_eq!(f6(&mut h).0, "Home", "and round");
    assert!(focused(&h).1.top() < 56.0);
    let names: Vec<String> = (0..4).map(|_| shift_f6(&mut h)).collect();
    assert_eq!(names.last().map(String::as_str), Some("What EMS is"), "{names:?}");
}

/// The name under which the search knows a page; nothing where it is one of many.
fn name_of(spot: &Spot) -> Option<&'static str> {
    Some(match spot {
        Spot::Home => "home",
        Spot::Section(..) | Spot::Claim(_) => return None,
        Spot::Glossary => "glossary",
        Spot::Sources => "sources",
        Spot::Claims => "claims checked",
        Spot::Marks => "bookmarks highlights and notes",
        Spot::Compare => "the levels side by side",
        Spot::EmsAndEmt => "ems and emt side by side",
        Spot::Cards => "cards",
        Spot::Sittings => "practice",
        Spot::Backups => "backup and restore",
        Spot::Browse => "all cards",
        Spot::Exchange => "import and export",
        Spot::Progress => "progress",
        Spot::Answers => "all answers",
        Spot::Plan => "your plan",
        Spot::Method => "how this estimate is made",
    })
}

#[test]
fn every_page_is_found_by_its_name_in_the_search() {
    let folder = folder();
    let mut h = start(folder.path());
    let pages = [
        Spot::Home,
        Spot::Glossary,
        Spot::Sources,
        Spot::Claims,
        Spot::Marks,
        Spot::Compare,
        Spot::EmsAndEmt,
        Spot::Cards,
        Spot::Sittings,
        Spot::Backups,
        Spot::Browse,
        Spot::Exchange,
        Spot::Progress,
        Spot::Answers,
        Spot::Plan,
        Spot::Method,
    ];
    let search = |h: &mut Harness<'_, App>, name: &str| {
        act(h, Action::Show(Overlay::Search));
        press_ctrl(h, Key::A);
        h.event(egui::Event::Text(name.to_owned()));
        h.run();
        press(h, Key::Enter);
    };
    for page in pages {
        let from = if page == Spot::Home { Place::Progress } else { Place::Home };
        act(&mut h, Action::GoTo(from));
        search(&mut h, name_of(&page).expect("a name"));
        assert_eq!(*h.state().state().spot(), page);
    }
    for (name, overlay) in [("settings", Overlay::Settings), ("about", Overlay::About)] {
        search(&mut h, name);
        assert_eq!(h.state().state().overlay(), Some(&overlay));
    }
}

#[test]
fn f6_into_the_text_keeps_the_place_one_reads_at() {
    let folder = folder();
    let mut h = start(folder.path());
    section(&mut h, "exams-and-renewal");
    for _ in 0..3 {
        press(&mut h, Key::PageDown);
        h.run_steps(8);
    }
    let top = |h: &Harness<'_, App>| {
        h.get_by_role_and_label(Role::Heading, "Exams and renewal").rect().top()
    };
    let before = top(&h);
    assert!(before < -300.0);
    for _ in 0..3 {
        press(&mut h, Key::F6);
    }
    h.run_steps(8);
    assert!((top(&h) - before).abs() < 1.0, "nothing is scrolled");
    let (_, paragraph) = focused(&h);
    assert!(h.ctx.content_rect().contains(paragraph.left_top()), "{paragraph:?}");
}

#[test]
fn f6_goes_between_table_and_details_and_out_of_a_field_but_not_below_an_overlay() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::GoTo(Place::Compare));
    select(&mut h, "cpap", ProviderLevel::Aemt);
    h.run();
    assert!(focused(&h).0.contains("AEMT"), "the selected cell has the focus");
    assert_eq!(f6(&mut h).0, "Close Esc", "the details");
    assert!(shift_f6(&mut h).contains("AEMT"), "the selected cell again");
    press_ctrl(&mut h, Key::F);
    assert!(h.ctx.text_edit_focused());
    assert_eq!(f6(&mut h).0, "Close Esc");
    press_ctrl(&mut h, Key::B);
    assert_eq!(f6(&mut h).0, "Home");
    assert_eq!(f6(&mut h).0, "Search in all cards");
    press_ctrl(&mut h, Key::Comma);
    assert_eq!(h.state().state().overlay(), Some(&Overlay::Settings));
    press(&mut h, Key::F6);
    let within = h.query_all(By::new()).find(egui_kittest::Node::is_focused);
    assert!(within.is_none_or(|node| node.rect().top() > 56.0), "the page below takes no focus");
}

#[test]
fn a_cell_is_bookmarked_shown_listed_and_led_back_to() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::GoTo(Place::Compare));
    press_ctrl(&mut h, Key::D);
    assert!(has(&h, "Which cell?") && bookmarks(&h).is_empty());
    select(&mut h, "cpap", ProviderLevel::Aemt);
    press_ctrl(&mut h, Key::D);
    h.run();
    assert_eq!(bookmarks(&h), [CPAP]);
    assert!(has(&h, ", bookmarked"), "the cell says so");
    // The column is hidden, rows are filtered; the bookmark leads there all the same.
    act(&mut h, Action::CloseCell);
    act(&mut h, Action::ToggleLevel(ProviderLevel::Aemt));
    act(&mut h, Action::FindRows("oral".to_owned()));
    act(&mut h, Action::Open(Spot::Marks));
    h.get_by_role_and_label(Role::Button, "Open in Compare").click();
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Compare);
    assert_eq!(selected(&h), Some(("cpap".to_owned(), ProviderLevel::Aemt)));
    assert!(h.state().state().open_cell().is_some());
    h.get_by_role_and_label(Role::Button, "Remove the bookmark Ctrl+D").click();
    h.run();
    assert!(bookmarks(&h).is_empty());
    press_ctrl(&mut h, Key::Z);
    h.run();
    h.run();
    assert_eq!(bookmarks(&h), [CPAP]);
    drop(h);
    let history = read_history(&SystemDisk, folder.path()).expect("readable");
    let first = history.entries.into_iter().next().expect("an entry").1.what;
    assert_eq!(first, What::Bookmark { anchor: CPAP.to_owned(), on: true });
    let mut h = start(folder.path());
    let link = h.query_all_by_role(Role::Link).find(|node| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with("Compare: "))
    });
    link.expect("in the contents of Learn").click_accesskit();
    h.run();
    assert_eq!(selected(&h), Some(("cpap".to_owned(), ProviderLevel::Aemt)));
}

#[test]
fn a_bookmark_on_a_row_that_is_gone_says_so_and_can_be_removed() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::Bookmark(Anchor::from("compare/gone/emt")));
    act(&mut h, Action::Bookmark(Anchor::from("compare/ems-and-emt")));
    act(&mut h, Action::Open(Spot::Marks));
    h.run();
    assert!(has(&h, "A paragraph or row that is no longer there"));
    assert!(has(&h, "Compare: EMS and EMT side by side"));
    h.get_by_role_and_label(Role::Button, "Open in Compare").click();
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::EmsAndEmt);
    press_ctrl(&mut h, Key::D);
    h.run();
    h.get_by_label("This page is no longer bookmarked.");
    assert_eq!(bookmarks(&h), ["compare/gone/emt"]);
}

#[test]
fn where_nothing_can_be_bookmarked_a_calm_word_says_what_can() {
    let folder = folder();
    let mut h = start(folder.path());
    for place in [Place::Home, Place::Progress, Place::Cards] {
        act(&mut h, Action::GoTo(place));
        press_ctrl(&mut h, Key::D);
        assert!(has(&h, "Nothing here takes a bookmark"), "{place:?}");
        act(&mut h, Action::DismissNotice);
    }
    act(&mut h, Action::Open(Spot::Glossary));
    press_ctrl(&mut h, Key::D);
    assert!(has(&h, "Bookmarks and notes hang on paragraphs"));
    assert!(bookmarks(&h).is_empty());
}

#[test]
fn the_search_lists_the_places_opened_last_before_anything_is_typed() {
    let folder = folder();
    let mut h = start(folder.path());
    section(&mut h, "four-levels");
    act(&mut h, Action::GoTo(Place::Compare));
    select(&mut h, "cpap", ProviderLevel::Aemt);
    act(&mut h, Action::GoTo(Place::Cards));
    let asked = h.state().state().asked().and_then(|asked| asked.current.as_ref());
    let card = asked.expect("a card").card.clone();
    act(&mut h, Action::Reveal { card: card.clone(), sure: false });
    act(&mut h, Action::Rate { card: card.clone(), rating: Rating::Good });
    h.run();
    section(&mut h, "how-we-got-here");
    let kinds = |h: &Harness<'_, App>| {
        let places = h.state().state().recent_places();
        places.into_iter().map(|place| place.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&h), ["card", "compare", "section"], "newest first, not the one shown");
    press_ctrl(&mut h, Key::K);
    h.get_by_label("Opened last");
    press(&mut h, Key::ArrowDown);
    press(&mut h, Key::Enter);
    h.run();
    assert_eq!(selected(&h), Some(("cpap".to_owned(), ProviderLevel::Aemt)));
    assert_eq!(*h.state().state().spot(), Spot::Compare);
    press_ctrl(&mut h, Key::K);
    let title = "How we got here";
    let hit = h
        .query_all_by_role(Role::Link)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(title)));
    hit.expect("the section").click();
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Section("how-we-got-here".into(), None));
    // What is typed is looked for as ever.
    press_ctrl(&mut h, Key::K);
    h.event(egui::Event::Text("cpap".to_owned()));
    h.run();
    assert!(h.query_by_label("Opened last").is_none());
    press(&mut h, Key::Escape);
    drop(h);
    // They are there again after a restart; a card opens in the list of all cards.
    let mut h = start(folder.path());
    assert!(kinds(&h).contains(&"card"));
    act(&mut h, Action::OpenCard(card.clone()));
    assert_eq!(*h.state().state().spot(), Spot::Browse);
    assert_eq!(h.state().state().card_at_hand(), Some(&card));
}

#[test]
fn a_sitting_pushes_no_section_out_of_the_places_opened_last() {
    let folder = folder();
    let mut h = start(folder.path());
    section(&mut h, "four-levels");
    act(&mut h, Action::GoTo(Place::Cards));
    for _ in 0..8 {
        press(&mut h, Key::Space);
        press(&mut h, Key::Num4);
        h.run();
    }
    let kinds: Vec<&str> =
        h.state().state().recent_places().into_iter().map(|place| place.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "card").count(), 4);
    assert!(kinds.contains(&"section"));
    let gone = Action::OpenCard("own/none/1".into());
    act(&mut h, gone);
    assert!(has(&h, "This card is no longer there."));
}
