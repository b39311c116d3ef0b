//! The searches of a case: over the whole tenant, or over single people.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::cloud::Cloud;
use crate::graph::ediscovery::{case_of, named, optional};
use crate::graph::error::GraphError;
use crate::graph::list::Object;
use crate::graph::{Answer, Ask, content, shapes};
use crate::reply::Reply;
use crate::tenant::ediscovery::{Included, Search, SourceScope, UserSource};

/// `POST …/searches`
pub(super) fn search(cloud: &mut Cloud, case: &str, ask: &Ask<'_>) -> Answer {
    let id = case_of(cloud, case, ask)?.id;
    let body = content::read(
        ask,
        &[
            "displayName",
            "description",
            "contentQuery",
            "dataSourceScopes",
            "additionalSources",
        ],
    )?;
    if !optional(&body, "contentQuery")?.trim().is_empty() {
        return Err(GraphError::unmodelled("a search for words (contentQuery)"));
    }
    let scopes = optional(&body, "dataSourceScopes")?.split(',').map(str::trim);
    let scopes = scopes.filter(|scope| !scope.is_empty() && *scope != "none");
    let scopes: Option<Vec<SourceScope>> = scopes.map(SourceScope::named).collect();
    let scopes = scopes.ok_or_else(|| GraphError::bad_query("Invalid value for the property dataSourceScopes."))?;
    let search = Search {
        id: cloud.random.guid(),
        display_name: named(&body)?,
        scopes,
        people: people(cloud, &body)?,
        created: cloud.clock.moment(),
    };
    let shape = search_shape(cloud, &search);
    let mut cases = cloud.tenant.ediscovery_cases.iter_mut();
    if let Some(case) = cases.find(|case| case.id == id) {
        case.searches.push(search);
    }
    Ok(Reply::json(StatusCode::CREATED, Value::Object(shape)))
}

/// The single people that a search names besides its scopes.
fn people(cloud: &Cloud, body: &Map<String, Value>) -> Result<Vec<UserSource>, GraphError> {
    let invalid = || GraphError::bad_query("Invalid value for the property additionalSources.");
    let sources = match body.get("additionalSources") {
        None => return Ok(Vec::new()),
        Some(sources) => sources.as_array().ok_or_else(invalid)?,
    };
    let read = |source: &Value| {
        let text = |name: &str| source.get(name).and_then(Value::as_str);
        match text("@odata.type") {
            Some("#microsoft.graph.security.userSource") => {}
            Some(other) => return Err(GraphError::unmodelled(&format!("{other} in a search"))),
            None => return Err(invalid()),
        }
        let user = text("email")
            .and_then(|email| cloud.tenant.user(email))
            .ok_or_else(invalid)?;
        let included = text("includedSources").unwrap_or_default().split(',');
        let included: Option<Vec<Included>> = included.map(|name| Included::named(name.trim())).collect();
        Ok(UserSource {
            user: user.id,
            included: included.ok_or_else(invalid)?,
        })
    };
    sources.iter().map(read).collect()
}

pub(super) fn search_shape(cloud: &Cloud, search: &Search) -> Object {
    let time = cloud.clock.show(search.created).rfc3339();
    let scopes: Vec<&str> = search.scopes.iter().map(|scope| scope.name()).collect();
    shapes::object(json!({
        "id": search.id, "displayName": search.display_name, "description": "", "contentQuery": "",
        "createdDateTime": time, "lastModifiedDateTime": time,
        "dataSourceScopes": if scopes.is_empty() { "none".to_owned() } else { scopes.join(",") },
    }))
}
