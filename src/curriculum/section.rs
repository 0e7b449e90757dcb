//! Sections of the system overview: typed blocks of sentences, each sentence naming its facts.

use super::ids::SectionId;
use super::level::ProviderLevel;
use super::scope::SkillGroup;
use super::sentence::Sentence;
use serde::Deserialize;

/// A section. Each file of `assets/curriculum/sections/` holds one; they are read in the order of
/// their file names.
///
/// ```ron
/// (
///     id: "what-ems-is",
///     title: "What EMS is",
///     answer: ("EMS is the whole system that brings medical help to people.", ["SYS-01"]),
///     blocks: [
///         Heading(id: "parts", text: "What it is made of"),
///         Text(id: "parts-text", say: [
///             ("Its parts work together.", ["SYS-03"]),
///         ]),
///     ],
/// )
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Unique and stable.
    pub id: SectionId,
    /// The page title.
    pub title: String,
    /// One sentence that answers the title.
    pub answer: Sentence,
    /// The text, block by block.
    pub blocks: Vec<Block>,
}

impl Section {
    /// The title as lists show it: what stands before the first colon.
    #[must_use]
    pub fn short_title(&self) -> &str {
        self.title.split(':').next().unwrap_or(&self.title)
    }
}

/// A block of a section. `id`s are unique within the section and stable: notes hang on them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Block {
    /// A heading; `level` puts that level's mark beside it.
    Heading {
        /// Anchor.
        id: String,
        /// The heading.
        text: String,
        /// Whose heading it is.
        #[serde(default)]
        level: Option<ProviderLevel>,
    },
    /// A paragraph.
    Text {
        /// Anchor.
        id: String,
        /// Its sentences.
        say: Vec<Sentence>,
    },
    /// Points in no particular order.
    List {
        /// Anchor.
        id: String,
        /// One sentence a point.
        items: Vec<Sentence>,
    },
    /// Points in their order.
    Steps {
        /// Anchor.
        id: String,
        /// One sentence a step.
        items: Vec<Sentence>,
    },
    /// A note set apart.
    Callout {
        /// Anchor.
        id: String,
        /// What it warns of.
        kind: CalloutKind,
        /// Its sentences.
        say: Vec<Sentence>,
    },
    /// The skills that a level adds to the one below it, listed from the scope table.
    Adds {
        /// Anchor.
        id: String,
        /// The level.
        level: ProviderLevel,
        /// Only this group, or all.
        #[serde(default)]
        group: Option<SkillGroup>,
    },
    /// A picture or table that the application draws from the data.
    Figure {
        /// Anchor.
        id: String,
        /// Which.
        show: Figure,
    },
}

impl Block {
    /// The anchor.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Heading { id, .. }
            | Self::Text { id, .. }
            | Self::List { id, .. }
            | Self::Steps { id, .. }
            | Self::Callout { id, .. }
            | Self::Adds { id, .. }
            | Self::Figure { id, .. } => id,
        }
    }

    /// The sentences of the block, in reading order.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        match self {
            Self::Text { say, .. } | Self::Callout { say, .. } => say,
            Self::List { items, .. } | Self::Steps { items, .. } => items,
            Self::Heading { .. } | Self::Adds { .. } | Self::Figure { .. } => &[],
        }
    }
}

/// What a callout is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum CalloutKind {
    /// The texts disagree.
    SourcesDiffer,
    /// State law may be different.
    YourStateMayDiffer,
    /// A word that is still heard.
    OlderName,
    /// A common mistake.
    TakeCare,
}

impl CalloutKind {
    /// The heading shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::SourcesDiffer => "Sources differ",
            Self::YourStateMayDiffer => "Your state may differ",
            Self::OlderName => "Older name",
            Self::TakeCare => "Easily confused",
        }
    }
}

/// Pictures and tables drawn from the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Figure {
    /// The eleven time stamps of a call.
    CallLine,
    /// EMS as the whole, the EMT as one person in it.
    WholeAndPart,
    /// The four levels as a ladder.
    LevelLadder,
    /// Levels of people beside levels of service.
    TwoLadders,
    /// Old names beside today's.
    OldNames,
    /// What people often say, checked.
    Confusions,
    /// Exam domains by level.
    ExamDomains,
    /// Course hours, one row a source.
    CourseHours,
}
