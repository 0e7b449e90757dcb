//! Buttons and frames in the program's own look.

use crate::ui::theme::type_scale::{INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, NOTE};
use crate::ui::theme::{FOCUS, Palette, TARGET, Tint, Type, corner, space};
use egui::{
    Align, Button, Color32, Context, CornerRadius, Frame, Label, Layout, Margin, Memory, Painter,
    Pos2, Rect, Response, RichText, Sense, Shape, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

/// Adds a button, which comes into view as it gets the focus.
fn add(ui: &mut Ui, button: Button<'_>) -> Response {
    let response = ui.add(button);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}

/// A button that is a word in the accent, with its key in a quieter tone behind it.
pub(crate) fn text_button(ui: &mut Ui, palette: &Palette, label: &str, key: &str) -> Response {
    let label = INTERFACE_STRONG.rich(label, palette.accent.text);
    let button = if key.is_empty() {
        Button::new(label)
    } else {
        Button::new((label, INTERFACE.rich(key, palette.ink3)))
    };
    add(ui, button.fill(Color32::TRANSPARENT).stroke(Stroke::NONE).min_size(vec2(0.0, TARGET)))
}

/// The same without space around it, to stand under a heading.
pub(crate) fn flush_button(ui: &mut Ui, palette: &Palette, label: &str, key: &str) -> Response {
    let label = INTERFACE_STRONG.rich(label, palette.accent.text);
    let button = if key.is_empty() {
        Button::new(label)
    } else {
        Button::new((label, INTERFACE.rich(key, palette.ink3)))
    };
    add(ui, button.frame(false).min_size(vec2(0.0, 28.0)))
}

/// The one filled button of a page.
pub(crate) fn primary_button(ui: &mut Ui, palette: &Palette, label: &str, key: &str) -> Response {
    let text = INTERFACE_STRONG.rich(label, palette.on_accent);
    let button = if key.is_empty() {
        Button::new(text)
    } else {
        Button::new((text, LABEL.rich(key, palette.on_accent)))
    };
    add(ui, button.fill(palette.accent.text).stroke(Stroke::NONE).min_size(vec2(0.0, 36.0)))
}

/// A choice that is on or off: outlined, and filled softly where it is on.
pub(crate) fn toggle_button(
    ui: &mut Ui,
    palette: &Palette,
    on: bool,
    label: &str,
    key: &str,
) -> Response {
    let (fill, edge) = if on {
        (palette.accent.soft, palette.accent.text)
    } else {
        (Color32::TRANSPARENT, palette.edge)
    };
    let text = INTERFACE.rich(label, palette.ink);
    let mark = RichText::new(if on { "✓" } else { "○" }).color(edge);
    let atoms = (mark, text, LABEL.rich(key, palette.ink3));
    let button = Button::new(atoms)
        .fill(fill)
        .stroke(Stroke::new(palette.edge_width, edge))
        .min_size(vec2(0.0, TARGET));
    let response = add(ui, button);
    if on {
        let corner = CornerRadius::same(corner::CONTROL);
        let (edge, inside) = (palette.chosen_edge(), egui::StrokeKind::Inside);
        ui.painter().rect_stroke(response.rect, corner, edge, inside);
    }
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, ui.is_enabled(), on, label));
    response
}

/// A button that opens a menu; what is chosen in it closes it.
pub(crate) fn menu_button(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    content: impl FnOnce(&mut Ui),
) {
    let words = (INTERFACE.rich(label, palette.ink), INTERFACE.rich("▾", palette.ink3));
    let button = Button::new(words)
        .fill(Color32::TRANSPARENT)
        .stroke(Stroke::new(palette.edge_width, palette.edge))
        .min_size(vec2(0.0, TARGET));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, content);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, ui.is_enabled(), label));
}

/// One of several choices of a menu, of which one is on.
pub(crate) fn choice_button(ui: &mut Ui, palette: &Palette, on: bool, label: &str) -> Response {
    let mark = RichText::new(if on { "●" } else { "○" }).color(palette.accent.text);
    let button = Button::new((mark, INTERFACE.rich(label, palette.ink)))
        .fill(Color32::TRANSPARENT)
        .stroke(Stroke::NONE)
        .min_size(vec2(0.0, TARGET));
    let response = add(ui, button);
    response.widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, on, label));
    response
}

/// A small word on a soft ground.
pub(crate) fn chip(ui: &mut Ui, tint: Tint, text: &str) -> Response {
    let corner = CornerRadius::same(corner::CHIP);
    let label = LABEL_STRONG.tight();
    let look = PillLook {
        role: label,
        color: tint.text,
        padding: vec2(7.0, 3.0),
        fill: tint.soft,
        edge: Stroke::NONE,
        corner,
    };
    pill(ui, text, look)
}

/// How a pill is drawn.
#[derive(Clone, Copy)]
pub(crate) struct PillLook {
    pub(crate) role: Type,
    pub(crate) color: Color32,
    /// Between the words and the edge.
    pub(crate) padding: egui::Vec2,
    pub(crate) fill: Color32,
    pub(crate) edge: Stroke,
    pub(crate) corner: CornerRadius,
}

/// Words on a ground of their own, as one thing that goes to the next line as a whole.
pub(crate) fn pill(ui: &mut Ui, words: &str, look: PillLook) -> Response {
    let PillLook { role, color, padding, fill, edge, corner } = look;
    let job = egui::text::LayoutJob::single_section(words.to_owned(), role.format(color));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let (rect, response) = ui.allocate_exact_size(galley.size() + 2.0 * padding, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, words));
    ui.painter().rect(rect, corner, fill, edge, egui::StrokeKind::Inside);
    ui.painter().galley(rect.min + padding, galley, color);
    response
}

/// A small word in the accent that opens something.
pub(crate) fn small_link(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    add(ui, Button::new(LABEL_STRONG.rich(words, palette.accent.text)).frame(false))
}

/// A note set apart: a heading in its colour and text below, as wide as the text around it.
pub(crate) fn callout<R>(
    ui: &mut Ui,
    tint: Tint,
    heading: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
    Frame::new()
        .fill(tint.soft)
        .corner_radius(CornerRadius::same(corner::CALLOUT))
        .inner_margin(Margin::symmetric(16, 12))
        .show(ui, |ui| {
            ui.set_width(width - 32.0);
            ui.spacing_mut().item_spacing.y = space::XS;
            text(ui, LABEL_STRONG, tint.text, heading);
            content(ui)
        })
        .inner
}

/// A line or paragraph of a role, wrapped at the width at hand.
pub(crate) fn text(ui: &mut Ui, role: Type, color: Color32, words: impl Into<String>) -> Response {
    let mut job = egui::text::LayoutJob::single_section(words.into(), role.format(color));
    job.wrap.max_width = ui.available_width();
    ui.add(Label::new(job).wrap())
}

/// The same, and a heading for who listens.
pub(crate) fn heading(ui: &mut Ui, role: Type, color: Color32, words: &str) -> Response {
    let response = text(ui, role, color, words);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Heading, true, words));
    response
}

/// A word or two on one line, for rows.
pub(crate) fn word(ui: &mut Ui, role: Type, color: Color32, words: impl Into<String>) -> Response {
    ui.add(Label::new(role.tight().rich(words, color)).extend())
}

/// A row of things on one line, centred on each other.
pub(crate) fn row<R>(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().interact_size.y = height;
        content(ui)
    })
    .inner
}

/// The same, going on in the next line where there is no room.
pub(crate) fn wrapped_row<R>(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), height);
    let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.spacing_mut().interact_size.y = height;
        content(ui)
    })
    .inner
}

/// The space beside the words of a table's cell.
const CELL_PAD: f32 = 10.0;

/// One line of words in a cell of a table, cut where the cell ends.
pub(crate) fn paint_line(ui: &Ui, rect: Rect, words: &str, role: Type, color: Color32) {
    let mut job =
        egui::text::LayoutJob::single_section(words.to_owned(), role.tight().format(color));
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 2.0 * CELL_PAD);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = egui::pos2(rect.left() + CELL_PAD, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}

/// A bar filled from the left to a share, 0 to 1. In high contrast what is left is an outline, since a
/// dark ground would look as full as the part that is filled.
pub(crate) fn paint_bar(painter: &Painter, p: &Palette, bar: Rect, share: f32, color: Color32) {
    let round = (bar.height() / 2.0).min(f32::from(corner::CHIP));
    if p.edge_width > 1.0 {
        painter.rect_stroke(bar, round, Stroke::new(1.0, p.edge), egui::StrokeKind::Outside);
    } else {
        painter.rect_filled(bar, round, p.line);
    }
    let filled = bar.with_max_x(bar.left() + bar.width() * share.clamp(0.0, 1.0));
    painter.rect_filled(filled, round, color);
}

/// A bookmark's ribbon around a place: a rectangle whose foot ends in two points.
pub(crate) fn paint_ribbon(painter: &Painter, color: Color32, at: Pos2, scale: f32) {
    let ribbon = Rect::from_center_size(at, vec2(10.0, 15.0) * scale);
    let foot = ribbon.bottom() - 4.5 * scale;
    painter.rect_filled(ribbon.with_max_y(foot), CornerRadius::ZERO, color);
    for (from, to) in [(ribbon.left(), ribbon.center().x), (ribbon.center().x, ribbon.right())] {
        let tip = if from == ribbon.left() { from } else { to };
        let points = vec![pos2(from, foot), pos2(to, foot), pos2(tip, ribbon.bottom())];
        painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    }
}

/// A note's text.
pub(crate) fn note(ui: &mut Ui, palette: &Palette, words: impl Into<String>) -> Response {
    text(ui, NOTE, palette.ink2, words)
}

/// A heading of a group of lines.
pub(crate) fn label(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    text(ui, LABEL_STRONG, palette.ink3, words)
}

/// A field that narrows a list down.
pub(crate) fn filter_field(ui: &mut Ui, typed: &mut String, hint: &str, focus: bool) {
    let width = ui.available_width().min(360.0);
    let edit = TextEdit::singleline(typed).hint_text(hint).desired_width(width);
    let response = ui.add(edit).accessible_name(hint);
    if focus {
        response.request_focus();
        response.scroll_to_me(None);
    }
}

/// A piece of a list that may stand out: outlined, with a label that says why. Says where it is.
pub(crate) fn framed_if(
    ui: &mut Ui,
    palette: &Palette,
    why: Option<&str>,
    content: impl FnOnce(&mut Ui),
) -> Rect {
    let Some(why) = why else { return ui.scope(content).response.rect };
    let frame = Frame::new()
        .fill(palette.accent.soft)
        .stroke(Stroke::new(1.0, palette.accent.text))
        .corner_radius(CornerRadius::same(corner::CALLOUT))
        .inner_margin(Margin::same(10));
    let drawn = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        chip(ui, Tint { soft: palette.paper, ..palette.accent }, why);
        content(ui);
    });
    drawn.response.rect
}

/// A horizontal hairline over the width at hand.
pub(crate) fn hairline(ui: &mut Ui, palette: &Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(palette.edge_width, palette.line),
    );
}

/// Draws a ring around what has the focus of the keyboard, whatever it is, once all else is drawn.
/// A text field shows it by itself.
pub(crate) fn focus_ring(ctx: &Context, palette: &Palette) {
    let focused = ctx.memory(Memory::focused).filter(|_| !ctx.text_edit_focused());
    let Some(response) = focused.and_then(|id| ctx.read_response(id)) else { return };
    let seen = response.interact_rect;
    if !seen.is_positive() {
        return;
    }
    let gap = 2.0;
    let painter = ctx.layer_painter(response.layer_id);
    painter.with_clip_rect(seen.expand(gap + FOCUS)).rect_stroke(
        response.rect.expand(gap),
        CornerRadius::same(corner::CONTROL),
        Stroke::new(FOCUS, palette.accent.text),
        egui::StrokeKind::Outside,
    );
}
