//! The one door to the data folder: what is refused there, and what is said of it.

use crate::program::Program;
use ems_study::curriculum::{CardId, ProviderLevel, load_bundled};
use ems_study::state::{
    Action, CardDraft, ClockAnswer, Effect, Exchanged, Keeping, NewEntry, Origin, Outcome, Place,
    Preview, Selection, Spot, TextPlace, WriteJob,
};
use ems_study::study::{Entry, EntryRef, OwnCard, OwnDeck, Plan, Rating, Role, Settings, What};

const WHY: &str = "Another copy of the program is open.";

fn own_deck() -> OwnDeck {
    OwnDeck::new("mine", "Mine").with_card(OwnCard::recall("a".into(), "Q".into(), "A".into()))
}

fn own_card() -> CardId {
    own_deck().card_id(&own_deck().cards[0])
}

/// A few ratings, and an undo that can be taken back.
fn history() -> Vec<(EntryRef, Entry)> {
    let mut program = Program::bundled(Settings::default());
    program.act(Action::GoTo(Place::Cards));
    for _ in 0..3 {
        program.answer(Rating::Easy);
    }
    program.act(Action::Undo);
    program.entries
}

/// A program with a deck of its own and that history.
fn started(keeping: Keeping) -> Program {
    over(history(), keeping)
}

fn over(entries: Vec<(EntryRef, Entry)>, keeping: Keeping) -> Program {
    let curriculum = load_bundled().0;
    Program::opened(curriculum, vec![own_deck()], entries, Settings::default(), keeping)
}

fn is_write(effect: &Effect) -> bool {
    matches!(effect, Effect::Write(_))
}

/// Whether the last of these actions writes something, and what the person is told then.
fn last_of(program: &mut Program, mut actions: Vec<Action>) -> (bool, String) {
    let last = actions.pop().expect("an action");
    for action in actions {
        let reads_file = matches!(action, Action::ReadFile(_));
        program.act(action);
        if reads_file {
            let preview = Preview { seen: (0, 0), ..Preview::default() };
            program.receive(Outcome::Exchange(Exchanged::Read(Ok(preview))));
        }
    }
    let effects = program.state.apply(last, program.now);
    let told = program.state.notice().map(|notice| notice.text.clone());
    (effects.iter().any(is_write), told.unwrap_or_default())
}

/// Each thing that a person can want to have kept, by the actions that lead to it.
fn wishes(program: &Program) -> Vec<Vec<Action>> {
    let deck = program.state.deck();
    let card = deck.cards()[0].id.clone();
    let section = program.state.curriculum().sections()[0].id.clone();
    let block = program.state.curriculum().sections()[0].blocks[0].id().to_owned();
    let anchor = ems_study::curriculum::Anchor::new(&section, &block);
    let place = |char| TextPlace { piece: 1, char };
    let words = Selection { section: section.clone(), anchor: place(0), head: place(20) };
    let select = Action::Browse(ems_study::state::BrowseChange::Select(card.clone()));
    let browse = Action::Open(Spot::Browse);
    let draft = CardDraft { front: "Q".into(), back: "A".into(), ..CardDraft::default() };
    vec![
        vec![browse.clone(), select.clone(), Action::Bury(card.clone())],
        vec![browse.clone(), select.clone(), Action::Suspend(card.clone())],
        vec![browse, select, Action::Star(card)],
        vec![Action::Undo],
        vec![Action::Redo],
        vec![Action::SaveNote { anchor: anchor.clone(), text: "A note".into() }],
        vec![Action::Bookmark(anchor)],
        vec![Action::Open(Spot::Section(section, None)), Action::Highlight(words)],
        vec![Action::SetPlan(Plan { level: Some(ProviderLevel::Emt), ..Plan::default() })],
        vec![Action::SetDayHour(6)],
        vec![Action::DropFit],
        vec![Action::SaveCard(draft)],
        vec![Action::DeleteCard(own_card())],
        vec![Action::Set(Settings { new_per_day: 7, ..Settings::default() })],
        vec![Action::ChooseRole(Some(Role::Study))],
        vec![Action::ReadFile("/a.csv".into()), Action::KeepFile],
    ]
}

#[test]
fn where_the_folder_cannot_be_written_nothing_is_and_each_wish_is_answered_with_the_reason() {
    let closed = Keeping::Closed(WHY.to_owned());
    let history = history();
    for wish in wishes(&over(history.clone(), closed.clone())) {
        let named = format!("{wish:?}");
        let (writes, told) = last_of(&mut over(history.clone(), closed.clone()), wish.clone());
        assert!(!writes, "{named}");
        assert!(told.ends_with(WHY), "{named}: “{told}”");
        // The same is written where the folder is open: the test asks for real things.
        let (writes, told) = last_of(&mut over(history.clone(), Keeping::Open), wish);
        assert!(writes, "{named}: “{told}”");
    }
}

#[test]
fn where_the_folder_cannot_be_written_no_answer_is_and_the_table_can_still_be_filled_in() {
    let mut program = started(Keeping::Closed(WHY.to_owned()));
    let kept = program.entries.len();
    program.act(Action::GoTo(Place::Cards));
    program.answer(Rating::Good);
    assert!(program.state.notice().is_some_and(|notice| notice.text.ends_with(WHY)));
    program.act(Action::GoTo(Place::Compare));
    program.act(Action::StartTest);
    let at = program.state.compare().test.as_ref().expect("a test").cells[0].at.clone();
    program.act(Action::FillCell { at, option: 0 });
    assert_eq!(program.state.compare().test.as_ref().expect("a test").filled(), 1);
    assert_eq!(program.entries.len(), kept);
}

#[test]
fn an_answer_waits_until_the_clock_is_believed_and_everything_else_does_not() {
    let mut program = started(Keeping::Open);
    program.act(Action::GoTo(Place::Compare));
    program.act(Action::StartTest);
    program.now.moment = program.now.moment.plus_ms(-40 * 86_400_000);
    let at = program.state.compare().test.as_ref().expect("a test").cells[0].at.clone();
    let fill = Action::FillCell { at, option: 0 };
    let (writes, told) = last_of(&mut program, vec![fill.clone()]);
    assert!(!writes && told.contains("date of this computer may be wrong"), "{told}");
    let anchor = "what-ems-is/".into();
    assert!(last_of(&mut program, vec![Action::Bookmark(anchor)]).0);
    program.act(Action::AnswerClock(ClockAnswer::Right));
    assert!(last_of(&mut program, vec![fill]).0);
}

#[test]
fn what_may_be_about_the_same_card_waits_for_what_is_on_its_way() {
    let mut program = started(Keeping::Open);
    program.act(Action::GoTo(Place::Cards));
    let card = program.card();
    program.act(Action::Reveal { card: card.clone(), sure: false });
    let rate = Action::Rate { card: card.clone(), rating: Rating::Good };
    let on_its_way = program.state.apply(rate, program.now);
    assert!(on_its_way.iter().any(is_write));
    for action in [Action::Bury(card), Action::Undo, Action::SetPlan(Plan::default())] {
        let (writes, told) = last_of(&mut program, vec![action]);
        assert!(!writes && told.is_empty(), "a double press is not worth a word: {told}");
    }
    let bookmark = vec![Action::Bookmark("what-ems-is/".into())];
    assert!(last_of(&mut program, bookmark).0, "a bookmark stands for itself");
    assert!(matches!(
        &on_its_way[..],
        [Effect::Write(WriteJob::Entry(NewEntry { what: What::Review(_), .. }))]
    ));
}

#[test]
fn an_answer_belongs_to_the_page_on_which_it_was_given_also_where_that_was_left_meanwhile() {
    let mut program = started(Keeping::Open);
    program.act(Action::GoTo(Place::Cards));
    program.act(Action::GoTo(Place::Compare));
    program.act(Action::StartTest);
    let test = program.state.compare().test.as_ref().expect("a test");
    let cell = test.cells.iter().find(|cell| cell.card.is_some()).expect("a cell with a card");
    let (at, option) = (cell.at.clone(), cell.right);
    let on_its_way = program.state.apply(Action::FillCell { at: at.clone(), option }, program.now);
    let origin = on_its_way.iter().find_map(|effect| match effect {
        Effect::Write(WriteJob::Entry(new)) => Some(new.origin.clone()),
        _ => None,
    });
    assert_eq!(origin, Some(Origin::Table(at)));
    program.act(Action::CloseCell);
    program.act(Action::CloseCell);
    assert!(program.state.compare().test.is_none(), "the test is ended before the disk answers");
    let ratings = program.state.progress().reviews();
    program.carry_out(on_its_way);
    assert_eq!(program.state.progress().reviews(), ratings + 1, "it is kept");
    let session = program.state.review().expect("a session in Cards");
    assert!(session.tally.given().is_empty(), "but not counted in the session of Cards");
}
