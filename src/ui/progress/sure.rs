//! Calibration: how right answers were that were given sure, and those that were not.

use super::super::ViewCtx;
use super::super::shortcuts::{Command, key_of};
use super::super::theme::type_scale::{LABEL, NOTE};
use super::super::widgets::text;
use super::{Tile, bar_line_ui, heading_ui};
use crate::study::{Share, Statistics, Sureness, WINDOW_DAYS};
use egui::Ui;

/// With fewer answers nothing is said of how well sureness fits.
const ENOUGH: u32 = 10;

/// Draws it.
pub(super) fn sure_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, counted: &Statistics) {
    let p = ctx.palette;
    heading_ui(ui, p, Tile::Sure.name());
    let Sureness { sure, unsure } = counted.sureness;
    if sure.of == 0 {
        let key = key_of(Command::SureSpace);
        let words = format!(
            "Show an answer with {key} where you are sure of it, with Space where you are not. Here \
             you will see how often you were right in either case."
        );
        text(ui, NOTE, p.ink2, words);
        if unsure.of > 0 {
            line_ui(ui, ctx, "Not sure", unsure);
        }
        return;
    }
    line_ui(ui, ctx, "Sure", sure);
    line_ui(ui, ctx, "Not sure", unsure);
    text(ui, NOTE, p.ink2, verdict(counted.sureness));
    let c = ctx.state.curriculum();
    let level = ctx.state.exam_level();
    let plan = c.levels().profiles.iter().find(|profile| profile.id == level);
    for (domain, _, _) in plan.iter().flat_map(|profile| &profile.domains.shares) {
        let of_domain = counted.domains.get(&Some(*domain)).map(|tally| tally.sureness);
        if let Some(Sureness { sure, .. }) = of_domain.filter(|s| s.sure.of >= ENOUGH) {
            line_ui(ui, ctx, &format!("Sure: {}", domain.label()), sure);
        }
    }
    let words = format!("First answers of a day to each card, of the last {WINDOW_DAYS} days.");
    text(ui, LABEL, p.ink3, words);
}

fn line_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, name: &str, share: Share) {
    let after = match share.of {
        0 => "no answers yet".to_owned(),
        _ => format!("{} of {} right", share.right, share.of),
    };
    bar_line_ui(ui, ctx.palette, name, "", share.percent(), &after);
}

/// What the two numbers mean together.
fn verdict(Sureness { sure, unsure }: Sureness) -> &'static str {
    let (Some(right), true) = (sure.percent(), sure.of >= ENOUGH) else {
        return "With ten answers that you were sure of, you will see here how well sureness fits.";
    };
    let unsure_right = unsure.percent().filter(|_| unsure.of >= ENOUGH);
    match right {
        0..75 => {
            "You are over-sure: when you feel sure, look once more. Being sure should mean being \
             right nine times in ten."
        }
        75..90 => {
            "You are a little over-sure: being sure should mean being right nine times in ten."
        }
        _ if unsure_right.is_some_and(|right| right >= 85) => {
            "Your sureness can be relied on, and you know more than you think: also where you were \
             not sure you were mostly right."
        }
        _ => "Your sureness can be relied on.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_needs_enough_answers_and_follows_the_numbers() {
        let of = |right, sure_of, unsure_right| Sureness {
            sure: Share { right, of: sure_of },
            unsure: Share { right: unsure_right, of: 20 },
        };
        assert!(verdict(of(1, 9, 0)).starts_with("With ten answers"));
        assert!(verdict(of(7, 10, 0)).starts_with("You are over-sure"));
        assert!(verdict(of(8, 10, 0)).starts_with("You are a little over-sure"));
        assert_eq!(verdict(of(9, 10, 10)), "Your sureness can be relied on.");
        assert!(verdict(of(10, 10, 19)).contains("more than you think"));
    }
}
