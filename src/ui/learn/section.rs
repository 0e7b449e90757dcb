//! A section: title, the sentence that answers it, its blocks, its sources, and the way on.

use super::LearnState;
use super::figures::figure_ui;
use super::recall::recall_ui;
use super::select::TextPane;
use crate::curriculum::{Block, Curriculum, ProviderLevel, ReadSentence, Run, SectionId};
use crate::state::{Action, Outline, Overlay, Spot, Turn};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, key_of};
use crate::ui::theme::type_scale::{HEADING, INTERFACE, LABEL, LEAD, NOTE, PAGE_TITLE, READING};
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{
    Paragraph, Touched, callout, chip, hairline, label, level_mark_ui, row, small_link, text,
    text_button, word, wrapped_row,
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
    let page = ui.clip_rect();
    let LearnState { reading, arrived, scroll_to, text: pane, .. } = learn;
    let (Some(section), Some(reading)) = (c.section(id), reading.as_ref()) else {
        text(
            ui,
            READING,
            p.ink,
            "This section is no longer there. Choose another one at the left.",
        );
        return;
    };
    pane.begin(c, section);
    let number = c.sections().iter().position(|s| s.id == *id).map_or(0, |at| at + 1);
    text(ui, LABEL, p.ink3, format!("Section {number} of {}", c.sections().len()));
    heading_text_ui(ui, ctx, pane, 0, &section.title, PAGE_TITLE);
    let answer = std::slice::from_ref(&reading.answer);
    paragraph_ui(ui, ctx, pane, 1, answer, None, LEAD);
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
        block_ui(ui, ctx, pane, (at, block, sentences), outlined.map(|o| o.sentence));
        if (outlined.is_some() && is_new) || wanted == Some(at) {
            let rect = egui::Rect::from_min_max(top, ui.next_widget_position() + vec2(10.0, 0.0));
            let align = if wanted.is_some() { Align::Min } else { Align::Center };
            ui.scroll_to_rect(rect.expand(24.0), Some(align));
        }
    }
    pane.interact(ui, ctx, page);
    let sources = reading.sources.clone();
    recall_ui(ui, ctx, learn, id);
    sources_ui(ui, ctx, c, &sources);
    turn_ui(ui, ctx, number);
}

/// The words of a piece of the text, and what happens when somebody opens a term or a source.
fn paragraph_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    pane: &mut TextPane,
    piece: usize,
    sentences: &[ReadSentence],
    outlined: Option<usize>,
    role: Type,
) {
    let p = ctx.palette;
    let color = if role == LEAD { p.ink2 } else { p.ink };
    let selected = pane.selected(ctx, piece);
    let (spoken_as, is_stop) = (Role::Label, pane.is_stop(piece));
    let paragraph = Paragraph { sentences, role, color, outlined, selected, spoken_as, is_stop };
    let (shown, touched) = paragraph.show(ui, p);
    pane.keep(piece, shown);
    match touched {
        Some(Touched::Term(term)) => ctx.push(Action::Show(Overlay::Term(term))),
        Some(Touched::Sources(facts)) => ctx.push(Action::Show(Overlay::Sources(facts))),
        Some(Touched::Skill(skill)) => ctx.push(Action::OpenRow(skill)),
        None => {}
    }
}

/// A heading, which can be selected with the text around it.
fn heading_text_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    pane: &mut TextPane,
    piece: usize,
    words: &str,
    role: Type,
) {
    let sentence = ReadSentence {
        runs: vec![Run::Plain(words.to_owned())],
        facts: Vec::new(),
        numbers: Vec::new(),
    };
    let paragraph = Paragraph {
        sentences: &[sentence],
        role,
        color: ctx.palette.ink,
        outlined: None,
        selected: pane.selected(ctx, piece),
        spoken_as: Role::Heading,
        is_stop: false,
    };
    let (shown, _) = paragraph.show(ui, ctx.palette);
    pane.keep(piece, shown);
}

fn block_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    pane: &mut TextPane,
    (at, block, sentences): (usize, &Block, &[ReadSentence]),
    outlined: Option<usize>,
) {
    let p = ctx.palette;
    let piece = pane.first(at);
    match block {
        Block::Heading { text: words, level, .. } => {
            heading_ui(ui, ctx, pane, piece, words, *level);
        }
        Block::Text { .. } => {
            paragraph_ui(ui, ctx, pane, piece, sentences, outlined, READING);
            ui.add_space(space::XS);
        }
        Block::List { .. } | Block::Steps { .. } => {
            let is_list = matches!(block, Block::List { .. });
            for (at, item) in sentences.iter().enumerate() {
                let mark = if is_list { "•".to_owned() } else { format!("{}.", at + 1) };
                item_ui(ui, ctx, pane, (&mark, piece + at), item, outlined == Some(at));
            }
            ui.add_space(space::XS);
        }
        Block::Callout { kind, .. } => {
            ui.add_space(space::XS);
            let width = ui.available_width();
            callout(ui, p.caution, kind.label(), width, |ui| {
                paragraph_ui(ui, ctx, pane, piece, sentences, outlined, NOTE);
            });
            ui.add_space(space::S);
        }
        Block::Adds { level, group, .. } => {
            let drawn = ui.scope(|ui| adds_ui(ui, ctx, *level, *group)).response.rect;
            picked_ui(ui, ctx, pane, piece, drawn);
        }
        Block::Figure { show, .. } => {
            let words = pane.words(piece);
            let drawn = ui.scope(|ui| figure_ui(ui, ctx, *show, words)).response.rect;
            picked_ui(ui, ctx, pane, piece, drawn);
        }
    }
}

/// A picture is selected as a whole: a line at its side says so.
fn picked_ui(ui: &Ui, ctx: &ViewCtx<'_>, pane: &TextPane, piece: usize, drawn: egui::Rect) {
    if pane.selected(ctx, piece).is_some() {
        let line = egui::Stroke::new(3.0, ctx.palette.accent.text);
        ui.painter().vline(drawn.left() - 8.0, drawn.y_range(), line);
    }
}

fn heading_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    pane: &mut TextPane,
    piece: usize,
    words: &str,
    level: Option<ProviderLevel>,
) {
    let p = ctx.palette;
    ui.add_space(space::L);
    wrapped_row(ui, 28.0, |ui| {
        if let Some(level) = level {
            level_mark_ui(ui, p, level, 17.0);
        }
        heading_text_ui(ui, ctx, pane, piece, words, HEADING);
        if let Some(level) = level
            && !words.contains(level.short())
        {
            chip(ui, p.level(level), level.short());
        }
    });
}

fn item_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    pane: &mut TextPane,
    (mark, piece): (&str, usize),
    sentence: &ReadSentence,
    outlined: bool,
) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = 26.0;
        let indent = 26.0;
        ui.allocate_ui_with_layout(vec2(indent, 26.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_min_width(indent);
            text(ui, READING, ctx.palette.ink3, mark);
        });
        ui.vertical(|ui| {
            let outlined = outlined.then_some(0);
            let sentences = std::slice::from_ref(sentence);
            paragraph_ui(ui, ctx, pane, piece, sentences, outlined, READING);
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
    text(ui, NOTE, p.ink2, level.adds_lead());
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
        let Some(source) = c.source(source) else { continue };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().interact_size.y = 18.0;
            let width = 20.0;
            let number = text(ui, LABEL, p.ink3, (number + 1).to_string());
            ui.add_space((width - number.rect.width()).max(0.0));
            ui.vertical(|ui| text(ui, LABEL, p.ink2, source.citation()));
        });
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
            row(ui, 28.0, |ui| {
                if small_link(ui, p, "Check yourself").clicked() {
                    learn.to_recall = true;
                }
                word(ui, LABEL, p.ink3, key_of(Command::Recall));
            });
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
