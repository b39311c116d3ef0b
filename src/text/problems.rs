//! What a person is told when something went wrong: what happened, what it means, what to do, in each language.
//!
//! Says nothing of codes and request ids: those come with the problem itself and are shown beneath.

pub(super) mod da;
pub(super) mod en;
pub(super) mod nb;

/// What a person is told about a problem.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Message {
    /// What happened, as a heading.
    pub happened: &'static str,
    /// What it means: above all whether anything was changed, and whether anything is lost.
    pub means: &'static str,
    /// What to do.
    pub todo: &'static str,
}

/// A message: what happened, what it means, what to do.
const fn say(happened: &'static str, means: &'static str, todo: &'static str) -> Message {
    Message { happened, means, todo }
}
