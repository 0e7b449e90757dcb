//! The one thread that writes. Jobs go in, actions come out, in the same order.

use crate::state::{Action, Effect};
use crate::storage::{Disk, Journal, SystemDisk, replace_small};
use crate::study::Settings;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// How the window stood; it may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowPlace {
    /// Inner size in points.
    pub size: (f32, f32),
    /// Zoom in per cent.
    pub zoom_percent: u16,
}

impl Default for WindowPlace {
    fn default() -> Self {
        Self { size: (1180.0, 720.0), zoom_percent: 100 }
    }
}

/// The names of the small files.
pub(super) const SETTINGS: &str = "settings.ron";
pub(super) const WINDOW: &str = "ui.ron";

/// Something to be written.
pub(super) enum Job {
    Effect(Effect),
    Window(WindowPlace),
}

/// Hands jobs to whoever writes.
pub(super) enum Writer {
    /// A thread of its own.
    Thread { jobs: Option<Sender<Job>>, done: Receiver<Action>, thread: Option<JoinHandle<()>> },
    /// At once, as the headless tests do it.
    Inline { desk: Box<Desk>, done: Vec<Action> },
}

impl Writer {
    /// Starts the thread. `wake` is called after each job.
    pub(super) fn spawn(mut desk: Desk, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (jobs, inbox) = channel::<Job>();
        let (outbox, done) = channel();
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || {
            for job in inbox {
                if let Some(action) = desk.carry_out(job)
                    && outbox.send(action).is_err()
                {
                    break;
                }
                wake();
            }
        })?;
        Ok(Self::Thread { jobs: Some(jobs), done, thread: Some(thread) })
    }

    /// Writes at once, without a thread.
    pub(super) fn inline(desk: Desk) -> Self {
        Self::Inline { desk: Box::new(desk), done: Vec::new() }
    }

    /// Hands over a job.
    pub(super) fn send(&mut self, job: Job) {
        match self {
            Self::Thread { jobs, .. } => {
                // The thread ends only after the sender is gone.
                if let Some(jobs) = jobs {
                    _ = jobs.send(job);
                }
            }
            Self::Inline { desk, done } => done.extend(desk.carry_out(job)),
        }
    }

    /// What has come of earlier jobs.
    pub(super) fn done(&mut self) -> Vec<Action> {
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

/// What the writing thread works with.
pub struct Desk {
    /// The journal; nothing where it could not be opened for writing.
    pub journal: Option<Journal>,
    /// The data folder; nothing where there is no place for it.
    pub folder: Option<PathBuf>,
    /// The disk for the small files.
    pub disk: Box<dyn Disk>,
}

impl Desk {
    /// A desk on this computer's disk.
    #[must_use]
    pub fn new(journal: Option<Journal>, folder: Option<PathBuf>) -> Self {
        Self { journal, folder, disk: Box::new(SystemDisk) }
    }

    fn carry_out(&mut self, job: Job) -> Option<Action> {
        match job {
            Job::Effect(Effect::Append { now, day, what }) => {
                let journal = self.journal.as_mut()?;
                Some(match journal.append(now, day, what.clone()) {
                    Ok((at, entry)) => Action::Appended(at, entry),
                    Err(error) => Action::NotAppended { what, message: error.to_string() },
                })
            }
            Job::Effect(Effect::SaveSettings(settings)) => self.save_settings(&settings),
            // Losing the window's place is no loss worth a word.
            Job::Window(place) => {
                _ = self
                    .owned_folder()
                    .map(|folder| replace_small(&*self.disk, &folder.join(WINDOW), &place));
                None
            }
            Job::Effect(Effect::Fullscreen(_) | Effect::Quit) => None,
        }
    }

    fn save_settings(&self, settings: &Settings) -> Option<Action> {
        let folder = self.owned_folder()?;
        let error = replace_small(&*self.disk, &folder.join(SETTINGS), settings).err()?;
        Some(Action::Failed(format!("The settings hold for now but are not saved. {error}")))
    }

    /// The folder, where this copy of the program holds its lock.
    fn owned_folder(&self) -> Option<&Path> {
        self.journal.as_ref().and(self.folder.as_deref())
    }
}
