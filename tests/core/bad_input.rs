//! Folders, names, scripts and files that no one would write on purpose: each is answered by a
//! message, quickly, and nothing is lost or changed.

use crate::test_folder::folder;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub(crate) fn run(program: &mut Command, input: &[u8]) -> Output {
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().expect("starts");
    _ = child.stdin.take().expect("piped").write_all(input);
    let out = child.wait_with_output().expect("ends");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(!said.contains("panicked"), "{said}");
    assert!(out.status.code().is_some_and(|code| code < 64), "{:?} {said}", out.status);
    out
}

pub(crate) fn program(words: &[&OsStr]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ems-study"));
    command.args(words);
    command
}

/// Rates by script in a folder; what was answered.
fn review(folder: &Path, script: &[u8]) -> String {
    let words = ["review", "--script", "-", "--any-card"].map(OsStr::new);
    let mut all = vec![OsStr::new("--data-dir"), folder.as_os_str()];
    all.extend(words);
    String::from_utf8(run(&mut program(&all), script).stdout).expect("text")
}

/// A command that only reads; what it printed on both outputs.
fn read(folder: &Path, command: &[&str]) -> String {
    let mut all = vec![OsStr::new("--data-dir"), folder.as_os_str()];
    all.extend(command.iter().map(OsStr::new));
    let out = run(&mut program(&all), b"");
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

/// The codes of the answers to the lines of a script.
fn answers(text: &str) -> Vec<String> {
    let lines = text.lines().skip(1);
    lines.map(|l| l.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_relative_home_is_refused_and_the_option_named() {
    let out = run(program(&["log"].map(OsStr::new)).env("HOME", "somewhere"), b"");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains("NOT_ABSOLUTE") && said.contains("--data-dir"), "{said}");
}

#[test]
fn without_a_home_reading_ends_with_an_answer() {
    // The system may know a home of its own; reading changes nothing there.
    for command in
        [&mut program(&["log"].map(OsStr::new)), &mut program(&["state"].map(OsStr::new))]
    {
        run(command.env_remove("HOME").env_remove("XDG_DATA_HOME"), b"");
        run(command.env("HOME", ""), b"");
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let place = folder();
    let file = place.path().join("file");
    fs::write(&file, b"mine").expect("written");
    assert!(review(&file, b"a good\n").starts_with("FAIL NOT_A_FOLDER "));
    assert!(review(&file.join("below"), b"a good\n").starts_with("FAIL NOT_A_FOLDER "));
    assert_eq!(fs::read(&file).expect("readable"), b"mine");
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_a_circle_are_refused() {
    use std::os::unix::fs::symlink;
    let place = folder();
    let at = |name: &str| place.path().join(name);
    symlink(at("nowhere"), at("dangling")).expect("linked");
    symlink(at("b"), at("a")).expect("linked");
    symlink(at("a"), at("b")).expect("linked");
    for link in ["dangling", "a"] {
        assert!(review(&at(link), b"a good\n").starts_with("FAIL NOT_A_FOLDER "), "{link}");
        assert!(read(&at(link), &["log"]).contains("NOT_A_FOLDER"), "{link}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_a_device_or_a_dangling_link_among_whole_files_costs_itself_only() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    review(folder.path(), b"a good\nb good\n");
    let odd = folder.path().join("reviews/00000002-aaaaaaaaaaaaaaaa.ron");
    let odds: [&dyn Fn(); 5] = [
        &|| assert!(Command::new("mkfifo").arg(&odd).status().expect("it is everywhere").success()),
        &|| symlink("/dev/zero", &odd).expect("linked"),
        &|| symlink("/nowhere", &odd).expect("linked"),
        &|| fs::create_dir(&odd).expect("made"),
        &|| fs::write(&odd, b"").expect("written"),
    ];
    for (number, make) in odds.iter().enumerate() {
        make();
        let said = read(folder.path(), &["check", "--data"]);
        assert!(said.contains("DAMAGE this "), "{number}: {said}");
        assert!(said.contains("what it held may be missing (/"), "{number}: {said}");
        assert!(said.contains("00000002-aaaaaaaaaaaaaaaa.ron)"), "{number}: {said}");
        let said = review(folder.path(), b"c good\n");
        assert_eq!(answers(&said), [format!("ACK {}", number + 3)], "{number}: {said}");
        let meta = fs::symlink_metadata(&odd).expect("it is left alone");
        if meta.is_dir() {
            fs::remove_dir(&odd).expect("removed");
        } else {
            fs::remove_file(&odd).expect("removed");
        }
        assert!(read(folder.path(), &["check", "--data"]).ends_with("clean\n"), "{number}");
    }
}

#[cfg(unix)]
#[test]
fn where_no_file_can_be_read_nobody_is_taken_for_a_new_learner() {
    let folder = folder();
    review(folder.path(), b"a good\n");
    let files = fs::read_dir(folder.path().join("reviews")).expect("a folder");
    let only = files.map(|file| file.expect("a file").path()).next().expect("a file");
    fs::remove_file(&only).expect("removed");
    std::os::unix::fs::symlink("/dev/zero", &only).expect("linked");
    assert!(read(folder.path(), &["log"]).contains("UNREADABLE"));
    assert!(review(folder.path(), b"a good\n").starts_with("FAIL UNREADABLE "));
}

#[test]
fn hidden_files_are_nobodys() {
    let folder = folder();
    review(folder.path(), b"a good\n");
    for place in ["reviews", "decks", "overlays"] {
        fs::create_dir_all(folder.path().join(place)).expect("made");
        for name in ["._mine.ron", ".hidden.ron", ".ron"] {
            fs::write(folder.path().join(place).join(name), b"\0\x05\x16\x07").expect("written");
        }
    }
    assert!(read(folder.path(), &["check", "--data"]).ends_with("entries: 1\nclean\n"));
    assert_eq!(answers(&review(folder.path(), b"a good\n")), ["ACK 2"]);
}

#[cfg(unix)]
#[test]
fn any_name_of_a_folder_will_do() {
    use std::os::unix::ffi::OsStrExt as _;
    let place = folder();
    let names: [&[u8]; 4] =
        [b"two words", b"line\nfeed", "\u{1f691}".as_bytes(), b"not \xff utf-8"];
    for name in names {
        let folder = place.path().join(OsStr::from_bytes(name));
        assert_eq!(answers(&review(&folder, b"a good\n")), ["ACK 1"], "{name:?}");
        assert!(read(&folder, &["check", "--data"]).ends_with("clean\n"), "{name:?}");
        // What is said of it stands on one line.
        let file = fs::read_dir(folder.join("reviews")).expect("a folder").next();
        let file = file.expect("a file").expect("a file").path();
        let text = fs::read_to_string(&file).expect("readable");
        fs::write(&file, text.replace("Good", "Hard")).expect("written");
        let said = read(&folder, &["log"]);
        assert!(said.lines().all(|l| l.starts_with("DAMAGE ")), "{said}");
    }
}

#[test]
fn a_path_that_is_too_long_is_refused() {
    let place = folder();
    let folder = place.path().join("x".repeat(5000));
    let said = review(&folder, b"a good\n");
    assert!(said.starts_with("FAIL BAD_PATH "), "{said}");
    assert!(said.len() < 1000, "{} characters", said.len());
}

#[test]
fn three_hundred_gigabytes_of_zeros_are_never_read() {
    let folder = folder();
    review(folder.path(), b"a good\n");
    let path = folder.path().join("reviews/00000002-aaaaaaaaaaaaaaaa.ron");
    let file = fs::File::create(&path).expect("made");
    if file.set_len(300 << 30).is_err() {
        // A disk that cannot have such a file cannot be given one.
        file.set_len(300 << 20).expect("a smaller one is too large as well");
    }
    drop(file);
    assert_eq!(answers(&review(folder.path(), b"b good\n")), ["ACK 2"]);
    let said = read(folder.path(), &["check", "--data"]);
    assert!(said.contains("larger than 256 MiB"), "{said}");
}

#[test]
fn deep_nesting_with_a_correct_checksum_is_refused_not_followed() {
    let folder = folder();
    review(folder.path(), b"a good\n");
    let id = "aaaaaaaaaaaaaaaa";
    let line = |body: &str| {
        let seed = u64::from_str_radix(id, 16).expect("hex").to_be_bytes();
        let sum = crc32c::crc32c_append(crc32c::crc32c(&seed), body.as_bytes());
        format!("(0x{sum:08x},{body}),\n")
    };
    for (open, close) in [("(", ")"), ("[", "]"), ("Some(", ")")] {
        let deep = format!("{}{}", open.repeat(200_000), close.repeat(200_000));
        let head = line(&format!("Segment(format:1,id:\"{id}\",next:1,void:[])"));
        let text = format!("[\n{head}{}]\n", line(&format!("(seq:1,at:1,day:1,what:{deep})")));
        let path = folder.path().join(format!("reviews/00000002-{id}.ron"));
        fs::write(&path, &text).expect("written");
        assert!(review(folder.path(), b"b good\n").starts_with("FAIL NEWER "));
        assert_eq!(fs::read_to_string(&path).expect("readable"), text);
        let head = line(&format!("Segment(format:1,id:\"{id}\",next:1,void:{deep})"));
        fs::write(&path, format!("[\n{head}]\n")).expect("written");
        assert!(read(folder.path(), &["log"]).contains("NEWER"), "a first line {open}");
    }
}

#[test]
fn card_ids_with_quotes_are_kept_and_those_with_control_characters_refused() {
    let folder = folder();
    let script =
        b"a\"b\\'<>&\xc3\xa9 good\nb\x1bc good\nd\x00 good\ne\xff good\n\xe2\x80\xaef easy\n";
    let said = review(folder.path(), script);
    assert_eq!(answers(&said), ["ACK 1", "NAK BAD_LINE", "NAK BAD_LINE", "NAK BAD_LINE", "ACK 2"]);
    assert!(read(folder.path(), &["log"]).starts_with("1 a\"b\\'<>&é good "));
    let long = [b"x".repeat(1024), b" good\n".to_vec(), b"y".repeat(1025), b" good\n".to_vec()];
    assert_eq!(answers(&review(folder.path(), &long.concat())), ["ACK 3", "NAK BAD_LINE"]);
    let endless = [b"z".repeat(3_000_000), b"\nafter good\n".to_vec()].concat();
    assert_eq!(answers(&review(folder.path(), &endless)), ["NAK BAD_LINE", "ACK 4"]);
}

#[test]
fn times_beyond_the_calendar_are_refused_and_those_at_its_end_are_shown_as_times() {
    let folder = folder();
    let script = b"a good 10000-01-01T00:00:00Z\na good 99999-01-01T00:00:00Z\n\
                   b easy 9999-12-30T12:00:00Z\nc good 0000-01-01T00:00:00Z\n\
                   d good 2026-02-30T00:00:00Z\ne good 2026-02-20T25:00:00Z\n\
                   f good 2026-02-20T10:00:00\n";
    let said = review(folder.path(), script);
    let bad = "NAK BAD_LINE";
    assert_eq!(answers(&said), [bad, bad, "ACK 1", "ACK 2", bad, bad, bad]);
    for line in read(folder.path(), &["state"]).lines() {
        let due = line.rsplit(' ').next().expect("a time");
        assert!(due.contains('T') && due.len() >= 20, "{line}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_no_damage_and_is_not_made_by_looking() {
    let place = folder();
    let folder = place.path().join("not/there");
    let said = read(&folder, &["check", "--data"]);
    assert!(said.starts_with("note nothing has been kept here yet"), "{said}");
    assert!(read(&folder, &["log"]).is_empty());
    assert!(!folder.exists());
}

#[cfg(unix)]
#[test]
fn a_settings_file_that_is_no_file_hangs_nothing_and_stays() {
    use ems_study::storage::{SystemDisk, Trouble, read_small, replace_small};
    let folder = folder();
    let path = folder.path().join("settings.ron");
    assert!(Command::new("mkfifo").arg(&path).status().expect("runs").success());
    let error = read_small::<u32>(&SystemDisk, &path).expect_err("refused");
    assert_eq!(error.kind, Trouble::Unreadable);
    assert!(replace_small(&SystemDisk, &path, &3_u32).is_err());
    assert!(path.exists());
}
