//! True recall by months, and time by days.

use super::super::ViewCtx;
use super::super::theme::type_scale::{LABEL, NOTE};
use super::super::widgets::text;
use super::chart::{Bars, OneBar, bars_ui};
use super::{ProgressState, Tile, duration, heading_ui, numbers_ui, plural};
use crate::study::{LONGEST_ANSWER_MS, Share, Statistics, StudyDay};
use egui::Ui;

/// So many months are drawn, the last ones.
const MONTHS: usize = 12;
/// So many days.
const DAYS: u32 = 30;

/// Draws how much was recalled of what came back.
pub(super) fn recall_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    counted: &Statistics,
    kept: &mut ProgressState,
) {
    let p = ctx.palette;
    heading_ui(ui, p, Tile::Recall.name());
    if counted.months.is_empty() {
        let words = "Once cards come back after days, you will see here how many of them you \
                     recalled at the first try, month by month.";
        text(ui, NOTE, p.ink2, words);
        return;
    }
    let words = format!(
        "Last 7 days {}, last 30 days {}.",
        share_words(counted.recall_of_days(7)),
        share_words(counted.recall_of_days(30))
    );
    text(ui, NOTE, p.ink2, words.as_str());
    let months: Vec<(String, Share)> =
        counted.months.iter().map(|((year, month), share)| (name(*year, *month), *share)).collect();
    let drawn = months.get(months.len().saturating_sub(MONTHS)..).unwrap_or_default();
    let aim = ctx.state.progress().parameters().retention_percent;
    let chart = Bars {
        says: format!("{}. {words}", Tile::Recall.name()),
        columns: drawn
            .iter()
            .map(|(name, share)| OneBar {
                value: share.percent().unwrap_or(0).into(),
                outlined: 0.0,
                words: format!("{name}: {}", share_words(*share)),
            })
            .collect(),
        marks: drawn
            .iter()
            .enumerate()
            .step_by(drawn.len().div_ceil(5).max(1))
            .map(|(place, (name, _))| (place, name.clone()))
            .collect(),
        unit: " %",
        line: Some((aim.into(), format!("aim {aim} %"))),
        top: Some(100.0),
        ..Bars::default()
    };
    bars_ui(ui, p, &chart);
    let words = "The first answer of a day to each card that had waited days; all but Again count \
                 as recalled.";
    text(ui, LABEL, p.ink3, words);
    let heads = ["Month", "Recalled", "Of", "Share"];
    numbers_ui(ui, ctx, kept, Tile::Recall, &heads, || {
        let rows = months.iter().rev();
        rows.map(|(name, share)| {
            let percent = share.percent().unwrap_or(0);
            let (right, of) = (share.right.to_string(), share.of.to_string());
            vec![name.clone(), right, of, format!("{percent} %")]
        })
        .collect()
    });
}

fn share_words(share: Share) -> String {
    match share.percent() {
        Some(percent) => format!("{percent} % ({} of {})", share.right, share.of),
        None => "none came back".to_owned(),
    }
}

/// "Mar 2026".
fn name(year: i16, month: i8) -> String {
    let names =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = usize::try_from(month - 1).ok().and_then(|at| names.get(at));
    format!("{} {year}", name.copied().unwrap_or_default())
}

/// Draws how much time was spent.
pub(super) fn time_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    counted: &Statistics,
    kept: &mut ProgressState,
) {
    let p = ctx.palette;
    heading_ui(ui, p, Tile::Time.name());
    if counted.answers == 0 {
        let words = "How many minutes you spend with the cards, day by day. A few minutes on most \
                     days keep more than a long evening.";
        text(ui, NOTE, p.ink2, words);
        return;
    }
    let answers: u32 = counted.last_days(DAYS).map(|(_, day)| day.answers).sum();
    let ms = counted.ms_of_days(DAYS);
    let each = match answers {
        0 => String::new(),
        n => format!(", {} s an answer", (ms / u64::from(n) + 500) / 1000),
    };
    let words = format!(
        "Last 7 days {}, last {DAYS} days {}{each}.",
        duration(counted.ms_of_days(7)),
        duration(ms)
    );
    text(ui, NOTE, p.ink2, words.as_str());
    let first = StudyDay(counted.today.0.saturating_sub_unsigned(DAYS - 1));
    let days: Vec<StudyDay> = (0..DAYS).map(|day| first.plus(day)).collect();
    let tally = |day: &StudyDay| counted.days.get(day).copied().unwrap_or_default();
    let chart = Bars {
        says: format!("{}. {words}", Tile::Time.name()),
        columns: days
            .iter()
            .map(|day| {
                let tally = tally(day);
                #[expect(clippy::cast_precision_loss, reason = "minutes of a day")]
                let minutes = tally.ms as f64 / 60_000.0;
                let answers = plural(tally.answers, "answer");
                let words = format!("{day}: {answers}, {}", duration(tally.ms));
                OneBar { value: minutes, outlined: 0.0, words }
            })
            .collect(),
        marks: days
            .iter()
            .enumerate()
            .filter(|(place, _)| place % 7 == 1)
            .map(|(place, day)| {
                let is_today = *day == counted.today;
                let date = day.date().strftime("%b %-d").to_string();
                (place, if is_today { "today".to_owned() } else { date })
            })
            .collect(),
        unit: " min",
        ..Bars::default()
    };
    bars_ui(ui, p, &chart);
    let longest = LONGEST_ANSWER_MS / 60_000;
    let words = format!("No answer counts for more than {longest} minutes.");
    text(ui, LABEL, p.ink3, words);
    numbers_ui(ui, ctx, kept, Tile::Time, &["Day", "Answers", "Time"], || {
        let rows = days.iter().rev().map(|day| (day, tally(day)));
        let rows = rows.filter(|(_, tally)| tally.answers > 0);
        rows.map(|(day, tally)| {
            vec![day.to_string(), tally.answers.to_string(), duration(tally.ms)]
        })
        .collect()
    });
}
