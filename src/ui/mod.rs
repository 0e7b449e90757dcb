//! What a person sees. Views read the state and push actions; they touch neither files nor clock,
//! and change nothing themselves.

mod backups;
mod cards;
mod compare;
mod learn;
mod overlays;
mod search;
pub mod shortcuts;
pub mod theme;
mod top;
mod widgets;

use crate::state::{Action, AppState, Now, Overlay, Place, Spot};
use egui::{CentralPanel, Frame, Panel, Ui};
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use theme::Palette;

/// What every view is given.
pub struct ViewCtx<'a> {
    /// The state, to be read.
    pub state: &'a AppState,
    /// The time of this frame.
    pub now: Now,
    /// What the person wants.
    pub actions: &'a ActionQueue,
    /// The colours.
    pub palette: &'static Palette,
    /// Where things lie, for the page that says so.
    pub about: &'a AboutFacts,
    /// Parts of a page to scroll by, as the keys asked for.
    scroll: Cell<i8>,
    /// Commands pressed that no action stands for: they are the page's own affair.
    commands: RefCell<Vec<shortcuts::Command>>,
}

impl ViewCtx<'_> {
    /// Asks for something to be done.
    pub fn push(&self, action: Action) {
        self.actions.push(action);
    }

    /// Takes the first command pressed in this frame that the page makes something of.
    fn take<T>(&self, pick: impl Fn(shortcuts::Command) -> Option<T>) -> Option<T> {
        let mut commands = self.commands.borrow_mut();
        let (at, picked) =
            commands.iter().enumerate().find_map(|(at, command)| Some((at, pick(*command)?)))?;
        commands.remove(at);
        Some(picked)
    }

    /// Scrolls the area that is being drawn by the keys pressed, whichever asks first. What lies
    /// below an overlay does not ask.
    fn scroll_by_keys(&self, ui: &Ui) {
        let pages = self.scroll.take();
        if pages != 0 {
            let page = ui.clip_rect().height() * 0.8;
            ui.scroll_with_delta(egui::vec2(0.0, -page * f32::from(pages)));
        }
    }

    /// The same for what may lie below an overlay.
    fn scroll_page_by_keys(&self, ui: &Ui) {
        if self.state.overlay().is_none() {
            self.scroll_by_keys(ui);
        }
    }
}

/// What was wanted in this frame, in order.
#[derive(Debug, Default)]
pub struct ActionQueue(RefCell<Vec<Action>>);

impl ActionQueue {
    /// Adds an action.
    pub fn push(&self, action: Action) {
        self.0.borrow_mut().push(action);
    }

    /// Takes all actions.
    #[must_use]
    pub fn take(&self) -> Vec<Action> {
        self.0.take()
    }
}

/// What the shell knows and the About page says.
#[derive(Clone, Debug, Default)]
pub struct AboutFacts {
    /// Where the progress lies; nothing where there is no place for it.
    pub data_folder: Option<PathBuf>,
    /// Where its backups lie.
    pub backups_folder: Option<PathBuf>,
    /// Where what is exported goes if nothing else is said.
    pub export_folder: Option<PathBuf>,
}

/// What lives between frames and may be lost: drafts and positions.
#[derive(Debug, Default)]
pub struct UiState {
    learn: learn::LearnState,
    compare: compare::CompareState,
    search: search::SearchState,
    backups: backups::BackupsState,
    /// The place shown in the last frame: a new one gives up the keyboard's focus.
    shown: Option<Place>,
}

/// One frame: keys, the top, the place, what lies above it.
pub fn frame_ui(
    ui: &mut Ui,
    state: &AppState,
    ui_state: &mut UiState,
    about: &AboutFacts,
    now: Now,
) -> Vec<Action> {
    let palette = theme::palette(ui.ctx(), state.settings().theme);
    let actions = ActionQueue::default();
    let commands = RefCell::default();
    let scroll = Cell::new(0);
    let ctx = ViewCtx { state, now, actions: &actions, palette, about, scroll, commands };
    let place = state.spot().place();
    if ui_state.shown.replace(place) != Some(place)
        && let Some(focused) = ui.ctx().memory(egui::Memory::focused)
    {
        ui.ctx().memory_mut(|memory| memory.surrender_focus(focused));
    }
    if place != Place::Learn {
        ui_state.learn.leave();
    }
    for command in shortcuts::pressed(ui.ctx(), state) {
        if let shortcuts::Command::Scroll(pages) = command {
            ctx.scroll.set(pages);
        }
        if command == shortcuts::Command::Find {
            ui_state.compare.find = true;
        }
        match shortcuts::action(command, state) {
            Some(action) => ctx.push(action),
            None => ctx.commands.borrow_mut().push(command),
        }
    }
    let bar = |fill| Frame::new().fill(fill);
    Panel::top("top")
        .frame(bar(palette.paper))
        .show_separator_line(false)
        .show(ui, |ui| top::bar_ui(ui, &ctx));
    Panel::bottom("status")
        .frame(bar(palette.paper))
        .show_separator_line(false)
        .show(ui, |ui| top::status_ui(ui, &ctx));
    if let Some(notice) = state.notice() {
        Panel::bottom("notice").frame(bar(palette.paper)).show_separator_line(false).show(
            ui,
            |ui| {
                top::notice_ui(ui, &ctx, notice);
            },
        );
    }
    CentralPanel::default().frame(bar(palette.paper)).show(ui, |ui| match state.spot() {
        Spot::Section(..) | Spot::Glossary | Spot::Sources | Spot::Claims => {
            learn::learn_ui(ui, &ctx, &mut ui_state.learn);
        }
        Spot::Compare | Spot::EmsAndEmt => compare::compare_ui(ui, &ctx, &mut ui_state.compare),
        Spot::Cards => cards::cards_ui(ui, &ctx),
        Spot::Backups => backups::backups_ui(ui, &ctx, &mut ui_state.backups),
    });
    if !matches!(state.overlay(), Some(Overlay::Search | Overlay::WhoMayDoIt)) {
        ui_state.search.close();
    }
    if let Some(overlay) = state.overlay() {
        overlays::overlay_ui(ui, &ctx, overlay, &mut ui_state.search);
    }
    actions.take()
}
