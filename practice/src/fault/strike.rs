//! Carrying a fault out: around the answer that a request, or an item of a batch, gets without it.

use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::fault::family::{Change, Event, HUGE, Place, Plan};
use crate::fault::{Fault, FaultOutcome, FaultTiming, odd_pages};
use crate::incoming::Incoming;
use crate::origins::Service;
use crate::reply::{Content, Reply};
use crate::tenant::Lag;

/// Answers a request, or the item of a batch with this number, with what goes wrong on the way.
pub(crate) fn under(
    cloud: &mut Cloud,
    service: Service,
    request: &Incoming,
    item: Option<u32>,
    answer: impl FnOnce(&mut Cloud) -> Reply,
) -> Reply {
    if cloud.faults.is_calm() {
        return answer(cloud);
    }
    let path = request.path_and_query();
    let Some(fault) = cloud.faults.strike(service, &request.method, &path, item) else {
        return answer(cloud);
    };
    let reply = match &fault.outcome {
        FaultOutcome::Family(family) => {
            let now = cloud.clock.now();
            let place = Place { now, item, path: &path };
            let plan = family.plan(&place, &mut cloud.faults.random);
            carry_out(cloud, plan, request, answer)
        }
        FaultOutcome::SignInError(code) => crate::entra::fail(cloud, *code, request),
        FaultOutcome::Status { .. } | FaultOutcome::DropConnection => instead(cloud, &fault, answer),
    };
    // The token endpoint lets a script read its failures as well.
    let has_origin = |reply: &Reply| {
        reply
            .headers
            .iter()
            .any(|(name, _)| name == "access-control-allow-origin")
    };
    if service == Service::Login && crate::entra::is_token_endpoint(request) && !has_origin(&reply) {
        reply.with("access-control-allow-origin", "*")
    } else {
        reply
    }
}

fn instead(cloud: &mut Cloud, fault: &Fault, answer: impl FnOnce(&mut Cloud) -> Reply) -> Reply {
    if fault.timing == FaultTiming::AfterExecuting {
        answer(cloud);
    }
    fault.reply()
}

fn carry_out(cloud: &mut Cloud, plan: Plan, request: &Incoming, answer: impl FnOnce(&mut Cloud) -> Reply) -> Reply {
    match plan {
        Plan::Instead(reply) => reply,
        Plan::Although(reply) => {
            answer(cloud);
            reply
        }
        Plan::Changed(change) => {
            let reply = answer(cloud);
            changed(cloud, change, reply, request)
        }
        Plan::Before(Event::ReadsLag) => {
            let usual = std::mem::replace(&mut cloud.lag, Lag::TEN_MINUTES);
            let reply = answer(cloud);
            cloud.lag = usual;
            reply
        }
        Plan::Before(Event::SomebodyElseSignsIn) => {
            cloud.entra.let_somebody_else_sign_in();
            answer(cloud)
        }
        Plan::Before(Event::TokenExpires) => {
            cloud.entra.expire_access_token(request);
            answer(cloud)
        }
        Plan::Before(Event::TokenIsRevoked) => {
            cloud.entra.revoke_access_token(request);
            answer(cloud)
        }
        Plan::Before(Event::RolesRunOut) => {
            if let Some(user) = cloud.entra.user_of(request)
                && let Some(user) = cloud.tenant.users.get_mut(user)
            {
                user.roles.clear();
            }
            answer(cloud)
        }
    }
}

fn changed(cloud: &mut Cloud, change: Change, mut reply: Reply, request: &Incoming) -> Reply {
    match change {
        Change::LoseItem | Change::InventItem | Change::RepeatItem => {
            let responses = match &mut reply.content {
                Content::Json(body) => body.get_mut("responses").and_then(Value::as_array_mut),
                Content::Empty | Content::Text(_) | Content::Html(_) | Content::Raw(_) | Content::Bytes(_) => None,
            };
            if let Some(responses) = responses {
                let at = cloud.faults.random.below(u32::try_from(responses.len()).unwrap_or(0)) as usize;
                match (change, responses.get(at).cloned()) {
                    (Change::LoseItem, Some(_)) => drop(responses.remove(at)),
                    (Change::RepeatItem, Some(one)) => {
                        let before = cloud.faults.random.below(2) == 0;
                        responses.insert(if before { 0 } else { responses.len() }, contradicting(&one));
                    }
                    _ => responses.push(json!({"id": "nobody-asked", "status": 204, "headers": {}})),
                }
            }
            reply
        }
        Change::BreakOff => {
            let mut bytes = reply.content_bytes();
            bytes.truncate(bytes.len() / 2);
            reply.content = Content::Bytes(bytes);
            reply.with("content-type", "application/json")
        }
        Change::FalseGzip => {
            let mut bytes = vec![0x1f, 0x8b, 8, 0];
            bytes.extend(reply.content_bytes());
            reply.content = Content::Bytes(bytes);
            reply
                .with("content-type", "application/json")
                .with("content-encoding", "gzip")
        }
        Change::Late(lateness) => reply.late(lateness),
        Change::Page(fault) => {
            let place = cloud.faults.random.below(1000);
            odd_pages::change(fault, reply, request, place)
        }
        Change::HideLocation => {
            reply
                .headers
                .retain(|(name, _)| name != "location" && name != "azure-asyncoperation");
            reply
        }
        Change::Inflate => {
            let mut bytes = reply.content_bytes();
            // Blanks after its end don't change what JSON says.
            bytes.resize(HUGE.max(bytes.len()), b' ');
            reply.content = Content::Bytes(bytes);
            reply.with("content-type", "application/json")
        }
    }
}

/// Another answer to the same item of a batch: a refusal if it was carried out, and the other way round.
fn contradicting(answer: &Value) -> Value {
    let id = answer.get("id");
    let carried_out = answer.get("status").and_then(Value::as_u64).is_some_and(|it| it < 300);
    if carried_out {
        let body = json!({"error": {"code": "ServiceUnavailable", "message": "A fault by chance."}});
        json!({"id": id, "status": 503, "headers": {}, "body": body})
    } else {
        json!({"id": id, "status": 204, "headers": {}})
    }
}
