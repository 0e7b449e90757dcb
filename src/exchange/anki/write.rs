//! Writes a package that current programs take with its history: the form that all of them read
//! (`collection.anki21`). A card that came in a package goes back as the note it was.

use super::EMPTY;
use super::template::{Allowance, Form};
use crate::exchange::html;
use crate::exchange::merge::{OUR_GUID, guid_of};
use crate::exchange::{Sides, Watch};
use crate::study::{
    Card, Entry, EntryRef, Moment, Note, NoteKind, OwnDeck, PACKAGE_SPACE, Past, PastKind, Phase,
    Progress, Rating, Review, Schedule, StudyDay, What, text_seed, words_mark,
};
use rusqlite::{Connection, MAIN_DB, params};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The tables as the format has them.
const SCHEMA: &str = "
create table col (id integer primary key, crt integer not null, mod integer not null,
  scm integer not null, ver integer not null, dty integer not null, usn integer not null,
  ls integer not null, conf text not null, models text not null, decks text not null,
  dconf text not null, tags text not null);
create table notes (id integer primary key, guid text not null, mid integer not null,
  mod integer not null, usn integer not null, tags text not null, flds text not null,
  sfld integer not null, csum integer not null, flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null,
  ord integer not null, mod integer not null, usn integer not null, type integer not null,
  queue integer not null, due integer not null, ivl integer not null, factor integer not null,
  reps integer not null, lapses integer not null, left integer not null, odue integer not null,
  odid integer not null, flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null,
  ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null,
  time integer not null, type integer not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
create index ix_cards_nid on cards (nid);
create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);";
/// What a field ends with.
const FIELD_END: char = '\u{1f}';
/// The number of our own kind of note.
const OUR_KIND: i64 = 1_700_000_000_001;
const DAY_MS: i64 = 86_400_000;

/// Writes a package of these cards with their history.
pub fn write<'a>(
    cards: impl Iterator<Item = (&'a Card, Sides)>,
    own: &[OwnDeck],
    progress: &Progress,
    entries: &[(EntryRef, Entry)],
    now: Moment,
    watch: &mut Watch<'_>,
) -> Result<Vec<u8>, String> {
    let mut db = Connection::open_in_memory().map_err(told)?;
    db.execute_batch(SCHEMA).map_err(told)?;
    let log = log_of(progress, entries);
    // Two days before everything, so that no day number is negative.
    let today = progress.study_day(now);
    let first = log.values().flatten().map(|row| row.day).min().unwrap_or(today).min(today);
    let mut writer = Writer {
        progress,
        log,
        now,
        today,
        day0: StudyDay(first.0.saturating_sub(2)),
        notes: own.iter().flat_map(|deck| &deck.notes).map(|n| (n.guid.as_str(), n)).collect(),
        kinds: own.iter().flat_map(|deck| &deck.note_kinds).map(|k| (k.id, k)).collect(),
        decks: BTreeMap::new(),
        used_kinds: BTreeSet::new(),
        note_ids: BTreeMap::new(),
        taken: BTreeSet::new(),
        revlog: BTreeSet::new(),
        cards: 0,
    };
    let transaction = db.transaction().map_err(told)?;
    for (card, sides) in cards {
        writer.card(&transaction, card, &sides).map_err(told)?;
        if writer.cards % 256 == 0 {
            watch.at(0.5).map_err(|refusal| refusal.0)?;
        }
    }
    writer.collection(&transaction).map_err(told)?;
    transaction.commit().map_err(told)?;
    let database = db.serialize(MAIN_DB).map_err(told)?.to_vec();
    packed(&database)
}

fn told(error: impl std::fmt::Display) -> String {
    format!("The package could not be made: {error}")
}

/// The zip file around the database.
fn packed(database: &[u8]) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    // The form of the package, no media, and for old programs the same database under its old name.
    let files: [(&str, &[u8]); 4] = [
        ("meta", &[0x08, 0x02]),
        ("collection.anki21", database),
        ("collection.anki2", database),
        ("media", b"{}"),
    ];
    for (name, bytes) in files {
        zip.start_file(name, options).map_err(told)?;
        zip.write_all(bytes).map_err(told)?;
    }
    Ok(zip.finish().map_err(told)?.into_inner())
}

/// A rating of a card.
#[derive(Clone, Copy)]
struct Rated {
    at_ms: i64,
    day: StudyDay,
    rating: Rating,
    ms: u32,
    past: Option<PastKind>,
    /// Given in a filtered deck, yet by the schedule.
    filtered: bool,
}

/// The ratings that stand, by card.
fn log_of<'a>(
    progress: &Progress,
    entries: &'a [(EntryRef, Entry)],
) -> BTreeMap<&'a str, Vec<Rated>> {
    let undone: BTreeSet<EntryRef> =
        progress.log().filter(|logged| logged.undone).map(|logged| logged.entry).collect();
    let mut log: BTreeMap<&str, Vec<Rated>> = BTreeMap::new();
    for (_, entry) in entries.iter().filter(|(at, _)| !undone.contains(at)) {
        let (card, rating, ms, past, filtered) = match &entry.what {
            What::Review(Review { card, rating, ms, .. }) => (card, *rating, *ms, None, false),
            What::Past(Past { card, rating, ms, kind, filtered }) => {
                (card, *rating, *ms, Some(*kind), *filtered)
            }
            _ => continue,
        };
        let rated = Rated { at_ms: entry.at, day: entry.day, rating, ms, past, filtered };
        log.entry(card.as_str()).or_default().push(rated);
    }
    log
}

struct Writer<'a> {
    progress: &'a Progress,
    log: BTreeMap<&'a str, Vec<Rated>>,
    now: Moment,
    today: StudyDay,
    /// The day from which due days are counted.
    day0: StudyDay,
    notes: BTreeMap<&'a str, &'a Note>,
    kinds: BTreeMap<i64, &'a NoteKind>,
    /// The numbers of the decks by their names.
    decks: BTreeMap<String, i64>,
    used_kinds: BTreeSet<i64>,
    /// The numbers of the notes by their guids.
    note_ids: BTreeMap<String, i64>,
    taken: BTreeSet<i64>,
    revlog: BTreeSet<i64>,
    cards: i64,
}

impl Writer<'_> {
    fn card(&mut self, db: &Connection, card: &Card, sides: &Sides) -> rusqlite::Result<()> {
        let (note, number) = self.note(db, card, sides)?;
        let deck = self.deck(card.deck_title());
        self.cards += 1;
        let id = self.now.at_ms.saturating_add(self.cards);
        let known = self.progress.card(&card.id);
        let schedule = self.progress.schedule(&card.id);
        let standing = self.standing(&schedule);
        let is_buried = known.and_then(|k| k.buried_until).is_some_and(|until| self.today < until);
        let queue = match known {
            Some(known) if known.suspended => -1,
            Some(_) if is_buried => -3,
            _ => standing.queue,
        };
        let flag = known.map_or(0, |known| known.flag);
        db.prepare_cached("insert into cards values (?,?,?,?,?,-1,?,?,?,?,?,?,?,?,0,0,?,?)")?
            .execute(params![
                id,
                note,
                deck,
                number,
                self.now.at_ms / 1000,
                standing.kind,
                queue,
                standing.due,
                standing.interval,
                if standing.kind == 0 { 0 } else { 2500 },
                schedule.reviews,
                schedule.lapses,
                standing.left,
                flag,
                standing.data,
            ])?;
        self.ratings(db, id, card.id.as_str(), standing.interval)
    }

    /// The note of a card, made once, and the card's number in it.
    fn note(
        &mut self,
        db: &Connection,
        card: &Card,
        sides: &Sides,
    ) -> rusqlite::Result<(i64, i64)> {
        let packaged = guid_of(&card.id);
        let original = packaged.as_deref().and_then(|guid| self.notes.get(guid).copied());
        let original = original.filter(|note| self.kinds.contains_key(&note.kind));
        let number = card.id.as_str().rsplit_once('/').and_then(|(_, number)| number.parse().ok());
        let is_packaged = card.id.as_str().starts_with(PACKAGE_SPACE);
        let number: i64 = number.filter(|_| is_packaged && original.is_some()).unwrap_or(0);
        // A sibling without its original is a note of its own.
        let guid = match (&packaged, original) {
            (Some(guid), Some(_)) => guid.clone(),
            (Some(guid), None) if card.id.as_str().ends_with("/0") => guid.clone(),
            _ => format!("{OUR_GUID}{}", card.id),
        };
        if let Some(id) = self.note_ids.get(&guid) {
            return Ok((*id, number));
        }
        let tags = if card.tags().is_empty() {
            String::new()
        } else {
            format!(" {} ", card.tags().join(" "))
        };
        let (wanted, kind, changed, fields) = if let Some(note) = original {
            let (changed, fields) = self.fields(note, card, sides, number);
            (note.id, note.kind, changed, fields)
        } else {
            let seed = i64::try_from(text_seed(&guid) >> 24).unwrap_or(0);
            let fields = vec![html::from_text(&sides.front), html::from_text(&sides.back)];
            (1_000_000_000_000 + seed % 600_000_000_000, OUR_KIND, self.now.at_ms / 1000, fields)
        };
        self.used_kinds.insert(kind);
        let id = free(&mut self.taken, wanted);
        let first = fields.first().map(|field| html::to_text(field)).unwrap_or_default();
        let joined = fields.join(&FIELD_END.to_string());
        db.prepare_cached("insert into notes values (?,?,?,?,-1,?,?,?,0,0,'')")?
            .execute(params![id, guid, kind, changed, tags, joined, first])?;
        self.note_ids.insert(guid, id);
        Ok((id, number))
    }

    /// The fields of a note and when it was changed last: as they came, byte for byte, unless the words
    /// of the card were edited here. Then only the field that shows the edited side is another, and
    /// the note is newer.
    fn fields(&self, note: &Note, card: &Card, sides: &Sides, number: i64) -> (i64, Vec<String>) {
        let came = (note.changed, note.fields.clone());
        let is_as_it_came = |mark: &u32| *mark == words_mark(&card.ask);
        if u32::try_from(number).ok().and_then(|n| note.marks.get(&n)).is_some_and(is_as_it_came) {
            return came;
        }
        let tags = card.tags().join(" ");
        let at = usize::try_from(number).unwrap_or(0);
        let allowance = Allowance::new(usize::MAX);
        let kind = self.kinds.get(&note.kind).filter(|kind| !kind.cloze);
        let sides_then =
            kind.and_then(|kind| Form::of(kind).sides(&note.fields, &tags, at, &allowance).ok());
        let Some((front, back)) = sides_then else { return came };
        let (mut changed, mut fields) = came;
        for (then, now, usual) in [(front, &sides.front, 0), (back, &sides.back, 1)] {
            let then = if then.trim().is_empty() { EMPTY } else { then.trim() };
            if then == now.trim() {
                continue;
            }
            let shows_it = |field: &String| html::to_text(field).trim() == then;
            let place = note.fields.iter().position(shows_it).unwrap_or(usual);
            if let Some(field) = fields.get_mut(place) {
                *field = html::from_text(now);
                changed = self.now.at_ms / 1000;
            }
        }
        (changed, fields)
    }

    fn deck(&mut self, title: &str) -> i64 {
        let next = 1_700_000_000_100 + i64::try_from(self.decks.len()).unwrap_or(0);
        *self.decks.entry(title.to_owned()).or_insert(next)
    }

    fn standing(&self, schedule: &Schedule) -> Standing {
        let data = schedule.memory.map_or_else(
            || "{}".to_owned(),
            |memory| {
                json!({ "s": rounded(memory.stability), "d": rounded(memory.difficulty) })
                    .to_string()
            },
        );
        let learning = |kind: i64, step: u8, steps: usize, due_ms: i64| Standing {
            kind,
            queue: 1,
            due: due_ms / 1000,
            interval: i64::from(kind == 3),
            left: i64::try_from(steps).unwrap_or(1).saturating_sub(i64::from(step)).max(1),
            data: data.clone(),
        };
        let parameters = self.progress.parameters();
        match schedule.phase {
            Phase::New => Standing {
                kind: 0,
                queue: 0,
                due: self.cards,
                interval: 0,
                left: 0,
                data: "{}".to_owned(),
            },
            Phase::Learning { step, due_ms } => {
                learning(1, step, parameters.learning_min.len(), due_ms)
            }
            Phase::Relearning { step, due_ms } => {
                learning(3, step, parameters.relearning_min.len(), due_ms)
            }
            Phase::Review { due, interval_days } => Standing {
                kind: 2,
                queue: 2,
                due: i64::from(due.0) - i64::from(self.day0.0),
                interval: i64::from(interval_days.max(1)),
                left: 0,
                data,
            },
        }
    }

    fn ratings(
        &mut self,
        db: &Connection,
        id: i64,
        card: &str,
        interval: i64,
    ) -> rusqlite::Result<()> {
        let Some(rated) = self.log.remove(card) else { return Ok(()) };
        let mut before = 0;
        for (at, row) in rated.iter().enumerate() {
            // Days to the next rating stand for the interval that was given; seconds within a day.
            let interval = match rated.get(at + 1) {
                Some(next) if next.day > row.day => i64::from(next.day.days_since(row.day)),
                Some(next) => -((next.at_ms - row.at_ms) / 1000).clamp(1, DAY_MS / 1000),
                None => interval.max(1),
            };
            let kind = match row.past {
                Some(PastKind::Learn) => 0,
                Some(PastKind::Relearn) => 2,
                Some(PastKind::Filtered) => 3,
                Some(PastKind::Review) if row.filtered => 3,
                None if at == 0 || before < 0 => 0,
                Some(PastKind::Review) | None => 1,
            };
            let key = free(&mut self.revlog, row.at_ms);
            // Without an ease it moved nothing.
            let factor = if row.past == Some(PastKind::Filtered) { 0 } else { 2500 };
            db.prepare_cached("insert into revlog values (?,?,-1,?,?,?,?,?,?)")?.execute(
                params![key, id, row.rating as i64 + 1, interval, before, factor, row.ms, kind],
            )?;
            before = interval;
        }
        Ok(())
    }

    /// The one row that describes the rest.
    fn collection(&self, db: &Connection) -> rusqlite::Result<()> {
        let seconds = self.now.at_ms / 1000;
        let models: Map<String, Value> = self
            .used_kinds
            .iter()
            .map(|id| {
                let model = self.kinds.get(id).map_or_else(our_model, |kind| model_of(kind));
                (id.to_string(), model)
            })
            .collect();
        let mut decks = Map::new();
        decks.insert("1".to_owned(), deck_json(1, "Default", seconds));
        for (title, id) in &self.decks {
            decks.insert(id.to_string(), deck_json(*id, title, seconds));
        }
        // The hour at which a day begins there is 4, as here.
        let created = self.now.start_of(self.day0, 4) / 1000;
        let conf = json!({
            "nextPos": self.cards + 1, "schedVer": 2, "sched2021": true,
            "creationOffset": -self.now.offset_min, "curDeck": 1, "activeDecks": [1],
        });
        db.execute(
            "insert into col values (1,?,?,?,11,0,0,0,?,?,?,?,'{}')",
            params![
                created,
                self.now.at_ms,
                self.now.at_ms,
                conf.to_string(),
                Value::from(models).to_string(),
                Value::from(decks).to_string(),
                options().to_string()
            ],
        )?;
        Ok(())
    }
}

/// How a card stands, in the columns of the format.
struct Standing {
    kind: i64,
    queue: i64,
    due: i64,
    interval: i64,
    left: i64,
    data: String,
}

/// The first number from a wanted one on that nothing has yet.
fn free(taken: &mut BTreeSet<i64>, wanted: i64) -> i64 {
    let mut number = wanted;
    while !taken.insert(number) {
        number += 1;
    }
    number
}

fn rounded(number: f32) -> f64 {
    (f64::from(number) * 10_000.0).round() / 10_000.0
}

fn our_model() -> Value {
    model_of(&NoteKind {
        id: OUR_KIND,
        name: "EMS Study".to_owned(),
        cloze: false,
        fields: vec!["Front".to_owned(), "Back".to_owned()],
        templates: vec![(
            "Card 1".to_owned(),
            "{{Front}}".to_owned(),
            "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}".to_owned(),
        )],
        css: ".card { font-family: sans-serif; font-size: 20px; text-align: center; }".to_owned(),
    })
}

fn model_of(kind: &NoteKind) -> Value {
    let fields: Vec<Value> = kind
        .fields
        .iter()
        .enumerate()
        .map(|(ord, name)| {
            json!({ "name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20, "media": [] })
        })
        .collect();
    let templates: Vec<Value> = kind
        .templates
        .iter()
        .enumerate()
        .map(|(ord, (name, front, back))| {
            json!({ "name": name, "ord": ord, "qfmt": front, "afmt": back, "bqfmt": "", "bafmt": "", "did": null })
        })
        .collect();
    json!({
        "id": kind.id, "name": kind.name, "type": i64::from(kind.cloze), "mod": 0, "usn": -1,
        "sortf": 0, "did": 1, "tmpls": templates, "flds": fields, "css": kind.css,
        "latexPre": "", "latexPost": "", "tags": [], "vers": [],
        "req": [[0, "any", [0]]],
    })
}

fn deck_json(id: i64, name: &str, seconds: i64) -> Value {
    json!({
        "id": id, "name": name, "mod": seconds, "usn": -1, "desc": "", "dyn": 0, "conf": 1,
        "collapsed": false, "browserCollapsed": false, "extendNew": 0, "extendRev": 0,
        "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
    })
}

/// The one set of options, as a new collection has it.
fn options() -> Value {
    json!({ "1": {
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0,
        "replayq": true, "dyn": false,
        "new": { "bury": true, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 7],
                 "order": 1, "perDay": 20, "separate": true },
        "rev": { "bury": true, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1.0, "maxIvl": 36500,
                 "minSpace": 1, "perDay": 200, "hardFactor": 1.2 },
        "lapse": { "delays": [10.0], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0.0 },
    }})
}
