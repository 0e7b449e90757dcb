//! Anki packages, the exchange format of flashcard programs: a zip file with a database in it.

mod kinds;
mod open;
mod read;
mod template;
mod wire;
mod write;

pub(super) use read::packaged_id;
pub use read::read;
pub(super) use template::{gap_numbers, sides_of_gaps};
pub use write::write;

/// What is shown of a side on which nothing stands.
const EMPTY: &str = "(empty)";
