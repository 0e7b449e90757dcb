//! Which cards that are due wait for a later day: those that an accepted catch-up keeps for one, and
//! siblings, the cards of the same fact or cell, of which one a day is enough.
//!
//! Nothing of it is kept in a schedule: a card stays due while it waits.

use super::standing::{Standing, Stands};
use super::survey::Survey;
use crate::study::plan::{after, has_waited, horizon, in_force, value};
use crate::study::schedule::Phase;
use crate::study::time::StudyDay;
use std::collections::BTreeSet;

/// A sibling waits no longer than this share of its interval, though a day in any case.
const SHARE_OF_INTERVAL: u32 = 10;
/// And no longer than so many days.
const LONGEST_WAIT: u32 = 7;

impl Survey<'_> {
    /// Takes out of the day what waits for a later one.
    pub(super) fn put_off(&mut self) {
        self.keep_back();
        self.part_siblings();
    }

    /// While cards that have waited are taken up again over some days, only the share of this day
    /// comes, most valuable first, and a sibling only where nothing else is left.
    fn keep_back(&mut self) {
        let plan = self.progress.plan();
        let Some(days) = in_force(plan, self.today) else { return };
        let on = horizon(plan, self.today);
        let worth = |s: &Standing<'_>| {
            let schedule = s.known.map(|known| known.schedule).unwrap_or_default();
            value(self.progress.scheduler(), &schedule, self.today, on)
        };
        let is_of_it = |s: &Standing<'_>| s.known.is_some_and(|known| has_waited(known, days));
        let waited = self.cards.iter().enumerate().filter(|(_, s)| is_of_it(s));
        let mut waited: Vec<_> =
            waited.map(|(at, s)| (worth(s), &s.card.id, s.family, at)).collect();
        waited.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let answered = self.cards.iter().filter(|s| s.is_of(self.today));
        let mut families: BTreeSet<u64> = answered.map(|s| s.family).collect();
        let waited = waited.into_iter().map(|(_, _, family, at)| (family, at));
        let (first, siblings): (Vec<_>, Vec<_>) =
            waited.partition(|(family, _)| families.insert(*family));
        let served = (first.len() + siblings.len()).saturating_sub(after(days, self.today));
        for (place, (_, at)) in first.into_iter().chain(siblings).enumerate() {
            if let Some(s) = self.cards.get_mut(at) {
                if place < served {
                    s.share = place;
                } else {
                    s.stands = Stands::KeptBack;
                }
            }
        }
    }

    /// Of the due cards of one family the one that can wait least comes, and the others wait as long
    /// as they can. The starters, which together are the first lesson, wait for nothing.
    fn part_siblings(&mut self) {
        let plan = self.progress.plan();
        let days_off = plan.map_or(&[] as &[_], |plan| &plan.holidays);
        let mut days = (1..).map(|days| self.today.plus(days));
        let next = days.find(|day| !days_off.contains(day)).unwrap_or(self.today);
        let exam = plan.and_then(|plan| plan.exam);
        if exam.is_some_and(|exam| self.today <= exam && exam <= next) {
            return;
        }
        let comes_anyway = |s: &&Standing<'_>| match s.stands {
            Stands::Due => s.card.starter || s.share < usize::MAX,
            Stands::Learning(_) => true,
            _ => s.is_of(self.today),
        };
        let mut families: BTreeSet<u64> =
            self.cards.iter().filter(comes_anyway).map(|s| s.family).collect();
        let due = self.cards.iter().enumerate();
        let due = due.filter(|(_, s)| s.stands == Stands::Due && !comes_anyway(s));
        let mut due: Vec<(StudyDay, u64, usize)> =
            due.map(|(at, s)| (s.last_day_to_wait(self.today), s.shuffled, at)).collect();
        due.sort_unstable();
        for (last, _, at) in due {
            if let Some(s) = self.cards.get_mut(at)
                && !families.insert(s.family)
                && next <= last
            {
                s.stands = Stands::Sibling;
            }
        }
    }
}

impl Standing<'_> {
    /// The last day on which a due card may come.
    fn last_day_to_wait(&self, today: StudyDay) -> StudyDay {
        match self.known.map(|known| known.schedule.phase) {
            Some(Phase::Review { due, interval_days }) if due <= today => {
                due.plus((interval_days / SHARE_OF_INTERVAL).clamp(1, LONGEST_WAIT))
            }
            // Its answer has changed.
            _ => today,
        }
    }
}
