//! What is being read: which paragraphs are on the screen, and whether for long enough.
//!
//! The time that passes goes to the paragraphs in view from the top down, each taking what its
//! words need, so that a page that is scrolled past is not read and a page that is looked at for
//! half the time it needs is read to its middle. Nothing is written while one reads on: marks are
//! kept a handful at a time.

use crate::curriculum::{Anchor, Curriculum};
use crate::study::reading_ms;
use std::collections::BTreeMap;

/// So many marks are kept at once at the latest.
const BATCH: usize = 6;
/// So long a mark waits for others, in milliseconds.
const LONGEST_WAIT_MS: u64 = 10_000;
/// After so long without any sign of the reader nothing more counts, in milliseconds.
const AWAY_MS: u64 = 600_000;

/// Which paragraphs are in view, and how long each has been.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadingClock {
    /// Those in view and not yet read, from the top down, each with the time that it needs.
    view: Vec<(Anchor, u64)>,
    since_ms: u64,
    spent_ms: BTreeMap<Anchor, u64>,
    /// Read, and still to be kept, each with the time at which it was read.
    read: Vec<(Anchor, u64)>,
}

impl ReadingClock {
    /// Takes note of what is in view from now on.
    pub(super) fn look(&mut self, view: Vec<Anchor>, c: &Curriculum, mono_ms: u64) {
        let mut left = mono_ms.saturating_sub(self.since_ms);
        if left > AWAY_MS {
            left = 0;
        }
        for (anchor, needs) in &self.view {
            let spent = self.spent_ms.entry(anchor.clone()).or_default();
            let more = left.min(needs.saturating_sub(*spent));
            left -= more;
            let was_read = *spent >= *needs;
            *spent += more;
            if !was_read && *spent >= *needs {
                self.read.push((anchor.clone(), mono_ms));
            }
        }
        self.view = view
            .into_iter()
            .filter_map(|anchor| Some((reading_ms(c.block_at(&anchor)?.1), anchor)))
            .filter(|(needs, anchor)| self.spent_ms.get(anchor).is_none_or(|s| s < needs))
            .map(|(needs, anchor)| (anchor, needs))
            .collect();
        self.since_ms = mono_ms;
    }

    /// What was read and is to be kept now; nothing while it can wait for more.
    pub(super) fn take(&mut self, mono_ms: u64) -> Vec<Anchor> {
        let waited =
            self.read.first().is_some_and(|(_, at)| mono_ms.saturating_sub(*at) >= LONGEST_WAIT_MS);
        if !waited && self.read.len() < BATCH && !self.view.is_empty() {
            return Vec::new();
        }
        std::mem::take(&mut self.read).into_iter().map(|(anchor, _)| anchor).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::load_bundled;
    use crate::study::is_paragraph;

    fn first_three(c: &Curriculum) -> Vec<(Anchor, u64)> {
        let section = c.sections().first().unwrap();
        let blocks = section.blocks.iter().filter(|block| is_paragraph(block));
        blocks.take(3).map(|b| (Anchor::new(&section.id, b.id()), reading_ms(b))).collect()
    }

    #[test]
    fn time_goes_to_what_is_in_view_from_the_top_down() {
        let (c, _) = load_bundled();
        let three = first_three(&c);
        let anchors: Vec<Anchor> = three.iter().map(|(anchor, _)| anchor.clone()).collect();
        let mut clock = ReadingClock::default();
        clock.look(anchors.clone(), &c, 1000);
        clock.look(anchors.clone(), &c, 1000 + three[0].1 + three[1].1 - 1);
        assert_eq!(clock.take(1000), Vec::<Anchor>::new(), "one mark waits for others");
        clock.look(Vec::new(), &c, 1000 + three[0].1 + three[1].1);
        assert_eq!(clock.take(1000), anchors[..2], "on leaving all are kept");
        clock.look(anchors, &c, 500_000);
        clock.look(Vec::new(), &c, 500_001);
        assert!(clock.take(500_001).is_empty(), "what was read is not kept twice");
    }

    #[test]
    fn a_page_scrolled_past_or_left_open_over_night_is_not_read() {
        let (c, _) = load_bundled();
        let anchors: Vec<Anchor> = first_three(&c).into_iter().map(|(anchor, _)| anchor).collect();
        let mut clock = ReadingClock::default();
        clock.look(anchors.clone(), &c, 0);
        clock.look(anchors, &c, 300);
        clock.look(Vec::new(), &c, 30_000_000);
        assert!(clock.take(30_000_000).is_empty());
    }
}
