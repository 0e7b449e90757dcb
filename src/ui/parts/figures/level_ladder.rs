//! The four provider levels as a ladder.

use crate::curriculum::{Grade, ProviderLevel};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE_STRONG, LABEL};
use crate::ui::theme::{Palette, Tint, corner};
use crate::ui::widgets::{level_mark_ui, text, wrapped_row};
use egui::{CornerRadius, Frame, Margin, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

/// The four levels as a ladder, the highest on top, each with how much of the scope table it adds.
pub(super) fn level_ladder_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let added = |level: ProviderLevel| c.added_by(level).count();
    let all: usize = ProviderLevel::ALL.into_iter().map(added).sum();
    ui.spacing_mut().item_spacing.y = 6.0;
    for level in ProviderLevel::ALL.into_iter().rev() {
        let tint = p.level(level);
        let profile = c.levels().profiles.iter().find(|l| l.id == level);
        let tagline = profile.map_or("", |l| l.tagline.as_str());
        let below: usize = ProviderLevel::ALL.into_iter().filter(|l| *l < level).map(added).sum();
        Frame::new()
            .fill(tint.soft)
            .stroke(Stroke::new(p.edge_width, tint.soft.lerp_to_gamma(tint.text, 0.35)))
            .corner_radius(CornerRadius::same(corner::CALLOUT))
            .inner_margin(Margin::symmetric(14, 10))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 4.0;
                wrapped_row(ui, 20.0, |ui| {
                    level_mark_ui(ui, p, level, 15.0);
                    text(ui, INTERFACE_STRONG, tint.text, level.full());
                });
                text(ui, LABEL, p.ink2, format!("{tagline} · {}", c.rung_words(level)));
                share_bar(ui, p, tint, below, added(level), all);
            });
    }
    let skills = c.skills().iter().filter(|s| s.grade <= Grade::B).count();
    let words = format!(
        "Each bar counts skills: those of the levels below in grey, those added in color. Of the {skills} skills of the scope table that rest on the national model; your state may differ."
    );
    text(ui, LABEL, p.ink3, words);
}

/// A bar that counts skills: those of the levels below, those added, of all there are.
fn share_bar(ui: &mut Ui, p: &Palette, tint: Tint, below: usize, added: usize, all: usize) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0), Sense::hover());
    #[expect(clippy::cast_precision_loss, reason = "counts of skills")]
    let x = |count: usize| rect.left() + rect.width() * count as f32 / all.max(1) as f32;
    let part = |from: f32, to: f32| {
        Rect::from_min_max(pos2(from, rect.top() + 1.0), pos2(to, rect.bottom() - 1.0))
    };
    let painter = ui.painter();
    painter.rect_stroke(
        part(rect.left(), rect.right()),
        2.0,
        Stroke::new(1.0, p.edge),
        StrokeKind::Inside,
    );
    painter.rect_filled(part(rect.left(), x(below)), 2.0, p.edge);
    painter.rect_filled(part(x(below), x(below + added)), 2.0, tint.text);
}
