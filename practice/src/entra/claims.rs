//! The `claims` parameter, as far as it is about the access token: how strong a sign-in must be, and whether the client
//! takes the challenges of continuous access evaluation (`xms_cc`).

use serde_json::Value;

use crate::entra::error::EntraError;
use crate::entra::state::{Evaluation, Strength};
use crate::incoming::Incoming;

/// What is asked of the access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Demands {
    pub(super) strength: Strength,
    pub(super) evaluation: Evaluation,
}

/// Claims that the model doesn't know are left unanswered, as OpenID Connect allows.
pub(super) fn read(claims: &str) -> Result<Value, EntraError> {
    serde_json::from_str(claims)
        .map_err(|_| EntraError::new(50146, "invalid_request", "The 'claims' parameter is not valid JSON."))
}

/// Of the token endpoint; nothing where the request names no claims.
pub(super) fn of_token_request(request: &Incoming) -> Result<Option<Demands>, EntraError> {
    let claims = request.field("claims").filter(|claims| !claims.is_empty());
    claims
        .map(|claims| read(&claims).map(|claims| demands(&claims)))
        .transpose()
}

/// A resource that wants a second factor asks for the authentication context `p1`; a client that takes challenges says
/// `cp1`, which MSAL's users write in capitals.
pub(super) fn demands(claims: &Value) -> Demands {
    let strength = match holds(claims, "/access_token/acrs", "p1") {
        true => Strength::Multifactor,
        false => Strength::Password,
    };
    let evaluation = match holds(claims, "/access_token/xms_cc", "cp1") {
        true => Evaluation::Continuous,
        false => Evaluation::AtExpiry,
    };
    Demands { strength, evaluation }
}

fn holds(claims: &Value, pointer: &str, wanted: &str) -> bool {
    let claim = claims.pointer(pointer);
    let value = claim.and_then(|claim| claim.get("value")).into_iter();
    let values = claim.and_then(|claim| claim.get("values")).and_then(Value::as_array);
    let mut all = value.chain(values.into_iter().flatten()).filter_map(Value::as_str);
    all.any(|value| value.eq_ignore_ascii_case(wanted))
}
