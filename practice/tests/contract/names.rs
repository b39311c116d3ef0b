//! Under Microsoft's own names: every address in an answer carries the names that the client used, and tokens are good in
//! their own cloud alone. And what clients that nobody here wrote (tests/clients) have shown to be wrong before.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Request, Response};
use practice::{CLIENT_ID, Origins, TenantName};
use serde_json::{Value, json};
use url::Url;

use crate::world::{
    ADMIN, CALLBACK, EVERYTHING, VERIFIER, World, answer_of, authorize_url, body, code_of, entra_code_of, header, text,
};

/// A request as a client sends it that asks for one of Microsoft's hosts.
fn ask(world: &mut World, url: &str) -> Response<Vec<u8>> {
    let token = world.tokens["access_token"].as_str().unwrap_or_default();
    let request = Request::get(url).header("authorization", format!("Bearer {token}"));
    under_names(world, request.body(Vec::new()).unwrap())
}

fn under_names(world: &mut World, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let url = Url::parse(&request.uri().to_string()).unwrap();
    let host = url.host_str().unwrap();
    let origins = world
        .cloud
        .origins()
        .under_microsoft_names(host, url.port(), "contoso")
        .unwrap();
    world.cloud.handle_under(origins, world.now, request)
}

/// Redeems a code or a refresh token at a login host, with or without an `Origin`.
fn redeem(world: &mut World, host: &str, origin: Option<&str>, form: &[(&str, &str)]) -> Response<Vec<u8>> {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", CLIENT_ID)
        .extend_pairs(form)
        .finish();
    let mut request = Request::post(format!("https://{host}/organizations/oauth2/v2.0/token"))
        .header("content-type", "application/x-www-form-urlencoded");
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    under_names(world, request.body(form.into_bytes()).unwrap())
}

/// Signs in and redeems the code at a login host, for this scope.
fn tokens(world: &mut World, host: &str, scope: &str) -> Value {
    let code = world.code(ADMIN, EVERYTHING);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("scope", scope),
        ("client_info", "1"),
    ];
    let response = redeem(world, host, Some("http://localhost:8080"), &form);
    assert_eq!(response.status(), 200, "{}", text(&response));
    body(&response)
}

fn claims(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn every_address_in_an_answer_carries_the_names_that_the_client_used() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let page = body(&ask(&mut world, "https://graph.microsoft.com/v1.0/users?$top=5"));
    let next = page["@odata.nextLink"].as_str().unwrap();
    assert!(next.starts_with("https://graph.microsoft.com/v1.0/users?"), "{next}");
    let next = next.to_owned();
    assert_eq!(ask(&mut world, &next).status(), 200);

    let page = body(&ask(&mut world, "https://graph.microsoft.com:8443/v1.0/users?$top=5"));
    let next = page["@odata.nextLink"].as_str().unwrap();
    assert!(next.starts_with("https://graph.microsoft.com:8443/"), "{next}");

    let discovery = body(&ask(
        &mut world,
        "https://login.microsoftonline.us/organizations/v2.0/.well-known/openid-configuration",
    ));
    assert_eq!(discovery["issuer"], "https://login.microsoftonline.us/{tenantid}/v2.0");
    assert_eq!(discovery["msgraph_host"], "graph.microsoft.us");

    // The origins that the cloud was set up with are as they were.
    let page = body(&world.get("/v1.0/users?$top=5"));
    let next = page["@odata.nextLink"].as_str().unwrap();
    assert!(next.starts_with("http://localhost:8082/"), "{next}");
}

#[test]
fn a_file_is_downloaded_from_sharepoint() {
    let mut world = World::new(TenantName::Synced);
    world.sign_in("person@synced.onmicrosoft.com", "openid Files.Read.All");
    let drive = body(&ask(&mut world, "https://graph.microsoft.com/v1.0/me/drive"));
    let delta = format!(
        "https://graph.microsoft.com/v1.0/drives/{}/root/delta",
        drive["id"].as_str().unwrap_or_else(|| panic!("{drive}"))
    );
    let items = body(&ask(&mut world, &delta));
    let address = items["value"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|item| item["@microsoft.graph.downloadUrl"].as_str())
        .unwrap();
    assert!(address.starts_with("https://contoso-my.sharepoint.com/"), "{address}");
    let file = under_names(&mut world, Request::get(address).body(Vec::new()).unwrap());
    assert_eq!(file.status(), 200);
}

#[test]
fn a_token_is_good_in_its_own_cloud_alone() {
    let mut world = World::new(TenantName::Contoso);
    let hosts = [
        "graph.microsoft.com",
        "graph.microsoft.us",
        "dod-graph.microsoft.us",
        "microsoftgraph.chinacloudapi.cn",
    ];
    for (login, graph) in [
        ("login.microsoftonline.com", hosts[0]),
        ("login.microsoftonline.us", hosts[1]),
        ("login.microsoftonline.us", hosts[2]),
        ("login.chinacloudapi.cn", hosts[3]),
    ] {
        world.tokens = tokens(&mut world, login, &format!("https://{graph}/User.Read"));
        assert_eq!(claims(&world.tokens["access_token"])["aud"], format!("https://{graph}"));
        for host in hosts {
            let response = ask(&mut world, &format!("https://{host}/v1.0/me"));
            assert_eq!(
                response.status(),
                if host == graph { 200 } else { 401 },
                "{graph} at {host}"
            );
        }
    }
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "any"),
        ("scope", "https://graph.microsoft.com/User.Read"),
    ];
    let response = redeem(
        &mut world,
        "login.chinacloudapi.cn",
        Some("http://localhost:8080"),
        &form,
    );
    assert_eq!(response.status(), 400);
}

#[test]
fn the_cookie_of_the_session_reaches_hidden_frames_by_tls_alone() {
    let mut world = World::new(TenantName::Contoso);
    for (host, site) in [
        ("https://login.microsoftonline.com", "SameSite=None; Secure"),
        ("http://localhost:8081", "SameSite=Lax"),
    ] {
        let path = "/organizations/oauth2/v2.0/logout";
        let request = Request::get(format!("{host}{path}")).body(Vec::new()).unwrap();
        let response = if host.starts_with("https") {
            under_names(&mut world, request)
        } else {
            world.call(request)
        };
        assert!(header(&response, "set-cookie").unwrap().contains(site), "{host}");
    }
}

#[test]
fn answers_name_permissions_as_they_were_asked_for() {
    let mut world = World::new(TenantName::Contoso);
    let host = "login.microsoftonline.com";
    for scope in [
        "User.Read",
        "https://graph.microsoft.com/User.Read",
        "00000003-0000-0000-c000-000000000000/User.Read",
    ] {
        let answer = tokens(&mut world, host, &format!("openid {scope}"));
        let words: Vec<&str> = answer["scope"].as_str().unwrap().split(' ').collect();
        assert!(words.contains(&scope) && words.contains(&"openid"), "{words:?}");
    }
}

#[test]
fn whoever_asks_is_told_whose_account_it_is() {
    let mut world = World::new(TenantName::Contoso);
    let answer = tokens(&mut world, "login.microsoftonline.com", "openid User.Read");
    let decoded = URL_SAFE_NO_PAD.decode(answer["client_info"].as_str().unwrap()).unwrap();
    let info: Value = serde_json::from_slice(&decoded).unwrap();
    assert_eq!(
        info,
        json!({"uid": world.user_id(ADMIN), "utid": world.cloud.tenant_id()})
    );

    let url = authorize_url(&[("client_info", "1")]);
    let callback = world.cloud.sign_in(world.now, ADMIN, "practice", &url).unwrap();
    assert_eq!(
        answer_of(&callback, "client_info").as_deref(),
        answer["client_info"].as_str()
    );
    let callback = world
        .cloud
        .sign_in(world.now, ADMIN, "practice", &authorize_url(&[]))
        .unwrap();
    assert_eq!(answer_of(&callback, "client_info"), None);
}

#[test]
fn a_native_app_redeems_without_an_origin_and_may_choose_its_port() {
    let mut world = World::new(TenantName::Contoso);
    world.cloud.register_native_redirect("http://localhost/");
    let back = "http://localhost:51234/";
    let url = authorize_url(&[("redirect_uri", back), ("response_mode", "query")]);
    let host = "login.microsoftonline.com";
    for (origin, refused) in [(Some("http://localhost:51234"), Some(9_002_326)), (None, None)] {
        let callback = world.cloud.sign_in(world.now, ADMIN, "practice", &url).unwrap();
        let code = answer_of(&callback, "code").unwrap();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", back),
            ("code_verifier", VERIFIER),
        ];
        let response = redeem(&mut world, host, origin, &form);
        assert_eq!(
            header(&response, "access-control-allow-origin"),
            None,
            "no script reads it"
        );
        match refused {
            Some(number) => assert_eq!(entra_code_of(&response), number),
            None => world.tokens = body(&response),
        }
    }
    // Its refresh token lives 90 days from its last use, not a day from the first.
    for _ in 0..3 {
        world.wait(80 * 24 * 3600);
        let refresh = world.tokens["refresh_token"].as_str().unwrap().to_owned();
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.as_str()),
            ("scope", "User.Read"),
        ];
        let response = redeem(&mut world, host, Some("http://localhost:51234"), &form);
        assert_eq!(entra_code_of(&response), 9_002_326);
        let response = redeem(&mut world, host, None, &form);
        assert_eq!(response.status(), 200, "{}", text(&response));
        world.tokens = body(&response);
    }
    world.wait(91 * 24 * 3600);
    let refresh = world.tokens["refresh_token"].as_str().unwrap().to_owned();
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
        ("scope", "User.Read"),
    ];
    assert_eq!(entra_code_of(&redeem(&mut world, host, None, &form)), 700_082);
}

#[test]
fn another_host_or_path_is_no_native_redirect() {
    let mut world = World::new(TenantName::Contoso);
    world.cloud.register_native_redirect("http://localhost/");
    for address in [
        "http://localhost:51234/other",
        "http://localhost.example/",
        "https://localhost/",
        "http://127.0.0.1:5/",
    ] {
        let request = Request::get(authorize_url(&[("redirect_uri", address)]))
            .body(Vec::new())
            .unwrap();
        let response = world.call(request);
        assert_eq!(response.status(), 400, "{address}");
        assert!(text(&response).contains("AADSTS50011"), "{address}");
    }
}

/// microsoftgraph/msgraph-sdk-javascript#1178: its own client sent such addresses.
#[test]
fn a_part_of_a_batch_that_names_the_version_is_refused() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let parts = json!([{"id": "1", "method": "GET", "url": "/v1.0/me"}, {"id": "2", "method": "GET", "url": "/me"}]);
    let answers = body(&world.batch("v1.0", &parts));
    let answer = |id: &str| {
        answers["responses"]
            .as_array()
            .unwrap()
            .iter()
            .find(|answer| answer["id"] == id)
            .cloned()
            .unwrap()
    };
    assert_eq!(
        (answer("1")["status"].as_u64(), answer("2")["status"].as_u64()),
        (Some(400), Some(200))
    );
    assert_eq!(answer("1")["body"]["error"]["code"], "BadRequest");
    assert!(world.cloud.unmodelled().is_empty());
}

#[test]
fn microsofts_short_links_lead_into_the_admin_center() {
    let mut world = World::new(TenantName::Contoso);
    let products = ask(&mut world, "https://go.microsoft.com/fwlink/p/?linkid=842054");
    assert_eq!(
        header(&products, "location"),
        Some("https://admin.microsoft.com/products")
    );
    let page = ask(&mut world, "https://admin.microsoft.com:8443/products");
    assert!(text(&page).contains("Sign in to the admin center"));
    for address in [
        "https://entra.microsoft.com/",
        "https://portal.office365.us/adminportal/home",
    ] {
        assert_eq!(ask(&mut world, address).status(), 200, "{address}");
    }
    assert_eq!(
        ask(&mut world, "https://go.microsoft.com/fwlink/p/?linkid=1").status(),
        501
    );
}

#[test]
fn a_host_of_another_tenant_plays_no_part() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let origins = Origins::local(8081)
        .under_microsoft_names("fabrikam-my.sharepoint.com", None, "contoso")
        .unwrap();
    let request = Request::get("https://fabrikam-my.sharepoint.com/files/a")
        .body(Vec::new())
        .unwrap();
    let response = world.cloud.handle_under(origins, world.now, request);
    assert_eq!(
        (response.status().as_u16(), code_of(&response).as_str()),
        (501, "NotModelledByPracticeCloud")
    );
}
