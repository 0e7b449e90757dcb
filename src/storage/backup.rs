//! Backups: one archive a day, outside the data folder, read back before it counts, thinned as they
//! age. Bringing one back is an import: see `intake`.

use super::archive::{Archive, ArchiveAbout, ArchiveFault, gather};
use super::disk::{Disk, PathKind};
use super::error::StorageError;
use super::small_file::{read_bytes, write_whole};
use crate::study::StudyDay;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// So many of the newest backups, and the newest of so many weeks and months.
const KEPT: (usize, usize, usize) = (7, 4, 12);
const MAX_ARCHIVE_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// A backup on the disk.
#[derive(Debug)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Its day.
    pub day: Date,
    /// What is in it, or why that cannot be said.
    pub about: Result<ArchiveAbout, String>,
}

/// Makes the backup of a day, where there is none of that day yet and anything to keep. Returns
/// its path. With `thin`, old ones are thinned after it.
pub fn back_up(
    disk: &dyn Disk,
    data: &Path,
    folder: &Path,
    about: &ArchiveAbout,
    today: StudyDay,
    thin: bool,
) -> Result<Option<PathBuf>, StorageError> {
    let path = folder.join(format!("{}.zip", today.date()));
    if disk.look(&path).map_err(|e| StorageError::from_io(e, &path))?.is_some() {
        return Ok(None);
    }
    if !export(disk, data, &path, about)? {
        return Ok(None);
    }
    if thin {
        let days: BTreeSet<Date> = listed(disk, folder)?.into_iter().map(|(_, day)| day).collect();
        let kept = to_be_kept(&days);
        for day in days.difference(&kept) {
            let old = folder.join(format!("{day}.zip"));
            disk.remove(&old).map_err(|e| StorageError::from_io(e, &old))?;
        }
    }
    Ok(Some(path))
}

/// Writes everything that a data folder holds into one file, and reads it back. False, and nothing
/// is written, where there is nothing yet.
pub fn export(
    disk: &dyn Disk,
    data: &Path,
    path: &Path,
    about: &ArchiveAbout,
) -> Result<bool, StorageError> {
    let failed = |e: io::Error| StorageError::from_io(e, path);
    let archive = gather(disk, data, about.clone())?;
    if archive.segments.is_empty() && archive.decks.is_empty() {
        return Ok(false);
    }
    let bytes = archive.pack().map_err(failed)?;
    let folder = path.parent().unwrap_or(path);
    disk.create_folder(folder).map_err(|e| StorageError::of_folder(e, folder))?;
    write_whole(disk, path, &bytes).map_err(failed)?;
    disk.sync_folder(folder).map_err(failed)?;
    let back = disk.read(path).map_err(failed)?;
    let found = Archive::unpack(&back).map_err(|e| failed(io::Error::other(e)))?;
    if found.archive != archive {
        return Err(failed(io::Error::other("what was read back is not what was written")));
    }
    Ok(true)
}

/// The backups of a folder, the newest first; none where there is no folder.
pub fn backups(disk: &dyn Disk, folder: &Path) -> Result<Vec<Backup>, StorageError> {
    let mut out = Vec::new();
    for (path, day) in listed(disk, folder)? {
        let about = read_archive(disk, &path)
            .and_then(|bytes| Archive::glance(&bytes))
            .map_err(|fault| fault.to_string());
        out.push(Backup { path, day, about });
    }
    out.sort_by_key(|backup| std::cmp::Reverse(backup.day));
    Ok(out)
}

/// The newest backup that says what it holds, and its day as it is shown.
#[must_use]
pub fn newest_backup(disk: &dyn Disk, folder: &Path) -> Option<(String, ArchiveAbout)> {
    let mut found = listed(disk, folder).ok()?;
    found.sort_by_key(|(_, day)| std::cmp::Reverse(*day));
    found.into_iter().find_map(|(path, day)| {
        let about = Archive::glance(&read_archive(disk, &path).ok()?).ok()?;
        Some((day.strftime("%B %-d, %Y").to_string(), about))
    })
}

/// The files of a folder that are named like a day.
fn listed(disk: &dyn Disk, folder: &Path) -> Result<Vec<(PathBuf, Date)>, StorageError> {
    let listed = match disk.list(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|e| StorageError::from_io(e, folder))?,
    };
    let files = listed.into_iter().filter(|file| {
        file.kind == PathKind::File && file.path.extension().is_some_and(|e| e == "zip")
    });
    let dated = files.filter_map(|file| {
        let day = file.path.file_stem()?.to_str()?.parse().ok()?;
        Some((file.path, day))
    });
    Ok(dated.collect())
}

/// Reads a file that is to be taken in.
fn read_archive(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, ArchiveFault> {
    match read_bytes(disk, path, MAX_ARCHIVE_BYTES) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(ArchiveFault::new("there is no such file")),
        Err(error) => Err(ArchiveFault::new(error.to_string())),
    }
}

/// Which days to keep: the newest seven, and the newest of each of the last four weeks and twelve
/// months that have one.
#[must_use]
pub fn to_be_kept(days: &BTreeSet<Date>) -> BTreeSet<Date> {
    let newest = || days.iter().rev().copied();
    let mut kept: BTreeSet<Date> = newest().take(KEPT.0).collect();
    let week = |day: Date| {
        let iso = day.iso_week_date();
        (iso.year(), iso.week())
    };
    kept.extend(newest_of_each(newest(), KEPT.1, week));
    kept.extend(newest_of_each(newest(), KEPT.2, |day| (day.year(), day.month())));
    kept
}

/// The first day of each of so many spans, the days being given from the newest on.
fn newest_of_each<K: PartialEq>(
    days: impl Iterator<Item = Date>,
    count: usize,
    span: impl Fn(Date) -> K,
) -> Vec<Date> {
    let mut out: Vec<Date> = Vec::new();
    for day in days {
        if out.last().is_none_or(|last| span(*last) != span(day)) {
            out.push(day);
        }
    }
    out.truncate(count);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;
    use jiff::civil::date;

    #[test]
    fn seven_days_four_weeks_and_twelve_months_are_kept() {
        let first = date(2024, 1, 1);
        let mut kept = BTreeSet::new();
        // A backup a day for more than two years, thinned each day.
        for number in 0..800_i64 {
            kept.insert(first.checked_add(number.days()).unwrap());
            kept = to_be_kept(&kept);
        }
        let last = first.checked_add(799.days()).unwrap();
        let back = |days: i64| last.checked_sub(days.days()).unwrap();
        for days in 0..7 {
            assert!(kept.contains(&back(days)), "{days} days ago");
        }
        // Weeks end on Sundays, months on their last day, as far as they were kept that long.
        assert!(kept.iter().any(|day| *day < back(14) && *day >= back(28)), "{kept:?}");
        assert!(kept.iter().any(|day| *day < back(300)), "{kept:?}");
        assert!(kept.len() <= 7 + 4 + 12, "{kept:?}");
    }

    #[test]
    fn what_is_made_seldom_is_kept_long() {
        let days: BTreeSet<Date> =
            [date(2020, 1, 5), date(2021, 6, 1), date(2026, 3, 1)].into_iter().collect();
        assert_eq!(to_be_kept(&days), days);
    }
}
