//! Continuous access evaluation: long tokens and challenges for clients that declare `cp1`, short ones for the others.

use http::{Method, Response};
use practice::{CLIENT_ID, TenantName};

use crate::world::{ADMIN, ARM_SCOPE, CAPABLE, EVERYTHING, World, answer_of, authorize_url, body, header};

fn life(world: &World) -> u64 {
    world.tokens["expires_in"].as_u64().unwrap()
}

fn is_challenge(answer: &Response<Vec<u8>>) -> bool {
    let challenge = header(answer, "www-authenticate").unwrap_or_default();
    answer.status() == 401 && challenge.contains("error=\"insufficient_claims\"")
}

#[test]
fn who_takes_challenges_gets_tokens_for_a_day_and_loses_them_at_once() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in_taking_challenges(ADMIN, EVERYTHING);
    assert!((20 * 3600..=28 * 3600).contains(&life(&world)), "{}", life(&world));
    world.wait(19 * 3600);
    assert_eq!(world.get("/v1.0/me").status(), 200);
    world.cloud.revoke_sessions();
    assert!(is_challenge(&world.get("/v1.0/me")));
}

#[test]
fn who_takes_none_gets_short_tokens_that_last_until_they_expire_and_end_plainly() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    assert!((3599..=5400).contains(&life(&world)), "{}", life(&world));
    world.cloud.revoke_sessions();
    assert_eq!(world.get("/v1.0/me").status(), 200, "nobody looks again");
    world.wait(5400);
    let answer = world.get("/v1.0/me");
    assert!(answer.status() == 401 && !is_challenge(&answer));
}

#[test]
fn a_refresh_says_again_what_the_client_takes() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in_taking_challenges(ADMIN, EVERYTHING);
    let token = world.tokens["refresh_token"].as_str().unwrap().to_owned();
    let mut refresh = |claims: &str| {
        let mut form = vec![
            ("client_id", CLIENT_ID),
            ("grant_type", "refresh_token"),
            ("refresh_token", token.as_str()),
            ("scope", "User.Read"),
        ];
        if !claims.is_empty() {
            form.push(("claims", claims));
        }
        body(&world.token(&form))["expires_in"].as_u64().unwrap()
    };
    assert!(refresh(CAPABLE) >= 20 * 3600);
    assert!(refresh("") <= 5400);
}

#[test]
fn a_new_password_and_a_disabled_account_end_what_came_before() {
    let person = "person@contoso.onmicrosoft.com";
    let mut world = World::new(TenantName::Contoso);
    world.sign_in_taking_challenges(person, "openid offline_access User.Read");
    let old = world.tokens.clone();
    assert!(world.cloud.change_password(person, "another"));
    assert!(is_challenge(&world.get("/v1.0/me")));
    assert_eq!(crate::world::entra_code_of(&world.refresh("User.Read")), 50173);
    let url = authorize_url(&[("claims", CAPABLE)]);
    assert!(world.cloud.sign_in(world.now, person, "practice", &url).is_err());
    let callback = world.cloud.sign_in(world.now, person, "another", &url).unwrap();
    world.tokens = body(&world.redeem(&answer_of(&callback, "code").unwrap()));
    assert_eq!(world.get("/v1.0/me").status(), 200);
    assert_ne!(world.tokens, old);

    let theirs = world.tokens.clone();
    let id = world.user_id(person);
    world.sign_in(ADMIN, EVERYTHING);
    assert_eq!(world.delete(&format!("/v1.0/users/{id}")).status(), 204);
    world.tokens = theirs;
    assert!(
        is_challenge(&world.get("/v1.0/me")),
        "an account that is gone is an event too"
    );
}

#[test]
fn azure_resource_manager_challenges_too() {
    let mut world = World::new(TenantName::Contoso);
    world.sign_in_to_azure(ADMIN, CAPABLE);
    let list = "/subscriptions?api-version=2022-12-01";
    assert_eq!(world.arm(Method::GET, list, None).status(), 200);
    world.cloud.revoke_sessions();
    assert!(is_challenge(&world.arm(Method::GET, list, None)));
    world.sign_in(ADMIN, ARM_SCOPE);
    world.cloud.revoke_sessions();
    assert_eq!(world.arm(Method::GET, list, None).status(), 200);
}
