//! The published budgets as token buckets: how long to wait before a request may be sent, so that none is refused. Learns
//! from what the service says of its own count. Waits for nothing itself.
//!
//! Time here is the world's elapsed time, which no change of the clock disturbs.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::microsoft::limits::{Cost, Resource};

/// Once somebody else is seen to spend from the same budget, so much of it stays untouched: what they spend between two
/// answers is seen only with the second.
const RESERVE: f64 = 0.04;

/// The lowest rate that is learned, as a part of the published one.
const SLOWEST: f64 = 1.0 / 16.0;

/// The rate that was learned grows back by this part of the published one in each second without a refusal.
const RECOVERY: f64 = 0.01;

/// A rate is learned from at least so long a time.
const LEARNING: Duration = Duration::from_secs(5);

/// So large a part of what was sent must be refused before a lower limit is learned from it.
const MANY: f64 = 0.25;

/// How long to wait before a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pause {
    /// How long.
    pub wait: Duration,
    /// Why.
    pub reason: PauseReason,
}

/// Why a request waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PauseReason {
    /// To stay within the budget: nothing is wrong.
    Budget,
    /// Because the service asked for silence.
    Asked,
}

/// All budgets, shared by everything that is on its way.
#[derive(Debug, Default)]
pub struct Pace {
    buckets: BTreeMap<Resource, Bucket>,
}

#[derive(Debug)]
struct Bucket {
    /// Units that may be spent now; below zero after the service counted more than we did.
    units: f64,
    /// Units in a second.
    rate: f64,
    /// Units that stay untouched.
    reserve: f64,
    filled_at: Duration,
    /// Until when the service asked for silence.
    closed_until: Duration,
    /// What was let through since a rate was learned last, what of it was refused, and since when.
    passed: f64,
    refused: f64,
    counted_from: Duration,
}

impl Pace {
    /// Takes what a request costs if it is there, else says how long it takes until it is.
    ///
    /// # Errors
    /// The wait.
    pub fn take(&mut self, cost: Cost, now: Duration) -> Result<(), Pause> {
        let bucket = self.bucket(cost.resource, now);
        let closed = bucket.closed_until.saturating_sub(now);
        // More than the whole budget is let through when the budget is full: waiting for more would never end.
        let wanted = f64::from(cost.units);
        let needed = (wanted + bucket.reserve).min(capacity(cost.resource));
        let missing = (needed - bucket.units).max(0.0);
        if closed.is_zero() && missing <= 0.0 {
            bucket.units -= wanted;
            bucket.passed += wanted;
            return Ok(());
        }
        let refill = refill(missing, bucket.rate, cost.resource);
        // A millisecond more than exact, so that rounding never sends one too many.
        Err(Pause {
            wait: closed.max(refill) + Duration::from_millis(1),
            reason: if closed > refill {
                PauseReason::Asked
            } else {
                PauseReason::Budget
            },
        })
    }

    /// So many units were spent before this began to count, perhaps just now. What it has counted itself it knows better.
    pub fn assume_spent(&mut self, cost: Cost, now: Duration) {
        if !self.buckets.contains_key(&cost.resource) {
            let bucket = self.bucket(cost.resource, now);
            bucket.units = (bucket.units - f64::from(cost.units)).max(0.0);
        }
    }

    /// The service said how much of the budget is used (`x-ms-throttle-limit-percentage`, 1 is all of it), while requests
    /// worth `under_way` were not counted yet. What it counted beyond ours, somebody else has spent.
    pub fn used(&mut self, resource: Resource, share: f64, under_way: u32, now: Duration) {
        let bucket = self.bucket(resource, now);
        let left = (1.0 - share) * capacity(resource) - f64::from(under_way);
        if left < bucket.units {
            bucket.units = left;
            bucket.reserve = RESERVE * capacity(resource);
        }
    }

    /// The service refused so many units that were sent then, and asked for silence for so long if it said.
    pub fn refused(&mut self, cost: Cost, wait: Option<Duration>, sent_at: Duration, now: Duration) {
        let bucket = self.bucket(cost.resource, now);
        bucket.units = bucket.units.min(0.0);
        if let Some(wait) = wait {
            bucket.closed_until = bucket.closed_until.max(now + wait);
        }
        // What was sent before the last rate was learned has been counted with what passed then.
        if sent_at < bucket.counted_from {
            return;
        }
        bucket.refused += f64::from(cost.units);
        let counted = now.saturating_sub(bucket.counted_from);
        if counted < LEARNING {
            return;
        }
        let slowest = published(cost.resource) * SLOWEST;
        let accepted = (bucket.passed - bucket.refused).max(0.0);
        let learned = match wait {
            // A few refusals among many are no lower limit: the waits that they ask for are slow enough.
            Some(_) if bucket.refused < bucket.passed * MANY => bucket.rate,
            Some(_) => accepted / counted.as_secs_f64(),
            // Without a word on how long to wait there is nothing else to go by: half as fast.
            None => bucket.rate / 2.0,
        };
        bucket.rate = bucket.rate.min(learned.max(slowest));
        bucket.passed = 0.0;
        bucket.refused = 0.0;
        bucket.counted_from = now;
    }

    /// How long requests of this cost take from now on, by what is left of the budget and its rate.
    #[must_use]
    pub fn time_for(&self, cost: Cost, now: Duration) -> Duration {
        let (units, rate, closed) = self.buckets.get(&cost.resource).map_or_else(
            || (capacity(cost.resource), published(cost.resource), Duration::ZERO),
            |bucket| (bucket.units, bucket.rate, bucket.closed_until.saturating_sub(now)),
        );
        closed.max(refill((f64::from(cost.units) - units).max(0.0), rate, cost.resource))
    }

    /// The bucket, filled up to now.
    fn bucket(&mut self, resource: Resource, now: Duration) -> &mut Bucket {
        let bucket = self.buckets.entry(resource).or_insert_with(|| Bucket {
            units: capacity(resource),
            rate: published(resource),
            reserve: 0.0,
            filled_at: now,
            closed_until: Duration::ZERO,
            passed: 0.0,
            refused: 0.0,
            counted_from: now,
        });
        let seconds = now.saturating_sub(bucket.filled_at).as_secs_f64();
        let full = published(resource);
        let growing = seconds.min((full - bucket.rate) / growth(resource));
        let rate = (bucket.rate + growing * growth(resource)).min(full);
        let filled = growing * f64::midpoint(bucket.rate, rate) + (seconds - growing) * full;
        bucket.units = (bucket.units + filled).min(capacity(resource));
        bucket.rate = rate;
        bucket.filled_at = now;
        bucket
    }
}

/// How long it takes until so many units are there, at a rate that grows meanwhile: a low one is not believed for long.
fn refill(missing: f64, rate: f64, resource: Resource) -> Duration {
    let (full, growth) = (published(resource), growth(resource));
    let growing = (full - rate) / growth;
    let grown = growing * f64::midpoint(rate, full);
    let seconds = if missing > grown {
        growing + (missing - grown) / full
    } else {
        // The root of: missing = rate · seconds + growth / 2 · seconds².
        2.0 * missing / (rate + (rate * rate + 2.0 * growth * missing).sqrt())
    };
    Duration::from_secs_f64(seconds)
}

fn capacity(resource: Resource) -> f64 {
    f64::from(resource.budget().units)
}

/// By how much a rate below the published one grows in a second.
fn growth(resource: Resource) -> f64 {
    RECOVERY * published(resource)
}

fn published(resource: Resource) -> f64 {
    capacity(resource) / resource.budget().window.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BATCH: Cost = Cost {
        resource: Resource::DirectoryWrites,
        units: 20,
    };

    /// Sends so many batches as early as they may, and says when the last was sent.
    fn send(pace: &mut Pace, batches: u32, mut now: Duration) -> Duration {
        for _ in 0..batches {
            while let Err(pause) = pace.take(BATCH, now) {
                now += pause.wait;
            }
        }
        now
    }

    #[test]
    fn ten_thousand_writes_take_as_long_as_the_budget_says_and_never_exceed_it() {
        let end = send(&mut Pace::default(), 500, Duration::ZERO).as_secs_f64();
        assert!(
            (350.0..351.0).contains(&end),
            "3,000 at once, the other 7,000 at 20 a second: {end}"
        );
    }

    #[test]
    fn what_somebody_else_has_spent_is_not_spent_again() {
        let mut pace = Pace::default();
        let now = send(&mut pace, 10, Duration::ZERO);
        pace.used(BATCH.resource, 1.0, 0, now);
        assert!(
            pace.take(BATCH, now)
                .is_err_and(|pause| pause.wait >= Duration::from_secs(1))
        );
    }

    #[test]
    fn what_the_service_counts_of_our_own_slows_nothing() {
        let mut pace = Pace::default();
        let now = send(&mut pace, 140, Duration::ZERO);
        let before = pace.time_for(BATCH, now);
        pace.used(BATCH.resource, 0.93, 0, now);
        assert_eq!(pace.time_for(BATCH, now), before);
        assert!(pace.take(BATCH, now).is_ok());
    }

    #[test]
    fn a_wait_that_was_asked_for_holds_for_all_that_share_the_budget() {
        let mut pace = Pace::default();
        let seven = Duration::from_secs(7);
        pace.refused(BATCH, Some(seven), Duration::ZERO, Duration::ZERO);
        assert!(pace.take(BATCH, Duration::ZERO).is_err_and(|pause| pause.wait >= seven));
        assert!(
            pace.take(BATCH, Duration::from_secs(8)).is_ok(),
            "by then a second's worth is there"
        );
    }

    #[test]
    fn a_lower_limit_than_published_is_learned_and_forgotten_again() {
        let mut pace = Pace::default();
        let now = send(&mut pace, 200, Duration::ZERO);
        pace.refused(BATCH, None, now, now);
        let slow = send(&mut pace, 10, now) - now;
        assert!(slow > Duration::from_secs(15), "half as fast: {slow:?}");
        let later = now + Duration::from_secs(200);
        let fast = send(&mut pace, 160, later) - later;
        assert!(fast < Duration::from_secs(12), "and as before after a while: {fast:?}");
    }

    #[test]
    fn a_wait_at_a_low_rate_is_as_long_as_it_takes_with_the_rate_recovering() {
        let mut pace = Pace::default();
        let now = send(&mut pace, 150, Duration::ZERO);
        let then = now + Duration::from_mins(1);
        pace.bucket(BATCH.resource, then).rate = published(BATCH.resource) * SLOWEST;
        pace.used(BATCH.resource, 2.0, 0, then);
        let pause = pace.take(BATCH, then).unwrap_err();
        assert!(pause.wait < Duration::from_mins(4), "{pause:?}");
        assert!(
            pace.take(BATCH, then + pause.wait - Duration::from_secs(1)).is_err(),
            "and no longer"
        );
        assert!(pace.take(BATCH, then + pause.wait).is_ok());
    }

    #[test]
    fn refusals_of_what_was_let_through_before_say_nothing_of_the_rate_now() {
        let mut pace = Pace::default();
        let mut now = send(&mut pace, 300, Duration::ZERO);
        let second = Some(Duration::from_secs(1));
        let sent_at = now;
        now += Duration::from_secs(1);
        for _ in 0..50 {
            pace.refused(BATCH, second, sent_at, now);
        }
        let learned = pace.bucket(BATCH.resource, now).rate;
        now = send(&mut pace, 6, now);
        pace.refused(BATCH, second, sent_at, now);
        pace.refused(BATCH, None, sent_at, now);
        let rate = pace.bucket(BATCH.resource, now).rate;
        assert!(rate >= learned, "{rate} of {learned}");
    }

    #[test]
    fn a_few_refusals_among_many_are_no_lower_limit_and_many_are() {
        let rate_after = |refused: u32| {
            let mut pace = Pace::default();
            let mut now = send(&mut pace, 150, Duration::ZERO);
            for _ in 0..60 {
                now = send(&mut pace, 1, now);
                let some = Cost {
                    units: refused,
                    ..BATCH
                };
                pace.refused(some, Some(Duration::from_secs(1)), now, now);
            }
            pace.bucket(BATCH.resource, now).rate
        };
        assert!(rate_after(2) > 19.0, "{}", rate_after(2));
        assert!(rate_after(10) < 13.0, "{}", rate_after(10));
    }

    #[test]
    fn more_than_the_whole_budget_passes_when_it_is_full() {
        let mut pace = Pace::default();
        let cost = Cost {
            resource: Resource::ConditionalAccess,
            units: 3,
        };
        assert!(pace.take(cost, Duration::ZERO).is_ok());
        assert!(pace.take(cost, Duration::from_secs(1)).is_err());
        assert!(pace.take(cost, Duration::from_secs(4)).is_ok());
    }
}
