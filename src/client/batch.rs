//! Sends up to twenty calls as one request, once. What each answer means, and whether to try again, is the caller's.

use super::retry::Outcome;
use super::{Client, Failure, World, tell_inner};
use crate::microsoft::graph::batch::{Answer, read, write};
use crate::microsoft::refusal::Refusal;
use crate::microsoft::{Audience, Call, Version};
use crate::tenant::ids::Guid;

/// What became of a batch.
pub enum Batched {
    /// It was answered; for each call its answer, or nothing if that is missing.
    Answers(Vec<Option<Answer>>),
    /// The batch as a whole was not carried out, or nobody knows.
    Outer(Outcome),
}

impl<W: World> Client<W> {
    /// Sends a batch of calls, each with the id of the thing it is about. All calls are of one version: v1.0 batches
    /// can't hold beta calls.
    ///
    /// # Errors
    /// When there is no token.
    pub async fn batch(&self, version: Version, calls: &[(Guid, Call)]) -> Result<Batched, Failure> {
        let inner: Vec<Call> = calls.iter().map(|(_, call)| call.clone()).collect();
        let body = write(&inner).map_err(|_| Failure::NotUnderstood)?;
        let origin = self.cloud.origin(Audience::Graph).as_str();
        let address = format!("{origin}{}/$batch", version.prefix());
        let at = self.world.now();
        let outcome = self
            .attempt(Audience::Graph, http::Method::POST, &address, body)
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
            let refusal: Option<Refusal> = answer.as_ref().map(Answer::refusal);
            tell_inner(&*self.world, at, call, *about, host, refusal.as_ref());
        }
        Ok(Batched::Answers(answers))
    }

    /// Waits until the published quota lets so many writes through.
    ///
    /// # Errors
    /// [`Failure::Stopped`].
    pub async fn keep_pace(&self, writes: u32) -> Result<(), Failure> {
        loop {
            let wait = match self.pace.borrow_mut().take(writes, self.world.now()) {
                Ok(()) => return Ok(()),
                Err(wait) => wait,
            };
            self.wait(wait).await?;
        }
    }

    /// How long so many writes take by the quota.
    pub fn time_for(&self, writes: u32) -> std::time::Duration {
        self.pace.borrow().time_for(writes)
    }

    /// Forgets Graph's access token, so that the next request gets a new one: one that proves what this refusal demands.
    pub fn renew_token(&self, refusal: Option<&Refusal>) {
        match refusal.and_then(|refusal| refusal.demand.as_deref()) {
            Some(demand) => self.tokens.demanded(Audience::Graph, demand),
            None => self.tokens.forget_access(Audience::Graph),
        }
    }
}
