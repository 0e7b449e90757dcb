//! What the tests of the window share: the real application without a window, over a folder of
//! its own and a clock that stands still.

pub(crate) mod history;
pub(crate) mod soft_renderer;

use crate::test_folder::{self, TestFolder};
use egui_kittest::Harness;
use ems_study::app::{App, Start};
use ems_study::cli::fill_demo;
use ems_study::clock::{Clock, parse_moment};
use ems_study::curriculum::{Ask, AssetFile, Curriculum, bundled_files, load_bundled};
use ems_study::state::{Action, DeckChange, NewEntry, Origin, Outcome, Place, Written};
use ems_study::study::{DemoKind, Entry, EntryRef, Moment, OwnCard, OwnDeck, Settings};
use soft_renderer::SoftRenderer;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The time at which the tests play.
pub(crate) const NOW: &str = "2026-03-01T18:00:00-05:00";

/// The windows in points, each with the zooms in percent, at which nothing may be out of reach.
pub(crate) const TESTED_SIZES: [(f32, f32, &[u16]); 3] = [
    (1280.0, 800.0, &[50, 100, 200, 300]),
    (1024.0, 768.0, &[100, 200]),
    (1024.0, 640.0, &[100, 200]),
];

/// The bundled curriculum, read once.
pub(crate) fn curriculum() -> Arc<Curriculum> {
    static BUNDLED: OnceLock<Arc<Curriculum>> = OnceLock::new();
    Arc::clone(BUNDLED.get_or_init(|| {
        let (curriculum, problems) = load_bundled();
        assert!(problems.is_empty(), "{}", problems[0]);
        Arc::new(curriculum)
    }))
}

/// The application over this folder, in a window of 1280 by 800 points.
pub(crate) fn start(folder: &Path) -> Harness<'static, App> {
    harness(app(folder), 1280.0, 800.0)
}

/// The bundled content with one of its files changed.
pub(crate) fn changed(file: &str, change: impl Fn(&str) -> String) -> Curriculum {
    let files: Vec<AssetFile> = bundled_files()
        .into_iter()
        .map(|asset| {
            let text = if asset.path.ends_with(file) {
                change(&asset.text)
            } else {
                asset.text.to_string()
            };
            AssetFile { text: text.into(), ..asset }
        })
        .collect();
    let (curriculum, problems) = Curriculum::read(&files);
    assert!(problems.is_empty(), "{problems:?}");
    curriculum
}

/// A folder that goes with the test.
pub(crate) fn folder() -> TestFolder {
    test_folder::folder()
}

/// The application over a folder, as it starts.
pub(crate) fn app(folder: &Path) -> App {
    let clock = Clock::by_hand(parse_moment(NOW).expect("a time"));
    App::headless(Start::open(curriculum(), Some(folder), clock))
}

/// The application as a person starts it: at Home.
pub(crate) fn started(folder: &Path, now: &str) -> App {
    let clock = Clock::by_hand(parse_moment(now).expect("a time"));
    App::headless(Start::open(curriculum(), Some(folder), clock).at(None))
}

/// Fills an empty folder with a demonstration.
pub(crate) fn fill(folder: &Path, kind: DemoKind) {
    let now = parse_moment(NOW).expect("a time");
    fill_demo(Some(folder), kind, &curriculum(), now).expect("an empty folder");
}

/// The application as it starts at another time.
pub(crate) fn app_at(folder: &Path, now: &str) -> App {
    let clock = Clock::by_hand(parse_moment(now).expect("a time"));
    App::headless(Start::open(curriculum(), Some(folder), clock))
}

/// The application in a harness of that size in pixels.
pub(crate) fn harness(app: App, width: f32, height: f32) -> Harness<'static, App> {
    harness_by(app, width, height, 0.25)
}

/// The same with so many seconds from frame to frame.
pub(crate) fn harness_by(app: App, width: f32, height: f32, step: f32) -> Harness<'static, App> {
    built(app, (width, height), step, 20)
}

/// The same, waiting through many frames for what is done a slice in each.
pub(crate) fn patient_harness(app: App, width: f32, height: f32) -> Harness<'static, App> {
    built(app, (width, height), 0.25, 2000)
}

fn built(app: App, size: (f32, f32), step: f32, most_frames: u64) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size([size.0, size.1])
        .with_step_dt(step)
        .with_theme(egui::Theme::Light)
        .with_max_steps(most_frames)
        .renderer(SoftRenderer::default())
        .build_ui_state(whole_window, app);
    harness.run();
    harness
}

/// Does what a view would ask for.
pub(crate) fn act(h: &mut Harness<'_, App>, action: Action) {
    let ctx = h.ctx.clone();
    h.state_mut().act(action, &ctx);
    h.run();
}

/// Takes in what came of an effect, as from a thread.
pub(crate) fn receive(h: &mut Harness<'_, App>, outcome: Outcome) {
    let ctx = h.ctx.clone();
    h.state_mut().receive(outcome, &ctx);
}

/// Takes in an entry as if the journal held it now.
pub(crate) fn take_in(h: &mut Harness<'_, App>, at: EntryRef, entry: Entry) {
    let now = Moment { at_ms: entry.at, offset_min: entry.tz };
    let origin = Origin::Cards;
    let new = NewEntry { now, day: entry.day, what: entry.what.clone(), origin };
    receive(h, Outcome::Write(Written::Entry(new, Ok((at, entry)))));
}

/// The harness keeps a margin around its content; a window has none.
fn whole_window(ui: &mut egui::Ui, app: &mut App) {
    let window = ui.ctx().content_rect();
    let mut whole = ui.new_child(egui::UiBuilder::new().max_rect(window));
    whole.set_clip_rect(window);
    app.frame(&mut whole);
}

/// Opens Cards with a sitting of nothing but these questions, in this order.
pub(crate) fn ask_only(harness: &mut Harness<'_, App>, asks: Vec<Ask>) {
    let now = parse_moment(NOW).expect("a time");
    let added = Some(now.study_day(4));
    let cards = asks.into_iter().enumerate().map(|(at, ask)| OwnCard {
        ask,
        why: "This is why it is so.".to_owned(),
        added,
        ..OwnCard::recall(format!("card-{at}"), String::new(), String::new())
    });
    let deck = OwnDeck { cards: cards.collect(), ..OwnDeck::new("kinds", "All kinds") };
    let first = deck.card_id(&deck.cards[0]);
    let settings = harness.state().state().settings().clone();
    act(harness, Action::Set(Settings { new_per_day: 0, ..settings }));
    receive(harness, Outcome::Write(Written::Deck(DeckChange::Added(first), Ok(deck))));
    for action in [Action::GoTo(Place::Cards), Action::DismissNotice] {
        act(harness, action);
    }
}

/// Presses a key without modifiers, and waits as long as a person takes to see what came of it.
pub(crate) fn press(harness: &mut Harness<'_, App>, key: egui::Key) {
    harness.key_press(key);
    harness.run();
    see(harness);
}

/// Waits long enough to have seen what has just come up.
pub(crate) fn see(harness: &Harness<'_, App>) {
    harness.state().clock().pass(400);
}

/// Presses a key with Ctrl.
pub(crate) fn press_ctrl(harness: &mut Harness<'_, App>, key: egui::Key) {
    harness.key_press_modifiers(egui::Modifiers::COMMAND, key);
    harness.run();
}
