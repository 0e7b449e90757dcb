//! A sentence of the content, with the facts it comes from.

use super::ids::FactId;
use serde::Deserialize;

/// A sentence and the facts it comes from. Its text may hold references (see `prose`); the facts
/// may be left empty only where a `{…}` reference to the scope table says where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Sentence(pub String, pub Vec<FactId>);

impl Sentence {
    /// The text as written, references unresolved.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The facts that it comes from.
    #[must_use]
    pub fn facts(&self) -> &[FactId] {
        &self.1
    }
}
