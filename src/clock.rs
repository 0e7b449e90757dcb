//! The clock: the system's, or one that stands still. It is asked once a frame, by the shell; all
//! else is handed the time.

use crate::study::Moment;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// A clock.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Where it stands still, if it does.
    fixed: Option<Moment>,
    zone: TimeZone,
    /// `None` where time passes by hand alone.
    started: Option<Instant>,
    passed_ms: Arc<AtomicU64>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self {
            fixed: None,
            zone: TimeZone::system(),
            started: Some(start()),
            passed_ms: Arc::default(),
        }
    }

    /// A clock whose date and time stand still.
    #[must_use]
    pub fn fixed(at: Moment) -> Self {
        Self {
            fixed: Some(at),
            zone: TimeZone::UTC,
            started: Some(start()),
            passed_ms: Arc::default(),
        }
    }

    /// The same, and milliseconds pass only by [`Clock::pass`].
    #[must_use]
    pub fn by_hand(at: Moment) -> Self {
        Self { started: None, ..Self::fixed(at) }
    }

    /// The calendar's time.
    #[must_use]
    pub fn moment(&self) -> Moment {
        if let Some(fixed) = self.fixed {
            return fixed;
        }
        let now = system_now();
        let offset = self.zone.to_offset(now);
        Moment { at_ms: now.as_millisecond(), offset_min: offset.seconds() / 60 }
    }

    /// Milliseconds since the clock was made. They pass also where the date and time stand still.
    #[must_use]
    pub fn mono_ms(&self) -> u64 {
        let real = self.started.map_or(0, |started| started.elapsed().as_millis());
        u64::try_from(real)
            .unwrap_or(u64::MAX)
            .saturating_add(self.passed_ms.load(Ordering::Relaxed))
    }

    /// Lets milliseconds pass at once, for this clock and its clones. The calendar's time stays.
    pub fn pass(&self, ms: u64) {
        self.passed_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock")]
fn system_now() -> Timestamp {
    Timestamp::now()
}

#[expect(clippy::disallowed_methods, reason = "this is the clock")]
fn start() -> Instant {
    Instant::now()
}

/// A time of day, such as 4:00 on the day on which a card is due, by the clock that `zone` has on that
/// day. `due` is given by the offset that the learner's clock had at `since`; where that is not the
/// offset of the zone at that time, the learner was elsewhere, and `due` stays as it is.
#[must_use]
pub fn by_the_clock_of_that_day(zone: &TimeZone, due: Moment, since: Moment) -> Moment {
    let minutes = |at_ms| {
        let time = Timestamp::from_millisecond(at_ms).ok()?;
        Some(zone.to_offset(time).seconds() / 60)
    };
    if minutes(since.at_ms) != Some(since.offset_min) {
        return due;
    }
    // Twice, since the first offset is that of another time when the clock changes in between.
    let shifted = |offset_min: i32| Moment {
        at_ms: due.at_ms + i64::from(due.offset_min - offset_min) * 60_000,
        offset_min,
    };
    let first = minutes(due.at_ms).map_or(due, shifted);
    minutes(first.at_ms).map_or(first, shifted)
}

/// Reads a time such as `2026-03-01T18:00:00-05:00`. The offset is part of it, since it decides
/// the study day.
pub fn parse_moment(text: &str) -> Result<Moment, String> {
    let wanted = "write a time with its offset, such as 2026-03-01T18:00:00-05:00";
    let pieces = Pieces::parse(text).map_err(|error| format!("{error}; {wanted}"))?;
    let offset =
        pieces.to_numeric_offset().ok_or_else(|| format!("the offset is missing; {wanted}"))?;
    let time = pieces.time().ok_or_else(|| format!("the time of day is missing; {wanted}"))?;
    let timestamp = offset
        .to_timestamp(civil::DateTime::from_parts(pieces.date(), time))
        .map_err(|error| format!("{error}; {wanted}"))?;
    Ok(Moment { at_ms: timestamp.as_millisecond(), offset_min: offset.seconds() / 60 })
}

/// Writes a moment as `2026-03-01T18:00:00-05:00`.
#[must_use]
pub fn format_moment(moment: Moment) -> String {
    let offset = Offset::from_seconds(moment.offset_min.saturating_mul(60)).unwrap_or(Offset::UTC);
    // What lies beyond the calendar's ends is shown as its end.
    let beyond = if moment.at_ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let timestamp = Timestamp::from_millisecond(moment.at_ms).unwrap_or(beyond);
    timestamp.display_with_offset(offset).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_its_offset_and_written_the_same() {
        let moment = parse_moment("2026-03-01T18:00:00-05:00").unwrap();
        assert_eq!(moment, Moment { at_ms: 1_772_406_000_000, offset_min: -300 });
        assert_eq!(format_moment(moment), "2026-03-01T18:00:00-05:00");
    }

    #[test]
    fn a_day_begins_at_four_by_the_clock_of_that_day() {
        let zone = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
        let due = |due: &str, since: &str| {
            let (due, since) = (parse_moment(due).unwrap(), parse_moment(since).unwrap());
            format_moment(by_the_clock_of_that_day(&zone, due, since))
        };
        let winter = "2026-03-06T12:00:00-05:00";
        assert_eq!(due("2026-03-15T04:00:00-05:00", winter), "2026-03-15T04:00:00-04:00");
        assert_eq!(due("2026-03-07T04:00:00-05:00", winter), "2026-03-07T04:00:00-05:00");
        // On the very day of the change.
        assert_eq!(due("2026-03-08T04:00:00-05:00", winter), "2026-03-08T04:00:00-04:00");
        let summer = "2026-10-30T12:00:00-04:00";
        assert_eq!(due("2026-11-05T04:00:00-04:00", summer), "2026-11-05T04:00:00-05:00");
        // A learner who was in Chicago.
        let away = "2026-03-06T12:00:00-06:00";
        assert_eq!(due("2026-03-15T04:00:00-06:00", away), "2026-03-15T04:00:00-06:00");
    }

    #[test]
    fn a_time_beyond_the_calendar_is_shown_as_its_end() {
        let shown = format_moment(Moment { at_ms: i64::MAX, offset_min: 0 });
        assert!(shown.starts_with("9999-12-30T"), "{shown}");
        assert!(parse_moment(&shown).is_ok());
    }

    #[test]
    fn a_time_without_an_offset_is_refused_with_what_would_be_right() {
        for text in ["2026-03-01T18:00:00", "yesterday", "2026-03-01"] {
            let error = parse_moment(text).unwrap_err();
            assert!(error.contains("2026-03-01T18:00:00-05:00"), "{error}");
        }
    }
}
