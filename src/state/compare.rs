//! The comparison as it is looked at: which lines are shown, and where the arrow keys lead.

use super::AppState;
use crate::curriculum::{MatrixGroup, MatrixRow, ProviderLevel, SkillId};
use std::collections::BTreeSet;

/// How the comparison is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareView {
    /// The columns shown, lowest level first; two at least.
    pub levels: Vec<ProviderLevel>,
    /// Only rows in which they differ.
    pub differences_only: bool,
    /// Headings of folded groups.
    pub folded: BTreeSet<&'static str>,
    /// The cell whose details are open.
    pub selected: Option<(SkillId, ProviderLevel)>,
}

impl Default for CompareView {
    fn default() -> Self {
        Self {
            levels: ProviderLevel::ALL.to_vec(),
            differences_only: false,
            folded: BTreeSet::new(),
            selected: None,
        }
    }
}

/// A line of the comparison.
#[derive(Clone, Copy, Debug)]
pub enum CompareLine<'a> {
    /// The heading of a group, and whether it is folded.
    Group(MatrixGroup, bool),
    /// A row.
    Row(MatrixRow<'a>),
}

impl AppState {
    /// The lines shown, and how many rows are hidden since they are the same in every column.
    #[must_use]
    pub fn compare_lines(&self) -> (Vec<CompareLine<'_>>, usize) {
        let view = &self.compare;
        let mut out = Vec::new();
        let mut hidden = 0;
        for group in MatrixGroup::all() {
            let mut rows = self.curriculum.matrix_rows(group);
            if view.differences_only {
                let all = rows.len();
                rows.retain(|row| row.differs_among(&view.levels));
                hidden += all - rows.len();
            }
            if rows.is_empty() {
                continue;
            }
            let folded = view.folded.contains(group.label());
            out.push(CompareLine::Group(group, folded));
            if !folded {
                out.extend(rows.into_iter().map(CompareLine::Row));
            }
        }
        (out, hidden)
    }

    /// The cell so many columns and rows from the selected one; the first where none is.
    pub(super) fn cell_beside(&self, columns: i8, rows: i8) -> Option<(SkillId, ProviderLevel)> {
        let (lines, _) = self.compare_lines();
        let ids: Vec<&SkillId> = lines
            .iter()
            .filter_map(|line| match line {
                CompareLine::Row(row) => Some(row.id()),
                CompareLine::Group(..) => None,
            })
            .collect();
        let levels = &self.compare.levels;
        let moved = |at: Option<usize>, by: i8, len: usize| {
            at.map_or(0, |at| at.saturating_add_signed(isize::from(by)).min(len.saturating_sub(1)))
        };
        let selected = self.compare.selected.as_ref();
        let row = selected.and_then(|(row, _)| ids.iter().position(|id| *id == row));
        let level = selected.and_then(|(_, level)| levels.iter().position(|l| l == level));
        let row = ids.get(moved(row, rows, ids.len()))?;
        let level = levels.get(moved(level, columns, levels.len()))?;
        Some(((*row).clone(), *level))
    }

    /// The heading of the group in which the selected cell stands.
    pub(super) fn selected_group(&self) -> Option<&'static str> {
        let (row, _) = self.compare.selected.as_ref()?;
        let group = match self.curriculum.matrix_row(row)? {
            MatrixRow::Level(row) => MatrixGroup::Level(row.group),
            MatrixRow::Skill(skill) => MatrixGroup::Scope(skill.group),
        };
        Some(group.label())
    }
}
