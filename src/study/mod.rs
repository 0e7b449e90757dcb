//! Learning what the curriculum says: cards, their schedules, queues, and the replay of entries
//! into progress. Values in, values out: no files, no clock, no egui.

mod confusion;
mod dates;
mod deck;
mod demo;
mod drill;
mod entry;
mod fit;
mod forecast;
mod own;
mod plan;
mod progress;
mod recall;
mod schedule;
mod search;
mod section_progress;
mod session;
mod settings;
mod statistics;
mod table_layout;
mod time;
mod today;

pub use confusion::{Confused, Confusion, confused_levels};
pub use dates::{parse_day, parse_days, typed_day};
pub use deck::{Card, Deck, OwnPart, ScopeQuestion};
pub use demo::{Demo, DemoKind};
pub use drill::pair_drill;
pub use entry::{
    Entry, EntryRef, ImportedState, Parameters, Passage, Past, PastKind, Plan, Rating, Review,
    SegmentId, What,
};
pub use fit::{ANSWERS_NEEDED, Fit, FitInput, FitWatch, NoFit, answers_for_fit};
pub use forecast::{Band, Forecast, ForecastInput, MINUTES as FORECAST_MINUTES, MISSED, SAMPLE};
pub use own::{
    MY_CARDS, Note, NoteKind, OwnCard, OwnDeck, PACKAGE_SPACE, full_id, slug, visible, words_mark,
};
pub use plan::{
    ANSWERS_PER_NEW, CatchUp, DAYS_A_WEEK, DayMark, FIRST_SECONDS, Needs, Outlook, Pace,
    days_this_week, horizon, new_cards_on, spread, value,
};
pub use progress::{CardProgress, Logged, Missed, Practiced, Progress, Rated, Subject};
pub use recall::{RecallPlan, recall_plan};
pub use schedule::{
    MAX_INTERVAL_DAYS, Memory, Phase, Schedule, Scheduler, delay, memory_of_interval, splitmix,
    text_seed,
};
pub use search::{Found, FoundKind, SearchIndex, Target, excerpt, marked, occurrences};
pub use section_progress::{SectionProgress, is_paragraph, reading_ms};
pub use session::{AT_ONCE, Build, Offer, REHEARSED, Session, SessionKind, Survey, Which, due_on};
pub use settings::{LONGEST_MEASURE, RatingButtons, Role, Settings, ThemeChoice};
pub use statistics::{
    DayTally, DomainTally, DueBar, LONGEST_ANSWER_MS, Share, Statistics, Sureness, WINDOW_DAYS,
};
pub use table_layout::{Column, FirstRow, Layout};
pub use time::{DAY_MS, Delay, Moment, StudyDay, short_duration};
pub use today::{Reading, Today, minutes_to_read};
