//! Going to anything, as one types.

use super::ViewCtx;
use super::shortcuts::{BINDINGS, Binding, Command, Scope, source_action};
use super::theme::type_scale::{HEADING, INTERFACE, LABEL};
use super::theme::{Type, corner, space};
use super::widgets::{chip, label, level_mark_ui, row, text};
use crate::curriculum::{Figure, StateValue};
use crate::state::{Action, Outline, Overlay, Part, Place, RecentPlace, Spot, parse_link};
use crate::study::{Deck, Found, FoundKind, SearchIndex, Target, excerpt, marked};
use egui::text::LayoutJob;
use egui::{
    Color32, CornerRadius, Key, Label, Modifiers, Role, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, vec2,
};
use std::sync::{Arc, Weak};

/// So many matches are listed.
const MOST: usize = 30;
/// So many cards are taken into the index in one frame.
const SLICE: usize = 500;
/// So many characters of a text are shown.
const EXCERPT: usize = 110;

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
    was_open: bool,
    /// A command that was chosen, for the next frame.
    command: Option<Command>,
    index: Option<SearchIndex>,
    /// The deck whose cards are in the index, and how many of them.
    deck: Weak<Deck>,
    taken: usize,
}

impl SearchState {
    /// Called while the search is closed.
    pub(crate) fn close(&mut self) {
        self.was_open = false;
    }

    /// The command that was chosen, once.
    pub(crate) fn take_command(&mut self) -> Option<Command> {
        self.command.take()
    }

    /// Makes the index ready, a slice of the cards in each frame, anew where the deck has changed.
    fn prepare(&mut self, ui: &Ui, ctx: &ViewCtx<'_>, seek: Seek) {
        let deck = ctx.state.shared_deck();
        let known = self.deck.upgrade();
        if self.index.is_none() || !known.is_some_and(|known| Arc::ptr_eq(&known, deck)) {
            let pages = PAGES.iter().map(|(words, _)| (*words, ""));
            let commands: Vec<_> = commands().map(|b| (b.words, b.key)).chain(pages).collect();
            self.index = Some(SearchIndex::new(ctx.state.curriculum(), &commands));
            self.deck = Arc::downgrade(deck);
            self.taken = 0;
        }
        let Some(index) = &mut self.index else { return };
        let cards = deck.cards().get(self.taken..).unwrap_or_default();
        let slice = cards.get(..SLICE).unwrap_or(cards);
        if slice.is_empty() {
            return;
        }
        index.add_cards(ctx.state.curriculum(), slice);
        self.taken += slice.len();
        self.find(seek);
        if self.taken < deck.cards().len() {
            ui.request_repaint();
        }
    }

    fn find(&mut self, seek: Seek) {
        let Some(index) = &self.index else { return };
        let found = match seek {
            Seek::Anything => index.find(&self.query, MOST),
            Seek::WhoMayDoIt => index.find_skills(&self.query, MOST),
        };
        self.found = found.into_iter().cloned().collect();
    }
}

/// The pages that no key opens, found among the commands.
const PAGES: [(&str, Action); 10] = [
    ("Glossary", Action::Open(Spot::Glossary)),
    ("Sources", Action::Open(Spot::Sources)),
    ("Claims checked", Action::Open(Spot::Claims)),
    ("Bookmarks, highlights and notes", Action::Open(Spot::Marks)),
    ("The levels side by side", Action::Open(Spot::Compare)),
    ("EMS and EMT side by side", Action::Open(Spot::EmsAndEmt)),
    ("All answers", Action::Open(Spot::Answers)),
    ("How this estimate is made", Action::Open(Spot::Method)),
    ("Backup and restore", Action::Open(Spot::Backups)),
    ("About", Action::Show(Overlay::About)),
];

/// The commands that can be found: all that have words of their own, but not the search itself.
fn commands() -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(|b| !b.words.is_empty() && b.command != Command::Search)
}

/// Draws the search.
pub(super) fn search_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, search: &mut SearchState, seek: Seek) {
    let p = ctx.palette;
    search.prepare(ui, ctx, seek);
    if seek == Seek::WhoMayDoIt {
        text(ui, HEADING, p.ink, "Who may do it?");
    }
    let keys = [Key::ArrowDown, Key::ArrowUp, Key::Enter]
        .map(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
    let (hint, name) = match seek {
        Seek::Anything => ("Section, term, skill, card, old name, command …", "Search"),
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
        search.selected = 0;
    }
    if response.changed() {
        search.find(seek);
        search.selected = 0;
    }
    let asks_nothing = search.query.trim().is_empty();
    let recent = match seek {
        Seek::Anything if asks_nothing => ctx.state.recent_places(),
        _ => Vec::new(),
    };
    let last = search.found.len().max(recent.len()).saturating_sub(1);
    if keys[0] {
        search.selected = (search.selected + 1).min(last);
    }
    if keys[1] {
        search.selected = search.selected.saturating_sub(1);
    }
    ui.add_space(space::S);
    let cards = ctx.state.deck().cards().len();
    if search.taken < cards {
        let words = format!("{} of {cards} cards looked through so far", search.taken);
        text(ui, LABEL, p.ink3, words);
    }
    if search.found.is_empty() {
        let words = if asks_nothing && seek == Seek::WhoMayDoIt {
            "Type a skill: the answer is the lowest national level that may do it."
        } else if asks_nothing {
            "Old names find today’s: try EMT-I, first responder, or the name of a skill."
        } else {
            "Nothing found. Try fewer letters, or another word for it."
        };
        recent_ui(ui, ctx, &recent, search.selected, keys);
        text(ui, INTERFACE, p.ink2, words);
        return;
    }
    let mut opened = if keys[2] { search.found.get(search.selected) } else { None };
    list_ui(ui, "found", |ui| {
        for (at, found) in search.found.iter().enumerate() {
            let keys = AtKeys { selected: at == search.selected, moved: keys[0] || keys[1] };
            if found_ui(ui, ctx, found, &search.query, keys) {
                opened = Some(found);
            }
        }
    });
    if let Some(target) = opened.map(|found| found.target.clone()) {
        ctx.push(Action::CloseOverlay);
        match target {
            Target::Command(at) => search.command = choose(ctx, at),
            target => {
                if let Some(action) = action(ctx, target) {
                    ctx.push(action);
                }
            }
        }
    }
}

/// The command with that number; first one goes to the place where it counts.
fn choose(ctx: &ViewCtx<'_>, at: usize) -> Option<Command> {
    let Some(binding) = commands().nth(at) else {
        let (_, action) = PAGES.get(at - commands().count())?;
        ctx.push(action.clone());
        return None;
    };
    let place = match binding.scope {
        Scope::Everywhere => None,
        Scope::In(place) => Some(place),
        Scope::Asked => Some(Place::Cards),
    };
    if let Some(place) = place.filter(|place| *place != ctx.state.spot().place()) {
        ctx.push(Action::GoTo(place));
    }
    Some(binding.command)
}

fn action(ctx: &ViewCtx<'_>, target: Target) -> Option<Action> {
    Some(match target {
        Target::Section(section) => Action::Open(Spot::Section(section, None)),
        Target::Sentence { section, block, at } => {
            let (block, part, label) = (Some(block), Part::Sentence(at), "found by your search");
            Action::Open(Spot::Section(section, Some(Outline { block, part, label })))
        }
        Target::Term(term) => Action::Show(Overlay::Term(term)),
        Target::Row(row) => Action::OpenRow(row),
        Target::Level(level) => Action::OpenLevel(level),
        Target::Card(card) => source_action(ctx.state, &card)?,
        Target::OldName(name) => Action::OpenFigureRow(Figure::OldNames, name),
        Target::Confusion(confusion) => Action::OpenFigureRow(Figure::Confusions, confusion),
        Target::Claim(claim) => Action::Open(Spot::Claim(claim)),
        Target::Command(_) => return None,
    })
}

/// A list that scrolls within the room there is.
fn list_ui(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    let room = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 460.0);
    let list = ScrollArea::vertical().id_salt(name).auto_shrink([false, true]);
    list.max_height(room).min_scrolled_height(room).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        content(ui);
    });
}

/// Where the keys are, as seen from one entry of a list.
#[derive(Clone, Copy)]
struct AtKeys {
    /// Enter opens this entry.
    selected: bool,
    /// A key moved the selection in this frame.
    moved: bool,
}

/// The places opened last, while nothing is asked for. `keys` are down, up and Enter.
fn recent_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    recent: &[RecentPlace],
    selected: usize,
    [down, up, enter]: [bool; 3],
) {
    if recent.is_empty() {
        return;
    }
    let p = ctx.palette;
    label(ui, p, "Opened last");
    let mut opened = if enter { recent.get(selected) } else { None };
    list_ui(ui, "recent", |ui| {
        for (at, place) in recent.iter().enumerate() {
            let keys = AtKeys { selected: at == selected, moved: down || up };
            let hit = hit_ui(ui, ctx, &place.title, keys, |ui| {
                row(ui, 22.0, |ui| {
                    ui.add_space(space::S);
                    chip(ui, p.accent, place.kind);
                    let title = INTERFACE.rich(place.title.as_str(), p.ink);
                    ui.add(Label::new(title).truncate().selectable(false));
                });
            });
            if hit {
                opened = Some(place);
            }
        }
    });
    ui.add_space(space::S);
    if let Some(place) = opened {
        ctx.push(Action::CloseOverlay);
        let actions = parse_link(&place.link, ctx.state.curriculum());
        actions.into_iter().flatten().for_each(|action| ctx.push(action));
    }
}

fn found_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, found: &Found, query: &str, keys: AtKeys) -> bool {
    let p = ctx.palette;
    hit_ui(ui, ctx, &found.title, keys, |ui| {
        row(ui, 22.0, |ui| {
            ui.add_space(space::S);
            let tint = if found.kind == FoundKind::OldName { p.caution } else { p.accent };
            chip(ui, tint, found.kind.label());
            let title = marked_job(&found.title, query, INTERFACE, p.ink, ctx);
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
                let context = marked_job(&context(ctx, found), query, LABEL, p.ink2, ctx);
                ui.add(Label::new(context).truncate().selectable(false));
            });
        }
    })
}

/// An entry of a list, as a whole to be pressed; one that is selected and was come to by a key is
/// brought into view.
fn hit_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    name: &str,
    keys: AtKeys,
    content: impl FnOnce(&mut Ui),
) -> bool {
    let p = ctx.palette;
    let ground = ui.painter().add(egui::Shape::Noop);
    let inner = ui.scope(|ui| {
        ui.add_space(space::XS);
        content(ui);
        ui.add_space(space::XS);
    });
    let rect = inner.response.rect.with_max_x(ui.max_rect().right());
    let response = ui.interact(rect, inner.response.id.with("hit"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Link, true, keys.selected, name));
    if keys.selected || response.hovered() {
        let corner = CornerRadius::same(corner::CONTROL);
        ui.painter().set(ground, egui::Shape::rect_filled(rect, corner, p.accent.soft));
    }
    if keys.selected && keys.moved {
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

/// The part of a text around the words asked for, those set in bold.
fn marked_job(text: &str, query: &str, role: Type, color: Color32, ctx: &ViewCtx<'_>) -> LayoutJob {
    let strong = Type { weight: 650.0, ..role }.format(ctx.palette.accent.text);
    let text = excerpt(text, query, EXCERPT);
    let mut job = LayoutJob::default();
    let mut done = 0;
    for at in marked(&text, query) {
        job.append(text.get(done..at.start).unwrap_or_default(), 0.0, role.format(color));
        job.append(text.get(at.clone()).unwrap_or_default(), 0.0, strong.clone());
        done = at.end;
    }
    job.append(text.get(done..).unwrap_or_default(), 0.0, role.format(color));
    job
}
