//! The visible table as text, Markdown or CSV. [`crate::print`] makes the page to print from it.
//!
//! Every format says the same as the window: the words of the cells come from one place.

use super::matrix::{Cell, MatrixRow};
use super::matrix_view::{MatrixLine, MatrixView};
use super::overlay::StateOverlay;
use super::{Curriculum, ProviderLevel};
use std::fmt::Write as _;

/// A table to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The columns.
    pub levels: Vec<ProviderLevel>,
    /// The groups, folded ones left out.
    pub groups: Vec<SheetGroup>,
    /// What has to be known to read it, a sentence each.
    pub notes: Vec<String>,
    /// The sources, in the order of their numbers from 1.
    pub sources: Vec<String>,
}

/// A group of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetGroup {
    /// The heading.
    pub name: String,
    /// Its rows.
    pub rows: Vec<SheetRow>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The row head.
    pub name: String,
    /// One cell a column.
    pub cells: Vec<SheetCell>,
    /// The numbers of its sources.
    pub sources: Vec<usize>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCell {
    /// The mark; empty where the words are the value.
    pub sign: &'static str,
    /// The words, with both values where a state's rule lies over the national one.
    pub words: String,
    /// Whether a worksheet asks it: it has one right answer.
    pub is_asked: bool,
}

/// The ways to write a table as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    /// Cells parted by tabs, for documents and spreadsheets.
    Text,
    /// A Markdown table.
    Markdown,
    /// Cells parted by commas, by RFC 4180.
    Csv,
}

impl SheetFormat {
    /// All, in the order offered.
    pub const ALL: [Self; 3] = [Self::Text, Self::Markdown, Self::Csv];

    /// The name shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "Markdown",
            Self::Csv => "CSV",
        }
    }
}

impl Sheet {
    /// The table that is looked at.
    #[must_use]
    pub fn new(view: &MatrixView, c: &Curriculum, overlay: Option<&StateOverlay>) -> Self {
        let mut sheet = Self {
            levels: view.levels.clone(),
            groups: Vec::new(),
            notes: notes(view, overlay),
            sources: overlay.iter().map(|overlay| overlay.citation()).collect(),
        };
        for line in view.lines(c, overlay).lines {
            match line {
                MatrixLine::Group(_, true) => {}
                MatrixLine::Group(group, false) => {
                    let name = group.label().to_owned();
                    sheet.groups.push(SheetGroup { name, rows: Vec::new() });
                }
                MatrixLine::Row(row) => {
                    let row = sheet.row(view, c, overlay, &row);
                    if let Some(group) = sheet.groups.last_mut() {
                        group.rows.push(row);
                    }
                }
            }
        }
        sheet
    }

    fn row(
        &mut self,
        view: &MatrixView,
        c: &Curriculum,
        overlay: Option<&StateOverlay>,
        row: &MatrixRow<'_>,
    ) -> SheetRow {
        let mut sources = Vec::new();
        let mut cells = Vec::new();
        for level in &self.levels {
            let shown = view.cell(row, *level, overlay);
            if shown.rule.is_some() {
                sources.push(1);
            }
            let is_asked = !matches!(
                shown.national.as_ref().unwrap_or(&shown.cell),
                Cell::SourcesDiffer(_) | Cell::NotStated
            );
            let note = shown.rule.and_then(|(_, rule)| rule.note.as_deref());
            let note = note.map(|note| format!(" ({note})")).unwrap_or_default();
            let words = format!("{}{note}", shown.spoken());
            cells.push(SheetCell { sign: shown.cell.sign(), words, is_asked });
        }
        for citation in citations(c, row) {
            let known = self.sources.iter().position(|source| *source == citation);
            let number = known.unwrap_or_else(|| {
                self.sources.push(citation);
                self.sources.len() - 1
            });
            sources.push(number + 1);
        }
        sources.sort_unstable();
        sources.dedup();
        SheetRow { name: row.name().to_owned(), cells, sources }
    }

    /// The table as text.
    #[must_use]
    pub fn write(&self, format: SheetFormat) -> String {
        match format {
            SheetFormat::Text => self.text(),
            SheetFormat::Markdown => self.markdown(),
            SheetFormat::Csv => self.csv(),
        }
    }

    /// The names of the columns.
    pub fn heads(&self) -> impl Iterator<Item = &'static str> {
        self.levels.iter().map(|level| level.short())
    }

    fn text(&self) -> String {
        let mut out = String::from("Provider levels");
        for head in self.heads() {
            out += "\t";
            out += head;
        }
        out += "\n";
        for group in &self.groups {
            out += &group.name;
            out += "\n";
            for row in &group.rows {
                out += &row.name;
                for cell in &row.cells {
                    out += "\t";
                    out += &cell.words;
                }
                out += "\n";
            }
        }
        out
    }

    fn markdown(&self) -> String {
        let escape = |words: &str| words.replace('\\', "\\\\").replace('|', "\\|");
        let mut out = String::from("| Provider levels |");
        for head in self.heads() {
            _ = write!(out, " {head} |");
        }
        out += "\n|---|";
        out += &"---|".repeat(self.levels.len());
        out += "\n";
        for group in &self.groups {
            _ = writeln!(out, "| **{}** |{}", escape(&group.name), " |".repeat(self.levels.len()));
            for row in &group.rows {
                _ = write!(out, "| {} |", escape(&row.name));
                for cell in &row.cells {
                    _ = write!(out, " {} |", escape(&cell.words));
                }
                out += "\n";
            }
        }
        out
    }

    fn csv(&self) -> String {
        let mut out =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // Writing to memory does not fail, and every record has as many fields as the first.
        _ = out.write_record(["Group", "Row"].into_iter().chain(self.heads()));
        for group in &self.groups {
            for row in &group.rows {
                let cells = row.cells.iter().map(|cell| cell.words.as_str());
                let names = [group.name.as_str(), row.name.as_str()];
                _ = out.write_record(names.into_iter().chain(cells));
            }
        }
        String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

fn notes(view: &MatrixView, overlay: Option<&StateOverlay>) -> Vec<String> {
    let mut out = vec![
        "Skills are by the national scope of practice model, which is advice to the states: a state \
         may allow more or less."
            .to_owned(),
    ];
    if let Some(overlay) = overlay {
        let title = overlay.title();
        out.push(format!(
            "Rules of {title} lie over it; where they differ, both values are given."
        ));
    }
    if let Some(level) = view.baseline {
        out.push(format!("“Added” means: not yet at {}.", level.short()));
    }
    if view.differences_only {
        out.push("Only rows in which the columns differ.".to_owned());
    }
    if view.is_filtered() {
        out.push("Only a part of the rows.".to_owned());
    }
    out
}

/// Where a row was read: each text with its date.
fn citations(c: &Curriculum, row: &MatrixRow<'_>) -> Vec<String> {
    match row {
        MatrixRow::Skill(skill) => {
            let known =
                |key: &super::CiteKey| c.scope_sources().iter().find(|source| source.id == *key);
            skill.evidence.iter().filter_map(known).map(|source| source.cite.clone()).collect()
        }
        MatrixRow::Level(row) => {
            let cells = row.cells.iter().filter_map(|(_, cell)| match cell {
                super::RowCell::Say(_, facts) => Some(facts),
                super::RowCell::NotStated => None,
            });
            let mut out: Vec<String> = Vec::new();
            for fact in cells.flatten().filter_map(|id| c.fact(id)) {
                let Some(source) = c.source(&fact.source) else { continue };
                let citation = match &fact.as_of {
                    Some(date) => format!("{} (as of {date})", source.citation()),
                    None => source.citation(),
                };
                if !out.contains(&citation) {
                    out.push(citation);
                }
            }
            out
        }
    }
}
