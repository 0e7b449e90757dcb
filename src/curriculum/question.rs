//! Written cards as they stand in the assets. `study` makes reviewable cards of them, and of the
//! cells of the scope table.

use super::ids::{CardId, FactId, SectionId, SkillId};
use super::level::{ExamDomain, ProviderLevel};
use serde::{Deserialize, Serialize};

/// A written card. `assets/curriculum/cards/*.ron` hold lists of these.
///
/// ```ron
/// (
///     id: "levels/how-many",
///     ask: ChooseOne(
///         question: "How many national levels of EMS personnel are there?",
///         right: "Four",
///         wrong: [("Three", "AEMT is the one that is left out."), …],
///     ),
///     why: "EMR, EMT, AEMT and Paramedic.",
///     facts: ["LVL-01"],
///     section: "four-levels",
///     domain: Operations,
/// ),
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCard {
    /// Unique and stable, `subject/what`.
    pub id: CardId,
    /// The question and its answer.
    pub ask: Ask,
    /// Why it is so, in one or two sentences.
    pub why: String,
    /// A nudge that does not give the answer away.
    #[serde(default)]
    pub hint: Option<String>,
    /// The facts it asks about.
    #[serde(default)]
    pub facts: Vec<FactId>,
    /// The rows of the scope table it asks about.
    #[serde(default)]
    pub skills: Vec<SkillId>,
    /// The section that it opens.
    pub section: SectionId,
    /// The level that it is about.
    #[serde(default)]
    pub level: Option<ProviderLevel>,
    /// The exam domain that it serves.
    #[serde(default)]
    pub domain: Option<ExamDomain>,
    /// Whether it assumes nothing and may be among the first ten.
    #[serde(default)]
    pub starter: bool,
}

/// What a card asks and how it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Ask {
    /// A question and a short answer.
    Recall {
        /// The question.
        question: String,
        /// The answer.
        answer: String,
    },
    /// One right option among wrong ones, each with why it is wrong.
    ChooseOne {
        /// The question.
        question: String,
        /// The right option.
        right: String,
        /// The wrong options, each with the reason.
        wrong: Vec<(String, String)>,
    },
    /// Several right options.
    ChooseAll {
        /// The question.
        question: String,
        /// The right options.
        right: Vec<String>,
        /// The wrong options, each with the reason.
        wrong: Vec<(String, String)>,
    },
    /// Steps to be put in order.
    Order {
        /// The question.
        question: String,
        /// The steps in their right order.
        steps: Vec<String>,
    },
    /// Things to be sorted under heads.
    Sort {
        /// The question.
        question: String,
        /// Each head with what belongs under it.
        heads: Vec<(String, Vec<String>)>,
    },
    /// A sentence with gaps, written `{{so}}`.
    Cloze {
        /// The sentence.
        text: String,
    },
}

impl Ask {
    /// The question; for a cloze the sentence with its gaps closed.
    #[must_use]
    pub fn question(&self) -> String {
        match self {
            Self::Recall { question, .. }
            | Self::ChooseOne { question, .. }
            | Self::ChooseAll { question, .. }
            | Self::Order { question, .. }
            | Self::Sort { question, .. } => question.clone(),
            Self::Cloze { text } => cloze(text, |_| "_____".to_owned()),
        }
    }

    /// The same with every text put through a function.
    #[must_use]
    pub fn map(&self, f: impl Fn(&str) -> String) -> Self {
        let list = |texts: &[String]| texts.iter().map(|text| f(text)).collect();
        let wrong = |options: &[(String, String)]| {
            options.iter().map(|(option, why)| (f(option), f(why))).collect()
        };
        match self {
            Self::Recall { question, answer } => {
                Self::Recall { question: f(question), answer: f(answer) }
            }
            Self::ChooseOne { question, right, wrong: options } => {
                Self::ChooseOne { question: f(question), right: f(right), wrong: wrong(options) }
            }
            Self::ChooseAll { question, right, wrong: options } => {
                Self::ChooseAll { question: f(question), right: list(right), wrong: wrong(options) }
            }
            Self::Order { question, steps } => {
                Self::Order { question: f(question), steps: list(steps) }
            }
            Self::Sort { question, heads } => Self::Sort {
                question: f(question),
                heads: heads.iter().map(|(head, items)| (f(head), list(items))).collect(),
            },
            Self::Cloze { text } => Self::Cloze { text: f(text) },
        }
    }

    /// The answer on one line.
    #[must_use]
    pub fn answer(&self) -> String {
        match self {
            Self::Recall { answer, .. } => answer.clone(),
            Self::ChooseOne { right, .. } => right.clone(),
            Self::ChooseAll { right, .. } => right.join("; "),
            Self::Order { steps, .. } => steps.join(" → "),
            Self::Sort { heads, .. } => heads
                .iter()
                .map(|(head, items)| format!("{head}: {}", items.join(", ")))
                .collect::<Vec<_>>()
                .join("; "),
            Self::Cloze { text } => cloze(text, str::to_owned),
        }
    }
}

/// Replaces each `{{gap}}` of a cloze sentence.
fn cloze(text: &str, fill: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((gap, tail)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(&fill(gap));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cloze_hides_its_gap_in_the_question_and_fills_it_in_the_answer() {
        let ask = Ask::Cloze { text: "EMS is a {{system}}.".to_owned() };
        assert_eq!(ask.question(), "EMS is a _____.");
        assert_eq!(ask.answer(), "EMS is a system.");
    }
}
