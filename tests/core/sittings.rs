//! Sittings of every kind, without a window: what they serve, what they move, and how they end.

#![allow(clippy::cast_possible_wrap, reason = "small numbers")]

use crate::program::{NOW, Program};
use ems_study::curriculum::{Ask, CardId, Curriculum, ExamDomain, ProviderLevel, load_bundled};
use ems_study::state::{Action, Place, Rest, ReviewStep, Spot};
use ems_study::study::{
    AT_ONCE, Build, DAY_MS, Entry, EntryRef, Moment, OwnCard, OwnDeck, Past, PastKind, Phase, Plan,
    Rating, Review, SegmentId, SessionKind, Settings, StudyDay, What, Which, delay,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The program over a deck of the learner's own alone, with what was answered before.
fn over(cards: Vec<OwnCard>, entries: Vec<(EntryRef, Entry)>, new_per_day: usize) -> Program {
    let deck = OwnDeck { cards, ..OwnDeck::new("test", "Test") };
    let settings = Settings { new_per_day, ..Settings::default() };
    Program::over(Curriculum::default(), vec![deck], entries, settings)
}

/// The program with its own cards alone.
fn bundled(new_per_day: usize) -> Program {
    Program::bundled(Settings { new_per_day, ..Settings::default() })
}

impl Program {
    fn begin(&mut self, kind: SessionKind) {
        self.act(Action::StartSession(kind));
    }

    fn left(&self) -> usize {
        self.state.review().expect("a sitting").session.left()
    }

    /// Answers the card shown; in a rehearsal Again picks a wrong option.
    fn answer_as(&mut self, rating: Rating, sure: bool) {
        let card = self.card();
        if self.state.review().expect("a sitting").kind.is_rehearsal() {
            let ask = self.state.deck().get(&card).expect("known").ask.clone();
            self.put_right(&card, &ask, rating == Rating::Again);
            self.act(Action::Reveal { card, sure });
            return;
        }
        self.act(Action::Reveal { card: card.clone(), sure });
        self.act(Action::Rate { card, rating });
    }

    /// Picks or arranges what is right, or all but one of it.
    fn put_right(&mut self, card: &CardId, ask: &Ask, but_one: bool) {
        let few = |n: usize| u8::try_from(n).expect("few");
        let put = |option, to| Action::Put { card: card.clone(), option, to };
        let pick = |option| Action::Pick { card: card.clone(), option };
        let actions: Vec<Action> = match ask {
            Ask::Order { steps, .. } => {
                let right = (0..few(steps.len())).map(|step| put(step, step));
                right.chain(but_one.then(|| put(0, few(steps.len() - 1)))).collect()
            }
            Ask::Sort { heads, .. } => {
                let heads = heads.iter().enumerate();
                let right = heads.flat_map(|(head, (_, things))| things.iter().map(move |_| head));
                let right = right.enumerate().map(|(thing, head)| put(few(thing), few(head)));
                right.chain(but_one.then(|| put(0, 1))).collect()
            }
            Ask::ChooseAll { right, .. } if but_one => vec![pick(few(right.len()))],
            Ask::ChooseAll { right, .. } => (0..few(right.len())).map(pick).collect(),
            _ => vec![pick(u8::from(but_one))],
        };
        for action in actions {
            self.act(action);
        }
    }

    /// Everything that decides when cards come back.
    fn schedules(&self) -> String {
        let deck = self.state.deck();
        let progress = self.state.progress();
        let of = |id: &CardId| {
            let known = progress.card(id);
            let marks = known.map(|c| (c.suspended, c.buried_until, c.flag, c.first_day));
            format!("{id} {:?} {:?}", progress.schedule(id), marks.unwrap_or_default())
        };
        deck.cards().iter().map(|card| of(&card.id)).collect::<Vec<_>>().join("\n")
    }

    /// What the page of sittings says that a sitting would serve.
    fn count(&mut self, kind: &SessionKind) -> usize {
        if let SessionKind::Built(build) = kind {
            self.act(Action::SetBuild(build.clone()));
        }
        self.act(Action::Open(Spot::Sittings));
        let sittings = self.state.sittings();
        match kind {
            SessionKind::Built(_) => sittings.built().serves,
            _ => sittings.offer(kind).serves,
        }
    }
}

fn own_card(number: usize, section: u8, level: Option<usize>, fact: u8, choice: bool) -> OwnCard {
    let ask = if choice {
        let wrong = vec![("no".to_owned(), "because".to_owned())];
        Ask::ChooseOne { question: format!("q{number}"), right: "yes".to_owned(), wrong }
    } else {
        Ask::Recall { question: format!("q{number}"), answer: "a".to_owned() }
    };
    OwnCard {
        id: format!("{number}"),
        ask,
        why: String::new(),
        hint: None,
        facts: vec![format!("F-{fact}").as_str().into()],
        skills: Vec::new(),
        section: Some(format!("section-{section}").as_str().into()),
        level: level.and_then(|level| ProviderLevel::ALL.get(level).copied()),
        domain: Some(ExamDomain::ALL[usize::from(section) % 5]),
        tags: vec![format!("tag{section}")],
        added: None,
        came: None,
    }
}

fn review(card: &CardId, rating: Rating, sure: bool) -> What {
    let (hint, chosen, answer) = (false, Vec::new(), 0);
    What::Review(Review { card: card.clone(), rating, ms: 1, sure, hint, chosen, answer })
}

/// Entries of earlier days, each with how many days ago.
fn past(history: Vec<(i64, What)>) -> Vec<(EntryRef, Entry)> {
    let mut history = history;
    history.sort_by_key(|(days_ago, _)| std::cmp::Reverse(*days_ago));
    let mut entries = Vec::new();
    for (seq, (days_ago, what)) in (1..).zip(history) {
        let at = NOW.at_ms - days_ago * DAY_MS - 3_600_000 + seq as i64;
        let moment = Moment { at_ms: at, ..NOW };
        let entry =
            Entry { seq, at, tz: NOW.offset_min, day: moment.study_day(4), stamp: None, what };
        entries.push((EntryRef(SegmentId(9), seq), entry));
    }
    entries
}

fn id(number: usize) -> CardId {
    format!("test:{number}").as_str().into()
}

fn cards() -> impl Strategy<Value = Vec<OwnCard>> {
    let card = (0..3_u8, prop::option::of(0..4_usize), 0..9_u8, any::<bool>());
    prop::collection::vec(card, 1..36).prop_map(|cards| {
        let made = cards.into_iter().enumerate();
        made.map(|(number, (section, level, fact, choice))| {
            own_card(number, section, level, fact, choice)
        })
        .collect()
    })
}

fn history() -> impl Strategy<Value = Vec<(EntryRef, Entry)>> {
    let rating = prop::sample::select(Rating::ALL.to_vec());
    let event = (0..36_usize, rating, any::<bool>(), 0..40_i64, 0..12_u8);
    prop::collection::vec(event, 0..60).prop_map(|events| {
        let what = |(number, rating, sure, days_ago, mark)| {
            let card = id(number);
            let what = match mark {
                0 => What::Star { card, flag: 1 },
                1 => What::Suspend { card, on: true },
                2 => What::Practice {
                    card,
                    right: rating != Rating::Again,
                    chosen: Vec::new(),
                    sure,
                    ms: 1,
                },
                _ => review(&card, rating, sure),
            };
            (days_ago, what)
        };
        past(events.into_iter().map(what).collect())
    })
}

fn kind() -> impl Strategy<Value = SessionKind> {
    let level = || prop::sample::select(ProviderLevel::ALL.to_vec());
    let build = (
        prop::option::of(0..3_u8),
        prop::option::of(level()),
        prop::sample::select(Which::ALL.to_vec()),
        prop::option::of(1..12_usize),
        any::<bool>(),
    );
    prop_oneof![
        3 => Just(SessionKind::Due),
        1 => Just(SessionKind::More(10)),
        1 => prop::sample::select(vec![5, 10]).prop_map(SessionKind::Quick),
        1 => Just(SessionKind::Weakest(10)),
        1 => Just(SessionKind::Missed),
        1 => Just(SessionKind::SureButWrong),
        1 => level().prop_map(SessionKind::Level),
        1 => prop::sample::select(ExamDomain::ALL.to_vec()).prop_map(SessionKind::Domain),
        1 => (0..3_usize).prop_map(|at| {
            SessionKind::Pair(ProviderLevel::ALL[at], ProviderLevel::ALL[at + 1])
        }),
        1 => Just(SessionKind::Rehearsal(ProviderLevel::Emt)),
        3 => build.prop_map(|(section, level, which, count, practice)| {
            SessionKind::Built(Build {
                section: section.map(|n| format!("section-{n}").as_str().into()),
                level,
                which,
                count,
                practice,
                ..Build::default()
            })
        }),
    ]
}

fn ratings() -> impl Strategy<Value = Vec<Rating>> {
    prop::collection::vec(prop::sample::select(Rating::ALL.to_vec()), 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counts_shown_are_cards_served_and_a_sitting_ends_without_repeating(
        cards in cards(),
        history in history(),
        kind in kind(),
        ratings in ratings(),
        new_per_day in 0..12_usize,
    ) {
        let mut program = over(cards, history, new_per_day);
        let count = program.count(&kind);
        program.begin(kind.clone());
        prop_assert_eq!(program.left(), count);
        let mut served = BTreeSet::new();
        let mut through = BTreeSet::new();
        let mut last = None;
        let mut given = ratings.into_iter().chain(std::iter::repeat(Rating::Good));
        for turn in 0.. {
            let Some(card) = program.shown() else { break };
            prop_assert!(turn < 600, "it does not end");
            prop_assert!(last.as_ref() != Some(&card) || program.left() == 1, "{} twice", card);
            prop_assert!(!through.contains(&card), "{} is repeated", card);
            let rating = given.next().unwrap_or(Rating::Good);
            program.answer_as(rating, turn % 3 == 0);
            let phase = program.state.progress().schedule(&card).phase;
            let in_steps = matches!(phase, Phase::Learning { .. } | Phase::Relearning { .. });
            let is_drill = matches!(kind, SessionKind::Pair(..));
            let once = is_drill || (kind.is_practice() && !kind.is_rehearsal());
            let again = once && rating == Rating::Again;
            if !again && (once || kind.is_practice() || !in_steps) {
                through.insert(card.clone());
            }
            served.insert(card.clone());
            last = Some(card);
        }
        prop_assert_eq!(served.len(), count);
        prop_assert_eq!(program.left(), 0);
    }

    #[test]
    fn practice_leaves_every_schedule_as_it_was(
        cards in cards(),
        history in history(),
        which in prop::sample::select(Which::ALL.to_vec()),
        ratings in ratings(),
    ) {
        let mut program = over(cards, history, 5);
        let before = program.schedules();
        let cram = Build { practice: true, which, ..Build::default() };
        for kind in [SessionKind::Built(cram), SessionKind::Rehearsal(ProviderLevel::Emt)] {
            program.begin(kind);
            for rating in &ratings {
                if program.shown().is_some() {
                    program.answer_as(*rating, true);
                }
            }
        }
        prop_assert_eq!(program.schedules(), before.clone());
        prop_assert_eq!(program.restarted().schedules(), before);
    }

    #[test]
    fn answers_then_undos_give_the_state_that_was(
        cards in cards(),
        history in history(),
        kind in kind().prop_filter("has a way back", |kind| !kind.is_rehearsal()),
        ratings in ratings(),
    ) {
        let mut program = over(cards, history, 5);
        program.begin(kind);
        let known = |program: &Program| {
            let missed = |card: &CardId| program.state.progress().card(card).and_then(|c| c.missed);
            let missed: Vec<_> =
                program.state.deck().cards().iter().map(|card| missed(&card.id)).collect();
            (program.schedules(), missed, program.state.progress().reviews(), program.left())
        };
        let mut before = Vec::new();
        for rating in ratings {
            let Some(card) = program.shown() else { break };
            before.push((card, known(&program)));
            program.answer_as(rating, false);
        }
        while let Some((card, was)) = before.pop() {
            program.act(Action::Undo);
            prop_assert_eq!(known(&program), was.clone());
            prop_assert_eq!(program.shown(), Some(card));
            prop_assert_eq!(program.restarted().schedules(), was.0);
        }
    }

    #[test]
    fn what_the_buttons_say_is_in_order_never_in_the_past_and_then_happens(
        cards in cards(),
        history in history(),
        kind in kind().prop_filter("moves schedules", |kind| !kind.is_practice()),
        ratings in ratings(),
    ) {
        let mut program = over(cards, history, 8);
        program.begin(kind);
        for rating in ratings {
            let Some(card) = program.shown() else { break };
            let today = program.state.progress().study_day(NOW);
            let outcomes = program.state.progress().outcomes(&card, NOW, today);
            prop_assert!(outcomes.map(|outcome| delay(&outcome, NOW, today)).is_sorted());
            for outcome in &outcomes {
                match outcome.phase {
                    Phase::Review { due, .. } => prop_assert!(due >= today),
                    Phase::Learning { due_ms, .. } | Phase::Relearning { due_ms, .. } => {
                        prop_assert!(due_ms >= NOW.at_ms);
                    }
                    Phase::New => prop_assert!(false, "a rated card is not new"),
                }
            }
            program.answer_as(rating, false);
            prop_assert_eq!(program.state.progress().schedule(&card), outcomes[rating as usize]);
        }
    }

    #[test]
    fn a_restart_goes_on_with_the_sitting_of_the_day_where_it_was(
        cards in cards(),
        history in history(),
        answers in 0..12_usize,
        new_per_day in 0..12_usize,
    ) {
        let mut program = over(cards, history, new_per_day);
        program.begin(SessionKind::Due);
        for _ in 0..answers {
            if program.shown().is_some() {
                program.answer_as(Rating::Easy, false);
            }
        }
        let mut again = program.restarted();
        again.act(Action::GoTo(Place::Cards));
        prop_assert_eq!(again.shown(), program.shown());
        prop_assert_eq!(again.left(), program.left());
        let place = |program: &Program| program.shown().map(|card| {
            program.state.review().expect("a sitting").session.place(&card)
        });
        prop_assert_eq!(place(&again), place(&program));
    }
}

/// The last day to which a card in days may be put off.
fn last_day(due: StudyDay, interval_days: u32) -> StudyDay {
    due.plus((interval_days / 10).clamp(1, 7))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn siblings_come_on_different_days_unless_one_cannot_wait(
        cards in cards(),
        history in history(),
        ratings in ratings(),
        new_per_day in 0..6_usize,
        exam in prop::option::of(0..8_u32),
    ) {
        let begin = NOW.study_day(4);
        let exam = exam.map(|days| begin.plus(days));
        let mut entries = history;
        let what = What::Plan(Plan { exam, ..Plan::default() });
        let (at, tz) = (NOW.at_ms - 1, NOW.offset_min);
        let entry = Entry { seq: 1, at, tz, day: begin, stamp: None, what };
        entries.push((EntryRef(SegmentId(8), 1), entry));
        let mut program = over(cards, entries, new_per_day);
        let mut given = ratings.into_iter().chain(std::iter::repeat(Rating::Good));
        let mut told = None;
        for _ in 0..14 {
            program.begin(SessionKind::Due);
            let deck = program.state.deck().clone();
            let progress = program.state.progress().clone();
            let today = progress.study_day(program.now.moment);
            let tomorrow = today.plus(1);
            let has_exam = exam.is_some_and(|exam| today <= exam && exam <= tomorrow);
            let session = &program.state.review().expect("a sitting").session;
            let reviews = session.left() - session.new_cards(&progress);
            prop_assert!(told.is_none_or(|told| told == reviews), "{told:?} told, {reviews} come");
            let come: Vec<&CardId> = session.to_come().collect();
            for card in deck.cards() {
                let family = come.iter().filter(|id| {
                    let known = progress.schedule(id).phase != Phase::New;
                    known && deck.get(id).is_some_and(|c| c.family == card.family)
                });
                let family = family.count();
                let is_hidden = progress.card(&card.id).is_some_and(|c| c.is_hidden(today));
                let Phase::Review { due, interval_days } = progress.schedule(&card.id).phase else {
                    continue;
                };
                if due > today || is_hidden {
                    continue;
                }
                let last = last_day(due, interval_days);
                let can_wait = !has_exam && tomorrow <= last;
                if come.contains(&&card.id) {
                    prop_assert!(!can_wait || family == 1, "{} could wait", card.id);
                    prop_assert!(due < begin || today <= last, "{} waited too long", card.id);
                } else {
                    prop_assert!(can_wait && family > 0, "{} waits for nothing", card.id);
                }
            }
            while program.shown().is_some() {
                let rating = given.next().unwrap_or(Rating::Good);
                program.answer_as(rating, false);
            }
            told = Some(program.state.review().expect("a sitting").tally.due_tomorrow);
            program.now.moment = program.now.moment.plus_ms(DAY_MS);
        }
    }
}

/// The cards of a sitting in the order in which they come, each answered rightly.
fn order(program: &mut Program) -> Vec<CardId> {
    let mut out = Vec::new();
    while let Some(card) = program.shown() {
        program.answer_as(Rating::Easy, false);
        out.push(card);
    }
    out
}

#[test]
fn siblings_stand_apart_and_a_new_one_waits_for_another_day() {
    // Three facts with two cards each, all due, and a new card of the first fact and of a fourth.
    let mut cards: Vec<OwnCard> =
        (0..6).map(|n| own_card(n, 0, None, u8::try_from(n / 2).expect("small"), false)).collect();
    cards.push(own_card(6, 0, None, 0, false));
    cards.push(own_card(7, 0, None, 3, false));
    let rated = (0..6).map(|n| (30, review(&id(n), Rating::Good, false)));
    let again = (0..6).map(|n| (29, review(&id(n), Rating::Good, false)));
    let mut program = over(cards, past(rated.chain(again).collect()), 5);
    program.begin(SessionKind::Due);
    let served = order(&mut program);
    assert!(served.contains(&id(7)) && !served.contains(&id(6)), "{served:?}");
    let family = |card: &CardId| program.state.deck().get(card).expect("known").family.clone();
    assert!(served.windows(2).all(|two| family(&two[0]) != family(&two[1])), "{served:?}");
}

#[test]
fn reviews_of_levels_take_turns_and_new_cards_of_a_section_come_together() {
    let level = |n: usize| Some(n % 2);
    let mut cards: Vec<OwnCard> =
        (0..24).map(|n| own_card(n, 2, level(n), u8::try_from(n).expect("small"), false)).collect();
    // New ones of two sections, by turns in the deck.
    cards.extend((24..32).map(|n| {
        own_card(
            n,
            u8::try_from(n % 2).expect("small"),
            None,
            u8::try_from(n).expect("small"),
            false,
        )
    }));
    let rated =
        (0..24).flat_map(|n| [60, 59].map(|days| (days, review(&id(n), Rating::Good, false))));
    let mut program = over(cards, past(rated.collect()), 8);
    program.begin(SessionKind::Due);
    let served = order(&mut program);
    assert_eq!(served.len(), 32);
    let number = |card: &CardId| card.as_str().trim_start_matches("test:").parse::<usize>();
    let numbers: Vec<usize> = served.iter().map(|card| number(card).expect("a number")).collect();
    let reviews: Vec<usize> = numbers.iter().copied().filter(|n| *n < 24).collect();
    assert!(reviews.windows(2).all(|two| two[0] % 2 != two[1] % 2), "{reviews:?}");
    let fresh: Vec<usize> = numbers.iter().copied().filter(|n| *n >= 24).collect();
    let changes = fresh.windows(2).filter(|two| two[0] % 2 != two[1] % 2).count();
    assert_eq!(changes, 1, "{fresh:?}");
    assert!(numbers[0] < 24, "reviews come before new cards");
}

#[test]
fn the_weakest_are_those_least_likely_recalled_now() {
    let cards = (0..30).map(|n| own_card(n, 0, None, u8::try_from(n).expect("small"), false));
    // The later a card was rated, the better it is remembered.
    let rated = (0..30).map(|n| (n as i64 + 2, review(&id(n), Rating::Easy, false)));
    let mut program = over(cards.collect(), past(rated.collect()), 5);
    program.begin(SessionKind::Weakest(10));
    let served: BTreeSet<CardId> = order(&mut program).into_iter().collect();
    assert_eq!(served, (20..30).map(id).collect());
}

#[test]
fn a_missed_card_stays_missed_until_it_is_recalled_on_a_later_day() {
    let cards = (0..4).map(|n| own_card(n, 0, None, u8::try_from(n).expect("small"), false));
    let history = vec![
        (5, review(&id(0), Rating::Again, true)),
        (5, review(&id(0), Rating::Good, false)),
        (5, review(&id(1), Rating::Again, false)),
        (3, review(&id(1), Rating::Good, false)),
        (4, review(&id(2), Rating::Again, false)),
        (4, review(&id(3), Rating::Good, true)),
    ];
    let mut program = over(cards.collect(), past(history), 0);
    assert_eq!(program.count(&SessionKind::Missed), 2);
    assert_eq!(program.count(&SessionKind::SureButWrong), 1);
    program.begin(SessionKind::SureButWrong);
    assert_eq!(program.card(), id(0));
    program.answer_as(Rating::Easy, false);
    assert_eq!(program.count(&SessionKind::SureButWrong), 0);
}

#[test]
fn cards_recalled_today_are_not_asked_early_again() {
    let cards = (0..6).map(|n| own_card(n, 0, Some(1), u8::try_from(n).expect("small"), false));
    let mut program = over(cards.collect(), Vec::new(), 2);
    let section = SessionKind::Section("section-0".into());
    program.begin(section.clone());
    assert_eq!(order(&mut program).len(), 6, "also the new ones beyond those of the day");
    for kind in [section, SessionKind::Quick(5), SessionKind::Weakest(10)] {
        assert_eq!(program.count(&kind), 0, "{kind:?}");
    }
    program.begin(SessionKind::Due);
    assert_eq!(program.shown(), None, "they counted for the day");
}

#[test]
fn two_levels_take_turns_in_equal_parts() {
    let mut program = bundled(5);
    let pair = SessionKind::Pair(ProviderLevel::Aemt, ProviderLevel::Paramedic);
    assert_eq!(program.count(&pair), AT_ONCE);
    program.begin(pair);
    let served = order(&mut program);
    let level = |card: &CardId| program.state.deck().get(card).expect("known").level;
    let aemt = served.iter().filter(|card| level(card) == Some(ProviderLevel::Aemt)).count();
    assert!((AT_ONCE / 2 - 2..=AT_ONCE / 2 + 2).contains(&aemt), "{aemt}");
    assert!(served.iter().all(|card| level(card).is_some_and(|l| l >= ProviderLevel::Aemt)));
}

#[test]
fn a_rehearsal_has_no_way_back_leaves_nothing_out_and_tells_at_the_end() {
    let mut program = bundled(5);
    let before = program.schedules();
    program.begin(SessionKind::Rehearsal(ProviderLevel::Emt));
    let asked = program.left();
    let first = program.card();
    // Nothing picked, nothing handed in; neither hint nor bury nor undo.
    program.act(Action::Reveal { card: first.clone(), sure: false });
    program.act(Action::Hint(first.clone()));
    program.act(Action::Bury(first.clone()));
    program.act(Action::Suspend(first.clone()));
    assert_eq!(program.card(), first);
    assert_eq!(program.entries.len(), 0);
    assert!(!program.state.review().expect("a sitting").current.as_ref().expect("a card").hint);
    program.answer_as(Rating::Again, true);
    assert_ne!(program.card(), first, "also a wrong answer goes on");
    program.act(Action::Undo);
    assert_ne!(program.card(), first);
    assert!(program.state.notice().expect("a notice").text.contains("no answer is taken back"));
    let mut domains = BTreeSet::new();
    while let Some(card) = program.shown() {
        let review = program.state.review().expect("a sitting");
        assert!(!review.shows_answer());
        let known = program.state.deck().get(&card).expect("known");
        assert!(!known.local, "{card} asks the rule of a state");
        domains.insert(known.domain);
        program.answer_as(Rating::Good, false);
    }
    let review = program.state.review().expect("a sitting");
    assert_eq!((review.tally.answers(), review.tally.recalled()), (asked, asked - 1));
    assert_eq!(review.tally.sure_but_wrong(), [&first]);
    assert!(domains.contains(&Some(ExamDomain::SceneSizeUp)) && !domains.contains(&None));
    assert!(domains.iter().flatten().all(|domain| domain.is_of(ProviderLevel::Emt)));
    assert_eq!(program.schedules(), before);
    assert!(program.entries.iter().all(|(_, e)| matches!(e.what, What::Practice { .. })));
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn a_rehearsal_asks_all_that_can_be_marked_and_only_what_is_all_right_counts() {
    let wrong = vec![("no".to_owned(), "because".to_owned())];
    let question = || "q".to_owned();
    let heads = vec![("X".to_owned(), words(&["a", "b"])), ("Y".to_owned(), words(&["c"]))];
    let asks = [
        Ask::ChooseAll { question: question(), right: words(&["a", "b"]), wrong },
        Ask::Order { question: question(), steps: words(&["a", "b", "c"]) },
        Ask::Sort { question: question(), heads },
    ];
    let cards = asks.into_iter().enumerate().map(|(n, ask)| OwnCard {
        ask,
        ..own_card(n, 0, None, u8::try_from(n).expect("small"), false)
    });
    let recall = own_card(3, 0, None, 3, false);
    let mut program = over(cards.chain([recall]).collect(), Vec::new(), 0);
    let rehearsal = SessionKind::Rehearsal(ProviderLevel::Emt);
    assert_eq!(program.count(&rehearsal), 3, "what is only recalled cannot be marked");
    for but_one in [true, false] {
        program.begin(rehearsal.clone());
        while let Some(card) = program.shown() {
            program.act(Action::Reveal { card: card.clone(), sure: false });
            assert_eq!(program.shown(), Some(card.clone()), "nothing was done with it");
            let ask = program.state.deck().get(&card).expect("known").ask.clone();
            if let Ask::Sort { .. } = ask {
                program.act(Action::Put { card: card.clone(), option: 0, to: 0 });
                program.act(Action::Reveal { card: card.clone(), sure: false });
                let notice = &program.state.notice().expect("a notice").text;
                assert!(notice.contains("every thing under a head"), "{notice}");
            }
            program.put_right(&card, &ask, but_one);
            program.act(Action::Reveal { card, sure: false });
        }
        let tally = &program.state.review().expect("a sitting").tally;
        assert_eq!((tally.answers(), tally.recalled()), (3, if but_one { 0 } else { 3 }));
    }
    assert_eq!(program.state.progress().practice().count(), 6);
}

/// Two cards of one fact, each rated ten days ago and due so many days ago.
fn siblings(overdue: [i32; 2], plan: Plan) -> Program {
    let cards = (0..2).map(|n| own_card(n, 0, None, 0, false)).collect();
    let today = NOW.study_day(4);
    let mut history = vec![(1, What::Plan(plan))];
    for (n, days) in overdue.into_iter().enumerate() {
        let day = StudyDay(today.0 - days);
        history.push((10, review(&id(n), Rating::Easy, false)));
        history.push((9, What::SetDue { card: id(n), day }));
    }
    over(cards, past(history), 0)
}

#[test]
fn of_two_siblings_one_comes_today_and_the_other_tomorrow() {
    let mut program = siblings([0, 0], Plan::default());
    assert_eq!((program.count(&SessionKind::Due), program.state.sittings().siblings()), (1, 1));
    program.begin(SessionKind::Due);
    let first = program.card();
    program.answer_as(Rating::Easy, false);
    assert_eq!(program.shown(), None);
    let tally = &program.state.review().expect("a sitting").tally;
    assert_eq!((tally.due_tomorrow, tally.days_this_week), (1, 1));
    let mut again = program.restarted();
    again.begin(SessionKind::Due);
    assert_eq!(again.shown(), None, "a family that was answered today waits after a restart too");
    program.now.moment = program.now.moment.plus_ms(DAY_MS);
    program.begin(SessionKind::Due);
    assert_eq!(program.left(), 1);
    assert_ne!(program.card(), first);
}

#[test]
fn a_sibling_that_waited_its_days_or_has_an_exam_before_it_comes_all_the_same() {
    let left = |overdue, plan| siblings(overdue, plan).count(&SessionKind::Due);
    let exam = |days| {
        let exam = Some(StudyDay(NOW.study_day(4).0 + days));
        Plan { exam, ..Plan::default() }
    };
    assert_eq!(left([0, 0], Plan::default()), 1);
    assert_eq!(left([1, 1], Plan::default()), 2, "an interval of ten days lets it wait for one");
    assert_eq!(left([0, 0], exam(2)), 1);
    assert_eq!(left([0, 0], exam(1)), 2);
    assert_eq!(left([0, 0], exam(0)), 2);
    assert_eq!(left([0, 0], exam(-1)), 1, "an exam that is over hurries nobody");
    let tomorrow_off = Plan { holidays: vec![NOW.study_day(4).plus(1)], ..Plan::default() };
    assert_eq!(left([0, 0], tomorrow_off), 2, "tomorrow is a day off");
    let mut program = siblings([1, 0], Plan::default());
    program.begin(SessionKind::Due);
    assert_eq!((program.card(), program.left()), (id(0), 1), "what can wait least comes first");
}

#[test]
fn where_a_card_is_hidden_its_sibling_comes_and_waits_again_after_an_undo() {
    for suspend in [false, true] {
        let mut program = siblings([0, 0], Plan::default());
        program.act(Action::GoTo(Place::Cards));
        let first = program.card();
        let hide =
            if suspend { Action::Suspend(first.clone()) } else { Action::Bury(first.clone()) };
        program.act(hide);
        assert_ne!(program.card(), first);
        assert_eq!(program.left(), 1);
        program.act(Action::Undo);
        assert_eq!((program.card(), program.left()), (first.clone(), 1));
        program.act(Action::Redo);
        assert_ne!(program.card(), first);
        assert_eq!((program.left(), program.restarted().count(&SessionKind::Due)), (1, 1));
    }
}

#[test]
fn a_cram_asks_until_each_card_was_recalled_and_its_answers_can_be_undone() {
    let cards = (0..3).map(|n| own_card(n, 0, None, u8::try_from(n).expect("small"), false));
    let mut program =
        over(cards.collect(), past(vec![(9, review(&id(0), Rating::Good, false))]), 5);
    let cram = SessionKind::Built(Build { practice: true, ..Build::default() });
    program.begin(cram);
    program.act(Action::Undo);
    let notice = &program.state.notice().expect("a notice").text;
    assert!(notice.contains("nothing to undo"), "a rating from before stays: {notice}");
    let first = program.card();
    program.answer_as(Rating::Again, true);
    program.answer_as(Rating::Good, false);
    program.answer_as(Rating::Good, false);
    assert_eq!(program.card(), first, "the forgotten one comes again");
    program.act(Action::Undo);
    program.act(Action::Undo);
    program.act(Action::Undo);
    assert_eq!(program.card(), first);
    let current = program.state.review().and_then(|r| r.current.clone()).expect("a card");
    assert!(current.step == ReviewStep::Answer && current.sure);
    program.act(Action::Redo);
    assert_ne!(program.card(), first);
    assert_eq!(program.state.review().expect("a sitting").tally.answers(), 1);
    assert_eq!(program.state.progress().practice().count(), 1);
}

#[test]
fn an_undo_after_the_practice_does_not_bring_its_card_into_the_day() {
    let cards = (0..4).map(|n| own_card(n, 0, None, u8::try_from(n).expect("small"), false));
    let mut program = over(cards.collect(), Vec::new(), 4);
    program.begin(SessionKind::Built(Build { practice: true, ..Build::default() }));
    program.answer_as(Rating::Good, false);
    program.begin(SessionKind::Due);
    let shown = program.card();
    program.act(Action::Undo);
    assert_eq!((program.card(), program.left()), (shown, 4));
    assert_eq!(program.state.progress().practice().count(), 0);
    // A rating brought back while practice is open counts, and stands in the sitting of the day.
    program.answer_as(Rating::Again, false);
    program.act(Action::Undo);
    program.begin(SessionKind::Built(Build { practice: true, ..Build::default() }));
    program.act(Action::Redo);
    assert_eq!(program.state.progress().reviews(), 1);
    assert!(program.state.review().expect("a sitting").kind.is_of_day());
}

#[test]
fn a_timed_sitting_rests_when_its_time_is_up_and_can_be_given_more() {
    let cards = (0..6).map(|n| own_card(n, 0, None, u8::try_from(n).expect("small"), false));
    let mut program = over(cards.collect(), Vec::new(), 6);
    program.begin(SessionKind::Built(Build { minutes: Some(5), ..Build::default() }));
    program.answer_as(Rating::Easy, false);
    // The card that was begun is answered in peace.
    program.now.mono_ms += 7 * 60_000;
    assert!(program.shown().is_some());
    program.answer_as(Rating::Easy, false);
    let rest = |program: &Program| program.state.review().expect("a sitting").rest;
    assert_eq!((program.shown(), rest(&program)), (None, Some(Rest::TimeUp)));
    program.act(Action::GoOn { minutes: Some(5) });
    program.now.mono_ms += 4 * 60_000;
    program.answer_as(Rating::Easy, false);
    program.now.mono_ms += 60_000;
    program.answer_as(Rating::Easy, false);
    assert_eq!(rest(&program), Some(Rest::TimeUp));
    // Undo takes the last answer up again, also while the time is up.
    program.act(Action::Undo);
    assert_eq!(rest(&program), None);
    program.now.mono_ms += 60_000;
    let card = program.card();
    program.act(Action::Rate { card, rating: Rating::Easy });
    program.act(Action::GoOn { minutes: None });
    program.now.mono_ms += 60 * 60_000;
    program.answer_as(Rating::Easy, false);
    assert!(program.shown().is_some());
    program.answer_as(Rating::Easy, false);
    assert_eq!((program.shown(), rest(&program)), (None, None));
}

#[test]
fn a_sitting_stops_at_any_time_and_goes_on_with_the_same_card() {
    let mut program = bundled(5);
    program.act(Action::GoTo(Place::Cards));
    program.answer_as(Rating::Easy, false);
    let card = program.card();
    program.act(Action::StopSession);
    assert_eq!((program.shown(), program.left()), (None, 4));
    // The way to a source and back leaves the summary where it is.
    program.act(Action::Open(Spot::Glossary));
    program.act(Action::Back);
    assert_eq!(program.shown(), None);
    program.act(Action::GoOn { minutes: None });
    assert_eq!(program.card(), card);
    // The tab of the cards leads back to what is due.
    program.act(Action::StopSession);
    program.act(Action::GoTo(Place::Cards));
    assert_eq!(program.card(), card);
    program.begin(SessionKind::Section("what-ems-is".into()));
    program.act(Action::StopSession);
    program.act(Action::GoTo(Place::Cards));
    assert_eq!((program.card(), program.left()), (card, 4));
}

#[test]
fn a_card_forgotten_eight_times_is_noticed_until_it_sticks() {
    let cards = (0..2).map(|n| own_card(n, 0, None, u8::try_from(n).expect("small"), false));
    let past_rating = |rating| {
        What::Past(Past { card: id(0), rating, ms: 0, kind: PastKind::Review, filtered: false })
    };
    let lapses = |count: i64| {
        let mut history = vec![(400, past_rating(Rating::Easy))];
        for lapse in 0..count {
            history.push((399 - 20 * lapse, past_rating(Rating::Again)));
            history.push((398 - 20 * lapse, past_rating(Rating::Good)));
        }
        past(history)
    };
    let cards: Vec<OwnCard> = cards.collect();
    let mut seven = over(cards.clone(), lapses(7), 0);
    assert_eq!(seven.count(&SessionKind::Leeches), 0);
    for (count, told) in [(8, true), (9, false), (12, true)] {
        let mut program = over(cards.clone(), lapses(count), 0);
        assert_eq!(program.count(&SessionKind::Leeches), 1, "{count}");
        assert_eq!(program.state.sittings().leeches(), [id(0)]);
        let schedule = program.state.progress().schedule(&id(0));
        assert_eq!(schedule.is_leech_told(), told, "{count}: {schedule:?}");
    }
    let mut entries = lapses(8);
    let (at, mut last) = entries.last().cloned().expect("entries");
    for (seq, days) in (1_000..).zip([60, 40, 20]) {
        last.seq = seq;
        last.at = NOW.at_ms - days * DAY_MS;
        last.day = StudyDay(last.day.0).max(Moment { at_ms: last.at, ..NOW }.study_day(4));
        last.what = past_rating(Rating::Easy);
        entries.push((EntryRef(at.0, seq), last.clone()));
    }
    let mut program = over(cards, entries, 0);
    assert_eq!(
        program.count(&SessionKind::Leeches),
        0,
        "{:?}",
        program.state.progress().schedule(&id(0))
    );
}

#[test]
fn a_sitting_that_was_chosen_is_not_planned_anew_by_a_setting() {
    let mut program = bundled(5);
    program.begin(SessionKind::Level(ProviderLevel::Emr));
    let (card, left) = (program.card(), program.left());
    let settings = Settings { new_per_day: 20, ..program.state.settings().clone() };
    program.act(Action::Set(settings));
    assert_eq!((program.card(), program.left()), (card, left));
}

#[test]
fn every_domain_of_an_exam_is_known_as_such() {
    let curriculum = load_bundled().0;
    for profile in &curriculum.levels().profiles {
        let shares: BTreeSet<ExamDomain> = profile.domains.shares.iter().map(|s| s.0).collect();
        let known = ExamDomain::ALL.into_iter().filter(|domain| domain.is_of(profile.id));
        assert_eq!(shares, known.collect(), "{:?}", profile.id);
    }
}
