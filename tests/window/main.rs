//! Tests of the window: the real application, drawn without a display, driven by role and label.
//!
//! One program, a module a subject: `cargo test --test window compare` runs one of them.

mod backups;
mod common;
mod compare;
mod focus;
mod highlights;
mod home;
mod kinds;
mod learn;
mod own_cards;
mod pages;
mod pictures;
mod plan;
mod practice;
mod progress;
mod reading;
#[path = "../shared/test_folder.rs"]
mod test_folder;
mod ways;
