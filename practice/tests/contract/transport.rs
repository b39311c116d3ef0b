//! How Graph answers whatever was asked: batches, throttling, CORS, faults.

use http::Request;
use practice::{Fault, Service};
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, World, body, header};

#[test]
fn a_batch_answers_each_item_in_an_order_of_its_own() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let person = world.user_id("person@contoso.onmicrosoft.com");
    let mut requests: Vec<Value> = (0..18)
        .map(|number| json!({"id": number.to_string(), "method": "GET", "url": "/me?$select=id"}))
        .collect();
    requests.push(json!({"id": "delete", "method": "DELETE", "url": format!("/users/{person}")}));
    requests
        .push(json!({"id": "again", "method": "DELETE", "url": format!("/users/{person}"), "dependsOn": ["delete"]}));
    let response = world.batch("v1.0", &json!(requests));
    assert_eq!(response.status(), 200);
    let answer = body(&response);
    let responses = answer["responses"].as_array().unwrap();
    let order: Vec<&str> = responses
        .iter()
        .map(|response| response["id"].as_str().unwrap())
        .collect();
    assert_eq!(order.len(), 20);
    assert_ne!(
        order[..18],
        (0..18).map(|number| number.to_string()).collect::<Vec<_>>()[..]
    );
    let status = |id: &str| responses.iter().find(|response| response["id"] == id).unwrap()["status"].as_u64();
    assert_eq!(
        (status("0"), status("delete"), status("again")),
        (Some(200), Some(204), Some(404))
    );
}

#[test]
fn what_depends_on_a_failure_is_not_done() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let person = world.user_id("person@contoso.onmicrosoft.com");
    let response = world.batch(
        "v1.0",
        &json!([
            {"id": "1", "method": "GET", "url": "/users/nobody@contoso.onmicrosoft.com"},
            {"id": "2", "method": "DELETE", "url": format!("/users/{person}"), "dependsOn": ["1"]},
        ]),
    );
    let answer = body(&response);
    let second = answer["responses"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["id"] == "2")
        .unwrap()
        .clone();
    assert_eq!(second["status"], 424);
    assert_eq!(world.get(&format!("/v1.0/users/{person}")).status(), 200);
}

#[test]
fn mfa_is_changed_in_a_batch_of_beta() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let id = world.user_id("billing@contoso.onmicrosoft.com");
    let item = json!([{"id": "1", "method": "PATCH", "url": format!("/users/{id}/authentication/requirements"),
        "headers": {"Content-Type": "application/json"}, "body": {"perUserMfaState": "disabled"}}]);
    assert_eq!(body(&world.batch("v1.0", &item))["responses"][0]["status"], 400);
    assert_eq!(body(&world.batch("beta", &item))["responses"][0]["status"], 204);
}

#[test]
fn the_write_quota_is_told_in_time_and_then_kept_inside_batches_too() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let (mut executed, mut told, mut refused) = (0, None, None);
    for round in 0..200 {
        let items: Vec<Value> = (0..20)
            .map(|number| json!({"id": number.to_string(), "method": "DELETE", "url": format!("/users/{round}-{number}@nobody")}))
            .collect();
        let answer = body(&world.batch("v1.0", &json!(items)));
        for item in answer["responses"].as_array().unwrap() {
            if item["status"] == 429 {
                refused.get_or_insert_with(|| item.clone());
            } else {
                executed += 1;
                if item["headers"]["x-ms-throttle-limit-percentage"].is_string() {
                    told.get_or_insert(executed);
                }
            }
        }
    }
    assert_eq!(executed, 3000);
    // The answers of a batch of twenty come in any order.
    assert!(told.unwrap() > 2380 && told.unwrap() <= 2420, "from 80 % on: {told:?}");
    let refused = refused.unwrap();
    assert_eq!(refused["body"]["error"]["code"], "TooManyRequests");
    // 20 come back each second, and the refused ones are counted, too: this one, and those of the batch before it.
    let number: u64 = refused["id"].as_str().unwrap().parse().unwrap();
    let wait = (number + 2).div_ceil(20).to_string();
    assert_eq!(refused["headers"]["Retry-After"], wait);
    // The thousand that were refused, and this one.
    let outside = world.delete("/v1.0/users/nobody");
    assert_eq!(
        (outside.status().as_u16(), header(&outside, "retry-after")),
        (429, Some("51"))
    );
    world.wait(51);
    assert_eq!(world.delete("/v1.0/users/nobody").status(), 404);
}

#[test]
fn a_script_may_read_the_documented_headers_and_no_others() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let answer = world.get("/v1.0/me");
    assert_eq!(header(&answer, "access-control-allow-origin"), Some("*"));
    let exposed = header(&answer, "access-control-expose-headers").unwrap();
    for name in [
        "ETag",
        "Location",
        "request-id",
        "client-request-id",
        "Retry-After",
        "WWW-Authenticate",
    ] {
        assert!(exposed.contains(name), "{name}");
    }
    assert!(!exposed.contains("x-ms-"));
    assert!(header(&answer, "request-id").is_some());
    let preflight = Request::options("http://localhost:8082/v1.0/users/x")
        .header("origin", "http://localhost:8080")
        .header("access-control-request-method", "DELETE")
        .header("access-control-request-headers", "authorization,consistencylevel")
        .body(Vec::new())
        .unwrap();
    let preflight = world.call(preflight);
    assert_eq!(preflight.status(), 200);
    assert!(
        header(&preflight, "access-control-allow-methods")
            .unwrap()
            .contains("DELETE")
    );
    assert_eq!(
        header(&preflight, "access-control-allow-headers"),
        Some("authorization,consistencylevel")
    );
    assert!(header(&preflight, "access-control-max-age").is_some());
}

#[test]
fn a_fault_strikes_where_it_was_asked_for_and_executes_when_told_to() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let person = world.user_id("person@contoso.onmicrosoft.com");
    let path = format!("/v1.0/users/{person}");
    world.cloud.fail_next(
        Fault::status(503)
            .on(Service::Graph)
            .method("DELETE")
            .path("/users/")
            .retry_after(5),
    );
    let refused = world.delete(&path);
    assert_eq!(
        (refused.status().as_u16(), header(&refused, "retry-after")),
        (503, Some("5"))
    );
    assert_eq!(world.get(&path).status(), 200);
    world
        .cloud
        .fail_next(Fault::drop_connection().method("DELETE").after_executing());
    assert!(practice::is_dropped(&world.delete(&path)));
    assert_eq!(
        world.get(&path).status(),
        404,
        "it was done although nobody heard of it"
    );
    world.cloud.fail_next(Fault::drop_connection().batch_item(1));
    world.cloud.fail_next(Fault::status(429).batch_item(0).retry_after(3));
    let item = |id: &str| json!({"id": id, "method": "GET", "url": "/me"});
    let answer = body(&world.batch("v1.0", &json!([item("a"), item("b"), item("c")])));
    let mut found: Vec<(String, u64)> = answer["responses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            (
                item["id"].as_str().unwrap().to_owned(),
                item["status"].as_u64().unwrap(),
            )
        })
        .collect();
    found.sort();
    assert_eq!(found, [("a".to_owned(), 429), ("c".to_owned(), 200)]);
}
