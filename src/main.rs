//! The program: reads the command line, then opens the window or does what was asked without one.

#![forbid(unsafe_code)]

use clap::Parser as _;
use ems_study::cli::{self, Arguments};
use std::io::{self, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Err(message) = fill_demo(&arguments) {
        return fail(&message);
    }
    let result = match &arguments.command {
        Some(command) => {
            cli::run(&arguments, command, &mut io::stdin().lock(), &mut io::stdout().lock())
        }
        None => Ok(open_window(&arguments)),
    };
    match result {
        Ok(code) => code,
        // Whoever reads the output has closed it: there is nobody left to tell.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

/// Fills the folder with the history that was asked for, if one was.
fn fill_demo(arguments: &Arguments) -> Result<(), String> {
    let Some(kind) = arguments.demo else { return Ok(()) };
    let (curriculum, _) = ems_study::curriculum::load_bundled();
    let now = arguments.clock().moment();
    cli::fill_demo(arguments.data_dir.as_deref(), kind, &curriculum, now)
}

fn fail(message: &str) -> ExitCode {
    _ = writeln!(io::stderr(), "ems-study: {message}");
    ExitCode::FAILURE
}

#[cfg(feature = "gui")]
fn open_window(arguments: &Arguments) -> ExitCode {
    let (curriculum, problems) = ems_study::curriculum::load_bundled();
    if let Some(problem) = problems.first() {
        return fail(&format!("the bundled content is not fit to be shown: {problem}"));
    }
    let folder = arguments.data_dir.as_deref();
    let start = ems_study::app::Start::open(curriculum.into(), folder, arguments.clock())
        .at(arguments.open.as_deref());
    match ems_study::app::run(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => fail(&message),
    }
}

#[cfg(not(feature = "gui"))]
fn open_window(_: &Arguments) -> ExitCode {
    fail("this build has no window; see --help for the commands that need none")
}
