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
