//! Going to anything, as one types.

use super::ViewCtx;
use super::shortcuts::source_action;
use super::theme::type_scale::{HEADING, INTERFACE, INTERFACE_STRONG, LABEL};
use super::theme::{corner, space};
use super::widgets::{chip, level_mark_ui, row, text};
use crate::curriculum::StateValue;
use crate::state::{Action, Spot};
use crate::study::{Found, FoundKind, SearchIndex, Target};
use egui::text::LayoutJob;
use egui::{
    CornerRadius, Key, Label, Modifiers, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2,
};

/// So many matches are listed.
const MOST: usize = 30;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seek {
    /// Everything that can be gone to.
    Anything,
    /// Skills, to learn who may do them.
    WhoMayDoIt,
}

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct SearchState {
    query: String,
    /// The matches of `query`.
    found: Vec<Found>,
    /// What Enter opens.
    selected: usize,
    index: Option<SearchIndex>,
    was_open: bool,
}

impl SearchState {
    /// Called while the search is closed.
    pub(crate) fn close(&mut self) {
        self.was_open = false;
    }
}

/// Draws the search.
pub(super) fn search_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, search: &mut SearchState, seek: Seek) {
    let p = ctx.palette;
    if seek == Seek::WhoMayDoIt {
        text(ui, HEADING, p.ink, "Who may do it?");
    }
    let keys = [Key::ArrowDown, Key::ArrowUp, Key::Enter]
        .map(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
    let (hint, name) = match seek {
        Seek::Anything => ("Section, term, skill, old name …", "Search"),
        Seek::WhoMayDoIt => ("Name of a skill …", "Skill"),
    };
    let edit = TextEdit::singleline(&mut search.query)
        .hint_text(hint)
        .font(egui::FontId::proportional(17.0))
        .margin(vec2(12.0, 9.0))
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name(name);
    if !search.was_open {
        search.was_open = true;
        response.request_focus();
        search.query.clear();
        search.found.clear();
    }
    if response.changed() {
        let index = search
            .index
            .get_or_insert_with(|| SearchIndex::new(ctx.state.curriculum(), ctx.state.deck()));
        let found = match seek {
            Seek::Anything => index.find(&search.query, MOST),
            Seek::WhoMayDoIt => index.find_skills(&search.query, MOST),
        };
        search.found = found.into_iter().cloned().collect();
        search.selected = 0;
    }
    let last = search.found.len().saturating_sub(1);
    if keys[0] {
        search.selected = (search.selected + 1).min(last);
    }
    if keys[1] {
        search.selected = search.selected.saturating_sub(1);
    }
    ui.add_space(space::S);
    if search.found.is_empty() {
        let words = if search.query.trim().is_empty() && seek == Seek::WhoMayDoIt {
            "Type a skill: the answer is the lowest national level that may do it."
        } else if search.query.trim().is_empty() {
            "Old names find today’s: try EMT-I, first responder, or the name of a skill."
        } else {
            "Nothing found. Try fewer letters, or another word for it."
        };
        text(ui, INTERFACE, p.ink2, words);
        return;
    }
    let mut opened = if keys[2] { search.found.get(search.selected) } else { None };
    let room = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 460.0);
    let list = ScrollArea::vertical().id_salt("found").auto_shrink([false, true]);
    list.max_height(room).min_scrolled_height(room).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (at, found) in search.found.iter().enumerate() {
            let selected = at == search.selected;
            if found_ui(ui, ctx, found, &search.query, selected, keys[0] || keys[1]) {
                opened = Some(found);
            }
        }
    });
    if let Some(action) = opened.and_then(|found| action(ctx, found)) {
        ctx.push(Action::CloseOverlay);
        ctx.push(action);
    }
}

fn action(ctx: &ViewCtx<'_>, found: &Found) -> Option<Action> {
    Some(match &found.target {
        Target::Section(section) => Action::Open(Spot::Section(section.clone(), None)),
        Target::Sentence(section, facts) => Action::OpenSentence {
            section: section.clone(),
            facts: facts.clone(),
            label: "found by your search",
        },
        Target::Term(term) => Action::Show(crate::state::Overlay::Term(term.clone())),
        Target::Row(row) => Action::OpenRow(row.clone()),
        Target::Compare => Action::Open(Spot::Compare),
        Target::Card(card) => source_action(ctx.state, card)?,
        Target::Claims => Action::Open(Spot::Claims),
    })
}

fn found_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    found: &Found,
    query: &str,
    selected: bool,
    moved: bool,
) -> bool {
    let p = ctx.palette;
    let ground = ui.painter().add(egui::Shape::Noop);
    let inner = ui.scope(|ui| {
        ui.add_space(space::XS);
        row(ui, 22.0, |ui| {
            ui.add_space(space::S);
            let tint = if found.kind == FoundKind::OldName { p.caution } else { p.accent };
            chip(ui, tint, found.kind.label());
            let title = marked(&found.title, query, ctx);
            ui.add(Label::new(title).truncate().selectable(false));
        });
        if !found.context.is_empty() {
            row(ui, 18.0, |ui| {
                ui.add_space(space::S);
                if let Target::Row(row) = &found.target
                    && let Some(skill) = ctx.state.curriculum().skill(row)
                    && let Some(level) = skill.lowest()
                {
                    level_mark_ui(ui, p, level, 13.0);
                }
                let context = LABEL.rich(context(ctx, found), p.ink2);
                ui.add(Label::new(context).truncate().selectable(false));
            });
        }
        ui.add_space(space::XS);
    });
    let rect = inner.response.rect.with_max_x(ui.max_rect().right());
    let response = ui.interact(rect, inner.response.id.with("hit"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Link, true, selected, &found.title));
    if selected || response.hovered() {
        let corner = CornerRadius::same(corner::CONTROL);
        ui.painter().set(ground, egui::Shape::rect_filled(rect, corner, p.accent.soft));
    }
    if selected && moved {
        ui.scroll_to_rect(rect, None);
    }
    response.clicked()
}

/// What stands below a title; for a skill also what the chosen state says of it.
fn context(ctx: &ViewCtx<'_>, found: &Found) -> String {
    let Target::Row(row) = &found.target else { return found.context.clone() };
    let Some(overlay) = ctx.state.state_overlay() else { return found.context.clone() };
    let rules: Vec<String> = overlay
        .cells
        .iter()
        .filter(|cell| cell.skill == *row)
        .map(|cell| {
            let value = cell.value.map_or("see the note", StateValue::label);
            format!("{}: {value}", cell.level.short())
        })
        .collect();
    if rules.is_empty() {
        return found.context.clone();
    }
    format!("{}; {}: {}", found.context, overlay.title(), rules.join(", "))
}

/// The title with the words asked for set in bold.
fn marked(title: &str, query: &str, ctx: &ViewCtx<'_>) -> LayoutJob {
    let p = ctx.palette;
    let asked: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut job = LayoutJob::default();
    for piece in title.split_inclusive(' ') {
        let small = piece.to_lowercase();
        let hit = asked.iter().any(|word| small.contains(word.as_str()));
        let (role, color) =
            if hit { (INTERFACE_STRONG, p.accent.text) } else { (INTERFACE, p.ink) };
        job.append(piece, 0.0, role.format(color));
    }
    job
}
