//! What one answer inside a batch means for the thing it is about. Decides nothing about the run as a whole.

use std::time::Duration;

use crate::client::failure::{refusal_kind, refused};
use crate::client::retry::asked;
use crate::microsoft::graph::batch::Answer;
use crate::microsoft::refusal::Refusal;
use crate::protocol::WaitReason;
use crate::tenant::{Moment, Problem, ProblemKind};

/// What becomes of one thing after one answer.
#[derive(Debug)]
pub(super) enum Meaning {
    /// The service accepted it: to be verified.
    Accepted,
    /// The service says that the thing isn't there (any more): to be verified with more doubt.
    Absent,
    /// It won't go.
    Failed(Problem),
    /// The token isn't taken for it: it is to be tried again with another one.
    SignIn(Refusal),
    /// It is to be tried again.
    Again {
        /// How long the service asks to wait.
        wait: Option<Duration>,
        /// Why.
        reason: WaitReason,
        /// What to say if it is not tried any more.
        problem: Problem,
    },
}

/// Reads an answer. A missing one is not a success, nor one that makes no sense: nobody knows, so it is tried again. "Not
/// found" is one: a 429, a 5xx or a lost answer may have been carried out all the same.
pub(super) fn meaning(answer: Option<&Answer>, now: Moment) -> Meaning {
    let not_understood = || Meaning::Again {
        wait: None,
        reason: WaitReason::ServiceFailed,
        problem: Problem::new(ProblemKind::AnswerNotUnderstood, now),
    };
    let Some(answer) = answer else {
        return not_understood();
    };
    let refusal = &answer.refusal;
    let problem = refused(refusal, refusal_kind(answer.status), now);
    let again = |reason| Meaning::Again {
        wait: asked(refusal, now),
        reason,
        problem: problem.clone(),
    };
    match answer.status {
        // What Graph documents for deleting and changing: "returns 204 No Content", or 200 with what was changed.
        200 | 204 => Meaning::Accepted,
        // Any other success is one that no page of Graph's knows.
        201..=299 => not_understood(),
        404 => Meaning::Absent,
        _ if refusal.wants_sign_in() => Meaning::SignIn(refusal.clone()),
        // Too many requests, a locked object, a dependency that failed first: all pass.
        429 => again(WaitReason::Throttled),
        408 | 409 | 423 | 424 | 500..=599 => again(WaitReason::ServiceFailed),
        _ => Meaning::Failed(problem),
    }
}
