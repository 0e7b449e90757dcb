//! Cards as a table. What separates the columns is found from all rows, what they hold from their
//! names or the cells below; a person may say it instead. Lines such as `#html:true`, with which
//! other programs begin a table, are followed. A row with a fault is named with its line and costs
//! that row; what is left out is told.

mod bytes;
mod cards;
mod columns;
mod opening;
mod rows;

pub use columns::{Certainty, columns_of_words, fault_of};

use super::{Incoming, Refusal, Sides, Watch};
use crate::quote::quoted;
use crate::study::{Card, Column, FirstRow, Layout};
use cards::Cards;
use columns::{Sample, columns_of_names, guess, names_columns, perhaps_names};
use csv::WriterBuilder;
use opening::Opening;
use rows::{Row, Rows, find_separator};
use std::collections::BTreeMap;

/// The columns of a table that is written, in their order.
const COLUMNS: [&str; 5] = ["id", "deck", "tags", "front", "back"];
/// A larger table is refused.
const MAX_TABLE_BYTES: usize = 256 * 1024 * 1024;
/// A table with more columns is refused.
const MAX_COLUMNS: usize = 256;
/// What columns hold is guessed from this many rows.
const SAMPLED: usize = 200;
/// So many rows are shown to a person who chooses the columns.
const SHOWN: usize = 5;

/// What separates the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// CSV.
    Comma,
    /// TSV.
    Tab,
}

impl Separator {
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }
}

/// What a person has said of the columns of tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Those of this table.
    pub columns: Option<Vec<Column>>,
    /// What the first row of this table is.
    pub first_row: Option<FirstRow>,
    /// What was said earlier, by the form of the table.
    pub remembered: BTreeMap<String, Layout>,
}

/// A table as it is shown to a person who chooses the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What tables of this form have in common: the separator and the names of their columns.
    pub form: String,
    /// What the columns hold.
    pub layout: Layout,
    /// Whether that is certain.
    pub certainty: Certainty,
    /// The names of the columns, where the file gives them.
    pub names: Vec<String>,
    /// The first rows below.
    pub rows: Vec<Vec<String>>,
}

/// Reads a table. `name` is the file's name without its ending, and names the deck of rows that name
/// none.
pub fn read(
    name: &str,
    bytes: &[u8],
    told: Separator,
    choices: &Choices,
    watch: &mut Watch<'_>,
) -> Result<Incoming, Refusal> {
    if bytes.len() > MAX_TABLE_BYTES {
        return Err(Refusal(format!(
            "The table has more than {} MiB, which is more than is taken. Nothing was changed.",
            MAX_TABLE_BYTES >> 20
        )));
    }
    let (bytes, encoding_note) = bytes::decoded(bytes);
    let (opening, text) = Opening::of(&bytes);
    let separator = opening.separator.unwrap_or_else(|| find_separator(text, told));
    let mut rows = Rows::new(text, separator, 1 + opening.lines);
    let first: Vec<Row<'_>> = rows.clone().take(SAMPLED).collect();
    let form = Form::of(&opening, &first, separator);
    let shape = form.shape(&opening, &first, choices)?;
    let mut cards = Cards::new(name, &opening, &form, &shape, &first);
    cards.out.notes.extend(encoding_note.map(str::to_owned));
    cards.out.notes.extend(form.notes(&opening, &shape, &first));
    if shape.layout.first_row == FirstRow::Names && form.names != Names::Opening {
        rows.next();
    }
    let mut count = 0_usize;
    while let Some(row) = rows.next() {
        cards.row(&row);
        count += 1;
        if count.is_multiple_of(1024) {
            #[expect(clippy::cast_precision_loss, reason = "a share")]
            watch.at(0.9 * (1.0 - rows.left() as f32 / text.len().max(1) as f32))?;
        }
    }
    cards.finish(shape)
}

/// Where the names of the columns stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// In a line before the first row.
    Opening,
    /// In the first row, front and back among them.
    FirstRow,
    /// In the first row, as far as it can be seen: it has one name that is known.
    PerhapsFirstRow,
    /// Nowhere.
    Nowhere,
}

/// What tables of one form have in common.
struct Form {
    /// How many columns there are.
    count: usize,
    names: Names,
    /// The names of the columns, or the cells of the first row.
    texts: Vec<String>,
    separator: u8,
}

impl Form {
    fn of(opening: &Opening, first: &[Row<'_>], separator: u8) -> Self {
        let texts = first.first().map(Row::texts).unwrap_or_default();
        let (names, texts) = match opening.column_names(separator) {
            Some(names) => (Names::Opening, names),
            None if names_columns(&texts) => (Names::FirstRow, texts),
            None if opening.columns.is_empty() && first.len() > 1 && perhaps_names(&texts) => {
                (Names::PerhapsFirstRow, texts)
            }
            None => (Names::Nowhere, texts),
        };
        let empty = texts.iter().rev().take_while(|name| name.is_empty()).count();
        let named = texts.len() - empty;
        let count = if names == Names::Nowhere { most_frequent_count(first) } else { named };
        let told = opening.columns.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
        Self { count: count.max(told.min(MAX_COLUMNS)), names, texts, separator }
    }

    /// By what a table of the same form is known.
    fn key(&self) -> String {
        let separator = char::from(self.separator);
        let names = match self.names {
            Names::Nowhere => String::new(),
            _ => self.texts.join("|").to_lowercase().chars().take(500).collect(),
        };
        format!("{} {separator:?} {names}", self.count)
    }

    fn shape(
        &self,
        opening: &Opening,
        first: &[Row<'_>],
        choices: &Choices,
    ) -> Result<Shape, Refusal> {
        if self.count > MAX_COLUMNS {
            return Err(Refusal(format!(
                "The table has {} columns; at most {MAX_COLUMNS} are taken. Nothing was changed.",
                self.count
            )));
        }
        let form = self.key();
        let remembered = choices.remembered.get(&form).filter(|it| it.columns.len() == self.count);
        let seen = if self.names == Names::Nowhere { FirstRow::Card } else { FirstRow::Names };
        let first_row = choices.first_row.or(remembered.map(|it| it.first_row)).unwrap_or(seen);
        let chosen = self.chosen(choices)?.or_else(|| Some(remembered?.columns.clone()));
        let (columns, certainty) = match chosen {
            Some(columns) => (columns, Certainty::Sure),
            None => self.recognized(opening, first),
        };
        let names = if first_row == FirstRow::Names { self.texts.clone() } else { Vec::new() };
        let above = usize::from(first_row == FirstRow::Names && self.names != Names::Opening);
        let rows = first.iter().skip(above).take(SHOWN).map(Row::texts).collect();
        Ok(Shape { form, layout: Layout { columns, first_row }, certainty, names, rows })
    }

    /// The columns that a person chose, those that were not mentioned left out.
    fn chosen(&self, choices: &Choices) -> Result<Option<Vec<Column>>, Refusal> {
        let Some(mut columns) = choices.columns.clone() else { return Ok(None) };
        if columns.len() > self.count {
            return Err(Refusal(format!(
                "{} columns were named, and the table has {}. Nothing was changed.",
                columns.len(),
                self.count
            )));
        }
        columns.resize(self.count, Column::LeaveOut);
        match fault_of(&columns) {
            Some(fault) => Err(Refusal(format!("{fault}. Nothing was changed."))),
            None => Ok(Some(columns)),
        }
    }

    /// The columns by their names, by what the lines above the table say, or by their cells.
    fn recognized(&self, opening: &Opening, first: &[Row<'_>]) -> (Vec<Column>, Certainty) {
        let mut columns = match self.names {
            Names::Nowhere => vec![Column::LeaveOut; self.count],
            _ => columns_of_names(&self.texts),
        };
        columns.resize(self.count, Column::LeaveOut);
        for (at, told) in &opening.columns {
            columns.iter_mut().filter(|column| *column == told).for_each(|c| *c = Column::LeaveOut);
            if let Some(column) = columns.get_mut(*at) {
                *column = *told;
            }
        }
        let free: Vec<usize> =
            (0..self.count).filter(|at| columns.get(*at) == Some(&Column::LeaveOut)).collect();
        if self.names == Names::Nowhere && opening.columns.is_empty() {
            let certainty = guess(&Sample::of(first, self.count), &free, &mut columns);
            return (columns, certainty);
        }
        // What the file does not name: front and back first, then the other fields of a note.
        let is_note = !opening.columns.is_empty() || self.names == Names::Opening;
        let mut missing = [Column::Front, Column::Back].into_iter();
        let mut missing = missing.by_ref().filter(|it| !columns.contains(it)).collect::<Vec<_>>();
        missing.reverse();
        let is_certain = is_note || missing.is_empty();
        for at in free {
            let wanted = missing.pop().or(is_note.then_some(Column::Extra));
            if let (Some(column), Some(wanted)) = (columns.get_mut(at), wanted) {
                *column = wanted;
            }
        }
        (columns, if is_certain { Certainty::Sure } else { Certainty::Guessed })
    }

    /// What is to be known of how the table is read.
    fn notes(&self, opening: &Opening, shape: &Shape, first: &[Row<'_>]) -> Vec<String> {
        let mut notes = Vec::new();
        for mark in &opening.unknown {
            notes.push(format!("The line “{}” means nothing here", short(mark)));
        }
        let row: Vec<String> = self.texts.iter().map(|text| short(text)).collect();
        let row = list(&row, " | ");
        match (shape.layout.first_row, self.names) {
            (FirstRow::Names, Names::PerhapsFirstRow) => notes.push(format!(
                "The first row was read as the names of the columns, not as a card: {row}"
            )),
            (FirstRow::Card, Names::Nowhere) if opening.lines == 0 && !first.is_empty() => {
                notes.push(format!(
                    "The first row was read as a card: {row}. Names of columns are known such as {}",
                    "front, back, question, answer, term, definition, tags, deck, extra"
                ));
            }
            _ => {}
        }
        let named = |at: usize| match shape.names.get(at).filter(|name| !name.is_empty()) {
            Some(name) => format!("column {} “{}”", at + 1, short(name)),
            None => format!("column {}", at + 1),
        };
        let columns = shape.layout.columns.iter().enumerate();
        if shape.certainty == Certainty::Guessed {
            let read: Vec<String> = columns
                .clone()
                .map(|(at, column)| format!("{} is {}", named(at), column.label().to_lowercase()))
                .collect();
            notes.push(format!("Not certain what the columns hold: {}", list(&read, ", ")));
        }
        let has_text = |at: usize| first.iter().skip(1).any(|row| !row.text(at).is_empty());
        let left: Vec<String> = columns
            .filter(|(at, column)| **column == Column::LeaveOut && has_text(*at))
            .map(|(at, _)| named(at))
            .collect();
        if !left.is_empty() {
            notes.push(format!("Left out: {}", list(&left, ", ")));
        }
        notes
    }
}

/// How many columns most rows have; of several such numbers the largest.
fn most_frequent_count(rows: &[Row<'_>]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.cells.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(count, rows)| (*rows, *count)).map_or(0, |(count, _)| count)
}

/// The first texts of a list, and how many more there are.
fn list(texts: &[String], between: &str) -> String {
    const NAMED: usize = 20;
    let first = texts.get(..texts.len().min(NAMED)).unwrap_or_default().join(between);
    match texts.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first}{between}and {more} more"),
    }
}

/// A text on one line, cut at 40 characters, as it is quoted within a message.
fn short(text: &str) -> String {
    let line: String =
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
    quoted(&line)
}

/// Writes cards as a table.
pub fn write<'a>(
    cards: impl Iterator<Item = (&'a Card, Sides)>,
    separator: Separator,
) -> Result<Vec<u8>, String> {
    let mut writer = WriterBuilder::new().delimiter(separator.byte()).from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|error| error.to_string())?;
    for (card, sides) in cards {
        let tags = card.tags().join(" ");
        let row = [card.id.as_str(), card.deck_title(), &tags, &sides.front, &sides.back];
        writer.write_record(row).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
