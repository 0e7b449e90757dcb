//! The table as a test: blank cells, the question beside the table, and what was confused.

use super::PAD;
use crate::curriculum::{MatrixRow, RowCell};
use crate::state::{Action, BlankCell, TableTest};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::Command;
use crate::ui::theme::type_scale::{
    HEADING, INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, NOTE, NOTE_STRONG,
};
use crate::ui::theme::{TARGET, corner, space};
use crate::ui::widgets::galley;
use crate::ui::widgets::{
    callout, label, level_mark_ui, note, primary_button, text, text_button, word, wrapped_row,
};
use egui::{
    Align2, Button, Color32, CornerRadius, CursorIcon, Rect, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// A blank cell of the table: a skill is filled by a click on yes or no, words beside the table.
pub(super) fn blank_ui(
    ui: &Ui,
    ctx: &ViewCtx<'_>,
    row: &MatrixRow<'_>,
    cell: &BlankCell,
    ground: Rect,
) {
    let p = ctx.palette;
    let corner = CornerRadius::same(corner::CONTROL);
    let edge = Stroke::new(p.edge_width, p.edge);
    ui.painter().rect(ground, corner, p.surface, edge, StrokeKind::Inside);
    if cell.asks_words() {
        let words = galley(ui, "?  choose", INTERFACE, p.ink2, ground.width() - PAD);
        let at = pos2(ground.left() + PAD, ground.center().y - words.size().y / 2.0);
        ui.painter().galley(at, words, Color32::PLACEHOLDER);
        return;
    }
    let (_, level) = &cell.at;
    let halves = ground.split_left_right_at_fraction(0.5);
    for (option, (half, words)) in [(halves.0, "✓ yes"), (halves.1, "✗ no")].into_iter().enumerate()
    {
        let id = ui.scope_id().with(("fill", row.id(), level, option));
        let response = ui.interact(half, id, Sense::click());
        let said = cell.options.get(option).map_or("", String::as_str);
        response.widget_info(|| {
            let name = format!("{}, {}: say {said}", row.name(), level.short());
            WidgetInfo::labeled(Role::Button, true, name)
        });
        if response.hovered() {
            ui.painter().rect_filled(half.shrink(1.0), corner, p.accent.soft);
        }
        let color = if response.hovered() { p.accent.text } else { p.ink2 };
        let font = egui::FontId::proportional(INTERFACE.size);
        ui.painter().text(half.center(), Align2::CENTER_CENTER, words, font, color);
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            ctx.push(Action::FillCell { at: cell.at.clone(), option });
        }
    }
    let middle = ground.center().x;
    ui.painter().vline(middle, ground.y_range().shrink(8.0), Stroke::new(1.0, p.line));
}

/// A cell of a test that was filled, or was not when the test ended.
pub(super) fn given_ui(ui: &Ui, ctx: &ViewCtx<'_>, cell: &BlankCell, ground: Rect) {
    let p = ctx.palette;
    let option = |at: usize| cell.options.get(at).map_or("", String::as_str);
    let (tint, below) = match cell.given {
        None => (None, "not answered".to_owned()),
        Some(given) if given.option == cell.right => (Some(p.good), "✓ right".to_owned()),
        Some(given) => (Some(p.wrong), format!("✗ you said {}", option(given.option))),
    };
    if let Some(tint) = tint {
        ui.painter().rect_filled(ground, CornerRadius::same(corner::CONTROL), tint.soft);
    }
    let left = ground.left() + PAD - 1.0;
    let width = ground.right() - left - 4.0;
    let right = galley(ui, option(cell.right), INTERFACE_STRONG, p.ink, width);
    let color = tint.map_or(p.ink3, |tint| tint.text);
    let mut job = egui::text::LayoutJob::single_section(below, LABEL_STRONG.format(color));
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    let below = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let top = ground.center().y - f32::midpoint(right.size().y, below.size().y);
    let second = top + right.size().y;
    ui.painter().galley(pos2(left, top), right, Color32::PLACEHOLDER);
    ui.painter().galley(pos2(left, second), below, Color32::PLACEHOLDER);
}

/// What stands beside the table: the question and the last answer, or the result.
pub(super) fn test_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, test: &TableTest) {
    let p = ctx.palette;
    wrapped_row(ui, TARGET, |ui| {
        word(ui, LABEL_STRONG, p.ink3, if test.is_over { "Result" } else { "Test me" });
        let words = if test.is_over { "Close" } else { "End" };
        if text_button(ui, p, words, "Esc").clicked() {
            ctx.push(Action::CloseCell);
        }
        if test.filled() > 0 && text_button(ui, p, "Undo", ctx.key_of(Command::Undo)).clicked() {
            ctx.push(Action::Undo);
        }
    });
    let salt = ("test", test.is_over, test.filled());
    ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
        ctx.scroll_page_by_keys(ui);
        ui.set_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        if test.is_over {
            result_ui(ui, ctx, test);
        } else {
            let selected = ctx.state.compare().selected.as_ref();
            if let Some(cell) = selected.and_then(|at| test.cell(at)) {
                question_ui(ui, ctx, cell);
            } else {
                note(ui, p, "This cell is not asked. The arrow keys lead to one that is.");
            }
            if let Some(last) = test.last() {
                ui.add_space(space::M);
                reason_ui(ui, ctx, last);
            }
        }
        ui.add_space(space::L);
    });
}

/// What is asked of a cell and what can be put into it.
fn question_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, cell: &BlankCell) {
    let p = ctx.palette;
    let (id, level) = &cell.at;
    let Some(row) = ctx.state.curriculum().matrix_row(id) else { return };
    text(ui, HEADING, p.ink, row.name());
    if let MatrixRow::Skill(skill) = row
        && let Some(full) = &skill.full
    {
        text(ui, LABEL, p.ink3, full.as_str());
    }
    ui.horizontal_top(|ui| {
        level_mark_ui(ui, p, *level, 15.0);
        text(ui, INTERFACE_STRONG, p.level(*level).text, level.full());
    });
    if cell.given.is_some() {
        note(ui, p, "This cell is filled. The arrow keys lead to a blank one.");
        return;
    }
    let letters = if cell.asks_words() { ["", ""] } else { ["Y", "N"] };
    for (option, words) in cell.options.iter().enumerate() {
        let letter = letters.get(option).copied().unwrap_or_default();
        let key = format!("{} {letter}", option + 1);
        let atoms = (INTERFACE.rich(words, p.ink), LABEL.rich(key.trim(), p.ink3));
        let button = Button::new(atoms)
            .fill(p.surface)
            .stroke(Stroke::new(p.edge_width, p.edge))
            .min_size(vec2(ui.available_width(), TARGET))
            .wrap();
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Answer {words}")));
        if response.clicked() {
            ctx.push(Action::FillCell { at: cell.at.clone(), option });
        }
    }
}

/// The last answer, whether it was right, and why.
fn reason_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, cell: &BlankCell) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let (id, level) = &cell.at;
    let (Some(row), Some(given)) = (c.matrix_row(id), cell.given) else { return };
    let is_right = given.option == cell.right;
    let (tint, heading) = if given.storing {
        (p.accent, "Being kept …")
    } else if is_right {
        (p.good, "✓ Right")
    } else {
        (p.wrong, "✗ Not right")
    };
    let width = ui.available_width();
    callout(ui, tint, heading, width, |ui| {
        let right = cell.options.get(cell.right).map_or("", String::as_str);
        text(ui, NOTE_STRONG, p.ink, format!("{}, {}: {right}", row.name(), level.short()));
        text(ui, NOTE, p.ink, reason(ctx, &row, cell));
        let (is_kept, moves) = (given.entry.is_some(), cell.card.is_some());
        let words = match (is_kept, moves, is_right) {
            (true, true, true) => "Its card is rated Good.",
            (true, true, false) => "Its card is rated Again.",
            (true, false, _) => "Kept as practice: this cell has no card.",
            (false, ..) if given.storing => "",
            (false, ..) => "Not kept, since answers cannot be kept now.",
        };
        text(ui, LABEL, p.ink2, words);
    });
}

/// Why a cell says what it says, with its source.
fn reason(ctx: &ViewCtx<'_>, row: &MatrixRow<'_>, cell: &BlankCell) -> String {
    let c = ctx.state.curriculum();
    match row {
        MatrixRow::Skill(skill) => {
            format!("{} {}.", c.plain(&skill.reason()), skill.lowest_words())
        }
        MatrixRow::Level(row) => {
            let RowCell::Say(_, facts) = row.cells.get(cell.at.1) else { return String::new() };
            let first = facts.iter().find_map(|id| c.fact(id));
            let source = first.and_then(|fact| c.source(&fact.source));
            let source = source.map(|s| format!(" ({})", s.citation())).unwrap_or_default();
            first.map_or_else(String::new, |fact| format!("{}{source}", c.plain(&fact.text)))
        }
    }
}

/// How it went and what was confused.
fn result_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, test: &TableTest) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let (right, filled, all) = (test.right(), test.filled(), test.cells.len());
    text(ui, HEADING, p.ink, format!("{right} of {filled} right"));
    if filled < all {
        note(ui, p, format!("{} cells were left blank.", all - filled));
    }
    let rated = test.cells.iter().filter(|cell| cell.given.is_some() && cell.card.is_some());
    note(ui, p, format!("{} cards were rated by it.", rated.count()));
    if right == filled {
        note(ui, p, "Nothing was confused.");
    }
    let pairs = test.confused(c);
    if !pairs.is_empty() {
        ui.add_space(space::S);
        label(ui, p, "You confused");
        for ((a, b), count) in pairs {
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
            text(ui, NOTE, p.ink, format!("{} and {}, {times}", a.short(), b.short()));
        }
    }
    if right < filled {
        ui.add_space(space::S);
        if primary_button(ui, p, "Ask these again", "").clicked() {
            ctx.push(Action::AskMissed);
        }
        ui.add_space(space::S);
    }
    for cell in test.wrong() {
        reason_ui(ui, ctx, cell);
    }
}
