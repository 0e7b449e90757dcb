//! What a learner did, as it is kept for good. Everything that a learner would miss is an entry;
//! state is what comes of replaying them. The kinds are all defined from the first version on,
//! with fields that default and unknown fields let pass, so that an earlier program is not locked
//! out by a later feature.
//!
//! No floats: fractions are whole millionths, so that a file says the same on every machine.

use super::time::{Moment, StudyDay};
use crate::curriculum::{CardId, ExamDomain, ProviderLevel};
use serde::{Deserialize, Serialize};

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// One more than the largest number ever seen in any file, so that a lost line shows as a hole.
    pub seq: u64,
    /// Milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Minutes east of UTC at that moment.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tz: i32,
    /// The study day that it was then.
    pub day: StudyDay,
    /// The place in the order of replay, where the clock stood behind an earlier entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<i64>,
    /// What was done.
    pub what: What,
}

impl Entry {
    /// Entries are replayed in the order of their stamps.
    #[must_use]
    pub fn stamp(&self) -> i64 {
        self.stamp.unwrap_or(self.at)
    }

    /// When it was done.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment { at_ms: self.at, offset_min: self.tz }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &i32) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_none(n: &u32) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero_u8(n: &u8) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(b: &bool) -> bool {
    !*b
}

/// The kinds of entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A rating: it moves the card's schedule.
    Review(Review),
    /// An answer that moves no schedule: cram, rehearsal, the table as a test in class, a cell of the
    /// table that has no card (`cell/SKILL/LEVEL`).
    Practice {
        /// The card.
        card: CardId,
        /// Whether the answer was right.
        right: bool,
        /// What was chosen, as positions in the card's own order of options.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        chosen: Vec<u8>,
        /// "I was sure".
        #[serde(default, skip_serializing_if = "is_false")]
        sure: bool,
        /// Time from question to answer.
        #[serde(default)]
        ms: u32,
    },
    /// Takes an entry back. Undoing an undo brings it back.
    Undo {
        /// The entry.
        of: EntryRef,
    },
    /// Takes a card out of reviews, or puts it back.
    Suspend {
        /// The card.
        card: CardId,
        /// Whether it is out.
        on: bool,
    },
    /// Hides a card until a day.
    Bury {
        /// The card.
        card: CardId,
        /// The first day on which it shows again.
        until: StudyDay,
    },
    /// Marks a card.
    Star {
        /// The card.
        card: CardId,
        /// 0 for none; a star is 1.
        flag: u8,
    },
    /// Starts a card afresh.
    Forget {
        /// The card.
        card: CardId,
    },
    /// Moves a card's day.
    SetDue {
        /// The card.
        card: CardId,
        /// The day on which it is due.
        day: StudyDay,
    },
    /// A rating that was given elsewhere, before the card came here.
    Past(Past),
    /// The state that an imported package gave a card and replay cannot give.
    Imported {
        /// The card.
        card: CardId,
        /// Stability in millionths of a day; 0 keeps what the replay of its past ratings gave.
        stability_micro: i64,
        /// Difficulty in millionths.
        difficulty_micro: i64,
        /// The day of its last review there.
        last: StudyDay,
        /// The day on which it is due.
        due: StudyDay,
        /// Lapses there.
        #[serde(default)]
        lapses: u32,
        /// Reviews there.
        #[serde(default)]
        reviews: u32,
        /// Where it stands, if it is not in days.
        #[serde(default, skip_serializing_if = "ImportedState::is_review")]
        state: ImportedState,
        /// Taken out of reviews.
        #[serde(default, skip_serializing_if = "is_false")]
        suspended: bool,
        /// Hidden until that day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        buried_until: Option<StudyDay>,
        /// 0 for none.
        #[serde(default, skip_serializing_if = "is_zero_u8")]
        flag: u8,
    },
    /// How later entries are scheduled.
    Parameters(Parameters),
    /// A note on a paragraph; an empty text deletes it.
    Note {
        /// `section/block`.
        anchor: String,
        /// What was written.
        text: String,
    },
    /// A bookmark, set or removed.
    Bookmark {
        /// `section/block`, or a link into Compare such as `compare/cpap/emt`.
        anchor: String,
        /// Whether it is set.
        on: bool,
    },
    /// Words highlighted in paragraphs, or let go of: what one press did, so that one undo takes it
    /// back.
    Highlight {
        /// Highlighted from now on.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        on: Vec<Passage>,
        /// No longer highlighted.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        off: Vec<Passage>,
    },
    /// A block of a section was read.
    Read {
        /// `section/block`.
        anchor: String,
    },
    /// The learner's plan; it replaces the one before.
    Plan(Plan),
}

impl What {
    /// Whether it is a rating, given here or elsewhere.
    #[must_use]
    pub fn is_rating(&self) -> bool {
        matches!(self, Self::Review(_) | Self::Past(_))
    }
}

/// Words of a paragraph, by which they are found again after an update of the content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// `section/block`; the section alone for its opening sentence.
    pub anchor: String,
    /// The words as they are shown, without source marks.
    pub quote: String,
    /// Which one it is where the same words stand there more than once, from 0.
    #[serde(default, skip_serializing_if = "is_none")]
    pub nth: u32,
}

/// A rating that a package brought. Undo leaves it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// The card.
    pub card: CardId,
    /// How well it went.
    pub rating: Rating,
    /// Milliseconds from question to rating.
    #[serde(default)]
    pub ms: u32,
    /// In which kind of review.
    pub kind: PastKind,
    /// Whether it was given in a filtered deck, yet by the schedule.
    #[serde(default, skip_serializing_if = "is_false")]
    pub filtered: bool,
}

/// Kinds of reviews in packages, in the order of their numbers there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PastKind {
    /// In the first steps.
    Learn,
    /// After days.
    Review,
    /// On the way back after a lapse.
    Relearn,
    /// Outside of the schedule: it moves none.
    Filtered,
}

/// Where an imported card stands between first sight and long memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportedState {
    /// In days.
    #[default]
    Review,
    /// Never rated, or reset.
    New,
    /// In its first steps: the next step from 0, and when it is due, in milliseconds since 1970 UTC.
    Learning(u8, i64),
    /// Forgotten, and on its way back: as in learning.
    Relearning(u8, i64),
}

impl ImportedState {
    fn is_review(&self) -> bool {
        *self == Self::Review
    }
}

/// A rating of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The card.
    pub card: CardId,
    /// How well it went.
    pub rating: Rating,
    /// Milliseconds from question to rating, by a clock that does not jump.
    #[serde(default)]
    pub ms: u32,
    /// "I was sure", said before the answer showed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sure: bool,
    /// Whether the hint was opened.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hint: bool,
    /// What was picked or arranged, as positions in the card's own order of options;
    /// [`Task`](crate::curriculum::Task) says how for each kind of card.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<u8>,
    /// The mark of the answer that was shown, so that a later change of it can be told; 0 for none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub answer: u32,
}

/// How well a card was recalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rating {
    /// Not recalled.
    Again,
    /// Recalled with effort.
    Hard,
    /// Recalled.
    Good,
    /// Recalled at once.
    Easy,
}

impl Rating {
    /// All, in the order of the keys 1 to 4.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// The word on the button.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Again => "Again",
            Self::Hard => "Hard",
            Self::Good => "Good",
            Self::Easy => "Easy",
        }
    }
}

/// Names an entry for ever: the segment it was written to and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryRef(pub SegmentId, pub u64);

/// The random name of a journal file, sixteen hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentId(pub u64);

impl std::fmt::Display for SegmentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl std::str::FromStr for SegmentId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let hex = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match u64::from_str_radix(text, 16) {
            Ok(id) if hex => Ok(Self(id)),
            _ => Err(format!("“{text}” is no segment id: sixteen of 0-9 and a-f")),
        }
    }
}

impl Serialize for SegmentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SegmentId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What decides intervals. Defaults are those of a new learner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parameters {
    /// The chance of recall at which a card comes back, in per cent.
    pub retention_percent: u8,
    /// The 21 weights of FSRS-6 in millionths; empty for the published defaults.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weights_micro: Vec<i64>,
    /// The program and crate by which the weights were fitted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fitted_by: String,
    /// Minutes between the first sights of a new card.
    pub learning_min: Vec<u32>,
    /// Minutes before a forgotten card comes back.
    pub relearning_min: Vec<u32>,
    /// Whether intervals are spread a little, so that cards learnt together part.
    pub fuzz: bool,
    /// The hour at which a study day begins, 0 to 23.
    pub day_hour: u8,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            retention_percent: 90,
            weights_micro: Vec::new(),
            fitted_by: String::new(),
            learning_min: vec![1, 10],
            relearning_min: vec![10],
            fuzz: true,
            day_hour: 4,
        }
    }
}

/// The exam that a learner prepares for and the time that they give it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// The level of the exam.
    pub level: Option<ProviderLevel>,
    /// Its day.
    pub exam: Option<StudyDay>,
    /// Minutes a day.
    pub minutes: Option<u32>,
    /// Days off.
    pub holidays: Vec<StudyDay>,
    /// The catch-up that was accepted: how many of the waiting cards on which day.
    pub catch_up: Vec<(StudyDay, u32)>,
    /// Domains to put first.
    pub first: Vec<ExamDomain>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_reads_as_in_the_journal() {
        let entry = Entry {
            seq: 1,
            at: 1_795_154_399_168,
            tz: 60,
            day: StudyDay(20_776),
            stamp: None,
            what: What::Review(Review {
                card: "scope/cpap/lowest".into(),
                rating: Rating::Good,
                ms: 1000,
                sure: true,
                hint: false,
                chosen: vec![2],
                answer: 0,
            }),
        };
        let text = ron::to_string(&entry).unwrap();
        assert_eq!(
            text,
            "(seq:1,at:1795154399168,tz:60,day:20776,what:Review((card:\"scope/cpap/lowest\",\
             rating:Good,ms:1000,sure:true,chosen:[2])))"
        );
        assert_eq!(ron::from_str::<Entry>(&text).unwrap(), entry);
    }

    #[test]
    fn a_highlight_names_its_words_and_says_no_more_than_it_has_to() {
        let passage = |nth| Passage {
            anchor: "what-ems-is/a-system-text".to_owned(),
            quote: "a system".to_owned(),
            nth,
        };
        let what = What::Highlight { on: vec![passage(0)], off: Vec::new() };
        let text = ron::to_string(&what).unwrap();
        assert_eq!(
            text,
            "Highlight(on:[(anchor:\"what-ems-is/a-system-text\",quote:\"a system\")])"
        );
        assert_eq!(ron::from_str::<What>(&text).unwrap(), what);
        let what = What::Highlight { on: Vec::new(), off: vec![passage(2)] };
        assert_eq!(ron::from_str::<What>(&ron::to_string(&what).unwrap()).unwrap(), what);
    }

    #[test]
    fn a_segment_id_is_sixteen_hexadecimal_digits() {
        let id: SegmentId = "e779c04b4a091f5e".parse().unwrap();
        assert_eq!(id.to_string(), "e779c04b4a091f5e");
        assert!("E779C04B4A091F5E".parse::<SegmentId>().is_err());
        assert!("12".parse::<SegmentId>().is_err());
    }
}
