//! Sittings of every kind: the page that offers them, beginning one, stopping it and going on.

use super::effect::Effect;
use super::effect::Origin;
use super::places::{Place, Spot};
use super::review::{Current, Rest, ReviewState, ReviewStep};
use super::undo::{Change, Changed, Way};
use super::{AppState, Now, Tone};
use crate::curriculum::{CardId, ExamDomain, ProviderLevel, Task, UNSORTED};
use crate::study::{
    AT_ONCE, Build, EntryRef, Offer, Rating, Review, Session, SessionKind, StudyDay, Survey, What,
    new_cards_on,
};
use std::collections::BTreeSet;

/// The sizes of the short sittings.
const QUICK: [usize; 2] = [5, 10];
const WEAKEST: usize = 10;
/// New cards beyond those of the day are offered so many at a time.
pub const MORE: usize = 10;

/// What the page of sittings offers. It is made when something changes, not in every frame.
#[derive(Clone, Debug, Default)]
pub struct Sittings {
    offers: Vec<(SessionKind, Offer)>,
    /// What the learner puts together.
    build: Build,
    built: Offer,
    /// Due cards that wait for a later day, since a sibling comes today.
    siblings: usize,
    /// Cards that do not stick, the most often forgotten first.
    leeches: Vec<CardId>,
    /// The names of the learner's own decks, and the tags in them.
    decks: Vec<String>,
    tags: Vec<String>,
    /// The state for which it was made.
    made_for: Option<(u64, u64, StudyDay, usize, ProviderLevel)>,
}

/// So many cards asked until each was recalled once, without a trace in any schedule: for a test at
/// short notice.
#[must_use]
pub fn cram() -> Build {
    Build { practice: true, count: Some(AT_ONCE), ..Build::default() }
}

impl Sittings {
    /// The sittings offered, each with the cards that it would serve.
    #[must_use]
    pub fn offers(&self) -> &[(SessionKind, Offer)] {
        &self.offers
    }

    /// What a sitting would serve.
    #[must_use]
    pub fn offer(&self, kind: &SessionKind) -> Offer {
        self.offers.iter().find(|(offered, _)| offered == kind).map(|(_, o)| *o).unwrap_or_default()
    }

    /// What the learner puts together.
    #[must_use]
    pub fn build(&self) -> &Build {
        &self.build
    }

    /// What that would serve.
    #[must_use]
    pub fn built(&self) -> Offer {
        self.built
    }

    /// Due cards that wait for a later day, since a sibling comes today.
    #[must_use]
    pub fn siblings(&self) -> usize {
        self.siblings
    }

    /// Cards that do not stick, the most often forgotten first.
    #[must_use]
    pub fn leeches(&self) -> &[CardId] {
        &self.leeches
    }

    /// The names of the learner's own decks.
    #[must_use]
    pub fn decks(&self) -> &[String] {
        &self.decks
    }

    /// The tags of the learner's own cards.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        &self.tags
    }
}

impl AppState {
    /// What the page of sittings offers.
    #[must_use]
    pub fn sittings(&self) -> &Sittings {
        &self.sittings
    }

    /// Makes the offers anew where the page shows them and something has changed.
    pub(super) fn refresh_offers(&mut self, now: Now) {
        if self.visit.spot != Spot::Sittings {
            return;
        }
        let today = self.progress.study_day(now.moment);
        let level = self.exam_level();
        let otherwise = self.settings.new_per_day;
        let of = (self.progress.revision(), self.deck_version(), today, otherwise, level);
        if self.sittings.made_for == Some(of) {
            return;
        }
        let survey = Survey::new(&self.deck, &self.progress, now.moment);
        let new_per_day = new_cards_on(&survey, otherwise);
        let mut kinds = self.kinds();
        kinds.push(SessionKind::Built(self.sittings.build.clone()));
        let offers = survey.offers(&kinds, new_per_day);
        let mut offers: Vec<_> = kinds.into_iter().zip(offers).collect();
        let built = offers.pop().map(|(_, offer)| offer).unwrap_or_default();
        let (leeches, siblings) = (survey.leeches(), survey.siblings());
        let own = || self.deck.cards().iter().filter_map(|card| card.own.as_ref());
        let decks: BTreeSet<&str> = own().map(|own| &*own.title).collect();
        let tags: BTreeSet<&str> = own().flat_map(|own| &own.tags).map(String::as_str).collect();
        let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
        self.sittings = Sittings {
            offers,
            built,
            siblings,
            leeches,
            decks: owned(decks),
            tags: owned(tags),
            build: self.sittings.build.clone(),
            made_for: Some(of),
        };
    }

    /// The sittings that are offered, in the order of the page.
    fn kinds(&self) -> Vec<SessionKind> {
        let mut kinds = vec![SessionKind::Due];
        kinds.extend(QUICK.map(SessionKind::Quick));
        kinds.extend([
            SessionKind::More(MORE),
            SessionKind::Weakest(WEAKEST),
            SessionKind::Missed,
            SessionKind::SureButWrong,
            SessionKind::Leeches,
            SessionKind::Rehearsal(self.exam_level()),
            SessionKind::Built(cram()),
        ]);
        let sections = self.curriculum.sections().iter().map(|s| s.id.clone());
        kinds.extend(sections.map(SessionKind::Section));
        kinds.extend(ProviderLevel::ALL.map(SessionKind::Level));
        kinds.extend(ExamDomain::ALL.map(SessionKind::Domain));
        for one in ProviderLevel::ALL {
            let above = ProviderLevel::ALL.into_iter().filter(|other| *other > one);
            kinds.extend(above.map(|other| SessionKind::Pair(one, other)));
        }
        kinds
    }

    pub(super) fn set_build(&mut self, build: Build) {
        self.sittings.build = build;
        self.sittings.made_for = None;
    }

    /// A sitting as it would begin now, with the new cards that the day takes: as the plan's minutes
    /// say, else as the settings do.
    fn planned(&self, kind: &SessionKind, now: Now) -> Session {
        let survey = Survey::new(&self.deck, &self.progress, now.moment);
        let new_per_day = new_cards_on(&survey, self.settings.new_per_day);
        Session::planned(kind, &survey, new_per_day)
    }

    pub(super) fn start_session(&mut self, kind: SessionKind, now: Now) {
        if self.review.as_ref().is_some_and(ReviewState::is_storing_any) {
            return;
        }
        let session = self.planned(&kind, now);
        self.review = Some(ReviewState::new(kind, session));
        self.next_card(now);
        if self.visit.spot != Spot::Cards {
            self.open(Spot::Cards, now);
        }
    }

    /// Ends the sitting here; its summary shows, and it can go on.
    pub(super) fn stop_session(&mut self, now: Now) {
        let today = self.progress.study_day(now.moment);
        let Some(review) = self.review.as_mut().filter(|r| !r.is_storing_any()) else { return };
        if review.session.left() > 0 {
            review.current = None;
            review.rest = Some(Rest::Stopped);
            review.tally.sum_up(&self.deck, &self.progress, today);
        }
    }

    /// After a card was hidden or is back, its siblings come or wait as if the day had begun so.
    pub(super) fn follow_day(&self, review: &mut ReviewState, now: Now) {
        let today = self.progress.study_day(now.moment);
        if review.kind == SessionKind::Due && review.session.day() == today {
            review.session.follow(&self.planned(&review.kind, now), &self.progress);
        }
    }

    /// Goes on with a sitting that was stopped or whose time was up: with so many minutes more, or
    /// without a limit.
    pub(super) fn go_on(&mut self, minutes: Option<u64>, now: Now) {
        if let Some(review) = &mut self.review {
            review.go_on(minutes);
        }
        self.next_card(now);
    }

    /// The tab of the cards leads to what is due: a sitting of another kind that is over or was
    /// stopped makes room for it.
    pub(super) fn back_to_day(&mut self) {
        match &mut self.review {
            Some(review) if review.current.is_none() => {
                if review.kind.is_of_day() {
                    review.rest = None;
                } else {
                    self.review = None;
                }
            }
            _ => {}
        }
    }

    /// Shows the cards of the day; a sitting of another kind ends for it.
    pub(super) fn review_today(&mut self, now: Now) {
        let makes_room = |r: &ReviewState| !r.kind.is_of_day() && !r.is_storing_any();
        if self.review.as_ref().is_some_and(makes_room) {
            self.review = None;
        }
        self.go_to(Place::Cards, now);
    }

    /// Whether a rehearsal is open that is not over: nothing can be left out or taken back.
    pub(super) fn is_rehearsing(&self) -> bool {
        let open = self.review.as_ref().filter(|r| r.kind.is_rehearsal() && r.session.left() > 0);
        open.is_some() && self.visit.spot == Spot::Cards
    }

    /// Whether what an undo would take back lies before the practice that is before the eyes.
    pub(super) fn is_before_practice(&self, of: EntryRef) -> bool {
        let review = self.review.as_ref().filter(|r| r.kind.is_practice());
        let Some(review) = review.filter(|_| self.visit.spot == Spot::Cards) else { return false };
        let is_own = self.progress.card_of(of).is_some_and(|card| review.tally.holds(card));
        self.progress.is_rating(of) || (self.progress.is_practice(of) && !is_own)
    }

    /// Hands in the answer to a question of a rehearsal.
    pub(super) fn hand_in(&mut self, card: &CardId, sure: bool, now: Now) -> Option<Effect> {
        let ask = self.deck.get(card)?.ask.clone();
        let current = self.review.as_mut()?.current.as_mut().filter(|c| c.card == *card)?;
        if current.step != ReviewStep::Question {
            return None;
        }
        let is_whole = ask.task() != Task::Sort || !current.chosen.contains(&UNSORTED);
        let Some(right) = ask.is_right(&current.chosen).filter(|_| is_whole) else {
            let first = match ask.task() {
                Task::Order => "Put the steps in order",
                Task::Sort => "Put every thing under a head",
                _ => "Pick an answer",
            };
            let text = format!("{first} first: as in the exam, no question is left out.");
            self.tell(text, Tone::Calm);
            return None;
        };
        let rating = if right { Rating::Good } else { Rating::Again };
        current.sure = sure;
        let what = practice(current, rating, now);
        let effect = self.keep_or_tell(what, Origin::Cards, now)?;
        self.review.as_mut()?.current.as_mut()?.step = ReviewStep::Storing(rating);
        Some(effect)
    }

    /// Lets the practice sitting go on whose answer is kept.
    pub(super) fn practiced(&mut self, card: &CardId, now: Now) {
        let today = self.progress.study_day(now.moment);
        let Some(review) = self.review.as_mut().filter(|r| r.is_storing(card)) else { return };
        if let Some(given) = review.current.take().and_then(|current| given(&current, now)) {
            review.tally.rate(&given);
        }
        review.session.answered(card, &self.progress, today);
        self.next_card(now);
        self.let_go_of_calm_notice();
    }

    /// After the undo of a practice answer its card is back, where its sitting is still open.
    pub(super) fn practice_undone(&mut self, card: &CardId, way: Way, now: Now) {
        let mut shown = false;
        let mut review = self.review.take();
        let here = review.as_mut().filter(|r| r.kind.is_practice() && r.tally.holds(card));
        if let Some(review) = here {
            if review.kind.is_rehearsal() {
                match way {
                    Way::Undone => _ = review.tally.undo(card),
                    Way::Redone => review.tally.redo(card),
                }
            } else if let Some(known) = self.deck.get(card) {
                let change = Change { card: known, way, what: Changed::Answer };
                self.follow_change(review, &change, now);
                self.show_change(review, &change, now);
                shown = true;
            }
        }
        self.review = review;
        if shown {
            self.open(Spot::Cards, now);
        }
        self.tell_way(way, "The answer is taken back.", "The answer counts again.");
    }
}

/// The entry for an answer that moves no schedule.
pub(super) fn practice(current: &Current, rating: Rating, now: Now) -> What {
    What::Practice {
        card: current.card.clone(),
        right: rating != Rating::Again,
        chosen: current.chosen.clone(),
        sure: current.sure,
        ms: u32::try_from(current.spent(now.mono_ms)).unwrap_or(u32::MAX),
    }
}

/// The same for the summary of the sitting; nothing where it was not answered.
fn given(current: &Current, now: Now) -> Option<Review> {
    let ReviewStep::Storing(rating) = current.step else { return None };
    Some(Review {
        card: current.card.clone(),
        rating,
        ms: u32::try_from(current.spent(now.mono_ms)).unwrap_or(u32::MAX),
        sure: current.sure,
        hint: current.hint,
        chosen: current.chosen.clone(),
        answer: 0,
    })
}
