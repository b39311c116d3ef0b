//! Mailboxes as the export of whole items sees them: folders, items, and items in a form that only Exchange reads.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page};
use crate::graph::mail::{mime, not_found};
use crate::graph::{Answer, Ask, shapes, unknown_route};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::mail::{Folder, Mailbox, Message};

const FOLDERS: Collection = Collection {
    name: "admin/exchange/mailboxes/folders",
    object: "microsoft.graph.mailboxFolder",
    default: &[],
};
const ITEMS: Collection = Collection {
    name: "admin/exchange/mailboxes/folders/items",
    object: "microsoft.graph.mailboxItem",
    default: &[],
};
const MOST_ITEMS: usize = 20;

/// What this part of the API calls the mailbox of a user.
pub(super) fn mailbox_id(owner: Guid) -> String {
    format!("MBX:{owner}")
}

/// `GET /admin/exchange/mailboxes/{mailbox}/folders`, `…/folders/{id}/items`, `POST …/exportItems`. With a delegated
/// permission it is the signed-in person's own mailbox alone.
pub(super) fn answer(cloud: &Cloud, mailbox: &str, rest: &[&str], ask: &Ask<'_>) -> Answer {
    let mut mailboxes = cloud.tenant.mailboxes.iter();
    let found = mailboxes.find(|found| mailbox_id(found.owner) == mailbox);
    let found = found.ok_or_else(not_found)?;
    if found.owner != ask.caller.user {
        return Err(GraphError::denied());
    }
    match (&ask.request.method, rest) {
        (&Method::GET, ["folders"]) => {
            ask.caller.needs(&["MailboxFolder.Read"], Who::Anyone)?;
            let mut folders: Vec<&Folder> = found.folders.iter().collect();
            folders.sort_by_key(|folder| folder.id);
            let folders = folders.into_iter().map(|folder| (folder.id, folder));
            page(cloud, ask, FOLDERS, folders, |folder| folder_shape(found, folder))
        }
        (&Method::GET, ["folders", id, "items"]) => {
            ask.caller.needs(&["MailboxItem.Read"], Who::Anyone)?;
            let folder = found.folders.iter().find(|folder| folder.id.simple() == *id);
            let mut items: Vec<&Message> = folder.ok_or_else(not_found)?.messages.iter().collect();
            items.sort_by_key(|item| item.id);
            let items = items.into_iter().map(|item| (item.id, item));
            page(cloud, ask, ITEMS, items, |item| item_shape(cloud, item))
        }
        (&Method::POST, ["exportItems"]) => {
            ask.caller
                .needs(&["MailboxItem.Export", "MailboxItem.ImportExport"], Who::Anyone)?;
            export(cloud, found, ask)
        }
        _ => Err(unknown_route(ask)),
    }
}

fn export(cloud: &Cloud, mailbox: &Mailbox, ask: &Ask<'_>) -> Answer {
    let body = super::content::read(ask, &["itemIds"])?;
    let ids = body.get("itemIds").and_then(Value::as_array);
    let ids = ids.ok_or_else(|| GraphError::bad_query("Invalid value for the property itemIds."))?;
    if ids.is_empty() || ids.len() > MOST_ITEMS {
        return Err(GraphError::bad_query("itemIds must hold 1 to 20 ids."));
    }
    let mut value = Vec::new();
    for id in ids {
        let id = id
            .as_str()
            .ok_or_else(|| GraphError::bad_query("Invalid value for the property itemIds."))?;
        let mut messages = mailbox.folders.iter().flat_map(|folder| &folder.messages);
        let found = messages.find(|message| message.id.simple() == id);
        value.push(match found {
            Some(message) => json!({
                "itemId": id, "changeKey": change_key(message), "error": null,
                "data": STANDARD.encode(mime(cloud, mailbox.owner, message)),
            }),
            None => json!({
                "itemId": id, "changeKey": null, "data": null,
                "error": {"code": "ErrorItemNotFound", "message": "The specified object was not found in the store."},
            }),
        });
    }
    Ok(Reply::ok(json!({"value": value})))
}

fn change_key(message: &Message) -> String {
    STANDARD.encode(message.id.simple())
}

fn folder_shape(mailbox: &Mailbox, folder: &Folder) -> Object {
    let inside = mailbox.folders.iter().filter(|other| other.parent == Some(folder.id));
    shapes::object(json!({
        "id": folder.id.simple(), "displayName": folder.display_name, "parentFolderId": folder.parent.map(Guid::simple),
        "childFolderCount": inside.count(), "totalItemCount": folder.messages.len(), "type": "IPF.Note",
    }))
}

fn item_shape(cloud: &Cloud, item: &Message) -> Object {
    let time = cloud.clock.show(item.received).rfc3339();
    shapes::object(json!({
        "id": item.id.simple(), "changeKey": change_key(item), "type": "IPM.Note", "size": item.body.len(),
        "categories": [], "createdDateTime": time, "lastModifiedDateTime": time,
    }))
}
