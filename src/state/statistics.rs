//! What Progress shows: the level whose exam it goes by, and what the answers come to, counted once
//! for each state of the answers, the cards and the day.

use super::{AppState, Now, Spot};
use crate::curriculum::ProviderLevel;
use crate::study::{Statistics, StudyDay};
use std::sync::Arc;

/// How progress is looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct ProgressView {
    /// The level chosen on the page; nothing for that of the plan.
    level: Option<ProviderLevel>,
    counted: Option<(MadeFor, Arc<Statistics>)>,
}

/// What statistics were counted for: answers, cards, day.
type MadeFor = (u64, u64, StudyDay);

impl AppState {
    /// The level by whose exam progress is shown: the one chosen, else that of the plan, else EMT.
    #[must_use]
    pub fn exam_level(&self) -> ProviderLevel {
        let planned = || self.progress.plan().and_then(|plan| plan.level);
        self.progress_view.level.or_else(planned).unwrap_or(ProviderLevel::Emt)
    }

    /// What the answers come to; nothing before Progress was opened.
    #[must_use]
    pub fn statistics(&self) -> Option<&Statistics> {
        self.progress_view.counted.as_ref().map(|(_, statistics)| &**statistics)
    }

    pub(super) fn show_exam(&mut self, level: ProviderLevel) {
        self.progress_view.level = Some(level);
    }

    /// Counts anew where the page is open and something has changed.
    pub(super) fn refresh_statistics(&mut self, now: Now) {
        if !matches!(self.visit.spot, Spot::Progress | Spot::Answers) {
            return;
        }
        let today = self.progress.study_day(now.moment);
        let wanted = (self.progress.revision(), self.deck_version(), today);
        if self.progress_view.counted.as_ref().is_some_and(|(made, _)| *made == wanted) {
            return;
        }
        let counted = Statistics::new(&self.curriculum, &self.deck, &self.progress, today);
        self.progress_view.counted = Some((wanted, Arc::new(counted)));
    }
}
