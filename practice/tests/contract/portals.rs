//! Signing in to the admin centers, what is written down of what is done there, and that every page names its icon.

use http::Request;
use practice::{Browser, TenantName};

use crate::world::{ADMIN, World, authorize_url, text};

const PERSON: &str = "person@contoso.onmicrosoft.com";

#[test]
fn the_admin_centers_want_a_second_factor_of_everybody() {
    let mut world = World::new(TenantName::Contoso);
    let page = "http://localhost:8084/products";
    let mut browser = world.password_typed("billing@contoso.onmicrosoft.com", page);
    assert_eq!(browser.title(), "Verify your identity");
    browser.fill("Code", "000000").unwrap();
    browser.press(&mut world.cloud, world.now, "Verify").unwrap();
    assert!(browser.text().contains("That code didn't work"));
    browser.verify(&mut world.cloud, world.now).unwrap();
    assert_eq!(browser.title(), "Your products");
}

#[test]
fn a_sign_in_to_luk_with_a_password_alone_is_not_enough_for_them() {
    let file = r#"{"name": "plain", "displayName": "Plain", "securityDefaults": false, "users": [
        {"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}]}"#;
    let mut world = World::new(practice::Tenant::from_json(file).unwrap());
    let mut browser = world.password_typed("admin@plain.onmicrosoft.com", &authorize_url(&[]));
    assert_eq!(browser.title(), "Permissions requested");
    let open = |world: &mut World, browser: &mut Browser| {
        browser
            .open(&mut world.cloud, world.now, "http://localhost:8084/tenants")
            .unwrap();
        browser.title()
    };
    assert_eq!(open(&mut world, &mut browser), "Verify your identity");
    browser.verify(&mut world.cloud, world.now).unwrap();
    assert_eq!(open(&mut world, &mut browser), "Manage tenants");
}

#[test]
fn the_last_administrator_has_only_a_phone_and_without_it_has_to_register_again() {
    let admin = "admin@lastadmin.onmicrosoft.com";
    let mut world = World::new(TenantName::LastAdmin);
    let page = "http://localhost:8084/tenants";
    let browser = world.password_typed(admin, page);
    assert!(browser.text().contains("We texted your phone"), "{}", browser.text());
    assert!(world.cloud.remove_method(admin, "phone") && !world.cloud.remove_method(admin, "phone"));
    let mut browser = world.password_typed(admin, page);
    assert_eq!(browser.title(), "More information required");
    browser
        .press(&mut world.cloud, world.now, "Register the authenticator app")
        .unwrap();
    assert_eq!(browser.title(), "Manage tenants");
    let user = &world.cloud.inspect()["users"][0];
    assert_eq!(user["authenticationMethods"][0]["kind"], "microsoftAuthenticator");
}

#[test]
fn what_is_done_by_hand_is_in_the_audit_log_as_far_as_entra_logs_it() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = world.admin_center("/mfa");
    browser.choose("billing@contoso.onmicrosoft.com").unwrap();
    browser.press(&mut world.cloud, world.now, "Disable MFA").unwrap();
    browser.follow(&mut world.cloud, world.now, "Active users").unwrap();
    browser.choose(PERSON).unwrap();
    let person = world.user_id(PERSON);
    browser.press(&mut world.cloud, world.now, "Delete users").unwrap();
    browser
        .follow(&mut world.cloud, world.now, "Azure subscriptions")
        .unwrap();
    let switch = "Switch on Access management for Azure resources";
    browser.press(&mut world.cloud, world.now, switch).unwrap();
    world.sign_in(ADMIN, "openid User.Read AuditLog.Read.All");
    let log = world.all("/v1.0/auditLogs/directoryAudits");
    let told: Vec<(&str, &str)> = log
        .iter()
        .map(|entry| {
            let text = |value: &'static str| entry[value].as_str().unwrap();
            (text("activityDisplayName"), text("loggedByService"))
        })
        .collect();
    let elevated = "User has elevated their access to User Access Administrator for their Azure Resources";
    assert_eq!(
        told,
        [
            ("Consent to application", "Core Directory"),
            ("Add delegated permission grant", "Core Directory"),
            ("Add service principal", "Core Directory"),
            (elevated, "Azure RBAC (Elevated Access)"),
            ("Delete user", "Core Directory"),
            ("Disable Strong Authentication", "Core Directory"),
        ]
    );
    assert_eq!(log[4]["targetResources"][0]["id"], person);
    assert_eq!(log[4]["initiatedBy"]["user"]["userPrincipalName"], ADMIN);
    let sign_ins = world.all("/v1.0/auditLogs/signIns");
    let portal = sign_ins
        .iter()
        .any(|one| one["appDisplayName"] == "Microsoft Office 365 Portal" && one["status"]["errorCode"] == 0);
    assert!(portal, "the sign-in to the admin center is there too");
}

#[test]
fn an_address_that_names_the_tenant_leads_to_the_admin_center() {
    let mut world = World::new(TenantName::Contoso);
    let path = format!("/{}/", world.cloud.tenant_id());
    assert_eq!(world.admin_center(&path).title(), "Admin centers");
}

#[test]
fn every_page_names_an_empty_icon_and_no_host_misses_one() {
    let mut world = World::new(TenantName::Contoso);
    for address in ["http://localhost:8084/", "http://localhost:8086/", &authorize_url(&[])] {
        let page = world.call(Request::get(address).body(Vec::new()).unwrap());
        assert!(text(&page).contains(r#"<link rel="icon" href="data:,">"#), "{address}");
    }
    for port in [8081, 8084, 8086] {
        let icon = Request::get(format!("http://localhost:{port}/favicon.ico"));
        assert_eq!(world.call(icon.body(Vec::new()).unwrap()).status(), 204);
    }
    assert!(world.cloud.unmodelled().is_empty());
}
