//! What several pages show alike: a card as a question, pictures drawn from the data, the sources of a
//! fact, the days of the week, the rules of the chosen state.

pub(super) mod figures;
pub(super) mod question;
pub(super) mod sources;
pub(super) mod state_rules;
pub(super) mod week;
