//! The days of the last months, each the fuller the more was answered: by the size of its square,
//! not by colour alone.

use super::super::ViewCtx;
use super::super::theme::type_scale::{INTERFACE, LABEL, NOTE};
use super::super::widgets::{row, text, word};
use super::{ProgressState, Tile, duration, heading_ui, numbers_ui, plural};
use crate::study::{DayTally, Statistics, StudyDay};
use egui::{
    Align2, CornerRadius, FontId, Painter, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// The side of a day, with the gap.
const CELL: f32 = 18.0;
const GAP: f32 = 3.0;
/// Room for the names of the days.
const NAMES: f32 = 36.0;
/// Room for the names of the months.
const HEAD: f32 = 20.0;
/// At most a year.
const MOST_WEEKS: u32 = 53;
const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// Draws it.
pub(super) fn calendar_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    counted: &Statistics,
    kept: &mut ProgressState,
) {
    let p = ctx.palette;
    heading_ui(ui, p, Tile::Calendar.name());
    if counted.answers == 0 {
        let words = "Each day on which you answer gets a mark, the larger the more you answered. \
                     There is no streak to lose.";
        text(ui, NOTE, p.ink2, words);
        return;
    }
    let words = format!(
        "Answers on {} of the last 7 days and {} of the last 30.",
        counted.last_days(7).count(),
        counted.last_days(30).count()
    );
    text(ui, NOTE, p.ink2, words.as_str());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few weeks")]
    let weeks = (((ui.available_width() - NAMES) / CELL) as u32).clamp(4, MOST_WEEKS);
    days_ui(ui, ctx, counted, weeks, &words);
    legend_ui(ui, ctx);
    let heads: Vec<&str> = std::iter::once("Week from").chain(WEEKDAYS).collect();
    numbers_ui(ui, ctx, kept, Tile::Calendar, &heads, || {
        let weeks = (0..weeks).map(|week| first_day(counted.today, weeks).plus(7 * week));
        weeks.map(|from| week_row(counted, from)).rev().collect()
    });
}

/// The Sunday with which the first of so many weeks begins, the last of which holds today.
fn first_day(today: StudyDay, weeks: u32) -> StudyDay {
    StudyDay(today.0.saturating_sub_unsigned(7 * (weeks - 1) + weekday(today)))
}

/// 0 for Sunday to 6. Day 0 was a Thursday.
fn weekday(day: StudyDay) -> u32 {
    u32::try_from((i64::from(day.0) + 4).rem_euclid(7)).unwrap_or(0)
}

fn week_row(counted: &Statistics, from: StudyDay) -> Vec<String> {
    let day = |n: u32| match from.plus(n) {
        day if day > counted.today => String::new(),
        day => counted.days.get(&day).map_or(0, |tally| tally.answers).to_string(),
    };
    std::iter::once(from.to_string()).chain((0..7).map(day)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a few weeks")]
fn days_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, counted: &Statistics, weeks: u32, says: &str) {
    let p = ctx.palette;
    let size = vec2(NAMES + CELL * weeks as f32, HEAD + CELL * 7.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, true, format!("{}. {says}", Tile::Calendar.name()))
    });
    let painter = ui.painter();
    let label = |at, words: &str| {
        let font = FontId::proportional(LABEL.size - 0.5);
        painter.text(at, Align2::LEFT_CENTER, words, font, p.ink3);
    };
    for (number, name) in WEEKDAYS.iter().enumerate().skip(1).step_by(2) {
        let y = rect.top() + HEAD + CELL * (number as f32 + 0.5);
        label(pos2(rect.left(), y), name);
    }
    let first = first_day(counted.today, weeks);
    let busiest = counted.last_days(7 * weeks).map(|(_, tally)| tally.answers).max().unwrap_or(1);
    let mut named = None;
    for week in 0..weeks {
        let x = rect.left() + NAMES + CELL * week as f32;
        let sunday = first.plus(7 * week);
        let month = sunday.date().month();
        // The last weeks have no room for a name.
        if named != Some(month) && week + 2 < weeks {
            if named.is_some() || sunday.date().day() <= 14 {
                let name = sunday.date().strftime("%b").to_string();
                label(pos2(x, rect.top() + HEAD / 2.0), &name);
            }
            named = Some(month);
        }
        for number in 0..7 {
            let day = sunday.plus(number);
            if day > counted.today {
                continue;
            }
            let at = pos2(x, rect.top() + HEAD + CELL * number as f32);
            let cell = Rect::from_min_size(at, vec2(CELL - GAP, CELL - GAP));
            let tally = counted.days.get(&day).copied().unwrap_or_default();
            paint_day(painter, ctx, cell, fullness(tally.answers, busiest));
            if day == counted.today {
                let ring = Stroke::new(1.5, p.ink);
                let round = CornerRadius::same(3);
                painter.rect_stroke(cell.expand(1.5), round, ring, egui::StrokeKind::Outside);
            }
        }
    }
    let under_pointer = response.hover_pos().and_then(|at| {
        let inside = at - rect.min - vec2(NAMES, HEAD);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not below 0")]
        let (week, number) = ((inside.x / CELL) as u32, (inside.y / CELL) as u32);
        let day = first.plus(7 * week + number.min(6));
        (inside.min_elem() >= 0.0 && day <= counted.today).then_some(day)
    });
    if let Some(day) = under_pointer {
        let tally = counted.days.get(&day).copied().unwrap_or_default();
        response.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(260.0);
            text(ui, INTERFACE, p.ink, day_words(day, tally));
        });
    }
}

fn day_words(day: StudyDay, tally: DayTally) -> String {
    match tally.answers {
        0 => format!("{day}: no answers"),
        n => format!("{day}: {}, {}", plural(n, "answer"), duration(tally.ms)),
    }
}

/// 0 for an empty day to 4 for the busiest.
fn fullness(answers: u32, busiest: u32) -> u32 {
    (answers * 4).div_ceil(busiest.max(1)).min(4)
}

/// A square that grows with the answers, in a frame that is always there.
fn paint_day(painter: &Painter, ctx: &ViewCtx<'_>, cell: Rect, fullness: u32) {
    let p = ctx.palette;
    let round = CornerRadius::same(2);
    let ground = if p.edge_width > 1.0 { p.paper } else { p.sunken };
    let edge = Stroke::new(1.0, p.line);
    painter.rect(cell, round, ground, edge, egui::StrokeKind::Inside);
    let side = cell.width() * [0.0, 0.4, 0.6, 0.8, 1.0].get(fullness as usize).unwrap_or(&1.0);
    if side > 0.0 {
        let square = Rect::from_center_size(cell.center(), vec2(side, side));
        painter.rect_filled(square, round, p.accent.text);
    }
}

fn legend_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    row(ui, 20.0, |ui| {
        word(ui, LABEL, p.ink3, "none");
        for fullness in 0..=4 {
            let side = CELL - GAP;
            let (cell, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
            paint_day(ui.painter(), ctx, cell, fullness);
        }
        word(ui, LABEL, p.ink3, "as on the busiest day");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_sunday_and_the_last_one_holds_today() {
        let sunday = StudyDay(20_513); // March 1, 2026
        assert_eq!(weekday(sunday), 0);
        assert_eq!(weekday(StudyDay(0)), 4);
        for day in 0..7 {
            assert_eq!(first_day(sunday.plus(day), 1), sunday);
        }
        assert_eq!(first_day(sunday, 3), StudyDay(sunday.0 - 14));
        assert_eq!(weekday(StudyDay(-1)), 3);
    }

    #[test]
    fn one_answer_is_seen_and_the_busiest_day_is_full() {
        assert_eq!([0, 1, 25, 26, 100].map(|n| fullness(n, 100)), [0, 1, 1, 2, 4]);
        assert_eq!(fullness(1, 1), 4);
    }
}
