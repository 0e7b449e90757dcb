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
/// `.bak.ron`. At no moment is there none.
pub fn replace<T: Serialize>(disk: &dyn Disk, path: &Path, value: &T) -> Result<(), StorageError> {
    let failed = |error: io::Error| StorageError::from_io(error, path);
    let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::new())
        .map_err(|error| failed(io::Error::other(error)))?;
    match disk.read(path) {
        Ok(before) => {
            write_whole(disk, &path.with_extension("bak.ron"), &before).map_err(failed)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    write_whole(disk, path, format!("{text}\n").as_bytes()).map_err(failed)?;
    disk.sync_folder(path.parent().unwrap_or(path)).map_err(failed)
}

fn write_whole(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
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
