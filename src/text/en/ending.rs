//! English: the receipt, the activity page, and about and privacy.

use crate::text::{About, Activity, Receipt};

pub(super) const RECEIPT: Receipt = Receipt {
    title: "Receipt",
    lead: "The directory has been deleted, and the account with Microsoft is closed.",
    not_yet: "The tenant is not gone yet. The receipt appears here when it is.",
    to_closing: "Back to the closing",
    reference: "Reference",
    tenant: "Tenant",
    tenant_id: "Tenant ID",
    cloud: "Cloud",
    begun: "Closing begun",
    gone: "Found to be gone",
    export: "Archive",
    export_none: "None",
    runs: "What Luk did",
    no_runs: "Luk itself deleted nothing.",
    work: "Work",
    planned: "Planned",
    verified: "Found done in the tenant",
    begun_at: "Begun",
    ended_at: "Checked",
    plan: "Plan",
    print: "Print",
    next_title: "What to do next",
    next: &[
        "Print or download this receipt now. It is only on this device.",
        "Keep your archive in a safe place, and check that you can open it.",
        "Look for a last invoice, and pay it if one comes.",
        "Remove a payment method that you used only here, or tell your bank.",
        "A domain of your own still belongs to you: decide at your registrar what becomes of it, and take Microsoft's \
         records out of its DNS.",
        "Then delete what Luk has stored on this device, under About and privacy.",
    ],
};

pub(super) const ACTIVITY: Activity = Activity {
    title: "Activity",
    lead: "Every request that Luk sent in this visit, newest first. Microsoft support may ask for a request ID.",
    empty: "No request has been sent in this visit.",
    time: "Time",
    request: "Request",
    result: "Result",
    took: "Took",
    request_id: "Request ID",
    about: "About object",
    succeeded: |status| format!("Succeeded ({status})"),
    gone: |status| format!("Not there ({status})"),
    throttled: |status| format!("Asked to wait ({status})"),
    refused: |status| format!("Refused ({status})"),
    failed: |status| format!("The service failed ({status})"),
    no_answer: "No answer",
    signature_unchecked: "Microsoft's keys were out of reach when you signed in, so the signature of its answer was not checked. The answer came straight from Microsoft over an encrypted connection, which is proof enough by the standard.",
};

pub(super) const ABOUT: About = About {
    title: "About and privacy",
    lead: "What Luk is, what it keeps, what it may do and whom it talks to.",
    what: "Luk is a page that helps an administrator to close a Microsoft 365 tenant. It runs wholly in your browser. It is \
           not made by Microsoft.",
    stored_title: "What is stored on this device",
    stored_what: "Only what is needed to go on later:",
    key: "Entry",
    holds: "What it holds",
    progress: "How far the closing is: IDs, counts and times. No names, no addresses.",
    progress_aside: "Earlier progress that could not be read, put aside.",
    plan: "The plan of a run that is not finished: IDs only.",
    language: "The language that you chose.",
    pending: "What proves that the answer to a sign-in is for this page. Removed when you come back.",
    way_back: "The page that you came from when you signed in. Removed when you come back.",
    archive: "The archive, if this browser could not save it to disk directly. It holds names and addresses. Remove it on \
              the export page or below.",
    not_stored: "Passwords never reach Luk. The tokens that let Luk talk to Microsoft stay in memory and are gone when you \
                 close the tab. There are no cookies and no measuring.",
    offline_copy: "The browser also keeps a copy of Luk itself, so that it opens offline.",
    permissions_title: "What Luk may do",
    permissions_what: "A permission is asked for when it is needed, not before. With it Luk can do no more than your own \
                       roles allow.",
    consent_what: "An administrator can consent for the whole organization at once:",
    consent: "Consent for the organization",
    purpose: "What for",
    permission: "Permission",
    role: "Least role",
    hosts_title: "Whom Luk talks to",
    hosts: &[
        "The site that this page comes from, for its own files.",
        "Microsoft's sign-in service, to sign you in.",
        "Microsoft Graph, to read and change the tenant.",
        "Azure Resource Manager, to look for Azure subscriptions.",
        "Nobody else.",
    ],
    delete_title: "Delete what is stored",
    delete_what: "This forgets the closing, the language and any archive in the browser's storage. Nothing changes in the \
                  tenant. Files that you saved to disk stay.",
    delete: "Delete everything stored here",
    delete_ask: "Delete everything that Luk has stored on this device?",
    delete_no: "Keep it",
    deleted: "Everything that Luk had stored on this device has been deleted.",
    version: |version| format!("Version {version}"),
    contacted: |n| format!("In this visit Luk has sent {}.", n.of("request", "requests")),
};
