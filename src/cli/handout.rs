//! Handouts without a window.

use crate::curriculum::{AssetFile, MatrixView, ProviderLevel, Sheet, StateOverlay, load_bundled};
use crate::print::{Fill, handout};
use crate::quote::shown_path;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Writes the provider levels side by side.
pub(super) fn compare(
    file: &Path,
    fill: Fill,
    levels: &str,
    rules: Option<&Path>,
    date: &str,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let (curriculum, _) = load_bundled();
    let Some(levels) = levels.split(',').map(ProviderLevel::parse).collect::<Option<Vec<_>>>()
    else {
        return refused("levels are emr, emt, aemt or paramedic, with commas between them");
    };
    if levels.len() < 2 {
        return refused("two levels at least stand side by side, such as --levels emt,paramedic");
    }
    let view = MatrixView { levels, ..MatrixView::default() }.mended();
    let overlay = match rules.map(|path| (path, std::fs::read_to_string(path))) {
        None => None,
        Some((path, Err(error))) => {
            return refused(&format!("cannot read {}: {error}", shown_path(path)));
        }
        Some((path, Ok(text))) => {
            let asset = AssetFile {
                path: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                text: text.into(),
            };
            match StateOverlay::read(&asset, &curriculum) {
                Ok(overlay) => Some(overlay),
                Err(problems) => {
                    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
                    return refused(&lines.join("\n"));
                }
            }
        }
    };
    let sheet = Sheet::new(&view, &curriculum, overlay.as_ref());
    let html = handout(&sheet, fill, date);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
        .and_then(|mut file| file.write_all(html.as_bytes()));
    match written {
        Ok(()) => {
            writeln!(out, "written: {}", shown_path(file))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => refused(&format!(
            "{} is there already and is left as it is; name another file",
            shown_path(file)
        )),
        Err(error) => refused(&format!("cannot write {}: {error}", shown_path(file))),
    }
}

fn refused(why: &str) -> io::Result<ExitCode> {
    writeln!(io::stderr(), "ems-study: {why}")?;
    Ok(ExitCode::from(2))
}
