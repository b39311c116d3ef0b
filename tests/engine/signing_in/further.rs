//! The further conformance modules that oauth4webapi runs, each named after its module, and claims of Entra's own.

use luk::protocol::{Command, Purpose, Signature};
use luk::tenant::ProblemKind;
use practice::TenantName;
use serde_json::json;

use super::conformance::{shifted, with};
use super::{outcome, refused, sign_in_at, verified};
use crate::practice_world::PracticeWorld;
use crate::provider::Provider;
use crate::steps::TINY_ADMIN;
use crate::tab::{Storage, Tab};

#[test]
fn invalid_secondary_aud_and_valid_aud_as_array() {
    let several = Provider::claiming(|claims| {
        let client = claims["aud"].clone();
        claims["azp"] = client.clone();
        claims["aud"] = json!([client, "another"]);
    });
    refused(&sign_in_at(several), "the id_token is for another client");
    verified(&sign_in_at(Provider::claiming(|claims| {
        claims["aud"] = json!([claims["aud"]])
    })));
    let party = with("azp", json!("another"));
    refused(&sign_in_at(party), "the id_token was issued to another client");
}

#[test]
fn invalid_null_alg_and_invalid_alternate_alg() {
    for algorithm in [
        json!(null),
        json!("none"),
        json!("NONE"),
        json!("HS256"),
        json!("RS384"),
        json!("PS256"),
        json!("ES256"),
    ] {
        let provider = Provider::heading(move |header| header["alg"] = algorithm.clone());
        refused(&sign_in_at(provider), "the id_token is not signed with RS256");
    }
    let critical = Provider::heading(|header| header["crit"] = json!(["exp"]));
    refused(&sign_in_at(critical), "the id_token's header is not an id_token's");
    let access = Provider::heading(|header| header["typ"] = json!("at+jwt"));
    refused(&sign_in_at(access), "the id_token's header is not an id_token's");
}

#[test]
fn invalid_authorization_response_iss_and_remove_authorization_response_iss() {
    let promising = || Provider {
        discovery: Box::new(|document| document["authorization_response_iss_parameter_supported"] = json!(true)),
        ..Provider::default()
    };
    let back_with = |issuer: Option<&str>, provider: Provider| {
        let world = PracticeWorld::new(TenantName::Tiny);
        provider.stand_in(&world);
        let tenant = world.cloud.borrow().tenant_id();
        let mut tab = Tab::open(&world, Storage::default(), None);
        let mut answer = tab.leaves_to_sign_in(Purpose::Read, TINY_ADMIN, "practice");
        if let Some(issuer) = issuer {
            let issuer = issuer.replace("TENANT", &tenant);
            let pair = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("iss", &issuer)
                .finish();
            answer = format!("{answer}&{pair}");
        }
        let tab = Tab::open(&world, tab.storage, Some(answer));
        let redeemed = world
            .cloud
            .borrow()
            .requests()
            .iter()
            .any(|exchange| exchange.url.ends_with("/token"));
        (outcome(&tab), redeemed)
    };
    let right = "http://localhost:8081/TENANT/v2.0";
    verified(&back_with(Some(right), promising()).0);
    verified(&back_with(Some(right), Provider::default()).0);
    verified(&back_with(None, Provider::default()).0);
    let (missing, redeemed) = back_with(None, promising());
    refused(&missing, "the callback names no issuer");
    assert!(!redeemed, "the code goes nowhere");
    for wrong in [
        "https://login.evil.example/TENANT/v2.0",
        "http://localhost:8081/TENANT/v2.0/",
        "http://localhost:8081/organizations/v2.0",
        "",
    ] {
        let (outcome, redeemed) = back_with(Some(wrong), promising());
        refused(&outcome, "the callback has another issuer");
        assert!(!redeemed, "the code goes nowhere");
    }
    let other = "http://localhost:8081/11111111-2222-3333-4444-555555555555/v2.0";
    refused(
        &back_with(Some(other), promising()).0,
        "the callback has another issuer",
    );
}

#[test]
fn ensure_authorization_response_with_invalid_state_fails_and_with_missing_state() {
    for change in [
        |answer: &str| answer.replace("state=", "state=x"),
        |answer: &str| answer.replace("state=", "stat="),
    ] {
        let world = PracticeWorld::new(TenantName::Tiny);
        let mut tab = Tab::open(&world, Storage::default(), None);
        let answer = tab.leaves_to_sign_in(Purpose::Read, TINY_ADMIN, "practice");
        let mut tab = Tab::open(&world, tab.storage, Some(change(&answer)));
        assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected));
        assert_eq!(tab.view.session, None);
    }
}

#[test]
fn iat_is_week_in_past_and_invalid_expired_exp() {
    let week = 7 * 24 * 3600;
    let clock = |provider| {
        sign_in_at(provider)
            .map_err(|(kind, code)| (kind, code.as_str().to_owned()))
            .unwrap_err()
    };
    assert_eq!(
        clock(shifted(&["iat", "nbf"], -week)),
        (
            ProblemKind::ClockWrong,
            "the id_token was issued too long ago".to_owned()
        )
    );
    assert_eq!(
        clock(shifted(&["exp"], -week)),
        (ProblemKind::ClockWrong, "the id_token has expired".to_owned())
    );
    for future in [&["iat"], &["nbf"], &["auth_time"]] {
        assert_eq!(
            clock(shifted(future, 400)),
            (ProblemKind::ClockWrong, "the id_token is from the future".to_owned())
        );
    }
    verified(&sign_in_at(shifted(&["iat", "nbf"], -300)));
}

#[test]
fn tid_and_oid_must_be_there_and_be_ids() {
    for tenant in [json!(null), json!("common"), json!("")] {
        refused(&sign_in_at(with("tid", tenant)), "the id_token names no tenant");
    }
    for person in [json!(null), json!("admin"), json!("")] {
        refused(
            &sign_in_at(with("oid", person)),
            "the id_token names no or another person",
        );
    }
}

#[test]
fn token_type_case_insensitivity() {
    for kind in ["bearer", "BEARER", "bEaReR"] {
        verified(&sign_in_at(Provider::answering(move |answer| {
            answer["token_type"] = json!(kind)
        })));
    }
    let other = sign_in_at(Provider::answering(|answer| answer["token_type"] = json!("DPoP")));
    assert_eq!(other.unwrap_err().0, ProblemKind::AnswerNotUnderstood);
}

#[test]
fn token_endpoint_response_without_expires_in() {
    let world = PracticeWorld::new(TenantName::Tiny);
    let lasting = Provider::answering(|answer| drop(answer.as_object_mut().unwrap().remove("expires_in")));
    lasting.stand_in(&world);
    let mut tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, TINY_ADMIN, "practice");
    verified(&outcome(&tab));
    world.pass(std::time::Duration::from_hours(3));
    tab.does(Command::Survey);
    assert_eq!(tab.problem(), None, "it is renewed when Graph doesn't take it any more");
}

#[test]
fn no_scope_in_token_endpoint_response() {
    let silent = sign_in_at(Provider::answering(|answer| {
        drop(answer.as_object_mut().unwrap().remove("scope"))
    }));
    assert!(
        silent.unwrap().granted.contains(&Purpose::Read),
        "what was asked for was given"
    );
}

#[test]
fn keys_out_of_reach_are_told() {
    let session = sign_in_at(Provider::showing(|| None)).unwrap();
    assert_eq!(session.signature, Signature::KeysOutOfReach);
    let nonsense = Provider::showing(|| Some(json!("<html>")));
    refused(&sign_in_at(nonsense), "the issuer's keys can't be read");
}
