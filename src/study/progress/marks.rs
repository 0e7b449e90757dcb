//! What belongs to no card: what was read, marks in the text, the plan.

use super::super::entry::{Passage, Plan, What};
use super::super::time::StudyDay;
use super::Progress;
use std::collections::{BTreeMap, BTreeSet};

impl Progress {
    /// The blocks that were read, `section/block`.
    #[must_use]
    pub fn read(&self) -> BTreeSet<&str> {
        self.reads().collect()
    }

    /// The same in the order in which they were read.
    pub fn reads(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.standing().filter_map(|what| match what {
            What::Read { anchor } => Some(anchor.as_str()),
            _ => None,
        })
    }

    /// The notes that stand, by their anchor.
    #[must_use]
    pub fn notes(&self) -> BTreeMap<&str, &str> {
        let mut notes = BTreeMap::new();
        for what in self.standing() {
            if let What::Note { anchor, text } = what {
                notes.insert(anchor.as_str(), text.as_str());
            }
        }
        notes.retain(|_, text| !text.is_empty());
        notes
    }

    /// The bookmarks that stand.
    #[must_use]
    pub fn bookmarks(&self) -> BTreeSet<&str> {
        let mut set = BTreeSet::new();
        for what in self.standing() {
            if let What::Bookmark { anchor, on } = what {
                if *on {
                    set.insert(anchor.as_str());
                } else {
                    set.remove(anchor.as_str());
                }
            }
        }
        set
    }

    /// The highlights that stand, by their anchor.
    #[must_use]
    pub fn highlights(&self) -> BTreeSet<&Passage> {
        let mut set = BTreeSet::new();
        for what in self.standing() {
            if let What::Highlight { on, off } = what {
                for passage in off {
                    set.remove(passage);
                }
                set.extend(on);
            }
        }
        set
    }

    /// The learner's plan.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.standing()
            .filter_map(|what| match what {
                What::Plan(plan) => Some(plan),
                _ => None,
            })
            .next_back()
    }

    /// The day of the exam, where it is not past.
    #[must_use]
    pub fn exam_ahead(&self, today: StudyDay) -> Option<StudyDay> {
        self.plan()?.exam.filter(|day| *day >= today)
    }

    fn standing(&self) -> impl DoubleEndedIterator<Item = &What> {
        self.others.iter().filter(|other| !other.undone).map(|other| &other.what)
    }
}
