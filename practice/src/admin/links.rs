//! The addresses by which Microsoft's articles lead into the admin centers: short links, and the portals' own start pages,
//! whose further words stand behind a `#` and never reach a server.

use crate::cloud::Cloud;
use crate::incoming::Incoming;
use crate::reply::Reply;

/// Microsoft's short links (the reference's section 4.3) and where they lead in practice.
const SHORT: [(&str, &str); 5] = [
    ("2024339", "/"),
    ("842054", "/products"),
    ("850626", "/products"),
    ("834822", "/users"),
    ("2084771", "/bills"),
];

/// `GET /fwlink/p/?linkid=N`: to the admin center, which is another host.
pub(super) fn short(cloud: &Cloud, request: &Incoming) -> Option<Reply> {
    let wanted = request.query("linkid")?;
    let (_, path) = SHORT.iter().find(|(id, _)| *id == wanted)?;
    let center = cloud
        .setup
        .origins
        .admin
        .replace("//go.microsoft.com", "//admin.microsoft.com");
    Some(Reply::see(&format!("{center}{path}")))
}
