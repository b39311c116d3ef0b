//! Running other programs, with their output streaming through.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// Runs a program to its end.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let program = name_of(command);
    let status = command.status().map_err(|source| Failure::Start {
        program: program.clone(),
        source,
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Program(program))
    }
}

/// Runs a program to its end and shows each line of its standard output to a reader, too.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub(crate) fn run_reading(command: &mut Command, mut read: impl FnMut(&str)) -> Result<(), Failure> {
    let program = name_of(command);
    let start_failure = |source| Failure::Start {
        program: program.clone(),
        source,
    };
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(start_failure)?;
    if let Some(output) = child.stdout.take() {
        pass_on(output, &mut read).map_err(start_failure)?;
    }
    let status = child.wait().map_err(start_failure)?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Program(program))
    }
}

/// What a program prints, or nothing when it is not there or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Copies whole lines, so that a line is never torn between what is shown and what is read.
fn pass_on(output: impl Read, read: &mut impl FnMut(&str)) -> std::io::Result<()> {
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    let mut terminal = std::io::stdout();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        terminal.write_all(&line)?;
        terminal.flush()?;
        read(String::from_utf8_lossy(&line).trim_end());
    }
}

/// The program and its arguments, as a person would type them.
fn name_of(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut words = vec![
        program
            .file_name()
            .unwrap_or(program.as_os_str())
            .to_string_lossy()
            .into_owned(),
    ];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
