//! Anki packages, the exchange format of flashcard programs: a zip file with a database in it.

mod kinds;
mod open;
mod read;
mod template;
mod wire;
mod write;

pub use read::read;
pub use write::write;
