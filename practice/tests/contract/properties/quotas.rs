//! No quota is exceeded, by single requests and by batches, whatever the pauses between them.

use http::Method;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, World, body, header};

/// A published quota: so much at once, and so much a second after that.
struct Quota {
    name: &'static str,
    burst: f64,
    a_second: f64,
    used: f64,
}

impl Quota {
    const fn new(name: &'static str, amount: f64, seconds: f64) -> Self {
        Self {
            name,
            burst: amount,
            a_second: amount / seconds,
            used: 0.0,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Deletes,
    Devices,
    Policies,
    Reports,
    Reads,
}

/// What is sent: so many of a kind, alone or as batches, and then a pause in milliseconds.
fn step() -> impl Strategy<Value = (Kind, usize, bool, u64)> {
    let kind = prop_oneof![
        5 => Just(Kind::Deletes), 1 => Just(Kind::Devices), 1 => Just(Kind::Policies), 1 => Just(Kind::Reports), 2 => Just(Kind::Reads),
    ];
    (
        kind,
        1_usize..60,
        prop::bool::weighted(0.7),
        prop_oneof![4 => Just(0), 1 => 0_u64..15_000],
    )
}

const fn request(kind: Kind) -> (Method, &'static str) {
    match kind {
        Kind::Deletes => (Method::DELETE, "/users/nobody@contoso.example"),
        Kind::Devices => (Method::DELETE, "/devices/00000000-0000-0000-0000-000000000000"),
        Kind::Policies => (Method::GET, "/identity/conditionalAccess/policies"),
        Kind::Reports => (Method::GET, "/auditLogs/directoryAudits"),
        Kind::Reads => (Method::GET, "/groups/00000000-0000-0000-0000-000000000000/members"),
    }
}

#[test]
fn no_sequence_of_requests_gets_more_than_a_quota() {
    let mut fresh = World::contoso_as(ADMIN, &format!("{EVERYTHING} AuditLog.Read.All"));
    // The identity quota of a tenant below 50 users.
    fresh.wait(60);
    let mut runner = proptest::test_runner::TestRunner::new(crate::properties::cases(8));
    let ran = runner.run(&prop::collection::vec(step(), 1..30), |steps| {
        let mut world = fresh.clone();
        let mut quotas = [
            Quota::new("writes", 3000.0, 150.0),
            Quota::new("resource units", 3500.0, 10.0),
            Quota::new("writes to devices", 25.0, 10.0),
            Quota::new("conditional access", 1.0, 1.0),
            Quota::new("reports", 5.0, 10.0),
        ];
        let mut passed = 0.0;
        for (kind, count, in_batches, pause) in steps {
            let (method, path) = request(kind);
            // Each status with the units it is said to have cost.
            let mut answered: Vec<(u64, f64)> = Vec::new();
            if in_batches {
                let items: Vec<Value> = (0..20)
                    .map(|number| json!({"id": number.to_string(), "method": method.as_str(), "url": path}))
                    .collect();
                for _ in 0..count {
                    let answer = body(&world.batch("v1.0", &json!(items)));
                    for item in answer["responses"].as_array().unwrap() {
                        let units = item["headers"]["x-ms-resource-unit"]
                            .as_str()
                            .unwrap_or("0")
                            .parse()
                            .unwrap();
                        answered.push((item["status"].as_u64().unwrap(), units));
                    }
                }
            } else {
                for _ in 0..count {
                    let answer = world.send(method.clone(), &format!("/v1.0{path}"), None);
                    let units = header(&answer, "x-ms-resource-unit").unwrap_or("0").parse().unwrap();
                    answered.push((answer.status().as_u16().into(), units));
                }
            }
            let (mut executed, mut units) = (0.0, 0.0);
            for (status, cost) in answered.iter().filter(|(status, _)| *status != 429) {
                prop_assert!([200, 404].contains(status), "{status}");
                executed += 1.0;
                units += cost;
            }
            let is_write = method != Method::GET;
            let lane = match kind {
                Kind::Devices => Some(2),
                Kind::Policies => Some(3),
                Kind::Reports => Some(4),
                Kind::Deletes | Kind::Reads => None,
            };
            quotas[0].used += if is_write { executed } else { 0.0 };
            quotas[1].used += units;
            if let Some(lane) = lane {
                quotas[lane].used += executed;
            }
            for quota in &quotas {
                let most = quota.burst + quota.a_second * passed + 1.0;
                prop_assert!(quota.used <= most, "{}: {} of {most}", quota.name, quota.used);
            }
            world.now = world.now.plus(std::time::Duration::from_millis(pause));
            passed += pause as f64 / 1000.0;
        }
        Ok(())
    });
    ran.unwrap();
}
