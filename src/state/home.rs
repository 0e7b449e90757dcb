//! Where the learner stands today, as Home and the plan show it; the card of the day, and the first
//! question.

use super::effect::Effect;
use super::places::Spot;
use super::{AppState, Now};
use crate::curriculum::CardId;
use crate::study::{Role, Settings, StudyDay, Today};

/// What Home and the plan show.
#[derive(Clone, Debug, Default)]
pub(super) struct Home {
    /// Where the learner stands, and from what it was made: entries, cards, new cards a day, the day.
    today: Option<((u64, u64, usize, StudyDay), Today)>,
    /// The card of the day whose answer is open.
    open_card: Option<CardId>,
}

impl AppState {
    /// Where the learner stands; nothing before Home or the plan was looked at.
    #[must_use]
    pub fn today(&self) -> Option<&Today> {
        self.home.today.as_ref().map(|(_, today)| today)
    }

    /// The card of the day whose answer is open.
    #[must_use]
    pub fn open_card(&self) -> Option<&CardId> {
        self.home.open_card.as_ref()
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

    /// Cards of the day that wait; 0 where that is not known, as during a sitting of another kind.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let of_day = self.review.as_ref().filter(|review| review.kind.is_of_day());
        let made = self.home.today.as_ref();
        let known = made.filter(|((revision, decks, ..), _)| {
            (*revision, *decks) == (self.progress.revision(), self.deck_version())
        });
        match (of_day, known) {
            (Some(review), _) => review.session.left(),
            (None, Some((_, today))) => today.outlook.waiting(),
            (None, None) => 0,
        }
    }

    pub(super) fn choose_role(&mut self, role: Option<Role>, now: Now) -> Option<Effect> {
        self.asks_role = false;
        self.set(Settings { role, ..self.settings.clone() }, now)
    }

    pub(super) fn show_card_of_day(&mut self, card: CardId) {
        self.home.open_card = Some(card);
    }

    /// Looks anew where a page shows it and something has changed.
    pub(super) fn refresh_today(&mut self, now: Now) {
        if !matches!(self.visit.spot, Spot::Home | Spot::Plan) {
            return;
        }
        let day = self.progress.study_day(now.moment);
        let otherwise = self.settings.new_per_day;
        let made_of = (self.progress.revision(), self.deck_version(), otherwise, day);
        if self.home.today.as_ref().is_none_or(|(made, _)| *made != made_of) {
            let (c, deck) = (&self.curriculum, &self.deck);
            let today = Today::new(c, deck, &self.progress, otherwise, now.moment);
            self.home.today = Some((made_of, today));
        }
    }
}
