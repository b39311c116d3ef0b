//! The practice world: the practice cloud in the same process, virtual time, and a page's storage. One seed is one run.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::{HeaderName, Request, Response, header};
use luk::client::world::{ArchiveError, Lead, NoAnswer, NotKept};
use luk::client::{Helm, World};
use luk::closing::Engine;
use luk::microsoft::signin::keys::PublicKey;
use luk::protocol::view::View;
use luk::protocol::{ArchivePlace, Command, Event, Opening, Purpose, SignInPlace, Steering};
use luk::tenant::progress::CloudName;
use luk::tenant::{Moment, Problem, ProblemKind};
use practice::{Cloud, Origins, Setup, Tenant, Timestamp};

use crate::provider::{self, OnAnswer};
use crate::virtual_time::{VirtualTime, Woken};

pub(crate) const SITE: &str = "http://localhost:8080/";
pub(crate) const ADMIN: &str = "admin@contoso.onmicrosoft.com";

/// How long each answer takes.
const LATENCY: Duration = Duration::from_millis(50);

type Hook = Box<dyn FnMut(&Request<Vec<u8>>)>;

pub(crate) struct PracticeWorld {
    pub(crate) cloud: RefCell<Cloud>,
    pub(crate) offline: Cell<bool>,
    pub(crate) disk_bytes: Cell<Option<usize>>,
    pub(crate) archive: RefCell<Option<Vec<u8>>>,
    place: Cell<Option<ArchivePlace>>,
    pub(crate) events: RefCell<Vec<Event>>,
    /// Called with each request before it is answered.
    pub(crate) on_request: RefCell<Option<Hook>>,
    /// Called with each answer before the browser sees it.
    pub(crate) on_answer: RefCell<Option<OnAnswer>>,
    /// How far this machine's clock is ahead, in milliseconds.
    pub(crate) ahead: Cell<i64>,
    /// The confirmed plan, in the origin's private file system.
    pub(crate) plan: RefCell<Option<String>>,
    /// Whether a tab has the lead.
    pub(crate) led: Rc<Cell<bool>>,
    open: RefCell<Option<Vec<u8>>>,
    time: VirtualTime,
    random: Cell<u64>,
}

impl PracticeWorld {
    pub(crate) fn new(tenant: impl Into<Tenant>) -> Rc<Self> {
        let setup = Setup {
            origins: Origins::local(8081),
            redirect_uris: vec![format!("{SITE}signin/"), SITE.to_owned()],
            tenant: tenant.into(),
            seed: 1,
        };
        Rc::new(Self {
            cloud: RefCell::new(Cloud::new(setup)),
            offline: Cell::new(false),
            disk_bytes: Cell::new(None),
            archive: RefCell::default(),
            place: Cell::default(),
            events: RefCell::default(),
            on_request: RefCell::default(),
            plan: RefCell::default(),
            led: Rc::default(),
            on_answer: RefCell::default(),
            ahead: Cell::new(0),
            open: RefCell::default(),
            time: VirtualTime::since(1_800_000_000_000),
            random: Cell::new(7),
        })
    }

    /// Runs a future to its end. When everything waits, time moves to the next moment that something waits for.
    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.run_until(future, || false)
            .expect("nothing ends it before its end")
    }

    /// Runs a future until it ends or something else happens: then it is dropped where it is, as when a tab is closed.
    pub(crate) fn run_until<T>(&self, future: impl Future<Output = T>, ends: impl Fn() -> bool) -> Option<T> {
        let mut future = pin!(future);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return Some(value);
            }
            if ends() {
                return None;
            }
            assert!(
                woken.take() || self.time.passes(),
                "everything waits, and nothing will ever wake it"
            );
        }
    }

    pub(crate) fn timestamp(&self) -> Timestamp {
        self.time.timestamp()
    }

    /// Lets time pass while nobody does anything.
    pub(crate) fn pass(&self, duration: Duration) {
        self.time.skip(duration);
    }
}

/// What a script may see of an answer: what CORS exposes, and nothing at all where it doesn't allow the origin.
fn seen_by_a_script(answer: Response<Vec<u8>>) -> Result<Response<Vec<u8>>, NoAnswer> {
    const SAFELISTED: [HeaderName; 5] = [
        header::CACHE_CONTROL,
        header::CONTENT_LANGUAGE,
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::LAST_MODIFIED,
    ];
    let (mut head, body) = answer.into_parts();
    if !head.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        return Err(NoAnswer::Unreachable);
    }
    let exposed = head
        .headers
        .get(header::ACCESS_CONTROL_EXPOSE_HEADERS)
        .map_or("", |value| value.to_str().unwrap());
    let exposed: Vec<String> = exposed.split(',').map(|name| name.trim().to_lowercase()).collect();
    let hidden: Vec<HeaderName> = head
        .headers
        .keys()
        .filter(|name| !SAFELISTED.contains(name) && !exposed.iter().any(|one| one == name.as_str()))
        .cloned()
        .collect();
    for name in hidden {
        head.headers.remove(name);
    }
    Ok(Response::from_parts(head, body))
}

impl World for PracticeWorld {
    async fn send(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, NoAnswer> {
        if let Some(hook) = self.on_request.borrow_mut().as_mut() {
            hook(&request);
        }
        self.sleep(LATENCY).await;
        if self.offline.get() {
            return Err(NoAnswer::Unreachable);
        }
        request
            .headers_mut()
            .insert(header::ORIGIN, "http://localhost:8080".parse().unwrap());
        let about = Request::builder().method(request.method()).uri(request.uri());
        let about = about.body(request.body().clone()).unwrap();
        let answer = self.cloud.borrow_mut().handle(self.timestamp(), request);
        if practice::is_dropped(&answer) {
            return Err(NoAnswer::Unreachable);
        }
        let answer = match self.on_answer.borrow_mut().as_mut() {
            Some(hook) => hook(&about, answer).ok_or(NoAnswer::Unreachable)?,
            None => answer,
        };
        seen_by_a_script(answer)
    }

    async fn sleep(&self, duration: Duration) {
        self.time.rest(duration).await;
    }

    fn now(&self) -> Moment {
        Moment::from_milliseconds(self.time.now() + self.ahead.get())
    }

    async fn holds_rs256(&self, key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
        provider::holds_rs256(key, message, signature)
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.time.now().try_into().unwrap())
    }

    async fn keep_plan(&self, plan: &str) -> Result<(), NotKept> {
        self.plan.replace(Some(plan.to_owned()));
        Ok(())
    }

    async fn kept_plan(&self) -> Option<String> {
        self.plan.borrow().clone()
    }

    async fn drop_plan(&self) {
        self.plan.take();
    }

    async fn take_lead(&self) -> Option<Lead> {
        let led = Rc::clone(&self.led);
        (!led.replace(true)).then(|| Lead::new(move || led.set(false)))
    }

    fn fill_random(&self, buffer: &mut [u8]) {
        for byte in buffer {
            // xorshift64: enough for a test that must repeat itself.
            let mut state = self.random.get();
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            self.random.set(state);
            *byte = state.to_le_bytes()[3];
        }
    }

    fn tell(&self, event: Event) {
        self.events.borrow_mut().push(event);
    }

    async fn open_archive(&self, place: ArchivePlace) -> Result<(), ArchiveError> {
        self.place.set(Some(place));
        self.open.replace(Some(Vec::new()));
        Ok(())
    }

    async fn write_archive(&self, bytes: &[u8]) -> Result<(), ArchiveError> {
        let mut open = self.open.borrow_mut();
        let open = open.as_mut().ok_or(ArchiveError::NotWritten)?;
        if self
            .disk_bytes
            .get()
            .is_some_and(|most| open.len() + bytes.len() > most)
        {
            return Err(ArchiveError::NotWritten);
        }
        open.extend_from_slice(bytes);
        Ok(())
    }

    async fn close_archive(&self) -> Result<(), ArchiveError> {
        self.archive.replace(self.open.take());
        Ok(())
    }

    async fn discard_archive(&self) {
        self.open.take();
    }

    async fn forget_archive(&self) {
        if self.place.get() == Some(ArchivePlace::PrivateFile) {
            self.archive.take();
        }
    }
}

/// A browser's tab: an engine, and what its page keeps. Opening a new one on the same storage is a reload.
pub(crate) struct Tab {
    pub(crate) world: Rc<PracticeWorld>,
    pub(crate) engine: Engine<PracticeWorld>,
    pub(crate) view: View,
    pub(crate) storage: Storage,
}

#[derive(Clone, Default, Debug)]
pub(crate) struct Storage {
    pub(crate) progress: Option<String>,
    pub(crate) left_for: Option<String>,
    pub(crate) pending: Option<String>,
    pub(crate) signed_out: Option<String>,
}

pub(crate) fn configuration() -> String {
    format!(
        r#"{{"clouds":[{{"cloud":"practice","clientId":"{}"}}]}}"#,
        practice::CLIENT_ID
    )
}

impl Tab {
    pub(crate) fn open(world: &Rc<PracticeWorld>, storage: Storage, callback: Option<String>) -> Self {
        let engine = Engine::new(Rc::clone(world), &configuration(), SITE.to_owned(), Engine::at_hand);
        Self::with(engine, world, storage, callback)
    }

    pub(crate) fn with(
        engine: Engine<PracticeWorld>,
        world: &Rc<PracticeWorld>,
        storage: Storage,
        callback: Option<String>,
    ) -> Self {
        let mut tab = Self {
            world: Rc::clone(world),
            engine,
            view: View::default(),
            storage,
        };
        let pending = tab.storage.pending.take();
        let Storage { progress, .. } = tab.storage.clone();
        tab.does(Command::Open(Opening {
            progress,
            callback,
            pending,
        }));
        tab
    }

    /// Carries a command out and takes in what it told.
    pub(crate) fn does(&mut self, command: Command) {
        let world = Rc::clone(&self.world);
        world.run(self.engine.obey(command));
        self.hears();
    }

    pub(crate) fn hears(&mut self) {
        for event in self.world.events.take() {
            if let Event::KeepProgress(text) = &event {
                self.storage.progress.clone_from(text);
            } else if let Event::Leave { url, pending } = &event {
                self.storage.left_for = Some(url.clone());
                self.storage.pending = Some(pending.clone());
            } else if let Event::LeaveSignedOut { url, state } = &event {
                self.storage.left_for = Some(url.clone());
                self.storage.signed_out = Some(state.clone());
            }
            self.view.apply(event);
        }
    }

    /// The problem that was told since the last time this was asked.
    pub(crate) fn problem(&mut self) -> Option<ProblemKind> {
        self.view.problem.take().map(|problem: Problem| problem.kind)
    }

    /// Leaves for the sign-in, signs in there, and comes back: as the browser does, with a new page and a new worker.
    pub(crate) fn signs_in(mut self, purpose: Purpose, account: &str, password: &str) -> Self {
        let answer = self.leaves_to_sign_in(purpose, account, password);
        self.storage.left_for = None;
        let mut tab = Self::open(&self.world, self.storage, Some(answer));
        // Nobody was known there: the sign-in page has to ask after all.
        if tab.storage.left_for.is_some() {
            let answer = tab.answers_the_sign_in(account, password);
            tab = Self::open(&tab.world, tab.storage, Some(answer));
        }
        tab
    }

    /// Leaves for the sign-in and signs in there. Returns the answer that it comes back with.
    pub(crate) fn leaves_to_sign_in(&mut self, purpose: Purpose, account: &str, password: &str) -> String {
        self.does(Command::SignIn {
            cloud: CloudName::Practice,
            purpose,
            place: SignInPlace::Page,
        });
        self.answers_the_sign_in(account, password)
    }

    /// Signs in at the address that the page was left for.
    pub(crate) fn answers_the_sign_in(&self, account: &str, password: &str) -> String {
        let address = self.storage.left_for.clone().expect("a sign-in leaves the page");
        let now = self.world.timestamp();
        let back = self
            .world
            .cloud
            .borrow_mut()
            .sign_in(now, account, password, &address)
            .unwrap();
        let (_, answer) = back.split_once('#').expect("the answer is in the fragment");
        answer.to_owned()
    }
}

/// A tab in which somebody has signed in to read.
pub(crate) fn signed_in(tenant: impl Into<Tenant>, account: &str) -> Tab {
    let world = PracticeWorld::new(tenant);
    let mut tab = Tab::open(&world, Storage::default(), None).signs_in(Purpose::Read, account, "practice");
    assert_eq!(tab.problem(), None);
    tab
}

impl Tab {
    /// One look at what is watched.
    pub(crate) fn looks(&mut self) {
        let world = Rc::clone(&self.world);
        world.run(self.engine.look());
        self.hears();
    }

    /// Carries a command out until so many requests have been sent, then closes the tab in the middle of whatever it does.
    pub(crate) fn closes_after_requests(mut self, command: Command, number: usize) -> Storage {
        let world = Rc::clone(&self.world);
        let sent = Rc::new(Cell::new(0));
        let count = Rc::clone(&sent);
        world
            .on_request
            .replace(Some(Box::new(move |_| count.set(count.get() + 1))));
        world.run_until(self.engine.obey(command), || sent.get() >= number);
        world.on_request.take();
        self.hears();
        Storage {
            pending: None,
            ..self.storage
        }
    }

    /// The person steers while the first deleting batch is on its way.
    pub(crate) fn steers_at_the_first_batch(&self, steering: Steering) {
        let helm = self.engine.helm();
        let mut steered = false;
        self.world.on_request.replace(Some(Box::new(move |request| {
            if request.uri().path() == "/v1.0/$batch" && !steered {
                steered = true;
                helm.steer(steering);
            }
        })));
    }

    /// Carries a command out while something else happens.
    pub(crate) fn does_while<Other: Future<Output = ()>>(
        &mut self,
        command: Command,
        other: impl FnOnce(Rc<PracticeWorld>, Rc<Helm>) -> Other,
    ) {
        let world = Rc::clone(&self.world);
        let other = other(Rc::clone(&world), self.engine.helm());
        let does = self.engine.obey(command);
        world.run(async {
            futures_util::future::join(does, other).await;
        });
        self.hears();
    }

    /// Carries a command out while, after some time, the person steers.
    pub(crate) fn does_and_steers(&mut self, command: Command, after: Duration, steering: Steering) {
        self.does_while(command, |world, helm| async move {
            world.sleep(after).await;
            helm.steer(steering);
        });
    }
}
