//! The project's commands, run as `cargo xtask COMMAND`: serve, test, simulate, mutants, bench, dist.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command speaks to the person at the terminal"
)]

mod arguments;
mod bench;
mod dist;
mod failure;
mod finish;
mod mutants;
mod practice;
mod process;
mod serve;
mod server;
mod simulate;
mod site;
mod test;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;

use arguments::Command;
use failure::Failure;
use workspace::Workspace;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        // The totals, already printed, name the stages and stay the last line.
        Err(Failure::Stages) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let command = Command::parse(std::env::args_os().skip(1))?;
    if command == Command::Help {
        print!("{}", arguments::HELP);
        return Ok(());
    }
    let workspace = Workspace::find()?;
    match command {
        Command::Serve(options) => serve::serve(&workspace, &options),
        Command::Test(stages) => test::test(&workspace, &stages),
        Command::Simulate(seeds) => simulate::simulate(&workspace, &seeds),
        Command::Mutants(words) => mutants::mutants(&workspace, &words),
        Command::Bench => bench::bench(&workspace),
        Command::Dist(options) => dist::dist(&workspace, &options),
        Command::Help => Ok(()),
    }
}
