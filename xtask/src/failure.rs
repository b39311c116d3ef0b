//! What can go wrong in a command, in words for the person at the terminal.

use std::path::{Path, PathBuf};

use crate::finish::FinishError;

/// Why a command ended without doing its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line is not understood.
    #[error("{0}\nSee `cargo xtask help`.")]
    Usage(String),
    /// Started outside the project.
    #[error("run this inside the project's folder")]
    NoWorkspace,
    /// A program could not be started.
    #[error("{program} could not be started: {source}")]
    Start { program: String, source: std::io::Error },
    /// A program said that it failed; its own output stands above.
    #[error("{0} failed, see above")]
    Program(String),
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// A file does not hold what it should.
    #[error("{}: {problem}", path.display())]
    Content { path: PathBuf, problem: String },
    /// Something has to be installed by hand.
    #[error("{what} is missing. Install it with: {command}")]
    Install { what: String, command: String },
    /// The built site could not be finished.
    #[error("the site could not be finished: {0}")]
    Finish(#[from] FinishError),
    /// A port could not be opened.
    #[error("port {port} could not be opened: {source}")]
    Port { port: u16, source: std::io::Error },
    /// The practice cloud did not start or ended by itself.
    #[error("the practice cloud {0}")]
    Practice(String),
    /// The site is larger than its budget.
    #[error("the first load is {actual} kB with brotli; at most {limit} kB are allowed")]
    TooLarge { actual: usize, limit: usize },
    /// A measured figure is worse than it should be.
    #[error("not every figure meets its target, see above")]
    Targets,
    /// The simulation does not notice that a guard is gone.
    #[error("not noticed: {0}")]
    Unnoticed(String),
    /// Some stages of the tests failed; which ones is printed with the totals.
    #[error("some stages failed, see above")]
    Stages,
}

impl Failure {
    pub(crate) fn file(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        Self::File {
            path: path.as_ref().to_owned(),
            source,
        }
    }
}
