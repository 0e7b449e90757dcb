//! Ordinary statements put to the test: the claims of three articles, and what people often say.

use super::ids::{FactId, SkillId};
use serde::Deserialize;

/// A claim of one of the three articles, paraphrased and checked.
/// `assets/curriculum/claims/article-*.ron` hold the lists.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// `A1-07`: article and number.
    pub id: String,
    /// The claim in our words.
    pub says: String,
    /// How it fares.
    pub verdict: Verdict,
    /// The facts that settle it.
    #[serde(default)]
    pub facts: Vec<FactId>,
    /// Rows of the scope table that settle it.
    #[serde(default)]
    pub skills: Vec<SkillId>,
    /// One line that says it right, or, where it cannot be checked, why not.
    pub right: String,
}

impl Claim {
    /// 1 to 3.
    #[must_use]
    pub fn article(&self) -> Option<u8> {
        self.id.strip_prefix('A')?.split('-').next()?.parse().ok()
    }
}

/// What came of checking a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Verdict {
    /// True as it stands.
    Holds,
    /// True with a limit that has to be said.
    HoldsWithLimits,
    /// Was so once.
    Outdated,
    /// Leads the reader wrong.
    Misleading,
    /// Not so.
    Wrong,
    /// Too vague to check.
    Vague,
    /// An opinion.
    Opinion,
    /// No source was found.
    Unverified,
}

impl Verdict {
    /// The mark shown: five of them.
    #[must_use]
    pub fn mark(self) -> Mark {
        match self {
            Self::Holds | Self::HoldsWithLimits => Mark::True,
            Self::Outdated => Mark::Outdated,
            Self::Misleading => Mark::Misleading,
            Self::Wrong => Mark::Wrong,
            Self::Vague | Self::Opinion | Self::Unverified => Mark::CannotBeChecked,
        }
    }
}

/// The five marks of a checked statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Mark {
    /// True, with its limit said.
    True,
    /// Was so once.
    Outdated,
    /// Leads the reader wrong.
    Misleading,
    /// Not so.
    Wrong,
    /// Vague, an opinion, or without a source.
    CannotBeChecked,
}

impl Mark {
    /// All, in the order shown.
    pub const ALL: [Self; 5] =
        [Self::True, Self::Outdated, Self::Misleading, Self::Wrong, Self::CannotBeChecked];

    /// The word shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::True => "true",
            Self::Outdated => "outdated",
            Self::Misleading => "misleading",
            Self::Wrong => "wrong",
            Self::CannotBeChecked => "cannot be checked",
        }
    }
}

/// Something people often say, with the right sentence.
/// `assets/curriculum/confusions.ron` holds the list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confusion {
    /// Unique and stable.
    pub id: String,
    /// What kind of mix-up it is.
    pub topic: ConfusionTopic,
    /// What people say.
    pub people_say: String,
    /// How it fares.
    pub mark: Mark,
    /// The right sentence; may hold references to the scope table.
    pub right: String,
    /// The facts that settle it.
    #[serde(default)]
    pub facts: Vec<FactId>,
    /// Rows of the scope table that settle it.
    #[serde(default)]
    pub skills: Vec<SkillId>,
}

/// The headings under which confusions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum ConfusionTopic {
    /// System, people, service.
    System,
    /// Certification, license, credential.
    Papers,
    /// Who may do what.
    Scope,
    /// Medical direction.
    Direction,
    /// The call and where it ends.
    Call,
    /// Sorting many patients.
    Triage,
    /// Exams and renewal.
    Exam,
    /// Dates and numbers of the past.
    History,
}

impl ConfusionTopic {
    /// The heading shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System, people, service",
            Self::Papers => "Papers you need",
            Self::Scope => "Who may do what",
            Self::Direction => "Medical direction",
            Self::Call => "The call",
            Self::Triage => "Sorting many patients",
            Self::Exam => "Exams and renewal",
            Self::History => "How we got here",
        }
    }
}
