//! The full table while it scrolls, without a display: `cargo bench --bench compare_scroll`.
//!
//! Prints the median and the 99th percentile of a frame in milliseconds: the views with their
//! layout, and the triangles made of them. What a graphics card does is not in it.

#![allow(clippy::disallowed_methods, reason = "a benchmark measures time")]

use egui::{Context, Event, MouseWheelUnit, RawInput, Rect, TouchPhase, Vec2, pos2, vec2};
use ems_study::app::{App, Start};
use ems_study::clock::{Clock, parse_moment};
use ems_study::curriculum::load_bundled;
use ems_study::state::{Action, Place};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Frames measured, after as many that warm up.
const FRAMES: u32 = 1000;
const SIZE: Vec2 = vec2(1280.0, 800.0);

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = Clock::fixed(parse_moment("2026-03-01T18:00:00-05:00").expect("a time"));
    let (curriculum, _) = load_bundled();
    let start = Start::open(Arc::new(curriculum), Some(folder.path()), clock);
    let mut app = App::headless(start);
    let ctx = Context::default();
    app.act(Action::GoTo(Place::Compare), &ctx);
    let mut views = Vec::new();
    let mut triangles = Vec::new();
    let mut drawn = BTreeSet::new();
    for number in 0..2 * FRAMES {
        let (view, triangle) = frame(&mut app, &ctx, number, &mut drawn);
        if number >= FRAMES {
            views.push(view);
            triangles.push(view + triangle);
        }
    }
    let lines = app.state().compare_lines().lines.len();
    // Without a scroll only what fits into the window would be drawn, some thirty lines.
    let rows = app.state().curriculum().skills().iter().filter(|s| drawn.contains(&s.name)).count();
    assert!(rows > 60, "the table has scrolled: {rows} skills were drawn");
    println!(
        "{lines} lines, {rows} skills came into view, {} columns, {FRAMES} frames",
        app.state().compare().table.levels.len()
    );
    report("views and layout", views);
    report("with triangles", triangles);
}

/// One frame, scrolled down for a while and up again.
fn frame(
    app: &mut App,
    ctx: &Context,
    number: u32,
    drawn: &mut BTreeSet<String>,
) -> (Duration, Duration) {
    let down = (number / 120).is_multiple_of(2);
    let wheel = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, if down { -45.0 } else { 45.0 }),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: egui::Modifiers::NONE,
    };
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), SIZE)),
        time: Some(f64::from(number) / 60.0),
        events: vec![Event::PointerMoved(pos2(640.0, 600.0)), wheel],
        ..RawInput::default()
    };
    let before = Instant::now();
    let mut output = ctx.run_ui(input, |ui| app.frame(ui));
    let view = before.elapsed();
    output.textures_delta.clear();
    for shape in &output.shapes {
        if let egui::Shape::Text(text) = &shape.shape {
            drawn.insert(text.galley.text().to_owned());
        }
    }
    let before = Instant::now();
    let meshes = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
    let triangle = before.elapsed();
    assert!(!meshes.is_empty(), "something is drawn");
    (view, triangle)
}

fn report(what: &str, mut frames: Vec<Duration>) {
    frames.sort();
    let at = |percent: usize| {
        let place = (frames.len() * percent / 100).min(frames.len() - 1);
        frames[place].as_secs_f64() * 1000.0
    };
    println!("{what}: p50 {:.2} ms, p99 {:.2} ms", at(50), at(99));
}
