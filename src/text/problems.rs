//! What a person is told when something went wrong: what happened, what it means, what to do, in each language.
//!
//! Says nothing of codes and request ids: those come with the problem itself and are shown beneath.

mod da;
mod en;
mod nb;

use super::Language;
use crate::tenant::ProblemKind;

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

/// The message for a kind of problem.
#[must_use]
pub const fn message(language: Language, kind: ProblemKind) -> Message {
    match language {
        Language::English => en::message(kind),
        Language::Danish => da::message(kind),
        Language::Norwegian => nb::message(kind),
    }
}
