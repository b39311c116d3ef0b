//! Signing in: leaving for the identity provider, and judging what comes back. Keeps the tokens in the client and tells
//! the page only who it is.

use std::rc::Rc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Engine, SignedIn, need};
use crate::client::failure::token_refused;
use crate::client::tokens::{Tokens, failure, transport};
use crate::client::{Client, World};
use crate::microsoft::limits::SIGN_IN;
use crate::microsoft::permissions::{Need, covers};
use crate::microsoft::signin::Authority;
use crate::microsoft::signin::authorize::{Proof, Request, Secrets, address, scopes_to_redeem};
use crate::microsoft::signin::callback::{Callback, read};
use crate::microsoft::signin::identity::{Identity, prove};
use crate::microsoft::signin::refusal::EntraError;
use crate::microsoft::signin::token::Desk;
use crate::protocol::{Event, Purpose, Session};
use crate::tenant::progress::CloudName;
use crate::tenant::{Moment, Problem, ProblemKind, TenantId};

/// How long the answer to a sign-in is waited for: long enough to set up a second factor on the way.
const PATIENCE: Duration = Duration::from_hours(1);

/// The route that answers come back to.
const CALLBACK: &str = "signin/";

/// What the page keeps while it is away, for one sign-in.
#[derive(Serialize, Deserialize)]
struct Pending {
    cloud: CloudName,
    purpose: Purpose,
    tenant: Option<TenantId>,
    state: String,
    nonce: String,
    verifier: String,
    left_at: Moment,
}

impl Pending {
    const fn proof(&self) -> Proof {
        match (self.purpose, self.tenant) {
            (Purpose::Carry(_), _) => Proof::Fresh,
            (Purpose::Read, Some(_)) => Proof::Session,
            (Purpose::Read, None) => Proof::Choice,
        }
    }

    fn authority(&self) -> Authority {
        self.tenant
            .map_or(Authority::Organizations, |tenant| Authority::Tenant(tenant.to_string()))
    }
}

impl<W: World> Engine<W> {
    pub(super) fn sign_in(&mut self, cloud: CloudName, purpose: Purpose) -> Result<(), Problem> {
        let chosen = self.cloud(cloud)?;
        let secrets = Secrets::from_random([(); 3].map(|()| {
            let mut bytes = [0; 32];
            self.world.fill_random(&mut bytes);
            bytes
        }));
        // Once a tenant is being closed, every sign-in goes to that tenant's own page.
        let tenant = self.progress.tenant.filter(|_| self.progress.cloud == Some(cloud));
        let pending = Pending {
            cloud,
            purpose,
            tenant,
            state: secrets.state.clone(),
            nonce: secrets.nonce.clone(),
            verifier: secrets.verifier.clone(),
            left_at: self.world.now(),
        };
        let needs = needs(purpose);
        let request = Request {
            cloud: &chosen,
            authority: &pending.authority(),
            redirect: &self.redirect(),
            needs: &needs,
            proof: pending.proof(),
        };
        let url = address(&request, &secrets).map_err(|_| self.problem(ProblemKind::ConfigurationUnreadable))?;
        let pending = serde_json::to_string(&pending).map_err(|_| self.problem(ProblemKind::ProgressNotKept))?;
        self.world.tell(Event::Leave {
            url,
            pending: Some(pending),
        });
        Ok(())
    }

    fn redirect(&self) -> String {
        format!("{}{CALLBACK}", self.base)
    }

    /// Judges the answer to a sign-in. Whatever does not fit the one sign-in that this browser began is refused.
    pub(super) async fn finish_sign_in(&mut self, callback: &str, pending: Option<&str>) -> Result<(), Problem> {
        let now = self.world.now();
        let unexpected = || Problem::new(ProblemKind::CallbackNotExpected, now);
        let callback = read(callback).ok_or_else(unexpected)?;
        let pending: Pending = pending
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or_else(unexpected)?;
        if callback.state() != pending.state || now.since(pending.left_at) > PATIENCE {
            return Err(unexpected());
        }
        let code = match callback {
            Callback::Code { code, .. } => code,
            Callback::Refused { error, description, .. } => {
                return Err(token_refused(&EntraError::from_callback(&error, &description), now));
            }
        };
        let cloud = self.cloud(pending.cloud)?;
        let redirect = self.redirect();
        let desk = Desk {
            cloud: &cloud,
            authority: &pending.authority(),
            redirect: &redirect,
        };
        let http = transport(Rc::clone(&self.world));
        let scopes = scopes_to_redeem(&cloud, &needs(pending.purpose));
        let granted = desk.redeem(code, pending.verifier.clone(), scopes, &http).await;
        let mut granted = granted.map_err(|refused| self.failed(&failure(refused)))?;
        let now = self.world.now();
        let not_proven = Problem::new(ProblemKind::IdentityNotProven, now);
        let id_token = granted.id_token.take().ok_or_else(|| not_proven.clone())?;
        let identity =
            prove(&id_token, &cloud, &pending.nonce, now.milliseconds() / 1000).map_err(|reason| Problem {
                code: Some(reason.to_string()),
                ..not_proven.clone()
            })?;
        let session = session(&pending, &identity, &granted.scopes, now).ok_or(not_proven)?;
        if self.progress.tenant.is_some_and(|tenant| tenant != session.tenant) {
            return Err(self.problem(ProblemKind::OtherTenant));
        }
        let authority = Authority::Tenant(identity.tenant);
        let tokens = Tokens::new(Rc::clone(&self.world), cloud.clone(), authority, redirect, granted);
        let client = Client::new(Rc::clone(&self.world), self.helm(), cloud, tokens);
        self.world.tell(Event::Session(Some(session.clone())));
        let (tenant, cloud) = (session.tenant, session.cloud);
        self.signed_in = Some(SignedIn { client, session });
        self.change(|progress, now| {
            progress.tenant = Some(tenant);
            progress.cloud = Some(cloud);
            progress.started_at.get_or_insert(now);
        })
    }
}

/// Every purpose needs to read, too.
fn needs(purpose: Purpose) -> Vec<Need> {
    match purpose {
        Purpose::Read => vec![Need::Read],
        Purpose::Carry(_) => vec![Need::Read, need(purpose)],
    }
}

fn session(pending: &Pending, identity: &Identity, scopes: &[String], now: Moment) -> Option<Session> {
    // Without Entra's word for when the person proved who they are, only a sign-in that demanded it counts as fresh.
    let proven_at = match (identity.authenticated_at, pending.proof()) {
        (Some(at), _) => Some(at),
        (None, Proof::Fresh) => Some(identity.issued_at),
        (None, Proof::Session | Proof::Choice) => None,
    };
    Some(Session {
        cloud: pending.cloud,
        tenant: identity.tenant.parse().ok()?,
        person: identity.person.parse().ok()?,
        name: identity.name.clone(),
        authenticated_at: proven_at.map(|at| Moment::from_seconds(at).min(now)),
        granted: Purpose::ALL
            .into_iter()
            .filter(|purpose| covers(scopes, need(*purpose)))
            .collect(),
        ends_at: now.plus(SIGN_IN),
    })
}
