//! Writing a card of one's own. What was typed stays here until it is saved: Esc closes, and the
//! same command brings the words back.

use super::ViewCtx;
use super::theme::space;
use super::theme::type_scale::{HEADING, LABEL};
use super::widgets::{label, primary_button, row, text, text_button};
use crate::state::{Action, CardDraft};
use egui::{Key, Modifiers, TextEdit, Ui, vec2};

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct EditorState {
    /// What the editor was opened with.
    given: Option<CardDraft>,
    /// What it holds now.
    draft: CardDraft,
    was_open: bool,
}

impl EditorState {
    /// Called while the editor is closed.
    pub(crate) fn close(&mut self) {
        self.was_open = false;
    }
}

/// Draws the editor.
pub(super) fn editor_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    editor: &mut EditorState,
    given: &CardDraft,
) {
    let p = ctx.palette;
    let saves = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    if editor.given.as_ref() != Some(given) {
        editor.given = Some(given.clone());
        editor.draft = given.clone();
    }
    let draft = &mut editor.draft;
    text(ui, HEADING, p.ink, if given.of.is_some() { "Edit card" } else { "New card" });
    label(ui, p, "Question");
    let front = ui.add(field(&mut draft.front, 2)).accessible_name("Question");
    label(ui, p, "Answer");
    let back = ui.add(field(&mut draft.back, 4)).accessible_name("Answer");
    label(ui, p, "Tags, with blanks between them");
    let tags = TextEdit::singleline(&mut draft.tags).margin(vec2(10.0, 7.0));
    ui.add(tags.desired_width(f32::INFINITY)).accessible_name("Tags");
    if !editor.was_open {
        editor.was_open = true;
        if given.front.is_empty() { front } else { back }.request_focus();
    }
    let section = draft.section.as_ref().and_then(|id| ctx.state.curriculum().section(id));
    if let Some(section) = section {
        text(
            ui,
            LABEL,
            p.ink2,
            format!("Source: {}. O opens the sentence from the card.", section.title),
        );
    }
    ui.add_space(space::S);
    row(ui, 36.0, |ui| {
        let enabled = !ctx.state.is_saving_deck();
        let button = ui.add_enabled_ui(enabled, |ui| primary_button(ui, p, "Save", "Ctrl+Enter"));
        if enabled && (saves || button.inner.clicked()) {
            ctx.push(Action::SaveCard(draft.clone()));
        }
        if let Some(card) = &given.of
            && text_button(ui, p, "Delete card", "").clicked()
        {
            ctx.push(Action::DeleteCard(card.clone()));
        }
    });
}

fn field(words: &mut String, rows: usize) -> TextEdit<'_> {
    TextEdit::multiline(words)
        .desired_rows(rows)
        .desired_width(f32::INFINITY)
        .margin(vec2(10.0, 7.0))
        .font(egui::FontId::proportional(15.5))
}
