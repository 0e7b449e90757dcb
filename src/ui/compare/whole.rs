//! EMS beside the EMT: the whole, the part, matched rows, and what people often say. They are no
//! alternatives, so this is a card and not the table.

use crate::curriculum::{Confusion, ProviderLevel, Sentence};
use crate::state::{Action, Overlay, Spot};
use crate::ui::ViewCtx;
use crate::ui::learn::{checked_ui, whole_and_part_ui};
use crate::ui::shortcuts::{Command, key_of};
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{LABEL_STRONG, LEAD, NOTE, PAGE_TITLE, SUB_HEADING};
use crate::ui::widgets::{
    hairline, label, level_mark_ui, row, small_link, text, text_button, word, wrapped_row,
};
use egui::{Align, CentralPanel, Frame, Layout, Role, ScrollArea, Ui, WidgetInfo, vec2};

/// The card is no wider than this.
const WIDTH: f32 = 860.0;
/// Below this width the two stand under each other.
const BESIDE_FROM: f32 = 560.0;
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
                    let title = text(ui, PAGE_TITLE, p.ink, TITLE);
                    title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, TITLE));
                    let lead = "EMS is the system; an EMT is one person in it. They are not two \
                            choices, so they stand here and not in the table.";
                    text(ui, LEAD, p.ink2, lead);
                    wrapped_row(ui, 32.0, |ui| {
                        let words = "Back to the levels";
                        if text_button(ui, p, words, key_of(Command::Whole)).clicked() {
                            ctx.push(Action::Open(Spot::Compare));
                        }
                        let words = "Read it in Learn";
                        if text_button(ui, p, words, "").clicked() {
                            ctx.push(Action::Open(Spot::Section("ems-and-emt".into(), None)));
                        }
                    });
                    whole_and_part_ui(ui, ctx);
                    ui.add_space(space::M);
                    rows_ui(ui, ctx);
                    ui.add_space(space::L);
                    label(ui, p, "People often say");
                    let sayings = &c.whole_and_part().sayings;
                    let said = |id: &String| c.confusions().iter().find(|one| one.id == *id);
                    for saying in sayings.iter().filter_map(said) {
                        let Confusion { mark, people_say, right, facts, .. } = saying;
                        checked_ui(ui, ctx, *mark, people_say, &c.plain(right), facts);
                    }
                    ui.add_space(40.0);
                });
            });
        });
    });
}

/// The matched rows.
fn rows_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let beside = ui.available_width() >= BESIDE_FROM;
    let first = if beside { 150.0 } else { 0.0 };
    let width = (ui.available_width() - first) / 2.0 - 28.0;
    if beside {
        ui.horizontal_top(|ui| {
            column(ui, first, |_| {});
            column(ui, width, |ui| _ = text(ui, SUB_HEADING, p.accent.text, "EMS, the whole"));
            column(ui, width, |ui| {
                row(ui, 24.0, |ui| {
                    level_mark_ui(ui, p, ProviderLevel::Emt, 15.0);
                    let color = p.level(ProviderLevel::Emt).text;
                    word(ui, SUB_HEADING, color, "EMT, a part");
                });
            });
        });
    }
    for one in &ctx.state.curriculum().whole_and_part().rows {
        hairline(ui, p);
        if beside {
            ui.horizontal_top(|ui| {
                column(ui, first, |ui| {
                    text(ui, LABEL_STRONG, p.ink3, one.name.as_str());
                    sources_ui(ui, ctx, one);
                });
                column(ui, width, |ui| said_ui(ui, ctx, &one.whole, "EMS"));
                column(ui, width, |ui| said_ui(ui, ctx, &one.part, "EMT"));
            });
        } else {
            text(ui, LABEL_STRONG, p.ink3, one.name.as_str());
            for (who, sentence) in [("EMS", &one.whole), ("EMT", &one.part)] {
                text(ui, LABEL_STRONG, p.accent.text, who);
                said_ui(ui, ctx, sentence, who);
            }
            sources_ui(ui, ctx, one);
        }
    }
}

fn sources_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, one: &crate::curriculum::WholeRow) {
    let response = small_link(ui, ctx.palette, "Source");
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Source, {}", one.name)));
    if response.clicked() {
        let mut facts = one.whole.facts().to_vec();
        facts.extend(
            one.part.facts().iter().filter(|fact| !one.whole.facts().contains(fact)).cloned(),
        );
        ctx.push(Action::Show(Overlay::Sources(facts)));
    }
}

/// A sentence; its accessible name says whose it is.
fn said_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, sentence: &Sentence, who: &str) {
    let words = ctx.state.curriculum().plain(sentence.text());
    let response = text(ui, NOTE, ctx.palette.ink, words.as_str());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{who}: {words}")));
}

fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    let layout = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
        ui.set_width(width);
        content(ui);
    });
    ui.add_space(space::S);
}
