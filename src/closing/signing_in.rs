//! Signing in and out: who is let in, in whose place. Keeps the tokens in the client and tells the page only who it is. How a
//! sign-in is begun and its answer proven is in the files below.

mod at_work;
mod desk;
mod proof;

use std::rc::Rc;

use super::{Engine, SignedIn};
use crate::client::failure::token_refused;
use crate::client::helm::Listener;
use crate::client::retry::Outcome;
use crate::client::tokens::Tokens;
use crate::client::{Client, World, send};
use crate::microsoft::signin::authorize::{Proof, secret};
use crate::microsoft::signin::callback::{Answer, Callback, read};
use crate::microsoft::signin::refusal::EntraError;
use crate::microsoft::signin::{Authority, metadata, sign_out};
use crate::protocol::{Event, Purpose, SignInPlace};
use crate::tenant::progress::CloudName;
use crate::tenant::{Moment, PlanHash, Problem, ProblemKind};
pub(super) use at_work::AtWork;
use desk::{Admitted, Asked, Manner, take_over};
pub(super) use desk::{Desk, Pending};

impl<W: World> Engine<W> {
    pub(super) fn sign_in(&mut self, cloud: CloudName, purpose: Purpose, place: SignInPlace) -> Result<(), Problem> {
        // In a small window a refusal would only flash by; and who is signed in already is asked for a reason.
        let manner = match (place, &self.signed_in) {
            (SignInPlace::Page, None) => Manner::Silent,
            (SignInPlace::Page, Some(_)) | (SignInPlace::Window, _) => Manner::Asking,
        };
        // Once a tenant is being closed, every sign-in goes to that tenant's own page.
        let tenant = self.progress.tenant.filter(|_| self.progress.cloud == Some(cloud));
        self.begin(Asked {
            cloud,
            purpose,
            place,
            manner,
            tenant,
            goes_on: None,
        })
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
        self.begin(Asked {
            cloud,
            purpose: Purpose::Read,
            place: SignInPlace::Page,
            manner: Manner::Asking,
            tenant: Some(tenant),
            goes_on: None,
        })
    }

    /// Says what a message of the identity provider's means: its own page shows some that never come back here, such as that
    /// this site's address isn't registered.
    pub(super) fn explain(&self, message: &str) -> Result<(), Problem> {
        Err(explained(message, self.world.now()))
    }

    fn begin(&mut self, asked: Asked) -> Result<(), Problem> {
        let before = self.signed_in.as_ref();
        let before = before.map(|before| (&before.session, before.client.tokens()));
        let mut desk = Desk {
            world: &self.world,
            configuration: &self.configuration,
            base: &self.base,
            awaited: &mut self.awaited,
        };
        desk.begin(asked, before)
    }

    fn desk(&mut self) -> Desk<'_, W> {
        Desk {
            world: &self.world,
            configuration: &self.configuration,
            base: &self.base,
            awaited: &mut self.awaited,
        }
    }

    /// Judges the answer to a sign-in that this page was left for. Says which run the page was left for, if it was one.
    pub(super) async fn finish_sign_in(
        &mut self,
        callback: &str,
        pending: Option<&str>,
    ) -> Result<Option<PlanHash>, Problem> {
        let unexpected = Problem::new(ProblemKind::CallbackNotExpected, self.world.now());
        let callback = read(callback).ok_or_else(|| unexpected.clone())?;
        let pending: Option<Pending> = pending.and_then(|text| serde_json::from_str(text).ok());
        let pending = pending.ok_or(unexpected)?;
        self.admit(callback, &pending).await?;
        Ok(pending.goes_on)
    }

    /// Judges the answer from a small window. Who is signed in stays the same person; what was read and planned stays.
    pub(super) async fn take_answer(&mut self, callback: &str) -> Result<(), Problem> {
        let (callback, pending) = self.desk().answered(callback)?;
        self.admit(callback, &pending).await?;
        if self.snapshot.is_none() {
            self.survey(Listener::Reading).await?;
        }
        Ok(())
    }

    /// Lets in who proves to be the one that was asked for. Whatever does not fit the one sign-in that was begun is refused.
    async fn admit(&mut self, callback: Callback, pending: &Pending) -> Result<(), Problem> {
        pending.expects(&callback, self.world.now())?;
        if let (Proof::Silent, Answer::Refused { error, description }) = (pending.proof(), &callback.answer)
            && EntraError::from_callback(error, description).wants_person()
        {
            return self.begin(pending.asking());
        }
        let admitted = self.desk().prove(callback, pending).await?;
        // Another tab may have begun with another tenant meanwhile.
        self.take_in_learned();
        let asked_for = [pending.tenant(), self.progress.tenant];
        if asked_for
            .into_iter()
            .flatten()
            .any(|tenant| tenant != admitted.session.tenant)
        {
            return Err(self.problem(ProblemKind::OtherTenant));
        }
        let (tenant, cloud) = (admitted.session.tenant, admitted.session.cloud);
        if let Some(SignedIn {
            client,
            session,
            taken_in,
        }) = &mut self.signed_in
        {
            take_over(&*self.world, (client, session, taken_in), admitted)?;
        } else {
            self.signed_in = Some(self.first(admitted));
        }
        self.helm.works_on(Some(tenant));
        self.change(|progress, now| {
            progress.tenant = Some(tenant);
            progress.cloud = Some(cloud);
            progress.started_at.get_or_insert(now);
            // Who was let in was let in somewhere, whatever Entra has said before.
            progress.signed_in_at = Some(now.but_after(progress.signed_in_at.max(progress.tenant_gone_at)));
            progress.tenant_gone_at = None;
        })
    }

    fn first(&mut self, admitted: Admitted) -> SignedIn<W> {
        let Admitted {
            cloud,
            session,
            identity,
            granted,
            redeemed_at,
        } = admitted;
        let world = Rc::clone(&self.world);
        let redirect = self.desk().redirect();
        let tokens = Tokens::new(world, cloud.clone(), identity, redirect, granted, redeemed_at);
        let client = Client::new(Rc::clone(&self.world), self.helm(), cloud, tokens);
        self.world.tell(Event::Session(Some(session.clone())));
        SignedIn {
            client,
            session,
            taken_in: (self.world.now(), self.world.elapsed()),
        }
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
        self.helm.works_on(None);
        self.snapshot = None;
        self.proposal = None;
        self.watch = crate::protocol::Watch::Nothing;
        if self.awaited.take().is_some() {
            self.world.tell(Event::Window(None));
        }
        self.world.tell(Event::Session(None));
        // An export may have been under way, or have ended where the browser can't ask where to save.
        self.world.discard_archive().await;
        self.world.forget_archive().await;
        if let Some(SignedIn { client, session, .. }) = signed_in {
            let authority = Authority::Tenant(session.tenant.to_string());
            let hint = client.tokens().identity().sign_out_hint.as_deref();
            let mut bytes = [0; 32];
            self.world.fill_random(&mut bytes);
            let state = secret(bytes);
            let url = sign_out(client.cloud(), &authority, &self.base, hint, &state);
            self.world.tell(Event::LeaveSignedOut { url, state });
        }
        Ok(())
    }
}

fn explained(message: &str, at: Moment) -> Problem {
    token_refused(&EntraError::from_message(message), at)
}
