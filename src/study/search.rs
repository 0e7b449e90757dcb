//! Going to anything: sections, sentences, terms, skills, levels, cards, claims, old names and
//! commands in one list. Every word of the query has to be found; a slip of a letter is forgiven.
//!
//! Words are looked up among the different words there are, not among all texts: a hundred thousand
//! cards have no more different words than a dictionary. Cards are taken in a slice at a time, so
//! that no frame waits for them.

use super::deck::Card;
use crate::curriculum::{CardId, Curriculum, ProviderLevel, SectionId, SkillId, TermId};
use std::collections::BTreeMap;
use std::ops::Range;

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
    /// A command, with its key.
    Command,
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
            Self::Command => "command",
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
    /// A sentence of a section.
    Sentence {
        /// The section.
        section: SectionId,
        /// The place of its block in the section, from 0.
        block: usize,
        /// Its place in the block, from 0.
        at: usize,
    },
    /// A glossary term.
    Term(TermId),
    /// A row of the comparison.
    Row(SkillId),
    /// The column of a level in the comparison.
    Level(ProviderLevel),
    /// What a card asks about.
    Card(CardId),
    /// An old name, by its id.
    OldName(String),
    /// A claim of an article, by its id.
    Claim(String),
    /// What people often say, by its id.
    Confusion(String),
    /// A command, by its place in the list that was handed in.
    Command(usize),
}

/// All that can be found.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    entries: Vec<Found>,
    words: Vec<Word>,
    numbers: BTreeMap<String, u32>,
}

/// One of the different words.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    letters: usize,
    /// Which letters it has, one bit each, so that most words are ruled out at once.
    mask: u32,
    /// The entries that hold it, in order.
    entries: Vec<u32>,
}

impl SearchIndex {
    /// Makes the index of everything but the cards. `commands` are what each does, and its key.
    #[must_use]
    pub fn new(c: &Curriculum, commands: &[(&str, &str)]) -> Self {
        let mut index = Self::default();
        index.add_names_and_levels(c);
        index.add_sections(c);
        index.add_rows_and_terms(c);
        index.add_claims(c);
        for (at, (words, key)) in commands.iter().enumerate() {
            let target = Target::Command(at);
            index.add(FoundKind::Command, (*words).to_owned(), (*key).to_owned(), target, false);
        }
        index
    }

    /// Takes cards in.
    pub fn add_cards(&mut self, c: &Curriculum, cards: &[Card]) {
        for card in cards {
            let question = card.plain(c, &card.ask.question());
            let answer = card.plain(c, &card.ask.answer());
            self.add(FoundKind::Card, question, answer, Target::Card(card.id.clone()), true);
        }
    }

    fn add_names_and_levels(&mut self, c: &Curriculum) {
        for name in c.old_names() {
            let title = format!("{} → {}", name.old.join(", "), name.today);
            let context = c.plain(name.note.as_deref().unwrap_or_default());
            let target = Target::OldName(name.id.clone());
            let found = Found { kind: FoundKind::OldName, title, context, target };
            // Today's name is found as what it is today.
            self.push(found, name.old.iter().flat_map(|old| words_of(old)));
        }
        for level in ProviderLevel::ALL {
            let title = if level.short() == level.full() {
                level.full().to_owned()
            } else {
                format!("{}, {}", level.full(), level.short())
            };
            let profile = c.levels().profiles.iter().find(|p| p.id == level);
            let context = profile.map_or_else(String::new, |p| p.tagline.clone());
            self.add(FoundKind::Level, title, context, Target::Level(level), false);
        }
    }

    fn add_sections(&mut self, c: &Curriculum) {
        for section in c.sections() {
            let target = Target::Section(section.id.clone());
            let answer = c.plain(section.answer.text());
            self.add(FoundKind::Section, section.title.clone(), answer, target, true);
            let blocks = section.blocks.iter().enumerate();
            for (block, at, sentence) in blocks.flat_map(|(block, b)| {
                b.sentences().iter().enumerate().map(move |(at, sentence)| (block, at, sentence))
            }) {
                let target = Target::Sentence { section: section.id.clone(), block, at };
                let text = c.plain(sentence.text());
                self.add(FoundKind::Sentence, text, section.title.clone(), target, false);
            }
        }
    }

    fn add_rows_and_terms(&mut self, c: &Curriculum) {
        for term in c.terms() {
            let title = match &term.expansion {
                Some(expansion) => format!("{}, {expansion}", term.term),
                None => term.term.clone(),
            };
            let target = Target::Term(term.id.clone());
            self.add(FoundKind::Term, title, c.plain(&term.meaning), target, false);
        }
        for row in &c.levels().rows {
            let target = Target::Row(row.id.clone());
            self.add(FoundKind::Row, row.name.clone(), c.plain(&row.meaning), target, false);
        }
        for skill in c.skills() {
            let mut names = vec![skill.name.clone()];
            names.extend(skill.full.clone());
            names.extend(skill.also.iter().cloned());
            let target = Target::Row(skill.id.clone());
            self.add(FoundKind::Skill, names.join(", "), skill.lowest_words(), target, false);
        }
    }

    fn add_claims(&mut self, c: &Curriculum) {
        for claim in c.claims() {
            let context = format!("{}: {}", claim.verdict.mark().label(), c.plain(&claim.right));
            let target = Target::Claim(claim.id.clone());
            self.add(FoundKind::Claim, claim.says.clone(), context, target, false);
        }
        for confusion in c.confusions() {
            let context = format!("{}: {}", confusion.mark.label(), c.plain(&confusion.right));
            let target = Target::Confusion(confusion.id.clone());
            self.add(FoundKind::Claim, confusion.people_say.clone(), context, target, false);
        }
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
        self.push(Found { kind, title, context, target }, words.into_iter());
    }

    fn push(&mut self, found: Found, words: impl Iterator<Item = String>) {
        let entry = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(found);
        for word in words {
            let number = if let Some(number) = self.numbers.get(&word) {
                *number
            } else {
                let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                self.words.push(Word {
                    letters: word.chars().count(),
                    mask: mask_of(&word),
                    text: word.clone(),
                    entries: Vec::new(),
                });
                self.numbers.insert(word, number);
                number
            };
            if let Some(word) = self.words.get_mut(number as usize)
                && word.entries.last() != Some(&entry)
            {
                word.entries.push(entry);
            }
        }
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
        let mut asked = words_of(query).map(|word| Asked::new(&word));
        let Some(first) = asked.next() else { return Vec::new() };
        let mut sums = self.scores(&first);
        for word in asked {
            for (sum, score) in sums.iter_mut().zip(self.scores(&word)) {
                let is_there = *sum != NOT_THERE && score != NOT_THERE;
                let both = sum.saturating_add(score).min(NOT_THERE - 1);
                *sum = if is_there { both } else { NOT_THERE };
            }
        }
        let hits = sums.iter().zip(&self.entries).filter(|(sum, _)| **sum != NOT_THERE);
        // What is called exactly so comes first, with an article or without; then the worst fit
        // decides, and of equals the shorter title, since more of it was asked for.
        let asked: Vec<String> = without_article(words_of(query)).collect();
        // Of such a title every word fits whole.
        let is_other = |sum: u8, found: &Found| {
            sum > 0 || !without_article(words_of(&found.title)).eq(asked.iter().cloned())
        };
        let mut hits: Vec<_> = hits
            .map(|(sum, found)| {
                ((is_other(*sum, found), *sum, found.kind, found.title.len()), found)
            })
            .collect();
        let order = |(order, _): &((bool, u8, FoundKind, usize), &Found)| *order;
        if hits.len() > most {
            hits.select_nth_unstable_by_key(most, order);
            hits.truncate(most);
        }
        hits.sort_by_key(order);
        hits.into_iter().map(|(_, found)| found).collect()
    }

    /// How badly a word fits each entry.
    fn scores(&self, asked: &Asked) -> Vec<u8> {
        let mut scores = vec![NOT_THERE; self.entries.len()];
        for word in &self.words {
            let Some(score) = asked.score(&word.text, word.letters, word.mask) else { continue };
            for entry in &word.entries {
                if let Some(best) = scores.get_mut(*entry as usize) {
                    *best = score.min(*best);
                }
            }
        }
        scores
    }
}

/// The score of an entry that does not hold a word. Others stay far below it.
const NOT_THERE: u8 = u8::MAX;

/// The words of a text, small and without punctuation; a hyphen joins and parts ("emt-i", "emti").
fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    words_at(text).map(|(_, word)| word)
}

/// The words of a title without the article with which it begins.
fn without_article(words: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut words = words.peekable();
    words.next_if(|word| matches!(word.as_str(), "the" | "a" | "an"));
    words
}

/// The same, each with the place in the text where it stands.
fn words_at(text: &str) -> impl Iterator<Item = (Range<usize>, String)> + '_ {
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '/';
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text.get(rest..)?.find(is_part)?;
        let tail = text.get(start..)?;
        let end = start + tail.find(|c| !is_part(c)).unwrap_or(tail.len());
        rest = end;
        let word: String = text.get(start..end)?.replace(['-', '/'], "").to_lowercase();
        Some((start..end, word))
    })
    .filter(|(_, word)| !word.is_empty())
}

/// Where the words asked for stand in a text, in bytes, slips included.
#[must_use]
pub fn marked(text: &str, query: &str) -> Vec<Range<usize>> {
    let asked: Vec<Asked> = words_of(query).map(|word| Asked::new(&word)).collect();
    let is_asked = |word: &String| {
        let (letters, mask) = (word.chars().count(), mask_of(word));
        asked.iter().any(|asked| asked.score(word, letters, mask).is_some())
    };
    words_at(text).filter(|(_, word)| is_asked(word)).map(|(at, _)| at).collect()
}

/// The part of a text around the first word asked for, at most so many characters long.
#[must_use]
pub fn excerpt(text: &str, query: &str, most: usize) -> String {
    let chars = text.chars().count();
    if chars <= most {
        return text.to_owned();
    }
    let first = marked(text, query).first().map_or(0, |at| at.start);
    let before = text.get(..first).map_or(0, |before| before.chars().count());
    let start = before.saturating_sub(most / 3).min(chars - most);
    let part: String = text.chars().skip(start).take(most).collect();
    let (head, tail) =
        (if start > 0 { "…" } else { "" }, if start + most < chars { "…" } else { "" });
    format!("{head}{}{tail}", part.trim())
}

/// Where a phrase stands in a text, letter for letter but for case, in characters.
#[must_use]
pub fn occurrences(text: &str, phrase: &str) -> Vec<Range<usize>> {
    let fold = |text: &str| -> Vec<char> {
        let straight = |c| if c == '’' { '\'' } else { c };
        text.chars().map(|c| straight(c).to_lowercase().next().unwrap_or(c)).collect()
    };
    let (text, phrase) = (fold(text), fold(phrase.trim()));
    let mut out: Vec<Range<usize>> = Vec::new();
    if phrase.is_empty() {
        return out;
    }
    for (at, window) in text.windows(phrase.len()).enumerate() {
        if window == phrase && out.last().is_none_or(|last| last.end <= at) {
            out.push(at..at + phrase.len());
        }
    }
    out
}

/// A word asked for.
struct Asked {
    text: String,
    letters: usize,
    mask: u32,
    /// So many slips are forgiven.
    slips: usize,
}

impl Asked {
    fn new(word: &str) -> Self {
        let letters = word.chars().count();
        let slips = match letters {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        Self { text: word.to_owned(), letters, mask: mask_of(word), slips }
    }

    /// How badly a word fits: 0 is best.
    fn score(&self, word: &str, letters: usize, mask: u32) -> Option<u8> {
        let missing = (self.mask & !mask).count_ones() as usize;
        if missing == 0 {
            if word.starts_with(&self.text) {
                return Some(u8::from(letters != self.letters));
            }
            if self.letters >= 3 && letters > self.letters && word.contains(&self.text) {
                return Some(2);
            }
        }
        // A slip leaves out, adds or changes a letter, or swaps two.
        let surplus = (mask & !self.mask).count_ones() as usize;
        let near = self.slips > 0
            && letters.abs_diff(self.letters) <= self.slips
            && missing <= self.slips
            && surplus <= self.slips;
        (near && strsim::damerau_levenshtein(&self.text, word) <= self.slips).then_some(4)
    }
}

/// Which letters a word has: a bit for each of a to z, and some for all others.
fn mask_of(word: &str) -> u32 {
    word.chars().fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => u32::from(c) - u32::from('a'),
            c => 26 + u32::from(c) % 6,
        };
        mask | 1 << bit
    })
}

#[cfg(test)]
mod tests {
    use super::super::deck::Deck;
    use super::*;
    use crate::curriculum::load_bundled;

    fn index() -> SearchIndex {
        let (c, _) = load_bundled();
        let mut index = SearchIndex::new(&c, &[("Full screen", "F11"), ("Settings", "Ctrl+,")]);
        index.add_cards(&c, Deck::new(&c).cards());
        index
    }

    fn first(query: &str) -> Found {
        index()
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
    fn an_exact_title_comes_first_with_its_article_or_without() {
        for query in ["four levels", "the four levels", "The Four Levels"] {
            let found = first(query);
            assert_eq!((found.kind, found.title.as_str()), (FoundKind::Section, "The four levels"));
        }
        assert_eq!(first("settings").kind, FoundKind::Command);
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
        let index = index();
        assert!(index.find("zzzzqqq", 5).is_empty());
        assert!(index.find("  ", 5).is_empty());
    }

    #[test]
    fn commands_are_found_with_their_keys() {
        let found = first("full screen");
        assert_eq!((found.kind, found.context.as_str()), (FoundKind::Command, "F11"));
        assert_eq!(found.target, Target::Command(0));
    }

    #[test]
    fn a_card_is_found_by_its_answer_too() {
        let index = index();
        let found = index.find("supraglottic AEMT", 50);
        assert!(found.iter().any(|found| found.kind == FoundKind::Card));
    }

    #[test]
    fn the_words_asked_for_are_marked_slips_included() {
        let text = "A supraglottic airway, by an EMT-I";
        let words =
            |query| -> Vec<&str> { marked(text, query).into_iter().map(|at| &text[at]).collect() };
        assert_eq!(words("supraglotic emti"), ["supraglottic", "EMT-I"]);
        assert_eq!(words("nothing"), Vec::<&str>::new());
    }

    #[test]
    fn an_excerpt_shows_the_word_asked_for() {
        let long = format!("{} dispatcher {}", "one two ".repeat(40), "three ".repeat(40));
        let part = excerpt(&long, "dispatcher", 60);
        assert!(part.contains("dispatcher") && part.chars().count() <= 62, "{part}");
        assert!(part.starts_with('…') && part.ends_with('…'));
        assert_eq!(excerpt("short", "dispatcher", 60), "short");
    }

    #[test]
    fn a_phrase_is_found_whatever_its_case() {
        assert_eq!(occurrences("The EMT and the emt", "EMT"), [4..7, 16..19]);
        assert_eq!(occurrences("a physician’s order", "physician's").first(), Some(&(2..13)));
        assert!(occurrences("anything", "  ").is_empty());
    }
}
