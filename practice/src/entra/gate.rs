//! What stands between somebody who has typed a password and the app: the app's own state, conditional access, security
//! defaults, per-user multifactor authentication. The same for a sign-in with pages, a silent one, and the token endpoint.

use std::time::Duration;

use crate::cloud::Cloud;
use crate::entra::error::{EntraError, MULTIFACTOR_CLAIMS};
use crate::entra::state::{Session, Strength};
use crate::entra::{CLIENT_ID, LUK_APP};
use crate::tenant::TenantState;
use crate::tenant::account::Risk;
use crate::tenant::objects::{Assignment, Condition, Demand, MfaState, User};
use crate::time::Timestamp;

/// Why a sign-in doesn't simply go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// Nothing that a person does here helps.
    Closed(EntraError),
    /// A second factor is asked for.
    SecondFactor(EntraError),
    /// A second factor is asked for, and none was registered.
    Registration(EntraError),
    /// It is too long ago.
    Stale(EntraError),
}

impl Obstacle {
    pub(super) fn into_error(self) -> EntraError {
        match self {
            Self::Closed(error) | Self::SecondFactor(error) | Self::Registration(error) | Self::Stale(error) => error,
        }
    }
}

/// How somebody signed in, and for what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proof {
    pub(super) strength: Strength,
    pub(super) since: Timestamp,
    /// How strong the request's claims want it.
    pub(super) demanded: Strength,
    pub(super) kind: ProofKind,
}

/// What holds the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ProofKind {
    Session,
    Token,
}

/// Whether the tenant's own settings want a second factor of somebody, whatever the request says.
fn wants_second_factor(tenant: &TenantState, user: &User) -> bool {
    let by_policy = |demand| {
        let mut policies = tenant.policies.iter();
        policies.any(|policy| policy.demand == demand && policy.is_for(user))
    };
    // Security defaults ask administrators at each sign-in, others when Microsoft thinks it necessary.
    let by_default = tenant.security_defaults && !user.roles.is_empty();
    user.mfa != MfaState::Disabled || by_default || by_policy(Demand::Multifactor)
}

/// Everything that is checked each time.
pub(super) fn check(cloud: &Cloud, user: &User, proof: Proof) -> Result<(), Obstacle> {
    application(&cloud.tenant, user).map_err(Obstacle::Closed)?;
    check_policies(cloud, user, proof)
}

/// The same for Microsoft's own portals, which want a second factor of everybody.
pub(crate) fn check_portal(cloud: &Cloud, user: &User, session: Session) -> Result<(), Obstacle> {
    let proof = Proof {
        strength: session.strength,
        since: session.since,
        demanded: Strength::Multifactor,
        kind: ProofKind::Session,
    };
    check_policies(cloud, user, proof)
}

fn check_policies(cloud: &Cloud, user: &User, proof: Proof) -> Result<(), Obstacle> {
    let tenant = &cloud.tenant;
    if tenant.security_defaults && user.risk == Risk::High {
        let message = "Access has been blocked by security defaults. The request was deemed unsafe.";
        return Err(Obstacle::Closed(EntraError::new(530_035, "invalid_grant", message)));
    }
    if let Some(error) = blocked(tenant, user) {
        return Err(Obstacle::Closed(error));
    }
    second_factor(tenant, user, proof)?;
    frequency(cloud, user, proof)
}

/// Luk's own state in the tenant. Before the first consent it has none.
fn application(tenant: &TenantState, user: &User) -> Result<(), EntraError> {
    let Some(principal) = tenant.service_principal_of(LUK_APP) else {
        return Ok(());
    };
    if !principal.enabled {
        let message = format!("Application '{CLIENT_ID}' is disabled.");
        return Err(EntraError::new(7_000_112, "unauthorized_client", message));
    }
    match &principal.assignment {
        Assignment::Required(people) if !people.contains(&user.id) => {
            let message = format!(
                "Your administrator has configured the application Luk ('{CLIENT_ID}') to block users unless they are specifically granted ('assigned') access to the application. The signed-in user is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator."
            );
            Err(EntraError::new(50105, "invalid_grant", message))
        }
        Assignment::Required(_) | Assignment::NotRequired => Ok(()),
    }
}

/// The conditional access policy that keeps somebody out, if one does.
fn blocked(tenant: &TenantState, user: &User) -> Option<EntraError> {
    let mut policies = tenant.policies.iter().filter(|policy| policy.is_for(user));
    policies.find_map(|policy| {
        let (number, message) = match policy.demand {
            Demand::Multifactor | Demand::Nothing => return None,
            Demand::Block => (
                53003,
                "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
            ),
            Demand::CompliantDevice => (
                53000,
                "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant.",
            ),
            Demand::DomainJoinedDevice => (
                53001,
                "Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device is not domain joined.",
            ),
            Demand::ApprovedApplication => (
                53002,
                "The app used is not an approved app for Conditional Access.",
            ),
        };
        Some(EntraError::new(number, "invalid_grant", message))
    })
}

fn second_factor(tenant: &TenantState, user: &User, proof: Proof) -> Result<(), Obstacle> {
    let configured = wants_second_factor(tenant, user);
    let wanted = configured || proof.demanded == Strength::Multifactor;
    if !wanted || proof.strength == Strength::Multifactor {
        return Ok(());
    }
    if !user.methods.is_empty() {
        let (number, message) = if configured {
            (
                50076,
                "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.",
            )
        } else {
            (
                50074,
                "Strong authentication is required and the user did not pass the MFA challenge.",
            )
        };
        let error = EntraError::new(number, "invalid_grant", message).demanding(MULTIFACTOR_CLAIMS);
        return Err(Obstacle::SecondFactor(error));
    }
    let mut policies = tenant.policies.iter();
    if policies.any(|policy| policy.condition == Condition::AtRisk && policy.is_for(user)) {
        // Whoever took the account over would register a factor of their own.
        let message = "The user needs to complete the multi-factor authentication registration process before accessing this content, which is blocked because of risk.";
        return Err(Obstacle::Closed(EntraError::new(53004, "invalid_grant", message)));
    }
    let message = "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.";
    let error = EntraError::new(50079, "invalid_grant", message).demanding(MULTIFACTOR_CLAIMS);
    Err(Obstacle::Registration(error))
}

/// How old a sign-in may be, after conditional access.
fn frequency(cloud: &Cloud, user: &User, proof: Proof) -> Result<(), Obstacle> {
    let now = cloud.clock.now();
    let mut policies = cloud.tenant.policies.iter().filter(|policy| policy.is_for(user));
    let over = policies.find(|policy| {
        let life = policy
            .frequency_hours
            .map(|hours| Duration::from_secs(u64::from(hours) * 3600));
        life.is_some_and(|life| now >= proof.since.plus(life))
    });
    let Some(policy) = over else {
        return Ok(());
    };
    let (number, message) = match (policy.demand, proof.kind) {
        (Demand::Multifactor, _) => (
            50078,
            "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access the resource.",
        ),
        (_, ProofKind::Token) => (
            70043,
            "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access.",
        ),
        (_, ProofKind::Session) => (
            70044,
            "The session has expired or is invalid due to sign-in frequency checks by Conditional Access.",
        ),
    };
    let error = EntraError::new(number, "invalid_grant", message);
    Err(Obstacle::Stale(match number {
        50078 => error.demanding(MULTIFACTOR_CLAIMS),
        _ => error,
    }))
}
