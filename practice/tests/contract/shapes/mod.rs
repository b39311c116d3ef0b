//! The shape of each answer, family by family: its status, its headers, its properties with their types, errors too. What
//! is expected stands in the text files beside this one, written after the reference. Values are other tests' matter.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use http::{Method, Response};
use practice::Tenant;
use serde_json::{Value, json};

use crate::properties::routes::{FILE, SCOPES};
use crate::world::{EVERYTHING, SECOND_FACTOR, World, text};

const ADMIN: &str = "admin@all.onmicrosoft.com";
const MORE: &str = "Team.ReadBasic.All Tasks.Read Chat.Read eDiscovery.ReadWrite.All UserAuthenticationMethod.Read.All \
    MailboxFolder.Read MailboxItem.Read MailboxItem.Export OrgContact.Read.All Device.Read.All";

/// What kind of text, number or other value it is.
fn kind(value: &Value) -> &'static str {
    let is_hex = |text: &str, sizes: &[usize]| {
        let parts: Vec<&str> = text.split('-').collect();
        parts.iter().map(|part| part.len()).eq(sizes.iter().copied())
            && text.chars().all(|sign| sign == '-' || sign.is_ascii_hexdigit())
    };
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::Array(_) => "empty list",
        Value::Object(_) => "empty object",
        Value::String(text) if is_hex(text, &[8, 4, 4, 4, 12]) => "id",
        Value::String(text) if text.len() >= 19 && text.get(4..5) == Some("-") && text.get(10..11) == Some("T") => {
            "date"
        }
        Value::String(text) if text.starts_with("http://") => "address",
        Value::String(_) => "text",
    }
}

/// A line for each property, with the way to it. Objects of a list are taken together.
fn properties(value: &Value, way: &str, found: &mut BTreeSet<String>) {
    match (value.as_object(), value.as_array()) {
        (Some(object), _) if !object.is_empty() => {
            for (name, value) in object {
                let way = if way.is_empty() {
                    name.clone()
                } else {
                    format!("{way}.{name}")
                };
                properties(value, &way, found);
            }
        }
        (_, Some(list)) if !list.is_empty() => {
            for value in list {
                properties(value, &format!("{way}[]"), found);
            }
        }
        _ => drop(found.insert(format!("{way}: {}", kind(value)))),
    }
}

/// Where an id stands in an address, the file says what it is instead.
struct Names(Vec<(String, &'static str)>);

impl Names {
    fn fill(&self, path: &str) -> String {
        let filled = self.0.iter().fold(path.to_owned(), |path, (id, name)| {
            path.replace(&format!("{{{name}}}"), id)
        });
        assert!(!filled.contains('{'), "{filled}");
        filled
    }
}

fn describe(title: &str, response: &Response<Vec<u8>>, into: &mut String) {
    let headers: BTreeSet<&str> = response.headers().keys().map(|name| name.as_str()).collect();
    let headers: Vec<&str> = headers.into_iter().collect();
    writeln!(
        into,
        "{title}\n  {}; {}",
        response.status().as_u16(),
        headers.join(", ")
    )
    .unwrap();
    if let Ok(body) = serde_json::from_slice::<Value>(response.body()) {
        let mut lines = BTreeSet::new();
        properties(&body, "", &mut lines);
        for line in lines {
            writeln!(into, "    {line}").unwrap();
        }
    } else if !response.body().is_empty() {
        writeln!(into, "    no JSON").unwrap();
    }
    into.push('\n');
}

/// Makes the requests of a family and compares what they answer with the file.
fn check(world: &mut World, names: &Names, requests: &[(Method, &str, Value)], base: &str, expected: &str, file: &str) {
    let mut told = String::new();
    for (method, path, content) in requests {
        // So slowly that no quota is reached.
        world.wait(20);
        let content = (!content.is_null()).then_some(content);
        let response = world.send(method.clone(), &format!("{base}{}", names.fill(path)), content);
        assert_ne!(response.status(), 501, "{path}: {}", text(&response));
        describe(&format!("{method} {path}"), &response, &mut told);
    }
    if std::env::var_os("LUK_WRITE_SHAPES").is_some() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/shapes/");
        std::fs::write(format!("{folder}{file}"), &told).unwrap();
    }
    let difference = told.lines().zip(expected.lines()).find(|(left, right)| left != right);
    assert!(
        told == expected,
        "{file}: {difference:?}; LUK_WRITE_SHAPES=1 writes what is answered now, to be read"
    );
}

fn get(path: &'static str) -> (Method, &'static str, Value) {
    (Method::GET, path, Value::Null)
}

fn first(world: &mut World, path: &str) -> String {
    world.wait(20);
    world.all(path)[0]["id"].as_str().unwrap().to_owned()
}

fn graph() -> (World, Names) {
    let mut world = World::written(FILE, ADMIN, &format!("{EVERYTHING} {SCOPES} {MORE}"));
    let mut names = vec![
        (world.user_id("person@all.example"), "user"),
        (world.user_id("director@all.onmicrosoft.com"), "director"),
        (world.cloud.tenant_id(), "tenant"),
    ];
    for (name, path) in [
        ("group", "/v1.0/groups?$filter=displayName eq 'Modern'"),
        ("device", "/v1.0/devices"),
        ("unit", "/v1.0/directory/administrativeUnits"),
        ("application", "/v1.0/applications"),
        ("principal", "/v1.0/servicePrincipals"),
        ("grant", "/v1.0/oauth2PermissionGrants"),
        ("subscription", "/v1.0/directory/subscriptions"),
        ("policy", "/v1.0/identity/conditionalAccess/policies"),
        ("site", "/v1.0/sites?search=*"),
        ("folder", "/v1.0/me/mailFolders"),
        ("message", "/v1.0/me/mailFolders/inbox/messages"),
    ] {
        names.push((first(&mut world, path), name));
    }
    world.wait(20);
    let drive = crate::world::body(&world.get("/v1.0/me/drive"))["id"]
        .as_str()
        .unwrap()
        .to_owned();
    names.push((drive, "drive"));
    (world, Names(names))
}

#[test]
fn people_groups_and_roles() {
    let (mut world, names) = graph();
    let requests = [
        get("/me"),
        get("/me?$select=id,displayName,userPrincipalName,userType,onPremisesSyncEnabled"),
        get("/me/transitiveMemberOf"),
        get("/users?$top=2"),
        get(
            "/users?$select=id,displayName,assignedLicenses,isManagementRestricted,creationType,externalUserState&$count=true",
        ),
        get("/users/{user}"),
        get("/users/{user}/licenseDetails"),
        get("/users/00000000-0000-0000-0000-000000000000"),
        get("/users?$top=0"),
        get("/users/{user}/authentication/methods"),
        get("/users/delta?$select=id"),
        get("/groups"),
        get("/groups/{group}/members"),
        get("/groups/{group}/owners"),
        get("/directoryRoles"),
        get("/roleManagement/directory/roleDefinitions"),
        get("/roleManagement/directory/roleAssignments?$expand=principal"),
        get("/directory/administrativeUnits"),
        get("/directory/administrativeUnits/{unit}/members"),
        get("/devices"),
        (Method::DELETE, "/users/{user}", Value::Null),
        (Method::DELETE, "/users/{director}", Value::Null),
        get("/directory/deletedItems/microsoft.graph.user"),
        (Method::POST, "/directory/deletedItems/{user}/restore", json!({})),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("people.txt"),
        "people.txt",
    );
}

#[test]
fn the_organization_its_subscriptions_apps_and_policies() {
    let (mut world, names) = graph();
    let requests = [
        get("/organization"),
        get("/domains"),
        get("/domains/all.example/domainNameReferences"),
        get("/directory/subscriptions"),
        get("/directory/subscriptions/{subscription}"),
        get("/subscribedSkus"),
        get("/applications"),
        get("/applications/{application}"),
        get("/servicePrincipals"),
        get("/servicePrincipals/{principal}"),
        get("/oauth2PermissionGrants"),
        get("/oauth2PermissionGrants/{grant}"),
        get("/policies/identitySecurityDefaultsEnforcementPolicy"),
        get("/identity/conditionalAccess/policies"),
        get("/identity/conditionalAccess/policies/{policy}"),
        get("/identity/conditionalAccess/namedLocations"),
        get("/directory/onPremisesSynchronization/{tenant}"),
        (
            Method::PATCH,
            "/servicePrincipals/{principal}",
            json!({"accountEnabled": "yes"}),
        ),
        (Method::DELETE, "/domains/all.onmicrosoft.com", Value::Null),
        (Method::DELETE, "/devices/{device}", Value::Null),
        get("/auditLogs/directoryAudits"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("organization.txt"),
        "organization.txt",
    );
}

#[test]
fn files_mail_and_calendars() {
    let (mut world, names) = graph();
    let requests = [
        get("/me/drive"),
        get("/me/drives"),
        get("/drives/{drive}/root/delta"),
        get("/users/{user}/drive"),
        get("/sites?search=*"),
        get("/sites/{site}/drives"),
        get("/sites/{site}/lists"),
        get("/me/mailFolders"),
        get("/me/mailFolders/{folder}/messages"),
        get("/me/mailFolders/inbox/messages"),
        get("/me/messages/{message}/$value"),
        get("/me/messages/none"),
        get("/users/{user}/mailFolders"),
        get("/me/contacts"),
        get("/me/calendars"),
        get("/me/events"),
        get("/me/todo/lists"),
        get("/me/settings/exchange"),
        get("/teams"),
        get("/me/chats"),
        get("/security/cases/ediscoveryCases"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("content.txt"),
        "content.txt",
    );
}

#[test]
fn batches_and_beta() {
    let (mut world, names) = graph();
    let items = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/me?$select=id"},
        {"id": "2", "method": "DELETE", "url": "/users/00000000-0000-0000-0000-000000000000"},
        {"id": "3", "method": "GET", "url": "/me", "dependsOn": ["2"]},
    ]});
    let requests = [
        get("/beta/users/{user}/authentication/requirements"),
        (
            Method::PATCH,
            "/beta/users/{user}/authentication/requirements",
            json!({"perUserMfaState": "disabled"}),
        ),
        get("/v1.0/users/{user}/authentication/requirements"),
        (Method::POST, "/v1.0/$batch", items),
        (Method::POST, "/v1.0/$batch", json!({"requests": []})),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "",
        include_str!("batch.txt"),
        "batch.txt",
    );
}

#[test]
fn azure_and_its_billing() {
    let mut world = World::new(Tenant::from_json(FILE).unwrap());
    world.sign_in_to_azure(ADMIN, SECOND_FACTOR);
    world.arm(
        Method::POST,
        "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01",
        None,
    );
    world.sign_in_to_azure(ADMIN, SECOND_FACTOR);
    let state = world.cloud.inspect();
    let commerce = state["subscriptions"][0]["commerceSubscriptionId"]
        .as_str()
        .unwrap()
        .to_owned();
    let subscriptions = world.arm(Method::GET, "/subscriptions?api-version=2022-12-01", None);
    let azure = crate::world::body(&subscriptions)["value"][0]["subscriptionId"]
        .as_str()
        .unwrap()
        .to_owned();
    let names = Names(vec![
        (commerce, "product"),
        (azure, "azure"),
        ("2024-04-01".to_owned(), "billing"),
    ]);
    let requests = [
        get("/tenants?api-version=2022-12-01"),
        get("/subscriptions?api-version=2022-12-01"),
        get("/subscriptions"),
        get("/subscriptions/{azure}?api-version=2022-12-01"),
        get("/subscriptions/00000000-0000-0000-0000-000000000000?api-version=2022-12-01"),
        get("/subscriptions/{azure}/resources?api-version=2021-04-01"),
        get("/subscriptions/{azure}/resourcegroups?api-version=2021-04-01"),
        get("/subscriptions/{azure}/providers/Microsoft.AAD/domainServices?api-version=2022-12-01"),
        (
            Method::POST,
            "/subscriptions/{azure}/providers/Microsoft.Subscription/cancel?api-version=2021-10-01",
            Value::Null,
        ),
        (
            Method::POST,
            "/subscriptions/{azure}/providers/Microsoft.Subscription/cancel?api-version=2021-10-01&IgnoreResourceCheck=true",
            Value::Null,
        ),
        (
            Method::DELETE,
            "/subscriptions/{azure}/resourcegroups/rg?api-version=2021-04-01",
            Value::Null,
        ),
        (
            Method::POST,
            "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01",
            Value::Null,
        ),
        get("/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01"),
        get("/providers/Microsoft.Billing/billingAccounts?api-version={billing}"),
        get("/providers/Microsoft.Billing/billingAccounts/default/billingProfiles?api-version={billing}"),
        get("/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions?api-version={billing}"),
        get(
            "/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions/{product}?api-version={billing}",
        ),
        get("/providers/Microsoft.Billing/billingAccounts/default/products?api-version={billing}"),
        get(
            "/providers/Microsoft.Billing/billingAccounts/default/invoices?periodStartDate=01-01-2020&periodEndDate=12-31-2030&api-version={billing}",
        ),
        (
            Method::POST,
            "/providers/Microsoft.Billing/billingAccounts/default/invoices/E010000001/download?api-version={billing}",
            Value::Null,
        ),
        get("/providers/Microsoft.Capacity/reservationOrders?api-version=2022-11-01"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "http://localhost:8083",
        include_str!("azure.txt"),
        "azure.txt",
    );
}

#[test]
fn tokens_discovery_and_keys() {
    let mut world = World::contoso_as(crate::world::ADMIN, "openid profile offline_access User.Read");
    let mut told = String::new();
    let granted = world.refresh("User.Read openid");
    describe("POST /organizations/oauth2/v2.0/token", &granted, &mut told);
    let refused = world.token(&[
        ("grant_type", "refresh_token"),
        ("client_id", practice::CLIENT_ID),
        ("refresh_token", "x"),
        ("scope", "User.Read"),
    ]);
    describe(
        "POST /organizations/oauth2/v2.0/token with a wrong refresh token",
        &refused,
        &mut told,
    );
    for path in [
        "/organizations/v2.0/.well-known/openid-configuration",
        "/nowhere.example/v2.0/.well-known/openid-configuration",
        "/organizations/discovery/v2.0/keys",
    ] {
        let request = http::Request::get(format!("http://localhost:8081{path}"))
            .body(Vec::new())
            .unwrap();
        let answer = world.call(request);
        describe(&format!("GET {path}"), &answer, &mut told);
    }
    if std::env::var_os("LUK_WRITE_SHAPES").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/shapes/login.txt");
        std::fs::write(file, &told).unwrap();
    }
    assert_eq!(told, include_str!("login.txt"));
}
