//! A cell explained: what it is, the national value, what the chosen state says, why, how well it
//! is supported, where it stands in the text, its cards and how well they are known.

use crate::curriculum::{
    Cell, CellRef, FactId, Grade, LevelRow, MatrixRow, Permission, ProviderLevel, SectionId, Skill,
    SkillId,
};
use crate::state::{Action, Outline, Overlay, Part, Spot, link_to_cell};
use crate::study::{Card, Phase, delay, short_duration};
use crate::ui::ViewCtx;
use crate::ui::shortcuts::{Command, key_of};
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{
    HEADING, INTERFACE, INTERFACE_STRONG, LABEL, NOTE, NOTE_STRONG,
};
use crate::ui::widgets::{
    callout, chip, flush_button, label, level_mark_ui, small_link, text, text_button, wrapped_row,
};
use egui::{Align, Layout, ScrollArea, Ui};

/// So many sentences of the text are listed.
const SENTENCES: usize = 3;
/// Why a sentence is outlined in Learn.
const OUTLINED: &str = "from the comparison";

/// Draws the details.
pub(super) fn detail_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, row: &SkillId, level: ProviderLevel) {
    let p = ctx.palette;
    let Some(row) = ctx.state.curriculum().matrix_row(row) else { return };
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if text_button(ui, p, "Close", "Esc").clicked() {
                ctx.push(Action::CloseCell);
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                label(ui, p, row.group().label());
            });
        });
    });
    ScrollArea::vertical().id_salt(("detail", row.id())).auto_shrink(false).show(ui, |ui| {
        ctx.scroll_page_by_keys(ui);
        ui.set_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        text(ui, HEADING, p.ink, row.name());
        bookmark_ui(ui, ctx, (row.id().clone(), level));
        match row {
            MatrixRow::Level(row) => level_row_ui(ui, ctx, row, level),
            MatrixRow::Skill(skill) => skill_ui(ui, ctx, skill, level),
        }
        ui.add_space(space::L);
    });
}

/// Sets a bookmark on the cell, or removes it.
fn bookmark_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, cell: CellRef) {
    let link = link_to_cell(&cell);
    let is_set = ctx.state.progress().bookmarks().contains(link.as_str());
    let words = if is_set { "Remove the bookmark" } else { "Bookmark" };
    if flush_button(ui, ctx.palette, words, key_of(Command::Bookmark)).clicked() {
        ctx.push(Action::Bookmark(link.into()));
    }
}

fn value_line(ui: &mut Ui, ctx: &ViewCtx<'_>, level: ProviderLevel) {
    let p = ctx.palette;
    ui.add_space(space::S);
    ui.horizontal_top(|ui| {
        level_mark_ui(ui, p, level, 15.0);
        text(ui, INTERFACE_STRONG, p.level(level).text, level.full());
    });
}

fn level_row_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, row: &LevelRow, level: ProviderLevel) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    text(ui, NOTE, p.ink2, c.plain(&row.meaning));
    value_line(ui, ctx, level);
    let Cell::Text(words, facts) = MatrixRow::Level(row).cell(level) else {
        text(ui, NOTE, p.ink2, "No source seen states it.");
        state_ui(ui, ctx, &row.id, level);
        return;
    };
    text(ui, NOTE_STRONG, p.ink, words);
    state_ui(ui, ctx, &row.id, level);
    ui.add_space(space::XS);
    label(ui, p, "Source");
    for fact in facts.iter().filter_map(|id| c.fact(id)) {
        if let Some(source) = c.source(&fact.source) {
            text(ui, LABEL, p.ink2, source.citation());
        }
        wrapped_row(ui, 22.0, |ui| {
            chip(ui, p.accent, fact.evidence.label());
            if let Some(about) = fact.about.label() {
                chip(ui, p.accent, &about);
            }
            if let Some(age) = fact.age_label(ctx.now.moment.year()) {
                chip(ui, p.caution, &age);
            }
        });
    }
    if text_button(ui, p, "Facts and sources", "").clicked() {
        ctx.push(Action::Show(Overlay::Sources(facts.to_vec())));
    }
    let places = c.sections().iter().filter_map(|section| {
        let (block, sentence) = c.find_sentence(&section.id, facts)?;
        Some((&section.id, block, sentence))
    });
    sentences_ui(ui, ctx, &places.collect::<Vec<_>>());
    let asks = |card: &&Card| card.facts.iter().any(|fact: &FactId| facts.contains(fact));
    cards_ui(ui, ctx, &ctx.state.deck().cards().iter().filter(asks).collect::<Vec<_>>());
}

fn skill_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, skill: &Skill, level: ProviderLevel) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    if let Some(full) = &skill.full {
        text(ui, LABEL, p.ink3, full.as_str());
    }
    text(ui, NOTE, p.ink2, c.plain(&skill.meaning));
    value_line(ui, ctx, level);
    let may = if *skill.may.get(level) == Permission::Yes { "may" } else { "may not" };
    text(ui, NOTE, p.ink, format!("{may} {}, {}.", skill.act, skill.basis()));
    text(ui, NOTE_STRONG, p.ink, skill.lowest_words());
    state_ui(ui, ctx, &skill.id, level);
    ui.add_space(space::XS);
    label(ui, p, "Why");
    text(ui, NOTE, p.ink, c.plain(&skill.reason()));
    let width = ui.available_width();
    if !skill.readings.is_empty() {
        ui.add_space(space::XS);
        callout(ui, p.caution, "Sources differ", width, |ui| {
            for reading in &skill.readings {
                let may: Vec<&str> = ProviderLevel::ALL
                    .into_iter()
                    .filter(|l| *reading.may.get(*l) == Permission::Yes)
                    .map(ProviderLevel::short)
                    .collect();
                let may = if may.is_empty() { "no level".to_owned() } else { may.join(", ") };
                text(ui, NOTE, p.ink, format!("{}: {may}", reading.who));
            }
        });
    }
    if let Some(note) = &skill.note {
        ui.add_space(space::XS);
        let heading = match skill.grade {
            Grade::C => "Rests on little",
            Grade::X => "What differs",
            Grade::A | Grade::B => "States and details",
        };
        callout(ui, p.caution, heading, width, |ui| {
            text(ui, NOTE, p.ink, c.plain(note));
        });
    }
    ui.add_space(space::XS);
    label(ui, p, "Source");
    text(ui, LABEL, p.ink2, c.skill_citation(skill));
    text(ui, LABEL, p.ink3, skill.grade.label());
    let mut places = c.sentences_about(&skill.id);
    if places.is_empty()
        && let Some(place) = c.listed_in(skill)
    {
        places.push(place);
    }
    sentences_ui(ui, ctx, &places);
    cards_ui(ui, ctx, &ctx.state.deck().about_skill(&skill.id).collect::<Vec<_>>());
}

/// What the chosen state says of the cell; where none is chosen, that a state may differ.
fn state_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, row: &SkillId, level: ProviderLevel) {
    let p = ctx.palette;
    ui.add_space(space::XS);
    let Some(overlay) = ctx.state.state_overlay() else {
        text(
            ui,
            LABEL,
            p.ink3,
            "Your state may differ. “Rules” above the table lays those of a state over it.",
        );
        return;
    };
    let Some(cell) = overlay.cell(row, level) else {
        text(ui, LABEL, p.ink3, format!("{}: no rule of its own for this cell.", overlay.title()));
        return;
    };
    let width = ui.available_width();
    callout(ui, p.caution, &format!("◆ {}", overlay.title()), width, |ui| {
        if let Some(value) = cell.value {
            text(ui, NOTE_STRONG, p.ink, format!("{}: {}", level.short(), value.label()));
        }
        if let Some(note) = &cell.note {
            text(ui, NOTE, p.ink, note.as_str());
        }
        text(ui, LABEL, p.ink2, overlay.citation());
    });
}

/// The sentences in which it stands; each opens in Learn.
fn sentences_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, places: &[(&SectionId, usize, usize)]) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    if places.is_empty() {
        return;
    }
    ui.add_space(space::XS);
    label(ui, p, "In the text");
    for (section, block, sentence) in places.iter().take(SENTENCES) {
        let Some(known) = c.section(section) else { continue };
        let said = known.blocks.get(*block).and_then(|b| b.sentences().get(*sentence));
        if let Some(said) = said {
            text(ui, LABEL, p.ink2, c.plain(said.text()));
        }
        if small_link(ui, p, &format!("Open in {}", known.title)).clicked() {
            let outline =
                Outline { block: Some(*block), part: Part::Sentence(*sentence), label: OUTLINED };
            ctx.push(Action::Open(Spot::Section((*section).clone(), Some(outline))));
        }
    }
}

/// The cards that ask about it, each with how well it is known.
fn cards_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, cards: &[&Card]) {
    let p = ctx.palette;
    ui.add_space(space::XS);
    label(ui, p, "Cards");
    if cards.is_empty() {
        text(ui, LABEL, p.ink2, "No card asks it.");
    }
    for card in cards {
        text(ui, INTERFACE, p.ink, card.plain(ctx.state.curriculum(), &card.ask.question()));
        text(ui, LABEL, p.ink2, known_words(ctx, card));
    }
}

/// How well a card is known, and when it comes back.
fn known_words(ctx: &ViewCtx<'_>, card: &Card) -> String {
    let progress = ctx.state.progress();
    let today = progress.study_day(ctx.now.moment);
    let schedule = progress.schedule(&card.id);
    if progress.card(&card.id).is_some_and(|known| known.suspended) {
        return "taken out of reviews".to_owned();
    }
    let recall = progress.scheduler().recall(&schedule, today).unwrap_or_default() * 100.0;
    match schedule.phase {
        Phase::New => "not begun".to_owned(),
        Phase::Learning { .. } | Phase::Relearning { .. } => "being learned".to_owned(),
        Phase::Review { due, .. } if due <= today => format!("recall {recall:.0} %, due now"),
        Phase::Review { .. } => {
            let back = short_duration(delay(&schedule, ctx.now.moment, today));
            format!("recall {recall:.0} %, back in {back}")
        }
    }
}
