//! EMS beside the EMT: a system and one person in it, matched row by row. They are no
//! alternatives, so this is not a part of the comparison of levels.

use super::section::Sentence;
use serde::Deserialize;

/// `assets/curriculum/whole_and_part.ron`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeAndPart {
    /// The matched rows.
    pub rows: Vec<WholeRow>,
    /// What people often say, by the ids of `confusions.ron`.
    pub sayings: Vec<String>,
}

/// A question, answered for the whole and for its part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeRow {
    /// Unique and stable.
    pub id: String,
    /// What is asked, in a word or two.
    pub name: String,
    /// Of EMS.
    pub whole: Sentence,
    /// Of the EMT.
    pub part: Sentence,
}
