//! What people make together: teams and channels, sites' lists, versions of files, recurring events, things to do.

use serde_json::{Value, json};

use crate::world::{World, body, code_of};

const FILE: &str = r#"{
  "name": "crew", "displayName": "Crew",
  "users": [
    {"userPrincipalName": "admin", "displayName": "Ada Admin", "roles": ["Global Administrator"],
     "files": [{"path": "Plan.txt", "content": "The third plan.", "olderContents": ["A plan.", "Another plan."]}],
     "events": [{"subject": "Standup", "daysAgo": 21, "minutes": 15, "repeats": {"everyDays": 7, "times": 4}},
                {"subject": "Party", "daysAgo": 1, "minutes": 300}],
     "tasks": [{"title": "Close the tenant"}, {"title": "Tell everybody", "isCompleted": true, "list": "Done soon"}]},
    {"userPrincipalName": "person", "displayName": "Person", "tasks": [{"title": "Not yours"}]}
  ],
  "groups": [
    {"displayName": "Crew", "kind": "microsoft365", "members": ["admin", "person"],
     "channels": [{"displayName": "Harbour", "messages": [{"from": "person", "body": "Land in sight"}]}]},
    {"displayName": "Others", "kind": "microsoft365", "members": ["person"], "channels": [{"displayName": "Secret"}]},
    {"displayName": "No team", "kind": "microsoft365", "members": ["person"]}
  ],
  "sites": [{"displayName": "Intranet", "members": ["admin"], "lists": [{"displayName": "Keys", "items": ["Front door", "Boat"]}]}]
}"#;

const ADMIN: &str = "admin@crew.onmicrosoft.com";

fn crew(scopes: &str) -> World {
    World::written(FILE, ADMIN, &format!("openid User.Read Directory.Read.All {scopes}"))
}

fn ids(values: &[Value]) -> Vec<String> {
    values
        .iter()
        .map(|value| value["id"].as_str().unwrap().to_owned())
        .collect()
}

fn one<'a>(values: &'a [Value], name: &str, value: &str) -> &'a Value {
    values
        .iter()
        .find(|found| found[name] == value)
        .unwrap_or_else(|| panic!("{value} of {values:?}"))
}

#[test]
fn teams_and_their_channels_are_listed_and_read_by_members_alone() {
    let mut world = crew("Team.ReadBasic.All Channel.ReadBasic.All ChannelMessage.Read.All");
    let teams = world.all("/v1.0/teams");
    assert_eq!(teams.len(), 2, "the third group is no team");
    let group = one(&world.all("/v1.0/groups"), "displayName", "Crew").clone();
    assert_eq!(group["resourceProvisioningOptions"], json!(["Team"]));
    let crew = group["id"].as_str().unwrap();
    let channels = world.all(&format!("/v1.0/teams/{crew}/channels"));
    assert_eq!(channels.len(), 2);
    assert_eq!(one(&channels, "displayName", "General")["membershipType"], "standard");
    let harbour = one(&channels, "displayName", "Harbour")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(harbour.starts_with("19:") && harbour.ends_with("@thread.tacv2"));
    let path = format!("/v1.0/teams/{crew}/channels/{harbour}/messages");
    let messages = world.all(&format!("{path}?$top=50"));
    assert_eq!(messages[0]["body"]["content"], "Land in sight");
    assert_eq!(messages[0]["from"]["user"]["displayName"], "Person");
    assert_eq!(messages[0]["channelIdentity"]["teamId"], crew);
    assert_eq!(world.get(&format!("{path}?$top=51")).status(), 400);

    let other = one(&teams, "displayName", "Others")["id"].as_str().unwrap().to_owned();
    let secret = ids(&world.all(&format!("/v1.0/teams/{other}/channels")))[0].clone();
    let denied = world.get(&format!("/v1.0/teams/{other}/channels/{secret}/messages"));
    assert_eq!(
        (denied.status().as_u16(), code_of(&denied).as_str()),
        (403, "Forbidden")
    );
    assert_eq!(world.get("/v1.0/teams/nobody/channels").status(), 404);
}

#[test]
fn teams_need_their_own_permissions() {
    let mut world = crew("Team.ReadBasic.All");
    let team = world.all("/v1.0/teams")[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(world.get(&format!("/v1.0/teams/{team}/channels")).status(), 403);
    assert_eq!(world.get("/v1.0/me/chats").status(), 403);
    assert_eq!(crew("Chat.Read").all("/v1.0/me/chats"), Vec::<Value>::new());
}

#[test]
fn a_sites_lists_give_their_columns_only_when_asked() {
    let mut world = crew("Sites.Read.All");
    let site = world.all("/v1.0/sites?search=*")[0]["id"].as_str().unwrap().to_owned();
    let lists = world.all(&format!("/v1.0/sites/{site}/lists"));
    assert_eq!(
        one(&lists, "displayName", "Documents")["list"]["template"],
        "documentLibrary"
    );
    let keys = one(&lists, "displayName", "Keys")["id"].as_str().unwrap().to_owned();
    let path = format!("/v1.0/sites/{site}/lists/{keys}/items");
    let items = world.all(&format!("{path}?$expand=fields"));
    assert_eq!(items[1]["fields"]["Title"], "Boat");
    assert!(world.all(&path)[0].get("fields").is_none());
    assert_eq!(world.get(&format!("/v1.0/sites/{site}/lists/nothing")).status(), 404);
}

#[test]
fn a_file_has_its_versions_the_newest_first() {
    let mut world = crew("Files.Read.All");
    let drive = body(&world.get("/v1.0/me/drive"))["id"].as_str().unwrap().to_owned();
    let items = body(&world.get(&format!("/v1.0/drives/{drive}/root/children")));
    let item = items["value"][0]["id"].as_str().unwrap();
    let versions = body(&world.get(&format!("/v1.0/drives/{drive}/items/{item}/versions")));
    let versions: Vec<(&str, u64)> = versions["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| (version["id"].as_str().unwrap(), version["size"].as_u64().unwrap()))
        .collect();
    assert_eq!(versions, [("3.0", 15), ("2.0", 13), ("1.0", 7)]);
}

#[test]
fn a_series_is_one_event_and_takes_place_again_and_again() {
    let mut world = crew("Calendars.Read");
    let events = world.all("/v1.0/me/events");
    assert_eq!(one(&events, "subject", "Party")["type"], "singleInstance");
    let series = one(&events, "subject", "Standup");
    assert_eq!(series["type"], "seriesMaster");
    assert_eq!(series["recurrence"]["pattern"]["type"], "weekly");
    assert_eq!(series["recurrence"]["range"]["numberOfOccurrences"], 4);
    let path = format!("/v1.0/me/events/{}/instances", series["id"].as_str().unwrap());
    let whole = "startDateTime=2026-01-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z";
    let instances = world.all(&format!("{path}?{whole}&$top=3"));
    assert_eq!(instances.len(), 4, "over more than one page");
    assert!(
        instances
            .iter()
            .all(|one| one["type"] == "occurrence" && one["seriesMasterId"] == series["id"])
    );
    assert_eq!(world.all(&format!("/v1.0/me/calendarView?{whole}")).len(), 5);
    let last_week = "startDateTime=2026-11-10T00:00:00&endDateTime=2026-11-17T00:00:00";
    assert_eq!(world.all(&format!("{path}?{last_week}")).len(), 1);
    assert_eq!(code_of(&world.get(&path)), "ErrorInvalidParameter");
}

#[test]
fn things_to_do_are_ones_own_alone() {
    let mut world = crew("Tasks.Read");
    let lists = world.all("/v1.0/me/todo/lists");
    assert_eq!(one(&lists, "displayName", "Tasks")["wellknownListName"], "defaultList");
    let done = one(&lists, "displayName", "Done soon")["id"].as_str().unwrap();
    let tasks = world.all(&format!("/v1.0/me/todo/lists/{done}/tasks"));
    assert_eq!(
        (&tasks[0]["title"], &tasks[0]["status"]),
        (&json!("Tell everybody"), &json!("completed"))
    );
    let person = world.user_id("person@crew.onmicrosoft.com");
    assert_eq!(
        code_of(&world.get(&format!("/v1.0/users/{person}/todo/lists"))),
        "ErrorAccessDenied"
    );
}

#[test]
fn a_wrong_team_or_series_is_refused_with_its_place() {
    let complaint = |from: &str, to: &str| {
        assert!(FILE.contains(from));
        practice::Tenant::from_json(&FILE.replace(from, to))
            .unwrap_err()
            .to_string()
    };
    assert!(
        complaint(
            "\"kind\": \"microsoft365\", \"members\": [\"admin\"",
            "\"members\": [\"admin\""
        )
        .starts_with("groups[0].channels:")
    );
    assert!(complaint("\"everyDays\": 7", "\"everyDays\": 0").starts_with("users[0].events[0].repeats:"));
    assert!(complaint("\"from\": \"person\"", "\"from\": \"nobody\"").contains("nobody"));
}

#[test]
fn the_link_to_the_next_page_of_sites_goes_on_searching() {
    let mut world = World::written(
        &FILE.replace(
            "\"sites\": [",
            r#""sites": [{"displayName": "Second", "members": ["admin"]}, "#,
        ),
        ADMIN,
        "openid User.Read Sites.Read.All",
    );
    assert_eq!(world.all("/v1.0/sites?search=*&$top=1").len(), 2);
}
