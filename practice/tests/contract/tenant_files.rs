//! Tenants that a person describes in a file.

use practice::{Setup, Tenant};
use serde_json::{Value, json};

use crate::world::{EVERYTHING, World, body};

const ARM: &str = "https://management.azure.com/user_impersonation";
const ADMIN: &str = "admin@wide.onmicrosoft.com";

/// The file of the README, so that what people copy works.
fn example() -> &'static str {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```json\n").unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_example_of_the_readme_is_the_tenant_that_it_says() {
    let mut world = World::written(example(), ADMIN, EVERYTHING);
    let users = world.all("/v1.0/users?$select=userPrincipalName,userType,assignedLicenses");
    assert_eq!(users.len(), 3);
    assert_eq!(users.iter().filter(|user| user["userType"] == "Guest").count(), 1);
    let anna = users
        .iter()
        .find(|user| user["userPrincipalName"] == "anna@wide.example");
    assert_eq!(anna.unwrap()["assignedLicenses"].as_array().unwrap().len(), 1);
    let skus = world.all("/v1.0/subscribedSkus");
    assert_eq!(
        (&skus[0]["skuPartNumber"], &skus[0]["prepaidUnits"]["enabled"]),
        (&json!("SPB"), &json!(10))
    );
    let state = world.cloud.inspect();
    assert_eq!(state["tenant"]["initialDomain"], "wide.onmicrosoft.com");
    assert_eq!(
        (world.cloud.tenant_name(), &state["tenant"]["name"]),
        ("wide", &json!("wide"))
    );
    assert_eq!(
        state["groups"][0]["members"],
        json!([world.user_id("anna@wide.example")])
    );
    let mfa = state["users"]
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["userPrincipalName"] == "anna@wide.example");
    assert_eq!(mfa.unwrap()["perUserMfaState"], "enforced");
    assert_eq!(world.cloud.accounts()[0].user_principal_name, ADMIN);
    world.cloud.reset();
    assert_eq!(world.cloud.inspect()["users"].as_array().unwrap().len(), 3);
}

#[test]
fn the_readme_names_every_property_of_a_file() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("## A tenant of your own").unwrap();
    let chapter = rest.split_once("## Control").unwrap().0;
    for nested in [
        "#",
        r##""users": [#]"##,
        r##""users": [{"userPrincipalName": "a", "displayName": "A", "files": [#]}]"##,
        r##""users": [{"userPrincipalName": "a", "displayName": "A", "mail": [#]}]"##,
        r##""users": [{"userPrincipalName": "a", "displayName": "A", "contacts": [#]}]"##,
        r##""users": [{"userPrincipalName": "a", "displayName": "A", "events": [#]}]"##,
        r##""users": [{"userPrincipalName": "a", "displayName": "A", "events": [{"repeats": #}]}]"##,
        r##""users": [{"userPrincipalName": "a", "displayName": "A", "tasks": [#]}]"##,
        r##""guests": [#]"##,
        r##""groups": [#]"##,
        r##""groups": [{"displayName": "A", "channels": [#]}]"##,
        r##""groups": [{"displayName": "A", "channels": [{"displayName": "A", "messages": [#]}]}]"##,
        r##""chats": [#]"##,
        r##""chats": [{"members": [], "messages": [#]}]"##,
        r##""identityProviders": [#]"##,
        r##""namedLocations": [#]"##,
        r##""sites": [#]"##,
        r##""sites": [{"displayName": "A", "lists": [#]}]"##,
        r##""devices": [#]"##,
        r##""administrativeUnits": [#]"##,
        r##""applications": [#]"##,
        r##""enterpriseApplications": [#]"##,
        r##""subscriptions": [#]"##,
        r##""azureSubscriptions": [#]"##,
        r##""azureSubscriptions": [{"displayName": "A", "resources": [#]}]"##,
        r##""invoices": [#]"##,
        r##""billingAccounts": [#]"##,
        r##""reservations": [#]"##,
        r##""conditionalAccessPolicies": [#]"##,
        r##""luk": #"##,
    ] {
        let file = match nested {
            "#" => r#"{"noSuchProperty": 1}"#.to_owned(),
            nested => format!("{{{}}}", nested.replace('#', r#"{"noSuchProperty": 1}"#)),
        };
        let told = Tenant::from_json(&file).unwrap_err().to_string();
        let (_, expected) = told
            .split_once("expected ")
            .unwrap_or_else(|| panic!("{nested}: {told}"));
        let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "{nested}: {told}");
        for name in names {
            assert!(
                chapter.contains(&format!("`{name}`")),
                "{nested}: {name} is not in the README"
            );
        }
    }
}

#[test]
fn the_same_file_and_seed_give_the_same_tenant() {
    let state = |seed| {
        let setup = Setup {
            origins: practice::Origins::local(8081),
            redirect_uris: Vec::new(),
            tenant: Tenant::from_json(example()).unwrap(),
            seed,
        };
        practice::Cloud::new(setup).inspect()
    };
    assert_eq!(state(1), state(1));
    assert_ne!(state(1)["tenant"]["id"], state(2)["tenant"]["id"]);
}

#[test]
fn an_azure_subscription_is_listed_for_those_who_hold_a_role_over_it() {
    let mut world = World::written(example(), ADMIN, &format!("{EVERYTHING} {ARM}"));
    let list = "http://localhost:8083/subscriptions?api-version=2022-12-01";
    let arm = |world: &mut World| world.tokens["access_token"] = body(&world.refresh(ARM))["access_token"].clone();
    arm(&mut world);
    let listed = body(&world.get(list));
    let found = &listed["value"][0];
    assert_eq!(listed["count"], json!({"type": "Total", "value": 1}));
    assert_eq!(
        found["id"],
        format!("/subscriptions/{}", found["subscriptionId"].as_str().unwrap())
    );
    assert_eq!(
        (&found["displayName"], &found["state"]),
        (&json!("Pay-As-You-Go"), &json!("Enabled"))
    );
    assert_eq!(found["subscriptionPolicies"]["quotaId"], "PayAsYouGo_2014-09-01");
    assert_eq!(found["tenantId"], world.cloud.tenant_id());
    let one = format!(
        "http://localhost:8083{}?api-version=2022-12-01",
        found["id"].as_str().unwrap()
    );
    assert_eq!(body(&world.get(&one)), *found);

    world.sign_in("anna@wide.example", &format!("openid offline_access {ARM}"));
    assert_eq!(body(&world.get(list))["value"], Value::Array(Vec::new()));
    assert_eq!(body(&world.get(&one))["error"]["code"], "AuthorizationFailed");
}

#[test]
fn a_tenant_of_many_users_is_made_in_one_line() {
    let file = example().replacen("\"name\"", "\"moreUsers\": 1200, \"name\"", 1);
    let mut world = World::written(&file, ADMIN, EVERYTHING);
    assert_eq!(world.all("/v1.0/users?$select=id&$top=999").len(), 1203);
}
