//! Names by which records speak of each other. Each is its own type, so that a skill cannot be
//! handed over where a fact is meant. They are readable (`SYS-01`, `cpap`, `scope/cpap/lowest`)
//! and never change once published: notes, bookmarks and reviews hang on them.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as it is written in the assets.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

id_types! {
    /// A fact, such as `SYS-01`.
    FactId,
    /// A publication that facts rest on, such as `nemsis-v35`.
    SourceId,
    /// The key of a scope source, such as `ME` for Maine.
    CiteKey,
    /// A skill, the row of the scope table, such as `cpap`.
    SkillId,
    /// A section of the overview, such as `what-ems-is`.
    SectionId,
    /// A glossary term, such as `medical-direction`.
    TermId,
    /// A card, such as `scope/cpap/lowest`.
    CardId,
    /// A block of a section, such as `four-levels/emt-who`: notes, bookmarks and what was read hang
    /// on it, so it is made of names that stay and not of positions.
    Anchor,
}

impl Anchor {
    /// The anchor of a block.
    #[must_use]
    pub fn new(section: &SectionId, block: &str) -> Self {
        Self(format!("{section}/{block}"))
    }

    /// The section that it was set in.
    #[must_use]
    pub fn section(&self) -> SectionId {
        self.0.split_once('/').map_or(self.0.as_str(), |(section, _)| section).into()
    }

    /// The id of the block within its section.
    #[must_use]
    pub fn block(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, block)| block)
    }
}
