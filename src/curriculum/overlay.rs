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

use super::ids::SkillId;
use super::level::ProviderLevel;
use super::load::{Problem, ron_options};
use super::matrix::MatrixRow;
use super::{AssetFile, Curriculum};
use serde::Deserialize;
use std::collections::BTreeMap;

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
        let overlay: Self = ron_options().from_str(&file.text).map_err(|error| {
            let at = error.span.start;
            vec![problem(file, (at.line, at.col), error.code.to_string())]
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
        format!("{}{example}", self.state)
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
        let mut problems = Vec::new();
        for (field, value) in
            [("state", &self.state), ("source", &self.source), ("as_of", &self.as_of)]
        {
            if value.trim().is_empty() {
                let at = key_places(&file.text, field).first().copied().unwrap_or((1, 1));
                problems.push(problem(file, at, format!("{field}: is empty")));
            }
        }
        // Every cell has its `skill:` once, so the n-th cell stands at the n-th of them.
        let places = key_places(&file.text, "skill");
        let mut seen: BTreeMap<(&SkillId, ProviderLevel), (usize, usize)> = BTreeMap::new();
        for (cell, at) in self.cells.iter().zip(places) {
            if let Some(what) = cell.mistake(curriculum) {
                problems.push(problem(file, at, what));
            }
            if let Some((line, _)) = seen.insert((&cell.skill, cell.level), at) {
                let what = format!(
                    "{}, {} stands in line {line} already; a cell is said once",
                    cell.skill,
                    cell.level.short()
                );
                problems.push(problem(file, at, what));
            }
        }
        problems
    }
}

impl StateCell {
    /// What is wrong with a cell and what would be right.
    fn mistake(&self, curriculum: &Curriculum) -> Option<String> {
        let Self { skill, value, note, .. } = self;
        let says_something = note.as_ref().is_some_and(|note| !note.trim().is_empty());
        match curriculum.matrix_row(skill) {
            None => {
                let near = nearest(skill, curriculum);
                Some(format!("no row of the table has the id “{skill}”; the nearest is “{near}”"))
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

fn nearest<'a>(skill: &SkillId, curriculum: &'a Curriculum) -> &'a str {
    let rows = curriculum.levels().rows.iter().map(|row| row.id.as_str());
    let ids = curriculum.skills().iter().map(|skill| skill.id.as_str()).chain(rows);
    ids.min_by_key(|id| strsim::damerau_levenshtein(id, skill.as_str())).unwrap_or_default()
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

/// Line and column, from 1, of every `key:` outside of strings and comments. RON keeps no
/// positions after parsing.
fn key_places(text: &str, key: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut in_string = false;
    let mut in_comment = false;
    for (number, line) in text.lines().enumerate() {
        let mut before = ' ';
        let mut rest = line.char_indices();
        while let Some((at, c)) = rest.next() {
            let here = line.get(at..).unwrap_or_default();
            if in_comment {
                in_comment = !here.starts_with("*/");
            } else if in_string {
                if c == '\\' {
                    rest.next();
                }
                in_string = c != '"';
            } else if here.starts_with("//") {
                break;
            } else if here.starts_with("/*") {
                in_comment = true;
            } else if c == '"' {
                in_string = true;
            } else if !before.is_alphanumeric()
                && before != '_'
                && here.strip_prefix(key).is_some_and(|after| after.trim_start().starts_with(':'))
            {
                let column = line.get(..at).unwrap_or_default().chars().count() + 1;
                out.push((number + 1, column));
            }
            before = c;
        }
    }
    out
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
            ["mine.ron:7:41: no row of the table has the id “cpapp”; the nearest is “cpap”"]
        );
    }

    #[test]
    fn an_unknown_level_is_named_with_line_column_and_what_would_be_right() {
        let error = read(&with_cells("        (skill: \"cpap\", level: Emtt, value: Yes),"))
            .unwrap_err()
            .remove(0);
        assert!(error.starts_with("mine.ron:6:"), "{error}");
        assert!(error.contains("Emtt") && error.contains("Paramedic"), "{error}");
    }

    #[test]
    fn two_values_for_one_cell_are_named_with_both_lines() {
        let text = with_cells(
            "        (skill: \"cpap\", level: Emt, value: Yes),\n        (skill: \"cpap\", level: Emt, value: No),",
        );
        assert_eq!(
            read(&text).unwrap_err(),
            ["mine.ron:7:10: cpap, EMT stands in line 6 already; a cell is said once"]
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
}
