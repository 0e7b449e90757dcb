//! Every kind of card in the real window without a display: picked, put in order and sorted by keys
//! alone and by mouse, graded, kept, undone; and what never moves between cards.

use crate::common::{
    TESTED_SIZES, act, app, ask_only, folder, harness, press, press_ctrl, see, start,
};
use egui::{Event, Key, Modifiers, Pos2, Rect, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use ems_study::app::App;
use ems_study::curriculum::{Ask, CardId, UNSORTED};
use ems_study::state::{Action, Current, ReviewStep, Spot};
use ems_study::study::{Rating, RatingButtons, Settings};

fn current(h: &Harness<'_, App>) -> Current {
    h.state().state().review().and_then(|r| r.current.clone()).expect("a card")
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn order() -> Ask {
    let steps = words(&["Education", "Certification", "Licensure", "Credentialing"]);
    Ask::Order { question: "Put the four gates in order.".to_owned(), steps }
}

fn table() -> Ask {
    let heads = vec![
        ("Online".to_owned(), words(&["A physician on the radio"])),
        ("Offline".to_owned(), words(&["A protocol", "Quality review"])),
    ];
    Ask::Sort { question: "Sort each kind of medical direction.".to_owned(), heads }
}

fn choice() -> Ask {
    let wrong = vec![
        ("Three".to_owned(), "AEMT is missing.".to_owned()),
        ("Five".to_owned(), "That is one too many.".to_owned()),
    ];
    Ask::ChooseOne { question: "How many levels?".to_owned(), right: "Four".to_owned(), wrong }
}

fn alt(h: &mut Harness<'_, App>, key: Key) {
    h.key_press_modifiers(Modifiers::ALT, key);
    h.run();
}

/// What the journal keeps of the ratings of a card.
fn kept(h: &Harness<'_, App>, card: &CardId) -> Vec<(Rating, Vec<u8>)> {
    let history = h.state().state().progress().history(card);
    history.iter().map(|(given, _)| (given.rating, given.chosen.to_vec())).collect()
}

fn button(h: &Harness<'_, App>, begins: &str) -> Option<Rect> {
    let node = h.query_all_by_role(Role::Button).find(|node| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with(begins))
    })?;
    Some(node.rect())
}

fn drag(h: &mut Harness<'_, App>, from: Pos2, to: Pos2) {
    h.hover_at(from);
    h.run();
    h.drag_at(from);
    h.run();
    for share in [0.3, 0.7, 1.0] {
        h.hover_at(from + (to - from) * share);
        h.run();
    }
    h.drop_at(to);
    h.run();
    h.remove_cursor();
    h.run();
}

/// Brings the steps into that order with Alt and the arrows.
fn order_by_arrows(h: &mut Harness<'_, App>, wanted: &[u8]) {
    for (place, step) in wanted.iter().enumerate() {
        while current(h).in_hand != Some(*step) {
            let at = |option: Option<u8>, h: &Harness<'_, App>| {
                current(h).steps().iter().position(|s| Some(*s) == option)
            };
            let down = at(Some(*step), h) > at(current(h).in_hand, h);
            press(h, if down { Key::ArrowDown } else { Key::ArrowUp });
        }
        while current(h).steps().iter().position(|s| s == step) > Some(place) {
            alt(h, Key::ArrowUp);
        }
    }
    assert_eq!(current(h).steps(), wanted);
}

#[test]
fn steps_are_put_in_order_by_arrows_alone_and_the_right_order_is_good() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![order()]);
    let settings = h.state().state().settings().clone();
    act(&mut h, Action::Set(Settings { single_keys: false, ..settings }));
    order_by_arrows(&mut h, &[0, 1, 2, 3]);
    press(&mut h, Key::Space);
    h.get_by_label("2.  Certification: right");
    press(&mut h, Key::Space);
    assert_eq!(kept(&h, &"kinds:card-0".into()), [(Rating::Good, vec![0, 1, 2, 3])]);
}

#[test]
fn a_digit_puts_the_step_in_the_hand_to_its_place() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![order()]);
    let in_hand = current(&h).in_hand.expect("a step");
    press(&mut h, Key::Num4);
    assert_eq!(current(&h).steps().last(), Some(&in_hand));
    assert_eq!(current(&h).in_hand, Some(in_hand), "it stays in the hand");
    press(&mut h, Key::Num2);
    assert_eq!(current(&h).steps().get(1), Some(&in_hand));
    press(&mut h, Key::Num5);
    assert_eq!(current(&h).steps().get(1), Some(&in_hand), "there are four places");
}

#[test]
fn a_french_keyboard_rates_by_the_place_of_its_digits_and_by_the_digits() {
    // What the key writes, where it is, with what it is held, and what it types.
    let keys = [
        (Key::Num1, Key::Num1, Modifiers::NONE, "&", Rating::Again),
        (Key::Quote, Key::Num4, Modifiers::NONE, "'", Rating::Easy),
        (Key::Num1, Key::Num1, Modifiers::SHIFT, "1", Rating::Again),
        (Key::Num4, Key::Num4, Modifiers::SHIFT, "4", Rating::Easy),
    ];
    for (key, place, modifiers, text, rating) in keys {
        let folder = folder();
        let mut h = start(folder.path());
        ask_only(&mut h, vec![choice()]);
        press(&mut h, Key::Num1);
        press(&mut h, Key::Space);
        let physical_key = Some(place);
        h.event(Event::Key { key, physical_key, pressed: true, repeat: false, modifiers });
        h.event(Event::Text(text.to_owned()));
        h.run();
        let given: Vec<Rating> =
            kept(&h, &"kinds:card-0".into()).iter().map(|(given, _)| *given).collect();
        assert_eq!(given, [rating], "{text}");
    }
}

#[test]
fn a_wrong_order_is_shown_step_by_step_and_space_means_again() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![order()]);
    order_by_arrows(&mut h, &[1, 0, 2, 3]);
    h.key_press_modifiers(Modifiers::SHIFT, Key::Space);
    h.run();
    h.get_by_label("1.  Education: wrong, you had it 2nd");
    h.get_by_label("3.  Licensure: right");
    h.get_by_label("You were sure");
    see(&h);
    press(&mut h, Key::Space);
    let card: CardId = "kinds:card-0".into();
    assert_eq!(kept(&h, &card), [(Rating::Again, vec![1, 0, 2, 3])]);
    // Undo brings back what was arranged, with the answer open.
    press_ctrl(&mut h, Key::Z);
    assert_eq!(current(&h).step, ReviewStep::Answer);
    assert_eq!(current(&h).chosen, [1, 0, 2, 3]);
    h.get_by_label("Undid: Again");
    h.get_by_label("1.  Education: wrong, you had it 2nd");
    assert!(kept(&h, &card).is_empty());
}

#[test]
fn a_step_is_dragged_to_its_place_and_dropped_elsewhere_stays() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![order()]);
    let steps = current(&h).steps().to_vec();
    let rect = |h: &Harness<'_, App>, place: usize| {
        h.get_by_label_contains(&format!(", place {place} of 4")).rect()
    };
    let (first, last) = (rect(&h, 1), rect(&h, 4));
    let left = |rect: Rect| Pos2::new(rect.left() + 60.0, rect.center().y);
    drag(&mut h, left(first), Pos2::new(last.left() + 80.0, last.bottom() + 10.0));
    assert_eq!(current(&h).steps(), [steps[1], steps[2], steps[3], steps[0]]);
    let (second, far) = (rect(&h, 2), Pos2::new(30.0, last.bottom() + 10.0));
    drag(&mut h, left(second), far);
    assert_eq!(current(&h).steps(), [steps[1], steps[2], steps[3], steps[0]]);
    // The buttons on the step in the hand do the same without dragging.
    let held = current(&h).in_hand.expect("a step");
    let at = current(&h).steps().iter().position(|s| *s == held).expect("there");
    h.get_by_label_contains(if at == 0 { "Move down: " } else { "Move up: " }).click();
    h.run();
    let now = current(&h).steps().iter().position(|s| *s == held).expect("there");
    assert_eq!(now, if at == 0 { 1 } else { at - 1 });
}

#[test]
fn things_are_sorted_digit_by_digit_and_kept_as_heads() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![table()]);
    for _ in 0..3 {
        let thing = current(&h).in_hand.expect("a thing");
        press(&mut h, if thing == 0 { Key::Num1 } else { Key::Num2 });
    }
    assert_eq!(current(&h).chosen, [0, 1, 1]);
    press(&mut h, Key::Space);
    h.get_by_label("Quality review: right");
    press(&mut h, Key::Space);
    assert_eq!(kept(&h, &"kinds:card-0".into()), [(Rating::Good, vec![0, 1, 1])]);
}

#[test]
fn a_thing_is_dragged_under_a_head_and_out_again_or_put_there_by_two_clicks() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![table()]);
    let thing = h.get_by_label_contains("A protocol, not sorted yet").rect().center();
    let head = |h: &Harness<'_, App>, name: &str| {
        button(h, &format!("Put under {name}")).expect("a head").center()
    };
    let online = head(&h, "Online");
    drag(&mut h, thing, online);
    assert_eq!(current(&h).chosen, [UNSORTED, 0, UNSORTED]);
    // Nothing has moved: the thing has left a gap.
    assert!(head(&h, "Offline").y - online.y < 1.0);
    let thing = h.get_by_label_contains("A protocol, under Online").rect().center();
    drag(&mut h, thing, Pos2::new(thing.x, online.y + 250.0));
    assert!(current(&h).chosen.is_empty());
    h.get_by_label_contains("Quality review, not sorted yet").click();
    h.run();
    let offline = h.query_all_by_role(Role::Button).find(|node| {
        let label = node.accesskit_node().label();
        label.is_some_and(|label| label.starts_with("Put under Offline"))
    });
    offline.expect("a head").click();
    h.run();
    assert_eq!(current(&h).chosen, [UNSORTED, UNSORTED, 1]);
    press(&mut h, Key::Space);
    h.get_by_label("A protocol: wrong, you left it out");
    h.get_by_label("Quality review: right");
    assert_eq!(current(&h).suggested(&table()), Rating::Again);
}

#[test]
fn the_focus_goes_with_what_is_in_the_hand_and_its_name_says_where_it_is() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![order()]);
    h.get_by_label_contains(", place 1 of 4").focus();
    h.run();
    press(&mut h, Key::ArrowDown);
    h.run();
    let held = h.get_by_label_contains(", place 2 of 4, in the hand");
    assert!(held.is_focused(), "the focus stayed behind");
    alt(&mut h, Key::ArrowDown);
    assert!(h.get_by_label_contains(", place 3 of 4, in the hand").is_focused());
}

#[test]
fn what_is_recalled_without_a_hand_on_the_card_is_rated_as_ever() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![order(), table()]);
    for card in ["kinds:card-0", "kinds:card-1"] {
        press(&mut h, Key::Space);
        assert_eq!(current(&h).suggested(&order()), Rating::Good);
        press(&mut h, Key::Num4);
        assert_eq!(kept(&h, &card.into()), [(Rating::Easy, vec![])]);
    }
}

#[test]
fn with_two_buttons_1_is_again_and_2_and_3_are_good() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![choice(), order(), table()]);
    let settings = h.state().state().settings().clone();
    act(&mut h, Action::Set(Settings { rating_buttons: RatingButtons::Two, ..settings }));
    press(&mut h, Key::Space);
    assert!(button(&h, "Hard, ").is_none() && button(&h, "Easy, ").is_none());
    let good = button(&h, "Good, ").expect("a button");
    let again = button(&h, "Again, ").expect("a button");
    assert!(good.width() == again.width() && good.left() > again.right());
    press(&mut h, Key::Num4);
    assert_eq!(current(&h).step, ReviewStep::Answer, "4 is no button");
    for (card, key, rating) in [
        ("kinds:card-0", Key::Num1, Rating::Again),
        ("kinds:card-1", Key::Num2, Rating::Good),
        ("kinds:card-2", Key::Num3, Rating::Good),
    ] {
        if current(&h).step == ReviewStep::Question {
            press(&mut h, Key::Space);
        }
        press(&mut h, key);
        let given: Vec<Rating> = kept(&h, &card.into()).iter().map(|(r, _)| *r).collect();
        assert_eq!(given, [rating]);
    }
}

/// Where question and buttons stand.
fn places(h: &Harness<'_, App>) -> (Pos2, Vec<Rect>) {
    let state = h.state().state();
    let known = state.deck().get(&current(h).card).expect("a card");
    let words = state.curriculum().plain(&known.ask.question());
    let question = h.get_by_role_and_label(Role::Heading, &words).rect();
    let names = match current(h).step {
        ReviewStep::Question => vec!["I am sure", "Show answer"],
        _ => vec!["Again, ", "Hard, ", "Good, ", "Easy, "],
    };
    let buttons = names.iter().map(|name| button(h, name).expect("a button")).collect();
    (question.min, buttons)
}

#[test]
fn question_and_buttons_stand_at_the_same_pixel_on_every_card() {
    for (width, height, zoom) in [(1280.0, 800.0, 100), (1024.0, 768.0, 100), (1024.0, 768.0, 200)]
    {
        let folder = folder();
        let mut h = harness(app(folder.path()), width, height);
        act(&mut h, Action::Zoom(zoom));
        press_ctrl(&mut h, Key::Num4);
        let (at, asking) = places(&h);
        press(&mut h, Key::Space);
        let (_, answered) = places(&h);
        // In a low window the question makes room for the answer.
        let stands = |h: &Harness<'_, App>, why: &str| {
            let card = current(h).card;
            let (question, buttons) = places(h);
            assert_eq!(buttons, answered, "{card}: {why}");
            assert!(question.x == at.x && question.y <= at.y, "{card}: {why}");
            assert!(question.y == at.y || zoom > 100, "{card}: {why}");
        };
        for number in 0..25 {
            stands(&h, "answer");
            if number % 5 == 4 {
                // Undo tells something, and a star and a hint are seen.
                press(&mut h, Key::Num4);
                press_ctrl(&mut h, Key::Z);
                stands(&h, "after an undo");
                h.event(egui::Event::Text("*".to_owned()));
                h.run();
                stands(&h, "with a star");
            }
            press(&mut h, if number % 3 == 0 { Key::Num1 } else { Key::Num4 });
            if h.state().state().review().is_none_or(|r| r.current.is_none()) {
                break;
            }
            press(&mut h, Key::H);
            assert_eq!(places(&h), (at, asking.clone()), "question of {}", current(&h).card);
            press(&mut h, Key::Space);
        }
    }
}

/// What can be picked or taken into the hand under these words.
fn offered<'h>(h: &'h Harness<'_, App>, words: &str) -> Node<'h> {
    let roles = [Role::Button, Role::RadioButton, Role::CheckBox];
    let mut nodes = roles.into_iter().flat_map(|role| h.query_all_by_role(role));
    let found = nodes.find(|node| {
        let label = node.accesskit_node().label();
        label.is_some_and(|label| label.starts_with(words))
    });
    found.expect("an option")
}

#[test]
fn every_kind_can_be_answered_at_every_tested_size() {
    for (width, height, zooms) in TESTED_SIZES {
        for &zoom in zooms {
            let folder = folder();
            let mut h = harness(app(folder.path()), width, height);
            act(&mut h, Action::Zoom(zoom));
            ask_only(&mut h, vec![choice(), order(), table()]);
            for _ in 0..3 {
                let ask =
                    h.state().state().deck().get(&current(&h).card).expect("there").ask.clone();
                for option in ask.options() {
                    offered(&h, option).scroll_to_me();
                    h.run_steps(8);
                    let found = offered(&h, option).rect();
                    let window = h.ctx.content_rect();
                    assert!(
                        found.left() >= 0.0 && found.right() <= window.right() + 0.5,
                        "{option} is cut off at {width}x{height}, {zoom} %: {found:?}"
                    );
                    let buttons = button(&h, "Show answer").expect("a button");
                    assert!(
                        found.top() < buttons.top() && found.bottom() > 56.0,
                        "{option} is out of reach at {width}x{height}, {zoom} %: {found:?}"
                    );
                }
                press(&mut h, Key::Space);
                press(&mut h, Key::Num4);
            }
        }
    }
}

#[test]
fn in_a_low_window_a_thing_and_its_heads_are_seen_together_and_sorted_by_clicks_or_digits() {
    for (width, height, zoom) in [(1280.0, 800.0, 300), (1280.0, 800.0, 200), (1024.0, 640.0, 200)]
    {
        let folder = folder();
        let mut h = harness(app(folder.path()), width, height);
        act(&mut h, Action::Zoom(zoom));
        ask_only(&mut h, vec![table()]);
        let first = current(&h).in_hand.expect("a thing");
        press(&mut h, Key::Num2);
        for _ in 0..2 {
            h.run_steps(8);
            let held = current(&h).in_hand.expect("a thing");
            assert_ne!(held, first, "the next one comes into the hand");
            let words = table().options()[usize::from(held)].to_owned();
            let rating = button(&h, "Show answer").expect("a button");
            for name in [words.as_str(), "Put under Online", "Put under Offline"] {
                let rect = offered(&h, name).rect();
                assert!(
                    rect.top() > 56.0 && rect.bottom() < rating.top(),
                    "{name} is out of sight at {width}x{height}, {zoom} %: {rect:?}"
                );
            }
            offered(&h, "Put under Online").click();
            h.run();
            assert_eq!(current(&h).head_of(held), Some(0));
        }
        assert_eq!(current(&h).head_of(first), Some(1));
        press(&mut h, Key::ArrowDown);
        press(&mut h, Key::ArrowDown);
        assert_eq!(current(&h).in_hand, Some(first), "those under the last head stand last");
        alt(&mut h, Key::ArrowUp);
        assert_eq!(current(&h).head_of(first), Some(0));
    }
}

#[test]
fn what_is_known_of_a_card_tells_every_rating() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    let card = current(&h).card;
    h.key_press_modifiers(Modifiers::SHIFT, Key::Space);
    h.run();
    press(&mut h, Key::Num4);
    act(&mut h, Action::Open(Spot::Browse));
    act(&mut h, Action::Browse(ems_study::state::BrowseChange::Select(card)));
    press(&mut h, Key::I);
    h.get_by_label("1 rating");
    h.get_by_label("March 1, 2026");
    h.get_by_label("sure");
    h.get_by_label("After so long you would still know it nine times out of ten.");
    let easy = h.query_all_by_label("Easy").count();
    assert!(easy > 0, "the rating is not told");
}

#[test]
fn the_source_opens_and_leads_back_to_the_same_answer_with_its_clock_stopped() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::Space);
    let before = current(&h);
    h.get_by_label("Open the sentence O").click();
    h.run();
    h.get_by_label("asked in your card");
    let away = current(&h);
    assert_eq!(away.spent(1_000_000_000), away.spent(0), "the clock runs while the source is read");
    alt(&mut h, Key::ArrowLeft);
    let back = current(&h);
    assert_eq!((back.card, back.step), (before.card, ReviewStep::Answer));
}

#[test]
fn from_the_source_tab_goes_to_the_terms_of_the_sentence() {
    let folder = folder();
    let mut h = start(folder.path());
    act(
        &mut h,
        Action::OpenSentence {
            section: "four-levels".into(),
            facts: vec!["LVL-10".into()],
            label: "asked in your card",
        },
    );
    press(&mut h, Key::Tab);
    let term = h.get_by_role_and_label(Role::Link, "non-invasive");
    assert!(term.is_focused(), "Tab did not go on from the sentence");
    press(&mut h, Key::Enter);
    assert!(h.query_by_label_contains("Used in").is_some());
    press(&mut h, Key::Escape);
    h.run();
    assert!(h.query_by_label_contains("Used in").is_none());
    assert!(h.get_by_role_and_label(Role::Link, "non-invasive").is_focused());
}

fn pick(h: &mut Harness<'_, App>, options: &[u8]) {
    let card = current(h).card;
    for option in options {
        act(h, Action::Pick { card: card.clone(), option: *option });
    }
}

fn choose_all() -> Ask {
    let wrong = vec![("Driver".to_owned(), "A task, not a level.".to_owned())];
    let right = words(&["EMR", "EMT", "AEMT"]);
    Ask::ChooseAll { question: "Which are national levels?".to_owned(), right, wrong }
}

#[test]
fn the_answer_begins_with_right_or_not_right_for_all_that_can_be_marked() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![choice(), choice(), choose_all(), order()]);
    let told = "Choose Again to count it as missed.";
    for (options, verdict) in [
        (&[2][..], "Not right"),
        (&[0], "Right"),
        (&[0, 1, 3], "Not right: 1 left out, 1 chosen that is not right"),
    ] {
        pick(&mut h, options);
        press(&mut h, Key::Space);
        h.get_by_label(verdict);
        assert_eq!(h.query_by_label(told).is_some(), verdict != "Right");
        press(&mut h, Key::Num4);
    }
    order_by_arrows(&mut h, &[1, 0, 2, 3]);
    press(&mut h, Key::Space);
    h.get_by_label("Not right: 2 of 4 in place");
    press(&mut h, Key::Num4);
}

#[test]
fn options_stay_where_they_were_each_with_whether_it_is_right_and_why() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![choose_all()]);
    let offered = current(&h).order.clone();
    let words: Vec<String> = choose_all().options().into_iter().map(str::to_owned).collect();
    pick(&mut h, &[0, 1, 3]);
    let first = words[usize::from(offered[0])].clone();
    let before = h.get_by_role_and_label(Role::CheckBox, &first).rect();
    press(&mut h, Key::Space);
    let rows: Vec<egui::Rect> = offered
        .iter()
        .map(|option| {
            let verdict = match option {
                0 | 1 => "Right, your choice",
                2 => "Right, you left it out",
                3 => "Wrong, your choice",
                _ => "",
            };
            let row = format!("{}. {verdict}", words[usize::from(*option)]);
            h.get_by_label_contains(row.trim_end()).rect()
        })
        .collect();
    assert!((rows[0].top() - before.top()).abs() < 1.0, "{before:?} {:?}", rows[0]);
    assert!(rows.windows(2).all(|pair| pair[0].bottom() <= pair[1].top()), "{rows:?}");
}

#[test]
fn who_was_asked_and_picked_nothing_is_the_judge() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![choice()]);
    press(&mut h, Key::Space);
    assert!(h.query_by_label("Right").is_none());
    assert!(h.query_by_label_contains("Not right").is_none());
}

#[test]
fn with_single_keys_off_no_button_names_one() {
    let folder = folder();
    let mut h = start(folder.path());
    press_ctrl(&mut h, Key::Num4);
    h.get_by_label("Stop S");
    let settings = h.state().state().settings().clone();
    act(&mut h, Action::Set(Settings { single_keys: false, ..settings }));
    h.get_by_label("Stop");
    press(&mut h, Key::Space);
    h.get_by_label("Open the sentence");
    press_ctrl(&mut h, Key::Num3);
    h.get_by_label("Test me");
}

#[test]
fn enter_shows_and_rates_like_space_and_goes_on_at_the_end() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![choice(), order()]);
    press(&mut h, Key::Enter);
    assert_eq!(current(&h).step, ReviewStep::Answer);
    press(&mut h, Key::Enter);
    assert_eq!(kept(&h, &"kinds:card-0".into()), [(Rating::Good, vec![])]);
    press(&mut h, Key::S);
    h.get_by_label("Go on, 2 left Enter");
    press(&mut h, Key::Enter);
    assert_eq!(current(&h).step, ReviewStep::Question);
}

#[test]
fn a_card_without_a_hint_says_so() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![choice()]);
    press(&mut h, Key::H);
    h.get_by_label("This card has no hint.");
}

#[test]
fn when_only_repetitions_are_left_the_line_says_how_many() {
    let folder = folder();
    let mut h = start(folder.path());
    ask_only(&mut h, vec![choice(), order()]);
    h.get_by_label("1 of 2");
    for _ in 0..2 {
        press(&mut h, Key::Space);
        press(&mut h, Key::Num1);
    }
    h.get_by_label("2 to repeat");
    h.get_by_label("Shown early: nothing else is left");
    press(&mut h, Key::Space);
    press(&mut h, Key::Num4);
    h.get_by_label("1 to repeat");
}

#[test]
fn in_a_low_window_the_first_lines_of_an_answer_are_in_view() {
    for (width, height) in [(1280.0, 800.0), (1024.0, 768.0)] {
        let folder = folder();
        let mut h = harness(app(folder.path()), width, height);
        act(&mut h, Action::Zoom(200));
        let long = "Which of the four national levels of EMS providers is the lowest whose scope of \
                    practice includes the placing of a supraglottic airway in an adult patient, as \
                    the national scope of practice model has it, whatever a state may say?";
        let wrong = vec![("EMR".to_owned(), "Not in its scope.".to_owned())];
        let ask = Ask::ChooseOne { question: long.to_owned(), right: "AEMT".to_owned(), wrong };
        ask_only(&mut h, vec![ask]);
        pick(&mut h, &[1]);
        press(&mut h, Key::Space);
        h.run_steps(4);
        let buttons = button(&h, "Again, ").expect("a button");
        for words in ["EMR. Wrong, your choice", "AEMT. Right answer"] {
            let line = h.get_by_label_contains(words).rect();
            assert!(line.top() > 56.0 && line.bottom() < buttons.top(), "{words}: {line:?}");
        }
    }
}

#[test]
fn what_opens_above_the_page_begins_at_its_top() {
    let folder = folder();
    let mut h = harness(app(folder.path()), 1024.0, 640.0);
    press_ctrl(&mut h, Key::Num4);
    press(&mut h, Key::F1);
    let at = h.query_all_by_label("Everywhere").next().expect("there").rect().top();
    for _ in 0..4 {
        press(&mut h, Key::PageDown);
        h.run_steps(8);
    }
    assert!(h.query_all_by_label("Everywhere").next().is_none_or(|n| n.rect().top() < at));
    press(&mut h, Key::Escape);
    h.run();
    press(&mut h, Key::F1);
    h.run_steps(4);
    let again = h.query_all_by_label("Everywhere").next().expect("there").rect().top();
    assert!((again - at).abs() < 1.0, "{again} is not {at}");
}
