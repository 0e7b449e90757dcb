//! What a frame costs while the longest section is scrolled, on one core and without a GPU:
//! `cargo bench --bench reading`. The aim is at most 2 ms at the 99th percentile.

use egui::{Context, Event, FullOutput, Modifiers, RawInput, Rect, TouchPhase, pos2, vec2};
use ems_study::app::{App, Start};
use ems_study::clock::{Clock, parse_moment};
use ems_study::curriculum::{Section, load_bundled};
use ems_study::state::{Action, Spot, TextPiece, text_pieces};
use std::sync::Arc;
use std::time::{Duration, Instant};

const FRAMES: usize = 2_000;
/// Frames that fill caches, as the first ones after a start do.
const WARM: usize = 60;

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

    let mut passes = Vec::with_capacity(FRAMES);
    let mut whole = Vec::with_capacity(FRAMES);
    for number in 1..WARM + FRAMES {
        // Down and up again, so that every part of the section is drawn many times.
        let down = (number / 200) % 2 == 0;
        let wheel = Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, if down { -40.0 } else { 40.0 }),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        };
        let events = vec![Event::PointerMoved(pos2(600.0, 400.0)), wheel];
        let begun = Instant::now();
        let mut output = frame(&mut app, number, events);
        let pass = begun.elapsed();
        let shapes = std::mem::take(&mut output.shapes);
        let meshes = ctx.tessellate(shapes, output.pixels_per_point);
        let all = begun.elapsed();
        assert!(!meshes.is_empty(), "nothing was drawn");
        output.drop_without_applying_deltas();
        if number >= WARM {
            passes.push(pass);
            whole.push(all);
        }
    }
    report("layout", &mut passes);
    report("layout and tessellation", &mut whole);
}

fn report(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!("{name}: p50 {:.2} ms, p99 {:.2} ms, slowest {:.2} ms", at(50), at(99), at(100));
}
