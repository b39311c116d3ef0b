//! Where a sign-in is begun and its answer taken: leaves for the identity provider or opens the small window, and says who
//! came back. Who signs in again while something has the engine to itself is heard in `at_work`.

use std::rc::Rc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::super::{choose, need};
use super::proof::{Judge, Proven};
use crate::client::failure::not_proven;
use crate::client::tokens::Tokens;
use crate::client::{Client, World};
use crate::microsoft::cloud::Cloud;
use crate::microsoft::limits::SIGN_IN;
use crate::microsoft::permissions::{Need, PERMISSIONS, covers};
use crate::microsoft::signin::Authority;
use crate::microsoft::signin::authorize::{Proof, Request, Secrets, address, scopes_to_redeem};
use crate::microsoft::signin::callback::{Callback, read};
use crate::microsoft::signin::identity::{Identity, NotProven};
use crate::microsoft::signin::token::Granted;
use crate::protocol::{Event, Purpose, Session, SignInPlace, SignInWindow};
use crate::tenant::progress::CloudName;
use crate::tenant::{Moment, PlanHash, Problem, ProblemKind, TenantId};

/// How long the answer to a sign-in is waited for: long enough to set up a second factor on the way.
const PATIENCE: Duration = Duration::from_hours(1);

/// The route that answers come back to.
const CALLBACK: &str = "signin/";

/// What an answer is checked against, for one sign-in: kept by the page while it is away, or here while a small window is
/// open.
#[derive(Serialize, Deserialize)]
pub(in crate::closing) struct Pending {
    cloud: CloudName,
    purpose: Purpose,
    tenant: Option<TenantId>,
    state: String,
    nonce: String,
    verifier: String,
    left_at: Moment,
    manner: Manner,
    /// The run that waits for this sign-in, and goes on with it.
    pub(super) goes_on: Option<PlanHash>,
}

/// Whether the sign-in page may ask anything.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Manner {
    /// Who comes back to their closing need not type anything, if Entra still knows them.
    Silent,
    /// It asks what it has to.
    Asking,
}

/// A sign-in to begin.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) cloud: CloudName,
    pub(super) purpose: Purpose,
    pub(super) place: SignInPlace,
    pub(super) manner: Manner,
    pub(super) tenant: Option<TenantId>,
    pub(super) goes_on: Option<PlanHash>,
}

/// Who came back, proven.
pub(super) struct Admitted {
    pub(super) cloud: Cloud,
    pub(super) session: Session,
    pub(super) identity: Identity,
    pub(super) granted: Granted,
    /// When the code was redeemed, by this machine's clock.
    pub(super) redeemed_at: Moment,
}

impl Pending {
    pub(super) const fn proof(&self) -> Proof {
        match (self.purpose, self.tenant, self.manner) {
            (Purpose::Carry(_), _, _) => Proof::Fresh,
            (Purpose::Read, None, _) => Proof::Choice,
            (Purpose::Read, Some(_), Manner::Asking) => Proof::Session,
            (Purpose::Read, Some(_), Manner::Silent) => Proof::Silent,
        }
    }

    /// Whether the person must prove anew who they are.
    pub(super) const fn asks_anew(&self) -> bool {
        matches!(self.proof(), Proof::Fresh)
    }

    pub(super) fn authority(&self) -> Authority {
        self.tenant
            .map_or(Authority::Organizations, |tenant| Authority::Tenant(tenant.to_string()))
    }

    pub(super) const fn tenant(&self) -> Option<TenantId> {
        self.tenant
    }

    pub(super) fn nonce(&self) -> &str {
        &self.nonce
    }

    pub(super) fn verifier(&self) -> &str {
        &self.verifier
    }

    pub(super) const fn left_at(&self) -> Moment {
        self.left_at
    }

    /// The same, on a sign-in page that may ask.
    pub(super) const fn asking(&self) -> Asked {
        Asked {
            cloud: self.cloud,
            purpose: self.purpose,
            place: SignInPlace::Page,
            manner: Manner::Asking,
            tenant: self.tenant,
            goes_on: self.goes_on,
        }
    }

    /// Whether the answer is this one's, and in time.
    pub(super) fn expects(&self, callback: &Callback, now: Moment) -> Result<(), Problem> {
        if callback.state != self.state || now.since(self.left_at) > PATIENCE {
            return Err(Problem::new(ProblemKind::CallbackNotExpected, now));
        }
        Ok(())
    }
}

/// What a sign-in is begun and judged with: borrowed from the engine, so that what is at work can have the rest of it.
pub(in crate::closing) struct Desk<'e, W> {
    pub(in crate::closing) world: &'e Rc<W>,
    pub(in crate::closing) configuration: &'e Result<Vec<Cloud>, ()>,
    pub(in crate::closing) base: &'e str,
    pub(in crate::closing) awaited: &'e mut Option<Pending>,
}

impl<W: World> Desk<'_, W> {
    /// Begins a sign-in. `before` is who is signed in already.
    pub(super) fn begin(&mut self, asked: Asked, before: Option<(&Session, &Tokens<W>)>) -> Result<(), Problem> {
        let begun = self.lead_to_provider(asked, before);
        if begun.is_err() && asked.place == SignInPlace::Window {
            // A browser lets a page open its window during the click alone, so it is open already and has nothing to show.
            *self.awaited = None;
            self.world.tell(Event::Window(None));
        }
        begun
    }

    fn lead_to_provider(&mut self, asked: Asked, before: Option<(&Session, &Tokens<W>)>) -> Result<(), Problem> {
        let Asked {
            cloud,
            purpose,
            place,
            manner,
            tenant,
            goes_on,
        } = asked;
        let problem = |kind| Problem::new(kind, self.world.now());
        if place == SignInPlace::Window && before.is_none() {
            return Err(problem(ProblemKind::SignInNeeded));
        }
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
            goes_on,
        };
        let needs = needs(purpose);
        // Whoever is signed in to this tenant need not type their name again, and shows what a service has demanded.
        let before = before.filter(|(session, _)| Some(session.tenant) == tenant);
        let tokens = before.map(|(_, tokens)| tokens);
        // It carries one demand: Graph's, or where it is for Azure too, Azure's.
        let mut services = PERMISSIONS.iter().filter(|row| needs.contains(&row.need));
        let demand = tokens.and_then(|tokens| services.find_map(|row| tokens.demand(row.audience)));
        let request = Request {
            cloud: &chosen,
            authority: &pending.authority(),
            redirect: &self.redirect(),
            needs: &needs,
            proof: pending.proof(),
            hint: tokens.and_then(|tokens| tokens.identity().hint.as_deref()),
            demand: demand.as_deref(),
        };
        let url = address(&request, &secrets).map_err(|_| problem(ProblemKind::ConfigurationUnreadable))?;
        if place == SignInPlace::Window {
            let Secrets { state, .. } = secrets;
            *self.awaited = Some(pending);
            self.world.tell(Event::Window(Some(SignInWindow { url, state })));
            return Ok(());
        }
        let pending = serde_json::to_string(&pending).map_err(|_| problem(ProblemKind::ProgressNotKept))?;
        if self.awaited.take().is_some() {
            self.world.tell(Event::Window(None));
        }
        self.world.tell(Event::Leave { url, pending });
        Ok(())
    }

    /// The sign-in that an answer from a small window belongs to.
    pub(super) fn answered(&mut self, callback: &str) -> Result<(Callback, Pending), Problem> {
        let unexpected = Problem::new(ProblemKind::CallbackNotExpected, self.world.now());
        let callback = read(callback).ok_or_else(|| unexpected.clone())?;
        // Somebody else's answer doesn't use up the sign-in that is awaited.
        let answered = |pending: &mut Pending| pending.state == callback.state;
        let pending = self.awaited.take_if(answered).ok_or(unexpected)?;
        self.world.tell(Event::Window(None));
        Ok((callback, pending))
    }

    /// Redeems an answer and proves who came back.
    pub(super) async fn prove(&self, callback: Callback, pending: &Pending) -> Result<Admitted, Problem> {
        pending.expects(&callback, self.world.now())?;
        let cloud = self.cloud(pending.cloud)?;
        let redirect = self.redirect();
        let judge = Judge {
            world: self.world,
            cloud: &cloud,
            pending,
            redirect: &redirect,
            scopes: scopes_to_redeem(&cloud, &needs(pending.purpose)),
        };
        let proven = judge.judge(callback).await?;
        let now = self.world.now();
        let session = session(pending, &proven).ok_or_else(|| not_proven(NotProven::Tenant, now))?;
        let Proven {
            identity,
            granted,
            redeemed_at,
            ..
        } = proven;
        Ok(Admitted {
            cloud,
            session,
            identity,
            granted,
            redeemed_at,
        })
    }

    fn cloud(&self, name: CloudName) -> Result<Cloud, Problem> {
        choose(self.configuration, name)
            .ok_or_else(|| Problem::new(ProblemKind::ConfigurationUnreadable, self.world.now()))
    }

    pub(super) fn redirect(&self) -> String {
        format!("{}{CALLBACK}", self.base)
    }
}

/// Puts a new sign-in in the place of the one before: of the same person in the same tenant, and of nobody else.
pub(super) fn take_over<W: World>(
    world: &W,
    (client, session, taken_in): (&Client<W>, &mut Session, &mut (Moment, Duration)),
    admitted: Admitted,
) -> Result<(), Problem> {
    let now = world.now();
    let other = &admitted.session;
    if (other.cloud, other.tenant) != (session.cloud, session.tenant) {
        return Err(Problem::new(ProblemKind::OtherTenant, now));
    }
    if other.person != session.person {
        return Err(Problem::new(ProblemKind::OtherPerson, now));
    }
    client.tokens().take_over(admitted.granted, admitted.redeemed_at);
    *session = admitted.session;
    *taken_in = (now, world.elapsed());
    world.tell(Event::Session(Some(session.clone())));
    Ok(())
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
