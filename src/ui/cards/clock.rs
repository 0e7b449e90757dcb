//! The question whether the clock is right, asked once where it may have jumped.

use super::page_ui;
use crate::state::{Action, ClockAnswer, ClockDoubt};
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{LEAD, PAGE_TITLE, READING};
use crate::ui::widgets::{primary_button, text, text_button};
use egui::Ui;

/// Draws the question.
pub(super) fn clock_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, doubt: ClockDoubt) {
    let p = ctx.palette;
    let today = ctx.now.moment.study_day(0);
    let last = doubt.last.study_day(0);
    page_ui(ui, ctx, "clock", |ui| {
        if ctx.state.clock_answer() == ClockAnswer::Wrong {
            text(ui, PAGE_TITLE, p.ink, "Set the clock of this computer first");
            text(
                ui,
                LEAD,
                p.ink2,
                "Your cards wait for the right date, so that none comes back too early or too late. Learn and Compare are open meanwhile.",
            );
            ui.add_space(space::L);
            if primary_button(ui, p, "The clock is set", "").clicked() {
                ctx.push(Action::AnswerClock(ClockAnswer::Open));
            }
            return;
        }
        text(ui, PAGE_TITLE, p.ink, format!("Is today {today}?"));
        let what = if doubt.is_behind {
            format!(
                "What you did last was kept on {last}, which is later than the date of this computer."
            )
        } else {
            format!(
                "What you did last was kept on {last}, more than a year before the date of this computer."
            )
        };
        text(ui, LEAD, p.ink2, what);
        if doubt.is_behind {
            text(
                ui,
                READING,
                p.ink2,
                "If the date is right now, the cards that were answered under a later date come back today. No answer is lost.",
            );
        }
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| {
            if primary_button(ui, p, "Yes, the date is right", "").clicked() {
                ctx.push(Action::AnswerClock(ClockAnswer::Right));
            }
            if text_button(ui, p, "No, the clock is wrong", "").clicked() {
                ctx.push(Action::AnswerClock(ClockAnswer::Wrong));
            }
        });
    });
}
