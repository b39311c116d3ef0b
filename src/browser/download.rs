//! Texts and files as downloads: an address for a link that the person clicks. Clicks nothing by itself.

use js_sys::Array;
use web_sys::{Blob, BlobPropertyBag, Url};

/// The address of something in memory or in private storage, valid until it is dropped.
#[derive(Debug)]
pub struct DownloadAddress(String);

impl DownloadAddress {
    /// An address for this blob or file.
    #[must_use]
    pub fn of(blob: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(blob).ok().map(Self)
    }

    /// An address for this text.
    #[must_use]
    pub fn of_text(text: &str, media_type: &str) -> Option<Self> {
        let kind = BlobPropertyBag::new();
        kind.set_type(media_type);
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind).ok()?;
        Self::of(&blob)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for DownloadAddress {
    fn drop(&mut self) {
        // Fails only for an address that is none.
        let _ = Url::revoke_object_url(&self.0);
    }
}
