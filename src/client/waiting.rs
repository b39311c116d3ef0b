//! Who waits for something to change: remembered when looked at in vain, woken when it may have changed. Knows nothing of what
//! they wait for.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// Those who wait.
#[derive(Default)]
pub(super) struct Waiting(RefCell<Vec<Waker>>);

impl Waiting {
    /// Returns what `ready` gives, as soon as it gives something; it is asked again whenever somebody wakes those who wait.
    pub(super) async fn until<T>(&self, mut ready: impl FnMut() -> Option<T>) -> T {
        poll_fn(|context| match ready() {
            Some(value) => Poll::Ready(value),
            None => {
                self.remember(context.waker());
                Poll::Pending
            }
        })
        .await
    }

    /// Once, however often it is looked at: a run of hours looks hundred thousands of times, and is woken hardly ever.
    fn remember(&self, waker: &Waker) {
        let mut wakers = self.0.borrow_mut();
        if !wakers.iter().any(|one| one.will_wake(waker)) {
            wakers.push(waker.clone());
        }
    }

    /// Wakes them all.
    pub(super) fn wake(&self) {
        for waker in self.0.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::{Context, Wake};

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicU32);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn who_waits_is_remembered_once_however_often_it_is_looked_at() {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        let waiting = Waiting::default();
        let there = Cell::new(None);
        let mut waits = pin!(waiting.until(|| there.get()));
        for _ in 0..1_000 {
            assert!(waits.as_mut().poll(&mut context).is_pending());
        }
        assert_eq!(waiting.0.borrow().len(), 1);
        there.set(Some(7));
        waiting.wake();
        assert_eq!(woken.0.load(Ordering::Relaxed), 1);
        assert_eq!(waits.poll(&mut context), Poll::Ready(7));
    }
}
