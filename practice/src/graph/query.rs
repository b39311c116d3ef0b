//! What a request wants to see of a collection: `$select`, `$filter`, `$search`, `$expand`, `$orderby`, `$top`, `$count`,
//! and from where on.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::cloud::Cloud;
use crate::graph::Ask;
use crate::graph::error::{EXPIRED_PAGE, GraphError};
use crate::graph::expand::Expansion;
use crate::graph::filter::Filter;
use crate::graph::list::{Collection, Object, shown};
use crate::graph::search::{Search, is_of_the_directory};
use crate::guid::Guid;

const DEFAULT_PAGE: usize = 100;
const LARGEST_PAGE: usize = 999;
/// Outlook shows few at a time, and more to those who ask.
const PAGE_OF_OUTLOOK: usize = 10;
const LARGEST_PAGE_OF_OUTLOOK: usize = 1000;
/// Logs come in larger pages.
const PAGE_OF_LOGS: usize = 1000;
/// The next page's place is packed so that no client reads it; what it says may change.
pub(super) const SKIP_TOKEN_START: &str = "RFNwdAoAAQ";

/// What a request wants to see of a collection.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) select: Option<Vec<String>>,
    filter: Filter,
    search: Search,
    pub(super) expansion: Option<Expansion>,
    pub(super) top: usize,
    pub(super) after: Option<Guid>,
    pub(super) order: Option<Order>,
    pub(super) wants_count: bool,
}

/// By which property a collection is to be sorted.
#[derive(Debug)]
pub(super) struct Order {
    property: String,
    direction: Direction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Ascending,
    Descending,
}

impl Order {
    fn read(text: &str) -> Result<Self, GraphError> {
        let mut words = text.split_ascii_whitespace();
        let property = words.next().filter(|name| name.chars().all(char::is_alphanumeric));
        let direction = match (words.next(), words.next()) {
            (None | Some("asc"), None) => Some(Direction::Ascending),
            (Some("desc"), None) => Some(Direction::Descending),
            _ => None,
        };
        match (property, direction) {
            (Some(property), Some(direction)) => Ok(Self {
                property: property.to_owned(),
                direction,
            }),
            _ => Err(GraphError::bad_query("Invalid value for the query option '$orderby'.")),
        }
    }

    pub(super) fn sort(&self, objects: &mut [(Guid, Object)]) {
        let key = |object: &Object| match object.get(&self.property) {
            Some(Value::String(text)) => text.to_lowercase(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        objects.sort_by_cached_key(|(id, object)| (key(object), *id));
        if self.direction == Direction::Descending {
            objects.reverse();
        }
    }
}

/// An advanced query says so twice.
pub(crate) fn is_eventual(ask: &Ask<'_>) -> bool {
    ask.request
        .header("consistencylevel")
        .is_some_and(|level| level.eq_ignore_ascii_case("eventual"))
}

impl Options {
    pub(super) fn read(ask: &Ask<'_>, collection: Collection, allowed: &[&str]) -> Result<Self, GraphError> {
        let known = [
            "$select",
            "$filter",
            "$search",
            "$expand",
            "$top",
            "$skiptoken",
            "$count",
            "$orderby",
        ];
        for (name, _) in ask.request.url.query_pairs() {
            if !known.contains(&name.as_ref()) && !allowed.contains(&name.as_ref()) {
                return Err(GraphError::unmodelled(&format!("the query option {name}")));
            }
        }
        let (usual, largest) = match collection.name {
            name if name.starts_with("auditLogs/") => (PAGE_OF_LOGS, PAGE_OF_LOGS),
            "mailFolders" | "messages" | "contacts" | "events" => (PAGE_OF_OUTLOOK, LARGEST_PAGE_OF_OUTLOOK),
            _ => (DEFAULT_PAGE, LARGEST_PAGE),
        };
        let top = match ask.request.query("$top") {
            None => usual,
            Some(top) => match top.parse() {
                Ok(top) if (1..=largest).contains(&top) => top,
                Ok(_) => {
                    return Err(GraphError::bad_request(&format!(
                        "Invalid page size specified: must be between 1 and {largest} inclusive."
                    )));
                }
                Err(_) => return Err(GraphError::bad_query("Invalid value for the query option '$top'.")),
            },
        };
        let after = match ask.request.query("$skiptoken") {
            None => None,
            Some(token) => Some(read_skip_token(&token).ok_or_else(|| GraphError::bad_request(EXPIRED_PAGE))?),
        };
        let filter = match ask.request.query("$filter") {
            Some(text) => Filter::read(&text)?,
            None => Filter::default(),
        };
        let order = ask
            .request
            .query("$orderby")
            .map(|text| Order::read(&text))
            .transpose()?;
        let wants_count = ask.request.query("$count").as_deref() == Some("true") && is_eventual(ask);
        if filter.is_advanced() && !wants_count {
            return Err(GraphError::unsupported_query(
                "Unsupported or invalid query filter clause: it needs the header ConsistencyLevel: eventual and $count=true.",
            ));
        }
        // The directory sorts what it filters, and by when something was deleted, for advanced queries only.
        let is_rare = |order: &Order| order.property == "deletedDateTime" || !filter.accepts_all();
        if order.as_ref().is_some_and(is_rare) && is_of_the_directory(collection) && !wants_count {
            return Err(GraphError::unsupported_query(
                "Sorting not supported for current query.",
            ));
        }
        let search = match ask.request.query("$search") {
            None => Search::default(),
            Some(text) => {
                let search = Search::read(&text, collection)?;
                if !is_eventual(ask) {
                    return Err(GraphError::unsupported_query(
                        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
                    ));
                }
                search
            }
        };
        let expansion = match ask.request.query("$expand") {
            Some(text) if !allowed.contains(&"$expand") => Some(Expansion::read(&text, collection)?),
            _ => None,
        };
        let select = ask
            .request
            .query("$select")
            .map(|names| names.split(',').map(|name| name.trim().to_owned()).collect());
        Ok(Self {
            select,
            filter,
            search,
            expansion,
            top,
            after,
            order,
            wants_count,
        })
    }

    /// Whether every object is wanted.
    pub(super) const fn accepts_all(&self) -> bool {
        self.filter.accepts_all() && self.search.accepts_all()
    }

    pub(super) fn accepts(&self, object: &Object) -> bool {
        self.filter.accepts(object) && self.search.accepts(object)
    }

    /// The properties that have to be made: those that are shown and those that are compared. Nothing means all.
    pub(super) fn wanted<'a>(&'a self, default: &[&'a str]) -> Vec<&'a str> {
        let mut wanted: Vec<&str> = match &self.select {
            Some(select) => select.iter().map(String::as_str).collect(),
            None => default.to_vec(),
        };
        if !wanted.is_empty() {
            wanted.extend(self.filter.properties().chain(self.search.properties()));
            wanted.extend(self.order.iter().map(|order| order.property.as_str()));
        }
        wanted
    }

    /// What is compared or sorted by must be a property of the type. Where kinds are mixed, each has its own.
    pub(super) fn check(&self, object: &Object, name: &str) -> Result<(), GraphError> {
        let mut compared = self
            .filter
            .properties()
            .chain(self.order.iter().map(|order| order.property.as_str()));
        match compared.find(|property| !object.contains_key(*property)) {
            Some(property) if !object.contains_key("@odata.type") => Err(GraphError::bad_query(&format!(
                "Could not find a property named '{property}' on type '{name}'."
            ))),
            _ => Ok(()),
        }
    }

    /// An object as it was asked for, with what it is related to.
    pub(super) fn shown(
        &self,
        cloud: &Cloud,
        id: Guid,
        object: &Object,
        collection: Collection,
    ) -> Result<Value, GraphError> {
        let mut value = shown(object, self.select.as_deref(), collection.default, collection.object)?;
        if let Some(expansion) = &self.expansion
            && let Some(related) = expansion.of(cloud, collection, id)?
            && let Some(value) = value.as_object_mut()
        {
            value.insert(expansion.name().to_owned(), related);
        }
        Ok(value)
    }
}

fn read_skip_token(token: &str) -> Option<Guid> {
    let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix(SKIP_TOKEN_START)?).ok()?;
    String::from_utf8(bytes).ok()?.parse().ok()
}
