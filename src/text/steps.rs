//! The pages of the six tasks.
#![expect(
    missing_docs,
    reason = "a field is named after what it says; the English text is its description"
)]

use super::Number;
use crate::tenant::checks::Condition;

/// The export page.
#[derive(Debug)]
pub struct Export {
    pub lead: &'static str,
    pub with_title: &'static str,
    pub with: &'static [&'static str],
    pub with_form: &'static str,
    pub without_title: &'static str,
    pub without: &'static [&'static str],
    pub private: &'static str,

    pub save_title: &'static str,
    pub choose: &'static str,
    pub save: &'static str,
    pub save_how: &'static str,
    pub save_again: &'static str,
    pub stop: &'static str,
    pub sign_in: &'static str,

    /// Filled in: the part that is being written.
    pub writing: fn(&str) -> String,
    /// Filled in: how many files, and how many bytes as text.
    pub written: fn(&Number, &str) -> String,
    pub done: &'static str,
    pub failed_title: &'static str,
    pub failed: &'static str,
    pub result_title: &'static str,
    pub saved_on: &'static str,
    pub files: &'static str,
    pub size: &'static str,
    pub manifest: &'static str,
    pub manifest_what: &'static str,
    pub missing_title: &'static str,
    pub missing_what: &'static str,
    pub download_title: &'static str,
    pub download_what: &'static str,
    pub download: &'static str,
    pub download_remove: &'static str,
    pub download_removed: &'static str,

    pub waive_title: &'static str,
    pub waive_what: &'static str,
    pub waive_say: &'static str,
    pub waive: &'static str,
    pub waive_not_said: &'static str,
    /// Filled in: when.
    pub waived: fn(&str) -> String,
}

/// The users page.
#[derive(Debug)]
pub struct Users {
    pub lead: &'static str,
    pub found_title: &'static str,
    pub members: &'static str,
    pub guests: &'static str,
    pub synchronised: &'static str,
    pub blocked: &'static str,
    pub kept: &'static str,
    pub list_title: &'static str,
    pub list_what: &'static str,
    pub keep: &'static str,
    pub user: &'static str,
    pub kind: &'static str,
    pub state: &'static str,
    pub licences: &'static str,
    pub you_stay: &'static str,
    pub sync_title: &'static str,
    pub sync: &'static str,
    pub sync_steps: &'static [ScriptStep],
    pub sync_wait: &'static str,
    pub only_you: &'static str,
    pub deleted_title: &'static str,
    pub deleted: &'static str,
    pub elsewhere_title: &'static str,
    pub elsewhere: &'static str,
    pub elsewhere_link: &'static str,
}

/// The pages where subscriptions are cancelled and deleted.
#[derive(Debug)]
pub struct Subscriptions {
    pub cancel_lead: &'static str,
    pub delete_lead: &'static str,
    pub list_cancel: &'static str,
    pub list_delete: &'static str,
    pub product: &'static str,
    pub state: &'static str,
    pub licences: &'static str,
    pub kind: &'static str,
    pub seller: &'static str,
    /// Filled in: when.
    pub changes_on: fn(&str) -> String,
    pub export_first_title: &'static str,
    pub export_first: &'static str,
    pub to_export: &'static str,

    pub how_title: &'static str,
    pub cancel_steps: &'static [Click],
    pub delete_steps: &'static [Click],
    pub open_products: &'static str,
    pub watching: &'static str,
    pub not_watching: &'static str,
    /// Filled in: when.
    pub looked_at: fn(&str) -> String,

    pub notes_title: &'static str,
    pub cancel_notes: &'static [&'static str],
    pub delete_notes: &'static [&'static str],
    pub partner_title: &'static str,
    pub partner: fn(&Number) -> String,
    pub support: &'static str,

    pub none_to_cancel: &'static str,
    pub none_to_delete: &'static str,
    pub active_first: fn(&Number) -> String,
    pub to_cancel_page: &'static str,

    pub reported: &'static str,
    /// Filled in: the product, for those who can't see the row.
    pub report: fn(&str) -> String,
    pub report_short: &'static str,
    /// Filled in: until when.
    pub gone_by: fn(&str) -> String,
    pub overdue: &'static str,
    pub waiting_title: &'static str,
    pub waiting: &'static str,
    pub calendar: &'static str,
    /// Filled in: the product.
    pub calendar_title: fn(&str) -> String,
    pub calendar_what: &'static str,
}

/// One click in an admin center: the sentence before, the button's own name, the sentence after.
#[derive(Debug)]
pub struct Click {
    pub before: &'static str,
    pub name: &'static str,
    pub after: &'static str,
}

/// One step where a script is run: what to do, and the script for it if there is one.
#[derive(Debug)]
pub struct ScriptStep {
    pub say: &'static str,
    pub script: Option<Script>,
}

/// A script to run elsewhere; the same in every language.
#[derive(Clone, Copy, Debug)]
pub enum Script {
    /// Signs in to Microsoft Graph PowerShell with what switching the synchronization off needs.
    SyncSignIn,
    /// Switches the synchronization off.
    SyncOff,
}

impl Script {
    /// What is typed.
    #[must_use]
    pub const fn command(self) -> &'static str {
        match self {
            Self::SyncSignIn => {
                "Connect-MgGraph -Scopes Organization.ReadWrite.All, OnPremDirectorySynchronization.ReadWrite.All"
            }
            Self::SyncOff => {
                "Update-MgOrganization -OrganizationId (Get-MgOrganization).Id -BodyParameter \
                 @{onPremisesSyncEnabled = $false}"
            }
        }
    }
}

/// The multifactor page.
#[derive(Debug)]
pub struct Multifactor {
    pub lead: &'static str,
    pub yours_title: &'static str,
    pub yours: &'static str,
    pub list_title: &'static str,
    pub user: &'static str,
    pub state: &'static str,
    pub you: &'static str,
    pub users_first: &'static str,
    pub only_you: &'static str,
    pub elsewhere_title: &'static str,
    pub elsewhere: &'static str,
    pub elsewhere_link: &'static str,
}

/// The directory page.
#[derive(Debug)]
pub struct Directory {
    pub lead: &'static str,
    pub checks_title: &'static str,
    pub checks_what: &'static str,
    /// What to do about a condition.
    pub fix: fn(Condition) -> &'static str,
    pub applications_title: &'static str,
    pub applications: &'static str,
    /// Filled in: app registrations, enterprise applications.
    pub applications_found: fn(&Number, &Number) -> String,
    pub applications_microsoft: fn(&Number) -> String,
    pub applications_none: &'static str,
    pub how_title: &'static str,
    pub not_ready: &'static str,
    pub steps: &'static [Click],
    pub open_tenants: &'static str,
    pub open_azure: &'static str,
    pub watching: &'static str,
    pub not_watching: &'static str,
    pub final_word: &'static str,
    pub notes_title: &'static str,
    pub notes: &'static [&'static str],
}
