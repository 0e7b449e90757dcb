//! Opens a package: finds the database in it and reads that into memory, up to a cap, by plain
//! queries over plain tables only.

use crate::exchange::Refusal;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, Row};
use std::io::{Read, Seek};
use zip::ZipArchive;

/// A package that unpacks to more is refused.
const MAX_UNPACKED: u64 = 2 * 1024 * 1024 * 1024;
/// A package with more files is refused.
const MAX_FILES: usize = 200_000;
/// What a database begins with.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// A stream that asks for a larger window is refused.
const MAX_WINDOW: u64 = 128 * 1024 * 1024;

pub(super) fn broken(error: impl std::fmt::Display) -> Refusal {
    Refusal(format!(
        "The database of this package cannot be read ({error}). Nothing was changed. Export it once more and try again."
    ))
}

/// The bytes of the database: of the newest form that the package holds.
pub(super) fn database(package: impl Read + Seek) -> Result<Vec<u8>, Refusal> {
    let mut zip = ZipArchive::new(package).map_err(|error| {
        Refusal(format!(
            "This file is no package: it is not a zip file ({error}). Nothing was changed."
        ))
    })?;
    if zip.len() > MAX_FILES {
        return Err(Refusal(format!(
            "The package holds {} files; at most {MAX_FILES} are looked at.",
            zip.len()
        )));
    }
    for name in ["collection.anki21b", "collection.anki21", "collection.anki2"] {
        let file = match zip.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => continue,
            Err(error) => return Err(broken(error)),
        };
        return if name == "collection.anki21b" { unpacked(file) } else { limited(file) };
    }
    Err(Refusal(
        "This zip file holds no collection (collection.anki21b, .anki21 or .anki2), so it is no package of cards. Nothing was changed.".to_owned(),
    ))
}

/// The same out of a zstd stream. What the stream says of its own size is not believed.
fn unpacked(mut file: impl Read) -> Result<Vec<u8>, Refusal> {
    let mut head = [0; 4];
    file.read_exact(&mut head).map_err(broken)?;
    if head != ZSTD {
        return Err(broken("it is not compressed as its name says"));
    }
    let stream =
        ruzstd::decoding::StreamingDecoder::new_with_max_window_size(head.chain(file), MAX_WINDOW)
            .map_err(broken)?;
    limited(stream)
}

/// All bytes of a database, up to the cap; what is no database is refused at its first bytes.
fn limited(mut file: impl Read) -> Result<Vec<u8>, Refusal> {
    let mut bytes = vec![0; SQLITE.len()];
    file.read_exact(&mut bytes).map_err(broken)?;
    if bytes != SQLITE {
        return Err(broken("it is no SQLite database"));
    }
    file.take(MAX_UNPACKED).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > MAX_UNPACKED {
        return Err(Refusal(format!(
            "The package unpacks to more than {} GiB, which is more than is taken. Nothing was changed.",
            MAX_UNPACKED >> 30
        )));
    }
    // The file may be marked as written through a log that is not there; without the mark it reads.
    if let Some(marks) = bytes.get_mut(18..20) {
        marks.fill(1);
    }
    Ok(bytes)
}

/// Opens the database in memory, to be read only.
pub(super) fn open(bytes: &[u8]) -> Result<Connection, Refusal> {
    let mut db = Connection::open_in_memory().map_err(broken)?;
    db.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), true).map_err(broken)?;
    db.create_collation("unicase", |a: &str, b: &str| a.to_lowercase().cmp(&b.to_lowercase()))
        .map_err(broken)?;
    db.execute_batch(
        "pragma trusted_schema = off; pragma query_only = on; pragma cell_size_check = on;",
    )
    .map_err(broken)?;
    for table in ["col", "notes", "cards", "revlog"] {
        plain_table(&db, table)?;
    }
    // A part of the cards would pass for all of them.
    let verdict: String =
        db.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(broken)?;
    if verdict != "ok" {
        return Err(broken(verdict));
    }
    Ok(db)
}

/// A view or a computed column could be made to run for ever: only plain tables are read.
fn plain_table(db: &Connection, table: &str) -> Result<(), Refusal> {
    let sql: String = db
        .query_row(
            "select sql from sqlite_master where type = 'table' and name = ?1",
            [table],
            |r| r.get(0),
        )
        .map_err(|_| broken(format!("the table {table} is missing")))?;
    let computed: i64 = db
        .query_row("select count(*) from pragma_table_xinfo(?1) where hidden != 0", [table], |r| {
            r.get(0)
        })
        .map_err(broken)?;
    if computed > 0 || sql.to_lowercase().contains("virtual") {
        return Err(broken(format!("the table {table} is not a plain table")));
    }
    Ok(())
}

pub(super) fn has_table(db: &Connection, table: &str) -> bool {
    plain_table(db, table).is_ok()
}

/// A text, whatever type the column has.
pub(super) fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Null => String::new(),
    })
}

/// A whole number, 0 where there is none.
pub(super) fn int(row: &Row<'_>, column: usize) -> rusqlite::Result<i64> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(number) => number,
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        ValueRef::Real(number) => number as i64,
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).ok().and_then(|t| t.trim().parse().ok()).unwrap_or(0)
        }
        _ => 0,
    })
}

/// Bytes, whatever type the column has.
pub(super) fn blob(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    })
}
