//! Coming back to a closing: without typing where the identity provider still knows the person, and with its question where
//! it doesn't. And leaving: what was exported into the browser goes, too.

use std::collections::{BTreeMap, BTreeSet};

use luk::client::World;
use luk::protocol::{ArchivePlace, Command, Purpose};
use luk::tenant::ProblemKind;
use luk::tenant::progress::CloudName;
use practice::TenantName;
use serde_json::json;

use crate::practice_world::PracticeWorld;
use crate::provider::Provider;
use crate::steps::TINY_ADMIN;
use crate::tab::{Storage, Tab, signed_in};

fn prompt(tab: &Tab) -> Option<String> {
    let address = url::Url::parse(tab.storage.left_for.as_ref()?).unwrap();
    let prompt = address.query_pairs().find(|(name, _)| name == "prompt");
    prompt.map(|(_, value)| value.into_owned())
}

/// A tab that is opened on what an earlier visit left, and has left for the sign-in.
fn comes_back() -> (Tab, String) {
    let earlier = signed_in(TenantName::Tiny, TINY_ADMIN);
    let storage = Storage {
        pending: None,
        left_for: None,
        ..earlier.storage
    };
    let mut tab = Tab::open(&earlier.world, storage, None);
    let answer = tab.leaves_to_sign_in(Purpose::Read, TINY_ADMIN, "practice");
    (tab, answer)
}

fn state(answer: &str) -> &str {
    let (_, state) = answer.split_once("state=").unwrap();
    state.split('&').next().unwrap()
}

#[test]
fn who_comes_back_is_first_asked_nothing_and_then_only_what_is_needed() {
    let (tab, answer) = comes_back();
    assert_eq!(prompt(&tab).as_deref(), Some("none"));
    assert!(answer.contains("login_required"), "{answer}");
    let mut tab = Tab::open(&tab.world, tab.storage, Some(answer));
    assert_eq!((tab.problem(), tab.view.session.clone()), (None, None));
    assert_eq!(prompt(&tab), None, "this time the page may ask");
    assert!(tab.storage.pending.is_some());
}

#[test]
fn a_second_refusal_is_told_and_nothing_is_tried_again() {
    let (tab, answer) = comes_back();
    let mut storage = Tab::open(&tab.world, tab.storage, Some(answer)).storage;
    let address = url::Url::parse(&storage.left_for.take().unwrap()).unwrap();
    let (_, state) = address.query_pairs().find(|(name, _)| name == "state").unwrap();
    let refused = format!("error=login_required&state={state}");
    let mut tab = Tab::open(&tab.world, storage, Some(refused));
    assert_eq!(tab.problem(), Some(ProblemKind::SignInNeeded));
    assert_eq!(tab.storage.left_for, None);
}

#[test]
fn a_refusal_that_no_question_would_change_is_told_at_once() {
    for (error, kind) in [
        ("access_denied", ProblemKind::ConsentDeclined),
        ("temporarily_unavailable", ProblemKind::ServiceFailed),
    ] {
        let (tab, answer) = comes_back();
        let mut storage = tab.storage;
        storage.left_for = None;
        let refused = format!("error={error}&state={}", state(&answer));
        let mut tab = Tab::open(&tab.world, storage, Some(refused));
        assert_eq!(tab.problem(), Some(kind));
        assert_eq!(tab.storage.left_for, None);
    }
}

#[test]
fn signing_out_removes_an_archive_from_the_browser_but_not_the_one_that_was_saved() {
    for (place, kept) in [(ArchivePlace::PrivateFile, false), (ArchivePlace::Picked, true)] {
        let mut tab = signed_in(TenantName::Tiny, TINY_ADMIN);
        tab.does(Command::Export(place));
        assert!(tab.world.archive.borrow().is_some());
        tab.does(Command::SignOut);
        assert_eq!(tab.world.archive.borrow().is_some(), kept);
    }
}

fn leaves_for(tenant: &str) -> Tab {
    let world = PracticeWorld::new(TenantName::Tiny);
    let mut tab = Tab::open(&world, Storage::default(), None);
    tab.does(Command::SignInTo {
        cloud: CloudName::Practice,
        tenant: tenant.to_owned(),
    });
    tab
}

#[test]
fn a_tenant_that_is_named_by_a_domain_is_signed_in_to_on_its_own_page() {
    let tab = leaves_for("tiny.onmicrosoft.com");
    let address = url::Url::parse(tab.storage.left_for.as_ref().unwrap()).unwrap();
    let answer = tab.answers_the_sign_in(TINY_ADMIN, "practice");
    let tab = Tab::open(&tab.world, tab.storage, Some(answer));
    let session = tab.view.session.unwrap();
    assert_eq!(address.path(), format!("/{}/oauth2/v2.0/authorize", session.tenant));
}

#[test]
fn a_tenant_that_is_not_there_or_not_named_is_said_before_anybody_leaves() {
    for (named, kind) in [
        ("nobody.example", ProblemKind::TenantNotFound),
        ("99999999-9999-4999-8999-999999999999", ProblemKind::TenantNotFound),
        ("organizations", ProblemKind::TenantNotNamed),
        ("ada@tiny.onmicrosoft.com", ProblemKind::TenantNotNamed),
    ] {
        let mut tab = leaves_for(named);
        assert_eq!((tab.problem(), tab.storage.left_for), (Some(kind), None), "{named}");
    }
    let mut begun = signed_in(TenantName::Tiny, TINY_ADMIN);
    begun.does(Command::SignInTo {
        cloud: CloudName::Practice,
        tenant: "tiny.onmicrosoft.com".to_owned(),
    });
    assert_eq!(
        begun.problem(),
        Some(ProblemKind::OtherTenant),
        "a closing keeps its tenant"
    );
}

#[test]
fn an_administrator_can_consent_for_the_organization() {
    let tab = Tab::open(&PracticeWorld::new(TenantName::Tiny), Storage::default(), None);
    let opened = tab.view.opened.unwrap();
    let now = tab.world.timestamp();
    let mut cloud = tab.world.cloud.borrow_mut();
    let back = cloud
        .sign_in(now, TINY_ADMIN, "practice", &opened.clouds[0].consent)
        .unwrap();
    assert!(
        back.starts_with(crate::practice_world::SITE) && back.contains("admin_consent=True"),
        "{back}"
    );
    assert!(!back.contains("error"), "{back}");
    let back = url::Url::parse(&back).unwrap();
    let (_, scopes) = back.query_pairs().find(|(name, _)| name == "scope").unwrap();
    let granted: Vec<&str> = scopes.split(' ').filter_map(|scope| scope.rsplit('/').next()).collect();
    let asked = opened.permissions.iter().map(|permission| permission.scope.as_str());
    for scope in asked {
        assert!(granted.contains(&scope), "{scope} is missing in {scopes}");
    }
    assert!(granted.contains(&"user_impersonation"), "Azure's, too");
}

#[test]
fn oidcc_client_test_rp_init_logout() {
    let mut states = BTreeSet::new();
    for _ in 0..2 {
        let world = PracticeWorld::new(TenantName::Tiny);
        Provider::claiming(|claims| claims["login_hint"] = json!("O.opaque")).stand_in(&world);
        let mut tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, TINY_ADMIN, "practice");
        let session = tab.view.session.clone().unwrap();
        if !states.is_empty() {
            // Another draw of the generator.
            tab.world.fill_random(&mut [0; 7]);
        }
        tab.does(Command::SignOut);
        assert_eq!(tab.view.session, None);
        let address = url::Url::parse(tab.storage.left_for.as_ref().unwrap()).unwrap();
        assert_eq!(address.path(), format!("/{}/oauth2/v2.0/logout", session.tenant));
        let query: BTreeMap<_, _> = address.query_pairs().into_owned().collect();
        assert_eq!(query["post_logout_redirect_uri"], crate::practice_world::SITE);
        assert_eq!(
            query["logout_hint"], "O.opaque",
            "so that Entra need not ask which account"
        );
        let state = tab.storage.signed_out.clone().unwrap();
        assert_eq!((state.len(), &query["state"]), (43, &state));
        states.insert(state);
    }
    assert_eq!(states.len(), 2);
}

#[test]
fn a_message_that_stays_on_entras_own_page_is_explained_without_asking_anybody() {
    let mut tab = Tab::open(&PracticeWorld::new(TenantName::Tiny), Storage::default(), None);
    for (message, kind) in [
        (
            "AADSTS50011: The redirect URI does not match",
            ProblemKind::RedirectNotRegistered,
        ),
        ("AADSTS9002326", ProblemKind::NotSinglePage),
        ("50194", ProblemKind::NotMultitenant),
        ("error AADSTS650057 …", ProblemKind::PermissionNotRegistered),
        ("AADSTS700016", ProblemKind::ApplicationMissing),
        ("unauthorized_client", ProblemKind::RegistrationWrong),
        ("AADSTS1", ProblemKind::SignInRefused),
        ("<script>alert(1)</script>", ProblemKind::SignInRefused),
    ] {
        tab.does(Command::Explain(message.to_owned()));
        assert_eq!(tab.problem(), Some(kind), "{message}");
    }
    assert!(tab.world.cloud.borrow().requests().is_empty());
}
