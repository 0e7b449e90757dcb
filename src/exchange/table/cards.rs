//! The rows of a table as cards: one for each row, two where the kind of note asks both ways, and
//! one for each gap of a text with gaps.

use super::opening::Opening;
use super::rows::Row;
use super::{COLUMNS, Form, Names, Shape};
use crate::exchange::anki::{gap_numbers, packaged_id, sides_of_gaps};
use crate::exchange::merge::nameless;
use crate::exchange::{Fault, Incoming, MAX_CARDS, Refusal, deck_ron, deck_room, html, part_id};
use crate::quote::{has_controls, quoted};
use crate::study::{Column, FirstRow, OwnCard, OwnDeck, PACKAGE_SPACE, slug};
use std::cell::Cell;
use std::collections::BTreeMap;

/// So many faults are named.
const MAX_FAULTS: usize = 1000;
/// So many lines with a loose quote are named.
const MAX_QUOTES: usize = 3;
/// A row with more gaps is a fault.
const MAX_GAPS: usize = 200;
/// A table with more cards is read up to there.
const MAX_TABLE_CARDS: usize = 2 * MAX_CARDS;
/// So many bytes of sides may be made of the gaps of all rows.
const MAX_GAP_BYTES: usize = 128 * 1024 * 1024;
/// What texts in HTML hold.
const HTML_SIGNS: [&str; 6] = ["<br>", "<br/>", "<br />", "</div>", "</b>", "&nbsp;"];

/// The cards so far.
pub(super) struct Cards<'a> {
    name: &'a str,
    opening: &'a Opening,
    columns: Vec<Column>,
    names: Vec<String>,
    is_html: bool,
    separator: u8,
    /// Whether the table was written by this program.
    is_ours: bool,
    pub(super) out: Incoming,
    decks: BTreeMap<String, Vec<OwnDeck>>,
    /// The words of each id so far.
    seen: BTreeMap<(String, String), (String, String)>,
    /// The first lines with a quote that surrounds nothing, and how many there are.
    loose_quotes: (Vec<String>, usize),
    /// How many bytes of sides were made of gaps so far.
    gap_bytes: Cell<usize>,
}

/// How a card of a row is named.
enum Name<'a> {
    /// By its note's guid.
    Guid(&'a str),
    /// By the row.
    Id(&'a str),
    /// By its words.
    Words,
}

/// A card of a row.
struct Made {
    /// Its number within its note, from 0.
    number: usize,
    front: String,
    back: String,
    why: String,
}

impl<'a> Cards<'a> {
    pub(super) fn new(
        name: &'a str,
        opening: &'a Opening,
        form: &Form,
        shape: &Shape,
        first: &[Row<'_>],
    ) -> Self {
        let is_ours = form.names == Names::FirstRow && form.texts == COLUMNS;
        let has_signs = |row: &Row<'_>| {
            row.texts().iter().any(|text| HTML_SIGNS.iter().any(|sign| text.contains(sign)))
        };
        let looks_html = !is_ours && opening.is_html.is_none() && first.iter().any(has_signs);
        let mut out = Incoming::default();
        if looks_html {
            out.notes.push(
                "The texts hold marks of HTML such as <br>, so they were read as HTML. A first line #html:false reads them as they stand".to_owned(),
            );
        }
        let is_named = shape.layout.first_row == FirstRow::Names;
        Self {
            name,
            opening,
            columns: shape.layout.columns.clone(),
            names: if is_named { form.texts.clone() } else { Vec::new() },
            is_html: opening.is_html.unwrap_or(looks_html),
            separator: form.separator,
            is_ours,
            out,
            decks: BTreeMap::new(),
            seen: BTreeMap::new(),
            loose_quotes: (Vec::new(), 0),
            gap_bytes: Cell::new(0),
        }
    }

    fn fault(&mut self, line: usize, what: String) {
        if self.out.faults.len() < MAX_FAULTS {
            let record = String::new();
            self.out.faults.push(Fault { line: Some(line), column: None, record, what });
        } else {
            self.out.more_faults += 1;
        }
    }

    /// Takes a row.
    pub(super) fn row(&mut self, row: &Row<'_>) {
        if row.has_loose_quote {
            self.loose_quotes.1 += 1;
            if self.loose_quotes.0.len() < MAX_QUOTES {
                self.loose_quotes.0.push(row.line.to_string());
            }
        }
        self.tell_swallowed(row);
        if let Err(what) = self.cards_of(row) {
            self.fault(row.line, what);
        }
    }

    /// Tells of a cell that holds what looks like further rows: perhaps its quotes are inch marks.
    fn tell_swallowed(&mut self, row: &Row<'_>) {
        let is_row =
            |line: &[u8]| line.split(|byte| *byte == self.separator).count() == self.columns.len();
        let holds_rows = |cell: &[u8]| {
            let lines = cell.split(|byte| *byte == b'\n').skip(1);
            let mut lines = lines.filter(|line| !line.trim_ascii().is_empty()).peekable();
            lines.peek().is_some()
                && lines.all(is_row)
                && cell.last().is_some_and(u8::is_ascii_digit)
        };
        if row.lines > 1 && !self.is_ours && row.cells.iter().any(|cell| holds_rows(cell)) {
            self.out.notes.push(format!(
                "Lines {} to {} were read as one row, since a quote opens in the first and closes in the last. If these are inch marks, write \"\" for each",
                row.line,
                row.line + row.lines - 1
            ));
        }
    }

    fn cards_of(&mut self, row: &Row<'_>) -> Result<(), String> {
        let (filled, expected) = (row.filled(), self.columns.len());
        if filled > expected {
            return Err(format!(
                "{filled} columns; {expected} were expected. Put a text with a separator or quote in it between quotes"
            ));
        }
        let (id, guid) = (self.cell(row, Column::Id)?, self.cell(row, Column::Guid)?);
        let name = match (guid.trim(), id.trim()) {
            ("", "") => Name::Words,
            ("", id) => Name::Id(id),
            (guid, _) => Name::Guid(guid),
        };
        let deck = self.cell(row, Column::Deck)?;
        let title = [deck.trim(), self.opening.deck.trim(), self.name];
        let title = title.into_iter().find(|title| !title.is_empty()).unwrap_or("Imported");
        let mut tags = self.tags_of(&self.cell(row, Column::Tags)?);
        tags.extend(self.opening.tags.iter().cloned());
        for made in self.made(row, &name)? {
            self.card(&name, title, &tags, made)?;
        }
        Ok(())
    }

    /// The text of the one column of that kind; an empty one where there is none.
    fn cell(&self, row: &Row<'_>, wanted: Column) -> Result<String, String> {
        let at = self.columns.iter().position(|column| *column == wanted);
        at.map_or(Ok(String::new()), |at| text_at(row, at, wanted))
    }

    /// The tags of a cell: words, or, where commas or semicolons stand between them, several words
    /// each.
    fn tags_of(&self, cell: &str) -> Vec<String> {
        if self.is_ours || !cell.contains([',', ';']) {
            return cell.split_whitespace().map(str::to_owned).collect();
        }
        let tags = cell.split([',', ';']);
        let tags = tags.map(|tag| tag.split_whitespace().collect::<Vec<_>>().join("-"));
        tags.filter(|tag| !tag.is_empty()).collect()
    }

    /// What is shown below the answer: of several columns each with its name.
    fn extra(&self, row: &Row<'_>) -> Result<String, String> {
        let extras: Vec<usize> = (self.columns.iter().enumerate())
            .filter(|(_, column)| **column == Column::Extra)
            .map(|(at, _)| at)
            .collect();
        let mut lines = Vec::new();
        for at in &extras {
            let text = text_at(row, *at, Column::Extra)?;
            let name = self.names.get(*at).filter(|name| !name.is_empty() && extras.len() > 1);
            match name {
                _ if text.trim().is_empty() => {}
                Some(name) => lines.push(format!("{}: {text}", self.marked_up(name))),
                None => lines.push(text),
            }
        }
        Ok(lines.join(if self.is_html { "<br>" } else { "\n" }))
    }

    /// A plain text as the texts of the table are written.
    fn marked_up(&self, text: &str) -> String {
        if self.is_html { html::from_text(text) } else { text.to_owned() }
    }

    fn plain(&self, text: &str) -> String {
        match (self.is_html, self.is_ours) {
            (true, _) => html::to_text(text),
            (false, true) => text.to_owned(),
            (false, false) => text.trim().to_owned(),
        }
    }

    /// The cards of a row.
    fn made(&self, row: &Row<'_>, name: &Name<'_>) -> Result<Vec<Made>, String> {
        let (front, back) = (self.cell(row, Column::Front)?, self.cell(row, Column::Back)?);
        let extra = self.extra(row)?;
        let kind = self.cell(row, Column::Kind)?;
        let kind = if kind.trim().is_empty() { &self.opening.kind } else { &kind }.to_lowercase();
        let as_it_stands = self.is_ours && matches!(name, Name::Id(_));
        if !as_it_stands && front.contains("{{c1::image-occlusion:") {
            return Err(
                "a picture with covered parts; the table does not hold the picture".to_owned()
            );
        }
        let gaps = if as_it_stands { Vec::new() } else { gap_numbers(&front) };
        if !gaps.is_empty() {
            return self.with_gaps(&front, [back, extra], &gaps);
        }
        let (front, back) = (self.plain(&front), self.plain(behind_question(&back)));
        if front.trim().is_empty() || back.trim().is_empty() {
            return Err(missing(&front, &kind));
        }
        let why = self.plain(&extra);
        let asks_both_ways =
            kind.contains("reversed") && (!kind.contains("optional") || !why.trim().is_empty());
        let mut cards = Vec::new();
        if asks_both_ways {
            let (front, back) = (back.clone(), front.clone());
            cards.push(Made { number: 1, front, back, why: String::new() });
        }
        let why = if kind.contains("optional") { String::new() } else { why };
        cards.insert(0, Made { number: 0, front, back, why });
        Ok(cards)
    }

    fn with_gaps(
        &self,
        text: &str,
        below: [String; 2],
        gaps: &[usize],
    ) -> Result<Vec<Made>, String> {
        if gaps.len() > MAX_GAPS {
            return Err(format!("{} gaps; a text has at most {MAX_GAPS}", gaps.len()));
        }
        let is_html = self.is_html;
        let as_html = |text: &str| if is_html { text.to_owned() } else { html::from_text(text) };
        let below = below.iter().filter(|text| !text.trim().is_empty());
        let below: Vec<String> = below.map(|text| as_html(text)).collect();
        let (text, below) = (as_html(text), below.join("<br>"));
        // Each gap makes two sides of the whole text.
        let size = 2 * (text.len() + below.len()) * gaps.len();
        self.gap_bytes.set(self.gap_bytes.get().saturating_add(size));
        if self.gap_bytes.get() > MAX_GAP_BYTES {
            return Err("the gaps of the table make too much text; split the table".to_owned());
        }
        let cards = gaps.iter().map(|gap| {
            let (front, back) = sides_of_gaps(&text, &below, *gap)?;
            Ok(Made { number: gap.saturating_sub(1), front, back, why: String::new() })
        });
        cards.collect()
    }

    fn card(
        &mut self,
        name: &Name<'_>,
        title: &str,
        tags: &[String],
        made: Made,
    ) -> Result<(), String> {
        if has_controls(title) || title.len() > 1024 {
            return Err("deck: a name of up to 1,024 bytes without control characters".to_owned());
        }
        let space = slug(title);
        let Made { number, front, back, why } = made;
        let local = match name {
            Name::Guid(guid) => packaged_id(guid, number),
            Name::Id(id) => {
                let id = id.strip_prefix(&format!("{space}:")).unwrap_or(id);
                if number == 0 { id.to_owned() } else { format!("{id}/{}", number + 1) }
            }
            Name::Words => nameless(&front, &back),
        };
        deck_ron::card_id(&local).map_err(str::to_owned)?;
        let mut card = OwnCard::recall(local.clone(), front, back);
        card.why = why;
        card.came = Some(card.words_mark());
        card.tags = tags.to_vec();
        deck_ron::card_fit(&card)?;
        let words = (card.ask.question(), card.ask.answer());
        let is_packaged = local.starts_with(PACKAGE_SPACE);
        let key = (if is_packaged { String::new() } else { space.clone() }, local);
        match self.seen.get(&key) {
            Some(known) if *known == words => {
                self.out.skipped += 1;
                return Ok(());
            }
            Some(_) => {
                return Err(format!(
                    "id: “{}” stands above with other words; every card needs its own",
                    quoted(&key.1)
                ));
            }
            None => {}
        }
        if self.seen.len() >= MAX_TABLE_CARDS {
            return Err(format!("more than {MAX_TABLE_CARDS} cards; split the table"));
        }
        self.seen.insert(key, words);
        let parts = self.decks.entry(title.to_owned()).or_default();
        if parts.last().is_none_or(|part| !deck_room(part, 0)) {
            parts.push(OwnDeck::new(&part_id(&space, parts.len()), title));
        }
        if let Some(part) = parts.last_mut() {
            part.cards.push(card);
        }
        Ok(())
    }

    pub(super) fn finish(mut self, shape: Shape) -> Result<Incoming, Refusal> {
        let empty = self.decks.is_empty() && self.out.skipped == 0;
        if empty && let Some(first) = self.out.faults.first() {
            return Err(Refusal(format!(
                "No row of this table can be taken; the first fault: {first}. Nothing was changed."
            )));
        }
        let (lines, count) = &self.loose_quotes;
        if *count > 0 {
            let more = if *count > lines.len() {
                format!(" and {} more", count - lines.len())
            } else {
                String::new()
            };
            self.out.notes.push(format!(
                "Quotes that do not surround a whole cell were read as part of the text: line {}{more}",
                lines.join(", ")
            ));
        }
        self.out.decks = self.decks.into_values().flatten().collect();
        self.out.table = Some(shape);
        Ok(self.out)
    }
}

fn text_at(row: &Row<'_>, at: usize, column: Column) -> Result<String, String> {
    let bytes = row.cells.get(at).map_or(&[][..], |cell| cell);
    let text = std::str::from_utf8(bytes).map_err(|_| {
        format!(
            "{}: these bytes are not UTF-8 text; save the file as UTF-8",
            column.label().to_lowercase()
        )
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Why a row without a question or an answer is no card.
fn missing(front: &str, kind: &str) -> String {
    if kind.contains("cloze") && !front.trim().is_empty() {
        return "a text with gaps needs at least one, such as {{c1::word}}".to_owned();
    }
    "front and back both need text".to_owned()
}

/// What stands behind the line that parts question and answer on an answer side.
fn behind_question(back: &str) -> &str {
    let lines = ["<hr id=answer>", "<hr id=\"answer\">", "<hr id='answer'>"];
    let behind = lines.into_iter().find_map(|line| Some(back.split_once(line)?.1));
    behind.unwrap_or(back)
}
