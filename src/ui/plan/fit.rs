//! Fitting the scheduler to one's own answers: what it does, how far it is, what would change.

use super::part;
use crate::state::{Action, Fitting};
use crate::study::{ANSWERS_NEEDED, Fit};
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{INTERFACE, LABEL, LABEL_STRONG, NOTE};
use crate::ui::widgets::{note, row, text, text_button, word, wrapped_row};
use egui::{Frame, Grid, ProgressBar, Ui, vec2};

/// Draws the part of the page.
pub(super) fn fit_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let plan = ctx.state.plan();
    part(ui, ctx, "Fit to your memory");
    note(
        ui,
        p,
        "Your reviews are scheduled by how people usually forget. From your own answers the program \
         can work out how you do, and time your reviews by that. Nothing leaves this computer, and \
         you see what would change before it does.",
    );
    let fitted_by = &ctx.state.progress().parameters().fitted_by;
    if !fitted_by.is_empty() {
        text(ui, NOTE, p.ink, format!("Fitted to your answers, by {fitted_by}."));
    }
    match &plan.fitting {
        Fitting::Idle => {}
        Fitting::Running(share) => {
            text(ui, INTERFACE, p.ink, "Learning from your answers …");
            row(ui, 32.0, |ui| {
                let bar = ProgressBar::new(*share).desired_width(240.0);
                ui.add(bar.show_percentage()).accessible_name("Fitting");
                if text_button(ui, p, "Stop", "").clicked() {
                    ctx.push(Action::StopFit);
                }
            });
            return;
        }
        Fitting::Done(fit) => {
            change_ui(ui, ctx, fit);
            return;
        }
        Fitting::Refused(why) => {
            text(ui, NOTE, p.ink, why.as_str());
        }
    }
    let answers = plan.fit_answers();
    if answers < ANSWERS_NEEDED {
        let words = format!(
            "It needs {ANSWERS_NEEDED} answers that were given a day or more after the one before; \
             you have {answers} so far."
        );
        text(ui, NOTE, p.ink2, words);
    }
    wrapped_row(ui, 36.0, |ui| {
        ui.add_enabled_ui(answers >= ANSWERS_NEEDED, |ui| {
            if text_button(ui, p, "See what would change", "").clicked() {
                ctx.push(Action::StartFit);
            }
        });
        if !fitted_by.is_empty()
            && text_button(ui, p, "Back to the published weights", "").clicked()
        {
            ctx.push(Action::DropFit);
        }
    });
}

/// What would change, before it is taken.
fn change_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, fit: &Fit) {
    let p = ctx.palette;
    Frame::new().fill(p.sunken).inner_margin(16).corner_radius(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::S;
        let answers = fit.answers;
        text(ui, LABEL_STRONG, p.ink3, format!("Learned from {answers} answers"));
        Grid::new("fit").num_columns(3).min_row_height(20.0).spacing(vec2(28.0, 6.0)).show(
            ui,
            |ui| {
                for head in ["", "Now", "Fitted"] {
                    word(ui, LABEL_STRONG, p.ink3, head);
                }
                ui.end_row();
                let lines = [
                    (
                        "Distance from your answers",
                        format!("{:.4}", fit.loss.0),
                        format!("{:.4}", fit.loss.1),
                    ),
                    (
                        "Days to the next review",
                        format!("{:.1}", fit.interval_days.0),
                        format!("{:.1}", fit.interval_days.1),
                    ),
                ];
                for (name, now, then) in lines {
                    word(ui, INTERFACE, p.ink2, name);
                    word(ui, INTERFACE, p.ink, now);
                    word(ui, INTERFACE, p.ink, then);
                    ui.end_row();
                }
            },
        );
        text(
            ui,
            LABEL,
            p.ink3,
            "The distance of the predictions is the log loss, on the answers it learned from: the \
             smaller, the better. The days are those after Good, on average over your cards in \
             review.",
        );
        let words = if fit.is_better() {
            "The fitted schedule predicts your answers better. It would hold from your next rating \
             on; what was scheduled before stays."
        } else {
            "The schedule that you have fits your answers as well. There is nothing to gain."
        };
        text(ui, NOTE, p.ink, words);
        wrapped_row(ui, 40.0, |ui| {
            if fit.is_better() && text_button(ui, p, "Use it from now on", "").clicked() {
                ctx.push(Action::TakeFit);
            }
            if text_button(ui, p, "Leave it as it is", "").clicked() {
                ctx.push(Action::LetGoOfFit);
            }
        });
    });
}
