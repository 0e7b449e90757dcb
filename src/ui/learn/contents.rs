//! The contents: sections in reading order, each with how far one is, then the lists and the
//! bookmarks.

use super::LearnState;
use crate::state::{Action, Spot};
use crate::study::SectionProgress;
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE, INTERFACE_STRONG, LABEL};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{label, paint_bar, text};
use egui::{
    CornerRadius, Frame, Margin, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

/// The lists below the sections.
const LISTS: [(&str, Spot); 4] = [
    ("Glossary", Spot::Glossary),
    ("Sources", Spot::Sources),
    ("Claims checked", Spot::Claims),
    ("Bookmarks, highlights and notes", Spot::Marks),
];

/// The contents as a column.
pub(super) fn contents_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState) {
    let p = ctx.palette;
    ScrollArea::vertical().id_salt("contents").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 12, bottom: 12 }).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.horizontal(|ui| {
                    ui.spacing_mut().interact_size.y = 24.0;
                    ui.add_space(space::S);
                    label(ui, p, "The EMS system");
                });
                let progress = learn.progress(ctx);
                for (section, progress) in ctx.state.curriculum().sections().iter().zip(progress) {
                    let spot = Spot::Section(section.id.clone(), None);
                    let here =
                        matches!(ctx.state.spot(), Spot::Section(id, _) if *id == section.id);
                    if entry_ui(ui, ctx, section.short_title(), here, Some(progress)) {
                        ctx.push(Action::Open(spot));
                    }
                }
                ui.add_space(space::M);
                for (name, spot) in LISTS {
                    if entry_ui(ui, ctx, name, is_here(ctx.state.spot(), &spot), None) {
                        ctx.push(Action::Open(spot));
                    }
                }
                bookmarks_ui(ui, ctx);
                legend_ui(ui, ctx);
            },
        );
    });
}

fn is_here(spot: &Spot, list: &Spot) -> bool {
    spot == list || (*list == Spot::Claims && matches!(spot, Spot::Claim(_)))
}

/// What the two thin bars mean.
fn legend_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    ui.add_space(space::L);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 22.0;
        ui.add_space(space::S);
        text(ui, LABEL, ctx.palette.ink3, "Upper bar: read. Lower bar: recalled.");
    });
}

/// The paragraphs that have a bookmark, in reading order.
fn bookmarks_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let marks = super::marks::bookmarks(ctx);
    if marks.is_empty() {
        return;
    }
    ui.add_space(space::L);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 24.0;
        ui.add_space(space::S);
        label(ui, p, "Bookmarks");
    });
    for (anchor, words) in marks {
        ui.push_id(anchor.as_str(), |ui| {
            if entry_ui(ui, ctx, &shortened(&words), false, None) {
                ctx.push(Action::OpenBlock(anchor.clone(), "your bookmark"));
            }
        });
    }
}

/// The first words of a sentence.
fn shortened(words: &str) -> String {
    const MOST: usize = 56;
    if words.chars().count() <= MOST {
        return words.to_owned();
    }
    let cut: String = words.chars().take(MOST).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

/// The contents as a menu, where there is no room for a column.
pub(super) fn menu_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState) {
    let p = ctx.palette;
    ui.horizontal(|ui| {
        let button = egui::Button::new(INTERFACE_STRONG.rich("Contents ▾", p.accent.text));
        egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            let room = ui.ctx().content_rect().size() - vec2(60.0, 160.0);
            ui.set_width(room.x.min(340.0));
            ScrollArea::vertical().max_height(room.y).min_scrolled_height(room.y).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let progress = learn.progress(ctx);
                for (section, progress) in ctx.state.curriculum().sections().iter().zip(progress) {
                    let here =
                        matches!(ctx.state.spot(), Spot::Section(id, _) if *id == section.id);
                    if entry_ui(ui, ctx, section.short_title(), here, Some(progress)) {
                        ctx.push(Action::Open(Spot::Section(section.id.clone(), None)));
                        ui.close();
                    }
                }
                ui.add_space(space::M);
                for (name, spot) in LISTS {
                    if entry_ui(ui, ctx, name, is_here(ctx.state.spot(), &spot), None) {
                        ctx.push(Action::Open(spot));
                        ui.close();
                    }
                }
                bookmarks_ui(ui, ctx);
                legend_ui(ui, ctx);
            });
        });
    });
}

/// An entry with its two bars; true where it was chosen.
fn entry_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    name: &str,
    here: bool,
    progress: Option<&SectionProgress>,
) -> bool {
    let p = ctx.palette;
    let width = ui.available_width();
    let (role, color) = if here { (INTERFACE_STRONG, p.ink) } else { (INTERFACE, p.ink2) };
    let mut job = egui::text::LayoutJob::single_section(name.to_owned(), role.format(color));
    let bars = if progress.is_some() { BARS + space::M } else { 0.0 };
    job.wrap.max_width = width - 28.0 - bars;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let height = (galley.size().y + 10.0).max(32.0);
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
    let mut response = response;
    if let Some(progress) = progress {
        bars_ui(ui, ctx, progress, rect);
        let words = progress.words();
        ui.accesskit_node_builder(response.id, |node| node.set_description(words.as_str()));
        response = response.on_hover_text(LABEL.rich(words, p.ink));
    }
    response.clicked()
}

/// The width of the bars of an entry.
const BARS: f32 = 30.0;

/// Two thin bars at the right: what was read above, what is recalled below.
fn bars_ui(ui: &Ui, ctx: &ViewCtx<'_>, progress: &SectionProgress, entry: Rect) {
    let p = ctx.palette;
    let bar = |top: f32, part: usize, of: usize, color| {
        let at = pos2(entry.right() - 12.0 - BARS, top);
        let whole = Rect::from_min_size(at, vec2(BARS, 4.0));
        #[expect(clippy::cast_precision_loss, reason = "counts")]
        let share = part as f32 / of.max(1) as f32;
        paint_bar(ui.painter(), p, whole, share, color);
    };
    bar(entry.center().y - 5.5, progress.read, progress.paragraphs, p.ink3);
    bar(entry.center().y + 1.5, progress.recalled, progress.cards, p.good.text);
}
