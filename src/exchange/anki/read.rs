//! Reads the cards of a package with their past. It is untrusted input: a fault in a note costs its
//! cards, and nothing of the media is unpacked.

use super::kinds::{created, deck_names, kinds};
use super::open::{broken, database, int, open, text};
use super::template;
use crate::exchange::{
    CardPast, Fault, Incoming, MAX_SIDE_BYTES, Refusal, Watch, deck_ron, deck_room, part_id,
};
use crate::study::{
    ImportedState, Moment, Note, NoteKind, OwnCard, OwnDeck, PACKAGE_SPACE, Past, PastKind, Rating,
    StudyDay, What, memory_of_interval, slug,
};
use rusqlite::{Connection, Row};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// A package with more cards is refused.
const MAX_PACKAGE_CARDS: i64 = 1_000_000;
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
        created: created(&db, now)?,
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
        let kind = match kind {
            0 => Some(PastKind::Learn),
            1 => Some(PastKind::Review),
            2 => Some(PastKind::Relearn),
            // With an ease it was given ahead of time, but by the schedule.
            3 if get(5)? != 0 => Some(PastKind::Review),
            3 => Some(PastKind::Filtered),
            _ => None,
        };
        let (Some(rating), Some(kind), true) = (rating, kind, in_time) else {
            *skipped += 1;
            continue;
        };
        let ms = u32::try_from(get(3)?.max(0)).unwrap_or(u32::MAX);
        log.entry(card).or_default().push(Logged { at_ms, rating: *rating, ms, kind });
    }
    Ok(log)
}

struct Reader {
    now: Moment,
    day_hour: u8,
    kinds: BTreeMap<i64, NoteKind>,
    deck_names: BTreeMap<i64, String>,
    created: StudyDay,
    out: Incoming,
    /// The decks so far by their names; the last part of each is filled.
    decks: BTreeMap<String, Vec<OwnDeck>>,
}

/// A row of `cards`.
struct CardRow {
    kind: i64,
    queue: i64,
    due: i64,
    interval: i64,
    ease: i64,
    reviews: i64,
    lapses: i64,
    left: i64,
    flag: u8,
    data: String,
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
        };
        let tags = text(row, 19)?;
        // In a filtered deck the card's own deck and day stand aside.
        let is_filtered = int(row, 12)? != 0;
        let deck_number = if is_filtered { int(row, 12)? } else { int(row, 2)? };
        let kind = int(row, 3)?;
        let due = if is_filtered && int(row, 11)? != 0 { int(row, 11)? } else { int(row, 5)? };
        let standing = CardRow {
            kind,
            queue: int(row, 4)?,
            due,
            interval: int(row, 6)?,
            ease: int(row, 7)?,
            reviews: int(row, 8)?,
            lapses: int(row, 9)?,
            left: int(row, 10)?,
            flag: u8::try_from(int(row, 13)? & 7).unwrap_or(0),
            data: text(row, 14)?,
        };
        match self.own_card(&note, &tags, number) {
            Ok(card) => {
                let id = crate::curriculum::CardId::from(card.id.as_str());
                let rated = log.get(&int(row, 0)?).map_or(&[][..], Vec::as_slice);
                if let Some(past) = self.past(id, &standing, rated) {
                    self.out.past.push(past);
                }
                let deck = self.deck_names.get(&deck_number).cloned();
                let deck =
                    deck.filter(|n| !n.trim().is_empty()).unwrap_or_else(|| "Imported".to_owned());
                self.keep(&deck, card, note);
            }
            Err(what) => self.fault(name, what),
        }
        Ok(())
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
        let id = format!("{PACKAGE_SPACE}{}/{number}", safe(&note.guid));
        let mut card = OwnCard::recall(id, front, back);
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
        let size: usize = note.fields.iter().map(String::len).sum();
        if parts.last().is_none_or(|deck| !deck_room(deck)) {
            parts.push(OwnDeck::new(&part_id(&slug(&title), parts.len()), &title));
        }
        let Some(deck) = parts.last_mut() else { return };
        deck.cards.push(card);
        // The original goes along as long as it is of a sane size.
        if size <= MAX_SIDE_BYTES && deck.notes.last().is_none_or(|last| last.guid != note.guid) {
            let is_known = deck.note_kinds.iter().any(|kind| kind.id == note.kind);
            if let (false, Some(kind)) = (is_known, self.kinds.get(&note.kind)) {
                deck.note_kinds.push(kind.clone());
            }
            deck.notes.push(note);
        }
    }

    /// What the package says of a card's past and of how it stands; nothing for a plain new card.
    fn past(
        &self,
        card: crate::curriculum::CardId,
        row: &CardRow,
        rated: &[Logged],
    ) -> Option<CardPast> {
        let ratings: Vec<(Moment, Past)> = rated
            .iter()
            .map(|logged| {
                let at = Moment { at_ms: logged.at_ms, offset_min: self.now.offset_min };
                let (rating, ms, kind) = (logged.rating, logged.ms, logged.kind);
                (at, Past { card: card.clone(), rating, ms, kind })
            })
            .collect();
        let state = self.state(card.clone(), row, &ratings);
        if ratings.is_empty() && state.is_none() {
            return None;
        }
        Some(CardPast { card, ratings, state })
    }

    fn state(
        &self,
        card: crate::curriculum::CardId,
        row: &CardRow,
        ratings: &[(Moment, Past)],
    ) -> Option<What> {
        let today = self.now.study_day(self.day_hour);
        let moving = || ratings.iter().filter(|(_, past)| past.kind != PastKind::Filtered);
        let last = moving().next_back().map(|(at, _)| at.study_day(self.day_hour));
        // Steps are counted down there and up here.
        let step = u8::try_from((2 - row.left.rem_euclid(1000)).clamp(0, 1)).unwrap_or(0);
        let again = u8::from(row.left.rem_euclid(1000) == 0);
        // A day number is small, a moment is large, whatever the queue says.
        let is_day = row.due < 1_000_000_000;
        let day = StudyDay(self.created.0.saturating_add(i32::try_from(row.due).unwrap_or(0)));
        let due_ms = if is_day {
            self.now.start_of(day, self.day_hour)
        } else {
            row.due.saturating_mul(1000)
        };
        let state = match row.kind {
            0 => ImportedState::New,
            1 => ImportedState::Learning(step, due_ms),
            3 => ImportedState::Relearning(again, due_ms),
            _ => ImportedState::Review,
        };
        let due = if is_day {
            day
        } else {
            Moment { at_ms: due_ms, ..self.now }.study_day(self.day_hour)
        };
        let suspended = row.queue == -1;
        let buried_until = matches!(row.queue, -2 | -3).then(|| today.plus(1));
        let is_plain =
            state == ImportedState::New && !suspended && buried_until.is_none() && row.flag == 0;
        if is_plain && ratings.is_empty() {
            return None;
        }
        let count = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
        let interval = i32::try_from(row.interval.clamp(0, 36_500)).unwrap_or(0);
        let memory = memory(row, moving().next().is_some());
        let (stability_micro, difficulty_micro) = memory.unwrap_or_default();
        Some(What::Imported {
            card,
            stability_micro,
            difficulty_micro,
            last: last.unwrap_or(StudyDay(due.0.saturating_sub(interval))),
            due,
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
    let data: Value = serde_json::from_str(&row.data).unwrap_or(Value::Null);
    let number = |key: &str| data.get(key).and_then(Value::as_f64);
    let given = number("s").zip(number("d"));
    let (stability, difficulty) = match given {
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
