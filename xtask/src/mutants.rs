//! `cargo xtask mutants`: takes each guard that protects a promise out once, in a copy of the project, and looks whether the
//! simulation notices. Changes nothing in the project itself.

mod guards;

use std::path::Path;

use crate::failure::Failure;
use crate::process::run;
use crate::tools::cargo;
use crate::workspace::Workspace;
use guards::{GUARDS, Guard};

/// In so many stories the lack of a guard must show.
const SEEDS: &str = "10000";

/// What a copy needs to be built.
const SOURCES: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    ".clippy.toml",
    "src",
    "practice",
    "tests",
    "xtask",
];

/// Takes the guards out one by one: all, or those of which the description holds one of the words.
///
/// # Errors
/// When the simulation doesn't notice one, no guard is meant, or the copy can't be made or built.
pub(crate) fn mutants(workspace: &Workspace, words: &[String]) -> Result<(), Failure> {
    let is_meant = |guard: &&Guard| words.is_empty() || words.iter().any(|word| guard.what.contains(word.as_str()));
    let guards: Vec<&Guard> = GUARDS.iter().filter(is_meant).collect();
    if guards.is_empty() {
        return Err(Failure::Usage(format!("no guard is described by {}", words.join(", "))));
    }
    let copy = workspace.target.join("mutants");
    let tree = copy.join("tree");
    if tree.exists() {
        std::fs::remove_dir_all(&tree).map_err(|source| Failure::file(&tree, source))?;
    }
    std::fs::create_dir_all(&tree).map_err(|source| Failure::file(&tree, source))?;
    for name in SOURCES {
        copy_all(&workspace.root.join(name), &tree.join(name))?;
    }
    println!("Without a change …");
    if simulate(workspace, &copy, "100").is_err() {
        return Err(Failure::Unnoticed("the simulation fails as it is".to_owned()));
    }
    let mut unnoticed = Vec::new();
    for guard in &guards {
        let path = tree.join(guard.file);
        let source = std::fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?;
        let without = guard.taken_out_of(&source)?;
        std::fs::write(&path, without).map_err(|source| Failure::file(&path, source))?;
        println!("Without the guard that {} …", guard.what);
        build(workspace, &copy)?;
        let noticed = simulate(workspace, &copy, SEEDS).is_err();
        std::fs::write(&path, source).map_err(|source| Failure::file(&path, source))?;
        println!("  {}", if noticed { "noticed" } else { "NOT NOTICED" });
        if !noticed {
            unnoticed.push(guard.what);
        }
    }
    println!("{} of {} noticed", guards.len() - unnoticed.len(), guards.len());
    if unnoticed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Unnoticed(unnoticed.join("; ")))
    }
}

/// A copy that does not even build has proven nothing.
fn build(workspace: &Workspace, copy: &Path) -> Result<(), Failure> {
    let mut build = cargo(workspace);
    build.args([
        "test",
        "--quiet",
        "--no-run",
        "--package",
        "luk",
        "--test",
        "simulation",
    ]);
    build.arg("--target-dir").arg(copy.join("target"));
    run(build.current_dir(copy.join("tree")).env("RUSTFLAGS", "-Awarnings"))
}

fn simulate(workspace: &Workspace, copy: &Path, seeds: &str) -> Result<(), Failure> {
    let mut tell = cargo(workspace);
    tell.args(["test", "--quiet", "--package", "luk", "--test", "simulation"]);
    tell.arg("--target-dir").arg(copy.join("target")).arg("every_story");
    tell.env("LUK_SEEDS", seeds)
        .env("LUK_UNTIL_BAD", "1")
        .env("RUSTFLAGS", "-Awarnings")
        .env("RUST_BACKTRACE", "0")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    run(tell.current_dir(copy.join("tree")))
}

/// Copies a file, or a folder without what was installed or built in it.
fn copy_all(from: &Path, to: &Path) -> Result<(), Failure> {
    let failure = |source| Failure::file(from, source);
    if !from.is_dir() {
        return std::fs::copy(from, to).map(drop).map_err(failure);
    }
    std::fs::create_dir_all(to).map_err(failure)?;
    for entry in std::fs::read_dir(from).map_err(failure)? {
        let name = entry.map_err(failure)?.file_name();
        if name != "node_modules" && name != "target" {
            copy_all(&from.join(&name), &to.join(&name))?;
        }
    }
    Ok(())
}

impl Guard {
    /// The source without the guard.
    ///
    /// # Errors
    /// When the guard isn't there exactly once: then this list is out of date.
    fn taken_out_of(&self, source: &str) -> Result<String, Failure> {
        if source.matches(self.with).count() == 1 {
            Ok(source.replacen(self.with, self.without, 1))
        } else {
            Err(Failure::Unnoticed(format!(
                "{} no longer holds the guard that {}",
                self.file, self.what
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guard_of_the_list_is_in_the_source() {
        let workspace = Workspace::find().unwrap();
        for guard in &GUARDS {
            let source = std::fs::read_to_string(workspace.root.join(guard.file)).unwrap();
            guard.taken_out_of(&source).unwrap();
        }
    }
}
