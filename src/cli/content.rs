//! Checking content: the bundled one, a folder, or a deck that somebody wrote.

use crate::curriculum::form::Holds;
use crate::curriculum::{
    AssetFile, Curriculum, Problem, StateOverlay, bundled_files, load_bundled,
};
use crate::exchange::{Fault, Format, MAX_DECK_BYTES, deck_ron};
use crate::quote::{quoted, shown_path};
use crate::study::{Deck, OwnDeck};
use std::fs::File;
use std::io::{Read as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

pub(super) fn check(path: Option<&Path>, out: &mut impl Write) -> io::Result<ExitCode> {
    let files = match path {
        None => bundled_files(),
        Some(file) if file.is_file() => return check_file(file, out),
        Some(folder) => match read_folder(folder) {
            Ok(files) if !files.is_empty() => files,
            Ok(_) => {
                writeln!(io::stderr(), "no .ron files in {}", shown_path(folder))?;
                return Ok(ExitCode::from(2));
            }
            Err(error) => {
                writeln!(io::stderr(), "cannot read {}: {error}", shown_path(folder))?;
                return Ok(ExitCode::from(2));
            }
        },
    };
    let (curriculum, problems) = Curriculum::read(&files);
    report(&curriculum, &problems, out)?;
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks the rules of a state against the bundled content.
fn check_overlay(name: &str, text: String, out: &mut impl Write) -> io::Result<ExitCode> {
    let (curriculum, _) = load_bundled();
    let file = AssetFile { path: name.to_owned(), text: text.into() };
    match StateOverlay::read(&file, &curriculum) {
        Ok(overlay) => {
            writeln!(out, "rules of {}: {} cells", overlay.title(), overlay.cells.len())?;
            writeln!(out, "problems: 0")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => {
            for problem in &problems {
                writeln!(out, "{problem}")?;
            }
            writeln!(out, "problems: {}", problems.len())?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Checks a file that somebody wrote, a deck or the rules of a state, against the bundled content.
fn check_file(path: &Path, out: &mut impl Write) -> io::Result<ExitCode> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    if let Some(what) = unchecked(&ending) {
        let path = shown_path(path);
        writeln!(
            io::stderr(),
            "{path}: this is {what}; check reads decks and rules of a state in RON. What would be \
             imported from it is told by ems-study import --dry-run"
        )?;
        return Ok(ExitCode::from(2));
    }
    let mut bytes = Vec::new();
    // One byte more shows that it is too large.
    let most = MAX_DECK_BYTES as u64 + 1;
    if let Err(error) = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
        writeln!(io::stderr(), "cannot read {}: {error}", shown_path(path))?;
        return Ok(ExitCode::from(2));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = String::from_utf8_lossy(&bytes);
    if Holds::of(&text) == Some(Holds::Rules) {
        return check_overlay(&name, text.into_owned(), out);
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    check_deck(&quoted(&name), deck_ron::read(&stem, &bytes), &text, out)
}

/// What a file is that is imported and not checked; `None` for RON and for what is not known.
fn unchecked(ending: &str) -> Option<&'static str> {
    match Format::of_ending(ending).ok()? {
        Format::Package => Some("a package of cards"),
        Format::Table(_) => Some("a table of cards"),
        Format::Archive => Some("a zip file"),
        Format::Ron => None,
    }
}

/// Checks the links of a deck that was read; where it was not, its faults are told.
fn check_deck(
    name: &str,
    read: Result<Vec<OwnDeck>, Vec<Fault>>,
    text: &str,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let (decks, faults) = match read {
        Ok(decks) => {
            let (curriculum, _) = load_bundled();
            let dead = |deck| deck_ron::dead_links(deck, text, &curriculum);
            let faults = decks.iter().flat_map(dead).collect();
            (decks, faults)
        }
        Err(faults) => (Vec::new(), faults),
    };
    let cards: usize = decks.iter().map(|deck| deck.cards.len()).sum();
    writeln!(out, "decks: {}", decks.len())?;
    writeln!(out, "cards: {cards}")?;
    for fault in &faults {
        writeln!(out, "{name} (yours): {fault}")?;
    }
    writeln!(out, "problems: {}", faults.len())?;
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(c: &Curriculum, problems: &[Problem], out: &mut impl Write) -> io::Result<()> {
    let counts = [
        ("facts", c.facts().len()),
        ("sources", c.sources().len()),
        ("skills", c.skills().len()),
        ("levels", c.levels().profiles.len()),
        ("sections", c.sections().len()),
        ("terms", c.terms().len()),
        ("claims", c.claims().len()),
        ("cards", Deck::new(c).cards().len()),
        ("confusions", c.confusions().len()),
        ("pathways", c.career().pathways.len()),
    ];
    for (name, count) in counts {
        writeln!(out, "{name}: {count}")?;
    }
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    writeln!(out, "problems: {}", problems.len())
}

/// The RON files of a folder and the folders in it, links not followed.
fn read_folder(root: &Path) -> io::Result<Vec<AssetFile>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|e| e == "ron") {
                let name = path.strip_prefix(root).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                files.push(AssetFile { path: name, text: fs::read_to_string(&path)?.into() });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
