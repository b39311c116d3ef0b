//! Making tokens: the last checks, then the access token, the id_token and the refresh token.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::cloud::{Cloud, RedirectKind};
use crate::entra::error::EntraError;
use crate::entra::gate::{self, Obstacle, Proof, ProofKind};
use crate::entra::scope::{self, Asked, Resource};
use crate::entra::state::{AccessToken, Evaluation, RefreshToken, Strength, Validity};
use crate::entra::steps::{client_info, is_personal};
use crate::entra::{CLIENT_ID, LUK_APP, consent, hint, key};
use crate::guid::Guid;
use crate::random::Random;
use crate::tenant::objects::{ELSEWHERE_TENANT, User};
use crate::time::Timestamp;

/// Whether a refresh token comes along, and when it ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Refresh {
    /// With the first tokens: when `offline_access` was asked for.
    IfAsked { ends: Timestamp },
    /// With each refresh, whatever scope it named.
    Always { ends: Timestamp },
}

/// What is to be issued.
pub(super) struct Issue {
    pub(super) user: Guid,
    /// The words of the request.
    pub(super) scope: String,
    pub(super) wants_client_info: bool,
    pub(super) kind: RedirectKind,
    pub(super) asked: Vec<Asked>,
    pub(super) refresh: Refresh,
    pub(super) nonce: Option<String>,
    pub(super) auth_time: Option<Timestamp>,
    pub(super) strength: Strength,
    /// When the person signed in.
    pub(super) since: Timestamp,
    /// How strong the request's claims want it.
    pub(super) demanded: Strength,
    pub(super) evaluation: Evaluation,
}

impl Issue {
    /// If the scope names several resources, the token is for the first one's.
    fn resource(&self) -> Resource {
        self.asked
            .iter()
            .find(|asked| !asked.is_openid())
            .map_or(Resource::Graph, Asked::resource)
    }

    /// In seconds. Where a resource looks again at each call (Graph, for clients that take its challenges) around a day, at
    /// most 28 hours; else an hour to an hour and a half, as the service spreads it.
    fn life(&self, resource: Resource, random: &mut Random) -> u32 {
        match (resource, self.evaluation) {
            (Resource::Graph, Evaluation::Continuous) => 20 * 3600 + random.below(8 * 3600),
            (Resource::Graph, Evaluation::AtExpiry) | (Resource::Arm | Resource::Purview, _) => {
                3599 + random.below(1800)
            }
        }
    }

    fn asks_for(&self, name: &str) -> bool {
        self.asked
            .iter()
            .any(|asked| matches!(asked, Asked::Permission(permission) if permission.name == name))
    }

    pub(super) fn tokens(&self, cloud: &mut Cloud) -> Result<Value, EntraError> {
        let user = cloud.tenant.users.get(self.user).ok_or_else(|| {
            EntraError::new(
                50034,
                "invalid_grant",
                "The user account does not exist in the directory.",
            )
        })?;
        if !user.enabled {
            return Err(EntraError::new(50057, "invalid_grant", "The user account is disabled."));
        }
        if cloud.tenant.service_principal_of(LUK_APP).is_none() {
            return Err(EntraError::application_not_found(CLIENT_ID, &cloud.tenant.display_name));
        }
        let proof = Proof {
            strength: self.strength,
            since: self.since,
            demanded: self.demanded,
            kind: ProofKind::Token,
        };
        gate::check(cloud, user, proof).map_err(Obstacle::into_error)?;
        let client_info = self.wants_client_info.then(|| {
            client_info(
                user,
                cloud.tenant.id,
                cloud.home_id(user.mail.as_deref().unwrap_or_default()),
            )
        });
        let provider = provider(cloud, user);
        let (name, display_name) = (user.user_principal_name.clone(), user.display_name.clone());
        let resource = self.resource();
        scope::check_configured(&cloud.tenant, &self.asked)?;
        if cloud.tenant.service_principal_of(resource.app_id()).is_none() {
            let message = format!(
                "The resource principal named {} was not found in the tenant.",
                resource.audience_here(&cloud.setup.origins).as_str()
            );
            return Err(EntraError::new(500_011, "invalid_resource", message));
        }
        // The token carries everything consented to for its resource, not only what was asked for now.
        let granted = consent::granted(&cloud.tenant, self.user, resource);
        let of_resource: Vec<Asked> = self
            .asked
            .iter()
            .filter(|asked| asked.resource() == resource && !asked.is_openid())
            .cloned()
            .collect();
        if granted.is_empty() || !consent::missing(&cloud.tenant, self.user, &of_resource).is_empty() {
            let message = format!(
                "The user or administrator has not consented to use the application with ID '{CLIENT_ID}' named 'Luk'. Send an interactive authorization request for this user and resource."
            );
            return Err(EntraError::new(65001, "invalid_grant", message));
        }
        let broken = || EntraError::new(90033, "temporarily_unavailable", "The signing key is not available.");

        let now = cloud.clock.now();
        let life = self.life(resource, &mut cloud.random);
        let expires = now.plus(Duration::from_secs(u64::from(life)));
        let login = cloud.setup.origins.login.clone();
        let tenant_id = cloud.tenant.id;
        let issuer = format!("{login}/{tenant_id}/v2.0");
        let subject = subject(tenant_id, self.user);
        let audience = resource.audience(&self.scope, &cloud.setup.origins);
        let mut claims = json!({
            "aud": audience.as_str(), "iss": issuer, "iat": now.seconds(), "nbf": now.seconds(), "exp": expires.seconds(),
            "appid": CLIENT_ID, "oid": self.user, "tid": tenant_id, "sub": subject, "upn": name, "name": display_name,
            "scp": granted.join(" "), "ver": "1.0", "uti": cloud.random.secret(), "canary": cloud.random.guid(), "amr": self.strength.methods(),
        });
        if self.strength == Strength::Multifactor
            && let Some(claims) = claims.as_object_mut()
        {
            claims.insert("acrs".to_owned(), json!(["p1"]));
        }
        if self.evaluation == Evaluation::Continuous
            && let Some(claims) = claims.as_object_mut()
        {
            claims.insert("xms_cc".to_owned(), json!(["cp1"]));
        }
        let serial = cloud.entra.next_serial();
        let access_token = key::sign(&claims, cloud.entra.signing_key(), cloud.signatures).ok_or_else(broken)?;
        let scopes = granted.clone();
        cloud.entra.add_access_token(
            &access_token,
            AccessToken {
                resource,
                audience,
                user: self.user,
                scopes,
                expires,
                strength: self.strength,
                evaluation: self.evaluation,
                serial,
                validity: Validity::Good,
            },
        );

        let before = scope::prefix(&self.scope, resource, &cloud.setup.origins);
        let prefix = |name: &String| match scope::is_openid(name) {
            true => name.clone(),
            false => format!("{before}{name}"),
        };
        let scope = granted
            .iter()
            .filter(|name| *name != "offline_access")
            .map(prefix)
            .collect::<Vec<_>>()
            .join(" ");
        let mut answer = json!({
            "token_type": "Bearer", "scope": scope, "expires_in": life, "ext_expires_in": life, "access_token": access_token,
        });
        if let Some(client_info) = client_info {
            insert(&mut answer, "client_info", client_info);
        }
        if self.asks_for("openid") {
            claims = json!({
                "aud": CLIENT_ID, "iss": issuer, "iat": now.seconds(), "nbf": now.seconds(), "exp": now.seconds() + 3600,
                "name": display_name, "oid": self.user, "preferred_username": name, "sub": subject, "tid": tenant_id,
                "login_hint": hint::of(self.user), "uti": cloud.random.secret(), "ver": "2.0", "canary": cloud.random.guid(),
            });
            if let Some(claims) = claims.as_object_mut() {
                if let Some(provider) = provider {
                    claims.insert("idp".to_owned(), json!(provider));
                }
                if let Some(nonce) = &self.nonce {
                    claims.insert("nonce".to_owned(), json!(nonce));
                }
                if let Some(time) = self.auth_time {
                    claims.insert("auth_time".to_owned(), json!(time.seconds()));
                }
            }
            let id_token = key::sign(&claims, cloud.entra.signing_key(), cloud.signatures).ok_or_else(broken)?;
            cloud.entra.note_secret(&id_token);
            insert(&mut answer, "id_token", id_token);
        }
        let ends = match self.refresh {
            Refresh::Always { ends } => Some(ends),
            Refresh::IfAsked { ends } => self.asks_for("offline_access").then_some(ends),
        };
        if let Some(ends) = ends {
            let token = RefreshToken {
                user: self.user,
                kind: self.kind,
                ends,
                strength: self.strength,
                since: self.since,
                validity: Validity::Good,
            };
            insert(
                &mut answer,
                "refresh_token",
                cloud.entra.add_refresh_token(token, &mut cloud.random),
            );
        }
        Ok(answer)
    }
}

fn insert(answer: &mut Value, name: &str, value: String) {
    if let Some(answer) = answer.as_object_mut() {
        answer.insert(name.to_owned(), Value::String(value));
    }
}

/// Who vouches for a guest: the own organization, or Microsoft's service for personal accounts.
fn provider(cloud: &Cloud, user: &User) -> Option<String> {
    let mail = user.mail.as_deref().filter(|_| user.is_guest())?;
    if is_personal(mail) {
        return Some("live.com".to_owned());
    }
    let home = cloud.home_id(mail).unwrap_or(ELSEWHERE_TENANT);
    Some(format!("https://sts.windows.net/{home}/"))
}

/// The pairwise subject: the same person is someone else to another app.
fn subject(tenant: Guid, user: Guid) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{tenant} {user} {CLIENT_ID}")))
}
