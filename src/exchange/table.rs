//! Cards as a table: CSV and TSV with the columns id, deck, tags, front, back. What parts the columns
//! is seen by the first line. Lines such as `#html:true`, with which other programs begin a table, are
//! followed.

use super::merge::NAMELESS;
use super::{
    Fault, Incoming, MAX_CARDS, Refusal, Sides, Watch, deck_ron, deck_room, html, part_id,
};
use crate::quote::{has_controls, quoted};
use crate::study::{Card, OwnCard, OwnDeck, PACKAGE_SPACE, slug, splitmix, text_seed};
use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The columns, in their order.
const COLUMNS: [&str; 5] = ["id", "deck", "tags", "front", "back"];
/// A larger table is refused.
const MAX_TABLE_BYTES: usize = 256 * 1024 * 1024;
/// So many faults are named.
const MAX_FAULTS: usize = 1000;

/// What parts the columns.
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

/// Reads a table. A row with a fault is named with its line and left out. `name` is the file's name
/// without its ending, and names the deck of rows that name none.
pub fn read(
    name: &str,
    bytes: &[u8],
    separator: Separator,
    watch: &mut Watch<'_>,
) -> Result<Incoming, Refusal> {
    if bytes.len() > MAX_TABLE_BYTES {
        return Err(Refusal(format!(
            "The table has more than {} MiB, which is more than is taken. Nothing was changed.",
            MAX_TABLE_BYTES >> 20
        )));
    }
    let bytes = decoded(bytes);
    let (opening, mut rest) = Opening::of(&bytes, separator);
    let (mut line, mut columns) = (1 + opening.lines, None);
    let mut table = Table {
        name,
        opening,
        out: Incoming::default(),
        decks: BTreeMap::new(),
        seen: BTreeMap::new(),
    };
    // A quote that never closes takes the rest of the file for one row: such a row is named, and
    // reading goes on behind its first line.
    while !rest.is_empty() {
        let broken_at = table.rows(rest, line, bytes.len(), &mut columns, watch)?;
        let Some((offset, at)) = broken_at else { break };
        let behind = rest.get(offset..).unwrap_or_default();
        let Some(end) = behind.iter().position(|b| *b == b'\n') else { break };
        rest = behind.get(end + 1..).unwrap_or_default();
        line = at + 1;
    }
    table.finish()
}

/// The bytes without a mark at their beginning, UTF-16 turned into UTF-8.
fn decoded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let wide = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let units =
            bytes.chunks_exact(2).filter_map(|pair| Some(join(<[u8; 2]>::try_from(pair).ok()?)));
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Cow::Owned(text.into_bytes())
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

/// What the lines before the first row say of a table.
struct Opening {
    /// How many lines these are.
    lines: usize,
    /// What parts the columns.
    separator: u8,
    /// Whether its texts are HTML.
    is_html: bool,
    /// Where id, deck and tags stand, and the kind of a note, which is not needed.
    columns: [Option<usize>; 4],
}

impl Opening {
    /// Reads it. Returns with it what follows.
    fn of(mut bytes: &[u8], told: Separator) -> (Self, &[u8]) {
        let mut opening = Self { lines: 0, separator: 0, is_html: false, columns: [None; 4] };
        let mut separator = None;
        let [mut id, mut deck, mut tags, mut kind] = [None; 4];
        loop {
            let end = bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |end| end + 1);
            let (line, rest) = bytes.split_at(end);
            let Some((key, value)) = mark(line) else {
                opening.separator = separator.unwrap_or_else(|| separator_of(line, told));
                opening.columns = [id, deck, tags, kind];
                return (opening, bytes);
            };
            let column = || value.parse::<usize>().ok()?.checked_sub(1);
            match key.as_str() {
                "sep" | "separator" => separator = named_separator(&value),
                "html" => opening.is_html = value == "true",
                "guid column" => id = column(),
                "deck column" => deck = column(),
                "tags column" => tags = column(),
                "notetype column" => kind = column(),
                _ => {}
            }
            (bytes, opening.lines) = (rest, opening.lines + 1);
        }
    }

    /// The columns of a row of so many, where something was said of them: the first two of which
    /// nothing was said are front and back.
    fn layout(&self, count: usize) -> Option<Columns> {
        if self.columns.iter().all(Option::is_none) {
            return None;
        }
        let mut free = (0..count).filter(|at| !self.columns.contains(&Some(*at)));
        let [id, deck, tags, _] = self.columns;
        Some(Columns { at: [id, deck, tags, free.next(), free.next()], count })
    }
}

/// What a line before the first row says: `#html:true`, or `sep=;`.
fn mark(line: &[u8]) -> Option<(String, String)> {
    let line = std::str::from_utf8(line).ok()?.trim_end_matches(['\r', '\n']);
    if let Some(value) = line.strip_prefix("sep=") {
        return Some(("sep".to_owned(), value.to_lowercase()));
    }
    let (key, value) = line.strip_prefix('#')?.split_once(':')?;
    let key = key.trim().to_lowercase();
    let known = ["separator", "html", "columns", "notetype", "deck", "tags", "if matches"];
    let is_known = known.contains(&key.as_str()) || key.ends_with(" column");
    is_known.then(|| (key, value.to_lowercase()))
}

fn named_separator(value: &str) -> Option<u8> {
    match value.trim_matches(' ') {
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "tab" | "\\t" => Some(b'\t'),
        "pipe" => Some(b'|'),
        "colon" => Some(b':'),
        one => match one.as_bytes() {
            [byte] if byte.is_ascii() => Some(*byte),
            _ => None,
        },
    }
}

/// What parts the columns: what gives the first line the names of columns, else what the file's
/// ending says if it stands there, else what stands there in its place.
fn separator_of(line: &[u8], told: Separator) -> u8 {
    let mut quotes = 0_usize;
    let outside: Vec<u8> = (line.iter().copied())
        .filter(|byte| {
            quotes += usize::from(*byte == b'"');
            quotes.is_multiple_of(2)
        })
        .collect();
    let offered = [told.byte(), b';', b'\t', b','];
    let names_columns = |separator: &u8| layout_of(line.split(|byte| byte == separator)).is_some();
    let named = offered.iter().find(|separator| names_columns(separator));
    let there = || offered.iter().find(|separator| outside.contains(separator));
    named.or_else(there).copied().unwrap_or(told.byte())
}

/// Where each column stands in a row, and how many there are.
#[derive(Clone, Copy)]
struct Columns {
    at: [Option<usize>; 5],
    count: usize,
}

struct Table<'a> {
    name: &'a str,
    opening: Opening,
    out: Incoming,
    decks: BTreeMap<String, Vec<OwnDeck>>,
    /// The words of each id so far.
    seen: BTreeMap<(String, String), (String, String)>,
}

impl Table<'_> {
    /// Reads rows to the end. Returns offset and line of a row that swallowed the rest of the file.
    fn rows(
        &mut self,
        bytes: &[u8],
        first_line: usize,
        total: usize,
        columns: &mut Option<Columns>,
        watch: &mut Watch<'_>,
    ) -> Result<Option<(usize, usize)>, Refusal> {
        let mut reader = ReaderBuilder::new()
            .delimiter(self.opening.separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut record = ByteRecord::new();
        let mut count = 0_usize;
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let place = record.position();
            let offset = place.map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
            let line = first_line - 1 + place.map_or(1, |p| usize::try_from(p.line()).unwrap_or(1));
            count += 1;
            if count.is_multiple_of(1024) {
                let left = bytes.len() - offset.min(bytes.len());
                #[expect(clippy::cast_precision_loss, reason = "a share")]
                watch.at(0.9 * (1.0 - left as f32 / total.max(1) as f32))?;
            }
            let ends = reader.position().byte() >= bytes.len() as u64;
            let lines = record.iter().flatten().filter(|b| **b == b'\n').take(2).count();
            let Some(layout) = *columns else {
                if let Some(layout) = layout_of(record.iter()) {
                    *columns = Some(layout);
                    continue;
                }
                let told = self.opening.layout(record.len());
                let layout = told.unwrap_or_else(|| default_layout(record.len()));
                *columns = Some(layout);
                if self.row(&record, line, layout) && told.is_none() {
                    self.tell_first(&record);
                }
                continue;
            };
            if record.len() != layout.count && lines > 0 && ends {
                self.fault(
                    line,
                    "a quote is opened here and never closed; double it or close it".to_owned(),
                );
                return Ok(Some((offset, line)));
            }
            self.row(&record, line, layout);
        }
        Ok(None)
    }

    fn fault(&mut self, line: usize, what: String) {
        if self.out.faults.len() < MAX_FAULTS {
            self.out.faults.push(Fault {
                line: Some(line),
                column: None,
                record: String::new(),
                what,
            });
        } else {
            self.out.more_faults += 1;
        }
    }

    /// Says that the first row was taken for a card: perhaps it was to name the columns.
    fn tell_first(&mut self, record: &ByteRecord) {
        let cells = record.iter().map(|cell| {
            let cell = String::from_utf8_lossy(cell);
            cell.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect()
        });
        let cells: Vec<String> = cells.collect();
        self.out.notes.push(format!(
            "The first row was taken as a card: {}. Columns are known by the names {}.",
            cells.join(" | "),
            COLUMNS.join(", ")
        ));
    }

    /// Takes a row; false where it has a fault.
    fn row(&mut self, record: &ByteRecord, line: usize, layout: Columns) -> bool {
        if record.len() != layout.count {
            let what = format!(
                "{} columns; {} were expected. Put a text with a separator or quote in it between quotes",
                record.len(),
                layout.count
            );
            self.fault(line, what);
            return false;
        }
        let cell = |column: usize| -> Result<String, String> {
            let bytes = layout.at.get(column).copied().flatten().and_then(|at| record.get(at));
            let text = std::str::from_utf8(bytes.unwrap_or_default()).map_err(|_| {
                format!(
                    "{}: these bytes are not UTF-8 text; save the file as UTF-8",
                    COLUMNS.get(column).unwrap_or(&"")
                )
            })?;
            Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
        };
        let is_html = self.opening.is_html;
        let side =
            |column| cell(column).map(|side| if is_html { html::to_text(&side) } else { side });
        let taken = match (cell(0), cell(1), cell(2), side(3), side(4)) {
            (Ok(id), Ok(deck), Ok(tags), Ok(front), Ok(back)) => {
                self.card(id.trim(), deck.trim(), &tags, front, back)
            }
            (Err(what), ..)
            | (_, Err(what), ..)
            | (_, _, Err(what), ..)
            | (_, _, _, Err(what), _)
            | (.., Err(what)) => Err(what),
        };
        match taken {
            Ok(()) => true,
            Err(what) => {
                self.fault(line, what);
                false
            }
        }
    }

    fn card(
        &mut self,
        id: &str,
        deck: &str,
        tags: &str,
        front: String,
        back: String,
    ) -> Result<(), String> {
        if front.trim().is_empty() || back.trim().is_empty() {
            return Err("front and back both need text".to_owned());
        }
        let title = if deck.is_empty() { self.name } else { deck };
        if has_controls(title) || title.len() > 1024 {
            return Err("deck: a name of up to 1,024 bytes without control characters".to_owned());
        }
        let space = slug(title);
        let local = if id.is_empty() {
            format!("{NAMELESS}{:016x}", splitmix(text_seed(&format!("{front}\n{back}"))))
        } else {
            id.strip_prefix(&format!("{space}:")).unwrap_or(id).to_owned()
        };
        deck_ron::card_id(&local).map_err(str::to_owned)?;
        let mut card = OwnCard::recall(local.clone(), front, back);
        card.tags = tags.split_whitespace().map(str::to_owned).collect();
        deck_ron::card_fit(&card)?;
        let words = (card.ask.question(), card.ask.answer());
        let key =
            (if local.starts_with(PACKAGE_SPACE) { String::new() } else { space.clone() }, local);
        match self.seen.get(&key) {
            Some(known) if *known == words => {
                self.out.skipped += 1;
                return Ok(());
            }
            Some(_) => {
                return Err(format!(
                    "id: “{}” stands above with other words; every card needs its own",
                    quoted(id)
                ));
            }
            None => {}
        }
        if self.seen.len() >= 10 * MAX_CARDS {
            return Err(format!("more than {} cards; split the table", 10 * MAX_CARDS));
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

    fn finish(mut self) -> Result<Incoming, Refusal> {
        let empty = self.decks.is_empty() && self.out.skipped == 0;
        if empty && let Some(first) = self.out.faults.first() {
            return Err(Refusal(format!(
                "No row of this table can be taken; the first fault: {first}. Nothing was changed."
            )));
        }
        self.out.decks = self.decks.into_values().flatten().collect();
        Ok(self.out)
    }
}

/// Where the columns stand by a header; nothing where the row is none.
fn layout_of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Option<Columns> {
    let name = |cell| String::from_utf8_lossy(cell).trim().trim_matches('"').to_lowercase();
    let names: Vec<String> = cells.map(name).collect();
    let at = COLUMNS.map(|column| names.iter().position(|name| name == column));
    let [.., front, back] = at;
    (front.is_some() && back.is_some()).then_some(Columns { at, count: names.len() })
}

/// Without a header: front and back; with three columns tags before, else all five.
fn default_layout(count: usize) -> Columns {
    match count {
        2 => Columns { at: [None, None, None, Some(0), Some(1)], count },
        3 => Columns { at: [None, None, Some(2), Some(0), Some(1)], count },
        _ => Columns { at: [Some(0), Some(1), Some(2), Some(3), Some(4)], count: 5 },
    }
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
mod tests {
    use super::*;

    fn incoming(text: &[u8]) -> Incoming {
        read("list", text, Separator::Comma, &mut Watch::default()).unwrap()
    }

    fn fronts(incoming: &Incoming) -> Vec<String> {
        incoming.decks.iter().flat_map(|d| &d.cards).map(|c| c.ask.question()).collect()
    }

    fn faults(incoming: &Incoming) -> Vec<String> {
        incoming.faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn quotes_line_ends_and_a_mark_at_the_beginning_are_read() {
        let text =
            b"\xef\xbb\xbfid,deck,tags,front,back\r\na,D,x y,\"Q, \"\"so\"\"\r\nline 2\",A\r\n";
        let got = incoming(text);
        assert_eq!(faults(&got), Vec::<String>::new());
        let card = &got.decks[0].cards[0];
        assert_eq!(card.ask.question(), "Q, \"so\"\nline 2");
        assert_eq!((card.id.as_str(), card.tags.join("|")), ("a", "x|y".to_owned()));
        assert_eq!((got.decks[0].id.as_str(), got.decks[0].title.as_str()), ("d", "D"));
    }

    #[test]
    fn a_faulty_row_is_named_with_its_line_and_the_others_are_taken() {
        let text = b"id,deck,tags,front,back\na,D,,Q1,A1\nb,D,,Q2\nc,D,,Q\xff,A3\nd,D,,,A4\ne,D,,Q\x075,A5\nf,D,,\"Q6\nmore\",A6\ng,D,,Q7,A7\n";
        let got = incoming(text);
        assert_eq!(fronts(&got), ["Q1", "Q6\nmore", "Q7"]);
        let lines: Vec<_> = got.faults.iter().map(|f| f.line.unwrap()).collect();
        assert_eq!(lines, [3, 4, 5, 6], "{:?}", faults(&got));
        assert!(faults(&got)[1].contains("front: these bytes are not UTF-8"));
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_row_only() {
        let text = b"front,back\nQ1,A1\n\"Q2,A2\nQ3,A3\nQ4,A4\n";
        let got = incoming(text);
        assert_eq!(fronts(&got), ["Q1", "Q3", "Q4"]);
        assert!(faults(&got)[0].starts_with("line 3: a quote is opened"), "{:?}", faults(&got));
    }

    #[test]
    fn without_a_header_two_columns_are_front_and_back_and_the_file_names_the_deck() {
        let got = incoming(b"Q1,A1\nQ2,A2\nQ1,A1\n");
        assert_eq!(fronts(&got), ["Q1", "Q2"]);
        assert_eq!((got.skipped, got.decks[0].title.as_str()), (1, "list"));
        // the same row has the same id next time
        assert_eq!(got.decks[0].cards[0].id, incoming(b"Q1,A1\n").decks[0].cards[0].id);
    }

    #[test]
    fn semicolons_and_tabs_are_seen_by_the_first_line() {
        for text in [
            "front;back\nQ, so;A\n",
            "\"front\";\"back\"\n\"Q, so\";A\n",
            "\"Q, so\";A\n",
            "sep=;\nQ, so;A\n",
            "front\tback\nQ, so\tA\n",
            "\"Q, so\",A;B\n",
        ] {
            assert_eq!(fronts(&incoming(text.as_bytes())), ["Q, so"], "{text}");
        }
    }

    #[test]
    fn what_a_table_says_of_itself_is_followed() {
        let text = b"#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\nx1\tBasic\tMine\tWhat&nbsp;is<br>it?\t<b>This</b>\tone two\n";
        let got = read("list", text, Separator::Tab, &mut Watch::default()).unwrap();
        assert_eq!(faults(&got), Vec::<String>::new());
        let card = &got.decks[0].cards[0];
        assert_eq!((card.ask.answer().as_str(), card.tags.len()), ("This", 2));
        assert!(!card.ask.question().contains('<'), "{}", card.ask.question());
        assert_eq!((card.id.as_str(), got.decks[0].title.as_str()), ("x1", "Mine"));
        assert!(got.notes.is_empty());
        let as_it_stands = incoming(b"front,back\n<b>,A\n");
        assert_eq!(fronts(&as_it_stands), ["<b>"]);
    }

    #[test]
    fn a_first_row_that_names_no_known_column_is_told() {
        let got = incoming(b"Question,Answer\nQ1,A1\n");
        assert_eq!(fronts(&got).len(), 2);
        assert!(got.notes[0].starts_with("The first row was taken as a card: Question | Answer."));
        assert!(incoming(b"front,back\nQ1,A1\n").notes.is_empty());
    }

    #[test]
    fn a_file_that_is_no_table_is_refused() {
        let refused =
            read("x", b"\x00\x01\x02", Separator::Comma, &mut Watch::default()).unwrap_err();
        assert!(refused.0.len() > 25 && refused.0.contains("line 1"), "{}", refused.0);
    }

    #[test]
    fn a_table_saved_in_utf_16_is_read() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("front\tback\nQ→\tA\n".encode_utf16().flat_map(u16::to_le_bytes));
        let got = read("x", &bytes, Separator::Tab, &mut Watch::default()).unwrap();
        assert_eq!(fronts(&got), ["Q→"]);
    }
}
