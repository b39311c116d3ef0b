//! Looking again at what a person waits for, while they look at it: subscriptions, and whether the tenant still exists.

use std::pin::pin;

use futures_util::future::{Either, select};
use http::Request;

use super::Engine;
use crate::client::retry::Outcome;
use crate::client::{Helm, LAST_MOMENT, World, send};
use crate::microsoft::signin::Authority;
use crate::microsoft::signin::metadata::address;
use crate::microsoft::signin::probe::{Existence, read};
use crate::protocol::{Event, Watch};
use crate::tenant::Problem;

/// So many times in a row Entra has to say that there is no such tenant. It answers from many places, of which one may be
/// behind or in trouble, and what follows from it can't be taken back: the plan is dropped and everything is said to be done.
const GONE: u32 = 3;

impl<W: World> Engine<W> {
    /// One look, which gives way to what the person asks for. A passing failure is not told as a problem: the next look comes
    /// soon, and the page says how old its knowledge is. What doesn't pass, such as the end of the sign-in, is told once, and
    /// nobody looks again before the page asks for it.
    pub async fn look(&mut self) {
        let looked = match self.watch {
            Watch::Subscriptions if self.signed_in.is_some() => self.read_subscriptions().await,
            Watch::Directory => self.probe().await,
            Watch::Subscriptions | Watch::Nothing => Ok(()),
        };
        if let Err(problem) = looked
            && !problem.kind.passes()
        {
            self.watch = Watch::Nothing;
            self.world.tell(Event::Problem(problem));
        }
    }

    /// Asks Entra, without a token, whether the tenant still exists.
    pub(super) async fn probe(&mut self) -> Result<(), Problem> {
        let (Some(tenant), Some(cloud), None) =
            (self.progress.tenant, self.progress.cloud, self.progress.tenant_gone_at)
        else {
            return Ok(());
        };
        let address = address(&self.cloud(cloud)?, &Authority::Tenant(tenant.to_string()));
        let Ok(request) = Request::get(address).body(Vec::new()) else {
            return Ok(());
        };
        let asked = unless_wished(&*self.world, &self.helm, send(&*self.world, request));
        let Some(Outcome::Answer(answer)) = asked.await else {
            return Ok(());
        };
        match read(answer.status().as_u16(), answer.body()) {
            Existence::Gone => self.said_gone += 1,
            Existence::Exists | Existence::Unknown => self.said_gone = 0,
        }
        if self.said_gone < GONE {
            return Ok(());
        }
        // A run in another tab ends by itself; until then its plan is not taken from it, and the next look asks again.
        let Ok(_lead) = self.take_lead().await else {
            return Ok(());
        };
        // Who signs in all the same is believed until it is said as often again.
        self.said_gone = 0;
        self.change(|progress, now| {
            progress.leave(now);
            progress.tenant_gone_at = Some(now.but_after(progress.signed_in_at));
        })?;
        self.world.drop_plan().await;
        Ok(())
    }
}

/// Reads what nobody has asked for: hardly longer than until the person asks for something else. Only the request is dropped
/// then, and nothing that was heard beside it.
pub(super) async fn unless_wished<W: World, T>(world: &W, helm: &Helm, reading: impl Future<Output = T>) -> Option<T> {
    let (reading, wished) = (
        pin!(reading),
        pin!(async {
            helm.wished().await;
            world.sleep(LAST_MOMENT).await;
        }),
    );
    match select(reading, wished).await {
        Either::Left((read, _)) => Some(read),
        Either::Right(_) => None,
    }
}
