//! Graph's quotas: of the directory, in resource units by the tenant's size and in writes; of single services; and of the
//! app as a whole. All are token buckets with the published figures.

mod price;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::bucket::{Bucket, Quota};
use crate::graph::error::{Excess, GraphError};
use crate::guid::Guid;
use crate::reply::{Lateness, Reply};
use crate::time::Timestamp;

pub(crate) use price::{Demand, Lane, Price};

/// For the app in a tenant: writes. Units are by the tenant's size.
const WRITES: Quota = Quota {
    amount: 3000,
    period: Duration::from_secs(150),
};
/// For all apps of a tenant together.
const WRITES_OF_TENANT: Quota = Quota {
    amount: 18_000,
    period: Duration::from_secs(300),
};
/// For the app in all tenants together. Older pages allow twice as many writes.
const WRITES_OF_APPLICATION: Quota = Quota {
    amount: 35_000,
    period: Duration::from_secs(300),
};
const UNITS_OF_APPLICATION: Quota = Quota {
    amount: 150_000,
    period: Duration::from_secs(20),
};
/// So many requests work in one mailbox at a time, and so many of a batch.
const AT_ONCE: usize = 4;

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

/// Whether the quotas are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Throttling {
    /// As the published figures say.
    On,
    /// Nothing is refused for its number: to measure the model itself, or a client without waits.
    Off,
}

/// One of the directory's counts, and what a request takes out of it.
struct Count<'a> {
    bucket: &'a mut Bucket,
    quota: Quota,
    excess: Excess,
    price: u32,
}

/// Why a request is refused.
#[derive(Debug, PartialEq, Eq)]
enum Obstacle {
    /// As many as it takes work in the mailbox, for so many seconds yet.
    Mailbox(i64),
    Lane(Lane),
    Directory(Excess),
}

/// The buckets of the one app and tenant there are.
#[derive(Debug, Clone)]
pub(crate) struct Throttle {
    units: Bucket,
    writes: Bucket,
    units_of_application: Bucket,
    writes_of_application: Bucket,
    writes_of_tenant: Bucket,
    lanes: BTreeMap<Lane, Bucket>,
    /// When each request that works in a mailbox will be done with it.
    at_work: BTreeMap<Guid, Vec<Timestamp>>,
    /// The mailboxes that the present request, or its items, work in.
    opened: Vec<Guid>,
    /// How long Outlook works on a request.
    mailbox_time: Duration,
    kept: Throttling,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            units: Bucket::FULL,
            writes: Bucket::FULL,
            units_of_application: Bucket::FULL,
            writes_of_application: Bucket::FULL,
            writes_of_tenant: Bucket::FULL,
            lanes: BTreeMap::new(),
            at_work: BTreeMap::new(),
            opened: Vec::new(),
            mailbox_time: Duration::ZERO,
            kept: Throttling::On,
        }
    }
}

impl Throttle {
    pub(crate) const fn keep(&mut self, throttling: Throttling) {
        self.kept = throttling;
    }

    pub(crate) const fn set_mailbox_time(&mut self, time: Duration) {
        self.mailbox_time = time;
    }

    /// Somebody else with the same app writes so often, as far as the quota lets them.
    pub(crate) fn spend(&mut self, now: Timestamp, writes: u32) {
        if self.writes.wait(now, writes, WRITES).is_none() {
            self.writes.take(writes, WRITES);
        }
    }

    /// Takes a request out of every count that it goes into, or says which one is full. It goes into them either way: "all
    /// requests accrue against your usage limits" (learn.microsoft.com/graph/throttling). Otherwise gives how much of the
    /// directory's quota is used, in hundredths, from 80 on.
    pub(crate) fn admit(
        &mut self,
        now: Timestamp,
        tenant: Guid,
        users: usize,
        demand: &Demand,
    ) -> Result<Option<i64>, GraphError> {
        if self.kept == Throttling::Off {
            return Ok(None);
        }
        if let Some(obstacle) = self.obstacle(now, users, demand) {
            return Err(self.refuse(now, tenant, users, demand, &obstacle));
        }
        for lane in &demand.lanes {
            self.lane(lane).take(1, lane.quota());
        }
        self.opened.extend(demand.mailbox);
        let Some(price) = demand.price else {
            return Ok(None);
        };
        for count in self.counts(users, price) {
            count.bucket.take(count.price, count.quota);
        }
        let hundredths = self.units.share(units(users)).max(self.writes.share(WRITES));
        Ok((hundredths >= 80).then_some(hundredths))
    }

    fn lane(&mut self, lane: &Lane) -> &mut Bucket {
        self.lanes.entry(lane.clone()).or_insert(Bucket::FULL)
    }

    /// The directory's counts that a request goes into.
    fn counts(&mut self, users: usize, price: Price) -> impl Iterator<Item = Count<'_>> {
        let writes = [
            (&mut self.writes, WRITES, Excess::Writes),
            (&mut self.writes_of_tenant, WRITES_OF_TENANT, Excess::WritesOfTenant),
            (
                &mut self.writes_of_application,
                WRITES_OF_APPLICATION,
                Excess::WritesOfApplication,
            ),
        ];
        let units = [
            (&mut self.units, units(users), Excess::Units),
            (
                &mut self.units_of_application,
                UNITS_OF_APPLICATION,
                Excess::UnitsOfApplication,
            ),
        ];
        let writes = writes.into_iter().map(move |count| (count, price.writes));
        let units = units.into_iter().map(move |count| (count, price.units));
        let all = writes.chain(units).filter(|(_, price)| *price > 0);
        all.map(|((bucket, quota, excess), price)| Count {
            bucket,
            quota,
            excess,
            price,
        })
    }

    /// What keeps a request out, if something does.
    fn obstacle(&mut self, now: Timestamp, users: usize, demand: &Demand) -> Option<Obstacle> {
        if let Some(wait) = demand.mailbox.and_then(|mailbox| self.at_work_for(now, mailbox)) {
            return Some(Obstacle::Mailbox(wait));
        }
        for lane in &demand.lanes {
            if self.lane(lane).wait(now, 1, lane.quota()).is_some() {
                return Some(Obstacle::Lane(lane.clone()));
            }
        }
        let mut counts = self.counts(users, demand.price?);
        let full = counts.find_map(|count| {
            let wait = count.bucket.wait(now, count.price, count.quota);
            wait.map(|_| count.excess)
        });
        full.map(Obstacle::Directory)
    }

    /// Counts what is refused, in all that it goes into, and tells how long until all of these have room for it.
    fn refuse(
        &mut self,
        now: Timestamp,
        tenant: Guid,
        users: usize,
        demand: &Demand,
        obstacle: &Obstacle,
    ) -> GraphError {
        let (mut wait, mut share) = (0, 100);
        for lane in &demand.lanes {
            let bucket = self.lane(lane);
            wait = wait.max(bucket.count_refused(now, 1, lane.quota()));
            if *obstacle == Obstacle::Lane(lane.clone()) {
                share = bucket.share(lane.quota());
            }
        }
        let counts = demand.price.map(|price| self.counts(users, price));
        for count in counts.into_iter().flatten() {
            wait = wait.max(count.bucket.count_refused(now, count.price, count.quota));
            if *obstacle == Obstacle::Directory(count.excess) {
                share = count.bucket.share(count.quota);
            }
        }
        match obstacle {
            Obstacle::Mailbox(at_work) => GraphError::mailbox_concurrency(wait.max(*at_work)),
            Obstacle::Lane(lane) if lane.is_of_the_directory() => {
                GraphError::too_many_requests(wait, Excess::Writes, share, tenant)
            }
            Obstacle::Lane(lane) => GraphError::service_limit(lane.tells_the_wait().then_some(wait)),
            Obstacle::Directory(excess) => GraphError::too_many_requests(wait, *excess, share, tenant),
        }
    }

    /// A fifth request is refused while four work in the mailbox: for how many seconds. Those of one batch wait for each
    /// other.
    fn at_work_for(&mut self, now: Timestamp, mailbox: Guid) -> Option<i64> {
        let at_work = self.at_work.get_mut(&mailbox)?;
        at_work.retain(|done| *done > now);
        let first = at_work.iter().min().filter(|_| at_work.len() >= AT_ONCE)?;
        Some((first.millis().saturating_sub(now.millis()) + 999) / 1000)
    }

    /// What a whole request leaves behind: its mailboxes are at work until it is answered.
    pub(crate) fn leave(&mut self, now: Timestamp, reply: Reply) -> Reply {
        let opened = std::mem::take(&mut self.opened);
        if opened.is_empty() {
            return reply;
        }
        let rounds = u32::try_from(opened.len().div_ceil(AT_ONCE)).unwrap_or(u32::MAX);
        let own = u32::try_from((self.mailbox_time * rounds).as_millis()).unwrap_or(u32::MAX);
        let late = match reply.lateness {
            // The service is done; it is the network that brings no more.
            Some(Lateness::StopsInTheMiddle) => own,
            Some(Lateness::Millis(millis)) => millis.max(own),
            None => own,
        };
        if late == 0 {
            return reply;
        }
        let done = now.plus(Duration::from_millis(late.into()));
        for (number, mailbox) in opened.iter().enumerate() {
            let earlier = opened.iter().take(number).filter(|other| *other == mailbox).count();
            if earlier < AT_ONCE {
                self.at_work.entry(*mailbox).or_default().push(done);
            }
        }
        match reply.lateness {
            Some(Lateness::StopsInTheMiddle) => reply,
            _ => reply.late(Lateness::Millis(late)),
        }
    }
}
