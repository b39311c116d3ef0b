//! What a change through Graph is in the log: looked up before it is made, when what it is about still has its name. Activities,
//! categories and services are called as Entra's list of audit activities calls them.

use http::Method;
use serde_json::Value;

use crate::cloud::Cloud;
use crate::graph::Ask;
use crate::guid::Guid;
use crate::tenant::TenantState;
use crate::tenant::audit::{Activity, Modified, Operation, Target};
use crate::tenant::objects::{Group, GroupKind, MfaState};

const DIRECTORY: &str = "Core Directory";
const USERS: &str = "UserManagement";
const GROUPS: &str = "GroupManagement";
const APPLICATIONS: &str = "ApplicationManagement";
const COMPANY: &str = "DirectoryManagement";
const UNITS: &str = "AdministrativeUnit";
const DEVICES: &str = "Device";
const POLICIES: &str = "Policy";
const OUTSIDE: &str = "ResourceManagement";

/// What a request changes in the directory; nothing when it isn't the directory's.
pub(in crate::graph) fn draft(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Option<Activity> {
    let method = &ask.request.method;
    let tenant = &cloud.tenant;
    let deletes = *method == Method::DELETE;
    let act = |name, category, operation, targets| {
        Some(Activity {
            name,
            category,
            service: DIRECTORY,
            operation,
            targets,
        })
    };
    match path {
        ["users", id] if deletes => act("Delete user", USERS, Operation::Delete, vec![user(tenant, id)]),
        ["users", id] => {
            let enabled = flag(ask, "accountEnabled");
            let name = if enabled { "Enable account" } else { "Disable account" };
            let old = tenant.user(id).is_some_and(|user| user.enabled);
            let target = modified(
                user(tenant, id),
                "AccountEnabled",
                &Value::from(old),
                &Value::from(enabled),
            );
            act(name, USERS, Operation::Update, vec![target])
        }
        [rest @ .., "authentication", "requirements"] => {
            let own = ask.caller.user.to_string();
            let id = rest.get(1).copied().unwrap_or(&own);
            let wanted = text(ask, "perUserMfaState");
            let name = if wanted == MfaState::Disabled.name() {
                "Disable Strong Authentication"
            } else {
                "Enable Strong Authentication"
            };
            let old = tenant.user(id).map_or("", |user| user.mfa.name());
            let target = modified(
                user(tenant, id),
                "StrongAuthenticationRequirement",
                &Value::from(old),
                &Value::from(wanted),
            );
            act(name, USERS, Operation::Update, vec![target])
        }
        ["directory", "deletedItems", id] if deletes => binned(cloud, id, Bin::Purge),
        ["directory", "deletedItems", id, "restore"] => binned(cloud, id, Bin::Restore),
        ["groups", id] if deletes => act("Delete group", GROUPS, Operation::Delete, vec![group(tenant, id)]),
        ["groups", id] => {
            let new = Value::from(text(ask, "displayName"));
            let target = group(tenant, id);
            let old = Value::from(target.display_name.clone());
            let target = modified(target, "DisplayName", &old, &new);
            act("Update group", GROUPS, Operation::Update, vec![target])
        }
        ["groups", id, list, member, "$ref"] => {
            let name = match *list {
                "owners" => "Remove owner from group",
                _ => "Remove member from group",
            };
            let targets = vec![object(tenant, member), group(tenant, id)];
            act(name, GROUPS, Operation::Unassign, targets)
        }
        ["groups", id, "assignLicense"] => act("Set group license", GROUPS, Operation::Update, vec![group(tenant, id)]),
        ["applications", id] => {
            let (name, operation) = one_of(deletes, "Delete application", "Update application");
            act(name, APPLICATIONS, operation, vec![object(tenant, id)])
        }
        ["servicePrincipals"] => {
            let target = plain(text(ask, "appId"), "ServicePrincipal");
            act("Add service principal", APPLICATIONS, Operation::Add, vec![target])
        }
        ["servicePrincipals", _] => principal(tenant, path, ask),
        [one] if one.starts_with("servicePrincipals(") => principal(tenant, path, ask),
        ["oauth2PermissionGrants", id] => act(
            "Remove delegated permission grant",
            APPLICATIONS,
            Operation::Unassign,
            vec![plain(*id, "ServicePrincipal")],
        ),
        ["devices", id] => act("Delete device", DEVICES, Operation::Delete, vec![object(tenant, id)]),
        ["directory", "administrativeUnits", id] => act(
            "Delete administrative unit",
            UNITS,
            Operation::Delete,
            vec![object(tenant, id)],
        ),
        ["directory", "administrativeUnits", id, _, member, "$ref"] => act(
            "Remove member from administrative unit",
            UNITS,
            Operation::Unassign,
            vec![object(tenant, member), object(tenant, id)],
        ),
        ["domains", name] if !deletes => act("Update domain", COMPANY, Operation::Update, vec![plain(*name, "Other")]),
        ["domains", name, ..] => act(
            "Remove verified domain",
            COMPANY,
            Operation::Delete,
            vec![plain(*name, "Other")],
        ),
        ["organization", id] => {
            let (old, new) = (
                Value::from(tenant.synced == Some(true)),
                Value::from(flag(ask, "onPremisesSyncEnabled")),
            );
            let target = modified(plain(*id, "Directory"), "DirSyncEnabled", &old, &new);
            act("Set DirSyncEnabled flag", COMPANY, Operation::Update, vec![target])
        }
        ["policies" | "identity" | "trustFramework", ..] => policy(tenant, path, ask),
        _ => None,
    }
}

const fn one_of(deletes: bool, delete: &'static str, update: &'static str) -> (&'static str, Operation) {
    if deletes {
        (delete, Operation::Delete)
    } else {
        (update, Operation::Update)
    }
}

fn policy(tenant: &TenantState, path: &[&str], ask: &Ask<'_>) -> Option<Activity> {
    let deletes = ask.request.method == Method::DELETE;
    let (service, category) = match path {
        ["policies", ..] | ["identity", "conditionalAccess", ..] => ("Conditional Access", POLICIES),
        _ => ("B2C", OUTSIDE),
    };
    let id = path.last()?;
    let ((name, operation), target) = match path {
        ["policies", _] => {
            let (old, new) = (
                Value::from(tenant.security_defaults),
                Value::from(flag(ask, "isEnabled")),
            );
            let target = modified(plain(*id, "Policy"), "isEnabled", &old, &new);
            (("Update security defaults", Operation::Update), target)
        }
        ["identity", "conditionalAccess", "policies", _] => {
            let found = tenant.policies.iter().find(|found| found.id.to_string() == **id);
            let mut target = plain(*id, "Policy");
            target.display_name = found.map(|found| found.display_name.clone());
            if !deletes {
                let old = Value::from(found.map(|found| found.state.name()));
                target = modified(target, "state", &old, &Value::from(text(ask, "state")));
            }
            let names = one_of(
                deletes,
                "Delete conditional access policy",
                "Update conditional access policy",
            );
            (names, target)
        }
        ["identity", "conditionalAccess", _, _] => {
            let names = one_of(deletes, "Delete named location", "Update named location");
            (names, plain(*id, "NamedLocation"))
        }
        ["identity", "identityProviders", _] => (("Delete identity provider", Operation::Delete), plain(*id, "Other")),
        ["identity", _, _] => (("Delete user flow", Operation::Delete), plain(*id, "Other")),
        ["trustFramework", "policies", _] => {
            let name = "Delete trust framework policy";
            ((name, Operation::Delete), plain(*id, "Policy"))
        }
        ["trustFramework", ..] => (("Delete key set", Operation::Delete), plain(*id, "Other")),
        _ => return None,
    };
    Some(Activity {
        name,
        category,
        service,
        operation,
        targets: vec![target],
    })
}

fn principal(tenant: &TenantState, path: &[&str], ask: &Ask<'_>) -> Option<Activity> {
    let found = match path {
        [_, id] => id.parse().ok().and_then(|id| tenant.service_principals.get(id)),
        [one] => {
            let app_id = one.split('\'').nth(1)?;
            app_id.parse().ok().and_then(|id| tenant.service_principal_of(id))
        }
        _ => None,
    };
    let found = found?;
    let mut target = plain(found.id.to_string(), "ServicePrincipal");
    target.display_name = Some(found.display_name.clone());
    let deletes = ask.request.method == Method::DELETE;
    if !deletes {
        let new = Value::from(flag(ask, "accountEnabled"));
        target = modified(target, "AccountEnabled", &Value::from(found.enabled), &new);
    }
    let (name, operation) = one_of(deletes, "Remove service principal", "Update service principal");
    Some(Activity {
        name,
        category: APPLICATIONS,
        service: DIRECTORY,
        operation,
        targets: vec![target],
    })
}

/// What is done to something in the bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bin {
    Purge,
    Restore,
}

fn binned(cloud: &Cloud, id: &str, what: Bin) -> Option<Activity> {
    let (tenant, now) = (&cloud.tenant, cloud.clock.moment());
    let id: Guid = id.parse().ok()?;
    let mut target = plain(id.to_string(), "Other");
    let (purge, restore, category);
    if let Some(found) = tenant.users.binned(id, now) {
        target.kind = "User";
        target.display_name = Some(found.object.display_name.clone());
        target.user_principal_name = Some(found.object.user_principal_name.clone());
        (purge, restore, category) = ("Hard Delete user", "Restore user", USERS);
    } else if let Some(found) = tenant.groups.binned(id, now) {
        target.kind = "Group";
        target.group_type = Some(group_type(&found.object));
        target.display_name = Some(found.object.display_name.clone());
        (purge, restore, category) = ("Hard Delete group", "Restore Group", GROUPS);
    } else if let Some(found) = tenant.applications.binned(id, now) {
        target.kind = "Application";
        target.display_name = Some(found.object.display_name.clone());
        (purge, restore, category) = ("Hard Delete application", "Restore application", APPLICATIONS);
    } else if let Some(found) = tenant.service_principals.binned(id, now) {
        target.kind = "ServicePrincipal";
        target.display_name = Some(found.object.display_name.clone());
        (purge, restore, category) = (
            "Hard delete service principal",
            "Restore service principal",
            APPLICATIONS,
        );
    } else {
        let found = tenant.administrative_units.binned(id, now)?;
        target.kind = "AdministrativeUnit";
        target.display_name = Some(found.object.display_name.clone());
        (purge, restore, category) = ("Hard Delete administrative unit", "Restore administrative unit", UNITS);
    }
    let (name, operation) = match what {
        Bin::Purge => (purge, Operation::Delete),
        Bin::Restore => (restore, Operation::Update),
    };
    Some(Activity {
        name,
        category,
        service: DIRECTORY,
        operation,
        targets: vec![target],
    })
}

fn plain(id: impl Into<String>, kind: &'static str) -> Target {
    Target {
        id: id.into(),
        kind,
        display_name: None,
        user_principal_name: None,
        group_type: None,
        modified: None,
    }
}

/// Values stand in lists, as the log has them.
fn modified(mut target: Target, name: &'static str, old: &Value, new: &Value) -> Target {
    target.modified = Some(Modified {
        name,
        old: format!("[{old}]"),
        new: format!("[{new}]"),
    });
    target
}

fn user(tenant: &TenantState, id: &str) -> Target {
    let Some(found) = tenant.user(id) else {
        return plain(id, "User");
    };
    Target {
        id: found.id.to_string(),
        kind: "User",
        display_name: Some(found.display_name.clone()),
        user_principal_name: Some(found.user_principal_name.clone()),
        group_type: None,
        modified: None,
    }
}

fn group(tenant: &TenantState, id: &str) -> Target {
    let found = id.parse().ok().and_then(|id| tenant.groups.get(id));
    let mut target = plain(id, "Group");
    target.display_name = found.map(|found| found.display_name.clone());
    target.group_type = found.map(group_type);
    target
}

fn group_type(group: &Group) -> &'static str {
    match group.kind {
        GroupKind::Microsoft365 => "unifiedGroups",
        GroupKind::Security | GroupKind::DistributionList | GroupKind::MailEnabledSecurity => "azureAD",
    }
}

/// An object of the directory, of whatever kind.
fn object(tenant: &TenantState, id: &str) -> Target {
    let Ok(known) = id.parse::<Guid>() else {
        return plain(id, "Other");
    };
    if tenant.users.get(known).is_some() {
        return user(tenant, id);
    }
    if tenant.groups.get(known).is_some() {
        return group(tenant, id);
    }
    let applications = tenant.applications.get(known);
    let named = [
        ("Application", applications.map(|found| &found.display_name)),
        ("Device", tenant.devices.get(known).map(|found| &found.display_name)),
        (
            "AdministrativeUnit",
            tenant.administrative_units.get(known).map(|found| &found.display_name),
        ),
    ];
    let found = named.into_iter().find_map(|(kind, name)| Some((kind, name?)));
    let (kind, name) = found.map_or(("Other", None), |(kind, name)| (kind, Some(name.clone())));
    let mut target = plain(id, kind);
    target.display_name = name;
    target
}

fn body(ask: &Ask<'_>, name: &str) -> Option<Value> {
    ask.request.json().ok()?.get(name).cloned()
}

fn flag(ask: &Ask<'_>, name: &str) -> bool {
    body(ask, name).and_then(|value| value.as_bool()).unwrap_or_default()
}

fn text(ask: &Ask<'_>, name: &str) -> String {
    let value = body(ask, name);
    value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}
