//! The list of all cards: search, filters, a table that draws only the rows in sight, and what can
//! be done with the card selected.

use super::ViewCtx;
use super::panes::Pane;
use super::shortcuts::{Command, key_of, source_action};
use super::theme::type_scale::{INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, NOTE};
use super::theme::{FOCUS, corner, space};
use super::widgets::{
    flush_button, hairline, menu_button, paint_line, row, text, text_button, word, wrapped_row,
};
use crate::curriculum::CardId;
use crate::state::{Action, BrowseChange, CardState, Overlay, SortBy, Spot};
use crate::study::Card;
use egui::{
    Button, ComboBox, CornerRadius, Frame, Key, Margin, Panel, Role, Sense, Stroke, StrokeKind,
    TextEdit, Ui, WidgetInfo, vec2,
};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, Table, TableDelegate};

const ROW: f32 = 30.0;
const HEADER: f32 = 34.0;
/// The columns and what they are sorted by.
const COLUMNS: [(&str, SortBy); 5] = [
    ("Question", SortBy::Question),
    ("Deck", SortBy::Deck),
    ("State", SortBy::State),
    ("Due", SortBy::Due),
    ("Lapses", SortBy::Lapses),
];
/// The question is no narrower; the table scrolls sideways instead.
const LEAST_QUESTION: f32 = 200.0;
/// What stands before the name of that by which the list is sorted.
const SORTED: &str = "Sorted by";
/// A window that is lower shows nothing below the table: what can be done stands in a menu.
const LOW: f32 = 420.0;
/// The button that empties the search is so wide.
const CLEAR: i8 = 28;
/// In a narrower window the search makes room for the filters.
const CROWDED: f32 = 700.0;
/// A narrower window sorts by the heads of the columns only.
const NARROW: f32 = 560.0;

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct BrowseState {
    find: bool,
    /// The card to which the table was last scrolled.
    shown: Option<CardId>,
}

impl BrowseState {
    /// Puts the focus into the search when it is drawn next.
    pub(crate) fn find(&mut self) {
        self.find = true;
    }
}

/// Draws the list.
pub(super) fn browse_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, kept: &mut BrowseState) {
    let frame = |margin| Frame::new().fill(ctx.palette.paper).inner_margin(margin);
    Panel::top("browse_filters")
        .show_separator_line(false)
        .frame(frame(Margin {
            left: 20,
            right: 20,
            top: if is_low(ui) { 2 } else { 8 },
            bottom: 0,
        }))
        .show(ui, |ui| {
            ctx.panes.begin(ui, Pane::Choice);
            filters_ui(ui, ctx, kept);
        });
    if !is_low(ui) {
        Panel::bottom("browse_card")
            .show_separator_line(false)
            .frame(frame(Margin { left: 20, right: 20, top: 6, bottom: 6 }))
            .show(ui, |ui| {
                ctx.panes.begin(ui, Pane::Side);
                card_ui(ui, ctx);
            });
    }
    egui::CentralPanel::default()
        .frame(frame(Margin { left: 20, right: 8, top: 0, bottom: 0 }))
        .show(ui, |ui| {
            ctx.panes.begin(ui, Pane::Main);
            table_ui(ui, ctx, kept);
        });
}

fn filters_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, kept: &mut BrowseState) {
    let p = ctx.palette;
    let browse = ctx.state.browse();
    wrapped_row(ui, 36.0, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        query_ui(ui, ctx, kept);
        let titles = ctx.state.deck_titles();
        let chosen = browse.deck.as_deref();
        if let Some(Choice(deck)) = choice_ui(ui, "All decks", "Deck", &titles, chosen) {
            ctx.push(Action::Browse(BrowseChange::Deck(deck)));
        }
        let states = CardState::ALL.map(CardState::label);
        let chosen = browse.state.map(CardState::label);
        if let Some(Choice(state)) = choice_ui(ui, "All states", "State", &states, chosen) {
            let state = CardState::ALL.into_iter().find(|s| Some(s.label()) == state.as_deref());
            ctx.push(Action::Browse(BrowseChange::State(state)));
        }
        let tags = ctx.state.all_tags();
        if (!tags.is_empty() || browse.tag.is_some())
            && let Some(Choice(tag)) =
                choice_ui(ui, "All tags", "Tag", &tags, browse.tag.as_deref())
        {
            ctx.push(Action::Browse(BrowseChange::Tag(tag)));
        }
        if ui.ctx().content_rect().width() < NARROW {
            return;
        }
        let sorts = SortBy::ALL.map(SortBy::label);
        let (by, reverse) = browse.sort;
        if let Some(Choice(Some(sort))) = choice_ui(ui, SORTED, "Sort", &sorts, Some(by.label()))
            && let Some(sort) = SortBy::ALL.into_iter().find(|s| s.label() == sort)
        {
            ctx.push(Action::Browse(BrowseChange::Sort(sort)));
        }
        if text_button(ui, p, if reverse { "↑" } else { "↓" }, "")
            .accessible_name("Turn the order round")
            .clicked()
        {
            ctx.push(Action::Browse(BrowseChange::Sort(by)));
        }
    });
    let (shown, all) = (browse.rows().len(), ctx.state.deck().cards().len());
    let count =
        if shown == all { format!("{all} cards") } else { format!("{shown} of {all} cards") };
    row(ui, if is_low(ui) { 32.0 } else { 22.0 }, |ui| {
        word(ui, LABEL_STRONG, p.ink2, count);
        if is_low(ui) {
            // There is no room for a line of its own below the table.
            menu_button(ui, p, "This card and more", |ui| actions_ui(ui, ctx));
        }
        if shown == 0 {
            word(ui, LABEL, p.ink2, "Nothing fits.");
            if flush_button(ui, p, "Show all cards", "").clicked() {
                ctx.push(Action::Browse(BrowseChange::ShowAll));
            }
        }
    });
}

/// The field for words to find. Esc empties it, and a second time leaves it.
fn query_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, kept: &mut BrowseState) {
    let p = ctx.palette;
    let mut query = ctx.state.browse().query.clone();
    let share = if ui.available_width() < CROWDED { 0.25 } else { 0.34 };
    let width = (ui.available_width() * share).clamp(130.0, 420.0);
    let edit = TextEdit::singleline(&mut query)
        .hint_text("Search in question, answer, tag, id")
        .margin(Margin { left: 10, right: CLEAR, top: 7, bottom: 7 })
        .desired_width(width);
    let field = ui.add(edit).accessible_name("Search in all cards");
    let escaped = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
    let cleared = !ctx.state.browse().query.is_empty() && {
        let side = f32::from(CLEAR);
        let rect = field.rect.with_min_x(field.rect.right() - side);
        let cross = Button::new(INTERFACE.tight().rich("×", p.ink2)).frame(false);
        ui.put(rect, cross).accessible_name("Clear the search").clicked() || escaped
    };
    if std::mem::take(&mut kept.find) || cleared {
        field.request_focus();
    }
    if cleared {
        ctx.push(Action::Browse(BrowseChange::Query(String::new())));
    } else if field.changed() {
        ctx.push(Action::Browse(BrowseChange::Query(query)));
    }
}

/// What was chosen of a list; nothing for all.
struct Choice(Option<String>);

/// A list to choose from; the first choice stands for all. Returns what was chosen.
fn choice_ui(
    ui: &mut Ui,
    all: &str,
    name: &str,
    choices: &[&str],
    chosen: Option<&str>,
) -> Option<Choice> {
    let mut out = None;
    // What it is sorted by says nothing alone.
    let shown = match chosen {
        Some(chosen) if all == SORTED => format!("{SORTED} {}", chosen.to_lowercase()),
        chosen => chosen.unwrap_or(all).to_owned(),
    };
    let response = ComboBox::from_id_salt(name)
        .selected_text(shown)
        .height(320.0)
        .show_ui(ui, |ui| {
            if all != SORTED && ui.selectable_label(chosen.is_none(), all).clicked() {
                out = Some(Choice(None));
                ui.close();
            }
            for choice in choices {
                if ui.selectable_label(chosen == Some(choice), *choice).clicked() {
                    out = Some(Choice(Some((*choice).to_owned())));
                    ui.close();
                }
            }
        })
        .response;
    response.widget_info(|| {
        WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {}", chosen.unwrap_or(all)))
    });
    out
}

/// The card selected, and what can be done with it.
fn card_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    hairline(ui, p);
    let card = ctx.state.browse().selected.as_ref().and_then(|id| ctx.state.deck().get(id));
    let Some(card) = card else {
        wrapped_row(ui, 32.0, |ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            links_ui(ui, ctx);
        });
        return;
    };
    let c = ctx.state.curriculum();
    let short = |words: String| {
        let line = words.replace('\n', " ");
        if line.chars().count() > 180 {
            format!("{}…", line.chars().take(180).collect::<String>())
        } else {
            line
        }
    };
    text(ui, INTERFACE_STRONG, p.ink, short(card.plain(c, &card.ask.question())));
    text(ui, NOTE, p.ink2, short(card.plain(c, &card.ask.answer())));
    wrapped_row(ui, 32.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        actions_ui(ui, ctx);
    });
}

/// What can be done with the card selected, and what leads on from here.
fn actions_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let selected = ctx.state.browse().selected.as_ref();
    if let Some(card) = selected.and_then(|id| ctx.state.deck().get(id)) {
        let known = ctx.state.progress().card(&card.id);
        let id = card.id.clone();
        let mut button = |words: &str, command: Command, action: Option<Action>| {
            if let Some(action) = action
                && flush_button(ui, p, words, ctx.key_of(command)).clicked()
            {
                ctx.push(action);
            }
        };
        let own = card.own.is_some();
        button("Edit", Command::EditCard, own.then(|| Action::EditCard(id.clone())));
        let starred = known.is_some_and(|known| known.flag > 0);
        let star = if starred { "Unstar" } else { "Star" };
        button(star, Command::Star, Some(Action::Star(id.clone())));
        let out = known.is_some_and(|known| known.suspended);
        let suspend = if out { "Put back into reviews" } else { "Take out of reviews" };
        button(suspend, Command::Suspend, Some(Action::Suspend(id.clone())));
        button("Source", Command::Source, source_action(ctx.state, &id));
        button("About", Command::CardInfo, Some(Action::Show(Overlay::CardInfo)));
        button("Delete", Command::DeleteCard, own.then(|| Action::DeleteCard(id.clone())));
    }
    links_ui(ui, ctx);
}

fn is_low(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < LOW
}

fn links_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    if flush_button(ui, ctx.palette, "New card", key_of(Command::NewCard)).clicked() {
        ctx.push(Action::Show(Overlay::CardEditor(Box::default())));
    }
    if flush_button(ui, ctx.palette, "Import and export", key_of(Command::Exchange)).clicked() {
        ctx.push(Action::Open(Spot::Exchange));
    }
}

fn table_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, kept: &mut BrowseState) {
    let room = ui.available_width() - ui.spacing().scroll.allocated_width() - 2.0;
    let deck = (room * 0.17).max(96.0).floor();
    let (state, due, lapses) = (100.0, 130.0, 70.0);
    let question = (room - deck - state - due - lapses).max(LEAST_QUESTION).floor();
    let column = |width: f32| Column::new(width).range(width..=width).resizable(false);
    let columns = [question, deck, state, due, lapses].map(column);
    let mut table = Table::new()
        .id_salt("all_cards")
        .columns(columns)
        .headers([HeaderRow::new(HEADER)])
        .num_rows(ctx.state.browse().rows().len() as u64);
    let selected = ctx.state.browse().selected.as_ref();
    if kept.shown.as_ref() != selected {
        kept.shown = selected.cloned();
        if let Some(row) = ctx.state.selected_row() {
            table = table.scroll_to_row(row as u64, None);
        }
    }
    table.show(ui, &mut Rows { ctx });
}

struct Rows<'a> {
    ctx: &'a ViewCtx<'a>,
}

impl TableDelegate for Rows<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let p = self.ctx.palette;
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, p.paper);
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, p.edge));
        let Some((name, by)) = COLUMNS.get(cell.col_range.start) else { return };
        let response = ui.interact(rect, ui.scope_id().with(("head", name)), Sense::click());
        let (sorted, reverse) = self.ctx.state.browse().sort;
        let mark = match (sorted == *by, reverse) {
            (true, false) => " ↓",
            (true, true) => " ↑",
            _ => "",
        };
        response.widget_info(|| {
            WidgetInfo::labeled(Role::ColumnHeader, true, format!("Sort by {name}"))
        });
        let color = if response.hovered() || sorted == *by { p.accent.text } else { p.ink2 };
        paint_line(ui, rect, &format!("{name}{mark}"), LABEL_STRONG, color);
        if response.has_focus() {
            let ring = Stroke::new(FOCUS, p.accent.text);
            ui.painter().rect_stroke(rect, 0.0, ring, StrokeKind::Inside);
        }
        if response.clicked() {
            self.ctx.push(Action::Browse(BrowseChange::Sort(*by)));
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let (p, state) = (self.ctx.palette, self.ctx.state);
        let at = usize::try_from(cell.row_nr).ok().and_then(|row| state.browse().rows().get(row));
        let Some(card) = at.and_then(|at| state.deck().cards().get(*at)) else { return };
        let rect = ui.max_rect();
        let selected = state.browse().selected.as_ref() == Some(&card.id);
        if selected {
            ui.painter().rect_filled(rect, 0.0, p.accent.soft);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
        let words = cell_words(self.ctx, card, cell.col_nr);
        let role = if selected && cell.col_nr == 0 { INTERFACE_STRONG } else { INTERFACE };
        paint_line(ui, rect, &words, role, if cell.col_nr == 0 { p.ink } else { p.ink2 });
        let id = ui.scope_id().with((card.id.as_str(), cell.col_nr));
        let response = ui.interact(rect, id, Sense::CLICK);
        if cell.col_nr == 0 {
            let spoken = format!("{words}, {}", card.deck_title());
            response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &spoken));
            if selected {
                let mark = egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
                ui.painter().rect_filled(mark, CornerRadius::same(corner::CHIP), p.accent.text);
            }
        }
        if response.clicked() {
            self.ctx.push(Action::Browse(BrowseChange::Select(card.id.clone())));
        }
        if response.double_clicked() && card.own.is_some() {
            self.ctx.push(Action::EditCard(card.id.clone()));
        }
    }

    fn default_row_height(&self) -> f32 {
        ROW
    }
}

fn cell_words(ctx: &ViewCtx<'_>, card: &Card, column: usize) -> String {
    let progress = ctx.state.progress();
    let known = progress.card(&card.id);
    match column {
        0 => {
            let star = if known.is_some_and(|known| known.flag > 0) { "★ " } else { "" };
            let question = card.plain(ctx.state.curriculum(), &card.ask.question());
            format!("{star}{}", question.replace('\n', " "))
        }
        1 => card.deck_title().to_owned(),
        2 if known.is_some_and(|known| known.suspended) => "Taken out".to_owned(),
        2 => ctx.state.card_state(&card.id).label().to_owned(),
        3 => match progress.due_at(&card.id) {
            Some(due) => due.study_day(0).to_string(),
            None => "—".to_owned(),
        },
        _ => progress.schedule(&card.id).lapses.to_string(),
    }
}
