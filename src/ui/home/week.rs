//! The days of this week, without a streak that could break.

use crate::study::{DAYS_A_WEEK, Today};
use crate::ui::ViewCtx;
use crate::ui::theme::space;
use crate::ui::theme::type_scale::{INTERFACE, LABEL, LABEL_STRONG};
use crate::ui::widgets::{word, wrapped_row};
use egui::{Align2, FontId, Role as Kind, Sense, Stroke, Ui, WidgetInfo, vec2};

const INITIALS: [&str; 7] = ["M", "T", "W", "T", "F", "S", "S"];

/// Draws them.
pub(super) fn week_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, today: &Today) {
    let p = ctx.palette;
    let days = today.days();
    let words = match days {
        0 => "A new week".to_owned(),
        1..=DAYS_A_WEEK => format!("{days} of {DAYS_A_WEEK} days"),
        _ => format!("{days} days"),
    };
    ui.add_space(space::L);
    wrapped_row(ui, 40.0, |ui| {
        word(ui, LABEL_STRONG, p.ink3, "This week");
        ui.add_space(space::M);
        let (rect, response) = ui.allocate_exact_size(vec2(7.0 * 32.0, 40.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Kind::Label, true, spoken(today)));
        for (at, (studied, initial)) in today.week.iter().zip(INITIALS).enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "seven days")]
            let center = rect.left_top() + vec2(12.0 + 32.0 * at as f32, 13.0);
            if *studied {
                ui.painter().circle_filled(center, 6.0, p.accent.text);
            } else {
                ui.painter().circle_stroke(center, 5.5, Stroke::new(1.0, p.edge));
            }
            if at == today.weekday {
                ui.painter().circle_stroke(center, 9.5, Stroke::new(1.5, p.accent.text));
            }
            let ink = if at == today.weekday { p.ink } else { p.ink3 };
            let font = FontId::proportional(LABEL.size);
            let below = center + vec2(0.0, 18.0);
            ui.painter().text(below, Align2::CENTER_CENTER, initial, font, ink);
        }
        ui.add_space(space::S);
        word(ui, INTERFACE, p.ink2, words);
    });
}

/// The same in words.
fn spoken(today: &Today) -> String {
    const NAMES: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let days: Vec<&str> =
        NAMES.into_iter().zip(today.week).filter(|(_, on)| *on).map(|(name, _)| name).collect();
    if days.is_empty() {
        "Nothing was answered this week so far".to_owned()
    } else {
        format!("Answers this week on {}", days.join(", "))
    }
}
