//! Graph: paging, rights, deleting, the bin, and what else is read.

use std::collections::BTreeSet;

use http::Method;
use practice::TenantName;
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, World, body, code_of, text};

fn ids(objects: &[Value]) -> BTreeSet<String> {
    objects
        .iter()
        .map(|object| object["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn all_users_come_in_pages_none_twice() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let first = body(&world.get("/v1.0/users?$select=id,displayName&$top=15&$count=true"));
    assert_eq!(first["value"].as_array().unwrap().len(), 15);
    assert_eq!(first["@odata.count"], 40);
    let link = first["@odata.nextLink"].as_str().unwrap();
    assert!(
        link.starts_with("http://localhost:8082/v1.0/users?") && link.contains("$skiptoken="),
        "{link}"
    );
    let users = world.all("/v1.0/users?$select=id,displayName&$top=15");
    assert_eq!((users.len(), ids(&users).len()), (40, 40));
    assert_eq!(users[0].as_object().unwrap().len(), 2);
    assert_eq!(text(&world.get("/v1.0/users/$count")), "40");
}

#[test]
fn a_user_deleted_between_two_pages_makes_no_other_go_missing() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let first = body(&world.get("/v1.0/users?$top=10"));
    let gone = first["value"][0]["id"].as_str().unwrap().to_owned();
    if gone != world.user_id(ADMIN) {
        assert_eq!(world.delete(&format!("/v1.0/users/{gone}")).status(), 204);
    }
    let mut all = ids(first["value"].as_array().unwrap());
    let rest = world.all(first["@odata.nextLink"].as_str().unwrap());
    all.extend(ids(&rest));
    assert_eq!(all.len(), 40);
}

#[test]
fn filters_and_properties_are_checked() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    assert_eq!(world.all("/v1.0/users?$filter=userType eq 'Guest'&$select=id").len(), 5);
    let advanced = world.get("/v1.0/users?$filter=userType ne 'Guest'");
    assert_eq!(
        (advanced.status().as_u16(), code_of(&advanced)),
        (400, "Request_UnsupportedQuery".to_owned())
    );
    assert_eq!(world.get("/v1.0/users?$select=nonsense").status(), 400);
    assert_eq!(world.get("/v1.0/users?$top=1000").status(), 400);
    assert_eq!(world.get("/v1.0/users?$skiptoken=invented").status(), 400);
    assert_eq!(world.get("/v1.0/users?$apply=aggregate($count as n)").status(), 501);
}

#[test]
fn me_and_my_roles_are_those_of_the_token() {
    let mut world = World::contoso_as("billing@contoso.onmicrosoft.com", "openid User.Read");
    let me = body(&world.get("/v1.0/me?$select=id,userPrincipalName,userType"));
    assert_eq!(me["userPrincipalName"], "billing@contoso.onmicrosoft.com");
    let roles =
        world.all("/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId");
    assert_eq!(roles.len(), 1);
    assert_eq!(roles[0]["roleTemplateId"], "b0f54661-2d74-4c50-afa3-1ec803f12efe");
    assert_eq!(roles[0]["@odata.type"], "#microsoft.graph.directoryRole");
}

#[test]
fn a_right_needs_both_the_scope_and_the_role() {
    let mut world = World::contoso_as(ADMIN, "openid User.Read");
    assert_eq!(code_of(&world.get("/v1.0/users")), "Authorization_RequestDenied");

    let scopes = "openid User.ReadWrite.All Directory.AccessAsUser.All Application.ReadWrite.All";
    let mut world = World::new(TenantName::Contoso);
    let mut admin = practice::Browser::default();
    admin
        .open(
            &mut world.cloud,
            world.now,
            &crate::world::authorize_url(&[("scope", scopes)]),
        )
        .unwrap();
    admin.sign_in(&mut world.cloud, world.now, ADMIN, "practice").unwrap();
    admin.choose("Consent on behalf of your organization").unwrap();
    admin.press(&mut world.cloud, world.now, "Accept").unwrap();
    let victim = world.user_id("person@contoso.onmicrosoft.com");
    let breakglass = world.user_id("breakglass@contoso.onmicrosoft.com");

    world.sign_in("billing@contoso.onmicrosoft.com", scopes);
    assert_eq!(world.delete(&format!("/v1.0/users/{victim}")).status(), 403);
    world.sign_in("user.admin@contoso.onmicrosoft.com", scopes);
    assert_eq!(
        world.delete(&format!("/v1.0/users/{breakglass}")).status(),
        403,
        "who holds a role is for higher ones"
    );
    assert_eq!(world.delete(&format!("/v1.0/users/{victim}")).status(), 204);
}

#[test]
fn an_administrator_is_deleted_only_with_access_as_the_user() {
    let breakglass = "breakglass@contoso.onmicrosoft.com";
    let mut world = World::contoso_as(ADMIN, "openid User.ReadWrite.All");
    let path = format!("/v1.0/users/{}", world.user_id(breakglass));
    assert_eq!(world.delete(&path).status(), 403);
    world.sign_in(ADMIN, "openid User.ReadWrite.All Directory.AccessAsUser.All");
    assert_eq!(world.delete(&path).status(), 204);
    let own = format!("/v1.0/users/{}", world.user_id(ADMIN));
    assert_eq!(
        code_of(&world.delete(&own)),
        "Authorization_RequestDenied",
        "nobody deletes the own account"
    );
}

#[test]
fn a_deleted_user_is_in_the_bin_and_comes_back_only_by_restoring() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let id = world.user_id("person@contoso.onmicrosoft.com");
    let path = format!("/v1.0/users/{id}");
    assert_eq!(world.delete(&path).status(), 204);
    assert_eq!(code_of(&world.delete(&path)), "Request_ResourceNotFound");
    assert_eq!(world.get(&path).status(), 404);
    let bin =
        world.all("/v1.0/directory/deletedItems/microsoft.graph.user?$select=id,userPrincipalName,deletedDateTime");
    assert_eq!(ids(&bin), BTreeSet::from([id.clone()]));
    assert!(
        bin[0]["userPrincipalName"]
            .as_str()
            .unwrap()
            .starts_with(&id.replace('-', ""))
    );

    let restored = world.send(
        Method::POST,
        &format!("/v1.0/directory/deletedItems/{id}/restore"),
        Some(&json!({})),
    );
    assert_eq!(
        (restored.status().as_u16(), body(&restored)["id"].as_str()),
        (200, Some(id.as_str()))
    );
    assert_eq!(world.get(&path).status(), 200);
    world.delete(&path);
    assert_eq!(
        world.delete(&format!("/v1.0/directory/deletedItems/{id}")).status(),
        204
    );
    assert_eq!(
        world.delete(&format!("/v1.0/directory/deletedItems/{id}")).status(),
        404
    );
    assert!(
        world
            .all("/v1.0/directory/deletedItems/microsoft.graph.user")
            .is_empty()
    );
}

#[test]
fn with_a_lag_lists_show_what_is_gone_already() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    world.cloud.set_list_lag(std::time::Duration::from_secs(60));
    let id = world.user_id("person@contoso.onmicrosoft.com");
    world.delete(&format!("/v1.0/users/{id}"));
    assert_eq!(world.get(&format!("/v1.0/users/{id}")).status(), 404);
    assert_eq!(text(&world.get("/v1.0/users/$count")), "40");
    world.wait(60);
    assert_eq!(text(&world.get("/v1.0/users/$count")), "39");
}

#[test]
fn members_of_groups_are_users_and_groups_that_still_live() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let groups = world.all("/v1.0/groups?$select=id,displayName,groupTypes");
    assert_eq!(groups.len(), 6);
    assert_eq!(
        groups
            .iter()
            .filter(|group| group["groupTypes"] == json!(["Unified"]))
            .count(),
        1
    );
    let nordic = groups
        .iter()
        .find(|group| group["displayName"] == "Nordic staff")
        .unwrap()["id"]
        .as_str()
        .unwrap();
    let path = format!("/v1.0/groups/{nordic}/members?$select=id,displayName");
    let members = world.all(&path);
    let kinds = |kind: &str| members.iter().filter(|member| member["@odata.type"] == kind).count();
    assert_eq!(
        (kinds("#microsoft.graph.user"), kinds("#microsoft.graph.group")),
        (1, 2)
    );
    let person = world.user_id("person@contoso.onmicrosoft.com");
    world.delete(&format!("/v1.0/users/{person}"));
    assert_eq!(world.all(&path).len(), 2);
    assert_eq!(world.all(&format!("/v1.0/groups/{nordic}/owners")).len(), 2);
}

#[test]
fn an_application_takes_its_service_principal_along_and_microsofts_own_stay() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let applications = world.all("/v1.0/applications?$select=id,appId,displayName");
    assert_eq!(applications.len(), 12);
    let before = world.all("/v1.0/servicePrincipals?$select=id,appId,appOwnerOrganizationId");
    assert_eq!(
        before.len(),
        12 + 5 + 8 + 1,
        "registrations, gallery, Microsoft's, Luk's"
    );
    let (id, app_id) = (
        applications[0]["id"].as_str().unwrap(),
        applications[0]["appId"].as_str().unwrap(),
    );
    assert_eq!(world.delete(&format!("/v1.0/applications/{id}")).status(), 204);
    assert_eq!(
        world
            .get(&format!("/v1.0/servicePrincipals(appId='{app_id}')"))
            .status(),
        404
    );
    let microsofts = "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')";
    assert_eq!(world.delete(microsofts).status(), 403);
    assert_eq!(world.get(microsofts).status(), 200);
    let gallery = before
        .iter()
        .find(|found| found["appOwnerOrganizationId"] == "9cdead84-a844-4324-93f2-b2e6bb768d07");
    let path = format!("/v1.0/servicePrincipals/{}", gallery.unwrap()["id"].as_str().unwrap());
    assert_eq!(
        world
            .send(Method::PATCH, &path, Some(&json!({"accountEnabled": false})))
            .status(),
        204
    );
    assert_eq!(body(&world.get(&path))["accountEnabled"], false);
}

#[test]
fn when_luk_deletes_its_own_enterprise_application_no_token_follows() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    assert!(!world.all("/v1.0/oauth2PermissionGrants").is_empty());
    let own = format!("/v1.0/servicePrincipals(appId='{}')", practice::CLIENT_ID);
    assert_eq!(world.delete(&own).status(), 204);
    assert_eq!(world.get("/v1.0/me").status(), 200, "what was issued lives on");
    let refused = world.refresh("User.Read");
    assert_eq!(crate::world::entra_code_of(&refused), 700_016);
}

#[test]
fn subscriptions_and_licences_are_read() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let subscriptions = world.all("/v1.0/directory/subscriptions");
    let mut statuses: Vec<&str> = subscriptions
        .iter()
        .map(|found| found["status"].as_str().unwrap())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, ["Enabled", "Enabled", "Enabled", "Suspended", "Warning"]);
    assert_eq!(subscriptions.iter().filter(|found| found["isTrial"] == true).count(), 1);
    let skus = world.all("/v1.0/subscribedSkus");
    let premium = skus.iter().find(|sku| sku["skuPartNumber"] == "SPB").unwrap();
    assert_eq!(
        (
            premium["consumedUnits"].as_u64(),
            premium["prepaidUnits"]["enabled"].as_u64()
        ),
        (Some(23), Some(25))
    );
    let organization = body(&world.get("/v1.0/organization"));
    assert_eq!(organization["value"][0]["id"], world.cloud.tenant_id());
    assert_eq!(world.all("/v1.0/domains").len(), 2);
}

#[test]
fn roles_are_listed_with_their_holders() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let filter = "$filter=roleDefinitionId eq '62e90394-69f5-4237-9190-012177145e10'&$expand=principal";
    let assignments = world.all(&format!("/v1.0/roleManagement/directory/roleAssignments?{filter}"));
    let mut names: Vec<&str> = assignments
        .iter()
        .map(|found| found["principal"]["userPrincipalName"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, [ADMIN, "breakglass@contoso.onmicrosoft.com"]);
    assert_eq!(world.all("/v1.0/directoryRoles").len(), 3);
}

#[test]
fn per_user_mfa_is_in_beta_only() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let path = format!(
        "users/{}/authentication/requirements",
        world.user_id("billing@contoso.onmicrosoft.com")
    );
    assert_eq!(world.get(&format!("/v1.0/{path}")).status(), 400);
    assert_eq!(body(&world.get(&format!("/beta/{path}")))["perUserMfaState"], "enabled");
    let set = |world: &mut World, state: &str| {
        world
            .send(
                Method::PATCH,
                &format!("/beta/{path}"),
                Some(&json!({"perUserMfaState": state})),
            )
            .status()
            .as_u16()
    };
    assert_eq!(set(&mut world, "nonsense"), 400);
    assert_eq!(set(&mut world, "disabled"), 204);
    assert_eq!(
        body(&world.get(&format!("/beta/{path}")))["perUserMfaState"],
        "disabled"
    );
    assert_eq!(
        body(&world.get("/v1.0/policies/identitySecurityDefaultsEnforcementPolicy"))["isEnabled"],
        false
    );
    assert_eq!(world.all("/v1.0/identity/conditionalAccess/policies").len(), 2);
}
