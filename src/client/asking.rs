//! Asks about many things, twenty a request, until each has given a clear answer or has never given one. Changes nothing; what
//! an answer says of a thing is the caller's.

use std::collections::VecDeque;
use std::time::Duration;

use super::batch::Batched;
use super::failure::{refusal_kind, refused};
use super::retry::{ATTEMPTS, Next, Outcome, asked, backoff, next};
use super::{Client, Failure, World, failure_of, refusal_of};
use crate::microsoft::graph::batch::Answer;
use crate::microsoft::graph::organization::GetOrganization;
use crate::microsoft::limits::{BATCH, Cost, Resource, cost};
use crate::microsoft::refusal::Refusal;
use crate::microsoft::{Audience, Call, Endpoint, Version};
use crate::protocol::WaitReason;
use crate::tenant::ids::Guid;
use crate::tenant::{Moment, Problem, ProblemKind};

/// How often one thing is asked about before it counts as one that gives no clear answer.
const TRIES: u32 = 10;

/// When so many batches in a row were not answered, the next one only asks whether any is: then those are to blame that were in
/// them, and not the network or the service.
const PROBED: u32 = 2;

/// What an answer says of the thing that was asked about.
#[derive(Debug)]
pub enum Heard<T> {
    /// This.
    Clear(T),
    /// This, if it is said so many times: a single such answer may be wrong.
    Doubted {
        /// What it says.
        says: T,
        /// How many times it must.
        times: u32,
    },
}

/// How one round of asking ended.
#[derive(Debug)]
pub enum Round {
    /// Everything has been asked about.
    Done,
    /// Something became clear; the rest has to wait so long.
    Later(Duration, WaitReason),
    /// Nothing became clear, so many times in a row: why.
    Nothing(Failure, u32),
}

/// Things that are asked about.
#[derive(Debug)]
pub struct Asking<T> {
    version: Version,
    hear: fn(&Answer, Moment) -> Heard<T>,
    line: VecDeque<Thing>,
    /// How many are asked about at once: fewer after a batch was refused as a whole, because one thing may spoil it.
    together: usize,
    said: Vec<(Guid, Result<T, Problem>)>,
    /// How many batches in a row were refused or unanswered as a whole.
    failed: u32,
    /// How many in a row have brought nothing.
    fruitless: u32,
    /// Whether a new token was asked for because the last one wasn't taken, and none has been taken since.
    renewed: bool,
}

#[derive(Debug)]
struct Thing {
    id: Guid,
    call: Call,
    tries: u32,
    /// How often something was said that is to be doubted.
    doubts: u32,
}

/// What one batch brought.
#[derive(Default)]
struct Brought {
    fruit: bool,
    /// Why something is to be asked again, and how long the service asks to wait.
    failure: Option<Failure>,
    wait: Option<Duration>,
    throttled: u32,
}

impl<T> Asking<T> {
    /// Asks with these calls, each about the thing with its id. `hear` says what an answer says, if it is neither a wish to wait
    /// nor to sign in.
    pub fn new(
        version: Version,
        calls: impl Iterator<Item = (Guid, Call)>,
        hear: fn(&Answer, Moment) -> Heard<T>,
    ) -> Self {
        let thing = |(id, call)| Thing {
            id,
            call,
            tries: 0,
            doubts: 0,
        };
        Self {
            version,
            hear,
            line: calls.map(thing).collect(),
            together: BATCH,
            said: Vec::new(),
            failed: 0,
            fruitless: 0,
            renewed: false,
        }
    }

    /// What has been said, and why nothing clear was; in no order.
    pub fn into_said(self) -> Vec<(Guid, Result<T, Problem>)> {
        self.said
    }

    /// Gives up on those that have given no clear answer yet, if any has.
    fn give_up(&mut self, problem: &Problem) -> bool {
        let some = self.said.iter().any(|(_, says)| says.is_ok());
        if some {
            let rest = self.line.drain(..).map(|thing| (thing.id, Err(problem.clone())));
            self.said.extend(rest);
        }
        some
    }

    /// Goes on asking. What has become clear is kept, however this ends. `heard` is told how many have been asked about so far.
    ///
    /// # Errors
    /// When no batch could be sent, nor will be in a while.
    pub async fn go_on<W: World>(
        &mut self,
        client: &Client<W>,
        mut heard: impl FnMut(usize),
    ) -> Result<Round, Failure> {
        while !self.line.is_empty() {
            heard(self.said.len());
            if client.helm.is_stopped() {
                return Err(Failure::Stopped);
            }
            let (size, calls) = self.next_calls();
            let cost = reading(&calls);
            client.keep_pace(cost).await?;
            let sent_at = client.world.elapsed();
            let batched = match client.unless_stopped(client.batch(self.version, &calls)).await {
                Ok(batched) => batched,
                // No token was to be had just now: nothing was sent.
                Err(failure) if failure.passes().is_some() => {
                    self.fruitless += 1;
                    return Ok(Round::Nothing(failure, self.fruitless));
                }
                Err(failure) => return Err(failure),
            };
            let now = client.world.now();
            let batch: Vec<Thing> = self.line.drain(..size).collect();
            let brought = match batched {
                Batched::Answers(answers) => self.take(client, batch, answers, now),
                Batched::Outer(outcome) => self.take_whole(client, batch, &outcome, cost, now),
            };
            if brought.throttled > 0 {
                let units = brought.throttled;
                client.heed_refusal(Cost { units, ..cost }, brought.wait, sent_at);
            }
            if brought.fruit {
                self.fruitless = 0;
            }
            match (brought.failure, brought.wait) {
                (Some(failure), _) if !brought.fruit => {
                    self.fruitless += 1;
                    return Ok(Round::Nothing(failure, self.fruitless));
                }
                (_, Some(wait)) => return Ok(Round::Later(wait, WaitReason::Throttled)),
                (_, None) if brought.throttled > 0 => {
                    return Ok(Round::Later(backoff(0, client.jitter()), WaitReason::Throttled));
                }
                (_, None) => {}
            }
        }
        heard(self.said.len());
        Ok(Round::Done)
    }

    /// How many things are asked about next, and with which calls.
    fn next_calls(&self) -> (usize, Vec<(Guid, Call)>) {
        let call = |thing: &Thing| (thing.id, thing.call.clone());
        if self.failed < PROBED {
            let size = self.together.min(self.line.len());
            return (size, self.line.iter().take(size).map(call).collect());
        }
        let probe = self.line.front().map(|thing| (thing.id, GetOrganization.call()));
        (0, probe.into_iter().collect())
    }

    fn take<W: World>(
        &mut self,
        client: &Client<W>,
        batch: Vec<Thing>,
        answers: Vec<Option<Answer>>,
        now: Moment,
    ) -> Brought {
        self.failed = 0;
        if !batch.is_empty() {
            self.together = (self.together * 2).min(BATCH);
        }
        let mut brought = Brought {
            // The service answers: whoever was not answered before is to blame.
            fruit: batch.is_empty(),
            ..Brought::default()
        };
        let mut unauthorized = None;
        for (mut thing, answer) in batch.into_iter().zip(answers) {
            let Some(answer) = answer else {
                brought.failure = Some(Failure::NotUnderstood);
                self.again(thing, Problem::new(ProblemKind::AnswerNotUnderstood, now));
                continue;
            };
            let refusal = &answer.refusal;
            if refusal.wants_sign_in() {
                unauthorized = Some(refusal.clone());
                self.line.push_front(thing);
                continue;
            }
            self.renewed = false;
            if passes(refusal.status) {
                brought.wait = brought.wait.max(asked(refusal, now));
                brought.failure = Some(Failure::Refused(Box::new(refusal.clone())));
                if refusal.status == 429 {
                    // "Later" is no answer, and no reason to give up.
                    brought.throttled += 1;
                    self.line.push_back(thing);
                } else {
                    self.again(thing, refused(refusal, refusal_kind(refusal.status), now));
                }
                continue;
            }
            brought.fruit = true;
            match (self.hear)(&answer, now) {
                Heard::Clear(says) => self.said.push((thing.id, Ok(says))),
                Heard::Doubted { says, times } if thing.doubts + 1 >= times => self.said.push((thing.id, Ok(says))),
                Heard::Doubted { .. } => {
                    thing.doubts += 1;
                    self.line.push_back(thing);
                }
            }
        }
        if let Some(refusal) = unauthorized {
            brought.failure = self.without_token(client, Some(&refusal), || {
                Failure::SignInNeeded(Some(Box::new(refusal.clone())))
            });
            brought.fruit = brought.failure.is_none();
        }
        brought
    }

    /// A batch that was refused or unanswered as a whole.
    fn take_whole<W: World>(
        &mut self,
        client: &Client<W>,
        batch: Vec<Thing>,
        outcome: &Outcome,
        cost: Cost,
        now: Moment,
    ) -> Brought {
        let mut brought = Brought::default();
        match next(outcome, 0, client.jitter(), now) {
            Next::RenewToken => {
                brought.failure = self.without_token(client, None, || failure_of(outcome));
                brought.fruit = brought.failure.is_none();
                self.put_in_front(batch);
            }
            Next::After(_, WaitReason::Throttled) => {
                brought.throttled = cost.units;
                brought.failure = Some(failure_of(outcome));
                if let Outcome::Answer(answer) = outcome {
                    brought.wait = asked(&refusal_of(answer), now);
                }
                self.put_in_front(batch);
            }
            // One thing may spoil the others: fewer together, and the others first.
            decision @ (Next::After(..) | Next::Take | Next::GiveUp) => {
                self.failed += 1;
                self.together = (batch.len() / 2).max(1);
                let failure = failure_of(outcome);
                let problem = failure.problem(now);
                // A request that is refused as it is need not wait before it is made smaller.
                if decision != Next::GiveUp || !is_about_the_batch(outcome) || self.failed >= TRIES {
                    brought.failure = Some(failure);
                }
                // Without an answer in between, nobody knows that it is to blame.
                let is_alone = batch.len() == 1 && self.failed == 1;
                for thing in batch {
                    if is_alone {
                        self.again(thing, problem.clone());
                    } else {
                        self.line.push_back(thing);
                    }
                }
            }
        }
        brought
    }

    /// A token that is refused is renewed once: when the new one isn't taken either, only the person can help.
    fn without_token<W: World>(
        &mut self,
        client: &Client<W>,
        refusal: Option<&Refusal>,
        failure: impl FnOnce() -> Failure,
    ) -> Option<Failure> {
        if self.renewed {
            return Some(failure());
        }
        self.renewed = true;
        client.renew_token(refusal);
        None
    }

    fn put_in_front(&mut self, batch: Vec<Thing>) {
        batch.into_iter().rev().for_each(|thing| self.line.push_front(thing));
    }

    /// Puts a thing at the end of the line, unless it has been asked about too often.
    fn again(&mut self, mut thing: Thing, problem: Problem) {
        thing.tries += 1;
        if thing.tries >= TRIES {
            self.said.push((thing.id, Err(problem)));
        } else {
            self.line.push_back(thing);
        }
    }
}

impl<W: World> Client<W> {
    /// Asks about all of them, with the patience of a reading.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub async fn ask_about<T>(&self, asking: &mut Asking<T>, mut heard: impl FnMut(usize)) -> Result<(), Failure> {
        loop {
            let sign_ins = self.tokens.sign_ins();
            let failure = match asking.go_on(self, &mut heard).await {
                Ok(Round::Done) => return Ok(()),
                Ok(Round::Later(wait, _)) => {
                    self.wait(wait).await?;
                    continue;
                }
                Ok(Round::Nothing(failure, times)) if failure.passes().is_some() && times < ATTEMPTS => {
                    self.wait_to_try_again(&failure, times - 1).await?;
                    continue;
                }
                Ok(Round::Nothing(failure, _)) | Err(failure) => failure,
            };
            match failure.passes() {
                // What is known stays known, and of the rest it is said why it isn't.
                Some(WaitReason::ServiceFailed | WaitReason::Throttled)
                    if asking.give_up(&failure.problem(self.world.now())) => {}
                _ => self.challenged(sign_ins, failure).await?,
            }
        }
    }
}

/// Whether a refusal inside a batch says nothing of the thing, and may be another one in a while.
const fn passes(status: u16) -> bool {
    matches!(status, 408 | 409 | 423 | 424 | 429 | 500..=599)
}

/// Whether a batch was refused for what it holds: a bad or too large request.
fn is_about_the_batch(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Answer(answer) if matches!(answer.status().as_u16(), 400 | 413))
}

/// What reading these costs together.
fn reading(calls: &[(Guid, Call)]) -> Cost {
    let cost = |call: &Call| cost(Audience::Graph, &call.method, &call.path);
    let units = calls.iter().map(|(_, call)| cost(call).units).sum();
    Cost {
        resource: Resource::DirectoryReads,
        units,
    }
}
