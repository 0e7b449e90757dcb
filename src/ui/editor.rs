//! Writing a card of one's own, of any kind. What was typed stays here until it is saved: Esc closes,
//! and the same command brings the words back.

use super::ViewCtx;
use super::theme::type_scale::{HEADING, LABEL, LABEL_STRONG, NOTE};
use super::theme::{TARGET, space};
use super::widgets::{
    callout, label, primary_button, text, text_button, toggle_button, wrapped_row,
};
use crate::state::{Action, CardDraft, CardKind, Tone};
use crate::study::PACKAGE_SPACE;
use egui::{Button, Key, Modifiers, Response, Role, TextEdit, Ui, WidgetInfo, vec2};

/// In a narrower window the two fields of a row stand below each other.
const NARROW: f32 = 420.0;

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct EditorState {
    /// What the editor was opened with.
    given: Option<CardDraft>,
    /// What it holds now.
    draft: CardDraft,
    was_open: bool,
    /// Whether saving is asked for by key.
    saves: bool,
    /// Whether saving was tried: from then on it is said what is missing.
    was_tried: bool,
    /// Whether what is missing has to come into sight.
    to_complaint: bool,
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
        editor.given = Some(given.clone());
        editor.draft = given.clone();
    }
    // What could not be kept is still here.
    editor.is_handed_over &= ctx.state.is_saving_deck();
    text(ui, HEADING, p.ink, if given.of.is_some() { "Edit card" } else { "New card" });
    complaint_ui(ui, ctx, editor);
    let draft = &mut editor.draft;
    kinds_ui(ui, ctx, draft);
    let (front, back) = words_ui(ui, ctx, draft);
    if !std::mem::replace(&mut editor.was_open, true) {
        match back {
            Some(back) if !given.front.is_empty() => back.request_focus(),
            _ => front.request_focus(),
        }
    }
    field_ui(ui, ctx, "Why it is so, if you like", &mut draft.why, 1);
    field_ui(ui, ctx, "Hint, if you like", &mut draft.hint, 1);
    field_ui(ui, ctx, "Tags, with blanks between them", &mut draft.tags, 1);
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
            editor.is_handed_over = editor.draft.ask().is_ok();
            editor.to_complaint = !editor.is_handed_over;
            if editor.is_handed_over {
                ctx.push(Action::SaveCard(editor.draft.clone()));
            }
        }
        if text_button(ui, p, "Close", "Esc").clicked() {
            ctx.push(Action::CloseOverlay);
        }
        if let Some(card) = of
            && text_button(ui, p, "Delete card", "").clicked()
        {
            ctx.push(Action::CloseOverlay);
            ctx.push(Action::DeleteCard(card));
        }
    });
}

/// What keeps the card from being saved, in sight as soon as saving was tried.
fn complaint_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, editor: &mut EditorState) {
    let missing = editor.draft.ask().err().filter(|_| editor.was_tried);
    let notice = ctx.state.notice().filter(|n| n.tone == Tone::Caution && editor.was_tried);
    let (heading, words) = match (missing, notice) {
        (Some(missing), _) => ("Not saved yet", missing),
        (None, Some(notice)) => ("Not saved", notice.text.clone()),
        (None, None) => return,
    };
    let p = ctx.palette;
    let drawn = ui.scope(|ui| {
        callout(ui, p.caution, heading, ui.available_width(), |ui| {
            text(ui, NOTE, p.ink, words);
        });
    });
    if std::mem::take(&mut editor.to_complaint) {
        drawn.response.scroll_to_me(None);
    }
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

/// The fields of the kind; returns that of the question and that of the answer.
fn words_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, draft: &mut CardDraft) -> (Response, Option<Response>) {
    if draft.kind == CardKind::Cloze {
        return (cloze_ui(ui, ctx, draft), None);
    }
    let front = field_ui(ui, ctx, "Question", &mut draft.front, 2);
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
        rows_ui(ui, ctx, &names, &mut draft.heads);
        return (front, None);
    }
    let back = field_ui(ui, ctx, name, &mut draft.back, rows);
    if matches!(draft.kind, CardKind::ChooseOne | CardKind::ChooseAll) {
        let names = Rows {
            one: "Wrong answer",
            first: "Wrong answer",
            second: "Why it is wrong",
            lines: 1,
            least: 3,
        };
        rows_ui(ui, ctx, &names, &mut draft.wrong);
    }
    (front, Some(back))
}

/// A sentence in which words can be made gaps, and how it will be asked.
fn cloze_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, draft: &mut CardDraft) -> Response {
    let p = ctx.palette;
    let response = field_ui(ui, ctx, "Sentence", &mut draft.front, 3);
    let selected = TextEdit::load_state(ui.ctx(), response.id)
        .and_then(|state| state.cursor.char_range())
        .map(|range| range.as_sorted_char_range())
        .map(|range| (range.start.0, range.end.0))
        .filter(|(from, to)| from < to);
    wrapped_row(ui, TARGET, |ui| {
        let button = ui.add_enabled_ui(selected.is_some(), |ui| {
            text_button(ui, p, "Make a gap of what is selected", "")
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
            text(ui, LABEL, p.ink3, "A gap is written {{like this}}.");
        }
    });
    response
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

/// Rows of two fields each, which can be taken away and added to.
fn rows_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, names: &Rows, list: &mut Vec<(String, String)>) {
    let p = ctx.palette;
    while list.len() < names.least {
        list.push(<(String, String)>::default());
    }
    let wide = ui.available_width() >= NARROW;
    let remove = 64.0;
    let room = ui.available_width() - 2.0 * space::S - remove;
    let (first_width, second_width) =
        if wide { (room * 0.4, room * 0.6) } else { (ui.available_width(), ui.available_width()) };
    label(ui, p, &format!("{}s, each with: {}", names.first, names.second.to_lowercase()));
    let mut gone = None;
    let removable = list.len() > names.least;
    for (at, (first, second)) in list.iter_mut().enumerate() {
        let number = at + 1;
        let fields = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let name = format!("{} {number}", names.first);
            let field =
                edit(first, names.lines).hint_text(name.as_str()).desired_width(first_width);
            let height = ui.add(field).accessible_name(&name).rect.height();
            let name = format!("{} {number}", names.second);
            let field =
                edit(second, names.lines).hint_text(names.second).desired_width(second_width);
            ui.add(field).accessible_name(&name);
            ui.add_enabled_ui(removable, |ui| {
                let words = LABEL_STRONG.rich("Remove", p.accent.text);
                let link = Button::new(words).frame(false).min_size(vec2(remove, height));
                let link = ui.add(link);
                let spoken = format!("Remove: {} {number}", names.one);
                link.widget_info(|| WidgetInfo::labeled(Role::Button, removable, &spoken));
                if link.clicked() {
                    gone = Some(at);
                }
            });
        };
        if wide { ui.horizontal_top(fields).inner } else { ui.vertical(fields).inner }
    }
    if let Some(at) = gone {
        list.remove(at);
    }
    if text_button(ui, p, &format!("Another {}", names.one.to_lowercase()), "").clicked() {
        list.push(<(String, String)>::default());
    }
}

fn field_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    name: &str,
    words: &mut String,
    rows: usize,
) -> Response {
    label(ui, ctx.palette, name);
    ui.add(edit(words, rows).desired_width(f32::INFINITY)).accessible_name(name)
}

fn edit(words: &mut String, rows: usize) -> TextEdit<'_> {
    let edit = if rows == 1 { TextEdit::singleline(words) } else { TextEdit::multiline(words) };
    edit.desired_rows(rows).margin(vec2(10.0, 7.0)).font(egui::FontId::proportional(15.5))
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
