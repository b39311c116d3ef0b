//! What a closing reads to take along and never changes: settings of the tenant and of its services, and small
//! collections below users, groups and apps. What the model holds nothing of is an empty collection, as in a tenant
//! that never used it.

use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, single, whole};
use crate::graph::shapes::{DIRECTORY_OBJECTS, USERS};
use crate::graph::{Answer, Ask, groups, mail, mail_export, shapes, unknown_route};
use crate::guid::Guid;
use crate::tenant::objects::User;
use crate::tenant::subscription::Subscription;

/// Whether these are among the addresses that are answered here.
pub(super) fn has(path: &[&str]) -> bool {
    matches!(
        path,
        ["users", _, "manager" | "licenseDetails"]
            | ["users", _, "settings", "exchange"]
            | ["me", "settings", "exchange"]
            | ["users" | "groups", _, "onenote", "notebooks"]
            | ["me", "onenote", "notebooks"]
            | ["users", _, "contactFolders"]
            | ["me", "contactFolders" | "licenseDetails" | "manager"]
            | ["groups", _, "transitiveMembers"]
            | ["contacts" | "groupSettings"]
            | ["servicePrincipals", _, "appRoleAssignedTo"]
            | ["directory", "onPremisesSynchronization", _]
            | ["policies", "authorizationPolicy" | "authenticationMethodsPolicy"]
            | ["policies", "crossTenantAccessPolicy", "partners"]
            | ["admin", "sharepoint", "settings"]
            | ["deviceManagement", "managedDevices"]
    )
}

const fn collection(name: &'static str, object: &'static str) -> Collection {
    Collection {
        name,
        object,
        default: &[],
    }
}

pub(super) fn answer(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    match path {
        ["me", rest @ ..] => of_user(cloud, &ask.caller.user.to_string(), rest, ask),
        ["users", id, rest @ ..] => of_user(cloud, id, rest, ask),
        ["groups", id, "onenote", "notebooks"] => {
            groups::find(cloud, id)?;
            ask.caller.needs(&["Notes.Read"], Who::Members)?;
            none(cloud, ask, "onenote/notebooks", "microsoft.graph.notebook")
        }
        ["groups", id, "transitiveMembers"] => {
            ask.caller.needs(
                &["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"],
                Who::Members,
            )?;
            groups::objects(cloud, &transitive_members(cloud, id)?, ask)
        }
        ["servicePrincipals", id, _] => {
            ask.caller
                .needs(&["Application.Read.All", "Directory.Read.All"], Who::Members)?;
            let known = id.parse().ok().and_then(|id| cloud.tenant.service_principals.get(id));
            known.ok_or_else(|| GraphError::not_found(id))?;
            none(cloud, ask, "appRoleAssignments", "microsoft.graph.appRoleAssignment")
        }
        ["directory", "onPremisesSynchronization", id] => synchronization(cloud, id, ask),
        ["policies" | "admin", ..] => policy(cloud, path, ask),
        ["contacts"] => {
            ask.caller
                .needs(&["OrgContact.Read.All", "Directory.Read.All"], Who::Members)?;
            none(cloud, ask, "contacts", "microsoft.graph.orgContact")
        }
        ["groupSettings"] => {
            ask.caller
                .needs(&["GroupSettings.Read.All", "Directory.Read.All"], Who::Members)?;
            none(cloud, ask, "groupSettings", "microsoft.graph.groupSetting")
        }
        ["deviceManagement", ..] => {
            ask.caller
                .needs(&["DeviceManagementManagedDevices.Read.All"], Who::Members)?;
            none(
                cloud,
                ask,
                "deviceManagement/managedDevices",
                "microsoft.graph.managedDevice",
            )
        }
        _ => Err(unknown_route(ask)),
    }
}

/// A collection that is there and holds nothing.
fn none(cloud: &Cloud, ask: &Ask<'_>, name: &'static str, object: &'static str) -> Answer {
    whole(cloud, ask, collection(name, object), std::iter::empty(), &[])
}

fn of_user(cloud: &Cloud, id: &str, rest: &[&str], ask: &Ask<'_>) -> Answer {
    let user = cloud.tenant.user(id).ok_or_else(|| GraphError::not_found(id))?;
    match rest {
        ["manager"] => {
            ask.caller
                .needs(&["User.Read.All", "Directory.Read.All"], Who::Members)?;
            let manager = user.manager.and_then(|id| cloud.tenant.users.get(id));
            let manager = manager.ok_or_else(|| GraphError::not_found("manager"))?;
            single(
                cloud,
                ask,
                DIRECTORY_OBJECTS,
                &shapes::typed(USERS, shapes::user(cloud, manager)),
            )
        }
        ["licenseDetails"] => {
            ask.caller.needs(
                &["LicenseAssignment.Read.All", "User.Read.All", "Directory.Read.All"],
                Who::Members,
            )?;
            let kind = collection("licenseDetails", "microsoft.graph.licenseDetails");
            whole(cloud, ask, kind, licences(cloud, user).into_iter(), &[])
        }
        ["settings", "exchange"] => {
            ask.caller.needs(&["User.Read", "User.Read.All"], Who::Anyone)?;
            let mut mailboxes = cloud.tenant.mailboxes.iter();
            mailboxes
                .find(|mailbox| mailbox.owner == user.id)
                .ok_or_else(mail::not_found)?;
            let kind = collection("users/settings/exchange", "microsoft.graph.exchangeSettings");
            let primary = mail_export::mailbox_id(user.id);
            single(cloud, ask, kind, &shapes::object(json!({"primaryMailboxId": primary})))
        }
        ["onenote", "notebooks"] => {
            ask.caller.needs(&["Notes.Read"], Who::Members)?;
            none(cloud, ask, "onenote/notebooks", "microsoft.graph.notebook")
        }
        ["contactFolders"] => {
            mail::open(cloud, user.id, ["Contacts.Read", "Contacts.Read.Shared"], ask)?;
            none(cloud, ask, "contactFolders", "microsoft.graph.contactFolder")
        }
        _ => Err(unknown_route(ask)),
    }
}

fn licences(cloud: &Cloud, user: &User) -> Vec<Object> {
    let known = |sku: &Guid| -> Option<&Subscription> {
        let mut subscriptions = cloud.tenant.subscriptions.iter();
        subscriptions.find(|found| found.product.sku == *sku)
    };
    let held = user.licences.iter().filter_map(known);
    held.map(|found| {
        let plans = found.product.plans.iter();
        let plans: Vec<_> = plans
            .map(|(id, name)| {
                json!({
                    "servicePlanId": id, "servicePlanName": name, "provisioningStatus": "Success", "appliesTo": "User",
                })
            })
            .collect();
        shapes::object(json!({
            "id": user.id.combined(found.product.sku).simple(), "skuId": found.product.sku,
            "skuPartNumber": found.product.part_number, "servicePlans": plans,
        }))
    })
    .collect()
}

fn transitive_members(cloud: &Cloud, id: &str) -> Result<Vec<Guid>, GraphError> {
    let mut found: Vec<Guid> = Vec::new();
    let mut looked_into = vec![groups::find(cloud, id)?.id];
    while let Some(group) = looked_into.pop() {
        for member in cloud.tenant.groups.get(group).iter().flat_map(|group| &group.members) {
            if !found.contains(member) {
                found.push(*member);
                looked_into.push(*member);
            }
        }
    }
    Ok(found)
}

/// Features and safeguards of the sync; whether it is on is said by the organization.
fn synchronization(cloud: &Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    let scopes = [
        "OnPremDirectorySynchronization.Read.All",
        "OnPremDirectorySynchronization.ReadWrite.All",
    ];
    ask.caller
        .needs(&scopes, Who::Roles(&[crate::tenant::role::Role::GlobalAdministrator]))?;
    if id != cloud.tenant.id.to_string() {
        return Err(GraphError::not_found(id));
    }
    let kind = collection(
        "directory/onPremisesSynchronization",
        "microsoft.graph.onPremisesDirectorySynchronization",
    );
    let prevention = json!({"synchronizationPreventionType": "enabledForCount", "alertThreshold": 500});
    single(
        cloud,
        ask,
        kind,
        &shapes::object(json!({
            "id": cloud.tenant.id,
            "configuration": {"accidentalDeletionPrevention": prevention},
            "features": {"passwordSyncEnabled": cloud.tenant.synced == Some(true), "softMatchOnUpnEnabled": true},
        })),
    )
}

fn policy(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    match path {
        ["policies", "authorizationPolicy"] => {
            ask.caller.needs(&["Policy.Read.All"], Who::Members)?;
            let kind = collection("policies/authorizationPolicy", "microsoft.graph.authorizationPolicy");
            let policy = json!({
                "id": "authorizationPolicy", "displayName": "Authorization Policy",
                "allowInvitesFrom": "everyone", "allowedToSignUpEmailBasedSubscriptions": true,
                "allowedToUseSSPR": true, "allowEmailVerifiedUsersToJoinOrganization": false,
                "blockMsolPowerShell": false, "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
                "defaultUserRolePermissions": {
                    "allowedToCreateApps": true, "allowedToCreateSecurityGroups": true, "allowedToReadOtherUsers": true,
                },
            });
            single(cloud, ask, kind, &shapes::object(policy))
        }
        ["policies", "authenticationMethodsPolicy"] => {
            ask.caller
                .needs(&["Policy.Read.AuthenticationMethod", "Policy.Read.All"], Who::Members)?;
            let kind = collection(
                "policies/authenticationMethodsPolicy",
                "microsoft.graph.authenticationMethodsPolicy",
            );
            let policy = json!({
                "id": "authenticationMethodsPolicy", "displayName": "Authentication Methods Policy",
                "description": "", "policyVersion": "1.5", "authenticationMethodConfigurations": [],
            });
            single(cloud, ask, kind, &shapes::object(policy))
        }
        ["policies", ..] => {
            ask.caller.needs(&["Policy.Read.All"], Who::Members)?;
            let object = "microsoft.graph.crossTenantAccessPolicyConfigurationPartner";
            none(cloud, ask, "policies/crossTenantAccessPolicy/partners", object)
        }
        ["admin", ..] => {
            ask.caller.needs(&["SharePointTenantSettings.Read.All"], Who::Members)?;
            let kind = collection("admin/sharepoint/settings", "microsoft.graph.sharepointSettings");
            let settings = json!({
                "sharingCapability": "externalUserSharingOnly", "deletedUserPersonalSiteRetentionPeriodInDays": 30,
                "isLegacyAuthProtocolsEnabled": false, "isSiteCreationEnabled": true,
            });
            single(cloud, ask, kind, &shapes::object(settings))
        }
        _ => Err(unknown_route(ask)),
    }
}
