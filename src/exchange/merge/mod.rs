//! Joining what comes in with what is there. Cards that are there already keep their history, and
//! their words too, unless the person chooses those of the file. The same file again adds nothing.

mod history;

use super::{Incoming, MAX_ID_BYTES, Sides, deck_is_full, deck_room, html, note_bytes, part_id};
use crate::curriculum::{Ask, CardId, Curriculum};
use crate::quote::quoted;
use crate::study::{
    Deck, Moment, Note, NoteKind, OwnCard, OwnDeck, PACKAGE_SPACE, Progress, Settings, StudyDay,
    What, full_id, slug, splitmix, text_seed,
};
use std::collections::{BTreeMap, BTreeSet};

/// What stands before a guid that we gave a card of ours when it left.
pub(super) const OUR_GUID: &str = "ems-study:";
/// What the ids of cards begin with that came in a row without an id; the rest is made of its words.
const NAMELESS: &str = "row-";
/// At most this many notes, and as many differences, are kept; the others are counted.
const MOST_NOTES: usize = 100;

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

/// What becomes of a card that is here with other words than in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Update {
    /// It stays as it is here.
    Keep,
    /// It gets the words of the file and keeps its history, unless it was edited here: then it stays
    /// as it is here.
    #[default]
    Mended,
    /// It gets the words of the file and keeps its history. A card that only the learner changed,
    /// and the file's author did not, stays as it is here.
    Theirs,
    /// It stays as it is here, and the card of the file is added as another one.
    Both,
}

/// A card that is here with other words than in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The card as it is named here.
    pub card: CardId,
    /// Its words here.
    pub here: Sides,
    /// Its words in the file.
    pub theirs: Sides,
    /// Whether the learner changed it since it came in, or wrote it.
    pub edited_here: bool,
}

/// What will be changed, and how much it is.
#[derive(Clone, Debug, Default)]
pub struct Merge {
    /// Decks that are new or have new or changed cards, whole.
    pub decks: Vec<OwnDeck>,
    /// Entries to be added to the journal, those of one card together and in order.
    pub entries: Vec<(Moment, StudyDay, What)>,
    /// Settings, for a folder that has none.
    pub settings: Option<Settings>,
    /// How much it is.
    pub counts: Counts,
    /// Notes for the person, such as a card that is here with other words.
    pub notes: Vec<String>,
    /// The first cards that are here with other words; [`Counts::differing`] counts all of them.
    pub differences: Vec<Difference>,
}

/// How much comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Decks that are new or have new or changed cards.
    pub decks: usize,
    /// New cards.
    pub cards: usize,
    /// Ratings taken over.
    pub reviews: usize,
    /// Different tags of the new cards.
    pub tags: usize,
    /// Cards here that get the words of the file.
    pub updated: usize,
    /// Cards that are here with other words, whatever becomes of them.
    pub differing: usize,
    /// What was there already, and rows without a rating.
    pub skipped: usize,
    /// Faults.
    pub problems: usize,
}

impl Counts {
    /// Each with its name.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, usize); 7] {
        [
            ("decks", self.decks),
            ("cards", self.cards),
            ("reviews", self.reviews),
            ("tags", self.tags),
            ("updated", self.updated),
            ("skipped", self.skipped),
            ("problems", self.problems),
        ]
    }

    /// Whether nothing is changed.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.cards == 0 && self.reviews == 0 && self.updated == 0
    }
}

/// Says what will be changed. `restored` ratings of an archive's journal are not here.
#[must_use]
pub fn merge(incoming: Incoming, here: Here<'_>, restored: usize, update: Update) -> Merge {
    let mut merger = Merger::new(&incoming, here, update);
    merger.out.notes = incoming.notes;
    merger.out.counts.skipped = incoming.skipped;
    merger.out.counts.problems = incoming.faults.len() + incoming.more_faults;
    for deck in incoming.decks {
        merger.deck(deck);
    }
    merger.history(incoming.past);
    merger.aims(&incoming.aims);
    merger.out.counts.reviews += restored;
    merger.out.settings = incoming.settings;
    let mut out = merger.finish();
    let is_silent = out.counts.is_nothing() && out.entries.is_empty() && out.notes.is_empty();
    if is_silent && incoming.segments.is_empty() {
        let there = out.counts.skipped.saturating_sub(incoming.skipped);
        out.notes.push(match there {
            0 => format!("Nothing is imported; problems: {}", out.counts.problems),
            _ => format!("Nothing is new: {there} cards and answers of the file are here already"),
        });
    }
    out
}

struct Merger<'a> {
    here: Here<'a>,
    update: Update,
    decks: Vec<OwnDeck>,
    /// Where each card of these decks stands: the deck and its place there.
    places: BTreeMap<CardId, (usize, usize)>,
    /// The original notes before anything came in, by their guids.
    originals: BTreeMap<&'a str, &'a Note>,
    /// Where each original note stands: by the place of its deck and its guid.
    note_places: BTreeMap<(usize, String), usize>,
    /// Cards without a name of their own by their question, here and in the file.
    asked: BTreeMap<Asked, Vec<CardId>>,
    asked_in_file: BTreeMap<Asked, BTreeSet<CardId>>,
    /// The words with which each card came first in the file.
    came: BTreeMap<CardId, u32>,
    /// A card that we sent out ourselves comes home under the name that it has here.
    names: BTreeMap<CardId, CardId>,
    touched: BTreeSet<usize>,
    tags: BTreeSet<String>,
    more_notes: usize,
    out: Merge,
}

/// What a card without a name of its own is known by: its deck's name as an id, and its question.
type Asked = (String, String);

/// What has become of an incoming card.
enum Fate {
    New,
    There(CardId),
    Differs(CardId),
}

/// A deck of the file: what its cards may need beside them.
struct Source {
    id: String,
    title: String,
    notes: BTreeMap<String, Note>,
    kinds: Vec<NoteKind>,
}

impl<'a> Merger<'a> {
    fn new(incoming: &Incoming, here: Here<'a>, update: Update) -> Self {
        let mut merger = Self {
            here,
            update,
            decks: here.own.to_vec(),
            places: BTreeMap::new(),
            originals: BTreeMap::new(),
            note_places: BTreeMap::new(),
            asked: BTreeMap::new(),
            asked_in_file: BTreeMap::new(),
            came: BTreeMap::new(),
            names: BTreeMap::new(),
            touched: BTreeSet::new(),
            tags: BTreeSet::new(),
            more_notes: 0,
            out: Merge::default(),
        };
        for (at, deck) in here.own.iter().enumerate() {
            for (place, card) in deck.cards.iter().enumerate() {
                let id = deck.card_id(card);
                if let Some(asked) = asked_of(&deck.title, card) {
                    merger.asked.entry(asked).or_default().push(id.clone());
                }
                merger.places.insert(id, (at, place));
            }
            for (place, note) in deck.notes.iter().enumerate() {
                merger.originals.insert(&note.guid, note);
                merger.note_places.insert((at, note.guid.clone()), place);
            }
        }
        for deck in &incoming.decks {
            for card in &deck.cards {
                if let Some(asked) = asked_of(&deck.title, card) {
                    merger.asked_in_file.entry(asked).or_default().insert(deck.card_id(card));
                }
            }
        }
        merger
    }

    fn deck(&mut self, deck: OwnDeck) {
        let OwnDeck { id, title, cards, deleted, notes, note_kinds } = deck;
        let notes = notes.into_iter().map(|note| (note.guid.clone(), note)).collect();
        let source = Source { id, title, notes, kinds: note_kinds };
        for card in cards {
            self.card(card, &source);
        }
        for card in deleted {
            self.deleted(card, &source);
        }
    }

    fn card(&mut self, card: OwnCard, source: &Source) {
        let full = full_id(&source.id, &card.id);
        let mark = card.words_mark();
        if let Some(first) = self.came.get(&full) {
            if *first == mark {
                self.out.counts.skipped += 1;
            } else if self.update == Update::Both {
                self.add_variant(&full, card, source);
            } else {
                self.problem(format!(
                    "{full} stands in the file twice with different words; only the first one is imported"
                ));
            }
            return;
        }
        self.came.insert(full.clone(), mark);
        match self.fate(&full, &card, source) {
            Fate::New => {
                self.tell_same_question(&card, source);
                self.add(card, source);
            }
            Fate::There(known) => {
                self.out.counts.skipped += 1;
                let is_known =
                    guid_of(&full).is_some_and(|it| self.originals.contains_key(it.as_str()));
                if known == full && (self.update == Update::Theirs || !is_known) {
                    self.renew_note(&full, &card, source);
                }
                self.names.insert(full, known);
            }
            Fate::Differs(known) => {
                self.names.insert(full.clone(), known.clone());
                self.differs(&known, &full, card, source);
            }
        }
    }

    /// Deleted cards of an archive come along as deleted ones.
    fn deleted(&mut self, card: OwnCard, source: &Source) {
        let full = full_id(&source.id, &card.id);
        let is_known = |deck: &OwnDeck| deck.deleted.iter().any(|c| deck.card_id(c) == full);
        if self.places.contains_key(&full) || self.decks.iter().any(is_known) {
            return;
        }
        let at = self.place(source, &full, 0);
        if let Some(place) = self.decks.get_mut(at) {
            place.deleted.push(card);
            self.touched.insert(at);
        }
    }

    fn note(&mut self, note: String) {
        if self.out.notes.len() < MOST_NOTES {
            self.out.notes.push(note);
        } else {
            self.more_notes += 1;
        }
    }

    fn problem(&mut self, what: String) {
        self.out.counts.problems += 1;
        self.note(what);
    }

    fn own(&self, id: &CardId) -> Option<&OwnCard> {
        let (deck, card) = self.places.get(id)?;
        self.decks.get(*deck)?.cards.get(*card)
    }

    /// Whether a card is here already: under its name, under the name as it was written, under the
    /// one by which we sent it out, or, where it has none, by its question.
    fn fate(&self, full: &CardId, card: &OwnCard, source: &Source) -> Fate {
        let sent = guid_of(full).and_then(|guid| Some(CardId::from(guid.strip_prefix(OUR_GUID)?)));
        let as_written = CardId::from(card.id.as_str());
        let mut differs = None;
        for id in [Some(full), sent.as_ref(), Some(&as_written)].into_iter().flatten() {
            if !self.places.contains_key(id) && self.here.deck.get(id).is_none() {
                continue;
            }
            if self.is_same(id, card) {
                return Fate::There(id.clone());
            }
            // A name that was only written alike is another card.
            if id == full || Some(id) == sent.as_ref() {
                differs = Some(id.clone());
            }
        }
        match differs.or_else(|| self.by_question(source, card)) {
            None => Fate::New,
            Some(id) if self.is_same(&id, card) => Fate::There(id),
            Some(id) => Fate::Differs(id),
        }
    }

    /// The card with the words of one that came without an id; else the one with its question, where
    /// that is the only one that has not the same words in the file and here.
    fn by_question(&self, source: &Source, card: &OwnCard) -> Option<CardId> {
        let asked = asked_of(&source.title, card)?;
        let in_file = self.asked_in_file.get(&asked)?;
        let here = self.asked.get(&asked)?;
        if let Some(same) = here.iter().find(|id| self.is_same(id, card)) {
            return Some(same.clone());
        }
        let mut unmatched = here.iter().filter(|id| !in_file.contains(*id));
        let new = in_file.iter().filter(|id| !here.contains(id)).count();
        match (unmatched.next(), unmatched.next()) {
            (Some(one), None) if new == 1 => Some(one.clone()),
            _ => None,
        }
    }

    /// Whether a card is here with the same words. What a file cannot hold, such as the reason in a
    /// package, is not missed.
    fn is_same(&self, id: &CardId, card: &OwnCard) -> bool {
        let by_sides =
            self.here.deck.get(id).is_some_and(|known| {
                Sides::of(known, self.here.curriculum) == Sides::plain(&card.ask)
            });
        let by_words = self.own(id).is_some_and(|own| {
            own.ask == card.ask
                && (card.why.is_empty() || card.why == own.why)
                && (card.hint.is_none() || card.hint == own.hint)
        });
        by_words
            || (card.came.is_some() && self.is_of_note(id, card))
            || (by_sides && card.why.is_empty() && card.hint.is_none())
    }

    /// Tells of a new card whose question is here already, with several answers.
    fn tell_same_question(&mut self, card: &OwnCard, source: &Source) {
        let asked = asked_of(&source.title, card).and_then(|asked| self.asked.get(&asked));
        let in_deck = asked.map_or(0, Vec::len);
        if in_deck > 0 {
            self.note(format!(
                "“{}” is asked by {in_deck} cards here already; the one of the file was added beside them",
                quoted(&card.ask.question())
            ));
        }
    }

    /// Whether the card of a row is made of the fields of a note that came in a package, whose
    /// templates may show them in another way.
    fn is_of_note(&self, id: &CardId, card: &OwnCard) -> bool {
        let note = guid_of(id).and_then(|guid| self.originals.get(guid.as_str()));
        let fields = note.map(|note| note.fields.iter().map(|field| html::to_text(field)));
        let sides = [card.ask.question(), card.ask.answer()];
        fields.is_some_and(|fields| fields.take(2).eq(sides))
    }

    fn differs(&mut self, known: &CardId, full: &CardId, card: OwnCard, source: &Source) {
        if self.own(&variant_id(full, &card, source)).is_some() {
            self.out.counts.skipped += 1;
            return;
        }
        let edited_here = !self.is_as_it_came(known);
        if edited_here && self.mark_when_it_came(known) == Some(card.words_mark()) {
            self.out.counts.skipped += 1;
            self.note(format!(
                "{known} was edited here and is the same in the file; it stays as it is here"
            ));
            return;
        }
        self.out.counts.differing += 1;
        self.tell_difference(known, &card, edited_here);
        let is_own = self.own(known).is_some();
        let takes_edited = self.update == Update::Theirs;
        match self.update {
            Update::Both => self.add_variant(full, card, source),
            Update::Theirs | Update::Mended if is_own && (takes_edited || !edited_here) => {
                self.out.counts.updated += 1;
                if known == full {
                    self.renew_note(full, &card, source);
                }
                self.tell_updated(known);
                self.take_words(known, card);
            }
            Update::Keep | Update::Theirs | Update::Mended => {
                self.out.counts.skipped += 1;
                let whose = match (is_own, edited_here && self.update == Update::Mended) {
                    (false, _) => ", since it belongs to EMS Study",
                    (true, true) => ", since it was edited or written here",
                    (true, false) => "",
                };
                self.note(format!(
                    "{known} is here with other words; it stays as it is here{whose}"
                ));
            }
        }
    }

    fn tell_difference(&mut self, known: &CardId, card: &OwnCard, edited_here: bool) {
        if self.out.differences.len() >= MOST_NOTES {
            return;
        }
        let theirs = Sides::plain(&card.ask);
        let shown = self.here.deck.get(known).map(|card| Sides::of(card, self.here.curriculum));
        let Some(here) = shown.or_else(|| Some(Sides::plain(&self.own(known)?.ask))) else {
            return;
        };
        self.out.differences.push(Difference { card: known.clone(), here, theirs, edited_here });
    }

    /// Tells what a card said that gets the words of the file.
    fn tell_updated(&mut self, known: &CardId) {
        let Some(before) = self.own(known) else { return };
        let [question, answer] = [before.ask.question(), before.ask.answer()];
        let (question, answer) = (quoted(&question), quoted(&answer));
        self.note(format!(
            "{known} was here with other words and gets those of the file; it said “{question}”, “{answer}”"
        ));
    }

    /// The mark of the words that a card had when it came.
    fn mark_when_it_came(&self, id: &CardId) -> Option<u32> {
        let of_note = || {
            let note = self.originals.get(guid_of(id)?.as_str())?;
            note.marks.get(&number_of(id)?).copied()
        };
        of_note().or_else(|| self.own(id)?.came)
    }

    /// Whether a card came from elsewhere and has still the words with which it came.
    fn is_as_it_came(&self, id: &CardId) -> bool {
        let Some(card) = self.own(id) else { return false };
        match self.mark_when_it_came(id) {
            Some(mark) => mark == card.words_mark(),
            None => card.id == nameless(&card.ask.question(), &card.ask.answer()),
        }
    }

    /// Gives a card the words of the file. Its tags are joined; what the file does not say stays.
    fn take_words(&mut self, known: &CardId, theirs: OwnCard) {
        let Some((at, place)) = self.places.get(known).copied() else { return };
        let Some(card) = self.decks.get_mut(at).and_then(|deck| deck.cards.get_mut(place)) else {
            return;
        };
        let mut ask = theirs.ask;
        if let Ask::Recall { answer, .. } = &mut ask
            && !card.why.is_empty()
            && let Some(short) = answer.strip_suffix(&format!("\n\n{}", card.why))
        {
            // A table has the reason below the answer.
            *answer = short.to_owned();
        }
        card.ask = ask;
        card.came = theirs.came.or(card.came);
        if !theirs.why.is_empty() {
            card.why = theirs.why;
        }
        card.hint = theirs.hint.or(card.hint.take());
        let new_tags = theirs.tags.into_iter().filter(|tag| !card.tags.contains(tag));
        let new_tags: Vec<String> = new_tags.collect();
        card.tags.extend(new_tags);
        self.touched.insert(at);
    }

    /// Adds a card that is here with other words as another one.
    fn add_variant(&mut self, full: &CardId, mut card: OwnCard, source: &Source) {
        let id = variant_id(full, &card, source);
        if self.own(&id).is_some() {
            self.out.counts.skipped += 1;
            return;
        }
        if id.as_str().len() > MAX_ID_BYTES {
            self.problem(format!("{full} cannot be added a second time, since its id is too long"));
            return;
        }
        let local = id.as_str().strip_prefix(&format!("{}:", source.id));
        local.unwrap_or(id.as_str()).clone_into(&mut card.id);
        self.add(card, source);
    }

    /// Adds a card that is not here, with its note.
    fn add(&mut self, card: OwnCard, source: &Source) {
        self.out.counts.cards += 1;
        self.tags.extend(card.tags.iter().cloned());
        let full = full_id(&source.id, &card.id);
        let note = note_for(&full, &card, source);
        let at = self.place(source, &full, note.as_ref().map_or(0, note_bytes));
        if let Some(note) = note {
            self.keep_note(at, note, source);
        }
        let Some(deck) = self.decks.get_mut(at) else { return };
        let id = deck.card_id(&card);
        deck.deleted.retain(|old| old.id != card.id);
        deck.cards.push(card);
        self.places.insert(id.clone(), (at, deck.cards.len() - 1));
        self.names.insert(full, id);
        self.touched.insert(at);
    }

    /// The original of a card that is here is replaced by that of the file.
    fn renew_note(&mut self, full: &CardId, card: &OwnCard, source: &Source) {
        let Some((at, _)) = self.places.get(full).copied() else { return };
        let Some(note) = note_for(full, card, source) else { return };
        self.keep_note(at, note, source);
    }

    /// Puts a note into a deck, instead of the one with its guid. What is known of its other cards
    /// stays.
    fn keep_note(&mut self, at: usize, note: Note, source: &Source) {
        let Some(deck) = self.decks.get_mut(at) else { return };
        if !deck.note_kinds.iter().any(|kind| kind.id == note.kind)
            && let Some(kind) = source.kinds.iter().find(|kind| kind.id == note.kind)
        {
            deck.note_kinds.push(kind.clone());
        }
        let place = *self.note_places.entry((at, note.guid.clone())).or_insert(deck.notes.len());
        let Some(old) = deck.notes.get_mut(place) else {
            deck.notes.push(note);
            self.touched.insert(at);
            return;
        };
        let mut marks = old.marks.clone();
        marks.extend(&note.marks);
        let note = Note { marks, ..note };
        if *old != note {
            *old = note;
            self.touched.insert(at);
        }
    }

    /// The deck into which a card goes: that of its id or name, or a new part of it.
    fn place(&mut self, source: &Source, card: &CardId, bytes: usize) -> usize {
        let Source { id, title, .. } = source;
        // Cards of packages go into the last part of the deck of that name, others, whose ids name
        // their deck, into that very one.
        let found = if card.as_str().starts_with(PACKAGE_SPACE) {
            let last = self.decks.iter().enumerate().rev().find(|(_, deck)| deck.title == *title);
            last.filter(|(_, deck)| deck_room(deck, bytes))
        } else {
            let mut decks = self.decks.iter().enumerate();
            decks.find(|(_, deck)| deck.id == *id && !deck_is_full(deck))
        };
        if let Some((at, _)) = found {
            return at;
        }
        // A deck that is full, or another one of the same name.
        let space = slug(title);
        let taken = |id: &str| self.decks.iter().any(|deck| deck.id == id);
        let (mut free, mut part) = (id.clone(), 0);
        while taken(&free) {
            part += 1;
            free = part_id(&space, part);
        }
        self.decks.push(OwnDeck::new(&free, title));
        self.decks.len() - 1
    }

    /// Tells where cards came back at another chance of recall than here.
    fn aims(&mut self, aims: &BTreeMap<String, BTreeSet<u8>>) {
        let ours = self.here.progress.parameters().retention_percent;
        for (deck, theirs) in aims {
            for aim in theirs.iter().filter(|aim| **aim != ours) {
                let effect = if *aim > ours { "longer" } else { "shorter" };
                self.note(format!(
                    "The cards of “{}” were scheduled for {aim} % recall. Here every card is \
                     scheduled for {ours} %, so their next intervals are {effect} than there",
                    quoted(deck)
                ));
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
        if self.more_notes > 0 {
            self.out.notes.push(format!("and {} more of this kind", self.more_notes));
        }
        self.out
    }
}

/// The original of a card of the file, with the mark of that card's words alone. That of a second
/// card of one name has a guid of its own.
fn note_for(full: &CardId, card: &OwnCard, source: &Source) -> Option<Note> {
    let guid = guid_of(full)?;
    let note = match source.notes.get(&guid) {
        Some(note) => note,
        None => source.notes.get(guid.rsplit_once(VARIANT)?.0)?,
    };
    let number = number_of(full)?;
    let mark = note.marks.get(&number).copied().unwrap_or_else(|| card.words_mark());
    Some(Note { guid, marks: BTreeMap::from([(number, mark)]), ..note.clone() })
}

/// What a card without a name of its own is known by.
fn asked_of(title: &str, card: &OwnCard) -> Option<Asked> {
    card.id.starts_with(NAMELESS).then(|| (slug(title), card.ask.question()))
}

/// The id of a card that came in a row without one: it is made of its words.
pub(super) fn nameless(front: &str, back: &str) -> String {
    format!("{NAMELESS}{:016x}", splitmix(text_seed(&format!("{front}\n{back}"))))
}

/// What parts the id of a card from the mark of a second one of that name.
const VARIANT: char = '+';

/// The id under which a card of the file is added beside the one of its name that is here. It is made
/// of its words, so that the same file again finds it.
fn variant_id(full: &CardId, card: &OwnCard, source: &Source) -> CardId {
    let note = guid_of(full).and_then(|guid| source.notes.get(&guid));
    let mark =
        note.map_or_else(|| card.words_mark(), |note| short_seed(&note.fields.join("\u{1f}")));
    let id = full.as_str();
    let is_packaged = id.starts_with(PACKAGE_SPACE);
    CardId::from(match id.rsplit_once('/').filter(|_| is_packaged) {
        Some((note, number)) => format!("{note}{VARIANT}{mark:08x}/{number}"),
        None => format!("{id}{VARIANT}{mark:08x}"),
    })
}

fn short_seed(text: &str) -> u32 {
    u32::try_from(text_seed(text) >> 32).unwrap_or(0)
}

/// The number of a packaged card within its note.
pub(super) fn number_of(card: &CardId) -> Option<u32> {
    card.as_str().strip_prefix(PACKAGE_SPACE)?.rsplit_once('/')?.1.parse().ok()
}

/// The guid of the note that a packaged card was made from.
pub(super) fn guid_of(card: &CardId) -> Option<String> {
    let rest = card.as_str().strip_prefix(PACKAGE_SPACE)?;
    let (guid, _) = rest.rsplit_once('/')?;
    Some(guid.replace("%20", " ").replace("%25", "%"))
}
