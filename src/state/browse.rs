//! The list of all cards: what is searched, filtered and sorted by, and which rows that leaves. The
//! rows are found when something changes, not in every frame.

use super::{AppState, Now};
use crate::curriculum::CardId;
use crate::study::{Card, Phase, StudyDay};

/// How the list of all cards is looked at.
#[derive(Clone, Debug, Default)]
pub struct Browse {
    /// Words that all have to be found.
    pub query: String,
    /// What it is sorted by, and whether from the end.
    pub sort: (SortBy, bool),
    /// Only cards of this deck.
    pub deck: Option<String>,
    /// Only cards in this state.
    pub state: Option<CardState>,
    /// Only cards with this tag.
    pub tag: Option<String>,
    /// The card that keys and buttons are about.
    pub selected: Option<CardId>,
    /// The cards shown, by their places in the deck.
    rows: Vec<usize>,
    /// The words of each card in small letters, by its place; made for one version of the cards.
    words: Vec<String>,
    made_for: Option<u64>,
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The order in which cards are first shown, the newest of one's own last.
    #[default]
    Added,
    /// The question.
    Question,
    /// When it comes back.
    Due,
    /// Times forgotten.
    Lapses,
    /// The name of the deck.
    Deck,
    /// New, learning, review, relearning.
    State,
}

impl SortBy {
    /// All, in the order offered.
    pub const ALL: [Self; 6] =
        [Self::Added, Self::Question, Self::Due, Self::Lapses, Self::Deck, Self::State];

    /// The word shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Question => "Question",
            Self::Due => "Due",
            Self::Lapses => "Lapses",
            Self::Deck => "Deck",
            Self::State => "State",
        }
    }
}

/// The states by which cards are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardState {
    /// Never rated.
    New,
    /// In its first steps, or on its way back.
    Learning,
    /// In days.
    Review,
    /// Due today or before.
    Due,
    /// Taken out of reviews.
    Suspended,
    /// Starred.
    Starred,
}

impl CardState {
    /// All, in the order offered.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Learning, Self::Review, Self::Due, Self::Suspended, Self::Starred];

    /// The word shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Learning => "Learning",
            Self::Review => "In review",
            Self::Due => "Due today",
            Self::Suspended => "Taken out",
            Self::Starred => "Starred",
        }
    }
}

/// A change of how the list is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrowseChange {
    /// Search for this.
    Query(String),
    /// Sort by this; a second time the other way round.
    Sort(SortBy),
    /// Only this deck, or all.
    Deck(Option<String>),
    /// Only this state, or all.
    State(Option<CardState>),
    /// Only this tag, or all.
    Tag(Option<String>),
    /// Search and filter by nothing.
    ShowAll,
    /// Select this card.
    Select(CardId),
    /// Select the card so many rows further.
    Move(i32),
}

impl Browse {
    /// Lets go of all that narrows the list down.
    pub(super) fn show_all(&mut self) {
        self.query.clear();
        (self.deck, self.state, self.tag) = (None, None, None);
    }

    /// The places of the cards shown, in order.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }
}

impl AppState {
    /// How the list of all cards is looked at.
    #[must_use]
    pub fn browse(&self) -> &Browse {
        &self.browse
    }

    /// The row in which the selected card stands.
    #[must_use]
    pub fn selected_row(&self) -> Option<usize> {
        let at = self.deck.position(self.browse.selected.as_ref()?)?;
        self.browse.rows.iter().position(|row| *row == at)
    }

    /// The state of a card as the list tells it.
    #[must_use]
    pub fn card_state(&self, id: &CardId) -> CardState {
        match self.progress.schedule(id).phase {
            Phase::New => CardState::New,
            Phase::Learning { .. } | Phase::Relearning { .. } => CardState::Learning,
            Phase::Review { .. } => CardState::Review,
        }
    }

    pub(super) fn change_browse(&mut self, change: BrowseChange, now: Now) {
        match change {
            BrowseChange::Query(query) => self.browse.query = query,
            BrowseChange::Sort(by) => {
                let (old, reverse) = self.browse.sort;
                self.browse.sort = (by, old == by && !reverse);
            }
            BrowseChange::Deck(deck) => self.browse.deck = deck,
            BrowseChange::State(state) => self.browse.state = state,
            BrowseChange::Tag(tag) => self.browse.tag = tag,
            BrowseChange::ShowAll => self.browse.show_all(),
            BrowseChange::Select(card) => {
                self.browse.selected = Some(card);
                return;
            }
            BrowseChange::Move(by) => return self.move_selection(by),
        }
        self.find_rows(now);
    }

    fn move_selection(&mut self, by: i32) {
        let last = self.browse.rows.len().saturating_sub(1);
        let by = isize::try_from(by).unwrap_or(0);
        let at = self.selected_row().map_or(0, |at| at.saturating_add_signed(by).min(last));
        let card = self.browse.rows.get(at).and_then(|at| self.deck.cards().get(*at));
        self.browse.selected = card.map(|card| card.id.clone());
    }

    /// Finds the rows anew.
    pub(super) fn find_rows(&mut self, now: Now) {
        let today = self.progress.study_day(now.moment);
        if self.browse.made_for != Some(self.deck_version()) {
            self.browse.words = self.deck.cards().iter().map(|card| self.words_of(card)).collect();
            self.browse.made_for = Some(self.deck_version());
        }
        let asked: Vec<String> =
            self.browse.query.split_whitespace().map(str::to_lowercase).collect();
        let cards = self.deck.cards();
        let mut rows: Vec<usize> = (0..cards.len())
            .filter(|at| {
                let words = self.browse.words.get(*at).map_or("", String::as_str);
                let card = cards.get(*at);
                asked.iter().all(|word| words.contains(word.as_str()))
                    && card.is_some_and(|card| self.passes(card, today))
            })
            .collect();
        self.sort_rows(&mut rows);
        self.browse.rows = rows;
        if self.selected_row().is_none() {
            self.browse.selected = None;
            self.move_selection(0);
        }
    }

    fn words_of(&self, card: &Card) -> String {
        let c = &self.curriculum;
        let (question, answer) =
            (card.plain(c, &card.ask.question()), card.plain(c, &card.ask.answer()));
        format!("{question} {answer} {} {}", card.id, card.tags().join(" ")).to_lowercase()
    }

    fn passes(&self, card: &Card, today: StudyDay) -> bool {
        let browse = &self.browse;
        // Looked up only where it is asked for: a keystroke goes through every card.
        let known = || self.progress.card(&card.id);
        let of_state = match browse.state {
            None => true,
            Some(CardState::Due) => known().is_some_and(|known| {
                !known.is_hidden(today)
                    && matches!(known.schedule.phase, Phase::Review { due, .. } if due <= today)
            }),
            Some(CardState::Suspended) => known().is_some_and(|known| known.suspended),
            Some(CardState::Starred) => known().is_some_and(|known| known.flag > 0),
            Some(state) => self.card_state(&card.id) == state,
        };
        of_state
            && browse.deck.as_ref().is_none_or(|deck| deck == card.deck_title())
            && browse.tag.as_ref().is_none_or(|tag| card.tags().contains(tag))
    }

    fn sort_rows(&self, rows: &mut [usize]) {
        let card = |at: &usize| self.deck.cards().get(*at);
        let (by, reverse) = self.browse.sort;
        match by {
            SortBy::Added => {}
            SortBy::Question => rows.sort_by_cached_key(|at| self.browse.words.get(*at).cloned()),
            SortBy::Due => rows.sort_by_cached_key(|at| {
                // What was never rated stands behind what has a day.
                let due = card(at).and_then(|card| self.progress.due_at(&card.id));
                (due.is_none(), due.map(|moment| moment.at_ms))
            }),
            SortBy::Lapses => rows.sort_by_cached_key(|at| {
                card(at).map(|c| std::cmp::Reverse(self.progress.schedule(&c.id).lapses))
            }),
            SortBy::Deck => {
                rows.sort_by_cached_key(|at| card(at).map(|card| card.deck_title().to_lowercase()));
            }
            SortBy::State => {
                rows.sort_by_cached_key(|at| card(at).map(|card| self.card_state(&card.id)));
            }
        }
        if reverse {
            rows.reverse();
        }
    }

    /// The card that keys are about: the one selected in the list, or the one being reviewed.
    #[must_use]
    pub fn card_at_hand(&self) -> Option<&CardId> {
        match self.visit.spot {
            super::Spot::Browse => self.browse.selected.as_ref(),
            _ => self.asked()?.current.as_ref().map(|current| &current.card),
        }
    }

    /// The names of all decks that have cards.
    #[must_use]
    pub fn deck_titles(&self) -> Vec<&str> {
        let mut titles: Vec<&str> = self.own.decks.iter().map(|deck| deck.title.as_str()).collect();
        titles.sort_unstable();
        titles.dedup();
        titles.insert(0, "EMS Study");
        titles
    }

    /// All tags of the learner's own cards.
    #[must_use]
    pub fn all_tags(&self) -> Vec<&str> {
        let cards = self.own.decks.iter().flat_map(|deck| &deck.cards);
        let tags: std::collections::BTreeSet<&str> =
            cards.flat_map(|card| &card.tags).map(String::as_str).collect();
        tags.into_iter().collect()
    }
}
