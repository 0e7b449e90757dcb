//! Who has the folder open: a small file for the message to a second copy, and for nothing else.

use super::disk::Disk;
use super::error::{StorageError, Trouble};
use super::small_file;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;

const NAME: &str = "open-by.ron";

#[derive(Serialize, Deserialize)]
struct Holder {
    process: u32,
    since: String,
}

/// Notes that this process has the folder open, `since` as it is shown. It is no loss where that
/// fails.
pub fn note_holder(disk: &dyn Disk, data: &Path, since: String) {
    let path = data.join(NAME);
    let holder = Holder { process: std::process::id(), since };
    let text = ron::to_string(&holder).unwrap_or_default();
    _ = disk.remove(&path);
    _ = disk.create_new(&path).and_then(|mut file| file.write_at(0, text.as_bytes()));
}

/// The refusal for a second copy, with what is known of the first.
pub(super) fn locked(disk: &dyn Disk, data: &Path) -> StorageError {
    let holder = small_file::read::<Holder>(disk, &data.join(NAME)).ok().flatten();
    let cause =
        holder.map(|h| io::Error::other(format!("process {}, since {}", h.process, h.since)));
    StorageError { cause, ..StorageError::new(Trouble::Locked, data) }
}
