//! The table itself: `egui_table` keeps the header row and the first column in place.

use super::table_test::{blank_ui, given_ui};
use super::{CompareState, PAD};
use crate::curriculum::{
    Cell, CellRef, MatrixGroup, MatrixLine as Line, MatrixLines, MatrixRow, MatrixView,
    ProviderLevel, ShownCell,
};
use crate::state::{Action, BlankCell, linked_cell};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, SUB_HEADING};
use crate::ui::theme::{FOCUS, Palette, Type, corner};
use crate::ui::widgets::{galley, paint_level_mark, paint_ribbon};
use egui::{
    Color32, CornerRadius, CursorIcon, EventFilter, Galley, Rect, Role, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, Table, TableDelegate};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The height of the header beside its tagline.
const HEADER: f32 = 38.0;
const GROUP: f32 = 38.0;
const ROW: f32 = 38.0;
/// A row of a test, whose cells have a second line.
const TEST_ROW: f32 = 52.0;
/// Below this height the heads of the columns make room for the rows.
const TAGLINES_FROM: f32 = 170.0;
/// A column is no narrower than this; the table scrolls sideways instead.
const LEAST_COLUMN: f32 = 136.0;

/// Where each line begins and where the last one ends, kept until something changes them.
#[derive(Debug, Default)]
pub(super) struct Heights {
    made_for: Option<MadeFor>,
    tops: Vec<f32>,
}

/// What the heights of the lines come from.
#[derive(Debug, PartialEq)]
struct MadeFor {
    view: MatrixView,
    state: Option<String>,
    in_test: bool,
    /// First column, other columns, pixels in a point.
    sizes: [f32; 3],
}

impl Heights {
    fn update(&mut self, ui: &Ui, ctx: &ViewCtx<'_>, lines: &[Line<'_>], first: f32, width: f32) {
        let compare = ctx.state.compare();
        let made_for = MadeFor {
            view: compare.table.clone(),
            state: ctx.state.settings().state_rules.clone(),
            in_test: compare.test.is_some(),
            sizes: [first, width, ui.pixels_per_point()],
        };
        if self.made_for.as_ref() == Some(&made_for) {
            return;
        }
        let mut top = 0.0;
        self.tops.clear();
        self.tops.push(top);
        for line in lines {
            top += height(ui, ctx, line, first, width);
            self.tops.push(top);
        }
        self.made_for = Some(made_for);
    }
}

/// Draws the table, scrolled to the selected cell where that is a new one.
pub(super) fn table_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    compare: &mut CompareState,
    lines: &MatrixLines<'_>,
    scroll: bool,
) {
    if lines.lines.is_empty() {
        let words = "No row is left. Show all rows, or find another word.";
        crate::ui::widgets::text(ui, INTERFACE, ctx.palette.ink2, words);
        return;
    }
    let view = ctx.state.compare();
    let lines = &lines.lines;
    let levels = &view.table.levels;
    // The scroll bar stands right of the columns.
    let room = ui.available_width() - ui.spacing().scroll.allocated_width() - 2.0;
    let first = (room * 0.28).clamp(150.0, 262.0).round();
    #[expect(clippy::cast_precision_loss, reason = "two to four")]
    let width = ((room - first) / levels.len() as f32).max(LEAST_COLUMN).floor();
    let column = |width: f32| Column::new(width).range(width..=width).resizable(false);
    let mut columns = vec![column(first)];
    columns.extend(levels.iter().map(|_| column(width)));
    compare.heights.update(ui, ctx, lines, first, width);
    let taglines = levels.iter().map(|level| tagline(ui, ctx, *level, width).size().y);
    let has_taglines = ui.available_height() > TAGLINES_FROM;
    let header = HEADER + if has_taglines { taglines.fold(16.0, f32::max) } else { 0.0 };
    let mut table = Table::new()
        .id_salt("compare")
        .columns(columns)
        .num_sticky_cols(1)
        .headers([HeaderRow::new(header)])
        .num_rows(lines.len() as u64);
    if let Some((selected, level)) = view.selected.as_ref().filter(|_| scroll) {
        let is_it = |line: &Line<'_>| matches!(line, Line::Row(row) if row.id() == selected);
        if let Some(row) = lines.iter().position(is_it) {
            table = table.scroll_to_row(row as u64, None);
        }
        if let Some(column) = levels.iter().position(|l| l == level) {
            table = table.scroll_to_column(column + 1, None);
        }
    }
    let mut rows = Rows {
        ctx,
        lines,
        tops: &compare.heights.tops,
        wants_focus: compare.wants_focus && !ui.ctx().text_edit_focused(),
        bookmarks: bookmarked(ctx),
    };
    table.show(ui, &mut rows);
    compare.wants_focus = rows.wants_focus;
}

struct Rows<'a> {
    ctx: &'a ViewCtx<'a>,
    lines: &'a [Line<'a>],
    tops: &'a [f32],
    /// Whether the selected cell is to have the keyboard's focus, so that it is read out.
    wants_focus: bool,
    /// The cells with a bookmark.
    bookmarks: BTreeSet<CellRef>,
}

/// The cells with a bookmark.
fn bookmarked(ctx: &ViewCtx<'_>) -> BTreeSet<CellRef> {
    let all = ctx.state.progress().bookmarks().into_iter();
    all.filter_map(|link| linked_cell(link, ctx.state.curriculum())).collect()
}

impl TableDelegate for Rows<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let p = self.ctx.palette;
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, p.paper);
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, p.edge));
        let at = cell.col_range.start.checked_sub(1);
        if let Some(level) = at.and_then(|at| self.ctx.state.compare().table.levels.get(at)) {
            head_ui(ui, self.ctx, *level, rect);
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let line = usize::try_from(cell.row_nr).ok().and_then(|row| self.lines.get(row));
        match (line, cell.col_nr) {
            (Some(Line::Group(group, folded)), 0) => group_ui(ui, self.ctx, *group, *folded),
            (Some(Line::Group(..)), _) => rule(ui, self.ctx.palette),
            (Some(Line::Row(row)), 0) => row_head_ui(ui, self.ctx, row),
            (Some(Line::Row(row)), column) => {
                if let Some(level) = self.ctx.state.compare().table.levels.get(column - 1) {
                    self.value_ui(ui, row, *level);
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
    let right = mark.right() + 7.0 + name.size().x;
    ui.painter().galley(pos2(mark.right() + 7.0, rect.top() + 6.0), name, Color32::PLACEHOLDER);
    if ctx.state.compare().table.baseline == Some(level) {
        let word = galley(ui, "⊢ baseline", LABEL_STRONG, p.accent.text, f32::INFINITY);
        ui.painter().galley(pos2(right + 8.0, rect.top() + 10.0), word, Color32::PLACEHOLDER);
    }
    let under = tagline(ui, ctx, level, rect.width());
    let is_baseline = ctx.state.compare().table.baseline == Some(level);
    let baseline = if is_baseline { ", baseline" } else { "" };
    let words = format!("{}{baseline}, {}", level.full(), under.text());
    if rect.height() > HEADER {
        let at = pos2(rect.left() + PAD, rect.top() + 30.0);
        ui.painter().galley(at, under, Color32::PLACEHOLDER);
    }
    let response = ui.interact(rect, ui.scope_id().with("head"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &words));
}

/// A few words on a level, set below its name.
fn tagline(ui: &Ui, ctx: &ViewCtx<'_>, level: ProviderLevel, width: f32) -> Arc<Galley> {
    let profile = ctx.state.curriculum().levels().profiles.iter().find(|l| l.id == level);
    let words = profile.map_or("", |l| l.tagline.as_str());
    galley(ui, words, LABEL, ctx.palette.ink3, width - PAD)
}

fn group_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, group: MatrixGroup, folded: bool) {
    let p = ctx.palette;
    let name = group.label();
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
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        ctx.push(Action::ToggleGroup(group));
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

impl Rows<'_> {
    fn value_ui(&mut self, ui: &mut Ui, row: &MatrixRow<'_>, level: ProviderLevel) {
        let Self { ctx, .. } = *self;
        let rect = ui.max_rect();
        rule(ui, ctx.palette);
        let compare = ctx.state.compare();
        let asked = compare.test.as_ref().and_then(|test| {
            let at = (row.id().clone(), level);
            Some((test.cell(&at)?, test.is_over))
        });
        let shown = match compare.test {
            // A test is about the national model.
            Some(_) => compare.table.cell(row, level, None),
            None => ctx.state.compare_cell(row, level),
        };
        let response = ui.interact(rect, ui.scope_id().with((row.id(), level)), Sense::click());
        let is_selected =
            compare.selected.as_ref().is_some_and(|(r, l)| r == row.id() && *l == level);
        let has_bookmark =
            !self.bookmarks.is_empty() && self.bookmarks.contains(&(row.id().clone(), level));
        response.widget_info(|| {
            let value = match asked {
                Some((cell, is_over)) => cell_in_test(cell, is_over),
                None => shown.spoken(),
            };
            let mark = if has_bookmark { ", bookmarked" } else { "" };
            let name = format!("{}, {}: {value}{mark}", row.name(), level.short());
            WidgetInfo::selected(Role::Cell, true, is_selected, name)
        });
        let ground = rect.shrink2(vec2(1.0, 2.0));
        match asked {
            Some((cell, false)) if cell.given.is_none() => blank_ui(ui, ctx, row, cell, ground),
            Some((cell, _)) => given_ui(ui, ctx, cell, ground),
            None => shown_ui(ui, ctx, &shown, level, ground, response.hovered()),
        }
        if has_bookmark {
            let at = ground.right_top() + vec2(-12.0, 9.0);
            paint_ribbon(ui.painter(), ctx.palette.accent.text, at, 0.8);
        }
        if is_selected && self.wants_focus {
            response.request_focus();
            self.wants_focus = false;
        }
        if response.has_focus() {
            // The arrow keys move the cell, not the focus.
            let arrows = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
        ring(ui, ctx.palette, is_selected && !response.has_focus(), ground);
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            ctx.push(Action::SelectCell(row.id().clone(), level));
        }
    }
}

/// A cell of a test, as it is read out.
fn cell_in_test(cell: &BlankCell, is_over: bool) -> String {
    let right = cell.options.get(cell.right).map_or("", String::as_str);
    match cell.given {
        None if is_over => format!("{right}, not answered"),
        None => "blank".to_owned(),
        Some(given) if given.option == cell.right => format!("{right}, right"),
        Some(given) => {
            let said = cell.options.get(given.option).map_or("", String::as_str);
            format!("{right}, you said {said}")
        }
    }
}

/// Rings the selected cell. Where it has the focus, it has that ring already.
fn ring(ui: &Ui, p: &Palette, is_ringed: bool, ground: Rect) {
    if is_ringed {
        let corner = CornerRadius::same(corner::CONTROL);
        let stroke = Stroke::new(FOCUS, p.accent.text);
        ui.painter().rect_stroke(ground, corner, stroke, StrokeKind::Inside);
    }
}

/// A cell with its mark and word; where a state's rule lies over it, the national value below.
fn shown_ui(
    ui: &Ui,
    ctx: &ViewCtx<'_>,
    shown: &ShownCell<'_>,
    level: ProviderLevel,
    ground: Rect,
    hovered: bool,
) {
    let p = ctx.palette;
    let corner = CornerRadius::same(corner::CONTROL);
    let soft = match (&shown.cell, shown.rule) {
        (_, Some(_)) => Some(p.caution.soft),
        (Cell::Added | Cell::AddedTo(_), None) => Some(p.level(level).soft),
        _ if hovered => Some(p.accent.soft),
        _ => None,
    };
    if let Some(fill) = soft {
        ui.painter().rect_filled(ground, corner, fill);
    }
    let left = ground.left() + PAD - 1.0;
    let width = ground.right() - left - 4.0;
    let (role, color) = look(p, shown, level);
    let sign = shown.cell.sign();
    let indent = if sign.is_empty() { 0.0 } else { 21.0 };
    let words = galley(ui, &shown.cell.words(), role, color, width - indent);
    let below = under(shown).map(|words| galley(ui, &words, LABEL, p.ink2, width));
    let height = words.size().y + below.as_ref().map_or(0.0, |below| below.size().y);
    let top = ground.center().y - height / 2.0;
    if !sign.is_empty() {
        let sign = galley(ui, sign, INTERFACE_STRONG, color, f32::INFINITY);
        ui.painter().galley(pos2(left, top), sign, Color32::PLACEHOLDER);
    }
    let second = top + words.size().y;
    ui.painter().galley(pos2(left + indent, top), words, Color32::PLACEHOLDER);
    if let Some(below) = below {
        ui.painter().galley(pos2(left, second), below, Color32::PLACEHOLDER);
    }
}

/// The second line of a cell that a state's rule lies over: a mark of its own, and the national
/// value where the state has another.
fn under(shown: &ShownCell<'_>) -> Option<String> {
    let (overlay, _) = shown.rule?;
    Some(match &shown.national {
        Some(national) => format!("◆ model: {} {}", national.sign(), national.words()),
        None => format!("◇ note of {}", overlay.state),
    })
}

/// Role and colour of a cell; its meaning is in the mark and the word.
fn look(p: &Palette, shown: &ShownCell<'_>, level: ProviderLevel) -> (Type, Color32) {
    let on_paper = shown.rule.is_none();
    match &shown.cell {
        Cell::Added | Cell::AddedTo(_) if on_paper => (INTERFACE_STRONG, p.level(level).text),
        Cell::Added | Cell::AddedTo(_) => (INTERFACE_STRONG, p.ink),
        Cell::No | Cell::NotStated | Cell::SameAs(..) if on_paper => (INTERFACE, p.ink3),
        Cell::SourcesDiffer(_) | Cell::Limited => (INTERFACE, p.caution.text),
        _ => (INTERFACE, p.ink),
    }
}

/// The hairline below a line.
fn rule(ui: &Ui, p: &Palette) {
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
}

/// A line is as high as its longest cell asks for.
fn height(ui: &Ui, ctx: &ViewCtx<'_>, line: &Line<'_>, first: f32, width: f32) -> f32 {
    let Line::Row(row) = line else { return GROUP };
    let p = ctx.palette;
    let compare = ctx.state.compare();
    let in_test = compare.test.is_some();
    let head = galley(ui, row.name(), INTERFACE, p.ink, first - 22.0).size().y;
    let cells = compare.table.levels.iter().map(|level| {
        let shown = ctx.state.compare_cell(row, *level);
        let width = width - PAD - 6.0;
        let words = match (&shown.cell, row.cell(*level)) {
            (Cell::Text(words, _), _) => galley(ui, words, INTERFACE, p.ink, width).size().y,
            // In a test every cell has its own words again, and a line below.
            (_, Cell::Text(words, _)) if in_test => {
                galley(ui, words, INTERFACE, p.ink, width).size().y
            }
            _ => 18.0,
        };
        let below = under(&shown).filter(|_| !in_test);
        let below = below.map(|words| galley(ui, &words, LABEL, p.ink, width).size().y);
        words + below.unwrap_or(if in_test { 16.0 } else { 0.0 })
    });
    let least = if in_test { TEST_ROW } else { ROW };
    (cells.fold(head, f32::max) + 16.0).max(least).round()
}
