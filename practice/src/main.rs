//! The practice cloud as a program: one listener on localhost for each origin, all around one model.

mod server;

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let options = match server::Options::read() {
        Ok(Some(options)) => options,
        Ok(None) => return say(server::USAGE, ExitCode::SUCCESS),
        Err(error) => return complain(&error.to_string()),
    };
    match server::run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error.to_string()),
    }
}

fn say(text: &str, code: ExitCode) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

fn complain(text: &str) -> ExitCode {
    // Without a standard error there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "practice: {text}");
    ExitCode::FAILURE
}
