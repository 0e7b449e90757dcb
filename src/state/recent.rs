//! The places opened last, for the way back from the search. They are kept as links, so that they
//! outlive a restart.

use super::link::{link_to_card, link_words};
use super::places::Spot;
use super::{AppState, Now, Tone};
use crate::curriculum::CardId;

/// So many places are remembered, and so many cards among them: a sitting does not push out the
/// rest.
const MOST: usize = 13;
const CARDS: usize = 4;

/// A place that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentPlace {
    /// What it is: "section".
    pub kind: &'static str,
    /// Its name.
    pub title: String,
    /// The link that opens it.
    pub link: String,
}

impl AppState {
    /// The links of the places opened last, the newest first.
    #[must_use]
    pub fn recent(&self) -> &[String] {
        &self.recent
    }

    /// Takes over the places opened the last time.
    pub fn restore_recent(&mut self, links: Vec<String>) {
        self.recent = links;
        self.recent.truncate(MOST);
    }

    /// The places opened last that are still there, the newest first, without the one shown.
    #[must_use]
    pub fn recent_places(&self) -> Vec<RecentPlace> {
        let here = self.link_here();
        let others = self.recent.iter().filter(|link| Some(*link) != here.as_ref());
        others.filter_map(|link| self.recent_place(link)).collect()
    }

    fn recent_place(&self, link: &str) -> Option<RecentPlace> {
        let link = link.to_owned();
        if let Some(card) = link.strip_prefix("card/") {
            let question = self.deck.get(&card.into())?.ask.question();
            let title = self.curriculum.plain(&question).replace('\n', " ");
            return Some(RecentPlace { kind: "card", title, link });
        }
        let (kind, title) = link_words(&link, &self.curriculum)?;
        Some(RecentPlace { kind, title, link })
    }

    /// The link of what is shown; nothing for what a key opens anyway.
    fn link_here(&self) -> Option<String> {
        match &self.visit.spot {
            Spot::Section(section, _) => Some(format!("learn/{section}")),
            Spot::Glossary => Some("glossary".to_owned()),
            Spot::Sources => Some("sources".to_owned()),
            Spot::Claims | Spot::Claim(_) => Some("claims".to_owned()),
            Spot::EmsAndEmt => Some("compare/ems-and-emt".to_owned()),
            Spot::Compare => self.open_cell().map(super::link::link_to_cell),
            _ => None,
        }
    }

    /// Takes note of what was opened.
    pub(super) fn remember_here(&mut self) {
        if let Some(link) = self.link_here() {
            self.remember(link);
        }
    }

    /// Takes note of a card that was answered.
    pub(super) fn remember_card(&mut self, card: &CardId) {
        if self.deck.get(card).is_some() {
            self.remember(link_to_card(card));
        }
    }

    fn remember(&mut self, link: String) {
        self.recent.retain(|known| *known != link);
        self.recent.insert(0, link);
        let mut cards = 0;
        self.recent.retain(|link| {
            cards += usize::from(link.starts_with("card/"));
            !link.starts_with("card/") || cards <= CARDS
        });
        self.recent.truncate(MOST);
    }

    /// Shows a card in the list of all cards.
    pub(super) fn show_in_list(&mut self, card: CardId, now: Now) {
        if self.deck.get(&card).is_none() {
            self.tell("This card is no longer there.".to_owned(), Tone::Calm);
            return;
        }
        self.browse.show_all();
        self.browse.selected = Some(card);
        self.open(Spot::Browse, now);
    }
}
