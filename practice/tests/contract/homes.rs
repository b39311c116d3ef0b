//! Guests: they sign in at home unless a sign-in names the tenant, and are somebody else in each of the two.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, Request};
use practice::{Browser, TenantName};
use serde_json::Value;

use crate::world::{ARM_SCOPE, World, answer_of, authorize_url, body};

const GUEST: &str = "guest@fabrikam.example";
const SCOPE: &str = "openid profile offline_access User.Read";

fn id_token(world: &World) -> Value {
    let payload = world.tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[test]
fn without_a_tenant_named_a_guest_lands_in_the_own_organization() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in(GUEST, &format!("{SCOPE} {ARM_SCOPE}"));
    let token = id_token(&world);
    let home = token["tid"].as_str().unwrap().to_owned();
    assert_ne!(home, world.cloud.tenant_id());
    assert_eq!(token["iss"], format!("http://localhost:8081/{home}/v2.0"));
    assert_eq!(
        (&token["preferred_username"], &token["idp"]),
        (&GUEST.into(), &Value::Null)
    );
    let me = body(&world.get("/v1.0/me?$select=userPrincipalName,userType"));
    assert_eq!(
        (&me["userPrincipalName"], &me["userType"]),
        (&GUEST.into(), &"Member".into())
    );
    assert_eq!(body(&world.get("/v1.0/organization"))["value"][0]["id"], home.as_str());
    let roles = world.all("/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole");
    assert!(roles.is_empty(), "nobody is an administrator at home for being a guest");
    world.tokens = body(&world.refresh("https://management.azure.com/user_impersonation"));
    let tenants = world.arm(Method::GET, "/tenants?api-version=2022-12-01", None);
    assert_eq!(body(&tenants)["value"][0]["tenantId"], home.as_str());
    let discovery = Request::get(format!(
        "http://localhost:8081/{home}/v2.0/.well-known/openid-configuration"
    ));
    assert_eq!(world.call(discovery.body(Vec::new()).unwrap()).status(), 200);
    let state = world.cloud.inspect();
    let luk = state["servicePrincipals"]
        .as_array()
        .unwrap()
        .iter()
        .any(|found| found["luk"] == true);
    assert!(!luk, "what was consented to at home is no consent here");
}

#[test]
fn by_the_tenants_id_the_same_guest_is_in_the_tenant_and_the_token_says_whose_guest() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in(GUEST, SCOPE);
    let home = id_token(&world)["tid"].as_str().unwrap().to_owned();
    let at_home = id_token(&world)["oid"].clone();
    let url = authorize_url(&[]).replace("/organizations/", &format!("/{}/", world.cloud.tenant_id()));
    let callback = world.cloud.sign_in(world.now, GUEST, "practice", &url).unwrap();
    world.tokens = body(&world.redeem(&answer_of(&callback, "code").unwrap()));
    let token = id_token(&world);
    assert_eq!(token["tid"], world.cloud.tenant_id());
    assert_eq!(token["idp"], format!("https://sts.windows.net/{home}/"));
    assert_ne!(token["oid"], at_home);
    assert_eq!(body(&world.get("/v1.0/me?$select=userType"))["userType"], "Guest");
}

#[test]
fn who_is_signed_in_at_home_need_not_type_anything_in_the_tenant() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = world.password_typed(GUEST, &authorize_url(&[]));
    browser.press(&mut world.cloud, world.now, "Accept").unwrap();
    let url = authorize_url(&[]).replace("/organizations/", &format!("/{}/", world.cloud.tenant_id()));
    browser.open(&mut world.cloud, world.now, &url).unwrap();
    assert_eq!(
        browser.title(),
        "Permissions requested",
        "signed in, and to consent here too"
    );
    browser.press(&mut world.cloud, world.now, "Accept").unwrap();
    assert!(answer_of(browser.left_for().unwrap(), "code").is_some());
}

#[test]
fn somebody_of_another_organization_who_is_no_guest_is_nobody_in_the_tenant() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in(GUEST, SCOPE);
    let mut browser = world.password_typed("admin@fabrikam.onmicrosoft.com", &authorize_url(&[]));
    browser.verify(&mut world.cloud, world.now).unwrap();
    let id = world.cloud.tenant_id();
    let url = authorize_url(&[("prompt", "none")]).replace("/organizations/", &format!("/{id}/"));
    browser.open(&mut world.cloud, world.now, &url).unwrap();
    let told = answer_of(browser.left_for().unwrap(), "error_description").unwrap();
    assert!(told.starts_with("AADSTS16000"), "{told}");
}

#[test]
fn a_guest_with_a_personal_account_signs_in_by_the_tenants_id_alone() {
    let file = r#"{"name": "wide", "displayName": "Wide", "guests": [{"mail": "someone@outlook.com", "displayName": "S"}],
        "users": [{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}]}"#;
    let mut world = World::new(practice::Tenant::from_json(file).unwrap());
    let browser: Browser = world.password_typed("someone@outlook.com", &authorize_url(&[]));
    assert!(browser.text().contains("AADSTS50020"), "{}", browser.text());
    let url = authorize_url(&[]).replace("/organizations/", "/wide.onmicrosoft.com/");
    let callback = world
        .cloud
        .sign_in(world.now, "someone@outlook.com", "practice", &url)
        .unwrap();
    world.tokens = body(&world.redeem(&answer_of(&callback, "code").unwrap()));
    assert_eq!(id_token(&world)["idp"], "live.com");
}
