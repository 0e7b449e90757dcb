//! Text measured before it is drawn, and scrolling to what was asked for.

use crate::ui::theme::Type;
use egui::text::LayoutJob;
use egui::{Color32, Galley, Ui};
use std::sync::Arc;

/// Lays out words of one kind, wrapped at a width in points, to be measured and painted.
pub(crate) fn galley(ui: &Ui, words: &str, role: Type, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(words.to_owned(), role.format(color));
    job.wrap.max_width = width;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
