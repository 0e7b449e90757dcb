//! How an action changes the state: one `match`, each arm one call.

use super::action::{Action, Turn};
use super::effect::{Choose, DesktopJob, Effect, NewEntry, Origin};
use super::exchange::Exchange;
use super::keep::{holds_others_up, not_saved};
use super::outcome::{DesktopReport, Outcome, Written};
use super::places::{Outline, Overlay, Part, Place, Spot, Visit};
use super::recall::advance;
use super::review::{Current, ReviewState, ReviewStep};
use super::sittings::practice;
use super::{AppState, Notice, Now, Tone};
use crate::curriculum::{Ask, CardId, FactId, MatrixView, ProviderLevel, SectionId, SkillId};
use crate::study::{Entry, EntryRef, Parameters, Rating, Review, SessionKind, Settings, What};

/// Smallest and largest zoom, in per cent.
pub(super) const ZOOM: (u16, u16) = (50, 300);
/// So many spots are remembered for the way back.
const HISTORY: usize = 100;

impl AppState {
    /// Carries out an action and says what has to happen outside.
    #[must_use]
    pub fn apply(&mut self, action: Action, now: Now) -> Vec<Effect> {
        let mut out = Vec::new();
        match action {
            Action::GoTo(place) => self.go_to(place, now),
            Action::ReviewToday => self.review_today(now),
            Action::Open(spot) => self.open(spot, now),
            Action::OpenSentence { section, facts, label } => {
                self.open_sentence(section, &facts, label, now);
            }
            Action::OpenRow(row) => self.open_row(row, None, now),
            Action::OpenCellOf((row, level)) => self.open_row(row, Some(level), now),
            Action::OpenCard(card) => self.show_in_list(card, now),
            Action::OpenLevel(level) => self.open_level(level, now),
            Action::OpenBlock(anchor, label) => self.open_block(&anchor, label, now),
            Action::OpenFigureRow(figure, row) => self.open_figure_row(figure, row, now),
            Action::Back => self.back(now),
            Action::Forward => self.forward(now),
            Action::Show(overlay) => self.show(overlay),
            Action::CloseOverlay => _ = self.overlays.pop(),
            Action::TurnPage(turn) => self.turn_page(turn, now),
            Action::Select(selection) => self.select(selection),
            Action::SelectAll => self.select_all(),
            Action::CopySelected => out.extend(self.copy_selected()),
            Action::ShowCallStep(step) => {
                self.call.step = step.min(self.curriculum.call().len().saturating_sub(1));
            }
            Action::SetLens(level) => self.call.lens = level,
            Action::LookAtRecall(section, on) => self.look_at_recall(section, on, now),
            Action::MoreRecall(section) => self.more_recall(section, now),
            Action::Seen(blocks) => self.look(blocks, now),
            Action::SaveNote { anchor, text } => out.extend(self.save_note(anchor, text, now)),
            Action::Bookmark(anchor) => out.extend(self.bookmark(&anchor, now)),
            Action::Highlight(selection) => out.extend(self.highlight(&selection, now)),
            Action::RemoveHighlight(passage) => out.extend(self.remove_highlight(passage, now)),
            Action::ToggleLevel(level) => self.toggle_level(level),
            Action::ToggleDifferences => self.change_table(|table| {
                table.differences_only = !table.differences_only;
            }),
            Action::SetBaseline(level) => self.change_table(|table| table.baseline = level),
            Action::SwapBaseline => self.swap_baseline(),
            Action::FindRows(words) => self.change_table(|table| table.find = words),
            Action::FilterGroup(group) => self.change_table(|table| table.group = group),
            Action::ToggleApplicant => self.change_table(|table| {
                table.applicant_only = !table.applicant_only;
            }),
            Action::ShowAllRows => self.change_table(MatrixView::show_all),
            Action::SetTable(new) => self.change_table(|table| *table = new.mended()),
            Action::ToggleGroup(group) => self.change_table(|table| {
                if !table.folded.remove(&group) {
                    table.folded.insert(group);
                }
            }),
            Action::SelectCell(row, level) => self.select_cell((row, level)),
            Action::MoveCell(columns, rows) => {
                self.compare.selected = self.cell_beside(columns, rows);
            }
            Action::OpenCell => self.open_selected_cell(),
            Action::FoldSelected => self.fold_selected(),
            Action::CloseCell => self.close_cell(),
            Action::StartTest => self.start_test(now),
            Action::AskMissed => self.ask_missed(now),
            Action::FillCell { at, option } => out.extend(self.fill_cell(&at, option, now)),
            Action::CopyTable(format) => out.push(self.copy_table(format)),
            Action::Copy => out.push(self.copy()),
            Action::SaveHandout { blank } => out.push(self.handout(blank, now)),
            Action::OpenFolder(folder) => out.push(Effect::Desktop(DesktopJob::OpenFolder(folder))),
            Action::ChooseRole(role) => out.extend(self.choose_role(role, now)),
            Action::ShowCardOfDay(card) => self.show_card_of_day(card),
            Action::StartSession(kind) => self.start_session(kind, now),
            Action::StopSession => self.stop_session(now),
            Action::GoOn { minutes } => self.go_on(minutes, now),
            Action::SetBuild(build) => self.set_build(build),
            Action::Pick { card, option } => {
                self.arrange(&card, |current, ask| current.pick(ask.task(), option));
            }
            Action::Take { card, option } => {
                self.arrange(&card, |current, _| current.take(option));
            }
            Action::Put { card, option, to } => {
                self.arrange(&card, |current, ask| current.put(ask, option, to));
            }
            Action::Hint(card) => self.hint(&card),
            Action::Reveal { card, sure } => out.extend(self.reveal(&card, sure, now)),
            Action::Rate { card, rating } => out.extend(self.rate(&card, rating, now)),
            Action::Undo => out.extend(self.undo(now)),
            Action::Redo => out.extend(self.redo(now)),
            Action::Bury(card) => out.extend(self.bury(card, now)),
            Action::Suspend(card) => out.extend(self.suspend(card, now)),
            Action::Star(card) => out.extend(self.star(card, now)),
            Action::ShowExam(level) => self.show_exam(level),
            Action::SetPlan(plan) => out.extend(self.set_plan(plan, now)),
            Action::AcceptCatchUp(days) => out.extend(self.accept_catch_up(days, now)),
            Action::PutAwayCatchUp => self.put_away_catch_up(now),
            Action::UndoEntry(of) => out.extend(self.undo_entry(of, now)),
            Action::StartFit => out.extend(self.start_fit()),
            Action::StopFit => out.push(Effect::StopFit),
            Action::TakeFit => out.extend(self.take_fit(now)),
            Action::LetGoOfFit => self.let_go_of_fit(),
            Action::DropFit => out.extend(self.drop_fit(now)),
            Action::Set(settings) => out.extend(self.set(settings.within_limits(), now)),
            Action::SetDayHour(hour) => out.extend(self.set_day_hour(hour, now)),
            Action::SaveCard(draft) => out.extend(self.save_card(&draft, now)),
            Action::DeleteCard(card) => out.extend(self.delete_card(&card)),
            Action::EditCard(card) => self.edit_card(&card),
            Action::Browse(change) => self.change_browse(change, now),
            Action::Choose(what) => out.push(Effect::Desktop(DesktopJob::Choose(what))),
            Action::ExportTo(folder) => self.export_folder = Some(folder),
            Action::ReadFile(file) => out.extend(self.read_file(file)),
            Action::StopExchange => out.push(Effect::StopExchange),
            Action::KeepFile => out.extend(self.keep_file(now)),
            Action::CloseExchange => self.exchange = Exchange::Idle,
            Action::Leave { format, all, folder } => {
                out.extend(self.leave_as(format, all, folder));
            }
            Action::Zoom(percent) => self.zoom_percent = percent.clamp(ZOOM.0, ZOOM.1),
            Action::ToggleFullscreen => out.push(self.toggle_fullscreen()),
            Action::Say(text) => self.tell(text.to_owned(), Tone::Calm),
            Action::DismissNotice => self.notice = None,
            Action::Quit => {
                self.look(Vec::new(), now);
                out.push(Effect::Desktop(DesktopJob::Quit));
            }
            Action::AnswerClock(answer) => {
                out.extend(self.answer_clock(answer, now));
                self.back_to_reviews(now);
            }
            Action::ListBackups => out.push(self.list_backups()),
            Action::Restore(path) => out.push(self.restore(path, now)),
            Action::Export(path) => out.push(self.archive(path, now)),
        }
        out.extend(self.refresh(now));
        out
    }

    /// Takes in what came of an effect and says what has to happen outside then.
    #[must_use]
    pub fn receive(&mut self, outcome: Outcome, now: Now) -> Vec<Effect> {
        let mut out = Vec::new();
        match outcome {
            Outcome::Write(written) => self.written(written, now),
            Outcome::Exchange(exchanged) => self.exchanged(exchanged),
            Outcome::Compute(computed) => self.computed(computed),
            Outcome::Desktop(report) => out.extend(self.reported(report, now)),
        }
        out.extend(self.refresh(now));
        out
    }

    /// Makes anew what the page shown is drawn from, where something has changed.
    fn refresh(&mut self, now: Now) -> Vec<Effect> {
        let mut out = self.refresh_read(now);
        self.refresh_statistics(now);
        self.refresh_today(now);
        out.extend(self.refresh_estimate(now));
        self.refresh_offers(now);
        out
    }

    fn written(&mut self, written: Written, now: Now) {
        match written {
            Written::Entry(new, Ok((at, entry))) => self.appended(&new.origin, at, &entry, now),
            Written::Entry(new, Err(why)) => self.not_appended(&new, &why),
            Written::Deck(change, saved) => self.deck_written(&change, saved, now),
            Written::Import(kept) => self.file_kept(kept, now),
            Written::Settings(saved) => self.settings_written(saved),
            Written::Handout(written) => self.handout_written(written),
            Written::Backups(found) => self.backups_listed(found),
            Written::Restore(restored) => self.restored(restored, now),
            Written::Archive(written) => self.archived(written),
            Written::Loss(text) => self.tell_and_offer_backups(text),
            Written::NoBackup(why) => self.tell(why, Tone::Caution),
        }
    }

    fn reported(&mut self, report: DesktopReport, now: Now) -> Option<Effect> {
        match report {
            DesktopReport::Chosen(Choose::Cards, file) => {
                return self.read_file(file);
            }
            DesktopReport::Chosen(Choose::Backup, file) => return Some(self.restore(file, now)),
            DesktopReport::Chosen(Choose::ExportFolder, folder) => {
                self.export_folder = Some(folder);
            }
            DesktopReport::NoDialog => {
                let text = "This system opened no window to choose in. Write the path instead, or \
                            drop the file on this window.";
                self.tell(text.to_owned(), Tone::Caution);
            }
            DesktopReport::FolderNotShown(folder, why) => {
                let text =
                    format!("The folder cannot be shown here ({why}). It is {}", folder.display());
                self.tell(text, Tone::Caution);
            }
        }
        None
    }

    // --- going about ---

    pub(super) fn go_to(&mut self, place: Place, now: Now) {
        let spot = match place {
            Place::Home => Spot::Home,
            Place::Learn => Spot::Section(self.section.clone(), None),
            Place::Compare => Spot::Compare,
            Place::Cards => {
                self.back_to_day();
                Spot::Cards
            }
            Place::Progress => Spot::Progress,
        };
        self.open(spot, now);
    }

    pub(super) fn open(&mut self, spot: Spot, now: Now) {
        // The same spot once more is a new visit too: what stands out there is shown again.
        self.visits += 1;
        let left = std::mem::replace(&mut self.visit, Visit { spot, number: self.visits });
        if left.spot != self.visit.spot {
            self.back.push(left);
            if self.back.len() > HISTORY {
                self.back.remove(0);
            }
            self.forward.clear();
        }
        self.arrive(now);
    }

    /// What every arrival does, also by Alt+Left.
    fn arrive(&mut self, now: Now) {
        self.overlays.clear();
        self.look(Vec::new(), now);
        self.let_go_of_calm_notice();
        // They are looked for anew on each visit.
        self.backups.lines = None;
        if let Spot::Section(section, _) = &self.visit.spot {
            self.section = section.clone();
        }
        if let Some(test) = &mut self.compare.test {
            test.resume(now.mono_ms);
        }
        self.remember_here();
        if self.selection.as_ref().is_some_and(|s| s.section != self.section) {
            self.selection = None;
        }
        if self.recall().is_none() {
            self.rest_recall(now);
        }
        if self.visit.spot == Spot::Browse {
            self.find_rows(now);
        }
        let at_cards = self.visit.spot == Spot::Cards;
        let today = self.progress.study_day(now.moment);
        // A sitting that is over is planned anew on a new day.
        let is_stale = |r: &ReviewState| r.current.is_none() && r.session.day() != today;
        if at_cards && self.review.as_ref().is_none_or(is_stale) {
            self.start_session(SessionKind::Due, now);
        }
        if let Some(current) = self.review.as_mut().and_then(|r| r.current.as_mut()) {
            if at_cards {
                current.resume(now.mono_ms);
            } else {
                current.pause(now.mono_ms);
            }
        }
        if at_cards {
            self.next_card(now);
        }
    }

    fn open_sentence(
        &mut self,
        section: SectionId,
        facts: &[FactId],
        label: &'static str,
        now: Now,
    ) {
        // The sentence may have moved to another section by an update of the content.
        let elsewhere = self.curriculum.sections().iter().map(|s| &s.id);
        let found = std::iter::once(&section)
            .chain(elsewhere)
            .find_map(|id| Some((id.clone(), self.curriculum.find_sentence(id, facts)?)));
        let spot = match found {
            Some((found, (block, sentence))) => {
                let part = Part::Sentence(sentence);
                Spot::Section(found, Some(Outline { block: Some(block), part, label }))
            }
            None => Spot::Section(section, None),
        };
        self.open(spot, now);
    }

    /// Shows a row of the comparison, explained at a level.
    pub(super) fn open_row(&mut self, row: SkillId, level: Option<ProviderLevel>, now: Now) {
        let lowest = self.curriculum.skill(&row).and_then(crate::curriculum::Skill::lowest);
        self.compare.test = None;
        let table = &mut self.compare.table;
        table.show_all();
        if let Some(group) = self.curriculum.matrix_row(&row).map(|row| row.group()) {
            table.folded.remove(&group);
        }
        if let Some(level) = level.filter(|level| !table.levels.contains(level)) {
            table.levels.push(level);
            table.levels.sort();
        }
        // Unasked, the lowest level that may, or the first column where that one is not shown.
        let shown = lowest.filter(|level| table.levels.contains(level));
        let first = table.levels.first().copied();
        let level = level.or(shown).or(first).unwrap_or(ProviderLevel::Emr);
        self.compare.selected = Some((row, level));
        self.compare.details = true;
        self.open(Spot::Compare, now);
    }

    fn open_level(&mut self, level: ProviderLevel, now: Now) {
        if !self.compare.table.levels.contains(&level) {
            self.toggle_level(level);
        }
        self.open(Spot::Compare, now);
    }

    fn back(&mut self, now: Now) {
        if let Some(visit) = self.back.pop() {
            self.forward.push(std::mem::replace(&mut self.visit, visit));
            self.arrive(now);
        }
    }

    fn forward(&mut self, now: Now) {
        if let Some(visit) = self.forward.pop() {
            self.back.push(std::mem::replace(&mut self.visit, visit));
            self.arrive(now);
        }
    }

    pub(super) fn show(&mut self, overlay: Overlay) {
        if self.overlays.last() != Some(&overlay) {
            self.overlays.push(overlay);
        }
    }

    fn turn_page(&mut self, turn: Turn, now: Now) {
        let sections = self.curriculum.sections();
        let Some(at) = sections.iter().position(|s| s.id == self.section) else { return };
        let to = match turn {
            Turn::Previous => at.checked_sub(1),
            Turn::Next => at.checked_add(1),
        };
        if let Some(section) = to.and_then(|to| sections.get(to)) {
            let spot = Spot::Section(section.id.clone(), None);
            self.open(spot, now);
        }
    }

    // --- reviewing ---

    /// Shows the next card of the cards where none is shown.
    pub(super) fn next_card(&mut self, now: Now) {
        if let Some(review) = &mut self.review {
            advance(review, &self.deck, &self.progress, now);
        }
    }

    /// The card shown, if it is this one: an action that names another card comes too late.
    fn current(&mut self, card: &CardId) -> Option<&mut Current> {
        self.asked_mut()?.current.as_mut().filter(|current| current.card == *card)
    }

    /// Changes what is picked or arranged, while the question is shown.
    fn arrange(&mut self, card: &CardId, change: impl FnOnce(&mut Current, &Ask)) {
        let deck = std::sync::Arc::clone(&self.deck);
        let Some(known) = deck.get(card) else { return };
        if let Some(current) = self.current(card)
            && current.step == ReviewStep::Question
        {
            change(current, &known.ask);
        }
    }

    fn hint(&mut self, card: &CardId) {
        if self.is_rehearsing() {
            return;
        }
        if let Some(current) = self.current(card) {
            current.hint = true;
        }
    }

    fn reveal(&mut self, card: &CardId, sure: bool, now: Now) -> Option<Effect> {
        self.let_go_of_calm_notice();
        if self.is_rehearsing() {
            return self.hand_in(card, sure, now);
        }
        if let Some(current) = self.current(card)
            && current.step == ReviewStep::Question
        {
            current.reveal(sure, now.mono_ms);
        }
        None
    }

    fn rate(&mut self, card: &CardId, rating: Rating, now: Now) -> Option<Effect> {
        let answer = self.deck.get(card)?.answer_mark;
        let is_practice = self.asked().is_some_and(|review| review.kind.is_practice());
        let current = self.current(card).filter(|current| current.step == ReviewStep::Answer)?;
        let what = if is_practice {
            practice(current, rating, now)
        } else {
            What::Review(Review {
                card: card.clone(),
                rating,
                ms: u32::try_from(current.spent(now.mono_ms)).unwrap_or(u32::MAX),
                sure: current.sure,
                hint: current.hint,
                chosen: current.chosen.clone(),
                answer,
            })
        };
        let effect = self.keep_or_tell(what, self.asked_at(), now)?;
        self.current(card)?.step = ReviewStep::Storing(rating);
        Some(effect)
    }

    fn bury(&mut self, card: CardId, now: Now) -> Option<Effect> {
        if self.keeps_every_question() {
            return None;
        }
        let until = self.progress.study_day(now.moment).plus(1);
        self.mark(&card.clone(), What::Bury { card, until }, now)
    }

    /// In a rehearsal no question is left out.
    fn keeps_every_question(&mut self) -> bool {
        let rehearsing = self.is_rehearsing();
        if rehearsing {
            let text = "As in the exam, no question is left out. You can stop at any time.";
            self.tell(text.to_owned(), Tone::Calm);
        }
        rehearsing
    }

    fn suspend(&mut self, card: CardId, now: Now) -> Option<Effect> {
        if self.keeps_every_question() {
            return None;
        }
        let on = !self.progress.card(&card).is_some_and(|c| c.suspended);
        self.mark(&card.clone(), What::Suspend { card, on }, now)
    }

    fn star(&mut self, card: CardId, now: Now) -> Option<Effect> {
        let flag = u8::from(self.progress.card(&card).is_none_or(|c| c.flag == 0));
        self.mark(&card.clone(), What::Star { card, flag }, now)
    }

    /// Keeps a mark of the card shown.
    fn mark(&mut self, card: &CardId, what: What, now: Now) -> Option<Effect> {
        let at_hand = self.card_at_hand() == Some(card);
        if at_hand { self.keep_or_tell(what, Origin::Page, now) } else { None }
    }

    fn appended(&mut self, origin: &Origin, at: EntryRef, entry: &Entry, now: Now) {
        if holds_others_up(&entry.what) {
            self.pending = self.pending.saturating_sub(1);
            self.forget_deck_changes();
        }
        self.progress.add(at, entry);
        let browsing = self.visit.spot == Spot::Browse;
        if browsing {
            self.find_rows(now);
        }
        match &entry.what {
            What::Review(review) => {
                match origin {
                    Origin::Table(cell) => self.cell_kept(cell, at),
                    _ => self.remember_card(&review.card),
                }
                self.rated(review, origin, now);
            }
            What::Practice { card, .. } => match origin {
                Origin::Table(cell) => self.cell_kept(cell, at),
                _ => self.practiced(card, now),
            },
            // In the list of all cards a mark is undone where it was set.
            What::Undo { of } if browsing && !self.progress.is_answer(*of) => {
                self.tell("Taken back.".to_owned(), Tone::Calm);
            }
            What::Undo { of } => self.undone(*of, now),
            What::Bury { card, .. } => {
                self.put_away(card, now);
                self.tell_with_undo("Hidden until tomorrow.", at);
            }
            What::Suspend { card, on: true } => {
                self.put_away(card, now);
                self.tell_with_undo("Taken out of your reviews.", at);
            }
            What::SetDue { .. } => self.back_to_reviews(now),
            What::Note { anchor, text } => self.note_saved(&anchor.as_str().into(), text),
            What::Bookmark { on, .. } => self.bookmark_kept(*on, at),
            What::Highlight { on, off } => self.highlight_kept(at, on, off),
            What::Parameters(_) => self.parameters_kept(at, now),
            What::Plan(_) => self.plan_kept(at, now),
            _ => {}
        }
    }

    /// Lets the sitting in which the card was rated go on, and tells the other one of it.
    fn rated(&mut self, given: &Review, origin: &Origin, now: Now) {
        let Self { recall, review, progress, deck, .. } = self;
        let today = progress.study_day(now.moment);
        let section = recall.as_ref().map(|r| Origin::Section(r.section.clone()));
        let recall = recall.as_mut().map(|r| &mut r.review);
        let sittings = [
            (recall, section.as_ref() == Some(origin)),
            (review.as_mut(), *origin == Origin::Cards),
        ];
        for (sitting, is_here) in sittings {
            let Some(sitting) = sitting else { continue };
            if is_here {
                sitting.session.answered(&given.card, progress, today);
                sitting.tally.rate(given);
            } else {
                sitting.session.answered_elsewhere(&given.card, progress, today);
            }
            if sitting.current.as_ref().is_some_and(|c| c.card == given.card) {
                sitting.current = None;
            }
            if is_here {
                advance(sitting, deck, progress, now);
            }
        }
        self.let_go_of_calm_notice();
    }

    fn put_away(&mut self, card: &CardId, now: Now) {
        let in_recall = self.recall().is_some_and(super::Recall::is_looked_at);
        let (mut recall, mut review) = (self.recall.take(), self.review.take());
        let of_section = recall.as_mut().map(|r| &mut r.review);
        for (sitting, is_here) in [(of_section, in_recall), (review.as_mut(), !in_recall)] {
            let Some(sitting) = sitting else { continue };
            sitting.session.remove(card);
            self.follow_day(sitting, now);
            if sitting.current.as_ref().is_some_and(|c| c.card == *card) {
                sitting.current = None;
            }
            if is_here {
                advance(sitting, &self.deck, &self.progress, now);
            }
        }
        (self.recall, self.review) = (recall, review);
    }

    fn not_appended(&mut self, new: &NewEntry, why: &str) {
        self.pending = self.pending.saturating_sub(usize::from(holds_others_up(&new.what)));
        let mut text = not_saved(&new.what);
        match &new.origin {
            Origin::Table(cell) => {
                text = "This answer is not saved; the cell is blank again.";
                if let Some(test) = &mut self.compare.test {
                    test.not_kept(cell);
                }
            }
            Origin::Section(section) => {
                if let Some(recall) = self.recall.as_mut().filter(|r| r.section == *section) {
                    recall.review.not_kept();
                }
            }
            Origin::Cards => {
                if let Some(review) = &mut self.review {
                    review.not_kept();
                }
            }
            Origin::Page => {
                if matches!(new.what, What::Note { .. }) {
                    self.saving = None;
                }
            }
        }
        self.tell(format!("{text} {why}"), Tone::Caution);
    }

    // --- the rest ---

    pub(super) fn set(&mut self, settings: Settings, now: Now) -> Option<Effect> {
        let replan = settings.new_per_day != self.settings.new_per_day;
        self.settings = settings.clone();
        if replan {
            self.replan(now);
        }
        self.keep_settings(settings)
    }

    fn set_day_hour(&mut self, hour: u8, now: Now) -> Option<Effect> {
        let parameters =
            Parameters { day_hour: hour.min(23), ..self.progress.parameters().clone() };
        self.keep_or_tell(What::Parameters(parameters), Origin::Page, now)
    }

    /// Plans the sitting anew, since what decides it has changed.
    pub(super) fn replan(&mut self, now: Now) {
        // A sitting that the learner chose stays as it is.
        if self.review.as_ref().is_some_and(|review| !review.kind.is_of_day()) {
            return;
        }
        let asked = self.review.as_ref().and_then(|r| r.current.as_ref());
        // A card whose answer is open is rated first.
        if asked.is_none_or(|current| current.step == ReviewStep::Question) {
            self.review = None;
            if self.visit.spot == Spot::Cards {
                self.start_session(SessionKind::Due, now);
            }
        }
    }

    fn toggle_fullscreen(&mut self) -> Effect {
        self.fullscreen = !self.fullscreen;
        Effect::Desktop(DesktopJob::Fullscreen(self.fullscreen))
    }

    pub(super) fn let_go_of_calm_notice(&mut self) {
        if matches!(self.notice, Some(Notice { tone: Tone::Calm, .. })) {
            self.notice = None;
        }
    }
}
