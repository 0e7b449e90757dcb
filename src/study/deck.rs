//! The cards: those written by hand, and those made from cells of the scope table, which change
//! when a cell changes.

use super::own::{OwnCard, OwnDeck, visible};
use super::schedule::text_seed;
use super::time::StudyDay;
use crate::curriculum::{
    About, Ask, CardId, Curriculum, ExamDomain, FactId, ProviderLevel, SectionId, Skill,
    SkillGroup, SkillId, WrittenCard,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The section in which the scope table is told in sentences.
const SCOPE_SECTION: &str = "four-levels";

/// A card, whatever it was made from. Its texts may hold the marks of `curriculum::prose`.
#[derive(Clone, Debug)]
pub struct Card {
    /// Unique and stable.
    pub id: CardId,
    /// The question and its answer.
    pub ask: Ask,
    /// Why it is so.
    pub why: String,
    /// A nudge that does not give the answer away.
    pub hint: Option<String>,
    /// The facts it asks about.
    pub facts: Vec<FactId>,
    /// The rows of the scope table it asks about.
    pub skills: Vec<SkillId>,
    /// The section that it opens; a card of one's own may open none.
    pub section: Option<SectionId>,
    /// The level that it is about.
    pub level: Option<ProviderLevel>,
    /// The exam domain that it serves.
    pub domain: Option<ExamDomain>,
    /// Cards with the same family say nearly the same and are kept apart.
    pub family: String,
    /// Among the first ten, since it assumes nothing.
    pub starter: bool,
    /// Whether it asks a rule of one state, which no national exam does.
    pub local: bool,
    /// Whether it was made from the scope table, and which question it puts.
    pub scope: Option<ScopeQuestion>,
    /// A number that changes when the right answer changes; 0 for a card of one's own, whose
    /// schedule stays when it is edited.
    pub answer_mark: u32,
    /// What a card of one's own has beside; nothing for ours.
    pub own: Option<OwnPart>,
}

impl Card {
    /// One of its texts in plain words. In the bundled cards marks such as `[ALS]` name terms and rows
    /// and are resolved; in a card of one's own they are words and stand as written.
    #[must_use]
    pub fn plain(&self, curriculum: &Curriculum, text: &str) -> String {
        if self.own.is_some() { text.to_owned() } else { curriculum.plain(text) }
    }
}

/// What a card of one's own, or of an imported deck, has beside.
#[derive(Clone, Debug)]
pub struct OwnPart {
    /// The id of its deck.
    pub deck: Arc<str>,
    /// The name of its deck.
    pub title: Arc<str>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The day on which it was written here: on that day it comes up.
    pub added: Option<StudyDay>,
}

impl Card {
    /// The name of its deck.
    #[must_use]
    pub fn deck_title(&self) -> &str {
        self.own.as_ref().map_or("EMS Study", |own| &own.title)
    }

    /// Words to find it by.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        self.own.as_ref().map_or(&[], |own| &own.tags)
    }
}

/// The two questions that a row of the scope table gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeQuestion {
    /// Which is the lowest national level that may?
    LowestLevel,
    /// May this level? Asked of the level below the lowest, where the line is drawn.
    Boundary,
}

/// All cards in the order in which they are first shown.
#[derive(Clone, Debug, Default)]
pub struct Deck {
    cards: Vec<Card>,
    index: BTreeMap<CardId, usize>,
}

impl Deck {
    /// The cards of a curriculum: starters first, then by section, then those of the scope table.
    #[must_use]
    pub fn new(curriculum: &Curriculum) -> Self {
        Self::with_own(curriculum, &[])
    }

    /// The same together with decks of one's own, whose cards take turns with ours.
    #[must_use]
    pub fn with_own(curriculum: &Curriculum, decks: &[OwnDeck]) -> Self {
        let mut cards: Vec<Card> =
            curriculum.written_cards().iter().map(|card| written(curriculum, card)).collect();
        cards.extend(curriculum.skills().iter().filter(|s| s.quizzable).flat_map(from_skill));
        for card in &mut cards {
            card.answer_mark = mark_of(&card.plain(curriculum, &card.ask.answer()));
        }
        let place = |section: &Option<SectionId>| {
            curriculum.sections().iter().position(|s| Some(&s.id) == section.as_ref())
        };
        cards.sort_by_key(|c| (!c.starter, c.scope.is_some(), place(&c.section)));
        let ours = cards;
        let mut cards: Vec<Card> = Vec::new();
        let mut own = decks.iter().flat_map(own_cards).peekable();
        // Starters stand before everything, and after them one card of each takes turns.
        for card in ours {
            let starter = card.starter;
            cards.push(card);
            if !starter {
                cards.extend(own.next());
            }
        }
        cards.extend(own);
        let index = cards.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect();
        Self { cards, index }
    }

    /// All cards, in the order in which they are first shown.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The card with that id.
    #[must_use]
    pub fn get(&self, id: &CardId) -> Option<&Card> {
        self.cards.get(*self.index.get(id)?)
    }

    /// The place of each card, sorted by id.
    pub(super) fn places(&self) -> impl Iterator<Item = (&CardId, usize)> {
        self.index.iter().map(|(id, place)| (id, *place))
    }

    /// The place of a card in the order in which cards are first shown.
    #[must_use]
    pub fn position(&self, id: &CardId) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The cards that ask about a row of the scope table.
    pub fn about_skill<'a>(&'a self, skill: &'a SkillId) -> impl Iterator<Item = &'a Card> {
        self.cards.iter().filter(move |c| c.skills.contains(skill))
    }

    /// The card of a cell of the scope table; nothing where the cell has none.
    ///
    /// Two cells of a row have one. The cell just below the line is what the boundary card asks, and
    /// the cell of the lowest level that may belongs to the card that asks for that level. Where
    /// EMRs may already, their cell is what the boundary card asks. So no two cells share a card,
    /// and the cells further up or down, which follow from these two, move none.
    #[must_use]
    pub fn of_cell(&self, skill: &SkillId, level: ProviderLevel) -> Option<&Card> {
        let of_level = |question| {
            let id = question_id(skill, question);
            self.get(&id).filter(|card| card.level == Some(level))
        };
        of_level(ScopeQuestion::Boundary).or_else(|| of_level(ScopeQuestion::LowestLevel))
    }

    /// The cards that open a section.
    pub fn of_section<'a>(&'a self, section: &'a SectionId) -> impl Iterator<Item = &'a Card> {
        self.cards.iter().filter(move |c| c.section.as_ref() == Some(section))
    }
}

/// A number for the answer, blind to case and punctuation, so that only another answer changes it.
fn mark_of(answer: &str) -> u32 {
    let words: String =
        answer.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let hash = text_seed(&words);
    u32::try_from(hash >> 32).unwrap_or(0).max(1)
}

fn written(curriculum: &Curriculum, card: &WrittenCard) -> Card {
    let skill_family =
        card.skills.first().and_then(|id| curriculum.skill(id)).map(|s| family_of(s).to_owned());
    let fact_family = card.facts.first().map(|f| f.as_str().to_owned());
    let mut facts = card.facts.iter().filter_map(|id| curriculum.fact(id));
    let local = facts.any(|fact| matches!(fact.about, About::State(_)));
    Card {
        id: card.id.clone(),
        ask: card.ask.clone(),
        why: card.why.clone(),
        hint: card.hint.clone(),
        facts: card.facts.clone(),
        skills: card.skills.clone(),
        section: Some(card.section.clone()),
        level: card.level,
        domain: card.domain,
        family: fact_family.or(skill_family).unwrap_or_default(),
        starter: card.starter,
        local,
        scope: None,
        answer_mark: 0,
        own: None,
    }
}

fn own_cards(deck: &OwnDeck) -> impl Iterator<Item = Card> + '_ {
    let id: Arc<str> = deck.id.as_str().into();
    let title: Arc<str> = visible(&deck.title).into();
    deck.cards.iter().map(move |card| own_card(deck, card, id.clone(), title.clone()))
}

fn own_card(deck: &OwnDeck, card: &OwnCard, id: Arc<str>, title: Arc<str>) -> Card {
    let full = deck.card_id(card);
    // Cards of one note are siblings: their ids differ behind the last stroke only.
    let note = full.as_str().rsplit_once('/').map_or(full.as_str(), |(note, _)| note);
    let fact = card.facts.first().map(|fact| fact.as_str().to_owned());
    let is_packaged = full.as_str().starts_with(super::own::PACKAGE_SPACE);
    let family =
        if is_packaged { note.to_owned() } else { fact.unwrap_or_else(|| full.to_string()) };
    Card {
        ask: card.ask.map(visible),
        why: visible(&card.why),
        hint: card.hint.as_deref().map(visible),
        facts: card.facts.clone(),
        skills: card.skills.clone(),
        section: card.section.clone(),
        level: card.level,
        domain: card.domain,
        family,
        starter: false,
        local: false,
        scope: None,
        answer_mark: 0,
        own: Some(OwnPart { deck: id, title, tags: card.tags.clone(), added: card.added }),
        id: full,
    }
}

fn family_of(skill: &Skill) -> &str {
    skill.family.as_deref().unwrap_or(skill.id.as_str())
}

/// The two cards of a row: the lowest level that may, and the level at the boundary.
fn from_skill(skill: &Skill) -> Vec<Card> {
    let Some(lowest) = skill.lowest() else { return Vec::new() };
    let Skill { id, act, .. } = skill;
    let why = skill.reason();
    let wrong = ProviderLevel::ALL
        .into_iter()
        .filter(|level| *level != lowest)
        .map(|level| (level.short().to_owned(), not_lowest(level, lowest, act)))
        .collect();
    let lowest_ask = Ask::ChooseOne {
        question: format!("Which is the lowest national level that may {act}?"),
        right: format!("{{lowest:{id}}}"),
        wrong,
    };
    let asked = ProviderLevel::ALL
        .into_iter()
        .rev()
        .find(|level| *level < lowest)
        .unwrap_or(ProviderLevel::Emr);
    let level_name = asked.short().to_lowercase();
    let boundary_ask = Ask::Recall {
        question: format!("In the national model, may {} {act}?", asked.with_article()),
        answer: format!("{{yes:{level_name}:{id}}}"),
    };
    let card = |question: ScopeQuestion, ask: Ask, level: ProviderLevel| Card {
        id: question_id(id, question),
        ask,
        why: why.clone(),
        hint: None,
        facts: Vec::new(),
        skills: vec![id.clone()],
        section: Some(SCOPE_SECTION.into()),
        level: Some(level),
        domain: Some(domain_of(skill.group, lowest)),
        family: family_of(skill).to_owned(),
        starter: false,
        local: false,
        scope: Some(question),
        answer_mark: 0,
        own: None,
    };
    vec![
        card(ScopeQuestion::LowestLevel, lowest_ask, lowest),
        card(ScopeQuestion::Boundary, boundary_ask, asked),
    ]
}

fn question_id(skill: &SkillId, question: ScopeQuestion) -> CardId {
    match question {
        ScopeQuestion::LowestLevel => format!("scope/{skill}/lowest-level").into(),
        ScopeQuestion::Boundary => format!("scope/{skill}/boundary").into(),
    }
}

fn not_lowest(level: ProviderLevel, lowest: ProviderLevel, act: &str) -> String {
    if level < lowest {
        format!("In the national model {} may not {act}.", level.with_article())
    } else {
        format!("May too, but {} already may.", lowest.with_article())
    }
}

/// The exam domain of a skill by the content plan of the level at which it begins.
fn domain_of(group: SkillGroup, lowest: ProviderLevel) -> ExamDomain {
    if lowest <= ProviderLevel::Emt {
        return ExamDomain::TreatmentAndTransport;
    }
    match group {
        SkillGroup::Airway => ExamDomain::Airway,
        SkillGroup::Circulation => ExamDomain::Cardiology,
        SkillGroup::Splinting => ExamDomain::Trauma,
        SkillGroup::Routes | SkillGroup::Medications | SkillGroup::Fluids | SkillGroup::Other => {
            ExamDomain::MedicalObGyn
        }
    }
}
