//! What the chosen state says where the national model is told: beside it, never in its place.

use crate::curriculum::{StateCell, StateValue};
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::NOTE;
use crate::ui::widgets::{callout, text};
use egui::Ui;

/// Draws the rules of the chosen state for the cells of which something is `told` above; nothing
/// where there are none.
pub(in crate::ui) fn state_rules_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    told: impl Fn(&StateCell) -> bool,
) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let Some(overlay) = ctx.state.state_overlay() else { return };
    let cells: Vec<&StateCell> = overlay.cells.iter().filter(|cell| told(cell)).collect();
    if cells.is_empty() {
        return;
    }
    let title = match cells.len() {
        1 => format!("◆ {} has a rule of its own", overlay.title()),
        _ => format!("◆ {} has rules of its own", overlay.title()),
    };
    let width = ui.available_width();
    callout(ui, p.caution, &title, width, |ui| {
        for cell in cells {
            let name = c.skill(&cell.skill).map_or(cell.skill.as_str(), |skill| &skill.name);
            let value = cell.value.map(StateValue::label);
            let said: Vec<&str> = value.into_iter().chain(cell.note.as_deref()).collect();
            let level = cell.level.short();
            text(ui, NOTE, p.ink, format!("{name}, {level}: {}", said.join(". ")));
        }
    });
    ui.add_space(space::S);
}
