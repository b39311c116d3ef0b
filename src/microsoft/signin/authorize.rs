//! The address that a sign-in goes to, and the secrets that must come back with its answer.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth2::url::ParseError;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope};

use super::{Authority, challenge, entra};
use crate::microsoft::Audience;
use crate::microsoft::cloud::Cloud;
use crate::microsoft::permissions::{Need, OPENID, graph_scopes, permissions};

/// The proof that a sign-in must give.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// A session that the browser still has, and no question (`prompt=none`): without one the answer is a refusal.
    Silent,
    /// A session that the browser still has will do.
    Session,
    /// The person chooses an account.
    Choice,
    /// The person shows again who they are (`prompt=login`).
    Fresh,
}

/// What a sign-in is begun with.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Where.
    pub cloud: &'a Cloud,
    /// Whose page.
    pub authority: &'a Authority,
    /// Where the answer goes: registered for the client as a single-page application's.
    pub redirect: &'a str,
    /// What for.
    pub needs: &'a [Need],
    /// With what proof.
    pub proof: Proof,
    /// Who it was before, so that they need not type it.
    pub hint: Option<&'a str>,
    /// What a service demands beyond what the last token proved.
    pub demand: Option<&'a str>,
}

/// The three secrets of one sign-in: 256 random bits each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secrets {
    /// Ties the answer to this browser (`state`).
    pub state: String,
    /// Ties the identity to this sign-in (`nonce`).
    pub nonce: String,
    /// Ties the code to this page (PKCE `code_verifier`).
    pub verifier: String,
}

impl Secrets {
    /// Secrets from three times 32 random bytes.
    #[must_use]
    pub fn from_random([state, nonce, verifier]: [[u8; 32]; 3]) -> Self {
        Self {
            state: secret(state),
            nonce: secret(nonce),
            verifier: secret(verifier),
        }
    }
}

/// 256 random bits as a text of 43 letters that an address and a form can hold as they are.
#[must_use]
pub fn secret(bytes: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The address to leave for.
///
/// # Errors
/// When the configuration's addresses are no addresses.
pub fn address(request: &Request<'_>, secrets: &Secrets) -> Result<String, ParseError> {
    let client = entra(request.cloud, request.authority, request.redirect)?;
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(secrets.verifier.clone()));
    let wanted = request.needs.iter().flat_map(|need| permissions(*need));
    let wanted = wanted.map(|row| Scope::new(request.cloud.scope(row.audience, row.scope)));
    let mut address = client
        .authorize_url(|| CsrfToken::new(secrets.state.clone()))
        .add_scopes(OPENID.map(|scope| Scope::new(scope.to_owned())))
        .add_scopes(wanted)
        .set_pkce_challenge(challenge)
        // The fragment never reaches the site's server, nor its logs.
        .add_extra_param("response_mode", "fragment")
        .add_extra_param("nonce", &secrets.nonce)
        .add_extra_param("claims", challenge::for_sign_in(request.demand));
    match request.proof {
        Proof::Session => {}
        Proof::Silent => address = address.add_extra_param("prompt", "none"),
        Proof::Choice => address = address.add_extra_param("prompt", "select_account"),
        Proof::Fresh => address = address.add_extra_param("prompt", "login"),
    }
    match request.hint {
        // The two don't go together (Entra, authorization code flow).
        Some(hint) if request.proof != Proof::Choice => address = address.add_extra_param("login_hint", hint),
        Some(_) | None => {}
    }
    if *request.authority == Authority::Organizations {
        // Skips the question whether it is a personal account: those can't close a tenant.
        address = address.add_extra_param("domain_hint", "organizations");
    }
    Ok(address.url().0.into())
}

/// The scopes to redeem a code for: Graph's alone. A sign-in may ask for permissions of several services, a token is for one
/// (Entra, "Permissions and consent").
#[must_use]
pub fn scopes_to_redeem(cloud: &Cloud, needs: &[Need]) -> String {
    let graph = needs.iter().flat_map(|need| graph_scopes(*need));
    let graph = graph.map(|scope| cloud.scope(Audience::Graph, scope));
    OPENID
        .into_iter()
        .map(str::to_owned)
        .chain(graph)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::microsoft::cloud::configured;
    use std::collections::BTreeMap;
    use url::Url;

    /// A million of each (S3): from bytes of which no 32 are twice, since each holds its number, mixed so that all bits vary.
    #[test]
    fn no_two_of_a_million_states_nonces_and_verifiers_are_the_same() {
        let mixed = |number: u64| {
            // SplitMix64, whose steps can be undone: no two numbers become one.
            let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            number ^ (number >> 31)
        };
        let bytes = |number: u64| {
            let mut bytes = [0; 32];
            for (part, place) in bytes.chunks_exact_mut(8).zip(0..) {
                part.copy_from_slice(&mixed(number * 4 + place).to_le_bytes());
            }
            bytes
        };
        let allowed = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_';
        let mut all: Vec<[u8; 43]> = Vec::with_capacity(3_000_000);
        for number in 0..1_000_000 {
            let secrets = Secrets::from_random([0, 1, 2].map(|which| bytes(number * 3 + which)));
            for secret in [secrets.state, secrets.nonce, secrets.verifier] {
                let secret: [u8; 43] = secret.into_bytes().try_into().expect("43 letters");
                assert!(secret.iter().all(|letter| allowed(*letter)));
                all.push(secret);
            }
        }
        all.sort_unstable();
        assert!(all.windows(2).all(|two| two[0] != two[1]));
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let cloud = configured(r#"{"clouds":[{"cloud":"global","clientId":"client"}]}"#)
            .unwrap()
            .remove(0);
        let secrets = Secrets {
            state: "state".into(),
            nonce: "nonce".into(),
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
        };
        let request = Request {
            cloud: &cloud,
            authority: &Authority::Organizations,
            redirect: "https://luk.example/signin/",
            needs: &[Need::Read],
            proof: Proof::Choice,
            hint: Some("ada@example.com"),
            demand: None,
        };
        let address = Url::parse(&address(&request, &secrets).unwrap()).unwrap();
        let query: BTreeMap<_, _> = address.query_pairs().collect();
        assert_eq!(query["code_challenge"], "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["response_mode"], "fragment");
        assert_eq!(query["redirect_uri"], "https://luk.example/signin/");
        assert!(!query.contains_key("login_hint"), "a hint takes the choice away");
        assert!(query["scope"].contains("https://graph.microsoft.com/Directory.Read.All"));
        assert!(
            !query["scope"].contains("ReadWrite"),
            "nothing that writes is asked for before it is needed"
        );
        assert!(
            !address.as_str().contains("dBjftJeZ4CVP"),
            "the verifier never leaves the page"
        );
    }

    #[test]
    fn each_secret_has_256_bits_and_is_written_in_43_letters_that_a_verifier_may_have() {
        let ones = Secrets::from_random([[0xff; 32], [0xfb; 32], [0; 32]]);
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..10_000_u64 {
            let mut bytes = [[0; 32]; 3];
            for (place, bytes) in bytes.iter_mut().enumerate() {
                bytes[24..].copy_from_slice(&(3 * number + place as u64).to_be_bytes());
            }
            let Secrets { state, nonce, verifier } = Secrets::from_random(bytes);
            seen.extend([state, nonce, verifier]);
        }
        assert_eq!(seen.len(), 30_000, "no bit is lost");
        for secret in seen.iter().chain([&ones.state, &ones.nonce, &ones.verifier]) {
            assert_eq!(secret.len(), 43);
            assert!(
                secret
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
            );
        }
    }
}
