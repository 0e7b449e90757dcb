//! Cards of equal height side by side, one below the other where there is no room; and those for
//! whoever explores or teaches.

use super::action_button;
use crate::curriculum::{Anchor, Section};
use crate::state::{Action, Place, Spot};
use crate::study::minutes_to_read;
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, WHAT_EMS_IS, begin_action, key_of};
use crate::ui::theme::type_scale::{NOTE, SUB_HEADING};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{heading, text, wrapped_row};
use egui::{
    CornerRadius, Layout, Rect, Shape, Stroke, StrokeKind, Ui, UiBuilder, epaint::RectShape, vec2,
};

/// Below this width cards stand one below the other.
const BESIDE_FROM: f32 = 820.0;
/// Inside a card.
const INSIDE: f32 = 20.0;

/// What draws a card.
pub(super) type Draw<'a> = &'a dyn Fn(&mut Ui);

/// Draws cards in a row.
pub(super) fn cards_row_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, cards: &[Draw<'_>]) {
    let is_beside = ui.available_width() >= BESIDE_FROM;
    if is_beside {
        row_ui(ui, ctx, cards);
    } else {
        for card in cards {
            row_ui(ui, ctx, &[*card]);
        }
    }
    ui.add_space(space::S);
}

/// The frames are drawn behind the contents once it is known how high the highest is.
fn row_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, cards: &[Draw<'_>]) {
    let p = ctx.palette;
    #[expect(clippy::cast_precision_loss, reason = "a few cards")]
    let count = cards.len() as f32;
    let whole = ui.available_rect_before_wrap();
    let width = (whole.width() - space::L * (count - 1.0)) / count;
    let mut bottom = whole.top();
    let mut frames = Vec::new();
    let mut left = whole.left();
    for (at, card) in cards.iter().enumerate() {
        let frame = Rect::from_min_size(egui::pos2(left, whole.top()), vec2(width, whole.height()));
        frames.push((ui.painter().add(Shape::Noop), frame));
        let mut inner = ui.new_child(
            UiBuilder::new()
                .id_salt(("card", at, whole.top().to_bits()))
                .max_rect(frame.shrink(INSIDE))
                .layout(Layout::top_down(egui::Align::Min)),
        );
        inner.set_width(width - 2.0 * INSIDE);
        inner.spacing_mut().item_spacing = vec2(space::S, space::S);
        card(&mut inner);
        bottom = bottom.max(inner.min_rect().bottom() + INSIDE);
        left += width + space::L;
    }
    for (slot, frame) in frames {
        let shape = RectShape::new(
            frame.with_max_y(bottom),
            CornerRadius::same(corner::CARD),
            p.surface,
            Stroke::new(p.edge_width, p.line),
            StrokeKind::Inside,
        );
        ui.painter().set(slot, shape);
    }
    ui.allocate_rect(whole.with_max_y(bottom), egui::Sense::hover());
}

/// A card's heading.
pub(super) fn heading_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, words: &str) {
    heading(ui, SUB_HEADING, ctx.palette.ink, words);
}

/// What an applicant wants to know first.
pub(super) fn explore_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let open = |id: &str| Action::Open(Spot::Section(id.into(), None));
    let ems = |ui: &mut Ui| {
        let section = ctx.state.curriculum().section(&WHAT_EMS_IS.into());
        let minutes = section.map_or(1, minutes_to_read);
        heading_ui(ui, ctx, &format!("What is EMS? ({minutes} min)"));
        text(
            ui,
            NOTE,
            p.ink2,
            "One sentence answers it; the page behind it says who is part of it.",
        );
        if action_button(ui, ctx, true, "Read it", key_of(Command::Begin)) {
            ctx.push(begin_action(ctx.state));
        }
        if action_button(ui, ctx, false, "EMS or EMT?", "") {
            ctx.push(open("ems-and-emt"));
        }
    };
    let levels = |ui: &mut Ui| {
        heading_ui(ui, ctx, "Compare the levels");
        let words = "EMR, EMT, AEMT and Paramedic side by side: training, exam, license, work, and \
                     what each of them may do.";
        text(ui, NOTE, p.ink2, words);
        if action_button(ui, ctx, false, "Compare", key_of(Command::Go(Place::Compare))) {
            ctx.push(Action::GoTo(Place::Compare));
        }
    };
    let way = |ui: &mut Ui| {
        heading_ui(ui, ctx, "What it costs, and the way in");
        text(
            ui,
            NOTE,
            p.ink2,
            "Four gates lead from the course to the first shift; fees and pay stand with their years.",
        );
        wrapped_row(ui, crate::ui::theme::TARGET, |ui| {
            if action_button(ui, ctx, false, "The way in", "") {
                ctx.push(open("education-to-credential"));
            }
            if action_button(ui, ctx, false, "Exam fees", "") {
                ctx.push(Action::OpenBlock(Anchor::from(FEES), "what the exams cost"));
            }
            if action_button(ui, ctx, false, "Work and pay", "") {
                ctx.push(open("working-in-ems"));
            }
        });
    };
    cards_row_ui(ui, ctx, &[&ems, &levels, &way]);
}

/// The list of the fees of the exams.
const FEES: &str = "exams-and-renewal/fees-list";

/// What a teacher takes to class.
pub(super) fn teach_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let show = |ui: &mut Ui| {
        let section = ctx.state.curriculum().section(ctx.state.section());
        heading_ui(ui, ctx, "Read with the class");
        let words = "Open a section, fill the screen, and enlarge it with Ctrl and +. PageDown and \
                     PageUp scroll, also from a clicker.";
        text(ui, NOTE, p.ink2, words);
        let label = format!("Open “{}”", section.map_or("a section", Section::short_title));
        if action_button(ui, ctx, true, &label, key_of(Command::Begin)) {
            ctx.push(begin_action(ctx.state));
        }
        let words =
            if ctx.state.is_fullscreen() { "Leave the full screen" } else { "Fill the screen" };
        if action_button(ui, ctx, false, words, key_of(Command::Fullscreen)) {
            ctx.push(Action::ToggleFullscreen);
        }
    };
    let worksheet = |ui: &mut Ui| {
        heading_ui(ui, ctx, "A worksheet");
        let words = "The table of the levels as a blank page with an answer key behind it, to be \
                     printed. Compare chooses its columns and rows.";
        text(ui, NOTE, p.ink2, words);
        if action_button(ui, ctx, false, "Save a worksheet", "") {
            ctx.push(Action::SaveHandout { blank: true });
        }
        if action_button(ui, ctx, false, "Compare", key_of(Command::Go(Place::Compare))) {
            ctx.push(Action::GoTo(Place::Compare));
        }
    };
    let decks = |ui: &mut Ui| {
        heading_ui(ui, ctx, "Your own cards");
        let own = ctx.state.own_decks();
        let count: usize = own.iter().map(|deck| deck.cards.len()).sum();
        let words = match count {
            0 => "Write a deck, or take one in from a table, a file of decks or an Anki package."
                .to_owned(),
            1 => "You have 1 card of your own. More come in from a table, a file of decks or an Anki \
                  package."
                .to_owned(),
            n => format!(
                "You have {n} cards of your own. More come in from a table, a file of decks or an \
                 Anki package."
            ),
        };
        text(ui, NOTE, p.ink2, words);
        if action_button(ui, ctx, false, "Import and export", key_of(Command::Exchange)) {
            ctx.push(Action::Open(Spot::Exchange));
        }
        if action_button(ui, ctx, false, "All cards", key_of(Command::Browse)) {
            ctx.push(Action::Open(Spot::Browse));
        }
    };
    cards_row_ui(ui, ctx, &[&show, &worksheet, &decks]);
}
