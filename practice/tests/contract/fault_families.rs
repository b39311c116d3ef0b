//! The families of faults: each does what the README's table says, at the rate that was asked for, and the same again
//! with the same seed.

use std::collections::BTreeSet;

use http::{Method, Request, Response};
use practice::{Fault, FaultFamily, Lateness, Reach, Service, TenantName};
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, SECOND_FACTOR, World, body, code_of, header, text};

const ALWAYS: u16 = 1000;

pub(crate) fn contoso_under(family: FaultFamily) -> World {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    world.cloud.set_fault_rate(family, ALWAYS);
    world
}

/// Many answers to the same request, each asked a second after the other.
fn answers(world: &mut World, path: &str, count: usize) -> Vec<Response<Vec<u8>>> {
    (0..count)
        .map(|_| {
            world.wait(1);
            world.get(path)
        })
        .collect()
}

fn delete_in_a_batch(world: &mut World, names: &[&str]) -> Response<Vec<u8>> {
    let ids: Vec<String> = names.iter().map(|name| world.user_id(name)).collect();
    let items: Vec<Value> = ids
        .iter()
        .enumerate()
        .map(|(number, id)| json!({"id": number.to_string(), "method": "DELETE", "url": format!("/users/{id}")}))
        .collect();
    world.batch("v1.0", &json!(items))
}

pub(crate) fn is_in_the_bin(world: &World, name: &str) -> bool {
    let state = world.cloud.inspect();
    let deleted = state["deletedUsers"].as_array().unwrap();
    deleted.iter().any(|user| user["userPrincipalName"] == name)
}

pub(crate) const PERSON: &str = "person@contoso.onmicrosoft.com";
const BILLING: &str = "billing@contoso.onmicrosoft.com";

#[test]
fn a_rate_is_kept_and_one_seed_is_one_run() {
    let run = |rate| {
        let mut world = World::contoso_as(ADMIN, EVERYTHING);
        world.cloud.set_fault_rate(FaultFamily::NoRetryAfter, rate);
        let answers = answers(&mut world, "/v1.0/me", 1000);
        answers
            .iter()
            .map(|answer| answer.status().as_u16())
            .collect::<Vec<_>>()
    };
    let hit = run(250).iter().filter(|status| **status == 429).count();
    assert!((200..300).contains(&hit), "{hit} out of 1000");
    assert_eq!(run(250), run(250));
    assert!(run(0).iter().all(|status| *status == 200));
}

#[test]
fn faults_of_one_run_change_no_id_of_it() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let mut other = World::contoso_as(ADMIN, EVERYTHING);
    other.cloud.set_fault_rate(FaultFamily::OddPages, 500);
    other.cloud.set_fault_rate(FaultFamily::OddPages, 0);
    assert_eq!(
        header(&world.get("/v1.0/me"), "request-id"),
        header(&other.get("/v1.0/me"), "request-id")
    );
}

#[test]
fn family_1_waits_are_whole_seconds_up_to_five_minutes() {
    let mut world = contoso_under(FaultFamily::RetryAfter);
    let waits: Vec<u32> = answers(&mut world, "/v1.0/me", 200)
        .iter()
        .map(|answer| {
            assert_eq!(
                (answer.status().as_u16(), code_of(answer).as_str()),
                (429, "TooManyRequests")
            );
            header(answer, "retry-after").unwrap().parse().unwrap()
        })
        .collect();
    assert!(waits.iter().all(|wait| (1..=300).contains(wait)));
    assert!(waits.iter().collect::<BTreeSet<_>>().len() > 50);
}

#[test]
fn family_2_says_no_time_to_wait() {
    let mut world = contoso_under(FaultFamily::NoRetryAfter);
    let answer = world.get("/v1.0/me");
    assert_eq!((answer.status().as_u16(), header(&answer, "retry-after")), (429, None));
}

#[test]
fn family_3_says_times_that_are_dates_negative_fractions_or_nothing() {
    let mut world = contoso_under(FaultFamily::OddRetryAfter);
    let mut seen = BTreeSet::new();
    for answer in answers(&mut world, "/v1.0/me", 100) {
        assert!([429, 503].contains(&answer.status().as_u16()));
        let time = header(&answer, "retry-after").unwrap();
        seen.insert(if time.ends_with("GMT") {
            "a date".to_owned()
        } else {
            time.to_owned()
        });
    }
    let expected = ["-5", "0", "2.128", "soon", "a date"].map(str::to_owned);
    assert_eq!(seen, BTreeSet::from(expected));
}

#[test]
fn family_4_mixes_statuses_and_loses_doubles_and_invents_items() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    world.cloud.set_fault_rate(FaultFamily::OddBatch, 500);
    let items: Vec<Value> = (0..20)
        .map(|number| json!({"id": number.to_string(), "method": "GET", "url": "/me?$select=id"}))
        .collect();
    let (mut statuses, mut shapes) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..60 {
        world.wait(10);
        let answer = world.batch("v1.0", &json!(items));
        assert_eq!(answer.status(), 200);
        let responses = body(&answer)["responses"].as_array().unwrap().clone();
        statuses.extend(responses.iter().filter_map(|item| item["status"].as_u64()));
        let ids: BTreeSet<&str> = responses.iter().filter_map(|item| item["id"].as_str()).collect();
        shapes.insert(match (responses.len(), ids.len()) {
            (19, 19) => "one is missing",
            (21, 20) => {
                let succeeded: Vec<bool> = responses
                    .iter()
                    .filter(|one| responses.iter().filter(|other| other["id"] == one["id"]).count() == 2)
                    .map(|one| one["status"].as_u64().unwrap() < 300)
                    .collect();
                assert_ne!(succeeded[0], succeeded[1], "the two contradict each other");
                "one is there twice"
            }
            (21, 21) => "one that nobody asked for",
            (20, 20) => "as they were sent",
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(shapes.len(), 4, "{shapes:?}");
    assert!(
        statuses.is_superset(&BTreeSet::from([200, 403, 404, 409, 423, 429, 500, 507])),
        "{statuses:?}"
    );
}

#[test]
fn family_5_refuses_what_it_has_done() {
    let mut world = contoso_under(FaultFamily::ExecutedYetRefused);
    let answer = world.delete(&format!("/v1.0/users/{}", world.user_id(PERSON)));
    assert!([429, 503, 504].contains(&answer.status().as_u16()));
    assert!(is_in_the_bin(&world, PERSON));
    let item = Fault::family(FaultFamily::ExecutedYetRefused).batch_item(0);
    world.cloud.clear_faults();
    world.cloud.fail_next(item);
    let batch = body(&delete_in_a_batch(&mut world, &[BILLING]));
    assert!(batch["responses"][0]["status"].as_u64().unwrap() >= 429);
    assert!(is_in_the_bin(&world, BILLING));
}

#[test]
fn family_6_loses_the_answer_to_what_it_has_done() {
    let mut world = contoso_under(FaultFamily::LostAnswer);
    let answer = world.delete(&format!("/v1.0/users/{}", world.user_id(PERSON)));
    assert!(practice::is_dropped(&answer));
    assert!(is_in_the_bin(&world, PERSON));
}

#[test]
fn family_7_breaks_a_batch_as_a_whole() {
    let mut world = contoso_under(FaultFamily::BrokenBatch);
    let items = json!([{"id": "1", "method": "GET", "url": "/me"}]);
    let mut seen = BTreeSet::new();
    for _ in 0..60 {
        world.wait(1);
        let answer = world.batch("v1.0", &items);
        seen.insert(match answer.status().as_u16() {
            400 => "400",
            413 => "413",
            502 if header(&answer, "content-type") == Some("text/html") => "HTML",
            200 if header(&answer, "content-encoding") == Some("gzip") => "not gzip",
            200 if serde_json::from_slice::<Value>(answer.body()).is_err() => "breaks off",
            other => panic!("{other}: {}", text(&answer)),
        });
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    assert_eq!(world.get("/v1.0/me").status(), 200, "other requests go through");
}

#[test]
fn family_8_is_out_of_reach_or_hides_its_failure_from_scripts() {
    let mut world = contoso_under(FaultFamily::Unreachable);
    let answers = answers(&mut world, "/v1.0/me", 40);
    let dropped = answers.iter().filter(|answer| practice::is_dropped(answer)).count();
    let hidden = answers
        .iter()
        .filter(|answer| answer.status() == 503 && header(answer, "access-control-allow-origin").is_none())
        .count();
    assert!(dropped > 0 && hidden > 0 && dropped + hidden == 40);
}

#[test]
fn family_9_is_late_or_stops_in_the_middle() {
    let mut world = contoso_under(FaultFamily::Slow);
    let late: Vec<Lateness> = answers(&mut world, "/v1.0/me", 60)
        .iter()
        .filter_map(practice::lateness)
        .collect();
    assert_eq!(late.len(), 60);
    assert!(late.contains(&Lateness::StopsInTheMiddle));
    assert!(
        late.iter()
            .any(|late| matches!(late, Lateness::Millis(60_000..120_000)))
    );
}

#[test]
fn family_22_repeats_loops_leads_elsewhere_empties_doubles_and_leaves_out() {
    let mut world = contoso_under(FaultFamily::OddPages);
    let path = "http://localhost:8082/v1.0/users?$top=10&$select=id";
    let mut seen = BTreeSet::new();
    for answer in answers(&mut world, path, 60) {
        let page = body(&answer);
        let ids: Vec<&str> = page["value"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|user| user["id"].as_str())
            .collect();
        let different: BTreeSet<&str> = ids.iter().copied().collect();
        let next = page["@odata.nextLink"].as_str().unwrap();
        seen.insert(match (ids.len(), different.len(), next.contains("$skiptoken=")) {
            (0, ..) => "empty",
            (11, 10, true) => "one twice",
            (9, 9, true) => "one left out",
            (10, 10, false) => "loops",
            (10, 10, true) if next.starts_with("https://graph.example/") => "elsewhere",
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    world.cloud.clear_faults();
    let next = body(&world.get(path))["@odata.nextLink"].as_str().unwrap().to_owned();
    world.cloud.set_fault_rate(FaultFamily::OddPages, ALWAYS);
    let (mut repeats, mut expired) = (0, 0);
    for answer in answers(&mut world, &next, 60) {
        match answer.status().as_u16() {
            400 => expired += usize::from(text(&answer).contains("page token value has expired")),
            _ => {
                repeats += usize::from(
                    body(&answer)["@odata.nextLink"] == next.replace("$select=id", "%24select=id")
                        || body(&answer)["@odata.nextLink"] == next,
                )
            }
        }
    }
    assert!(repeats > 0 && expired > 0, "{repeats} {expired}");
}

#[test]
fn family_23_shows_the_deleted_and_hides_the_bin_for_ten_minutes() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let person = world.user_id(PERSON);
    world.delete(&format!("/v1.0/users/{person}"));
    world.cloud.set_fault_rate(FaultFamily::StaleRead, ALWAYS);
    let shown = |world: &mut World| world.all("/v1.0/users").iter().any(|user| user["id"] == person);
    assert!(shown(&mut world));
    let purge = format!("/v1.0/directory/deletedItems/{person}");
    assert_eq!(world.delete(&purge).status(), 404);
    assert_eq!(
        world.all("/v1.0/directory/deletedItems/microsoft.graph.user"),
        Vec::<Value>::new()
    );
    world.wait(601);
    assert!(!shown(&mut world));
    assert_eq!(world.delete(&purge).status(), 204);
}

#[test]
fn families_26_and_27_refuse_a_cancel_and_hide_where_an_operation_is() {
    let admin = "admin@azure.onmicrosoft.com";
    let mut world = World::new(TenantName::Azure);
    world.sign_in_to_azure(admin, SECOND_FACTOR);
    world.cloud.set_fault_rate(FaultFamily::ResourcesRefuse, ALWAYS);
    let list = world.arm(Method::GET, "/subscriptions?api-version=2022-12-01", None);
    let subscriptions = body(&list)["value"].as_array().unwrap().clone();
    let id = subscriptions[0]["subscriptionId"].as_str().unwrap();
    let cancel = format!("/subscriptions/{id}/providers/Microsoft.Subscription/cancel?api-version=2021-10-01");
    assert_eq!(world.arm(Method::POST, &cancel, None).status(), 409);

    world.cloud.set_fault_rate(FaultFamily::HiddenLocation, ALWAYS);
    let mut accepted = 0;
    for subscription in &subscriptions {
        let id = subscription["subscriptionId"].as_str().unwrap();
        let groups = world.arm(
            Method::GET,
            &format!("/subscriptions/{id}/resourcegroups?api-version=2021-04-01"),
            None,
        );
        for group in body(&groups)["value"].as_array().unwrap() {
            let name = group["name"].as_str().unwrap();
            let path = format!("/subscriptions/{id}/resourcegroups/{name}?api-version=2021-04-01");
            let answer = world.arm(Method::DELETE, &path, None);
            if answer.status() == 202 {
                assert_eq!(header(&answer, "location"), None);
                accepted += 1;
            }
        }
    }
    assert!(accepted > 0);
}

#[test]
fn family_29_answers_with_100_megabytes_that_say_the_same() {
    let mut world = contoso_under(FaultFamily::HugeAnswer);
    let answer = world.get("/v1.0/me?$select=userPrincipalName");
    assert_eq!(answer.body().len(), 100 * 1024 * 1024);
    assert_eq!(body(&answer)["userPrincipalName"], ADMIN);
}

#[test]
fn family_30_answers_with_a_status_that_nobody_expects() {
    let mut world = contoso_under(FaultFamily::UnknownStatus);
    let seen: BTreeSet<u16> = answers(&mut world, "/v1.0/me", 40)
        .iter()
        .map(|answer| answer.status().as_u16())
        .collect();
    assert_eq!(seen, BTreeSet::from([299, 418, 520]));
}

#[test]
fn a_part_of_the_cloud_that_is_down_answers_nothing_not_even_a_preflight() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    world.cloud.set_reach(Service::Graph, Reach::Down);
    let preflight = Request::options("http://localhost:8082/v1.0/me")
        .body(Vec::new())
        .unwrap();
    assert!(practice::is_dropped(&world.call(preflight)));
    assert!(practice::is_dropped(&world.get("/v1.0/me")));
    assert_eq!(world.refresh(EVERYTHING).status(), 200, "the other parts are there");
    world.cloud.set_reach(Service::Graph, Reach::Up);
    assert_eq!(world.get("/v1.0/me").status(), 200);
}

#[test]
fn rates_and_reach_are_set_over_http_too() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let post = |world: &mut World, path: &str, content: &Value| {
        let request = Request::post(format!("http://localhost:8086{path}"));
        let response = world.call(request.body(content.to_string().into_bytes()).unwrap());
        response.status().as_u16()
    };
    assert_eq!(post(&mut world, "/fault-rates", &json!({"noRetryAfter": 1000})), 200);
    assert_eq!(world.get("/v1.0/me").status(), 429);
    assert_eq!(post(&mut world, "/fault-rates", &json!({"noRetryAfter": 0})), 200);
    assert_eq!(world.get("/v1.0/me").status(), 200);
    assert_eq!(post(&mut world, "/fault-rates", &json!({"earthquake": 1})), 400);
    assert_eq!(post(&mut world, "/fault-rates", &json!({"slow": 1001})), 400);
    let fault = json!([{"perThousand": 1000, "service": "graph", "outcome": {"family": "unknownStatus"}}]);
    assert_eq!(post(&mut world, "/faults", &fault), 200);
    assert!(world.get("/v1.0/me").status().as_u16() >= 299);
    assert_eq!(post(&mut world, "/clear-faults", &json!({})), 200);
    assert_eq!(
        post(&mut world, "/reach", &json!({"service": "graph", "reach": "down"})),
        200
    );
    assert!(practice::is_dropped(&world.get("/v1.0/me")));
    assert_eq!(
        post(&mut world, "/reach", &json!({"service": "moon", "reach": "down"})),
        400
    );
}
