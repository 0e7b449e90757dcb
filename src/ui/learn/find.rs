//! Finding words in the section shown: a line above the text, the places marked in it.

use crate::ui::ViewCtx;
use crate::ui::theme::TARGET;
use crate::ui::theme::type_scale::INTERFACE;
use crate::ui::widgets::{FindMarks, text_button, word, wrapped_row};
use egui::{Id, Key, Modifiers, TextEdit, Ui};

/// What is looked for, and where one is.
#[derive(Debug, Default)]
pub(super) struct Find {
    query: String,
    /// The place one is at, from 0; nothing where it is the next one in view.
    at: Option<usize>,
    /// How many places there are, as the text was drawn.
    total: usize,
    /// Whether the place one is at is to be shown.
    moved: bool,
    /// Whether the field wants the keyboard.
    pub(super) wants_focus: bool,
}

impl Find {
    /// The marks to be set while the text is drawn.
    pub(super) fn marks(&self) -> FindMarks {
        FindMarks::new(&self.query, self.at)
    }

    /// Takes in what was found while the text was drawn, and shows the place one is at.
    pub(super) fn take(&mut self, ui: &Ui, marks: &FindMarks) {
        self.total = marks.found.get();
        if self.total == 0 {
            return;
        }
        if self.at.is_none_or(|at| at >= self.total) {
            self.at = Some(marks.next_in_view.get().unwrap_or(0));
            self.moved = true;
            ui.request_repaint();
        } else if self.moved
            && let Some(rect) = marks.current.get()
        {
            self.moved = false;
            ui.scroll_to_rect(rect.expand(40.0), None);
        }
    }

    fn step(&mut self, by: isize) {
        if let Some(at) = self.at
            && self.total > 0
        {
            // Beyond the last comes the first.
            let to = at.checked_add_signed(by).unwrap_or(self.total - 1);
            self.at = Some(to % self.total);
            self.moved = true;
        }
    }
}

/// The line with the field, the count and the ways to the next and the previous place.
pub(super) fn find_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, slot: &mut Option<Find>) {
    let p = ctx.palette;
    let Some(find) = slot else { return };
    let id = Id::unique("find_field");
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let pressed =
        |modifiers, key| has_focus && ui.input_mut(|input| input.consume_key(modifiers, key));
    let mut step = 0;
    if pressed(Modifiers::SHIFT, Key::Enter) {
        step = -1;
    } else if pressed(Modifiers::NONE, Key::Enter) {
        step = 1;
    }
    let mut close = ctx.state.overlay().is_none()
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    wrapped_row(ui, TARGET, |ui| {
        let width = (ui.available_width() * 0.3).clamp(140.0, 320.0);
        let edit = TextEdit::singleline(&mut find.query)
            .id(id)
            .hint_text("Find in this section")
            .desired_width(width);
        let response = ui.add(edit).accessible_name("Find in this section");
        if std::mem::take(&mut find.wants_focus) {
            response.request_focus();
        }
        if response.changed() {
            (find.at, find.total) = (None, 0);
            // How many there are is known when the text below was drawn.
            ui.request_repaint();
        }
        let count = match (find.query.trim().is_empty(), find.at, find.total) {
            (true, ..) => String::new(),
            (false, Some(at), total) if total > 0 => format!("{} of {total}", at + 1),
            _ => "not found".to_owned(),
        };
        if !count.is_empty() {
            word(ui, INTERFACE, p.ink2, count);
        }
        if text_button(ui, p, "Previous", "Shift+Enter").clicked() {
            step = -1;
        }
        if text_button(ui, p, "Next", "Enter").clicked() {
            step = 1;
        }
        close |= text_button(ui, p, "Close", "Esc").clicked();
    });
    find.step(step);
    if close {
        *slot = None;
    }
}
