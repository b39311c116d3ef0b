//! Discovery, the key set, and signing out.

use serde_json::json;

use crate::cloud::Cloud;
use crate::entra::authorize::wrong_tenant;
use crate::entra::{SESSION_COOKIE, hint, key, pages, session_cookie};
use crate::incoming::Incoming;
use crate::reply::Reply;

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`. For `organizations` the issuer holds a literal `{tenantid}`.
pub(super) fn discovery(cloud: &mut Cloud, tenant_part: &str) -> Reply {
    if let Some(error) = wrong_tenant(cloud, tenant_part) {
        return error.into_json(cloud).with("access-control-allow-origin", "*");
    }
    let login = &cloud.setup.origins.login;
    let is_template = tenant_part == "organizations" || tenant_part == "common";
    let part = if is_template {
        tenant_part.to_owned()
    } else {
        cloud.tenant.id.to_string()
    };
    let issuer_part = if is_template { "{tenantid}" } else { part.as_str() };
    Reply::ok(json!({
        "token_endpoint": format!("{login}/{part}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": format!("{login}/{part}/discovery/v2.0/keys"),
        "response_modes_supported": ["query", "fragment"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": format!("{login}/{issuer_part}/v2.0"),
        "authorization_endpoint": format!("{login}/{part}/oauth2/v2.0/authorize"),
        "end_session_endpoint": format!("{login}/{part}/oauth2/v2.0/logout"),
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "preferred_username", "name", "tid", "oid", "ver"],
        "tenant_region_scope": "EU",
        "msgraph_host": cloud.setup.origins.graph.split("://").last(),
    }))
    .with("access-control-allow-origin", "*")
}

/// `GET /{tenant}/discovery/v2.0/keys`
pub(super) fn keys(cloud: &Cloud) -> Reply {
    let generations = cloud.entra.published_keys(cloud.clock.now());
    Reply::ok(key::public_keys(generations)).with("access-control-allow-origin", "*")
}

/// `GET /{tenant}/oauth2/v2.0/logout`: the session ends, unless the hint names another account; back only to a registered
/// address.
pub(super) fn logout(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let meant = request.query("logout_hint").and_then(|hint| hint::account(&hint));
    let cookie = request.cookie(SESSION_COOKIE);
    let session = cookie.as_deref().and_then(|cookie| cloud.entra.session(cookie));
    let is_other = |account| {
        session.is_some_and(|session| session.user != account && cloud.guest_of(session.user) != Some(account))
    };
    let stays = meant.is_some_and(is_other);
    if let Some(cookie) = cookie.filter(|_| !stays) {
        cloud.entra.end_session(&cookie);
    }
    let reply = match request.query("post_logout_redirect_uri") {
        Some(address) if cloud.redirect_kind(&address).is_some() => {
            let address = match request.query("state") {
                Some(state) => {
                    let pair = url::form_urlencoded::Serializer::new(String::new())
                        .append_pair("state", &state)
                        .finish();
                    format!("{address}?{pair}")
                }
                None => address,
            };
            Reply::see(&address)
        }
        _ => pages::signed_out(),
    };
    if stays {
        return reply;
    }
    reply.with("set-cookie", session_cookie(cloud, "", "; Max-Age=0"))
}

/// `GET /error?code=N`
pub(super) fn error_lookup(request: &Incoming) -> Reply {
    pages::error_lookup(&request.query("code").unwrap_or_default())
}
