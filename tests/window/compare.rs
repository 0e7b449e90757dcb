//! Compare: choosing, differences and baseline against values read from the assets by another way,
//! the table as a test, the rules of states, what is taken along, links, and the keyboard alone.

use crate::common::{TESTED_SIZES, act, app, curriculum, folder, harness, press, press_ctrl};
use egui::{Event, Key, Modifiers, OutputCommand, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ems_study::app::{App, Start};
use ems_study::clock::{Clock, parse_moment};
use ems_study::curriculum::{
    AssetFile, Cell, MatrixGroup, MatrixView, ProviderLevel, Sheet, SheetFormat, SkillGroup,
    StateOverlay, bundled_files, bundled_overlays,
};
use ems_study::print::{Fill, handout};
use ems_study::state::{Action, Spot, TableTest};
use ems_study::storage::{SystemDisk, read_history};
use ems_study::study::{Phase, Rating, What};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

// --- the assets, read by another way ---

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
enum Raw {
    Yes,
    No,
}

#[derive(Debug, Deserialize)]
struct RawSkill {
    id: String,
    may: [Raw; 4],
    #[serde(default)]
    readings: Vec<RawReading>,
    #[serde(default)]
    quizzable: bool,
}

#[derive(Debug, Deserialize)]
struct RawReading {
    may: [Raw; 4],
}

#[derive(Debug, Deserialize)]
struct RawLevels {
    rows: Vec<RawRow>,
}

#[derive(Debug, Deserialize)]
struct RawRow {
    id: String,
    cells: [RawCell; 4],
    #[serde(default)]
    applicant: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
enum RawCell {
    Say(String, Vec<String>),
    NotStated,
}

fn raw<T: for<'de> Deserialize<'de>>(prefix: &str) -> Vec<T> {
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let files = bundled_files().into_iter().filter(|file| file.path.starts_with(prefix));
    files.map(|file| options.from_str(&file.text).expect("a file of the assets")).collect()
}

fn raw_skills() -> Vec<RawSkill> {
    raw::<Vec<RawSkill>>("scope/").into_iter().flatten().collect()
}

fn raw_rows() -> Vec<RawRow> {
    raw::<RawLevels>("levels.ron").into_iter().flat_map(|levels| levels.rows).collect()
}

/// Every choice of two to four columns.
fn choices() -> impl Iterator<Item = Vec<ProviderLevel>> {
    (0..16_usize).map(chosen).filter(|levels| levels.len() >= 2)
}

fn chosen(bits: usize) -> Vec<ProviderLevel> {
    ProviderLevel::ALL.into_iter().filter(|level| bits & (1 << level.index()) != 0).collect()
}

fn ids(view: &MatrixView, overlay: Option<&StateOverlay>) -> BTreeSet<String> {
    let c = curriculum();
    view.lines(&c, overlay).rows().map(|row| row.id().to_string()).collect()
}

#[test]
fn differences_are_those_of_the_assets_for_every_choice_of_columns() {
    for levels in choices() {
        let at: Vec<usize> = levels.iter().map(|level| level.index()).collect();
        let mut expected = BTreeSet::new();
        for skill in raw_skills() {
            let mixed = at.iter().any(|i| skill.may[*i] != skill.may[at[0]]);
            let disputed =
                skill.readings.iter().any(|r| at.iter().any(|i| r.may[*i] != skill.may[*i]));
            if mixed || disputed {
                expected.insert(skill.id);
            }
        }
        let all = raw_skills().len() + raw_rows().len();
        for row in raw_rows() {
            if at.iter().any(|i| row.cells[*i] != row.cells[at[0]]) {
                expected.insert(row.id);
            }
        }
        let view = MatrixView { levels, differences_only: true, ..MatrixView::default() };
        assert_eq!(ids(&view, None), expected, "{:?}", view.levels);
        assert_eq!(view.lines(&curriculum(), None).same, all - expected.len());
    }
}

#[test]
fn against_a_baseline_exactly_what_it_lacks_is_added() {
    let c = curriculum();
    for baseline in ProviderLevel::ALL {
        let view = MatrixView { baseline: Some(baseline), ..MatrixView::default() };
        for skill in raw_skills() {
            let row = c.matrix_row(&skill.id.as_str().into()).expect("a row");
            let disputed = |i: usize| skill.readings.iter().any(|r| r.may[i] != skill.may[i]);
            for level in ProviderLevel::ALL {
                let added = skill.may[level.index()] == Raw::Yes
                    && skill.may[baseline.index()] == Raw::No
                    && !disputed(level.index())
                    && !disputed(baseline.index());
                let cell = view.cell(&row, level, None).cell;
                assert_eq!(cell == Cell::AddedTo(baseline), added, "{} {level:?}", skill.id);
                assert_ne!(cell, Cell::Added, "{} {level:?}", skill.id);
            }
        }
        for raw in raw_rows() {
            let row = c.matrix_row(&raw.id.as_str().into()).expect("a row");
            for level in ProviderLevel::ALL {
                let same = level != baseline
                    && raw.cells[level.index()] == raw.cells[baseline.index()]
                    && raw.cells[level.index()] != RawCell::NotStated;
                let cell = view.cell(&row, level, None).cell;
                // Words that are the same for other reasons are the same words.
                if same {
                    assert!(matches!(cell, Cell::SameAs(..)), "{} {level:?}: {cell:?}", raw.id);
                }
            }
        }
    }
}

#[test]
fn filters_keep_what_was_asked_for_and_count_the_rest() {
    let c = curriculum();
    let view = MatrixView { applicant_only: true, ..MatrixView::default() };
    let expected: BTreeSet<String> =
        raw_rows().into_iter().filter(|row| row.applicant).map(|row| row.id).collect();
    assert_eq!(ids(&view, None), expected);
    let view = MatrixView { find: "IV access".to_owned(), ..MatrixView::default() };
    assert!(!ids(&view, None).is_empty());
    let group = MatrixGroup::Scope(SkillGroup::Fluids);
    let mut view = MatrixView { group: Some(group), ..MatrixView::default() };
    let lines = view.lines(&c, None);
    let all = raw_skills().len() + raw_rows().len();
    assert_eq!(lines.filtered + lines.rows().count(), all);
    // What is looked for shows, also in a folded group.
    view.folded.insert(group);
    assert_eq!(view.lines(&c, None).rows().count(), 0);
    view.find = "iv".to_owned();
    assert!(view.lines(&c, None).rows().count() > 0);
}

// --- the window ---

fn start(folder: &Path) -> Harness<'static, App> {
    let mut h = harness(app(folder), 1280.0, 800.0);
    press_ctrl(&mut h, Key::Num3);
    h
}

fn entries(folder: &Path) -> Vec<What> {
    let history = read_history(&SystemDisk, folder).expect("readable");
    history.entries.into_iter().map(|(_, entry)| entry.what).collect()
}

fn only(h: &mut Harness<'_, App>, group: SkillGroup) {
    act(h, Action::FilterGroup(Some(MatrixGroup::Scope(group))));
}

#[test]
fn a_whole_visible_table_as_a_test_moves_the_right_cards_once_each() {
    let folder = folder();
    let mut h = start(folder.path());
    only(&mut h, SkillGroup::Airway);
    press(&mut h, Key::T);
    // Every third answer is wrong on purpose.
    let expected: BTreeMap<(String, ProviderLevel), bool> = raw_skills()
        .into_iter()
        .filter(|skill| skill.quizzable)
        .flat_map(|skill| {
            ProviderLevel::ALL.map(|l| ((skill.id.clone(), l), skill.may[l.index()] == Raw::Yes))
        })
        .collect();
    let asked = h.state().state().compare().test.as_ref().expect("a test").cells.len();
    let mut wrong_cards = BTreeSet::new();
    let mut right_cards = BTreeSet::new();
    let mut practised = BTreeMap::new();
    for turn in 0..asked {
        let state = h.state().state();
        let (row, level) = state.compare().selected.clone().expect("a cell");
        let yes = expected[&(row.to_string(), level)];
        let is_right = turn % 3 != 0;
        let mays: Vec<bool> = ProviderLevel::ALL.map(|l| expected[&(row.to_string(), l)]).to_vec();
        let lowest = mays.iter().position(|may| *may).expect("some level may");
        // The card of a cell by its description: at the line, or just below it.
        let card = match (lowest, level.index()) {
            (0, 0) => Some(format!("scope/{row}/boundary")),
            (l, at) if l > 0 && at + 1 == l => Some(format!("scope/{row}/boundary")),
            (l, at) if l > 0 && at == l => Some(format!("scope/{row}/lowest-level")),
            _ => None,
        };
        match card {
            Some(card) if is_right => assert!(right_cards.insert(card)),
            Some(card) => assert!(wrong_cards.insert(card)),
            None => {
                let name = format!("cell/{row}/{}", level.short().to_lowercase());
                practised.insert(name, is_right);
            }
        }
        press(&mut h, if yes == is_right { Key::Y } else { Key::N });
    }
    let test = h.state().state().compare().test.clone().expect("a test");
    assert!(test.is_over);
    assert_eq!(test.filled(), asked);
    assert!(h.query_by_label(&format!("{} of {asked} right", test.right())).is_some());
    let mut seen = BTreeSet::new();
    let kept = entries(folder.path());
    assert_eq!(kept.len(), asked);
    for what in kept {
        match what {
            What::Review(review) => {
                let card = review.card.to_string();
                assert!(seen.insert(card.clone()), "{card} twice");
                let wanted = if wrong_cards.contains(&card) { Rating::Again } else { Rating::Good };
                assert!(wrong_cards.contains(&card) || right_cards.contains(&card), "{card}");
                assert_eq!(review.rating, wanted, "{card}");
                let schedule = h.state().state().progress().schedule(&review.card);
                assert_ne!(schedule.phase, Phase::New, "{card} moved");
            }
            What::Practice { card, right, .. } => {
                assert_eq!(practised.remove(card.as_str()), Some(right), "{card}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(seen.len(), wrong_cards.len() + right_cards.len());
    assert!(practised.is_empty());
    // What was confused is named, and can be asked again.
    assert!(h.query_by_label("You confused").is_some());
    h.get_by_label_contains("Ask these again").click();
    h.run();
    let again = h.state().state().compare().test.clone().expect("a test");
    assert_eq!(again.cells.len(), asked - test.right());
}

#[test]
fn an_answer_of_the_test_is_undone_and_done_again_with_its_card() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::FindRows("supraglottic airway".to_owned()));
    press(&mut h, Key::T);
    press(&mut h, Key::N); // EMR: practice
    press(&mut h, Key::N); // EMT: the boundary card
    let card = "scope/supraglottic-airway/boundary".into();
    let moved = h.state().state().progress().schedule(&card);
    assert_eq!(moved.reviews, 1);
    press_ctrl(&mut h, Key::Z);
    assert_eq!(h.state().state().progress().schedule(&card).reviews, 0);
    assert_eq!(*h.state().state().spot(), Spot::Compare);
    h.get_by_label("Supraglottic airway, EMT: blank");
    h.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    h.run();
    assert_eq!(h.state().state().progress().schedule(&card), moved);
    h.get_by_label("Supraglottic airway, EMT: no, right");
    press_ctrl(&mut h, Key::Z);
    press_ctrl(&mut h, Key::Z);
    h.get_by_label("Supraglottic airway, EMR: blank");
    press_ctrl(&mut h, Key::Z);
    assert!(h.query_by_label_contains("nothing to undo").is_some());
}

#[test]
fn blank_cells_are_filled_by_a_click_too_and_words_are_chosen() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::FindRows("supraglottic airway".to_owned()));
    press(&mut h, Key::T);
    h.get_by_label("Supraglottic airway, AEMT: say yes").click();
    h.run();
    h.get_by_label("Supraglottic airway, AEMT: yes, right");
    press(&mut h, Key::Escape);
    press(&mut h, Key::Escape);
    assert!(h.state().state().compare().test.is_none());
    act(&mut h, Action::FindRows("time allowed".to_owned()));
    press(&mut h, Key::T);
    let test = h.state().state().compare().test.clone().expect("a test");
    assert!(test.cells.iter().all(|cell| cell.asks_words() && cell.options.len() > 1));
    press(&mut h, Key::Num2);
    assert_eq!(h.state().state().compare().test.as_ref().map(TableTest::filled), Some(1));
    assert!(matches!(entries(folder.path()).last(), Some(What::Practice { .. })));
}

#[test]
fn the_table_does_not_change_while_it_is_a_test() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::T);
    let table = h.state().state().compare().table.clone();
    for key in [Key::D, Key::X, Key::A, Key::C] {
        press(&mut h, key);
    }
    assert_eq!(h.state().state().compare().table, table);
    press(&mut h, Key::Num1);
    press(&mut h, Key::Escape);
    press(&mut h, Key::D);
    assert_eq!(h.state().state().compare().table, table, "nor while its result is shown");
    assert!(h.query_by_label_contains("Esc ends the test").is_some());
    press(&mut h, Key::Escape);
    press(&mut h, Key::D);
    assert_ne!(h.state().state().compare().table, table);
}

#[test]
fn a_test_without_a_folder_still_asks_and_says_that_nothing_is_kept() {
    let folder = folder();
    let _first = app(folder.path());
    let mut h = start(folder.path());
    act(&mut h, Action::FindRows("supraglottic airway".to_owned()));
    press(&mut h, Key::T);
    press(&mut h, Key::N);
    assert!(h.query_by_label_contains("Not kept").is_some());
    assert!(entries(folder.path()).is_empty());
}

#[test]
fn a_test_waits_while_the_clock_is_doubted_and_says_so() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::FindRows("supraglottic airway".to_owned()));
    press(&mut h, Key::T);
    press(&mut h, Key::N);
    press(&mut h, Key::N);
    drop(h);
    // Two years later, by a clock that may have jumped.
    let clock = Clock::fixed(parse_moment("2028-03-01T18:00:00-05:00").expect("a time"));
    let app = App::headless(Start::open(curriculum(), Some(folder.path()), clock));
    let mut h = harness(app, 1280.0, 800.0);
    press_ctrl(&mut h, Key::Num3);
    press(&mut h, Key::T);
    press(&mut h, Key::N);
    assert!(h.query_by_label_contains("date of this computer may be wrong").is_some());
    assert_eq!(entries(folder.path()).len(), 2);
}

// --- the applicant's walk-through ---

#[test]
fn the_applicants_way_through_by_keyboard_alone() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    press_ctrl(&mut h, Key::Num3);
    press(&mut h, Key::Num1);
    press(&mut h, Key::Num3);
    let heads: Vec<String> = h
        .query_all_by_role(Role::ColumnHeader)
        .filter_map(|node| node.accesskit_node().label())
        .collect();
    assert_eq!(heads.len(), 2, "{heads:?}");
    assert!(heads[0].starts_with("Emergency Medical Technician"), "{heads:?}");
    assert!(heads[1].starts_with("Paramedic"), "{heads:?}");
    press(&mut h, Key::Num2);
    assert!(h.query_by_label_contains("Two levels at least").is_some());
    press(&mut h, Key::D);
    let hidden = h.state().state().compare_lines().same;
    assert!(hidden > 0);
    let words = format!("{hidden} rows that are the same for all are hidden.");
    assert!(h.query_by_label(&words).is_some(), "{words}");
    // Down to the first row of the scope table, and Enter explains the cell.
    press(&mut h, Key::ArrowDown);
    for _ in 0..60 {
        let (row, _) = h.state().state().compare().selected.clone().expect("a cell");
        if curriculum().skill(&row).is_some() {
            break;
        }
        press(&mut h, Key::ArrowDown);
    }
    let (row, level) = h.state().state().compare().selected.clone().expect("a cell");
    let skill = curriculum().skill(&row).cloned().expect("a skill");
    assert!(h.state().state().open_cell().is_none());
    let name = format!("{}, {}: ", skill.name, level.short());
    let cell = h.get_by_label_contains(&name);
    assert!(cell.is_focused(), "a screen reader is told of the cell");
    press(&mut h, Key::Enter);
    assert!(h.state().state().open_cell().is_some());
    h.get_by_label(&skill.lowest_words());
    h.get_by_label(&curriculum().plain(&skill.meaning));
    assert!(h.query_by_label_contains("Your state may differ").is_some());
    press(&mut h, Key::Escape);
    assert!(h.state().state().open_cell().is_none());
    press(&mut h, Key::V);
    h.get_by_role_and_label(Role::Heading, "EMS and EMT: the whole and a part");
    for name in ["What it is", "Who is in it", "Training", "Duties", "Limits"] {
        h.get_by_label(name);
    }
    assert_eq!(h.query_all_by_label_contains("✗ wrong").count(), 2);
    h.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Compare);
}

#[test]
fn menus_are_opened_and_chosen_from_by_keyboard() {
    let folder = folder();
    let mut h = start(folder.path());
    h.get_by_role_and_label(Role::Button, "Topic: all").focus();
    h.run();
    press(&mut h, Key::Enter);
    // The first choice is all of them, the second the first group.
    press(&mut h, Key::Tab);
    press(&mut h, Key::Tab);
    press(&mut h, Key::Enter);
    let first = MatrixGroup::all().next();
    assert_eq!(h.state().state().compare().table.group, first);
}

#[test]
fn every_cell_can_be_reached_by_the_arrow_keys_at_the_smallest_size() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1024.0, 640.0);
    act(&mut h, Action::Zoom(200));
    press_ctrl(&mut h, Key::Num3);
    for _ in 0..3 {
        press(&mut h, Key::PageDown);
    }
    for key in [Key::ArrowDown, Key::ArrowRight, Key::ArrowRight, Key::ArrowRight] {
        press(&mut h, key);
        h.run_steps(3);
        let (row, level) = h.state().state().compare().selected.clone().expect("a cell");
        let row = curriculum().matrix_row(&row).expect("a row").name().to_owned();
        let name = format!("{row}, {}: ", level.short());
        let cell = h.get_by_label_contains(&name);
        let window = h.ctx.content_rect().expand(1.0);
        assert!(window.contains(cell.rect().center()), "{row}, {level:?}: {:?}", cell.rect());
    }
}

#[test]
fn what_stands_above_the_table_is_reached_at_every_tested_size() {
    for (width, height, zooms) in TESTED_SIZES {
        for &zoom in zooms {
            let folder = folder();
            let mut h = harness(app(folder.path()), width, height);
            act(&mut h, Action::Zoom(zoom));
            press_ctrl(&mut h, Key::Num3);
            let window = h.ctx.content_rect().expand(1.0);
            let at = format!("{width}x{height}, {zoom} %");
            let find = h.get_by_label("Find a row").rect();
            assert!(window.contains_rect(find), "{at}: {find:?}");
            let menu = h.query_by_role_and_label(Role::Button, "View");
            if let Some(menu) = menu {
                menu.click();
                h.run();
                // The menu itself scrolls.
                assert!(h.query_by_label("Differences only").is_some(), "{at}");
                press(&mut h, Key::Escape);
            } else {
                for name in ["EMR", "Paramedic", "Differences only", "For applicants"] {
                    let rect = h.get_by_role_and_label(Role::CheckBox, name).rect();
                    assert!(window.contains_rect(rect), "{name} at {at}: {rect:?}");
                }
                for name in ["Take along", "Rules: national model"] {
                    let rect = h.get_by_role_and_label(Role::Button, name).rect();
                    assert!(window.contains_rect(rect), "{name} at {at}: {rect:?}");
                }
            }
            assert!(h.query_all_by_role(Role::RowHeader).next().is_some(), "a row at {at}");
        }
    }
}

// --- who may do it? ---

#[test]
fn who_may_do_it_and_the_search_give_the_same_answer() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::W);
    h.event(Event::Text("supraglotic airway".to_owned()));
    h.run();
    assert!(h.query_all_by_label("Lowest national level: AEMT").next().is_some());
    press(&mut h, Key::Escape);
    press_ctrl(&mut h, Key::K);
    h.event(Event::Text("supraglotic airway".to_owned()));
    h.run();
    assert!(h.query_all_by_label("Lowest national level: AEMT").next().is_some());
    press(&mut h, Key::Escape);
    press_ctrl(&mut h, Key::F);
    h.event(Event::Text("supraglottic".to_owned()));
    h.run();
    h.get_by_label("Supraglottic airway. Lowest national level: AEMT");
}

// --- the rules of a state ---

const HERE: &str = r#"(
    state: "Here",
    source: "A table of the state office",
    as_of: "2026",
    cells: [
        (skill: "cpap", level: Emr, value: Limited, note: "With approval."),
        (skill: "cpap", level: Emt, value: NotStated),
        (skill: "cpap", level: Aemt, note: "See the protocol."),
    ],
)"#;

fn write_rules(folder: &Path, text: &str) {
    let rules = folder.join("overlays");
    std::fs::create_dir_all(&rules).expect("a folder");
    std::fs::write(rules.join("here.ron"), text).expect("written");
}

#[test]
fn both_values_of_an_overlaid_cell_are_there_and_the_choice_stays() {
    let folder = folder();
    write_rules(folder.path(), HERE);
    let mut h = start(folder.path());
    h.get_by_role_and_label(Role::Button, "Rules: national model").click();
    h.run();
    h.get_by_role_and_label(Role::RadioButton, "Montana (example)");
    h.get_by_role_and_label(Role::RadioButton, "Here").click();
    h.run();
    act(&mut h, Action::FindRows("cpap".to_owned()));
    h.get_by_label("CPAP, EMR: limited in Here; national model: no");
    h.get_by_label("CPAP, EMT: not stated in Here; national model: yes, added here");
    h.get_by_label("CPAP, AEMT: yes; Here adds a note");
    h.get_by_label("CPAP, Paramedic: yes");
    act(&mut h, Action::SelectCell("cpap".into(), ProviderLevel::Emr));
    h.get_by_label("EMR: limited");
    h.get_by_label("With approval.");
    assert!(h.query_by_label("A table of the state office (as of 2026)").is_some());
    drop(h);
    let mut h = start(folder.path());
    act(&mut h, Action::FindRows("cpap".to_owned()));
    h.get_by_label("CPAP, EMR: limited in Here; national model: no");
    drop(h);
    // A file that is gone is told, and the national model is shown.
    std::fs::remove_file(folder.path().join("overlays/here.ron")).expect("removed");
    let mut h = start(folder.path());
    assert!(h.query_by_label_contains("There are no rules of Here").is_some());
    act(&mut h, Action::FindRows("cpap".to_owned()));
    h.get_by_label("CPAP, EMR: no");
}

#[test]
fn broken_rules_are_named_with_line_and_column_and_left_out() {
    for (from, to, expected) in [
        ("\"cpap\", level: Emr", "\"cpapp\", level: Emr", "here.ron, line 6, column 10"),
        ("level: Emt", "level: Emtt", "here.ron, line 7, column "),
        (
            "level: Emt",
            "level: Emr",
            "here.ron, line 7, column 10: cpap, EMR stands in line 6 already",
        ),
    ] {
        let folder = folder();
        write_rules(folder.path(), &HERE.replacen(from, to, 1));
        let h = start(folder.path());
        let told = h.state().state().notice().expect("a notice").text.clone();
        assert!(told.contains("The rules in here.ron are left out"), "{told}");
        assert!(told.contains(expected), "{told}");
        assert!(h.state().state().state_overlays().iter().all(|overlay| overlay.state != "Here"));
    }
}

#[test]
fn a_card_about_an_overlaid_cell_says_which_rule_it_asks_about() {
    let folder = folder();
    let mut h = start(folder.path());
    let settings = h.state().state().settings().clone();
    let state_rules = Some("Montana".to_owned());
    act(&mut h, Action::Set(ems_study::study::Settings { state_rules, ..settings }));
    act(&mut h, Action::FindRows("supraglottic airway".to_owned()));
    press(&mut h, Key::T);
    press(&mut h, Key::N);
    press(&mut h, Key::N);
    press_ctrl(&mut h, Key::Num4);
    press_ctrl(&mut h, Key::Z);
    let card = h.state().state().review().and_then(|r| r.current.clone()).expect("a card").card;
    assert_eq!(card.as_str(), "scope/supraglottic-airway/boundary");
    h.get_by_label("National model, not the rules of Montana (example)");
    assert!(h.query_by_label_contains("Montana (example) has a rule of its own").is_some());
    let rule = "Supraglottic airway, EMT: limited. EMTs may with an added endorsement.";
    assert!(h.query_by_label(rule).is_some());
}

#[test]
fn an_overlaid_row_is_a_difference_where_the_state_makes_one() {
    let c = curriculum();
    let file = AssetFile { path: "here.ron".to_owned(), text: HERE.replace("cpap", "aed").into() };
    let here = StateOverlay::read(&file, &c).expect("right");
    let view = MatrixView { differences_only: true, ..MatrixView::default() };
    assert!(!ids(&view, None).contains("aed"));
    assert!(ids(&view, Some(&here)).contains("aed"));
}

// --- taken along ---

fn sheet() -> Sheet {
    let c = curriculum();
    let overlays = bundled_overlays(&c);
    Sheet::new(&MatrixView::default(), &c, overlays.first())
}

/// The cells of a sheet as they have to come back.
fn cells(sheet: &Sheet) -> Vec<Vec<String>> {
    let rows = sheet.groups.iter().flat_map(|group| &group.rows);
    rows.map(|row| {
        let words = row.cells.iter().map(|cell| cell.words.clone());
        std::iter::once(row.name.clone()).chain(words).collect()
    })
    .collect()
}

/// A reader of CSV by RFC 4180.
fn parse_csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let field = rows.last_mut().and_then(|row| row.last_mut()).expect("a field");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().expect("a row").push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            c => field.push(c),
        }
    }
    rows.pop();
    rows
}

#[test]
fn copied_tables_read_back_as_they_were() {
    let sheet = sheet();
    let expected = cells(&sheet);
    assert_eq!(expected.len(), raw_skills().len() + raw_rows().len());
    let csv = parse_csv(&sheet.write(SheetFormat::Csv));
    assert_eq!(csv[0], ["Group", "Row", "EMR", "EMT", "AEMT", "Paramedic"]);
    let read: Vec<Vec<String>> = csv[1..].iter().map(|row| row[1..].to_vec()).collect();
    assert_eq!(read, expected);
    let text = sheet.write(SheetFormat::Text);
    let rows = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let read: Vec<Vec<String>> = rows.filter(|row| row.len() == 5).skip(1).collect();
    assert_eq!(read, expected);
    let markdown = sheet.write(SheetFormat::Markdown);
    let mut lines = markdown.lines();
    assert_eq!(lines.next(), Some("| Provider levels | EMR | EMT | AEMT | Paramedic |"));
    assert_eq!(lines.next(), Some("|---|---|---|---|---|"));
    let rows = lines.filter(|line| !line.starts_with("| **"));
    let read: Vec<Vec<String>> = rows
        .map(|line| {
            let inside = line.strip_prefix("| ").and_then(|l| l.strip_suffix(" |")).expect("a row");
            inside.replace("\\|", "\u{1}").split(" | ").map(|f| f.replace('\u{1}', "|")).collect()
        })
        .collect();
    assert_eq!(read, expected);
}

/// The tags of a page in order, checked to be nested rightly; its texts by the tag they stand in.
fn parse_html(page: &str) -> Vec<(String, String)> {
    let mut open: Vec<String> = Vec::new();
    let mut out = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (text, from) = rest.split_at(at);
        let end = from.find('>').expect("a tag is closed");
        let (tag, after) = (&from[1..end], &from[end + 1..]);
        if let Some(tag) = open.last()
            && !text.trim().is_empty()
        {
            out.push((tag.clone(), text.trim().to_owned()));
        }
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "nested rightly");
        } else if !tag.ends_with('/') && !tag.starts_with('!') {
            open.push(name.to_owned());
            if name == "td" && after.starts_with("</td>") {
                out.push(("td".to_owned(), String::new()));
            }
        }
        rest = after;
    }
    assert!(open.is_empty(), "{open:?} is never closed");
    out
}

#[test]
fn the_handout_has_every_cell_its_sources_and_its_date_and_needs_nothing_from_outside() {
    let sheet = sheet();
    let page = handout(&sheet, Fill::Filled, "March 1, 2026");
    assert!(!page.contains("http") && !page.contains("<script") && !page.contains("src="));
    let parts = parse_html(&page);
    let of = |tag: &str| -> Vec<&String> {
        parts.iter().filter(|(t, _)| t == tag).map(|(_, words)| words).collect()
    };
    let expected: usize = cells(&sheet).iter().map(|row| row.len() - 1).sum();
    let values = of("td");
    assert_eq!(values.len(), expected);
    assert!(values.iter().all(|words| !words.is_empty()), "nothing is blank");
    assert!(values.iter().any(|words| words.contains("limited in Montana; national model: no")));
    assert_eq!(of("li").len(), sheet.sources.len());
    assert!(of("p").iter().any(|words| words.contains("March 1, 2026")));
    for row in sheet.groups.iter().flat_map(|group| &group.rows) {
        assert!(!row.sources.is_empty(), "{} names a source", row.name);
        assert!(row.sources.iter().all(|n| (1..=sheet.sources.len()).contains(n)));
    }
    // Blank: the cells that are asked are empty, and the key behind has them all.
    let parts = parse_html(&handout(&sheet, Fill::Worksheet, "March 1, 2026"));
    let values: Vec<&String> =
        parts.iter().filter(|(t, _)| t == "td").map(|(_, words)| words).collect();
    assert_eq!(values.len(), 2 * expected);
    let (asked, key) = values.split_at(expected);
    assert!(asked.iter().filter(|words| words.is_empty()).count() > expected * 3 / 4);
    assert!(key.iter().all(|words| !words.is_empty()));
}

#[test]
fn copying_takes_the_cell_where_one_is_selected_and_else_the_table() {
    let folder = folder();
    let mut h = start(folder.path());
    let copied = |h: &mut Harness<'_, App>| {
        h.event(Event::Copy);
        h.step();
        h.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    let table = copied(&mut h).expect("a table");
    let c = curriculum();
    let expected = Sheet::new(&MatrixView::default(), &c, None).write(SheetFormat::Text);
    assert_eq!(table, expected);
    h.run();
    act(&mut h, Action::SelectCell("cpap".into(), ProviderLevel::Emt));
    assert_eq!(copied(&mut h).as_deref(), Some("CPAP, EMT: yes, added here"));
}

#[test]
fn a_handout_is_written_where_the_learner_finds_it_and_never_over_another() {
    let folder = folder();
    let mut h = start(folder.path());
    h.get_by_role_and_label(Role::Button, "Take along").click();
    h.run();
    h.get_by_label_contains("Handout to print").click();
    h.run();
    let file = folder.path().join("handouts/provider-levels.html");
    let page = std::fs::read_to_string(&file).expect("written");
    assert!(page.contains("March 1, 2026"));
    assert!(h.query_by_label_contains(&file.display().to_string()).is_some());
    h.get_by_label("Open folder");
    act(&mut h, Action::SaveHandout { blank: false });
    act(&mut h, Action::SaveHandout { blank: true });
    assert!(folder.path().join("handouts/provider-levels-2.html").exists());
    assert!(folder.path().join("handouts/provider-levels-worksheet.html").exists());
    assert_eq!(std::fs::read_to_string(&file).expect("there"), page);
}

#[test]
fn a_handout_that_cannot_be_written_is_told() {
    let folder = folder();
    std::fs::write(folder.path().join("handouts"), b"mine").expect("written");
    let mut h = start(folder.path());
    act(&mut h, Action::SaveHandout { blank: false });
    assert!(h.query_by_label_contains("The handout is not written").is_some());
}

// --- links, and what stays ---

fn opened(folder: &Path, link: &str) -> App {
    let clock = Clock::fixed(parse_moment(crate::common::NOW).expect("a time"));
    App::headless(Start::open(curriculum(), Some(folder), clock).at(Some(link)))
}

#[test]
fn a_link_opens_the_very_view_and_a_wrong_one_says_what_it_does_not_know() {
    let folder = folder();
    let app = opened(folder.path(), "compare?levels=emt,paramedic&diff=1");
    assert_eq!(*app.state().spot(), Spot::Compare);
    let table = &app.state().compare().table;
    assert_eq!(table.levels, [ProviderLevel::Emt, ProviderLevel::Paramedic]);
    assert!(table.differences_only);
    assert!(app.state().back_spot().is_none(), "there is no page before the first");
    drop(app);
    let app = opened(folder.path(), "compare/cpap");
    assert_eq!(app.state().open_cell().map(|(row, _)| row.as_str()), Some("cpap"));
    drop(app);
    let app = opened(folder.path(), "compare?levels=emt,doctor");
    assert_eq!(*app.state().spot(), Spot::Home, "it opens where it always does");
    assert!(app.state().notice().expect("a notice").text.contains("“doctor” is no level"));
}

#[test]
fn columns_baseline_folds_and_filters_are_there_after_a_restart() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::Num1);
    act(&mut h, Action::SetBaseline(Some(ProviderLevel::Emt)));
    act(&mut h, Action::ToggleGroup(MatrixGroup::Scope(SkillGroup::Airway)));
    press(&mut h, Key::D);
    let table = h.state().state().compare().table.clone();
    assert_ne!(table, MatrixView::default());
    drop(h);
    let h = start(folder.path());
    assert_eq!(h.state().state().compare().table, table);
}
