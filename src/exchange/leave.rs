//! What goes out: the learner's cards, in the format that the file's ending names.

use super::{Format, MAX_DECK_BYTES, Sides, Watch, anki, deck_ron, table};
use crate::curriculum::Curriculum;
use crate::study::{Card, Deck, Entry, EntryRef, Moment, OwnCard, OwnDeck, Progress};

/// What may leave.
#[derive(Clone, Copy)]
pub struct Leaving<'a> {
    /// What the cards speak of.
    pub curriculum: &'a Curriculum,
    /// All cards.
    pub deck: &'a Deck,
    /// The learner's own decks.
    pub own: &'a [OwnDeck],
    /// What the learner did.
    pub progress: &'a Progress,
    /// The same as it stands in the journal.
    pub entries: &'a [(EntryRef, Entry)],
    /// Whether our cards leave too.
    pub all: bool,
}

impl<'a> Leaving<'a> {
    /// The cards that leave, deck by deck, each with its two sides.
    pub fn cards(&self) -> impl Iterator<Item = (&'a Card, Sides)> + use<'a> {
        let (all, curriculum) = (self.all, self.curriculum);
        let of_deck = |card: &&Card| card.own.as_ref().map(|own| own.deck.clone());
        let mut cards: Vec<&Card> =
            self.deck.cards().iter().filter(|card| all || card.own.is_some()).collect();
        cards.sort_by_key(of_deck);
        cards.into_iter().map(move |card| (card, Sides::of(card, curriculum)))
    }

    /// The bytes of the file, and how many cards it holds.
    pub fn write(
        &self,
        format: Format,
        now: Moment,
        watch: &mut Watch<'_>,
    ) -> Result<(Vec<u8>, usize), String> {
        let count = self.cards().count();
        let bytes = match format {
            Format::Table(separator) => table::write(self.cards(), separator)?,
            Format::Package => {
                anki::write(self.cards(), self.own, self.progress, self.entries, now, watch)?
            }
            Format::Ron => self.ron()?,
            Format::Archive => return Err("Everything leaves as files, not as cards".to_owned()),
        };
        Ok((bytes, count))
    }

    fn ron(&self) -> Result<Vec<u8>, String> {
        let mut decks: Vec<OwnDeck> = self.own.to_vec();
        for deck in &mut decks {
            deck.deleted.clear();
            deck.cards.iter_mut().for_each(|card| card.came = None);
        }
        if self.all {
            let ours = self.deck.cards().iter().filter(|card| card.own.is_none());
            let cards = ours.map(|card| as_own(card, self.curriculum)).collect();
            decks.push(OwnDeck { cards, ..OwnDeck::new("ems-study", "EMS Study") });
        }
        let text = deck_ron::write_all(&decks).map_err(|error| error.to_string())?;
        if text.len() > MAX_DECK_BYTES {
            return Err(format!(
                "This would be {} MiB, and a deck file holds {} at most. Export a .zip or an .apkg instead",
                text.len() >> 20,
                MAX_DECK_BYTES >> 20
            ));
        }
        Ok(text.into_bytes())
    }
}

/// One of our cards as a card that can be changed.
fn as_own(card: &Card, curriculum: &Curriculum) -> OwnCard {
    OwnCard {
        id: card.id.to_string(),
        ask: card.ask.map(|text| card.plain(curriculum, text)),
        why: card.plain(curriculum, &card.why),
        hint: card.hint.clone(),
        facts: card.facts.clone(),
        skills: card.skills.clone(),
        section: card.section.clone(),
        level: card.level,
        domain: card.domain,
        tags: Vec::new(),
        added: None,
        came: None,
    }
}
