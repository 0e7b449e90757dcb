//! Lists of what the sections are made of: glossary, sources, claims, confusions, old names.

use crate::curriculum::{Claim, Mark, NameKind};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{
    HEADING, INTERFACE_STRONG, LABEL, LEAD, NOTE, NOTE_STRONG, PAGE_TITLE,
};
use crate::ui::theme::{Palette, Tint, space};
use crate::ui::widgets::{chip, hairline, label, row, small_link, text, wrapped_row};
use egui::Ui;

/// All terms.
pub(super) fn glossary_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    text(ui, PAGE_TITLE, p.ink, "Glossary");
    text(ui, LEAD, p.ink2, format!("{} words and abbreviations of EMS.", c.terms().len()));
    let mut terms: Vec<_> = c.terms().iter().collect();
    terms.sort_by_key(|term| term.term.to_lowercase());
    for term in terms {
        hairline(ui, p);
        text(ui, NOTE_STRONG, p.ink, term.term.as_str());
        if let Some(expansion) = &term.expansion {
            text(ui, LABEL, p.ink3, expansion.as_str());
        }
        text(ui, NOTE, p.ink2, c.plain(&term.meaning));
    }
}

/// All publications, with what rests on each.
pub(super) fn sources_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    text(ui, PAGE_TITLE, p.ink, "Sources");
    text(ui, LEAD, p.ink2, "Every fact names its source, and every figure its year.");
    for source in c.sources() {
        hairline(ui, p);
        text(ui, NOTE_STRONG, p.ink, source.title.as_str());
        text(ui, LABEL, p.ink3, source.citation());
        if let Some(link) = &source.link {
            text(ui, LABEL, p.ink2, link.as_str());
        }
        let facts: Vec<_> =
            c.facts().iter().filter(|f| f.source == source.id).map(|f| f.id.clone()).collect();
        let words = match facts.len() {
            1 => "1 fact".to_owned(),
            n => format!("{n} facts"),
        };
        if small_link(ui, p, &words).clicked() {
            ctx.push(Action::Show(Overlay::Sources(facts)));
        }
    }
    ui.add_space(space::L);
    text(ui, HEADING, p.ink, "Behind the scope table");
    text(
        ui,
        NOTE,
        p.ink2,
        "The skill tables of the national model itself were not at hand. The values come from \
         states that adopt it, and from courses and notes that cite it, where they agree.",
    );
    for source in c.scope_sources() {
        hairline(ui, p);
        text(ui, NOTE_STRONG, p.ink, source.cite.as_str());
        text(ui, LABEL, p.ink2, source.what.as_str());
    }
}

/// The claims of the three articles, one by one.
pub(super) fn claims_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    text(ui, PAGE_TITLE, p.ink, "Claims checked");
    text(
        ui,
        LEAD,
        p.ink2,
        format!(
            "Three ordinary articles about EMS and EMTs make {} claims. Here each is put to the test.",
            c.claims().len()
        ),
    );
    for article in 1..=3 {
        let claims: Vec<&Claim> =
            c.claims().iter().filter(|claim| claim.article() == Some(article)).collect();
        ui.add_space(space::M);
        text(ui, HEADING, p.ink, format!("Article {article}"));
        wrapped_row(ui, 24.0, |ui| {
            for mark in Mark::ALL {
                let count = claims.iter().filter(|claim| claim.verdict.mark() == mark).count();
                chip(ui, mark_tint(p, mark), &format!("{count} {}", mark.label()));
            }
        });
        for claim in claims {
            let right = c.plain(&claim.right);
            checked_ui(ui, ctx, claim.verdict.mark(), &claim.says, &right, &claim.facts);
        }
    }
}

/// What people often say, by topic.
pub(super) fn confusions_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let mut topic = None;
    for confusion in c.confusions() {
        if topic.replace(confusion.topic) != Some(confusion.topic) {
            ui.add_space(space::M);
            label(ui, p, confusion.topic.label());
        }
        let right = c.plain(&confusion.right);
        checked_ui(ui, ctx, confusion.mark, &confusion.people_say, &right, &confusion.facts);
    }
}

pub(in crate::ui) fn checked_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    mark: Mark,
    says: &str,
    right: &str,
    facts: &[crate::curriculum::FactId],
) {
    let p = ctx.palette;
    hairline(ui, p);
    row(ui, 24.0, |ui| {
        chip(ui, mark_tint(p, mark), &format!("{} {}", mark_sign(mark), mark.label()));
        if !facts.is_empty() && small_link(ui, p, "Source").clicked() {
            ctx.push(Action::Show(Overlay::Sources(facts.to_vec())));
        }
    });
    text(ui, NOTE, p.ink2, says);
    text(ui, NOTE, p.ink, right);
}

fn mark_sign(mark: Mark) -> &'static str {
    match mark {
        Mark::True => "✓",
        Mark::Outdated => "◷",
        Mark::Misleading => "≠",
        Mark::Wrong => "✗",
        Mark::CannotBeChecked => "?",
    }
}

fn mark_tint(p: &Palette, mark: Mark) -> Tint {
    match mark {
        Mark::True => p.good,
        Mark::Outdated | Mark::Misleading => p.caution,
        Mark::Wrong => p.wrong,
        Mark::CannotBeChecked => p.accent,
    }
}

/// Old names beside today's, both ways, by kind.
pub(super) fn old_names_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let mut kinds: Vec<NameKind> = c.old_names().iter().map(|n| n.kind).collect();
    kinds.sort();
    kinds.dedup();
    for kind in kinds {
        ui.add_space(space::M);
        label(ui, p, kind.label());
        for name in c.old_names().iter().filter(|n| n.kind == kind) {
            hairline(ui, p);
            wrapped_row(ui, 22.0, |ui| {
                text(ui, NOTE, p.ink2, format!("{} →", name.old.join(", ")));
                text(ui, INTERFACE_STRONG, p.ink, name.today.as_str());
                if name.informal {
                    chip(ui, p.accent, "informal");
                }
            });
            if let Some(note) = &name.note {
                text(ui, LABEL, p.ink3, c.plain(note));
            }
        }
    }
}
