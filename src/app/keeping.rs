//! What the writing thread does with backups, and what it says of it.

use super::intake::Standing;
use super::writer::Desk;
use crate::exchange::Watch;
use crate::state::{BackupLine, Reloaded};
use crate::storage::{
    ArchiveAbout, Backup, Journal, StorageError, SystemDisk, Trouble, aside_name,
    back_up as make_backup, backups, backups_folder, export as write_archive, keep_incoming,
    read_decks, read_history, segment_seed,
};
use crate::study::{Moment, Progress, StudyDay};
use std::path::Path;

/// So many files that cannot be read are set aside before a restore gives up.
const SET_ASIDE_AT_MOST: usize = 100;

/// Makes the backup of a day. Returns what has to be told: only a failure.
pub(super) fn back_up(
    desk: &Desk,
    about: &ArchiveAbout,
    today: StudyDay,
    thin: bool,
) -> Option<String> {
    let data = desk.folder.as_deref()?;
    let folder = backups_folder(data)?;
    let error = make_backup(&*desk.disk, data, &folder, about, today, thin).err()?;
    Some(format!("Today’s backup could not be made. {error}"))
}

/// Looks for the backups.
pub(super) fn list(desk: &Desk) -> Result<Vec<BackupLine>, String> {
    let Some(folder) = desk.folder.as_deref().and_then(backups_folder) else {
        return Ok(Vec::new());
    };
    let found = backups(&*desk.disk, &folder)
        .map_err(|error| format!("The backups cannot be listed. {error}"))?;
    let line = |backup: Backup| BackupLine {
        day: backup.day.strftime("%B %-d, %Y").to_string(),
        holds: backup.about.map(|about| holds(&about)),
        path: backup.path,
    };
    Ok(found.into_iter().map(line).collect())
}

/// "412 reviews, last on March 3, 2026"
fn holds(about: &ArchiveAbout) -> String {
    let reviews = match about.reviews {
        1 => "1 review".to_owned(),
        n => format!("{n} reviews"),
    };
    match about.last_review() {
        Some(last) => format!("{reviews}, last on {}", last.study_day(0)),
        None => reviews,
    }
}

/// Writes everything into one file.
pub(super) fn export(desk: &Desk, path: &Path, now: Moment) -> Result<String, String> {
    let Some(data) = desk.folder.as_deref() else {
        return Err("There is no folder of your progress to export.".to_owned());
    };
    if !path.is_absolute() {
        let text = "Write where the file goes from the root on, such as /home/me/ems-study.zip";
        return Err(format!("Nothing was written. {text}."));
    }
    if desk.disk.look(path).is_ok_and(|found| found.is_some()) {
        let text = "There is a file of this name already. Choose another name";
        return Err(format!("Nothing was written. {text}: {}", path.display()));
    }
    let history =
        read_history(&*desk.disk, data).map_err(|error| format!("Nothing was written. {error}"))?;
    let about = ArchiveAbout::of(&Progress::replay(history.entries), now);
    match write_archive(&*desk.disk, data, path, &about) {
        Ok(true) => Ok(format!("Written and read back: {}, in {}", holds(&about), path.display())),
        Ok(false) => Ok("There is nothing to export yet.".to_owned()),
        Err(error) => Err(format!("The file could not be written. {error}")),
    }
}

/// Brings back what an archive holds and the folder does not, and reads the folder again. Where a
/// file cannot be read at all, it is set aside first, under its name with `.aside` behind it.
pub(super) fn restore(desk: &mut Desk, path: &Path, now: Moment) -> Result<Reloaded, String> {
    let data = desk.folder.clone().ok_or("There is no folder for your progress.")?;
    let mut aside = 0;
    if desk.journal.is_none() {
        let (journal, count) =
            open_setting_aside(desk, &data, now).map_err(|error| error.to_string())?;
        desk.journal = Some(journal);
        aside = count;
    }
    let restored = bring_back(desk, &data, path, now)?;
    let history = read_history(&*desk.disk, &data).map_err(|error| error.to_string())?;
    let mut text = match history.entries.len().saturating_sub(restored.before) {
        0 => "Nothing was missing: everything in it is here already.".to_owned(),
        1 => "One entry was brought back; nothing else changed.".to_owned(),
        n => format!("{n} entries were brought back; nothing else changed."),
    };
    if restored.decks > 0 {
        let decks = restored.decks.to_string();
        text.extend([" Decks brought back: ", decks.as_str(), "."]);
    }
    if let Some(first) = restored.faults.first() {
        let more = match restored.problems {
            0 | 1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        text.extend([" Not everything in the file is whole: ", first.as_str(), more.as_str(), "."]);
    }
    if aside > 0 {
        text.push_str(
            " A file that could not be read lies beside the others, its name ending in .aside.",
        );
    }
    let found = read_decks(&*desk.disk, &data);
    desk.decks = found.files;
    let progress = Box::new(Progress::replay(history.entries));
    Ok(Reloaded { progress, decks: found.decks, text })
}

/// What a backup brought back.
struct Restored {
    /// The entries that were here before.
    before: usize,
    /// Own decks that were missing here.
    decks: usize,
    /// What cannot be used of it: the first of the problems.
    faults: Vec<String>,
    problems: usize,
}

/// Brings back what a file holds and the folder does not: answers by union, so that nothing newer
/// is lost, and own decks that are not there. Nothing that is there is changed.
fn bring_back(desk: &mut Desk, data: &Path, path: &Path, now: Moment) -> Result<Restored, String> {
    let journal = desk.journal.as_mut().ok_or("The folder cannot be written now.")?;
    let mut here = Standing::read(data)?;
    let (mut merge, missing, faults) = here.merged(path, now, &mut Watch::default())?;
    merge.decks.retain(|deck| here.own.iter().all(|own| own.id != deck.id));
    let (decks, problems) = (merge.decks.len(), merge.counts.problems);
    keep_incoming(&*desk.disk, data, journal, &mut here.files, merge, &missing)
        .map_err(|error| error.to_string())?;
    Ok(Restored { before: here.entries.len(), decks, faults, problems })
}

fn open_setting_aside(
    desk: &Desk,
    data: &Path,
    now: Moment,
) -> Result<(Journal, usize), StorageError> {
    for count in 0..SET_ASIDE_AT_MOST {
        match Journal::open(Box::new(SystemDisk), data, segment_seed(data, now)) {
            Ok((journal, _)) => return Ok((journal, count)),
            Err(error) if error.kind == Trouble::Unreadable && error.path.starts_with(data) => {
                let moved = aside_name(&*desk.disk, &error.path)
                    .and_then(|aside| desk.disk.rename(&error.path, &aside));
                moved.map_err(|e| StorageError::from_io(e, &error.path))?;
            }
            Err(error) => return Err(error),
        }
    }
    Err(StorageError::new(Trouble::Unreadable, data))
}
