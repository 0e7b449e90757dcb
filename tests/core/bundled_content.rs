//! The bundled content is fit to be shown, and mistakes in content are caught with file and line.

#![allow(
    clippy::literal_string_with_formatting_args,
    reason = "marks of the content, not format arguments"
)]

use clap::Parser as _;
use ems_study::cli::{self, Arguments};
use ems_study::curriculum::{
    AssetFile, Cell, Curriculum, MatrixRow, Permission, ProviderLevel, Run, bundled_files,
};
use ems_study::exchange::deck_ron;
use ems_study::study::Deck;

fn read(files: &[AssetFile]) -> (Curriculum, Vec<String>) {
    let (curriculum, problems) = Curriculum::read(files);
    (curriculum, problems.iter().map(ToString::to_string).collect())
}

/// The bundled files with one replacement in one of them.
fn with(path: &str, from: &str, to: &str) -> Vec<AssetFile> {
    let mut files = bundled_files();
    let file = files.iter_mut().find(|f| f.path == path).unwrap_or_else(|| panic!("no {path}"));
    assert!(file.text.contains(from), "{path} does not hold “{from}”");
    file.text = file.text.replacen(from, to, 1).into();
    files
}

fn caught(path: &str, from: &str, to: &str, expected: &str) {
    let (_, problems) = read(&with(path, from, to));
    let hit = problems.iter().find(|p| p.contains(expected));
    let hit = hit.unwrap_or_else(|| panic!("“{expected}” was not caught; found {problems:#?}"));
    let place = hit.split(": ").next().unwrap_or_default();
    let (file, line) = place.split_once(", line ").unwrap_or_else(|| panic!("no line in {hit}"));
    let line: usize = line.split(',').next().and_then(|l| l.parse().ok()).expect("a number");
    assert!(file.contains(".ron") && line > 0, "{hit}");
}

#[test]
fn the_bundled_content_has_no_problems_and_is_all_there() {
    let (c, problems) = read(&bundled_files());
    assert_eq!(problems, Vec::<String>::new());
    assert!(c.facts().len() >= 180, "{} facts", c.facts().len());
    assert_eq!(c.skills().len(), 116);
    assert_eq!(c.sections().len(), 14);
    assert_eq!(c.claims().len(), 105);
    assert!(c.terms().len() >= 65);
    assert!(c.written_cards().len() >= 130);
    assert!(Deck::new(&c).cards().len() >= 250);
    assert_eq!(c.call().len(), 11);
    assert_eq!(c.written_cards().iter().filter(|card| card.starter).count(), 10);
}

#[test]
fn ids_of_cards_are_unique_with_those_made_from_cells() {
    let (c, _) = read(&bundled_files());
    let deck = Deck::new(&c);
    let ids: std::collections::BTreeSet<_> = deck.cards().iter().map(|card| &card.id).collect();
    assert_eq!(ids.len(), deck.cards().len());
    let quizzable = c.skills().iter().filter(|s| s.quizzable).count();
    let made = deck.cards().iter().filter(|card| card.scope.is_some()).count();
    assert_eq!(made, quizzable * 2);
}

#[test]
fn every_card_finds_a_sentence_or_a_row_to_open() {
    let (c, _) = read(&bundled_files());
    for card in Deck::new(&c).cards() {
        let sentence = c.sections().iter().any(|s| c.find_sentence(&s.id, &card.facts).is_some());
        let row = card.skills.iter().any(|s| c.skill(s).is_some());
        assert!(sentence || row, "{} opens nothing", card.id);
    }
}

#[test]
fn a_mistake_of_form_is_named_with_line_and_column() {
    let (_, problems) = read(&with("facts/system.ron", "text:", "texd:"));
    assert!(problems[0].starts_with("facts/system.ron, line 4, column 9: "), "{}", problems[0]);
    assert!(problems[0].contains("texd") && problems[0].contains("the nearest is text"));
}

#[test]
fn planted_mistakes_of_meaning_are_each_caught() {
    caught(
        "facts/system.ron",
        "id: \"SYS-02\"",
        "id: \"SYS-01\"",
        "SYS-01: id: this id is taken at",
    );
    caught("facts/system.ron", "source: \"", "source: \"no-such-", "no source has the id");
    caught("facts/career.ron", "as_of: \"", "// \"", "a figure ages");
    caught(
        "facts/levels.ron",
        "(\"nasal-swab\", Emt, Yes)",
        "(\"nasal-swab\", Emt, No)",
        "but the scope table says",
    );
    caught(
        "scope/1-airway.ron",
        "quizzable: false",
        "quizzable: true",
        "no card may ask a row of grade",
    );
    caught("scope/1-airway.ron", "evidence: [\"", "evidence: [\"ZZ", "no scope source has the key");
    caught("scope/1-airway.ron", "meaning: \"", "meaning: \"\", why: \"", "meaning: is empty");
    caught("sections/01-what-ems-is.ron", "[\"SYS-01\"]", "[]", "rests on no fact");
    caught(
        "sections/01-what-ems-is.ron",
        "[\"SYS-01\"]",
        "[\"SYS-99\"]",
        "no fact has the id “SYS-99”",
    );
    caught("cards/levels.ron", "section: \"", "section: \"no-", "no section has the id");
    caught(
        "cards/levels.ron",
        "facts: [\"LVL-01\"",
        "facts: [\"JOB-01\"",
        "JOB-01 may not be asked",
    );
    caught(
        "claims/article-1.ron",
        "id: \"A1-02\"",
        "id: \"A1-99\"",
        "A1-02 of the article is not answered",
    );
    caught(
        "claims/article-2.ron",
        "facts: [\"SYS-01\", \"LVL-01\"]",
        "facts: []",
        "names nothing that settles it",
    );
    caught(
        "claims/article-3.ron",
        "id: \"A3-30\"",
        "id: \"A3-31\"",
        "A3-30 of the article is not answered",
    );
    caught("terms.ron", "id: \"aed\"", "id: \"a b\"", "no blanks");
    caught("call.ron", "\"nasal-airway\",", "\"oral-airway\",", "names “oral-airway” twice");
    caught("call.ron", "\"nasal-airway\",", "\"nose\",", "no row of the scope table has the id");
    caught("call.ron", "phase: Access", "phase: Transport", "comes before that of the step above");
    caught("figures.ron", "[\"LVL-13\"]", "[]", "names no fact");
    caught("figures.ron", "[\"REG-06\"]", "[]", "rests on no fact");
    caught(
        "sources.ron",
        "title: \"EMS.gov frequently asked questions\"",
        "title: \"\"",
        "title: is empty",
    );
}

#[test]
fn a_mark_that_names_nothing_is_caught() {
    let text = "answer: (\"";
    caught(
        "sections/02-ems-and-emt.ron",
        text,
        "answer: (\"{lowest:flying} ",
        "names no row of the scope table",
    );
    caught(
        "sections/02-ems-and-emt.ron",
        text,
        "answer: (\"[flying saucer] ",
        "names no glossary term",
    );
    caught("sections/02-ems-and-emt.ron", text, "answer: (\"{fly} ", "is no known mark");
}

#[test]
fn a_fact_that_nothing_uses_is_caught() {
    let extra = "[\n    (\n        id: \"SYS-77\",\n        text: \"Nobody says this.\",\n        source: \"office-of-ems\",\n        evidence: Primary,\n        about: General,\n    ),\n";
    caught(
        "facts/system.ron",
        "[\n",
        extra,
        "SYS-77: id: no section, level, cell, card or claim uses this fact",
    );
}

#[test]
fn changing_one_cell_changes_the_table_its_cards_and_the_sentence_that_states_it() {
    let (before, _) = read(&bundled_files());
    let sentence = before
        .sections()
        .iter()
        .flat_map(|s| s.blocks.iter().flat_map(ems_study::curriculum::Block::sentences))
        .find_map(|s| {
            before.runs(s.text()).into_iter().find_map(|run| match run {
                Run::Scope(_, skill) => Some((s.text().to_owned(), skill)),
                _ => None,
            })
        });
    let (text, skill) = sentence.expect("a sentence that states a cell");
    let row = before.skill(&skill).expect("known");
    let flip = |level| if *row.may.get(level) == Permission::Yes { "No" } else { "Yes" };
    let flipped: Vec<&str> = ProviderLevel::ALL.into_iter().map(flip).collect();
    let path = bundled_files()
        .into_iter()
        .find(|f| f.path.starts_with("scope/") && f.text.contains(&format!("id: \"{skill}\"")))
        .expect("its file");
    let at = path.text.find(&format!("id: \"{skill}\"")).expect("there");
    let may = path.text[at..].find("may: (").expect("a row") + at;
    let end = path.text[may..].find(')').expect("closed") + may + 1;
    let changed =
        format!("{}may: ({}){}", &path.text[..may], flipped.join(", "), &path.text[end..]);
    let mut files = bundled_files();
    files.iter_mut().find(|f| f.path == path.path).expect("there").text = changed.into();
    let (after, _) = read(&files);
    assert_ne!(before.plain(&text), after.plain(&text), "the sentence");
    let cells = |c: &Curriculum| -> Vec<String> {
        let row: MatrixRow<'_> = c.matrix_row(&skill).expect("a row");
        ProviderLevel::ALL
            .into_iter()
            .map(|l| {
                let cell: Cell<'_> = row.cell(l);
                cell.spoken().into_owned()
            })
            .collect()
    };
    assert_ne!(cells(&before), cells(&after), "the table");
    let marks = |c: &Curriculum| -> Vec<(String, u32)> {
        Deck::new(c)
            .about_skill(&skill)
            .map(|card| (c.plain(&card.ask.answer()), card.answer_mark))
            .collect()
    };
    assert_ne!(marks(&before), marks(&after), "the cards");
}

#[test]
fn the_example_deck_that_teachers_may_copy_is_right() {
    let text = include_str!("../../assets/examples/deck.ron");
    let decks = deck_ron::read("deck", text.as_bytes()).expect("a deck");
    let (curriculum, _) = read(&bundled_files());
    assert_eq!(deck_ron::dead_links(&decks[0], text, &curriculum), []);
    assert_eq!(decks[0].cards.len(), 4);
}

#[test]
fn a_deck_with_a_mistake_is_refused_with_file_and_line_by_the_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let deck = folder.path().join("deck.ron");
    let text = include_str!("../../assets/examples/deck.ron").replace("DSP-01", "DSP-99");
    std::fs::write(&deck, text).expect("written");
    let mut out = Vec::new();
    let arguments = ["ems-study", "check", deck.to_str().expect("text")];
    let arguments = Arguments::try_parse_from(arguments).expect("arguments");
    let command = arguments.command.as_ref().expect("a command");
    cli::run(&arguments, command, &mut std::io::empty(), &mut out).expect("runs");
    let out = String::from_utf8(out).expect("text");
    assert!(
        out.contains("deck.ron (yours): line 26, column 13: who-answers: facts: no fact has"),
        "{out}"
    );
    assert!(out.ends_with("problems: 1\n"), "{out}");
}

#[test]
fn a_card_that_says_the_scope_table_by_hand_is_caught() {
    caught(
        "cards/levels.ron",
        "[\n",
        "[(\n    id: \"by-hand\",\n    ask: Recall(question: \"Which level?\", answer: \"AEMT\"),\n    \
         why: \"So.\", skills: [\"cpap\"], section: \"four-levels\",\n),",
        "repeats the scope table in words",
    );
}

#[test]
fn an_abbreviation_that_the_glossary_does_not_explain_is_caught() {
    caught(
        "sections/01-what-ems-is.ron",
        "say: [\n            (\"",
        "say: [\n            (\"The XQZ counts. ",
        "“XQZ” is not in the glossary",
    );
}

#[test]
fn a_path_that_cannot_be_read_ends_with_status_2() {
    let arguments = ["ems-study", "check", "/no/such/folder"];
    let arguments = Arguments::try_parse_from(arguments).expect("arguments");
    let command = arguments.command.as_ref().expect("a command");
    let mut out = Vec::new();
    let code = cli::run(&arguments, command, &mut std::io::empty(), &mut out).expect("runs");
    assert_eq!(code, std::process::ExitCode::from(2));
    assert!(out.is_empty());
}

#[test]
fn a_row_that_rests_on_little_is_never_called_national() {
    let (c, _) = read(&bundled_files());
    let glucagon = c.skill(&"glucagon".into()).expect("a row of grade C");
    assert!(
        !glucagon.basis().contains("national") && !glucagon.lowest_words().contains("national")
    );
    let listed =
        |id: &str| ProviderLevel::ALL.iter().any(|l| c.added_by(*l).any(|s| s.id.as_str() == id));
    assert!(listed("cpap") && !listed("glucagon") && !listed("nitrous-oxide"));
}
