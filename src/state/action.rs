//! What a person may want.

use super::browse::BrowseChange;
use super::clock_doubt::ClockAnswer;
use super::draft::CardDraft;
use super::effect::Choose;
use super::exchange::LeaveAs;
use super::places::{Overlay, Place, Spot};
use super::selection::Selection;
use crate::curriculum::{
    Anchor, CardId, CellRef, FactId, Figure, MatrixGroup, MatrixView, ProviderLevel, SectionId,
    SheetFormat, SkillId,
};
use crate::study::{Build, EntryRef, Passage, Plan, Rating, Role, SessionKind, Settings, StudyDay};
use std::path::PathBuf;

/// What a person wants, and about what. A view pushes it, `AppState::apply` carries it out.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Show one of the places.
    GoTo(Place),
    /// Show exactly this spot.
    Open(Spot),
    /// Show the sentence that rests on one of these facts, outlined, with a label.
    OpenSentence {
        /// The section it stands in.
        section: SectionId,
        /// The facts.
        facts: Vec<FactId>,
        /// Why it is outlined.
        label: &'static str,
    },
    /// Show a row of the comparison.
    OpenRow(SkillId),
    /// Show a cell of the comparison, explained.
    OpenCellOf(CellRef),
    /// Show a card in the list of all cards.
    OpenCard(CardId),
    /// Show the column of a level.
    OpenLevel(ProviderLevel),
    /// Show a block with a label, or what else a bookmark is on.
    OpenBlock(Anchor, &'static str),
    /// Show a row of the list that a figure draws.
    OpenFigureRow(Figure, String),
    /// Back to where one was.
    Back,
    /// Forward again.
    Forward,
    /// Open something above the page.
    Show(Overlay),
    /// Close the topmost thing above the page.
    CloseOverlay,
    /// The section before or after this one.
    TurnPage(Turn),
    /// These paragraphs are in view, from the top down, from now on.
    Seen(Vec<Anchor>),
    /// Keep a note on a paragraph; an empty text deletes it.
    SaveNote {
        /// The paragraph.
        anchor: Anchor,
        /// What was written.
        text: String,
    },
    /// Set a bookmark, or remove it.
    Bookmark(Anchor),
    /// Highlight what is selected, or let go of it where all of it is highlighted.
    Highlight(Selection),
    /// Let go of a highlight.
    RemoveHighlight(Passage),

    /// Select a stretch of the section shown, or nothing.
    Select(Option<Selection>),
    /// Select the whole section shown.
    SelectAll,
    /// Copy what is selected.
    CopySelected,
    /// Show a step of a 911 call, by its place.
    ShowCallStep(usize),
    /// See the call through a level.
    SetLens(ProviderLevel),
    /// The questions at the end of a section come before the eyes, or go from them.
    LookAtRecall(SectionId, bool),
    /// Ask further questions of a section.
    MoreRecall(SectionId),

    /// Show or hide a column of the comparison.
    ToggleLevel(ProviderLevel),
    /// Show only rows in which the levels shown differ.
    ToggleDifferences,
    /// Hold the other columns against this one, or against none.
    SetBaseline(Option<ProviderLevel>),
    /// Pin the column of the selected cell as the baseline, or let it go; without a cell the next one.
    SwapBaseline,
    /// Show only rows whose names hold these words.
    FindRows(String),
    /// Show only rows of this group, or of all.
    FilterGroup(Option<MatrixGroup>),
    /// Show only what an applicant needs, or everything.
    ToggleApplicant,
    /// Show every row again.
    ShowAllRows,
    /// Look at the comparison like this, as a link asks.
    SetTable(MatrixView),
    /// Fold or unfold a group of rows.
    ToggleGroup(MatrixGroup),
    /// Select a cell of the comparison and open its details.
    SelectCell(SkillId, ProviderLevel),
    /// Select the cell so many columns and rows further.
    MoveCell(i8, i8),
    /// Open the details of the selected cell.
    OpenCell,
    /// Fold or unfold the group of the selected cell.
    FoldSelected,
    /// Close the topmost of the comparison: details, then the selection; a test is ended.
    CloseCell,
    /// Make the visible table a test.
    StartTest,
    /// Ask again the cells of the test that were wrong.
    AskMissed,
    /// Put an option into a blank cell of the test.
    FillCell {
        /// The cell.
        at: CellRef,
        /// The option, by its place in the cell's own order.
        option: usize,
    },
    /// Copy the visible table.
    CopyTable(SheetFormat),
    /// Copy the selected cell, or the visible table where none is.
    Copy,
    /// Write the visible table as a handout: filled, or blank with an answer key.
    SaveHandout {
        /// Blank with an answer key.
        blank: bool,
    },
    /// Show a folder in the system's own window.
    OpenFolder(PathBuf),

    /// Say what brings one here, or that it is not to be said.
    ChooseRole(Option<Role>),
    /// Show the answer of the card of the day; it counts for nothing.
    ShowCardOfDay(CardId),

    /// Begin a sitting.
    StartSession(SessionKind),
    /// Stop the sitting here; its summary shows.
    StopSession,
    /// Go on with a sitting that was stopped or whose time was up.
    GoOn {
        /// So many minutes more; nothing for no limit.
        minutes: Option<u64>,
    },
    /// Put a sitting together like this.
    SetBuild(Build),
    /// Pick or unpick an option of a card, by its place in the card's own order.
    Pick {
        /// The card.
        card: CardId,
        /// The option.
        option: u8,
    },
    /// Take a step or thing of a card into the hand, by its place in the card's own order.
    Take {
        /// The card.
        card: CardId,
        /// The step or thing.
        option: u8,
    },
    /// Put a step of a card to a place, from 0, or a thing of it under a head.
    Put {
        /// The card.
        card: CardId,
        /// The step or thing, by its place in the card's own order.
        option: u8,
        /// The place, or the head; a thing put under no head that there is lies apart again.
        to: u8,
    },
    /// Open the hint.
    Hint(CardId),
    /// Show the answer.
    Reveal {
        /// The card.
        card: CardId,
        /// "I am sure".
        sure: bool,
    },
    /// Rate the card.
    Rate {
        /// The card.
        card: CardId,
        /// How well it went.
        rating: Rating,
    },
    /// Take the last rating back.
    Undo,
    /// Bring back what was undone.
    Redo,
    /// Hide a card until tomorrow.
    Bury(CardId),
    /// Take a card out of reviews, or put it back.
    Suspend(CardId),
    /// Mark a card, or unmark it.
    Star(CardId),

    /// Keep a card of one's own, new or changed.
    SaveCard(CardDraft),
    /// Put a card of one's own away.
    DeleteCard(CardId),
    /// Open a card of one's own to be changed.
    EditCard(CardId),

    /// Show the cards of the day; a sitting of another kind ends for it.
    ReviewToday,
    /// Change how the list of all cards is looked at.
    Browse(BrowseChange),
    /// Open the system's window to choose a file or folder.
    Choose(Choose),
    /// Export into this folder from now on.
    ExportTo(PathBuf),
    /// Read a file that may be taken in.
    ReadFile(PathBuf),
    /// Stop what is being read or written.
    StopExchange,
    /// Take in the file that is shown.
    KeepFile,
    /// Let go of what the exchange shows.
    CloseExchange,
    /// Write cards into a file in this folder.
    Leave {
        /// The format.
        format: LeaveAs,
        /// Our cards too.
        all: bool,
        /// The folder.
        folder: PathBuf,
    },

    /// Show progress by the exam of this level.
    ShowExam(ProviderLevel),
    /// Replace the plan.
    SetPlan(Plan),
    /// Take up what has waited: so many cards on which day.
    AcceptCatchUp(Vec<(StudyDay, u32)>),
    /// Propose no catch-up any more today.
    PutAwayCatchUp,
    /// Undo an entry that a notice names.
    UndoEntry(EntryRef),
    /// Fit the scheduler to the learner's answers.
    StartFit,
    /// Stop fitting.
    StopFit,
    /// Schedule by the fitted weights from now on.
    TakeFit,
    /// Let go of what came of fitting.
    LetGoOfFit,
    /// Schedule by the published weights again.
    DropFit,

    /// Replace the settings.
    Set(Settings),
    /// Let study days begin at that hour, 0 to 23.
    SetDayHour(u8),
    /// Set the zoom, in per cent.
    Zoom(u16),
    /// Full screen, or back.
    ToggleFullscreen,
    /// Say something that is good to know.
    Say(&'static str),
    /// Hide the notice.
    DismissNotice,
    /// End the program.
    Quit,

    /// Say whether the clock of this computer is right.
    AnswerClock(ClockAnswer),
    /// Look for the backups.
    ListBackups,
    /// Bring back what an archive holds and the folder does not.
    Restore(PathBuf),
    /// Write everything into one file.
    Export(PathBuf),
}

/// Which way to turn the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To the section before.
    Previous,
    /// To the section after.
    Next,
}
