//! The comparison as a handout, filled in or as a worksheet.

use super::Page;
use crate::curriculum::{Sheet, SheetRow};
use html_escape::encode_text;
use std::fmt::Write as _;

/// What is in the cells of a printed table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// The values.
    Filled,
    /// Blanks to fill in, with the answer key on a page of its own.
    Worksheet,
}

/// The page of a table. `date` is shown as it is given.
#[must_use]
pub fn handout(sheet: &Sheet, fill: Fill, date: &str) -> String {
    let mut page = Page::new("EMS provider levels side by side", date);
    if fill == Fill::Worksheet {
        page.html += "<p>Name: <span class=\"line\"></span></p>\n";
        page.paragraph("Fill in each empty cell: yes or no for a skill, a few words elsewhere.");
    }
    for note in &sheet.notes {
        page.paragraph(note);
    }
    table(&mut page.html, sheet, fill);
    if fill == Fill::Worksheet {
        page.html += "<h1 class=\"key\">Answer key</h1>\n";
        table(&mut page.html, sheet, Fill::Filled);
    }
    page.heading("Marks");
    page.html += "<p>✓ yes &#160; + yes, and added &#160; ✗ no &#160; ≠ sources differ &#160; \
                  ◐ limited &#160; = the same &#160; — not stated</p>\n";
    page.heading("Sources");
    page.numbered(&sheet.sources);
    page.end()
}

fn table(out: &mut String, sheet: &Sheet, fill: Fill) {
    *out += "<table>\n<thead><tr><th scope=\"col\">Row</th>";
    for head in sheet.heads() {
        _ = write!(out, "<th scope=\"col\">{head}</th>");
    }
    *out += "</tr></thead>\n";
    for group in &sheet.groups {
        let span = sheet.levels.len() + 1;
        let name = encode_text(&group.name);
        _ = writeln!(
            out,
            "<tbody>\n<tr><th class=\"group\" colspan=\"{span}\" scope=\"rowgroup\">{name}</th></tr>"
        );
        for row in &group.rows {
            row_html(out, row, fill);
        }
        *out += "</tbody>\n";
    }
    *out += "</table>\n";
}

fn row_html(out: &mut String, row: &SheetRow, fill: Fill) {
    let numbers: Vec<String> = row.sources.iter().map(usize::to_string).collect();
    let (name, numbers) = (encode_text(&row.name), numbers.join(", "));
    _ = write!(out, "<tr><th scope=\"row\">{name} <sup>{numbers}</sup></th>");
    for cell in &row.cells {
        if fill == Fill::Worksheet && cell.is_asked {
            *out += "<td class=\"blank\"></td>";
        } else {
            let words = format!("{} {}", cell.sign, encode_text(&cell.words));
            _ = write!(out, "<td>{}</td>", words.trim_start());
        }
    }
    *out += "</tr>\n";
}
