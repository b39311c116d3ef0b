//! Looking again at what a person waits for, while they look at it: subscriptions, and whether the tenant still exists.

use http::Request;

use super::Engine;
use crate::client::retry::Outcome;
use crate::client::{World, send};
use crate::microsoft::signin::Authority;
use crate::microsoft::signin::metadata::address;
use crate::microsoft::signin::probe::{Existence, read};
use crate::protocol::{Event, Watch};
use crate::tenant::Problem;

impl<W: World> Engine<W> {
    /// One look. A passing failure is not told as a problem: the next look comes soon, and the page says how old its
    /// knowledge is. The end of the sign-in is told, once.
    pub async fn look(&mut self) {
        let looked: Result<(), Problem> = match self.watch {
            Watch::Subscriptions if self.signed_in.is_some() => self.read_subscriptions().await,
            Watch::Directory => self.probe().await,
            Watch::Subscriptions | Watch::Nothing => Ok(()),
        };
        if let Err(problem) = looked
            && problem.kind.ends_by_signing_in()
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
        let Outcome::Answer(answer) = send(&*self.world, request).await else {
            return Ok(());
        };
        match read(answer.status().as_u16(), answer.body()) {
            Existence::Gone => {
                self.world.drop_plan().await;
                self.change(|progress, now| {
                    progress.tenant_gone_at = Some(now);
                    progress.running = None;
                })
            }
            Existence::Exists | Existence::Unknown => Ok(()),
        }
    }
}
