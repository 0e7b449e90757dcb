//! What stands above the table: columns, baseline, filters, the state, and how many rows are not
//! shown. Where there is little room it stands in a menu.

use super::CompareState;
use crate::curriculum::{MatrixGroup, MatrixLines, MatrixRow, ProviderLevel, SheetFormat};
use crate::state::{Action, Overlay, Spot};
use crate::study::Settings;
use crate::ui::ViewCtx;
use crate::ui::shortcuts::Command;
use crate::ui::theme::type_scale::{HEADING, INTERFACE, LABEL};
use crate::ui::theme::{TARGET, space};
use crate::ui::widgets::{
    chip, choice_button, label, level_mark_ui, menu_button, text, text_button, toggle_button, word,
    wrapped_row,
};
use egui::{ScrollArea, TextEdit, Ui, vec2};

/// Below this width the title makes room for the columns.
const TITLE_FROM: f32 = 760.0;
/// Below this width or height the choices stand in a menu.
const OPEN_FROM: (f32, f32) = (700.0, 430.0);
/// Below this width what leads elsewhere stands in a menu, and long choices are shortened.
const WIDE_FROM: f32 = 1000.0;
/// From this width on the line above the table needs no second one.
const ONE_LINE_FROM: f32 = 620.0;
/// So many letters of a choice are shown where there is little room.
const SHORT: usize = 14;
/// So many answers to "who may do it?" are given above the table.
const ANSWERS: usize = 3;

/// Draws what stands above the table.
pub(super) fn head_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    compare: &mut CompareState,
    lines: &MatrixLines<'_>,
) {
    if let Some(test) = &ctx.state.compare().test {
        let (filled, all) = (test.filled(), test.cells.len());
        let of_state = ctx.state.state_overlay();
        let not = of_state.map(|o| format!(", not about {}", o.title())).unwrap_or_default();
        let words = format!(
            "Test: {filled} of {all} cells filled. Skills are asked by the national model{not}."
        );
        text(ui, INTERFACE, ctx.palette.ink2, words);
        return;
    }
    let is_open = ui.available_width() >= OPEN_FROM.0 && ui.available_height() >= OPEN_FROM.1;
    let is_wide = ui.available_width() >= WIDE_FROM;
    wrapped_row(ui, TARGET, |ui| {
        if is_open {
            if ui.available_width() > TITLE_FROM {
                word(ui, HEADING, ctx.palette.ink, "Provider levels");
                ui.add_space(space::S);
            }
            levels_ui(ui, ctx);
            ui.add_space(space::S);
            if is_wide {
                go_ui(ui, ctx);
                menu_button(ui, ctx.palette, "Take along", |ui| out_ui(ui, ctx));
            } else {
                test_ui(ui, ctx);
                more_ui(ui, ctx);
            }
        } else {
            menu_button(ui, ctx.palette, "View", |ui| {
                let height = ui.ctx().content_rect().height() - 90.0;
                ScrollArea::vertical().id_salt("view").max_height(height).show(ui, |ui| {
                    levels_ui(ui, ctx);
                    rows_ui(ui, ctx);
                    label(ui, ctx.palette, "Baseline");
                    baseline_ui(ui, ctx);
                    label(ui, ctx.palette, "Topic");
                    topic_ui(ui, ctx);
                    label(ui, ctx.palette, "Rules");
                    state_ui(ui, ctx);
                });
            });
            more_ui(ui, ctx);
            find_ui(ui, ctx, compare);
        }
    });
    if is_open {
        wrapped_row(ui, TARGET, |ui| {
            find_ui(ui, ctx, compare);
            rows_ui(ui, ctx);
            let table = &ctx.state.compare().table;
            let baseline = table.baseline.map_or("none", ProviderLevel::short);
            menu_button(ui, ctx.palette, &format!("Baseline: {baseline}"), |ui| {
                baseline_ui(ui, ctx);
            });
            let topic = table.group.map_or("all", MatrixGroup::label);
            let topic = if is_wide { topic.to_owned() } else { shortened(topic) };
            menu_button(ui, ctx.palette, &format!("Topic: {topic}"), |ui| topic_ui(ui, ctx));
            let rules = ctx.state.state_overlay().map_or("national model", |o| o.state.as_str());
            let rules = if is_wide { rules.to_owned() } else { shortened(rules) };
            menu_button(ui, ctx.palette, &format!("Rules: {rules}"), |ui| state_ui(ui, ctx));
        });
    }
    answers_ui(ui, ctx, lines);
    let is_told = lines.same + lines.filtered > 0 || ctx.state.state_overlay().is_some();
    if is_open || is_told {
        status_ui(ui, ctx, lines);
    }
}

/// The beginning of a long choice.
fn shortened(words: &str) -> String {
    if words.chars().count() <= SHORT {
        return words.to_owned();
    }
    let start: String = words.chars().take(SHORT - 1).collect();
    format!("{}…", start.trim_end_matches([' ', ',']))
}

fn levels_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    for level in ProviderLevel::ALL {
        let on = ctx.state.compare().table.levels.contains(&level);
        let key = ctx.key_of(Command::Level(level));
        if toggle_button(ui, ctx.palette, on, level.short(), key).clicked() {
            ctx.push(Action::ToggleLevel(level));
        }
    }
}

fn test_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    if text_button(ui, ctx.palette, "Test me", ctx.key_of(Command::Test)).clicked() {
        ctx.push(Action::StartTest);
    }
}

/// Where else one can go from here.
fn go_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    test_ui(ui, ctx);
    let choices = [
        ("Who may do it?", Command::WhoMayDoIt, Action::Show(Overlay::WhoMayDoIt)),
        ("EMS and EMT", Command::Whole, Action::Open(Spot::EmsAndEmt)),
    ];
    for (words, command, action) in choices {
        if text_button(ui, ctx.palette, words, ctx.key_of(command)).clicked() {
            ctx.push(action);
        }
    }
}

/// What leads elsewhere and what can be taken along, in one menu.
fn more_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    menu_button(ui, ctx.palette, "More", |ui| {
        let height = ui.ctx().content_rect().height() - 90.0;
        ScrollArea::vertical().id_salt("more").max_height(height).show(ui, |ui| {
            go_ui(ui, ctx);
            out_ui(ui, ctx);
        });
    });
}

fn out_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    for format in SheetFormat::ALL {
        let words = format!("Copy as {}", format.label());
        let key = if format == SheetFormat::Text { ctx.key_of(Command::Copy) } else { "" };
        if text_button(ui, ctx.palette, &words, key).clicked() {
            ctx.push(Action::CopyTable(format));
        }
    }
    for (words, blank) in [("Handout to print", false), ("Worksheet with answer key", true)] {
        let key = if blank { "" } else { ctx.key_of(Command::Handout) };
        if text_button(ui, ctx.palette, words, key).clicked() {
            ctx.push(Action::SaveHandout { blank });
        }
    }
}

fn rows_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let table = &ctx.state.compare().table;
    let key = ctx.key_of(Command::Differences);
    if toggle_button(ui, ctx.palette, table.differences_only, "Differences only", key).clicked() {
        ctx.push(Action::ToggleDifferences);
    }
    let on = table.applicant_only;
    if toggle_button(ui, ctx.palette, on, "For applicants", ctx.key_of(Command::Applicant))
        .clicked()
    {
        ctx.push(Action::ToggleApplicant);
    }
}

fn find_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, compare: &mut CompareState) {
    let mut words = ctx.state.compare().table.find.clone();
    let edit = TextEdit::singleline(&mut words)
        .hint_text("Find a row")
        .margin(vec2(10.0, 6.0))
        .desired_width(130.0_f32.min(ui.available_width() - 24.0));
    let response = ui.add(edit).accessible_name("Find a row");
    if std::mem::take(&mut compare.find) {
        response.request_focus();
    }
    if response.changed() {
        ctx.push(Action::FindRows(words));
    }
}

fn baseline_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let table = &ctx.state.compare().table;
    let none = table.baseline.is_none();
    if choice_button(ui, ctx.palette, none, "None: each level against the one below").clicked() {
        ctx.push(Action::SetBaseline(None));
    }
    for level in &table.levels {
        let words = format!("What the others add to {}", level.with_article());
        if choice_button(ui, ctx.palette, table.baseline == Some(*level), &words).clicked() {
            ctx.push(Action::SetBaseline(Some(*level)));
        }
    }
}

fn topic_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let group = ctx.state.compare().table.group;
    if choice_button(ui, ctx.palette, group.is_none(), "All").clicked() {
        ctx.push(Action::FilterGroup(None));
    }
    for one in MatrixGroup::all() {
        if choice_button(ui, ctx.palette, group == Some(one), one.label()).clicked() {
            ctx.push(Action::FilterGroup(Some(one)));
        }
    }
}

fn state_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let settings = ctx.state.settings();
    let chosen = ctx.state.state_overlay();
    let choose = |state_rules: Option<String>| {
        ctx.push(Action::Set(Settings { state_rules, ..settings.clone() }));
    };
    if choice_button(ui, ctx.palette, chosen.is_none(), "The national model alone").clicked() {
        choose(None);
    }
    for overlay in ctx.state.state_overlays() {
        let on = chosen.is_some_and(|c| c.state == overlay.state);
        if choice_button(ui, ctx.palette, on, &overlay.title()).clicked() {
            choose(Some(overlay.state.clone()));
        }
    }
    let place = match &ctx.about.data_folder {
        Some(folder) => folder.join("overlays").display().to_string(),
        None => "the folder overlays beside your progress".to_owned(),
    };
    ui.set_max_width(330.0_f32.min(ui.ctx().content_rect().width() - 60.0));
    let words = format!("The rules of your own state: a file in {place}, read at the next start.");
    text(ui, LABEL, ctx.palette.ink3, words);
}

/// Who may do what was typed, for the rows that are found.
fn answers_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, lines: &MatrixLines<'_>) {
    if ctx.state.compare().table.find.trim().is_empty() {
        return;
    }
    let p = ctx.palette;
    let skills = lines.rows().filter_map(|row| match row {
        MatrixRow::Skill(skill) => Some(skill),
        MatrixRow::Level(_) => None,
    });
    let skills: Vec<_> = skills.take(ANSWERS + 1).collect();
    if skills.len() > ANSWERS {
        return;
    }
    for skill in skills {
        wrapped_row(ui, 22.0, |ui| {
            if let Some(level) = skill.lowest() {
                level_mark_ui(ui, p, level, 15.0);
            }
            text(ui, INTERFACE, p.ink, format!("{}. {}", skill.name, skill.lowest_words()));
        });
    }
}

/// How many rows are not shown and the way back; whose rules are shown.
fn status_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, lines: &MatrixLines<'_>) {
    let p = ctx.palette;
    let mut hidden = Vec::new();
    match lines.same {
        0 => {}
        1 => hidden.push("1 row that is the same for all is hidden.".to_owned()),
        n => hidden.push(format!("{n} rows that are the same for all are hidden.")),
    }
    match lines.filtered {
        0 => {}
        1 => hidden.push("1 row is hidden by your filters.".to_owned()),
        n => hidden.push(format!("{n} rows are hidden by your filters.")),
    }
    wrapped_row(ui, TARGET, |ui| {
        if let Some(overlay) = ctx.state.state_overlay() {
            chip(ui, p.caution, &format!("◆ {}", overlay.title()));
        }
        if hidden.is_empty() {
            let skills = ctx.state.curriculum().skills().len();
            let words = match ctx.state.state_overlay() {
                None => format!(
                    "{skills} skills. The national model is advice: a state may allow more or less."
                ),
                Some(overlay) => format!("Marked cells have both values. {}.", overlay.citation()),
            };
            // One line where it fits, so that it stands where the other words do.
            let shown = if ui.available_width() > ONE_LINE_FROM { word } else { text };
            shown(ui, INTERFACE, p.ink2, words);
        } else {
            for words in hidden {
                word(ui, INTERFACE, p.ink2, words);
            }
            if text_button(ui, p, "Show", "").clicked() {
                ctx.push(Action::ShowAllRows);
            }
        }
    });
}
