//! Small files that are replaced whole, such as what the learner has set and where the window stood.

use super::disk::Disk;
use super::error::StorageError;
use serde::{Serialize, de::DeserializeOwned};
use std::io;
use std::path::Path;

/// Reads a small file; nothing where there is none.
pub fn read<T: DeserializeOwned>(disk: &dyn Disk, path: &Path) -> Result<Option<T>, StorageError> {
    let bytes = match disk.read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StorageError::from_io(error, path)),
    };
    let options = ron::Options::default().with_recursion_limit(32);
    options
        .from_bytes(&bytes)
        .map(Some)
        .map_err(|error| StorageError::from_io(io::Error::other(error.to_string()), path))
}

/// Replaces a small file whole: written beside it, flushed, renamed; the one before is kept as
/// `.bak.ron`.
pub fn replace<T: Serialize>(disk: &dyn Disk, path: &Path, value: &T) -> Result<(), StorageError> {
    let failed = |error: io::Error| StorageError::from_io(error, path);
    let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::new())
        .map_err(|error| failed(io::Error::other(error)))?;
    let folder = path.parent().unwrap_or(path);
    let new = path.with_extension("new.ron");
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let mut file = disk.create_new(&new).map_err(failed)?;
    file.write_at(0, text.as_bytes()).map_err(failed)?;
    file.write_at(text.len() as u64, b"\n").map_err(failed)?;
    file.sync().map_err(failed)?;
    drop(file);
    match disk.rename(path, &path.with_extension("bak.ron")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    disk.rename(&new, path).map_err(failed)?;
    disk.sync_folder(folder).map_err(failed)
}
