//! The tools that the build and the tests need: each is looked for first and installed only when missing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::process::{output_of, run};
use crate::workspace::Workspace;

/// The splitter that belongs to the locked `wasm_split_helpers`: both read and write the same marks in the module.
const SPLITTER: &str = "0.2.4";

/// Tools are built once and run for seconds: what counts is how long building them takes.
const QUICK_BUILD: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// A new `cargo` in the project's folder.
pub(crate) fn cargo(workspace: &Workspace) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(&workspace.root);
    command
}

/// A tool by name, with the project's own tools before those of the machine.
pub(crate) fn tool(workspace: &Workspace, name: &str) -> Command {
    let own = workspace.tools().join("bin").join(name);
    let mut command = Command::new(if own.is_file() {
        own.into_os_string()
    } else {
        name.into()
    });
    command.current_dir(&workspace.root).env("PATH", search_path(workspace));
    command
}

fn search_path(workspace: &Workspace) -> OsString {
    let own = [
        workspace.tools().join("bin"),
        workspace.end_to_end().join("node_modules/.bin"),
    ];
    let machine = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = own.into_iter().chain(std::env::split_paths(&machine)).collect();
    std::env::join_paths(folders).unwrap_or(machine)
}

/// What builds the wasm modules and the page.
///
/// # Errors
/// When something is missing and cannot be installed.
pub(crate) fn ensure_build_tools(workspace: &Workspace) -> Result<(), Failure> {
    ensure_wasm_target()?;
    // Without --locked below, because a tool's own lock file may name versions that the registry no longer has.
    ensure_cargo_tool(
        workspace,
        "wasm_split_cli_support",
        SPLITTER,
        &["--features", "build-binary"],
    )?;
    // The generated script and the crate must be of the same version to the last digit.
    let version = locked_version(workspace, "wasm-bindgen")?;
    ensure_cargo_tool(workspace, "wasm-bindgen-cli", &version, &[])
}

/// The npm packages of a folder: Playwright, and wasm-opt for release builds; or the real clients.
///
/// # Errors
/// When npm is missing or fails.
pub(crate) fn ensure_node_packages(folder: &Path) -> Result<(), Failure> {
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&folder.join("package-lock.json")) {
        return Ok(());
    }
    println!("Installing the npm packages of {} …", folder.display());
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    match run(&mut npm) {
        Err(Failure::Start { .. }) => Err(Failure::Install {
            what: "npm".to_owned(),
            command: "apt-get install nodejs npm".to_owned(),
        }),
        result => result,
    }
}

/// rustfmt and clippy, which rustup's minimal profile leaves out.
///
/// # Errors
/// When rustup cannot add them.
pub(crate) fn ensure_rust_components(workspace: &Workspace) -> Result<(), Failure> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output_of(cargo(workspace).args([subcommand, "--version"])).is_none() {
            println!("Adding {component} with rustup …");
            run(Command::new("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// A program that Debian packages: installed when we are root, else the person is told how.
///
/// # Errors
/// When it is missing and cannot be installed.
pub(crate) fn ensure_debian_program(program: &Path, package: &str) -> Result<(), Failure> {
    if program.is_file() || on_path(program) {
        return Ok(());
    }
    if output_of(Command::new("id").arg("-u")).as_deref() != Some("0") {
        let command = format!("sudo apt-get update && sudo apt-get install {package}");
        return Err(Failure::Install {
            what: program.display().to_string(),
            command,
        });
    }
    println!("Installing Debian's {package} …");
    run(Command::new("apt-get").args(["update", "--quiet"]))?;
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--quiet", "--no-install-recommends", package]);
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The browser of the tests; LUK_CHROMIUM names another one.
///
/// # Errors
/// When it is missing and cannot be installed.
pub(crate) fn ensure_chromium() -> Result<(), Failure> {
    let named = std::env::var_os("LUK_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
    ensure_debian_program(Path::new(&named), "chromium")
}

fn on_path(program: &Path) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn ensure_wasm_target() -> Result<(), Failure> {
    let installed = output_of(Command::new("rustup").args(["target", "list", "--installed"]));
    if installed.is_some_and(|list| list.lines().any(|line| line == "wasm32-unknown-unknown")) {
        return Ok(());
    }
    println!("Adding the wasm32-unknown-unknown target with rustup …");
    run(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
}

fn ensure_cargo_tool(workspace: &Workspace, package: &str, version: &str, options: &[&str]) -> Result<(), Failure> {
    let mut list = cargo(workspace);
    list.args(["install", "--list", "--root"]).arg(workspace.tools());
    if output_of(&mut list).is_some_and(|list| has_tool(&list, package, version)) {
        return Ok(());
    }
    println!(
        "Building {package} {version} into {}: some minutes, once …",
        workspace.tools().display()
    );
    let mut install = cargo(workspace);
    install
        .arg("install")
        .arg("--root")
        .arg(workspace.tools())
        .args(options)
        .arg(format!("{package}@{version}"));
    // A profile that someone set for the project's own build must not reach the tools.
    run(install.env_remove("CARGO_BUILD_TARGET").envs(QUICK_BUILD))
}

/// Whether `cargo install --list` names this version.
fn has_tool(list: &str, package: &str, version: &str) -> bool {
    list.lines()
        .any(|line| line.trim_end_matches(':') == format!("{package} v{version}"))
}

/// The version of a package in Cargo.lock.
fn locked_version(workspace: &Workspace, package: &str) -> Result<String, Failure> {
    let path = workspace.root.join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?;
    version_in(&lock, package).ok_or_else(|| Failure::Content {
        path,
        problem: format!("{package} is not in it"),
    })
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
        .map(str::to_owned)
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_tool_comes_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "leptos"), None);
    }

    #[test]
    fn a_tool_of_another_version_is_not_the_tool() {
        let list = "wasm-bindgen-cli v0.2.130:\n    wasm-bindgen\n    wasm-bindgen-test-runner\n";
        assert!(has_tool(list, "wasm-bindgen-cli", "0.2.130"));
        assert!(!has_tool(list, "wasm-bindgen-cli", "0.2.13"));
        assert!(!has_tool(list, "wasm-bindgen", "0.2.130"));
    }
}
