//! `cargo xtask test`: every check and test, one after the other, with totals at the end.

use std::path::Path;
use std::process::Command;

use crate::arguments::Stage;
use crate::failure::Failure;
use crate::practice;
use crate::process::{run, run_reading};
use crate::site::{self, Profile};
use crate::tools::{self, cargo};
use crate::workspace::Workspace;

mod counts;

use counts::Counts;

/// Runs the stages. A failing stage does not keep the others from running.
///
/// # Errors
/// When a stage failed; the lines before the totals say which one and why.
pub(crate) fn test(workspace: &Workspace, stages: &[Stage]) -> Result<(), Failure> {
    let mut total = Counts::default();
    let mut failed = Vec::new();
    let mut lines = Vec::new();
    for stage in stages {
        println!("\n== {} ==", stage.name());
        let mut counts = Counts::default();
        let outcome = run_stage(workspace, *stage, &mut counts);
        lines.push(match &outcome {
            Ok(()) => format!("{}: {counts}", stage.name()),
            Err(failure) => format!("{}: {counts}. {failure}", stage.name()),
        });
        if outcome.is_err() || counts.failed > 0 {
            failed.push(stage.name());
        }
        total.add(&counts);
    }
    println!();
    for line in lines {
        println!("{line}");
    }
    if !failed.is_empty() {
        println!("Failed stages: {}", failed.join(", "));
    }
    println!("{total}");
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Stages)
    }
}

fn run_stage(workspace: &Workspace, stage: Stage, counts: &mut Counts) -> Result<(), Failure> {
    match stage {
        Stage::Format => {
            tools::ensure_rust_components(workspace)?;
            run(cargo(workspace).args(["fmt", "--all", "--check"]))
        }
        Stage::Lint => lint(workspace),
        Stage::Native => {
            ensure_checkers()?;
            let mut command = cargo(workspace);
            command.args(["test", "--locked", "--workspace", "--no-fail-fast"]);
            run_reading(&mut command, |line| counts.read_test_result(line))
        }
        Stage::Browser => browser(workspace, counts),
        Stage::Clients => clients(workspace, counts),
        Stage::EndToEnd => end_to_end(workspace, counts),
    }
}

/// The programs that tests open an exported archive with: ones that nobody here wrote.
fn ensure_checkers() -> Result<(), Failure> {
    for program in ["unzip", "python3"] {
        tools::ensure_debian_program(Path::new(program), program)?;
    }
    Ok(())
}

fn lint(workspace: &Workspace) -> Result<(), Failure> {
    tools::ensure_rust_components(workspace)?;
    tools::ensure_build_tools(workspace)?;
    run(cargo(workspace).args([
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    // The practice cloud is to run inside a page too: without threads, clock or sockets.
    run(cargo(workspace).args([
        "check",
        "--locked",
        "--package",
        "practice",
        "--lib",
        "--no-default-features",
        "--target",
        "wasm32-unknown-unknown",
    ]))?;
    let mut wasm = cargo(workspace);
    wasm.args([
        "clippy",
        "--locked",
        "--package",
        "luk",
        "--lib",
        "--bins",
        "--test",
        "browser",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    run(wasm.args(["--", "-D", "warnings"]))
}

/// Tests that run inside a browser, by wasm-bindgen's own runner. They live in one file.
fn browser(workspace: &Workspace, counts: &mut Counts) -> Result<(), Failure> {
    tools::ensure_build_tools(workspace)?;
    tools::ensure_chromium()?;
    let driver = Path::new("/usr/bin/chromedriver");
    tools::ensure_debian_program(driver, "chromium-driver")?;
    let mut command = cargo(workspace);
    command.args([
        "test",
        "--locked",
        "--package",
        "luk",
        "--test",
        "browser",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    command.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        workspace.tools().join("bin/wasm-bindgen-test-runner"),
    );
    command.env("CHROMEDRIVER", driver);
    run_reading(&mut command, |line| counts.read_test_result(line))
}

/// Clients that nobody here wrote, against the practice cloud under Microsoft's own names.
fn clients(workspace: &Workspace, counts: &mut Counts) -> Result<(), Failure> {
    practice::build(workspace)?;
    tools::ensure_node_packages(&workspace.clients())?;
    tools::ensure_chromium()?;
    let mut node = Command::new("node");
    node.arg("run.js")
        .current_dir(workspace.clients())
        .env("LUK_PRACTICE", workspace.debug_binary("practice"));
    run_reading(&mut node, |line| counts.read_node_total(line))
}

fn end_to_end(workspace: &Workspace, counts: &mut Counts) -> Result<(), Failure> {
    site::build(workspace, Profile::Release)?;
    practice::build(workspace)?;
    tools::ensure_node_packages(&workspace.end_to_end())?;
    tools::ensure_chromium()?;
    ensure_checkers()?;
    let report = workspace.target.join("e2e-report.json");
    // A report of an earlier run must not count for this one.
    drop(std::fs::remove_file(&report));
    let mut playwright = Command::new("npx");
    playwright
        .args(["--no-install", "playwright", "test"])
        .current_dir(workspace.end_to_end());
    playwright
        .env("LUK_XTASK", workspace.debug_binary("xtask"))
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    let outcome = run(&mut playwright);
    match std::fs::read_to_string(&report) {
        Ok(text) => {
            let problem = |error: serde_json::Error| Failure::Content {
                path: report,
                problem: error.to_string(),
            };
            counts.add(&Counts::of_playwright(&text).map_err(problem)?);
            outcome
        }
        Err(source) => outcome.and(Err(Failure::file(&report, source))),
    }
}
