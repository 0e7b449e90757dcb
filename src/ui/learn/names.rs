//! Old names and today's, both ways: an old name leads to the new one, a level to all its old names.

use super::LearnState;
use crate::curriculum::{NameKind, OldName, ProviderLevel};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{LABEL, NOTE, NOTE_STRONG};
use crate::ui::theme::{TARGET, space};
use crate::ui::widgets::{
    FindMarks, chip, filter_field, found_text, framed_if, hairline, label, small_link, text,
    text_button, toggle_button, wrapped_row,
};
use egui::Ui;

/// What the list is narrowed down to.
#[derive(Debug, Default)]
pub(super) struct NamesFilter {
    typed: String,
    level: Option<ProviderLevel>,
}

impl NamesFilter {
    /// Shows all.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    fn takes(&self, name: &OldName) -> bool {
        let typed = plain(&self.typed);
        let mut forms = name.old.iter().chain([&name.today]);
        self.level.is_none_or(|level| name.level == Some(level))
            && (typed.is_empty() || forms.any(|form| plain(form).contains(&typed)))
    }
}

/// Letters and digits alone, so that "EMT-I", "emt i" and "EMTI" are one.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Draws the translator; one of its rows may stand out, by its id and the reason.
pub(super) fn names_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    learn: &mut LearnState,
    outlined: Option<(&str, &str)>,
    find: Option<&FindMarks>,
) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let arrives = learn.scrolling.is_arrival;
    let filter = &mut learn.filters.names;
    if outlined.is_some() && arrives {
        filter.clear();
    }
    label(ui, p, "From an old name to today’s");
    filter_field(ui, &mut filter.typed, "Old name, such as EMT-I or first responder", false);
    label(ui, p, "From a level to its old names");
    wrapped_row(ui, TARGET, |ui| {
        for level in ProviderLevel::ALL {
            let on = filter.level == Some(level);
            if toggle_button(ui, p, on, level.short(), "").clicked() {
                filter.level = (!on).then_some(level);
            }
        }
        if (filter.level.is_some() || !filter.typed.is_empty())
            && text_button(ui, p, "Show all", "").clicked()
        {
            filter.clear();
        }
    });
    let shown: Vec<&OldName> = c.old_names().iter().filter(|name| filter.takes(name)).collect();
    let all = c.old_names().len();
    text(ui, LABEL, p.ink3, format!("{} of {all} entries", shown.len()));
    if shown.is_empty() {
        text(
            ui,
            ctx.reading(NOTE),
            p.ink2,
            "No old name on record has these letters. Try fewer of them, or pick a level.",
        );
    }
    let mut kinds: Vec<NameKind> = shown.iter().map(|n| n.kind).collect();
    kinds.sort();
    kinds.dedup();
    for kind in kinds {
        ui.add_space(space::M);
        label(ui, p, kind.label());
        for name in shown.iter().filter(|n| n.kind == kind) {
            hairline(ui, p);
            let why = outlined.filter(|(id, _)| *id == name.id).map(|(_, why)| why);
            let rect = framed_if(ui, p, why, |ui| name_ui(ui, ctx, name, find));
            if why.is_some() {
                learn.scrolling.outline(rect);
            }
        }
    }
}

fn name_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, name: &OldName, find: Option<&FindMarks>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    ui.spacing_mut().item_spacing.y = space::XS;
    let old = format!("{} →", name.old.join(", "));
    found_text(ui, p, ctx.reading(NOTE), p.ink2, &old, find);
    found_text(ui, p, ctx.reading(NOTE_STRONG), p.ink, &name.today, find);
    if let Some(note) = &name.note {
        found_text(ui, p, ctx.reading(NOTE), p.ink2, &c.plain(note), find);
    }
    text(ui, LABEL, p.ink3, dates(ctx, name));
    wrapped_row(ui, 24.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        if name.informal {
            chip(ui, p.accent, "informal");
        }
        if !name.facts.is_empty() && small_link(ui, p, "Source").clicked() {
            ctx.push(Action::Show(Overlay::Sources(name.facts.clone())));
        }
        if let Some(level) = name.level
            && small_link(ui, p, &format!("{} in Compare", level.short())).clicked()
        {
            ctx.push(Action::OpenLevel(level));
        }
    });
}

/// Whose texts speak of the change, each with its year.
fn dates(ctx: &ViewCtx<'_>, name: &OldName) -> String {
    let c = ctx.state.curriculum();
    let mut texts: Vec<String> = Vec::new();
    for source in name.facts.iter().filter_map(|id| c.source(&c.fact(id)?.source)) {
        let year = if source.year == "n.d." { "no date given" } else { &source.year };
        let words = format!("{}, {year}", source.publisher);
        if !texts.contains(&words) {
            texts.push(words);
        }
    }
    if texts.is_empty() { "No source for it was seen.".to_owned() } else { texts.join("; ") }
}
