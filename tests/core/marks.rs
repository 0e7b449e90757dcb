//! Reading, noting and bookmarking without a window: actions in, entries out, the clock set by hand.

use crate::program::Program;
use ems_study::curriculum::Anchor;
use ems_study::state::{Action, Notice, Overlay, Spot, Tone};
use ems_study::study::{
    Entry, EntryRef, Progress, SectionProgress, Settings, What, is_paragraph, reading_ms,
};

impl Program {
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
    let mut program = Program::bundled(Settings::default());
    let (first, needs) = program.paragraphs()[0].clone();
    program.act(Action::Seen(vec![first.clone()]));
    program.wait(needs - 1);
    program.act(Action::Open(Spot::Glossary));
    assert!(program.entries.is_empty());
    // What was read before counts on.
    program.act(Action::Back);
    program.act(Action::Seen(vec![first.clone()]));
    program.wait(1);
    program.act(Action::Open(Spot::Glossary));
    assert_eq!(program.progress().read, 1);
    assert_eq!(program.entries.len(), 1);
    // Reading it again writes nothing.
    program.act(Action::Back);
    program.act(Action::Seen(vec![first]));
    program.wait(60_000);
    program.act(Action::Open(Spot::Glossary));
    assert_eq!(program.entries.len(), 1);
}

#[test]
fn what_is_read_is_kept_a_handful_at_a_time_and_all_of_it_on_quitting() {
    let mut program = Program::bundled(Settings::default());
    let paragraphs = program.paragraphs();
    let anchors: Vec<Anchor> = paragraphs.iter().map(|(anchor, _)| anchor.clone()).collect();
    program.act(Action::Seen(anchors.clone()));
    program.wait(paragraphs[0].1);
    program.act(Action::Seen(anchors.clone()));
    assert!(program.entries.is_empty(), "one mark waits for others");
    program.wait(paragraphs[1].1);
    program.act(Action::Quit);
    assert_eq!(program.entries.len(), 2);
    let read = |(_, entry): &(EntryRef, Entry)| match &entry.what {
        What::Read { anchor } => anchor.clone(),
        other => panic!("{other:?}"),
    };
    let kept: Vec<String> = program.entries.iter().map(read).collect();
    assert_eq!(kept, [anchors[0].as_str(), anchors[1].as_str()]);
}

#[test]
fn a_note_that_is_not_saved_says_so_and_its_editor_stays_open() {
    let mut program = Program::bundled(Settings::default());
    let anchor = program.paragraphs()[0].0.clone();
    program.act(Action::Show(Overlay::Note(anchor.clone())));
    program.broken = Some("The disk is full.");
    program.note(&anchor, "mine");
    assert!(matches!(program.state.overlay(), Some(Overlay::Note(_))));
    let notice = program.state.notice().expect("a notice");
    assert!(matches!(notice, Notice { tone: Tone::Caution, .. }));
    assert!(notice.text.contains("not saved") && notice.text.contains("The disk is full"));
    program.broken = None;
    program.note(&anchor, "mine");
    assert!(program.state.overlay().is_none());
    assert_eq!(program.state.progress().notes()[anchor.as_str()], "mine");
}

#[test]
fn notes_and_bookmarks_are_undone_in_turn_with_ratings_and_redone() {
    let mut program = Program::bundled(Settings::default());
    let anchor = program.paragraphs()[0].0.clone();
    program.note(&anchor, "first");
    program.act(Action::Bookmark(anchor.clone()));
    program.note(&anchor, "second");
    let note = |program: &Program| {
        program.state.progress().notes().get(anchor.as_str()).map(|text| (*text).to_owned())
    };
    program.act(Action::Undo);
    assert_eq!(note(&program).as_deref(), Some("first"));
    program.act(Action::Undo);
    assert!(program.state.progress().bookmarks().is_empty());
    program.act(Action::Undo);
    assert_eq!(note(&program), None);
    for _ in 0..3 {
        program.act(Action::Redo);
    }
    assert_eq!(note(&program).as_deref(), Some("second"));
    assert!(program.state.progress().bookmarks().contains(anchor.as_str()));
    // The same after a restart.
    let again = Progress::replay(program.entries.clone());
    assert_eq!(again.notes(), program.state.progress().notes());
    assert_eq!(again.bookmarks(), program.state.progress().bookmarks());
}

#[test]
fn the_same_text_writes_nothing() {
    let mut program = Program::bundled(Settings::default());
    let anchor = program.paragraphs()[0].0.clone();
    program.note(&anchor, "  ");
    assert!(program.entries.is_empty());
    program.note(&anchor, "mine");
    program.note(&anchor, " mine\n");
    assert_eq!(program.entries.len(), 1);
}
