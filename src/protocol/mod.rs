//! What the page and the engine say to each other: a [`Command`] goes down, an [`Event`] comes up, nothing else.
//!
//! Both travel as bytes over `postMessage` ([`wire`]). No token is part of either.

mod command;
mod consented;
mod event;
mod running;
mod said;
mod signed_out;
pub mod view;
pub mod wire;

pub use command::*;
pub use consented::Consented;
pub use event::*;
pub use running::*;
pub use said::Said;
pub use signed_out::SignedOut;
