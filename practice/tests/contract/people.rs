//! People: what they registered to sign in with, what they are called on premises, and what they are called when they are
//! restored.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::world::{World, body, code_of, text};

#[test]
fn whoever_is_restored_can_get_another_name_and_must_where_the_old_one_is_taken() {
    let file = r#"{"name": "again", "displayName": "Again", "domains": ["again.example"], "users": [
        {"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]},
        {"userPrincipalName": "one", "displayName": "One"}, {"userPrincipalName": "two", "displayName": "Two"}]}"#;
    let scopes = "User.ReadWrite.All User.Read.All";
    let mut world = World::written(file, "admin@again.onmicrosoft.com", scopes);
    let one = world.user_id("one@again.onmicrosoft.com");
    world.delete(&format!("/v1.0/users/{one}"));
    let path = format!("/v1.0/directory/deletedItems/{one}/restore");
    let mut restore = |content: Value| world.send(Method::POST, &path, Some(&content));
    for (wrong, status) in [
        (json!({"newUserPrincipalName": "two@again.onmicrosoft.com"}), 400),
        (json!({"newUserPrincipalName": "one@elsewhere.example"}), 400),
        (json!({"newUserPrincipalName": 1}), 400),
        (json!({"autoReconcileProxyConflict": "yes"}), 400),
        (json!({"another": true}), 501),
    ] {
        assert_eq!(restore(wrong.clone()).status().as_u16(), status, "{wrong}");
    }
    let restored = restore(json!({"autoReconcileProxyConflict": true, "newUserPrincipalName": "uno@again.example"}));
    assert_eq!(restored.status(), 200, "{}", text(&restored));
    assert_eq!(body(&restored)["userPrincipalName"], "uno@again.example");
    assert_eq!(world.get("/v1.0/users/uno@again.example").status(), 200);
}

#[test]
fn names_on_premises_are_there_as_long_as_the_sync_is_on() {
    let mut world = World::new(practice::TenantName::Synced);
    let scopes = "User.Read.All Organization.ReadWrite.All Organization.Read.All";
    world.sign_in("admin@synced.onmicrosoft.com", scopes);
    let names = "onPremisesSamAccountName,onPremisesUserPrincipalName,onPremisesDistinguishedName,onPremisesDomainName";
    let path =
        format!("/v1.0/users/anna@synced.example?$select={names},onPremisesImmutableId,onPremisesLastSyncDateTime");
    let of = |world: &mut World| body(&world.get(&path));
    let before = of(&mut world);
    assert_eq!(before["onPremisesSamAccountName"], "anna");
    assert!(names.split(',').all(|name| before[name].is_string()), "{before}");
    let organization = world.all("/v1.0/organization")[0].clone();
    assert!(organization["onPremisesLastSyncDateTime"].is_string());
    let organization = format!("/v1.0/organization/{}", organization["id"].as_str().unwrap());
    world.send(
        Method::PATCH,
        &organization,
        Some(&json!({"onPremisesSyncEnabled": false})),
    );
    world.cloud.advance(Duration::from_secs(72 * 3600));
    let after = of(&mut world);
    assert!(names.split(',').all(|name| after[name].is_null()), "{after}");
    assert_eq!(after["onPremisesImmutableId"], before["onPremisesImmutableId"]);
    let person = body(&world.get(&path.replace("anna@synced.example", "person@synced.onmicrosoft.com")));
    assert!(person["onPremisesImmutableId"].is_null());
}

#[test]
fn each_person_has_the_methods_that_were_registered_for_them() {
    let file = r#"{"name": "keys", "displayName": "Keys", "users": [
        {"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"], "authenticationMethods": ["phone"]},
        {"userPrincipalName": "key", "displayName": "B", "authenticationMethods": ["fido2", "softwareOath"]},
        {"userPrincipalName": "none", "displayName": "C", "authenticationMethods": []},
        {"userPrincipalName": "usual", "displayName": "D"}],
        "subscriptions": [{"skuPartNumber": "AAD_PREMIUM", "totalLicenses": 1}]}"#;
    let scopes = "User.Read.All UserAuthenticationMethod.Read.All AuditLog.Read.All";
    let mut world = World::written(file, "admin@keys.onmicrosoft.com", scopes);
    let kinds = |world: &mut World, name: &str| -> Vec<String> {
        let methods = world.all(&format!(
            "/v1.0/users/{name}@keys.onmicrosoft.com/authentication/methods"
        ));
        let kinds = methods
            .iter()
            .map(|method| method["@odata.type"].as_str().unwrap().to_owned());
        kinds
            .map(|kind| {
                kind.replace("#microsoft.graph.", "")
                    .replace("AuthenticationMethod", "")
            })
            .collect()
    };
    assert_eq!(kinds(&mut world, "admin"), ["password", "phone"]);
    assert_eq!(kinds(&mut world, "key"), ["password", "fido2", "softwareOath"]);
    assert_eq!(kinds(&mut world, "none"), ["password"]);
    assert_eq!(kinds(&mut world, "usual"), ["password", "microsoftAuthenticator"]);
    let report = world.all("/v1.0/reports/authenticationMethods/userRegistrationDetails");
    let of = |name: &str| {
        let name = format!("{name}@keys.onmicrosoft.com");
        report
            .iter()
            .find(|one| one["userPrincipalName"] == name.as_str())
            .unwrap()
    };
    assert_eq!(of("admin")["methodsRegistered"], json!(["mobilePhone"]));
    assert_eq!(
        (&of("none")["isMfaCapable"], &of("usual")["isMfaCapable"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(of("key")["isPasswordlessCapable"], true);
    // Who holds no role reads their own alone.
    world.consent_for_all("admin@keys.onmicrosoft.com", scopes);
    world.sign_in("usual@keys.onmicrosoft.com", scopes);
    assert_eq!(world.all("/v1.0/me/authentication/methods").len(), 2);
    let other = world.get("/v1.0/users/key@keys.onmicrosoft.com/authentication/methods");
    assert_eq!(
        (other.status().as_u16(), code_of(&other).as_str()),
        (403, "Authorization_RequestDenied")
    );
}

#[test]
fn the_last_administrator_has_a_telephone_and_nothing_better() {
    let mut world = World::new(practice::TenantName::LastAdmin);
    world.sign_in("admin@lastadmin.onmicrosoft.com", "UserAuthenticationMethod.Read");
    let methods = world.all("/v1.0/me/authentication/methods");
    assert_eq!(methods[1]["@odata.type"], "#microsoft.graph.phoneAuthenticationMethod");
    assert_eq!(methods.len(), 2);
}
