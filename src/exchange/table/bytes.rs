//! The bytes of a table as UTF-8, whatever program wrote them.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// So many bytes at the beginning show whether a text without a mark is UTF-16.
const LOOKED_AT: usize = 1024;

/// The text as UTF-8 without a byte order mark, and, where its encoding had to be guessed, a note.
/// A text that is UTF-8 except for single bytes stays as it is: its faulty rows are named.
pub(super) fn decoded(bytes: &[u8]) -> (Cow<'_, [u8]>, Option<&'static str>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return match encoding.name() {
            "UTF-8" => (Cow::Borrowed(rest), None),
            _ => (utf8_of(rest, encoding), None),
        };
    }
    if let Some(encoding) = wide(bytes) {
        return (utf8_of(bytes, encoding), None);
    }
    if std::str::from_utf8(bytes).is_ok() || has_utf8_letters(bytes) {
        return (Cow::Borrowed(bytes), None);
    }
    let note = "The file is not UTF-8. It was read as Windows-1252; if letters such as é look wrong, save the file as UTF-8.";
    (utf8_of(bytes, WINDOWS_1252), Some(note))
}

fn utf8_of<'a>(bytes: &[u8], encoding: &'static Encoding) -> Cow<'a, [u8]> {
    Cow::Owned(encoding.decode_without_bom_handling(bytes).0.into_owned().into_bytes())
}

/// UTF-16 without a mark: in Western text every other byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = start.len() / 3;
    match (even, odd) {
        _ if start.len() < 4 => None,
        (0, odd) if odd > most => Some(UTF_16LE),
        (even, 0) if even > most => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether any letter beyond ASCII is well-formed UTF-8: in Windows-1252 hardly ever one is.
fn has_utf8_letters(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}
