//! Builds the site: Trunk's part into `target/`, then the finished site in memory.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::finish::{Audience, Files, Site, Sources, finish};
use crate::process::run;
use crate::tools::{ensure_build_tools, ensure_node_packages, tool};
use crate::workspace::Workspace;

/// How the wasm is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quickly.
    Debug,
    /// Small, with wasm-opt.
    Release,
}

/// Installs what the build needs and runs Trunk.
///
/// # Errors
/// When a tool is missing or the build fails.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<(), Failure> {
    ensure_build_tools(workspace)?;
    let mut trunk = tool(workspace, "trunk");
    trunk
        .args(["build", "--config", "Trunk.toml", "--dist"])
        .arg(output_folder(workspace, profile));
    if profile == Profile::Release {
        ensure_node_packages(&workspace.end_to_end())?;
        trunk.arg("--release");
    }
    println!("Building the site …");
    // Trunk reads NO_COLOR as a bool and stops at its usual value, 1.
    run(trunk.env_remove("NO_COLOR"))
}

/// Finishes what Trunk built last, with this configuration.
///
/// # Errors
/// When the site was not built yet, or cannot be finished.
pub(crate) fn finished(
    workspace: &Workspace,
    profile: Profile,
    config: String,
    audience: Audience,
) -> Result<Site, Failure> {
    let built = read_folder(&output_folder(workspace, profile))?;
    let public = read_folder(&workspace.root.join("public"))?;
    Ok(finish(Sources { built, public, config }, audience)?)
}

fn output_folder(workspace: &Workspace, profile: Profile) -> PathBuf {
    workspace.target.join(match profile {
        Profile::Debug => "site-debug",
        Profile::Release => "site-release",
    })
}

fn read_folder(folder: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(current) = waiting.pop() {
        let failure = |source| Failure::file(&current, source);
        for entry in std::fs::read_dir(&current).map_err(failure)? {
            let path = entry.map_err(failure)?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let bytes = std::fs::read(&path).map_err(|source| Failure::file(&path, source))?;
                let below = path.strip_prefix(folder).unwrap_or(&path);
                let name: Vec<_> = below
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy())
                    .collect();
                files.insert(name.join("/"), bytes);
            }
        }
    }
    Ok(files)
}
