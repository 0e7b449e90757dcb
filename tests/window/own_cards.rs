//! Cards of one's own: decks written by hand, cards made from a sentence, changed and deleted, in
//! the real window without a display.

use crate::common::{
    TESTED_SIZES, act, app, ask_only, folder, harness, patient_harness, press, press_ctrl, start,
};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use ems_study::app::App;
use ems_study::curriculum::{Ask, CardId};
use ems_study::state::{
    Action, BrowseChange, CardDraft, CardKind, CardState, Exchange, LeaveAs, Overlay, Selection,
    SortBy, Spot, TextPlace,
};
use ems_study::study::{OwnCard, Phase};
use std::fs;
use std::path::Path;

fn write(folder: &Path, name: &str, text: &str) {
    let decks = folder.join("decks");
    fs::create_dir_all(&decks).expect("a folder");
    fs::write(decks.join(name), text).expect("written");
}

fn notice(h: &Harness<'_, App>) -> String {
    h.state().state().notice().map(|n| n.text.clone()).unwrap_or_default()
}

fn outlined_sentence(h: &mut Harness<'_, App>) {
    let (section, facts) = ("four-levels".into(), vec!["LVL-10".into()]);
    act(h, Action::OpenSentence { section, facts, label: "asked in your card" });
}

/// Makes a card from the outlined sentence, by keyboard alone.
fn make_card(h: &mut Harness<'_, App>, question: &str) -> OwnCard {
    outlined_sentence(h);
    press(h, Key::M);
    h.event(egui::Event::Text(question.to_owned()));
    h.run();
    press_ctrl(h, Key::Enter);
    h.state().state().own_decks()[0].cards.last().expect("a card").clone()
}

#[test]
fn a_deck_written_by_hand_joins_the_cards() {
    let folder = folder();
    write(folder.path(), "mine.ron", include_str!("../../assets/examples/deck.ron"));
    let h = start(folder.path());
    let deck = h.state().state().deck();
    let card = deck.get(&CardId::from("my-class:our-radio")).expect("the card");
    assert_eq!(card.deck_title(), "My class");
    assert_eq!(card.section, None);
    assert!(deck.get(&CardId::from("levels/how-many")).is_some(), "ours are there too");
}

#[test]
fn a_broken_deck_says_where_and_is_left_untouched_and_everything_else_works() {
    let folder = folder();
    let broken = "(id: \"bad\", title: \"Bad\", cards: [\n    (id: \"a\", ask: Recal(…)),\n])";
    write(folder.path(), "bad.ron", broken);
    write(folder.path(), "good.ron", include_str!("../../assets/examples/deck.ron"));
    let mut h = start(folder.path());
    let said = notice(&h);
    assert!(said.contains("bad.ron") && said.contains("line 2, column"), "{said}");
    assert!(h.state().state().deck().get(&CardId::from("my-class:cpap")).is_some());
    press_ctrl(&mut h, Key::Num4);
    assert!(h.state().state().review().is_some());
    drop(h);
    assert_eq!(fs::read_to_string(folder.path().join("decks/bad.ron")).expect("there"), broken);
}

#[test]
fn two_decks_of_one_id_are_not_mixed() {
    let folder = folder();
    write(folder.path(), "a.ron", include_str!("../../assets/examples/deck.ron"));
    write(folder.path(), "b.ron", include_str!("../../assets/examples/deck.ron"));
    let h = start(folder.path());
    assert!(notice(&h).contains("b.ron") && notice(&h).contains("a.ron"), "{}", notice(&h));
    assert_eq!(h.state().state().own_decks().len(), 1);
}

#[test]
fn the_outlined_sentence_becomes_a_card_that_is_due_today_and_leads_back() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    let before = h.state().state().review().expect("a sitting").session.left();
    let card = make_card(&mut h, "Which level comes first?");
    assert_eq!(notice(&h), "Card added – due today.");
    assert_eq!(card.ask.question(), "Which level comes first?");
    assert!(card.ask.answer().len() > 20, "the sentence: {}", card.ask.answer());
    assert_eq!(card.section, Some("four-levels".into()));
    assert!(card.facts.contains(&"LVL-10".into()));
    assert!(h.state().state().overlay().is_none());
    let review = h.state().state().review().expect("a sitting");
    assert_eq!(review.session.left(), before + 1);
    drop(h);
    // after a restart it is there, and due on the same day beyond the day's new cards
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    assert_eq!(h.state().state().review().expect("a sitting").session.left(), before + 1);
}

#[test]
fn what_is_selected_is_taken_before_what_is_outlined_and_without_any_it_is_asked_for() {
    let folder = folder();
    let mut h = start(folder.path());
    press(&mut h, Key::M);
    assert!(notice(&h).starts_with("Which sentence?"), "{}", notice(&h));
    outlined_sentence(&mut h);
    let section = "four-levels".into();
    let (anchor, head) = (TextPlace { piece: 1, char: 0 }, TextPlace { piece: 1, char: 40 });
    act(&mut h, Action::Select(Some(Selection { section, anchor, head })));
    let words = h.state().state().selected().expect("a selection").text;
    press(&mut h, Key::M);
    let Some(Overlay::CardEditor(draft)) = h.state().state().overlay() else { panic!("no editor") };
    assert_eq!(draft.back, words);
    assert_eq!(draft.section, Some("four-levels".into()));
    assert!(!draft.facts.is_empty());
}

#[test]
fn escape_cancels_and_the_words_are_there_when_it_opens_again() {
    let folder = folder();
    let mut h = start(folder.path());
    outlined_sentence(&mut h);
    press(&mut h, Key::M);
    h.event(egui::Event::Text("Half a quest".to_owned()));
    h.run();
    press(&mut h, Key::Escape);
    if h.state().state().overlay().is_some() {
        press(&mut h, Key::Escape);
    }
    assert!(h.state().state().overlay().is_none());
    assert!(h.state().state().own_decks().is_empty());
    press(&mut h, Key::M);
    assert!(h.query_all_by_value("Half a quest").next().is_some(), "the words are kept");
}

#[test]
fn an_empty_question_is_refused_and_the_editor_stays() {
    let folder = folder();
    let mut h = start(folder.path());
    outlined_sentence(&mut h);
    press(&mut h, Key::M);
    press_ctrl(&mut h, Key::Enter);
    h.get_by_label("The question is empty.");
    assert!(matches!(h.state().state().overlay(), Some(Overlay::CardEditor(_))));
}

#[test]
fn after_a_save_that_failed_the_faulty_field_has_the_focus_and_takes_every_letter() {
    let folder = folder();
    let mut h = start(folder.path());
    let kind = CardKind::Sort;
    act(
        &mut h,
        Action::Show(Overlay::CardEditor(Box::new(CardDraft { kind, ..CardDraft::default() }))),
    );
    let typed = |h: &mut Harness<'_, App>, words: &str| {
        for word in words.split_inclusive(' ') {
            h.event(egui::Event::Text(word.to_owned()));
            h.run();
        }
    };
    typed(&mut h, "What goes where?");
    press_ctrl(&mut h, Key::Enter);
    h.get_by_label("This table has no head; 2 to 20 are needed.");
    typed(&mut h, "A head of two words");
    assert!(h.query_all_by_value("A head of two words").next().is_some());
    press_ctrl(&mut h, Key::Enter);
    h.get_by_label("This table has 1 head; 2 to 20 are needed.");
    typed(&mut h, "The other");
    press_ctrl(&mut h, Key::Enter);
    h.get_by_label("This table has no thing to sort; 1 to 100 are needed, one a line.");
    typed(&mut h, "A thing");
    press_ctrl(&mut h, Key::Enter);
    assert!(h.state().state().overlay().is_none());
    let ask = h.state().state().own_decks()[0].cards[0].ask.clone();
    assert_eq!(ask.heads(), ["A head of two words", "The other"]);
}

#[test]
fn words_that_were_not_saved_are_kept_while_another_card_is_edited_and_can_be_left() {
    let folder = folder();
    let mut h = start(folder.path());
    let card = make_card(&mut h, "Made before?");
    let id = h.state().state().own_decks()[0].card_id(&card);
    press_ctrl(&mut h, Key::N);
    h.event(egui::Event::Text("Half a quest".to_owned()));
    h.run();
    act(&mut h, Action::EditCard(id));
    h.event(egui::Event::Text("Now: ".to_owned()));
    h.run();
    let edited = h.query_all_by_value("Made before?Now: ").next().is_some()
        || h.query_all_by_value("Now: Made before?").next().is_some();
    assert!(edited, "the cursor is in the question");
    act(&mut h, Action::CloseOverlay);
    press_ctrl(&mut h, Key::N);
    assert!(h.query_all_by_value("Half a quest").next().is_some(), "the words are kept");
    h.get_by_label("Start over").click();
    h.run();
    assert!(h.query_all_by_value("Half a quest").next().is_none());
}

#[test]
fn the_editor_keeps_its_top_and_its_width_from_kind_to_kind() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::N);
    let top = |h: &Harness<'_, App>| h.get_by_label("New card").rect().min;
    let tags = |h: &Harness<'_, App>| {
        h.get_by_role_and_label(Role::TextInput, "Tags, with blanks between them").rect()
    };
    let before = (top(&h), tags(&h).x_range());
    for kind in CardKind::ALL {
        h.get_by_label(&format!("Kind: {}", kind.label())).click();
        h.run();
        assert_eq!((top(&h), tags(&h).x_range()), before, "{kind:?}");
        h.get_by_role_and_label(Role::TextInput, "Tags, with blanks between them").focus();
        h.run();
        h.run();
        let (tags, save) = (tags(&h), h.get_by_label_contains("Save").rect());
        assert!(tags.bottom() < save.top() && save.bottom() < 800.0, "{kind:?}: {tags:?}");
        h.get_by_label("New card").scroll_to_me();
        h.run();
    }
}

#[test]
fn any_kind_of_card_is_written_in_the_editor_and_found_again_at_the_next_start() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::Show(Overlay::CardEditor(Box::default())));
    let write = |h: &mut Harness<'_, App>, field: &str, words: &str| {
        h.get_by_role_and_label(Role::TextInput, field).focus();
        h.run();
        h.event(egui::Event::Text(words.to_owned()));
        h.run();
    };
    h.get_by_label("Kind: Choose one").click();
    h.run();
    h.get_by_role_and_label(Role::MultilineTextInput, "Question").focus();
    h.run();
    h.event(egui::Event::Text("How many national levels?".to_owned()));
    h.run();
    write(&mut h, "Right answer", "Four");
    press_ctrl(&mut h, Key::Enter);
    h.get_by_label("This choice has no wrong answer; 1 to 100 are needed.");
    write(&mut h, "Wrong answer 1", "Three");
    assert!(
        h.query_by_label("This choice has no wrong answer; 1 to 100 are needed.").is_none(),
        "it is said anew"
    );
    write(&mut h, "Why it is wrong 1", "AEMT is missing.");
    write(&mut h, "Hint, if you like", "More than three.");
    press_ctrl(&mut h, Key::Enter);
    assert!(h.state().state().overlay().is_none());
    drop(h);
    let mut h = start(folder.path());
    let card = h.state().state().own_decks()[0].cards[0].clone();
    let wrong = vec![("Three".to_owned(), "AEMT is missing.".to_owned())];
    let question = "How many national levels?".to_owned();
    assert_eq!(card.ask, Ask::ChooseOne { question, right: "Four".to_owned(), wrong });
    assert_eq!(card.hint.as_deref(), Some("More than three."));
    // It is edited as what it is, and can become another kind; what it was before is undone.
    let id = h.state().state().own_decks()[0].card_id(&card);
    act(&mut h, Action::EditCard(id.clone()));
    h.get_by_label("Kind: Question and answer").click();
    h.run();
    press_ctrl(&mut h, Key::Enter);
    let ask = |h: &Harness<'_, App>| h.state().state().deck().get(&id).map(|c| c.ask.clone());
    assert!(matches!(ask(&h), Some(Ask::Recall { .. })), "{:?}", ask(&h));
    press_ctrl(&mut h, Key::Z);
    assert_eq!(ask(&h), Some(card.ask));
}

#[test]
fn the_same_sentence_makes_a_second_card_without_the_words_of_the_first() {
    let folder = folder();
    let mut h = start(folder.path());
    make_card(&mut h, "First question?");
    outlined_sentence(&mut h);
    press(&mut h, Key::M);
    assert!(h.query_all_by_value("First question?").next().is_none(), "it was kept already");
}

/// A deck by hand, with a card that the window changes.
fn by_hand(folder: &Path) -> Harness<'static, App> {
    let text = "// For the second week.\n(id: \"class\", title: \"Class\", cards: [\n    \
                // Ask this first.\n    (id: \"a\", ask: Recall(question: \"Q?\", answer: \"A\")),\n])\n";
    write(folder, "class.ron", text);
    start(folder)
}

/// Saves the card with another answer.
fn answer_anew(h: &mut Harness<'_, App>, answer: &str) {
    act(h, Action::EditCard("class:a".into()));
    let draft = match h.state().state().overlay() {
        Some(Overlay::CardEditor(draft)) => draft.as_ref().clone(),
        other => panic!("{other:?}"),
    };
    act(h, Action::SaveCard(CardDraft { back: answer.to_owned(), ..draft }));
}

#[test]
fn comments_in_a_deck_outlive_a_change_in_the_window() {
    let folder = folder();
    let mut h = by_hand(folder.path());
    answer_anew(&mut h, "B");
    let text = fs::read_to_string(folder.path().join("decks/class.ron")).expect("there");
    assert!(text.starts_with("// For the second week.\n") && text.contains("// Ask this first."));
    assert!(text.contains("\"B\"") && !text.contains("\"A\""));
    // What it wrote itself is not taken for somebody else's.
    answer_anew(&mut h, "C");
    assert!(fs::read_to_string(folder.path().join("decks/class.ron")).unwrap().contains("\"C\""));
}

#[test]
fn a_deck_changed_by_another_program_is_not_written_over() {
    let folder = folder();
    let mut h = by_hand(folder.path());
    let theirs = "[(id: \"a\", ask: Recall(question: \"Theirs?\", answer: \"Yes\"))]";
    write(folder.path(), "class.ron", theirs);
    answer_anew(&mut h, "B");
    assert!(notice(&h).contains("Another program has changed this deck"), "{}", notice(&h));
    assert_eq!(fs::read_to_string(folder.path().join("decks/class.ron")).unwrap(), theirs);
    assert!(matches!(h.state().state().overlay(), Some(Overlay::CardEditor(_))));
}

#[test]
fn words_that_a_deck_cannot_hold_are_refused_before_they_reach_it() {
    let folder = folder();
    let mut h = start(folder.path());
    let (front, back) = ("Q".to_owned(), "A".repeat(70_000));
    act(&mut h, Action::SaveCard(CardDraft { front, back, ..CardDraft::default() }));
    assert!(notice(&h).contains("is not saved: a side has 70000 bytes"), "{}", notice(&h));
    assert!(h.state().state().own_decks().is_empty());
}

#[test]
fn a_card_that_could_not_be_saved_says_so_and_keeps_its_text() {
    let folder = folder();
    let mut h = start(folder.path());
    // a file stands where the folder of the decks should be
    fs::write(folder.path().join("decks"), b"mine").expect("written");
    outlined_sentence(&mut h);
    press(&mut h, Key::M);
    h.event(egui::Event::Text("Question?".to_owned()));
    h.run();
    press_ctrl(&mut h, Key::Enter);
    assert!(
        notice(&h).starts_with("This card is not saved; its text stays here."),
        "{}",
        notice(&h)
    );
    assert!(h.query_all_by_value("Question?").next().is_some());
    fs::remove_file(folder.path().join("decks")).expect("removed");
    press_ctrl(&mut h, Key::Enter);
    assert_eq!(h.state().state().own_decks()[0].cards.len(), 1);
}

#[test]
fn a_card_shown_gives_a_new_one_with_its_question_and_answer() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::Space);
    press(&mut h, Key::M);
    let Some(Overlay::CardEditor(draft)) = h.state().state().overlay() else { panic!("no editor") };
    assert!(!draft.front.is_empty() && !draft.back.is_empty());
}

#[test]
fn editing_keeps_the_schedule_and_undo_brings_the_words_back() {
    let folder = folder();
    let mut h = start(folder.path());
    let card = make_card(&mut h, "First words?");
    let id = h.state().state().own_decks()[0].card_id(&card);
    press_ctrl(&mut h, Key::Num4);
    while h.state().state().review().and_then(|r| r.current.clone()).expect("a card").card != id {
        press(&mut h, Key::Space);
        press(&mut h, Key::Num4);
    }
    press(&mut h, Key::Space);
    press(&mut h, Key::Num4);
    let before = h.state().state().progress().schedule(&id);
    assert!(matches!(before.phase, Phase::Review { .. }));
    act(&mut h, Action::EditCard(id.clone()));
    let Some(Overlay::CardEditor(draft)) = h.state().state().overlay().cloned() else { panic!() };
    let draft = CardDraft { back: "Other words".to_owned(), ..*draft };
    act(&mut h, Action::SaveCard(draft));
    assert_eq!(h.state().state().progress().schedule(&id), before);
    let known = h.state().state().deck().get(&id).expect("there").clone();
    assert_eq!(known.ask.answer(), "Other words");
    let progress = h.state().state().progress().card(&id).expect("known").clone();
    assert!(!progress.answer_changed(&known), "an edit does not bring it back today");
    press_ctrl(&mut h, Key::Z);
    assert_eq!(h.state().state().deck().get(&id).expect("there").ask.answer(), card.ask.answer());
    h.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    h.run();
    assert_eq!(h.state().state().deck().get(&id).expect("there").ask.answer(), "Other words");
}

#[test]
fn a_deleted_card_leaves_the_sitting_and_undo_brings_it_back_with_its_history() {
    let folder = folder();
    let mut h = start(folder.path());
    let card = make_card(&mut h, "Delete me?");
    let id = h.state().state().own_decks()[0].card_id(&card);
    act(&mut h, Action::Open(Spot::Cards));
    let before = h.state().state().review().expect("a sitting").session.left();
    act(&mut h, Action::DeleteCard(id.clone()));
    assert!(h.state().state().deck().get(&id).is_none());
    assert_eq!(h.state().state().review().expect("a sitting").session.left(), before - 1);
    press_ctrl(&mut h, Key::Z);
    assert!(h.state().state().deck().get(&id).is_some());
    assert_eq!(h.state().state().review().expect("a sitting").session.left(), before);
    // and once more for good: the file keeps it among the deleted ones
    act(&mut h, Action::DeleteCard(id.clone()));
    drop(h);
    let text = fs::read_to_string(folder.path().join("decks/my-cards.ron")).expect("a file");
    assert!(text.contains("deleted:") && text.contains("Delete me?"), "{text}");
    assert!(folder.path().join("decks/my-cards.bak.ron").exists());
    assert!(start(folder.path()).state().state().deck().get(&id).is_none());
}

#[test]
fn undo_is_about_the_last_rating_once_one_was_given() {
    let folder = folder();
    let mut h = start(folder.path());
    make_card(&mut h, "Stay?");
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::Space);
    press(&mut h, Key::Num3);
    press_ctrl(&mut h, Key::Z);
    assert_eq!(h.state().state().progress().reviews(), 0);
    assert_eq!(h.state().state().own_decks()[0].cards.len(), 1);
}

#[test]
fn ours_cannot_be_edited_and_it_says_what_can_be_done() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::E);
    assert!(notice(&h).contains("one of ours"), "{}", notice(&h));
}

// --- all cards ---

fn browse(h: &mut Harness<'_, App>, change: BrowseChange) {
    act(h, Action::Browse(change));
}

fn shown(h: &Harness<'_, App>) -> Vec<String> {
    let state = h.state().state();
    let cards = state.deck().cards();
    state.browse().rows().iter().map(|at| cards[*at].id.to_string()).collect()
}

#[test]
fn all_cards_are_searched_filtered_and_sorted() {
    let folder = folder();
    write(folder.path(), "mine.ron", include_str!("../../assets/examples/deck.ron"));
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::B);
    assert_eq!(*h.state().state().spot(), Spot::Browse);
    let all = shown(&h).len();
    assert_eq!(all, h.state().state().deck().cards().len());
    h.get_by_label(&format!("{all} cards"));
    press_ctrl(&mut h, Key::F);
    h.event(egui::Event::Text("radio channel".to_owned()));
    h.run();
    assert_eq!(shown(&h), ["my-class:our-radio"]);
    browse(&mut h, BrowseChange::Query(String::new()));
    browse(&mut h, BrowseChange::Deck(Some("My class".to_owned())));
    assert_eq!(shown(&h).len(), 4);
    browse(&mut h, BrowseChange::Tag(Some("week-1".to_owned())));
    assert_eq!(shown(&h), ["my-class:system-or-person"]);
    browse(&mut h, BrowseChange::Tag(None));
    browse(&mut h, BrowseChange::Sort(SortBy::Question));
    let sorted = shown(&h);
    browse(&mut h, BrowseChange::Sort(SortBy::Question));
    assert_eq!(shown(&h), sorted.into_iter().rev().collect::<Vec<_>>());
    browse(&mut h, BrowseChange::State(Some(CardState::Due)));
    assert!(shown(&h).is_empty());
    assert!(h.query_by_label_contains("Nothing fits").is_some());
}

#[test]
fn the_search_takes_letters_also_after_an_undo_and_is_cleared_by_esc_and_mouse() {
    let folder = folder();
    let mut h = start(folder.path());
    make_card(&mut h, "Zebra stripes?");
    press_ctrl(&mut h, Key::B);
    let find = |h: &mut Harness<'_, App>, words: &str| {
        press_ctrl(h, Key::F);
        h.event(egui::Event::Text(words.to_owned()));
        h.run();
    };
    let query = |h: &Harness<'_, App>| h.state().state().browse().query.clone();
    press_ctrl(&mut h, Key::Z);
    assert!(!notice(&h).is_empty(), "the undo is told, and told no longer once one searches");
    find(&mut h, "no card has this");
    assert_eq!(query(&h), "no card has this");
    h.get_by_label("Nothing fits.");
    press(&mut h, Key::Escape);
    assert_eq!(query(&h), "");
    h.event(egui::Event::Text("radio".to_owned()));
    h.run();
    assert_eq!(query(&h), "radio", "Esc leaves the cursor where it is");
    h.get_by_label("Clear the search").click();
    h.run();
    assert_eq!(query(&h), "");
    press(&mut h, Key::Escape);
    h.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    h.run();
    find(&mut h, "zebra");
    assert_eq!(shown(&h).len(), 1, "after a redo too");
    browse(&mut h, BrowseChange::State(Some(CardState::Suspended)));
    h.get_by_label("Show all cards").click();
    h.run();
    assert_eq!(shown(&h).len(), h.state().state().deck().cards().len());
}

#[test]
fn a_card_is_starred_taken_out_edited_and_deleted_from_the_list_by_keyboard() {
    let folder = folder();
    write(folder.path(), "mine.ron", include_str!("../../assets/examples/deck.ron"));
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::B);
    browse(&mut h, BrowseChange::Deck(Some("My class".to_owned())));
    while h.state().state().browse().selected != Some("my-class:our-radio".into()) {
        press(&mut h, Key::ArrowDown);
    }
    let id: CardId = "my-class:our-radio".into();
    h.event(egui::Event::Text("*".to_owned()));
    h.run();
    assert_eq!(h.state().state().progress().card(&id).expect("known").flag, 1);
    h.event(egui::Event::Text("@".to_owned()));
    h.run();
    assert!(h.state().state().progress().card(&id).expect("known").suspended);
    press_ctrl(&mut h, Key::Z);
    assert!(!h.state().state().progress().card(&id).expect("known").suspended);
    assert_eq!(*h.state().state().spot(), Spot::Browse, "undo stays in the list");
    press(&mut h, Key::E);
    assert!(matches!(h.state().state().overlay(), Some(Overlay::CardEditor(_))));
    press_ctrl(&mut h, Key::Enter);
    assert!(h.state().state().overlay().is_none());
    press(&mut h, Key::Delete);
    assert!(h.state().state().deck().get(&id).is_none());
    assert_eq!(shown(&h).len(), 3);
    assert!(h.state().state().browse().selected.is_some(), "another card is selected");
    press_ctrl(&mut h, Key::Z);
    assert_eq!(shown(&h).len(), 4);
}

#[test]
fn a_hundred_thousand_cards_are_listed_by_the_rows_in_sight_only() {
    let folder = folder();
    let card =
        |n: u32| format!("(id: \"{n}\", ask: Recall(question: \"Question {n}\", answer: \"A\")),");
    let cards: String = (0..100_000).map(card).collect();
    write(folder.path(), "big.ron", &format!("(id: \"big\", title: \"Big\", cards: [{cards}])"));
    let mut h = patient_harness(app(folder.path()), 1280.0, 800.0);
    press_ctrl(&mut h, Key::B);
    assert!(shown(&h).len() > 100_000);
    let drawn = h.query_all_by_role(Role::Row).count();
    assert!((5..80).contains(&drawn), "{drawn} rows");
    browse(&mut h, BrowseChange::Query("question 99999".to_owned()));
    assert_eq!(shown(&h), ["big:99999"]);
}

// --- cards in and out ---

fn package() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/packages/new.apkg")
}

#[test]
fn a_file_is_shown_before_anything_is_changed_and_then_taken_in() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::O);
    h.get_by_label("Import and export");
    act(&mut h, Action::ReadFile(package()));
    let Exchange::Preview(preview) = h.state().state().exchange() else { panic!("no preview") };
    assert_eq!((preview.counts.cards, preview.counts.reviews), (6, 6));
    assert!(!folder.path().join("decks").exists(), "nothing is changed");
    h.get_by_role_and_label(Role::Button, "Take it in").click();
    h.run();
    let Exchange::Kept(_, counts) = h.state().state().exchange() else { panic!("not kept") };
    assert_eq!(counts.cards, 6);
    assert_eq!(h.state().state().progress().reviews(), 6);
    assert!(h.state().state().deck().get(&CardId::from("anki:Pair1/0")).is_some());
    act(&mut h, Action::ReadFile(package()));
    assert!(h.query_by_label("Nothing new in it").is_some());
    // and what was given before the import can still be undone, what came in cannot
    act(&mut h, Action::Undo);
    assert_eq!(notice(&h), "There is nothing to undo.");
}

#[test]
fn a_file_dropped_on_the_window_is_looked_at() {
    #[derive(Debug)]
    struct Dropped(std::path::PathBuf);
    impl egui::DroppedFile for Dropped {
        fn path(&self) -> &Path {
            &self.0
        }
        fn bytes(&self) -> Result<Vec<u8>, String> {
            Err("not asked for".to_owned())
        }
    }
    let folder = folder();
    let mut h = start(folder.path());
    h.input_mut().dropped_files = vec![std::sync::Arc::new(Dropped(package()))];
    h.run();
    assert_eq!(*h.state().state().spot(), Spot::Exchange);
    assert!(matches!(h.state().state().exchange(), Exchange::Preview(_)));
}

#[test]
fn a_file_that_is_refused_says_why_and_changes_nothing() {
    let folder = folder();
    let mut h = start(folder.path());
    let file = folder.path().join("x.apkg");
    fs::write(&file, b"no").expect("written");
    act(&mut h, Action::Open(Spot::Exchange));
    act(&mut h, Action::ReadFile(file));
    let Exchange::Refused(_, why) = h.state().state().exchange() else { panic!("not refused") };
    assert!(why.contains("not a zip file"), "{why}");
    assert!(h.query_by_label_contains("is not taken in").is_some());
}

#[test]
fn cards_are_written_into_a_folder_whose_path_is_shown() {
    let folder = folder();
    write(folder.path(), "mine.ron", include_str!("../../assets/examples/deck.ron"));
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::O);
    let to = folder.path().join("out");
    for format in LeaveAs::ALL {
        act(&mut h, Action::Leave { format, all: false, folder: to.clone() });
        let Exchange::Left(path, cards) = h.state().state().exchange().clone() else {
            panic!("{format:?}: {:?}", h.state().state().exchange())
        };
        assert_eq!(cards, 4);
        assert!(fs::metadata(&path).expect("a file").len() > 50);
        assert!(h.query_by_label(&path.display().to_string()).is_some());
    }
}

#[test]
fn a_preview_that_is_out_of_date_is_made_again() {
    let folder = folder();
    let mut h = start(folder.path());
    act(&mut h, Action::ReadFile(package()));
    make_card(&mut h, "Something new?");
    act(&mut h, Action::KeepFile);
    assert!(matches!(h.state().state().exchange(), Exchange::Preview(_)));
    act(&mut h, Action::KeepFile);
    assert!(matches!(h.state().state().exchange(), Exchange::Kept(..)));
    assert_eq!(h.state().state().own_decks().iter().map(|d| d.cards.len()).sum::<usize>(), 7);
}

#[test]
fn the_list_shows_cards_and_what_can_be_done_with_them_at_every_tested_size() {
    for (width, height, zooms) in TESTED_SIZES {
        for &zoom in zooms {
            let folder = folder();
            let mut h = harness(app(folder.path()), width, height);
            act(&mut h, Action::Zoom(zoom));
            press_ctrl(&mut h, Key::B);
            let rows = h.query_all_by_role(Role::Row);
            let foot = h.get_by_label("About").rect().top();
            let whole = rows.filter(|row| row.rect().bottom() <= foot).count();
            assert!(whole >= 2, "{whole} rows at {width}x{height}, {zoom} %");
            if let Some(menu) = h.query_by_label("This card and more") {
                menu.click();
                h.run();
            }
            let window = h.ctx.content_rect().expand(1.0);
            for words in ["Star *", "Take out of reviews @", "New card Ctrl+N"] {
                let rect = h.get_by_label(words).rect();
                assert!(
                    window.contains_rect(rect),
                    "{words} at {width}x{height}, {zoom} %: {rect:?}"
                );
            }
        }
    }
}

#[test]
fn the_editor_can_be_saved_and_closed_at_every_tested_size() {
    for (width, height, zooms) in TESTED_SIZES {
        for &zoom in zooms {
            let folder = folder();
            let mut h = harness(app(folder.path()), width, height);
            act(&mut h, Action::Zoom(zoom));
            h.key_press_modifiers(Modifiers::COMMAND, Key::N);
            h.run();
            h.get_by_label("Kind: Choose one").scroll_to_me();
            h.run_steps(8);
            h.get_by_label("Kind: Choose one").click();
            h.run();
            let window = h.ctx.content_rect().expand(1.0);
            for words in ["Save Ctrl+Enter", "Close Esc"] {
                let rect = h.get_by_label(words).rect();
                assert!(
                    window.contains_rect(rect),
                    "{words} at {width}x{height}, {zoom} %: {rect:?}"
                );
            }
            let field = h.get_by_label("Why it is wrong 3");
            field.scroll_to_me();
            h.run_steps(8);
            let (field, save) = (
                h.get_by_label("Why it is wrong 3").rect(),
                h.get_by_label("Save Ctrl+Enter").rect(),
            );
            assert!(
                field.left() >= 0.0 && field.right() <= window.right() && field.top() < save.top(),
                "{width}x{height}, {zoom} %: {field:?}"
            );
        }
    }
}

#[test]
fn what_looks_like_a_mark_in_a_card_of_ones_own_is_words() {
    let folder = folder();
    let mut h = start(folder.path());
    let question = "Is [ALS] or {may:emt:cpap} asked?".to_owned();
    ask_only(&mut h, vec![Ask::Recall { question, answer: "[EMT] and {x}".to_owned() }]);
    h.get_by_label("Is [ALS] or {may:emt:cpap} asked?");
    press(&mut h, Key::Space);
    h.get_by_label("Answer: [EMT] and {x}");
}
