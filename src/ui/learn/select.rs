//! Selecting in the text of a section: where the pointer and the keys put anchor and head. What is
//! selected is part of the state; here is only what it takes to find a place on the screen.

use crate::curriculum::{Anchor, Section, SectionId};
use crate::state::{
    Action, AppState, Highlighted, Selection, Stride, TextPiece, TextPlace, first_pieces, moved,
    text_pieces, word_around,
};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::Command;
use crate::ui::widgets::Shown;
use egui::{Event, PointerButton, Pos2, Rect, Ui, vec2};
use std::ops::Range;

/// Presses at one place within this time, in seconds, count as one gesture.
const DOUBLE: f64 = 0.4;
/// How far apart they may be, in points.
const NEAR: f32 = 6.0;

/// The text of the section shown, and the gesture under way.
#[derive(Debug, Default)]
pub(super) struct TextPane {
    section: Option<SectionId>,
    pieces: Vec<TextPiece>,
    /// The first piece of each block.
    firsts: Vec<usize>,
    /// The highlights that stand in it, and the entries for which they were found.
    highlights: (Option<u64>, Vec<Highlighted>),
    /// The pieces drawn in this frame.
    shown: Vec<(usize, Shown)>,
    press: Option<Press>,
    /// What the drag under way began with, and by what it grows.
    drag: Option<(Range<TextPlace>, Unit)>,
}

/// The last press, to tell a double one.
#[derive(Debug)]
struct Press {
    at: Pos2,
    time: f64,
    count: u8,
}

/// What a gesture selects at least: one press characters, two a word, three a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Char,
    Word,
    Piece,
}

impl TextPane {
    /// Makes ready for a frame.
    pub(super) fn begin(&mut self, state: &AppState, section: &Section) {
        let c = state.curriculum();
        self.shown.clear();
        if self.section.as_ref() != Some(&section.id) {
            self.section = Some(section.id.clone());
            self.pieces = text_pieces(c, section);
            self.firsts = first_pieces(&self.pieces, section.blocks.len());
            self.drag = None;
            self.highlights.0 = None;
        }
        let revision = Some(state.progress().revision());
        if self.highlights.0 != revision {
            self.highlights = (revision, state.highlights_in(section, &self.pieces));
        }
    }

    /// The highlights in a piece.
    pub(super) fn highlights(&self, piece: usize) -> Vec<Highlighted> {
        let (_, all) = &self.highlights;
        all.iter().filter(|found| found.piece == piece).cloned().collect()
    }

    /// The first piece of a block.
    pub(super) fn first(&self, block: usize) -> usize {
        self.firsts.get(block).copied().unwrap_or(usize::MAX)
    }

    /// Gives the focus to a piece that was drawn, so that Tab goes on from there.
    pub(super) fn focus(&self, piece: usize) {
        if let Some((_, shown)) = self.shown.iter().find(|(drawn, _)| *drawn == piece) {
            shown.response.request_focus();
        }
    }

    /// Whether Tab stops at a piece: the opening sentence, and the first piece of each block.
    pub(super) fn is_stop(&self, piece: usize) -> bool {
        piece == 1 || self.firsts.binary_search(&piece).is_ok()
    }

    /// What a piece says.
    pub(super) fn words(&self, piece: usize) -> &str {
        self.pieces.get(piece).map_or("", |p| p.text.as_str())
    }

    /// The block in which the selection ends.
    pub(super) fn caret(&self, state: &AppState) -> Option<Anchor> {
        let selection = state.selection()?;
        let section = state.curriculum().section(&selection.section)?;
        let piece = self.pieces.get(selection.head.piece).filter(|piece| piece.is_told())?;
        Some(Anchor::new(&section.id, section.blocks.get(piece.block?)?.id()))
    }

    /// What is selected of a piece, in characters.
    pub(super) fn selected(&self, ctx: &ViewCtx<'_>, piece: usize) -> Option<Range<usize>> {
        let chars = self.pieces.get(piece)?.chars();
        ctx.state.selection()?.within(piece, chars)
    }

    /// Remembers where a piece was drawn.
    pub(super) fn keep(&mut self, piece: usize, shown: Shown) {
        self.shown.push((piece, shown));
    }

    /// Carries out what pointer and keys ask for, once all pieces are drawn. `page` is the part of
    /// the screen that shows the text.
    pub(super) fn interact(&mut self, ui: &Ui, ctx: &ViewCtx<'_>, page: Rect) {
        if ctx.state.overlay().is_none() {
            self.keys(ui, ctx);
        }
        let events = ui.input(|input| input.events.clone());
        for event in &events {
            let Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers } =
                event
            else {
                continue;
            };
            if *pressed {
                self.pressed(ui, ctx, *pos, modifiers.shift);
            } else {
                self.drag = None;
            }
        }
        if !ui.input(|input| input.pointer.primary_down()) {
            self.drag = None;
        }
        if let Some(pos) = ui.input(|input| input.pointer.interact_pos())
            && let Some((from, unit)) = self.drag.clone()
        {
            self.dragged(ctx, pos, &from, unit);
            scroll_towards(ui, pos, page);
        }
    }

    fn pressed(&mut self, ui: &Ui, ctx: &ViewCtx<'_>, pos: Pos2, extends: bool) {
        let over = self
            .shown
            .iter()
            .find(|(_, s)| s.response.contains_pointer() && s.response.interact_rect.contains(pos));
        let Some((piece, shown)) = over else {
            // A press beside the text lets go of what is selected.
            let beside = ui.rect_contains_pointer(ui.clip_rect());
            if beside && ctx.state.selection().is_some() {
                ctx.push(Action::Select(None));
            }
            self.press = None;
            return;
        };
        let place = TextPlace { piece: *piece, char: shown.char_at(pos) };
        let time = ui.input(|input| input.time);
        let again = self
            .press
            .as_ref()
            .filter(|last| !extends && time - last.time < DOUBLE && last.at.distance(pos) < NEAR);
        let count = again.map_or(1, |last| last.count % 3 + 1);
        self.press = Some(Press { at: pos, time, count });
        let unit = match count {
            1 => Unit::Char,
            2 => Unit::Word,
            _ => Unit::Piece,
        };
        let from = match ctx.state.selection() {
            Some(selection) if extends => selection.anchor..selection.anchor,
            _ => self.around(place, unit),
        };
        self.drag = Some((from.clone(), unit));
        self.dragged(ctx, pos, &from, unit);
    }

    /// Selects from where the drag began to the place under the pointer.
    fn dragged(&self, ctx: &ViewCtx<'_>, pos: Pos2, from: &Range<TextPlace>, unit: Unit) {
        let Some(place) = self.nearest(pos) else { return };
        let here = self.around(place, unit);
        let (anchor, head) = if here.start < from.start {
            (from.end, here.start)
        } else {
            (from.start, here.end.max(from.end))
        };
        self.select(ctx, anchor, head);
    }

    fn select(&self, ctx: &ViewCtx<'_>, anchor: TextPlace, head: TextPlace) {
        let Some(section) = self.section.clone() else { return };
        let selection = Selection { section, anchor, head };
        if ctx.state.selection() != Some(&selection) {
            ctx.push(Action::Select(Some(selection)));
        }
    }

    /// The place nearest to a point: in the piece at its height, or the one closest to that.
    fn nearest(&self, pos: Pos2) -> Option<TextPlace> {
        let distance = |shown: &Shown| {
            let y = shown.response.rect.y_range();
            (y.min - pos.y).max(pos.y - y.max).max(0.0)
        };
        let (piece, shown) =
            self.shown.iter().min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)))?;
        Some(TextPlace { piece: *piece, char: shown.char_at(pos) })
    }

    fn around(&self, place: TextPlace, unit: Unit) -> Range<TextPlace> {
        let TextPlace { piece, char } = place;
        let chars = match (unit, self.pieces.get(piece)) {
            (Unit::Word, Some(text)) => word_around(&text.text, char),
            (Unit::Piece, Some(text)) => 0..text.chars(),
            _ => char..char,
        };
        TextPlace { piece, char: chars.start }..TextPlace { piece, char: chars.end }
    }

    /// Shift with the arrows moves the head of the selection, or begins one in the paragraph that
    /// has the focus.
    fn keys(&self, ui: &Ui, ctx: &ViewCtx<'_>) {
        while let Some((stride, forward)) = ctx.take(|command| match command {
            Command::Extend(stride, forward) => Some((stride, forward)),
            _ => None,
        }) {
            let focused = self.shown.iter().find(|(_, s)| s.response.has_focus());
            let caret = focused.map(|(piece, _)| TextPlace { piece: *piece, char: 0 });
            // A selection goes on, unless the focus went to another paragraph since.
            let begun = ctx.state.selection().map(|s| (s.anchor, s.head));
            let goes_on = |(anchor, head): &(TextPlace, TextPlace)| {
                caret.is_none_or(|c| c.piece == anchor.piece || c.piece == head.piece)
            };
            let begins = caret.map(|caret| (caret, caret));
            let Some((anchor, head)) = begun.filter(goes_on).or(begins) else { return };
            let by_line = || {
                let shown = self.shown.iter().find(|(piece, _)| *piece == head.piece)?;
                let char = shown.1.line_from(head.char, forward)?;
                Some(TextPlace { char, ..head })
            };
            let to = match stride {
                Stride::Line => by_line(),
                _ => None,
            };
            let to = to.unwrap_or_else(|| moved(&self.pieces, head, stride, forward));
            self.select(ctx, anchor, to);
            if let Some((_, shown)) = self.shown.iter().find(|(piece, _)| *piece == to.piece) {
                ui.scroll_to_rect(shown.caret(to.char).expand(12.0), None);
            }
        }
    }
}

/// Scrolls while the pointer is dragged beyond the text, the faster the further.
fn scroll_towards(ui: &Ui, pos: Pos2, page: Rect) {
    let beyond = (page.top() - pos.y).max(0.0) - (pos.y - page.bottom()).max(0.0);
    if beyond != 0.0 {
        let step = beyond.clamp(-120.0, 120.0) * 0.3;
        ui.scroll_with_delta_animation(vec2(0.0, step), egui::style::ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
}
