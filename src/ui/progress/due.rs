//! What comes back on each day until the exam.

use super::super::ViewCtx;
use super::super::theme::type_scale::NOTE;
use super::super::widgets::text;
use super::chart::{Bars, OneBar, bars_ui};
use super::{ProgressState, Tile, heading_ui, numbers_ui, plural};
use crate::study::{DueBar, Statistics, StudyDay};
use egui::Ui;

/// Without an exam so many days are shown.
const DAYS: u32 = 30;
/// Up to so many days each has its bar; beyond, a week has one.
const LONGEST_BY_DAY: u32 = 62;
/// An exam that is further off is not shown: much will change until then.
const FURTHEST: u32 = 371;

/// Draws it.
pub(super) fn due_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    counted: &Statistics,
    kept: &mut ProgressState,
) {
    let p = ctx.palette;
    let today = counted.today;
    let exam = ctx.state.progress().plan().and_then(|plan| plan.exam);
    let shown = exam.filter(|exam| *exam > today && exam.days_since(today) <= FURTHEST);
    let last = shown.unwrap_or(today.plus(DAYS - 1));
    let days_a_bar = if last.days_since(today) <= LONGEST_BY_DAY { 1 } else { 7 };
    let bars = counted.due_until(last, days_a_bar);
    let heading = match shown {
        Some(exam) => format!("Due until the exam on {exam}"),
        None => format!("Due in the next {DAYS} days"),
    };
    heading_ui(ui, p, &heading);
    if counted.due.is_empty() {
        let words = "A card comes back just before you would forget it. Here you will see how many \
                     come on which day, until the exam once you have set its date.";
        text(ui, NOTE, p.ink2, words);
        return;
    }
    let words = in_words(counted, &bars, exam, last);
    text(ui, NOTE, p.ink2, words.as_str());
    let chart = Bars {
        says: format!("{heading}. {words}"),
        columns: bars
            .iter()
            .enumerate()
            .map(|(place, bar)| OneBar {
                value: f64::from(bar.cards),
                outlined: if place == 0 { f64::from(counted.overdue) } else { 0.0 },
                words: format!("{}: {}", days(*bar, days_a_bar, today), plural(bar.cards, "card")),
            })
            .collect(),
        marks: marks(&bars, today, days_a_bar),
        at: shown.map(|_| (bars.len().saturating_sub(1), "exam".to_owned())),
        ..Bars::default()
    };
    bars_ui(ui, p, &chart);
    numbers_ui(ui, ctx, kept, Tile::Due, &["Day", "Cards"], || {
        let rows = bars.iter();
        rows.map(|bar| vec![days(*bar, days_a_bar, today), bar.cards.to_string()]).collect()
    });
}

fn in_words(
    counted: &Statistics,
    bars: &[DueBar],
    exam: Option<StudyDay>,
    last: StudyDay,
) -> String {
    let today = counted.due.get(&counted.today).copied().unwrap_or_default();
    let all: u32 = bars.iter().map(|bar| bar.cards).sum();
    let overdue = match counted.overdue {
        0 => String::new(),
        n => format!(", {n} of them from days before (outlined)"),
    };
    let unseen = match counted.unseen {
        0 => "",
        1 => " 1 new card is not in it yet.",
        n => &format!(" {n} new cards are not in it yet."),
    };
    let of_exam = match exam {
        Some(exam) if exam <= counted.today => " The day of the exam has come or is over.",
        Some(exam) if exam > last => " The exam is more than a year away.",
        _ => "",
    };
    format!("{today} today{overdue}; {all} by {last}.{unseen}{of_exam}")
}

/// "today", "March 8, 2026", "the week from March 8, 2026".
fn days(bar: DueBar, days_a_bar: u32, today: StudyDay) -> String {
    match days_a_bar {
        1 if bar.from == today => "Today".to_owned(),
        1 => bar.from.to_string(),
        _ => format!("Week from {}", bar.from),
    }
}

/// Dates under the bars: today, then a few at equal distances.
fn marks(bars: &[DueBar], today: StudyDay, days_a_bar: u32) -> Vec<(usize, String)> {
    let every = if days_a_bar == 1 { 7 } else { bars.len().div_ceil(5).max(1) };
    let marks = bars.iter().enumerate().step_by(every);
    marks
        .map(|(place, bar)| {
            let words = if bar.from == today {
                "today".to_owned()
            } else {
                bar.from.date().strftime("%b %-d").to_string()
            };
            (place, words)
        })
        .collect()
}
