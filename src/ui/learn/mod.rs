//! Learn: the contents at the left, the text in the middle, what belongs to the section at the
//! right where there is room.

mod call;
mod contents;
pub(super) mod figures;
mod lists;
mod recall;
mod section;
mod select;

pub(super) use figures::whole_and_part_ui;
pub(super) use lists::checked_ui;

use super::ViewCtx;
use super::theme::space;
use crate::curriculum::Reading;
use crate::state::Spot;
use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};

/// Below this width the contents become a menu above the text.
const CONTENTS_FROM: f32 = 820.0;
/// Below this width the margin makes room for the text.
const MARGIN_FROM: f32 = 1150.0;

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct LearnState {
    /// The section made ready, as long as it is shown.
    reading: Option<Reading>,
    /// The spot whose outline was scrolled to.
    arrived: Option<Spot>,
    /// A block to scroll to.
    scroll_to: Option<usize>,
    /// Whether to scroll to the questions.
    to_recall: bool,
    /// The text as it is drawn, and what is being selected in it.
    text: select::TextPane,
}

impl LearnState {
    /// Called while another place is shown: coming back scrolls to the outlined sentence again.
    pub(crate) fn leave(&mut self) {
        self.arrived = None;
    }
}

/// Draws the place.
pub(super) fn learn_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState) {
    let p = ctx.palette;
    let width = ui.available_width();
    if width >= CONTENTS_FROM {
        Panel::left("contents")
            .exact_size((width * 0.26).clamp(232.0, 300.0))
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::new().fill(p.sunken))
            .show(ui, |ui| contents::contents_ui(ui, ctx));
    } else {
        Panel::top("contents_menu")
            .frame(Frame::new().fill(p.sunken).inner_margin(Margin::symmetric(16, 4)))
            .show_separator_line(false)
            .show(ui, |ui| contents::menu_ui(ui, ctx));
    }
    if width >= MARGIN_FROM && matches!(ctx.state.spot(), Spot::Section(..)) {
        Panel::right("margin")
            .exact_size(260.0)
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::new().fill(p.paper).inner_margin(Margin {
                left: 8,
                right: 20,
                top: 32,
                bottom: 0,
            }))
            .show(ui, |ui| section::margin_ui(ui, ctx, learn));
    }
    let frame = Frame::new().fill(p.paper);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        let salt = match ctx.state.spot() {
            Spot::Section(section, _) => section.as_str(),
            Spot::Glossary => "glossary",
            Spot::Sources => "sources",
            _ => "claims",
        };
        ScrollArea::vertical().id_salt(("page", salt)).auto_shrink(false).show(ui, |ui| {
            ctx.scroll_page_by_keys(ui);
            let side = if ui.available_width() > 560.0 { 48 } else { 20 };
            Frame::new().inner_margin(Margin { left: side, right: 20, top: 28, bottom: 40 }).show(
                ui,
                |ui| {
                    ui.set_width(ui.available_width().min(super::theme::MEASURE));
                    ui.spacing_mut().item_spacing.y = space::S;
                    match ctx.state.spot() {
                        Spot::Section(id, outline) => {
                            section::section_ui(ui, ctx, learn, id, outline.as_ref());
                        }
                        Spot::Glossary => lists::glossary_ui(ui, ctx),
                        Spot::Sources => lists::sources_ui(ui, ctx),
                        _ => lists::claims_ui(ui, ctx),
                    }
                },
            );
        });
    });
}
