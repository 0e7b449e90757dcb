//! Reads the cards of a package with their past. It is untrusted input: a fault in a note costs its
//! cards, and nothing of the media is unpacked.

use super::kinds::{aims, created, deck_names, kinds, percent};
use super::open::{broken, database, int, open, text};
use super::template;
use crate::curriculum::CardId;
use crate::exchange::merge::number_of;
use crate::exchange::{
    CardPast, Fault, Incoming, Refusal, Watch, deck_ron, deck_room, note_bytes, part_id,
};
use crate::study::{
    ImportedState, Moment, Note, NoteKind, OwnCard, OwnDeck, PACKAGE_SPACE, Past, PastKind, Rating,
    StudyDay, What, memory_of_interval, slug,
};
use rusqlite::{Connection, Row};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// A package with more cards is refused.
const MAX_PACKAGE_CARDS: i64 = 1_000_000;
/// A larger note is not kept as it came: its cards leave again as plain text.
const MAX_NOTE_BYTES: usize = 1024 * 1024;
/// A package with more ratings is refused.
const MAX_RATINGS: i64 = 20_000_000;

/// Reads a package. `now` gives the day on which it arrives and the learner's zone.
pub fn read(
    package: impl Read + Seek,
    now: Moment,
    day_hour: u8,
    watch: &mut Watch<'_>,
) -> Result<Incoming, Refusal> {
    let bytes = database(package)?;
    watch.at(0.1)?;
    let db = open(&bytes)?;
    drop(bytes);
    let mut reader = Reader {
        now,
        day_hour,
        kinds: kinds(&db)?,
        deck_names: deck_names(&db)?,
        aims: aims(&db).unwrap_or_default(),
        created: created(&db, now)?,
        came: BTreeMap::new(),
        out: Incoming::default(),
        decks: BTreeMap::new(),
    };
    let cap = |table: &str, most: i64| -> Result<i64, Refusal> {
        let count: i64 = db
            .query_row(&format!("select count(*) from {table}"), [], |r| r.get(0))
            .map_err(broken)?;
        if count > most {
            return Err(Refusal(format!(
                "The package has {count} {table}; at most {most} are taken."
            )));
        }
        Ok(count)
    };
    cap("notes", MAX_PACKAGE_CARDS)?;
    let cards = cap("cards", MAX_PACKAGE_CARDS)?;
    cap("revlog", MAX_RATINGS)?;
    let log = ratings(&db, &mut reader.out.skipped)?;
    watch.at(0.3)?;
    reader.cards(&db, cards, &log, watch)?;
    Ok(reader.finish())
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

/// The rated rows by card, in order. Rows without a rating are counted as skipped.
fn ratings(db: &Connection, skipped: &mut usize) -> Result<BTreeMap<i64, Vec<Logged>>, Refusal> {
    let mut log: BTreeMap<i64, Vec<Logged>> = BTreeMap::new();
    let mut query = db
        .prepare("select id, cid, ease, time, type, factor from revlog order by id")
        .map_err(broken)?;
    let mut rows = query.query([]).map_err(broken)?;
    while let Some(row) = rows.next().map_err(broken)? {
        let get = |column| int(row, column).map_err(broken);
        let (at_ms, card, ease, kind) = (get(0)?, get(1)?, get(2)?, get(4)?);
        let rating = usize::try_from(ease - 1).ok().and_then(|at| Rating::ALL.get(at));
        // From 1970 to 9999.
        let in_time = (0..253_402_300_800_000).contains(&at_ms);
        // With an ease it was given ahead of time, but by the schedule.
        let filtered = kind == 3 && get(5)? != 0;
        let kind = match kind {
            0 => Some(PastKind::Learn),
            1 => Some(PastKind::Review),
            2 => Some(PastKind::Relearn),
            3 if filtered => Some(PastKind::Review),
            3 => Some(PastKind::Filtered),
            _ => None,
        };
        let (Some(rating), Some(kind), true) = (rating, kind, in_time) else {
            *skipped += 1;
            continue;
        };
        let ms = u32::try_from(get(3)?.max(0)).unwrap_or(u32::MAX);
        log.entry(card).or_default().push(Logged { at_ms, rating: *rating, ms, kind, filtered });
    }
    Ok(log)
}

struct Reader {
    now: Moment,
    day_hour: u8,
    kinds: BTreeMap<i64, NoteKind>,
    deck_names: BTreeMap<i64, String>,
    /// The chance of recall, in per cent, at which cards of a deck come back there.
    aims: BTreeMap<i64, u8>,
    created: StudyDay,
    /// The mark of the words of each card so far.
    came: BTreeMap<CardId, u32>,
    out: Incoming,
    /// The decks so far by their names; the last part of each is filled.
    decks: BTreeMap<String, Vec<OwnDeck>>,
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

impl Reader {
    fn cards(
        &mut self,
        db: &Connection,
        total: i64,
        log: &BTreeMap<i64, Vec<Logged>>,
        watch: &mut Watch<'_>,
    ) -> Result<(), Refusal> {
        let mut query = db
            .prepare(
                "select c.id, c.ord, c.did, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, \
                 c.left, c.odue, c.odid, c.flags, c.data, n.id, n.guid, n.mid, n.mod, n.tags, n.flds \
                 from cards c join notes n on n.id = c.nid order by c.type = 0 desc, \
                 case when c.type = 0 then c.due else 0 end, n.id, c.ord",
            )
            .map_err(broken)?;
        let mut rows = query.query([]).map_err(broken)?;
        let mut done = 0_i64;
        while let Some(row) = rows.next().map_err(broken)? {
            self.card(row, log).map_err(broken)?;
            done += 1;
            if done % 1024 == 0 {
                #[expect(
                    clippy::cast_precision_loss,
                    clippy::cast_possible_truncation,
                    reason = "a share"
                )]
                watch.at(0.3 + 0.6 * (done as f64 / total.max(1) as f64) as f32)?;
            }
        }
        let lost = total - done;
        if lost > 0 {
            self.fault(String::new(), format!("{lost} cards belong to no note and were left out"));
        }
        Ok(())
    }

    fn fault(&mut self, record: String, what: String) {
        self.out.faults.push(Fault { line: None, column: None, record, what });
    }

    fn card(&mut self, row: &Row<'_>, log: &BTreeMap<i64, Vec<Logged>>) -> rusqlite::Result<()> {
        let (guid, number) = (text(row, 16)?, int(row, 1)?);
        let name = format!("note {guid}, card {}", number.saturating_add(1));
        let note = Note {
            guid,
            id: int(row, 15)?,
            kind: int(row, 17)?,
            changed: int(row, 18)?,
            fields: text(row, 20)?.split('\u{1f}').map(str::to_owned).collect(),
            marks: BTreeMap::new(),
        };
        let tags = text(row, 19)?;
        let standing = CardRow::of(row)?;
        match self.own_card(&note, &tags, number) {
            Ok(card) => {
                let rated = log.get(&standing.id).map_or(&[][..], Vec::as_slice);
                self.take(card, note, &standing, rated);
            }
            Err(what) => self.fault(name, what),
        }
        Ok(())
    }

    /// Takes a card. Of two notes with one guid the second one's cards are the same or a fault.
    fn take(&mut self, card: OwnCard, note: Note, row: &CardRow, rated: &[Logged]) {
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
        let kind = self.kinds.get(&note.kind).ok_or("its kind of note is not in the package")?;
        let at = usize::try_from(number).map_err(|_| "its number is negative")?;
        let sides = template::sides(kind, &note.fields, tags, at);
        let (mut front, mut back) = sides.ok_or("its kind of note has no such template")?;
        // What shows nothing at all has its fields to show.
        let field = |at: usize| {
            note.fields.get(at).map(|f| crate::exchange::html::to_text(f)).unwrap_or_default()
        };
        if front.trim().is_empty() {
            front = field(0);
        }
        if back.trim().is_empty() {
            back = if note.fields.len() > 1 { field(1) } else { field(0) };
        }
        if front.trim().is_empty() && back.trim().is_empty() {
            return Err("it is empty".to_owned());
        }
        for side in [&mut front, &mut back] {
            if side.trim().is_empty() {
                "(empty)".clone_into(side);
            }
        }
        let mut card = OwnCard::recall(packaged_id(&note.guid, at), front, back);
        card.tags = tags.split_whitespace().map(safe_tag).filter(|tag| !tag.is_empty()).collect();
        card.tags.dedup();
        deck_ron::card_id(&card.id).map_err(str::to_owned)?;
        deck_ron::card_fit(&card)?;
        Ok(card)
    }

    /// Puts a card into the last part of its deck, together with its note.
    fn keep(&mut self, name: &str, card: OwnCard, note: Note) {
        let title: String =
            name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect();
        let parts = self.decks.entry(title.clone()).or_default();
        let size = note_bytes(&note);
        if parts.last().is_none_or(|deck| !deck_room(deck, size)) {
            parts.push(OwnDeck::new(&part_id(&slug(&title), parts.len()), &title));
        }
        let Some(deck) = parts.last_mut() else { return };
        // The original goes along as long as it is of a sane size.
        let (number, mark) = (number_of(&deck.card_id(&card)), card.words_mark());
        deck.cards.push(card);
        if size > MAX_NOTE_BYTES {
            return;
        }
        if deck.notes.last().is_none_or(|last| last.guid != note.guid) {
            let is_known = deck.note_kinds.iter().any(|kind| kind.id == note.kind);
            if let (false, Some(kind)) = (is_known, self.kinds.get(&note.kind)) {
                deck.note_kinds.push(kind.clone());
            }
            deck.notes.push(note);
        }
        if let Some(last) = deck.notes.last_mut() {
            last.marks.extend(number.map(|number| (number, mark)));
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
