//! The multifactor state of many users: how it is asked for, and what an answer says. Sends nothing itself.

use crate::client::asking::{Asking, Heard};
use crate::client::failure::{refusal_kind, refused};
use crate::microsoft::Version;
use crate::microsoft::graph::batch::Answer;
use crate::microsoft::graph::multifactor;
use crate::tenant::ids::UserId;
use crate::tenant::snapshot::{MultifactorState, Reading, UserMultifactor};
use crate::tenant::{Moment, Problem, ProblemKind};

/// How often the service must say of a user that they are not there. No list bears it out here, and whose state is overlooked
/// counts as done.
const NOT_FOUND: u32 = 5;

/// A state, or why it can't be read; nothing of a user who is gone.
pub(in crate::closing) type State = Option<Reading<MultifactorState>>;

/// Asks for the multifactor state of each user.
pub(in crate::closing) fn asking(users: impl Iterator<Item = UserId>) -> Asking<State> {
    let calls = users.map(|user| (user.0, multifactor::read_state(&user.to_string())));
    Asking::new(Version::Beta, calls, hear)
}

/// The states that were asked for. A user who is gone meanwhile has none.
pub(in crate::closing) fn states(asking: Asking<State>) -> Vec<UserMultifactor> {
    let said = asking.into_said().into_iter().filter_map(|(user, says)| {
        Some(UserMultifactor {
            user: UserId(user),
            state: says.unwrap_or_else(|problem| Some(Reading::Unreadable(problem)))?,
        })
    });
    said.collect()
}

fn hear(answer: &Answer, now: Moment) -> Heard<State> {
    let unreadable = |problem| Heard::Clear(Some(Reading::Unreadable(problem)));
    match answer.status {
        200 => match state(answer) {
            Some(state) => Heard::Clear(Some(Reading::Known(state))),
            None => unreadable(Problem::new(ProblemKind::AnswerNotUnderstood, now)),
        },
        404 => Heard::Doubted {
            says: None,
            times: NOT_FOUND,
        },
        status => unreadable(refused(&answer.refusal, refusal_kind(status), now)),
    }
}

fn state(answer: &Answer) -> Option<MultifactorState> {
    let wire: multifactor::Requirements = serde::Deserialize::deserialize(&answer.body).ok()?;
    match wire.per_user_mfa_state.as_str() {
        "disabled" => Some(MultifactorState::Disabled),
        "enabled" => Some(MultifactorState::Enabled),
        "enforced" => Some(MultifactorState::Enforced),
        _ => None,
    }
}
