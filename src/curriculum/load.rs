//! Reading the RON files of a curriculum. Mistakes of form are reported here, the first of each
//! file with line and column; mistakes of meaning are found by `check`.

use super::Curriculum;
use super::career::{CallStep, Career};
use super::claim::{Claim, Confusion};
use super::fact::{Fact, Source};
use super::figures::Figures;
use super::form;
use super::level::Levels;
use super::question::WrittenCard;
use super::scope::{ScopeSource, Skill};
use super::section::Section;
use super::term::{OldName, Term};
use crate::quote::{quoted, visible};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// A file of a curriculum: its path below the curriculum's folder, with `/`, and its text.
#[derive(Clone, Debug)]
pub struct AssetFile {
    /// Such as `facts/system.ron`.
    pub path: String,
    /// The whole text.
    pub text: Cow<'static, str>,
}

/// A mistake in the content: where, what, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, below the curriculum's folder.
    pub file: String,
    /// The line of the record, counted from 1.
    pub line: usize,
    /// The column, where the mistake is one of form.
    pub column: Option<usize>,
    /// The record's id; empty where the file could not be read.
    pub record: String,
    /// The field.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", quoted(&self.file), self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        if !self.record.is_empty() {
            write!(f, ": {}", quoted(&self.record))?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", visible(&self.what))
    }
}

/// Where records stand, so that `check` can say the line of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(BTreeMap<(&'static str, String), Vec<(String, usize)>>);

impl Places {
    /// File and line of a record's first (or only) place.
    pub(crate) fn of(&self, kind: &'static str, id: &str) -> (String, usize) {
        self.all(kind, id).first().cloned().unwrap_or_default()
    }

    /// Notes the line on which a field of a file begins.
    fn note_field(&mut self, kind: &'static str, file: &AssetFile, field: &str) {
        let line = file.text.lines().position(|line| line.trim_start().starts_with(field));
        let place = (file.path.clone(), line.map_or(1, |line| line + 1));
        self.0.entry((kind, field.to_owned())).or_default().push(place);
    }

    /// Every place at which a record of that kind and id stands.
    pub(crate) fn all(&self, kind: &'static str, id: &str) -> &[(String, usize)] {
        self.0.get(&(kind, id.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Notes the line of each record of a file. RON keeps no positions after parsing, but every
    /// record has its `id:` on a line of its own, so the n-th record of an id is the n-th such line.
    fn note<'a>(
        &mut self,
        kind: &'static str,
        file: &AssetFile,
        ids: impl Iterator<Item = &'a str>,
    ) {
        let mut lines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, line) in file.text.lines().enumerate() {
            if let Some((_, after)) = line.split_once("id: ") {
                let id = after.trim_start_matches('"');
                let id = id.split(['"', ',', ')']).next().unwrap_or_default();
                lines.entry(id).or_default().push(number + 1);
            }
        }
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        for id in ids {
            let nth = used.entry(id).or_default();
            let line = lines.get(id).and_then(|l| l.get(*nth)).copied().unwrap_or(1);
            *nth += 1;
            self.0.entry((kind, id.to_owned())).or_default().push((file.path.clone(), line));
        }
    }
}

/// Parses all files. Returns what could be read together with every mistake of form.
pub(crate) fn parse(files: &[AssetFile]) -> (Curriculum, Vec<Problem>) {
    let mut reader = Reader::default();
    for file in files {
        reader.file(file);
    }
    (reader.curriculum, reader.problems)
}

#[derive(Default)]
struct Reader {
    curriculum: Curriculum,
    problems: Vec<Problem>,
}

impl Reader {
    fn file(&mut self, file: &AssetFile) {
        let folder = file.path.split_once('/').map_or("", |(folder, _)| folder);
        match (folder, file.path.as_str()) {
            ("facts", _) => {
                let list: Vec<Fact> = self.list("fact", file, |f: &Fact| f.id.as_str());
                self.curriculum.facts.extend(list);
            }
            ("scope", _) => {
                let list: Vec<Skill> = self.list("skill", file, |s: &Skill| s.id.as_str());
                self.curriculum.skills.extend(list);
            }
            ("sections", _) => {
                if let Some(section) = self.one::<Section>(file) {
                    let id = section.id.clone();
                    self.curriculum.places.note("section", file, std::iter::once(id.as_str()));
                    self.curriculum.sections.push(section);
                }
            }
            ("claims", _) => {
                let list: Vec<Claim> = self.list("claim", file, |c: &Claim| c.id.as_str());
                self.curriculum.claims.extend(list);
            }
            ("cards", _) => {
                let list: Vec<WrittenCard> =
                    self.list("card", file, |c: &WrittenCard| c.id.as_str());
                self.curriculum.written_cards.extend(list);
            }
            (_, "sources.ron") => {
                self.curriculum.sources = self.list("source", file, |s: &Source| s.id.as_str());
            }
            (_, "scope_sources.ron") => {
                self.curriculum.scope_sources =
                    self.list("scope source", file, |s: &ScopeSource| s.id.as_str());
            }
            (_, "terms.ron") => {
                self.curriculum.terms = self.list("term", file, |t: &Term| t.id.as_str());
            }
            (_, "names.ron") => {
                self.curriculum.old_names = self.list("name", file, |n: &OldName| n.id.as_str());
            }
            (_, "confusions.ron") => {
                self.curriculum.confusions =
                    self.list("confusion", file, |c: &Confusion| c.id.as_str());
            }
            (_, "figures.ron") => {
                if let Some(figures) = self.one::<Figures>(file) {
                    let places = &mut self.curriculum.places;
                    places.note("part", file, figures.parts.iter().map(|p| p.id.as_str()));
                    let differences = figures.differences.iter();
                    places.note("difference", file, differences.map(|d| d.id.as_str()));
                    places.note_field("figures", file, "sayings");
                    places.note("service", file, figures.services.iter().map(|s| s.id.as_str()));
                    self.curriculum.figures = figures;
                }
            }
            (_, "call.ron") => {
                self.curriculum.call = self.list("call step", file, |c: &CallStep| c.id.as_str());
            }
            (_, "levels.ron") => {
                if let Some(levels) = self.one::<Levels>(file) {
                    let rows = levels.rows.iter().map(|r| r.id.as_str());
                    self.curriculum.places.note("row", file, rows);
                    let names: Vec<String> =
                        levels.profiles.iter().map(|p| format!("{:?}", p.id)).collect();
                    let names = names.iter().map(String::as_str);
                    self.curriculum.places.note("level", file, names);
                    self.curriculum.levels = levels;
                }
            }
            (_, "career.ron") => {
                if let Some(career) = self.one::<Career>(file) {
                    let places = &mut self.curriculum.places;
                    for field in ["entry", "settings", "shifts"] {
                        places.note_field("career", file, field);
                    }
                    places.note("career", file, career.pathways.iter().map(|p| p.id.as_str()));
                    places.note("career", file, career.blockers.iter().map(|b| b.id.as_str()));
                    places.note("career", file, career.pay.iter().map(|p| p.id.as_str()));
                    places.note("career", file, career.steps.iter().map(|s| s.id.as_str()));
                    places.note("career", file, career.agencies.iter().map(|a| a.id.as_str()));
                    self.curriculum.career = career;
                }
            }
            _ => self.problem(
                file,
                (1, None),
                "this file has no place in a curriculum; it belongs into facts/, scope/, sections/, \
                 claims/ or cards/, or is one of sources.ron, scope_sources.ron, terms.ron, \
                 names.ron, confusions.ron, call.ron, figures.ron, levels.ron, career.ron"
                    .to_owned(),
            ),
        }
    }

    fn list<T: DeserializeOwned>(
        &mut self,
        kind: &'static str,
        file: &AssetFile,
        id: impl Fn(&T) -> &str,
    ) -> Vec<T> {
        let list: Vec<T> = self.one(file).unwrap_or_default();
        self.curriculum.places.note(kind, file, list.iter().map(id));
        list
    }

    fn one<T: DeserializeOwned>(&mut self, file: &AssetFile) -> Option<T> {
        match form::read(&file.text) {
            Ok(value) => Some(value),
            Err(mistake) => {
                self.problem(file, (mistake.line, Some(mistake.column)), mistake.what);
                None
            }
        }
    }

    fn problem(&mut self, file: &AssetFile, (line, column): (usize, Option<usize>), what: String) {
        self.problems.push(Problem {
            file: file.path.clone(),
            line,
            column,
            record: String::new(),
            field: "",
            what,
        });
    }
}
