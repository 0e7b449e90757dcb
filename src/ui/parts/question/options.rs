//! The options of a card: to be picked from, and once the answer is shown each in its place with
//! whether it is right and why.

use super::is_low;
use crate::curriculum::{Ask, Task};
use crate::state::{Action, Current};
use crate::study::Card;
use crate::ui::ViewCtx;
use crate::ui::theme::type_scale::{LABEL_STRONG, NOTE, READING};
use crate::ui::theme::{Palette, corner};
use crate::ui::widgets::galley;
use egui::{
    Align2, Color32, CornerRadius, FontId, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

/// The words of an option begin this far to the right of its box, in points.
const INDENT: f32 = 48.0;
/// Space to the right of the words, in points.
const RIGHT: f32 = 16.0;

/// What can be picked, in the order shown.
pub(super) fn options_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, current: &Current, card: &Card) {
    let options = card.ask.options();
    let role = match card.ask.task() {
        Task::PickOne => Role::RadioButton,
        _ => Role::CheckBox,
    };
    for (shown, option) in current.order.iter().enumerate() {
        let Some(words) = options.get(usize::from(*option)) else { continue };
        let words = card.plain(ctx.state.curriculum(), words);
        let picked = current.chosen.contains(option);
        if option_ui(ui, ctx, shown, role, &words, picked) {
            ctx.push(Action::Pick { card: card.id.clone(), option: *option });
        }
    }
}

/// An option to be picked: its number, its words.
fn option_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    shown: usize,
    role: Role,
    words: &str,
    picked: bool,
) -> bool {
    let p = ctx.palette;
    let width = ui.available_width();
    let galley = galley(ui, words, READING, p.ink, width - INDENT - RIGHT);
    let (around, least) = if is_low(ui) { (8.0, 34.0) } else { (18.0, 44.0) };
    let height = (galley.size().y + around).max(least);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(role, true, picked, words));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let fill = if picked || response.hovered() { p.accent.soft } else { p.surface };
    let line = if picked { p.chosen_edge() } else { Stroke::new(p.edge_width, p.edge) };
    let rounding = CornerRadius::same(corner::CALLOUT);
    ui.painter().rect(rect, rounding, fill, line, StrokeKind::Inside);
    let number = match ctx.digit(shown + 1) {
        _ if picked => "●".to_owned(),
        off if off.is_empty() => "○".to_owned(),
        digit => digit,
    };
    let color = if picked { p.accent.text } else { p.ink3 };
    sign_ui(ui, pos2(rect.left() + INDENT / 2.0, rect.center().y), &number, color);
    let at = pos2(rect.left() + INDENT, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, p.ink);
    response.clicked()
}

/// Draws a number or mark with its middle at a point.
fn sign_ui(ui: &Ui, at: Pos2, sign: &str, color: Color32) {
    let size = if matches!(sign, "✓" | "✗") { 20.0 } else { 14.5 };
    ui.painter().text(at, Align2::CENTER_CENTER, sign, FontId::proportional(size), color);
}

/// What became of an option.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Right, and picked.
    Right,
    /// Right, and nothing was picked at all.
    Answer,
    /// Right, and left out.
    LeftOut,
    /// Wrong, and picked.
    Wrong,
    /// Wrong, and not picked.
    Rest,
}

impl Verdict {
    fn of(is_right: bool, current: &Current, option: u8) -> Self {
        let is_picked = current.chosen.contains(&option);
        match (is_right, is_picked) {
            (true, true) => Self::Right,
            (true, false) if current.chosen.is_empty() => Self::Answer,
            (true, false) => Self::LeftOut,
            (false, true) => Self::Wrong,
            (false, false) => Self::Rest,
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Right | Self::Answer | Self::LeftOut => "✓",
            Self::Wrong => "✗",
            Self::Rest => "",
        }
    }

    /// The words beside the mark. `of_several`: more than one option may be right.
    fn words(self, of_several: bool) -> &'static str {
        match self {
            Self::Right => "Right, your choice",
            Self::LeftOut if of_several => "Right, you left it out",
            Self::Answer | Self::LeftOut => "Right answer",
            Self::Wrong => "Wrong, your choice",
            Self::Rest => "",
        }
    }

    fn look(self, p: &Palette) -> Look {
        let (fill, edge, mark, ink) = match self {
            Self::Right | Self::Answer | Self::LeftOut => {
                (p.good.soft, p.good.text, p.good.text, p.ink)
            }
            Self::Wrong => (p.wrong.soft, p.wrong.text, p.wrong.text, p.ink),
            Self::Rest => (p.surface, p.line, p.ink3, p.ink2),
        };
        Look { fill, edge: Stroke::new(p.edge_width, edge), mark, ink }
    }
}

/// The colors of an option.
struct Look {
    fill: Color32,
    edge: Stroke,
    mark: Color32,
    ink: Color32,
}

/// The options in the order in which they were offered, each with whether it is right and why.
/// Returns where those stand that are right or were picked.
pub(super) fn answered_ui(
    ui: &mut Ui,
    ctx: &ViewCtx<'_>,
    current: &Current,
    card: &Card,
) -> Option<Rect> {
    let c = ctx.state.curriculum();
    let mut told: Option<Rect> = None;
    let (rights, wrong) = match &card.ask {
        Ask::ChooseOne { wrong, .. } => (1, wrong),
        Ask::ChooseAll { right, wrong, .. } => (right.len(), wrong),
        _ => return None,
    };
    let of_several = rights > 1;
    let options = card.ask.options();
    for option in &current.order {
        let at = usize::from(*option);
        let Some(words) = options.get(at) else { continue };
        let reason = match at.checked_sub(rights) {
            Some(at) => wrong.get(at).map_or("", |(_, reason)| reason),
            None if of_several => "",
            None => &card.why,
        };
        let verdict = Verdict::of(at < rights, current, *option);
        let lines = [&card.plain(c, words), verdict.words(of_several), &card.plain(c, reason)];
        let rect = answered_option_ui(ui, ctx, verdict, lines);
        if verdict != Verdict::Rest {
            told = Some(told.map_or(rect, |told| told.union(rect)));
        }
    }
    told
}

/// An option with what became of it: its words, the verdict and the reason below each other.
fn answered_option_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, verdict: Verdict, lines: [&str; 3]) -> Rect {
    let p = ctx.palette;
    let look = verdict.look(p);
    let width = ui.available_width();
    let styles = [(READING, look.ink), (LABEL_STRONG, look.mark), (NOTE, p.ink2)];
    let lines: Vec<_> = lines
        .into_iter()
        .zip(styles)
        .filter(|(words, _)| !words.is_empty())
        .map(|(words, (role, color))| {
            (words, galley(ui, words, role, color, width - INDENT - RIGHT))
        })
        .collect();
    let (above, least) = if is_low(ui) { (4.0, 34.0) } else { (9.0, 44.0) };
    let text: f32 = lines.iter().map(|(_, galley)| galley.size().y).sum();
    let height = (text + 2.0 * above).max(least);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| {
        let said: Vec<&str> = lines.iter().map(|(words, _)| *words).collect();
        WidgetInfo::labeled(Role::Label, true, said.join(". "))
    });
    let rounding = CornerRadius::same(corner::CALLOUT);
    ui.painter().rect(rect, rounding, look.fill, look.edge, StrokeKind::Inside);
    let mut at = pos2(rect.left() + INDENT, rect.center().y - text / 2.0);
    if let Some((_, first)) = lines.first() {
        let middle = at.y + first.size().y / 2.0;
        sign_ui(ui, pos2(rect.left() + INDENT / 2.0, middle), verdict.sign(), look.mark);
    }
    for (_, galley) in lines {
        let height = galley.size().y;
        ui.painter().galley(at, galley, look.ink);
        at.y += height;
    }
    rect
}
