//! SharePoint sites: those that the person may read, and their drives.

use http::Method;
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, single};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, drives, unknown_route};
use crate::guid::Guid;
use crate::tenant::drive::{DriveOwner, Site};

const SITES: Collection = Collection {
    name: "sites",
    object: "microsoft.graph.site",
    default: &[],
};

/// `GET /sites?search=*`, `/sites/{id}`, `/sites/{id}/drive(s)`
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
            let mut request = ask.request.clone();
            let others: Vec<(String, String)> = request
                .url
                .query_pairs()
                .filter(|(name, _)| name != "search")
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect();
            request.url.query_pairs_mut().clear().extend_pairs(others);
            let ask = Ask {
                request: &request,
                ..*ask
            };
            page(cloud, &ask, SITES, seen.into_iter(), |site| site)
        }
        [id] => {
            let site = find(cloud, id, ask)?;
            single(cloud, ask, SITES, &shape(cloud, site))
        }
        [id, word @ ("drive" | "drives")] => {
            let owner = DriveOwner::Site(find(cloud, id, ask)?.id);
            drives::of_owner(cloud, owner, word, ask)
        }
        _ => Err(unknown_route(ask)),
    }
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
