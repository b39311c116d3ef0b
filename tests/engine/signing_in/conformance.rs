//! The OpenID conformance suite's relying-party modules as far as they are about a public client with the code flow: each is
//! named after its module. The suite's userinfo endpoint is Graph's `/me`
//! here.

use std::cell::Cell;
use std::rc::Rc;

use luk::protocol::{Command, Purpose};
use luk::tenant::ProblemKind;
use practice::TenantName;
use serde_json::{Value, json};

use super::{outcome, refused, sign_in, sign_in_at, verified};
use crate::practice_world::PracticeWorld;
use crate::provider::{ATTACKER_KEY, ISSUER_KEY, Provider, claims_of, shown, sign};
use crate::steps::TINY_ADMIN;
use crate::tab::{Storage, Tab, signed_in};

fn without(name: &'static str) -> Provider {
    Provider::claiming(move |claims| drop(claims.as_object_mut().unwrap().remove(name)))
}

pub(super) fn with(name: &'static str, value: Value) -> Provider {
    Provider::claiming(move |claims| claims[name] = value.clone())
}

/// Shifts a claim about time by so many seconds.
pub(super) fn shifted(names: &'static [&'static str], seconds: i64) -> Provider {
    Provider::claiming(move |claims| {
        for name in names {
            claims[*name] = json!(claims[*name].as_i64().unwrap() + seconds);
        }
    })
}

#[test]
fn oidcc_client_test() {
    verified(&sign_in_at(Provider::default()));
    verified(&sign_in(&PracticeWorld::new(TenantName::Tiny), Purpose::Read));
}

#[test]
fn oidcc_client_test_invalid_iss() {
    let reason = "the id_token has another issuer";
    for issuer in [
        "https://login.evil.example/v2.0",
        "",
        "http://localhost:8081/{tenantid}/v2.0",
    ] {
        refused(&sign_in_at(with("iss", json!(issuer))), reason);
    }
    let slash = Provider::claiming(|claims| claims["iss"] = json!(format!("{}/", claims["iss"].as_str().unwrap())));
    refused(&sign_in_at(slash), reason);
    refused(&sign_in_at(without("iss")), reason);
}

#[test]
fn oidcc_client_test_missing_sub() {
    refused(&sign_in_at(without("sub")), "the id_token has no or another subject");
    refused(
        &sign_in_at(with("sub", json!(""))),
        "the id_token has no or another subject",
    );
}

#[test]
fn oidcc_client_test_invalid_aud_and_missing_aud() {
    let reason = "the id_token is for another client";
    refused(&sign_in_at(with("aud", json!("another"))), reason);
    refused(&sign_in_at(with("aud", json!([]))), reason);
    refused(&sign_in_at(without("aud")), reason);
}

#[test]
fn oidcc_client_test_missing_iat() {
    refused(
        &sign_in_at(without("iat")),
        "the id_token does not say when it is valid",
    );
    refused(
        &sign_in_at(without("exp")),
        "the id_token does not say when it is valid",
    );
}

#[test]
fn oidcc_client_test_kid_absent_single_jwks() {
    let no_kid = |header: &mut Value| drop(header.as_object_mut().unwrap().remove("kid"));
    verified(&sign_in_at(Provider::heading(no_kid)));
}

#[test]
fn oidcc_client_test_kid_absent_multiple_jwks() {
    let two = || Some(json!({ "keys": [shown(ISSUER_KEY, "issuer"), shown(ATTACKER_KEY, "other")] }));
    let no_kid = |header: &mut Value, _: &mut Value| drop(header.as_object_mut().unwrap().remove("kid"));
    let provider = Provider {
        keys: Box::new(two),
        token: Box::new(no_kid),
        ..Provider::default()
    };
    refused(
        &sign_in_at(provider),
        "the id_token does not say which key it is signed with",
    );
}

#[test]
fn oidcc_client_test_idtoken_sig_none() {
    let unsigned = Provider::answering(|answer| {
        let claims = claims_of(answer["id_token"].as_str().unwrap());
        let token = sign(ISSUER_KEY, &json!({"alg": "none"}), &claims);
        let (message, _) = token.rsplit_once('.').unwrap();
        answer["id_token"] = json!(format!("{message}."));
    });
    refused(&sign_in_at(unsigned), "the id_token is not signed with RS256");
}

#[test]
fn oidcc_client_test_invalid_sig_rs256() {
    let forged = Provider {
        signs: ATTACKER_KEY,
        ..Provider::default()
    };
    refused(&sign_in_at(forged), "the id_token's signature does not hold");
    let changed = Provider::answering(|answer| {
        let token = answer["id_token"].as_str().unwrap().to_owned();
        let mut claims = claims_of(&token);
        claims["oid"] = json!("99999999-8888-7777-6666-555555555555");
        let other = sign(ATTACKER_KEY, &json!({"alg": "RS256", "kid": "issuer"}), &claims);
        let (message, _) = other.rsplit_once('.').unwrap();
        let (_, signature) = token.rsplit_once('.').unwrap();
        answer["id_token"] = json!(format!("{message}.{signature}"));
    });
    refused(&sign_in_at(changed), "the id_token's signature does not hold");
}

#[test]
fn oidcc_client_test_userinfo_invalid_sub() {
    let world = PracticeWorld::new(TenantName::Tiny);
    world.on_answer.replace(Some(Box::new(|request, answer| {
        if request.uri().path() != "/v1.0/me" {
            return Some(answer);
        }
        let mut me: Value = serde_json::from_slice(answer.body()).unwrap();
        me["id"] = json!("99999999-8888-7777-6666-555555555555");
        Some(answer.map(|_| me.to_string().into_bytes()))
    })));
    let tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, TINY_ADMIN, "practice");
    let problem = tab.view.problem.clone().unwrap();
    assert_eq!(problem.kind, ProblemKind::IdentityNotProven);
    assert!(
        tab.view.snapshot.is_none(),
        "nothing that Graph said about another person is used"
    );
}

#[test]
fn oidcc_client_test_scope_userinfo_claims() {
    let tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    let (session, snapshot) = (tab.view.session.unwrap(), tab.view.snapshot.unwrap());
    assert_eq!(snapshot.me.id, session.person);
    assert_eq!(snapshot.organization.id, session.tenant);
}

#[test]
fn oidcc_client_test_nonce_invalid_and_invalid_missing_nonce() {
    refused(
        &sign_in_at(with("nonce", json!("another"))),
        "the id_token is from another sign-in",
    );
    refused(&sign_in_at(without("nonce")), "the id_token is from another sign-in");
}

#[test]
fn oidcc_client_test_discovery_openid_config_and_jwks_uri_keys() {
    let world = PracticeWorld::new(TenantName::Tiny);
    verified(&sign_in(&world, Purpose::Read));
    let cloud = world.cloud.borrow();
    let paths = [
        "/organizations/v2.0/.well-known/openid-configuration",
        "/organizations/discovery/v2.0/keys",
    ];
    for path in paths {
        let reads = cloud.requests().iter().filter(|exchange| exchange.url.ends_with(path));
        assert_eq!(reads.count(), 1, "{path}");
    }
}

#[test]
fn oidcc_client_test_discovery_issuer_mismatch() {
    let elsewhere = |name: &'static str, value: &'static str| Provider {
        discovery: Box::new(move |document| document[name] = json!(value)),
        ..Provider::default()
    };
    for provider in [
        elsewhere("issuer", "https://login.evil.example/{tenantid}/v2.0"),
        elsewhere("jwks_uri", "https://login.evil.example/keys"),
    ] {
        refused(&sign_in_at(provider), "the discovery document is not this issuer's");
    }
}

#[test]
fn oidcc_client_test_signing_key_rotation_just_before_signing() {
    let reads = Rc::new(Cell::new(0));
    let count = Rc::clone(&reads);
    let rotated = Provider::showing(move || {
        count.set(count.get() + 1);
        let key = if count.get() == 1 {
            shown(ATTACKER_KEY, "old")
        } else {
            shown(ISSUER_KEY, "issuer")
        };
        Some(json!({ "keys": [key] }))
    });
    verified(&sign_in_at(rotated));
    assert_eq!(reads.get(), 2, "an unknown key is looked for once more");
}

#[test]
fn oidcc_client_test_signing_key_rotation() {
    let reads = Rc::new(Cell::new(0));
    let count = Rc::clone(&reads);
    let unknown = Provider::showing(move || {
        count.set(count.get() + 1);
        Some(json!({ "keys": [shown(ATTACKER_KEY, "old")] }))
    });
    refused(&sign_in_at(unknown), "the id_token is signed with an unknown key");
    assert_eq!(reads.get(), 2, "once more, not again and again");
}

#[test]
fn oidcc_client_test_refresh_token() {
    let mut tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    let presented = Rc::new(std::cell::RefCell::new(Vec::new()));
    let seen = Rc::clone(&presented);
    tab.world.on_request.replace(Some(Box::new(move |request| {
        let body: Vec<_> = url::form_urlencoded::parse(request.body()).into_owned().collect();
        seen.borrow_mut()
            .extend(body.into_iter().filter(|(name, _)| name == "refresh_token"));
    })));
    for _ in 0..3 {
        tab.world.cloud.borrow_mut().expire_tokens();
        tab.does(Command::Survey);
        assert_eq!(tab.problem(), None);
    }
    let presented = presented.borrow();
    assert_eq!(presented.len(), 3, "one request for each new token");
    let different: std::collections::BTreeSet<_> = presented.iter().collect();
    assert_eq!(
        different.len(),
        3,
        "each refresh token is used once: the next comes with the answer"
    );
}

#[test]
fn oidcc_client_test_refresh_token_invalid_issuer_and_invalid_sub() {
    for (name, reason) in [
        ("iss", "the id_token has another issuer"),
        ("sub", "the id_token has no or another subject"),
        ("oid", "the id_token names no or another person"),
        ("aud", "the id_token is for another client"),
    ] {
        let world = PracticeWorld::new(TenantName::Tiny);
        let signed_in = Rc::new(Cell::new(false));
        let refreshing = Rc::clone(&signed_in);
        let provider = Provider {
            tells_who_refreshes: true,
            token: Box::new(move |_, claims| {
                if refreshing.get() {
                    claims[name] = json!("https://another.example");
                }
            }),
            ..Provider::default()
        };
        provider.stand_in(&world);
        let mut tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, TINY_ADMIN, "practice");
        verified(&outcome(&tab));
        world.cloud.borrow_mut().expire_tokens();
        tab.does(Command::Survey);
        assert_eq!(tab.problem(), None, "the same person may be told again");
        signed_in.set(true);
        world.cloud.borrow_mut().expire_tokens();
        tab.does(Command::Survey);
        let problem = tab.view.problem.clone().unwrap();
        assert_eq!(
            (problem.kind, problem.code.as_deref()),
            (ProblemKind::IdentityNotProven, Some(reason))
        );
    }
}

#[test]
fn oidcc_client_test_rp_init_logout_and_its_states() {
    let mut tab = signed_in(TenantName::Tiny, TINY_ADMIN);
    let tenant = tab.view.session.clone().unwrap().tenant;
    tab.does(Command::SignOut);
    let left_for = url::Url::parse(&tab.storage.left_for.clone().unwrap()).unwrap();
    assert_eq!(left_for.path(), format!("/{tenant}/oauth2/v2.0/logout"));
    let back_to = left_for
        .query_pairs()
        .find(|(name, _)| name == "post_logout_redirect_uri");
    assert_eq!(back_to.unwrap().1, crate::practice_world::SITE);
    // What comes back with a state, with another one or without is the same: nobody is signed in.
    for callback in [None, Some("state=another"), Some("state=")] {
        let tab = Tab::open(&tab.world, tab.storage.clone(), callback.map(str::to_owned));
        assert_eq!(tab.view.session, None, "{callback:?}");
    }
}
