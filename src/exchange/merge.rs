//! Joining what comes in with what is there: cards that are there already stay as they are, their
//! history too. Nothing is ever changed or removed; the same file again adds nothing.

use super::{CardPast, Incoming, Sides, deck_is_full, deck_room, part_id};
use crate::curriculum::{Ask, CardId, Curriculum};
use crate::study::{
    Deck, Moment, OwnCard, OwnDeck, PACKAGE_SPACE, Progress, Settings, StudyDay, What, slug,
};
use std::collections::{BTreeMap, BTreeSet};

/// What stands before a guid that we gave a card of ours when it left.
pub(super) const OUR_GUID: &str = "ems-study:";

/// What is there before something comes in.
#[derive(Clone, Copy)]
pub struct Here<'a> {
    /// What our cards speak of.
    pub curriculum: &'a Curriculum,
    /// All cards.
    pub deck: &'a Deck,
    /// The learner's own decks.
    pub own: &'a [OwnDeck],
    /// What the learner did.
    pub progress: &'a Progress,
}

/// What will be changed, and how much it is.
#[derive(Clone, Debug, Default)]
pub struct Merge {
    /// Decks that are new or have new cards, whole.
    pub decks: Vec<OwnDeck>,
    /// Entries to be added to the journal, those of one card together and in order.
    pub entries: Vec<(Moment, StudyDay, What)>,
    /// Settings, for a folder that has none.
    pub settings: Option<Settings>,
    /// How much it is.
    pub counts: Counts,
    /// Notes for the person, such as a card that is here with other words.
    pub notes: Vec<String>,
}

/// How much comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Decks that are new or get new cards.
    pub decks: usize,
    /// New cards.
    pub cards: usize,
    /// Ratings taken over.
    pub reviews: usize,
    /// Different tags of the new cards.
    pub tags: usize,
    /// What was there already, and rows without a rating.
    pub skipped: usize,
    /// Faults.
    pub problems: usize,
}

impl Counts {
    /// Each with its name.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, usize); 6] {
        [
            ("decks", self.decks),
            ("cards", self.cards),
            ("reviews", self.reviews),
            ("tags", self.tags),
            ("skipped", self.skipped),
            ("problems", self.problems),
        ]
    }

    /// Whether nothing new comes in.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.cards == 0 && self.reviews == 0
    }
}

/// Says what will be changed. `restored` ratings of an archive's journal are not here.
#[must_use]
pub fn merge(incoming: Incoming, here: Here<'_>, now: Moment, restored: usize) -> Merge {
    let own = here.own.iter().flat_map(|deck| deck.cards.iter().map(move |card| (deck, card)));
    let mut merger = Merger {
        here,
        asks: own.map(|(deck, card)| (deck.card_id(card), &card.ask)).collect(),
        now,
        decks: here.own.to_vec(),
        touched: BTreeSet::new(),
        tags: BTreeSet::new(),
        out: Merge::default(),
    };
    merger.out.notes = incoming.notes;
    merger.out.counts.skipped = incoming.skipped;
    merger.out.counts.problems = incoming.faults.len() + incoming.more_faults;
    // A card that we sent out ourselves comes home under the name that it has here.
    let mut names: BTreeMap<CardId, CardId> = BTreeMap::new();
    for deck in incoming.decks {
        merger.deck(deck, &mut names);
    }
    merger.history(incoming.past, &names);
    merger.out.counts.reviews += restored;
    merger.out.settings = incoming.settings;
    merger.finish()
}

struct Merger<'a> {
    here: Here<'a>,
    /// What each card of the learner's own asks.
    asks: BTreeMap<CardId, &'a Ask>,
    now: Moment,
    decks: Vec<OwnDeck>,
    touched: BTreeSet<usize>,
    tags: BTreeSet<String>,
    out: Merge,
}

/// What has become of an incoming card.
enum Fate {
    New,
    There(CardId),
    Differs(CardId),
}

impl Merger<'_> {
    fn deck(&mut self, deck: OwnDeck, names: &mut BTreeMap<CardId, CardId>) {
        let OwnDeck { id, title, cards, deleted, notes, note_kinds } = deck;
        let mut notes: BTreeMap<String, _> =
            notes.into_iter().map(|note| (note.guid.clone(), note)).collect();
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for card in cards {
            let full = crate::study::full_id(&id, &card.id);
            match self.fate(&full, &card) {
                Fate::There(known) => {
                    self.out.counts.skipped += 1;
                    names.insert(full, known);
                }
                Fate::Differs(known) => {
                    self.out.counts.skipped += 1;
                    if self.out.notes.len() < 100 {
                        self.out.notes.push(format!(
                            "{known} is here with other words; it stays as it is here"
                        ));
                    }
                    names.insert(full, known);
                }
                Fate::New => {
                    self.out.counts.cards += 1;
                    self.tags.extend(card.tags.iter().cloned());
                    let guid = guid_of(&full).filter(|guid| notes.contains_key(guid));
                    let at = self.place(&id, &title, full.as_str());
                    let Some(place) = self.decks.get_mut(at) else { continue };
                    if let Some(guid) = guid
                        && wanted.insert(guid.clone())
                        && let Some(note) = notes.remove(&guid)
                    {
                        let is_known = place.note_kinds.iter().any(|kind| kind.id == note.kind);
                        let kind = note_kinds.iter().find(|kind| kind.id == note.kind);
                        if let (false, Some(kind)) = (is_known, kind) {
                            place.note_kinds.push(kind.clone());
                        }
                        place.notes.push(note);
                    }
                    let new_full = place.card_id(&card);
                    place.deleted.retain(|old| old.id != card.id);
                    place.cards.push(card);
                    names.insert(full, new_full);
                    self.touched.insert(at);
                }
            }
        }
        // Deleted cards of an archive come along as deleted ones.
        for card in deleted {
            let full = crate::study::full_id(&id, &card.id);
            let is_known = |deck: &OwnDeck| {
                deck.card(&full).is_some() || deck.deleted.iter().any(|c| deck.card_id(c) == full)
            };
            if !self.decks.iter().any(is_known) {
                let at = self.place(&id, &title, full.as_str());
                if let Some(place) = self.decks.get_mut(at) {
                    place.deleted.push(card);
                    self.touched.insert(at);
                }
            }
        }
    }

    /// Whether a card is here already: under its name, under the name as it was written, or under
    /// the one by which we sent it out.
    fn fate(&self, full: &CardId, card: &OwnCard) -> Fate {
        let sent = guid_of(full).and_then(|guid| Some(CardId::from(guid.strip_prefix(OUR_GUID)?)));
        let as_written = CardId::from(card.id.as_str());
        let mut differs = None;
        for id in [Some(full), sent.as_ref(), Some(&as_written)].into_iter().flatten() {
            let Some(known) = self.here.deck.get(id) else { continue };
            let is_same = self.asks.get(id).is_some_and(|ask| **ask == card.ask)
                || Sides::of(known, self.here.curriculum) == Sides::plain(&card.ask);
            if is_same {
                return Fate::There(id.clone());
            }
            // A name that was only written alike is another card.
            if id == full || Some(id) == sent.as_ref() {
                differs = Some(id.clone());
            }
        }
        differs.map_or(Fate::New, Fate::Differs)
    }

    /// The deck into which a card goes: that of its id or name, or a new part of it.
    fn place(&mut self, id: &str, title: &str, card: &str) -> usize {
        // Cards of packages go into the last part of the deck of that name, others, whose ids name
        // their deck, into that very one.
        let found = if card.starts_with(PACKAGE_SPACE) {
            let last = self.decks.iter().enumerate().rev().find(|(_, deck)| deck.title == title);
            last.filter(|(_, deck)| deck_room(deck))
        } else {
            let mut decks = self.decks.iter().enumerate();
            decks.find(|(_, deck)| deck.id == id && !deck_is_full(deck))
        };
        if let Some((at, _)) = found {
            return at;
        }
        // A deck that is full, or another one of the same name.
        let space = slug(title);
        let taken = |id: &str| self.decks.iter().any(|deck| deck.id == id);
        let (mut free, mut part) = (id.to_owned(), 0);
        while taken(&free) {
            part += 1;
            free = part_id(&space, part);
        }
        self.decks.push(OwnDeck::new(&free, title));
        self.decks.len() - 1
    }

    fn history(&mut self, past: Vec<CardPast>, names: &BTreeMap<CardId, CardId>) {
        let cards: BTreeSet<&CardId> =
            past.iter().map(|p| names.get(&p.card).unwrap_or(&p.card)).collect();
        let mut known: BTreeMap<CardId, Vec<i64>> = BTreeMap::new();
        let mut rated_here: BTreeSet<CardId> = BTreeSet::new();
        for logged in self.here.progress.log().filter(|logged| cards.contains(logged.card)) {
            match known.get_mut(logged.card) {
                Some(times) => times.push(logged.at.at_ms),
                None => _ = known.insert(logged.card.clone(), vec![logged.at.at_ms]),
            }
            if logged.past.is_none() && !logged.undone {
                rated_here.insert(logged.card.clone());
            }
        }
        for CardPast { card, ratings, state } in past {
            // A card that could not be taken has no history here.
            let Some(name) = names.get(&card).cloned() else { continue };
            let is_rated_here = rated_here.contains(&name);
            let mut times = known.remove(&name).unwrap_or_default();
            times.sort_unstable();
            let mut added = false;
            for (at, mut rating) in ratings {
                // Times are unique there, so that two ratings of one moment part a little.
                let next = times.partition_point(|time| *time < at.at_ms - 50);
                let is_known = times.get(next).is_some_and(|time| *time <= at.at_ms + 50);
                if is_rated_here || is_known {
                    self.out.counts.skipped += 1;
                    continue;
                }
                rating.card = name.clone();
                let day = self.here.progress.study_day(at);
                self.out.entries.push((at, day, What::Past(rating)));
                self.out.counts.reviews += 1;
                added = true;
            }
            let is_untouched = self.here.progress.card(&name).is_none();
            if let Some(mut state) = state
                && !is_rated_here
                && (added || is_untouched)
            {
                if let What::Imported { card, .. } = &mut state {
                    *card = name;
                }
                let today = self.here.progress.study_day(self.now);
                self.out.entries.push((self.now, today, state));
            }
        }
    }

    fn finish(mut self) -> Merge {
        let touched = std::mem::take(&mut self.touched);
        let decks = self.decks.into_iter().enumerate();
        self.out.decks =
            decks.filter(|(at, _)| touched.contains(at)).map(|(_, deck)| deck).collect();
        let titles: BTreeSet<&str> =
            self.out.decks.iter().map(|deck| deck.title.as_str()).collect();
        self.out.counts.decks = titles.len();
        self.out.counts.tags = self.tags.len();
        self.out
    }
}

/// The guid of the note that a packaged card was made from.
pub(super) fn guid_of(card: &CardId) -> Option<String> {
    let rest = card.as_str().strip_prefix(PACKAGE_SPACE)?;
    let (guid, _) = rest.rsplit_once('/')?;
    Some(guid.replace("%20", " ").replace("%25", "%"))
}
