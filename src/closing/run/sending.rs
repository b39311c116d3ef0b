//! What is sent when: small batches first, a few at once, within the budget, and nothing while the person says so. Reads no
//! answer.

use std::future::pending;
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, LocalBoxFuture, select};

use super::queue::Group;
use super::{Back, Halt, LANES, Landed, NextToken, Run, UnderWay, cost, count};
use crate::client::batch::GraphToken;
use crate::client::pace::PauseReason;
use crate::client::{Helm, World};
use crate::microsoft::graph::organization::GetOrganization;
use crate::microsoft::graph::{applications, deleted_users, multifactor, users};
use crate::microsoft::limits::BATCH;
use crate::microsoft::{Call, Endpoint, Version};
use crate::protocol::{RunState, WaitReason};
use crate::tenant::Fate;
use crate::tenant::ids::Guid;
use crate::tenant::plan::{Item, Target, Work};

/// When nothing was answered so often in a row, the next request only asks whether anything is.
const PROBED: u32 = 2;

/// So long a token counts as one that has just come.
const NEW: Duration = Duration::from_mins(1);

impl<'e, W: World> Run<'e, W> {
    /// Sends until nothing is left.
    pub(super) async fn send_all(&mut self, under_way: &mut UnderWay<'e>) -> Result<(), Halt> {
        loop {
            let wait = self.launch(under_way)?;
            if under_way.is_empty() && self.queue.left() == 0 {
                return Ok(());
            }
            let landing = async {
                match under_way.next().await {
                    Some(back) => back,
                    None => pending().await,
                }
            };
            let landing = std::pin::pin!(landing);
            let helm = Rc::clone(&self.helm);
            let resting = std::pin::pin!(rest(self.world, &helm, wait, self.network_returns));
            if let Either::Left((back, _)) = select(landing, resting).await {
                self.take_back(back)?;
            }
        }
    }

    /// Sends what may be sent now. Returns how long until there may be more; nothing if only an answer or the person can
    /// say.
    fn launch(&mut self, under_way: &mut UnderWay<'e>) -> Result<Option<Duration>, Halt> {
        loop {
            if self.helm.is_stopped() {
                return Err(Halt::Stopped);
            }
            // Other tabs may keep much while nothing is sent.
            if self.helm.has_learned() {
                self.take_in_learned();
            }
            self.heed_network();
            if self.helm.is_paused() {
                self.show(RunState::Paused);
                return Ok(None);
            }
            let now = self.world.elapsed();
            self.queue.turn(now, under_way.len());
            // One at a time while it is young or in trouble.
            let careful = !self.canary.is_empty() || self.silences + self.troubles > 0;
            if under_way.len() >= if careful { 1 } else { LANES } {
                return Ok(None);
            }
            if let Some(hold) = self.hold.filter(|hold| hold.until > now) {
                return Ok(Some(self.wait(hold)));
            }
            let size = self.canary.front().copied().unwrap_or(BATCH).min(BATCH);
            let Some(size) = self.queue.next_size(size) else {
                return Ok(match self.queue.due() {
                    Some(due) if under_way.is_empty() => Some(self.wait(due)),
                    due => due.map(|due| due.until.saturating_sub(now)),
                });
            };
            let Some(token) = self.token_at_hand(under_way) else {
                return Ok(None);
            };
            if self.silences.max(self.troubles) >= PROBED {
                under_way.push(self.probe(token));
                return Ok(None);
            }
            if let Err(pause) = self.client.take_pace(cost(count(size))) {
                if pause.reason == PauseReason::Asked {
                    self.wait(self.after(pause.wait, WaitReason::Throttled));
                }
                return Ok(Some(pause.wait));
            }
            let Some(group) = self.queue.next(size) else {
                return Ok(None);
            };
            let group = self.leave_out(group);
            if group.items.is_empty() {
                continue;
            }
            for queued in &group.items {
                self.fates.set(queued.place, Fate::Sent);
            }
            if let Some(running) = &mut self.progress.running {
                running.sent += count(group.items.len());
            }
            under_way.push(self.send(token, group));
            self.show(RunState::Working);
        }
    }

    /// Where nothing answered because there was no network, nobody waits for long once there is one.
    fn heed_network(&mut self) {
        let returns = self.helm.network_returns();
        if std::mem::replace(&mut self.network_returns, returns) == returns {
            return;
        }
        let soon = self.after(self.client.soon(), WaitReason::Unreachable);
        self.hold = self.hold.map(|hold| hold.no_longer_than(soon));
        self.queue.hasten(soon);
    }

    /// Takes out what another tab has excluded since the plan was confirmed: nothing that was is ever in a request.
    fn leave_out(&mut self, group: Group) -> Group {
        self.take_in_learned();
        let Group { items, tries } = group;
        let (left_out, items) = items
            .into_iter()
            .partition::<Vec<_>, _>(|queued| queued.item.is_one_of(&self.excluded));
        for queued in left_out {
            self.settled += 1;
            self.fates.set(queued.place, Fate::LeftOut);
        }
        Group { items, tries }
    }

    /// A token to send with now. If there is none, one is asked for, and comes back like a batch.
    fn token_at_hand(&mut self, under_way: &UnderWay<'e>) -> Option<GraphToken> {
        match std::mem::replace(&mut self.token, NextToken::AsHeld) {
            NextToken::New(token, at) if self.world.elapsed().saturating_sub(at) < NEW => return Some(token),
            NextToken::AskedFor => {}
            // One that came before a long pause may have ended in it.
            NextToken::New(..) | NextToken::AsHeld => match self.client.graph_token() {
                Some(token) => return Some(token),
                None => {
                    let client = self.client;
                    under_way.push(Box::pin(async move { Back::Token(client.get_graph_token().await) }));
                }
            },
        }
        self.token = NextToken::AskedFor;
        None
    }

    fn send(&self, token: GraphToken, group: Group) -> LocalBoxFuture<'e, Back> {
        let calls = group.items.iter().map(|queued| (queued.item.id, call(queued.item)));
        let calls = calls.collect();
        self.batch(token, version(self.running.work), calls, group)
    }

    /// Asks whether the service answers a batch at all: one that changes nothing. When it does, what failed before is to blame
    /// itself.
    fn probe(&self, token: GraphToken) -> LocalBoxFuture<'e, Back> {
        let calls = vec![(self.confirmed.plan().tenant().0, GetOrganization.call())];
        self.batch(token, Version::V1, calls, Group::default())
    }

    fn batch(
        &self,
        token: GraphToken,
        version: Version,
        calls: Vec<(Guid, Call)>,
        group: Group,
    ) -> LocalBoxFuture<'e, Back> {
        let client = self.client;
        let (sent_at, sign_ins) = (self.world.elapsed(), client.tokens().sign_ins());
        Box::pin(async move {
            let answered = client.batch_at_once(&token, version, &calls).await;
            Back::Batch(Landed {
                sent_at,
                sign_ins,
                group,
                answered,
            })
        })
    }
}

/// Returns after a while, or when the person steers, another tab has kept something, or the network has come back once more.
async fn rest<W: World>(world: &W, helm: &Helm, wait: Option<Duration>, network_returns: u32) {
    let turning = async {
        if helm.is_paused() {
            helm.resumed().await;
        } else {
            helm.turned().await;
        }
    };
    let sleeping = async {
        match wait {
            Some(wait) => world.sleep(wait).await,
            None => pending().await,
        }
    };
    let (turning, learning) = (std::pin::pin!(turning), std::pin::pin!(helm.learns()));
    let (returning, sleeping) = (
        std::pin::pin!(helm.network_is_back(network_returns)),
        std::pin::pin!(sleeping),
    );
    select(select(turning, learning), select(returning, sleeping)).await;
}

const fn version(work: Work) -> Version {
    match work {
        Work::DeleteUsers | Work::DeleteApplications | Work::PurgeUsers => Version::V1,
        Work::DisableMultifactor => Version::Beta,
    }
}

fn call(item: Item) -> Call {
    let id = item.id.to_string();
    match item.target {
        Target::User => users::delete_user(&id),
        Target::UserMultifactor => multifactor::disable(&id),
        Target::Application => applications::delete_application(&id),
        Target::ServicePrincipal => applications::delete_service_principal(&id),
        Target::DeletedUser => deleted_users::purge_user(&id),
    }
}
