//! Planning, confirming and running, whatever the work is; and the words that differ from work to work.
#![expect(
    missing_docs,
    reason = "a field is named after what it says; the English text is its description"
)]

use super::Number;
use crate::protocol::WaitReason;
use crate::tenant::plan::{Reason, Target, Work};

/// Planning, confirming and running.
#[derive(Debug)]
pub struct Run {
    pub words: fn(Work) -> &'static WorkWords,
    pub target: fn(Target) -> &'static str,
    pub reason: fn(Reason) -> &'static str,

    pub plan_title: &'static str,
    pub make_plan_again: &'static str,
    /// Filled in: the plan's short hash.
    pub plan_name: fn(&str) -> String,
    pub plan_only: &'static str,
    pub save_plan: &'static str,
    pub load_plan: &'static str,
    pub load_plan_what: &'static str,
    pub load_plan_field: &'static str,
    pub plan_of_other: &'static str,
    pub drift_none: &'static str,
    pub drift_title: &'static str,
    pub drift_gained: fn(&Number) -> String,
    pub drift_lost: fn(&Number) -> String,
    pub drift_barred: fn(&Number) -> String,
    pub plan_lists: &'static str,
    pub plan_empty: &'static str,
    pub name: &'static str,
    pub what: &'static str,
    pub why: &'static str,
    pub identifier: &'static str,
    pub sign_in_to_plan: &'static str,

    pub confirm_title: &'static str,
    pub export_first: &'static str,
    pub to_export: &'static str,
    /// Filled in: the permission that is asked for.
    pub prove_what: fn(&str) -> String,
    pub prove_button: &'static str,
    /// Filled in: until when.
    pub proven_until: fn(&str) -> String,
    pub domain_label: &'static str,
    pub domain_hint: &'static str,
    pub count_not_read: &'static str,
    pub domain_not_typed: &'static str,
    pub offline: &'static str,

    /// Filled in: how many the tenant was seen without, and how many in all.
    pub figures: fn(&Number, &Number) -> String,
    pub accepted: fn(&Number) -> String,
    pub throttled: fn(&Number) -> String,
    pub blocked: fn(&Number) -> String,
    pub failed: fn(&Number) -> String,
    pub left_out: fn(&Number) -> String,
    pub left: fn(&Number) -> String,
    /// Filled in: how long.
    pub time_left: fn(&str) -> String,
    pub working: &'static str,
    pub paused: &'static str,
    pub verifying: &'static str,
    /// Filled in: until when, and why.
    pub waiting: fn(&str, &str) -> String,
    /// Filled in: how long.
    pub wait_left: fn(&str) -> String,
    pub wait_reason: fn(WaitReason) -> &'static str,
    pub pause: &'static str,
    pub go_on: &'static str,
    pub stop: &'static str,
    pub stopping: &'static str,
    pub keep_open: &'static str,
    pub awaits_sign_in: &'static str,
    pub sign_in_and_go_on: &'static str,

    pub ended_incomplete: &'static str,
    pub stopped: &'static str,
    pub interrupted: &'static str,
    pub can_go_on: &'static str,
    pub failures_title: fn(&Number) -> String,
    pub failures_next: &'static str,

    pub resume_title: &'static str,
    /// Filled in: how many things the plan names, and when it was begun.
    pub resume_what: fn(&Number, &str) -> String,
    pub resume: &'static str,
    pub watched_title: &'static str,
    /// Filled in: accepted, and how many in all.
    pub watched: fn(&Number, &Number) -> String,
    pub give_up: &'static str,
    pub give_up_title: &'static str,
    pub give_up_what: &'static str,
    pub give_up_no: &'static str,
    /// Filled in: the other work.
    pub other_run: fn(&str) -> String,
    pub to_other_run: &'static str,
    pub other_export: &'static str,

    pub history_title: &'static str,
}

/// The sentences that differ from work to work.
#[derive(Debug)]
pub struct WorkWords {
    pub make_plan: &'static str,
    /// Filled in: how many the plan names.
    pub plan: fn(&Number) -> String,
    pub undo: &'static str,
    pub prove: &'static str,
    pub read: fn(&Number) -> String,
    pub confirm: fn(&Number) -> String,
    pub running: &'static str,
    /// Filled in: how many, of how many.
    pub verified: fn(&Number, &Number) -> String,
}
