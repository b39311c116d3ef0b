//! The start page, the way back from the sign-in, and the closing page.
#![expect(
    missing_docs,
    reason = "a field is named after what it says; the English text is its description"
)]

use super::Number;

/// The start page.
#[derive(Debug)]
pub struct Start {
    pub title: &'static str,
    pub lead: &'static str,
    pub continue_title: &'static str,
    /// Filled in: how many of how many tasks are done.
    pub continue_done: fn(&Number, &Number) -> String,
    /// Filled in: when the closing was begun.
    pub continue_since: fn(&str) -> String,
    pub continue_gone: &'static str,
    pub continue_button: &'static str,
    pub cloud: &'static str,
    pub checklist: &'static str,
    pub no_cloud_title: &'static str,
    pub no_cloud: &'static str,
    pub register: &'static str,
    pub signed_out_title: &'static str,
    pub signed_out: &'static str,
    pub signed_out_unknown: &'static str,
    pub signed_out_here: &'static str,
    pub consented: &'static str,
    pub not_consented: &'static str,

    pub does_title: &'static str,
    pub does: &'static [&'static str],
    pub does_not_title: &'static str,
    pub does_not: &'static [&'static str],
    pub steps_title: &'static str,
    pub steps_lead: &'static str,
    pub steps: &'static [&'static str],
    pub before_title: &'static str,
    pub before: &'static [&'static str],
}

/// The way back from the sign-in.
#[derive(Debug)]
pub struct SignIn {
    pub title: &'static str,
    pub working: &'static str,
    pub failed_title: &'static str,
    pub failed: &'static str,
    pub try_again: &'static str,
    pub nothing: &'static str,
    pub to_start: &'static str,
    pub window: &'static str,
    pub window_open: &'static str,
    pub window_gone: &'static str,
    pub window_export: &'static str,
    pub other_tenant: &'static str,
    pub tenant_label: &'static str,
    pub tenant_hint: &'static str,
}

/// The closing page.
#[derive(Debug)]
pub struct Closing {
    pub title: &'static str,
    pub lead: &'static str,
    pub lead_checklist: &'static str,
    pub tenant_title: &'static str,
    pub name: &'static str,
    pub initial_domain: &'static str,
    pub tenant_id: &'static str,
    pub cloud: &'static str,
    pub you: &'static str,
    pub your_role: &'static str,
    pub no_role: &'static str,
    pub sign_in_to_see: &'static str,

    pub role_missing_title: &'static str,
    pub role_missing: &'static str,
    pub billing_only_title: &'static str,
    pub billing_only: &'static str,
    pub guest_title: &'static str,
    pub guest: &'static str,
    pub roles_unknown_title: &'static str,
    pub roles_unknown: &'static str,

    pub tasks_title: &'static str,
    pub export_missing: &'static str,
    /// Filled in: when, and how many files.
    pub export_done: fn(&str, &Number) -> String,
    /// Filled in: when.
    pub export_waived: fn(&str) -> String,
    pub users_left: fn(&Number) -> String,
    pub to_cancel: fn(&Number) -> String,
    pub to_delete: fn(&Number) -> String,
    pub multifactor_on: fn(&Number) -> String,
    pub checks_open: fn(&Number) -> String,
    pub left_unknown: &'static str,

    pub interrupted_title: &'static str,
    /// Filled in: the work, how many things its plan names, and when it was begun.
    pub interrupted: fn(&str, &Number, &str) -> String,
    pub to_the_run: &'static str,
    pub gone_title: &'static str,
    pub gone: &'static str,
    pub to_the_receipt: &'static str,

    pub forget: &'static str,
    pub forget_title: &'static str,
    pub forget_what: &'static str,
    pub forget_yes: &'static str,
    pub forget_no: &'static str,
}
