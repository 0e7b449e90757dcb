//! The program without window or disk: actions in, entries out, a clock that is set by hand.

use ems_study::curriculum::{CardId, Curriculum, load_bundled};
use ems_study::state::{
    Action, AppState, Effect, Keeping, NewEntry, Now, Outcome, WriteJob, Written,
};
use ems_study::study::{
    Entry, EntryRef, Moment, OwnDeck, Progress, Rating, SegmentId, Settings, What,
};
use std::sync::Arc;

/// When the tests begin: March 1, 2026, 6 p.m. in New York.
pub(crate) const NOW: Moment = Moment { at_ms: 1_772_406_000_000, offset_min: -300 };

/// A program whose journal is a list in memory.
pub(crate) struct Program {
    pub(crate) state: AppState,
    pub(crate) entries: Vec<(EntryRef, Entry)>,
    pub(crate) now: Now,
    /// Every write fails with this message while it is set.
    pub(crate) broken: Option<&'static str>,
}

impl Program {
    /// With the bundled cards and no history.
    pub(crate) fn bundled(settings: Settings) -> Self {
        let (curriculum, problems) = load_bundled();
        assert_eq!(problems, []);
        Self::over(curriculum, Vec::new(), Vec::new(), settings)
    }

    /// With this content, these decks and this history.
    pub(crate) fn over(
        curriculum: Curriculum,
        decks: Vec<OwnDeck>,
        entries: Vec<(EntryRef, Entry)>,
        settings: Settings,
    ) -> Self {
        Self::opened(curriculum, decks, entries, settings, Keeping::Open)
    }

    /// The same, where the folder can be written or not.
    pub(crate) fn opened(
        curriculum: Curriculum,
        decks: Vec<OwnDeck>,
        entries: Vec<(EntryRef, Entry)>,
        settings: Settings,
        keeping: Keeping,
    ) -> Self {
        let progress = Progress::replay(entries.clone());
        let mut state = AppState::new(Arc::new(curriculum), progress, settings, keeping);
        state.take_decks(decks);
        Self { state, entries, now: Now { moment: NOW, mono_ms: 0 }, broken: None }
    }

    /// The same program after a restart.
    pub(crate) fn restarted(&self) -> Self {
        let decks = self.state.own_decks().to_vec();
        let mut again = Self::over(
            self.state.curriculum().clone(),
            decks,
            self.entries.clone(),
            self.state.settings().clone(),
        );
        again.now = self.now;
        again
    }

    /// Carries out an action and what follows from it.
    pub(crate) fn act(&mut self, action: Action) {
        let effects = self.state.apply(action, self.now);
        self.carry_out(effects);
    }

    /// Takes in what came of an effect, and carries out what follows from it.
    pub(crate) fn receive(&mut self, outcome: Outcome) {
        let effects = self.state.receive(outcome, self.now);
        self.carry_out(effects);
    }

    pub(crate) fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Write(WriteJob::Entry(entry)) = effect {
                let kept = self.write(&entry);
                self.receive(Outcome::Write(Written::Entry(entry, kept)));
            }
        }
    }

    #[expect(clippy::cast_possible_wrap, reason = "small numbers")]
    fn write(&mut self, new: &NewEntry) -> Result<(EntryRef, Entry), String> {
        if let Some(message) = self.broken {
            return Err(message.to_owned());
        }
        let seq = self.entries.len() as u64 + 1;
        let at = EntryRef(SegmentId(1), seq);
        let NewEntry { now, day, what, .. } = new.clone();
        let stamp = Some(now.at_ms + seq as i64);
        let entry = Entry { seq, at: now.at_ms, tz: now.offset_min, day, stamp, what };
        self.entries.push((at, entry.clone()));
        Ok((at, entry))
    }

    /// The card shown, if there is one.
    pub(crate) fn shown(&self) -> Option<CardId> {
        Some(self.state.review()?.current.as_ref()?.card.clone())
    }

    /// The card shown.
    pub(crate) fn card(&self) -> CardId {
        self.shown().expect("a card is shown")
    }

    /// Shows the answer of the card shown and rates it.
    pub(crate) fn answer(&mut self, rating: Rating) {
        let card = self.card();
        self.act(Action::Reveal { card: card.clone(), sure: false });
        self.act(Action::Rate { card, rating });
    }

    /// How many entries are ratings.
    pub(crate) fn ratings(&self) -> usize {
        self.entries.iter().filter(|(_, e)| matches!(e.what, What::Review(_))).count()
    }
}
