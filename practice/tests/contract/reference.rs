//! The calls that the reference names and no other test makes: each is answered as documented, and what is asked of a
//! collection is done.

use http::Method;
use serde_json::{Value, json};

use crate::properties::routes::FILE;
use crate::world::{ADMIN, EVERYTHING, World, body, code_of, text};

const OTHER_SCOPES: &str = "OrgContact.Read.All GroupSettings.Read.All IdentityProvider.Read.All IdentityUserFlow.Read.All \
    SharePointTenantSettings.Read.All DeviceManagementManagedDevices.Read.All Policy.Read.AuthenticationMethod Notes.Read \
    UserAuthenticationMethod.Read.All AuditLog.Read.All OnPremDirectorySynchronization.Read.All Mail.Read Contacts.Read \
    MailboxFolder.Read MailboxItem.Read MailboxItem.Export Group.ReadWrite.All Domain.Read.All";

fn world() -> World {
    World::written(
        FILE,
        "admin@all.onmicrosoft.com",
        &format!("{EVERYTHING} {OTHER_SCOPES}"),
    )
}

fn first_id(world: &mut World, path: &str) -> String {
    world.all(path)[0]["id"].as_str().unwrap().to_owned()
}

/// The names of an object's properties with their types.
fn shape(value: &Value) -> Vec<String> {
    let kind = |value: &Value| match value {
        Value::Null => "null",
        Value::Bool(_) => "flag",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    let object = value.as_object().unwrap();
    object
        .iter()
        .map(|(name, value)| format!("{name}: {}", kind(value)))
        .collect()
}

#[test]
fn what_a_closing_takes_along_is_read_where_the_reference_says() {
    let mut world = world();
    let user = world.user_id("person@all.example");
    let group = first_id(&mut world, "/v1.0/groups");
    let principal = first_id(&mut world, "/v1.0/servicePrincipals");
    let tenant = world.cloud.tenant_id();
    for collection in [
        format!("/users/{user}/licenseDetails"),
        format!("/users/{user}/authentication/methods"),
        format!("/users/{user}/onenote/notebooks"),
        "/me/contactFolders".to_owned(),
        "/me/onenote/notebooks".to_owned(),
        format!("/groups/{group}/transitiveMembers"),
        format!("/servicePrincipals/{principal}/appRoleAssignedTo"),
        "/contacts".to_owned(),
        "/groupSettings".to_owned(),
        "/policies/crossTenantAccessPolicy/partners".to_owned(),
        "/identity/identityProviders".to_owned(),
        "/identity/b2xUserFlows".to_owned(),
        "/deviceManagement/managedDevices".to_owned(),
    ] {
        let answer = world.get(&format!("/v1.0{collection}"));
        assert_eq!(answer.status(), 200, "{collection}: {}", text(&answer));
        assert!(body(&answer)["value"].is_array(), "{collection}");
    }
    for (one, property) in [
        (
            format!("/directory/onPremisesSynchronization/{tenant}"),
            "configuration",
        ),
        ("/policies/authorizationPolicy".to_owned(), "defaultUserRolePermissions"),
        (
            "/policies/authenticationMethodsPolicy".to_owned(),
            "authenticationMethodConfigurations",
        ),
        ("/admin/sharepoint/settings".to_owned(), "sharingCapability"),
        ("/me/settings/exchange".to_owned(), "primaryMailboxId"),
    ] {
        let answer = world.get(&format!("/v1.0{one}"));
        assert_eq!(answer.status(), 200, "{one}: {}", text(&answer));
        assert!(!body(&answer)[property].is_null(), "{one}");
    }
    assert_eq!(world.get(&format!("/v1.0/users/{user}/manager")).status(), 200);
    assert_eq!(
        world.get("/v1.0/me/manager").status(),
        404,
        "nobody is above the administrator"
    );
}

#[test]
fn a_licence_of_a_user_names_its_plans() {
    let mut world = world();
    let user = world.user_id("person@all.example");
    let details = world.all(&format!("/v1.0/users/{user}/licenseDetails"));
    assert_eq!(details.len(), 1);
    assert_eq!(details[0]["skuPartNumber"], "SPB");
    assert_eq!(
        shape(&details[0]["servicePlans"][0]),
        [
            "appliesTo: text",
            "provisioningStatus: text",
            "servicePlanId: text",
            "servicePlanName: text"
        ]
    );
}

#[test]
fn who_registered_which_methods_is_told_to_those_who_pay_for_it() {
    let path = "/v1.0/reports/authenticationMethods/userRegistrationDetails";
    let mut contoso = World::contoso_as(ADMIN, &format!("{EVERYTHING} AuditLog.Read.All"));
    assert_eq!(contoso.all(path).len(), 40);
    let file = r#"{"name": "free", "displayName": "Free", "users": [
        {"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}]}"#;
    let mut free = World::written(file, "admin@free.onmicrosoft.com", "AuditLog.Read.All");
    let refused = free.get(path);
    assert_eq!(
        (refused.status().as_u16(), code_of(&refused).as_str()),
        (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant")
    );
}

#[test]
fn a_subscription_is_found_by_its_commerce_id_too() {
    let mut world = world();
    let one = world.all("/v1.0/directory/subscriptions")[0].clone();
    let commerce = one["commerceSubscriptionId"].as_str().unwrap();
    let found = world.get(&format!(
        "/v1.0/directory/subscriptions(commerceSubscriptionId='{commerce}')"
    ));
    assert_eq!(body(&found)["id"], one["id"]);
    let none = world.get("/v1.0/directory/subscriptions(commerceSubscriptionId='x')");
    assert_eq!(none.status(), 404);
}

#[test]
fn each_collection_can_be_counted_by_who_accepts_a_late_number() {
    let mut world = World::contoso_as(ADMIN, &format!("{EVERYTHING} Group.Read.All Device.Read.All"));
    for collection in ["users", "groups", "applications", "servicePrincipals", "devices"] {
        let counted = world.get(&format!("/v1.0/{collection}/$count"));
        let all = world.all(&format!("/v1.0/{collection}?$top=999")).len();
        assert_eq!(
            (counted.status().as_u16(), text(&counted)),
            (200, all.to_string()),
            "{collection}"
        );
    }
    let guests = world.get("/v1.0/users/$count?$filter=userType eq 'Guest'");
    assert_eq!(text(&guests), "5");
    let request = http::Request::get("http://localhost:8082/v1.0/users/$count")
        .header(
            "authorization",
            format!("Bearer {}", world.tokens["access_token"].as_str().unwrap()),
        )
        .body(Vec::new())
        .unwrap();
    assert_eq!(world.call(request).status(), 400);
}

#[test]
fn filters_of_the_reference_choose_and_what_is_no_property_is_refused() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let everybody = world.all("/v1.0/users?$top=999").len();
    let mut count = |filter: &str| {
        world
            .all(&format!("/v1.0/users?$count=true&$select=id&$filter={filter}"))
            .len()
    };
    let guests = count("userType eq 'Guest'");
    assert_eq!(count("not(userType eq 'Guest')"), everybody - guests);
    assert_eq!(count("userType eq 'Guest' or userType eq 'Member'"), everybody);
    assert_eq!(
        count("userPrincipalName in ('admin@contoso.onmicrosoft.com','nobody@contoso.onmicrosoft.com')"),
        1
    );
    assert_eq!(count("startsWith(userPrincipalName,'admin@')"), 1);
    assert!(count("endsWith(userPrincipalName,'@contoso.onmicrosoft.com')") > 1);
    for refused in [
        "nothing eq 'x'",
        "userType",
        "userType eq",
        "userType = 'Guest'",
        "(userType eq 'Guest'",
    ] {
        let answer = world.get(&format!("/v1.0/users?$filter={refused}"));
        assert_eq!(
            (answer.status().as_u16(), code_of(&answer).as_str()),
            (400, "BadRequest"),
            "{refused}"
        );
    }
    let wrong_order = world.get("/v1.0/users?$orderby=nothing");
    assert_eq!(wrong_order.status(), 400);
}

#[test]
fn a_sorted_list_comes_in_pages_too() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let names = |users: &[Value]| -> Vec<String> {
        users
            .iter()
            .map(|user| user["displayName"].as_str().unwrap().to_lowercase())
            .collect()
    };
    let sorted = names(&world.all("/v1.0/users?$orderby=displayName&$select=displayName&$top=7"));
    let mut expected = names(&world.all("/v1.0/users?$select=displayName&$top=999"));
    expected.sort();
    assert_eq!(sorted, expected);
    expected.reverse();
    assert_eq!(
        names(&world.all("/v1.0/users?$orderby=displayName desc&$select=displayName&$top=7")),
        expected
    );
}

#[test]
fn the_bin_is_listed_by_the_time_of_deletion() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let users = world.all("/v1.0/users?$filter=userType eq 'Guest'&$select=id");
    for user in &users {
        world.wait(60);
        assert_eq!(
            world
                .delete(&format!("/v1.0/users/{}", user["id"].as_str().unwrap()))
                .status(),
            204
        );
    }
    let path = "/v1.0/directory/deletedItems/microsoft.graph.user?$count=true&$orderby=deletedDateTime desc&$select=id";
    let mut newest_first = world.all(path);
    newest_first.reverse();
    assert_eq!(newest_first, users);
}

#[test]
fn changes_of_users_are_told_once_all_were_read() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    fn round(world: &mut World, path: &str) -> (Vec<Value>, String) {
        let (mut found, mut next) = (Vec::new(), path.to_owned());
        loop {
            let page = body(&world.get(&next));
            found.extend(page["value"].as_array().unwrap().iter().cloned());
            match (page["@odata.nextLink"].as_str(), page["@odata.deltaLink"].as_str()) {
                (Some(link), None) => next = link.to_owned(),
                (None, Some(link)) => return (found, link.to_owned()),
                other => panic!("a page has one of the two links: {other:?}"),
            }
        }
    }
    let (all, link) = round(&mut world, "/v1.0/users/delta?$select=id,accountEnabled");
    assert_eq!(all.len(), 40);
    world.wait(60);
    let (nothing, link) = round(&mut world, &link);
    assert_eq!(nothing, Vec::<Value>::new());
    world.wait(60);
    let person = world.user_id("person@contoso.onmicrosoft.com");
    let guests = world.all("/v1.0/users?$filter=userType eq 'Guest'&$select=id");
    let [binned, purged] = [&guests[0], &guests[1]].map(|user| user["id"].as_str().unwrap().to_owned());
    let off = json!({"accountEnabled": false});
    assert_eq!(
        world
            .send(Method::PATCH, &format!("/v1.0/users/{person}"), Some(&off))
            .status(),
        204
    );
    for id in [&binned, &purged] {
        assert_eq!(world.delete(&format!("/v1.0/users/{id}")).status(), 204);
    }
    assert_eq!(
        world.delete(&format!("/v1.0/directory/deletedItems/{purged}")).status(),
        204
    );
    let (changes, _) = round(&mut world, &link);
    let mut expected = vec![
        json!({"id": person, "accountEnabled": false}),
        json!({"id": binned, "@removed": {"reason": "changed"}}),
        json!({"id": purged, "@removed": {"reason": "deleted"}}),
    ];
    expected.sort_by_key(|change| change["id"].to_string());
    assert_eq!(changes, expected);
    let stale = world.get("/v1.0/users/delta?$deltatoken=x");
    assert_eq!(
        (stale.status().as_u16(), code_of(&stale).as_str()),
        (410, "syncStateNotFound")
    );
}

#[test]
fn items_of_ones_own_mailbox_are_exported_at_most_20_at_once() {
    let mut world = world();
    let mailbox = body(&world.get("/v1.0/me/settings/exchange"))["primaryMailboxId"].clone();
    let base = format!("/v1.0/admin/exchange/mailboxes/{}", mailbox.as_str().unwrap());
    let folders = world.all(&format!("{base}/folders"));
    let inbox = folders.iter().find(|folder| folder["totalItemCount"] == 1).unwrap();
    let items = world.all(&format!("{base}/folders/{}/items", inbox["id"].as_str().unwrap()));
    let id = items[0]["id"].clone();
    let export = |world: &mut World, ids: Value| {
        world.send(
            Method::POST,
            &format!("{base}/exportItems"),
            Some(&json!({"itemIds": ids})),
        )
    };
    let exported = body(&export(&mut world, json!([id, "nothing"])));
    assert_eq!(exported["value"][0]["itemId"], id);
    assert!(
        exported["value"][0]["data"]
            .as_str()
            .is_some_and(|data| !data.is_empty())
    );
    assert_eq!(exported["value"][1]["error"]["code"], "ErrorItemNotFound");
    assert_eq!(export(&mut world, json!(vec!["x"; 21])).status(), 400);
    assert_eq!(export(&mut world, json!([])).status(), 400);
    let other = world.user_id("person@all.example");
    let foreign = world.get(&format!("/v1.0/admin/exchange/mailboxes/MBX:{other}/folders"));
    assert!([403, 404].contains(&foreign.status().as_u16()));
}

#[test]
fn an_account_is_switched_off_by_who_may_and_signs_in_no_longer() {
    let mut world = World::contoso_as(ADMIN, EVERYTHING);
    let off = json!({"accountEnabled": false});
    let person = world.user_id("person@contoso.onmicrosoft.com");
    assert_eq!(
        world
            .send(Method::PATCH, &format!("/v1.0/users/{person}"), Some(&off))
            .status(),
        204
    );
    let url = crate::world::authorize_url(&[]);
    assert!(
        world
            .cloud
            .sign_in(world.now, "person@contoso.onmicrosoft.com", "practice", &url)
            .is_err()
    );
    let mut helper = World::contoso_as("user.admin@contoso.onmicrosoft.com", "User.Read User.ReadBasic.All");
    assert_eq!(
        helper
            .send(Method::PATCH, &format!("/v1.0/users/{person}"), Some(&off))
            .status(),
        403
    );
}
