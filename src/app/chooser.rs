//! The system's own window in which a file or folder is chosen, on a thread of its own.

use crate::state::{Choose, DesktopReport, Outcome};
use rfd::AsyncFileDialog;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Nobody closes such a window this fast: it never opened.
const AT_ONCE: Duration = Duration::from_millis(400);

/// Opens the window, and gathers what was chosen.
pub(super) struct Chooser {
    outbox: Sender<Outcome>,
    done: Receiver<Outcome>,
}

impl Chooser {
    pub(super) fn new() -> Self {
        let (outbox, done) = channel();
        Self { outbox, done }
    }

    /// Opens the window. `wake` is called when it is closed; `elapsed` tells the time since now.
    pub(super) fn open(
        &self,
        what: Choose,
        elapsed: impl Fn() -> Duration + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) {
        let dialog = AsyncFileDialog::new();
        // Some systems want the window to be made on this thread; all can wait for it on another.
        let closed: Pin<Box<dyn Future<Output = _> + Send>> = match what {
            Choose::Cards => Box::pin(
                dialog
                    .set_title("Import cards")
                    .add_filter("Cards", &["apkg", "colpkg", "csv", "tsv", "ron", "zip"])
                    .add_filter("All files", &["*"])
                    .pick_file(),
            ),
            Choose::Backup => Box::pin(
                dialog
                    .set_title("Bring in from a file")
                    .add_filter("Everything in one file", &["zip"])
                    .add_filter("All files", &["*"])
                    .pick_file(),
            ),
            Choose::ExportFolder => Box::pin(dialog.set_title("Export to a folder").pick_folder()),
        };
        let outbox = self.outbox.clone();
        let wait = move || {
            let chosen = pollster::block_on(closed).map(|file| file.path().to_owned());
            let report = match chosen {
                Some(path) => Some(DesktopReport::Chosen(what, path)),
                None if elapsed() < AT_ONCE => Some(DesktopReport::NoDialog),
                None => None,
            };
            if let Some(report) = report {
                _ = outbox.send(Outcome::Desktop(report));
                wake();
            }
        };
        if std::thread::Builder::new().name("chooser".to_owned()).spawn(wait).is_err() {
            _ = self.outbox.send(Outcome::Desktop(DesktopReport::NoDialog));
        }
    }

    /// What was chosen.
    pub(super) fn done(&self) -> Vec<Outcome> {
        self.done.try_iter().collect()
    }
}
