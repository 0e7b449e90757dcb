//! Filling an empty folder with a history made up for demonstrations.

use crate::curriculum::Curriculum;
use crate::quote::shown_path;
use crate::storage::{
    Journal, SETTINGS, StorageError, SystemDisk, data_folder, read_decks, replace_small,
};
use crate::study::{Demo, DemoKind, Moment};
use std::path::Path;

/// Names the file of the history: the same demonstration gives the same file.
const SEED: u64 = 0x0de3_0de3;

/// Fills the folder. A folder that is in use is left as it is; the error says so.
pub fn fill(
    asked: Option<&Path>,
    kind: DemoKind,
    curriculum: &Curriculum,
    now: Moment,
) -> Result<(), String> {
    let folder = data_folder(asked).map_err(told)?;
    let (mut journal, history) =
        Journal::open(Box::new(SystemDisk), &folder, SEED).map_err(told)?;
    let mut found = read_decks(&SystemDisk, &folder);
    let settings = folder.join(SETTINGS);
    let is_empty = history.entries.is_empty()
        && history.findings.is_empty()
        && found.decks.is_empty()
        && found.complaints.is_empty()
        && !settings.exists();
    if !is_empty {
        return Err(format!(
            "--demo fills an empty folder only, and this one is in use: {}. Nothing was changed. \
             Name another folder with --data-dir, or leave --demo out to go on with this one",
            shown_path(&folder)
        ));
    }
    let demo = Demo::new(kind, curriculum, now);
    journal.import(demo.entries).map_err(told)?;
    for deck in &demo.decks {
        found.files.save(&SystemDisk, deck).map_err(told)?;
    }
    replace_small(&SystemDisk, &settings, &demo.settings).map_err(told)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn told(error: StorageError) -> String {
    format!("the folder for the demonstration cannot be filled. {error}")
}
