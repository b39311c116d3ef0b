//! Who signed in: the claims of the id_token, and whether they hold for this sign-in (OpenID Connect Core 3.1.3.7 and
//! 12.2). The signature is checked elsewhere, before a claim is believed.

use serde_json::{Map, Value};

use super::metadata::issuer;
use super::{number, text};
use crate::microsoft::cloud::Cloud;

/// How far clocks may be apart, in seconds. Entra itself dates its tokens five minutes back.
const CLOCK_SKEW: i64 = 300;

/// A token that was issued earlier than this, in seconds, is not the answer to this sign-in.
const OLDEST: i64 = 900;

/// The tenant of all personal accounts.
const PERSONAL_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Who signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// The person's name with the issuer, for Luk alone (`sub`).
    pub subject: String,
    /// The tenant's id.
    pub tenant: String,
    /// The user's object id.
    pub person: String,
    /// Their name, to show.
    pub name: String,
    /// What the sign-in page may be told so that they need not type it.
    pub hint: Option<String>,
    /// What the sign-out page may be told so that it need not ask which account.
    pub sign_out_hint: Option<String>,
    /// When they last proved who they are (seconds since 1970), if Entra told.
    pub authenticated_at: Option<i64>,
}

/// Why an answer to a sign-in proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotProven {
    /// The discovery document is another's.
    #[error("the discovery document is not this issuer's")]
    Discovery,
    /// The key set can't be read.
    #[error("the issuer's keys can't be read")]
    Keys,
    /// The callback is another issuer's (RFC 9207).
    #[error("the callback has another issuer")]
    CallbackIssuer,
    /// The callback doesn't say whose it is, although that is promised (RFC 9207).
    #[error("the callback names no issuer")]
    CallbackIssuerMissing,
    /// There is no id_token.
    #[error("there is no id_token")]
    Missing,
    /// It can't be read.
    #[error("the id_token can't be read")]
    Unreadable,
    /// It isn't signed with RS256.
    #[error("the id_token is not signed with RS256")]
    Algorithm,
    /// Its header is not an id_token's.
    #[error("the id_token's header is not an id_token's")]
    Header,
    /// The issuer has no such key.
    #[error("the id_token is signed with an unknown key")]
    UnknownKey,
    /// Several keys fit.
    #[error("the id_token does not say which key it is signed with")]
    AmbiguousKey,
    /// The signature doesn't hold.
    #[error("the id_token's signature does not hold")]
    Signature,
    /// Another issuer, or none.
    #[error("the id_token has another issuer")]
    Issuer,
    /// No tenant.
    #[error("the id_token names no tenant")]
    Tenant,
    /// For another client, or for others too.
    #[error("the id_token is for another client")]
    Audience,
    /// Issued to another client.
    #[error("the id_token was issued to another client")]
    Party,
    /// From another sign-in.
    #[error("the id_token is from another sign-in")]
    Nonce,
    /// No subject, or another than before.
    #[error("the id_token has no or another subject")]
    Subject,
    /// No object id, or another than before.
    #[error("the id_token names no or another person")]
    Person,
    /// Over.
    #[error("the id_token has expired")]
    Expired,
    /// Not valid yet, or from the future.
    #[error("the id_token is from the future")]
    Future,
    /// Issued too long ago to answer this sign-in.
    #[error("the id_token was issued too long ago")]
    Old,
    /// A claim about time is missing.
    #[error("the id_token does not say when it is valid")]
    Times,
    /// The person was to prove anew who they are, and didn't.
    #[error("the person was not asked again who they are")]
    NotAsked,
    /// A personal account.
    #[error("this is a personal account")]
    PersonalAccount,
}

impl NotProven {
    /// Whether the token doesn't hold at the time that this machine's clock shows.
    #[must_use]
    pub const fn is_about_time(self) -> bool {
        matches!(self, Self::Expired | Self::Future | Self::Old)
    }

    /// Whether a wrong clock on this machine would explain it.
    #[must_use]
    pub const fn may_be_the_clock(self) -> bool {
        self.is_about_time() || matches!(self, Self::NotAsked)
    }
}

/// The claims of an id_token, as they are written: nothing in them is proven. One of another type than it should be counts
/// as missing.
#[derive(Clone, Debug)]
pub struct Claims(pub Map<String, Value>);

/// What a token is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The cloud that was asked.
    pub cloud: &'a Cloud,
    /// What ties the token to this sign-in.
    pub nonce: &'a str,
    /// The time by the issuer's clock, in seconds since 1970.
    pub now: i64,
    /// If the person was to prove anew who they are: since when, by the issuer's clock, in seconds since 1970.
    pub asked_since: Option<i64>,
}

impl Claims {
    /// The issuer and the tenant, if the one is the other's: compared exactly once the tenant's id is known to be one.
    ///
    /// # Errors
    /// [`NotProven::Tenant`], [`NotProven::Issuer`].
    pub fn issuer(&self, cloud: &Cloud) -> Result<(&str, &str), NotProven> {
        let tenant = self.text("tid").filter(|tid| is_guid(tid)).ok_or(NotProven::Tenant)?;
        let named = self.text("iss").ok_or(NotProven::Issuer)?;
        if named == issuer(cloud, tenant) {
            Ok((named, tenant))
        } else {
            Err(NotProven::Issuer)
        }
    }

    /// Checks the claims of a sign-in's answer.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn prove(&self, expected: &Expected<'_>) -> Result<Identity, NotProven> {
        let (issuer, tenant) = self.issuer(expected.cloud)?;
        if tenant == PERSONAL_ACCOUNTS {
            return Err(NotProven::PersonalAccount);
        }
        self.check_client(expected.cloud)?;
        if self.text("nonce") != Some(expected.nonce) {
            return Err(NotProven::Nonce);
        }
        let subject = self.text("sub").filter(|sub| !sub.is_empty());
        let subject = subject.ok_or(NotProven::Subject)?;
        let person = self.text("oid").filter(|oid| is_guid(oid)).ok_or(NotProven::Person)?;
        let (Some(expires), Some(issued)) = (self.number("exp"), self.number("iat")) else {
            return Err(NotProven::Times);
        };
        let authenticated_at = self.number("auth_time");
        let (early, late) = (
            expected.now.saturating_sub(CLOCK_SKEW),
            expected.now.saturating_add(CLOCK_SKEW),
        );
        if expires <= early {
            return Err(NotProven::Expired);
        }
        if issued.max(self.number("nbf").unwrap_or(i64::MIN)) > late {
            return Err(NotProven::Future);
        }
        if issued < expected.now.saturating_sub(OLDEST) {
            return Err(NotProven::Old);
        }
        if authenticated_at.is_some_and(|at| at > late) {
            return Err(NotProven::Future);
        }
        if let (Some(since), Some(at)) = (expected.asked_since, authenticated_at)
            && at < since.saturating_sub(CLOCK_SKEW)
        {
            return Err(NotProven::NotAsked);
        }
        let owned = |name: &str| self.text(name).map(str::to_owned);
        let principal = owned("preferred_username");
        Ok(Identity {
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
            tenant: tenant.to_owned(),
            person: person.to_owned(),
            authenticated_at,
            sign_out_hint: owned("login_hint"),
            hint: owned("login_hint").or_else(|| principal.clone()),
            name: owned("name").or(principal).unwrap_or_default(),
        })
    }

    /// Checks the claims that a refreshed token may bring: the same issuer, person and client as at the sign-in
    /// (OpenID Connect Core 12.2).
    ///
    /// # Errors
    /// The first check that fails.
    pub fn same(&self, cloud: &Cloud, identity: &Identity) -> Result<(), NotProven> {
        if self.text("iss") != Some(&identity.issuer) {
            return Err(NotProven::Issuer);
        }
        if self.text("sub") != Some(&identity.subject) {
            return Err(NotProven::Subject);
        }
        let same = |name: &str, known: &str| self.0.get(name).is_none_or(|claim| claim == known);
        if !same("tid", &identity.tenant) || !same("oid", &identity.person) {
            return Err(NotProven::Person);
        }
        self.check_client(cloud)
    }

    /// For Luk, for nobody else, and issued to Luk.
    fn check_client(&self, cloud: &Cloud) -> Result<(), NotProven> {
        let client = cloud.client_id.as_str();
        let ours = match self.0.get("aud") {
            Some(Value::Array(audiences)) => {
                !audiences.is_empty() && audiences.iter().all(|audience| audience == client)
            }
            audience => audience.is_some_and(|audience| audience == client),
        };
        if !ours {
            return Err(NotProven::Audience);
        }
        if self.0.get("azp").is_some_and(|party| party != client) {
            return Err(NotProven::Party);
        }
        Ok(())
    }

    fn text(&self, name: &str) -> Option<&str> {
        text(&self.0, name)
    }

    fn number(&self, name: &str) -> Option<i64> {
        number(&self.0, name)
    }
}

/// Whether a text has the form of a GUID, as Entra writes it.
pub(super) fn is_guid(text: &str) -> bool {
    let places = [8, 13, 18, 23];
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match byte {
            b'-' => places.contains(&place),
            byte => byte.is_ascii_hexdigit() && !places.contains(&place),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::microsoft::cloud::configured;
    use crate::microsoft::signin::jwt::Signed;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const NOW: i64 = 1_790_000_000;
    const TENANT: &str = "11111111-2222-3333-4444-555555555555";
    const PERSON: &str = "99999999-8888-7777-6666-555555555555";

    fn cloud() -> Cloud {
        configured(r#"{"clouds":[{"cloud":"global","clientId":"client"}]}"#)
            .unwrap()
            .remove(0)
    }

    fn prove(token: &str) -> Result<Identity, NotProven> {
        Signed::read(token)?.claims()?.prove(&Expected {
            cloud: &cloud(),
            nonce: "nonce",
            now: NOW,
            asked_since: None,
        })
    }

    fn token(changes: &Value) -> String {
        let mut claims = json!({
            "iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0"), "aud": "client", "nonce": "nonce", "sub": "s",
            "exp": NOW + 3600, "iat": NOW - 300, "nbf": NOW - 300, "tid": TENANT, "oid": PERSON, "name": "Ada",
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#);
        format!("{header}.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    #[test]
    fn the_right_token_tells_who_signed_in_and_when() {
        let identity = prove(&token(&json!({"auth_time": NOW - 10, "login_hint": "O.hint"}))).unwrap();
        assert_eq!((identity.tenant.as_str(), identity.person.as_str()), (TENANT, PERSON));
        assert_eq!(identity.authenticated_at, Some(NOW - 10));
        assert_eq!(identity.hint.as_deref(), Some("O.hint"));
    }

    #[test]
    fn a_personal_account_is_told_that_it_is_one() {
        let personal = "9188040d-6c67-4c5b-b112-36a304b66dad";
        let issuer = format!("https://login.microsoftonline.com/{personal}/v2.0");
        let token = token(&json!({"tid": personal, "iss": issuer}));
        assert_eq!(prove(&token), Err(NotProven::PersonalAccount));
    }

    #[test]
    fn a_tenant_that_is_no_id_gives_no_issuer() {
        for tenant in [
            "common",
            "",
            "11111111-2222-3333-4444-55555555555/",
            "------------------------------------",
        ] {
            let issuer = format!("https://login.microsoftonline.com/{tenant}/v2.0");
            assert_eq!(
                prove(&token(&json!({"tid": tenant, "iss": issuer}))),
                Err(NotProven::Tenant)
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_and_no_claims_make_proving_panic(text in ".*", number: i64, claim in "[a-z_]{3,9}") {
            prop_assert!(prove(&text).is_err());
            let _ = prove(&token(&json!({"exp": number, "iat": number, "nbf": number, "auth_time": number})));
            let _ = prove(&token(&json!({ claim: number })));
        }
    }
}
