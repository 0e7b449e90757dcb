//! A deck as readable RON: what a teacher writes by hand and what the program keeps in its folder.
//!
//! ```ron
//! (
//!     id: "my-class",
//!     title: "My class",
//!     cards: [
//!         (
//!             id: "who-answers",
//!             ask: Recall(question: "Who answers 911 calls here?", answer: "The county PSAP"),
//!             tags: ["week-1"],
//!         ),
//!     ],
//! )
//! ```
//!
//! A bare list of cards will do: then the file's name is the deck's. Several decks in one file stand
//! in `(decks: [ … ])`.

use super::{Fault, MAX_CARDS, MAX_DECK_BYTES, MAX_ID_BYTES, MAX_SIDE_BYTES, MAX_TAGS};
use crate::curriculum::{Ask, Curriculum, prose};
use crate::study::{OwnCard, OwnDeck, slug};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Several decks in one file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decks {
    decks: Vec<OwnDeck>,
}

/// A deck to copy.
pub const EXAMPLE: &str = include_str!("../../assets/examples/deck.ron");

fn options() -> ron::Options {
    ron::Options::default()
        .with_recursion_limit(32)
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// Reads the decks of a file. `name` is the file's name without its ending. Where there are faults
/// nothing of the file is taken.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<OwnDeck>, Vec<Fault>> {
    if bytes.len() > MAX_DECK_BYTES {
        let what = format!(
            "the file has {} MiB; a deck has at most {} MiB. Split it into several decks",
            bytes.len() >> 20,
            MAX_DECK_BYTES >> 20
        );
        return Err(vec![fault(None, "", what)]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = good.split(|b| *b == b'\n').count();
        let what = "this is not UTF-8 text; save the file as UTF-8".to_owned();
        vec![Fault { line: Some(line), ..fault(None, "", what) }]
    })?;
    let decks = match shape(text) {
        Shape::Cards => parse::<Vec<OwnCard>>(text).map(|cards| {
            let deck = OwnDeck { cards, ..OwnDeck::new(&slug(name), name) };
            vec![deck]
        }),
        Shape::Deck => parse::<OwnDeck>(text).map(|deck| vec![deck]),
        Shape::Decks => parse::<Decks>(text).map(|file| file.decks),
    }?;
    let mut faults = Vec::new();
    let lines = Lines::of(text);
    for deck in &decks {
        check(deck, &lines, &mut faults);
    }
    if faults.is_empty() { Ok(decks) } else { Err(faults) }
}

/// What a hand-written deck gets wrong beside its form: names of facts, rows and sections that do
/// not exist, marks that mean nothing. Such a deck can be used; the links lead nowhere.
#[must_use]
pub fn dead_links(deck: &OwnDeck, text: &str, curriculum: &Curriculum) -> Vec<Fault> {
    let lines = Lines::of(text);
    let mut out = Vec::new();
    for card in &deck.cards {
        let mut say = |what: String| out.push(fault(lines.place(&card.id), &card.id, what));
        for id in card.facts.iter().filter(|id| curriculum.fact(id).is_none()) {
            say(format!("facts: no fact has the id “{id}”"));
        }
        for id in card.skills.iter().filter(|id| curriculum.skill(id).is_none()) {
            say(format!("skills: no row of the scope table has the id “{id}”"));
        }
        for id in card.section.iter().filter(|id| curriculum.section(id).is_none()) {
            say(format!("section: no section has the id “{id}”"));
        }
        if matches!(card.ask, Ask::Cloze { .. }) {
            continue;
        }
        for text in [card.ask.question(), card.ask.answer(), card.why.clone()] {
            if let Err(what) = prose::runs(&text, curriculum) {
                say(what);
            }
        }
    }
    out
}

/// The text of one deck.
pub fn write(deck: &OwnDeck) -> Result<String, ron::Error> {
    let text = options().to_string_pretty(deck, ron::ser::PrettyConfig::new())?;
    Ok(format!("{text}\n"))
}

/// The text of several decks in one file; of one alone as it stands in its own file.
pub fn write_all(decks: &[OwnDeck]) -> Result<String, ron::Error> {
    if let [deck] = decks {
        return write(deck);
    }
    let file = Decks { decks: decks.to_vec() };
    let text = options().to_string_pretty(&file, ron::ser::PrettyConfig::new())?;
    Ok(format!("{text}\n"))
}

enum Shape {
    Cards,
    Deck,
    Decks,
}

/// Tells the three forms apart by how the text begins, comments left out.
fn shape(text: &str) -> Shape {
    let start = after_blanks(text);
    match start.strip_prefix('(') {
        None => Shape::Cards,
        Some(inner) if after_blanks(inner).starts_with("decks") => Shape::Decks,
        Some(_) => Shape::Deck,
    }
}

fn after_blanks(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        if let Some(comment) = text.strip_prefix("//") {
            text = comment.split_once('\n').map_or("", |(_, rest)| rest);
        } else if let Some(comment) = text.strip_prefix("/*") {
            text = comment.split_once("*/").map_or("", |(_, rest)| rest);
        } else {
            return text;
        }
    }
}

fn parse<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Vec<Fault>> {
    options().from_str(text).map_err(|error| {
        let at = error.span.start;
        let what = format!(
            "{}. “Import and export” writes an example deck, which shows how a card is written",
            error.code
        );
        vec![fault(Some((at.line, at.col)), "", what)]
    })
}

/// Checks everything that would make a deck unfit: caps, ids, control characters, empty sides.
fn check(deck: &OwnDeck, lines: &Lines<'_>, faults: &mut Vec<Fault>) {
    let mut say = |record: &str, what: &str| {
        if faults.len() < 100 {
            faults.push(fault(lines.place(record), record, what.to_owned()));
        }
    };
    if let Err(what) = deck_id(&deck.id) {
        say(&deck.id, what);
    }
    if deck.title.trim().is_empty() || bad_text(&deck.title) {
        say(&deck.id, "title: a deck has a name of at least one letter");
    }
    if deck.cards.len() > MAX_CARDS {
        let what = format!("{} cards; a deck has at most {MAX_CARDS}", deck.cards.len());
        say(&deck.id, &what);
        return;
    }
    let mut seen = BTreeSet::new();
    for card in deck.cards.iter().chain(&deck.deleted) {
        if let Err(what) = card_id(&card.id) {
            say(&card.id, what);
        }
        if !seen.insert(&card.id) {
            say(&card.id, "id: another card of this deck has it; every card needs its own");
        }
        if let Err(what) = card_fit(card) {
            say(&card.id, &what);
        }
    }
}

/// Whether a deck's id is fit.
fn deck_id(id: &str) -> Result<(), &'static str> {
    let fit = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if id.is_empty() || id.len() > 100 || !id.chars().all(fit) {
        return Err("id: the id of a deck has letters, digits, - and _, such as my-class");
    }
    if id == "anki" {
        return Err("id: this name stands for cards from packages; take another one");
    }
    Ok(())
}

/// Whether a card's id is fit.
pub(crate) fn card_id(id: &str) -> Result<(), &'static str> {
    let bad = |c: char| c.is_whitespace() || c.is_control();
    if id.is_empty() || id.len() > MAX_ID_BYTES || id.contains(bad) {
        return Err("id: an id has 1 to 1,024 bytes, without blanks and control characters");
    }
    Ok(())
}

/// Whether the words of a card keep to the caps and say something.
pub(crate) fn card_fit(card: &OwnCard) -> Result<(), String> {
    let mut texts = texts(&card.ask);
    texts.extend([card.why.as_str(), card.hint.as_deref().unwrap_or_default()]);
    if let Some(long) = texts.iter().find(|text| text.len() > MAX_SIDE_BYTES) {
        return Err(format!(
            "a side has {} bytes; at most {MAX_SIDE_BYTES} are taken. Shorten it, or make several cards",
            long.len()
        ));
    }
    if texts.iter().any(|text| bad_text(text)) {
        return Err(
            "a text holds a control character; only line feed and tab may stand there".to_owned()
        );
    }
    if card.ask.question().trim().is_empty() || card.ask.answer().trim().is_empty() {
        return Err("ask: both question and answer say something".to_owned());
    }
    if card.tags.len() > MAX_TAGS {
        return Err(format!("tags: {}; at most {MAX_TAGS} are taken", card.tags.len()));
    }
    let bad_tag = |tag: &String| {
        tag.is_empty()
            || tag.len() > MAX_ID_BYTES
            || tag.contains(|c: char| c.is_whitespace() || c.is_control())
    };
    if let Some(tag) = card.tags.iter().find(|tag| bad_tag(tag)) {
        return Err(format!("tags: “{tag}”: a tag is one word without blanks"));
    }
    let few = match &card.ask {
        Ask::ChooseOne { wrong, .. } if wrong.is_empty() => "wrong: a choice has a wrong option",
        Ask::ChooseAll { right, wrong, .. } if right.is_empty() || wrong.is_empty() => {
            "right and wrong: choose-all has at least one of each"
        }
        Ask::ChooseOne { wrong, .. } | Ask::ChooseAll { wrong, .. } if wrong.len() > 100 => {
            "wrong: more than 100 options"
        }
        Ask::Order { steps, .. } if !(2..=100).contains(&steps.len()) => {
            "steps: an order has 2 to 100 steps"
        }
        Ask::Sort { heads, .. } if !(2..=20).contains(&heads.len()) => {
            "heads: sorting needs 2 to 20 heads"
        }
        Ask::Sort { .. } if !(1..=100).contains(&card.ask.options().len()) => {
            "heads: there are 1 to 100 things to be sorted"
        }
        Ask::Cloze { text } if !text.contains("{{") => "text: has no gap; write it {{so}}",
        _ => return Ok(()),
    };
    Err(few.to_owned())
}

/// Every text that a card shows.
fn texts(ask: &Ask) -> Vec<&str> {
    match ask {
        Ask::Recall { question, answer } => vec![question, answer],
        Ask::ChooseOne { question, right, wrong } => {
            let wrong = wrong.iter().flat_map(|(option, why)| [option.as_str(), why]);
            [question.as_str(), right].into_iter().chain(wrong).collect()
        }
        Ask::ChooseAll { question, right, wrong } => {
            let wrong = wrong.iter().flat_map(|(option, why)| [option.as_str(), why]);
            std::iter::once(question.as_str())
                .chain(right.iter().map(String::as_str))
                .chain(wrong)
                .collect()
        }
        Ask::Order { question, steps } => {
            std::iter::once(question.as_str()).chain(steps.iter().map(String::as_str)).collect()
        }
        Ask::Sort { question, heads } => std::iter::once(question.as_str())
            .chain(heads.iter().flat_map(|(head, items)| {
                std::iter::once(head.as_str()).chain(items.iter().map(String::as_str))
            }))
            .collect(),
        Ask::Cloze { text } => vec![text],
    }
}

/// Whether a text holds what no card may show.
pub(crate) fn bad_text(text: &str) -> bool {
    text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'))
}

fn fault(at: Option<(usize, usize)>, record: &str, what: String) -> Fault {
    let (line, column) = at.unzip();
    Fault { line, column, record: record.chars().take(80).collect(), what }
}

/// The line and column at which each id stands: RON keeps no positions after parsing.
struct Lines<'a>(BTreeMap<&'a str, (usize, usize)>);

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let mut lines = BTreeMap::new();
        for (number, line) in text.lines().enumerate() {
            for (at, _) in line.match_indices("id:") {
                let after = line.get(at + 3..).unwrap_or_default().trim_start();
                let id = after.strip_prefix('"').and_then(|rest| rest.split('"').next());
                if let Some(id) = id {
                    // Of two cards with one id the second one is at fault.
                    let column = line.get(..at).unwrap_or_default().chars().count() + 1;
                    lines.insert(id, (number + 1, column));
                }
            }
        }
        Self(lines)
    }

    fn place(&self, id: &str) -> Option<(usize, usize)> {
        self.0.get(id).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> String {
        let faults = read("deck", text.as_bytes()).unwrap_err();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    const ONE: &str = r#"( id: "d", title: "D", cards: [
        (id: "a", ask: Recall(question: "Q", answer: "A")),
    ] )"#;

    #[test]
    fn the_three_forms_are_told_apart() {
        let list = "// mine\n/* all */ [(id: \"a\", ask: Recall(question: \"Q\", answer: \"A\"))]";
        assert_eq!(read("My Deck", list.as_bytes()).unwrap()[0].id, "my-deck");
        let deck = read("x", ONE.as_bytes()).unwrap();
        assert_eq!((deck[0].id.as_str(), deck[0].cards.len()), ("d", 1));
        let two = write_all(&[deck[0].clone(), OwnDeck::new("e", "E")]).unwrap();
        assert_eq!(read("x", two.as_bytes()).unwrap().len(), 2);
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let mut deck = read("x", ONE.as_bytes()).unwrap().remove(0);
        deck.cards[0].hint = Some("It's \"so\"\n\tand \\ so".to_owned());
        deck.cards[0].section = Some("four-levels".into());
        deck.cards[0].added = Some(crate::study::StudyDay(20_513));
        let text = write(&deck).unwrap();
        assert_eq!(read("x", text.as_bytes()).unwrap(), [deck]);
    }

    #[test]
    fn a_mistake_is_named_with_line_and_column() {
        assert!(
            faults("[\n  (id: \"a\", ask: Recal(question: \"Q\", answer: \"A\")),\n]")
                .starts_with("line 2, column ")
        );
        assert!(faults("( id: \"d\", title: \"D\", cards: [],\n colour: 3)").starts_with("line 2"));
        assert!(faults("").contains("line 1"));
    }

    #[test]
    fn what_makes_a_card_unfit_is_named_with_its_line() {
        let twice =
            ONE.replace("] )", "(id: \"a\",\n ask: Recall(question: \"Q\", answer: \"A\")), ] )");
        assert!(
            faults(&twice).contains("line 3, column 6: a: id: another card"),
            "{}",
            faults(&twice)
        );
        assert!(faults(&ONE.replace("\"Q\"", "\"\\u{7}\"")).contains("control character"));
        assert!(faults(&ONE.replace("\"Q\"", "\" \"")).contains("say something"));
        assert!(faults(&ONE.replace("\"a\"", "\"a b\"")).contains("without blanks"));
        let bad = faults(&ONE.replace("\"d\"", "\"../d\""));
        assert!(bad.starts_with("line 1, column 3: ../d: id: the id of a deck"), "{bad}");
        assert!(faults(&ONE.replace("\"d\"", "\"anki\"")).contains("packages"));
        let long = ONE.replace("\"Q\"", &format!("\"{}\"", "q".repeat(MAX_SIDE_BYTES + 1)));
        assert!(faults(&long).contains("at most 65536"));
    }

    #[test]
    fn bytes_that_are_no_text_are_named_with_their_line() {
        let faults = read("x", b"[\n\xff]").unwrap_err();
        assert!(faults[0].to_string().starts_with("line 2: this is not UTF-8"));
    }
}
