//! The real program is killed at any moment, again and again, while an independent record is kept
//! of what it confirmed; and many copies of it start at one instant.
//!
//! A few rounds run with every `cargo test`. For longer, say so in seconds:
//! `TORTURE_SECONDS=600 cargo test --release --test core torture`.

use crate::test_folder::folder;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn program(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ems-study"));
    command.arg("--data-dir").arg(folder).args(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn reviewing(folder: &Path) -> Child {
    program(folder, &["review", "--script", "-", "--any-card"]).spawn().expect("starts")
}

/// The cards on record, with how often each stands there.
fn on_record(folder: &Path) -> Vec<String> {
    let out = program(folder, &["log"]).stderr(Stdio::piped()).output().expect("runs");
    let complaints = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!complaints.contains("DAMAGE"), "{complaints}");
    assert!(out.status.success(), "{:?} {complaints}", out.status);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    text.lines().filter_map(|line| line.split(' ').nth(1)).map(str::to_owned).collect()
}

/// The same numbers every time.
fn next_number(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[expect(clippy::disallowed_methods, reason = "how long to go on, not what is tested")]
fn since_the_start() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

#[test]
fn no_kill_at_any_moment_loses_a_confirmed_answer() {
    let folder = folder();
    let seconds = std::env::var("TORTURE_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(2);
    let end = since_the_start() + Duration::from_secs(seconds);
    let (mut confirmed, mut asked) = (BTreeSet::new(), BTreeSet::new());
    let (mut seed, mut rounds, mut number) = (1, 0, 0);
    while since_the_start() < end || rounds < 5 {
        rounds += 1;
        let mut child = reviewing(folder.path());
        let mut input = child.stdin.take().expect("piped");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        // Many lines at once, so that the kill falls anywhere between them.
        let mut script = String::new();
        for _ in 0..400 {
            number += 1;
            let card = format!("card/{number}");
            script.extend([card.as_str(), " good\n"]);
            asked.insert(card);
        }
        let pid = child.id();
        let wait = Duration::from_micros(2_000 + next_number(&mut seed) % 60_000);
        let writer = std::thread::spawn(move || {
            // A killed program no longer listens.
            _ = input.write_all(script.as_bytes());
        });
        let killer = std::thread::spawn(move || {
            std::thread::sleep(wait);
            child.kill().expect("killed");
            child.wait().expect("ended");
        });
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|n| n > 0) {
            // Only a whole line is a confirmation.
            if line.ends_with('\n') && line.starts_with("ACK ") {
                confirmed.insert(line.split(' ').nth(2).expect("a card").to_owned());
            }
            line.clear();
        }
        writer.join().expect("no panic");
        killer.join().expect("no panic");
        let found = on_record(folder.path());
        let unique: BTreeSet<String> = found.iter().cloned().collect();
        assert_eq!(unique.len(), found.len(), "an answer counts twice (process {pid})");
        let lost: Vec<&String> = confirmed.difference(&unique).collect();
        assert!(lost.is_empty(), "round {rounds}: confirmed and gone: {lost:?}");
        let invented: Vec<&String> = unique.difference(&asked).collect();
        assert!(invented.is_empty(), "round {rounds}: invented: {invented:?}");
    }
    assert!(!confirmed.is_empty(), "no round confirmed anything: kill later");
}

#[test]
fn of_many_starts_at_one_instant_one_works_and_the_others_say_why_not() {
    let folder = folder();
    let mut children: Vec<Child> = (0..8).map(|_| reviewing(folder.path())).collect();
    let mut confirmed = Vec::new();
    let mut firsts = Vec::new();
    // Each holds on to the folder until all have answered.
    let mut outputs: Vec<_> = children
        .iter_mut()
        .map(|child| BufReader::new(child.stdout.take().expect("piped")))
        .collect();
    for output in &mut outputs {
        let mut line = String::new();
        output.read_line(&mut line).expect("an answer");
        firsts.push(line);
    }
    for (number, child) in children.iter_mut().enumerate() {
        let mut input = child.stdin.take().expect("piped");
        _ = writeln!(input, "card/{number} good");
    }
    for (output, child) in outputs.iter_mut().zip(&mut children) {
        let rest: Vec<String> = output.lines().map_while(Result::ok).collect();
        confirmed.extend(rest.into_iter().filter(|l| l.starts_with("ACK")));
        child.wait().expect("ended");
    }
    let ready = firsts.iter().filter(|l| l.starts_with("READY")).count();
    assert_eq!(ready, 1, "{firsts:?}");
    let refused = firsts.iter().filter(|l| l.starts_with("FAIL LOCKED ")).count();
    assert_eq!(refused, 7, "{firsts:?}");
    assert_eq!(confirmed.len(), 1);
    assert_eq!(on_record(folder.path()).len(), 1);
}

#[test]
fn a_second_copy_may_read_while_the_first_writes() {
    let folder = folder();
    let mut child = reviewing(folder.path());
    let mut input = child.stdin.take().expect("piped");
    let mut output = BufReader::new(child.stdout.take().expect("piped"));
    let mut line = String::new();
    output.read_line(&mut line).expect("ready");
    for number in 1..=20 {
        writeln!(input, "card/{number} good").expect("listens");
        line.clear();
        output.read_line(&mut line).expect("an answer");
        assert!(line.starts_with("ACK "), "{line}");
        assert_eq!(on_record(folder.path()).len(), number);
    }
    drop(input);
    assert!(child.wait().expect("ended").success());
}

#[test]
fn whoever_stops_listening_ends_the_program_quietly() {
    let folder = folder();
    let mut child = reviewing(folder.path());
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("piped");
    _ = input.write_all(b"a good\nb good\n");
    drop(input);
    assert!(child.wait().expect("ended").success());
}
