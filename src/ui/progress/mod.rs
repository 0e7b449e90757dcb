//! Progress: what the answers come to. Every chart says in words what it shows and has its numbers
//! as a table; a page without answers says what will stand there.

mod answers;
mod calendar;
mod chart;
mod domains;
mod due;
mod mixed_up;
mod recall;
mod sure;

pub(super) use answers::answers_ui;

use super::ViewCtx;
use super::plan::estimate_lines_ui;
use super::shortcuts::{Command, key_of};
use super::theme::type_scale::{
    INTERFACE, LABEL, LABEL_STRONG, LEAD, NOTE, PAGE_TITLE, SUB_HEADING,
};
use super::theme::{Palette, corner, space};
use super::widgets::{
    flush_button, hairline, heading, paint_bar, primary_button, row, text, toggle_button, word,
    wrapped_row,
};
use crate::state::{Action, Place, Spot, plural};
use crate::study::{SessionKind, Statistics};
use egui::{CornerRadius, Frame, Grid, Margin, ScrollArea, Sense, Stroke, Ui, Vec2, vec2};
use std::collections::BTreeSet;

/// The page is no wider.
const WIDEST: f32 = 1360.0;
/// From this width on two tiles stand side by side.
const TWO: f32 = 860.0;
/// Below this width a line with a bar takes two rows.
const NARROW: f32 = 470.0;
/// A table with more rows of numbers scrolls within itself.
const MOST_NUMBERS: usize = 12;
/// The height of such a row, and the space below it.
const NUMBERS_ROW: f32 = 20.0;
const NUMBERS_GAP: f32 = 4.0;
/// Rows of two tiles.
const ROWS: [[Tile; 2]; 4] = [
    [Tile::Domains, Tile::Due],
    [Tile::MixedUp, Tile::Sure],
    [Tile::Recall, Tile::Time],
    [Tile::Calendar, Tile::Records],
];

/// What lives between frames.
#[derive(Debug, Default)]
pub(super) struct ProgressState {
    /// The tiles whose numbers are shown.
    numbers: BTreeSet<Tile>,
    /// The height of the taller tile of each row, as it was drawn last.
    heights: [f32; ROWS.len()],
    answers: answers::AnswersState,
}

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tile {
    Domains,
    Due,
    MixedUp,
    Sure,
    Recall,
    Time,
    Calendar,
    Records,
}

/// Draws the page.
pub(super) fn progress_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, kept: &mut ProgressState) {
    let Some(counted) = ctx.state.statistics() else { return };
    ScrollArea::vertical().id_salt("progress").auto_shrink(false).show(ui, |ui| {
        let margin = if ui.available_width() < 600.0 { 12 } else { 24 };
        Frame::new().inner_margin(Margin::symmetric(margin, 20)).show(ui, |ui| {
            ui.set_width(ui.available_width().min(WIDEST));
            ui.spacing_mut().item_spacing.y = space::S;
            head_ui(ui, ctx, counted);
            ui.add_space(space::S);
            for (number, tiles) in ROWS.into_iter().enumerate() {
                row_ui(ui, ctx, counted, kept, number, tiles);
                ui.add_space(space::S);
            }
        });
        // Behind the tables, which would take the keys for themselves.
        ctx.scroll_page_by_keys(ui);
    });
}

/// One sentence that says where one stands.
fn head_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, counted: &Statistics) {
    let p = ctx.palette;
    heading(ui, PAGE_TITLE, p.ink, "Progress");
    if counted.answers == 0 {
        let words = "Nothing is counted yet. After your first answers you see here what you \
                     recall, how sure you may be, and what you mix up.";
        text(ui, LEAD, p.ink2, words);
        if primary_button(ui, p, "Begin with the cards", key_of(Command::Go(Place::Cards)))
            .clicked()
        {
            ctx.push(Action::GoTo(Place::Cards));
        }
        return;
    }
    let ms = counted.days.values().map(|day| day.ms).sum();
    let recalled = match counted.recall_of_days(30).percent() {
        Some(percent) => format!(
            " Of the cards that came back in the last 30 days, you recalled {percent} in 100."
        ),
        None => String::new(),
    };
    let words = format!(
        "{} on {} in {}.{recalled}",
        plural(counted.answers, "answer"),
        plural(count(counted.days.len()), "day"),
        duration(ms)
    );
    text(ui, LEAD, p.ink2, words);
    wrapped_row(ui, 36.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        for (words, kind) in [
            ("Practice the weakest 10", SessionKind::Weakest(10)),
            ("Sure, but wrong", SessionKind::SureButWrong),
        ] {
            if flush_button(ui, p, words, "").clicked() {
                ctx.push(Action::StartSession(kind));
            }
        }
        if flush_button(ui, p, "Your plan", key_of(Command::Plan)).clicked() {
            ctx.push(Action::Open(Spot::Plan));
        }
    });
}

/// Two tiles side by side, of one height, or one above the other where it is narrow.
fn row_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    counted: &Statistics,
    kept: &mut ProgressState,
    number: usize,
    tiles: [Tile; 2],
) {
    let width = ui.available_width();
    if width < TWO {
        for tile in tiles {
            tile_ui(ui, ctx, counted, kept, tile, vec2(width, 0.0));
        }
        return;
    }
    let half = (width - space::L) / 2.0;
    let least = kept.heights.get(number).copied().unwrap_or_default();
    let tallest = ui
        .horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            tiles
                .into_iter()
                .map(|tile| tile_ui(ui, ctx, counted, kept, tile, vec2(half, least)))
                .fold(0.0, f32::max)
        })
        .inner;
    if let Some(height) = kept.heights.get_mut(number)
        && *height != tallest
    {
        *height = tallest;
        ui.request_repaint();
    }
}

/// A tile of that width and at least that height. Returns the height of its content.
fn tile_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    counted: &Statistics,
    kept: &mut ProgressState,
    tile: Tile,
    least: Vec2,
) -> f32 {
    let p = ctx.palette;
    let inner = (least.x - 2.0 * 20.0 - 2.0 * p.edge_width).max(0.0);
    let frame = Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(p.edge_width, p.line))
        .corner_radius(CornerRadius::same(corner::CARD))
        .inner_margin(Margin::same(20));
    let content = |ui: &mut Ui| {
        ui.set_width(inner);
        ui.set_min_height(least.y);
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        let drawn = ui.scope(|ui| match tile {
            Tile::Domains => domains::domains_ui(ui, ctx, counted),
            Tile::Due => {
                due::due_ui(ui, ctx, counted, kept);
                hairline(ui, p);
                estimate_lines_ui(ui, ctx);
            }
            Tile::MixedUp => mixed_up::mixed_up_ui(ui, ctx, counted),
            Tile::Sure => sure::sure_ui(ui, ctx, counted),
            Tile::Recall => recall::recall_ui(ui, ctx, counted, kept),
            Tile::Time => recall::time_ui(ui, ctx, counted, kept),
            Tile::Calendar => calendar::calendar_ui(ui, ctx, counted, kept),
            Tile::Records => records_ui(ui, ctx, counted),
        });
        drawn.response.rect.height()
    };
    ui.push_id(tile.name(), |ui| frame.show(ui, |ui| ui.vertical(content).inner).inner).inner
}

impl Tile {
    fn name(self) -> &'static str {
        match self {
            Self::Domains => "By exam domain",
            Self::Due => "Due",
            Self::MixedUp => "What you mix up",
            Self::Sure => "How sure, how right",
            Self::Recall => "True recall",
            Self::Time => "Time",
            Self::Calendar => "Calendar",
            Self::Records => "On record",
        }
    }
}

/// The heading of a tile.
fn heading_ui(ui: &mut Ui, p: &Palette, words: &str) {
    heading(ui, SUB_HEADING, p.ink, words);
}

/// What was answered, one by one, and where it can be taken.
fn records_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, counted: &Statistics) {
    let p = ctx.palette;
    heading_ui(ui, p, Tile::Records.name());
    let words = match counted.ratings.len() {
        0 => "Each answer will be listed with its date, its rating, and how long the card then \
              waited."
            .to_owned(),
        n => format!(
            "{}, each with its date, its rating, and how long the card then waited.",
            plural(count(n), "rating")
        ),
    };
    text(ui, NOTE, p.ink2, words);
    wrapped_row(ui, 32.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let links = [
            ("All answers", "", Spot::Answers),
            ("All cards", key_of(Command::Browse), Spot::Browse),
            ("Backup and restore", "", Spot::Backups),
            ("Import and export", key_of(Command::Exchange), Spot::Exchange),
        ];
        for (words, key, spot) in links {
            let is_empty = spot == Spot::Answers && counted.ratings.is_empty();
            if is_empty {
                continue;
            }
            if flush_button(ui, p, words, key).accessible_name(words).clicked() {
                ctx.push(Action::Open(spot));
            }
        }
    });
}

/// A button that shows the numbers of a chart as a table, and the table.
fn numbers_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    kept: &mut ProgressState,
    tile: Tile,
    heads: &[&str],
    rows: impl FnOnce() -> Vec<Vec<String>>,
) {
    let p = ctx.palette;
    let on = kept.numbers.contains(&tile);
    let button = toggle_button(ui, p, on, "Numbers", "");
    if button.accessible_name(format!("Numbers: {}", tile.name())).clicked()
        && !kept.numbers.remove(&tile)
    {
        kept.numbers.insert(tile);
    }
    if !on {
        return;
    }
    let rows = rows();
    // Many columns stand closer together.
    let (gap, least) = if heads.len() > 4 { (space::M, 24.0) } else { (space::XL, 40.0) };
    let grid = Grid::new("numbers").num_columns(heads.len()).min_col_width(least);
    let table = |ui: &mut Ui| {
        ui.spacing_mut().interact_size.y = NUMBERS_ROW;
        grid.spacing(vec2(gap, NUMBERS_GAP)).show(ui, |ui| {
            for head in heads {
                word(ui, LABEL_STRONG, p.ink3, *head);
            }
            ui.end_row();
            for cell_words in &rows {
                for cell in cell_words {
                    word(ui, INTERFACE, p.ink2, cell);
                }
                ui.end_row();
            }
        });
    };
    #[expect(clippy::cast_precision_loss, reason = "a dozen rows")]
    let height = (1 + rows.len().min(MOST_NUMBERS)) as f32 * (NUMBERS_ROW + NUMBERS_GAP);
    ScrollArea::new([true, rows.len() > MOST_NUMBERS])
        .id_salt("numbers")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, table);
}

/// A bar that is filled to a share, 0 to 1. The number beside it says the same.
fn bar_ui(ui: &mut Ui, p: &Palette, width: f32, share: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, 8.0), Sense::hover());
    paint_bar(ui.painter(), p, rect, share, p.accent.text);
}

/// A line of a name, what stands beside it, a bar and what it is of: in one row with columns that
/// stand under each other, or in two rows where it is narrow.
fn bar_line_ui(
    ui: &mut Ui,
    p: &Palette,
    name: &str,
    beside: &str,
    percent: Option<u32>,
    after: &str,
) {
    let width = ui.available_width();
    #[expect(clippy::cast_precision_loss, reason = "0 to 100")]
    let share = percent.map(|percent| (format!("{percent} %"), percent as f32 / 100.0));
    if width < NARROW {
        text(ui, INTERFACE, p.ink, format!("{name}  {beside}"));
        wrapped_row(ui, 20.0, |ui| {
            if let Some((words, share)) = share {
                bar_ui(ui, p, (width - 200.0).clamp(60.0, 200.0), share);
                word(ui, LABEL_STRONG, p.ink, words);
            }
            word(ui, LABEL, p.ink3, after);
        });
        return;
    }
    let beside_at = (width * 0.46).min(234.0);
    let bar_at = if beside.is_empty() { width * 0.46 } else { beside_at + 66.0 };
    let after_at = width - 122.0;
    let percent_at = after_at - 48.0;
    row(ui, 26.0, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let left = ui.cursor().left();
        let to = |ui: &mut Ui, x: f32| ui.add_space((left + x - ui.cursor().left()).max(0.0));
        word(ui, INTERFACE, p.ink, name);
        to(ui, beside_at);
        word(ui, LABEL, p.ink3, beside);
        to(ui, bar_at);
        if let Some((words, share)) = share {
            bar_ui(ui, p, percent_at - bar_at - space::S, share);
            to(ui, percent_at);
            word(ui, LABEL_STRONG, p.ink, words);
            to(ui, after_at);
        }
        word(ui, LABEL, p.ink3, after);
    });
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A stretch of study in words: "less than a minute", "12 min", "3 h 5 min".
fn duration(ms: u64) -> String {
    let minutes = (ms + 30_000) / 60_000;
    match minutes {
        0 => "less than a minute".to_owned(),
        1..60 => format!("{minutes} min"),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}
