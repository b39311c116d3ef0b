//! Chats: one's own alone, by whatever address, and what was written in them. Reading only.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, single};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, unknown_route};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::tenant::team::{Chat, ChatMessage};

const CHATS: Collection = Collection {
    name: "chats",
    object: "microsoft.graph.chat",
    default: &[],
};
const MESSAGES: Collection = Collection {
    name: "chats/messages",
    object: "microsoft.graph.chatMessage",
    default: &[],
};
const MEMBERS: Collection = Collection {
    name: "chats/members",
    object: "microsoft.graph.conversationMember",
    default: &[],
};
/// Messages come in smaller pages than anything else.
const USUAL_PAGE: &str = "20";
const LARGEST_PAGE: usize = 50;

pub(super) fn forbidden(message: &str) -> GraphError {
    GraphError::refused(StatusCode::FORBIDDEN, "Forbidden", message)
}

/// The request with the page size of Teams: fifty at most, and twenty where nothing is said.
pub(super) fn in_small_pages(ask: &Ask<'_>) -> Result<Incoming, GraphError> {
    let mut request = ask.request.clone();
    match ask.request.query("$top").map(|top| top.parse::<usize>()) {
        Some(Ok(top)) if top > LARGEST_PAGE => Err(GraphError::bad_query(
            "The limit of 50 for the query option '$top' was exceeded.",
        )),
        Some(_) => Ok(request),
        None => {
            request.url.query_pairs_mut().append_pair("$top", USUAL_PAGE);
            Ok(request)
        }
    }
}

/// `GET /me/chats`, `/users/{id}/chats` (of oneself), `/chats`, and everything below one chat
pub(super) fn answer(cloud: &Cloud, owner: Guid, rest: &[&str], ask: &Ask<'_>) -> Answer {
    const READ: [&str; 2] = ["Chat.Read", "Chat.ReadWrite"];
    const READ_BASIC: [&str; 3] = ["Chat.ReadBasic", "Chat.Read", "Chat.ReadWrite"];
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    let caller = ask.caller.user;
    match rest {
        // All of somebody's messages at once are for apps that act as themselves: no delegated permission reaches them.
        ["getAllMessages"] => return Err(GraphError::denied()),
        [_, "messages", ..] => ask.caller.needs(&READ, Who::Anyone)?,
        _ => ask.caller.needs(&READ_BASIC, Who::Anyone)?,
    }
    if owner != caller {
        return Err(forbidden(
            "The chats of other users are out of reach of a delegated permission.",
        ));
    }
    match rest {
        [] => {
            let mut own: Vec<&Chat> = cloud.tenant.chats.iter().collect();
            own.retain(|chat| chat.members.contains(&caller));
            own.sort_by_key(|chat| chat.id);
            let own = own.into_iter().map(|chat| (chat.id, chat));
            let request = in_small_pages(ask)?;
            let ask = Ask {
                request: &request,
                ..*ask
            };
            page(cloud, &ask, CHATS, own, |chat| shape(cloud, chat))
        }
        [id] => single(cloud, ask, CHATS, &shape(cloud, find(cloud, id, caller)?)),
        [id, "members"] => {
            let chat = find(cloud, id, caller)?;
            let mut members = chat.members.clone();
            members.sort();
            let members = members.into_iter().map(|id| (id, id));
            page(cloud, ask, MEMBERS, members, |id| member_shape(cloud, chat, id))
        }
        [id, "messages"] => {
            let chat = find(cloud, id, caller)?;
            messages(cloud, ask, MESSAGES, &chat.messages, &of_chat(chat))
        }
        [id, "messages", message] => {
            let chat = find(cloud, id, caller)?;
            let found = chat.messages.iter().find(|found| found.id.simple() == *message);
            let found = found
                .ok_or_else(|| GraphError::refused(StatusCode::NOT_FOUND, "NotFound", "The message was not found."))?;
            single(cloud, ask, MESSAGES, &message_shape(cloud, found, &of_chat(chat)))
        }
        _ => Err(unknown_route(ask)),
    }
}

/// Messages in pages of fifty at most; `place` is what each says of where it was written.
pub(super) fn messages(
    cloud: &Cloud,
    ask: &Ask<'_>,
    collection: Collection,
    messages: &[ChatMessage],
    place: &Value,
) -> Answer {
    let request = in_small_pages(ask)?;
    let ask = Ask {
        request: &request,
        ..*ask
    };
    let mut found: Vec<&ChatMessage> = messages.iter().collect();
    found.sort_by_key(|message| message.id);
    let found = found.into_iter().map(|message| (message.id, message));
    page(cloud, &ask, collection, found, |message| {
        message_shape(cloud, message, place)
    })
}

/// Who isn't in a chat is told that it is forbidden, whether it is there or not.
fn find<'a>(cloud: &'a Cloud, id: &str, caller: Guid) -> Result<&'a Chat, GraphError> {
    let found = cloud.tenant.chats.iter().find(|chat| name(chat) == id);
    found
        .filter(|chat| chat.members.contains(&caller))
        .ok_or_else(|| forbidden("The caller is not a member of the chat."))
}

fn name(chat: &Chat) -> String {
    match chat.members.as_slice() {
        [first, second] if chat.is_between_two() => format!("19:{first}_{second}@unq.gbl.spaces"),
        _ => format!("19:{}@thread.v2", chat.id.simple()),
    }
}

fn of_chat(chat: &Chat) -> Value {
    json!({"chatId": name(chat), "channelIdentity": null})
}

fn shape(cloud: &Cloud, chat: &Chat) -> Object {
    let last = chat.messages.iter().map(|message| message.created).max();
    shapes::object(json!({
        "id": name(chat), "topic": chat.topic, "tenantId": cloud.tenant.id,
        "chatType": if chat.is_between_two() { "oneOnOne" } else { "group" },
        "createdDateTime": cloud.clock.show(chat.created).rfc3339(),
        "lastUpdatedDateTime": cloud.clock.show(last.unwrap_or(chat.created)).rfc3339(),
        "webUrl": null, "onlineMeetingInfo": null, "viewpoint": {"isHidden": false},
    }))
}

fn member_shape(cloud: &Cloud, chat: &Chat, id: Guid) -> Object {
    let user = cloud.tenant.users.get(id);
    shapes::object(json!({
        "@odata.type": "#microsoft.graph.aadUserConversationMember", "id": chat.id.combined(id).simple(),
        "roles": ["owner"], "userId": id, "displayName": user.map(|user| &user.display_name),
        "email": user.and_then(|user| user.mail.as_ref()), "tenantId": cloud.tenant.id,
        "visibleHistoryStartDateTime": cloud.clock.show(chat.created).rfc3339(),
    }))
}

fn message_shape(cloud: &Cloud, message: &ChatMessage, place: &Value) -> Object {
    let time = cloud.clock.show(message.created).rfc3339();
    let from = cloud.tenant.users.get(message.from);
    let mut object = shapes::object(json!({
        "id": message.id.simple(), "replyToId": null, "messageType": "message", "createdDateTime": time,
        "lastModifiedDateTime": time, "deletedDateTime": null, "subject": null, "importance": "normal",
        "from": {"application": null, "device": null, "user": {
            "id": message.from, "displayName": from.map(|user| &user.display_name), "userIdentityType": "aadUser",
        }},
        "body": {"contentType": "text", "content": message.body}, "attachments": [],
    }));
    object.extend(shapes::object(place.clone()));
    object
}
