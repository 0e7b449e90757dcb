//! Reads the cards of a package with their past. It is untrusted input: a fault in a note costs its
//! cards, and nothing of the media is unpacked.

use super::EMPTY;
use super::kinds::{aims, created, deck_names, kinds, percent};
use super::open::{MAX_TEXT, Opened, broken, int, open, placeholder, short, text};
use super::template::{Allowance, Form};
use crate::curriculum::CardId;
use crate::exchange::merge::number_of;
use crate::exchange::{
    CardPast, Fault, Incoming, MAX_TAGS, Refusal, Watch, deck_ron, deck_room, note_bytes, part_id,
};
use crate::study::{
    ImportedState, Moment, Note, NoteKind, OwnCard, OwnDeck, PACKAGE_SPACE, Past, PastKind, Rating,
    StudyDay, What, memory_of_interval, slug,
};
use rusqlite::{Connection, Row};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

/// A package with more cards or notes is refused.
const MAX_PACKAGE_CARDS: i64 = 150_000;
/// A package whose cards are in more decks is refused.
const MAX_DECKS: usize = 5000;
/// A larger note is not kept as it came: its cards leave again as plain text.
const MAX_NOTE_BYTES: usize = 1024 * 1024;
/// A package with more ratings is refused.
const MAX_RATINGS: i64 = 1_000_000;
/// A note with longer tags, or a longer guid, makes no card.
const MAX_TAG_BYTES: usize = 64 * 1024;
/// A note with more fields makes no card.
const MAX_FIELDS: usize = 1000;
/// Further faults are counted, not named.
const MAX_NAMED: usize = 1000;
/// All templates of a package may make so much text, and [`MADE_PER_BYTE`] for each byte of it.
const MAX_MADE: usize = 64 * 1024 * 1024;
const MADE_PER_BYTE: usize = 16;
/// So much of the notes and kinds is kept as it came, and twice the size of the package.
const MAX_KEPT: usize = 128 * 1024 * 1024;

/// Reads a package. `now` gives the day on which it arrives and the learner's zone.
pub fn read(
    package: impl Read + Seek,
    now: Moment,
    day_hour: u8,
    watch: &mut Watch<'_>,
) -> Result<Incoming, Refusal> {
    let Opened { db, package_len } = open(package, watch)?;
    watch.at(0.1)?;
    let cap = |table: &str, most: i64| -> Result<(), Refusal> {
        let count: i64 = db
            .query_row(&format!("select count(*) from {table}"), [], |r| r.get(0))
            .map_err(broken)?;
        if count > most {
            return Err(Refusal(format!(
                "The package has {count} {table}; at most {most} are taken. Nothing was changed."
            )));
        }
        Ok(())
    };
    cap("notes", MAX_PACKAGE_CARDS)?;
    cap("cards", MAX_PACKAGE_CARDS)?;
    cap("revlog", MAX_RATINGS)?;
    let kinds = kinds(&db)?;
    let len = usize::try_from(package_len).unwrap_or(usize::MAX);
    let mut reader = Reader {
        now,
        day_hour,
        forms: kinds.iter().map(|(id, kind)| (*id, (kind, Form::of(kind)))).collect(),
        deck_names: deck_names(&db)?,
        aims: aims(&db).unwrap_or_default(),
        created: created(&db, now)?,
        came: BTreeMap::new(),
        out: Incoming::default(),
        decks: BTreeMap::new(),
        kept_notes: BTreeMap::new(),
        allowance: Allowance::new(len.saturating_mul(MADE_PER_BYTE).saturating_add(MAX_MADE)),
        left_to_keep: len.saturating_mul(2).saturating_add(MAX_KEPT),
        not_kept: 0,
    };
    let places = reader.places(&db)?;
    if places.is_empty() {
        let notes: i64 =
            db.query_row("select count(*) from notes", [], |row| row.get(0)).map_err(broken)?;
        return Err(Refusal(format!(
            "This package has {notes} notes and 0 cards of them, so there is nothing to import."
        )));
    }
    let log = reader.ratings(&db, &places, watch)?;
    watch.at(0.3)?;
    reader.cards(&db, &places, log, watch)?;
    Ok(reader.finish())
}

/// Where a card and its note stand, and its place in the order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    is_old: bool,
    /// The place of a new card among the new ones.
    due: i64,
    note: i64,
    number: i64,
    card: i64,
    note_row: i64,
    card_row: i64,
}

/// A rating of the log.
struct Logged {
    at_ms: i64,
    rating: Rating,
    ms: u32,
    kind: PastKind,
    /// Given in a filtered deck, yet by the schedule.
    filtered: bool,
}

/// The rated rows by card, in order.
type Log = BTreeMap<i64, Vec<Logged>>;

/// What a row of the log is.
enum LogRow {
    Rated(i64, Logged),
    /// Without a rating, such as a card that was moved.
    Unrated,
    /// Dated later than tomorrow.
    Ahead,
}

impl LogRow {
    fn of(row: &Row<'_>, latest_ms: i64) -> rusqlite::Result<Self> {
        let (at_ms, card, ease, kind) = (int(row, 0)?, int(row, 1)?, int(row, 2)?, int(row, 4)?);
        let rating = usize::try_from(ease - 1).ok().and_then(|at| Rating::ALL.get(at));
        // With an ease it was given ahead of time, but by the schedule.
        let filtered = kind == 3 && int(row, 5)? != 0;
        let kind = match kind {
            0 => Some(PastKind::Learn),
            1 => Some(PastKind::Review),
            2 => Some(PastKind::Relearn),
            3 if filtered => Some(PastKind::Review),
            3 => Some(PastKind::Filtered),
            _ => None,
        };
        let (Some(rating), Some(kind), true) = (rating, kind, at_ms >= 0) else {
            return Ok(Self::Unrated);
        };
        if at_ms > latest_ms {
            return Ok(Self::Ahead);
        }
        let ms = u32::try_from(int(row, 3)?.max(0)).unwrap_or(u32::MAX);
        Ok(Self::Rated(card, Logged { at_ms, rating: *rating, ms, kind, filtered }))
    }
}

/// A number with its words, of which one has another form than many.
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

struct Reader<'a> {
    now: Moment,
    day_hour: u8,
    /// The kinds of notes by their numbers, with their templates.
    forms: BTreeMap<i64, (&'a NoteKind, Form<'a>)>,
    deck_names: BTreeMap<i64, String>,
    /// The chance of recall, in per cent, at which cards of a deck come back there.
    aims: BTreeMap<i64, u8>,
    created: StudyDay,
    /// The mark of the words of each card so far.
    came: BTreeMap<CardId, u32>,
    out: Incoming,
    /// The decks so far by their names; the last part of each is filled.
    decks: BTreeMap<String, Vec<OwnDeck>>,
    /// Where each note stands among those of a deck's last part, by the deck's name and its guid.
    kept_notes: BTreeMap<String, BTreeMap<String, usize>>,
    /// What templates may still make.
    allowance: Allowance,
    /// How many bytes of notes and kinds may still be kept as they came.
    left_to_keep: usize,
    /// The cards whose notes were too large for that.
    not_kept: usize,
}

/// A row of `cards`.
struct CardRow {
    /// Its number, the moment at which it was made.
    id: i64,
    deck: i64,
    kind: i64,
    queue: i64,
    due: i64,
    interval: i64,
    ease: i64,
    reviews: i64,
    lapses: i64,
    left: i64,
    flag: u8,
    data: CardData,
}

/// What a card's row says in JSON.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CardData {
    /// Stability in days.
    s: Option<f64>,
    /// Difficulty, 1 to 10.
    d: Option<f64>,
    /// The chance of recall at which it was to come back.
    dr: Option<f64>,
    /// When it was last answered, in seconds.
    lrt: Option<f64>,
}

/// A smaller due value is a day, a larger one a moment in seconds, whatever the queue says.
const FIRST_MOMENT: i64 = 1_000_000_000;
/// So many days before and after 1970 a card may be due; all else is nonsense.
const DAYS: std::ops::RangeInclusive<i64> = -40_000..=200_000;

impl CardRow {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (kind, queue, due) = (int(row, 3)?, int(row, 4)?, int(row, 5)?);
        // In a filtered deck the card's own deck and day stand aside. What was answered there since
        // waits for a moment, and that is the true one.
        let (set_aside, home) = (int(row, 11)?, int(row, 12)?);
        let is_answered = matches!(queue, 1 | 3) && due >= FIRST_MOMENT;
        let is_filtered = home != 0;
        Ok(Self {
            id: int(row, 0)?,
            deck: if is_filtered { home } else { int(row, 2)? },
            // An old form of a lapsed card: a review that waits for its next step.
            kind: if kind == 2 && matches!(queue, 1 | 3) { 3 } else { kind },
            queue,
            due: if is_filtered && !is_answered { set_aside } else { due },
            interval: int(row, 6)?,
            ease: int(row, 7)?,
            reviews: int(row, 8)?,
            lapses: int(row, 9)?,
            left: int(row, 10)?,
            flag: u8::try_from(int(row, 13)? & 7).unwrap_or(0),
            data: serde_json::from_str(&text(row, 14)?).unwrap_or_default(),
        })
    }

    /// When the card was last answered, as the row itself says it.
    fn last_answer_ms(&self) -> Option<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        let seconds = self.data.lrt? as i64;
        (seconds > 0).then(|| seconds.saturating_mul(1000))
    }
}

impl Reader<'_> {
    /// The cards that have a note, in the order in which new ones come.
    fn places(&mut self, db: &Connection) -> Result<Vec<Place>, Refusal> {
        let mut query = db.prepare("select id, rowid from notes").map_err(broken)?;
        let rows = query.query_map([], |row| Ok((int(row, 0)?, int(row, 1)?))).map_err(broken)?;
        let notes: BTreeMap<i64, i64> = rows.collect::<Result<_, _>>().map_err(broken)?;
        refuse_placeholder(db, notes.len())?;
        let mut query =
            db.prepare("select id, nid, ord, type, due, rowid from cards").map_err(broken)?;
        let mut rows = query.query([]).map_err(broken)?;
        let (mut places, mut lost) = (Vec::new(), 0);
        while let Some(row) = rows.next().map_err(broken)? {
            let get = |column| int(row, column).map_err(broken);
            let (card, note, number, is_old) = (get(0)?, get(1)?, get(2)?, get(3)? != 0);
            let due = if is_old { 0 } else { get(4)? };
            match notes.get(&note) {
                Some(&note_row) => {
                    let card_row = get(5)?;
                    places.push(Place { is_old, due, note, number, card, note_row, card_row });
                }
                None => lost += 1,
            }
        }
        if lost > 0 {
            self.fault(String::new(), format!("{lost} cards belong to no note and were left out"));
        }
        places.sort_unstable();
        Ok(places)
    }

    /// The ratings of the cards that are there. All other rows are counted.
    fn ratings(
        &mut self,
        db: &Connection,
        places: &[Place],
        watch: &mut Watch<'_>,
    ) -> Result<Log, Refusal> {
        let cards: BTreeSet<i64> = places.iter().map(|place| place.card).collect();
        let tomorrow = self.now.study_day(self.day_hour).plus(2);
        let latest_ms = self.now.start_of(tomorrow, self.day_hour);
        let mut log = Log::new();
        let (mut ahead, mut lost, mut seen) = (0, 0, 0_u32);
        let mut query =
            db.prepare("select id, cid, ease, time, type, factor from revlog").map_err(broken)?;
        let mut rows = query.query([]).map_err(broken)?;
        while let Some(row) = rows.next().map_err(broken)? {
            match LogRow::of(row, latest_ms).map_err(broken)? {
                LogRow::Rated(card, logged) if cards.contains(&card) => {
                    log.entry(card).or_default().push(logged);
                }
                LogRow::Rated(..) => lost += 1,
                LogRow::Unrated => self.out.skipped += 1,
                LogRow::Ahead => ahead += 1,
            }
            seen += 1;
            if seen.is_multiple_of(16_384) {
                watch.at(0.2)?;
            }
        }
        for ratings in log.values_mut() {
            ratings.sort_by_key(|logged| logged.at_ms);
        }
        self.out.skipped += ahead + lost;
        if ahead > 0 {
            self.out.notes.push(format!(
                "{} dated later than tomorrow: left out. The clock of the device was ahead",
                counted(ahead, "answer is", "answers are")
            ));
        }
        if lost > 0 {
            self.out.notes.push(format!(
                "{} to cards that are not in the package: left out",
                counted(lost, "answer belongs", "answers belong")
            ));
        }
        Ok(log)
    }

    fn cards(
        &mut self,
        db: &Connection,
        places: &[Place],
        mut log: Log,
        watch: &mut Watch<'_>,
    ) -> Result<(), Refusal> {
        let mut card_row = db
            .prepare(&format!(
                "select id, ord, did, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, \
                 flags, {} from cards where rowid = ?1",
                short("data", MAX_TAG_BYTES)
            ))
            .map_err(broken)?;
        let mut last: Option<(i64, Result<Came, String>)> = None;
        for (done, place) in places.iter().enumerate() {
            if last.as_ref().is_none_or(|(row, _)| *row != place.note_row) {
                last = Some((place.note_row, note_at(db, place.note_row)?));
            }
            let standing = card_row.query_row([place.card_row], CardRow::of).map_err(broken)?;
            let number = place.number;
            match &last {
                Some((_, Ok(came))) => match self.own_card(&came.note, &came.tags, number) {
                    Ok(card) => {
                        let rated = log.remove(&standing.id).unwrap_or_default();
                        self.take(card, &came.note, &standing, &rated);
                    }
                    Err(what) => {
                        let number = number.saturating_add(1);
                        self.fault(format!("note {}, card {number}", came.note.guid), what);
                    }
                },
                Some((_, Err(what))) => {
                    self.fault(format!("note {}", place.note), what.clone());
                }
                None => {}
            }
            self.look(done, places.len(), watch)?;
        }
        Ok(())
    }

    /// Looks whether to go on after a card.
    fn look(&self, done: usize, of: usize, watch: &mut Watch<'_>) -> Result<(), Refusal> {
        if self.allowance.is_spent() {
            return Err(Refusal(
                "The templates of this package make far more text of its notes than a deck has. Nothing was changed.".to_owned(),
            ));
        }
        if self.decks.len() > MAX_DECKS {
            return Err(Refusal(format!(
                "The cards of this package are in more than {MAX_DECKS} decks, which is more than is taken. Nothing was changed."
            )));
        }
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        watch.at(0.3 + 0.6 * (done as f32 / of.max(1) as f32))
    }

    fn fault(&mut self, record: String, what: String) {
        if self.out.faults.len() < MAX_NAMED {
            self.out.faults.push(Fault { line: None, column: None, record, what });
        } else {
            self.out.more_faults += 1;
        }
    }

    /// Takes a card. Of two notes with one guid the second one's cards are the same or a fault.
    fn take(&mut self, card: OwnCard, note: &Note, row: &CardRow, rated: &[Logged]) {
        let (id, mark) = (CardId::from(card.id.as_str()), card.words_mark());
        let first = self.came.get(&id).copied();
        if first.is_some_and(|first| first != mark) {
            self.fault(
                format!("note {}, card {id}", note.guid),
                "another note of the package has this guid and other words; only the first one is imported".to_owned(),
            );
            return;
        }
        let mut past = self.past(id.clone(), row, rated);
        if first.is_some() {
            // The same once more: only its answers are its own.
            self.out.skipped += 1;
            past = past.map(|past| CardPast { state: None, ..past });
        }
        self.out.past.extend(past);
        if first.is_none() {
            self.came.insert(id, mark);
            let deck = self.deck_names.get(&row.deck).filter(|name| !name.trim().is_empty());
            let deck = deck.cloned().unwrap_or_else(|| "Imported".to_owned());
            self.note_aim(&deck, row);
            self.keep(&deck, card, note);
        }
    }

    /// Takes note of the chance of recall at which a card that was learned came back there.
    fn note_aim(&mut self, deck: &str, row: &CardRow) {
        if row.kind == 0 {
            return;
        }
        let own = row.data.dr.and_then(percent);
        if let Some(aim) = own.or_else(|| self.aims.get(&row.deck).copied()) {
            self.out.aims.entry(deck.to_owned()).or_default().insert(aim);
        }
    }

    /// The card as plain text; the error says why it cannot be one.
    fn own_card(&self, note: &Note, tags: &str, number: i64) -> Result<OwnCard, String> {
        let (_, form) =
            self.forms.get(&note.kind).ok_or("its kind of note is not in the package")?;
        let at = usize::try_from(number).map_err(|_| "its number is negative")?;
        // However little of it is shown, a note is copied with each of its cards.
        self.allowance.spend(note_bytes(note) / 8)?;
        let (mut front, mut back) = form.sides(&note.fields, tags, at, &self.allowance)?;
        // What shows nothing at all has its fields to show.
        let field = |at: usize| -> Result<String, &'static str> {
            let html = note.fields.get(at).map_or("", String::as_str);
            self.allowance.spend(html.len())?;
            Ok(crate::exchange::html::to_text(html))
        };
        if front.trim().is_empty() {
            front = field(0)?;
        }
        if back.trim().is_empty() {
            back = if note.fields.len() > 1 { field(1)? } else { field(0)? };
        }
        if front.trim().is_empty() && back.trim().is_empty() {
            return Err("it is empty".to_owned());
        }
        for side in [&mut front, &mut back] {
            if side.trim().is_empty() {
                EMPTY.clone_into(side);
            }
        }
        let mut card = OwnCard::recall(packaged_id(&note.guid, at), front, back);
        let tags = tags.split_whitespace().map(safe_tag).filter(|tag| !tag.is_empty());
        card.tags = tags.take(MAX_TAGS + 1).collect();
        card.tags.dedup();
        deck_ron::card_id(&card.id).map_err(str::to_owned)?;
        deck_ron::card_fit(&card)?;
        Ok(card)
    }

    /// Puts a card into the last part of its deck, together with its note.
    fn keep(&mut self, name: &str, card: OwnCard, note: &Note) {
        let title: String =
            name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect();
        let parts = self.decks.entry(title.clone()).or_default();
        let places = self.kept_notes.entry(title.clone()).or_default();
        let size = note_bytes(note);
        if parts.last().is_none_or(|deck| !deck_room(deck, size)) {
            parts.push(OwnDeck::new(&part_id(&slug(&title), parts.len()), &title));
            places.clear();
        }
        let Some(deck) = parts.last_mut() else { return };
        let (number, mark) = (number_of(&deck.card_id(&card)), card.words_mark());
        deck.cards.push(card);
        if !places.contains_key(&note.guid) {
            if size > MAX_NOTE_BYTES || size > self.left_to_keep {
                self.not_kept += 1;
                return;
            }
            self.left_to_keep -= size;
            places.insert(note.guid.clone(), deck.notes.len());
            deck.notes.push(note.clone());
        }
        let kept = places.get(&note.guid).and_then(|at| deck.notes.get_mut(*at));
        if let (Some(kept), Some(number)) = (kept, number) {
            kept.marks.insert(number, mark);
        }
        if deck.note_kinds.iter().any(|kind| kind.id == note.kind) {
            return;
        }
        if let Some((kind, _)) = self.forms.get(&note.kind)
            && let Some(left) = self.left_to_keep.checked_sub(kind_bytes(kind))
        {
            self.left_to_keep = left;
            deck.note_kinds.push((*kind).clone());
        }
    }

    /// What the package says of a card's past and of how it stands; nothing for a plain new card.
    fn past(&self, card: CardId, row: &CardRow, rated: &[Logged]) -> Option<CardPast> {
        let ratings: Vec<(Moment, Past)> = rated
            .iter()
            .map(|logged| {
                let at = Moment { at_ms: logged.at_ms, offset_min: self.now.offset_min };
                let Logged { rating, ms, kind, filtered, .. } = *logged;
                (at, Past { card: card.clone(), rating, ms, kind, filtered })
            })
            .collect();
        let last = self.last(row, &ratings);
        let state = self.state(card.clone(), row, &ratings, last);
        if ratings.is_empty() && state.is_none() {
            return None;
        }
        let as_of = Moment { at_ms: self.as_of_ms(row, &ratings, last), ..self.now };
        Some(CardPast { card, ratings, state, as_of })
    }

    /// The day of the last answer: as the row says it, by the ratings, else one interval before the
    /// card is due.
    fn last(&self, row: &CardRow, ratings: &[(Moment, Past)]) -> StudyDay {
        let mut moving = ratings.iter().filter(|(_, past)| past.kind != PastKind::Filtered);
        let rated = moving.next_back().map(|(at, _)| at.at_ms).max(row.last_answer_ms());
        let interval = i32::try_from(row.interval.clamp(0, 36_500)).unwrap_or(0);
        let last = rated.map_or_else(
            || StudyDay(self.due(row).0.saturating_sub(interval)),
            |at_ms| Moment { at_ms, ..self.now }.study_day(self.day_hour),
        );
        last.min(self.now.study_day(self.day_hour))
    }

    /// The moment behind the last answer that its state knows of: in the order of answers it stands
    /// there. A card that was never answered has been as it is since it was made.
    fn as_of_ms(&self, row: &CardRow, ratings: &[(Moment, Past)], last: StudyDay) -> i64 {
        let rated = ratings.last().map(|(at, _)| at.at_ms).max(row.last_answer_ms());
        let at_ms = match rated {
            Some(at_ms) => at_ms.saturating_add(1),
            None if row.kind == 0 => row.id,
            None => self.now.start_of(last, self.day_hour),
        };
        at_ms.clamp(0, self.now.at_ms.max(0))
    }

    /// The moment at which a card is due, in milliseconds.
    fn due_ms(&self, row: &CardRow) -> i64 {
        if row.due >= FIRST_MOMENT {
            return row.due.saturating_mul(1000);
        }
        let days = i64::from(self.created.0).saturating_add(row.due);
        let day = days.clamp(*DAYS.start(), *DAYS.end());
        self.now.start_of(StudyDay(i32::try_from(day).unwrap_or(0)), self.day_hour)
    }

    fn due(&self, row: &CardRow) -> StudyDay {
        Moment { at_ms: self.due_ms(row), ..self.now }.study_day(self.day_hour)
    }

    fn state(
        &self,
        card: CardId,
        row: &CardRow,
        ratings: &[(Moment, Past)],
        last: StudyDay,
    ) -> Option<What> {
        let today = self.now.study_day(self.day_hour);
        // Steps are counted down there and up here.
        let step = u8::try_from((2 - row.left.rem_euclid(1000)).clamp(0, 1)).unwrap_or(0);
        let again = u8::from(row.left.rem_euclid(1000) == 0);
        let state = match row.kind {
            0 => ImportedState::New,
            1 => ImportedState::Learning(step, self.due_ms(row)),
            3 => ImportedState::Relearning(again, self.due_ms(row)),
            _ => ImportedState::Review,
        };
        let suspended = row.queue == -1;
        let buried_until = matches!(row.queue, -2 | -3).then(|| today.plus(1));
        let is_plain =
            state == ImportedState::New && !suspended && buried_until.is_none() && row.flag == 0;
        if is_plain && ratings.is_empty() {
            return None;
        }
        let count = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
        let can_replay = ratings.iter().any(|(_, past)| past.kind != PastKind::Filtered);
        let (stability_micro, difficulty_micro) = memory(row, can_replay).unwrap_or_default();
        Some(What::Imported {
            card,
            stability_micro,
            difficulty_micro,
            last,
            due: self.due(row),
            lapses: count(row.lapses),
            reviews: count(row.reviews),
            state,
            suspended,
            buried_until,
            flag: row.flag,
        })
    }

    fn finish(self) -> Incoming {
        let mut out = self.out;
        if self.not_kept > 0 {
            out.notes.push(format!(
                "{} so large that it is not kept as it came: exported again, they are plain text",
                counted(self.not_kept, "card has a note", "cards have a note each")
            ));
        }
        out.decks = self.decks.into_values().flatten().collect();
        out
    }
}

/// Stability and difficulty as the package has them; else, where no rating can be replayed, made of
/// interval and ease.
fn memory(row: &CardRow, can_replay: bool) -> Option<(i64, i64)> {
    let (stability, difficulty) = match row.data.s.zip(row.data.d) {
        Some(given) => given,
        None if can_replay || row.kind == 0 => return None,
        None => {
            #[expect(clippy::cast_precision_loss, reason = "days and permille")]
            let (interval, ease) =
                (row.interval.clamp(1, 36_500) as f32, row.ease.clamp(1300, 5000) as f32);
            let memory = memory_of_interval(interval, ease / 1000.0)?;
            (f64::from(memory.stability), f64::from(memory.difficulty))
        }
    };
    let fit = stability.is_finite() && difficulty.is_finite() && stability > 0.0;
    #[expect(clippy::cast_possible_truncation, reason = "clamped before")]
    fit.then(|| {
        let stability = stability.clamp(0.001, 36_500.0);
        ((stability * 1e6).round() as i64, (difficulty.clamp(1.0, 10.0) * 1e6).round() as i64)
    })
}

/// Refuses a package whose one note asks for a newer program: its cards are in a form that only
/// that one reads, or in no form.
fn refuse_placeholder(db: &Connection, notes: usize) -> Result<(), Refusal> {
    if notes != 1 {
        return Ok(());
    }
    let fields = short("flds", MAX_TAG_BYTES);
    let words: String = db
        .query_row(&format!("select {fields} from notes"), [], |row| text(row, 0))
        .map_err(broken)?;
    let asks =
        ["Please update to the latest Anki version", "This file requires a newer version of Anki"];
    if asks.iter().any(|start| words.trim_start().starts_with(start)) {
        return Err(placeholder());
    }
    Ok(())
}

/// A note with its tags.
struct Came {
    note: Note,
    tags: String,
}

/// A note by its row; the error says why it makes no card.
fn note_at(db: &Connection, row: i64) -> Result<Result<Came, String>, Refusal> {
    let (tags, fields) = (short("tags", MAX_TAG_BYTES), short("flds", MAX_TEXT / 2));
    let mut query = db
        .prepare_cached(&format!(
            "select id, {}, mid, mod, {tags}, {fields}, octet_length(flds), octet_length(tags) \
             from notes where rowid = ?1",
            short("guid", MAX_TAG_BYTES)
        ))
        .map_err(broken)?;
    let came = query.query_row([row], |row| {
        for (name, column, most) in [("fields", 6, MAX_TEXT / 2), ("tags", 7, MAX_TAG_BYTES)] {
            let len = int(row, column)?;
            if usize::try_from(len).is_ok_and(|len| len > most) {
                return Ok(Err(format!("its {name} have {len} bytes; at most {most} are read")));
            }
        }
        let fields = text(row, 5)?;
        if fields.matches('\u{1f}').count() >= MAX_FIELDS {
            return Ok(Err(format!("it has more than {MAX_FIELDS} fields")));
        }
        let note = Note {
            guid: text(row, 1)?,
            id: int(row, 0)?,
            kind: int(row, 2)?,
            changed: int(row, 3)?,
            fields: fields.split('\u{1f}').map(str::to_owned).collect(),
            marks: BTreeMap::new(),
        };
        Ok(Ok(Came { note, tags: text(row, 4)? }))
    });
    came.map_err(broken)
}

/// How many bytes a kind of note takes in a deck's file, about.
fn kind_bytes(kind: &NoteKind) -> usize {
    let templates =
        kind.templates.iter().map(|(name, front, back)| name.len() + front.len() + back.len());
    kind.css.len() + kind.fields.iter().map(String::len).chain(templates).sum::<usize>() + 200
}

/// The id of a card of the note with that guid. `number` is counted from 0.
pub(in crate::exchange) fn packaged_id(guid: &str, number: usize) -> String {
    format!("{PACKAGE_SPACE}{}/{number}", safe(guid))
}

/// A guid without what an id may not hold.
fn safe(guid: &str) -> String {
    guid.chars()
        .map(|c| {
            if c.is_whitespace() || c.is_control() || c == '%' {
                format!("%{:02X}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect()
}

fn safe_tag(tag: &str) -> String {
    tag.chars().filter(|c| !c.is_control()).collect()
}
