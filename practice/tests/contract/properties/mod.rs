//! What holds for every sequence of requests, however hostile: an answer and no panic; what is refused has changed
//! nothing; the deleted come back by a restore alone; no quota is exceeded.

mod quotas;
mod requests;
mod returning;
pub(crate) mod routes;

use practice::FaultFamily;
use proptest::prelude::*;

use crate::properties::requests::{Place, Sent, Trouble, everything, sent};

/// So many cases; one that fails is shown in full, so no file is kept of it.
fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(count)
    }
}

fn send_all(place: &mut Place, all: &[Sent]) -> Result<(), TestCaseError> {
    for one in all {
        place.settle();
        let before = place.world.cloud.inspect();
        let answer = place.send(one);
        let status = answer.status().as_u16();
        if status >= 400 {
            let after = place.world.cloud.inspect();
            prop_assert_eq!(
                &before,
                &after,
                "{:?} was refused with {} and changed something",
                one,
                status
            );
        }
        let tokens = [
            Trouble::NoToken,
            Trouble::Forged,
            Trouble::Expired,
            Trouble::WrongAudience,
        ];
        if one.is_for_an_api() && tokens.contains(&one.trouble) {
            prop_assert_eq!(status, 401, "{:?}", one);
        }
        if one.is_for_an_api() && one.trouble == Trouble::Over4Megabytes {
            prop_assert_eq!(status, 413, "{:?}", one);
        }
        if one.trouble == Trouble::BatchOf21 {
            // Once the admin center has deleted the tenant, no token is good any more.
            prop_assert!(status == 400 || status == 401, "{:?}: {}", one, status);
        }
    }
    Ok(())
}

#[test]
fn whatever_is_sent_is_answered_and_what_is_refused_changes_nothing() {
    let fresh = everything();
    let mut runner = proptest::test_runner::TestRunner::new(cases(150));
    let ran = runner.run(&prop::collection::vec(sent(), 1..40), |all| {
        send_all(&mut fresh.clone(), &all)
    });
    ran.unwrap();
}

#[test]
fn with_faults_of_every_family_it_is_still_answered() {
    let fresh = everything();
    let families = FaultFamily::ALL
        .into_iter()
        .filter(|family| *family != FaultFamily::HugeAnswer);
    let families: Vec<FaultFamily> = families.collect();
    let rates = prop::collection::vec(0_u16..300, families.len());
    let mut runner = proptest::test_runner::TestRunner::new(cases(60));
    let ran = runner.run(&(prop::collection::vec(sent(), 1..40), rates), |(all, rates)| {
        let mut place = fresh.clone();
        for (family, rate) in families.iter().zip(rates) {
            place.world.cloud.set_fault_rate(*family, rate);
        }
        for one in &all {
            place.settle();
            place.send(one);
        }
        Ok(())
    });
    ran.unwrap();
}
