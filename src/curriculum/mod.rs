//! What there is to know: facts with their sources, the scope table, levels, sections, terms,
//! claims and written cards, loaded from RON and checked once.
//!
//! Values in, values out: no files other than the embedded ones, no clock, no egui.
//!
//! # The files
//!
//! A curriculum is a folder of RON files; the bundled one is `assets/curriculum`.
//!
//! | file | what it holds | type |
//! |---|---|---|
//! | `sources.ron` | publications | list of [`Source`] |
//! | `facts/*.ron` | facts by subject | lists of [`Fact`] |
//! | `scope_sources.ron` | texts behind the scope table | list of [`ScopeSource`] |
//! | `scope/*.ron` | rows of the scope table | lists of [`Skill`] |
//! | `levels.ron` | the four levels | [`Levels`] |
//! | `sections/*.ron` | the overview, one section a file | [`Section`] |
//! | `call.ron` | the steps of a 911 call | list of [`CallStep`] |
//! | `figures.ron` | what the pictures show | [`Figures`] |
//! | `terms.ron` | glossary | list of [`Term`] |
//! | `names.ron` | old names | list of [`OldName`] |
//! | `claims/*.ron` | claims of three articles, checked | lists of [`Claim`] |
//! | `confusions.ron` | what people often say | list of [`Confusion`] |
//! | `cards/*.ron` | written cards | lists of [`WrittenCard`] |
//! | `career.ron` | the way into EMS work | [`Career`] |
//!
//! The rules of a state are files of their own, laid over the comparison: see [`overlay`].
//!
//! `id:` stands on a line of its own in every record, so that a mistake can be named by its line.
//! `Some(…)` may be left out. Sentences may hold the marks described in [`prose`].

mod bundled;
pub mod career;
mod check;
pub mod claim;
pub mod fact;
pub mod figures;
pub mod form;
pub mod ids;
pub mod level;
mod load;
pub mod matrix;
pub mod matrix_view;
pub mod nearest;
pub mod overlay;
pub mod prose;
pub mod question;
mod reading;
pub mod scope;
pub mod section;
mod sentence;
pub mod sheet;
pub mod term;

pub use bundled::{bundled_files, load_bundled};
pub use career::{CallPhase, CallStep, Career, Lens};
pub use claim::{Claim, Confusion, Mark, Verdict};
pub use fact::{About, Evidence, Fact, Source};
pub use figures::{Difference, Figures, ServiceLevel, SystemPart};
pub use ids::{Anchor, CardId, CiteKey, FactId, SectionId, SkillId, SourceId, TermId};
pub use level::{
    ExamDomain, ExamPlan, LevelProfile, LevelRow, Levels, PerLevel, ProviderLevel, RowCell,
    RowGroup,
};
pub use load::{AssetFile, Problem};
pub use matrix::{Cell, MatrixGroup, MatrixRow};
pub use matrix_view::{CellRef, MatrixLine, MatrixLines, MatrixView, ShownCell};
pub use overlay::{StateCell, StateOverlay, StateValue, bundled_overlays};
pub use prose::Run;
pub use question::{Ask, Task, UNSORTED, WrittenCard};
pub use reading::{ReadSentence, Reading};
pub use scope::{Grade, OtherReading, Permission, ScopeSource, ScopeSourceKind, Skill, SkillGroup};
pub use section::{Block, CalloutKind, Figure, Section};
pub use sentence::Sentence;
pub use sheet::{Sheet, SheetFormat, SheetRow};
pub use term::{NameKind, OldName, Term};

use load::Places;
use std::collections::BTreeMap;

/// Everything that the application knows, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Curriculum {
    facts: Vec<Fact>,
    sources: Vec<Source>,
    skills: Vec<Skill>,
    scope_sources: Vec<ScopeSource>,
    levels: Levels,
    sections: Vec<Section>,
    call: Vec<CallStep>,
    figures: Figures,
    terms: Vec<Term>,
    old_names: Vec<OldName>,
    claims: Vec<Claim>,
    confusions: Vec<Confusion>,
    written_cards: Vec<WrittenCard>,
    career: Career,
    places: Places,
    index: Index,
}

/// Positions by id, built once after parsing.
#[derive(Clone, Debug, Default)]
struct Index {
    facts: BTreeMap<FactId, usize>,
    sources: BTreeMap<SourceId, usize>,
    skills: BTreeMap<SkillId, usize>,
    sections: BTreeMap<SectionId, usize>,
    terms: BTreeMap<String, usize>,
}

impl Curriculum {
    /// Reads and checks a curriculum. The second value lists every problem found; with none the
    /// curriculum is fit to be shown.
    #[must_use]
    pub fn read(files: &[AssetFile]) -> (Self, Vec<Problem>) {
        let (mut curriculum, mut problems) = load::parse(files);
        curriculum.build_index();
        // What a file that could not be read was to say would be reported as missing everywhere.
        if problems.is_empty() {
            problems = check::check(&curriculum);
        }
        problems.sort();
        (curriculum, problems)
    }

    fn build_index(&mut self) {
        let Self { facts, sources, skills, sections, terms, index, .. } = self;
        index.facts = facts.iter().enumerate().map(|(i, f)| (f.id.clone(), i)).collect();
        index.sources = sources.iter().enumerate().map(|(i, s)| (s.id.clone(), i)).collect();
        index.skills = skills.iter().enumerate().map(|(i, s)| (s.id.clone(), i)).collect();
        index.sections = sections.iter().enumerate().map(|(i, s)| (s.id.clone(), i)).collect();
        for (i, term) in terms.iter().enumerate() {
            let names = [term.id.as_str(), term.term.as_str()];
            for name in names.into_iter().chain(term.also.iter().map(String::as_str)) {
                index.terms.entry(name.to_lowercase()).or_insert(i);
            }
        }
    }

    /// All facts.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// All publications.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The rows of the scope table.
    #[must_use]
    pub fn skills(&self) -> &[Skill] {
        &self.skills
    }

    /// The texts behind the scope table.
    #[must_use]
    pub fn scope_sources(&self) -> &[ScopeSource] {
        &self.scope_sources
    }

    /// The four levels and the rows that compare them.
    #[must_use]
    pub fn levels(&self) -> &Levels {
        &self.levels
    }

    /// The sections of the overview in reading order.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The steps of a 911 call.
    #[must_use]
    pub fn call(&self) -> &[CallStep] {
        &self.call
    }

    /// What the pictures show.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The glossary.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Old names and today's.
    #[must_use]
    pub fn old_names(&self) -> &[OldName] {
        &self.old_names
    }

    /// The claims of the three articles.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// What people often say.
    #[must_use]
    pub fn confusions(&self) -> &[Confusion] {
        &self.confusions
    }

    /// Cards written by hand; `study::Deck` adds those made from cells.
    #[must_use]
    pub fn written_cards(&self) -> &[WrittenCard] {
        &self.written_cards
    }

    /// The way into EMS work.
    #[must_use]
    pub fn career(&self) -> &Career {
        &self.career
    }

    /// The fact with that id.
    #[must_use]
    pub fn fact(&self, id: &FactId) -> Option<&Fact> {
        self.facts.get(*self.index.facts.get(id)?)
    }

    /// The publication with that id.
    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(*self.index.sources.get(id)?)
    }

    /// The section with that id.
    #[must_use]
    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections.get(*self.index.sections.get(id)?)
    }

    /// The row of the scope table with that id.
    #[must_use]
    pub fn skill(&self, id: &SkillId) -> Option<&Skill> {
        self.skills.get(*self.index.skills.get(id)?)
    }

    /// The glossary term with that id.
    #[must_use]
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        self.terms.iter().find(|t| t.id == *id)
    }

    /// A sentence as plain words, its marks resolved.
    #[must_use]
    pub fn plain(&self, text: &str) -> String {
        prose::plain(text, self)
    }

    /// A sentence as runs of words, its marks resolved; one plain run where a mark is broken.
    #[must_use]
    pub fn runs(&self, text: &str) -> Vec<Run> {
        prose::runs(text, self).unwrap_or_else(|_| vec![Run::Plain(text.to_owned())])
    }

    /// The line that says where a row of the scope table was read: national texts first, at most
    /// three named.
    #[must_use]
    pub fn skill_citation(&self, skill: &Skill) -> String {
        let mut cited: Vec<&ScopeSource> = skill
            .evidence
            .iter()
            .filter_map(|key| self.scope_sources.iter().find(|s| s.id == *key))
            .collect();
        cited.sort_by_key(|s| s.kind);
        let shown: Vec<&str> = cited.iter().take(3).map(|s| s.cite.as_str()).collect();
        let more = cited.len().saturating_sub(3);
        let tail = if more > 0 { format!("; and {more} more") } else { String::new() };
        format!("{}{tail}", shown.join("; "))
    }

    /// The block that an anchor names, and its place in its section; nothing where it is gone.
    #[must_use]
    pub fn block_at(&self, anchor: &Anchor) -> Option<(usize, &Block)> {
        let blocks = &self.section(&anchor.section())?.blocks;
        blocks.iter().enumerate().find(|(_, block)| block.id() == anchor.block())
    }

    /// The section and block in which a figure is drawn.
    #[must_use]
    pub fn find_figure(&self, figure: Figure) -> Option<(&SectionId, usize)> {
        let is_it = |block: &Block| matches!(block, Block::Figure { show, .. } if *show == figure);
        self.sections.iter().find_map(|s| Some((&s.id, s.blocks.iter().position(is_it)?)))
    }

    /// The sections in which a sentence rests on a fact.
    pub fn sections_resting_on<'a>(
        &'a self,
        fact: &'a FactId,
    ) -> impl Iterator<Item = &'a Section> {
        self.sections.iter().filter(move |section| {
            let mut said = section.blocks.iter().flat_map(Block::sentences);
            said.any(|sentence| sentence.facts().contains(fact))
        })
    }

    /// The skills that a level may do and the level below it may not, by the national model: rows
    /// that rest on less, or on which sources differ, are left out.
    pub fn added_by(&self, level: ProviderLevel) -> impl Iterator<Item = &Skill> {
        self.skills.iter().filter(move |s| s.grade <= Grade::B && s.lowest() == Some(level))
    }

    /// The sentences that take a value from a row of the scope table: section, block, sentence.
    #[must_use]
    pub fn sentences_about(&self, skill: &SkillId) -> Vec<(&SectionId, usize, usize)> {
        let mark = format!(":{skill}}}");
        let mut out = Vec::new();
        for section in &self.sections {
            for (b, block) in section.blocks.iter().enumerate() {
                for (s, sentence) in block.sentences().iter().enumerate() {
                    if sentence.text().contains(&mark) {
                        out.push((&section.id, b, s));
                    }
                }
            }
        }
        out
    }

    /// The list of a section in which a skill stands as one that a level adds: section, block, 0.
    #[must_use]
    pub fn listed_in(&self, skill: &Skill) -> Option<(&SectionId, usize, usize)> {
        let lowest = skill.lowest().filter(|_| skill.grade <= Grade::B)?;
        self.sections.iter().find_map(|section| {
            let block = section.blocks.iter().position(|block| match block {
                Block::Adds { level, group, .. } => {
                    *level == lowest && group.is_none_or(|group| group == skill.group)
                }
                _ => false,
            })?;
            Some((&section.id, block, 0))
        })
    }

    /// The sentence of a section that shares most of these facts, as the places of its block and of
    /// it in the block. `None` where no sentence rests on one of them.
    #[must_use]
    pub fn find_sentence(&self, section: &SectionId, facts: &[FactId]) -> Option<(usize, usize)> {
        let blocks = self.section(section)?.blocks.iter().enumerate();
        let sentences = blocks.flat_map(|(b, block)| {
            block
                .sentences()
                .iter()
                .enumerate()
                .map(move |(s, sentence)| ((b, s), sentence.facts()))
        });
        let shared = |of: &[FactId]| of.iter().filter(|fact| facts.contains(fact)).count();
        // The first of those that fit best.
        let best = sentences
            .filter(|(_, of)| shared(of) > 0)
            .min_by_key(|(_, of)| (std::cmp::Reverse(shared(of)), of.len()));
        best.map(|(place, _)| place)
    }
}

impl prose::Lookup for Curriculum {
    fn skill(&self, id: &str) -> Option<&Skill> {
        self.skills.get(*self.index.skills.get(id)?)
    }

    fn term_named(&self, name: &str) -> Option<TermId> {
        let at = *self.index.terms.get(&name.to_lowercase())?;
        Some(self.terms.get(at)?.id.clone())
    }
}
