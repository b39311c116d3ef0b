//! The JSON that Graph gives each object, with the properties that the reference names.

use serde_json::{Map, Value, json};

use crate::cloud::Cloud;
use crate::graph::list::{Collection, Object};
use crate::tenant::objects::{
    AdministrativeUnit, Application, Assignment, Device, Group, GroupKind, PrincipalKind, Reach, ServicePrincipal, User,
};
use crate::tenant::role::Role;
use crate::tenant::subscription::{Channel, Subscription};
use crate::time::Moment;

pub(crate) const USERS: Collection = Collection {
    name: "users",
    object: "microsoft.graph.user",
    default: &[
        "businessPhones",
        "displayName",
        "givenName",
        "jobTitle",
        "mail",
        "mobilePhone",
        "officeLocation",
        "preferredLanguage",
        "surname",
        "userPrincipalName",
        "id",
    ],
};
pub(crate) const GROUPS: Collection = Collection {
    name: "groups",
    object: "microsoft.graph.group",
    default: &[],
};
pub(crate) const APPLICATIONS: Collection = Collection {
    name: "applications",
    object: "microsoft.graph.application",
    default: &[],
};
pub(crate) const SERVICE_PRINCIPALS: Collection = Collection {
    name: "servicePrincipals",
    object: "microsoft.graph.servicePrincipal",
    default: &[],
};
pub(crate) const DIRECTORY_OBJECTS: Collection = Collection {
    name: "directoryObjects",
    object: "microsoft.graph.directoryObject",
    default: &[],
};
pub(crate) const DIRECTORY_ROLES: Collection = Collection {
    name: "directoryRoles",
    object: "microsoft.graph.directoryRole",
    default: &[],
};

/// The members of a JSON object; what is no object is empty.
pub(crate) fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

/// Names the kind of an object where a collection mixes kinds.
pub(crate) fn typed(kind: Collection, mut object: Object) -> Object {
    object.insert("@odata.type".to_owned(), json!(format!("#{}", kind.object)));
    object
}

/// Every property of a user that the model has.
const USER_PROPERTIES: &[&str] = &[
    "id",
    "displayName",
    "givenName",
    "surname",
    "userPrincipalName",
    "mail",
    "mailNickname",
    "otherMails",
    "proxyAddresses",
    "businessPhones",
    "mobilePhone",
    "jobTitle",
    "department",
    "companyName",
    "employeeId",
    "officeLocation",
    "streetAddress",
    "postalCode",
    "city",
    "state",
    "country",
    "usageLocation",
    "preferredLanguage",
    "userType",
    "accountEnabled",
    "createdDateTime",
    "deletedDateTime",
    "creationType",
    "externalUserState",
    "externalUserStateChangeDateTime",
    "onPremisesSyncEnabled",
    "onPremisesLastSyncDateTime",
    "onPremisesImmutableId",
    "onPremisesDomainName",
    "onPremisesDistinguishedName",
    "onPremisesSamAccountName",
    "onPremisesUserPrincipalName",
    "isManagementRestricted",
    "isResourceAccount",
    "assignedLicenses",
    "securityIdentifier",
];

pub(crate) fn user(cloud: &Cloud, user: &User) -> Object {
    user_with(cloud, user, USER_PROPERTIES)
}

/// A user with some properties only: a page of many is made of what was asked for. What the model doesn't know is left
/// out.
pub(crate) fn user_with(cloud: &Cloud, user: &User, names: &[&str]) -> Object {
    let known = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), user_property(cloud, user, name)?)));
    known.collect()
}

fn user_property(cloud: &Cloud, user: &User, name: &str) -> Option<Value> {
    let external = user.is_guest().then_some("Accepted");
    Some(match name {
        "id" => json!(user.id),
        "displayName" => json!(user.display_name),
        "givenName" => json!(user.given_name),
        "surname" => json!(user.surname),
        "userPrincipalName" => json!(user.user_principal_name),
        "mail" => json!(user.mail),
        "mailNickname" => json!(own_name(user)),
        "proxyAddresses" => json!(user.mail.iter().map(|mail| format!("SMTP:{mail}")).collect::<Vec<_>>()),
        "jobTitle" => json!(user.job_title),
        "department" => json!(user.department),
        "country" => json!(user.country),
        "usageLocation" => json!(user.country),
        "userType" => json!(user.kind.name()),
        "accountEnabled" => json!(user.enabled),
        "createdDateTime" => json!(cloud.clock.show(user.created).rfc3339()),
        "creationType" => json!(user.is_guest().then_some("Invitation")),
        "externalUserState" => json!(external),
        "externalUserStateChangeDateTime" => json!(external.map(|_| cloud.clock.show(user.created).rfc3339())),
        "onPremisesSyncEnabled" => json!(user.synced),
        // These two stay when the sync is switched off; the names on premises go with it.
        "onPremisesLastSyncDateTime" => json!(user.synced.and_then(|_| last_sync(cloud))),
        "onPremisesImmutableId" => json!(user.synced.map(|_| user.id.simple())),
        "onPremisesDomainName" => json!(is_synced(user).then_some("corp.example")),
        "onPremisesSamAccountName" => json!(own_name(user).filter(|_| is_synced(user))),
        "onPremisesUserPrincipalName" => json!(is_synced(user).then_some(&user.user_principal_name)),
        "onPremisesDistinguishedName" => {
            json!(is_synced(user).then(|| format!("CN={},OU=People,DC=corp,DC=example", user.display_name)))
        }
        "isManagementRestricted" => json!(cloud.tenant.is_restricted(user.id).then_some(true)),
        "assignedLicenses" => json!(
            user.licences
                .iter()
                .map(|sku| json!({"skuId": sku, "disabledPlans": []}))
                .collect::<Vec<_>>()
        ),
        "otherMails" | "businessPhones" => json!([]),
        "mobilePhone" | "companyName" | "employeeId" | "officeLocation" | "streetAddress" | "postalCode" | "city"
        | "state" | "preferredLanguage" | "deletedDateTime" | "isResourceAccount" | "securityIdentifier" => Value::Null,
        _ => return None,
    })
}

fn is_synced(user: &User) -> bool {
    user.synced == Some(true)
}

/// What stands before the domain.
fn own_name(user: &User) -> Option<&str> {
    user.user_principal_name.split('@').next()
}

/// When the server on premises was last heard of: it comes every half hour, until the sync has ended.
pub(crate) fn last_sync(cloud: &Cloud) -> Option<String> {
    const HALF_AN_HOUR: i64 = 30 * 60 * 1000;
    let tenant = &cloud.tenant;
    let now = tenant.sync_ended.unwrap_or_else(|| cloud.clock.moment());
    let last = Moment::from_millis(now.millis().div_euclid(HALF_AN_HOUR) * HALF_AN_HOUR);
    tenant.synced.map(|_| cloud.clock.show(last).rfc3339())
}

pub(crate) fn group(cloud: &Cloud, group: &Group) -> Object {
    let is_unified = group.kind == GroupKind::Microsoft365;
    let domain = group.mail_domain.as_deref();
    let mail = group.kind.has_mail().then(|| {
        let domain = domain.unwrap_or_else(|| cloud.tenant.initial_domain());
        format!("{}@{domain}", group.mail_nickname)
    });
    object(json!({
        "id": group.id,
        "displayName": group.display_name,
        "description": group.description,
        "groupTypes": if is_unified { vec!["Unified"] } else { Vec::new() },
        "mailEnabled": group.kind.has_mail(),
        "mailNickname": group.mail_nickname,
        "mail": mail,
        "proxyAddresses": mail.iter().map(|mail| format!("SMTP:{mail}")).collect::<Vec<_>>(),
        "securityEnabled": matches!(group.kind, GroupKind::Security | GroupKind::MailEnabledSecurity),
        "visibility": is_unified.then_some("Private"),
        "resourceProvisioningOptions":
            if cloud.tenant.teams.iter().any(|team| team.group == group.id) { vec!["Team"] } else { Vec::new() },
        "createdDateTime": cloud.clock.show(group.created).rfc3339(),
        "deletedDateTime": null,
        "onPremisesSyncEnabled": group.synced,
        "assignedLicenses":
            group.licences.iter().map(|sku| json!({"skuId": sku, "disabledPlans": []})).collect::<Vec<_>>(),
        "isAssignableToRole": null,
        "isManagementRestricted": null,
        "membershipRule": null,
        "membershipRuleProcessingState": null,
        "classification": null,
        "renewedDateTime": cloud.clock.show(group.created).rfc3339(),
        "expirationDateTime": null,
    }))
}

pub(crate) fn application(cloud: &Cloud, application: &Application) -> Object {
    object(json!({
        "id": application.id,
        "appId": application.app_id,
        "displayName": application.display_name,
        "description": null,
        "signInAudience": application.sign_in_audience,
        "identifierUris": application.identifier_uris,
        "publisherDomain": cloud.tenant.initial_domain(),
        "createdDateTime": cloud.clock.show(application.created).rfc3339(),
        "deletedDateTime": null,
        "disabledByMicrosoftStatus": null,
        "tags": [],
        "notes": null,
        "appRoles": [],
        "keyCredentials": [],
        "passwordCredentials": [],
        "requiredResourceAccess": [],
        "spa": {"redirectUris": []},
        "web": {"redirectUris": []},
        "publicClient": {"redirectUris": []},
    }))
}

pub(crate) fn service_principal(cloud: &Cloud, principal: &ServicePrincipal) -> Object {
    object(json!({
        "id": principal.id,
        "appId": principal.app_id,
        "displayName": principal.display_name,
        "appDisplayName": principal.display_name,
        "appOwnerOrganizationId": principal.owner_tenant,
        "servicePrincipalType": principal.kind.name(),
        "accountEnabled": principal.enabled,
        "appRoleAssignmentRequired": principal.assignment != Assignment::NotRequired,
        "createdDateTime": cloud.clock.show(principal.created).rfc3339(),
        "deletedDateTime": null,
        "description": null,
        "homepage": null,
        "preferredSingleSignOnMode": (principal.kind == PrincipalKind::Saml).then_some("saml"),
        "servicePrincipalNames": [principal.app_id],
        "signInAudience": "AzureADMultipleOrgs",
        "tags": if principal.is_microsofts() { Vec::new() } else { vec!["WindowsAzureActiveDirectoryIntegratedApp"] },
        "replyUrls": [],
        "disabledByMicrosoftStatus": null,
    }))
}

pub(crate) const DEVICES: Collection = Collection {
    name: "devices",
    object: "microsoft.graph.device",
    default: &[],
};
pub(crate) const ADMINISTRATIVE_UNITS: Collection = Collection {
    name: "directory/administrativeUnits",
    object: "microsoft.graph.administrativeUnit",
    default: &[],
};

pub(crate) fn device(cloud: &Cloud, device: &Device) -> Object {
    object(json!({
        "id": device.id,
        "deviceId": device.device_id,
        "displayName": device.display_name,
        "operatingSystem": device.operating_system,
        "operatingSystemVersion": "10.0",
        "accountEnabled": true,
        "trustType": "AzureAd",
        "profileType": "RegisteredDevice",
        "isCompliant": null,
        "isManaged": null,
        "onPremisesSyncEnabled": null,
        "approximateLastSignInDateTime": cloud.clock.show(device.created).rfc3339(),
        "registrationDateTime": cloud.clock.show(device.created).rfc3339(),
        "createdDateTime": cloud.clock.show(device.created).rfc3339(),
        "deletedDateTime": null,
    }))
}

pub(crate) fn administrative_unit(unit: &AdministrativeUnit) -> Object {
    object(json!({
        "id": unit.id,
        "displayName": unit.display_name,
        "description": null,
        "visibility": null,
        "isMemberManagementRestricted": unit.reach == Reach::UnitOnly,
        "deletedDateTime": null,
    }))
}

/// A role that somebody holds. Its id is the tenant's own; the template's id is the same everywhere.
pub(crate) fn directory_role(cloud: &Cloud, role: Role) -> Object {
    object(json!({
        "id": cloud.tenant.id.combined(role.template_id()),
        "displayName": role.name(),
        "description": format!("Holders of the role {}", role.name()),
        "roleTemplateId": role.template_id(),
        "deletedDateTime": null,
    }))
}

pub(crate) fn subscription(cloud: &Cloud, subscription: &Subscription) -> Object {
    let (stage, changes) = subscription.stage(cloud.clock.moment());
    let product = subscription.product;
    let plans: Vec<Value> = product
        .plans
        .iter()
        .map(|(id, name)| {
            json!({
                "servicePlanId": id, "servicePlanName": name, "provisioningStatus": "Success", "appliesTo": "User",
            })
        })
        .collect();
    object(json!({
        "id": subscription.id,
        "commerceSubscriptionId": subscription.commerce_id,
        "skuId": product.sku,
        "skuPartNumber": product.part_number,
        "status": stage.graph_name(),
        "isTrial": subscription.is_trial,
        "totalLicenses": subscription.licences,
        "createdDateTime": cloud.clock.show(subscription.created).rfc3339(),
        "nextLifecycleDateTime": changes.map(|changes| cloud.clock.show(changes).rfc3339()),
        "ownerId": subscription.owner,
        "ownerTenantId": match subscription.channel {
            Channel::Partner(tenant) => Some(tenant),
            Channel::Direct | Channel::SelfService => None,
        },
        "ownerType": "User",
        "serviceStatus": plans,
    }))
}

/// When an object went into the bin.
pub(crate) fn deleted(cloud: &Cloud, mut object: Object, moment: Moment) -> Object {
    object.insert("deletedDateTime".to_owned(), json!(cloud.clock.show(moment).rfc3339()));
    object
}
