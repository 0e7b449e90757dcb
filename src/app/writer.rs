//! The one thread that writes. Jobs go in, outcomes come out, in the same order.

use super::intake::Standing;
use super::keeping;
use crate::curriculum::{MatrixView, SectionId};
use crate::exchange::Watch;
use crate::state::{NewEntry, Outcome, Position, Taken, WriteJob, Written};
use crate::storage::{
    ArchiveAbout, DeckFiles, Disk, Journal, SETTINGS, StorageError, SystemDisk, Trouble,
    keep_incoming, replace_small, write_new,
};
use crate::study::{Entry, EntryRef, Moment, OwnDeck, Settings, StudyDay};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// How the window stood, and what was read in it; it may be lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowPlace {
    /// Inner size in points.
    pub size: (f32, f32),
    /// Zoom in per cent.
    pub zoom_percent: u16,
    /// How the comparison was looked at.
    pub table: MatrixView,
    /// The section read last.
    pub section: Option<SectionId>,
    /// How far each section was read.
    pub positions: BTreeMap<SectionId, Position>,
    /// Links of the places opened last, the newest first.
    pub recent: Vec<String>,
}

impl Default for WindowPlace {
    fn default() -> Self {
        Self {
            size: (1180.0, 720.0),
            zoom_percent: 100,
            table: MatrixView::default(),
            section: None,
            positions: BTreeMap::new(),
            recent: Vec::new(),
        }
    }
}

/// The name of the file that holds how the window stood.
pub(super) const WINDOW: &str = "ui.ron";

/// Why nothing is written into a folder that another copy of the program holds, or that is not there.
const CLOSED: &str = "The folder cannot be written now.";

/// Something to be written.
pub(super) enum Job {
    /// As the state asked for.
    Write(WriteJob),
    /// How the window stands, at the end.
    Window(WindowPlace),
}

/// Hands jobs to whoever writes.
pub(super) enum Writer {
    /// A thread of its own.
    Thread { jobs: Option<Sender<Job>>, done: Receiver<Outcome>, thread: Option<JoinHandle<()>> },
    /// At once, as the headless tests do it.
    Inline { desk: Box<Desk>, done: Vec<Outcome> },
}

impl Writer {
    /// Starts the thread. `wake` is called after each job.
    pub(super) fn spawn(mut desk: Desk, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (jobs, inbox) = channel::<Job>();
        let (outbox, done) = channel();
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || {
            // The backup of the day is made before anything is written.
            let first = desk.back_up();
            let others = inbox.into_iter().flat_map(|job| desk.carry_out(job));
            for outcome in first.into_iter().chain(others) {
                if outbox.send(outcome).is_err() {
                    break;
                }
                wake();
            }
        })?;
        Ok(Self::Thread { jobs: Some(jobs), done, thread: Some(thread) })
    }

    /// Writes at once, without a thread.
    pub(super) fn inline(mut desk: Desk) -> Self {
        let done = desk.back_up().into_iter().collect();
        Self::Inline { desk: Box::new(desk), done }
    }

    /// Hands over a job. Returns what came of it where nobody takes it any more.
    pub(super) fn send(&mut self, job: Job) -> Option<Outcome> {
        match self {
            Self::Thread { jobs, .. } => {
                let refused = jobs.as_ref()?.send(job).err()?.0;
                let why = "The part of the program that writes has stopped. Everything confirmed \
                           so far is safe. Start the program again.";
                match refused {
                    Job::Write(job) => Some(Outcome::Write(job.failed(why.to_owned()))),
                    Job::Window(_) => None,
                }
            }
            Self::Inline { desk, done } => {
                done.extend(desk.carry_out(job));
                None
            }
        }
    }

    /// What has come of earlier jobs.
    pub(super) fn done(&mut self) -> Vec<Outcome> {
        match self {
            Self::Thread { done, .. } => done.try_iter().collect(),
            Self::Inline { done, .. } => std::mem::take(done),
        }
    }
}

impl Drop for Writer {
    /// Waits until everything handed over is on the disk.
    fn drop(&mut self) {
        if let Self::Thread { jobs, thread, .. } = self {
            *jobs = None;
            _ = thread.take().map(JoinHandle::join);
        }
    }
}

impl Drop for Desk {
    /// At the end of the program, looks once more whether all that was confirmed is still there.
    fn drop(&mut self) {
        if let Some(Err(error)) = self.journal.as_mut().map(Journal::look_again) {
            eprintln!("ems-study: {error}");
        }
    }
}

/// What the writing thread works with.
pub struct Desk {
    /// The journal; nothing where it could not be opened for writing.
    pub journal: Option<Journal>,
    /// The data folder; nothing where there is no place for it.
    pub folder: Option<PathBuf>,
    /// Where handouts go, or why there is no place for them.
    pub handouts: Result<PathBuf, StorageError>,
    /// Whether the settings could not be read, so that they are not written over.
    pub settings_unreadable: bool,
    /// Where the own decks lie.
    pub decks: DeckFiles,
    /// The disk for the small files.
    pub disk: Box<dyn Disk>,
    /// The backup that is still to be made: what it says of itself, its day, and whether old ones
    /// are thinned.
    pub backup_due: Option<(ArchiveAbout, StudyDay, bool)>,
}

impl Desk {
    /// A desk on this computer's disk.
    #[must_use]
    pub fn new(journal: Option<Journal>, folder: Option<PathBuf>) -> Self {
        Self {
            journal,
            folder,
            handouts: Err(StorageError::new(Trouble::NoHome, Path::new("handouts"))),
            settings_unreadable: false,
            decks: DeckFiles::default(),
            disk: Box::new(SystemDisk),
            backup_due: None,
        }
    }

    fn carry_out(&mut self, job: Job) -> Vec<Outcome> {
        match job {
            Job::Write(job) => {
                let written = Outcome::Write(self.write(job));
                let loss = self.journal.as_mut().and_then(Journal::take_loss);
                let loss = loss.map(|loss| Outcome::Write(Written::Loss(loss.to_string())));
                std::iter::once(written).chain(loss).collect()
            }
            // Losing the window's place is no loss worth a word.
            Job::Window(place) => {
                _ = self
                    .owned_folder()
                    .map(|folder| replace_small(&*self.disk, &folder.join(WINDOW), &place));
                Vec::new()
            }
        }
    }

    fn write(&mut self, job: WriteJob) -> Written {
        match job {
            WriteJob::Entry(entry) => {
                let kept = self.append(&entry);
                Written::Entry(entry, kept)
            }
            WriteJob::Deck(deck, change) => {
                let saved = self.save_deck(&deck).map(|()| deck);
                Written::Deck(change, saved)
            }
            WriteJob::Import { path, now } => Written::Import(self.import(&path, now)),
            WriteJob::Settings(settings) => Written::Settings(self.save_settings(&settings)),
            WriteJob::Handout { name, html } => Written::Handout(self.save_handout(name, &html)),
            WriteJob::ListBackups => Written::Backups(keeping::list(self)),
            WriteJob::Restore { path, now } => Written::Restore(keeping::restore(self, &path, now)),
            WriteJob::Archive { path, now } => Written::Archive(keeping::export(self, &path, now)),
        }
    }

    fn append(&mut self, entry: &NewEntry) -> Result<(EntryRef, Entry), String> {
        let journal = self.journal.as_mut().ok_or(CLOSED)?;
        let kept = journal.append(entry.now, entry.day, entry.what.clone());
        kept.map_err(|error| error.to_string())
    }

    /// Makes the backup of the day, where it is due.
    fn back_up(&mut self) -> Option<Outcome> {
        let (about, today, thin) = self.backup_due.take()?;
        let why = keeping::back_up(self, &about, today, thin)?;
        Some(Outcome::Write(Written::NoBackup(why)))
    }

    /// Takes a file in: what it holds is read and joined once more, with what is on the disk now.
    fn import(&mut self, path: &Path, now: Moment) -> Result<Box<Taken>, String> {
        let Some(data) = self.folder.clone().filter(|_| self.journal.is_some()) else {
            return Err("The folder of your progress cannot be written now.".to_owned());
        };
        let mut standing = Standing::read(&data)?;
        let (merge, missing, _) = standing.merged(path, now, &mut Watch::default())?;
        let counts = merge.counts;
        let told = |error: StorageError| {
            format!(
                "Not everything was taken in. {error} Taking the same file in again adds what is missing."
            )
        };
        if let Some(journal) = self.journal.as_mut() {
            keep_incoming(&*self.disk, &data, journal, &mut standing.files, merge, &missing)
                .map_err(told)?;
        }
        let Standing { own, files, progress, .. } = Standing::read(&data)?;
        self.decks = files;
        Ok(Box::new(Taken { decks: own, progress, counts }))
    }

    fn save_deck(&mut self, deck: &OwnDeck) -> Result<(), String> {
        if self.owned_folder().is_none() {
            return Err(CLOSED.to_owned());
        }
        self.decks.save(&*self.disk, deck).map_err(|error| error.to_string())
    }

    fn save_settings(&self, settings: &Settings) -> Result<(), String> {
        let folder = self.owned_folder().ok_or(CLOSED)?;
        if self.settings_unreadable {
            return Err("The file that could not be read is left as it is.".to_owned());
        }
        replace_small(&*self.disk, &folder.join(SETTINGS), settings)
            .map_err(|error| error.to_string())
    }

    fn save_handout(&self, name: &str, html: &str) -> Result<PathBuf, String> {
        let folder = self.handouts.as_ref().map_err(ToString::to_string)?;
        write_new(&*self.disk, folder, name, "html", html.as_bytes())
            .map_err(|error| error.to_string())
    }

    /// The folder, where this copy of the program holds its lock.
    fn owned_folder(&self) -> Option<&Path> {
        self.journal.as_ref().and(self.folder.as_deref())
    }
}
