//! The shell: one frame is keys and views, then `apply`, then effects. It owns the clock and the
//! thread that writes. Rules live in `state` and `study`, drawing in `ui`.

mod chooser;
mod intake;
mod keeping;
mod thinker;
mod window;
mod writer;

pub use window::run;
pub use writer::{Desk, WindowPlace};

use crate::clock::{Clock, format_moment};
use crate::curriculum::Curriculum;
use crate::quote::quoted;
use crate::state::{
    Action, AppState, DesktopJob, DesktopReport, Effect, Keeping, Now, Outcome, Tone, parse_link,
};
use crate::storage::{
    ArchiveAbout, Finding, FoundDecks, History, Journal, SETTINGS, StorageError, SystemDisk,
    backups_folder, data_folder, handout_folder, newest_backup, note_holder, read_decks,
    read_history, read_overlays, read_small, segment_seed,
};
use crate::study::{Deck, Progress, Settings};
use crate::ui::{AboutFacts, UiState, frame_ui, theme};
use chooser::Chooser;
use directories::UserDirs;
use egui::{Context, Ui, ViewportCommand};
use intake::{Errands, Intake};
use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use thinker::Thinker;
use writer::{Job, WINDOW, Writer};

/// How often the progress of a fit is looked at.
const WATCH: Duration = Duration::from_millis(100);

/// The running program.
pub struct App {
    state: AppState,
    ui_state: UiState,
    about: AboutFacts,
    clock: Clock,
    writer: Writer,
    intake: Intake,
    thinker: Thinker,
    chooser: Chooser,
    /// What was last put on, so that it is put on again only when it changes.
    dressed: Option<(Settings, u16)>,
    /// How the window stood at the start.
    place: WindowPlace,
    /// The size it has now, in points at 100 %.
    size: Option<(f32, f32)>,
    /// What the start asked for, until the first frame.
    asked: Vec<Effect>,
}

/// What a start finds in the folder.
pub struct Start {
    state: AppState,
    desk: Desk,
    clock: Clock,
    place: WindowPlace,
    /// What has to happen outside for the page with which it opens.
    asked: Vec<Effect>,
}

impl Start {
    /// Opens the folder and replays the journal. Whatever state the folder is in, the program
    /// starts: where answers cannot be kept, Cards says why.
    #[must_use]
    pub fn open(curriculum: Arc<Curriculum>, asked: Option<&Path>, clock: Clock) -> Self {
        let folder = data_folder(asked).ok();
        // Decks are read beside the journal: neither needs the other, and both take their time.
        let (opened, (own, deck)) = thread::scope(|scope| {
            let own = scope.spawn(|| read_own(&curriculum, folder.as_deref()));
            let opened = data_folder(asked).and_then(|folder| open_journal(folder, &clock));
            (opened, own.join().unwrap_or_else(|fault| resume_unwind(fault)))
        });
        let read = folder.as_deref().map(read_settings).unwrap_or_default();
        let place = folder.as_deref().map(read_place).unwrap_or_default();
        let (mut state, journal, mut found) = match opened {
            Ok(Opened { journal, progress, findings, lost }) => {
                let state = AppState::new(curriculum, progress, read.settings, Keeping::Open);
                (state, Some(journal), told(&findings).into_iter().chain(lost).collect::<Vec<_>>())
            }
            Err(error) => {
                let keeping = Keeping::Closed(error.to_string());
                let History { entries, findings } =
                    folder.as_deref().map(only_read).unwrap_or_default();
                let progress = Progress::replay(entries);
                let state = AppState::new(curriculum, progress, read.settings, keeping);
                (state, None, told(&findings).into_iter().collect())
            }
        };
        let damaged = !found.is_empty();
        // A history of which nothing is left is not that of a new learner.
        if journal.is_some() && read.is_new && state.progress().revision() == 0 && !damaged {
            state.ask_role();
        }
        state.restore_zoom(place.zoom_percent);
        state.restore_table(place.table.clone());
        state.restore_recent(place.recent.clone());
        let of_overlays = folder.as_deref().and_then(|folder| add_overlays(&mut state, folder));
        if let Some(section) = &place.section {
            state.restore_section(section.clone());
        }
        state.take_made(own.decks, deck);
        // Where the folder itself is the trouble, Cards says so once.
        let of_settings = read.complaint.clone().filter(|_| journal.is_some());
        let mut complaints = own.complaints;
        complaints.extend(of_settings.into_iter().chain(of_overlays));
        if damaged {
            found.extend(complaints);
            state.tell_and_offer_backups(found.join(" "));
        } else if !complaints.is_empty() {
            state.tell(complaints.join(" "), Tone::Caution);
        }
        let mut desk = Desk::new(journal, folder);
        let today = state.progress().study_day(clock.moment());
        let about = ArchiveAbout::of(state.progress(), clock.moment());
        desk.backup_due = desk.journal.as_ref().map(|_| (about, today, !damaged));
        desk.handouts = handout_folder(asked);
        desk.settings_unreadable = read.complaint.is_some();
        desk.decks = own.files;
        Self { state, desk, clock, place, asked: Vec::new() }
    }

    /// Opens there where a link leads, else at Home. A link that is not understood is told.
    #[must_use]
    pub fn at(mut self, link: Option<&str>) -> Self {
        let link = link.unwrap_or("home");
        let now = Now { moment: self.clock.moment(), mono_ms: self.clock.mono_ms() };
        match parse_link(link, self.state.curriculum()) {
            Ok(actions) => {
                for action in actions {
                    self.asked.extend(self.state.apply(action, now));
                }
                self.state.forget_way();
            }
            Err(what) => {
                let text = format!("The link “{}” could not be followed: {what}.", quoted(link));
                self = self.at(None);
                self.state.tell(text, Tone::Caution);
            }
        }
        self
    }
}

/// Reads the decks in the folder, and makes the deck of all cards.
fn read_own(curriculum: &Curriculum, folder: Option<&Path>) -> (FoundDecks, Deck) {
    let own = folder.map(|folder| read_decks(&SystemDisk, folder)).unwrap_or_default();
    let deck = Deck::with_own(curriculum, &own.decks);
    (own, deck)
}

/// Reads the rules of states in the folder. Returns what has to be told.
fn add_overlays(state: &mut AppState, folder: &Path) -> Option<String> {
    let (good, mut told) = read_overlays(&SystemDisk, folder, state.curriculum());
    state.add_state_overlays(good);
    if let Some(chosen) = &state.settings().state_rules
        && state.state_overlay().is_none()
    {
        told.push(format!("There are no rules of {chosen}; the national model is shown alone."));
    }
    (!told.is_empty()).then(|| told.join(" "))
}

/// A folder that was opened for writing.
struct Opened {
    journal: Journal,
    progress: Progress,
    findings: Vec<Finding>,
    /// What a backup holds and the folder does not.
    lost: Option<String>,
}

fn open_journal(folder: PathBuf, clock: &Clock) -> Result<Opened, StorageError> {
    let seed = segment_seed(&folder, clock.moment());
    let (journal, history) = Journal::open(Box::new(SystemDisk), &folder, seed)?;
    note_holder(&SystemDisk, &folder, format_moment(clock.moment()));
    let lost = lost_since_backup(&folder, &history);
    let progress = Progress::replay(history.entries);
    Ok(Opened { journal, progress, findings: history.findings, lost })
}

/// What a folder holds that cannot be written now; it is not taken for empty.
fn only_read(folder: &Path) -> History {
    read_history(&SystemDisk, folder).unwrap_or_default()
}

/// Whether the newest backup ends with an answer that is not here any more.
fn lost_since_backup(folder: &Path, history: &History) -> Option<String> {
    let (day, about) = newest_backup(&SystemDisk, &backups_folder(folder)?)?;
    let last = about.last?;
    let is_here = history.entries.iter().rev().any(|(at, _)| *at == last);
    (!is_here).then(|| {
        format!(
            "The backup of {day} ends with answers that are missing here; it holds {} reviews. \
             Nothing was changed.",
            about.reviews
        )
    })
}

/// The settings, or the defaults and why.
#[derive(Default)]
struct ReadSettings {
    settings: Settings,
    /// Whether nothing was ever set.
    is_new: bool,
    complaint: Option<String>,
}

fn read_settings(folder: &Path) -> ReadSettings {
    match read_small(&SystemDisk, &folder.join(SETTINGS)) {
        Ok(settings) => {
            let is_new = settings.is_none();
            ReadSettings { settings: settings.unwrap_or_default(), is_new, complaint: None }
        }
        Err(error) => ReadSettings {
            settings: Settings::default(),
            is_new: false,
            complaint: Some(format!(
                "The settings could not be read and are left as they are; the defaults hold for now. {error}"
            )),
        },
    }
}

/// Where the window stood; losing it is no loss worth a word.
fn read_place(folder: &Path) -> WindowPlace {
    read_small(&SystemDisk, &folder.join(WINDOW)).ok().flatten().unwrap_or_default()
}

/// What a learner has to know of what was found.
fn told(findings: &[Finding]) -> Option<String> {
    let damage: Vec<&Finding> = findings.iter().filter(|f| f.is_damage).collect();
    let first = damage.first()?;
    let more = match damage.len() {
        1 => String::new(),
        n => format!(" There are {} more such places.", n - 1),
    };
    let place = first.place().map(|place| format!(" It is {place}")).unwrap_or_default();
    Some(format!(
        "A part of your progress is damaged: {}.{more} Everything else is there, and nothing was \
         changed. A backup may have what is missing.{place}",
        first.words()
    ))
}

impl App {
    /// Sets the program up with a thread that writes; `ctx` is woken when something was written.
    pub fn new(start: Start, ctx: &Context) -> std::io::Result<Self> {
        let waker = ctx.clone();
        let Start { state, desk, clock, place, asked } = start;
        let about = about_facts(&desk);
        let writer = Writer::spawn(desk, move || waker.request_repaint())?;
        Ok(Self::assemble((state, asked), (writer, Intake::new(true)), about, clock, place))
    }

    /// Sets the program up without a thread: what is to be written is written at once.
    #[must_use]
    pub fn headless(start: Start) -> Self {
        let Start { state, desk, clock, place, asked } = start;
        let about = about_facts(&desk);
        Self::assemble(
            (state, asked),
            (Writer::inline(desk), Intake::new(false)),
            about,
            clock,
            place,
        )
    }

    fn assemble(
        (state, asked): (AppState, Vec<Effect>),
        (writer, intake): (Writer, Intake),
        about: AboutFacts,
        clock: Clock,
        place: WindowPlace,
    ) -> Self {
        let ui_state = UiState::restore(place.positions.clone());
        let thinker = Thinker::new(matches!(writer, Writer::Thread { .. }));
        let chooser = Chooser::new();
        let (dressed, size) = (None, None);
        Self {
            state,
            ui_state,
            about,
            clock,
            writer,
            intake,
            thinker,
            chooser,
            dressed,
            place,
            size,
            asked,
        }
    }

    /// The state, to be looked at.
    #[must_use]
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// The clock it asks.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Carries out an action from outside a frame, such as a link given at the start.
    pub fn act(&mut self, action: Action, ctx: &Context) {
        let now = self.now();
        self.carry_out(vec![action], now, ctx);
    }

    /// Takes in what came of an effect, as from a thread that carried it out.
    pub fn receive(&mut self, outcome: Outcome, ctx: &Context) {
        let now = self.now();
        let effects = self.state.receive(outcome, now);
        self.perform(effects, now, ctx);
    }

    /// One frame.
    pub fn frame(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.dress(&ctx);
        let now = self.now();
        let asked = std::mem::take(&mut self.asked);
        self.perform(asked, now, &ctx);
        let mut done = self.writer.done();
        done.extend(self.intake.done());
        done.extend(self.thinker.done());
        done.extend(self.chooser.done());
        if self.thinker.is_fitting() {
            ctx.request_repaint_after(WATCH);
        }
        for outcome in done {
            let effects = self.state.receive(outcome, now);
            self.perform(effects, now, &ctx);
        }
        let wanted = frame_ui(ui, &self.state, &mut self.ui_state, &self.about, now);
        if !wanted.is_empty() {
            ctx.request_repaint();
        }
        self.carry_out(wanted, now, &ctx);
    }

    fn now(&self) -> Now {
        Now { moment: self.clock.moment(), mono_ms: self.clock.mono_ms() }
    }

    /// Puts theme and zoom on, where they have changed.
    fn dress(&mut self, ctx: &Context) {
        let (settings, zoom) = (self.state.settings(), self.state.zoom_percent());
        if self.dressed.as_ref().is_some_and(|(s, z)| s == settings && *z == zoom) {
            return;
        }
        if self.dressed.is_none() {
            theme::install(ctx);
        }
        theme::apply(ctx, settings);
        ctx.set_zoom_factor(f32::from(zoom) / 100.0);
        self.dressed = Some((settings.clone(), zoom));
    }

    fn carry_out(&mut self, actions: Vec<Action>, now: Now, ctx: &Context) {
        for action in actions {
            let effects = self.state.apply(action, now);
            self.perform(effects, now, ctx);
        }
    }

    /// Does outside what was asked for, and what follows from it.
    fn perform(&mut self, effects: Vec<Effect>, now: Now, ctx: &Context) {
        let mut left = VecDeque::from(effects);
        while let Some(effect) = left.pop_front() {
            if let Some(outcome) = self.perform_one(effect, now, ctx) {
                left.extend(self.state.receive(outcome, now));
            }
        }
    }

    /// Does one thing outside, or hands it to the thread that does. Returns what is known of it at once.
    fn perform_one(&mut self, effect: Effect, now: Now, ctx: &Context) -> Option<Outcome> {
        let waker = ctx.clone();
        let wake = move || waker.request_repaint();
        match effect {
            Effect::Write(job) => {
                // Written at once where there is no thread.
                ctx.request_repaint();
                return self.writer.send(Job::Write(job));
            }
            Effect::Exchange(job) => {
                let given = Errands { data: self.about.data_folder.clone(), now: now.moment };
                self.intake.begin(job, given, wake);
            }
            Effect::StopExchange => self.intake.stop(),
            Effect::Compute(job) => self.thinker.begin(job, wake),
            Effect::StopFit => self.thinker.stop_fit(),
            Effect::Desktop(job) => return self.ask_desktop(job, ctx).map(Outcome::Desktop),
        }
        None
    }

    fn ask_desktop(&self, job: DesktopJob, ctx: &Context) -> Option<DesktopReport> {
        match job {
            DesktopJob::Copy(text) => ctx.copy_text(text),
            DesktopJob::OpenFolder(folder) => {
                let error = open::that_detached(&folder).err()?;
                return Some(DesktopReport::FolderNotShown(folder, error.to_string()));
            }
            DesktopJob::Choose(what) => {
                let (clock, waker) = (self.clock.clone(), ctx.clone());
                let begun = clock.mono_ms();
                self.chooser.open(
                    what,
                    move || Duration::from_millis(clock.mono_ms().saturating_sub(begun)),
                    move || waker.request_repaint(),
                );
            }
            DesktopJob::Fullscreen(on) => ctx.send_viewport_cmd(ViewportCommand::Fullscreen(on)),
            DesktopJob::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
        None
    }
}

/// Where things lie. What is exported goes to the documents, or, where the folder was chosen by
/// hand, beside it.
fn about_facts(desk: &Desk) -> AboutFacts {
    let usual = data_folder(None).ok();
    let documents = || {
        let dirs = UserDirs::new()?;
        Some(dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).to_owned())
    };
    let beside = || desk.folder.as_deref()?.parent().map(Path::to_owned);
    let export_folder = if desk.folder == usual { documents() } else { beside() };
    let backups_folder = desk.folder.as_deref().and_then(backups_folder);
    AboutFacts { data_folder: desk.folder.clone(), backups_folder, export_folder }
}

impl Drop for App {
    /// Keeps what was read and where the window stands, for the next start; the writer finishes
    /// after it.
    fn drop(&mut self) {
        for effect in self.state.apply(Action::Seen(Vec::new()), self.now()) {
            if let Effect::Write(job) = effect {
                _ = self.writer.send(Job::Write(job));
            }
        }
        let place = WindowPlace {
            size: self.size.unwrap_or(self.place.size),
            zoom_percent: self.state.zoom_percent(),
            table: self.state.compare().table.clone(),
            section: Some(self.state.section().clone()),
            positions: self.ui_state.positions().clone(),
            recent: self.state.recent().to_vec(),
        };
        if place != self.place {
            _ = self.writer.send(Job::Window(place));
        }
    }
}
