//! What a reader leaves in the text: marks of what was read, notes, bookmarks (highlights have a
//! file of their own); and the ways to the block on which one hangs.

use super::effect::{Effect, Origin};
use super::link::{EMS_AND_EMT, linked_cell};
use super::places::{Outline, Overlay, Part, Spot};
use super::undo::Way;
use super::{AppState, Now, Tone};
use crate::curriculum::{Anchor, CardId, Figure};
use crate::study::{EntryRef, What};

impl AppState {
    /// The paragraph that a card rests on, where a section holds it.
    #[must_use]
    pub fn paragraph_of(&self, card: &CardId) -> Option<Anchor> {
        let card = self.deck.get(card)?;
        let others = self.curriculum.sections().iter().map(|section| &section.id);
        card.section.iter().chain(others).find_map(|section| {
            let (at, _) = self.curriculum.find_sentence(section, &card.facts)?;
            let block = self.curriculum.section(section)?.blocks.get(at)?;
            Some(Anchor::new(section, block.id()))
        })
    }

    /// The notes of a section whose paragraph is no longer there.
    pub fn homeless_notes(&self, section: &crate::curriculum::SectionId) -> Vec<(Anchor, String)> {
        let notes = self.progress.notes().into_iter();
        notes
            .map(|(anchor, text)| (Anchor::from(anchor), text.to_owned()))
            .filter(|(anchor, _)| {
                anchor.section() == *section && self.curriculum.block_at(anchor).is_none()
            })
            .collect()
    }

    pub(super) fn open_block(&mut self, anchor: &Anchor, label: &'static str, now: Now) {
        if anchor.as_str() == EMS_AND_EMT {
            return self.open(Spot::EmsAndEmt, now);
        }
        if let Some((row, level)) = linked_cell(anchor.as_str(), &self.curriculum) {
            return self.open_row(row, Some(level), now);
        }
        let block = self.curriculum.block_at(anchor).map(|(block, _)| block);
        let is_opening = anchor.block().is_empty();
        let outline =
            (block.is_some() || is_opening).then_some(Outline { block, part: Part::Whole, label });
        self.open(Spot::Section(anchor.section(), outline), now);
    }

    pub(super) fn open_figure_row(&mut self, figure: Figure, row: String, now: Now) {
        let Some((section, block)) = self.curriculum.find_figure(figure) else { return };
        let section = section.clone();
        let (block, label) = (Some(block), "found by your search");
        let outline = Outline { block, part: Part::Row(row), label };
        self.open(Spot::Section(section, Some(outline)), now);
    }

    pub(super) fn look(&mut self, mut blocks: Vec<Anchor>, now: Now) {
        if !blocks.is_empty() {
            let read = self.progress.read();
            blocks.retain(|anchor| !read.contains(anchor.as_str()));
        }
        self.reading.look(blocks, &self.curriculum, now.mono_ms);
    }

    /// Keeps marks of what was read, where enough has come together.
    pub(super) fn refresh_read(&mut self, now: Now) -> Vec<Effect> {
        let read = self.reading.take(now.mono_ms);
        let entry = |anchor: Anchor| What::Read { anchor: anchor.as_str().to_owned() };
        // Nobody asked for it, so a refusal is not told.
        self.keep_all(read.into_iter().map(entry).collect(), now).unwrap_or_default()
    }

    pub(super) fn save_note(&mut self, anchor: Anchor, text: String, now: Now) -> Option<Effect> {
        if self.saving.is_some() {
            return None;
        }
        let text = text.trim().to_owned();
        let kept = self.progress.notes().get(anchor.as_str()).copied().unwrap_or_default();
        if text == kept {
            self.close_note(&anchor);
            return None;
        }
        let what = What::Note { anchor: anchor.as_str().to_owned(), text };
        let effect = self.keep_or_tell(what, Origin::Page, now)?;
        self.saving = Some(anchor);
        Some(effect)
    }

    pub(super) fn note_saved(&mut self, anchor: &Anchor, text: &str) {
        self.saving = None;
        self.notice = None;
        self.close_note(anchor);
        if text.is_empty() {
            self.tell("The note is deleted. Ctrl+Z brings it back.".to_owned(), Tone::Calm);
        }
    }

    fn close_note(&mut self, anchor: &Anchor) {
        if matches!(self.overlays.last(), Some(Overlay::Note(shown)) if shown == anchor) {
            self.overlays.pop();
        }
    }

    pub(super) fn bookmark(&mut self, anchor: &Anchor, now: Now) -> Option<Effect> {
        let on = !self.progress.bookmarks().contains(anchor.as_str());
        self.keep_or_tell(
            What::Bookmark { anchor: anchor.as_str().to_owned(), on },
            Origin::Page,
            now,
        )
    }

    /// Tells of a bookmark where it does not show at once, as it does beside a paragraph or in a cell.
    pub(super) fn bookmark_kept(&mut self, on: bool, at: EntryRef) {
        let what = match self.visit.spot {
            Spot::EmsAndEmt => "This page",
            Spot::Cards => "The paragraph of this card",
            _ => return,
        };
        let done = if on { "bookmarked" } else { "no longer bookmarked" };
        self.tell_with_undo(&format!("{what} is {done}."), at);
    }

    /// Shows where a note, bookmark or highlight was undone or redone.
    pub(super) fn mark_undone(&mut self, anchor: &Anchor, way: Way, now: Now) {
        // From a card one does not want to be led away.
        if self.visit.spot != Spot::Cards {
            self.open_block(anchor, "changed here", now);
        }
        self.tell_way(
            way,
            "The last change of a note, bookmark or highlight is undone.",
            "The last change of a note, bookmark or highlight is done again.",
        );
    }
}
