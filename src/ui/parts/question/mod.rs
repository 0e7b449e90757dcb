//! A card as a question: what is asked, what can be chosen or arranged, the answer, and the buttons
//! that rate it. Cards and the questions at the end of a section are made of these.

mod answer;
mod arrange;
mod leech;
mod rating;

pub(in crate::ui) use answer::answer_ui;
pub(in crate::ui) use leech::leech_row_ui;
pub(in crate::ui) use rating::{bar_height, rating_ui};

use crate::curriculum::Task;
use crate::state::{Action, Current, ReviewStep, Spot};
use crate::study::Card;
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{HEADING, LABEL, QUESTION, READING};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{chip, text};
use egui::{CornerRadius, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// The text of a card is set no wider than this, in points.
pub(in crate::ui) const COLUMN: f32 = 720.0;
/// A window lower than this, in points, has smaller bars and buttons, so that the card has more room.
const LOW: f32 = 420.0;

/// Whether the window is so low that the card needs all the room there is.
pub(in crate::ui) fn is_low(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < LOW
}

/// Whether what is before the eyes is a question of a rehearsal. The questions of a section are none,
/// also while a rehearsal is open.
pub(in crate::ui) fn rehearses(ctx: &ViewCtx<'_>) -> bool {
    let at_cards = *ctx.state.spot() == Spot::Cards;
    at_cards && ctx.state.review().is_some_and(|review| review.kind.is_rehearsal())
}

/// Draws the question and what it offers to choose from.
pub(in crate::ui) fn question_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let question = c.plain(&card.ask.question());
    let role = if is_low(ui) { HEADING } else { QUESTION };
    let response = text(ui, role, p.ink, question.as_str());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &question));
    // What not every card has stands below the question, which always begins at the same place.
    let known = ctx.state.progress().card(&card.id);
    if known.is_some_and(|k| k.answer_changed(card)) {
        chip(ui, p.caution, "answer changed");
    }
    if card.scope.is_some() {
        let words = match ctx.state.state_overlay() {
            Some(overlay) => format!("National model, not the rules of {}", overlay.title()),
            None => "National model; your state may differ".to_owned(),
        };
        text(ui, LABEL, p.ink3, words);
    }
    if current.hint
        && let Some(hint) = &card.hint
    {
        text(ui, READING, p.ink2, format!("Hint: {}", c.plain(hint)));
    }
    if current.step != ReviewStep::Question {
        return;
    }
    ui.add_space(space::S);
    let task = card.ask.task();
    if rehearses(ctx) && !matches!(task, Task::Recall | Task::PickOne) {
        text(ui, LABEL, p.ink2, "Right only if all of it is right.");
    }
    match task {
        Task::Recall => {}
        Task::PickOne => options_ui(ui, ctx, current, card),
        Task::PickAll => {
            text(ui, LABEL, p.ink3, "Choose all that are right");
            options_ui(ui, ctx, current, card);
        }
        Task::Order | Task::Sort => arrange::arrange_ui(ui, ctx, current, card),
    }
}

/// What can be picked, in the order shown.
fn options_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let options = card.ask.options();
    let role = match card.ask.task() {
        Task::PickOne => Role::RadioButton,
        _ => Role::CheckBox,
    };
    for (shown, option) in current.order.iter().enumerate() {
        let Some(words) = options.get(usize::from(*option)) else { continue };
        let words = ctx.state.curriculum().plain(words);
        let picked = current.chosen.contains(option);
        if option_ui(ui, ctx, shown, role, &words, picked) {
            ctx.push(Action::Pick { card: card.id.clone(), option: *option });
        }
    }
}

/// An option to be picked: its number, its words.
fn option_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    shown: usize,
    role: Role,
    words: &str,
    picked: bool,
) -> bool {
    let p = ctx.palette;
    let width = ui.available_width();
    let mut job = egui::text::LayoutJob::single_section(words.to_owned(), READING.format(p.ink));
    job.wrap.max_width = width - 64.0;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let (around, least) = if is_low(ui) { (8.0, 34.0) } else { (18.0, 44.0) };
    let height = (galley.size().y + around).max(least);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(role, true, picked, words));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let fill = if picked || response.hovered() { p.accent.soft } else { p.surface };
    let line = if picked { p.chosen_edge() } else { Stroke::new(p.edge_width, p.edge) };
    let rounding = CornerRadius::same(corner::CALLOUT);
    ui.painter().rect(rect, rounding, fill, line, egui::StrokeKind::Inside);
    let number = match ctx.digit(shown + 1) {
        _ if picked => "✓".to_owned(),
        off if off.is_empty() => "○".to_owned(),
        digit => digit,
    };
    ui.painter().text(
        pos2(rect.left() + 24.0, rect.center().y),
        egui::Align2::CENTER_CENTER,
        number,
        egui::FontId::proportional(14.5),
        if picked { p.accent.text } else { p.ink3 },
    );
    let at = pos2(rect.left() + 48.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, p.ink);
    response.clicked()
}
