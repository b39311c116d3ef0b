//! The discovery document: whose keys to take, and what the issuer promises. Luk's own addresses of the sign-in and the
//! token endpoint don't come from it, so it can't send Luk elsewhere.
//!
//! <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc>

use serde_json::{Map, Value};

use super::identity::{NotProven, is_guid};
use super::{Authority, text};
use crate::microsoft::cloud::Cloud;

/// What stands in Entra's issuers in place of the tenant, where a document is for every organization.
pub(super) const TENANT: &str = "{tenantid}";

/// What a discovery document tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metadata {
    /// Where the issuer's keys are.
    pub keys: String,
    /// Whether each answer to a sign-in says who gives it (RFC 9207).
    pub names_issuer: bool,
}

/// The address of the document.
#[must_use]
pub fn address(cloud: &Cloud, authority: &Authority) -> String {
    format!(
        "{}/.well-known/openid-configuration",
        issuer(cloud, authority.segment())
    )
}

/// Who issues tokens for a tenant.
#[must_use]
pub fn issuer(cloud: &Cloud, tenant: &str) -> String {
    format!("{}/{tenant}/v2.0", cloud.login.as_str())
}

/// Where the document of a tenant is that a person names by its id or by one of its domains. Nothing if it can't be either.
#[must_use]
pub fn address_of_named(cloud: &Cloud, named: &str) -> Option<String> {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let named = named.trim();
    let could_be = is_guid(named) || (named.contains('.') && !named.starts_with('.') && named.len() <= 253);
    (could_be && named.bytes().all(letter)).then(|| address(cloud, &Authority::Tenant(named.to_owned())))
}

/// The id of the tenant whose document this is.
#[must_use]
pub fn tenant_of(cloud: &Cloud, body: &[u8]) -> Option<String> {
    let document: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let named = text(&document, "issuer").filter(|named| could_be_issuer(cloud, named))?;
    named.rsplit('/').nth(1).map(str::to_owned)
}

/// Whether this is the issuer of any tenant at all.
#[must_use]
pub fn could_be_issuer(cloud: &Cloud, named: &str) -> bool {
    let tenant = named.rsplit('/').nth(1).unwrap_or_default();
    is_guid(tenant) && named == issuer(cloud, tenant)
}

/// Reads the document.
///
/// # Errors
/// [`NotProven::Discovery`] when it isn't one, is another issuer's, or leads to keys on another host.
pub fn read(cloud: &Cloud, authority: &Authority, body: &[u8]) -> Result<Metadata, NotProven> {
    let document: Map<String, Value> = serde_json::from_slice(body).map_err(|_| NotProven::Discovery)?;
    let keys = text(&document, "jwks_uri").ok_or(NotProven::Discovery)?;
    let expected = match authority {
        Authority::Organizations => issuer(cloud, TENANT),
        Authority::Tenant(id) => issuer(cloud, id),
    };
    if text(&document, "issuer") != Some(&expected) || !cloud.login.holds(keys) {
        return Err(NotProven::Discovery);
    }
    Ok(Metadata {
        keys: keys.to_owned(),
        names_issuer: document.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::microsoft::cloud::configured;
    use proptest::prelude::*;
    use serde_json::json;

    fn cloud() -> Cloud {
        configured(r#"{"clouds":[{"cloud":"global","clientId":"client"}]}"#)
            .unwrap()
            .remove(0)
    }

    fn metadata(issuer: &str, keys: &str) -> Result<Metadata, NotProven> {
        let body = json!({"issuer": issuer, "jwks_uri": keys}).to_string();
        read(&cloud(), &Authority::Organizations, body.as_bytes())
    }

    #[test]
    fn a_document_of_another_issuer_or_with_keys_elsewhere_is_refused() {
        let issuer = "https://login.microsoftonline.com/{tenantid}/v2.0";
        let keys = "https://login.microsoftonline.com/organizations/discovery/v2.0/keys";
        assert_eq!(metadata(issuer, keys).unwrap().keys, keys);
        for (issuer, keys) in [
            ("https://login.microsoftonline.com/organizations/v2.0", keys),
            ("https://login.microsoftonline.com/{tenantid}/v2.0/", keys),
            ("https://login.evil.example/{tenantid}/v2.0", keys),
            (issuer, "https://login.microsoftonline.com.evil.example/keys"),
            (issuer, "https://user@login.microsoftonline.com/keys"),
            (issuer, "/keys"),
        ] {
            assert_eq!(metadata(issuer, keys), Err(NotProven::Discovery), "{issuer} {keys}");
        }
    }

    #[test]
    fn a_tenant_is_named_by_its_id_or_a_domain_and_by_nothing_else() {
        let named = |named| address_of_named(&cloud(), named);
        assert_eq!(
            named(" contoso.com ").as_deref(),
            Some("https://login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration")
        );
        assert!(named("3b7a5c1e-9f02-4d6b-8c55-2a1d0e9f7b64").is_some());
        for other in [
            "",
            "organizations",
            "common",
            "../evil.example",
            "a.b/c",
            "a.b?c",
            "a b.c",
            "ada@contoso.com",
            "..",
        ] {
            assert_eq!(named(other), None, "{other}");
        }
        let of = |issuer: &str| tenant_of(&cloud(), json!({ "issuer": issuer }).to_string().as_bytes());
        let id = "3b7a5c1e-9f02-4d6b-8c55-2a1d0e9f7b64";
        let host = "https://login.microsoftonline.com";
        assert_eq!(of(&format!("{host}/{id}/v2.0")).as_deref(), Some(id));
        for other in [
            format!("{host}/{{tenantid}}/v2.0"),
            format!("https://evil.example/{id}/v2.0"),
        ] {
            assert_eq!(of(&other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_body_makes_reading_panic(body: Vec<u8>) {
            prop_assert!(read(&cloud(), &Authority::Organizations, &body).is_err());
        }
    }
}
