//! Work on values alone that may take long, so that no frame waits for it: the estimate for the exam
//! and the fit of the scheduler, each on a thread of its own.

use crate::state::Action;
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
    outbox: Sender<Action>,
    done: Receiver<Action>,
}

impl Thinker {
    /// With threads, or, as in headless tests, without.
    pub(super) fn new(threaded: bool) -> Self {
        let (outbox, done) = channel();
        Self { threaded, stop: Arc::default(), fit: None, outbox, done }
    }

    /// Begins an estimate; an earlier one that is still under way is stopped. `wake` is called when
    /// it is made.
    pub(super) fn forecast(
        &mut self,
        ticket: u64,
        input: Box<ForecastInput>,
        wake: impl Fn() + Send + 'static,
    ) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let (stop, outbox) = (Arc::clone(&self.stop), self.outbox.clone());
        self.run("forecast", move || {
            if let Some(forecast) = input.forecast(&mut |_| !stop.load(Ordering::Relaxed)) {
                _ = outbox.send(Action::ForecastMade(ticket, forecast));
                wake();
            }
        });
    }

    /// Begins a fit. `wake` is called when it is done.
    pub(super) fn fit(&mut self, input: Box<FitInput>, wake: impl Fn() + Send + 'static) {
        self.stop_fit();
        let watch = FitWatch::default();
        self.fit = Some(watch.clone());
        let outbox = self.outbox.clone();
        self.run("fit", move || {
            // The optimizer is not ours: should it give up, the program goes on.
            let fitted = catch_unwind(AssertUnwindSafe(|| input.fit(&watch)));
            let fitted = fitted.unwrap_or(Err(NoFit::NoWeights)).map(Box::new);
            _ = outbox.send(Action::Fitted(fitted));
            wake();
        });
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
    pub(super) fn done(&mut self) -> Vec<Action> {
        let mut done: Vec<Action> = self.done.try_iter().collect();
        if done.iter().any(|action| matches!(action, Action::Fitted(_))) {
            self.fit = None;
        }
        done.extend(self.fit.as_ref().map(|watch| Action::FitShare(watch.share())));
        done
    }

    fn run(&mut self, name: &str, work: impl FnOnce() + Send + 'static) {
        if !self.threaded {
            work();
            return;
        }
        if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(work) {
            self.fit = None;
            _ = self.outbox.send(Action::Fitted(Err(NoFit::Stopped)));
            let text = format!("This cannot be worked out now: {error}.");
            _ = self.outbox.send(Action::Failed(text));
        }
    }
}

impl Drop for Thinker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop_fit();
    }
}
