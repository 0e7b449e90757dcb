//! The kinds of sittings: which cards each asks, whether its answers move their schedules, and when
//! a card is through.

use super::super::deck::Card;
use crate::curriculum::{Ask, ExamDomain, ProviderLevel, SectionId, Task};

/// A sitting by topic asks so many cards at once.
pub const AT_ONCE: usize = 20;
/// A rehearsal asks so many questions, and gives a minute to each.
pub const REHEARSED: usize = 40;

/// What a sitting is made of. Answers count in the schedule, early ones too, except where
/// [`Self::is_practice`] says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// All that is due, though of siblings one a day where they can wait, and the day's new cards.
    Due,
    /// All that is due, and so many new cards beyond those of the day.
    More(usize),
    /// So many cards: what is due, then the day's new ones, then what is remembered least.
    Quick(usize),
    /// So many of the cards that are most likely forgotten now.
    Weakest(usize),
    /// Cards that were not recalled and have not been recalled on a later day since.
    Missed,
    /// Those of them of which the learner was sure.
    SureButWrong,
    /// Cards of a section.
    Section(SectionId),
    /// Cards about a level.
    Level(ProviderLevel),
    /// Cards of a domain of the exam.
    Domain(ExamDomain),
    /// Cards about either of two levels in turn, for those who take one for the other.
    Pair(ProviderLevel, ProviderLevel),
    /// Cards that name either of two terms that are confused.
    Terms(String, String),
    /// Cards that were forgotten again and again.
    Leeches,
    /// What the learner put together.
    Built(Build),
    /// Questions in the format of the exam of a level: no way back, none left out, right and wrong
    /// at the end.
    Rehearsal(ProviderLevel),
}

impl SessionKind {
    /// Whether its answers move no schedule.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        match self {
            Self::Built(build) => build.practice,
            Self::Rehearsal(_) => true,
            _ => false,
        }
    }

    /// Whether right and wrong are told at the end only.
    #[must_use]
    pub fn is_rehearsal(&self) -> bool {
        matches!(self, Self::Rehearsal(_))
    }

    /// Whether it drills two things that are confused.
    pub(super) fn is_drill(&self) -> bool {
        matches!(self, Self::Pair(..) | Self::Terms(..))
    }

    /// Whether it is the day's own: what becomes due joins it.
    #[must_use]
    pub fn is_of_day(&self) -> bool {
        matches!(self, Self::Due | Self::More(_))
    }

    /// When a card is through.
    #[must_use]
    pub(super) fn until(&self) -> Until {
        match self {
            Self::Rehearsal(_) => Until::Answered,
            _ if self.is_practice() || self.is_drill() => Until::Recalled,
            _ => Until::Scheduled,
        }
    }

    /// So many cards it serves at most.
    #[must_use]
    pub fn most(&self) -> usize {
        match self {
            Self::Due | Self::More(_) => usize::MAX,
            Self::Quick(count) | Self::Weakest(count) => *count,
            Self::Built(build) => build.count.unwrap_or(usize::MAX),
            Self::Rehearsal(_) => REHEARSED,
            _ => AT_ONCE,
        }
    }

    /// The time that it gives for so many cards, in minutes; nothing where it is without a limit.
    #[must_use]
    pub fn minutes(&self, cards: usize) -> Option<u64> {
        match self {
            Self::Built(build) => build.minutes.map(u64::from),
            Self::Rehearsal(_) => u64::try_from(cards).ok(),
            _ => None,
        }
    }
}

/// When a card of a sitting is through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// Once its schedule sends it to another day.
    Scheduled,
    /// Once it is recalled, whatever its steps say.
    Recalled,
    /// Once it is answered, rightly or not.
    Answered,
}

/// A sitting that the learner put together: cards to which all of it applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Build {
    /// Only cards of this section.
    pub section: Option<SectionId>,
    /// Only cards about this level.
    pub level: Option<ProviderLevel>,
    /// Only cards of this domain of the exam.
    pub domain: Option<ExamDomain>,
    /// Only cards of the deck with this name.
    pub deck: Option<String>,
    /// Only cards with this tag.
    pub tag: Option<String>,
    /// Only cards in this state.
    pub which: Which,
    /// So many at most; nothing for all.
    pub count: Option<usize>,
    /// So many minutes; nothing for no limit.
    pub minutes: Option<u16>,
    /// Whether the answers move no schedule, as before a test at short notice.
    pub practice: bool,
}

/// Cards by how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All.
    #[default]
    Any,
    /// Never rated.
    New,
    /// Due today.
    Due,
    /// Rated before.
    Seen,
    /// Starred.
    Starred,
    /// Missed lately.
    Missed,
}

impl Which {
    /// All, in the order offered.
    pub const ALL: [Self; 6] =
        [Self::Any, Self::New, Self::Due, Self::Seen, Self::Starred, Self::Missed];

    /// The words shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Any => "All cards",
            Self::New => "New cards",
            Self::Due => "Due cards",
            Self::Seen => "Cards seen before",
            Self::Starred => "Starred cards",
            Self::Missed => "Missed cards",
        }
    }
}

impl Build {
    /// Whether a card is of the topic that was chosen.
    pub(super) fn is_about(&self, card: &Card) -> bool {
        fn fits<T: PartialEq>(wanted: Option<&T>, is: Option<&T>) -> bool {
            wanted.is_none() || wanted == is
        }
        fits(self.section.as_ref(), card.section.as_ref())
            && fits(self.level.as_ref(), card.level.as_ref())
            && fits(self.domain.as_ref(), card.domain.as_ref())
            && self.deck.as_ref().is_none_or(|deck| deck == card.deck_title())
            && self.tag.as_ref().is_none_or(|tag| card.tags().contains(tag))
    }
}

/// Whether the program can tell by itself that what was picked or arranged is right.
pub(super) fn can_be_marked(ask: &Ask) -> bool {
    ask.task() != Task::Recall
}
