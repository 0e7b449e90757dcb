//! The curriculum that is embedded in the program.

use super::load::AssetFile;
use super::{Curriculum, Problem};
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/bundled_files.rs"));

/// The embedded files, by their path below `assets/curriculum`.
#[must_use]
pub fn bundled_files() -> Vec<AssetFile> {
    BUNDLED
        .iter()
        .map(|(path, text)| AssetFile { path: (*path).to_owned(), text: Cow::Borrowed(text) })
        .collect()
}

/// Reads and checks the embedded curriculum.
#[must_use]
pub fn load_bundled() -> (Curriculum, Vec<Problem>) {
    Curriculum::read(&bundled_files())
}
