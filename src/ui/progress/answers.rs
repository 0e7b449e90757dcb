//! Every rating on record, the latest first: a table that draws only the rows in sight.

use super::super::ViewCtx;
use super::super::theme::space;
use super::super::theme::type_scale::{INTERFACE, LABEL, LABEL_STRONG, PAGE_TITLE};
use super::super::widgets::{heading, paint_line, row, text, text_button, word};
use super::{ProgressState, count, plural};
use crate::curriculum::CardId;
use crate::state::{Action, BrowseChange, Spot};
use crate::study::{Logged, short_duration};
use egui::{
    Align, CentralPanel, Frame, Layout, Margin, Panel, Role, Sense, Stroke, Ui, WidgetInfo,
};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, PrefetchInfo, Table, TableDelegate};
use std::collections::BTreeMap;

const ROW: f32 = 30.0;
const HEADER: f32 = 34.0;
const COLUMNS: [&str; 6] = ["Answered", "Card", "Rating", "Sure", "Time", "Then waited"];
/// The question is no narrower; the table scrolls sideways instead.
const LEAST_QUESTION: f32 = 220.0;
/// So many rows a page key goes.
const PAGE_ROWS: u64 = 12;

/// What lives between frames.
#[derive(Debug, Default)]
pub(super) struct AnswersState {
    /// The first row in sight.
    top: u64,
    /// How long cards had to wait, by the row of the rating, and for which answers it was found.
    waits: (u64, BTreeMap<u32, String>),
}

/// Draws the list.
pub(crate) fn answers_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, kept: &mut ProgressState) {
    let p = ctx.palette;
    let Some(counted) = ctx.state.statistics() else { return };
    let frame = |margin| Frame::new().fill(p.paper).inner_margin(margin);
    Panel::top("answers_head")
        .show_separator_line(false)
        .frame(frame(Margin { left: 20, right: 20, top: 12, bottom: 4 }))
        .show(ui, |ui| {
            if ui.ctx().content_rect().height() > 500.0 {
                heading(ui, PAGE_TITLE, p.ink, "All answers");
            }
            row(ui, 32.0, |ui| {
                word(ui, LABEL_STRONG, p.ink2, plural(count(counted.ratings.len()), "rating"));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if text_button(ui, p, "Back to Progress", "").clicked() {
                        ctx.push(Action::Open(Spot::Progress));
                    }
                });
            });
            if counted.ratings.is_empty() {
                ui.add_space(space::S);
                text(ui, INTERFACE, p.ink2, "Your first rating will stand here.");
            }
        });
    CentralPanel::default()
        .frame(frame(Margin { left: 20, right: 8, top: 0, bottom: 0 }))
        .show(ui, |ui| table_ui(ui, ctx, &counted.ratings, &mut kept.answers));
}

fn table_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, ratings: &[u32], kept: &mut AnswersState) {
    let room = ui.available_width() - ui.spacing().scroll.allocated_width() - 2.0;
    let (when, rating, sure, time, then) = (196.0, 150.0, 64.0, 78.0, 104.0);
    let question = (room - when - rating - sure - time - then).max(LEAST_QUESTION).floor();
    let column = |width: f32| Column::new(width).range(width..=width).resizable(false);
    let mut table = Table::new()
        .id_salt("answers")
        .columns([when, question, rating, sure, time, then].map(column))
        .headers([HeaderRow::new(HEADER)])
        .num_rows(ratings.len() as u64);
    let pages = if ctx.state.overlay().is_none() { ctx.scroll.take() } else { 0 };
    if pages != 0 {
        let by = i64::from(pages) * i64::try_from(PAGE_ROWS).unwrap_or(1);
        let last = (ratings.len() as u64).saturating_sub(1);
        let top = kept.top.saturating_add_signed(by).min(last);
        table = table.scroll_to_row(top, Some(Align::TOP));
    }
    let revision = ctx.state.progress().revision();
    if kept.waits.0 != revision {
        kept.waits = (revision, BTreeMap::new());
    }
    table.show(ui, &mut Rows { ctx, ratings, kept });
}

struct Rows<'a> {
    ctx: &'a ViewCtx<'a>,
    ratings: &'a [u32],
    kept: &'a mut AnswersState,
}

impl Rows<'_> {
    /// The rating of a row of the table: the latest one stands in the first.
    fn row(&self, row: u64) -> Option<(u32, Logged<'_>)> {
        let from_end = usize::try_from(row).ok()?.checked_add(1)?;
        let row = *self.ratings.get(self.ratings.len().checked_sub(from_end)?)?;
        Some((row, self.ctx.state.progress().rating_at(row)?))
    }

    fn words(&mut self, row: u64, column: usize) -> Option<String> {
        let (number, logged) = self.row(row)?;
        Some(match column {
            0 => format!("{}, {}", logged.at.date(), logged.at.time()),
            1 => question(self.ctx, logged.card),
            2 if logged.undone => format!("{}, taken back", logged.rating.label()),
            2 => logged.rating.label().to_owned(),
            3 => if logged.sure { "sure" } else { "" }.to_owned(),
            4 => seconds(logged.ms),
            _ if logged.undone => "—".to_owned(),
            _ => {
                let progress = self.ctx.state.progress();
                let wait = || progress.delay_after(number).map(short_duration).unwrap_or_default();
                self.kept.waits.1.entry(number).or_insert_with(wait).clone()
            }
        })
    }
}

impl TableDelegate for Rows<'_> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        self.kept.top = info.visible_rows.start;
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let p = self.ctx.palette;
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, p.paper);
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, p.edge));
        if let Some(name) = COLUMNS.get(cell.col_range.start) {
            let response = ui.interact(rect, ui.scope_id().with(("head", name)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, *name));
            paint_line(ui, rect, name, LABEL_STRONG, p.ink2);
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let p = self.ctx.palette;
        let Some(words) = self.words(cell.row_nr, cell.col_nr) else { return };
        let rect = ui.max_rect();
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
        if cell.col_nr != 1 {
            let id = ui.scope_id().with((cell.row_nr, cell.col_nr));
            let response = ui.interact(rect, id, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &words));
            paint_line(ui, rect, &words, LABEL, p.ink2);
            return;
        }
        let Some((number, logged)) = self.row(cell.row_nr) else { return };
        let card = logged.card.clone();
        let is_here = self.ctx.state.deck().get(&card).is_some();
        let sense = if is_here { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, ui.scope_id().with(number), sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, is_here, &words));
        let color = match is_here {
            true if response.hovered() => p.accent.text,
            true => p.ink,
            false => p.ink3,
        };
        paint_line(ui, rect, &words, INTERFACE, color);
        if response.clicked() {
            self.ctx.push(Action::Browse(BrowseChange::Select(card)));
            self.ctx.push(Action::Open(Spot::Browse));
        }
    }

    fn default_row_height(&self) -> f32 {
        ROW
    }
}

/// The question of a card, or that it is in no deck any more.
fn question(ctx: &ViewCtx<'_>, card: &CardId) -> String {
    match ctx.state.deck().get(card) {
        Some(known) => {
            known.plain(ctx.state.curriculum(), &known.ask.question()).replace('\n', " ")
        }
        None => format!("{card} (in no deck)"),
    }
}

/// "4 s", "1 min 5 s"; nothing where the time was not kept.
fn seconds(ms: u32) -> String {
    match (ms + 500) / 1000 {
        _ if ms == 0 => "—".to_owned(),
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}
