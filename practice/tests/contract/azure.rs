//! ARM: a second factor before changes, cancelling, roles, billing, and what takes its time.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use practice::Tenant;
use serde_json::json;

use crate::world::{SECOND_FACTOR, World, body, code_of, header, text};

pub(crate) const ADMIN: &str = "admin@wide.onmicrosoft.com";
pub(crate) const OWNER: &str = "owner@wide.onmicrosoft.com";

const TENANT: &str = r#"{
  "name": "wide", "displayName": "Wide", "agreement": "MCA",
  "users": [
    {"userPrincipalName": "admin", "displayName": "Ada", "roles": ["Global Administrator"]},
    {"userPrincipalName": "owner", "displayName": "Olav"}
  ],
  "subscriptions": [
    {"skuPartNumber": "SPB", "totalLicenses": 10, "daysOld": 3, "daysLeft": 362},
    {"skuPartNumber": "VISIOCLIENT", "totalLicenses": 1, "daysOld": 100, "daysLeft": 265}
  ],
  "azureSubscriptions": [
    {"displayName": "Web", "owners": ["owner"], "resources": [
      {"resourceGroup": "rg-web", "type": "Microsoft.Compute/virtualMachines", "name": "web-1"},
      {"resourceGroup": "rg-aad", "type": "Microsoft.AAD/domainServices", "name": "wide.example"}]},
    {"displayName": "Contract", "offer": "enterprise", "owners": ["owner"]}
  ],
  "invoices": [{"billedCents": 12050, "dueCents": 12050, "daysAgo": 20}, {"billedCents": 900, "daysAgo": 50}],
  "reservations": [{"displayName": "VM, one year", "daysLeft": 100}]
}"#;

pub(crate) fn world() -> World {
    World::new(Tenant::from_json(TENANT).unwrap())
}

pub(crate) fn strong(account: &str) -> World {
    let mut world = world();
    world.sign_in_to_azure(account, SECOND_FACTOR);
    world
}

fn subscription(world: &World, name: &str) -> String {
    let state = world.cloud.inspect();
    let found = state["azureSubscriptions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["displayName"] == name);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

fn state_of(world: &World, name: &str) -> String {
    let state = world.cloud.inspect();
    let found = state["azureSubscriptions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["displayName"] == name);
    found.unwrap()["state"].as_str().unwrap().to_owned()
}

fn cancel(world: &mut World, name: &str, option: &str) -> http::Response<Vec<u8>> {
    let id = subscription(world, name);
    let path = format!("/subscriptions/{id}/providers/Microsoft.Subscription/cancel?api-version=2021-10-01{option}");
    world.arm(Method::POST, &path, None)
}

#[test]
fn whatever_changes_something_needs_a_second_factor_and_the_claims_to_ask_for_it_are_told() {
    let mut world = world();
    world.sign_in_to_azure(OWNER, "");
    assert_eq!(
        world
            .arm(Method::GET, "/subscriptions?api-version=2022-12-01", None)
            .status(),
        200,
        "reading needs none"
    );
    let refused = cancel(&mut world, "Contract", "");
    assert_eq!(refused.status(), 401);
    let challenge = header(&refused, "www-authenticate").unwrap();
    assert!(challenge.contains("error=\"insufficient_claims\""), "{challenge}");
    let claims = challenge.split("claims=\"").nth(1).unwrap().trim_end_matches('"');
    let claims = String::from_utf8(STANDARD.decode(claims).unwrap()).unwrap();
    assert_eq!(state_of(&world, "Contract"), "Enabled");
    world.sign_in_to_azure(OWNER, &claims);
    assert_eq!(cancel(&mut world, "Contract", "").status(), 200);
    assert_eq!(state_of(&world, "Contract"), "Disabled");
    let refreshed = world.refresh("https://management.azure.com/user_impersonation");
    world.tokens = body(&refreshed);
    assert_eq!(
        cancel(&mut world, "Web", "").status(),
        400,
        "a refresh keeps the second factor"
    );
}

#[test]
fn resources_block_a_cancellation_unless_they_are_to_be_ignored() {
    let mut world = strong(OWNER);
    let blocked = cancel(&mut world, "Web", "");
    assert_eq!(blocked.status(), 400);
    assert!(text(&blocked).contains("2 active resources"), "{}", text(&blocked));
    let done = cancel(&mut world, "Web", "&IgnoreResourceCheck=true");
    assert_eq!(
        (done.status().as_u16(), body(&done)),
        (200, json!({"subscriptionId": subscription(&world, "Web")}))
    );
    assert_eq!(cancel(&mut world, "Web", "").status(), 400, "only once");
    let enable = |world: &mut World, name| {
        let path = format!(
            "/subscriptions/{}/providers/Microsoft.Subscription/enable?api-version=2021-10-01",
            subscription(world, name)
        );
        world.arm(Method::POST, &path, None).status()
    };
    assert_eq!(enable(&mut world, "Web"), 200);
    assert_eq!(state_of(&world, "Web"), "Enabled");
    cancel(&mut world, "Contract", "");
    assert_eq!(enable(&mut world, "Contract"), 400, "that needs support");
}

#[test]
fn a_global_administrator_sees_all_after_elevating_and_becomes_owner_by_assignment() {
    let mut world = strong(ADMIN);
    let list = "/subscriptions?api-version=2022-12-01";
    assert_eq!(body(&world.arm(Method::GET, list, None))["value"], json!([]));
    assert_eq!(cancel(&mut world, "Contract", "").status(), 403);
    let assignments = "/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01";
    assert_eq!(world.arm(Method::GET, assignments, None).status(), 403);
    let elevate = "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01";
    let elevated = world.arm(Method::POST, elevate, None);
    assert_eq!((elevated.status().as_u16(), text(&elevated)), (200, String::new()));
    assert_eq!(
        body(&world.arm(Method::GET, list, None))["value"],
        json!([]),
        "a token from before knows nothing of it"
    );
    world.tokens = body(&world.refresh("https://management.azure.com/user_impersonation"));
    assert_eq!(
        body(&world.arm(Method::GET, list, None))["value"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        code_of(&cancel(&mut world, "Contract", "")),
        "AuthorizationFailed",
        "who gives access can't cancel"
    );

    let id = subscription(&world, "Contract");
    let own = world.user_id(ADMIN);
    let name = "11111111-2222-4333-8444-555555555555";
    let path =
        format!("/subscriptions/{id}/providers/Microsoft.Authorization/roleAssignments/{name}?api-version=2022-04-01");
    let owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
    let content = json!({"properties": {
        "roleDefinitionId": format!("/subscriptions/{id}/providers/Microsoft.Authorization/roleDefinitions/{owner}"),
        "principalId": own, "principalType": "User"}});
    let given = world.arm(Method::PUT, &path, Some(&content));
    assert_eq!(
        (
            given.status().as_u16(),
            body(&given)["properties"]["principalId"].as_str()
        ),
        (201, Some(own.as_str()))
    );
    assert_eq!(
        code_of(&world.arm(Method::PUT, &path, Some(&content))),
        "RoleAssignmentExists"
    );
    assert_eq!(cancel(&mut world, "Contract", "").status(), 200);

    let found = world.arm(
        Method::GET,
        &format!("{assignments}&$filter=principalId eq '{own}'"),
        None,
    );
    let found = body(&found)["value"].clone();
    assert_eq!(found.as_array().unwrap().len(), 1, "at / only what holds there");
    let path = format!("{}?api-version=2022-04-01", found[0]["id"].as_str().unwrap());
    assert_eq!(world.arm(Method::DELETE, &path, None).status(), 200);
    assert_eq!(world.arm(Method::GET, assignments, None).status(), 403);
}

#[test]
fn nobody_elevates_without_the_directory_role() {
    let mut world = strong(OWNER);
    let elevate = "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01";
    assert_eq!(code_of(&world.arm(Method::POST, elevate, None)), "AuthorizationFailed");
}

#[test]
fn deleting_what_is_in_a_subscription_is_an_operation_that_one_waits_for() {
    let mut world = strong(OWNER);
    let id = subscription(&world, "Web");
    let domains = format!("/subscriptions/{id}/providers/Microsoft.AAD/domainServices?api-version=2022-12-01");
    let listed = body(&world.arm(Method::GET, &domains, None));
    let domain = listed["value"][0]["id"].as_str().unwrap().to_owned();
    let begun = world.arm(Method::DELETE, &format!("{domain}?api-version=2022-12-01"), None);
    assert_eq!(
        (begun.status().as_u16(), header(&begun, "retry-after")),
        (202, Some("15"))
    );
    let location = header(&begun, "location").unwrap().to_owned();
    assert_eq!(world.get(&location).status(), 202);
    world.wait(1800);
    assert_eq!(world.get(&location).status(), 200);
    assert_eq!(body(&world.arm(Method::GET, &domains, None))["value"], json!([]));
    assert_eq!(
        world
            .arm(Method::DELETE, &format!("{domain}?api-version=2022-12-01"), None)
            .status(),
        204
    );
    let group = format!("/subscriptions/{id}/resourcegroups/RG-WEB?api-version=2021-04-01");
    assert_eq!(world.arm(Method::DELETE, &group, None).status(), 202);
    world.wait(90);
    assert_eq!(cancel(&mut world, "Web", "").status(), 200);
}

#[test]
fn a_cancelled_subscription_is_deleted_in_the_portal_after_its_wait_and_blocks_the_directory_until_then() {
    let mut world = strong(OWNER);
    assert_eq!(cancel(&mut world, "Contract", "").status(), 200);
    let page = format!("http://localhost:8084/azure/{}", subscription(&world, "Contract"));
    let mut browser = practice::Browser::default();
    browser.open(&mut world.cloud, world.now, &page).unwrap();
    browser.sign_in(&mut world.cloud, world.now, OWNER, "practice").unwrap();
    assert!(
        !browser.has_button("Delete") && browser.text().contains("It can be deleted from"),
        "{}",
        browser.text()
    );
    world.cloud.advance(Duration::from_secs(7 * 24 * 3600));
    browser.open(&mut world.cloud, world.now, &page).unwrap();
    let checks = format!("http://localhost:8084/tenants/{}/delete", world.cloud.tenant_id());
    let mut admin = practice::Browser::default();
    admin.open(&mut world.cloud, world.now, &checks).unwrap();
    admin.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    assert!(
        admin
            .text()
            .contains("Cancel and delete all Azure subscriptions: Web, Contract"),
        "{}",
        admin.text()
    );
    assert!(admin.text().contains("Switch on Access management") && admin.text().contains("Pay all invoices"));
    browser.press(&mut world.cloud, world.now, "Delete").unwrap();
    assert_eq!(state_of(&world, "Contract"), "Deleted");
    admin.open(&mut world.cloud, world.now, &checks).unwrap();
    assert!(!admin.text().contains("Contract"));
    admin
        .open(&mut world.cloud, world.now, "http://localhost:8084/azure")
        .unwrap();
    admin
        .press(
            &mut world.cloud,
            world.now,
            "Switch on Access management for Azure resources",
        )
        .unwrap();
    assert!(
        admin.text().contains("Sign out and sign in again") && !admin.text().contains("Web"),
        "{}",
        admin.text()
    );
    admin.open(&mut world.cloud, world.now, &checks).unwrap();
    assert!(admin.text().contains("Switch on Access management"));
    admin.follow(&mut world.cloud, world.now, "Sign out").unwrap();
    admin.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    admin
        .follow(&mut world.cloud, world.now, "Azure subscriptions")
        .unwrap();
    assert!(admin.text().contains("Web"), "{}", admin.text());
    admin.open(&mut world.cloud, world.now, &checks).unwrap();
    assert!(!admin.text().contains("Switch on Access management"));
}

#[test]
fn left_alone_a_cancelled_subscription_goes_after_90_days() {
    let mut world = strong(OWNER);
    cancel(&mut world, "Contract", "");
    world.cloud.advance(Duration::from_secs(90 * 24 * 3600));
    assert_eq!(state_of(&world, "Contract"), "Deleted");
}

#[test]
fn a_directory_for_customers_is_deleted_as_a_resource_and_its_operation_tells_how_far_it_is() {
    let file = TENANT.replace(
        r#""type": "Microsoft.Compute/virtualMachines", "name": "web-1""#,
        r#""type": "Microsoft.AzureActiveDirectory/ciamDirectories", "name": "shop.onmicrosoft.com""#,
    );
    let mut world = World::new(Tenant::from_json(&file).unwrap());
    world.sign_in_to_azure(OWNER, SECOND_FACTOR);
    let id = subscription(&world, "Web");
    let path = |name: &str, version: &str| {
        format!(
            "/subscriptions/{id}/resourceGroups/rg-web/providers/Microsoft.AzureActiveDirectory/ciamDirectories/{name}?api-version={version}"
        )
    };
    let own = path("shop.onmicrosoft.com", "2023-05-17-preview");
    assert_eq!(
        world
            .arm(Method::DELETE, &path("shop.onmicrosoft.com", "2021-04-01"), None)
            .status(),
        400
    );
    let nobody = path("nobody.onmicrosoft.com", "2023-05-17-preview");
    assert_eq!(world.arm(Method::DELETE, &nobody, None).status(), 204);
    let begun = world.arm(Method::DELETE, &own, None);
    assert_eq!(begun.status(), 202);
    assert!(header(&begun, "location").is_some() && header(&begun, "retry-after").is_some());
    let operation = header(&begun, "azure-asyncoperation").unwrap().to_owned();
    let status = |world: &mut World| body(&world.send(Method::GET, &operation, None))["status"].clone();
    assert_eq!(status(&mut world), "InProgress");
    world.wait(301);
    assert_eq!(status(&mut world), "Succeeded");
    assert_eq!(world.arm(Method::DELETE, &own, None).status(), 204);
}

#[test]
fn a_tenant_for_customers_says_so_and_what_it_has_for_them_blocks_its_deletion() {
    for (written, told) in [("b2c", "AAD B2C"), ("external", "CIAM")] {
        let file = TENANT.replace(
            r#""name": "wide","#,
            &format!(r#""name": "wide", "tenantType": "{written}", "userFlows": ["Join"],"#),
        );
        let mut world = World::new(Tenant::from_json(&file).unwrap());
        world.sign_in_to_azure(OWNER, "");
        let tenants = body(&world.arm(Method::GET, "/tenants?api-version=2022-12-01", None));
        assert_eq!(tenants["value"][0]["tenantType"], told);
        world.sign_in(OWNER, "openid User.Read");
        assert_eq!(body(&world.get("/v1.0/organization"))["value"][0]["tenantType"], told);
        let checks = format!("/tenants/{}/delete", world.cloud.tenant_id());
        let page = world.admin_center_as(ADMIN, &checks);
        assert!(page.text().contains("b2c-extensions-app"), "{}", page.text());
        assert!(page.text().contains("Delete all user flows"), "{}", page.text());
    }
}
