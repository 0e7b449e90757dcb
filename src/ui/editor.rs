//! Writing a card of one's own, of any kind. What was typed stays here until it is saved: Esc closes,
//! and the same command brings the words back.

use super::ViewCtx;
use super::theme::type_scale::{HEADING, INTERFACE_STRONG, LABEL, NOTE};
use super::theme::{TARGET, space};
use super::widgets::{
    callout, flush_button, label, primary_button, text, text_button, toggle_button, wrapped_row,
};
use crate::state::{Action, CardDraft, CardKind, DraftFault, DraftField, Tone};
use crate::study::PACKAGE_SPACE;
use egui::{Align, Button, Key, Modifiers, Response, Role, TextEdit, Ui, WidgetInfo, vec2};

/// In a narrower window the two fields of a row stand below each other.
const NARROW: f32 = 420.0;

/// The space beside the words of a field.
const FIELD_MARGIN: i8 = 10;

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct EditorState {
    /// What the editor was opened with.
    given: Option<CardDraft>,
    /// What it holds now.
    draft: CardDraft,
    /// What was begun with other cards and not saved: with what each was opened, and what it holds.
    begun: Vec<(CardDraft, CardDraft)>,
    was_open: bool,
    /// Whether saving is asked for by key.
    saves: bool,
    /// Whether saving was tried: from then on it is said what is missing.
    was_tried: bool,
    /// The field that is to have the focus.
    focus: Option<DraftField>,
    /// Whether the draft was handed over to be kept.
    is_handed_over: bool,
}

impl EditorState {
    /// Called while the editor is closed: what was kept is not brought back.
    pub(crate) fn close(&mut self) {
        self.was_open = false;
        self.was_tried = false;
        if std::mem::take(&mut self.is_handed_over) {
            self.given = None;
        }
    }

    /// Takes up a draft, with what was typed into it before.
    fn open(&mut self, given: &CardDraft) {
        if let Some(before) = self.given.replace(given.clone())
            && before != self.draft
        {
            self.begun.push((before, std::mem::take(&mut self.draft)));
        }
        let begun = self.begun.iter().position(|(before, _)| before == given);
        self.draft = begun.map_or_else(|| given.clone(), |at| self.begun.swap_remove(at).1);
    }

    /// Whether something was typed that is not saved.
    fn is_begun(&self) -> bool {
        self.given.as_ref().is_some_and(|given| *given != self.draft)
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
    // Before the fields, which would take it for a new line.
    editor.saves = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    if editor.given.as_ref() != Some(given) {
        editor.open(given);
    }
    if !std::mem::replace(&mut editor.was_open, true) {
        let has_answer = !matches!(given.kind, CardKind::Cloze | CardKind::Sort);
        // A card made from what is shown has its question already.
        let to_answer = given.of.is_none() && !given.front.is_empty() && has_answer;
        editor.focus = Some(if to_answer { DraftField::Back } else { DraftField::Front });
    }
    // What could not be kept is still here.
    editor.is_handed_over &= ctx.state.is_saving_deck();
    text(ui, HEADING, p.ink, if given.of.is_some() { "Edit card" } else { "New card" });
    text(ui, LABEL, p.ink2, "Esc closes; what you typed is kept until you come back.");
    let notice = ctx.state.notice().filter(|n| n.tone == Tone::Caution && editor.was_tried);
    if let Some(notice) = notice {
        callout(ui, p.caution, "Not saved", ui.available_width(), |ui| {
            text(ui, NOTE, p.ink, notice.text.as_str());
        });
    }
    let fault = editor.draft.ask().err().filter(|_| editor.was_tried);
    let form = Form { ctx, fault, focus: editor.focus.take() };
    let draft = &mut editor.draft;
    kinds_ui(ui, ctx, draft);
    form.words_ui(ui, draft);
    form.field_ui(ui, None, "Why it is so, if you like", &mut draft.why, 1);
    form.field_ui(ui, None, "Hint, if you like", &mut draft.hint, 1);
    form.field_ui(ui, None, "Tags, with blanks between them", &mut draft.tags, 1);
    let section = draft.section.as_ref().and_then(|id| ctx.state.curriculum().section(id));
    if let Some(section) = section {
        let words = format!("Source: {}. O opens the sentence from the card.", section.title);
        text(ui, LABEL, p.ink2, words);
    }
}

/// Draws what stands below the fields and is always in sight: the ways out.
pub(super) fn editor_foot_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, editor: &mut EditorState) {
    let p = ctx.palette;
    let of = editor.draft.of.clone();
    wrapped_row(ui, 36.0, |ui| {
        let enabled = !ctx.state.is_saving_deck();
        let button = ui.add_enabled_ui(enabled, |ui| primary_button(ui, p, "Save", "Ctrl+Enter"));
        let saves = std::mem::take(&mut editor.saves) || button.inner.clicked();
        if enabled && saves {
            editor.was_tried = true;
            editor.focus = editor.draft.ask().err().map(|fault| fault.field);
            editor.is_handed_over = editor.focus.is_none();
            if editor.is_handed_over {
                ctx.push(Action::SaveCard(editor.draft.clone()));
            }
            ui.request_repaint();
        }
        if text_button(ui, p, "Close", "Esc").clicked() {
            ctx.push(Action::CloseOverlay);
        }
        if editor.is_begun() && text_button(ui, p, "Start over", "").clicked() {
            editor.draft = editor.given.clone().unwrap_or_default();
            (editor.was_open, editor.was_tried) = (false, false);
            ui.request_repaint();
        }
        if let Some(card) = of
            && text_button(ui, p, "Delete card", "").clicked()
        {
            ctx.push(Action::CloseOverlay);
            ctx.push(Action::DeleteCard(card));
        }
    });
}

/// The kinds to choose from. A card from a package keeps its kind, which its note was made for.
fn kinds_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, draft: &mut CardDraft) {
    if draft.of.as_ref().is_some_and(|card| card.as_str().starts_with(PACKAGE_SPACE)) {
        return;
    }
    wrapped_row(ui, TARGET, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        for kind in CardKind::ALL {
            let on = draft.kind == kind;
            let button = toggle_button(ui, ctx.palette, on, kind.label(), "");
            let spoken = format!("Kind: {}", kind.label());
            button.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &spoken));
            if button.clicked() {
                draft.kind = kind;
            }
        }
    });
}

/// The fields. Each has an id of its own, so that what is said between them takes no focus away.
struct Form<'a> {
    ctx: &'a ViewCtx<'a>,
    /// What keeps the card from being saved, once saving was tried.
    fault: Option<DraftFault>,
    /// The field that is to have the focus now.
    focus: Option<DraftField>,
}

impl Form<'_> {
    /// The fields of the kind.
    fn words_ui(&self, ui: &mut Ui, draft: &mut CardDraft) {
        if draft.kind == CardKind::Cloze {
            return self.cloze_ui(ui, draft);
        }
        self.field_ui(ui, Some(DraftField::Front), "Question", &mut draft.front, 2);
        let (name, rows) = match draft.kind {
            CardKind::ChooseOne => ("Right answer", 1),
            CardKind::ChooseAll => ("Right answers, one a line", 3),
            CardKind::Order => ("Steps in their order, one a line", 5),
            _ => ("Answer", 3),
        };
        if draft.kind == CardKind::Sort {
            let names = Rows {
                one: "Head",
                first: "Head",
                second: "What belongs under it, one a line",
                lines: 2,
                least: 2,
            };
            return self.rows_ui(ui, &names, &mut draft.heads);
        }
        self.field_ui(ui, Some(DraftField::Back), name, &mut draft.back, rows);
        if matches!(draft.kind, CardKind::ChooseOne | CardKind::ChooseAll) {
            let names = Rows {
                one: "Wrong answer",
                first: "Wrong answer",
                second: "Why it is wrong",
                lines: 1,
                least: 3,
            };
            self.rows_ui(ui, &names, &mut draft.wrong);
        }
    }

    /// A sentence in which words can be made gaps, and how it will be asked.
    fn cloze_ui(&self, ui: &mut Ui, draft: &mut CardDraft) {
        let p = self.ctx.palette;
        let field = Some(DraftField::Front);
        let response = self.field_ui(ui, field, "Sentence", &mut draft.front, 3);
        let selected = TextEdit::load_state(ui.ctx(), response.id)
            .and_then(|state| state.cursor.char_range())
            .map(|range| range.as_sorted_char_range())
            .map(|range| (range.start.0, range.end.0))
            .filter(|(from, to)| from < to);
        let button = ui.add_enabled_ui(selected.is_some(), |ui| {
            flush_button(ui, p, "Make a gap of what is selected", "")
        });
        if let Some((from, to)) = selected
            && button.inner.clicked()
        {
            draft.front = with_gap(&draft.front, from, to);
            response.request_focus();
        }
        if let Ok(ask) = draft.ask() {
            text(ui, LABEL, p.ink2, format!("Asked as: {}", ask.question()));
        } else {
            text(ui, LABEL, p.ink2, "A gap is written {{like this}}.");
        }
    }

    /// Rows of two fields each, which can be taken away and added to.
    fn rows_ui(&self, ui: &mut Ui, names: &Rows, list: &mut Vec<(String, String)>) {
        let p = self.ctx.palette;
        while list.len() < names.least {
            list.push(<(String, String)>::default());
        }
        let wide = ui.available_width() >= NARROW;
        let remove = 64.0;
        // A field is as wide as is asked for, and its margins.
        let margins = 2.0 * f32::from(FIELD_MARGIN);
        let room = ui.available_width() - 2.0 * space::S - remove - 2.0 * margins;
        let whole = ui.available_width() - margins;
        let (first_width, second_width) =
            if wide { (room * 0.4, room * 0.6) } else { (whole, whole) };
        label(ui, p, &format!("{}s, each with: {}", names.first, names.second.to_lowercase()));
        let mut gone = None;
        let removable = list.len() > names.least;
        for (at, (first, second)) in list.iter_mut().enumerate() {
            let number = at + 1;
            let fields = |ui: &mut Ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let name = format!("{} {number}", names.first);
                let field = edit(first, &name, names.lines).hint_text(name.as_str());
                let field = ui.add(field.desired_width(first_width)).accessible_name(&name);
                self.focus(&field, DraftField::Row(at));
                let name = format!("{} {number}", names.second);
                let edit = edit(second, &name, names.lines).hint_text(names.second);
                let end = ui.add(edit.desired_width(second_width)).accessible_name(&name);
                self.focus(&end, DraftField::RowEnd(at));
                ui.add_enabled_ui(removable, |ui| {
                    let words = INTERFACE_STRONG.rich("Remove", p.accent.text);
                    let link = Button::new(words).frame(false);
                    let link = link.min_size(vec2(remove, field.rect.height().min(34.0)));
                    let link = ui.add(link);
                    let spoken = format!("Remove: {} {number}", names.one);
                    link.widget_info(|| WidgetInfo::labeled(Role::Button, removable, &spoken));
                    if link.clicked() {
                        gone = Some(at);
                    }
                });
            };
            if wide {
                ui.horizontal_top(fields);
            } else {
                ui.vertical(fields);
            }
            self.fault_ui(ui, DraftField::Row(at));
            self.fault_ui(ui, DraftField::RowEnd(at));
        }
        if let Some(at) = gone {
            list.remove(at);
        }
        if flush_button(ui, p, &format!("Another {}", names.one.to_lowercase()), "").clicked() {
            list.push(<(String, String)>::default());
        }
    }

    fn field_ui(
        &self,
        ui: &mut Ui,
        field: Option<DraftField>,
        name: &str,
        words: &mut String,
        rows: usize,
    ) -> Response {
        label(ui, self.ctx.palette, name);
        let edit = edit(words, name, rows).desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name(name);
        match field {
            Some(field) => {
                self.focus(&response, field);
                self.fault_ui(ui, field);
            }
            None => see_focused(&response),
        }
        response
    }

    /// Gives a field the focus if it is to have it. A field with a fault comes into sight with what
    /// is said of it.
    fn focus(&self, response: &Response, field: DraftField) {
        if self.focus != Some(field) {
            return see_focused(response);
        }
        response.request_focus();
        if self.fault.is_some() {
            response.scroll_to_me(Some(Align::Center));
        }
    }

    /// Says below a field what keeps the card from being saved.
    fn fault_ui(&self, ui: &mut Ui, field: DraftField) {
        if let Some(fault) = self.fault.as_ref().filter(|fault| fault.field == field) {
            let p = self.ctx.palette;
            callout(ui, p.caution, "Not saved yet", ui.available_width(), |ui| {
                text(ui, NOTE, p.ink, fault.what.as_str());
            });
        }
    }
}

/// Brings a field into sight that was come to.
fn see_focused(field: &Response) {
    if field.gained_focus() {
        field.scroll_to_me(None);
    }
}

/// How the rows of two fields are named.
struct Rows {
    /// One of them, as it is counted.
    one: &'static str,
    first: &'static str,
    second: &'static str,
    /// Lines of a field.
    lines: usize,
    /// So many are offered at least.
    least: usize,
}

fn edit<'a>(words: &'a mut String, name: &str, rows: usize) -> TextEdit<'a> {
    let edit = if rows == 1 { TextEdit::singleline(words) } else { TextEdit::multiline(words) };
    let font = egui::FontId::proportional(15.5);
    edit.id_salt(name).desired_rows(rows).margin(vec2(f32::from(FIELD_MARGIN), 7.0)).font(font)
}

/// The sentence with braces around some of its characters.
fn with_gap(sentence: &str, from: usize, to: usize) -> String {
    let chars = || sentence.chars();
    let gap: String = chars().skip(from).take(to - from).collect();
    let before: String = chars().take(from).collect();
    let after: String = chars().skip(to).collect();
    // Blanks at its ends stay outside.
    let words = gap.trim();
    let lead = gap.len() - gap.trim_start().len();
    let (blank, rest) = gap.split_at(lead);
    let tail = rest.get(words.len()..).unwrap_or_default();
    format!("{before}{blank}{{{{{words}}}}}{tail}{after}")
}

#[cfg(test)]
mod tests {
    use super::with_gap;

    #[test]
    fn blanks_that_were_selected_too_stay_outside_of_the_gap() {
        assert_eq!(with_gap("EMS is a system.", 9, 15), "EMS is a {{system}}.");
        assert_eq!(with_gap("EMS is a system.", 3, 9), "EMS {{is a}} system.");
        assert_eq!(with_gap("äöü ß", 1, 2), "ä{{ö}}ü ß");
    }
}
