//! Graph: what a closing changes besides users and apps. Sync, groups, devices, units, domains, grants, policies.

use std::time::Duration;

use http::{Method, Response};
use serde_json::{Value, json};

use crate::world::{World, body, code_of, header, text};

const ADMIN: &str = "admin@wide.onmicrosoft.com";
const ANNA: &str = "anna@wide.example";
const BEN: &str = "ben@wide.onmicrosoft.com";
const SCOPES: &str = "openid profile offline_access Directory.Read.All User.ReadWrite.All Directory.AccessAsUser.All \
    Organization.ReadWrite.All Group.ReadWrite.All Device.Read.All AdministrativeUnit.ReadWrite.All Domain.ReadWrite.All \
    DelegatedPermissionGrant.ReadWrite.All Application.ReadWrite.All Policy.Read.All Policy.ReadWrite.SecurityDefaults \
    Policy.ReadWrite.ConditionalAccess AuditLog.Read.All";

const TENANT: &str = r#"{
  "name": "wide", "displayName": "Wide", "domains": ["wide.example"], "directorySync": "on",
  "users": [
    {"userPrincipalName": "admin", "displayName": "Ada", "roles": ["Global Administrator"]},
    {"userPrincipalName": "anna@wide.example", "displayName": "Anna", "onPremisesSyncEnabled": true},
    {"userPrincipalName": "ben", "displayName": "Ben"}
  ],
  "groups": [
    {"displayName": "Team", "kind": "microsoft365", "members": ["ben"], "owners": ["admin"]},
    {"displayName": "Licensed", "members": ["ben"], "licenses": ["SPB"]}
  ],
  "subscriptions": [{"skuPartNumber": "SPB", "totalLicenses": 10}],
  "enterpriseApplications": [
    {"displayName": "Clingy", "leaves": "onceDisabled"},
    {"displayName": "Forever", "leaves": "never"},
    {"displayName": "Identity", "kind": "managedIdentity"}
  ],
  "applications": [{"displayName": "From template", "kind": "saml"}],
  "devices": [{"displayName": "LAPTOP-1"}, {"displayName": "Phone", "operatingSystem": "Android"}],
  "administrativeUnits": [{"displayName": "Board", "isMemberManagementRestricted": true, "members": ["ben"]}],
  "conditionalAccessPolicies": [
    {"displayName": "Own", "state": "enabled"},
    {"displayName": "Microsoft-managed", "state": "enabled", "managedByMicrosoft": true}
  ]
}"#;

fn world() -> World {
    World::written(TENANT, ADMIN, SCOPES)
}

/// The id of something that the model holds, by its name.
fn id(world: &World, kind: &str, name: &str) -> String {
    let state = world.cloud.inspect();
    let found = state[kind]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["displayName"] == name);
    found.unwrap_or_else(|| panic!("no {name}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn patch(world: &mut World, path: &str, content: &Value) -> Response<Vec<u8>> {
    world.send(Method::PATCH, path, Some(content))
}

fn post(world: &mut World, path: &str, content: &Value) -> Response<Vec<u8>> {
    world.send(Method::POST, path, Some(content))
}

#[test]
fn the_sync_goes_off_after_hours_and_only_then_its_users_can_be_deleted() {
    let mut world = world();
    let organization = format!("/v1.0/organization/{}", world.cloud.tenant_id());
    let user = format!("/v1.0/users/{}", world.user_id(ANNA));
    let refused = world.delete(&user);
    assert_eq!(
        (refused.status().as_u16(), code_of(&refused)),
        (400, "Request_BadRequest".to_owned())
    );
    let off = json!({"onPremisesSyncEnabled": false});
    assert_eq!(patch(&mut world, &organization, &off).status(), 204);
    assert_eq!(
        body(&world.get(&organization))["onPremisesSyncEnabled"],
        true,
        "it takes its time"
    );
    assert_eq!(
        patch(&mut world, &organization, &off).status(),
        400,
        "it can't be called off meanwhile"
    );
    world.cloud.advance(Duration::from_secs(72 * 3600));
    assert_eq!(body(&world.get(&organization))["onPremisesSyncEnabled"], false);
    assert_eq!(
        body(&world.get(&format!("{user}?$select=onPremisesSyncEnabled")))["onPremisesSyncEnabled"],
        false
    );
    assert_eq!(world.delete(&user).status(), 204);
    assert_eq!(world.cloud.inspect()["tenant"]["syncEnabled"], false);
}

#[test]
fn a_group_with_licences_goes_once_they_are_taken_away() {
    let mut world = world();
    let licensed = format!("/v1.0/groups/{}", id(&world, "groups", "Licensed"));
    assert_eq!(world.delete(&licensed).status(), 400);
    let sku = body(&world.get(&licensed))["assignedLicenses"][0]["skuId"].clone();
    let taken = post(
        &mut world,
        &format!("{licensed}/assignLicense"),
        &json!({"addLicenses": [], "removeLicenses": [sku]}),
    );
    assert_eq!(
        (taken.status().as_u16(), &body(&taken)["assignedLicenses"]),
        (202, &json!([]))
    );
    assert_eq!(world.delete(&licensed).status(), 204);
    let state = world.cloud.inspect();
    assert_eq!(state["deletedGroups"], json!([]), "a security group has no bin");

    let team = format!("/v1.0/groups/{}", id(&world, "groups", "Team"));
    let ben = world.user_id(BEN);
    assert_eq!(world.delete(&format!("{team}/members/{ben}/$ref")).status(), 204);
    assert_eq!(world.delete(&format!("{team}/members/{ben}/$ref")).status(), 404);
    assert_eq!(world.delete(&team).status(), 204);
    assert_eq!(world.all("/v1.0/directory/deletedItems/microsoft.graph.group").len(), 1);
    assert_eq!(world.delete(&team).status(), 404);
}

#[test]
fn devices_are_deleted_for_good_and_slowly() {
    let mut world = world();
    let devices = world.all("/v1.0/devices?$select=id,displayName,operatingSystem");
    assert_eq!(devices.len(), 2);
    for device in &devices {
        assert_eq!(
            world
                .delete(&format!("/v1.0/devices/{}", device["id"].as_str().unwrap()))
                .status(),
            204
        );
    }
    assert!(world.all("/v1.0/devices").is_empty());
    let missing = |world: &mut World| world.delete("/v1.0/devices/11111111-2222-4333-8444-555555555555");
    let refused = (0..24)
        .map(|_| missing(&mut world))
        .find(|answer| answer.status() == 429);
    let refused = refused.unwrap();
    assert_eq!(
        header(&refused, "retry-after"),
        Some("1"),
        "25 in ten seconds, for each person"
    );
    world.wait(1);
    assert_eq!(missing(&mut world).status(), 404);
}

#[test]
fn members_of_a_restricted_unit_are_out_of_reach_until_taken_out() {
    let mut world = world();
    let ben = world.user_id(BEN);
    let user = format!("/v1.0/users/{ben}");
    assert_eq!(
        body(&world.get(&format!("{user}?$select=isManagementRestricted")))["isManagementRestricted"],
        true
    );
    assert_eq!(code_of(&world.delete(&user)), "Authorization_RequestDenied");
    let units = world.all("/v1.0/directory/administrativeUnits");
    assert_eq!(units[0]["isMemberManagementRestricted"], true);
    let unit = format!(
        "/v1.0/directory/administrativeUnits/{}",
        units[0]["id"].as_str().unwrap()
    );
    assert_eq!(world.all(&format!("{unit}/members"))[0]["id"], ben.as_str());
    assert_eq!(world.delete(&format!("{unit}/members/{ben}/$ref")).status(), 204);
    assert_eq!(world.delete(&user).status(), 204);
    assert_eq!(world.delete(&unit).status(), 204);
    assert_eq!(
        world
            .all("/v1.0/directory/deletedItems/microsoft.graph.administrativeUnit")
            .len(),
        1
    );
}

#[test]
fn a_domain_in_use_goes_by_force_and_renames_who_used_it() {
    let mut world = world();
    let references = world.all("/v1.0/domains/wide.example/domainNameReferences");
    assert_eq!(references[0]["userPrincipalName"], ANNA);
    assert_eq!(
        world.delete("/v1.0/domains/wide.example").status(),
        400,
        "it has references"
    );
    assert_eq!(
        world.delete("/v1.0/domains/wide.onmicrosoft.com").status(),
        400,
        "the initial one stays"
    );
    assert_eq!(
        patch(&mut world, "/v1.0/domains/wide.example", &json!({"isDefault": true})).status(),
        204
    );
    let force = "/v1.0/domains/wide.example/forceDelete";
    assert_eq!(
        post(&mut world, force, &json!({})).status(),
        400,
        "the default one stays"
    );
    assert_eq!(
        patch(
            &mut world,
            "/v1.0/domains/wide.onmicrosoft.com",
            &json!({"isDefault": true})
        )
        .status(),
        204
    );
    assert_eq!(
        post(&mut world, force, &json!({"disableUserAccounts": false})).status(),
        204
    );
    assert_eq!(
        world.get("/v1.0/domains/wide.example").status(),
        200,
        "it goes on after the answer"
    );
    world.wait(300);
    assert_eq!(world.get("/v1.0/domains/wide.example").status(), 404);
    assert_eq!(world.get("/v1.0/users/anna@wide.onmicrosoft.com").status(), 200);
}

#[test]
fn a_grant_is_taken_back() {
    let mut world = world();
    let grants = world.all("/v1.0/oauth2PermissionGrants");
    assert_eq!(grants.len(), 1, "Luk's own");
    let path = format!("/v1.0/oauth2PermissionGrants/{}", grants[0]["id"].as_str().unwrap());
    assert_eq!(world.delete(&path).status(), 204);
    assert_eq!(world.delete(&path).status(), 404);
    let refused = world.refresh("User.Read");
    assert_eq!(
        body(&refused)["error_codes"][0],
        65001,
        "without it there are no tokens"
    );
}

#[test]
fn some_service_principals_go_once_disabled_and_some_never() {
    let mut world = world();
    let path = |world: &World, name: &str| format!("/v1.0/servicePrincipals/{}", id(world, "servicePrincipals", name));
    let (clingy, forever) = (path(&world, "Clingy"), path(&world, "Forever"));
    assert_eq!(world.delete(&clingy).status(), 400);
    let disable = json!({"accountEnabled": false});
    assert_eq!(patch(&mut world, &clingy, &disable).status(), 204);
    assert_eq!(world.delete(&clingy).status(), 204);
    assert_eq!(patch(&mut world, &forever, &disable).status(), 204);
    assert_eq!(world.delete(&forever).status(), 403);
    let identity = path(&world, "Identity");
    assert_eq!(body(&world.get(&identity))["servicePrincipalType"], "ManagedIdentity");
    assert_eq!(world.delete(&identity).status(), 400);

    let application = format!("/v1.0/applications/{}", id(&world, "applications", "From template"));
    assert_eq!(code_of(&world.delete(&application)), "DeletingSamlSpNotAllowed");
    let principal = path(&world, "From template");
    assert_eq!(world.delete(&principal).status(), 204);
    assert_eq!(world.delete(&application).status(), 204);
    let checks = format!("/tenants/{}/delete", world.cloud.tenant_id());
    let mut browser = practice::Browser::default();
    browser
        .open(&mut world.cloud, world.now, &format!("http://localhost:8084{checks}"))
        .unwrap();
    browser.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    assert!(
        !browser.text().contains("Forever"),
        "what never goes but is disabled blocks nothing"
    );
    assert!(browser.text().contains("Identity"));
}

#[test]
fn policies_are_switched_off_and_deleted_one_a_second() {
    let mut world = world();
    let defaults = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy";
    assert_eq!(patch(&mut world, defaults, &json!({"isEnabled": false})).status(), 204);
    assert_eq!(body(&world.get(defaults))["isEnabled"], false);
    let path = |world: &World, name: &str| {
        format!(
            "/v1.0/identity/conditionalAccess/policies/{}",
            id(world, "policies", name)
        )
    };
    let (own, managed) = (path(&world, "Own"), path(&world, "Microsoft-managed"));
    assert_eq!(patch(&mut world, &own, &json!({"state": "disabled"})).status(), 204);
    let refused = world.delete(&own);
    assert_eq!(
        (refused.status().as_u16(), header(&refused, "retry-after")),
        (429, None)
    );
    // The refused one is counted, too.
    world.wait(2);
    assert_eq!(world.delete(&own).status(), 204);
    world.wait(1);
    assert_eq!(
        world.delete(&managed).status(),
        400,
        "Microsoft's own is only switched off"
    );
    world.wait(1);
    assert_eq!(
        patch(&mut world, &managed, &json!({"state": "sometimes"})).status(),
        400
    );
    world.wait(1);
    assert_eq!(patch(&mut world, &managed, &json!({"state": "disabled"})).status(), 204);
    assert_eq!(world.cloud.inspect()["policies"][0]["state"], "disabled");
}

#[test]
fn what_was_changed_is_in_the_audit_log_for_a_week() {
    let mut world = world();
    let organization = format!("/v1.0/organization/{}", world.cloud.tenant_id());
    patch(&mut world, &organization, &json!({"onPremisesSyncEnabled": false}));
    world.wait(60);
    let team = format!("/v1.0/groups/{}", id(&world, "groups", "Team"));
    world.delete(&team);
    let log = world.all("/v1.0/auditLogs/directoryAudits");
    let activities: Vec<&Value> = log.iter().map(|entry| &entry["activityDisplayName"]).collect();
    assert_eq!(
        activities,
        [
            "Delete group",
            "Set DirSyncEnabled flag",
            "Consent to application",
            "Add delegated permission grant",
            "Add service principal"
        ]
    );
    assert_eq!(
        (
            &log[0]["activityDisplayName"],
            &log[0]["initiatedBy"]["user"]["userPrincipalName"]
        ),
        (&json!("Delete group"), &json!(ADMIN))
    );
    let since = log[0]["activityDateTime"].as_str().unwrap();
    assert_eq!(
        world
            .all(&format!(
                "/v1.0/auditLogs/directoryAudits?$filter=activityDateTime ge {since}"
            ))
            .len(),
        1
    );
    world.cloud.advance(Duration::from_secs(7 * 24 * 3600));
    assert!(world.all("/v1.0/auditLogs/directoryAudits").is_empty());
    let sign_ins = world.get("/v1.0/auditLogs/signIns");
    assert_eq!(sign_ins.status(), 403, "{}", text(&sign_ins));
}

#[test]
fn changes_need_their_own_permission() {
    let mut world = World::written(TENANT, ADMIN, "openid Directory.Read.All");
    let ids = ["groups", "devices", "administrativeUnits", "policies", "grants"];
    let state = world.cloud.inspect();
    for (kind, path) in ids.iter().zip([
        "groups",
        "devices",
        "directory/administrativeUnits",
        "identity/conditionalAccess/policies",
        "oauth2PermissionGrants",
    ]) {
        let id = state[kind][0]["id"].as_str().unwrap();
        let answer = world.delete(&format!("/v1.0/{path}/{id}"));
        assert_eq!(
            (answer.status().as_u16(), code_of(&answer)),
            (403, "Authorization_RequestDenied".to_owned()),
            "{path}"
        );
    }
    assert_eq!(world.delete("/v1.0/domains/wide.example").status(), 403);
    assert_eq!(world.cloud.inspect(), state);
}

#[test]
fn security_defaults_are_changed_by_who_may_read_policies_too() {
    let path = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy";
    let content = json!({"isEnabled": false});
    let mut world = World::contoso_as(crate::world::ADMIN, "Policy.ReadWrite.SecurityDefaults");
    assert_eq!(
        code_of(&patch(&mut world, path, &content)),
        "Authorization_RequestDenied"
    );
    let mut world = World::contoso_as(crate::world::ADMIN, "Policy.ReadWrite.SecurityDefaults Policy.Read.All");
    assert_eq!(patch(&mut world, path, &content).status(), 204);
}
