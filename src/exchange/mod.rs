//! Cards in and out: decks in RON, CSV and TSV, Anki packages; and joining what comes in with what
//! is there.
//!
//! Bytes in, values out, and the other way round: no files, no clock, no screen; `storage` does the
//! files. Whatever comes in is taken for hostile: there are caps before anything is parsed, no path
//! of an archive is followed, HTML becomes plain text, and a fault in one row costs that row.

pub mod anki;
pub mod deck_comments;
pub mod deck_ron;
pub mod html;
pub mod leave;
pub mod merge;
pub mod table;

use crate::curriculum::{Ask, CardId, Curriculum};
use crate::quote::{quoted, visible};
use crate::study::{Card, Moment, Note, OwnDeck, Past, SegmentId, Settings, What};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{Read, Seek};

/// A larger deck file is refused.
pub const MAX_DECK_BYTES: usize = 16 * 1024 * 1024;
/// A deck with more cards is refused.
pub const MAX_CARDS: usize = 100_000;
/// A longer side of a card is refused.
pub const MAX_SIDE_BYTES: usize = 64 * 1024;
/// A card with more tags is refused.
pub const MAX_TAGS: usize = 256;
/// A longer id is refused.
pub const MAX_ID_BYTES: usize = 1024;

/// A longer name of a deck is refused.
pub const MAX_TITLE_BYTES: usize = 2048;

/// A fault in what was read: where, what, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line, counted from 1; for packages the note.
    pub line: Option<usize>,
    /// The column, counted from 1, where it is known.
    pub column: Option<usize>,
    /// The card or row that it concerns.
    pub record: String,
    /// What is wrong and what would be right.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column {column}: ")?,
            (Some(line), None) => write!(f, "line {line}: ")?,
            (None, _) => {}
        }
        if !self.record.is_empty() {
            write!(f, "{}: ", quoted(&self.record))?;
        }
        f.write_str(&visible(&self.what))
    }
}

/// What a file holds, before anything is changed.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// Its decks.
    pub decks: Vec<OwnDeck>,
    /// The history of its cards.
    pub past: Vec<CardPast>,
    /// Files of a journal, by their names.
    pub segments: Vec<(SegmentId, Vec<u8>)>,
    /// Settings.
    pub settings: Option<Settings>,
    /// The chances of recall, in per cent, at which the cards of each deck came back there.
    pub aims: BTreeMap<String, BTreeSet<u8>>,
    /// Rows that repeat others of the file, and rows of a log without a rating.
    pub skipped: usize,
    /// What is to be known before it is taken in.
    pub notes: Vec<String>,
    /// What is wrong with single rows.
    pub faults: Vec<Fault>,
    /// Further faults that are not named.
    pub more_faults: usize,
    /// The columns of a table.
    pub table: Option<table::Shape>,
}

impl Incoming {
    /// Adds what can be used of a file of decks, and names what cannot.
    pub(crate) fn add_decks(&mut self, usable: deck_ron::Usable) {
        self.decks.extend(usable.decks);
        self.faults.extend(usable.left_out);
        self.more_faults += usable.more_left_out;
        self.skipped += usable.repeated.len();
    }
}

/// What can be used of a file, where that is anything.
fn some(usable: deck_ron::Usable) -> Result<deck_ron::Usable, Vec<Fault>> {
    let is_empty = usable.decks.iter().all(|deck| deck.cards.is_empty());
    if is_empty && !usable.left_out.is_empty() { Err(usable.left_out) } else { Ok(usable) }
}

/// The past of one card.
#[derive(Clone, Debug)]
pub struct CardPast {
    /// The card.
    pub card: CardId,
    /// Its ratings in order.
    pub ratings: Vec<(Moment, Past)>,
    /// How it stands, where the ratings alone do not say it.
    pub state: Option<What>,
    /// The moment as of which it stands so: that of its last rating, as far as that is known.
    pub as_of: Moment,
}

/// Why a file is not taken at all: what it is, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.0))
    }
}

impl std::error::Error for Refusal {}

/// Watches something that may take long: told how far it is, it may stop it.
#[derive(Default)]
pub struct Watch<'a>(Option<&'a mut dyn FnMut(f32) -> bool>);

impl<'a> Watch<'a> {
    /// `go_on` is given the share that is done, 0 to 1, and says whether to go on.
    pub fn new(go_on: &'a mut dyn FnMut(f32) -> bool) -> Self {
        Self(Some(go_on))
    }

    fn at(&mut self, share: f32) -> Result<(), Refusal> {
        if self.0.as_mut().is_none_or(|go_on| go_on(share)) {
            Ok(())
        } else {
            Err(Refusal("Stopped as you wished. Nothing was changed.".to_owned()))
        }
    }
}

/// The formats, told apart by the ending of a file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An Anki package.
    Package,
    /// A table with commas or tabs.
    Table(table::Separator),
    /// A deck in RON.
    Ron,
    /// Everything; `storage` reads and writes it.
    Archive,
}

impl Format {
    /// The format of a file by the ending of its name.
    pub fn of_ending(ending: &str) -> Result<Self, Refusal> {
        match ending.to_ascii_lowercase().as_str() {
            "apkg" | "colpkg" => Ok(Self::Package),
            "csv" => Ok(Self::Table(table::Separator::Comma)),
            "tsv" | "txt" => Ok(Self::Table(table::Separator::Tab)),
            "ron" => Ok(Self::Ron),
            "zip" => Ok(Self::Archive),
            _ => Err(Refusal(format!(
                "A file that ends with “.{ending}” is not known here. It may end with .apkg, .colpkg, .csv, .tsv, .ron or .zip."
            ))),
        }
    }
}

/// What a file is read with.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The time, with the learner's zone.
    pub now: Moment,
    /// The hour at which a study day begins.
    pub day_hour: u8,
    /// What was said of the columns of tables.
    pub tables: &'a table::Choices,
}

/// Reads a file of that format. `name` is its name without the ending.
pub fn read(
    format: Format,
    name: &str,
    mut file: impl Read + Seek,
    reading: Reading<'_>,
    watch: &mut Watch<'_>,
) -> Result<Incoming, Refusal> {
    let mut whole = |most: usize| -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let read = (&mut file).take(most as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| {
            Refusal(format!("The file cannot be read ({error}). Nothing was changed."))
        })?;
        if bytes.is_empty() {
            return Err(Refusal("The file is empty, so there is nothing to take.".to_owned()));
        }
        Ok(bytes)
    };
    let incoming = match format {
        Format::Package => anki::read(file, reading.now, reading.day_hour, watch),
        Format::Archive => {
            Err(Refusal("An archive of everything is not read as a list of cards.".to_owned()))
        }
        Format::Table(separator) => {
            table::read(name, &whole(512 << 20)?, separator, reading.tables, watch)
        }
        Format::Ron => match deck_ron::read_usable(name, &whole(MAX_DECK_BYTES)?).and_then(some) {
            Ok(usable) => {
                let mut incoming = Incoming::default();
                incoming.add_decks(usable);
                let cards = incoming.decks.iter_mut().flat_map(|deck| &mut deck.cards);
                cards.for_each(|card| card.came = Some(card.words_mark()));
                Ok(incoming)
            }
            Err(faults) => {
                let first = faults.first().map(ToString::to_string).unwrap_or_default();
                let more = if faults.len() > 1 {
                    format!(" (and {} more)", faults.len() - 1)
                } else {
                    String::new()
                };
                Err(Refusal(format!(
                    "This deck cannot be taken: {first}{more}. Nothing was changed."
                )))
            }
        },
    }?;
    let is_empty =
        incoming.decks.iter().all(|deck| deck.cards.is_empty()) && incoming.faults.is_empty();
    if is_empty {
        return Err(Refusal(match format {
            Format::Table(_) => "This table has 0 cards: below its head there is no row with a text for both sides, so there is nothing to import.",
            _ => "This file has 0 cards, so there is nothing to import.",
        }.to_owned()));
    }
    Ok(incoming)
}

/// The two sides of a card in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// The question, with what is to be put in order or chosen from.
    pub front: String,
    /// The answer, and why it is so.
    pub back: String,
}

impl Sides {
    /// The sides of a card, its marks resolved.
    #[must_use]
    pub fn of(card: &Card, curriculum: &Curriculum) -> Self {
        let plain = Self::plain(&card.ask.map(|text| match card.ask {
            Ask::Cloze { .. } => text.to_owned(),
            _ => card.plain(curriculum, text),
        }));
        match card.why.as_str() {
            "" => plain,
            why => {
                Self { back: format!("{}\n\n{}", plain.back, card.plain(curriculum, why)), ..plain }
            }
        }
    }

    /// The sides of a question and its answer as they stand.
    #[must_use]
    pub fn plain(ask: &Ask) -> Self {
        let mut offered = ask.options();
        // By the alphabet, so that the order gives nothing away.
        offered.sort_unstable();
        let mut front = ask.question();
        for option in offered {
            front.push_str("\n• ");
            front.push_str(option);
        }
        Self { front, back: ask.answer() }
    }
}

/// Whether one more card finds room in a deck's file, with a note of so many bytes.
fn deck_room(deck: &OwnDeck, note: usize) -> bool {
    const PART_CARDS: usize = 20_000;
    const PART_BYTES: usize = MAX_DECK_BYTES / 4;
    if deck.cards.len() >= PART_CARDS {
        return false;
    }
    // Looked at now and then only: a card has 64 KiB a side at most.
    if note <= MAX_SIDE_BYTES && !deck.cards.len().is_multiple_of(16) {
        return true;
    }
    let cards = deck.cards.iter().map(|card| {
        let Ask::Recall { question, answer } = &card.ask else { return 4096 };
        question.len() + answer.len() + card.why.len() + 200
    });
    cards.chain(deck.notes.iter().map(note_bytes)).sum::<usize>() + note < PART_BYTES
}

/// How many bytes a note takes in a deck's file, about.
fn note_bytes(note: &Note) -> usize {
    note.fields.iter().map(String::len).sum::<usize>() + 100
}

/// Whether a deck's file may take no more at all.
fn deck_is_full(deck: &OwnDeck) -> bool {
    deck.cards.len() + 1 >= MAX_CARDS
}

/// The id of a part of a deck, the first from 0.
fn part_id(id: &str, part: usize) -> String {
    if part == 0 { id.to_owned() } else { format!("{id}-{}", part + 1) }
}
