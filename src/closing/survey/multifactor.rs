//! The multifactor state of many users: twenty a request, each answer taken for itself.

use std::collections::{BTreeMap, VecDeque};

use super::told;
use crate::client::batch::Batched;
use crate::client::failure::{refusal_kind, refused};
use crate::client::retry::{Next, asked, next};
use crate::client::{Client, Failure, World};
use crate::microsoft::graph::batch::Answer;
use crate::microsoft::graph::multifactor;
use crate::microsoft::limits::BATCH;
use crate::microsoft::{Call, Version};
use crate::protocol::Part;
use crate::tenant::ids::{Guid, UserId};
use crate::tenant::snapshot::{MultifactorState, Reading, UserMultifactor};
use crate::tenant::{Problem, ProblemKind};

/// How often the service must say of a user that they are not there. No list bears it out here, and whose state is overlooked
/// counts as done.
const NOT_FOUND: u32 = 5;

/// Reads the multifactor state of each user, twenty a request. A user who is gone meanwhile has none.
pub(in crate::closing) async fn multifactor_states<W: World>(
    client: &Client<W>,
    world: &W,
    users: &[UserId],
) -> Result<Vec<UserMultifactor>, Failure> {
    let mut queue: VecDeque<UserId> = users.iter().rev().copied().collect();
    let mut not_found: BTreeMap<UserId, u32> = BTreeMap::new();
    let mut states = Vec::with_capacity(users.len());
    let mut attempt = 0;
    while !queue.is_empty() {
        let sign_ins = client.tokens().sign_ins();
        told(world, Part::Multifactor, states.len());
        let batch: Vec<UserId> = queue.split_off(queue.len().saturating_sub(BATCH)).into();
        let calls: Vec<(Guid, Call)> = batch
            .iter()
            .map(|user| (user.0, multifactor::read_state(&user.to_string())))
            .collect();
        let mut again = Vec::new();
        let mut wait = None;
        let mut challenge = None;
        let batched = match client.batch(Version::Beta, &calls).await {
            Ok(batched) => batched,
            Err(failure) => {
                client.challenged(sign_ins, failure).await?;
                queue.extend(batch.into_iter().rev());
                continue;
            }
        };
        match batched {
            Batched::Answers(answers) => {
                for (user, answer) in batch.into_iter().zip(answers) {
                    match answer {
                        Some(answer) if answer.status == 200 => {
                            let state = serde_json::from_value(answer.body).ok().as_ref().and_then(state);
                            let at = world.now();
                            states.push(UserMultifactor {
                                user,
                                state: state.map_or_else(
                                    || Reading::Unreadable(Problem::new(ProblemKind::AnswerNotUnderstood, at)),
                                    Reading::Known,
                                ),
                            });
                        }
                        Some(answer) if answer.status == 404 => {
                            let times = not_found.entry(user).or_default();
                            *times += 1;
                            if *times < NOT_FOUND {
                                // At the end of the line.
                                queue.push_front(user);
                            }
                        }
                        Some(Answer { refusal, .. }) if refusal.wants_sign_in() => {
                            if attempt == 0 {
                                client.renew_token(Some(&refusal));
                            } else {
                                challenge = Some(Failure::SignInNeeded(Some(Box::new(refusal))));
                            }
                            again.push(user);
                        }
                        Some(Answer { refusal, .. }) if (400..429).contains(&refusal.status) => {
                            let problem = refused(&refusal, refusal_kind(refusal.status), world.now());
                            states.push(UserMultifactor {
                                user,
                                state: Reading::Unreadable(problem),
                            });
                        }
                        Some(answer) => {
                            wait = wait.max(asked(&answer.refusal, world.now()));
                            again.push(user);
                        }
                        None => again.push(user),
                    }
                }
            }
            Batched::Outer(outcome) => match next(&outcome, attempt, client.jitter(), world.now()) {
                Next::After(asked, _) => {
                    wait = Some(asked);
                    again = batch;
                }
                Next::RenewToken if attempt == 0 => {
                    client.renew_token(None);
                    again = batch;
                }
                Next::Take | Next::RenewToken | Next::GiveUp => {
                    challenge = Some(crate::client::failure_of(&outcome));
                    again = batch;
                }
            },
        }
        if let Some(failure) = challenge {
            client.challenged(sign_ins, failure).await?;
            attempt = 0;
            queue.extend(again.into_iter().rev());
            continue;
        }
        if again.is_empty() {
            attempt = 0;
            continue;
        }
        attempt += 1;
        if attempt > 8 {
            return Err(Failure::Unreachable);
        }
        client
            .wait(wait.unwrap_or_else(|| crate::client::retry::backoff(attempt, client.jitter())))
            .await?;
        queue.extend(again.into_iter().rev());
    }
    Ok(states)
}

fn state(wire: &multifactor::Requirements) -> Option<MultifactorState> {
    match wire.per_user_mfa_state.as_str() {
        "disabled" => Some(MultifactorState::Disabled),
        "enabled" => Some(MultifactorState::Enabled),
        "enforced" => Some(MultifactorState::Enforced),
        _ => None,
    }
}
