//! Files and mail: who may read them, walking a drive, downloads without a token, messages as they travelled.

use http::{Method, Request};
use practice::TenantName;
use serde_json::{Value, json};

use crate::world::{World, body, code_of, header, text};

const ADMIN: &str = "admin@synced.onmicrosoft.com";
const PERSON: &str = "person@synced.onmicrosoft.com";
const SCOPES: &str = "openid offline_access User.Read Files.Read.All Sites.Read.All Mail.Read Mail.Read.Shared Contacts.Read Calendars.Read.Shared Directory.Read.All";

fn signed_in(account: &str) -> World {
    let mut world = World::new(TenantName::Synced);
    // Everybody's consent, as an administrator gives it.
    let mut browser = practice::Browser::default();
    let url = crate::world::authorize_url(&[("scope", SCOPES)]);
    browser.open(&mut world.cloud, world.now, &url).unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    browser.choose("Consent on behalf of your organization").unwrap();
    browser.press(&mut world.cloud, world.now, "Accept").unwrap();
    world.sign_in(account, SCOPES);
    world
}

fn fetch(world: &mut World, url: &str, headers: &[(&str, &str)]) -> http::Response<Vec<u8>> {
    let mut request = Request::get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.call(request.body(Vec::new()).unwrap())
}

fn drive_of(world: &mut World, owner: &str) -> String {
    let drive = body(&world.get(&format!("/v1.0/{owner}/drive?$select=id,driveType,quota")));
    format!(
        "/v1.0/drives/{}",
        drive["id"].as_str().unwrap_or_else(|| panic!("{drive}"))
    )
}

fn named<'a>(items: &'a [Value], name: &str) -> &'a Value {
    items.iter().find(|item| item["name"] == name).unwrap()
}

#[test]
fn a_drive_is_walked_by_its_changes_in_pages() {
    let mut world = signed_in(PERSON);
    let drive = drive_of(&mut world, "me");
    let (mut items, mut next) = (
        Vec::new(),
        Some(format!(
            "{drive}/root/delta?$top=2&$select=id,name,size,file,folder,parentReference"
        )),
    );
    let mut delta = Value::Null;
    while let Some(path) = next {
        let page = body(&world.get(&path));
        items.extend(page["value"].as_array().unwrap().iter().cloned());
        next = page["@odata.nextLink"].as_str().map(str::to_owned);
        delta = page["@odata.deltaLink"].clone();
    }
    assert_eq!(items.len(), 5, "the root, two folders, two files");
    let plan = named(&items, "Plan 2026.txt");
    assert_eq!((&plan["size"], plan.get("folder")), (&json!(22), None));
    assert!(plan["file"]["hashes"]["quickXorHash"].is_string());
    assert!(
        plan["parentReference"]["path"]
            .as_str()
            .unwrap()
            .ends_with("/root:/Documents")
    );
    assert_eq!(plan["parentReference"]["id"], named(&items, "Documents")["id"]);
    assert_eq!(named(&items, "Documents")["folder"]["childCount"], 1);
    let later = body(&world.get(delta.as_str().unwrap()));
    assert_eq!(
        (&later["value"], later["@odata.deltaLink"].is_string()),
        (&json!([]), true)
    );
    let children = body(&world.get(&format!("{drive}/root/children")));
    assert_eq!(children["value"].as_array().unwrap().len(), 2);
}

#[test]
fn a_download_needs_no_token_takes_none_and_is_over_after_minutes() {
    let mut world = signed_in(PERSON);
    let drive = drive_of(&mut world, "me");
    let items = body(&world.get(&format!("{drive}/root/delta")))["value"]
        .as_array()
        .unwrap()
        .clone();
    let plan = format!(
        "{drive}/items/{}?select=id,@microsoft.graph.downloadUrl",
        named(&items, "Plan 2026.txt")["id"].as_str().unwrap()
    );
    let plan = body(&world.get(&plan));
    assert_eq!(plan.as_object().unwrap().len(), 2);
    let url = plan["@microsoft.graph.downloadUrl"].as_str().unwrap().to_owned();
    assert!(url.starts_with("http://localhost:8085/"), "{url}");
    let file = fetch(&mut world, &url, &[("origin", "http://localhost:8080")]);
    assert_eq!(text(&file), "What we do this year.\n");
    assert_eq!(header(&file, "access-control-allow-origin"), Some("*"));
    let with_token = fetch(&mut world, &url, &[("authorization", "Bearer x")]);
    assert_eq!(with_token.status(), 401);
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri(&url)
        .body(Vec::new())
        .unwrap();
    assert_eq!(world.call(preflight).status(), 405, "no preflight is answered");

    let big = named(&items, "big.bin")["@microsoft.graph.downloadUrl"]
        .as_str()
        .unwrap()
        .to_owned();
    let piece = fetch(&mut world, &big, &[("range", "bytes=99990-")]);
    assert_eq!((piece.status().as_u16(), piece.body().len()), (206, 10));
    assert_eq!(header(&piece, "content-range"), Some("bytes 99990-99999/100000"));
    assert_eq!(fetch(&mut world, &big, &[("range", "bytes=100000-")]).status(), 416);
    assert_eq!(fetch(&mut world, &big, &[]).body().len(), 100_000);
    assert_eq!(
        world.cloud.requests().last().unwrap().response_body,
        "(100000 bytes)",
        "the log keeps no files"
    );
    world.wait(600);
    assert_eq!(fetch(&mut world, &url, &[]).status(), 403);
}

#[test]
fn what_a_path_to_content_gives_is_a_redirect_to_the_other_host() {
    let mut world = signed_in(PERSON);
    let drive = drive_of(&mut world, "me");
    let items = body(&world.get(&format!("{drive}/root/delta")))["value"]
        .as_array()
        .unwrap()
        .clone();
    let answer = world.get(&format!(
        "{drive}/items/{}/content",
        named(&items, "big.bin")["id"].as_str().unwrap()
    ));
    assert_eq!(answer.status(), 302);
    assert!(
        header(&answer, "location")
            .unwrap()
            .starts_with("http://localhost:8085/")
    );
}

#[test]
fn an_administrator_reads_the_files_of_others_only_where_let_in() {
    let mut world = signed_in(ADMIN);
    drive_of(&mut world, &format!("users/{PERSON}"));
    let none = world.get("/v1.0/me/drive");
    assert_eq!(
        (none.status().as_u16(), code_of(&none)),
        (404, "itemNotFound".to_owned())
    );
    let group = world.cloud.inspect()["groups"]
        .as_array()
        .unwrap()
        .iter()
        .find(|group| group["displayName"] == "From the cloud")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    drive_of(&mut world, &format!("groups/{group}"));
    world.sign_in("anna@synced.example", SCOPES);
    assert_eq!(
        code_of(&world.get(&format!("/v1.0/users/{PERSON}/drive"))),
        "accessDenied"
    );
    assert_eq!(
        code_of(&world.get(&format!("/v1.0/groups/{group}/drive"))),
        "accessDenied"
    );
}

#[test]
fn sites_are_those_that_one_may_read() {
    let mut world = signed_in(ADMIN);
    let sites = world.all("/v1.0/sites?search=*");
    assert_eq!((sites.len(), &sites[0]["displayName"]), (1, &json!("Intranet")));
    let site = format!("sites/{}", sites[0]["id"].as_str().unwrap());
    let drives = body(&world.get(&format!("/v1.0/{site}/drives")))["value"].clone();
    assert_eq!(drives.as_array().unwrap().len(), 1);
    let drive = drive_of(&mut world, &site);
    assert_eq!(
        body(&world.get(&format!("{drive}/root/children")))["value"][0]["name"],
        "Welcome.txt"
    );
    world.sign_in("anna@synced.example", SCOPES);
    assert!(world.all("/v1.0/sites?search=*").is_empty());
    assert_eq!(world.get(&format!("/v1.0/{site}")).status(), 404);
}

#[test]
fn a_message_comes_as_it_travelled_to_its_owner_alone() {
    let mut world = signed_in(PERSON);
    let folders = world.all("/v1.0/me/mailFolders?includeHiddenFolders=true&$top=100");
    assert_eq!(folders.len(), 4);
    let inbox = folders.iter().find(|folder| folder["displayName"] == "Inbox").unwrap();
    assert_eq!(inbox["totalItemCount"], 1);
    let path = format!(
        "/v1.0/me/mailFolders/{}/messages?$select=id,subject,receivedDateTime,internetMessageId",
        inbox["id"].as_str().unwrap()
    );
    let messages = world.all(&path);
    assert_eq!(messages[0]["subject"], "Møde på fredag");
    let value = world.get(&format!(
        "/v1.0/me/messages/{}/$value",
        messages[0]["id"].as_str().unwrap()
    ));
    assert_eq!(header(&value, "content-type"), Some("text/plain"));
    let mime = text(&value);
    assert!(
        mime.starts_with("From: anna@synced.example\r\nTo: person@synced.onmicrosoft.com\r\nSubject: =?utf-8?B?"),
        "{mime}"
    );
    assert!(mime.contains("\r\n\r\nS2xva2tlbiB0aT8=\r\n"), "{mime}");

    world.sign_in(ADMIN, SCOPES);
    assert_eq!(
        code_of(&world.get(&format!("/v1.0/users/{PERSON}/mailFolders"))),
        "ErrorAccessDenied"
    );
    assert_eq!(
        code_of(&world.get("/v1.0/me/mailFolders")),
        "MailboxNotEnabledForRESTAPI"
    );
}

#[test]
fn contacts_and_events_are_read_and_those_of_others_when_shared() {
    let mut world = signed_in(PERSON);
    let contacts = world.all("/v1.0/me/contacts");
    assert_eq!(contacts[0]["emailAddresses"][0]["address"], "anna@synced.example");
    let calendars = world.all("/v1.0/me/calendars");
    let events = world.all(&format!(
        "/v1.0/me/calendars/{}/events",
        calendars[0]["id"].as_str().unwrap()
    ));
    assert_eq!((events.len(), &events[0]["subject"]), (1, &json!("Fredagsmøde")));
    assert_eq!(world.all("/v1.0/me/events"), events);
    let one = body(&world.get(&format!(
        "/v1.0/me/events/{}?$select=subject",
        events[0]["id"].as_str().unwrap()
    )));
    assert_eq!(one["subject"], "Fredagsmøde");

    world.sign_in("bent@synced.example", SCOPES);
    assert_eq!(
        world.all(&format!("/v1.0/users/{PERSON}/events")).len(),
        1,
        "full access and the scope for shared ones"
    );
    assert_eq!(
        world
            .all(&format!("/v1.0/users/{PERSON}/mailFolders/inbox/messages"))
            .len(),
        1
    );
    let own_only = world.get(&format!("/v1.0/users/{PERSON}/contacts"));
    assert_eq!(
        code_of(&own_only),
        "ErrorAccessDenied",
        "Contacts.Read reaches one's own alone"
    );
}

#[test]
fn mail_comes_ten_at_a_time_and_up_to_a_thousand_to_who_asks() {
    let mail: Vec<Value> = (0..25)
        .map(|number| json!({"from": "a@post.example", "subject": format!("Letter {number}")}))
        .collect();
    let file = json!({"name": "post", "displayName": "Post", "users": [
        {"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"], "mail": mail}]});
    let mut world = World::written(&file.to_string(), "admin@post.onmicrosoft.com", "Mail.Read");
    let path = "/v1.0/me/mailFolders/inbox/messages";
    let count = |world: &mut World, query: &str| {
        let page = body(&world.get(&format!("{path}{query}")));
        page["value"].as_array().unwrap().len()
    };
    assert_eq!(count(&mut world, ""), 10);
    assert_eq!(count(&mut world, "?$top=1000"), 25);
    assert_eq!(world.all(path).len(), 25);
    assert_eq!(world.get(&format!("{path}?$top=1001")).status(), 400);
}
