//! HTML reduced to plain text, and plain text made HTML. Nothing of it is ever carried out: scripts
//! and styles go, pictures and sounds become a placeholder with their name. What HTML shows by looks
//! alone, such as words struck out, is said in words.
//!
//! `html5gum` takes the text apart by the standard, character references included; what each element
//! looks like is decided here, and `page` puts the text together.

mod marks;
mod page;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use marks::Mark;
use page::{Numbers, Page};
use std::borrow::Cow;

/// Elements whose content is no text.
const SILENT: [&str; 12] = [
    "script",
    "style",
    "title",
    "template",
    "iframe",
    "svg",
    "noscript",
    "canvas",
    "datalist",
    "annotation",
    "rp",
    "noembed",
];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 43] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "listing",
    "main",
    "nav",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "textarea",
    "xmp",
];
/// Elements that are never closed.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "wbr",
];
/// Elements further inside are read without their looks.
const DEEPEST: usize = 256;
/// Tables further inside are read as text.
const DEEPEST_TABLE: usize = 16;

/// The text that a person would read.
#[must_use]
pub fn to_text(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader { page: Page::new(), open: Vec::new(), silent: None, tables: 0 };
    let html = ended(html);
    for Ok(token) in Tokenizer::new_with_emitter(html.as_ref(), emitter) {
        match token {
            Token::String(words) if reader.silent.is_none() => {
                reader.page.words(&String::from_utf8_lossy(&words));
            }
            Token::StartTag(tag) => reader.start(&Tag::of(&tag)),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            _ => {}
        }
    }
    sounds(&reader.finish())
}

/// Plain text as HTML.
#[must_use]
pub fn from_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}

/// A `<` at the end that no `>` ends is a sign, not a tag: a browser would drop what follows it.
fn ended(html: &str) -> Cow<'_, str> {
    let last = html.rfind('<').filter(|at| !html.get(*at..).unwrap_or_default().contains('>'));
    let is_tag = |at: &usize| {
        let next = html.get(at + 1..).and_then(|rest| rest.chars().next());
        next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
    };
    match last.filter(is_tag).and_then(|at| html.split_at_checked(at)) {
        Some((before, rest)) => Cow::Owned(format!("{before}&lt;{}", rest.get(1..).unwrap_or(""))),
        None => Cow::Borrowed(html),
    }
}

/// `[sound:x.mp3]` with a blank, as the other placeholders are written.
fn sounds(text: &str) -> String {
    text.replace("[sound:", "[sound: ")
}

/// A tag that opens an element.
struct Tag<'a> {
    name: Cow<'a, str>,
    /// Its style, without blanks and in small letters.
    style: String,
    start: &'a StartTag<()>,
}

impl<'a> Tag<'a> {
    fn of(tag: &'a StartTag<()>) -> Self {
        let mut out =
            Self { name: String::from_utf8_lossy(&tag.name), style: String::new(), start: tag };
        let style = out.attribute("style").unwrap_or_default().to_ascii_lowercase();
        out.style = style.split_ascii_whitespace().collect();
        out
    }

    fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.start.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value))
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.trim().parse().ok()
    }

    fn is_hidden(&self) -> bool {
        SILENT.contains(&self.name.as_ref())
            || self.attribute("hidden").is_some()
            || self.style.contains("display:none")
            || self.style.contains("visibility:hidden")
    }

    /// By what its words look other than plain.
    fn mark(&self) -> Option<Mark> {
        let by_name = match self.name.as_ref() {
            "s" | "strike" | "del" => Some(Mark::StruckOut),
            "ins" => Some(Mark::Inserted),
            "u" => Some(Mark::Underlined),
            "sup" => Some(Mark::Power),
            "sub" => Some(Mark::Index),
            "rt" | "rtc" => Some(Mark::Reading),
            _ => None,
        };
        let by_style = [
            ("line-through", Mark::StruckOut),
            ("text-decoration:underline", Mark::Underlined),
            ("text-decoration-line:underline", Mark::Underlined),
            ("vertical-align:super", Mark::Power),
            ("vertical-align:sub", Mark::Index),
        ];
        let by_style = by_style.into_iter().find(|(style, _)| self.style.contains(style));
        by_name.or(by_style.map(|(_, mark)| mark))
    }

    fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_ref()) || self.style.contains("display:block")
    }

    fn keeps_blanks(&self) -> bool {
        matches!(self.name.as_ref(), "pre" | "listing" | "xmp" | "textarea" | "plaintext")
            || self.style.contains("white-space:pre")
    }

    /// Where a link leads; nothing for one that leads nowhere outside.
    fn target(&self) -> Option<String> {
        let target = self.attribute("href")?;
        let target: String = target.trim().chars().filter(|c| !c.is_control()).collect();
        let lower = target.to_ascii_lowercase();
        let leads = !target.is_empty()
            && !["#", "javascript:", "vbscript:", "data:"].iter().any(|no| lower.starts_with(no));
        leads.then_some(target)
    }
}

/// An element that is open.
struct Element {
    name: String,
    mark: Option<Mark>,
    is_block: bool,
    keeps_blanks: bool,
    /// Where a link leads, and where its words begin.
    link: Option<(String, usize)>,
    /// What stands between its parts, and how many there were.
    parts: Option<(char, usize)>,
}

struct Reader {
    page: Page,
    open: Vec<Element>,
    /// The element that hides what stands in it, and how many of its name stand in each other.
    silent: Option<(String, usize)>,
    tables: usize,
}

impl Reader {
    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_ref();
        let is_void = VOID.contains(&name);
        if let Some((silent, depth)) = &mut self.silent {
            *depth += usize::from(silent == name);
            return;
        }
        if matches!(name, "iframe" | "svg") {
            self.placeholder(tag, if name == "svg" { "image" } else { "media" });
        }
        if tag.is_hidden() && !is_void {
            self.silent = Some((name.to_owned(), 1));
            return;
        }
        self.part();
        self.look(tag);
        if is_void || self.open.len() >= DEEPEST {
            return;
        }
        self.end_before(name);
        let element = Element {
            name: name.to_owned(),
            mark: tag.mark(),
            is_block: tag.is_block(),
            keeps_blanks: tag.keeps_blanks(),
            link: tag.target().filter(|_| name == "a").map(|to| (to, self.page.place())),
            parts: match name {
                "mfrac" => Some(('/', 0)),
                "msup" => Some(('^', 0)),
                "msub" => Some(('_', 0)),
                _ => None,
            },
        };
        if let Some(mark) = element.mark {
            self.page.open(mark);
        }
        if element.keeps_blanks {
            self.page.kept += 1;
            self.page.skip_feed = true;
        }
        self.open.push(element);
    }

    /// What a tag does to the page at once.
    fn look(&mut self, tag: &Tag<'_>) {
        if tag.is_block() {
            self.page.block();
        }
        match tag.name.as_ref() {
            "br" => self.page.feed(),
            "img" => self.placeholder(tag, "image"),
            "audio" | "video" | "source" | "object" | "embed" => self.placeholder(tag, "media"),
            "q" => self.page.letter('“'),
            "ul" | "menu" => self.page.begin_list(None, 1),
            "ol" => {
                let numbers = Numbers::of(tag.attribute("type").as_deref());
                self.page.begin_list(Some(numbers), tag.number("start").unwrap_or(1));
            }
            "li" => self.page.point(tag.number("value")),
            "table" if self.tables < DEEPEST_TABLE => {
                self.tables += 1;
                self.page.begin_table();
            }
            "table" => self.page.block(),
            "tr" => self.page.begin_row(),
            "td" | "th" => self.page.cell(),
            _ => {}
        }
    }

    /// Sets apart the second part of a fraction or of a power in a formula.
    fn part(&mut self) {
        let Some(Element { parts: Some((sign, count)), .. }) = self.open.last_mut() else { return };
        *count += 1;
        if *count == 2 {
            let sign = *sign;
            self.page.letter(sign);
        }
    }

    /// Some elements end where the next one of their kind begins.
    fn end_before(&mut self, name: &str) {
        match name {
            "rt" | "rtc" => self.close("rt"),
            "a" => self.close("a"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((silent, depth)) = &mut self.silent {
            *depth -= usize::from(silent == name);
            if *depth == 0 {
                self.silent = None;
            }
            return;
        }
        match name {
            "br" => self.page.feed(),
            "p" => self.page.block(),
            "q" => self.page.letter('”'),
            "ruby" => self.close("rt"),
            "ul" | "menu" | "ol" => self.page.end_list(),
            "tr" => self.page.end_row(),
            "table" if self.tables > 0 => {
                self.tables -= 1;
                self.page.end_table();
            }
            _ => {}
        }
        self.close(name);
    }

    /// Closes the innermost open element of a name, wherever it stands.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else { return };
        let element = self.open.remove(at);
        self.leave(element);
    }

    fn leave(&mut self, element: Element) {
        if let Some((target, from)) = element.link {
            self.tell_target(&target, from);
        }
        if let Some(mark) = element.mark {
            self.page.close(mark);
        }
        if element.keeps_blanks {
            self.page.kept = self.page.kept.saturating_sub(1);
        }
        if element.is_block {
            self.page.block();
        }
    }

    /// Where a link leads stands behind its words, unless they say it.
    fn tell_target(&mut self, target: &str, from: usize) {
        let words = self.page.since(from);
        let short = |text: &str| {
            let text = ["https://", "http://", "mailto:", "tel:"]
                .iter()
                .find_map(|scheme| text.strip_prefix(scheme))
                .unwrap_or(text);
            text.trim_end_matches('/').to_owned()
        };
        if !words.is_empty() && short(words) != short(target) {
            self.page.words(" (");
            target.chars().for_each(|c| self.page.letter(c));
            self.page.letter(')');
        }
    }

    fn placeholder(&mut self, tag: &Tag<'_>, kind: &str) {
        let Some(source) = tag.attribute("src").or_else(|| tag.attribute("data")) else {
            if kind == "image" {
                self.page.words(" [image] ");
            }
            return;
        };
        let name = if source.starts_with("data:") {
            "inside the card"
        } else {
            source.rsplit(['/', '\\']).next().unwrap_or_default()
        };
        self.page.words(&format!(" [{kind}: {name}] "));
    }

    fn finish(mut self) -> String {
        while let Some(element) = self.open.pop() {
            self.leave(element);
        }
        while self.tables > 0 {
            self.tables -= 1;
            self.page.end_table();
        }
        self.page.finish()
    }
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
    fn struck_out_and_inserted_words_are_said_and_never_glued() {
        assert_eq!(to_text("<s>0.5</s>0.3 mg"), "[struck out: 0.5] 0.3 mg");
        assert_eq!(to_text("give<ins>two</ins>puffs"), "give [inserted: two] puffs");
        let style = "a<span style='text-decoration: line-through'>b</span>c";
        assert_eq!(to_text(style), "a [struck out: b] c");
    }

    #[test]
    fn readings_stand_apart_from_their_words() {
        assert_eq!(
            to_text("<ruby>救急<rp>(</rp><rt>きゅうきゅう</rt></ruby>"),
            "救急(きゅうきゅう)"
        );
    }

    #[test]
    fn lists_keep_their_numbers_and_depth() {
        let list = "<ol start=3><li>a</li><li>b<ul><li>c</li></ul></li></ol>";
        assert_eq!(to_text(list), "3. a\n4. b\n  • c");
        assert_eq!(to_text("<ol type=a><li>x</li><li>y</li></ol>"), "a. x\nb. y");
    }

    #[test]
    fn a_row_of_a_table_is_one_line_and_kept_blanks_stay() {
        let table = "<table><tr><td>HR</td><td>60<br>100</td></tr></table>";
        assert_eq!(to_text(table), "HR | 60 / 100");
        assert_eq!(to_text("<pre>a  b\nc</pre>"), "a  b\nc");
    }

    #[test]
    fn a_link_says_where_it_leads_unless_its_words_do() {
        assert_eq!(to_text("<a href='https://ems.gov/x'>here</a>"), "here (https://ems.gov/x)");
        assert_eq!(to_text("<a href='https://ems.gov/'>ems.gov</a>"), "ems.gov");
    }

    #[test]
    fn a_million_tags_that_never_end_are_looked_at_once() {
        let (open, blanks) = ("<a'".repeat(1_000_000), "< ".repeat(1_000_000) + ">");
        assert!(to_text(&open).len() <= open.len() * 4);
        assert_eq!(to_text(&blanks), blanks);
    }

    #[test]
    fn references_without_a_semicolon_are_read_as_a_browser_reads_them() {
        assert_eq!(to_text("&lt 90 &amp &nbsp;x &copy 1"), "< 90 & x © 1");
    }

    #[test]
    fn plain_text_goes_there_and_back() {
        let text = "a < b & c\n\"d\" > e";
        assert_eq!(to_text(&from_text(text)), text);
    }
}
