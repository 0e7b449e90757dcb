//! The direction of the arrows between modules: each may use only what stands before it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What each module may use of the others.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("curriculum", &[] as &[&str]),
        ("study", &["curriculum"] as &[&str]),
        ("print", &["curriculum", "study"]),
        ("state", &["curriculum", "study", "exchange", "print"]),
        ("exchange", &["curriculum", "study"]),
        ("storage", &["study", "curriculum", "exchange"]),
        ("clock", &["study"]),
        ("ui", &["state", "study", "curriculum"]),
        ("cli", &["curriculum", "study", "exchange", "print", "storage", "clock"]),
        ("app", &["curriculum", "study", "state", "exchange", "storage", "clock", "ui"]),
    ])
}

/// Words that a module never says outside its tests, with the reason.
fn forbidden() -> Vec<(&'static [&'static str], &'static [&'static str], &'static str)> {
    vec![
        (
            &["curriculum", "study", "exchange", "print", "state"],
            &["egui", "std::fs", "SystemTime", "Instant", "std::thread", "std::env"],
            "values in, values out",
        ),
        (&["storage"], &["egui", "SystemTime", "Instant"], "storage knows no screen and no clock"),
        (
            &["ui"],
            &["std::fs", "SystemTime", "Instant", "std::thread", ".apply("],
            "views read the state and push actions",
        ),
        (
            &["ui"],
            &["Written", "Exchanged", "Computed", "DesktopReport", "Effect", ".receive("],
            "only what carries an effect out knows what came of it",
        ),
    ]
}

/// The arrows and words of one file that are not allowed.
fn faults(module: &str, file: &str, text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut out = Vec::new();
    let allowed = allowed();
    for (number, line) in code.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default();
        for used in line.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let known = allowed.contains_key(used.as_str());
            let ok =
                used == module || allowed.get(module).is_some_and(|a| a.contains(&used.as_str()));
            if known && !ok {
                out.push(format!("{file}:{}: {module} uses {used}", number + 1));
            }
        }
        for (modules, words, reason) in forbidden() {
            for word in
                words.iter().filter(|word| modules.contains(&module) && line.contains(**word))
            {
                out.push(format!("{file}:{}: {module} says {word}: {reason}", number + 1));
            }
        }
    }
    out
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, visit);
        } else if path.extension().is_some_and(|e| e == "rs") {
            visit(&path);
        }
    }
}

#[test]
fn arrows_point_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut |path| {
        let inside = path.strip_prefix(&root).expect("below src");
        let first = inside.components().next().expect("a name").as_os_str();
        let module = first.to_string_lossy().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(path).expect("readable");
        found.extend(faults(&module, &inside.display().to_string(), &text));
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_checker_finds_planted_faults() {
    assert_eq!(faults("study", "a.rs", "use crate::storage::Journal;").len(), 1);
    assert_eq!(faults("curriculum", "a.rs", "use crate::study::Card;").len(), 1);
    assert_eq!(faults("state", "a.rs", "let x = std::fs::read(path);").len(), 1);
    assert_eq!(faults("ui", "a.rs", "state.apply(action, now);").len(), 1);
    assert_eq!(faults("ui", "a.rs", "out.push(Outcome::Write(Written::NoBackup(why)));").len(), 1);
    assert_eq!(faults("ui", "a.rs", "use crate::state::Action;").len(), 0);
    assert_eq!(faults("study", "a.rs", "// use crate::storage::Journal;").len(), 0);
}
