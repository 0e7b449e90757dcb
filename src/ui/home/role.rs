//! The first question: what brings one here. It only arranges Home.

use crate::state::Action;
use crate::study::Role;
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, key_of};
use crate::ui::theme::type_scale::{NOTE, PAGE_TITLE, READING, SUB_HEADING};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{flush_button, text};
use egui::text::LayoutJob;
use egui::{CornerRadius, Rect, Role as Kind, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

/// Below this width the choices stand one below the other.
const BESIDE_FROM: f32 = 700.0;
/// Inside a choice.
const INSIDE: f32 = 20.0;

/// Draws the question.
pub(super) fn role_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    ui.add_space((ui.ctx().content_rect().height() * 0.08).min(72.0));
    let question = "What brings you here?";
    let heading = text(ui, PAGE_TITLE, p.ink, question);
    heading.widget_info(|| WidgetInfo::labeled(Kind::Heading, true, question));
    text(ui, READING, p.ink2, "It only arranges this page; Settings changes it at any time.");
    ui.add_space(space::L);
    choices_ui(ui, ctx);
    ui.add_space(space::S);
    text(ui, NOTE, p.ink3, "The arrows move, Enter chooses.");
    if flush_button(ui, p, "Skip", key_of(Command::SkipRole)).clicked() {
        ctx.push(Action::ChooseRole(None));
    }
}

fn words(role: Role) -> &'static str {
    match role {
        Role::Study => {
            "Cards that come back in time, a section at a time, an exam to be ready for."
        }
        Role::Explore => "What EMS is, how the levels differ, what the way asks of you.",
        Role::Teach => "A section on the projector, worksheets, decks of your own.",
    }
}

fn choices_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let whole = ui.available_width();
    let is_beside = whole >= BESIDE_FROM;
    let width = if is_beside { (whole - 2.0 * space::L) / 3.0 } else { whole };
    let galleys = Role::ALL.map(|role| {
        let laid = |words: &str, format| {
            let mut job = LayoutJob::single_section(words.to_owned(), format);
            job.wrap.max_width = width - 2.0 * INSIDE;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        (
            role,
            laid(role.label(), SUB_HEADING.format(p.ink)),
            laid(words(role), NOTE.format(p.ink2)),
        )
    });
    let height = galleys.iter().map(|(_, name, words)| name.size().y + words.size().y);
    let height = height.fold(0.0, f32::max) + space::XS + 2.0 * INSIDE;
    let mut at = ui.next_widget_position();
    let mut first = None;
    for (role, name, words) in galleys {
        let rect = Rect::from_min_size(at, vec2(width, height));
        let id = ui.scope_id().with(("role", role.label()));
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Kind::Button, true, role.label()));
        // The ground says what Enter chooses, the edge what a click does.
        let fill = if response.has_focus() { p.accent.soft } else { p.surface };
        let edge = if response.hovered() { p.accent.text } else { p.edge };
        let line = Stroke::new(p.edge_width, edge);
        ui.painter().rect(rect, CornerRadius::same(corner::CARD), fill, line, StrokeKind::Inside);
        let top = rect.min + vec2(INSIDE, INSIDE);
        let below = top + vec2(0.0, name.size().y + space::XS);
        ui.painter().galley(top, name, p.ink);
        ui.painter().galley(below, words, p.ink2);
        if response.clicked() {
            ctx.push(Action::ChooseRole(Some(role)));
        }
        first.get_or_insert(response);
        at += if is_beside { vec2(width + space::L, 0.0) } else { vec2(0.0, height + space::M) };
    }
    let used = if is_beside { height } else { 3.0 * height + 2.0 * space::M };
    ui.allocate_exact_size(vec2(whole, used), Sense::hover());
    // Enter and the arrows need a place to begin.
    if ctx.state.overlay().is_none()
        && ui.memory(|memory| memory.focused().is_none())
        && let Some(first) = first
    {
        first.request_focus();
    }
}
