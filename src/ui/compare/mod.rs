//! Compare: the levels side by side, with the header row and the first column in place, and the
//! details of a cell beside it.

mod detail;
mod table;

use super::ViewCtx;
use super::shortcuts::{Command, key_of};
use super::theme::type_scale::{HEADING, INTERFACE};
use super::theme::{TARGET, space};
use super::widgets::{text, text_button, toggle_button, word, wrapped_row};
use crate::curriculum::{ProviderLevel, SkillId};
use crate::state::Action;
use egui::{CentralPanel, Frame, Margin, Panel, Ui};

/// Below this width the details stand below the table.
const BESIDE_FROM: f32 = 980.0;
/// Below this height as well, the details take the table's place until they are closed.
const WITH_DETAIL_FROM: f32 = 540.0;
/// Below this width the title makes room for the columns.
const TITLE_FROM: f32 = 760.0;

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct CompareState {
    /// The cell that was selected in the last frame: a new one is scrolled to.
    selected: Option<(SkillId, ProviderLevel)>,
}

/// Draws the place.
pub(super) fn compare_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, compare: &mut CompareState) {
    let p = ctx.palette;
    let selected = ctx.state.compare().selected.clone();
    if let Some((row, level)) = &selected {
        let frame = Frame::new().fill(p.sunken).inner_margin(Margin {
            left: 20,
            right: 8,
            top: 20,
            bottom: 8,
        });
        let beside = ui.available_width() >= BESIDE_FROM;
        if !beside && ui.available_height() < WITH_DETAIL_FROM {
            CentralPanel::default()
                .frame(frame)
                .show(ui, |ui| detail::detail_ui(ui, ctx, row, *level));
            compare.selected = selected;
            return;
        }
        let panel = if beside {
            Panel::right("detail").exact_size(300.0)
        } else {
            Panel::bottom("detail").exact_size((ui.available_height() * 0.42).min(320.0))
        };
        panel.resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
            detail::detail_ui(ui, ctx, row, *level);
        });
    }
    let frame = Frame::new().inner_margin(Margin { left: 24, right: 0, top: 14, bottom: 0 });
    CentralPanel::default().frame(frame.fill(p.paper)).show(ui, |ui| {
        let (lines, hidden) = ctx.state.compare_lines();
        head_ui(ui, ctx, hidden);
        ui.add_space(space::XS);
        let scroll_to = if compare.selected == selected { None } else { selected.as_ref() };
        table::table_ui(ui, ctx, &lines, scroll_to.map(|(row, _)| row));
    });
    compare.selected = selected;
}

/// Title, columns, differences.
fn head_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, hidden: usize) {
    let p = ctx.palette;
    let view = ctx.state.compare();
    wrapped_row(ui, TARGET, |ui| {
        if ui.available_width() > TITLE_FROM {
            word(ui, HEADING, p.ink, "Provider levels");
            ui.add_space(space::S);
        }
        for level in ProviderLevel::ALL {
            let on = view.levels.contains(&level);
            let key = key_of(Command::Level(level));
            if toggle_button(ui, p, on, level.short(), key).clicked() {
                ctx.push(Action::ToggleLevel(level));
            }
        }
        let key = key_of(Command::Differences);
        if toggle_button(ui, p, view.differences_only, "Differences only", key).clicked() {
            ctx.push(Action::ToggleDifferences);
        }
    });
    let skills = ctx.state.curriculum().skills().len();
    wrapped_row(ui, TARGET, |ui| {
        if view.differences_only {
            let words = match hidden {
                1 => "1 row that is the same for all is hidden.".to_owned(),
                n => format!("{n} rows that are the same for all are hidden."),
            };
            word(ui, INTERFACE, p.ink2, words);
            if text_button(ui, p, "Show", "").clicked() {
                ctx.push(Action::ToggleDifferences);
            }
        } else {
            let words = format!(
                "{skills} skills. The national model is advice: a state may allow more or less."
            );
            text(ui, INTERFACE, p.ink2, words);
        }
    });
}
