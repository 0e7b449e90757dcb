//! Draws every page to PNG files, in light and dark, at 100 and 200 %, without a display:
//! `cargo test --test window pictures` leaves them in `target/pictures`; `PAGE=card` draws only pages with
//! that in their name, `SWEEP=1` every theme and tested size.

use crate::common::{act, app, ask_only, folder, harness, press, press_ctrl, take_in};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use ems_study::app::App;
use ems_study::clock::parse_moment;
use ems_study::curriculum::{
    Anchor, Ask, CardId, Figure, MatrixGroup, ProviderLevel, RowGroup, SkillGroup,
};
use ems_study::state::{Action, CardDraft, Overlay, Selection, Spot, TextPlace};
use ems_study::study::{
    Build, DAY_MS, DemoKind, Entry, EntryRef, Passage, Plan, Rating, RatingButtons, Review,
    SegmentId, SessionKind, Settings, StudyDay, ThemeChoice, What,
};
use std::path::PathBuf;

type Steps = fn(&mut Harness<'_, App>);

fn section(h: &mut Harness<'_, App>, id: &str) {
    act(h, Action::Open(Spot::Section(id.into(), None)));
}

fn in_montana(h: &mut Harness<'_, App>) {
    let state_rules = Some("Montana".to_owned());
    let settings = Settings { state_rules, ..h.state().state().settings().clone() };
    act(h, Action::Set(settings));
}

/// Puts weeks of reviews on record.
fn study(h: &mut Harness<'_, App>, days: i32) {
    for (at, entry) in crate::common::history::studied(days) {
        take_in(h, at, entry);
    }
}

/// Forgets a card so many times, and knows it again in between.
fn forget(h: &mut Harness<'_, App>, card: &CardId, times: u64) {
    let now = parse_moment(crate::common::NOW).expect("a time");
    let ratings = std::iter::once(Rating::Easy);
    let ratings = ratings
        .chain((1..2 * times).map(|n| if n % 2 == 0 { Rating::Good } else { Rating::Again }));
    for (seq, rating) in (1..).zip(ratings) {
        let what = What::Review(Review {
            card: card.clone(),
            rating,
            ms: 4_000,
            sure: false,
            hint: false,
            chosen: Vec::new(),
            answer: 0,
        });
        let (at, tz, day) = (now.at_ms, now.offset_min, now.study_day(4));
        let entry = Entry { seq, at, tz, day, stamp: None, what };
        take_in(h, EntryRef(SegmentId(77), seq), entry);
    }
    h.run();
}

/// A section, some pages down.
fn scrolled(h: &mut Harness<'_, App>, id: &str, pages: usize) {
    section(h, id);
    for _ in 0..pages {
        press(h, Key::J);
        h.run_steps(8);
    }
}

/// Highlights from one place of the section shown to another: piece and character.
fn highlight(h: &mut Harness<'_, App>, from: (usize, usize), to: (usize, usize)) {
    let place = |(piece, char)| TextPlace { piece, char };
    let section = h.state().state().section().clone();
    let selection = Selection { section, anchor: place(from), head: place(to) };
    act(h, Action::Select(Some(selection.clone())));
    act(h, Action::Highlight(selection));
}

/// As if this had been done some time ago.
fn add(h: &mut Harness<'_, App>, what: What) {
    let now = parse_moment(crate::common::NOW).expect("a time");
    let (at, tz, day) = (now.at_ms, now.offset_min, now.study_day(4));
    let entry = Entry { seq: 1, at, tz, day, stamp: None, what };
    take_in(h, EntryRef(SegmentId(78), 1), entry);
    h.run();
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn gates() -> Ask {
    let question = "Put the four gates to working in EMS in their usual order.".to_owned();
    Ask::Order {
        question,
        steps: words(&["Education", "Certification", "Licensure", "Credentialing"]),
    }
}

fn direction() -> Ask {
    let online =
        words(&["A physician on the radio during a call", "A delegate on the phone during a call"]);
    let offline = words(&["A protocol", "A standing order", "Training", "Quality review"]);
    let heads =
        vec![("Online (direct)".to_owned(), online), ("Offline (indirect)".to_owned(), offline)];
    Ask::Sort { question: "Sort each into online or offline medical direction.".to_owned(), heads }
}

fn tags() -> Ask {
    let heads = [
        ("Level I", "Widest care, with research and teaching"),
        ("Level II", "Definitive care"),
        ("Level III", "Assesses, operates, stabilizes, may transfer"),
        ("Levels IV and V", "First care, then transfer"),
    ];
    let heads = heads.map(|(head, thing)| (head.to_owned(), words(&[thing]))).to_vec();
    Ask::Sort { question: "Sort each task under its trauma center level.".to_owned(), heads }
}

fn levels() -> Ask {
    let wrong = [("EMT-Basic", "An old name of the EMT."), ("Driver", "A task, not a level.")];
    Ask::ChooseAll {
        question: "Which of these are national levels?".to_owned(),
        right: words(&["EMR", "EMT", "AEMT"]),
        wrong: wrong.map(|(option, why)| (option.to_owned(), why.to_owned())).to_vec(),
    }
}

/// As if so many cards had been rated on so many days, beginning so many days ago.
fn studied(h: &mut Harness<'_, App>, cards: usize, days_ago: i32, days: usize) {
    let now = parse_moment(crate::common::NOW).expect("a time");
    let cards: Vec<_> =
        h.state().state().deck().cards()[..cards].iter().map(|card| card.id.clone()).collect();
    let mut seq = 0;
    for day in 0..days {
        for (place, card) in cards.iter().enumerate() {
            seq += 1;
            let back = days_ago - i32::try_from(day * 2 * (1 + place % 4)).expect("few");
            let at =
                now.plus_ms(-i64::from(back) * DAY_MS).plus_ms(i64::try_from(seq).expect("few"));
            let later = [Rating::Again, Rating::Good, Rating::Good, Rating::Easy];
            let rating = if day == 0 { Rating::Easy } else { later[(day + place) % 4] };
            let (sure, hint, chosen, answer) = (false, false, Vec::new(), 0);
            let card = card.clone();
            let what = What::Review(Review { card, rating, ms: 9_000, sure, hint, chosen, answer });
            let (day, tz, stamp) = (at.study_day(4), at.offset_min, Some(now.at_ms));
            let entry = Entry { seq, at: at.at_ms, tz, day, stamp, what };
            take_in(h, EntryRef(SegmentId(1), seq), entry);
        }
    }
    h.run();
}

/// The end of a rehearsal that was stopped, some pages down.
fn rehearsed(h: &mut Harness<'_, App>, pages: usize) {
    act(h, Action::StartSession(SessionKind::Rehearsal(ProviderLevel::Emt)));
    for _ in 0..24 {
        press(h, Key::Num2);
        h.key_press_modifiers(egui::Modifiers::SHIFT, Key::Space);
        h.run();
    }
    press(h, Key::S);
    for _ in 0..pages {
        press(h, Key::PageDown);
        h.run_steps(8);
    }
}

fn planned(h: &mut Harness<'_, App>) {
    let exam = parse_moment(crate::common::NOW).expect("a time").study_day(4).plus(21);
    let level = Some(ProviderLevel::Emt);
    let holidays = vec![exam, StudyDay(exam.0 - 7)];
    act(
        h,
        Action::SetPlan(Plan {
            level,
            exam: Some(exam),
            minutes: Some(15),
            holidays,
            ..Plan::default()
        }),
    );
    act(h, Action::DismissNotice);
}

const PAGES: &[(&str, Steps)] = &[
    ("learn", |_| {}),
    ("learn-levels", |h| section(h, "four-levels")),
    ("learn-levels-state", |h| {
        in_montana(h);
        scrolled(h, "four-levels", 2);
    }),
    ("learn-call", |h| section(h, "a-911-call")),
    ("learn-call-line", |h| {
        section(h, "a-911-call");
        act(h, Action::ShowCallStep(5));
        h.get_by_label_contains("The call as a line").scroll_to_me();
        h.run_steps(8);
        h.get_by_label_contains("The call as a line").focus();
        h.run();
    }),
    ("learn-difference", |h| section(h, "ems-and-emt")),
    ("learn-whole-and-part", |h| scrolled(h, "ems-and-emt", 2)),
    ("learn-two-ladders", |h| scrolled(h, "levels-of-service", 1)),
    ("learn-level-ladder", |h| scrolled(h, "four-levels", 2)),
    ("learn-selected", |h| press_ctrl(h, Key::A)),
    ("learn-recall", |h| {
        press(h, Key::R);
        h.run_steps(8);
    }),
    ("learn-recall-answer", |h| {
        press(h, Key::R);
        h.run_steps(8);
        press(h, Key::Space);
        press(h, Key::R);
        h.run_steps(8);
    }),
    ("learn-recall-done", |h| {
        press(h, Key::R);
        h.run_steps(8);
        for _ in 0..5 {
            press(h, Key::Space);
            press(h, Key::Num3);
        }
        press(h, Key::R);
        h.run_steps(8);
    }),
    ("learn-exams", |h| section(h, "exams-and-renewal")),
    ("learn-outlined", |h| {
        act(
            h,
            Action::OpenSentence {
                section: "four-levels".into(),
                facts: vec!["LVL-10".into()],
                label: "asked in your card",
            },
        );
    }),
    ("learn-marked", |h| {
        act(
            h,
            Action::SaveNote {
                anchor: Anchor::from("four-levels/ladder-text"),
                text: "Ask the instructor how our state names these levels.".to_owned(),
            },
        );
        section(h, "what-ems-is");
        act(h, Action::Bookmark(Anchor::from("what-ems-is/a-system-text")));
        act(
            h,
            Action::SaveNote {
                anchor: Anchor::from("what-ems-is/a-system-text"),
                text: "EMS = the whole chain. Ask about NHTSA in class.".to_owned(),
            },
        );
        h.run();
        h.run();
    }),
    ("learn-find", |h| {
        section(h, "four-levels");
        press_ctrl(h, Key::F);
        h.event(egui::Event::Text("level".to_owned()));
        h.run();
    }),
    ("learn-highlights", |h| {
        section(h, "what-ems-is");
        highlight(h, (1, 10), (1, 65));
        highlight(h, (3, 0), (3, 38));
        highlight(h, (3, 74), (3, 200));
        highlight(h, (4, 2), (4, 40));
        act(h, Action::Select(None));
    }),
    ("learn-highlights-contrast", |h| {
        let theme = ThemeChoice::HighContrast;
        act(h, Action::Set(Settings { theme, ..h.state().state().settings().clone() }));
        section(h, "what-ems-is");
        highlight(h, (3, 0), (3, 38));
        highlight(h, (3, 74), (3, 200));
        highlight(h, (4, 2), (4, 40));
        act(h, Action::Select(None));
        press_ctrl(h, Key::F);
        h.event(egui::Event::Text("care".to_owned()));
        h.run();
    }),
    ("learn-highlight-kept", |h| {
        section(h, "what-ems-is");
        highlight(h, (3, 0), (3, 38));
    }),
    ("learn-highlight-choices", |h| {
        section(h, "what-ems-is");
        highlight(h, (3, 0), (3, 38));
        act(h, Action::Select(None));
        let mark = h.query_all_by_label_contains("Highlight “").next();
        mark.expect("a highlight").click_accesskit();
        h.run();
    }),
    ("note", |h| {
        act(h, Action::Show(Overlay::Note(Anchor::from("what-ems-is/a-system-text"))));
    }),
    ("compare-bookmark", |h| {
        act(h, Action::GoTo(ems_study::state::Place::Compare));
        act(h, Action::OpenCellOf(("cpap".into(), ProviderLevel::Aemt)));
        press_ctrl(h, Key::D);
        h.run();
    }),
    ("search-recent", |h| {
        section(h, "four-levels");
        act(h, Action::OpenCellOf(("cpap".into(), ProviderLevel::Aemt)));
        act(h, Action::Open(Spot::EmsAndEmt));
        act(h, Action::Open(Spot::Glossary));
        section(h, "working-in-ems");
        section(h, "what-ems-is");
        press_ctrl(h, Key::K);
    }),
    ("marks", |h| {
        section(h, "what-ems-is");
        highlight(h, (3, 39), (3, 126));
        let (anchor, quote) = ("what-ems-is/people-text", "The four levels are certified.");
        let gone = Passage { anchor: anchor.to_owned(), quote: quote.to_owned(), nth: 0 };
        add(h, What::Highlight { on: vec![gone], off: Vec::new() });
        act(h, Action::Bookmark(Anchor::from("what-ems-is/a-system-text")));
        act(h, Action::Bookmark(Anchor::from("compare/cpap/aemt")));
        act(
            h,
            Action::SaveNote {
                anchor: Anchor::from("what-ems-is/delivery-models"),
                text: "Which of these is ours?".to_owned(),
            },
        );
        h.run();
        act(h, Action::Open(Spot::Marks));
        h.run();
    }),
    ("names", |h| {
        act(h, Action::OpenFigureRow(Figure::OldNames, "emt-intermediate".to_owned()));
    }),
    ("confusions", |h| section(h, "common-confusions")),
    ("claims", |h| act(h, Action::Open(Spot::Claims))),
    ("glossary", |h| act(h, Action::Open(Spot::Glossary))),
    ("sources", |h| act(h, Action::Open(Spot::Sources))),
    ("compare", |h| press_ctrl(h, Key::Num3)),
    ("compare-detail", |h| {
        press_ctrl(h, Key::Num3);
        act(h, Action::SelectCell("supraglottic-airway".into(), ProviderLevel::Aemt));
    }),
    ("compare-differences", |h| {
        press_ctrl(h, Key::Num3);
        press(h, Key::D);
        press(h, Key::Num1);
    }),
    ("compare-baseline", |h| {
        press_ctrl(h, Key::Num3);
        act(h, Action::SetBaseline(Some(ProviderLevel::Emt)));
        act(h, Action::FilterGroup(Some(MatrixGroup::Scope(SkillGroup::Airway))));
    }),
    ("compare-find", |h| {
        press_ctrl(h, Key::Num3);
        act(h, Action::FindRows("airway".to_owned()));
    }),
    ("compare-applicant", |h| {
        press_ctrl(h, Key::Num3);
        press(h, Key::A);
        act(h, Action::SelectCell("exam-time".into(), ProviderLevel::Emt));
    }),
    ("compare-state", |h| {
        in_montana(h);
        press_ctrl(h, Key::Num3);
        act(h, Action::FilterGroup(Some(MatrixGroup::Scope(SkillGroup::Airway))));
        act(h, Action::SelectCell("supraglottic-airway".into(), ProviderLevel::Emt));
    }),
    ("compare-test", |h| {
        press_ctrl(h, Key::Num3);
        act(h, Action::FilterGroup(Some(MatrixGroup::Scope(SkillGroup::Airway))));
        press(h, Key::T);
        for key in [Key::N, Key::Y, Key::Y, Key::N, Key::Num1, Key::Y, Key::N] {
            press(h, key);
        }
    }),
    ("compare-words-test", |h| {
        press_ctrl(h, Key::Num3);
        act(h, Action::FilterGroup(Some(MatrixGroup::Level(RowGroup::Exam))));
        press(h, Key::T);
        press(h, Key::Num1);
        press(h, Key::Num1);
    }),
    ("compare-result", |h| {
        press_ctrl(h, Key::Num3);
        act(h, Action::FilterGroup(Some(MatrixGroup::Scope(SkillGroup::Fluids))));
        press(h, Key::T);
        for _ in 0..8 {
            press(h, Key::N);
        }
        press(h, Key::Escape);
    }),
    ("compare-ems-and-emt", |h| {
        press_ctrl(h, Key::Num3);
        press(h, Key::V);
    }),
    ("compare-who", |h| {
        press_ctrl(h, Key::Num3);
        press(h, Key::W);
        h.event(egui::Event::Text("supraglotic".to_owned()));
        h.run();
    }),
    ("card-state", |h| {
        in_montana(h);
        press_ctrl(h, Key::Num3);
        // a card of an overlaid cell, by the test of its row
        act(h, Action::FindRows("supraglottic".to_owned()));
        press(h, Key::T);
        press(h, Key::N);
        press(h, Key::N);
        press_ctrl(h, Key::Num4);
        press_ctrl(h, Key::Z);
    }),
    ("card-question", |h| press_ctrl(h, Key::Num4)),
    ("card-answer", |h| {
        press_ctrl(h, Key::Num4);
        press(h, Key::Space);
    }),
    ("card-wrong-choice", |h| {
        press_ctrl(h, Key::Num4);
        // on to a card that offers a choice
        for _ in 0..12 {
            let choice = h
                .state()
                .state()
                .review()
                .and_then(|r| r.current.as_ref())
                .is_some_and(|c| c.order.len() == 4);
            if choice {
                break;
            }
            press(h, Key::Space);
            press(h, Key::Num4);
        }
        let current = h.state().state().review().and_then(|r| r.current.clone()).expect("a card");
        let wrong = current.order.iter().copied().find(|o| *o > 0).expect("a wrong option");
        act(h, Action::Pick { card: current.card.clone(), option: wrong });
        act(h, Action::Reveal { card: current.card, sure: true });
    }),
    ("card-order", |h| {
        ask_only(h, vec![gates()]);
        press(h, Key::ArrowDown);
        press(h, Key::Num1);
    }),
    ("card-order-answer", |h| {
        ask_only(h, vec![gates()]);
        press(h, Key::Num2);
        press(h, Key::Space);
    }),
    ("card-sort", |h| {
        ask_only(h, vec![direction()]);
        press(h, Key::Num2);
        press(h, Key::Num1);
    }),
    ("card-sort-tags", |h| {
        ask_only(h, vec![tags()]);
        press(h, Key::Num3);
    }),
    ("card-sort-answer", |h| {
        ask_only(h, vec![direction()]);
        for key in [Key::Num1, Key::Num2, Key::Num2, Key::Num1] {
            press(h, key);
        }
        press(h, Key::Space);
    }),
    ("card-choose-all", |h| {
        ask_only(h, vec![levels()]);
        press(h, Key::Num1);
    }),
    ("card-cloze-answer", |h| {
        ask_only(h, vec![Ask::Cloze { text: "EMS is a {{system}}, not a person.".to_owned() }]);
        press(h, Key::Space);
    }),
    ("card-two-buttons", |h| {
        let two = RatingButtons::Two;
        let settings = h.state().state().settings().clone();
        act(h, Action::Set(Settings { rating_buttons: two, ..settings }));
        press_ctrl(h, Key::Num4);
        press(h, Key::Space);
    }),
    ("card-info", |h| {
        press_ctrl(h, Key::Num4);
        h.key_press_modifiers(egui::Modifiers::SHIFT, Key::Space);
        h.run();
        press(h, Key::Num1);
        press_ctrl(h, Key::Z);
        press(h, Key::Num4);
        press_ctrl(h, Key::Z);
        press(h, Key::Num2);
        for _ in 0..14 {
            press(h, Key::Space);
            press(h, Key::Num4);
        }
        press(h, Key::I);
    }),
    ("card-undone", |h| {
        press_ctrl(h, Key::Num4);
        press(h, Key::Space);
        press(h, Key::Num1);
        press_ctrl(h, Key::Z);
    }),
    ("practice", |h| {
        press_ctrl(h, Key::Num4);
        press(h, Key::P);
    }),
    ("card-focus", |h| {
        press_ctrl(h, Key::Num4);
        press(h, Key::Tab);
    }),
    ("card-early", |h| {
        ask_only(h, vec![gates(), direction()]);
        for _ in 0..2 {
            press(h, Key::Space);
            press(h, Key::Num1);
        }
    }),
    ("card-picked-contrast", |h| {
        let (theme, single_keys) = (ThemeChoice::HighContrast, false);
        act(h, Action::Set(Settings { theme, single_keys, ..Settings::default() }));
        ask_only(h, vec![levels()]);
        let card = h.state().state().review().and_then(|r| r.current.clone()).expect("a card").card;
        act(h, Action::Pick { card: card.clone(), option: 1 });
        press(h, Key::Tab);
    }),
    ("card-left-out-contrast", |h| {
        let theme = ThemeChoice::HighContrast;
        act(h, Action::Set(Settings { theme, ..Settings::default() }));
        ask_only(h, vec![levels()]);
        let card = h.state().state().review().and_then(|r| r.current.clone()).expect("a card").card;
        for option in [0, 1, 3] {
            act(h, Action::Pick { card: card.clone(), option });
        }
        press(h, Key::Space);
    }),
    ("practice-below", |h| {
        press_ctrl(h, Key::Num4);
        for key in [Key::Num1, Key::Num3, Key::Num1] {
            press(h, Key::Space);
            press(h, key);
        }
        press(h, Key::P);
        act(h, Action::SetBuild(Build { minutes: Some(10), ..Build::default() }));
        for _ in 0..4 {
            press(h, Key::PageDown);
            h.run_steps(8);
        }
    }),
    ("practice-cram", |h| {
        let build = Build { practice: true, count: Some(20), ..Build::default() };
        act(h, Action::StartSession(SessionKind::Built(build)));
        press(h, Key::Space);
    }),
    ("practice-rehearsal", |h| {
        act(h, Action::StartSession(SessionKind::Rehearsal(ProviderLevel::Emt)));
        press(h, Key::Num2);
    }),
    ("practice-rehearsed", |h| rehearsed(h, 0)),
    ("practice-rehearsed-below", |h| rehearsed(h, 2)),
    ("practice-siblings", |h| {
        study(h, 40);
        act(h, Action::Open(Spot::Sittings));
    }),
    ("card-stopped", |h| {
        press_ctrl(h, Key::Num4);
        for key in [Key::Num1, Key::Num3, Key::Num4] {
            h.key_press_modifiers(egui::Modifiers::SHIFT, Key::Space);
            h.run();
            press(h, key);
        }
        press(h, Key::S);
    }),
    ("card-leech", |h| {
        press_ctrl(h, Key::Num4);
        let card = h.state().state().review().and_then(|r| r.current.clone()).expect("a card").card;
        forget(h, &card, 8);
        act(h, Action::StartSession(SessionKind::Leeches));
        press(h, Key::Space);
    }),
    ("new-card", |h| {
        let draft = CardDraft {
            back: "An EMR gives immediate lifesaving care while more help is on its way."
                .to_owned(),
            section: Some("four-levels".into()),
            ..CardDraft::default()
        };
        act(h, Action::Show(Overlay::CardEditor(Box::new(draft))));
    }),
    ("new-card-choice", |h| {
        let draft = CardDraft { tags: "week-1".to_owned(), ..CardDraft::from_ask(&levels()) };
        act(h, Action::Show(Overlay::CardEditor(Box::new(draft))));
    }),
    ("new-card-sort", |h| {
        let draft = CardDraft::from_ask(&direction());
        act(h, Action::Show(Overlay::CardEditor(Box::new(draft))));
    }),
    ("new-card-cloze", |h| {
        let ask = Ask::Cloze { text: "EMS is a {{system}}, not a person.".to_owned() };
        let draft = CardDraft { section: Some("what-ems-is".into()), ..CardDraft::from_ask(&ask) };
        act(h, Action::Show(Overlay::CardEditor(Box::new(draft))));
    }),
    ("new-card-refused", |h| {
        let kind = ems_study::state::CardKind::ChooseOne;
        let front = "How many levels are there?".to_owned();
        let draft = CardDraft { kind, front, back: "Four".to_owned(), ..CardDraft::default() };
        act(h, Action::Show(Overlay::CardEditor(Box::new(draft))));
        press_ctrl(h, Key::Enter);
    }),
    ("all-cards", |h| {
        press_ctrl(h, Key::Num4);
        press(h, Key::Space);
        press(h, Key::Num4);
        press_ctrl(h, Key::B);
        press(h, Key::ArrowDown);
        press(h, Key::ArrowDown);
    }),
    ("import-export", |h| press_ctrl(h, Key::O)),
    ("import-preview", |h| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        press_ctrl(h, Key::O);
        act(h, Action::ReadFile(root.join("tests/data/packages/new.apkg")));
    }),
    ("progress-empty", |h| press_ctrl(h, Key::Num5)),
    ("progress", |h| {
        study(h, 75);
        press_ctrl(h, Key::Num5);
    }),
    ("progress-below", |h| {
        study(h, 75);
        press_ctrl(h, Key::Num5);
        for _ in 0..3 {
            press(h, Key::PageDown);
            h.run_steps(8);
        }
    }),
    ("progress-numbers", |h| {
        study(h, 75);
        press_ctrl(h, Key::Num5);
        h.get_by_label("Numbers: Due").click();
        h.run();
    }),
    ("progress-answers", |h| {
        study(h, 75);
        act(h, Action::Open(Spot::Answers));
    }),
    ("plan-empty", |h| press_ctrl(h, Key::L)),
    ("plan-catch-up", |h| {
        studied(h, 60, 14, 1);
        press_ctrl(h, Key::L);
    }),
    ("plan-exam", |h| {
        studied(h, 120, 24, 4);
        planned(h);
        press_ctrl(h, Key::L);
        press(h, Key::PageDown);
        h.run_steps(8);
    }),
    ("plan-fit", |h| {
        studied(h, 120, 60, 6);
        planned(h);
        press_ctrl(h, Key::L);
        act(h, Action::StartFit);
        h.run_steps(2);
        h.get_by_label("Fit to your memory").scroll_to_me();
        h.run_steps(8);
    }),
    ("plan-method", |h| act(h, Action::Open(Spot::Method))),
    ("search", |h| {
        press_ctrl(h, Key::K);
        h.event(egui::Event::Text("emt-i".to_owned()));
        h.run();
    }),
    ("backups", |h| act(h, Action::Open(Spot::Backups))),
    ("keys", |h| press(h, Key::F1)),
    ("settings", |h| act(h, Action::Show(Overlay::Settings))),
    ("about", |h| act(h, Action::Show(Overlay::About))),
    ("term", |h| act(h, Action::Show(Overlay::Term("medical-director".into())))),
    ("sentence-sources", |h| {
        act(h, Action::Show(Overlay::Sources(vec!["LVL-01".into(), "SYS-12".into()])));
    }),
];

/// How a page is drawn: zoom in per cent, width and height in points.
type Size = (u16, f32, f32);

/// What every page is drawn in. With `SWEEP=1` every page is drawn in every theme at every size.
fn looks() -> Vec<(ThemeChoice, Size)> {
    let (light, dark) = (ThemeChoice::Light, ThemeChoice::Dark);
    let (whole, double) = ((100, 1280.0, 800.0), (200, 1280.0, 800.0));
    if std::env::var_os("SWEEP").is_none() {
        let projector = (100, 1024.0, 768.0);
        return vec![
            (light, whole),
            (light, double),
            (light, projector),
            (dark, whole),
            (dark, double),
        ];
    }
    let low =
        [(100, 1024.0, 768.0), (200, 1024.0, 768.0), (100, 1024.0, 640.0), (200, 1024.0, 640.0)];
    let sizes = [(50, 1280.0, 800.0), whole, double, (300, 1280.0, 800.0)].into_iter().chain(low);
    let themes = [light, dark, ThemeChoice::HighContrast];
    sizes.flat_map(|size| themes.map(|theme| (theme, size))).collect()
}

/// Keeps a picture of what is shown.
fn keep(h: &mut Harness<'_, App>, name: &str, (theme, (zoom, width, height)): (ThemeChoice, Size)) {
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../pictures");
    std::fs::create_dir_all(&out).expect("a folder for the pictures");
    let image = h.render().expect("a picture");
    assert!(image.pixels().any(|p| p != image.get_pixel(0, 0)), "{name} is empty");
    let theme = theme.label().to_lowercase().replace(' ', "-");
    let size = if width < 1280.0 { format!("-{width}x{height}") } else { String::new() };
    image.save(out.join(format!("{name}-{theme}-{zoom}{size}.png"))).expect("saved");
}

#[test]
fn every_page_can_be_drawn_without_a_display() {
    let only = std::env::var("PAGE").unwrap_or_default();
    for (name, steps) in PAGES.iter().filter(|(name, _)| name.contains(&only)) {
        for look in looks() {
            let (theme, (zoom, width, height)) = look;
            let folder = folder();
            let mut h = harness(app(folder.path()), width, height);
            act(&mut h, Action::Set(Settings { theme, ..Settings::default() }));
            act(&mut h, Action::Zoom(zoom));
            steps(&mut h);
            keep(&mut h, name, look);
        }
    }
}

/// Home as people meet it: whose, at what time, and what they did there.
type Morning = (&'static str, Option<DemoKind>, &'static str, Steps);

const MORNINGS: &[Morning] = &[
    ("home-first", None, crate::common::NOW, |_| {}),
    ("home-new", None, crate::common::NOW, |h| press(h, Key::Escape)),
    ("home-explore", None, crate::common::NOW, |h| {
        press(h, Key::Tab);
        press(h, Key::Enter);
    }),
    ("home-student", Some(DemoKind::Student), crate::common::NOW, |h| press(h, Key::Space)),
    ("home-done", Some(DemoKind::Student), crate::common::NOW, |h| {
        press_ctrl(h, Key::Num4);
        for _ in 0..60 {
            press(h, Key::Space);
            press(h, Key::Num3);
        }
        press_ctrl(h, Key::Num1);
    }),
    ("home-later", Some(DemoKind::Student), "2026-04-05T18:00:00-05:00", |_| {}),
    ("home-teacher", Some(DemoKind::Teacher), crate::common::NOW, |_| {}),
];

#[test]
fn home_can_be_drawn_as_everybody_meets_it() {
    let only = std::env::var("PAGE").unwrap_or_default();
    for (name, kind, now, steps) in MORNINGS.iter().filter(|(name, ..)| name.contains(&only)) {
        for look in looks() {
            let (theme, (zoom, width, height)) = look;
            let folder = folder();
            if let Some(kind) = kind {
                crate::common::fill(folder.path(), *kind);
            }
            let mut h = harness(crate::common::started(folder.path(), now), width, height);
            act(&mut h, Action::Zoom(zoom));
            steps(&mut h);
            let settings = Settings { theme, ..h.state().state().settings().clone() };
            act(&mut h, Action::Set(settings));
            keep(&mut h, name, look);
        }
    }
}

#[test]
fn every_section_can_be_drawn_whole() {
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../pictures");
    std::fs::create_dir_all(&out).expect("a folder for the pictures");
    let only = std::env::var("PAGE").unwrap_or_default();
    for known in crate::common::curriculum().sections() {
        let name = format!("section-{}", known.id);
        if !name.contains(&only) {
            continue;
        }
        for (zoom, width, height) in [(100, 1280.0, 3200.0), (200, 1280.0, 4200.0)] {
            let folder = folder();
            let mut h = harness(app(folder.path()), width, height);
            act(&mut h, Action::Zoom(zoom));
            section(&mut h, known.id.as_str());
            h.run_steps(4);
            h.render()
                .expect("a picture")
                .save(out.join(format!("{name}-{zoom}.png")))
                .expect("saved");
        }
    }
}

/// The pages whose layout matters most are compared with pictures made on the same kind of machine;
/// `UPDATE_SNAPSHOTS=1 cargo test --test window pictures` makes them anew.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn is_as_it_was(name: &str) {
    let (_, steps) = PAGES.iter().find(|(page, _)| *page == name).expect("a page");
    let folder = folder();
    let mut h = harness(app(folder.path()), 1280.0, 800.0);
    steps(&mut h);
    h.snapshot(name);
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_layout_of_the_comparison_is_as_it_was() {
    is_as_it_was("compare-detail");
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_layout_of_a_card_is_as_it_was() {
    is_as_it_was("card-answer");
}
