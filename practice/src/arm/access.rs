//! Who asks: the token's checks, and what its person may do over an Azure subscription.

use http::StatusCode;

use crate::arm::error::ArmError;
use crate::cloud::Cloud;
use crate::entra::{Resource, Serial, Strength};
use crate::graph::{TokenFault, bearer};
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::tenant::azure::{AzureRole, AzureState, AzureSubscription};
use crate::tenant::role::Role;

/// The person of a valid token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller {
    pub(super) user: Guid,
    /// Of the token: what happened later it doesn't know.
    pub(super) serial: Serial,
    strength: Strength,
}

pub(super) fn identify(cloud: &Cloud, request: &Incoming) -> Result<Caller, ArmError> {
    match bearer(cloud, request, Resource::Arm) {
        Ok(token) if token.scopes.iter().any(|scope| scope == "user_impersonation") => Ok(Caller {
            user: token.user,
            serial: token.serial,
            strength: token.strength,
        }),
        Ok(_) => Err(ArmError::new(
            StatusCode::FORBIDDEN,
            "AuthorizationFailed",
            "The token lacks the scope user_impersonation.",
        )),
        Err(TokenFault::Revoked) => Err(ArmError::Revoked),
        Err(fault) => {
            let code = match fault {
                TokenFault::Missing => "AuthenticationFailed",
                TokenFault::Forged | TokenFault::TenantGone | TokenFault::Revoked => "InvalidAuthenticationToken",
                TokenFault::WrongAudience => "InvalidAuthenticationTokenAudience",
                TokenFault::Expired => "ExpiredAuthenticationToken",
            };
            Err(ArmError::new(StatusCode::UNAUTHORIZED, code, fault.message()))
        }
    }
}

impl Caller {
    /// The person, and what the token knows.
    pub(super) const fn known(self) -> (Guid, Serial) {
        (self.user, self.serial)
    }

    /// Since October 2025 whatever changes something needs a second factor; reading does not.
    pub(super) fn needs_second_factor(self) -> Result<(), ArmError> {
        if self.strength == Strength::Multifactor {
            Ok(())
        } else {
            Err(ArmError::SecondFactor)
        }
    }

    /// Whether the person holds one of these directory roles.
    pub(super) fn holds(self, cloud: &Cloud, roles: &[Role]) -> bool {
        let user = cloud.tenant.users.get(self.user);
        user.is_some_and(|user| user.enabled && roles.iter().any(|role| user.holds(*role)))
    }

    /// The subscription, if the person sees it.
    pub(super) fn sees<'a>(self, cloud: &'a Cloud, id: &str) -> Result<&'a AzureSubscription, ArmError> {
        let now = cloud.clock.moment();
        let found = cloud
            .tenant
            .azure
            .subscriptions
            .iter()
            .find(|found| found.id.to_string() == id && found.state(now) != AzureState::Deleted);
        let found = found.ok_or_else(|| ArmError::no_subscription(id))?;
        if cloud.tenant.azure.roles(self.known(), found.id).next().is_some() {
            Ok(found)
        } else {
            Err(ArmError::denied(
                "Microsoft.Resources/subscriptions/read",
                &format!("/subscriptions/{id}"),
            ))
        }
    }

    /// The subscription, if one of the person's roles over it allows the action.
    pub(super) fn may<'a>(
        self,
        cloud: &'a Cloud,
        id: &str,
        action: &str,
        allows: impl Fn(AzureRole) -> bool,
    ) -> Result<&'a AzureSubscription, ArmError> {
        let found = self.sees(cloud, id)?;
        if cloud.tenant.azure.roles(self.known(), found.id).any(allows) {
            Ok(found)
        } else {
            Err(ArmError::denied(action, &format!("/subscriptions/{id}")))
        }
    }
}
