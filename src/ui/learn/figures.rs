//! Pictures and tables drawn from the data, crisp at every size and theme. Each is made of words
//! and marks that a screen reader reads in their order.

use super::call::call_ui;
use crate::curriculum::{
    Cell, Difference, Figure, Grade, MatrixGroup, ProviderLevel, RowGroup, Sentence,
};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{
    INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, NOTE, NOTE_STRONG,
};
use crate::ui::theme::{Palette, Tint, Type, corner, space};
use crate::ui::widgets::{
    chip, hairline, label, level_mark_ui, pill, row, small_link, text, word, wrapped_row,
};
use egui::{
    Align, CornerRadius, Frame, Layout, Margin, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

/// Draws a figure; `words` say the same, for a screen reader.
pub(super) fn figure_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, figure: Figure, words: &str) {
    ui.add_space(space::S);
    let described = UiBuilder::new().accessibility_role(Role::Figure).accessibility_label(words);
    ui.scope_builder(described, |ui| match figure {
        Figure::CallLine => call_ui(ui, ctx),
        Figure::WholeAndPart => whole_and_part_ui(ui, ctx),
        Figure::LevelLadder => level_ladder_ui(ui, ctx),
        Figure::TwoLadders => two_ladders_ui(ui, ctx),
        // Lists that can be narrowed down; the section draws them.
        Figure::OldNames | Figure::Confusions => {}
        Figure::ExamDomains => exam_domains_ui(ui, ctx),
        Figure::CourseHours => course_hours_ui(ui, ctx),
    });
    ui.add_space(space::M);
}

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
                    let edge = Stroke::new(p.edge_width, p.line);
                    let look = (p.sunken, edge, CornerRadius::same(corner::CONTROL));
                    pill(ui, (LABEL, p.ink2), &part.name, vec2(10.0, 6.0), look);
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

/// A column of that width, as high as what stands in it.
fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 10.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        content(ui);
    });
}

/// The four levels as a ladder, the highest on top, each with how much of the scope table it adds.
fn level_ladder_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
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
                share_bar(ui, p, tint, (below, added(level), all));
            });
    }
    let skills = c.skills().iter().filter(|s| s.grade <= Grade::B).count();
    let words = format!(
        "Each bar counts skills: those of the levels below in grey, those added in color. Of the {skills} skills of the scope table that rest on the national model; your state may differ."
    );
    text(ui, LABEL, p.ink3, words);
}

/// A bar of what is had already and what is added, of all there is.
fn share_bar(ui: &mut Ui, p: &Palette, tint: Tint, (below, added, all): (usize, usize, usize)) {
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

/// Levels of people beside levels of service, the highest on top.
fn two_ladders_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
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
