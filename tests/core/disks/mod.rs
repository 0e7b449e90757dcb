//! Disks for tests: one in memory that knows what a power cut would leave of it, and one that
//! fails as planned.

mod faulty;
mod memory;

pub(crate) use faulty::{FaultyDisk, Lie, Plan};
pub(crate) use memory::{Cut, MemoryDisk};
