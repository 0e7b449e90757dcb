//! Where a person can be.

use super::draft::CardDraft;
use crate::curriculum::{Anchor, SectionId, TermId};
use serde::{Deserialize, Serialize};

/// The places of the program, in the order of its tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// What today asks for.
    Home,
    /// Read.
    Learn,
    /// Put levels side by side.
    Compare,
    /// Review.
    Cards,
    /// How far one is.
    Progress,
}

impl Place {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 5] =
        [Self::Home, Self::Learn, Self::Compare, Self::Cards, Self::Progress];

    /// The word on the tab.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Home => "Home",
            Self::Learn => "Learn",
            Self::Compare => "Compare",
            Self::Cards => "Cards",
            Self::Progress => "Progress",
        }
    }
}

/// A spot that one can go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// What today asks for.
    Home,
    /// A section, perhaps with a sentence outlined.
    Section(SectionId, Option<Outline>),
    /// The glossary.
    Glossary,
    /// The sources.
    Sources,
    /// The claims of the three articles.
    Claims,
    /// The same, with one of them outlined.
    Claim(String),
    /// Bookmarks, highlights and notes.
    Marks,
    /// The comparison.
    Compare,
    /// EMS beside the EMT.
    EmsAndEmt,
    /// The cards.
    Cards,
    /// What can be answered beside what is due.
    Sittings,
    /// Backup and restore.
    Backups,
    /// The list of all cards.
    Browse,
    /// Cards in and out.
    Exchange,
    /// How far one is.
    Progress,
    /// Every answer on record.
    Answers,
    /// The exam, the minutes a day, what they need and what may come of them.
    Plan,
    /// How the estimate for the exam is made.
    Method,
}

impl Spot {
    /// The tab that it belongs to.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Home => Place::Home,
            Self::Section(..)
            | Self::Glossary
            | Self::Sources
            | Self::Claims
            | Self::Claim(_)
            | Self::Marks => Place::Learn,
            Self::Compare | Self::EmsAndEmt => Place::Compare,
            Self::Progress | Self::Answers => Place::Progress,
            Self::Cards
            | Self::Sittings
            | Self::Backups
            | Self::Browse
            | Self::Exchange
            | Self::Plan
            | Self::Method => Place::Cards,
        }
    }
}

/// A part of a section that stands out: where it is and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Block of the section; nothing for its opening sentence.
    pub block: Option<usize>,
    /// Part of the block.
    pub part: Part,
    /// Why it stands out: "asked in your card".
    pub label: &'static str,
}

/// A part of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// A sentence, by its place.
    Sentence(usize),
    /// A row of the list that a figure draws, by its id.
    Row(String),
}

impl Outline {
    /// The sentence that stands out.
    #[must_use]
    pub fn sentence(&self) -> Option<usize> {
        match self.part {
            Part::Sentence(sentence) => Some(sentence),
            _ => None,
        }
    }

    /// The row that stands out.
    #[must_use]
    pub fn row(&self) -> Option<&str> {
        match &self.part {
            Part::Row(row) => Some(row),
            _ => None,
        }
    }
}

/// A spot and the number of the visit there: each visit has its own, so that a view can keep what it
/// needs to bring back exactly what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Where.
    pub spot: Spot,
    /// Grows by each new visit; the way back returns to an old one.
    pub number: u64,
}

/// How far a page is scrolled: a block, and so many points below its top. It holds also where the
/// window or the text has another size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// The block at the top; empty for the top of the page.
    pub block: String,
    /// Points below it.
    pub below: f32,
}

/// Something above the page, closed by Esc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Going to anything.
    Search,
    /// Typing a skill to learn who may do it.
    WhoMayDoIt,
    /// The keys.
    Keys,
    /// Version, licenses, sources, where the data lies.
    About,
    /// What can be set.
    Settings,
    /// The meaning of a term.
    Term(TermId),
    /// The facts and sources behind a sentence.
    Sources(Vec<crate::curriculum::FactId>),
    /// The history of the card shown.
    CardInfo,
    /// Writing a note on a paragraph.
    Note(Anchor),
    /// Writing a card of one's own.
    CardEditor(Box<CardDraft>),
}
