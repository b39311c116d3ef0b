//! Faults asked for by a test: which request goes wrong, when, and how. A fault is used up by what it hits; one that
//! strikes by chance goes on until it is taken back. What a whole family of faults does is in `family`.

mod family;
mod odd_pages;
mod strike;

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::entra::EntraCode;
use crate::origins::Service;
use crate::random::Random;
use crate::reply::Reply;

pub use family::FaultFamily;
pub(crate) use strike::under;

/// Requests that are to go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The part of the cloud; all parts but the control when left out.
    #[serde(default)]
    pub service: Option<Service>,
    /// The method; all when left out.
    #[serde(default)]
    pub method: Option<String>,
    /// A piece of path and query; all when left out.
    #[serde(default)]
    pub path: Option<String>,
    /// A request, or an item inside a batch; for a family either, when left out.
    #[serde(default)]
    pub place: Option<FaultPlace>,
    /// How many matching requests are let through first.
    #[serde(default)]
    pub skip: u32,
    /// How many are hit after those; when left out, one, or of a fault that strikes by chance any number.
    #[serde(default)]
    pub times: Option<u32>,
    /// Out of a thousand matching requests, about how many are hit; when left out, all.
    #[serde(default)]
    pub per_thousand: Option<u16>,
    /// Whether the request is executed although its answer goes wrong.
    #[serde(default)]
    pub timing: FaultTiming,
    /// What is answered.
    pub outcome: FaultOutcome,
}

/// Where a fault sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FaultPlace {
    /// A request of its own.
    #[default]
    Request,
    /// Any item of a batch.
    AnyBatchItem,
    /// The item of a batch with this number, counted from 0 in the order they were sent.
    BatchItem(u32),
}

/// When a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FaultTiming {
    /// Nothing is done.
    #[default]
    BeforeExecuting,
    /// The request is done, only its answer goes wrong.
    AfterExecuting,
}

/// What a fault does to the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FaultOutcome {
    /// Answers with this status.
    #[serde(rename_all = "camelCase")]
    Status {
        /// The HTTP status.
        status: u16,
        /// Seconds for a `Retry-After` header; none when left out.
        #[serde(default)]
        retry_after: Option<u32>,
        /// The body as it is; Graph's error shape when left out.
        #[serde(default)]
        body: Option<String>,
    },
    /// A sign-in, or the token endpoint, fails with Entra's error of this number.
    SignInError(EntraCode),
    /// Closes the connection without an answer. An item of a batch is missing from the answers instead.
    DropConnection,
    /// One of the things that go wrong in a family of faults; which one is chance.
    Family(FaultFamily),
}

impl Fault {
    fn new(outcome: FaultOutcome) -> Self {
        Self {
            service: None,
            method: None,
            path: None,
            place: None,
            skip: 0,
            times: None,
            per_thousand: None,
            timing: FaultTiming::BeforeExecuting,
            outcome,
        }
    }

    /// Answers once with this status, in Graph's error shape.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(FaultOutcome::Status {
            status,
            retry_after: None,
            body: None,
        })
    }

    /// Drops the connection once.
    #[must_use]
    pub fn drop_connection() -> Self {
        Self::new(FaultOutcome::DropConnection)
    }

    /// Lets a sign-in or a request for tokens fail once with an error of Entra's.
    #[must_use]
    pub fn sign_in_error(code: EntraCode) -> Self {
        Self::new(FaultOutcome::SignInError(code)).on(Service::Login)
    }

    /// Lets one request go wrong in the way of a family.
    #[must_use]
    pub fn family(family: FaultFamily) -> Self {
        Self::new(FaultOutcome::Family(family))
    }

    /// Hits about so many out of a thousand matching requests, for as long as it isn't taken back.
    #[must_use]
    pub fn per_thousand(mut self, rate: u16) -> Self {
        self.per_thousand = Some(rate);
        self
    }

    /// Only on this part of the cloud.
    #[must_use]
    pub fn on(mut self, service: Service) -> Self {
        self.service = Some(service);
        self
    }

    /// Only with this method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only where path and query contain this.
    #[must_use]
    pub fn path(mut self, piece: &str) -> Self {
        self.path = Some(piece.to_owned());
        self
    }

    /// Lets so many matching requests through first.
    #[must_use]
    pub fn skip(mut self, count: u32) -> Self {
        self.skip = count;
        self
    }

    /// Hits so many.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.times = Some(count);
        self
    }

    /// Executes the request all the same.
    #[must_use]
    pub fn after_executing(mut self) -> Self {
        self.timing = FaultTiming::AfterExecuting;
        self
    }

    /// Sends `Retry-After` with a status.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        if let FaultOutcome::Status { retry_after, .. } = &mut self.outcome {
            *retry_after = Some(seconds);
        }
        self
    }

    /// Hits items inside a batch instead of requests.
    #[must_use]
    pub fn batch_items(mut self) -> Self {
        self.place = Some(FaultPlace::AnyBatchItem);
        self
    }

    /// Hits the item with this number inside a batch.
    #[must_use]
    pub fn batch_item(mut self, number: u32) -> Self {
        self.place = Some(FaultPlace::BatchItem(number));
        self
    }

    fn matches(&self, service: Service, method: &Method, path: &str, item: Option<u32>) -> bool {
        let place = match (self.place, &self.outcome) {
            (None, FaultOutcome::Family(_)) => true,
            (None | Some(FaultPlace::Request), _) => item.is_none(),
            (Some(FaultPlace::AnyBatchItem), _) => item.is_some(),
            (Some(FaultPlace::BatchItem(number)), _) => item == Some(number),
        };
        let family = match &self.outcome {
            FaultOutcome::Family(family) => family.applies(service, method, path, item),
            FaultOutcome::SignInError(_) => {
                service == Service::Login
                    && (path.contains("/oauth2/v2.0/token") || path.contains("/oauth2/v2.0/authorize"))
            }
            FaultOutcome::Status { .. } | FaultOutcome::DropConnection => true,
        };
        place
            && family
            && self.service.is_none_or(|wanted| wanted == service)
            && self
                .method
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()))
            && self.path.as_deref().is_none_or(|piece| path.contains(piece))
    }

    /// What is answered instead; nothing of its own where it takes the cloud to answer.
    fn reply(&self) -> Reply {
        match &self.outcome {
            FaultOutcome::DropConnection | FaultOutcome::Family(_) | FaultOutcome::SignInError(_) => Reply::dropped(),
            FaultOutcome::Status {
                status,
                retry_after,
                body,
            } => {
                let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let reply = match body {
                    Some(body) => Reply::raw(status, body),
                    None => Reply::json(
                        status,
                        json!({"error": {"code": code_of(status), "message": "A fault that was asked for."}}),
                    ),
                };
                match retry_after {
                    Some(seconds) => reply.with("retry-after", seconds.to_string()),
                    None => reply,
                }
            }
        }
    }
}

fn code_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "Request_BadRequest",
        401 => "InvalidAuthenticationToken",
        403 => "Authorization_RequestDenied",
        404 => "Request_ResourceNotFound",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => "InternalServerError",
    }
}

/// The faults that wait for their requests, and the chance that they have of their own: a run without faults draws
/// nothing from it.
#[derive(Debug, Clone)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
    random: Random,
    down: Vec<Service>,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            waiting: Vec::new(),
            random: Random::new(seed.wrapping_add(0xfa17)),
            down: Vec::new(),
        }
    }

    /// Whether nothing waits.
    pub(crate) fn is_calm(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.waiting.push(fault);
    }

    /// Takes back every fault of a family.
    pub(crate) fn end(&mut self, family: FaultFamily) {
        self.waiting
            .retain(|fault| fault.outcome != FaultOutcome::Family(family));
    }

    /// Takes back everything.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.down.clear();
    }

    /// Lets a part of the cloud be out of reach, or back again.
    pub(crate) fn set_down(&mut self, service: Service, reach: Reach) {
        self.down.retain(|known| *known != service);
        if reach == Reach::Down {
            self.down.push(service);
        }
    }

    pub(crate) fn is_down(&self, service: Service) -> bool {
        self.down.contains(&service)
    }

    /// The fault that hits this request, if any; it is used up by that.
    fn strike(&mut self, service: Service, method: &Method, path: &str, item: Option<u32>) -> Option<Fault> {
        if service == Service::Control {
            return None;
        }
        let mut hit = None;
        for fault in &mut self.waiting {
            if !fault.matches(service, method, path, item) {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            let by_chance = fault.per_thousand.map(u32::from);
            if by_chance.is_some_and(|rate| self.random.below(1000) >= rate) {
                continue;
            }
            if by_chance.is_none() || fault.times.is_some() {
                fault.times = Some(fault.times.unwrap_or(1).saturating_sub(1));
            }
            hit = Some(fault.clone());
            break;
        }
        self.waiting.retain(|fault| fault.times != Some(0));
        hit
    }
}

/// Whether a part of the cloud can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reach {
    /// It answers.
    Up,
    /// Connections to it are dropped.
    Down,
}
