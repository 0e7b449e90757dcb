//! How far a page is scrolled: kept for every visit, so that the way back shows exactly what was
//! seen, and for every section, so that reading goes on where it stopped. It is kept as a block and
//! a distance, so that another width or size of the text leaves the reader at the same words.

use crate::curriculum::{Anchor, SectionId};
use crate::state::{Action, Overlay, Position, Spot};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::Command;
use egui::{Rect, ScrollArea, Ui};
use std::collections::BTreeMap;

/// So many visits are remembered.
const VISITS: usize = 250;
/// After so many passes a page stays where it is; its end cannot be scrolled to the top.
const PASSES: u8 = 4;
/// While a page rests, it is said again after so many milliseconds what is in view.
const SAY_AGAIN_MS: u64 = 2000;
/// The words that are read stand at least so far below the top of the page, in points.
const READING_LINE: f32 = 4.0;
/// Space above what is outlined where it is higher than the view, in points.
const MARGIN: f32 = 24.0;

/// Where a page is to be scrolled to.
#[derive(Debug)]
enum Goal {
    /// To where it was.
    Position(Position),
    /// To what is outlined.
    Outlined,
}

/// How far the page is scrolled, now and earlier.
#[derive(Debug, Default)]
pub(super) struct Scrolling {
    visits: BTreeMap<u64, Position>,
    sections: BTreeMap<SectionId, Position>,
    /// The visit that was drawn last, and how wide and large.
    drawn: Option<(u64, u32)>,
    /// Where to go as soon as it is known how high the blocks are, and for how many passes.
    wanted: Option<(Goal, u8)>,
    /// The way in points, for the next pass.
    offset: Option<f32>,

    /// This visit has just begun and is not a return: lists show all they have, and what is outlined
    /// takes the focus.
    pub(super) is_arrival: bool,
    /// Where what is outlined was drawn in this pass.
    outlined: Option<Rect>,
    /// The top of the page in this pass, which may lie above the window.
    top: f32,
    /// The blocks drawn in this pass from the top down, and whether each is a paragraph.
    blocks: Vec<(Anchor, Rect, bool)>,
    /// What was said to be in view, and when.
    said: (Vec<Anchor>, u64),
    /// The paragraph one is at.
    at: Option<Anchor>,
}

impl Scrolling {
    pub(super) fn restore(sections: BTreeMap<SectionId, Position>) -> Self {
        Self { sections, ..Self::default() }
    }

    pub(super) fn sections(&self) -> &BTreeMap<SectionId, Position> {
        &self.sections
    }

    /// The paragraph one is at, as of the last frame.
    pub(super) fn at(&self) -> Option<&Anchor> {
        self.at.as_ref()
    }

    /// Before the page is drawn: another visit begins where that visit or section was left.
    pub(super) fn begin(&mut self, ctx: &ViewCtx<'_>, area: ScrollArea) -> ScrollArea {
        let visit = ctx.state.visit();
        if self.drawn.is_none_or(|(drawn, _)| drawn != visit) {
            let section = match ctx.state.spot() {
                Spot::Section(section, None) => self.sections.get(section),
                _ => None,
            };
            let known = self.visits.get(&visit);
            self.is_arrival = known.is_none();
            let goal = match known.or(section) {
                None if is_outlined(ctx.state.spot()) => Goal::Outlined,
                position => Goal::Position(position.cloned().unwrap_or_default()),
            };
            self.wanted = Some((goal, 0));
            self.said = (Vec::new(), 0);
        }
        match self.offset.take() {
            Some(offset) => area.vertical_scroll_offset(offset),
            None => area,
        }
    }

    /// At the top of the page.
    pub(super) fn start(&mut self, ui: &Ui) {
        self.top = ui.min_rect().top();
        self.blocks.clear();
        self.outlined = None;
    }

    /// Takes note of where what is outlined was drawn. On arrival it is brought into view.
    pub(super) fn outline(&mut self, rect: Rect) {
        self.outlined = Some(rect);
    }

    /// Takes note of a block that was drawn.
    pub(super) fn block(&mut self, anchor: Anchor, rect: Rect, is_paragraph: bool) {
        self.blocks.push((anchor, rect, is_paragraph));
    }

    /// After the page: goes where one wants to be, or takes note of where one is.
    /// `caret` is the block in which something is selected.
    pub(super) fn end(&mut self, ui: &Ui, ctx: &ViewCtx<'_>, view: Rect, caret: Option<&Anchor>) {
        let visit = ctx.state.visit();
        let settings = ctx.state.settings();
        #[expect(clippy::cast_possible_truncation, reason = "a width in points")]
        #[expect(clippy::cast_sign_loss, reason = "a width in points")]
        let layout = view.width() as u32
            ^ u32::from(settings.text_percent) << 16
            ^ u32::from(settings.line_percent) << 24;
        if let Some((drawn, before)) = self.drawn
            && drawn == visit
            && before != layout
            && let Some(position) = self.visits.get(&visit)
        {
            self.wanted = Some((Goal::Position(position.clone()), 0));
        }
        self.drawn = Some((visit, layout));
        if let Some((goal, passes)) = &mut self.wanted {
            // Looked at in a few passes: in the very first one fonts may have been others.
            *passes += 1;
            let offset = match (goal, self.outlined) {
                (Goal::Position(position), _) => offset_of(&self.blocks, self.top, position),
                (Goal::Outlined, Some(rect)) => offset_to_show(rect, view) - self.top,
                (Goal::Outlined, None) => 0.0,
            };
            let (passes, offset) = (*passes, offset.max(0.0));
            let is_there = (offset - (view.top() - self.top)).abs() < 0.5;
            if passes >= PASSES {
                self.wanted = None;
            }
            ui.request_repaint();
            if !is_there && passes < PASSES {
                self.offset = Some(offset);
                ui.request_discard("the page is scrolled to where it was");
                return;
            }
        }
        self.is_arrival = false;
        let position = self.position(view);
        if let Spot::Section(section, _) = ctx.state.spot() {
            self.sections.insert(section.clone(), position.clone());
        }
        self.visits.insert(visit, position);
        while self.visits.len() > VISITS {
            self.visits.pop_first();
        }
        self.say_what_is_in_view(ui, ctx, view);
        self.at = self.current(ui, view, caret).cloned();
        self.mark(ctx);
    }

    /// The block at the top of the window, and how far below its top the window begins.
    fn position(&self, view: Rect) -> Position {
        let last_above = self.blocks.iter().rev().find(|(_, rect, _)| rect.top() <= view.top());
        match last_above {
            Some((anchor, rect, _)) => {
                Position { block: anchor.block().to_owned(), below: view.top() - rect.top() }
            }
            None => Position { block: String::new(), below: view.top() - self.top },
        }
    }

    /// The paragraph that has the focus, or in which something in view is selected, or the first one
    /// in view.
    fn current(&self, ui: &Ui, view: Rect, caret: Option<&Anchor>) -> Option<&Anchor> {
        let focused = ui.memory(egui::Memory::focused).and_then(|id| ui.read_response(id));
        let paragraphs = || self.blocks.iter().filter(|(.., is_paragraph)| *is_paragraph);
        let with_focus = focused.and_then(|focused| {
            paragraphs().find(|(_, rect, _)| rect.contains(focused.rect.center()))
        });
        let selected = || {
            paragraphs().find(|(anchor, rect, _)| Some(anchor) == caret && rect.intersects(view))
        };
        let first_whole =
            || paragraphs().find(|(_, rect, _)| rect.top() >= view.top() - READING_LINE);
        let in_view = || first_whole().filter(|(_, rect, _)| rect.top() < view.bottom());
        let last = || paragraphs().rev().find(|(_, rect, _)| rect.top() < view.bottom());
        with_focus.or_else(selected).or_else(in_view).or_else(last).map(|(anchor, ..)| anchor)
    }

    fn say_what_is_in_view(&mut self, ui: &Ui, ctx: &ViewCtx<'_>, view: Rect) {
        let is_read = ctx.state.overlay().is_none() && ui.input(|input| input.focused);
        let in_view = |rect: &Rect| {
            let seen = rect.intersect(view).height();
            seen > 0.0 && (seen >= rect.height() / 2.0 || seen >= view.height() / 2.0)
        };
        let blocks = self.blocks.iter().filter(|(_, rect, p)| *p && is_read && in_view(rect));
        let blocks: Vec<Anchor> = blocks.map(|(anchor, ..)| anchor.clone()).collect();
        let (said, at) = &self.said;
        let waited = ctx.now.mono_ms.saturating_sub(*at) >= SAY_AGAIN_MS && !said.is_empty();
        if blocks != *said || waited {
            ctx.push(Action::Seen(blocks.clone()));
            self.said = (blocks, ctx.now.mono_ms);
        }
    }

    /// Carries out the keys that are about the paragraph one is at.
    fn mark(&self, ctx: &ViewCtx<'_>) {
        let (note, bookmark) = (ctx.is_asked(Command::Note), ctx.is_asked(Command::Bookmark));
        if !note && !bookmark {
            return;
        }
        let Some(anchor) = self.at.clone() else {
            ctx.push(Action::Say(
                "Bookmarks and notes hang on paragraphs: open a section, and the paragraph that you \
                 are reading takes them.",
            ));
            return;
        };
        ctx.push(if note { Action::Show(Overlay::Note(anchor)) } else { Action::Bookmark(anchor) });
    }
}

/// How far a page is scrolled at a position.
fn offset_of(blocks: &[(Anchor, Rect, bool)], top: f32, position: &Position) -> f32 {
    match blocks.iter().find(|(anchor, ..)| anchor.block() == position.block) {
        Some((_, rect, _)) => {
            // A block that has become lower is not left.
            rect.top() - top + position.below.clamp(0.0, rect.height().max(0.0) + 40.0)
        }
        None if position.block.is_empty() => position.below,
        None => 0.0,
    }
}

/// The top of a view that has this in its middle, or its beginning where it is higher than the view.
fn offset_to_show(rect: Rect, view: Rect) -> f32 {
    (rect.center().y - view.height() / 2.0).min(rect.top() - MARGIN)
}

fn is_outlined(spot: &Spot) -> bool {
    matches!(spot, Spot::Section(_, Some(_)) | Spot::Claim(_))
}
