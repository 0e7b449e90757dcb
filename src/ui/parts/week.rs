//! The days of this week, without a streak that could break.

use crate::study::{DAYS_A_WEEK, DayMark, Outlook};
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{INTERFACE, LABEL, LABEL_STRONG};
use crate::ui::theme::{Palette, space};
use crate::ui::widgets::{word, wrapped_row};
use egui::{Align2, FontId, Pos2, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

/// From one day to the next.
const STEP: f32 = 32.0;

/// Draws them, unless they are not wanted.
pub(in crate::ui) fn week_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, outlook: &Outlook) {
    if !ctx.state.settings().show_week {
        return;
    }
    let p = ctx.palette;
    let words = match outlook.days_studied() {
        0 => "A new week".to_owned(),
        days @ 1..=DAYS_A_WEEK => format!("{days} of {DAYS_A_WEEK} days"),
        days => format!("{days} days"),
    };
    wrapped_row(ui, 40.0, |ui| {
        word(ui, LABEL_STRONG, p.ink3, "This week");
        ui.add_space(space::M);
        let (rect, response) = ui.allocate_exact_size(vec2(7.0 * STEP, 40.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken(outlook)));
        let mut center = rect.left_top() + vec2(12.0, 13.0);
        for (day, mark) in outlook.week {
            paint_day(ui, p, center, mark);
            let is_today = day == outlook.today;
            if is_today {
                ui.painter().circle_stroke(center, 9.5, Stroke::new(1.5, p.accent.text));
            }
            let initial = day.date().strftime("%a").to_string().chars().take(1).collect::<String>();
            let ink = if is_today { p.ink } else { p.ink3 };
            let below = center + vec2(0.0, 18.0);
            let font = FontId::proportional(LABEL.size);
            ui.painter().text(below, Align2::CENTER_CENTER, initial, font, ink);
            center.x += STEP;
        }
        ui.add_space(space::S);
        word(ui, INTERFACE, p.ink2, words);
    });
}

/// Full for a day that was studied, a dash for a day off, else a ring.
fn paint_day(ui: &Ui, p: &Palette, center: Pos2, mark: DayMark) {
    match mark {
        DayMark::Studied => _ = ui.painter().circle_filled(center, 6.0, p.accent.text),
        DayMark::Free => {
            let dash = [center - vec2(5.0, 0.0), center + vec2(5.0, 0.0)];
            ui.painter().line_segment(dash, Stroke::new(2.0, p.ink3));
        }
        DayMark::Open | DayMark::Ahead => {
            ui.painter().circle_stroke(center, 5.5, Stroke::new(1.0, p.edge));
        }
    }
}

/// The same in words.
fn spoken(outlook: &Outlook) -> String {
    let named = |wanted: DayMark| {
        let days = outlook.week.iter().filter(|(_, mark)| *mark == wanted);
        let names: Vec<_> = days.map(|(day, _)| day.date().strftime("%A").to_string()).collect();
        names.join(", ")
    };
    let (studied, free) = (named(DayMark::Studied), named(DayMark::Free));
    let mut said = if studied.is_empty() {
        "Nothing was answered this week so far".to_owned()
    } else {
        format!("Answers this week on {studied}")
    };
    if !free.is_empty() {
        said.push_str("; off on ");
        said.push_str(&free);
    }
    said
}
