//! The shapes of what is downloaded: files of drives, exports of eDiscovery, invoices. Their hosts answer no preflight, and
//! each wants something else to be shown.

use http::{Method, Request, Response};
use practice::Tenant;
use serde_json::json;

use crate::properties::routes::{FILE, SCOPES};
use crate::shapes::{ADMIN, compare, describe};
use crate::world::{EVERYTHING, SECOND_FACTOR, World, body, header};

const DOWNLOAD: &str = "b26e684c-5068-4120-a679-64a5d2c909d9/eDiscovery.Download.Read";

fn ask(world: &mut World, method: Method, url: &str, headers: &[(&str, &str)]) -> Response<Vec<u8>> {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.call(request.body(Vec::new()).unwrap())
}

/// The same requests to each host: whole, a piece, too far a piece, a preflight, with a token, with a wrong key.
fn try_all(world: &mut World, what: &str, url: &str, token: &[(&str, &str)], told: &mut String) {
    let with =
        |header: (&'static str, &'static str)| -> Vec<(&str, &str)> { token.iter().copied().chain([header]).collect() };
    for (title, method, url, headers) in [
        ("GET", Method::GET, url.to_owned(), token.to_vec()),
        (
            "GET bytes=1-2",
            Method::GET,
            url.to_owned(),
            with(("range", "bytes=1-2")),
        ),
        (
            "GET bytes=99999999-",
            Method::GET,
            url.to_owned(),
            with(("range", "bytes=99999999-")),
        ),
        ("OPTIONS", Method::OPTIONS, url.to_owned(), Vec::new()),
        (
            "GET without its query",
            Method::GET,
            url.split('?').next().unwrap().to_owned(),
            token.to_vec(),
        ),
        (
            "GET with a token for something else",
            Method::GET,
            url.to_owned(),
            vec![("authorization", "Bearer x")],
        ),
    ] {
        let answer = ask(world, method, &url, &headers);
        describe(&format!("{what}: {title}"), &answer, told);
    }
}

#[test]
fn files_of_drives() {
    let mut world = World::written(FILE, ADMIN, &format!("{EVERYTHING} {SCOPES}"));
    let drive = body(&world.get("/v1.0/me/drive"))["id"].as_str().unwrap().to_owned();
    let items = world.get(&format!("/v1.0/drives/{drive}/root/delta"));
    let items = body(&items)["value"].as_array().unwrap().clone();
    let file = items.iter().find(|item| item["file"].is_object()).unwrap();
    let url = file["@microsoft.graph.downloadUrl"].as_str().unwrap();
    let mut told = String::new();
    try_all(&mut world, "a file", url, &[], &mut told);
    let content = format!("/v1.0/drives/{drive}/items/{}/content", file["id"].as_str().unwrap());
    describe("the file's content at Graph", &world.get(&content), &mut told);
    world.wait(3600);
    describe(
        "a file, an hour later",
        &ask(&mut world, Method::GET, url, &[]),
        &mut told,
    );
    compare(&told, include_str!("files.txt"), "files.txt");
}

#[test]
fn invoices() {
    let mut world = World::new(Tenant::from_json(FILE).unwrap());
    world.sign_in_to_azure(ADMIN, SECOND_FACTOR);
    let base = "/providers/Microsoft.Billing/billingAccounts/default";
    let one = format!("{base}/invoices/E010000001/download?api-version=2024-04-01");
    let offered = world.arm(Method::POST, &one, None);
    let mut told = String::new();
    describe("POST …/invoices/{name}/download", &offered, &mut told);
    let url = body(&offered)["url"].as_str().unwrap().to_owned();
    try_all(&mut world, "an invoice", &url, &[], &mut told);
    let many = json!([{"invoiceName": "E010000001", "documentName": "E010000001"}]);
    let path = format!("{base}/downloadDocuments?api-version=2024-04-01");
    let offered = world.arm(Method::POST, &path, Some(&many));
    describe("POST …/downloadDocuments", &offered, &mut told);
    if let Some(location) = header(&offered, "location").map(str::to_owned) {
        world.wait(60);
        let done = world.send(Method::GET, &location, None);
        describe("GET the location of downloadDocuments", &done, &mut told);
    }
    compare(&told, include_str!("invoices.txt"), "invoices.txt");
}

#[test]
fn exports_of_ediscovery() {
    let cases = "/v1.0/security/cases/ediscoveryCases";
    let file = FILE.replace(
        "{\"skuPartNumber\": \"SPB\",",
        "{\"skuPartNumber\": \"SPE_E5\", \"totalLicenses\": 1}, {\"skuPartNumber\": \"SPB\",",
    );
    let mut world = World::written(&file, ADMIN, &format!("{EVERYTHING} eDiscovery.ReadWrite.All"));
    let mut told = String::new();
    describe("GET a case without the role", &world.get(cases), &mut told);
    let mut browser = world.admin_center_as(ADMIN, "/purview");
    browser.press(&mut world.cloud, world.now, "Add me").unwrap();
    let mut post = |world: &mut World, title: &str, path: &str, content: serde_json::Value| {
        world.wait(12);
        let answer = world.send(Method::POST, path, Some(&content));
        describe(title, &answer, &mut told);
        answer
    };
    let case = post(&mut world, "POST a case", cases, json!({"displayName": "Closure"}));
    let case = format!("{cases}/{}", body(&case)["id"].as_str().unwrap());
    let search =
        json!({"displayName": "All", "contentQuery": "", "dataSourceScopes": "allTenantMailboxes,allTenantSites"});
    let search = post(&mut world, "POST a search", &format!("{case}/searches"), search);
    let search = format!("{case}/searches/{}", body(&search)["id"].as_str().unwrap());
    post(
        &mut world,
        "POST estimateStatistics",
        &format!("{search}/estimateStatistics"),
        json!({}),
    );
    let export = json!({
        "displayName": "Export", "exportCriteria": "searchHits", "exportLocation": "responsiveLocations",
        "additionalOptions": "none", "exportFormat": "eml", "cloudAttachmentVersion": "latest", "documentVersion": "latest",
    });
    let started = post(
        &mut world,
        "POST exportResult",
        &format!("{search}/exportResult"),
        export,
    );
    let operation = header(&started, "location").unwrap().to_owned();
    post(
        &mut world,
        "POST an export of nothing",
        &format!("{search}/exportResult"),
        json!({}),
    );
    world.wait(600);
    let done = world.get(&operation);
    describe("GET the operation, done", &done, &mut told);
    for (title, path) in [
        (
            "GET the statistics",
            format!("{search}/lastEstimateStatisticsOperation"),
        ),
        ("GET the operations", format!("{case}/operations")),
        ("GET no such case", format!("{cases}/none")),
    ] {
        world.wait(12);
        describe(title, &world.get(&path), &mut told);
    }
    let url = body(&done)["exportFileMetadata"][0]["downloadUrl"]
        .as_str()
        .unwrap()
        .to_owned();
    let app = json!({"appId": "b26e684c-5068-4120-a679-64a5d2c909d9"});
    world.send(Method::POST, "/v1.0/servicePrincipals", Some(&app));
    world.sign_in(ADMIN, &format!("openid offline_access {DOWNLOAD}"));
    let bearer = format!("Bearer {}", world.tokens["access_token"].as_str().unwrap());
    let shown = [("authorization", bearer.as_str()), ("x-allowwithaadtoken", "true")];
    try_all(&mut world, "an export", &url, &shown, &mut told);
    let without = ask(&mut world, Method::GET, &url, &shown[..1]);
    describe("an export: GET without the second header", &without, &mut told);
    compare(&told, include_str!("ediscovery.txt"), "ediscovery.txt");
}
