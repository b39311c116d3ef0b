//! The published quotas of single services: how many requests go through at once, what the next one is told, and what
//! comes back with time.

use std::time::Duration;

use http::Method;
use practice::{TenantName, Throttling};
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, SECOND_FACTOR, World, body, code_of, header};

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

/// A tenant with a mailbox and a team, whose administrator may read both.
fn crew(scopes: &str) -> World {
    let file = r#"{"name": "crew", "displayName": "Crew", "users": [
        {"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"],
         "mail": [{"from": "b@crew.onmicrosoft.com", "subject": "s"}]}],
        "groups": [{"displayName": "One", "kind": "microsoft365", "owners": ["admin"], "channels": [{"displayName": "General"}]}]}"#;
    World::written(file, "admin@crew.onmicrosoft.com", scopes)
}

#[test]
fn a_mailbox_works_on_four_requests_at_a_time() {
    let mut world = crew("Mail.Read User.Read.All");
    world.cloud.set_mailbox_time(Duration::from_millis(1500));
    for _ in 0..4 {
        let answer = world.get("/v1.0/me/mailFolders");
        assert_eq!(answer.status(), 200);
        assert_eq!(practice::lateness(&answer), Some(practice::Lateness::Millis(1500)));
    }
    // By whatever name the mailbox is called.
    let fifth = world.get("/v1.0/users/admin@crew.onmicrosoft.com/mailFolders");
    assert_eq!(
        (
            fifth.status().as_u16(),
            code_of(&fifth).as_str(),
            header(&fifth, "retry-after")
        ),
        (429, "ApplicationThrottled", Some("2"))
    );
    assert_eq!(
        world.get("/v1.0/users").status(),
        200,
        "the directory knows nothing of mailboxes"
    );
    world.wait(2);
    assert_eq!(world.get("/v1.0/me/mailFolders").status(), 200);
}

#[test]
fn the_requests_of_a_batch_take_turns_in_a_mailbox_four_by_four() {
    let mut world = crew("Mail.Read");
    world.cloud.set_mailbox_time(Duration::from_millis(1000));
    let items: Vec<Value> = (0..10)
        .map(|number| json!({"id": number.to_string(), "method": "GET", "url": "/me/mailFolders"}))
        .collect();
    let answer = world.batch("v1.0", &json!(items));
    assert_eq!(practice::lateness(&answer), Some(practice::Lateness::Millis(3000)));
    let of = |answer: &http::Response<Vec<u8>>| -> Vec<u64> {
        let answers = body(answer)["responses"].as_array().unwrap().clone();
        answers.iter().map(|item| item["status"].as_u64().unwrap()).collect()
    };
    assert_eq!(of(&answer), [200; 10]);
    let meanwhile = world.batch("v1.0", &json!(items));
    assert_eq!(of(&meanwhile), [429; 10]);
    assert_eq!(body(&meanwhile)["responses"][0]["headers"]["Retry-After"], "3");
}

#[test]
fn notebooks_are_read_120_times_a_minute_and_a_refusal_tells_no_wait() {
    let mut world = crew("Notes.Read");
    let read = |world: &mut World| world.get("/v1.0/me/onenote/notebooks");
    let answered = (0..500).take_while(|_| read(&mut world).status() == 200).count();
    assert_eq!(answered, 120);
    let refused = read(&mut world);
    assert_eq!(
        (refused.status().as_u16(), header(&refused, "retry-after")),
        (429, None)
    );
    // 120 more each minute, until the hour's 400 are used up.
    let mut all = answered;
    for _ in 0..5 {
        world.wait(60);
        all += (0..500).take_while(|_| read(&mut world).status() == 200).count();
    }
    assert!((400..=434).contains(&all), "{all}");
}

#[test]
fn a_team_answers_four_requests_a_second_and_all_teams_together_more() {
    let mut world = crew("Team.ReadBasic.All Channel.ReadBasic.All ChannelMessage.Read.All");
    let team = world.all("/v1.0/teams")[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1.0/teams/{team}/channels");
    let answered = (0..50).take_while(|_| world.get(&path).status() == 200).count();
    assert_eq!(answered, 4);
    let refused = world.get(&path);
    assert_eq!(
        (refused.status().as_u16(), header(&refused, "retry-after")),
        (429, Some("1"))
    );
    let listed = (0..100)
        .take_while(|_| world.get("/v1.0/teams").status() == 200)
        .count();
    assert_eq!(listed, 29, "the first of thirty was asked before");
}

#[test]
fn ediscovery_answers_five_requests_a_minute_and_counts_those_that_it_refuses() {
    let mut world = crew("eDiscovery.Read.All");
    let mut asks = |wait: u64| {
        world.wait(wait);
        let answer = world.get("/v1.0/security/cases/ediscoveryCases");
        let told = header(&answer, "retry-after").map(|seconds| seconds.parse::<u64>().unwrap());
        (answer.status().as_u16(), told)
    };
    for _ in 0..5 {
        assert_ne!(asks(0).0, 429);
    }
    // One comes back in twelve seconds, and the refused request has used it up beforehand.
    assert_eq!(asks(0), (429, Some(24)));
    assert_ne!(asks(24).0, 429, "who waits as told is served");
    assert_eq!(asks(0), (429, Some(24)));
    assert_eq!(asks(23), (429, Some(13)), "who asks too early waits again");
    // However often somebody asks: no more than 1.8 of the quota counts as used.
    let told = (0..100).map(|_| asks(0).1.unwrap()).max();
    assert_eq!(told, Some(60));
    assert_ne!(asks(60).0, 429);
}

#[test]
fn a_refusal_of_the_directory_says_whose_quota_it_is_and_other_services_dont() {
    let mut world = World::contoso_as(ADMIN, &format!("{EVERYTHING} Notes.Read"));
    world.cloud.spend_writes(world.now, 3000);
    let refused = world.delete("/v1.0/users/nobody");
    let scope = format!(
        "Tenant_Application/Write/{}/{}",
        practice::CLIENT_ID,
        world.cloud.tenant_id()
    );
    assert_eq!(header(&refused, "x-ms-throttle-scope"), Some(scope.as_str()));
    assert_eq!(
        header(&refused, "x-ms-throttle-information"),
        Some("WriteLimitExceeded")
    );
    assert_eq!(header(&refused, "x-ms-throttle-limit-percentage"), Some("1.00"));
    assert_eq!(header(&refused, "x-ms-resource-unit"), Some("1"));
    let notes = world.get("/v1.0/me/onenote/notebooks");
    assert_eq!(notes.status(), 200);
    assert_eq!(
        header(&notes, "x-ms-resource-unit"),
        None,
        "units are the directory's own"
    );
}

#[test]
fn a_larger_tenant_is_read_in_more_units() {
    let units = |more: u32| {
        let file = format!(
            r#"{{"name": "size", "displayName": "Size", "moreUsers": {more}, "users": [
            {{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}}]}}"#
        );
        let mut world = World::written(&file, "admin@size.onmicrosoft.com", "Directory.Read.All");
        // A licence list costs three units, less one for what is selected.
        (0..5000)
            .take_while(|_| world.get("/v1.0/subscribedSkus?$select=id").status() == 200)
            .count()
            * 2
    };
    assert_eq!((units(48), units(49), units(500)), (3500, 5000, 8000));
}

#[test]
fn apps_of_personal_accounts_are_deleted_sixty_a_minute() {
    let apps: Vec<String> = (0..70)
        .map(|number| {
            format!(r#"{{"displayName": "App {number}", "signInAudience": "AzureADandPersonalMicrosoftAccount"}}"#)
        })
        .collect();
    let file = format!(
        r#"{{"name": "apps", "displayName": "Apps", "applications": [{}], "users": [
        {{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}}]}}"#,
        apps.join(",")
    );
    let mut world = World::written(&file, "admin@apps.onmicrosoft.com", "Application.ReadWrite.All");
    let apps = world.all("/v1.0/applications?$select=id,signInAudience");
    assert_eq!(apps[0]["signInAudience"], "AzureADandPersonalMicrosoftAccount");
    let mut answers = apps.iter().map(|app| {
        let path = format!("/v1.0/applications/{}", app["id"].as_str().unwrap());
        world.delete(&path).status().as_u16()
    });
    assert_eq!(answers.by_ref().take_while(|status| *status == 204).count(), 60);
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
