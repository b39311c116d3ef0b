//! Whether to try again, and when: a pure decision from an outcome. Waits for nothing itself.
//!
//! Graph's rules ("Microsoft Graph throttling guidance"): obey `Retry-After`; without it back off exponentially; never
//! retry at once, because every request counts against the limit.

use std::time::Duration;

use chrono::DateTime;
use http::{Response, StatusCode};

use super::refusal_of;
use super::world::NoAnswer;
use crate::microsoft::refusal::Refusal;
use crate::protocol::WaitReason;
use crate::tenant::Moment;

/// How often a reading call is tried before it is given up.
pub(super) const ATTEMPTS: u32 = 6;

/// The shortest wait that makes sense, and the longest that Luk keeps by itself: a service that asks for more is asked
/// again after this long.
const WAITS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_mins(15));

/// What became of one attempt.
#[derive(Debug)]
pub enum Outcome {
    /// It was answered.
    Answer(Response<Vec<u8>>),
    /// It wasn't: nobody knows whether it was carried out.
    Silence(NoAnswer),
}

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// Take the answer.
    Take,
    /// Try again with a new token.
    RenewToken,
    /// Try again after this long.
    After(Duration, WaitReason),
    /// Don't try again.
    GiveUp,
}

/// Decides. `attempt` counts from 0; `jitter` is between 0 and 1.
#[must_use]
pub fn next(outcome: &Outcome, attempt: u32, jitter: f64, now: Moment) -> Next {
    let after = |wait: Option<Duration>, reason| {
        if attempt + 1 >= ATTEMPTS {
            return Next::GiveUp;
        }
        Next::After(wait.unwrap_or_else(|| backoff(attempt, jitter)), reason)
    };
    match outcome {
        Outcome::Silence(_) => after(None, WaitReason::Unreachable),
        Outcome::Answer(answer) => match answer.status() {
            status if status.is_success() => Next::Take,
            status if status.is_client_error() && refusal_of(answer).wants_sign_in() => Next::RenewToken,
            StatusCode::TOO_MANY_REQUESTS => after(asked(&refusal_of(answer), now), WaitReason::Throttled),
            status if status.is_server_error() => after(asked(&refusal_of(answer), now), WaitReason::ServiceFailed),
            _ => Next::GiveUp,
        },
    }
}

/// How long a refusal asks to wait. A date is meant by the service's clock, which the refusal may tell.
#[must_use]
pub fn asked(refusal: &Refusal, now: Moment) -> Option<Duration> {
    retry_after(refusal.retry_after.as_deref()?, refusal.date.unwrap_or(now))
}

/// Exponential with full jitter: 1, 2, 4 … 64 seconds at the most, and never none.
#[must_use]
pub fn backoff(attempt: u32, jitter: f64) -> Duration {
    let most = f64::from(1_u32 << attempt.min(6));
    Duration::from_secs_f64(most * (0.5 + jitter.clamp(0.0, 1.0) / 2.0))
}

/// Reads `Retry-After`: seconds, whole or not, or a date. Nothing if it says nothing sensible: who is told to wait for no
/// time, or until a moment that is over, would have used up every attempt before anything can have changed.
#[must_use]
pub fn retry_after(text: &str, now: Moment) -> Option<Duration> {
    let text = text.trim();
    let wait = match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => Duration::try_from_secs_f64(seconds).unwrap_or(WAITS.1),
        Ok(_) => return None,
        Err(_) => {
            let date = DateTime::parse_from_rfc2822(text).ok()?;
            Moment::from_milliseconds(date.timestamp_millis()).since(now)
        }
    };
    (wait >= WAITS.0).then(|| wait.min(WAITS.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answer(status: u16, retry_after: Option<&str>) -> Outcome {
        let mut response = Response::builder().status(status);
        if let Some(value) = retry_after {
            response = response.header("Retry-After", value);
        }
        Outcome::Answer(response.body(Vec::new()).unwrap())
    }

    #[test]
    fn a_throttled_call_waits_exactly_as_long_as_it_is_told() {
        let now = Moment::from_seconds(0);
        let seconds = next(&answer(429, Some("37")), 0, 0.5, now);
        assert_eq!(seconds, Next::After(Duration::from_secs(37), WaitReason::Throttled));
        let date = next(&answer(429, Some("Thu, 01 Jan 1970 00:00:37 GMT")), 0, 0.5, now);
        assert_eq!(date, Next::After(Duration::from_secs(37), WaitReason::Throttled));
    }

    #[test]
    fn a_date_is_meant_by_the_clock_of_who_sent_it() {
        let response = Response::builder()
            .status(429)
            .header("Retry-After", "Thu, 01 Jan 1970 00:00:37 GMT");
        let body = br#"{"error":{"code":"x","innerError":{"date":"1970-01-01T00:00:30"}}}"#;
        let outcome = Outcome::Answer(response.body(body.to_vec()).unwrap());
        for clock in [0, 60 * 60 * 24 * 365] {
            assert_eq!(
                next(&outcome, 0, 0.5, Moment::from_seconds(clock)),
                Next::After(Duration::from_secs(7), WaitReason::Throttled)
            );
        }
    }

    #[test]
    fn a_wait_that_makes_no_sense_becomes_a_backoff() {
        for nonsense in [
            "-5",
            "soon",
            "NaN",
            "inf",
            "",
            "0",
            "0.01",
            "Wed, 31 Dec 1969 23:59:00 GMT",
        ] {
            let decision = next(&answer(429, Some(nonsense)), 2, 1.0, Moment::from_seconds(0));
            assert_eq!(
                decision,
                Next::After(Duration::from_secs(4), WaitReason::Throttled),
                "{nonsense}"
            );
        }
    }

    #[test]
    fn patience_ends_and_a_refusal_is_not_repeated() {
        let now = Moment::from_seconds(0);
        assert_eq!(next(&answer(503, None), ATTEMPTS - 1, 0.0, now), Next::GiveUp);
        assert_eq!(next(&answer(403, None), 0, 0.0, now), Next::GiveUp);
        assert_eq!(next(&answer(401, None), 0, 0.0, now), Next::RenewToken);
    }

    proptest! {
        #[test]
        fn a_wait_is_always_within_bounds(text in ".*", seconds: f64) {
            for text in [text, seconds.to_string()] {
                if let Some(wait) = retry_after(&text, Moment::from_seconds(0)) {
                    prop_assert!(wait >= WAITS.0 && wait <= WAITS.1);
                }
            }
        }
    }
}
