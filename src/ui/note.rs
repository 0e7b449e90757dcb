//! Writing a note on a paragraph. What is typed is kept until it is saved, also when the editor is
//! closed, so that nothing typed is ever lost to a key.

use super::ViewCtx;
use super::theme::space;
use super::theme::type_scale::{HEADING, LABEL, NOTE};
use super::widgets::{callout, label, primary_button, row, text, text_button};
use crate::curriculum::{Anchor, Block};
use crate::state::{Action, Keeping, Tone};
use egui::{Key, Modifiers, TextEdit, Ui, vec2};
use std::collections::BTreeMap;

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct NoteState {
    /// The note that is written, and its text.
    open: Option<(Anchor, String)>,
    /// What was typed and neither saved nor thrown away.
    left: BTreeMap<Anchor, String>,
}

impl NoteState {
    /// Called while no note is written: what was typed and is not what is kept is put by.
    pub(crate) fn close(&mut self, ctx: &ViewCtx<'_>) {
        let Some((anchor, typed)) = self.open.take() else { return };
        if typed.trim() == kept(ctx, &anchor) {
            self.left.remove(&anchor);
        } else {
            self.left.insert(anchor, typed);
        }
    }
}

fn kept<'a>(ctx: &'a ViewCtx<'_>, anchor: &Anchor) -> &'a str {
    ctx.state.progress().notes().get(anchor.as_str()).copied().unwrap_or_default()
}

/// Draws the editor.
pub(super) fn note_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, notes: &mut NoteState, anchor: &Anchor) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let is_new = notes.open.as_ref().is_none_or(|(open, _)| open != anchor);
    if is_new {
        notes.open = Some((anchor.clone(), kept(ctx, anchor).to_owned()));
    }
    text(ui, HEADING, p.ink, "Note");
    if let Some(section) = c.section(&anchor.section()) {
        label(ui, p, &section.title);
    }
    match c.block_at(anchor) {
        Some((_, block)) => {
            let said = block.sentences().iter().map(|s| c.plain(s.text()));
            text(ui, NOTE, p.ink2, said.collect::<Vec<_>>().join(" "));
        }
        None => {
            text(ui, NOTE, p.ink2, "The paragraph of this note is no longer there.");
        }
    }
    let Some((_, typed)) = &mut notes.open else { return };
    if let Some(left) = notes.left.get(anchor)
        && left != typed
        && text_button(ui, p, "Bring back what you typed before", "").clicked()
    {
        typed.clone_from(left);
    }
    // Ctrl+Enter saves; the field would take it for a new line.
    let saved_by_key = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let edit = TextEdit::multiline(typed)
        .hint_text("What you want to remember here")
        .font(egui::FontId::proportional(15.0))
        .margin(vec2(12.0, 9.0))
        .desired_rows(4)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name("Note");
    if is_new {
        response.request_focus();
    }
    ui.add_space(space::XS);
    let mut open = true;
    if let Keeping::Closed(why) = ctx.state.keeping() {
        open = false;
        callout(ui, p.caution, "Notes cannot be kept now", ui.available_width(), |ui| {
            text(ui, NOTE, p.ink, why.as_str());
        });
    } else if let Some(notice) = ctx.state.notice().filter(|n| n.tone == Tone::Caution) {
        callout(ui, p.caution, "Not saved", ui.available_width(), |ui| {
            text(ui, NOTE, p.ink, notice.text.as_str());
        });
    } else {
        text(ui, LABEL, p.ink3, "An empty note is deleted; Ctrl+Z brings it back.");
    }
    let can_save = open && !ctx.state.is_saving(anchor);
    let pressed = row(ui, 36.0, |ui| {
        let button = ui.add_enabled_ui(can_save, |ui| primary_button(ui, p, "Save", "Ctrl+Enter"));
        if text_button(ui, p, "Cancel", "Esc").clicked() {
            ctx.push(Action::CloseOverlay);
        }
        button.inner.clicked()
    });
    if can_save && (pressed || saved_by_key) {
        ctx.push(Action::SaveNote { anchor: anchor.clone(), text: typed.clone() });
    }
}

/// The words by which a paragraph is listed: its first sentence, or its heading.
pub(super) fn first_words(ctx: &ViewCtx<'_>, block: &Block) -> String {
    match (block, block.sentences().first()) {
        (_, Some(sentence)) => ctx.state.curriculum().plain(sentence.text()),
        (Block::Heading { text, .. }, None) => text.clone(),
        _ => String::new(),
    }
}
