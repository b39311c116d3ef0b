//! Tokens that are missing, forged, expired, or somebody else's.

use http::{Method, Request};
use practice::TenantName;
use serde_json::json;

use crate::bad_input::{bearer, refused, token};
use crate::world::{ADMIN, EVERYTHING, World, body, header};

#[test]
fn a_missing_forged_expired_or_foreign_token_is_refused() {
    let arm = "https://management.azure.com/user_impersonation";
    let mut world = World::contoso_as(ADMIN, &format!("{EVERYTHING} {arm}"));
    let path = format!("/v1.0/users/{}", world.user_id("person@contoso.onmicrosoft.com"));
    let own = token(&world);
    let invalid = "InvalidAuthenticationToken";
    let no_token = Request::delete(format!("http://localhost:8082{path}"))
        .body(Vec::new())
        .unwrap();
    refused(&mut world, no_token, 401, invalid);
    let (signed, signature) = own.rsplit_once('.').unwrap();
    for forged in [
        format!("{signed}.{}", "A".repeat(signature.len())),
        format!("{signed}."),
        "x".to_owned(),
    ] {
        refused(&mut world, bearer(Method::DELETE, &path, &forged, b""), 401, invalid);
    }
    let foreign = body(&world.refresh(arm))["access_token"].as_str().unwrap().to_owned();
    refused(&mut world, bearer(Method::DELETE, &path, &foreign, b""), 401, invalid);
    world.wait(6000);
    refused(&mut world, bearer(Method::DELETE, &path, &own, b""), 401, invalid);
}

#[test]
fn arm_takes_its_own_tokens_only() {
    let arm = "https://management.azure.com/user_impersonation";
    let mut world = World::contoso_as(ADMIN, &format!("{EVERYTHING} {arm}"));
    let request = |token: &str| {
        let request = Request::get("http://localhost:8083/subscriptions?api-version=2022-12-01");
        request
            .header("authorization", format!("Bearer {token}"))
            .body(Vec::new())
            .unwrap()
    };
    let graphs = token(&world);
    refused(&mut world, request(&graphs), 401, "InvalidAuthenticationTokenAudience");
    let arms = body(&world.refresh(arm))["access_token"].as_str().unwrap().to_owned();
    let answer = world.call(request(&arms));
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "access-control-allow-origin")),
        (200, Some("*"))
    );
    assert_eq!(body(&answer)["value"], json!([]));
    world.tokens["access_token"] = json!(arms);
    let tenants = world.get("http://localhost:8083/tenants?api-version=2022-12-01");
    assert_eq!(body(&tenants)["value"][0]["tenantId"], world.cloud.tenant_id());
    assert_eq!(world.get("http://localhost:8083/subscriptions").status(), 400);
}

#[test]
fn ids_and_tokens_of_another_tenant_are_nobodys_here() {
    let mut other = World::new(TenantName::Tiny);
    other.sign_in("admin@tiny.onmicrosoft.com", EVERYTHING);
    let (their_token, their_tenant) = (token(&other), other.cloud.tenant_id());
    let their_admin = other.user_id("admin@tiny.onmicrosoft.com");
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let own = token(&world);
    let absent = "Request_ResourceNotFound";
    for (method, path) in [
        (Method::DELETE, format!("/v1.0/users/{their_admin}")),
        (Method::GET, format!("/v1.0/users/{their_admin}")),
        (Method::DELETE, format!("/v1.0/directory/deletedItems/{their_admin}")),
        (Method::GET, format!("/v1.0/organization/{their_tenant}")),
    ] {
        refused(&mut world, bearer(method, &path, &own, b""), 404, absent);
    }
    let path = format!("/v1.0/users/{}", world.user_id("person@contoso.onmicrosoft.com"));
    refused(
        &mut world,
        bearer(Method::DELETE, &path, &their_token, b""),
        401,
        "InvalidAuthenticationToken",
    );
    let discovery = format!("http://localhost:8081/{their_tenant}/v2.0/.well-known/openid-configuration");
    let answer = world.call(Request::get(discovery).body(Vec::new()).unwrap());
    assert_eq!(
        (answer.status().as_u16(), crate::world::entra_code_of(&answer)),
        (400, 90002)
    );
}
