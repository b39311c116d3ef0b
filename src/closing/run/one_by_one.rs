//! What the tenant says of single things, asked for by their ids: where a list alone isn't believed. Reads no list.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::queue::Wait;
use super::{Halt, Run, There};
use crate::client::World;
use crate::client::asking::{Asking, Heard};
use crate::microsoft::graph::batch::Answer;
use crate::microsoft::graph::{applications, deleted_users, users};
use crate::microsoft::{Call, Version};
use crate::protocol::WaitReason;
use crate::tenant::ids::Guid;
use crate::tenant::plan::{Item, Target, Work};
use crate::tenant::{Moment, ProblemKind};

/// In how many answers in a row the service must say of something doubted that it is not there.
const AGREEING: u32 = 3;

/// How long the bin may go on hiding what was deleted. Microsoft promises no time here either; lists have been seen to lag for
/// ten minutes.
const BIN_LAG: Duration = Duration::from_mins(10);

impl<W: World> Run<'_, W> {
    /// Which of these are gone, asked for each by its id: "not found" alone counts. Who gives no clear answer is asked again;
    /// what never does is not known to be gone.
    pub(super) async fn gone_one_by_one(&mut self, items: &[Item]) -> Result<There, Halt> {
        let said = self.seen_one_by_one(items).await?;
        Ok(only(&said, Seen::Gone))
    }

    async fn seen_one_by_one(&mut self, items: &[Item]) -> Result<Vec<(Guid, Seen)>, Halt> {
        let calls = items.iter().filter_map(|item| Some((item.id, find(*item)?)));
        let seen = match self.running.work {
            Work::PurgeUsers => seen_in_the_bin,
            Work::DeleteUsers | Work::DeleteApplications | Work::DisableMultifactor => seen,
        };
        let mut asking = Asking::new(Version::V1, calls, seen);
        self.ask_about(&mut asking).await?;
        let said = asking.into_said().into_iter();
        Ok(said.filter_map(|(id, seen)| Some((id, seen.ok()?))).collect())
    }

    /// Which of these are there, and which are gone, by several answers for each: one that shows a thing counts for more than
    /// those that don't find it, and one that says neither counts for nothing.
    async fn there_or_gone(&mut self, items: &[Item]) -> Result<(There, There), Halt> {
        let (mut there, mut gone) = (There::new(), There::new());
        for _ in 0..AGREEING {
            let said = self.seen_one_by_one(items).await?;
            there.append(&mut only(&said, Seen::There));
            gone.append(&mut only(&said, Seen::Gone));
        }
        gone.retain(|id| !there.contains(id));
        Ok((there, gone))
    }

    /// Which of these are found after all: a single answer that something isn't there may be wrong.
    async fn found_after_all(&mut self, mut items: Vec<Item>) -> Result<There, Halt> {
        let mut found = There::new();
        for _ in 0..AGREEING {
            let gone = self.gone_one_by_one(&items).await?;
            found.extend(items.iter().map(|item| item.id).filter(|id| !gone.contains(id)));
            items.retain(|item| gone.contains(&item.id));
        }
        Ok(found)
    }

    /// What was never accepted is gone only if it is not found, each time: a list may leave something out. Returns what is
    /// found after all.
    pub(super) async fn doubtful_yet_there(&mut self, there: &There) -> Result<There, Halt> {
        let doubtful = self.doubtful(there);
        if self.running.work == Work::PurgeUsers && !doubtful.is_empty() {
            self.let_the_bin_catch_up().await?;
        }
        self.found_after_all(doubtful).await
    }

    /// What was never accepted, and isn't listed.
    fn doubtful(&self, there: &There) -> Vec<Item> {
        let failed = self.running.failures.iter().map(|failure| failure.item);
        let planned = self.confirmed.plan().items();
        let doubted = self.doubted.iter().filter_map(|place| planned.get(*place).copied());
        failed
            .chain(doubted)
            .filter(|item| item.target != Target::UserMultifactor && !there.contains(&item.id))
            .collect()
    }

    /// All that a run purges was deleted before it began: what isn't in the bin this long after that is not only late.
    async fn let_the_bin_catch_up(&mut self) -> Result<(), Halt> {
        let until = self.began + BIN_LAG;
        let reason = WaitReason::ListsLag;
        self.wait_for(Wait { until, reason }).await
    }

    /// What is not as its fate says: whoever was restored by somebody isn't gone for good, and whom the person keeps was not
    /// left alone if their deletion was on its way already, whatever a list says that may lag.
    pub(super) async fn otherwise_than_said(&mut self, there: &There) -> Result<BTreeMap<Guid, ProblemKind>, Halt> {
        self.take_in_learned();
        let purges = self.running.work == Work::PurgeUsers;
        let planned = self.confirmed.plan().items().iter().copied();
        let kept = planned.filter(|item| item.is_one_of(&self.excluded));
        let kept: Vec<Item> = kept.collect();
        let doubtful = if purges { self.doubtful(there) } else { Vec::new() };
        if purges && kept.iter().any(|item| !there.contains(&item.id)) {
            self.let_the_bin_catch_up().await?;
        }
        let users: Vec<Item> = kept.iter().chain(&doubtful).filter(|_| purges).map(as_user).collect();
        let (restored, _) = self.there_or_gone(&users).await?;
        let (_, mut gone) = self.there_or_gone(&kept).await?;
        gone.retain(|id| !restored.contains(id));
        let doubtful = doubtful.into_iter().map(|item| item.id);
        let restored = doubtful
            .filter(|id| restored.contains(id))
            .map(|id| (id, ProblemKind::Restored));
        Ok(restored
            .chain(gone.into_iter().map(|id| (id, ProblemKind::KeptTooLate)))
            .collect())
    }
}

/// What an answer says of whether a thing is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Seen {
    There,
    Gone,
    /// Neither: a refusal shows nothing.
    Unclear,
}

fn only(said: &[(Guid, Seen)], what: Seen) -> There {
    said.iter()
        .filter(|(_, seen)| *seen == what)
        .map(|(id, _)| *id)
        .collect()
}

fn seen(answer: &Answer, _: Moment) -> Heard<Seen> {
    Heard::Clear(match answer.status {
        200 => Seen::There,
        404 => Seen::Gone,
        _ => Seen::Unclear,
    })
}

/// The bin holds groups and applications, too: what is there under an id and is no user isn't what the plan names.
fn seen_in_the_bin(answer: &Answer, at: Moment) -> Heard<Seen> {
    match answer.body.get("@odata.type").and_then(Value::as_str) {
        Some(kind) if kind != "#microsoft.graph.user" => Heard::Clear(Seen::Gone),
        Some(_) | None => seen(answer, at),
    }
}

const fn as_user(item: &Item) -> Item {
    Item {
        target: Target::User,
        ..*item
    }
}

/// How to ask whether an item is there. What is disabled and not deleted is always there.
fn find(item: Item) -> Option<Call> {
    let id = item.id.to_string();
    match item.target {
        Target::User => Some(users::find_user(&id)),
        Target::Application => Some(applications::find_application(&id)),
        Target::ServicePrincipal => Some(applications::find_service_principal(&id)),
        Target::DeletedUser => Some(deleted_users::find_deleted_user(&id)),
        Target::UserMultifactor => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_group_in_the_bin_is_nobody_whom_a_plan_could_name() {
        let says = |status, body: Value| {
            let refusal = crate::microsoft::refusal::Refusal::default();
            let answer = Answer { status, refusal, body };
            match seen_in_the_bin(&answer, Moment::from_milliseconds(0)) {
                Heard::Clear(seen) => seen,
                Heard::Doubted { .. } => panic!("it is clear"),
            }
        };
        assert_eq!(says(200, json!({"@odata.type": "#microsoft.graph.user"})), Seen::There);
        assert_eq!(says(200, json!({"@odata.type": "#microsoft.graph.group"})), Seen::Gone);
        assert_eq!(
            says(200, json!({})),
            Seen::There,
            "who doesn't say what it is may be a user"
        );
        assert_eq!(says(404, json!({})), Seen::Gone);
        assert_eq!(says(403, json!({})), Seen::Unclear);
    }
}
