//! Azure Resource Manager: which tenants and Azure subscriptions a person sees. The practice tenants hold no Azure
//! subscription yet; the rest is not modelled.

use http::{Method, StatusCode};
use serde_json::json;

use crate::cloud::Cloud;
use crate::entra::Resource;
use crate::graph::{TokenFault, bearer};
use crate::incoming::Incoming;
use crate::reply::Reply;

/// Answers a request to the ARM origin.
pub(crate) fn answer(cloud: &mut Cloud, request: &Incoming) -> Reply {
    let id = cloud.random.guid().to_string();
    respond(cloud, request)
        .with("x-ms-request-id", id.clone())
        .with("x-ms-correlation-request-id", id)
}

fn respond(cloud: &Cloud, request: &Incoming) -> Reply {
    match bearer(cloud, request, Resource::Arm) {
        Ok((_, scopes)) if scopes.iter().any(|scope| scope == "user_impersonation") => {}
        Ok(_) => {
            return error(
                StatusCode::FORBIDDEN,
                "AuthorizationFailed",
                "The token lacks the scope user_impersonation.",
            );
        }
        Err(fault) => {
            let code = match fault {
                TokenFault::Missing => "AuthenticationFailed",
                TokenFault::Forged | TokenFault::TenantGone => "InvalidAuthenticationToken",
                TokenFault::WrongAudience => "InvalidAuthenticationTokenAudience",
                TokenFault::Expired => "ExpiredAuthenticationToken",
            };
            return error(StatusCode::UNAUTHORIZED, code, fault.message());
        }
    }
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (
        &request.method,
        segments.as_slice(),
        request.query("api-version").as_deref(),
    ) {
        (_, _, None) => {
            let message = "The api-version query parameter (?api-version=) is required for all requests.";
            error(StatusCode::BAD_REQUEST, "MissingApiVersionParameter", message)
        }
        (&Method::GET, ["tenants"], Some("2022-12-01")) => {
            let tenant = &cloud.tenant;
            let domains: Vec<&str> = tenant.domains.iter().map(|domain| domain.name.as_str()).collect();
            Reply::ok(json!({"value": [{
                "id": format!("/tenants/{}", tenant.id), "tenantId": tenant.id, "displayName": tenant.display_name,
                "defaultDomain": tenant.domains.iter().find(|domain| domain.is_default).map(|domain| &domain.name),
                "domains": domains, "tenantCategory": "Home", "countryCode": "DK", "tenantType": "AAD",
            }]}))
        }
        (&Method::GET, ["subscriptions"], Some("2022-12-01")) => {
            Reply::ok(json!({"value": [], "count": {"type": "Total", "value": 0}}))
        }
        _ => Reply::unmodelled(&format!(
            "{} {} of Azure Resource Manager",
            request.method,
            request.path_and_query()
        )),
    }
}

fn error(status: StatusCode, code: &str, message: &str) -> Reply {
    Reply::json(status, json!({"error": {"code": code, "message": message}}))
}
