//! Signing in, consenting, and getting tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Request;
use practice::{Browser, CLIENT_ID, TenantName};
use serde_json::Value;

use crate::world::{
    ADMIN, CALLBACK, CHALLENGE, EVERYTHING, VERIFIER, World, answer_of, authorize_url, body, entra_code_of, header,
    text,
};

fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[test]
fn a_code_and_its_verifier_give_tokens_for_graph() {
    let world = World::contoso_as(ADMIN, EVERYTHING);
    let id = claims(&world.tokens["id_token"]);
    assert_eq!(id["aud"], CLIENT_ID);
    assert_eq!(
        id["iss"],
        format!("http://localhost:8081/{}/v2.0", world.cloud.tenant_id())
    );
    assert_eq!(id["nonce"], "the nonce");
    assert_eq!(id["oid"], world.user_id(ADMIN));
    assert_eq!(id["ver"], "2.0");
    let access = claims(&world.tokens["access_token"]);
    assert_eq!(access["aud"], "https://graph.microsoft.com");
    assert!(access["scp"].as_str().unwrap().contains("Directory.AccessAsUser.All"));
    assert!(access["canary"].is_string());
    assert!(world.tokens["refresh_token"].is_string());
}

#[test]
fn the_sign_in_time_is_in_the_token_when_it_was_asked_for() {
    let mut world = World::new(TenantName::Contoso);
    let url = authorize_url(&[("claims", r#"{"id_token":{"auth_time":{"essential":true}}}"#)]);
    let callback = world.cloud.sign_in(world.now, ADMIN, "practice", &url).unwrap();
    let tokens = world.redeem(&answer_of(&callback, "code").unwrap());
    assert_eq!(
        claims(&body(&tokens)["id_token"])["auth_time"],
        world.now.millis() / 1000
    );
}

#[test]
fn the_wrong_verifier_gets_nothing_and_the_code_stays_good() {
    let mut world = World::new(TenantName::Contoso);
    let code = world.code(ADMIN, "openid User.Read");
    let form = |verifier| {
        [
            ("client_id", CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", verifier),
        ]
    };
    let refused = world.token(&form("a-verifier-of-somebody-else-who-took-the-code-on-its-way"));
    assert_eq!((refused.status().as_u16(), entra_code_of(&refused)), (400, 501_481));
    assert_eq!(body(&refused)["error"], "invalid_grant");
    for name in ["error_description", "timestamp", "trace_id", "correlation_id"] {
        assert!(body(&refused)[name].is_string(), "{name}");
    }
    assert_eq!(world.token(&form(VERIFIER)).status(), 200);
}

#[test]
fn a_code_is_good_once_and_for_ten_minutes() {
    let mut world = World::new(TenantName::Contoso);
    let code = world.code(ADMIN, "openid User.Read");
    assert_eq!(world.redeem(&code).status(), 200);
    assert_eq!(entra_code_of(&world.redeem(&code)), 54005);
    let code = world.code(ADMIN, "openid User.Read");
    world.wait(601);
    assert_eq!(entra_code_of(&world.redeem(&code)), 70008);
    assert_eq!(entra_code_of(&world.redeem("1.invented")), 70000);
}

#[test]
fn without_an_origin_no_token_is_given_and_a_foreign_redirect_reads_nothing() {
    let mut world = World::new(TenantName::Contoso);
    let code = world.code(ADMIN, "openid User.Read");
    let form = format!(
        "client_id={CLIENT_ID}&grant_type=authorization_code&code={code}&redirect_uri={CALLBACK}&code_verifier={VERIFIER}"
    );
    let request = Request::post("http://localhost:8081/organizations/oauth2/v2.0/token")
        .body(form.into_bytes())
        .unwrap();
    let refused = world.call(request);
    assert_eq!(entra_code_of(&refused), 9_002_327);
    assert_eq!(header(&refused, "access-control-allow-origin"), None);
    let foreign = world.token(&[
        ("client_id", CLIENT_ID),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", "http://localhost:9999/"),
        ("code_verifier", VERIFIER),
    ]);
    assert_eq!(entra_code_of(&foreign), 70004, "it is registered nowhere");
    assert_eq!(header(&foreign, "access-control-allow-origin"), None);
    let answer = world.redeem(&code);
    assert_eq!(header(&answer, "access-control-allow-origin"), Some("*"));
}

#[test]
fn a_refresh_token_is_for_any_consented_resource_but_ends_24_hours_after_the_first() {
    let arm = "https://management.azure.com/user_impersonation";
    let mut world = World::contoso_as(ADMIN, &format!("{EVERYTHING} {arm}"));
    let answer = world.refresh(arm);
    assert_eq!(
        claims(&body(&answer)["access_token"])["aud"],
        "https://management.azure.com"
    );
    assert!(
        body(&answer)["refresh_token"].is_string(),
        "each refresh brings a new one"
    );
    world.wait(23 * 3600);
    let first = world.tokens["refresh_token"].clone();
    world.tokens = body(&world.refresh("User.Read"));
    assert_ne!(world.tokens["refresh_token"], first, "it is a new one each time");
    world.wait(3600);
    let ended = world.refresh("User.Read");
    assert_eq!(
        (entra_code_of(&ended), body(&ended)["error"].as_str()),
        (700_084, Some("invalid_grant"))
    );
}

#[test]
fn what_was_not_consented_to_gives_no_token() {
    let mut world = World::contoso_as(ADMIN, "openid offline_access User.Read");
    let refused = world.refresh("https://graph.microsoft.com/Directory.Read.All");
    assert_eq!(
        (entra_code_of(&refused), body(&refused)["error"].as_str()),
        (65001, Some("invalid_grant"))
    );
    assert_eq!(body(&world.refresh("Nonsense.Read"))["error"], "invalid_scope");
}

#[test]
fn a_wrong_redirect_or_client_never_redirects() {
    let mut world = World::new(TenantName::Contoso);
    for (change, code) in [
        (("redirect_uri", "http://localhost:8080/other"), "AADSTS50011"),
        (("client_id", "00000000-0000-0000-0000-000000000001"), "AADSTS700016"),
    ] {
        let url = authorize_url(&[change]);
        let response = world.call(Request::get(url).body(Vec::new()).unwrap());
        assert_eq!(response.status(), 400);
        assert!(text(&response).contains(code));
        assert_eq!(header(&response, "location"), None);
    }
}

#[test]
fn other_faults_of_the_request_go_back_to_the_app() {
    let mut world = World::new(TenantName::Contoso);
    for (change, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("scope", "Nonsense.Read"), "invalid_scope"),
        (("prompt", "none"), "login_required"),
        (("claims", "{"), "invalid_request"),
    ] {
        let url = authorize_url(&[change]);
        let response = world.call(Request::get(url).body(Vec::new()).unwrap());
        let location = header(&response, "location").unwrap();
        assert!(location.starts_with(&format!("{CALLBACK}#")), "{location}");
        assert_eq!(answer_of(location, "error").as_deref(), Some(error));
        assert_eq!(answer_of(location, "state").as_deref(), Some("the state"));
    }
}

#[test]
fn a_wrong_password_shows_the_page_again() {
    let mut world = World::new(TenantName::Contoso);
    let url = authorize_url(&[]);
    let refused = world.cloud.sign_in(world.now, ADMIN, "wrong", &url).unwrap_err();
    assert!(refused.to_string().contains("incorrect"), "{refused}");
    let blocked = world.cloud.inspect()["users"]
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["accountEnabled"] == false)
        .unwrap()["userPrincipalName"]
        .clone();
    assert!(
        world
            .cloud
            .sign_in(world.now, blocked.as_str().unwrap(), "practice", &url)
            .is_err()
    );
}

#[test]
fn a_signed_in_browser_types_nothing_again_unless_asked_to() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = Browser::default();
    let url = authorize_url(&[]);
    browser.open(&mut world.cloud, world.now, &url).unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    assert_eq!(browser.title(), "Permissions requested");
    browser.press(&mut world.cloud, world.now, "Accept").unwrap();
    assert!(answer_of(browser.left_for().unwrap(), "code").is_some());

    browser.open(&mut world.cloud, world.now, &url).unwrap();
    assert!(
        answer_of(browser.left_for().unwrap(), "code").is_some(),
        "single sign-on"
    );
    browser
        .open(&mut world.cloud, world.now, &authorize_url(&[("prompt", "none")]))
        .unwrap();
    assert!(
        answer_of(browser.left_for().unwrap(), "code").is_some(),
        "silent sign-in"
    );
    browser
        .open(&mut world.cloud, world.now, &authorize_url(&[("prompt", "login")]))
        .unwrap();
    assert!(browser.has_button("Sign in"));
    browser
        .open(
            &mut world.cloud,
            world.now,
            &authorize_url(&[("prompt", "select_account")]),
        )
        .unwrap();
    browser.press(&mut world.cloud, world.now, ADMIN).unwrap();
    assert!(answer_of(browser.left_for().unwrap(), "code").is_some());
}

#[test]
fn declined_consent_is_told_to_the_app_and_grants_nothing() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = Browser::default();
    browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    browser.press(&mut world.cloud, world.now, "Decline").unwrap();
    let callback = browser.left_for().unwrap();
    assert_eq!(answer_of(callback, "error").as_deref(), Some("access_denied"));
    assert!(
        answer_of(callback, "error_description")
            .unwrap()
            .starts_with("AADSTS65004")
    );
    let state = world.cloud.inspect();
    assert!(
        state["servicePrincipals"]
            .as_array()
            .unwrap()
            .iter()
            .all(|principal| principal["luk"] == false)
    );
}

#[test]
fn consent_for_the_organization_holds_for_everybody() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = Browser::default();
    let url = authorize_url(&[("scope", "openid Directory.Read.All")]);
    browser.open(&mut world.cloud, world.now, &url).unwrap();
    browser
        .sign_in(
            &mut world.cloud,
            world.now,
            "person@contoso.onmicrosoft.com",
            "practice",
        )
        .unwrap();
    assert_eq!(browser.title(), "Need admin approval");
    browser
        .follow(
            &mut world.cloud,
            world.now,
            "Return to the application without granting consent",
        )
        .unwrap();
    assert!(
        answer_of(browser.left_for().unwrap(), "error_description")
            .unwrap()
            .starts_with("AADSTS90094")
    );

    let mut admin = Browser::default();
    admin.open(&mut world.cloud, world.now, &url).unwrap();
    admin.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    admin.choose("Consent on behalf of your organization").unwrap();
    admin.press(&mut world.cloud, world.now, "Accept").unwrap();
    let callback = world
        .cloud
        .sign_in(world.now, "person@contoso.onmicrosoft.com", "practice", &url)
        .unwrap();
    assert!(answer_of(&callback, "code").is_some());
}

#[test]
fn the_admin_consent_endpoint_answers_with_the_tenant() {
    let mut world = World::new(TenantName::Contoso);
    let url = format!(
        "http://localhost:8081/organizations/v2.0/adminconsent?client_id={CLIENT_ID}&redirect_uri={CALLBACK}&scope=User.Read&state=x"
    );
    let callback = world.cloud.sign_in(world.now, ADMIN, "practice", &url).unwrap();
    assert_eq!(answer_of(&callback, "admin_consent").as_deref(), Some("True"));
    assert_eq!(answer_of(&callback, "tenant"), Some(world.cloud.tenant_id()));
}

#[test]
fn discovery_names_the_tenant_or_a_placeholder_or_says_that_there_is_none() {
    let mut world = World::new(TenantName::Contoso);
    let mut discovery = |part: &str| {
        let url = format!("http://localhost:8081/{part}/v2.0/.well-known/openid-configuration");
        world.call(Request::get(url).body(Vec::new()).unwrap())
    };
    assert_eq!(
        body(&discovery("organizations"))["issuer"],
        "http://localhost:8081/{tenantid}/v2.0"
    );
    let by_domain = body(&discovery("contoso.onmicrosoft.com"));
    let unknown = discovery("00000000-0000-0000-0000-000000000009");
    assert_eq!((unknown.status().as_u16(), entra_code_of(&unknown)), (400, 90002));
    assert_eq!(header(&unknown, "access-control-allow-origin"), Some("*"));
    assert_eq!(
        by_domain["issuer"],
        format!("http://localhost:8081/{}/v2.0", world.cloud.tenant_id())
    );
}

#[test]
fn signing_out_ends_the_session() {
    let mut world = World::new(TenantName::Contoso);
    let mut browser = Browser::default();
    browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    let logout = format!("http://localhost:8081/organizations/oauth2/v2.0/logout?post_logout_redirect_uri={CALLBACK}");
    browser.open(&mut world.cloud, world.now, &logout).unwrap();
    assert_eq!(browser.left_for(), Some(CALLBACK));
    browser.open(&mut world.cloud, world.now, &authorize_url(&[])).unwrap();
    assert!(browser.has_button("Sign in"));
}

#[test]
fn the_opaque_hint_of_a_token_names_its_account_when_signing_in_and_out() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let hint = claims(&world.tokens["id_token"])["login_hint"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(!hint.contains(ADMIN));
    let mut browser = Browser::default();
    let asks = authorize_url(&[("login_hint", &hint)]);
    browser.open(&mut world.cloud, world.now, &asks).unwrap();
    // The page has the sign-in name in its field.
    browser.fill("Password", "practice").unwrap();
    browser.press(&mut world.cloud, world.now, "Sign in").unwrap();
    browser.verify(&mut world.cloud, world.now).unwrap();
    assert!(browser.left_for().is_some_and(|address| address.starts_with(CALLBACK)));

    let logout = |hint: &str| {
        format!(
            "http://localhost:8081/organizations/oauth2/v2.0/logout?post_logout_redirect_uri={CALLBACK}&logout_hint={hint}"
        )
    };
    let somebody_else = "O.MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAx";
    for (meant, ends) in [(somebody_else, false), (hint.as_str(), true)] {
        browser.open(&mut world.cloud, world.now, &logout(meant)).unwrap();
        assert_eq!(browser.left_for(), Some(CALLBACK));
        browser.open(&mut world.cloud, world.now, &asks).unwrap();
        assert_eq!(browser.has_button("Sign in"), ends);
    }
}

#[test]
fn no_secret_is_in_the_log() {
    let world = World::contoso_as(ADMIN, EVERYTHING);
    let log = serde_json::to_string(world.cloud.requests()).unwrap();
    let secrets = world.cloud.issued_secrets();
    assert!(secrets.len() >= 4);
    for secret in secrets {
        assert!(!log.contains(&secret));
    }
    assert!(!log.contains("password=practice") && !log.contains(VERIFIER));
    assert!(log.contains(CHALLENGE), "what is no secret stays");
}
