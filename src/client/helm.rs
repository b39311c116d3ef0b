//! What overtakes whatever runs: Pause, Continue, Stop, signing out, signing in again, and what another tab has kept. Set
//! from outside at any time, seen at the next step. Decides nothing else.

mod beginnings;
mod listener;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

pub use listener::{Handed, Listener, Listening};

use super::waiting::Waiting;
use crate::client::world::Lead;
use crate::protocol::{Said, Steering};
use crate::tenant::{Moment, Progress, TenantId};

/// The course that was set last.
#[derive(Default)]
pub struct Helm {
    course: Cell<Course>,
    waiting: Waiting,
    learned: RefCell<VecDeque<Option<String>>>,
    /// Whether something was learned since it was last put together.
    ungathered: Cell<bool>,
    /// What the person has said of the closing that the progress doesn't hold yet; and when, once somebody has looked.
    said: RefCell<Vec<(Said, Option<Moment>)>>,
    /// Whether something of that has not been told.
    untold: Cell<bool>,
    /// Whether something was said, or kept by another tab, that nobody has heard.
    unheard: Cell<bool>,
    /// The progress as it was told last; nothing before it is known.
    told: RefCell<Option<Progress>>,
    /// The tenant that somebody is signed in to here.
    tenant: Cell<Option<TenantId>>,
    /// Whether the browser keeps another tenant's closing.
    keeps_another: Cell<bool>,
    listener: Cell<Option<Listener>>,
    /// Whether this tab leads all tabs.
    leads: Cell<bool>,
    /// How many things the person has asked for that nobody has begun with.
    wishes: Cell<u32>,
    /// Whether a reading of the tenant is in line.
    reading_asked: Cell<bool>,
    /// How many commands that begin a run wait in line.
    beginnings: Cell<u32>,
    /// How many of these, the foremost, nobody stands by any more.
    void: Cell<u32>,
    /// Whether the command that is being obeyed begins a run that hasn't ended.
    begins: Cell<bool>,
    /// Whether a run is to go on by itself, and the person stands by it.
    goes_on: Cell<bool>,
    handed: RefCell<VecDeque<Handed>>,
    /// How often the network has come back.
    network_returns: Cell<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Course {
    #[default]
    On,
    Paused,
    Stopped,
    Left,
}

impl Helm {
    /// Sets the course and wakes whoever waits.
    pub fn steer(&self, steering: Steering) {
        // Of an export that is in the way of a run it says nothing about the run.
        if steering == Steering::Stop && self.listener.get() != Some(Listener::Export) {
            self.void_beginnings();
        }
        self.course.set(match (steering, self.course.get()) {
            (_, Course::Left) => Course::Left,
            // A stop stands until the next run begins.
            (_, Course::Stopped) | (Steering::Stop, _) => Course::Stopped,
            (Steering::Pause, _) => Course::Paused,
            (Steering::Continue, _) => Course::On,
        });
        self.waiting.wake();
    }

    /// The browser says that there is a network again.
    pub fn has_network_again(&self) {
        self.network_returns.set(self.network_returns.get().wrapping_add(1));
        self.waiting.wake();
    }

    /// How often it has said so.
    pub fn network_returns(&self) -> u32 {
        self.network_returns.get()
    }

    /// Returns when it has said so again since it had so many times.
    pub async fn network_is_back(&self, since: u32) {
        let is_back = || (self.network_returns.get() != since).then_some(());
        self.waiting.until(is_back).await;
    }

    /// Another tab has kept this progress, or dropped what was kept.
    pub fn learn(&self, progress: Option<String>) {
        self.learned.borrow_mut().push_back(progress);
        self.unheard.set(true);
        self.ungathered.set(true);
        self.waiting.wake();
    }

    /// The person says something of the closing.
    pub fn say(&self, said: Said) {
        self.said.borrow_mut().push((said, None));
        self.untold.set(true);
        self.unheard.set(true);
        self.waiting.wake();
    }

    /// What the person has said that nobody has noted, the oldest first, and when: now, if nobody has looked before.
    pub fn said(&self, now: Moment) -> Vec<(Said, Moment)> {
        let mut all = self.said.borrow_mut();
        all.iter_mut()
            .map(|(said, at)| (*said, *at.get_or_insert(now)))
            .collect()
    }

    /// The progress holds what the person has said.
    pub fn has_noted_said(&self) {
        self.said.take();
        self.untold.set(false);
    }

    /// Whether the person has said something that the progress doesn't hold yet.
    pub fn has_said(&self) -> bool {
        !self.said.borrow().is_empty()
    }

    /// The page has been told this progress.
    pub fn has_told(&self, progress: &Progress) {
        self.told.replace(Some(progress.clone()));
    }

    /// Returns when something was said, or kept by another tab.
    pub async fn hears(&self) {
        self.waiting.until(|| self.unheard.take().then_some(())).await;
    }

    /// Returns the progress as it was told last, when the person has said something since; not before one is known.
    pub async fn says_beside(&self) -> Progress {
        let said = || {
            let told = self.told.borrow();
            let told = told.as_ref()?;
            self.untold.take().then(|| told.clone())
        };
        self.waiting.until(said).await
    }

    /// This tab leads all tabs until the lead is given back.
    #[must_use]
    pub fn lead(self: &Rc<Self>, lead: Lead) -> Lead {
        self.leads.set(true);
        let helm = Rc::clone(self);
        Lead::new(move || {
            helm.leads.set(false);
            drop(lead);
        })
    }

    /// Whether this tab leads all tabs.
    pub fn leads(&self) -> bool {
        self.leads.get()
    }

    /// Returns when another tab has kept something that [`Helm::learned`] hasn't given yet.
    pub async fn learns(&self) {
        self.waiting.until(|| self.has_learned().then_some(())).await;
    }

    /// Whether another tab has kept something that [`Helm::learned`] hasn't given yet.
    pub fn has_learned(&self) -> bool {
        !self.learned.borrow().is_empty()
    }

    /// Only the latest of what other tabs have kept is of use.
    pub fn drop_earlier(&self) {
        let mut learned = self.learned.borrow_mut();
        let earlier = learned.len().saturating_sub(1);
        learned.drain(..earlier);
    }

    /// What another tab has kept, the oldest first.
    pub fn learned(&self) -> Option<Option<String>> {
        self.learned.borrow_mut().pop_front()
    }

    /// Returns when what other tabs have kept piles up. Not in the tab that leads: it hears each, because whom one of them
    /// excludes stays excluded there, whatever the next one holds.
    pub async fn piles_up(&self) {
        let piles_up = || self.learned.borrow().len() > 2 && !self.leads.get();
        self.waiting
            .until(|| (piles_up() && self.ungathered.take()).then_some(()))
            .await;
    }

    /// Puts something shorter in the place of what other tabs have kept.
    pub fn gather(&self, gathered: Vec<Option<String>>) {
        self.learned.replace(gathered.into());
    }

    /// What another tab has kept that [`Helm::learned`] hasn't given yet, the oldest first.
    pub fn yet_to_learn(&self) -> Vec<Option<String>> {
        self.learned.borrow().iter().cloned().collect()
    }

    /// Somebody is signed in to this tenant, or nobody is.
    pub fn works_on(&self, tenant: Option<TenantId>) {
        self.tenant.set(tenant);
    }

    /// The tenant that somebody is signed in to.
    pub fn tenant(&self) -> Option<TenantId> {
        self.tenant.get()
    }

    /// Another tab has kept a closing of this tenant. Says whether it is to be taken in here: not if somebody is signed in to
    /// another one. Then nothing is kept in its place either.
    #[must_use]
    pub fn takes_in(&self, theirs: Option<TenantId>) -> bool {
        let ours = self.tenant.get();
        let is_another = ours.is_some() && theirs.is_some() && ours != theirs;
        self.keeps_another.set(is_another);
        !is_another
    }

    /// Whether the browser keeps another tenant's closing than the one that somebody is signed in to here.
    pub fn keeps_another(&self) -> bool {
        self.keeps_another.get()
    }

    /// Something begins to listen to who signs in again.
    #[must_use]
    pub fn listen(self: &Rc<Self>, listener: Listener) -> Listening {
        self.listener.set(Some(listener));
        Listening(Rc::clone(self))
    }

    fn close_desk(&self) {
        // Who pressed twice has not seen how the first one ended.
        if self.listener.take() == Some(Listener::Run) {
            self.void_beginnings();
        }
    }

    /// Whether who listens waits where it is when a service wants to see the person again. A reading doesn't when the person
    /// has asked for something else: it would be in the way of that.
    pub fn waits_in_place(&self) -> bool {
        match self.listener.get() {
            Some(Listener::Export) => true,
            Some(Listener::Reading) => self.wishes.get() == 0,
            Some(Listener::Run | Listener::Look) | None => false,
        }
    }

    /// Returns when who listens waits no longer where it is: stopped, or because the person asks for something else.
    pub async fn gives_way(&self) {
        self.until(|course| matches!(course, Course::Stopped | Course::Left) || !self.waits_in_place())
            .await;
    }

    /// The person asks for something that waits in line.
    pub fn wish(&self) {
        self.wishes.set(self.wishes.get() + 1);
        self.waiting.wake();
    }

    /// Returns when something waits in line that the person has asked for, or a reading of everything.
    pub async fn wished(&self) {
        let wished = || self.wishes.get() > 0 || self.reading_asked.get();
        self.waiting.until(|| wished().then_some(())).await;
    }

    /// It is begun with.
    pub fn grant(&self) {
        self.wishes.set(self.wishes.get().saturating_sub(1));
    }

    /// A reading of the tenant is asked for. Says whether it has to get in line: one that is there already reads the same.
    #[must_use]
    pub fn ask_to_read(&self) -> bool {
        let is_first = !self.reading_asked.replace(true);
        self.waiting.wake();
        is_first
    }

    /// The reading in line is begun with: another may see more than this one.
    pub fn begin_to_read(&self) {
        self.reading_asked.set(false);
    }

    /// Hands something to whoever listens.
    ///
    /// # Errors
    /// It, if nobody listens.
    pub fn hand(&self, handed: Handed) -> Result<(), Handed> {
        if self.listener.get().is_none() {
            return Err(handed);
        }
        self.handed.borrow_mut().push_back(handed);
        self.waiting.wake();
        Ok(())
    }

    /// What is handed over next.
    pub async fn handed(&self) -> Handed {
        self.waiting.until(|| self.left_over()).await
    }

    /// What was handed over when nobody listened any more.
    pub fn left_over(&self) -> Option<Handed> {
        self.handed.borrow_mut().pop_front()
    }

    /// The person signs out: whatever runs ends where it is.
    pub fn leave(&self) {
        self.course.set(Course::Left);
        self.waiting.wake();
    }

    /// Sets the course for something new; not while the person is signing out.
    pub fn start(&self) {
        self.begins.set(false);
        if self.course.get() != Course::Left {
            self.course.set(Course::On);
        }
    }

    /// The person has signed out: what comes now is new.
    pub fn arrive(&self) {
        self.course.set(Course::On);
        self.close_desk();
        self.handed.take();
    }

    /// Whether a pause is asked for.
    pub fn is_paused(&self) -> bool {
        self.course.get() == Course::Paused
    }

    /// Whether a stop is asked for.
    pub fn is_stopped(&self) -> bool {
        matches!(self.course.get(), Course::Stopped | Course::Left)
    }

    /// Whether the person signs out.
    pub fn is_left(&self) -> bool {
        self.course.get() == Course::Left
    }

    /// Returns when a stop is asked for.
    pub async fn stopped(&self) {
        self.until(|course| matches!(course, Course::Stopped | Course::Left))
            .await;
    }

    /// Returns when the person signs out.
    pub async fn left(&self) {
        self.until(|course| course == Course::Left).await;
    }

    /// Returns when a pause or a stop is asked for.
    pub async fn turned(&self) {
        self.until(|course| course != Course::On).await;
    }

    /// Returns when a pause is over: by going on or by stopping.
    pub async fn resumed(&self) {
        self.until(|course| course != Course::Paused).await;
    }

    async fn until(&self, reached: impl Fn(Course) -> bool) {
        self.waiting.until(|| reached(self.course.get()).then_some(())).await;
    }
}
