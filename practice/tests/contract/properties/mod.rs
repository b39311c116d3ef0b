//! What holds for every sequence of requests, however hostile: an answer and no panic; what is refused has changed
//! nothing; the deleted come back by a restore alone; no quota is exceeded.

mod quotas;
mod requests;
mod returning;

use practice::FaultFamily;
use proptest::prelude::*;

use crate::properties::requests::{Place, Sent, Trouble, everything, sent};

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
        match one.trouble {
            Trouble::NoToken | Trouble::Forged | Trouble::Expired | Trouble::WrongAudience if one.is_for_an_api() => {
                prop_assert_eq!(status, 401, "{:?}", one);
            }
            Trouble::Over4Megabytes if one.is_for_an_api() => prop_assert_eq!(status, 413, "{:?}", one),
            Trouble::BatchOf21 => prop_assert_eq!(status, 400, "{:?}", one),
            _ => {}
        }
    }
    Ok(())
}

#[test]
fn whatever_is_sent_is_answered_and_what_is_refused_changes_nothing() {
    let fresh = everything();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(150));
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
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(60));
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
