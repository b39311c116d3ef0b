//! What must hold at every moment of every story. Knows the plan that the person confirmed, and looks at each request and
//! each answer on its own: it shares no bookkeeping with the engine.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Request, Response, Uri, header};
use luk::tenant::plan::PlanHash;
use luk::tenant::{Moment, Progress};
use serde::Deserialize;
use serde_json::Value;

use crate::runs::Runs;
use crate::thing::{Deed, Thing};

/// The published budget of directory writes: so many, refilled by so many in a second.
pub(crate) const WRITES: (f64, f64) = (3_000.0, 20.0);

/// A batch may be over it, because clocks and lines are not exact.
const ONE_BATCH: f64 = 20.0;

/// Where the practice cloud's services are, and whom a token for each is for.
const AUDIENCES: [(&str, &str); 2] = [
    ("localhost:8082", "https://graph.microsoft.com"),
    ("localhost:8083", "https://management.azure.com"),
];

#[derive(Default)]
pub(crate) struct Checks {
    /// Who closes the tenant, and must never be touched.
    pub(crate) admin: String,
    /// Whom the person keeps: neither deleted nor deleted for good.
    pub(crate) keeps: BTreeSet<String>,
    /// Whom the person has excluded in one tab, whose browser has not kept it.
    pub(crate) excluded: BTreeSet<String>,
    /// What was there when it was decided that it stays.
    pub(crate) stays: BTreeSet<Thing>,
    /// The tenant's id.
    tenant: String,
    /// What the person has confirmed last.
    pub(crate) confirmed: BTreeSet<Thing>,
    /// Every plan that the person confirmed.
    pub(crate) plans: BTreeMap<PlanHash, BTreeSet<Thing>>,
    /// What some answer has said to be changed or not there.
    pub(crate) accepted: BTreeSet<Thing>,
    pub(crate) runs: Runs,
    under_way: BTreeMap<u64, Sent>,
    sent: u64,
    /// Not before when an item may be asked for again, by the page that was told so.
    not_before: BTreeMap<(u32, Thing), i64>,
    budget: Option<(f64, i64)>,
    kept: Option<((Moment, PlanHash), Vec<u8>)>,
    /// Whether storage was lost or spoilt, or an older state came back: a tab may know of a run that it doesn't hold.
    has_lost: bool,
}

#[derive(Clone)]
struct Sent {
    tab: u32,
    /// What it is about: all requests of a batch.
    about: Vec<Thing>,
    /// What it would change.
    changes: Vec<Thing>,
}

/// What the person has steered a tab's engine to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    On,
    /// Paused or stopped.
    Halted,
    /// Nobody has asked for a run since the last one was stopped or came to its end.
    NotAskedFor,
}

/// A request is under way as long as this lives.
pub(crate) struct UnderWay<'c>(&'c RefCell<Checks>, u64);

impl<'c> UnderWay<'c> {
    pub(crate) const fn new(checks: &'c RefCell<Checks>, number: u64) -> Self {
        Self(checks, number)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().under_way.remove(&self.1);
    }
}

impl Checks {
    pub(crate) fn new(tenant: String, admin: String, runs: Runs) -> Self {
        Self {
            tenant,
            stays: [Thing::new(Deed::Delete, admin.clone())].into(),
            admin,
            runs,
            ..Self::default()
        }
    }

    /// Whether a request about this one is under way.
    pub(crate) fn is_under_way(&self, thing: &Thing) -> bool {
        self.under_way.values().any(|sent| sent.changes.contains(thing))
    }

    /// Whether nothing may be done to it.
    pub(crate) fn is_untouchable(&self, thing: &Thing) -> bool {
        let deleted = thing.deed != Deed::DisableMultifactor;
        thing.id == self.admin || (deleted && self.keeps.contains(&thing.id))
    }

    /// Whether Luk may leave it where it is.
    pub(crate) fn may_stay(&self, thing: &Thing) -> bool {
        let deleted = thing.deed != Deed::DisableMultifactor;
        self.is_untouchable(thing) || (deleted && self.excluded.contains(&thing.id))
    }

    /// Looks at a request before it leaves. Returns its number.
    pub(crate) fn sends(
        &mut self,
        tab: u32,
        now: i64,
        course: Course,
        request: &Request<Vec<u8>>,
        is_administrator: impl Fn(&Thing) -> bool,
    ) -> Result<u64, String> {
        self.sent += 1;
        let inner = inner(request);
        let about = inner.iter().map(|one| Thing::of_path(&one.url)).collect();
        let changes = changes(request, &inner);
        if let Some(token) = request.headers().get(header::AUTHORIZATION) {
            self.token(token.to_str().unwrap(), request.uri(), &changes)?;
        }
        if !changes.is_empty() {
            if course == Course::Halted {
                return Err("U6: a batch leaves after a pause or a stop".to_owned());
            }
            if course == Course::NotAskedFor {
                return Err("a run begins again that nobody has asked for".to_owned());
            }
            self.deletes(tab, now, &changes)?;
            let own = |sent: &&Sent| sent.tab == tab && !sent.changes.is_empty();
            let under_way = self.under_way.values().filter(own).count();
            self.runs.sends(tab, now, &changes, under_way, is_administrator)?;
        }
        self.under_way.insert(self.sent, Sent { tab, about, changes });
        Ok(self.sent)
    }

    fn deletes(&mut self, tab: u32, now: i64, changes: &[Thing]) -> Result<(), String> {
        for thing in changes {
            if self.is_untouchable(thing) {
                return Err(format!("I2: {thing} must stay, and is in a changing request"));
            }
            if self.confirmed.is_empty() {
                return Err(format!("I3: {thing} is changed before anything was confirmed"));
            }
            if !self.confirmed.contains(thing) {
                return Err(format!("I1: {thing} is not in the confirmed plan"));
            }
            if self
                .not_before
                .get(&(tab, thing.clone()))
                .is_some_and(|when| now < *when)
            {
                return Err(format!("I6: {thing} is asked for again before its Retry-After is over"));
            }
        }
        let others = self.under_way.values().filter(|sent| sent.tab != tab);
        if others.into_iter().any(|sent| !sent.changes.is_empty()) {
            return Err("I4: two tabs have changing requests under way".to_owned());
        }
        let (left, then) = self.budget.unwrap_or((WRITES.0, now));
        let refill = f64::from(i32::try_from(now - then).unwrap_or(i32::MAX)) / 1000.0 * WRITES.1;
        let left = (left + refill).min(WRITES.0) - f64::from(u32::try_from(changes.len()).unwrap());
        self.budget = Some((left, now));
        if left < -ONE_BATCH {
            return Err(format!("I7: {} writes more than the published budget", -left));
        }
        Ok(())
    }

    /// I8: a token goes to its own audience, and is of this tenant; whoever changes something is who confirmed it.
    fn token(&self, bearer: &str, to: &Uri, changes: &[Thing]) -> Result<(), String> {
        let claims = claims(bearer).ok_or("I8: a token that is none")?;
        if claims["tid"] != self.tenant.as_str() {
            return Err(format!("I8: a token of tenant {} goes to {to}", claims["tid"]));
        }
        if !changes.is_empty() && claims["oid"] != self.admin.as_str() {
            return Err(format!("I8: something is changed with the token of {}", claims["oid"]));
        }
        let authority = to.authority().map_or("", |authority| authority.as_str());
        let own = AUDIENCES.iter().find(|(own, _)| *own == authority);
        let audience = claims["aud"].as_str().unwrap_or_default();
        if own.is_none_or(|(_, name)| audience.trim_end_matches('/') != *name) {
            return Err(format!("I8: a token for {audience} goes to {to}"));
        }
        Ok(())
    }

    /// A run that has waited for a sign-in goes on.
    pub(crate) fn begins_anew(&mut self, tab: u32) {
        self.runs.begins_anew(tab, self.sent + 1);
    }

    /// Takes in when the person has proved who they are, if this answer's token says so.
    pub(crate) fn proves(&mut self, tab: u32, answer: &Response<Vec<u8>>) {
        let granted: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
        let at = granted["id_token"].as_str().and_then(claims);
        if let Some(seconds) = at.and_then(|claims| claims["auth_time"].as_i64()) {
            self.runs.proves(tab, seconds * 1000);
        }
    }

    /// Takes in what an answer asks for.
    pub(crate) fn hears(&mut self, number: u64, tab: u32, now: i64, answer: &Response<Vec<u8>>) {
        let Some(sent) = self.under_way.get(&number) else {
            return;
        };
        let sent = sent.clone();
        let changes = sent.changes.clone();
        if answer.status() == 429 {
            if let Some(seconds) = answer.headers().get(header::RETRY_AFTER).and_then(seconds) {
                for thing in changes {
                    self.not_before.insert((tab, thing), now + seconds * 1000);
                }
            }
            return;
        }
        if sent.about.is_empty() {
            return;
        }
        let Ok(Answered { responses }) = serde_json::from_slice(answer.body()) else {
            return;
        };
        let mut answers: BTreeMap<usize, Vec<Answer<'_>>> = BTreeMap::new();
        for one in responses {
            if let Ok(number) = one.id.parse() {
                answers.entry(number).or_default().push(one);
            }
        }
        // What came twice says nothing.
        for (place, thing) in sent.about.iter().enumerate() {
            if let Some([one]) = answers.get(&place).map(Vec::as_slice) {
                if !sent.changes.is_empty() {
                    self.runs.hears((tab, number), now, thing, one.status);
                }
                let changed = !sent.changes.is_empty() && matches!(one.status, 200 | 204);
                if changed || one.status == 404 {
                    self.accepted.insert(thing.clone());
                }
            }
        }
        for (place, thing) in changes.into_iter().enumerate() {
            let Some([one]) = answers.get(&place).map(Vec::as_slice) else {
                continue;
            };
            let asked = one.headers.retry_after.as_ref();
            let asked = asked.and_then(|text| text.parse::<i64>().ok());
            if let Some(seconds) = asked.filter(|seconds| *seconds > 0 && one.status == 429) {
                self.not_before.insert((tab, thing), now + seconds.min(900) * 1000);
            }
        }
    }

    /// I9: what is kept can be read again, and within a run what was accepted stays accepted.
    pub(crate) fn kept(&mut self, text: Option<&str>) {
        let Some(text) = text else {
            self.kept = None;
            return;
        };
        let progress = Progress::from_text(text).expect("I9: kept progress can be read");
        let running = progress.running.map(|running| {
            let accepted = serde_json::to_value(&running.accepted).unwrap();
            let bits = base64::engine::general_purpose::STANDARD.decode(accepted.as_str().unwrap());
            // The same plan may be confirmed again: that is another run.
            ((running.started_at, running.plan), bits.unwrap())
        });
        if let (Some((before, then)), Some((plan, now))) = (&self.kept, &running)
            && before == plan
        {
            let lost = then
                .iter()
                .enumerate()
                .any(|(at, byte)| now.get(at).unwrap_or(&0) & byte != *byte);
            assert!(!lost, "I9: what was accepted is no longer");
        }
        self.kept = running;
    }

    /// A new page with a new worker: nobody told this one to wait.
    pub(crate) fn is_a_new_page(&mut self, tab: u32) {
        self.not_before.retain(|(told, _), _| *told != tab);
    }

    /// Storage was lost or an older state came back: what is kept from here on starts anew.
    pub(crate) fn forgets(&mut self) {
        self.kept = None;
        self.has_lost = true;
    }

    /// Nothing is confirmed any more, unless a tab may still know of a run.
    pub(crate) fn nothing_is_confirmed(&mut self, tabs: u32) {
        if tabs == 1 || !self.has_lost {
            self.confirmed.clear();
        }
    }
}

/// What a token says.
fn claims(token: &str) -> Option<Value> {
    let part = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&part).ok()
}

fn seconds(value: &header::HeaderValue) -> Option<i64> {
    let seconds: i64 = value.to_str().ok()?.parse().ok()?;
    (seconds > 0).then_some(seconds.min(900))
}

fn is_batch(request: &Request<Vec<u8>>) -> bool {
    request.uri().path().ends_with("/$batch")
}

/// A batch, as far as it says what it is about.
#[derive(Deserialize)]
struct Batch<'b> {
    #[serde(borrow)]
    requests: Vec<Inner<'b>>,
}

#[derive(Deserialize)]
struct Inner<'b> {
    #[serde(borrow)]
    method: Cow<'b, str>,
    #[serde(borrow)]
    url: Cow<'b, str>,
}

/// A batch's answers, as far as they say what became of what it was about.
#[derive(Deserialize)]
struct Answered<'b> {
    #[serde(borrow)]
    responses: Vec<Answer<'b>>,
}

#[derive(Deserialize)]
struct Answer<'b> {
    #[serde(borrow)]
    id: Cow<'b, str>,
    status: u16,
    #[serde(default, borrow)]
    headers: Headers<'b>,
}

#[derive(Default, Deserialize)]
struct Headers<'b> {
    #[serde(rename = "Retry-After", borrow)]
    retry_after: Option<Cow<'b, str>>,
}

/// The requests in a batch; none in any other request.
fn inner(request: &Request<Vec<u8>>) -> Vec<Inner<'_>> {
    if !is_batch(request) {
        return Vec::new();
    }
    let batch: Batch<'_> = serde_json::from_slice(request.body()).expect("a batch");
    batch.requests
}

/// What a request would delete or change.
fn changes(request: &Request<Vec<u8>>, inner: &[Inner<'_>]) -> Vec<Thing> {
    if is_batch(request) {
        let changing = inner.iter().filter(|one| one.method != "GET");
        return changing.map(|one| Thing::of_path(&one.url)).collect();
    }
    let path = request.uri().path();
    let reads = ["GET", "OPTIONS"].contains(&request.method().as_str());
    // The sign-in's own hosts get forms, and change nothing in the directory.
    if reads || path.ends_with("/token") {
        return Vec::new();
    }
    vec![Thing::of_path(path)]
}
