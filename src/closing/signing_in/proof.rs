//! Proving a sign-in's answer: whose it is, with whose key it is signed, and at what time it holds. Fetches what that takes,
//! and without it says so.

use std::time::Duration;

use futures_util::future::{Either, join, select};
use http::Request;

use super::desk::Pending;
use crate::client::failure::{not_proven, token_refused};
use crate::client::retry::Outcome;
use crate::client::tokens::{failure, transport};
use crate::client::{World, send};
use crate::microsoft::cloud::Cloud;
use crate::microsoft::signin::Authority;
use crate::microsoft::signin::callback::{Answer, Callback};
use crate::microsoft::signin::identity::{Claims, Expected, Identity, NotProven};
use crate::microsoft::signin::jwt::Signed;
use crate::microsoft::signin::keys::Keys;
use crate::microsoft::signin::metadata::{self, Metadata};
use crate::microsoft::signin::refusal::EntraError;
use crate::microsoft::signin::token::{Desk, Granted, time_of, time_request};
use crate::protocol::Signature;
use crate::tenant::{Moment, Problem};

/// How long the discovery document, the keys and the time are waited for: a sign-in can do without them.
const PATIENCE: Duration = Duration::from_secs(10);

/// A proven sign-in.
pub(super) struct Proven {
    pub(super) identity: Identity,
    pub(super) granted: Granted,
    /// Whether the signature was checked, or could not be.
    pub(super) signature: Signature,
    /// When the code was redeemed, by this machine's clock.
    pub(super) redeemed_at: Moment,
    /// When the person last proved who they are, by this machine's clock.
    pub(super) authenticated_at: Option<Moment>,
}

/// Judges an answer to a sign-in whose state is known to be right.
pub(super) struct Judge<'a, W> {
    pub(super) world: &'a std::rc::Rc<W>,
    pub(super) cloud: &'a Cloud,
    pub(super) pending: &'a Pending,
    pub(super) redirect: &'a str,
    pub(super) scopes: String,
}

impl<W: World> Judge<'_, W> {
    /// Redeems the code and proves who signed in.
    pub(super) async fn judge(self, callback: Callback) -> Result<Proven, Problem> {
        let refused = |reason: NotProven| not_proven(reason, self.world.now());
        let authority = self.pending.authority();
        let metadata = self.metadata(&authority).await.map_err(refused)?;
        // Before the code is sent anywhere: it may be another issuer's (RFC 9207).
        self.check_issuer(&callback, metadata.as_ref()).map_err(refused)?;
        let code = match callback.answer {
            Answer::Code(code) => code,
            Answer::Refused { error, description } => {
                let error = EntraError::from_callback(&error, &description);
                return Err(token_refused(&error, self.world.now()));
            }
        };
        let desk = Desk {
            cloud: self.cloud,
            authority: &authority,
            redirect: self.redirect,
            demand: None,
        };
        let http = transport(std::rc::Rc::clone(self.world));
        let redeemed_at = self.world.now();
        let redeem = desk.redeem(code, self.pending.verifier().to_owned(), self.scopes.clone(), &http);
        let (granted, keys) = join(redeem, self.keys(metadata.as_ref())).await;
        let mut granted = granted.map_err(|refused| failure(refused).problem(self.world.now()))?;
        let id_token = granted.id_token.take().ok_or_else(|| refused(NotProven::Missing))?;
        let signed = Signed::read(&id_token).map_err(refused)?;
        let claims = signed.claims().map_err(refused)?;
        let keys = keys.map_err(refused)?;
        let signature = self.signature(&signed, &claims, keys, metadata.as_ref());
        let signature = signature.await.map_err(refused)?;
        let (identity, offset) = self.identity(&claims, &authority).await.map_err(refused)?;
        if callback.issuer.is_some_and(|issuer| issuer != identity.issuer) {
            return Err(refused(NotProven::CallbackIssuer));
        }
        let authenticated_at = self.authenticated_at(&identity, offset);
        Ok(Proven {
            identity,
            granted,
            signature,
            redeemed_at,
            authenticated_at,
        })
    }

    /// Reads an address without a token. Nothing, if it is out of reach.
    async fn fetch(&self, request: Request<Vec<u8>>) -> Option<http::Response<Vec<u8>>> {
        let patience = std::pin::pin!(self.world.sleep(PATIENCE));
        let answer = std::pin::pin!(send(&**self.world, request));
        match select(answer, patience).await {
            Either::Left((Outcome::Answer(answer), _)) => Some(answer),
            Either::Left((Outcome::Silence(_), _)) | Either::Right(_) => None,
        }
    }

    async fn get(&self, address: &str) -> Option<Vec<u8>> {
        let answer = self.fetch(Request::get(address).body(Vec::new()).ok()?).await?;
        answer.status().is_success().then(|| answer.into_body())
    }

    async fn metadata(&self, authority: &Authority) -> Result<Option<Metadata>, NotProven> {
        let body = self.get(&metadata::address(self.cloud, authority)).await;
        body.map(|body| metadata::read(self.cloud, authority, &body))
            .transpose()
    }

    fn check_issuer(&self, callback: &Callback, metadata: Option<&Metadata>) -> Result<(), NotProven> {
        match (&callback.issuer, self.pending.tenant()) {
            (Some(issuer), Some(tenant)) if *issuer != metadata::issuer(self.cloud, &tenant.to_string()) => {
                Err(NotProven::CallbackIssuer)
            }
            // Which tenant's it is shows once the id_token is there: then it is compared exactly.
            (Some(issuer), None) if !metadata::could_be_issuer(self.cloud, issuer) => Err(NotProven::CallbackIssuer),
            (None, _) if metadata.is_some_and(|metadata| metadata.names_issuer) => {
                Err(NotProven::CallbackIssuerMissing)
            }
            (Some(_) | None, _) => Ok(()),
        }
    }

    async fn keys(&self, metadata: Option<&Metadata>) -> Result<Option<Keys>, NotProven> {
        let Some(metadata) = metadata else {
            return Ok(None);
        };
        let body = self.get(&metadata.keys).await;
        body.map(|body| Keys::read(&body)).transpose()
    }

    /// Checks the signature. With the keys out of reach, the token still came straight from the token endpoint over TLS,
    /// which proves its issuer (OpenID Connect Core 3.1.3.7, rule 6); that is told, not passed over.
    async fn signature(
        &self,
        signed: &Signed<'_>,
        claims: &Claims,
        keys: Option<Keys>,
        metadata: Option<&Metadata>,
    ) -> Result<Signature, NotProven> {
        let Some(keys) = keys else {
            return Ok(Signature::KeysOutOfReach);
        };
        let (issuer, tenant) = claims.issuer(self.cloud)?;
        let choose = |keys: &Keys| keys.choose(signed.key.as_deref(), issuer, tenant);
        let key = match choose(&keys) {
            // The issuer may have begun to sign with a new key after the set was read: it is read again, once.
            Err(NotProven::UnknownKey) => match self.keys(metadata).await? {
                Some(keys) => choose(&keys)?,
                None => return Err(NotProven::UnknownKey),
            },
            chosen => chosen?,
        };
        let message = signed.message.as_bytes();
        if self.world.holds_rs256(&key, message, &signed.signature).await {
            Ok(Signature::Verified)
        } else {
            Err(NotProven::Signature)
        }
    }

    /// Checks the claims by this machine's clock; where they don't hold by that, by Entra's. Returns how far that one is ahead.
    async fn identity(&self, claims: &Claims, authority: &Authority) -> Result<(Identity, Offset), NotProven> {
        let prove = |offset: Offset| {
            let by_entra = |moment: Moment| (moment.milliseconds() / 1000).saturating_add(offset.least);
            let expected = Expected {
                cloud: self.cloud,
                nonce: self.pending.nonce(),
                now: by_entra(self.world.now()),
                asked_since: self.pending.asks_anew().then(|| by_entra(self.pending.left_at())),
            };
            claims.prove(&expected).map(|identity| (identity, offset))
        };
        match prove(Offset::default()) {
            Err(reason) if reason.may_be_the_clock() => match self.offset(authority).await {
                Some(offset) => prove(offset),
                None => Err(reason),
            },
            proven => proven,
        }
    }

    async fn offset(&self, authority: &Authority) -> Option<Offset> {
        let asked_at = self.world.now();
        let answer = self.fetch(time_request(self.cloud, authority)?).await?;
        let theirs: Moment = time_of(answer.body())?.parse().ok()?;
        let since = |ours: Moment| theirs.milliseconds().checked_sub(ours.milliseconds());
        Some(Offset {
            least: since(self.world.now())? / 1000,
            // They tell whole seconds, and may have told them as soon as they were asked.
            most: since(asked_at)?.div_euclid(1000).saturating_add(2),
        })
    }

    /// Entra's word for it, rather too early than too late, within what this browser saw itself: not before it left for a sign-in that asked anew, and not
    /// in the future. Without Entra's word only a sign-in that asked anew counts, from when the page left for it.
    fn authenticated_at(&self, identity: &Identity, offset: Offset) -> Option<Moment> {
        let now = self.world.now();
        let left_at = self.pending.asks_anew().then_some(self.pending.left_at());
        let told = identity
            .authenticated_at
            .map(|at| Moment::from_seconds(at.saturating_sub(offset.most)));
        told.max(left_at).map(|at| at.min(now))
    }
}

/// How many seconds Entra's clock is ahead of this machine's: between these, because the answer that told was on its way for a
/// while. Nothing where this machine's fits.
#[derive(Clone, Copy, Default)]
struct Offset {
    least: i64,
    most: i64,
}
