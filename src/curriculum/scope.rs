//! The scope of practice table: what each level may do by the national model, graded by how well
//! each row is supported. Two columns never disagree with cards or sentences, since those are
//! made from the cells.

use super::ids::{CiteKey, SkillId};
use super::level::{PerLevel, ProviderLevel};
use serde::{Deserialize, Serialize};

/// A row of the scope table. `assets/curriculum/scope/*.ron` holds lists of these.
///
/// ```ron
/// (
///     id: "cpap",
///     group: Airway,
///     name: "CPAP",
///     full: "Continuous positive airway pressure",
///     act: "give CPAP",
///     meaning: "A tight mask blows a steady stream of air. It keeps the small airways open.",
///     grade: B,
///     may: (No, Yes, Yes, Yes),
///     evidence: ["TL", "MT", "ME"],
///     note: "Los Angeles County and Pennsylvania ask for agency approval.",
///     quizzable: true,
/// ),
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// Unique and stable.
    pub id: SkillId,
    /// Where it stands in the table.
    pub group: SkillGroup,
    /// The row head.
    pub name: String,
    /// The name in full where the row head is shortened.
    #[serde(default)]
    pub full: Option<String>,
    /// Completes "may …": "place a supraglottic airway".
    pub act: String,
    /// What the skill is, for a first-week student.
    pub meaning: String,
    /// Why the line is drawn at this level, where a source or the model's logic says so.
    #[serde(default)]
    pub why: Option<String>,
    /// How well the row is supported.
    pub grade: Grade,
    /// The reading shown first, for EMR, EMT, AEMT, Paramedic.
    pub may: PerLevel<Permission>,
    /// Other readings, for rows of grade X, each with whose it is.
    #[serde(default)]
    pub readings: Vec<OtherReading>,
    /// Keys of the scope sources.
    pub evidence: Vec<CiteKey>,
    /// What states do differently, or on how little the row rests.
    #[serde(default)]
    pub note: Option<String>,
    /// Whether cards may be made from it.
    #[serde(default)]
    pub quizzable: bool,
    /// Rows that say nearly the same share a family, so that their cards are kept apart.
    #[serde(default)]
    pub family: Option<String>,
    /// Other words by which people look for it.
    #[serde(default)]
    pub also: Vec<String>,
}

impl Skill {
    /// The lowest level whose cell says yes; nothing where none may.
    #[must_use]
    pub fn lowest(&self) -> Option<ProviderLevel> {
        self.may.iter().find(|(_, may)| **may == Permission::Yes).map(|(level, _)| level)
    }

    /// What the row rests on, in the words shown beside a value.
    #[must_use]
    pub fn basis(&self) -> &'static str {
        match self.grade {
            Grade::A | Grade::B => "by the national model",
            Grade::C => "by the few sources seen",
            Grade::X => "in the reading shown first; sources differ",
        }
    }

    /// The lowest level in words that claim no more than the row's grade allows.
    #[must_use]
    pub fn lowest_words(&self) -> String {
        let level = self.lowest().map_or("none", ProviderLevel::short);
        match self.grade {
            Grade::A | Grade::B => format!("Lowest national level: {level}"),
            Grade::C => format!("Lowest level in the few sources seen: {level}"),
            Grade::X => format!("Lowest level in the reading shown first: {level}"),
        }
    }

    /// Why the line is drawn where it is, in a sentence that may hold marks of `prose`.
    #[must_use]
    pub fn reason(&self) -> String {
        let Self { id, act, .. } = self;
        self.why.clone().unwrap_or_else(|| {
            format!("In the national model {{a-lowest:{id}}} is the first that may {act}.")
        })
    }

    /// Whether any reading of this cell differs from the one shown first.
    #[must_use]
    pub fn sources_differ(&self, level: ProviderLevel) -> bool {
        self.readings.iter().any(|r| r.may.get(level) != self.may.get(level))
    }
}

/// Whether a level may do a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Permission {
    /// The level may.
    Yes,
    /// The level may not.
    No,
}

/// A second reading of a row, and whose it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherReading {
    /// Who reads it so, in a few words.
    pub who: String,
    /// The whole row in that reading.
    pub may: PerLevel<Permission>,
}

/// How well a row of the scope table is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Grade {
    /// The national body's own page.
    A,
    /// Two or more agreeing sources, one of which gives or adopts the national model.
    B,
    /// One source, or state tables only.
    C,
    /// Sources conflict; `readings` has the others.
    X,
}

impl Grade {
    /// The sentence shown with a row.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::A => "Read on the national body's own page",
            Self::B => "Two or more agreeing sources",
            Self::C => "Rests on little: one source, or state tables only",
            Self::X => "Sources differ",
        }
    }
}

/// The groups of the scope table, in the order shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SkillGroup {
    /// Airway, ventilation, oxygenation.
    Airway,
    /// Cardiovascular, circulation.
    Circulation,
    /// Splinting, spinal motion restriction, patient restraint.
    Splinting,
    /// Medication administration routes.
    Routes,
    /// Medications approved by the medical director.
    Medications,
    /// IV initiation and maintenance of fluids.
    Fluids,
    /// Everything else.
    Other,
}

impl SkillGroup {
    /// All, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::Airway,
        Self::Circulation,
        Self::Splinting,
        Self::Routes,
        Self::Medications,
        Self::Fluids,
        Self::Other,
    ];

    /// The heading shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Airway => "Airway, ventilation, oxygenation",
            Self::Circulation => "Heart and circulation",
            Self::Splinting => "Splinting, spine, restraint",
            Self::Routes => "Ways to give a medicine",
            Self::Medications => "Medicines approved by the medical director",
            Self::Fluids => "IV access and fluids",
            Self::Other => "Other skills",
        }
    }
}

/// A text that rows of the scope table rest on. `assets/curriculum/scope_sources.ron`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeSource {
    /// The key used in `evidence`.
    pub id: CiteKey,
    /// The name printed.
    pub cite: String,
    /// What kind of text it is.
    pub kind: ScopeSourceKind,
    /// What it is, in a sentence.
    pub what: String,
}

/// Kinds of scope sources, in the order in which they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum ScopeSourceKind {
    /// The national body itself.
    NationalBody,
    /// The national body, seen at second hand.
    NationalSecondHand,
    /// Notes or a course that cite the national model.
    CitesNational,
    /// A state that adopts or follows the national model.
    StateAdopts,
    /// A state's or county's own list.
    State,
    /// An encyclopedia.
    Encyclopedia,
}
