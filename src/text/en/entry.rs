//! English: the start page, the way back from the sign-in, and the closing page.

use crate::text::{Closing, SignIn, Start};

pub(super) const START: Start = Start {
    title: "Close a Microsoft 365 tenant",
    lead: "Luk takes you through closing an organization's account with Microsoft, step by step. You can leave at any time \
           and go on later.",
    continue_title: "A closing has been begun on this device",
    continue_done: |done, all| format!("{done} of {all} tasks are done."),
    continue_since: |time| format!("It was begun on {time}."),
    continue_gone: "The tenant is gone. The receipt is ready.",
    continue_button: "Continue",
    cloud: "Which cloud is the tenant in?",
    checklist: "Use it as a checklist without signing in",
    no_cloud_title: "Signing in is not set up",
    no_cloud: "This copy of Luk does not know a client ID, so it cannot sign in. Whoever put it online has to enter one in \
               config.json; the readme says how. Until then you can use Luk as a checklist.",
    register: "How to register Luk",
    signed_out_title: "You are signed out",
    signed_out: "The tokens and everything that Luk had read of the tenant are gone from this browser. What stays on this device: how far the closing is, as IDs, counts and times. An archive that you saved stays where it is.",
    signed_out_unknown: "Luk cannot tell whether Microsoft has signed you out, too. To be sure, close the browser.",
    signed_out_here: "Microsoft could not be told without network. Close the browser, or sign out there when the network is back.",
    consented: "Your organization has consented: nobody in it is asked for these permissions any more. Go on in the tab that you came from, or sign in here.",
    not_consented: "Your organization has not consented.",

    does_title: "What Luk does",
    does: &[
        "It reads what the tenant holds, and shows what is left to do.",
        "It saves an archive of users, groups, subscriptions and applications to your disk before anything is deleted.",
        "It deletes users and applications for you, but only those that you have seen in a plan and confirmed.",
        "It shows the exact clicks for what only Microsoft's admin centers can do, and notices when you have done it.",
        "It checks each step in the tenant itself, and gives you a receipt at the end.",
    ],
    does_not_title: "What Luk does not do",
    does_not: &[
        "It deletes nothing by itself and nothing that you have not confirmed.",
        "It does not save mail, files or Teams chats. The export page says how you can.",
        "It sends nothing to us or to anybody but Microsoft. There is no server behind this page.",
        "It does not delete the account that you sign in with. That goes with the tenant.",
    ],
    steps_title: "The way through",
    steps_lead: "First you save what you want to keep. Then come the five steps that Microsoft asks for:",
    steps: &[
        "Delete all users but one Global Administrator.",
        "Cancel all active subscriptions.",
        "Delete all disabled subscriptions.",
        "Disable multifactor authentication for everybody but that administrator.",
        "Delete the directory in Microsoft Entra.",
    ],
    before_title: "Before you begin",
    before: &[
        "You need an account of the tenant itself that is Global Administrator. A Billing Administrator can do some of the \
         steps.",
        "Set aside days, not hours: after a subscription is deleted, Microsoft needs up to 72 hours.",
        "A closed tenant cannot be brought back.",
    ],
};

pub(super) const SIGN_IN: SignIn = SignIn {
    title: "Signing in",
    working: "Signing in…",
    failed_title: "Signing in did not work",
    failed: "Nobody is signed in, and nothing has been changed. The message above says why.",
    try_again: "Sign in again",
    nothing: "There is no sign-in under way. Begin on the start page.",
    to_start: "To the start page",
    window: "The sign-in page opens in a small window. This page stays as it is.",
    window_open: "The sign-in waits for you in the small window. Is the window gone, or was it blocked? Then sign in on this page: Luk comes back here afterwards.",
    window_gone: "Sign in on this page",
    window_export: "The export then has to begin anew.",
    other_tenant: "Sign in to a certain tenant",
    tenant_label: "The tenant's domain or ID",
    tenant_hint: "Guests have to name the tenant, and so do accounts that are at home in several.",
};

pub(super) const CLOSING: Closing = Closing {
    title: "Closing",
    lead: "Do the tasks from the top down. Luk reads in the tenant how far you are.",
    lead_checklist: "Do the tasks from the top down and tick off what is done. When you sign in, Luk reads in the tenant \
                     how far you are.",
    tenant_title: "Which tenant",
    name: "Name",
    initial_domain: "Initial domain",
    tenant_id: "Tenant ID",
    cloud: "Cloud",
    you: "You",
    your_role: "Your role",
    no_role: "No role that matters here",
    sign_in_to_see: "Sign in to see it",

    role_missing_title: "You lack the role of Global Administrator",
    role_missing: "You can read what your account may read, save an archive and use Luk as a checklist. To delete users and \
                   the directory, ask a Global Administrator to give you that role or to do it. To cancel and delete \
                   subscriptions, the role of Billing Administrator is enough.",
    billing_only_title: "You are Billing Administrator, not Global Administrator",
    billing_only: "You can cancel and delete subscriptions, save an archive and use Luk as a checklist. A Global \
                   Administrator has to delete the users, the applications and the directory.",
    guest_title: "You are a guest in this tenant",
    guest: "Only an account of the tenant itself can delete the directory. Sign in with a Global Administrator that belongs \
            to this tenant, or let one finish the closing.",
    roles_unknown_title: "Your roles could not be read",
    roles_unknown: "Luk does not know what you may do. Try it: what you may not do, Microsoft refuses, and Luk tells you.",

    tasks_title: "Tasks",
    export_missing: "Nothing has been saved yet.",
    export_done: |time, files| format!("Saved on {time}: {}.", files.of("file", "files")),
    export_waived: |time| format!("On {time} you said that you need nothing."),
    users_left: |n| {
        if n.is_zero() {
            "Only you are left.".to_owned()
        } else {
            format!("{} left besides you.", n.of("user", "users"))
        }
    },
    to_cancel: |n| {
        if n.is_zero() {
            "No subscription is active.".to_owned()
        } else {
            format!("{} left to cancel.", n.of("subscription", "subscriptions"))
        }
    },
    to_delete: |n| {
        if n.is_zero() {
            "No disabled subscription is left.".to_owned()
        } else {
            format!(
                "{} left to delete.",
                n.of("disabled subscription", "disabled subscriptions")
            )
        }
    },
    multifactor_on: |n| {
        if n.is_zero() {
            "It is on for nobody but you.".to_owned()
        } else {
            format!("It is on for {} besides you.", n.of("user", "users"))
        }
    },
    checks_open: |n| {
        if n.is_zero() {
            "All conditions that Luk can read are met.".to_owned()
        } else {
            format!("{} not met yet.", n.of("condition is", "conditions are"))
        }
    },
    left_unknown: "How much is left is not known yet.",

    interrupted_title: "A run was interrupted",
    interrupted: |work, n, time| format!("“{work}” was begun on {time} with a plan of {n}. You can go on with it."),
    to_the_run: "Go to it",
    gone_title: "The tenant is gone",
    gone: "The directory has been deleted. This closing is done.",
    to_the_receipt: "Show the receipt",

    forget: "Forget this closing",
    forget_title: "Forget this closing?",
    forget_what: "Luk then forgets on this device which tenant you were closing and how far you were. Nothing changes in the \
                  tenant. An archive that you saved stays where it is.",
    forget_yes: "Forget this closing",
    forget_no: "Keep it",
};
