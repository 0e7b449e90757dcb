//! What a person sees. Views read the state and push actions; they touch neither files nor clock,
//! and change nothing themselves.

mod backups;
mod browse;
mod cards;
mod compare;
mod editor;
mod exchange;
mod home;
mod keyboard;
mod learn;
mod note;
mod overlays;
mod page;
mod panes;
mod parts;
mod plan;
mod progress;
mod search;
mod settings;
pub mod shortcuts;
pub mod theme;
mod top;
mod widgets;

use crate::curriculum::SectionId;
use crate::state::{Action, AppState, Now, Overlay, Place, Position, Spot};
use egui::{CentralPanel, Frame, Id, Panel, Rect, Ui, UiBuilder};
use panes::{Pane, Panes};
use shortcuts::Command;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
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
    /// The panes of this frame.
    panes: Panes,
}

impl ViewCtx<'_> {
    /// Asks for something to be done.
    pub fn push(&self, action: Action) {
        self.actions.push(action);
    }

    /// Does as if the key of a command were pressed.
    fn ask(&self, command: Command) {
        match shortcuts::action(command, self.state) {
            Some(action) => self.push(action),
            None => self.commands.borrow_mut().push(command),
        }
    }

    /// The key of a command as it is written; empty where it is switched off, as single keys can be.
    fn key_of(&self, command: Command) -> &'static str {
        let is_off = !self.state.settings().single_keys && shortcuts::has_single_keys_only(command);
        if is_off { "" } else { shortcuts::key_of(command) }
    }

    /// The digit of a choice, from 1; empty where digits are no keys.
    fn digit(&self, choice: usize) -> String {
        if self.state.settings().single_keys { choice.to_string() } else { String::new() }
    }

    /// Takes the first command pressed in this frame that the page makes something of.
    fn take<T>(&self, pick: impl Fn(shortcuts::Command) -> Option<T>) -> Option<T> {
        let mut commands = self.commands.borrow_mut();
        let (at, picked) =
            commands.iter().enumerate().find_map(|(at, command)| Some((at, pick(*command)?)))?;
        commands.remove(at);
        Some(picked)
    }

    /// Whether the keys asked this of the page; true once.
    fn is_asked(&self, command: Command) -> bool {
        self.take(|pressed| (pressed == command).then_some(())).is_some()
    }

    /// A role of text as the reader has set it.
    fn reading(&self, role: theme::Type) -> theme::Type {
        let settings = self.state.settings();
        role.scaled(settings.text_percent, settings.line_percent)
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
    note: note::NoteState,
    editor: editor::EditorState,
    browse: browse::BrowseState,
    exchange: exchange::ExchangeState,
    progress: progress::ProgressState,
    plan: plan::PlanState,
    /// The place shown in the last frame: a new one gives up the keyboard's focus.
    shown: Option<Place>,
    /// What had the focus before something opened above the page, and in which visit.
    before: Option<(u64, Option<Id>)>,
    /// What lay above the page in the last frame.
    covered_by: Option<Overlay>,
    /// Whether something lay above the page in the last frame.
    was_covered: bool,
    /// The panes of the last frame.
    panes: Vec<(Pane, Rect)>,
}

impl UiState {
    /// As it starts, with how far each section was read the last time.
    #[must_use]
    pub fn restore(positions: BTreeMap<SectionId, Position>) -> Self {
        Self { learn: learn::LearnState::restore(positions), ..Self::default() }
    }

    /// How far each section was read.
    #[must_use]
    pub fn positions(&self) -> &BTreeMap<SectionId, Position> {
        self.learn.positions()
    }

    /// When what lay above the page is closed, the focus returns to where it was.
    fn return_focus(&mut self, ui: &Ui, state: &AppState) {
        let was_covered = std::mem::replace(&mut self.was_covered, state.overlay().is_some());
        if self.was_covered {
            self.before.get_or_insert_with(|| (state.visit(), ui.memory(egui::Memory::focused)));
        } else if was_covered {
            // What lies below takes no focus yet in the first frame.
            ui.request_repaint();
        } else if let Some((visit, Some(focused))) = self.before.take()
            && visit == state.visit()
        {
            ui.memory_mut(|memory| memory.request_focus(focused));
        }
    }
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
    let panes = Panes::default();
    let ctx = ViewCtx { state, now, actions: &actions, palette, about, scroll, commands, panes };
    let place = state.spot().place();
    if ui_state.shown.replace(place) != Some(place)
        && let Some(focused) = ui.ctx().memory(egui::Memory::focused)
    {
        ui.ctx().memory_mut(|memory| memory.surrender_focus(focused));
    }
    ui_state.return_focus(ui, state);
    // A command chosen in the search counts as if its key were pressed.
    let chosen = ui_state.search.take_command();
    let pressed = shortcuts::pressed(ui.ctx(), state).into_iter();
    let meant = pressed.filter(|command| !shortcuts::comes_too_soon(*command, state, now));
    for command in meant.chain(chosen) {
        match command {
            Command::Scroll(pages) => ctx.scroll.set(pages),
            Command::Pane(forward) => ctx.panes.ask(ui, &ui_state.panes, forward),
            Command::Find if place == Place::Compare => ui_state.compare.find = true,
            Command::Find if place == Place::Cards => ui_state.browse.find(),
            _ => {}
        }
        ctx.ask(command);
    }
    if is_first_tab(ui, state) && cards::shows_card(&ctx) {
        ctx.panes.want(Pane::Main);
    }
    exchange::take_dropped(ui, &ctx);
    let bar = |fill| Frame::new().fill(fill);
    Panel::top("top").frame(bar(palette.paper)).show_separator_line(false).show(ui, |ui| {
        ctx.panes.begin(ui, Pane::Top);
        top::bar_ui(ui, &ctx);
    });
    Panel::bottom("status").frame(bar(palette.paper)).show_separator_line(false).show(ui, |ui| {
        ctx.panes.begin(ui, Pane::Foot);
        top::status_ui(ui, &ctx);
    });
    if !cards::shows_card(&ctx) {
        top::notice_panel_ui(ui, &ctx);
    }
    // With ids of its own: a notice that comes or goes takes the focus from nothing on the page.
    ui.scope_builder(UiBuilder::new().scope_id(Id::unique("page")), |ui| {
        CentralPanel::default()
            .frame(bar(palette.paper))
            .show(ui, |ui| page_ui(ui, &ctx, ui_state));
    });
    if !matches!(state.overlay(), Some(Overlay::Search | Overlay::WhoMayDoIt)) {
        ui_state.search.close();
    }
    if !matches!(state.overlay(), Some(Overlay::Note(_))) {
        ui_state.note.close(&ctx);
    }
    if !matches!(state.overlay(), Some(Overlay::CardEditor(_))) {
        ui_state.editor.close();
    }
    if let Some(overlay) = state.overlay() {
        overlays::overlay_ui(ui, &ctx, overlay, ui_state);
    } else {
        ui_state.covered_by = None;
    }
    widgets::focus_ring(ui.ctx(), palette);
    ui_state.panes = ctx.panes.drawn();
    actions.take()
}

/// Whether Tab was pressed while nothing has the focus.
fn is_first_tab(ui: &Ui, state: &AppState) -> bool {
    state.overlay().is_none()
        && ui.memory(egui::Memory::focused).is_none()
        && ui.input(|input| input.modifiers.is_none() && input.key_pressed(egui::Key::Tab))
}

/// The page of the place. Those of several panes say themselves where each begins.
fn page_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, ui_state: &mut UiState) {
    let spot = ctx.state.spot();
    let says_itself = matches!(spot, Spot::Compare | Spot::Browse) || cards::shows_card(ctx);
    if spot.place() != Place::Learn && !says_itself {
        ctx.panes.begin(ui, Pane::Main);
    }
    match spot {
        Spot::Home => home::home_ui(ui, ctx),
        Spot::Compare | Spot::EmsAndEmt => compare::compare_ui(ui, ctx, &mut ui_state.compare),
        Spot::Cards => cards::cards_ui(ui, ctx),
        Spot::Sittings => cards::sittings_ui(ui, ctx),
        Spot::Progress => progress::progress_ui(ui, ctx, &mut ui_state.progress),
        Spot::Answers => progress::answers_ui(ui, ctx, &mut ui_state.progress),
        Spot::Browse => browse::browse_ui(ui, ctx, &mut ui_state.browse),
        Spot::Exchange => exchange::exchange_ui(ui, ctx, &mut ui_state.exchange),
        Spot::Plan => plan::plan_ui(ui, ctx, &mut ui_state.plan),
        Spot::Method => plan::method_ui(ui, ctx),
        Spot::Backups => backups::backups_ui(ui, ctx, &mut ui_state.backups),
        _ => learn::learn_ui(ui, ctx, &mut ui_state.learn),
    }
}
