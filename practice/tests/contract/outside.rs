//! How people from outside get in, as Graph shows it, and what a tenant for customers holds besides.

use practice::Tenant;
use serde_json::{Value, json};

use crate::world::{World, body, code_of, text};

const ADMIN: &str = "admin@out.onmicrosoft.com";
const SCOPES: &str = "Directory.Read.All Application.ReadWrite.All IdentityProvider.ReadWrite.All IdentityUserFlow.ReadWrite.All \
    Policy.Read.All Policy.ReadWrite.TrustFramework Policy.ReadWrite.ConditionalAccess TrustFrameworkKeySet.ReadWrite.All \
    DelegatedAdminRelationship.Read.All";

fn file(kind: &str, more: &Value) -> String {
    let mut file = json!({
        "name": "out", "displayName": "Out", "tenantType": kind,
        "users": [{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]},
                  {"userPrincipalName": "person", "displayName": "P"}],
        "identityProviders": [{"type": "Google", "displayName": "Login with Google"}],
        "userFlows": ["Partner"],
        "namedLocations": [{"displayName": "Office", "ranges": ["203.0.113.0/24", "2001:db8::/32"], "isTrusted": true}],
    });
    file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    file.to_string()
}

fn workforce() -> World {
    World::written(&file("workforce", &json!({})), ADMIN, SCOPES)
}

fn b2c() -> World {
    let more = json!({"customerUserFlows": ["SignUp"], "customPolicies": ["Base"], "policyKeys": ["Signing"]});
    World::written(&file("b2c", &more), ADMIN, SCOPES)
}

/// What is listed is deleted one by one, and then no longer there.
fn empties(world: &mut World, path: &str) {
    let listed = world.all(path);
    assert_eq!(listed.len(), 1, "{path}");
    let one = format!("{path}/{}", listed[0]["id"].as_str().unwrap());
    assert_eq!(world.get(&one).status(), 200, "{one}");
    world.wait(2);
    assert_eq!(world.delete(&one).status(), 204, "{one}");
    world.wait(2);
    let again = world.delete(&one);
    assert_eq!(
        (again.status().as_u16(), code_of(&again).as_str()),
        (404, "Request_ResourceNotFound")
    );
    world.wait(2);
    assert!(world.all(path).is_empty());
}

#[test]
fn identity_providers_and_user_flows_are_listed_and_deleted() {
    let mut world = workforce();
    let provider = world.all("/v1.0/identity/identityProviders")[0].clone();
    assert_eq!(
        (
            &provider["id"],
            &provider["identityProviderType"],
            &provider["clientSecret"]
        ),
        (&json!("Google-OAUTH"), &json!("Google"), &json!("******"))
    );
    assert_eq!(world.all("/v1.0/identity/b2xUserFlows")[0]["id"], "B2X_1_Partner");
    empties(&mut world, "/v1.0/identity/identityProviders");
    empties(&mut world, "/v1.0/identity/b2xUserFlows");
}

#[test]
fn named_locations_are_listed_and_deleted() {
    let mut world = workforce();
    let location = world.all("/v1.0/identity/conditionalAccess/namedLocations")[0].clone();
    assert_eq!(location["@odata.type"], "#microsoft.graph.ipNamedLocation");
    assert_eq!(location["ipRanges"][1]["@odata.type"], "#microsoft.graph.iPv6CidrRange");
    world.wait(2);
    let path = format!(
        "/v1.0/identity/conditionalAccess/namedLocations/{}",
        location["id"].as_str().unwrap()
    );
    assert_eq!(world.get(&path).status(), 200);
    world.wait(2);
    assert_eq!(world.delete(&path).status(), 204);
    world.wait(2);
    assert_eq!(world.get(&path).status(), 404);
}

#[test]
fn deleting_them_needs_the_permission_and_the_role() {
    let provider = "/v1.0/identity/identityProviders/Google-OAUTH";
    let flow = "/v1.0/identity/b2xUserFlows/B2X_1_Partner";
    let mut world = World::written(
        &file("workforce", &json!({})),
        ADMIN,
        "IdentityProvider.Read.All IdentityUserFlow.Read.All",
    );
    for path in [provider, flow] {
        assert_eq!(world.get(path).status(), 200, "{path}");
        assert_eq!(code_of(&world.delete(path)), "Authorization_RequestDenied", "{path}");
    }
    let mut world = workforce();
    world.consent_for_all(ADMIN, SCOPES);
    world.sign_in("person@out.onmicrosoft.com", SCOPES);
    for path in [provider, flow] {
        assert_eq!(code_of(&world.delete(path)), "Authorization_RequestDenied", "{path}");
    }
}

#[test]
fn a_tenant_for_customers_says_so_and_holds_what_has_to_go_first() {
    let mut world = b2c();
    assert_eq!(world.all("/v1.0/organization")[0]["tenantType"], "AAD B2C");
    let app = world.all("/v1.0/applications?$filter=startsWith(displayName,'b2c-extensions-app')");
    assert_eq!(app.len(), 1);
    for path in [
        "/beta/identity/b2cUserFlows",
        "/beta/trustFramework/policies",
        "/beta/trustFramework/keySets",
        "/v1.0/identity/identityProviders",
    ] {
        empties(&mut world, path);
    }
    let deleted = world.delete(&format!("/v1.0/applications/{}", app[0]["id"].as_str().unwrap()));
    assert_eq!(deleted.status(), 204);
    assert_eq!(
        code_of(&world.get("/v1.0/trustFramework/policies")),
        "BadRequest",
        "beta alone has them"
    );
    let mut external = World::written(&file("external", &json!({})), ADMIN, SCOPES);
    assert_eq!(external.all("/v1.0/organization")[0]["tenantType"], "CIAM");
    let mut workforce = workforce();
    assert_eq!(workforce.all("/v1.0/organization")[0]["tenantType"], "AAD");
    assert_eq!(workforce.get("/beta/identity/b2cUserFlows").status(), 501);
}

#[test]
fn what_is_of_b2c_is_refused_in_a_file_of_another_kind() {
    let told = Tenant::from_json(&file("workforce", &json!({"policyKeys": ["Signing"]}))).unwrap_err();
    assert!(told.to_string().starts_with("policyKeys:"), "{told}");
    let told = Tenant::from_json(&file("workforce", &json!({"chats": [{"members": ["admin"]}]}))).unwrap_err();
    assert!(told.to_string().starts_with("chats[0].members:"), "{told}");
}

#[test]
fn a_customer_sees_no_relationships_with_its_partners() {
    let mut world = workforce();
    let path = "/v1.0/tenantRelationships/delegatedAdminRelationships";
    assert!(world.all(path).is_empty());
    assert_eq!(world.get(&format!("{path}/none")).status(), 404);
    let mut without = World::written(&file("workforce", &json!({})), ADMIN, "Directory.Read.All");
    let refused = without.get(path);
    assert_eq!(code_of(&refused), "Authorization_RequestDenied", "{}", text(&refused));
}

#[test]
fn an_app_from_the_template_for_saml_goes_once_its_address_is_in_a_domain_of_the_tenant() {
    let more = json!({"applications": [{"displayName": "Old", "kind": "saml", "identifierUris": ["https://elsewhere.example/x"]}]});
    let mut world = World::written(&file("workforce", &more), ADMIN, SCOPES);
    let id = world.all("/v1.0/applications")[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1.0/applications/{id}");
    assert_eq!(code_of(&world.delete(&path)), "DeletingSamlSpNotAllowed");
    let patch = |world: &mut World, content: &Value| world.send(http::Method::PATCH, &path, Some(content));
    let changed = patch(
        &mut world,
        &json!({"identifierUris": ["https://out.onmicrosoft.com/x"]}),
    );
    assert_eq!(changed.status(), 204);
    assert_eq!(
        body(&world.get(&path))["identifierUris"],
        json!(["https://out.onmicrosoft.com/x"])
    );
    assert_eq!(
        code_of(&patch(&mut world, &json!({"identifierUris": "x"}))),
        "BadRequest"
    );
    assert_eq!(patch(&mut world, &json!({"displayName": "x"})).status(), 501);
    assert_eq!(world.delete(&path).status(), 204);
}
