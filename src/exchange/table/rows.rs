//! A table's bytes as rows and cells, and what separates its columns.
//!
//! A quote surrounds a cell only where a second one closes it in front of a separator or the end of
//! the line. Any other quote, such as an inch mark, is part of the text, so that it cannot make two
//! rows one.

use super::Separator;
use super::columns::names_columns;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The separator is found from the rows within so many bytes.
const LOOKED_AT: usize = 4 * 1024 * 1024;

/// A row with any text in it.
pub(super) struct Row<'a> {
    /// Its first line, counted from 1.
    pub(super) line: usize,
    /// How many lines it takes.
    pub(super) lines: usize,
    /// Its cells, without the quotes around them.
    pub(super) cells: Vec<Cow<'a, [u8]>>,
    /// Whether a cell begins with a quote that does not surround it.
    pub(super) has_loose_quote: bool,
}

impl Row<'_> {
    /// How many cells it has, without empty ones at its end.
    pub(super) fn filled(&self) -> usize {
        let is_empty = |cell: &&Cow<'_, [u8]>| cell.trim_ascii().is_empty();
        self.cells.len() - self.cells.iter().rev().take_while(is_empty).count()
    }

    /// A cell as it is shown, or compared with a name.
    pub(super) fn text(&self, at: usize) -> String {
        let cell = self.cells.get(at).map_or(&[][..], |cell| cell);
        String::from_utf8_lossy(cell).trim().to_owned()
    }

    /// All cells as they are shown.
    pub(super) fn texts(&self) -> Vec<String> {
        (0..self.cells.len()).map(|at| self.text(at)).collect()
    }
}

/// The rows of a table, one after another. Rows without any text are passed over.
#[derive(Clone)]
pub(super) struct Rows<'a> {
    rest: &'a [u8],
    separator: u8,
    line: usize,
}

impl<'a> Rows<'a> {
    /// Of a text whose first line has the number `line`.
    pub(super) fn new(text: &'a [u8], separator: u8, line: usize) -> Self {
        Self { rest: text, separator, line }
    }

    /// How many bytes are still to be read.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    fn row(&mut self) -> Row<'a> {
        let (whole, line) = (self.rest, self.line);
        let mut cells = Vec::new();
        let mut has_loose_quote = false;
        loop {
            let cell = Cell::of(self.rest, self.separator);
            has_loose_quote |= cell.is_loose;
            cells.push(cell.text);
            let behind = self.rest.get(cell.length..).unwrap_or_default();
            if let Some((&next, tail)) = behind.split_first()
                && next == self.separator
            {
                self.rest = tail;
                continue;
            }
            self.rest = behind.strip_prefix(b"\r\n").unwrap_or(behind.get(1..).unwrap_or_default());
            break;
        }
        let read = whole.get(..whole.len() - self.rest.len()).unwrap_or_default();
        let lines = line_ends(read);
        self.line += lines;
        Row { line, lines: lines.max(1), cells, has_loose_quote }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        while !self.rest.is_empty() {
            let row = self.row();
            if row.filled() > 0 {
                return Some(row);
            }
        }
        None
    }
}

/// Line feeds, carriage returns, and both together count as one end of a line each.
fn line_ends(text: &[u8]) -> usize {
    let feeds = text.split(|byte| *byte == b'\n').count() - 1;
    let alone = |at: &usize| text.get(*at) == Some(&b'\r') && text.get(at + 1) != Some(&b'\n');
    feeds + (0..text.len()).filter(alone).count()
}

struct Cell<'a> {
    text: Cow<'a, [u8]>,
    /// How many bytes it takes, with its quotes.
    length: usize,
    /// Whether it begins with a quote that does not surround it.
    is_loose: bool,
}

impl<'a> Cell<'a> {
    fn of(bytes: &'a [u8], separator: u8) -> Self {
        let is_end = |byte: &u8| *byte == separator || matches!(byte, b'\n' | b'\r');
        let blanks = bytes.iter().take_while(|byte| **byte == b' ').count();
        let is_opened = bytes.get(blanks) == Some(&b'"');
        if is_opened && let Some((text, close)) = quoted(bytes, blanks + 1) {
            let behind = bytes.get(close + 1..).unwrap_or_default();
            let blanks = behind.iter().take_while(|byte| **byte == b' ').count();
            if behind.get(blanks).is_none_or(is_end) {
                return Self { text, length: close + 1 + blanks, is_loose: false };
            }
        }
        let length = bytes.iter().position(is_end).unwrap_or(bytes.len());
        let text = Cow::Borrowed(bytes.get(..length).unwrap_or_default());
        Self { text, length, is_loose: is_opened }
    }
}

/// The text from `from` to the next quote that is not doubled, and where that one stands.
fn quoted(bytes: &[u8], from: usize) -> Option<(Cow<'_, [u8]>, usize)> {
    let mut at = from;
    let mut is_doubled = false;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            break;
        }
        is_doubled = true;
        at += 2;
    }
    let inside = bytes.get(from..at)?;
    if !is_doubled {
        return Some((Cow::Borrowed(inside), at));
    }
    let mut text = Vec::with_capacity(inside.len());
    let mut is_second = false;
    for byte in inside {
        is_second = *byte == b'"' && !is_second;
        if !is_second {
            text.push(*byte);
        }
    }
    // Of two quotes the second one was kept.
    Some((Cow::Owned(text), at))
}

/// What separates the columns: what gives all rows alike the most even columns. Where several do,
/// what the ending of the file's name says comes first.
pub(super) fn find_separator(text: &[u8], told: Separator) -> u8 {
    let start = text.get(..text.len().min(LOOKED_AT)).unwrap_or_default();
    let mut best = (0, told.byte());
    for separator in [told.byte(), b'\t', b';', b'|', b','] {
        let fit = fit_of(start, separator);
        if fit > best.0 {
            best = (fit, separator);
        }
    }
    best.1
}

/// How well a separator fits: rows with the most frequent number of columns in per mille, more where
/// the first row names the columns, less for quotes that surround nothing and for blanks behind it,
/// as behind a comma within a sentence.
fn fit_of(text: &[u8], separator: u8) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let (mut rows, mut loose, mut cells, mut spaced, mut named) = (0, 0, 0, 0, 0);
    for row in Rows::new(text, separator, 1) {
        if rows == 0 && names_columns(&row.texts()) {
            named = 2000;
        }
        rows += 1;
        loose += usize::from(row.has_loose_quote);
        cells += row.cells.len() - 1;
        spaced += row.cells.iter().skip(1).filter(|cell| cell.starts_with(b" ")).count();
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    let even = counts.iter().filter(|(count, _)| **count > 1).map(|(_, rows)| *rows).max();
    let Some(even) = even else { return 0 };
    let share = |part: usize, whole: usize| part * 1000 / whole.max(1);
    let good = share(even, rows) + named + 1;
    good.saturating_sub(share(loose, rows) / 2 + share(spaced, cells) / 10).max(1)
}
