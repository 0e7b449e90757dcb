//! Reading, noting and bookmarking without a window: actions in, entries out, the clock set by hand.

use ems_study::curriculum::{Anchor, load_bundled};
use ems_study::state::{Action, AppState, Effect, Keeping, Notice, Now, Overlay, Spot, Tone};
use ems_study::study::{
    Entry, EntryRef, Moment, Progress, SectionProgress, SegmentId, Settings, What, is_paragraph,
    reading_ms,
};
use std::sync::Arc;

/// A program whose journal is a list in memory.
struct Desk {
    state: AppState,
    entries: Vec<(EntryRef, Entry)>,
    now: Now,
    broken: bool,
}

impl Desk {
    fn new() -> Self {
        let (curriculum, problems) = load_bundled();
        assert_eq!(problems, []);
        let state = AppState::new(
            Arc::new(curriculum),
            Progress::default(),
            Settings::default(),
            Keeping::Open,
        );
        let moment = Moment { at_ms: 1_772_406_000_000, offset_min: -300 };
        Self { state, entries: Vec::new(), now: Now { moment, mono_ms: 1000 }, broken: false }
    }

    fn act(&mut self, action: Action) {
        for effect in self.state.apply(action, self.now) {
            let Effect::Append { now, day, what } = effect else { continue };
            let answer = if self.broken {
                Action::NotAppended { what, message: "The disk is full.".to_owned() }
            } else {
                let seq = self.entries.len() as u64 + 1;
                let (at, stamp) = (EntryRef(SegmentId(1), seq), Some(now.at_ms));
                let entry = Entry { seq, at: now.at_ms, tz: now.offset_min, day, stamp, what };
                self.entries.push((at, entry.clone()));
                Action::Appended(at, entry)
            };
            self.act(answer);
        }
    }

    fn wait(&mut self, ms: u64) {
        self.now.mono_ms += ms;
    }

    /// The paragraphs of the first section, each with the time that it needs.
    fn paragraphs(&self) -> Vec<(Anchor, u64)> {
        let section = &self.state.curriculum().sections()[0];
        let blocks = section.blocks.iter().filter(|block| is_paragraph(block));
        blocks.map(|b| (Anchor::new(&section.id, b.id()), reading_ms(b))).collect()
    }

    fn progress(&self) -> SectionProgress {
        let today = self.state.progress().study_day(self.now.moment);
        let (c, deck) = (self.state.curriculum(), self.state.deck());
        SectionProgress::of_all(c, deck, self.state.progress(), today)[0]
    }

    fn note(&mut self, anchor: &Anchor, text: &str) {
        self.act(Action::SaveNote { anchor: anchor.clone(), text: text.to_owned() });
    }
}

#[test]
fn a_paragraph_looked_at_for_long_enough_is_read_and_a_glance_is_not() {
    let mut desk = Desk::new();
    let (first, needs) = desk.paragraphs()[0].clone();
    desk.act(Action::Seen(vec![first.clone()]));
    desk.wait(needs - 1);
    desk.act(Action::Open(Spot::Glossary));
    assert!(desk.entries.is_empty());
    // What was read before counts on.
    desk.act(Action::Back);
    desk.act(Action::Seen(vec![first.clone()]));
    desk.wait(1);
    desk.act(Action::Open(Spot::Glossary));
    assert_eq!(desk.progress().read, 1);
    assert_eq!(desk.entries.len(), 1);
    // Reading it again writes nothing.
    desk.act(Action::Back);
    desk.act(Action::Seen(vec![first]));
    desk.wait(60_000);
    desk.act(Action::Open(Spot::Glossary));
    assert_eq!(desk.entries.len(), 1);
}

#[test]
fn what_is_read_is_kept_a_handful_at_a_time_and_all_of_it_on_quitting() {
    let mut desk = Desk::new();
    let paragraphs = desk.paragraphs();
    let anchors: Vec<Anchor> = paragraphs.iter().map(|(anchor, _)| anchor.clone()).collect();
    desk.act(Action::Seen(anchors.clone()));
    desk.wait(paragraphs[0].1);
    desk.act(Action::Seen(anchors.clone()));
    assert!(desk.entries.is_empty(), "one mark waits for others");
    desk.wait(paragraphs[1].1);
    desk.act(Action::Quit);
    assert_eq!(desk.entries.len(), 2);
    let read = |(_, entry): &(EntryRef, Entry)| match &entry.what {
        What::Read { anchor } => anchor.clone(),
        other => panic!("{other:?}"),
    };
    let kept: Vec<String> = desk.entries.iter().map(read).collect();
    assert_eq!(kept, [anchors[0].as_str(), anchors[1].as_str()]);
}

#[test]
fn a_note_that_is_not_saved_says_so_and_its_editor_stays_open() {
    let mut desk = Desk::new();
    let anchor = desk.paragraphs()[0].0.clone();
    desk.act(Action::Show(Overlay::Note(anchor.clone())));
    desk.broken = true;
    desk.note(&anchor, "mine");
    assert!(matches!(desk.state.overlay(), Some(Overlay::Note(_))));
    let notice = desk.state.notice().expect("a notice");
    assert!(matches!(notice, Notice { tone: Tone::Caution, .. }));
    assert!(notice.text.contains("not saved") && notice.text.contains("The disk is full"));
    desk.broken = false;
    desk.note(&anchor, "mine");
    assert!(desk.state.overlay().is_none());
    assert_eq!(desk.state.progress().notes()[anchor.as_str()], "mine");
}

#[test]
fn notes_and_bookmarks_are_undone_in_turn_with_ratings_and_redone() {
    let mut desk = Desk::new();
    let anchor = desk.paragraphs()[0].0.clone();
    desk.note(&anchor, "first");
    desk.act(Action::Bookmark(anchor.clone()));
    desk.note(&anchor, "second");
    let note = |desk: &Desk| {
        desk.state.progress().notes().get(anchor.as_str()).map(|text| (*text).to_owned())
    };
    desk.act(Action::Undo);
    assert_eq!(note(&desk).as_deref(), Some("first"));
    desk.act(Action::Undo);
    assert!(desk.state.progress().bookmarks().is_empty());
    desk.act(Action::Undo);
    assert_eq!(note(&desk), None);
    for _ in 0..3 {
        desk.act(Action::Redo);
    }
    assert_eq!(note(&desk).as_deref(), Some("second"));
    assert!(desk.state.progress().bookmarks().contains(anchor.as_str()));
    // The same after a restart.
    let again = Progress::replay(desk.entries.clone());
    assert_eq!(again.notes(), desk.state.progress().notes());
    assert_eq!(again.bookmarks(), desk.state.progress().bookmarks());
}

#[test]
fn the_same_text_writes_nothing() {
    let mut desk = Desk::new();
    let anchor = desk.paragraphs()[0].0.clone();
    desk.note(&anchor, "  ");
    assert!(desk.entries.is_empty());
    desk.note(&anchor, "mine");
    desk.note(&anchor, " mine\n");
    assert_eq!(desk.entries.len(), 1);
}
