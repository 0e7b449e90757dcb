//! What opens above a page and is closed by Esc: keys, settings, About, a term, the sources of a
//! sentence, what is known of a card.

use super::cards::card_info_ui;
use super::editor::{editor_foot_ui, editor_ui};
use super::note::note_ui;
use super::parts::sources::facts_list_ui;
use super::search::{Seek, search_ui};
use super::settings::settings_ui;
use super::shortcuts::{BINDINGS, Scope};
use super::theme::type_scale::{HEADING, INTERFACE, LABEL_STRONG, NOTE, NOTE_STRONG};
use super::theme::{corner, space};
use super::widgets::{flush_button, label, note, row, text, word};
use super::{UiState, ViewCtx};
use crate::curriculum::{FactId, TermId};
use crate::state::{Action, Overlay, Place, Spot};
use egui::{Align2, CornerRadius, Frame, Id, Margin, Modal, ScrollArea, Stroke, Ui, vec2};

/// Draws what lies on top.
pub(super) fn overlay_ui(ui: &Ui, ctx: &ViewCtx<'_>, overlay: &Overlay, ui_state: &mut UiState) {
    let p = ctx.palette;
    let screen = ui.ctx().content_rect();
    let width = (screen.width() - 80.0).min(match overlay {
        Overlay::Keys
        | Overlay::About
        | Overlay::Settings
        | Overlay::Search
        | Overlay::CardEditor(_) => 680.0,
        Overlay::WhoMayDoIt => 600.0,
        _ => 520.0,
    });
    let frame = Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(p.edge_width, p.line))
        .corner_radius(CornerRadius::same(corner::CARD))
        .shadow(ui.visuals().window_shadow)
        .inner_margin(Margin::same(20));
    let mut area = Modal::default_area(Id::unique("overlay"));
    if matches!(overlay, Overlay::CardEditor(_)) {
        // It stays where it is while it gets longer and shorter with the kind of card.
        area = area.anchor(Align2::CENTER_TOP, vec2(0.0, screen.height().min(800.0) * 0.03));
    }
    let modal = Modal::new(Id::unique("overlay"))
        .area(area)
        .frame(frame)
        .backdrop_color(egui::Color32::from_black_alpha(90));
    let is_new = ui_state.covered_by.as_ref() != Some(overlay);
    if is_new {
        ui_state.covered_by = Some(overlay.clone());
    }
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(width);
        let mut area = ScrollArea::vertical();
        // Each begins at its top, whatever was scrolled before.
        if is_new {
            area = area.vertical_scroll_offset(0.0);
        }
        area.id_salt("overlay")
            .max_height(screen.height() - 140.0)
            .min_scrolled_height(screen.height() - 140.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ctx.scroll_by_keys(ui);
                // The bar's room is kept free also where there is none: nothing moves when it comes.
                ui.set_width(width - ui.spacing().scroll.allocated_width() - 6.0);
                ui.spacing_mut().item_spacing.y = space::S;
                match overlay {
                    Overlay::Search => search_ui(ui, ctx, &mut ui_state.search, Seek::Anything),
                    Overlay::WhoMayDoIt => {
                        search_ui(ui, ctx, &mut ui_state.search, Seek::WhoMayDoIt);
                    }
                    Overlay::Keys => keys_ui(ui, ctx),
                    Overlay::About => about_ui(ui, ctx),
                    Overlay::Settings => settings_ui(ui, ctx),
                    Overlay::Term(term) => term_ui(ui, ctx, term),
                    Overlay::Sources(facts) => facts_ui(ui, ctx, facts),
                    Overlay::CardInfo => card_info_ui(ui, ctx),
                    Overlay::Note(anchor) => note_ui(ui, ctx, &mut ui_state.note, anchor),
                    Overlay::CardEditor(draft) => editor_ui(ui, ctx, &mut ui_state.editor, draft),
                }
            });
        if matches!(overlay, Overlay::Note(_)) {
            // It has its own way out, beside the way to save.
            return false;
        }
        ui.add_space(space::S);
        if matches!(overlay, Overlay::CardEditor(_)) {
            editor_foot_ui(ui, ctx, &mut ui_state.editor);
            return false;
        }
        flush_button(ui, p, "Close", "Esc").clicked()
    });
    if response.should_close() || response.inner {
        ctx.push(Action::CloseOverlay);
    }
}

fn keys_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    text(ui, HEADING, p.ink, "Keys");
    if !ctx.state.settings().single_keys {
        note(
            ui,
            p,
            "Letters, digits and signs alone are switched off now; Settings has the switch.",
        );
    }
    let asked = ("Cards, and the questions of a section", Scope::Asked);
    let places = Place::ALL.map(|place| (place.label(), Scope::In(place)));
    for (name, scope) in [("Everywhere", Scope::Everywhere), asked].into_iter().chain(places) {
        let lines = BINDINGS.iter().filter(|b| b.scope == scope && !b.words.is_empty());
        if lines.clone().next().is_none() {
            continue;
        }
        ui.add_space(space::S);
        label(ui, p, name);
        for binding in lines {
            row(ui, 20.0, |ui| {
                let key = word(ui, LABEL_STRONG, p.ink, binding.key);
                ui.add_space((104.0 - key.rect.width()).max(0.0));
                text(ui, INTERFACE, p.ink2, binding.words);
            });
        }
    }
}

fn about_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    text(ui, HEADING, p.ink, format!("EMS Study {}", env!("CARGO_PKG_VERSION")));
    note(
        ui,
        p,
        "For education only. It is no medical advice and no medical direction: follow your state’s \
         rules, your agency’s protocols and your medical director.",
    );
    ui.add_space(space::S);
    label(ui, p, "Your data");
    let place = match &ctx.about.data_folder {
        Some(folder) => format!("Your progress lies in {}", folder.display()),
        None => "The system names no place for your progress; start with --data-dir.".to_owned(),
    };
    note(ui, p, place);
    if flush_button(ui, p, "Backup and restore", "").clicked() {
        ctx.push(Action::Open(Spot::Backups));
    }
    note(ui, p, "Nothing ever leaves this computer: the program makes no connection of any kind.");
    ui.add_space(space::S);
    label(ui, p, "Sources");
    note(
        ui,
        p,
        format!(
            "{} facts from {} publications, each with its date; {} skills by level. The national \
             scope of practice model is advice to the states; a state may allow more or less.",
            c.facts().len(),
            c.sources().len(),
            c.skills().len()
        ),
    );
    if flush_button(ui, p, "All sources", "").clicked() {
        ctx.push(Action::Open(Spot::Sources));
    }
    ui.add_space(space::S);
    label(ui, p, "Licenses");
    note(ui, p, "The program: MIT or Apache-2.0, as you choose.");
    note(ui, p, "Inter, by the Inter Project Authors: SIL Open Font License 1.1.");
    note(ui, p, "DejaVu Sans, by Bitstream and the DejaVu authors: Bitstream Vera License.");
    note(
        ui,
        p,
        "Scheduling: FSRS-6 by the fsrs crate, BSD-3-Clause. Window: egui, MIT or Apache-2.0.",
    );
}

fn term_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, term: &TermId) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    let Some(term) = c.term(term) else { return };
    text(ui, HEADING, p.ink, term.term.as_str());
    if let Some(expansion) = &term.expansion {
        text(ui, NOTE_STRONG, p.ink2, expansion.as_str());
    }
    text(ui, NOTE, p.ink, c.plain(&term.meaning));
    if !term.facts.is_empty() {
        ui.add_space(space::S);
        facts_list_ui(ui, ctx, &term.facts);
    }
    let used: Vec<_> = c
        .sections()
        .iter()
        .filter(|s| c.reading(&s.id).is_some_and(|r| r.terms.contains(&term.id)))
        .collect();
    if !used.is_empty() {
        ui.add_space(space::S);
        let heading = match used.len() {
            1 => "Used in 1 section".to_owned(),
            n => format!("Used in {n} sections"),
        };
        label(ui, p, &heading);
        for section in used {
            if flush_button(ui, p, &section.title, "").clicked() {
                ctx.push(Action::Open(Spot::Section(section.id.clone(), None)));
            }
        }
    }
}

fn facts_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, facts: &[FactId]) {
    let p = ctx.palette;
    text(ui, HEADING, p.ink, if facts.len() == 1 { "Source" } else { "Sources" });
    facts_list_ui(ui, ctx, facts);
}
