//! Contacts, calendars and events: one's own, or those of a mailbox that was shared.

use http::Method;
use serde_json::json;

use crate::cloud::Cloud;
use crate::graph::list::{Collection, Object, page, single};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, mail, unknown_route};
use crate::guid::Guid;
use crate::tenant::mail::{Contact, Event};

const CONTACTS: Collection = Collection {
    name: "contacts",
    object: "microsoft.graph.contact",
    default: &[],
};
const CALENDARS: Collection = Collection {
    name: "calendars",
    object: "microsoft.graph.calendar",
    default: &[],
};
const EVENTS: Collection = Collection {
    name: "events",
    object: "microsoft.graph.event",
    default: &[],
};

/// `GET /users/{id}/contacts`, `/calendars`, `/events`, and one of each by id; `owner` is whose they are
pub(super) fn answer(cloud: &Cloud, owner: Guid, rest: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.request.method != Method::GET {
        return Err(unknown_route(ask));
    }
    let scopes = match rest {
        ["contacts", ..] => ["Contacts.Read", "Contacts.Read.Shared"],
        _ => ["Calendars.Read", "Calendars.Read.Shared"],
    };
    let mailbox = mail::open(cloud, owner, scopes, ask)?;
    let calendar = owner.combined(Guid::from_u128(0xca1e));
    let (collection, objects): (Collection, Vec<(Guid, Object)>) = match rest {
        ["contacts", ..] => {
            let contacts = mailbox.contacts.iter();
            (CONTACTS, contacts.map(|found| (found.id, contact(found))).collect())
        }
        ["calendars"] | ["calendars", _] => {
            let object = shapes::object(json!({
                "id": calendar.simple(), "name": "Calendar", "isDefaultCalendar": true, "canEdit": true,
            }));
            (CALENDARS, vec![(calendar, object)])
        }
        ["calendars", id, "events"] if *id == calendar.simple() => return answer(cloud, owner, &["events"], ask),
        ["events", ..] => {
            let events = mailbox.events.iter();
            (EVENTS, events.map(|found| (found.id, event(cloud, found))).collect())
        }
        _ => return Err(unknown_route(ask)),
    };
    match rest {
        [_] => {
            let mut objects = objects;
            objects.sort_by_key(|(id, _)| *id);
            page(cloud, ask, collection, objects.into_iter(), |object| object)
        }
        [_, id] => {
            let found = objects.iter().find(|(found, _)| found.simple() == *id);
            single(cloud, ask, collection, &found.ok_or_else(mail::not_found)?.1)
        }
        _ => Err(unknown_route(ask)),
    }
}

fn contact(contact: &Contact) -> Object {
    let addresses: Vec<_> = contact
        .mail
        .iter()
        .map(|mail| json!({"name": contact.display_name, "address": mail}))
        .collect();
    shapes::object(json!({
        "id": contact.id.simple(), "displayName": contact.display_name, "emailAddresses": addresses,
        "businessPhones": [], "mobilePhone": null, "companyName": null,
    }))
}

fn event(cloud: &Cloud, event: &Event) -> Object {
    let time =
        |moment| json!({"dateTime": format!("{}.0000000", cloud.clock.show(moment).without_zone()), "timeZone": "UTC"});
    shapes::object(json!({
        "id": event.id.simple(), "subject": event.subject, "start": time(event.start),
        "end": time(event.start.plus(std::time::Duration::from_secs(u64::from(event.minutes) * 60))),
        "isAllDay": false, "isCancelled": false, "type": "singleInstance", "attendees": [],
        "body": {"contentType": "text", "content": ""}, "iCalUId": event.id.simple(),
    }))
}
