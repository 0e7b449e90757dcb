//! Small files that are replaced whole, such as what the learner has set and where the window stood.

use super::disk::{Disk, PathKind};
use super::error::{StorageError, Trouble};
use serde::{Serialize, de::DeserializeOwned};
use std::io;
use std::path::{Path, PathBuf};

/// A larger file is none that this program wrote.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Reads a small file; nothing where there is none.
pub fn read<T: DeserializeOwned>(disk: &dyn Disk, path: &Path) -> Result<Option<T>, StorageError> {
    let Some(bytes) = read_bytes(disk, path, MAX_BYTES)? else { return Ok(None) };
    let options = ron::Options::default().with_recursion_limit(32);
    options
        .from_bytes(&bytes)
        .map(Some)
        .map_err(|error| StorageError::from_io(io::Error::other(error.to_string()), path))
}

/// The bytes of an ordinary file of a sane size; nothing where there is no file.
pub(super) fn read_bytes(
    disk: &dyn Disk,
    path: &Path,
    limit: u64,
) -> Result<Option<Vec<u8>>, StorageError> {
    let failed = |error: io::Error| StorageError::from_io(error, path);
    // A FIFO would hang, a device never end.
    match disk.look(path).map_err(failed)? {
        None => Ok(None),
        Some(found) if found.kind == PathKind::File && found.len <= limit => {
            disk.read(path).map(Some).map_err(failed)
        }
        Some(_) => Err(StorageError::new(Trouble::Unreadable, path)),
    }
}

/// Whether a file of a folder is one of ours by its name. Hidden ones, such as `._deck.ron`, are
/// nobody's: other systems and programs leave them behind.
pub(super) fn is_ron(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    !is_hidden && path.extension().is_some_and(|ending| ending == "ron")
}

/// Replaces a small file whole: written beside it, flushed, renamed; the one before is kept as
/// `.bak.ron`. At no moment is there none.
pub fn replace<T: Serialize>(disk: &dyn Disk, path: &Path, value: &T) -> Result<(), StorageError> {
    let failed = |error: io::Error| StorageError::from_io(error, path);
    let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::new())
        .map_err(|error| failed(io::Error::other(error)))?;
    replace_bytes(disk, path, format!("{text}\n").as_bytes(), |_| Ok(()))
}

/// The same for a text that is made already. It is read back from the disk and checked before it
/// replaces anything.
pub(super) fn replace_bytes(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    check: impl FnOnce(&[u8]) -> Result<(), String>,
) -> Result<(), StorageError> {
    let failed = |error: io::Error| StorageError::from_io(error, path);
    let before = read_bytes(disk, path, MAX_BYTES)?;
    let draft = write_draft(disk, path, bytes).map_err(failed)?;
    if let Err(why) = check(&disk.read(&draft).map_err(failed)?) {
        _ = disk.remove(&draft);
        let cause = Some(io::Error::other(why));
        return Err(StorageError { cause, ..StorageError::new(Trouble::NotReadBack, path) });
    }
    if let Some(before) = before {
        write_whole(disk, &path.with_extension("bak.ron"), &before).map_err(failed)?;
    }
    disk.rename(&draft, path).map_err(failed)?;
    disk.sync_folder(path.parent().unwrap_or(path)).map_err(failed)
}

/// A free name beside a file under which it may be kept: its own with `.aside` behind it.
pub fn aside_name(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    for number in 1.. {
        let mut name = path.to_owned().into_os_string();
        name.push(if number == 1 { ".aside".to_owned() } else { format!(".{number}.aside") });
        if disk.look(Path::new(&name))?.is_none() {
            return Ok(name.into());
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// The text of a file, or why it cannot be read.
pub(super) type TextRead = Result<String, StorageError>;

/// The texts of the `.ron` files of a folder, each with its name; none where there is no folder.
pub(super) fn read_texts(
    disk: &dyn Disk,
    folder: &Path,
) -> Result<Vec<(String, TextRead)>, StorageError> {
    let listed = match disk.list(folder) {
        Ok(listed) => listed,
        // Where the folder itself is no folder, that is told already.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(Vec::new());
        }
        Err(error) => return Err(StorageError::from_io(error, folder)),
    };
    let mut out = Vec::new();
    for file in listed.iter().filter(|file| is_ron(&file.path)) {
        let text = match read_bytes(disk, &file.path, MAX_BYTES) {
            Ok(Some(bytes)) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Ok(None) => continue,
            Err(error) => Err(error),
        };
        let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        out.push((name, text));
    }
    Ok(out)
}

/// Writes a new file and returns its path; where there is one of that name already, a number is
/// added to the name. Nothing is ever written over.
pub fn write_new(
    disk: &dyn Disk,
    folder: &Path,
    name: &str,
    ending: &str,
    bytes: &[u8],
) -> Result<PathBuf, StorageError> {
    disk.create_folder(folder).map_err(|error| StorageError::from_io(error, folder))?;
    for number in 1.. {
        let path = folder.join(match number {
            1 => format!("{name}.{ending}"),
            n => format!("{name}-{n}.{ending}"),
        });
        let mut file = match disk.create_new(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(StorageError::from_io(error, &path)),
        };
        let written = file.write_at(0, bytes).and_then(|()| file.sync());
        if let Err(error) = written {
            // Half a page helps nobody.
            drop(file);
            _ = disk.remove(&path);
            return Err(StorageError::from_io(error, &path));
        }
        return Ok(path);
    }
    Err(StorageError::new(Trouble::Io, folder))
}

/// Writes a file beside its place, flushes it and gives it its name.
pub(super) fn write_whole(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = write_draft(disk, path, bytes)?;
    disk.rename(&draft, path)
}

/// Writes a file beside its place and flushes it.
fn write_draft(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let draft = path.with_extension("new");
    match disk.remove(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = disk.create_new(&draft)?;
    file.write_at(0, bytes)?;
    file.sync()?;
    Ok(draft)
}
