//! Work on values alone that may take long, so that no frame waits for it: the estimate for the exam
//! and the fit of the scheduler, each on a thread of its own.

use crate::state::{ComputeJob, Computed, Outcome};
use crate::study::{FitInput, FitWatch, ForecastInput, NoFit};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Hands such work out, and gathers what comes of it.
pub(super) struct Thinker {
    threaded: bool,
    /// Stops the estimate under way.
    stop: Arc<AtomicBool>,
    /// Watches the fit under way.
    fit: Option<FitWatch>,
    outbox: Sender<Computed>,
    done: Receiver<Computed>,
}

impl Thinker {
    /// With threads, or, as in headless tests, without.
    pub(super) fn new(threaded: bool) -> Self {
        let (outbox, done) = channel();
        Self { threaded, stop: Arc::default(), fit: None, outbox, done }
    }

    /// Begins a job. `wake` is called when it is done.
    pub(super) fn begin(&mut self, job: ComputeJob, wake: impl Fn() + Send + 'static) {
        match job {
            ComputeJob::Forecast(ticket, input) => self.forecast(ticket, input, wake),
            ComputeJob::Fit(input) => self.fit(input, wake),
        }
    }

    /// Begins an estimate; an earlier one that is still under way is stopped.
    fn forecast(
        &mut self,
        ticket: u64,
        input: Box<ForecastInput>,
        wake: impl Fn() + Send + 'static,
    ) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let (stop, outbox) = (Arc::clone(&self.stop), self.outbox.clone());
        let begun = self.run("forecast", move || {
            if let Some(forecast) = input.forecast(&mut |_| !stop.load(Ordering::Relaxed)) {
                _ = outbox.send(Computed::Forecast(ticket, Ok(forecast)));
                wake();
            }
        });
        if let Err(why) = begun {
            _ = self.outbox.send(Computed::Forecast(ticket, Err(why)));
        }
    }

    /// Begins a fit.
    fn fit(&mut self, input: Box<FitInput>, wake: impl Fn() + Send + 'static) {
        self.stop_fit();
        let watch = FitWatch::default();
        self.fit = Some(watch.clone());
        let outbox = self.outbox.clone();
        let begun = self.run("fit", move || {
            // The optimizer is not ours: should it give up, the program goes on.
            let fitted = catch_unwind(AssertUnwindSafe(|| input.fit(&watch)));
            let fitted = fitted.unwrap_or(Err(NoFit::NoWeights)).map(Box::new);
            _ = outbox.send(Computed::Fit(fitted));
            wake();
        });
        if let Err(why) = begun {
            _ = self.outbox.send(Computed::FitNotBegun(why));
        }
    }

    /// Asks the fit under way to stop.
    pub(super) fn stop_fit(&self) {
        if let Some(watch) = &self.fit {
            watch.stop();
        }
    }

    /// Whether a fit is under way, whose progress is to be shown.
    pub(super) fn is_fitting(&self) -> bool {
        self.fit.is_some()
    }

    /// What has come of it so far.
    pub(super) fn done(&mut self) -> Vec<Outcome> {
        let mut done: Vec<Computed> = self.done.try_iter().collect();
        let ends_fit = |c: &Computed| matches!(c, Computed::Fit(_) | Computed::FitNotBegun(_));
        if done.iter().any(ends_fit) {
            self.fit = None;
        }
        done.extend(self.fit.as_ref().map(|watch| Computed::FitShare(watch.share())));
        done.into_iter().map(Outcome::Compute).collect()
    }

    /// Does some work. The error says why it could not be begun.
    fn run(&self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), String> {
        if !self.threaded {
            work();
            return Ok(());
        }
        let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(work);
        spawned.map(drop).map_err(|error| format!("This cannot be worked out now: {error}."))
    }
}

impl Drop for Thinker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop_fit();
    }
}
