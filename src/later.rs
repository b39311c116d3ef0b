//! Parts of the program that a browser loads when they are first needed, so that the first page is there sooner. Which
//! parts there are, and where the program is cut, is in `main.rs`; the rooms only take what loads them.

use futures_util::future::LocalBoxFuture;

/// Brings a part of the program.
pub type Later<Part> = fn() -> LocalBoxFuture<'static, Result<Part, NotLoaded>>;

/// The part didn't come: the network is gone, or a newer build has replaced it on the host. Asking again tries again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a part of Luk could not be loaded")]
pub struct NotLoaded;
