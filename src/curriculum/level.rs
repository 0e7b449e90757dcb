//! The four national provider levels, what is told about each, and the rows of the comparison
//! that are not skills (training, exam, license, work).

use super::ids::{FactId, SkillId};
use super::sentence::Sentence;
use serde::{Deserialize, Serialize};

/// A national level of EMS personnel, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProviderLevel {
    /// Emergency Medical Responder.
    Emr,
    /// Emergency Medical Technician.
    Emt,
    /// Advanced Emergency Medical Technician.
    Aemt,
    /// Paramedic.
    Paramedic,
}

impl ProviderLevel {
    /// All four, lowest first.
    pub const ALL: [Self; 4] = [Self::Emr, Self::Emt, Self::Aemt, Self::Paramedic];

    /// The short name used in tables and sentences.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Emr => "EMR",
            Self::Emt => "EMT",
            Self::Aemt => "AEMT",
            Self::Paramedic => "Paramedic",
        }
    }

    /// The name in full.
    #[must_use]
    pub fn full(self) -> &'static str {
        match self {
            Self::Emr => "Emergency Medical Responder",
            Self::Emt => "Emergency Medical Technician",
            Self::Aemt => "Advanced Emergency Medical Technician",
            Self::Paramedic => "Paramedic",
        }
    }

    /// "an EMT", "a Paramedic": the short name with its article.
    #[must_use]
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Emr => "an EMR",
            Self::Emt => "an EMT",
            Self::Aemt => "an AEMT",
            Self::Paramedic => "a Paramedic",
        }
    }

    /// The words before the list of what it adds.
    #[must_use]
    pub fn adds_lead(self) -> &'static str {
        match self {
            Self::Emr => "An EMR may, by the national model:",
            Self::Emt => "An EMT adds to the level below, by the national model:",
            Self::Aemt => "An AEMT adds to the level below, by the national model:",
            Self::Paramedic => "A Paramedic adds to the level below, by the national model:",
        }
    }

    /// 0 for EMR to 3 for Paramedic.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// Finds a level by the name used in assets, links and search (`emt`, `Paramedic`).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.short().eq_ignore_ascii_case(name))
    }
}

/// One value for each level, written `(EMR, EMT, AEMT, Paramedic)` in the assets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PerLevel<T>(pub T, pub T, pub T, pub T);

impl<T> PerLevel<T> {
    /// The value of one level.
    pub fn get(&self, level: ProviderLevel) -> &T {
        match level {
            ProviderLevel::Emr => &self.0,
            ProviderLevel::Emt => &self.1,
            ProviderLevel::Aemt => &self.2,
            ProviderLevel::Paramedic => &self.3,
        }
    }

    /// The values, lowest level first.
    pub fn iter(&self) -> impl Iterator<Item = (ProviderLevel, &T)> {
        ProviderLevel::ALL.into_iter().map(|level| (level, self.get(level)))
    }
}

/// `assets/curriculum/levels.ron`: the four profiles and the rows that compare them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// Exactly one for each level.
    pub profiles: Vec<LevelProfile>,
    /// The comparison rows before the scope table.
    pub rows: Vec<LevelRow>,
}

/// Who a level is, said in sentences.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelProfile {
    /// Written like the level: `Emt`.
    pub id: ProviderLevel,
    /// Two or three words for the column head, such as "most begin here".
    pub tagline: String,
    /// Who they are and what they do.
    pub who: Vec<Sentence>,
    /// What one needs before the course.
    pub prerequisites: Vec<Sentence>,
    /// The national certification exam: how it runs.
    pub exam: Vec<Sentence>,
    /// Content domains of that exam.
    pub domains: ExamPlan,
    /// License and local credentialing.
    pub license: Vec<Sentence>,
    /// Keeping the certification.
    pub renewal: Vec<Sentence>,
    /// Where they work.
    pub work: Vec<Sentence>,
    /// What may come next.
    pub next: Vec<Sentence>,
}

/// The content domains of one level's national exam, with the year they came into force.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamPlan {
    /// The year of the content plan (2025 for EMR and EMT, 2024 for AEMT and Paramedic).
    pub year: u16,
    /// Domain with its lowest and highest share of the exam, in per cent.
    pub shares: Vec<(ExamDomain, u8, u8)>,
    /// Where the shares were read.
    pub facts: Vec<FactId>,
}

/// A content domain of a National Registry exam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ExamDomain {
    /// EMR and EMT, 2025.
    SceneSizeUp,
    /// EMR and EMT, 2025.
    PrimaryAssessment,
    /// EMR and EMT, 2025.
    SecondaryAssessment,
    /// EMR and EMT, 2025.
    TreatmentAndTransport,
    /// All four levels.
    Operations,
    /// AEMT and Paramedic, 2024.
    Airway,
    /// AEMT and Paramedic, 2024.
    Cardiology,
    /// AEMT and Paramedic, 2024.
    Trauma,
    /// AEMT and Paramedic, 2024.
    MedicalObGyn,
    /// AEMT and Paramedic, 2024.
    ClinicalJudgment,
}

impl ExamDomain {
    /// All, those of the EMR and EMT exams first.
    pub const ALL: [Self; 10] = [
        Self::SceneSizeUp,
        Self::PrimaryAssessment,
        Self::SecondaryAssessment,
        Self::TreatmentAndTransport,
        Self::Operations,
        Self::Airway,
        Self::Cardiology,
        Self::Trauma,
        Self::MedicalObGyn,
        Self::ClinicalJudgment,
    ];

    /// Whether the exam of a level has this domain.
    #[must_use]
    pub fn is_of(self, level: ProviderLevel) -> bool {
        let is_basic = level <= ProviderLevel::Emt;
        match self {
            Self::Operations => true,
            Self::SceneSizeUp
            | Self::PrimaryAssessment
            | Self::SecondaryAssessment
            | Self::TreatmentAndTransport => is_basic,
            Self::Airway
            | Self::Cardiology
            | Self::Trauma
            | Self::MedicalObGyn
            | Self::ClinicalJudgment => !is_basic,
        }
    }

    /// The name shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::SceneSizeUp => "Scene size-up and safety",
            Self::PrimaryAssessment => "Primary assessment",
            Self::SecondaryAssessment => "Secondary assessment",
            Self::TreatmentAndTransport => "Patient treatment and transport",
            Self::Operations => "Operations",
            Self::Airway => "Airway, respiration and ventilation",
            Self::Cardiology => "Cardiology and resuscitation",
            Self::Trauma => "Trauma",
            Self::MedicalObGyn => "Medical, obstetrics and gynecology",
            Self::ClinicalJudgment => "Clinical judgment",
        }
    }
}

/// A row of the comparison that is not a skill, such as "Course hours, Oregon".
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelRow {
    /// Unique among rows and skills.
    pub id: SkillId,
    /// Where it stands.
    pub group: RowGroup,
    /// The row head.
    pub name: String,
    /// One or two sentences on what the row tells.
    pub meaning: String,
    /// Whether "only what an applicant needs" keeps it.
    #[serde(default)]
    pub applicant: bool,
    /// One cell a level.
    pub cells: PerLevel<RowCell>,
}

impl LevelRow {
    /// The different words of its cells in their own order, which says nothing of the levels.
    #[must_use]
    pub fn answers(&self) -> Vec<String> {
        let said = self.cells.iter().filter_map(|(_, cell)| match cell {
            RowCell::Say(text, _) => Some(text.clone()),
            RowCell::NotStated => None,
        });
        let mut answers: Vec<String> = said.collect();
        answers.sort();
        answers.dedup();
        answers
    }
}

/// A cell of a level row: a short text with the facts behind it, or that no source states it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum RowCell {
    /// A few words and the facts that they come from.
    Say(String, Vec<FactId>),
    /// No source seen gives a value.
    NotStated,
}

/// The groups of rows before the scope table, in the order shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RowGroup {
    /// Who they are.
    Role,
    /// Course hours and prerequisites.
    Training,
    /// The national exam.
    Exam,
    /// License and renewal.
    License,
    /// Pay, settings, next steps.
    Work,
}

impl RowGroup {
    /// All, in the order shown.
    pub const ALL: [Self; 5] = [Self::Role, Self::Training, Self::Exam, Self::License, Self::Work];

    /// The heading shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Role => "Who they are",
            Self::Training => "Training",
            Self::Exam => "National exam",
            Self::License => "License and renewal",
            Self::Work => "Work",
        }
    }
}
