//! `cargo xtask simulate`: as many stories of the simulation as one likes, in an optimised build.

use crate::arguments::Seeds;
use crate::failure::Failure;
use crate::process::run;
use crate::tools::cargo;
use crate::workspace::Workspace;

/// Tells the stories of these seeds.
///
/// # Errors
/// When one ends badly; the lines before say which, and how it went.
pub(crate) fn simulate(workspace: &Workspace, seeds: &Seeds) -> Result<(), Failure> {
    let mut tell = cargo(workspace);
    tell.args([
        "test",
        "--locked",
        "--profile",
        "bench",
        "--package",
        "luk",
        "--test",
        "simulation",
    ]);
    tell.args(["every_story", "--", "--nocapture"]);
    tell.env("LUK_SEEDS", seeds.count.to_string());
    run(tell.env("LUK_FROM", seeds.from.to_string()))
}
