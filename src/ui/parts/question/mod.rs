//! A card as a question: what is asked, what can be chosen or arranged, the answer, and the buttons
//! that rate it. Cards and the questions at the end of a section are made of these.

mod answer;
mod arrange;
mod leech;
mod options;
mod rating;

pub(in crate::ui) use answer::answer_ui;
pub(in crate::ui) use leech::leech_row_ui;
pub(in crate::ui) use rating::{bar_height, rating_ui};

use crate::curriculum::Task;
use crate::state::{Current, ReviewStep, Spot};
use crate::study::Card;
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{HEADING, LABEL, QUESTION, READING};
use crate::ui::widgets::{chip, text};
use egui::{Rect, Role, Ui, WidgetInfo};

/// The text of a card is set no wider than this, in points.
pub(in crate::ui) const COLUMN: f32 = 720.0;
/// A window lower than this, in points, has smaller bars and buttons, so that the card has more room.
const LOW: f32 = 420.0;

/// Whether the window is so low that the card needs all the room there is.
pub(in crate::ui) fn is_low(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < LOW
}

/// Whether what is before the eyes is a question of a rehearsal. The questions of a section are none,
/// also while a rehearsal is open.
pub(in crate::ui) fn rehearses(ctx: &ViewCtx<'_>) -> bool {
    let at_cards = *ctx.state.spot() == Spot::Cards;
    at_cards && ctx.state.review().is_some_and(|review| review.kind.is_rehearsal())
}

/// Draws the question and what it offers to choose from. Once the answer is shown, returns where the
/// options stand that are right or were picked.
pub(in crate::ui) fn question_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    current: &Current,
    card: &Card,
) -> Option<Rect> {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let question = card.plain(c, &card.ask.question());
    let role = if is_low(ui) { HEADING } else { QUESTION };
    let response = text(ui, role, p.ink, question.as_str());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &question));
    // What not every card has stands below the question, which always begins at the same place.
    let known = ctx.state.progress().card(&card.id);
    if known.is_some_and(|k| k.answer_changed(card)) {
        chip(ui, p.caution, "answer changed");
    }
    if card.scope.is_some() {
        let words = match ctx.state.state_overlay() {
            Some(overlay) => format!("National model, not the rules of {}", overlay.title()),
            None => "National model; your state may differ".to_owned(),
        };
        text(ui, LABEL, p.ink3, words);
    }
    if current.hint
        && let Some(hint) = &card.hint
    {
        text(ui, READING, p.ink2, format!("Hint: {}", card.plain(c, hint)));
    }
    let task = card.ask.task();
    // In a rehearsal an answer that is handed in is not shown.
    let is_answered = current.step != ReviewStep::Question && !rehearses(ctx);
    if is_answered && !task.is_choice() {
        return None;
    }
    ui.add_space(space::S);
    if task == Task::PickAll {
        text(ui, LABEL, p.ink3, "Choose all that are right");
    }
    if is_answered {
        return options::answered_ui(ui, ctx, current, card);
    }
    if rehearses(ctx) && !matches!(task, Task::Recall | Task::PickOne) {
        text(ui, LABEL, p.ink2, "Right only if all of it is right.");
    }
    match task {
        Task::Recall => {}
        Task::PickOne | Task::PickAll => options::options_ui(ui, ctx, current, card),
        Task::Order | Task::Sort => arrange::arrange_ui(ui, ctx, current, card),
    }
    None
}
