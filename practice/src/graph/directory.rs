//! The organization, its domains, its subscriptions and licences: reading only.

use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, single, whole};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, unknown_route};
use crate::tenant::objects::Domain;
use crate::tenant::subscription::Stage;

const ORGANIZATION: Collection = Collection {
    name: "organization",
    object: "microsoft.graph.organization",
    default: &[],
};
const DOMAINS: Collection = Collection {
    name: "domains",
    object: "microsoft.graph.domain",
    default: &[],
};
const SUBSCRIPTIONS: Collection = Collection {
    name: "directory/subscriptions",
    object: "microsoft.graph.companySubscription",
    default: &[],
};
const SKUS: Collection = Collection {
    name: "subscribedSkus",
    object: "microsoft.graph.subscribedSku",
    default: &[],
};

/// `GET /organization`, `/domains`, `/subscribedSkus`, `/directory/subscriptions`, and one of each by id
pub(super) fn answer(cloud: &Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    match path {
        ["organization", rest @ ..] => {
            let scopes = [
                "User.Read",
                "Organization.Read.All",
                "Organization.ReadWrite.All",
                "Directory.Read.All",
            ];
            ask.caller.needs(&scopes, Who::Anyone)?;
            let organization = organization(cloud);
            match rest {
                [] => whole(cloud, ask, ORGANIZATION, std::iter::once(organization), &[]),
                [id] if *id == cloud.tenant.id.to_string() => single(cloud, ask, ORGANIZATION, &organization),
                [id] => Err(GraphError::not_found(id)),
                _ => Err(unknown_route(ask)),
            }
        }
        ["domains", rest @ ..] => {
            ask.caller.needs(
                &["Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All"],
                Who::Members,
            )?;
            let domains = cloud.tenant.domains.iter().map(domain);
            one_or_all(cloud, ask, DOMAINS, domains, rest)
        }
        ["subscribedSkus", rest @ ..] => {
            let scopes = [
                "LicenseAssignment.Read.All",
                "Organization.Read.All",
                "Directory.Read.All",
            ];
            ask.caller.needs(&scopes, Who::Members)?;
            one_or_all(cloud, ask, SKUS, skus(cloud).into_iter(), rest)
        }
        ["directory", subscriptions] if subscriptions.starts_with("subscriptions(") => {
            ask.caller
                .needs(&["Organization.Read.All", "Directory.Read.All"], Who::Members)?;
            let id = subscriptions
                .strip_prefix("subscriptions(commerceSubscriptionId='")
                .and_then(|rest| rest.strip_suffix("')"))
                .ok_or_else(|| unknown_route(ask))?;
            let mut subscriptions = cloud.tenant.subscriptions.iter();
            let found = subscriptions.find(|found| found.commerce_id.to_string() == id);
            let found = found.ok_or_else(|| GraphError::not_found(id))?;
            single(cloud, ask, SUBSCRIPTIONS, &shapes::subscription(cloud, found))
        }
        ["directory", "subscriptions", rest @ ..] => {
            ask.caller
                .needs(&["Organization.Read.All", "Directory.Read.All"], Who::Members)?;
            let subscriptions = cloud
                .tenant
                .subscriptions
                .iter()
                .map(|found| shapes::subscription(cloud, found));
            one_or_all(cloud, ask, SUBSCRIPTIONS, subscriptions, rest)
        }
        _ => Err(unknown_route(ask)),
    }
}

fn one_or_all(
    cloud: &Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    mut objects: impl Iterator<Item = Object>,
    rest: &[&str],
) -> Answer {
    match rest {
        [] => whole(cloud, ask, collection, objects, &[]),
        [id] => {
            let found = objects.find(|object| object.get("id").and_then(Value::as_str) == Some(id));
            single(cloud, ask, collection, &found.ok_or_else(|| GraphError::not_found(id))?)
        }
        _ => Err(unknown_route(ask)),
    }
}

fn organization(cloud: &Cloud) -> Object {
    let tenant = &cloud.tenant;
    let now = cloud.clock.moment();
    let plans: Vec<Value> = tenant
        .subscriptions
        .iter()
        .filter(|subscription| matches!(subscription.stage(now).0, Stage::Active | Stage::Expired))
        .flat_map(|subscription| subscription.product.plans.iter().map(move |plan| (subscription, plan)))
        .map(|(subscription, (id, name))| {
            json!({
                "service": name, "capabilityStatus": "Enabled", "servicePlanId": id,
                "assignedDateTime": cloud.clock.show(subscription.created).rfc3339(),
            })
        })
        .collect();
    let domains: Vec<Value> = tenant
        .domains
        .iter()
        .map(|domain| {
            json!({
                "name": domain.name, "isInitial": domain.is_initial, "isDefault": domain.is_default, "type": "Managed",
                "capabilities": "Email, OfficeCommunicationsOnline",
            })
        })
        .collect();
    shapes::object(json!({
        "id": tenant.id,
        "displayName": tenant.display_name,
        "tenantType": tenant.kind.name(),
        "createdDateTime": cloud.clock.show(tenant.created).rfc3339(),
        "deletedDateTime": null,
        "onPremisesSyncEnabled": tenant.synced,
        "onPremisesLastSyncDateTime": shapes::last_sync(cloud),
        "partnerTenantType": null,
        "countryLetterCode": "DK",
        "preferredLanguage": "en",
        "defaultUsageLocation": null,
        "city": null,
        "country": null,
        "postalCode": null,
        "state": null,
        "street": null,
        "businessPhones": [],
        "assignedPlans": plans,
        "provisionedPlans": [],
        "verifiedDomains": domains,
        "technicalNotificationMails": [],
        "marketingNotificationEmails": [],
        "securityComplianceNotificationMails": [],
        "securityComplianceNotificationPhones": [],
        "privacyProfile": null,
    }))
}

fn domain(domain: &Domain) -> Object {
    shapes::object(json!({
        "id": domain.name,
        "authenticationType": "Managed",
        "availabilityStatus": null,
        "isAdminManaged": true,
        "isDefault": domain.is_default,
        "isInitial": domain.is_initial,
        "isRoot": true,
        "isVerified": true,
        "supportedServices": ["Email", "OfficeCommunicationsOnline"],
        "passwordValidityPeriodInDays": null,
        "passwordNotificationWindowInDays": null,
        "state": null,
        "manufacturer": null,
        "model": null,
    }))
}

/// One entry for each product, however many subscriptions it was bought in.
fn skus(cloud: &Cloud) -> Vec<Object> {
    let tenant = &cloud.tenant;
    let now = cloud.clock.moment();
    tenant
        .subscriptions
        .iter()
        .enumerate()
        .filter(|(number, subscription)| {
            tenant
                .subscriptions
                .iter()
                .take(*number)
                .all(|earlier| earlier.product != subscription.product)
        })
        .map(|(_, first)| {
            let product = first.product;
            let of_product = || tenant.subscriptions.iter().filter(|found| found.product == product);
            let units = |wanted: &[Stage]| -> u32 {
                of_product()
                    .filter(|found| wanted.contains(&found.stage(now).0))
                    .map(|found| found.licences)
                    .sum()
            };
            let consumed = tenant
                .users
                .iter()
                .filter(|user| user.licences.contains(&product.sku))
                .count();
            let plans: Vec<Value> = product
                .plans
                .iter()
                .map(|(id, name)| {
                    json!({
                        "servicePlanId": id, "servicePlanName": name, "provisioningStatus": "Success",
                        "appliesTo": "User",
                    })
                })
                .collect();
            shapes::object(json!({
                "id": format!("{}_{}", tenant.id, product.sku),
                "accountId": tenant.id,
                "accountName": tenant.display_name,
                "skuId": product.sku,
                "skuPartNumber": product.part_number,
                "appliesTo": "User",
                "capabilityStatus": first.stage(now).0.graph_name(),
                "consumedUnits": consumed,
                "prepaidUnits": {
                    "enabled": units(&[Stage::Active]),
                    "warning": units(&[Stage::Expired]),
                    "suspended": units(&[Stage::Disabled, Stage::MarkedDeleted]),
                    "lockedOut": 0,
                },
                "subscriptionIds": of_product().map(|found| found.id).collect::<Vec<_>>(),
                "servicePlans": plans,
            }))
        })
        .collect()
}
