//! Azure's own token: what Entra demands before it gives that one costs what would have been read there, and nothing else.

use std::cell::RefCell;
use std::rc::Rc;

use http::StatusCode;
use luk::protocol::{Command, Purpose, RunEnd, RunState};
use luk::tenant::plan::Work;
use practice::TenantName;
use serde_json::json;

use crate::practice_world::PracticeWorld;
use crate::steps::confirmation;
use crate::tab::{ADMIN, Tab, signed_in};

const DEMAND: &str = r#"{"access_token":{"capolids":{"essential":true,"values":["azures"]}}}"#;

/// The token requests for Azure, each as its body.
type Asked = Rc<RefCell<Vec<String>>>;

/// Entra refuses each token for Azure in this way, and each other one is given.
fn refuse_azure(world: &PracticeWorld, error: &str, code: u32) -> Asked {
    let asked = Asked::default();
    let asks = Rc::clone(&asked);
    let refusal = json!({"error": error, "error_codes": [code], "claims": DEMAND}).to_string();
    world.on_answer.replace(Some(Box::new(move |request, mut answer| {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        if request.uri().path().ends_with("/token") && body.contains("user_impersonation") {
            asks.borrow_mut().push(body);
            *answer.status_mut() = StatusCode::BAD_REQUEST;
            *answer.body_mut() = refusal.clone().into_bytes();
        }
        Some(answer)
    })));
    asked
}

fn about_to_delete_applications() -> Tab {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    tab
}

#[test]
fn what_entra_demands_before_it_gives_azures_token_makes_the_sign_in_no_older() {
    for (error, code) in [
        ("interaction_required", 50_076),
        ("invalid_grant", 53_003),
        ("consent_required", 65_001),
        ("invalid_grant", 70_043),
    ] {
        let tab = about_to_delete_applications();
        refuse_azure(&tab.world, error, code);
        let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteApplications), ADMIN, "practice");
        assert!(tab.view.session.as_ref().unwrap().authenticated_at.is_some(), "{code}");
        let snapshot = tab.view.snapshot.clone().unwrap();
        assert!(snapshot.azure_subscriptions.known().is_none());
        let confirmation = confirmation(&mut tab, Work::DeleteApplications);
        tab.does(Command::Confirm(confirmation));
        let state = tab.view.running.as_ref().map(|running| running.state.clone());
        assert_eq!(state, Some(RunState::Ended(RunEnd::Finished)), "{code}");
    }
}

#[test]
fn what_is_demanded_for_azure_is_asked_of_azures_token_alone_and_of_a_sign_in_for_azure() {
    let tab = about_to_delete_applications();
    let asked = refuse_azure(&tab.world, "interaction_required", 50_076);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteApplications), ADMIN, "practice");
    tab.world.cloud.borrow_mut().expire_tokens();
    let before = tab.world.cloud.borrow().requests().len();
    tab.does(Command::Survey);
    assert!(asked.borrow().last().unwrap().contains("capolids"));
    {
        let cloud = tab.world.cloud.borrow();
        let renewed = cloud.requests()[before..].iter().filter(|exchange| {
            exchange.url.ends_with("/token") && !exchange.request_body.contains("user_impersonation")
        });
        let renewed: Vec<_> = renewed.map(|exchange| &exchange.request_body).collect();
        assert_eq!(renewed.len(), 1, "Graph's token is renewed");
        assert!(!renewed[0].contains("capolids"));
    }
    for (work, carries) in [(Work::DeleteUsers, false), (Work::DeleteApplications, true)] {
        tab.leaves_to_sign_in(Purpose::Carry(work), ADMIN, "practice");
        let address = tab.storage.left_for.take().unwrap();
        assert_eq!(address.contains("capolids"), carries, "{work:?}");
    }
}

#[test]
fn a_sign_in_that_is_over_for_azure_is_not_over_for_graph_and_azure_is_not_asked_again() {
    let tab = about_to_delete_applications();
    let asked = refuse_azure(&tab.world, "invalid_grant", 70_043);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteApplications), ADMIN, "practice");
    for _ in 0..3 {
        tab.world.cloud.borrow_mut().expire_tokens();
        tab.does(Command::Survey);
        assert_eq!(tab.problem(), None);
    }
    assert_eq!(asked.borrow().len(), 1);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteApplications), ADMIN, "practice");
    assert_eq!(
        (tab.problem(), asked.borrow().len()),
        (None, 2),
        "a new sign-in is a new try"
    );
}
