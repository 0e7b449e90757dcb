//! Ordinary statements put to the test, the claims of three articles and what people often say,
//! narrowed down by article, verdict and words.

use super::LearnState;
use crate::curriculum::{Claim, Confusion, FactId, Mark, SkillId, StateCell};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::parts::state_rules::state_rules_ui;
use crate::ui::theme::type_scale::{HEADING, LABEL, LEAD, NOTE, PAGE_TITLE};
use crate::ui::theme::{Palette, TARGET, Tint, space};
use crate::ui::widgets::{
    FindMarks, chip, filter_field, found_text, framed_if, hairline, heading, label, row,
    small_link, text, text_button, toggle_button, wrapped_row,
};
use egui::{Rect, Role, Ui, WidgetInfo};
use std::collections::BTreeSet;

/// What a list is narrowed down to; nothing chosen is all.
#[derive(Debug, Default)]
pub(super) struct CheckedFilter {
    articles: BTreeSet<u8>,
    marks: BTreeSet<Mark>,
    typed: String,
}

/// A statement, whichever list it is of.
struct Checked<'a> {
    id: &'a str,
    article: Option<u8>,
    mark: Mark,
    says: &'a str,
    right: String,
    facts: &'a [FactId],
    skills: &'a [SkillId],
}

impl CheckedFilter {
    fn is_set(&self) -> bool {
        !(self.articles.is_empty() && self.marks.is_empty() && self.typed.trim().is_empty())
    }

    fn takes_article(&self, checked: &Checked<'_>) -> bool {
        let article = checked.article;
        self.articles.is_empty() || article.is_some_and(|a| self.articles.contains(&a))
    }

    fn takes_mark(&self, checked: &Checked<'_>) -> bool {
        self.marks.is_empty() || self.marks.contains(&checked.mark)
    }

    fn takes_words(&self, checked: &Checked<'_>) -> bool {
        let text = format!("{} {} {}", checked.id, checked.says, checked.right).to_lowercase();
        self.typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    fn takes(&self, checked: &Checked<'_>) -> bool {
        self.takes_article(checked) && self.takes_mark(checked) && self.takes_words(checked)
    }
}

/// The claims of the three articles, one by one; one of them may stand out.
pub(super) fn claims_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    learn: &mut LearnState,
    outlined: Option<&str>,
) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    heading(ui, ctx.reading(PAGE_TITLE), p.ink, "Claims checked");
    let lead = format!(
        "Three ordinary articles about EMS and EMTs make {} claims. Here each is put to the test.",
        c.claims().len()
    );
    text(ui, ctx.reading(LEAD), p.ink2, lead);
    let arrives = learn.scrolling.is_arrival;
    let focus = std::mem::take(&mut learn.focus_filter);
    let filter = &mut learn.filters.claims;
    if outlined.is_some() && arrives {
        *filter = CheckedFilter::default();
    }
    let all: Vec<Checked<'_>> = c.claims().iter().map(|claim| of_claim(ctx, claim)).collect();
    filter_ui(ui, ctx, filter, &all, focus);
    for article in 1..=3 {
        let claims: Vec<&Checked<'_>> =
            all.iter().filter(|c| c.article == Some(article) && filter.takes(c)).collect();
        if claims.is_empty() {
            continue;
        }
        ui.add_space(space::M);
        text(ui, ctx.reading(HEADING), p.ink, format!("Article {article}"));
        for claim in claims {
            let why = (outlined == Some(claim.id)).then_some("found by your search");
            let rect = checked_ui(ui, ctx, claim, why, None);
            if why.is_some() {
                learn.scrolling.outline(rect);
            }
        }
    }
}

/// What people often say, by topic; one of the sayings may stand out.
pub(super) fn confusions_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    learn: &mut LearnState,
    outlined: Option<(&str, &str)>,
    find: Option<&FindMarks>,
) {
    let p = ctx.palette;
    let arrives = learn.scrolling.is_arrival;
    let filter = &mut learn.filters.confusions;
    if outlined.is_some() && arrives {
        *filter = CheckedFilter::default();
    }
    let confusions = ctx.state.curriculum().confusions();
    let all: Vec<Checked<'_>> = confusions.iter().map(|said| of_confusion(ctx, said)).collect();
    filter_ui(ui, ctx, filter, &all, false);
    let mut topic = None;
    for (confusion, checked) in confusions.iter().zip(&all).filter(|(_, c)| filter.takes(c)) {
        if topic.replace(confusion.topic) != Some(confusion.topic) {
            ui.add_space(space::M);
            label(ui, p, confusion.topic.label());
        }
        let why = outlined.filter(|(id, _)| *id == checked.id).map(|(_, why)| why);
        let rect = checked_ui(ui, ctx, checked, why, find);
        if why.is_some() {
            learn.scrolling.outline(rect);
        }
    }
}

/// One thing that people often say, as it stands elsewhere.
pub(in crate::ui) fn saying_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, said: &Confusion) {
    checked_ui(ui, ctx, &of_confusion(ctx, said), None, None);
}

fn of_claim<'a>(ctx: &ViewCtx<'_>, claim: &'a Claim) -> Checked<'a> {
    Checked {
        id: &claim.id,
        article: claim.article(),
        mark: claim.verdict.mark(),
        says: &claim.says,
        right: ctx.state.curriculum().plain(&claim.right),
        facts: &claim.facts,
        skills: &claim.skills,
    }
}

fn of_confusion<'a>(ctx: &ViewCtx<'_>, said: &'a Confusion) -> Checked<'a> {
    Checked {
        id: &said.id,
        article: None,
        mark: said.mark,
        says: &said.people_say,
        right: ctx.state.curriculum().plain(&said.right),
        facts: &said.facts,
        skills: &said.skills,
    }
}

/// The choices, each with how many it would leave beside the other choices.
fn filter_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    filter: &mut CheckedFilter,
    all: &[Checked<'_>],
    focus: bool,
) {
    let p = ctx.palette;
    filter_field(ui, &mut filter.typed, "Only those with these words", focus);
    if all.iter().any(|checked| checked.article.is_some()) {
        wrapped_row(ui, TARGET, |ui| {
            for article in 1..=3 {
                let beside = |c: &&Checked<'_>| filter.takes_mark(c) && filter.takes_words(c);
                let of_it = all.iter().filter(|c| c.article == Some(article));
                let count = of_it.filter(beside).count().to_string();
                let on = filter.articles.contains(&article);
                if counted_button(ui, p, on, &format!("Article {article}"), &count) {
                    toggle(&mut filter.articles, article);
                }
            }
        });
    }
    wrapped_row(ui, TARGET, |ui| {
        for mark in Mark::ALL {
            let beside = |c: &&Checked<'_>| filter.takes_article(c) && filter.takes_words(c);
            let of_it = all.iter().filter(|c| c.mark == mark);
            let count = of_it.filter(beside).count().to_string();
            let on = filter.marks.contains(&mark);
            if counted_button(ui, p, on, mark.label(), &count) {
                toggle(&mut filter.marks, mark);
            }
        }
    });
    let shown = all.iter().filter(|checked| filter.takes(checked)).count();
    row(ui, 28.0, |ui| {
        text(ui, LABEL, p.ink2, format!("{shown} of {} shown", all.len()));
        if filter.is_set() && text_button(ui, p, "Show all", "").clicked() {
            *filter = CheckedFilter::default();
        }
    });
}

/// A choice with the number of statements that it would show.
fn counted_button(ui: &mut Ui, p: &Palette, on: bool, words: &str, count: &str) -> bool {
    let button = toggle_button(ui, p, on, words, count);
    let spoken = format!("{words}, {count}");
    button.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &spoken));
    button.clicked()
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

fn checked_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    checked: &Checked<'_>,
    why: Option<&str>,
    find: Option<&FindMarks>,
) -> Rect {
    let p = ctx.palette;
    hairline(ui, p);
    framed_if(ui, p, why, |ui| {
        row(ui, 24.0, |ui| {
            let mark = checked.mark;
            chip(ui, mark_tint(p, mark), &format!("{} {}", mark_sign(mark), mark.label()));
            if !checked.facts.is_empty() && small_link(ui, p, "Source").clicked() {
                ctx.push(Action::Show(Overlay::Sources(checked.facts.to_vec())));
            }
        });
        found_text(ui, p, ctx.reading(NOTE), p.ink2, checked.says, find);
        found_text(ui, p, ctx.reading(NOTE), p.ink, &checked.right, find);
        let told = |cell: &StateCell| checked.skills.contains(&cell.skill);
        state_rules_ui(ui, ctx, told);
    })
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
