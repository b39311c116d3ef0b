//! The tokens of one sign-in: in this worker's memory and nowhere else. One access token for each service.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use super::retry::Outcome;
use super::world::{NoAnswer, World};
use super::{Failure, send};
use crate::microsoft::Audience;
use crate::microsoft::cloud::Cloud;
use crate::microsoft::signin::Authority;
use crate::microsoft::signin::token::{Desk, Granted, TokenFailure};
use crate::tenant::Moment;

/// A token is renewed this long before it ends, so that it doesn't end on its way.
const MARGIN: Duration = Duration::from_mins(2);

/// The tokens.
pub struct Tokens<W> {
    world: Rc<W>,
    cloud: Cloud,
    authority: Authority,
    redirect: String,
    held: RefCell<Held>,
}

struct Held {
    refresh: Option<String>,
    access: BTreeMap<Audience, Access>,
}

struct Access {
    token: String,
    ends_at: Option<Moment>,
}

impl<W> fmt::Debug for Tokens<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}

impl<W: World> Tokens<W> {
    /// The tokens that a sign-in gave: the access token is Graph's.
    pub fn new(world: Rc<W>, cloud: Cloud, authority: Authority, redirect: String, granted: Granted) -> Self {
        let graph = access(granted.access, granted.lives, world.now());
        let held = Held {
            refresh: granted.refresh,
            access: BTreeMap::from([(Audience::Graph, graph)]),
        };
        Self {
            world,
            cloud,
            authority,
            redirect,
            held: RefCell::new(held),
        }
    }

    /// An access token for a service, fresh enough to be used now.
    ///
    /// # Errors
    /// [`Failure::SignInNeeded`] or [`Failure::TokenRefused`] when the person has to sign in again.
    pub async fn access(&self, audience: Audience) -> Result<String, Failure> {
        let (kept, refresh) = {
            let held = self.held.borrow();
            let now = self.world.now();
            let fresh = |access: &&Access| access.ends_at.is_none_or(|end| now.plus(MARGIN) < end);
            let kept = held
                .access
                .get(&audience)
                .filter(fresh)
                .map(|access| access.token.clone());
            (kept, held.refresh.clone())
        };
        match (kept, refresh) {
            (Some(token), _) => Ok(token),
            (None, Some(refresh)) => self.renew(refresh, audience).await,
            (None, None) => Err(Failure::SignInNeeded(None)),
        }
    }

    async fn renew(&self, refresh: String, audience: Audience) -> Result<String, Failure> {
        let desk = Desk {
            cloud: &self.cloud,
            authority: &self.authority,
            redirect: &self.redirect,
        };
        let http = transport(Rc::clone(&self.world));
        let granted = desk.refresh(refresh, audience, &http).await.map_err(failure)?;
        let token = granted.access.clone();
        let mut held = self.held.borrow_mut();
        // Entra sends a new refresh token with each answer; without one the old one still holds.
        held.refresh = granted.refresh.or_else(|| held.refresh.take());
        held.access
            .insert(audience, access(granted.access, granted.lives, self.world.now()));
        Ok(token)
    }

    /// Forgets a service's access token: the service did not accept it.
    pub fn forget_access(&self, audience: Audience) {
        self.held.borrow_mut().access.remove(&audience);
    }
}

fn access(token: String, lives: Option<Duration>, now: Moment) -> Access {
    Access {
        token,
        ends_at: lives.map(|lives| now.plus(lives)),
    }
}

/// Our own transport for the `oauth2` crate: each request goes through the world like any other.
pub fn transport<W: World>(
    world: Rc<W>,
) -> impl Fn(oauth2::HttpRequest) -> std::pin::Pin<Box<dyn Future<Output = Result<oauth2::HttpResponse, NoAnswer>>>> {
    move |request| {
        let world = Rc::clone(&world);
        Box::pin(async move {
            match send(&*world, request).await {
                Outcome::Answer(answer) => Ok(answer),
                Outcome::Silence(silence) => Err(silence),
            }
        })
    }
}

/// A refused token as a failure.
pub fn failure(failure: TokenFailure<NoAnswer>) -> Failure {
    match failure {
        TokenFailure::Refused(error) => Failure::TokenRefused(error),
        TokenFailure::Transport(_) => Failure::Unreachable,
        TokenFailure::NotUnderstood => Failure::NotUnderstood,
    }
}
