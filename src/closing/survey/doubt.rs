//! What seems to be done is read once more: a list may leave out the only one who is left. Reads nothing else.

use std::collections::BTreeSet;

use super::{list_users, multifactor_states};
use crate::client::{Client, Failure, World};
use crate::tenant::ids::UserId;
use crate::tenant::plan::{Plan, Work};
use crate::tenant::snapshot::{Reading, Snapshot, User};

/// Reads the users once more if by their list nothing is left to do for them. Of applications there is always something: what
/// Luk itself signs in with.
pub(super) async fn doubt<W: World>(
    world: &W,
    client: &Client<W>,
    kept: &BTreeSet<UserId>,
    mut snapshot: Snapshot,
) -> Result<Snapshot, Failure> {
    let seems_done = |work| Plan::propose(work, &snapshot, kept).items().is_empty();
    let has_users = snapshot.users.known().is_some();
    let has_multifactor = snapshot.multifactor.known().is_some();
    let is_doubted = seems_done(Work::DeleteUsers) || (has_multifactor && seems_done(Work::DisableMultifactor));
    if !has_users || !is_doubted {
        return Ok(snapshot);
    }
    let before = ids(&snapshot.users);
    snapshot.users = snapshot.users.with(list_users(world, client).await?);
    let left_out: Vec<UserId> = ids(&snapshot.users).difference(&before).copied().collect();
    if has_multifactor && !left_out.is_empty() {
        let more = multifactor_states(client, world, &left_out).await?;
        snapshot.multifactor = snapshot.multifactor.with(more);
    }
    Ok(snapshot)
}

fn ids(users: &Reading<Vec<User>>) -> BTreeSet<UserId> {
    users.known().into_iter().flatten().map(|user| user.id).collect()
}
