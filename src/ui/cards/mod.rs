//! Cards: one question in the middle of an empty page; the rating buttons stand at the bottom and
//! never move.

mod clock;
mod done;
mod info;
mod sittings;

pub(super) use info::card_info_ui;
pub(super) use sittings::sittings_ui;

use super::ViewCtx;
use super::panes::Pane;
use super::parts::question::{COLUMN, answer_ui, bar_height, is_low, question_ui, rating_ui};
use super::shortcuts::{Command, source_action};
use super::theme::type_scale::{INTERFACE_STRONG, LABEL, LABEL_STRONG, READING};
use super::theme::{TARGET, space};
use super::top::notice_panel_ui;
use super::widgets::{callout, hairline, note, paint_bar, row, text, text_button, word};
use crate::curriculum::{CardId, Section};
use crate::state::{Action, Current, Keeping, Overlay, ReviewState, ReviewStep, Spot};
use crate::study::Card;
use egui::style::ScrollAnimation;
use egui::{
    Align, CentralPanel, Frame, Id, Layout, Margin, Panel, Rect, ScrollArea, Sense, Stroke, Ui,
    UiBuilder, vec2,
};

/// So much of an answer comes into view by itself.
const ANSWER_SEEN: f32 = 110.0;
/// The height of the bar that tells how far the sitting is.
const BAR: f32 = 3.0;

/// Draws the place.
pub(super) fn cards_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    if let Keeping::Closed(why) = ctx.state.keeping() {
        closed_ui(ui, ctx, why);
        return;
    }
    if let Some(doubt) = ctx.state.clock_doubt(ctx.now) {
        clock::clock_ui(ui, ctx, doubt);
        return;
    }
    let Some(review) = ctx.state.review() else { return };
    match card_of(ctx, review) {
        Some((current, card)) => card_ui(ui, ctx, review, current, card),
        None => done::done_ui(ui, ctx, review),
    }
}

fn card_of<'a>(ctx: &ViewCtx<'a>, review: &'a ReviewState) -> Option<(&'a Current, &'a Card)> {
    let current = review.current.as_ref()?;
    Some((current, ctx.state.deck().get(&current.card)?))
}

/// Whether a card stands on the page, with its buttons at the foot.
pub(super) fn shows_card(ctx: &ViewCtx<'_>) -> bool {
    let state = ctx.state;
    *state.spot() == Spot::Cards
        && *state.keeping() == Keeping::Open
        && state.clock_doubt(ctx.now).is_none()
        && state.review().is_some_and(|review| card_of(ctx, review).is_some())
}

/// A page without a card: its column in the middle, to be scrolled where it is long.
fn page_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, salt: &str, content: impl FnOnce(&mut Ui)) {
    let paper = Frame::new().fill(ctx.palette.paper);
    CentralPanel::default().frame(paper).show(ui, |ui| {
        ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
            ctx.scroll_page_by_keys(ui);
            let side = ((ui.available_width() - COLUMN) / 2.0).max(24.0);
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width((ui.available_width() - side).min(COLUMN));
                    ui.add_space(56.0);
                    content(ui);
                });
            });
        });
    });
}

/// Why nothing can be reviewed, and what can be done.
fn closed_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, why: &str) {
    let p = ctx.palette;
    CentralPanel::default().frame(Frame::new().inner_margin(Margin::same(40))).show(ui, |ui| {
        let width = ui.available_width().min(COLUMN);
        callout(ui, p.caution, "Your cards rest for now", width, |ui| {
            text(ui, READING, p.ink, why);
            note(ui, p, "Learn and Compare are open all the same.");
        });
    });
}

fn card_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState, current: &Current, card: &Card) {
    let p = ctx.palette;
    let paper = Frame::new().fill(p.paper);
    let foot = Panel::bottom("rating").exact_size(bar_height(ui)).show_separator_line(false);
    let foot = foot.frame(paper).show(ui, |ui| ui.max_rect()).inner;
    // Above the buttons, which a notice must not move.
    notice_panel_ui(ui, ctx);
    let head = Panel::top("session").exact_size(head_height(ui)).show_separator_line(false);
    let head = head.frame(paper).show(ui, |ui| ui.max_rect()).inner;
    // The keys go through the options, the buttons below, and then the line above.
    ctx.panes.begin(ui, Pane::Main);
    text_ui(ui, ctx, review, current, card);
    let place = |salt, rect| UiBuilder::new().id_salt(salt).max_rect(rect);
    rating_ui(&mut ui.new_child(place("rating", foot)), ctx, current, card);
    session_ui(&mut ui.new_child(place("session", head)), ctx, review, current, card);
}

/// The question, and the answer once it is shown.
fn text_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState, current: &Current, card: &Card) {
    let p = ctx.palette;
    CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
        // Where what was arranged goes as the answer comes, it is read from its beginning.
        let task = card.ask.task();
        let from_top = current.step != ReviewStep::Question && task.is_arranging();
        let reviews = ctx.state.progress().schedule(&card.id).reviews;
        let salt = (card.id.as_str(), reviews, from_top);
        // Measured outside of the scroll area, whose bar comes with a long answer.
        let side = ((ui.available_width() - COLUMN) / 2.0).max(space::XL);
        let column = ui.available_width() - 2.0 * side;
        ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
            ctx.scroll_page_by_keys(ui);
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width(column);
                    ui.spacing_mut().item_spacing.y = if is_low(ui) { space::XS } else { space::S };
                    let height = ui.ctx().content_rect().height();
                    ui.add_space(if is_low(ui) { space::S } else { (height * 0.07).min(56.0) });
                    let question = ui.cursor().top();
                    let told = question_ui(ui, ctx, current, card);
                    if review.shows_answer() {
                        ui.add_space(space::M);
                        if !task.is_choice() {
                            hairline(ui, p);
                            ui.add_space(space::M);
                        }
                        let top = ui.cursor().min;
                        answer_ui(ui, ctx, current, card);
                        let lines = Rect::from_min_size(top, vec2(column, ANSWER_SEEN));
                        show_once(ui, &card.id, reviews, question, told.unwrap_or(lines));
                    }
                    ui.add_space(space::XL);
                });
            });
        });
    });
}

/// Brings an answer, or its first lines, into view, once: below the whole question where there is room
/// for both, else at the top.
fn show_once(ui: &Ui, card: &CardId, reviews: u32, question: f32, answer: Rect) {
    let now = (card.clone(), reviews);
    let shown = Id::unique("answer shown");
    if ui.data(|data| data.get_temp(shown)) != Some(now.clone()) {
        ui.data_mut(|data| data.insert_temp(shown, now));
        let view = ui.clip_rect();
        let both = answer.with_min_y(question);
        if view.top() <= both.top() && both.bottom() <= view.bottom() {
            return;
        }
        let (shown, align) = if both.height() <= view.height() {
            (both, Align::Max)
        } else {
            (answer.with_min_y(answer.top() - space::M), Align::Min)
        };
        ui.scroll_to_rect_animation(shown, Some(align), ScrollAnimation::none());
    }
}

/// The height of the line above the question.
fn head_height(ui: &Ui) -> f32 {
    BAR + if is_low(ui) { TARGET } else { 48.0 }
}

/// How far the sitting is, what the card is about, and what can be done with it.
fn session_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    review: &ReviewState,
    current: &Current,
    card: &Card,
) {
    let p = ctx.palette;
    let session = &review.session;
    let total = session.done() + session.left();
    ui.spacing_mut().item_spacing.y = 0.0;
    let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
    #[expect(clippy::cast_precision_loss, reason = "counts of cards")]
    let share = session.done() as f32 / total.max(1) as f32;
    paint_bar(ui.painter(), p, bar, share, p.accent.text);
    row(ui, ui.available_height(), |ui| {
        ui.add_space(space::L);
        let count = if session.repeats_only() {
            format!("{} to repeat", session.left())
        } else {
            format!("{} of {total}", session.place(&card.id).min(total))
        };
        word(ui, LABEL_STRONG, p.ink2, count);
        let section = card.section.as_ref().and_then(|id| ctx.state.curriculum().section(id));
        sittings::kind_ui(ui, ctx, review);
        let is_rehearsal = review.kind.is_rehearsal();
        if ui.available_width() > 700.0 && !is_rehearsal {
            let title = match (&card.own, section) {
                (Some(own), _) => &own.title,
                (None, section) => section.map_or("", Section::short_title),
            };
            word(ui, LABEL, p.ink3, title);
        }
        if session.is_early(&card.id, ctx.now.moment) && ui.available_width() > 640.0 {
            word(ui, LABEL, p.ink3, "Shown early: nothing else is left");
        }
        if ctx.state.progress().card(&card.id).is_some_and(|c| c.flag > 0) {
            word(ui, LABEL, p.caution.text, "★ starred");
        }
        if review.tally.sure_but_wrong().contains(&&card.id) {
            word(ui, LABEL, p.caution.text, "Sure, but wrong before");
        }
        let asking = current.step == ReviewStep::Question;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::M);
            sittings::stop_ui(ui, ctx, review);
            // A rehearsal has neither hints nor a way back.
            if is_rehearsal {
                return;
            }
            let id = card.id.clone();
            more_ui(ui, ctx, &id);
            if ctx.state.progress().last_undoable().is_some()
                && text_button(ui, p, "Undo", ctx.key_of(Command::Undo)).clicked()
            {
                ctx.push(Action::Undo);
            }
            if asking {
                if card.hint.is_some()
                    && !current.hint
                    && text_button(ui, p, "Hint", ctx.key_of(Command::Hint)).clicked()
                {
                    ctx.push(Action::Hint(id));
                }
            } else if let Some(action) = source_action(ctx.state, &id)
                && text_button(ui, p, "Source", ctx.key_of(Command::Source)).clicked()
            {
                ctx.push(action);
            }
        });
    });
}

/// What else can be done with a card.
fn more_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, card: &CardId) {
    let p = ctx.palette;
    let button = egui::Button::new(INTERFACE_STRONG.rich("More", p.accent.text))
        .fill(egui::Color32::TRANSPARENT)
        .stroke(Stroke::NONE);
    egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        let mut choices = vec![
            ("Hide until tomorrow", Command::Bury, Action::Bury(card.clone())),
            ("Take out of reviews", Command::Suspend, Action::Suspend(card.clone())),
            ("Star", Command::Star, Action::Star(card.clone())),
            ("About this card", Command::CardInfo, Action::Show(Overlay::CardInfo)),
        ];
        if let Some(draft) = ctx.state.draft_from(card) {
            let action = Action::Show(Overlay::CardEditor(Box::new(draft)));
            choices.push(("Make a card from this", Command::MakeCard, action));
        }
        if ctx.state.is_own(card) {
            choices.push(("Edit", Command::EditCard, Action::EditCard(card.clone())));
        }
        choices.push(("Stop here", Command::Stop, Action::StopSession));
        choices.push(("Practice", Command::Practice, Action::Open(Spot::Sittings)));
        choices.push(("All cards", Command::Browse, Action::Open(Spot::Browse)));
        choices.push(("Your plan", Command::Plan, Action::Open(Spot::Plan)));
        choices.push(("Import and export", Command::Exchange, Action::Open(Spot::Exchange)));
        for (words, command, action) in choices {
            if text_button(ui, p, words, ctx.key_of(command)).clicked() {
                ctx.push(action);
                ui.close();
            }
        }
    });
}
