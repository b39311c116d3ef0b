//! English: subscriptions and the directory, where the clicks happen in an admin center.

use crate::tenant::checks::Condition;
use crate::text::steps::Click;
use crate::text::{Directory, Subscriptions};

pub(super) const SUBSCRIPTIONS: Subscriptions = Subscriptions {
    cancel_lead: "Cancel each active subscription in the Microsoft 365 admin center. Microsoft lets nobody else do it, not \
                  even Luk.",
    delete_lead: "Delete each disabled subscription in the Microsoft 365 admin center.",
    list_cancel: "Subscriptions to cancel",
    list_delete: "Subscriptions to delete",
    product: "Product",
    state: "State",
    licences: "Licenses",
    kind: "Kind",
    seller: "Bought from",
    changes_on: |time| format!("changes by itself on {time}"),
    export_first_title: "First save what you want to keep",
    export_first: "Cancelling and deleting subscriptions takes data away. Files in SharePoint and OneDrive go at once when a \
                   subscription is deleted. Luk cannot lock the admin center: please save first.",
    to_export: "Go to the export",

    how_title: "How to do it",
    cancel_steps: &[
        Click {
            before: "In the Microsoft 365 admin center, go to ",
            name: "Billing > Your products",
            after: ".",
        },
        Click {
            before: "Choose an active subscription. Under “Subscription and payment settings” choose ",
            name: "Cancel subscription",
            after: ".",
        },
        Click {
            before: "Choose a reason. Feedback is optional. Then choose ",
            name: "Cancel now",
            after: " or save.",
        },
        Click {
            before: "Do the same for each subscription in the list above. Come back here in between if you like.",
            name: "",
            after: "",
        },
    ],
    delete_steps: &[
        Click {
            before: "In the Microsoft 365 admin center, go to ",
            name: "Billing > Your products",
            after: ".",
        },
        Click {
            before: "Choose a disabled subscription. Under “Subscription and payment settings” choose ",
            name: "Delete subscription",
            after: ".",
        },
        Click {
            before: "In the pane that opens choose ",
            name: "Delete subscription",
            after: " again.",
        },
        Click {
            before: "When you are asked whether you are sure, choose ",
            name: "Yes",
            after: ".",
        },
        Click {
            before: "Then come back here and choose “I have deleted it” beside the subscription.",
            name: "",
            after: "",
        },
    ],
    open_products: "Open Your products",
    watching: "Luk looks again every few seconds and moves on by itself.",
    not_watching: "Sign in, and Luk sees by itself when you have done it.",
    looked_at: |time| format!("Last looked at {time}."),

    notes_title: "If it does not work like this",
    cancel_notes: &[
        "More than 25 licenses: reduce them to 25 or fewer first, then cancel.",
        "Microsoft Customer Agreement: you can cancel only within 7 days of the start or renewal. Otherwise choose “Edit \
         recurring billing”, turn it off, and wait until the term ends.",
        "A free trial: turn recurring billing off, or let it expire.",
        "Bought from a partner: ask the partner to cancel it.",
        "Azure subscriptions are cancelled in the Azure portal.",
    ],
    delete_notes: &[
        "Microsoft Customer Agreement: a disabled subscription cannot be deleted by hand. It goes by itself when its term \
         ends.",
        "If a disabled subscription cannot be deleted, ask Microsoft support.",
        "Within 72 hours a deleted subscription can still be reactivated. After that its data is gone.",
    ],
    partner_title: "Only the partner can cancel",
    partner: |n| {
        format!(
            "{} bought from a partner. Ask the partner to cancel.",
            n.of("subscription was", "subscriptions were")
        )
    },
    support: "Open Microsoft support",

    none_to_cancel: "No active subscription is left.",
    none_to_delete: "No disabled subscription is left.",
    active_first: |n| {
        format!(
            "{} first.",
            n.of(
                "active subscription has to be cancelled",
                "active subscriptions have to be cancelled"
            )
        )
    },
    to_cancel_page: "Go to cancelling",

    reported: "Deleted?",
    report: |product| format!("I have deleted it: {product}"),
    report_short: "I have deleted it",
    gone_by: |time| format!("Reported as deleted. Gone by {time}."),
    overdue: "Reported as deleted more than 72 hours ago, but the tenant still lists it. Look in the admin center, or ask \
              Microsoft support.",
    waiting_title: "What you can do meanwhile",
    waiting: "Microsoft takes up to 72 hours to remove a deleted subscription. Nothing has to stay open until then: go on \
              with the other tasks, or close Luk and come back.",
    calendar: "Put the date into your calendar",
    calendar_title: |product| format!("Luk: the subscription {product} should be gone"),
    calendar_what: "Open Luk, sign in, and go on with the closing.",
};

pub(super) const DIRECTORY: Directory = Directory {
    lead: "Delete the directory itself in Microsoft Entra, as the last step. This closes the account with Microsoft.",
    checks_title: "What has to be true first",
    checks_what: "Microsoft's portal checks these conditions before it deletes a directory. The portal decides; this list \
                  spares you a refusal.",
    fix: |condition| match condition {
        Condition::Users => "Delete the other users.",
        Condition::DirectorySync => "Switch directory synchronization off.",
        Condition::Subscriptions => "Cancel and delete the subscriptions.",
        Condition::Applications => "Delete them below.",
        Condition::EnterpriseApplications => "Delete them below.",
        Condition::AzureSubscriptions => {
            "Cancel and delete them in the Azure portal, or transfer them to another tenant."
        }
        Condition::MultifactorProviders => {
            "Only very old tenants have one. The portal lists it and leads you to where you delete it."
        }
        Condition::SelfServiceProducts => {
            "In Microsoft Entra, go to Licenses > Self-service sign-up products and delete what is there."
        }
        Condition::Invoices => "Pay what is open under Billing > Bills & payments in the Microsoft 365 admin center.",
        Condition::AzureResourceRights => {
            "In Microsoft Entra, go to Properties, set “Access management for Azure resources” to Yes, then sign out and in \
             again."
        }
    },
    applications_title: "Applications",
    applications: "App registrations and enterprise applications stand in the way of the deletion. Microsoft's own stay: \
                   they go with the directory. Luk's own goes last.",
    applications_found: |registrations, enterprise| {
        format!(
            "{} and {} have to go.",
            registrations.of("app registration", "app registrations"),
            enterprise.of("enterprise application", "enterprise applications")
        )
    },
    applications_microsoft: |n| {
        format!(
            "{} of Microsoft's own stay.",
            n.of("enterprise application", "enterprise applications")
        )
    },
    applications_none: "No application is left that has to go.",
    how_title: "Delete the directory",
    not_ready: "Not everything that Luk can read is met yet. The portal will refuse until it is.",
    steps: &[
        Click {
            before: "Sign in to the Microsoft Entra admin center with this same account and go to ",
            name: "Manage tenants",
            after: ".",
        },
        Click {
            before: "Tick the tenant that you want to delete. Compare the name and the tenant ID with this page.",
            name: "",
            after: "",
        },
        Click {
            before: "Choose ",
            name: "Delete",
            after: ". The portal shows its checks.",
        },
        Click {
            before: "Follow the link beside each check that is not passed. When all are passed, choose ",
            name: "Delete",
            after: ".",
        },
    ],
    open_tenants: "Open Manage tenants",
    open_azure: "Open Azure subscriptions",
    watching: "Luk looks again every few seconds and shows the receipt when the tenant is gone.",
    not_watching: "Sign in, and Luk notices when the tenant is gone.",
    final_word: "A deleted directory cannot be restored.",
    notes_title: "If the portal refuses although all is met",
    notes: &[
        "Only a Global Administrator of the tenant itself can delete it, not a guest.",
        "Some enterprise applications cannot be deleted in the portal. Switch them off there and try again.",
        "Changes can take some minutes until the portal sees them.",
        "If it still refuses, ask Microsoft support.",
    ],
};
