//! The quotas of Azure Resource Manager: a token bucket for reading, one for writing and one for deleting, for each person
//! and subscription, and the same for what is above all subscriptions. With the figures that Microsoft publishes.

use std::collections::BTreeMap;
use std::time::Duration;

use http::Method;

use crate::arm::error::ArmError;
use crate::bucket::{Bucket, Quota};
use crate::graph::Throttling;
use crate::guid::Guid;
use crate::time::Timestamp;

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Read,
    Write,
    Delete,
}

impl Kind {
    fn of(method: &Method) -> Self {
        match *method {
            Method::GET | Method::HEAD => Self::Read,
            Method::DELETE => Self::Delete,
            _ => Self::Write,
        }
    }

    /// 250 reads and 25 a second; 200 writes or deletes and 10 a second.
    const fn quota(self) -> Quota {
        match self {
            Self::Read => Quota {
                amount: 250,
                period: Duration::from_secs(10),
            },
            Self::Write | Self::Delete => Quota {
                amount: 200,
                period: Duration::from_secs(20),
            },
        }
    }
}

/// What a bucket is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Tenant,
    Subscription(Guid),
}

/// The buckets so far.
#[derive(Debug, Clone)]
pub(crate) struct ArmThrottle {
    buckets: BTreeMap<(Scope, Guid, Kind), Bucket>,
    kept: Throttling,
}

impl Default for ArmThrottle {
    fn default() -> Self {
        Self {
            buckets: BTreeMap::new(),
            kept: Throttling::On,
        }
    }
}

impl ArmThrottle {
    pub(crate) const fn keep(&mut self, throttling: Throttling) {
        self.kept = throttling;
    }

    /// Takes a request out of its bucket and gives the header that says how many are left.
    pub(super) fn charge(
        &mut self,
        now: Timestamp,
        subscription: Option<Guid>,
        caller: Guid,
        method: &Method,
    ) -> Result<Option<(&'static str, String)>, ArmError> {
        if self.kept == Throttling::Off {
            return Ok(None);
        }
        let kind = Kind::of(method);
        let scope = subscription.map_or(Scope::Tenant, Scope::Subscription);
        let bucket = self.buckets.entry((scope, caller, kind)).or_insert(Bucket::FULL);
        let quota = kind.quota();
        if let Some(wait) = bucket.wait(now, 1, quota) {
            let (code, what) = match scope {
                Scope::Tenant => ("TenantRequestsThrottled", "the tenant".to_owned()),
                Scope::Subscription(id) => ("SubscriptionRequestsThrottled", format!("subscription '{id}'")),
            };
            let message =
                format!("Number of requests for {what} exceeded the limit. Please try again after '{wait}' seconds.");
            return Err(ArmError::Throttled { code, message, wait });
        }
        bucket.take(1);
        let name = match (scope, kind) {
            (Scope::Tenant, Kind::Read) => "x-ms-ratelimit-remaining-tenant-reads",
            (Scope::Tenant, Kind::Write) => "x-ms-ratelimit-remaining-tenant-writes",
            (Scope::Tenant, Kind::Delete) => "x-ms-ratelimit-remaining-tenant-deletes",
            (Scope::Subscription(_), Kind::Read) => "x-ms-ratelimit-remaining-subscription-reads",
            (Scope::Subscription(_), Kind::Write) => "x-ms-ratelimit-remaining-subscription-writes",
            (Scope::Subscription(_), Kind::Delete) => "x-ms-ratelimit-remaining-subscription-deletes",
        };
        Ok(Some((name, bucket.left(quota).to_string())))
    }
}
