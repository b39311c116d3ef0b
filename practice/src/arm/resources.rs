//! What is in an Azure subscription: resources, resource groups, Domain Services, directories for customers (Entra External
//! ID, B2C); deleting them takes its time.

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::arm::error::ArmError;
use crate::arm::{Answer, Ask, unknown_route};
use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::azure::{AzureRole, DOMAIN_SERVICES, Resource};

const RESOURCES: [&str; 1] = ["2021-04-01"];
const DOMAINS: [&str; 1] = ["2022-12-01"];
/// How often a client shall ask whether a long operation has ended.
const RETRY_AFTER: &str = "15";
/// A group of a few resources is gone after a minute or two, a managed domain after half an hour or so.
const GROUP_DELETION: Duration = Duration::from_secs(90);
const DOMAIN_DELETION: Duration = Duration::from_secs(1800);
const DIRECTORY_DELETION: Duration = Duration::from_secs(300);
/// The two kinds of directories for customers, in small letters, and the version of the API that deletes them.
const CUSTOMER_DIRECTORIES: [(&str, &str); 2] = [
    ("ciamdirectories", "2023-05-17-preview"),
    ("b2cdirectories", "2021-04-01"),
];

/// Everything below `/subscriptions/{id}/`
pub(super) fn answer(cloud: &mut Cloud, id: &str, rest: &[&str], ask: &Ask<'_>) -> Answer {
    match (&ask.request.method, rest) {
        (&Method::GET, ["resources"]) => {
            ask.version(&RESOURCES)?;
            let found = ask.caller.sees(cloud, id)?;
            let now = cloud.clock.moment();
            Ok(list(found.resources(now).map(|resource| shape(id, resource))))
        }
        (&Method::GET, ["resourcegroups"]) => {
            ask.version(&RESOURCES)?;
            let found = ask.caller.sees(cloud, id)?;
            let mut groups: Vec<&str> = found
                .resources(cloud.clock.moment())
                .map(|resource| resource.group.as_str())
                .collect();
            groups.sort_unstable();
            groups.dedup();
            Ok(list(groups.into_iter().map(|name| {
                json!({
                    "id": format!("/subscriptions/{id}/resourceGroups/{name}"), "name": name,
                    "type": "Microsoft.Resources/resourceGroups", "location": "northeurope",
                    "properties": {"provisioningState": "Succeeded"},
                })
            })))
        }
        (&Method::DELETE, ["resourcegroups", name]) => {
            ask.version(&RESOURCES)?;
            let action = "Microsoft.Resources/subscriptions/resourceGroups/delete";
            let of_group = |resource: &Resource| resource.group.eq_ignore_ascii_case(name);
            delete(cloud, id, ask, action, GROUP_DELETION, of_group)?.ok_or_else(|| {
                let message = format!("Resource group '{name}' could not be found.");
                ArmError::new(StatusCode::NOT_FOUND, "ResourceGroupNotFound", message)
            })
        }
        (&Method::GET, ["providers", "microsoft.aad", "domainservices"]) => {
            ask.version(&DOMAINS)?;
            let found = ask.caller.sees(cloud, id)?;
            let domains = found
                .resources(cloud.clock.moment())
                .filter(|resource| is_domain(resource));
            Ok(list(domains.map(|resource| shape(id, resource))))
        }
        (
            &Method::DELETE,
            [
                "resourcegroups",
                group,
                "providers",
                "microsoft.aad",
                "domainservices",
                name,
            ],
        ) => {
            ask.version(&DOMAINS)?;
            let action = "Microsoft.AAD/domainServices/delete";
            let wanted = |resource: &Resource| {
                is_domain(resource)
                    && resource.group.eq_ignore_ascii_case(group)
                    && resource.name.eq_ignore_ascii_case(name)
            };
            let reply = delete(cloud, id, ask, action, DOMAIN_DELETION, wanted)?;
            Ok(reply.unwrap_or_else(Reply::no_content))
        }
        (
            &Method::DELETE,
            [
                "resourcegroups",
                group,
                "providers",
                "microsoft.azureactivedirectory",
                kind,
                name,
            ],
        ) => delete_directory(cloud, id, (group, kind, name), ask),
        (&Method::GET, ["operationresults", operation]) => poll(cloud, id, operation, ask),
        (&Method::GET, ["operations", operation]) => status(cloud, id, operation, ask),
        _ => Err(unknown_route(ask)),
    }
}

/// A directory for customers is deleted here last, once what is in it is gone.
fn delete_directory(cloud: &mut Cloud, id: &str, (group, kind, name): (&str, &str, &str), ask: &Ask<'_>) -> Answer {
    let known = CUSTOMER_DIRECTORIES.iter().find(|(known, _)| *known == kind);
    let (_, version) = known.ok_or_else(|| unknown_route(ask))?;
    ask.version(&[version])?;
    let full = format!("Microsoft.AzureActiveDirectory/{kind}");
    let wanted = |resource: &Resource| {
        resource.kind.eq_ignore_ascii_case(&full)
            && resource.group.eq_ignore_ascii_case(group)
            && resource.name.eq_ignore_ascii_case(name)
    };
    let action = "Microsoft.AzureActiveDirectory/directories/delete";
    let reply = delete(cloud, id, ask, action, DIRECTORY_DELETION, wanted)?;
    Ok(reply.unwrap_or_else(Reply::no_content))
}

fn is_domain(resource: &Resource) -> bool {
    resource.kind.eq_ignore_ascii_case(DOMAIN_SERVICES)
}

fn list(value: impl Iterator<Item = Value>) -> Reply {
    Reply::ok(json!({"value": value.collect::<Vec<_>>()}))
}

fn shape(subscription: &str, resource: &Resource) -> Value {
    let state = if resource.gone.is_some() {
        "Deleting"
    } else {
        "Succeeded"
    };
    json!({
        "id": format!(
            "/subscriptions/{subscription}/resourceGroups/{}/providers/{}/{}",
            resource.group, resource.kind, resource.name
        ),
        "name": resource.name, "type": resource.kind, "location": "northeurope",
        "properties": {"provisioningState": state},
    })
}

/// Begins the deletion of some resources; nothing when there are none of them.
fn delete(
    cloud: &mut Cloud,
    id: &str,
    ask: &Ask<'_>,
    action: &str,
    takes: Duration,
    wanted: impl Fn(&Resource) -> bool,
) -> Result<Option<Reply>, ArmError> {
    ask.caller.may(cloud, id, action, AzureRole::changes_resources)?;
    let now = cloud.clock.moment();
    let gone = now.plus(takes);
    let azure = &mut cloud.tenant.azure;
    let mut count = 0;
    let subscription = azure.subscriptions.iter_mut().find(|found| found.id.to_string() == id);
    for resource in subscription.into_iter().flat_map(|found| found.resources_mut(now)) {
        if wanted(resource) {
            resource.gone.get_or_insert(gone);
            count += 1;
        }
    }
    if count == 0 {
        return Ok(None);
    }
    let operation = cloud.random.guid();
    azure.operations.insert(operation, gone);
    Ok(Some(running(cloud, id, operation)))
}

fn running(cloud: &Cloud, id: &str, operation: Guid) -> Reply {
    let address = format!(
        "{}/subscriptions/{id}/operationresults/{operation}?api-version=2021-04-01",
        cloud.setup.origins.arm
    );
    let status = address.replace("/operationresults/", "/operations/");
    Reply::empty(StatusCode::ACCEPTED)
        .with("location", address)
        .with("azure-asyncoperation", status)
        .with("retry-after", RETRY_AFTER)
}

/// What `Azure-AsyncOperation` leads to: always 200, with where the operation stands.
fn status(cloud: &Cloud, id: &str, operation: &str, ask: &Ask<'_>) -> Answer {
    let reply = poll(cloud, id, operation, ask)?;
    let status = match reply.status {
        StatusCode::ACCEPTED => "InProgress",
        _ => "Succeeded",
    };
    Ok(Reply::ok(json!({
        "id": format!("/subscriptions/{id}/operations/{operation}"), "name": operation, "status": status,
    })))
}

/// 202 until the operation has ended, then 200.
fn poll(cloud: &Cloud, id: &str, operation: &str, ask: &Ask<'_>) -> Answer {
    ask.version(&RESOURCES)?;
    ask.caller.sees(cloud, id)?;
    let known: Option<Guid> = operation.parse().ok();
    let ends = known.and_then(|known| Some((known, *cloud.tenant.azure.operations.get(&known)?)));
    let (operation, ends) = ends.ok_or_else(|| ArmError::not_found(operation))?;
    if cloud.clock.moment() < ends {
        Ok(running(cloud, id, operation))
    } else {
        Ok(Reply::empty(StatusCode::OK))
    }
}
