//! Malformed, forged and unknown requests: the documented answer, and nothing is changed.

use http::{Method, Request};
use practice::TenantName;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, SECOND_FACTOR, World, body, code_of, header, text};

/// Sends something wrong and expects this status and code, and the same tenant as before.
pub(crate) fn refused(world: &mut World, request: Request<Vec<u8>>, status: u16, code: &str) {
    let before = world.cloud.inspect();
    let response = world.call(request);
    assert_eq!(
        (response.status().as_u16(), code_of(&response).as_str()),
        (status, code),
        "{}",
        text(&response)
    );
    assert!(body(&response)["error"]["message"].is_string());
    assert_eq!(world.cloud.inspect(), before);
}

pub(crate) fn bearer(method: Method, url: &str, token: &str, content: &[u8]) -> Request<Vec<u8>> {
    let url = if url.starts_with('/') {
        format!("http://localhost:8082{url}")
    } else {
        url.to_owned()
    };
    let request = Request::builder().method(method).uri(url);
    request
        .header("authorization", format!("Bearer {token}"))
        .body(content.to_vec())
        .unwrap()
}

pub(crate) fn token(world: &World) -> String {
    world.tokens["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn a_malformed_batch_does_nothing_at_all() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let person = world.user_id("person@contoso.onmicrosoft.com");
    let delete = |id: &str| json!({"id": id, "method": "DELETE", "url": format!("/users/{person}")});
    let too_many: Vec<Value> = (0..21).map(|number| delete(&number.to_string())).collect();
    let own = token(&world);
    for wrong in [
        "{".to_owned(),
        "[]".to_owned(),
        json!({"requests": []}).to_string(),
        json!({"requests": too_many}).to_string(),
        json!({"requests": [delete("1"), delete("1")]}).to_string(),
        json!({"requests": [delete("a"), delete("A")]}).to_string(),
        json!({"requests": [delete("1"), {"id": "2", "url": "/me"}]}).to_string(),
        json!({"requests": [delete("1"), {"id": "2", "method": "GET", "url": "/me", "dependsOn": ["9"]}]}).to_string(),
        json!({"requests": [delete("1"), {"id": "2", "method": "PATCH", "url": "/me", "body": {}}]}).to_string(),
    ] {
        refused(
            &mut world,
            bearer(Method::POST, "/v1.0/$batch", &own, wrong.as_bytes()),
            400,
            "BadRequest",
        );
    }
}

#[test]
fn a_malformed_body_changes_nothing() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let own = token(&world);
    let path = format!("/beta/users/{}/authentication/requirements", world.user_id(ADMIN));
    for wrong in ["", "{", "null", "[1]", "{\"perUserMfaState\":1}"] {
        refused(
            &mut world,
            bearer(Method::PATCH, &path, &own, wrong.as_bytes()),
            400,
            "BadRequest",
        );
    }
    let huge = vec![b' '; 4 * 1024 * 1024 + 1];
    refused(
        &mut world,
        bearer(Method::PATCH, &path, &own, &huge),
        413,
        "RequestEntityTooLarge",
    );
}

#[test]
fn no_host_takes_a_body_over_4_megabytes() {
    let mut world = World::new(TenantName::Azure);
    world.sign_in_to_azure("admin@azure.onmicrosoft.com", SECOND_FACTOR);
    let own = token(&world);
    let huge = vec![b' '; 4 * 1024 * 1024 + 1];
    for path in [
        "http://localhost:8083/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01",
        "http://localhost:8081/organizations/oauth2/v2.0/token",
        "http://localhost:8084/products",
    ] {
        let before = world.cloud.inspect();
        let answer = world.call(bearer(Method::POST, path, &own, &huge));
        assert_eq!(
            (answer.status().as_u16(), code_of(&answer).as_str()),
            (413, "RequestEntityTooLarge"),
            "{path}"
        );
        assert_eq!(world.cloud.inspect(), before);
    }
}

#[test]
fn azure_refuses_a_malformed_body_in_its_own_shape() {
    let file = r#"{"name": "pays", "displayName": "Pays", "agreement": "MCA",
        "users": [{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}],
        "subscriptions": [{"skuPartNumber": "SPB", "totalLicenses": 5, "daysOld": 2}]}"#;
    let mut world = World::new(practice::Tenant::from_json(file).unwrap());
    world.sign_in_to_azure("admin@pays.onmicrosoft.com", SECOND_FACTOR);
    let own = token(&world);
    let id = world.cloud.inspect()["subscriptions"][0]["commerceSubscriptionId"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!(
        "http://localhost:8083/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions/{id}?api-version=2024-04-01"
    );
    for wrong in ["{", "", "\u{0}"] {
        let request = bearer(Method::PATCH, &path, &own, wrong.as_bytes());
        refused(&mut world, request, 400, "InvalidRequestContent");
    }
}

#[test]
fn what_odata_does_not_know_is_refused() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let own = token(&world);
    for wrong in [
        "$filter=userType",
        "$filter=userType%20is%20'Guest'",
        "$filter=userType%20eq%20'Guest",
        "$filter=nothing%20eq%20'x'",
        "$filter=(((",
        "$select=nothing",
        "$select=displayName,",
        "$top=many",
        "$orderby=displayName%20sideways",
        "$orderby=nothing",
    ] {
        let request = bearer(Method::GET, &format!("/v1.0/users?{wrong}"), &own, b"");
        refused(&mut world, request, 400, "BadRequest");
    }
}

#[test]
fn a_restore_that_is_refused_restores_nothing() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let person = world.user_id("person@contoso.onmicrosoft.com");
    world.delete(&format!("/v1.0/users/{person}"));
    for wrong in ["?$select=nothing", "?$top=0"] {
        let path = format!("/v1.0/directory/deletedItems/{person}/restore{wrong}");
        assert_eq!(world.send(Method::POST, &path, Some(&json!({}))).status(), 400);
        assert_eq!(world.get(&format!("/v1.0/users/{person}")).status(), 404);
    }
}

#[test]
fn what_is_not_modelled_is_said_and_kept() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    for path in [
        "/v1.0/planner",
        "/beta/print",
        "http://localhost:8085/file",
        "http://localhost:8084/billing",
    ] {
        let answer = world.get(path);
        assert_eq!(
            (answer.status().as_u16(), code_of(&answer).as_str()),
            (501, "NotModelledByPracticeCloud")
        );
        assert_eq!(
            header(&answer, "access-control-allow-origin"),
            Some("*"),
            "the page shall see it"
        );
    }
    let batch = world.batch("v1.0", &json!([{"id": "1", "method": "GET", "url": "/planner"}]));
    assert_eq!(body(&batch)["responses"][0]["status"], 501);
    assert_eq!(world.cloud.unmodelled().len(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_makes_it_panic(
        port in 8081_u16..=8086,
        method in prop::sample::select(vec!["GET", "POST", "PATCH", "DELETE", "OPTIONS"]),
        path in prop::collection::vec("(v1.0|beta|users|me|\\$batch|organizations|oauth2|v2.0|token|tenants|delete|[a-z%(')#$?=&]{0,6})", 0..5),
        content in ".{0,60}",
    ) {
        let mut world = World::new(TenantName::Tiny);
        let Ok(request) = Request::builder()
            .method(method)
            .uri(format!("http://localhost:{port}/{}", path.join("/")))
            .header("authorization", "Bearer x")
            .body(content.into_bytes()) else { return Ok(()) };
        // The tenant's dates begin with the first request.
        world.get("/v1.0/me");
        let before = world.cloud.inspect();
        world.call(request);
        prop_assert_eq!(world.cloud.inspect(), before);
    }
}

/// Whatever a signed-in administrator sends, in any order: an answer, and no panic.
#[test]
fn nothing_that_is_sent_with_a_token_makes_it_panic_and_the_deleted_stay_deleted() {
    let words = prop::sample::select(vec![
        "v1.0",
        "beta",
        "users",
        "groups",
        "devices",
        "domains",
        "directory",
        "deletedItems",
        "administrativeUnits",
        "members",
        "$ref",
        "assignLicense",
        "identity",
        "conditionalAccess",
        "policies",
        "oauth2PermissionGrants",
        "drives",
        "root",
        "delta",
        "items",
        "children",
        "sites",
        "me",
        "drive",
        "mailFolders",
        "inbox",
        "messages",
        "contacts",
        "events",
        "auditLogs",
        "directoryAudits",
        "organization",
        "subscriptions",
        "providers",
        "Microsoft.Billing",
        "billingAccounts",
        "default",
        "invoices",
        "Microsoft.Authorization",
        "roleAssignments",
        "elevateAccess",
        "resourceGroups",
        "products",
        "forceDelete",
        "synced.example",
        "restore",
        "PERSON",
        "GROUP",
        "ROLE",
        "TENANT",
    ]);
    let sent = (
        0_usize..2,
        prop::sample::select(vec!["GET", "POST", "PATCH", "PUT", "DELETE"]),
        prop::collection::vec(words, 1..7),
        prop::sample::select(vec![
            "",
            "?$top=1",
            "?$filter=a ge b",
            "?api-version=2022-04-01",
            "?api-version=2024-04-01",
            "?$skiptoken=x",
        ]),
        prop::sample::select(vec![
            "",
            "{",
            "[]",
            "{}",
            "{\"isDefault\":true}",
            "{\"addLicenses\":[],\"removeLicenses\":[1]}",
            "{\"properties\":{\"autoRenew\":\"Off\"}}",
        ]),
    );
    let mut world = World::new(TenantName::Synced);
    let admin = "admin@synced.onmicrosoft.com";
    let scopes = format!(
        "{EVERYTHING} Group.ReadWrite.All Domain.ReadWrite.All Files.Read.All Sites.Read.All Mail.Read AuditLog.Read.All"
    );
    world.sign_in(admin, &scopes);
    let graph = token(&world);
    world.sign_in_to_azure(admin, crate::world::SECOND_FACTOR);
    let tokens = [graph, token(&world)];
    let person = world.user_id("person@synced.onmicrosoft.com");
    let group = world.cloud.inspect()["groups"][0]["id"].as_str().unwrap().to_owned();
    let tenant = world.cloud.tenant_id();
    let world = std::cell::RefCell::new(world);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(3000));
    let ran = runner.run(&sent, |(place, method, path, query, content)| {
        let mut world = world.borrow_mut();
        let path = path
            .join("/")
            .replace("PERSON", &person)
            .replace("GROUP", &group)
            .replace("TENANT", &tenant);
        let uri = format!("http://localhost:{}/{path}{}", 8082 + place, query.replace(' ', "%20"));
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("authorization", format!("Bearer {}", tokens[place]));
        let before = world.cloud.inspect()["deletedInOrder"].as_array().unwrap().clone();
        world.wait(1);
        world.call(request.body(content.as_bytes().to_vec()).unwrap());
        let restores = path.contains("restore");
        let after = world.cloud.inspect()["deletedInOrder"].as_array().unwrap().clone();
        prop_assert!(restores || after.starts_with(&before));
        let state = world.cloud.inspect();
        for id in &after {
            let lives = ["users", "groups", "applications", "servicePrincipals", "devices"]
                .iter()
                .any(|kind| state[kind].as_array().unwrap().iter().any(|found| found["id"] == *id));
            prop_assert!(!lives, "{id} came back");
        }
        Ok(())
    });
    ran.unwrap();
}
