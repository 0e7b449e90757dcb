//! Pieces that several places are made of.

mod controls;
mod layout;
mod level_mark;
mod paragraph;

pub(crate) use controls::{
    PillLook, callout, chip, choice_button, filter_field, flush_button, focus_ring, framed_if,
    hairline, heading, label, menu_button, note, paint_bar, paint_line, paint_ribbon, pill,
    primary_button, row, small_link, text, text_button, toggle_button, word, wrapped_row,
};
pub(crate) use layout::galley;
pub(crate) use level_mark::{level_mark_ui, paint_level_mark};
pub(crate) use paragraph::{FindMarks, Paragraph, Shown, Touched, found_text};
