//! Pause, Continue and Stop: set from outside at any time, seen by whatever runs at its next step. Decides nothing else.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

use crate::protocol::Steering;

/// The course that was set last.
#[derive(Default)]
pub struct Helm {
    course: Cell<Course>,
    waiting: RefCell<Vec<Waker>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Course {
    #[default]
    On,
    Paused,
    Stopped,
}

impl Helm {
    /// Sets the course and wakes whoever waits.
    pub fn steer(&self, steering: Steering) {
        self.course.set(match (steering, self.course.get()) {
            // A stop stands until the next run begins.
            (_, Course::Stopped) | (Steering::Stop, _) => Course::Stopped,
            (Steering::Pause, _) => Course::Paused,
            (Steering::Continue, _) => Course::On,
        });
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    /// Sets the course for something new.
    pub fn start(&self) {
        self.course.set(Course::On);
    }

    /// Whether a pause is asked for.
    pub fn is_paused(&self) -> bool {
        self.course.get() == Course::Paused
    }

    /// Whether a stop is asked for.
    pub fn is_stopped(&self) -> bool {
        self.course.get() == Course::Stopped
    }

    /// Returns when a stop is asked for.
    pub async fn stopped(&self) {
        self.until(|course| course == Course::Stopped).await;
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
        poll_fn(|context| {
            if reached(self.course.get()) {
                Poll::Ready(())
            } else {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await;
    }
}
