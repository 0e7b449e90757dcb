//! The visible table as a fill-in test: which cells are blank, what was put into them, and what
//! was confused.
//!
//! Asked are the cells that have one right answer: skills that cards may ask, by the national
//! model, and rows of words in which the levels differ. Cells whose sources differ, are few or
//! state nothing stay filled in.

use super::undo::Way;
use crate::curriculum::{
    CardId, CellRef, Curriculum, MatrixRow, MatrixView, Permission, ProviderLevel, RowCell,
};
use crate::study::{Deck, EntryRef, confused_levels};
use std::collections::BTreeMap;

/// A table that is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableTest {
    /// The cells asked, row by row.
    pub cells: Vec<BlankCell>,
    /// Cells filled, in the order in which they were.
    filled: Vec<usize>,
    /// Answers that were undone, the last one on top.
    undone: Vec<(usize, Given)>,
    /// Whether it is over, so that every cell is shown again.
    pub is_over: bool,
    /// When the cell before was answered, by the clock that does not jump.
    since_ms: u64,
}

/// A cell that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct BlankCell {
    /// Which.
    pub at: CellRef,
    /// What can be put into it.
    pub options: Vec<String>,
    /// Which of them is right.
    pub right: usize,
    /// The card that the answer moves; nothing where the cell has none.
    pub card: Option<CardId>,
    /// What was put into it.
    pub given: Option<Given>,
}

/// What was put into a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// The option.
    pub option: usize,
    /// Where the answer is kept; nothing while it is on its way, or where none can be kept.
    pub entry: Option<EntryRef>,
    /// Whether it is on its way to the disk.
    pub storing: bool,
}

impl BlankCell {
    /// Whether words are asked, not yes or no.
    #[must_use]
    pub fn asks_words(&self) -> bool {
        self.options.first().is_none_or(|option| option != "yes")
    }

    /// Whether the answer was right; nothing while the cell is blank.
    #[must_use]
    pub fn is_right(&self) -> Option<bool> {
        self.given.map(|given| given.option == self.right)
    }

    /// The name under which an answer is kept: the card's, or one of the cell's own.
    #[must_use]
    pub fn kept_as(&self) -> CardId {
        let (row, level) = &self.at;
        self.card
            .clone()
            .unwrap_or_else(|| format!("cell/{row}/{}", level.short().to_lowercase()).into())
    }
}

impl TableTest {
    /// A test of the rows and columns that are shown; nothing where none can be asked.
    #[must_use]
    pub fn new(view: &MatrixView, c: &Curriculum, deck: &Deck, mono_ms: u64) -> Option<Self> {
        let lines = view.lines(c, None);
        let cells: Vec<BlankCell> = lines
            .rows()
            .flat_map(|row| view.levels.iter().map(move |level| (row, *level)))
            .filter_map(|(row, level)| blank(&row, level, c, deck))
            .collect();
        (!cells.is_empty()).then(|| Self { cells, since_ms: mono_ms, ..Self::default() })
    }

    /// The same cells that were not right, blank again.
    #[must_use]
    pub fn missed(&self, mono_ms: u64) -> Option<Self> {
        let missed = self.cells.iter().filter(|cell| cell.is_right() == Some(false));
        let cells: Vec<_> = missed.map(|cell| BlankCell { given: None, ..cell.clone() }).collect();
        (!cells.is_empty()).then(|| Self { cells, since_ms: mono_ms, ..Self::default() })
    }

    /// A cell that is asked, by its place in the table.
    #[must_use]
    pub fn cell(&self, at: &CellRef) -> Option<&BlankCell> {
        self.cells.iter().find(|cell| cell.at == *at)
    }

    /// Cells filled.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.filled.len()
    }

    /// Cells filled rightly.
    #[must_use]
    pub fn right(&self) -> usize {
        self.cells.iter().filter(|cell| cell.is_right() == Some(true)).count()
    }

    /// The cell answered last.
    #[must_use]
    pub fn last(&self) -> Option<&BlankCell> {
        self.cells.get(*self.filled.last()?)
    }

    /// The next blank cell after this one, from the top again where there is none below.
    #[must_use]
    pub fn next_blank(&self, after: Option<&CellRef>) -> Option<&BlankCell> {
        let at = after.and_then(|after| self.cells.iter().position(|cell| cell.at == *after));
        let (before, behind) = self.cells.split_at(at.map_or(0, |at| at + 1));
        behind.iter().chain(before).find(|cell| cell.given.is_none())
    }

    /// The entry that an undo takes back.
    #[must_use]
    pub fn last_entry(&self) -> Option<EntryRef> {
        self.last()?.given?.entry
    }

    /// Starts the time of the next answer anew, as after having been away.
    pub(super) fn resume(&mut self, mono_ms: u64) {
        self.since_ms = mono_ms;
    }

    /// A cell that can still be filled.
    pub(super) fn blank_cell(&self, at: &CellRef) -> Option<&BlankCell> {
        self.cell(at).filter(|cell| cell.given.is_none() && !self.is_over)
    }

    /// Milliseconds since the cell before was answered.
    pub(super) fn spent(&self, mono_ms: u64) -> u32 {
        u32::try_from(mono_ms.saturating_sub(self.since_ms)).unwrap_or(u32::MAX)
    }

    /// Puts an option into a blank cell.
    pub(super) fn fill(&mut self, at: &CellRef, option: usize, storing: bool, mono_ms: u64) {
        let Some(number) = self.cells.iter().position(|cell| cell.at == *at) else { return };
        if let Some(cell) = self.cells.get_mut(number) {
            cell.given = Some(Given { option, entry: None, storing });
            self.filled.push(number);
            self.undone.clear();
            self.since_ms = mono_ms;
        }
    }

    /// Notes that the answer in a cell is on the disk.
    pub(super) fn kept(&mut self, at: &CellRef, entry: EntryRef) {
        let given = self.storing(at).and_then(|number| self.cells.get_mut(number)?.given.as_mut());
        if let Some(given) = given {
            given.entry = Some(entry);
            given.storing = false;
        }
    }

    /// Makes the cell blank again whose answer could not be kept.
    pub(super) fn not_kept(&mut self, at: &CellRef) {
        if let Some(number) = self.storing(at) {
            self.take_out(number);
        }
    }

    /// The number of this cell, while its answer is on its way to the disk.
    fn storing(&self, at: &CellRef) -> Option<usize> {
        let is_storing = |cell: &BlankCell| cell.given.is_some_and(|given| given.storing);
        self.cells.iter().position(|cell| cell.at == *at && is_storing(cell))
    }

    /// Makes the cell blank again whose answer was undone, or fills it again. Returns the cell.
    pub(super) fn undone(&mut self, entry: EntryRef, way: Way) -> Option<CellRef> {
        let is_entry = |given: &Given| given.entry == Some(entry);
        if way == Way::Redone {
            let at = self.undone.iter().rposition(|(_, given)| is_entry(given))?;
            let (number, given) = self.undone.remove(at);
            let cell = self.cells.get_mut(number)?;
            cell.given = Some(given);
            self.filled.push(number);
            return Some(cell.at.clone());
        }
        let number = self.cells.iter().position(|c| c.given.as_ref().is_some_and(is_entry))?;
        let given = self.take_out(number)?;
        self.undone.push((number, given));
        self.is_over = false;
        self.cells.get(number).map(|cell| cell.at.clone())
    }

    fn take_out(&mut self, number: usize) -> Option<Given> {
        self.filled.retain(|filled| *filled != number);
        self.cells.get_mut(number)?.given.take()
    }

    /// The cells filled wrongly, in the order of the table.
    pub fn wrong(&self) -> impl Iterator<Item = &BlankCell> {
        self.cells.iter().filter(|cell| cell.is_right() == Some(false))
    }

    /// The pairs of levels that were taken for one another, the most frequent first.
    #[must_use]
    pub fn confused(&self, c: &Curriculum) -> Vec<((ProviderLevel, ProviderLevel), usize)> {
        let mut pairs: BTreeMap<(ProviderLevel, ProviderLevel), usize> = BTreeMap::new();
        for cell in self.wrong() {
            if let Some(pair) = cell.taken_for(c) {
                *pairs.entry(pair).or_default() += 1;
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        pairs
    }
}

impl BlankCell {
    fn taken_for(&self, c: &Curriculum) -> Option<(ProviderLevel, ProviderLevel)> {
        let (row, level) = &self.at;
        let given = self.options.get(self.given?.option)?;
        confused_levels(&c.matrix_row(row)?, *level, given)
    }
}

/// A cell as it is asked; nothing where it has no single right answer.
fn blank(
    row: &MatrixRow<'_>,
    level: ProviderLevel,
    c: &Curriculum,
    deck: &Deck,
) -> Option<BlankCell> {
    let at = (row.id().clone(), level);
    match row {
        MatrixRow::Skill(skill) => {
            if !skill.quizzable || skill.sources_differ(level) {
                return None;
            }
            let right = usize::from(*skill.may.get(level) == Permission::No);
            let options = vec!["yes".to_owned(), "no".to_owned()];
            let card = deck.of_cell(&skill.id, level).map(|card| card.id.clone());
            Some(BlankCell { at, options, right, card, given: None })
        }
        MatrixRow::Level(row) => {
            let options = row.answers();
            let RowCell::Say(text, facts) = row.cells.get(level) else { return None };
            let may_ask = facts.iter().all(|id| c.fact(id).is_some_and(|fact| fact.quizzable));
            if options.len() < 2 || !may_ask {
                return None;
            }
            let right = options.iter().position(|option| option == text)?;
            Some(BlankCell { at, options, right, card: None, given: None })
        }
    }
}
