//! `$batch`: up to 20 requests in one, each answered as if it came alone, in an order of the service's own.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Map, Value, json};
use url::Url;

use crate::cloud::Cloud;
use crate::fault;
use crate::graph::access::Caller;
use crate::graph::error::{GraphError, RequestIds};
use crate::graph::{Answer, Ask, Version, paced};
use crate::incoming::Incoming;
use crate::origins::Service;
use crate::reply::{Content, Fate, Reply};

const MOST_ITEMS: usize = 20;

/// One item, read and checked.
struct Item {
    id: String,
    request: Incoming,
    depends_on: Vec<String>,
}

/// `POST /$batch`
pub(super) fn answer(
    cloud: &mut Cloud,
    version: Version,
    caller: &Caller,
    request: &Incoming,
    ids: &RequestIds,
) -> Answer {
    if request.method != Method::POST {
        return Err(GraphError::unmodelled("a $batch that is not a POST"));
    }
    let items = read(cloud, version, request)?;
    let mut answers: Vec<Value> = Vec::new();
    let mut statuses: BTreeMap<String, StatusCode> = BTreeMap::new();
    let mut fate = Fate::Answered;
    for (number, item) in items.iter().enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let failed = item
            .depends_on
            .iter()
            .any(|id| statuses.get(id).is_none_or(|status| !status.is_success()));
        let reply = if failed {
            failed_dependency()
        } else {
            one(cloud, version, caller, item, number, ids)
        };
        statuses.insert(item.id.clone(), reply.status);
        match reply.fate {
            Fate::Dropped => continue,
            Fate::Unmodelled => fate = Fate::Unmodelled,
            Fate::Answered | Fate::Unreadable => {}
        }
        answers.push(sub_response(&item.id, reply));
    }
    cloud.random.shuffle(&mut answers);
    let mut reply = Reply::ok(json!({"responses": answers}));
    reply.fate = fate;
    Ok(reply)
}

fn failed_dependency() -> Reply {
    Reply::json(
        StatusCode::FAILED_DEPENDENCY,
        json!({"error": {"code": "FailedDependency", "message": "A request that this one depends on failed."}}),
    )
}

fn one(cloud: &mut Cloud, version: Version, caller: &Caller, item: &Item, number: u32, ids: &RequestIds) -> Reply {
    let request = &item.request;
    fault::under(cloud, Service::Graph, request, Some(number), |cloud| {
        execute(cloud, version, caller, request, ids)
    })
}

fn execute(cloud: &mut Cloud, version: Version, caller: &Caller, request: &Incoming, ids: &RequestIds) -> Reply {
    let segments = request.segments();
    // The first one is the version, which was put there when the item was read.
    let path: Vec<&str> = segments.iter().skip(1).map(String::as_str).collect();
    let mut headers = Vec::new();
    let answered = match path.as_slice() {
        ["$batch"] => Err(GraphError::bad_request("A batch can't hold a batch.")),
        // The version is the batch's own: what a part's address begins with is looked for as a resource.
        [first @ ("v1.0" | "beta"), ..] => Err(GraphError::no_such_segment(first)),
        path => paced(
            cloud,
            path,
            &Ask {
                request,
                version,
                caller,
            },
            &mut headers,
        ),
    };
    let mut reply = answered.unwrap_or_else(|error| error.into_reply(cloud, ids));
    for (name, value) in headers {
        reply = reply.with(name, value);
    }
    reply
}

fn sub_response(id: &str, reply: Reply) -> Value {
    let mut headers: Map<String, Value> = reply
        .headers
        .iter()
        .map(|(name, value)| (header_name(name.as_str()), json!(value)))
        .collect();
    let body = match reply.content {
        Content::Empty => None,
        Content::Json(body) => Some(body),
        Content::Bytes(bytes) => Some(Value::String(base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            bytes,
        ))),
        Content::Text(text) | Content::Html(text) | Content::Raw(text) => Some(Value::String(text)),
    };
    let mut answer = Map::new();
    answer.insert("id".to_owned(), json!(id));
    answer.insert("status".to_owned(), json!(reply.status.as_u16()));
    if let Some(body) = body {
        headers.insert("Content-Type".to_owned(), json!("application/json"));
        answer.insert("body".to_owned(), body);
    }
    answer.insert("headers".to_owned(), Value::Object(headers));
    Value::Object(answer)
}

/// Headers inside a batch are JSON keys, where their case matters to careless readers: as the samples write them.
fn header_name(name: &str) -> String {
    match name {
        "retry-after" => "Retry-After".to_owned(),
        "location" => "Location".to_owned(),
        "content-type" => "Content-Type".to_owned(),
        "www-authenticate" => "WWW-Authenticate".to_owned(),
        other => other.to_owned(),
    }
}

fn read(cloud: &Cloud, version: Version, request: &Incoming) -> Result<Vec<Item>, GraphError> {
    let body = request
        .json()
        .map_err(|_| GraphError::bad_query("Invalid batch payload format."))?;
    let requests = body.get("requests").and_then(Value::as_array);
    let requests = requests.ok_or_else(|| GraphError::bad_query("Invalid batch payload format."))?;
    if requests.is_empty() {
        return Err(GraphError::bad_query("The batch holds no request."));
    }
    if requests.len() > MOST_ITEMS {
        return Err(GraphError::bad_query(
            "Number of batch request steps exceeds the maximum value of 20.",
        ));
    }
    let mut items: Vec<Item> = Vec::new();
    for value in requests {
        let item = read_item(cloud, version, request, value)?;
        // Ids are told apart without regard to case.
        if items.iter().any(|earlier| earlier.id.eq_ignore_ascii_case(&item.id)) {
            return Err(GraphError::bad_query(&format!("Duplicate request id '{}'.", item.id)));
        }
        if let Some(unknown) = item
            .depends_on
            .iter()
            .find(|id| !items.iter().any(|earlier| earlier.id == **id))
        {
            let message = format!(
                "Request '{}' depends on '{unknown}', which does not come before it.",
                item.id
            );
            return Err(GraphError::bad_query(&message));
        }
        items.push(item);
    }
    Ok(items)
}

fn read_item(cloud: &Cloud, version: Version, outer: &Incoming, value: &Value) -> Result<Item, GraphError> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let missing = |name: &str| GraphError::bad_query(&format!("A request of the batch has no valid '{name}'."));
    let id = text("id").ok_or_else(|| missing("id"))?;
    let method = text("method")
        .and_then(|method| method.parse::<Method>().ok())
        .ok_or_else(|| missing("method"))?;
    let address = text("url").ok_or_else(|| missing("url"))?;
    let path = address.trim_start_matches('/');
    // Without its protocol version the address is relative to the batch's own.
    let url = Url::parse(&format!("{}/{}/{path}", cloud.setup.origins.graph, version.name()));
    let url = url.map_err(|_| missing("url"))?;
    let mut headers = HeaderMap::new();
    if let Some(own) = value.get("headers").and_then(Value::as_object) {
        for (name, value) in own {
            if let (Ok(name), Some(Ok(value))) = (
                HeaderName::try_from(name.as_str()),
                value.as_str().map(HeaderValue::from_str),
            ) {
                headers.insert(name, value);
            }
        }
    }
    let body = match value.get("body").filter(|body| !body.is_null()) {
        Some(_) if !headers.contains_key(http::header::CONTENT_TYPE) => {
            let message = format!("Write request id : {id} does not contain Content-Type header or body.");
            return Err(GraphError::bad_query(&message));
        }
        Some(body) => body.to_string().into_bytes(),
        None => Vec::new(),
    };
    if let Some(token) = outer.headers.get(http::header::AUTHORIZATION) {
        headers.insert(http::header::AUTHORIZATION, token.clone());
    }
    let depends_on = value
        .get("dependsOn")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let depends_on = depends_on.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    Ok(Item {
        id: id.to_owned(),
        request: Incoming {
            method,
            url,
            headers,
            body,
        },
        depends_on,
    })
}
