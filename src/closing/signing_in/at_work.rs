//! Hears who signs in again while a run, an export or a reading has the engine to itself, and puts the new tokens under it. How
//! each of them waits for the person is its own affair.

use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};

use super::super::{Engine, SignedIn};
use super::desk::{Asked, Desk, Manner, take_over};
use super::explained;
use crate::client::helm::{Handed, Listener};
use crate::client::{Client, Helm, World};
use crate::protocol::{Event, Purpose, Session};
use crate::tenant::plan::{FRESH_SIGN_IN, Work};
use crate::tenant::{Moment, PlanHash, Problem, ProblemKind};

/// Something that has the engine to itself, and who is signed in for it.
pub(in crate::closing) struct AtWork<'e, W> {
    pub(in crate::closing) listener: Listener,
    pub(in crate::closing) client: &'e Client<W>,
    pub(in crate::closing) session: &'e mut Session,
    pub(in crate::closing) taken_in: &'e mut (Moment, Duration),
    /// The plan of a run: a sign-in is for it, whatever it was asked for.
    pub(in crate::closing) plan: Option<(Work, PlanHash)>,
}

impl<W: World> Engine<W> {
    /// Does something for whoever is signed in, which has the engine to itself for a while, and hears meanwhile who signs in
    /// again.
    pub(in crate::closing) async fn at_work<T>(
        &mut self,
        listener: Listener,
        work: impl AsyncFnOnce(&W, &Client<W>, &Session) -> T,
    ) -> Result<T, Problem> {
        let now = self.world.now();
        let helm = self.helm();
        let signed_in = self.signed_in.as_mut();
        let SignedIn {
            client,
            session,
            taken_in,
        } = signed_in.ok_or_else(|| Problem::new(ProblemKind::SignInNeeded, now))?;
        let client = &*client;
        let whose = session.clone();
        let mut desk = Desk {
            world: &self.world,
            configuration: &self.configuration,
            base: &self.base,
            awaited: &mut self.awaited,
        };
        let at_work = AtWork {
            listener,
            client,
            session,
            taken_in,
            plan: None,
        };
        Ok(desk.beside(&helm, at_work, work(&self.world, client, &whose)).await)
    }
}

impl<W: World> Desk<'_, W> {
    /// Works, and hears meanwhile whoever signs in again: what is at work goes on with the new tokens.
    pub(in crate::closing) async fn beside<T>(
        &mut self,
        helm: &Rc<Helm>,
        mut at_work: AtWork<'_, W>,
        work: impl Future<Output = T>,
    ) -> T {
        let _listening = helm.listen(at_work.listener);
        let mut work = pin!(work);
        loop {
            let handed = match select(work.as_mut(), pin!(helm.handed())).await {
                Either::Left((done, _)) => return done,
                Either::Right((handed, _)) => handed,
            };
            let world = Rc::clone(self.world);
            let said = |heard: Result<(), Problem>| {
                if let Err(problem) = heard {
                    world.tell(Event::Problem(problem));
                }
            };
            // An answer can be taken in once: that is brought to its end, even if the work ends meanwhile.
            match select(work.as_mut(), pin!(self.hear(handed, &mut at_work))).await {
                Either::Left((done, hearing)) => {
                    said(hearing.await);
                    return done;
                }
                Either::Right((heard, _)) => said(heard),
            }
        }
    }

    async fn hear(&mut self, handed: Handed, at_work: &mut AtWork<'_, W>) -> Result<(), Problem> {
        match handed {
            Handed::SignIn { cloud, purpose, place } => {
                let asked = Asked {
                    cloud,
                    purpose: at_work.plan.map_or(purpose, |(work, _)| Purpose::Carry(work)),
                    place,
                    manner: Manner::Asking,
                    tenant: Some(at_work.session.tenant),
                    goes_on: at_work.plan.map(|(_, plan)| plan),
                };
                self.begin(asked, Some((&*at_work.session, at_work.client.tokens())))
            }
            Handed::Answer(answer) => self.renew(&answer, at_work).await,
            Handed::Explain(message) => Err(explained(&message, self.world.now())),
        }
    }

    /// The same person in the same tenant; for a run as freshly proven as for its beginning, and with the same permission.
    async fn renew(&mut self, answer: &str, at_work: &mut AtWork<'_, W>) -> Result<(), Problem> {
        let (callback, pending) = self.answered(answer)?;
        let admitted = self.prove(callback, &pending).await?;
        let now = self.world.now();
        let fresh = |at: Moment| now.since(at) <= FRESH_SIGN_IN;
        if let Some((work, _)) = at_work.plan
            && (!admitted.session.granted.contains(&Purpose::Carry(work))
                || !admitted.session.authenticated_at.is_some_and(fresh))
        {
            return Err(Problem::new(ProblemKind::SignInTooOld, now));
        }
        let AtWork {
            client,
            session,
            taken_in,
            ..
        } = at_work;
        take_over(&**self.world, (client, session, taken_in), admitted)
    }
}
