//! Domains: who uses one, making another the default, deleting one, by force too.

use http::{Method, StatusCode};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::{Answer, Ask, content, groups, unknown_route};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::TenantState;
use crate::tenant::objects::{Domain, is_host};
use crate::tenant::role::Role;

const WRITERS: Who = Who::Roles(&[Role::GlobalAdministrator, Role::DomainNameAdministrator]);
/// More than that are not renamed by force.
const MOST_RENAMED: usize = 1000;
/// A forced deletion goes on after the answer.
const FORCED_MINUTES: u64 = 5;

/// `GET /domains/{name}/domainNameReferences`
pub(super) fn references(cloud: &Cloud, name: &str, ask: &Ask<'_>) -> Answer {
    ask.caller.needs(
        &["Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All"],
        Who::Members,
    )?;
    find(cloud, name)?;
    let mut all = users_of(&cloud.tenant, name);
    all.extend(groups_of(&cloud.tenant, name));
    all.extend(applications_of(&cloud.tenant, name));
    groups::objects(cloud, &all, ask)
}

/// `PATCH` and `DELETE /domains/{name}`, `POST /domains/{name}/forceDelete`
pub(super) fn change(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&["Domain.ReadWrite.All"], WRITERS)?;
    match (&ask.request.method, rest) {
        (&Method::PATCH, [name]) => make_default(cloud, name, ask),
        (&Method::DELETE, [name]) => delete(cloud, name),
        (&Method::POST, [name, "forceDelete"]) => force(cloud, name, ask),
        _ => Err(unknown_route(ask)),
    }
}

fn find<'a>(cloud: &'a Cloud, name: &str) -> Result<&'a Domain, GraphError> {
    let mut domains = cloud.tenant.domains.iter();
    let found = domains.find(|domain| domain.name.eq_ignore_ascii_case(name));
    found.ok_or_else(|| GraphError::not_found(name))
}

fn is_in(address: &str, domain: &str) -> bool {
    address
        .rsplit_once('@')
        .is_some_and(|(_, own)| own.eq_ignore_ascii_case(domain))
}

/// Whose names or addresses lie in a domain.
fn users_of(tenant: &TenantState, domain: &str) -> Vec<Guid> {
    let users = tenant.users.iter().filter(|user| {
        let mut addresses = std::iter::once(&user.user_principal_name).chain(&user.mail);
        addresses.any(|address| is_in(address, domain))
    });
    users.map(|user| user.id).collect()
}

/// Which groups get their mail in a domain.
fn groups_of(tenant: &TenantState, domain: &str) -> Vec<Guid> {
    let groups = tenant.groups.iter().filter(|group| {
        let own = group.mail_domain.as_deref();
        own.is_some_and(|own| own.eq_ignore_ascii_case(domain))
    });
    groups.map(|group| group.id).collect()
}

/// Which applications have an address in a domain.
fn applications_of(tenant: &TenantState, domain: &str) -> Vec<Guid> {
    let applications = tenant.applications.iter().filter(|found| found.names_domain(domain));
    applications.map(|found| found.id).collect()
}

fn make_default(cloud: &mut Cloud, name: &str, ask: &Ask<'_>) -> Answer {
    find(cloud, name)?;
    let body = content::read(ask, &["isDefault"])?;
    if !content::flag(&body, "isDefault")? {
        return Err(GraphError::bad_request(
            "A domain stops being the default one when another becomes it.",
        ));
    }
    for domain in &mut cloud.tenant.domains {
        domain.is_default = domain.name.eq_ignore_ascii_case(name);
    }
    Ok(Reply::no_content())
}

/// What holds for both ways of deleting.
fn can_go<'a>(cloud: &'a Cloud, name: &str) -> Result<&'a Domain, GraphError> {
    let domain = find(cloud, name)?;
    if domain.is_initial {
        return Err(GraphError::bad_request("The initial domain cannot be removed."));
    }
    if domain.is_default {
        return Err(GraphError::bad_request("The default domain cannot be removed."));
    }
    Ok(domain)
}

fn delete(cloud: &mut Cloud, name: &str) -> Answer {
    let name = can_go(cloud, name)?.name.clone();
    let tenant = &cloud.tenant;
    let is_free = [users_of, groups_of, applications_of]
        .into_iter()
        .all(|references| references(tenant, &name).is_empty());
    if !is_free {
        return Err(GraphError::bad_request(&format!(
            "Unable to delete domain {name}: it has references. Remove them or use forceDelete."
        )));
    }
    cloud.tenant.domains.retain(|domain| domain.name != name);
    Ok(Reply::no_content())
}

/// Renames everybody to the initial domain, then removes the domain a few minutes later; refused as
/// learn.microsoft.com/graph/api/domain-forcedelete says.
fn force(cloud: &mut Cloud, name: &str, ask: &Ask<'_>) -> Answer {
    let domain = can_go(cloud, name)?;
    if domain.gone.is_some() {
        return Err(GraphError::bad_request("The domain is being deleted already."));
    }
    let name = domain.name.clone();
    let body = content::read(ask, &["disableUserAccounts"])?;
    let disables = match body.get("disableUserAccounts") {
        None => true,
        Some(_) => content::flag(&body, "disableUserAccounts")?,
    };
    let users = users_of(&cloud.tenant, &name);
    let groups = groups_of(&cloud.tenant, &name);
    let is_of_exchange = |id: &Guid| {
        let found = cloud.tenant.groups.get(*id);
        found.is_some_and(|found| found.kind.is_of_exchange())
    };
    if groups.iter().any(is_of_exchange) {
        return Err(GraphError::bad_request(
            "The domain is referenced by distribution lists or mail-enabled security groups, of which Exchange is the provisioning service; change or delete them there first.",
        ));
    }
    let applications = applications_of(&cloud.tenant, &name);
    let is_shared = |id: &Guid| {
        let found = cloud.tenant.applications.get(*id);
        found.is_some_and(|found| found.sign_in_audience != "AzureADMyOrg")
    };
    if applications.iter().any(is_shared) {
        return Err(GraphError::bad_request(
            "The domain is used by a multi-tenant application as an identifier URI; change or delete the application first.",
        ));
    }
    if users.len() + groups.len() + applications.len() > MOST_RENAMED {
        return Err(GraphError::bad_request(
            "The domain has more than 1000 references; remove some of them first.",
        ));
    }
    let initial = cloud.tenant.initial_domain().to_owned();
    for id in users {
        if let Some(user) = cloud.tenant.users.get_mut(id) {
            for address in std::iter::once(&mut user.user_principal_name).chain(&mut user.mail) {
                if is_in(address, &name) {
                    let own = address.split('@').next().unwrap_or_default();
                    *address = format!("{own}@{initial}");
                }
            }
            user.enabled &= !disables;
        }
    }
    for id in groups {
        if let Some(group) = cloud.tenant.groups.get_mut(id) {
            group.mail_domain = None;
        }
    }
    for id in applications {
        for address in cloud
            .tenant
            .applications
            .get_mut(id)
            .into_iter()
            .flat_map(|found| &mut found.identifier_uris)
        {
            if is_host(address, &name) {
                *address = address.replacen(&name, &initial, 1);
            }
        }
    }
    let gone = cloud
        .clock
        .moment()
        .plus(std::time::Duration::from_secs(FORCED_MINUTES * 60));
    for domain in cloud.tenant.domains.iter_mut().filter(|domain| domain.name == name) {
        domain.gone = Some(gone);
    }
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}
