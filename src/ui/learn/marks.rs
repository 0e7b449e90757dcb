//! Bookmarks, highlights and notes: in, beside and below the paragraphs on which they hang, and all
//! in one list.

use crate::curriculum::{Anchor, Block, SectionId};
use crate::state::{Action, Highlighted, Overlay, Spot, link_words};
use crate::study::Passage;
use crate::ui::ViewCtx;
use crate::ui::note::first_words;
use crate::ui::shortcuts::Command;
use crate::ui::theme::type_scale::{HEADING, INTERFACE, LEAD, NOTE, PAGE_TITLE};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{
    hairline, heading, label, paint_ribbon, row, small_link, text, text_button, wrapped_row,
};
use egui::{
    CornerRadius, Frame, Key, Margin, Popup, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2,
    vec2,
};
use std::collections::{BTreeMap, BTreeSet};

/// The bookmarks in reading order, each with the words of its paragraph; those whose paragraph is
/// gone come last.
pub(super) fn bookmarks(ctx: &ViewCtx<'_>) -> Vec<(Anchor, String)> {
    in_order(ctx, ctx.state.progress().bookmarks().into_iter().map(Anchor::from).collect())
}

/// Where something hangs in reading order: in Learn, in Compare, or, last, nowhere any more.
fn place(ctx: &ViewCtx<'_>, anchor: &Anchor) -> (u8, Option<usize>, Option<usize>) {
    let c = ctx.state.curriculum();
    if in_compare(ctx, anchor).is_some() {
        return (1, None, None);
    }
    let block = c.block_at(anchor).map(|(block, _)| block);
    let section = c.sections().iter().position(|s| s.id == anchor.section());
    let is_gone = section.is_none() || (block.is_none() && !anchor.block().is_empty());
    (if is_gone { 2 } else { 0 }, section, block)
}

/// What a bookmark in Compare is on.
fn in_compare(ctx: &ViewCtx<'_>, anchor: &Anchor) -> Option<String> {
    link_words(anchor.as_str(), ctx.state.curriculum()).map(|(_, name)| format!("Compare: {name}"))
}

fn in_order(ctx: &ViewCtx<'_>, mut anchors: Vec<Anchor>) -> Vec<(Anchor, String)> {
    let c = ctx.state.curriculum();
    anchors.sort_by_key(|anchor| place(ctx, anchor));
    let words = |anchor: &Anchor| match c.block_at(anchor) {
        Some((_, block)) => first_words(ctx, block),
        None => in_compare(ctx, anchor)
            .unwrap_or_else(|| "A paragraph or row that is no longer there".to_owned()),
    };
    anchors.into_iter().map(|anchor| (anchor.clone(), words(&anchor))).collect()
}

/// The notes and bookmarks that stand, gathered once a frame.
pub(super) struct Kept<'a> {
    notes: BTreeMap<&'a str, &'a str>,
    bookmarks: BTreeSet<&'a str>,
}

impl<'a> Kept<'a> {
    pub(super) fn of(ctx: &ViewCtx<'a>) -> Self {
        let progress = ctx.state.progress();
        Self { notes: progress.notes(), bookmarks: progress.bookmarks() }
    }
}

/// What hangs on a paragraph that was just drawn: its bookmark at the left, its note below, and a
/// small menu where the pointer rests.
pub(super) fn beside_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    kept: &Kept<'_>,
    anchor: &Anchor,
    block: Rect,
) {
    let is_set = kept.bookmarks.contains(anchor.as_str());
    let gutter =
        Rect::from_min_size(pos2(block.left() - 25.0, block.top() + 1.0), vec2(24.0, 24.0));
    if is_set {
        bookmark_ui(ui, ctx, anchor, gutter);
    }
    let at = if is_set { gutter.translate(vec2(0.0, 26.0)) } else { gutter };
    menu_ui(ui, ctx, anchor, is_set, block, at);
    if let Some(note) = kept.notes.get(anchor.as_str()) {
        note_ui(ui, ctx, anchor, note);
    }
}

/// A ribbon that is taken away by a press.
fn bookmark_ui(ui: &Ui, ctx: &ViewCtx<'_>, anchor: &Anchor, rect: Rect) {
    let p = ctx.palette;
    let response = ui.interact(rect, ui.scope_id().with(("bookmark", anchor)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Remove the bookmark"));
    paint_ribbon(ui.painter(), p.accent.text, rect.center(), 1.0);
    let key = ctx.key_of(Command::Bookmark);
    if response.on_hover_text(format!("Remove the bookmark ({key})")).clicked() {
        ctx.push(Action::Bookmark(anchor.clone()));
    }
}

/// Note and bookmark for the mouse; the keys do the same.
fn menu_ui(ui: &Ui, ctx: &ViewCtx<'_>, anchor: &Anchor, is_set: bool, block: Rect, at: Rect) {
    let p = ctx.palette;
    let id = ui.scope_id().with(("marks", anchor));
    let around = block.with_min_x(at.left());
    let is_near = ui.rect_contains_pointer(around);
    // Keys need no stop here: they have commands of their own.
    let response = ui.interact(at, id, Sense::CLICK);
    if !is_near && !Popup::is_id_open(ui, Popup::default_response_id(&response)) {
        return;
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Note or bookmark"));
    let ground = if response.hovered() { p.accent.soft } else { p.paper };
    ui.painter().rect_filled(at, CornerRadius::same(corner::CHIP), ground);
    for x in [-5.0, 0.0, 5.0] {
        ui.painter().circle_filled(at.center() + vec2(x, 0.0), 1.5, p.ink3);
    }
    Popup::menu(&response).show(|ui| {
        ui.set_min_width(200.0);
        if text_button(ui, p, "Note …", ctx.key_of(Command::Note)).clicked() {
            ctx.push(Action::Show(Overlay::Note(anchor.clone())));
            ui.close();
        }
        let words = if is_set { "Remove the bookmark" } else { "Bookmark" };
        if text_button(ui, p, words, ctx.key_of(Command::Bookmark)).clicked() {
            ctx.push(Action::Bookmark(anchor.clone()));
            ui.close();
        }
    });
}

/// What a highlight offers once it is pressed. Where the keys come to it, its words are selected,
/// so that the keys that are about a selection are about it.
pub(super) fn highlight_menu_ui(
    ui: &Ui,
    ctx: &ViewCtx<'_>,
    found: &Highlighted,
    response: &Response,
) {
    let p = ctx.palette;
    let anchor = Anchor::from(found.passage.anchor.as_str());
    if response.gained_focus() {
        ctx.push(Action::Select(Some(found.selection(&anchor.section()))));
    }
    let popup = Popup::default_response_id(response);
    let was_open = Popup::is_id_open(ui, popup);
    Popup::menu(response).show(|ui| {
        ui.set_min_width(200.0);
        let card = text_button(ui, p, "Make a card", ctx.key_of(Command::MakeCard));
        if response.has_focus() {
            // It was opened by a key: the keys go on in it.
            card.request_focus();
        }
        if card.clicked() {
            let draft = ctx.state.draft_of_words(std::slice::from_ref(&found.passage));
            ctx.push(Action::Show(Overlay::CardEditor(Box::new(draft))));
            ui.close();
        }
        if !anchor.block().is_empty()
            && text_button(ui, p, "Write a note …", ctx.key_of(Command::Note)).clicked()
        {
            ctx.push(Action::Show(Overlay::Note(anchor.clone())));
            ui.close();
        }
        if text_button(ui, p, "Remove highlight", ctx.key_of(Command::Highlight)).clicked() {
            ctx.push(Action::RemoveHighlight(found.passage.clone()));
            ui.close();
        }
    });
    if was_open && !Popup::is_id_open(ui, popup) && ui.input(|i| i.key_pressed(Key::Escape)) {
        response.request_focus();
    }
}

/// How many marks the section has, with the way to all of them.
pub(super) fn count_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, section: &SectionId) {
    let p = ctx.palette;
    let progress = ctx.state.progress();
    let is_here = |anchor: &str| Anchor::from(anchor).section() == *section;
    let counted = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let counts = [
        counted(progress.notes().keys().filter(|a| is_here(a)).count(), "note"),
        counted(progress.bookmarks().iter().filter(|a| is_here(a)).count(), "bookmark"),
        counted(progress.highlights().iter().filter(|h| is_here(&h.anchor)).count(), "highlight"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() {
        return;
    }
    ui.add_space(space::L);
    label(ui, p, "Your marks here");
    text(ui, INTERFACE, p.ink2, counts.join(", "));
    if small_link(ui, p, "Show all").clicked() {
        ctx.push(Action::Open(Spot::Marks));
    }
}

/// A note as it stands below its paragraph.
fn note_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, anchor: &Anchor, note: &str) {
    let p = ctx.palette;
    let drawn = Frame::new()
        .fill(p.accent.soft)
        .corner_radius(CornerRadius::same(corner::CALLOUT))
        .inner_margin(Margin::symmetric(14, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            row(ui, 22.0, |ui| {
                label(ui, p, "Your note");
                if small_link(ui, p, "Change").clicked() {
                    ctx.push(Action::Show(Overlay::Note(anchor.clone())));
                }
                if small_link(ui, p, "Delete").clicked() {
                    let (anchor, text) = (anchor.clone(), String::new());
                    ctx.push(Action::SaveNote { anchor, text });
                }
            });
            text(ui, ctx.reading(NOTE), p.ink, note);
        });
    let edge = drawn.response.rect.with_max_x(drawn.response.rect.left() + 3.0);
    ui.painter().rect_filled(edge, CornerRadius::same(1), p.accent.text);
    ui.add_space(space::S);
}

/// The notes of a section whose paragraph an update has taken away.
pub(super) fn homeless_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, section: &crate::curriculum::SectionId) {
    let notes = ctx.state.homeless_notes(section);
    if notes.is_empty() {
        return;
    }
    let p = ctx.palette;
    ui.add_space(space::L);
    text(ui, ctx.reading(HEADING), p.ink, "Notes on earlier text");
    text(ui, ctx.reading(NOTE), p.ink2, "Their paragraphs are no longer in this section.");
    for (anchor, note) in notes {
        ui.push_id(anchor.as_str(), |ui| note_ui(ui, ctx, &anchor, &note));
    }
}

/// All bookmarks, highlights and notes.
pub(super) fn marks_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    heading(ui, ctx.reading(PAGE_TITLE), p.ink, "Bookmarks, highlights and notes");
    let lead = if ctx.state.settings().single_keys {
        format!(
            "{} sets a bookmark on the paragraph you are reading, or on a cell of Compare; {} \
             highlights the words you select, {} writes a note on the paragraph.",
            ctx.key_of(Command::Bookmark),
            ctx.key_of(Command::Highlight),
            ctx.key_of(Command::Note)
        )
    } else {
        format!(
            "{} sets a bookmark on the paragraph you are reading, or on a cell of Compare; the line \
             at the foot of a section highlights the words you select and writes a note.",
            ctx.key_of(Command::Bookmark)
        )
    };
    text(ui, ctx.reading(LEAD), p.ink2, lead);
    let progress = ctx.state.progress();
    let (bookmarks, notes) = (bookmarks(ctx), progress.notes());
    let mut highlights: Vec<&Passage> = progress.highlights().into_iter().collect();
    highlights.sort_by_key(|passage| place(ctx, &passage.anchor.as_str().into()));
    let noted = in_order(ctx, notes.keys().map(|anchor| Anchor::from(*anchor)).collect());
    if bookmarks.is_empty() && highlights.is_empty() && noted.is_empty() {
        text(ui, ctx.reading(NOTE), p.ink2, "There are none yet.");
    }
    part_ui(ui, ctx, "Bookmarks", bookmarks.is_empty());
    for (anchor, words) in &bookmarks {
        ui.push_id(("bookmark", anchor), |ui| {
            hairline(ui, p);
            text(ui, ctx.reading(NOTE), p.ink, words.as_str());
            row(ui, 24.0, |ui| {
                open_ui(ui, ctx, anchor, "your bookmark");
                if small_link(ui, p, "Remove").clicked() {
                    ctx.push(Action::Bookmark(anchor.clone()));
                }
            });
        });
    }
    part_ui(ui, ctx, "Highlights", highlights.is_empty());
    for passage in highlights {
        ui.push_id(("highlight", passage), |ui| highlight_ui(ui, ctx, passage));
    }
    part_ui(ui, ctx, "Notes", noted.is_empty());
    for (anchor, words) in &noted {
        ui.push_id(("note", anchor), |ui| {
            hairline(ui, p);
            text(ui, ctx.reading(NOTE), p.ink2, words.as_str());
            row(ui, 24.0, |ui| open_ui(ui, ctx, anchor, "your note"));
            let note = notes.get(anchor.as_str()).copied().unwrap_or_default();
            note_ui(ui, ctx, anchor, note);
        });
    }
}

/// The heading of a part of the list that holds something.
fn part_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, words: &str, is_empty: bool) {
    if !is_empty {
        ui.add_space(space::L);
        heading(ui, ctx.reading(HEADING), ctx.palette.ink, words);
    }
}

/// A highlight in the list: its words, and what it offers.
fn highlight_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, passage: &Passage) {
    let p = ctx.palette;
    let anchor = Anchor::from(passage.anchor.as_str());
    hairline(ui, p);
    let drawn = Frame::new()
        .fill(p.highlight.soft)
        .corner_radius(CornerRadius::same(corner::CHIP))
        .inner_margin(Margin::symmetric(12, 4))
        .show(ui, |ui| text(ui, ctx.reading(NOTE), p.ink, passage.quote.as_str()));
    let edge = drawn.response.rect.with_max_x(drawn.response.rect.left() + 3.0);
    ui.painter().rect_filled(edge, CornerRadius::same(1), p.highlight.text);
    if !ctx.state.stands(passage) {
        let words = "The text has changed: these words no longer stand there.";
        text(ui, ctx.reading(NOTE), p.ink2, words);
    }
    wrapped_row(ui, 24.0, |ui| {
        open_ui(ui, ctx, &anchor, "your highlight");
        if small_link(ui, p, "Make a card").clicked() {
            let draft = ctx.state.draft_of_words(std::slice::from_ref(passage));
            ctx.push(Action::Show(Overlay::CardEditor(Box::new(draft))));
        }
        let has_paragraph = ctx.state.curriculum().block_at(&anchor).is_some();
        if has_paragraph && small_link(ui, p, "Write a note …").clicked() {
            ctx.push(Action::Show(Overlay::Note(anchor.clone())));
        }
        if small_link(ui, p, "Remove").clicked() {
            ctx.push(Action::RemoveHighlight(passage.clone()));
        }
    });
}

/// The way to a paragraph, by the name of its section.
fn open_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, anchor: &Anchor, label: &'static str) {
    if in_compare(ctx, anchor).is_some() {
        if small_link(ui, ctx.palette, "Open in Compare").clicked() {
            ctx.push(Action::OpenBlock(anchor.clone(), label));
        }
        return;
    }
    let Some(section) = ctx.state.curriculum().section(&anchor.section()) else {
        text(ui, INTERFACE, ctx.palette.ink3, "What it was on is no longer there.");
        return;
    };
    let title = section.short_title();
    if small_link(ui, ctx.palette, &format!("Open in “{title}”")).clicked() {
        ctx.push(Action::OpenBlock(anchor.clone(), label));
    }
}

/// Whether something can be hung on a block.
pub(super) fn can_be_marked(block: &Block) -> bool {
    crate::study::is_paragraph(block)
}
