//! The tenants that come along, and the rules of the admin centers that each of them shows.

use std::time::Duration;

use practice::{Browser, TenantName};
use serde_json::Value;

use crate::world::{EVERYTHING, World, body, text};

const DAY: u64 = 24 * 3600;

fn admin(tenant: TenantName) -> String {
    format!("admin@{tenant}.onmicrosoft.com")
}

fn opened(tenant: TenantName, path: &str) -> (World, Browser) {
    let mut world = World::new(tenant);
    let browser = world.admin_center_as(&admin(tenant), path);
    (world, browser)
}

/// A subscription's status in the admin center.
fn status(world: &World, part_number: &str) -> String {
    let state = world.cloud.inspect();
    let found = state["subscriptions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["skuPartNumber"] == part_number);
    found.unwrap()["center"].as_str().unwrap().to_owned()
}

fn product(world: &mut World, browser: &mut Browser, name: &str) {
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/products")
        .unwrap();
    browser.follow(&mut world.cloud, world.now, name).unwrap();
}

fn press(world: &mut World, browser: &mut Browser, button: &str) {
    browser.press(&mut world.cloud, world.now, button).unwrap();
}

fn cancel(world: &mut World, browser: &mut Browser) {
    press(world, browser, "Cancel subscription");
    browser.choose("No longer needed").unwrap();
    press(world, browser, "Save");
}

fn checks(world: &mut World, browser: &mut Browser) -> String {
    let path = format!("http://localhost:8084/tenants/{}/delete", world.cloud.tenant_id());
    browser.open(&mut world.cloud, world.now, &path).unwrap();
    browser.text()
}

#[test]
fn a_failed_check_links_to_where_it_is_put_right() {
    let mut world = World::new(TenantName::Unpaid);
    let mut browser = world.admin_center_as(&admin(TenantName::Unpaid), "/tenants");
    checks(&mut world, &mut browser);
    let state = world.cloud.inspect();
    let unpaid = state["invoices"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|found| found["dueCents"] != 0);
    let unpaid: Vec<&str> = unpaid.map(|found| found["name"].as_str().unwrap()).collect();
    let action = format!("Pay all invoices: {}", unpaid.join(", "));
    browser.follow(&mut world.cloud, world.now, &action).unwrap();
    assert!(browser.address().ends_with("/bills"), "{}", browser.address());
}

#[test]
fn every_tenant_lets_its_administrator_read_all_of_it() {
    for tenant in TenantName::ALL
        .into_iter()
        .filter(|tenant| *tenant != TenantName::School)
    {
        let mut world = World::new(tenant);
        world.sign_in(&admin(tenant), EVERYTHING);
        let users = world.all("/v1.0/users?$top=999");
        assert_eq!(
            users.len(),
            world.cloud.inspect()["users"].as_array().unwrap().len(),
            "{tenant}"
        );
        for path in [
            "groups",
            "applications",
            "servicePrincipals",
            "devices",
            "directory/administrativeUnits",
            "directory/subscriptions",
            "subscribedSkus",
            "oauth2PermissionGrants",
            "domains",
            "identity/conditionalAccess/policies",
        ] {
            world.all(&format!("/v1.0/{path}"));
        }
        assert!(world.cloud.unmodelled().is_empty());
        assert!(
            world
                .cloud
                .accounts()
                .iter()
                .any(|account| account.user_principal_name == admin(tenant))
        );
    }
}

#[test]
fn under_a_customer_agreement_one_cancels_in_the_first_week_only_and_nothing_is_deleted_by_hand() {
    let (mut world, mut browser) = opened(TenantName::Mca, "/products");
    product(&mut world, &mut browser, "Microsoft 365 Business Premium");
    assert!(!browser.has_button("Cancel subscription") && browser.text().contains("within seven days"));
    press(&mut world, &mut browser, "Turn off recurring billing");
    assert!(!browser.has_button("Turn off recurring billing"));
    product(&mut world, &mut browser, "Visio Plan 2");
    cancel(&mut world, &mut browser);
    assert_eq!(status(&world, "VISIOCLIENT"), "Disabled");
    assert!(
        !browser.has_button("Delete subscription"),
        "it goes at the end of its term"
    );
    world.cloud.advance(Duration::from_secs(362 * DAY));
    assert_eq!(status(&world, "VISIOCLIENT"), "Deleted");
    assert_eq!(
        status(&world, "SPB"),
        "Deleted",
        "not renewed: 165 days, then 30 and 90"
    );
}

#[test]
fn more_than_25_licences_are_lowered_first() {
    let (mut world, mut browser) = opened(TenantName::Partner, "/products");
    product(&mut world, &mut browser, "Office 365 E3");
    assert!(!browser.has_button("Cancel subscription") && browser.text().contains("more than 25 licenses"));
    browser.fill("Total licenses", "25").unwrap();
    press(&mut world, &mut browser, "Save licenses");
    cancel(&mut world, &mut browser);
    assert_eq!(status(&world, "ENTERPRISEPACK"), "Disabled");
}

#[test]
fn what_a_partner_sold_only_the_partner_cancels() {
    let (mut world, mut browser) = opened(TenantName::Partner, "/products");
    product(&mut world, &mut browser, "Microsoft 365 E5");
    assert!(!browser.has_button("Cancel subscription") && browser.text().contains("Ask the partner to cancel it"));
    press(&mut world, &mut browser, "Ask the partner");
    assert_eq!(status(&world, "SPE_E5"), "Deleted");
    world.sign_in(&admin(TenantName::Partner), EVERYTHING);
    let subscriptions = world.all("/v1.0/directory/subscriptions");
    let owner = |part: &str| -> Value {
        let found = subscriptions.iter().find(|found| found["skuPartNumber"] == part);
        found.unwrap()["ownerTenantId"].clone()
    };
    assert!(owner("SPE_E5").is_string() && owner("ENTERPRISEPACK").is_null());
}

#[test]
fn self_service_products_have_a_page_of_their_own_and_go_at_once() {
    let (mut world, mut browser) = opened(TenantName::SelfService, "/products");
    product(&mut world, &mut browser, "Power BI (free)");
    assert!(!browser.has_button("Cancel subscription"));
    assert!(
        checks(&mut world, &mut browser)
            .contains("Delete all self-service sign-up products: Microsoft Power Automate Free, Power BI (free)")
    );
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/self-service")
        .unwrap();
    press(&mut world, &mut browser, "Delete Power BI (free)");
    press(&mut world, &mut browser, "Delete Microsoft Power Automate Free");
    assert_eq!(status(&world, "POWER_BI_STANDARD"), "Deleted");
    assert!(!checks(&mut world, &mut browser).contains("Delete all self-service"));
}

#[test]
fn a_provider_of_multifactor_authentication_blocks_until_it_is_deleted() {
    let (mut world, mut browser) = opened(TenantName::Stubborn, "/mfa-providers");
    assert!(checks(&mut world, &mut browser).contains("Delete all providers: Legacy provider"));
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/mfa-providers")
        .unwrap();
    press(&mut world, &mut browser, "Delete Legacy provider");
    assert!(!checks(&mut world, &mut browser).contains("Legacy provider"));
}

#[test]
fn unpaid_invoices_block_until_they_are_paid() {
    let (mut world, mut browser) = opened(TenantName::Unpaid, "/bills");
    assert!(checks(&mut world, &mut browser).contains("Pay all invoices: E010000001, E010000002"));
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/bills")
        .unwrap();
    press(&mut world, &mut browser, "Pay E010000001");
    press(&mut world, &mut browser, "Pay E010000002");
    assert!(!checks(&mut world, &mut browser).contains("Pay all invoices"));
}

#[test]
fn all_checks_may_pass_and_the_deletion_still_needs_support() {
    let (mut world, mut browser) = opened(TenantName::Green, "/tenants");
    let delete = |world: &mut World, browser: &mut Browser| {
        checks(world, browser);
        press(world, browser, "Delete");
        world.cloud.inspect()["tenant"]["deleted"] == true
    };
    assert!(!delete(&mut world, &mut browser));
    assert!(
        browser.text().contains("although all checks pass. Contact support"),
        "{}",
        browser.text()
    );
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/support")
        .unwrap();
    browser.fill("Title", "Our tenant can't be deleted").unwrap();
    browser.fill("Description", "All checks pass.").unwrap();
    press(&mut world, &mut browser, "Contact support");
    assert!(!delete(&mut world, &mut browser), "support takes a day");
    world.cloud.advance(Duration::from_secs(DAY));
    assert!(delete(&mut world, &mut browser));
}

#[test]
fn hostile_names_are_text_on_every_page_and_in_every_answer() {
    let (mut world, mut browser) = opened(TenantName::Hostile, "/users");
    assert!(browser.text().contains("<script>alert(1)</script>"), "as text");
    for path in ["/users", "/mfa", "/products", "/tenants"] {
        browser
            .open(&mut world.cloud, world.now, &format!("http://localhost:8084{path}"))
            .unwrap();
        let page = &world.cloud.requests().last().unwrap().response_body;
        assert!(
            !page.contains("<script") && !page.contains("<img") && !page.contains("<svg"),
            "{path}"
        );
    }
    world.sign_in(&admin(TenantName::Hostile), EVERYTHING);
    let answer = text(&world.get("/v1.0/users?$select=displayName&$top=999"));
    let halves = "\\udc00half\\udfff\\ud83d";
    assert!(answer.contains(halves), "halves of pairs leave as they are");
    assert!(
        serde_json::from_str::<serde_json::Value>(&answer).is_err(),
        "no strict reader takes them"
    );
    let page: serde_json::Value = serde_json::from_str(&answer.replace(halves, "halves")).unwrap();
    let users = page["value"].as_array().unwrap().clone();
    assert!(
        users
            .iter()
            .any(|user| user["displayName"].as_str().unwrap().len() == 64 * 1024)
    );
    assert_eq!(
        users.iter().filter(|user| user["displayName"] == "Same Name").count(),
        2
    );
}

#[test]
fn a_school_has_a_hundred_thousand_users() {
    let mut world = World::new(TenantName::School);
    world.sign_in(&admin(TenantName::School), EVERYTHING);
    let first = body(&world.get("/v1.0/users?$select=id&$top=999&$count=true"));
    assert_eq!(
        (first["value"].as_array().unwrap().len(), &first["@odata.count"]),
        (999, &serde_json::json!(100_000))
    );
}

#[test]
fn even_the_stubborn_tenant_can_be_closed() {
    let scopes = format!("{EVERYTHING} Group.ReadWrite.All AdministrativeUnit.ReadWrite.All");
    let (mut world, mut browser) = opened(TenantName::Stubborn, "/mfa-providers");
    press(&mut world, &mut browser, "Delete Legacy provider");
    world.sign_in(&admin(TenantName::Stubborn), &scopes);
    let disable = serde_json::json!({"accountEnabled": false});
    let own = world.user_id(&admin(TenantName::Stubborn));
    let id = |found: &Value| found["id"].as_str().unwrap().to_owned();
    for unit in world.all("/v1.0/directory/administrativeUnits") {
        assert_eq!(
            world
                .delete(&format!("/v1.0/directory/administrativeUnits/{}", id(&unit)))
                .status(),
            204
        );
    }
    for user in world.all("/v1.0/users").iter().filter(|user| id(user) != own) {
        assert_eq!(world.delete(&format!("/v1.0/users/{}", id(user))).status(), 204);
    }
    // Several passes, as support advises: some go once others are gone, some once they are disabled, some never.
    for _ in 0..2 {
        for application in world.all("/v1.0/applications") {
            world.delete(&format!("/v1.0/applications/{}", id(&application)));
        }
        let mut principals = world.all("/v1.0/servicePrincipals");
        principals.sort_by_key(|found| found["appId"] == practice::CLIENT_ID);
        let microsoft = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
        for principal in principals
            .iter()
            .filter(|found| found["appOwnerOrganizationId"] != microsoft)
        {
            let path = format!("/v1.0/servicePrincipals/{}", id(principal));
            if world.delete(&path).status() != 204 {
                world.send(http::Method::PATCH, &path, Some(&disable));
            }
        }
    }
    assert!(world.cloud.inspect()["applications"].as_array().unwrap().is_empty());
    product(&mut world, &mut browser, "Microsoft 365 Business Premium");
    cancel(&mut world, &mut browser);
    press(&mut world, &mut browser, "Delete subscription");
    press(&mut world, &mut browser, "Yes");
    world.cloud.advance(Duration::from_secs(3 * DAY));
    let text = checks(&mut world, &mut browser);
    assert!(!text.contains("Failed"), "{text}");
    press(&mut world, &mut browser, "Delete");
    assert_eq!(world.cloud.inspect()["tenant"]["deleted"], true);
}
