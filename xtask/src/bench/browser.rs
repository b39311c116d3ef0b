//! Luk measured in a real browser, by Playwright in `tests/e2e/bench`: the site as it is built for release, the practice cloud as
//! it is built for the tests. What is measured is written there and judged here.

use std::process::Command;

use serde::Deserialize;

use super::Verdict;
use super::deleting::{self, Deleting};
use super::reading::{self, Reading};
use crate::failure::Failure;
use crate::practice;
use crate::process::run;
use crate::site::{self, Profile};
use crate::tools;
use crate::workspace::Workspace;

/// A line of the file that the measurements write.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Line {
    Deleting(Deleting),
    Reading(Reading),
}

/// Measures and judges.
///
/// # Errors
/// When something can't be built or measured, or a figure misses its target.
pub(super) fn bench(workspace: &Workspace) -> Result<(), Failure> {
    site::build(workspace, Profile::Release)?;
    practice::build(workspace)?;
    tools::ensure_node_packages(&workspace.end_to_end())?;
    tools::ensure_node_packages(&workspace.clients())?;
    tools::ensure_chromium()?;
    let figures = workspace.target.join("bench-figures.jsonl");
    // Figures of an earlier run must not count for this one.
    drop(std::fs::remove_file(&figures));
    let mut playwright = Command::new("npx");
    playwright
        .args(["--no-install", "playwright", "test", "--config", "bench.config.js"])
        .current_dir(workspace.end_to_end())
        .env("LUK_XTASK", workspace.debug_binary("xtask"))
        .env("LUK_FIGURES", &figures);
    run(&mut playwright)?;
    let text = std::fs::read_to_string(&figures).map_err(|source| Failure::file(&figures, source))?;
    let content = |problem: String| Failure::Content {
        path: figures.clone(),
        problem,
    };
    let (deleted, read) = split(&text).map_err(|error| content(error.to_string()))?;
    let missing = || content("not everything was measured".to_owned());
    let (table, lost) = deleting::judge(&deleted).ok_or_else(missing)?;
    let (lines, figures) = reading::judge(&read).ok_or_else(missing)?;
    println!("\n{table}\n{lines}");
    if [lost, figures].contains(&Verdict::Missed) {
        return Err(Failure::Targets);
    }
    Ok(())
}

fn split(text: &str) -> serde_json::Result<(Vec<Deleting>, Vec<Reading>)> {
    let (mut deleted, mut read) = (Vec::new(), Vec::new());
    for line in text.lines() {
        match serde_json::from_str(line)? {
            Line::Deleting(one) => deleted.push(one),
            Line::Reading(one) => read.push(one),
        }
    }
    Ok((deleted, read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_measurement_of_its_kind() {
        let text = r#"{"deleting":{"who":"sdkBatches","faults":50,"users":2000,"left":990,"lost":990,"requests":100,"preflights":0,"seconds":0.3}}
{"reading":{"users":100000,"seconds":4.2,"bytes":47906816,"measured":99900,"work":0.7}}"#;
        let (deleted, read) = split(text).unwrap();
        assert_eq!((deleted.len(), read.len()), (1, 1));
        assert!(split("{\"guessing\":{}}").is_err());
    }
}
