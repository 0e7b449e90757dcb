//! Opens a package: finds the database in it and reads that into memory, up to a cap, by plain
//! queries over plain tables only.

use super::wire;
use crate::exchange::{Refusal, Watch};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, Row};
use std::io::{self, Read, Seek, SeekFrom};
use zip::ZipArchive;
use zip::result::ZipError;

/// A database is unpacked up to this size, or up to [`MOST_SHRUNK`] times the package.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// Cards shrink to a tenth in a package at most.
const MOST_SHRUNK: u64 = 10;
/// A larger database is refused, whatever its package.
const MAX_DATABASE: u64 = 2 * 1024 * 1024 * 1024;
/// A package with more files is refused.
const MAX_FILES: usize = 200_000;
/// A longer text of a database is not read.
pub(super) const MAX_TEXT: usize = 16 * 1024 * 1024;
/// What a database begins with.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// A stream that asks for a larger window is refused.
const MAX_WINDOW: u64 = 128 * 1024 * 1024;
/// The newest form of a package that is known: a compressed database of tables.
const NEWEST_FORM: u64 = 3;

pub(super) fn broken(error: impl std::fmt::Display) -> Refusal {
    Refusal(format!(
        "The database of this package cannot be read ({error}). Nothing was changed. Export it once more and try again."
    ))
}

/// A package that cannot be taken because of the program that wrote it.
pub(super) fn placeholder() -> Refusal {
    Refusal(
        "This package holds no cards, only a note for older programs, which says that a newer one is needed. Nothing was changed. Export the deck once more; in Anki with “Support older Anki versions”.".to_owned(),
    )
}

/// A package whose database is open, in memory and to be read only.
pub(super) struct Opened {
    pub(super) db: Connection,
    /// How many bytes the whole package has.
    pub(super) package_len: u64,
}

/// Opens the database of the newest form that the package holds.
pub(super) fn open(
    mut package: impl Read + Seek,
    watch: &mut Watch<'_>,
) -> Result<Opened, Refusal> {
    let package_len = package.seek(SeekFrom::End(0)).map_err(broken)?;
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
    let form = form(&mut zip)?;
    let name = ["collection.anki21b", "collection.anki21", "collection.anki2"]
        .into_iter()
        .find(|name| zip.index_for_name(name).is_some())
        .ok_or_else(|| {
            Refusal(
                "This zip file holds no collection (collection.anki21b, .anki21 or .anki2), so it is no package of cards. Nothing was changed.".to_owned(),
            )
        })?;
    if form == Some(NEWEST_FORM) && name != "collection.anki21b" {
        return Err(placeholder());
    }
    let most = (package_len * MOST_SHRUNK).clamp(MAX_UNPACKED, MAX_DATABASE);
    let mut db = Connection::open_in_memory().map_err(broken)?;
    let len = length(&mut zip, name, most, watch)?;
    let mut watched = Watched { inner: entry(&mut zip, name)?, watch, left: 0 };
    load(&mut db, &mut watched, len).or_else(|error| watch.at(0.1).and(Err(error)))?;
    restrict(&db)?;
    check(&db)?;
    Ok(Opened { db, package_len })
}

/// The form of a package as it says it itself; a later one than is known is refused.
fn form(zip: &mut ZipArchive<impl Read + Seek>) -> Result<Option<u64>, Refusal> {
    let file = match zip.by_name("meta") {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(broken(error)),
    };
    let mut meta = Vec::new();
    file.take(1024).read_to_end(&mut meta).map_err(broken)?;
    match wire::number(&meta, 1) {
        form if form > NEWEST_FORM => Err(Refusal(format!(
            "This package is of a later form ({form}) than this program knows ({NEWEST_FORM}). Nothing was changed. Export it once more; in Anki with “Support older Anki versions”."
        ))),
        form => Ok(Some(form)),
    }
}

/// The bytes of a database in a package, unpacked.
fn entry<'a>(
    zip: &'a mut ZipArchive<impl Read + Seek>,
    name: &str,
) -> Result<Box<dyn Read + 'a>, Refusal> {
    let mut file = zip.by_name(name).map_err(broken)?;
    if name != "collection.anki21b" {
        return Ok(Box::new(file));
    }
    let mut head = [0; 4];
    file.read_exact(&mut head).map_err(broken)?;
    if head != ZSTD {
        return Err(broken("it is not compressed as its name says"));
    }
    let stream = ruzstd::decoding::StreamingDecoder::new_with_max_window_size(
        io::Cursor::new(head).chain(file),
        MAX_WINDOW,
    )
    .map_err(broken)?;
    Ok(Box::new(stream))
}

/// How many bytes a database has. What a package says of that is not believed, and what is no database
/// is refused at its first bytes.
fn length(
    zip: &mut ZipArchive<impl Read + Seek>,
    name: &str,
    most: u64,
    watch: &mut Watch<'_>,
) -> Result<usize, Refusal> {
    let mut file = entry(zip, name)?;
    let mut head = [0; SQLITE.len()];
    file.read_exact(&mut head).map_err(broken)?;
    if head != *SQLITE {
        return Err(broken("it is no SQLite database"));
    }
    let mut len = SQLITE.len() as u64;
    let mut bytes = vec![0; 1024 * 1024];
    loop {
        watch.at(0.0)?;
        match file.read(&mut bytes).map_err(broken)? {
            0 => return usize::try_from(len).map_err(broken),
            read => len += read as u64,
        }
        if len > most {
            return Err(Refusal(format!(
                "The database of this package unpacks to more than {} MiB, which no such package of cards does. Nothing was changed.",
                most >> 20
            )));
        }
    }
}

/// Reads through, so long as nobody stops it.
struct Watched<'a, 'b, R> {
    inner: R,
    watch: &'a mut Watch<'b>,
    /// Bytes until the next look.
    left: usize,
}

impl<R: Read> Read for Watched<'_, '_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        const STEP: usize = 1024 * 1024;
        if self.left == 0 {
            self.watch.at(0.05).map_err(io::Error::other)?;
            self.left = STEP;
        }
        let most = bytes.len().min(self.left);
        let read = self.inner.read(bytes.get_mut(..most).unwrap_or_default())?;
        self.left -= read.min(self.left);
        Ok(read)
    }
}

/// Reads a database of that many bytes straight into the memory where it stays.
fn load(db: &mut Connection, file: &mut impl Read, len: usize) -> Result<(), Refusal> {
    let mut head = [0; 20];
    file.read_exact(&mut head).map_err(broken)?;
    // The file may be marked as written through a log that is not there; without the mark it reads.
    if let Some(marks) = head.get_mut(18..20) {
        marks.fill(1);
    }
    db.deserialize_read_exact(MAIN_DB, head.chain(file), len, true).map_err(broken)
}

/// Nothing of a schema is carried out, and no text is longer than a card could need.
fn restrict(db: &Connection) -> Result<(), Refusal> {
    db.create_collation("unicase", |a: &str, b: &str| a.to_lowercase().cmp(&b.to_lowercase()))
        .map_err(broken)?;
    db.execute_batch(
        "pragma trusted_schema = off; pragma query_only = on; pragma cell_size_check = on;",
    )
    .map_err(broken)?;
    let longest = i32::try_from(MAX_TEXT).unwrap_or(i32::MAX);
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest).map_err(broken)?;
    Ok(())
}

fn check(db: &Connection) -> Result<(), Refusal> {
    for table in ["col", "notes", "cards", "revlog"] {
        plain_table(db, table)?;
    }
    // A part of the cards would pass for all of them.
    let verdict: String =
        db.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(broken)?;
    if verdict != "ok" {
        return Err(broken(verdict));
    }
    Ok(())
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

/// A column, nothing where it is longer: its length is known without reading it.
pub(super) fn short(column: &str, most: usize) -> String {
    format!("case when octet_length({column}) <= {most} then {column} end")
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zip(name: &str, bytes: &[u8]) -> ZipArchive<Cursor<Vec<u8>>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
        ZipArchive::new(zip.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_database_is_measured_before_it_is_kept_and_a_larger_one_is_refused() {
        let mut bytes = SQLITE.to_vec();
        bytes.resize(5_000_000, 0);
        let mut zip = zip("a", &bytes);
        let mut watch = Watch::default();
        assert_eq!(length(&mut zip, "a", 5_000_000, &mut watch).unwrap(), 5_000_000);
        let refusal = length(&mut zip, "a", 4_999_999, &mut watch).unwrap_err();
        assert!(refusal.0.contains("unpacks to more than 4 MiB"), "{refusal}");
    }

    #[test]
    fn stop_is_heard_while_a_database_is_unpacked() {
        let mut bytes = SQLITE.to_vec();
        bytes.resize(20_000_000, 0);
        let mut looks = 0;
        let mut go_on = |_| {
            looks += 1;
            looks < 5
        };
        let mut watch = Watch::new(&mut go_on);
        let refusal = length(&mut zip("a", &bytes), "a", u64::MAX, &mut watch).unwrap_err();
        assert!(refusal.0.starts_with("Stopped"), "{refusal}");
        let mut go_on = |_| false;
        let mut watch = Watch::new(&mut go_on);
        let mut watched = Watched { inner: bytes.as_slice(), watch: &mut watch, left: 0 };
        assert!(watched.read(&mut [0; 10]).is_err());
    }

    #[test]
    fn a_long_text_is_not_read_even_where_nobody_asked_for_its_length() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("create table t (a); insert into t values (zeroblob(17000000))").unwrap();
        restrict(&db).unwrap();
        let read = |query: &str| db.query_row(query, [], |row| int(row, 0));
        assert!(read("select a from t").is_err());
        assert_eq!(read("select octet_length(a) from t").unwrap(), 17_000_000);
        assert_eq!(read(&format!("select {} from t", short("a", 5))).unwrap(), 0);
    }
}
