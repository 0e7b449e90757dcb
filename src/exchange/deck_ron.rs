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

use super::{
    Fault, MAX_CARDS, MAX_DECK_BYTES, MAX_ID_BYTES, MAX_SIDE_BYTES, MAX_TAGS, MAX_TITLE_BYTES,
};
use crate::curriculum::form::{self, Holds, after_blanks, keys, ron_options};
use crate::curriculum::{Ask, Curriculum, prose};
use crate::quote::{has_controls, quoted};
use crate::study::{OwnCard, OwnDeck, slug};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Several decks in one file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decks {
    decks: Vec<OwnDeck>,
}

/// A deck to copy.
pub const EXAMPLE: &str = include_str!("../../assets/examples/deck.ron");

/// Further faults of a deck are not named.
const MAX_NAMED: usize = 100;

/// What can be used of a file of decks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usable {
    /// The decks without the cards that are left out.
    pub decks: Vec<OwnDeck>,
    /// Why cards are left out.
    pub left_out: Vec<Fault>,
    /// Cards left out that are not named.
    pub more_left_out: usize,
    /// Cards that stand twice, word for word; each counts once.
    pub repeated: Vec<Fault>,
}

/// Reads the decks of a file. `name` is the file's name without its ending. Where there are faults
/// nothing of the file is taken.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<OwnDeck>, Vec<Fault>> {
    let Usable { decks, mut left_out, repeated, .. } = read_usable(name, bytes)?;
    left_out.extend(repeated);
    if left_out.is_empty() { Ok(decks) } else { Err(left_out) }
}

/// The same, where a fault of a card costs that card. Faults of the form and of a deck itself cost
/// the file.
pub fn read_usable(name: &str, bytes: &[u8]) -> Result<Usable, Vec<Fault>> {
    if bytes.len() > MAX_DECK_BYTES {
        let what = format!(
            "the file has {} MiB; a deck has at most {} MiB. Split it into several decks",
            bytes.len() >> 20,
            MAX_DECK_BYTES >> 20
        );
        return Err(vec![fault(None, "", what)]);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let what = "this is a zip file and not a text; a package ends with .apkg or .colpkg, \
                    everything that you have with .zip. Give it its ending back";
        return Err(vec![fault(None, "", what.to_owned())]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = good.split(|b| *b == b'\n').count();
        let what = "this is not UTF-8 text; save the file as UTF-8".to_owned();
        vec![Fault { line: Some(line), ..fault(None, "", what) }]
    })?;
    let mut decks = match shape(text) {
        Shape::Cards => parse::<Vec<OwnCard>>(text).map(|cards| {
            let deck = OwnDeck { cards, ..OwnDeck::new(&slug(name), name) };
            vec![deck]
        }),
        Shape::Deck => parse::<OwnDeck>(text).map(|deck| vec![deck]),
        Shape::Decks => parse::<Decks>(text).map(|file| file.decks),
    }?;
    let mut faults = Vec::new();
    let lines = Lines::of(text);
    let mut out = Usable::default();
    for deck in &mut decks {
        check(deck, &lines, &mut faults);
        leave_out(deck, &lines, &mut out);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Usable { decks, ..out })
}

/// What a hand-written deck gets wrong beside its form: names of facts, rows and sections that do
/// not exist, marks that mean nothing. Such a deck can be used; the links lead nowhere.
#[must_use]
pub fn dead_links(deck: &OwnDeck, text: &str, curriculum: &Curriculum) -> Vec<Fault> {
    let lines = Lines::of(text);
    let mut out = Vec::new();
    for card in &deck.cards {
        if out.len() >= MAX_NAMED {
            let what = "there may be more of these mistakes behind this card; mend these first";
            out.push(fault(lines.place(&card.id), &card.id, what.to_owned()));
            break;
        }
        let mut say = |what: String| out.push(fault(lines.place(&card.id), &card.id, what));
        for id in card.facts.iter().filter(|id| curriculum.fact(id).is_none()) {
            say(format!("facts: no fact has the id “{}”", quoted(id.as_str())));
        }
        for id in card.skills.iter().filter(|id| curriculum.skill(id).is_none()) {
            let id = quoted(id.as_str());
            say(format!("skills: no row of the scope table has the id “{id}”"));
        }
        for id in card.section.iter().filter(|id| curriculum.section(id).is_none()) {
            say(format!("section: no section has the id “{}”", quoted(id.as_str())));
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
    let text = ron_options().to_string_pretty(deck, ron::ser::PrettyConfig::new())?;
    Ok(format!("{text}\n"))
}

/// The text of several decks in one file; of one alone as it stands in its own file.
pub fn write_all(decks: &[OwnDeck]) -> Result<String, ron::Error> {
    if let [deck] = decks {
        return write(deck);
    }
    let file = Decks { decks: decks.to_vec() };
    let text = ron_options().to_string_pretty(&file, ron::ser::PrettyConfig::new())?;
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

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Vec<Fault>> {
    form::read(text).map_err(|mistake| {
        if let Some(what) = something_else(text) {
            return vec![fault(None, "", what.to_owned())];
        }
        let what = format!(
            "{}. “Import and export” writes an example deck, which shows how a card is written",
            mistake.what
        );
        vec![fault(Some((mistake.line, mistake.column)), "", what)]
    })
}

/// What a text is that is no deck, and where it belongs.
fn something_else(text: &str) -> Option<&'static str> {
    let start = after_blanks(text);
    let first_line = start.lines().next().unwrap_or_default();
    match Holds::of(text) {
        Some(Holds::Cards) => None,
        Some(rules) => Some(rules.belongs()),
        None if !start.starts_with(['(', '[']) && first_line.contains([',', ';', '\t']) => Some(
            "this is a table, not a deck in RON; let its name end with .csv, or with .tsv where it \
             has tabs",
        ),
        None => None,
    }
}

/// Checks what would make a whole deck unfit: its id, its title, the number of its cards.
fn check(deck: &OwnDeck, lines: &Lines<'_>, faults: &mut Vec<Fault>) {
    let mut say = |what: &str| faults.push(fault(lines.place(&deck.id), &deck.id, what.to_owned()));
    if let Err(what) = deck_id(&deck.id) {
        say(what);
    }
    if deck.title.trim().is_empty()
        || deck.title.len() > MAX_TITLE_BYTES
        || has_controls(&deck.title)
    {
        say("title: a deck has a name of 1 to 2,048 bytes without control characters");
    }
    if deck.cards.len() > MAX_CARDS {
        say(&format!("{} cards; a deck has at most {MAX_CARDS}", deck.cards.len()));
    }
}

/// Takes the cards out of a deck that are unfit by their ids, caps, control characters or empty
/// sides, and of those with one id all but the first.
fn leave_out(deck: &mut OwnDeck, lines: &Lines<'_>, out: &mut Usable) {
    let (live, mut kept_live) = (deck.cards.len(), 0);
    let mut kept: Vec<OwnCard> = Vec::with_capacity(live);
    let mut places = BTreeMap::new();
    let all = std::mem::take(&mut deck.cards).into_iter().chain(std::mem::take(&mut deck.deleted));
    for (number, card) in all.enumerate() {
        let fitness = card_id(&card.id).map_err(str::to_owned).and_then(|()| card_fit(&card));
        let first = places.get(&card.id).and_then(|at: &usize| kept.get(*at));
        let (list, what) = match (fitness, first) {
            (Ok(()), None) => {
                places.insert(card.id.clone(), kept.len());
                kept_live += usize::from(number < live);
                kept.push(card);
                continue;
            }
            (Err(what), _) => (&mut out.left_out, what),
            (Ok(()), Some(first)) => {
                let list = if *first == card { &mut out.repeated } else { &mut out.left_out };
                (list, "id: another card of this deck has it; every card needs its own".to_owned())
            }
        };
        if list.len() < MAX_NAMED {
            list.push(fault(lines.place(&card.id), &card.id, what));
        } else {
            out.more_left_out += 1;
        }
    }
    deck.deleted = kept.split_off(kept_live);
    deck.cards = kept;
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
    if let Some(bad) = texts.iter().find(|text| has_controls(text)) {
        return Err(format!(
            "“{}” has a control character in it; only line feed and tab may stand in a text",
            quoted(bad)
        ));
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
        return Err(format!("tags: “{}”: a tag is one word without blanks", quoted(tag)));
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

fn fault(at: Option<(usize, usize)>, record: &str, what: String) -> Fault {
    let (line, column) = at.unzip();
    Fault { line, column, record: record.chars().take(80).collect(), what }
}

/// The line and column at which each id stands, looked for when the first is asked for: most decks
/// have no fault.
struct Lines<'a> {
    text: &'a str,
    places: OnceCell<BTreeMap<Cow<'a, str>, (usize, usize)>>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, places: OnceCell::new() }
    }

    fn place(&self, id: &str) -> Option<(usize, usize)> {
        let places = self.places.get_or_init(|| {
            let ids = keys(self.text).filter(|key| key.name == "id");
            // Of two cards with one id the second one is at fault.
            ids.filter_map(|key| Some((unescaped(key.text?), (key.line, key.column)))).collect()
        });
        places.get(id).copied()
    }
}

/// A text as it was meant, from what stands between its quotes.
fn unescaped(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    ron::from_str(&format!("\"{written}\"")).map_or(Cow::Borrowed(written), Cow::Owned)
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
