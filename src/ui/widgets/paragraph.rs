//! A paragraph of traceable sentences: terms with a dotted underline, the numbers of sources
//! behind, both reachable by mouse and keyboard.

use crate::curriculum::{FactId, ReadSentence, Run, TermId};
use crate::ui::theme::type_scale::SOURCE_MARK;
use crate::ui::theme::{FOCUS, Palette, Type, corner};
use egui::text::LayoutJob;
use egui::text_selection::LabelSelectionState;
use egui::{
    Color32, CornerRadius, CursorIcon, Galley, Label, Pos2, Rect, Response, Role, Sense, Shape,
    Stroke, Ui, WidgetInfo, pos2, vec2,
};
use std::ops::Range;
use std::sync::Arc;

/// What somebody did to a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Touched {
    /// Opened a term.
    Term(TermId),
    /// Asked where a sentence comes from.
    Sources(Vec<FactId>),
    /// Opened the row of the scope table that a word comes from.
    Skill(crate::curriculum::SkillId),
}

/// What is drawn, and how.
pub(crate) struct Paragraph<'a> {
    /// The sentences.
    pub(crate) sentences: &'a [ReadSentence],
    /// The role of the text.
    pub(crate) role: Type,
    /// Its colour.
    pub(crate) color: Color32,
    /// A sentence that stands out, by its place.
    pub(crate) outlined: Option<usize>,
}

/// A stretch that can be opened.
struct Spot {
    chars: Range<usize>,
    what: Touched,
    name: String,
    is_term: bool,
}

impl Paragraph<'_> {
    /// Draws the paragraph at the width at hand.
    pub(crate) fn show(&self, ui: &mut Ui, palette: &Palette) -> (Response, Option<Touched>) {
        let (mut job, spots, sentences) = self.layout(palette);
        job.wrap.max_width = ui.available_width();
        let (at, galley, response) = Label::new(job).selectable(true).layout_in_ui(ui);
        if let Some(range) = self.outlined.and_then(|s| sentences.get(s)) {
            for rect in rects_of(&galley, at, range) {
                let ground = rect.expand2(vec2(3.0, 0.0));
                let ring = Stroke::new(1.0, palette.accent.text);
                let corner = CornerRadius::same(corner::CHIP);
                ui.painter().rect_stroke(ground, corner, ring, egui::StrokeKind::Outside);
                ui.painter().rect_filled(
                    ground,
                    CornerRadius::same(corner::CHIP),
                    palette.accent.soft,
                );
            }
        }
        let spoken = self.spoken();
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
        LabelSelectionState::label_text_selection(
            ui,
            &response,
            at,
            Arc::clone(&galley),
            self.color,
            Stroke::NONE,
        );
        let mut touched = None;
        for (number, spot) in spots.iter().enumerate() {
            if spot_ui(ui, palette, &response, number, spot, &rects_of(&galley, at, &spot.chars)) {
                touched = Some(spot.what.clone());
            }
        }
        (response, touched)
    }

    fn spoken(&self) -> String {
        self.sentences.iter().map(ReadSentence::text).collect::<Vec<_>>().join(" ")
    }

    /// The text, what can be opened in it, and where each sentence stands, all in characters.
    fn layout(&self, palette: &Palette) -> (LayoutJob, Vec<Spot>, Vec<Range<usize>>) {
        let mut job = LayoutJob::default();
        let mut spots = Vec::new();
        let mut sentences = Vec::new();
        let mut chars = 0;
        let mut append = |job: &mut LayoutJob, text: &str, format| {
            let start = chars;
            chars += text.chars().count();
            job.append(text, 0.0, format);
            start..chars
        };
        let format = self.role.format(self.color);
        for (number, sentence) in self.sentences.iter().enumerate() {
            if number > 0 {
                append(&mut job, " ", format.clone());
            }
            let mut whole: Option<Range<usize>> = None;
            for run in &sentence.runs {
                let range = append(&mut job, run.text(), format.clone());
                whole = Some(whole.map_or(range.clone(), |w| w.start..range.end));
                match run {
                    Run::Term(text, term) => spots.push(Spot {
                        chars: range,
                        what: Touched::Term(term.clone()),
                        name: text.clone(),
                        is_term: true,
                    }),
                    Run::Plain(_) | Run::Scope(..) => {}
                }
            }
            sentences.push(whole.unwrap_or_default());
            let next_same =
                self.sentences.get(number + 1).is_some_and(|n| n.facts == sentence.facts);
            if !sentence.numbers.is_empty() && !next_same {
                let mut mark = SOURCE_MARK.format(palette.accent.text);
                mark.line_height = self.role.line;
                // A thin space keeps the number with its sentence.
                append(&mut job, "\u{2009}", format.clone());
                let range = append(&mut job, &sentence.mark(), mark);
                spots.push(Spot {
                    chars: range,
                    what: Touched::Sources(sentence.facts.clone()),
                    name: format!("Source {}", sentence.mark()),
                    is_term: false,
                });
            } else if sentence.numbers.is_empty()
                && let Some(Run::Scope(_, skill)) =
                    sentence.runs.iter().find(|r| matches!(r, Run::Scope(..)))
            {
                let mut mark = SOURCE_MARK.format(palette.accent.text);
                mark.line_height = self.role.line;
                append(&mut job, "\u{2009}", format.clone());
                let range = append(&mut job, "table", mark);
                spots.push(Spot {
                    chars: range,
                    what: Touched::Skill(skill.clone()),
                    name: format!("Scope table, {skill}"),
                    is_term: false,
                });
            }
        }
        (job, spots, sentences)
    }
}

/// Draws what can be opened over the text; true where it was.
fn spot_ui(
    ui: &Ui,
    palette: &Palette,
    paragraph: &Response,
    number: usize,
    spot: &Spot,
    rects: &[Rect],
) -> bool {
    let Some(first) = rects.first() else { return false };
    let id = paragraph.id.with(("spot", number));
    let mut response = ui.interact(first.expand2(vec2(1.0, 0.0)), id, Sense::click());
    for (part, rect) in rects.iter().enumerate().skip(1) {
        response |= ui.interact(*rect, id.with(part), Sense::CLICK);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &spot.name));
    let color = if response.hovered() { palette.ink } else { palette.accent.text };
    for rect in rects {
        if spot.is_term {
            let y = rect.bottom() - rect.height() * 0.16;
            let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
            ui.painter().extend(Shape::dotted_line(&line, color, 3.0, 0.7));
        } else if response.hovered() {
            let y = rect.bottom() - rect.height() * 0.16;
            ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, color));
        }
        if response.has_focus() {
            ui.painter().rect_stroke(
                rect.shrink2(vec2(-2.0, 2.0)),
                CornerRadius::same(corner::CHIP),
                Stroke::new(FOCUS, palette.accent.text),
                egui::StrokeKind::Outside,
            );
        }
    }
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// The rectangles of a range of characters, one for each row it touches.
fn rects_of(galley: &Galley, at: Pos2, chars: &Range<usize>) -> Vec<Rect> {
    let mut out = Vec::new();
    let mut row_start = 0;
    for row in &galley.rows {
        let len = row.glyphs.len();
        let from = chars.start.max(row_start);
        let to = chars.end.min(row_start + len);
        if from < to
            && let (Some(first), Some(last)) =
                (row.glyphs.get(from - row_start), row.glyphs.get(to - 1 - row_start))
        {
            let offset = at.to_vec2() + row.pos.to_vec2();
            out.push(Rect::from_min_max(
                pos2(first.pos.x, 0.0) + offset,
                pos2(last.max_x(), row.size.y) + offset,
            ));
        }
        row_start += len + usize::from(row.ends_with_newline);
    }
    out
}
