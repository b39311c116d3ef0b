//! Builds the site: page, style and wasm into `target/`, then the finished site in memory.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::finish::{Audience, Files, Site, Sources, finish};
use crate::tools::{ensure_build_tools, ensure_node_packages};
use crate::wasm;
use crate::workspace::Workspace;

/// How the wasm is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quickly.
    Debug,
    /// Small, with wasm-opt.
    Release,
}

/// The style sheets, in the order in which they build on each other. They become one file.
const STYLES: [&str; 7] = ["tokens", "base", "controls", "frame", "parts", "status", "work"];

/// Installs what the build needs and builds the wasm modules.
///
/// # Errors
/// When a tool is missing or the build fails.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<(), Failure> {
    ensure_build_tools(workspace)?;
    if profile == Profile::Release {
        ensure_node_packages(&workspace.end_to_end())?;
    }
    let made = wasm::build(workspace, profile)?;
    let folder = output_folder(workspace, profile);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|source| Failure::file(&folder, source))?;
    }
    std::fs::create_dir_all(&folder).map_err(|source| Failure::file(&folder, source))?;
    for (name, bytes) in read_folder(&made)? {
        write(&folder.join(name), &bytes)?;
    }
    let page = workspace.root.join("index.html");
    write(&folder.join("index.html"), &read(&page)?)?;
    let mut styles = Vec::new();
    for name in STYLES {
        styles.extend(read(&workspace.root.join(format!("style/{name}.css")))?);
    }
    write(&folder.join("luk.css"), &styles)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|source| Failure::file(path, source))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|source| Failure::file(path, source))
}

/// Finishes what was built last, with this configuration.
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
    let path = workspace.root.join("README.md");
    let readme = std::fs::read_to_string(&path).map_err(|source| Failure::file(&path, source))?;
    let sources = Sources {
        built,
        public,
        readme,
        config,
    };
    Ok(finish(sources, audience)?)
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
                let bytes = read(&path)?;
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
