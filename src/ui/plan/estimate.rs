//! What may be recalled on the day of the exam: a drawing, its numbers, and the page that says how
//! they are made.

use super::{link, part};
use crate::state::{Action, Estimate, Spot};
use crate::study::{Band, FORECAST_MINUTES, Forecast, MISSED, SAMPLE};
use crate::ui::ViewCtx;
use crate::ui::page::column_ui;
use crate::ui::theme::type_scale::{
    INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, LEAD, NOTE, NOTE_STRONG, PAGE_TITLE, READING,
    SUB_HEADING,
};
use crate::ui::theme::{Palette, space};
use crate::ui::widgets::{heading, note, text, word};
use egui::{
    Align2, CornerRadius, FontId, Grid, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

/// It always stands by the numbers.
const LABEL_OF_ALL: &str = "An estimate for this deck, not a prediction of the exam.";
/// The height of a line of the drawing.
const LINE: f32 = 26.0;

/// The estimate, or why there is none.
fn known<'a>(ctx: &ViewCtx<'a>) -> Result<&'a Forecast, &'static str> {
    let today = ctx.state.progress().study_day(ctx.now.moment);
    match &ctx.state.plan().estimate {
        Estimate::None if ctx.state.progress().exam_ahead(today).is_some() => {
            Err("Your exam is today. There is nothing left to estimate.")
        }
        Estimate::None => Err(
            "Set the date of your exam to see how much of this deck you may recall on that day.",
        ),
        Estimate::Running(None) => Err("Your cards are being studied ahead …"),
        Estimate::Running(Some(forecast)) | Estimate::Done(forecast) => Ok(forecast),
    }
}

/// Draws what may come of the plan.
pub(super) fn estimate_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    part(ui, ctx, "On the day of the exam");
    let forecast = match known(ctx) {
        Ok(forecast) => forecast,
        Err(why) => {
            note(ui, p, why);
            return;
        }
    };
    let lead = format!(
        "How much of this deck you may recall on {}, for different minutes a day. Today it is \
         about {}.",
        forecast.exam,
        percent(forecast.today)
    );
    text(ui, NOTE, p.ink, lead);
    text(ui, NOTE_STRONG, p.ink, LABEL_OF_ALL);
    drawing_ui(ui, p, forecast);
    table_ui(ui, p, forecast);
    method_link_ui(ui, ctx);
}

/// The same in a few lines, on a page that shows more.
pub(crate) fn estimate_lines_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let forecast = match known(ctx) {
        Ok(forecast) => forecast,
        Err(why) => {
            text(ui, NOTE, p.ink2, why);
            if link(ui, ctx, "Open your plan", "Open your plan") {
                ctx.push(Action::Open(Spot::Plan));
            }
            return;
        }
    };
    text(ui, NOTE, p.ink, format!("How much of this deck you may recall on {}:", forecast.exam));
    let range = |band: &Band| format!("{:.0}–{:.0} %", band.low * 100.0, band.high * 100.0);
    Grid::new("estimate").min_row_height(20.0).spacing(vec2(20.0, 4.0)).show(ui, |ui| {
        for (minutes, every, missed) in &forecast.cases {
            word(ui, INTERFACE, p.ink, format!("If {minutes} min a day"));
            word(ui, INTERFACE_STRONG, p.ink, range(every));
            word(ui, LABEL, p.ink2, format!("if you miss {MISSED} days: {}", range(missed)));
            ui.end_row();
        }
    });
    text(ui, NOTE, p.ink, LABEL_OF_ALL);
    method_link_ui(ui, ctx);
}

/// The way to how it is made; while it is made anew, that.
fn method_link_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    if matches!(ctx.state.plan().estimate, Estimate::Running(_)) {
        let words = "Something has changed; the numbers are being made anew …";
        text(ui, LABEL, ctx.palette.ink3, words);
    }
    if link(ui, ctx, "How this estimate is made", "How this estimate is made") {
        ctx.push(Action::Open(Spot::Method));
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn band_words(band: Band) -> String {
    format!("{} ({:.0} to {:.0})", percent(band.expected), band.low * 100.0, band.high * 100.0)
}

/// The lines of the drawing: their names and bands.
fn lines(forecast: &Forecast) -> Vec<(String, Band)> {
    let mut lines = vec![("no reviews".to_owned(), forecast.without)];
    for (minutes, every, missed) in &forecast.cases {
        lines.push((format!("{minutes} min a day"), *every));
        lines.push(("   with days missed".to_owned(), *missed));
    }
    lines
}

fn drawing_ui(ui: &mut Ui, p: &Palette, forecast: &Forecast) {
    let lines = lines(forecast);
    let height = lines.len() as f32 * LINE + 24.0;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| {
        let said: Vec<String> = lines
            .iter()
            .map(|(name, band)| format!("{}: {}", name.trim(), band_words(*band)))
            .collect();
        WidgetInfo::labeled(Role::Image, true, format!("Drawing. {}", said.join("; ")))
    });
    let painter = ui.painter();
    let font = FontId::proportional(LABEL.size);
    let left = rect.left() + 136.0;
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    let at = |share: f64| left + (rect.right() - 20.0 - left) * share as f32;
    let bottom = rect.bottom() - 24.0;
    for quarter in 0..=4_u8 {
        let share = f64::from(quarter) / 4.0;
        let stroke = Stroke::new(p.edge_width, p.line);
        painter.vline(at(share), rect.top()..=bottom, stroke);
        let place = pos2(at(share), bottom + 4.0);
        painter.text(place, Align2::CENTER_TOP, percent(share), font.clone(), p.ink3);
    }
    for (number, (name, band)) in lines.iter().enumerate() {
        let y = rect.top() + (number as f32 + 0.5) * LINE;
        painter.text(pos2(rect.left(), y), Align2::LEFT_CENTER, name, font.clone(), p.ink2);
        let bar = Rect::from_min_max(
            pos2(at(band.low), y - 7.0),
            pos2(at(band.high).max(at(band.low) + 2.0), y + 7.0),
        );
        let edge = Stroke::new(p.edge_width, p.accent.text);
        painter.rect(bar, CornerRadius::same(3), p.accent.soft, edge, StrokeKind::Inside);
        let mark = Stroke::new(3.0, p.accent.text);
        painter.vline(at(band.expected), y - 9.0..=y + 9.0, mark);
    }
}

fn table_ui(ui: &mut Ui, p: &Palette, forecast: &Forecast) {
    ui.add_space(space::S);
    Grid::new("estimate").num_columns(3).min_row_height(20.0).spacing(vec2(20.0, 6.0)).show(
        ui,
        |ui| {
            for head in ["Minutes a day", "Every day", "Three days missed"] {
                word(ui, LABEL_STRONG, p.ink3, head);
            }
            ui.end_row();
            for (minutes, every, missed) in &forecast.cases {
                word(ui, INTERFACE, p.ink, minutes.to_string());
                word(ui, INTERFACE, p.ink, band_words(*every));
                word(ui, INTERFACE, p.ink, band_words(*missed));
                ui.end_row();
            }
            word(ui, INTERFACE, p.ink, "none");
            word(ui, INTERFACE, p.ink, band_words(forecast.without));
            ui.end_row();
        },
    );
    let (all, played) = forecast.cards;
    let of = if all == played {
        format!("{all} cards.")
    } else {
        format!("{all} cards, of which {played} were studied ahead.")
    };
    let words = format!("In brackets: eight of ten outcomes lie between these two. {of}");
    text(ui, LABEL, p.ink3, words);
}

/// How the estimate is made, in plain words.
pub(crate) fn method_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    column_ui(ui, ctx, "method", |ui| {
        heading(ui, PAGE_TITLE, ctx.palette.ink, "How this estimate is made");
        text(ui, LEAD, p.ink2, LABEL_OF_ALL);
        let [few, some, many] = FORECAST_MINUTES;
        let parts = [
            (
                "Your own cards are studied ahead",
                format!(
                    "The program takes your cards as they stand today and plays every day until \
                     the eve of the exam, with {few}, {some} and {many} minutes a day. It uses the \
                     very scheduler that plans your reviews. Days off count as days off. If the \
                     deck is large, up to {SAMPLE} cards are drawn evenly from it and get their \
                     share of the time."
                ),
            ),
            (
                "Whether a card is recalled is drawn by lot",
                "For each card the scheduler knows how likely you are to recall it on a given day: \
                 nearly sure after a fresh review, less with every day after that. The lot is \
                 drawn with that chance. Which button follows, Hard, Good or Easy, is drawn by how \
                 often you pressed each of late; for a new learner the usual numbers stand in."
                    .to_owned(),
            ),
            (
                "Time is spent as your plan spends it",
                "First what is due. If that is too much for the day, the cards for which a review \
                 adds most to the day of the exam come first. New cards join while there is time. \
                 An answer takes as long as your answers usually take."
                    .to_owned(),
            ),
            (
                "What the numbers say",
                format!(
                    "Each case is played many times with other luck. The number is the share of \
                     the whole deck that you would recall on the day; cards you never met count as \
                     not recalled. Eight of ten outcomes lie in the band. “Missed” leaves out {MISSED} \
                     days, from tomorrow on; where there is time to make up for \
                     them, the numbers hardly differ."
                ),
            ),
            (
                "What it does not say",
                "It knows this deck and nothing else. It does not know the questions of the exam, \
                 how well the deck covers them, your course, your practice or your day. The band \
                 holds the play of chance, not the doubt whether your memory works as the \
                 scheduler assumes; fitting the scheduler to your own answers makes that smaller. \
                 Nothing here says that you will pass."
                    .to_owned(),
            ),
        ];
        for (title, words) in parts {
            ui.add_space(space::S);
            heading(ui, SUB_HEADING, ctx.palette.ink, title);
            text(ui, READING, p.ink, words);
        }
        ui.add_space(space::S);
        if link(ui, ctx, "Your plan", "Your plan") {
            ctx.push(Action::Open(Spot::Plan));
        }
    });
}
