//! What plain text cannot show by its looks: struck out, inserted and underlined words, powers, indices
//! and readings. While a text is made they are control characters, which nothing else can be in it;
//! at the end, when it is known what stands beside them, they become signs or words.

/// A stretch of text that looks other than plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    StruckOut,
    Inserted,
    Underlined,
    Power,
    Index,
    /// How the words before it are read.
    Reading,
}

impl Mark {
    const ALL: [Self; 6] = [
        Self::StruckOut,
        Self::Inserted,
        Self::Underlined,
        Self::Power,
        Self::Index,
        Self::Reading,
    ];

    fn number(self) -> u32 {
        Self::ALL.iter().zip(0..).find(|(mark, _)| **mark == self).map_or(0, |(_, at)| at)
    }

    /// The control character that opens it.
    pub(super) fn opens(self) -> char {
        char::from_u32(1 + self.number()).unwrap_or_default()
    }

    /// The control character that closes it.
    pub(super) fn closes(self) -> char {
        char::from_u32(0x11 + self.number()).unwrap_or_default()
    }

    fn opened_by(c: char) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.opens() == c)
    }

    fn closed_by(c: char) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.closes() == c)
    }
}

/// The text with its marks turned into signs and words.
pub(super) fn spelled_out(text: &str) -> String {
    if !text.contains(|c: char| Mark::opened_by(c).is_some()) {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let spelling = spelling(&letters);
    let mut out = Out::default();
    for (at, c) in letters.iter().enumerate() {
        match (Mark::opened_by(*c), Mark::closed_by(*c)) {
            (None, None) => out.letter(*c),
            (Some(_), _) => out.open(spelling.get(at).map_or("", |(open, _)| open)),
            (_, Some(_)) => out.close(spelling.get(at).map_or("", |(_, close)| close)),
        }
    }
    out.text
}

/// What opens and closes each mark, at the places where it opens and where it closes.
fn spelling(letters: &[char]) -> Vec<(&'static str, &'static str)> {
    let mut out = vec![("", ""); letters.len()];
    let mut open: Vec<(Mark, usize)> = Vec::new();
    for (at, c) in letters.iter().enumerate() {
        if let Some(mark) = Mark::opened_by(*c) {
            open.push((mark, at));
        }
        let Some(mark) = Mark::closed_by(*c) else { continue };
        let Some(found) = open.iter().rposition(|(other, _)| *other == mark) else { continue };
        let (_, from) = open.remove(found);
        let spelled = spell(mark, letters, (from, at));
        for place in [from, at] {
            if let Some(slot) = out.get_mut(place) {
                *slot = spelled;
            }
        }
    }
    out
}

/// How a mark is written that opens and closes at these places.
fn spell(mark: Mark, letters: &[char], at: (usize, usize)) -> (&'static str, &'static str) {
    let (from, to) = at;
    let is_sign = |c: &&char| Mark::opened_by(**c).is_some() || Mark::closed_by(**c).is_some();
    let before = letters.get(..from).unwrap_or_default();
    let inside = letters.get(from + 1..to).unwrap_or_default();
    let after = letters.get(to + 1..).unwrap_or_default();
    let last = before.iter().rev().find(|c| !is_sign(c));
    let next = after.iter().find(|c| !is_sign(c));
    let is = |c: Option<&char>, kind: fn(&char) -> bool| c.is_some_and(kind);
    let word = |c: &char| c.is_alphanumeric();
    let digit = char::is_ascii_digit;
    match mark {
        Mark::StruckOut => ("[struck out: ", "]"),
        Mark::Inserted => ("[inserted: ", "]"),
        Mark::Reading => ("(", ")"),
        // A whole word that is underlined reads as it stands; a part of one does not, nor what was
        // put in the place of something struck out.
        Mark::Underlined => {
            let beside = letters.get(from.wrapping_sub(1)).copied();
            let replaces = beside == Some(Mark::StruckOut.closes());
            if replaces || is(last, word) || is(next, word) { ("_", "_") } else { ("", "") }
        }
        Mark::Power => match inside {
            ['s', 't'] | ['n' | 'r', 'd'] | ['t', 'h'] if is(last, digit) => ("", ""),
            [one] if !one.is_alphanumeric() && !matches!(one, '+' | '-' | '−') => ("", ""),
            _ if is(next, word) || inside.iter().any(|c| c.is_whitespace()) => ("^(", ")"),
            _ => ("^", ""),
        },
        Mark::Index => {
            let joins = is(last, digit) && is(inside.first(), digit);
            match is(next, digit) && is(inside.last(), digit) {
                true => ("_(", ")"),
                false if joins => ("_", ""),
                false => ("", ""),
            }
        }
    }
}

#[derive(Default)]
struct Out {
    text: String,
    /// A bracket was closed: what follows without a blank is set apart.
    apart: bool,
}

impl Out {
    fn letter(&mut self, c: char) {
        if std::mem::take(&mut self.apart) && c.is_alphanumeric() {
            self.text.push(' ');
        }
        self.text.push(c);
    }

    fn open(&mut self, sign: &str) {
        let is_bracket = sign.starts_with('[');
        let is_apart = self.text.is_empty() || self.text.ends_with(char::is_whitespace);
        let is_opened = self.text.ends_with(['(', '[']);
        if !sign.is_empty()
            && (std::mem::take(&mut self.apart) || (is_bracket && !is_opened))
            && !is_apart
        {
            self.text.push(' ');
        }
        self.text.push_str(sign);
    }

    /// Blanks and line ends before a closing sign come behind it.
    fn close(&mut self, sign: &str) {
        if sign.is_empty() {
            return;
        }
        let end = self.text.trim_end().len();
        let blanks = self.text.split_off(end);
        self.text.push_str(sign);
        self.text.push_str(&blanks);
        self.apart = sign == "]" && blanks.is_empty();
    }
}
