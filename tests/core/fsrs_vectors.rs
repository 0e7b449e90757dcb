//! The scheduler agrees with published reference sequences of FSRS-6 (`data/fsrs6_vectors.json`,
//! made with py-fsrs 6.3.2): intervals exactly, stability and difficulty to one part in 10,000,
//! since the `fsrs` crate computes in single precision.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small whole numbers of the reference data"
)]

use ems_study::study::{Moment, Parameters, Phase, Rating, Schedule, Scheduler, StudyDay};
use serde_json::Value;

/// The longest interval, and so the largest stability of the crate, in days.
const LONGEST: f64 = 36_500.0;

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn close(ours: f32, theirs: f64) -> bool {
    (f64::from(ours) - theirs).abs() <= 1e-4 * theirs.abs()
}

#[test]
fn all_reference_sequences_agree() {
    let data: Value =
        serde_json::from_str(include_str!("../data/fsrs6_vectors.json")).expect("JSON");
    let sequences = data["sequences"].as_array().expect("a list");
    assert_eq!(sequences.len(), 32);
    for sequence in sequences {
        let name = &sequence["name"];
        let weights = &data["weights"][sequence["weights"].as_str().expect("a name")];
        let retention = number(&sequence["desired_retention"]);
        let scheduler = Scheduler::new(&Parameters {
            retention_percent: (retention * 100.0).round() as u8,
            weights_micro: weights
                .as_array()
                .expect("a list")
                .iter()
                .map(|w| (number(w) * 1e6).round() as i64)
                .collect(),
            learning_min: Vec::new(),
            relearning_min: Vec::new(),
            fuzz: false,
            ..Parameters::default()
        });
        let mut schedule = Schedule::default();
        let mut day = StudyDay(20_000);
        for (number_of, step) in sequence["steps"].as_array().expect("a list").iter().enumerate() {
            day = day.plus(step["delta_days"].as_u64().expect("days") as u32);
            let rating = Rating::ALL[step["rating"].as_u64().expect("a rating") as usize - 1];
            let now = Moment { at_ms: i64::from(day.0) * 86_400_000, offset_min: 0 };
            // The crate keeps stability within the longest interval; the reference lets it grow.
            let capped = schedule.memory.is_some_and(|m| m.stability >= LONGEST as f32);
            if let (false, Some(recall)) = (capped, step["retrievability_before"].as_f64()) {
                let ours = scheduler.recall(&schedule, day).expect("was rated");
                assert!(
                    close(ours, recall),
                    "{name}, step {number_of}: recall {ours}, not {recall}"
                );
            }
            schedule = scheduler.rate(&schedule, rating, now, day, 0);
            let memory = schedule.memory.expect("was rated");
            let stability = number(&step["stability"]).min(LONGEST);
            let difficulty = number(&step["difficulty"]);
            assert!(
                close(memory.stability, stability) && close(memory.difficulty, difficulty),
                "{name}, step {number_of}: {memory:?}, not {stability} and {difficulty}"
            );
            let Phase::Review { interval_days, .. } = schedule.phase else {
                panic!("{name}, step {number_of}: {:?}", schedule.phase)
            };
            let expected = step["interval_days"].as_u64().expect("days");
            assert_eq!(u64::from(interval_days), expected, "{name}, step {number_of}");
        }
    }
}
