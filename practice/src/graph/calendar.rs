//! Contacts, calendars and events: one's own, or those of a mailbox that was shared.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page, single, without};
use crate::graph::shapes;
use crate::graph::{Answer, Ask, mail, unknown_route};
use crate::guid::Guid;
use crate::tenant::mail::{Contact, Event};
use crate::time::Timestamp;

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

/// `GET /users/{id}/contacts`, `/calendars`, `/events`, one of each by id, and each time
/// that a series takes place; `owner` is whose they are
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
        ["events", id, "instances"] => {
            let series = mailbox.events.iter().filter(|event| event.id.simple() == *id);
            return between(cloud, series.collect(), ask);
        }
        ["calendarView"] => return between(cloud, mailbox.events.iter().collect(), ask),
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

/// Each time that an event takes place between two dates that the request names.
fn between(cloud: &Cloud, events: Vec<&Event>, ask: &Ask<'_>) -> Answer {
    let bound = |name: &str| {
        let text = ask.request.query(name);
        let date = text.as_deref().and_then(Timestamp::from_rfc3339);
        date.ok_or_else(|| {
            let message =
                format!("This request requires a time window specified by the query string parameter {name}.");
            GraphError::refused(StatusCode::BAD_REQUEST, "ErrorInvalidParameter", &message)
        })
    };
    let (from, to) = (bound("startDateTime")?, bound("endDateTime")?);
    let mut found: Vec<(Guid, Object)> = Vec::new();
    for one in events {
        for (number, start) in one.starts().enumerate() {
            let shown = cloud.clock.show(start);
            if shown < from || shown >= to {
                continue;
            }
            let id = one.id.combined(Guid::from_u128(number as u128));
            let mut object = event(
                cloud,
                &Event {
                    id,
                    start,
                    ..one.clone()
                },
            );
            if one.repetition.is_some() {
                object.insert("type".to_owned(), json!("occurrence"));
                object.insert("seriesMasterId".to_owned(), json!(one.id.simple()));
                object.insert("recurrence".to_owned(), Value::Null);
            }
            found.push((id, object));
        }
    }
    found.sort_by_key(|(id, _)| *id);
    let request = without(ask.request, &["startDateTime", "endDateTime"]);
    let stripped = Ask {
        request: &request,
        ..*ask
    };
    let mut reply = page(cloud, &stripped, EVENTS, found.into_iter(), |object| object)?;
    reply.keep_in_next_link(ask.request, &["startDateTime", "endDateTime"]);
    Ok(reply)
}

fn recurrence(cloud: &Cloud, event: &Event) -> Value {
    let Some(repetition) = event.repetition else {
        return Value::Null;
    };
    let date = cloud.clock.show(event.start).date();
    let pattern = match repetition.every_days {
        days if days % 7 == 0 => json!({
            "type": "weekly", "interval": days / 7, "daysOfWeek": [date.format("%A").to_string().to_lowercase()],
            "firstDayOfWeek": "sunday", "month": 0, "dayOfMonth": 0, "index": "first",
        }),
        days => json!({
            "type": "daily", "interval": days, "firstDayOfWeek": "sunday", "month": 0, "dayOfMonth": 0, "index": "first",
        }),
    };
    json!({
        "pattern": pattern,
        "range": {
            "type": "numbered", "startDate": date.format("%Y-%m-%d").to_string(), "endDate": "0001-01-01",
            "numberOfOccurrences": repetition.times, "recurrenceTimeZone": "UTC",
        },
    })
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
        "isAllDay": false, "isCancelled": false, "attendees": [], "seriesMasterId": null,
        "type": if event.repetition.is_some() { "seriesMaster" } else { "singleInstance" },
        "recurrence": recurrence(cloud, event),
        "body": {"contentType": "text", "content": ""}, "iCalUId": event.id.simple(),
    }))
}
