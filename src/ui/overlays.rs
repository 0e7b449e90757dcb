//! What opens above a page and is closed by Esc: keys, settings, About, a term, the sources of a
//! sentence, what is known of a card.

use super::ViewCtx;
use super::search::{SearchState, Seek, search_ui};
use super::shortcuts::{BINDINGS, Scope};
use super::theme::type_scale::{HEADING, INTERFACE, LABEL, LABEL_STRONG, NOTE, NOTE_STRONG};
use super::theme::{corner, space};
use super::widgets::{
    chip, hairline, label, note, row, text, text_button, toggle_button, word, wrapped_row,
};
use crate::curriculum::{About, FactId, TermId};
use crate::state::{Action, Overlay, Place, Spot};
use crate::study::{Phase, Settings, ThemeChoice};
use egui::{CornerRadius, Frame, Id, Margin, Modal, ScrollArea, Stroke, Ui};

/// Draws what lies on top.
pub(super) fn overlay_ui(ui: &Ui, ctx: &ViewCtx<'_>, overlay: &Overlay, search: &mut SearchState) {
    let p = ctx.palette;
    let screen = ui.ctx().content_rect();
    let width = (screen.width() - 80.0).min(match overlay {
        Overlay::Keys | Overlay::About | Overlay::Settings | Overlay::Search => 680.0,
        Overlay::WhoMayDoIt => 600.0,
        _ => 520.0,
    });
    let frame = Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(p.edge_width, p.line))
        .corner_radius(CornerRadius::same(corner::CARD))
        .shadow(ui.visuals().window_shadow)
        .inner_margin(Margin::same(20));
    let modal = Modal::new(Id::unique("overlay"))
        .frame(frame)
        .backdrop_color(egui::Color32::from_black_alpha(90));
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(width);
        ScrollArea::vertical()
            .id_salt("overlay")
            .max_height(screen.height() - 140.0)
            .min_scrolled_height(screen.height() - 140.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ctx.scroll_by_keys(ui);
                ui.set_width(ui.available_width() - 6.0);
                ui.spacing_mut().item_spacing.y = space::S;
                match overlay {
                    Overlay::Search => search_ui(ui, ctx, search, Seek::Anything),
                    Overlay::WhoMayDoIt => search_ui(ui, ctx, search, Seek::WhoMayDoIt),
                    Overlay::Keys => keys_ui(ui, ctx),
                    Overlay::About => about_ui(ui, ctx),
                    Overlay::Settings => settings_ui(ui, ctx),
                    Overlay::Term(term) => term_ui(ui, ctx, term),
                    Overlay::Sources(facts) => facts_ui(ui, ctx, facts),
                    Overlay::CardInfo => card_info_ui(ui, ctx),
                }
            });
        ui.add_space(space::S);
        text_button(ui, p, "Close", "Esc").clicked()
    });
    if response.should_close() || response.inner {
        ctx.push(Action::CloseOverlay);
    }
}

fn keys_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    text(ui, HEADING, p.ink, "Keys");
    let groups = [
        ("Everywhere", Scope::Everywhere),
        ("Learn", Scope::In(Place::Learn)),
        ("Compare", Scope::In(Place::Compare)),
        ("Cards, and the questions of a section", Scope::Asked),
    ];
    for (name, scope) in groups {
        ui.add_space(space::S);
        label(ui, p, name);
        let lines = BINDINGS.iter().filter(|b| b.scope == scope && !b.words.is_empty());
        for binding in lines {
            row(ui, 20.0, |ui| {
                let key = word(ui, LABEL_STRONG, p.ink, binding.key);
                ui.add_space((104.0 - key.rect.width()).max(0.0));
                text(ui, INTERFACE, p.ink2, binding.words);
            });
        }
    }
}

fn settings_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let settings = ctx.state.settings();
    text(ui, HEADING, p.ink, "Settings");
    label(ui, p, "Colors");
    ui.horizontal_wrapped(|ui| {
        for choice in ThemeChoice::ALL {
            let on = settings.theme == choice;
            if toggle_button(ui, p, on, choice.label(), "").clicked() {
                ctx.push(Action::Set(Settings { theme: choice, ..settings.clone() }));
            }
        }
    });
    ui.add_space(space::S);
    label(ui, p, "New cards a day");
    note(ui, p, "How many cards you have not seen before join your reviews on one day.");
    ui.horizontal_wrapped(|ui| {
        for count in [0, 5, 10, 15, 20, 30] {
            let on = settings.new_per_day == count;
            if toggle_button(ui, p, on, &count.to_string(), "").clicked() {
                ctx.push(Action::Set(Settings { new_per_day: count, ..settings.clone() }));
            }
        }
    });
    ui.add_space(space::S);
    label(ui, p, "Size");
    note(ui, p, "Ctrl and + or − make everything larger or smaller, from 50 to 300 %.");
    ui.horizontal_wrapped(|ui| {
        for percent in [75, 100, 125, 150, 200] {
            let on = ctx.state.zoom_percent() == percent;
            if toggle_button(ui, p, on, &format!("{percent} %"), "").clicked() {
                ctx.push(Action::Zoom(percent));
            }
        }
    });
    ui.add_space(space::S);
    label(ui, p, "Rules of a state");
    note(ui, p, "Laid over the national model wherever scope is shown; both values stay visible.");
    ui.horizontal_wrapped(|ui| {
        let chosen = ctx.state.state_overlay().map(|overlay| &overlay.state);
        if toggle_button(ui, p, chosen.is_none(), "National model", "").clicked() {
            ctx.push(Action::Set(Settings { state_rules: None, ..settings.clone() }));
        }
        for overlay in ctx.state.state_overlays() {
            let on = chosen == Some(&overlay.state);
            if toggle_button(ui, p, on, &overlay.title(), "").clicked() {
                let state_rules = Some(overlay.state.clone());
                ctx.push(Action::Set(Settings { state_rules, ..settings.clone() }));
            }
        }
    });
    ui.add_space(space::S);
    if *settings != Settings::default() && text_button(ui, p, "Reset settings", "").clicked() {
        ctx.push(Action::Set(Settings::default()));
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
    if text_button(ui, p, "Backup and restore", "").clicked() {
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
    if text_button(ui, p, "All sources", "").clicked() {
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
            if text_button(ui, p, &section.title, "").clicked() {
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

/// Each fact with its source, evidence and date.
pub(super) fn facts_list_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, facts: &[FactId]) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    for (number, id) in facts.iter().enumerate() {
        let Some(fact) = c.fact(id) else { continue };
        if number > 0 {
            hairline(ui, p);
        }
        text(ui, NOTE, p.ink, c.plain(&fact.text));
        if let Some(source) = c.source(&fact.source) {
            text(ui, LABEL, p.ink2, source.citation());
            if let Some(link) = &source.link {
                text(ui, LABEL, p.ink3, link.as_str());
            }
        }
        wrapped_row(ui, 22.0, |ui| {
            chip(ui, p.accent, fact.evidence.label());
            if let Some(about) = fact.about.label() {
                let tint = if matches!(fact.about, About::State(_)) { p.caution } else { p.accent };
                chip(ui, tint, &about);
            }
            if let Some(age) = fact.age_label(ctx.now.moment.year()) {
                chip(ui, p.caution, &age);
            }
        });
        if let Some(words) = &fact.note {
            text(ui, LABEL, p.ink2, words.as_str());
        }
    }
}

fn card_info_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    text(ui, HEADING, p.ink, "About this card");
    let current = ctx.state.asked().and_then(|r| r.current.as_ref());
    let Some(card) = current.and_then(|c| ctx.state.deck().get(&c.card)) else { return };
    let mut line = |name: &str, value: String| {
        row(ui, 22.0, |ui| {
            word(ui, LABEL_STRONG, p.ink3, name);
            text(ui, INTERFACE, p.ink, value);
        });
    };
    line("Id", card.id.to_string());
    if let Some(section) = ctx.state.curriculum().section(&card.section) {
        line("Section", section.title.clone());
    }
    if let Some(domain) = card.domain {
        line("Exam domain", domain.label().to_owned());
    }
    let schedule = ctx.state.progress().schedule(&card.id);
    line(
        "State",
        match schedule.phase {
            Phase::New => "new".to_owned(),
            Phase::Learning { .. } => "learning".to_owned(),
            Phase::Relearning { .. } => "learning again".to_owned(),
            Phase::Review { interval_days: 1, .. } => "in review, every day".to_owned(),
            Phase::Review { interval_days, .. } => format!("in review, {interval_days} days apart"),
        },
    );
    line("Reviews", schedule.reviews.to_string());
    line("Lapses", schedule.lapses.to_string());
    if let Some(memory) = schedule.memory {
        line("Stability", format!("{:.1} days", memory.stability));
        line("Difficulty", format!("{:.1} of 10", memory.difficulty));
    }
}
