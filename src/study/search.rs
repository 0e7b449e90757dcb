//! Going to anything: sections, sentences, terms, skills, levels, cards, claims and old names in
//! one list. Every word of the query has to be found; a slip of one letter is forgiven.

use super::deck::Deck;
use crate::curriculum::{
    Block, CardId, Curriculum, FactId, ProviderLevel, SectionId, SkillId, TermId,
};

/// Something that can be gone to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// Its name, or the sentence itself.
    pub title: String,
    /// What stands around it or explains it.
    pub context: String,
    /// Where it leads.
    pub target: Target,
}

/// Kinds of things, in the order in which equals are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundKind {
    /// An old name and today's.
    OldName,
    /// A provider level.
    Level,
    /// A section.
    Section,
    /// A skill of the scope table.
    Skill,
    /// Another row of the comparison.
    Row,
    /// A glossary term.
    Term,
    /// A sentence of a section.
    Sentence,
    /// A card.
    Card,
    /// A claim of an article, or what people often say.
    Claim,
}

impl FoundKind {
    /// The word shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::OldName => "older name",
            Self::Level => "level",
            Self::Section => "section",
            Self::Term => "term",
            Self::Skill => "skill",
            Self::Row => "compare",
            Self::Sentence => "sentence",
            Self::Card => "card",
            Self::Claim => "claim",
        }
    }
}

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A section.
    Section(SectionId),
    /// The sentence of a section that rests on these facts.
    Sentence(SectionId, Vec<FactId>),
    /// A glossary term.
    Term(TermId),
    /// A row of the comparison.
    Row(SkillId),
    /// The comparison.
    Compare,
    /// What a card asks about.
    Card(CardId),
    /// The claims.
    Claims,
}

/// All that can be found, made once.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    entries: Vec<(Found, Vec<String>)>,
}

impl SearchIndex {
    /// Makes the index.
    #[must_use]
    pub fn new(c: &Curriculum, deck: &Deck) -> Self {
        let mut index = Self::default();
        for name in c.old_names() {
            let title = format!("{} → {}", name.old.join(", "), name.today);
            let context = name.note.clone().unwrap_or_default();
            let target = Target::Section("old-names".into());
            let found =
                Found { kind: FoundKind::OldName, title, context: c.plain(&context), target };
            // Today's name is found as what it is today.
            let words = name.old.iter().flat_map(|old| words_of(old)).collect();
            index.entries.push((found, words));
        }
        for level in ProviderLevel::ALL {
            let title = if level.short() == level.full() {
                level.full().to_owned()
            } else {
                format!("{}, {}", level.full(), level.short())
            };
            let profile = c.levels().profiles.iter().find(|p| p.id == level);
            let context = profile.map_or_else(String::new, |p| p.tagline.clone());
            index.add(FoundKind::Level, title, context, Target::Compare, false);
        }
        for section in c.sections() {
            let target = Target::Section(section.id.clone());
            let answer = c.plain(section.answer.text());
            index.add(FoundKind::Section, section.title.clone(), answer, target, true);
            for sentence in section.blocks.iter().flat_map(Block::sentences) {
                let target = Target::Sentence(section.id.clone(), sentence.facts().to_vec());
                let text = c.plain(sentence.text());
                index.add(FoundKind::Sentence, text, section.title.clone(), target, false);
            }
        }
        for term in c.terms() {
            let title = match &term.expansion {
                Some(expansion) => format!("{}, {expansion}", term.term),
                None => term.term.clone(),
            };
            let target = Target::Term(term.id.clone());
            index.add(FoundKind::Term, title, c.plain(&term.meaning), target, false);
        }
        for row in &c.levels().rows {
            let target = Target::Row(row.id.clone());
            index.add(FoundKind::Row, row.name.clone(), c.plain(&row.meaning), target, false);
        }
        for skill in c.skills() {
            let mut names = vec![skill.name.clone()];
            names.extend(skill.full.clone());
            names.extend(skill.also.iter().cloned());
            let context = skill.lowest_words();
            let target = Target::Row(skill.id.clone());
            index.add(FoundKind::Skill, names.join(", "), context, target, false);
        }
        for card in deck.cards() {
            let question = c.plain(&card.ask.question());
            index.add(
                FoundKind::Card,
                question,
                String::new(),
                Target::Card(card.id.clone()),
                false,
            );
        }
        for claim in c.claims() {
            let context = format!("{}: {}", claim.verdict.mark().label(), c.plain(&claim.right));
            index.add(FoundKind::Claim, claim.says.clone(), context, Target::Claims, false);
        }
        for confusion in c.confusions() {
            let context = format!("{}: {}", confusion.mark.label(), c.plain(&confusion.right));
            let target = Target::Section("common-confusions".into());
            index.add(FoundKind::Claim, confusion.people_say.clone(), context, target, false);
        }
        index
    }

    fn add(
        &mut self,
        kind: FoundKind,
        title: String,
        context: String,
        target: Target,
        context_counts: bool,
    ) {
        let mut words: Vec<String> = words_of(&title).collect();
        if context_counts {
            words.extend(words_of(&context));
        }
        self.entries.push((Found { kind, title, context, target }, words));
    }

    /// The best matches of a query among the skills, at most so many. Each says its lowest level.
    #[must_use]
    pub fn find_skills(&self, query: &str, most: usize) -> Vec<&Found> {
        let is_skill = |found: &&Found| found.kind == FoundKind::Skill;
        self.find(query, usize::MAX).into_iter().filter(is_skill).take(most).collect()
    }

    /// The best matches of a query, at most so many.
    #[must_use]
    pub fn find(&self, query: &str, most: usize) -> Vec<&Found> {
        let asked: Vec<String> = words_of(query).collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(u32, &Found)> = self
            .entries
            .iter()
            .filter_map(|(found, words)| Some((score(&asked, words)?, found)))
            .collect();
        // The worst fit decides; of equals the shorter title, since more of it was asked for.
        hits.sort_by_key(|(score, found)| (*score, found.kind, found.title.len()));
        hits.into_iter().take(most).map(|(_, found)| found).collect()
    }
}

/// The words of a text, small and without punctuation; a hyphen joins and parts ("emt-i", "emti").
fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    let parted = text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '/'));
    parted.filter(|word| !word.is_empty()).map(|word| word.replace(['-', '/'], "").to_lowercase())
}

/// How badly the words asked for fit: 0 is best; nothing where one of them is not there.
fn score(asked: &[String], words: &[String]) -> Option<u32> {
    let mut sum = 0;
    for word in asked {
        sum += words.iter().filter_map(|w| word_score(word, w)).min()?;
    }
    Some(sum)
}

fn word_score(asked: &str, word: &str) -> Option<u32> {
    if word == asked {
        return Some(0);
    }
    if word.starts_with(asked) {
        return Some(1);
    }
    let letters = asked.chars().count();
    if letters >= 3 && word.contains(asked) {
        return Some(2);
    }
    let slips = if letters >= 8 { 2 } else { 1 };
    let near = letters >= 4 && word.chars().count().abs_diff(letters) <= slips;
    (near && strsim::damerau_levenshtein(asked, word) <= slips).then_some(4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::load_bundled;

    fn first(query: &str) -> Found {
        let (c, _) = load_bundled();
        let index = SearchIndex::new(&c, &Deck::new(&c));
        index
            .find(query, 5)
            .first()
            .copied()
            .cloned()
            .unwrap_or_else(|| panic!("nothing for {query}"))
    }

    #[test]
    fn old_names_find_the_new_ones() {
        for (old, today) in [
            ("EMT-I", "Advanced"),
            ("first responder", "Emergency Medical Responder"),
            ("EMT-P", "Paramedic"),
            ("EMT-Intermediate", "Advanced"),
        ] {
            let found = first(old);
            assert_eq!(found.kind, FoundKind::OldName, "{old}: {found:?}");
            assert!(found.title.contains(today), "{old}: {found:?}");
        }
    }

    #[test]
    fn a_slip_of_a_letter_is_forgiven() {
        assert!(first("supraglotic airway").title.contains("Supraglottic"));
        assert!(first("paramdic").title.to_lowercase().contains("paramedic"));
    }

    #[test]
    fn a_skill_says_its_lowest_level() {
        let found = first("supraglottic airway");
        assert_eq!(found.kind, FoundKind::Skill);
        assert_eq!(found.context, "Lowest national level: AEMT");
    }

    #[test]
    fn nonsense_finds_nothing() {
        let (c, _) = load_bundled();
        let index = SearchIndex::new(&c, &Deck::new(&c));
        assert!(index.find("zzzzqqq", 5).is_empty());
        assert!(index.find("  ", 5).is_empty());
    }
}
