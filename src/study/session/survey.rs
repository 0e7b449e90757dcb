//! How all cards stand on a day, and the sitting of the day made from it.
//!
//! The day decides the order, so that it is the same after a restart. A new card waits for a day on
//! which none of its siblings, the cards of the same fact or cell, comes up; one that is due waits
//! where it can, see `later`.

use super::super::deck::{Card, Deck};
use super::super::progress::{CardProgress, Progress};
use super::super::schedule::{Phase, splitmix, text_seed};
use super::super::time::{DAY_MS, Moment, StudyDay};
use super::kind::SessionKind;
use super::order::arranged;
use super::standing::{Standing, Stands};
use crate::curriculum::CardId;
use std::collections::BTreeSet;

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

/// How many cards that were rated before come on a day, as things stand now. Those that wait for a
/// day after it are not counted.
#[must_use]
pub fn due_on(deck: &Deck, progress: &Progress, day: StudyDay) -> usize {
    let survey = Survey::of_day(deck, progress, day);
    survey.count(|s| matches!(s.stands, Stands::Due | Stands::Learning(_)))
}

impl<'a> Survey<'a> {
    /// Looks at all cards of a deck.
    #[must_use]
    pub fn new(deck: &'a Deck, progress: &'a Progress, now: Moment) -> Self {
        Self::at(deck, progress, now, progress.study_day(now))
    }

    /// The same for a study day, at no certain time of it.
    pub(in crate::study) fn of_day(deck: &'a Deck, progress: &'a Progress, day: StudyDay) -> Self {
        let now = Moment { at_ms: i64::from(day.0) * DAY_MS, offset_min: 0 };
        Self::at(deck, progress, now, day)
    }

    fn at(deck: &'a Deck, progress: &'a Progress, now: Moment, today: StudyDay) -> Self {
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
            let family = text_seed(&card.family);
            Some(Standing { card, known, stands, shuffled, family, share: usize::MAX })
        };
        let cards = deck.cards().iter().zip(known).filter_map(standing).collect();
        let mut survey = Self { deck, progress, now, today, cards };
        survey.put_off();
        survey
    }

    fn count(&self, counts: impl Fn(&Standing<'a>) -> bool) -> usize {
        self.cards.iter().filter(|s| counts(s)).count()
    }

    /// Cards that an accepted catch-up keeps for days after this one.
    pub(super) fn kept_back(&self) -> usize {
        self.count(|s| s.stands == Stands::KeptBack)
    }

    /// Cards that are due and wait for a later day, since a sibling comes on this one.
    #[must_use]
    pub fn siblings(&self) -> usize {
        self.count(|s| s.stands == Stands::Sibling)
    }

    /// Cards begun before the day that belong to it, answered already or not.
    pub(in crate::study) fn reviews_of_day(&self) -> usize {
        self.count(|s| s.is_review_of(self.today))
    }

    pub(in crate::study) fn progress(&self) -> &'a Progress {
        self.progress
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
        let reviews = self.cards.iter().filter(|s| s.is_review_of(self.today)).copied().collect();
        let fresh = self.day_fresh(new_per_day, more);
        let mut open = arranged(reviews, fresh);
        open.retain(|s| matches!(s.stands, Stands::Due | Stands::New));
        // What has waited comes first.
        open.sort_by_key(|s| s.share);
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

    /// The same of cards that were begun on an earlier day.
    fn is_review_of(&self, day: StudyDay) -> bool {
        self.comes_up(day) && !self.is_begun(day)
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
