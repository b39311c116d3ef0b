//! Entra's rules that change while one is signed in: keys, conditional access, roles for a time; and personal accounts.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Request;
use practice::{Browser, TenantName};
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, World, answer_of, authorize_url, body, code_of, entra_code_of};

fn published(world: &mut World) -> Vec<String> {
    let request = Request::get("http://localhost:8081/organizations/discovery/v2.0/keys");
    let keys = body(&world.call(request.body(Vec::new()).unwrap()));
    let keys = keys["keys"].as_array().unwrap().clone();
    keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

fn signed_by(world: &World) -> String {
    let header = world.tokens["id_token"].as_str().unwrap().split('.').next().unwrap();
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

#[test]
fn a_new_key_signs_and_the_old_one_is_published_for_another_day() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let old = signed_by(&world);
    assert_eq!(published(&mut world), [old.as_str()]);
    let rotate = Request::post("http://localhost:8086/rotate-keys")
        .body(Vec::new())
        .unwrap();
    assert_eq!(world.call(rotate).status(), 200);
    assert_eq!(world.get("/v1.0/me").status(), 200, "tokens of the old key are good");
    world.sign_in(ADMIN, EVERYTHING);
    let new = signed_by(&world);
    assert_ne!(new, old);
    assert_eq!(published(&mut world), [new.as_str(), old.as_str()]);
    world.wait(24 * 3600);
    assert_eq!(published(&mut world), [new.as_str()]);
}

fn guarded(demand: &str, users: &str, state: &str) -> World {
    World::new(
        practice::Tenant::from_json(&format!(
            r#"{{"name": "gate", "displayName": "Gate", "users": [
                {{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}},
                {{"userPrincipalName": "person", "displayName": "P"}}],
            "conditionalAccessPolicies": [{{"displayName": "Gate", "state": "{state}", "demand": "{demand}", "users": {users}}}]}}"#
        ))
        .unwrap(),
    )
}

#[test]
fn conditional_access_keeps_people_out_with_the_code_of_what_it_asks_for() {
    for (demand, code) in [
        ("block", "AADSTS53003"),
        ("compliantDevice", "AADSTS53000"),
        ("domainJoinedDevice", "AADSTS53001"),
        ("approvedApplication", "AADSTS53002"),
    ] {
        let mut world = guarded(demand, "[\"person\"]", "enabled");
        let mut browser = Browser::default();
        browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
        browser
            .sign_in(&mut world.cloud, world.now, "person@gate.onmicrosoft.com", "practice")
            .unwrap();
        assert!(browser.left_for().is_none(), "the app is sent nothing");
        assert!(browser.text().contains(code), "{}", browser.text());
        // Who signed in is known now, so a silent sign-in fails in the same way.
        browser
            .open(&mut world.cloud, world.now, &authorize_url(&[("prompt", "none")]))
            .unwrap();
        let back = browser.left_for().unwrap();
        assert_eq!(answer_of(back, "error").as_deref(), Some("interaction_required"));
        assert!(answer_of(back, "error_description").unwrap().starts_with(code));
        world.sign_in("admin@gate.onmicrosoft.com", "openid User.Read");
    }
}

#[test]
fn a_policy_that_only_reports_keeps_nobody_out() {
    let mut world = guarded("block", "[]", "enabledForReportingButNotEnforced");
    world.sign_in("person@gate.onmicrosoft.com", "openid User.Read");
}

#[test]
fn a_policy_that_is_switched_on_later_stops_the_next_refresh() {
    let scopes = "openid offline_access User.Read Policy.Read.All Policy.ReadWrite.ConditionalAccess";
    let mut world = guarded("block", "[]", "disabled");
    world.sign_in("admin@gate.onmicrosoft.com", scopes);
    let policies = world.all("/v1.0/identity/conditionalAccess/policies");
    assert_eq!(policies[0]["grantControls"]["builtInControls"], json!(["block"]));
    assert_eq!(policies[0]["conditions"]["users"]["includeUsers"], json!(["All"]));
    world.wait(2);
    let path = format!(
        "/v1.0/identity/conditionalAccess/policies/{}",
        policies[0]["id"].as_str().unwrap()
    );
    assert_eq!(
        world
            .send(http::Method::PATCH, &path, Some(&json!({"state": "enabled"})))
            .status(),
        204
    );
    let refused = world.refresh(scopes);
    assert_eq!((refused.status().as_u16(), entra_code_of(&refused)), (400, 53003));
    assert_eq!(
        (&body(&refused)["error"], &body(&refused)["suberror"]),
        (&json!("invalid_grant"), &json!("message_only"))
    );
}

#[test]
fn a_role_that_was_given_for_a_time_runs_out() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    assert!(world.cloud.end_roles_after(ADMIN, Duration::from_secs(3600)));
    assert!(
        !world
            .cloud
            .end_roles_after("nobody@contoso.onmicrosoft.com", Duration::ZERO)
    );
    let person = format!("/v1.0/users/{}", world.user_id("person@contoso.onmicrosoft.com"));
    world.wait(3000);
    assert_eq!(world.delete(&person).status(), 204);
    world.wait(601);
    let other = format!("/v1.0/users/{}", world.user_id("billing@contoso.onmicrosoft.com"));
    let refused = world.delete(&other);
    assert_eq!(
        (refused.status().as_u16(), code_of(&refused).as_str()),
        (403, "Authorization_RequestDenied")
    );
    let roles = world.all("/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole");
    assert_eq!(roles, Vec::<Value>::new());
}

#[test]
fn a_personal_account_is_sent_to_choose_another_one() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let error = world.cloud.sign_in(
        world.now,
        "someone@outlook.com",
        "practice",
        &authorize_url(&[("prompt", "login")]),
    );
    let told = error.unwrap_err().to_string();
    assert!(told.contains("live.com") && told.contains("50020"), "{told}");
}

#[test]
fn an_account_to_choose_and_a_hint_of_one_cannot_be_combined() {
    let mut world = World::new(TenantName::Contoso);
    let url = authorize_url(&[("prompt", "select_account"), ("login_hint", ADMIN)]);
    let mut browser = practice::Browser::default();
    browser.open(&mut world.cloud, world.now, &url).unwrap();
    let back = browser.left_for().unwrap();
    assert_eq!(answer_of(back, "error").as_deref(), Some("invalid_request"));
}

#[test]
fn errors_that_nothing_here_causes_can_be_asked_for() {
    for code in practice::EntraCode::all() {
        let mut world = World::contoso_as(ADMIN, "openid offline_access User.Read");
        world.cloud.fail_next(practice::Fault::sign_in_error(code));
        let refused = world.refresh("User.Read");
        let number = u32::from(code);
        assert_eq!(
            (refused.status().as_u16(), entra_code_of(&refused)),
            (400, number.into()),
            "{number}"
        );
        let body = body(&refused);
        for property in [
            "error",
            "error_description",
            "timestamp",
            "trace_id",
            "correlation_id",
            "error_uri",
        ] {
            assert!(body[property].is_string(), "{number}: {property}");
        }
        assert_eq!(world.refresh("User.Read").status(), 200);

        world.cloud.fail_next(practice::Fault::sign_in_error(code));
        let mut browser = practice::Browser::default();
        browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
        assert!(browser.text().contains(&format!("AADSTS{number}:")), "{number}");
        world.cloud.fail_next(practice::Fault::sign_in_error(code));
        browser
            .open(&mut world.cloud, world.now, &authorize_url(&[("prompt", "none")]))
            .unwrap();
        let description = answer_of(browser.left_for().unwrap(), "error_description").unwrap();
        assert!(description.starts_with(&format!("AADSTS{number}:")), "{number}");
    }
}

#[test]
fn a_tenant_of_another_national_cloud_is_told_apart_from_one_that_is_not_there() {
    let file = r#"{"name": "east", "displayName": "East", "cloud": "china", "users": [
        {"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}]}"#;
    let mut world = World::new(practice::Tenant::from_json(file).unwrap());
    let ask = |world: &mut World, host: &str, tenant: &str| {
        let origins = practice::Origins::local(8081)
            .under_microsoft_names(host, None, "east")
            .unwrap();
        let url = format!("https://{host}/{tenant}/v2.0/.well-known/openid-configuration");
        let request = http::Request::get(url).body(Vec::new()).unwrap();
        world.cloud.handle_under(origins, world.now, request)
    };
    let id = world.cloud.tenant_id();
    let elsewhere = ask(&mut world, "login.microsoftonline.com", &id);
    assert_eq!((elsewhere.status().as_u16(), entra_code_of(&elsewhere)), (400, 90038));
    let nowhere = ask(&mut world, "login.microsoftonline.com", "nowhere.example");
    assert_eq!(entra_code_of(&nowhere), 90002);
    assert_eq!(ask(&mut world, "login.partner.microsoftonline.cn", &id).status(), 200);
    assert_eq!(ask(&mut world, "login.chinacloudapi.cn", &id).status(), 200);
    // The practice cloud's own origins are every cloud's.
    world.sign_in("admin@east.onmicrosoft.com", "openid User.Read");
}
