//! The receipt: what was done and when, for whoever has to answer for it later. Made only when the tenant is gone.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::progress::{CloudName, ExportState, FinishedRun, LeftRun, Progress};
use super::snapshot::Organization;
use super::{Moment, TenantId};

/// A closed tenant's receipt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// What a person can quote: the first twelve digits of the receipt's own SHA-256.
    pub reference: String,
    /// The tenant.
    pub tenant: TenantId,
    /// Its cloud.
    pub cloud: CloudName,
    /// Its name and initial domain, if this visit still knew them: they are not kept between visits.
    pub organization: Option<OrganizationName>,
    /// When the closing was begun.
    pub started_at: Moment,
    /// When the tenant was found to be gone.
    pub gone_at: Moment,
    /// What became of the export.
    pub export: ExportState,
    /// Every run that Luk carried out.
    pub runs: Vec<FinishedRun>,
    /// Every run that was left before its end.
    pub left: Vec<LeftRun>,
}

/// How people know the tenant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationName {
    /// Display name.
    pub name: String,
    /// Initial domain.
    pub initial_domain: String,
}

impl Receipt {
    /// The receipt of a closing that is over; nothing while the tenant still exists.
    #[must_use]
    pub fn of(progress: &Progress, organization: Option<&Organization>) -> Option<Self> {
        let mut receipt = Self {
            reference: String::new(),
            tenant: progress.tenant?,
            cloud: progress.cloud?,
            organization: organization.map(|organization| OrganizationName {
                name: organization.name.clone(),
                initial_domain: organization.initial_domain.to_string(),
            }),
            started_at: progress.started_at?,
            gone_at: progress.tenant_gone_at?,
            export: progress.export.clone(),
            runs: progress.finished.clone(),
            left: progress.left.clone(),
        };
        let hash = Sha256::digest(
            serde_json::to_vec(&(
                receipt.tenant,
                receipt.started_at,
                receipt.gone_at,
                &receipt.export,
                &receipt.runs,
                &receipt.left,
            ))
            .ok()?,
        );
        receipt.reference = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Some(receipt)
    }
}
