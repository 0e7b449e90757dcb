//! The few marks that sentences may hold, and what becomes of them.
//!
//! | written | becomes |
//! |---|---|
//! | `{lowest:cpap}` | the lowest level that may: "EMT" |
//! | `{a-lowest:cpap}` | the same with its article: "an EMT" |
//! | `{may:emr:cpap}` | "may" or "may not" |
//! | `{yes:emr:cpap}` | "yes" or "no" |
//! | `[standing order]` | a link to that glossary term |
//! | `[works by itself\|standing order]` | the same under other words |
//!
//! Scope is stated in prose only through these, so that a sentence cannot disagree with the table.

use super::ids::{SkillId, TermId};
use super::level::ProviderLevel;
use super::scope::{Permission, Skill};
use crate::quote::quoted;

/// A stretch of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Plain words.
    Plain(String),
    /// Words made from a row of the scope table.
    Scope(String, SkillId),
    /// Words that open a glossary term, named as the author wrote it (an id or a form).
    Term(String, TermId),
}

impl Run {
    /// The words shown.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Scope(text, _) | Self::Term(text, _) => text,
        }
    }
}

/// What `runs` needs to know of the curriculum.
pub trait Lookup {
    /// The row of the scope table with that id.
    fn skill(&self, id: &str) -> Option<&Skill>;
    /// The glossary term with that id, name or other form.
    fn term_named(&self, name: &str) -> Option<TermId>;
}

/// Splits a sentence into runs. The error says what is wrong and what would be right.
pub fn runs(text: &str, lookup: &impl Lookup) -> Result<Vec<Run>, String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '[']) {
        let (before, marked) = rest.split_at(at);
        if !before.is_empty() {
            out.push(Run::Plain(before.to_owned()));
        }
        let (close, is_scope) = if marked.starts_with('{') { ('}', true) } else { (']', false) };
        let Some(end) = marked.find(close) else {
            return Err(format!(
                "“{}” opens a mark and never closes it with “{close}”",
                quoted(marked)
            ));
        };
        let inner = marked.get(1..end).unwrap_or_default();
        out.push(if is_scope { scope_run(inner, lookup)? } else { term_run(inner, lookup)? });
        rest = marked.get(end + 1..).unwrap_or_default();
    }
    if !rest.is_empty() {
        out.push(Run::Plain(rest.to_owned()));
    }
    Ok(out)
}

/// The sentence as plain words; marks that do not resolve stay as written.
pub fn plain(text: &str, lookup: &impl Lookup) -> String {
    match runs(text, lookup) {
        Ok(runs) => runs.iter().map(Run::text).collect(),
        Err(_) => text.to_owned(),
    }
}

fn scope_run(inner: &str, lookup: &impl Lookup) -> Result<Run, String> {
    let parts: Vec<&str> = inner.split(':').collect();
    let mark = || quoted(inner);
    let skill = |id: &str| {
        let unknown =
            || format!("“{{{}}}” names no row of the scope table: “{}”", mark(), quoted(id));
        lookup.skill(id).ok_or_else(unknown)
    };
    let cell = |level: &str, id: &str| -> Result<Permission, String> {
        let level = ProviderLevel::parse(level).ok_or_else(|| {
            format!(
                "“{{{}}}” names no level: “{}”; write emr, emt, aemt or paramedic",
                mark(),
                quoted(level)
            )
        })?;
        Ok(*skill(id)?.may.get(level))
    };
    match *parts.as_slice() {
        ["lowest", id] => {
            let words = skill(id)?.lowest().map_or("no level", ProviderLevel::short);
            Ok(Run::Scope(words.to_owned(), id.into()))
        }
        ["a-lowest", id] => {
            let words = skill(id)?.lowest().map_or("no level", ProviderLevel::with_article);
            Ok(Run::Scope(words.to_owned(), id.into()))
        }
        ["may", level, id] => {
            let words = if cell(level, id)? == Permission::Yes { "may" } else { "may not" };
            Ok(Run::Scope(words.to_owned(), id.into()))
        }
        ["yes", level, id] => {
            let words = if cell(level, id)? == Permission::Yes { "yes" } else { "no" };
            Ok(Run::Scope(words.to_owned(), id.into()))
        }
        _ => Err(format!(
            "“{{{}}}” is no known mark; write {{lowest:SKILL}}, {{a-lowest:SKILL}}, \
             {{may:LEVEL:SKILL}} or {{yes:LEVEL:SKILL}}",
            mark()
        )),
    }
}

fn term_run(inner: &str, lookup: &impl Lookup) -> Result<Run, String> {
    let (shown, name) = inner.split_once('|').unwrap_or((inner, inner));
    match lookup.term_named(name) {
        Some(id) => Ok(Run::Term(shown.to_owned(), id)),
        None => Err(format!("“[{}]” names no glossary term; add it to terms.ron", quoted(inner))),
    }
}
