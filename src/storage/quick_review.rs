//! A short cut for the line that a journal holds most of, a review as this version writes it.
//! A start with a long history takes a third of the time; any other line is read as RON.

use crate::study::{Entry, Rating, Review, StudyDay, What};
use std::str::FromStr;

/// Reads a review that is written exactly as [`ron`] writes it; nothing for anything else.
pub(super) fn read(text: &str) -> Option<Entry> {
    let mut rest = Rest(text);
    rest.eat("(seq:")?;
    let seq = rest.number()?;
    rest.eat(",at:")?;
    let at = rest.number()?;
    let tz = rest.after(",tz:", Rest::number)?;
    rest.eat(",day:")?;
    let day = StudyDay(rest.number()?);
    let stamp: Option<i64> = rest.after(",stamp:Some(", |r| r.number().map(Some))?;
    if stamp.is_some() {
        rest.eat(")")?;
    }
    rest.eat(",what:Review((card:\"")?;
    let card = rest.text()?.into();
    rest.eat("\",rating:")?;
    let rating = Rating::ALL.into_iter().find(|r| rest.eat(r.label()).is_some())?;
    rest.eat(",ms:")?;
    let ms = rest.number()?;
    let sure = rest.eat(",sure:true").is_some();
    let hint = rest.eat(",hint:true").is_some();
    let chosen = rest.after(",chosen:[", Rest::numbers)?;
    let answer = rest.after(",answer:", Rest::number)?;
    rest.eat(")))")?;
    let what = What::Review(Review { card, rating, ms, sure, hint, chosen, answer });
    rest.0.is_empty().then_some(Entry { seq, at, tz, day, stamp, what })
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn eat(&mut self, word: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(word)?;
        Some(())
    }

    /// What follows a word, and the default where the word is not there; nothing at all where it
    /// is not well formed.
    fn after<T: Default>(
        &mut self,
        word: &str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        match self.eat(word) {
            None => Some(T::default()),
            Some(()) => read(self),
        }
    }

    fn number<T: FromStr>(&mut self) -> Option<T> {
        let end = self.0.bytes().position(|b| !matches!(b, b'0'..=b'9' | b'-'));
        let (digits, rest) = self.0.split_at(end?);
        self.0 = rest;
        digits.parse().ok()
    }

    /// Numbers up to a closing bracket.
    fn numbers(&mut self) -> Option<Vec<u8>> {
        let (inside, rest) = self.0.split_once(']')?;
        self.0 = rest;
        inside.split(',').map(|n| n.parse().ok()).collect()
    }

    /// A text without escapes, up to its quote.
    fn text(&mut self) -> Option<&'a str> {
        let end = self.0.bytes().position(|b| matches!(b, b'"' | b'\\'))?;
        let (text, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry() -> impl Strategy<Value = Entry> {
        let times = (any::<u64>(), any::<i64>(), -900..900_i32, any::<i32>(), any::<Option<i64>>());
        let given = (
            "[a-z\"\\\\'é\n/]{0,12}",
            prop::sample::select(Rating::ALL.to_vec()),
            any::<u32>(),
            any::<bool>(),
            any::<bool>(),
            prop::collection::vec(any::<u8>(), 0..4),
            any::<u32>(),
        );
        (times, given).prop_map(
            |((seq, at, tz, day, stamp), (card, rating, ms, sure, hint, chosen, answer))| {
                let card = card.as_str().into();
                let what = What::Review(Review { card, rating, ms, sure, hint, chosen, answer });
                Entry { seq, at, tz, day: StudyDay(day), stamp, what }
            },
        )
    }

    proptest! {
        #[test]
        fn it_reads_what_ron_reads_or_leaves_it_to_ron(entry in entry(), cut in any::<prop::sample::Index>()) {
            let text = ron::to_string(&entry).unwrap();
            let plain = !matches!(&entry.what, What::Review(r) if r.card.as_str().contains(['"', '\\', '\n', '\'']));
            match read(&text) {
                Some(found) => prop_assert_eq!(found, entry),
                None => prop_assert!(!plain, "{}", text),
            }
            let at = cut.index(text.len());
            if text.is_char_boundary(at) {
                prop_assert_eq!(read(&text[..at]), None);
            }
        }
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_ron() {
        let usual = "(seq:1,at:2,day:3,what:Review((card:\"a\",rating:Good,ms:4)))";
        assert!(read(usual).is_some());
        for other in [
            "(seq:1, at:2,day:3,what:Review((card:\"a\",rating:Good,ms:4)))",
            "(seq:1,at:2,day:3,what:Review((card:\"a\",rating:Goods,ms:4)))",
            "(seq:1,at:2,day:3,what:Review((card:\"a\",rating:Good,ms:4,later:1)))",
            "(seq:1,at:2,day:3,what:Review((card:\"a\",rating:Good)))",
            "(seq:-1,at:2,day:3,what:Review((card:\"a\",rating:Good,ms:4)))",
            "(seq:1,at:2,day:3,what:Undo(of:(\"e779c04b4a091f5e\",2)))",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
