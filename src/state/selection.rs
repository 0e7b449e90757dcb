//! What is selected in the text of a section, by piece and character, so that it holds while the
//! text is scrolled, and what is copied of it.

use super::AppState;
use super::effect::{DesktopJob, Effect};
use crate::curriculum::{Block, Curriculum, FactId, Section, SectionId, Sentence};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;

/// A place in the text of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextPlace {
    /// The piece of text, in reading order.
    pub piece: usize,
    /// Characters before the place, source marks not counted.
    pub char: usize,
}

/// A stretch of the text of a section. Where anchor and head are one place, it is a caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The section.
    pub section: SectionId,
    /// Where it was begun.
    pub anchor: TextPlace,
    /// Where it ends, before or after the anchor.
    pub head: TextPlace,
}

impl Selection {
    /// Whether nothing is selected: anchor and head are one place.
    #[must_use]
    pub fn is_caret(&self) -> bool {
        self.anchor == self.head
    }

    /// First and last place in reading order.
    #[must_use]
    pub fn ends(&self) -> (TextPlace, TextPlace) {
        (self.anchor.min(self.head), self.anchor.max(self.head))
    }

    /// The characters of a piece of that length that are selected; nothing where none is.
    #[must_use]
    pub fn within(&self, piece: usize, chars: usize) -> Option<Range<usize>> {
        let (first, last) = self.ends();
        if piece < first.piece || last.piece < piece {
            return None;
        }
        let start = if piece == first.piece { first.char } else { 0 };
        let end = if piece == last.piece { last.char.min(chars) } else { chars };
        (start < end).then_some(start..end)
    }
}

/// What is selected, for whoever makes something of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The section.
    pub section: SectionId,
    /// The block in which it begins, `section/block`; the section alone for its title and opening
    /// sentence.
    pub anchor: String,
    /// The facts behind the sentences touched.
    pub facts: Vec<FactId>,
    /// The words, paragraphs apart by blank lines.
    pub text: String,
}

/// A piece of text that is selected as one: a heading, a paragraph, a point of a list, a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextPiece {
    /// The block it belongs to; nothing for title and opening sentence.
    pub block: Option<usize>,
    /// The words.
    pub text: String,
    /// What is copied before them where they are taken from their beginning, such as "• ".
    pub lead: String,
    /// Where each sentence stands, in characters, with its facts.
    sentences: Vec<(Range<usize>, Vec<FactId>)>,
}

impl TextPiece {
    /// Characters in it.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether it is made of sentences: no heading and no picture.
    #[must_use]
    pub fn is_told(&self) -> bool {
        !self.sentences.is_empty()
    }

    /// The facts behind the sentences that a stretch of it touches, in characters.
    #[must_use]
    pub fn facts_in(&self, chars: &Range<usize>) -> Vec<FactId> {
        let touched =
            self.sentences.iter().filter(|(at, _)| at.start < chars.end && chars.start < at.end);
        touched.flat_map(|(_, facts)| facts.iter().cloned()).collect()
    }

    fn plain(block: Option<usize>, text: String) -> Self {
        Self { block, text, ..Self::default() }
    }

    fn told(c: &Curriculum, block: Option<usize>, sentences: &[Sentence], lead: String) -> Self {
        let mut piece = Self { block, lead, ..Self::default() };
        let mut chars = 0;
        for sentence in sentences {
            if chars > 0 {
                piece.text.push(' ');
                chars += 1;
            }
            let words = c.plain(sentence.text());
            let start = chars;
            chars += words.chars().count();
            piece.text.push_str(&words);
            piece.sentences.push((start..chars, sentence.facts().to_vec()));
        }
        piece
    }
}

/// The text of a section in pieces, in reading order: title, opening sentence, then its blocks.
#[must_use]
pub fn text_pieces(c: &Curriculum, section: &Section) -> Vec<TextPiece> {
    let answer = std::slice::from_ref(&section.answer);
    let mut out = vec![
        TextPiece::plain(None, section.title.clone()),
        TextPiece::told(c, None, answer, String::new()),
    ];
    for (at, block) in section.blocks.iter().enumerate() {
        let told =
            |sentences: &[Sentence], lead: String| TextPiece::told(c, Some(at), sentences, lead);
        match block {
            Block::Heading { text, .. } => out.push(TextPiece::plain(Some(at), text.clone())),
            Block::Text { say, .. } => out.push(told(say, String::new())),
            Block::Callout { kind, say, .. } => out.push(told(say, format!("{}: ", kind.label()))),
            Block::List { items, .. } => {
                out.extend(items.chunks(1).map(|item| told(item, "• ".to_owned())));
            }
            Block::Steps { items, .. } => {
                let numbered = items.chunks(1).enumerate();
                out.extend(numbered.map(|(n, item)| told(item, format!("{}. ", n + 1))));
            }
            Block::Adds { level, group, .. } => {
                let text = c.adds_words(*level, *group);
                out.push(TextPiece::plain(Some(at), text));
            }
            Block::Figure { show, .. } => {
                out.push(TextPiece::plain(Some(at), c.figure_words(*show)));
            }
        }
    }
    out
}

/// The first piece of each block, by the block's place.
#[must_use]
pub fn first_pieces(pieces: &[TextPiece], blocks: usize) -> Vec<usize> {
    (0..blocks).map(|block| pieces.partition_point(|p| p.block < Some(block))).collect()
}

/// The words selected: points of a list on lines of their own, blocks apart by blank lines.
#[must_use]
pub fn selected_text(pieces: &[TextPiece], selection: &Selection) -> String {
    let mut out = String::new();
    let mut last: Option<&TextPiece> = None;
    for (at, piece) in pieces.iter().enumerate() {
        let Some(range) = selection.within(at, piece.chars()) else { continue };
        if let Some(last) = last {
            let one_list = last.block.is_some() && last.block == piece.block;
            out.push_str(if one_list { "\n" } else { "\n\n" });
        }
        // Within one piece the words alone are meant.
        if range.start == 0 && selection.anchor.piece != selection.head.piece {
            out.push_str(&piece.lead);
        }
        out.extend(piece.text.chars().skip(range.start).take(range.len()));
        last = Some(piece);
    }
    out
}

/// The word around a place, in characters; blanks and marks between words count as such.
#[must_use]
pub fn word_around(text: &str, char: usize) -> Range<usize> {
    let mut start = 0;
    for word in text.split_word_bounds() {
        let end = start + word.chars().count();
        if char < end {
            return start..end;
        }
        start = end;
    }
    // Behind the last word.
    let last = text.split_word_bounds().next_back().map_or(0, |word| word.chars().count());
    start - last..start
}

/// How far the head of a selection is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stride {
    /// By a character.
    Char,
    /// By a word.
    Word,
    /// By a line, which only the screen knows; without it, as by a piece.
    Line,
    /// To the end of the piece.
    Piece,
}

/// A place further on or back. From the end of a piece it goes on with the next one.
#[must_use]
pub fn moved(pieces: &[TextPiece], from: TextPlace, stride: Stride, forward: bool) -> TextPlace {
    let TextPlace { piece, char } = from;
    let Some(here) = pieces.get(piece) else { return from };
    let chars = here.chars();
    let char = char.min(chars);
    if forward && char == chars {
        let next = TextPlace { piece: piece + 1, char: 0 };
        return if next.piece < pieces.len() { next } else { from };
    }
    if !forward && char == 0 {
        let before = piece.checked_sub(1).and_then(|at| Some((at, pieces.get(at)?)));
        return before.map_or(from, |(piece, p)| TextPlace { piece, char: p.chars() });
    }
    let char = match (stride, forward) {
        (Stride::Char, true) => char + 1,
        (Stride::Char, false) => char - 1,
        (Stride::Line | Stride::Piece, true) => chars,
        (Stride::Line | Stride::Piece, false) => 0,
        (Stride::Word, _) => {
            // On to the end of a word, or back to the beginning of one.
            let mut at = char;
            loop {
                let range = word_around(&here.text, if forward { at } else { at - 1 });
                at = if forward { range.end } else { range.start };
                let mut inside = here.text.chars().skip(range.start).take(range.len());
                if inside.any(char::is_alphanumeric) || at == 0 || at == chars {
                    break at;
                }
            }
        }
    };
    TextPlace { piece, char }
}

impl AppState {
    /// The selection in the section shown, a mere caret included.
    #[must_use]
    pub fn selection(&self) -> Option<&Selection> {
        self.selection.as_ref()
    }

    /// What is selected in the section shown: its words, and where they stand. Nothing where
    /// nothing is selected.
    #[must_use]
    pub fn selected(&self) -> Option<Selected> {
        let selection = self.selection.as_ref()?;
        let section = self.curriculum.section(&selection.section)?;
        let pieces = text_pieces(&self.curriculum, section);
        let text = selected_text(&pieces, selection);
        if text.is_empty() {
            return None;
        }
        let touched = pieces
            .iter()
            .enumerate()
            .filter_map(|(at, piece)| Some((piece, selection.within(at, piece.chars())?)));
        let first = touched.clone().next();
        let block = first.and_then(|(piece, _)| section.blocks.get(piece.block?));
        let anchor = match block {
            Some(block) => format!("{}/{}", section.id, block.id()),
            None => section.id.to_string(),
        };
        let mut facts: Vec<FactId> = Vec::new();
        for fact in touched.flat_map(|(piece, range)| piece.facts_in(&range)) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        Some(Selected { section: section.id.clone(), anchor, facts, text })
    }

    /// Copies what is selected.
    pub(super) fn copy_selected(&self) -> Option<Effect> {
        Some(Effect::Desktop(DesktopJob::Copy(self.selected()?.text)))
    }

    /// Selects a stretch of the section shown.
    pub(super) fn select(&mut self, selection: Option<Selection>) {
        self.selection = selection.filter(|s| s.section == self.section);
        // The card on offer is of what was selected before.
        if self.offered_card().is_some() {
            self.let_go_of_calm_notice();
        }
    }

    /// Selects the whole section.
    pub(super) fn select_all(&mut self) {
        let Some(section) = self.curriculum.section(&self.section) else { return };
        let pieces = text_pieces(&self.curriculum, section);
        let piece = pieces.len().saturating_sub(1);
        let char = pieces.last().map_or(0, TextPiece::chars);
        self.selection = Some(Selection {
            section: self.section.clone(),
            anchor: TextPlace::default(),
            head: TextPlace { piece, char },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Vec<TextPiece> {
        let piece = |block, text: &str, lead: &str| TextPiece {
            block,
            text: text.to_owned(),
            lead: lead.to_owned(),
            sentences: Vec::new(),
        };
        vec![
            piece(None, "What EMS is", ""),
            piece(Some(0), "It isn’t a van. It is a system.", ""),
            piece(Some(1), "Agencies.", "• "),
            piece(Some(1), "People.", "• "),
        ]
    }

    fn selection(anchor: (usize, usize), head: (usize, usize)) -> Selection {
        let place = |(piece, char)| TextPlace { piece, char };
        Selection { section: "s".into(), anchor: place(anchor), head: place(head) }
    }

    #[test]
    fn paragraphs_are_copied_apart_and_points_on_lines_of_their_own() {
        let text = selected_text(&pieces(), &selection((0, 5), (3, 7)));
        assert_eq!(text, "EMS is\n\nIt isn’t a van. It is a system.\n\n• Agencies.\n• People.");
        let backwards = selected_text(&pieces(), &selection((3, 7), (0, 5)));
        assert_eq!(text, backwards);
        assert_eq!(selected_text(&pieces(), &selection((2, 0), (2, 9))), "Agencies.");
        assert_eq!(selected_text(&pieces(), &selection((1, 3), (1, 3))), "");
    }

    #[test]
    fn a_word_keeps_its_apostrophe_and_a_blank_is_no_word() {
        let text = "It isn’t a van.";
        assert_eq!(word_around(text, 4), 3..8);
        assert_eq!(word_around(text, 8), 8..9);
        assert_eq!(word_around(text, 99), 14..15);
        assert_eq!(word_around("", 0), 0..0);
    }

    #[test]
    fn the_head_moves_by_characters_words_and_over_the_end_of_a_piece() {
        let pieces = pieces();
        let place = |piece, char| TextPlace { piece, char };
        assert_eq!(moved(&pieces, place(1, 2), Stride::Word, true), place(1, 8));
        assert_eq!(moved(&pieces, place(1, 8), Stride::Word, false), place(1, 3));
        assert_eq!(moved(&pieces, place(1, 31), Stride::Char, true), place(2, 0));
        assert_eq!(moved(&pieces, place(2, 0), Stride::Word, false), place(1, 31));
        assert_eq!(moved(&pieces, place(3, 7), Stride::Char, true), place(3, 7));
        assert_eq!(moved(&pieces, place(0, 0), Stride::Piece, false), place(0, 0));
    }
}
