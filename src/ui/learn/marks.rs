//! Notes and bookmarks: beside and below the paragraphs on which they hang, and all in one list.

use crate::curriculum::{Anchor, Block};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::note::first_words;
use crate::ui::shortcuts::{Command, key_of};
use crate::ui::theme::type_scale::{HEADING, INTERFACE, LEAD, NOTE, PAGE_TITLE};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{hairline, heading, label, row, small_link, text, text_button};
use egui::{
    CornerRadius, Frame, Margin, Popup, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};
use std::collections::{BTreeMap, BTreeSet};

/// The bookmarks in reading order, each with the words of its paragraph; those whose paragraph is
/// gone come last.
pub(super) fn bookmarks(ctx: &ViewCtx<'_>) -> Vec<(Anchor, String)> {
    in_order(ctx, ctx.state.progress().bookmarks().into_iter().map(Anchor::from).collect())
}

fn in_order(ctx: &ViewCtx<'_>, mut anchors: Vec<Anchor>) -> Vec<(Anchor, String)> {
    let c = ctx.state.curriculum();
    let place = |anchor: &Anchor| {
        let block = c.block_at(anchor).map(|(block, _)| block);
        let section = c.sections().iter().position(|s| s.id == anchor.section());
        (block.is_none(), section, block)
    };
    anchors.sort_by_key(place);
    let words = |anchor: &Anchor| match c.block_at(anchor) {
        Some((_, block)) => first_words(ctx, block),
        None => "A paragraph that is no longer there".to_owned(),
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
    (anchor, block): (&Anchor, Rect),
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
    let ribbon = Rect::from_center_size(rect.center(), vec2(10.0, 15.0));
    // A rectangle whose foot ends in two points.
    let foot = ribbon.bottom() - 4.5;
    ui.painter().rect_filled(ribbon.with_max_y(foot), CornerRadius::ZERO, p.accent.text);
    for (from, to) in [(ribbon.left(), ribbon.center().x), (ribbon.center().x, ribbon.right())] {
        let tip = if from == ribbon.left() { from } else { to };
        let points = vec![pos2(from, foot), pos2(to, foot), pos2(tip, ribbon.bottom())];
        ui.painter().add(Shape::convex_polygon(points, p.accent.text, Stroke::NONE));
    }
    crate::ui::widgets::focus_ring(ui, p, &response);
    let key = key_of(Command::Bookmark);
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
        if text_button(ui, p, "Note …", key_of(Command::Note)).clicked() {
            ctx.push(Action::Show(Overlay::Note(anchor.clone())));
            ui.close();
        }
        let words = if is_set { "Remove the bookmark" } else { "Bookmark" };
        if text_button(ui, p, words, key_of(Command::Bookmark)).clicked() {
            ctx.push(Action::Bookmark(anchor.clone()));
            ui.close();
        }
    });
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

/// All bookmarks and notes.
pub(super) fn marks_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    heading(ui, ctx.reading(PAGE_TITLE), p.ink, "Bookmarks and notes");
    let lead = format!(
        "{} sets a bookmark on the paragraph you are reading, {} writes a note on it.",
        key_of(Command::Bookmark),
        key_of(Command::Note)
    );
    text(ui, ctx.reading(LEAD), p.ink2, lead);
    let bookmarks = bookmarks(ctx);
    let notes = ctx.state.progress().notes();
    let noted = in_order(ctx, notes.keys().map(|anchor| Anchor::from(*anchor)).collect());
    if bookmarks.is_empty() && noted.is_empty() {
        text(ui, ctx.reading(NOTE), p.ink2, "There are none yet.");
    }
    if !bookmarks.is_empty() {
        ui.add_space(space::M);
        text(ui, ctx.reading(HEADING), p.ink, "Bookmarks");
    }
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
    if !noted.is_empty() {
        ui.add_space(space::L);
        text(ui, ctx.reading(HEADING), p.ink, "Notes");
    }
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

/// The way to a paragraph, by the name of its section.
fn open_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, anchor: &Anchor, label: &'static str) {
    match ctx.state.curriculum().section(&anchor.section()) {
        Some(section) => {
            let title = super::short_title(section);
            if small_link(ui, ctx.palette, &format!("Open in “{title}”")).clicked() {
                ctx.push(Action::OpenBlock(anchor.clone(), label));
            }
        }
        None => {
            text(ui, INTERFACE, ctx.palette.ink3, "Its section is no longer there.");
        }
    }
}

/// Whether something can be hung on a block.
pub(super) fn can_be_marked(block: &Block) -> bool {
    crate::study::is_paragraph(block)
}
