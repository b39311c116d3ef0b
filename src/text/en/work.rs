//! English: planning, confirming and running.

use crate::protocol::WaitReason;
use crate::tenant::plan::{Reason, Target, Work};
use crate::text::{Run, WorkWords};

pub(super) const RUN: Run = Run {
    words: |work| match work {
        Work::DeleteUsers => &DELETE_USERS,
        Work::DisableMultifactor => &DISABLE_MULTIFACTOR,
        Work::DeleteApplications => &DELETE_APPLICATIONS,
        Work::PurgeUsers => &PURGE_USERS,
    },
    target: |target| match target {
        Target::User => "User",
        Target::UserMultifactor => "Multifactor authentication of a user",
        Target::Application => "App registration",
        Target::ServicePrincipal => "Enterprise application",
        Target::DeletedUser => "Deleted user",
    },
    reason: |reason| match reason {
        Reason::OtherUser => "All users but one must go",
        Reason::Administrator => "All users but one must go; an administrator goes last",
        Reason::MultifactorEnabled => "Multifactor authentication is enabled",
        Reason::MultifactorEnforced => "Multifactor authentication is enforced",
        Reason::OtherApplication => "Must be gone before the directory",
        Reason::LukItself => "Luk signs in with it, so it goes last",
        Reason::Restorable => "Can still be restored",
    },

    plan_title: "The plan",
    make_plan_again: "Make the plan again",
    plan_name: |hash| format!("Plan {hash}"),
    plan_only: "Only what this plan names is touched. Whatever appears later needs a new plan.",
    save_plan: "Save the plan as a file",
    load_plan: "Use a plan from a file",
    load_plan_what: "Save a plan to let a second person read it: on another machine, signed in with their own account. Compare \
                     its number. Then load the file here: Luk carries out just what it names, after you have confirmed it.",
    load_plan_field: "The plan's file",
    plan_of_other: "Another administrator made this plan. You can read it; only they can carry it out. Compare the plan's \
                    number with theirs.",
    drift_none: "The tenant is just as this plan has it.",
    drift_title: "What has changed in the tenant since this plan was made",
    drift_gained: |n| format!("{} that it does not name: not touched.", n.of("thing", "things")),
    drift_lost: |n| format!("{} that it names, not found like that.", n.of("thing", "things")),
    drift_barred: |n| {
        format!(
            "{} that it names and that Luk must not touch now. Make a new plan.",
            n.of("thing", "things")
        )
    },
    plan_lists: "What the plan names",
    plan_empty: "The plan is empty: Luk may touch nothing of what is left.",
    name: "Name",
    what: "What",
    why: "Why",
    identifier: "ID",
    sign_in_to_plan: "Sign in to make a plan.",

    confirm_title: "Confirm",
    export_first: "Nothing can be deleted before you have saved what you want to keep, or said that you need nothing.",
    to_export: "Go to the export",
    prove_what: |permission| format!("Microsoft asks for your password again, and for the permission {permission}."),
    prove_button: "Show that it is you",
    proven_until: |time| format!("Your sign-in counts for this until {time}."),
    domain_label: "Type the tenant's initial domain",
    domain_hint: "It says which tenant you mean. You can paste it.",
    count_not_read: "Tick that you have read the number.",
    domain_not_typed: "This is not the tenant's initial domain.",
    offline: "You can go on when the network is back.",

    figures: |done, all| format!("{done} of {all} done and checked"),
    accepted: |n| format!("{n} more accepted by Microsoft, not checked yet"),
    throttled: |n| format!("{n} waiting because Microsoft asks for it"),
    blocked: |n| format!("{n} refused by Microsoft"),
    failed: |n| format!("{n} failed"),
    left_out: |n| format!("{n} kept, so left out"),
    left: |n| format!("{n} left"),
    time_left: |time| format!("about {time} left"),
    working: "Working",
    paused: "Paused. Nothing is being sent.",
    verifying: "Reading the tenant to check what is true",
    waiting: |time, reason| format!("Waiting until {time}. {reason}"),
    wait_left: |time| format!("{time} to go."),
    wait_reason: |reason| match reason {
        WaitReason::Throttled => "Microsoft asks Luk to wait.",
        WaitReason::ServiceFailed => "Microsoft's service failed; Luk tries again.",
        WaitReason::Unreachable => "There was no answer; Luk tries again.",
        WaitReason::ListsLag => "Microsoft's lists have not caught up yet; Luk looks again.",
    },
    pause: "Pause",
    go_on: "Continue",
    stop: "Stop",
    stopping: "Stopping. Luk waits for answers to what it has sent.",
    keep_open: "Keep this tab open. If you close it, you can go on later.",
    awaits_sign_in: "Waiting for you. It goes on by itself as soon as you have signed in again with the same account.",
    sign_in_and_go_on: "Sign in and go on",

    ended_incomplete: "Over, but not everything went",
    stopped: "You stopped it.",
    interrupted: "It could not go on.",
    can_go_on: "What is left stays in the plan, and you can go on.",
    failures_title: |n| format!("{} did not go", n.of("thing", "things")),
    failures_next: "Make a new plan to try these again.",

    resume_title: "This run was interrupted",
    resume_what: |n, time| {
        format!("It was begun on {time} with a plan of {n}. Luk first reads what is already done, then does the rest.")
    },
    resume: "Go on with it",
    watched_title: "Another tab is carrying this out",
    watched: |done, all| {
        format!("Microsoft has accepted {done} of {all} so far. You can pause or stop it in that tab.")
    },
    give_up: "Give this plan up",
    give_up_title: "Give this plan up?",
    give_up_what: "What is done stays done. The rest is not touched. You can make a new plan afterwards.",
    give_up_no: "Keep the plan",
    other_run: |work| format!("“{work}” is not finished. Finish it or give it up first."),
    to_other_run: "Go to that run",
    other_export: "The export is not finished. Wait until it is, or stop it first.",

    history_title: "What is now true in the tenant",
};

static DELETE_USERS: WorkWords = WorkWords {
    make_plan: "Make the plan",
    plan: |n| {
        format!(
            "{} will be deleted. You stay, and so does everybody you keep.",
            n.of("user", "users")
        )
    },
    undo: "A deleted user can be restored for 30 days under Deleted users, as long as the directory exists.",
    prove: "Before anything is deleted: show that it is you",
    read: |n| format!("I have read that {} will be deleted.", n.of("user", "users")),
    confirm: |n| format!("Delete {}", n.of("user", "users")),
    running: "Deleting users",
    verified: |done, all| format!("{done} of {all} users are gone from the tenant."),
};

static DISABLE_MULTIFACTOR: WorkWords = WorkWords {
    make_plan: "Make the plan",
    plan: |n| {
        format!(
            "Multifactor authentication will be disabled for {}. Yours stays on.",
            n.of("user", "users")
        )
    },
    undo: "It can be enabled again at any time, as long as the user exists.",
    prove: "Before anything is changed: show that it is you",
    read: |n| {
        format!(
            "I have read that multifactor authentication will be disabled for {}.",
            n.of("user", "users")
        )
    },
    confirm: |n| format!("Disable for {}", n.of("user", "users")),
    running: "Disabling multifactor authentication",
    verified: |done, all| format!("It is disabled for {done} of {all} users."),
};

static DELETE_APPLICATIONS: WorkWords = WorkWords {
    make_plan: "Make the plan",
    plan: |n| {
        format!(
            "{} will be deleted: app registrations first, then enterprise applications.",
            n.of("object", "objects")
        )
    },
    undo: "A deleted app registration can be restored for 30 days, as long as the directory exists. Luk's own enterprise \
           application goes last. After that Luk cannot sign in to this tenant any more; it can only notice that the tenant \
           is gone.",
    prove: "Before anything is deleted: show that it is you",
    read: |n| {
        format!(
            "I have read that {} will be deleted, Luk's own included.",
            n.of("object", "objects")
        )
    },
    confirm: |n| format!("Delete {}", n.of("object", "objects")),
    running: "Deleting applications",
    verified: |done, all| format!("{done} of {all} objects are gone from the tenant."),
};

static PURGE_USERS: WorkWords = WorkWords {
    make_plan: "Plan the final deletion",
    plan: |n| format!("{} will be deleted for good.", n.of("deleted user", "deleted users")),
    undo: "Nobody can undo this, Microsoft included: the users, their mailboxes and their files cannot be restored.",
    prove: "Before anything is deleted for good: show that it is you",
    read: |n| {
        format!(
            "I have read that {} will be deleted for good and can never be restored.",
            n.of("user", "users")
        )
    },
    confirm: |n| format!("Delete {} for good", n.of("user", "users")),
    running: "Deleting users for good",
    verified: |done, all| format!("{done} of {all} users are gone for good."),
};
