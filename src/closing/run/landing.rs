//! Takes in what came back: one batch at a time. Sends nothing.

use std::time::Duration;

use super::answer::{Meaning, meaning};
use super::queue::{Group, Queued, Wait};
use super::{Back, Halt, Landed, NextToken, Run, cost, count};
use crate::client::batch::Batched;
use crate::client::retry::{Next, Outcome, asked, backoff, next};
use crate::client::{World, failure_of, refusal_of};
use crate::microsoft::graph::batch::Answer;
use crate::microsoft::limits::Resource;
use crate::microsoft::refusal::Refusal;
use crate::protocol::{Failure, WaitReason};
use crate::tenant::plan::{Target, Work};
use crate::tenant::{Fate, Problem, ProblemKind};

/// A run stops by itself when at least so many things turn out otherwise than planned …
const SURPRISES: usize = 5;

/// … and they are more than one in so many of those tried.
const ONE_IN: usize = 50;

/// … or when so many in a row are refused for want of permission: a role has been lost.
const FORBIDDEN: u32 = 5;

/// How often one thing is tried before it counts as failed.
const TRIES: u32 = 10;

/// How often a batch is refused as a whole before it is sent in halves.
const TOGETHER: u32 = 2;

/// How soon a batch is sent again that failed for no reason to wait.
const SHORTLY: Duration = Duration::from_millis(100);

/// So often in a row a batch may fail as a whole before the waits grow.
const EASY: u32 = 3;

/// Whether one item may spoil its batch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spoilt {
    /// The service refused the batch as it is.
    Likely,
    /// The service failed.
    Unlikely,
}

/// How often in a row the service may fail altogether before the run is interrupted.
const TROUBLES: u32 = 12;

impl<W: World> Run<'_, W> {
    /// Takes in what came back.
    pub(super) fn take_back(&mut self, back: Back) -> Result<(), Halt> {
        match back {
            Back::Batch(landed) => {
                self.sign_ins = landed.sign_ins;
                self.land(landed)
            }
            Back::Token(Ok(token)) => {
                self.token = NextToken::New(token, self.world.elapsed());
                Ok(())
            }
            Back::Token(Err(failure)) => {
                self.token = NextToken::AsHeld;
                self.sign_ins = self.client.tokens().sign_ins();
                self.without_token(&failure)
            }
        }
    }

    /// Takes a batch in.
    fn land(&mut self, landed: Landed) -> Result<(), Halt> {
        let Landed {
            sent_at,
            group,
            answered,
            sign_ins: _,
        } = landed;
        self.set_fates(&group, Fate::Planned);
        let outcome = match answered {
            Ok(Batched::Answers(answers)) => {
                (self.silences, self.troubles, self.throttles) = (0, 0, 0);
                self.hold = None;
                let settled = self.settled;
                let refusal = self.take(sent_at, group, answers);
                // Only what became of one thing, or of ten, lets more leave: "later" says nothing of what would.
                if self.settled > settled {
                    self.canary.pop_front();
                }
                self.tell_progress();
                match refusal {
                    Some(refusal) => self.renew_token(sent_at, Some(&refusal), || {
                        crate::client::Failure::SignInNeeded(Some(Box::new(refusal.clone())))
                    })?,
                    // What left with the old one says nothing of the new one.
                    None => self.renewed_at = self.renewed_at.filter(|at| sent_at <= *at),
                }
                return self.brake();
            }
            Ok(Batched::Outer(outcome)) => outcome,
            Err(failure) => {
                self.queue.again_together(group);
                return Err(self.halt(&failure));
            }
        };
        self.take_whole(sent_at, group, &outcome)
    }

    /// No token was to be had, so nothing was sent. Without network it waits as long as that takes.
    fn without_token(&mut self, failure: &crate::client::Failure) -> Result<(), Halt> {
        let Some(reason) = failure.passes().filter(|_| self.troubles < TROUBLES) else {
            return Err(self.halt(failure));
        };
        let tries = if reason == WaitReason::Unreachable {
            &mut self.silences
        } else {
            &mut self.troubles
        };
        *tries += 1;
        let tries = *tries;
        self.hold = Some(self.after(self.client.before_another_try(failure, tries), reason));
        Ok(())
    }

    /// Asks for a new token, once: when that isn't taken either, only the person can help. What was sent before the new
    /// one came says nothing about it.
    fn renew_token(
        &mut self,
        sent_at: Duration,
        refusal: Option<&Refusal>,
        failure: impl FnOnce() -> crate::client::Failure,
    ) -> Result<(), Halt> {
        match self.renewed_at {
            Some(renewed_at) if sent_at > renewed_at => Err(self.halt(&failure())),
            Some(_) => Ok(()),
            None => {
                self.renewed_at = Some(self.world.elapsed());
                if matches!(self.token, NextToken::New(..)) {
                    self.token = NextToken::AsHeld;
                }
                self.client.renew_token(refusal);
                Ok(())
            }
        }
    }

    /// Takes the answers in. Returns a refusal that another token might help against.
    fn take(&mut self, sent_at: Duration, group: Group, answers: Vec<Option<Answer>>) -> Option<Refusal> {
        let mut throttled: Option<(u32, Option<Duration>)> = None;
        let mut unauthorized = None;
        let used = answers.iter().flatten().filter_map(|answer| answer.refusal.used);
        if let Some(used) = used.reduce(f64::max) {
            self.client
                .heed_use(Resource::DirectoryWrites, used, self.fates.counts().sent);
        }
        for (queued, answer) in group.items.into_iter().zip(answers) {
            let Queued {
                place,
                item,
                tries,
                throttles,
            } = queued;
            let meaning = meaning(answer.as_ref(), self.world.now());
            if !matches!(meaning, Meaning::Failed(ref problem) if problem.kind == ProblemKind::Forbidden) {
                self.forbidden = 0;
            }
            match meaning {
                Meaning::Accepted => self.accept(place),
                Meaning::Absent => {
                    self.settled += 1;
                    self.fates.set(place, Fate::Accepted);
                    self.doubted.insert(place);
                }
                Meaning::Failed(problem) => {
                    let tells = problem.kind == ProblemKind::Forbidden && item.target != Target::ServicePrincipal;
                    self.forbidden += u32::from(tells);
                    self.give_up(queued, problem);
                }
                Meaning::SignIn(refusal) => {
                    unauthorized = Some(refusal);
                    self.queue.again(queued);
                }
                Meaning::Again { wait, reason, problem } => {
                    let until = wait.unwrap_or_else(|| backoff(tries + throttles, self.client.jitter()));
                    let until = self.after(until, reason);
                    // Throttling is no reason to give up: it only says "later".
                    if reason == WaitReason::Throttled {
                        let (units, longest) = throttled.unwrap_or_default();
                        throttled = Some((units + 1, longest.max(wait)));
                        self.fates.set(place, Fate::Throttled);
                        let throttles = throttles + 1;
                        self.queue.again_after(until, Queued { throttles, ..queued });
                    } else if tries + 1 >= TRIES {
                        self.give_up(queued, problem);
                    } else {
                        let tries = tries + 1;
                        self.queue.again_after(until, Queued { tries, ..queued });
                    }
                }
            }
        }
        if let Some((units, wait)) = throttled {
            self.client.heed_refusal(cost(units), wait, sent_at);
        }
        unauthorized
    }

    fn set_fates(&mut self, group: &Group, fate: Fate) {
        for queued in &group.items {
            self.fates.set(queued.place, fate);
        }
    }

    fn accept(&mut self, place: usize) {
        self.settled += 1;
        self.fates.set(place, Fate::Accepted);
        self.doubted.remove(&place);
        if let Some(running) = &mut self.progress.running {
            running.accepted.note(place);
        }
    }

    fn give_up(&mut self, queued: Queued, problem: Problem) {
        self.settled += 1;
        self.fates.set(queued.place, problem.kind.fate());
        self.running.failures.push(Failure {
            item: queued.item,
            problem,
        });
    }

    /// A batch that was refused or unanswered as a whole. Nobody knows what became of its items: they are tried again, and
    /// "not found" then means done.
    fn take_whole(&mut self, sent_at: Duration, group: Group, outcome: &Outcome) -> Result<(), Halt> {
        let wall = self.world.now();
        let jitter = self.client.jitter();
        // The decision is about this attempt alone; how often is counted here.
        match next(outcome, 0, jitter, wall) {
            Next::After(_, reason @ WaitReason::Unreachable) => {
                self.silences += 1;
                let hold = self.after(backoff(self.silences, jitter), reason);
                self.send_again(group, outcome, hold, Spoilt::Unlikely)
            }
            Next::After(_, reason @ WaitReason::Throttled) => {
                let asks = asked(&refusal(outcome), wall);
                self.client.heed_refusal(cost(count(group.items.len())), asks, sent_at);
                self.set_fates(&group, Fate::Throttled);
                let wait = asks.unwrap_or_else(|| backoff(self.throttles, jitter));
                self.throttles += 1;
                let wait = self.after(wait, reason);
                if group.items.is_empty() {
                    // It only asked whether anything is answered: nothing else would keep the next one waiting.
                    self.hold = Some(wait);
                }
                self.queue.again_together_after(wait, group);
                Ok(())
            }
            // What a refusal of the whole batch demands, the client has heard.
            Next::RenewToken => {
                self.queue.again_together(group);
                self.renew_token(sent_at, None, || failure_of(outcome))
            }
            // No request waits for lists; if one did, it would be sent again like this.
            Next::After(wait, WaitReason::ServiceFailed | WaitReason::ListsLag) => {
                self.trouble(group, outcome, wait, Spoilt::Unlikely)
            }
            // An answer with status 200 that isn't a batch's.
            Next::Take => self.trouble(group, outcome, SHORTLY, Spoilt::Unlikely),
            // A refusal of the batch as it is.
            Next::GiveUp => self.trouble(group, outcome, SHORTLY, Spoilt::Likely),
        }
    }

    /// The service failed a batch altogether.
    fn trouble(&mut self, group: Group, outcome: &Outcome, wait: Duration, spoilt: Spoilt) -> Result<(), Halt> {
        self.troubles += 1;
        if self.troubles >= TROUBLES {
            self.queue.again_together(group);
            return Err(Halt::of(failure_of(outcome).problem(self.world.now())));
        }
        let wait = match self.troubles.checked_sub(EASY) {
            Some(hard) => wait.max(backoff(hard, self.client.jitter())),
            None => wait.max(SHORTLY),
        };
        let hold = self.after(wait, WaitReason::ServiceFailed);
        self.send_again(group, outcome, hold, spoilt)
    }

    /// Sends a batch that failed as a whole again: as it is, or in halves where one item may spoil it, until that one is
    /// alone and named. Meanwhile the others go first.
    fn send_again(&mut self, mut group: Group, outcome: &Outcome, hold: Wait, spoilt: Spoilt) -> Result<(), Halt> {
        self.hold = Some(hold);
        group.tries += 1;
        // Something was answered since the last failure: what fails again all the same is to blame itself.
        let is_alone = self.silences + self.troubles == 1;
        let is_to_blame = |tries| spoilt == Spoilt::Likely || (is_alone && group.tries >= tries);
        let wait = match group.tries.checked_sub(EASY) {
            Some(hard) => hold.or_later(self.after(backoff(hard, self.client.jitter()), hold.reason)),
            None => hold,
        };
        match group.items.as_slice() {
            [queued] if is_to_blame(TRIES) => {
                let queued = *queued;
                self.give_up(queued, failure_of(outcome).problem(self.world.now()));
                self.tell_progress();
                return self.brake();
            }
            [_, _, ..] if is_to_blame(TOGETHER) => self.queue.again_in_halves_after(wait, group),
            _ => self.queue.again_together_after(wait, group),
        }
        Ok(())
    }

    /// Stops by itself when too much turns out otherwise. Enterprise applications are known to refuse (Microsoft: "errors
    /// are expected"), so a plan of applications is stopped only by what they are not known for.
    fn brake(&self) -> Result<(), Halt> {
        if let Some(last) = self.running.failures.last().filter(|_| self.forbidden >= FORBIDDEN) {
            return Err(Halt::of(last.problem.clone()));
        }
        if self.running.work == Work::DeleteApplications {
            return Ok(());
        }
        let surprises = self.running.failures.len();
        if surprises >= SURPRISES && surprises * ONE_IN > self.settled {
            let at = self.world.now();
            return Err(Halt::Problem(Box::new(Problem::new(ProblemKind::TooManySurprises, at))));
        }
        Ok(())
    }
}

fn refusal(outcome: &Outcome) -> Refusal {
    match outcome {
        Outcome::Answer(answer) => refusal_of(answer),
        Outcome::Silence(_) => Refusal::default(),
    }
}
