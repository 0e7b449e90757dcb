//! A short cut for the lines that a journal holds most of, reviews as this version writes them,
//! given here or brought by a package. A start with a long history takes a third of the time; any other line is read as RON.

use crate::curriculum::CardId;
use crate::study::{Entry, Past, PastKind, Rating, Review, StudyDay, What};
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
    rest.eat(",what:")?;
    let what = match rest.eat("Past((") {
        Some(()) => What::Past(rest.past()?),
        None => What::Review(rest.review()?),
    };
    rest.eat(")))")?;
    rest.0.is_empty().then_some(Entry { seq, at, tz, day, stamp, what })
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn review(&mut self) -> Option<Review> {
        self.eat("Review((")?;
        let (card, rating) = (self.card()?, self.rating()?);
        self.eat(",ms:")?;
        let ms = self.number()?;
        let sure = self.eat(",sure:true").is_some();
        let hint = self.eat(",hint:true").is_some();
        let chosen = self.after(",chosen:[", Self::numbers)?;
        let answer = self.after(",answer:", Self::number)?;
        Some(Review { card, rating, ms, sure, hint, chosen, answer })
    }

    fn past(&mut self) -> Option<Past> {
        let (card, rating) = (self.card()?, self.rating()?);
        self.eat(",ms:")?;
        let ms = self.number()?;
        self.eat(",kind:")?;
        let kinds = [
            ("Learn", PastKind::Learn),
            ("Review", PastKind::Review),
            ("Relearn", PastKind::Relearn),
            ("Filtered", PastKind::Filtered),
        ];
        let (_, kind) = kinds.into_iter().find(|(word, _)| self.eat(word).is_some())?;
        let filtered = self.eat(",filtered:true").is_some();
        Some(Past { card, rating, ms, kind, filtered })
    }

    fn card(&mut self) -> Option<CardId> {
        self.eat("card:\"")?;
        let card = self.text()?.into();
        self.eat("\"").map(|()| card)
    }

    fn rating(&mut self) -> Option<Rating> {
        self.eat(",rating:")?;
        Rating::ALL.into_iter().find(|rating| self.eat(rating.label()).is_some())
    }

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
        let kinds = [PastKind::Learn, PastKind::Review, PastKind::Relearn, PastKind::Filtered];
        let past = prop::option::of(prop::sample::select(kinds.to_vec()));
        (times, given, past).prop_map(
            |((seq, at, tz, day, stamp), (card, rating, ms, sure, hint, chosen, answer), past)| {
                let card = CardId::from(card.as_str());
                let what = match past {
                    Some(kind) => What::Past(Past { card, rating, ms, kind, filtered: sure }),
                    None => What::Review(Review { card, rating, ms, sure, hint, chosen, answer }),
                };
                Entry { seq, at, tz, day: StudyDay(day), stamp, what }
            },
        )
    }

    proptest! {
        #[test]
        fn it_reads_what_ron_reads_or_leaves_it_to_ron(entry in entry(), cut in any::<prop::sample::Index>()) {
            let text = ron::to_string(&entry).unwrap();
            let (What::Review(Review { card, .. }) | What::Past(Past { card, .. })) = &entry.what else {
                panic!("only these are made");
            };
            let plain = !card.as_str().contains(['"', '\\', '\n', '\'']);
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
        assert!(
            read(&usual.replace("Review", "Past").replace("ms:4", "ms:4,kind:Learn")).is_some()
        );
        for other in [
            "(seq:1, at:2,day:3,what:Review((card:\"a\",rating:Good,ms:4)))",
            "(seq:1,at:2,day:3,what:Review((card:\"a\",rating:Goods,ms:4)))",
            "(seq:1,at:2,day:3,what:Review((card:\"a\",rating:Good,ms:4,later:1)))",
            "(seq:1,at:2,day:3,what:Review((card:\"a\",rating:Good)))",
            "(seq:1,at:2,day:3,what:Past((card:\"a\",rating:Good,ms:4)))",
            "(seq:1,at:2,day:3,what:Past((card:\"a\",rating:Good,ms:4,kind:Learning)))",
            "(seq:-1,at:2,day:3,what:Review((card:\"a\",rating:Good,ms:4)))",
            "(seq:1,at:2,day:3,what:Undo(of:(\"e779c04b4a091f5e\",2)))",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
