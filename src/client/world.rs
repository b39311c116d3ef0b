//! The one seam to the outside: whatever the engine does, it does through a [`World`]. There is the browser's, and in
//! tests the practice world, where the cloud is in the same process and time is virtual.

use std::time::Duration;

use http::{Request, Response};

use crate::microsoft::signin::keys::PublicKey;
use crate::protocol::{ArchivePlace, Event};
use crate::tenant::Moment;

/// Network, clock, chance, the page, and the archive that an export writes.
#[expect(
    async_fn_in_trait,
    reason = "the engine runs on one thread; its futures are never sent to another"
)]
pub trait World: 'static {
    /// Sends a request and returns the whole answer. Dropping the future aborts the request.
    ///
    /// # Errors
    /// When no answer came, or the browser did not let the page see it.
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, NoAnswer>;

    /// Returns after this long, not earlier.
    async fn sleep(&self, duration: Duration);

    /// The time by this machine's clock, which may be wrong.
    fn now(&self) -> Moment;

    /// The time since some fixed moment, by a clock that nobody sets: waits and paces are measured by it.
    fn elapsed(&self) -> Duration;

    /// Keeps the confirmed plan where it outlives the tab, in place of any other; returns when it is kept.
    ///
    /// # Errors
    /// When the browser doesn't keep it: most often the disk is full.
    async fn keep_plan(&self, plan: &str) -> Result<(), NotKept>;

    /// The plan that was kept, as it was found; nothing if there is none.
    async fn kept_plan(&self) -> Option<String>;

    /// Drops the plan that was kept.
    async fn drop_plan(&self);

    /// Takes the lead over all tabs of this browser: only one has it, and it ends with the value that is returned or with
    /// the tab. Nothing if another tab has it.
    async fn take_lead(&self) -> Option<Lead>;

    /// Fills a buffer from a cryptographic generator.
    fn fill_random(&self, buffer: &mut [u8]);

    /// Whether an RS256 signature over a message is the key's. What can't be checked isn't.
    async fn holds_rs256(&self, key: &PublicKey, message: &[u8], signature: &[u8]) -> bool;

    /// Tells the page something.
    fn tell(&self, event: Event);

    /// Opens the archive for writing, empty.
    ///
    /// # Errors
    /// When the place can't be opened.
    async fn open_archive(&self, place: ArchivePlace) -> Result<(), ArchiveError>;

    /// Adds bytes at the archive's end; returns when the file system has taken them.
    ///
    /// # Errors
    /// When the file system doesn't take them: most often the disk is full.
    async fn write_archive(&self, bytes: &[u8]) -> Result<(), ArchiveError>;

    /// Ends the archive; only now it appears under its name.
    ///
    /// # Errors
    /// When the file system doesn't take it.
    async fn close_archive(&self) -> Result<(), ArchiveError>;

    /// Throws away an archive that isn't whole.
    async fn discard_archive(&self);

    /// Removes the archive of the origin's private file system, if there is one.
    async fn forget_archive(&self);
}

/// A request without an answer: it may or may not have been carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The connection failed, or the browser hides the answer.
    #[error("no answer")]
    Unreachable,
    /// The answer took too long.
    #[error("the answer took too long")]
    TimedOut,
}

/// Why an archive can't be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It could not be opened.
    #[error("the archive could not be opened")]
    NotOpened,
    /// It could not be written.
    #[error("the archive could not be written")]
    NotWritten,
}

/// The browser did not keep something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the browser did not keep it")]
pub struct NotKept;

/// The lead over all tabs, for as long as this value lives.
pub struct Lead(Option<Box<dyn FnOnce()>>);

impl Lead {
    /// A lead that is given back by calling this.
    pub fn new(give_back: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(give_back)))
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        if let Some(give_back) = self.0.take() {
            give_back();
        }
    }
}
