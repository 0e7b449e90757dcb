//! Learn: the contents at the left, the text in the middle, what belongs to the section at the
//! right where there is room.

mod checked;
mod contents;
mod find;
mod lists;
mod marks;
mod names;
mod position;
mod recall;
mod section;
mod select;

pub(super) use checked::saying_ui;

use super::ViewCtx;
use super::panes::Pane;
use super::shortcuts::Command;
use super::theme::space;
use crate::curriculum::{Reading, SectionId};
use crate::state::{Position, Spot};
use crate::study::{SectionProgress, StudyDay};
use checked::CheckedFilter;
use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};
use find::Find;
use names::NamesFilter;
use position::Scrolling;
use std::collections::BTreeMap;

/// Below this width the contents become a menu above the text.
const CONTENTS_FROM: f32 = 820.0;
/// Below this width the margin makes room for the text.
const MARGIN_FROM: f32 = 1150.0;

/// What lives between frames.
#[derive(Debug, Default)]
pub(crate) struct LearnState {
    /// The section made ready, as long as it is shown.
    reading: Option<Reading>,
    /// How far the page is scrolled, now and on earlier visits.
    scrolling: Scrolling,
    /// A block to scroll to.
    scroll_to: Option<usize>,
    /// Whether to scroll to the questions.
    to_recall: bool,
    /// The text as it is drawn, and what is being selected in it.
    text: select::TextPane,
    /// Whether the paragraph one is at takes the keyboard’s focus.
    takes_focus: bool,
    /// Finding words in the section.
    find: Option<Find>,
    /// Whether the filter of the page wants the keyboard.
    focus_filter: bool,
    filters: Filters,
    /// How far each section is, by the entries and the day for which it was counted.
    progress: Option<(u64, StudyDay, Vec<SectionProgress>)>,
}

/// What the lists are narrowed down to; remembered while the program runs.
#[derive(Debug, Default)]
struct Filters {
    glossary: String,
    sources: lists::SourcesView,
    claims: CheckedFilter,
    confusions: CheckedFilter,
    names: NamesFilter,
}

impl LearnState {
    /// As it starts, with how far each section was read the last time.
    pub(crate) fn restore(positions: BTreeMap<SectionId, Position>) -> Self {
        Self { scrolling: Scrolling::restore(positions), ..Self::default() }
    }

    /// How far each section was read.
    pub(crate) fn positions(&self) -> &BTreeMap<SectionId, Position> {
        self.scrolling.sections()
    }

    /// Counts how far each section is where that has changed.
    fn progress(&mut self, ctx: &ViewCtx<'_>) -> &[SectionProgress] {
        let progress = ctx.state.progress();
        let today = progress.study_day(ctx.now.moment);
        let known = self.progress.take();
        let is_fresh = |(revision, day, _): &(u64, StudyDay, _)| {
            *revision == progress.revision() && *day == today
        };
        let (.., counted) = self.progress.insert(known.filter(is_fresh).unwrap_or_else(|| {
            let all =
                SectionProgress::of_all(ctx.state.curriculum(), ctx.state.deck(), progress, today);
            (progress.revision(), today, all)
        }));
        counted
    }

    /// Ctrl+F: the line that finds words in a section, the filter of a list.
    fn ask_to_find(&mut self, spot: &Spot) {
        match spot {
            Spot::Section(..) => {
                self.find.get_or_insert_default().wants_focus = true;
            }
            Spot::Marks => {}
            _ => self.focus_filter = true,
        }
    }
}

/// Draws the place.
pub(super) fn learn_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState) {
    let p = ctx.palette;
    let width = ui.available_width();
    if ctx.is_asked(Command::Find) {
        learn.ask_to_find(ctx.state.spot());
    }
    if width >= CONTENTS_FROM {
        Panel::left("contents")
            .exact_size((width * 0.26).clamp(232.0, 300.0))
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::new().fill(p.sunken))
            .show(ui, |ui| {
                ctx.panes.begin(ui, Pane::Choice);
                contents::contents_ui(ui, ctx, learn);
            });
    } else {
        Panel::top("contents_menu")
            .frame(Frame::new().fill(p.sunken).inner_margin(Margin::symmetric(16, 4)))
            .show_separator_line(false)
            .show(ui, |ui| {
                ctx.panes.begin(ui, Pane::Choice);
                contents::menu_ui(ui, ctx, learn);
            });
    }
    let in_section = matches!(ctx.state.spot(), Spot::Section(..));
    if width >= MARGIN_FROM && in_section {
        Panel::right("margin")
            .exact_size(260.0)
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::new().fill(p.paper).inner_margin(Margin {
                left: 8,
                right: 20,
                top: 32,
                bottom: 0,
            }))
            .show(ui, |ui| {
                ctx.panes.begin(ui, Pane::Side);
                section::margin_ui(ui, ctx, learn);
            });
    }
    if in_section && learn.find.is_some() {
        Panel::top("find")
            .frame(Frame::new().fill(p.sunken).inner_margin(Margin::symmetric(16, 4)))
            .show_separator_line(false)
            .show(ui, |ui| {
                ctx.panes.begin(ui, Pane::Find);
                find::find_ui(ui, ctx, &mut learn.find);
            });
    }
    CentralPanel::default()
        .frame(Frame::new().fill(p.paper))
        .show(ui, |ui| page_ui(ui, ctx, learn));
}

/// The page, scrolled to where it was or to what was asked for.
fn page_ui(ui: &mut Ui, ctx: &ViewCtx<'_>, learn: &mut LearnState) {
    let spot = ctx.state.spot();
    learn.takes_focus = ctx.panes.begin(ui, Pane::Main);
    let area = ScrollArea::vertical().id_salt("page").auto_shrink(false);
    let area = learn.scrolling.begin(ctx, area);
    let side = if ui.available_width() > 560.0 { 48 } else { 24 };
    let out = area.show(ui, |ui| {
        learn.scrolling.start(ui);
        ctx.scroll_page_by_keys(ui);
        Frame::new().inner_margin(Margin { left: side, right: 20, top: 28, bottom: 40 }).show(
            ui,
            |ui| {
                let measure = super::theme::measure(ctx.state.settings());
                ui.set_width(ui.available_width().min(measure));
                ui.spacing_mut().item_spacing.y = space::S;
                match spot {
                    Spot::Section(id, outline) => {
                        section::section_ui(ui, ctx, learn, id, outline.as_ref());
                    }
                    Spot::Glossary => lists::glossary_ui(ui, ctx, learn),
                    Spot::Sources => lists::sources_ui(ui, ctx, learn),
                    Spot::Marks => marks::marks_ui(ui, ctx),
                    Spot::Claim(claim) => checked::claims_ui(ui, ctx, learn, Some(claim)),
                    _ => checked::claims_ui(ui, ctx, learn, None),
                }
            },
        );
    });
    learn.focus_filter = false;
    let caret = learn.text.caret(ctx.state);
    learn.scrolling.end(ui, ctx, out.inner_rect, caret.as_ref());
}
