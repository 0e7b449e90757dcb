//! Reading a file that is to be taken in, and writing one that leaves: on a thread of its own, which
//! can be stopped, since both may take long. It reads the folder as it stands and changes nothing in
//! it; keeping is the writer's business.

use crate::clock::format_moment;
use crate::curriculum::{Curriculum, load_bundled};
use crate::exchange::leave::Leaving;
use crate::exchange::merge::{Here, Merge, Update, merge};
use crate::exchange::table::Choices;
use crate::exchange::{Format, Reading, Watch, deck_ron};
use crate::state::{ExchangeJob, Exchanged, LeaveAs, Outcome, Preview};
use crate::storage::{
    ArchiveAbout, DeckFiles, Missing, SETTINGS, SystemDisk, export as write_archive,
    missing_entries, read_decks, read_history, read_incoming, read_small, write_leaving,
};
use crate::study::{Deck, Entry, EntryRef, Layout, Moment, OwnDeck, Progress, Settings};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// So many cards and faults are shown before anything is changed.
const SHOWN: usize = 8;

/// What an errand is told of the folder and the time.
#[derive(Clone)]
pub(super) struct Errands {
    pub(super) data: Option<PathBuf>,
    pub(super) now: Moment,
}

/// Hands errands out; one at a time is under way.
pub(super) struct Intake {
    threaded: bool,
    stop: Arc<AtomicBool>,
    outbox: Sender<Exchanged>,
    done: Receiver<Exchanged>,
}

impl Intake {
    /// With threads, or, as in headless tests, without.
    pub(super) fn new(threaded: bool) -> Self {
        let (outbox, done) = channel();
        Self { threaded, stop: Arc::default(), outbox, done }
    }

    /// Begins an errand. `wake` is called whenever there is something to be told.
    pub(super) fn begin(
        &mut self,
        job: ExchangeJob,
        given: Errands,
        wake: impl Fn() + Send + 'static,
    ) {
        // An earlier errand that is still under way stops by its own flag.
        self.stop = Arc::default();
        let (stop, outbox) = (Arc::clone(&self.stop), self.outbox.clone());
        let refused = job.clone();
        let work = move || {
            let mut last = 0.0;
            let told = outbox.clone();
            let mut go_on = |share: f32| {
                if share - last > 0.01 {
                    last = share;
                    _ = told.send(Exchanged::Share(share));
                    wake();
                }
                !stop.load(Ordering::Relaxed)
            };
            let exchanged = given.carry_out(job, &mut Watch::new(&mut go_on));
            _ = outbox.send(exchanged);
            wake();
        };
        if self.threaded {
            let spawned = std::thread::Builder::new().name("exchange".to_owned()).spawn(work);
            if let Err(error) = spawned {
                let why = format!("This cannot be done now: {error}.");
                _ = self.outbox.send(refused.failed(why));
            }
        } else {
            work();
        }
    }

    /// Asks the errand under way to stop.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// What has come of errands.
    pub(super) fn done(&self) -> Vec<Outcome> {
        self.done.try_iter().map(Outcome::Exchange).collect()
    }
}

/// A folder as it stands on the disk.
pub(super) struct Standing {
    curriculum: Curriculum,
    deck: Deck,
    pub(super) own: Vec<OwnDeck>,
    pub(super) files: DeckFiles,
    pub(super) progress: Progress,
    pub(super) entries: Vec<(EntryRef, Entry)>,
    /// What was chosen earlier for the columns of tables.
    tables: BTreeMap<String, Layout>,
}

impl Standing {
    pub(super) fn read(data: &Path) -> Result<Self, String> {
        let history = read_history(&SystemDisk, data).map_err(|error| error.to_string())?;
        let found = read_decks(&SystemDisk, data);
        let (curriculum, _) = load_bundled();
        let settings = read_small::<Settings>(&SystemDisk, &data.join(SETTINGS));
        Ok(Self {
            deck: Deck::with_own(&curriculum, &found.decks),
            curriculum,
            own: found.decks,
            files: found.files,
            progress: Progress::replay(history.entries.clone()),
            entries: history.entries,
            tables: settings.ok().flatten().map(|settings| settings.tables).unwrap_or_default(),
        })
    }

    /// What would come in by a file, and its journal's entries that are not here.
    pub(super) fn merged(
        &self,
        file: &Path,
        now: Moment,
        watch: &mut Watch<'_>,
    ) -> Result<(Merge, Missing, Vec<String>), String> {
        let day_hour = self.progress.parameters().day_hour;
        let tables = Choices { remembered: self.tables.clone(), ..Choices::default() };
        let reading = Reading { now, day_hour, tables: &tables };
        let incoming = read_incoming(file, reading, watch).map_err(|r| r.to_string())?;
        let missing =
            missing_entries(&incoming.segments, &self.entries).map_err(|r| r.to_string())?;
        let faults = incoming.faults.iter().take(SHOWN).map(ToString::to_string).collect();
        let here = Here {
            curriculum: &self.curriculum,
            deck: &self.deck,
            own: &self.own,
            progress: &self.progress,
        };
        Ok((merge(incoming, here, missing.ratings, Update::default()), missing, faults))
    }
}

impl Errands {
    fn carry_out(self, job: ExchangeJob, watch: &mut Watch<'_>) -> Exchanged {
        match job {
            ExchangeJob::Read(file) => Exchanged::Read(self.preview(file, watch)),
            ExchangeJob::Leave { format, all, folder } => {
                Exchanged::Left(self.leave(format, all, &folder, watch))
            }
        }
    }

    fn folder(&self) -> Result<&Path, String> {
        self.data.as_deref().ok_or_else(|| "There is no folder for your progress.".to_owned())
    }

    fn preview(&self, file: PathBuf, watch: &mut Watch<'_>) -> Result<Preview, String> {
        let standing = Standing::read(self.folder()?)?;
        let (merge, _, mut faults) = standing.merged(&file, self.now, watch)?;
        let known = |deck: &OwnDeck, id: &str| {
            let here = standing.own.iter().find(|own| own.id == deck.id);
            here.is_some_and(|here| here.cards.iter().any(|card| card.id == id))
        };
        let mut samples = Vec::new();
        'decks: for deck in &merge.decks {
            for card in deck.cards.iter().rev().filter(|card| !known(deck, &card.id)) {
                samples.push((deck.title.clone(), card.ask.question()));
                if samples.len() == SHOWN {
                    break 'decks;
                }
            }
        }
        faults.extend(merge.notes.into_iter().take(SHOWN));
        Ok(Preview { file, counts: merge.counts, samples, faults, seen: (0, 0) })
    }

    fn leave(
        &self,
        format: LeaveAs,
        all: bool,
        folder: &Path,
        watch: &mut Watch<'_>,
    ) -> Result<(PathBuf, usize), String> {
        let data = self.folder()?;
        let standing = Standing::read(data)?;
        let day = format_moment(self.now);
        let day = day.split('T').next().unwrap_or("today");
        let path = folder.join(format!("ems-study-{day}.{}", format.ending()));
        let unwritten = |error| format!("{} cannot be written: {error}", path.display());
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("The folder {} cannot be made: {error}.", folder.display()))?;
        if format == LeaveAs::Example {
            let path = folder.join("example-deck.ron");
            let unwritten = |error| format!("{} cannot be written: {error}", path.display());
            let decks = deck_ron::read("example-deck", deck_ron::EXAMPLE.as_bytes());
            let cards = decks.iter().flatten().map(|deck| deck.cards.len()).sum();
            write_leaving(&SystemDisk, &path, deck_ron::EXAMPLE.as_bytes()).map_err(unwritten)?;
            return Ok((path, cards));
        }
        if format == LeaveAs::Archive {
            let about = ArchiveAbout::of(&standing.progress, self.now);
            let written = write_archive(&SystemDisk, data, &path, &about).map_err(unwritten)?;
            let cards = standing.own.iter().map(|deck| deck.cards.len()).sum();
            return if written {
                Ok((path, cards))
            } else {
                Err("There is nothing to export yet: neither reviews nor decks.".to_owned())
            };
        }
        let leaving = Leaving {
            curriculum: &standing.curriculum,
            deck: &standing.deck,
            own: &standing.own,
            progress: &standing.progress,
            entries: &standing.entries,
            all,
        };
        let kind = Format::of_ending(format.ending()).map_err(|refusal| refusal.to_string())?;
        let (bytes, cards) = leaving.write(kind, self.now, watch)?;
        write_leaving(&SystemDisk, &path, &bytes).map_err(unwritten)?;
        Ok((path, cards))
    }
}
