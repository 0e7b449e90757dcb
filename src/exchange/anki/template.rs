//! The two sides of a card, made from the fields of its note by the templates of its kind. Only
//! fields, conditions and gaps are known; a template can do nothing else. What it may make is limited,
//! since a template can name a long field a thousand times.

use crate::exchange::html;
use crate::study::NoteKind;
use std::cell::Cell;
use std::collections::BTreeSet;

/// Conditions in conditions, and gaps in gaps, at most.
const DEEPEST: usize = 32;
/// A side with more text, before its HTML is reduced, makes no card.
const MAX_SIDE: usize = 4 * 1024 * 1024;

/// How much text may still be made, in bytes.
pub(super) struct Allowance(Cell<usize>);

impl Allowance {
    pub(super) fn new(bytes: usize) -> Self {
        Self(Cell::new(bytes))
    }

    /// Whether more was asked for than there was.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    pub(super) fn spend(&self, bytes: usize) -> Result<(), &'static str> {
        self.0.set(self.0.get().saturating_sub(bytes));
        if self.is_spent() { Err("all that its package may make is made") } else { Ok(()) }
    }
}

/// The templates of a kind, read once for all its cards.
pub(super) struct Form<'a> {
    kind: &'a NoteKind,
    templates: Vec<(&'a str, Parts<'a>, Parts<'a>)>,
}

/// A template; the error says what is wrong with it.
type Parts<'a> = Result<Vec<Part<'a>>, &'static str>;

/// A part of a template.
enum Part<'a> {
    Words(&'a str),
    Value { field: Option<usize>, name: &'a str, filters: &'a str },
    Condition { field: Option<usize>, name: &'a str, wanted: bool, inside: Vec<Part<'a>> },
}

impl<'a> Form<'a> {
    pub(super) fn of(kind: &'a NoteKind) -> Self {
        let template = |(name, front, back): &'a (String, String, String)| {
            (name.as_str(), parts(front, kind), parts(back, kind))
        };
        Self { kind, templates: kind.templates.iter().map(template).collect() }
    }

    /// The question and the answer as plain text. `number` is the card's number within its note.
    pub(super) fn sides(
        &self,
        fields: &[String],
        tags: &str,
        number: usize,
        allowance: &Allowance,
    ) -> Result<(String, String), &'static str> {
        let at = if self.kind.cloze { 0 } else { number };
        let (name, front, back) =
            self.templates.get(at).ok_or("its kind of note has no such template")?;
        let card = Card { kind: self.kind, fields, tags, number, name, allowance };
        // The answer repeats the question above a line; only what comes new is the answer.
        Ok((card.side(front, Side::Front)?, card.side(back, Side::Back)?))
    }
}

/// Reads a template. Scripts, styles and comments of it are left out: they show nothing.
fn parts<'a>(template: &'a str, kind: &NoteKind) -> Parts<'a> {
    let field = |name: &str| kind.fields.iter().position(|field| field == name);
    // What is around the condition that is open, from the outside in.
    let mut open: Vec<(Vec<Part<'a>>, &'a str, bool)> = Vec::new();
    let mut out = Vec::new();
    let mut rest = template;
    while let Some((words, found, tail)) = next_mark(rest) {
        out.push(Part::Words(words));
        rest = tail;
        let mark = found.trim();
        if let Some(name) = mark.strip_prefix(['#', '^']) {
            if open.len() == DEEPEST {
                return Err("its template has more than 32 conditions in each other");
            }
            open.push((std::mem::take(&mut out), name.trim(), mark.starts_with('#')));
        } else if let Some(name) = mark.strip_prefix('/') {
            let name = name.trim();
            while open.iter().any(|(_, opened, _)| *opened == name) {
                let is_it = open.last().is_some_and(|(_, opened, _)| *opened == name);
                close(&mut open, &mut out, &field);
                if is_it {
                    break;
                }
            }
        } else if !mark.starts_with('!') {
            let (filters, name) = mark.rsplit_once(':').unwrap_or(("", mark));
            let name = name.trim();
            out.push(Part::Value { field: field(name), name, filters });
        }
    }
    out.push(Part::Words(rest));
    while !open.is_empty() {
        close(&mut open, &mut out, &field);
    }
    Ok(out)
}

/// Ends the innermost condition.
fn close<'a>(
    open: &mut Vec<(Vec<Part<'a>>, &'a str, bool)>,
    out: &mut Vec<Part<'a>>,
    field: &impl Fn(&str) -> Option<usize>,
) {
    let Some((around, name, wanted)) = open.pop() else { return };
    let inside = std::mem::replace(out, around);
    out.push(Part::Condition { field: field(name), name, wanted, inside });
}

/// The words before the next mark, what stands in the mark, and what follows. An element that shows
/// nothing is an empty comment of a mark.
fn next_mark(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(['{', '<']).map(|at| from + at) {
        let (words, marked) = text.split_at(at);
        if let Some(inside) = marked.strip_prefix("{{") {
            // Nothing closes any more: the rest is words.
            let (mark, tail) = inside.split_once("}}")?;
            return Some((words, mark, tail));
        }
        if let Some(tail) = behind_silent(marked) {
            return Some((words, "!", tail));
        }
        from = at + 1;
    }
    None
}

/// What stands behind a script, style or comment that begins here.
fn behind_silent(text: &str) -> Option<&str> {
    let ends = [("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->")];
    let begins = |start: &str| {
        text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    let (_, end) = ends.into_iter().find(|(start, _)| begins(start))?;
    let is_end = |at: usize| {
        text.get(at..at + end.len()).is_some_and(|found| found.eq_ignore_ascii_case(end))
    };
    let first = end.chars().next()?;
    let at = text.match_indices(first).map(|(at, _)| at).find(|at| is_end(*at));
    Some(at.and_then(|at| text.get(at + end.len()..)).unwrap_or_default())
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Front,
    Back,
}

struct Card<'a> {
    kind: &'a NoteKind,
    fields: &'a [String],
    tags: &'a str,
    number: usize,
    name: &'a str,
    allowance: &'a Allowance,
}

impl Card<'_> {
    fn side(&self, parts: &Parts<'_>, side: Side) -> Result<String, &'static str> {
        let parts = parts.as_ref().map_err(|what| *what)?;
        let mut out = String::new();
        self.render(parts, side, &mut out)?;
        Ok(html::to_text(&out))
    }

    fn render(&self, parts: &[Part<'_>], side: Side, out: &mut String) -> Result<(), &'static str> {
        for part in parts {
            match part {
                Part::Words(words) => self.push(out, words)?,
                Part::Value { field, name, filters } => {
                    let value = self.value(*field, name, filters, side)?;
                    self.push(out, &value)?;
                }
                Part::Condition { field, name, wanted, inside } => {
                    if self.is_filled(*field, name)? == *wanted {
                        self.render(inside, side, out)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn push(&self, out: &mut String, text: &str) -> Result<(), &'static str> {
        // Something is spent even where nothing is made: marks alone take time, too.
        self.allowance.spend(text.len() + 1)?;
        if out.len() + text.len() > MAX_SIDE {
            return Err("its template makes more than 4 MiB of a side; shorten it or the note");
        }
        out.push_str(text);
        Ok(())
    }

    fn value(
        &self,
        field: Option<usize>,
        name: &str,
        filters: &str,
        side: Side,
    ) -> Result<String, &'static str> {
        let text = match name {
            "Tags" => return Ok(html::from_text(self.tags)),
            "Type" => return Ok(html::from_text(&self.kind.name)),
            "Card" => return Ok(html::from_text(self.name)),
            // The answer need not repeat the question.
            "FrontSide" | "Deck" | "Subdeck" | "CardFlag" | "CardID" => return Ok(String::new()),
            _ => self.field(field),
        };
        self.allowance.spend(text.len())?;
        // A field for typing shows nothing before the answer.
        if filters.split(':').next() == Some("type") && side == Side::Front {
            return Ok(String::new());
        }
        let text = if filters.contains("cloze") {
            gaps(text, self.number + 1, side == Side::Front)?
        } else {
            text.to_owned()
        };
        // The filter that stands next to the name comes first.
        let readings = filters.rsplit(':').find_map(|filter| match filter.trim() {
            "furigana" => Some(Readings::Both),
            "kanji" => Some(Readings::Words),
            "kana" => Some(Readings::Sounds),
            _ => None,
        });
        Ok(match readings {
            Some(shown) => with_readings(&text, shown),
            None => text,
        })
    }

    fn field(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.fields.get(at)).map_or("", String::as_str)
    }

    fn is_filled(&self, field: Option<usize>, name: &str) -> Result<bool, &'static str> {
        if let Some(number) = name.strip_prefix('c').and_then(|n| n.parse::<usize>().ok()) {
            return Ok(self.kind.cloze && number == self.number + 1);
        }
        if name == "Tags" {
            return Ok(!self.tags.is_empty());
        }
        let text = self.field(field);
        self.allowance.spend(text.len() + 1)?;
        Ok(!html::to_text(text).trim().is_empty())
    }
}

/// What is shown of words with their readings.
#[derive(Clone, Copy)]
enum Readings {
    /// The words, each with its reading above.
    Both,
    Words,
    Sounds,
}

/// A text in which readings stand in brackets behind words, such as `救急[きゅうきゅう]`. A word begins
/// behind a blank, which goes.
fn with_readings(text: &str, shown: Readings) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (reading, after))) =
        rest.split_once('[').and_then(|(before, behind)| Some((before, behind.split_once(']')?)))
    {
        let start = before.rfind([' ', '>', '\n']).map_or(0, |at| at + 1);
        let (lead, word) = before.split_at(start);
        if word.is_empty() || reading.starts_with("sound:") {
            out.push_str(before);
            out.extend(["[", reading, "]"]);
        } else {
            out.push_str(lead.strip_suffix(' ').unwrap_or(lead));
            match shown {
                Readings::Both => {
                    out.extend(["<ruby>", word, "<rt>", reading, "</rt></ruby>"]);
                }
                Readings::Words => out.push_str(word),
                Readings::Sounds => out.push_str(reading),
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A gap, or other double braces, that is open.
struct Open {
    /// Where it began in the text so far.
    start: usize,
    /// Where its word began.
    word: usize,
    /// Where its hint begins, so far.
    hint: Option<usize>,
    /// Whether it is the asked one; `None` where it is no gap.
    asked: Option<bool>,
}

/// A text with gaps `{{c1::word::hint}}`: the asked gap closed or open, all others open. What never
/// ends stays as it is.
fn gaps(text: &str, asked: usize, closed: bool) -> Result<String, &'static str> {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut deep = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', ':']) {
        let (words, marked) = rest.split_at(at);
        out.push_str(words);
        let start = out.len();
        let taken = if let Some((numbers, len)) = gap_start(marked) {
            let is_asked = numbers.split(',').any(|n| n.trim().parse() == Ok(asked));
            open.push(Open { start, word: start + len, hint: None, asked: Some(is_asked) });
            deep += 1;
            if deep > DEEPEST {
                return Err("more than 32 gaps stand in each other");
            }
            len
        } else if marked.starts_with("{{") {
            open.push(Open { start, word: start + 2, hint: None, asked: None });
            2
        } else if marked.starts_with("}}") && !open.is_empty() {
            if let Some(gap) = open.pop() {
                deep -= usize::from(gap.asked.is_some());
                fill(&mut out, &gap, closed);
            }
            if let Some(around) = open.last_mut() {
                // A hint stands behind all inner gaps.
                around.hint = None;
            }
            rest = marked.get(2..).unwrap_or_default();
            continue;
        } else if marked.starts_with("::") {
            if let Some(gap) = open.last_mut() {
                gap.hint = gap.hint.or(Some(start));
            }
            2
        } else {
            1
        };
        let (mark, tail) = marked.split_at_checked(taken).unwrap_or((marked, ""));
        out.push_str(mark);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// Ends a gap: in its place come the word, or the hint.
fn fill(out: &mut String, gap: &Open, closed: bool) {
    let Some(is_asked) = gap.asked else {
        out.push_str("}}");
        return;
    };
    let hint = gap.hint.and_then(|at| out.get(at + 2..));
    if closed && is_asked {
        let shown = format!("[{}]", hint.unwrap_or("..."));
        out.truncate(gap.start);
        out.push_str(&shown);
    } else {
        out.truncate(gap.hint.unwrap_or(out.len()));
        out.drain(gap.start..gap.word);
    }
}

/// The numbers of the gaps of a text, each once and in order.
pub(in crate::exchange) fn gap_numbers(text: &str) -> Vec<usize> {
    let mut numbers = BTreeSet::new();
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let marked = rest.get(at..).unwrap_or_default();
        let taken = if let Some((of_gap, len)) = gap_start(marked) {
            open.push(Some(of_gap));
            len
        } else if marked.starts_with("{{") {
            open.push(None);
            2
        } else if marked.starts_with("}}") {
            let ended = open.pop().flatten().unwrap_or_default();
            numbers.extend(ended.split(',').filter_map(|n| n.trim().parse::<usize>().ok()));
            2
        } else {
            1
        };
        rest = marked.get(taken..).unwrap_or_default();
    }
    numbers.into_iter().filter(|number| *number > 0).collect()
}

/// The sides of the card that asks for a gap, as the usual template of a text with gaps shows them.
/// `below` stands below the answer. Both are HTML.
pub(in crate::exchange) fn sides_of_gaps(
    text: &str,
    below: &str,
    asked: usize,
) -> Result<(String, String), &'static str> {
    let front = html::to_text(&gaps(text, asked, true)?);
    Ok((front, html::to_text(&format!("{}<br>{below}", gaps(text, asked, false)?))))
}

/// The numbers of a gap that begins here, and how many bytes stand before its word.
fn gap_start(marked: &str) -> Option<(&str, usize)> {
    let after = marked.strip_prefix("{{c")?;
    let len = after.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | ' '))?;
    let numbers = after.get(..len).filter(|numbers| !numbers.is_empty() && len <= 24)?;
    after.get(len..)?.starts_with("::").then_some((numbers, 3 + len + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(cloze: bool, front: &str, back: &str) -> NoteKind {
        NoteKind {
            id: 1,
            name: "K".into(),
            cloze,
            fields: vec!["Front".into(), "Back".into()],
            templates: vec![("Card 1".into(), front.into(), back.into())],
            css: String::new(),
        }
    }

    fn made(
        kind: &NoteKind,
        fields: [&str; 2],
        number: usize,
    ) -> Result<(String, String), &'static str> {
        let allowance = Allowance::new(100 << 20);
        Form::of(kind).sides(&fields.map(str::to_owned), "", number, &allowance)
    }

    fn show(kind: &NoteKind, fields: [&str; 2], number: usize) -> (String, String) {
        made(kind, fields, number).unwrap()
    }

    #[test]
    fn a_template_shows_words_readings_or_both() {
        let fields = ["その 救急[きゅうきゅう]車[しゃ] [sound:a.mp3]", ""];
        let of =
            |filter: &str| show(&kind(false, &format!("{{{{{filter}Front}}}}"), ""), fields, 0).0;
        assert_eq!(of("kanji:"), "その救急車 [sound: a.mp3]");
        assert_eq!(of("kana:"), "そのきゅうきゅうしゃ [sound: a.mp3]");
        assert_eq!(of("furigana:"), "その救急(きゅうきゅう)車(しゃ) [sound: a.mp3]");
    }

    #[test]
    fn the_answer_does_not_repeat_the_question() {
        let basic = kind(false, "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}");
        assert_eq!(show(&basic, ["<b>Q</b>", "A"], 0), ("Q".into(), "A".into()));
    }

    #[test]
    fn a_gap_is_closed_in_the_question_and_open_in_the_answer() {
        let cloze = kind(true, "{{cloze:Front}}", "{{cloze:Front}}<br>{{Back}}");
        let text = "{{c1::EMS::what}} is a {{c2::system}}";
        assert_eq!(
            show(&cloze, [text, "more"], 0),
            ("[what] is a system".into(), "EMS is a system\nmore".into())
        );
        assert_eq!(show(&cloze, [text, ""], 1).0, "EMS is a [...]");
        let nested = "{{c1::a {{c2::b}} c::h}}";
        assert_eq!(show(&cloze, [nested, ""], 1).0, "a [...] c");
        assert_eq!(show(&cloze, [nested, ""], 0).0, "[h]");
        assert_eq!(show(&cloze, ["{{c1::open", ""], 0).0, "{{c1::open");
    }

    #[test]
    fn conditions_show_what_is_there() {
        let k =
            kind(false, "{{#Back}}has {{Back}}{{/Back}}{{^Back}}none{{/Back}}", "{{type:Front}}");
        assert_eq!(show(&k, ["x", "<br>"], 0).0, "none");
        assert_eq!(show(&k, ["x", "y"], 0), ("has y".into(), "x".into()));
    }

    #[test]
    fn what_shows_nothing_of_a_template_is_left_out_before_fields_are_filled_in() {
        let front =
            "<STYLE>{{Front}}</style>{{Front}}<!-- {{Front}} --><script>'{{Front}}'</SCRIPT>!{ <";
        assert_eq!(show(&kind(false, front, "<script>{{Back}}"), ["Q", "A"], 0).0, "Q!{ <");
        assert_eq!(show(&kind(false, front, "<script>{{Back}}"), ["Q", "A"], 0).1, "");
    }

    #[test]
    fn conditions_that_end_out_of_turn_end_what_stands_in_them() {
        let k = kind(false, "{{#Front}}a{{^Back}}b{{/Front}}c{{/Back}}d{{#Back}}e", "{{Back");
        assert_eq!(show(&k, ["x", "y"], 0), ("acde".into(), "{{Back".into()));
        assert_eq!(show(&k, ["", ""], 0).0, "cd");
    }

    #[test]
    fn a_template_that_makes_more_than_a_card_can_hold_makes_none() {
        let k = kind(false, &"{{Front}}".repeat(1000), "");
        assert!(made(&k, [&"x".repeat(100), ""], 0).is_ok());
        let error = made(&k, [&"x".repeat(100_000), ""], 0).unwrap_err();
        assert!(error.contains("4 MiB"), "{error}");
    }

    #[test]
    fn all_cards_of_a_package_share_one_allowance() {
        let k = kind(false, "{{#Front}}{{Front}}{{/Front}}", "{{Back}}");
        let form = Form::of(&k);
        let fields = ["q".repeat(100), "a".repeat(100)];
        let allowance = Allowance::new(1000);
        assert!(form.sides(&fields, "", 0, &allowance).is_ok());
        assert!(!allowance.is_spent());
        assert!(form.sides(&fields, "", 0, &allowance).is_err());
        assert!(allowance.is_spent());
    }

    #[test]
    fn nests_deeper_than_any_card_has_them_make_none_and_take_no_time() {
        let deep = "{{#Front}}".repeat(50_000);
        let k = kind(false, &deep, "{{{{}}{{/Front}}{{");
        assert!(made(&k, ["x", "y"], 0).unwrap_err().contains("32 conditions"));
        let k = kind(true, "{{cloze:Front}}", "");
        let many = format!("{}x{}", "{{c1::".repeat(2000), "}}".repeat(2000));
        assert!(made(&k, [&many, ""], 0).unwrap_err().contains("32 gaps"));
        for text in ["{{c1::".repeat(30), "{{".repeat(200_000), "}}".repeat(200_000)] {
            assert!(made(&k, [&text, ""], 0).is_ok());
        }
    }
}
