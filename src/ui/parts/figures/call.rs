//! A 911 call on a line: eleven times from the call to back in service, who is there and what they
//! do, seen through a level.

use crate::curriculum::{
    CallPhase, CallStep, Grade, Lens, ProviderLevel, Sentence, Skill, StateCell,
};
use crate::state::{Action, Overlay};
use crate::ui::ViewCtx;
use crate::ui::parts::state_rules::state_rules_ui;
use crate::ui::shortcuts::Command;
use crate::ui::theme::type_scale::{
    INTERFACE, INTERFACE_STRONG, LABEL, LABEL_STRONG, NOTE, NOTE_STRONG, SUB_HEADING,
};
use crate::ui::theme::{Palette, Tint, Type, corner, space};
use crate::ui::widgets::{
    PillLook, chip, hairline, level_mark_ui, pill, row, small_link, text, text_button, word,
    wrapped_row,
};
use egui::{
    Align2, Color32, CornerRadius, EventFilter, FontId, Frame, Galley, Margin, Pos2, Rect, Role,
    Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

const RADIUS: f32 = 12.0;
/// Phase above, circle, count below.
const LINE_HEIGHT: f32 = 86.0;

/// Draws the line and the step shown.
pub(super) fn call_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let steps = ctx.state.curriculum().call();
    let at = ctx.state.call().step.min(steps.len().saturating_sub(1));
    let Some(step) = steps.get(at) else { return };
    lens_ui(ui, ctx);
    line_ui(ui, ctx, steps, at);
    step_ui(ui, ctx, steps, at, step);
}

/// The choice of the level through which the call is seen.
fn lens_ui(ui: &mut Ui, ctx: &ViewCtx<'_>) {
    let p = ctx.palette;
    wrapped_row(ui, 32.0, |ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        word(ui, LABEL_STRONG, p.ink3, "See it as");
        for level in ProviderLevel::ALL {
            let on = ctx.state.call().lens == level;
            let tint = p.level(level);
            let (fill, edge) = if on { (tint.soft, tint.text) } else { (p.paper, p.edge) };
            let width = if on { 2.0 } else { p.edge_width };
            let role = if on { INTERFACE_STRONG } else { INTERFACE };
            // A check, so that the choice does not rest on colour.
            let words =
                if on { format!("✓ {}", level.short()) } else { level.short().to_owned() };
            let button = egui::Button::new(role.rich(words, if on { tint.text } else { p.ink2 }))
                .fill(fill)
                .stroke(Stroke::new(width, edge))
                .min_size(vec2(0.0, 32.0));
            let response = ui.add(button);
            response.widget_info(|| {
                let name = format!("See the call as {}", level.with_article());
                WidgetInfo::selected(Role::RadioButton, true, on, name)
            });
            if response.clicked() {
                ctx.push(Action::SetLens(level));
            }
        }
    });
}

/// Where the steps stand on the line.
struct Row {
    left: f32,
    top: f32,
    /// The width of a step.
    each: f32,
}

impl Row {
    fn new(rect: Rect, steps: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "eleven")]
        let each = rect.width() / steps.max(1) as f32;
        Self { left: rect.left(), top: rect.top(), each }
    }

    /// The center of the circle of a step, counted from 0.
    fn center(&self, step: usize) -> Pos2 {
        #[expect(clippy::cast_precision_loss, reason = "eleven")]
        let x = self.left + self.each * (step as f32 + 0.5);
        pos2(x, self.top + 46.0)
    }
}

/// The line: phases above, a circle a step, how much the level may do below.
fn line_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, steps: &[CallStep], at: usize) {
    let p = ctx.palette;
    let (rect, line) = ui.allocate_exact_size(
        vec2(ui.available_width(), LINE_HEIGHT),
        Sense::focusable_noninteractive(),
    );
    keys(ui, ctx, &line, steps.len(), at);
    let lens = ctx.state.call().lens;
    line.widget_info(|| {
        let title = steps.get(at).map_or("", |step| step.title.as_str());
        let name = format!(
            "The call as a line. Step {} of {}: {title}. Seen as {}. Arrows move.",
            at + 1,
            steps.len(),
            lens.with_article()
        );
        WidgetInfo::labeled(Role::Slider, true, name)
    });
    let row = Row::new(rect, steps.len());
    let center = |step: usize| row.center(step);
    let y = center(0).y;
    phases_ui(ui, p, steps, at, &row);
    let last = steps.len().saturating_sub(1);
    let painter = ui.painter();
    painter.hline(center(0).x..=center(last).x, y, Stroke::new(2.0, p.edge));
    painter.hline(center(0).x..=center(at).x, y, Stroke::new(3.0, p.accent.text));
    for (number, step) in steps.iter().enumerate() {
        let seen = ctx.state.curriculum().lens(step, lens);
        let touch = Rect::from_center_size(
            center(number) + vec2(0.0, 8.0),
            vec2(row.each, LINE_HEIGHT - 24.0),
        );
        let response = ui.interact(touch, line.id.with(number), Sense::CLICK);
        let (allowed, all) = (seen.allowed(), seen.all());
        response.widget_info(|| {
            let count =
                if all > 0 { format!(", {allowed} of {all} skills") } else { String::new() };
            let name = format!("Step {}: {}{count}", number + 1, step.title);
            WidgetInfo::selected(Role::Button, true, number == at, name)
        });
        let state = match (number == at, response.hovered()) {
            (true, _) => CircleState::Shown,
            (false, true) => CircleState::Hovered,
            (false, false) => CircleState::Idle,
        };
        let skills = StepSkills { tint: p.level(lens), seen };
        circle_ui(ui, p, center(number), number, state, &skills);
        if response.on_hover_text(&step.title).clicked() {
            ctx.push(Action::ShowCallStep(number));
        }
    }
    let level = lens.with_article();
    let words = match lens {
        ProviderLevel::Emr => format!("Under a step: the skills that {level} may use there."),
        _ => format!(
            "Under a step: the skills that {level} may use there, + those that the level adds."
        ),
    };
    text(ui, LABEL, p.ink3, words);
}

/// Left and right go along the line, up and down through the levels, while it has the focus.
fn keys(ui: &Ui, ctx: &ViewCtx<'_>, line: &egui::Response, steps: usize, at: usize) {
    if !line.has_focus() {
        return;
    }
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(line.id, filter));
    let by = ctx.take(|command| match command {
        Command::CallStep(by) => Some(by),
        _ => None,
    });
    if let Some(by) = by {
        let to = at.saturating_add_signed(isize::from(by)).min(steps.saturating_sub(1));
        ctx.push(Action::ShowCallStep(to));
    }
    let up = ctx.take(|command| match command {
        Command::Lens(by) => Some(by),
        _ => None,
    });
    if let Some(up) = up {
        let level = ctx.state.call().lens.index().saturating_add_signed(isize::from(up));
        if let Some(level) = ProviderLevel::ALL.get(level) {
            ctx.push(Action::SetLens(*level));
        }
    }
}

/// The names of the phases over their steps; where they do not fit, brackets alone.
fn phases_ui(ui: &Ui, p: &Palette, steps: &[CallStep], at: usize, row: &Row) {
    let Row { top, each, .. } = *row;
    let center = |step: usize| row.center(step);
    let mut spans: Vec<(CallPhase, usize, usize)> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        match spans.last_mut() {
            Some((phase, _, last)) if *phase == step.phase => *last = number,
            _ => spans.push((step.phase, number, number)),
        }
    }
    let galleys: Vec<_> = spans
        .iter()
        .map(|(phase, first, last)| {
            let here = (*first..=*last).contains(&at);
            let (role, color) = if here { (LABEL_STRONG, p.ink) } else { (LABEL, p.ink3) };
            let words = phase.label().to_owned();
            let job = egui::text::LayoutJob::single_section(words, role.format(color));
            ui.painter().layout_job(job)
        })
        .collect();
    let reach = |(_, first, last): &(CallPhase, usize, usize), galley: &Galley| {
        let middle = f32::midpoint(center(*first).x, center(*last).x);
        (middle - galley.size().x / 2.0, middle + galley.size().x / 2.0)
    };
    let mut free_from = center(0).x - each / 2.0;
    let all_fit = spans.iter().zip(&galleys).all(|(span, galley)| {
        let (left, right) = reach(span, galley);
        let fits = free_from <= left;
        free_from = right + space::XS;
        fits
    });
    for (span, galley) in spans.iter().zip(galleys) {
        let (_, first, last) = span;
        let (left, right) = (center(*first).x - each * 0.4, center(*last).x + each * 0.4);
        let here = (*first..=*last).contains(&at);
        let line = if here { Stroke::new(2.0, p.accent.text) } else { Stroke::new(1.0, p.edge) };
        ui.painter().hline(left..=right, top + 22.0, line);
        if all_fit {
            let x = reach(span, &galley).0;
            ui.painter().galley(pos2(x, top), galley, p.ink3);
        }
    }
}

/// How a step of the call stands on its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CircleState {
    Idle,
    Hovered,
    /// Its description stands below the line.
    Shown,
}

/// What a level may do at a step, and the color of that level.
struct StepSkills<'a> {
    tint: Tint,
    seen: Lens<'a>,
}

fn circle_ui(
    ui: &Ui,
    p: &Palette,
    center: Pos2,
    number: usize,
    state: CircleState,
    skills: &StepSkills<'_>,
) {
    let StepSkills { tint: level, ref seen } = *skills;
    let painter = ui.painter();
    let here = state == CircleState::Shown;
    let lit = !seen.added.is_empty();
    let (fill, edge, ink) = if here {
        (p.accent.text, p.accent.text, p.on_accent)
    } else if lit {
        (level.soft, level.text, level.text)
    } else if state == CircleState::Hovered {
        (p.accent.soft, p.accent.text, p.ink)
    } else {
        (p.paper, p.edge, p.ink2)
    };
    let radius = if here { RADIUS + 3.0 } else { RADIUS };
    painter.circle(center, radius, fill, Stroke::new(if lit { 2.0 } else { p.edge_width }, edge));
    let say = |at: Pos2, words: String, role: Type, color: Color32| {
        painter.text(at, Align2::CENTER_CENTER, words, FontId::proportional(role.size), color);
    };
    say(center, (number + 1).to_string(), LABEL, ink);
    if seen.all() > 0 {
        let below = center + vec2(0.0, RADIUS + 15.0);
        let color = if lit { level.text } else { p.ink2 };
        let words = match seen.added.len() {
            0 => seen.allowed().to_string(),
            added => format!("{} +{added}", seen.allowed() - added),
        };
        say(below, words, LABEL, color);
    }
}

/// The step shown: what happens, who is there, and what the level may do.
fn step_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, steps: &[CallStep], at: usize, step: &CallStep) {
    let p = ctx.palette;
    let c = ctx.state.curriculum();
    Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(p.edge_width, p.line))
        .corner_radius(CornerRadius::same(corner::CARD))
        .inner_margin(Margin::symmetric(18, 14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            let place = format!("{} of {} · {}", at + 1, steps.len(), step.phase.label());
            text(ui, LABEL, p.ink3, place);
            text(ui, SUB_HEADING, p.ink, step.title.as_str());
            wrapped_row(ui, 28.0, |ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                for who in &step.who {
                    let look = PillLook {
                        role: LABEL,
                        color: p.ink2,
                        padding: vec2(10.0, 4.0),
                        fill: p.sunken,
                        edge: Stroke::new(p.edge_width, p.line),
                        corner: CornerRadius::same(13),
                    };
                    pill(ui, who, look);
                }
            });
            ui.add_space(space::XS);
            let say: Vec<String> = step.say.iter().map(|s| c.plain(s.text())).collect();
            text(ui, NOTE, p.ink, say.join(" "));
            row(ui, 28.0, |ui| {
                let mut facts: Vec<_> = vec![step.stamp.clone()];
                for fact in step.say.iter().flat_map(Sentence::facts) {
                    if !facts.contains(fact) {
                        facts.push(fact.clone());
                    }
                }
                if small_link(ui, p, "Sources of this step").clicked() {
                    ctx.push(Action::Show(Overlay::Sources(facts)));
                }
            });
            hairline(ui, p);
            skills_ui(ui, ctx, step);
            wrapped_row(ui, 36.0, |ui| {
                if at > 0 && text_button(ui, p, "Step back", "←").clicked() {
                    ctx.push(Action::ShowCallStep(at - 1));
                }
                if at + 1 < steps.len() && text_button(ui, p, "Step on", "→").clicked() {
                    ctx.push(Action::ShowCallStep(at + 1));
                }
            });
        });
}

fn skills_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, step: &CallStep) {
    let p = ctx.palette;
    let level = ctx.state.call().lens;
    let tint = p.level(level);
    let seen = ctx.state.curriculum().lens(step, level);
    ui.add_space(space::XS);
    wrapped_row(ui, 24.0, |ui| {
        level_mark_ui(ui, p, level, 15.0);
        if seen.all() == 0 {
            let words = "No skill of the scope table belongs to this step.";
            text(ui, NOTE, p.ink2, words);
            return;
        }
        let words =
            format!("{} here: {} of {} skills", level.with_article(), seen.allowed(), seen.all());
        let mut chars = words.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        word(ui, NOTE_STRONG, tint.text, first.into_iter().chain(chars).collect::<String>());
        chip(ui, p.caution, "Your state may differ");
    });
    // The lowest level adds nothing to one below.
    let may = if level == ProviderLevel::Emr { "may" } else { "may, as the level below" };
    let look = |sign, meaning, ground, ink| SkillLook { sign, meaning, ground, ink };
    let groups = [
        (look("+", "added at this level", tint.soft, p.ink), &seen.added),
        (look("✓", may, p.paper, p.ink), &seen.may),
        (look("≠", "sources differ", p.caution.soft, p.ink), &seen.differ),
        (look("✗", "may not", p.paper, p.ink2), &seen.may_not),
    ];
    let mut rests_on_little = false;
    for (look, skills) in groups {
        if skills.is_empty() {
            continue;
        }
        text(ui, LABEL, p.ink3, format!("{}  {}", look.sign, look.meaning));
        wrapped_row(ui, 28.0, |ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for skill in skills {
                rests_on_little |= skill.grade == Grade::C;
                skill_ui(ui, ctx, skill, &look);
            }
        });
    }
    if seen.all() > 0 {
        let mut words = "By the national model, from the same table as Compare.".to_owned();
        if rests_on_little {
            words.push_str(" * Rests on the few sources seen.");
        }
        text(ui, LABEL, p.ink3, words);
    }
    let told = |cell: &StateCell| cell.level == level && step.skills.contains(&cell.skill);
    state_rules_ui(ui, ctx, told);
}

/// How the skills of one group are drawn.
struct SkillLook {
    sign: &'static str,
    meaning: &'static str,
    ground: Color32,
    ink: Color32,
}

/// A skill, which opens its row of the comparison.
fn skill_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, skill: &Skill, look: &SkillLook) {
    let p = ctx.palette;
    let SkillLook { sign, meaning, ground, ink } = *look;
    let mark = if skill.grade == Grade::C { "*" } else { "" };
    let from = match skill.lowest() {
        Some(level) if sign == "✗" => format!("  from {}", level.short()),
        _ => String::new(),
    };
    let words = format!("{sign} {}{mark}", skill.name);
    let atoms = (INTERFACE.rich(words, ink), LABEL.rich(from.as_str(), p.ink3));
    let button = egui::Button::new(atoms)
        .fill(ground)
        .stroke(Stroke::new(p.edge_width, p.line))
        .min_size(vec2(0.0, 28.0));
    let response = ui.add(button);
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("{}: {meaning}{from}", skill.name))
    });
    if response.on_hover_text(skill.meaning.as_str()).clicked() {
        ctx.push(Action::OpenRow(skill.id.clone()));
    }
}
