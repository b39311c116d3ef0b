//! Billing: accounts, what they bought, what they owe, and what each agreement allows.

use http::{Method, Request};
use practice::Tenant;
use serde_json::{Value, json};

use crate::azure::{ADMIN, OWNER, strong};
use crate::world::{SECOND_FACTOR, World, body, header, text};

#[test]
fn the_billing_account_tells_its_agreement_and_what_it_bought() {
    let mut world = strong(ADMIN);
    let accounts = "/providers/Microsoft.Billing/billingAccounts?api-version=2024-04-01";
    let account = body(&world.arm(Method::GET, accounts, None))["value"][0].clone();
    assert_eq!(account["properties"]["agreementType"], "MicrosoftCustomerAgreement");
    assert!(account["name"].as_str().unwrap().ends_with("_2019-05-31"), "{account}");
    let base = account["id"].as_str().unwrap().to_owned();
    let listed = body(&world.arm(
        Method::GET,
        &format!("{base}/billingSubscriptions?api-version=2024-04-01"),
        None,
    ));
    let by_name = |name: &str| -> Value {
        let found = listed["value"]
            .as_array()
            .unwrap()
            .iter()
            .find(|found| found["properties"]["productType"] == name);
        found.unwrap().clone()
    };
    let (new, old) = (by_name("SPB"), by_name("VISIOCLIENT"));
    assert_eq!(new["properties"]["systemOverrides"]["cancellation"], "Allowed");
    assert_eq!(old["properties"]["systemOverrides"]["cancellation"], "NotAllowed");
    let path = |found: &Value| format!("{}?api-version=2024-04-01", found["id"].as_str().unwrap());
    assert_eq!(world.arm(Method::DELETE, &path(&old), None).status(), 409);
    assert_eq!(world.arm(Method::DELETE, &path(&new), None).status(), 204);
    let off = json!({"properties": {"autoRenew": "Off"}});
    let changed = body(&world.arm(Method::PATCH, &path(&old), Some(&off)));
    assert_eq!(
        (&changed["properties"]["autoRenew"], &changed["properties"]["status"]),
        (&json!("Off"), &json!("Expiring"))
    );
    assert_eq!(world.cloud.inspect()["subscriptions"][0]["center"], "Disabled");

    let orders = "/providers/Microsoft.Capacity/reservationOrders?api-version=2022-11-01";
    assert_eq!(
        body(&world.arm(Method::GET, orders, None))["value"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    world.sign_in_to_azure(OWNER, SECOND_FACTOR);
    assert_eq!(body(&world.arm(Method::GET, accounts, None))["value"], json!([]));
    assert_eq!(
        world
            .arm(Method::GET, &format!("{base}?api-version=2024-04-01"), None)
            .status(),
        403
    );
}

#[test]
fn invoices_are_listed_downloaded_without_a_token_and_paid_by_hand() {
    let mut world = strong(ADMIN);
    let base = "/providers/Microsoft.Billing/billingAccounts/default/invoices";
    let all = format!("{base}?api-version=2024-04-01&periodStartDate=01-01-2020&periodEndDate=12-31-2030");
    let listed = body(&world.arm(Method::GET, &all, None));
    let invoice = &listed["value"][0];
    assert_eq!(listed["value"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&invoice["properties"]["amountDue"], &invoice["properties"]["status"]),
        (&json!({"currency": "EUR", "value": 120.5}), &json!("OverDue"))
    );
    assert_eq!(
        world
            .arm(Method::GET, &format!("{base}?api-version=2024-04-01"), None)
            .status(),
        400
    );
    let name = invoice["name"].as_str().unwrap();
    let offered = body(&world.arm(
        Method::POST,
        &format!("{base}/{name}/download?api-version=2024-04-01"),
        None,
    ));
    let url = offered["url"].as_str().unwrap().to_owned();
    let fetch = |world: &mut World, url: &str| world.call(Request::get(url).body(Vec::new()).unwrap());
    let file = fetch(&mut world, &url);
    assert_eq!(
        (file.status().as_u16(), header(&file, "content-type")),
        (200, Some("application/pdf"))
    );
    assert!(file.body().starts_with(b"%PDF-"));
    assert_eq!(fetch(&mut world, &url.replace("tempauth=", "tempauth=x")).status(), 403);
    world.wait(3600);
    assert_eq!(fetch(&mut world, &url).status(), 403, "the address was for an hour");

    let mut browser = practice::Browser::default();
    browser
        .open(&mut world.cloud, world.now, "http://localhost:8084/bills")
        .unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    browser
        .press(&mut world.cloud, world.now, &format!("Pay {name}"))
        .unwrap();
    assert_eq!(world.cloud.inspect()["invoices"][0]["dueCents"], 0);
}

#[test]
fn each_agreement_refuses_what_the_specification_keeps_from_it() {
    let file = |agreement: &str| {
        format!(
            r#"{{"name": "pays", "displayName": "Pays", "agreement": "{agreement}",
            "users": [{{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}}],
            "subscriptions": [{{"skuPartNumber": "SPB", "totalLicenses": 5, "daysOld": 2}}],
            "invoices": [{{"billedCents": 100, "daysAgo": 10}}, {{"billedCents": 200, "daysAgo": 20}}]}}"#
        )
    };
    let base = "/providers/Microsoft.Billing/billingAccounts/default";
    let version = "api-version=2024-04-01";
    for (agreement, one, product, delete, cancel, invoices, several) in [
        ("MOSA", 400, 400, 400, 400, 200, 400),
        ("EA", 200, 400, 400, 400, 400, 200),
        ("MCA", 200, 200, 204, 400, 200, 200),
    ] {
        let mut world = World::new(practice::Tenant::from_json(&file(agreement)).unwrap());
        world.sign_in_to_azure("admin@pays.onmicrosoft.com", SECOND_FACTOR);
        let id = world.cloud.inspect()["subscriptions"][0]["commerceSubscriptionId"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut status = |method: Method, path: &str, content: Option<&Value>| {
            world.arm(method, &format!("{base}{path}"), content).status().as_u16()
        };
        let subscription = format!("/billingSubscriptions/{id}?{version}");
        let period = "periodStartDate=01-01-2026&periodEndDate=12-31-2026";
        let documents = json!([{"invoiceName": "E010000001"}, {"invoiceName": "E010000002"}]);
        assert_eq!(status(Method::GET, &subscription, None), one, "{agreement}");
        assert_eq!(
            status(Method::GET, &format!("/products/{id}?{version}"), None),
            product,
            "{agreement}"
        );
        assert_eq!(
            status(
                Method::POST,
                &format!("/billingSubscriptions/{id}/cancel?{version}"),
                None
            ),
            cancel,
            "{agreement}"
        );
        assert_eq!(
            status(Method::GET, &format!("/invoices?{period}&{version}"), None),
            invoices,
            "{agreement}"
        );
        assert_eq!(
            status(Method::POST, &format!("/downloadDocuments?{version}"), Some(&documents)),
            several,
            "{agreement}"
        );
        assert_eq!(
            status(Method::POST, &format!("/downloadDocuments?{version}"), Some(&json!([]))),
            400,
            "{agreement}"
        );
        let deleted = status(Method::DELETE, &subscription, None);
        assert_eq!(deleted, delete, "{agreement}");
    }
}

#[test]
fn several_invoices_come_in_one_archive() {
    let file = r#"{"name": "pays", "displayName": "Pays", "agreement": "MCA",
        "users": [{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}],
        "invoices": [{"billedCents": 100, "daysAgo": 10}, {"billedCents": 200, "daysAgo": 20}]}"#;
    let mut world = World::new(practice::Tenant::from_json(file).unwrap());
    world.sign_in_to_azure("admin@pays.onmicrosoft.com", SECOND_FACTOR);
    let path = "/providers/Microsoft.Billing/billingAccounts/default/downloadDocuments?api-version=2024-04-01";
    let documents = json!([{"invoiceName": "E010000001"}, {"invoiceName": "E010000002"}]);
    let offered = body(&world.arm(Method::POST, path, Some(&documents)));
    let request = http::Request::get(offered["url"].as_str().unwrap())
        .body(Vec::new())
        .unwrap();
    let archive = world.call(request);
    assert_eq!(
        (archive.status().as_u16(), header(&archive, "content-type")),
        (200, Some("application/zip"))
    );
    let content = text(&archive);
    assert!(content.contains("E010000001.pdf") && content.contains("E010000002.pdf"));
}

#[test]
fn each_of_several_billing_accounts_answers_for_itself() {
    let file = r#"{"name": "two", "displayName": "Two", "users": [
            {"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}],
        "subscriptions": [
            {"skuPartNumber": "SPB", "totalLicenses": 3},
            {"skuPartNumber": "VISIOCLIENT", "totalLicenses": 1, "daysOld": 3, "daysLeft": 362, "billingAccount": "New"}],
        "invoices": [{"billedCents": 100, "daysAgo": 10}],
        "billingAccounts": [
            {"displayName": "New", "agreement": "MCA", "invoices": [{"billedCents": 200, "dueCents": 200, "daysAgo": 10}]},
            {"displayName": "Old", "agreement": "EA"}]}"#;
    let mut world = World::new(Tenant::from_json(file).unwrap());
    world.sign_in_to_azure("admin@two.onmicrosoft.com", SECOND_FACTOR);
    let base = "/providers/Microsoft.Billing/billingAccounts";
    let version = "api-version=2024-04-01";
    let accounts = body(&world.arm(Method::GET, &format!("{base}?{version}"), None));
    let accounts: Vec<(String, String)> = accounts["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&account["properties"]["agreementType"]), text(&account["name"]))
        })
        .collect();
    let agreements: Vec<&str> = accounts.iter().map(|(agreement, _)| agreement.as_str()).collect();
    assert_eq!(
        agreements,
        [
            "MicrosoftOnlineServicesProgram",
            "MicrosoftCustomerAgreement",
            "EnterpriseAgreement"
        ]
    );
    let names = |world: &mut World, account: &str, what: &str| -> Vec<String> {
        let path = format!("{base}/{account}/{what}{version}");
        let found = body(&world.arm(Method::GET, &path, None));
        let found = found["value"].as_array().unwrap().clone();
        let shown = |one: &Value| {
            let name = one["properties"]["displayName"].as_str().or(one["name"].as_str());
            name.unwrap().to_owned()
        };
        found.iter().map(shown).collect()
    };
    let (old, new) = (accounts[0].1.clone(), accounts[1].1.clone());
    let subscriptions = "billingSubscriptions?includeTenantSubscriptions=true&";
    assert_eq!(
        names(&mut world, &old, subscriptions),
        ["Microsoft 365 Business Premium"]
    );
    assert_eq!(names(&mut world, &new, subscriptions), ["Visio Plan 2"]);
    assert_eq!(names(&mut world, &new, "products?"), ["Visio Plan 2"]);
    let invoices = "invoices?periodStartDate=01-01-2020&periodEndDate=12-31-2030&";
    assert_eq!(names(&mut world, &old, invoices), ["E010000001"]);
    assert_eq!(names(&mut world, &new, invoices), ["E010000002"]);
    assert_eq!(names(&mut world, "default", invoices), ["E010000001", "E010000002"]);
    let page = world.admin_center_as("admin@two.onmicrosoft.com", "/bills");
    assert!(
        page.text().contains("Microsoft Customer Agreement") && page.text().contains("Enterprise Agreement"),
        "{}",
        page.text()
    );
    // Which rules hold is said by the account that pays.
    let mut browser = world.admin_center_as("admin@two.onmicrosoft.com", "/products");
    browser.follow(&mut world.cloud, world.now, "Visio Plan 2").unwrap();
    browser
        .press(&mut world.cloud, world.now, "Cancel subscription")
        .unwrap();
    browser.choose("Other").unwrap();
    browser.press(&mut world.cloud, world.now, "Save").unwrap();
    assert!(
        browser.text().contains("It can't be deleted sooner"),
        "{}",
        browser.text()
    );
    let unknown = file.replace("\"billingAccount\": \"New\"", "\"billingAccount\": \"Newer\"");
    let told = Tenant::from_json(&unknown).unwrap_err().to_string();
    assert!(
        told.starts_with("subscriptions[1].billingAccount: there is no billing account"),
        "{told}"
    );
}
