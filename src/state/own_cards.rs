//! Cards of one's own: written, changed, put away, each undone by the same key as a rating.

use super::draft::CardDraft;
use super::effect::Effect;
use super::places::Overlay;
use super::{AppState, Now, ReviewStep, Spot, Tone};
use crate::curriculum::{Ask, CardId};
use crate::exchange::deck_ron::card_fit;
use crate::study::{Deck, MY_CARDS, OwnCard, OwnDeck, Phase, splitmix, text_seed};
use std::sync::Arc;

/// So many changes of decks can be undone.
const UNDO_LEVELS: usize = 50;

/// The learner's own decks, and what was changed since the last rating.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnDecks {
    pub(super) decks: Vec<OwnDeck>,
    pub(super) version: u64,
    /// Decks as they were before each change, the last one on top.
    undo: Vec<(OwnDeck, CardId)>,
    /// Decks as they were before each undo.
    redo: Vec<(OwnDeck, CardId)>,
    /// Whether a deck is on its way to the disk.
    pub(super) saving: bool,
}

/// Why a deck is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeckChange {
    /// A card is new.
    Added(CardId),
    /// A card has other words.
    Edited(CardId),
    /// A card was put away.
    Deleted(CardId),
    /// The last change is taken back.
    Undone(CardId),
    /// What was taken back is done again.
    Redone(CardId),
}

impl AppState {
    /// The draft by which a card of one's own is changed; the error says why it cannot be.
    pub fn draft_of(&self, id: &CardId) -> Result<CardDraft, &'static str> {
        let card = self.own.decks.iter().find_map(|deck| deck.card(id));
        let card = card.ok_or("This card is one of ours. Make one of your own from it with M.")?;
        Ok(CardDraft {
            of: Some(id.clone()),
            why: card.why.clone(),
            hint: card.hint.clone().unwrap_or_default(),
            tags: card.tags.join(" "),
            section: card.section.clone(),
            facts: card.facts.clone(),
            skills: card.skills.clone(),
            ..CardDraft::from_ask(&card.ask)
        })
    }

    /// Whether a deck is on its way to the disk.
    #[must_use]
    pub fn is_saving_deck(&self) -> bool {
        self.own.saving
    }

    /// Makes the cards anew after a change of the decks.
    pub(super) fn rebuild_deck(&mut self) {
        self.deck = Arc::new(Deck::with_own(&self.curriculum, &self.own.decks));
        self.own.version += 1;
    }

    pub(super) fn edit_card(&mut self, id: &CardId) {
        match self.draft_of(id) {
            Ok(draft) => self.show(Overlay::CardEditor(Box::new(draft))),
            Err(why) => self.tell(why.to_owned(), Tone::Calm),
        }
    }

    pub(super) fn save_card(&mut self, draft: &CardDraft, now: Now) -> Option<Effect> {
        let kept = self.deck_with(draft, now).and_then(|(deck, change)| {
            if self.own.saving {
                return Err("The card before is still being saved. Try again.".to_owned());
            }
            Ok(self.keep_deck_or_tell(deck, change))
        });
        kept.unwrap_or_else(|why| {
            self.tell(why, Tone::Caution);
            None
        })
    }

    /// The deck in which a draft has become a card, or why it cannot be kept.
    fn deck_with(&self, draft: &CardDraft, now: Now) -> Result<(OwnDeck, DeckChange), String> {
        let ask = draft.ask().map_err(|fault| fault.what)?;
        let old = draft.of.as_ref().and_then(|id| {
            let deck = self.own.decks.iter().find(|deck| deck.card(id).is_some())?;
            Some((id.clone(), deck.clone(), deck.card(id)?.clone()))
        });
        if draft.of.is_some() && old.is_none() {
            return Err("This card is not there any more; its text stays here.".to_owned());
        }
        let words = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let fresh = || OwnCard {
            section: draft.section.clone(),
            facts: draft.facts.clone(),
            skills: draft.skills.clone(),
            added: Some(self.progress.study_day(now.moment)),
            ..OwnCard::recall(new_id(draft, now), String::new(), String::new())
        };
        let card = OwnCard {
            ask,
            why: words(&draft.why).unwrap_or_default(),
            hint: words(&draft.hint),
            tags: draft.tags.split_whitespace().map(str::to_owned).collect(),
            ..old.as_ref().map_or_else(fresh, |(_, _, card)| card.clone())
        };
        // A deck that breaks a rule could not be read at the next start.
        card_fit(&card).map_err(|why| format!("This card is not saved: {why}."))?;
        if let Some((id, deck, _)) = old {
            return Ok((deck.with_card(card), DeckChange::Edited(id)));
        }
        let (id, title) = MY_CARDS;
        let deck = self.own.decks.iter().find(|deck| deck.id == id).cloned();
        let deck = deck.unwrap_or_else(|| OwnDeck::new(id, title));
        let full = deck.card_id(&card);
        Ok((deck.with_card(card), DeckChange::Added(full)))
    }

    pub(super) fn delete_card(&mut self, id: &CardId) -> Option<Effect> {
        let Some(deck) = self.own.decks.iter().find(|deck| deck.card(id).is_some()) else {
            let text = "This card is one of ours and stays. Take it out of your reviews with @.";
            self.tell(text.to_owned(), Tone::Calm);
            return None;
        };
        let without = deck.without_card(id);
        self.keep_deck_or_tell(without, DeckChange::Deleted(id.clone()))
    }

    pub(super) fn undo_deck_change(&mut self) -> Option<Effect> {
        let (deck, card) = self.own.undo.last()?.clone();
        self.keep_deck_or_tell(deck, DeckChange::Undone(card))
    }

    pub(super) fn redo_deck_change(&mut self) -> Option<Effect> {
        let (deck, card) = self.own.redo.last()?.clone();
        self.keep_deck_or_tell(deck, DeckChange::Redone(card))
    }

    /// After a rating, undo is about that.
    pub(super) fn forget_deck_changes(&mut self) {
        self.own.undo.clear();
        self.own.redo.clear();
    }

    fn keep_deck_or_tell(&mut self, deck: OwnDeck, change: DeckChange) -> Option<Effect> {
        let not_saved = not_saved(&change);
        match self.keep_deck(deck, change) {
            Ok(effect) => Some(effect),
            Err(refusal) => self.tell_refusal(not_saved, refusal),
        }
    }

    pub(super) fn deck_written(
        &mut self,
        change: &DeckChange,
        saved: Result<OwnDeck, String>,
        now: Now,
    ) {
        self.own.saving = false;
        match saved {
            Ok(deck) => self.deck_saved(deck, change, now),
            Err(why) => self.tell(format!("{} {why}", not_saved(change)), Tone::Caution),
        }
    }

    fn deck_saved(&mut self, deck: OwnDeck, change: &DeckChange, now: Now) {
        let place = self.own.decks.iter_mut().find(|d| d.id == deck.id);
        let before = if let Some(old) = place {
            std::mem::replace(old, deck)
        } else {
            let empty = OwnDeck::new(&deck.id, &deck.title);
            self.own.decks.push(deck);
            empty
        };
        self.rebuild_deck();
        let (card, text) = match change {
            DeckChange::Added(card) => (card, "Card added – due today."),
            DeckChange::Edited(card) => (card, "Card changed; its schedule stays."),
            DeckChange::Deleted(card) => (card, "Card deleted. Undo brings it back."),
            DeckChange::Undone(card) => (card, "The change of the card is taken back."),
            DeckChange::Redone(card) => (card, "The card is changed again."),
        };
        match change {
            DeckChange::Undone(_) => {
                self.own.undo.pop();
                self.own.redo.push((before, card.clone()));
            }
            DeckChange::Redone(_) => {
                self.own.redo.pop();
                self.own.undo.push((before, card.clone()));
            }
            _ => {
                self.own.redo.clear();
                self.own.undo.push((before, card.clone()));
                if self.own.undo.len() > UNDO_LEVELS {
                    self.own.undo.remove(0);
                }
            }
        }
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::CardEditor(_)));
        if self.visit.spot == Spot::Browse {
            self.find_rows(now);
        }
        self.fit_sitting(card, now);
        self.tell(text.to_owned(), Tone::Calm);
    }

    /// The sitting follows the deck: a card that is gone leaves it, one that is due joins it.
    fn fit_sitting(&mut self, card: &CardId, now: Now) {
        let Some(review) = &mut self.review else { return };
        let today = self.progress.study_day(now.moment);
        if self.deck.get(card).is_none() {
            review.session.remove(card);
            if review.current.as_ref().is_some_and(|c| c.card == *card) {
                review.current = None;
            }
        } else if review.current.as_ref().is_none_or(|c| c.card != *card) {
            let is_due = match self.progress.schedule(card).phase {
                Phase::Review { due, .. } => due <= today,
                _ => true,
            };
            if is_due && review.kind.is_of_day() {
                review.session.add(card);
            }
        }
        if self.visit.spot == Spot::Cards {
            self.next_card(now);
        }
    }

    /// The draft of a new card from the card shown, with its answer and its source.
    #[must_use]
    pub fn draft_from(&self, id: &CardId) -> Option<CardDraft> {
        let card = self.deck.get(id)?;
        let c = &self.curriculum;
        let ask = match &card.ask {
            // The marks of a sentence cannot be told from its gaps.
            Ask::Cloze { text } if card.own.is_none() && text.contains('[') => {
                let (question, answer) = (card.ask.question(), card.ask.answer());
                Ask::Recall { question: card.plain(c, &question), answer: card.plain(c, &answer) }
            }
            ask => ask.map(|text| card.plain(c, text)),
        };
        Some(CardDraft {
            why: card.plain(c, &card.why),
            hint: card.hint.as_ref().map_or_else(String::new, |hint| card.plain(c, hint)),
            section: card.section.clone(),
            facts: card.facts.clone(),
            skills: card.skills.clone(),
            ..CardDraft::from_ask(&ask)
        })
    }

    /// The draft of a new card from what is at hand: what was just highlighted, what is selected or
    /// outlined in a section, the highlight at the caret, the card whose answer is shown, or the one
    /// selected in the list.
    #[must_use]
    pub fn draft_at_hand(&self) -> Option<CardDraft> {
        if let Spot::Section(section, outline) = &self.visit.spot {
            if let Some(offered) = self.offered_card() {
                return Some(offered.clone());
            }
            if let Some(found) = self.highlight_at_caret() {
                return Some(self.draft_of_words(&[found.passage]));
            }
            if let Some(selected) = self.selected() {
                return Some(CardDraft {
                    back: selected.text,
                    section: Some(selected.section),
                    facts: selected.facts,
                    ..CardDraft::default()
                });
            }
            if let Some(outline) = outline {
                let reading = self.curriculum.reading(section)?;
                let sentence = match outline.block {
                    Some(block) => reading.blocks.get(block)?.get(outline.sentence()?)?,
                    None => &reading.answer,
                };
                return Some(CardDraft {
                    back: sentence.text(),
                    section: Some(section.clone()),
                    facts: sentence.facts.clone(),
                    ..CardDraft::default()
                });
            }
        }
        if self.visit.spot == Spot::Browse {
            return self.draft_from(self.browse.selected.as_ref()?);
        }
        let current = self.asked()?.current.as_ref()?;
        let answered = current.step != ReviewStep::Question && self.shows_card();
        if answered { self.draft_from(&current.card) } else { None }
    }

    /// Whether a card is before the eyes: in Cards, or at the questions of a section.
    fn shows_card(&self) -> bool {
        match self.visit.spot {
            Spot::Cards => true,
            Spot::Section(..) => self.recall().is_some_and(super::Recall::is_looked_at),
            _ => false,
        }
    }

    /// Whether a card is one's own.
    #[must_use]
    pub fn is_own(&self, id: &CardId) -> bool {
        self.deck.get(id).is_some_and(|card| card.own.is_some())
    }
}

/// What is said of a change that was refused, or that could not be written.
fn not_saved(change: &DeckChange) -> &'static str {
    match change {
        DeckChange::Added(_) | DeckChange::Edited(_) => {
            "This card is not saved; its text stays here."
        }
        DeckChange::Deleted(_) => "This card is not deleted.",
        DeckChange::Undone(_) | DeckChange::Redone(_) => "This change is not saved.",
    }
}

/// A name for a new card that no other one has.
fn new_id(draft: &CardDraft, now: Now) -> String {
    let seed = text_seed(&format!("{}\n{}", draft.front, draft.back));
    format!("{:016x}", splitmix(seed ^ now.moment.at_ms.unsigned_abs()))
}
