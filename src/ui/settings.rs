//! Everything that can be set, a sentence each, each with the way back to what it was.

use super::ViewCtx;
use super::theme::type_scale::{HEADING, INTERFACE, INTERFACE_STRONG, LABEL, READING};
use super::theme::{TARGET, measure, space};
use super::widgets::{
    flush_button, hairline, heading, note, small_link, text, toggle_button, wrapped_row,
};
use crate::state::{Action, Keeping};
use crate::study::{self, Parameters, RatingButtons, Settings, ThemeChoice};
use egui::{ComboBox, Role, Ui, WidgetInfo};
use std::collections::BTreeSet;

/// Draws the page.
pub(super) fn settings_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let now = ctx.state.settings();
    let first = Settings::default();
    heading(ui, HEADING, p.ink, "Settings");
    let choice = Choice {
        name: "What brings you here",
        words: "It arranges Home; everything else is the same for everybody.",
        choices: study::Role::ALL.map(|role| (role.label().to_owned(), Some(role))).into(),
        now: now.role,
        first: first.role,
    };
    choice_ui(ui, ctx, &choice, |role, settings| settings.role = role);
    let choice = Choice {
        name: "Colors",
        words: "Dark ink on light paper, light ink on dark, or the strongest contrast.",
        choices: ThemeChoice::ALL.map(|theme| (theme.label().to_owned(), theme)).into(),
        now: now.theme,
        first: first.theme,
    };
    choice_ui(ui, ctx, &choice, |theme, settings| settings.theme = theme);
    zoom_ui(ui, ctx);
    let choice = Choice {
        name: "Size of the text",
        words: "The text of Learn alone; everything else keeps its size.",
        choices: numbers(&[80, 90, 100, 115, 130, 150, 200], now.text_percent, |n| {
            format!("{n} %")
        }),
        now: now.text_percent,
        first: first.text_percent,
    };
    choice_ui(ui, ctx, &choice, |percent, settings| settings.text_percent = percent);
    let choice = Choice {
        name: "Space between lines",
        words: "More space helps the eye to find the next line.",
        choices: [("close", 90), ("normal", 100), ("wide", 115), ("very wide", 135)]
            .map(|(words, n): (&str, u16)| (words.to_owned(), n))
            .into(),
        now: now.line_percent,
        first: first.line_percent,
    };
    choice_ui(ui, ctx, &choice, |percent, settings| settings.line_percent = percent);
    let choice = Choice {
        name: "Longest line",
        words: "So many characters at most; many people read shorter lines with less effort.",
        choices: numbers(&[50, 60, 70, 80], now.measure, |n| format!("{n} characters")),
        now: now.measure,
        first: first.measure,
    };
    choice_ui(ui, ctx, &choice, |measure, settings| settings.measure = measure);
    sample_ui(ui, ctx);
    let choice = Choice {
        name: "Keys that are a single letter, digit or sign",
        words: "Switch them off where you speak to the computer or press keys by accident; keys with Ctrl \
         or Alt, Space, Enter and the arrows stay.",
        choices: vec![("on".to_owned(), true), ("off".to_owned(), false)],
        now: now.single_keys,
        first: first.single_keys,
    };
    choice_ui(ui, ctx, &choice, |on, settings| settings.single_keys = on);
    let choice = Choice {
        name: "Motion",
        words: "With less motion nothing glides or fades: pages jump to their place at once.",
        choices: vec![("as usual".to_owned(), false), ("less motion".to_owned(), true)],
        now: now.reduced_motion,
        first: first.reduced_motion,
    };
    choice_ui(ui, ctx, &choice, |still, settings| settings.reduced_motion = still);
    let choice = Choice {
        name: "New cards a day",
        words: match ctx.state.progress().plan().and_then(|plan| plan.minutes) {
            Some(_) => {
                "Your plan names minutes a day (Ctrl+L): they decide how many new cards there is \
                 time for. This number holds again where the plan names none."
            }
            None => "How many cards you have not seen before join your reviews on one day.",
        },
        choices: numbers(&[0, 5, 10, 15, 20, 30], now.new_per_day, |n| n.to_string()),
        now: now.new_per_day,
        first: first.new_per_day,
    };
    choice_ui(ui, ctx, &choice, |count, settings| settings.new_per_day = count);
    let choice = Choice {
        name: "Buttons for an answer",
        words: "Four tell more of how well you knew it; two are quicker to choose from. With two, the \
         keys 1 and 2 stand for them, and 3 is Good too.",
        choices: vec![
            ("Again, Hard, Good, Easy".to_owned(), RatingButtons::Four),
            ("Again, Good".to_owned(), RatingButtons::Two),
        ],
        now: now.rating_buttons,
        first: first.rating_buttons,
    };
    choice_ui(ui, ctx, &choice, |buttons, settings| settings.rating_buttons = buttons);
    let choice = Choice {
        name: "Days of this week",
        words: "Home, the plan and the end of a sitting show on which days of the week you answered \
         something. Nothing is lost where a day stays empty.",
        choices: vec![("shown".to_owned(), true), ("hidden".to_owned(), false)],
        now: now.show_week,
        first: first.show_week,
    };
    choice_ui(ui, ctx, &choice, |show, settings| settings.show_week = show);
    day_hour_ui(ui, ctx);
    state_ui(ui, ctx);
    hairline(ui, p);
    ui.add_enabled_ui(*now != first, |ui| {
        if flush_button(ui, p, "Reset all of these", "").clicked() {
            ctx.push(Action::Set(first));
        }
    });
}

/// The name of a setting and the way back to what it was at first; true where that was wanted.
fn head_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, name: &str, words: &str, changed: bool) -> bool {
    let p = ctx.palette;
    hairline(ui, p);
    let reset = wrapped_row(ui, 24.0, |ui| {
        ui.label(INTERFACE_STRONG.rich(name, p.ink));
        ui.add_enabled_ui(changed, |ui| {
            let link = small_link(ui, p, "Reset");
            let spoken = format!("Reset: {name}");
            link.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &spoken));
            link.clicked()
        })
        .inner
    });
    note(ui, p, words);
    reset
}

/// A setting with a few values to choose from.
struct Choice<'a, T> {
    name: &'a str,
    /// What it does, in a sentence or two.
    words: &'a str,
    /// The values offered, each with its name.
    choices: Vec<(String, T)>,
    now: T,
    /// The value before anything was set.
    first: T,
}

fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    choice: &Choice<'_, T>,
    put: impl Fn(T, &mut Settings),
) {
    let Choice { name, words, ref choices, now, first } = *choice;
    let set = |value: T| {
        let mut settings = ctx.state.settings().clone();
        put(value, &mut settings);
        ctx.push(Action::Set(settings));
    };
    if head_ui(ui, ctx, name, words, now != first) {
        set(first);
    }
    wrapped_row(ui, TARGET, |ui| {
        for (words, value) in choices {
            let button = toggle_button(ui, ctx.palette, *value == now, words, "");
            let spoken = format!("{name}: {words}");
            button.widget_info(|| {
                WidgetInfo::selected(Role::RadioButton, true, *value == now, &spoken)
            });
            if button.clicked() {
                set(*value);
            }
        }
    });
}

/// The numbers offered, in words. One that is set and not among them stands in its place.
fn numbers<T: Copy + Ord>(offered: &[T], now: T, words: impl Fn(T) -> String) -> Vec<(String, T)> {
    let all: BTreeSet<T> = offered.iter().copied().chain([now]).collect();
    all.into_iter().map(|n| (words(n), n)).collect()
}

fn zoom_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let now = ctx.state.zoom_percent();
    let words = "Ctrl and + or − make everything larger or smaller, from 50 to 300 %.";
    if head_ui(ui, ctx, "Size of everything", words, now != 100) {
        ctx.push(Action::Zoom(100));
    }
    wrapped_row(ui, TARGET, |ui| {
        for (words, percent) in numbers(&[75, 100, 125, 150, 200, 300], now, |n| format!("{n} %")) {
            let on = percent == now;
            let button = toggle_button(ui, ctx.palette, on, &words, "");
            let spoken = format!("Size of everything: {percent} %");
            button.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &spoken));
            if button.clicked() {
                ctx.push(Action::Zoom(percent));
            }
        }
    });
}

/// A paragraph as it would be read.
fn sample_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    ui.add_space(space::S);
    text(ui, LABEL, p.ink3, "This is how it reads:");
    ui.scope(|ui| {
        ui.set_max_width(measure(ctx.state.settings()).min(ui.available_width()));
        let section = ctx.state.curriculum().section(ctx.state.section());
        let words = section.map_or_else(String::new, |section| {
            let said = section.blocks.iter().find(|block| block.sentences().len() > 1);
            let said = said.map_or(&[] as &[_], |block| block.sentences());
            let said = said.iter().map(|s| ctx.state.curriculum().plain(s.text()));
            said.collect::<Vec<_>>().join(" ")
        });
        text(ui, ctx.reading(READING), p.ink, words);
    });
}

/// The state whose rules are laid over the national model.
fn state_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let chosen = ctx.state.state_overlay().map(|overlay| &overlay.state);
    let name = "Rules of a state";
    let words = "Laid over the national model wherever scope is shown; both values stay visible.";
    let set = |state_rules: Option<String>| {
        ctx.push(Action::Set(Settings { state_rules, ..ctx.state.settings().clone() }));
    };
    if head_ui(ui, ctx, name, words, chosen.is_some()) {
        set(None);
    }
    wrapped_row(ui, TARGET, |ui| {
        if toggle_button(ui, p, chosen.is_none(), "National model", "").clicked() {
            set(None);
        }
        for overlay in ctx.state.state_overlays() {
            let on = chosen == Some(&overlay.state);
            if toggle_button(ui, p, on, &overlay.title(), "").clicked() {
                set(Some(overlay.state.clone()));
            }
        }
    });
}

/// The hour at which a study day begins. It decides which day an answer counts for, so it is kept
/// with the answers and not with the settings.
fn day_hour_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    let name = "A study day begins at";
    let now = ctx.state.progress().parameters().day_hour;
    let first = Parameters::default().day_hour;
    let words = "What you review before that hour still counts for the day before, so that a night \
                 shift is one day. It holds from now on; earlier answers keep their day.";
    if head_ui(ui, ctx, name, words, now != first) {
        ctx.push(Action::SetDayHour(first));
    }
    if let Keeping::Closed(_) = ctx.state.keeping() {
        text(ui, INTERFACE, p.caution.text, "It cannot be changed while answers cannot be kept.");
        return;
    }
    let hour = |hour: u8| format!("{hour:02}:00");
    let mut chosen = now;
    let list = ComboBox::from_id_salt("day_hour").selected_text(hour(now)).show_ui(ui, |ui| {
        for value in 0..24 {
            if ui.selectable_value(&mut chosen, value, hour(value)).clicked() {
                ui.close();
            }
        }
    });
    list.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
    if chosen != now {
        ctx.push(Action::SetDayHour(chosen));
    }
}
