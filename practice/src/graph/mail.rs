//! Mail: folders, messages, and a message as it travelled. One's own mailbox, or one that was shared.

use http::{Method, StatusCode};
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, single, without};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, drives, unknown_route};
use crate::guid::Guid;
use crate::reply::Reply;
use crate::tenant::data::Data;
use crate::tenant::mail::{Folder, Mailbox, Message};

const FOLDERS: Collection = Collection {
    name: "mailFolders",
    object: "microsoft.graph.mailFolder",
    default: &[],
};
const MESSAGES: Collection = Collection {
    name: "messages",
    object: "microsoft.graph.message",
    default: &[],
};

pub(super) fn not_found() -> GraphError {
    GraphError::refused(
        StatusCode::NOT_FOUND,
        "ErrorItemNotFound",
        "The specified object was not found in the store.",
    )
}

/// `GET /users/{id}/mailFolders…`, `/users/{id}/messages/{id}/$value`; `owner` is whose mailbox it is
pub(super) fn answer(cloud: &Cloud, owner: Guid, rest: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    let mailbox = open(cloud, owner, ["Mail.Read", "Mail.Read.Shared"], ask)?;
    match rest {
        ["mailFolders"] => {
            let hidden = ask.request.query("includeHiddenFolders").is_some();
            let folders = below(mailbox, None);
            if !hidden {
                return page(cloud, ask, FOLDERS, folders.into_iter(), |folder| folder);
            }
            // No mailbox of the model hides a folder, so the option changes nothing.
            let request = without(ask.request, &["includeHiddenFolders"]);
            let ask = Ask {
                request: &request,
                ..*ask
            };
            page(cloud, &ask, FOLDERS, folders.into_iter(), |folder| folder)
        }
        ["mailFolders", id] => single(cloud, ask, FOLDERS, &folder_shape(mailbox, folder(mailbox, id)?)),
        ["mailFolders", id, "childFolders"] => {
            let folders = below(mailbox, Some(folder(mailbox, id)?.id));
            page(cloud, ask, FOLDERS, folders.into_iter(), |folder| folder)
        }
        ["mailFolders", id, "messages"] => {
            let mut messages: Vec<&Message> = folder(mailbox, id)?.messages.iter().collect();
            messages.sort_by_key(|message| message.id);
            let messages = messages.into_iter().map(|message| (message.id, message));
            page(cloud, ask, MESSAGES, messages, |message| shape(cloud, message))
        }
        ["messages", id] => single(cloud, ask, MESSAGES, &shape(cloud, message(mailbox, id)?)),
        ["messages", id, "$value"] => Ok(Reply::text(mime(cloud, owner, message(mailbox, id)?))),
        _ => Err(unknown_route(ask)),
    }
}

/// A mailbox that the caller may read. Of the two scopes, the first is for one's own alone, the second for shared ones
/// too.
pub(super) fn open<'a>(
    cloud: &'a Cloud,
    owner: Guid,
    scopes: [&str; 2],
    ask: &Ask<'_>,
) -> Result<&'a Mailbox, GraphError> {
    let own = owner == ask.caller.user;
    let [_, shared] = scopes;
    let scopes = if own { scopes } else { [shared, shared] };
    let denied = || {
        GraphError::refused(
            StatusCode::FORBIDDEN,
            "ErrorAccessDenied",
            "Access is denied. Check credentials and try again.",
        )
    };
    ask.caller.needs(&scopes, Who::Anyone).map_err(|_| denied())?;
    let mailbox = cloud.tenant.mailboxes.iter().find(|mailbox| mailbox.owner == owner);
    let mailbox = mailbox.ok_or_else(|| {
        GraphError::refused(
            StatusCode::NOT_FOUND,
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        )
    })?;
    let is_open = drives::is_open(cloud, Data::Mail, ask.caller.user);
    if is_open && (own || mailbox.readers.contains(&ask.caller.user)) {
        Ok(mailbox)
    } else {
        Err(denied())
    }
}

/// By id, or by the name that is the same in every language.
fn folder<'a>(mailbox: &'a Mailbox, id: &str) -> Result<&'a Folder, GraphError> {
    let well_known = |folder: &Folder| folder.display_name.replace(' ', "").eq_ignore_ascii_case(id);
    let mut folders = mailbox.folders.iter();
    let found = folders.find(|folder| folder.id.simple() == id || well_known(folder));
    found.ok_or_else(not_found)
}

fn message<'a>(mailbox: &'a Mailbox, id: &str) -> Result<&'a Message, GraphError> {
    let found = u128::from_str_radix(id, 16).ok().filter(|_| id.len() == 32);
    found
        .and_then(|id| mailbox.message(Guid::from_u128(id)))
        .ok_or_else(not_found)
}

/// The folders in a folder, or those in none.
fn below(mailbox: &Mailbox, parent: Option<Guid>) -> Vec<(Guid, Object)> {
    let inside = mailbox.folders.iter().filter(|folder| folder.parent == parent);
    let mut folders: Vec<(Guid, Object)> = inside
        .map(|folder| (folder.id, folder_shape(mailbox, folder)))
        .collect();
    folders.sort_by_key(|(id, _)| *id);
    folders
}

fn folder_shape(mailbox: &Mailbox, folder: &Folder) -> Object {
    let inside = mailbox.folders.iter().filter(|other| other.parent == Some(folder.id));
    shapes::object(json!({
        "id": folder.id.simple(), "displayName": folder.display_name, "parentFolderId": folder.parent.map(Guid::simple),
        "childFolderCount": inside.count(), "unreadItemCount": 0, "totalItemCount": folder.messages.len(), "isHidden": false,
    }))
}

fn shape(cloud: &Cloud, message: &Message) -> Object {
    let from = json!({"emailAddress": {"name": message.from, "address": message.from}});
    let time = cloud.clock.show(message.received).rfc3339();
    shapes::object(json!({
        "id": message.id.simple(), "subject": message.subject, "from": from, "sender": from,
        "receivedDateTime": time, "sentDateTime": time, "hasAttachments": false, "isRead": true, "isDraft": false,
        "internetMessageId": internet_id(cloud, message),
        "bodyPreview": message.body.chars().take(255).collect::<String>(),
        "body": {"contentType": "text", "content": message.body},
    }))
}

fn internet_id(cloud: &Cloud, message: &Message) -> String {
    format!("<{}@{}>", message.id.simple(), cloud.tenant.initial_domain())
}

/// The message as RFC 5322 writes it; what isn't ASCII stands in encoded words.
pub(crate) fn mime(cloud: &Cloud, owner: Guid, message: &Message) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    let word = |text: &str| {
        let line = text.replace(['\r', '\n'], " ");
        if line.is_ascii() {
            return line;
        }
        // An encoded word may have 75 signs at most.
        let letters: Vec<char> = line.chars().collect();
        let words = letters.chunks(10).map(|piece| {
            let piece: String = piece.iter().collect();
            format!("=?utf-8?B?{}?=", STANDARD.encode(piece))
        });
        words.collect::<Vec<_>>().join("\r\n ")
    };
    let to = cloud
        .tenant
        .users
        .get(owner)
        .map_or("", |user| &user.user_principal_name);
    let encoded = STANDARD.encode(&message.body);
    let mut lines = String::new();
    for (number, letter) in encoded.chars().enumerate() {
        if number > 0 && number % 76 == 0 {
            lines.push_str("\r\n");
        }
        lines.push(letter);
    }
    format!(
        "From: {}\r\nTo: {}\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: {}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{lines}\r\n",
        word(&message.from),
        word(to),
        word(&message.subject),
        cloud.clock.show(message.received).http_date().replace("GMT", "+0000"),
        internet_id(cloud, message),
    )
}
