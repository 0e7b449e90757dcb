//! A section: title, the sentence that answers it, its blocks, its sources, and the way on.

use super::LearnState;
use super::figures::figure_ui;
use crate::curriculum::{Block, Curriculum, ProviderLevel, ReadSentence, SectionId};
use crate::state::{Action, Outline, Overlay, Spot, Turn};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, key_of};
use crate::ui::theme::type_scale::{HEADING, INTERFACE, LABEL, LEAD, NOTE, PAGE_TITLE, READING};
use crate::ui::theme::{Palette, space};
use crate::ui::widgets::{
    Paragraph, Touched, callout, chip, hairline, label, level_mark_ui, text, text_button, word,
    wrapped_row,
};
use egui::{Align, Layout, Role, Ui, WidgetInfo, vec2};

/// Draws a section.
pub(super) fn section_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    learn: &mut LearnState,
    id: &SectionId,
    outline: Option<&Outline>,
) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    if learn.reading.as_ref().is_none_or(|r| r.section != *id) {
        learn.reading = c.reading(id);
    }
    let LearnState { reading, arrived, scroll_to, .. } = learn;
    let (Some(section), Some(reading)) = (c.section(id), reading.as_ref()) else {
        text(
            ui,
            READING,
            p.ink,
            "This section is no longer there. Choose another one at the left.",
        );
        return;
    };
    let number = c.sections().iter().position(|s| s.id == *id).map_or(0, |at| at + 1);
    text(ui, LABEL, p.ink3, format!("Section {number} of {}", c.sections().len()));
    heading(text(ui, PAGE_TITLE, p.ink, section.title.as_str()), &section.title);
    paragraph_ui(ui, ctx, std::slice::from_ref(&reading.answer), None, LEAD);
    ui.add_space(space::S);

    let is_new = outline.is_some() && arrived.as_ref() != Some(ctx.state.spot());
    *arrived = Some(ctx.state.spot().clone());
    let wanted = scroll_to.take();
    for (at, (block, sentences)) in section.blocks.iter().zip(&reading.blocks).enumerate() {
        let outlined = outline.filter(|o| o.block == at);
        let top = ui.next_widget_position();
        if let Some(outline) = outlined {
            chip(ui, p.accent, outline.label);
        }
        block_ui(ui, ctx, block, sentences, outlined.map(|o| o.sentence));
        if (outlined.is_some() && is_new) || wanted == Some(at) {
            let rect = egui::Rect::from_min_max(top, ui.next_widget_position() + vec2(10.0, 0.0));
            let align = if wanted.is_some() { Align::Min } else { Align::Center };
            ui.scroll_to_rect(rect.expand(24.0), Some(align));
        }
    }
    sources_ui(ui, ctx, c, &reading.sources);
    turn_ui(ui, ctx, number);
}

/// The words of a paragraph, and what happens when somebody opens a term or a source.
pub(super) fn paragraph_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    sentences: &[ReadSentence],
    outlined: Option<usize>,
    role: crate::ui::theme::Type,
) {
    let p = ctx.palette;
    let color = if role == LEAD { p.ink2 } else { p.ink };
    let (_, touched) = Paragraph { sentences, role, color, outlined }.show(ui, p);
    match touched {
        Some(Touched::Term(term)) => ctx.push(Action::Show(Overlay::Term(term))),
        Some(Touched::Sources(facts)) => ctx.push(Action::Show(Overlay::Sources(facts))),
        Some(Touched::Skill(skill)) => ctx.push(Action::OpenRow(skill)),
        None => {}
    }
}

fn heading(response: egui::Response, words: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
}

fn block_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    block: &Block,
    sentences: &[ReadSentence],
    outlined: Option<usize>,
) {
    let p = ctx.palette;
    match block {
        Block::Heading { text: words, level, .. } => heading_ui(ui, p, words, *level),
        Block::Text { .. } => {
            paragraph_ui(ui, ctx, sentences, outlined, READING);
            ui.add_space(space::XS);
        }
        Block::List { .. } => {
            for (at, item) in sentences.iter().enumerate() {
                item_ui(ui, ctx, "•", item, outlined == Some(at));
            }
            ui.add_space(space::XS);
        }
        Block::Steps { .. } => {
            for (at, item) in sentences.iter().enumerate() {
                item_ui(ui, ctx, &format!("{}.", at + 1), item, outlined == Some(at));
            }
            ui.add_space(space::XS);
        }
        Block::Callout { kind, .. } => {
            ui.add_space(space::XS);
            let width = ui.available_width();
            callout(ui, p.caution, kind.label(), width, |ui| {
                paragraph_ui(ui, ctx, sentences, outlined, NOTE);
            });
            ui.add_space(space::S);
        }
        Block::Adds { level, group, .. } => adds_ui(ui, ctx, *level, *group),
        Block::Figure { show, .. } => figure_ui(ui, ctx, *show),
    }
}

fn heading_ui(ui: &mut Ui, p: &Palette, words: &str, level: Option<ProviderLevel>) {
    ui.add_space(space::L);
    wrapped_row(ui, 28.0, |ui| {
        if let Some(level) = level {
            level_mark_ui(ui, p, level, 17.0);
        }
        let fits = ui.available_width() > 340.0;
        let shown = if fits { word } else { text };
        heading(shown(ui, HEADING, p.ink, words.to_owned()), words);
        if let Some(level) = level
            && !words.contains(level.short())
        {
            chip(ui, p.level(level), level.short());
        }
    });
}

fn item_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, mark: &str, sentence: &ReadSentence, outlined: bool) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = 26.0;
        let indent = 26.0;
        ui.allocate_ui_with_layout(vec2(indent, 26.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_min_width(indent);
            text(ui, READING, ctx.palette.ink3, mark);
        });
        ui.vertical(|ui| {
            let outlined = outlined.then_some(0);
            paragraph_ui(ui, ctx, std::slice::from_ref(sentence), outlined, READING);
        });
    });
}

/// The skills that a level adds, from the scope table.
fn adds_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    level: ProviderLevel,
    group: Option<crate::curriculum::SkillGroup>,
) {
    let p = ctx.palette;
    let words = match level {
        ProviderLevel::Emr => "An EMR may, by the national model:".to_owned(),
        _ => format!(
            "{} adds to the level below, by the national model:",
            capital(level.with_article())
        ),
    };
    text(ui, NOTE, p.ink2, words);
    wrapped_row(ui, 26.0, |ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let skills = ctx.state.curriculum().added_by(level);
        for skill in skills.filter(|s| group.is_none_or(|g| s.group == g)) {
            let tint = p.level(level);
            let button = egui::Button::new(INTERFACE.rich(skill.name.as_str(), p.ink))
                .fill(tint.soft)
                .stroke(egui::Stroke::new(p.edge_width, tint.soft))
                .min_size(vec2(0.0, 26.0));
            if ui.add(button).on_hover_text(skill.meaning.as_str()).clicked() {
                ctx.push(Action::OpenRow(skill.id.clone()));
            }
        }
    });
    ui.add_space(space::S);
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The publications of this section by their numbers.
fn sources_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    c: &Curriculum,
    sources: &[crate::curriculum::SourceId],
) {
    let p = ctx.palette;
    ui.add_space(space::XL);
    hairline(ui, p);
    label(ui, p, "Sources of this section");
    ui.spacing_mut().item_spacing.y = space::XS;
    for (number, source) in sources.iter().enumerate() {
        if let Some(source) = c.source(source) {
            text(ui, LABEL, p.ink2, format!("{}   {}", number + 1, source.citation()));
        }
    }
}

fn turn_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, number: usize) {
    let p = ctx.palette;
    let sections = ctx.state.curriculum().sections();
    ui.add_space(space::L);
    let before = number.checked_sub(2).and_then(|at| sections.get(at));
    let after = sections.get(number);
    for (section, turn, arrow) in
        [(after, Turn::Next, "Next:"), (before, Turn::Previous, "Before:")]
    {
        if let Some(section) = section {
            let key = key_of(Command::TurnPage(turn));
            if text_button(ui, p, &format!("{arrow} {}", section.title), key).clicked() {
                ctx.push(Action::TurnPage(turn));
            }
        }
    }
}

/// What belongs to the section: its headings, its terms, its cards.
pub(super) fn margin_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let Spot::Section(id, _) = ctx.state.spot() else { return };
    let Some(section) = c.section(id) else { return };
    egui::ScrollArea::vertical().id_salt("margin").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        label(ui, p, "In this section");
        for (at, block) in section.blocks.iter().enumerate() {
            if let Block::Heading { text: words, .. } = block {
                let link = egui::Label::new(INTERFACE.rich(words.as_str(), p.ink2))
                    .sense(egui::Sense::click())
                    .selectable(false)
                    .wrap();
                let response = ui.add(link).on_hover_cursor(egui::CursorIcon::PointingHand);
                response.widget_info(|| {
                    WidgetInfo::labeled(Role::Link, true, format!("Go to {words}"))
                });
                if response.clicked() {
                    learn.scroll_to = Some(at);
                }
                ui.add_space(space::XS);
            }
        }
        let cards: Vec<_> = ctx.state.deck().of_section(id).collect();
        let progress = ctx.state.progress();
        let begun = cards.iter().filter(|card| progress.schedule(&card.id).reviews > 0).count();
        if !cards.is_empty() {
            ui.add_space(space::L);
            label(ui, p, "Recall");
            text(ui, INTERFACE, p.ink2, format!("{} cards, {begun} begun", cards.len()));
        }
        let names: Vec<_> = old_names(ctx, learn).collect();
        if !names.is_empty() {
            ui.add_space(space::L);
            label(ui, p, "Older names");
            for name in names {
                text(ui, INTERFACE, p.ink2, name);
                ui.add_space(space::XS);
            }
        }
    });
}

/// Old names of the levels that the section's headings are about.
fn old_names<'a>(ctx: &'a ViewCtx<'_>, learn: &'a LearnState) -> impl Iterator<Item = String> + 'a {
    let section = learn.reading.as_ref().map(|r| r.section.as_str());
    let shown = matches!(section, Some("four-levels" | "ems-and-emt"));
    ctx.state
        .curriculum()
        .old_names()
        .iter()
        .filter(move |name| {
            shown
                && !name.informal
                && name.kind == crate::curriculum::NameKind::Level
                && name.level.is_some()
        })
        .filter_map(|name| Some(format!("{} → {}", name.old.first()?, name.today)))
}
