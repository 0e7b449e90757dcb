//! What a frame costs while the longest section is scrolled, on one core and without a GPU:
//! `cargo bench --bench reading`. The aim is at most 2 ms at the 99th percentile.
//!
//! Every place is scrolled past several times. The quickest of its frames says what it costs; that
//! all frames together are slower is the work of other programs on the same cores.

use egui::{Context, Event, FullOutput, Modifiers, RawInput, Rect, TouchPhase, pos2, vec2};
use ems_study::app::{App, Start};
use ems_study::clock::{Clock, parse_moment};
use ems_study::curriculum::{Section, load_bundled};
use ems_study::state::{Action, Spot, TextPiece, text_pieces};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Frames down the section and up again.
const ROUND: usize = 400;
/// Rounds, the first of which fills caches and is not counted.
const ROUNDS: usize = 12;

#[expect(clippy::disallowed_methods, reason = "what is measured is real time")]
fn main() {
    let (curriculum, problems) = load_bundled();
    assert!(problems.is_empty(), "the content has problems: {}", problems[0]);
    let length = |section: &Section| -> usize {
        text_pieces(&curriculum, section).iter().map(TextPiece::chars).sum()
    };
    let longest =
        curriculum.sections().iter().max_by_key(|s| length(s)).expect("a section").clone();
    println!("section “{}”, {} characters", longest.title, length(&longest));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = Clock::fixed(parse_moment("2026-03-01T18:00:00-05:00").expect("a time"));
    let start = Start::open(Arc::new(curriculum), Some(folder.path()), clock);
    let ctx = Context::default();
    let mut app = App::headless(start);
    let frame = |app: &mut App, number: usize, events: Vec<Event>| -> FullOutput {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let time = number as f64 / 60.0;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0)));
        let input = RawInput { screen_rect, time: Some(time), events, ..RawInput::default() };
        ctx.run_ui(input, |ui| app.frame(ui))
    };
    frame(&mut app, 0, Vec::new()).drop_without_applying_deltas();
    app.act(Action::Open(Spot::Section(longest.id, None)), &ctx);

    let mut layout = Vec::new();
    let mut whole = Vec::new();
    for number in 0..ROUND * ROUNDS {
        let down = number % ROUND < ROUND / 2;
        let wheel = Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, if down { -40.0 } else { 40.0 }),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        };
        let events = vec![Event::PointerMoved(pos2(600.0, 400.0)), wheel];
        let begun = Instant::now();
        let mut output = frame(&mut app, number + 1, events);
        let pass = begun.elapsed();
        let shapes = std::mem::take(&mut output.shapes);
        let meshes = ctx.tessellate(shapes, output.pixels_per_point);
        let all = begun.elapsed();
        assert!(!meshes.is_empty(), "nothing was drawn");
        output.drop_without_applying_deltas();
        if number >= ROUND {
            layout.push(pass);
            whole.push(all);
        }
    }
    report("layout", &layout);
    report("layout and tessellation", &whole);
}

fn report(name: &str, frames: &[Duration]) {
    let place = |at: usize| frames.iter().skip(at).step_by(ROUND).min().copied();
    let places: Vec<Duration> = (0..ROUND).filter_map(place).collect();
    for (what, mut times) in [("each place", places), ("all frames", frames.to_vec())] {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
        let (p50, p99, slowest) = (at(50), at(99), at(100));
        println!("{name}, {what}: p50 {p50:.2} ms, p99 {p99:.2} ms, slowest {slowest:.2} ms");
    }
}
