//! EMS Study: a native, offline desktop application in which people learn how Emergency Medical
//! Services work. They read, put provider levels side by side, and review cards; all three are
//! made from one store of facts, each with its source and date.
//!
//! # The rooms, and the direction of the arrows
//!
//! ```text
//! assets/curriculum/*.ron ─► curriculum ─► study ─┬─► print ────┬─► state ─► ui ─► app ─► main
//!                                                 ├─► exchange ─┤                   ▲      ▲
//!                                                 │             ├─► storage ────────┤      │
//!                                                 └─► clock ────┴───────────────────┴─ cli ┘
//! ```
//!
//! An arrow leads from a module to one that may use it; `tests/core/architecture.rs` holds the list.
//!
//! | module | what lives there |
//! |---|---|
//! | [`curriculum`] | what there is to know: facts, scope table, sections, terms, claims, written cards; loading and checking them |
//! | [`study`] | learning it: cards, schedules, sittings, the plan, what is counted, the entries of the journal and their replay |
//! | [`print`](mod@print) | pages to print: the comparison filled in or as a worksheet |
//! | [`exchange`] | cards in and out: decks in RON, tables, Anki packages; joining them with what is there |
//! | [`storage`] | keeping it: the journal, the lock, own decks, backups, small files replaced whole |
//! | [`state`] | the state of the running program, and `apply` and `receive`, the two ways in which it changes |
//! | [`ui`] | what a person sees: one folder for each place, the look, the keys |
//! | [`app`] | the shell: frame, effects, the thread that writes, the window |
//! | [`cli`] | the command line, and the commands that need no display |
//! | [`clock`] | the system's clock, and one that stands still |
//!
//! `ui` and `app` stand behind the feature `gui`, on by default: the rest compiles without egui.
//!
//! # Invariants
//!
//! - *Values in, values out* in `curriculum` and `study`: no files, no clock, no screen. So they
//!   are tested in milliseconds, and a schedule is the same on every machine.
//! - *State changes only in `apply` and `receive`.* They cannot fail and do no I/O; what has to happen outside is
//!   an `Effect`, and what came of it returns to `receive` as an `Outcome`, which no view can make.
//! - *Time is an argument.* The shell asks its clock once a frame.
//! - *An action names what it is about.* A double press or a late click cannot hit the next card.
//! - *Views never write and never block.* They push actions.
//! - *A card leaves when its rating is on the disk, not before.* A rating that could not be stored
//!   is said not to be stored, and the card stays.
//! - *A file that could not be read is never overwritten*, and never taken for an empty one.
//! - *Progress is a pure function of the set of entries.* Two folders merge by union.
//! - *Scope of practice is said only by the scope table.* Sentences, cells and cards are made from
//!   its cells, so they cannot disagree.
//! - *Content is correct or the tests fail.*
//!
//! Deliberately absent: network access of any kind, accounts, treatment advice.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

#[cfg(feature = "gui")]
pub mod app;
pub mod cli;
pub mod clock;
pub mod curriculum;
pub mod exchange;
pub mod print;
pub mod quote;
pub mod state;
pub mod storage;
pub mod study;
#[cfg(feature = "gui")]
pub mod ui;
