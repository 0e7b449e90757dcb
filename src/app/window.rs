//! The native window, and what is said where none can be opened.

use super::{App, Start};
use eframe::{CreationContext, Frame, NativeOptions, Renderer};
use egui::{Ui, ViewportBuilder, vec2};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::atomic::{AtomicBool, Ordering};

/// The Debian packages that a window needs.
const PACKAGES: &str = "libgl1 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0";

/// Opens the window and runs until it is closed. The error is one sentence for the person.
pub fn run(start: Start) -> Result<(), String> {
    if cfg!(target_os = "linux") && !has_display() {
        return Err(
            "there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set. Start EMS Study \
                    from a desktop, or use a command without a window (--help)"
                .to_owned(),
        );
    }
    let size =
        vec2(start.place.size.0.clamp(640.0, 7680.0), start.place.size.1.clamp(400.0, 4320.0));
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("EMS Study")
            .with_app_id("ems-study")
            .with_inner_size(size)
            .with_min_inner_size(vec2(480.0, 320.0)),
        centered: true,
        renderer: Renderer::Glow,
        ..NativeOptions::default()
    };
    let create = move |cc: &CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        Ok(Box::new(App::new(start, &cc.egui_ctx)?) as Box<dyn eframe::App>)
    };
    // A missing library of the window system shows as a panic, not as an error; once the window is
    // there, a panic is a fault of ours and is told as one.
    let told = take_hook();
    set_hook(Box::new(move |info| {
        if OPENED.load(Ordering::Relaxed) {
            told(info);
        }
    }));
    let ended = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native("ems-study", options, Box::new(create))
    }));
    match ended {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(missing(&error.to_string())),
        Err(panic) if OPENED.load(Ordering::Relaxed) => Err(format!(
            "the program ended by a fault of its own ({}). Every confirmed answer is safe; start it again",
            panic_text(panic.as_ref())
        )),
        Err(panic) => Err(missing(panic_text(panic.as_ref()))),
    }
}

/// Whether the window has drawn once.
static OPENED: AtomicBool = AtomicBool::new(false);

fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text,
        (None, None) => "a library of the window system is missing",
    }
}

fn missing(what: &str) -> String {
    // The first line names the cause, behind the places in the code where it arose.
    let cause = what.lines().next().and_then(|line| line.rsplit(": ").next()).unwrap_or(what);
    format!(
        "no window could be opened ({cause}). On Debian and Ubuntu these packages bring what is \
         needed: apt install {PACKAGES}"
    )
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _: &mut Frame) {
        self.frame(ui);
        OPENED.store(true, Ordering::Relaxed);
        if let Some(rect) = ui.input(|input| input.viewport().inner_rect) {
            let size = rect.size() * ui.ctx().zoom_factor();
            self.size = Some((size.x.round(), size.y.round()));
        }
    }
}
