//! Cards in and out: a file is shown before anything is changed, then taken in; and what can leave.

use super::ViewCtx;
use super::page::column_ui;
use super::theme::space;
use super::theme::type_scale::{
    HEADING, INTERFACE, INTERFACE_STRONG, LABEL, LEAD, NOTE, PAGE_TITLE,
};
use super::widgets::{
    callout, flush_button, hairline, heading, label, note, primary_button, row, text, text_button,
    toggle_button, word, wrapped_row,
};
use crate::state::{Action, Choose, Exchange, LeaveAs, Preview, Spot, plural};
use egui::{Frame, ProgressBar, TextEdit, Ui, vec2};
use std::path::{Path, PathBuf};

/// What a format is good for stands this far from the left.
const PURPOSES: f32 = 250.0;

/// What is being typed and chosen.
#[derive(Debug, Default)]
pub(crate) struct ExchangeState {
    path: String,
    all: bool,
}

/// A file that is dropped on the window is looked at.
pub(super) fn take_dropped(ui: &Ui, ctx: &ViewCtx<'_>) {
    let dropped = ui.input(|input| input.raw.dropped_files.clone());
    if let Some(file) = dropped.first() {
        ctx.push(Action::Open(Spot::Exchange));
        ctx.push(Action::ReadFile(file.path().to_owned()));
    }
}

/// Draws the page.
pub(super) fn exchange_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, typed: &mut ExchangeState) {
    column_ui(ui, ctx, "exchange", |ui| page_ui(ui, ctx, typed));
}

fn page_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, typed: &mut ExchangeState) {
    let p = ctx.palette;
    heading(ui, PAGE_TITLE, p.ink, "Import and export");
    text(
        ui,
        LEAD,
        p.ink2,
        "Cards from a file join those that are here. Nothing is replaced, and the same file again \
         adds nothing.",
    );
    let state = ctx.state.exchange();
    if *state != Exchange::Idle {
        Frame::new().fill(p.sunken).inner_margin(16).corner_radius(8).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::S;
            stage_ui(ui, ctx, state);
        });
    }
    let busy = matches!(state, Exchange::Reading(..) | Exchange::Keeping(_) | Exchange::Leaving(_));
    ui.add_enabled_ui(!busy, |ui| {
        import_ui(ui, ctx, typed);
        export_ui(ui, ctx, typed);
    });
}

/// What is under way, or what came of it.
fn stage_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, state: &Exchange) {
    let p = ctx.palette;
    match state {
        Exchange::Idle => {}
        Exchange::Reading(file, share) => {
            text(ui, INTERFACE, p.ink, format!("Reading {} …", name_of(file)));
            progress_ui(ui, ctx, *share, true);
        }
        Exchange::Leaving(share) => {
            text(ui, INTERFACE, p.ink, "Writing the file …");
            progress_ui(ui, ctx, *share, true);
        }
        Exchange::Keeping(file) => {
            text(ui, INTERFACE, p.ink, format!("Taking in {} …", name_of(file)));
            progress_ui(ui, ctx, 1.0, false);
        }
        Exchange::Preview(preview) => preview_ui(ui, ctx, preview),
        Exchange::Kept(file, counts) => {
            let words = if counts.is_nothing() {
                format!("Everything in {} was here already. Nothing was changed.", name_of(file))
            } else {
                format!("{} is taken in.", name_of(file))
            };
            text(ui, INTERFACE_STRONG, p.ink, words);
            numbers_ui(ui, ctx, &counts.lines());
            row(ui, 32.0, |ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                if flush_button(ui, p, "Show all cards", "").clicked() {
                    ctx.push(Action::CloseExchange);
                    ctx.push(Action::Open(Spot::Browse));
                }
                if flush_button(ui, p, "OK", "").clicked() {
                    ctx.push(Action::CloseExchange);
                }
            });
        }
        Exchange::Refused(file, why) => {
            let width = ui.available_width();
            let heading = if file.as_os_str().is_empty() {
                "Nothing was written".to_owned()
            } else {
                format!("{} is not taken in", name_of(file))
            };
            callout(ui, p.caution, &heading, width, |ui| {
                text(ui, NOTE, p.ink, why.as_str());
            });
            if flush_button(ui, p, "OK", "").clicked() {
                ctx.push(Action::CloseExchange);
            }
        }
        Exchange::Left(path, cards) => {
            let cards = plural(*cards, "card");
            text(ui, INTERFACE_STRONG, p.ink, format!("{cards} written to"));
            text(ui, INTERFACE, p.ink, path.display().to_string());
            row(ui, 32.0, |ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                if let Some(folder) = path.parent()
                    && flush_button(ui, p, "Show the folder", "").clicked()
                {
                    ctx.push(Action::OpenFolder(folder.to_owned()));
                }
                if flush_button(ui, p, "OK", "").clicked() {
                    ctx.push(Action::CloseExchange);
                }
            });
        }
    }
}

fn progress_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, share: f32, can_stop: bool) {
    let p = ctx.palette;
    let bar = ProgressBar::new(share).desired_height(8.0).fill(p.accent.text);
    ui.add(bar).widget_info(|| {
        let percent = format!("{:.0} per cent done", share * 100.0);
        egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, percent)
    });
    if can_stop && flush_button(ui, p, "Stop", "").clicked() {
        ctx.push(Action::StopExchange);
    }
}

/// What a file holds, before anything is changed.
fn preview_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, preview: &Preview) {
    let p = ctx.palette;
    heading(ui, HEADING, p.ink, &format!("{} holds", name_of(&preview.file)));
    numbers_ui(ui, ctx, &preview.counts.lines());
    if preview.counts.skipped > 0 {
        note(ui, p, "Skipped: what is here already, and rows of a history without a rating.");
    }
    if !preview.samples.is_empty() {
        label(ui, p, "Some of the new cards");
        for (deck, question) in &preview.samples {
            let line: String = question.replace('\n', " ").chars().take(140).collect();
            text(ui, NOTE, p.ink, format!("{deck}: {line}"));
        }
    }
    if !preview.faults.is_empty() {
        label(ui, p, "To know before: what is left out, stays as it is, or was understood so");
        for fault in &preview.faults {
            text(ui, NOTE, p.ink2, fault.as_str());
        }
    }
    ui.add_space(space::XS);
    row(ui, 36.0, |ui| {
        let nothing = preview.counts.is_nothing();
        let words = if nothing { "Nothing new in it" } else { "Take it in" };
        let button = ui.add_enabled_ui(!nothing, |ui| primary_button(ui, p, words, ""));
        if button.inner.clicked() {
            ctx.push(Action::KeepFile);
        }
        if text_button(ui, p, "Leave it", "").clicked() {
            ctx.push(Action::CloseExchange);
        }
    });
}

fn numbers_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, lines: &[(&'static str, usize)]) {
    let p = ctx.palette;
    wrapped_row(ui, 26.0, |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        for (name, number) in lines.iter().filter(|(name, n)| *n > 0 || *name == "cards") {
            let name = if *number == 1 { name.trim_end_matches('s') } else { name };
            word(ui, INTERFACE_STRONG, p.ink, format!("{number} {name}"));
        }
    });
}

fn import_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, typed: &mut ExchangeState) {
    let p = ctx.palette;
    section(ui, ctx, "Import");
    text(
        ui,
        INTERFACE,
        p.ink2,
        "Choose a file, drop it on this window, or write where it lies. Anki packages (.apkg, .colpkg), tables \
         (.csv, .tsv), decks (.ron), or everything from another computer (.zip). You see what is in \
         it before anything is changed.",
    );
    row_from_the_right(ui, |ui| {
        let pressed = primary_button(ui, p, "Look", "").clicked();
        if text_button(ui, p, "Choose…", "").accessible_name("Choose a file to import").clicked()
        {
            ctx.push(Action::Choose(Choose::Cards));
        }
        let edit = TextEdit::singleline(&mut typed.path)
            .hint_text("/home/me/cards.apkg")
            .margin(vec2(10.0, 7.0))
            .desired_width(ui.available_width());
        let response = ui.add(edit).accessible_name("File to import");
        let entered =
            response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if (pressed || entered) && !typed.path.trim().is_empty() {
            ctx.push(Action::ReadFile(PathBuf::from(typed.path.trim())));
        }
    });
}

/// A row whose last button ends where the lines end.
fn row_from_the_right(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), 36.0);
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(size, layout, content);
}

fn export_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, typed: &mut ExchangeState) {
    let p = ctx.palette;
    section(ui, ctx, "Export");
    if ctx.about.data_folder.is_none() {
        note(ui, p, "There is no folder for your progress, so there is nothing to export.");
        return;
    }
    let chosen = ctx.state.export_folder().or(ctx.about.export_folder.as_deref());
    let folder = chosen.map(Path::to_owned).unwrap_or_default();
    label(ui, p, "Folder");
    row_from_the_right(ui, |ui| {
        let name = "Choose a folder to export to";
        if text_button(ui, p, "Choose…", "").accessible_name(name).clicked() {
            ctx.push(Action::Choose(Choose::ExportFolder));
        }
        let mut words = folder.display().to_string();
        let edit = TextEdit::singleline(&mut words)
            .margin(vec2(10.0, 7.0))
            .desired_width(ui.available_width());
        if ui.add(edit).accessible_name("Folder to export to").changed() {
            ctx.push(Action::ExportTo(PathBuf::from(words)));
        }
    });
    if toggle_button(ui, p, typed.all, "Together with the cards of EMS Study", "").clicked() {
        typed.all = !typed.all;
    }
    ui.add_space(space::XS);
    for format in LeaveAs::ALL {
        wrapped_row(ui, 32.0, |ui| {
            let button = flush_button(ui, p, format.label(), "");
            if button.clicked() {
                let (all, folder) = (typed.all, folder.clone());
                ctx.push(Action::Leave { format, all, folder });
            }
            ui.add_space((PURPOSES - button.rect.width()).max(0.0));
            word(ui, LABEL, p.ink2, format.purpose());
        });
    }
    if !folder.is_absolute() {
        note(ui, p, "Write the folder from the root on, such as /home/me/cards.");
    }
}

fn section(ui: &mut Ui, ctx: &ViewCtx<'_>, words: &str) {
    ui.add_space(space::L);
    hairline(ui, ctx.palette);
    heading(ui, HEADING, ctx.palette.ink, words);
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
