//! A state's rules laid over the comparison: a small file that changes or annotates cells. The
//! national value stays visible beside each.
//!
//! ```ron
//! (
//!     state: "Example State",
//!     source: "Scope of practice table of the state EMS office, 2026",
//!     as_of: "2026",
//!     cells: [
//!         (skill: "supraglottic-airway", level: Emt, value: Limited, note: "With an endorsement."),
//!         (skill: "cpap", level: Emr, value: Yes),
//!         (skill: "minimum-age", level: Emt, note: "The state office says 18."),
//!     ],
//! )
//! ```
//!
//! | field | what it says |
//! |---|---|
//! | `state` | whose rules they are; one file a state |
//! | `source`, `as_of` | where they were read, and the year (`n.d.` for none); shown with every cell |
//! | `example` | `true` where the file shows how one is written and is not to be relied on |
//! | `cells` | each names a row (`skill`) and a level (`Emr`, `Emt`, `Aemt`, `Paramedic`) |
//! | `value` | `Yes`, `No`, `Limited` (under a condition, said in the note) or `NotStated` |
//! | `note` | a sentence shown with the cell; a cell has a value, a note, or both |
//!
//! Files lie in the folder `overlays` beside the progress; `ems-study check FILE` checks one.

use super::form::{self, Holds, keys};
use super::ids::SkillId;
use super::level::ProviderLevel;
use super::load::Problem;
use super::matrix::MatrixRow;
use super::nearest::nearest;
use super::{AssetFile, Curriculum};
use crate::quote::{has_controls, quoted, visible};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A larger file is refused: no state has so many rules.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Further mistakes of a file are counted, not named.
const MAX_NAMED: usize = 100;

/// The rules of one state.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateOverlay {
    /// Whose rules they are.
    pub state: String,
    /// Where they were read.
    pub source: String,
    /// The year that they describe.
    pub as_of: String,
    /// Whether the file only shows how one is written.
    #[serde(default)]
    pub example: bool,
    /// The cells that it changes or annotates.
    pub cells: Vec<StateCell>,
}

/// What a state says of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateCell {
    /// The row.
    pub skill: SkillId,
    /// The column.
    pub level: ProviderLevel,
    /// The state's value; nothing where the rule only adds a note.
    #[serde(default)]
    pub value: Option<StateValue>,
    /// What has to be known besides.
    #[serde(default)]
    pub note: Option<String>,
}

/// Values that a state's rule may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum StateValue {
    /// The level may.
    Yes,
    /// The level may not.
    No,
    /// The level may under a condition.
    Limited,
    /// The state's text does not say.
    NotStated,
}

impl StateValue {
    /// The word shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Limited => "limited",
            Self::NotStated => "not stated",
        }
    }
}

/// The overlays that come with the program, each marked as an example.
#[must_use]
pub fn bundled_overlays(curriculum: &Curriculum) -> Vec<StateOverlay> {
    let montana = AssetFile {
        path: "overlays/montana.ron".to_owned(),
        text: include_str!("../../assets/overlays/montana.ron").into(),
    };
    StateOverlay::read(&montana, curriculum).into_iter().collect()
}

impl StateOverlay {
    /// Reads and checks a file. The error lists every problem found, each with line and column.
    pub fn read(file: &AssetFile, curriculum: &Curriculum) -> Result<Self, Vec<Problem>> {
        if file.text.len() > MAX_BYTES {
            let what = format!(
                "the file has {} MiB; the rules of a state have at most {} MiB",
                file.text.len() >> 20,
                MAX_BYTES >> 20
            );
            return Err(vec![problem(file, (1, 1), what)]);
        }
        let overlay: Self = form::read(&file.text).map_err(|mistake| {
            vec![match Holds::of(&file.text) {
                Some(cards @ Holds::Cards) => problem(file, (1, 1), cards.belongs().to_owned()),
                _ => problem(file, (mistake.line, mistake.column), mistake.what),
            }]
        })?;
        let problems = overlay.check(file, curriculum);
        if problems.is_empty() { Ok(overlay) } else { Err(problems) }
    }

    /// What the state says of a cell.
    #[must_use]
    pub fn cell(&self, row: &SkillId, level: ProviderLevel) -> Option<&StateCell> {
        self.cells.iter().find(|cell| cell.skill == *row && cell.level == level)
    }

    /// The state, and that it is an example where it is one.
    #[must_use]
    pub fn title(&self) -> String {
        let example = if self.example { " (example)" } else { "" };
        format!("{}{example}", visible(&self.state))
    }

    /// Where the rules were read, with the year.
    #[must_use]
    pub fn citation(&self) -> String {
        let date = match self.as_of.as_str() {
            "n.d." => "no date given".to_owned(),
            year => format!("as of {year}"),
        };
        format!("{} ({date})", self.source)
    }

    fn check(&self, file: &AssetFile, curriculum: &Curriculum) -> Vec<Problem> {
        let mut problems = self.check_head(file);
        // Every cell has its `skill:` once, so the n-th cell stands at the n-th of them.
        let places = keys(&file.text).filter(|key| key.name == "skill");
        let mut seen: BTreeMap<(&SkillId, ProviderLevel), usize> = BTreeMap::new();
        for (at, (cell, key)) in self.cells.iter().zip(places).enumerate() {
            if problems.len() >= MAX_NAMED {
                let left = self.cells.len() - at;
                let what = format!("{left} further cells were not looked at; mend these first");
                problems.push(problem(file, (key.line, key.column), what));
                break;
            }
            let repeated = seen.insert((&cell.skill, cell.level), key.line).map(|line| {
                format!(
                    "{}, {} stands in line {line} already; a cell is said once",
                    quoted(cell.skill.as_str()),
                    cell.level.short()
                )
            });
            let what = cell.mistake(curriculum).or(repeated);
            problems.extend(what.map(|what| problem(file, (key.line, key.column), what)));
        }
        problems
    }

    /// Checks the words that stand above the cells.
    fn check_head(&self, file: &AssetFile) -> Vec<Problem> {
        let words = [
            ("state", &self.state, 100),
            ("source", &self.source, 1000),
            ("as_of", &self.as_of, 20),
        ];
        let mistakes = words.into_iter().filter_map(|(field, value, most)| {
            let what =
                if value.trim().is_empty() { "is empty".to_owned() } else { unfit(value, most)? };
            let key = keys(&file.text).find(|key| key.name == field);
            let at = key.map_or((1, 1), |key| (key.line, key.column));
            Some(problem(file, at, format!("{field}: {what}")))
        });
        mistakes.collect()
    }
}

impl StateCell {
    /// What is wrong with a cell and what would be right.
    fn mistake(&self, curriculum: &Curriculum) -> Option<String> {
        let Self { skill, value, note, .. } = self;
        let says_something = note.as_ref().is_some_and(|note| !note.trim().is_empty());
        if let Some(what) = note.as_ref().and_then(|note| unfit(note, 2000)) {
            return Some(format!("note: {what}"));
        }
        match curriculum.matrix_row(skill) {
            None => {
                let near = nearest(skill.as_str(), curriculum.row_ids());
                let near =
                    near.map_or_else(String::new, |near| format!("; the nearest is “{near}”"));
                let skill = quoted(skill.as_str());
                Some(format!("no row of the table has the id “{skill}”{near}"))
            }
            Some(MatrixRow::Level(_)) if value.is_some() => Some(format!(
                "“{skill}” is no skill, so it has no yes or no; leave value out and write a note"
            )),
            Some(_) if *value == Some(StateValue::Limited) && !says_something => {
                Some(format!("“{skill}” is limited, but no note says by what; write one"))
            }
            Some(_) if value.is_none() && !says_something => {
                Some(format!("“{skill}” has neither a value nor a note; give one of them"))
            }
            Some(_) => None,
        }
    }
}

/// Why words cannot be shown, and what would be right.
fn unfit(words: &str, most: usize) -> Option<String> {
    if has_controls(words) {
        return Some(format!("“{}” has a control character in it; remove it", quoted(words)));
    }
    let length = words.chars().count();
    (length > most).then(|| format!("{length} characters; at most {most} can be shown"))
}

fn problem(file: &AssetFile, (line, column): (usize, usize), what: String) -> Problem {
    Problem {
        file: file.path.clone(),
        line,
        column: Some(column),
        record: String::new(),
        field: "",
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::load_bundled;

    fn read(text: &str) -> Result<StateOverlay, Vec<String>> {
        let (curriculum, _) = load_bundled();
        let file = AssetFile { path: "mine.ron".to_owned(), text: text.to_owned().into() };
        StateOverlay::read(&file, &curriculum)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    fn with_cells(cells: &str) -> String {
        format!(
            "(\n    state: \"Here\",\n    source: \"A table\",\n    as_of: \"2026\",\n    cells: [\n{cells}\n    ],\n)"
        )
    }

    #[test]
    fn the_bundled_overlays_are_right_and_marked_as_examples() {
        let (curriculum, _) = load_bundled();
        let overlays = bundled_overlays(&curriculum);
        assert_eq!(overlays.len(), 1);
        assert!(overlays.iter().all(|overlay| overlay.example && overlay.cells.len() > 10));
    }

    #[test]
    fn all_four_values_and_a_note_alone_are_read() {
        let overlay = read(&with_cells(
            "(skill: \"cpap\", level: Emr, value: Yes),
             (skill: \"cpap\", level: Emt, value: Limited, note: \"With approval.\"),
             (skill: \"cpap\", level: Aemt, value: NotStated),
             (skill: \"aed\", level: Emr, value: No),
             (skill: \"aed\", level: Emt, note: \"See the protocol.\"),",
        ));
        assert_eq!(overlay.expect("right").cells.len(), 5);
    }

    #[test]
    fn an_unknown_skill_is_named_with_line_column_and_the_nearest() {
        let text = with_cells(
            "        // skill: \"not this one\"\n        (level: Emt, note: \"skill: no\", skill: \"cpapp\", value: Yes),",
        );
        assert_eq!(
            read(&text).unwrap_err(),
            [
                "mine.ron, line 7, column 41: no row of the table has the id “cpapp”; the nearest is “cpap”"
            ]
        );
    }

    #[test]
    fn an_unknown_level_is_named_with_line_column_and_what_would_be_right() {
        let error = read(&with_cells("        (skill: \"cpap\", level: Emtt, value: Yes),"))
            .unwrap_err()
            .remove(0);
        assert!(error.starts_with("mine.ron, line 6, column "), "{error}");
        assert!(error.contains("Emtt") && error.contains("Paramedic"), "{error}");
    }

    #[test]
    fn two_values_for_one_cell_are_named_with_both_lines() {
        let text = with_cells(
            "        (skill: \"cpap\", level: Emt, value: Yes),\n        (skill: \"cpap\", level: Emt, value: No),",
        );
        assert_eq!(
            read(&text).unwrap_err(),
            [
                "mine.ron, line 7, column 10: cpap, EMT stands in line 6 already; a cell is said once"
            ]
        );
    }

    #[test]
    fn a_cell_that_says_nothing_or_too_little_is_named() {
        let text = with_cells(
            "(skill: \"cpap\", level: Emt),\n(skill: \"aed\", level: Emt, value: Limited),",
        );
        let errors = read(&text).unwrap_err();
        assert!(errors[0].contains("neither a value nor a note"), "{errors:?}");
        assert!(errors[1].contains("no note says by what"), "{errors:?}");
    }

    #[test]
    fn what_no_screen_can_show_is_named_and_quoted_in_full_view() {
        let text = with_cells("").replace("Here", "Mon\u{1b}[31mtana");
        assert_eq!(
            read(&text).unwrap_err(),
            [
                "mine.ron, line 2, column 5: state: “Mon\\u{1b}[31mtana” has a control character in it; remove it"
            ]
        );
        let text = with_cells("(skill: \"cpap\u{202e}\", level: Emt, value: Yes),");
        assert!(read(&text).unwrap_err()[0].contains("“cpap\\u{202e}”"));
        let long =
            with_cells(&format!("(skill: \"cpap\", level: Emt, note: \"{}\"),", "n".repeat(2001)));
        assert!(
            read(&long).unwrap_err()[0]
                .ends_with("note: 2001 characters; at most 2000 can be shown")
        );
    }

    #[test]
    fn of_many_mistakes_a_hundred_are_named_and_long_ids_are_cut() {
        let cell = format!("(skill: \"{}\", level: Emt, value: Yes),\n", "a".repeat(4000));
        let errors = read(&with_cells(&cell.repeat(500))).unwrap_err();
        assert_eq!(errors.len(), 101);
        assert!(errors.iter().all(|error| error.len() < 400));
        assert!(errors[100].contains("400 further cells were not looked at"), "{}", errors[100]);
    }

    #[test]
    fn a_file_larger_than_any_rules_is_not_read() {
        let errors = read(&" ".repeat(MAX_BYTES + (1 << 20))).unwrap_err();
        assert_eq!(
            errors,
            [
                "mine.ron, line 1, column 1: the file has 5 MiB; the rules of a state have at most 4 MiB"
            ]
        );
    }

    #[test]
    fn a_deck_among_the_rules_is_told_to_be_a_deck() {
        let errors = read("(id: \"d\", title: \"D\", cards: [])").unwrap_err();
        assert!(
            errors[0].contains("this file holds cards, not the rules of a state"),
            "{errors:?}"
        );
    }
}
