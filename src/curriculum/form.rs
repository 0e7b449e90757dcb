//! Reading RON that people write by hand: the options for all of it, and mistakes of form in the
//! application's words, each with its place and with what would be right.

use super::nearest::nearest;
use crate::quote::{quoted, visible};
use ron::error::{Error, SpannedError};
use serde::de::DeserializeOwned;

/// A mistake of form, by which a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
    /// What is wrong and what would be right.
    pub what: String,
}

/// The options for text written by hand: `Some` may be left out, and no bracket stands deep.
#[must_use]
pub fn ron_options() -> ron::Options {
    ron::Options::default()
        .with_recursion_limit(DEEPEST)
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// Brackets in brackets, at most.
const DEEPEST: usize = 32;

/// Reads a value.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Mistake> {
    ron_options().from_str(text).map_err(|error| Mistake::of(&error, text))
}

impl Mistake {
    fn of(error: &SpannedError, text: &str) -> Self {
        let at = error.span.start;
        let line = text.lines().nth(at.line.saturating_sub(1)).unwrap_or_default();
        // The reader often stops before the blanks in front of what is wrong.
        let blanks = line.chars().skip(at.col.saturating_sub(1)).take_while(|c| *c == ' ').count();
        Self { line: at.line, column: at.col + blanks, what: words(&error.code) }
    }
}

/// A mistake in the application's words.
fn words(error: &Error) -> String {
    match error {
        Error::NoSuchStructField { expected, found, .. } => {
            unknown(found, expected, "is not the name of a field here; the fields are")
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            unknown(found, expected, "is not known here; write one of")
        }
        Error::MissingStructField { field, .. } => {
            format!("the field {field} is missing from the record that ends here; add it")
        }
        Error::DuplicateStructField { field, .. } => {
            format!("the field {field} is here twice; keep one of them")
        }
        Error::ExpectedDifferentStructName { found, .. } | Error::ExpectedStructName(found) => {
            format!("“{}” does not belong here; write the fields between ( and )", quoted(found))
        }
        Error::UnexpectedChar(c) => {
            format!("“{}” does not belong here; remove it, or put it in quotes", char_words(*c))
        }
        Error::InvalidIntegerDigit { digit, .. } => {
            format!("“{}” is not a digit; a whole number is expected here", char_words(*digit))
        }
        Error::InvalidIdentifier(found) | Error::SuggestRawIdentifier(found) => {
            format!("“{}” is not a name; a name has letters, digits and _", quoted(found))
        }
        Error::Message(told) | Error::Io(told) => visible(told).into_owned(),
        plain => plain_words(plain).to_owned(),
    }
}

/// Mistakes of which there is nothing to quote.
fn plain_words(error: &Error) -> &'static str {
    match error {
        Error::Eof => "the text ends here too early; close what is still open with ) or ]",
        Error::ExpectedArray => "a list is expected here; write it between [ and ]",
        Error::ExpectedArrayEnd => "a comma is missing before this, or the ] that ends the list",
        Error::ExpectedComma => "a comma is missing before this, or the closing bracket",
        Error::ExpectedBoolean => "write true or false here",
        Error::ExpectedChar => "one character is expected here; write it as 'a'",
        Error::ExpectedString | Error::ExpectedByteString => {
            "a text is expected here; write it between double quotes, such as \"so\""
        }
        Error::ExpectedStringEnd => "this text does not end; close it with a double quote",
        Error::InvalidEscape(_) => {
            "this sign behind a backslash is not known; write \\\" for a quote, \\n for a new line, \
             \\\\ for a backslash"
        }
        Error::ExpectedInteger | Error::IntegerOutOfBounds | Error::ExpectedByteLiteral => {
            "a whole number is expected here, not larger than fits"
        }
        Error::ExpectedFloat | Error::FloatUnderscore | Error::UnderscoreAtBeginning => {
            "a number is expected here, such as 0.5"
        }
        Error::ExpectedOption | Error::ExpectedOptionEnd => {
            "a value is expected here; leave the field out if there is none"
        }
        Error::ExpectedMap => "pairs are expected here; write them as {\"name\": \"value\"}",
        Error::ExpectedMapEnd => "a comma is missing before this, or the } that ends the pairs",
        Error::ExpectedMapColon => {
            "a colon is missing before this; write a field as its name, a colon, its value"
        }
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) | Error::ExpectedUnit => {
            "an opening ( is expected here; write the fields between ( and )"
        }
        Error::ExpectedStructLikeEnd => {
            "a comma is missing before this, or the ) that ends the record"
        }
        Error::ExpectedIdentifier => {
            "a name is expected here, without quotes: of a field, such as title, or of a kind of \
             card, such as Recall"
        }
        Error::InvalidValueForType { .. } => "the field takes a value of another kind",
        Error::ExpectedDifferentLength { .. } => "too few or too many values are between ( and )",
        Error::TrailingCharacters => {
            "the file should end here; what follows is outside of all brackets"
        }
        Error::UnclosedBlockComment | Error::UnclosedLineComment => {
            "this comment does not end; close it with */"
        }
        Error::ExceededRecursionLimit => {
            "there are more than 32 brackets in each other here; no file of this kind needs so many"
        }
        Error::ExpectedAttribute | Error::ExpectedAttributeEnd | Error::NoSuchExtension(_) => {
            "what begins with #![ is not known here; remove it"
        }
        _ => "this cannot be read; compare it with an example of such a file",
    }
}

/// A name that is not known, with those that are, the nearest of them first.
fn unknown(found: &str, known: &[&'static str], says: &str) -> String {
    let listed = known.join(", ");
    match nearest(found, known.iter().copied()) {
        Some(near) => format!("“{}” {says} {listed}; the nearest is {near}", quoted(found)),
        None => format!("“{}” {says} {listed}", quoted(found)),
    }
}

fn char_words(c: char) -> String {
    quoted(c.encode_utf8(&mut [0; 4]))
}

/// What a text in RON is, by the names of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One deck, a list of cards, or several decks.
    Cards,
    /// The rules of a state.
    Rules,
}

impl Holds {
    /// What a text seems to be; `None` where its fields are those of neither.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        keys(text).take_while(|key| key.depth <= 2).find_map(|key| match (key.depth, key.name) {
            (1, "cards" | "decks") | (2, "ask") => Some(Self::Cards),
            (1, "cells") | (2, "skill") => Some(Self::Rules),
            _ => None,
        })
    }

    /// What it is and where it belongs, for a message.
    #[must_use]
    pub fn belongs(self) -> &'static str {
        match self {
            Self::Cards => {
                "this file holds cards, not the rules of a state; import it with “Import and \
                 export”, or with ems-study import"
            }
            Self::Rules => {
                "this file holds the rules of a state, not cards; put it into the folder “overlays” \
                 beside your progress and choose it in Compare under “Rules”"
            }
        }
    }
}

/// A field in a text: RON keeps no positions after parsing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// Its name.
    pub name: &'a str,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
    /// How many brackets are open around it.
    pub depth: usize,
    /// Its value as it is written between quotes; `None` where it is no quoted text.
    pub text: Option<&'a str>,
}

/// Every field of a text, in order; what stands in quotes and comments is none.
pub fn keys(text: &str) -> impl Iterator<Item = Key<'_>> {
    Keys { rest: text, line: 1, column: 1, depth: 0 }
}

struct Keys<'a> {
    rest: &'a str,
    line: usize,
    column: usize,
    depth: usize,
}

impl<'a> Iterator for Keys<'a> {
    type Item = Key<'a>;

    fn next(&mut self) -> Option<Key<'a>> {
        loop {
            let c = self.rest.chars().next()?;
            match c {
                '(' | '[' | '{' => self.depth += 1,
                ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if let Some(len) = silent(self.rest) {
                self.skip(len);
            } else if c.is_alphanumeric() || c == '_' {
                let (line, column, depth) = (self.line, self.column, self.depth);
                let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                let name = self.skip(end.unwrap_or(self.rest.len()));
                if let Some(value) = after_blanks(self.rest).strip_prefix(':') {
                    let text = quoted_value(after_blanks(value));
                    return Some(Key { name, line, column, depth, text });
                }
            } else {
                self.skip(c.len_utf8());
            }
        }
    }
}

impl<'a> Keys<'a> {
    /// Goes on by so many bytes; returns what stood there.
    fn skip(&mut self, len: usize) -> &'a str {
        let (gone, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, ""));
        self.rest = rest;
        for c in gone.chars() {
            (self.line, self.column) =
                if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        gone
    }
}

/// The length of a comment or of something in quotes that begins here.
fn silent(text: &str) -> Option<usize> {
    let end = |len: Option<usize>| Some(len.unwrap_or(text.len()));
    if text.starts_with("//") {
        return end(text.find('\n'));
    }
    if text.starts_with("/*") {
        return end(comment_len(text));
    }
    if let Some(inside) = text.strip_prefix('"') {
        return end(quote_len(inside, '"').map(|len| len + 2));
    }
    if let Some(inside) = text.strip_prefix('\'') {
        return end(quote_len(inside, '\'').map(|len| len + 2));
    }
    let hashes = text.strip_prefix('r')?;
    let inside = hashes.trim_start_matches('#');
    let close = format!("\"{}", "#".repeat(hashes.len() - inside.len()));
    let inside = inside.strip_prefix('"')?;
    end(inside.find(&close).map(|at| text.len() - inside.len() + at + close.len()))
}

/// Comments may stand in each other.
fn comment_len(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(['*', '/']).map(|at| from + at) {
        let mark = text.get(at..at + 2);
        from = at + 1;
        if mark == Some("/*") {
            (depth, from) = (depth + 1, at + 2);
        } else if mark == Some("*/") {
            (depth, from) = (depth.saturating_sub(1), at + 2);
            if depth == 0 {
                return Some(from);
            }
        }
    }
    None
}

/// How many bytes stand before the closing quote; what follows a backslash closes nothing.
fn quote_len(inside: &str, quote: char) -> Option<usize> {
    let mut signs = inside.char_indices();
    while let Some((at, c)) = signs.next() {
        match c {
            '\\' => _ = signs.next(),
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

fn quoted_value(value: &str) -> Option<&str> {
    let inside = value.strip_prefix('"')?;
    inside.get(..quote_len(inside, '"')?)
}

/// The text behind blanks and comments.
#[must_use]
pub fn after_blanks(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        if !text.starts_with("//") && !text.starts_with("/*") {
            return text;
        }
        text = silent(text).and_then(|len| text.get(len..)).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Box {
        title: String,
        size: u8,
        #[serde(default)]
        kind: Kind,
        #[serde(default)]
        items: Vec<(String, f32)>,
    }

    #[derive(Debug, Default, Deserialize)]
    enum Kind {
        #[default]
        Wood,
        Steel {},
    }

    fn mistake(text: &str) -> String {
        let Mistake { line, column, what } = read::<Box>(text).unwrap_err();
        format!("{line}:{column} {what}")
    }

    #[test]
    fn a_mistake_says_where_it_is_and_what_would_be_right() {
        for (text, said) in [
            (
                "(title: \"T\", size: 1,\n colour: 3)",
                "2:2 “colour” is not the name of a field here; the fields are title, size, kind, items",
            ),
            (
                "(title: \"T\", siz: 1)",
                "1:14 “siz” is not the name of a field here; the fields are title, size, kind, items; the nearest is size",
            ),
            (
                "(title: \"T\", size: 1, kind: Stel)",
                "1:29 “Stel” is not known here; write one of Wood, Steel; the nearest is Steel",
            ),
            (
                "(title: \"T\")",
                "1:12 the field size is missing from the record that ends here; add it",
            ),
            (
                "(title: \"T\", title: \"T\")",
                "1:14 the field title is here twice; keep one of them",
            ),
            (
                "(title: T)",
                "1:9 a text is expected here; write it between double quotes, such as \"so\"",
            ),
            (
                "(title: \"T\", size: 300)",
                "1:20 a whole number is expected here, not larger than fits",
            ),
            (
                "(title: \"T\" size: 1)",
                "1:13 a comma is missing before this, or the closing bracket",
            ),
            (
                "(title \"T\")",
                "1:8 a colon is missing before this; write a field as its name, a colon, its value",
            ),
            ("(title: \"T)", "1:9 this text does not end; close it with a double quote"),
            ("(title: \"\\q\")", "1:10 this sign behind a backslash is not known"),
            ("(title: \"T\", size: 1) x", "1:23 the file should end here"),
            (
                "(title: \"T\", size: 1, items: [(\"a\")])",
                "1:35 too few or too many values are between ( and )",
            ),
            ("(title: \"T\", kind: \"Wood\")", "1:20 a name is expected here, without quotes"),
            (
                "title,size\nT,1",
                "1:1 “title” does not belong here; write the fields between ( and )",
            ),
        ] {
            let found = mistake(text);
            assert!(found.starts_with(said), "{text}\n{found}");
        }
        let deep = format!("(title: \"T\", items: {}", "[".repeat(100_000));
        assert!(mistake(&deep).contains("is expected here"), "{}", mistake(&deep));
    }

    #[test]
    fn a_strange_name_is_quoted_in_full_view_and_at_a_length_that_can_be_read() {
        let long = mistake(&format!("({}: 1)", "x".repeat(5000)));
        assert!(long.contains("xxx…”") && long.len() < 300, "{long}");
        assert!(mistake("(\u{202e}: 1)").contains("expected here"));
        assert!(!mistake("(\u{1b}: 1)").contains('\u{1b}'));
    }

    #[test]
    fn fields_are_found_outside_of_quotes_and_comments() {
        let text = "// a: 1\n(id: \"x: y\", /* b: /* c: */ d: */ r#\"e: \"f\"#, q: 'g',\n é_2 : [(id: \"\\\"z\")])";
        let found: Vec<_> =
            keys(text).map(|k| (k.name, k.line, k.column, k.depth, k.text)).collect();
        assert_eq!(
            found,
            [
                ("id", 2, 2, 1, Some("x: y")),
                ("q", 2, 47, 1, None),
                ("é_2", 3, 2, 1, None),
                ("id", 3, 10, 3, Some("\\\"z")),
            ]
        );
        for open in ["\"", "'", "/*", "r#\"", "//", "(((", "a", "\"\\"] {
            assert_eq!(keys(open).count(), 0, "{open}");
        }
    }

    #[test]
    fn what_a_text_holds_is_seen_by_its_fields() {
        assert_eq!(Holds::of("(id: \"d\", title: \"cells: [\", cards: [])"), Some(Holds::Cards));
        assert_eq!(Holds::of("(decks: [])"), Some(Holds::Cards));
        assert_eq!(Holds::of("[(id: \"a\", ask: Recall())]"), Some(Holds::Cards));
        assert_eq!(Holds::of("(state: \"X\", // cards:\n cells: [])"), Some(Holds::Rules));
        assert_eq!(Holds::of("id,deck,front,back"), None);
    }
}
