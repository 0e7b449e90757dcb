//! The comparison as a table: one row for each thing compared, one column for each level.

use super::level::{LevelRow, PerLevel, ProviderLevel, RowCell, RowGroup};
use super::scope::{Permission, Skill, SkillGroup};
use super::{Curriculum, FactId, SkillId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A group of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MatrixGroup {
    /// Rows about the levels themselves.
    Level(RowGroup),
    /// Rows of the scope table.
    Scope(SkillGroup),
}

impl MatrixGroup {
    /// All, in the order shown.
    pub fn all() -> impl Iterator<Item = Self> {
        RowGroup::ALL
            .into_iter()
            .map(Self::Level)
            .chain(SkillGroup::ALL.into_iter().map(Self::Scope))
    }

    /// The heading shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Level(group) => group.label(),
            Self::Scope(group) => group.label(),
        }
    }
}

/// A row of the comparison.
#[derive(Clone, Copy, Debug)]
pub enum MatrixRow<'a> {
    /// Something about the levels, such as course hours.
    Level(&'a LevelRow),
    /// A skill.
    Skill(&'a Skill),
}

/// What a cell says. Nothing is blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// The level may.
    Yes,
    /// The level may, and it is the lowest that may.
    Added,
    /// The level may, and the level that the others are held against may not.
    AddedTo(ProviderLevel),
    /// The level may not.
    No,
    /// The sources do not agree; the reading shown first.
    SourcesDiffer(Permission),
    /// By a state's rule the level may under a condition.
    Limited,
    /// A few words, and the facts behind them.
    Text(&'a str, &'a [FactId]),
    /// The same words as in the column that the others are held against.
    SameAs(ProviderLevel, &'a str),
    /// No source seen gives a value.
    NotStated,
}

impl<'a> Cell<'a> {
    /// The mark, a shape of its own for each meaning; empty where the words are the value.
    #[must_use]
    pub fn sign(&self) -> &'static str {
        match self {
            Self::Yes => "✓",
            Self::Added | Self::AddedTo(_) => "+",
            Self::No => "✗",
            Self::SourcesDiffer(_) => "≠",
            Self::Limited => "◐",
            Self::SameAs(..) => "=",
            Self::NotStated => "—",
            Self::Text(..) => "",
        }
    }

    /// The words beside the mark.
    #[must_use]
    pub fn words(&self) -> Cow<'a, str> {
        match self {
            Self::Yes => "yes".into(),
            Self::Added => "added here".into(),
            Self::AddedTo(level) => format!("added to {}", level.short()).into(),
            Self::No => "no".into(),
            Self::SourcesDiffer(_) => "sources differ".into(),
            Self::Limited => "limited".into(),
            Self::Text(text, _) => (*text).into(),
            Self::SameAs(level, _) => format!("same as {}", level.short()).into(),
            Self::NotStated => "not stated".into(),
        }
    }

    /// The cell without the table around it, as it is spoken and exported.
    #[must_use]
    pub fn spoken(&self) -> Cow<'a, str> {
        match self {
            Self::Added | Self::AddedTo(_) => format!("yes, {}", self.words()).into(),
            Self::SameAs(level, text) => format!("{text} (same as {})", level.short()).into(),
            _ => self.words(),
        }
    }

    /// Whether the level may; nothing where there is more to it than yes or no.
    #[must_use]
    pub fn allows(&self) -> Option<bool> {
        match self {
            Self::Yes | Self::Added | Self::AddedTo(_) => Some(true),
            Self::No => Some(false),
            _ => None,
        }
    }
}

impl<'a> MatrixRow<'a> {
    /// Unique among all rows.
    #[must_use]
    pub fn id(&self) -> &'a SkillId {
        match self {
            Self::Level(row) => &row.id,
            Self::Skill(skill) => &skill.id,
        }
    }

    /// The group it stands in.
    #[must_use]
    pub fn group(&self) -> MatrixGroup {
        match self {
            Self::Level(row) => MatrixGroup::Level(row.group),
            Self::Skill(skill) => MatrixGroup::Scope(skill.group),
        }
    }

    /// The row head.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self {
            Self::Level(row) => &row.name,
            Self::Skill(skill) => &skill.name,
        }
    }

    /// What a cell says by the national model.
    #[must_use]
    pub fn cell(&self, level: ProviderLevel) -> Cell<'a> {
        match self {
            Self::Level(row) => match row.cells.get(level) {
                RowCell::Say(text, facts) => Cell::Text(text, facts),
                RowCell::NotStated => Cell::NotStated,
            },
            Self::Skill(skill) => match skill.may.get(level) {
                may if skill.sources_differ(level) => Cell::SourcesDiffer(*may),
                Permission::No => Cell::No,
                // What every level may is added by none.
                Permission::Yes if skill.lowest() == Some(level) && level != ProviderLevel::Emr => {
                    Cell::Added
                }
                Permission::Yes => Cell::Yes,
            },
        }
    }

    /// Whether the levels given do not all say the same in this row.
    #[must_use]
    pub fn differs_among(&self, levels: &[ProviderLevel]) -> bool {
        match self {
            Self::Level(row) => differs(&row.cells, levels),
            Self::Skill(skill) => {
                differs(&skill.may, levels) || levels.iter().any(|l| skill.sources_differ(*l))
            }
        }
    }
}

fn differs<T: PartialEq>(values: &PerLevel<T>, levels: &[ProviderLevel]) -> bool {
    let mut values = levels.iter().map(|level| values.get(*level));
    let first = values.next();
    values.any(|value| Some(value) != first)
}

impl Curriculum {
    /// The rows of a group, in the order shown.
    #[must_use]
    pub fn matrix_rows(&self, group: MatrixGroup) -> Vec<MatrixRow<'_>> {
        match group {
            MatrixGroup::Level(group) => {
                let rows = self.levels().rows.iter().filter(|row| row.group == group);
                rows.map(MatrixRow::Level).collect()
            }
            MatrixGroup::Scope(group) => {
                let rows = self.skills().iter().filter(|skill| skill.group == group);
                rows.map(MatrixRow::Skill).collect()
            }
        }
    }

    /// The ids of all rows.
    pub fn row_ids(&self) -> impl Iterator<Item = &str> {
        let rows = self.levels().rows.iter().map(|row| row.id.as_str());
        self.skills().iter().map(|skill| skill.id.as_str()).chain(rows)
    }

    /// The row with that id.
    #[must_use]
    pub fn matrix_row(&self, id: &SkillId) -> Option<MatrixRow<'_>> {
        let level_row = self.levels().rows.iter().find(|row| row.id == *id).map(MatrixRow::Level);
        level_row.or_else(|| self.skill(id).map(MatrixRow::Skill))
    }
}
