//! The end of a sitting: what was done, what was sure but wrong, what comes tomorrow, what next.

use super::page_ui;
use crate::state::{Action, ReviewState, Spot};
use crate::study::SessionKind;
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, key_of, source_action};
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{INTERFACE, LEAD, PAGE_TITLE, READING};
use crate::ui::widgets::{label, primary_button, text, text_button};
use egui::Ui;

/// So many new cards beyond those of the day are offered at once.
const MORE: usize = 10;

/// Draws the summary.
pub(super) fn done_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState) {
    let p = ctx.palette;
    let tally = &review.tally;
    page_ui(ui, ctx, "done", |ui| {
        if tally.answers() == 0 {
            text(ui, PAGE_TITLE, p.ink, "Nothing is due now");
        } else {
            text(ui, PAGE_TITLE, p.ink, "Done for now");
            text(ui, LEAD, p.ink2, spent(tally.answers(), tally.recalled(), tally.ms()));
        }
        let tomorrow = match tally.due_tomorrow {
            0 => "Nothing is due tomorrow so far.".to_owned(),
            1 => "1 card is due tomorrow.".to_owned(),
            n => format!("{n} cards are due tomorrow."),
        };
        text(ui, READING, p.ink2, tomorrow);
        sure_but_wrong_ui(ui, ctx, review);
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| {
            let more = format!("Learn {MORE} more cards");
            if primary_button(ui, p, &more, "").clicked() {
                ctx.push(Action::StartSession(SessionKind::More(MORE)));
            }
            if ctx.state.progress().last_undoable().is_some()
                && text_button(ui, p, "Undo", key_of(Command::Undo)).clicked()
            {
                ctx.push(Action::Undo);
            }
            if text_button(ui, p, "Your plan", key_of(Command::Plan)).clicked() {
                ctx.push(Action::Open(Spot::Plan));
            }
            if text_button(ui, p, "All cards", key_of(Command::Browse)).clicked() {
                ctx.push(Action::Open(Spot::Browse));
            }
            if text_button(ui, p, "Import and export", key_of(Command::Exchange)).clicked() {
                ctx.push(Action::Open(Spot::Exchange));
            }
        });
    });
}

fn spent(answers: usize, recalled: usize, ms: u64) -> String {
    let answered = if answers == 1 { "1 answer".to_owned() } else { format!("{answers} answers") };
    let share = recalled * 100 / answers.max(1);
    let minutes = match ms / 60_000 {
        0 => "less than a minute".to_owned(),
        1 => "1 minute".to_owned(),
        n => format!("{n} minutes"),
    };
    format!("{answered} in {minutes}, {share} % recalled.")
}

fn sure_but_wrong_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState) {
    let p = ctx.palette;
    let cards = review.tally.sure_but_wrong();
    if cards.is_empty() {
        return;
    }
    ui.add_space(space::L);
    label(ui, p, &format!("Sure, but wrong ({})", cards.len()));
    for id in cards {
        let Some(card) = ctx.state.deck().get(id) else { continue };
        text(ui, INTERFACE, p.ink, ctx.state.curriculum().plain(&card.ask.question()));
        if text_button(ui, p, "Read the source", "").clicked()
            && let Some(action) = source_action(ctx.state, id)
        {
            ctx.push(action);
        }
    }
}
