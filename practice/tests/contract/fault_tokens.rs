//! The families of faults that are about tokens, accounts and roles.

use std::collections::BTreeSet;

use practice::{Fault, FaultFamily, TenantName};

use crate::fault_families::{PERSON, contoso_under, is_in_the_bin};
use crate::world::{ADMIN, CALLBACK, EVERYTHING, VERIFIER, World, authorize_url, body, code_of, entra_code_of, header};

#[test]
fn family_10_expires_the_token_and_a_refresh_helps() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    world.cloud.fail_next(Fault::family(FaultFamily::ExpiredToken));
    let answer = world.get("/v1.0/me");
    assert_eq!(
        (answer.status().as_u16(), code_of(&answer).as_str()),
        (401, "InvalidAuthenticationToken")
    );
    assert_eq!(world.get("/v1.0/me").status(), 401, "it stays expired");
    world.tokens = body(&world.refresh(EVERYTHING));
    assert_eq!(world.get("/v1.0/me").status(), 200);
}

#[test]
fn family_11_takes_the_token_back_with_a_challenge() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in_taking_challenges(ADMIN, EVERYTHING);
    world.cloud.fail_next(Fault::family(FaultFamily::ClaimsChallenge));
    let answer = world.get("/v1.0/me");
    assert_eq!(answer.status(), 401);
    let challenge = header(&answer, "www-authenticate").unwrap();
    assert!(challenge.contains("error=\"insufficient_claims\"") && challenge.contains("claims=\""));
}

#[test]
fn family_12_refuses_the_refresh_token() {
    let mut world = contoso_under(FaultFamily::GrantRefused);
    let mut codes = BTreeSet::new();
    for _ in 0..30 {
        let answer = world.refresh(EVERYTHING);
        assert_eq!(answer.status(), 400);
        assert_eq!(header(&answer, "access-control-allow-origin"), Some("*"));
        let error = body(&answer);
        codes.insert(entra_code_of(&answer));
        assert_eq!(
            error["error"] == "interaction_required",
            error["claims"].is_string() && error["suberror"] == "basic_action"
        );
    }
    assert_eq!(codes, BTreeSet::from([50076, 50173, 700_084]));
}

#[test]
fn family_13_signs_in_somebody_who_has_consented_to_nothing() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let code = world.code(ADMIN, "openid profile User.Read");
    world.cloud.fail_next(Fault::family(FaultFamily::OtherAccount));
    world.tokens = body(&world.token(&[
        ("client_id", practice::CLIENT_ID),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("scope", "openid profile User.Read"),
    ]));
    assert_eq!(
        world.tokens["error_codes"][0], 65001,
        "the other person has consented to nothing"
    );
}

#[test]
fn family_13_gives_tokens_where_the_organization_has_consented() {
    let mut world = World::new(TenantName::Contoso);
    let url = authorize_url(&[
        ("scope", "openid profile offline_access User.Read"),
        ("prompt", "consent"),
    ]);
    let mut browser = practice::Browser::default();
    browser.open(&mut world.cloud, world.now, &url).unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    browser.choose("Consent on behalf of your organization").unwrap();
    browser.press(&mut world.cloud, world.now, "Accept").unwrap();
    let code = crate::world::answer_of(browser.left_for().unwrap(), "code").unwrap();
    world.cloud.fail_next(Fault::family(FaultFamily::OtherAccount));
    world.tokens = body(&world.redeem(&code));
    let me = world.get("/v1.0/me");
    assert_eq!(me.status(), 200);
    assert_ne!(body(&me)["userPrincipalName"], ADMIN);
}

#[test]
fn family_14_ends_the_roles_for_good() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    world.cloud.fail_next(Fault::family(FaultFamily::RoleLost));
    for _ in 0..3 {
        let answer = world.delete(&format!("/v1.0/users/{}", world.user_id(PERSON)));
        assert_eq!(
            (answer.status().as_u16(), code_of(&answer).as_str()),
            (403, "Authorization_RequestDenied")
        );
    }
    assert!(!is_in_the_bin(&world, PERSON));
}
