//! A cell explained: what it is, the national value, why, how well it is supported, what states
//! do differently, where it stands in the text, its cards.

use crate::curriculum::{
    Cell, FactId, Grade, LevelRow, MatrixRow, Permission, ProviderLevel, Skill, SkillId,
};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{HEADING, INTERFACE_STRONG, LABEL, NOTE, NOTE_STRONG};
use crate::ui::widgets::{callout, chip, label, level_mark_ui, text, text_button};
use egui::{Align, Layout, ScrollArea, Ui};

/// Draws the details.
pub(super) fn detail_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, row: &SkillId, level: ProviderLevel) {
    let p = ctx.palette;
    let Some(row) = ctx.state.curriculum().matrix_row(row) else { return };
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if text_button(ui, p, "Close", "Esc").clicked() {
                ctx.push(Action::CloseCell);
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                let group = match row {
                    MatrixRow::Level(row) => row.group.label(),
                    MatrixRow::Skill(skill) => skill.group.label(),
                };
                label(ui, p, group);
            });
        });
    });
    ScrollArea::vertical().id_salt("detail").auto_shrink(false).show(ui, |ui| {
        ctx.scroll_page_by_keys(ui);
        ui.set_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        text(ui, HEADING, p.ink, row.name());
        match row {
            MatrixRow::Level(row) => level_row_ui(ui, ctx, row, level),
            MatrixRow::Skill(skill) => skill_ui(ui, ctx, skill, level),
        }
        ui.add_space(space::L);
    });
}

fn level_row_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, row: &LevelRow, level: ProviderLevel) {
    let p = ctx.palette;
    text(ui, NOTE, p.ink2, ctx.state.curriculum().plain(&row.meaning));
    ui.add_space(space::S);
    value_line(ui, ctx, level);
    match MatrixRow::Level(row).cell(level) {
        Cell::Text(words, facts) => {
            text(ui, NOTE_STRONG, p.ink, words);
            facts_ui(ui, ctx, facts);
        }
        _ => _ = text(ui, NOTE, p.ink2, "No source seen states it."),
    }
}

fn value_line(ui: &mut Ui, ctx: &ViewCtx<'_>, level: ProviderLevel) {
    let p = ctx.palette;
    ui.horizontal_top(|ui| {
        level_mark_ui(ui, p, level, 15.0);
        text(ui, INTERFACE_STRONG, p.level(level).text, level.full());
    });
}

fn facts_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, facts: &[FactId]) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    for fact in facts.iter().filter_map(|id| c.fact(id)) {
        if let Some(source) = c.source(&fact.source) {
            text(ui, LABEL, p.ink2, source.citation());
        }
        if let Some(age) = fact.age_label(ctx.now.moment.year()) {
            chip(ui, p.caution, &age);
        }
    }
    if text_button(ui, p, "Facts and sources", "").clicked() {
        ctx.push(Action::Show(Overlay::Sources(facts.to_vec())));
    }
}

fn skill_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, skill: &Skill, level: ProviderLevel) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    if let Some(full) = &skill.full {
        text(ui, LABEL, p.ink3, full.as_str());
    }
    text(ui, NOTE, p.ink2, c.plain(&skill.meaning));
    ui.add_space(space::S);
    let may = if *skill.may.get(level) == Permission::Yes { "may" } else { "may not" };
    value_line(ui, ctx, level);
    text(ui, NOTE, p.ink, format!("{may} {}, {}.", skill.act, skill.basis()));
    text(ui, NOTE_STRONG, p.ink, skill.lowest_words());
    if let Some(why) = &skill.why {
        ui.add_space(space::XS);
        label(ui, p, "Why");
        text(ui, NOTE, p.ink, c.plain(why));
    }
    let width = ui.available_width();
    if !skill.readings.is_empty() {
        ui.add_space(space::XS);
        callout(ui, p.caution, "Sources differ", width, |ui| {
            for reading in &skill.readings {
                let may: Vec<&str> = ProviderLevel::ALL
                    .into_iter()
                    .filter(|l| *reading.may.get(*l) == Permission::Yes)
                    .map(ProviderLevel::short)
                    .collect();
                let may = if may.is_empty() { "no level".to_owned() } else { may.join(", ") };
                text(ui, NOTE, p.ink, format!("{}: {may}", reading.who));
            }
        });
    }
    if let Some(note) = &skill.note {
        ui.add_space(space::XS);
        let heading = match skill.grade {
            Grade::C => "Rests on little",
            Grade::X => "What differs",
            Grade::A | Grade::B => "States and details",
        };
        callout(ui, p.caution, heading, width, |ui| {
            text(ui, NOTE, p.ink, c.plain(note));
        });
    }
    ui.add_space(space::XS);
    label(ui, p, "Source");
    text(ui, LABEL, p.ink2, c.skill_citation(skill));
    text(ui, LABEL, p.ink3, skill.grade.label());
    let cards: Vec<_> = ctx.state.deck().about_skill(&skill.id).collect();
    if !cards.is_empty() {
        let progress = ctx.state.progress();
        let begun = cards.iter().filter(|card| progress.schedule(&card.id).reviews > 0).count();
        ui.add_space(space::XS);
        label(ui, p, "Cards");
        text(ui, LABEL, p.ink2, format!("{} cards, {begun} begun", cards.len()));
    }
}
