//! The mark of a level: four rising bars of which one to four are filled, so that no meaning
//! rests on colour alone. It serves as the program's own sign too.

use crate::curriculum::ProviderLevel;
use crate::ui::theme::Palette;
use egui::{Painter, Rect, Response, Sense, Ui, pos2, vec2};

/// Draws the mark beside a word. It says nothing itself: the word does.
pub(crate) fn level_mark_ui(
    ui: &mut Ui,
    palette: &Palette,
    level: ProviderLevel,
    height: f32,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(height * 1.15, height), Sense::hover());
    paint_level_mark(ui.painter(), palette, level, rect);
    response
}

/// Paints the mark into a rectangle.
pub(crate) fn paint_level_mark(
    painter: &Painter,
    palette: &Palette,
    level: ProviderLevel,
    rect: Rect,
) {
    let color = palette.level(level).text;
    let step = rect.width() / 4.0;
    let bar_width = (step * 0.66).round().max(1.0);
    for bar in 0..4_u8 {
        let filled = usize::from(bar) <= level.index();
        let share = if filled { (f32::from(bar) + 1.6) / 4.6 } else { 0.1 };
        let height = (rect.height() * share).round().max(1.5);
        let left = rect.left() + step * f32::from(bar);
        let bar_rect = Rect::from_min_max(
            pos2(left, rect.bottom() - height),
            pos2(left + bar_width, rect.bottom()),
        );
        painter.rect_filled(bar_rect, 0.0, if filled { color } else { palette.edge });
    }
}
