//! The two sides of a card, made from the fields of its note by the templates of its kind. Only
//! fields, conditions and gaps are known; a template can do nothing else.

use crate::exchange::html;
use crate::study::NoteKind;
use std::collections::BTreeSet;

/// So many gaps of a text are looked at.
const MOST_GAPS: usize = 1000;
/// So deep may conditions stand in each other.
const DEEPEST: usize = 32;

/// The question and the answer as plain text. `number` is the card's number within its note.
pub(super) fn sides(
    kind: &NoteKind,
    fields: &[String],
    tags: &str,
    number: usize,
) -> Option<(String, String)> {
    let template = kind.templates.get(if kind.cloze { 0 } else { number })?;
    let card = Card { kind, fields, tags, number, name: &template.0 };
    let front = html::to_text(&card.render(&template.1, Side::Front, 0));
    // The answer repeats the question above a line; only what comes new is the answer.
    let back = html::to_text(&card.render(&template.2, Side::Back, 0));
    Some((front, back))
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
}

impl Card<'_> {
    fn render(&self, template: &str, side: Side, depth: usize) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((mark, tail)) = after.split_once("}}") else {
                out.push_str("{{");
                rest = after;
                continue;
            };
            rest = tail;
            let mark = mark.trim();
            let condition = mark.strip_prefix('#').map(|name| (name, true));
            let condition = condition.or_else(|| mark.strip_prefix('^').map(|name| (name, false)));
            if let Some((name, wanted)) = condition {
                let name = name.trim();
                let (inside, tail) = section(rest, name);
                rest = tail;
                if depth < DEEPEST && self.is_filled(name) == wanted {
                    out.push_str(&self.render(inside, side, depth + 1));
                }
            } else if !mark.starts_with(['/', '!']) {
                out.push_str(&self.value(mark, side));
            }
        }
        out.push_str(rest);
        out
    }

    fn value(&self, mark: &str, side: Side) -> String {
        let (filters, name) = mark.rsplit_once(':').unwrap_or(("", mark));
        let name = name.trim();
        let text = match name {
            "Tags" => return html::from_text(self.tags),
            "Type" => return html::from_text(&self.kind.name),
            "Card" => return html::from_text(self.name),
            // The answer need not repeat the question.
            "FrontSide" | "Deck" | "Subdeck" | "CardFlag" | "CardID" => return String::new(),
            _ => self.field(name).unwrap_or_default(),
        };
        match filters.split(':').next().unwrap_or_default() {
            // A field for typing shows nothing before the answer.
            "type" if side == Side::Front => String::new(),
            "cloze" => gaps(text, self.number + 1, side == Side::Front),
            _ if filters.contains("cloze") => gaps(text, self.number + 1, side == Side::Front),
            _ => text.to_owned(),
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        let at = self.kind.fields.iter().position(|field| field == name)?;
        self.fields.get(at).map(String::as_str)
    }

    fn is_filled(&self, name: &str) -> bool {
        if let Some(number) = name.strip_prefix('c').and_then(|n| n.parse::<usize>().ok()) {
            return self.kind.cloze && number == self.number + 1;
        }
        if name == "Tags" {
            return !self.tags.is_empty();
        }
        let text = self.field(name).unwrap_or_default();
        !html::to_text(text).trim().is_empty()
    }
}

/// The numbers of the gaps of a text, each once and in order.
pub(in crate::exchange) fn gap_numbers(text: &str) -> Vec<usize> {
    let mut numbers = BTreeSet::new();
    for (at, _) in text.match_indices("{{c").take(MOST_GAPS) {
        if let Some((of_gap, ..)) = text.get(at..).and_then(gap) {
            numbers.extend(of_gap.split(',').filter_map(|n| n.trim().parse::<usize>().ok()));
        }
    }
    numbers.into_iter().filter(|number| *number > 0).collect()
}

/// The sides of the card that asks for a gap, as the usual template of a text with gaps shows them.
/// `below` stands below the answer. Both are HTML.
pub(in crate::exchange) fn sides_of_gaps(
    text: &str,
    below: &str,
    asked: usize,
) -> (String, String) {
    let front = html::to_text(&gaps(text, asked, true));
    (front, html::to_text(&format!("{}<br>{below}", gaps(text, asked, false))))
}

/// What stands inside of a condition, and what behind it.
fn section<'a>(rest: &'a str, name: &str) -> (&'a str, &'a str) {
    let mut deep = 0;
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|r| r.find("{{")).map(|at| from + at) {
        let Some(end) = rest.get(at..).and_then(|r| r.find("}}")).map(|end| at + end) else {
            break;
        };
        let mark = rest.get(at + 2..end).unwrap_or_default().trim();
        let of = |sign: char| mark.strip_prefix(sign).map(str::trim) == Some(name);
        if of('#') || of('^') {
            deep += 1;
        } else if of('/') {
            if deep == 0 {
                return (
                    rest.get(..at).unwrap_or_default(),
                    rest.get(end + 2..).unwrap_or_default(),
                );
            }
            deep -= 1;
        }
        from = end + 2;
    }
    (rest, "")
}

/// A text with gaps `{{c1::word::hint}}`: the asked gap closed or open, all others open.
fn gaps(text: &str, asked: usize, closed: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{c") {
        out.push_str(rest.get(..at).unwrap_or_default());
        let marked = rest.get(at..).unwrap_or_default();
        let Some((numbers, inside, tail)) = gap(marked) else {
            out.push_str("{{c");
            rest = marked.get(3..).unwrap_or_default();
            continue;
        };
        let (word, hint) = split_hint(inside);
        let is_asked = numbers.split(',').any(|n| n.trim().parse() == Ok(asked));
        if closed && is_asked {
            out.extend(["[", hint.unwrap_or("..."), "]"]);
        } else if word.contains("{{c") && word.len() < marked.len() {
            out.push_str(&gaps(word, asked, closed));
        } else {
            out.push_str(word);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The numbers of a gap, its inside, and what stands behind it.
fn gap(marked: &str) -> Option<(&str, &str, &str)> {
    let (numbers, after) = marked.get(3..)?.split_once("::")?;
    let is_numbers = !numbers.is_empty()
        && numbers.len() <= 24
        && numbers.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' '));
    if !is_numbers {
        return None;
    }
    let mut deep = 0;
    let mut from = 0;
    loop {
        let close = after.get(from..)?.find("}}")? + from;
        let open = after.get(from..close)?.find("{{");
        match open {
            Some(open) => {
                deep += 1;
                from += open + 2;
            }
            None if deep > 0 => {
                deep -= 1;
                from = close + 2;
            }
            None => return Some((numbers, after.get(..close)?, after.get(close + 2..)?)),
        }
    }
}

/// The word and its hint, which stands behind the last `::` outside of inner gaps.
fn split_hint(inside: &str) -> (&str, Option<&str>) {
    let tail_from = inside.rfind("}}").map_or(0, |at| at + 2);
    let tail = inside.get(tail_from..).unwrap_or_default();
    match tail.find("::") {
        Some(at) => {
            let at = tail_from + at;
            (inside.get(..at).unwrap_or_default(), inside.get(at + 2..))
        }
        None => (inside, None),
    }
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

    fn show(kind: &NoteKind, fields: [&str; 2], number: usize) -> (String, String) {
        sides(kind, &fields.map(str::to_owned), "", number).unwrap()
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
    fn nonsense_does_not_hang_or_stumble() {
        let deep = "{{#Front}}".repeat(5000);
        let k = kind(false, &deep, "{{{{}}{{/Front}}{{");
        _ = show(&k, ["x", "y"], 0);
        let many = "{{c1::".repeat(2000);
        let k = kind(true, "{{cloze:Front}}", "");
        _ = show(&k, [&many, ""], 0);
    }
}
