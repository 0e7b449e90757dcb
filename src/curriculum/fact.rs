//! A fact and the publication it rests on: the smallest thing that the application may say.

use super::ids::{FactId, SkillId, SourceId};
use super::level::ProviderLevel;
use super::scope::Permission;
use serde::Deserialize;

/// One checked statement, in our own words. `assets/curriculum/facts/*.ron` holds lists of these.
///
/// ```ron
/// (
///     id: "SYS-01",
///     text: "EMS is a system, not a person or a vehicle.",
///     source: "ems-gov-faq",
///     evidence: Primary,
///     about: General,
/// ),
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Unique and stable.
    pub id: FactId,
    /// One or two plain sentences. May hold references such as `{lowest:cpap}` (see `prose`).
    pub text: String,
    /// Where it was read.
    pub source: SourceId,
    /// How well it is supported.
    pub evidence: Evidence,
    /// Whose rule or what kind of statement it is.
    pub about: About,
    /// Set where the statement ages: the year (or month and year) that it describes.
    #[serde(default)]
    pub as_of: Option<String>,
    /// What a reader has to know besides, shown with the fact.
    #[serde(default)]
    pub note: Option<String>,
    /// The cells of the scope table that this fact repeats; checked against the table.
    #[serde(default)]
    pub cells: Vec<RepeatedCell>,
    /// Whether cards may ask it.
    #[serde(default = "yes")]
    pub quizzable: bool,
}

/// A figure is called fresh for so many years.
const FRESH_YEARS: i32 = 2;

impl Fact {
    /// The words on its age: "as of 2023", and, two years later, "as of 2023, may have changed".
    /// Nothing where the fact does not age. It is never hidden for its age.
    #[must_use]
    pub fn age_label(&self, year_now: i32) -> Option<String> {
        let as_of = self.as_of.as_ref()?;
        let years = as_of.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
        let last: Option<i32> = years.filter_map(|digits| digits.parse().ok()).max();
        let old = last.is_some_and(|year| year_now - year >= FRESH_YEARS);
        let more = if old { ", may have changed" } else { "" };
        Some(format!("as of {as_of}{more}"))
    }
}

fn yes() -> bool {
    true
}

/// A cell of the scope table that a fact states too: `("cpap", Emt, Yes)`.
#[derive(Clone, Debug, Deserialize)]
pub struct RepeatedCell(pub SkillId, pub ProviderLevel, pub Permission);

/// How well a fact is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Evidence {
    /// Read in the issuing body's own text.
    Primary,
    /// Read in somebody else's text about it.
    Secondary,
    /// Rests on a single text that is not the issuing body's.
    OneSource,
    /// Texts disagree; `note` says how.
    SourcesDiffer,
}

impl Evidence {
    /// The words shown beside a fact.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Primary => "primary source",
            Self::Secondary => "secondary source",
            Self::OneSource => "one source",
            Self::SourcesDiffer => "sources differ",
        }
    }
}

/// What kind of statement a fact is, so that one state's rule is never read as the nation's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum About {
    /// How the system, a word or an organisation works.
    General,
    /// The national model or a national standard: advice to the states.
    NationalModel,
    /// The rule or practice of one state or county, named.
    State(String),
    /// A count, a price, a date window: it ages, so it carries `as_of`.
    Figure,
}

impl About {
    /// The words shown beside a fact; nothing for a general statement.
    #[must_use]
    pub fn label(&self) -> Option<String> {
        match self {
            Self::General => None,
            Self::NationalModel => Some("national model".to_owned()),
            Self::State(name) => Some(format!("{name} only")),
            Self::Figure => Some("figure".to_owned()),
        }
    }
}

/// A publication. `assets/curriculum/sources.ron` holds the list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Unique and stable.
    pub id: SourceId,
    /// As the publication calls itself.
    pub title: String,
    /// Who issued the text that was read.
    pub publisher: String,
    /// As printed; `n.d.` where it gives none.
    pub year: String,
    /// An address that may be printed.
    #[serde(default)]
    pub link: Option<String>,
}

impl Source {
    /// "Title, publisher, year" in the form shown beside a fact.
    #[must_use]
    pub fn citation(&self) -> String {
        let year = if self.year == "n.d." { "no date given" } else { &self.year };
        format!("{}, {}, {}", self.title, self.publisher, year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_of(text: Option<&str>) -> Fact {
        Fact {
            id: "JOB-01".into(),
            text: String::new(),
            source: "s".into(),
            evidence: Evidence::Primary,
            about: About::Figure,
            as_of: text.map(str::to_owned),
            note: None,
            cells: Vec::new(),
            quizzable: true,
        }
    }

    #[test]
    fn a_figure_may_have_changed_two_years_after_its_date() {
        let pay = as_of(Some("May 2024"));
        assert_eq!(pay.age_label(2025).as_deref(), Some("as of May 2024"));
        assert_eq!(pay.age_label(2026).as_deref(), Some("as of May 2024, may have changed"));
        let range = as_of(Some("2024–2025"));
        assert_eq!(range.age_label(2026).as_deref(), Some("as of 2024–2025"));
        assert_eq!(as_of(None).age_label(2099), None);
    }
}
