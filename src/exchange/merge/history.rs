//! The history of cards that come in: it joins the one that is here by time, as two folders do.

use super::Merger;
use crate::curriculum::CardId;
use crate::exchange::CardPast;
use crate::study::{Moment, Past, What};
use std::collections::BTreeMap;

/// Times of a log are unique elsewhere, so that two ratings of one moment are parted a little on the
/// way out: so near, in milliseconds, two times are the same.
const SAME_MS: i64 = 50;

impl Merger<'_> {
    pub(super) fn history(&mut self, past: Vec<CardPast>) {
        let mut known = self.known_times(&past);
        for CardPast { card, ratings, state, as_of } in past {
            // A card that could not be taken has no history here.
            let Some(name) = self.names.get(&card).cloned() else { continue };
            let times = known.entry(name.clone()).or_default();
            let (new, there): (Vec<_>, Vec<_>) =
                ratings.iter().cloned().partition(|(at, _)| !is_among(times, at.at_ms));
            self.out.counts.skipped += there.len();
            self.out.counts.reviews += new.len();
            times.extend(new.iter().map(|(at, _)| at.at_ms));
            times.sort_unstable();
            let is_news = !new.is_empty() || self.here.progress.card(&name).is_none();
            self.rate(&name, new);
            if let Some(state) = state
                && is_news
                && self.is_known_there(&name, &ratings, as_of)
            {
                self.stand(&name, state, as_of);
            }
        }
    }

    /// The times of the ratings that are here, those undone among them, by card and in order.
    fn known_times(&self, past: &[CardPast]) -> BTreeMap<CardId, Vec<i64>> {
        let named = past.iter().filter_map(|past| self.names.get(&past.card));
        let mut known: BTreeMap<CardId, Vec<i64>> =
            named.map(|name| (name.clone(), Vec::new())).collect();
        for logged in self.here.progress.log() {
            if let Some(times) = known.get_mut(logged.card) {
                times.push(logged.at.at_ms);
            }
        }
        for times in known.values_mut() {
            times.sort_unstable();
        }
        known
    }

    fn rate(&mut self, name: &CardId, ratings: Vec<(Moment, Past)>) {
        for (at, rating) in ratings {
            let day = self.here.progress.study_day(at);
            let rating = Past { card: name.clone(), ..rating };
            self.out.entries.push((at, day, What::Past(rating)));
        }
    }

    /// Whether all that moved the card here up to a moment was known where its state comes from.
    /// Else that state would drop an answer; replay of all answers gives a better one.
    fn is_known_there(&self, name: &CardId, ratings: &[(Moment, Past)], as_of: Moment) -> bool {
        let times: Vec<i64> = ratings.iter().map(|(at, _)| at.at_ms).collect();
        let before = |at: &Moment| at.at_ms <= as_of.at_ms;
        let progress = self.here.progress;
        progress.rated_here(name).filter(before).all(|at| is_among(&times, at.at_ms))
            && progress.moved_by_hand(name).find(before).is_none()
    }

    /// The state of the card as the file has it. Marks that were set here stay.
    fn stand(&mut self, name: &CardId, mut state: What, as_of: Moment) {
        let progress = self.here.progress;
        if let What::Imported { card, suspended, buried_until, flag, .. } = &mut state {
            *card = name.clone();
            if let Some(known) = progress.card(name).filter(|_| progress.is_marked_here(name)) {
                (*suspended, *flag) = (known.suspended, known.flag);
                *buried_until = known.buried_until;
            }
        }
        self.out.entries.push((as_of, progress.study_day(as_of), state));
    }
}

/// Whether a time stands among others, which are in order.
fn is_among(times: &[i64], at_ms: i64) -> bool {
    let next = times.partition_point(|time| *time < at_ms - SAME_MS);
    times.get(next).is_some_and(|time| *time <= at_ms + SAME_MS)
}
