//! HTML reduced to plain text, and plain text made HTML. Nothing of it is ever carried out: scripts
//! and styles go, pictures and sounds become a placeholder with their name.

use html_escape::decode_html_entities;

/// Elements whose content is no text.
const SILENT: [&str; 6] = ["script", "style", "head", "title", "template", "iframe"];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "dl",
    "dt",
    "dd",
    "figure",
];

/// A character's name is never longer, in bytes.
const LONGEST_NAME: usize = 33;

/// The text that a person would read.
#[must_use]
pub fn to_text(html: &str) -> String {
    let mut out = Out::default();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, marked) = rest.split_at(at);
        out.words(before);
        rest =
            if marked.starts_with('&') { entity(marked, &mut out) } else { tag(marked, &mut out) };
    }
    out.words(rest);
    sounds(&out.finish())
}

/// Plain text as HTML.
#[must_use]
pub fn from_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}

/// The text so far. Blanks are joined as a browser joins them.
#[derive(Default)]
struct Out {
    text: String,
    blank: bool,
    /// Whether nothing that follows ends a tag.
    no_more_tags: bool,
}

impl Out {
    fn words(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_ascii_whitespace() || c == '\u{a0}' {
                self.blank = true;
            } else if !c.is_control() {
                self.letter(c);
            }
        }
    }

    fn letter(&mut self, c: char) {
        if std::mem::take(&mut self.blank) && !self.at_line_start() {
            self.text.push(' ');
        }
        self.text.push(c);
    }

    fn at_line_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }

    fn line_feed(&mut self) {
        self.blank = false;
        self.text.push('\n');
    }

    fn block(&mut self) {
        self.blank = false;
        if !self.at_line_start() {
            self.text.push('\n');
        }
    }

    fn finish(self) -> String {
        let mut text = self.text.trim().to_owned();
        while text.contains("\n\n\n") {
            text = text.replace("\n\n\n", "\n\n");
        }
        text
    }
}

/// Takes a tag; returns what stands behind it.
fn tag<'a>(html: &'a str, out: &mut Out) -> &'a str {
    if let Some(comment) = html.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let inner = html.get(1..).unwrap_or_default();
    let is_tag =
        inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    // Where no `>` follows, none follows what comes behind, either: it is looked for only once.
    let end = if is_tag && !out.no_more_tags { tag_end(inner) } else { None };
    let Some(end) = end else {
        out.no_more_tags |= is_tag;
        out.letter('<');
        return inner;
    };
    let (inside, rest) =
        (inner.get(..end).unwrap_or_default(), inner.get(end + 1..).unwrap_or_default());
    let is_end = inside.starts_with('/');
    let name: String = inside
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let name = name.as_str();
    if SILENT.contains(&name) && !is_end && !inside.ends_with('/') {
        return behind(rest, name);
    }
    match name {
        "br" => out.line_feed(),
        "img" => placeholder(out, "image", inside),
        "audio" | "video" | "source" | "object" | "embed" => placeholder(out, "media", inside),
        "svg" if !is_end => {
            placeholder(out, "image", inside);
            return behind(rest, "svg");
        }
        // 10³ must not become 103.
        "sup" if !is_end => out.letter('^'),
        "td" | "th" if is_end => out.words("  "),
        _ if BLOCKS.contains(&name) => {
            out.block();
            if name == "li" && !is_end {
                out.text.push_str("• ");
            }
        }
        _ => {}
    }
    rest
}

/// Where a tag ends; a `>` within quotes does not end it.
fn tag_end(inner: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    // An unclosed quote: the first `>` will do.
    inner.find('>')
}

/// What stands behind the end of an element, nothing where it never ends.
fn behind<'a>(html: &'a str, name: &str) -> &'a str {
    let close = format!("</{name}");
    let found = html.char_indices().find(|(at, c)| {
        *c == '<'
            && html.get(*at..*at + close.len()).is_some_and(|end| end.eq_ignore_ascii_case(&close))
    });
    let Some((at, _)) = found else { return "" };
    html.get(at..).and_then(|end| end.split_once('>')).map_or("", |(_, rest)| rest)
}

fn placeholder(out: &mut Out, kind: &str, inside: &str) {
    let source = attribute(inside, "src").or_else(|| attribute(inside, "data"));
    let Some(source) = source else {
        if kind == "image" {
            out.words(" [image] ");
        }
        return;
    };
    let name = if source.starts_with("data:") {
        "inside the card"
    } else {
        source.rsplit(['/', '\\']).next().unwrap_or_default()
    };
    out.words(&format!(" [{kind}: {name}] "));
}

/// The value of an attribute.
fn attribute(inside: &str, name: &str) -> Option<String> {
    let lower = inside.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = lower.get(..*at).and_then(|b| b.chars().next_back());
        let after = lower.get(at + name.len()..).unwrap_or_default().trim_start();
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
            && after.starts_with('=')
    })?;
    let value = inside.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace()).next()?,
    };
    let mut plain = Out::default();
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        plain.words(rest.get(..at)?);
        rest = entity(rest.get(at..)?, &mut plain);
    }
    plain.words(rest);
    Some(plain.finish())
}

/// Takes a character reference; returns what stands behind it.
fn entity<'a>(html: &'a str, out: &mut Out) -> &'a str {
    let reference =
        html.find(';').filter(|end| *end <= LONGEST_NAME).and_then(|end| html.get(..=end));
    if let Some(reference) = reference {
        let decoded = decode_html_entities(reference);
        if decoded != reference {
            out.words(&decoded);
            return html.get(reference.len()..).unwrap_or_default();
        }
    }
    out.letter('&');
    html.get(1..).unwrap_or_default()
}

/// `[sound:x.mp3]` with a blank, as the other placeholders are written.
fn sounds(text: &str) -> String {
    text.replace("[sound:", "[sound: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_lists_and_breaks_become_lines() {
        assert_eq!(to_text("a<div>b</div><div><br></div><div>c</div>"), "a\nb\n\nc");
        assert_eq!(to_text("<ul><li>one</li><li>two</li></ul>end"), "• one\n• two\nend");
        assert_eq!(to_text("  a \n  b&nbsp;c "), "a b c");
    }

    #[test]
    fn a_million_tags_that_never_end_are_looked_at_once() {
        let (open, blanks) = ("<a'".repeat(1_000_000), "< ".repeat(1_000_000) + ">");
        assert_eq!(to_text(&open), open);
        assert_eq!(to_text(&blanks), blanks);
    }

    #[test]
    fn scripts_and_styles_go_and_what_is_no_tag_stays() {
        assert_eq!(to_text("a<script>alert('<b>')</SCRIPT >b<style>x{}"), "ab");
        assert_eq!(to_text("a<!-- hidden -->b"), "ab");
        assert_eq!(to_text("SpO2 < 94 % & falling"), "SpO2 < 94 % & falling");
        assert_eq!(to_text("a < b and c > d"), "a < b and c > d");
        assert_eq!(to_text("<a onclick=\"x('>')\">link</a>"), "link");
    }

    #[test]
    fn pictures_and_sounds_leave_their_name() {
        assert_eq!(
            to_text("see<img alt='x' src=\"../a/heart &amp; lung.png\">"),
            "see [image: heart & lung.png]"
        );
        assert_eq!(to_text("<img src=x.jpg >"), "[image: x.jpg]");
        assert_eq!(to_text("<img src='data:image/png;base64,AAAA'>"), "[image: inside the card]");
        assert_eq!(to_text("[sound:beat.mp3]"), "[sound: beat.mp3]");
    }

    #[test]
    fn a_power_does_not_become_a_digit() {
        assert_eq!(to_text("10<sup>3</sup> and H<sub>2</sub>O"), "10^3 and H2O");
    }

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(to_text("caf&eacute; &NotEqualTilde;"), "café ≂̸");
        assert_eq!(to_text("&amp;lt; &#60; &#x2192; &unknown; & x"), "&lt; < → &unknown; & x");
    }

    #[test]
    fn plain_text_goes_there_and_back() {
        let text = "a < b & c\n\"d\" > e";
        assert_eq!(to_text(&from_text(text)), text);
    }
}
