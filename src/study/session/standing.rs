//! How one card stands on a day.

use crate::study::deck::Card;
use crate::study::progress::CardProgress;

/// How a card stands.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) card: &'a Card,
    pub(super) known: Option<&'a CardProgress>,
    pub(super) stands: Stands,
    /// Its place among cards that the day has shuffled.
    pub(super) shuffled: u64,
    /// The same for cards that say nearly the same.
    pub(super) family: u64,
    /// Its place in the day's share of a catch-up; behind all of them where it is in none.
    pub(super) share: usize,
}

/// What the day means for a card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stands {
    /// In its steps, due at that moment.
    Learning(i64),
    Due,
    New,
    /// Not due yet.
    Early,
    /// Due or in its steps, and kept by an accepted catch-up for a later day.
    KeptBack,
    /// Due, and waiting for a later day, since a sibling comes on this one.
    Sibling,
}
