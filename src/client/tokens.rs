//! The tokens of one sign-in: in this worker's memory and nowhere else. One access token for each service, and one request
//! for a new one at a time. What Entra says about one service's token holds for that one: only Graph's is the sign-in's own.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use super::retry::{self, Outcome};
use super::waiting::Waiting;
use super::world::{NoAnswer, World};
use super::{Failure, refusal_of, send};
use crate::microsoft::Audience;
use crate::microsoft::cloud::Cloud;
use crate::microsoft::refusal::Refusal;
use crate::microsoft::signin::Authority;
use crate::microsoft::signin::identity::Identity;
use crate::microsoft::signin::jwt::Signed;
use crate::microsoft::signin::refusal::EntraError;
use crate::microsoft::signin::token::{Desk, Granted, TokenFailure};
use crate::tenant::Moment;

/// A token is renewed this long before it ends, so that it doesn't end on its way.
const MARGIN: Duration = Duration::from_mins(2);

/// The tokens.
pub struct Tokens<W> {
    world: Rc<W>,
    cloud: Cloud,
    identity: Identity,
    redirect: String,
    held: RefCell<Held>,
    desk: Turnstile,
    /// How many sign-ins the tokens come from, one after the other, and who waits for the next one.
    sign_ins: Cell<u32>,
    waiting: Waiting,
}

struct Held {
    refresh: Option<String>,
    services: BTreeMap<Audience, ForService>,
}

/// What is held for one service.
#[derive(Default)]
struct ForService {
    access: Option<Access>,
    /// What it demands beyond what its last token proved.
    demand: Option<String>,
    /// Whether the last request for its token ended with Entra asking for the person.
    wants_person: bool,
    /// Why no further token is to be had for it.
    ended: Option<Box<EntraError>>,
}

struct Access {
    token: String,
    asked: Asked,
    /// How long after that a new one is to be had. Unknown: when the service says no.
    fresh_for: Option<Duration>,
}

/// When something was asked for, by this machine's clock and by the one that nobody sets.
#[derive(Clone, Copy)]
struct Asked(Moment, Duration);

impl Asked {
    /// How long ago that was: the longer of what the two clocks say. The one may be set back, and the other may stand still
    /// while the machine sleeps.
    fn ago(self, world: &impl World) -> Duration {
        let Self(moment, elapsed) = self;
        let by_clock = world.now().since(moment);
        by_clock.max(world.elapsed().saturating_sub(elapsed))
    }

    fn now(world: &impl World) -> Self {
        Self(world.now(), world.elapsed())
    }

    /// When it was by this machine's clock, a moment ago.
    fn just_then(world: &impl World, moment: Moment) -> Self {
        Self(moment, world.elapsed().saturating_sub(world.now().since(moment)))
    }
}

impl<W> fmt::Debug for Tokens<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}

impl<W: World> Tokens<W> {
    /// The tokens that a sign-in gave, which was asked for at that moment: the access token is Graph's.
    pub fn new(
        world: Rc<W>,
        cloud: Cloud,
        identity: Identity,
        redirect: String,
        granted: Granted,
        asked_at: Moment,
    ) -> Self {
        let held = RefCell::new(held(&*world, granted, asked_at));
        Self {
            world,
            cloud,
            identity,
            redirect,
            held,
            desk: Turnstile::default(),
            sign_ins: Cell::new(1),
            waiting: Waiting::default(),
        }
    }

    /// Takes the tokens of another sign-in of the same person in the same tenant in place of these, whoever is using them. What
    /// was demanded before was asked for in it.
    pub fn take_over(&self, granted: Granted, asked_at: Moment) {
        self.held.replace(held(&*self.world, granted, asked_at));
        self.sign_ins.set(self.sign_ins.get() + 1);
        self.waiting.wake();
    }

    /// How many sign-ins there were.
    pub fn sign_ins(&self) -> u32 {
        self.sign_ins.get()
    }

    /// Returns when there were more sign-ins than so many.
    pub async fn signed_in_after(&self, sign_ins: u32) {
        let more = || (self.sign_ins.get() > sign_ins).then_some(());
        self.waiting.until(more).await;
    }

    /// Whose they are.
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What the next sign-in must prove for a service, as JSON, if that demanded something.
    pub fn demand(&self, audience: Audience) -> Option<String> {
        self.held.borrow().services.get(&audience)?.demand.clone()
    }

    /// Whether no token of the sign-in's own is to be had before the person has signed in again. Azure's is none of these.
    pub fn wants_person(&self) -> bool {
        let held = self.held.borrow();
        held.services
            .get(&Audience::Graph)
            .is_some_and(|graph| graph.wants_person)
    }

    /// An access token for a service, fresh enough to be used now.
    ///
    /// # Errors
    /// [`Failure::SignInNeeded`] or [`Failure::TokenRefused`] when the person has to sign in again.
    pub async fn access(&self, audience: Audience) -> Result<String, Failure> {
        if let Some(token) = self.kept(audience) {
            return Ok(token);
        }
        // Each refresh token gives the next one. Two requests at once would both present the same: where used ones are
        // refused, that ends the sign-in.
        let _turn = self.desk.turn().await;
        loop {
            if let Some(token) = self.kept(audience) {
                return Ok(token);
            }
            let refresh = self.refresh(audience)?;
            if let Some(token) = self.renew(refresh, audience).await? {
                return Ok(token);
            }
        }
    }

    /// What a new token for a service is asked for with. Where the sign-in is over for Graph, it is over.
    fn refresh(&self, audience: Audience) -> Result<String, Failure> {
        let held = self.held.borrow();
        let ended = |audience| held.services.get(&audience)?.ended.clone();
        match ended(Audience::Graph).or_else(|| ended(audience)) {
            Some(refused) => Err(Failure::TokenRefused(refused)),
            None => held.refresh.clone().ok_or(Failure::SignInNeeded(None)),
        }
    }

    /// The token that is held, if it is fresh enough to be used now.
    pub fn kept(&self, audience: Audience) -> Option<String> {
        let held = self.held.borrow();
        let access = held.services.get(&audience)?.access.as_ref()?;
        let age = access.asked.ago(&*self.world);
        let fresh = access.fresh_for.is_none_or(|fresh_for| age < fresh_for);
        fresh.then(|| access.token.clone())
    }

    /// Nothing, if the person has signed in again meanwhile: then the answer is about tokens that are no longer held. Nor if
    /// the service has demanded something else.
    async fn renew(&self, refresh: String, audience: Audience) -> Result<Option<String>, Failure> {
        let sign_in = self.sign_ins.get();
        let demand = self.demand(audience);
        let desk = Desk {
            cloud: &self.cloud,
            authority: &Authority::Tenant(self.identity.tenant.clone()),
            redirect: &self.redirect,
            demand: demand.as_deref(),
        };
        let heard = Rc::new(RefCell::new(None));
        let http = heard_by(&heard, transport(Rc::clone(&self.world)));
        let asked = Asked::now(&*self.world);
        let answered = desk.refresh(refresh, audience, &http).await;
        if sign_in != self.sign_ins.get() {
            return Ok(None);
        }
        let granted = match answered {
            Ok(granted) => granted,
            Err(refused) => return Err(self.refused(audience, with_wish(refused, heard.take(), self.world.now()))),
        };
        if let Some(id_token) = &granted.id_token {
            let claims = Signed::read(id_token).and_then(|signed| signed.claims());
            let same = claims.and_then(|claims| claims.same(&self.cloud, &self.identity));
            same.map_err(Failure::NotProven)?;
        }
        let token = granted.access.clone();
        let mut held = self.held.borrow_mut();
        // Entra sends a new refresh token with each answer; without one the old one still holds.
        if let Some(refresh) = granted.refresh {
            held.refresh = Some(refresh);
        }
        let service = held.services.entry(audience).or_default();
        service.wants_person = false;
        // Demanded since it was asked for: it doesn't prove that, and the next one is asked for at once.
        if service.demand != demand {
            return Ok(None);
        }
        service.access = Some(access(granted.access, granted.lives, asked));
        Ok(Some(token))
    }

    /// Learns from a refusal: what to sign in with, and whether asking again makes sense.
    fn refused(&self, audience: Audience, refused: TokenFailure<NoAnswer>) -> Failure {
        if let TokenFailure::Refused(error) = &refused {
            let mut held = self.held.borrow_mut();
            let service = held.services.entry(audience).or_default();
            if error.claims.is_some() {
                service.demand.clone_from(&error.claims);
            }
            service.wants_person = error.wants_person();
            if error.ends_grant() {
                service.ended = Some(error.clone());
            }
        }
        failure(refused)
    }

    /// Forgets a service's access token: the service did not accept it.
    pub fn forget_access(&self, audience: Audience) {
        if let Some(service) = self.held.borrow_mut().services.get_mut(&audience) {
            service.access = None;
        }
    }

    /// Takes in what a service demands beyond what its token proved: the next one is asked for with it.
    pub fn demanded(&self, audience: Audience, demand: &str) {
        let mut held = self.held.borrow_mut();
        let service = held.services.entry(audience).or_default();
        service.demand = Some(demand.to_owned());
        service.access = None;
    }
}

/// What a sign-in gave, which was asked for at that moment.
fn held(world: &impl World, granted: Granted, asked_at: Moment) -> Held {
    let asked = Asked::just_then(world, asked_at);
    let graph = ForService {
        access: Some(access(granted.access, granted.lives, asked)),
        ..ForService::default()
    };
    Held {
        refresh: granted.refresh,
        services: BTreeMap::from([(Audience::Graph, graph)]),
    }
}

/// When to renew is told by how long the token lives since it was asked for: whatever this machine's clock shows, that
/// much time passes by the issuer's clock too.
fn access(token: String, lives: Option<Duration>, asked: Asked) -> Access {
    // A token that hardly lives longer than the margin would be renewed before each use.
    let early = |lives: Duration| lives.saturating_sub(MARGIN.min(lives / 4));
    Access {
        token,
        asked,
        fresh_for: lives.map(early),
    }
}

/// Lets one through at a time; the next goes when the turn before is dropped, however that came about.
#[derive(Default)]
struct Turnstile {
    taken: Cell<bool>,
    waiting: Waiting,
}

struct Turn<'t>(&'t Turnstile);

impl Turnstile {
    async fn turn(&self) -> Turn<'_> {
        let free = || (!self.taken.replace(true)).then_some(());
        self.waiting.until(free).await;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.taken.set(false);
        self.0.waiting.wake();
    }
}

/// Our own transport for the `oauth2` crate: each request goes through the world like any other.
pub fn transport<W: World>(
    world: Rc<W>,
) -> impl Fn(oauth2::HttpRequest) -> Pin<Box<dyn Future<Output = Result<oauth2::HttpResponse, NoAnswer>>>> {
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

/// Hears what an answer's head says when it is a refusal: the `oauth2` crate hands on its body alone.
fn heard_by<Answer: Future<Output = Result<oauth2::HttpResponse, NoAnswer>> + 'static>(
    heard: &Rc<RefCell<Option<Refusal>>>,
    http: impl Fn(oauth2::HttpRequest) -> Answer,
) -> impl Fn(oauth2::HttpRequest) -> Pin<Box<dyn Future<Output = Answer::Output>>> {
    let heard = Rc::clone(heard);
    move |request| {
        let heard = Rc::clone(&heard);
        let answer = http(request);
        Box::pin(async move {
            let answer = answer.await?;
            heard.replace((!answer.status().is_success()).then(|| refusal_of(&answer)));
            Ok(answer)
        })
    }
}

/// A refused token with what the refusal's head says: how long to wait, and without a document of Entra's, that it passes.
fn with_wish(refused: TokenFailure<NoAnswer>, heard: Option<Refusal>, now: Moment) -> TokenFailure<NoAnswer> {
    let Some(heard) = heard else {
        return refused;
    };
    let mut error = match refused {
        TokenFailure::Refused(error) => error,
        TokenFailure::NotUnderstood if heard.status == 429 || heard.status >= 500 => {
            Box::new(EntraError::unavailable())
        }
        TokenFailure::NotUnderstood | TokenFailure::Transport(_) => return refused,
    };
    error.asks = retry::asked(&heard, now);
    TokenFailure::Refused(error)
}

/// A refused token as a failure.
pub fn failure(failure: TokenFailure<NoAnswer>) -> Failure {
    match failure {
        TokenFailure::Refused(error) => Failure::TokenRefused(error),
        TokenFailure::Transport(_) => Failure::Unreachable,
        TokenFailure::NotUnderstood => Failure::NotUnderstood,
    }
}
