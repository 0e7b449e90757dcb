//! Levels of people beside levels of service.

use super::column;
use crate::curriculum::ProviderLevel;
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE_STRONG, LABEL};
use crate::ui::theme::{Tint, corner, space};
use crate::ui::widgets::{label, level_mark_ui, small_link, text, wrapped_row};
use egui::{CornerRadius, Frame, Margin, Rect, Role, Stroke, Ui, WidgetInfo, pos2};

/// Levels of people beside levels of service, the highest on top.
pub(super) fn two_ladders_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let people: Vec<Rung> = ProviderLevel::ALL
        .into_iter()
        .rev()
        .map(|level| Rung {
            name: level.short().to_owned(),
            level: Some(level),
            say: if level.short() == level.full() { "" } else { level.full() }.to_owned(),
            tint: p.level(level),
            facts: Vec::new(),
        })
        .collect();
    let services: Vec<Rung> = c
        .figures()
        .services
        .iter()
        .rev()
        .map(|service| Rung {
            name: service.name.clone(),
            level: None,
            say: c.plain(service.say.text()),
            tint: p.accent,
            facts: service.say.facts().to_vec(),
        })
        .collect();
    let heads = ["Levels of people", "Levels of service"];
    if ui.available_width() < 440.0 {
        ladder_ui(ui, ctx, heads[0], &people);
        ui.add_space(space::M);
        ladder_ui(ui, ctx, heads[1], &services);
    } else {
        let gap = space::XL;
        let (left, right) = (0.4, 0.6);
        let width = ui.available_width() - gap;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            column(ui, width * left, |ui| ladder_ui(ui, ctx, heads[0], &people));
            column(ui, width * right, |ui| ladder_ui(ui, ctx, heads[1], &services));
        });
    }
    ui.add_space(space::XS);
    text(
        ui,
        LABEL,
        p.ink3,
        "A person stands on the one, an agency on the other: a rung of one is no rung of the other.",
    );
}

/// A rung of a ladder.
struct Rung {
    name: String,
    level: Option<ProviderLevel>,
    say: String,
    tint: Tint,
    facts: Vec<crate::curriculum::FactId>,
}

/// A ladder: two rails, and a rung for each level.
fn ladder_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, head: &str, rungs: &[Rung]) {
    let p = ctx.palette;
    label(ui, p, head);
    let rails = ui.painter().add(egui::Shape::Noop);
    let top = ui.cursor().top();
    let side = 14.0;
    for rung in rungs {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(side * 0.5);
            let width = ui.available_width() - side * 0.5;
            column(ui, width, |ui| {
                Frame::new()
                    .fill(rung.tint.soft)
                    .stroke(Stroke::new(
                        p.edge_width,
                        rung.tint.soft.lerp_to_gamma(rung.tint.text, 0.35),
                    ))
                    .corner_radius(CornerRadius::same(corner::CONTROL))
                    .inner_margin(Margin::symmetric(14, 8))
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        rung_ui(ui, ctx, rung);
                    });
            });
        });
        ui.add_space(space::S);
    }
    let rect = Rect::from_min_max(pos2(ui.min_rect().left(), top), ui.min_rect().right_bottom());
    let rail = |x: f32| {
        let ends = [pos2(x, rect.top() - 2.0), pos2(x, rect.bottom())];
        egui::Shape::line_segment(ends, Stroke::new(3.0, p.edge))
    };
    let shapes = vec![rail(rect.left() + side), rail(rect.right() - side)];
    ui.painter().set(rails, egui::Shape::Vec(shapes));
}

fn rung_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, rung: &Rung) {
    let p = ctx.palette;
    wrapped_row(ui, 20.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if let Some(level) = rung.level {
            level_mark_ui(ui, p, level, 14.0);
        }
        text(ui, INTERFACE_STRONG, rung.tint.text, rung.name.as_str());
        if !rung.facts.is_empty() {
            let link = small_link(ui, p, "Source");
            link.widget_info(|| {
                WidgetInfo::labeled(Role::Link, true, format!("Source of {}", rung.name))
            });
            if link.clicked() {
                ctx.push(Action::Show(Overlay::Sources(rung.facts.clone())));
            }
        }
    });
    if !rung.say.is_empty() {
        text(ui, LABEL, p.ink2, rung.say.as_str());
    }
}
