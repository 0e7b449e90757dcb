//! The pages that are one column: centred, at a width to be read, scrolled by keys and wheel.

use super::ViewCtx;
use super::theme::space;
use egui::{ScrollArea, Ui};

/// The widest column, in points.
const WIDTH: f32 = 760.0;

/// Draws a page. The salt tells how far it is scrolled from how far others are.
pub(crate) fn column_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, salt: &str, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
        let width = ui.available_width().min(WIDTH);
        let side = ((ui.available_width() - width) / 2.0).max(space::L);
        ui.horizontal(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width - space::L);
                ui.spacing_mut().item_spacing.y = space::S;
                ui.add_space(space::L);
                content(ui);
                ui.add_space(space::XL);
            });
        });
        // Behind what scrolls within the page, which would take the keys for itself.
        ctx.scroll_page_by_keys(ui);
    });
}
