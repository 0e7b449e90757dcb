//! Glossary terms and old names.

use super::ids::{FactId, TermId};
use super::level::ProviderLevel;
use serde::Deserialize;

/// A glossary entry. `assets/curriculum/terms.ron` holds the list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Unique and stable, such as `medical-direction`.
    pub id: TermId,
    /// As it stands in a sentence, such as "CPAP" or "standing order".
    pub term: String,
    /// What an abbreviation stands for, or the word in other words.
    #[serde(default)]
    pub expansion: Option<String>,
    /// One or two plain sentences.
    pub meaning: String,
    /// The facts behind it; empty for a plain word-meaning.
    #[serde(default)]
    pub facts: Vec<FactId>,
    /// Other forms that are linked too: plurals, variants.
    #[serde(default)]
    pub also: Vec<String>,
}

/// An old, informal or state-only name and what it is called today.
/// `assets/curriculum/names.ron` holds the list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OldName {
    /// Unique and stable.
    pub id: String,
    /// The old forms, the commonest first.
    pub old: Vec<String>,
    /// Today's name, or what comes nearest.
    pub today: String,
    /// What kind of name it is.
    pub kind: NameKind,
    /// Today's level, where there is one.
    #[serde(default)]
    pub level: Option<ProviderLevel>,
    /// A plain sentence on the difference.
    #[serde(default)]
    pub note: Option<String>,
    /// Helps search only; not shown as history.
    #[serde(default)]
    pub informal: bool,
    /// The facts behind it.
    #[serde(default)]
    pub facts: Vec<FactId>,
}

/// Kinds of old names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum NameKind {
    /// A provider level.
    Level,
    /// Letters behind a name.
    Credential,
    /// A title that one state uses.
    StateTitle,
    /// A word for people or agencies.
    Label,
    /// Medical direction.
    Oversight,
    /// Courses and renewal.
    Education,
    /// Exams.
    Exam,
    /// Care and equipment.
    Clinical,
    /// Payment and 911.
    System,
}

impl NameKind {
    /// The heading shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Level => "Levels",
            Self::Credential => "Credentials",
            Self::StateTitle => "State titles",
            Self::Label => "People and agencies",
            Self::Oversight => "Medical direction",
            Self::Education => "Education and renewal",
            Self::Exam => "Exams",
            Self::Clinical => "Care and equipment",
            Self::System => "Payment and 911",
        }
    }
}
