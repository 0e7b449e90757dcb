//! The contents: sections in reading order, then glossary, sources and claims.

use crate::curriculum::Section;
use crate::state::{Action, Spot};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE, INTERFACE_STRONG};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{label, text_button};
use egui::{
    CornerRadius, Frame, Margin, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

/// The three lists below the sections.
const LISTS: [(&str, Spot); 3] =
    [("Glossary", Spot::Glossary), ("Sources", Spot::Sources), ("Claims checked", Spot::Claims)];

/// The contents as a column.
pub(super) fn contents_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    ScrollArea::vertical().id_salt("contents").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 16, bottom: 16 }).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.horizontal(|ui| {
                    ui.spacing_mut().interact_size.y = 24.0;
                    ui.add_space(space::S);
                    label(ui, p, "The EMS system");
                });
                for section in ctx.state.curriculum().sections() {
                    let spot = Spot::Section(section.id.clone(), None);
                    let here =
                        matches!(ctx.state.spot(), Spot::Section(id, _) if *id == section.id);
                    entry_ui(ui, ctx, short_title(section), here, spot);
                }
                ui.add_space(space::L);
                for (name, spot) in LISTS {
                    let here = *ctx.state.spot() == spot;
                    entry_ui(ui, ctx, name, here, spot);
                }
            },
        );
    });
}

/// The contents as a menu, where there is no room for a column.
pub(super) fn menu_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    ui.horizontal(|ui| {
        let button = egui::Button::new(INTERFACE_STRONG.rich("Contents ▾", p.accent.text));
        egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            ui.set_min_width(240.0);
            ScrollArea::vertical().max_height(ui.ctx().content_rect().height() - 160.0).show(
                ui,
                |ui| {
                    for section in ctx.state.curriculum().sections() {
                        if text_button(ui, p, short_title(section), "").clicked() {
                            ctx.push(Action::Open(Spot::Section(section.id.clone(), None)));
                            ui.close();
                        }
                    }
                    for (name, spot) in LISTS {
                        if text_button(ui, p, name, "").clicked() {
                            ctx.push(Action::Open(spot));
                            ui.close();
                        }
                    }
                },
            );
        });
    });
}

/// Titles are told in full on their page; the contents take what stands before the first colon.
fn short_title(section: &Section) -> &str {
    section.title.split(':').next().unwrap_or(&section.title)
}

fn entry_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, name: &str, here: bool, spot: Spot) {
    let p = ctx.palette;
    let width = ui.available_width();
    let (role, color) = if here { (INTERFACE_STRONG, p.ink) } else { (INTERFACE, p.ink2) };
    let mut job = egui::text::LayoutJob::single_section(name.to_owned(), role.format(color));
    job.wrap.max_width = width - 28.0;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let height = (galley.size().y + 12.0).max(32.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Link, true, here, name));
    let ground = if here {
        p.surface
    } else if response.hovered() {
        p.accent.soft
    } else {
        p.sunken
    };
    ui.painter().rect_filled(rect, CornerRadius::same(corner::CONTROL), ground);
    if here {
        let bar = Rect::from_min_max(
            rect.min + vec2(0.0, 6.0),
            pos2(rect.left() + 3.0, rect.bottom() - 6.0),
        );
        ui.painter().rect_filled(bar, 1.5, p.accent.text);
    }
    let at = pos2(rect.left() + 14.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
    crate::ui::widgets::focus_ring(ui, p, &response);
    if response.clicked() {
        ctx.push(Action::Open(spot));
    }
}
