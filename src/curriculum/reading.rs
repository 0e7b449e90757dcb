//! A section made ready to be read: marks resolved, terms linked at their first use, sources
//! numbered in the order in which they are first named.

use super::Curriculum;
use super::ids::{FactId, SectionId, SourceId, TermId};
use super::prose::Run;
use super::sentence::Sentence;
use super::term::Term;
use std::collections::BTreeSet;

/// A section ready to be read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Which.
    pub section: SectionId,
    /// The opening sentence.
    pub answer: ReadSentence,
    /// One for each block of the section, in its order; empty for blocks without sentences.
    pub blocks: Vec<Vec<ReadSentence>>,
    /// The sources in the order of their numbers, from 1.
    pub sources: Vec<SourceId>,
    /// The terms linked, in reading order.
    pub terms: Vec<TermId>,
}

/// A sentence ready to be read.
#[derive(Clone, Debug)]
pub struct ReadSentence {
    /// Its words.
    pub runs: Vec<Run>,
    /// The facts behind it.
    pub facts: Vec<FactId>,
    /// The numbers of their sources.
    pub numbers: Vec<usize>,
}

impl ReadSentence {
    /// The words alone.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(Run::text).collect()
    }

    /// The numbers as they stand behind the sentence: "3, 5".
    #[must_use]
    pub fn mark(&self) -> String {
        self.numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl Curriculum {
    /// Makes a section ready to be read.
    #[must_use]
    pub fn reading(&self, section: &SectionId) -> Option<Reading> {
        let section = self.section(section)?;
        let mut reader = Reader {
            curriculum: self,
            sources: Vec::new(),
            linked: BTreeSet::new(),
            terms: Vec::new(),
        };
        let answer = reader.sentence(&section.answer);
        let blocks = section
            .blocks
            .iter()
            .map(|block| block.sentences().iter().map(|s| reader.sentence(s)).collect())
            .collect();
        Some(Reading {
            section: section.id.clone(),
            answer,
            blocks,
            sources: reader.sources,
            terms: reader.terms,
        })
    }
}

struct Reader<'a> {
    curriculum: &'a Curriculum,
    sources: Vec<SourceId>,
    linked: BTreeSet<TermId>,
    terms: Vec<TermId>,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: &Sentence) -> ReadSentence {
        let mut runs = Vec::new();
        for run in self.curriculum.runs(sentence.text()) {
            match run {
                Run::Plain(text) => self.link(&text, &mut runs),
                Run::Term(text, term) => {
                    self.first_use(&term);
                    runs.push(Run::Term(text, term));
                }
                Run::Scope(..) => runs.push(run),
            }
        }
        let mut numbers = Vec::new();
        for fact in sentence.facts().iter().filter_map(|id| self.curriculum.fact(id)) {
            let number = if let Some(at) = self.sources.iter().position(|s| *s == fact.source) {
                at + 1
            } else {
                self.sources.push(fact.source.clone());
                self.sources.len()
            };
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers.sort_unstable();
        ReadSentence { runs, facts: sentence.facts().to_vec(), numbers }
    }

    fn first_use(&mut self, term: &TermId) -> bool {
        let first = self.linked.insert(term.clone());
        if first {
            self.terms.push(term.clone());
        }
        first
    }

    /// Splits plain words at the terms that are used here for the first time in the section.
    fn link(&mut self, text: &str, out: &mut Vec<Run>) {
        let mut rest = text;
        while let Some((at, len, term)) = self.next_term(rest) {
            let (before, from_term) = rest.split_at(at);
            let (word, after) = from_term.split_at(len);
            if !before.is_empty() {
                out.push(Run::Plain(before.to_owned()));
            }
            self.first_use(&term);
            out.push(Run::Term(word.to_owned(), term));
            rest = after;
        }
        if !rest.is_empty() {
            out.push(Run::Plain(rest.to_owned()));
        }
    }

    /// The first use of a term not yet linked; of those at one place the longest.
    fn next_term(&self, text: &str) -> Option<(usize, usize, TermId)> {
        let unlinked = self.curriculum.terms().iter().filter(|t| !self.linked.contains(&t.id));
        unlinked
            .flat_map(|term| forms(term).map(move |form| (form, &term.id)))
            .filter_map(|(form, id)| Some((find_word(text, form)?, form.len(), id)))
            .min_by_key(|(at, len, _)| (*at, std::cmp::Reverse(*len)))
            .map(|(at, len, id)| (at, len, id.clone()))
    }
}

fn forms(term: &Term) -> impl Iterator<Item = &str> {
    std::iter::once(term.term.as_str()).chain(term.also.iter().map(String::as_str))
}

/// Where a form stands in a text as whole words. Abbreviations are taken as written; of other
/// forms the first letter may be a capital.
fn find_word(text: &str, form: &str) -> Option<usize> {
    let first = form.chars().next()?;
    let capital: String = first.to_uppercase().chain(form.chars().skip(1)).collect();
    let at = |needle: &str| {
        text.match_indices(needle).map(|(at, _)| at).find(|at| {
            let before = text.get(..*at).and_then(|t| t.chars().next_back());
            let after = text.get(at + needle.len()..).and_then(|t| t.chars().next());
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
            !is_word(before) && !is_word(after)
        })
    };
    match (at(form), at(&capital)) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_found_as_a_whole_word_only() {
        assert_eq!(find_word("An AEMT and an EMT.", "EMT"), Some(15));
        assert_eq!(find_word("Protocols differ.", "protocols"), Some(0));
        assert_eq!(find_word("start", "START"), None);
    }
}
