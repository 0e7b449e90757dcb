//! The state of the running program and the one way in which it changes.
//!
//! `AppState::apply` takes an action and the time, changes the state, and returns what has to
//! happen outside. It cannot fail and does no I/O. What came of it returns to `AppState::receive`.

mod action;
mod backups;
mod browse;
mod clock_doubt;
mod compare;
mod comparing;
mod draft;
mod effect;
mod exchange;
mod highlights;
mod home;
mod keep;
mod link;
mod marks;
mod outcome;
mod own_cards;
mod places;
mod plan;
mod reading;
mod recall;
mod recent;
mod review;
mod selection;
mod sittings;
mod statistics;
mod table_test;
mod undo;
mod update;

pub use action::{Action, Turn};
pub use backups::{BackupLine, BackupWork, BackupsView, Reloaded};
pub use browse::{Browse, BrowseChange, CardState, SortBy};
pub use clock_doubt::{ClockAnswer, ClockDoubt};
pub use compare::CompareView;
pub use draft::{CardDraft, CardKind, DraftFault, DraftField};
pub use effect::{Choose, ComputeJob, DesktopJob, Effect, ExchangeJob, NewEntry, Origin, WriteJob};
pub use exchange::{Exchange, LeaveAs, Preview, Taken};
pub use highlights::Highlighted;
pub use link::{EMS_AND_EMT, link_to_cell, link_words, linked_cell, parse_link};
pub use outcome::{Computed, DesktopReport, Exchanged, Outcome, Written};
pub use own_cards::DeckChange;
pub use places::{Outline, Overlay, Part, Place, Position, Spot, Visit};
pub use plan::{Estimate, Fitting, PlanView};
pub use recall::Recall;
pub use recent::RecentPlace;
pub use review::{Current, Rest, ReviewState, ReviewStep, Tally};
pub use selection::{
    Selected, Selection, Stride, TextPiece, TextPlace, first_pieces, moved, selected_text,
    text_pieces, word_around,
};
pub use sittings::{MORE, Sittings, cram};
pub use table_test::{BlankCell, Given, TableTest};

use crate::curriculum::{
    Anchor, Curriculum, MatrixView, ProviderLevel, SectionId, StateOverlay, bundled_overlays,
};
use crate::study::{Deck, EntryRef, Moment, OwnDeck, Progress, Settings};
use home::Home;
use own_cards::OwnDecks;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Arc;

/// The time, as the shell asked its clock once for this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The calendar's time.
    pub moment: Moment,
    /// Milliseconds of a clock that neither jumps nor stands still.
    pub mono_ms: u64,
}

/// Whether answers can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// They are kept.
    Open,
    /// They cannot be kept; the text says why and what to do.
    Closed(String),
}

/// Something that a person has to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened, what is safe, what to do.
    pub text: String,
    /// How much it matters.
    pub tone: Tone,
    /// Where something can be done about it.
    pub offer: Option<Spot>,
    /// A folder that can be opened for it.
    pub folder: Option<PathBuf>,
    /// What can be undone at once.
    pub undo: Option<EntryRef>,
    /// The card that can be made of it at once.
    pub card: Option<Box<CardDraft>>,
}

impl Notice {
    fn new(text: String, tone: Tone) -> Self {
        Self { text, tone, offer: None, folder: None, undo: None, card: None }
    }
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is good to know, and goes with the next action.
    Calm,
    /// It stays until it is dismissed.
    Caution,
}

/// How the steps of a 911 call are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallView {
    /// The step shown, from 0.
    pub step: usize,
    /// The level through which it is seen.
    pub lens: ProviderLevel,
}

impl Default for CallView {
    fn default() -> Self {
        Self { step: 0, lens: ProviderLevel::Emt }
    }
}

/// The state of the running program. Its fields are written by `update` alone.
#[derive(Clone, Debug)]
pub struct AppState {
    curriculum: Arc<Curriculum>,
    deck: Arc<Deck>,
    progress: Progress,
    keeping: Keeping,
    visit: Visit,
    back: Vec<Visit>,
    forward: Vec<Visit>,
    /// Visits so far.
    visits: u64,
    /// Links of the places opened last, the newest first.
    recent: Vec<String>,
    section: SectionId,
    overlays: Vec<Overlay>,
    compare: CompareView,
    /// Rules of states, each state once.
    state_overlays: Arc<Vec<StateOverlay>>,
    review: Option<ReviewState>,
    sittings: Sittings,
    recall: Option<Recall>,
    selection: Option<Selection>,
    call: CallView,
    settings: Settings,
    zoom_percent: u16,
    fullscreen: bool,
    notice: Option<Notice>,
    backups: BackupsView,
    clock_answer: ClockAnswer,
    reading: reading::ReadingClock,
    /// The note that is on its way to the disk.
    saving: Option<Anchor>,
    /// Entries on their way to the disk that the next rating waits for.
    pending: usize,
    own: OwnDecks,
    browse: Browse,
    exchange: Exchange,
    export_folder: Option<PathBuf>,
    progress_view: statistics::ProgressView,
    home: Home,
    /// Whether Home asks what brings the person here.
    asks_role: bool,
    plan: PlanView,
}

/// So many of something in words: "1 card", "2 cards".
pub fn plural<N: Display + PartialEq + From<u8>>(n: N, one: &str) -> String {
    if n == N::from(1) { format!("1 {one}") } else { format!("{n} {one}s") }
}

impl AppState {
    /// The state of a program that has just been started.
    #[must_use]
    pub fn new(
        curriculum: Arc<Curriculum>,
        progress: Progress,
        settings: Settings,
        keeping: Keeping,
    ) -> Self {
        let deck = Arc::new(Deck::new(&curriculum));
        let state_overlays = Arc::new(bundled_overlays(&curriculum));
        let section = match curriculum.sections().first() {
            Some(section) => section.id.clone(),
            None => SectionId::from(""),
        };
        Self {
            curriculum,
            deck,
            progress,
            keeping,
            visit: Visit { spot: Spot::Section(section.clone(), None), number: 0 },
            back: Vec::new(),
            forward: Vec::new(),
            visits: 0,
            recent: Vec::new(),
            section,
            overlays: Vec::new(),
            compare: CompareView::default(),
            state_overlays,
            review: None,
            sittings: Sittings::default(),
            recall: None,
            selection: None,
            call: CallView::default(),
            settings: settings.within_limits(),
            zoom_percent: 100,
            fullscreen: false,
            notice: None,
            backups: BackupsView::default(),
            clock_answer: ClockAnswer::default(),
            reading: reading::ReadingClock::default(),
            saving: None,
            pending: 0,
            own: OwnDecks::default(),
            browse: Browse::default(),
            exchange: Exchange::default(),
            export_folder: None,
            progress_view: statistics::ProgressView::default(),
            home: Home::default(),
            asks_role: false,
            plan: PlanView::default(),
        }
    }

    /// What there is to know.
    #[must_use]
    pub fn curriculum(&self) -> &Curriculum {
        &self.curriculum
    }

    /// The cards.
    #[must_use]
    pub fn deck(&self) -> &Deck {
        &self.deck
    }

    /// The same, to be told apart from a later deck by what is made from it.
    #[must_use]
    pub fn shared_deck(&self) -> &Arc<Deck> {
        &self.deck
    }

    /// What the learner did.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Whether answers can be kept.
    #[must_use]
    pub fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// Where the person is.
    #[must_use]
    pub fn spot(&self) -> &Spot {
        &self.visit.spot
    }

    /// The number of this visit.
    #[must_use]
    pub fn visit(&self) -> u64 {
        self.visit.number
    }

    /// The section read last.
    #[must_use]
    pub fn section(&self) -> &SectionId {
        &self.section
    }

    /// Where Alt+Left leads.
    #[must_use]
    pub fn back_spot(&self) -> Option<&Spot> {
        self.back.last().map(|visit| &visit.spot)
    }

    /// The topmost thing above the page.
    #[must_use]
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlays.last()
    }

    /// How the comparison is looked at.
    #[must_use]
    pub fn compare(&self) -> &CompareView {
        &self.compare
    }

    /// The rules of states that can be laid over the comparison.
    #[must_use]
    pub fn state_overlays(&self) -> &[StateOverlay] {
        &self.state_overlays
    }

    /// The rules of the state that was chosen; nothing for the national model alone.
    #[must_use]
    pub fn state_overlay(&self) -> Option<&StateOverlay> {
        let chosen = self.settings.state_rules.as_ref()?;
        self.state_overlays.iter().find(|overlay| overlay.state == *chosen)
    }

    /// The sitting that is open.
    #[must_use]
    pub fn review(&self) -> Option<&ReviewState> {
        self.review.as_ref()
    }

    /// How the call is looked at.
    #[must_use]
    pub fn call(&self) -> CallView {
        self.call
    }

    /// What the learner has set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The zoom, 50 to 300.
    #[must_use]
    pub fn zoom_percent(&self) -> u16 {
        self.zoom_percent
    }

    /// What the person has to be told.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Whether a note on this paragraph is on its way to the disk.
    #[must_use]
    pub fn is_saving(&self, anchor: &Anchor) -> bool {
        self.saving.as_ref() == Some(anchor)
    }

    /// The learner's own decks.
    #[must_use]
    pub fn own_decks(&self) -> &[OwnDeck] {
        &self.own.decks
    }

    /// A number that changes whenever the cards change.
    #[must_use]
    pub fn deck_version(&self) -> u64 {
        self.own.version
    }

    /// Takes over the learner's own decks at the start.
    pub fn take_decks(&mut self, decks: Vec<OwnDeck>) {
        let deck = Deck::with_own(&self.curriculum, &decks);
        self.take_made(decks, deck);
    }

    /// The same with the deck of all cards that was made of them.
    pub fn take_made(&mut self, decks: Vec<OwnDeck>, deck: Deck) {
        self.own.decks = decks;
        self.own.version += 1;
        self.deck = Arc::new(deck);
    }

    /// Entries on their way to the disk that the next rating waits for.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.pending
    }

    /// Tells something at the start, such as what was found in the folder.
    pub fn tell(&mut self, text: String, tone: Tone) {
        // What has to be dismissed is not pushed away by what is merely good to know.
        let stays = matches!(self.notice, Some(Notice { tone: Tone::Caution, .. }));
        if stays && tone == Tone::Calm {
            return;
        }
        self.notice = Some(Notice::new(text, tone));
    }

    /// Tells something that a backup may help with.
    pub fn tell_and_offer_backups(&mut self, text: String) {
        let offer = Some(Spot::Backups);
        self.notice = Some(Notice { offer, ..Notice::new(text, Tone::Caution) });
    }

    /// Takes over the section read last.
    pub fn restore_section(&mut self, section: SectionId) {
        if self.curriculum.section(&section).is_some() {
            self.visit.spot = Spot::Section(section.clone(), None);
            self.section = section;
        }
    }

    /// Takes over the zoom of the last time.
    pub fn restore_zoom(&mut self, percent: u16) {
        self.zoom_percent = percent.clamp(update::ZOOM.0, update::ZOOM.1);
    }

    /// Forgets the way here, as at the start: there is nothing to go back to.
    pub fn forget_way(&mut self) {
        self.back.clear();
        self.forward.clear();
    }

    /// Takes over how the comparison was looked at the last time.
    pub fn restore_table(&mut self, table: MatrixView) {
        self.compare.table = table.mended();
    }

    /// Adds rules of states; those of a state that is there already take their place.
    pub fn add_state_overlays(&mut self, more: Vec<StateOverlay>) {
        let mut all = Vec::clone(&self.state_overlays);
        all.retain(|known| more.iter().all(|new| new.state != known.state));
        all.extend(more);
        all.sort_by(|a, b| a.state.cmp(&b.state));
        self.state_overlays = Arc::new(all);
    }
}
