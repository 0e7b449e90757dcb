//! The answer, why it is so, why the other options are wrong, and the source.

use super::leech::leech_ui;
use crate::curriculum::{Ask, ProviderLevel, StateCell, Task};
use crate::state::{Action, Current, Overlay};
use crate::study::Card;
use crate::ui::ViewCtx;
use crate::ui::parts::state_rules::state_rules_ui;
use crate::ui::shortcuts::{Command, source_action};
use crate::ui::theme::type_scale::{HEADING, LABEL, LABEL_STRONG, NOTE, NOTE_STRONG, READING};
use crate::ui::theme::{Type, corner, space};
use crate::ui::widgets::{chip, level_mark_ui, small_link, text, wrapped_row};
use egui::{Button, CornerRadius, Frame, Margin, Role, Stroke, Ui, WidgetInfo};

/// Draws the answer.
pub(in crate::ui) fn answer_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    verdict_ui(ui, ctx, current, card);
    match &card.ask {
        Ask::Recall { answer, .. } => right_ui(ui, ctx, &card.plain(c, answer)),
        Ask::Cloze { .. } => right_ui(ui, ctx, &card.plain(c, &card.ask.answer())),
        // The options stand where they were, each with its reason.
        Ask::ChooseOne { .. } | Ask::ChooseAll { .. } => {}
        Ask::Order { steps, .. } => order_ui(ui, ctx, current, card, steps),
        Ask::Sort { heads, .. } => sort_ui(ui, ctx, current, card, heads),
    }
    // The reason of a single right option stands under it.
    let has_reason = !card.why.is_empty() && card.ask.task() != Task::PickOne;
    if has_reason {
        ui.add_space(space::XS);
        text(ui, READING, p.ink, card.plain(c, &card.why));
    }
    ui.add_space(space::S);
    let told = |cell: &StateCell| card.skills.contains(&cell.skill);
    state_rules_ui(ui, ctx, told);
    leech_ui(ui, ctx, card);
    source_ui(ui, ctx, current, card);
}

/// Whether what was picked or arranged is right, so that nobody overlooks it; nothing where the
/// learner is the judge.
fn verdict_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let p = ctx.palette;
    let Some(is_right) = card.ask.is_right(&current.chosen) else { return };
    let (tint, sign) = if is_right { (p.good, "✓") } else { (p.wrong, "✗") };
    let words = verdict(current, card, is_right);
    let frame = Frame::new()
        .fill(tint.soft)
        .stroke(Stroke::new(p.edge_width, tint.text))
        .corner_radius(CornerRadius::same(corner::CALLOUT))
        .inner_margin(Margin::symmetric(12, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        text(ui, NOTE_STRONG, tint.text, format!("{sign}  {words}"))
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        if !is_right {
            text(ui, LABEL, p.ink2, "Choose Again to count it as missed.");
        }
    });
    ui.add_space(space::XS);
}

fn verdict(current: &Current, card: &Card, is_right: bool) -> String {
    if is_right {
        return "Right".to_owned();
    }
    match &card.ask {
        Ask::ChooseAll { right, .. } => {
            let picked = current.chosen.iter().filter(|at| usize::from(**at) < right.len()).count();
            let (left_out, wrong) = (right.len() - picked, current.chosen.len() - picked);
            let parts = [(left_out, "left out"), (wrong, "chosen that is not right")];
            let parts = parts.iter().filter(|(count, _)| *count > 0);
            let parts: Vec<_> = parts.map(|(count, what)| format!("{count} {what}")).collect();
            format!("Not right: {}", parts.join(", "))
        }
        Ask::Order { .. } | Ask::Sort { .. } => {
            let parts = card.ask.right_parts(&current.chosen);
            let right = parts.iter().filter(|right| **right).count();
            format!("Not right: {right} of {} in place", parts.len())
        }
        _ => "Not right".to_owned(),
    }
}

/// The steps in their order, each with whether it stood there.
fn order_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card, steps: &[String]) {
    let c = ctx.state.curriculum();
    let marks = card.ask.right_parts(&current.chosen);
    for (place, step) in steps.iter().enumerate() {
        let stood = current.chosen.iter().position(|given| usize::from(*given) == place);
        let mark = marks.get(place).map(|right| Mark {
            right: *right,
            given: stood.map(|at| format!("you had it {}", ordinal(at + 1))),
        });
        part_ui(ui, ctx, &format!("{}.  {}", place + 1, card.plain(c, step)), mark.as_ref());
    }
}

/// The heads, and under each what belongs there, with whether it was put there.
fn sort_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    current: &Current,
    card: &Card,
    heads: &[(String, Vec<String>)],
) {
    let c = ctx.state.curriculum();
    let marks = card.ask.right_parts(&current.chosen);
    let mut place: u8 = 0;
    for (head, things) in heads {
        text(ui, NOTE_STRONG, ctx.palette.ink2, card.plain(c, head));
        for thing in things {
            let under = current.head_of(place).and_then(|head| heads.get(usize::from(head)));
            let given = match under {
                Some((head, _)) => format!("you put it under {}", card.plain(c, head)),
                None => "you left it out".to_owned(),
            };
            let mark = marks.get(usize::from(place));
            let mark = mark.map(|right| Mark { right: *right, given: Some(given) });
            part_ui(ui, ctx, &card.plain(c, thing), mark.as_ref());
            place = place.saturating_add(1);
        }
        ui.add_space(space::XS);
    }
}

/// Whether a part of what was arranged is right, and what was done with it.
struct Mark {
    right: bool,
    given: Option<String>,
}

/// A part of an order or a table; without a mark where nothing was arranged.
fn part_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, words: &str, mark: Option<&Mark>) {
    let p = ctx.palette;
    let Some(mark) = mark else {
        text(ui, READING, p.ink, words);
        return;
    };
    let (sign, color) = if mark.right { ("✓", p.good.text) } else { ("✗", p.wrong.text) };
    let given = mark.given.as_ref().filter(|_| !mark.right);
    let mut job = egui::text::LayoutJob::default();
    job.append(sign, 0.0, READING.format(color));
    job.append(words, space::S, READING.format(p.ink));
    if let Some(given) = given {
        job.append(given, space::M, Type { line: READING.line, ..NOTE }.format(color));
    }
    job.wrap.max_width = ui.available_width();
    let spoken = match (mark.right, given) {
        (true, _) => format!("{words}: right"),
        (false, Some(given)) => format!("{words}: wrong, {given}"),
        (false, None) => format!("{words}: wrong"),
    };
    ui.add(egui::Label::new(job).wrap())
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
}

fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (1, teens) if teens != 11 => "st",
        (2, teens) if teens != 12 => "nd",
        (3, teens) if teens != 13 => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// The answer, set large; a level with its mark and color.
fn right_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, answer: &str) {
    let p = ctx.palette;
    let level = ProviderLevel::ALL.into_iter().find(|level| level.short() == answer);
    ui.horizontal_top(|ui| {
        let color = match level {
            Some(level) => {
                level_mark_ui(ui, p, level, 21.0);
                p.level(level).text
            }
            None => p.ink,
        };
        let response = text(ui, HEADING, color, answer);
        response
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Answer: {answer}")));
        if let Some(level) = level
            && level.full() != answer
        {
            ui.add_space(space::XS);
            text(ui, NOTE, p.ink2, level.full());
        }
    });
}

fn source_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let cited = match card.facts.first().and_then(|id| c.fact(id)) {
        Some(fact) => {
            let source = c
                .source(&fact.source)
                .map_or_else(String::new, crate::curriculum::fact::Source::citation);
            match fact.age_label(ctx.now.moment.year()) {
                Some(age) => format!("{source} ({age})"),
                None => source,
            }
        }
        None => match card.skills.first().and_then(|id| c.skill(id)) {
            Some(skill) => c.skill_citation(skill),
            None => card
                .own
                .as_ref()
                .map_or_else(String::new, |own| format!("your deck “{}”", own.title)),
        },
    };
    if current.sure {
        chip(ui, p.accent, "You were sure");
    }
    let section = card.section.as_ref().and_then(|id| c.section(id));
    let place = section.map_or_else(String::new, |s| format!("{} › ", s.short_title()));
    text(ui, LABEL, p.ink3, format!("Source: {place}{cited}"));
    wrapped_row(ui, 28.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        if let Some(action) = source_action(ctx.state, &card.id) {
            let words = match action {
                Action::OpenRow(_) => "Open the cell",
                _ => "Open the sentence",
            };
            let link = LABEL_STRONG.rich(words, p.accent.text);
            let link = match ctx.key_of(Command::Source) {
                "" => Button::new(link),
                key => Button::new((link, LABEL.rich(key, p.ink3))),
            };
            if ui.add(link.frame(false)).clicked() {
                ctx.push(action);
            }
        }
        if !card.facts.is_empty() && small_link(ui, p, "Facts").clicked() {
            ctx.push(Action::Show(Overlay::Sources(card.facts.clone())));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_people_say_them() {
        let said = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal);
        let right =
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th"];
        assert_eq!(said, right);
    }
}
