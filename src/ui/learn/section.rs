//! A section: title, the sentence that answers it, its blocks, its sources, and the way on.

use super::checked::confusions_ui;
use super::find::Find;
use super::names::names_ui;
use super::recall::recall_ui;
use super::select::TextPane;
use super::{LearnState, marks};
use crate::curriculum::{
    Anchor, Block, Curriculum, Figure, ProviderLevel, ReadSentence, Run, SectionId, StateCell,
};
use crate::state::{Action, Outline, Overlay, Spot, Turn};
use crate::ui::ViewCtx;
use crate::ui::parts::figures::figure_ui;
use crate::ui::parts::state_rules::state_rules_ui;
use crate::ui::shortcuts::Command;
use crate::ui::theme::type_scale::{
    HEADING, INTERFACE, LABEL, LEAD, NOTE, NOTE_STRONG, PAGE_TITLE, READING,
};
use crate::ui::theme::{Type, line, space};
use crate::ui::widgets::{
    FindMarks, Paragraph, Touched, callout, chip, flush_button, hairline, label, level_mark_ui,
    row, small_link, text, text_button, word, wrapped_row,
};
use egui::{Align, Layout, Role, Ui, WidgetInfo, vec2};

/// The piece of text that is the opening sentence, after the title.
const OPENING: usize = 1;

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
        learn.find = None;
    }
    let page = ui.clip_rect();
    // Taken out while they are drawn, so that the rest of the state can be changed meanwhile.
    let reading = learn.reading.take();
    let (Some(section), Some(reading)) = (c.section(id), reading) else {
        text(
            ui,
            READING,
            p.ink,
            "This section is no longer there. Choose another one at the left.",
        );
        marks::homeless_ui(ui, ctx, id);
        return;
    };
    let mut pane = std::mem::take(&mut learn.text);
    pane.begin(ctx.state, section);
    let marks = learn.find.as_ref().map(Find::marks);
    let look = Look { outlined: None, find: marks.as_ref(), role: LEAD };
    let at = c.sections().iter().position(|s| s.id == *id).unwrap_or_default();
    let progress = learn.progress(ctx).get(at).copied().unwrap_or_default();
    let place = format!("Section {} of {}", at + 1, c.sections().len());
    text(ui, LABEL, p.ink3, format!("{place} · {}", progress.words()));
    let title = Heading { piece: 0, words: &section.title, role: PAGE_TITLE };
    heading_text_ui(ui, ctx, &mut pane, &title, look.find);
    let is_arrival = learn.scrolling.is_arrival;
    let answer = std::slice::from_ref(&reading.answer);
    let opening = outline.filter(|o| o.block.is_none());
    if let Some(outline) = opening {
        chip(ui, p.accent, outline.label);
    }
    paragraph_ui(ui, ctx, &mut pane, OPENING, answer, look);
    if opening.is_some() {
        learn.scrolling.outline(ui.min_rect());
        if is_arrival {
            pane.focus(OPENING);
        }
    }
    ui.add_space(space::S);

    // A block that is too wide for its page does not make those after it wider.
    let width = ui.available_width();
    let wanted = learn.scroll_to.take();
    let kept = marks::Kept::of(ctx);
    for (at, (block, sentences)) in section.blocks.iter().zip(&reading.blocks).enumerate() {
        let outlined = outline.filter(|o| o.block == Some(at));
        let top = ui.next_widget_position();
        if let Some(outline) = outlined.filter(|o| o.row().is_none()) {
            chip(ui, p.accent, outline.label);
        }
        let read = ReadBlock { at, block, sentences };
        let look = Look { outlined: outlined.and_then(Outline::sentence), ..look };
        let drawn = ui.push_id(block.id(), |ui| {
            ui.set_max_width(width);
            let row = outlined.and_then(row_of);
            match block {
                Block::Figure { show: Figure::OldNames, .. } => {
                    names_ui(ui, ctx, learn, row, look.find);
                }
                Block::Figure { show: Figure::Confusions, .. } => {
                    confusions_ui(ui, ctx, learn, row, look.find);
                }
                _ => block_ui(ui, ctx, &mut pane, &read, look),
            }
            let told = |cell: &StateCell| is_told(c, &read, cell);
            state_rules_ui(ui, ctx, told);
        });
        let rect = drawn.response.rect;
        if matches!(block, Block::Adds { .. } | Block::Figure { .. }) {
            picked_ui(ui, ctx, &pane, pane.first(at), rect);
        }
        if let (true, Some(find)) = (is_drawing(block), look.find) {
            find.mark_drawing(ui, p, rect, pane.words(pane.first(at)));
        }
        if let Some(outline) = outlined
            && outline.row().is_none()
        {
            learn.scrolling.outline(rect.with_min_y(top.y));
            if is_arrival {
                pane.focus(pane.first(at));
            }
        }
        if wanted == Some(at) {
            ui.scroll_to_rect(rect.expand(24.0), Some(Align::Min));
        }
        let anchor = Anchor::new(id, block.id());
        if marks::can_be_marked(block) {
            ui.push_id(block.id(), |ui| marks::beside_ui(ui, ctx, &kept, &anchor, rect));
        }
        learn.scrolling.block(anchor, rect, marks::can_be_marked(block));
    }
    if learn.takes_focus
        && let Some((at, _)) = learn.scrolling.at().and_then(|anchor| c.block_at(anchor))
    {
        pane.focus(pane.first(at));
    }
    pane.interact(ui, ctx, page);
    learn.text = pane;
    ui.scope(|ui| {
        ui.set_max_width(width);
        marks::homeless_ui(ui, ctx, id);
        recall_ui(ui, ctx, learn, id);
        sources_ui(ui, ctx, c, &reading.sources);
        turn_ui(ui, ctx, at + 1);
    });
    if let (Some(find), Some(marks)) = (&mut learn.find, &marks) {
        find.take(ui, marks);
    }
    learn.reading = Some(reading);
}

/// Whether a block tells what the national model says where a state's rule says more: a sentence
/// made from that row, or the list of what a level adds.
fn is_told(c: &Curriculum, read: &ReadBlock<'_>, cell: &StateCell) -> bool {
    match read.block {
        Block::Adds { level, group, .. } => c.skill(&cell.skill).is_some_and(|skill| {
            group.is_none_or(|group| skill.group == group)
                && (cell.level == *level || skill.lowest() == Some(*level))
        }),
        _ => (read.sentences.iter())
            .flat_map(|sentence| &sentence.runs)
            .any(|run| matches!(run, Run::Scope(_, skill) if *skill == cell.skill)),
    }
}

/// Whether a block is drawn as a whole, with other words for a screen reader.
fn is_drawing(block: &Block) -> bool {
    match block {
        Block::Figure { show, .. } => !matches!(show, Figure::OldNames | Figure::Confusions),
        block => matches!(block, Block::Adds { .. }),
    }
}

/// A block of the section with its sentences as they are read.
struct ReadBlock<'a> {
    /// Its place in the section, from 0.
    at: usize,
    block: &'a Block,
    /// For a list, one for each item.
    sentences: &'a [ReadSentence],
}

/// How a piece of the text looks, and what stands out in it.
#[derive(Clone, Copy)]
struct Look<'a> {
    role: Type,
    /// A sentence, by its place in the block.
    outlined: Option<usize>,
    /// Words that are looked for.
    find: Option<&'a FindMarks>,
}

impl Look<'_> {
    /// The same for one item of a list.
    fn item(self, at: usize) -> Self {
        Self { outlined: (self.outlined == Some(at)).then_some(0), ..self }
    }
}

fn row_of(outline: &Outline) -> Option<(&str, &str)> {
    Some((outline.row()?, outline.label))
}

/// The words of a piece of the text, and what happens when somebody opens a term or a source.
fn paragraph_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    pane: &mut TextPane,
    piece: usize,
    sentences: &[ReadSentence],
    look: Look<'_>,
) {
    let p = ctx.palette;
    let highlights = pane.highlights(piece);
    let highlighted: Vec<_> = highlights.iter().map(|found| found.chars.clone()).collect();
    let paragraph = Paragraph {
        sentences,
        role: ctx.reading(look.role),
        color: if look.role == LEAD { p.ink2 } else { p.ink },
        outlined: look.outlined,
        selected: pane.selected(ctx, piece),
        highlighted: &highlighted,
        spoken_as: Role::Label,
        is_stop: pane.is_stop(piece),
        line: line(ctx.state.settings()),
        find: look.find,
        explain: &|ui, what| explain_ui(ui, ctx, what),
    };
    let (shown, touched) = paragraph.show(ui, p);
    for (found, response) in highlights.iter().zip(&shown.highlights) {
        if let Some(response) = response {
            marks::highlight_menu_ui(ui, ctx, found, response);
        }
    }
    pane.keep(piece, shown);
    match touched {
        Some(Touched::Term(term)) => ctx.push(Action::Show(Overlay::Term(term))),
        Some(Touched::Sources(facts)) => ctx.push(Action::Show(Overlay::Sources(facts))),
        Some(Touched::Skill(skill)) => ctx.push(Action::OpenRow(skill)),
        None => {}
    }
}

/// What is shown while the pointer rests on a term or a source; a press opens the whole.
fn explain_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, what: &Touched) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    ui.set_max_width(360.0);
    match what {
        Touched::Term(term) => {
            let Some(term) = c.term(term) else { return };
            text(ui, NOTE_STRONG, p.ink, term.term.as_str());
            if let Some(expansion) = &term.expansion {
                text(ui, LABEL, p.ink3, expansion.as_str());
            }
            text(ui, NOTE, p.ink2, c.plain(&term.meaning));
        }
        Touched::Sources(facts) => {
            for fact in facts.iter().filter_map(|id| c.fact(id)) {
                let Some(source) = c.source(&fact.source) else { continue };
                text(ui, NOTE, p.ink, source.citation());
                let mut words = fact.evidence.label().to_owned();
                if let Some(age) = fact.age_label(ctx.now.moment.year()) {
                    words = format!("{words}, {age}");
                }
                text(ui, LABEL, p.ink2, words);
            }
        }
        Touched::Skill(skill) => {
            let Some(skill) = c.skill(skill) else { return };
            text(ui, NOTE_STRONG, p.ink, skill.name.as_str());
            text(ui, NOTE, p.ink2, skill.meaning.as_str());
            text(ui, LABEL, p.ink3, skill.lowest_words());
        }
    }
}

/// A heading as a piece of the text.
struct Heading<'a> {
    piece: usize,
    words: &'a str,
    role: Type,
}

/// A heading, which can be selected with the text around it.
fn heading_text_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    pane: &mut TextPane,
    heading: &Heading<'_>,
    find: Option<&FindMarks>,
) {
    let Heading { piece, words, role } = *heading;
    let sentence = ReadSentence {
        runs: vec![Run::Plain(words.to_owned())],
        facts: Vec::new(),
        numbers: Vec::new(),
    };
    let paragraph = Paragraph {
        sentences: &[sentence],
        role: ctx.reading(role),
        color: ctx.palette.ink,
        outlined: None,
        selected: pane.selected(ctx, piece),
        highlighted: &[],
        spoken_as: Role::Heading,
        is_stop: false,
        line: line(ctx.state.settings()),
        find,
        explain: &|_, _| {},
    };
    let (shown, _) = paragraph.show(ui, ctx.palette);
    pane.keep(piece, shown);
}

fn block_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    pane: &mut TextPane,
    read: &ReadBlock<'_>,
    look: Look<'_>,
) {
    let p = ctx.palette;
    let ReadBlock { at, block, sentences } = *read;
    let look = Look { role: READING, ..look };
    let piece = pane.first(at);
    match block {
        Block::Heading { text: words, level, .. } => {
            let heading = Heading { piece, words, role: HEADING };
            heading_ui(ui, ctx, pane, &heading, *level, look.find);
        }
        Block::Text { .. } => {
            paragraph_ui(ui, ctx, pane, piece, sentences, look);
            ui.add_space(space::XS);
        }
        Block::List { .. } | Block::Steps { .. } => {
            let is_list = matches!(block, Block::List { .. });
            for (at, item) in sentences.iter().enumerate() {
                let mark = if is_list { "•".to_owned() } else { format!("{}.", at + 1) };
                let item = std::slice::from_ref(item);
                item_ui(ui, ctx, &mark, |ui| {
                    paragraph_ui(ui, ctx, pane, piece + at, item, look.item(at));
                });
            }
            ui.add_space(space::XS);
        }
        Block::Callout { kind, .. } => {
            ui.add_space(space::XS);
            let width = ui.available_width();
            callout(ui, p.caution, kind.label(), width, |ui| {
                let look = Look { role: NOTE, ..look };
                paragraph_ui(ui, ctx, pane, piece, sentences, look);
            });
            ui.add_space(space::S);
        }
        Block::Adds { level, group, .. } => adds_ui(ui, ctx, *level, *group),
        Block::Figure { show, .. } => figure_ui(ui, ctx, *show, pane.words(piece)),
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
    heading: &Heading<'_>,
    level: Option<ProviderLevel>,
    find: Option<&FindMarks>,
) {
    let p = ctx.palette;
    ui.add_space(space::L);
    wrapped_row(ui, 28.0, |ui| {
        if let Some(level) = level {
            level_mark_ui(ui, p, level, 17.0);
        }
        heading_text_ui(ui, ctx, pane, heading, find);
        if let Some(level) = level
            && !heading.words.contains(level.short())
        {
            chip(ui, p.level(level), level.short());
        }
    });
}

/// An item of a list: its mark, and its words beside it.
fn item_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, mark: &str, words: impl FnOnce(&mut Ui)) {
    let role = ctx.reading(READING);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = 26.0;
        let indent = 26.0 * role.size / READING.size;
        let size = vec2(indent, role.line.unwrap_or(26.0));
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Min), |ui| {
            ui.set_min_width(indent);
            text(ui, role, ctx.palette.ink3, mark);
        });
        ui.vertical(words);
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
    text(ui, ctx.reading(NOTE), p.ink2, level.adds_lead());
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
            let key = ctx.key_of(Command::TurnPage(turn));
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
                word(ui, LABEL, p.ink3, ctx.key_of(Command::Recall));
            });
        }
        if let Some(anchor) = learn.scrolling.at() {
            ui.add_space(space::L);
            label(ui, p, "At this paragraph");
            if flush_button(ui, p, "Note …", ctx.key_of(Command::Note)).clicked() {
                ctx.push(Action::Show(Overlay::Note(anchor.clone())));
            }
            if flush_button(ui, p, "Bookmark", ctx.key_of(Command::Bookmark)).clicked() {
                ctx.push(Action::Bookmark(anchor.clone()));
            }
        }
        marks::count_ui(ui, ctx, id);
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
