//! The shares of the exam’s content domains, level by level.

use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{INTERFACE, INTERFACE_STRONG, LABEL};
use crate::ui::widgets::{chip, level_mark_ui, row, small_link, text, word};
use egui::{Sense, Ui, vec2};

/// The shares of the content domains, level by level.
pub(super) fn exam_domains_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    for profile in &c.levels().profiles {
        ui.add_space(space::S);
        row(ui, 24.0, |ui| {
            level_mark_ui(ui, p, profile.id, 14.0);
            word(ui, INTERFACE_STRONG, p.level(profile.id).text, profile.id.short());
            chip(ui, p.caution, &format!("from {}", profile.domains.year));
            if small_link(ui, p, "Source").clicked() {
                ctx.push(Action::Show(Overlay::Sources(profile.domains.facts.clone())));
            }
        });
        for (domain, low, high) in &profile.domains.shares {
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
            let name_width = (rect.width() * 0.5).min(290.0);
            let bar_left = rect.left() + name_width + 90.0;
            let scale = (rect.right() - bar_left).max(10.0) / 50.0;
            let painter = ui.painter();
            let cell = |x: f32, role: crate::ui::theme::Type, color, words: String| {
                let galley = painter
                    .layout_job(egui::text::LayoutJob::single_section(words, role.format(color)));
                painter.galley(
                    egui::pos2(x, rect.center().y - galley.size().y / 2.0),
                    galley,
                    color,
                );
            };
            cell(rect.left(), INTERFACE, p.ink2, domain.label().to_owned());
            cell(rect.left() + name_width, INTERFACE, p.ink, format!("{low}–{high} %"));
            let bar = |from: f32, to: f32| {
                egui::Rect::from_min_max(
                    egui::pos2(bar_left + from * scale, rect.center().y - 4.0),
                    egui::pos2(bar_left + to * scale, rect.center().y + 4.0),
                )
            };
            painter.rect_filled(bar(0.0, f32::from(*low)), 2.0, p.level(profile.id).text);
            painter.rect_filled(bar(f32::from(*low), f32::from(*high)), 2.0, p.edge);
        }
    }
    ui.add_space(space::XS);
    text(
        ui,
        LABEL,
        p.ink3,
        "The bar ends at the lowest share; the grey part reaches to the highest.",
    );
}
