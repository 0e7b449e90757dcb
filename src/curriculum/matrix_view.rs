//! Which part of the comparison is looked at, and what it then says: columns, a baseline, filters,
//! folded groups, a state's rules on top. The window, the exports and the tests share it.

use super::level::ProviderLevel;
use super::matrix::{Cell, MatrixGroup, MatrixRow};
use super::overlay::{StateCell, StateOverlay, StateValue};
use super::{Curriculum, SkillId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which part of the comparison is looked at. It is kept over restarts and may be lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MatrixView {
    /// The columns shown, lowest level first; two at least.
    pub levels: Vec<ProviderLevel>,
    /// The column that the others are held against.
    pub baseline: Option<ProviderLevel>,
    /// Only rows in which the columns differ.
    pub differences_only: bool,
    /// Only what somebody needs who thinks of applying.
    pub applicant_only: bool,
    /// Only this group.
    pub group: Option<MatrixGroup>,
    /// Only rows whose names hold all these words.
    pub find: String,
    /// Groups of which only the heading is shown.
    pub folded: BTreeSet<MatrixGroup>,
}

impl Default for MatrixView {
    fn default() -> Self {
        Self {
            levels: ProviderLevel::ALL.to_vec(),
            baseline: None,
            differences_only: false,
            applicant_only: false,
            group: None,
            find: String::new(),
            folded: BTreeSet::new(),
        }
    }
}

/// A line of the comparison.
#[derive(Clone, Copy, Debug)]
pub enum MatrixLine<'a> {
    /// The heading of a group, and whether it is folded.
    Group(MatrixGroup, bool),
    /// A row.
    Row(MatrixRow<'a>),
}

/// The lines shown, and how many rows are not.
#[derive(Clone, Debug, Default)]
pub struct MatrixLines<'a> {
    /// From top to bottom.
    pub lines: Vec<MatrixLine<'a>>,
    /// Rows left out since they say the same in every column.
    pub same: usize,
    /// Rows left out by the filters.
    pub filtered: usize,
}

impl<'a> MatrixLines<'a> {
    /// The rows, without those in folded groups.
    pub fn rows(&self) -> impl Iterator<Item = MatrixRow<'a>> {
        self.lines.iter().filter_map(|line| match line {
            MatrixLine::Row(row) => Some(*row),
            MatrixLine::Group(..) => None,
        })
    }
}

/// A cell as it stands in the table. Where a state's rule lies over it, both values are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCell<'a> {
    /// What stands first: the state's value where there is one.
    pub cell: Cell<'a>,
    /// The national value, where a state's rule has a value of its own.
    pub national: Option<Cell<'a>>,
    /// The state's rule, and whose it is.
    pub rule: Option<(&'a StateOverlay, &'a StateCell)>,
}

impl ShownCell<'_> {
    /// The cell as it is spoken and exported, with both values where there are two.
    #[must_use]
    pub fn spoken(&self) -> String {
        let own = self.cell.spoken();
        match (self.rule, &self.national) {
            (Some((overlay, _)), Some(national)) => {
                format!("{own} in {}; national model: {}", overlay.state, national.spoken())
            }
            (Some((overlay, _)), None) => format!("{own}; {} adds a note", overlay.state),
            (None, _) => own.into_owned(),
        }
    }
}

impl MatrixView {
    /// The same with what cannot be put right: two to four columns in their order, a baseline
    /// among them.
    #[must_use]
    pub fn mended(mut self) -> Self {
        self.levels.sort();
        self.levels.dedup();
        if self.levels.len() < 2 {
            self.levels = ProviderLevel::ALL.to_vec();
        }
        self.baseline = self.baseline.filter(|level| self.levels.contains(level));
        self
    }

    /// Lets every row be shown again.
    pub fn show_all(&mut self) {
        self.differences_only = false;
        self.applicant_only = false;
        self.group = None;
        self.find.clear();
    }

    /// Whether some rows are left out by the filters.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.applicant_only || self.group.is_some() || !self.find.trim().is_empty()
    }

    /// The lines of a curriculum that are shown.
    #[must_use]
    pub fn lines<'a>(
        &self,
        curriculum: &'a Curriculum,
        overlay: Option<&'a StateOverlay>,
    ) -> MatrixLines<'a> {
        let asked: Vec<String> = self.find.split_whitespace().map(str::to_lowercase).collect();
        let mut out = MatrixLines::default();
        for group in MatrixGroup::all() {
            let mut rows = curriculum.matrix_rows(group);
            let all = rows.len();
            rows.retain(|row| self.keeps(row, &asked));
            out.filtered += all - rows.len();
            if self.differences_only {
                let before = rows.len();
                rows.retain(|row| self.differs(row, overlay));
                out.same += before - rows.len();
            }
            if rows.is_empty() {
                continue;
            }
            // What was looked for is not hidden in a folded group.
            let folded = self.folded.contains(&group) && asked.is_empty();
            out.lines.push(MatrixLine::Group(group, folded));
            if !folded {
                out.lines.extend(rows.into_iter().map(MatrixLine::Row));
            }
        }
        out
    }

    /// Whether the filters keep a row.
    fn keeps(&self, row: &MatrixRow<'_>, asked: &[String]) -> bool {
        let for_applicant = matches!(row, MatrixRow::Level(row) if row.applicant);
        (for_applicant || !self.applicant_only)
            && self.group.is_none_or(|group| row.group() == group)
            && (asked.is_empty() || {
                let name = names(row).to_lowercase();
                asked.iter().all(|word| name.contains(word.as_str()))
            })
    }

    /// Whether the columns shown do not all say the same, by the national model or the state's rules.
    fn differs(&self, row: &MatrixRow<'_>, overlay: Option<&StateOverlay>) -> bool {
        let of_state = || {
            let mut values = self.levels.iter().map(|level| stated(row, *level, overlay).cell);
            let first = values.next().map(|cell| plain(&cell));
            values.any(|cell| Some(plain(&cell)) != first)
        };
        row.differs_among(&self.levels) || (overlay.is_some() && of_state())
    }

    /// What a cell says, held against the baseline where there is one.
    #[must_use]
    pub fn cell<'a>(
        &self,
        row: &MatrixRow<'a>,
        level: ProviderLevel,
        overlay: Option<&'a StateOverlay>,
    ) -> ShownCell<'a> {
        let mut shown = stated(row, level, overlay);
        if let Some(baseline) = self.baseline {
            let other = stated(row, baseline, overlay).cell;
            shown.cell = against(shown.cell, level, &other, baseline);
        }
        shown
    }
}

/// All names by which a row is looked for.
fn names(row: &MatrixRow<'_>) -> String {
    match row {
        MatrixRow::Level(row) => row.name.clone(),
        MatrixRow::Skill(skill) => {
            let full = skill.full.as_deref().unwrap_or_default();
            format!("{} {full} {}", skill.name, skill.also.join(" "))
        }
    }
}

/// A cell with a state's rule on top, before it is held against a baseline.
fn stated<'a>(
    row: &MatrixRow<'a>,
    level: ProviderLevel,
    overlay: Option<&'a StateOverlay>,
) -> ShownCell<'a> {
    let national = row.cell(level);
    let rule = overlay.and_then(|overlay| Some((overlay, overlay.cell(row.id(), level)?)));
    match rule.and_then(|(_, rule)| rule.value) {
        None => ShownCell { cell: national, national: None, rule },
        Some(value) => {
            let cell = match value {
                StateValue::Yes => Cell::Yes,
                StateValue::No => Cell::No,
                StateValue::Limited => Cell::Limited,
                StateValue::NotStated => Cell::NotStated,
            };
            ShownCell { cell, national: Some(national), rule }
        }
    }
}

/// A cell seen from the column that all are held against.
fn against<'a>(
    cell: Cell<'a>,
    level: ProviderLevel,
    other: &Cell<'a>,
    baseline: ProviderLevel,
) -> Cell<'a> {
    match (plain(&cell), other) {
        (plain, _) if level == baseline => plain,
        (Cell::Yes, other) if other.allows() == Some(false) => Cell::AddedTo(baseline),
        (Cell::Text(text, _), Cell::Text(same, _)) if text == *same => Cell::SameAs(baseline, text),
        (plain, _) => plain,
    }
}

/// A cell without what it adds to others.
fn plain<'a>(cell: &Cell<'a>) -> Cell<'a> {
    if *cell == Cell::Added { Cell::Yes } else { cell.clone() }
}

/// A cell by its row and its level.
pub type CellRef = (SkillId, ProviderLevel);
