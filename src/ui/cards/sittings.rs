//! The page on which a sitting is chosen: each kind with the cards that it would serve, and whether
//! its answers count.

use super::page_ui;
use crate::curriculum::{ExamDomain, ProviderLevel};
use crate::state::{Action, BrowseChange, MORE, ReviewState, SortBy, Spot, cram};
use crate::study::{Offer, SessionKind, Which};
use crate::ui::ViewCtx;
use crate::ui::parts::question::leech_row_ui;
use crate::ui::shortcuts::Command;
use crate::ui::theme::type_scale::{
    HEADING, INTERFACE, LABEL, LABEL_STRONG, LEAD, NOTE, NOTE_STRONG, PAGE_TITLE,
};
use crate::ui::theme::{corner, space};
use crate::ui::widgets::{
    chip, flush_button, galley, hairline, heading, note, primary_button, text, text_button,
    toggle_button, word, wrapped_row,
};
use egui::{ComboBox, CornerRadius, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// So many cards that do not stick are listed here; the list of all cards has the rest.
const LISTED: usize = 5;
/// Sizes and times of a sitting of one's own.
const COUNTS: [usize; 4] = [5, 10, 20, 50];
const MINUTES: [u16; 4] = [5, 10, 20, 40];

/// Draws the page.
pub(in crate::ui) fn sittings_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    page_ui(ui, ctx, "sittings", |ui| {
        heading(ui, PAGE_TITLE, p.ink, "Practice");
        text(ui, LEAD, p.ink2, "Choose what to answer. You can stop at any time.");
        note(
            ui,
            p,
            "Every answer counts for the day on which the card comes back. An early one counts too: \
             the schedule knows that it was early. Only a rehearsal and a cram change nothing.",
        );
        ui.add_space(space::M);
        kind_row_ui(ui, ctx, &SessionKind::Due);
        kind_row_ui(ui, ctx, &SessionKind::Quick(5));
        kind_row_ui(ui, ctx, &SessionKind::Quick(10));
        kind_row_ui(ui, ctx, &SessionKind::More(MORE));
        siblings_ui(ui, ctx);
        heading_ui(ui, ctx, "What needs it most");
        for kind in [SessionKind::Weakest(10), SessionKind::Missed, SessionKind::SureButWrong] {
            kind_row_ui(ui, ctx, &kind);
        }
        heading_ui(ui, ctx, "One topic");
        topics_ui(ui, ctx);
        heading_ui(ui, ctx, "Without changing a schedule");
        kind_row_ui(ui, ctx, &SessionKind::Rehearsal(ctx.state.exam_level()));
        kind_row_ui(ui, ctx, &SessionKind::Built(cram()));
        heading_ui(ui, ctx, "Put together your own");
        build_ui(ui, ctx);
        leeches_ui(ui, ctx);
        ui.add_space(space::XL);
    });
}

fn heading_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, words: &str) {
    ui.add_space(space::XL);
    heading(ui, HEADING, ctx.palette.ink, words);
    ui.add_space(space::XS);
}

/// Why not all that is due comes today.
fn siblings_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let words = match ctx.state.sittings().siblings() {
        0 => return,
        1 => "1 more card is due and waits a day or a few, since a card of the same fact comes today."
            .to_owned(),
        n => format!(
            "{n} more cards are due and wait a day or a few, since a card of the same fact comes today."
        ),
    };
    ui.add_space(space::S);
    note(ui, ctx.palette, words);
}

/// The name of a sitting.
pub(in crate::ui) fn name_of(ctx: &ViewCtx<'_>, kind: &SessionKind) -> String {
    match kind {
        SessionKind::Due => "Due today".to_owned(),
        SessionKind::More(count) => format!("Due, and {count} more new"),
        SessionKind::Quick(count) => format!("Quick {count}"),
        SessionKind::Weakest(count) => format!("Weakest {count}"),
        SessionKind::Missed => "Missed".to_owned(),
        SessionKind::SureButWrong => "Sure, but wrong".to_owned(),
        SessionKind::Section(id) => {
            let section = ctx.state.curriculum().section(id);
            section.map_or_else(|| id.to_string(), |section| section.short_title().to_owned())
        }
        SessionKind::Level(level) => level.full().to_owned(),
        SessionKind::Domain(domain) => domain.label().to_owned(),
        SessionKind::Pair(one, other) => format!("{} and {}", one.short(), other.short()),
        SessionKind::Terms(one, other) => format!("{one} and {other}"),
        SessionKind::Leeches => "Cards that do not stick".to_owned(),
        SessionKind::Built(build) if build.practice => "Cram".to_owned(),
        SessionKind::Built(_) => "Your own choice".to_owned(),
        SessionKind::Rehearsal(level) => format!("Rehearsal, {} exam", level.short()),
    }
}

/// What a sitting asks, in a sentence.
fn words_of(kind: &SessionKind) -> &'static str {
    match kind {
        SessionKind::Due => "All that is due, and the new cards of the day.",
        SessionKind::Quick(..=5) => {
            "For a few minutes: what is due, then new cards of the day, then what you remember least."
        }
        SessionKind::Quick(_) => "The same for a little longer.",
        SessionKind::More(_) => "All that is due, and new cards beyond those of the day.",
        SessionKind::Weakest(_) => "The cards that you have most likely forgotten by now.",
        SessionKind::Missed => {
            "Not recalled, and not recalled on a later day since. Those you were sure of come first."
        }
        SessionKind::SureButWrong => "You were sure of the answer, and it was another one.",
        SessionKind::Leeches => "Forgotten again and again.",
        SessionKind::Rehearsal(_) => {
            "Choices, orders and tables; one is right only if all of it is right. There is a minute \
             for each, and no clock on the screen. No way back, none left out, right and wrong at \
             the end. Practice in the format of the exam, not a prediction of its result."
        }
        SessionKind::Built(build) if build.practice => {
            "For a test at short notice: each card is asked until you have recalled it once."
        }
        _ => "",
    }
}

fn count_words(offer: Offer) -> String {
    match offer {
        Offer { serves: 0, .. } => "none now".to_owned(),
        Offer { serves: 1, of: 1 } => "1 card".to_owned(),
        Offer { serves, of } if serves == of => format!("{serves} cards"),
        Offer { serves, of } => format!("{serves} of {of} cards"),
    }
}

/// A sitting as a row to be pressed.
fn kind_row_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, kind: &SessionKind) {
    let mut offer = ctx.state.sittings().offer(kind);
    if !matches!(kind, SessionKind::Missed | SessionKind::SureButWrong) {
        // A sitting of a fixed size says its size alone.
        offer.of = offer.serves;
    }
    let count = count_words(offer);
    if row_button(ui, ctx, &name_of(ctx, kind), words_of(kind), &count, offer.serves > 0) {
        ctx.push(Action::StartSession(kind.clone()));
    }
}

/// A row with a name, a sentence and a count; true where it was pressed.
fn row_button(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    name: &str,
    words: &str,
    count: &str,
    enabled: bool,
) -> bool {
    let p = ctx.palette;
    let width = ui.available_width();
    let ink = if enabled { p.ink } else { p.ink3 };
    let count_ink = if enabled { p.accent.text } else { p.ink3 };
    let right = galley(ui, count, LABEL_STRONG.tight(), count_ink, f32::INFINITY);
    let room = (width - right.size().x - space::L).max(80.0);
    let (name_galley, words_galley) =
        (galley(ui, name, NOTE_STRONG, ink, room), galley(ui, words, NOTE, p.ink2, room));
    let below = if words.is_empty() { 0.0 } else { words_galley.size().y };
    let height = name_galley.size().y + below + 2.0 * space::S;
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
    let spoken = format!("{name}: {count}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &spoken));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if enabled && response.hovered() {
        let rounding = CornerRadius::same(corner::CONTROL);
        let ground = rect.expand2(vec2(space::S, 0.0));
        ui.painter().rect_filled(ground, rounding, p.accent.soft);
    }
    let line = egui::Stroke::new(p.edge_width, p.line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
    let at = rect.left_top() + vec2(0.0, space::S);
    let below = at + vec2(0.0, name_galley.size().y);
    ui.painter().galley(at, name_galley, ink);
    ui.painter().galley(below, words_galley, p.ink2);
    let at = pos2(rect.right() - right.size().x, at.y + 4.0);
    ui.painter().galley(at, right, count_ink);
    response.clicked()
}

// --- topics ---

fn topics_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let is_section = |kind: &SessionKind| matches!(kind, SessionKind::Section(_));
    let is_level = |kind: &SessionKind| matches!(kind, SessionKind::Level(_));
    let is_domain = |kind: &SessionKind| matches!(kind, SessionKind::Domain(_));
    let is_pair = |kind: &SessionKind| matches!(kind, SessionKind::Pair(..));
    note(
        ui,
        ctx.palette,
        "At most 20 at a time: what is due, then new cards, then what you remember least. Two levels \
         take turns, for whoever takes one for the other.",
    );
    ui.add_space(space::S);
    wrapped_row(ui, 36.0, |ui| {
        topic_ui(ui, ctx, "A section", is_section);
        topic_ui(ui, ctx, "A level", is_level);
        topic_ui(ui, ctx, "An exam domain", is_domain);
        topic_ui(ui, ctx, "Two levels in turn", is_pair);
    });
}

/// A list of sittings to choose from; those without a card are left out.
fn topic_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, name: &str, is_of: impl Fn(&SessionKind) -> bool) {
    let offers = ctx.state.sittings().offers().iter();
    let offers = offers.filter(|(kind, offer)| is_of(kind) && offer.serves > 0);
    combo_ui(ui, name, name, |ui| {
        for (kind, offer) in offers {
            let words = format!("{}: {}", name_of(ctx, kind), count_words(*offer));
            if entry_ui(ui, false, &words) {
                ctx.push(Action::StartSession(kind.clone()));
            }
        }
    });
}

/// A list with what is chosen in it written on it.
fn combo_ui(ui: &mut Ui, name: &str, shown: &str, content: impl FnOnce(&mut Ui)) {
    let height = (ui.ctx().content_rect().height() * 0.5).min(360.0);
    let words = if name == shown { name.to_owned() } else { format!("{name}: {shown}") };
    let combo = ComboBox::from_id_salt(name).selected_text(words.as_str()).height(height);
    let response = combo.show_ui(ui, content).response;
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &words));
}

/// An entry of such a list; chosen by mouse or key, it closes the list.
fn entry_ui(ui: &mut Ui, on: bool, words: &str) -> bool {
    let chosen = ui.selectable_label(on, words).clicked();
    if chosen {
        ui.close();
    }
    chosen
}

// --- one's own ---

fn build_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let sittings = ctx.state.sittings();
    let build = sittings.build();
    let mut new = build.clone();
    note(ui, p, "Cards to which all of this applies.");
    ui.add_space(space::S);
    wrapped_row(ui, 36.0, |ui| {
        let which: Vec<_> = Which::ALL.map(|which| (which.label().to_owned(), which)).to_vec();
        choice_ui(ui, "Cards", &which, &mut new.which);
        let c = ctx.state.curriculum();
        let sections = c.sections().iter().map(|s| (s.short_title().to_owned(), s.id.clone()));
        filter_ui(ui, "Section", "all", sections, &mut new.section);
        let levels = ProviderLevel::ALL.map(|level| (level.short().to_owned(), level));
        filter_ui(ui, "Level", "all", levels.into_iter(), &mut new.level);
        let domains = ExamDomain::ALL.map(|domain| (domain.label().to_owned(), domain));
        filter_ui(ui, "Exam domain", "all", domains.into_iter(), &mut new.domain);
        let same = |name: &String| (name.clone(), name.clone());
        if !sittings.decks().is_empty() {
            let decks = std::iter::once("EMS Study".to_owned()).chain(sittings.decks().to_vec());
            let decks = decks.map(|name| same(&name));
            filter_ui(ui, "Deck", "all", decks, &mut new.deck);
        }
        if !sittings.tags().is_empty() {
            filter_ui(ui, "Tag", "all", sittings.tags().iter().map(same), &mut new.tag);
        }
        let counts = COUNTS.map(|count| (format!("{count} cards"), count));
        filter_ui(ui, "How many", "all", counts.into_iter(), &mut new.count);
        let minutes = MINUTES.map(|minutes| (format!("{minutes} minutes"), minutes));
        filter_ui(ui, "Time", "no limit", minutes.into_iter(), &mut new.minutes);
    });
    let label = "Cram: change no schedule";
    if toggle_button(ui, p, new.practice, label, "").clicked() {
        new.practice = !new.practice;
    }
    ui.add_space(space::S);
    let offer = sittings.built();
    ui.add_enabled_ui(offer.serves > 0, |ui| {
        let words = format!("Begin: {}", count_words(offer));
        if primary_button(ui, p, &words, "").clicked() {
            ctx.push(Action::StartSession(SessionKind::Built(build.clone())));
        }
    });
    // Below the button, which stays where it is.
    if new.minutes.is_some() {
        text(
            ui,
            LABEL,
            p.ink2,
            "No clock runs before your eyes. When the time is up, you finish your card and choose to \
             stop, to take more time, or to go on without a limit; your pace is told at the end.",
        );
    }
    if new != *build {
        ctx.push(Action::SetBuild(new));
    }
}

/// A list of which one is always chosen.
fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    choices: &[(String, T)],
    chosen: &mut T,
) {
    let shown = choices.iter().find(|(_, value)| value == chosen).map_or("", |(words, _)| words);
    combo_ui(ui, name, shown, |ui| {
        for (words, value) in choices {
            if entry_ui(ui, chosen == value, words) {
                *chosen = *value;
            }
        }
    });
}

/// A list of which one may be chosen, or none.
fn filter_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    none: &str,
    choices: impl Iterator<Item = (String, T)>,
    chosen: &mut Option<T>,
) {
    let choices: Vec<(String, T)> = choices.collect();
    let is_chosen = |value: &T| chosen.as_ref() == Some(value);
    let shown = choices.iter().find(|(_, value)| is_chosen(value)).map_or(none, |(words, _)| words);
    let mut picked = None;
    combo_ui(ui, name, shown, |ui| {
        if entry_ui(ui, chosen.is_none(), none) {
            picked = Some(None);
        }
        for (words, value) in &choices {
            if entry_ui(ui, is_chosen(value), words) {
                picked = Some(Some(value.clone()));
            }
        }
    });
    if let Some(picked) = picked {
        *chosen = picked;
    }
}

// --- cards that do not stick ---

fn leeches_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let leeches = ctx.state.sittings().leeches();
    if leeches.is_empty() {
        return;
    }
    heading_ui(ui, ctx, &format!("Cards that do not stick ({})", leeches.len()));
    note(
        ui,
        p,
        "Each was forgotten eight times or more. One more repetition helps little: read the source, \
         or write the card in your own words.",
    );
    ui.add_space(space::S);
    for card in leeches.iter().take(LISTED) {
        let Some(card) = ctx.state.deck().get(card) else { continue };
        text(ui, INTERFACE, p.ink, card.plain(ctx.state.curriculum(), &card.ask.question()));
        leech_row_ui(ui, ctx, card);
        hairline(ui, p);
    }
    wrapped_row(ui, 36.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        if flush_button(ui, p, "Answer these", "").clicked() {
            ctx.push(Action::StartSession(SessionKind::Leeches));
        }
        if leeches.len() > LISTED && flush_button(ui, p, "Show all of them", "").clicked() {
            if ctx.state.browse().sort != (SortBy::Lapses, false) {
                ctx.push(Action::Browse(BrowseChange::Sort(SortBy::Lapses)));
            }
            ctx.push(Action::Open(Spot::Browse));
        }
    });
}

// --- while it runs ---

/// What kind of sitting a card belongs to, where it is not that of the day.
pub(super) fn kind_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState) {
    let p = ctx.palette;
    let is_rehearsal = review.kind.is_rehearsal();
    if review.kind.is_of_day() || (is_narrow(ui) && !is_rehearsal) {
        return;
    }
    let is_wide = ui.available_width() > 620.0;
    if is_wide || !review.kind.is_practice() {
        word(ui, LABEL, p.ink2, name_of(ctx, &review.kind));
    }
    if is_rehearsal {
        let words = if is_wide { "practice in the format, not a prediction" } else { "practice" };
        chip(ui, p.accent, words);
    } else if review.kind.is_practice() {
        chip(ui, p.accent, "changes no schedule");
    }
}

/// Whether there is room for the most important only.
fn is_narrow(ui: &Ui) -> bool {
    ui.ctx().content_rect().width() < 560.0
}

/// The button that ends the sitting here; where it is narrow, it stands in the menu alone.
pub(super) fn stop_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, review: &ReviewState) {
    if is_narrow(ui) && !review.kind.is_rehearsal() {
        return;
    }
    let key = ctx.key_of(Command::Stop);
    if text_button(ui, ctx.palette, "Stop", key).clicked() {
        ctx.push(Action::StopSession);
    }
}
