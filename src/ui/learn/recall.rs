//! The questions at the end of a section, answered in place: the cards' own views in a frame.

use super::LearnState;
use crate::curriculum::SectionId;
use crate::state::{Action, Keeping, Recall, ReviewStep, Turn};
use crate::study::Card;
use crate::ui::ViewCtx;
use crate::ui::parts::question::{answer_ui, bar_height, question_ui, rating_ui};
use crate::ui::shortcuts::{Command, source_action};
use crate::ui::theme::type_scale::{HEADING, LABEL, LABEL_STRONG, NOTE, READING};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{hairline, note, row, text, text_button, word, wrapped_row};
use egui::{
    Align, CornerRadius, Frame, Layout, Margin, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
    vec2,
};

/// So much of the block has to be on the screen for its keys to count.
const VISIBLE: f32 = 80.0;

/// Draws the block.
pub(super) fn recall_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState, id: &SectionId) {
    let p = ctx.palette;
    ui.add_space(space::XL);
    let block = Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(p.edge_width, p.line))
        .corner_radius(CornerRadius::same(corner::CARD))
        .inner_margin(Margin::symmetric(20, 16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let recall = ctx.state.recall();
            head_ui(ui, ctx, recall);
            match (ctx.state.keeping(), recall) {
                (Keeping::Closed(why), _) => {
                    note(ui, p, format!("Answers cannot be kept, so nothing is asked. {why}"));
                }
                (Keeping::Open, Some(recall)) => asked_ui(ui, ctx, recall),
                (Keeping::Open, None) => {
                    note(ui, p, "Up to five questions about this section.");
                    ui.add_space(VISIBLE);
                }
            }
        })
        .response
        .rect;
    if ctx.take(|command| (command == Command::Recall).then_some(())).is_some() {
        learn.to_recall = true;
    }
    if std::mem::take(&mut learn.to_recall) {
        // Keys mean the question now, not what had the focus.
        if let Some(focused) = ui.ctx().memory(egui::Memory::focused) {
            ui.ctx().memory_mut(|memory| memory.surrender_focus(focused));
        }
        let top =
            egui::Rect::from_min_size(block.min, vec2(block.width(), ui.clip_rect().height()));
        ui.scroll_to_rect(block.expand(space::L).intersect(top), Some(Align::Min));
    }
    let is_seen = ui.clip_rect().intersect(block).height() >= VISIBLE;
    let is_open = *ctx.state.keeping() == Keeping::Open;
    let is_told = ctx.state.recall().is_some_and(Recall::is_looked_at);
    if is_open && is_seen != is_told {
        ctx.push(Action::LookAtRecall(id.clone(), is_seen));
    }
}

/// What the block is, how far it is, and what can be done with the card.
fn head_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, recall: Option<&Recall>) {
    let p = ctx.palette;
    row(ui, 32.0, |ui| {
        let heading = word(ui, LABEL_STRONG, p.accent.text, "Recall");
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, "Recall"));
        let Some(recall) = recall else {
            word(ui, LABEL, p.ink3, ctx.key_of(Command::Recall));
            return;
        };
        let session = &recall.review.session;
        let total = session.done() + session.left();
        let Some(current) = &recall.review.current else { return };
        let place = session.place(&current.card).min(total);
        word(ui, LABEL, p.ink3, format!("Question {place} of {total}"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if recall.review.tally.answers() > 0
                && text_button(ui, p, "Undo", ctx.key_of(Command::Undo)).clicked()
            {
                ctx.push(Action::Undo);
            }
            let Some(card) = ctx.state.deck().get(&current.card) else { return };
            let asking = current.step == ReviewStep::Question;
            if asking && card.hint.is_some() && !current.hint {
                if text_button(ui, p, "Hint", ctx.key_of(Command::Hint)).clicked() {
                    ctx.push(Action::Hint(card.id.clone()));
                }
            } else if !asking
                && text_button(ui, p, "Source", ctx.key_of(Command::Source)).clicked()
                && let Some(action) = source_action(ctx.state, &card.id)
            {
                ctx.push(action);
            }
        });
    });
}

fn asked_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, recall: &Recall) {
    let p = ctx.palette;
    let current = recall.review.current.as_ref();
    let known = current.and_then(|c| Some((c, ctx.state.deck().get(&c.card)?)));
    let Some((current, card)) = known else {
        done_ui(ui, ctx, recall);
        return;
    };
    ui.spacing_mut().item_spacing.y = space::S;
    question_ui(ui, ctx, current, card);
    if current.step != ReviewStep::Question {
        ui.add_space(space::S);
        if !card.ask.task().is_choice() {
            hairline(ui, p);
            ui.add_space(space::S);
        }
        answer_ui(ui, ctx, current, card);
    }
    rating_row_ui(ui, ctx, current, card);
}

/// The buttons of the cards, in a row of their own.
fn rating_row_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &crate::state::Current, card: &Card) {
    let size = vec2(ui.available_width(), bar_height(ui));
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    // The buttons keep a margin of their own, which the frame has already.
    let whole = rect.expand2(vec2(space::L, 0.0));
    let place = UiBuilder::new().id_salt("rating").max_rect(whole);
    rating_ui(&mut ui.new_child(place), ctx, current, card);
}

/// What is said when all is answered.
fn done_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, recall: &Recall) {
    let p = ctx.palette;
    let tally = &recall.review.tally;
    let words = if tally.answers() > 0 {
        let answers = tally.answers();
        text(ui, HEADING, p.ink, "Done with this section for today");
        let noun = if answers == 1 { "answer" } else { "answers" };
        format!(
            "{answers} {noun}, {} recalled. The cards return in your reviews.",
            tally.recalled()
        )
    } else if recall.review.session.done() > 0 {
        "You have answered this section’s questions today.".to_owned()
    } else {
        "There is nothing to ask here yet.".to_owned()
    };
    text(ui, READING, p.ink2, words);
    let wrong = tally.sure_but_wrong().len();
    if wrong > 0 {
        text(ui, NOTE, p.ink2, format!("Of {wrong} you were sure, but wrong."));
    }
    wrapped_row(ui, 36.0, |ui| {
        if text_button(ui, p, "Ask five more", "").clicked() {
            ctx.push(Action::MoreRecall(recall.section.clone()));
        }
        if tally.answers() > 0 && text_button(ui, p, "Undo", ctx.key_of(Command::Undo)).clicked() {
            ctx.push(Action::Undo);
        }
        let next = ctx.key_of(Command::TurnPage(Turn::Next));
        if text_button(ui, p, "Next section", next).clicked() {
            ctx.push(Action::TurnPage(Turn::Next));
        }
    });
}
