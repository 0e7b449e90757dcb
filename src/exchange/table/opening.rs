//! The lines with which other programs begin a table, such as `#html:true` or `sep=;`. A spreadsheet
//! that saved the file again may have put separators at their end, or quotes around them.

use crate::study::Column;

/// What the lines before the first row say of a table.
#[derive(Default)]
pub(super) struct Opening {
    /// How many lines these are.
    pub(super) lines: usize,
    /// What separates the columns.
    pub(super) separator: Option<u8>,
    /// Whether its texts are HTML, where a line says it.
    pub(super) is_html: Option<bool>,
    /// The columns of which something is said, counted from 0.
    pub(super) columns: Vec<(usize, Column)>,
    /// The names of the columns, still in one line.
    pub(super) names: Option<String>,
    /// The deck of rows that name none.
    pub(super) deck: String,
    /// The tags of all rows.
    pub(super) tags: Vec<String>,
    /// The kind of note of rows that name none.
    pub(super) kind: String,
    /// Marks that mean nothing here.
    pub(super) unknown: Vec<String>,
}

impl Opening {
    /// Reads it. Returns with it what follows.
    pub(super) fn of(mut text: &[u8]) -> (Self, &[u8]) {
        let mut opening = Self::default();
        loop {
            let end = text.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(text.len());
            let (line, behind) = text.split_at(end);
            let Some((key, value)) = mark(line) else { return (opening, text) };
            opening.follow(&key, &value);
            let rest = behind.strip_prefix(b"\r\n").or_else(|| behind.get(1..));
            (text, opening.lines) = (rest.unwrap_or_default(), opening.lines + 1);
        }
    }

    fn follow(&mut self, key: &str, raw: &str) {
        let value = raw.trim_end_matches([',', ';', '\t', '|', ' ']).trim_start();
        let mut column = |column| {
            let at = value.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            self.columns.extend(at.map(|at| (at, column)));
        };
        match key {
            "sep" | "separator" => self.separator = named_separator(raw).or(self.separator),
            "html" => self.is_html = Some(value.eq_ignore_ascii_case("true")),
            "columns" => self.names = Some(raw.to_owned()),
            "deck" => value.clone_into(&mut self.deck),
            "tags" => self.tags = value.split_whitespace().map(str::to_owned).collect(),
            "notetype" => value.clone_into(&mut self.kind),
            "guid column" => column(Column::Guid),
            "deck column" => column(Column::Deck),
            "tags column" => column(Column::Tags),
            "notetype column" => column(Column::Kind),
            "if matches" => {}
            _ => self.unknown.push(format!("#{key}:{value}")),
        }
    }

    /// The names of the columns, where the lines give them.
    pub(super) fn column_names(&self, separator: u8) -> Option<Vec<String>> {
        let names = self.names.as_ref()?.split(char::from(separator));
        Some(names.map(|name| name.trim().trim_matches('"').to_owned()).collect())
    }
}

/// The key, in small letters, and the value of a line such as `#html:true`; nothing for a row.
fn mark(line: &[u8]) -> Option<(String, String)> {
    const KNOWN: [&str; 7] =
        ["separator", "html", "columns", "notetype", "deck", "tags", "if matches"];
    let line = std::str::from_utf8(line).ok()?;
    let unquoted = line.strip_prefix('"').and_then(|inner| Some(inner.rsplit_once('"')?.0));
    let line = match unquoted {
        Some(inner) if inner.starts_with('#') || inner.starts_with("sep=") => {
            inner.replace("\"\"", "\"")
        }
        _ => line.to_owned(),
    };
    if let Some(value) = line.strip_prefix("sep=") {
        return Some(("sep".to_owned(), value.to_owned()));
    }
    let (key, value) = line.strip_prefix('#')?.split_once(':')?;
    let key = key.trim().to_lowercase();
    let is_mark = KNOWN.contains(&key.as_str()) || key.ends_with(" column");
    is_mark.then(|| (key, value.to_owned()))
}

/// A separator by its name or itself. Behind it may stand those that a spreadsheet added.
fn named_separator(value: &str) -> Option<u8> {
    let name = value.trim_matches(' ').trim_end_matches([',', ';', '\t', '|']).to_lowercase();
    match name.as_str() {
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "tab" | "\\t" => Some(b'\t'),
        "pipe" => Some(b'|'),
        "colon" => Some(b':'),
        "space" => Some(b' '),
        _ => value.bytes().next().filter(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()),
    }
}
