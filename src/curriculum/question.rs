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

/// What is done with a card's options before its answer is shown.
///
/// What a learner did is kept as a list of small numbers, `Review::chosen`; it is empty where nothing
/// was done, as whoever recalls without a hand on the card may do with every kind. Options are named
/// by their place in the card's own order, see [`Ask::options`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Nothing: the answer is recalled.
    Recall,
    /// One option is picked. Chosen: that option.
    PickOne,
    /// All that are right are picked. Chosen: those options.
    PickAll,
    /// They are put in order. Chosen: all options, from the first to the last.
    Order,
    /// They are put under heads. Chosen: for each option the place of its head, or [`UNSORTED`].
    Sort,
}

impl Task {
    /// Whether the options are arranged by hand.
    #[must_use]
    pub fn is_arranging(self) -> bool {
        matches!(self, Self::Order | Self::Sort)
    }

    /// Whether options are picked from, which stay where they are as the answer comes.
    #[must_use]
    pub fn is_choice(self) -> bool {
        matches!(self, Self::PickOne | Self::PickAll)
    }
}

/// In a list of heads: the option was put under none.
pub const UNSORTED: u8 = u8::MAX;

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

    /// What is done with the options.
    #[must_use]
    pub fn task(&self) -> Task {
        match self {
            Self::Recall { .. } | Self::Cloze { .. } => Task::Recall,
            Self::ChooseOne { .. } => Task::PickOne,
            Self::ChooseAll { .. } => Task::PickAll,
            Self::Order { .. } => Task::Order,
            Self::Sort { .. } => Task::Sort,
        }
    }

    /// What is offered, in the card's own order: the right options first, steps from the first to
    /// the last, things head by head.
    #[must_use]
    pub fn options(&self) -> Vec<&str> {
        match self {
            Self::Recall { .. } | Self::Cloze { .. } => Vec::new(),
            Self::ChooseOne { right, wrong, .. } => std::iter::once(right.as_str())
                .chain(wrong.iter().map(|(option, _)| option.as_str()))
                .collect(),
            Self::ChooseAll { right, wrong, .. } => right
                .iter()
                .map(String::as_str)
                .chain(wrong.iter().map(|(option, _)| option.as_str()))
                .collect(),
            Self::Order { steps, .. } => steps.iter().map(String::as_str).collect(),
            Self::Sort { .. } => self.placed().into_iter().map(|(_, option)| option).collect(),
        }
    }

    /// The heads under which things are sorted; none for other cards.
    #[must_use]
    pub fn heads(&self) -> Vec<&str> {
        match self {
            Self::Sort { heads, .. } => heads.iter().map(|(head, _)| head.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// Each thing to be sorted with the place of its head.
    fn placed(&self) -> Vec<(usize, &str)> {
        let Self::Sort { heads, .. } = self else { return Vec::new() };
        heads
            .iter()
            .enumerate()
            .flat_map(|(head, (_, things))| things.iter().map(move |thing| (head, thing.as_str())))
            .collect()
    }

    /// Which parts of what was arranged are right: of an order its places from the first to the
    /// last, of a table its things in the card's own order. Words that stand there twice may
    /// change places. Empty for other cards, and where nothing was arranged.
    #[must_use]
    pub fn right_parts(&self, chosen: &[u8]) -> Vec<bool> {
        if chosen.is_empty() {
            return Vec::new();
        }
        let chosen_at = |at: usize| chosen.get(at).map(|place| usize::from(*place));
        match self {
            Self::Order { steps, .. } => steps
                .iter()
                .enumerate()
                .map(|(at, step)| chosen_at(at).and_then(|put| steps.get(put)) == Some(step))
                .collect(),
            Self::Sort { .. } => {
                let placed = self.placed();
                let mut open = placed.clone();
                let mut takes = |(at, (_, thing)): (usize, &(usize, &str))| {
                    let given = |(head, words): &(usize, &str)| {
                        chosen_at(at) == Some(*head) && words == thing
                    };
                    let found = open.iter().position(given);
                    found.map(|found| open.swap_remove(found)).is_some()
                };
                placed.iter().enumerate().map(&mut takes).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether what was chosen is right; nothing where the card offers nothing to choose from, or
    /// nothing was done with it.
    #[must_use]
    pub fn is_right(&self, chosen: &[u8]) -> Option<bool> {
        if chosen.is_empty() {
            return None;
        }
        let picked = |right: usize| {
            let are_right = chosen.iter().all(|option| usize::from(*option) < right);
            Some(chosen.len() == right && are_right)
        };
        match self {
            Self::Recall { .. } | Self::Cloze { .. } => None,
            Self::ChooseOne { .. } => picked(1),
            Self::ChooseAll { right, .. } => picked(right.len()),
            Self::Order { .. } | Self::Sort { .. } => {
                Some(self.right_parts(chosen).into_iter().all(|right| right))
            }
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

    /// What was chosen, on one line, in the form in which [`Self::answer`] says what is right; what
    /// was put under no head is left out.
    #[must_use]
    pub fn given(&self, chosen: &[u8]) -> String {
        let options = self.options();
        let named = chosen.iter().filter_map(|at| options.get(usize::from(*at)).copied());
        match self {
            Self::Recall { .. } | Self::Cloze { .. } => String::new(),
            Self::ChooseOne { .. } | Self::ChooseAll { .. } => named.collect::<Vec<_>>().join("; "),
            Self::Order { .. } => named.collect::<Vec<_>>().join(" → "),
            Self::Sort { heads, .. } => {
                let things_under = |head: usize| -> Vec<&str> {
                    let all = options.iter().zip(chosen);
                    all.filter(|(_, put)| usize::from(**put) == head).map(|(o, _)| *o).collect()
                };
                let under =
                    heads.iter().enumerate().map(|(at, (head, _))| (head, things_under(at)));
                under
                    .filter(|(_, things)| !things.is_empty())
                    .map(|(head, things)| format!("{head}: {}", things.join(", ")))
                    .collect::<Vec<_>>()
                    .join("; ")
            }
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

    fn gates() -> Ask {
        let steps = ["Education", "Certification", "Licensure"].map(str::to_owned).to_vec();
        Ask::Order { question: "Which order?".to_owned(), steps }
    }

    fn table() -> Ask {
        let head = |name: &str, things: &[&str]| {
            (name.to_owned(), things.iter().map(|thing| (*thing).to_owned()).collect())
        };
        let heads = vec![head("Online", &["Radio", "Report"]), head("Offline", &["Report"])];
        Ask::Sort { question: "Where?".to_owned(), heads }
    }

    #[test]
    fn an_order_is_right_where_every_step_has_its_place() {
        assert_eq!(gates().is_right(&[]), None, "nothing was arranged");
        assert_eq!(gates().is_right(&[0, 1, 2]), Some(true));
        assert_eq!(gates().is_right(&[1, 0, 2]), Some(false));
        assert_eq!(gates().right_parts(&[1, 0, 2]), [false, false, true]);
        assert_eq!(gates().is_right(&[0, 1]), Some(false), "a step is missing");
    }

    #[test]
    fn a_thing_is_right_under_its_head_and_equal_words_may_change_places() {
        assert_eq!(table().options(), ["Radio", "Report", "Report"]);
        assert_eq!(table().is_right(&[0, 0, 1]), Some(true));
        assert_eq!(table().is_right(&[0, 1, 0]), Some(true), "both say “Report”");
        assert_eq!(table().right_parts(&[0, 0, 0]), [true, true, false]);
        assert_eq!(table().is_right(&[0, 0, UNSORTED]), Some(false), "one is left over");
    }

    #[test]
    fn what_was_given_is_said_as_the_answer_is() {
        let right = vec!["a".to_owned(), "b".to_owned()];
        let wrong = vec![("c".to_owned(), "no".to_owned())];
        let all = Ask::ChooseAll { question: "?".to_owned(), right, wrong };
        assert_eq!(all.given(&[0, 2]), "a; c");
        assert_eq!(all.given(&[0, 1]), all.answer());
        assert_eq!(gates().given(&[1, 0, 2]), "Certification → Education → Licensure");
        assert_eq!(gates().given(&[0, 1, 2]), gates().answer());
        assert_eq!(table().given(&[1, 0, UNSORTED]), "Online: Report; Offline: Radio");
        assert_eq!(table().given(&[0, 0, 1]), table().answer());
        assert_eq!(table().given(&[]), "");
    }

    #[test]
    fn picks_are_right_where_all_of_them_and_no_others_are() {
        let wrong = vec![("c".to_owned(), "no".to_owned())];
        let right = vec!["a".to_owned(), "b".to_owned()];
        let all = Ask::ChooseAll { question: "?".to_owned(), right, wrong: wrong.clone() };
        assert_eq!(all.is_right(&[1, 0]), Some(true));
        assert_eq!(all.is_right(&[0]), Some(false));
        assert_eq!(all.is_right(&[0, 2]), Some(false));
        let one = Ask::ChooseOne { question: "?".to_owned(), right: "a".to_owned(), wrong };
        assert_eq!((one.is_right(&[0]), one.is_right(&[1])), (Some(true), Some(false)));
    }
}
