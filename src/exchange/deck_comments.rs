//! The comments that somebody wrote into a deck by hand. The program writes a deck's file whole;
//! what stands in lines of its own above or within a card stays above that card, what stands above
//! all of them at the top.

use std::collections::BTreeMap;
use std::mem::take;

/// The new text of a deck with the comments of the text before. Those of cards that are gone go
/// with them.
#[must_use]
pub fn carry_over(before: &str, new: &str) -> String {
    let mut comments = by_id(before);
    if comments.is_empty() {
        return new.to_owned();
    }
    let mut lines: Vec<String> = Vec::new();
    for line in new.lines() {
        let of_id = id_in(line).and_then(|id| comments.remove(id)).unwrap_or_default();
        // The bracket in the line before opens what the id names.
        let opened = if of_id.is_empty() { None } else { lines.pop() };
        let indent = opened.as_deref().map_or(0, |line| line.len() - line.trim_start().len());
        let indented = of_id.into_iter().map(|comment| format!("{:indent$}{}", "", comment.trim()));
        lines.extend(indented.chain(opened));
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}

/// The comments by the id of the card, or of the deck, that they belong to.
fn by_id(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let (mut pending, mut id, mut begins) = (Vec::new(), None, true);
    for line in text.lines() {
        if line.trim_start().starts_with("//") {
            pending.push(line);
            continue;
        }
        // A comment above a bracket belongs to what it opens, whose id comes next.
        begins |= line.trim_start().starts_with(['(', '[']);
        if let Some(next) = id_in(line) {
            (id, begins) = (Some(next), false);
        }
        if let Some(id) = id.filter(|_| !begins && !pending.is_empty()) {
            found.entry(id).or_default().append(&mut take(&mut pending));
        }
    }
    if let Some(id) = id {
        found.entry(id).or_default().append(&mut pending);
    }
    found.retain(|_, comments| !comments.is_empty());
    found
}

/// The id in a line such as `id: "who-answers",`.
fn id_in(line: &str) -> Option<&str> {
    let field = line.trim_start().trim_start_matches(['(', '[']).trim_start();
    let value = field.strip_prefix("id")?.trim_start().strip_prefix(':')?.trim_start();
    value.strip_prefix('"')?.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_with_their_cards_when_a_deck_is_written_anew() {
        let before = "\
// For the second week.
(
    id: \"class\",
    cards: [
        // Ask this one first.
        (id: \"a\", ask: Recall(question: \"Q\", answer: \"A\")),
        // Gone.
        (id: \"gone\"),
        (
            id: \"b\",
            // From the county's plan,
            // page 3.
            why: \"http://x\",
        ),
    ],
    // The end.
)
";
        let new = "(\n    id: \"class\",\n    cards: [\n        (\n            id: \"b\",\n        ),\n        \
                   (\n            id: \"a\",\n        ),\n    ],\n)\n";
        let expected = "\
// For the second week.
(
    id: \"class\",
    cards: [
        // From the county's plan,
        // page 3.
        // The end.
        (
            id: \"b\",
        ),
        // Ask this one first.
        (
            id: \"a\",
        ),
    ],
)
";
        assert_eq!(carry_over(before, new), expected);
        // Written once more nothing moves.
        assert_eq!(carry_over(expected, new), expected);
    }

    #[test]
    fn a_deck_without_comments_is_written_as_it_is() {
        let text = "(\n    id: \"class\",\n)\n";
        assert_eq!(carry_over(text, text), text);
        assert_eq!(carry_over("", text), text);
    }
}
