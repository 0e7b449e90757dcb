//! Where a person can be.

use crate::curriculum::{SectionId, TermId};

/// The places of the program, in the order of its tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Read.
    Learn,
    /// Put levels side by side.
    Compare,
    /// Review.
    Cards,
}

impl Place {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 3] = [Self::Learn, Self::Compare, Self::Cards];

    /// The word on the tab.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Learn => "Learn",
            Self::Compare => "Compare",
            Self::Cards => "Cards",
        }
    }
}

/// A spot that one can go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A section, perhaps with a sentence outlined.
    Section(SectionId, Option<Outline>),
    /// The glossary.
    Glossary,
    /// The sources.
    Sources,
    /// The claims of the three articles.
    Claims,
    /// The comparison.
    Compare,
    /// EMS beside the EMT.
    EmsAndEmt,
    /// The cards.
    Cards,
    /// Backup and restore.
    Backups,
}

impl Spot {
    /// The tab that it belongs to.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Section(..) | Self::Glossary | Self::Sources | Self::Claims => Place::Learn,
            Self::Compare | Self::EmsAndEmt => Place::Compare,
            Self::Cards | Self::Backups => Place::Cards,
        }
    }
}

/// A sentence that stands out: where it is and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Block of the section.
    pub block: usize,
    /// Sentence of the block.
    pub sentence: usize,
    /// Why it stands out: "asked in your card".
    pub label: &'static str,
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
}
