//! The control's page for people: what the requests of the control do, as forms.

use std::time::Duration;

use http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::fault::{FaultFamily, Reach};
use crate::frame::frame;
use crate::incoming::Incoming;
use crate::origins::Service;
use crate::reply::Reply;
use crate::tenant::{TenantName, UnknownTenant};

/// What a value is called in JSON, which is what the page calls it too.
fn word(value: impl serde::Serialize) -> String {
    json!(value).as_str().unwrap_or_default().to_owned()
}

/// The one of these that is called so.
fn called<T: serde::Serialize + Copy>(known: &[T], name: &str) -> Result<T, String> {
    let mut known = known.iter().copied();
    known
        .find(|one| word(one) == name)
        .ok_or_else(|| format!("There is no \"{name}\" to choose."))
}

/// Does what a form asks for; then the page again, or with what is wrong.
pub(super) fn take(cloud: &mut Cloud, form: &str, request: &Incoming) -> Reply {
    match carry_out(cloud, form, request) {
        Some(Ok(())) => Reply::see("/"),
        Some(Err(problem)) => show(cloud, Some(&problem)),
        None => Reply::unmodelled(&format!("the form {form} of the control")),
    }
}

fn carry_out(cloud: &mut Cloud, form: &str, request: &Incoming) -> Option<Result<(), String>> {
    let field = |name: &str| request.field(name).unwrap_or_default().trim().to_owned();
    let number = |name: &str, most: u32| {
        let number = field(name).parse::<u32>().ok().filter(|number| *number <= most);
        number.ok_or_else(|| format!("\"{}\" is no whole number up to {most}.", field(name)))
    };
    Some(match form {
        "move-ahead" => {
            number("hours", 87_600).map(|hours| cloud.advance(Duration::from_secs(u64::from(hours) * 3600)))
        }
        "start-again" => {
            cloud.reset();
            Ok(())
        }
        "load" => {
            let name: Result<TenantName, UnknownTenant> = field("tenant").parse();
            name.map(|name| cloud.load(name)).map_err(|error| error.to_string())
        }
        "lag" => number("seconds", 86_400).map(|seconds| {
            let lag = Duration::from_secs(seconds.into());
            cloud.set_list_lag(lag);
            cloud.set_bin_lag(lag);
        }),
        "fault" => called(&FaultFamily::ALL, &field("family")).and_then(|family| {
            let rate = number("rate", 1000)?;
            cloud.set_fault_rate(family, u16::try_from(rate).unwrap_or(1000));
            Ok(())
        }),
        "clear-faults" => {
            cloud.clear_faults();
            Ok(())
        }
        "host" => called(&HOSTS, &field("service")).and_then(|service| {
            let reach = called(&[Reach::Up, Reach::Down], &field("reach"))?;
            cloud.set_reach(service, reach);
            Ok(())
        }),
        "expire-tokens" => {
            cloud.expire_tokens();
            Ok(())
        }
        "revoke-sessions" => {
            cloud.revoke_sessions();
            Ok(())
        }
        "rotate-keys" => {
            cloud.rotate_keys();
            Ok(())
        }
        "take-roles" => match cloud.take_roles(&field("account")) {
            true => Ok(()),
            false => Err(format!("There is no user {}.", field("account"))),
        },
        _ => return None,
    })
}

/// The parts of the cloud that can be taken down.
const HOSTS: [Service; 5] = [
    Service::Login,
    Service::Graph,
    Service::Arm,
    Service::Admin,
    Service::Downloads,
];

fn button(form: &str, label: &str) -> Markup {
    html! { form method="post" action={ "/page/" (form) } { button type="submit" { (label) } } }
}

/// A field that offers its choices and takes what is typed.
fn choice(id: &str, name: &str, label: &str, choices: &[String]) -> Markup {
    let list = format!("{id}-choices");
    html! {
        label for=(id) { (label) }
        input id=(id) name=(name) type="text" list=(list) autocomplete="off" autocapitalize="none" required;
        datalist id=(list) { @for choice in choices { option value=(choice) {} } }
    }
}

pub(super) fn show(cloud: &Cloud, problem: Option<&str>) -> Reply {
    let state = cloud.inspect();
    let count = |name: &str| state.get(name).and_then(Value::as_array).map_or(0, Vec::len);
    let tenants: Vec<String> = TenantName::ALL.iter().map(|name| name.name().to_owned()).collect();
    let families: Vec<String> = FaultFamily::ALL.iter().map(word).collect();
    let hosts: Vec<String> = HOSTS.iter().map(word).collect();
    let accounts = cloud.accounts().into_iter().filter(|account| account.role != "None");
    let accounts: Vec<String> = accounts.map(|account| account.user_principal_name).collect();
    let above = html! { p.banner { "The control of the practice cloud — not Microsoft." } };
    let content = html! {
        @if let Some(problem) = problem { p.error role="alert" { (problem) } }
        p {
            "Tenant " strong { (cloud.tenant_name()) }
            @if cloud.tenant.deleted.is_some() { ", deleted" }
            ": " (count("users")) " users, " (count("applications")) " applications, "
            (count("subscriptions")) " subscriptions. "
            (cloud.requests().len()) " requests so far, " (cloud.unmodelled().len()) " of them not modelled."
        }
        ul {
            li { a href="/state" { "State" } }
            li { a href="/requests" { "Requests" } }
            li { a href="/unmodelled" { "Not modelled" } }
            li { a href="/log" { "Download the log" } }
        }
        h2 { "Tenant" }
        (button("start-again", "Start again"))
        form method="post" action="/page/load" {
            (choice("tenant", "tenant", "Tenant", &tenants))
            button type="submit" { "Load" }
        }
        h2 { "Time" }
        form method="post" action="/page/move-ahead" {
            input type="hidden" name="hours" value="72";
            button type="submit" { "Move 72 hours ahead" }
        }
        form method="post" action="/page/move-ahead" {
            label for="hours" { "Hours" }
            input id="hours" name="hours" type="number" min="0" max="87600" required;
            button type="submit" { "Move ahead" }
        }
        form method="post" action="/page/lag" {
            label for="lag" { "Seconds that lists and the bin are behind" }
            input id="lag" name="seconds" type="number" min="0" max="86400" required;
            button type="submit" { "Set the lag" }
        }
        h2 { "Faults" }
        form method="post" action="/page/fault" {
            (choice("family", "family", "Family of faults", &families))
            label for="rate" { "Out of a thousand" }
            input id="rate" name="rate" type="number" min="0" max="1000" required;
            button type="submit" { "Let them strike" }
        }
        form method="post" action="/page/host" {
            (choice("service", "service", "Host", &hosts))
            (choice("reach", "reach", "Up or down", &["up".to_owned(), "down".to_owned()]))
            button type="submit" { "Set the host" }
        }
        (button("clear-faults", "Take back all faults"))
        h2 { "Sign-ins" }
        (button("expire-tokens", "Expire all tokens"))
        (button("revoke-sessions", "Revoke all sessions"))
        (button("rotate-keys", "Sign with a new key"))
        form method="post" action="/page/take-roles" {
            (choice("account", "account", "Account", &accounts))
            button type="submit" { "Take all roles" }
        }
    };
    let status = if problem.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    Reply::page(status, frame("Practice cloud", &above, &content))
}
