//! Sends up to twenty calls as one request, once. What each answer means, and whether to try again, is the caller's.

use std::time::Duration;

use super::pace::Pause;
use super::retry::Outcome;
use super::{Client, Failure, World, tell_inner};
use crate::microsoft::graph::batch::{Answer, read, write};
use crate::microsoft::limits::{Cost, Resource};
use crate::microsoft::refusal::Refusal;
use crate::microsoft::{Audience, Call, Version};
use crate::tenant::ids::Guid;

/// Graph's access token at hand: with it a batch leaves as it is, and at once. Whoever first had to get one would send what
/// was decided on before.
pub struct GraphToken(String);

/// What became of a batch.
pub enum Batched {
    /// It was answered; for each call its answer, or nothing if that is missing.
    Answers(Vec<Option<Answer>>),
    /// The batch as a whole was not carried out, or nobody knows.
    Outer(Outcome),
}

impl<W: World> Client<W> {
    /// Graph's token, if one is held that can be used now.
    pub fn graph_token(&self) -> Option<GraphToken> {
        self.tokens.kept(Audience::Graph).map(GraphToken)
    }

    /// Graph's token: the one that is held, or a new one.
    ///
    /// # Errors
    /// When there is none to be had, or the person has stopped.
    pub async fn get_graph_token(&self) -> Result<GraphToken, Failure> {
        let token = self.unless_stopped(self.tokens.access(Audience::Graph));
        token.await.map(GraphToken)
    }

    /// Sends a batch of calls that change nothing, each with the id of the thing it is about.
    ///
    /// # Errors
    /// When there is no token.
    pub async fn batch(&self, version: Version, calls: &[(Guid, Call)]) -> Result<Batched, Failure> {
        let token = self.get_graph_token().await?;
        self.batch_at_once(&token, version, calls).await
    }

    /// Sends a batch of calls, each with the id of the thing it is about; the request leaves when this is polled first. All
    /// calls are of one version: v1.0 batches can't hold beta calls.
    ///
    /// # Errors
    /// When the request can't be made.
    pub async fn batch_at_once(
        &self,
        GraphToken(token): &GraphToken,
        version: Version,
        calls: &[(Guid, Call)],
    ) -> Result<Batched, Failure> {
        let inner: Vec<Call> = calls.iter().map(|(_, call)| call.clone()).collect();
        let body = write(&inner).map_err(|_| Failure::NotUnderstood)?;
        let origin = self.cloud.origin(Audience::Graph).as_str();
        let address = format!("{origin}{}/$batch", version.prefix());
        let at = self.world.now();
        let outcome = self
            .attempt(token, Audience::Graph, http::Method::POST, &address, body)
            .await?;
        let Outcome::Answer(answer) = &outcome else {
            return Ok(Batched::Outer(outcome));
        };
        if !answer.status().is_success() {
            return Ok(Batched::Outer(outcome));
        }
        let Ok(answers) = read(answer.body(), calls.len()) else {
            return Ok(Batched::Outer(outcome));
        };
        let host = origin.rsplit('/').next().unwrap_or_default();
        for ((about, call), answer) in calls.iter().zip(&answers) {
            let refusal = answer.as_ref().map(|answer| &answer.refusal);
            tell_inner(&*self.world, at, call, *about, host, refusal);
        }
        Ok(Batched::Answers(answers))
    }

    /// Takes what requests cost out of the published budget, if it is there.
    ///
    /// # Errors
    /// How long until it is.
    pub fn take_pace(&self, cost: Cost) -> Result<(), Pause> {
        self.pace.borrow_mut().take(cost, self.world.elapsed())
    }

    /// Heeds what another tab, or this one before it was reloaded, may have spent just now.
    pub fn assume_spent(&self, cost: Cost) {
        self.pace.borrow_mut().assume_spent(cost, self.world.elapsed());
    }

    /// Heeds what the service said of the budget's use, while requests worth `under_way` were not counted yet.
    pub fn heed_use(&self, resource: Resource, share: f64, under_way: u32) {
        self.pace
            .borrow_mut()
            .used(resource, share, under_way, self.world.elapsed());
    }

    /// Heeds that so much of what was sent then was refused because the budget was used up.
    pub fn heed_refusal(&self, cost: Cost, wait: Option<Duration>, sent_at: Duration) {
        let now = self.world.elapsed();
        self.pace.borrow_mut().refused(cost, wait, sent_at, now);
    }

    /// How long requests of this cost take by the budget.
    pub fn time_for(&self, cost: Cost) -> Duration {
        self.pace.borrow().time_for(cost, self.world.elapsed())
    }

    /// Forgets Graph's access token, so that the next request gets a new one: one that proves what this refusal demands.
    pub fn renew_token(&self, refusal: Option<&Refusal>) {
        match refusal.and_then(|refusal| refusal.demand.as_deref()) {
            Some(demand) => self.tokens.demanded(Audience::Graph, demand),
            None => self.tokens.forget_access(Audience::Graph),
        }
    }
}
