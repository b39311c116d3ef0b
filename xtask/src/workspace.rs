//! Where things are: the project's root, its `target/`, the tools below it.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The folders of this checkout.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Finds the project from the current folder upwards.
    ///
    /// # Errors
    /// When the current folder is not inside the project.
    pub(crate) fn find() -> Result<Self, Failure> {
        let start = std::env::current_dir().map_err(|source| Failure::file(".", source))?;
        let is_root = |folder: &&Path| folder.join("Cargo.lock").is_file() && folder.join("xtask").is_dir();
        let root = start.ancestors().find(is_root).ok_or(Failure::NoWorkspace)?.to_owned();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => start.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// Where xtask installs the tools of the build.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The folder of the end-to-end tests with their npm packages; wasm-opt is one of them.
    pub(crate) fn end_to_end(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    /// The folder of the tests by clients that nobody here wrote, with those clients' npm packages.
    pub(crate) fn clients(&self) -> PathBuf {
        self.root.join("tests/clients")
    }

    /// A program of this workspace, built for debugging.
    pub(crate) fn debug_binary(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }
}
