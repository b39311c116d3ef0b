//! How people prove who they are: the methods that each registered, the report on them, and per-user multifactor
//! authentication, which beta alone has.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::graph::access::Who;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, Object, page_of, whole};
use crate::graph::{Answer, Ask, Version, audit, shapes, unknown_route};
use crate::reply::Reply;
use crate::tenant::account;
use crate::tenant::objects::{MfaState, User};
use crate::tenant::role::Role;

const METHODS: Collection = Collection {
    name: "users/authentication/methods",
    object: "microsoft.graph.authenticationMethod",
    default: &[],
};
const REGISTRATIONS: Collection = Collection {
    name: "reports/authenticationMethods/userRegistrationDetails",
    object: "microsoft.graph.userRegistrationDetails",
    default: &[],
};

/// `GET /users/{id}/authentication/methods`: the password, and what was registered besides it.
pub(super) fn methods(cloud: &Cloud, id: &str, ask: &Ask<'_>) -> Answer {
    const READERS: Who = Who::Roles(&[
        Role::GlobalAdministrator,
        Role::GlobalReader,
        Role::AuthenticationAdministrator,
        Role::PrivilegedAuthenticationAdministrator,
    ]);
    let user = cloud.tenant.user(id);
    if user.is_some_and(|user| user.id == ask.caller.user) {
        let own = ["UserAuthenticationMethod.Read", "UserAuthenticationMethod.Read.All"];
        ask.caller.needs(&own, Who::Anyone)?;
    } else {
        ask.caller.needs(&["UserAuthenticationMethod.Read.All"], READERS)?;
    }
    let user = user.ok_or_else(|| GraphError::not_found(id))?;
    let registered = user.methods.iter().map(|method| shape(cloud, user, method));
    let all = std::iter::once(password(cloud, user)).chain(registered);
    whole(cloud, ask, METHODS, all, &[])
}

/// Its id is the same for everybody.
fn password(cloud: &Cloud, user: &User) -> Object {
    shapes::object(json!({
        "@odata.type": "#microsoft.graph.passwordAuthenticationMethod",
        "id": "28c10230-6103-485e-b985-444c60001490", "password": null,
        "createdDateTime": cloud.clock.show(user.created).rfc3339(),
    }))
}

fn shape(cloud: &Cloud, user: &User, method: account::Method) -> Object {
    let created = cloud.clock.show(user.created).rfc3339();
    let id = method.id(user.id);
    shapes::object(match method {
        account::Method::MicrosoftAuthenticator => json!({
            "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod", "id": id,
            "displayName": "Telephone", "deviceTag": "SoftwareTokenActivated", "phoneAppVersion": "6.2401.0617",
            "createdDateTime": created,
        }),
        account::Method::SoftwareOath => json!({
            "@odata.type": "#microsoft.graph.softwareOathAuthenticationMethod", "id": id, "secretKey": null,
        }),
        account::Method::Phone => json!({
            "@odata.type": "#microsoft.graph.phoneAuthenticationMethod", "id": id, "phoneNumber": "+45 00000000",
            "phoneType": "mobile", "smsSignInState": "notConfigured",
        }),
        account::Method::Fido2 => json!({
            "@odata.type": "#microsoft.graph.fido2AuthenticationMethod", "id": id, "displayName": "Key",
            "createdDateTime": created, "aaGuid": "00000000-0000-0000-0000-000000000000", "model": "Key",
            "attestationCertificates": [], "attestationLevel": "notAttested",
        }),
    })
}

/// `GET /reports/authenticationMethods/userRegistrationDetails`: for those who pay for Entra ID P1 or P2.
pub(super) fn registrations(cloud: &Cloud, ask: &Ask<'_>) -> Answer {
    ask.caller.needs(&["AuditLog.Read.All"], audit::READERS)?;
    if !audit::is_premium(cloud) {
        return Err(GraphError::refused(
            StatusCode::FORBIDDEN,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "The tenant has no premium license, which this report needs.",
        ));
    }
    page_of(cloud, ask, REGISTRATIONS, &cloud.tenant.users, |user| {
        // Each of them is a second factor, and one that needs no password beside it is a key.
        let is_registered = !user.methods.is_empty();
        let passwordless = user.methods.iter().any(|method| method == account::Method::Fido2);
        shapes::object(json!({
            "id": user.id, "userPrincipalName": user.user_principal_name, "userDisplayName": user.display_name,
            "userType": if user.is_guest() { "guest" } else { "member" }, "isAdmin": !user.roles.is_empty(),
            "isMfaRegistered": is_registered, "isMfaCapable": is_registered, "isPasswordlessCapable": passwordless,
            "isSsprRegistered": is_registered, "isSsprEnabled": false, "isSsprCapable": false,
            "isSystemPreferredAuthenticationMethodEnabled": false, "systemPreferredAuthenticationMethods": [],
            "userPreferredMethodForSecondaryAuthentication": user.methods.iter().find_map(preferred),
            "methodsRegistered": user.methods.iter().map(reported).collect::<Vec<_>>(),
            "lastUpdatedDateTime": cloud.clock.show(user.created).rfc3339(),
        }))
    })
}

/// What the report calls a method.
const fn reported(method: account::Method) -> &'static str {
    match method {
        account::Method::MicrosoftAuthenticator => "microsoftAuthenticatorPush",
        account::Method::SoftwareOath => "softwareOneTimePasscode",
        account::Method::Phone => "mobilePhone",
        account::Method::Fido2 => "fido2SecurityKey",
    }
}

/// What somebody is asked for as a second factor, as the report calls it.
const fn preferred(method: account::Method) -> Option<&'static str> {
    match method {
        account::Method::MicrosoftAuthenticator => Some("push"),
        account::Method::SoftwareOath => Some("oath"),
        account::Method::Phone => Some("sms"),
        account::Method::Fido2 => None,
    }
}

/// `GET` and `PATCH /beta/users/{id}/authentication/requirements`: per-user MFA, which v1.0 doesn't have.
pub(super) fn requirements(cloud: &mut Cloud, path: &[&str], ask: &Ask<'_>) -> Answer {
    if ask.version == Version::V1 {
        return Err(GraphError::no_such_segment("requirements"));
    }
    let id = match path {
        ["me", ..] => ask.caller.user.to_string(),
        ["users", id, "authentication", "requirements"] => (*id).to_owned(),
        _ => return Err(unknown_route(ask)),
    };
    match ask.request.method {
        Method::GET => {
            const READERS: Who = Who::Roles(&[
                Role::GlobalAdministrator,
                Role::GlobalReader,
                Role::AuthenticationPolicyAdministrator,
            ]);
            ask.caller
                .needs(&["Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod"], READERS)?;
            let user = cloud.tenant.user(&id).ok_or_else(|| GraphError::not_found(&id))?;
            let context = format!(
                "{}/beta/$metadata#users('{}')/authentication/requirements/$entity",
                cloud.setup.origins.graph, user.id
            );
            Ok(Reply::ok(
                json!({"@odata.context": context, "perUserMfaState": user.mfa.name()}),
            ))
        }
        Method::PATCH => {
            const WRITERS: Who = Who::Roles(&[Role::GlobalAdministrator, Role::AuthenticationPolicyAdministrator]);
            ask.caller.needs(&["Policy.ReadWrite.AuthenticationMethod"], WRITERS)?;
            let body = ask
                .request
                .json()
                .map_err(|_| GraphError::bad_query("Unable to read JSON request payload."))?;
            let state = body
                .get("perUserMfaState")
                .and_then(Value::as_str)
                .and_then(MfaState::named);
            let state =
                state.ok_or_else(|| GraphError::bad_query("Invalid value for the property perUserMfaState."))?;
            let id = cloud
                .tenant
                .user(&id)
                .map(|user| user.id)
                .ok_or_else(|| GraphError::not_found(&id))?;
            if let Some(user) = cloud.tenant.users.get_mut(id) {
                user.mfa = state;
            }
            Ok(Reply::no_content())
        }
        _ => Err(unknown_route(ask)),
    }
}
