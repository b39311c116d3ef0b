//! English: what surrounds every page, and shared words.

use crate::protocol::{Part, Purpose};
use crate::tenant::Task;
use crate::tenant::checks::Condition;
use crate::tenant::plan::Work;
use crate::tenant::progress::CloudName;
use crate::tenant::snapshot::{AccountState, MultifactorState, Offer, Role, SubscriptionState, UserKind};
use crate::text::{Frame, Words};

pub(super) const FRAME: Frame = Frame {
    skip: "Skip to content",
    navigation: "Main navigation",
    closing: "Closing",
    activity: "Activity",
    about: "About and privacy",
    language: "Language",
    signed_in_as: "Signed in as",
    tenant: "Tenant",
    sign_in: "Sign in",
    sign_out: "Sign out",
    leaves_page: "You leave this page for Microsoft's sign-in page and come back here afterwards.",
    starting: "Luk is starting…",
    load_again: "Try again",

    practice_title: "Practice cloud.",
    practice: "Nothing here is real. You can delete whatever you like.",
    offline_title: "You are offline.",
    offline: "Signing in, reading, exporting and deleting wait until the network is back.",
    offline_shown_from: |time| format!("You see what was saved on this device, as read on {time}."),
    offline_nothing_read: "Nothing has been read from a tenant yet.",

    sign_in_ends_title: "Your sign-in ends soon.",
    sign_in_ends: |time| {
        format!("Sign in again before {time}. Nothing is lost if you do not: what is running then waits for you.")
    },
    waits_title: "Luk waits for you.",
    waits: "Sign in again to go on",

    failed_title: "Luk could not start",
    failed: "The part of Luk that talks to Microsoft did not start. Nothing has been done. Reload the page. If that does \
             not help, use a newer version of Edge, Chrome, Firefox or Safari.",
    stopped_title: "Luk has stopped",
    stopped: "Nothing more is sent. What Microsoft has accepted stays done. Reload the page to go on.",
    details: "Details",
    code: "Code",
    request_id: "Request ID",
    time: "Time",
    put_away: "Got it",
    new_tab: "(opens in a new tab)",

    read_again: "Read the tenant again",
    never_read: "The tenant has not been read yet.",
    last_read: |time| format!("Last read on {time}."),
    reading: |part, read| {
        if read.is_zero() {
            format!("Reading: {part}…")
        } else {
            format!("Reading: {part}, {read} so far…")
        }
    },
    reading_done: "The tenant has been read.",
    unreadable: "This could not be read.",
    not_read: "This has not been read yet. Sign in to read it.",

    filter: "Filter by name",
    nothing_found: "Nothing matches.",
    shown_of: |shown, all| format!("Showing {shown} of {all}."),
    show_more: |more| format!("Show {more} more"),
    next: |task| format!("Next: {task}"),
    download_json: "Download as JSON",

    hours: |n| n.of("hour", "hours"),
    minutes: |n| n.of("minute", "minutes"),
    seconds: |n| n.of("second", "seconds"),
};

pub(super) const WORDS: Words = Words {
    task: |task| match task {
        Task::Export => "Save what you want to keep",
        Task::Users => "Delete users",
        Task::CancelSubscriptions => "Cancel subscriptions",
        Task::DeleteSubscriptions => "Delete subscriptions",
        Task::Multifactor => "Disable multifactor authentication",
        Task::Directory => "Delete the directory",
    },
    work: |work| match work {
        Work::DeleteUsers => "Delete users",
        Work::DisableMultifactor => "Disable multifactor authentication",
        Work::DeleteApplications => "Delete applications",
        Work::PurgeUsers => "Delete users for good",
    },
    cloud: |cloud| match cloud {
        CloudName::Global => "Microsoft cloud (worldwide)",
        CloudName::UsGovernment => "Microsoft cloud for US Government (GCC High)",
        CloudName::UsGovernmentDod => "Microsoft cloud for US Government (DoD)",
        CloudName::China => "Microsoft cloud operated by 21Vianet (China)",
        CloudName::Practice => "Practice cloud",
    },
    part: |part| match part {
        Part::Organization => "Organization",
        Part::Me => "Your account and roles",
        Part::Users => "Users",
        Part::DeletedUsers => "Deleted users",
        Part::Groups => "Groups and their members",
        Part::Subscriptions => "Subscriptions",
        Part::Applications => "App registrations",
        Part::ServicePrincipals => "Enterprise applications",
        Part::Multifactor => "Multifactor authentication",
        Part::AzureSubscriptions => "Azure subscriptions",
    },
    purpose: |purpose| match purpose {
        Purpose::Read => "Read the tenant and export it",
        Purpose::Carry(Work::DeleteUsers) => "Delete the users you confirm",
        Purpose::Carry(Work::DisableMultifactor) => "Disable per-user multifactor authentication",
        Purpose::Carry(Work::DeleteApplications) => "Delete the applications you confirm",
        Purpose::Carry(Work::PurgeUsers) => "Delete for good the deleted users you confirm",
    },
    role: |role| match role {
        Role::GlobalAdministrator => "Global Administrator",
        Role::BillingAdministrator => "Billing Administrator",
        Role::UserAdministrator => "User Administrator",
        Role::GlobalReader => "Global Reader",
        Role::Other(_) => "another role",
    },
    kind: |kind| match kind {
        UserKind::Member => "Member",
        UserKind::Guest => "Guest",
    },
    account: |account| match account {
        AccountState::Enabled => "Sign-in allowed",
        AccountState::Blocked => "Sign-in blocked",
    },
    synchronised: "Synchronized from on-premises",
    subscription: |state| match state {
        SubscriptionState::Active => "Active",
        SubscriptionState::Expired => "Expired",
        SubscriptionState::Disabled => "Disabled",
        SubscriptionState::LockedOut => "Locked out",
        SubscriptionState::Deleted => "Deleted",
    },
    offer: |offer| match offer {
        Offer::Paid => "Paid",
        Offer::Trial => "Trial",
    },
    sold_by_partner: "Bought from a partner: only the partner can cancel it",
    sold_by_microsoft: "Bought from Microsoft",
    multifactor: |state| match state {
        MultifactorState::Disabled => "Disabled",
        MultifactorState::Enabled => "Enabled",
        MultifactorState::Enforced => "Enforced",
    },
    condition: |condition| match condition {
        Condition::Users => "No users besides you",
        Condition::DirectorySync => "Directory synchronization is off",
        Condition::Subscriptions => "No subscription to Microsoft's online services",
        Condition::Applications => "No app registrations",
        Condition::EnterpriseApplications => "No enterprise applications, apart from Microsoft's own",
        Condition::AzureSubscriptions => "No Azure subscriptions",
        Condition::MultifactorProviders => "No multifactor authentication providers",
        Condition::SelfServiceProducts => "No self-service sign-up products",
        Condition::Invoices => "No unpaid invoices",
        Condition::AzureResourceRights => "You have the right to delete Azure resources",
    },
    licences: |n| n.of("license", "licenses"),

    status: "Status",
    not_started: "Not started",
    ready: "Ready",
    in_progress: "In progress",
    waiting: "Waiting",
    waiting_until: |time| format!("Waiting until {time}"),
    blocked_by_export: "Blocked: first save what you want to keep",
    blocked_by_sync: "Blocked: directory synchronization is on",
    blocked_by_subscriptions: |n| format!("Blocked: first cancel {}", n.of("subscription", "subscriptions")),
    blocked_by_checks: |n| format!("Blocked: {} not met", n.of("condition", "conditions")),
    done: "Done",
    ticked: "I have done this",
    ticked_off: "Ticked off by you",

    passed: "Met",
    open: |n| format!("Not met: {n} left"),
    portal_only: "Only the portal can tell",
    not_known: "Not known yet",
};
