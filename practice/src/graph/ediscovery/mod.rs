//! Purview eDiscovery: cases, searches, estimates and exports. It needs a role of Purview's own, which nobody has until they
//! give it to themselves in the portal, and a licence or a subscription that pays for it. An eDiscovery Manager has to do
//! with the cases that they created, an eDiscovery Administrator with all (learn.microsoft.com/graph/api/security-casesroot-list-ediscoverycases).

mod searches;

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::cloud::Cloud;
use crate::ediscovery_files;
use crate::graph::access::Who;
use crate::graph::ediscovery::searches::{search, search_shape};
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, single};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, content, unknown_route};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::azure::AzureState;
use crate::tenant::ediscovery::{Case, EdiscoveryRole, ExportFormat, Operation, OperationKind, Search};
use crate::tenant::subscription::{MICROSOFT_365_E5, Stage};

const CASES: Collection = Collection {
    name: "security/cases/ediscoveryCases",
    object: "microsoft.graph.security.ediscoveryCase",
    default: &[],
};
const SEARCHES: Collection = Collection {
    name: "security/cases/ediscoveryCases/searches",
    object: "microsoft.graph.security.ediscoverySearch",
    default: &[],
};
const OPERATIONS: Collection = Collection {
    name: "security/cases/ediscoveryCases/operations",
    object: "microsoft.graph.security.caseOperation",
    default: &[],
};
/// What an export may take besides the mails themselves.
const ADDITIONAL_OPTIONS: [&str; 14] = [
    "none",
    "teamsAndYammerConversations",
    "cloudAttachments",
    "allDocumentVersions",
    "subfolderContents",
    "listAttachments",
    "htmlTranscripts",
    "advancedIndexing",
    "allItemsInFolder",
    "includeFolderAndPath",
    "condensePaths",
    "friendlyName",
    "splitSource",
    "includeReport",
];

/// Everything below `/security/cases/ediscoveryCases`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    may(cloud, ask)?;
    let post = ask.request.method == Method::POST;
    if !post && ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    match (post, rest) {
        (true, []) => create(cloud, ask),
        (false, []) => {
            let mut cases: Vec<&Case> = cases_of(cloud, ask.caller.user).collect();
            cases.sort_by_key(|case| case.id);
            let cases = cases.into_iter().map(|case| (case.id, case));
            page(cloud, ask, CASES, cases, |case| case_shape(cloud, case))
        }
        (false, [id]) => single(cloud, ask, CASES, &case_shape(cloud, case_of(cloud, id, ask)?)),
        (true, [id, "searches"]) => search(cloud, id, ask),
        (false, [id, "searches"]) => {
            let mut searches: Vec<&Search> = case_of(cloud, id, ask)?.searches.iter().collect();
            searches.sort_by_key(|search| search.id);
            let searches = searches.into_iter().map(|search| (search.id, search));
            page(cloud, ask, SEARCHES, searches, |search| search_shape(cloud, search))
        }
        (false, [id, "searches", search]) => {
            let search = search_shape(cloud, search_of(case_of(cloud, id, ask)?, search)?);
            single(cloud, ask, SEARCHES, &search)
        }
        (false, [id, "searches", search, "lastEstimateStatisticsOperation"]) => {
            let case = case_of(cloud, id, ask)?;
            let search = search_of(case, search)?.id;
            let mut operations = case.operations.iter().rev();
            let last = operations
                .find(|found| found.search == search && found.kind == OperationKind::EstimateStatistics)
                .filter(|found| found.is_seen(cloud.clock.moment()));
            let last = last.ok_or_else(|| no_such("lastEstimateStatisticsOperation"))?;
            single(cloud, ask, OPERATIONS, &operation_shape(cloud, case, last, ask))
        }
        (true, [id, "searches", search, action]) => begin(cloud, id, search, action, ask),
        (false, [id, "operations"]) => {
            let (case, now) = (case_of(cloud, id, ask)?, cloud.clock.moment());
            let mut operations: Vec<&Operation> = case.operations.iter().filter(|found| found.is_seen(now)).collect();
            operations.sort_by_key(|operation| operation.id);
            let operations = operations.into_iter().map(|operation| (operation.id, operation));
            page(cloud, ask, OPERATIONS, operations, |operation| {
                operation_shape(cloud, case, operation, ask)
            })
        }
        (false, [id, "operations", operation]) => one_operation(cloud, id, operation, ask),
        (false, [id, last]) => {
            let operation = last
                .strip_prefix("operations('")
                .and_then(|rest| rest.strip_suffix("')"));
            one_operation(cloud, id, operation.ok_or_else(|| unknown_route(ask))?, ask)
        }
        _ => Err(unknown_route(ask)),
    }
}

/// The permission, the role of Purview's, and what pays.
fn may(cloud: &Cloud, ask: &Ask<'_>) -> Result<(), GraphError> {
    let scopes: &[&str] = match ask.request.method {
        Method::GET => &["eDiscovery.Read.All", "eDiscovery.ReadWrite.All"],
        _ => &["eDiscovery.ReadWrite.All"],
    };
    ask.caller.needs(scopes, Who::Members)?;
    if role_of(cloud, ask.caller.user).is_none() {
        let message = "The caller is in no eDiscovery role group of Microsoft Purview.";
        return Err(GraphError::refused(StatusCode::FORBIDDEN, "Forbidden", message));
    }
    let now = cloud.clock.moment();
    let mut subscriptions = cloud.tenant.subscriptions.iter();
    let licensed = subscriptions.any(|found| {
        found.product == &MICROSOFT_365_E5 && matches!(found.stage(now).0, Stage::Active | Stage::Expired)
    });
    let mut azure = cloud.tenant.azure.subscriptions.iter();
    if licensed || azure.any(|found| found.state(now) == AzureState::Enabled) {
        return Ok(());
    }
    let message = "This API needs an E5 licence, or pay-as-you-go billing with an Azure subscription.";
    Err(GraphError::refused(
        StatusCode::PAYMENT_REQUIRED,
        "PaymentRequired",
        message,
    ))
}

fn no_such(what: &str) -> GraphError {
    GraphError::refused(
        StatusCode::NOT_FOUND,
        "NotFound",
        &format!("Resource '{what}' was not found."),
    )
}

fn role_of(cloud: &Cloud, user: Guid) -> Option<EdiscoveryRole> {
    cloud.tenant.users.get(user)?.ediscovery
}

/// The cases that somebody sees.
fn cases_of(cloud: &Cloud, user: Guid) -> impl Iterator<Item = &Case> {
    let role = role_of(cloud, user);
    let cases = cloud.tenant.ediscovery_cases.iter();
    cases.filter(move |case| match role {
        None => false,
        Some(EdiscoveryRole::Manager) => case.created_by == user,
        Some(EdiscoveryRole::Administrator) => true,
    })
}

/// A case that the caller doesn't see is not there for them.
fn case_of<'a>(cloud: &'a Cloud, id: &str, ask: &Ask<'_>) -> Result<&'a Case, GraphError> {
    let mut cases = cases_of(cloud, ask.caller.user);
    cases.find(|case| case.id.to_string() == id).ok_or_else(|| no_such(id))
}

fn search_of<'a>(case: &'a Case, id: &str) -> Result<&'a Search, GraphError> {
    let mut searches = case.searches.iter();
    searches
        .find(|search| search.id.to_string() == id)
        .ok_or_else(|| no_such(id))
}

fn named(body: &Map<String, Value>) -> Result<String, GraphError> {
    let name = content::text(body, "displayName")?.trim();
    if name.is_empty() {
        return Err(GraphError::bad_query("Invalid value for the property displayName."));
    }
    Ok(name.to_owned())
}

fn optional<'a>(body: &'a Map<String, Value>, name: &str) -> Result<&'a str, GraphError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(""),
        Some(_) => content::text(body, name),
    }
}

fn create(cloud: &mut Cloud, ask: &Ask<'_>) -> Answer {
    let body = content::read(ask, &["displayName", "description", "externalId"])?;
    let case = Case {
        id: cloud.random.guid(),
        display_name: named(&body)?,
        description: optional(&body, "description")?.to_owned(),
        created_by: ask.caller.user,
        created: cloud.clock.moment(),
        searches: Vec::new(),
        operations: Vec::new(),
    };
    let shape = case_shape(cloud, &case);
    cloud.tenant.ediscovery_cases.push(case);
    Ok(Reply::json(StatusCode::CREATED, Value::Object(shape)))
}

/// Starts an operation; its address comes in `Location`.
fn begin(cloud: &mut Cloud, case: &str, search: &str, action: &str, ask: &Ask<'_>) -> Answer {
    let found = case_of(cloud, case, ask)?;
    let (case, search) = (found.id, search_of(found, search)?.id);
    let kind = match action {
        "estimateStatistics" => OperationKind::EstimateStatistics,
        "exportResult" => export_result(ask)?,
        "exportReport" => {
            let body = content::read(
                ask,
                &[
                    "displayName",
                    "description",
                    "exportCriteria",
                    "exportLocation",
                    "additionalOptions",
                ],
            )?;
            OperationKind::ExportReport { name: named(&body)? }
        }
        _ => return Err(unknown_route(ask)),
    };
    let operation = Operation {
        id: cloud.random.guid(),
        search,
        kind,
        started: cloud.clock.moment(),
    };
    let address = format!(
        "{}/{}/security/cases/ediscoveryCases/{case}/operations('{}')",
        cloud.setup.origins.graph,
        ask.version.name(),
        operation.id
    );
    let mut cases = cloud.tenant.ediscovery_cases.iter_mut();
    if let Some(case) = cases.find(|found| found.id == case) {
        case.operations.push(operation);
    }
    Ok(Reply::empty(StatusCode::ACCEPTED).with("location", address))
}

fn export_result(ask: &Ask<'_>) -> Result<OperationKind, GraphError> {
    const KNOWN: [&str; 9] = [
        "displayName",
        "description",
        "exportCriteria",
        "exportLocation",
        "additionalOptions",
        "exportFormat",
        "cloudAttachmentVersion",
        "documentVersion",
        "exportSingleItems",
    ];
    let body = content::read(ask, &KNOWN)?;
    let invalid = |name: &str| GraphError::bad_query(&format!("Invalid value for the property {name}."));
    let flags = |name: &str, known: &[&str]| {
        let mut words = optional(&body, name)?
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        if words.all(|word| known.contains(&word)) {
            Ok(())
        } else {
            Err(invalid(name))
        }
    };
    flags("additionalOptions", &ADDITIONAL_OPTIONS)?;
    flags("exportCriteria", &["searchHits", "partiallyIndexed"])?;
    flags("exportLocation", &["responsiveLocations", "nonresponsiveLocations"])?;
    let format = content::text(&body, "exportFormat")?;
    Ok(OperationKind::ExportResult {
        name: named(&body)?,
        format: ExportFormat::named(format).ok_or_else(|| invalid("exportFormat"))?,
    })
}

fn one_operation(cloud: &Cloud, case: &str, id: &str, ask: &Ask<'_>) -> Answer {
    let case = case_of(cloud, case, ask)?;
    let mut operations = case.operations.iter();
    let found = operations.find(|found| found.id.to_string() == id && found.is_seen(cloud.clock.moment()));
    let found = found.ok_or_else(|| no_such(id))?;
    single(cloud, ask, OPERATIONS, &operation_shape(cloud, case, found, ask))
}

fn case_shape(cloud: &Cloud, case: &Case) -> Object {
    let time = cloud.clock.show(case.created).rfc3339();
    shapes::object(json!({
        "id": case.id, "displayName": case.display_name, "description": case.description, "status": "active",
        "createdDateTime": time, "lastModifiedDateTime": time, "closedDateTime": null, "externalId": "",
    }))
}

fn operation_shape(cloud: &Cloud, case: &Case, operation: &Operation, ask: &Ask<'_>) -> Object {
    let now = cloud.clock.moment();
    let done = operation.is_done(now);
    let newer = ask
        .request
        .header("prefer")
        .is_some_and(|wanted| wanted.contains("include-unknown-enum-members"));
    let action = match operation.kind {
        OperationKind::EstimateStatistics => "estimateStatistics",
        // Members that came later are shown only to those who ask for them.
        OperationKind::ExportResult { .. } if newer => "exportResult",
        OperationKind::ExportReport { .. } if newer => "exportReport",
        OperationKind::ExportResult { .. } | OperationKind::ExportReport { .. } => "unknownFutureValue",
    };
    let mut object = shapes::object(json!({
        "id": operation.id, "action": action, "status": if done { "succeeded" } else { "running" },
        "percentProgress": operation.progress(now), "createdDateTime": cloud.clock.show(operation.started).rfc3339(),
        "completedDateTime": done.then(|| cloud.clock.show(operation.ends()).rfc3339()), "resultInfo": null,
    }));
    let search = case.searches.iter().find(|search| search.id == operation.search);
    let Some(search) = search.filter(|_| done) else {
        return object;
    };
    let mut set = |name: &str, value: Value| drop(object.insert(name.to_owned(), value));
    if operation.kind == OperationKind::EstimateStatistics {
        let found = ediscovery_files::statistics(cloud, search);
        set("indexedItemCount", json!(found.items));
        set("indexedItemsSize", json!(found.size));
        set("unindexedItemCount", json!(0));
        set("unindexedItemsSize", json!(0));
        set("mailboxCount", json!(found.mailboxes));
        set("siteCount", json!(found.sites));
    } else {
        let files = ediscovery_files::of(cloud, search, &operation.kind);
        let described = files.iter().enumerate().map(|(number, (name, bytes))| {
            json!({
                "fileName": name, "size": bytes.len(),
                "downloadUrl": format!("{}/ediscovery/{}/{number}", cloud.setup.origins.downloads, operation.id),
            })
        });
        set("exportFileMetadata", Value::Array(described.collect()));
    }
    object
}

/// The file with this number of an export that is done, for the host of downloads.
pub(crate) fn file(cloud: &Cloud, operation: &str, number: &str) -> Option<Vec<u8>> {
    let (operation, number): (Guid, usize) = (operation.parse().ok()?, number.parse().ok()?);
    let mut cases = cloud.tenant.ediscovery_cases.iter();
    let (case, operation) = cases.find_map(|case| {
        let found = case.operations.iter().find(|found| found.id == operation)?;
        Some((case, found))
    })?;
    let search = case.searches.iter().find(|search| search.id == operation.search)?;
    if !operation.is_done(cloud.clock.moment()) {
        return None;
    }
    let mut files = ediscovery_files::of(cloud, search, &operation.kind).into_iter();
    files.nth(number).map(|(_, bytes)| bytes)
}
