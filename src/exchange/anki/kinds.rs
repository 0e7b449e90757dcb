//! What a collection says of its kinds of notes, its decks and its age: in tables, or, in the old
//! form, in JSON.

use super::open::{blob, broken, has_table, int, short, text};
use super::wire;
use crate::exchange::Refusal;
use crate::study::{Moment, NoteKind, StudyDay};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeMap;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// A longer list of decks, of kinds or of options in JSON is refused.
const MAX_JSON_BYTES: usize = 8 * 1024 * 1024;

/// A list with more bytes in tables is refused.
const MAX_LIST_BYTES: i64 = 32 * 1024 * 1024;
/// A list with more rows in tables is refused.
const MAX_LIST_ROWS: i64 = 100_000;

/// Refuses a table beside the cards that is larger than any such list; `column` is its longest one.
fn cap(db: &Connection, table: &str, column: &str) -> Result<(), Refusal> {
    let query =
        format!("select count(*), cast(total(octet_length({column})) as integer) from {table}");
    let (rows, bytes) =
        db.query_row(&query, [], |row| Ok((int(row, 0)?, int(row, 1)?))).map_err(broken)?;
    if rows > MAX_LIST_ROWS || bytes > MAX_LIST_BYTES {
        return Err(Refusal(format!(
            "The list of {table} in this package has {rows} rows and {} MiB; at most {MAX_LIST_ROWS} and {} MiB are taken. Nothing was changed.",
            bytes >> 20,
            MAX_LIST_BYTES >> 20
        )));
    }
    Ok(())
}

/// The kinds of notes by their numbers, from tables or, in the old form, from JSON.
pub(super) fn kinds(db: &Connection) -> Result<BTreeMap<i64, NoteKind>, Refusal> {
    if !has_table(db, "notetypes") {
        return kinds_of_json(db);
    }
    for (table, column) in [("notetypes", "config"), ("fields", "name"), ("templates", "config")] {
        cap(db, table, column)?;
    }
    kinds_of_tables(db).map_err(broken)
}

fn kinds_of_tables(db: &Connection) -> rusqlite::Result<BTreeMap<i64, NoteKind>> {
    let mut kinds = BTreeMap::new();
    let mut query = db.prepare("select id, name, config from notetypes")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let id = int(row, 0)?;
        let config = blob(row, 2)?;
        let kind = NoteKind {
            id,
            name: text(row, 1)?,
            cloze: wire::number(&config, 1) == 1,
            fields: Vec::new(),
            templates: Vec::new(),
            css: wire::text(&config, 3),
        };
        kinds.insert(id, kind);
    }
    let mut query = db.prepare("select ntid, name from fields order by ntid, ord")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(kind) = kinds.get_mut(&int(row, 0)?) {
            kind.fields.push(text(row, 1)?);
        }
    }
    let mut query = db.prepare("select ntid, name, config from templates order by ntid, ord")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let config = blob(row, 2)?;
        if let Some(kind) = kinds.get_mut(&int(row, 0)?) {
            kind.templates.push((text(row, 1)?, wire::text(&config, 1), wire::text(&config, 2)));
        }
    }
    Ok(kinds)
}

/// A column of the one row of `col`, in the old form JSON.
fn json_of(db: &Connection, column: &str) -> Result<Value, Refusal> {
    let (len, found) = db
        .query_row(
            &format!("select octet_length({column}), {} from col", short(column, MAX_JSON_BYTES)),
            [],
            |row| Ok((int(row, 0)?, text(row, 1)?)),
        )
        .map_err(broken)?;
    if usize::try_from(len).is_ok_and(|len| len > MAX_JSON_BYTES) {
        return Err(Refusal(format!(
            "The list of {column} in this package has {} MiB; at most {} MiB are taken. Nothing was changed.",
            len >> 20,
            MAX_JSON_BYTES >> 20
        )));
    }
    if found.trim().is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(&found).map_err(|error| broken(format!("{column}: {error}")))
}

/// A text of a JSON object; an empty one where there is none.
fn words(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn kinds_of_json(db: &Connection) -> Result<BTreeMap<i64, NoteKind>, Refusal> {
    let models = json_of(db, "models")?;
    let list = |value: &Value, key: &str| {
        let mut items = value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        items.sort_by_key(|item| item.get("ord").and_then(Value::as_i64).unwrap_or(0));
        items
    };
    let mut kinds = BTreeMap::new();
    for (id, model) in models.as_object().into_iter().flatten() {
        let Ok(id) = id.parse() else { continue };
        let fields = list(model, "flds").iter().map(|field| words(field, "name")).collect();
        let templates = list(model, "tmpls")
            .iter()
            .map(|t| (words(t, "name"), words(t, "qfmt"), words(t, "afmt")))
            .collect();
        let cloze = model.get("type").and_then(Value::as_i64) == Some(1);
        let (name, css) = (words(model, "name"), words(model, "css"));
        kinds.insert(id, NoteKind { id, name, cloze, fields, templates, css });
    }
    Ok(kinds)
}

/// The names of the decks by their numbers.
pub(super) fn deck_names(db: &Connection) -> Result<BTreeMap<i64, String>, Refusal> {
    if has_table(db, "decks") {
        cap(db, "decks", "name")?;
        let mut query = db.prepare("select id, name from decks").map_err(broken)?;
        let rows =
            query.query_map([], |row| Ok((int(row, 0)?, text(row, 1)?.replace('\u{1f}', "::"))));
        return rows.map_err(broken)?.collect::<Result<_, _>>().map_err(broken);
    }
    let decks = json_of(db, "decks")?;
    let name = |deck: &Value| words(deck, "name").replace('\u{1f}', "::");
    let decks = decks.as_object().into_iter().flatten();
    Ok(decks.filter_map(|(id, deck)| Some((id.parse().ok()?, name(deck)))).collect())
}

/// The chance of recall, in per cent, at which the cards of each deck come back, by the deck's number;
/// empty where it says that it was scheduled otherwise.
pub(super) fn aims(db: &Connection) -> Result<BTreeMap<i64, u8>, Refusal> {
    if has_table(db, "decks") && has_table(db, "deck_config") {
        cap(db, "decks", "kind")?;
        cap(db, "deck_config", "config")?;
        aims_of_tables(db).map_err(broken)
    } else {
        aims_of_json(db)
    }
}

fn aims_of_tables(db: &Connection) -> rusqlite::Result<BTreeMap<i64, u8>> {
    let fsrs = db.query_row("select val from config where key = 'fsrs'", [], |row| text(row, 0));
    if fsrs.is_ok_and(|value| value.trim() != "true") {
        return Ok(BTreeMap::new());
    }
    let mut presets = BTreeMap::new();
    let mut query = db.prepare("select id, config from deck_config")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let aim = wire::fraction(&blob(row, 1)?, 37);
        presets.insert(int(row, 0)?, aim.map(f64::from));
    }
    let mut aims = BTreeMap::new();
    let mut query = db.prepare("select id, kind from decks")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let kind = blob(row, 1)?;
        let normal = wire::message(&kind, 1);
        let preset = i64::try_from(wire::number(normal, 1)).unwrap_or(0);
        let own = wire::fraction(normal, 10).map(f64::from);
        let aim = own.or_else(|| presets.get(&preset).copied().flatten());
        aims.extend(aim.and_then(percent).map(|aim| (int(row, 0).unwrap_or(0), aim)));
    }
    Ok(aims)
}

fn aims_of_json(db: &Connection) -> Result<BTreeMap<i64, u8>, Refusal> {
    if json_of(db, "conf")?.get("fsrs").and_then(Value::as_bool) == Some(false) {
        return Ok(BTreeMap::new());
    }
    let (decks, presets) = (json_of(db, "decks")?, json_of(db, "dconf")?);
    let aim_of = |deck: &Value| {
        // A deck's own is in per cent, that of its options a share.
        let own = deck.get("desiredRetention").and_then(Value::as_f64).map(|aim| aim / 100.0);
        let preset = deck.get("conf").and_then(Value::as_i64).unwrap_or(1).to_string();
        own.or_else(|| presets.get(&preset)?.get("desiredRetention")?.as_f64())
    };
    let decks = decks.as_object().into_iter().flatten();
    Ok(decks.filter_map(|(id, deck)| Some((id.parse().ok()?, percent(aim_of(deck)?)?))).collect())
}

/// A share in per cent, where it is one.
pub(super) fn percent(share: f64) -> Option<u8> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 to 100")]
    (0.01..1.0).contains(&share).then(|| (share * 100.0).round() as u8)
}

/// The study day from which due days are counted: the date on which the collection was made, by the
/// clock that it had then.
pub(super) fn created(db: &Connection, now: Moment) -> Result<StudyDay, Refusal> {
    let seconds = db.query_row("select crt from col", [], |row| int(row, 0)).map_err(broken)?;
    let west = if has_table(db, "config") {
        let found =
            db.query_row("select val from config where key = 'creationOffset'", [], |row| {
                text(row, 0)
            });
        found.ok().and_then(|text| text.trim().parse::<i64>().ok())
    } else {
        json_of(db, "conf").ok().and_then(|conf| conf.get("creationOffset")?.as_i64())
    };
    let east_min = west.map_or(i64::from(now.offset_min), |west| -west).clamp(-900, 900);
    let local = seconds.saturating_mul(1000).saturating_add(east_min * 60_000);
    Ok(StudyDay(i32::try_from(local.div_euclid(DAY_MS)).unwrap_or(0)))
}
