//! The rules of states that somebody put into the data folder: one RON file each, in the folder
//! `overlays`. They are only read; a file that cannot be used is named and left as it is.

use super::disk::Disk;
use super::small_file::read_texts;
use crate::curriculum::{AssetFile, Curriculum, StateOverlay};
use crate::quote::quoted;
use std::path::Path;

/// The folder of the rules, below the data folder.
const OVERLAYS: &str = "overlays";

/// Reads all rules of a data folder, and says of each file that cannot be used why.
#[must_use]
pub fn read_overlays(
    disk: &dyn Disk,
    data: &Path,
    curriculum: &Curriculum,
) -> (Vec<StateOverlay>, Vec<String>) {
    let (mut good, mut complaints) = (Vec::new(), Vec::new());
    match read_texts(disk, &data.join(OVERLAYS)) {
        Ok(files) => {
            for (name, text) in files {
                let read = text.map_err(|error| error.to_string()).and_then(|text| {
                    let file = AssetFile { path: format!("{OVERLAYS}/{name}"), text: text.into() };
                    StateOverlay::read(&file, curriculum).map_err(|problems| {
                        problems.first().map(ToString::to_string).unwrap_or_default()
                    })
                });
                match read {
                    Ok(overlay) => good.push(overlay),
                    Err(why) => complaints
                        .push(format!("The rules in {} are left out. {why}.", quoted(&name))),
                }
            }
        }
        Err(error) => complaints.push(format!("The rules of states could not be read. {error}.")),
    }
    (good, complaints)
}
