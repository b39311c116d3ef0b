//! What tests do again and again: the steps of a person, and the questions to the practice cloud.

use std::collections::BTreeSet;

use luk::client::World;
use luk::protocol::{Command, Keeping, Purpose, Said};
use luk::tenant::UserId;
use luk::tenant::plan::{Confirmation, Work};
use practice::{Tenant, TenantName};
use serde_json::Value;

use crate::tab::{ADMIN, Tab, signed_in};

pub(crate) const TINY_ADMIN: &str = "admin@tiny.onmicrosoft.com";

/// A tenant with so many users, one of them its administrator.
pub(crate) fn crowd(users: u32) -> Tenant {
    let text = format!(
        r#"{{"name": "crowd", "displayName": "Crowd", "moreUsers": {}, "users": [
            {{"userPrincipalName": "admin", "displayName": "Administrator", "roles": ["Global Administrator"]}}]}}"#,
        users - 1
    );
    Tenant::from_json(&text).unwrap()
}

/// Proposes a plan and returns the confirmation that a careful person gives.
pub(crate) fn confirmation(tab: &mut Tab, work: Work) -> Confirmation {
    tab.does(Command::Propose(work));
    let proposal = tab.view.proposal.clone().expect("a plan");
    let domain = tab
        .view
        .snapshot
        .as_ref()
        .unwrap()
        .organization
        .initial_domain
        .to_string();
    Confirmation {
        plan: proposal.hash,
        count_read: proposal.plan.count(),
        typed_domain: domain,
    }
}

/// A tab in which everything has been done but pressing the last button.
pub(crate) fn about_to_delete_users(tenant: impl Into<Tenant>, account: &str) -> (Tab, Confirmation) {
    let mut tab = signed_in(tenant, account);
    tab.does(Command::WaiveExport);
    let mut tab = tab.signs_in(Purpose::Carry(Work::DeleteUsers), account, "practice");
    let confirmation = confirmation(&mut tab, Work::DeleteUsers);
    (tab, confirmation)
}

/// Whom the plan that is shown names in this place.
pub(crate) fn planned(tab: &Tab, place: usize) -> UserId {
    UserId(tab.view.proposal.as_ref().unwrap().plan.items()[place].id)
}

/// The person excludes somebody.
pub(crate) const fn keep(user: UserId) -> Command {
    let keeping = Keeping::Keep;
    Command::Keep { user, keeping }
}

/// What another tab keeps that knew what this one knows, and in which the person then said this.
pub(crate) fn kept_elsewhere(tab: &Tab, said: &Command) -> Option<String> {
    let mut theirs = tab.view.progress.clone();
    Said::of(said).unwrap().note(&mut theirs, tab.world.now());
    theirs.to_text().ok()
}

pub(crate) fn carries_out(tab: Tab, work: Work) -> Tab {
    let mut tab = tab.signs_in(Purpose::Carry(work), ADMIN, "practice");
    assert_eq!(tab.problem(), None);
    let confirmation = confirmation(&mut tab, work);
    tab.does(Command::Confirm(confirmation));
    tab
}

/// A tab in which everybody is deleted, and everything has been done but pressing the last button that deletes them for good.
pub(crate) fn about_to_purge_users() -> (Tab, Confirmation) {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::WaiveExport);
    let mut tab = carries_out(tab, Work::DeleteUsers).signs_in(Purpose::Carry(Work::PurgeUsers), ADMIN, "practice");
    let confirmation = confirmation(&mut tab, Work::PurgeUsers);
    (tab, confirmation)
}

/// From here on lists leave everybody else out, whether they are there or not.
pub(crate) fn list_only_the_administrator(tab: &Tab) {
    let me = tab.view.snapshot.as_ref().unwrap().me.id.to_string();
    tab.world.on_answer.replace(Some(Box::new(move |request, answer| {
        let lists = request.uri().path() == "/v1.0/users";
        Some(if lists {
            answer.map(|_| format!(r#"{{"value":[{{"id":"{me}"}}]}}"#).into_bytes())
        } else {
            answer
        })
    })));
}

pub(crate) fn truth(tab: &Tab) -> Value {
    tab.world.cloud.borrow().inspect()
}

pub(crate) fn ids(truth: &Value, kind: &str) -> BTreeSet<String> {
    truth[kind]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What a request would change, if anything: the ids that deleting or patching requests name, those inside batches too.
pub(crate) fn written(tab: &Tab) -> Vec<String> {
    let cloud = tab.world.cloud.borrow();
    let mut written = Vec::new();
    for exchange in cloud
        .requests()
        .iter()
        .filter(|exchange| exchange.url.contains(":8082/"))
    {
        if exchange.url.ends_with("/$batch") {
            let body: Value = serde_json::from_str(&exchange.request_body).unwrap();
            let inner = body["requests"].as_array().unwrap();
            written.extend(
                inner
                    .iter()
                    .filter(|one| one["method"] != "GET")
                    .map(|one| one["url"].to_string()),
            );
        } else if !["GET", "OPTIONS"].contains(&exchange.method.as_str()) {
            written.push(exchange.url.clone());
        }
    }
    written
}
