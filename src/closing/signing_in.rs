//! Signing in: leaving for the identity provider, and judging what comes back; signing out. Keeps the tokens in the client
//! and tells the page only who it is.

mod proof;

use std::rc::Rc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Engine, SignedIn, need};
use crate::client::failure::{not_proven, token_refused};
use crate::client::retry::Outcome;
use crate::client::tokens::Tokens;
use crate::client::{Client, World, send};
use crate::microsoft::limits::SIGN_IN;
use crate::microsoft::permissions::{Need, covers};
use crate::microsoft::signin::authorize::{Proof, Request, Secrets, address, scopes_to_redeem};
use crate::microsoft::signin::callback::{Answer, Callback, read};
use crate::microsoft::signin::identity::NotProven;
use crate::microsoft::signin::refusal::EntraError;
use crate::microsoft::signin::{Authority, metadata, sign_out};
use crate::protocol::{Event, Purpose, Session, SignInPlace, SignInWindow};
use crate::tenant::progress::CloudName;
use crate::tenant::{Moment, Problem, ProblemKind, TenantId};
use proof::{Judge, Proven};

/// How long the answer to a sign-in is waited for: long enough to set up a second factor on the way.
const PATIENCE: Duration = Duration::from_hours(1);

/// The route that answers come back to.
const CALLBACK: &str = "signin/";

/// What an answer is checked against, for one sign-in: kept by the page while it is away, or here while a small window is
/// open.
#[derive(Serialize, Deserialize)]
pub(super) struct Pending {
    cloud: CloudName,
    purpose: Purpose,
    tenant: Option<TenantId>,
    state: String,
    nonce: String,
    verifier: String,
    left_at: Moment,
    manner: Manner,
}

/// Whether the sign-in page may ask anything.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Manner {
    /// Who comes back to their closing need not type anything, if Entra still knows them.
    Silent,
    /// It asks what it has to.
    Asking,
}

impl Pending {
    const fn proof(&self) -> Proof {
        match (self.purpose, self.tenant, self.manner) {
            (Purpose::Carry(_), _, _) => Proof::Fresh,
            (Purpose::Read, None, _) => Proof::Choice,
            (Purpose::Read, Some(_), Manner::Asking) => Proof::Session,
            (Purpose::Read, Some(_), Manner::Silent) => Proof::Silent,
        }
    }

    /// Whether the person must prove anew who they are.
    const fn asks_anew(&self) -> bool {
        matches!(self.proof(), Proof::Fresh)
    }

    fn authority(&self) -> Authority {
        self.tenant
            .map_or(Authority::Organizations, |tenant| Authority::Tenant(tenant.to_string()))
    }
}

impl<W: World> Engine<W> {
    pub(super) fn sign_in(&mut self, cloud: CloudName, purpose: Purpose, place: SignInPlace) -> Result<(), Problem> {
        // In a small window a refusal would only flash by; and who is signed in already is asked for a reason.
        let manner = match (place, &self.signed_in) {
            (SignInPlace::Page, None) => Manner::Silent,
            (SignInPlace::Page, Some(_)) | (SignInPlace::Window, _) => Manner::Asking,
        };
        // Once a tenant is being closed, every sign-in goes to that tenant's own page.
        let tenant = self.progress.tenant.filter(|_| self.progress.cloud == Some(cloud));
        self.begin(cloud, purpose, place, manner, tenant)
    }

    /// Leaves for the sign-in page of the tenant that the person names.
    pub(super) async fn sign_in_to(&mut self, cloud: CloudName, named: &str) -> Result<(), Problem> {
        if self.progress.tenant.is_some() {
            return Err(self.problem(ProblemKind::OtherTenant));
        }
        let chosen = self.cloud(cloud)?;
        let not_named = || self.problem(ProblemKind::TenantNotNamed);
        let address = metadata::address_of_named(&chosen, named).ok_or_else(not_named)?;
        let request = http::Request::get(address).body(Vec::new()).map_err(|_| not_named())?;
        let Outcome::Answer(answer) = send(&*self.world, request).await else {
            return Err(self.problem(ProblemKind::Unreachable));
        };
        if let Ok(refused) = serde_json::from_slice::<EntraError>(answer.body()) {
            return Err(token_refused(&refused, self.world.now()));
        }
        let tenant = metadata::tenant_of(&chosen, answer.body()).and_then(|id| id.parse().ok());
        let tenant = tenant.ok_or_else(|| self.problem(ProblemKind::AnswerNotUnderstood))?;
        self.begin(cloud, Purpose::Read, SignInPlace::Page, Manner::Asking, Some(tenant))
    }

    fn begin(
        &mut self,
        cloud: CloudName,
        purpose: Purpose,
        place: SignInPlace,
        manner: Manner,
        tenant: Option<TenantId>,
    ) -> Result<(), Problem> {
        let chosen = self.cloud(cloud)?;
        let secrets = Secrets::from_random([(); 3].map(|()| {
            let mut bytes = [0; 32];
            self.world.fill_random(&mut bytes);
            bytes
        }));
        let pending = Pending {
            cloud,
            purpose,
            tenant,
            state: secrets.state.clone(),
            nonce: secrets.nonce.clone(),
            verifier: secrets.verifier.clone(),
            left_at: self.world.now(),
            manner,
        };
        let needs = needs(purpose);
        // Whoever is signed in to this tenant need not type their name again, and shows what a service has demanded.
        let before = self
            .signed_in
            .as_ref()
            .filter(|before| Some(before.session.tenant) == tenant);
        let tokens = before.map(|before| before.client.tokens());
        let demand = tokens.and_then(Tokens::demand);
        let request = Request {
            cloud: &chosen,
            authority: &pending.authority(),
            redirect: &self.redirect(),
            needs: &needs,
            proof: pending.proof(),
            hint: tokens.and_then(|tokens| tokens.identity().hint.as_deref()),
            demand: demand.as_deref(),
        };
        let url = address(&request, &secrets).map_err(|_| self.problem(ProblemKind::ConfigurationUnreadable))?;
        if place == SignInPlace::Window {
            self.signed_in()?;
            let Secrets { state, .. } = secrets;
            self.awaited = Some(pending);
            self.world.tell(Event::Window(Some(SignInWindow { url, state })));
            return Ok(());
        }
        self.await_nothing();
        let pending = serde_json::to_string(&pending).map_err(|_| self.problem(ProblemKind::ProgressNotKept))?;
        self.world.tell(Event::Leave {
            url,
            pending: Some(pending),
        });
        Ok(())
    }

    fn await_nothing(&mut self) {
        if self.awaited.take().is_some() {
            self.world.tell(Event::Window(None));
        }
    }

    fn redirect(&self) -> String {
        format!("{}{CALLBACK}", self.base)
    }

    /// Judges the answer to a sign-in that this page was left for.
    pub(super) async fn finish_sign_in(&mut self, callback: &str, pending: Option<&str>) -> Result<(), Problem> {
        let unexpected = Problem::new(ProblemKind::CallbackNotExpected, self.world.now());
        let callback = read(callback).ok_or_else(|| unexpected.clone())?;
        let pending = pending.and_then(|text| serde_json::from_str(text).ok());
        self.admit(callback, &pending.ok_or(unexpected)?).await
    }

    /// Judges the answer from a small window. Who is signed in stays the same person; what was read and planned stays.
    pub(super) async fn take_answer(&mut self, callback: &str) -> Result<(), Problem> {
        let unexpected = Problem::new(ProblemKind::CallbackNotExpected, self.world.now());
        let callback = read(callback).ok_or_else(|| unexpected.clone())?;
        // Somebody else's answer doesn't use up the sign-in that is awaited.
        let answered = |pending: &mut Pending| pending.state == callback.state;
        let pending = self.awaited.take_if(answered).ok_or(unexpected)?;
        self.world.tell(Event::Window(None));
        self.admit(callback, &pending).await?;
        if self.snapshot.is_none() {
            self.survey().await?;
        }
        Ok(())
    }

    /// Lets in who proves to be the one that was asked for. Whatever does not fit the one sign-in that was begun is refused.
    async fn admit(&mut self, callback: Callback, pending: &Pending) -> Result<(), Problem> {
        let now = self.world.now();
        if callback.state != pending.state || now.since(pending.left_at) > PATIENCE {
            return Err(self.problem(ProblemKind::CallbackNotExpected));
        }
        if let (Proof::Silent, Answer::Refused { error, description }) = (pending.proof(), &callback.answer)
            && EntraError::from_callback(error, description).wants_person()
        {
            let Pending {
                cloud, purpose, tenant, ..
            } = *pending;
            return self.begin(cloud, purpose, SignInPlace::Page, Manner::Asking, tenant);
        }
        let cloud = self.cloud(pending.cloud)?;
        let redirect = self.redirect();
        let judge = Judge {
            world: &self.world,
            cloud: &cloud,
            pending,
            redirect: &redirect,
            scopes: scopes_to_redeem(&cloud, &needs(pending.purpose)),
        };
        let proven = judge.judge(callback).await?;
        let now = self.world.now();
        let session = session(pending, &proven).ok_or_else(|| not_proven(NotProven::Tenant, now))?;
        let asked_for = pending.tenant.or(self.progress.tenant);
        if asked_for.is_some_and(|tenant| tenant != session.tenant) {
            return Err(self.problem(ProblemKind::OtherTenant));
        }
        let before = self.signed_in.as_ref().map(|before| before.session.person);
        if before.is_some_and(|person| person != session.person) {
            return Err(self.problem(ProblemKind::OtherPerson));
        }
        let Proven {
            identity,
            granted,
            redeemed_at,
            ..
        } = proven;
        let world = Rc::clone(&self.world);
        let tokens = Tokens::new(world, cloud.clone(), identity, redirect, granted, redeemed_at);
        let client = Client::new(Rc::clone(&self.world), self.helm(), cloud, tokens);
        self.world.tell(Event::Session(Some(session.clone())));
        let (tenant, cloud) = (session.tenant, session.cloud);
        let taken_in = (self.world.now(), self.world.elapsed());
        self.signed_in = Some(SignedIn {
            client,
            session,
            taken_in,
        });
        self.change(|progress, now| {
            progress.tenant = Some(tenant);
            progress.cloud = Some(cloud);
            progress.started_at.get_or_insert(now);
        })
    }

    /// A sign-in that Entra no longer takes proves nothing: whatever asks for a fresh one asks now, not after another
    /// attempt that fails.
    pub(super) fn doubt_sign_in(&mut self) {
        if let Some(signed_in) = &mut self.signed_in
            && signed_in.client.tokens().wants_person()
            && signed_in.session.authenticated_at.take().is_some()
        {
            self.world.tell(Event::Session(Some(signed_in.session.clone())));
        }
    }

    /// Forgets the tokens and what was read with them, at once and without network; then leaves for Entra's sign-out.
    pub(super) async fn sign_out(&mut self) -> Result<(), Problem> {
        let signed_in = self.signed_in.take();
        self.snapshot = None;
        self.proposal = None;
        self.watch = crate::protocol::Watch::Nothing;
        self.awaited = None;
        self.world.tell(Event::Session(None));
        // An export may have been under way, or have ended where the browser can't ask where to save.
        self.world.discard_archive().await;
        self.world.forget_archive().await;
        if let Some(SignedIn { client, session, .. }) = signed_in {
            let authority = Authority::Tenant(session.tenant.to_string());
            let hint = client.tokens().identity().sign_out_hint.as_deref();
            let url = sign_out(client.cloud(), &authority, &self.base, hint);
            self.world.tell(Event::Leave { url, pending: None });
        }
        Ok(())
    }
}

/// Every purpose needs to read, too.
fn needs(purpose: Purpose) -> Vec<Need> {
    match purpose {
        Purpose::Read => vec![Need::Read],
        Purpose::Carry(_) => vec![Need::Read, need(purpose)],
    }
}

fn session(pending: &Pending, proven: &Proven) -> Option<Session> {
    let Proven { identity, granted, .. } = proven;
    Some(Session {
        cloud: pending.cloud,
        tenant: identity.tenant.parse().ok()?,
        person: identity.person.parse().ok()?,
        name: identity.name.clone(),
        authenticated_at: proven.authenticated_at,
        granted: Purpose::ALL
            .into_iter()
            .filter(|purpose| covers(&granted.scopes, need(*purpose)))
            .collect(),
        ends_at: proven.redeemed_at.plus(SIGN_IN),
        signature: proven.signature,
    })
}
