//! Which runs the person stands by that have not begun: those that wait in line, and one that is to go on by itself. Begins none.

use super::{Helm, Listener};
use crate::protocol::Steering;

impl Helm {
    /// The person asks for a run, which waits in line.
    pub fn ask_to_begin(&self) {
        self.beginnings.set(self.beginnings.get() + 1);
    }

    /// A command that begins a run has its turn. Says whether the person still stands by it: not if since they pressed it a
    /// run has ended, or they have stopped something or given the plan up.
    #[must_use]
    pub fn begin(&self) -> bool {
        self.beginnings.set(self.beginnings.get().saturating_sub(1));
        let stands = self.void.get() == 0;
        self.void.set(self.void.get().saturating_sub(1));
        self.begins.set(stands);
        stands
    }

    /// The person gives up what was confirmed: nothing of it begins any more, and what has begun stops.
    pub fn give_up(&self) {
        self.void_beginnings();
        if self.begins.get() || self.listener.get() == Some(Listener::Run) {
            self.steer(Steering::Stop);
        }
    }

    /// A run is to go on by itself, once the tenant has been read.
    pub fn will_go_on(&self) {
        self.goes_on.set(true);
    }

    /// It is to go on now. Says whether the person stands by it: not if they have stopped something or given the plan up
    /// meanwhile.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        let stands = self.goes_on.replace(false);
        self.begins.set(stands);
        stands
    }

    pub(super) fn void_beginnings(&self) {
        self.void.set(self.beginnings.get());
        self.goes_on.set(false);
    }
}
