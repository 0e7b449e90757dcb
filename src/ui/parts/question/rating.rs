//! The buttons at the bottom: show the answer, or rate it. They stand at the same place for every
//! card; the filled one is what Space means.

use super::{COLUMN, is_low, rehearses};
use crate::state::{Action, Current, ReviewStep, Spot};
use crate::study::{Card, Rating, SessionKind, delay, short_duration};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::Command;
use crate::ui::theme::type_scale::{LABEL, NOTE_STRONG};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::galley;
use egui::{
    Color32, CornerRadius, Galley, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use std::sync::Arc;

const BUTTON: f32 = 60.0;
/// In a low window, and in one that has room for all words of a button in one line.
const LOW_BUTTON: f32 = 50.0;
const LINE_BUTTON: f32 = 36.0;
/// So wide a window has that room, in points.
const LINE_WIDTH: f32 = 560.0;

/// The heights of the bar and of its buttons.
fn heights(ui: &Ui) -> (f32, f32) {
    if is_low(ui) && ui.ctx().content_rect().width() >= LINE_WIDTH {
        (LINE_BUTTON + 2.0 * 6.0, LINE_BUTTON)
    } else if is_low(ui) {
        (LOW_BUTTON + 2.0 * space::S, LOW_BUTTON)
    } else {
        (BUTTON + 2.0 * space::M, BUTTON)
    }
}

/// The height of the bar.
pub(in crate::ui) fn bar_height(ui: &Ui) -> f32 {
    heights(ui).0
}

/// Draws the bar.
pub(in crate::ui) fn rating_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let width = (ui.available_width() - 2.0 * space::L).min(COLUMN);
    let left = ui.max_rect().center().x - width / 2.0;
    let (bar, button) = heights(ui);
    let top = ui.max_rect().top() + (bar - button) / 2.0;
    let gap = if width > 500.0 { space::M } else { space::S };
    let place = |at: usize, of: usize| {
        #[expect(clippy::cast_precision_loss, reason = "up to four")]
        let (at, of) = (at as f32, of as f32);
        let each = (width - gap * (of - 1.0)) / of;
        Rect::from_min_size(pos2(left + at * (each + gap), top), vec2(each, button))
    };
    // The questions of a section count also while another sitting is open.
    let at_cards = *ctx.state.spot() == Spot::Cards;
    let kind = ctx.state.review().filter(|_| at_cards).map(|review| &review.kind);
    let is_rehearsal = rehearses(ctx);
    let is_seen = current.is_seen(ctx.now.mono_ms);
    if current.step == ReviewStep::Question || is_rehearsal {
        let show = |sure| Action::Reveal { card: current.card.clone(), sure };
        let sure_key = ctx.key_of(Command::SureSpace);
        let (under, next) = if is_rehearsal {
            ("Next question", "Next question")
        } else {
            ("Show the answer", "Show answer")
        };
        let sure = RatingButton { label: "I am sure", under, key: sure_key, filled: false };
        let is_meant = is_seen || !is_rehearsal;
        if button_ui(ui, ctx, place(0, 2), &sure) && is_meant {
            ctx.push(show(true));
        }
        let key = ctx.key_of(Command::Space);
        let next = RatingButton { label: next, under: "", key, filled: true };
        if button_ui(ui, ctx, place(1, 2), &next) && is_meant {
            ctx.push(show(false));
        }
        return;
    }
    let now = ctx.now.moment;
    let today = ctx.state.progress().study_day(now);
    let outcomes = ctx.state.progress().outcomes(&card.id, now, today);
    let suggested = match current.step {
        ReviewStep::Storing(rating) => rating,
        _ => current.suggested(&card.ask),
    };
    if kind.is_some_and(SessionKind::is_practice) {
        let ways = [(Rating::Again, "asked again here"), (Rating::Good, "done here")];
        for (at, (rating, under)) in ways.into_iter().enumerate() {
            let key = ctx.digit(at + 1);
            let filled = rating == suggested;
            let button = RatingButton { label: rating.label(), under, key: &key, filled };
            if button_ui(ui, ctx, place(at, 2), &button) && is_seen {
                ctx.push(Action::Rate { card: card.id.clone(), rating });
            }
        }
        return;
    }
    let offered = ctx.state.settings().rating_buttons.ratings();
    let all = Rating::ALL.into_iter().zip(&outcomes);
    let buttons = all.filter(|(rating, _)| offered.contains(rating));
    for (at, (rating, outcome)) in buttons.enumerate() {
        let when = short_duration(delay(outcome, now, today));
        let key = ctx.digit(at + 1);
        let filled = rating == suggested;
        let button = RatingButton { label: rating.label(), under: &when, key: &key, filled };
        if button_ui(ui, ctx, place(at, offered.len()), &button) && is_seen {
            ctx.push(Action::Rate { card: card.id.clone(), rating });
        }
    }
}

/// What a rating button shows.
struct RatingButton<'a> {
    label: &'a str,
    /// What stands below the label, such as the next interval; may be empty.
    under: &'a str,
    key: &'a str,
    /// It is the suggested rating.
    filled: bool,
}

fn button_ui(ui: &Ui, ctx: &ViewCtx<'_>, rect: Rect, button: &RatingButton<'_>) -> bool {
    let p = ctx.palette;
    let RatingButton { label, under, key, filled } = *button;
    let response = ui.interact(rect, ui.scope_id().with(label), Sense::click());
    response.widget_info(|| {
        let name = if under.is_empty() { label.to_owned() } else { format!("{label}, {under}") };
        WidgetInfo::labeled(Role::Button, true, name)
    });
    let (fill, ink, quiet) = if filled {
        (p.accent.text, p.on_accent, p.on_accent)
    } else if response.hovered() {
        (p.accent.soft, p.ink, p.ink2)
    } else {
        (p.surface, p.ink, p.ink2)
    };
    let rounding = CornerRadius::same(corner::CALLOUT);
    let edge = Stroke::new(p.edge_width, if filled { p.accent.text } else { p.edge });
    ui.painter().rect(rect, rounding, fill, edge, StrokeKind::Inside);
    let label = galley(ui, label, NOTE_STRONG.tight(), ink, f32::INFINITY);
    let key = galley(ui, key, LABEL, quiet, f32::INFINITY);
    let under = (!under.is_empty()).then(|| galley(ui, under, LABEL, quiet, f32::INFINITY));
    let side = if rect.height() < LOW_BUTTON { 10.0 } else { 14.0 };
    let inner = rect.shrink2(vec2(side, if rect.height() < BUTTON { 6.0 } else { 9.0 }));
    if rect.height() < LOW_BUTTON {
        line_ui(ui, inner, [Some(label), under], key);
        return response.clicked();
    }
    // Where they would touch, the key stands beside the label instead.
    let below = under.as_ref().map_or(0.0, |under| under.size().x);
    let touches = below + space::S + key.size().x > inner.width();
    let middle = if touches { inner.top() + label.size().y / 2.0 } else { rect.center().y };
    if let Some(under) = under {
        ui.painter().galley(inner.left_top(), label, ink);
        ui.painter().galley(pos2(inner.left(), inner.bottom() - under.size().y), under, quiet);
    } else {
        let at = pos2(inner.left(), rect.center().y - label.size().y / 2.0);
        ui.painter().galley(at, label, ink);
    }
    let at = pos2(inner.right() - key.size().x, middle - key.size().y / 2.0);
    ui.painter().galley(at, key, quiet);
    response.clicked()
}

/// The words of a button in one line, and its key at the right where there is room for it.
fn line_ui(ui: &Ui, inner: Rect, words: [Option<Arc<Galley>>; 2], key: Arc<Galley>) {
    let middle = |galley: &Galley| inner.center().y - galley.size().y / 2.0;
    let mut left = inner.left();
    // Their colors are part of them.
    let none = Color32::PLACEHOLDER;
    for galley in words.into_iter().flatten() {
        let (at, width) = (pos2(left, middle(&galley)), galley.size().x);
        ui.painter().galley(at, galley, none);
        left += width + space::S;
    }
    let at = pos2(inner.right() - key.size().x, middle(&key));
    if at.x >= left {
        ui.painter().galley(at, key, none);
    }
}
