//! The shapes of Entra's answers: tokens, errors, discovery, keys.

use crate::shapes::{compare, describe};
use crate::world::World;

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
    compare(&told, include_str!("login.txt"), "login.txt");
}
