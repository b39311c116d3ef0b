//! `GET /users/delta`: all users in pages, then a link that later gives what has changed since the first page.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::{EXPIRED_PAGE, GraphError};
use crate::graph::list::{Object, select};
use crate::graph::shapes::{self, USERS};
use crate::graph::users::READ;
use crate::graph::{Answer, Ask};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::shelf::Change;
use crate::time::Moment;

const PAGE: usize = 200;

/// Where a round of pages has come to.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// When the round began: what happens during it is told by the next one.
    began: Moment,
    /// Changes since then; in the first round there is no such moment, and all users come.
    since: Option<Moment>,
    after: Option<Guid>,
}

impl Place {
    fn token(self) -> String {
        let since = self.since.map_or("-".to_owned(), |since| since.millis().to_string());
        let after = self.after.map_or("-".to_owned(), |after| after.to_string());
        URL_SAFE_NO_PAD.encode(format!("{} {since} {after}", self.began.millis()))
    }

    fn read(token: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let mut words = text.split(' ');
        let began = Moment::from_millis(words.next()?.parse().ok()?);
        let since = match words.next()? {
            "-" => None,
            millis => Some(Moment::from_millis(millis.parse().ok()?)),
        };
        let after = match words.next()? {
            "-" => None,
            id => Some(id.parse().ok()?),
        };
        Some(Self { began, since, after })
    }
}

pub(super) fn answer(cloud: &Cloud, ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&READ, Who::Members)?;
    for (name, _) in ask.request.url.query_pairs() {
        if !["$select", "$skiptoken", "$deltatoken"].contains(&name.as_ref()) {
            return Err(GraphError::unmodelled(&format!("the query option {name} of a delta")));
        }
    }
    let now = cloud.clock.moment();
    let place = match (ask.request.query("$skiptoken"), ask.request.query("$deltatoken")) {
        (Some(token), _) => Place::read(&token).ok_or_else(|| GraphError::bad_request(EXPIRED_PAGE))?,
        (None, Some(token)) if token == "latest" => Place {
            began: now,
            since: Some(now),
            after: None,
        },
        (None, Some(token)) => {
            let before = Place::read(&token).ok_or_else(GraphError::sync_state_not_found)?;
            Place {
                began: now,
                since: Some(before.began),
                after: None,
            }
        }
        (None, None) => Place {
            began: now,
            since: None,
            after: None,
        },
    };
    let mut found = page(cloud, ask, place)?;
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let (name, option, token) = match found.last() {
        Some((last, _)) if has_more => {
            let next = Place {
                after: Some(*last),
                ..place
            };
            ("@odata.nextLink", "$skiptoken", next.token())
        }
        _ => ("@odata.deltaLink", "$deltatoken", place.token()),
    };
    let select = ask.request.query("$select");
    let select = select.map(|names| format!("$select={names}&")).unwrap_or_default();
    let base = format!("{}/{}", cloud.setup.origins.graph, ask.version.name());
    let value: Vec<Value> = found.into_iter().map(|(_, object)| object).collect();
    let mut body = json!({"@odata.context": format!("{base}/$metadata#users"), "value": value});
    if let Some(body) = body.as_object_mut() {
        body.insert(
            name.to_owned(),
            json!(format!("{base}/users/delta?{select}{option}={token}")),
        );
    }
    Ok(Reply::ok(body))
}

/// One page and one object more, if there is one.
fn page(cloud: &Cloud, ask: &Ask<'_>, place: Place) -> Result<Vec<(Guid, Value)>, GraphError> {
    let users = &cloud.tenant.users;
    let shown = |object: Object| select(ask, &object, USERS.object);
    let Some(since) = place.since else {
        let rest = users.after(place.after).take(PAGE + 1);
        return rest
            .map(|(id, user)| Ok((id, shown(shapes::user(cloud, user))?)))
            .collect();
    };
    let changes = users.changes_since(since, cloud.clock.moment()).into_iter();
    let rest = changes
        .filter(|(id, _)| place.after.is_none_or(|after| *id > after))
        .take(PAGE + 1);
    rest.map(|(id, change)| {
        let removed = |reason: &str| json!({"id": id, "@removed": {"reason": reason}});
        let object = match change {
            Change::Altered(user) => shown(shapes::user(cloud, user))?,
            Change::Binned => removed("changed"),
            Change::Purged => removed("deleted"),
        };
        Ok((id, object))
    })
    .collect()
}
