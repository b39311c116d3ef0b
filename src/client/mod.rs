//! Talking to Microsoft: tokens, pace, retries, pages and batches, over whatever [`World`] there is. Knows nothing of
//! closings, and touches only what it is told to.

pub mod asking;
pub mod batch;
pub mod failure;
pub mod helm;
pub mod pace;
pub mod paging;
pub mod retry;
pub mod tokens;
mod waiting;
pub mod world;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use http::{Request, Response, header};

pub use failure::Failure;
pub use helm::Helm;
pub use world::World;

use crate::microsoft::cloud::Cloud;
use crate::microsoft::limits::{Cost, cost};
use crate::microsoft::refusal::Refusal;
use crate::microsoft::{Audience, Call, Endpoint};
use crate::protocol::{Event, Requested, WaitReason};
use crate::tenant::Moment;
use crate::tenant::ids::Guid;
use pace::Pace;
use retry::{Next, Outcome};
use tokens::Tokens;
use world::NoAnswer;

/// How long one attempt may take before it is given up and, if that is safe, made again.
const ATTEMPT: Duration = Duration::from_secs(100);

/// So much longer an answer is waited for when the person has stopped: what is about to come may be the last that was missing.
pub(crate) const LAST_MOMENT: Duration = Duration::from_secs(2);

/// A signed-in client for one cloud.
pub struct Client<W> {
    world: Rc<W>,
    helm: Rc<Helm>,
    cloud: Cloud,
    tokens: Tokens<W>,
    pace: RefCell<Pace>,
}

impl<W: World> Client<W> {
    /// A client with the tokens of a sign-in.
    pub fn new(world: Rc<W>, helm: Rc<Helm>, cloud: Cloud, tokens: Tokens<W>) -> Self {
        Self {
            world,
            helm,
            cloud,
            tokens,
            pace: RefCell::default(),
        }
    }

    /// The cloud.
    pub const fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// The tokens.
    pub const fn tokens(&self) -> &Tokens<W> {
        &self.tokens
    }

    /// Asks an endpoint, with patience.
    ///
    /// # Errors
    /// When the answer is no, or makes no sense, or doesn't come.
    pub async fn ask<E: Endpoint>(&self, endpoint: &E) -> Result<E::Answer, Failure> {
        let body = self.read(&endpoint.call()).await?;
        serde_json::from_slice(&body).map_err(|_| Failure::NotUnderstood)
    }

    /// Makes a reading call and returns the body.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn read(&self, call: &Call) -> Result<Vec<u8>, Failure> {
        let audience = call.version.audience();
        let address = format!(
            "{}{}{}",
            self.cloud.origin(audience).as_str(),
            call.version.prefix(),
            call.path
        );
        self.read_address(audience, &address).await
    }

    /// Reads an absolute address of a service, such as a list's next page. An address on another host is refused before
    /// a token is attached (promise 7).
    ///
    /// # Errors
    /// As [`Client::ask`], and [`Failure::ForeignHost`].
    pub async fn read_address(&self, audience: Audience, address: &str) -> Result<Vec<u8>, Failure> {
        if !self.cloud.origin(audience).holds(address) {
            return Err(Failure::ForeignHost);
        }
        loop {
            let sign_ins = self.tokens.sign_ins();
            match self.read_patiently(audience, address).await {
                // Azure's is a token of its own, which the tenant may not give: that costs what was to be read there.
                Err(failure) if audience == Audience::Graph => self.challenged(sign_ins, failure).await?,
                read => return read,
            }
        }
    }

    /// Waits until the person has signed in again, if that is what a failure asks for and what is at work waits where it is.
    /// `sign_ins` is how many there were before.
    ///
    /// # Errors
    /// The failure: when nobody is waited for, or not any longer.
    pub async fn challenged(&self, sign_ins: u32, failure: Failure) -> Result<(), Failure> {
        if !self.helm.waits_in_place() || !failure.wants_person() {
            return Err(failure);
        }
        let problem = failure.problem(self.world.now());
        self.world.tell(Event::AwaitsSignIn(Some(problem)));
        let again = std::pin::pin!(self.tokens.signed_in_after(sign_ins));
        let given_up = std::pin::pin!(self.helm.gives_way());
        let came = select(again, given_up).await;
        self.world.tell(Event::AwaitsSignIn(None));
        match came {
            Either::Left(_) => Ok(()),
            Either::Right(_) => Err(failure),
        }
    }

    async fn read_patiently(&self, audience: Audience, address: &str) -> Result<Vec<u8>, Failure> {
        self.unless_stopped(self.read_again_and_again(audience, address)).await
    }

    /// Reads for hardly longer than the person wants it: what is under way changes nothing, and is dropped.
    async fn unless_stopped<T>(&self, reading: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let reading = std::pin::pin!(reading);
        let stopped = std::pin::pin!(async {
            self.helm.stopped().await;
            self.world.sleep(LAST_MOMENT).await;
        });
        match select(reading, stopped).await {
            Either::Left((read, _)) => read,
            Either::Right(_) => Err(Failure::Stopped),
        }
    }

    async fn read_again_and_again(&self, audience: Audience, address: &str) -> Result<Vec<u8>, Failure> {
        let cost = self.reading_cost(audience, address);
        let mut attempt = 0;
        let mut renewed = false;
        loop {
            if self.helm.is_stopped() {
                return Err(Failure::Stopped);
            }
            self.keep_pace(cost).await?;
            let token = match self.tokens.access(audience).await {
                Ok(token) => token,
                // No token was to be had just now: nothing was sent.
                Err(failure) if failure.passes().is_some() && attempt + 1 < retry::ATTEMPTS => {
                    self.wait_to_try_again(&failure, attempt).await?;
                    attempt += 1;
                    continue;
                }
                Err(failure) => return Err(failure),
            };
            let sent_at = self.world.elapsed();
            let outcome = self
                .attempt(&token, audience, http::Method::GET, address, Vec::new())
                .await?;
            self.heed(cost, &outcome, sent_at);
            match retry::next(&outcome, attempt, self.jitter(), self.world.now()) {
                Next::Take => {
                    return match outcome {
                        Outcome::Answer(answer) => Ok(answer.into_body()),
                        Outcome::Silence(_) => Err(Failure::Unreachable),
                    };
                }
                Next::RenewToken if !renewed => {
                    renewed = true;
                    self.tokens.forget_access(audience);
                }
                Next::After(wait, reason) => {
                    attempt += 1;
                    self.wait_for(wait, reason).await?;
                }
                Next::RenewToken | Next::GiveUp => return Err(failure_of(&outcome)),
            }
        }
    }

    /// One attempt at a request, with a token for its audience.
    ///
    /// # Errors
    /// Only when the request can't be made; what became of it is the outcome.
    async fn attempt(
        &self,
        token: &str,
        audience: Audience,
        method: http::Method,
        address: &str,
        body: Vec<u8>,
    ) -> Result<Outcome, Failure> {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(address)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::ACCEPT, "application/json");
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request.body(body).map_err(|_| Failure::NotUnderstood)?;
        let outcome = send(&*self.world, request).await;
        if let Outcome::Answer(answer) = &outcome
            && let Some(demand) = refusal_of(answer).demand(audience, &method)
        {
            self.tokens.demanded(audience, demand);
        }
        Ok(outcome)
    }

    /// What reading an absolute address costs.
    fn reading_cost(&self, audience: Audience, address: &str) -> Cost {
        let path = address
            .strip_prefix(self.cloud.origin(audience).as_str())
            .unwrap_or(address);
        let path = ["/v1.0", "/beta"].iter().find_map(|version| path.strip_prefix(version));
        cost(audience, &http::Method::GET, path.unwrap_or(address))
    }

    /// Waits until the budget lets a request through.
    async fn keep_pace(&self, cost: Cost) -> Result<(), Failure> {
        while let Err(pause) = self.take_pace(cost) {
            self.wait(pause.wait).await?;
        }
        Ok(())
    }

    /// Learns from a refusal for want of budget. How much of a budget is used no script can see, but in the items of a batch.
    fn heed(&self, cost: Cost, outcome: &Outcome, sent_at: Duration) {
        if let Outcome::Answer(answer) = outcome
            && answer.status() == http::StatusCode::TOO_MANY_REQUESTS
        {
            self.heed_refusal(cost, retry::asked(&refusal_of(answer), self.world.now()), sent_at);
        }
    }

    /// Waits, unless the person stops what is running.
    ///
    /// # Errors
    /// [`Failure::Stopped`].
    pub async fn wait(&self, duration: Duration) -> Result<(), Failure> {
        let sleep = std::pin::pin!(self.world.sleep(duration));
        let stopped = std::pin::pin!(self.helm.stopped());
        match select(sleep, stopped).await {
            Either::Left(_) => Ok(()),
            Either::Right(_) => Err(Failure::Stopped),
        }
    }

    /// [`Client::wait`] for a reason: where nothing answered, for hardly longer than until the browser has a network again.
    ///
    /// # Errors
    /// [`Failure::Stopped`].
    pub async fn wait_for(&self, duration: Duration, reason: WaitReason) -> Result<(), Failure> {
        if reason != WaitReason::Unreachable {
            return self.wait(duration).await;
        }
        let waited = std::pin::pin!(self.wait(duration));
        let back = std::pin::pin!(self.helm.network_is_back(self.helm.network_returns()));
        match select(waited, back).await {
            Either::Left((waited, _)) => waited,
            Either::Right(_) => self.wait(self.soon()).await,
        }
    }

    /// Waits before another try, after so many failures like this one.
    async fn wait_to_try_again(&self, failure: &Failure, attempt: u32) -> Result<(), Failure> {
        let wait = self.before_another_try(failure, attempt);
        match failure.passes() {
            Some(reason) => self.wait_for(wait, reason).await,
            None => self.wait(wait).await,
        }
    }

    /// How long after the network has come back something is tried again: a network takes a moment, and other machines on it
    /// have waited, too.
    pub fn soon(&self) -> Duration {
        retry::backoff(0, self.jitter())
    }

    /// How long to wait after so many failures like this one.
    pub fn before_another_try(&self, failure: &Failure, attempt: u32) -> Duration {
        let asks = failure.asks(self.world.now()).unwrap_or_default();
        asks.max(retry::backoff(attempt, self.jitter()))
    }

    /// A number between 0 and 1 that spreads retries.
    pub fn jitter(&self) -> f64 {
        let mut bytes = [0; 4];
        self.world.fill_random(&mut bytes);
        f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
    }
}

/// Sends a request once, with a time limit, and tells the page about it.
pub(crate) async fn send<W: World>(world: &W, request: Request<Vec<u8>>) -> Outcome {
    let at = world.now();
    let method = request.method().to_string();
    let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    let path = request.uri().path().to_owned();
    let outcome = {
        let answer = std::pin::pin!(world.send(request));
        let patience = std::pin::pin!(world.sleep(ATTEMPT));
        match select(answer, patience).await {
            Either::Left((Ok(answer), _)) => Outcome::Answer(answer),
            Either::Left((Err(silence), _)) => Outcome::Silence(silence),
            Either::Right(_) => Outcome::Silence(NoAnswer::TimedOut),
        }
    };
    let (status, request_id) = match &outcome {
        Outcome::Answer(answer) => (Some(answer.status().as_u16()), refusal_of(answer).request_id),
        Outcome::Silence(_) => (None, None),
    };
    let took = world.now().since(at);
    world.tell(Event::Requested(Requested {
        at,
        method,
        host,
        path,
        status,
        request_id,
        took,
        about: None,
    }));
    outcome
}

/// Tells the page about one request inside a batch.
fn tell_inner<W: World>(world: &W, at: Moment, call: &Call, about: Guid, host: &str, answer: Option<&Refusal>) {
    world.tell(Event::Requested(Requested {
        at,
        method: call.method.to_string(),
        host: host.to_owned(),
        path: format!(
            "{}{}",
            call.version.prefix(),
            call.path.split('?').next().unwrap_or_default()
        ),
        status: answer.map(|answer| answer.status),
        request_id: answer.and_then(|answer| answer.request_id.clone()),
        took: world.now().since(at),
        about: Some(about),
    }));
}

pub(crate) fn refusal_of(answer: &Response<Vec<u8>>) -> Refusal {
    let body: &[u8] = if answer.status().is_success() {
        &[]
    } else {
        answer.body()
    };
    Refusal::of(answer.status().as_u16(), answer.headers(), body)
}

pub(crate) fn failure_of(outcome: &Outcome) -> Failure {
    match outcome {
        // A success that could not be taken for one.
        Outcome::Answer(answer) if answer.status().is_success() => Failure::NotUnderstood,
        Outcome::Answer(answer) => {
            let refusal = Box::new(refusal_of(answer));
            if refusal.wants_sign_in() {
                Failure::SignInNeeded(Some(refusal))
            } else {
                Failure::Refused(refusal)
            }
        }
        Outcome::Silence(_) => Failure::Unreachable,
    }
}
