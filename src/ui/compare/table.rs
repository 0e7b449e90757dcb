//! The table itself: `egui_table` keeps the header row and the first column in place.

use crate::curriculum::{Cell, MatrixRow, ProviderLevel, SkillId};
use crate::state::{Action, CompareLine as Line};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, SUB_HEADING};
use crate::ui::theme::{FOCUS, Palette, Type, corner};
use crate::ui::widgets::paint_level_mark;
use egui::text::LayoutJob;
use egui::{
    Color32, CornerRadius, CursorIcon, Galley, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, Table, TableDelegate};
use std::sync::Arc;

/// The height of the header beside its tagline.
const HEADER: f32 = 38.0;
const GROUP: f32 = 38.0;
const ROW: f32 = 38.0;
/// Left and right of the words of a cell.
const PAD: f32 = 10.0;
/// A column is no narrower than this; the table scrolls sideways instead.
const LEAST_COLUMN: f32 = 136.0;

/// Draws the table.
pub(super) fn table_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    lines: &[Line<'_>],
    scroll_to: Option<&SkillId>,
) {
    let levels = &ctx.state.compare().levels;
    // The scroll bar stands right of the columns.
    let room = ui.available_width() - ui.spacing().scroll.allocated_width() - 2.0;
    let first = (room * 0.28).clamp(150.0, 262.0).round();
    #[expect(clippy::cast_precision_loss, reason = "two to four")]
    let width = ((room - first) / levels.len() as f32).max(LEAST_COLUMN).floor();
    let column = |width: f32| Column::new(width).range(width..=width).resizable(false);
    let mut columns = vec![column(first)];
    columns.extend(levels.iter().map(|_| column(width)));
    let mut tops = vec![0.0];
    let mut top = 0.0;
    for line in lines {
        top += height(ui, ctx, line, first, width);
        tops.push(top);
    }
    let row_of = |id: &SkillId| {
        lines.iter().position(|line| matches!(line, Line::Row(row) if row.id() == id))
    };
    let taglines = levels.iter().map(|level| tagline(ui, ctx, *level, width).size().y);
    let header = HEADER + taglines.fold(16.0, f32::max);
    let mut table = Table::new()
        .id_salt("compare")
        .columns(columns)
        .num_sticky_cols(1)
        .headers([HeaderRow::new(header)])
        .num_rows(lines.len() as u64);
    if let Some(row) = scroll_to.and_then(row_of) {
        table = table.scroll_to_row(row as u64, None);
    }
    table.show(ui, &mut Rows { ctx, lines, tops });
}

struct Rows<'a> {
    ctx: &'a ViewCtx<'a>,
    lines: &'a [Line<'a>],
    /// Where each line begins, and where the last one ends.
    tops: Vec<f32>,
}

impl TableDelegate for Rows<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let p = self.ctx.palette;
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, p.paper);
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, p.edge));
        let at = cell.col_range.start.checked_sub(1);
        if let Some(level) = at.and_then(|at| self.ctx.state.compare().levels.get(at)) {
            head_ui(ui, self.ctx, *level, rect);
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let line = usize::try_from(cell.row_nr).ok().and_then(|row| self.lines.get(row));
        match (line, cell.col_nr) {
            (Some(Line::Group(group, folded)), 0) => group_ui(ui, self.ctx, group.label(), *folded),
            (Some(Line::Group(..)), _) => rule(ui, self.ctx.palette),
            (Some(Line::Row(row)), 0) => row_head_ui(ui, self.ctx, row),
            (Some(Line::Row(row)), column) => {
                if let Some(level) = self.ctx.state.compare().levels.get(column - 1) {
                    value_ui(ui, self.ctx, row, *level);
                }
            }
            (None, _) => {}
        }
    }

    fn row_top_offset(&self, _: &egui::Context, _: egui::Id, row: u64) -> f32 {
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        self.tops.get(row).or(self.tops.last()).copied().unwrap_or(0.0)
    }
}

fn head_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, level: ProviderLevel, rect: Rect) {
    let p = ctx.palette;
    let mark = Rect::from_min_size(rect.min + vec2(PAD, 10.0), vec2(17.0, 15.0));
    paint_level_mark(ui.painter(), p, level, mark);
    let name = galley(ui, level.short(), SUB_HEADING.tight(), p.level(level).text, f32::INFINITY);
    ui.painter().galley(pos2(mark.right() + 7.0, rect.top() + 6.0), name, Color32::PLACEHOLDER);
    let under = tagline(ui, ctx, level, rect.width());
    let words = format!("{}, {}", level.full(), under.text());
    ui.painter().galley(pos2(rect.left() + PAD, rect.top() + 30.0), under, Color32::PLACEHOLDER);
    let response = ui.interact(rect, ui.scope_id().with("head"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &words));
}

/// A few words on a level, set below its name.
fn tagline(ui: &Ui, ctx: &ViewCtx<'_>, level: ProviderLevel, width: f32) -> Arc<Galley> {
    let profile = ctx.state.curriculum().levels().profiles.iter().find(|l| l.id == level);
    let words = profile.map_or("", |l| l.tagline.as_str());
    galley(ui, words, LABEL, ctx.palette.ink3, width - PAD)
}

fn group_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, name: &'static str, folded: bool) {
    let p = ctx.palette;
    let rect = ui.max_rect();
    rule(ui, p);
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, !folded, name));
    let color = if response.hovered() { p.accent.text } else { p.ink3 };
    let sign = if folded { "▸" } else { "▾" };
    let words = galley(ui, &format!("{sign}  {name}"), LABEL_STRONG, color, f32::INFINITY);
    let at = pos2(rect.left() + 2.0, rect.bottom() - words.size().y - 8.0);
    // The heading of a group reaches over the columns beside it.
    let wide = ui.painter().with_clip_rect(rect.with_max_x(rect.left() + words.size().x + 20.0));
    wide.galley(at, words, Color32::PLACEHOLDER);
    crate::ui::widgets::focus_ring(ui, p, &response);
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        ctx.push(Action::ToggleGroup(name));
    }
}

fn row_head_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, row: &MatrixRow<'_>) {
    let p = ctx.palette;
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect, 0.0, p.paper);
    rule(ui, p);
    let words = galley(ui, row.name(), INTERFACE, p.ink, rect.width() - 16.0 - 6.0);
    let at = pos2(rect.left() + 16.0, rect.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, Color32::PLACEHOLDER);
    let response = ui.interact(rect, ui.scope_id().with(("head", row.id())), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, row.name()));
}

fn value_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, row: &MatrixRow<'_>, level: ProviderLevel) {
    let p = ctx.palette;
    let rect = ui.max_rect();
    rule(ui, p);
    let cell = row.cell(level);
    let response = ui.interact(rect, ui.scope_id().with((row.id(), level)), Sense::click());
    let is_selected =
        ctx.state.compare().selected.as_ref().is_some_and(|(r, l)| r == row.id() && *l == level);
    response.widget_info(|| {
        let name = format!("{}, {}: {}", row.name(), level.short(), cell.words());
        WidgetInfo::selected(Role::Cell, true, is_selected, name)
    });
    let ground = rect.shrink2(vec2(1.0, 2.0));
    let corner = CornerRadius::same(corner::CONTROL);
    if cell == Cell::Added {
        ui.painter().rect_filled(ground, corner, p.level(level).soft);
    } else if response.hovered() {
        ui.painter().rect_filled(ground, corner, p.accent.soft);
    }
    let (sign, words, role, color) = look(p, &cell, level);
    let mut left = rect.left() + PAD;
    if !sign.is_empty() {
        let sign = galley(ui, sign, INTERFACE_STRONG, color, f32::INFINITY);
        ui.painter().galley(
            pos2(left, rect.center().y - sign.size().y / 2.0),
            sign,
            Color32::PLACEHOLDER,
        );
        left += 21.0;
    }
    let words = galley(ui, words, role, color, rect.right() - left - 4.0);
    ui.painter().galley(
        pos2(left, rect.center().y - words.size().y / 2.0),
        words,
        Color32::PLACEHOLDER,
    );
    if is_selected || response.has_focus() {
        ui.painter().rect_stroke(
            ground,
            corner,
            Stroke::new(FOCUS, p.accent.text),
            StrokeKind::Inside,
        );
    }
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        ctx.push(Action::SelectCell(row.id().clone(), level));
    }
}

/// Mark, word, role and colour of a cell: no meaning rests on colour alone.
fn look<'a>(
    p: &Palette,
    cell: &Cell<'a>,
    level: ProviderLevel,
) -> (&'static str, &'a str, Type, Color32) {
    match cell {
        Cell::Yes => ("✓", "yes", INTERFACE, p.ink),
        Cell::Added => ("+", "added here", INTERFACE_STRONG, p.level(level).text),
        Cell::No => ("✗", "no", INTERFACE, p.ink3),
        Cell::SourcesDiffer(_) => ("≠", "sources differ", INTERFACE, p.caution.text),
        Cell::Text(words, _) => ("", words, INTERFACE, p.ink),
        Cell::NotStated => ("—", "not stated", INTERFACE, p.ink3),
    }
}

/// The hairline below a line.
fn rule(ui: &Ui, p: &Palette) {
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
}

fn galley(ui: &Ui, words: &str, role: Type, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(words.to_owned(), role.format(color));
    job.wrap.max_width = width;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A line is as high as its longest cell asks for.
fn height(ui: &Ui, ctx: &ViewCtx<'_>, line: &Line<'_>, first: f32, width: f32) -> f32 {
    let Line::Row(row) = line else { return GROUP };
    let p = ctx.palette;
    let head = galley(ui, row.name(), INTERFACE, p.ink, first - 22.0).size().y;
    let cells = ctx.state.compare().levels.iter().map(|level| match row.cell(*level) {
        Cell::Text(words, _) => galley(ui, words, INTERFACE, p.ink, width - PAD - 4.0).size().y,
        _ => 0.0,
    });
    (cells.fold(head, f32::max) + 16.0).max(ROW).round()
}
