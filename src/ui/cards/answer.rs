//! The answer, why it is so, why the other options are wrong, and the source.

use super::options;
use crate::curriculum::{Ask, ProviderLevel, StateCell};
use crate::state::{Action, Current, Overlay};
use crate::study::Card;
use crate::ui::ViewCtx;
use crate::ui::state_rules::state_rules_ui;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{HEADING, LABEL, LABEL_STRONG, NOTE, NOTE_STRONG, READING};
use crate::ui::widgets::{chip, level_mark_ui, row, small_link, text};
use egui::{Align, Layout, Role, Ui, WidgetInfo, vec2};

/// Draws the answer.
pub(in crate::ui) fn answer_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    match &card.ask {
        Ask::Recall { answer, .. } => right_ui(ui, ctx, &c.plain(answer)),
        Ask::Cloze { .. } => right_ui(ui, ctx, &c.plain(&card.ask.answer())),
        Ask::ChooseOne { right, .. } => right_ui(ui, ctx, &c.plain(right)),
        Ask::ChooseAll { right, .. } => {
            for option in right {
                right_ui(ui, ctx, &c.plain(option));
            }
        }
        Ask::Order { steps, .. } => {
            for (number, step) in steps.iter().enumerate() {
                text(ui, READING, p.ink, format!("{}.  {}", number + 1, c.plain(step)));
            }
        }
        Ask::Sort { heads, .. } => {
            for (head, items) in heads {
                text(ui, NOTE_STRONG, p.ink, head.as_str());
                let items: Vec<String> = items.iter().map(|item| c.plain(item)).collect();
                text(ui, READING, p.ink2, items.join(", "));
            }
        }
    }
    ui.add_space(space::XS);
    if !card.why.is_empty() {
        text(ui, READING, p.ink, c.plain(&card.why));
    }
    if let Ask::ChooseOne { wrong, .. } | Ask::ChooseAll { wrong, .. } = &card.ask {
        ui.add_space(space::S);
        let offered = options(&card.ask);
        let first_wrong = offered.len().saturating_sub(wrong.len());
        for (at, (option, reason)) in wrong.iter().enumerate() {
            let place = u8::try_from(first_wrong + at).unwrap_or(u8::MAX);
            let picked = current.picked.contains(&place);
            wrong_ui(ui, ctx, &c.plain(option), &c.plain(reason), picked);
        }
    }
    ui.add_space(space::S);
    let told = |cell: &StateCell| card.skills.contains(&cell.skill);
    state_rules_ui(ui, ctx, told);
    source_ui(ui, ctx, current, card);
}

fn right_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, answer: &str) {
    let p = ctx.palette;
    let level = ProviderLevel::ALL.into_iter().find(|level| level.short() == answer);
    ui.horizontal_top(|ui| {
        let color = match level {
            Some(level) => {
                level_mark_ui(ui, p, level, 21.0);
                p.level(level).text
            }
            None => p.ink,
        };
        let response = text(ui, HEADING, color, answer);
        response
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Answer: {answer}")));
        if let Some(level) = level
            && level.full() != answer
        {
            ui.add_space(space::XS);
            text(ui, NOTE, p.ink2, level.full());
        }
    });
}

fn wrong_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, option: &str, reason: &str, picked: bool) {
    let p = ctx.palette;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = 24.0;
        let level = ProviderLevel::ALL.into_iter().find(|level| level.short() == option);
        let name_width = (ui.available_width() * 0.3).min(210.0);
        ui.allocate_ui_with_layout(
            vec2(name_width, 24.0),
            Layout::left_to_right(Align::Min),
            |ui| {
                ui.set_width(name_width);
                if let Some(level) = level {
                    level_mark_ui(ui, p, level, 14.0);
                }
                let (sign, color) = if picked { ("✗ ", p.wrong.text) } else { ("", p.ink) };
                text(ui, NOTE_STRONG, color, format!("{sign}{option}"));
            },
        );
        ui.vertical(|ui| {
            if picked {
                text(ui, LABEL_STRONG, p.wrong.text, "your choice");
            }
            text(ui, NOTE, p.ink2, reason);
        });
    });
}

fn source_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let cited = match card.facts.first().and_then(|id| c.fact(id)) {
        Some(fact) => {
            let source = c
                .source(&fact.source)
                .map_or_else(String::new, crate::curriculum::fact::Source::citation);
            match fact.age_label(ctx.now.moment.year()) {
                Some(age) => format!("{source} ({age})"),
                None => source,
            }
        }
        None => match card.skills.first().and_then(|id| c.skill(id)) {
            Some(skill) => c.skill_citation(skill),
            None => card
                .own
                .as_ref()
                .map_or_else(String::new, |own| format!("your deck “{}”", own.title)),
        },
    };
    if current.sure {
        chip(ui, p.accent, "You were sure");
    }
    text(ui, LABEL, p.ink3, format!("Source: {cited}"));
    row(ui, 28.0, |ui| {
        if !card.facts.is_empty() && small_link(ui, p, "Facts").clicked() {
            ctx.push(Action::Show(Overlay::Sources(card.facts.clone())));
        }
    });
}
