//! The format of a journal file. At every acknowledged moment it is one valid RON document with
//! one checked entry a line:
//!
//! ```ron
//! [
//! (0x53bbb5b2,Segment(format:1,id:"e779c04b4a091f5e",next:1,void:[])),
//! (0x9436ce2a,(seq:1,at:1795154399168,tz:60,day:20776,what:Review((card:"scope/cpap/lowest-level",rating:Good,ms:1000)))),
//! ]
//! ```
//!
//! The number is the CRC-32C of the segment's id and the body, so that a line cannot be moved
//! between files unnoticed. Reading keeps every line that is whole and says what is not.

use super::quick_review;
use crate::study::{Entry, EntryRef, SegmentId};
use serde::{Deserialize, Serialize};

/// The only format so far.
pub(crate) const FORMAT: u32 = 1;
/// What ends the document.
pub(crate) const CLOSE: &str = "]\n";
/// The last number of answers that may be missing, where a file was cut.
pub const OPEN_END: u64 = u64::MAX;

/// The first line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Segment")]
pub(crate) struct Header {
    /// [`FORMAT`].
    pub(crate) format: u32,
    /// The name of the segment.
    pub(crate) id: SegmentId,
    /// The number that its first new entry will have; those after it count on without a gap.
    pub(crate) next: u64,
    /// The last entry known when the segment was begun, so that a lost file is noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<EntryRef>,
    /// The identity of the file (see `Disk`): a copy has another one and is never appended to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) home: Option<u64>,
    /// Entries of other segments that were refused and could not be erased there.
    #[serde(default)]
    pub(crate) void: Vec<EntryRef>,
}

/// A line after the first: an entry, and where it was first written if this repeats it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) at: EntryRef,
    pub(crate) entry: Entry,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(crate) struct Segment {
    pub(crate) header: Option<Header>,
    pub(crate) lines: Vec<Line>,
    pub(crate) faults: Vec<Fault>,
    /// A line with a correct checksum that this version does not know.
    pub(crate) newer: bool,
    /// No oddity at all: such a file may be appended to.
    pub(crate) perfect: bool,
}

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Counted from 1.
    pub(crate) line: usize,
    /// The numbers that may be missing: the first and the last, which is [`OPEN_END`] where nobody
    /// can say how many there were.
    pub(crate) between: Option<(u64, u64)>,
    /// Whether an acknowledged answer may be missing.
    pub(crate) is_damage: bool,
    pub(crate) what: &'static str,
}

/// A new file with its header and no entries.
pub(crate) fn new_document(header: &Header) -> Result<String, ron::Error> {
    let body = ron::Options::default().to_string_pretty(
        header,
        ron::ser::PrettyConfig::new()
            .struct_names(true)
            .compact_structs(true)
            .compact_arrays(true)
            .new_line("")
            .separator(""),
    )?;
    Ok(format!("[\n{}{CLOSE}", wrap(header.id, &body)))
}

/// The line of an entry, with its line feed.
pub(crate) fn line(segment: SegmentId, entry: &Entry) -> Result<String, ron::Error> {
    Ok(wrap(segment, &ron::to_string(entry)?))
}

/// The line of an entry that was first written to another segment.
pub(crate) fn repeated_line(
    segment: SegmentId,
    first: SegmentId,
    entry: &Entry,
) -> Result<String, ron::Error> {
    Ok(wrap(segment, &format!("Again(\"{first}\",{})", ron::to_string(entry)?)))
}

fn wrap(segment: SegmentId, body: &str) -> String {
    format!("(0x{:08x},{body}),\n", checksum(segment, body))
}

fn checksum(segment: SegmentId, body: &str) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&segment.0.to_be_bytes()), body.as_bytes())
}

/// Reads a file as far as it can be read. Never fails: what is wrong stands in `faults`. `named` is
/// the id in the file's name, which serves where the first line is damaged.
pub(crate) fn read(bytes: &[u8], named: Option<SegmentId>) -> Segment {
    let mut out = Segment { perfect: true, ..Segment::default() };
    let bytes =
        bytes.strip_prefix(b"\xef\xbb\xbf").inspect(|_| out.perfect = false).unwrap_or(bytes);
    let mut lines = Numbered { rest: bytes, number: 0 };
    let mut closed = false;
    // Where the entries of this file stand, and the lines that are no entries.
    let mut own: Vec<(usize, u64)> = Vec::new();
    let mut damaged: Vec<usize> = Vec::new();
    while let Some((number, raw)) = lines.next_line() {
        let text = raw.trim_ascii();
        out.perfect &= text.len() == raw.len() && !closed;
        match text {
            b"" => out.perfect = false,
            b"[" if number == 1 => {}
            b"]" => closed = true,
            _ => match parse_line(text, out.header.as_ref().map(|h| h.id), named) {
                Parsed::Header(header) if out.header.is_none() => {
                    out.newer |= header.format > FORMAT;
                    out.header = Some(header);
                }
                Parsed::Entry(line) => {
                    if out.header.as_ref().map(|h| h.id).or(named) == Some(line.at.0) {
                        own.push((number, line.entry.seq));
                    }
                    out.lines.push(line);
                }
                Parsed::Newer => out.newer = true,
                Parsed::Header(_) | Parsed::Damaged => damaged.push(number),
            },
        }
    }
    out.perfect &= bytes.ends_with(b"\n]\n");
    out.name_faults(&own, &damaged, closed, lines.number);
    out
}

impl Segment {
    /// Says what is wrong: damaged lines, numbers that are not there, an end that is missing.
    fn name_faults(&mut self, own: &[(usize, u64)], damaged: &[usize], closed: bool, lines: usize) {
        let first = self.header.as_ref().map(|h| h.next);
        // Where no line names the file, the first is told below, and held no answer.
        let mut damaged: Vec<usize> =
            damaged.iter().copied().filter(|line| self.header.is_some() || *line != 2).collect();
        let whole = own.last().map_or(0, |(at, _)| *at);
        let is_cut = !closed && (self.header.is_some() || !own.is_empty());
        // A cut may also be where a line ends.
        let in_a_line = damaged.last().is_some_and(|line| *line == lines);
        if is_cut && !in_a_line {
            damaged.push(lines.max(whole) + 1);
        }
        for number in &damaged {
            let before = own.iter().rev().find(|(at, _)| at < number);
            let after =
                own.iter().find(|(at, _)| at > number).map(|(_, seq)| seq.saturating_sub(1));
            let from = before.map(|(_, seq)| seq + 1).or(first).unwrap_or(1);
            // Behind the last whole line, damaged lines held one answer each.
            let whole = before.map_or(0, |(at, _)| *at);
            let skipped = damaged.iter().filter(|at| (whole + 1..*number).contains(at)).count();
            let held = from.saturating_add(skipped as u64);
            let line = (*number).min(lines);
            let fault = if is_cut && *number >= lines {
                let what = "the file was cut: it has no end";
                Fault { line, between: Some((held, OPEN_END)), is_damage: true, what }
            } else {
                let between =
                    after.map_or(Some((held, held)), |to| (from <= to).then_some((from, to)));
                Fault { line, between, is_damage: true, what: "this line is damaged" }
            };
            self.faults.push(fault);
        }
        self.name_gaps(own, first);
        if !own.is_sorted_by(|a, b| a.1 < b.1) {
            let line = own.first().map_or(0, |(at, _)| *at);
            let what = "lines stand twice or in another order; each counts once";
            self.faults.push(Fault { line, between: None, is_damage: false, what });
        }
        if self.header.is_none() {
            let what = if is_cut || closed {
                "the first line, which names the file, is missing or damaged"
            } else {
                "the file was cut in its first line; every answer that it held may be missing"
            };
            self.faults.push(Fault {
                line: 2.min(lines.max(1)),
                between: None,
                is_damage: true,
                what,
            });
        }
        self.perfect &= closed && self.faults.is_empty() && !self.newer;
    }

    /// Numbers that no line holds and no damaged line accounts for.
    fn name_gaps(&mut self, own: &[(usize, u64)], first: Option<u64>) {
        let mut by_number: Vec<(u64, usize)> = own.iter().map(|(at, seq)| (*seq, *at)).collect();
        by_number.sort_unstable();
        let mut expected = first.or(by_number.first().map(|(seq, _)| *seq)).unwrap_or(1);
        for (seq, line) in by_number {
            let gap = (expected, seq.saturating_sub(1));
            let told = |f: &Fault| f.between.is_some_and(|(a, b)| a <= gap.0 && gap.1 <= b);
            if seq > expected && !self.faults.iter().any(told) {
                let what = "lines before this one are missing";
                self.faults.push(Fault { line, between: Some(gap), is_damage: true, what });
            }
            expected = seq.saturating_add(1);
        }
    }
}

/// The name of a file's entries: that of its first line, or else of the file.
pub(crate) fn id_of(bytes: &[u8], named: Option<SegmentId>) -> Option<SegmentId> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let head = ends.map(|(at, _)| at + 1).take(2).last().unwrap_or(bytes.len());
    let read = read(bytes.get(..head).unwrap_or_default(), named);
    read.header.map(|header| header.id).or(named)
}

struct Numbered<'a> {
    rest: &'a [u8],
    number: usize,
}

impl<'a> Numbered<'a> {
    fn next_line(&mut self) -> Option<(usize, &'a [u8])> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|b| *b == b'\n').unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        self.number += 1;
        Some((self.number, line))
    }
}

enum Parsed {
    Header(Header),
    Entry(Line),
    Newer,
    Damaged,
}

fn parse_line(text: &[u8], header: Option<SegmentId>, named: Option<SegmentId>) -> Parsed {
    let Some((sum, body)) = split_line(text) else { return Parsed::Damaged };
    if header.is_none()
        && let Ok(found) = ron_options().from_str::<Header>(body)
        && checksum(found.id, body) == sum
    {
        return Parsed::Header(found);
    }
    match header.or(named) {
        Some(id) if checksum(id, body) == sum => parse_entry(id, body),
        _ => Parsed::Damaged,
    }
}

fn parse_entry(segment: SegmentId, body: &str) -> Parsed {
    let (first, entry) = match body.strip_prefix("Again(\"") {
        None => (Some(segment), body),
        Some(rest) => (
            rest.get(..16).and_then(|hex| hex.parse().ok()),
            rest.get(18..).and_then(|r| r.strip_suffix(')')).unwrap_or_default(),
        ),
    };
    match (first, quick_review::read(entry).map_or_else(|| ron_options().from_str(entry), Ok)) {
        (Some(first), Ok(entry)) => Parsed::Entry(Line { at: EntryRef(first, entry.seq), entry }),
        _ => Parsed::Newer,
    }
}

/// Splits `(0x9436ce2a,BODY),` into number and body.
fn split_line(text: &[u8]) -> Option<(u32, &str)> {
    let text = std::str::from_utf8(text).ok()?;
    let inner = text.strip_prefix("(0x")?.strip_suffix("),")?;
    let digits = inner.get(..8)?;
    let ours = digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let sum = u32::from_str_radix(digits, 16).ok().filter(|_| ours)?;
    Some((sum, inner.get(8..)?.strip_prefix(',')?))
}

fn ron_options() -> ron::Options {
    // The default depth needs up to a mebibyte of stack in a debug build.
    ron::Options::default().with_recursion_limit(32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{Rating, Review, StudyDay, What};

    const ID: SegmentId = SegmentId(0xe779_c04b_4a09_1f5e);

    fn entry(seq: u64) -> Entry {
        let what = What::Review(Review {
            card: "scope/cpap/lowest-level".into(),
            rating: Rating::Good,
            ms: 1000,
            sure: false,
            hint: false,
            chosen: Vec::new(),
            answer: 0,
        });
        let at = 1_795_154_399_168;
        Entry { seq, at, tz: 60, day: StudyDay(20_776), stamp: None, what }
    }

    fn document(entries: u64) -> String {
        let header =
            Header { format: FORMAT, id: ID, next: 1, after: None, home: None, void: Vec::new() };
        let mut text = new_document(&header).unwrap();
        for seq in 1..=entries {
            text.truncate(text.len() - CLOSE.len());
            text.push_str(&line(ID, &entry(seq)).unwrap());
            text.push_str(CLOSE);
        }
        text
    }

    #[test]
    fn the_text_is_a_valid_ron_document_and_reads_back() {
        let text = document(3);
        assert!(text.starts_with("[\n(0x"), "{text}");
        assert!(
            text.contains("Segment(format:1,id:\"e779c04b4a091f5e\",next:1,void:[])"),
            "{text}"
        );
        let read = read(text.as_bytes(), Some(ID));
        assert!(read.perfect, "{read:?}");
        assert_eq!(read.lines.len(), 3);
        assert_eq!(read.lines[2].at, EntryRef(ID, 3));
        ron::from_str::<ron::Value>(&text).expect("a file is one RON document");
    }

    #[test]
    fn a_flipped_byte_anywhere_costs_at_most_its_own_line_and_is_noticed() {
        let text = document(4);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let read = read(&bytes, Some(ID));
            assert!(!read.perfect, "byte {at} flipped unnoticed");
            let whole = read.lines.iter().filter(|l| l.entry == entry(l.entry.seq)).count();
            assert_eq!(whole, read.lines.len(), "byte {at} changed an entry");
            assert!(read.lines.len() >= 2, "byte {at} cost more than two lines");
        }
    }

    #[test]
    fn a_file_cut_at_any_byte_keeps_every_whole_line() {
        let text = document(3);
        for len in 0..text.len() {
            let cut = &text.as_bytes()[..len];
            let whole = text[..len].lines().filter(|l| l.ends_with("),")).count().saturating_sub(1);
            assert_eq!(read(cut, Some(ID)).lines.len(), whole, "cut at {len}");
        }
    }

    #[test]
    fn a_damaged_line_names_the_answers_it_may_have_held() {
        let text = document(3);
        let damaged = text.replacen("seq:2", "seq:7", 1);
        let read = read(damaged.as_bytes(), Some(ID));
        assert_eq!(read.faults.len(), 1);
        assert_eq!(read.faults[0].between, Some((2, 2)));
        assert_eq!(read.faults[0].line, 4);
        assert!(read.faults[0].is_damage);
    }

    #[test]
    fn damaged_lines_at_the_end_are_each_named_with_the_answer_they_held() {
        let text = document(5);
        for damaged in 1..=5_u64 {
            let mut text = text.clone();
            for seq in (6 - damaged)..=5 {
                text = text.replacen(&format!("seq:{seq},"), &format!("seq:{seq}!"), 1);
            }
            let read = read(text.as_bytes(), Some(ID));
            let named: Vec<_> = read.faults.iter().map(|f| (f.line, f.between)).collect();
            let right: Vec<_> = ((6 - damaged)..=5)
                .map(|seq| (usize::try_from(seq).unwrap() + 2, Some((seq, seq))))
                .collect();
            assert_eq!(named, right);
        }
    }

    #[test]
    fn a_file_cut_at_any_byte_names_the_line_and_the_first_answer_that_may_be_missing() {
        let text = document(3);
        let last = text.len() - CLOSE.len();
        for len in 1..=last {
            let read = read(&text.as_bytes()[..len], Some(ID));
            let [fault] = read.faults.as_slice() else { panic!("cut at {len}: {:?}", read.faults) };
            assert!(fault.is_damage, "cut at {len}");
            assert!(fault.what.contains("cut"), "cut at {len}: {}", fault.what);
            assert_eq!(fault.line, text[..len].lines().count(), "cut at {len}");
            let from = read.lines.len() as u64 + 1;
            let named = read.header.is_some().then_some((from, OPEN_END));
            assert_eq!(fault.between, named, "cut at {len}");
        }
        // Of the bracket nothing is missed but the line feed behind it.
        assert_eq!(read(&text.as_bytes()[..=last], Some(ID)).faults, []);
    }

    #[test]
    fn an_entry_of_a_later_version_is_told_from_damage() {
        let body = "(seq:1,at:1,day:1,what:Dream(card:\"a\"))";
        let text = document(0).replace(CLOSE, &format!("{}{CLOSE}", wrap(ID, body)));
        assert!(read(text.as_bytes(), Some(ID)).newer);
    }

    #[test]
    fn a_repeated_entry_keeps_the_name_it_was_first_written_under() {
        let first = SegmentId(7);
        let text = document(0);
        let line = repeated_line(ID, first, &entry(5)).unwrap();
        let text = text.replace(CLOSE, &format!("{line}{CLOSE}"));
        let read = read(text.as_bytes(), Some(ID));
        assert_eq!(read.lines[0].at, EntryRef(first, 5));
    }
}
