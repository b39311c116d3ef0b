//! The receipt, the activity page, and about and privacy.
#![expect(
    missing_docs,
    reason = "a field is named after what it says; the English text is its description"
)]

use super::Number;

/// The receipt.
#[derive(Debug)]
pub struct Receipt {
    pub title: &'static str,
    pub lead: &'static str,
    pub not_yet: &'static str,
    pub to_closing: &'static str,
    pub reference: &'static str,
    pub tenant: &'static str,
    pub tenant_id: &'static str,
    pub cloud: &'static str,
    pub begun: &'static str,
    pub gone: &'static str,
    pub export: &'static str,
    pub export_none: &'static str,
    pub runs: &'static str,
    pub no_runs: &'static str,
    pub work: &'static str,
    pub planned: &'static str,
    pub verified: &'static str,
    pub begun_at: &'static str,
    pub ended_at: &'static str,
    pub plan: &'static str,
    pub print: &'static str,
    pub next_title: &'static str,
    pub next: &'static [&'static str],
}

/// The activity page.
#[derive(Debug)]
pub struct Activity {
    pub title: &'static str,
    pub lead: &'static str,
    pub empty: &'static str,
    pub time: &'static str,
    pub request: &'static str,
    pub result: &'static str,
    pub took: &'static str,
    pub request_id: &'static str,
    pub about: &'static str,
    /// Filled in: the status.
    pub succeeded: fn(u16) -> String,
    pub gone: fn(u16) -> String,
    pub throttled: fn(u16) -> String,
    pub refused: fn(u16) -> String,
    pub failed: fn(u16) -> String,
    pub no_answer: &'static str,
    pub signature_unchecked: &'static str,
}

/// About and privacy.
#[derive(Debug)]
pub struct About {
    pub title: &'static str,
    pub lead: &'static str,
    pub what: &'static str,
    pub stored_title: &'static str,
    pub stored_what: &'static str,
    pub key: &'static str,
    pub holds: &'static str,
    pub progress: &'static str,
    pub progress_aside: &'static str,
    pub plan: &'static str,
    pub language: &'static str,
    pub pending: &'static str,
    pub signed_out: &'static str,
    pub consent_state: &'static str,
    pub way_back: &'static str,
    pub archive: &'static str,
    pub not_stored: &'static str,
    pub offline_copy: &'static str,
    pub permissions_title: &'static str,
    pub permissions_what: &'static str,
    pub consent_what: &'static str,
    pub consent: &'static str,
    pub explain_title: &'static str,
    pub explain_what: &'static str,
    pub explain_label: &'static str,
    pub explain_hint: &'static str,
    pub explain: &'static str,
    pub purpose: &'static str,
    pub permission: &'static str,
    pub role: &'static str,
    pub hosts_title: &'static str,
    pub hosts: &'static [&'static str],
    pub delete_title: &'static str,
    pub delete_what: &'static str,
    pub delete: &'static str,
    pub delete_ask: &'static str,
    pub delete_no: &'static str,
    pub deleted: &'static str,
    /// Filled in: the version.
    pub version: fn(&str) -> String,
    pub contacted: fn(&Number) -> String,
}
