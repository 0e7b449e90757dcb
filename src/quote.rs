//! Words of others in words of ours: what a file from elsewhere says is quoted through here, so that
//! a message stays one line of a length that can be read, and hides nothing.
//!
//! Control characters would move the cursor of a terminal or clear it, marks of writing direction
//! would turn a sentence around, and characters without a width would make two ids look alike. All
//! of them are shown as what they are, such as `\u{202e}`.

use std::borrow::Cow;
use std::path::Path;

/// A longer quotation is cut.
const LONGEST: usize = 100;

/// A text as it is quoted within a message: on one line, nothing hidden, cut at 100 characters.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    for c in rest.by_ref().take(LONGEST) {
        push(&mut out, c);
    }
    if rest.next().is_some() {
        out.push('…');
    }
    out
}

/// A whole text on one line with nothing hidden: a message made of several quotations, or a field of
/// a list. Use [`quoted`] for a text within a message.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| push(&mut out, c));
    Cow::Owned(out)
}

/// A path as it is shown: at most 400 characters, since the name of the file comes last in it.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    const LONGEST_PATH: usize = 400;
    let text = path.display().to_string();
    let cut = text.char_indices().nth(LONGEST_PATH).map(|(at, _)| at);
    match cut {
        Some(at) => format!("{}…", visible(text.get(..at).unwrap_or_default())),
        None => visible(&text).into_owned(),
    }
}

fn push(out: &mut String, c: char) {
    match c {
        '\n' | '\r' | '\t' => out.extend(c.escape_default()),
        _ if is_hidden(c) => out.extend(c.escape_unicode()),
        _ => out.push(c),
    }
}

/// Whether a character does something, or nothing, instead of being seen.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Marks of direction.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Without a width.
            | '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}'
            | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            // Letters that are blank.
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
            // Ends of lines and paragraphs, and tags.
            | '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text holds what no card and no name may hold: control characters other than line feed
/// and tab.
#[must_use]
pub fn has_controls(text: &str) -> bool {
    text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_something_instead_of_being_seen_is_shown() {
        assert_eq!(quoted("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(quoted("\u{202e}SYS\u{200b}"), "\\u{202e}SYS\\u{200b}");
        assert_eq!(quoted("one\ntwo\tthree\r\0\u{9b}"), "one\\ntwo\\tthree\\r\\u{0}\\u{9b}");
        assert_eq!(visible("\u{feff}id\u{2028}"), "\\u{feff}id\\u{2028}");
    }

    #[test]
    fn ordinary_text_of_any_script_stays_as_it_is() {
        for text in ["SpO2 < 94 % “so”", "Größe", "مرحبا", "急救", "❤\u{fe0f}", "\\n"]
        {
            assert_eq!(quoted(text), text);
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn a_quotation_is_cut_at_a_hundred_characters() {
        assert_eq!(quoted(&"é".repeat(100)), "é".repeat(100));
        assert_eq!(quoted(&"é".repeat(101)), format!("{}…", "é".repeat(100)));
        assert!(quoted(&"x".repeat(5_000_000)).len() < 110);
    }

    #[test]
    fn a_long_path_is_cut() {
        let path = shown_path(Path::new(&format!("/a\n{}", "b".repeat(1000))));
        assert!(path.starts_with("/a\\nbbb") && path.ends_with('…'), "{path}");
        assert_eq!(path.chars().count(), 402);
    }
}
