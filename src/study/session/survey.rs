//! How all cards stand on a day, and the sitting of the day made from it.
//!
//! The day decides the order, so that it is the same after a restart. A new card waits for a day on
//! which none of its siblings, the cards of the same fact or cell, comes up.

use super::super::deck::{Card, Deck};
use super::super::plan::share_of_today;
use super::super::progress::{CardProgress, Progress};
use super::super::schedule::{Phase, splitmix, text_seed};
use super::super::time::{Moment, StudyDay};
use super::kind::SessionKind;
use super::order::arranged;
use crate::curriculum::CardId;
use std::collections::{BTreeMap, BTreeSet};

/// How many cards a sitting serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Cards that it serves.
    pub serves: usize,
    /// Cards from which they are taken.
    pub of: usize,
}

/// What a sitting is planned to be.
#[derive(Default)]
pub(super) struct SessionPlan {
    /// The cards, in order.
    pub(super) cards: Vec<CardId>,
    /// Those of them that are new, in the same order.
    pub(super) fresh: Vec<CardId>,
    /// Cards in their steps, each with the moment at which it is due.
    pub(super) learning: Vec<(i64, CardId)>,
    /// Cards that were answered earlier on the day.
    pub(super) seen: BTreeSet<CardId>,
}

/// How all cards stand on a day, those that are hidden left out.
pub struct Survey<'a> {
    pub(super) deck: &'a Deck,
    pub(super) progress: &'a Progress,
    pub(super) now: Moment,
    pub(super) today: StudyDay,
    pub(super) cards: Vec<Standing<'a>>,
}

/// How a card stands.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) card: &'a Card,
    pub(super) known: Option<&'a CardProgress>,
    pub(super) stands: Stands,
    /// Its place among cards that the day has shuffled.
    pub(super) shuffled: u64,
    /// The same for cards that say nearly the same.
    pub(super) family: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stands {
    /// In its steps, due at that moment.
    Learning(i64),
    Due,
    New,
    /// Not due yet.
    Early,
}

impl<'a> Survey<'a> {
    /// Looks at all cards of a deck.
    #[must_use]
    pub fn new(deck: &'a Deck, progress: &'a Progress, now: Moment) -> Self {
        let today = progress.study_day(now);
        let known = progress.known_of(deck);
        let standing = |(card, known): (&'a Card, Option<&'a CardProgress>)| {
            if known.is_some_and(|c| c.is_hidden(today)) {
                return None;
            }
            let stands = match known.map_or(Phase::New, |c| c.schedule.phase) {
                Phase::New => Stands::New,
                Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => {
                    Stands::Learning(due_ms)
                }
                Phase::Review { due, .. } if due <= today => Stands::Due,
                // Whoever learned the old answer is asked again today.
                Phase::Review { .. } if known.is_some_and(|c| c.answer_changed(card)) => {
                    Stands::Due
                }
                Phase::Review { .. } => Stands::Early,
            };
            let day = u64::from(today.0.unsigned_abs());
            let shuffled = splitmix(text_seed(card.id.as_str()) ^ day);
            Some(Standing { card, known, stands, shuffled, family: text_seed(&card.family) })
        };
        let cards = deck.cards().iter().zip(known).filter_map(standing).collect();
        Self { deck, progress, now, today, cards }
    }

    /// The study day.
    #[must_use]
    pub fn today(&self) -> StudyDay {
        self.today
    }

    /// The cards that were forgotten again and again, the most often forgotten first.
    #[must_use]
    pub fn leeches(&self) -> Vec<CardId> {
        let mut cards: Vec<_> = self.cards.iter().filter(|s| s.is_leech()).collect();
        cards.sort_by_key(|s| std::cmp::Reverse(s.known.map(|c| c.schedule.lapses)));
        cards.into_iter().map(|s| s.card.id.clone()).collect()
    }

    pub(super) fn plan(&self, kind: &SessionKind, new_per_day: usize) -> SessionPlan {
        match kind {
            SessionKind::Due => self.day(new_per_day, None),
            SessionKind::More(extra) => self.day(new_per_day, Some(*extra)),
            SessionKind::Pair(..) | SessionKind::Terms(..) => self.drill(kind),
            _ => {
                let chosen = self.chosen(kind, new_per_day).into_iter();
                let (fresh, reviews) = chosen.partition(Standing::is_new);
                let cards = arranged(reviews, fresh);
                SessionPlan {
                    fresh: cards.iter().filter(|s| s.is_new()).map(|s| s.card.id.clone()).collect(),
                    cards: cards.into_iter().map(|s| s.card.id.clone()).collect(),
                    learning: Vec::new(),
                    seen: BTreeSet::new(),
                }
            }
        }
    }

    /// The sitting of the day. It is laid out as the day began, and what was answered since is taken
    /// out: so a restart goes on at the same place. `more` asks so many new cards beyond.
    fn day(&self, new_per_day: usize, more: Option<usize>) -> SessionPlan {
        let was_due = |s: &&Standing<'_>| s.comes_up(self.today) && !s.is_begun(self.today);
        let reviews = self.cards.iter().filter(was_due).copied().collect();
        let fresh = self.day_fresh(new_per_day, more);
        let laid_out = arranged(reviews, fresh);
        let is_open = |s: &Standing<'_>| matches!(s.stands, Stands::Due | Stands::New);
        let open = self.shared(laid_out.into_iter().filter(is_open).collect());
        let learning = self.cards.iter().filter_map(|s| match s.stands {
            Stands::Learning(due_ms) => Some((due_ms, s.card.id.clone())),
            _ => None,
        });
        // What was answered earlier today counts, so that a restart shows the same place.
        let seen = match more {
            None => self.progress.ratings_on(self.today).map(|(card, _)| card.clone()).collect(),
            Some(_) => BTreeSet::new(),
        };
        SessionPlan {
            cards: open.iter().map(|s| s.card.id.clone()).collect(),
            fresh: open.iter().filter(|s| s.is_new()).map(|s| s.card.id.clone()).collect(),
            learning: learning.collect(),
            seen,
        }
    }

    /// While cards that have waited are taken up again over some days, of those that are due only
    /// the share of this day, most valuable first.
    fn shared(&self, mut open: Vec<Standing<'a>>) -> Vec<Standing<'a>> {
        let due = open.iter().filter(|s| !s.is_new()).map(|s| s.card).collect();
        if let Some(share) = share_of_today(due, self.progress, self.today) {
            let places: BTreeMap<&CardId, usize> =
                share.iter().enumerate().map(|(place, card)| (&card.id, place)).collect();
            open.retain(|s| s.is_new() || places.contains_key(&s.card.id));
            open.sort_by_key(|s| places.get(&s.card.id).copied().unwrap_or(usize::MAX));
        }
        open
    }

    /// The new cards of the day, those that were begun already included.
    pub(super) fn day_fresh(&self, new_per_day: usize, more: Option<usize>) -> Vec<Standing<'a>> {
        let coming = self.cards.iter().filter(|s| s.comes_up(self.today));
        let mut families: BTreeSet<u64> = coming.map(|s| s.family).collect();
        // What the learner wrote today comes up today, beyond the day's allowance.
        let is_extra = |s: &Standing<'_>| s.is_added(self.today);
        let mut left = more.unwrap_or_else(|| self.allowance(new_per_day));
        let mut fresh = Vec::new();
        let mut siblings = Vec::new();
        let mut extra = Vec::new();
        for s in self.cards.iter().filter(|s| s.is_new() || s.is_begun(self.today)) {
            if is_extra(s) {
                extra.push(*s);
            } else if !s.is_new() {
                fresh.push(*s);
            } else if left > 0 {
                // The starters come one after the other: together they are the first lesson.
                if families.insert(s.family) || s.card.starter {
                    fresh.push(*s);
                    left -= 1;
                } else {
                    siblings.push(*s);
                }
            }
        }
        // Whoever asks for more gets siblings too where nothing else is left.
        if more.is_some() {
            fresh.extend(siblings.into_iter().take(left));
        }
        fresh.extend(extra);
        fresh
    }

    /// New cards that the day has room for.
    fn allowance(&self, new_per_day: usize) -> usize {
        let begun = self.cards.iter().filter(|s| s.is_begun(self.today));
        new_per_day.saturating_sub(begun.filter(|s| !s.is_added(self.today)).count())
    }
}

impl Standing<'_> {
    pub(super) fn is_new(&self) -> bool {
        self.stands == Stands::New
    }

    /// Whether it was rated last on that day.
    pub(super) fn is_of(&self, day: StudyDay) -> bool {
        self.known.is_some_and(|c| c.schedule.last_day == Some(day))
    }

    /// Whether it comes up on that day, or has come up already.
    fn comes_up(&self, day: StudyDay) -> bool {
        matches!(self.stands, Stands::Due | Stands::Learning(_)) || self.is_of(day)
    }

    /// Whether it was rated for the first time on that day.
    fn is_begun(&self, day: StudyDay) -> bool {
        !self.is_new() && self.known.is_some_and(|c| c.first_day == Some(day))
    }

    /// Whether the learner wrote it on that day.
    fn is_added(&self, day: StudyDay) -> bool {
        self.card.own.as_ref().is_some_and(|own| own.added == Some(day))
    }

    pub(super) fn is_missed(&self) -> bool {
        self.known.is_some_and(|c| c.missed.is_some())
    }

    pub(super) fn was_sure(&self) -> bool {
        self.known.is_some_and(|c| c.missed.is_some_and(|missed| missed.sure))
    }

    pub(super) fn was_missed(&self, day: StudyDay) -> bool {
        self.known.is_some_and(|c| c.missed.is_some_and(|missed| missed.day == day))
    }

    pub(super) fn is_leech(&self) -> bool {
        self.known.is_some_and(|c| c.schedule.is_leech())
    }
}
