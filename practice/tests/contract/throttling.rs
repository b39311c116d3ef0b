//! The published quotas of single services: how many requests go through at once, what the next one is told, and what
//! comes back with time.

use http::Method;
use practice::{TenantName, Throttling};

use crate::world::{ADMIN, EVERYTHING, SECOND_FACTOR, World, code_of, header};

#[test]
fn azure_answers_250_readings_at_once_and_25_more_each_second() {
    let mut world = World::new(TenantName::Azure);
    world.sign_in_to_azure("admin@azure.onmicrosoft.com", SECOND_FACTOR);
    let path = "/subscriptions?api-version=2022-12-01";
    for left in (0..250).rev() {
        let answer = world.arm(Method::GET, path, None);
        assert_eq!(answer.status(), 200);
        let told = header(&answer, "x-ms-ratelimit-remaining-tenant-reads").map(str::to_owned);
        assert_eq!(told, Some(left.to_string()));
    }
    let refused = world.arm(Method::GET, path, None);
    assert_eq!(
        (
            refused.status().as_u16(),
            code_of(&refused).as_str(),
            header(&refused, "retry-after")
        ),
        (429, "TenantRequestsThrottled", Some("1"))
    );
    world.wait(1);
    let again = (0..100)
        .take_while(|_| world.arm(Method::GET, path, None).status() == 200)
        .count();
    assert_eq!(again, 25);
}

#[test]
fn each_azure_subscription_has_quotas_of_its_own_for_reading_writing_and_deleting() {
    let mut world = World::new(TenantName::Azure);
    world.sign_in_to_azure("admin@azure.onmicrosoft.com", SECOND_FACTOR);
    let seen = crate::world::body(&world.arm(Method::GET, "/subscriptions?api-version=2022-12-01", None));
    let ids: Vec<String> = seen["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["subscriptionId"].as_str().unwrap().to_owned())
        .collect();
    let delete = |world: &mut World, id: &str| {
        let path = format!("/subscriptions/{id}/resourcegroups/none?api-version=2021-04-01");
        world.arm(Method::DELETE, &path, None).status().as_u16()
    };
    let deleted = (0..300).take_while(|_| delete(&mut world, &ids[0]) != 429).count();
    assert_eq!(deleted, 200);
    assert_ne!(delete(&mut world, &ids[1]), 429);
    let read = world.arm(
        Method::GET,
        &format!("/subscriptions/{}?api-version=2022-12-01", ids[0]),
        None,
    );
    assert_eq!(
        header(&read, "x-ms-ratelimit-remaining-subscription-reads"),
        Some("249")
    );
    world.cloud.set_throttling(Throttling::Off);
    assert_ne!(delete(&mut world, &ids[0]), 429);
}

#[test]
fn each_mailbox_answers_ten_thousand_requests_in_ten_minutes() {
    let mut world = World::contoso_as(ADMIN, &format!("{EVERYTHING} Mail.Read"));
    let mut answered = 0;
    // Slower than the quota of the directory, faster than the mailbox's.
    while world.get("/v1.0/me/messages").status() != 429 {
        answered += 1;
        world.now = world.now.plus(std::time::Duration::from_millis(10));
        assert!(answered < 20_000);
    }
    // What came back meanwhile: a hundredth of a second gives a sixth of a request.
    assert!((11_900..=12_100).contains(&answered), "{answered}");
    assert_ne!(
        world
            .get("/v1.0/users/person@contoso.onmicrosoft.com/messages")
            .status(),
        429
    );
}

#[test]
fn a_subscription_takes_from_everybody_together_fifteen_times_what_one_may_ask() {
    let people: Vec<String> = (0..16)
        .map(|number| format!(r#"{{"userPrincipalName": "owner{number}", "displayName": "O"}}"#))
        .collect();
    let owners: Vec<String> = (0..16).map(|number| format!("\"owner{number}\"")).collect();
    let file = format!(
        r#"{{"name": "busy", "displayName": "Busy", "users": [
            {{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}}, {}],
        "azureSubscriptions": [{{"displayName": "Web", "owners": [{}]}}]}}"#,
        people.join(","),
        owners.join(",")
    );
    let mut world = World::new(practice::Tenant::from_json(&file).unwrap());
    let id = world.cloud.inspect()["azureSubscriptions"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/subscriptions/{id}?api-version=2022-12-01");
    let (mut answered, mut last) = (0, None);
    for number in 0..16 {
        world.sign_in_to_azure(&format!("owner{number}@busy.onmicrosoft.com"), "");
        for _ in 0..250 {
            let answer = world.arm(http::Method::GET, &path, None);
            match answer.status().as_u16() {
                200 => answered += 1,
                status => last = Some((status, crate::world::code_of(&answer))),
            }
            if answered == 1 && number == 0 {
                let left = |name: &str| crate::world::header(&answer, name).map(str::to_owned);
                assert_eq!(
                    left("x-ms-ratelimit-remaining-subscription-reads").as_deref(),
                    Some("249")
                );
                let global = left("x-ms-ratelimit-remaining-subscription-global-reads");
                assert_eq!(global.as_deref(), Some("3749"));
            }
        }
    }
    assert_eq!(answered, 3750);
    assert_eq!(last, Some((429, "SubscriptionRequestsThrottled".to_owned())));
    world.wait(1);
    assert_eq!(world.arm(http::Method::GET, &path, None).status(), 200);
}
