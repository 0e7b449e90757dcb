//! All keys in one table: what is pressed, where it counts, what it does, and the words for it.
//! The help page and the quieter words on buttons read the same table.
//!
//! Single keys count only while no text field has the focus. `@`, `*`, `?` and `−` are read as
//! text, since keyboards put them in different places; `keyboard` reads letters and digits.

use super::keyboard::{Stroke, strokes};
use crate::curriculum::{ProviderLevel, Task};
use crate::state::{
    Action, AppState, BrowseChange, EMS_AND_EMT, MORE, Now, Overlay, Place, Recall, Rest,
    ReviewState, ReviewStep, Selection, Spot, Stride, TableTest, Turn, link_to_cell,
};
use crate::study::{Rating, Role, SessionKind};
use egui::{Context, Key, Modifiers};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Show a place.
    Go(Place),
    /// Going to anything.
    Search,
    /// The keys.
    Help,
    /// What can be set.
    Settings,
    /// Back to where one was.
    Back,
    /// Forward again.
    Forward,
    /// Larger by a step.
    ZoomIn,
    /// Smaller by a step.
    ZoomOut,
    /// 100 per cent.
    ZoomReset,
    /// The focus to the next pane (true), or the one before.
    Pane(bool),
    /// Full screen, or back.
    Fullscreen,
    /// Undo the last rating.
    Undo,
    /// Bring back what was undone.
    Redo,
    /// End the program.
    Quit,
    /// Another section.
    TurnPage(Turn),
    /// A note on the paragraph.
    Note,
    /// A bookmark on the paragraph, the card’s paragraph or the cell.
    Bookmark,
    /// Highlight what is selected, or let go of it.
    Highlight,
    /// Scroll the text down (positive) or up by part of a page.
    Scroll(i8),
    /// Extend the selection: by what, and whether forward.
    Extend(Stride, bool),
    /// Select the whole section.
    SelectAll,
    /// To the questions at the end of the section.
    Recall,
    /// On the line of a call: so many steps on.
    CallStep(i8),
    /// On the line of a call: so many levels up.
    Lens(i8),
    /// Show or hide a column.
    Level(ProviderLevel),
    /// Only rows that differ.
    Differences,
    /// Hold the other columns against that of the selected cell.
    Baseline,
    /// Only what an applicant needs.
    Applicant,
    /// Make the visible table a test.
    Test,
    /// Say yes (true) or no in the selected cell of the test.
    Say(bool),
    /// Type a skill to learn who may do it.
    WhoMayDoIt,
    /// Between the levels and EMS beside the EMT.
    Whole,
    /// Copy what is selected; in Compare, where nothing is, the table.
    Copy,
    /// Write the table as a handout.
    Handout,
    /// Find here.
    Find,
    /// Open the details of the cell.
    OpenCell,
    /// Fold the group of the selected cell.
    Fold,
    /// Move the selected cell: columns, rows.
    MoveCell(i8, i8),
    /// Close the details of the cell.
    CloseCell,
    /// On Home: what the filled button says.
    Begin,
    /// On Home: no answer to what brings one here.
    SkipRole,
    /// Show the answer, or rate as the filled button says; on Home the card of the day.
    Space,
    /// Show the answer, and be sure.
    SureSpace,
    /// Move the step or thing in the hand so many places or heads down.
    MoveOption(i8),
    /// Pick an option, 0 to 7, put what is in the hand to a place or head, or rate, 0 to 3.
    Number(u8),
    /// Pick an option by its letter, from 0.
    Letter(u8),
    /// Open the hint.
    Hint,
    /// Open the sentence or cell that the card asks about.
    Source,
    /// The card's schedule and marks.
    CardInfo,
    /// Hide the card until tomorrow.
    Bury,
    /// Take the card out of reviews.
    Suspend,
    /// Mark the card.
    Star,
    /// Write a card of one's own from nothing.
    NewCard,
    /// Make a card of one's own from what is shown.
    MakeCard,
    /// Change a card of one's own.
    EditCard,
    /// Put a card of one's own away.
    DeleteCard,
    /// The choice of sittings.
    Practice,
    /// Stop the sitting.
    Stop,
    /// The list of all cards.
    Browse,
    /// Cards in and out.
    Exchange,
    /// The plan.
    Plan,
    /// Select a card so many rows further.
    MoveRow(i8),
    /// Change the card selected, or show what is known of it.
    OpenRow,
}

/// Where a key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In every place.
    Everywhere,
    /// In one place only.
    In(Place),
    /// Where a card is asked: in Cards, and while the questions of a section are before the eyes.
    Asked,
}

/// A press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// A key with its modifiers.
    Key(Modifiers, Key),
    /// A character, wherever the keyboard has it.
    Text(char),
    /// What the system takes for copying.
    Copy,
}

/// A line of the table.
pub struct Binding {
    /// Any of these.
    pub press: &'static [Press],
    /// Where.
    pub scope: Scope,
    /// What it does.
    pub command: Command,
    /// The key as it is written.
    pub key: &'static str,
    /// What it does, in words; empty where another line says it already.
    pub words: &'static str,
}

const fn key(key: Key) -> Press {
    Press::Key(Modifiers::NONE, key)
}
const fn ctrl(key: Key) -> Press {
    Press::Key(Modifiers::COMMAND, key)
}
const fn alt(key: Key) -> Press {
    Press::Key(Modifiers::ALT, key)
}
const fn shift(key: Key) -> Press {
    Press::Key(Modifiers::SHIFT, key)
}
const fn ctrl_shift(key: Key) -> Press {
    Press::Key(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}
const fn extend(
    stride: Stride,
    forward: bool,
    press: &'static [Press],
    key: &'static str,
    words: &'static str,
) -> Binding {
    line(In(Place::Learn), Command::Extend(stride, forward), press, key, words)
}
const fn line(
    scope: Scope,
    command: Command,
    press: &'static [Press],
    key: &'static str,
    words: &'static str,
) -> Binding {
    Binding { press, scope, command, key, words }
}

use Scope::{Asked, Everywhere, In};

/// Every key of the program.
pub const BINDINGS: &[Binding] = &[
    line(Everywhere, Command::Go(Place::Home), &[ctrl(Key::Num1)], "Ctrl+1", "Home"),
    line(Everywhere, Command::Go(Place::Learn), &[ctrl(Key::Num2)], "Ctrl+2", "Learn"),
    line(Everywhere, Command::Go(Place::Compare), &[ctrl(Key::Num3)], "Ctrl+3", "Compare"),
    line(Everywhere, Command::Go(Place::Cards), &[ctrl(Key::Num4)], "Ctrl+4", "Cards"),
    line(Everywhere, Command::Go(Place::Progress), &[ctrl(Key::Num5)], "Ctrl+5", "Progress"),
    line(Everywhere, Command::Browse, &[ctrl(Key::B)], "Ctrl+B", "All cards"),
    line(Everywhere, Command::NewCard, &[ctrl(Key::N)], "Ctrl+N", "Write a card of your own"),
    line(Everywhere, Command::Exchange, &[ctrl(Key::O)], "Ctrl+O", "Import and export"),
    line(Everywhere, Command::Plan, &[ctrl(Key::L)], "Ctrl+L", "Your plan"),
    line(Everywhere, Command::Search, &[ctrl(Key::K)], "Ctrl+K", "Go to anything"),
    line(Everywhere, Command::Help, &[key(Key::F1), Press::Text('?')], "F1", "These keys"),
    line(Everywhere, Command::Settings, &[ctrl(Key::Comma)], "Ctrl+,", "Settings"),
    line(Everywhere, Command::Back, &[alt(Key::ArrowLeft)], "Alt+←", "Back to where you were"),
    line(Everywhere, Command::Forward, &[alt(Key::ArrowRight)], "Alt+→", "Forward again"),
    line(
        Everywhere,
        Command::ZoomIn,
        &[
            ctrl(Key::Plus),
            ctrl(Key::Equals),
            // Where the plus sign needs Shift.
            Press::Key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Plus),
            Press::Key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Equals),
        ],
        "Ctrl++",
        "Larger, up to 300 %",
    ),
    line(Everywhere, Command::ZoomOut, &[ctrl(Key::Minus)], "Ctrl+−", "Smaller, down to 50 %"),
    line(Everywhere, Command::ZoomReset, &[ctrl(Key::Num0)], "Ctrl+0", "Back to 100 %"),
    line(
        Everywhere,
        Command::Pane(true),
        &[key(Key::F6)],
        "F6",
        "To the next pane of the page; with Shift to the one before",
    ),
    line(Everywhere, Command::Pane(false), &[shift(Key::F6)], "Shift+F6", ""),
    line(Everywhere, Command::Fullscreen, &[key(Key::F11)], "F11", "Full screen"),
    line(Everywhere, Command::Undo, &[ctrl(Key::Z)], "Ctrl+Z", "Undo the last rating or mark"),
    line(
        Everywhere,
        Command::Redo,
        &[Press::Key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z), ctrl(Key::Y)],
        "Ctrl+Shift+Z",
        "Bring back what was undone",
    ),
    line(Everywhere, Command::Scroll(1), &[key(Key::PageDown)], "PageDown", "Read on"),
    line(Everywhere, Command::Scroll(-1), &[key(Key::PageUp)], "PageUp", "Read back"),
    line(Everywhere, Command::Quit, &[ctrl(Key::Q)], "Ctrl+Q", "Quit"),
    line(
        In(Place::Home),
        Command::Begin,
        &[key(Key::Enter)],
        "Enter",
        "Begin with what today asks for",
    ),
    line(In(Place::Home), Command::Space, &[key(Key::Space)], "Space", "Show the card of the day"),
    line(In(Place::Home), Command::SkipRole, &[key(Key::Escape)], "Esc", ""),
    line(
        In(Place::Learn),
        Command::TurnPage(Turn::Previous),
        &[Press::Text('[')],
        "[",
        "Previous section",
    ),
    line(In(Place::Learn), Command::TurnPage(Turn::Next), &[Press::Text(']')], "]", "Next section"),
    line(In(Place::Learn), Command::Find, &[ctrl(Key::F)], "Ctrl+F", "Find on this page"),
    line(
        In(Place::Learn),
        Command::Bookmark,
        &[ctrl(Key::D)],
        "Ctrl+D",
        "Bookmark the paragraph, or remove the bookmark",
    ),
    line(In(Place::Home), Command::Bookmark, &[ctrl(Key::D)], "Ctrl+D", ""),
    line(In(Place::Progress), Command::Bookmark, &[ctrl(Key::D)], "Ctrl+D", ""),
    line(In(Place::Learn), Command::Note, &[key(Key::N)], "N", "Note on the paragraph"),
    line(
        In(Place::Learn),
        Command::Highlight,
        &[key(Key::H)],
        "H",
        "Highlight what is selected, or remove the highlight; else the hint of a question",
    ),
    line(In(Place::Learn), Command::Scroll(1), &[key(Key::J)], "J", "Down"),
    line(In(Place::Learn), Command::Scroll(-1), &[key(Key::K)], "K", "Up"),
    line(In(Place::Learn), Command::Recall, &[key(Key::R)], "R", "Questions of this section"),
    extend(
        Stride::Char,
        true,
        &[shift(Key::ArrowRight)],
        "Shift+arrows",
        "Select in the paragraph with the focus; with Ctrl by words",
    ),
    extend(Stride::Char, false, &[shift(Key::ArrowLeft)], "Shift+←", ""),
    extend(Stride::Line, true, &[shift(Key::ArrowDown)], "Shift+↓", ""),
    extend(Stride::Line, false, &[shift(Key::ArrowUp)], "Shift+↑", ""),
    extend(Stride::Word, true, &[ctrl_shift(Key::ArrowRight)], "Ctrl+Shift+→", ""),
    extend(Stride::Word, false, &[ctrl_shift(Key::ArrowLeft)], "Ctrl+Shift+←", ""),
    extend(
        Stride::Piece,
        true,
        &[shift(Key::End), ctrl_shift(Key::ArrowDown)],
        "Shift+End",
        "Select to the end of the paragraph; Shift+Home to its beginning",
    ),
    extend(Stride::Piece, false, &[shift(Key::Home), ctrl_shift(Key::ArrowUp)], "Shift+Home", ""),
    line(In(Place::Learn), Command::SelectAll, &[ctrl(Key::A)], "Ctrl+A", "Select the section"),
    line(In(Place::Learn), Command::Copy, &[Press::Copy], "Ctrl+C", "Copy what is selected"),
    line(
        In(Place::Learn),
        Command::CallStep(1),
        &[key(Key::ArrowRight)],
        "← and →",
        "On the line of a call: a step back or on",
    ),
    line(In(Place::Learn), Command::CallStep(-1), &[key(Key::ArrowLeft)], "←", ""),
    line(
        In(Place::Learn),
        Command::Lens(1),
        &[key(Key::ArrowUp)],
        "↑ and ↓",
        "On the line of a call: the level above or below",
    ),
    line(In(Place::Learn), Command::Lens(-1), &[key(Key::ArrowDown)], "↓", ""),
    line(
        In(Place::Learn),
        Command::MakeCard,
        &[key(Key::M)],
        "M",
        "Make a card from what is selected or outlined",
    ),
    line(
        In(Place::Compare),
        Command::Level(ProviderLevel::Emr),
        &[key(Key::Num1)],
        "1",
        "Show or hide EMR",
    ),
    line(
        In(Place::Compare),
        Command::Level(ProviderLevel::Emt),
        &[key(Key::Num2)],
        "2",
        "Show or hide EMT",
    ),
    line(
        In(Place::Compare),
        Command::Level(ProviderLevel::Aemt),
        &[key(Key::Num3)],
        "3",
        "Show or hide AEMT",
    ),
    line(
        In(Place::Compare),
        Command::Level(ProviderLevel::Paramedic),
        &[key(Key::Num4)],
        "4",
        "Show or hide Paramedic",
    ),
    line(In(Place::Compare), Command::Differences, &[key(Key::D)], "D", "Differences only"),
    line(
        In(Place::Compare),
        Command::Baseline,
        &[key(Key::X)],
        "X",
        "Hold the others against the cell’s column, or against none",
    ),
    line(
        In(Place::Compare),
        Command::Applicant,
        &[key(Key::A)],
        "A",
        "Only what an applicant needs",
    ),
    line(In(Place::Compare), Command::Test, &[key(Key::T)], "T", "Test me on this table"),
    line(
        In(Place::Compare),
        Command::Say(true),
        &[key(Key::Y)],
        "Y, N",
        "In a test: yes, no; 1 to 4 choose words",
    ),
    line(In(Place::Compare), Command::Say(false), &[key(Key::N)], "N", ""),
    line(In(Place::Compare), Command::WhoMayDoIt, &[key(Key::W)], "W", "Who may do it?"),
    line(In(Place::Compare), Command::Whole, &[key(Key::V)], "V", "EMS and EMT, or the levels"),
    line(
        In(Place::Compare),
        Command::Copy,
        &[Press::Copy],
        "Ctrl+C",
        "Copy the cell, or the table",
    ),
    line(
        In(Place::Compare),
        Command::Bookmark,
        &[ctrl(Key::D)],
        "Ctrl+D",
        "Bookmark the cell, or remove the bookmark",
    ),
    line(In(Place::Compare), Command::Handout, &[ctrl(Key::P)], "Ctrl+P", "Handout to print"),
    line(In(Place::Compare), Command::Find, &[ctrl(Key::F)], "Ctrl+F", "Find a row"),
    line(In(Place::Compare), Command::OpenCell, &[key(Key::Enter)], "Enter", "Explain the cell"),
    line(In(Place::Compare), Command::Fold, &[key(Key::C)], "C", "Fold the group of the cell"),
    line(
        In(Place::Compare),
        Command::MoveCell(0, -1),
        &[key(Key::ArrowUp)],
        "Arrows",
        "Move the cell",
    ),
    line(In(Place::Compare), Command::MoveCell(0, 1), &[key(Key::ArrowDown)], "↓", ""),
    line(In(Place::Compare), Command::MoveCell(-1, 0), &[key(Key::ArrowLeft)], "←", ""),
    line(In(Place::Compare), Command::MoveCell(1, 0), &[key(Key::ArrowRight)], "→", ""),
    line(
        In(Place::Compare),
        Command::CloseCell,
        &[key(Key::Escape)],
        "Esc",
        "Close the details, end the test",
    ),
    line(
        Asked,
        Command::Space,
        &[key(Key::Space)],
        "Space",
        "Show the answer; then the filled button",
    ),
    line(
        Asked,
        Command::SureSpace,
        &[Press::Key(Modifiers::SHIFT, Key::Space)],
        "Shift+Space",
        "Show the answer, and be sure of it",
    ),
    line(
        Asked,
        Command::Number(0),
        &[key(Key::Num1)],
        "1 to 4",
        "Pick an option, or put a step or thing (up to 8); then rate Again, Hard, Good, Easy",
    ),
    line(Asked, Command::Number(1), &[key(Key::Num2)], "2", ""),
    line(Asked, Command::Number(2), &[key(Key::Num3)], "3", ""),
    line(Asked, Command::Number(3), &[key(Key::Num4)], "4", ""),
    line(Asked, Command::Number(4), &[key(Key::Num5)], "5", ""),
    line(Asked, Command::Number(5), &[key(Key::Num6)], "6", ""),
    line(Asked, Command::Number(6), &[key(Key::Num7)], "7", ""),
    line(Asked, Command::Number(7), &[key(Key::Num8)], "8", ""),
    line(Asked, Command::Letter(0), &[key(Key::A)], "A to D", "Pick an option"),
    line(Asked, Command::Letter(1), &[key(Key::B)], "B", ""),
    line(Asked, Command::Letter(2), &[key(Key::C)], "C", ""),
    line(Asked, Command::Letter(3), &[key(Key::D)], "D", ""),
    line(
        Asked,
        Command::MoveOption(1),
        &[alt(Key::ArrowDown)],
        "Alt+↑ ↓",
        "Move the step or thing in the hand; ↑ and ↓ choose it",
    ),
    line(Asked, Command::MoveOption(-1), &[alt(Key::ArrowUp)], "Alt+↑", ""),
    // At the questions of a section, H of Learn opens the hint where nothing is selected.
    line(In(Place::Cards), Command::Hint, &[key(Key::H)], "H", "Hint"),
    line(Asked, Command::Source, &[key(Key::O)], "O", "Open the source"),
    line(
        In(Place::Cards),
        Command::Note,
        &[key(Key::N)],
        "N",
        "Note on the paragraph that the card rests on",
    ),
    line(
        In(Place::Cards),
        Command::Bookmark,
        &[ctrl(Key::D)],
        "Ctrl+D",
        "Bookmark that paragraph, or remove the bookmark",
    ),
    line(Asked, Command::CardInfo, &[key(Key::I)], "I", "About this card"),
    line(
        Asked,
        Command::Bury,
        &[Press::Text('-'), Press::Text('−')],
        "−",
        "Hide the card until tomorrow",
    ),
    line(Asked, Command::Suspend, &[Press::Text('@')], "@", "Take the card out of reviews"),
    line(Asked, Command::Star, &[Press::Text('*')], "*", "Star the card"),
    line(In(Place::Cards), Command::MakeCard, &[key(Key::M)], "M", "Make a card from this one"),
    line(In(Place::Cards), Command::EditCard, &[key(Key::E)], "E", "Edit a card of your own"),
    line(
        In(Place::Cards),
        Command::DeleteCard,
        &[key(Key::Delete)],
        "Delete",
        "Delete a card of your own",
    ),
    line(In(Place::Cards), Command::Practice, &[key(Key::P)], "P", "Practice"),
    line(
        In(Place::Cards),
        Command::Stop,
        &[key(Key::S)],
        "S",
        "Stop the sitting, with its summary",
    ),
    line(
        In(Place::Cards),
        Command::Find,
        &[ctrl(Key::F)],
        "Ctrl+F",
        "Search in all cards; Esc clears it",
    ),
    line(
        In(Place::Cards),
        Command::MoveRow(-1),
        &[key(Key::ArrowUp)],
        "↑ ↓",
        "Select a card in all cards, a step or thing of a card",
    ),
    line(In(Place::Cards), Command::MoveRow(1), &[key(Key::ArrowDown)], "↓", ""),
    line(
        In(Place::Cards),
        Command::OpenRow,
        &[key(Key::Enter)],
        "Enter",
        "What Space does; at the end the filled button; in all cards open the one selected",
    ),
];

/// The key of a command, as it is written, also where it is switched off: views ask their context.
#[must_use]
pub fn key_of(command: Command) -> &'static str {
    BINDINGS.iter().find(|b| b.command == command).map_or("", |b| b.key)
}

/// Whether a command has no key but letters, digits and signs alone.
pub(super) fn has_single_keys_only(command: Command) -> bool {
    let binding = BINDINGS.iter().find(|binding| binding.command == command);
    binding.is_some_and(|binding| binding.press.iter().all(|press| is_single(*press)))
}

/// The commands that were pressed in this frame.
#[must_use]
pub fn pressed(ctx: &Context, state: &AppState) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let place = state.spot().place();
    let covered = state.overlay().is_some();
    let focused = ctx.egui_wants_keyboard_input();
    let mut out = Vec::new();
    for stroke in strokes(ctx) {
        // Space and Enter on a focused button press that button only, and text that egui has marked
        // is copied by the text itself.
        let of_widget = match stroke.key {
            Some(Key::Space | Key::Enter) => focused,
            _ => stroke.is_copy && has_marked_text(ctx),
        };
        if of_widget {
            continue;
        }
        let find = |counts: fn(&Stroke, Press) -> bool| {
            BINDINGS.iter().find(|binding| {
                let here = match binding.scope {
                    Everywhere => true,
                    In(p) => p == place && !covered,
                    Asked => is_asked(state) && !covered,
                };
                let is_free = |press| !typing || while_typing(binding.command, press);
                let is_wanted = |press| state.settings().single_keys || !is_single(press);
                let is_hit = |p: &Press| is_free(*p) && is_wanted(*p) && counts(&stroke, *p);
                here && binding.press.iter().any(is_hit)
            })
        };
        // What is written on the key comes before its place.
        let hit = find(Stroke::writes).or_else(|| find(Stroke::stands_at));
        if let Some(binding) = hit
            && !(stroke.repeat && ignores_repeat(binding.command))
        {
            out.push(binding.command);
        }
    }
    out
}

fn has_marked_text(ctx: &Context) -> bool {
    ctx.plugin::<egui::text_selection::LabelSelectionState>().lock().has_selection()
}

/// Whether a card is asked where the person is.
fn is_asked(state: &AppState) -> bool {
    state.spot().place() == Place::Cards || state.recall().is_some_and(Recall::is_looked_at)
}

/// Whether a press is a letter, digit or sign alone, which can be switched off.
fn is_single(press: Press) -> bool {
    match press {
        Press::Text(_) => true,
        Press::Copy => false,
        Press::Key(modifiers, key) => {
            let plain = !modifiers.command && !modifiers.ctrl && !modifiers.alt;
            plain && key.name().chars().count() == 1
        }
    }
}

/// In a text field letters are letters; undoing, selecting and copying are the field's own affair.
fn while_typing(command: Command, press: Press) -> bool {
    let is_command = match press {
        Press::Key(modifiers, key) => {
            modifiers.command || modifiers.alt || matches!(key, Key::F1 | Key::F6 | Key::F11)
        }
        Press::Text(_) | Press::Copy => false,
    };
    let of_the_field = matches!(
        command,
        Command::Undo | Command::Redo | Command::SelectAll | Command::Copy | Command::Extend(..)
    );
    is_command && !of_the_field
}

/// A key that is held down shows, rates and switches once.
fn ignores_repeat(command: Command) -> bool {
    !matches!(
        command,
        Command::MoveCell(..)
            | Command::MoveRow(_)
            | Command::MoveOption(_)
            | Command::Scroll(_)
            | Command::Extend(..)
            | Command::CallStep(_)
            | Command::ZoomIn
            | Command::ZoomOut
    )
}

/// The action that a command stands for now; nothing where it does not apply. Scrolling, finding
/// and marking a paragraph are the page's own affair.
#[must_use]
pub fn action(command: Command, state: &AppState) -> Option<Action> {
    let step = |by: i16| {
        let zoom = i16::try_from(state.zoom_percent()).unwrap_or(100) + by;
        Some(Action::Zoom(u16::try_from(zoom).unwrap_or(0)))
    };
    match command {
        Command::Go(place) => Some(Action::GoTo(place)),
        Command::Help if state.overlay() == Some(&Overlay::Keys) => Some(Action::CloseOverlay),
        Command::Help => Some(Action::Show(Overlay::Keys)),
        Command::Search => Some(Action::Show(Overlay::Search)),
        Command::Settings => Some(Action::Show(Overlay::Settings)),
        Command::Back => Some(Action::Back),
        Command::Forward => Some(Action::Forward),
        Command::ZoomIn => step(10),
        Command::ZoomOut => step(-10),
        Command::ZoomReset => Some(Action::Zoom(100)),
        Command::Fullscreen => Some(Action::ToggleFullscreen),
        Command::Undo => Some(Action::Undo),
        Command::Redo => Some(Action::Redo),
        Command::Quit => Some(Action::Quit),
        Command::Begin => (!state.asks_role()).then(|| begin_action(state)),
        Command::SkipRole => state.asks_role().then_some(Action::ChooseRole(None)),
        Command::Space if *state.spot() == Spot::Home => {
            let card = state.today()?.card.clone();
            card.filter(|_| !state.asks_role()).map(Action::ShowCardOfDay)
        }
        Command::TurnPage(turn) => Some(Action::TurnPage(turn)),
        Command::Scroll(pages) if *state.spot() == Spot::Browse => {
            Some(Action::Browse(BrowseChange::Move(i32::from(pages) * 15)))
        }
        Command::MoveRow(by) if *state.spot() == Spot::Browse => {
            Some(Action::Browse(BrowseChange::Move(i32::from(by))))
        }
        Command::Find if state.spot().place() == Place::Cards => Some(Action::Open(Spot::Browse)),
        Command::Practice => Some(Action::Open(Spot::Sittings)),
        Command::Browse => Some(Action::Open(Spot::Browse)),
        Command::Exchange => Some(Action::Open(Spot::Exchange)),
        Command::NewCard if matches!(state.overlay(), Some(Overlay::CardEditor(_))) => None,
        Command::NewCard => Some(Action::Show(Overlay::CardEditor(Box::default()))),
        Command::Plan => Some(Action::Open(Spot::Plan)),
        Command::MakeCard => Some(make_card(state)),
        Command::Highlight => Some(highlight(state)),
        Command::SelectAll => Some(Action::SelectAll),
        Command::Copy if state.spot().place() == Place::Learn => {
            state.selected().map(|_| Action::CopySelected)
        }
        Command::Extend(..) | Command::Recall | Command::CallStep(_) | Command::Pane(_) => None,
        Command::Note | Command::Bookmark if state.spot().place() == Place::Learn => None,
        Command::Bookmark => Some(bookmark(state)),
        Command::Scroll(_)
        | Command::Level(_)
        | Command::Differences
        | Command::Baseline
        | Command::Applicant
        | Command::Test
        | Command::Say(_)
        | Command::WhoMayDoIt
        | Command::Whole
        | Command::Copy
        | Command::Handout
        | Command::Find
        | Command::OpenCell
        | Command::Fold
        | Command::MoveCell(..)
        | Command::CloseCell => compare_action(command, state),
        Command::Space
        | Command::SureSpace
        | Command::MoveRow(_)
        | Command::MoveOption(_)
        | Command::Lens(_)
        | Command::Number(_)
        | Command::Letter(_)
        | Command::Hint
        | Command::Source
        | Command::CardInfo
        | Command::Note
        | Command::Bury
        | Command::Suspend
        | Command::Star
        | Command::Stop
        | Command::EditCard
        | Command::DeleteCard
        | Command::OpenRow => card_action(command, state),
    }
}

/// What a key does in Compare: on the card of EMS and EMT only that which leads away from it.
fn compare_action(command: Command, state: &AppState) -> Option<Action> {
    let at_table = *state.spot() == Spot::Compare;
    match command {
        Command::Whole if at_table => return Some(Action::Open(Spot::EmsAndEmt)),
        Command::Whole => return Some(Action::Open(Spot::Compare)),
        Command::WhoMayDoIt => return Some(Action::Show(Overlay::WhoMayDoIt)),
        _ if !at_table => return None,
        _ => {}
    }
    if let Some(test) = state.compare().test.as_ref().filter(|test| !test.is_over) {
        return test_action(command, state, test);
    }
    Some(match command {
        Command::Level(level) => Action::ToggleLevel(level),
        Command::Differences => Action::ToggleDifferences,
        Command::Baseline => Action::SwapBaseline,
        Command::Applicant => Action::ToggleApplicant,
        Command::Test => Action::StartTest,
        Command::Copy => Action::Copy,
        Command::Handout => Action::SaveHandout { blank: false },
        Command::OpenCell => Action::OpenCell,
        Command::Fold => Action::FoldSelected,
        Command::MoveCell(columns, rows) => Action::MoveCell(columns, rows),
        Command::CloseCell => Action::CloseCell,
        // A page of rows; where details are open, they are what is read on in.
        Command::Scroll(pages) if state.open_cell().is_none() && state.overlay().is_none() => {
            Action::MoveCell(0, pages.saturating_mul(PAGE_ROWS))
        }
        _ => return None,
    })
}

/// So many rows a page key goes.
const PAGE_ROWS: i8 = 10;

/// In a test the digits and Y and N fill the cell.
fn test_action(command: Command, state: &AppState, test: &TableTest) -> Option<Action> {
    let fill = |option: usize| {
        let at = state.compare().selected.clone()?;
        test.cell(&at).filter(|cell| cell.given.is_none() && option < cell.options.len())?;
        Some(Action::FillCell { at, option })
    };
    match command {
        Command::Level(level) => fill(level.index()),
        Command::Say(yes) => {
            let at = state.compare().selected.as_ref()?;
            test.cell(at).filter(|cell| !cell.asks_words())?;
            fill(usize::from(!yes))
        }
        Command::MoveCell(columns, rows) => Some(Action::MoveCell(columns, rows)),
        Command::CloseCell | Command::Test => Some(Action::CloseCell),
        _ => None,
    }
}

fn card_action(command: Command, state: &AppState) -> Option<Action> {
    match state.spot() {
        Spot::Browse => return row_action(command, state),
        Spot::Exchange | Spot::Backups | Spot::Plan | Spot::Method | Spot::Sittings => return None,
        _ => {}
    }
    if command == Command::OpenRow {
        return enter_action(state);
    }
    let current = state.asked()?.current.as_ref()?;
    let card = current.card.clone();
    let known = state.deck().get(&card)?;
    let asking = current.step == ReviewStep::Question;
    let answered = current.step == ReviewStep::Answer;
    let kind = &state.asked()?.kind;
    if kind.is_rehearsal()
        && matches!(command, Command::Hint | Command::EditCard | Command::DeleteCard)
    {
        return None;
    }
    let task = known.ask.task();
    let pick = |shown: u8| {
        let option = *current.order.get(usize::from(shown))?;
        Some(Action::Pick { card: card.clone(), option })
    };
    let take = |by: i8| {
        let option = current.beside(task, by).filter(|_| task.is_arranging())?;
        Some(Action::Take { card: card.clone(), option })
    };
    let put = |to: u8| Some(Action::Put { card: card.clone(), option: current.in_hand?, to });
    match command {
        Command::Space if asking => Some(Action::Reveal { card, sure: false }),
        Command::SureSpace if asking => Some(Action::Reveal { card, sure: true }),
        Command::Space if answered => {
            Some(Action::Rate { card, rating: current.suggested(&known.ask) })
        }
        // Practice knows two ratings only.
        Command::Number(n) if answered && kind.is_practice() && n < 4 => {
            let rating = if n == 0 { Rating::Again } else { Rating::Good };
            Some(Action::Rate { card, rating })
        }
        Command::Number(n) if answered => {
            let rating = state.settings().rating_buttons.rating_of_key(n)?;
            Some(Action::Rate { card, rating })
        }
        Command::Number(n) if asking && task.is_arranging() => {
            let places = match task {
                Task::Order => current.order.len(),
                _ => known.ask.heads().len(),
            };
            if usize::from(n) < places { put(n) } else { None }
        }
        Command::Number(n) | Command::Letter(n) if asking => pick(n),
        Command::MoveRow(by) if asking => take(by),
        // In a section the same arrows go through the levels of a call.
        Command::Lens(up) if asking && state.recall().is_some_and(Recall::is_looked_at) => {
            take(-up)
        }
        Command::MoveOption(by) if asking => put(current.moved(task, by)?),
        Command::Hint if known.hint.is_some() && asking => Some(Action::Hint(card)),
        Command::Hint if asking && *state.spot() == Spot::Cards => {
            Some(Action::Say("This card has no hint."))
        }
        Command::Source if answered => Some(
            source_action(state, &card)
                .unwrap_or(Action::Say("This card of your own names no sentence to open.")),
        ),
        Command::CardInfo => Some(Action::Show(Overlay::CardInfo)),
        Command::Bookmark if answered => Some(Action::Bookmark(state.paragraph_of(&card)?)),
        Command::Note if answered => Some(Action::Show(Overlay::Note(state.paragraph_of(&card)?))),
        Command::Bury => Some(Action::Bury(card)),
        Command::Suspend => Some(Action::Suspend(card)),
        Command::Star => Some(Action::Star(card)),
        Command::Stop if state.review().is_some_and(|r| r.current.is_some()) => {
            Some(Action::StopSession)
        }
        Command::EditCard => Some(Action::EditCard(card)),
        Command::DeleteCard => Some(Action::DeleteCard(card)),
        _ => None,
    }
}

/// Whether Space or Enter would rate an answer, or hand in a question of a rehearsal, that has just
/// come up: it belongs to the press before.
pub(super) fn comes_too_soon(command: Command, state: &AppState, now: Now) -> bool {
    let asked = state.asked();
    let unseen = asked.filter(|review| {
        review.current.as_ref().is_some_and(|current| {
            let rates = current.step == ReviewStep::Answer || review.kind.is_rehearsal();
            rates && !current.is_seen(now.mono_ms)
        })
    });
    matches!(command, Command::Space | Command::SureSpace | Command::OpenRow) && unseen.is_some()
}

/// What Enter does in a sitting: what Space does, or at its end what the filled button does.
fn enter_action(state: &AppState) -> Option<Action> {
    let review = state.review().filter(|_| *state.spot() == Spot::Cards)?;
    match review.current {
        Some(_) => card_action(Command::Space, state),
        None => Some(go_on(review).1),
    }
}

/// The filled button at the end of a sitting, or where it rests: its words, and what it does.
pub(super) fn go_on(review: &ReviewState) -> (String, Action) {
    let left = review.session.left();
    match review.rest {
        Some(Rest::Stopped) => (format!("Go on, {left} left"), Action::GoOn { minutes: None }),
        Some(Rest::TimeUp) => ("5 minutes more".to_owned(), Action::GoOn { minutes: Some(5) }),
        None if review.kind.is_of_day() => {
            (format!("Learn {MORE} more cards"), Action::StartSession(SessionKind::More(MORE)))
        }
        None => ("Review what is due".to_owned(), Action::StartSession(SessionKind::Due)),
    }
}

/// Opens a new card made from what is at hand.
fn make_card(state: &AppState) -> Action {
    match state.draft_at_hand() {
        Some(draft) => Action::Show(Overlay::CardEditor(Box::new(draft))),
        None if state.spot().place() == Place::Learn => Action::Say(
            "Which sentence? Select it first, with the mouse or the keyboard, then press M.",
        ),
        None => Action::Say("Show the answer first, then press M."),
    }
}

/// Bookmarks the cell or page of Compare that is shown, or the paragraph that a card rests on; says
/// why where there is nothing to bookmark.
fn bookmark(state: &AppState) -> Action {
    match (state.spot(), &state.compare().selected) {
        (Spot::EmsAndEmt, _) => Action::Bookmark(EMS_AND_EMT.into()),
        (Spot::Compare, Some(cell)) => Action::Bookmark(link_to_cell(cell).into()),
        (Spot::Compare, None) => Action::Say(
            "Which cell? Choose it with the arrows or the mouse; then Ctrl+D bookmarks it.",
        ),
        _ => card_action(Command::Bookmark, state).unwrap_or(Action::Say(
            "Nothing here takes a bookmark. Ctrl+D marks a paragraph in Learn, a cell in Compare, \
             or, once the answer shows, the paragraph that a card rests on.",
        )),
    }
}

/// Highlights what is selected, or lets go of the highlight at the caret. Without either, H is the
/// hint of the question that is before the eyes.
fn highlight(state: &AppState) -> Action {
    let in_section = matches!(state.spot(), Spot::Section(..));
    let takes = |s: &&Selection| !s.is_caret() || state.highlight_at_caret().is_some();
    match state.selection().filter(|_| in_section).filter(takes) {
        Some(selection) => Action::Highlight(selection.clone()),
        None => card_action(Command::Hint, state).unwrap_or(Action::Say(
            "Which words? Select them in a section, with the mouse or with Shift and the arrows; \
             then H highlights them.",
        )),
    }
}

/// What a key does to the card selected in the list of all cards.
fn row_action(command: Command, state: &AppState) -> Option<Action> {
    let card = state.card_at_hand()?.clone();
    match command {
        Command::OpenRow if state.is_own(&card) => Some(Action::EditCard(card)),
        Command::OpenRow | Command::CardInfo => Some(Action::Show(Overlay::CardInfo)),
        Command::EditCard => Some(Action::EditCard(card)),
        Command::DeleteCard => Some(Action::DeleteCard(card)),
        Command::Suspend => Some(Action::Suspend(card)),
        Command::Star => Some(Action::Star(card)),
        Command::Source => source_action(state, &card),
        _ => None,
    }
}

/// What Home begins with: for whoever explores or teaches what the page is for, else the cards that
/// wait, else reading.
pub(super) fn begin_action(state: &AppState) -> Action {
    match state.settings().role {
        Some(Role::Explore) => Action::Open(Spot::Section(WHAT_EMS_IS.into(), None)),
        Some(Role::Teach) => Action::Open(Spot::Section(state.section().clone(), None)),
        _ if state.today().is_some_and(|today| today.outlook.waiting() > 0) => Action::ReviewToday,
        _ => read_on_action(state),
    }
}

/// The section with which whoever explores begins.
pub(super) const WHAT_EMS_IS: &str = "what-ems-is";

/// Reads on where it was left, else compares the levels.
pub(super) fn read_on_action(state: &AppState) -> Action {
    let reading = state.today().and_then(|today| today.reading.as_ref());
    match reading.map(|reading| (&reading.section, &reading.at)) {
        Some((_, Some(at))) => Action::OpenBlock(at.clone(), "read on here"),
        Some((section, None)) => Action::Open(Spot::Section(section.clone(), None)),
        None => Action::GoTo(Place::Compare),
    }
}

/// Opens the sentence that a card asks about, or the row of the comparison.
pub fn source_action(state: &AppState, card: &crate::curriculum::CardId) -> Option<Action> {
    let card = state.deck().get(card)?;
    Some(match card.skills.first() {
        Some(skill) if card.facts.is_empty() => Action::OpenRow(skill.clone()),
        _ => Action::OpenSentence {
            section: card.section.clone()?,
            facts: card.facts.clone(),
            label: "asked in your card",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_signs_alone_can_be_told_from_other_keys() {
        assert!(is_single(key(Key::N)) && is_single(key(Key::Num3)) && is_single(Press::Text('?')));
        for press in [ctrl(Key::N), alt(Key::ArrowLeft), key(Key::Space), key(Key::F1)] {
            assert!(!is_single(press), "{press:?}");
        }
    }

    #[test]
    fn no_two_keys_clash_where_both_count() {
        for (i, a) in BINDINGS.iter().enumerate() {
            for b in BINDINGS.iter().skip(i + 1) {
                let is_asked = |s| s == Asked || s == In(Place::Cards) || s == In(Place::Learn);
                let both_asked = is_asked(a.scope) && is_asked(b.scope);
                let together = a.scope == Everywhere
                    || b.scope == Everywhere
                    || a.scope == b.scope
                    || (both_asked && (a.scope == Asked || b.scope == Asked));
                let same = a.press.iter().any(|p| b.press.contains(p));
                assert!(!(together && same), "{} and {} share a key", a.key, b.key);
            }
        }
    }

    #[test]
    fn every_command_with_words_has_a_key_to_show() {
        for binding in BINDINGS {
            assert!(!binding.key.is_empty() && !binding.press.is_empty());
        }
    }
}
