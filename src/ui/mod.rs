//! The page: shows a [`View`](crate::protocol::view::View) and sends commands. Decides nothing about a tenant and sends
//! no request.
#![expect(unreachable_pub, reason = "leptos' component macro writes `pub` items of its own")]

mod app;
mod conversation;
mod keeping;
mod later;
mod page;
mod pages;
mod parts;
mod route;

pub use app::mount;
pub use later::LaterParts;
pub use pages::{Behind, Pages, behind_the_start};
pub use route::Route;
