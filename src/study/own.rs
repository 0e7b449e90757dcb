//! Decks that are not ours: written by the learner or a teacher, or taken in from a file.
//!
//! Card ids carry the id of their deck, so that no deck can claim the history of another one's
//! cards. Cards that came in an Anki package share one name space, since there the note itself has
//! a name that is unique in the world.

use super::schedule::text_seed;
use super::time::StudyDay;
use crate::curriculum::{Ask, CardId, ExamDomain, FactId, ProviderLevel, SectionId, SkillId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the ids of cards from Anki packages begin with.
pub const PACKAGE_SPACE: &str = "anki:";
/// The deck into which new cards of one's own go.
pub const MY_CARDS: (&str, &str) = ("my-cards", "My cards");

/// A deck that can be changed, as it stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnDeck {
    /// Unique among decks, stable, without blanks or colons.
    pub id: String,
    /// The name shown.
    pub title: String,
    /// Its cards, in the order in which they are first shown.
    pub cards: Vec<OwnCard>,
    /// Cards that were deleted here; they can be brought back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<OwnCard>,
    /// The notes that imported cards were made from, kept as they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The kinds of those notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note_kinds: Vec<NoteKind>,
}

/// A card of such a deck.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnCard {
    /// Unique in its deck, stable, without blanks.
    pub id: String,
    /// The question and its answer.
    pub ask: Ask,
    /// Why it is so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// A nudge that does not give the answer away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The facts it asks about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactId>,
    /// The rows of the scope table it asks about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
    /// The section that it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<SectionId>,
    /// The level that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<ProviderLevel>,
    /// The exam domain that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<ExamDomain>,
    /// Words to find it by, each without blanks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The day on which it was written in this program: on that day it comes up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<StudyDay>,
    /// The mark of the words with which it came from a table or a deck of somebody else: with other
    /// words it was edited here. `None` for a card that was written here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<u32>,
}

/// A note as a package holds it, kept so that it can go back as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Its name in the world.
    pub guid: String,
    /// Its number there.
    pub id: i64,
    /// The number of its kind.
    pub kind: i64,
    /// Its last change, in seconds since 1970.
    pub changed: i64,
    /// Its fields, in HTML.
    pub fields: Vec<String>,
    /// The mark of the words with which each of its cards came, by the card's number: a card with
    /// other words was edited here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<u32, u32>,
}

/// A kind of note: its fields and the templates by which cards are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteKind {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Whether cards are made from the gaps of a text instead of one for each template.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cloze: bool,
    /// The names of the fields.
    pub fields: Vec<String>,
    /// Name, question side and answer side of each template.
    pub templates: Vec<(String, String, String)>,
    /// The style sheet, kept for the way back and never carried out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub css: String,
}

impl OwnDeck {
    /// An empty deck.
    #[must_use]
    pub fn new(id: &str, title: &str) -> Self {
        Self { id: id.to_owned(), title: title.to_owned(), ..Self::default() }
    }

    /// The name of a card in the whole program.
    #[must_use]
    pub fn card_id(&self, card: &OwnCard) -> CardId {
        full_id(&self.id, &card.id)
    }

    /// The card with that name.
    #[must_use]
    pub fn card(&self, id: &CardId) -> Option<&OwnCard> {
        self.cards.iter().find(|card| self.card_id(card) == *id)
    }

    /// The same deck in which a card stands instead of the one with its id, or behind the others.
    #[must_use]
    pub fn with_card(&self, card: OwnCard) -> Self {
        let mut deck = self.clone();
        match deck.cards.iter_mut().find(|c| c.id == card.id) {
            Some(old) => *old = card,
            None => deck.cards.push(card),
        }
        deck
    }

    /// The same deck with a card put away among the deleted ones.
    #[must_use]
    pub fn without_card(&self, id: &CardId) -> Self {
        let mut deck = self.clone();
        if let Some(at) = deck.cards.iter().position(|card| self.card_id(card) == *id) {
            deck.deleted.push(deck.cards.remove(at));
        }
        deck
    }
}

impl OwnCard {
    /// A card with a question and an answer.
    #[must_use]
    pub fn recall(id: String, question: String, answer: String) -> Self {
        Self {
            id,
            ask: Ask::Recall { question, answer },
            why: String::new(),
            hint: None,
            facts: Vec::new(),
            skills: Vec::new(),
            section: None,
            level: None,
            domain: None,
            tags: Vec::new(),
            added: None,
            came: None,
        }
    }

    /// The mark of its words.
    #[must_use]
    pub fn words_mark(&self) -> u32 {
        words_mark(&self.ask)
    }
}

/// A number that changes when the question or the answer gets other words.
#[must_use]
pub fn words_mark(ask: &Ask) -> u32 {
    let words = format!("{}\u{1f}{}", ask.question(), ask.answer());
    u32::try_from(text_seed(&words) >> 32).unwrap_or(0)
}

/// The name of a card in the whole program.
#[must_use]
pub fn full_id(deck: &str, card: &str) -> CardId {
    if card.starts_with(PACKAGE_SPACE) {
        CardId::from(card)
    } else {
        CardId::from(format!("{deck}:{card}"))
    }
}

/// A title made fit for a deck's id and its file: small letters, digits and hyphens.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    match out.trim_matches('-') {
        // Names that Windows keeps for devices, and the name space of packages.
        "" | "con" | "prn" | "aux" | "nul" | "anki" => {
            format!("deck-{out}").trim_matches('-').to_owned()
        }
        slug => slug.to_owned(),
    }
}

/// The text with its bidirectional controls made visible, since unseen they can make it read as
/// something else.
#[must_use]
pub fn visible(text: &str) -> String {
    let is_control = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_control) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| if is_control(c) { format!("‹U+{:04X}›", u32::from(c)) } else { c.to_string() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deck_cannot_name_the_cards_of_another() {
        assert_eq!(full_id("mine", "levels/how-many").as_str(), "mine:levels/how-many");
        assert_eq!(full_id("mine", "other:x").as_str(), "mine:other:x");
        assert_eq!(full_id("mine", "anki:q1/0"), full_id("theirs", "anki:q1/0"));
    }

    #[test]
    fn a_title_becomes_a_file_name() {
        assert_eq!(slug("EMS::Airway & more"), "ems-airway-more");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("???"), "deck");
        assert_eq!(slug("Anki"), "deck-anki");
    }

    #[test]
    fn what_turns_the_direction_of_a_text_is_shown() {
        assert_eq!(visible("a\u{202e}b"), "a‹U+202E›b");
        assert_eq!(visible("plain"), "plain");
    }

    #[test]
    fn a_deleted_card_stays_in_its_deck_to_be_brought_back() {
        let deck =
            OwnDeck::new("d", "D").with_card(OwnCard::recall("a".into(), "Q".into(), "A".into()));
        let without = deck.without_card(&"d:a".into());
        assert!(without.cards.is_empty());
        assert_eq!(without.deleted, deck.cards);
    }
}
