//! The comparison as it is looked at: which cell is selected, where the arrow keys lead, what is
//! copied and exported.

use super::AppState;
use super::table_test::TableTest;
use crate::curriculum::{
    CellRef, MatrixLines, MatrixRow, MatrixView, ProviderLevel, ShownCell, SkillId,
};

/// How the comparison is looked at.
#[derive(Clone, Debug, Default)]
pub struct CompareView {
    /// Columns, baseline, filters, folds.
    pub table: MatrixView,
    /// The cell that the arrow keys move.
    pub selected: Option<CellRef>,
    /// Whether its details are open.
    pub details: bool,
    /// The table as a test, where it is one.
    pub test: Option<TableTest>,
}

impl AppState {
    /// The lines of the comparison that are shown.
    #[must_use]
    pub fn compare_lines(&self) -> MatrixLines<'_> {
        self.compare.table.lines(&self.curriculum, self.state_overlay())
    }

    /// A cell of the comparison as it is shown.
    #[must_use]
    pub fn compare_cell<'a>(&'a self, row: &MatrixRow<'a>, level: ProviderLevel) -> ShownCell<'a> {
        self.compare.table.cell(row, level, self.state_overlay())
    }

    /// The cell whose details are open.
    #[must_use]
    pub fn open_cell(&self) -> Option<&CellRef> {
        self.compare.selected.as_ref().filter(|_| self.compare.details)
    }

    /// The cell so many columns and rows from the selected one; the first where none is.
    pub(super) fn cell_beside(&self, columns: i8, rows: i8) -> Option<CellRef> {
        let lines = self.compare_lines();
        let ids: Vec<&SkillId> = lines.rows().map(|row| row.id()).collect();
        let levels = &self.compare.table.levels;
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
}
