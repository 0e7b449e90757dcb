//! What the writing thread does with backups, and what it says of it.

use super::writer::Desk;
use crate::state::{Action, BackupLine, Reloaded};
use crate::storage::{
    ArchiveAbout, Journal, StorageError, SystemDisk, Trouble, back_up as make_backup, backups,
    backups_folder, export as write_archive, read_decks, read_history, restore as bring_back,
    segment_seed,
};
use crate::study::{Moment, Progress, StudyDay};
use std::path::Path;

/// So many files that cannot be read are set aside before a restore gives up.
const SET_ASIDE_AT_MOST: usize = 100;

/// Makes the backup of a day. Only a failure is worth a word.
pub(super) fn back_up(
    desk: &Desk,
    about: &ArchiveAbout,
    today: StudyDay,
    thin: bool,
) -> Option<Action> {
    let data = desk.folder.as_deref()?;
    let folder = backups_folder(data)?;
    let error = make_backup(&*desk.disk, data, &folder, about, today, thin).err()?;
    Some(Action::Failed(format!("Today’s backup could not be made. {error}")))
}

/// Looks for the backups.
pub(super) fn list(desk: &Desk) -> Action {
    let Some(folder) = desk.folder.as_deref().and_then(backups_folder) else {
        return Action::BackupsFound(Vec::new());
    };
    match backups(&*desk.disk, &folder) {
        Ok(found) => Action::BackupsFound(
            found
                .into_iter()
                .map(|backup| BackupLine {
                    day: backup.day.strftime("%B %-d, %Y").to_string(),
                    holds: backup.about.map(|about| holds(&about)),
                    path: backup.path,
                })
                .collect(),
        ),
        Err(error) => Action::Failed(format!("The backups cannot be listed. {error}")),
    }
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
pub(super) fn export(desk: &Desk, path: &Path, now: Moment) -> Action {
    let Some(data) = desk.folder.as_deref() else {
        return Action::Failed("There is no folder of your progress to export.".to_owned());
    };
    if !path.is_absolute() {
        let text = "Write where the file goes from the root on, such as /home/me/ems-study.zip";
        return Action::Failed(format!("Nothing was written. {text}."));
    }
    if desk.disk.look(path).is_ok_and(|found| found.is_some()) {
        let text = "There is a file of this name already. Choose another name";
        return Action::Failed(format!("Nothing was written. {text}: {}", path.display()));
    }
    let history = match read_history(&*desk.disk, data) {
        Ok(history) => history,
        Err(error) => return Action::Failed(format!("Nothing was written. {error}")),
    };
    let about = ArchiveAbout::of(&Progress::replay(history.entries), now);
    match write_archive(&*desk.disk, data, path, &about) {
        Ok(true) => {
            Action::Done(format!("Written and read back: {}, in {}", holds(&about), path.display()))
        }
        Ok(false) => Action::Done("There is nothing to export yet.".to_owned()),
        Err(error) => Action::Failed(format!("The file could not be written. {error}")),
    }
}

/// Brings back what an archive holds and the folder does not, and reads the folder again. Where a
/// file cannot be read at all, it is set aside first, under its name with `.aside` behind it.
pub(super) fn restore(desk: &mut Desk, path: &Path, now: Moment) -> Action {
    let failed = |text: String| Action::Failed(format!("Nothing was brought back. {text}"));
    let Some(data) = desk.folder.clone() else {
        return failed("There is no folder for your progress.".to_owned());
    };
    let mut aside = 0;
    if desk.journal.is_none() {
        match open_setting_aside(desk, &data, now) {
            Ok((journal, count)) => {
                desk.journal = Some(journal);
                aside = count;
            }
            Err(error) => return failed(error.to_string()),
        }
    }
    let Some(journal) = desk.journal.as_mut() else {
        return failed("The folder cannot be written now.".to_owned());
    };
    let restored = match bring_back(&*desk.disk, &data, journal, path) {
        Ok(restored) => restored,
        Err(text) => return failed(text),
    };
    let history = match read_history(&*desk.disk, &data) {
        Ok(history) => history,
        Err(error) => return failed(error.to_string()),
    };
    let mut text = match restored.entries {
        0 => "Nothing was missing: everything in it is here already.".to_owned(),
        1 => "One entry was brought back; nothing else changed.".to_owned(),
        n => format!("{n} entries were brought back; nothing else changed."),
    };
    if restored.decks > 0 {
        let decks = restored.decks.to_string();
        text.extend([" Decks brought back: ", decks.as_str(), "."]);
    }
    if aside > 0 {
        text.push_str(
            " A file that could not be read lies beside the others, its name ending in .aside.",
        );
    }
    let found = read_decks(&*desk.disk, &data);
    desk.decks = found.files;
    let progress = Box::new(Progress::replay(history.entries));
    Action::Reloaded(Reloaded { progress, decks: found.decks, text })
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
                let mut aside = error.path.clone().into_os_string();
                aside.push(".aside");
                let moved = desk.disk.rename(&error.path, Path::new(&aside));
                moved.map_err(|e| StorageError::from_io(e, &error.path))?;
            }
            Err(error) => return Err(error),
        }
    }
    Err(StorageError::new(Trouble::Unreadable, data))
}
