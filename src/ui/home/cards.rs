//! The three cards of every day: what is due, where to read on, the card of the day.

use super::action_button;
use super::tiles::{cards_row_ui, heading_ui};
use crate::curriculum::{Anchor, Block, Section};
use crate::state::{Action, Keeping, Place};
use crate::study::{Outlook, Reading, Role, SessionKind, Today};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, begin_action, key_of, read_on_action, source_action};
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{LABEL, NOTE, NOTE_STRONG, READING};
use crate::ui::theme::{Palette, Type};
use crate::ui::widgets::{
    flush_button, hairline, label, note, paint_bar, row, small_link, text, word, wrapped_row,
};
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, Label, Sense, Ui, vec2};

/// The number that is seen from across the room.
const NUMBER: Type = Type { size: 34.0, weight: 700.0, line: None };
/// So many new cards beyond those of the day are offered.
const MORE: usize = 10;

/// Draws them.
pub(super) fn cards_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, today: &Today) {
    let waiting = |ui: &mut Ui| today_ui(ui, ctx, today);
    let reading = |ui: &mut Ui| reading_ui(ui, ctx, today);
    let card = |ui: &mut Ui| card_of_day_ui(ui, ctx, today);
    cards_row_ui(ui, ctx, &[&waiting, &reading, &card]);
}

/// Whether the filled button of the page stands here and not at what one explores or teaches.
fn leads(ctx: &ViewCtx<'_>) -> bool {
    !matches!(ctx.state.settings().role, Some(Role::Explore | Role::Teach))
}

/// What is due, and how long it takes.
fn today_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, today: &Today) {
    let p = ctx.palette;
    let Outlook { due, new, minutes, .. } = today.outlook;
    label(ui, p, "Today");
    if let Keeping::Closed(_) = ctx.state.keeping() {
        text(ui, READING, p.ink, "Your cards rest for now.");
        if action_button(ui, ctx, false, "See why", key_of(Command::Go(Place::Cards))) {
            ctx.push(Action::GoTo(Place::Cards));
        }
        return;
    }
    if due + new == 0 {
        text(ui, READING, p.ink, "Nothing is due.");
        match today.tomorrow {
            None | Some(0) => {}
            Some(1) => _ = note(ui, p, "1 card comes back tomorrow."),
            Some(n) => _ = note(ui, p, format!("{n} cards come back tomorrow.")),
        }
        let more = format!("Learn {MORE} more cards");
        if action_button(ui, ctx, false, &more, "") {
            ctx.push(Action::StartSession(SessionKind::More(MORE)));
        }
        return;
    }
    let is_first = ctx.state.progress().reviews() == 0;
    let cards = match (due, new) {
        (0, 1) => "new card",
        (0, _) => "new cards",
        (1, 0) => "card due",
        _ => "cards due",
    };
    let mut job = LayoutJob::default();
    job.append(&(due + new).to_string(), 0.0, NUMBER.format(p.ink));
    let words = format!(" {cards}, about {minutes} min");
    let format = READING.tight().format(p.ink2);
    job.append(&words, 0.0, TextFormat { valign: Align::Center, ..format });
    job.wrap.max_width = ui.available_width();
    ui.add(Label::new(job).wrap());
    let words = match (due, new) {
        _ if is_first => {
            "A new card is answered about three times, 20 seconds each, until your own pace is \
             known."
                .to_owned()
        }
        (0, _) | (_, 0) => String::new(),
        _ => format!("{due} to review, {new} new"),
    };
    if !words.is_empty() {
        note(ui, p, words);
    }
    let name = if is_first { "Start" } else { "Start review" };
    let key = if leads(ctx) { key_of(Command::Begin) } else { key_of(Command::Go(Place::Cards)) };
    if action_button(ui, ctx, leads(ctx), name, key) {
        ctx.push(Action::ReviewToday);
    }
    if !is_first {
        wrapped_row(ui, 24.0, |ui| {
            for (words, kind) in
                [("Quick 5", SessionKind::Quick(5)), ("Weakest 10", SessionKind::Weakest(10))]
            {
                if small_link(ui, p, words).clicked() {
                    ctx.push(Action::StartSession(kind));
                }
            }
        });
    }
}

/// Where to read on, how far it is read and recalled.
fn reading_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, today: &Today) {
    let p = ctx.palette;
    let primary = leads(ctx) && today.outlook.waiting() == 0;
    let key = if primary { key_of(Command::Begin) } else { "" };
    let known = today.reading.as_ref();
    let known = known.and_then(|r| Some((r, ctx.state.curriculum().section(&r.section)?)));
    let Some((reading, section)) = known else {
        label(ui, p, "Reading");
        text(ui, READING, p.ink, "You have read every section.");
        if action_button(ui, ctx, primary, "Compare the levels", key) {
            ctx.push(if primary { begin_action(ctx.state) } else { read_on_action(ctx.state) });
        }
        return;
    };
    let begun = reading.at.is_some();
    label(ui, p, if begun { "Continue reading" } else { "Read next" });
    heading_ui(ui, ctx, section.short_title());
    let Reading { progress, at, .. } = reading;
    bar_ui(ui, p, progress.read, progress.paragraphs, "read", p.accent.text);
    bar_ui(ui, p, progress.recalled, progress.cards, "recalled", p.good.text);
    let name = match at.as_ref().and_then(|at| heading_above(section, at)) {
        Some(heading) => format!("Continue at {heading} →"),
        None if begun => "Continue →".to_owned(),
        None => "Read it →".to_owned(),
    };
    ui.add_space(space::XS);
    let clicked = if primary {
        action_button(ui, ctx, true, &name, key)
    } else {
        flush_button(ui, p, &name, key).clicked()
    };
    if clicked {
        ctx.push(read_on_action(ctx.state));
    }
}

/// The heading under which a paragraph stands, as far as its first comma or colon.
fn heading_above<'a>(section: &'a Section, at: &Anchor) -> Option<&'a str> {
    let upto = section.blocks.iter().position(|block| block.id() == at.block())?;
    let heading = section.blocks.iter().take(upto).rev().find_map(|block| match block {
        Block::Heading { text, .. } => Some(text.as_str()),
        _ => None,
    })?;
    heading.split([',', ':']).next()
}

/// A thin bar and what it counts.
fn bar_ui(ui: &mut Ui, p: &Palette, part: usize, of: usize, name: &str, color: Color32) {
    if of == 0 {
        return;
    }
    row(ui, 20.0, |ui| {
        let width = (ui.available_width() - 130.0).clamp(60.0, 150.0);
        let (bar, _) = ui.allocate_exact_size(vec2(width, 6.0), Sense::hover());
        #[expect(clippy::cast_precision_loss, reason = "counts")]
        let share = part as f32 / of as f32;
        paint_bar(ui.painter(), p, bar, share, color);
        word(ui, LABEL, p.ink3, format!("{part} of {of} {name}"));
    });
}

/// A card that nobody asks for: it counts for nothing, and is the same all day.
fn card_of_day_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, today: &Today) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    label(ui, p, "Card of the day");
    let Some(card) = today.card.as_ref().and_then(|id| ctx.state.deck().get(id)) else {
        text(ui, READING, p.ink, "Every card there is comes up today.");
        return;
    };
    text(ui, READING, p.ink, card.plain(c, &card.ask.question()));
    if ctx.state.open_card() != Some(&card.id) {
        if flush_button(ui, p, "Show", key_of(Command::Space)).clicked() {
            ctx.push(Action::ShowCardOfDay(card.id.clone()));
        }
        text(ui, LABEL, p.ink3, "For the fun of it: it counts for nothing.");
        return;
    }
    hairline(ui, p);
    text(ui, NOTE_STRONG, p.ink, card.plain(c, &card.ask.answer()));
    if !card.why.is_empty() {
        text(ui, NOTE, p.ink2, card.plain(c, &card.why));
    }
    if card.scope.is_some() {
        text(ui, LABEL, p.ink3, "National model; your state may differ");
    }
    if let Some(source) = source_action(ctx.state, &card.id)
        && flush_button(ui, p, "Read the source", "").clicked()
    {
        ctx.push(source);
    }
}
