//! What the learner has set. It is a value like any other; `storage` keeps it.

use super::entry::Rating;
use super::table_layout::Layout;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the learner has set. Missing fields take their defaults, so that it survives an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What brings the person here; nothing where that was not said. It arranges Home.
    pub role: Option<Role>,
    /// How the screen looks.
    pub theme: ThemeChoice,
    /// The size of the text in Learn, in per cent.
    pub text_percent: u16,
    /// The space between its lines, in per cent.
    pub line_percent: u16,
    /// The longest line, in characters.
    pub measure: u16,
    /// Whether letters, digits and signs alone are keys.
    pub single_keys: bool,
    /// Whether nothing glides or fades.
    pub reduced_motion: bool,
    /// New cards on one study day.
    pub new_per_day: usize,
    /// Whether the days of the week are shown on which something was answered.
    pub show_week: bool,
    /// The state whose rules are laid over the national model; nothing for the model alone.
    pub state_rules: Option<String>,
    /// The buttons with which an answer is rated.
    pub rating_buttons: RatingButtons,
    /// What the columns of tables hold, as it was chosen when one was imported, by the form of the
    /// table.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tables: BTreeMap<String, Layout>,
}

/// The longest line that can be set, in characters: beyond it the eye loses the next line.
pub const LONGEST_MEASURE: u16 = 80;

impl Default for Settings {
    fn default() -> Self {
        Self {
            role: None,
            theme: ThemeChoice::System,
            text_percent: 100,
            line_percent: 100,
            measure: LONGEST_MEASURE,
            single_keys: true,
            reduced_motion: false,
            new_per_day: 10,
            show_week: true,
            state_rules: None,
            rating_buttons: RatingButtons::Four,
            tables: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// The same with every number within its limits, as a file written by hand may not be.
    #[must_use]
    pub fn within_limits(self) -> Self {
        Self {
            text_percent: self.text_percent.clamp(80, 200),
            line_percent: self.line_percent.clamp(80, 200),
            measure: self.measure.clamp(40, LONGEST_MEASURE),
            ..self
        }
    }
}

/// What brings a person here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// To learn for a course or an exam.
    Study,
    /// To find out about the work.
    Explore,
    /// To show it to a class.
    Teach,
}

impl Role {
    /// All, in the order offered.
    pub const ALL: [Self; 3] = [Self::Study, Self::Explore, Self::Teach];

    /// The words shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Study => "Study",
            Self::Explore => "Explore a career",
            Self::Teach => "Teach",
        }
    }
}

/// The buttons with which an answer is rated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RatingButtons {
    /// Again, Hard, Good, Easy.
    #[default]
    Four,
    /// Again, Good.
    Two,
}

impl RatingButtons {
    /// The ratings, from the left.
    #[must_use]
    pub fn ratings(self) -> &'static [Rating] {
        match self {
            Self::Four => &Rating::ALL,
            Self::Two => &[Rating::Again, Rating::Good],
        }
    }

    /// The rating of a key, 0 for the digit 1. Of two buttons the second one has the digits 2 and 3,
    /// so that 3 is Good with four buttons and with two.
    #[must_use]
    pub fn rating_of_key(self, key: u8) -> Option<Rating> {
        match (self, key) {
            (Self::Two, 2) => Some(Rating::Good),
            _ => self.ratings().get(usize::from(key)).copied(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digit_3_is_good_with_four_buttons_and_with_two() {
        for buttons in [RatingButtons::Four, RatingButtons::Two] {
            assert_eq!(buttons.rating_of_key(0), Some(Rating::Again));
            assert_eq!(buttons.rating_of_key(2), Some(Rating::Good));
        }
        assert_eq!(RatingButtons::Two.rating_of_key(1), Some(Rating::Good));
        assert_eq!(RatingButtons::Two.rating_of_key(3), None, "there is no such button");
    }
}
