//! English: saving, users and multifactor authentication.

use crate::text::{Export, Multifactor, Script, ScriptStep, Users};

pub(super) const EXPORT: Export = Export {
    lead: "Save what the tenant holds before anything is deleted. Afterwards it cannot be fetched any more.",
    with_title: "What is saved",
    with: &[
        "The organization and its domains",
        "Users",
        "Groups with their members",
        "Subscriptions",
        "App registrations",
        "Enterprise applications",
    ],
    with_form: "Each as a CSV file for a spreadsheet and as JSON, in one ZIP file. A manifest in it lists the SHA-256 of each \
                file.",
    without_title: "What is not saved",
    without: &[
        "Mail and calendars: save them with an eDiscovery export in the Microsoft Purview portal, or from Outlook to a PST \
         file.",
        "Files in OneDrive and SharePoint: save them by synchronizing or downloading them, or with an eDiscovery export.",
        "Teams chats and channels: save them with an eDiscovery export.",
        "Invoices: save them from Billing > Bills & payments in the Microsoft 365 admin center.",
    ],
    private: "The archive holds names and addresses of people. Keep it where only those who need it can read it.",

    save_title: "Save the archive",
    choose: "Choose where to save and export",
    save: "Export",
    save_how: "This browser has no dialog for saving. The archive is written into the browser's own storage first. Then you \
               download it from there.",
    save_again: "Export again",
    stop: "Stop the export",
    sign_in: "Sign in to export.",

    writing: |part| format!("Writing: {part}"),
    written: |files, bytes| format!("{}, {bytes} so far", files.of("file", "files")),
    done: "The archive is complete.",
    failed_title: "The export did not succeed",
    failed: "Do not rely on the file that was begun. Nothing has been changed in the tenant. Export again.",
    result_title: "Your archive",
    saved_on: "Saved on",
    files: "Files",
    size: "Size",
    manifest: "SHA-256 of the manifest",
    manifest_what: "With this number you can prove later that the archive has not been changed.",
    missing_title: "Not in the archive",
    missing_what: "These parts could not be read:",
    download_title: "Download your archive",
    download_what: "The archive is in the browser's own storage. Download it, open it, and only then remove the copy.",
    download: "Download the archive",
    download_remove: "Remove the copy from the browser",
    download_removed: "The copy has been removed from the browser.",

    waive_title: "Or go on without an archive",
    waive_what: "If there is nothing to save, or you have saved it in another way, say so.",
    waive_say: "I need nothing from this tenant, or I have already saved it. I know that it can't be fetched afterwards.",
    waive: "Go on without an archive",
    waive_not_said: "Tick the sentence first.",
    waived: |time| format!("On {time} you said that you need nothing from this tenant. You can still export."),
};

pub(super) const USERS: Users = Users {
    lead: "Delete all users but one Global Administrator: you.",
    found_title: "What was found",
    members: "Members",
    guests: "Guests",
    synchronised: "Synchronized from on-premises",
    blocked: "Blocked from signing in",
    kept: "Kept by you",
    list_title: "Users",
    list_what: "Tick “Keep” for accounts that must not be deleted yet. You can release them later. In the end only one \
                account may be left.",
    keep: "Keep",
    user: "User",
    kind: "Kind",
    state: "State",
    licences: "Licenses",
    you_stay: "You: stays",
    sync_title: "Directory synchronization is on",
    sync: "Users that come from an on-premises directory cannot be deleted here while synchronization is on, so no plan \
           names them. Switch it off first:",
    sync_steps: &[
        ScriptStep {
            say: "Stop Microsoft Entra Connect or cloud sync on your own servers.",
            script: None,
        },
        ScriptStep {
            say: "Sign in with the Microsoft Graph PowerShell module:",
            script: Some(Script::SyncSignIn),
        },
        ScriptStep {
            say: "Run:",
            script: Some(Script::SyncOff),
        },
        ScriptStep {
            say: "Come back here and read the tenant again.",
            script: None,
        },
    ],
    sync_wait: "It can take up to 72 hours until all users count as users of the cloud. It cannot be stopped meanwhile.",
    only_you: "Only you are left. There is nothing more to do here.",
    deleted_title: "Deleted users",
    deleted: "Microsoft keeps deleted users for 30 days, so that they can be restored. You need not delete them for good: they go with the directory. Do it only if nobody may restore them any more.",
    elsewhere_title: "Delete users in the admin center instead",
    elsewhere: "You can also delete users under Users > Active users. Luk sees the result when it reads the tenant again.",
    elsewhere_link: "Open Active users",
};

pub(super) const MULTIFACTOR: Multifactor = Multifactor {
    lead: "Disable per-user multifactor authentication for everybody but you.",
    yours_title: "Yours stays on",
    yours: "Microsoft's admin centers demand it when you sign in there. Without it you could not cancel subscriptions or \
            delete the directory.",
    list_title: "Users and their multifactor authentication",
    user: "User",
    state: "State",
    you: "You: stays as it is",
    users_first: "If you delete the users first, nothing is left to do here.",
    only_you: "It is on for nobody but you. There is nothing more to do here.",
    elsewhere_title: "Do it in the admin center instead",
    elsewhere: "Under Users > Active users > Multi-factor authentication you can disable it for each account. Luk sees the \
                result when it reads the tenant again.",
    elsewhere_link: "Open multifactor authentication",
};
