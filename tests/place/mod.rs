//! A folder for the progress with room beside it for the backups; both go with the test.

use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A place of its own for one test.
pub(crate) struct Place {
    dir: TempDir,
    data: PathBuf,
}

/// Makes one.
pub(crate) fn folder() -> Place {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let data = dir.path().join("progress");
    std::fs::create_dir(&data).expect("a folder");
    Place { dir, data }
}

impl Place {
    /// The folder for the progress.
    pub(crate) fn path(&self) -> &Path {
        &self.data
    }

    /// The folder for its backups.
    #[allow(dead_code)] // not every test looks at them
    pub(crate) fn backups(&self) -> PathBuf {
        self.dir.path().join("progress-backups")
    }
}
