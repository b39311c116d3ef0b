//! Sums over file contents: for names, for the service worker's list and for the browser's integrity check.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

use super::Files;

/// The SHA-256 of a file in hex, as the service worker compares it.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first 64 bits of the SHA-256 in hex: the part of a file name that stands for the content.
pub(crate) fn short(bytes: &[u8]) -> String {
    sha256_hex(bytes).chars().take(16).collect()
}

/// The value of an `integrity` attribute (Subresource Integrity, section 3.2).
pub(super) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// The id of a build: a sum over the name and content of every file.
pub(super) fn build_id(files: &Files) -> String {
    let mut sum = Sha256::new();
    for (path, bytes) in files {
        sum.update(path.as_bytes());
        sum.update([0]);
        sum.update(Sha256::digest(bytes));
    }
    hex(&sum.finalize()).chars().take(16).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
