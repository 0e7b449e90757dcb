//! The sources of facts, as they show wherever a fact is opened: what it says, who says so, how well
//! it is supported, from when it is, and where else it is said.

use crate::curriculum::{About, FactId};
use crate::state::Action;
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{LABEL, NOTE};
use crate::ui::widgets::{chip, hairline, small_link, text, word, wrapped_row};
use egui::Ui;

/// Each fact with its source, evidence and date.
pub(in crate::ui) fn facts_list_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, facts: &[FactId]) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    for (number, id) in facts.iter().enumerate() {
        let Some(fact) = c.fact(id) else { continue };
        if number > 0 {
            hairline(ui, p);
        }
        text(ui, NOTE, p.ink, c.plain(&fact.text));
        if let Some(source) = c.source(&fact.source) {
            text(ui, LABEL, p.ink2, source.citation());
            if let Some(link) = &source.link {
                text(ui, LABEL, p.ink3, link.as_str());
            }
        }
        wrapped_row(ui, 22.0, |ui| {
            chip(ui, p.accent, fact.evidence.label());
            if let Some(about) = fact.about.label() {
                let tint = if matches!(fact.about, About::State(_)) { p.caution } else { p.accent };
                chip(ui, tint, &about);
            }
            if let Some(age) = fact.age_label(ctx.now.moment.year()) {
                chip(ui, p.caution, &age);
            }
        });
        if let Some(words) = &fact.note {
            text(ui, LABEL, p.ink2, words.as_str());
        }
        resting_ui(ui, ctx, id);
    }
}

/// The sentences that rest on a fact, to be opened.
pub(in crate::ui) fn resting_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, fact: &FactId) {
    let p = ctx.palette;
    let sections: Vec<_> = ctx.state.curriculum().sections_resting_on(fact).collect();
    if sections.is_empty() {
        return;
    }
    wrapped_row(ui, 24.0, |ui| {
        word(ui, LABEL, p.ink3, "Said in");
        for section in sections {
            if small_link(ui, p, section.short_title()).clicked() {
                ctx.push(Action::OpenSentence {
                    section: section.id.clone(),
                    facts: vec![fact.clone()],
                    label: "rests on this source",
                });
            }
        }
    });
}
