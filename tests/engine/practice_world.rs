//! The practice world: the practice cloud in the same process, virtual time, and what a browser keeps. One seed is one run.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::{HeaderName, Request, Response, header};
use luk::client::World;
use luk::client::world::{ArchiveError, Lead, NoAnswer, NotKept};
use luk::microsoft::signin::keys::PublicKey;
use luk::protocol::{ArchivePlace, Event};
use luk::tenant::Moment;
use practice::{Cloud, Origins, Setup, Tenant, Timestamp};

use crate::provider::{self, OnAnswer};
use crate::virtual_time::{VirtualTime, Woken};

pub(crate) const SITE: &str = "http://localhost:8080/";

/// How long it takes to write a file.
const WRITING: Duration = Duration::from_millis(10);

type Hook = Box<dyn FnMut(&Request<Vec<u8>>)>;

/// Answers a request in the cloud's place, which then never hears of it.
type InItsPlace = Box<dyn FnMut(&Request<Vec<u8>>) -> Option<Result<Response<Vec<u8>>, NoAnswer>>>;

pub(crate) struct PracticeWorld {
    pub(crate) cloud: RefCell<Cloud>,
    pub(crate) offline: Cell<bool>,
    pub(crate) disk_bytes: Cell<Option<usize>>,
    pub(crate) archive: RefCell<Option<Vec<u8>>>,
    place: Cell<Option<ArchivePlace>>,
    pub(crate) events: RefCell<Vec<Event>>,
    /// Called with each request before it is answered.
    pub(crate) on_request: RefCell<Option<Hook>>,
    /// Asked first what to answer.
    pub(crate) in_its_place: RefCell<Option<InItsPlace>>,
    /// Called with each answer before the browser sees it.
    pub(crate) on_answer: RefCell<Option<OnAnswer>>,
    /// How long each answer takes.
    pub(crate) latency: Cell<Duration>,
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
            in_its_place: RefCell::default(),
            plan: RefCell::default(),
            led: Rc::default(),
            on_answer: RefCell::default(),
            latency: Cell::new(Duration::from_millis(50)),
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
        self.sleep(self.latency.get()).await;
        if self.offline.get() {
            return Err(NoAnswer::Unreachable);
        }
        if let Some(answered) = self
            .in_its_place
            .borrow_mut()
            .as_mut()
            .and_then(|answer| answer(&request))
        {
            return answered;
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
        self.sleep(WRITING).await;
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
