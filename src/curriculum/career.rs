//! The way into EMS work, and the steps of a 911 call.

use super::Curriculum;
use super::ids::{FactId, SkillId};
use super::level::ProviderLevel;
use super::matrix::{Cell, MatrixRow};
use super::scope::Skill;
use super::sentence::Sentence;
use serde::Deserialize;

/// `assets/curriculum/career.ron`: everything that the career view shows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Career {
    /// What one needs to begin.
    pub entry: Vec<Sentence>,
    /// The order of steps from course to first shift.
    pub steps: Vec<CareerStep>,
    /// What to check before paying for a course.
    pub blockers: Vec<Blocker>,
    /// Pay and outlook, one dated row each.
    pub pay: Vec<PayRow>,
    /// Where people work.
    pub settings: Vec<Sentence>,
    /// A truthful picture of shifts.
    pub shifts: Vec<Sentence>,
    /// Kinds of agencies.
    pub agencies: Vec<Agency>,
    /// What to ask a school, each with why it matters.
    pub school_questions: Vec<(String, String)>,
    /// The ways between levels and beyond them.
    pub pathways: Vec<Pathway>,
}

/// A step on the way to a first shift.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CareerStep {
    /// Unique.
    pub id: String,
    /// A few words.
    pub title: String,
    /// What is done.
    pub say: Vec<Sentence>,
}

/// A reason why somebody may not be able to start, as a question with whom to ask.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocker {
    /// Unique.
    pub id: String,
    /// One or two words: "Age".
    pub topic: String,
    /// The question to put.
    pub question: String,
    /// Whom to ask.
    pub ask: String,
    /// The facts behind it, where there are any.
    #[serde(default)]
    pub facts: Vec<FactId>,
}

/// A figure of pay or outlook with its year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayRow {
    /// Unique.
    pub id: String,
    /// What is counted: "EMT, median pay a year".
    pub what: String,
    /// The figure.
    pub figure: String,
    /// The year that it describes.
    pub as_of: String,
    /// Where it was read.
    pub facts: Vec<FactId>,
    /// Whether a newer row replaces it, so that it is shown second.
    #[serde(default)]
    pub older: bool,
}

/// A kind of agency that employs EMS people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Unique.
    pub id: String,
    /// The kind.
    pub name: String,
    /// What it is.
    pub say: Vec<Sentence>,
}

/// A way from one role to another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pathway {
    /// Unique.
    pub id: String,
    /// The level one starts from; nothing for a beginner.
    #[serde(default)]
    pub from: Option<ProviderLevel>,
    /// The level one reaches, where it is one of the four.
    #[serde(default)]
    pub to_level: Option<ProviderLevel>,
    /// The name of what one reaches.
    pub to: String,
    /// What it takes.
    pub say: Vec<Sentence>,
}

/// A step of a 911 call with its time stamp. `assets/curriculum/call.ron` holds the eleven.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallStep {
    /// Unique and stable.
    pub id: String,
    /// A few words: "Call received".
    pub title: String,
    /// The part of the call it belongs to.
    pub phase: CallPhase,
    /// Who is involved.
    pub who: Vec<String>,
    /// What happens.
    pub say: Vec<Sentence>,
    /// The fact that defines the time stamp.
    pub stamp: FactId,
    /// Skills that may be used here, for the level lens.
    #[serde(default)]
    pub skills: Vec<SkillId>,
}

/// What a level may do at a step of a call, as the scope table has it.
#[derive(Clone, Debug, Default)]
pub struct Lens<'a> {
    /// It may, and it is the lowest that may.
    pub added: Vec<&'a Skill>,
    /// It may, as a level below it may.
    pub may: Vec<&'a Skill>,
    /// It may not.
    pub may_not: Vec<&'a Skill>,
    /// The sources do not agree.
    pub differ: Vec<&'a Skill>,
}

impl Lens<'_> {
    /// How many skills the level may do, those on which sources differ not counted.
    #[must_use]
    pub fn allowed(&self) -> usize {
        self.added.len() + self.may.len()
    }

    /// All skills of the step.
    #[must_use]
    pub fn all(&self) -> usize {
        self.allowed() + self.may_not.len() + self.differ.len()
    }
}

impl Curriculum {
    /// A step of a call, seen through a level.
    #[must_use]
    pub fn lens<'a>(&'a self, step: &CallStep, level: ProviderLevel) -> Lens<'a> {
        let mut lens = Lens::default();
        for skill in step.skills.iter().filter_map(|id| self.skill(id)) {
            match MatrixRow::Skill(skill).cell(level) {
                Cell::Added | Cell::AddedTo(_) => lens.added.push(skill),
                Cell::Yes => lens.may.push(skill),
                Cell::SourcesDiffer(_) | Cell::Limited => lens.differ.push(skill),
                Cell::No | Cell::Text(..) | Cell::SameAs(..) | Cell::NotStated => {
                    lens.may_not.push(skill);
                }
            }
        }
        lens
    }
}

/// The parts of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum CallPhase {
    /// Somebody asks for help.
    Access,
    /// A unit is chosen and told.
    Dispatch,
    /// The unit is on its way.
    Response,
    /// Care where the patient is.
    OnScene,
    /// The way to the destination.
    Transport,
    /// Handing over and getting ready again.
    TransferOfCare,
}

impl CallPhase {
    /// The name shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Access => "Access",
            Self::Dispatch => "Dispatch",
            Self::Response => "Response",
            Self::OnScene => "On scene",
            Self::Transport => "Transport",
            Self::TransferOfCare => "Transfer of care",
        }
    }
}
