//! What keeping costs: an answer beside the bare write and flush of the same bytes, and a start
//! with a long history. Run with `cargo bench --bench storage`.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use ems_study::storage::{Disk, DiskFile, Journal, Listed, LockGuard, SystemDisk, read_history};
use ems_study::study::{Moment, Progress, Rating, Review, StudyDay, What};
use std::fs::{self, OpenOptions};
use std::hint::black_box;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if let Some(at) = words.iter().position(|w| w == "--replay") {
        return replay_once(Path::new(&words[at + 1]));
    }
    answers();
    for reviews in [100_000, 1_000_000] {
        start(reviews);
    }
}

fn review(number: i64) -> What {
    What::Review(Review {
        card: format!("scope/{}/lowest-level", number % 5_000).as_str().into(),
        rating: Rating::ALL[usize::try_from(number % 4).unwrap_or(0)],
        ms: 4_000,
        sure: false,
        hint: false,
        chosen: Vec::new(),
        answer: 77,
    })
}

/// One answer every twenty minutes, from 2020 on.
fn moment(number: i64) -> Moment {
    Moment { at_ms: 1_577_836_800_000 + number * 1_200_000, offset_min: -300 }
}

/// An answer and the bare calls, alternately, so that both meet the same disk.
fn answers() {
    let folder = tempfile::tempdir().expect("a folder");
    for history in [0, 20_000] {
        let data = folder.path().join(format!("after-{history}"));
        write_history(&data, history);
        let (mut journal, _) = Journal::open(Box::new(SystemDisk), &data, 5).expect("opens");
        let bare_path = folder.path().join(format!("bare-{history}"));
        let bare = OpenOptions::new().create_new(true).read(true).write(true).open(bare_path);
        let bare = bare.expect("made");
        let line = vec![b'x'; 150];
        let mut at = 0;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for number in 0..400 {
            let now = moment(history + number);
            let before = Instant::now();
            journal.append(now, now.study_day(4), review(number)).expect("kept");
            ours.push(before.elapsed());
            let before = Instant::now();
            bare.write_all_at(&line, at).expect("written");
            bare.sync_data().expect("flushed");
            theirs.push(before.elapsed());
            at += line.len() as u64;
        }
        let ratio = median(&mut ours).as_secs_f64() / median(&mut theirs).as_secs_f64();
        println!("an answer after {history}: {}", spread(&mut ours));
        println!(
            "  the bare write and flush: {}; ratio of the medians {ratio:.2}",
            spread(&mut theirs)
        );
    }
}

fn start(reviews: i64) {
    let folder = tempfile::tempdir().expect("a folder");
    write_history(folder.path(), reviews);
    let bytes: u64 = fs::read_dir(folder.path().join("reviews"))
        .expect("a folder")
        .map(|file| file.and_then(|f| f.metadata()).map_or(0, |m| m.len()))
        .sum();
    let mut whole = Vec::new();
    let mut reading = Vec::new();
    for _ in 0..5 {
        let before = Instant::now();
        let history = read_history(&SystemDisk, folder.path()).expect("readable");
        reading.push(before.elapsed());
        black_box(Progress::replay(history.entries).reviews());
        whole.push(before.elapsed());
    }
    println!("a start with {reviews} reviews ({} MB): {}", bytes / 1_000_000, spread(&mut whole));
    println!("  of it reading and checking: {}", spread(&mut reading));
    let out = Command::new(std::env::current_exe().expect("this program"))
        .arg("--replay")
        .arg(folder.path())
        .output()
        .expect("runs");
    print!("  memory at its highest, nothing else: {}", String::from_utf8_lossy(&out.stdout));
}

/// Replays in a process of its own and prints the memory that it took.
fn replay_once(folder: &Path) {
    let history = read_history(&SystemDisk, folder).expect("readable");
    black_box(Progress::replay(history.entries).reviews());
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let highest = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("unknown here");
    println!("{}", highest.trim_start_matches("VmHWM:").trim());
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn spread(times: &mut [Duration]) -> String {
    let median = median(times);
    let high = times[times.len() * 95 / 100];
    format!("median {median:.2?}, from {:.2?}, 95 % below {high:.2?}", times[0])
}

/// Writes a history without waiting for the disk.
fn write_history(folder: &Path, reviews: i64) {
    let (mut journal, _) = Journal::open(Box::new(Hasty), folder, 5).expect("opens");
    for number in 0..reviews {
        let now = moment(number);
        let day: StudyDay = now.study_day(4);
        journal.append(now, day, review(number)).expect("kept");
    }
}

/// The system's disk without its flushes.
struct Hasty;
struct HastyFile(Box<dyn DiskFile>);

impl Disk for Hasty {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.make_folder(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        SystemDisk.list(folder)
    }
    fn look(&self, path: &Path) -> io::Result<Option<Listed>> {
        SystemDisk.look(path)
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        SystemDisk.read(path)
    }
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(HastyFile(SystemDisk.create_new(path)?)))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(HastyFile(SystemDisk.open(path)?)))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        SystemDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        SystemDisk.remove(path)
    }
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn lock(&self, path: &Path) -> io::Result<Option<LockGuard>> {
        SystemDisk.lock(path)
    }
}

impl DiskFile for HastyFile {
    fn read(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        self.0.read(limit)
    }
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_at(offset, bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0.truncate(len)
    }
    fn lock(&mut self) -> io::Result<bool> {
        self.0.lock()
    }
    fn identity(&mut self) -> io::Result<u64> {
        self.0.identity()
    }
    fn is_still(&mut self, path: &Path, len: u64) -> io::Result<bool> {
        self.0.is_still(path, len)
    }
}
