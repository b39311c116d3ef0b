//! The families of faults: the things that a server does wrong to a closing, after the project's list of 25 faults and
//! its extras. Each has the list's number. What stands in the list and is missing here happens in the browser alone.

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fault::odd_pages::PageFault;
use crate::origins::Service;
use crate::random::Random;
use crate::reply::{Lateness, Reply};

/// A family of faults. Which of its members strikes is chance, drawn from the cloud's seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FaultFamily {
    /// 1: 429 with `Retry-After` from 1 to 300 seconds.
    RetryAfter,
    /// 2: 429 without it.
    NoRetryAfter,
    /// 3: 429 or 503 with a `Retry-After` that is a date, negative, nothing, a fraction, or no time at all.
    OddRetryAfter,
    /// 4: items of a batch that fail each in its own way, are missing, have two answers that contradict each other, or were
    /// never asked for.
    OddBatch,
    /// 5: 429, 503 or 504 although the request was executed.
    ExecutedYetRefused,
    /// 6: the connection is lost after the request was executed.
    LostAnswer,
    /// 7: a whole batch fails: 400, 413, a page of HTML, JSON that breaks off, bytes that are not the gzip they claim.
    BrokenBatch,
    /// 8: no connection at all, or a 5xx that no script may read.
    Unreachable,
    /// 9: the answer takes up to two minutes, or stops in the middle for ever.
    Slow,
    /// 10: the access token expires.
    ExpiredToken,
    /// 11: the access token is taken back: 401 with a claims challenge.
    ClaimsChallenge,
    /// 12: the refresh token is refused: revoked, at its end, or a person has to act.
    GrantRefused,
    /// 13: a sign-in gives the tokens of somebody else in the tenant.
    OtherAccount,
    /// 14: the person's directory roles run out.
    RoleLost,
    /// 22: pages that repeat, loop, lead to another host, are empty, hold an object twice or leave one out; a page token that
    /// has expired.
    OddPages,
    /// 23: a list or the bin that is ten minutes behind.
    StaleRead,
    /// 26: ARM refuses with 409 because the subscription has resources.
    ResourcesRefuse,
    /// 27: a 202 of ARM's whose `Location` can't be read.
    HiddenLocation,
    /// 29: an answer of 100 MB.
    HugeAnswer,
    /// 30: a status that nobody expects: 299, 418, 520.
    UnknownStatus,
}

/// What happens to one request.
pub(super) enum Plan {
    /// Nothing is executed, this is answered.
    Instead(Reply),
    /// It is executed, and this is answered.
    Although(Reply),
    /// It is executed, and its answer is changed.
    Changed(Change),
    /// Something happens to the model first; then it is answered as usual.
    Before(Event),
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// An item of a batch's answer goes missing.
    LoseItem,
    /// An answer to an item that nobody sent.
    InventItem,
    /// One item is answered twice, and one of the two contradicts the other.
    RepeatItem,
    BreakOff,
    FalseGzip,
    Late(Lateness),
    Page(PageFault),
    HideLocation,
    Inflate,
}

/// What happens to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    TokenExpires,
    TokenIsRevoked,
    RolesRunOut,
    SomebodyElseSignsIn,
    ReadsLag,
}

/// The biggest answer, in bytes.
pub(super) const HUGE: usize = 100 * 1024 * 1024;

/// Times to wait that are no whole seconds ahead.
const ODD_TIMES: [&str; 3] = ["-5", "0", "2.128"];

impl FaultFamily {
    /// Every family, in the list's order.
    pub const ALL: [Self; 20] = [
        Self::RetryAfter,
        Self::NoRetryAfter,
        Self::OddRetryAfter,
        Self::OddBatch,
        Self::ExecutedYetRefused,
        Self::LostAnswer,
        Self::BrokenBatch,
        Self::Unreachable,
        Self::Slow,
        Self::ExpiredToken,
        Self::ClaimsChallenge,
        Self::GrantRefused,
        Self::OtherAccount,
        Self::RoleLost,
        Self::OddPages,
        Self::StaleRead,
        Self::ResourcesRefuse,
        Self::HiddenLocation,
        Self::HugeAnswer,
        Self::UnknownStatus,
    ];

    /// The number in the list of faults.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::RetryAfter => 1,
            Self::NoRetryAfter => 2,
            Self::OddRetryAfter => 3,
            Self::OddBatch => 4,
            Self::ExecutedYetRefused => 5,
            Self::LostAnswer => 6,
            Self::BrokenBatch => 7,
            Self::Unreachable => 8,
            Self::Slow => 9,
            Self::ExpiredToken => 10,
            Self::ClaimsChallenge => 11,
            Self::GrantRefused => 12,
            Self::OtherAccount => 13,
            Self::RoleLost => 14,
            Self::OddPages => 22,
            Self::StaleRead => 23,
            Self::ResourcesRefuse => 26,
            Self::HiddenLocation => 27,
            Self::HugeAnswer => 29,
            Self::UnknownStatus => 30,
        }
    }

    /// Whether that can happen to such a request, or to such an item of a batch.
    pub(super) fn applies(self, service: Service, method: &Method, path: &str, item: Option<u32>) -> bool {
        let api = matches!(service, Service::Graph | Service::Arm);
        let batch = service == Service::Graph && item.is_none() && is_batch(path);
        let token = service == Service::Login && path.ends_with("/oauth2/v2.0/token");
        let whole = item.is_none();
        match self {
            Self::RetryAfter | Self::NoRetryAfter | Self::OddRetryAfter | Self::ExecutedYetRefused => api,
            Self::UnknownStatus => api,
            Self::LostAnswer => api || token || service == Service::Downloads,
            Self::OddBatch => batch || item.is_some(),
            Self::BrokenBatch => batch,
            Self::Unreachable => whole && (api || token || service == Service::Downloads),
            Self::Slow => whole && service != Service::Admin,
            Self::ExpiredToken | Self::ClaimsChallenge => api && whole,
            Self::GrantRefused | Self::OtherAccount => token,
            Self::RoleLost => service == Service::Graph && !batch,
            Self::OddPages => service == Service::Graph && *method == Method::GET && !batch,
            Self::StaleRead => {
                service == Service::Graph && !batch && (*method == Method::GET || path.contains("deletedItems"))
            }
            Self::ResourcesRefuse => service == Service::Arm && *method == Method::POST && path.contains("/cancel"),
            Self::HiddenLocation => service == Service::Arm && *method != Method::GET,
            Self::HugeAnswer => whole && service == Service::Graph && *method == Method::GET,
        }
    }

    /// What happens this time.
    pub(super) fn plan(self, place: &Place<'_>, random: &mut Random) -> Plan {
        let Place { now, item, path } = *place;
        match self {
            Self::RetryAfter => {
                let seconds = 1 + random.below(300);
                Plan::Instead(refusal(429).with("retry-after", seconds.to_string()))
            }
            Self::NoRetryAfter => Plan::Instead(refusal(429)),
            Self::OddRetryAfter => {
                let hour = 3_600_000;
                let day_off = 25 * hour;
                let time = match random.below(6) {
                    0 => crate::time::Timestamp::from_millis(now.millis() + day_off).http_date(),
                    1 => crate::time::Timestamp::from_millis(now.millis() - day_off).http_date(),
                    number => pick("soon", &ODD_TIMES, number).to_owned(),
                };
                let status = pick(429, &[503], random.below(2));
                Plan::Instead(refusal(status).with("retry-after", time))
            }
            Self::OddBatch if item.is_some() => {
                let others = [404, 409, 423, 429, 500, 507];
                Plan::Instead(refusal(pick(403, &others, random.below(7))))
            }
            Self::OddBatch => {
                let others = [Change::InventItem, Change::RepeatItem];
                Plan::Changed(pick(Change::LoseItem, &others, random.below(3)))
            }
            Self::ExecutedYetRefused => Plan::Although(refusal(pick(429, &[503, 504], random.below(3)))),
            Self::LostAnswer => Plan::Although(Reply::dropped()),
            Self::BrokenBatch => match random.below(5) {
                0 => Plan::Instead(refusal(400)),
                1 => Plan::Instead(refusal(413)),
                2 => Plan::Instead(html(502)),
                3 => Plan::Changed(Change::BreakOff),
                _ => Plan::Changed(Change::FalseGzip),
            },
            Self::Unreachable => match random.below(2) {
                0 => Plan::Instead(Reply::dropped()),
                _ => Plan::Instead(html(503).unreadable()),
            },
            Self::Slow => match random.below(4) {
                0 => Plan::Changed(Change::Late(Lateness::StopsInTheMiddle)),
                _ => Plan::Changed(Change::Late(Lateness::Millis(random.below(120_000)))),
            },
            Self::ExpiredToken => Plan::Before(Event::TokenExpires),
            Self::ClaimsChallenge => Plan::Before(Event::TokenIsRevoked),
            Self::GrantRefused => Plan::Instead(crate::entra::refused_grant(now, random)),
            Self::OtherAccount => Plan::Before(Event::SomebodyElseSignsIn),
            Self::RoleLost => Plan::Before(Event::RolesRunOut),
            Self::OddPages if path.contains("skiptoken=") && random.below(4) == 0 => {
                Plan::Instead(crate::graph::expired_page(now))
            }
            Self::OddPages => {
                let others = [
                    PageFault::FirstPageNext,
                    PageFault::EmptyPage,
                    PageFault::TwiceTheSame,
                    PageFault::LeaveOneOut,
                    PageFault::ElsewhereNext,
                ];
                Plan::Changed(Change::Page(pick(PageFault::SamePageNext, &others, random.below(6))))
            }
            Self::StaleRead => Plan::Before(Event::ReadsLag),
            Self::ResourcesRefuse => Plan::Instead(conflict()),
            Self::HiddenLocation => Plan::Changed(Change::HideLocation),
            Self::HugeAnswer => Plan::Changed(Change::Inflate),
            Self::UnknownStatus => Plan::Instead(refusal(pick(299, &[418, 520], random.below(3)))),
        }
    }
}

/// Where and when a fault strikes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) now: crate::time::Timestamp,
    pub(super) item: Option<u32>,
    pub(super) path: &'a str,
}

fn is_batch(path: &str) -> bool {
    path.split('?').next().is_some_and(|path| path.ends_with("/$batch"))
}

/// One out of some; the number may be any.
fn pick<T: Copy>(first: T, others: &[T], number: u32) -> T {
    let place = number as usize % (others.len() + 1);
    let other = place.checked_sub(1).and_then(|place| others.get(place));
    other.copied().unwrap_or(first)
}

fn refusal(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body: Value = json!({"error": {"code": super::code_of(status), "message": "A fault by chance."}});
    Reply::json(status, body)
}

fn html(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    Reply::raw(
        status,
        "<html><head><title>Service unavailable</title></head><body>Try again later.</body></html>",
    )
    .with("content-type", "text/html")
}

fn conflict() -> Reply {
    let message = "The subscription can't be cancelled: it holds active resources.";
    Reply::json(
        StatusCode::CONFLICT,
        json!({"error": {"code": "SubscriptionHasActiveResources", "message": message}}),
    )
}
