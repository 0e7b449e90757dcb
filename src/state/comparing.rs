//! How actions change the comparison: columns and filters, the table as a test, and what is taken
//! along. A part of `update`.

use super::effect::{DesktopJob, Effect, Origin, WriteJob};
use super::keep::NotNow;
use super::places::Spot;
use super::table_test::{BlankCell, TableTest};
use super::undo::Way;
use super::{AppState, Now, Tone};
use crate::curriculum::{CardId, CellRef, MatrixView, ProviderLevel, Sheet, SheetFormat};
use crate::print::{Fill, handout};
use crate::study::{EntryRef, Phase, Rating, Review, What};
use std::path::{Path, PathBuf};

impl AppState {
    /// Changes how the comparison is looked at. A test is of the table as it was, so it stays so.
    pub(super) fn change_table(&mut self, change: impl FnOnce(&mut MatrixView)) {
        if self.compare.test.is_some() {
            let text = "The table stays as it is while it is a test. Esc ends the test.";
            self.tell(text.to_owned(), Tone::Calm);
            return;
        }
        change(&mut self.compare.table);
        self.let_go_of_calm_notice();
    }

    pub(super) fn toggle_level(&mut self, level: ProviderLevel) {
        let levels = &self.compare.table.levels;
        if levels.contains(&level) && levels.len() <= 2 {
            let text = format!(
                "Two levels at least stay side by side. Show another one before you hide {}.",
                level.short()
            );
            self.tell(text, Tone::Calm);
            return;
        }
        self.change_table(|table| {
            if table.levels.contains(&level) {
                table.levels.retain(|l| *l != level);
                table.baseline = table.baseline.filter(|baseline| *baseline != level);
            } else {
                table.levels.push(level);
                table.levels.sort();
            }
        });
        let gone = |(_, selected): &CellRef| !self.compare.table.levels.contains(selected);
        if self.compare.selected.as_ref().is_some_and(gone) {
            self.compare.selected = None;
        }
    }

    pub(super) fn swap_baseline(&mut self) {
        let table = &self.compare.table;
        let pinned = match (&self.compare.selected, table.baseline) {
            (Some((_, level)), baseline) => Some(*level).filter(|level| baseline != Some(*level)),
            (None, None) => table.levels.first().copied(),
            (None, Some(baseline)) => {
                let mut after = table.levels.iter().skip_while(|level| **level != baseline);
                after.nth(1).copied()
            }
        };
        self.change_table(|table| table.baseline = pinned);
    }

    pub(super) fn select_cell(&mut self, cell: CellRef) {
        self.compare.selected = Some(cell);
        self.open_selected_cell();
    }

    pub(super) fn open_selected_cell(&mut self) {
        self.compare.details = self.compare.selected.is_some();
        if self.compare.test.is_none() {
            self.remember_here();
        }
    }

    pub(super) fn fold_selected(&mut self) {
        let Some((row, _)) = &self.compare.selected else { return };
        if let Some(group) = self.curriculum.matrix_row(row).map(|row| row.group()) {
            self.change_table(|table| {
                if !table.folded.remove(&group) {
                    table.folded.insert(group);
                }
            });
        }
    }

    pub(super) fn close_cell(&mut self) {
        let view = &mut self.compare;
        match &mut view.test {
            Some(test) if !test.is_over && test.filled() > 0 => test.is_over = true,
            Some(_) => view.test = None,
            None if view.details => view.details = false,
            None => view.selected = None,
        }
    }

    // --- the table as a test ---

    pub(super) fn start_test(&mut self, now: Now) {
        let view = &mut self.compare;
        let test = TableTest::new(&view.table, &self.curriculum, &self.deck, now.mono_ms);
        if test.is_none() {
            let text = "No row that is shown can be asked: in each of them the sources differ, are \
                        few, or say the same of all levels. Show more rows.";
            self.tell(text.to_owned(), Tone::Calm);
            return;
        }
        self.let_go_of_calm_notice();
        self.ask(test);
    }

    pub(super) fn ask_missed(&mut self, now: Now) {
        let missed = self.compare.test.as_ref().and_then(|test| test.missed(now.mono_ms));
        if missed.is_some() {
            self.ask(missed);
        }
    }

    fn ask(&mut self, test: Option<TableTest>) {
        self.compare.test = test;
        self.compare.selected = None;
        self.select_next_blank();
    }

    fn select_next_blank(&mut self) {
        let view = &mut self.compare;
        let Some(test) = &mut view.test else { return };
        match test.next_blank(view.selected.as_ref()) {
            Some(cell) => view.selected = Some(cell.at.clone()),
            None => test.is_over = true,
        }
    }

    /// Fills a blank cell. Right is rated Good and wrong Again on the cell's card; a cell without
    /// one, or with one that is out of reviews, is kept as practice.
    pub(super) fn fill_cell(&mut self, at: &CellRef, option: usize, now: Now) -> Option<Effect> {
        let test = self.compare.test.as_ref()?;
        let cell = test.blank_cell(at).filter(|cell| option < cell.options.len())?;
        let what = self.answer_in(cell, option, test.spent(now.mono_ms), now);
        let effect = match self.keep(what, Origin::Table(at.clone()), now) {
            Ok(effect) => Some(effect),
            // A table can be filled in also where nothing is kept; its foot says so.
            Err(NotNow::Closed(_)) => None,
            Err(refusal) => return self.tell_refusal("This answer is not saved.", refusal),
        };
        self.compare.test.as_mut()?.fill(at, option, effect.is_some(), now.mono_ms);
        self.let_go_of_calm_notice();
        self.compare.selected = Some(at.clone());
        if effect.is_none() {
            self.select_next_blank();
        }
        effect
    }

    fn answer_in(&self, cell: &BlankCell, option: usize, ms: u32, now: Now) -> What {
        let right = option == cell.right;
        let today = self.progress.study_day(now.moment);
        let moves = |id: &&CardId| !self.progress.card(id).is_some_and(|c| c.is_hidden(today));
        match cell.card.as_ref().filter(moves).and_then(|id| self.deck.get(id)) {
            Some(card) => What::Review(Review {
                card: card.id.clone(),
                rating: if right { Rating::Good } else { Rating::Again },
                ms,
                sure: false,
                hint: false,
                chosen: Vec::new(),
                answer: card.answer_mark,
            }),
            None => What::Practice {
                card: cell.kept_as(),
                right,
                chosen: vec![u8::try_from(option).unwrap_or(u8::MAX)],
                sure: false,
                ms,
            },
        }
    }

    /// Notes that the answer in a cell of the test is on the disk.
    pub(super) fn cell_kept(&mut self, at: &CellRef, entry: EntryRef) {
        if let Some(test) = &mut self.compare.test {
            test.kept(at, entry);
            self.select_next_blank();
        }
    }

    /// Makes the cell blank again whose answer was undone, or fills it again. Returns the cell.
    /// `None` where the entry is not of the test, or the test is not looked at.
    pub(super) fn take_back_in_test(&mut self, of: EntryRef, way: Way) -> Option<CellRef> {
        let entry = self.progress.target_of(of);
        let cell = self.compare.test.as_mut()?.undone(entry, way);
        cell.filter(|_| self.visit.spot == Spot::Compare)
    }

    /// Shows the cell whose answer was undone or redone.
    pub(super) fn show_undone_cell(&mut self, cell: CellRef, of: EntryRef, way: Way, now: Now) {
        let today = self.progress.study_day(now.moment);
        if let (Some(review), Some(card)) = (&mut self.review, self.progress.card_of(of)) {
            match self.progress.schedule(card).phase {
                Phase::New => review.session.remove(card),
                _ if review.session.knows(card) => {
                    review.session.answered(card, &self.progress, today);
                }
                _ => {}
            }
        }
        self.compare.selected = Some(cell);
        if way == Way::Redone {
            self.select_next_blank();
        }
        self.tell_way(way, "The cell is blank again.", "The answer counts again.");
    }

    // --- taking the table along ---

    pub(super) fn copy_table(&mut self, format: SheetFormat) -> Effect {
        let rows = self.compare_lines().rows().count();
        self.tell(format!("Copied: {rows} rows as {}.", format.label()), Tone::Calm);
        Effect::Desktop(DesktopJob::Copy(self.sheet().write(format)))
    }

    pub(super) fn copy(&mut self) -> Effect {
        let cell = self.compare.selected.as_ref().and_then(|(row, level)| {
            let row = self.curriculum.matrix_row(row)?;
            let cell = self.compare_cell(&row, *level);
            Some(format!("{}, {}: {}", row.name(), level.short(), cell.spoken()))
        });
        match cell {
            Some(words) => {
                self.tell(format!("Copied: {words}"), Tone::Calm);
                Effect::Desktop(DesktopJob::Copy(words))
            }
            None => self.copy_table(SheetFormat::Text),
        }
    }

    fn sheet(&self) -> Sheet {
        Sheet::new(&self.compare.table, &self.curriculum, self.state_overlay())
    }

    pub(super) fn handout(&mut self, blank: bool, now: Now) -> Effect {
        let (name, fill) = if blank {
            ("provider-levels-worksheet", Fill::Worksheet)
        } else {
            ("provider-levels", Fill::Filled)
        };
        let html = handout(&self.sheet(), fill, &now.moment.date());
        Effect::Write(WriteJob::Handout { name, html })
    }

    pub(super) fn handout_written(&mut self, written: Result<PathBuf, String>) {
        let file = match written {
            Ok(file) => file,
            Err(why) => {
                let text = format!("The handout is not written. {why}");
                return self.tell(text, Tone::Caution);
            }
        };
        self.tell(format!("The handout is written: {}", file.display()), Tone::Calm);
        if let Some(notice) = &mut self.notice {
            notice.folder = file.parent().map(Path::to_owned);
        }
    }
}
