//! Token buckets, by which Graph and Azure Resource Manager count requests.

use std::time::Duration;

use crate::time::{Timestamp, millis_of};

/// How much a bucket holds, and in which time an empty one is full again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quota {
    pub(crate) amount: i64,
    pub(crate) period: Duration,
}

impl Quota {
    /// What one request weighs: as many parts as the period has milliseconds, each of which gives `amount` parts back.
    fn parts(self) -> i64 {
        millis_of(self.period)
    }

    fn capacity(self) -> i64 {
        self.amount * self.parts()
    }
}

/// How much of a quota counts as used at most, in hundredths. Graph counts what it refuses, too ("all requests accrue
/// against your usage limits"), and tells of a use from 0.8 to 1.8 of the limit: `x-ms-throttle-limit-percentage` in
/// learn.microsoft.com/graph/throttling-limits. So whoever never waits stays shut out, and once they wait they wait for a
/// bounded time.
const MOST_USED: i64 = 180;

/// A bucket that refills steadily. Counts in whole parts, so that no fraction is lost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket {
    used: i64,
    updated: Timestamp,
}

impl Bucket {
    /// Nothing of it is used.
    pub(crate) const FULL: Self = Self {
        used: 0,
        updated: Timestamp::from_millis(0),
    };

    fn refill(&mut self, now: Timestamp, quota: Quota) {
        let passed = now.millis().saturating_sub(self.updated.millis()).max(0);
        self.used = self.used.saturating_sub(passed.saturating_mul(quota.amount)).max(0);
        self.updated = now;
    }

    /// How many seconds until the price fits; nothing when it fits now.
    pub(crate) fn wait(&mut self, now: Timestamp, price: u32, quota: Quota) -> Option<i64> {
        self.refill(now, quota);
        let over = self.used + i64::from(price) * quota.parts() - quota.capacity();
        (over > 0).then(|| {
            let millis = (over + quota.amount - 1).div_euclid(quota.amount);
            (millis + 999) / 1000
        })
    }

    pub(crate) fn take(&mut self, price: u32, quota: Quota) {
        self.used += i64::from(price) * quota.parts();
    }

    /// Counts a request that is refused, and says how many seconds until the same one fits: none if this bucket has room.
    pub(crate) fn count_refused(&mut self, now: Timestamp, price: u32, quota: Quota) -> i64 {
        self.refill(now, quota);
        self.take(price, quota);
        self.used = self.used.min(quota.capacity() * MOST_USED / 100);
        self.wait(now, price, quota).unwrap_or(0)
    }

    /// How much of it is used, in hundredths.
    pub(crate) fn share(&self, quota: Quota) -> i64 {
        self.used * 100 / quota.capacity()
    }

    /// How much is left of it, in whole requests.
    pub(crate) fn left(&self, quota: Quota) -> i64 {
        let left = quota.amount - (self.used + quota.parts() - 1) / quota.parts();
        left.max(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    fn seconds(seconds: i64) -> Duration {
        Duration::from_secs(seconds.try_into().unwrap())
    }

    /// Asks, and takes what fits; what doesn't is counted, and told its wait.
    fn ask(bucket: &mut Bucket, now: Timestamp, price: u32, quota: Quota) -> Result<(), i64> {
        if bucket.wait(now, price, quota).is_some() {
            return Err(bucket.count_refused(now, price, quota));
        }
        bucket.take(price, quota);
        Ok(())
    }

    proptest! {
        /// Whatever is asked for, and whenever, and however often too early: no more is served than the bucket holds and
        /// what came back meanwhile; and whoever waits as long as told is served.
        #[test]
        fn no_quota_is_exceeded_and_no_wait_is_too_short(
            amount in 1_i64..10_000,
            period in 1_u64..600,
            asked in prop::collection::vec((1_u32..5, 0_u64..20_000, prop::collection::vec(0_u64..3_000, 0..4)), 1..300),
        ) {
            let quota = Quota { amount, period: Duration::from_secs(period) };
            let (mut bucket, mut now) = (Bucket::FULL, START);
            let mut taken = 0;
            for (price, pause, too_early) in asked {
                let price = price.min(u32::try_from(amount).unwrap());
                let mut told = ask(&mut bucket, now, price, quota);
                for early in too_early {
                    if told.is_err() {
                        now = now.plus(Duration::from_millis(early));
                        told = ask(&mut bucket, now, price, quota);
                    }
                }
                if let Err(wait) = told {
                    now = now.plus(seconds(wait));
                    prop_assert_eq!(ask(&mut bucket, now, price, quota), Ok(()));
                }
                taken += i64::from(price);
                let passed = now.millis() - START.millis();
                prop_assert!(taken * quota.parts() <= quota.capacity() + passed * amount, "{taken} in {passed} ms");
                prop_assert!(bucket.left(quota) >= 0 && bucket.share(quota) <= 100);
                now = now.plus(Duration::from_millis(pause));
            }
        }

        /// Asking again before the told time is over only makes it longer, and no longer than what counts at most.
        #[test]
        fn who_asks_again_too_early_waits_longer_and_not_without_end(
            amount in 1_i64..10_000,
            period in 1_u64..600,
            price in 1_u32..5,
            pauses in prop::collection::vec(0_u64..5_000, 1..50),
        ) {
            let quota = Quota { amount, period: Duration::from_secs(period) };
            let price = price.min(u32::try_from(amount).unwrap());
            let (mut bucket, mut now) = (Bucket::FULL, START);
            while ask(&mut bucket, now, price, quota).is_ok() {}
            for pause in pauses {
                now = now.plus(Duration::from_millis(pause));
                let mut patient = bucket;
                let Some(left) = patient.wait(now, price, quota) else {
                    break;
                };
                let told = ask(&mut bucket, now, price, quota).unwrap_err();
                prop_assert!(told >= left);
                prop_assert!(bucket.used > patient.used || bucket.share(quota) == MOST_USED);
                let most = quota.parts() * (MOST_USED - 100) / 100 + i64::from(price) * quota.parts() / amount;
                prop_assert!(told <= most / 1000 + 1, "{told} s");
            }
        }
    }
}
