//! What seems to be done because a list leaves somebody out is read once more before anybody is told so.

use luk::protocol::Command;
use luk::tenant::UserId;
use luk::tenant::snapshot::MultifactorState;
use practice::Tenant;
use serde_json::Value;

use crate::steps::keep;
use crate::tab::{Tab, signed_in};

/// An administrator, somebody whom they may keep, and somebody who is left to do something for.
fn three() -> (Tab, UserId, UserId) {
    let text = r#"{"name": "three", "displayName": "Three", "users": [
        {"userPrincipalName": "admin", "displayName": "Administrator", "roles": ["Global Administrator"]},
        {"userPrincipalName": "kept", "displayName": "Kept"},
        {"userPrincipalName": "left", "displayName": "Left", "perUserMfaState": "enforced"}]}"#;
    let tab = signed_in(Tenant::from_json(text).unwrap(), "admin@three.onmicrosoft.com");
    let users = tab.view.snapshot.as_ref().unwrap().users.known().unwrap();
    let named = |name: &str| users.iter().find(|user| user.name == name).unwrap().id;
    let (kept, left) = (named("Kept"), named("Left"));
    (tab, kept, left)
}

/// The next list of users leaves this one out.
fn leave_out(tab: &Tab, user: UserId) {
    let mut id = Some(user.to_string());
    tab.world.on_answer.replace(Some(Box::new(move |request, answer| {
        let Some(id) = id.take_if(|_| request.uri().path() == "/v1.0/users") else {
            return Some(answer);
        };
        Some(answer.map(|body| {
            let mut page: Value = serde_json::from_slice(&body).unwrap();
            page["value"].as_array_mut().unwrap().retain(|user| user["id"] != id);
            page.to_string().into_bytes()
        }))
    })));
}

/// Who was read, and whose second factor is demanded.
fn read(tab: &Tab) -> (usize, Vec<UserId>) {
    let snapshot = tab.view.snapshot.as_ref().unwrap();
    let states = snapshot.multifactor.known().unwrap().iter();
    let enforced = states.filter(|one| one.state.known() == Some(&MultifactorState::Enforced));
    (
        snapshot.users.known().unwrap().len(),
        enforced.map(|one| one.user).collect(),
    )
}

#[test]
fn the_only_user_left_is_found_though_a_list_leaves_them_out() {
    let (mut tab, kept, left) = three();
    tab.does(keep(kept));
    leave_out(&tab, left);
    tab.does(Command::Survey);
    assert_eq!(read(&tab), (3, vec![left]));
}

#[test]
fn the_only_one_whose_second_factor_is_demanded_is_found_though_a_list_leaves_them_out() {
    let (mut tab, _, left) = three();
    leave_out(&tab, left);
    tab.does(Command::Survey);
    assert_eq!(read(&tab), (3, vec![left]));
}

#[test]
fn nothing_is_read_twice_while_something_is_left_to_do() {
    let (mut tab, ..) = three();
    let lists = |tab: &Tab| {
        let cloud = tab.world.cloud.borrow();
        let requests = cloud.requests().iter();
        requests
            .filter(|exchange| exchange.url.contains("/v1.0/users?"))
            .count()
    };
    let before = lists(&tab);
    tab.does(Command::Survey);
    assert_eq!(lists(&tab), before + 1);
}
