//! Tests of everything that needs no window: content, storage, import and export, the state, and the
//! command line.
//!
//! One program, a module a subject: `cargo test --test core storage` runs one of them.

mod architecture;
mod bad_input;
mod bundled_content;
mod commands;
mod damage;
mod disks;
mod exchange;
mod faults;
mod fsrs_vectors;
mod hostile;
mod keep;
mod marks;
mod packages;
mod program;
mod properties;
mod sittings;
mod storage;
mod study_flow;
#[path = "../shared/test_folder.rs"]
mod test_folder;
mod torture;
