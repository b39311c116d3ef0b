//! What keeps a sign-in from simply going on, each with the number that Microsoft's list gives it, by its own cause.

use http::Request;
use practice::{Browser, CLIENT_ID, Tenant, TenantName};

use crate::world::{
    ADMIN, CALLBACK, SECOND_FACTOR, VERIFIER, World, answer_of, authorize_url, body, entra_code_of, header, text,
};

const USER: &str = "person@gate.onmicrosoft.com";
const CHIEF: &str = "admin@gate.onmicrosoft.com";
const SCOPE: &str = "openid profile offline_access User.Read";

/// A tenant with an administrator, a person with these properties, and the rest as written.
fn gate(person: &str, rest: &str) -> World {
    let file = format!(
        r#"{{"name": "gate", "displayName": "Gate", "users": [
            {{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}},
            {{"userPrincipalName": "person", "displayName": "P"{person}}}]{rest}}}"#
    );
    World::new(Tenant::from_json(&file).unwrap())
}

fn refused_at_once(world: &mut World, url: &str) -> String {
    let response = world.call(Request::get(url).body(Vec::new()).unwrap());
    assert_eq!(header(&response, "location"), None);
    text(&response)
}

#[test]
fn ten_wrong_passwords_lock_an_account_for_a_minute() {
    let mut world = World::new(TenantName::Contoso);
    let url = authorize_url(&[]);
    let wrong = |world: &mut World, password| {
        let told = world.cloud.sign_in(world.now, ADMIN, password, &url);
        told.err().map(|error| error.to_string()).unwrap_or_default()
    };
    for _ in 0..10 {
        assert!(wrong(&mut world, "wrong").contains("AADSTS50126"));
    }
    assert!(
        wrong(&mut world, "practice").contains("AADSTS50053"),
        "the right one is refused too"
    );
    world.wait(60);
    assert_eq!(wrong(&mut world, "practice"), "");
}

#[test]
fn an_expired_password_is_replaced_before_going_on() {
    let mut world = gate(r#", "passwordExpired": true"#, "");
    let mut browser = world.password_typed(USER, &authorize_url(&[]));
    assert_eq!(browser.title(), "Update your password");
    assert!(browser.text().contains("AADSTS50055"), "{}", browser.text());
    browser.fill("Current password", "practice").unwrap();
    browser.fill("New password", "practice").unwrap();
    browser.press(&mut world.cloud, world.now, "Update password").unwrap();
    assert_eq!(browser.title(), "Update your password", "the same is no new one");
    browser.fill("Current password", "practice").unwrap();
    browser.fill("New password", "something else").unwrap();
    browser.press(&mut world.cloud, world.now, "Update password").unwrap();
    assert_eq!(browser.title(), "Permissions requested");
    let url = authorize_url(&[]);
    assert!(world.cloud.sign_in(world.now, USER, "practice", &url).is_err());
    assert!(world.cloud.sign_in(world.now, USER, "something else", &url).is_ok());
}

#[test]
fn an_account_of_no_organization_is_told_apart_from_one_that_is_not_there() {
    let mut world = World::new(TenantName::Contoso);
    for (account, code) in [
        ("nobody@contoso.example", "AADSTS50034"),
        ("nobody@nowhere.example", "AADSTS50128"),
    ] {
        let browser = world.password_typed(account, &authorize_url(&[]));
        assert!(browser.text().contains(code), "{account}: {}", browser.text());
    }
}

#[test]
fn a_tenant_part_that_names_none_is_told_apart_from_one_that_is_not_there() {
    let mut world = World::new(TenantName::Contoso);
    for (part, code) in [
        ("nowhere", "AADSTS900023"),
        ("nowhere.example", "AADSTS90002"),
        ("consumers", "AADSTS700016"),
    ] {
        let url = authorize_url(&[]).replace("/organizations/", &format!("/{part}/"));
        let page = refused_at_once(&mut world, &url);
        assert!(page.contains(code), "{part}: {page}");
    }
}

#[test]
fn a_second_factor_is_asked_for_by_each_kind_of_setting() {
    let off = r#", "securityDefaults": false"#;
    let policy = r#", "securityDefaults": false, "conditionalAccessPolicies": [
        {"displayName": "MFA", "state": "enabled", "users": ["person"]}]"#;
    for (person, rest, account, is_asked) in [
        ("", "", CHIEF, true),
        ("", "", USER, false),
        ("", off, CHIEF, false),
        (r#", "perUserMfaState": "enforced""#, off, USER, true),
        ("", policy, USER, true),
        ("", policy, CHIEF, false),
    ] {
        let mut world = gate(person, rest);
        let browser = world.password_typed(account, &authorize_url(&[]));
        assert_eq!(browser.has_button("Verify"), is_asked, "{person} {rest} {account}");
    }
}

#[test]
fn a_sign_in_without_the_second_factor_fails_silently_with_why_it_is_wanted() {
    let mut world = gate("", r#", "securityDefaults": false"#);
    world.sign_in(USER, SCOPE);
    let mut browser = world.password_typed(USER, &authorize_url(&[]));
    let (error, told) = world.silently(&mut browser, &[("claims", SECOND_FACTOR)]).unwrap();
    assert_eq!(error, "interaction_required");
    assert!(told.starts_with("AADSTS50074"), "the request wants it: {told}");
    let token = world.tokens["refresh_token"].as_str().unwrap().to_owned();
    let refused = world.token(&[
        ("client_id", CLIENT_ID),
        ("grant_type", "refresh_token"),
        ("refresh_token", &token),
        ("scope", "User.Read"),
        ("claims", SECOND_FACTOR),
    ]);
    assert_eq!(entra_code_of(&refused), 50074);
    assert_eq!(body(&refused)["suberror"], "basic_action");
    assert_eq!(body(&refused)["claims"], SECOND_FACTOR);

    let mut world = gate(r#", "perUserMfaState": "enabled""#, "");
    let mut browser = world.password_typed(USER, &authorize_url(&[]));
    let (_, told) = world.silently(&mut browser, &[]).unwrap();
    assert!(told.starts_with("AADSTS50076"), "the tenant wants it: {told}");
}

#[test]
fn who_has_no_second_factor_registers_one_or_is_kept_out_when_at_risk() {
    let none = r#", "perUserMfaState": "enabled", "authenticationMethods": []"#;
    let mut world = gate(none, "");
    let mut browser = world.password_typed(USER, &authorize_url(&[]));
    assert_eq!(browser.title(), "More information required");
    assert!(browser.text().contains("AADSTS50072"), "{}", browser.text());
    let (_, told) = world.silently(&mut browser, &[]).unwrap();
    assert!(told.starts_with("AADSTS50079"), "{told}");
    let mut browser = world.password_typed(USER, &authorize_url(&[]));
    browser
        .press(&mut world.cloud, world.now, "Register the authenticator app")
        .unwrap();
    assert_eq!(browser.title(), "Permissions requested");

    let at_risk = format!("{none}, \"isAtRisk\": true");
    let policy = r#", "securityDefaults": false, "conditionalAccessPolicies": [
        {"displayName": "Risk", "state": "enabled", "users": ["person"], "onlyAtRisk": true}]"#;
    let mut world = gate(&at_risk, policy);
    let browser = world.password_typed(USER, &authorize_url(&[]));
    assert!(browser.text().contains("AADSTS53004"), "{}", browser.text());

    let mut world = gate(r#", "isAtRisk": true"#, r#", "securityDefaults": true"#);
    let browser = world.password_typed(USER, &authorize_url(&[]));
    assert!(browser.text().contains("AADSTS530035"), "{}", browser.text());
}

#[test]
fn a_sign_in_that_is_too_old_for_the_tenant_is_made_again() {
    let often = |demand: &str| {
        let policy = format!(
            r#", "securityDefaults": false, "conditionalAccessPolicies": [{{"displayName": "Often", "state": "enabled",
                "demand": "{demand}", "users": ["person"], "signInFrequencyHours": 4}}]"#
        );
        gate("", &policy)
    };
    for (demand, session, token) in [("nothing", "AADSTS70044", 70043), ("mfa", "AADSTS50078", 50078)] {
        let mut world = often(demand);
        world.sign_in(USER, SCOPE);
        let mut browser = Browser::default();
        browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
        browser.sign_in(&mut world.cloud, world.now, USER, "practice").unwrap();
        world.wait(4 * 3600 - 1);
        assert_eq!(world.silently(&mut browser, &[]), None);
        assert_eq!(world.refresh("User.Read").status(), 200);
        world.wait(1);
        let (_, told) = world.silently(&mut browser, &[]).unwrap();
        assert!(told.starts_with(session), "{told}");
        assert_eq!(entra_code_of(&world.refresh("User.Read")), token);
        browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
        browser.sign_in(&mut world.cloud, world.now, USER, "practice").unwrap();
        assert!(answer_of(browser.left_for().unwrap(), "code").is_some());
    }
}

#[test]
fn luk_can_be_assigned_disabled_or_registered_for_one_organization_alone() {
    let mut world = gate("", r#", "luk": {"assignedTo": ["admin"]}"#);
    let mut browser = world.password_typed(USER, &authorize_url(&[]));
    assert!(browser.text().contains("AADSTS50105"), "{}", browser.text());
    let (_, told) = world.silently(&mut browser, &[]).unwrap();
    assert!(told.starts_with("AADSTS50105"), "{told}");
    world.sign_in(CHIEF, SCOPE);

    let mut world = gate("", r#", "luk": {"accountEnabled": false}"#);
    let browser = world.password_typed(USER, &authorize_url(&[]));
    assert!(browser.text().contains("AADSTS7000112"), "{}", browser.text());

    let mut world = gate("", r#", "luk": {"signInAudience": "AzureADMyOrg"}"#);
    let page = refused_at_once(&mut world, &authorize_url(&[]));
    assert!(page.contains("AADSTS50194"), "{page}");
    let url = authorize_url(&[]).replace("/organizations/", "/gate.onmicrosoft.com/");
    assert!(world.cloud.sign_in(world.now, USER, "practice", &url).is_ok());
    assert_eq!(world.cloud.inspect()["applications"][0]["displayName"], "Luk");
}

#[test]
fn an_api_that_the_registration_does_not_name_gives_no_token() {
    let mut world = gate("", r#", "luk": {"configuredApis": ["graph"]}"#);
    let arm = "openid https://management.azure.com/user_impersonation";
    let mut browser = Browser::default();
    let url = authorize_url(&[("scope", arm)]);
    browser.open(&mut world.cloud, world.now, &url).unwrap();
    let back = browser.left_for().unwrap();
    assert_eq!(answer_of(back, "error").as_deref(), Some("invalid_resource"));
    assert!(
        answer_of(back, "error_description")
            .unwrap()
            .starts_with("AADSTS650057")
    );
    world.sign_in(USER, SCOPE);
    assert_eq!(entra_code_of(&world.refresh(arm)), 650_057);
}

#[test]
fn who_may_not_consent_is_told_so_or_asks_an_administrator() {
    let admin_only = authorize_url(&[("scope", "openid Directory.Read.All")]);
    let mut world = gate("", r#", "userConsent": "administratorsOnly""#);
    let browser = world.password_typed(USER, &authorize_url(&[]));
    assert!(
        browser.text().contains("AADSTS90094"),
        "not even for oneself: {}",
        browser.text()
    );

    let mut world = gate("", r#", "adminConsentRequests": true"#);
    let mut browser = world.password_typed(USER, &admin_only);
    assert_eq!(browser.title(), "Approval required");
    assert!(browser.text().contains("AADSTS90095"), "{}", browser.text());
    browser
        .fill("Enter justification for requesting this app", "We close")
        .unwrap();
    browser.press(&mut world.cloud, world.now, "Request approval").unwrap();
    let link = "Return to the application without granting consent";
    browser.follow(&mut world.cloud, world.now, link).unwrap();
    let back = browser.left_for().unwrap();
    assert_eq!(answer_of(back, "error").as_deref(), Some("access_denied"));
    assert_eq!(world.cloud.inspect()["consentRequests"][0]["reason"], "We close");

    let mut world = gate("", "");
    let consent = format!(
        "http://localhost:8081/organizations/v2.0/adminconsent?client_id={CLIENT_ID}&redirect_uri={CALLBACK}&scope=User.Read"
    );
    let browser = world.password_typed(USER, &consent);
    assert!(browser.text().contains("AADSTS90093"), "{}", browser.text());
}

#[test]
fn the_same_request_again_and_again_is_a_loop() {
    let mut world = gate("", "");
    world.sign_in(USER, SCOPE);
    let codes: Vec<u64> = (0..51).map(|_| entra_code_of(&world.refresh("User.Read"))).collect();
    assert_eq!((codes[49], codes[50]), (0, 50196));
    world.wait(300);
    assert_eq!(world.refresh("User.Read").status(), 200);
}

#[test]
fn a_session_of_somebody_who_left_the_tenant_is_no_good_there() {
    let mut world = World::new(TenantName::Contoso);
    let person = "person@contoso.onmicrosoft.com";
    let mut browser = world.password_typed(person, &authorize_url(&[]));
    let id = world.user_id(person);
    world.sign_in(ADMIN, "openid User.Read User.ReadWrite.All");
    assert_eq!(world.delete(&format!("/v1.0/users/{id}")).status(), 204);
    let (error, told) = world.silently(&mut browser, &[]).unwrap();
    assert_eq!(error, "interaction_required");
    assert!(told.starts_with("AADSTS16000"), "{told}");
}

#[test]
fn token_requests_without_scope_or_tenant_are_told_apart() {
    let mut world = World::new(TenantName::Contoso);
    let code = world.code(ADMIN, "openid User.Read");
    let form = |scope| {
        [
            ("client_id", CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("scope", scope),
        ]
    };
    assert_eq!(entra_code_of(&world.token(&form(" "))), 28003);
    world.sign_in(ADMIN, SCOPE);
    assert_eq!(entra_code_of(&world.refresh(" ")), 28002);
    let app = world.token(&[
        ("client_id", CLIENT_ID),
        ("grant_type", "client_credentials"),
        ("scope", "https://graph.microsoft.com/.default"),
    ]);
    assert_eq!(entra_code_of(&app), 50059);
}

#[test]
fn hints_choose_whose_session_is_meant() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in(ADMIN, "openid profile offline_access User.Read");
    let mut browser = Browser::default();
    browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    for (hint, is_meant) in [
        (("domain_hint", "contoso.example"), true),
        (("domain_hint", "organizations"), true),
        (("domain_hint", "consumers"), false),
        (("domain_hint", "fabrikam.example"), false),
        (("login_hint", ADMIN), true),
        (("login_hint", "person@contoso.onmicrosoft.com"), false),
    ] {
        let refused = world.silently(&mut browser, &[hint]);
        assert_eq!(refused.is_none(), is_meant, "{hint:?} {refused:?}");
    }
    let url = authorize_url(&[("prompt", "login"), ("login_hint", "person@contoso.onmicrosoft.com")]);
    let page = world.call(Request::get(url).body(Vec::new()).unwrap());
    assert!(text(&page).contains(r#"value="person@contoso.onmicrosoft.com""#));
    let unknown = authorize_url(&[("prompt", "create")]);
    browser.open(&mut world.cloud, world.now, &unknown).unwrap();
    let back = browser.left_for().unwrap();
    assert!(answer_of(back, "error_description").unwrap().starts_with("AADSTS90023"));
}
