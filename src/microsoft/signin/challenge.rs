//! A service's demand for more than the token proves (claims challenge): how it is read, and how it is handed on to the
//! sign-in and the token endpoint.
//!
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

/// Longer demands than this are nobody's.
const LONGEST: usize = 4_096;

/// What Azure Resource Manager demands of whatever changes something: a second factor. Said here, because its header is
/// hidden from scripts.
///
/// <https://learn.microsoft.com/entra/identity/authentication/concept-mandatory-multifactor-authentication>
pub const SECOND_FACTOR: &str = r#"{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}"#;

/// The claims that a `WWW-Authenticate` header demands, as JSON. Nothing where it is no such demand.
#[must_use]
pub fn demanded(header: &str) -> Option<String> {
    if !header.contains("insufficient_claims") || header.len() > LONGEST {
        return None;
    }
    let (_, after) = header.split_once("claims=\"")?;
    let (encoded, _) = after.split_once('"')?;
    let encoded = encoded.trim_end_matches('=');
    let bytes = STANDARD_NO_PAD
        .decode(encoded)
        .or_else(|_| URL_SAFE_NO_PAD.decode(encoded));
    let bytes = bytes.ok()?;
    let text = String::from_utf8(bytes).ok()?;
    access_token(&text).map(|_| text)
}

/// What is demanded of the access token; nothing else of a demand is handed on.
fn access_token(demand: &str) -> Option<Map<String, Value>> {
    let mut demand: Map<String, Value> = serde_json::from_str(demand).ok()?;
    match demand.remove("access_token") {
        Some(Value::Object(claims)) => Some(claims),
        _ => None,
    }
}

fn with_capability(demand: Option<&str>) -> Value {
    let mut claims = demand.and_then(access_token).unwrap_or_default();
    // Luk understands such demands; without saying so it would get none, and a revoked token would live on.
    claims.insert("xms_cc".to_owned(), json!({"values": ["cp1"]}));
    Value::Object(claims)
}

/// The `claims` of a sign-in request.
#[must_use]
pub fn for_sign_in(demand: Option<&str>) -> String {
    // When the person last proved who they are decides whether something may be deleted; Entra tells only if asked.
    json!({"access_token": with_capability(demand), "id_token": {"auth_time": {"essential": true}}}).to_string()
}

/// The `claims` of a token request.
#[must_use]
pub fn for_token(demand: Option<&str>) -> String {
    json!({ "access_token": with_capability(demand) }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    #[test]
    fn a_demand_is_read_from_the_header_and_handed_on() {
        let header = format!(
            "Bearer realm=\"\", authorization_uri=\"https://login.example/common\", error=\"insufficient_claims\", claims=\"{}\"",
            STANDARD.encode(SECOND_FACTOR)
        );
        let demand = demanded(&header).unwrap();
        assert_eq!(demand, SECOND_FACTOR);
        let claims: Value = serde_json::from_str(&for_sign_in(Some(&demand))).unwrap();
        assert_eq!(claims["access_token"]["acrs"]["values"][0], "p1");
        assert_eq!(claims["access_token"]["xms_cc"]["values"][0], "cp1");
        assert_eq!(claims["id_token"]["auth_time"]["essential"], true);
    }

    #[test]
    fn a_header_that_demands_nothing_sensible_is_no_demand() {
        for header in [
            "Bearer realm=\"\"",
            "Bearer error=\"insufficient_claims\"",
            "Bearer error=\"insufficient_claims\", claims=\"!!!\"",
            "Bearer error=\"insufficient_claims\", claims=\"W10=\"",
            "Bearer error=\"invalid_token\", claims=\"e30=\"",
        ] {
            assert_eq!(demanded(header), None, "{header}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_reading_panic(text in ".*", bytes: Vec<u8>) {
            let _ = demanded(&text);
            let _ = demanded(&format!("error=\"insufficient_claims\", claims=\"{}\"", STANDARD.encode(bytes)));
        }
    }
}
