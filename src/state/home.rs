//! What Home shows: where the learner stands today, the card of the day, and the first question.

use super::action::Effect;
use super::places::Spot;
use super::{AppState, Now};
use crate::curriculum::CardId;
use crate::study::{Role, Settings, StudyDay, Today};

/// What Home shows.
#[derive(Clone, Debug)]
pub struct Home {
    /// Where the learner stands.
    pub today: Today,
    /// The card of the day whose answer is open.
    pub open_card: Option<CardId>,
    /// From what it was made: entries, cards, new cards a day, the day.
    made_of: (u64, u64, usize, StudyDay),
}

impl AppState {
    /// What Home shows; nothing before it was looked at.
    #[must_use]
    pub fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// Whether Home asks what brings the person here.
    #[must_use]
    pub fn asks_role(&self) -> bool {
        self.asks_role
    }

    /// Lets Home ask what brings the person here, as on the first start.
    pub fn ask_role(&mut self) {
        self.asks_role = true;
    }

    /// Whether the screen is filled.
    #[must_use]
    pub fn is_fullscreen(&self) -> bool {
        self.fullscreen
    }

    /// Cards that wait: those of the sitting, or, where none was begun, those that today has.
    #[must_use]
    pub fn waiting(&self) -> usize {
        match (&self.review, &self.home) {
            (Some(review), _) => review.session.left(),
            (None, Some(home)) => home.today.waiting(),
            (None, None) => 0,
        }
    }

    pub(super) fn choose_role(&mut self, role: Option<Role>, now: Now) -> Effect {
        self.asks_role = false;
        self.set(Settings { role, ..self.settings.clone() }, now)
    }

    pub(super) fn show_card_of_day(&mut self, card: CardId) {
        if let Some(home) = &mut self.home {
            home.open_card = Some(card);
        }
    }

    /// Makes what Home shows anew where it is looked at and something has changed.
    pub(super) fn look_at_today(&mut self, now: Now) {
        if self.visit.spot != Spot::Home {
            return;
        }
        let day = self.progress.study_day(now.moment);
        let new_per_day = self.settings.new_per_day;
        let made_of = (self.progress.revision(), self.own.version, new_per_day, day);
        if self.home.as_ref().is_some_and(|home| home.made_of == made_of) {
            return;
        }
        let today =
            Today::new(&self.curriculum, &self.deck, &self.progress, new_per_day, now.moment);
        let open_card = self.home.take().and_then(|home| home.open_card);
        self.home = Some(Home { today, open_card, made_of });
    }
}
