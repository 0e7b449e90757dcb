//! A data folder for one test, with room beside it for the backups; both are deleted with the test.

use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The data folder of one test.
pub(crate) struct TestFolder {
    _root: TempDir,
    data: PathBuf,
}

/// Makes an empty one.
pub(crate) fn folder() -> TestFolder {
    let root = tempfile::tempdir().expect("a temporary folder");
    let data = root.path().join("progress");
    std::fs::create_dir(&data).expect("a folder");
    TestFolder { _root: root, data }
}

impl TestFolder {
    /// The folder for the progress.
    pub(crate) fn path(&self) -> &Path {
        &self.data
    }
}
