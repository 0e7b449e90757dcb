//! EMS beside the EMT: the whole, the part, matched rows, and what people often say. They are no
//! alternatives, so this is a card and not the table.

use crate::state::{Action, Spot};
use crate::ui::ViewCtx;
use crate::ui::learn::saying_ui;
use crate::ui::parts::figures::whole_and_part_ui;
use crate::ui::shortcuts::Command;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{LEAD, PAGE_TITLE};
use crate::ui::widgets::{heading, label, text, text_button, wrapped_row};
use egui::{CentralPanel, Frame, ScrollArea, Ui};

/// The card is no wider than this.
const WIDTH: f32 = 860.0;
const TITLE: &str = "EMS and EMT: the whole and a part";

/// Draws the card.
pub(super) fn whole_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
        ScrollArea::vertical().id_salt("whole").auto_shrink(false).show(ui, |ui| {
            ctx.scroll_page_by_keys(ui);
            let side = ((ui.available_width() - WIDTH) / 2.0).max(20.0);
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.add_space(24.0);
                    ui.set_width((ui.available_width() - side).min(WIDTH));
                    ui.spacing_mut().item_spacing.y = space::S;
                    heading(ui, PAGE_TITLE, p.ink, TITLE);
                    let lead = "EMS is the system; an EMT is one person in it. They are not two \
                            choices, so they stand here and not in the table.";
                    text(ui, LEAD, p.ink2, lead);
                    wrapped_row(ui, 32.0, |ui| {
                        let words = "Back to the levels";
                        if text_button(ui, p, words, ctx.key_of(Command::Whole)).clicked() {
                            ctx.push(Action::Open(Spot::Compare));
                        }
                        let words = "Read it in Learn";
                        if text_button(ui, p, words, "").clicked() {
                            ctx.push(Action::Open(Spot::Section("ems-and-emt".into(), None)));
                        }
                    });
                    whole_and_part_ui(ui, ctx);
                    ui.add_space(space::L);
                    label(ui, p, "People often say");
                    let sayings = &c.figures().sayings;
                    let said = |id: &String| c.confusions().iter().find(|one| one.id == *id);
                    for saying in sayings.iter().filter_map(said) {
                        saying_ui(ui, ctx, saying);
                    }
                    ui.add_space(40.0);
                });
            });
        });
    });
}
