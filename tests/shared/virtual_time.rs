//! Time that passes only when everything waits. Runs nothing by itself.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use practice::Timestamp;

/// The time, in milliseconds since 1970, and who waits until when.
pub(crate) struct VirtualTime {
    now: Cell<i64>,
    timers: RefCell<Vec<(i64, Waker)>>,
}

impl VirtualTime {
    pub(crate) fn since(beginning: i64) -> Self {
        Self {
            now: Cell::new(beginning),
            timers: RefCell::default(),
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.now.get()
    }

    pub(crate) fn timestamp(&self) -> Timestamp {
        Timestamp::from_millis(self.now.get())
    }

    /// Time passes, and nobody is woken by it.
    pub(crate) fn skip(&self, duration: Duration) {
        self.now.set(self.now.get() + milliseconds(duration));
    }

    /// Moves time to the next moment that something waits for. Says whether there was one.
    pub(crate) fn passes(&self) -> bool {
        let Some(next) = self.timers.borrow().iter().map(|(until, _)| *until).min() else {
            return false;
        };
        let now = self.now.get().max(next);
        self.now.set(now);
        let mut timers = self.timers.borrow_mut();
        let due: Vec<_> = timers.extract_if(.., |(until, _)| *until <= now).collect();
        drop(timers);
        due.into_iter().for_each(|(_, waker)| waker.wake());
        true
    }

    /// Returns after a while, and never at once: whoever waits lets the others go on.
    pub(crate) async fn rest(&self, duration: Duration) {
        let until = self.now.get() + milliseconds(duration).max(1);
        Sleep { time: self, until }.await;
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap()
}

struct Sleep<'t> {
    time: &'t VirtualTime,
    until: i64,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.time.now.get() >= self.until {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        self.time.timers.borrow_mut().push((self.until, waker));
        Poll::Pending
    }
}

/// Whether something asked to be looked at again without time passing.
#[derive(Default)]
pub(crate) struct Woken(AtomicBool);

impl Woken {
    /// Whether it did since this was asked last.
    pub(crate) fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
