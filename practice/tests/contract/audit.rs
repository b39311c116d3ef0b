//! The log of changes: an entry for each change of the directory, as Entra calls it, with who did it and what it was about.

use http::Method;
use serde_json::{Value, json};

use crate::properties::routes::{FILE, SCOPES};
use crate::world::{EVERYTHING, World, body, text};

const ADMIN: &str = "admin@all.onmicrosoft.com";
const LOG: &str = "/v1.0/auditLogs/directoryAudits";

fn world() -> World {
    let scopes = format!("{EVERYTHING} {SCOPES} Mail.Read.Shared");
    World::written(FILE, ADMIN, &scopes)
}

/// Consenting at the sign-in is written down too: this leaves it out.
const DELETIONS: &str = "$filter=activityDisplayName eq 'Delete user'";

fn first(world: &mut World, path: &str) -> String {
    world.wait(20);
    world.all(path)[0]["id"].as_str().unwrap().to_owned()
}

fn latest(world: &mut World) -> Value {
    world.wait(20);
    body(&world.get(LOG))["value"][0].clone()
}

#[test]
fn each_change_of_the_directory_is_written_down() {
    let mut world = world();
    let user = world.user_id("person@all.example");
    let tenant = world.cloud.tenant_id();
    let admin = world.user_id(ADMIN);
    let group = first(&mut world, "/v1.0/groups?$filter=displayName eq 'Modern'");
    let device = first(&mut world, "/v1.0/devices");
    let unit = first(&mut world, "/v1.0/directory/administrativeUnits");
    let director = world.user_id("director@all.onmicrosoft.com");
    let application = first(&mut world, "/v1.0/applications?$filter=displayName eq 'Plain'");
    let principal = first(&mut world, "/v1.0/servicePrincipals?$filter=displayName eq 'DevOps'");
    let grant = first(&mut world, "/v1.0/oauth2PermissionGrants");
    let policy = first(&mut world, "/v1.0/identity/conditionalAccess/policies");
    let location = first(&mut world, "/v1.0/identity/conditionalAccess/namedLocations");
    let (patch, post, delete) = (Method::PATCH, Method::POST, Method::DELETE);
    let none = Value::Null;
    for (method, path, content, expected) in [
        (
            &patch,
            format!("/v1.0/users/{user}"),
            json!({"accountEnabled": false}),
            "Disable account, UserManagement, Update",
        ),
        (
            &patch,
            format!("/beta/users/{user}/authentication/requirements"),
            json!({"perUserMfaState": "enforced"}),
            "Enable Strong Authentication, UserManagement, Update",
        ),
        (
            &patch,
            format!("/beta/users/{user}/authentication/requirements"),
            json!({"perUserMfaState": "disabled"}),
            "Disable Strong Authentication, UserManagement, Update",
        ),
        (
            &delete,
            format!("/v1.0/groups/{group}/members/{user}/$ref"),
            none.clone(),
            "Remove member from group, GroupManagement, Unassign",
        ),
        (
            &delete,
            format!("/v1.0/groups/{group}/owners/{admin}/$ref"),
            none.clone(),
            "Remove owner from group, GroupManagement, Unassign",
        ),
        (
            &patch,
            format!("/v1.0/groups/{group}"),
            json!({"displayName": "Old"}),
            "Update group, GroupManagement, Update",
        ),
        (
            &post,
            format!("/v1.0/groups/{group}/assignLicense"),
            json!({"addLicenses": [], "removeLicenses": []}),
            "Set group license, GroupManagement, Update",
        ),
        (
            &delete,
            format!("/v1.0/users/{user}"),
            none.clone(),
            "Delete user, UserManagement, Delete",
        ),
        (
            &post,
            format!("/v1.0/directory/deletedItems/{user}/restore"),
            json!({}),
            "Restore user, UserManagement, Update",
        ),
        (
            &delete,
            format!("/v1.0/users/{user}"),
            none.clone(),
            "Delete user, UserManagement, Delete",
        ),
        (
            &delete,
            format!("/v1.0/directory/deletedItems/{user}"),
            none.clone(),
            "Hard Delete user, UserManagement, Delete",
        ),
        (
            &delete,
            format!("/v1.0/groups/{group}"),
            none.clone(),
            "Delete group, GroupManagement, Delete",
        ),
        (
            &delete,
            format!("/v1.0/directory/deletedItems/{group}"),
            none.clone(),
            "Hard Delete group, GroupManagement, Delete",
        ),
        (
            &patch,
            format!("/v1.0/applications/{application}"),
            json!({"identifierUris": []}),
            "Update application, ApplicationManagement, Update",
        ),
        (
            &delete,
            format!("/v1.0/applications/{application}"),
            none.clone(),
            "Delete application, ApplicationManagement, Delete",
        ),
        (
            &delete,
            format!("/v1.0/directory/deletedItems/{application}"),
            none.clone(),
            "Hard Delete application, ApplicationManagement, Delete",
        ),
        (
            &patch,
            format!("/v1.0/servicePrincipals/{principal}"),
            json!({"accountEnabled": false}),
            "Update service principal, ApplicationManagement, Update",
        ),
        (
            &delete,
            format!("/v1.0/servicePrincipals/{principal}"),
            none.clone(),
            "Remove service principal, ApplicationManagement, Delete",
        ),
        (
            &post,
            "/v1.0/servicePrincipals".to_owned(),
            json!({"appId": "b26e684c-5068-4120-a679-64a5d2c909d9"}),
            "Add service principal, ApplicationManagement, Add",
        ),
        (
            &delete,
            format!("/v1.0/devices/{device}"),
            none.clone(),
            "Delete device, Device, Delete",
        ),
        (
            &delete,
            format!("/v1.0/directory/administrativeUnits/{unit}/members/{director}/$ref"),
            none.clone(),
            "Remove member from administrative unit, AdministrativeUnit, Unassign",
        ),
        (
            &delete,
            format!("/v1.0/directory/administrativeUnits/{unit}"),
            none.clone(),
            "Delete administrative unit, AdministrativeUnit, Delete",
        ),
        (
            &patch,
            "/v1.0/domains/all.onmicrosoft.com".to_owned(),
            json!({"isDefault": true}),
            "Update domain, DirectoryManagement, Update",
        ),
        (
            &post,
            "/v1.0/domains/all.example/forceDelete".to_owned(),
            json!({}),
            "Remove verified domain, DirectoryManagement, Delete",
        ),
        (
            &patch,
            format!("/v1.0/organization/{tenant}"),
            json!({"onPremisesSyncEnabled": false}),
            "Set DirSyncEnabled flag, DirectoryManagement, Update",
        ),
        (
            &patch,
            "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy".to_owned(),
            json!({"isEnabled": false}),
            "Update security defaults, Policy, Update",
        ),
        (
            &patch,
            format!("/v1.0/identity/conditionalAccess/policies/{policy}"),
            json!({"state": "disabled"}),
            "Update conditional access policy, Policy, Update",
        ),
        (
            &delete,
            format!("/v1.0/identity/conditionalAccess/policies/{policy}"),
            none.clone(),
            "Delete conditional access policy, Policy, Delete",
        ),
        (
            &delete,
            format!("/v1.0/identity/conditionalAccess/namedLocations/{location}"),
            none.clone(),
            "Delete named location, Policy, Delete",
        ),
        (
            &delete,
            "/v1.0/identity/identityProviders/Google-OAUTH".to_owned(),
            none.clone(),
            "Delete identity provider, ResourceManagement, Delete",
        ),
        (
            &delete,
            "/v1.0/identity/b2xUserFlows/B2X_1_Partner".to_owned(),
            none.clone(),
            "Delete user flow, ResourceManagement, Delete",
        ),
        (
            &delete,
            format!("/v1.0/oauth2PermissionGrants/{grant}"),
            none.clone(),
            "Remove delegated permission grant, ApplicationManagement, Unassign",
        ),
    ] {
        world.wait(20);
        let content = (!content.is_null()).then_some(&content);
        let answer = world.send(method.clone(), &path, content);
        assert!(answer.status().is_success(), "{path}: {}", text(&answer));
        let entry = latest(&mut world);
        let told = ["activityDisplayName", "category", "operationType"].map(|name| entry[name].as_str().unwrap());
        assert_eq!(told.join(", "), expected, "{method} {path}");
        assert_eq!(entry["initiatedBy"]["user"]["id"], json!(admin), "{path}");
    }
}

#[test]
fn an_entry_says_what_it_was_about_and_what_is_another_now() {
    let mut world = world();
    let user = world.user_id("person@all.example");
    let path = format!("/v1.0/users/{user}");
    world.send(Method::PATCH, &path, Some(&json!({"accountEnabled": false})));
    let switched_off = latest(&mut world)["targetResources"][0].clone();
    assert_eq!(
        switched_off["modifiedProperties"],
        json!([{"displayName": "AccountEnabled", "oldValue": "[true]", "newValue": "[false]"}])
    );
    world.delete(&path);
    let entry = latest(&mut world);
    assert_eq!(
        entry["targetResources"][0],
        json!({"id": user, "displayName": "Person", "type": "User", "userPrincipalName": "person@all.example",
            "modifiedProperties": [], "groupType": null})
    );
    assert_eq!(
        (&entry["result"], &entry["loggedByService"]),
        (&json!("success"), &json!("Core Directory"))
    );
    let group = first(&mut world, "/v1.0/groups?$filter=displayName eq 'Modern'");
    world.delete(&format!("/v1.0/groups/{group}"));
    assert_eq!(latest(&mut world)["targetResources"][0]["groupType"], "unifiedGroups");
    world.wait(20);
    let one = world.get(&format!("{LOG}/{}", entry["id"].as_str().unwrap()));
    assert_eq!(body(&one)["activityDisplayName"], "Delete user");
    assert_eq!(world.get(&format!("{LOG}/none")).status(), 404);
}

#[test]
fn what_failed_and_what_is_no_change_of_the_directory_is_not_written_down() {
    let mut world = world();
    let before = world.all(LOG).len();
    world.delete("/v1.0/users/nobody");
    world.delete(&format!("/v1.0/users/{}", world.user_id(ADMIN)));
    let export = json!({"itemIds": ["x"]});
    let mailbox = format!(
        "/v1.0/admin/exchange/mailboxes/MBX:{}/exportItems",
        world.user_id(ADMIN)
    );
    world.send(Method::POST, &mailbox, Some(&export));
    world.wait(20);
    assert_eq!(world.all(LOG).len(), before);
}

#[test]
fn the_log_comes_in_pages_newest_first_and_new_entries_move_nothing() {
    let mut world = world();
    for number in 1..=2 {
        world.delete(&format!("/v1.0/users/user00000{number}@all.onmicrosoft.com"));
    }
    world.delete("/v1.0/users/person@all.example");
    world.wait(20);
    let page = body(&world.get(&format!("{LOG}?$top=2&{DELETIONS}")));
    let names = |page: &Value| -> Vec<String> {
        let entries = page["value"].as_array().unwrap().iter();
        let names = entries.map(|entry| {
            entry["targetResources"][0]["userPrincipalName"]
                .as_str()
                .unwrap()
                .to_owned()
        });
        names.collect()
    };
    assert_eq!(names(&page), ["person@all.example", "user000002@all.onmicrosoft.com"]);
    world.delete("/v1.0/devices/none");
    let device = first(&mut world, "/v1.0/devices");
    world.delete(&format!("/v1.0/devices/{device}"));
    world.wait(20);
    let rest = body(&world.get(page["@odata.nextLink"].as_str().unwrap()));
    assert_eq!(names(&rest), ["user000001@all.onmicrosoft.com"]);
    world.wait(20);
    assert_eq!(world.get(&format!("{LOG}?$top=1000")).status(), 200);
    world.wait(20);
    assert_eq!(world.get(&format!("{LOG}?$top=1001")).status(), 400);
}

#[test]
fn those_who_pay_for_it_have_the_log_for_thirty_days() {
    let mut world = World::contoso_as(crate::world::ADMIN, &format!("{EVERYTHING} AuditLog.Read.All"));
    world.delete("/v1.0/users/person@contoso.onmicrosoft.com");
    world.cloud.advance(std::time::Duration::from_secs(29 * 24 * 3600));
    assert_eq!(world.all(&format!("{LOG}?{DELETIONS}")).len(), 1);
    world.cloud.advance(std::time::Duration::from_secs(2 * 24 * 3600));
    assert!(world.all(LOG).is_empty());
}
