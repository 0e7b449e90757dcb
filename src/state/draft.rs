//! A card as it is being written: one form for every kind of card, and what is still missing in it.

use super::plural;
use crate::curriculum::{Ask, CardId, FactId, SectionId, SkillId};

/// A card as it is being written. What another kind of card does not need stays, so that a kind can
/// be tried and left again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardDraft {
    /// The card that is changed; nothing for a new one.
    pub of: Option<CardId>,
    /// Its kind.
    pub kind: CardKind,
    /// The question, or the sentence with its gaps.
    pub front: String,
    /// The answer; of several right answers or steps one a line.
    pub back: String,
    /// Wrong answers, each with why it is wrong.
    pub wrong: Vec<(String, String)>,
    /// Heads, each with what belongs under it, one a line.
    pub heads: Vec<(String, String)>,
    /// Why it is so.
    pub why: String,
    /// A nudge that does not give the answer away.
    pub hint: String,
    /// Tags with blanks between them.
    pub tags: String,
    /// The section that it opens.
    pub section: Option<SectionId>,
    /// The facts of the sentence that it was made from.
    pub facts: Vec<FactId>,
    /// The rows of the scope table that it was made from.
    pub skills: Vec<SkillId>,
}

/// The kinds of cards that can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardKind {
    /// A question and its answer.
    #[default]
    Recall,
    /// A sentence with gaps.
    Cloze,
    /// One right answer among wrong ones.
    ChooseOne,
    /// Several right answers among wrong ones.
    ChooseAll,
    /// Steps in order.
    Order,
    /// Things under heads.
    Sort,
}

impl CardKind {
    /// All, in the order offered.
    pub const ALL: [Self; 6] =
        [Self::Recall, Self::Cloze, Self::ChooseOne, Self::ChooseAll, Self::Order, Self::Sort];

    /// The words shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Recall => "Question and answer",
            Self::Cloze => "Gaps in a sentence",
            Self::ChooseOne => "Choose one",
            Self::ChooseAll => "Choose all",
            Self::Order => "Put in order",
            Self::Sort => "Sort under heads",
        }
    }
}

/// A field of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftField {
    /// The question or sentence.
    Front,
    /// The answer, answers or steps.
    Back,
    /// The first half of the row with that number, from 0.
    Row(usize),
    /// The second half of it.
    RowEnd(usize),
}

/// What keeps a draft from being a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFault {
    /// Where.
    pub field: DraftField,
    /// What is there and what would be right.
    pub what: String,
}

fn fault<T>(field: DraftField, what: impl Into<String>) -> Result<T, DraftFault> {
    Err(DraftFault { field, what: what.into() })
}

/// The most steps, wrong answers or things of a card, and the most heads.
const MOST: usize = 100;
const MOST_HEADS: usize = 20;

impl CardDraft {
    /// A draft that asks this.
    #[must_use]
    pub fn from_ask(ask: &Ask) -> Self {
        let mut draft = Self { front: ask.question(), ..Self::default() };
        match ask {
            Ask::Recall { answer, .. } => draft.back.clone_from(answer),
            Ask::Cloze { text } => {
                draft.kind = CardKind::Cloze;
                draft.front.clone_from(text);
            }
            Ask::ChooseOne { right, wrong, .. } => {
                draft.kind = CardKind::ChooseOne;
                draft.back.clone_from(right);
                draft.wrong.clone_from(wrong);
            }
            Ask::ChooseAll { right, wrong, .. } => {
                draft.kind = CardKind::ChooseAll;
                draft.back = right.join("\n");
                draft.wrong.clone_from(wrong);
            }
            Ask::Order { steps, .. } => {
                draft.kind = CardKind::Order;
                draft.back = steps.join("\n");
            }
            Ask::Sort { heads, .. } => {
                draft.kind = CardKind::Sort;
                draft.heads =
                    heads.iter().map(|(head, things)| (head.clone(), things.join("\n"))).collect();
            }
        }
        draft
    }

    /// What the card asks. The error says what is missing, and where.
    pub fn ask(&self) -> Result<Ask, DraftFault> {
        let question = clean(&self.front);
        if question.is_empty() {
            let what = match self.kind {
                CardKind::Cloze => "The sentence is empty.",
                _ => "The question is empty.",
            };
            return fault(DraftField::Front, what);
        }
        Ok(match self.kind {
            CardKind::Recall => Ask::Recall { question, answer: self.answer()? },
            CardKind::Cloze => match with_gaps(question) {
                Ok(text) => Ask::Cloze { text },
                Err(what) => return fault(DraftField::Front, what),
            },
            CardKind::ChooseOne => {
                let right = self.answer()?;
                let wrong = self.wrong_answers(std::slice::from_ref(&right))?;
                Ask::ChooseOne { question, right, wrong }
            }
            CardKind::ChooseAll => {
                self.answer()?;
                let right = lines(&self.back);
                let wrong = self.wrong_answers(&right)?;
                Ask::ChooseAll { question, right, wrong }
            }
            CardKind::Order => {
                let steps = lines(&self.back);
                if !(2..=MOST).contains(&steps.len()) {
                    let there = counted(steps.len(), "step");
                    let what =
                        format!("This order has {there}; 2 to {MOST} are needed, one a line.");
                    return fault(DraftField::Back, what);
                }
                Ask::Order { question, steps }
            }
            CardKind::Sort => Ask::Sort { question, heads: self.table()? },
        })
    }

    fn answer(&self) -> Result<String, DraftFault> {
        match clean(&self.back) {
            empty if empty.is_empty() => fault(DraftField::Back, "The answer is empty."),
            answer => Ok(answer),
        }
    }

    fn wrong_answers(&self, right: &[String]) -> Result<Vec<(String, String)>, DraftFault> {
        let mut offered: Vec<String> = right.iter().map(|answer| answer.to_lowercase()).collect();
        let mut wrong = Vec::new();
        for (row, (answer, why)) in self.wrong.iter().enumerate() {
            let (answer, why) = (clean(answer), clean(why));
            let field = DraftField::Row(row);
            match (answer.is_empty(), why.is_empty()) {
                (true, true) => continue,
                (true, false) => {
                    let what = format!("A wrong answer is empty and has a reason: “{why}”.");
                    return fault(field, what);
                }
                _ if offered.contains(&answer.to_lowercase()) => {
                    return fault(field, format!("“{answer}” is offered twice."));
                }
                _ => {}
            }
            offered.push(answer.to_lowercase());
            wrong.push((answer, why));
        }
        if !(1..=MOST).contains(&wrong.len()) {
            let there = counted(wrong.len(), "wrong answer");
            let what = format!("This choice has {there}; 1 to {MOST} are needed.");
            return fault(DraftField::Row(0), what);
        }
        Ok(wrong)
    }

    fn table(&self) -> Result<Vec<(String, Vec<String>)>, DraftFault> {
        let mut heads = Vec::new();
        let mut first_empty = None;
        for (row, (head, things)) in self.heads.iter().enumerate() {
            let (head, things) = (clean(head), lines(things));
            if head.is_empty() && !things.is_empty() {
                let things = things.join(", ");
                let what = format!("A head is empty and has things under it: “{things}”.");
                return fault(DraftField::Row(row), what);
            }
            if head.is_empty() {
                first_empty.get_or_insert(row);
            } else {
                heads.push((head, things));
            }
        }
        if !(2..=MOST_HEADS).contains(&heads.len()) {
            let there = counted(heads.len(), "head");
            let what = format!("This table has {there}; 2 to {MOST_HEADS} are needed.");
            return fault(DraftField::Row(first_empty.unwrap_or(0)), what);
        }
        let things: usize = heads.iter().map(|(_, things)| things.len()).sum();
        if !(1..=MOST).contains(&things) {
            let there = counted(things, "thing");
            let what =
                format!("This table has {there} to sort; 1 to {MOST} are needed, one a line.");
            return fault(DraftField::RowEnd(0), what);
        }
        Ok(heads)
    }
}

/// "no head", "1 head", "2 heads".
fn counted(n: usize, one: &str) -> String {
    if n == 0 { format!("no {one}") } else { plural(n, one) }
}

/// Without blanks around it, and without control characters that a pasted text may hold.
fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    kept.collect::<String>().trim().to_owned()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(clean).filter(|line| !line.is_empty()).collect()
}

/// The sentence, if every gap in it opens and closes and holds something.
fn with_gaps(text: String) -> Result<String, String> {
    let mut pieces = text.split("{{");
    let before = pieces.next().unwrap_or_default();
    let gaps: Vec<Option<(&str, &str)>> = pieces.map(|piece| piece.split_once("}}")).collect();
    let stray = before.contains("}}")
        || gaps.iter().any(|gap| gap.is_none_or(|(_, after)| after.contains("}}")));
    if gaps.is_empty() && !stray {
        return Err(
            "There is no gap yet. Select the words to leave out and press “Make a gap”, or \
                    write them like {{this}}."
                .to_owned(),
        );
    }
    if stray {
        return Err("A gap begins with {{ and ends with }}; one of them stands alone.".to_owned());
    }
    if gaps.iter().flatten().any(|(gap, _)| gap.trim().is_empty()) {
        return Err("A gap is empty: write what belongs in it between {{ and }}.".to_owned());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(kind: CardKind, front: &str, back: &str) -> CardDraft {
        let (front, back) = (front.to_owned(), back.to_owned());
        CardDraft { kind, front, back, ..CardDraft::default() }
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn every_kind_comes_back_from_its_draft_as_it_was() {
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let question = "Q".to_owned();
        let wrong = pairs(&[("b", "because"), ("c", "")]);
        let asks = [
            Ask::Recall { question: question.clone(), answer: "A\nsecond line".to_owned() },
            Ask::Cloze { text: "EMS is a {{system}}.".to_owned() },
            Ask::ChooseOne {
                question: question.clone(),
                right: "a".to_owned(),
                wrong: wrong.clone(),
            },
            Ask::ChooseAll { question: question.clone(), right: words(&["a", "d"]), wrong },
            Ask::Order { question: question.clone(), steps: words(&["a", "b"]) },
            Ask::Sort {
                question,
                heads: vec![("X".into(), words(&["a", "b"])), ("Y".into(), words(&["c"]))],
            },
        ];
        for ask in asks {
            assert_eq!(CardDraft::from_ask(&ask).ask(), Ok(ask));
        }
    }

    #[test]
    fn what_is_missing_is_said_in_plain_words() {
        let said = |draft: CardDraft| draft.ask().unwrap_err().what;
        assert_eq!(said(draft(CardKind::Recall, " ", "a")), "The question is empty.");
        assert_eq!(said(draft(CardKind::ChooseAll, "q", "\n")), "The answer is empty.");
        let one = draft(CardKind::ChooseOne, "q", "a");
        assert_eq!(said(one.clone()), "This choice has no wrong answer; 1 to 100 are needed.");
        let twice = CardDraft { wrong: pairs(&[("A", "")]), ..one.clone() };
        assert_eq!(said(twice), "“A” is offered twice.");
        let no_words = CardDraft { wrong: pairs(&[("", "why")]), ..one };
        assert_eq!(said(no_words), "A wrong answer is empty and has a reason: “why”.");
        let order = said(draft(CardKind::Order, "q", "one\n\n"));
        assert_eq!(order, "This order has 1 step; 2 to 100 are needed, one a line.");
        let table =
            CardDraft { heads: pairs(&[("X", "a"), ("", "")]), ..draft(CardKind::Sort, "q", "") };
        let fault = table.ask().unwrap_err();
        assert_eq!(fault.what, "This table has 1 head; 2 to 20 are needed.");
        assert_eq!(fault.field, DraftField::Row(1), "the head that is missing");
    }

    #[test]
    fn a_gap_opens_closes_and_holds_something() {
        let cloze = |text: &str| draft(CardKind::Cloze, text, "").ask();
        assert!(cloze("EMS is a {{system}} of {{care}}.").is_ok());
        for wrong in ["EMS is a system.", "EMS is a {{system.", "EMS is a system}}.", "EMS {{ }}."]
        {
            assert!(cloze(wrong).is_err(), "{wrong}");
        }
        assert!(cloze("a {{b}} c}}").is_err(), "a stray end");
    }

    #[test]
    fn what_a_paste_brings_unseen_is_left_out() {
        let ask = draft(CardKind::Recall, "a\u{0}b\r\n", "x\u{7}").ask().unwrap();
        assert_eq!((ask.question().as_str(), ask.answer().as_str()), ("ab", "x"));
    }
}
