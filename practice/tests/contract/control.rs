//! The control, and that one seed is one run.

use http::Request;
use practice::{Cloud, Origins, Setup, TenantName, Timestamp};
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, World, body, entra_code_of, header, text};

fn post(world: &mut World, path: &str, content: &Value) -> (u16, Value) {
    let request = Request::post(format!("http://localhost:8086{path}"))
        .body(content.to_string().into_bytes())
        .unwrap();
    let response = world.call(request);
    (response.status().as_u16(), body(&response))
}

#[test]
fn the_same_seed_gives_the_same_tenant_and_another_seed_another() {
    let cloud = |seed| {
        let setup = Setup {
            origins: Origins::local(8081),
            redirect_uris: Vec::new(),
            tenant: TenantName::Contoso,
            seed,
        };
        Cloud::new(setup).inspect()
    };
    assert_eq!(cloud(1), cloud(1));
    assert_ne!(cloud(1)["tenant"]["id"], cloud(2)["tenant"]["id"]);
}

#[test]
fn one_seed_and_the_same_requests_give_the_same_answers() {
    let run = || {
        let mut world = World::contoso_as(ADMIN, EVERYTHING);
        world.all("/v1.0/users?$top=7");
        serde_json::to_string(world.cloud.requests()).unwrap()
    };
    assert_eq!(run(), run());
}

#[test]
fn contoso_has_what_makes_a_tenant_hard() {
    let state = World::new(TenantName::Contoso).cloud.inspect();
    let users = state["users"].as_array().unwrap();
    let count = |test: &dyn Fn(&Value) -> bool| users.iter().filter(|user| test(user)).count();
    assert_eq!(users.len(), 40);
    assert_eq!(count(&|user| user["userType"] == "Guest"), 5);
    assert_eq!(count(&|user| user["accountEnabled"] == false), 2);
    assert!(count(&|user| user["perUserMfaState"] == "enforced") >= 3);
    assert!(count(&|user| user["displayName"].as_str().unwrap().starts_with('=')) == 1);
    assert!(count(&|user| user["displayName"].as_str().unwrap().contains('🎉')) == 1);
    let tiny = World::new(TenantName::Tiny).cloud.inspect();
    assert_eq!(
        (
            tiny["users"].as_array().unwrap().len(),
            tiny["subscriptions"].as_array().unwrap().len()
        ),
        (3, 1)
    );
}

#[test]
fn resetting_forgets_everything() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let fresh = World::new(TenantName::Contoso).cloud.inspect();
    let person = world.user_id("person@contoso.onmicrosoft.com");
    world.delete(&format!("/v1.0/users/{person}"));
    assert_eq!(post(&mut world, "/reset", &json!({})).1["users"], fresh["users"]);
    assert!(world.cloud.requests().is_empty() && world.cloud.issued_secrets().is_empty());
    assert_eq!(world.get("/v1.0/me").status(), 401);
    assert_eq!(
        post(&mut world, "/reset", &json!({"tenant": "tiny"})).1["tenant"]["name"],
        "tiny"
    );
    assert_eq!(post(&mut world, "/reset", &json!({"tenant": "huge"})).0, 400);
}

#[test]
fn time_and_faults_are_set_over_http_too() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let (status, state) = post(&mut world, "/advance", &json!({"hours": 24 * 13}));
    assert_eq!(status, 200);
    let trial = state["subscriptions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["isTrial"] == true)
        .unwrap();
    assert_eq!(trial["status"], "Warning", "the trial had twelve days left");
    for wrong in [
        json!({}),
        json!({"hours": -1}),
        json!({"hours": "72"}),
        json!({"hours": 1e300}),
    ] {
        assert_eq!(post(&mut world, "/advance", &wrong).0, 400);
    }
    let fault = json!([{"service": "graph", "path": "/me", "outcome": {"status": {"status": 502, "body": "<html>"}}}]);
    assert_eq!(post(&mut world, "/faults", &fault), (200, json!({"added": 1})));
    let broken = world.get("/v1.0/me");
    assert_eq!((broken.status().as_u16(), text(&broken).as_str()), (502, "<html>"));
    assert_eq!(post(&mut world, "/faults", &json!([{"outcome": "explode"}])).0, 400);
    assert_eq!(post(&mut world, "/expire-tokens", &json!({})).0, 200);
    assert_eq!(world.get("/v1.0/me").status(), 401);
}

#[test]
fn everybody_in_the_list_of_accounts_can_sign_in() {
    for tenant in TenantName::ALL {
        let mut world = World::new(tenant);
        let accounts = world.cloud.accounts();
        assert_eq!(accounts[0].role, "Global Administrator");
        for account in accounts {
            let url = crate::world::authorize_url(&[]).replace("organizations", &world.cloud.tenant_id());
            let name = &account.user_principal_name;
            assert!(
                world.cloud.sign_in(world.now, name, &account.password, &url).is_ok(),
                "{name}"
            );
        }
    }
}

#[test]
fn before_the_first_request_the_truth_is_there_already() {
    let world = World::new(TenantName::Contoso);
    assert_eq!(world.cloud.inspect()["subscriptions"].as_array().unwrap().len(), 5);
    assert_eq!(Timestamp::from_millis(5).millis(), 5);
}

#[test]
fn revoked_sessions_have_to_sign_in_again_with_the_claims_they_are_told() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in_taking_challenges(ADMIN, EVERYTHING);
    world.cloud.revoke_sessions();
    let refused = world.get("/v1.0/me");
    assert_eq!(refused.status(), 401);
    let challenge = header(&refused, "www-authenticate").unwrap();
    assert!(
        challenge.contains("error=\"insufficient_claims\", claims=\""),
        "{challenge}"
    );
    assert_eq!(entra_code_of(&world.refresh("User.Read")), 50173);
    world.sign_in(ADMIN, EVERYTHING);
    assert_eq!(world.get("/v1.0/me").status(), 200);
}

#[test]
fn a_role_that_is_taken_away_takes_the_rights_with_it() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let person = format!("/v1.0/users/{}", world.user_id("person@contoso.onmicrosoft.com"));
    assert!(world.cloud.take_roles(ADMIN));
    assert_eq!(world.delete(&person).status(), 403);
    assert!(!world.cloud.take_roles("nobody@contoso.onmicrosoft.com"));
}

#[test]
fn a_person_does_on_the_page_what_a_test_does_by_requests() {
    let mut world = World::new(TenantName::Tiny);
    let mut page = practice::Browser::default();
    let open = |world: &mut World, page: &mut practice::Browser| {
        page.open(&mut world.cloud, world.now, "http://localhost:8086/")
            .unwrap();
    };
    open(&mut world, &mut page);
    page.fill("Tenant", "contoso").unwrap();
    page.press(&mut world.cloud, world.now, "Load").unwrap();
    assert_eq!(world.cloud.tenant_name(), "contoso");
    world.sign_in(crate::world::ADMIN, crate::world::EVERYTHING);

    open(&mut world, &mut page);
    page.fill("Family of faults", "noRetryAfter").unwrap();
    page.fill("Out of a thousand", "1000").unwrap();
    page.press(&mut world.cloud, world.now, "Let them strike").unwrap();
    assert_eq!(world.get("/v1.0/me").status(), 429);
    page.press(&mut world.cloud, world.now, "Take back all faults").unwrap();
    assert_eq!(world.get("/v1.0/me").status(), 200);

    page.fill("Host", "graph").unwrap();
    page.fill("Up or down", "down").unwrap();
    page.press(&mut world.cloud, world.now, "Set the host").unwrap();
    assert!(practice::is_dropped(&world.get("/v1.0/me")));
    page.press(&mut world.cloud, world.now, "Take back all faults").unwrap();

    page.fill("Account", crate::world::ADMIN).unwrap();
    page.press(&mut world.cloud, world.now, "Take all roles").unwrap();
    let person = world.user_id("person@contoso.onmicrosoft.com");
    assert_eq!(world.delete(&format!("/v1.0/users/{person}")).status(), 403);
    page.press(&mut world.cloud, world.now, "Expire all tokens").unwrap();
    assert_eq!(world.get("/v1.0/me").status(), 401);

    let before = world.cloud.inspect();
    page.fill("Family of faults", "nothing of the kind").unwrap();
    page.fill("Out of a thousand", "1").unwrap();
    page.press(&mut world.cloud, world.now, "Let them strike").unwrap();
    assert!(page.text().contains("There is no \"nothing of the kind\" to choose."));
    assert_eq!(world.cloud.inspect(), before);
}

#[test]
fn the_log_is_downloaded_line_by_line() {
    let mut world = World::contoso_as(crate::world::ADMIN, "openid User.Read");
    world.get("/v1.0/me");
    let request = http::Request::get("http://localhost:8086/log")
        .body(Vec::new())
        .unwrap();
    let log = world.call(request);
    assert!(
        crate::world::header(&log, "content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    let text = crate::world::text(&log);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), world.cloud.requests().len());
    assert!(lines.last().unwrap()["url"].as_str().unwrap().ends_with("/v1.0/me"));
}
