//! What is said of a card that does not stick, and what can be done about it.

use crate::state::{Action, Overlay};
use crate::study::Card;
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, source_action};
use crate::ui::theme::type_scale::NOTE;
use crate::ui::widgets::{callout, text, text_button, wrapped_row};
use egui::Ui;

/// Says at the answer that a card was forgotten again and again.
pub(super) fn leech_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, card: &Card) {
    let p = ctx.palette;
    let schedule = ctx.state.progress().schedule(&card.id);
    if !schedule.is_leech_told() {
        return;
    }
    let width = ui.available_width();
    let heading = format!("Forgotten {} times", schedule.lapses);
    callout(ui, p.caution, &heading, width, |ui| {
        text(
            ui,
            NOTE,
            p.ink,
            "One more repetition helps little. Read the source, or write the card in your own words.",
        );
        leech_row_ui(ui, ctx, card);
    });
}

/// The ways out: its source, and its words.
pub(in crate::ui) fn leech_row_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, card: &Card) {
    let p = ctx.palette;
    let spoken = card.plain(ctx.state.curriculum(), &card.ask.question());
    wrapped_row(ui, 32.0, |ui| {
        if let Some(action) = source_action(ctx.state, &card.id) {
            let button = text_button(ui, p, "Read the source", "");
            if button.accessible_name(format!("Read the source: {spoken}")).clicked() {
                ctx.push(action);
            }
        }
        let (words, key, action) = if card.own.is_some() {
            ("Rewrite it", Command::EditCard, Some(Action::EditCard(card.id.clone())))
        } else {
            let draft = ctx.state.draft_from(&card.id);
            let action = draft.map(|draft| Action::Show(Overlay::CardEditor(Box::new(draft))));
            ("Write it in your own words", Command::MakeCard, action)
        };
        let key = if ctx.state.card_at_hand() == Some(&card.id) { ctx.key_of(key) } else { "" };
        if let Some(action) = action {
            let button = text_button(ui, p, words, key);
            if button.accessible_name(format!("{words}: {spoken}")).clicked() {
                ctx.push(action);
            }
        }
    });
}
