//! Mistakes of meaning: a dead reference, a double id, an unsourced fact, a sentence that nobody
//! can trace. All are reported together, each with file and line of its record.

use super::career::Career;
use super::ids::{FactId, SkillId};
use super::level::{ProviderLevel, RowCell};
use super::load::Problem;
use super::prose;
use super::question::{Ask, WrittenCard};
use super::scope::Grade;
use super::section::Block;
use super::sentence::Sentence;
use super::{About, Curriculum, Mark};
use std::collections::{BTreeMap, BTreeSet};

/// Every mistake of meaning in a curriculum.
pub(crate) fn check(curriculum: &Curriculum) -> Vec<Problem> {
    let mut checker = Checker { c: curriculum, problems: Vec::new(), used: BTreeSet::new() };
    checker.ids();
    checker.facts();
    checker.scope();
    checker.levels();
    checker.sections();
    checker.call();
    checker.figures();
    checker.terms();
    checker.names();
    checker.claims();
    checker.cards();
    checker.career();
    checker.orphans();
    checker.problems
}

struct Checker<'a> {
    c: &'a Curriculum,
    problems: Vec<Problem>,
    used: BTreeSet<FactId>,
}

/// How many claims the three articles make.
const CLAIMS_OF_ARTICLE: [u32; 3] = [44, 31, 30];

/// The record that a problem belongs to.
type At<'a> = (&'static str, &'a str);

impl Checker<'_> {
    fn problem(&mut self, (kind, id): At<'_>, field: &'static str, what: impl Into<String>) {
        let (file, line) = self.c.places.of(kind, id);
        self.problems.push(Problem {
            file,
            line,
            column: None,
            record: id.to_owned(),
            field,
            what: what.into(),
        });
    }

    fn ids(&mut self) {
        let c = self.c;
        self.unique("fact", c.facts.iter().map(|r| r.id.as_str()));
        self.unique("source", c.sources.iter().map(|r| r.id.as_str()));
        self.unique("scope source", c.scope_sources.iter().map(|r| r.id.as_str()));
        self.unique("skill", c.skills.iter().map(|r| r.id.as_str()));
        self.unique("row", c.levels.rows.iter().map(|r| r.id.as_str()));
        self.unique("section", c.sections.iter().map(|r| r.id.as_str()));
        self.unique("call step", c.call.iter().map(|r| r.id.as_str()));
        self.unique("term", c.terms.iter().map(|r| r.id.as_str()));
        self.unique("name", c.old_names.iter().map(|r| r.id.as_str()));
        self.unique("claim", c.claims.iter().map(|r| r.id.as_str()));
        self.unique("confusion", c.confusions.iter().map(|r| r.id.as_str()));
        self.unique("card", c.written_cards.iter().map(|r| r.id.as_str()));
    }

    fn unique<'b>(&mut self, kind: &'static str, ids: impl Iterator<Item = &'b str>) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for id in ids {
            let count = seen.entry(id).or_default();
            *count += 1;
            if *count > 1 {
                let places = self.c.places.all(kind, id);
                let (first_file, first_line) = places.first().cloned().unwrap_or_default();
                let (file, line) = places.get(*count - 1).cloned().unwrap_or_default();
                self.problems.push(Problem {
                    file,
                    line,
                    column: None,
                    record: id.to_owned(),
                    field: "id",
                    what: format!(
                        "this id is taken at {first_file}:{first_line}; every {kind} needs its own"
                    ),
                });
            }
        }
        for id in seen.keys() {
            if id.is_empty() || id.chars().any(|ch| ch.is_whitespace() || ch.is_control()) {
                self.problem((kind, id), "id", "an id has at least one letter and no blanks");
            }
        }
    }

    fn facts(&mut self) {
        for fact in &self.c.facts {
            let at = ("fact", fact.id.as_str());
            self.text(at, "text", &fact.text);
            if self.c.source(&fact.source).is_none() {
                let what = format!("no source has the id “{}”; add it to sources.ron", fact.source);
                self.problem(at, "source", what);
            }
            let has_figure = fact.text.contains(['$', '%']);
            if fact.as_of.is_none() && (has_figure || fact.about == About::Figure) {
                self.problem(at, "as_of", "a figure ages: say the year that it describes");
            }
            for cell in &fact.cells {
                match self.c.skill(&cell.0) {
                    None => self.no_skill(at, "cells", &cell.0),
                    Some(skill) if *skill.may.get(cell.1) != cell.2 => self.problem(
                        at,
                        "cells",
                        format!(
                            "says {:?} for {} at {}, but the scope table says {:?}; correct one",
                            cell.2,
                            cell.0,
                            cell.1.short(),
                            skill.may.get(cell.1)
                        ),
                    ),
                    Some(_) => {}
                }
            }
        }
        for source in &self.c.sources {
            let at = ("source", source.id.as_str());
            let fields = [
                ("title", &source.title),
                ("publisher", &source.publisher),
                ("year", &source.year),
            ];
            for (field, value) in fields {
                if value.trim().is_empty() {
                    self.problem(at, field, "is empty; write n.d. for a missing year");
                }
            }
            if !self.c.facts.iter().any(|f| f.source == source.id) {
                self.problem(at, "id", "no fact rests on this source; use it or delete it");
            }
        }
    }

    fn scope(&mut self) {
        for skill in &self.c.skills {
            let at = ("skill", skill.id.as_str());
            for (field, value) in
                [("name", &skill.name), ("act", &skill.act), ("meaning", &skill.meaning)]
            {
                self.text(at, field, value);
            }
            for (field, value) in [("why", &skill.why), ("note", &skill.note)] {
                if let Some(value) = value {
                    self.text(at, field, value);
                }
            }
            if skill.evidence.is_empty() {
                self.problem(at, "evidence", "names no source; give at least one key");
            }
            for key in &skill.evidence {
                if !self.c.scope_sources.iter().any(|s| s.id == *key) {
                    let what = format!("no scope source has the key “{key}”");
                    self.problem(at, "evidence", what);
                }
            }
            if (skill.grade == Grade::X) == skill.readings.is_empty() {
                self.problem(
                    at,
                    "readings",
                    "a row of grade X shows its other readings, and only such a row has them",
                );
            }
            if matches!(skill.grade, Grade::C | Grade::X) && skill.quizzable {
                self.problem(at, "quizzable", "no card may ask a row of grade C or X");
            }
            if matches!(skill.grade, Grade::C | Grade::X) && skill.note.is_none() {
                self.problem(at, "note", "grade C and X say on what little they rest");
            }
        }
    }

    fn levels(&mut self) {
        let c = self.c;
        for level in ProviderLevel::ALL {
            if c.levels.profiles.iter().filter(|p| p.id == level).count() != 1 {
                let name = format!("{level:?}");
                self.problem(("level", &name), "id", "each level has exactly one profile");
            }
        }
        for profile in &c.levels.profiles {
            let name = format!("{:?}", profile.id);
            let at = ("level", name.as_str());
            self.text(at, "tagline", &profile.tagline);
            let parts = [
                ("who", &profile.who),
                ("prerequisites", &profile.prerequisites),
                ("exam", &profile.exam),
                ("license", &profile.license),
                ("renewal", &profile.renewal),
                ("work", &profile.work),
                ("next", &profile.next),
            ];
            for (field, sentences) in parts {
                self.sentences(at, field, sentences);
            }
            self.fact_refs(at, "domains", &profile.domains.facts);
            for (domain, low, high) in &profile.domains.shares {
                if low > high || *high > 100 {
                    let what = format!("{domain:?}: {low} to {high} per cent is no range");
                    self.problem(at, "domains", what);
                }
            }
        }
        for row in &c.levels.rows {
            let at = ("row", row.id.as_str());
            self.text(at, "name", &row.name);
            self.text(at, "meaning", &row.meaning);
            if c.skill(&row.id).is_some() {
                self.problem(at, "id", "a skill has this id too; rows and skills share one table");
            }
            for (level, cell) in row.cells.iter() {
                if let RowCell::Say(text, facts) = cell {
                    self.text(at, "cells", text);
                    if facts.is_empty() {
                        let what = format!("{}: names no fact", level.short());
                        self.problem(at, "cells", what);
                    }
                    self.fact_refs(at, "cells", facts);
                }
            }
        }
    }

    fn sections(&mut self) {
        for section in &self.c.sections {
            let at = ("section", section.id.as_str());
            self.text(at, "title", &section.title);
            self.sentences(at, "answer", std::slice::from_ref(&section.answer));
            if section.blocks.iter().all(|b| b.sentences().is_empty()) {
                self.problem(at, "blocks", "has no text");
            }
            let mut anchors = BTreeSet::new();
            for block in &section.blocks {
                if !anchors.insert(block.id()) {
                    let what = format!("two blocks are called “{}”", block.id());
                    self.problem(at, "blocks", what);
                }
                for sentence in block.sentences() {
                    self.abbreviations(at, sentence.text());
                }
                match block {
                    Block::Heading { text, .. } => self.text(at, "heading", text),
                    Block::Text { say, .. } | Block::Callout { say, .. } => {
                        self.sentences(at, "say", say);
                    }
                    Block::List { items, .. } | Block::Steps { items, .. } => {
                        self.sentences(at, "items", items);
                    }
                    Block::Adds { level, group, .. } => {
                        let listed = |g| group.is_none() || *group == Some(g);
                        if !self.c.added_by(*level).any(|s| listed(s.group)) {
                            self.problem(at, "Adds", "this list is empty; name another group");
                        }
                    }
                    Block::Figure { .. } => {}
                }
            }
        }
    }

    fn call(&mut self) {
        let mut phase = None;
        for step in &self.c.call {
            let at = ("call step", step.id.as_str());
            if phase.replace(step.phase) > Some(step.phase) {
                self.problem(at, "phase", "comes before that of the step above; keep their order");
            }
            for (place, skill) in step.skills.iter().enumerate() {
                if step.skills.iter().take(place).any(|before| before == skill) {
                    self.problem(at, "skills", format!("names “{skill}” twice"));
                }
            }
            self.text(at, "title", &step.title);
            self.sentences(at, "say", &step.say);
            self.fact_refs(at, "stamp", std::slice::from_ref(&step.stamp));
            self.skill_refs(at, "skills", &step.skills);
            if step.who.is_empty() {
                self.problem(at, "who", "says nobody who is involved");
            }
        }
    }

    fn figures(&mut self) {
        let figures = &self.c.figures;
        self.unique("part", figures.parts.iter().map(|p| p.id.as_str()));
        self.unique("difference", figures.differences.iter().map(|d| d.id.as_str()));
        self.unique("service", figures.services.iter().map(|s| s.id.as_str()));
        for part in &figures.parts {
            let at = ("part", part.id.as_str());
            self.text(at, "name", &part.name);
            if part.facts.is_empty() {
                self.problem(at, "facts", "names no fact");
            }
            self.fact_refs(at, "facts", &part.facts);
        }
        for row in &figures.differences {
            let at = ("difference", row.id.as_str());
            self.text(at, "topic", &row.topic);
            self.sentences(at, "ems", std::slice::from_ref(&row.ems));
            self.sentences(at, "emt", std::slice::from_ref(&row.emt));
        }
        for service in &figures.services {
            let at = ("service", service.id.as_str());
            self.text(at, "name", &service.name);
            self.sentences(at, "say", std::slice::from_ref(&service.say));
        }
        for saying in &figures.sayings {
            if !self.c.confusions.iter().any(|confusion| confusion.id == *saying) {
                let what = format!("no confusion has the id “{saying}”");
                self.problem(("figures", "sayings"), "sayings", what);
            }
        }
    }

    fn terms(&mut self) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for term in &self.c.terms {
            let at = ("term", term.id.as_str());
            self.text(at, "term", &term.term);
            self.text(at, "meaning", &term.meaning);
            self.fact_refs(at, "facts", &term.facts);
            for form in std::iter::once(&term.term).chain(&term.also) {
                if let Some(other) = seen.insert(form.to_lowercase(), term.id.as_str())
                    && other != term.id.as_str()
                {
                    let what =
                        format!("“{form}” is a form of “{other}” too; a word opens one term");
                    self.problem(at, "also", what);
                }
            }
        }
    }

    fn names(&mut self) {
        for name in &self.c.old_names {
            let at = ("name", name.id.as_str());
            if name.old.is_empty() {
                self.problem(at, "old", "gives no old name");
            }
            self.text(at, "today", &name.today);
            if let Some(note) = &name.note {
                self.text(at, "note", note);
            }
            self.fact_refs(at, "facts", &name.facts);
        }
    }

    fn claims(&mut self) {
        let mut numbers: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
        for claim in &self.c.claims {
            let at = ("claim", claim.id.as_str());
            self.text(at, "says", &claim.says);
            self.text(at, "right", &claim.right);
            self.fact_refs(at, "facts", &claim.facts);
            self.skill_refs(at, "skills", &claim.skills);
            let settled = !(claim.facts.is_empty() && claim.skills.is_empty());
            if claim.verdict.mark() != Mark::CannotBeChecked && !settled {
                self.problem(at, "facts", "names nothing that settles it");
            }
            let number = claim.id.split_once('-').and_then(|(_, n)| n.parse().ok());
            match (claim.article(), number) {
                (Some(article), Some(number)) => numbers.entry(article).or_default().push(number),
                _ => self.problem(at, "id", "is written A1-01: article and number"),
            }
        }
        for (article, found) in numbers {
            let count = CLAIMS_OF_ARTICLE.get(usize::from(article).wrapping_sub(1));
            let missing = (1..=count.copied().unwrap_or(0)).find(|n| !found.contains(n));
            if let Some(first) = missing {
                let id = format!("A{article}-{first:02}");
                let of_article = self.c.claims.iter().find(|c| c.article() == Some(article));
                let near = of_article.map_or("", |c| c.id.as_str()).to_owned();
                self.problem(
                    ("claim", &near),
                    "id",
                    format!("{id} of the article is not answered; add it to this file"),
                );
            }
        }
        for confusion in &self.c.confusions {
            let at = ("confusion", confusion.id.as_str());
            self.text(at, "people_say", &confusion.people_say);
            self.text(at, "right", &confusion.right);
            self.fact_refs(at, "facts", &confusion.facts);
            self.skill_refs(at, "skills", &confusion.skills);
            if confusion.facts.is_empty() && confusion.skills.is_empty() {
                self.problem(at, "facts", "names nothing that settles it");
            }
        }
    }

    fn cards(&mut self) {
        let mut asked: BTreeMap<String, &str> = BTreeMap::new();
        for card in &self.c.written_cards {
            let at = ("card", card.id.as_str());
            self.ask(at, &card.ask);
            self.text(at, "why", &card.why);
            if let Some(hint) = &card.hint {
                self.text(at, "hint", hint);
            }
            if card.facts.is_empty() && card.skills.is_empty() {
                self.problem(
                    at,
                    "facts",
                    "names neither the facts nor the skills that it asks about",
                );
            }
            self.fact_refs(at, "facts", &card.facts);
            self.skill_refs(at, "skills", &card.skills);
            self.quizzable(at, card);
            if self.c.section(&card.section).is_none() {
                let what = format!("no section has the id “{}”", card.section);
                self.problem(at, "section", what);
            }
            if card.id.as_str().starts_with("scope/") {
                self.problem(at, "id", "scope/ is kept for cards made from the scope table");
            }
            let key = self.c.plain(&card.ask.question()).to_lowercase();
            if let Some(other) = asked.insert(key, card.id.as_str()) {
                self.problem(at, "ask", format!("asks the same as “{other}”"));
            }
        }
    }

    fn ask(&mut self, at: At<'_>, ask: &Ask) {
        self.text(at, "question", &ask.question());
        self.text(at, "answer", &ask.answer());
        match ask {
            Ask::ChooseOne { right, wrong, .. } => {
                if wrong.len() != 3 {
                    self.problem(at, "wrong", "a choice has four options: three wrong ones");
                }
                self.options(at, std::slice::from_ref(right), wrong);
            }
            Ask::ChooseAll { right, wrong, .. } => {
                if right.len() < 2 {
                    self.problem(at, "right", "choose-all has two right options or more");
                }
                self.options(at, right, wrong);
            }
            Ask::Order { steps, .. } if steps.len() < 3 => {
                self.problem(at, "steps", "an order has three steps or more");
            }
            Ask::Sort { heads, .. } if heads.len() < 2 => {
                self.problem(at, "heads", "sorting needs two heads or more");
            }
            Ask::Cloze { text } if !text.contains("{{") => {
                self.problem(at, "text", "has no gap; write it {{so}}");
            }
            _ => {}
        }
    }

    fn options(&mut self, at: At<'_>, right: &[String], wrong: &[(String, String)]) {
        let mut seen = BTreeSet::new();
        for option in right.iter().chain(wrong.iter().map(|(option, _)| option)) {
            self.text(at, "option", option);
            if !seen.insert(self.c.plain(option).to_lowercase()) {
                self.problem(at, "option", format!("“{option}” stands there twice"));
            }
        }
        for (_, reason) in wrong {
            self.text(at, "why wrong", reason);
        }
    }

    #[expect(
        clippy::literal_string_with_formatting_args,
        reason = "marks of our own, not format arguments"
    )]
    /// Cards ask only what may be asked; what they say of the scope table comes from the table.
    fn quizzable(&mut self, at: At<'_>, card: &WrittenCard) {
        for id in &card.facts {
            if self.c.fact(id).is_some_and(|f| !f.quizzable) {
                self.problem(at, "facts", format!("{id} may not be asked"));
            }
        }
        for id in &card.skills {
            if self.c.skill(id).is_some_and(|s| !s.quizzable) {
                self.problem(at, "skills", format!("{id} may not be asked"));
            }
        }
        let answer = card.ask.answer();
        let names_level = ProviderLevel::parse(answer.trim()).is_some();
        let says_yes_or_no = ["yes", "no"].iter().any(|word| answer.eq_ignore_ascii_case(word));
        let by_hand = card.facts.is_empty() || names_level || says_yes_or_no;
        if !card.skills.is_empty() && by_hand && !answer.contains('{') {
            self.problem(
                at,
                "answer",
                "repeats the scope table in words; write {lowest:SKILL} or {yes:LEVEL:SKILL}",
            );
        }
    }

    fn career(&mut self) {
        let Career { entry, steps, blockers, pay, settings, shifts, agencies, pathways, .. } =
            &self.c.career;
        for (name, list) in [("entry", entry), ("settings", settings), ("shifts", shifts)] {
            self.sentences(("career", name), name, list);
        }
        for step in steps {
            self.sentences(("career", &step.id), "say", &step.say);
        }
        for agency in agencies {
            self.sentences(("career", &agency.id), "say", &agency.say);
        }
        for path in pathways {
            self.sentences(("career", &path.id), "say", &path.say);
        }
        for blocker in blockers {
            let at = ("career", blocker.id.as_str());
            self.text(at, "question", &blocker.question);
            self.text(at, "ask", &blocker.ask);
            self.fact_refs(at, "facts", &blocker.facts);
        }
        for row in pay {
            let at = ("career", row.id.as_str());
            self.text(at, "as_of", &row.as_of);
            self.fact_refs(at, "facts", &row.facts);
            if row.facts.is_empty() {
                self.problem(at, "facts", "names no fact");
            }
        }
    }

    fn orphans(&mut self) {
        for fact in &self.c.facts {
            if !self.used.contains(&fact.id) {
                self.problem(
                    ("fact", fact.id.as_str()),
                    "id",
                    "no section, level, cell, card or claim uses this fact",
                );
            }
        }
    }

    // --- what the checks above share ---

    fn text(&mut self, at: At<'_>, field: &'static str, text: &str) {
        if text.trim().is_empty() {
            self.problem(at, field, "is empty");
        }
        if let Err(what) = prose::runs(&text.replace("{{", "").replace("}}", ""), self.c) {
            self.problem(at, field, what);
        }
    }

    fn sentences(&mut self, at: At<'_>, field: &'static str, sentences: &[Sentence]) {
        for sentence in sentences {
            self.text(at, field, sentence.text());
            if sentence.facts().is_empty() && !sentence.text().contains('{') {
                let what = format!("“{}” rests on no fact", sentence.text());
                self.problem(at, field, what);
            }
            self.fact_refs(at, field, sentence.facts());
        }
    }

    /// Every abbreviation of a sentence is a form of a glossary term, or part of one.
    fn abbreviations(&mut self, at: At<'_>, text: &str) {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let is_short = |w: &&str| w.chars().filter(|c| c.is_uppercase()).count() > 1;
        let is_roman = |w: &&str| w.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        for word in words.filter(|w| is_short(w) && !is_roman(w)) {
            let explained = self.c.terms.iter().any(|term| {
                let forms = [&term.term].into_iter().chain(&term.also).chain(&term.expansion);
                forms.into_iter().any(|form| {
                    let mut parts = form.split(|c: char| !c.is_alphanumeric());
                    parts.any(|part| part == word || format!("{part}s") == word)
                })
            });
            if !explained {
                let what = format!("“{word}” is not in the glossary; add it to terms.ron");
                self.problem(at, "text", what);
            }
        }
    }

    fn fact_refs(&mut self, at: At<'_>, field: &'static str, ids: &[FactId]) {
        for id in ids {
            if self.c.fact(id).is_none() {
                self.problem(at, field, format!("no fact has the id “{id}”"));
            }
            // Terms only explain words; a fact that nothing else says would still be an orphan.
            if at.0 != "term" && at.0 != "name" {
                self.used.insert(id.clone());
            }
        }
    }

    fn skill_refs(&mut self, at: At<'_>, field: &'static str, ids: &[SkillId]) {
        for id in ids {
            if self.c.skill(id).is_none() {
                self.no_skill(at, field, id);
            }
        }
    }

    fn no_skill(&mut self, at: At<'_>, field: &'static str, id: &SkillId) {
        self.problem(at, field, format!("no row of the scope table has the id “{id}”"));
    }
}
