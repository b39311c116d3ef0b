//! Collections: pages with an opaque link to the next one, of what the query options ask for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::cloud::Cloud;
use crate::graph::error::{EXPIRED_PAGE, GraphError};
use crate::graph::query::{Options, Order, SKIP_TOKEN_START, is_eventual};
use crate::graph::{Answer, Ask};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::reply::{Content, Reply};
use crate::tenant::shelf::Shelf;

/// One object as JSON, with all properties that the model has.
pub(crate) type Object = Map<String, Value>;

/// A collection of a directory: its name, the type of its objects, and what is shown when nothing was selected.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Collection {
    pub(crate) name: &'static str,
    pub(crate) object: &'static str,
    /// Nothing means everything.
    pub(crate) default: &'static [&'static str],
}

/// The request without some query options: those that its handler has read itself.
pub(crate) fn without(request: &Incoming, names: &[&str]) -> Incoming {
    let mut request = request.clone();
    let others: Vec<(String, String)> = request
        .url
        .query_pairs()
        .filter(|(name, _)| !names.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    request.url.query_pairs_mut().clear().extend_pairs(others);
    request
}

/// What a request wants to see of one object; both ways of writing `$select` are taken. Annotations stay.
pub(crate) fn select(ask: &Ask<'_>, object: &Object, name: &str) -> Result<Value, GraphError> {
    let names = ask.request.query("$select").or_else(|| ask.request.query("select"));
    let names: Option<Vec<String>> = names.map(|names| {
        let names = names.split(',').map(|name| name.trim().to_owned());
        names.filter(|name| !name.starts_with('@')).collect()
    });
    shown(object, names.as_deref(), &[], name)
}

/// Only the selected properties; `id` and annotations stay as Graph leaves them.
pub(super) fn shown(
    object: &Object,
    select: Option<&[String]>,
    default: &[&str],
    name: &str,
) -> Result<Value, GraphError> {
    let Some(select) = select else {
        let all = default.is_empty();
        let kept = object
            .iter()
            .filter(|(key, _)| all || default.contains(&key.as_str()) || key.starts_with('@'));
        return Ok(Value::Object(
            kept.map(|(key, value)| (key.clone(), value.clone())).collect(),
        ));
    };
    let mut kept: Object = object
        .iter()
        .filter(|(key, _)| key.starts_with('@'))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    for property in select {
        let Some(value) = object.get(property) else {
            let message = format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{property}' on type '{name}'."
            );
            return Err(GraphError::bad_query(&message));
        };
        kept.insert(property.clone(), value.clone());
    }
    Ok(Value::Object(kept))
}

fn context(cloud: &Cloud, ask: &Ask<'_>, collection: Collection) -> String {
    let select = ask
        .request
        .query("$select")
        .map(|names| format!("({names})"))
        .unwrap_or_default();
    format!(
        "{}/{}/$metadata#{}{select}",
        cloud.setup.origins.graph,
        ask.version.name(),
        collection.name
    )
}

/// A page of a collection whose objects come in the order of their ids.
pub(crate) fn page<T>(
    cloud: &Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    objects: impl Iterator<Item = (Guid, T)> + Clone,
    shape: impl Fn(T) -> Object,
) -> Answer {
    let options = Options::read(ask, collection, &[])?;
    let count = options.wants_count.then(|| {
        let shapes = objects.clone().map(|(_, object)| shape(object));
        shapes.filter(|object| options.accepts(object)).count()
    });
    if let Some(order) = &options.order {
        let objects = objects.map(|(id, object)| (id, shape(object))).collect();
        return one_page_of_sorted(cloud, ask, collection, &options, order, count, objects);
    }
    let rest = objects.skip_while(|(id, _)| options.after.is_some_and(|after| *id <= after));
    one_page(cloud, ask, collection, &options, count, rest, shape)
}

/// A page of a shelf. Only what is on the page is looked at, however much the shelf holds.
pub(crate) fn page_of<'a, T: Clone + 'a>(
    cloud: &'a Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    shelf: &'a Shelf<T>,
    shape: impl Fn(&'a T) -> Object,
) -> Answer {
    page_of_some(cloud, ask, collection, shelf, |object, _| shape(object))
}

/// The same, of objects that can be made with some properties only; all of them where no names are given.
pub(crate) fn page_of_some<'a, T: Clone + 'a>(
    cloud: &'a Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    shelf: &'a Shelf<T>,
    shape: impl Fn(&'a T, &[&str]) -> Object,
) -> Answer {
    let now = cloud.clock.moment();
    if shelf.lags(now, cloud.lag.lists) {
        let listed = shelf.listed(now, cloud.lag.lists);
        let listed = listed.iter().map(|(id, object)| (*id, *object));
        return page(cloud, ask, collection, listed, |object| shape(object, &[]));
    }
    let options = Options::read(ask, collection, &[])?;
    let wanted = options.wanted(collection.default);
    let shape = |object| shape(object, &wanted);
    let count = options.wants_count.then(|| {
        if options.accepts_all() {
            return shelf.len();
        }
        let shapes = shelf.iter().map(&shape);
        shapes.filter(|object| options.accepts(object)).count()
    });
    if let Some(order) = &options.order {
        let objects = shelf.after(None).map(|(id, object)| (id, shape(object))).collect();
        return one_page_of_sorted(cloud, ask, collection, &options, order, count, objects);
    }
    one_page(
        cloud,
        ask,
        collection,
        &options,
        count,
        shelf.after(options.after),
        shape,
    )
}

/// A page in another order than that of the ids: it goes on behind the object that the page before ended with.
fn one_page_of_sorted(
    cloud: &Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    options: &Options,
    order: &Order,
    count: Option<usize>,
    mut objects: Vec<(Guid, Object)>,
) -> Answer {
    order.sort(&mut objects);
    let start = match options.after {
        None => 0,
        Some(after) => {
            let last = objects.iter().position(|(id, _)| *id == after);
            last.ok_or_else(|| GraphError::bad_request(EXPIRED_PAGE))? + 1
        }
    };
    let rest = objects.into_iter().skip(start);
    one_page(cloud, ask, collection, options, count, rest, |object| object)
}

fn one_page<T>(
    cloud: &Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    options: &Options,
    count: Option<usize>,
    rest: impl Iterator<Item = (Guid, T)>,
    shape: impl Fn(T) -> Object,
) -> Answer {
    let mut rest = rest.map(|(id, object)| (id, shape(object))).peekable();
    if let Some((_, first)) = rest.peek() {
        options.check(first, collection.object)?;
    }
    let mut found: Vec<(Guid, Object)> = rest
        .filter(|(_, object)| options.accepts(object))
        .take(options.top + 1)
        .collect();
    let has_more = found.len() > options.top;
    found.truncate(options.top);
    let mut body = json!({"@odata.context": context(cloud, ask, collection)});
    if let Some(body) = body.as_object_mut() {
        if let Some(count) = count {
            body.insert("@odata.count".to_owned(), json!(count));
        }
        if let Some((last, _)) = found.last().filter(|_| has_more) {
            body.insert("@odata.nextLink".to_owned(), json!(next_link(ask, *last)));
        }
        let value: Result<Vec<Value>, GraphError> = found
            .iter()
            .map(|(id, object)| options.shown(cloud, *id, object, collection))
            .collect();
        body.insert("value".to_owned(), Value::Array(value?));
    }
    Ok(Reply::ok(body))
}

fn next_link(ask: &Ask<'_>, last: Guid) -> String {
    let mut link = ask.request.url.clone();
    let token = format!("{SKIP_TOKEN_START}{}", URL_SAFE_NO_PAD.encode(last.to_string()));
    let others: Vec<(String, String)> = ask
        .request
        .url
        .query_pairs()
        .filter(|(name, _)| name != "$skiptoken")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    link.query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .append_pair("$skiptoken", &token);
    link.to_string().replace("%24", "$")
}

/// A collection that is small enough to come in one piece. `allowed` names the query options that its handler reads.
pub(crate) fn whole(
    cloud: &Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    objects: impl Iterator<Item = Object>,
    allowed: &[&str],
) -> Answer {
    let options = Options::read(ask, collection, allowed)?;
    // There is no id to go on behind, and nothing to go on to.
    let mut objects: Vec<(Guid, Object)> = objects.map(|object| (Guid::from_u128(0), object)).collect();
    if let Some((_, first)) = objects.first() {
        options.check(first, collection.object)?;
    }
    objects.retain(|(_, object)| options.accepts(object));
    if let Some(order) = &options.order {
        order.sort(&mut objects);
    }
    let value: Result<Vec<Value>, GraphError> = objects
        .iter()
        .map(|(_, object)| options.shown(cloud, id_of(object), object, collection))
        .collect();
    let value = value?;
    let mut body = json!({"@odata.context": context(cloud, ask, collection)});
    if let Some(body) = body.as_object_mut() {
        if options.wants_count {
            body.insert("@odata.count".to_owned(), json!(value.len()));
        }
        body.insert("value".to_owned(), Value::Array(value));
    }
    Ok(Reply::ok(body))
}

/// `…/$count`: the number alone, of a collection that its own route lists.
pub(crate) fn counted(ask: &Ask<'_>, list: impl FnOnce(&Ask<'_>) -> Answer) -> Answer {
    if !is_eventual(ask) {
        return Err(GraphError::bad_request("$count is not currently supported."));
    }
    for (name, _) in ask.request.url.query_pairs() {
        if name != "$filter" && name != "$search" {
            return Err(GraphError::unmodelled(&format!("the query option {name} of $count")));
        }
    }
    let mut request = ask.request.clone();
    let path = request.url.path().trim_end_matches("/$count").to_owned();
    request.url.set_path(&path);
    request
        .url
        .query_pairs_mut()
        .append_pair("$count", "true")
        .append_pair("$top", "1");
    let reply = list(&Ask {
        request: &request,
        ..*ask
    })?;
    match &reply.content {
        Content::Json(body) => match body.get("@odata.count").and_then(Value::as_u64) {
            Some(count) => Ok(Reply::text(count.to_string())),
            None => Err(GraphError::unmodelled("$count of this collection")),
        },
        Content::Empty | Content::Text(_) | Content::Html(_) | Content::Raw(_) | Content::Bytes(_) => Ok(reply),
    }
}

/// Objects of the directory carry a GUID; others are related to nothing.
fn id_of(object: &Object) -> Guid {
    let id = object.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    id.unwrap_or(Guid::from_u128(0))
}

/// One object.
pub(crate) fn single(cloud: &Cloud, ask: &Ask<'_>, collection: Collection, object: &Object) -> Answer {
    let options = Options::read(ask, collection, &[])?;
    let mut value = options.shown(cloud, id_of(object), object, collection)?;
    if let Some(value) = value.as_object_mut() {
        let context = format!("{}/$entity", context(cloud, ask, collection));
        value.insert("@odata.context".to_owned(), json!(context));
    }
    Ok(Reply::ok(value))
}
