//! The panes of a page: F6 moves the keyboard's focus to the next one, Shift+F6 to the one before.

use egui::{FocusDirection, Memory, Rect, Ui};
use std::cell::{Cell, RefCell};

/// A pane, in the order of F6. A page has each at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pane {
    /// The places and the search.
    Top,
    /// What chooses what the page shows: the contents, the filters of a list.
    Choice,
    /// The line that finds words.
    Find,
    /// What the page is about.
    Main,
    /// What stands beside or below it.
    Side,
    /// What a person has to be told.
    Notice,
    /// The line at the bottom.
    Foot,
}

/// The panes of one frame.
#[derive(Debug, Default)]
pub(super) struct Panes {
    drawn: RefCell<Vec<(Pane, Rect)>>,
    /// The one that is to have the focus.
    wanted: Cell<Option<Pane>>,
}

impl Panes {
    /// Asks for the focus to go from where it is to the next pane or the one before, as the panes
    /// stood in the last frame. From nowhere it goes to the first, or the last.
    pub(super) fn ask(&self, ui: &Ui, last: &[(Pane, Rect)], forward: bool) {
        let focused = ui.memory(Memory::focused).and_then(|id| ui.read_response(id));
        let at = focused.map(|response| response.rect.center());
        let around = last.iter().filter(|(_, rect)| at.is_some_and(|at| rect.contains(at)));
        let innermost = around.min_by(|(_, a), (_, b)| a.area().total_cmp(&b.area()));
        let here = innermost.map(|(pane, _)| *pane);
        let all = || last.iter().map(|(pane, _)| *pane);
        let next = if forward {
            all().filter(|pane| here.is_none_or(|here| *pane > here)).min().or(all().min())
        } else {
            all().filter(|pane| here.is_none_or(|here| *pane < here)).max().or(all().max())
        };
        self.wanted.set(next);
    }

    /// Asks for the focus to go to a pane.
    pub(super) fn want(&self, pane: Pane) {
        self.wanted.set(Some(pane));
    }

    /// Says that a pane begins here. Where it is to have the focus, the first thing in it that can
    /// be pressed takes it; true then, for a pane that knows better.
    pub(super) fn begin(&self, ui: &Ui, pane: Pane) -> bool {
        self.drawn.borrow_mut().push((pane, ui.max_rect()));
        let is_wanted = self.wanted.get() == Some(pane);
        if is_wanted {
            self.wanted.set(None);
            ui.memory_mut(|memory| {
                if let Some(focused) = memory.focused() {
                    memory.surrender_focus(focused);
                }
                memory.move_focus(FocusDirection::Next);
            });
        }
        is_wanted
    }

    /// The panes that were drawn.
    pub(super) fn drawn(self) -> Vec<(Pane, Rect)> {
        self.drawn.into_inner()
    }
}
