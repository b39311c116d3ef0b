//! The manifest: the last file of an archive, with the size and SHA-256 of every other. An archive without it is not whole.

use serde::Serialize;

use crate::protocol::Part;
use crate::tenant::{Moment, Problem, TenantId};

/// Its name in the archive.
pub const NAME: &str = "manifest.json";

/// The manifest.
#[derive(Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    format: &'static str,
    tenant: TenantId,
    written_at: Moment,
    /// The files.
    pub files: Vec<FileSum>,
    /// What is not in the archive.
    pub missing: Vec<Missing>,
}

/// A file of the archive.
#[derive(Serialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub struct FileSum {
    /// Its name.
    pub name: String,
    /// Its size, uncompressed.
    pub bytes: u64,
    /// How many objects it holds.
    pub rows: u64,
    /// SHA-256 of its content.
    pub sha256: String,
}

/// A part that could not be read.
#[derive(Serialize, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    part: Part,
    code: Option<String>,
    request_id: Option<String>,
}

impl Missing {
    /// A part and why.
    #[must_use]
    pub fn of(part: Part, problem: &Problem) -> Self {
        Self {
            part,
            code: problem.code.clone(),
            request_id: problem.request_id.clone(),
        }
    }
}

impl Manifest {
    /// A manifest without files.
    #[must_use]
    pub const fn new(tenant: TenantId, written_at: Moment) -> Self {
        Self {
            format: "luk-export-1",
            tenant,
            written_at,
            files: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// The manifest as text.
    #[must_use]
    pub fn to_text(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self).unwrap_or_default();
        text.push(b'\n');
        text
    }
}
