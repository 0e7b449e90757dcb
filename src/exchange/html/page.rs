//! The text of a page as it grows: blanks joined as a browser joins them, lines, lists, rows of tables.

use super::marks::{Mark, spelled_out};

/// Lists are indented so often at most.
const DEEPEST_INDENT: usize = 8;

/// The text so far.
pub(super) struct Page {
    text: String,
    /// A blank comes before the next word.
    blank: bool,
    /// So many line ends were written since the last letter.
    feeds: usize,
    /// Nothing was written yet behind the sign of a list or the edge of a cell.
    fresh: bool,
    /// What the next letter brings with it: the sign of a list.
    sign: Option<String>,
    /// Marks that the next letter opens.
    waiting: Vec<Mark>,
    /// How many elements keep blanks and lines as they stand.
    pub(super) kept: usize,
    /// The first line end of a `<pre>` is not shown.
    pub(super) skip_feed: bool,
    pub(super) lists: Vec<List>,
    rows: Vec<Option<Row>>,
}

/// A list, and what its next point is called.
pub(super) struct List {
    pub(super) numbers: Option<Numbers>,
    pub(super) next: i64,
}

/// How the points of a list are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    Digits,
    SmallLetters,
    Letters,
    SmallRoman,
    Roman,
}

/// A row of a table.
struct Row {
    /// Where its text begins.
    from: usize,
    cells: usize,
}

impl Page {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            blank: false,
            feeds: 2,
            fresh: true,
            sign: None,
            waiting: Vec::new(),
            kept: 0,
            skip_feed: false,
            lists: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub(super) fn words(&mut self, words: &str) {
        for c in words.chars() {
            let skip_feed = std::mem::take(&mut self.skip_feed);
            match c {
                '\n' if self.kept > 0 && skip_feed => {}
                '\n' if self.kept > 0 => self.feed(),
                '\t' | ' ' | '\u{a0}' if self.kept > 0 => {
                    self.begin();
                    self.text.push(if c == '\t' { '\t' } else { ' ' });
                }
                '\u{a0}' => self.blank = true,
                c if c.is_ascii_whitespace() => self.blank = true,
                c if c.is_control() => {}
                c => self.letter(c),
            }
        }
    }

    pub(super) fn letter(&mut self, c: char) {
        self.begin();
        self.feeds = 0;
        self.fresh = false;
        self.text.push(c);
    }

    /// Writes what comes before a letter.
    fn begin(&mut self) {
        let is_line = self.feeds > 0;
        if let Some(sign) = self.sign.take() {
            self.text.push_str(&sign);
            self.feeds = 0;
        } else if is_line && self.kept == 0 && !self.lists.is_empty() {
            // A further line of a point of a list stands below its words.
            self.text.push_str(&indent(self.lists.len()));
        } else if self.blank && !is_line && !self.fresh {
            self.text.push(' ');
        }
        self.blank = false;
        self.text.extend(self.waiting.drain(..).map(Mark::opens));
    }

    /// Begins a new line.
    pub(super) fn feed(&mut self) {
        self.blank = false;
        if self.feeds < 2 || self.kept > 0 {
            self.text.push('\n');
            self.feeds += 1;
        }
    }

    /// What comes next stands on a line of its own.
    pub(super) fn block(&mut self) {
        self.blank = false;
        if self.feeds == 0 && !self.fresh {
            self.feed();
        }
    }

    pub(super) fn open(&mut self, mark: Mark) {
        self.waiting.push(mark);
    }

    /// Closes a mark; one in which nothing stood leaves no trace.
    pub(super) fn close(&mut self, mark: Mark) {
        match self.waiting.iter().rposition(|other| *other == mark) {
            Some(at) => _ = self.waiting.remove(at),
            None => self.text.push(mark.closes()),
        }
    }

    /// Where the text is now, to ask later for what came behind.
    pub(super) fn place(&self) -> usize {
        self.text.len()
    }

    /// The words since a place.
    pub(super) fn since(&self, place: usize) -> &str {
        self.text.get(place..).unwrap_or_default().trim()
    }

    pub(super) fn begin_list(&mut self, numbers: Option<Numbers>, first: i64) {
        self.block();
        // A list within an empty point stands on the line of that point.
        if let Some(sign) = self.sign.take() {
            self.text.push_str(&sign);
            (self.feeds, self.fresh) = (0, true);
        }
        self.lists.push(List { numbers, next: first });
    }

    pub(super) fn end_list(&mut self) {
        self.block();
        self.sign = None;
        self.lists.pop();
    }

    /// Begins a point of a list; `value` is the number that it says to have.
    pub(super) fn point(&mut self, value: Option<i64>) {
        self.block();
        let indent = indent(self.lists.len().saturating_sub(1));
        let sign = match self.lists.last_mut() {
            Some(List { numbers: Some(numbers), next }) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{}. ", numbers.say(number))
            }
            _ => "• ".to_owned(),
        };
        self.sign = Some(indent + &sign);
    }

    pub(super) fn begin_table(&mut self) {
        self.block();
        self.rows.push(None);
    }

    pub(super) fn end_table(&mut self) {
        self.end_row();
        self.rows.pop();
        self.block();
    }

    pub(super) fn begin_row(&mut self) {
        self.end_row();
        self.block();
        let from = self.text.len();
        if let Some(row) = self.rows.last_mut() {
            *row = Some(Row { from, cells: 0 });
        }
    }

    /// Begins a cell. Outside of a table it is no more than a gap.
    pub(super) fn cell(&mut self) {
        if let Some(None) = self.rows.last() {
            self.begin_row();
        }
        let Some(Some(row)) = self.rows.last_mut() else {
            self.blank = true;
            return;
        };
        row.cells += 1;
        if row.cells > 1 {
            let is_first = row.from == self.text.len();
            self.text.push_str(if is_first { "| " } else { " | " });
            (self.blank, self.feeds, self.fresh) = (false, 0, true);
        }
    }

    /// A row of several cells is one line: lines within a cell are joined by strokes.
    pub(super) fn end_row(&mut self) {
        let Some(row) = self.rows.last_mut().and_then(Option::take) else { return };
        if row.cells > 1 && self.text.is_char_boundary(row.from.min(self.text.len())) {
            let line = self.text.split_off(row.from.min(self.text.len()));
            let parts = line.split('\n').map(str::trim).filter(|part| !part.is_empty());
            self.text.push_str(&parts.collect::<Vec<_>>().join(" / "));
            (self.feeds, self.fresh) = (0, false);
        }
    }

    pub(super) fn finish(self) -> String {
        let text = spelled_out(&self.text);
        let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
        lines.join("\n").trim_matches('\n').to_owned()
    }
}

/// Blanks before a line of a list in so many others.
fn indent(depth: usize) -> String {
    "  ".repeat(depth.min(DEEPEST_INDENT))
}

impl Numbers {
    /// By the attribute `type` of a list.
    pub(super) fn of(kind: Option<&str>) -> Self {
        match kind {
            Some("a") => Self::SmallLetters,
            Some("A") => Self::Letters,
            Some("i") => Self::SmallRoman,
            Some("I") => Self::Roman,
            _ => Self::Digits,
        }
    }

    fn say(self, number: i64) -> String {
        match self {
            Self::SmallLetters if number > 0 => letters(number),
            Self::Letters if number > 0 => letters(number).to_uppercase(),
            Self::SmallRoman if (1..4000).contains(&number) => roman(number),
            Self::Roman if (1..4000).contains(&number) => roman(number).to_uppercase(),
            _ => number.to_string(),
        }
    }
}

/// a, b, … z, aa, ab and so on.
fn letters(mut number: i64) -> String {
    let mut out = Vec::new();
    while number > 0 {
        number -= 1;
        out.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    out.iter().rev().collect()
}

fn roman(mut number: i64) -> String {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}
