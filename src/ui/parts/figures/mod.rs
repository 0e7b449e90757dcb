//! Pictures and tables drawn from the data, crisp at every size and theme: a file for each. Each is
//! made of words and marks that a screen reader reads in their order.

mod call;
mod course_hours;
mod exam_domains;
mod level_ladder;
mod two_ladders;
mod whole_and_part;

pub(in crate::ui) use whole_and_part::whole_and_part_ui;

use crate::curriculum::Figure;
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use call::call_ui;
use course_hours::course_hours_ui;
use egui::{Align, Layout, Role, Ui, UiBuilder, vec2};
use exam_domains::exam_domains_ui;
use level_ladder::level_ladder_ui;
use two_ladders::two_ladders_ui;

/// Draws a figure; `words` say the same, for a screen reader.
pub(in crate::ui) fn figure_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, figure: Figure, words: &str) {
    ui.add_space(space::S);
    let described = UiBuilder::new().accessibility_role(Role::Figure).accessibility_label(words);
    ui.scope_builder(described, |ui| match figure {
        Figure::CallLine => call_ui(ui, ctx),
        Figure::WholeAndPart => whole_and_part_ui(ui, ctx),
        Figure::LevelLadder => level_ladder_ui(ui, ctx),
        Figure::TwoLadders => two_ladders_ui(ui, ctx),
        // Lists that can be narrowed down; the section draws them.
        Figure::OldNames | Figure::Confusions => {}
        Figure::ExamDomains => exam_domains_ui(ui, ctx),
        Figure::CourseHours => course_hours_ui(ui, ctx),
    });
    ui.add_space(space::M);
}

/// A column of that width, as high as what stands in it.
fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 10.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        content(ui);
    });
}
