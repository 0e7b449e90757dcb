//! The learner's plan: the estimate for the exam, catching up, fitting the scheduler. What takes long
//! is done outside and returns as an action.

use super::effect::{ComputeJob, Effect, Origin};
use super::outcome::Computed;
use super::places::Spot;
use super::undo::Way;
use super::{AppState, Now, Tone};
use crate::study::{
    ANSWERS_NEEDED, CatchUp, EntryRef, Fit, FitInput, Forecast, ForecastInput, NoFit, Parameters,
    Plan, StudyDay, What, answers_for_fit,
};

/// The longest day that can be planned, in minutes.
const LONGEST_DAY: u32 = 240;
/// So many days off can be named.
const MOST_HOLIDAYS: usize = 400;

/// What the page of the plan shows.
#[derive(Clone, Debug, Default)]
pub struct PlanView {
    /// The estimate for the day of the exam.
    pub estimate: Estimate,
    /// How far fitting is.
    pub fitting: Fitting,
    /// Answers that a fit could learn from, and the entries among which they were counted.
    fit_answers: (u64, usize),
    /// For which entries, cards and day the last estimate was asked for.
    asked_for: Option<(u64, u64, StudyDay)>,
    /// The number of the last estimate that was asked for.
    ticket: u64,
    /// The day on which the catch-up was not wanted.
    put_away: Option<StudyDay>,
    /// What is said once the parameters are kept.
    words: Option<&'static str>,
}

/// The estimate for the day of the exam.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Estimate {
    /// There is no exam ahead.
    #[default]
    None,
    /// It is being made; the last one is kept as long.
    Running(Option<Forecast>),
    /// It is made.
    Done(Forecast),
}

/// How far fitting is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Fitting {
    /// Nothing is under way.
    #[default]
    Idle,
    /// The share that is done, 0 to 1.
    Running(f32),
    /// What would change.
    Done(Box<Fit>),
    /// Nothing came of it; the text says why.
    Refused(String),
}

impl PlanView {
    /// Answers that a fit could learn from; beyond those needed they are not counted.
    #[must_use]
    pub fn fit_answers(&self) -> usize {
        self.fit_answers.1
    }
}

impl AppState {
    /// What the page of the plan shows.
    #[must_use]
    pub fn plan(&self) -> &PlanView {
        &self.plan
    }

    /// The catch-up that is proposed, unless it was put away today.
    #[must_use]
    pub fn catch_up(&self) -> Option<&CatchUp> {
        let outlook = &self.today()?.outlook;
        let is_wanted = self.plan.put_away != Some(outlook.today);
        outlook.catch_up.as_ref().filter(|_| is_wanted)
    }

    /// Asks for the estimate anew where a page shows it and something has changed.
    pub(super) fn refresh_estimate(&mut self, now: Now) -> Option<Effect> {
        let revision = self.progress.revision();
        if self.visit.spot == Spot::Plan && self.plan.fit_answers.0 != revision {
            self.plan.fit_answers = (revision, answers_for_fit(&self.progress));
        }
        if !matches!(self.visit.spot, Spot::Plan | Spot::Progress) {
            return None;
        }
        let today = self.progress.study_day(now.moment);
        let asked_for = (revision, self.deck_version(), today);
        if self.plan.asked_for.replace(asked_for) == Some(asked_for) {
            return None;
        }
        // Whatever is under way is out of date.
        self.plan.ticket += 1;
        let before = std::mem::take(&mut self.plan.estimate);
        let exam = self.progress.exam_ahead(today).filter(|exam| *exam > today)?;
        self.plan.estimate = Estimate::Running(match before {
            Estimate::Done(forecast) => Some(forecast).filter(|f| f.exam == exam),
            Estimate::Running(last) => last.filter(|f| f.exam == exam),
            Estimate::None => None,
        });
        let input = ForecastInput::new(&self.deck, &self.progress, today, exam);
        Some(Effect::Compute(ComputeJob::Forecast(self.plan.ticket, Box::new(input))))
    }

    /// What came of computing.
    pub(super) fn computed(&mut self, computed: Computed) {
        match computed {
            Computed::Forecast(ticket, Ok(forecast)) => self.forecast_made(ticket, forecast),
            Computed::Forecast(_, Err(why)) => self.tell(why, Tone::Caution),
            Computed::FitShare(share) => self.fit_share(share),
            Computed::Fit(fit) => self.fitted(fit),
            Computed::FitNotBegun(why) => self.plan.fitting = Fitting::Refused(why),
        }
    }

    fn forecast_made(&mut self, ticket: u64, forecast: Forecast) {
        if ticket == self.plan.ticket && matches!(self.plan.estimate, Estimate::Running(_)) {
            self.plan.estimate = Estimate::Done(forecast);
        }
    }

    pub(super) fn set_plan(&mut self, plan: Plan, now: Now) -> Option<Effect> {
        let mut holidays = plan.holidays;
        holidays.sort_unstable();
        holidays.dedup();
        holidays.truncate(MOST_HOLIDAYS);
        let minutes = plan.minutes.map(|minutes| minutes.clamp(1, LONGEST_DAY));
        let plan = Plan { minutes, holidays, ..plan };
        if plan == self.progress.plan().cloned().unwrap_or_default() {
            return None;
        }
        self.keep_or_tell(What::Plan(plan), Origin::Page, now)
    }

    pub(super) fn accept_catch_up(
        &mut self,
        catch_up: Vec<(StudyDay, u32)>,
        now: Now,
    ) -> Option<Effect> {
        let plan = self.progress.plan().cloned().unwrap_or_default();
        self.set_plan(Plan { catch_up, ..plan }, now)
    }

    pub(super) fn put_away_catch_up(&mut self, now: Now) {
        self.plan.put_away = Some(self.progress.study_day(now.moment));
    }

    /// Tells what was done, with the way to undo it.
    pub(super) fn tell_with_undo(&mut self, text: &str, of: EntryRef) {
        self.tell(text.to_owned(), Tone::Calm);
        if let Some(notice) = self.notice.as_mut().filter(|notice| notice.tone == Tone::Calm) {
            notice.undo = Some(of);
        }
    }

    pub(super) fn plan_kept(&mut self, at: EntryRef, now: Now) {
        self.replan(now);
        self.tell_with_undo("Your plan is kept.", at);
    }

    pub(super) fn parameters_kept(&mut self, at: EntryRef, now: Now) {
        self.replan(now);
        if let Some(words) = self.plan.words.take() {
            self.plan.fitting = Fitting::Idle;
            self.tell_with_undo(words, at);
        }
    }

    pub(super) fn undo_entry(&mut self, of: EntryRef, now: Now) -> Option<Effect> {
        self.keep_or_tell(What::Undo { of }, Origin::Page, now)
    }

    /// A change of the plan or of the parameters was undone or redone.
    pub(super) fn plan_undone(&mut self, way: Way, now: Now) {
        self.replan(now);
        self.tell_way(
            way,
            "The last change of your plan is undone.",
            "The last change of your plan is done again.",
        );
    }

    // --- fitting ---

    pub(super) fn start_fit(&mut self) -> Option<Effect> {
        if matches!(self.plan.fitting, Fitting::Running(_)) {
            return None;
        }
        self.plan.fitting = Fitting::Running(0.0);
        Some(Effect::Compute(ComputeJob::Fit(Box::new(FitInput::new(&self.progress)))))
    }

    fn fit_share(&mut self, share: f32) {
        if let Fitting::Running(done) = &mut self.plan.fitting {
            *done = share;
        }
    }

    fn fitted(&mut self, fit: Result<Box<Fit>, NoFit>) {
        if !matches!(self.plan.fitting, Fitting::Running(_)) {
            return;
        }
        self.plan.fitting = match fit {
            Ok(fit) => Fitting::Done(fit),
            Err(NoFit::Stopped) => Fitting::Idle,
            Err(NoFit::TooFew(answers)) => Fitting::Refused(format!(
                "There are {answers} answers to learn from; {ANSWERS_NEEDED} are needed."
            )),
            Err(NoFit::NoWeights) => Fitting::Refused(
                "Your answers give no weights that can be used. Nothing was changed; it can be \
                 tried again after more reviews."
                    .to_owned(),
            ),
        };
    }

    pub(super) fn let_go_of_fit(&mut self) {
        if !matches!(self.plan.fitting, Fitting::Running(_)) {
            self.plan.fitting = Fitting::Idle;
        }
    }

    /// Takes the fitted weights; everything else stays as it is set now.
    pub(super) fn take_fit(&mut self, now: Now) -> Option<Effect> {
        let Fitting::Done(fit) = &self.plan.fitting else { return None };
        let Parameters { weights_micro, fitted_by, .. } = fit.parameters.clone();
        let words = "Your reviews are scheduled by your own answers from now on.";
        self.set_weights((weights_micro, fitted_by), words, now)
    }

    /// Goes back to the published weights.
    pub(super) fn drop_fit(&mut self, now: Now) -> Option<Effect> {
        let words = "Your reviews are scheduled by the published weights from now on.";
        self.set_weights((Vec::new(), String::new()), words, now)
    }

    fn set_weights(
        &mut self,
        (weights_micro, fitted_by): (Vec<i64>, String),
        words: &'static str,
        now: Now,
    ) -> Option<Effect> {
        let parameters =
            Parameters { weights_micro, fitted_by, ..self.progress.parameters().clone() };
        let effect = self.keep_or_tell(What::Parameters(parameters), Origin::Page, now)?;
        self.plan.words = Some(words);
        Some(effect)
    }
}
