//! Bars that stand still: no dragging, no zooming, and the words of the bar under the pointer.

use super::super::theme::Palette;
use super::super::theme::type_scale::{INTERFACE, LABEL, LABEL_STRONG};
use super::super::widgets::text;
use egui::{Align2, Color32, FontId, Role, Sense, Stroke, Ui, WidgetInfo};
use egui_plot::{
    AxisHints, Bar, BarChart, GridMark, HLine, LineStyle, Plot, PlotPoint, Text, VLine,
};

/// What is drawn.
#[derive(Debug, Default)]
pub(super) struct Bars {
    /// What the chart says, for who does not see it.
    pub(super) says: String,
    /// From the left.
    pub(super) columns: Vec<OneBar>,
    /// Words under bars, by their places.
    pub(super) marks: Vec<(usize, String)>,
    /// What the numbers at the left are of: " %", " min".
    pub(super) unit: &'static str,
    /// A line across the bars, and its words.
    pub(super) line: Option<(f64, String)>,
    /// A line at a bar, and its words.
    pub(super) at: Option<(usize, String)>,
    /// The top, where it is not that of the bars.
    pub(super) top: Option<f64>,
}

/// A bar.
#[derive(Debug)]
pub(super) struct OneBar {
    /// Its height.
    pub(super) value: f64,
    /// The part of it, from the bottom, that is only outlined.
    pub(super) outlined: f64,
    /// What it says under the pointer.
    pub(super) words: String,
}

/// Draws it.
pub(super) fn bars_ui(ui: &mut Ui, p: &Palette, chart: &Bars) {
    let highest = chart.columns.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let top = chart.top.unwrap_or(highest).max(1.0);
    let step = step(top);
    let font = FontId::proportional(LABEL.size);
    let last = chart.columns.len().saturating_sub(1) as f64;
    // Words that stand too near to each other would be left out.
    let apart = chart.columns.len() as f64 / chart.marks.len().max(1) as f64;
    let marks: Vec<GridMark> = chart
        .marks
        .iter()
        .map(|(place, _)| GridMark { value: *place as f64, step_size: apart.max(1.0) })
        .collect();
    let label = |mark: GridMark| {
        let found = chart.marks.iter().find(|(place, _)| *place as f64 == mark.value);
        found.map(|(_, words)| words.clone()).unwrap_or_default()
    };
    let hints = |hints: AxisHints<'static>| {
        hints.label_spacing(1.0..=2.0).tick_label_color(p.ink3).tick_label_font(font.clone())
    };
    let unit = chart.unit;
    let x = hints(AxisHints::new_x()).formatter(move |mark, _| label(mark));
    let y = hints(AxisHints::new_y()).formatter(move |mark, _| format!("{}{unit}", mark.value));
    let plot = Plot::new("bars")
        .height(170.0)
        .sense(Sense::hover())
        .show_background(false)
        .show_crosshair(false)
        .show_x(false)
        .show_y(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_axis_zoom_drag(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .grid_color(p.line)
        .grid_fade(0.0)
        .show_grid([false, true])
        .x_grid_spacer(move |_| marks.clone())
        .y_grid_spacer(move |_| {
            let lines = (0..10).map(|line| f64::from(line) * step);
            lines
                .take_while(|value| *value <= top)
                .map(|value| GridMark { value, step_size: step })
                .collect()
        })
        .custom_x_axes(vec![x])
        .custom_y_axes(vec![y]);
    let drawn = plot.show(ui, |plot| {
        plot.set_plot_bounds_x(-0.7..=last + 0.7);
        plot.set_plot_bounds_y(0.0..=top * 1.12);
        let bar = |place: usize, from: f64, height: f64, (fill, edge): (Color32, Stroke)| {
            let bar = Bar::new(place as f64, height).width(0.78).fill(fill).stroke(edge);
            bar.base_offset(from)
        };
        let full = (p.accent.text, Stroke::NONE);
        let outlined = (p.accent.soft, Stroke::new(1.5, p.accent.text));
        let bars = chart.columns.iter().enumerate().flat_map(|(place, one)| {
            [
                bar(place, 0.0, one.outlined, outlined),
                bar(place, one.outlined, one.value - one.outlined, full),
            ]
        });
        let bars = bars.filter(|bar| bar.value > 0.0).collect();
        plot.bar_chart(BarChart::new("", bars).allow_hover(false));
        if let Some((value, words)) = &chart.line {
            let line = HLine::new("", *value).stroke(Stroke::new(1.5, p.ink2));
            plot.hline(line.style(LineStyle::dashed_dense()).allow_hover(false));
            let at = PlotPoint::new(last + 0.65, *value);
            let words = LABEL_STRONG.tight().rich(words, p.ink2).background_color(p.surface);
            plot.text(Text::new("", at, words).anchor(Align2::RIGHT_BOTTOM).allow_hover(false));
        }
        if let Some((place, words)) = &chart.at {
            let x = *place as f64;
            plot.vline(VLine::new("", x).stroke(Stroke::new(1.5, p.ink)).allow_hover(false));
            let side = if x > last / 2.0 { Align2::RIGHT_TOP } else { Align2::LEFT_TOP };
            let words = LABEL_STRONG.tight().rich(words, p.ink).background_color(p.surface);
            let text = Text::new("", PlotPoint::new(x, top * 1.12), words);
            plot.text(text.anchor(side).allow_hover(false));
        }
    });
    let response = drawn.response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &chart.says));
    let under_pointer = response.hover_pos().and_then(|at| {
        let x = drawn.transform.value_from_position(at).x.round();
        chart.columns.iter().enumerate().find(|(place, _)| *place as f64 == x)
    });
    if let Some((_, bar)) = under_pointer {
        response.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(260.0);
            text(ui, INTERFACE, p.ink, bar.words.as_str());
        });
    }
}

/// The distance of the lines behind the bars: a round number, with three lines or a few more.
fn step(top: f64) -> f64 {
    let mut step = 1.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(24) {
        if top / step <= 4.0 {
            break;
        }
        step *= factor;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_behind_the_bars_are_at_round_numbers() {
        let steps = [1.0, 4.0, 5.0, 9.0, 17.0, 30.0, 100.0, 480.0].map(step);
        assert_eq!(steps, [1.0, 1.0, 2.0, 5.0, 5.0, 10.0, 50.0, 200.0]);
    }
}
