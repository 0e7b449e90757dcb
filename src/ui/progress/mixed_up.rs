//! Which levels and terms stood for one another in wrong answers, each with a drill.

use super::super::ViewCtx;
use super::super::theme::space;
use super::super::theme::type_scale::{INTERFACE, LABEL, NOTE};
use super::super::widgets::{row, text, text_button, word};
use super::{Tile, heading_ui, plural};
use crate::state::Action;
use crate::study::{Confused, Confusion, SessionKind, Statistics, WINDOW_DAYS};
use egui::{Align, Layout, Ui};

/// So many pairs are named.
const PAIRS: usize = 6;

/// Draws it.
pub(super) fn mixed_up_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, counted: &Statistics) {
    let p = ctx.palette;
    heading_ui(ui, p, Tile::MixedUp.name());
    if counted.confusions.is_empty() {
        let words = "Nothing so far. When you pick a wrong level or term on a card, or in a table \
                     as a test, the pair stands here with a drill of its own.";
        text(ui, NOTE, p.ink2, words);
        return;
    }
    for confusion in counted.confusions.iter().take(PAIRS) {
        pair_ui(ui, ctx, confusion);
    }
    let words = format!(
        "From wrong answers of the last {WINDOW_DAYS} days. A drill mixes up to twenty cards about \
         the pair and begins with those that you missed."
    );
    text(ui, LABEL, p.ink3, words);
}

fn pair_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, confusion: &Confusion) {
    let p = ctx.palette;
    let words = confusion.between.words();
    let times = plural(confusion.times, "time");
    let drill = |ui: &mut Ui| {
        let button = text_button(ui, p, "Drill this pair", "");
        if button.accessible_name(format!("Drill {words}")).clicked() {
            ctx.push(Action::StartSession(match confusion.between.clone() {
                Confused::Levels(a, b) => SessionKind::Pair(a, b),
                Confused::Terms(a, b) => SessionKind::Terms(a, b),
            }));
        }
    };
    if ui.available_width() < 420.0 {
        text(ui, INTERFACE, p.ink, format!("{words}, {times}"));
        drill(ui);
        return;
    }
    row(ui, 32.0, |ui| {
        word(ui, INTERFACE, p.ink, words.as_str());
        ui.add_space(space::XS);
        word(ui, LABEL, p.ink3, times);
        ui.with_layout(Layout::right_to_left(Align::Center), drill);
    });
}
