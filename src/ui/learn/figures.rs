//! Pictures and tables drawn from the data, crisp at every size and theme. Each is made of words
//! and marks that a screen reader reads in their order.

use super::lists::{confusions_ui, old_names_ui};
use crate::curriculum::{CallStep, Cell, Figure, Grade, MatrixGroup, ProviderLevel, RowGroup};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE, INTERFACE_STRONG, LABEL, NOTE, NOTE_STRONG};
use crate::ui::theme::{Tint, corner, space};
use crate::ui::widgets::{
    chip, hairline, label, level_mark_ui, pill, row, small_link, text, word, wrapped_row,
};
use egui::{Align, CornerRadius, Frame, Layout, Margin, Sense, Stroke, Ui, vec2};

/// Draws a figure.
pub(super) fn figure_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, figure: Figure) {
    ui.add_space(space::S);
    match figure {
        Figure::CallLine => call_line_ui(ui, ctx),
        Figure::WholeAndPart => whole_and_part_ui(ui, ctx),
        Figure::LevelLadder => level_ladder_ui(ui, ctx),
        Figure::TwoLadders => two_ladders_ui(ui, ctx),
        Figure::OldNames => old_names_ui(ui, ctx),
        Figure::Confusions => confusions_ui(ui, ctx),
        Figure::ExamDomains => exam_domains_ui(ui, ctx),
        Figure::CourseHours => course_hours_ui(ui, ctx),
    }
    ui.add_space(space::M);
}

/// The steps of a call on a line, each with who is there and what is done.
fn call_line_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let steps = ctx.state.curriculum().call();
    let mut phase = None;
    for (number, step) in steps.iter().enumerate() {
        if phase.replace(step.phase) != Some(step.phase) {
            ui.add_space(space::S);
            label(ui, p, step.phase.label());
        }
        call_step_ui(ui, ctx, number, step, number + 1 == steps.len());
    }
}

fn call_step_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, number: usize, step: &CallStep, is_last: bool) {
    let p = ctx.palette;
    let row = ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(30.0, 26.0), Sense::hover());
        let center = rect.center();
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            text(ui, NOTE_STRONG, p.ink, step.title.as_str());
            text(ui, LABEL, p.ink3, step.who.join(" · "));
            let c = ctx.state.curriculum();
            let say: Vec<String> = step.say.iter().map(|s| c.plain(s.text())).collect();
            text(ui, NOTE, p.ink2, say.join(" "));
            ui.add_space(space::S);
        });
        center
    });
    let center = row.inner;
    let rect = row.response.rect;
    if !is_last {
        let line = Stroke::new(2.0, p.line);
        ui.painter().vline(center.x, center.y + 12.0..=rect.bottom() + space::S, line);
    }
    ui.painter().circle(center, 12.0, p.accent.soft, Stroke::new(p.edge_width, p.accent.text));
    ui.painter().text(
        center,
        egui::Align2::CENTER_CENTER,
        number + 1,
        egui::FontId::proportional(13.0),
        p.accent.text,
    );
}

/// EMS as the whole, with the EMT as one person in it.
pub(in crate::ui) fn whole_and_part_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let parts: [(&str, Option<ProviderLevel>); 9] = [
        ("911 answering point", None),
        ("Dispatcher", None),
        ("EMR", Some(ProviderLevel::Emr)),
        ("EMT", Some(ProviderLevel::Emt)),
        ("AEMT", Some(ProviderLevel::Aemt)),
        ("Paramedic", Some(ProviderLevel::Paramedic)),
        ("Medical director", None),
        ("Hospital", None),
        ("The public", None),
    ];
    Frame::new()
        .stroke(Stroke::new(2.0, p.accent.text))
        .corner_radius(CornerRadius::same(corner::CARD))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            text(ui, NOTE_STRONG, p.accent.text, "EMS: the whole system");
            wrapped_row(ui, 34.0, |ui| {
                ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
                for (name, level) in parts {
                    let is_emt = level == Some(ProviderLevel::Emt);
                    let ground = if is_emt { p.level(ProviderLevel::Emt).soft } else { p.sunken };
                    let edge = if is_emt { p.level(ProviderLevel::Emt).text } else { p.line };
                    let width = if is_emt { 2.0 } else { p.edge_width };
                    let role = if is_emt { INTERFACE_STRONG } else { INTERFACE };
                    let words = if is_emt { "EMT: one person in it" } else { name };
                    let ink = if is_emt { edge } else { p.ink2 };
                    let edge = Stroke::new(width, edge);
                    let corner = CornerRadius::same(corner::CONTROL);
                    pill(ui, (role, ink), words, vec2(10.0, 7.0), (ground, edge, corner));
                }
            });
        });
}

/// The four levels as steps, each with how much of the scope table it adds.
fn level_ladder_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let mut total = 0;
    for level in ProviderLevel::ALL {
        let added = c.added_by(level).count();
        total += added;
        let tagline =
            c.levels().profiles.iter().find(|l| l.id == level).map_or("", |l| l.tagline.as_str());
        ui.horizontal(|ui| {
            #[expect(clippy::cast_precision_loss, reason = "0 to 3")]
            ui.add_space(level.index() as f32 * 28.0);
            Frame::new()
                .fill(p.level(level).soft)
                .corner_radius(CornerRadius::same(corner::CONTROL))
                .inner_margin(Margin::symmetric(14, 8))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 2.0;
                    row(ui, 20.0, |ui| {
                        level_mark_ui(ui, p, level, 15.0);
                        word(ui, INTERFACE_STRONG, p.level(level).text, level.full());
                    });
                    let skills = if level == ProviderLevel::Emr {
                        format!("{added} skills of the table")
                    } else {
                        format!("adds {added}, {total} in all")
                    };
                    text(ui, LABEL, p.ink2, format!("{tagline} · {skills}"));
                });
        });
    }
    let skills = c.skills().iter().filter(|s| s.grade <= Grade::B).count();
    text(
        ui,
        LABEL,
        p.ink3,
        format!(
            "Of the {skills} skills of the scope table that rest on the national model; your state may differ."
        ),
    );
}

/// Levels of people beside levels of service.
fn two_ladders_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let half = (ui.available_width() - space::L) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let column = |ui: &mut Ui, head: &str, rows: &[(&str, Tint)]| {
            ui.allocate_ui_with_layout(vec2(half, 10.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(half);
                label(ui, p, head);
                for (name, tint) in rows {
                    Frame::new()
                        .fill(tint.soft)
                        .corner_radius(CornerRadius::same(corner::CONTROL))
                        .inner_margin(Margin::symmetric(12, 8))
                        .show(ui, |ui| {
                            ui.set_width(ui.available_width());
                            text(ui, INTERFACE_STRONG, tint.text, *name);
                        });
                }
            });
        };
        let people: Vec<(&str, Tint)> =
            ProviderLevel::ALL.into_iter().rev().map(|l| (l.short(), p.level(l))).collect();
        column(ui, "Levels of people", &people);
        let services = [
            ("Critical care transport", p.accent),
            ("ALS", p.accent),
            ("ILS, in some states", p.accent),
            ("BLS", p.accent),
        ];
        column(ui, "Levels of service", &services);
    });
}

/// The shares of the content domains, level by level.
fn exam_domains_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
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

/// Course hours, one row a source, never merged.
fn course_hours_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
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
