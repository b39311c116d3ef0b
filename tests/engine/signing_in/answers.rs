//! Answers to sign-ins made to harm, clocks that are wrong, and proofs that are stale: a clear problem or the right result.

use std::time::Duration;

use luk::client::World;
use luk::protocol::{Command, Event, Purpose};
use luk::tenant::ProblemKind;
use luk::tenant::plan::Work;
use practice::TenantName;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{outcome, refused, sign_in, sign_in_at, verified};
use crate::practice_world::PracticeWorld;
use crate::provider::{ATTACKER_KEY, ISSUER_KEY, Provider, shown};
use crate::steps::{TINY_ADMIN, confirmation};
use crate::tab::{Storage, Tab};

const YEAR: i64 = 365 * 24 * 3600 * 1000;

/// A page that comes back to a sign-in that it left for, with this answer instead of the right one.
fn comes_back_with(answer: impl Fn(&str) -> String) -> Tab {
    let world = PracticeWorld::new(TenantName::Tiny);
    let mut tab = Tab::open(&world, Storage::default(), None);
    let right = tab.leaves_to_sign_in(Purpose::Read, TINY_ADMIN, "practice");
    Tab::open(&world, tab.storage, Some(answer(&right)))
}

#[test]
fn a_callback_that_no_provider_gives_is_refused_and_its_code_goes_nowhere() {
    let doubled = |right: &str| format!("{right}&code=other");
    let twice = |right: &str| format!("{right}&{right}");
    let long = |right: &str| format!("{right}&code_long={}", "a".repeat(65_536));
    let not_utf8 = |right: &str| right.replacen("code=", "code=%ff%fe", 1);
    let both = |right: &str| format!("{right}&error=access_denied");
    let hostile: [&dyn Fn(&str) -> String; 5] = [&doubled, &twice, &long, &not_utf8, &both];
    for (number, answer) in hostile.into_iter().enumerate() {
        let mut tab = comes_back_with(answer);
        assert_eq!(tab.problem(), Some(ProblemKind::CallbackNotExpected), "{number}");
        assert_eq!(tab.view.session, None);
        let cloud = tab.world.cloud.borrow();
        assert!(!cloud.requests().iter().any(|exchange| exchange.url.ends_with("/token")));
    }
}

#[test]
fn markup_in_a_refusal_is_shown_to_nobody() {
    let tab = comes_back_with(|right| {
        let (_, state) = right.split_once("state=").unwrap();
        format!("error=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&error_description=%3Cscript%3E&state={state}")
    });
    let problem = tab.view.problem.unwrap();
    assert_eq!(problem.kind, ProblemKind::SignInRefused);
    assert_eq!(problem.code.as_deref(), Some("imgsrcxonerroralert1"));
}

#[test]
fn a_callback_works_once_and_only_where_it_was_asked_for() {
    let world = PracticeWorld::new(TenantName::Tiny);
    let mut tab = Tab::open(&world, Storage::default(), None);
    let answer = tab.leaves_to_sign_in(Purpose::Read, TINY_ADMIN, "practice");
    let kept = tab.storage.clone();
    let mut elsewhere = Tab::open(&world, Storage::default(), Some(answer.clone()));
    assert_eq!(
        elsewhere.problem(),
        Some(ProblemKind::CallbackNotExpected),
        "in another tab or browser"
    );
    let mut tab = Tab::open(&world, tab.storage, Some(answer.clone()));
    assert_eq!(tab.problem(), None);
    let mut reloaded = Tab::open(&world, tab.storage, Some(answer.clone()));
    assert_eq!(
        reloaded.problem(),
        Some(ProblemKind::CallbackNotExpected),
        "reloaded or bookmarked"
    );
    let mut replayed = Tab::open(&world, kept, Some(answer));
    assert_eq!(
        replayed.problem(),
        Some(ProblemKind::AnswerSpent),
        "with what the page had kept, too"
    );
    assert_eq!(replayed.view.session, None);
}

#[test]
fn ten_thousand_keys_are_no_hindrance() {
    let others = (0..10_000).map(|number| shown(ATTACKER_KEY, &format!("other {number}")));
    let mut keys: Vec<Value> = others.collect();
    keys.insert(5_000, shown(ISSUER_KEY, "issuer"));
    let keys = json!({ "keys": keys });
    verified(&sign_in_at(Provider::showing(move || Some(keys.clone()))));
}

#[test]
fn a_clock_that_is_a_year_off_gives_the_right_result() {
    for ahead in [YEAR, -YEAR, 600_000, -600_000] {
        let world = PracticeWorld::new(TenantName::Tiny);
        world.ahead.set(ahead);
        verified(&sign_in(&world, Purpose::Read));
        let mut tab = Tab::open(&world, Storage::default(), None).signs_in(
            Purpose::Carry(Work::DeleteUsers),
            TINY_ADMIN,
            "practice",
        );
        let session = tab.view.session.clone().unwrap();
        let age = world.now().since(session.authenticated_at.unwrap());
        assert!(age < Duration::from_mins(1), "a proof of now is one of now: {age:?}");
        tab.does(Command::WaiveExport);
        let confirmation = confirmation(&mut tab, Work::DeleteUsers);
        world.pass(Duration::from_secs(301));
        tab.does(Command::Confirm(confirmation));
        assert_eq!(
            tab.problem(),
            Some(ProblemKind::SignInTooOld),
            "and five minutes are five minutes"
        );
    }
}

#[test]
fn a_wrong_clock_is_named_when_nobody_tells_the_time() {
    let world = PracticeWorld::new(TenantName::Tiny);
    world.ahead.set(YEAR);
    world.on_answer.replace(Some(Box::new(|request, answer| {
        let tells_time = request.uri().path().ends_with("/token") && !answer.status().is_success();
        (!tells_time).then_some(answer)
    })));
    let (kind, _) = sign_in(&world, Purpose::Read).unwrap_err();
    assert_eq!(kind, ProblemKind::ClockWrong);
}

#[test]
fn who_was_not_asked_anew_has_not_proven_anything_anew() {
    let world = PracticeWorld::new(TenantName::Tiny);
    let stale = Provider::claiming(|claims| claims["auth_time"] = json!(claims["iat"].as_i64().unwrap() - 3600));
    stale.stand_in(&world);
    refused(
        &sign_in(&world, Purpose::Carry(Work::DeleteUsers)),
        "the person was not asked again who they are",
    );
    let reading = sign_in(&world, Purpose::Read).unwrap();
    let age = world.now().since(reading.authenticated_at.unwrap());
    assert!(
        age >= Duration::from_hours(1),
        "for reading an old proof does, and counts as old"
    );
}

#[test]
fn without_entras_word_a_proof_counts_from_when_the_page_left_for_it() {
    let world = PracticeWorld::new(TenantName::Tiny);
    let silent = Provider::claiming(|claims| drop(claims.as_object_mut().unwrap().remove("auth_time")));
    silent.stand_in(&world);
    let mut tab = Tab::open(&world, Storage::default(), None);
    let left_at = world.now();
    let answer = tab.leaves_to_sign_in(Purpose::Carry(Work::DeleteUsers), TINY_ADMIN, "practice");
    world.pass(Duration::from_mins(4));
    let tab = Tab::open(&world, tab.storage, Some(answer));
    assert_eq!(outcome(&tab).unwrap().authenticated_at, Some(left_at));
    assert_eq!(sign_in(&world, Purpose::Read).unwrap().authenticated_at, None);
}

#[test]
fn the_page_is_never_told_a_token() {
    let world = PracticeWorld::new(TenantName::Tiny);
    let mut tab = Tab::open(&world, Storage::default(), None);
    let answer = tab.leaves_to_sign_in(Purpose::Read, TINY_ADMIN, "practice");
    let mut next = Tab::open(&world, tab.storage, Some(answer));
    world.run(next.engine.obey(Command::Survey));
    world.run(next.engine.obey(Command::SignOut));
    let told = world
        .events
        .borrow()
        .iter()
        .map(|event: &Event| format!("{event:?}"))
        .collect::<String>();
    let kept = format!("{:?}{told}", next.storage);
    assert!(told.len() > 1000);
    for secret in world.cloud.borrow().issued_secrets() {
        assert!(!kept.contains(&secret));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_callback_signs_anybody_in_but_the_right_one(noise in ".{0,200}", name in "(code|state|error|iss|x)") {
        let tab = comes_back_with(|right| {
            let pair = url::form_urlencoded::Serializer::new(String::new()).append_pair(&name, &noise).finish();
            match name.as_str() {
                "x" => right.replacen('=', &noise, 1),
                _ => format!("{right}&{pair}"),
            }
        });
        prop_assert!(tab.view.session.is_none());
        prop_assert!(tab.view.problem.is_some());
    }

    #[test]
    fn no_claims_sign_anybody_in_but_the_right_ones(
        claim in "(iss|sub|aud|nonce|exp|iat|tid|oid)",
        value in prop_oneof![
            any::<i64>().prop_map(|number| json!(number)),
            ".{0,40}".prop_map(|text| json!(text)),
            Just(json!(null)),
            Just(json!([])),
            Just(json!({})),
            any::<f64>().prop_map(|number| json!(number)),
        ],
    ) {
        let allowed = matches!(claim.as_str(), "sub") && value.as_str().is_some_and(|text| !text.is_empty());
        let now = 1_800_000_000;
        let in_time = value.as_i64().is_some_and(|number| match claim.as_str() {
            "exp" => number > now - 600,
            "iat" => (now - 2_000..now + 2_000).contains(&number),
            _ => false,
        });
        let provider = Provider::claiming(move |claims| claims[&claim] = value.clone());
        let result = sign_in_at(provider);
        prop_assert!(result.is_err() || allowed || in_time);
    }
}
