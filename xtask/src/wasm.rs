//! From Rust to the wasm modules and their script: cargo, then the splitter, then wasm-bindgen, then wasm-opt.
//!
//! By hand and not with Trunk, which knows nothing of modules in parts and would add little else: names by content,
//! integrity and pages come from `finish` anyway.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::finish::short_sum;
use crate::process::run;
use crate::site::Profile;
use crate::tools::{cargo, tool};
use crate::workspace::Workspace;

/// What Rust 1.95 compiles to for this target, and every browser of the last years runs.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What the finished modules were made from; when nothing of it changed they are made already.
const STAMP: &str = "made-from";

/// Compiles the program and takes it apart. Returns the folder that holds the modules and their scripts.
///
/// # Errors
/// When a tool fails.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf, Failure> {
    println!("Compiling the page and the engine …");
    let module = compile(workspace, profile)?;
    let bytes = std::fs::read(&module).map_err(|source| Failure::file(&module, source))?;
    let made_from = format!("{} {:?}", short_sum(&bytes), FEATURES);

    let folder = workspace.target.join(match profile {
        Profile::Debug => "wasm-debug",
        Profile::Release => "wasm-release",
    });
    let stamp = folder.join(STAMP);
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == made_from) {
        return Ok(folder.join("done"));
    }
    println!("Taking the module apart …");
    empty(&folder)?;
    let done = take_apart(workspace, &module, &folder)?;
    if profile == Profile::Release {
        println!("Making it small with wasm-opt …");
        for path in modules_in(&done)? {
            shrink(workspace, &path)?;
        }
    }
    std::fs::write(&stamp, made_from).map_err(|source| Failure::file(&stamp, source))?;
    Ok(done)
}

fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf, Failure> {
    let mut build = cargo(workspace);
    build.args([
        "build",
        "--quiet",
        "--locked",
        "--package",
        "luk",
        "--bin",
        "luk",
        "--target",
        "wasm32-unknown-unknown",
        "--target-dir",
    ]);
    build.arg(&workspace.target);
    if profile == Profile::Release {
        build.arg("--release");
    }
    run(&mut build)?;
    let kind = match profile {
        Profile::Debug => "debug",
        Profile::Release => "release",
    };
    Ok(workspace
        .target
        .join("wasm32-unknown-unknown")
        .join(kind)
        .join("luk.wasm"))
}

/// Splits the module at its marks (`src/main.rs`) and writes the script for the part that stays.
fn take_apart(workspace: &Workspace, module: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let done = folder.join("done");
    let mut split = tool(workspace, "wasm-split-cli");
    // It warns of debug information that it leaves out.
    split
        .arg(module)
        .arg(&done)
        .args(["--out-name", "luk"])
        .env("RUST_LOG", "error");
    run(&mut split)?;
    let main = folder.join("luk.wasm");
    let split_main = done.join("luk.wasm");
    std::fs::rename(&split_main, &main).map_err(|source| Failure::file(&split_main, source))?;
    let mut bind = tool(workspace, "wasm-bindgen");
    // The parts reach into the main module by what the linker exports.
    bind.args(["--target", "web", "--keep-lld-exports", "--no-typescript", "--out-dir"])
        .arg(&done)
        .arg(&main);
    run(&mut bind)?;
    Ok(done)
}

fn shrink(workspace: &Workspace, path: &Path) -> Result<(), Failure> {
    let mut optimize = tool(workspace, "wasm-opt");
    optimize
        .args(["-Oz", "--converge", "--strip-debug", "--quiet"])
        .args(FEATURES);
    run(optimize.arg(path).arg("-o").arg(path))
}

fn modules_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failure = |source| Failure::file(folder, source);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            found.push(path);
        }
    }
    Ok(found)
}

fn empty(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|source| Failure::file(folder, source))?;
    }
    std::fs::create_dir_all(folder).map_err(|source| Failure::file(folder, source))
}
