//! Purview eDiscovery: the role, the licence, a case from its search to the downloads; and Entra's own log of sign-ins.

use http::{Method, Request, Response};
use serde_json::{Value, json};

use crate::world::{World, answer_of, authorize_url, body, code_of, entra_code_of, header, text};

const FILE: &str = r#"{
  "name": "court", "displayName": "Court",
  "users": [{"userPrincipalName": "admin", "displayName": "Ada Admin", "roles": ["Global Administrator"],
    "mail": [{"from": "a@court.example", "subject": "Deal", "body": "Done."}, {"from": "b@court.example", "subject": "Tja", "body": "Nå."}],
    "files": [{"path": "Plan.txt", "content": "A plan."}]}],
  "subscriptions": [{"skuPartNumber": "SPE_E5", "totalLicenses": 5}, {"skuPartNumber": "AAD_PREMIUM", "totalLicenses": 5}]
}"#;
const ADMIN: &str = "admin@court.onmicrosoft.com";
const SCOPES: &str = "openid offline_access User.Read Directory.Read.All Application.ReadWrite.All AuditLog.Read.All eDiscovery.ReadWrite.All";
const DOWNLOAD: &str = "b26e684c-5068-4120-a679-64a5d2c909d9/eDiscovery.Download.Read";
const CASES: &str = "/v1.0/security/cases/ediscoveryCases";

fn court() -> World {
    World::written(FILE, ADMIN, SCOPES)
}

fn join_the_role_group(world: &mut World) {
    let mut browser = world.admin_center_as(ADMIN, "/purview");
    browser.press(&mut world.cloud, world.now, "Add me").unwrap();
    assert!(browser.text().contains(ADMIN));
}

fn post(world: &mut World, path: &str, content: &Value) -> Response<Vec<u8>> {
    world.wait(12);
    world.send(Method::POST, path, Some(content))
}

fn read(world: &mut World, path: &str) -> Value {
    world.wait(12);
    let answer = world.get(path);
    assert_eq!(answer.status(), 200, "{}", text(&answer));
    body(&answer)
}

/// A case with a search over everything; gives the search's path.
fn searched(world: &mut World) -> String {
    let case = post(world, CASES, &json!({"displayName": "Tenant closure"}));
    assert_eq!(case.status(), 201, "{}", text(&case));
    let case = body(&case)["id"].as_str().unwrap().to_owned();
    let search =
        json!({"displayName": "All", "contentQuery": "", "dataSourceScopes": "allTenantMailboxes,allTenantSites"});
    let search = body(&post(world, &format!("{CASES}/{case}/searches"), &search));
    assert_eq!(search["dataSourceScopes"], "allTenantMailboxes,allTenantSites");
    format!("{CASES}/{case}/searches/{}", search["id"].as_str().unwrap())
}

#[test]
fn a_role_of_purview_and_something_that_pays_are_needed() {
    let mut world = court();
    let denied = world.get(CASES);
    assert_eq!(
        (denied.status().as_u16(), code_of(&denied).as_str()),
        (403, "Forbidden")
    );
    join_the_role_group(&mut world);
    assert_eq!(read(&mut world, CASES)["value"], json!([]));
    let mut unpaid = World::written(&FILE.replace("SPE_E5", "SPB"), ADMIN, SCOPES);
    join_the_role_group(&mut unpaid);
    let answer = unpaid.get(CASES);
    assert_eq!(
        (answer.status().as_u16(), code_of(&answer).as_str()),
        (402, "PaymentRequired")
    );
}

#[test]
fn a_manager_sees_the_cases_that_they_created_and_an_administrator_all() {
    let people = r#""users": [
        {"userPrincipalName": "chief", "displayName": "Chief", "roles": ["Global Administrator"], "ediscoveryRole": "administrator"},
        {"userPrincipalName": "one", "displayName": "One", "ediscoveryRole": "manager"},
        {"userPrincipalName": "two", "displayName": "Two", "ediscoveryRole": "manager"},
        {"userPrincipalName": "nobody", "displayName": "Nobody"}, {"userPrincipalName": "admin""#;
    let file = FILE.replacen(r#""users": [{"userPrincipalName": "admin""#, people, 1);
    let mut world = World::written(&file, ADMIN, SCOPES);
    let scope = "openid offline_access User.Read eDiscovery.ReadWrite.All";
    world.consent_for_all(ADMIN, scope);
    let as_person = |world: &mut World, name: &str| world.sign_in(&format!("{name}@court.onmicrosoft.com"), scope);
    let names = |world: &mut World| -> Vec<String> {
        let cases = read(world, CASES)["value"].as_array().unwrap().clone();
        let mut names: Vec<String> = cases
            .iter()
            .map(|case| case["displayName"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let mut made = Vec::new();
    for name in ["one", "two"] {
        as_person(&mut world, name);
        let case = post(&mut world, CASES, &json!({"displayName": name}));
        assert_eq!(case.status(), 201, "{}", text(&case));
        made.push(body(&case)["id"].as_str().unwrap().to_owned());
        assert_eq!(names(&mut world), [name]);
    }
    // Two's view of what One has made.
    let foreign = format!("{CASES}/{}", made[0]);
    world.wait(12);
    assert_eq!(world.get(&foreign).status(), 404);
    let search = json!({"displayName": "All", "dataSourceScopes": "allTenantMailboxes"});
    assert_eq!(post(&mut world, &format!("{foreign}/searches"), &search).status(), 404);
    as_person(&mut world, "chief");
    assert_eq!(names(&mut world), ["one", "two"]);
    assert_eq!(post(&mut world, &format!("{foreign}/searches"), &search).status(), 201);
    as_person(&mut world, "nobody");
    world.wait(12);
    assert_eq!(world.get(CASES).status(), 403);
}

#[test]
fn a_search_is_estimated_and_its_operation_is_seen_a_little_later() {
    let mut world = court();
    join_the_role_group(&mut world);
    let search = searched(&mut world);
    let started = post(&mut world, &format!("{search}/estimateStatistics"), &json!({}));
    assert_eq!(started.status(), 202);
    let last = format!("{search}/lastEstimateStatisticsOperation");
    assert_eq!(
        world.get(&last).status(),
        404,
        "right after its start it is not visible"
    );
    let running = read(&mut world, &last);
    assert_eq!(
        (&running["status"], &running["percentProgress"]),
        (&json!("running"), &json!(20))
    );
    world.wait(60);
    let done = read(&mut world, &last);
    assert_eq!(
        (&done["status"], &done["percentProgress"]),
        (&json!("succeeded"), &json!(100))
    );
    assert_eq!(
        (&done["indexedItemCount"], &done["mailboxCount"]),
        (&json!(3), &json!(1))
    );
}

#[test]
fn a_wrong_export_is_refused() {
    let mut world = court();
    join_the_role_group(&mut world);
    let search = searched(&mut world);
    for wrong in [
        json!({"displayName": "x", "exportFormat": "docx"}),
        json!({"displayName": "", "exportFormat": "pst"}),
        json!({"displayName": "x", "exportFormat": "pst", "additionalOptions": "splitSource, everything"}),
    ] {
        let answer = post(&mut world, &format!("{search}/exportResult"), &wrong);
        assert_eq!(
            (answer.status().as_u16(), code_of(&answer).as_str()),
            (400, "BadRequest")
        );
    }
}

fn fetch(world: &mut World, url: &str, token: &str, headers: &[(&str, &str)]) -> Response<Vec<u8>> {
    let mut request = Request::get(url).header("authorization", format!("Bearer {token}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.call(request.body(Vec::new()).unwrap())
}

#[test]
fn an_export_is_downloaded_with_a_token_of_its_own_audience() {
    let mut world = court();
    join_the_role_group(&mut world);
    let search = searched(&mut world);
    let export = json!({
        "displayName": "Export 1", "exportCriteria": "searchHits, partiallyIndexed", "exportLocation": "responsiveLocations",
        "additionalOptions": "teamsAndYammerConversations, splitSource", "exportFormat": "eml",
        "cloudAttachmentVersion": "latest", "documentVersion": "latest",
    });
    let started = post(&mut world, &format!("{search}/exportResult"), &export);
    assert_eq!(started.status(), 202);
    let operation = header(&started, "location").unwrap().to_owned();
    assert!(
        operation.ends_with("')")
            && header(&started, "access-control-expose-headers")
                .unwrap()
                .contains("Location")
    );
    assert_eq!(
        read(&mut world, &operation)["action"],
        "unknownFutureValue",
        "newer words are for those who ask for them"
    );
    world.wait(600);
    let done = read(&mut world, &operation);
    assert_eq!(done["status"], "succeeded");
    let file = done["exportFileMetadata"][0].clone();
    let url = file["downloadUrl"].as_str().unwrap();

    // The app behind the downloads is in no tenant by itself.
    let wanted = authorize_url(&[("scope", &format!("openid {DOWNLOAD}"))]);
    let back = world.cloud.sign_in(world.now, ADMIN, "practice", &wanted).unwrap();
    assert!(
        answer_of(&back, "error_description")
            .unwrap()
            .starts_with("AADSTS650052")
    );
    assert_eq!(entra_code_of(&world.refresh(DOWNLOAD)), 500_011);
    let app = json!({"appId": "b26e684c-5068-4120-a679-64a5d2c909d9"});
    assert_eq!(post(&mut world, "/v1.0/servicePrincipals", &app).status(), 201);
    assert_eq!(post(&mut world, "/v1.0/servicePrincipals", &app).status(), 409);
    let graph = world.tokens["access_token"].as_str().unwrap().to_owned();
    world.sign_in(ADMIN, &format!("openid offline_access {DOWNLOAD}"));
    let token = world.tokens["access_token"].as_str().unwrap().to_owned();

    let with_header = [("x-allowwithaadtoken", "true")];
    assert_eq!(
        fetch(&mut world, url, &graph, &with_header).status(),
        401,
        "a token for Graph"
    );
    assert_eq!(fetch(&mut world, url, &token, &[]).status(), 401, "without the header");
    let archive = fetch(&mut world, url, &token, &with_header);
    assert_eq!(archive.status(), 200);
    assert_eq!(archive.body().len() as u64, file["size"].as_u64().unwrap());
    assert!(archive.body().starts_with(b"PK\x03\x04") && text(&archive).contains("Subject: Deal"));
    let piece = fetch(
        &mut world,
        url,
        &token,
        &[("x-allowwithaadtoken", "true"), ("range", "bytes=2-3")],
    );
    assert_eq!(
        (piece.status().as_u16(), piece.body().as_slice()),
        (206, b"\x03\x04".as_slice())
    );
    let preflight = Request::options(url).body(Vec::new()).unwrap();
    assert!(
        header(&world.call(preflight), "access-control-allow-methods").is_none(),
        "nothing promises it to scripts"
    );
}

#[test]
fn an_exported_archive_opens() {
    let mut world = court();
    join_the_role_group(&mut world);
    world.send(
        Method::POST,
        "/v1.0/servicePrincipals",
        Some(&json!({"appId": "b26e684c-5068-4120-a679-64a5d2c909d9"})),
    );
    let search = searched(&mut world);
    let started = post(
        &mut world,
        &format!("{search}/exportReport"),
        &json!({"displayName": "R"}),
    );
    let operation = header(&started, "location").unwrap().to_owned();
    world.wait(300);
    let done = read(&mut world, &operation);
    let url = done["exportFileMetadata"][0]["downloadUrl"]
        .as_str()
        .unwrap()
        .to_owned();
    world.sign_in(ADMIN, &format!("openid offline_access {DOWNLOAD}"));
    let token = world.tokens["access_token"].as_str().unwrap().to_owned();
    let archive = fetch(&mut world, &url, &token, &[("x-allowwithaadtoken", "true")]);
    let path = std::env::temp_dir().join(format!("practice-report-{}.zip", std::process::id()));
    std::fs::write(&path, archive.body()).unwrap();
    let tested = std::process::Command::new("python3")
        .args(["-m", "zipfile", "-t"])
        .arg(&path)
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let said = String::from_utf8_lossy(&tested.stdout).into_owned();
    assert!(tested.status.success() && !said.contains("corrupted"), "{said}");
}

#[test]
fn the_log_of_sign_ins_holds_those_that_failed_too() {
    let mut world = court();
    let url = authorize_url(&[("prompt", "login")]);
    assert!(world.cloud.sign_in(world.now, ADMIN, "wrong", &url).is_err());
    let signed_in = world.all("/v1.0/auditLogs/signIns");
    let codes: Vec<u64> = signed_in
        .iter()
        .map(|one| one["status"]["errorCode"].as_u64().unwrap())
        .collect();
    assert_eq!(
        codes,
        [50126, 0, 50074],
        "the newest first; the second factor interrupted the sign-in"
    );
    assert_eq!(signed_in[1]["userPrincipalName"], ADMIN);
}

#[test]
fn a_search_can_name_single_people_besides_its_scopes() {
    let mut world = court();
    join_the_role_group(&mut world);
    let case = body(&post(&mut world, CASES, &json!({"displayName": "One"})))["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let searches = format!("{CASES}/{case}/searches");
    let person = |email: &str, included: &str| {
        json!({"displayName": "S", "contentQuery": "", "dataSourceScopes": "allCaseCustodians", "additionalSources": [
            {"@odata.type": "#microsoft.graph.security.userSource", "email": email, "includedSources": included}]})
    };
    for (included, mailboxes, sites) in [("mailbox", 1, 0), ("mailbox, site", 1, 1), ("site", 0, 1)] {
        let search = post(&mut world, &searches, &person(ADMIN, included));
        assert_eq!(search.status(), 201, "{}", text(&search));
        let search = format!("{searches}/{}", body(&search)["id"].as_str().unwrap());
        post(&mut world, &format!("{search}/estimateStatistics"), &json!({}));
        world.wait(60);
        let found = read(&mut world, &format!("{search}/lastEstimateStatisticsOperation"));
        assert_eq!(
            (&found["mailboxCount"], &found["siteCount"]),
            (&json!(mailboxes), &json!(sites)),
            "{included}"
        );
        assert!(found["completedDateTime"].is_string());
    }
    for wrong in [person("nobody@court.example", "mailbox"), person(ADMIN, "fridge")] {
        assert_eq!(post(&mut world, &searches, &wrong).status(), 400, "{wrong}");
    }
    let mut site = person(ADMIN, "site");
    site["additionalSources"][0]["@odata.type"] = json!("#microsoft.graph.security.siteSource");
    assert_eq!(post(&mut world, &searches, &site).status(), 501);
}
