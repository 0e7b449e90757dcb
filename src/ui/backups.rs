//! Backup and restore: every backup with its date and what is in it, everything in one file, and
//! where it all lies.

use super::ViewCtx;
use super::page::column_ui;
use super::theme::space;
use super::theme::type_scale::{HEADING, INTERFACE, INTERFACE_STRONG, LEAD, NOTE, PAGE_TITLE};
use super::widgets::{flush_button, hairline, heading, note, row, text, text_button, word};
use crate::state::{Action, BackupLine, Choose};
use egui::{Align, Layout, TextEdit, Ui, vec2};
use std::path::PathBuf;

/// What is being typed.
#[derive(Debug, Default)]
pub(super) struct BackupsState {
    export_to: Option<String>,
    import_from: String,
}

/// The page.
pub(super) fn backups_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, typed: &mut BackupsState) {
    let view = ctx.state.backups();
    if view.lines.is_none() && view.busy.is_none() {
        ctx.push(Action::ListBackups);
    }
    column_ui(ui, ctx, "backups", |ui| page_ui(ui, ctx, typed));
}

fn page_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, typed: &mut BackupsState) {
    let p = ctx.palette;
    let view = ctx.state.backups();
    heading(ui, PAGE_TITLE, p.ink, "Backup and restore");
    text(
        ui,
        LEAD,
        p.ink2,
        "A backup is made by itself on the first start of each day. The last seven are kept, then \
         one a week for four weeks and one a month for twelve months.",
    );
    if let Some(work) = view.busy {
        row(ui, 24.0, |ui| {
            ui.add(egui::Spinner::new().size(16.0).color(p.accent.text));
            word(ui, INTERFACE, p.ink2, format!("{} …", work.label()));
        });
    }
    section(ui, ctx, "Backups");
    match &view.lines {
        Some(lines) if lines.is_empty() => {
            note(
                ui,
                p,
                "There is none yet. The first one is made tomorrow, or at the next start with reviews on record.",
            );
        }
        Some(lines) => {
            for line in lines {
                line_ui(ui, ctx, line);
            }
        }
        None => {}
    }
    note(
        ui,
        p,
        "Restore adds what is missing here and changes nothing else: answers given since the \
         backup stay.",
    );
    folder_ui(ui, ctx, "Backups lie in", ctx.about.backups_folder.as_ref());

    section(ui, ctx, "Everything in one file");
    note(
        ui,
        p,
        "Reviews, settings and your own decks, for another computer or a place of your own. It is \
         read back before it counts.",
    );
    let export_to = typed.export_to.get_or_insert_with(|| {
        let name = format!("ems-study-{}.zip", ctx.now.moment.study_day(0).date());
        let folder = ctx.about.export_folder.clone().unwrap_or_default();
        folder.join(name).display().to_string()
    });
    path_ui(ui, ctx, "File to write", "Export", export_to, Action::Export);

    section(ui, ctx, "Bring in from a file");
    note(
        ui,
        p,
        "A file that was exported here or on another computer. What is in both counts once.",
    );
    path_ui(ui, ctx, "File to read", "Bring in", &mut typed.import_from, Action::Restore);
    if flush_button(ui, ctx.palette, "Choose a file…", "").clicked() {
        ctx.push(Action::Choose(Choose::Backup));
    }

    section(ui, ctx, "Where your progress lies");
    folder_ui(ui, ctx, "Your progress lies in", ctx.about.data_folder.as_ref());
}

fn section(ui: &mut Ui, ctx: &ViewCtx<'_>, name: &str) {
    ui.add_space(space::L);
    heading(ui, HEADING, ctx.palette.ink, name);
}

fn line_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, line: &BackupLine) {
    let p = ctx.palette;
    hairline(ui, p);
    row(ui, 36.0, |ui| {
        let size = vec2(ui.available_width(), 36.0);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            // Of a damaged one comes back what is whole.
            let name = format!("Restore the backup of {}", line.day);
            let button = text_button(ui, p, "Restore", "").accessible_name(name);
            if button.clicked() && ctx.state.backups().busy.is_none() {
                ctx.push(Action::Restore(line.path.clone()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let day = word(ui, INTERFACE_STRONG, p.ink, line.day.as_str());
                ui.add_space((160.0 - day.rect.width()).max(space::S));
                match &line.holds {
                    Ok(holds) => word(ui, INTERFACE, p.ink2, holds.as_str()),
                    Err(why) => {
                        let told = "is damaged; what is whole can be restored";
                        word(ui, INTERFACE, p.caution.text, told).on_hover_text(why)
                    }
                };
            });
        });
    });
}

fn folder_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, words: &str, folder: Option<&PathBuf>) {
    let p = ctx.palette;
    let Some(folder) = folder else { return };
    text(ui, NOTE, p.ink2, format!("{words} {}", folder.display()));
    if flush_button(ui, p, "Open folder", "").clicked() {
        ctx.push(Action::OpenFolder(folder.clone()));
    }
}

/// A path to be typed, and a button that does something with it. Enter does the same.
fn path_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    name: &str,
    button: &str,
    path: &mut String,
    action: impl FnOnce(PathBuf) -> Action,
) {
    let p = ctx.palette;
    row(ui, 36.0, |ui| {
        let width = (ui.available_width() - 120.0).max(160.0);
        let field =
            TextEdit::singleline(path).desired_width(width).hint_text("/home/me/ems-study.zip");
        let field = ui.add(field.margin(vec2(8.0, 7.0))).accessible_name(name);
        let entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let wanted = text_button(ui, p, button, "").clicked() || entered;
        if wanted && !path.trim().is_empty() && ctx.state.backups().busy.is_none() {
            ctx.push(action(PathBuf::from(path.trim())));
        }
    });
}
