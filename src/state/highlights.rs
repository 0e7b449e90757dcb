//! Highlighted words: what a selection makes of them, where they stand in the text, and the card
//! that each offers at once. They are kept by their words, so that they are found again where a
//! paragraph has changed.

use super::draft::CardDraft;
use super::effect::{Effect, Origin};
use super::places::Spot;
use super::selection::{Selection, TextPiece, TextPlace, text_pieces};
use super::{AppState, Now, Tone};
use crate::curriculum::{Anchor, FactId, Section, SectionId};
use crate::study::{EntryRef, Passage, What};
use std::ops::Range;

/// A highlight where it stands in the text of its section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlighted {
    /// Its words.
    pub passage: Passage,
    /// The piece of text.
    pub piece: usize,
    /// The characters of it, source marks not counted.
    pub chars: Range<usize>,
}

impl Highlighted {
    /// Its words as a selection.
    #[must_use]
    pub fn selection(&self, section: &SectionId) -> Selection {
        let place = |char| TextPlace { piece: self.piece, char };
        let (anchor, head) = (place(self.chars.start), place(self.chars.end));
        Selection { section: section.clone(), anchor, head }
    }

    fn holds(&self, piece: usize, chars: &Range<usize>) -> bool {
        self.piece == piece && self.chars.start <= chars.start && chars.end <= self.chars.end
    }

    fn meets(&self, piece: usize, chars: &Range<usize>) -> bool {
        self.piece == piece && self.chars.start < chars.end && chars.start < self.chars.end
    }
}

impl AppState {
    /// The highlights that stand in the text of a section, by its pieces, in reading order.
    #[must_use]
    pub fn highlights_in(&self, section: &Section, pieces: &[TextPiece]) -> Vec<Highlighted> {
        let all = self.progress.highlights().into_iter();
        let here =
            all.filter(|passage| Anchor::from(passage.anchor.as_str()).section() == section.id);
        let mut out: Vec<Highlighted> = here
            .filter_map(|passage| {
                let (piece, chars) = find(section, pieces, passage)?;
                Some(Highlighted { passage: passage.clone(), piece, chars })
            })
            .collect();
        out.sort_by_key(|found| (found.piece, found.chars.start));
        out
    }

    /// Whether the words of a highlight still stand in its paragraph.
    #[must_use]
    pub fn stands(&self, passage: &Passage) -> bool {
        self.placed(passage).is_some()
    }

    /// The highlight in which the caret stands.
    #[must_use]
    pub fn highlight_at_caret(&self) -> Option<Highlighted> {
        let selection = self.selection.as_ref().filter(|selection| selection.is_caret())?;
        let section = self.curriculum.section(&selection.section)?;
        let TextPlace { piece, char } = selection.head;
        let all = self.highlights_in(section, &text_pieces(&self.curriculum, section));
        all.into_iter().find(|found| found.holds(piece, &(char..char)))
    }

    /// The draft of a card whose answer are these words.
    #[must_use]
    pub fn draft_of_words(&self, passages: &[Passage]) -> CardDraft {
        let mut draft = CardDraft::default();
        let mut last: Option<&Passage> = None;
        for passage in passages {
            if let Some(last) = last {
                let one_list = last.anchor == passage.anchor;
                draft.back.push_str(if one_list { "\n" } else { "\n\n" });
            }
            draft.back.push_str(&passage.quote);
            let section = Anchor::from(passage.anchor.as_str()).section();
            draft.section = self.curriculum.section(&section).map(|section| section.id.clone());
            for fact in self.facts_behind(passage) {
                if !draft.facts.contains(&fact) {
                    draft.facts.push(fact);
                }
            }
            last = Some(passage);
        }
        draft
    }

    fn facts_behind(&self, passage: &Passage) -> Vec<FactId> {
        self.placed(passage).map(|(piece, chars)| piece.facts_in(&chars)).unwrap_or_default()
    }

    /// The piece of text in which the words of a highlight stand, and where in it.
    fn placed(&self, passage: &Passage) -> Option<(TextPiece, Range<usize>)> {
        let section = Anchor::from(passage.anchor.as_str()).section();
        let section = self.curriculum.section(&section)?;
        let mut pieces = text_pieces(&self.curriculum, section);
        let (piece, chars) = find(section, &pieces, passage)?;
        Some((pieces.swap_remove(piece), chars))
    }

    /// Highlights what is selected; where all of it is highlighted, lets go of that.
    pub(super) fn highlight(&mut self, selection: &Selection, now: Now) -> Option<Effect> {
        let section = self.curriculum.section(&selection.section)?;
        let pieces = text_pieces(&self.curriculum, section);
        let standing = self.highlights_in(section, &pieces);
        let stretches = stretches(&pieces, selection);
        if stretches.is_empty() {
            let text = "Words of a paragraph or a list can be highlighted. Select some of them \
                        first, then press H.";
            self.tell(text.to_owned(), Tone::Calm);
            return None;
        }
        let mut on = Vec::new();
        let mut off: Vec<Passage> = Vec::new();
        let is_held = |(piece, chars): &(usize, Range<usize>)| {
            standing.iter().any(|found| found.holds(*piece, chars))
        };
        let lets_go = stretches.iter().all(is_held);
        for stretch in &stretches {
            let (piece, chars) = stretch;
            if !lets_go && is_held(stretch) {
                continue;
            }
            // What overlaps becomes one highlight.
            let met = standing.iter().filter(|found| {
                found.meets(*piece, chars) || (chars.is_empty() && found.holds(*piece, chars))
            });
            let mut whole = chars.clone();
            for found in met {
                whole = whole.start.min(found.chars.start)..whole.end.max(found.chars.end);
                off.push(found.passage.clone());
            }
            if !lets_go {
                on.extend(passage(section, &pieces, *piece, &whole));
            }
        }
        self.keep_or_tell(What::Highlight { on, off }, Origin::Page, now)
    }

    /// Lets go of one highlight.
    pub(super) fn remove_highlight(&mut self, passage: Passage, now: Now) -> Option<Effect> {
        let stands = self.progress.highlights().contains(&passage);
        let what = What::Highlight { on: Vec::new(), off: vec![passage] };
        if stands { self.keep_or_tell(what, Origin::Page, now) } else { None }
    }

    /// Tells what is highlighted now, with the way to undo it and the card that it offers.
    pub(super) fn highlight_kept(&mut self, at: EntryRef, on: &[Passage], off: &[Passage]) {
        let text = match (on.len(), off.len()) {
            (0, 1) => "The highlight is removed.".to_owned(),
            (0, n) => format!("{n} highlights are removed."),
            (1, _) => "Highlighted.".to_owned(),
            (n, _) => format!("Highlighted in {n} paragraphs."),
        };
        self.tell_with_undo(&text, at);
        let card = (!on.is_empty()).then(|| Box::new(self.draft_of_words(on)));
        if let Some(notice) = self.notice.as_mut().filter(|notice| notice.undo == Some(at)) {
            notice.card = card;
        }
    }

    /// The card that what was just highlighted offers, while the notice says so.
    pub(super) fn offered_card(&self) -> Option<&CardDraft> {
        let in_section = matches!(self.visit.spot, Spot::Section(..));
        self.notice.as_ref().filter(|_| in_section)?.card.as_deref()
    }
}

/// The words selected of each paragraph and point of a list, without blanks around them; a caret
/// is a stretch of nothing.
fn stretches(pieces: &[TextPiece], selection: &Selection) -> Vec<(usize, Range<usize>)> {
    let told = pieces.iter().enumerate().filter(|(_, piece)| piece.is_told());
    told.filter_map(|(at, piece)| {
        let TextPlace { piece: caret, char } = selection.head;
        if selection.is_caret() {
            return (caret == at).then_some((at, char..char));
        }
        let chars = selection.within(at, piece.chars())?;
        let blank = |char: &char| char.is_whitespace();
        let words: Vec<char> = piece.text.chars().skip(chars.start).take(chars.len()).collect();
        let before = words.iter().take_while(|char| blank(char)).count();
        let behind = words.iter().rev().take_while(|char| blank(char)).count();
        (before < words.len()).then(|| (at, chars.start + before..chars.end - behind))
    })
    .collect()
}

/// These characters of a piece as words to be found again; nothing where there are none.
fn passage(
    section: &Section,
    pieces: &[TextPiece],
    at: usize,
    chars: &Range<usize>,
) -> Option<Passage> {
    let piece = pieces.get(at)?;
    let quote: String = piece.text.chars().skip(chars.start).take(chars.len()).collect();
    let anchor = match piece.block.and_then(|block| section.blocks.get(block)) {
        Some(block) => format!("{}/{}", section.id, block.id()),
        None => section.id.to_string(),
    };
    let before = places(pieces, piece.block, &quote)
        .take_while(|(piece, start)| (*piece, *start) < (at, chars.start))
        .count();
    let nth = u32::try_from(before).ok()?;
    (!quote.is_empty()).then_some(Passage { anchor, quote, nth })
}

/// Where the words of a highlight stand: the piece and its characters. Where there are fewer such
/// places than there were, the last one.
fn find(
    section: &Section,
    pieces: &[TextPiece],
    passage: &Passage,
) -> Option<(usize, Range<usize>)> {
    let anchor = Anchor::from(passage.anchor.as_str());
    let block = match anchor.block() {
        "" => None,
        id => Some(section.blocks.iter().position(|block| block.id() == id)?),
    };
    let up_to = usize::try_from(passage.nth).ok()?.saturating_add(1);
    let (piece, start) = places(pieces, block, &passage.quote).take(up_to).last()?;
    Some((piece, start..start + passage.quote.chars().count()))
}

/// Every place in a block at which these words begin: the piece and the character.
fn places<'a>(
    pieces: &'a [TextPiece],
    block: Option<usize>,
    quote: &'a str,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let of_block = move |(_, piece): &(usize, &TextPiece)| piece.block == block && piece.is_told();
    pieces.iter().enumerate().filter(of_block).flat_map(move |(at, piece)| {
        let begins = move |byte| {
            !quote.is_empty() && piece.text.get(byte..).is_some_and(|rest| rest.starts_with(quote))
        };
        let chars = piece.text.char_indices().enumerate();
        chars.filter(move |(_, (byte, _))| begins(*byte)).map(move |(char, _)| (at, char))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::load_bundled;

    #[test]
    fn words_are_found_again_in_the_text_in_which_they_were_marked() {
        let (c, _) = load_bundled();
        for section in c.sections() {
            let pieces = text_pieces(&c, section);
            for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.is_told()) {
                for chars in [0..3, 2..7, 0..piece.chars()] {
                    let kept = passage(section, &pieces, at, &chars).unwrap();
                    assert_eq!(find(section, &pieces, &kept), Some((at, chars)), "{kept:?}");
                }
            }
        }
    }

    #[test]
    fn where_fewer_of_the_same_words_are_left_the_last_of_them_is_taken() {
        let (c, _) = load_bundled();
        let section = c.section(&"what-ems-is".into()).unwrap();
        let pieces = text_pieces(&c, section);
        let mark = |block: &str, quote: &str, nth| {
            let anchor = format!("what-ems-is{block}");
            let kept = Passage { anchor, quote: quote.to_owned(), nth };
            find(section, &pieces, &kept)
        };
        let first = mark("/a-system-text", "EMS", 0).unwrap();
        let last = mark("/a-system-text", "EMS", 99).unwrap();
        assert!(first.0 == last.0 && first.1.start < last.1.start);
        assert_eq!(mark("/a-system-text", "no such words", 0), None);
        assert_eq!(mark("/a-system-text", "", 0), None);
        assert_eq!(mark("/gone", "EMS", 0), None);
        assert_eq!(mark("", "EMS", 0), Some((1, 0..3)), "the opening sentence");
        // The points of a list are one block.
        let points = [0, 1].map(|nth| mark("/parts-list", "and", nth).unwrap().0);
        assert!(points[0] < points[1], "{points:?}");
    }
}
