//! What is recalled by the domains of an exam, with the shares that each has there.

use super::super::ViewCtx;
use super::super::theme::type_scale::{LABEL, NOTE};
use super::super::widgets::{choice_button, flush_button, text, wrapped_row};
use super::{Tile, bar_line_ui, heading_ui, plural};
use crate::curriculum::{ExamDomain, ExamPlan, ProviderLevel, Source};
use crate::state::{Action, Overlay};
use crate::study::Statistics;
use egui::Ui;

/// With fewer cards a domain has no number of its own.
const FEW: u32 = 10;

/// Draws it.
pub(super) fn domains_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, counted: &Statistics) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    heading_ui(ui, p, Tile::Domains.name());
    let chosen = ctx.state.exam_level();
    wrapped_row(ui, 32.0, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for level in ProviderLevel::ALL {
            let button = choice_button(ui, p, level == chosen, level.short());
            if button.accessible_name(format!("Exam: {}", level.short())).clicked() {
                ctx.push(Action::ShowExam(level));
            }
        }
    });
    let Some(profile) = c.levels().profiles.iter().find(|profile| profile.id == chosen) else {
        return;
    };
    let plan = &profile.domains;
    for (domain, low, high) in &plan.shares {
        let tally = counted.domains.get(&Some(*domain)).copied().unwrap_or_default();
        let seen = format!("{} of {} seen", tally.seen, tally.cards);
        let (percent, after) = match tally.cards {
            0 => (None, "no cards here".to_owned()),
            1..FEW => (None, format!("few cards here: {}", tally.cards)),
            _ => (tally.recall_percent(), seen),
        };
        let range = format!("{low}–{high} %");
        bar_line_ui(ui, p, domain.label(), &range, percent, &after);
    }
    text(ui, LABEL, p.ink3, source_line(ctx, plan));
    text(ui, NOTE, p.ink2, note(ctx, counted, plan));
    if flush_button(ui, p, "Where the shares come from", "").clicked() {
        ctx.push(Action::Show(Overlay::Sources(plan.facts.clone())));
    }
}

/// "Share of the exam: publication, as of 2025."
fn source_line(ctx: &ViewCtx<'_>, plan: &ExamPlan) -> String {
    let c = ctx.state.curriculum();
    let year = ctx.now.moment.year();
    let sources = plan.facts.iter().filter_map(|id| c.fact(id)).map(|fact| {
        let citation = c.source(&fact.source).map(Source::citation).unwrap_or_default();
        let age = fact.age_label(year).map(|age| format!(", {age}")).unwrap_or_default();
        format!("{citation}{age}")
    });
    let sources: Vec<String> = sources.collect();
    format!("Shares of the exam by its plan of {}: {}.", plan.year, sources.join("; "))
}

/// What the deck covers, and what the numbers do not say.
fn note(ctx: &ViewCtx<'_>, counted: &Statistics, plan: &ExamPlan) -> String {
    let cards_of = |(domain, _, _): &(ExamDomain, u8, u8)| {
        let tally = counted.domains.get(&Some(*domain));
        (tally.map_or(0, |tally| tally.cards), domain.label())
    };
    let mut covered: Vec<(u32, &str)> = plan.shares.iter().map(cards_of).collect();
    let cards: u32 = covered.iter().map(|(cards, _)| cards).sum();
    covered.sort_by_key(|(cards, _)| std::cmp::Reverse(*cards));
    let mainly = match covered.as_slice() {
        [(1.., first), (1.., second), ..] => format!(", most of them to “{first}” and “{second}”"),
        _ => String::new(),
    };
    let all = u32::try_from(ctx.state.deck().cards().len()).unwrap_or(u32::MAX);
    format!(
        "This deck is about the system, the levels and their scope of practice; it is no course in \
         patient care. {cards} of its {} belong to a domain of this exam{mainly}. The numbers say \
         how much of the cards seen you would recall today, not how an exam will end.",
        plural(all, "card")
    )
}
