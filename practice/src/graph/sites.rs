//! SharePoint sites: those that the person may read, and their drives.

use http::Method;
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, single, whole, without};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, drives, unknown_route};
use crate::guid::Guid;
use crate::tenant::drive::{DriveOwner, Site};

const SITES: Collection = Collection {
    name: "sites",
    object: "microsoft.graph.site",
    default: &[],
};

const LISTS: Collection = Collection {
    name: "sites/lists",
    object: "microsoft.graph.list",
    default: &[],
};
const ITEMS: Collection = Collection {
    name: "sites/lists/items",
    object: "microsoft.graph.listItem",
    default: &[],
};

/// `GET /sites?search=*`, `/sites/{id}`, `/sites/{id}/drive(s)`, `/sites/{id}/lists…`
pub(super) fn answer(cloud: &Cloud, rest: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    ask.caller.needs(&["Sites.Read.All"], Who::Anyone)?;
    match rest {
        [] if ask.request.query("search").as_deref() == Some("*") => {
            let mut seen: Vec<(Guid, Object)> = cloud
                .tenant
                .sites
                .iter()
                .filter(|site| may_read(cloud, site, ask.caller.user))
                .map(|site| (site.id, shape(cloud, site)))
                .collect();
            seen.sort_by_key(|(id, _)| *id);
            let asked = ask.request;
            let request = without(asked, &["search"]);
            let ask = Ask {
                request: &request,
                ..*ask
            };
            let mut reply = page(cloud, &ask, SITES, seen.into_iter(), |site| site)?;
            reply.keep_in_next_link(asked, &["search"]);
            Ok(reply)
        }
        [id] => {
            let site = find(cloud, id, ask)?;
            single(cloud, ask, SITES, &shape(cloud, site))
        }
        [id, word @ ("drive" | "drives")] => {
            let owner = DriveOwner::Site(find(cloud, id, ask)?.id);
            drives::of_owner(cloud, owner, word, ask)
        }
        [id, "lists"] => {
            let mut lists = lists(find(cloud, id, ask)?);
            lists.sort_by_key(|list| list.id);
            let lists = lists.into_iter().map(|list| (list.id, list));
            page(cloud, ask, LISTS, lists, |list| list_shape(cloud, &list))
        }
        [id, "lists", list] => {
            let list = list_of(find(cloud, id, ask)?, list)?;
            single(cloud, ask, LISTS, &list_shape(cloud, &list))
        }
        [id, "lists", list, "items"] => items(cloud, list_of(find(cloud, id, ask)?, list)?, ask),
        _ => Err(unknown_route(ask)),
    }
}

/// A list as Graph sees it: the site's own, and its document library.
#[derive(Clone, Copy)]
struct Shown<'a> {
    id: Guid,
    display_name: &'a str,
    template: &'static str,
    items: &'a [String],
}

fn lists(site: &Site) -> Vec<Shown<'_>> {
    let library = Shown {
        id: site.id.combined(Guid::from_u128(3)),
        display_name: "Documents",
        template: "documentLibrary",
        items: &[],
    };
    let own = site.lists.iter().map(|list| Shown {
        id: list.id,
        display_name: &list.display_name,
        template: "genericList",
        items: &list.items,
    });
    std::iter::once(library).chain(own).collect()
}

fn list_of<'a>(site: &'a Site, id: &str) -> Result<Shown<'a>, GraphError> {
    let mut lists = lists(site).into_iter();
    let found = lists.find(|list| list.id.to_string() == id || list.display_name == id);
    found.ok_or_else(|| {
        GraphError::refused(
            http::StatusCode::NOT_FOUND,
            "itemNotFound",
            "The specified list was not found",
        )
    })
}

fn list_shape(cloud: &Cloud, list: &Shown<'_>) -> Object {
    let time = cloud.clock.show(cloud.tenant.created).rfc3339();
    shapes::object(json!({
        "id": list.id, "name": list.display_name, "displayName": list.display_name, "createdDateTime": time,
        "lastModifiedDateTime": time, "list": {"contentTypesEnabled": false, "hidden": false, "template": list.template},
    }))
}

/// What is on a list; the columns come with `$expand=fields` alone. Files of a library are read from its drive.
fn items(cloud: &Cloud, list: Shown<'_>, ask: &Ask<'_>) -> Answer {
    let expand = ask.request.query("$expand");
    if let Some(other) = expand.as_deref().filter(|expand| *expand != "fields") {
        return Err(GraphError::unmodelled(&format!("$expand={other} of a list's items")));
    }
    let time = cloud.clock.show(cloud.tenant.created).rfc3339();
    let objects = list.items.iter().enumerate().map(|(number, title)| {
        let number = (number + 1).to_string();
        let mut object = shapes::object(json!({
            "id": number, "createdDateTime": time, "lastModifiedDateTime": time, "contentType": {"name": "Item"},
        }));
        if expand.is_some() {
            object.insert(
                "fields".to_owned(),
                json!({"id": number, "Title": title, "ContentType": "Item"}),
            );
        }
        object
    });
    whole(cloud, ask, ITEMS, objects, &["$expand"])
}

fn may_read(cloud: &Cloud, site: &Site, user: Guid) -> bool {
    let owner = DriveOwner::Site(site.id);
    let mut drives = cloud.tenant.drives.iter();
    drives.any(|drive| drive.owner == owner && drive.readers.contains(&user))
}

/// What one may not read isn't there.
fn find<'a>(cloud: &'a Cloud, id: &str, ask: &Ask<'_>) -> Result<&'a Site, GraphError> {
    let mut sites = cloud.tenant.sites.iter();
    let found = sites.find(|site| site.id.to_string() == id || name(cloud, site) == id);
    found
        .filter(|site| may_read(cloud, site, ask.caller.user))
        .ok_or_else(|| {
            GraphError::refused(
                http::StatusCode::NOT_FOUND,
                "itemNotFound",
                "Requested site could not be found",
            )
        })
}

fn host(cloud: &Cloud) -> String {
    format!("{}.sharepoint.com", cloud.tenant.name)
}

/// Host, site collection and web, as SharePoint names a site.
fn name(cloud: &Cloud, site: &Site) -> String {
    format!("{},{},{}", host(cloud), site.id, site.id.combined(Guid::from_u128(2)))
}

fn shape(cloud: &Cloud, site: &Site) -> Object {
    shapes::object(json!({
        "id": name(cloud, site), "displayName": site.display_name, "name": site.id.simple(),
        "webUrl": format!("https://{}/sites/{}", host(cloud), site.id.simple()),
        "siteCollection": {"hostname": host(cloud)},
    }))
}
