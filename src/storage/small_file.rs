//! Small files that are replaced whole, such as what the learner has set and where the window stood.

use super::disk::{Disk, PathKind};
use super::error::{StorageError, Trouble};
use serde::{Serialize, de::DeserializeOwned};
use std::io;
use std::path::Path;

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

/// Replaces a small file whole: written beside it, flushed, renamed; the one before is kept as
/// `.bak.ron`. At no moment is there none.
pub fn replace<T: Serialize>(disk: &dyn Disk, path: &Path, value: &T) -> Result<(), StorageError> {
    let failed = |error: io::Error| StorageError::from_io(error, path);
    let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::new())
        .map_err(|error| failed(io::Error::other(error)))?;
    if let Some(before) = read_bytes(disk, path, MAX_BYTES)? {
        write_whole(disk, &path.with_extension("bak.ron"), &before).map_err(failed)?;
    }
    write_whole(disk, path, format!("{text}\n").as_bytes()).map_err(failed)?;
    disk.sync_folder(path.parent().unwrap_or(path)).map_err(failed)
}

/// Writes a file beside its place, flushes it and gives it its name.
pub(super) fn write_whole(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("new");
    match disk.remove(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = disk.create_new(&draft)?;
    file.write_at(0, bytes)?;
    file.sync()?;
    drop(file);
    disk.rename(&draft, path)
}
