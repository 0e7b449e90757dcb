//! What each column of a table holds: known by its name, or guessed from the cells below.

use super::rows::Row;
use crate::quote::quoted;
use crate::study::Column;
use std::collections::{BTreeMap, BTreeSet};

/// The columns of a list such as `front,back,tags`.
pub fn columns_of_words(words: &str) -> Result<Vec<Column>, String> {
    let columns = words.split(',').map(|word| {
        Column::of_word(word).ok_or_else(|| {
            format!(
                "“{}” is no column; a column is front, back, tags, deck, extra, id, guid, kind, or - to leave it out",
                quoted(word.trim())
            )
        })
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    fault_of(&columns).map_or(Ok(columns), Err)
}

/// What is wrong with a choice of columns.
#[must_use]
pub fn fault_of(columns: &[Column]) -> Option<String> {
    let count = |wanted: Column| columns.iter().filter(|column| **column == wanted).count();
    let twice = columns.iter().find(|column| !column.is_repeatable() && count(**column) > 1);
    if let Some(column) = twice {
        return Some(format!("Two columns are “{}”; choose one of them", column.label()));
    }
    // A text with gaps needs no back.
    (count(Column::Front) == 0)
        .then(|| "No column is “Front”; choose the one that holds the questions".to_owned())
}

/// The names by which a column is known, the surest first.
const NAMES: [(Column, &[&str]); 8] = [
    (
        Column::Front,
        &[
            "front",
            "question",
            "questions",
            "term",
            "terms",
            "prompt",
            "text",
            "word",
            "q",
            "front side",
            "front text",
            "side 1",
            "side a",
            "expression",
            "clue",
            "cue",
            "stem",
            "concept",
        ],
    ),
    (
        Column::Back,
        &[
            "back",
            "answer",
            "answers",
            "definition",
            "definitions",
            "correct answer",
            "meaning",
            "a",
            "back side",
            "back text",
            "side 2",
            "side b",
            "response",
            "solution",
            "translation",
            "description",
        ],
    ),
    (Column::Tags, &["tags", "tag", "labels", "label", "keywords", "keyword"]),
    (Column::Deck, &["deck", "deck name", "deckname"]),
    (Column::Id, &["id", "card id", "key"]),
    (Column::Guid, &["guid"]),
    (Column::Kind, &["notetype", "note type", "card type"]),
    (
        Column::Extra,
        &[
            "extra",
            "back extra",
            "explanation",
            "explanations",
            "rationale",
            "reason",
            "why",
            "notes",
            "note",
            "comment",
            "comments",
            "remark",
            "remarks",
            "example",
            "examples",
            "source",
            "sources",
            "reference",
            "references",
            "mnemonic",
            "details",
            "hint",
            "context",
            "more",
            "feedback",
        ],
    ),
];

/// How well a name is known as that of a column: the smaller, the better.
fn rank(name: &str, wanted: Column) -> Option<usize> {
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | ':' | '#' | '*'));
    let name = name.to_lowercase().replace(['_', '-'], " ");
    let (_, known) = NAMES.iter().find(|(column, _)| *column == wanted)?;
    known.iter().position(|known| *known == name)
}

/// What columns of these names hold. Of several names for one thing the surest counts; a name that
/// is not known is left out.
pub(super) fn columns_of_names(names: &[String]) -> Vec<Column> {
    let mut columns = vec![Column::LeaveOut; names.len()];
    for (column, _) in NAMES {
        let ranked = names.iter().enumerate();
        let mut ranked: Vec<_> =
            ranked.filter_map(|(at, name)| Some((rank(name, column)?, at))).collect();
        ranked.sort_unstable();
        let most = if column.is_repeatable() { ranked.len() } else { 1 };
        for (_, at) in ranked.into_iter().take(most) {
            if let Some(slot) = columns.get_mut(at) {
                *slot = column;
            }
        }
    }
    columns
}

/// Whether a row names the columns: front and back are among its names.
pub(super) fn names_columns(names: &[String]) -> bool {
    let known = |wanted| names.iter().any(|name| rank(name, wanted).is_some());
    known(Column::Front) && known(Column::Back)
}

/// Whether a row looks as if it named the columns, though of front and back one name at most is
/// known: it has short texts only, and among them one that columns have.
pub(super) fn perhaps_names(names: &[String]) -> bool {
    let wanted: &[Column] = match names.len() {
        0 | 1 => return false,
        2 => &[Column::Front, Column::Back],
        _ => &[Column::Front, Column::Back, Column::Tags, Column::Deck, Column::Guid, Column::Kind],
    };
    // One letter alone may be anything, such as the A of an airway.
    let known = |name: &String| {
        name.chars().count() > 1 && wanted.iter().any(|column| rank(name, *column).is_some())
    };
    let is_short = |name: &String| name.chars().count() <= 30 && !name.ends_with(['?', '.']);
    names.iter().all(is_short) && names.iter().any(known)
}

/// What is seen of the columns in the first rows.
pub(super) struct Sample {
    columns: Vec<Vec<String>>,
}

impl Sample {
    /// Of these rows. `count` is the number of columns.
    pub(super) fn of(rows: &[Row<'_>], count: usize) -> Self {
        let column = |at: usize| rows.iter().map(|row| row.text(at)).collect();
        Self { columns: (0..count).map(column).collect() }
    }

    fn filled(&self, at: usize) -> impl Iterator<Item = &str> {
        let cells = self.columns.get(at).into_iter().flatten();
        cells.map(String::as_str).filter(|cell| !cell.is_empty())
    }

    fn is_empty(&self, at: usize) -> bool {
        self.filled(at).next().is_none()
    }

    /// Whether it counts the rows: 1, 2, 3.
    fn counts_up(&self, at: usize) -> bool {
        let numbers: Option<Vec<i64>> =
            self.filled(at).map(|cell| cell.trim_end_matches('.').parse().ok()).collect();
        let Some(numbers) = numbers else { return false };
        numbers.len() > 1 && numbers.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b))
    }

    /// Whether most of its cells ask something.
    fn asks(&self, at: usize) -> bool {
        let is_question = |cell: &&str| cell.ends_with('?') || cell.contains("{{c1::");
        let questions = self.filled(at).filter(is_question).count();
        questions * 2 > self.filled(at).count()
    }

    /// Whether its cells are words of one row only, such as ids.
    fn has_ids(&self, at: usize) -> bool {
        let cells: BTreeSet<&str> = self.filled(at).collect();
        let is_id = |cell: &&str| !cell.contains(char::is_whitespace) && !cell.ends_with('?');
        !cells.is_empty()
            && cells.len() == self.columns.get(at).map_or(0, Vec::len)
            && cells.iter().all(is_id)
    }

    /// Whether its cells are lists of tags: single words, or words that come again in other rows or
    /// are written as only tags are.
    fn has_tags(&self, at: usize) -> bool {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for word in self.filled(at).flat_map(str::split_whitespace) {
            *seen.entry(word).or_default() += 1;
        }
        let is_word = |word: &str| {
            word.chars().count() <= 40
                && !word.ends_with(['.', '?', '!', ','])
                && !word.contains("://")
        };
        let are_words = !seen.is_empty() && seen.keys().all(|word| is_word(word));
        let is_single = |cell: &str| !cell.contains(char::is_whitespace);
        let is_marked = |word: &str| {
            word.contains(['_', ':', '#']) || word.contains(|c: char| c.is_ascii_digit())
        };
        let as_tags: usize = seen
            .iter()
            .filter(|(word, times)| **times > 1 || is_marked(word))
            .map(|(_, times)| times)
            .sum();
        let words: usize = seen.values().sum();
        are_words && (self.filled(at).all(is_single) || as_tags * 2 > words)
    }

    /// Whether a few words come again and again, so that they tell kinds of cards apart.
    fn repeats(&self, at: usize) -> bool {
        let cells: BTreeSet<&str> = self.filled(at).collect();
        cells.len() * 2 <= self.filled(at).count()
    }
}

/// What the columns of a table without names hold: `free` are those of which nothing is said yet.
/// The second value says whether there can be no doubt.
pub(super) fn guess(sample: &Sample, free: &[usize], columns: &mut [Column]) -> Certainty {
    let mut put = |at: usize, column: Column| {
        if let Some(slot) = columns.get_mut(at) {
            *slot = column;
        }
    };
    let mut left: Vec<usize> = free.iter().copied().filter(|at| !sample.is_empty(*at)).collect();
    if let [id, deck, tags, front, back] = *left
        && sample.has_ids(id)
        && !sample.counts_up(id)
        && sample.repeats(deck)
    {
        let ours = [Column::Id, Column::Deck, Column::Tags, Column::Front, Column::Back];
        [id, deck, tags, front, back]
            .into_iter()
            .zip(ours)
            .for_each(|(at, column)| put(at, column));
        return Certainty::Guessed;
    }
    let is_plain = left.len() <= 2;
    if !is_plain {
        // A column that counts the rows is left out.
        left.retain(|at| !sample.counts_up(*at));
    }
    let asking = left.iter().position(|at| sample.asks(*at));
    let front = if is_plain { 0 } else { asking.unwrap_or(0) };
    if front < left.len() {
        put(left.remove(front), Column::Front);
    }
    let behind = if front < left.len() { Some(front) } else { None };
    let telling = || left.iter().rposition(|at| !sample.repeats(*at));
    let back = behind.or_else(telling).unwrap_or(0);
    if back < left.len() {
        put(left.remove(back), Column::Back);
    }
    if let Some(at) = left.iter().position(|at| sample.has_tags(*at)) {
        put(left.remove(at), Column::Tags);
    }
    if let [one] = left.as_slice() {
        put(*one, Column::Extra);
    }
    if is_plain { Certainty::Sure } else { Certainty::Guessed }
}

/// Whether it is known what the columns hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The file names its columns, or there are only two, or a person chose.
    Sure,
    /// It was guessed from the cells.
    Guessed,
}
