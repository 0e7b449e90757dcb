//! What was taken for what: levels and words that stood for one another in wrong answers.

use super::deck::{Card, ScopeQuestion};
use crate::curriculum::{
    Ask, CardId, Curriculum, MatrixRow, ProviderLevel, RowCell, SkillId, Term,
};
use std::collections::BTreeMap;

/// Two things that were taken for one another, in the order of levels or of the alphabet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confused {
    /// Two levels.
    Levels(ProviderLevel, ProviderLevel),
    /// Two terms of the glossary, as they stand in a sentence.
    Terms(String, String),
}

/// A pair and how often it was confused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// What was confused.
    pub between: Confused,
    /// How often.
    pub times: u32,
}

impl Confused {
    /// The same in words: "AEMT and Paramedic".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Levels(a, b) => format!("{} and {}", a.short(), b.short()),
            Self::Terms(a, b) => format!("{a} and {b}"),
        }
    }

    fn levels(a: ProviderLevel, b: ProviderLevel) -> Option<Self> {
        (a != b).then(|| Self::Levels(a.min(b), a.max(b)))
    }
}

/// The level asked in a cell of the table and the one whose value was given: of a skill, the level
/// at which it begins (or the one below, where the level asked is that one); of words, the level
/// they belong to.
#[must_use]
pub fn confused_levels(
    row: &MatrixRow<'_>,
    level: ProviderLevel,
    given: &str,
) -> Option<(ProviderLevel, ProviderLevel)> {
    let other = match row {
        MatrixRow::Skill(skill) => match skill.lowest()? {
            lowest if lowest == level => below(level)?,
            lowest => lowest,
        },
        MatrixRow::Level(row) => {
            let says = |cell: &RowCell| matches!(cell, RowCell::Say(text, _) if text == given);
            row.cells.iter().find(|(_, cell)| says(cell))?.0
        }
    };
    Some((level.min(other), level.max(other)))
}

fn below(level: ProviderLevel) -> Option<ProviderLevel> {
    ProviderLevel::ALL.into_iter().rev().find(|below| *below < level)
}

/// Tells what a wrong answer confused.
pub(super) struct Naming<'a> {
    curriculum: &'a Curriculum,
    /// Terms by each of their forms, in small letters.
    terms: BTreeMap<String, &'a Term>,
}

impl<'a> Naming<'a> {
    pub(super) fn new(curriculum: &'a Curriculum) -> Self {
        let terms = curriculum.terms().iter();
        let forms = terms.flat_map(|term| {
            let forms = std::iter::once(&term.term).chain(&term.also).chain(&term.expansion);
            forms.map(move |form| (form.to_lowercase(), term))
        });
        Self { curriculum, terms: forms.collect() }
    }

    /// The option picked on a card that offers one right among wrong ones, by its place in the
    /// card's own order, 0 being the right one.
    pub(super) fn of_choice(&self, card: &Card, option: usize) -> Option<Confused> {
        let Ask::ChooseOne { right, wrong, .. } = &card.ask else { return None };
        let (picked, _) = wrong.get(option.checked_sub(1)?)?;
        self.of_words(right, picked)
    }

    /// A thing that was put under a head where it does not belong, both by their places: its own
    /// head was taken for that one.
    pub(super) fn of_thing(&self, card: &Card, thing: usize, head: usize) -> Option<Confused> {
        let Ask::Sort { heads, .. } = &card.ask else { return None };
        let words = *card.ask.options().get(thing)?;
        let (given, belong) = heads.get(head)?;
        if belong.iter().any(|thing| thing == words) {
            return None;
        }
        let mut counted = 0;
        let (right, _) = heads.iter().find(|(_, things)| {
            counted += things.len();
            thing < counted
        })?;
        self.of_words(right, given)
    }

    /// The right words and those given, where both name levels or both name terms.
    fn of_words(&self, right: &str, given: &str) -> Option<Confused> {
        let (right, given) = (self.curriculum.plain(right), self.curriculum.plain(given));
        if let (Some(right), Some(given)) = (level_named(&right), level_named(&given)) {
            return Confused::levels(right, given);
        }
        let term = |words: &str| Some(self.terms.get(&words.to_lowercase())?.term.clone());
        let (right, given) = (term(&right)?, term(&given)?);
        let (first, second) = if right < given { (right, given) } else { (given, right) };
        (first != second).then_some(Confused::Terms(first, second))
    }

    /// A card that asks whether the level at the boundary may, answered wrongly: it was taken for
    /// the level at which the skill begins.
    pub(super) fn of_boundary(&self, card: &Card) -> Option<Confused> {
        if card.scope != Some(ScopeQuestion::Boundary) {
            return None;
        }
        let skill = self.curriculum.skill(card.skills.first()?)?;
        Confused::levels(card.level?, skill.lowest()?)
    }

    /// What was put into a cell of the table as a test, kept as `cell/ROW/LEVEL`.
    pub(super) fn of_cell(&self, kept_as: &CardId, option: usize) -> Option<Confused> {
        let (row, level) = kept_as.as_str().strip_prefix("cell/")?.rsplit_once('/')?;
        let row = self.curriculum.matrix_row(&SkillId::from(row))?;
        let given = match &row {
            MatrixRow::Skill(_) => String::new(),
            MatrixRow::Level(row) => row.answers().get(option)?.clone(),
        };
        let (a, b) = confused_levels(&row, ProviderLevel::parse(level)?, &given)?;
        Confused::levels(a, b)
    }
}

/// The level that words name, with its article or without.
fn level_named(words: &str) -> Option<ProviderLevel> {
    let says = |level: &ProviderLevel| {
        let names = [level.short(), level.full(), level.with_article()];
        names.iter().any(|name| name.eq_ignore_ascii_case(words))
    };
    ProviderLevel::ALL.into_iter().find(says)
}

#[cfg(test)]
mod tests {
    use super::super::deck::Deck;
    use super::super::own::{OwnCard, OwnDeck};
    use super::*;
    use crate::curriculum::load_bundled;

    #[test]
    fn a_wrong_level_and_a_wrong_term_are_named() {
        let (c, _) = load_bundled();
        let deck = Deck::new(&c);
        let naming = Naming::new(&c);
        let card = deck.get(&"scope/supraglottic-airway/lowest-level".into()).unwrap();
        // the right level, AEMT, stands before EMR, EMT and Paramedic
        let aemt_paramedic = Confused::Levels(ProviderLevel::Aemt, ProviderLevel::Paramedic);
        assert_eq!(naming.of_choice(card, 3), Some(aemt_paramedic));
        assert_eq!(naming.of_choice(card, 0), None);
        let card = deck.get(&"exams/largest-emt".into());
        let terms = deck.cards().iter().filter_map(|card| naming.of_choice(card, 1));
        assert!(terms.into_iter().any(|pair| matches!(pair, Confused::Terms(..))), "{card:?}");
    }

    #[test]
    fn a_thing_under_a_wrong_level_or_term_is_named() {
        let (c, _) = load_bundled();
        let head = |head: &str, things: &[&str]| {
            (head.to_owned(), things.iter().map(|thing| (*thing).to_owned()).collect::<Vec<_>>())
        };
        let table = |heads| {
            let ask = Ask::Sort { question: "Sort.".to_owned(), heads };
            let card = OwnCard { ask, ..OwnCard::recall("a".into(), String::new(), String::new()) };
            Deck::with_own(&Curriculum::default(), &[OwnDeck::new("d", "D").with_card(card)])
        };
        let naming = Naming::new(&c);
        let levels = table(vec![
            head("AEMT", &["one", "two", "both"]),
            head("Paramedic", &["three", "both"]),
            head("Neither", &["four"]),
        ]);
        let card = &levels.cards()[0];
        let swapped = Some(Confused::Levels(ProviderLevel::Aemt, ProviderLevel::Paramedic));
        assert_eq!(naming.of_thing(card, 1, 1), swapped);
        assert_eq!(naming.of_thing(card, 3, 0), swapped);
        assert_eq!(naming.of_thing(card, 0, 0), None, "it belongs there");
        assert_eq!(naming.of_thing(card, 2, 1), None, "it belongs there too");
        assert_eq!(naming.of_thing(card, 0, 2), None, "that head names no level");
        assert_eq!(naming.of_thing(card, 0, usize::from(crate::curriculum::UNSORTED)), None);
        let terms = table(vec![head("Certification", &["a"]), head("License", &["b"])]);
        let named = naming.of_thing(&terms.cards()[0], 0, 1);
        assert!(matches!(named, Some(Confused::Terms(..))), "{named:?}");
        assert_eq!(naming.of_thing(&terms.cards()[0], 9, 1), None);
    }

    #[test]
    fn a_boundary_and_a_cell_of_the_table_are_named() {
        let (c, _) = load_bundled();
        let deck = Deck::new(&c);
        let naming = Naming::new(&c);
        let emt_aemt = Some(Confused::Levels(ProviderLevel::Emt, ProviderLevel::Aemt));
        let card = deck.get(&"scope/supraglottic-airway/boundary".into()).unwrap();
        assert_eq!(naming.of_boundary(card), emt_aemt);
        let emr_aemt = Some(Confused::Levels(ProviderLevel::Emr, ProviderLevel::Aemt));
        assert_eq!(naming.of_cell(&"cell/supraglottic-airway/emr".into(), 0), emr_aemt);
        assert_eq!(naming.of_cell(&"cell/no-such-row/emr".into(), 0), None);
        assert_eq!(naming.of_cell(&"own/deck/card".into(), 0), None);
        let row = c.levels().rows.iter().find(|row| row.answers().len() > 1).unwrap();
        let of_paramedic = match row.cells.get(ProviderLevel::Paramedic) {
            RowCell::Say(text, _) => row.answers().iter().position(|answer| answer == text),
            RowCell::NotStated => None,
        };
        let kept = CardId::from(format!("cell/{}/emr", row.id));
        let named = of_paramedic.and_then(|option| naming.of_cell(&kept, option));
        assert!(named.is_some_and(|n| matches!(n, Confused::Levels(ProviderLevel::Emr, _))));
    }
}
