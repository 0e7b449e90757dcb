//! Compare: the levels side by side, with the header row and the first column in place, and the
//! details of a cell, or the test, beside them.

mod detail;
mod head;
mod table;
mod table_test;
mod whole;

use super::ViewCtx;
use super::panes::Pane;
use super::theme::space;
use crate::curriculum::CellRef;
use crate::state::Spot;
use egui::{CentralPanel, Frame, Margin, Panel, Ui};

/// Space at the left of a cell, in points.
const PAD: f32 = 10.0;

/// Below this width what is beside the table stands below it.
const BESIDE_FROM: f32 = 980.0;
/// Below this height as well, it takes the table's place until it is closed.
const WITH_DETAIL_FROM: f32 = 540.0;

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct CompareState {
    /// The cell that was selected in the last frame: a new one is scrolled to.
    selected: Option<CellRef>,
    /// Whether that cell still waits for the keyboard's focus, being out of sight until now.
    wants_focus: bool,
    /// Whether the field that finds rows was asked for.
    pub(crate) find: bool,
    heights: table::Heights,
}

/// Draws the place.
pub(super) fn compare_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, compare: &mut CompareState) {
    if *ctx.state.spot() == Spot::EmsAndEmt {
        whole::whole_ui(ui, ctx);
        return;
    }
    let p = ctx.palette;
    let view = ctx.state.compare();
    let is_new = compare.selected != view.selected;
    if is_new {
        compare.selected.clone_from(&view.selected);
        compare.wants_focus = view.selected.is_some();
    }
    if view.test.is_some() || ctx.state.open_cell().is_some() {
        let frame = Frame::new().fill(p.sunken).inner_margin(Margin {
            left: 20,
            right: 8,
            top: 20,
            bottom: 8,
        });
        let beside = ui.available_width() >= BESIDE_FROM;
        if !beside && ui.available_height() < WITH_DETAIL_FROM {
            CentralPanel::default().frame(frame).show(ui, |ui| side_ui(ui, ctx));
            return;
        }
        let panel = if beside {
            Panel::right("detail").exact_size(316.0)
        } else {
            Panel::bottom("detail").exact_size((ui.available_height() * 0.46).min(320.0))
        };
        panel.resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
            side_ui(ui, ctx);
        });
    }
    let frame = Frame::new().inner_margin(Margin { left: 24, right: 0, top: 12, bottom: 0 });
    CentralPanel::default().frame(frame.fill(p.paper)).show(ui, |ui| {
        let lines = ctx.state.compare_lines();
        if ctx.panes.begin(ui, Pane::Main) {
            compare.wants_focus = view.selected.is_some();
        }
        head::head_ui(ui, ctx, compare, &lines);
        ui.add_space(space::XS);
        table::table_ui(ui, ctx, compare, &lines, is_new);
    });
}

/// What stands beside the table.
fn side_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    ctx.panes.begin(ui, Pane::Side);
    let view = ctx.state.compare();
    match (&view.test, ctx.state.open_cell()) {
        (Some(test), _) => table_test::test_ui(ui, ctx, test),
        (None, Some((row, level))) => detail::detail_ui(ui, ctx, row, *level),
        (None, None) => {}
    }
}
