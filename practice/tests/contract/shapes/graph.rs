//! The shapes of Graph's answers, family by family.

use http::Method;
use serde_json::{Value, json};

use crate::properties::routes::{FILE, SCOPES};
use crate::shapes::{ADMIN, Names, check, get};
use crate::world::{EVERYTHING, World};

const MORE: &str = "Channel.ReadBasic.All ChannelMessage.Read.All DelegatedAdminRelationship.Read.All GroupSettings.Read.All \
    SharePointTenantSettings.Read.All DeviceManagementManagedDevices.Read.All Notes.Read Team.ReadBasic.All Tasks.Read Chat.Read eDiscovery.ReadWrite.All UserAuthenticationMethod.Read.All \
    MailboxFolder.Read MailboxItem.Read MailboxItem.Export OrgContact.Read.All Device.Read.All";

fn first(world: &mut World, path: &str) -> String {
    world.wait(20);
    world.all(path)[0]["id"].as_str().unwrap().to_owned()
}

fn graph() -> (World, Names) {
    let mut world = World::written(FILE, ADMIN, &format!("{EVERYTHING} {SCOPES} {MORE}"));
    let mut names = vec![
        (world.user_id("person@all.example"), "user"),
        (world.user_id("director@all.onmicrosoft.com"), "director"),
        (world.cloud.tenant_id(), "tenant"),
    ];
    for (name, path) in [
        ("group", "/v1.0/groups?$filter=displayName eq 'Modern'"),
        ("device", "/v1.0/devices"),
        ("unit", "/v1.0/directory/administrativeUnits"),
        ("application", "/v1.0/applications"),
        ("principal", "/v1.0/servicePrincipals"),
        ("grant", "/v1.0/oauth2PermissionGrants"),
        ("subscription", "/v1.0/directory/subscriptions"),
        ("policy", "/v1.0/identity/conditionalAccess/policies"),
        ("site", "/v1.0/sites?search=*"),
        ("folder", "/v1.0/me/mailFolders"),
        ("message", "/v1.0/me/mailFolders/inbox/messages"),
    ] {
        names.push((first(&mut world, path), name));
    }
    world.wait(20);
    let drive = crate::world::body(&world.get("/v1.0/me/drive"))["id"]
        .as_str()
        .unwrap()
        .to_owned();
    names.push((drive, "drive"));
    (world, Names(names))
}

#[test]
fn people_groups_and_roles() {
    let (mut world, names) = graph();
    let requests = [
        get("/me"),
        get("/me?$select=id,displayName,userPrincipalName,userType,onPremisesSyncEnabled"),
        get("/me/transitiveMemberOf"),
        get("/users?$top=2"),
        get(
            "/users?$select=id,displayName,assignedLicenses,isManagementRestricted,creationType,externalUserState&$count=true",
        ),
        get("/users/{user}"),
        get("/users/{user}/licenseDetails"),
        get("/users/00000000-0000-0000-0000-000000000000"),
        get("/users?$top=0"),
        get("/users/{user}/authentication/methods"),
        get("/users/delta?$select=id"),
        get("/groups"),
        get("/groups/{group}/members"),
        get("/groups/{group}/owners"),
        get("/directoryRoles"),
        get("/roleManagement/directory/roleDefinitions"),
        get("/roleManagement/directory/roleAssignments?$expand=principal"),
        get("/directory/administrativeUnits"),
        get("/directory/administrativeUnits/{unit}/members"),
        get("/devices"),
        (Method::DELETE, "/users/{user}", Value::Null),
        (Method::DELETE, "/users/{director}", Value::Null),
        get("/directory/deletedItems/microsoft.graph.user"),
        (Method::POST, "/directory/deletedItems/{user}/restore", json!({})),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("people.txt"),
        "people.txt",
    );
}

#[test]
fn the_organization_its_subscriptions_apps_and_policies() {
    let (mut world, names) = graph();
    let requests = [
        get("/organization"),
        get("/domains"),
        get("/domains/all.example/domainNameReferences"),
        get("/directory/subscriptions"),
        get("/directory/subscriptions/{subscription}"),
        get("/subscribedSkus"),
        get("/applications"),
        get("/applications/{application}"),
        get("/servicePrincipals"),
        get("/servicePrincipals/{principal}"),
        get("/oauth2PermissionGrants"),
        get("/oauth2PermissionGrants/{grant}"),
        get("/policies/identitySecurityDefaultsEnforcementPolicy"),
        get("/identity/conditionalAccess/policies"),
        get("/identity/conditionalAccess/policies/{policy}"),
        get("/identity/conditionalAccess/namedLocations"),
        get("/directory/onPremisesSynchronization/{tenant}"),
        (
            Method::PATCH,
            "/servicePrincipals/{principal}",
            json!({"accountEnabled": "yes"}),
        ),
        (Method::DELETE, "/domains/all.onmicrosoft.com", Value::Null),
        (Method::DELETE, "/devices/{device}", Value::Null),
        get("/auditLogs/directoryAudits"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("organization.txt"),
        "organization.txt",
    );
}

#[test]
fn files_mail_and_calendars() {
    let (mut world, names) = graph();
    let requests = [
        get("/me/drive"),
        get("/me/drives"),
        get("/drives/{drive}/root/delta"),
        get("/users/{user}/drive"),
        get("/sites?search=*"),
        get("/sites/{site}/drives"),
        get("/sites/{site}/lists"),
        get("/me/mailFolders"),
        get("/me/mailFolders/{folder}/messages"),
        get("/me/mailFolders/inbox/messages"),
        get("/me/messages/{message}/$value"),
        get("/me/messages/none"),
        get("/users/{user}/mailFolders"),
        get("/me/contacts"),
        get("/me/calendars"),
        get("/me/events"),
        get("/me/todo/lists"),
        get("/me/settings/exchange"),
        get("/teams"),
        get("/me/chats"),
        get("/security/cases/ediscoveryCases"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("content.txt"),
        "content.txt",
    );
}

#[test]
fn batches_and_beta() {
    let (mut world, names) = graph();
    let items = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/me?$select=id"},
        {"id": "2", "method": "DELETE", "url": "/users/00000000-0000-0000-0000-000000000000"},
        {"id": "3", "method": "GET", "url": "/me", "dependsOn": ["2"]},
    ]});
    let requests = [
        get("/beta/users/{user}/authentication/requirements"),
        (
            Method::PATCH,
            "/beta/users/{user}/authentication/requirements",
            json!({"perUserMfaState": "disabled"}),
        ),
        get("/v1.0/users/{user}/authentication/requirements"),
        (Method::POST, "/v1.0/$batch", items),
        (Method::POST, "/v1.0/$batch", json!({"requests": []})),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "",
        include_str!("batch.txt"),
        "batch.txt",
    );
}

#[test]
fn teams_and_chats() {
    let (mut world, mut names) = graph();
    let team = first(&mut world, "/v1.0/teams");
    let channel = first(&mut world, &format!("/v1.0/teams/{team}/channels"));
    names.0.push((team, "team"));
    names.0.push((channel, "channel"));
    names.0.push((first(&mut world, "/v1.0/me/chats"), "chat"));
    let requests = [
        get("/teams/{team}"),
        get("/teams/{team}/channels"),
        get("/teams/{team}/channels/{channel}/messages"),
        get("/teams/{team}/channels/none/messages"),
        get("/teams/{user}"),
        get("/teams/{team}/channels/getAllMessages"),
        get("/me/chats"),
        get("/chats/{chat}"),
        get("/chats/{chat}/members"),
        get("/chats/{chat}/messages"),
        get("/chats/{chat}/messages/none"),
        get("/users/{user}/chats"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("talk.txt"),
        "talk.txt",
    );
}

#[test]
fn ways_in_from_outside() {
    let (mut world, mut names) = graph();
    let location = first(&mut world, "/v1.0/identity/conditionalAccess/namedLocations");
    names.0.push((location, "location"));
    let requests = [
        get("/identity/identityProviders"),
        get("/identity/identityProviders/Google-OAUTH"),
        (Method::DELETE, "/identity/identityProviders/Google-OAUTH", Value::Null),
        get("/identity/identityProviders/Google-OAUTH"),
        get("/identity/b2xUserFlows"),
        (Method::DELETE, "/identity/b2xUserFlows/B2X_1_Partner", Value::Null),
        get("/identity/conditionalAccess/namedLocations"),
        get("/identity/conditionalAccess/namedLocations/{location}"),
        (
            Method::DELETE,
            "/identity/conditionalAccess/namedLocations/{location}",
            Value::Null,
        ),
        get("/tenantRelationships/delegatedAdminRelationships"),
        get("/trustFramework/policies"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("outside.txt"),
        "outside.txt",
    );
}

#[test]
fn the_log_of_changes() {
    let (mut world, names) = graph();
    let requests = [
        (Method::PATCH, "/users/{user}", json!({"accountEnabled": false})),
        (Method::DELETE, "/groups/{group}", Value::Null),
        get("/auditLogs/directoryAudits"),
        get("/auditLogs/directoryAudits?$top=1"),
        get("/auditLogs/directoryAudits/none"),
        get("/auditLogs/signIns"),
        get("/reports/authenticationMethods/userRegistrationDetails"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("logs.txt"),
        "logs.txt",
    );
}

#[test]
fn settings_and_small_collections() {
    let (mut world, names) = graph();
    let requests = [
        get("/policies/authorizationPolicy"),
        get("/policies/authenticationMethodsPolicy"),
        get("/policies/crossTenantAccessPolicy/partners"),
        get("/admin/sharepoint/settings"),
        get("/contacts"),
        get("/groupSettings"),
        get("/deviceManagement/managedDevices"),
        get("/users/{user}/manager"),
        get("/users/{director}/manager"),
        get("/me/contactFolders"),
        get("/me/onenote/notebooks"),
        get("/groups/{group}/transitiveMembers"),
        get("/servicePrincipals/{principal}/appRoleAssignedTo"),
        get("/users/$count"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("settings.txt"),
        "settings.txt",
    );
}

#[test]
fn queries_and_refusals() {
    let (mut world, names) = graph();
    let requests = [
        get("/users?$filter=assignedLicenses/$count eq 0&$count=true&$select=id"),
        get("/users?$search=%22displayName:ada%22&$select=id,displayName"),
        get("/users/{user}?$expand=manager($select=id,displayName)&$select=id"),
        get("/groups?$expand=members($select=id,displayName)&$select=id"),
        get("/users?$filter=contains(displayName,'a')"),
        get("/users?$filter=displayName eq"),
        get("/users?$search=ada"),
        get("/groups?$expand=members,owners"),
        get("/users?$select=nothing"),
        get("/users?$skiptoken=RFNwdAoAAQ!!!"),
        (Method::PATCH, "/users/{user}", json!({"accountEnabled": "no"})),
        get("/users/delta?$deltatoken=x"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "/v1.0",
        include_str!("queries.txt"),
        "queries.txt",
    );
}
