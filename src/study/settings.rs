//! What the learner has set. It is a value like any other; `storage` keeps it.

use serde::{Deserialize, Serialize};

/// What the learner has set. Missing fields take their defaults, so that it survives an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How the screen looks.
    pub theme: ThemeChoice,
    /// New cards on one study day.
    pub new_per_day: usize,
    /// The state whose rules are laid over the national model; nothing for the model alone.
    pub state_rules: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: ThemeChoice::System, new_per_day: 15, state_rules: None }
    }
}

/// How the screen looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
    /// Black on white, at least 7:1.
    HighContrast,
}

impl ThemeChoice {
    /// All, in the order offered.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::HighContrast];

    /// The word shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::HighContrast => "High contrast",
        }
    }
}
