//! Chats: one's own, in small pages; those of others are out of reach of whoever acts for a person.

use serde_json::{Value, json};

use crate::world::{World, body, code_of, text};

const ADMIN: &str = "admin@talk.onmicrosoft.com";

fn talk(scopes: &str) -> World {
    let lines: Vec<Value> = (0..45)
        .map(|number| json!({"from": "person", "body": format!("Line {number}")}))
        .collect();
    let file = json!({
        "name": "talk", "displayName": "Talk",
        "users": [
            {"userPrincipalName": "admin", "displayName": "Ada Admin", "roles": ["Global Administrator"]},
            {"userPrincipalName": "person", "displayName": "Person"},
            {"userPrincipalName": "other", "displayName": "Other"},
        ],
        "chats": [
            {"members": ["admin", "person"], "messages": lines},
            {"topic": "Lunch", "members": ["admin", "person", "other"], "messages": [{"from": "other", "body": "Soup?"}]},
            {"members": ["person", "other"], "messages": [{"from": "other", "body": "About the boss …"}]},
        ],
    });
    World::written(&file.to_string(), ADMIN, scopes)
}

fn id_of(chats: &[Value], kind: &str) -> String {
    let found = chats.iter().find(|chat| chat["chatType"] == kind).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

#[test]
fn ones_own_chats_are_listed_by_three_addresses_and_read_in_pages() {
    let mut world = talk("Chat.Read User.Read");
    let me = world.user_id(ADMIN);
    let chats = world.all("/v1.0/me/chats");
    assert_eq!(chats.len(), 2);
    for same in [format!("/v1.0/users/{me}/chats"), "/v1.0/chats".to_owned()] {
        assert_eq!(world.all(&same), chats);
    }
    let lunch = id_of(&chats, "group");
    assert!(lunch.ends_with("@thread.v2"));
    world.wait(1);
    let messages = world.all(&format!("/v1.0/chats/{lunch}/messages"));
    assert_eq!(messages[0]["body"]["content"], "Soup?");
    assert_eq!(messages[0]["from"]["user"]["displayName"], "Other");
    assert_eq!(
        (&messages[0]["chatId"], &messages[0]["channelIdentity"]),
        (&json!(lunch), &Value::Null)
    );
    let one = format!(
        "/v1.0/me/chats/{lunch}/messages/{}",
        messages[0]["id"].as_str().unwrap()
    );
    assert_eq!(body(&world.get(&one))["body"]["content"], "Soup?");
    assert_eq!(world.all(&format!("/v1.0/chats/{lunch}/members")).len(), 3);

    let two = id_of(&chats, "oneOnOne");
    assert!(two.contains(&me) && two.ends_with("@unq.gbl.spaces"));
    world.wait(1);
    let page = body(&world.get(&format!("/v1.0/chats/{two}/messages")));
    assert_eq!(
        page["value"].as_array().unwrap().len(),
        20,
        "twenty where nothing is said"
    );
    assert_eq!(world.all(&format!("/v1.0/chats/{two}/messages?$top=50")).len(), 45);
    assert_eq!(
        code_of(&world.get(&format!("/v1.0/chats/{two}/messages?$top=51"))),
        "BadRequest"
    );
}

#[test]
fn nobody_reads_the_chats_of_others_for_somebody() {
    let mut world = talk("Chat.Read User.Read");
    let person = world.user_id("person@talk.onmicrosoft.com");
    let other = world.user_id("other@talk.onmicrosoft.com");
    for path in [
        format!("/v1.0/users/{person}/chats"),
        format!("/v1.0/chats/19:{person}_{other}@unq.gbl.spaces/messages"),
        format!("/v1.0/chats/19:{person}_{other}@unq.gbl.spaces"),
        "/v1.0/chats/19:nothing@thread.v2/messages".to_owned(),
    ] {
        let refused = world.get(&path);
        assert_eq!(
            (refused.status().as_u16(), code_of(&refused).as_str()),
            (403, "Forbidden"),
            "{path}: {}",
            text(&refused)
        );
    }
    // All messages at once are for apps that act as themselves.
    let everything = world.get(&format!("/v1.0/users/{person}/chats/getAllMessages"));
    assert_eq!(code_of(&everything), "Authorization_RequestDenied");
}

#[test]
fn names_of_chats_need_less_than_what_was_written_in_them() {
    let mut world = talk("Chat.ReadBasic User.Read");
    let chats = world.all("/v1.0/me/chats");
    let path = format!("/v1.0/chats/{}/messages", id_of(&chats, "group"));
    assert_eq!(code_of(&world.get(&path)), "Authorization_RequestDenied");
    let mut without = talk("User.Read");
    assert_eq!(code_of(&without.get("/v1.0/me/chats")), "Authorization_RequestDenied");
}

#[test]
fn messages_of_chats_come_twenty_times_a_second() {
    let mut world = talk("Chat.Read");
    let path = format!("/v1.0/chats/{}/messages", id_of(&world.all("/v1.0/me/chats"), "group"));
    let answered = (0..100).take_while(|_| world.get(&path).status() == 200).count();
    assert_eq!(answered, 20);
}
