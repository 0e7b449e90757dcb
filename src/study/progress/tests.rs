use super::super::entry::SegmentId;
use super::*;

fn entry(seq: u64, what: What) -> (EntryRef, Entry) {
    let at = 1_772_366_400_000 + i64::try_from(seq).unwrap() * 60_000;
    let moment = Moment { at_ms: at, offset_min: 0 };
    let day = moment.study_day(4);
    (EntryRef(SegmentId(7), seq), Entry { seq, at, tz: 0, day, stamp: None, what })
}

fn review(card: &str, rating: Rating) -> What {
    What::Review(Review {
        card: card.into(),
        rating,
        ms: 0,
        sure: false,
        hint: false,
        chosen: Vec::new(),
        answer: 0,
    })
}

fn progress(entries: &[(EntryRef, Entry)]) -> Progress {
    Progress::replay(entries.to_vec())
}

#[test]
fn undo_gives_back_the_very_state_and_redo_the_other() {
    let mut entries =
        vec![entry(1, review("a", Rating::Good)), entry(2, review("b", Rating::Easy))];
    let before = progress(&entries);
    entries.push(entry(3, review("a", Rating::Again)));
    let after = progress(&entries);
    entries.push(entry(4, What::Undo { of: EntryRef(SegmentId(7), 3) }));
    let undone = progress(&entries);
    assert_eq!(undone.schedule(&"a".into()), before.schedule(&"a".into()));
    assert_eq!(undone.reviews(), 2);
    assert_eq!(undone.last_redoable(), Some(EntryRef(SegmentId(7), 4)));
    entries.push(entry(5, What::Undo { of: EntryRef(SegmentId(7), 4) }));
    let redone = progress(&entries);
    assert_eq!(redone.schedule(&"a".into()), after.schedule(&"a".into()));
    assert_eq!(redone.reviews(), 3);
    assert_eq!(redone.last_redoable(), None);
}

#[test]
fn the_history_of_a_card_tells_to_what_each_rating_led() {
    let mut entries = vec![
        entry(1, review("a", Rating::Good)),
        entry(2, review("b", Rating::Easy)),
        entry(3, review("a", Rating::Again)),
        entry(4, review("a", Rating::Easy)),
    ];
    entries.push(entry(5, What::Undo { of: EntryRef(SegmentId(7), 3) }));
    let progress = progress(&entries);
    let history = progress.history(&"a".into());
    let ratings: Vec<Rating> = history.iter().map(|(given, _)| given.rating).collect();
    assert_eq!(ratings, [Rating::Good, Rating::Easy], "what was undone is left out");
    assert!(matches!(history[0].1.phase, Phase::Learning { .. }));
    assert_eq!(history[1].1, progress.schedule(&"a".into()), "the last one is as it is now");
    assert!(progress.history(&"c".into()).is_empty());
}

#[test]
fn undoing_several_levels_goes_back_one_rating_after_the_other() {
    let mut all = Progress::default();
    let mut seq = 0;
    for rating in [Rating::Good, Rating::Good, Rating::Again] {
        seq += 1;
        let (at, entry) = entry(seq, review("a", rating));
        all.add(at, &entry);
    }
    for left in [2, 1, 0] {
        let (of, _) = all.last_undoable().unwrap();
        seq += 1;
        let (at, entry) = entry(seq, What::Undo { of });
        all.add(at, &entry);
        assert_eq!(all.reviews(), left);
    }
    assert_eq!(all.schedule(&"a".into()), Schedule::default());
    assert!(all.last_undoable().is_none());
}

/// The same as [`Progress::last_undoable`], found by going back over all rows.
fn walked_back(progress: &Progress) -> Option<EntryRef> {
    let mut rows = progress.rows.iter().rev().filter(|row| !row.undone);
    let id = |row: &Row| &progress.card_ids[row.card as usize];
    rows.find(|row| row.can_be_undone(id(row))).map(|row| row.entry)
}

#[test]
fn what_can_be_undone_is_at_hand_after_any_answers_marks_undos_and_redos() {
    for seed in 0..60 {
        let mut all = Progress::default();
        let mut dice = seed;
        for seq in 1..80 {
            dice = super::super::schedule::splitmix(dice);
            let card = CardId::from(["a", "b", "cell/c/emt"][(dice >> 8) as usize % 3]);
            let rating = Rating::ALL[(dice >> 16) as usize % 4];
            let chosen = vec![0];
            let any = EntryRef(SegmentId(7), (dice >> 24) % seq);
            let what = match dice % 12 {
                0..=2 => Some(review(card.as_str(), rating)),
                3 => Some(What::Practice { card, right: true, chosen, sure: false, ms: 1 }),
                4 => Some(What::Past(Past {
                    card,
                    rating,
                    kind: PastKind::Review,
                    filtered: false,
                    ms: 1,
                })),
                5 => Some(What::Star { card, flag: 1 }),
                6 => Some(What::Suspend { card, on: true }),
                7 => Some(What::Read { anchor: "a/b".to_owned() }),
                // Another computer may have undone what is not the last here.
                8 => Some(What::Undo { of: any }),
                9 => all.last_redoable().map(|of| What::Undo { of }),
                _ => all.last_undoable().map(|(of, _)| What::Undo { of }),
            };
            let Some(what) = what else { continue };
            let (at, entry) = entry(seq, what);
            all.add(at, &entry);
            let found = all.last_undoable();
            assert_eq!(found.map(|(of, _)| of), walked_back(&all), "{seed}: {seq}");
        }
    }
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
fn the_order_in_which_files_are_read_does_not_matter() {
    let entries: Vec<_> = (1..40)
        .map(|seq| {
            entry(seq, review(["a", "b", "c"][seq as usize % 3], Rating::ALL[seq as usize % 4]))
        })
        .collect();
    let mut shuffled = entries.clone();
    shuffled.reverse();
    shuffled.extend(entries.iter().take(7).cloned());
    for card in ["a", "b", "c"] {
        let card = card.into();
        assert_eq!(progress(&entries).card(&card), progress(&shuffled).card(&card));
    }
}

#[test]
fn undone_parameters_leave_the_schedule_as_if_they_had_never_been_set() {
    let strict = Parameters { retention_percent: 97, ..Parameters::default() };
    let plain = [entry(1, review("a", Rating::Easy)), entry(3, review("b", Rating::Easy))];
    let mut changed = plain.to_vec();
    changed.push(entry(2, What::Parameters(strict)));
    let card = "b".into();
    assert_ne!(progress(&changed).schedule(&card), progress(&plain).schedule(&card));
    changed.push(entry(4, What::Undo { of: EntryRef(SegmentId(7), 2) }));
    assert_eq!(progress(&changed).schedule(&card), progress(&plain).schedule(&card));
}
