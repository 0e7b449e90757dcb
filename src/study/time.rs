//! Moments and study days. The clock itself lives elsewhere: here time is a value.

use jiff::Span;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// A point in time together with the offset that the learner's clock had then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
    /// Minutes east of UTC.
    pub offset_min: i32,
}

impl Moment {
    /// The study day of this moment, where a day begins at `day_hour` (0 to 23) on the learner's
    /// own clock. The offset is that of the moment, so daylight-saving changes do not shift it.
    #[must_use]
    pub fn study_day(self, day_hour: u8) -> StudyDay {
        let local_ms = self.at_ms.saturating_add(i64::from(self.offset_min) * MINUTE_MS);
        let day = local_ms.saturating_sub(i64::from(day_hour) * HOUR_MS).div_euclid(DAY_MS);
        StudyDay(i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX }))
    }

    /// The moment when a study day begins, by the offset of this moment.
    #[must_use]
    pub fn start_of(self, day: StudyDay, day_hour: u8) -> i64 {
        i64::from(day.0) * DAY_MS + i64::from(day_hour) * HOUR_MS
            - i64::from(self.offset_min) * MINUTE_MS
    }

    /// The year of this moment on the learner's own clock.
    #[must_use]
    pub fn year(self) -> i32 {
        self.study_day(0).date().year().into()
    }

    /// The date on the learner's own clock, as it is printed: "March 1, 2026".
    #[must_use]
    pub fn date(self) -> String {
        self.study_day(0).to_string()
    }

    /// The time on the learner's own clock, as it is printed: "6:05 PM".
    #[must_use]
    pub fn time(self) -> String {
        let local_ms = self.at_ms.saturating_add(i64::from(self.offset_min) * MINUTE_MS);
        let minutes = local_ms.rem_euclid(DAY_MS) / MINUTE_MS;
        let (hour, minute) = (minutes / 60, minutes % 60);
        let half = if hour < 12 { "AM" } else { "PM" };
        format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
    }

    /// This moment and so many milliseconds.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self { at_ms: self.at_ms.saturating_add(ms), ..self }
    }
}

/// A day of study, counted from 1970-01-01. It is stored with each answer, so that no later change
/// of zone, rule or setting can move it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct StudyDay(pub i32);

impl StudyDay {
    /// Whole days from an earlier day to this one; never negative.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }

    /// So many days later.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add(i32::try_from(days).unwrap_or(i32::MAX)))
    }
}

impl StudyDay {
    /// The day of the calendar; its ends where it lies beyond them.
    #[must_use]
    pub fn date(self) -> Date {
        let since_1970 = Span::new().try_days(self.0);
        let date = since_1970.and_then(|days| date(1970, 1, 1).checked_add(days));
        date.unwrap_or(if self.0 < 0 { Date::MIN } else { Date::MAX })
    }
}

impl StudyDay {
    /// The day by its name, without the year: "Sunday, March 1".
    #[must_use]
    pub fn named(self) -> String {
        self.date().strftime("%A, %B %-d").to_string()
    }
}

impl fmt::Display for StudyDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().strftime("%B %-d, %Y"))
    }
}

/// A stretch of time in the words of a rating button: "10 min", "6 days", "3.2 months".
#[must_use]
pub fn short_duration(delay: Delay) -> String {
    match delay {
        Delay::Minutes(0) => "now".to_owned(),
        Delay::Minutes(minutes) if minutes < 60 => format!("{minutes} min"),
        Delay::Minutes(minutes) => format!("{} h", minutes / 60),
        Delay::Days(1) => "1 day".to_owned(),
        Delay::Days(days) if days < 31 => format!("{days} days"),
        Delay::Days(days) if days < 365 => format!("{:.1} months", f64::from(days) / 30.4),
        Delay::Days(days) => format!("{:.1} years", f64::from(days) / 365.25),
    }
}

/// How long until a card comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delay {
    /// Within this sitting.
    Minutes(u32),
    /// On a later study day.
    Days(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(utc_ms: i64, offset_min: i32) -> Moment {
        Moment { at_ms: utc_ms, offset_min }
    }

    #[test]
    fn the_hours_before_the_day_hour_belong_to_the_day_before() {
        // 1970-01-02 03:59 and 04:00 in UTC
        let before = moment(DAY_MS + 4 * HOUR_MS - 1, 0);
        assert_eq!(before.study_day(4), StudyDay(0));
        assert_eq!(moment(DAY_MS + 4 * HOUR_MS, 0).study_day(4), StudyDay(1));
    }

    #[test]
    fn a_daylight_saving_change_does_not_shift_a_study_day() {
        // Paris, 24 October 2026 04:30 (+02:00) and 26 October 2026 10:00 (+01:00)
        let first = moment(1_792_809_000_000, 120);
        let second = moment(1_793_005_200_000, 60);
        assert_eq!(second.study_day(4).days_since(first.study_day(4)), 2);
        // and in spring: 28 March 2026 04:30 (+01:00), 30 March 2026 10:00 (+02:00)
        let first = moment(1_774_668_600_000, 60);
        let second = moment(1_774_857_600_000, 120);
        assert_eq!(second.study_day(4).days_since(first.study_day(4)), 2);
    }

    #[test]
    fn the_year_turns_on_the_learners_own_clock() {
        let new_year_utc = 1_767_225_600_000; // 2026-01-01T00:00:00Z
        assert_eq!(moment(new_year_utc, 0).year(), 2026);
        assert_eq!(moment(new_year_utc - 1, 0).year(), 2025);
        assert_eq!(moment(new_year_utc, -300).year(), 2025);
        assert_eq!(moment(1_772_366_400_000, 0).year(), 2026); // 2026-03-01T12:00:00Z
        assert_eq!(moment(951_782_400_000, 0).year(), 2000); // 2000-02-29
    }

    #[test]
    fn a_day_is_shown_as_it_stands_on_the_calendar() {
        assert_eq!(StudyDay(20_513).to_string(), "March 1, 2026");
        assert_eq!(StudyDay(20_513).named(), "Sunday, March 1");
        assert_eq!(StudyDay(-1).to_string(), "December 31, 1969");
        assert_eq!(StudyDay(i32::MAX).to_string(), "December 31, 9999");
    }

    #[test]
    fn the_time_is_that_of_the_learners_own_clock() {
        let words =
            |hour: i64, minute: i64| moment(hour * HOUR_MS + minute * MINUTE_MS, -300).time();
        assert_eq!(words(5, 0), "12:00 AM");
        assert_eq!(words(16, 59), "11:59 AM");
        assert_eq!(words(17, 5), "12:05 PM");
        assert_eq!(words(4, 7), "11:07 PM");
    }

    #[test]
    fn days_elapsed_are_never_negative() {
        assert_eq!(StudyDay(3).days_since(StudyDay(9)), 0);
    }

    #[test]
    fn durations_read_as_on_a_button() {
        assert_eq!(short_duration(Delay::Minutes(10)), "10 min");
        assert_eq!(short_duration(Delay::Days(1)), "1 day");
        assert_eq!(short_duration(Delay::Days(14)), "14 days");
        assert_eq!(short_duration(Delay::Days(76)), "2.5 months");
    }
}
