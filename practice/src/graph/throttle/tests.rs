//! What the quotas let through: as much as is published and no more, and what a refusal tells.

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
    // The one that was refused is counted, too.
    assert_eq!(taken(&mut throttle, start.plus(Duration::from_secs(1))), 19);
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
    assert_eq!(answered.count(), 1299, "and the one that was refused");
}

/// What a refusal says: how long to wait, and how much is used.
fn told(refusal: &GraphError) -> (u64, String) {
    let GraphError::Refused { headers, .. } = refusal else {
        panic!("{refusal:?}");
    };
    let find = |name: &str| {
        let mut found = headers.iter().filter(|(header, _)| *header == name);
        found.next().map(|(_, value)| value.clone()).unwrap_or_default()
    };
    (
        find("retry-after").parse().unwrap(),
        find("x-ms-throttle-limit-percentage"),
    )
}

#[test]
fn who_never_waits_stays_shut_out_and_then_waits_for_four_minutes_at_most() {
    let mut throttle = Throttle::default();
    let mut now = Timestamp::from_millis(1_000_000_000);
    let served = (0..20_000)
        .filter(|_| throttle.admit(now, TENANT, 40, &write()).is_ok())
        .count();
    assert_eq!(served, 3000);
    // A hundred a second for twenty minutes: the tenant gives back sixty a second, the app in it twenty.
    for _ in 0..120_000 {
        now = now.plus(Duration::from_millis(10));
        assert!(throttle.admit(now, TENANT, 40, &write()).is_err());
    }
    let refusal = throttle.admit(now, TENANT, 40, &write()).unwrap_err();
    assert_eq!(told(&refusal), (241, "1.80".to_owned()));
    let almost = now.plus(Duration::from_secs(240));
    assert!(throttle.clone().admit(almost, TENANT, 40, &write()).is_err());
    let later = now.plus(Duration::from_secs(241));
    assert!(throttle.admit(later, TENANT, 40, &write()).is_ok());
}

#[test]
fn a_refusal_tells_the_longest_of_the_waits_that_it_makes_necessary() {
    let mut throttle = Throttle::default();
    let now = Timestamp::from_millis(1_000_000_000);
    let device = Demand {
        lanes: vec![Lane::Application, Lane::DeviceWrites(TENANT)],
        ..write()
    };
    for _ in 0..3000 {
        throttle.admit(now, TENANT, 40, &write()).unwrap();
    }
    for number in 1..=25 {
        let refusal = throttle.admit(now, TENANT, 40, &device).unwrap_err();
        // The tenant's writes are full, and 20 come back each second; of the device's own, 2.5.
        assert_eq!(told(&refusal).0, (number + 1_u64).div_ceil(20));
    }
    let refusal = throttle.admit(now, TENANT, 40, &device).unwrap_err();
    assert_eq!(told(&refusal).0, 2, "the 26th device");
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
