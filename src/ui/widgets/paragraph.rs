//! A paragraph of traceable sentences: terms with a dotted underline, the numbers of sources
//! behind, both reachable by mouse and keyboard.

use crate::curriculum::{FactId, ReadSentence, Run, TermId};
use crate::study::occurrences;
use crate::ui::theme::type_scale::SOURCE_MARK;
use crate::ui::theme::{FOCUS, Palette, Type, corner};
use egui::text::{CCursor, CharIndex, LayoutJob, TextFormat};
use egui::{
    Color32, CornerRadius, CursorIcon, Galley, Id, Label, Pos2, Rect, Response, Role, Sense, Shape,
    Stroke, Ui, WidgetInfo, pos2, vec2,
};
use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

/// How strongly the ground of selected words is tinted.
const SELECTED: f32 = 0.3;
/// How far the ground of highlighted words stays from the edges of its row, in parts of its height.
const HIGHLIGHT_INSET: f32 = 0.09;

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
    /// The words selected, in characters of the words alone.
    pub(crate) selected: Option<Range<usize>>,
    /// The words highlighted, in the same way.
    pub(crate) highlighted: &'a [Range<usize>],
    /// What a screen reader calls it.
    pub(crate) spoken_as: Role,
    /// Whether Tab stops here.
    pub(crate) is_stop: bool,
    /// The widest line, in sizes of its letters.
    pub(crate) line: f32,
    /// Words that are looked for.
    pub(crate) find: Option<&'a FindMarks>,
    /// What is shown while the pointer rests on something that can be opened.
    pub(crate) explain: &'a dyn Fn(&mut Ui, &Touched),
}

/// Words that are looked for in a text of several paragraphs, and what was found while they were
/// drawn one after the other.
#[derive(Debug)]
pub(crate) struct FindMarks {
    query: String,
    /// The place that stands out, from 0.
    at: Option<usize>,
    /// Places so far.
    pub(crate) found: Cell<usize>,
    /// Where the place that stands out is drawn.
    pub(crate) current: Cell<Option<Rect>>,
    /// The first place that is in view or below.
    pub(crate) next_in_view: Cell<Option<usize>>,
}

/// Words in which places are looked for.
struct Searched<'a> {
    text: &'a str,
    /// The character of the galley at which they begin.
    start: usize,
}

impl FindMarks {
    pub(crate) fn new(query: &str, at: Option<usize>) -> Self {
        Self {
            query: query.to_owned(),
            at,
            found: Cell::new(0),
            current: Cell::new(None),
            next_in_view: Cell::new(None),
        }
    }

    /// Marks the places in the words of a galley that is drawn at that point.
    fn mark(&self, ui: &Ui, palette: &Palette, galley: &Galley, at: Pos2, words: Searched<'_>) {
        let Searched { text, start } = words;
        for place in occurrences(text, &self.query) {
            let number = self.found.replace(self.found.get() + 1);
            let place = start + place.start..start + place.end;
            for rect in rects_of(galley, at, &place) {
                let rect = rect.shrink2(vec2(0.0, rect.height() * 0.08));
                ui.painter().rect_filled(rect, CornerRadius::same(2), palette.caution.soft);
                self.frame(ui, palette, rect, number);
            }
        }
    }

    /// Marks a drawing as a whole where the words that tell the same hold what is looked for.
    pub(crate) fn mark_drawing(&self, ui: &Ui, palette: &Palette, rect: Rect, words: &str) {
        if !occurrences(words, &self.query).is_empty() {
            let number = self.found.replace(self.found.get() + 1);
            self.frame(ui, palette, rect.expand(4.0), number);
        }
    }

    /// Frames a place, the one that stands out more strongly.
    fn frame(&self, ui: &Ui, palette: &Palette, rect: Rect, number: usize) {
        let is_current = self.at == Some(number);
        let width = if is_current { FOCUS } else { 1.0 };
        let edge = Stroke::new(width, palette.caution.text);
        ui.painter().rect_stroke(rect, CornerRadius::same(2), edge, egui::StrokeKind::Outside);
        if is_current {
            self.current.set(Some(rect));
        }
        if self.next_in_view.get().is_none() && rect.bottom() >= ui.clip_rect().top() {
            self.next_in_view.set(Some(number));
        }
    }
}

/// A line of text in which words can be found.
pub(crate) fn found_text(
    ui: &mut Ui,
    palette: &Palette,
    role: Type,
    color: Color32,
    words: &str,
    find: Option<&FindMarks>,
) -> Response {
    let mut job = LayoutJob::single_section(words.to_owned(), role.format(color));
    job.wrap.max_width = ui.available_width();
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    if let Some(find) = find {
        let words = Searched { text: words, start: 0 };
        find.mark(ui, palette, &galley, ui.next_widget_position(), words);
    }
    ui.add(Label::new(galley))
}

/// A paragraph as it was drawn, to find the place under the pointer.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// What was done to it.
    pub(crate) response: Response,
    /// What was done to each highlight.
    pub(crate) highlights: Vec<Option<Response>>,
    at: Pos2,
    galley: Arc<Galley>,
    /// Where source marks stand in the galley: they are shown, but are no part of the words.
    marks: Vec<Range<usize>>,
}

impl Shown {
    /// The place in the words that is nearest to a point.
    pub(crate) fn char_at(&self, pos: Pos2) -> usize {
        let shown = self.galley.cursor_from_pos(pos - self.at).index.0;
        to_words(&self.marks, shown)
    }

    /// The place a line further down (or up) than one in the words; nothing where that leaves the
    /// paragraph.
    pub(crate) fn line_from(&self, char: usize, down: bool) -> Option<usize> {
        let cursor =
            CCursor { index: CharIndex(to_shown(&self.marks, char)), ..CCursor::default() };
        let rect = self.galley.pos_from_cursor(cursor);
        let y = if down { rect.bottom() + 4.0 } else { rect.top() - 4.0 };
        if y < 0.0 || self.galley.size().y < y {
            return None;
        }
        let shown = self.galley.cursor_from_pos(vec2(rect.left(), y)).index.0;
        Some(to_words(&self.marks, shown))
    }

    /// Where a place in the words stands on the screen.
    pub(crate) fn caret(&self, char: usize) -> Rect {
        let cursor =
            CCursor { index: CharIndex(to_shown(&self.marks, char)), ..CCursor::default() };
        self.galley.pos_from_cursor(cursor).translate(self.at.to_vec2())
    }
}

/// A place in the words as a place in the galley.
fn to_shown(marks: &[Range<usize>], words: usize) -> usize {
    marks.iter().fold(words, |at, mark| if mark.start < at { at + mark.len() } else { at })
}

/// A place in the galley as a place in the words; within a mark that before it.
fn to_words(marks: &[Range<usize>], shown: usize) -> usize {
    let hidden = marks.iter().map(|mark| shown.clamp(mark.start, mark.end) - mark.start);
    shown - hidden.sum::<usize>()
}

/// A stretch that can be opened.
struct Spot {
    chars: Range<usize>,
    what: Touched,
    name: String,
    is_term: bool,
}

/// The text laid out: the job, what can be opened, and where sentences and source marks stand, all
/// in characters.
#[derive(Default)]
struct Text {
    job: LayoutJob,
    spots: Vec<Spot>,
    sentences: Vec<Range<usize>>,
    marks: Vec<Range<usize>>,
    chars: usize,
}

impl Text {
    fn append(&mut self, words: &str, format: TextFormat) -> Range<usize> {
        let start = self.chars;
        self.chars += words.chars().count();
        self.job.append(words, 0.0, format);
        start..self.chars
    }

    /// A mark behind a sentence, kept with it by a thin space.
    fn mark(&mut self, paragraph: &Paragraph<'_>, palette: &Palette, words: &str) -> Range<usize> {
        let space = self.append("\u{2009}", paragraph.role.format(paragraph.color));
        let mut format = SOURCE_MARK.format(palette.accent.text);
        format.line_height = paragraph.role.line;
        let range = self.append(words, format);
        self.marks.push(space.start..range.end);
        range
    }
}

impl Paragraph<'_> {
    /// Draws the paragraph at the width at hand.
    pub(crate) fn show(&self, ui: &mut Ui, palette: &Palette) -> (Shown, Option<Touched>) {
        let Text { mut job, spots, sentences, marks, .. } = self.layout(palette);
        job.wrap.max_width = ui.available_width().min(self.role.size * self.line);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        // A finger that drags scrolls.
        let drags = !ui.input(egui::InputState::has_touch_screen);
        let mut sense = if drags { Sense::CLICK | Sense::DRAG } else { Sense::CLICK };
        sense.set(Sense::FOCUSABLE, self.is_stop);
        let (rect, response) = ui.allocate_exact_size(galley.size(), sense);
        let at = rect.min;
        let response = response.on_hover_cursor(CursorIcon::Text);
        let spoken = self.spoken();
        response.widget_info(|| WidgetInfo::labeled(self.spoken_as, true, &spoken));
        if let Some(range) = self.outlined.and_then(|s| sentences.get(s)) {
            for rect in rects_of(&galley, at, range) {
                let ground = rect.expand2(vec2(3.0, 0.0));
                let corner = CornerRadius::same(corner::CHIP);
                let ring = Stroke::new(1.0, palette.accent.text);
                let outside = egui::StrokeKind::Outside;
                ui.painter().rect(ground, corner, palette.accent.soft, ring, outside);
            }
        }
        let on_screen = |chars: &Range<usize>| {
            rects_of(&galley, at, &(to_shown(&marks, chars.start)..to_shown(&marks, chars.end)))
        };
        let highlighted: Vec<Vec<Rect>> = self.highlighted.iter().map(&on_screen).collect();
        for rect in highlighted.iter().flatten() {
            let rect = rect.shrink2(vec2(0.0, rect.height() * HIGHLIGHT_INSET));
            ui.painter().rect_filled(rect, CornerRadius::same(2), palette.highlight.soft);
        }
        if let Some(range) = &self.selected {
            // Opaque, so that rows that touch do not show a seam.
            let ground = palette.paper.lerp_to_gamma(palette.accent.text, SELECTED);
            for rect in on_screen(range) {
                ui.painter().rect_filled(rect, 0.0, ground);
            }
        }
        if let Some(find) = self.find {
            for (sentence, range) in self.sentences.iter().zip(&sentences) {
                let text = sentence.text();
                let words = Searched { text: &text, start: range.start };
                find.mark(ui, palette, &galley, at, words);
            }
        }
        ui.painter().galley(at, Arc::clone(&galley), self.color);
        // Below the terms in it, which are pressed for themselves.
        let quotes = self.quotes(&spoken);
        let highlights = (0..).zip(highlighted.iter().zip(&quotes));
        let highlights = highlights
            .map(|(number, (rects, quote))| {
                let id = response.id.with(("highlight", number));
                highlight_ui(ui, palette, id, quote, rects)
            })
            .collect();
        if !quotes.is_empty() {
            let told = format!("Highlighted: {}", quotes.join("; "));
            ui.accesskit_node_builder(response.id, |node| node.set_description(told));
        }
        let mut touched = None;
        for (number, spot) in spots.iter().enumerate() {
            let rects = rects_of(&galley, at, &spot.chars);
            let link = spot_ui(ui, palette, &response, number, spot, &rects);
            if link.is_some_and(|l| l.on_hover_ui(|ui| (self.explain)(ui, &spot.what)).clicked()) {
                touched = Some(spot.what.clone());
            }
        }
        (Shown { response, highlights, at, galley, marks }, touched)
    }

    /// The words highlighted, each in quotation marks.
    fn quotes(&self, spoken: &str) -> Vec<String> {
        let quote = |chars: &Range<usize>| {
            let words: String = spoken.chars().skip(chars.start).take(chars.len()).collect();
            format!("“{words}”")
        };
        self.highlighted.iter().map(quote).collect()
    }

    fn spoken(&self) -> String {
        self.sentences.iter().map(ReadSentence::text).collect::<Vec<_>>().join(" ")
    }

    fn layout(&self, palette: &Palette) -> Text {
        let mut out = Text::default();
        let format = self.role.format(self.color);
        for (number, sentence) in self.sentences.iter().enumerate() {
            if number > 0 {
                out.append(" ", format.clone());
            }
            let start = out.chars;
            for run in &sentence.runs {
                let chars = out.append(run.text(), format.clone());
                if let Run::Term(text, term) = run {
                    let what = Touched::Term(term.clone());
                    out.spots.push(Spot { chars, what, name: text.clone(), is_term: true });
                }
            }
            out.sentences.push(start..out.chars);
            let next = self.sentences.get(number + 1);
            let next_same = next.is_some_and(|n| n.facts == sentence.facts);
            let scope = sentence.runs.iter().find_map(|run| match run {
                Run::Scope(_, skill) => Some(skill),
                _ => None,
            });
            let (words, what, name) = if !sentence.numbers.is_empty() && !next_same {
                let mark = sentence.mark();
                let name = format!("Source {mark}");
                (mark, Touched::Sources(sentence.facts.clone()), name)
            } else if let (true, Some(skill)) = (sentence.numbers.is_empty(), scope) {
                let name = format!("Scope table, {skill}");
                ("table".to_owned(), Touched::Skill(skill.clone()), name)
            } else {
                continue;
            };
            let chars = out.mark(self, palette, &words);
            out.spots.push(Spot { chars, what, name, is_term: false });
        }
        out
    }
}

/// What can be pressed over a stretch of the text, with one stop for the keys.
fn over(ui: &Ui, id: Id, rects: &[Rect]) -> Option<Response> {
    let mut response = ui.interact(rects.first()?.expand2(vec2(1.0, 0.0)), id, Sense::click());
    for (part, rect) in rects.iter().enumerate().skip(1) {
        response |= ui.interact(*rect, id.with(part), Sense::CLICK);
    }
    Some(response)
}

/// Rings the further lines of what has the focus, and brings it into view as the focus comes.
fn show_focus(ui: &Ui, palette: &Palette, response: &Response, rects: &[Rect]) {
    for rect in rects.iter().skip(1).filter(|_| response.has_focus()) {
        ui.painter().rect_stroke(
            rect.shrink2(vec2(-2.0, 2.0)),
            CornerRadius::same(corner::CHIP),
            Stroke::new(FOCUS, palette.accent.text),
            egui::StrokeKind::Outside,
        );
    }
    if let Some(first) = rects.first().filter(|_| response.gained_focus()) {
        ui.scroll_to_rect(first.expand(24.0), None);
    }
}

/// Draws the line below highlighted words, which can be pressed for what they offer.
fn highlight_ui(
    ui: &Ui,
    palette: &Palette,
    id: Id,
    quote: &str,
    rects: &[Rect],
) -> Option<Response> {
    let response = over(ui, id, rects)?;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Highlight {quote}")));
    for rect in rects {
        let y = rect.bottom() - rect.height() * HIGHLIGHT_INSET;
        ui.painter().hline(rect.x_range(), y, Stroke::new(1.5, palette.highlight.text));
    }
    show_focus(ui, palette, &response, rects);
    Some(response.on_hover_cursor(CursorIcon::Text))
}

/// Draws what can be opened over the text.
fn spot_ui(
    ui: &Ui,
    palette: &Palette,
    paragraph: &Response,
    number: usize,
    spot: &Spot,
    rects: &[Rect],
) -> Option<Response> {
    let response = over(ui, paragraph.id.with(("spot", number)), rects)?;
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
    }
    show_focus(ui, palette, &response, rects);
    Some(response.on_hover_cursor(CursorIcon::PointingHand))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_words_and_on_the_screen_are_told_apart_by_the_marks_between() {
        // "One. 12 Two. 3": two sentences, each with a mark of its own.
        let marks = [4..7, 12..14];
        assert_eq!(to_shown(&marks, 4), 4);
        assert_eq!(to_shown(&marks, 5), 8);
        assert_eq!(to_words(&marks, 6), 4);
        assert_eq!(to_words(&marks, 8), 5);
        assert_eq!(to_words(&marks, 14), 9);
        for words in 0..=9 {
            assert_eq!(to_words(&marks, to_shown(&marks, words)), words);
        }
    }
    #[test]
    fn no_line_of_a_section_is_longer_than_eighty_characters() {
        use crate::ui::theme::type_scale::{LEAD, NOTE, READING};
        use crate::ui::theme::{LIGHT, LINE, install};
        let (c, _) = crate::curriculum::load_bundled();
        let ctx = egui::Context::default();
        install(&ctx);
        let mut longest = (0, String::new());
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for section in c.sections() {
                let reading = c.reading(&section.id).unwrap();
                let answer = std::slice::from_ref(&reading.answer);
                let paragraphs = section.blocks.iter().zip(&reading.blocks).map(|(block, say)| {
                    let is_note = matches!(block, crate::curriculum::Block::Callout { .. });
                    if is_note { (NOTE, &say[..]) } else { (READING, &say[..]) }
                });
                for (role, sentences) in paragraphs.chain([(LEAD, answer)]) {
                    let paragraph = Paragraph {
                        sentences,
                        role,
                        color: LIGHT.ink,
                        outlined: None,
                        selected: None,
                        highlighted: &[],
                        spoken_as: Role::Label,
                        is_stop: false,
                        line: LINE,
                        find: None,
                        explain: &|_, _| {},
                    };
                    let mut job = paragraph.layout(&LIGHT).job;
                    job.wrap.max_width = role.size * LINE;
                    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
                    for row in &galley.rows {
                        let chars = row.text().trim_end().chars().count();
                        longest = longest.clone().max((chars, row.text()));
                    }
                }
            }
        });
        output.drop_without_applying_deltas();
        assert!((60..=80).contains(&longest.0), "{longest:?}");
    }
}
