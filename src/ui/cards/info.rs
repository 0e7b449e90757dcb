//! What is known of a card: where it comes from, how well it sits, and every rating of it.

use crate::study::{Card, Logged, Memory, Phase, Schedule, delay, short_duration};
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{HEADING, INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG};
use crate::ui::widgets::{label, note, text, word};
use egui::{Grid, ScrollArea, Ui};

/// The names at the left have this much room.
const NAMES: f32 = 104.0;

/// Draws what is known of the card that keys are about.
pub(in crate::ui) fn card_info_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    text(ui, HEADING, p.ink, "About this card");
    let card = ctx.state.card_at_hand().and_then(|id| ctx.state.deck().get(id));
    let Some(card) = card else { return };
    text(ui, INTERFACE_STRONG, p.ink2, card.plain(c, &card.ask.question()));
    ui.add_space(space::XS);
    let mut line = |name: &str, value: String, plainly: &str| {
        ui.horizontal_top(|ui| {
            let name = word(ui, LABEL_STRONG, p.ink3, name);
            ui.add_space((NAMES - name.rect.width()).max(0.0));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                text(ui, INTERFACE, p.ink, value);
                if !plainly.is_empty() {
                    text(ui, LABEL, p.ink3, plainly);
                }
            });
        });
    };
    line("Deck", card.deck_title().to_owned(), "");
    if !card.tags().is_empty() {
        line("Tags", card.tags().join(" "), "");
    }
    let section = card.section.as_ref().and_then(|id| c.section(id));
    if let Some(section) = section {
        line("Section", section.title.clone(), "");
    }
    if let Some(domain) = card.domain {
        line("Exam domain", domain.label().to_owned(), "");
    }
    let schedule = ctx.state.progress().schedule(&card.id);
    line("State", state_words(ctx, card, &schedule), "");
    line("Lapses", schedule.lapses.to_string(), "Times forgotten after it had been known.");
    if let Some(Memory { stability, difficulty }) = schedule.memory {
        let days =
            if stability < 1.05 { "1 day".to_owned() } else { format!("{stability:.1} days") };
        let plainly = "After so long you would still know it nine times out of ten.";
        line("Stability", days, plainly);
        let plainly = "1 is easy for you, 10 is hard. Hard cards gain less from each review.";
        line("Difficulty", format!("{difficulty:.1} of 10"), plainly);
    }
    line("Id", card.id.to_string(), "");
    ui.add_space(space::S);
    history_ui(ui, ctx, card);
}

fn state_words(ctx: &ViewCtx<'_>, card: &Card, schedule: &Schedule) -> String {
    let progress = ctx.state.progress();
    let today = progress.study_day(ctx.now.moment);
    let known = progress.card(&card.id);
    if known.is_some_and(|known| known.suspended) {
        return "Taken out of reviews".to_owned();
    }
    if known.is_some_and(|known| known.is_hidden(today)) {
        return "Hidden until tomorrow".to_owned();
    }
    match schedule.phase {
        Phase::New => "New: never rated".to_owned(),
        Phase::Learning { .. } => "Learning: it comes back within minutes".to_owned(),
        Phase::Relearning { .. } => "Forgotten, learning again".to_owned(),
        Phase::Review { due, .. } if due <= today => "In review, due today".to_owned(),
        Phase::Review { due, .. } => format!("In review, due on {due}"),
    }
}

/// Every rating that stands, the newest first.
fn history_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, card: &Card) {
    let p = ctx.palette;
    let history = ctx.state.progress().history(&card.id);
    let heading = match history.len() {
        0 => "No rating yet".to_owned(),
        1 => "1 rating".to_owned(),
        n => format!("{n} ratings, the newest first"),
    };
    label(ui, p, &heading);
    if history.is_empty() {
        note(ui, p, "Each rating will stand here with what came of it.");
        return;
    }
    // In a narrow window it is read sideways.
    ScrollArea::horizontal().id_salt("history").show(ui, |ui| grid_ui(ui, ctx, &history));
}

fn grid_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, history: &[(Logged<'_>, Schedule)]) {
    let p = ctx.palette;
    let grid = Grid::new("history").num_columns(5).min_row_height(20.0);
    grid.spacing([space::L, space::XS]).show(ui, |ui| {
        for name in ["Date", "Rating", "Comes back in", "Time", "Sure"] {
            word(ui, LABEL_STRONG, p.ink3, name);
        }
        ui.end_row();
        for (given, led_to) in history.iter().rev() {
            for words in cells(given, led_to) {
                word(ui, INTERFACE, p.ink, words);
            }
            ui.end_row();
        }
    });
}

/// Date, rating, interval, time, sure.
fn cells(given: &Logged<'_>, led_to: &Schedule) -> [String; 5] {
    let seconds = given.ms.div_ceil(1000);
    let time = match given.ms {
        0 => "—".to_owned(),
        _ if seconds < 100 => format!("{seconds} s"),
        _ => format!("{} min", seconds.div_ceil(60)),
    };
    [
        given.day.to_string(),
        given.rating.label().to_owned(),
        short_duration(delay(led_to, given.at, given.day)),
        time,
        if given.sure { "sure" } else { "—" }.to_owned(),
    ]
}
