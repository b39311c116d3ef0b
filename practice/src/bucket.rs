//! Token buckets, by which Graph and Azure Resource Manager count requests.

use std::time::Duration;

use crate::time::{Timestamp, millis_of};

/// How much a bucket holds, and in which time an empty one is full again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quota {
    pub(crate) amount: i64,
    pub(crate) period: Duration,
}

/// A bucket that refills steadily. Counts thousandths, so that no fraction is lost.
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
        let per_period = quota.amount * 1000;
        let back = passed.saturating_mul(per_period) / millis_of(quota.period);
        self.used = self.used.saturating_sub(back).max(0);
        self.updated = now;
    }

    /// How many seconds until the price fits; nothing when it fits now.
    pub(crate) fn wait(&mut self, now: Timestamp, price: u32, quota: Quota) -> Option<i64> {
        self.refill(now, quota);
        let over = self.used + i64::from(price) * 1000 - quota.amount * 1000;
        (over > 0).then(|| {
            let millis = (over * millis_of(quota.period) + quota.amount * 1000 - 1).div_euclid(quota.amount * 1000);
            (millis + 999) / 1000
        })
    }

    pub(crate) fn take(&mut self, price: u32) {
        self.used += i64::from(price) * 1000;
    }

    /// How much of it is used, in hundredths.
    pub(crate) const fn share(&self, quota: Quota) -> i64 {
        self.used / (quota.amount * 10)
    }

    /// How much is left of it, in whole requests.
    pub(crate) const fn left(&self, quota: Quota) -> i64 {
        let left = quota.amount - (self.used + 999) / 1000;
        if left < 0 { 0 } else { left }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is asked for, and whenever: never more than the bucket holds and what came back meanwhile; and whoever
        /// waits as long as told is served.
        #[test]
        fn no_quota_is_exceeded_and_no_wait_is_too_short(
            amount in 1_i64..10_000,
            seconds in 1_u64..600,
            asked in prop::collection::vec((1_u32..5, 0_u64..20_000), 1..300),
        ) {
            let quota = Quota { amount, period: Duration::from_secs(seconds) };
            let (mut bucket, mut now) = (Bucket::FULL, Timestamp::from_millis(1_795_000_000_000));
            let (mut passed, mut taken) = (0, 0);
            for (price, pause) in asked {
                let price = price.min(u32::try_from(amount).unwrap());
                if let Some(wait) = bucket.wait(now, price, quota) {
                    let wait = Duration::from_secs(wait.try_into().unwrap());
                    now = now.plus(wait);
                    passed += millis_of(wait);
                    prop_assert_eq!(bucket.wait(now, price, quota), None);
                }
                bucket.take(price);
                taken += i64::from(price);
                let most = i128::from(amount) * (1000 * i128::from(seconds) + i128::from(passed)) / (1000 * i128::from(seconds));
                prop_assert!(i128::from(taken) <= most + 1, "{taken} of {most}");
                prop_assert!(bucket.left(quota) >= 0 && bucket.share(quota) <= 100);
                now = now.plus(Duration::from_millis(pause));
                passed += millis_of(Duration::from_millis(pause));
            }
        }
    }
}
