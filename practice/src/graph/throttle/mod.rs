//! Graph's quotas: of the directory, in resource units by the tenant's size and in writes; of single services; and of the
//! app as a whole. All are token buckets with the published figures.

mod price;

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
            self.writes.take(writes);
        }
    }

    /// Takes a request out of every count that it goes into, or says which one is full: then it costs nothing. Otherwise
    /// gives how much of the directory's quota is used, in hundredths, from 80 on.
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
        if let Some(mailbox) = demand.mailbox {
            self.enter(now, mailbox)?;
        }
        for lane in &demand.lanes {
            let bucket = self.lanes.entry(lane.clone()).or_insert(Bucket::FULL);
            match bucket.wait(now, 1, lane.quota()) {
                None => {}
                Some(wait) if lane.is_of_the_directory() => {
                    return Err(GraphError::too_many_requests(wait, Excess::Writes, tenant));
                }
                Some(wait) => return Err(GraphError::service_limit(lane.tells_the_wait().then_some(wait))),
            }
        }
        let percentage = match demand.price {
            None => None,
            Some(price) => self.charge(now, tenant, users, price)?,
        };
        for lane in &demand.lanes {
            if let Some(bucket) = self.lanes.get_mut(lane) {
                bucket.take(1);
            }
        }
        self.opened.extend(demand.mailbox);
        Ok(percentage)
    }

    /// Takes the price out of the directory's buckets.
    fn charge(&mut self, now: Timestamp, tenant: Guid, users: usize, price: Price) -> Result<Option<i64>, GraphError> {
        let quota = units(users);
        let writes = [
            (&mut self.writes, WRITES, Excess::Writes),
            (&mut self.writes_of_tenant, WRITES_OF_TENANT, Excess::WritesOfTenant),
            (
                &mut self.writes_of_application,
                WRITES_OF_APPLICATION,
                Excess::WritesOfApplication,
            ),
        ];
        for (bucket, quota, excess) in writes {
            let wait = bucket.wait(now, price.writes, quota);
            if let Some(wait) = wait.filter(|_| price.writes > 0) {
                return Err(GraphError::too_many_requests(wait, excess, tenant));
            }
        }
        let units = [
            (&mut self.units, quota, Excess::Units),
            (
                &mut self.units_of_application,
                UNITS_OF_APPLICATION,
                Excess::UnitsOfApplication,
            ),
        ];
        for (bucket, quota, excess) in units {
            if let Some(wait) = bucket.wait(now, price.units, quota) {
                return Err(GraphError::too_many_requests(wait, excess, tenant));
            }
        }
        for bucket in [&mut self.units, &mut self.units_of_application] {
            bucket.take(price.units);
        }
        for bucket in [
            &mut self.writes,
            &mut self.writes_of_tenant,
            &mut self.writes_of_application,
        ] {
            bucket.take(price.writes);
        }
        let hundredths = self.units.share(quota).max(self.writes.share(WRITES));
        Ok((hundredths >= 80).then_some(hundredths))
    }

    /// A fifth request is refused while four work in the mailbox. Those of one batch wait for each other.
    fn enter(&mut self, now: Timestamp, mailbox: Guid) -> Result<(), GraphError> {
        let Some(at_work) = self.at_work.get_mut(&mailbox) else {
            return Ok(());
        };
        at_work.retain(|done| *done > now);
        match at_work.iter().min() {
            Some(first) if at_work.len() >= AT_ONCE => {
                let wait = first.millis().saturating_sub(now.millis());
                Err(GraphError::mailbox_concurrency((wait + 999) / 1000))
            }
            _ => Ok(()),
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TENANT: Guid = Guid::from_u128(1);
    const WRITE: Price = Price { units: 1, writes: 1 };

    fn write() -> Demand {
        Demand {
            price: Some(WRITE),
            lanes: vec![Lane::Application],
            mailbox: None,
        }
    }

    #[test]
    fn a_full_bucket_gives_3000_writes_then_20_a_second() {
        let mut throttle = Throttle::default();
        let start = Timestamp::from_millis(1_000_000_000);
        let taken = |throttle: &mut Throttle, now| {
            (0..10_000)
                .take_while(|_| throttle.admit(now, TENANT, 40, &write()).is_ok())
                .count()
        };
        assert_eq!(taken(&mut throttle, start), 3000);
        assert_eq!(taken(&mut throttle, start.plus(Duration::from_secs(1))), 20);
    }

    #[test]
    fn the_share_is_told_from_80_percent_on() {
        let mut throttle = Throttle::default();
        let now = Timestamp::from_millis(0);
        let shares: Vec<Option<i64>> = (0..3000)
            .map(|_| throttle.admit(now, TENANT, 1000, &write()).unwrap())
            .collect();
        assert_eq!(shares[2398], None);
        assert_eq!(shares[2399], Some(80));
        assert_eq!(shares[2999], Some(100));
    }

    #[test]
    fn an_app_asks_130_000_times_in_ten_seconds_whatever_it_asks_for() {
        let mut throttle = Throttle::default();
        let start = Timestamp::from_millis(0);
        let file = Demand {
            price: None,
            lanes: vec![Lane::Application],
            mailbox: None,
        };
        let answered = (0..200_000).take_while(|_| throttle.admit(start, TENANT, 40, &file).is_ok());
        assert_eq!(answered.count(), 130_000);
        let later = start.plus(Duration::from_millis(100));
        let answered = (0..200_000).take_while(|_| throttle.admit(later, TENANT, 40, &file).is_ok());
        assert_eq!(answered.count(), 1300);
    }

    fn lane() -> impl Strategy<Value = Lane> {
        let somebody = || (0_u128..3).prop_map(Guid::from_u128);
        prop_oneof![
            Just(Lane::PersonalApplications),
            Just(Lane::ConditionalAccess),
            Just(Lane::Reports),
            Just(Lane::Discovery),
            Just(Lane::ChannelMessages),
            Just(Lane::ChatMessages),
            Just(Lane::Channels),
            Just(Lane::Teams),
            Just(Lane::IntuneWrites),
            somebody().prop_map(Lane::DeviceWrites),
            somebody().prop_map(Lane::Mailbox),
            somebody().prop_map(Lane::NotesOfMinute),
            somebody().prop_map(Lane::NotesOfHour),
            "[ab]".prop_map(Lane::Team),
        ]
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
                written += (0..100).filter(|_| throttle.admit(now, TENANT, 40, &write()).is_ok()).count() as u64;
                prop_assert!(written <= 3000 + passed * 20 / 1000 + 1);
            }
        }

        #[test]
        fn no_service_gives_more_than_its_quota_whatever_else_is_asked(
            asked in prop::collection::vec((lane(), lane(), 1_u32..500, 0_u64..20_000), 1..60),
        ) {
            let mut throttle = Throttle::default();
            let (mut now, mut passed) = (Timestamp::from_millis(1_795_000_000_000), 0_i64);
            let mut taken: BTreeMap<Lane, i64> = BTreeMap::new();
            for (first, second, count, pause) in asked {
                let mut lanes = vec![Lane::Application, first];
                if !lanes.contains(&second) {
                    lanes.push(second);
                }
                let demand = Demand { price: None, lanes, mailbox: None };
                for _ in 0..count {
                    if throttle.admit(now, TENANT, 40, &demand).is_ok() {
                        demand.lanes.iter().for_each(|lane| *taken.entry(lane.clone()).or_default() += 1);
                    }
                }
                for (lane, taken) in &taken {
                    let quota = lane.quota();
                    let back = quota.amount * passed / crate::time::millis_of(quota.period);
                    prop_assert!(*taken <= quota.amount + back + 1, "{lane:?}: {taken}");
                }
                now = now.plus(Duration::from_millis(pause));
                passed += i64::try_from(pause).unwrap();
            }
        }

        #[test]
        fn four_work_in_a_mailbox_at_a_time_at_most(
            asked in prop::collection::vec((0_u128..2, 1_usize..12, 0_u32..900, 0_u64..700), 1..60),
        ) {
            let mut throttle = Throttle::default();
            let mut now = Timestamp::from_millis(1_795_000_000_000);
            // Until when each answered request is under way.
            let mut answered: BTreeMap<u128, Vec<Timestamp>> = BTreeMap::new();
            for (mailbox, count, late, pause) in asked {
                let demand = Demand {
                    price: None,
                    lanes: vec![Lane::Application, Lane::Mailbox(Guid::from_u128(mailbox))],
                    mailbox: Some(Guid::from_u128(mailbox)),
                };
                for _ in 0..count {
                    let under_way = answered.entry(mailbox).or_default();
                    under_way.retain(|done| *done > now);
                    let let_in = throttle.admit(now, TENANT, 40, &demand).is_ok();
                    prop_assert_eq!(let_in, under_way.len() < AT_ONCE);
                    let reply = throttle.leave(now, Reply::no_content().late(Lateness::Millis(late)));
                    prop_assert_eq!(reply.lateness, Some(Lateness::Millis(late)));
                    if let_in {
                        under_way.push(now.plus(Duration::from_millis(late.into())));
                    }
                }
                now = now.plus(Duration::from_millis(pause));
            }
        }
    }
}
