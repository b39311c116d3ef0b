//! The directory's bin: what was soft-deleted stays 30 days, can be restored, or be deleted for good.

use http::Method;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page};
use crate::graph::shapes::{self, ADMINISTRATIVE_UNITS, APPLICATIONS, GROUPS, SERVICE_PRINCIPALS, USERS};
use crate::graph::{Answer, Ask, content, unknown_route, users};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::role::Role;
use crate::time::Moment;

/// `GET /directory/deletedItems/{type}`, `DELETE …/{id}`, `POST …/{id}/restore`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    match (&ask.request.method, rest) {
        (&Method::GET, [kind]) if kind.starts_with("microsoft.graph.") => list(cloud, kind, ask),
        (&Method::GET, [id]) => get(cloud, id, ask),
        (&Method::GET, []) => Err(GraphError::bad_request(
            "The type of the deleted items must be given, such as microsoft.graph.user.",
        )),
        (&Method::POST, [id, "restore"]) => restore(cloud, id, ask),
        (&Method::DELETE, [id]) => purge(cloud, id, ask),
        _ => Err(unknown_route(ask)),
    }
}

/// Which kind of object an id in the bin belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    User,
    Group,
    Application,
    ServicePrincipal,
    AdministrativeUnit,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::User,
        Self::Group,
        Self::Application,
        Self::ServicePrincipal,
        Self::AdministrativeUnit,
    ];

    const fn collection(self) -> Collection {
        match self {
            Self::User => USERS,
            Self::Group => GROUPS,
            Self::Application => APPLICATIONS,
            Self::ServicePrincipal => SERVICE_PRINCIPALS,
            Self::AdministrativeUnit => ADMINISTRATIVE_UNITS,
        }
    }

    const fn read_scopes(self) -> &'static [&'static str] {
        match self {
            Self::User => &[
                "User.Read.All",
                "User.ReadWrite.All",
                "User.DeleteRestore.All",
                "Directory.Read.All",
            ],
            Self::Group => &["Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All"],
            Self::Application | Self::ServicePrincipal => &[
                "Application.Read.All",
                "Application.ReadWrite.All",
                "Directory.Read.All",
            ],
            Self::AdministrativeUnit => &[
                "AdministrativeUnit.Read.All",
                "AdministrativeUnit.ReadWrite.All",
                "Directory.Read.All",
            ],
        }
    }

    const fn write_scopes(self) -> &'static [&'static str] {
        match self {
            Self::User => &["User.ReadWrite.All", "User.DeleteRestore.All"],
            Self::Group => &["Group.ReadWrite.All"],
            Self::Application | Self::ServicePrincipal => &["Application.ReadWrite.All"],
            Self::AdministrativeUnit => &["AdministrativeUnit.ReadWrite.All"],
        }
    }

    const fn writers(self) -> Who {
        match self {
            Self::User => Who::Roles(&[Role::GlobalAdministrator, Role::UserAdministrator]),
            Self::Group => Who::Roles(&[Role::GlobalAdministrator, Role::GroupsAdministrator]),
            Self::AdministrativeUnit => Who::Roles(&[Role::GlobalAdministrator, Role::PrivilegedRoleAdministrator]),
            Self::Application | Self::ServicePrincipal => Who::Roles(&[
                Role::GlobalAdministrator,
                Role::ApplicationAdministrator,
                Role::CloudApplicationAdministrator,
            ]),
        }
    }

    fn bin(self, cloud: &Cloud) -> Vec<(Guid, Object)> {
        let (tenant, now) = (&cloud.tenant, cloud.clock.moment());
        match self {
            Self::User => tenant
                .users
                .bin(now)
                .into_iter()
                .filter(|(_, binned)| has_arrived(cloud, binned.deleted))
                .map(|(id, binned)| {
                    let mut user = binned.object.clone();
                    // The name is set free for somebody new: in the bin it begins with the id.
                    user.user_principal_name = format!("{}{}", id.simple(), user.user_principal_name);
                    (id, shapes::deleted(cloud, shapes::user(cloud, &user), binned.deleted))
                })
                .collect(),
            Self::Group => tenant
                .groups
                .bin(now)
                .into_iter()
                .filter(|(_, binned)| has_arrived(cloud, binned.deleted))
                .map(|(id, binned)| {
                    (
                        id,
                        shapes::deleted(cloud, shapes::group(cloud, &binned.object), binned.deleted),
                    )
                })
                .collect(),
            Self::Application => tenant
                .applications
                .bin(now)
                .into_iter()
                .filter(|(_, binned)| has_arrived(cloud, binned.deleted))
                .map(|(id, binned)| {
                    (
                        id,
                        shapes::deleted(cloud, shapes::application(cloud, &binned.object), binned.deleted),
                    )
                })
                .collect(),
            Self::AdministrativeUnit => tenant
                .administrative_units
                .bin(now)
                .into_iter()
                .filter(|(_, binned)| has_arrived(cloud, binned.deleted))
                .map(|(id, binned)| {
                    let unit = shapes::administrative_unit(&binned.object);
                    (id, shapes::deleted(cloud, unit, binned.deleted))
                })
                .collect(),
            Self::ServicePrincipal => tenant
                .service_principals
                .bin(now)
                .into_iter()
                .filter(|(_, binned)| has_arrived(cloud, binned.deleted))
                .map(|(id, binned)| {
                    (
                        id,
                        shapes::deleted(cloud, shapes::service_principal(cloud, &binned.object), binned.deleted),
                    )
                })
                .collect(),
        }
    }
}

/// What was deleted only now is not in the bin yet, when reading lags.
fn has_arrived(cloud: &Cloud, deleted: Moment) -> bool {
    deleted.plus(cloud.lag.bin) <= cloud.clock.moment()
}

fn list(cloud: &Cloud, name: &str, ask: &Ask<'_>) -> Answer {
    let kind = Kind::ALL.into_iter().find(|kind| kind.collection().object == name);
    let kind = kind.ok_or_else(|| GraphError::unmodelled(&format!("deleted items of the type {name}")))?;
    ask.caller.needs(kind.read_scopes(), Who::Members)?;
    page(cloud, ask, kind.collection(), kind.bin(cloud).into_iter(), |object| {
        object
    })
}

fn find(cloud: &Cloud, id: &str) -> Result<(Kind, Guid), GraphError> {
    let not_found = || GraphError::not_found(id);
    let id: Guid = id.parse().map_err(|_| not_found())?;
    let (tenant, now) = (&cloud.tenant, cloud.clock.moment());
    let there = |deleted: Option<Moment>| deleted.is_some_and(|deleted| has_arrived(cloud, deleted));
    Kind::ALL
        .into_iter()
        .find(|kind| match kind {
            Kind::User => there(tenant.users.binned(id, now).map(|binned| binned.deleted)),
            Kind::Group => there(tenant.groups.binned(id, now).map(|binned| binned.deleted)),
            Kind::Application => there(tenant.applications.binned(id, now).map(|binned| binned.deleted)),
            Kind::ServicePrincipal => there(tenant.service_principals.binned(id, now).map(|binned| binned.deleted)),
            Kind::AdministrativeUnit => there(tenant.administrative_units.binned(id, now).map(|binned| binned.deleted)),
        })
        .map(|kind| (kind, id))
        .ok_or_else(not_found)
}

fn get(cloud: &Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    let (kind, id) = find(cloud, id)?;
    ask.caller.needs(kind.read_scopes(), Who::Members)?;
    let object = kind
        .bin(cloud)
        .into_iter()
        .find(|(found, _)| *found == id)
        .map(|(_, object)| object);
    let object = object.ok_or_else(|| GraphError::not_found(&id.to_string()))?;
    let collection = kind.collection();
    crate::graph::list::single(cloud, ask, collection, &shapes::typed(collection, object))
}

fn restore(cloud: &mut Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    let (kind, id) = find(cloud, id)?;
    ask.caller.needs(kind.write_scopes(), kind.writers())?;
    let now = cloud.clock.moment();
    let new_name = new_name(cloud, kind, id, ask)?;
    let tenant = &cloud.tenant;
    let binned = match kind {
        Kind::User => tenant.users.binned(id, now).map(|found| {
            let mut user = found.object.clone();
            user.user_principal_name = new_name.clone().unwrap_or(user.user_principal_name);
            shapes::user(cloud, &user)
        }),
        Kind::Group => tenant
            .groups
            .binned(id, now)
            .map(|found| shapes::group(cloud, &found.object)),
        Kind::Application => tenant
            .applications
            .binned(id, now)
            .map(|found| shapes::application(cloud, &found.object)),
        Kind::ServicePrincipal => tenant
            .service_principals
            .binned(id, now)
            .map(|found| shapes::service_principal(cloud, &found.object)),
        Kind::AdministrativeUnit => tenant
            .administrative_units
            .binned(id, now)
            .map(|found| shapes::administrative_unit(&found.object)),
    };
    let object = binned.ok_or_else(|| GraphError::not_found(&id.to_string()))?;
    // The answer is made first: a query that it doesn't allow restores nothing.
    let reply = crate::graph::list::single(cloud, ask, kind.collection(), &object)?;
    let tenant = &mut cloud.tenant;
    let restored = match kind {
        Kind::User => tenant.users.restore(id, now).is_some(),
        Kind::Group => tenant.groups.restore(id, now).is_some(),
        Kind::Application => tenant.applications.restore(id, now).is_some(),
        Kind::ServicePrincipal => tenant.service_principals.restore(id, now).is_some(),
        Kind::AdministrativeUnit => tenant.administrative_units.restore(id, now).is_some(),
    };
    if let Some(user) = tenant.users.get_mut(id) {
        user.user_principal_name = new_name.unwrap_or_else(|| std::mem::take(&mut user.user_principal_name));
    }
    if restored {
        tenant.deleted_in_order.retain(|deleted| *deleted != id);
    }
    Ok(reply)
}

/// What somebody is to be called who is restored: the body may say so, and must when the old name is somebody else's now.
fn new_name(cloud: &Cloud, kind: Kind, id: Guid, ask: &Ask<'_>) -> Result<Option<String>, GraphError> {
    let body = if ask.request.body.is_empty() {
        serde_json::Map::new()
    } else {
        content::read(ask, &["autoReconcileProxyConflict", "newUserPrincipalName"])?
    };
    let wanted = match body.get("newUserPrincipalName") {
        None => None,
        Some(_) => Some(content::text(&body, "newUserPrincipalName")?.to_owned()),
    };
    if body.contains_key("autoReconcileProxyConflict") {
        content::flag(&body, "autoReconcileProxyConflict")?;
    }
    let now = cloud.clock.moment();
    let Some(binned) = cloud.tenant.users.binned(id, now).filter(|_| kind == Kind::User) else {
        return Ok(None);
    };
    if let Some(name) = &wanted {
        let domain = name.split_once('@').map(|(_, domain)| domain);
        let own = |domain: &str| {
            let mut domains = cloud.tenant.domains.iter();
            domains.any(|known| known.name.eq_ignore_ascii_case(domain))
        };
        if !domain.is_some_and(own) {
            return Err(GraphError::bad_request(
                "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
            ));
        }
    }
    let name = wanted.as_ref().unwrap_or(&binned.object.user_principal_name);
    let mut users = cloud.tenant.users.iter();
    if users.any(|user| user.user_principal_name.eq_ignore_ascii_case(name)) {
        return Err(GraphError::bad_request(
            "Another object with the same value for property userPrincipalName already exists.",
        ));
    }
    Ok(wanted)
}

fn purge(cloud: &mut Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    let (kind, id) = find(cloud, id)?;
    ask.caller.needs(kind.write_scopes(), kind.writers())?;
    let now = cloud.clock.moment();
    if let Some(binned) = cloud.tenant.users.binned(id, now) {
        users::may_delete(ask.caller, &binned.object)?;
    }
    let tenant = &mut cloud.tenant;
    match kind {
        Kind::User => drop(tenant.users.purge(id, now)),
        Kind::Group => drop(tenant.groups.purge(id, now)),
        Kind::Application => drop(tenant.applications.purge(id, now)),
        Kind::ServicePrincipal => drop(tenant.service_principals.purge(id, now)),
        Kind::AdministrativeUnit => drop(tenant.administrative_units.purge(id, now)),
    }
    Ok(Reply::no_content())
}
