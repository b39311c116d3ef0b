//! `cargo xtask bench`: the practice cloud's figures and the pace of a run, in an optimised build, and Luk in a real browser,
//! each held against its target.

mod browser;
mod deleting;
mod reading;

use crate::failure::Failure;
use crate::process::run;
use crate::tools::cargo;
use crate::workspace::Workspace;

/// Runs the benches.
///
/// # Errors
/// When a figure misses its target; the lines before say which.
pub(crate) fn bench(workspace: &Workspace) -> Result<(), Failure> {
    run(cargo(workspace).args(["bench", "--locked", "--package", "practice", "--bench", "figures"]))?;
    let mut pace = cargo(workspace);
    pace.args([
        "test",
        "--locked",
        "--profile",
        "bench",
        "--package",
        "luk",
        "--test",
        "engine",
    ]);
    run(pace.args(["pace::", "--", "--include-ignored", "--nocapture"]))?;
    browser::bench(workspace)
}

/// Whether a figure is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Met,
    Missed,
}

impl Verdict {
    const fn of(holds: bool) -> Self {
        if holds { Self::Met } else { Self::Missed }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "MISSED",
        }
    }
}
