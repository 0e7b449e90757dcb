//! Dates as people in the United States type them.

use super::time::StudyDay;
use jiff::civil::{Date, Weekday, date};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// What a message about a date that was not understood proposes.
const SUCH_AS: &str = "write it like Dec 22, 12/22/2026 or tomorrow";

/// Reads a day, such as `12/22/2026`, `12/22`, `Dec 22`, `December 22, 2026`, `2026-12-22`, `today`,
/// `tomorrow`, `Friday`, or `in 3 weeks`. A day without a year is the next one, `today` included. The
/// error says what would be right.
pub fn parse_day(text: &str, today: StudyDay) -> Result<StudyDay, String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let found = match *words.as_slice() {
        ["today"] => Some(today),
        ["tomorrow"] => Some(today.plus(1)),
        ["in", count, unit] => after(today, count, unit),
        [day] => weekday(day, today),
        [year, month, day] if year.len() == 4 && number(year).is_some() => {
            of(number(year), number(month), number(day))
        }
        [a, b] => month_and_day(a, b).and_then(|(month, day)| next(today, month, day)),
        [a, b, year] => {
            month_and_day(a, b).and_then(|(month, day)| of(full_year(year), Some(month), Some(day)))
        }
        _ => None,
    };
    found.ok_or_else(|| format!("“{text}” is no date; {SUCH_AS}"))
}

/// Reads a day, or the first and the last of several, such as `12/22 to 12/26`.
pub fn parse_days(text: &str, today: StudyDay) -> Result<(StudyDay, StudyDay), String> {
    let parts = [" to ", " until ", " through ", "–", " - "]
        .into_iter()
        .find_map(|between| text.split_once(between));
    let Some((first, last)) = parts else {
        let day = parse_day(text, today)?;
        return Ok((day, day));
    };
    let first = parse_day(first, today)?;
    // The last one is the next such day behind the first.
    let last = parse_day(last, first)?;
    if last < first {
        return Err("The last day lies before the first".to_owned());
    }
    Ok((first, last))
}

/// A day as it is shown in a field: `Dec 22, 2026`.
#[must_use]
pub fn typed_day(day: StudyDay) -> String {
    day.date().strftime("%b %-d, %Y").to_string()
}

fn number(word: &str) -> Option<i16> {
    word.parse().ok().filter(|_| word.bytes().all(|b| b.is_ascii_digit()))
}

/// A year of two digits is one of this century.
fn full_year(word: &str) -> Option<i16> {
    let year = number(word)?;
    match word.len() {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// The number of a month by its name or the first letters of it, three at least.
fn month(word: &str) -> Option<i16> {
    let is_it = |name: &&str| word.len() >= 3 && (name.starts_with(word) || word == "sept");
    let at = MONTHS.iter().position(|name| is_it(name) && (word != "sept" || *name == "september"));
    i16::try_from(at? + 1).ok()
}

/// Month and day in the order of the United States, or in any order where the month has its name.
fn month_and_day(a: &str, b: &str) -> Option<(i16, i16)> {
    let day = |word: &str| number(word.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
    match (month(a), month(b)) {
        (Some(month), None) => Some((month, day(b)?)),
        (None, Some(month)) => Some((month, day(a)?)),
        _ => Some((number(a)?, number(b)?)),
    }
}

fn of(year: Option<i16>, month: Option<i16>, day: Option<i16>) -> Option<StudyDay> {
    let (month, day) = (i8::try_from(month?).ok()?, i8::try_from(day?).ok()?);
    study_day(Date::new(year?, month, day).ok()?)
}

fn study_day(day: Date) -> Option<StudyDay> {
    date(1970, 1, 1).until(day).ok().map(|span| StudyDay(span.get_days()))
}

/// The next such day, in eight years at most: February 29 may be that far away.
fn next(today: StudyDay, month: i16, day: i16) -> Option<StudyDay> {
    let year = today.date().year();
    (year..=year.saturating_add(8))
        .filter_map(|year| of(Some(year), Some(month), Some(day)))
        .find(|found| *found >= today)
}

fn after(today: StudyDay, count: &str, unit: &str) -> Option<StudyDay> {
    let count =
        if matches!(count, "a" | "one") { 1 } else { u32::try_from(number(count)?).ok()? };
    let days = match unit.trim_end_matches('s') {
        "day" => 1,
        "week" => 7,
        _ => return None,
    };
    Some(today.plus(count * days))
}

/// The next day of that name, after `today`.
fn weekday(word: &str, today: StudyDay) -> Option<StudyDay> {
    let names = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let is_it = |(name, _): &&(&str, Weekday)| word.len() >= 3 && name.starts_with(word);
    let (_, wanted) = names.iter().find(is_it)?;
    (1..=7).map(|days| today.plus(days)).find(|day| day.date().weekday() == *wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday, March 1, 2026.
    const TODAY: StudyDay = StudyDay(20_513);

    fn read(text: &str) -> String {
        parse_day(text, TODAY).map_or_else(|error| error, |day| day.date().to_string())
    }

    #[test]
    fn dates_are_read_as_americans_write_them() {
        for text in ["12/22/2026", "12/22/26", "12/22", "Dec 22", "dec. 22nd", "December 22, 2026"]
        {
            assert_eq!(read(text), "2026-12-22", "{text}");
        }
        for text in ["22 December", "2026-12-22", "12-22-2026", " Dec 22 2026 "] {
            assert_eq!(read(text), "2026-12-22", "{text}");
        }
        assert_eq!(read("Sept 5"), "2026-09-05");
    }

    #[test]
    fn a_date_without_a_year_is_the_next_one() {
        assert_eq!(read("3/1"), "2026-03-01");
        assert_eq!(read("Feb 28"), "2027-02-28");
        assert_eq!(read("2/29"), "2028-02-29");
    }

    #[test]
    fn words_name_days_too() {
        assert_eq!(read("today"), "2026-03-01");
        assert_eq!(read("Tomorrow"), "2026-03-02");
        assert_eq!(read("Sunday"), "2026-03-08");
        assert_eq!(read("fri"), "2026-03-06");
        assert_eq!(read("in 3 weeks"), "2026-03-22");
        assert_eq!(read("in a week"), "2026-03-08");
    }

    #[test]
    fn what_is_no_date_is_refused_with_what_would_be_right() {
        for text in
            ["", "13/45", "Feb 30, 2026", "ma 3", "12/22/026", "soon", "1/2/3/4", "in 2 years"]
        {
            let error = parse_day(text, TODAY).unwrap_err();
            assert!(error.contains("Dec 22, 12/22/2026 or tomorrow"), "{error}");
        }
    }

    #[test]
    fn two_dates_are_the_first_and_the_last_of_several() {
        let days = |text: &str| parse_days(text, TODAY);
        assert_eq!(days("2026-03-01"), Ok((TODAY, TODAY)));
        for text in ["3/1 to 3/3", "Mar 1 – Mar 3", "2026-03-01 to 2026-03-03", "today until 3/3"]
        {
            assert_eq!(days(text), Ok((TODAY, TODAY.plus(2))), "{text}");
        }
        assert_eq!(days("12/30 to 1/2").map(|(first, last)| last.days_since(first)), Ok(3));
        assert!(days("2026-03-03 to 2026-03-01").is_err());
    }

    #[test]
    fn a_day_is_shown_as_it_may_be_typed() {
        assert_eq!(typed_day(TODAY), "Mar 1, 2026");
        assert_eq!(parse_day(&typed_day(TODAY), TODAY), Ok(TODAY));
    }
}
