//! The end of a sitting, or its rest: what was done, what was sure but wrong, what comes tomorrow,
//! what next.

use super::page_ui;
use super::sittings::name_of;
use crate::state::{Action, Rest, ReviewState, Spot, plural};
use crate::study::{Card, DAYS_A_WEEK, Rating, Review, SessionKind};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, go_on, source_action};
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{
    INTERFACE, LABEL, LEAD, NOTE, NOTE_STRONG, PAGE_TITLE, READING,
};
use crate::ui::widgets::{
    flush_button, hairline, heading, label, primary_button, text, text_button, wrapped_row,
};
use egui::Ui;

/// Draws the summary.
pub(super) fn done_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState) {
    let p = ctx.palette;
    let tally = &review.tally;
    let is_of_day = review.kind.is_of_day();
    page_ui(ui, ctx, "done", |ui| {
        let title = match review.rest {
            Some(Rest::TimeUp) => "The time is up",
            Some(Rest::Stopped) => "Stopped here",
            None if tally.answers() == 0 && is_of_day => "Nothing is due now",
            None if tally.answers() == 0 => "There is no such card now",
            None if review.kind.is_rehearsal() => "The rehearsal is over",
            None => "Done for now",
        };
        heading(ui, PAGE_TITLE, p.ink, title);
        if !is_of_day {
            text(ui, NOTE, p.ink3, name_of(ctx, &review.kind));
        }
        if tally.answers() > 0 {
            text(ui, LEAD, p.ink2, spent(review));
        }
        if review.limit_ms.is_some() && tally.answers() > 0 {
            text(ui, READING, p.ink2, pace(review));
        }
        if review.kind.is_rehearsal() {
            let words = "This was practice in the format of the exam, on the cards of this deck. It \
                         is not a prediction of your result.";
            text(ui, READING, p.ink2, words);
        }
        if review.kind.is_practice() {
            text(ui, READING, p.ink2, "No schedule was changed.");
        }
        text(ui, READING, p.ink2, tomorrow(tally.due_tomorrow));
        if tally.answers() > 0 && ctx.state.settings().show_week {
            text(ui, READING, p.ink2, this_week(tally.days_this_week));
        }
        ui.add_space(space::L);
        next_ui(ui, ctx, review);
        sure_but_wrong_ui(ui, ctx, review);
        if review.kind.is_rehearsal() {
            results_ui(ui, ctx, review);
        }
        ui.add_space(space::XL);
    });
}

/// What can be done next.
fn next_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState) {
    let p = ctx.palette;
    wrapped_row(ui, 36.0, |ui| {
        let (words, action) = go_on(review);
        if primary_button(ui, p, &words, ctx.key_of(Command::OpenRow)).clicked() {
            ctx.push(action);
        }
        if review.rest == Some(Rest::TimeUp)
            && text_button(ui, p, "Go on without a limit", "").clicked()
        {
            ctx.push(Action::GoOn { minutes: None });
        }
        if review.rest.is_some()
            && !review.kind.is_of_day()
            && text_button(ui, p, "Review what is due", "").clicked()
        {
            ctx.push(Action::StartSession(SessionKind::Due));
        }
        if text_button(ui, p, "Practice", ctx.key_of(Command::Practice)).clicked() {
            ctx.push(Action::Open(Spot::Sittings));
        }
        let may_undo = !(review.kind.is_rehearsal() && review.session.left() > 0);
        if may_undo
            && ctx.state.progress().last_undoable().is_some()
            && text_button(ui, p, "Undo", ctx.key_of(Command::Undo)).clicked()
        {
            ctx.push(Action::Undo);
        }
        if text_button(ui, p, "Your plan", ctx.key_of(Command::Plan)).clicked() {
            ctx.push(Action::Open(Spot::Plan));
        }
        if text_button(ui, p, "All cards", ctx.key_of(Command::Browse)).clicked() {
            ctx.push(Action::Open(Spot::Browse));
        }
        if text_button(ui, p, "Import and export", ctx.key_of(Command::Exchange)).clicked() {
            ctx.push(Action::Open(Spot::Exchange));
        }
    });
}

/// How many answers to how many cards in which time, and how many of them were recalled.
fn spent(review: &ReviewState) -> String {
    let tally = &review.tally;
    let (answers, recalled) = (tally.answers(), tally.recalled());
    let answered = plural(answers, "answer");
    let minutes = match tally.ms() / 60_000 {
        0 => "less than a minute".to_owned(),
        n => plural(n, "minute"),
    };
    if review.kind.is_rehearsal() {
        return format!("{recalled} of {answered} right, in {minutes}.");
    }
    let share = recalled * 100 / answers.max(1);
    let cards = plural(tally.cards(), "card");
    format!("{answered} to {cards} in {minutes}, {share} % recalled.")
}

/// How quick the answers of a timed sitting were.
fn pace(review: &ReviewState) -> String {
    let tally = &review.tally;
    let answers = u64::try_from(tally.answers()).unwrap_or(u64::MAX).max(1);
    let each = (tally.ms() / answers).div_ceil(1000);
    let minutes = review.limit_ms.unwrap_or(0) / 60_000;
    let given = plural(minutes, "minute");
    let seconds = if each == 1 { "1 second".to_owned() } else { format!("{each} seconds") };
    format!("Your pace: {seconds} an answer. The time given was {given}.")
}

fn tomorrow(due: usize) -> String {
    match due {
        0 => "Nothing is due tomorrow so far.".to_owned(),
        1 => "1 card is due tomorrow.".to_owned(),
        n => format!("{n} cards are due tomorrow."),
    }
}

fn this_week(days: usize) -> String {
    match days {
        0..=DAYS_A_WEEK => format!("Days this week: {days} of {DAYS_A_WEEK}."),
        _ => format!("Days this week: {days}."),
    }
}

fn sure_but_wrong_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState) {
    let p = ctx.palette;
    let cards = review.tally.sure_but_wrong();
    // In a rehearsal each wrong answer is told below.
    if cards.is_empty() || review.kind.is_rehearsal() {
        return;
    }
    ui.add_space(space::L);
    label(ui, p, &format!("Sure, but wrong ({})", cards.len()));
    for id in cards {
        let Some(card) = ctx.state.deck().get(id) else { continue };
        text(ui, INTERFACE, p.ink, card.plain(ctx.state.curriculum(), &card.ask.question()));
        source_ui(ui, ctx, card);
    }
}

fn source_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, card: &Card) {
    let spoken = card.plain(ctx.state.curriculum(), &card.ask.question());
    let Some(action) = source_action(ctx.state, &card.id) else { return };
    let button = flush_button(ui, ctx.palette, "Read the source", "");
    if button.accessible_name(format!("Read the source: {spoken}")).clicked() {
        ctx.push(action);
    }
}

/// Right and wrong of a rehearsal, the wrong ones first.
fn results_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState) {
    let given = review.tally.given();
    let (wrong, right): (Vec<&Review>, Vec<&Review>) =
        given.iter().partition(|given| given.rating == Rating::Again);
    for (heading, answers) in [("Wrong", wrong), ("Right", right)] {
        if answers.is_empty() {
            continue;
        }
        ui.add_space(space::L);
        label(ui, ctx.palette, &format!("{heading} ({})", answers.len()));
        for given in answers {
            let Some(card) = ctx.state.deck().get(&given.card) else { continue };
            result_ui(ui, ctx, given, card);
        }
    }
}

fn result_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, given: &Review, card: &Card) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    hairline(ui, p);
    ui.add_space(space::XS);
    text(ui, NOTE_STRONG, p.ink, card.plain(c, &card.ask.question()));
    if given.rating == Rating::Again {
        let yours = card.plain(c, &card.ask.given(&given.chosen));
        let sure = if given.sure { " (you were sure)" } else { "" };
        text(ui, NOTE, p.wrong.text, format!("✗ {yours}{sure}"));
    }
    let answer = card.plain(c, &card.ask.answer()).replace('\n', ", ");
    text(ui, NOTE, p.good.text, format!("✓ {answer}"));
    let parts = card.ask.right_parts(&given.chosen);
    if given.rating == Rating::Again && !parts.is_empty() {
        let (right, of) = (parts.iter().filter(|right| **right).count(), parts.len());
        let words = format!("{right} of {of} in place; it counts as right only with all of them.");
        text(ui, LABEL, p.ink2, words);
    }
    if given.rating == Rating::Again {
        if !card.why.is_empty() {
            text(ui, LABEL, p.ink2, card.plain(c, &card.why));
        }
        source_ui(ui, ctx, card);
    }
}
