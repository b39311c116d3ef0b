//! Rules that bite a closing done in the wrong order: data goes with its subscriptions, applications keep domains, the
//! sync can't be switched to and fro.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::admin_centers::{cancel, delete};
use crate::world::{EVERYTHING, SECOND_FACTOR, World, body, code_of, text};

const ADMIN: &str = "admin@rules.onmicrosoft.com";

fn file(more: &str) -> String {
    format!(
        r#"{{"name": "rules", "displayName": "Rules", "domains": ["rules.example"], "users": [
            {{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"],
              "files": [{{"path": "Plan.txt", "content": "A plan."}}], "mail": [
                {{"from": "a@rules.example", "subject": "s", "body": "b", "folder": "Inbox/Projects/2026"}}]}},
            {{"userPrincipalName": "person", "displayName": "P", "files": [{{"path": "Own.txt", "content": "Mine."}}],
              "mail": [{{"from": "a@rules.example", "subject": "s", "body": "b"}}]}}]{more}}}"#
    )
}

const CONTENT: &str = "openid offline_access User.Read Files.Read.All Mail.Read";

/// What reading one's own files and mail answers now.
fn read(world: &mut World, account: &str) -> (u16, u16) {
    world.sign_in(account, CONTENT);
    let files = world.get("/v1.0/me/drive").status().as_u16();
    (files, world.get("/v1.0/me/mailFolders").status().as_u16())
}

#[test]
fn files_and_mail_go_with_the_subscriptions_that_keep_them() {
    let file = file(
        r#", "subscriptions": [{"skuPartNumber": "SPB", "totalLicenses": 5}, {"skuPartNumber": "VISIOCLIENT", "totalLicenses": 5}]"#,
    );
    let mut world = World::new(practice::Tenant::from_json(&file).unwrap());
    let person = "person@rules.onmicrosoft.com";
    assert_eq!(
        (read(&mut world, ADMIN), read(&mut world, person)),
        ((200, 200), (200, 200))
    );
    let suite = "Microsoft 365 Business Premium";
    let mut center = world.admin_center_as(ADMIN, "/products");
    cancel(&mut world, &mut center, suite);
    let administrators_only = ((200, 200), (403, 403));
    assert_eq!((read(&mut world, ADMIN), read(&mut world, person)), administrators_only);
    delete(&mut world, &mut center, suite);
    assert_eq!(read(&mut world, ADMIN), (404, 200), "files are erased at once");
    world.cloud.advance(Duration::from_secs(72 * 3600));
    assert_eq!(read(&mut world, ADMIN), (404, 404));
}

#[test]
fn a_multi_tenant_application_keeps_a_domain_that_it_names() {
    let file = file(
        r#", "applications": [
            {"displayName": "Shared", "signInAudience": "AzureADMultipleOrgs", "identifierUris": ["https://rules.example/shared"]},
            {"displayName": "Own", "identifierUris": ["api://x", "https://rules.example/own"]}]"#,
    );
    let mut world = World::written(&file, ADMIN, &format!("{EVERYTHING} Domain.ReadWrite.All"));
    let references = world.all("/v1.0/domains/rules.example/domainNameReferences");
    let names: Vec<&Value> = references.iter().map(|found| &found["displayName"]).collect();
    assert_eq!(names.len(), 2);
    assert_eq!(world.delete("/v1.0/domains/rules.example").status(), 400);
    let force = |world: &mut World| {
        let path = "/v1.0/domains/rules.example/forceDelete";
        world
            .send(Method::POST, path, Some(&json!({"disableUserAccounts": false})))
            .status()
    };
    assert_eq!(force(&mut world), 400);
    let shared = references
        .iter()
        .find(|found| found["displayName"] == "Shared")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(world.delete(&format!("/v1.0/applications/{shared}")).status(), 204);
    assert_eq!(force(&mut world), 204);
    let own = &world.all("/v1.0/applications")[0];
    assert_eq!(
        own["identifierUris"],
        json!(["api://x", "https://rules.onmicrosoft.com/own"])
    );
    world.wait(600);
    assert_eq!(world.get("/v1.0/domains/rules.example").status(), 404);
}

#[test]
fn a_domain_is_not_removed_by_force_while_exchange_provisions_groups_in_it() {
    let file = file(
        r#", "groups": [
            {"displayName": "Everyone", "kind": "distributionList", "mail": "everyone@rules.example", "members": ["admin"]},
            {"displayName": "Guards", "kind": "mailEnabledSecurity", "mail": "guards@rules.example"},
            {"displayName": "Team", "kind": "microsoft365", "mail": "team@rules.example"}]"#,
    );
    let mut world = World::written(
        &file,
        ADMIN,
        &format!("{EVERYTHING} Domain.ReadWrite.All Group.ReadWrite.All"),
    );
    let domain = "/v1.0/domains/rules.example";
    let group = |world: &mut World, name: &str| {
        let mut groups = world.all("/v1.0/groups").into_iter();
        groups.find(|found| found["displayName"] == name).unwrap()
    };
    let guards = group(&mut world, "Guards");
    assert_eq!(
        json!([
            guards["mailEnabled"],
            guards["securityEnabled"],
            guards["groupTypes"],
            guards["mail"]
        ]),
        json!([true, true, [], "guards@rules.example"])
    );
    let references = world.all(&format!("{domain}/domainNameReferences"));
    let groups = references
        .iter()
        .filter(|found| found["@odata.type"] == "#microsoft.graph.group");
    assert_eq!(groups.count(), 3);
    assert_eq!(world.delete(domain).status(), 400);
    let force = |world: &mut World| {
        let answer = world.send(Method::POST, &format!("{domain}/forceDelete"), Some(&json!({})));
        (answer.status().as_u16(), text(&answer).contains("Exchange"))
    };
    assert_eq!(force(&mut world), (400, true));
    for name in ["Everyone", "Guards"] {
        let path = format!("/v1.0/groups/{}", group(&mut world, name)["id"].as_str().unwrap());
        let refused = world.delete(&path);
        assert_eq!(refused.status(), 400, "Graph only shows it");
        assert!(text(&refused).contains("mail-enabled"), "{}", text(&refused));
    }
    let mut center = world.admin_center_as(ADMIN, "/exchange-groups");
    for button in ["Move Guards to rules.onmicrosoft.com", "Delete Everyone"] {
        assert_eq!(force(&mut world), (400, true), "before {button}");
        center.press(&mut world.cloud, world.now, button).unwrap();
    }
    assert_eq!(force(&mut world), (204, false));
    assert_eq!(group(&mut world, "Guards")["mail"], "guards@rules.onmicrosoft.com");
    assert_eq!(group(&mut world, "Team")["mail"], "team@rules.onmicrosoft.com");
    world.wait(600);
    assert_eq!(world.get(domain).status(), 404);
}

#[test]
fn who_is_renamed_with_their_domain_is_disabled_unless_asked_otherwise() {
    for (body, enabled) in [
        (json!({}), false),
        (json!({"disableUserAccounts": true}), false),
        (json!({"disableUserAccounts": false}), true),
    ] {
        let file = file("").replace(r#""person""#, r#""person@rules.example""#);
        let mut world = World::written(&file, ADMIN, &format!("{EVERYTHING} Domain.ReadWrite.All"));
        let path = "/v1.0/domains/rules.example/forceDelete";
        assert_eq!(world.send(Method::POST, path, Some(&body)).status(), 204);
        let person = world.get("/v1.0/users/person@rules.onmicrosoft.com?$select=accountEnabled");
        assert_eq!(crate::world::body(&person)["accountEnabled"], enabled, "{body}");
    }
}

#[test]
fn the_sync_stays_off_for_72_hours_before_it_can_be_turned_on_again() {
    let file = file(r#", "directorySync": "on""#);
    let mut world = World::written(&file, ADMIN, &format!("{EVERYTHING} Organization.ReadWrite.All"));
    let path = format!("/v1.0/organization/{}", world.cloud.tenant_id());
    let set = |world: &mut World, on: bool| {
        let content = json!({"onPremisesSyncEnabled": on});
        world.send(Method::PATCH, &path, Some(&content)).status().as_u16()
    };
    assert_eq!(set(&mut world, false), 204);
    assert_eq!(set(&mut world, true), 400, "while it is being turned off");
    world.cloud.advance(Duration::from_secs(24 * 3600));
    assert_eq!(set(&mut world, true), 400, "too early");
    world.cloud.advance(Duration::from_secs(72 * 3600));
    assert_eq!(set(&mut world, true), 204);
    assert_eq!(
        body(&world.get("/v1.0/organization"))["value"][0]["onPremisesSyncEnabled"],
        true
    );
}

#[test]
fn folders_of_a_mailbox_lie_in_each_other() {
    let mut world = World::written(&file(""), ADMIN, "openid Mail.Read");
    let child = |world: &mut World, path: &str| {
        let folders = world.all(&format!("/v1.0/me/mailFolders{path}"));
        (folders.len(), folders)
    };
    let (count, top) = child(&mut world, "");
    assert_eq!(count, 4, "only the usual folders are on top");
    let inbox = top.iter().find(|folder| folder["displayName"] == "Inbox").unwrap();
    assert_eq!(
        (&inbox["childFolderCount"], &inbox["parentFolderId"]),
        (&json!(1), &Value::Null)
    );
    let (_, projects) = child(&mut world, "/inbox/childFolders");
    let id = projects[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        (&projects[0]["displayName"], &projects[0]["parentFolderId"]),
        (&json!("Projects"), &inbox["id"])
    );
    let (_, years) = child(&mut world, &format!("/{id}/childFolders"));
    let year = years[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(world.all(&format!("/v1.0/me/mailFolders/{year}/messages")).len(), 1);
}

#[test]
fn a_customer_agreement_has_a_billing_profile_and_others_have_none() {
    let base = "/providers/Microsoft.Billing/billingAccounts/default/billingProfiles";
    let version = "api-version=2024-04-01";
    for (agreement, status) in [("MCA", 200), ("MOSA", 400), ("EA", 400)] {
        let more = format!(
            r#", "agreement": "{agreement}", "subscriptions": [{{"skuPartNumber": "SPB", "totalLicenses": 5}}]"#
        );
        let mut world = World::new(practice::Tenant::from_json(&file(&more)).unwrap());
        world.sign_in_to_azure(ADMIN, SECOND_FACTOR);
        let profiles = world.arm(Method::GET, &format!("{base}?{version}"), None);
        assert_eq!(profiles.status().as_u16(), status, "{agreement}");
        if status != 200 {
            assert_eq!(code_of(&profiles), "BadRequest");
            continue;
        }
        let name = body(&profiles)["value"][0]["name"].as_str().unwrap().to_owned();
        let sections = body(&world.arm(Method::GET, &format!("{base}/{name}/invoiceSections?{version}"), None));
        let section = sections["value"][0]["name"].as_str().unwrap().to_owned();
        for below in [name.clone(), format!("{name}/invoiceSections/{section}")] {
            let path = format!("{base}/{below}/billingSubscriptions?{version}");
            assert_eq!(body(&world.arm(Method::GET, &path, None))["totalCount"], 1, "{below}");
        }
        assert_eq!(
            world
                .arm(Method::GET, &format!("{base}/x/invoiceSections?{version}"), None)
                .status(),
            404
        );
    }
}
