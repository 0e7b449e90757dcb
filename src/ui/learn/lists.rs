//! Lists of what the sections are made of: the glossary and the sources.

use super::LearnState;
use crate::curriculum::{Fact, Source, SourceId, Term};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::parts::sources::resting_ui;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{HEADING, LABEL, LEAD, NOTE, NOTE_STRONG, PAGE_TITLE};
use crate::ui::widgets::{chip, filter_field, hairline, heading, small_link, text, wrapped_row};
use egui::{Role, Ui, WidgetInfo};
use std::collections::BTreeSet;

/// How the sources are looked at.
#[derive(Debug, Default)]
pub(super) struct SourcesView {
    typed: String,
    /// Those whose facts are shown.
    unfolded: BTreeSet<SourceId>,
}

fn title_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, title: &str, lead: String) {
    heading(ui, ctx.reading(PAGE_TITLE), ctx.palette.ink, title);
    text(ui, ctx.reading(LEAD), ctx.palette.ink2, lead);
}

/// All terms.
pub(super) fn glossary_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let lead = format!("{} words and abbreviations of EMS.", c.terms().len());
    title_ui(ui, ctx, "Glossary", lead);
    let typed = &mut learn.filters.glossary;
    let focus = std::mem::take(&mut learn.focus_filter);
    filter_field(ui, typed, "Only terms with these letters", focus);
    let asked = typed.trim().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&asked);
    let takes = |term: &&Term| {
        has(&term.term)
            || term.expansion.as_deref().is_some_and(has)
            || term.also.iter().any(|form| has(form))
    };
    let mut terms: Vec<&Term> = c.terms().iter().filter(takes).collect();
    terms.sort_by_key(|term| term.term.to_lowercase());
    if terms.is_empty() {
        text(ui, ctx.reading(NOTE), p.ink2, "No term has these letters.");
    }
    for term in terms {
        hairline(ui, p);
        text(ui, ctx.reading(NOTE_STRONG), p.ink, term.term.as_str());
        if let Some(expansion) = &term.expansion {
            text(ui, LABEL, p.ink3, expansion.as_str());
        }
        text(ui, ctx.reading(NOTE), p.ink2, c.plain(&term.meaning));
        let link = small_link(ui, p, "Source and sections");
        let spoken = format!("Source and sections of {}", term.term);
        link.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        if link.clicked() {
            ctx.push(Action::Show(Overlay::Term(term.id.clone())));
        }
    }
}

/// All publications, with what rests on each.
pub(super) fn sources_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let lead = "Every fact names its source, and every figure its year.".to_owned();
    title_ui(ui, ctx, "Sources", lead);
    let view = &mut learn.filters.sources;
    let focus = std::mem::take(&mut learn.focus_filter);
    filter_field(ui, &mut view.typed, "Only sources with these words", focus);
    let asked = view.typed.to_lowercase();
    for source in c.sources() {
        let cited = source.citation();
        if !asked.split_whitespace().all(|word| cited.to_lowercase().contains(word)) {
            continue;
        }
        let facts: Vec<&Fact> = c.facts().iter().filter(|f| f.source == source.id).collect();
        ui.push_id(source.id.as_str(), |ui| source_ui(ui, ctx, view, source, &facts));
    }
    ui.add_space(space::L);
    text(ui, ctx.reading(HEADING), p.ink, "Behind the scope table");
    text(
        ui,
        ctx.reading(NOTE),
        p.ink2,
        "The skill tables of the national model itself were not at hand. The values come from \
         states that adopt it, and from courses and notes that cite it, where they agree.",
    );
    for source in c.scope_sources() {
        hairline(ui, p);
        text(ui, ctx.reading(NOTE_STRONG), p.ink, source.cite.as_str());
        text(ui, LABEL, p.ink2, source.what.as_str());
    }
}

fn source_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    view: &mut SourcesView,
    source: &Source,
    facts: &[&Fact],
) {
    let p = ctx.palette;
    hairline(ui, p);
    text(ui, ctx.reading(NOTE_STRONG), p.ink, source.title.as_str());
    text(ui, LABEL, p.ink3, source.citation());
    if let Some(link) = &source.link {
        text(ui, LABEL, p.ink2, link.as_str());
    }
    let is_open = view.unfolded.contains(&source.id);
    let count = match facts.len() {
        1 => "1 fact rests on it".to_owned(),
        n => format!("{n} facts rest on it"),
    };
    let link = small_link(ui, p, &format!("{count} {}", if is_open { "▴" } else { "▾" }));
    let spoken = format!("{count}: {}", source.title);
    link.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &spoken));
    if link.clicked() && !view.unfolded.remove(&source.id) {
        view.unfolded.insert(source.id.clone());
    }
    if !is_open {
        return;
    }
    ui.indent("facts", |ui| {
        for fact in facts {
            text(ui, ctx.reading(NOTE), p.ink, ctx.state.curriculum().plain(&fact.text));
            wrapped_row(ui, 22.0, |ui| {
                chip(ui, p.accent, fact.evidence.label());
                if let Some(age) = fact.age_label(ctx.now.moment.year()) {
                    chip(ui, p.caution, &age);
                }
            });
            resting_ui(ui, ctx, &fact.id);
            ui.add_space(space::S);
        }
    });
}
