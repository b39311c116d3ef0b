//! Files: drives, their items, what changed in them. A file's bytes come from an address of their own, without a token.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, select};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, unknown_route};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::data::{Access, Data};
use crate::tenant::drive::{Drive, DriveOwner, Item, ItemKind};

const READ: [&str; 4] = ["Files.Read", "Files.Read.All", "Files.ReadWrite.All", "Sites.Read.All"];
const ITEMS: Collection = Collection {
    name: "driveItems",
    object: "microsoft.graph.driveItem",
    default: &[],
};
const DEFAULT_PAGE: usize = 200;
/// A download's address is good for some minutes only.
const ADDRESS_LIFE: Duration = Duration::from_secs(600);

fn denied() -> GraphError {
    GraphError::refused(StatusCode::FORBIDDEN, "accessDenied", "Access denied")
}

fn no_item() -> GraphError {
    GraphError::refused(
        StatusCode::NOT_FOUND,
        "itemNotFound",
        "The resource could not be found.",
    )
}

/// `GET /me/drive`, `/users/{id}/drive(s)`, `/groups/{id}/drive(s)`, `/sites/{id}/drive(s)`
pub(super) fn of_owner(cloud: &Cloud, owner: DriveOwner, word: &str, ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&READ, Who::Anyone)?;
    let found = cloud.tenant.drives.iter().find(|drive| drive.owner == owner);
    let found = found.ok_or_else(no_item)?;
    if !may_read(cloud, found, ask.caller.user) {
        return Err(denied());
    }
    let drive = select(ask, &shape(cloud, found), "microsoft.graph.drive")?;
    Ok(Reply::ok(match word {
        "drives" => json!({"value": [drive]}),
        _ => drive,
    }))
}

/// Everything below `/drives/{id}`
pub(super) fn answer(cloud: &mut Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    ask.caller.needs(&READ, Who::Anyone)?;
    let [id, rest @ ..] = rest else {
        return Err(unknown_route(ask));
    };
    let drive = cloud.tenant.drives.iter().find(|drive| name(drive) == *id);
    let drive = drive.ok_or_else(no_item)?;
    if !may_read(cloud, drive, ask.caller.user) {
        return Err(denied());
    }
    let drive = drive.clone();
    let item = |id: &str| {
        let id = id.strip_prefix("01").and_then(guid_of);
        id.and_then(|id| drive.item(id)).ok_or_else(no_item)
    };
    match rest {
        [] => Ok(Reply::ok(select(ask, &shape(cloud, &drive), "microsoft.graph.drive")?)),
        ["root"] => single(cloud, &drive, drive.root().ok_or_else(no_item)?, ask),
        ["items", id] => single(cloud, &drive, item(id)?, ask),
        ["root", "delta"] => changes(cloud, &drive, ask),
        ["root", "children"] => {
            let root = drive.root().ok_or_else(no_item)?;
            list(
                cloud,
                &drive,
                &drive.children(root.id).collect::<Vec<_>>(),
                ask,
                Link::None,
            )
        }
        ["items", id, "children"] => list(
            cloud,
            &drive,
            &drive.children(item(id)?.id).collect::<Vec<_>>(),
            ask,
            Link::None,
        ),
        ["items", id, "versions"] => versions(cloud, item(id)?, ask),
        // A redirect to another host, which a script can't follow after a preflight.
        ["items", id, "content"] => match item(id)? {
            found if matches!(found.kind, ItemKind::File(_)) => Ok(Reply::see(&download_address(cloud, &drive, found))),
            _ => Err(no_item()),
        },
        _ => Err(unknown_route(ask)),
    }
}

/// The owner, the members of the group, and whoever was let in.
fn may_read(cloud: &Cloud, drive: &Drive, user: Guid) -> bool {
    is_open(cloud, Data::Files, user) && is_shared(cloud, drive, user)
}

/// Whether the subscriptions let somebody reach data: of disabled ones, administrators alone.
pub(super) fn is_open(cloud: &Cloud, data: Data, user: Guid) -> bool {
    let user = cloud.tenant.users.get(user);
    match cloud.tenant.access(data, cloud.clock.moment()) {
        Access::Everybody => true,
        Access::AdministratorsOnly => user.is_some_and(|user| !user.roles.is_empty()),
        Access::Erased => false,
    }
}

fn is_shared(cloud: &Cloud, drive: &Drive, user: Guid) -> bool {
    drive.readers.contains(&user)
        || match drive.owner {
            DriveOwner::User(owner) => owner == user,
            DriveOwner::Group(group) => cloud
                .tenant
                .groups
                .get(group)
                .is_some_and(|group| group.members.contains(&user) || group.owners.contains(&user)),
            DriveOwner::Site(_) => false,
        }
}

fn name(drive: &Drive) -> String {
    format!("b!{}", drive.id.simple())
}

fn item_name(item: &Item) -> String {
    format!("01{}", item.id.simple())
}

fn guid_of(simple: &str) -> Option<Guid> {
    if simple.len() != 32 {
        return None;
    }
    u128::from_str_radix(simple, 16).ok().map(Guid::from_u128)
}

fn shape(cloud: &Cloud, drive: &Drive) -> Object {
    let (kind, owner) = match drive.owner {
        DriveOwner::User(id) => ("business", json!({"user": {"id": id}})),
        DriveOwner::Group(id) => ("documentLibrary", json!({"group": {"id": id}})),
        DriveOwner::Site(id) => ("documentLibrary", json!({"site": {"id": id}})),
    };
    shapes::object(json!({
        "id": name(drive), "driveType": kind, "name": "Documents", "owner": owner,
        "quota": {"used": drive.used(), "state": "normal"},
        "webUrl": format!("{}/drives/{}", cloud.setup.origins.downloads, drive.id.simple()),
    }))
}

/// The versions of a file, the newest first. What is current is 1.0 more than the last one before it.
fn versions(cloud: &Cloud, item: &Item, ask: &Ask<'_>) -> Answer {
    let ItemKind::File(current) = &item.kind else {
        return Err(no_item());
    };
    if let Some((option, _)) = ask.request.url.query_pairs().next() {
        return Err(GraphError::unmodelled(&format!(
            "the query option {option} of versions"
        )));
    }
    let all = item.older.iter().chain(std::iter::once(current)).enumerate();
    let mut value: Vec<Value> = all
        .map(|(number, content)| {
            let age = i64::try_from(item.older.len() - number).unwrap_or(0);
            json!({
                "id": format!("{}.0", number + 1), "size": content.size(),
                "lastModifiedDateTime": cloud.clock.show(item.modified.plus_days(-age)).rfc3339(),
            })
        })
        .collect();
    value.reverse();
    Ok(Reply::ok(json!({"value": value})))
}

fn download_address(cloud: &mut Cloud, drive: &Drive, item: &Item) -> String {
    let key = cloud.random.secret();
    let ends = cloud.clock.now().plus(ADDRESS_LIFE);
    let address = cloud.downloads.offer_file(drive.id, item.id, &key, ends);
    format!("{}{address}", cloud.setup.origins.downloads)
}

fn item_shape(cloud: &mut Cloud, drive: &Drive, item: &Item) -> Object {
    let time = cloud.clock.show(item.modified).rfc3339();
    let mut object = shapes::object(json!({
        "id": item_name(item), "name": item.name, "eTag": format!("\"{{{}}},1\"", item.id),
        "createdDateTime": time, "lastModifiedDateTime": time,
        "fileSystemInfo": {"createdDateTime": time, "lastModifiedDateTime": time},
        "webUrl": format!("{}/drives/{}/{}", cloud.setup.origins.downloads, drive.id.simple(), item.id.simple()),
    }));
    let mut set = |name: &str, value: Value| drop(object.insert(name.to_owned(), value));
    if let Some(parent) = item.parent {
        let path = format!("/drives/{}{}", name(drive), drive.folder_path(item));
        set(
            "parentReference",
            json!({"driveId": name(drive), "driveType": "business", "id": format!("01{}", parent.simple()), "path": path}),
        );
    } else {
        set("root", json!({}));
        set(
            "parentReference",
            json!({"driveId": name(drive), "driveType": "business"}),
        );
    }
    match &item.kind {
        ItemKind::Folder => {
            set("folder", json!({"childCount": drive.children(item.id).count()}));
            set("size", json!(0));
        }
        ItemKind::File(content) => {
            let hashes = json!({"quickXorHash": content.quick_xor_hash()});
            set(
                "file",
                json!({"mimeType": "application/octet-stream", "hashes": hashes}),
            );
            set("size", json!(content.size()));
            set(
                "@microsoft.graph.downloadUrl",
                json!(download_address(cloud, drive, item)),
            );
        }
    }
    object
}

/// Properties that only files or only folders have are left out rather than missed.
fn selected(ask: &Ask<'_>, mut object: Object) -> Result<Value, GraphError> {
    let optional = ["file", "folder", "root", "deleted", "parentReference", "package"];
    let absent: Vec<&str> = optional
        .into_iter()
        .filter(|name| !object.contains_key(*name))
        .collect();
    for name in &absent {
        object.insert((*name).to_owned(), Value::Null);
    }
    let mut value = select(ask, &object, ITEMS.object)?;
    if let Some(value) = value.as_object_mut() {
        value.retain(|name, _| !absent.contains(&name.as_str()));
    }
    Ok(value)
}

fn single(cloud: &mut Cloud, drive: &Drive, item: &Item, ask: &Ask<'_>) -> Answer {
    let object = item_shape(cloud, drive, item);
    Ok(Reply::ok(selected(ask, object)?))
}

/// What stands at the end of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    None,
    Delta,
}

/// All items; asked again by the link at the end, only what changed since, which in this model is nothing.
fn changes(cloud: &mut Cloud, drive: &Drive, ask: &Ask<'_>) -> Answer {
    let items = match ask.request.query("token") {
        Some(token) if token == delta_token(drive) => Vec::new(),
        Some(token) if token == "latest" => Vec::new(),
        Some(_) => {
            return Err(GraphError::refused(
                StatusCode::GONE,
                "resyncRequired",
                "Resync required. Replace any local items with the server's version.",
            ));
        }
        None => drive.items.iter().collect(),
    };
    list(cloud, drive, &items, ask, Link::Delta)
}

fn delta_token(drive: &Drive) -> String {
    URL_SAFE_NO_PAD.encode(format!("delta {}", drive.id))
}

fn list(cloud: &mut Cloud, drive: &Drive, items: &[&Item], ask: &Ask<'_>, end: Link) -> Answer {
    let top = match ask.request.query("$top").map(|top| top.parse::<usize>()) {
        None => DEFAULT_PAGE,
        Some(Ok(top @ 1..=1000)) => top,
        Some(_) => {
            return Err(GraphError::refused(
                StatusCode::BAD_REQUEST,
                "invalidRequest",
                "Invalid $top.",
            ));
        }
    };
    let place = match ask.request.query("$skiptoken") {
        None => 0,
        Some(token) => read_place(&token)
            .ok_or_else(|| GraphError::refused(StatusCode::BAD_REQUEST, "invalidRequest", "Invalid $skiptoken."))?,
    };
    let mut value = Vec::new();
    for item in items.iter().skip(place).take(top) {
        let object = item_shape(cloud, drive, item);
        value.push(selected(ask, object)?);
    }
    let mut body = json!({"value": value});
    let link = |name: &str, value: &str| {
        let mut link = ask.request.url.clone();
        let others: Vec<(String, String)> = ask
            .request
            .url
            .query_pairs()
            .filter(|(name, _)| name != "$skiptoken" && name != "token")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        link.query_pairs_mut()
            .clear()
            .extend_pairs(others)
            .append_pair(name, value);
        json!(link.to_string().replace("%24", "$"))
    };
    if let Some(body) = body.as_object_mut() {
        if place + top < items.len() {
            let token = URL_SAFE_NO_PAD.encode(format!("place {}", place + top));
            body.insert("@odata.nextLink".to_owned(), link("$skiptoken", &token));
        } else if end == Link::Delta {
            body.insert("@odata.deltaLink".to_owned(), link("token", &delta_token(drive)));
        }
    }
    Ok(Reply::ok(body))
}

fn read_place(token: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    String::from_utf8(bytes).ok()?.strip_prefix("place ")?.parse().ok()
}
