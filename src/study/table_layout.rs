//! What the columns of a table hold, as it is chosen and remembered.

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    /// The question.
    Front,
    /// The answer.
    Back,
    /// Words to find the card by.
    Tags,
    /// The name of its deck.
    Deck,
    /// Text that is shown below the answer.
    Extra,
    /// The card's id within its deck.
    Id,
    /// The name that its note has everywhere.
    Guid,
    /// The kind of its note, such as one with gaps.
    Kind,
    /// Nothing that is wanted here.
    LeaveOut,
}

impl Column {
    /// Those that a person chooses from.
    pub const OFFERED: [Self; 7] =
        [Self::Front, Self::Back, Self::Tags, Self::Deck, Self::Extra, Self::Id, Self::LeaveOut];

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Front => "Front",
            Self::Back => "Back",
            Self::Tags => "Tags",
            Self::Deck => "Deck",
            Self::Extra => "Extra",
            Self::Id => "Id",
            Self::Guid => "Guid",
            Self::Kind => "Kind of note",
            Self::LeaveOut => "Leave out",
        }
    }

    /// The column of a word on the command line.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "front" => Some(Self::Front),
            "back" => Some(Self::Back),
            "tags" => Some(Self::Tags),
            "deck" => Some(Self::Deck),
            "extra" => Some(Self::Extra),
            "id" => Some(Self::Id),
            "guid" => Some(Self::Guid),
            "kind" => Some(Self::Kind),
            "leave-out" | "leave out" | "-" | "" => Some(Self::LeaveOut),
            _ => None,
        }
    }

    /// How often it may stand in a table: text below the answer and what is left out, any number of
    /// times.
    #[must_use]
    pub fn is_repeatable(self) -> bool {
        matches!(self, Self::Extra | Self::LeaveOut)
    }
}

/// What the first row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FirstRow {
    /// The names of the columns.
    Names,
    /// A card.
    Card,
}

/// What the columns of a table hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Each column, from the left.
    pub columns: Vec<Column>,
    /// What the first row is.
    pub first_row: FirstRow,
}
