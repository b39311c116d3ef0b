//! Graph's identity quota: a token bucket for resource units, by the tenant's size, and one for writes, both per app
//! and tenant, with the published figures.

use std::collections::BTreeMap;
use std::time::Duration;

use http::Method;

use crate::bucket::{Bucket, Quota};
use crate::graph::error::GraphError;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::time::Timestamp;

/// What one request costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Price {
    pub(crate) units: u32,
    pub(crate) writes: u32,
}

/// A charge that went through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Charge {
    /// How much of the quota is used, from 80 % on.
    pub(crate) percentage: Option<String>,
}

/// The published costs: reading users 2, members 3, and so on; `$select` and a small `$top` make it cheaper.
pub(crate) fn price(path: &[&str], request: &Incoming) -> Price {
    if request.method != Method::GET {
        return Price { units: 1, writes: 1 };
    }
    let base: u32 = match path {
        ["users", ..] if path.contains(&"transitiveMemberOf") => 5,
        ["me", rest @ ..] if rest.contains(&"transitiveMemberOf") => 5,
        ["groups", _, "transitiveMembers", ..] => 5,
        ["groups", _, "members" | "owners", ..] | ["subscribedSkus", ..] => 3,
        ["domains", _, "domainNameReferences"] => 4,
        ["users" | "me" | "applications" | "oauth2PermissionGrants", ..] => 2,
        _ => 1,
    };
    let more = u32::from(request.query("$expand").is_some());
    let small = request
        .query("$top")
        .and_then(|top| top.parse::<u32>().ok())
        .is_some_and(|top| top < 20);
    let less = u32::from(request.query("$select").is_some()) + u32::from(small);
    Price {
        units: (base + more).saturating_sub(less).max(1),
        writes: 0,
    }
}

const WRITES: Quota = Quota {
    amount: 3000,
    period: Duration::from_secs(150),
};

/// Writes to devices, for each person.
const DEVICE_WRITES: Quota = Quota {
    amount: 25,
    period: Duration::from_secs(10),
};
/// Conditional access: one request a second for the whole tenant.
const POLICIES: Quota = Quota {
    amount: 1,
    period: Duration::from_secs(1),
};
/// Reports and logs.
const REPORTS: Quota = Quota {
    amount: 5,
    period: Duration::from_secs(10),
};

/// eDiscovery, for each app and tenant.
const EDISCOVERY: Quota = Quota {
    amount: 5,
    period: Duration::from_secs(60),
};

/// Outlook, for each app and mailbox.
const MAILBOX: Quota = Quota {
    amount: 10_000,
    period: Duration::from_secs(600),
};
/// Messages of channels and chats: for the app, and for each team.
const MESSAGES: Quota = Quota {
    amount: 20,
    period: Duration::from_secs(1),
};
const MESSAGES_OF_TEAM: Quota = Quota {
    amount: 4,
    period: Duration::from_secs(1),
};

/// The mailbox that a path is about, as it names it.
fn mailbox_of<'a>(path: &'a [&'a str], own: &'a str) -> Option<&'a str> {
    const OUTLOOK: [&str; 8] = [
        "mailFolders",
        "messages",
        "contacts",
        "contactFolders",
        "calendars",
        "calendarView",
        "events",
        "todo",
    ];
    match path {
        ["me", part, ..] if OUTLOOK.contains(part) => Some(own),
        ["users", id, part, ..] if OUTLOOK.contains(part) => Some(id),
        _ => None,
    }
}

/// Small: below 50 users; medium: up to 500; large: more.
const fn units(users: usize) -> Quota {
    let amount = match users {
        0..50 => 3500,
        50..=500 => 5000,
        _ => 8000,
    };
    Quota {
        amount,
        period: Duration::from_secs(10),
    }
}

fn service_limit(wait: i64) -> GraphError {
    GraphError::too_many_requests(wait, "Tenant_Application/ReadWrite", "ServiceLimitExceeded")
}

/// Whether the quotas are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Throttling {
    /// As the published figures say.
    On,
    /// Nothing is refused for its number: to measure the model itself, or a client without waits.
    Off,
}

/// The buckets of the one app and tenant there are.
#[derive(Debug, Clone)]
pub(crate) struct Throttle {
    units: Bucket,
    writes: Bucket,
    device_writes: Bucket,
    policies: Bucket,
    reports: Bucket,
    ediscovery: Bucket,
    /// Outlook's, by mailbox as the address names it.
    mailboxes: BTreeMap<String, Bucket>,
    /// Messages of teams and chats: for the app, and for each team.
    messages: Bucket,
    teams: BTreeMap<String, Bucket>,
    kept: Throttling,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            units: Bucket::FULL,
            writes: Bucket::FULL,
            device_writes: Bucket::FULL,
            policies: Bucket::FULL,
            reports: Bucket::FULL,
            ediscovery: Bucket::FULL,
            mailboxes: BTreeMap::new(),
            messages: Bucket::FULL,
            teams: BTreeMap::new(),
            kept: Throttling::On,
        }
    }
}

impl Throttle {
    pub(crate) const fn keep(&mut self, throttling: Throttling) {
        self.kept = throttling;
    }

    /// What some services limit besides.
    pub(crate) fn lane(
        &mut self,
        now: Timestamp,
        path: &[&str],
        method: &Method,
        caller: Guid,
    ) -> Result<(), GraphError> {
        if self.kept == Throttling::Off {
            return Ok(());
        }
        let own = caller.to_string();
        if let ["teams", team, "channels", _, "messages", ..] = path {
            let of_team = self.teams.entry((*team).to_owned()).or_insert(Bucket::FULL);
            let wait = of_team
                .wait(now, 1, MESSAGES_OF_TEAM)
                .max(self.messages.wait(now, 1, MESSAGES));
            if let Some(wait) = wait {
                return Err(service_limit(wait));
            }
            of_team.take(1);
            self.messages.take(1);
            return Ok(());
        }
        let (bucket, quota) = match path {
            ["devices", ..] if method != Method::GET => (&mut self.device_writes, DEVICE_WRITES),
            ["identity", "conditionalAccess", ..] => (&mut self.policies, POLICIES),
            ["security", "cases", "ediscoveryCases", ..] => (&mut self.ediscovery, EDISCOVERY),
            ["auditLogs", ..] => (&mut self.reports, REPORTS),
            path => match mailbox_of(path, &own) {
                Some(mailbox) => {
                    let mailbox = self.mailboxes.entry(mailbox.to_owned());
                    (mailbox.or_insert(Bucket::FULL), MAILBOX)
                }
                None => return Ok(()),
            },
        };
        match bucket.wait(now, 1, quota) {
            None => {
                bucket.take(1);
                Ok(())
            }
            Some(_) if quota == POLICIES => Err(GraphError::too_many_at_once()),
            Some(wait) => Err(service_limit(wait)),
        }
    }

    /// Another client of the same tenant writes so often, as far as the quota lets it.
    pub(crate) fn spend(&mut self, now: Timestamp, writes: u32) {
        if self.writes.wait(now, writes, WRITES).is_none() {
            self.writes.take(writes);
        }
    }

    /// Takes the price out of the buckets, or says how long to wait. A refused request costs nothing.
    pub(crate) fn charge(&mut self, now: Timestamp, users: usize, price: Price) -> Result<Charge, GraphError> {
        if self.kept == Throttling::Off {
            return Ok(Charge { percentage: None });
        }
        let quota = units(users);
        let wait_to_write = self.writes.wait(now, price.writes, WRITES);
        if let Some(wait) = wait_to_write.filter(|_| price.writes > 0) {
            return Err(GraphError::too_many_requests(
                wait,
                "Tenant_Application/ReadWrite",
                "WriteLimitExceeded",
            ));
        }
        if let Some(wait) = self.units.wait(now, price.units, quota) {
            return Err(GraphError::too_many_requests(
                wait,
                "Tenant_Application/ReadWrite",
                "ResourceUnitLimitExceeded",
            ));
        }
        self.units.take(price.units);
        self.writes.take(price.writes);
        let hundredths = self.units.share(quota).max(self.writes.share(WRITES));
        let percentage = (hundredths >= 80).then(|| format!("{}.{:02}", hundredths / 100, hundredths % 100));
        Ok(Charge { percentage })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WRITE: Price = Price { units: 1, writes: 1 };

    #[test]
    fn a_full_bucket_gives_3000_writes_then_20_a_second() {
        let mut throttle = Throttle::default();
        let start = Timestamp::from_millis(1_000_000_000);
        let taken = |throttle: &mut Throttle, now| {
            (0..10_000)
                .take_while(|_| throttle.charge(now, 40, WRITE).is_ok())
                .count()
        };
        assert_eq!(taken(&mut throttle, start), 3000);
        assert_eq!(taken(&mut throttle, start.plus(Duration::from_secs(1))), 20);
    }

    #[test]
    fn the_share_is_told_from_80_percent_on() {
        let mut throttle = Throttle::default();
        let now = Timestamp::from_millis(0);
        let shares: Vec<Option<String>> = (0..3000)
            .map(|_| throttle.charge(now, 1000, WRITE).unwrap().percentage)
            .collect();
        assert_eq!(shares[2398], None);
        assert_eq!(shares[2399].as_deref(), Some("0.80"));
        assert_eq!(shares[2999].as_deref(), Some("1.00"));
    }

    proptest! {
        #[test]
        fn no_sequence_of_writes_gets_more_than_the_quota(pauses in prop::collection::vec(0_u64..2000, 1..200)) {
            let mut throttle = Throttle::default();
            let mut now = Timestamp::from_millis(0);
            let (mut passed, mut written) = (0_u64, 0_u64);
            for pause in pauses {
                now = now.plus(Duration::from_millis(pause));
                passed += pause;
                written += (0..100).filter(|_| throttle.charge(now, 40, WRITE).is_ok()).count() as u64;
                prop_assert!(written <= 3000 + passed * 20 / 1000 + 1);
            }
        }
    }
}
