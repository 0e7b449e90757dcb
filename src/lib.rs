#![forbid(unsafe_code)]
pub mod curriculum;
pub mod study;
pub mod storage;
pub mod state;
