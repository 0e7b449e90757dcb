//! EMS as the whole with the EMT as one person in it, and how the two differ.

use super::column;
use crate::curriculum::{Difference, ProviderLevel, Sentence};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{
    INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, NOTE, NOTE_STRONG,
};
use crate::ui::theme::{Tint, Type, corner, space};
use crate::ui::widgets::{PillLook, hairline, pill, small_link, text, wrapped_row};
use egui::{
    Align, CornerRadius, Frame, Margin, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

/// EMS as the whole with the EMT as one person in it, and the rows of difference. Compare shows it
/// too.
pub(in crate::ui) fn whole_and_part_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let figures = ctx.state.curriculum().figures();
    Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(2.0, p.accent.text))
        .corner_radius(CornerRadius::same(corner::CARD))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            text(ui, NOTE_STRONG, p.accent.text, "EMS, the whole system");
            wrapped_row(ui, 30.0, |ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                for part in figures.parts.iter().filter(|part| part.level.is_none()) {
                    let look = PillLook {
                        role: LABEL,
                        color: p.ink2,
                        padding: vec2(10.0, 6.0),
                        fill: p.sunken,
                        edge: Stroke::new(p.edge_width, p.line),
                        corner: CornerRadius::same(corner::CONTROL),
                    };
                    pill(ui, &part.name, look);
                }
            });
            ui.add_space(space::S);
            people_ui(ui, ctx);
        });
    ui.add_space(space::S);
    let narrow = ui.available_width() < 480.0;
    if !narrow {
        let emt = p.level(ProviderLevel::Emt);
        difference_row_ui(
            ui,
            |_| {},
            |ui| _ = text(ui, NOTE_STRONG, p.accent.text, "EMS"),
            |ui| _ = text(ui, NOTE_STRONG, emt.text, "EMT"),
        );
    }
    for row in &figures.differences {
        hairline(ui, p);
        difference_ui(ui, ctx, row, narrow);
    }
}

/// The four levels as persons; the EMT stands out.
fn people_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let parts = &ctx.state.curriculum().figures().parts;
    let people: Vec<_> = parts.iter().filter_map(|part| Some((part.level?, part))).collect();
    #[expect(clippy::cast_precision_loss, reason = "four")]
    let each = ui.available_width() / people.len().max(1) as f32;
    // The words under the EMT take two lines where it is narrow.
    let height = if each < 110.0 { 116.0 } else { 102.0 };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    for (at, (level, part)) in people.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "four")]
        let left = rect.left() + each * at as f32;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(each, rect.height()));
        let is_emt = level == ProviderLevel::Emt;
        let tint = p.level(level);
        let response = ui.interact(place, ui.scope_id().with(&part.id), Sense::hover());
        let under = if is_emt { "one person in it" } else { "" };
        response.widget_info(|| {
            let name = if is_emt { "An EMT: one person in EMS" } else { part.name.as_str() };
            WidgetInfo::labeled(Role::Label, true, name)
        });
        if is_emt {
            let ground = place.shrink2(vec2(3.0, 0.0));
            let corner = CornerRadius::same(corner::CALLOUT);
            let edge = Stroke::new(2.0, tint.text);
            ui.painter().rect(ground, corner, tint.soft, edge, StrokeKind::Inside);
        }
        let color = if is_emt { tint.text } else { p.edge };
        paint_person(ui.painter(), pos2(place.center().x, place.top() + 10.0), color);
        let say = |words: &str, role: Type, color, y: f32| {
            let mut job =
                egui::text::LayoutJob::single_section(words.to_owned(), role.tight().format(color));
            job.wrap.max_width = each - 10.0;
            job.halign = Align::Center;
            let galley = ui.painter().layout_job(job);
            ui.painter().galley(pos2(place.center().x, place.top() + y), galley, color);
        };
        let role = if is_emt { INTERFACE_STRONG } else { INTERFACE };
        say(level.short(), role, if is_emt { tint.text } else { p.ink2 }, 58.0);
        say(under, LABEL, tint.text, 77.0);
    }
}

/// A head and shoulders.
fn paint_person(painter: &egui::Painter, top: egui::Pos2, color: egui::Color32) {
    painter.circle_filled(top + vec2(0.0, 9.0), 9.0, color);
    let body = Rect::from_min_size(top + vec2(-15.0, 21.0), vec2(30.0, 21.0));
    let corner = CornerRadius { nw: 13, ne: 13, sw: 3, se: 3 };
    painter.rect_filled(body, corner, color);
}

/// What holds for the system beside what holds for the person.
fn difference_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, row: &Difference, narrow: bool) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let facts: Vec<_> = row.ems.facts().iter().chain(row.emt.facts()).cloned().collect();
    let emt = p.level(ProviderLevel::Emt);
    let topic = |ui: &mut Ui| {
        text(ui, NOTE_STRONG, p.ink2, row.topic.as_str());
        let link = small_link(ui, p, "Source");
        link.widget_info(|| {
            WidgetInfo::labeled(Role::Link, true, format!("Source of {}", row.topic))
        });
        if link.clicked() {
            ctx.push(Action::Show(Overlay::Sources(facts.clone())));
        }
    };
    let side = |ui: &mut Ui, name: &str, say: &Sentence, tint: Tint| {
        if narrow {
            text(ui, LABEL_STRONG, tint.text, name);
        }
        let words = c.plain(say.text());
        let response = text(ui, NOTE, p.ink, words.as_str());
        let spoken = format!("{name}: {words}");
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    };
    let ems_side = |ui: &mut Ui| side(ui, "EMS", &row.ems, p.accent);
    let emt_side = |ui: &mut Ui| side(ui, "EMT", &row.emt, emt);
    ui.spacing_mut().item_spacing.y = 2.0;
    if narrow {
        topic(ui);
        ems_side(ui);
        emt_side(ui);
    } else {
        difference_row_ui(ui, topic, ems_side, emt_side);
    }
    ui.add_space(space::XS);
}

/// What is compared, what holds for EMS, and what for an EMT, side by side.
fn difference_row_ui(
    ui: &mut Ui,
    topic: impl FnOnce(&mut Ui),
    ems: impl FnOnce(&mut Ui),
    emt: impl FnOnce(&mut Ui),
) {
    let first = 88.0;
    let half = (ui.available_width() - first - 2.0 * space::L) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        column(ui, first, topic);
        column(ui, half, ems);
        column(ui, half, emt);
    });
}
