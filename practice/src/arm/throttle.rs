//! The quotas of Azure Resource Manager: a token bucket for reading, one for writing and one for deleting, for each person
//! and subscription, the same for what is above all subscriptions, and fifteen times as much for each subscription as a
//! whole, whoever asks. With the figures that Microsoft publishes.

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

/// What a subscription takes from everybody together, in shares of one person.
const GLOBAL_SHARES: i64 = 15;

/// What a bucket is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Tenant(Guid),
    Subscription(Guid, Guid),
    /// Of everybody together.
    Global(Guid),
}

impl Scope {
    const fn quota(self, kind: Kind) -> Quota {
        let one = kind.quota();
        match self {
            Self::Tenant(_) | Self::Subscription(..) => one,
            Self::Global(_) => Quota {
                amount: one.amount * GLOBAL_SHARES,
                ..one
            },
        }
    }

    /// The header that says how many are left.
    const fn header(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Tenant(_), Kind::Read) => "x-ms-ratelimit-remaining-tenant-reads",
            (Self::Tenant(_), Kind::Write) => "x-ms-ratelimit-remaining-tenant-writes",
            (Self::Tenant(_), Kind::Delete) => "x-ms-ratelimit-remaining-tenant-deletes",
            (Self::Subscription(..), Kind::Read) => "x-ms-ratelimit-remaining-subscription-reads",
            (Self::Subscription(..), Kind::Write) => "x-ms-ratelimit-remaining-subscription-writes",
            (Self::Subscription(..), Kind::Delete) => "x-ms-ratelimit-remaining-subscription-deletes",
            (Self::Global(_), Kind::Read) => "x-ms-ratelimit-remaining-subscription-global-reads",
            (Self::Global(_), Kind::Write) => "x-ms-ratelimit-remaining-subscription-global-writes",
            (Self::Global(_), Kind::Delete) => "x-ms-ratelimit-remaining-subscription-global-deletes",
        }
    }
}

/// The buckets so far.
#[derive(Debug, Clone)]
pub(crate) struct ArmThrottle {
    buckets: BTreeMap<(Scope, Kind), Bucket>,
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

    /// Takes a request out of its buckets and gives the headers that say how many are left.
    pub(super) fn charge(
        &mut self,
        now: Timestamp,
        subscription: Option<Guid>,
        caller: Guid,
        method: &Method,
    ) -> Result<Vec<(&'static str, String)>, ArmError> {
        if self.kept == Throttling::Off {
            return Ok(Vec::new());
        }
        let kind = Kind::of(method);
        let scopes = match subscription {
            None => vec![Scope::Tenant(caller)],
            Some(id) => vec![Scope::Subscription(id, caller), Scope::Global(id)],
        };
        let full = scopes.iter().filter_map(|scope| {
            let bucket = self.buckets.entry((*scope, kind)).or_insert(Bucket::FULL);
            let wait = bucket.wait(now, 1, scope.quota(kind))?;
            Some((wait, *scope))
        });
        if let Some((wait, scope)) = full.max_by_key(|(wait, _)| *wait) {
            return Err(throttled(scope, wait));
        }
        // What one bucket refuses is taken out of none: unlike Graph's, the page of Azure Resource Manager says of what comes
        // too early only that it "isn't processed and a new retry value is returned"
        // (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
        let left = scopes.into_iter().map(|scope| {
            let bucket = self.buckets.entry((scope, kind)).or_insert(Bucket::FULL);
            bucket.take(1, scope.quota(kind));
            (scope.header(kind), bucket.left(scope.quota(kind)).to_string())
        });
        Ok(left.collect())
    }
}

fn throttled(scope: Scope, wait: i64) -> ArmError {
    let (code, what) = match scope {
        Scope::Tenant(_) => ("TenantRequestsThrottled", "the tenant".to_owned()),
        Scope::Subscription(id, _) | Scope::Global(id) => {
            ("SubscriptionRequestsThrottled", format!("subscription '{id}'"))
        }
    };
    let message = format!("Number of requests for {what} exceeded the limit. Please try again after '{wait}' seconds.");
    ArmError::Throttled { code, message, wait }
}
