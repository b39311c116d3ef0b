//! Why the client did not get what it was asked for, and how that reads as a problem for people.

use std::time::Duration;

use super::retry;
use crate::microsoft::refusal::Refusal;
use crate::microsoft::signin::identity::NotProven;
use crate::microsoft::signin::refusal::{EntraError, Meaning};
use crate::protocol::WaitReason;
use crate::tenant::{Moment, Problem, ProblemKind};

/// A call that did not succeed.
#[derive(Clone, Debug)]
pub enum Failure {
    /// No answer, after patience.
    Unreachable,
    /// The service said no.
    Refused(Box<Refusal>),
    /// The answer makes no sense.
    NotUnderstood,
    /// A link in an answer led to a foreign host.
    ForeignHost,
    /// The token is not accepted, or there is none.
    SignInNeeded(Option<Box<Refusal>>),
    /// Entra refused a token.
    TokenRefused(Box<EntraError>),
    /// An answer proves someone else, or nobody.
    NotProven(NotProven),
    /// The person stopped it.
    Stopped,
}

impl Failure {
    /// Why the same may end otherwise in a while, if it may. A list that made no sense (a page twice, an expired link) may
    /// make sense when it is read from its beginning.
    #[must_use]
    pub fn passes(&self) -> Option<WaitReason> {
        match self {
            Self::Unreachable => Some(WaitReason::Unreachable),
            Self::Refused(refusal) => match refusal.status {
                429 => Some(WaitReason::Throttled),
                401 | 403 | 404 => None,
                // An expired link to the next page is a bad request; and what no page of Graph's knows may be anything.
                400..=599 => Some(WaitReason::ServiceFailed),
                _ => None,
            },
            Self::NotUnderstood => Some(WaitReason::ServiceFailed),
            // Entra's own passing troubles (`temporarily_unavailable`, AADSTS90033 and the like).
            Self::TokenRefused(error) if error.meaning() == Meaning::Passing => Some(WaitReason::ServiceFailed),
            Self::TokenRefused(error) if error.meaning() == Meaning::Throttled => Some(WaitReason::Throttled),
            Self::ForeignHost | Self::SignInNeeded(_) | Self::TokenRefused(_) | Self::NotProven(_) | Self::Stopped => {
                None
            }
        }
    }

    /// How long the service asked to be left alone: whoever tries again waits at least so long.
    #[must_use]
    pub fn asks(&self, now: Moment) -> Option<Duration> {
        let asked = match self {
            Self::Refused(refusal) => retry::asked(refusal, now),
            Self::TokenRefused(error) => error.asks,
            Self::Unreachable
            | Self::NotUnderstood
            | Self::ForeignHost
            | Self::SignInNeeded(_)
            | Self::NotProven(_)
            | Self::Stopped => None,
        };
        asked.filter(|_| self.passes().is_some())
    }

    /// Whether the person has to sign in again before any answer comes.
    #[must_use]
    pub fn wants_person(&self) -> bool {
        let kind = match self {
            Self::SignInNeeded(_) => ProblemKind::SignInNeeded,
            Self::TokenRefused(error) => token_refused(error, Moment::from_milliseconds(0)).kind,
            Self::Unreachable
            | Self::Refused(_)
            | Self::NotUnderstood
            | Self::ForeignHost
            | Self::NotProven(_)
            | Self::Stopped => return false,
        };
        kind.pauses_a_run()
    }

    /// The failure as a problem to show.
    #[must_use]
    pub fn problem(&self, at: Moment) -> Problem {
        match self {
            Self::Unreachable => Problem::new(ProblemKind::Unreachable, at),
            Self::Refused(refusal) => refused(refusal, refusal_kind(refusal.status), at),
            Self::NotUnderstood => Problem::new(ProblemKind::AnswerNotUnderstood, at),
            Self::ForeignHost => Problem::new(ProblemKind::ForeignHost, at),
            Self::SignInNeeded(Some(refusal)) => refused(refusal, ProblemKind::SignInNeeded, at),
            Self::SignInNeeded(None) => Problem::new(ProblemKind::SignInNeeded, at),
            Self::TokenRefused(error) => token_refused(error, at),
            Self::NotProven(reason) => not_proven(*reason, at),
            Self::Stopped => Problem::new(ProblemKind::ExportStopped, at),
        }
    }
}

/// What a status means for a person.
#[must_use]
pub const fn refusal_kind(status: u16) -> ProblemKind {
    match status {
        401 => ProblemKind::SignInNeeded,
        403 => ProblemKind::Forbidden,
        404 => ProblemKind::NotFound,
        429 => ProblemKind::Throttled,
        400..=499 => ProblemKind::Refused,
        500..=599 => ProblemKind::ServiceFailed,
        _ => ProblemKind::AnswerNotUnderstood,
    }
}

/// A refusal as a problem.
#[must_use]
pub fn refused(refusal: &Refusal, kind: ProblemKind, at: Moment) -> Problem {
    Problem {
        kind,
        code: Some(
            refusal
                .code
                .clone()
                .unwrap_or_else(|| format!("HTTP {}", refusal.status)),
        ),
        request_id: refusal.request_id.clone(),
        at,
    }
}

/// A sign-in whose answer doesn't hold as a problem.
#[must_use]
pub fn not_proven(reason: NotProven, at: Moment) -> Problem {
    let kind = if reason == NotProven::PersonalAccount {
        ProblemKind::PersonalAccount
    } else if reason.is_about_time() {
        ProblemKind::ClockWrong
    } else {
        ProblemKind::IdentityNotProven
    };
    Problem {
        code: Some(reason.to_string()),
        ..Problem::new(kind, at)
    }
}

/// A refused sign-in or token as a problem.
#[must_use]
pub fn token_refused(error: &EntraError, at: Moment) -> Problem {
    let kind = match error.meaning() {
        Meaning::SignInAgain => ProblemKind::SignInNeeded,
        Meaning::Ended => ProblemKind::SignInEnded,
        Meaning::Revoked => ProblemKind::SignInRevoked,
        Meaning::Frequency => ProblemKind::SignInTooRare,
        Meaning::SecondFactor => ProblemKind::SecondFactorNeeded,
        Meaning::SecondFactorMissing => ProblemKind::SecondFactorMissing,
        Meaning::Consent => ProblemKind::ConsentNeeded,
        Meaning::Declined => ProblemKind::ConsentDeclined,
        Meaning::AdminConsent => ProblemKind::AdminConsentNeeded,
        Meaning::AccountElsewhere => ProblemKind::AccountElsewhere,
        Meaning::AccountLocked => ProblemKind::AccountLocked,
        Meaning::AccountDisabled => ProblemKind::AccountDisabled,
        Meaning::PasswordExpired => ProblemKind::PasswordExpired,
        Meaning::PasswordWrong => ProblemKind::PasswordWrong,
        Meaning::NotAssigned => ProblemKind::NotAssigned,
        Meaning::DeviceRefused => ProblemKind::DeviceRefused,
        Meaning::PolicyRefused => ProblemKind::PolicyRefused,
        Meaning::TenantNotNamed => ProblemKind::TenantNotNamed,
        Meaning::TenantGone => ProblemKind::TenantNotFound,
        Meaning::OtherCloud => ProblemKind::OtherCloud,
        Meaning::ApplicationMissing => ProblemKind::ApplicationMissing,
        Meaning::ServiceMissing => ProblemKind::ServiceMissing,
        Meaning::RedirectNotRegistered => ProblemKind::RedirectNotRegistered,
        Meaning::NotSinglePage => ProblemKind::NotSinglePage,
        Meaning::NotMultitenant => ProblemKind::NotMultitenant,
        Meaning::PermissionNotRegistered => ProblemKind::PermissionNotRegistered,
        Meaning::Registration => ProblemKind::RegistrationWrong,
        Meaning::RequestMalformed => ProblemKind::RequestMalformed,
        Meaning::AnswerSpent => ProblemKind::AnswerSpent,
        Meaning::TooMany => ProblemKind::SignInsTooMany,
        Meaning::Throttled => ProblemKind::Throttled,
        Meaning::Passing => ProblemKind::ServiceFailed,
        Meaning::Refused => ProblemKind::SignInRefused,
    };
    Problem {
        kind,
        code: Some(error.code()),
        request_id: error.trace_id.clone(),
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_keeps_the_wait_that_was_asked_for_with_it() {
        let refused = |status| {
            Failure::Refused(Box::new(Refusal {
                status,
                retry_after: Some("240".to_owned()),
                ..Refusal::default()
            }))
        };
        let now = Moment::from_seconds(0);
        assert_eq!(refused(503).asks(now), Some(Duration::from_secs(240)));
        assert_eq!(refused(403).asks(now), None, "it does not pass");
        assert_eq!(Failure::Unreachable.asks(now), None);
    }
}
