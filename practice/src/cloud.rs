//! The cloud as a whole: takes a request, finds the part that answers it, keeps the log. Also the control of the model
//! in process; over HTTP the control origin calls the same methods.

use std::time::Duration;

use http::{Request, Response, StatusCode};
use serde_json::Value;
use url::Url;

use crate::arm::ArmThrottle;
use crate::cors;
use crate::downloads::Downloads;
use crate::entra::{Entra, Signatures};
use crate::exchange::{Exchange, Logging};
use crate::fault::{self, Fault, FaultFamily, Faults, Reach};
use crate::graph::{Throttle, Throttling};
use crate::incoming::Incoming;
use crate::origins::{Origins, Service};
use crate::random::Random;
use crate::reply::{Fate, Reply};
use crate::tenant::{Lag, Tenant, TenantName, TenantState};
use crate::time::{Clock, Timestamp};
use crate::walk::{Browser, WalkError};
use crate::{admin, arm, control, downloads, entra, graph};

/// No service of Microsoft's takes a bigger body here.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// What a cloud starts with. Its tenant is a [`Tenant`], or a [`TenantName`] alone.
#[derive(Debug, Clone)]
pub struct Setup<T = TenantName> {
    /// The origin of each part.
    pub origins: Origins,
    /// Luk's redirect addresses of the type `spa`, compared exactly.
    pub redirect_uris: Vec<String>,
    /// The tenant it holds.
    pub tenant: T,
    /// Where all chance comes from.
    pub seed: u64,
}

/// Someone who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// What to type as account.
    pub user_principal_name: String,
    /// What to type as password: made for practice, the same for all.
    pub password: String,
    /// The directory role, or what else the account is for.
    pub role: String,
}

/// The type under which a redirect address is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RedirectKind {
    /// A page: tokens are redeemed across origins, and end after a day.
    Spa,
    /// An app that is no page.
    Native,
}

fn without_loopback_port(address: &str) -> String {
    match Url::parse(address) {
        Ok(mut url) if url.scheme() == "http" && url.host_str() == Some("localhost") => {
            // Only an address without a host has no port to take away.
            let _ = url.set_port(None);
            url.to_string()
        }
        _ => address.to_owned(),
    }
}

/// The practice cloud.
#[derive(Debug, Clone)]
pub struct Cloud {
    pub(crate) setup: Setup<Tenant>,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) tenant: TenantState,
    /// The organizations in which guests are at home, as far as they were met.
    pub(crate) homes: Vec<TenantState>,
    pub(crate) entra: Entra,
    pub(crate) throttle: Throttle,
    pub(crate) arm_throttle: ArmThrottle,
    pub(crate) faults: Faults,
    pub(crate) downloads: Downloads,
    native_redirect_uris: Vec<String>,
    pub(crate) signatures: Signatures,
    pub(crate) lag: Lag,
    logging: Logging,
    log: Vec<Exchange>,
    unmodelled: Vec<Exchange>,
}

impl Cloud {
    /// A fresh cloud with one tenant.
    #[must_use]
    pub fn new<T: Into<Tenant>>(setup: Setup<T>) -> Self {
        let setup = Setup {
            origins: setup.origins,
            redirect_uris: setup.redirect_uris,
            tenant: setup.tenant.into(),
            seed: setup.seed,
        };
        Self {
            clock: Clock::new(),
            random: Random::new(setup.seed),
            tenant: TenantState::generate(&setup.tenant, setup.seed),
            homes: Vec::new(),
            entra: Entra::default(),
            throttle: Throttle::default(),
            arm_throttle: ArmThrottle::default(),
            faults: Faults::new(setup.seed),
            downloads: Downloads::default(),
            native_redirect_uris: Vec::new(),
            signatures: Signatures::Real,
            lag: Lag::NONE,
            logging: Logging::Everything,
            log: Vec::new(),
            unmodelled: Vec::new(),
            setup,
        }
    }

    /// Answers one request with an absolute address.
    pub fn handle(&mut self, now: Timestamp, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        self.clock.tick(now);
        self.tenant.settle(self.clock.moment());
        let (parts, body) = request.into_parts();
        let Ok(url) = Url::parse(&parts.uri.to_string()) else {
            return Reply::raw(StatusCode::BAD_REQUEST, "The practice cloud needs an absolute address.")
                .into_response();
        };
        let incoming = Incoming {
            method: parts.method,
            url,
            headers: parts.headers,
            body,
        };
        let service = self.setup.origins.service_of(&incoming.url);
        let reply = self.answer_or_fail(service, &incoming);
        let reply = self.throttle.leave(now, reply);
        let unmodelled = reply.fate == Fate::Unmodelled;
        let response = cors::allow(service, reply)
            .with("date", now.http_date())
            .into_response();
        if service != Some(Service::Control) && (unmodelled || self.logging == Logging::Everything) {
            let exchange = Exchange::new(now, &incoming, &response);
            if unmodelled {
                self.unmodelled.push(exchange.clone());
            }
            if self.logging == Logging::Everything {
                self.log.push(exchange);
            }
        }
        response
    }

    /// Answers a client that reaches the cloud under other origins than those it was set up with, such as Microsoft's own
    /// names: the request is told apart by these, and every address in the answer is one of them.
    pub fn handle_under(&mut self, origins: Origins, now: Timestamp, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let own = std::mem::replace(&mut self.setup.origins, origins);
        let response = self.handle(now, request);
        self.setup.origins = own;
        response
    }

    fn answer_or_fail(&mut self, service: Option<Service>, incoming: &Incoming) -> Reply {
        let Some(service) = service else {
            return Reply::unmodelled(&format!("the origin {}", incoming.url.origin().ascii_serialization()));
        };
        if self.faults.is_down(service) {
            return Reply::dropped();
        }
        if let Some(reply) = cors::preflight(service, incoming) {
            return reply;
        }
        self.in_the_right_tenant(service, incoming, |cloud| {
            fault::under(cloud, service, incoming, None, |cloud| cloud.answer(service, incoming))
        })
    }

    fn answer(&mut self, service: Service, incoming: &Incoming) -> Reply {
        if incoming.body.len() > LARGEST_BODY {
            return graph::too_large();
        }
        match service {
            Service::Login => entra::answer(self, incoming),
            Service::Graph => graph::answer(self, incoming),
            Service::Arm => arm::answer(self, incoming),
            Service::Admin => admin::answer(self, incoming),
            Service::Downloads => downloads::answer(self, incoming),
            Service::Control => control::answer(self, incoming),
        }
    }

    /// Loads another tenant; everything starts afresh: sessions, tokens, log, faults, time moved ahead.
    pub fn load(&mut self, tenant: impl Into<Tenant>) {
        let now = self.clock.now();
        let native_redirect_uris = std::mem::take(&mut self.native_redirect_uris);
        let (signatures, logging) = (self.signatures, self.logging);
        *self = Self::new(Setup {
            tenant: tenant.into(),
            ..self.setup.clone()
        });
        self.native_redirect_uris = native_redirect_uris;
        self.signatures = signatures;
        self.logging = logging;
        if now > Timestamp::from_millis(0) {
            self.clock.tick(now);
        }
    }

    /// The same tenant as new; everything starts afresh.
    pub fn reset(&mut self) {
        self.load(self.setup.tenant.clone());
    }

    /// Ages the tenant: all that has happened to it moves that much into the past. Sign-ins and tokens stay as they are.
    pub fn advance(&mut self, by: Duration) {
        self.clock.move_ahead(by);
        self.tenant.settle(self.clock.moment());
    }

    /// Registers a redirect address of the type for apps that are no web pages (public client, "native"): its codes and
    /// tokens are redeemed without an `Origin`, and no script may read the answer.
    pub fn register_native_redirect(&mut self, address: &str) {
        self.native_redirect_uris.push(address.to_owned());
    }

    /// Of which type a redirect address is, if it is registered. All are compared exactly, but for the port of a native one
    /// on this machine, which the app may choose anew each time (RFC 8252, section 7.3).
    pub(crate) fn redirect_kind(&self, address: &str) -> Option<RedirectKind> {
        if self.setup.redirect_uris.iter().any(|known| known == address) {
            return Some(RedirectKind::Spa);
        }
        let asked = without_loopback_port(address);
        let native = self.native_redirect_uris.iter();
        native
            .map(|known| without_loopback_port(known))
            .any(|known| known == asked)
            .then_some(RedirectKind::Native)
    }

    /// Lets coming requests go wrong.
    pub fn fail_next(&mut self, fault: Fault) {
        self.faults.add(fault);
    }

    /// Lets about so many out of a thousand requests, and items of batches, go wrong in the way of a family; none with 0.
    pub fn set_fault_rate(&mut self, family: FaultFamily, per_thousand: u16) {
        self.faults.end(family);
        if per_thousand > 0 {
            self.faults.add(Fault::family(family).per_thousand(per_thousand));
        }
    }

    /// Takes back every fault that still waits; what is out of reach is back.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Lets a part of the cloud be out of reach, or back again.
    pub fn set_reach(&mut self, service: Service, reach: Reach) {
        self.faults.set_down(service, reach);
    }

    /// How long lists go on showing what was deleted (eventual consistency); at first not at all.
    pub fn set_list_lag(&mut self, lag: Duration) {
        self.lag.lists = lag;
    }

    /// How long it takes until the bin shows what was deleted; at first no time at all.
    pub fn set_bin_lag(&mut self, lag: Duration) {
        self.lag.bin = lag;
    }

    /// Whether the quotas are kept; at first they are.
    pub fn set_throttling(&mut self, throttling: Throttling) {
        self.throttle.keep(throttling);
        self.arm_throttle.keep(throttling);
    }

    /// Whether tokens are signed from now on; at first they are.
    pub fn set_signatures(&mut self, signatures: Signatures) {
        self.signatures = signatures;
    }

    /// What is written into the log from now on; at first everything.
    pub fn set_logging(&mut self, logging: Logging) {
        self.logging = logging;
    }

    /// How long Outlook works on a request; at first no time at all. No more than four at a time work in a mailbox: whoever
    /// sends a fifth meanwhile is refused.
    pub fn set_mailbox_time(&mut self, time: Duration) {
        self.throttle.set_mailbox_time(time);
    }

    /// Lets somebody else write so often to the same quota, as far as it reaches.
    pub fn spend_writes(&mut self, now: Timestamp, writes: u32) {
        self.throttle.spend(now, writes);
    }

    /// Lets every access token issued so far have expired.
    pub fn expire_tokens(&mut self) {
        self.entra.expire_access_tokens();
    }

    /// Lets a new key sign tokens; the old one stays in the key set for another day.
    pub fn rotate_keys(&mut self) {
        self.entra.rotate_keys(self.clock.now());
    }

    /// Takes back every session, refresh token, and access token that is looked at again at each call: what is signed in has
    /// to sign in again.
    pub fn revoke_sessions(&mut self) {
        self.entra.revoke_everything();
    }

    /// Every request so far with its answer, in order, without the control's own.
    #[must_use]
    pub fn requests(&self) -> &[Exchange] {
        &self.log
    }

    /// What the model didn't know and answered with 501.
    #[must_use]
    pub fn unmodelled(&self) -> &[Exchange] {
        &self.unmodelled
    }

    /// Every code, token and session cookie issued so far: what must be found in no storage, address or log.
    #[must_use]
    pub fn issued_secrets(&self) -> Vec<String> {
        self.entra.secrets().to_vec()
    }

    /// The model's truth about the tenant.
    #[must_use]
    pub fn inspect(&self) -> Value {
        self.tenant.inspect(&self.clock)
    }

    /// The ids of the users that there are.
    #[must_use]
    pub fn user_ids(&self) -> Vec<String> {
        self.tenant.users.iter().map(|user| user.id.to_string()).collect()
    }

    /// Who can sign in.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        self.tenant.accounts()
    }

    /// The tenant's id.
    #[must_use]
    pub fn tenant_id(&self) -> String {
        self.tenant.id.to_string()
    }

    /// What commands call the tenant.
    #[must_use]
    pub fn tenant_name(&self) -> &str {
        &self.tenant.name
    }

    /// Where each part listens.
    #[must_use]
    pub fn origins(&self) -> &Origins {
        &self.setup.origins
    }

    /// Walks the pages of sign-in and consent as a person in a browser would, and accepts; gives the address that the
    /// app is sent back to.
    ///
    /// # Errors
    /// When a page says no (a wrong password, say), with its text.
    pub fn sign_in(
        &mut self,
        now: Timestamp,
        account: &str,
        password: &str,
        authorize_url: &str,
    ) -> Result<String, WalkError> {
        let mut browser = Browser::default();
        browser.open(self, now, authorize_url)?;
        if browser.left_for().is_none() {
            browser.sign_in(self, now, account, password)?;
        }
        browser.verify(self, now)?;
        if browser.has_button("Accept") {
            browser.press(self, now, "Accept")?;
        }
        match browser.left_for() {
            Some(address) => Ok(address.to_owned()),
            None => Err(WalkError::Refused {
                page: browser.title(),
                text: browser.text(),
            }),
        }
    }
}
