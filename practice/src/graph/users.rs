//! Users: listing, reading, deleting, switching off and on.

use crate::cloud::Cloud;
use crate::graph::access::{Caller, Who};
use crate::graph::error::GraphError;
use crate::graph::list::{page_of_some, single};
use crate::graph::shapes::{self, USERS};
use crate::graph::{Answer, Ask, content};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::objects::User;
use crate::tenant::role::Role;

pub(super) const READ: [&str; 6] = [
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Directory.AccessAsUser.All",
];

/// `GET /users`
pub(super) fn list(cloud: &Cloud, ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&READ, Who::Members)?;
    page_of_some(cloud, ask, USERS, &cloud.tenant.users, |user, names| match names {
        [] => shapes::user(cloud, user),
        names => shapes::user_with(cloud, user, names),
    })
}

/// `GET /users/{id or userPrincipalName}`
pub(super) fn get(cloud: &Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    let user = cloud.tenant.user(id);
    if user.is_none_or(|user| user.id != ask.caller.user) {
        ask.caller.needs(&READ, Who::Members)?;
    }
    let user = user.ok_or_else(|| GraphError::not_found(id))?;
    single(cloud, ask, USERS, &shapes::user(cloud, user))
}

/// Who may delete whom: a user without a role can be deleted by a User Administrator; whoever holds a role only by
/// someone higher, and with the scope that lets the app act as the person.
pub(super) fn may_delete(caller: &Caller, user: &User) -> Result<(), GraphError> {
    const SCOPES: [&str; 3] = [
        "User.DeleteRestore.All",
        "User.ReadWrite.All",
        "Directory.AccessAsUser.All",
    ];
    caller.needs(
        &SCOPES,
        Who::Roles(&[
            Role::GlobalAdministrator,
            Role::UserAdministrator,
            Role::PrivilegedAuthenticationAdministrator,
        ]),
    )?;
    if !user.roles.is_empty() {
        caller.needs(
            &["Directory.AccessAsUser.All"],
            Who::Roles(&[Role::GlobalAdministrator, Role::PrivilegedAuthenticationAdministrator]),
        )?;
    }
    Ok(())
}

/// `DELETE /users/{id or userPrincipalName}`: into the bin.
pub(super) fn delete(cloud: &mut Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    let user = cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))?;
    may_delete(ask.caller, user)?;
    if user.id == ask.caller.user {
        // Nobody deletes the account they act with.
        return Err(GraphError::denied());
    }
    if user.synced == Some(true) {
        return Err(GraphError::bad_request(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        ));
    }
    if cloud.tenant.is_restricted(user.id) {
        // Only the unit's own administrators reach the members of a restricted unit.
        return Err(GraphError::denied());
    }
    let id: Guid = user.id;
    cloud.tenant.delete_user(id, cloud.clock.moment());
    Ok(Reply::no_content())
}

/// `PATCH /users/{id}`: switching an account off or on, the one change that a closing makes.
pub(super) fn change(cloud: &mut Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    ask.caller.needs(
        &["User.ReadWrite.All", "Directory.ReadWrite.All"],
        Who::Roles(&[Role::GlobalAdministrator, Role::UserAdministrator]),
    )?;
    let user = cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))?;
    if !user.roles.is_empty() {
        ask.caller.needs(
            &["Directory.AccessAsUser.All"],
            Who::Roles(&[Role::GlobalAdministrator, Role::PrivilegedAuthenticationAdministrator]),
        )?;
    }
    if cloud.tenant.is_restricted(user.id) {
        return Err(GraphError::denied());
    }
    if user.synced == Some(true) {
        return Err(GraphError::bad_request(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        ));
    }
    let id = user.id;
    let body = content::read(ask, &["accountEnabled"])?;
    let enabled = content::flag(&body, "accountEnabled")?;
    let now = cloud.clock.moment();
    if let Some(user) = cloud.tenant.users.change(id, now) {
        user.enabled = enabled;
    }
    Ok(Reply::no_content())
}
