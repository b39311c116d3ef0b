//! What the tenant says of a plan's things: read afresh, with patience for lists that lag behind.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Halt, Run};
use crate::client::World;
use crate::closing::survey::multifactor_states;
use crate::microsoft::Endpoint;
use crate::microsoft::graph::{applications, users};
use crate::protocol::{Failure, RunState};
use crate::tenant::ids::{Guid, UserId};
use crate::tenant::plan::Work;
use crate::tenant::snapshot::MultifactorState;
use crate::tenant::{Problem, ProblemKind};

/// How long lists are given to catch up with what was accepted. Microsoft promises no time; minutes have been seen.
const PATIENCE: [u64; 7] = [1, 2, 5, 10, 30, 60, 120];

impl<W: World> Run<'_, W> {
    /// Which of the plan's things are still as they were.
    pub(super) async fn still_there(&self) -> Result<BTreeSet<Guid>, Halt> {
        let ids = match self.running.work {
            Work::DeleteUsers => self.listed(&users::ListUsers).await?,
            Work::DeleteApplications => {
                let mut ids = self.listed(&applications::ListApplications).await?;
                ids.append(&mut self.listed(&applications::ListServicePrincipals).await?);
                ids
            }
            Work::DisableMultifactor => self.with_multifactor().await?,
        };
        Ok(ids)
    }

    async fn listed<E: Endpoint>(&self, endpoint: &E) -> Result<BTreeSet<Guid>, Halt> {
        #[derive(serde::Deserialize)]
        struct Object {
            id: Guid,
        }
        let objects: Vec<Object> = self
            .client
            .list(&endpoint.call(), |_| {})
            .await
            .map_err(|failure| self.halt(&failure))?;
        Ok(objects.into_iter().map(|object| object.id).collect())
    }

    /// A state that can't be read counts as still on: "done" never rests on silence.
    async fn with_multifactor(&self) -> Result<BTreeSet<Guid>, Halt> {
        let users: Vec<UserId> = self
            .confirmed
            .plan()
            .items()
            .iter()
            .map(|item| UserId(item.id))
            .collect();
        let states = multifactor_states(self.client, self.world, &users).await;
        let states = states.map_err(|failure| self.halt(&failure))?;
        let on = states
            .into_iter()
            .filter(|one| one.state.known() != Some(&MultifactorState::Disabled));
        Ok(on.map(|one| one.user.0).collect())
    }

    /// Accepted is not gone: a fresh list decides. What is still listed after all patience is named as such.
    pub(super) async fn verify(&mut self) -> Result<(), Halt> {
        let mut patience = PATIENCE.into_iter();
        let there = loop {
            self.show(RunState::Verifying);
            let there = self.still_there().await?;
            let lagging = self.accepted.iter().any(|item| there.contains(&item.id));
            match patience.next() {
                Some(seconds) if lagging => {
                    let wait = Duration::from_secs(seconds);
                    self.client.wait(wait).await.map_err(|failure| self.halt(&failure))?;
                }
                _ => break there,
            }
        };
        let at = self.world.now();
        let still = self.accepted.iter().filter(|item| there.contains(&item.id));
        self.running.failures.extend(still.map(|item| Failure {
            item: *item,
            problem: Problem::new(ProblemKind::StillListed, at),
        }));
        // An item that failed may have gone all the same: then it is no failure.
        self.running.failures.retain(|failure| there.contains(&failure.item.id));
        let gone = self
            .confirmed
            .plan()
            .items()
            .iter()
            .filter(|item| !there.contains(&item.id))
            .count();
        self.running.verified = u32::try_from(gone).unwrap_or(u32::MAX);
        self.running.accepted = 0;
        Ok(())
    }
}
