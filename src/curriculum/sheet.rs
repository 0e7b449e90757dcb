//! The visible table taken along: as text, Markdown or CSV, and as a handout to print.
//!
//! Every format says the same as the window: the words of the cells come from one place. The
//! handout is one HTML page without anything from outside.

use super::matrix::{Cell, MatrixRow};
use super::matrix_view::{MatrixLine, MatrixView};
use super::overlay::StateOverlay;
use super::{Curriculum, ProviderLevel};
use std::borrow::Cow;
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

    fn heads(&self) -> impl Iterator<Item = &'static str> {
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
        let field = |words: &str| -> String {
            if words.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", words.replace('"', "\"\""))
            } else {
                words.to_owned()
            }
        };
        let mut out = String::from("Group,Row");
        for head in self.heads() {
            out += ",";
            out += head;
        }
        out += "\r\n";
        for group in &self.groups {
            for row in &group.rows {
                _ = write!(out, "{},{}", field(&group.name), field(&row.name));
                for cell in &row.cells {
                    out += ",";
                    out += &field(&cell.words);
                }
                out += "\r\n";
            }
        }
        out
    }

    /// A page to print: the filled table, or a blank one with the answer key behind it.
    #[must_use]
    pub fn handout(&self, date: String, blank: bool) -> String {
        let title = "EMS provider levels side by side";
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        );
        _ = writeln!(out, "<p class=\"date\">EMS Study, {}</p>", escape(&date));
        if blank {
            out += "<p>Name: <span class=\"line\"></span></p>\n\
                    <p>Fill in each empty cell: yes or no for a skill, a few words elsewhere.</p>\n";
        }
        for note in &self.notes {
            _ = writeln!(out, "<p>{}</p>", escape(note));
        }
        self.table(&mut out, blank);
        if blank {
            out += "<h1 class=\"key\">Answer key</h1>\n";
            self.table(&mut out, false);
        }
        out += "<h2>Marks</h2>\n<p>✓ yes &#160; + yes, and added &#160; ✗ no &#160; ≠ sources \
                differ &#160; ◐ limited &#160; = the same &#160; — not stated</p>\n";
        out += "<h2>Sources</h2>\n<ol>\n";
        for source in &self.sources {
            _ = writeln!(out, "<li>{}</li>", escape(source));
        }
        out += "</ol>\n<p>For education only. It is no medical advice and no medical direction: \
                follow your state’s rules, your agency’s protocols and your medical director.</p>\n\
                </body>\n</html>\n";
        out
    }

    fn table(&self, out: &mut String, blank: bool) {
        *out += "<table>\n<thead><tr><th scope=\"col\">Row</th>";
        for head in self.heads() {
            _ = write!(out, "<th scope=\"col\">{head}</th>");
        }
        *out += "</tr></thead>\n";
        for group in &self.groups {
            let span = self.levels.len() + 1;
            let name = escape(&group.name);
            _ = writeln!(
                out,
                "<tbody>\n<tr><th class=\"group\" colspan=\"{span}\" scope=\"rowgroup\">{name}</th></tr>"
            );
            for row in &group.rows {
                let numbers: Vec<String> = row.sources.iter().map(usize::to_string).collect();
                let (name, numbers) = (escape(&row.name), numbers.join(", "));
                _ = write!(out, "<tr><th scope=\"row\">{name} <sup>{numbers}</sup></th>");
                for cell in &row.cells {
                    let is_blank = blank && cell.is_asked;
                    let class = if is_blank { " class=\"blank\"" } else { "" };
                    let words = format!("{} {}", cell.sign, escape(&cell.words));
                    let words = if is_blank { "" } else { words.trim_start() };
                    _ = write!(out, "<td{class}>{words}</td>");
                }
                *out += "</tr>\n";
            }
            *out += "</tbody>\n";
        }
        *out += "</table>\n";
    }
}

const STYLE: &str = "
body { font: 11pt/1.35 system-ui, sans-serif; color: #1a1e23; margin: 2em auto; max-width: 62em; }
h1 { font-size: 18pt; margin: 0 0 0.2em; } h2 { font-size: 12pt; margin: 1.4em 0 0.3em; }
p { margin: 0.3em 0; } .date { color: #474e56; }
table { border-collapse: collapse; width: 100%; margin-top: 1em; }
th, td { border-bottom: 1px solid #8b867c; padding: 0.3em 0.5em; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #1a1e23; } thead { display: table-header-group; }
tr { break-inside: avoid; } th { font-weight: 600; } tbody th { font-weight: 500; }
th.group { padding-top: 1em; font-weight: 700; break-after: avoid; } sup { color: #474e56; font-size: 7pt; }
td.blank { border: 1px solid #8b867c; height: 1.6em; }
.line { display: inline-block; width: 20em; border-bottom: 1px solid #1a1e23; }
h1.key { break-before: page; } ol { padding-left: 2em; font-size: 9pt; }
@media print { body { margin: 0; max-width: none; } }
";

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

/// Words as HTML text.
fn escape(words: &str) -> Cow<'_, str> {
    if words.contains(['&', '<', '>', '"']) {
        let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        words.replace('"', "&quot;").into()
    } else {
        words.into()
    }
}
