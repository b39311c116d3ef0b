//! What surrounds every page, and the words that several pages share.
#![expect(
    missing_docs,
    reason = "a field is named after what it says; the English text is its description"
)]

use super::Number;
use crate::protocol::{Part, Purpose};
use crate::tenant::Task;
use crate::tenant::checks::Condition;
use crate::tenant::plan::Work;
use crate::tenant::progress::CloudName;
use crate::tenant::snapshot::{AccountState, MultifactorState, Offer, Role, SubscriptionState, UserKind};

/// The header, the banners, the footer and what else is the same on every page.
#[derive(Debug)]
pub struct Frame {
    pub skip: &'static str,
    pub navigation: &'static str,
    pub closing: &'static str,
    pub activity: &'static str,
    pub about: &'static str,
    pub language: &'static str,
    pub signed_in_as: &'static str,
    pub tenant: &'static str,
    pub sign_in: &'static str,
    pub sign_out: &'static str,
    pub leaves_page: &'static str,
    pub starting: &'static str,
    /// Button: load a part of Luk again that didn't come.
    pub load_again: &'static str,

    pub practice_title: &'static str,
    pub practice: &'static str,
    pub offline_title: &'static str,
    pub offline: &'static str,
    /// Filled in: when the tenant was read.
    pub offline_shown_from: fn(&str) -> String,
    pub offline_nothing_read: &'static str,

    pub sign_in_ends_title: &'static str,
    /// Filled in: when.
    pub sign_in_ends: fn(&str) -> String,
    pub waits_title: &'static str,
    pub waits: &'static str,

    pub failed_title: &'static str,
    pub failed: &'static str,
    pub stopped_title: &'static str,
    pub stopped: &'static str,
    pub details: &'static str,
    pub code: &'static str,
    pub request_id: &'static str,
    pub time: &'static str,
    pub put_away: &'static str,
    pub new_tab: &'static str,

    pub read_again: &'static str,
    pub never_read: &'static str,
    /// Filled in: when.
    pub last_read: fn(&str) -> String,
    /// Filled in: which part, and how many things of it so far.
    pub reading: fn(&str, &Number) -> String,
    pub reading_done: &'static str,
    pub unreadable: &'static str,
    pub not_read: &'static str,

    pub filter: &'static str,
    pub nothing_found: &'static str,
    /// Filled in: how many are shown, of how many.
    pub shown_of: fn(&Number, &Number) -> String,
    /// Filled in: how many more.
    pub show_more: fn(&Number) -> String,
    /// Filled in: the name of the next task.
    pub next: fn(&str) -> String,
    pub download_json: &'static str,

    pub hours: fn(&Number) -> String,
    pub minutes: fn(&Number) -> String,
    pub seconds: fn(&Number) -> String,
}

/// The words for tasks, states, roles and kinds.
#[derive(Debug)]
pub struct Words {
    pub task: fn(Task) -> &'static str,
    pub work: fn(Work) -> &'static str,
    pub cloud: fn(CloudName) -> &'static str,
    pub part: fn(Part) -> &'static str,
    pub purpose: fn(Purpose) -> &'static str,
    pub role: fn(Role) -> &'static str,
    pub kind: fn(UserKind) -> &'static str,
    pub account: fn(AccountState) -> &'static str,
    pub synchronised: &'static str,
    pub subscription: fn(SubscriptionState) -> &'static str,
    pub offer: fn(Offer) -> &'static str,
    pub sold_by_partner: &'static str,
    pub sold_by_microsoft: &'static str,
    pub multifactor: fn(MultifactorState) -> &'static str,
    pub condition: fn(Condition) -> &'static str,
    pub licences: fn(&Number) -> String,

    pub status: &'static str,
    pub not_started: &'static str,
    pub ready: &'static str,
    pub in_progress: &'static str,
    pub waiting: &'static str,
    /// Filled in: until when.
    pub waiting_until: fn(&str) -> String,
    pub blocked_by_export: &'static str,
    pub blocked_by_sync: &'static str,
    pub blocked_by_subscriptions: fn(&Number) -> String,
    pub blocked_by_checks: fn(&Number) -> String,
    pub done: &'static str,
    pub ticked: &'static str,
    pub ticked_off: &'static str,

    pub passed: &'static str,
    /// Filled in: how many things are in the way.
    pub open: fn(&Number) -> String,
    pub portal_only: &'static str,
    pub not_known: &'static str,
}
