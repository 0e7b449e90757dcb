//! The progress without a window: rating by script, the log, the state, the health of the folder.

use crate::clock::{Clock, by_the_clock_of_that_day, format_moment, parse_moment};
use crate::curriculum::{CardId, load_bundled};
use crate::quote::{quoted, shown_path};
use crate::storage::{
    ArchiveAbout, History, Journal, StorageError, SystemDisk, back_up, backups_folder, data_folder,
    note_holder, read_decks, read_history, read_overlays, read_small, segment_seed,
};
use crate::study::{
    Deck, Entry, EntryRef, Moment, Phase, Progress, Rating, Review, Settings, What,
};
use jiff::tz::TimeZone;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

/// The folder is harmless but odd.
const NOTES: u8 = 3;
/// Something confirmed may be missing.
const DAMAGE: u8 = 4;

/// Says whether the folder is clean.
pub(super) fn check(folder: Option<&Path>, out: &mut impl Write) -> io::Result<ExitCode> {
    let history = match open_to_read(folder) {
        Ok(history) => history,
        Err(error) => return refused(&error, out),
    };
    let other = other_findings(folder);
    let found = history.findings.iter().map(|f| (f.is_damage, f.to_string())).chain(other);
    let (mut damage, mut notes) = (0, 0);
    for (is_damage, finding) in found {
        *(if is_damage { &mut damage } else { &mut notes }) += 1;
        writeln!(out, "{} {finding}", if is_damage { "DAMAGE" } else { "note" })?;
    }
    if history.entries.is_empty() && history.findings.is_empty() {
        writeln!(out, "note nothing has been kept here yet")?;
    }
    writeln!(out, "entries: {}", history.entries.len())?;
    let (word, code) = match (damage, notes) {
        (0, 0) => ("clean", 0),
        (0, _) => ("notes", NOTES),
        _ => ("damage", DAMAGE),
    };
    writeln!(out, "{word}")?;
    Ok(ExitCode::from(code))
}

/// What is wrong beside the journal: settings and own decks that were kept and cannot be read are
/// damage, rules of a state that somebody wrote are not.
fn other_findings(folder: Option<&Path>) -> Vec<(bool, String)> {
    let Ok(data) = data_folder(folder) else { return Vec::new() };
    let mut found = Vec::new();
    if let Err(error) = read_small::<Settings>(&SystemDisk, &data.join("settings.ron")) {
        found.push((true, format!("The settings cannot be read. {error}")));
    }
    let decks = read_decks(&SystemDisk, &data).complaints;
    found.extend(decks.into_iter().map(|complaint| (true, complaint)));
    let (_, rules) = read_overlays(&SystemDisk, &data, &load_bundled().0);
    found.extend(rules.into_iter().map(|complaint| (false, complaint)));
    found
}

/// Prints every review.
pub(super) fn log(folder: Option<&Path>, out: &mut impl Write) -> io::Result<ExitCode> {
    let history = match open_to_read(folder) {
        Ok(history) => history,
        Err(error) => return unreadable(&error),
    };
    tell_findings(&history)?;
    for logged in Progress::replay(history.entries).log() {
        let rating = logged.rating.label().to_lowercase();
        let undone = if logged.undone { " undone" } else { "" };
        let (seq, time) = (logged.entry.1, format_moment(logged.at));
        writeln!(out, "{seq} {} {rating} {time}{undone}", logged.card)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints every reviewed card.
pub(super) fn state(folder: Option<&Path>, out: &mut impl Write) -> io::Result<ExitCode> {
    let history = match open_to_read(folder) {
        Ok(history) => history,
        Err(error) => return unreadable(&error),
    };
    tell_findings(&history)?;
    let progress = Progress::replay(history.entries);
    for (id, card) in progress.cards() {
        if let (Some(memory), Some(due)) = (card.schedule.memory, due_words(&progress, id)) {
            writeln!(out, "{id} {:.9} {:.9} {due}", memory.stability, memory.difficulty)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// When a card is due, as it is printed: a day begins at four by the clock of that day. `None` for a new
/// card.
pub(super) fn due_words(progress: &Progress, id: &CardId) -> Option<String> {
    let (due, since) = (progress.due_at(id)?, progress.last_at(id)?);
    let is_by_day = matches!(progress.schedule(id).phase, Phase::Review { .. });
    let due =
        if is_by_day { by_the_clock_of_that_day(&TimeZone::system(), due, since) } else { due };
    Some(format_moment(due))
}

/// Our cards and those of the learner's own decks.
fn all_cards(folder: Option<&Path>) -> io::Result<Deck> {
    let own =
        data_folder(folder).map(|folder| read_decks(&SystemDisk, &folder)).unwrap_or_default();
    for complaint in &own.complaints {
        writeln!(io::stderr(), "note {complaint}")?;
    }
    Ok(Deck::with_own(&load_bundled().0, &own.decks))
}

pub(super) fn open_to_read(folder: Option<&Path>) -> Result<History, StorageError> {
    data_folder(folder).and_then(|folder| read_history(&SystemDisk, &folder))
}

pub(super) fn tell_findings(history: &History) -> io::Result<()> {
    for finding in &history.findings {
        let word = if finding.is_damage { "DAMAGE" } else { "note" };
        writeln!(io::stderr(), "{word} {finding}")?;
    }
    Ok(())
}

/// Nothing can be read: what was confirmed is missing from what is printed.
fn unreadable(error: &StorageError) -> io::Result<ExitCode> {
    writeln!(io::stderr(), "DAMAGE {} {error}", error.kind.code())?;
    Ok(ExitCode::FAILURE)
}

pub(super) fn refused(error: &StorageError, out: &mut impl Write) -> io::Result<ExitCode> {
    writeln!(out, "FAIL {} {error}", error.kind.code())?;
    Ok(ExitCode::FAILURE)
}

/// Rates cards line by line.
pub(super) fn review(
    folder: Option<&Path>,
    clock: &Clock,
    script: &Path,
    any_card: bool,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let opened = data_folder(folder).and_then(|folder| {
        let seed = segment_seed(&folder, clock.moment());
        let opened = Journal::open(Box::new(SystemDisk), &folder, seed)?;
        note_holder(&SystemDisk, &folder, format_moment(clock.moment()));
        Ok((folder, opened))
    });
    let (folder, (journal, history)) = match opened {
        Ok(opened) => opened,
        Err(error) => return refused(&error, out),
    };
    let deck = if any_card { None } else { Some(all_cards(Some(&folder))?) };
    tell_findings(&history)?;
    let damaged = history.findings.iter().any(|f| f.is_damage);
    let progress = Progress::replay(history.entries);
    back_up_first(&folder, clock.moment(), &progress, !damaged)?;
    let mut desk = Desk { journal, progress, deck, clock };
    writeln!(out, "READY {}", desk.progress.reviews())?;
    out.flush()?;
    let code = if script.as_os_str() == "-" {
        desk.lines(input, out)
    } else {
        match File::open(script) {
            Ok(file) => desk.lines(&mut BufReader::new(file), out),
            Err(error) => {
                writeln!(out, "FAIL BAD_SCRIPT cannot read {}: {error}", shown_path(script))?;
                Ok(ExitCode::FAILURE)
            }
        }
    }?;
    match desk.journal.look_again() {
        Ok(()) => desk.tell_loss()?,
        Err(error) => return refused(&error, out),
    }
    Ok(code)
}

/// The backup of the day, before anything is written. Without one the answers are kept all the same.
pub(super) fn back_up_first(
    data: &Path,
    now: Moment,
    progress: &Progress,
    thin: bool,
) -> io::Result<()> {
    let Some(backups) = backups_folder(data) else { return Ok(()) };
    let about = ArchiveAbout::of(progress, now);
    match back_up(&SystemDisk, data, &backups, &about, progress.study_day(now), thin) {
        Ok(_) => Ok(()),
        Err(error) => writeln!(io::stderr(), "note today’s backup could not be made: {error}"),
    }
}

struct Desk<'a> {
    journal: Journal,
    progress: Progress,
    /// The cards there are; nothing where any card is taken.
    deck: Option<Deck>,
    clock: &'a Clock,
}

/// A line that was not stored: a code and what would be right.
type Refusal = (&'static str, String);

/// No line of a script is longer, in bytes.
const LONGEST_LINE: usize = 4096;

fn bad_line(text: &str) -> Refusal {
    ("BAD_LINE", text.to_owned())
}

impl Desk<'_> {
    fn lines(&mut self, input: &mut impl BufRead, out: &mut impl Write) -> io::Result<ExitCode> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let limit = LONGEST_LINE as u64 + 1;
            if (&mut *input).take(limit).read_until(b'\n', &mut line)? == 0 {
                return Ok(ExitCode::SUCCESS);
            }
            let answer = if line.len() > LONGEST_LINE {
                // What is left of it is not taken for a line of its own.
                input.skip_until(b'\n')?;
                Err(bad_line("this line is longer than any card id and time can be"))
            } else {
                match std::str::from_utf8(&line) {
                    Ok(text) => self.line(text.trim()),
                    Err(_) => Err(bad_line("this line is no UTF-8; save the script as UTF-8")),
                }
            };
            let answer = match answer {
                Ok(ack) => format!("ACK {ack}"),
                Err((code, text)) => format!("NAK {code} {text}"),
            };
            writeln!(out, "{answer}")?;
            out.flush()?;
        }
    }

    fn line(&mut self, text: &str) -> Result<String, Refusal> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match *words.as_slice() {
            ["undo"] => self.undo(),
            [card, rating] => self.rate(card, rating, None),
            [card, rating, time] => self.rate(card, rating, Some(time)),
            _ => Err(bad_line("write CARD RATING [TIME], or undo")),
        }
    }

    fn rate(&mut self, card: &str, rating: &str, time: Option<&str>) -> Result<String, Refusal> {
        let rating = Rating::ALL.into_iter().find(|r| r.label().eq_ignore_ascii_case(rating));
        let rating =
            rating.ok_or_else(|| bad_line("a rating is one of again, hard, good, easy"))?;
        if card.len() > 1024 || card.chars().any(char::is_control) {
            return Err(bad_line("a card id has up to 1,024 bytes and no control characters"));
        }
        let now = match time {
            None => self.clock.moment(),
            Some(time) => parse_moment(time).map_err(|text| bad_line(&text))?,
        };
        let id = CardId::from(card);
        let answer = match &self.deck {
            None => 0,
            Some(deck) => match deck.get(&id) {
                Some(card) => card.answer_mark,
                None => {
                    return Err(("UNKNOWN_CARD", format!("no deck has a card “{}”", quoted(card))));
                }
            },
        };
        let last = self.progress.schedule(&id);
        if last.reviews > 0 && now.at_ms < last.last_ms {
            let text = "this time is before the last review of the card";
            return Err(("OUT_OF_ORDER", text.to_owned()));
        }
        let review = Review {
            card: id,
            rating,
            ms: 0,
            sure: false,
            hint: false,
            chosen: Vec::new(),
            answer,
        };
        let (at, _) = self.append(now, What::Review(review))?;
        Ok(format!("{} {card} {}", at.1, rating.label().to_lowercase()))
    }

    fn undo(&mut self) -> Result<String, Refusal> {
        let last = self.progress.last_undoable().map(|(of, card)| (of, card.clone()));
        let Some((of, card)) = last else {
            return Err(("NOTHING_TO_UNDO", "there is no rating to take back".to_owned()));
        };
        let (at, _) = self.append(self.clock.moment(), What::Undo { of })?;
        Ok(format!("{} undo {card}", at.1))
    }

    /// Says on the standard error where files were taken away or replaced meanwhile.
    fn tell_loss(&mut self) -> io::Result<()> {
        match self.journal.take_loss() {
            Some(loss) => writeln!(io::stderr(), "damage {loss}"),
            None => Ok(()),
        }
    }

    fn append(&mut self, now: Moment, what: What) -> Result<(EntryRef, Entry), Refusal> {
        let day = self.progress.study_day(now);
        match self.journal.append(now, day, what) {
            Ok((at, entry)) => {
                self.progress.add(at, &entry);
                // An answer that is confirmed is told as confirmed also where this cannot be told.
                _ = self.tell_loss();
                Ok((at, entry))
            }
            Err(error) => Err((error.kind.code(), error.to_string())),
        }
    }
}
