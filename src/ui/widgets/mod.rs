//! Pieces that several places are made of.

mod controls;
mod level_mark;
mod paragraph;

pub use controls::{
    callout, chip, focus_ring, hairline, label, note, primary_button, text, text_button,
    text_width, toggle_button,
};
pub use level_mark::{level_mark_ui, paint_level_mark};
pub use paragraph::{Paragraph, Touched};
