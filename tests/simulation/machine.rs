//! One person's machine: its clock, its network, the browser's storage, and the tabs in it. What goes wrong on it comes from
//! the seed; what goes wrong in the cloud is the practice cloud's.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use http::{Request, Response, header};
use luk::client::world::{ArchiveError, Lead, NoAnswer, NotKept};
use luk::client::{Helm, World};
use luk::microsoft::signin::keys::PublicKey;
use luk::protocol::view::View;
use luk::protocol::{ArchivePlace, Event, RunState};
use luk::tenant::plan::Work;
use luk::tenant::{Moment, UserId};
use practice::{Cloud, Lateness, Timestamp};

use crate::checks::{Checks, Course, UnderWay};
use crate::dice::Dice;
use crate::story::Trace;
use crate::thing::{Thing, administrators};
use crate::virtual_time::VirtualTime;

pub(crate) const SITE: &str = "http://localhost:8080/";

/// When every story begins, in milliseconds since 1970.
pub(crate) const BEGINNING: i64 = 1_800_000_000_000;

/// What survives a tab.
#[derive(Clone, Default)]
pub(crate) struct Storage {
    pub(crate) progress: Option<String>,
    pub(crate) plan: Option<String>,
}

/// What a story is about.
pub(crate) struct Plot {
    /// The name that the person signs in with.
    pub(crate) account: String,
    /// How many tabs the story begins with.
    pub(crate) tabs: u32,
    /// What the person carries out, one after the other.
    pub(crate) works: Vec<Work>,
}

pub(crate) struct Machine {
    pub(crate) cloud: RefCell<Cloud>,
    pub(crate) dice: RefCell<Dice>,
    pub(crate) storage: RefCell<Storage>,
    pub(crate) checks: RefCell<Checks>,
    /// How far the machine's clock is ahead, in milliseconds: it may jump.
    pub(crate) ahead: Cell<i64>,
    pub(crate) online: Cell<bool>,
    /// Whether files and storage can be written.
    pub(crate) writable: Cell<bool>,
    pub(crate) led: Rc<Cell<bool>>,
    /// In which tabs the person has asked for a run, and neither stopped it nor seen its end.
    pub(crate) stands_by: RefCell<BTreeSet<u32>>,
    /// In how many tabs something has been confirmed that Luk hasn't answered yet.
    pub(crate) confirming: Cell<u32>,
    /// How often somebody has wanted to forget the closing.
    pub(crate) forgotten: Cell<u32>,
    time: VirtualTime,
    trace: Trace,
    pub(crate) plot: Plot,
    /// What steers the engines of the tabs, and where they hear what other tabs have kept.
    pub(crate) helms: RefCell<Vec<(u32, Rc<Helm>)>>,
    /// Since when nothing goes wrong any more.
    pub(crate) fair_since: Cell<Option<i64>>,
    /// Whom the person wants to keep.
    pub(crate) keeps: RefCell<Option<Vec<UserId>>>,
    /// What spoils every batch that it is in, and what such a batch is answered with: nothing, or this status.
    pub(crate) spoiler: RefCell<Option<(String, Option<u16>)>>,
}

impl Machine {
    pub(crate) fn new(cloud: Cloud, dice: Dice, checks: Checks, plot: Plot, trace: Trace) -> Rc<Self> {
        Rc::new(Self {
            cloud: RefCell::new(cloud),
            dice: RefCell::new(dice),
            storage: RefCell::default(),
            checks: RefCell::new(checks),
            ahead: Cell::new(0),
            online: Cell::new(true),
            writable: Cell::new(true),
            led: Rc::default(),
            stands_by: RefCell::default(),
            confirming: Cell::default(),
            forgotten: Cell::default(),
            time: VirtualTime::since(BEGINNING),
            trace,
            plot,
            helms: RefCell::default(),
            fair_since: Cell::new(None),
            keeps: RefCell::default(),
            spoiler: RefCell::default(),
        })
    }

    /// The answer to a batch that is spoilt, and never reaches the cloud.
    fn spoilt(&self, request: &Request<Vec<u8>>) -> Option<Result<Response<Vec<u8>>, NoAnswer>> {
        let spoiler = self.spoiler.borrow();
        let (id, status) = spoiler.as_ref()?;
        let body = str::from_utf8(request.body()).ok()?;
        let is_spoilt = request.uri().path().ends_with("/$batch") && body.contains(id);
        let page = || b"<html>No</html>".to_vec();
        is_spoilt.then(|| match status {
            None => Err(NoAnswer::Unreachable),
            Some(status) => Ok(Response::builder().status(*status).body(page()).unwrap()),
        })
    }

    /// Milliseconds since 1970, as it really is.
    pub(crate) fn now(&self) -> i64 {
        self.time.now()
    }

    pub(crate) fn timestamp(&self) -> Timestamp {
        self.time.timestamp()
    }

    /// Writes a line of the story.
    pub(crate) fn note(&self, line: impl AsRef<str>) {
        let seconds = (self.time.now() - BEGINNING) / 1000;
        let millis = (self.time.now() - BEGINNING) % 1000;
        self.trace
            .borrow_mut()
            .push(format!("{seconds:>7}.{millis:03}  {}", line.as_ref()));
    }

    pub(crate) fn throw(&self, bound: u64) -> u64 {
        self.dice.borrow_mut().below(bound)
    }

    pub(crate) fn one_in(&self, times: u64) -> bool {
        self.dice.borrow_mut().one_in(times)
    }

    /// Everything stands still for a while: the lid is closed.
    pub(crate) fn sleeps(&self, duration: Duration) {
        self.note(format!("the machine sleeps for {duration:?}"));
        self.time.skip(duration);
    }

    /// Moves time to the next moment that something waits for. Says whether there was one.
    pub(crate) fn passes(&self) -> bool {
        self.time.passes()
    }

    pub(crate) async fn rest(&self, duration: Duration) {
        self.time.rest(duration).await;
    }
}

/// Something confirmed is under way as long as this lives.
pub(crate) struct Confirming<'m>(&'m Cell<u32>);

impl<'m> Confirming<'m> {
    pub(crate) fn new(count: &'m Cell<u32>) -> Self {
        count.update(|count| count + 1);
        Self(count)
    }
}

impl Drop for Confirming<'_> {
    fn drop(&mut self) {
        self.0.update(|count| count - 1);
    }
}

/// A tab's worker, and its page as far as it keeps and shows things.
pub(crate) struct Tab {
    pub(crate) machine: Rc<Machine>,
    pub(crate) number: u32,
    pub(crate) view: RefCell<View>,
    /// Where the page was asked to leave for, and what it keeps for the way back.
    pub(crate) left_for: RefCell<Option<(String, Option<String>)>>,
    /// What the small window shows.
    pub(crate) window: RefCell<Option<String>>,
    /// Told, and not heard yet.
    told: RefCell<VecDeque<Event>>,
    /// Whether the run waits for a sign-in.
    awaits: Cell<bool>,
    /// When the run that was asked for last has come to its end.
    pub(crate) ended: Cell<Option<i64>>,
    /// How many things of the plan were gone when it was asked for.
    pub(crate) gone_before: Cell<usize>,
    /// Whether any tab had the lead when this one had done what it was told.
    pub(crate) led_afterwards: Cell<bool>,
}

impl Tab {
    pub(crate) fn new(machine: &Rc<Machine>, number: u32) -> Rc<Self> {
        Rc::new(Self {
            machine: Rc::clone(machine),
            number,
            view: RefCell::default(),
            left_for: RefCell::default(),
            window: RefCell::default(),
            told: RefCell::default(),
            awaits: Cell::default(),
            ended: Cell::default(),
            gone_before: Cell::default(),
            led_afterwards: Cell::default(),
        })
    }

    /// The page hears what it was told; of a tab that is killed only a part of it.
    pub(crate) fn hears(&self, most: usize) {
        for _ in 0..most {
            let Some(event) = self.told.borrow_mut().pop_front() else {
                return;
            };
            match &event {
                Event::KeepProgress(text) if self.machine.writable.get() => {
                    self.machine.checks.borrow_mut().kept(text.as_deref());
                    self.machine.storage.borrow_mut().progress.clone_from(text);
                    // The browser tells the other tabs.
                    for (number, helm) in self.machine.helms.borrow().iter() {
                        if *number != self.number {
                            helm.learn(text.clone());
                        }
                    }
                }
                Event::Leave { url, pending } => {
                    self.left_for.replace(Some((url.clone(), Some(pending.clone()))));
                }
                Event::Window(Some(window)) => drop(self.window.replace(Some(window.url.clone()))),
                Event::Problem(problem) => self.note(format!("problem: {:?} {:?}", problem.kind, problem.code)),
                _ => {}
            }
            self.view.borrow_mut().apply(event);
        }
    }

    fn course(&self) -> Course {
        let helms = self.machine.helms.borrow();
        let mut own = helms.iter().filter(|(number, _)| *number == self.number);
        if own.any(|(_, helm)| helm.is_paused() || helm.is_stopped()) {
            Course::Halted
        } else if !self.machine.stands_by.borrow().contains(&self.number) {
            Course::NotAskedFor
        } else {
            Course::On
        }
    }

    pub(crate) fn note(&self, line: impl AsRef<str>) {
        self.machine.note(format!("tab {}: {}", self.number, line.as_ref()));
    }
}

/// The world of a tab's engine.
pub(crate) struct TabWorld(pub(crate) Rc<Tab>);

impl World for TabWorld {
    async fn send(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, NoAnswer> {
        let Self(tab) = self;
        let machine = &tab.machine;
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let is_administrator = |thing: &Thing| administrators(&machine.cloud.borrow()).contains(thing);
        let number = machine
            .checks
            .borrow_mut()
            .sends(tab.number, machine.now(), tab.course(), &request, is_administrator)
            .unwrap_or_else(|broken| panic!("{broken}"));
        // Whatever becomes of the request, it is no longer under way when this is dropped.
        let _under_way = UnderWay::new(&machine.checks, number);
        let there = Duration::from_millis(machine.throw(400));
        let back = Duration::from_millis(machine.throw(400));
        machine.rest(there).await;
        if !machine.online.get() {
            return Err(NoAnswer::Unreachable);
        }
        if let Some(answered) = machine.spoilt(&request) {
            tab.note(format!("{method} {path}: is spoilt"));
            return answered;
        }
        request
            .headers_mut()
            .insert(header::ORIGIN, "http://localhost:8080".parse().unwrap());
        let answer = machine.cloud.borrow_mut().handle(machine.timestamp(), request);
        let status = answer.status().as_u16();
        match practice::lateness(&answer) {
            Some(Lateness::Millis(late)) => machine.rest(Duration::from_millis(late.into())).await,
            Some(Lateness::StopsInTheMiddle) => {
                tab.note(format!("{method} {path}: {status}, and stops in the middle"));
                std::future::pending::<()>().await;
            }
            None => {}
        }
        machine.rest(back).await;
        let readable = answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        if practice::is_dropped(&answer) || !machine.online.get() || !readable {
            tab.note(format!("{method} {path}: {status}, which doesn't arrive"));
            return Err(NoAnswer::Unreachable);
        }
        tab.note(format!("{method} {path}: {status}"));
        let mut checks = machine.checks.borrow_mut();
        if path.ends_with("/token") {
            checks.proves(tab.number, &answer);
        }
        checks.hears(number, tab.number, machine.now(), &answer);
        drop(checks);
        Ok(answer)
    }

    async fn sleep(&self, duration: Duration) {
        self.0.machine.rest(duration).await;
    }

    fn now(&self) -> Moment {
        let machine = &self.0.machine;
        Moment::from_milliseconds(machine.now() + machine.ahead.get())
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis((self.0.machine.now() - BEGINNING).try_into().unwrap())
    }

    async fn keep_plan(&self, plan: &str) -> Result<(), NotKept> {
        let machine = &self.0.machine;
        machine.rest(Duration::from_millis(machine.throw(20))).await;
        if !machine.writable.get() {
            return Err(NotKept);
        }
        machine.storage.borrow_mut().plan = Some(plan.to_owned());
        Ok(())
    }

    async fn kept_plan(&self) -> Option<String> {
        self.0.machine.storage.borrow().plan.clone()
    }

    async fn drop_plan(&self) {
        self.0.machine.storage.borrow_mut().plan = None;
    }

    async fn take_lead(&self) -> Option<Lead> {
        let led = Rc::clone(&self.0.machine.led);
        (!led.replace(true)).then(|| Lead::new(move || led.set(false)))
    }

    fn fill_random(&self, buffer: &mut [u8]) {
        let mut dice = self.0.machine.dice.borrow_mut();
        for chunk in buffer.chunks_mut(8) {
            let bytes = dice.next().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }

    fn tell(&self, event: Event) {
        let Self(tab) = self;
        if let Event::Running(running) = &event {
            let awaits = matches!(running.state, RunState::AwaitsSignIn(_));
            if matches!(running.state, RunState::Ended(_)) {
                tab.machine.stands_by.borrow_mut().remove(&tab.number);
                tab.ended.set(tab.ended.get().or(Some(tab.machine.now())));
            }
            if tab.awaits.replace(awaits) && !awaits {
                tab.machine.checks.borrow_mut().begins_anew(tab.number);
            }
        }
        tab.told.borrow_mut().push_back(event);
    }

    async fn holds_rs256(&self, _: &PublicKey, _: &[u8], _: &[u8]) -> bool {
        true
    }

    async fn open_archive(&self, _: ArchivePlace) -> Result<(), ArchiveError> {
        Err(ArchiveError::NotOpened)
    }

    async fn write_archive(&self, _: &[u8]) -> Result<(), ArchiveError> {
        Err(ArchiveError::NotWritten)
    }

    async fn close_archive(&self) -> Result<(), ArchiveError> {
        Err(ArchiveError::NotWritten)
    }

    async fn discard_archive(&self) {}

    async fn forget_archive(&self) {}
}
