//! The plan: what today holds, the exam, the minutes a day, days off, what may come of it.

mod estimate;
mod fit;

pub(super) use estimate::{estimate_lines_ui, method_ui};

use super::ViewCtx;
use super::page::column_ui;
use super::parts::week::week_ui;
use super::theme::type_scale::{HEADING, INTERFACE, LEAD, NOTE, PAGE_TITLE};
use super::theme::{TARGET, space};
use super::widgets::{
    callout, flush_button, hairline, heading, note, primary_button, row, text, text_button,
    toggle_button, word, wrapped_row,
};
use crate::curriculum::ProviderLevel;
use crate::state::{Action, Keeping, plural};
use crate::study::{
    ANSWERS_PER_NEW, CatchUp, Outlook, Plan, SessionKind, Settings, StudyDay, Today, parse_day,
    parse_days, typed_day,
};
use egui::{Key, Role, TextEdit, Ui, WidgetInfo};

/// So many days off can be named at once.
const MOST_AT_ONCE: u32 = 120;

/// What is being typed.
#[derive(Debug, Default)]
pub(crate) struct PlanState {
    exam: Typed,
    holiday: Typed,
}

/// A date that is being typed.
#[derive(Debug, Default)]
struct Typed {
    text: String,
    wrong: Option<String>,
    /// The date that was last put into the field.
    shown: Option<StudyDay>,
}

/// Draws the page.
pub(super) fn plan_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, typed: &mut PlanState) {
    column_ui(ui, ctx, "plan", |ui| {
        let p = ctx.palette;
        heading(ui, PAGE_TITLE, ctx.palette.ink, "Your plan");
        if let Keeping::Closed(why) = ctx.state.keeping() {
            let width = ui.available_width();
            callout(ui, p.caution, "Your plan cannot be changed now", width, |ui| {
                text(ui, NOTE, p.ink, why.as_str());
            });
        }
        let Some(Today { outlook, .. }) = ctx.state.today() else { return };
        let plan = ctx.state.progress().plan().cloned().unwrap_or_default();
        today_ui(ui, ctx, outlook);
        if let Some(proposal) = ctx.state.catch_up() {
            catch_up_ui(ui, ctx, outlook, proposal, true);
        }
        ui.add_space(space::S);
        week_ui(ui, ctx, outlook);
        let is_open = *ctx.state.keeping() == Keeping::Open;
        ui.add_enabled_ui(is_open, |ui| {
            exam_ui(ui, ctx, outlook, &plan, &mut typed.exam);
            minutes_ui(ui, ctx, outlook, &plan);
            holidays_ui(ui, ctx, outlook, &plan, &mut typed.holiday);
        });
        estimate::estimate_ui(ui, ctx);
        ui.add_enabled_ui(is_open, |ui| fit::fit_ui(ui, ctx));
    });
}

fn part(ui: &mut Ui, ctx: &ViewCtx<'_>, words: &str) {
    ui.add_space(space::M);
    hairline(ui, ctx.palette);
    ui.add_space(space::XS);
    heading(ui, HEADING, ctx.palette.ink, words);
}

fn cards(count: usize) -> String {
    plural(count, "card")
}

pub(super) fn minutes(count: u32) -> String {
    plural(count, "minute")
}

/// A day in words: today, tomorrow, Friday, and beyond a week with its date.
fn day_words(day: StudyDay, today: StudyDay) -> String {
    match day.days_since(today) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => day.date().strftime("%A").to_string(),
        _ => day.date().strftime("%A, %B %-d").to_string(),
    }
}

/// One sentence that says where one stands.
fn today_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, outlook: &Outlook) {
    let p = ctx.palette;
    let exam = match outlook.exam {
        Some((_, 0)) => "Your exam is today. ".to_owned(),
        Some((_, 1)) => "Your exam is tomorrow. ".to_owned(),
        Some((_, days)) => format!("Exam in {days} days. "),
        None => String::new(),
    };
    let today = match (outlook.waiting(), outlook.new) {
        (0, _) => "Nothing is left for today.".to_owned(),
        (all, 0) => format!("Today: {}, about {}.", cards(all), minutes(outlook.minutes)),
        (all, new) => {
            format!("Today: {}, {new} of them new, about {}.", cards(all), minutes(outlook.minutes))
        }
    };
    text(ui, LEAD, p.ink2, format!("{exam}{today}"));
    let pace = if outlook.pace.is_own {
        format!(
            "Counted by your own pace: {} seconds for an answer, {ANSWERS_PER_NEW} answers for a \
             new card.",
            outlook.pace.seconds
        )
    } else {
        format!(
            "Counted with {} seconds for an answer and {ANSWERS_PER_NEW} answers for a new card, \
             until your own pace is known.",
            outlook.pace.seconds
        )
    };
    note(ui, p, pace);
    if let Some((later, day)) = outlook.kept_back {
        let words = format!(
            "You are catching up: {} wait for the days after this one, and {} none waits any more.",
            cards(later),
            day_words(day, outlook.today)
        );
        text(ui, NOTE, p.ink, words);
    }
    if outlook.waiting() > 0 && ctx.state.catch_up().is_none() {
        row(ui, 40.0, |ui| {
            if primary_button(ui, p, "Go to your cards", "").clicked() {
                ctx.push(Action::ReviewToday);
            }
        });
    }
}

/// What has waited, and a way to take it up again, which is the main one of a page or not.
pub(super) fn catch_up_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    outlook: &Outlook,
    proposal: &CatchUp,
    is_main: bool,
) {
    let p = ctx.palette;
    let title = match proposal.away_days {
        0 | 1 => "More waits than a day holds? No problem".to_owned(),
        days => format!("You were away {days} days. No problem"),
    };
    ui.add_space(space::S);
    let width = ui.available_width();
    callout(ui, p.accent, &title, width, |ui| {
        let named =
            |(day, count): &(StudyDay, u32)| format!("{count} {}", day_words(*day, outlook.today));
        let days = &proposal.days;
        let listed = match days.as_slice() {
            [first, .., last] if days.len() > 5 => format!(
                "{}, then a share each day until {}",
                named(first),
                day_words(last.0, outlook.today)
            ),
            _ => days.iter().map(named).collect::<Vec<_>>().join(" · "),
        };
        let waiting = cards(proposal.waiting);
        text(ui, INTERFACE, p.ink, format!("{waiting} have waited. Suggested: {listed}."));
        note(
            ui,
            p,
            "Most valuable first: those for which a review today adds most to what you will recall \
             on the day of the exam, or in a month where no exam is set.",
        );
        wrapped_row(ui, 40.0, |ui| {
            let words = "Use this plan";
            let button = if is_main {
                primary_button(ui, p, words, "")
            } else {
                text_button(ui, p, words, "")
            };
            if button.clicked() {
                ctx.push(Action::AcceptCatchUp(days.clone()));
            }
            if text_button(ui, p, "Do all today", "").clicked() {
                ctx.push(Action::PutAwayCatchUp);
                ctx.push(Action::StartSession(SessionKind::Due));
            }
            if text_button(ui, p, "Not now", "").clicked() {
                ctx.push(Action::PutAwayCatchUp);
            }
        });
    });
}

fn exam_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, outlook: &Outlook, plan: &Plan, typed: &mut Typed) {
    let p = ctx.palette;
    part(ui, ctx, "Your exam");
    let set = |plan: Plan| ctx.push(Action::SetPlan(plan));
    let levels = ProviderLevel::ALL.map(|level| (Some(level), level.short()));
    wrapped_row(ui, TARGET, |ui| {
        for (level, name) in levels.into_iter().chain([(None, "Not decided")]) {
            let button = radio(ui, ctx, plan.level == level, name, &format!("Exam: {name}"));
            if button {
                set(Plan { level, ..plan.clone() });
            }
        }
    });
    if typed.shown != plan.exam {
        typed.shown = plan.exam;
        typed.text = plan.exam.map(typed_day).unwrap_or_default();
        typed.wrong = None;
    }
    let put = |days: i32| {
        let day = plan.exam.map_or(outlook.today.0, |day| day.0).saturating_add(days);
        set(Plan { exam: Some(StudyDay(day.max(outlook.today.0))), ..plan.clone() });
    };
    wrapped_row(ui, TARGET, |ui| {
        let example = typed_day(outlook.today.plus(21));
        let hint = format!("Date of the exam, such as {example}");
        let entered = date_field(ui, typed, &hint, 130.0);
        if let Some(text) = entered {
            match parse_day(&text, outlook.today) {
                _ if text.is_empty() => set(Plan { exam: None, ..plan.clone() }),
                Ok(day) if day < outlook.today => {
                    typed.wrong = Some("That day is past".to_owned());
                }
                Ok(day) => {
                    typed.wrong = None;
                    set(Plan { exam: Some(day), ..plan.clone() });
                }
                Err(why) => typed.wrong = Some(why),
            }
        }
        let steps: &[(&str, i32)] = if plan.exam.is_some() {
            &[("− 1 week", -7), ("− 1 day", -1), ("+ 1 day", 1), ("+ 1 week", 7)]
        } else {
            &[("In 3 weeks", 21), ("In 6 weeks", 42), ("In 3 months", 91)]
        };
        for (words, days) in steps {
            if text_button(ui, p, words, "").clicked() {
                put(*days);
            }
        }
        if plan.exam.is_some() && text_button(ui, p, "No date", "").clicked() {
            set(Plan { exam: None, ..plan.clone() });
        }
    });
    wrong_ui(ui, ctx, typed);
    let level = outlook.level.map(|level| format!("{} exam", level.short()));
    let level = level.unwrap_or_else(|| "exam".to_owned());
    match (outlook.exam, plan.exam) {
        (Some((day, days)), _) => {
            let left = match days {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                n => format!("in {n} days"),
            };
            text(ui, NOTE, p.ink, format!("Your {level} is {left}, on {day}."));
        }
        (None, Some(day)) => {
            text(ui, NOTE, p.ink2, format!("The day of your {level}, {day}, is past."));
        }
        (None, None) => {
            note(ui, p, "With a date you see what it needs a day and what may come of it.");
        }
    }
    if let Some(needs) = outlook.needs {
        let words = match needs.unseen {
            0 => format!(
                "You have met every card. Until the exam their reviews take about {} a day.",
                minutes(needs.minutes_a_day)
            ),
            unseen => format!(
                "To meet the {} you have not seen yet, it needs {} new a day for {} days, about {} \
                 a day with the reviews.",
                cards(unseen),
                needs.new_a_day,
                needs.study_days,
                minutes(needs.minutes_a_day)
            ),
        };
        text(ui, NOTE, p.ink, words);
    }
}

fn minutes_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, outlook: &Outlook, plan: &Plan) {
    let p = ctx.palette;
    part(ui, ctx, "Minutes a day");
    wrapped_row(ui, TARGET, |ui| {
        let choices = [5, 10, 15, 20, 30, 45, 60].map(Some).into_iter().chain([None]);
        for choice in choices {
            let name = choice.map_or("No limit".to_owned(), |n| n.to_string());
            let spoken = choice
                .map_or("Minutes a day: no limit".to_owned(), |n| format!("Minutes a day: {n}"));
            if radio(ui, ctx, plan.minutes == choice, &name, &spoken) {
                ctx.push(Action::SetPlan(Plan { minutes: choice, ..plan.clone() }));
            }
        }
    });
    let words = match plan.minutes {
        Some(limit) => {
            let enough = outlook.needs.is_none_or(|needs| needs.minutes_a_day <= limit);
            let more = if enough {
                ""
            } else {
                " That is less than the exam needs for every card; the estimate below shows what \
                 it comes to."
            };
            format!("Reviews come first, and new cards join while there is time.{more}")
        }
        None => format!(
            "Without a limit {} new cards join a day, as the settings say.",
            ctx.state.settings().new_per_day
        ),
    };
    note(ui, p, words);
    let needed = outlook.needs.map_or(0, |needs| needs.new_a_day as usize);
    let settings = ctx.state.settings();
    if plan.minutes.is_none() && needed > settings.new_per_day {
        let words = format!("Take {needed} new cards a day, as the exam needs");
        if flush_button(ui, p, &words, "").clicked() {
            ctx.push(Action::Set(Settings { new_per_day: needed, ..settings.clone() }));
        }
    }
}

fn holidays_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, outlook: &Outlook, plan: &Plan, typed: &mut Typed) {
    let p = ctx.palette;
    part(ui, ctx, "Days off");
    note(ui, p, "On a day off nothing new comes, and nothing is expected of you.");
    wrapped_row(ui, TARGET, |ui| {
        let [first, last] =
            [14, 20].map(|days| outlook.today.plus(days).date().strftime("%b %-d").to_string());
        let hint = format!("Days off, such as {first} to {last}");
        let entered = date_field(ui, typed, &hint, 230.0);
        let add = text_button(ui, p, "Add", "").clicked();
        if let Some(text) = entered.or_else(|| add.then(|| typed.text.trim().to_owned())) {
            match parse_days(&text, outlook.today) {
                _ if text.is_empty() => typed.wrong = None,
                Ok((first, last)) if last.days_since(first) >= MOST_AT_ONCE => {
                    typed.wrong = Some(format!("Name at most {MOST_AT_ONCE} days at once"));
                }
                Ok((first, last)) => {
                    let mut holidays = plan.holidays.clone();
                    holidays.extend((0..=last.days_since(first)).map(|n| first.plus(n)));
                    ctx.push(Action::SetPlan(Plan { holidays, ..plan.clone() }));
                    *typed = Typed::default();
                }
                Err(why) => typed.wrong = Some(why),
            }
        }
        for (words, ahead) in [("Today", 0), ("Tomorrow", 1)] {
            let day = outlook.today.plus(ahead);
            if !plan.holidays.contains(&day) && text_button(ui, p, words, "").clicked() {
                let mut holidays = plan.holidays.clone();
                holidays.push(day);
                ctx.push(Action::SetPlan(Plan { holidays, ..plan.clone() }));
            }
        }
    });
    wrong_ui(ui, ctx, typed);
    let ahead = plan.holidays.iter().filter(|day| **day >= outlook.today);
    for (first, last) in stretches(ahead.copied()) {
        row(ui, 28.0, |ui| {
            let words = |day: StudyDay| day.date().strftime("%A, %B %-d").to_string();
            let line = if first == last {
                words(first)
            } else {
                format!("{} to {}", words(first), words(last))
            };
            word(ui, INTERFACE, p.ink, &line);
            if link(ui, ctx, "Remove", &format!("Remove: {line}")) {
                let holidays = plan.holidays.iter().copied();
                let holidays = holidays.filter(|day| *day < first || *day > last).collect();
                ctx.push(Action::SetPlan(Plan { holidays, ..plan.clone() }));
            }
        });
    }
}

/// Days that follow each other, as first and last.
fn stretches(days: impl Iterator<Item = StudyDay>) -> Vec<(StudyDay, StudyDay)> {
    let mut out: Vec<(StudyDay, StudyDay)> = Vec::new();
    for day in days {
        match out.last_mut() {
            Some((_, last)) if last.plus(1) == day => *last = day,
            _ => out.push((day, day)),
        }
    }
    out
}

/// One of several choices in a row; true where it was chosen.
fn radio(ui: &mut Ui, ctx: &ViewCtx<'_>, on: bool, words: &str, spoken: &str) -> bool {
    let button = toggle_button(ui, ctx.palette, on, words, "");
    let enabled = ui.is_enabled();
    button.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, on, spoken));
    button.clicked()
}

/// A field for a date. Returns what was typed when Enter is pressed or the field is left changed.
fn date_field(ui: &mut Ui, typed: &mut Typed, hint: &str, width: f32) -> Option<String> {
    let before = typed.shown.map(typed_day).unwrap_or_default();
    let edit = TextEdit::singleline(&mut typed.text)
        .hint_text(hint.rsplit(", such as ").next().unwrap_or(hint))
        .desired_width(width.min(ui.available_width()));
    let response = ui.add(edit).accessible_name(hint);
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    let text = typed.text.trim();
    (response.lost_focus() && (entered || text != before)).then(|| text.to_owned())
}

/// Words in the accent that do something; true where they were pressed.
fn link(ui: &mut Ui, ctx: &ViewCtx<'_>, words: &str, spoken: &str) -> bool {
    let button = flush_button(ui, ctx.palette, words, "");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), spoken));
    button.clicked()
}

/// What is wrong with what was typed.
fn wrong_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, typed: &Typed) {
    if let Some(why) = &typed.wrong {
        text(ui, NOTE, ctx.palette.caution.text, format!("Not taken: {why}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_off_that_follow_each_other_are_one_line() {
        let days = [3, 4, 5, 9].map(StudyDay);
        let found = stretches(days.into_iter());
        assert_eq!(found, [(StudyDay(3), StudyDay(5)), (StudyDay(9), StudyDay(9))]);
    }

    #[test]
    fn days_are_named_as_people_say_them() {
        let sunday = StudyDay(20_513);
        let words = [0, 1, 5, 12].map(|ahead| day_words(sunday.plus(ahead), sunday));
        assert_eq!(words, ["today", "tomorrow", "Friday", "Friday, March 13"]);
    }
}
