//! Steps that are put in order and things that are sorted under heads, by hand: dragged with the
//! mouse, or with the keys. One of them is always in the hand: it is outlined, keys move it, and a
//! click on a head puts it there. In a low window, where one would not see what is sorted and the
//! table at once, things stand in a list, and the heads are buttons below the one in the hand.

use super::is_low;
use crate::curriculum::{CardId, Task, UNSORTED};
use crate::state::{Action, Current};
use crate::study::Card;
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{LABEL, LABEL_STRONG, NOTE, NOTE_STRONG, READING};
use crate::ui::theme::{TARGET, corner, space};
use crate::ui::widgets::{galley, text};
use egui::text::LayoutJob;
use egui::{
    Align2, Color32, CornerRadius, CursorIcon, EventFilter, Galley, Id, LayerId, Order, Pos2, Rect,
    Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// Around the words of a step or thing.
const PAD: Vec2 = vec2(12.0, 8.0);
/// The same in the list of a low window.
const LOW_PAD: Vec2 = vec2(12.0, 3.0);
/// Where the words of a step begin, behind its number.
const NUMBER: f32 = 44.0;
/// The room of the two buttons that move a step.
const MOVERS: f32 = 2.0 * TARGET + space::S;
/// A column of the table is no narrower.
const LEAST_COLUMN: f32 = 160.0;
/// A head has room for one thing before there is any.
const ONE_THING: f32 = 44.0;
/// So far beside the list a step may still be dropped.
const NEAR: f32 = 40.0;

/// Draws what is arranged.
pub(super) fn arrange_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let task = card.ask.task();
    let is_list = task == Task::Sort && is_low(ui);
    let what = match task {
        Task::Order => "Drag each step to its place.",
        _ if is_list => "Choose a head for each thing.",
        _ => "Drag each thing under its head.",
    };
    let digit = if ctx.state.settings().single_keys { "a digit or " } else { "" };
    let keys = format!("By keys: ↑ ↓ choose one, {digit}Alt+↑ Alt+↓ move it.");
    text(ui, LABEL, ctx.palette.ink3, format!("{what} {keys}"));
    let plain = |text| card.plain(ctx.state.curriculum(), text);
    let words: Vec<String> = card.ask.options().into_iter().map(plain).collect();
    let view = View { ctx, current, card: &card.id, words: &words };
    let drawn = if task == Task::Order {
        view.order_ui(ui)
    } else {
        let heads: Vec<String> = card.ask.heads().into_iter().map(plain).collect();
        if is_list { view.list_ui(ui, &heads) } else { view.sort_ui(ui, &heads) }
    };
    view.follow_hand(ui, &drawn);
}

/// What the drawing of one card needs.
struct View<'a> {
    ctx: &'a ViewCtx<'a>,
    current: &'a Current,
    card: &'a CardId,
    /// The words of the options, in the card's own order.
    words: &'a [String],
}

/// A step or thing as it was drawn.
struct Drawn {
    option: u8,
    response: Response,
    /// What has to be seen while it is in the hand.
    seen: Rect,
}

impl View<'_> {
    fn put(&self, option: u8, to: u8) {
        self.ctx.push(Action::Put { card: self.card.clone(), option, to });
    }

    fn words_of(&self, option: u8) -> &str {
        self.words.get(usize::from(option)).map_or("", String::as_str)
    }

    // --- in order ---

    fn order_ui(&self, ui: &mut Ui) -> Vec<Drawn> {
        let p = self.ctx.palette;
        let width = ui.available_width();
        let steps = self.current.steps();
        let mut drawn = Vec::new();
        for (place, option) in steps.iter().enumerate() {
            let words = self.words_of(*option);
            let galley = galley(ui, words, READING, p.ink, width - NUMBER - PAD.x - MOVERS);
            let height = (galley.size().y + 2.0 * PAD.y).max(44.0);
            let (_, rect) = ui.allocate_space(vec2(width, height));
            let spoken = format!("{words}, place {} of {}", place + 1, steps.len());
            let response = self.item_ui(ui, *option, rect, &spoken);
            let at = pos2(rect.left() + NUMBER, rect.center().y - galley.size().y / 2.0);
            self.paint_item(ui, *option, &response, at, galley);
            let number = pos2(rect.left() + NUMBER / 2.0, rect.center().y);
            number_ui(ui, number, place + 1, p.ink3);
            if self.current.in_hand == Some(*option) {
                self.movers_ui(ui, *option, rect);
            }
            drawn.push(Drawn { option: *option, response, seen: rect });
        }
        self.drop_step(ui, &drawn);
        drawn
    }

    /// The two buttons that move a step without keys and without dragging.
    fn movers_ui(&self, ui: &Ui, option: u8, row: Rect) {
        let p = self.ctx.palette;
        let words = self.words_of(option);
        for (nth, sign, by, name) in [(0.0, "↑", -1, "Move up"), (1.0, "↓", 1, "Move down")] {
            let left = row.right() - PAD.x - 2.0 * TARGET + nth * TARGET;
            let rect = Rect::from_min_size(
                pos2(left, row.center().y - TARGET / 2.0),
                vec2(TARGET, TARGET),
            );
            let response = ui.interact(rect, Id::unique(("arranged", name)), Sense::click());
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Button, true, format!("{name}: {words}"))
            });
            if response.hovered() {
                let rounding = CornerRadius::same(corner::CONTROL);
                ui.painter().rect_filled(rect, rounding, p.accent.soft);
            }
            let font = egui::FontId::proportional(READING.size);
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, sign, font, p.accent.text);
            if response.clicked()
                && let Some(to) = self.current.moved(Task::Order, by)
            {
                self.put(option, to);
            }
        }
    }

    /// Where a step that is dragged would go: a line shows it, and letting go puts it there.
    fn drop_step(&self, ui: &Ui, drawn: &[Drawn]) {
        let Some(carried) = drawn.iter().find(|item| is_carried(&item.response)) else { return };
        let Some(pointer) = carried.response.interact_pointer_pos() else { return };
        let Some(list) = drawn.iter().map(|item| item.response.rect).reduce(Rect::union) else {
            return;
        };
        self.paint_carried(ui, carried.option, pointer);
        if !list.expand(NEAR).contains(pointer) {
            return;
        }
        let others = || drawn.iter().filter(|item| item.option != carried.option);
        let mut above = others().filter(|item| item.response.rect.center().y < pointer.y);
        let to = above.clone().count();
        let line = match (above.next_back(), others().nth(to)) {
            (_, Some(below)) => below.response.rect.top() - space::XS,
            (Some(last), None) => last.response.rect.bottom() + space::XS,
            (None, None) => return,
        };
        let stroke = Stroke::new(3.0, self.ctx.palette.accent.text);
        ui.painter().hline(list.x_range(), line, stroke);
        if carried.response.drag_stopped() {
            self.put(carried.option, u8::try_from(to).unwrap_or(u8::MAX));
        }
    }

    // --- under heads ---

    fn sort_ui(&self, ui: &mut Ui, heads: &[String]) -> Vec<Drawn> {
        let mut drawn = self.pool_ui(ui);
        ui.add_space(space::S);
        let boxes = self.table_ui(ui, heads, &mut drawn);
        self.drop_thing(ui, &drawn, &boxes);
        drawn
    }

    /// The things in one place: those that lie under a head have left a gap, so that nothing moves.
    fn pool_ui(&self, ui: &mut Ui) -> Vec<Drawn> {
        let p = self.ctx.palette;
        let width = ui.available_width();
        let mut flow = Flow::new(ui);
        let mut drawn = Vec::new();
        for option in &self.current.order {
            let words = self.words_of(*option);
            let galley = galley(ui, words, NOTE, p.ink, width - 2.0 * PAD.x);
            let rect = flow.place(galley.size() + 2.0 * PAD);
            if self.current.head_of(*option).is_none() {
                let response = self.item_ui(ui, *option, rect, &format!("{words}, not sorted yet"));
                self.paint_item(ui, *option, &response, rect.min + PAD, galley);
                drawn.push(Drawn { option: *option, response, seen: rect });
            } else {
                let rounding = CornerRadius::same(corner::CALLOUT);
                let hairline = Stroke::new(1.0, p.line);
                ui.painter().rect_stroke(rect, rounding, hairline, StrokeKind::Inside);
            }
        }
        flow.end(ui);
        drawn
    }

    /// The heads with what was put under them, as many side by side as there is room for.
    fn table_ui(&self, ui: &mut Ui, heads: &[String], drawn: &mut Vec<Drawn>) -> Vec<Rect> {
        let width = ui.available_width();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few columns"
        )]
        let room = ((width + space::S) / (LEAST_COLUMN + space::S)) as usize;
        // Four heads stand as two by two rather than as three and one.
        let rows = heads.len().div_ceil(room.max(1));
        let columns = heads.len().div_ceil(rows.max(1)).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let column = (width - space::S * (columns as f32 - 1.0)) / columns as f32;
        let mut boxes = Vec::new();
        for (row, names) in heads.chunks(columns).enumerate() {
            let first = row * columns;
            let laid: Vec<Laid> = names
                .iter()
                .enumerate()
                .map(|(nth, name)| self.lay_head(ui, first + nth, name, column))
                .collect();
            let height = laid.iter().map(|laid| laid.height).fold(0.0, f32::max);
            let (_, band) = ui.allocate_space(vec2(width, height));
            let mut left = band.left();
            for (nth, (laid, name)) in laid.into_iter().zip(names).enumerate() {
                let rect = Rect::from_min_size(pos2(left, band.top()), vec2(column, height));
                let head = Head { at: first + nth, of: heads.len(), name, rect };
                self.head_ui(ui, &head, laid, drawn);
                boxes.push(rect);
                left += column + space::S;
            }
        }
        boxes
    }

    fn lay_head(&self, ui: &Ui, head: usize, name: &str, column: f32) -> Laid {
        let p = self.ctx.palette;
        let name = galley(ui, name, NOTE_STRONG, p.ink, column - 2.0 * PAD.x - 20.0);
        let under = |option: &u8| self.current.head_of(*option).map(usize::from) == Some(head);
        let things: Vec<(u8, Arc<Galley>)> = (self.current.order.iter().copied())
            .filter(|option| under(option))
            .map(|option| {
                let width = column - 2.0 * space::S - 2.0 * PAD.x;
                (option, galley(ui, self.words_of(option), NOTE, p.ink, width))
            })
            .collect();
        let stacked: f32 = things.iter().map(|(_, g)| g.size().y + 2.0 * PAD.y + space::XS).sum();
        let height = name.size().y + 2.0 * PAD.y + stacked.max(ONE_THING) + space::XS;
        Laid { name, things, height }
    }

    /// A head and what lies under it; a click puts there what is in the hand.
    fn head_ui(&self, ui: &Ui, head: &Head<'_>, laid: Laid, drawn: &mut Vec<Drawn>) {
        let p = self.ctx.palette;
        let rect = head.rect;
        let response = self.head_button(ui, head);
        let edge = if response.hovered() { p.accent.text } else { p.edge };
        let rounding = CornerRadius::same(corner::CALLOUT);
        let stroke = Stroke::new(p.edge_width, edge);
        ui.painter().rect(rect, rounding, p.sunken, stroke, StrokeKind::Inside);
        let top = rect.min + PAD;
        let number = self.ctx.digit(head.at + 1);
        let font = LABEL_STRONG.tight().format(p.ink3).font_id;
        ui.painter().text(top + vec2(0.0, 2.0), Align2::LEFT_TOP, number, font, p.ink3);
        let under = top.y + laid.name.size().y + PAD.y;
        ui.painter().galley(top + vec2(20.0, 0.0), laid.name, p.ink);
        let mut at = pos2(rect.left() + space::S, under);
        for (option, galley) in laid.things {
            let size = vec2(rect.width() - 2.0 * space::S, galley.size().y + 2.0 * PAD.y);
            let place = Rect::from_min_size(at, size);
            let spoken = format!("{}, under {}", self.words_of(option), head.name);
            let response = self.item_ui(ui, option, place, &spoken);
            self.paint_item(ui, option, &response, at + PAD, galley);
            drawn.push(Drawn { option, response, seen: place });
            at.y += size.y + space::XS;
        }
    }

    /// The part of a head that puts there what is in the hand.
    fn head_button(&self, ui: &Ui, head: &Head<'_>) -> Response {
        let Head { at, of, name, rect } = *head;
        let id = Id::unique(("head", self.card.as_str(), at));
        let response = ui.interact(rect, id, Sense::click());
        let is_here = |option: &&u8| self.current.head_of(**option).map(usize::from) == Some(at);
        response.widget_info(|| {
            let held = self.current.order.iter().filter(is_here).count();
            let holds = if held == 1 { "1 thing".to_owned() } else { format!("{held} things") };
            let put = self.current.in_hand.map_or("", |option| self.words_of(option));
            let words = format!("Put under {name}, head {} of {of}, {holds}: {put}", at + 1);
            WidgetInfo::labeled(Role::Button, true, words)
        });
        if response.clicked()
            && let Some(option) = self.current.in_hand
        {
            self.put(option, u8::try_from(at).unwrap_or(UNSORTED));
        }
        response
    }

    // --- under heads, in a low window ---

    /// The things one below the other: those that lie under no head, then those under each.
    fn list_ui(&self, ui: &mut Ui, heads: &[String]) -> Vec<Drawn> {
        let p = self.ctx.palette;
        let width = ui.available_width();
        ui.spacing_mut().item_spacing.y = space::XS;
        let mut above = None;
        let mut drawn = Vec::new();
        for option in self.current.shown(Task::Sort) {
            let head = self.current.head_of(option).map(usize::from);
            let name = head.and_then(|head| heads.get(head));
            if let (Some(head), Some(name)) = (head, name)
                && above.replace(head) != Some(head)
            {
                let number = self.ctx.digit(head + 1);
                text(ui, LABEL_STRONG, p.ink2, format!("{number}  {name}").trim());
            }
            let words = self.words_of(option);
            let galley = galley(ui, words, NOTE, p.ink, width - 2.0 * LOW_PAD.x);
            let (_, rect) = ui.allocate_space(vec2(width, galley.size().y + 2.0 * LOW_PAD.y));
            let spoken = match name {
                Some(name) => format!("{words}, under {name}"),
                None => format!("{words}, not sorted yet"),
            };
            let response = self.held_ui(ui, option, rect, &spoken, Sense::click());
            self.paint_item(ui, option, &response, rect.min + LOW_PAD, galley);
            let mut seen = rect;
            if self.current.in_hand == Some(option) {
                seen = seen.union(self.head_buttons_ui(ui, heads, head));
            }
            drawn.push(Drawn { option, response, seen });
        }
        drawn
    }

    /// The heads as buttons; that of the thing in the hand is outlined.
    fn head_buttons_ui(&self, ui: &mut Ui, heads: &[String], of_it: Option<usize>) -> Rect {
        let p = self.ctx.palette;
        let width = ui.available_width();
        let mut flow = Flow::new(ui);
        for (head, name) in heads.iter().enumerate() {
            let mut job = LayoutJob::default();
            job.append(&self.ctx.digit(head + 1), 0.0, NOTE.format(p.ink2));
            job.append(name, space::S, NOTE_STRONG.format(p.ink));
            job.wrap.max_width = width - 2.0 * LOW_PAD.x;
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            let rect = flow.place(galley.size() + 2.0 * LOW_PAD);
            let response = self.head_button(ui, &Head { at: head, of: heads.len(), name, rect });
            let is_here = of_it == Some(head);
            let fill = if is_here || response.hovered() { p.accent.soft } else { p.sunken };
            let rounding = CornerRadius::same(corner::CONTROL);
            let plain = Stroke::new(p.edge_width, p.edge);
            let stroke = if is_here { p.chosen_edge() } else { plain };
            ui.painter().rect(rect, rounding, fill, stroke, StrokeKind::Inside);
            ui.painter().galley(rect.min + LOW_PAD, galley, p.ink);
        }
        flow.end(ui)
    }

    // --- in the table ---

    /// Where a thing that is dragged would go: that head is outlined, and letting go puts it there;
    /// beside the table it lies apart again.
    fn drop_thing(&self, ui: &Ui, drawn: &[Drawn], boxes: &[Rect]) {
        let Some(carried) = drawn.iter().find(|item| is_carried(&item.response)) else { return };
        let Some(pointer) = carried.response.interact_pointer_pos() else { return };
        self.paint_carried(ui, carried.option, pointer);
        let head = boxes.iter().position(|rect| rect.contains(pointer));
        if let Some(rect) = head.and_then(|head| boxes.get(head)) {
            let stroke = Stroke::new(3.0, self.ctx.palette.accent.text);
            let rounding = CornerRadius::same(corner::CALLOUT);
            ui.painter().rect_stroke(*rect, rounding, stroke, StrokeKind::Inside);
        }
        if carried.response.drag_stopped() {
            let to = head.and_then(|head| u8::try_from(head).ok()).unwrap_or(UNSORTED);
            self.put(carried.option, to);
        }
    }

    // --- both ---

    /// The part of a step or thing that is pressed and dragged.
    fn item_ui(&self, ui: &Ui, option: u8, rect: Rect, spoken: &str) -> Response {
        let response = self.held_ui(ui, option, rect, spoken, Sense::click_and_drag());
        if response.hovered() || response.dragged() {
            let icon = if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab };
            ui.ctx().set_cursor_icon(icon);
        }
        response
    }

    /// The part of a step or thing by which it comes into the hand.
    fn held_ui(&self, ui: &Ui, option: u8, rect: Rect, spoken: &str, sense: Sense) -> Response {
        let in_hand = self.current.in_hand == Some(option);
        let id = Id::unique(("arranged", self.card.as_str(), option));
        let response = ui.interact(rect, id, sense);
        response.widget_info(|| {
            let held = if in_hand { ", in the hand" } else { "" };
            WidgetInfo::selected(Role::Button, true, in_hand, format!("{spoken}{held}"))
        });
        if response.clicked() || response.gained_focus() || response.drag_started() {
            self.ctx.push(Action::Take { card: self.card.clone(), option });
        }
        response
    }

    fn paint_item(&self, ui: &Ui, option: u8, response: &Response, at: Pos2, words: Arc<Galley>) {
        let p = self.ctx.palette;
        let in_hand = self.current.in_hand == Some(option);
        let (fill, line) = match (in_hand, response.hovered()) {
            (true, _) => (p.accent.soft, p.chosen_edge()),
            (false, true) => (p.accent.soft, Stroke::new(p.edge_width, p.edge)),
            (false, false) => (p.surface, Stroke::new(p.edge_width, p.edge)),
        };
        let rounding = CornerRadius::same(corner::CALLOUT);
        // Below the words and above what lies there already.
        let shape =
            egui::epaint::RectShape::new(response.rect, rounding, fill, line, StrokeKind::Inside);
        ui.painter().add(Shape::Rect(shape));
        let color = if response.dragged() { p.ink3 } else { p.ink };
        ui.painter().galley_with_override_text_color(at, words, color);
    }

    /// What is dragged, under the pointer.
    fn paint_carried(&self, ui: &Ui, option: u8, pointer: Pos2) {
        let p = self.ctx.palette;
        let galley = galley(ui, self.words_of(option), NOTE, p.ink, 320.0);
        let rect = Rect::from_min_size(pointer + vec2(10.0, 6.0), galley.size() + 2.0 * PAD);
        let layer = LayerId::new(Order::Tooltip, Id::unique("carried"));
        let painter = ui.ctx().layer_painter(layer);
        let stroke = Stroke::new(2.0, p.accent.text);
        let rounding = CornerRadius::same(corner::CALLOUT);
        painter.rect(rect, rounding, p.surface, stroke, StrokeKind::Inside);
        painter.galley(rect.min + PAD, galley, p.ink);
    }

    /// The focus of the keyboard and the eye go where the hand goes.
    fn follow_hand(&self, ui: &Ui, drawn: &[Drawn]) {
        let held = drawn.iter().find(|item| Some(item.option) == self.current.in_hand);
        if let Some(focused) = drawn.iter().find(|item| item.response.has_focus()) {
            let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            let id = focused.response.id;
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            if let Some(held) = held
                && held.option != focused.option
                && !focused.response.gained_focus()
            {
                held.response.request_focus();
            }
        }
        let now = (self.card.clone(), self.current.in_hand, self.current.chosen.clone());
        let before = ui.data_mut(|data| {
            let kept = data.get_temp_mut_or_insert_with(Id::unique("hand"), || now.clone());
            std::mem::replace(kept, now.clone())
        });
        if before.0 == now.0
            && before != now
            && let Some(held) = held
        {
            ui.scroll_to_rect(held.seen, None);
        }
    }
}

/// Boxes side by side, going on in the next line where there is no room.
struct Flow {
    whole: Rect,
    at: Pos2,
    row: f32,
}

impl Flow {
    fn new(ui: &Ui) -> Self {
        let at = ui.cursor().min;
        let whole = Rect::from_min_size(at, vec2(ui.available_width(), 0.0));
        Self { whole, at, row: 0.0 }
    }

    /// Where the next box of that size stands.
    fn place(&mut self, size: Vec2) -> Rect {
        if self.at.x > self.whole.left() && self.at.x + size.x > self.whole.right() {
            self.at = pos2(self.whole.left(), self.at.y + self.row + space::S);
            self.row = 0.0;
        }
        let rect = Rect::from_min_size(self.at, size);
        self.at.x += size.x + space::S;
        self.row = self.row.max(size.y);
        self.whole.max.y = self.at.y + self.row;
        rect
    }

    /// Takes their room.
    fn end(self, ui: &mut Ui) -> Rect {
        ui.allocate_rect(self.whole, Sense::hover());
        self.whole
    }
}

/// A head where it is drawn: the box under which things are sorted.
struct Head<'a> {
    /// Its place among the heads, from 0.
    at: usize,
    /// The number of heads.
    of: usize,
    name: &'a str,
    rect: Rect,
}

/// A head and its things, measured.
struct Laid {
    name: Arc<Galley>,
    things: Vec<(u8, Arc<Galley>)>,
    height: f32,
}

fn is_carried(response: &Response) -> bool {
    response.dragged() || response.drag_stopped()
}

/// The number of a place.
fn number_ui(ui: &Ui, at: Pos2, number: usize, color: Color32) {
    let font = egui::FontId::proportional(14.5);
    ui.painter().text(at, Align2::CENTER_CENTER, number.to_string(), font, color);
}
