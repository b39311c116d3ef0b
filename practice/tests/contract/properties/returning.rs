//! The deleted come back by a restore alone, and what was deleted for good by nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use crate::properties::requests::{deletion, everything, sent};

const KINDS: [&str; 8] = [
    "users",
    "groups",
    "applications",
    "servicePrincipals",
    "devices",
    "administrativeUnits",
    "policies",
    "grants",
];

fn ids(state: &Value, kinds: &[&str]) -> BTreeSet<String> {
    let lists = kinds.iter().filter_map(|kind| state[kind].as_array());
    lists
        .flatten()
        .filter_map(|found| found["id"].as_str())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_deleted_object_returns_by_a_restore_alone_and_a_purged_one_never() {
    let fresh = everything();
    let mut runner = proptest::test_runner::TestRunner::new(crate::properties::cases(80));
    let ran = runner.run(&prop::collection::vec(prop_oneof![deletion(), sent()], 1..60), |all| {
        let mut place = fresh.clone();
        let mut gone: BTreeSet<String> = BTreeSet::new();
        let mut purged: BTreeSet<String> = BTreeSet::new();
        let bins = [
            "deletedUsers",
            "deletedGroups",
            "deletedApplications",
            "deletedServicePrincipals",
            "deletedAdministrativeUnits",
        ];
        for one in &all {
            let before = place.world.cloud.inspect();
            let answer = place.send(one);
            let after = place.world.cloud.inspect();
            let (lived, live) = (ids(&before, &KINDS), ids(&after, &KINDS));
            let (was_binned, binned) = (ids(&before, &bins), ids(&after, &bins));
            prop_assert!(live.is_disjoint(&binned), "something lives and is in the bin");
            if one.is_purge() && answer.status() == 204 {
                prop_assert_eq!(was_binned.len(), binned.len() + 1, "{:?} left the bin as it was", one);
            }
            let returned: BTreeSet<String> = live.intersection(&gone).cloned().collect();
            if one.is_restore() && answer.status() == 200 {
                prop_assert!(returned.len() <= 1);
                prop_assert!(returned.is_disjoint(&purged), "{returned:?} was deleted for good");
                gone.retain(|id| !returned.contains(id));
            } else {
                prop_assert!(returned.is_empty(), "{returned:?} came back by {one:?}");
            }
            gone.extend(lived.difference(&live).cloned());
            purged.extend(was_binned.difference(&binned).filter(|id| !live.contains(*id)).cloned());
        }
        Ok(())
    });
    ran.unwrap();
}
