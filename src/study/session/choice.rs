//! Which cards a sitting takes that is not that of the day.

use super::kind::{SessionKind, Which, can_be_marked};
use super::order::apart;
use super::standing::{Standing, Stands};
use super::survey::{Offer, SessionPlan, Survey};
use crate::curriculum::ExamDomain;
use crate::study::confusion::Confused;
use crate::study::drill::{names, pair_drill};
use crate::study::schedule::splitmix;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Survey<'a> {
    /// How many cards each of these sittings would serve. All are counted in one walk.
    #[must_use]
    pub fn offers(&self, kinds: &[SessionKind], new_per_day: usize) -> Vec<Offer> {
        let mut counts = vec![(0, BTreeSet::new()); kinds.len()];
        for s in &self.cards {
            for ((count, families), kind) in counts.iter_mut().zip(kinds) {
                let keeps = self.keeps(kind, s);
                *count += usize::from(keeps);
                if keeps && kind.is_drill() && families.len() < kind.most() {
                    families.insert(s.family);
                }
            }
        }
        let offer = |(kind, (kept, families)): (&SessionKind, (usize, BTreeSet<u64>))| {
            let of = kept + self.fresh_for(kind, new_per_day).len();
            // A drill takes no siblings.
            let serves = if kind.is_drill() { families.len() } else { of };
            Offer { serves: serves.min(kind.most()), of }
        };
        kinds.iter().zip(counts).map(offer).collect()
    }

    /// The cards of a sitting, in no order yet.
    pub(super) fn chosen(&self, kind: &SessionKind, new_per_day: usize) -> Vec<Standing<'a>> {
        let kept = self.cards.iter().filter(|s| self.keeps(kind, s)).copied();
        let from: Vec<Standing<'a>> = kept.chain(self.fresh_for(kind, new_per_day)).collect();
        let most = kind.most();
        if from.len() <= most {
            return from;
        }
        apart(most, self.ranked(kind, from))
    }

    /// Whether a card is one from which a sitting is taken.
    fn keeps(&self, kind: &SessionKind, s: &Standing<'a>) -> bool {
        let card = s.card;
        match kind {
            SessionKind::Due | SessionKind::More(_) => {
                matches!(s.stands, Stands::Due | Stands::Learning(_))
            }
            SessionKind::Quick(_) | SessionKind::Weakest(_) => !s.is_new() && self.is_useful(s),
            SessionKind::Missed => s.is_missed(),
            SessionKind::SureButWrong => s.was_sure(),
            SessionKind::Section(id) => card.section.as_ref() == Some(id) && self.is_useful(s),
            SessionKind::Level(level) => card.level == Some(*level) && self.is_useful(s),
            SessionKind::Domain(domain) => card.domain == Some(*domain) && self.is_useful(s),
            SessionKind::Pair(one, other) => {
                card.level.is_some_and(|level| level == *one || level == *other)
            }
            SessionKind::Terms(one, other) => names(card, one) || names(card, other),
            SessionKind::Leeches => s.is_leech(),
            SessionKind::Built(build) => {
                s.is_in(build.which)
                    && (build.practice || self.is_useful(s))
                    && build.is_about(card)
            }
            SessionKind::Rehearsal(level) => {
                let is_asked = card.domain.is_some_and(|domain| domain.is_of(*level));
                is_asked && !card.local && can_be_marked(&card.ask)
            }
        }
    }

    /// Whether it is of some use to ask it: not where it was recalled today and is through.
    fn is_useful(&self, s: &Standing<'_>) -> bool {
        let is_through = s.stands == Stands::Early && s.is_of(self.today);
        !is_through || s.was_missed(self.today)
    }

    /// New cards of the day, for a sitting that takes those alone.
    fn fresh_for(&self, kind: &SessionKind, new_per_day: usize) -> Vec<Standing<'a>> {
        let mut fresh = match kind {
            SessionKind::Due | SessionKind::Quick(_) => self.day_fresh(new_per_day, None),
            SessionKind::More(extra) => self.day_fresh(new_per_day, Some(*extra)),
            _ => Vec::new(),
        };
        fresh.retain(Standing::is_new);
        fresh
    }

    /// The same cards, those that a sitting of that kind wants most first.
    fn ranked(&self, kind: &SessionKind, mut from: Vec<Standing<'a>>) -> Vec<Standing<'a>> {
        match kind {
            SessionKind::Rehearsal(_) => return self.drawn(from),
            SessionKind::Weakest(_) | SessionKind::Leeches => {
                from.sort_by_cached_key(|s| (self.recall(s), s.shuffled));
            }
            SessionKind::Missed | SessionKind::SureButWrong => {
                from.sort_by_cached_key(|s| (!s.was_sure(), self.recall(s), s.shuffled));
            }
            // What is due, new cards in their order, what is not due yet, and what was answered a
            // moment ago; of each what is remembered least.
            _ => from.sort_by_cached_key(|s| match s.stands {
                Stands::Learning(due_ms) if due_ms <= self.now.at_ms => (0, due_ms, 0),
                Stands::Due => (1, i64::from(self.recall(s)), s.shuffled),
                Stands::New => (2, 0, 0),
                Stands::Early | Stands::KeptBack | Stands::Sibling => {
                    (3, i64::from(self.recall(s)), s.shuffled)
                }
                Stands::Learning(due_ms) => (4, due_ms, 0),
            }),
        }
        from
    }

    /// The chance that a card is recalled now, in millionths.
    fn recall(&self, s: &Standing<'_>) -> u32 {
        let schedule = s.known.map(|c| &c.schedule);
        let recall = schedule.and_then(|s| self.progress.scheduler().recall(s, self.today));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1")]
        recall.map_or(0, |recall| (recall * 1e6) as u32)
    }

    /// Cards of two things that are confused, by turns.
    pub(super) fn drill(&self, kind: &SessionKind) -> SessionPlan {
        let pair = match kind {
            SessionKind::Pair(one, other) => Confused::Levels(*one, *other),
            SessionKind::Terms(one, other) => Confused::Terms(one.clone(), other.clone()),
            _ => return SessionPlan::default(),
        };
        let cards = pair_drill(&pair, self.deck, self.progress, self.today);
        SessionPlan { cards, ..SessionPlan::default() }
    }

    /// Drawn as for an exam: of all domains as evenly as there are cards, others each time.
    fn drawn(&self, mut from: Vec<Standing<'a>>) -> Vec<Standing<'a>> {
        from.sort_by_cached_key(|s| splitmix(s.shuffled ^ self.progress.revision()));
        let mut drawn_of: BTreeMap<Option<ExamDomain>, usize> = BTreeMap::new();
        from.sort_by_cached_key(|s| {
            let drawn = drawn_of.entry(s.card.domain).or_default();
            *drawn += 1;
            *drawn
        });
        from
    }
}

impl Standing<'_> {
    fn is_in(&self, which: Which) -> bool {
        match which {
            Which::Any => true,
            Which::New => self.is_new(),
            Which::Due => !matches!(self.stands, Stands::New | Stands::Early),
            Which::Seen => !self.is_new(),
            Which::Starred => self.known.is_some_and(|c| c.flag > 0),
            Which::Missed => self.is_missed(),
        }
    }
}
