//! What the pictures show, and what they say in words: for a screen reader, and for whoever copies
//! the text of a section.

use super::ids::FactId;
use super::level::{ProviderLevel, RowGroup};
use super::matrix::{Cell, MatrixGroup};
use super::scope::SkillGroup;
use super::section::Figure;
use super::sentence::Sentence;
use super::{CallStep, Curriculum};
use serde::Deserialize;

/// `assets/curriculum/figures.ron`: what is drawn and said nowhere else.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// What EMS is made of, for the picture of the whole and the part.
    pub parts: Vec<SystemPart>,
    /// EMS and EMT put side by side.
    pub differences: Vec<Difference>,
    /// What people often say of the two, by the ids of `confusions.ron`.
    pub sayings: Vec<String>,
    /// Levels of service, lowest first.
    pub services: Vec<ServiceLevel>,
}

/// A part of the system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemPart {
    /// Unique.
    pub id: String,
    /// A few words.
    pub name: String,
    /// Whether it is one of the four levels.
    #[serde(default)]
    pub level: Option<ProviderLevel>,
    /// Where it was read.
    pub facts: Vec<FactId>,
}

/// A row of the difference between the system and the person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Unique.
    pub id: String,
    /// What is compared: "Training".
    pub topic: String,
    /// What holds for EMS.
    pub ems: Sentence,
    /// What holds for an EMT.
    pub emt: Sentence,
}

/// A level of service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// Unique.
    pub id: String,
    /// The name: "BLS".
    pub name: String,
    /// What it means, and where.
    pub say: Sentence,
}

impl Curriculum {
    /// The skills that a level adds, in one sentence.
    #[must_use]
    pub fn adds_words(&self, level: ProviderLevel, group: Option<SkillGroup>) -> String {
        let names: Vec<&str> = self
            .added_by(level)
            .filter(|skill| group.is_none_or(|g| skill.group == g))
            .map(|skill| skill.name.as_str())
            .collect();
        format!("{} {}.", level.adds_lead(), names.join(", "))
    }

    /// What a step of the ladder of levels says: its level and how much of the scope table it adds.
    #[must_use]
    pub fn rung_words(&self, level: ProviderLevel) -> String {
        let added = self.added_by(level).count();
        let below = ProviderLevel::ALL.into_iter().filter(|l| *l < level);
        let total = added + below.map(|l| self.added_by(l).count()).sum::<usize>();
        if level == ProviderLevel::Emr {
            format!("{added} skills of the table")
        } else {
            format!("adds {added} skills, {total} in all")
        }
    }

    /// What a step of a call says: its number and time, who is there and what they do.
    #[must_use]
    pub fn call_step_words(&self, number: usize, step: &CallStep) -> String {
        let say: Vec<String> = step.say.iter().map(|s| self.plain(s.text())).collect();
        let (phase, who) = (step.phase.label(), step.who.join(", "));
        format!("{number}. {} ({phase}). Who: {who}. {}", step.title, say.join(" "))
    }

    /// What a figure says, a line for each of its parts.
    #[must_use]
    pub fn figure_words(&self, figure: Figure) -> String {
        let lines: Vec<String> = match figure {
            Figure::CallLine => {
                let steps = self.call.iter().enumerate();
                steps.map(|(at, step)| self.call_step_words(at + 1, step)).collect()
            }
            Figure::WholeAndPart => {
                let parts: Vec<&str> = self.figures.parts.iter().map(|p| p.name.as_str()).collect();
                let rows = self.figures.differences.iter().map(|row| {
                    let (ems, emt) = (self.plain(row.ems.text()), self.plain(row.emt.text()));
                    format!("{}. EMS: {ems} EMT: {emt}", row.topic)
                });
                let whole =
                    format!("EMS is the whole: {}. An EMT is one of them.", parts.join(", "));
                std::iter::once(whole).chain(rows).collect()
            }
            Figure::LevelLadder => ProviderLevel::ALL
                .into_iter()
                .map(|level| format!("{}: {}.", level.full(), self.rung_words(level)))
                .collect(),
            Figure::TwoLadders => {
                let people: Vec<&str> =
                    ProviderLevel::ALL.into_iter().map(ProviderLevel::short).collect();
                let mut lines =
                    vec![format!("Levels of people, lowest first: {}.", people.join(", "))];
                lines.push("Levels of service, lowest first:".to_owned());
                let services = self.figures.services.iter();
                lines.extend(services.map(|s| format!("{}: {}", s.name, self.plain(s.say.text()))));
                lines
            }
            Figure::OldNames => self
                .old_names
                .iter()
                .map(|name| format!("{} → {}", name.old.join(", "), name.today))
                .collect(),
            Figure::Confusions => self
                .confusions
                .iter()
                .map(|c| format!("{} ({}) {}", c.people_say, c.mark.label(), self.plain(&c.right)))
                .collect(),
            Figure::ExamDomains => self
                .levels
                .profiles
                .iter()
                .map(|profile| {
                    let shares = profile.domains.shares.iter();
                    let shares: Vec<String> = shares
                        .map(|(domain, low, high)| format!("{} {low}–{high} %", domain.label()))
                        .collect();
                    let (level, year) = (profile.id.short(), profile.domains.year);
                    format!("{level}, from {year}: {}.", shares.join("; "))
                })
                .collect(),
            Figure::CourseHours => self
                .matrix_rows(MatrixGroup::Level(RowGroup::Training))
                .iter()
                .filter(|row| row.id().as_str().starts_with("hours"))
                .map(|row| {
                    let cells = ProviderLevel::ALL.into_iter();
                    let cells: Vec<String> = cells
                        .filter_map(|level| match row.cell(level) {
                            Cell::Text(words, _) => Some(format!("{}: {words}", level.short())),
                            _ => None,
                        })
                        .collect();
                    format!("{}. {}", row.name(), cells.join("; "))
                })
                .collect(),
        };
        lines.join("\n")
    }
}
