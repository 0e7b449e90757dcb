//! Course hours, one row a source.

use crate::curriculum::{Cell, MatrixGroup, ProviderLevel, RowGroup};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE_STRONG, NOTE};
use crate::ui::widgets::{hairline, text};
use egui::Ui;

/// Course hours, one row a source, never merged.
pub(super) fn course_hours_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let rows = c.matrix_rows(MatrixGroup::Level(RowGroup::Training));
    for row in rows.iter().filter(|row| row.id().as_str().starts_with("hours")) {
        hairline(ui, p);
        text(ui, INTERFACE_STRONG, p.ink, row.name());
        let cells: Vec<String> = ProviderLevel::ALL
            .into_iter()
            .filter_map(|level| match row.cell(level) {
                Cell::Text(words, _) => Some(format!("{}: {words}", level.short())),
                _ => None,
            })
            .collect();
        text(ui, NOTE, p.ink2, cells.join("   "));
    }
}
