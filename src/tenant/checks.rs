//! What the portal checks before it deletes a directory, as far as Luk can read it beforehand.
//!
//! The portal decides; this list only spares people a refusal. Source: Microsoft, "Delete a directory in Microsoft
//! Entra ID" (directory-delete-howto), the conditions.

use super::Counts;
use super::snapshot::DirectorySync;

/// One of the portal's conditions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Condition {
    /// No users but the one who deletes.
    Users,
    /// Directory synchronisation is off.
    DirectorySync,
    /// No subscription that isn't deprovisioned.
    Subscriptions,
    /// No app registrations.
    Applications,
    /// No enterprise applications, Microsoft's own aside.
    EnterpriseApplications,
    /// No Azure subscription, active or cancelled.
    AzureSubscriptions,
    /// No provider of multifactor authentication is linked.
    MultifactorProviders,
    /// No self-service sign-up product.
    SelfServiceProducts,
    /// No unpaid invoice.
    Invoices,
    /// The right to delete Azure resources.
    AzureResourceRights,
}

/// How a condition stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckState {
    /// Met, as the tenant said.
    Passed,
    /// Not met: this many things are in the way.
    Open(u32),
    /// Could not be read this time.
    Unknown,
    /// No API tells: look in the portal.
    PortalOnly,
}

/// A condition and how it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Check {
    /// Which.
    pub condition: Condition,
    /// How it stands.
    pub state: CheckState,
}

/// All conditions, in the order in which they are best met.
#[must_use]
pub fn directory_checks(counts: &Counts) -> Vec<Check> {
    let subscriptions = match (counts.to_cancel, counts.to_delete) {
        (Some(active), Some(disabled)) => Some(active.saturating_add(disabled)),
        _ => None,
    };
    let sync = match counts.directory_sync {
        DirectorySync::Off => CheckState::Passed,
        DirectorySync::On => CheckState::Open(1),
    };
    [
        (Condition::Users, counted(counts.other_users)),
        (Condition::DirectorySync, sync),
        (Condition::Subscriptions, counted(subscriptions)),
        (Condition::AzureSubscriptions, counted(counts.azure_subscriptions)),
        (Condition::Applications, counted(counts.applications)),
        (
            Condition::EnterpriseApplications,
            counted(counts.enterprise_applications),
        ),
        (Condition::SelfServiceProducts, CheckState::PortalOnly),
        (Condition::MultifactorProviders, CheckState::PortalOnly),
        (Condition::Invoices, CheckState::PortalOnly),
        (Condition::AzureResourceRights, CheckState::PortalOnly),
    ]
    .map(|(condition, state)| Check { condition, state })
    .to_vec()
}

const fn counted(left: Option<u32>) -> CheckState {
    match left {
        Some(0) => CheckState::Passed,
        Some(left) => CheckState::Open(left),
        None => CheckState::Unknown,
    }
}
