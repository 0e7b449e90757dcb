//! Home: one sentence that says where one stands, then what today asks for.

mod cards;
mod role;
mod tiles;

use super::ViewCtx;
use super::parts::week::week_ui;
use super::plan::{catch_up_ui, minutes};
use super::shortcuts::{Command, key_of, source_action};
use super::theme::type_scale::{LABEL, PAGE_TITLE, READING};
use super::theme::{TARGET, space};
use super::widgets::{flush_button, label, primary_button, text, wrapped_row};
use crate::state::{Action, Place, Spot};
use crate::study::{Outlook, Role, SessionKind, Today};
use egui::{Role as Kind, ScrollArea, Ui, WidgetInfo, vec2};

/// The page is set no wider than this.
const COLUMN: f32 = 1080.0;

/// Draws the place.
pub(super) fn home_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    ScrollArea::vertical().id_salt("home").auto_shrink(false).show(ui, |ui| {
        ctx.scroll_page_by_keys(ui);
        let side = ((ui.available_width() - COLUMN) / 2.0).max(space::XL);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(ui.available_width() - side);
                ui.spacing_mut().item_spacing = vec2(space::S, space::S);
                ui.add_space((ui.ctx().content_rect().height() * 0.04).min(32.0));
                if ctx.state.asks_role() {
                    role::role_ui(ui, ctx);
                } else if let Some(today) = ctx.state.today() {
                    page_ui(ui, ctx, today);
                }
                ui.add_space(space::XL);
            });
        });
    });
}

fn page_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, today: &Today) {
    let p = ctx.palette;
    let outlook = &today.outlook;
    if outlook.today != ctx.state.progress().study_day(ctx.now.moment) {
        // A new day began while the page was open.
        ctx.push(Action::GoTo(Place::Home));
    }
    text(ui, LABEL, p.ink3, outlook.today.named());
    let (title, words) = head(ctx, outlook);
    let heading = text(ui, PAGE_TITLE, p.ink, title.as_str());
    heading.widget_info(|| WidgetInfo::labeled(Kind::Heading, true, &title));
    text(ui, READING, p.ink2, words);
    plan_link_ui(ui, ctx, outlook);
    ui.add_space(space::L);
    let is_new = ctx.state.progress().revision() == 0;
    match ctx.state.settings().role {
        Some(Role::Explore) => tiles::explore_ui(ui, ctx),
        Some(Role::Teach) => tiles::teach_ui(ui, ctx),
        _ => {}
    }
    // Whoever explores is left alone with what was asked for until something was done.
    if ctx.state.settings().role == Some(Role::Explore) && is_new {
        return;
    }
    if let Some(proposal) = ctx.state.catch_up() {
        catch_up_ui(ui, ctx, outlook, proposal, false);
        ui.add_space(space::S);
    }
    cards::cards_ui(ui, ctx, today);
    if ctx.state.progress().reviews() > 0 {
        ui.add_space(space::L);
        week_ui(ui, ctx, outlook);
        sure_but_wrong_ui(ui, ctx, today);
    }
}

/// The way to the plan, for whoever studies.
fn plan_link_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, outlook: &Outlook) {
    let studies = matches!(ctx.state.settings().role, None | Some(Role::Study));
    if !studies && outlook.exam.is_none() {
        return;
    }
    let words =
        if outlook.exam.is_some() { "Change the plan" } else { "Set an exam, minutes a day" };
    if flush_button(ui, ctx.palette, words, key_of(Command::Plan)).clicked() {
        ctx.push(Action::Open(Spot::Plan));
    }
}

/// Where one stands, and a sentence more.
fn head(ctx: &ViewCtx<'_>, outlook: &Outlook) -> (String, String) {
    if let Some((exam, days)) = outlook.exam {
        let title = match days {
            0 => "Exam today".to_owned(),
            1 => "Exam tomorrow".to_owned(),
            n => format!("Exam in {n} days"),
        };
        let level =
            outlook.level.map_or(String::new(), |level| format!("{} exam: ", level.short()));
        let needs = outlook.needs.map_or(String::new(), |needs| {
            let minutes = needs.minutes_a_day;
            match needs.new_a_day {
                0 => format!(" It needs about {minutes} min a day."),
                new => format!(" It needs {new} new a day, about {minutes} min."),
            }
        });
        return (title, format!("{level}{}.{needs}", exam.named()));
    }
    let (title, words) = match ctx.state.settings().role {
        Some(Role::Explore) => (
            "Find out what EMS is".to_owned(),
            "Three good places to begin. Everything else stands in the line above.".to_owned(),
        ),
        Some(Role::Teach) => (
            "Ready for class".to_owned(),
            "Show it, hand it out, or bring your own cards.".to_owned(),
        ),
        _ if ctx.state.progress().reviews() == 0 => (
            "Start with ten cards".to_owned(),
            "They assume nothing: guess, look, and read why it is so. What you know comes back just \
             before you would forget it."
                .to_owned(),
        ),
        _ if outlook.waiting() > 0 => {
            (format!("About {} for today", minutes(outlook.minutes)), "Then the day is done.".to_owned())
        }
        _ => (
            "Nothing is due today".to_owned(),
            "A good moment to read on.".to_owned(),
        ),
    };
    (title, words)
}

/// What was sure but wrong, and waits for a second look.
fn sure_but_wrong_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, today: &Today) {
    let p = ctx.palette;
    let Some(first) = today.sure_but_wrong.first() else { return };
    let Some(card) = ctx.state.deck().get(first) else { return };
    ui.add_space(space::XL);
    let name = format!("Sure, but wrong: {} waiting", today.sure_but_wrong.len());
    label(ui, p, &name);
    text(ui, READING, p.ink, card.plain(ctx.state.curriculum(), &card.ask.question()));
    wrapped_row(ui, TARGET, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        if flush_button(ui, p, "Try it again", "").clicked() {
            ctx.push(Action::StartSession(SessionKind::SureButWrong));
        }
        if let Some(source) = source_action(ctx.state, first)
            && flush_button(ui, p, "Read the source", "").clicked()
        {
            ctx.push(source);
        }
    });
}

/// A button: the filled one of the page, or a quiet one.
fn action_button(ui: &mut Ui, ctx: &ViewCtx<'_>, primary: bool, words: &str, key: &str) -> bool {
    let p = ctx.palette;
    if primary {
        primary_button(ui, p, words, key).clicked()
    } else {
        flush_button(ui, p, words, key).clicked()
    }
}
