//! The admin centers, by hand, down to the deletion of the tenant.

use std::time::Duration;

use http::Request;
use practice::{Browser, CLIENT_ID, TenantName};
use serde_json::Value;

use crate::world::{ADMIN, EVERYTHING, World, authorize_url, body, entra_code_of};

fn status_of(world: &World, name: &str) -> (String, String) {
    let state = world.cloud.inspect();
    let found = state["subscriptions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["name"] == name)
        .unwrap()
        .clone();
    let text = |name: &str| found[name].as_str().unwrap().to_owned();
    (text("center"), text("status"))
}

fn pair(center: &str, status: &str) -> (String, String) {
    (center.to_owned(), status.to_owned())
}

pub(crate) fn cancel(world: &mut World, browser: &mut Browser, name: &str) {
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/products")
        .unwrap();
    browser.follow(&mut world.cloud, world.now, name).unwrap();
    browser
        .press(&mut world.cloud, world.now, "Cancel subscription")
        .unwrap();
    browser.choose("No longer needed").unwrap();
    browser.fill("Feedback (optional)", "Farvel").unwrap();
    browser.press(&mut world.cloud, world.now, "Save").unwrap();
}

pub(crate) fn delete(world: &mut World, browser: &mut Browser, name: &str) {
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/products")
        .unwrap();
    browser.follow(&mut world.cloud, world.now, name).unwrap();
    browser
        .press(&mut world.cloud, world.now, "Delete subscription")
        .unwrap();
    browser.press(&mut world.cloud, world.now, "Yes").unwrap();
}

#[test]
fn a_subscription_is_cancelled_deleted_and_gone_after_72_hours() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = world.admin_center("/products");
    let name = "Microsoft 365 Business Premium";
    browser.follow(&mut world.cloud, world.now, name).unwrap();
    assert!(
        !browser.has_button("Delete subscription"),
        "what is active can't be deleted"
    );
    cancel(&mut world, &mut browser, name);
    assert_eq!(status_of(&world, name), pair("Disabled", "Suspended"));
    delete(&mut world, &mut browser, name);
    assert!(
        browser.text().contains("Deleted, removed for good on"),
        "{}",
        browser.text()
    );
    assert_eq!(status_of(&world, name), pair("Deleted", "Suspended"));
    world.cloud.advance(Duration::from_secs(71 * 3600));
    assert_eq!(status_of(&world, name), pair("Deleted", "Suspended"));
    world.cloud.advance(Duration::from_secs(3600));
    assert_eq!(status_of(&world, name), pair("Deleted", "Deleted"));
}

#[test]
fn moving_the_time_ahead_leaves_sign_ins_alone() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    world.cloud.advance(Duration::from_secs(72 * 3600));
    assert_eq!(world.get("/v1.0/me").status(), 200);
    assert_eq!(world.refresh("User.Read").status(), 200);
}

#[test]
fn a_page_is_for_those_with_the_role() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = Browser::default();
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/tenants")
        .unwrap();
    assert!(browser.sign_in(&mut world.cloud, world.now, ADMIN, "wrong").is_err());
    browser
        .sign_in(
            &mut world.cloud,
            world.now,
            "billing@contoso.onmicrosoft.com",
            "practice",
        )
        .unwrap();
    assert_eq!(browser.title(), "Access denied");
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/products")
        .unwrap();
    assert_eq!(browser.title(), "Your products");
}

#[test]
fn who_signed_in_to_luk_is_signed_in_to_the_admin_centers() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = Browser::default();
    browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/products")
        .unwrap();
    assert_eq!(browser.title(), "Your products");
}

#[test]
fn users_are_deleted_by_hand_by_the_same_rules_as_through_graph() {
    let mut world = World::new(TenantName::Contoso);
    let (admin, person) = (world.user_id(ADMIN), "person@contoso.onmicrosoft.com");
    let mut browser = Browser::default();
    let page = "http://localhost:8084/users";
    browser.open(&mut world.cloud, world.now, page).unwrap();
    browser
        .sign_in(
            &mut world.cloud,
            world.now,
            "user.admin@contoso.onmicrosoft.com",
            "practice",
        )
        .unwrap();
    browser.choose(ADMIN).unwrap();
    browser.press(&mut world.cloud, world.now, "Delete users").unwrap();
    assert!(browser.text().contains("can't be deleted"));
    assert_eq!(world.user_id(ADMIN), admin);

    let mut browser = world.admin_center("/users");
    browser.choose(person).unwrap();
    browser.choose("breakglass@contoso.onmicrosoft.com").unwrap();
    assert!(browser.choose(ADMIN).is_err(), "the own account can't be ticked");
    browser.press(&mut world.cloud, world.now, "Delete users").unwrap();
    assert_eq!(world.cloud.inspect()["deletedUsers"].as_array().unwrap().len(), 2);
}

#[test]
fn per_user_mfa_is_switched_off_by_hand() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = world.admin_center("/mfa");
    browser.choose("billing@contoso.onmicrosoft.com").unwrap();
    browser.press(&mut world.cloud, world.now, "Disable MFA").unwrap();
    let state = world.cloud.inspect();
    let user = state["users"]
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["userPrincipalName"] == "billing@contoso.onmicrosoft.com");
    assert_eq!(user.unwrap()["perUserMfaState"], "disabled");
}

#[test]
fn the_directory_can_be_deleted_when_all_checks_pass_and_then_it_is_gone() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let id = world.cloud.tenant_id();
    let mut browser = world.admin_center("/tenants");
    browser.choose("Contoso").unwrap();
    browser.press(&mut world.cloud, world.now, "Delete").unwrap();
    assert!(browser.text().contains("Failed") && !browser.has_button("Delete"));
    let forced = Request::post(format!("http://localhost:8084/tenants/{id}/delete"))
        .body(Vec::new())
        .unwrap();
    world.call(forced);
    assert_eq!(
        world.cloud.inspect()["tenant"]["deleted"],
        false,
        "without a session nothing is deleted"
    );

    let own = world.user_id(ADMIN);
    for user in world.all("/v1.0/users?$select=id") {
        let user = user["id"].as_str().unwrap().to_owned();
        if user != own {
            assert_eq!(world.delete(&format!("/v1.0/users/{user}")).status(), 204);
        }
    }
    for subscription in world.cloud.inspect()["subscriptions"].as_array().unwrap() {
        let name = subscription["name"].as_str().unwrap().to_owned();
        if subscription["center"] != "Disabled" {
            cancel(&mut world, &mut browser, &name);
        }
        delete(&mut world, &mut browser, &name);
    }
    for application in world.all("/v1.0/applications?$select=id") {
        assert_eq!(
            world
                .delete(&format!("/v1.0/applications/{}", application["id"].as_str().unwrap()))
                .status(),
            204
        );
    }
    let principals = world.all("/v1.0/servicePrincipals?$select=id,appId,appOwnerOrganizationId");
    let mut others: Vec<&Value> = principals
        .iter()
        .filter(|found| found["appOwnerOrganizationId"] != "f8cdef31-a31e-4b4a-93e4-5f571e91255a")
        .collect();
    // Luk's own goes last.
    others.sort_by_key(|found| found["appId"] == CLIENT_ID);
    for principal in others {
        assert_eq!(
            world
                .delete(&format!(
                    "/v1.0/servicePrincipals/{}",
                    principal["id"].as_str().unwrap()
                ))
                .status(),
            204
        );
    }
    let checks = format!("http://localhost:8084/tenants/{id}/delete");
    browser.open(&mut world.cloud, world.now, &checks).unwrap();
    assert!(
        !browser.has_button("Delete"),
        "the subscriptions are not deprovisioned yet"
    );
    world.cloud.advance(Duration::from_secs(72 * 3600));
    browser.open(&mut world.cloud, world.now, &checks).unwrap();
    assert!(!browser.text().contains("Failed"), "{}", browser.text());
    browser.press(&mut world.cloud, world.now, "Delete").unwrap();
    assert_eq!(browser.title(), "Tenant deleted");

    assert_eq!(world.cloud.inspect()["tenant"]["deleted"], true);
    assert_eq!(world.get("/v1.0/me").status(), 401);
    assert_eq!(entra_code_of(&world.refresh("User.Read")), 90002);
    let url = format!("http://localhost:8081/{id}/v2.0/.well-known/openid-configuration");
    let discovery = world.call(Request::get(url).body(Vec::new()).unwrap());
    assert_eq!((discovery.status().as_u16(), entra_code_of(&discovery)), (400, 90002));
    assert_eq!(body(&discovery)["error"], "invalid_request");
    assert!(
        world
            .cloud
            .sign_in(world.now, ADMIN, "practice", &authorize_url(&[]))
            .is_err()
    );
}

#[test]
fn a_support_request_is_written_and_then_listed() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = world.admin_center("/support");
    assert!(browser.text().contains("There are no requests yet"));
    browser.fill("Title", "Delete <b>our</b> tenant").unwrap();
    browser.fill("Description", "All checks pass, yet it fails.").unwrap();
    browser.press(&mut world.cloud, world.now, "Contact support").unwrap();
    assert!(
        browser.text().contains("Delete <b>our</b> tenant") && browser.text().contains("Open"),
        "{}",
        browser.text()
    );
    assert_eq!(world.cloud.inspect()["supportRequests"][0]["number"], 1);
    browser.press(&mut world.cloud, world.now, "Contact support").unwrap();
    assert!(browser.text().contains("Write a title"));
}
