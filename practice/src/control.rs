//! The control of the model over HTTP: no part of Microsoft's cloud. It calls the methods that tests call in process.
//! It listens only when asked for.

mod page;
mod people;

use std::collections::HashMap;
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::fault::{Fault, FaultFamily, Reach};
use crate::graph::Throttling;
use crate::incoming::Incoming;
use crate::origins::Service;
use crate::reply::Reply;
use crate::tenant::{Tenant, TenantName, UnknownTenant};

/// Answers a request to the control origin.
pub(crate) fn answer(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if request.is_for_icon() {
        return Reply::no_content();
    }
    let result = match (&request.method, segments.as_slice()) {
        (&Method::GET, []) => return page::show(cloud, None),
        (&Method::POST, ["page", form]) => return page::take(cloud, form, request),
        (&Method::GET, ["log"]) => return log(cloud),
        (&Method::GET, ["state"]) => Ok(cloud.inspect()),
        (&Method::GET, ["accounts"]) => Ok(json!(cloud.accounts())),
        (&Method::GET, ["requests"]) => Ok(json!(cloud.requests())),
        (&Method::GET, ["unmodelled"]) => Ok(json!(cloud.unmodelled())),
        (&Method::GET, ["secrets"]) => Ok(json!(cloud.issued_secrets())),
        (&Method::POST, ["reset"]) => reset(cloud, request),
        (&Method::POST, ["advance"]) => advance(cloud, request),
        (&Method::POST, ["faults"]) => faults(cloud, request),
        (&Method::POST, ["fault-rates"]) => fault_rates(cloud, request),
        (&Method::POST, ["clear-faults"]) => {
            cloud.clear_faults();
            Ok(json!({}))
        }
        (&Method::POST, ["throttling"]) => throttling(cloud, request),
        (&Method::POST, ["mailbox-time"]) => mailbox_time(cloud, request),
        (&Method::POST, ["reach"]) => reach(cloud, request),
        (&Method::POST, ["lag"]) => lag(cloud, request),
        (&Method::POST, ["expire-tokens"]) => {
            cloud.expire_tokens();
            Ok(json!({}))
        }
        (&Method::POST, ["revoke-sessions"]) => {
            cloud.revoke_sessions();
            Ok(json!({}))
        }
        (&Method::POST, ["rotate-keys"]) => {
            cloud.rotate_keys();
            Ok(json!({}))
        }
        (&Method::POST, ["take-roles"]) => people::take_roles(cloud, request),
        (&Method::POST, ["change-password"]) => people::set_password(cloud, request),
        (&Method::POST, ["remove-method"]) => people::remove_method(cloud, request),
        _ => return Reply::unmodelled(&format!("{} {} of the control", request.method, request.url.path())),
    };
    match result {
        Ok(value) => Reply::ok(value),
        Err(message) => Reply::json(
            StatusCode::BAD_REQUEST,
            json!({"error": {"code": "BadControlRequest", "message": message}}),
        ),
    }
}

/// The log as a file: a line of JSON for each request.
fn log(cloud: &Cloud) -> Reply {
    let lines = cloud.requests().iter().map(|exchange| format!("{}\n", json!(exchange)));
    Reply::bytes(StatusCode::OK, lines.collect::<String>().into_bytes())
        .with("content-type", "application/x-ndjson")
        .with("content-disposition", "attachment; filename=\"practice-log.jsonl\"")
}

/// The body as JSON; an empty one is an empty object.
fn body(request: &Incoming) -> Result<Value, String> {
    if request.body.is_empty() {
        return Ok(json!({}));
    }
    request.json().map_err(|error| error.to_string())
}

fn reset(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    match body(request)?.get("tenant") {
        None => cloud.reset(),
        Some(file @ Value::Object(_)) => {
            let tenant = Tenant::from_json(&file.to_string()).map_err(|error| error.to_string())?;
            cloud.load(tenant);
        }
        Some(name) => {
            let name = name.as_str().ok_or("\"tenant\" must be a text")?;
            let name: TenantName = name.parse().map_err(|error: UnknownTenant| error.to_string())?;
            cloud.load(name);
        }
    }
    Ok(cloud.inspect())
}

/// The longest move that is taken: ten years.
const MOST_HOURS: f64 = 87_600.0;

fn advance(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    let body = body(request)?;
    let hours = body
        .get("hours")
        .and_then(Value::as_f64)
        .filter(|hours| (0.0..=MOST_HOURS).contains(hours));
    let hours = hours.ok_or("\"hours\" must be a number from 0 to 87600")?;
    cloud.advance(Duration::from_secs_f64(hours * 3600.0));
    Ok(cloud.inspect())
}

fn faults(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    let faults: Vec<Fault> = serde_json::from_slice(&request.body).map_err(|error| error.to_string())?;
    let count = faults.len();
    for fault in faults {
        cloud.fail_next(fault);
    }
    Ok(json!({"added": count}))
}

/// `{"oddPages": 50, …}`: out of a thousand.
fn fault_rates(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    let rates: HashMap<FaultFamily, u16> = serde_json::from_slice(&request.body).map_err(|error| error.to_string())?;
    if let Some((family, rate)) = rates.iter().find(|(_, rate)| **rate > 1000) {
        return Err(format!("{family:?}: {rate} is more than 1000"));
    }
    // In the list's order, so that the same rates are the same run.
    for family in FaultFamily::ALL {
        if let Some(rate) = rates.get(&family) {
            cloud.set_fault_rate(family, *rate);
        }
    }
    Ok(json!({}))
}

/// `{"service": "graph", "reach": "down"}`
fn reach(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        service: Service,
        reach: Reach,
    }
    let wanted: Wanted = serde_json::from_slice(&request.body).map_err(|error| error.to_string())?;
    cloud.set_reach(wanted.service, wanted.reach);
    Ok(json!({}))
}

/// `{"throttling": "off"}`
fn throttling(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        throttling: Throttling,
    }
    let wanted: Wanted = serde_json::from_slice(&request.body).map_err(|error| error.to_string())?;
    cloud.set_throttling(wanted.throttling);
    Ok(json!({}))
}

fn lag(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    let body = body(request)?;
    let read = |name: &str| {
        let value = body.get(name);
        let seconds = value.map(|value| value.as_u64().ok_or(format!("\"{name}\" must be a whole number")));
        seconds.transpose()
    };
    let (lists, bin) = (read("seconds")?, read("binSeconds")?);
    if lists.is_none() && bin.is_none() {
        return Err("\"seconds\" or \"binSeconds\" must be there".to_owned());
    }
    if let Some(lists) = lists {
        cloud.set_list_lag(Duration::from_secs(lists));
    }
    if let Some(bin) = bin {
        cloud.set_bin_lag(Duration::from_secs(bin));
    }
    Ok(json!({}))
}

/// `{"milliseconds": 200}`
fn mailbox_time(cloud: &mut Cloud, request: &Incoming) -> Result<Value, String> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        milliseconds: u32,
    }
    let wanted: Wanted = serde_json::from_slice(&request.body).map_err(|error| error.to_string())?;
    cloud.set_mailbox_time(Duration::from_millis(wanted.milliseconds.into()));
    Ok(json!({}))
}
