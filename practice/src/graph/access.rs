//! Who asks, and whether they may: a right is what both the token's scopes and the person's directory roles allow.

use crate::cloud::Cloud;
use crate::entra::{AccessToken, Evaluation, Resource, Validity};
use crate::graph::error::GraphError;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::tenant::role::Role;

/// The person and the permissions of a valid token.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) user: Guid,
    scopes: Vec<String>,
    roles: Vec<Role>,
    standing: Standing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Member,
    Guest,
}

/// Who may do something, besides the scope.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who {
    /// Whoever signs in, guests too.
    Anyone,
    /// Whoever is at home in the tenant.
    Members,
    /// Holders of one of these roles.
    Roles(&'static [Role]),
}

impl Caller {
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }

    pub(crate) fn holds(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// One of the scopes and the standing, or 403.
    pub(crate) fn needs(&self, scopes: &[&str], who: Who) -> Result<(), GraphError> {
        let standing = match who {
            Who::Anyone => true,
            Who::Members => self.standing == Standing::Member || !self.roles.is_empty(),
            Who::Roles(roles) => roles.iter().any(|role| self.holds(*role)),
        };
        if standing && scopes.iter().any(|scope| self.has_scope(scope)) {
            Ok(())
        } else {
            Err(GraphError::denied())
        }
    }
}

/// What is wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenFault {
    Missing,
    /// Not issued here, or changed on its way.
    Forged,
    WrongAudience,
    Expired,
    /// Taken back before its time: the client is told which claims to sign in with.
    Revoked,
    TenantGone,
}

impl TokenFault {
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Missing => "Access token is empty.",
            Self::Forged => "IDX14100: JWT is not well formed, or its signature could not be validated.",
            Self::WrongAudience => "Access token validation failure. Invalid audience.",
            Self::Expired => "Lifetime validation failed, the token is expired.",
            Self::Revoked => {
                "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp"
            }
            Self::TenantGone => "The tenant of the token does not exist.",
        }
    }
}

/// The token's checks: was it issued here, for Graph, is it still valid, and does its person still exist?
pub(crate) fn identify(cloud: &Cloud, request: &Incoming) -> Result<Caller, GraphError> {
    let token = bearer(cloud, request, Resource::Graph).map_err(|fault| match fault {
        TokenFault::Revoked => GraphError::challenge(cloud, fault.message()),
        TokenFault::Missing
        | TokenFault::Forged
        | TokenFault::WrongAudience
        | TokenFault::Expired
        | TokenFault::TenantGone => GraphError::unauthorized(fault.message()),
    })?;
    let user = cloud
        .tenant
        .users
        .get(token.user)
        .ok_or_else(|| GraphError::unauthorized("The identity of the calling user could not be established."))?;
    if !user.enabled {
        return Err(GraphError::unauthorized("The account of the calling user is disabled."));
    }
    let standing = if user.is_guest() {
        Standing::Guest
    } else {
        Standing::Member
    };
    Ok(Caller {
        user: user.id,
        scopes: token.scopes.clone(),
        roles: user.roles.clone(),
        standing,
    })
}

/// The bearer token, or what is wrong with it.
pub(crate) fn bearer<'a>(
    cloud: &'a Cloud,
    request: &Incoming,
    resource: Resource,
) -> Result<&'a AccessToken, TokenFault> {
    let token = request.header("authorization").and_then(|value| {
        let (kind, token) = value.split_once(' ')?;
        kind.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let token = token.filter(|token| !token.is_empty()).ok_or(TokenFault::Missing)?;
    let token = cloud.entra.access_token(token).ok_or(TokenFault::Forged)?;
    if token.resource != resource || token.audience != resource.audience_here(&cloud.setup.origins) {
        return Err(TokenFault::WrongAudience);
    }
    if token.validity == Validity::Revoked {
        return Err(TokenFault::Revoked);
    }
    if token.expires <= cloud.clock.now() {
        return Err(TokenFault::Expired);
    }
    if cloud.tenant.deleted.is_some() {
        return Err(TokenFault::TenantGone);
    }
    // That somebody was disabled or deleted is among the events of continuous access evaluation.
    let is_good = cloud.tenant.users.get(token.user).is_some_and(|user| user.enabled);
    if !is_good && token.evaluation == Evaluation::Continuous {
        return Err(TokenFault::Revoked);
    }
    Ok(token)
}
