//! The command line: options of the window, and commands that need no display.

mod content;
mod demo;
mod exchange;
mod handout;
mod progress;

use crate::clock::{Clock, parse_moment};
use crate::exchange::merge::Update;
use crate::exchange::table::columns_of_words;
use crate::print::Fill;
use crate::study::{Column, DemoKind, Moment};
use clap::{Parser, Subcommand, ValueEnum};
pub use demo::fill as fill_demo;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Learn how Emergency Medical Services work: read, compare provider levels, review cards.
///
/// Everything stays on this computer; the program makes no connection of any kind.
#[derive(Debug, Parser)]
#[command(name = "ems-study", version, max_term_width = 100)]
pub struct Arguments {
    /// Keep the progress in this folder (an absolute path) instead of the system's usual place.
    #[arg(long, value_name = "DIR", global = true)]
    pub data_dir: Option<PathBuf>,

    /// Let the clock stand still at this time, for demonstrations and tests, such as
    /// 2026-03-01T18:00:00-05:00.
    #[arg(long, value_name = "RFC3339", global = true, value_parser = parse_moment)]
    pub now: Option<Moment>,

    /// Fill an empty folder (--data-dir) with a believable history up to now, to look around in:
    /// student, three weeks before the exam; teacher, with a deck for the class. A folder that is in
    /// use is refused.
    #[arg(long, value_name = "WHO", global = true, value_parser = demo_kind, requires = "data_dir")]
    pub demo: Option<DemoKind>,

    /// Open there instead of at Home, such as compare?levels=emt,paramedic&diff=1, compare/cpap,
    /// learn/four-levels, cards, glossary, sources or claims.
    #[arg(long, value_name = "LINK")]
    pub open: Option<String>,

    /// What to do without a window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Commands that need no display.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check the bundled content, or a content folder, deck or file of state rules that somebody wrote.
    ///
    /// Prints how many records of each kind there are, then the problems, each with its file and
    /// line. Exit status 0 where there is none, 1 where there are some, 2 where the path cannot be
    /// read or is a table, a package or an archive, which are imported and not checked.
    Check {
        /// A folder laid out like assets/curriculum, a deck (like assets/examples/deck.ron), or the
        /// rules of a state (like assets/overlays/montana.ron).
        path: Option<PathBuf>,
        /// Examine the folder of the progress instead, without changing it: exit status 0 where it
        /// is clean, 3 with harmless notes, 4 with damage.
        #[arg(long, conflicts_with = "path")]
        data: bool,
    },
    /// Write a handout as one HTML page, ready to print.
    Handout {
        /// What it shows.
        #[arg(value_enum)]
        what: HandoutKind,
        /// The file to write; one that is there already is left as it is.
        file: PathBuf,
        /// Blank, with an answer key behind it.
        #[arg(long)]
        blank: bool,
        /// The columns.
        #[arg(long, value_name = "LEVELS", default_value = "emr,emt,aemt,paramedic")]
        levels: String,
        /// A file with the rules of a state, laid over the national model.
        #[arg(long, value_name = "FILE")]
        rules: Option<PathBuf>,
    },
    /// Rate cards line by line, for scripts.
    ///
    /// Reads lines "CARD RATING TIME" or "undo". A rating is one of again, hard, good, easy; a time
    /// such as 2026-03-01T18:00:00-05:00 may be left out and is now then. Answers "READY n" first,
    /// n being the reviews on record, then for each line "ACK SEQ CARD RATING" (for undo "ACK SEQ
    /// undo CARD") once it is on the disk, or "NAK CODE text" where it was not stored. A start that
    /// is refused prints "FAIL CODE text".
    Review {
        /// A file of lines, or - for standard input.
        #[arg(long, value_name = "FILE")]
        script: PathBuf,
        /// Take cards that are in no deck, too.
        #[arg(long)]
        any_card: bool,
    },
    /// Print every stored review in the order of replay: "SEQ CARD RATING TIME", with " undone"
    /// behind one that was undone. Takes no lock and changes nothing.
    Log,
    /// Take in cards: a package (.apkg, .colpkg), a table (.csv, .tsv), decks (.ron), or everything
    /// (.zip).
    ///
    /// What comes in joins what is there, and the same file again adds nothing. A card that is here
    /// with other words, and was not edited here, gets those of the file and keeps its history; what
    /// it said is told.
    /// Prints lines "name: number": decks, cards, reviews, tags, skipped (repeats, and rows without a
    /// rating), problems. Faults in single rows are named on standard error. Exit status 1 where the
    /// file is refused; then nothing was changed.
    Import {
        /// The file.
        file: PathBuf,
        /// What the columns of a table hold, from the left: front, back, tags, deck, extra, id, guid,
        /// kind, or - for one to leave out, such as --columns front,back,tags. Without it they are
        /// recognized, or are as you chose for tables of this form.
        #[arg(long, value_name = "COLUMNS", value_parser = columns_of)]
        columns: Option<ChosenColumns>,
        /// What becomes of every card that is here with other words than in the file, edited here or
        /// not.
        #[arg(long, value_enum)]
        update: Option<UpdateChoice>,
        /// Only say what would come in.
        #[arg(long)]
        dry_run: bool,
    },
    /// Print a line for each card of your own decks, its fields separated by tabs: id, deck, state
    /// (new, learning, review, relearning), due (or -), tags, front, back, marks (suspended, buried,
    /// flag:N, or -). Backslash, line feed, tab and carriage return are written \\, \n, \t, \r,
    /// characters that cannot be seen as \u{202e}.
    Cards {
        /// Our cards too.
        #[arg(long)]
        all: bool,
    },
    /// Write your cards into a file: .apkg, .csv, .tsv, .ron; or .zip for everything that you have.
    Export {
        /// The file; its ending chooses the format.
        file: PathBuf,
        /// Our cards too.
        #[arg(long)]
        all: bool,
    },
    /// Print every reviewed card: "CARD STABILITY DIFFICULTY DUE". Takes no lock and changes nothing.
    State,
}

/// Handouts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HandoutKind {
    /// The provider levels side by side.
    Compare,
}

/// What becomes of cards that are here with other words than in the file.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum UpdateChoice {
    /// They stay as they are here.
    Keep,
    /// They get the words of the file and keep their history.
    Theirs,
    /// They stay, and those of the file are added beside them.
    Both,
}

impl UpdateChoice {
    fn update(self) -> Update {
        match self {
            Self::Keep => Update::Keep,
            Self::Theirs => Update::Theirs,
            Self::Both => Update::Both,
        }
    }
}

/// The columns of a table as they were named.
#[derive(Clone, Debug)]
pub struct ChosenColumns(Vec<Column>);

fn columns_of(words: &str) -> Result<ChosenColumns, String> {
    columns_of_words(words).map(ChosenColumns)
}

fn demo_kind(name: &str) -> Result<DemoKind, String> {
    match name {
        "student" => Ok(DemoKind::Student),
        "teacher" => Ok(DemoKind::Teacher),
        _ => Err("write student or teacher".to_owned()),
    }
}

impl Arguments {
    /// The clock that was asked for.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.now.map_or_else(Clock::system, Clock::fixed)
    }
}

/// Carries out a command. What it prints goes to `out`; scripts are read from `input` where they
/// are named `-`.
pub fn run(
    arguments: &Arguments,
    command: &Command,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let folder = arguments.data_dir.as_deref();
    match command {
        Command::Check { data: true, .. } => progress::check(folder, out),
        Command::Check { path, .. } => content::check(path.as_deref(), out),
        Command::Handout { what: HandoutKind::Compare, file, blank, levels, rules } => {
            let date = arguments.clock().moment().date();
            let fill = if *blank { Fill::Worksheet } else { Fill::Filled };
            handout::compare(file, fill, levels, rules.as_deref(), &date, out)
        }
        Command::Review { script, any_card } => {
            let clock = arguments.clock();
            progress::review(folder, &clock, script, *any_card, input, out)
        }
        Command::Import { file, columns, update, dry_run } => {
            let columns = columns.clone().map(|columns| columns.0);
            let update = update.map(UpdateChoice::update).unwrap_or_default();
            let import = exchange::Import { file, columns, update, dry_run: *dry_run };
            exchange::import(folder, arguments.clock().moment(), import, out)
        }
        Command::Cards { all } => exchange::cards(folder, arguments.clock().moment(), *all, out),
        Command::Export { file, all } => {
            exchange::export(folder, arguments.clock().moment(), file, *all, out)
        }
        Command::Log => progress::log(folder, out),
        Command::State => progress::state(folder, out),
    }
}
