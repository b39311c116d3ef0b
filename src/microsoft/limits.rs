//! Microsoft's published limits, each with its source. What obeys them is in `client`.

use std::time::Duration;

/// The most requests in one `$batch`. Source: Graph, "Combine multiple requests in one HTTP call using JSON batching".
pub const BATCH: usize = 20;

/// The largest page of directory objects (`$top`). Source: Graph, list users.
pub const PAGE: u32 = 999;

/// Directory writes for one app in one tenant. Source: Graph, "Microsoft Graph service-specific throttling limits",
/// identity and access: 3,000 writes in 2 minutes 30 seconds.
pub const DIRECTORY_WRITES: Budget = Budget {
    tokens: 3_000,
    window: Duration::from_secs(150),
};

/// So many requests in so long a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// How many.
    pub tokens: u32,
    /// In how long.
    pub window: Duration,
}

/// How long a refresh token of a single-page application lives from the first sign-in on; refreshing doesn't extend it.
/// Source: Entra, "Refresh tokens in the Microsoft identity platform".
pub const SIGN_IN: Duration = Duration::from_hours(24);
