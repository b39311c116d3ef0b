//! English: problems.

use super::{Message, say};
use crate::tenant::ProblemKind;

pub(in crate::text) const fn message(kind: ProblemKind) -> Message {
    match kind {
        ProblemKind::Unreachable => Message {
            happened: "Microsoft did not answer",
            means: "Your network may be down, or the service may be down or blocked. Nothing is lost. A request that was \
                    on its way may have been carried out, so Luk reads the tenant before it goes on.",
            todo: "Check your network, then try again.",
        },
        ProblemKind::Throttled => Message {
            happened: "Microsoft asks Luk to wait longer than usual",
            means: "There were too many requests to this tenant for now. Nothing is lost, and what is done stays done.",
            todo: "Try again in an hour or so.",
        },
        ProblemKind::ServiceFailed => Message {
            happened: "Microsoft's service failed several times",
            means: "This is not your fault, and nothing is lost. The last request may have been carried out all the \
                    same, so Luk reads the tenant before it goes on.",
            todo: "Try again later. If it lasts, look at the service health in the admin center.",
        },
        ProblemKind::AnswerNotUnderstood => Message {
            happened: "Luk did not understand Microsoft's answer",
            means: "Luk does not guess, so it stopped here. Nothing is lost. The request may have been carried out all the same: \
                    what counts is what the tenant shows.",
            todo: "Try again. If it happens again, take this step in the admin center. Luk will see the result.",
        },
        ProblemKind::Forbidden => Message {
            happened: "Microsoft refused, because a right is missing",
            means: "You may not do this, or Luk may not do it for you. This request changed nothing.",
            todo: "Sign in with an account that has the role for this step. Global Administrator has it for every step. \
                   If your role must be activated first, do that.",
        },
        ProblemKind::Refused => Message {
            happened: "Microsoft did not accept the request",
            means: "This request changed nothing. What is done stays done.",
            todo: "See the details for Microsoft's reason. You can also take this step in the admin center. Luk will see \
                   the result.",
        },
        ProblemKind::NotFound => Message {
            happened: "What Luk asked for is not there",
            means: "It may have been deleted already. This request changed nothing.",
            todo: "Read the tenant again to see what is left.",
        },
        ProblemKind::ForeignHost => Message {
            happened: "An answer led to an address that Luk does not use",
            means: "Luk sent nothing there. What was being read may not be whole.",
            todo: "Try again. If it happens again, something on your network may be changing the answers: use another \
                   network.",
        },
        ProblemKind::SignInNeeded => Message {
            happened: "You need to sign in again",
            means: "Your sign-in is over, or Microsoft wants to see you again. Nothing is lost. Luk sends nothing more \
                    before you have signed in.",
            todo: "Sign in with the same account. Then go on where you were.",
        },
        ProblemKind::ConsentDeclined => Message {
            happened: "You did not give the permissions",
            means: "Luk cannot do this step without them. Nothing was changed.",
            todo: "To go on, sign in again and accept them. Or take this step in the admin center.",
        },
        ProblemKind::AdminConsentNeeded => Message {
            happened: "An administrator must give this permission",
            means: "Your account cannot give it. Nothing was changed.",
            todo: "Sign in as Global Administrator, or ask one to give Luk the permission.",
        },
        ProblemKind::CallbackNotExpected => Message {
            happened: "This sign-in was not started on this page",
            means: "It may come from an old link, or from one that somebody sent you. Luk did not use it, and nothing was \
                    changed.",
            todo: "Go to the start page and sign in from there.",
        },
        ProblemKind::IdentityNotProven => Message {
            happened: "The answer to your sign-in cannot be trusted",
            means: "It does not fit what Luk had asked for, so Luk did not use it. Nothing was changed.",
            todo: "Check the clock of this device, then sign in again. If it happens again, use another network.",
        },
        ProblemKind::ClockWrong => say(
            "The time does not fit",
            "Microsoft's answer is not valid at the time that this device shows. So Luk did not use it. Nothing was changed.",
            "Set this device's date, time and time zone. Best let it set them by itself. Then sign in again.",
        ),
        ProblemKind::AnswerSpent => say(
            "This sign-in was used before",
            "Each answer to a sign-in works once, and only on the page that asked for it. You are not signed in. Nothing was changed.",
            "Sign in again. Use the buttons of this page, not Back or Reload.",
        ),
        ProblemKind::SignInEnded => say(
            "Your sign-in has lasted 24 hours",
            "Microsoft ends each sign-in in a browser after 24 hours. Nothing is lost. Luk sends nothing more before you have signed in.",
            "Sign in with the same account. Then go on where you were.",
        ),
        ProblemKind::SignInRevoked => say(
            "Your sign-in was taken back",
            "Your password was changed, or an administrator ended your sign-ins. Nothing is lost. Luk sends nothing more before you have signed in.",
            "If you know why, sign in with the same account and go on. If you do not, first find out who did it.",
        ),
        ProblemKind::SignInTooRare => say(
            "Your organization wants you to sign in more often",
            "A policy says how long a sign-in lasts, and that time is over. Nothing is lost.",
            "Sign in with the same account. Then go on where you were.",
        ),
        ProblemKind::SignInsTooMany => say(
            "There were too many sign-ins in a row",
            "Microsoft holds this browser back for a moment. Nothing is lost, and nothing was changed.",
            "Wait five minutes, then sign in once.",
        ),
        ProblemKind::SecondFactorNeeded => say(
            "Microsoft wants your second factor",
            "For this your password alone is not enough. Nothing is lost. Luk sends nothing more before you have shown it.",
            "Sign in again. Have your phone or your security key at hand.",
        ),
        ProblemKind::SecondFactorMissing => say(
            "You must set up a second factor first",
            "Your account has none yet, and Microsoft demands one. Nothing was changed.",
            "Sign in again: Microsoft leads you through it. Keep that second factor until the tenant is closed.",
        ),
        ProblemKind::ConsentNeeded => say(
            "Luk does not have the permission yet",
            "Nobody has given it in this tenant, or it was taken back. Nothing was changed.",
            "Sign in again and accept what the page from Microsoft lists.",
        ),
        ProblemKind::AccountElsewhere => say(
            "This account does not belong to this tenant",
            "It is at home in another tenant, or it does not exist. A guest cannot close a tenant. Nothing was changed.",
            "Sign in with the Global Administrator's own account in this tenant, often one that ends in onmicrosoft.com.",
        ),
        ProblemKind::PersonalAccount => say(
            "This is a personal account",
            "A personal Microsoft account has no tenant to close. Nothing was changed.",
            "Sign in with your work or school account. If you want to close the personal account itself, do that at account.microsoft.com.",
        ),
        ProblemKind::AccountLocked => say(
            "Your account is locked for now",
            "There were too many wrong attempts, from you or from somebody else. Nothing was changed.",
            "Wait some minutes, then sign in. If it was not you, let another administrator look at the sign-in log.",
        ),
        ProblemKind::AccountDisabled => say(
            "Your account is disabled",
            "An administrator has blocked it. You are not signed in, and nothing was changed.",
            "Ask another Global Administrator to let you in again, or sign in as one.",
        ),
        ProblemKind::PasswordExpired => say(
            "Your password has expired",
            "Microsoft lets nobody in with it. Nothing is lost.",
            "Sign in again and choose a new password when Microsoft asks. Then go on where you were.",
        ),
        ProblemKind::PasswordWrong => say(
            "The account or the password is wrong",
            "You are not signed in. Nothing was changed.",
            "Sign in again and type both with care. If you forgot the password, reset it on the sign-in page.",
        ),
        ProblemKind::NotAssigned => say(
            "Your account may not use Luk in this tenant",
            "The tenant allows Luk only for those it was assigned to. Nothing was changed.",
            "In the Entra admin center open Enterprise applications, Luk, Users and groups, and add yourself. Then sign in again.",
        ),
        ProblemKind::DeviceRefused => say(
            "This device may not sign in",
            "A policy of your organization wants a device that it manages. Nothing was changed.",
            "Use a device of your organization. Or let an administrator take you out of that policy.",
        ),
        ProblemKind::PolicyRefused => say(
            "A policy of your organization refuses this sign-in",
            "It may be about the place, the app, or how you sign in. Nothing was changed.",
            "Let an administrator look at the sign-in log in Entra: it names the policy. Then change the policy, or sign in from where it allows.",
        ),
        ProblemKind::TenantNotNamed => say(
            "Microsoft does not know which tenant you mean",
            "The account's domain belongs to no tenant in this cloud. Nothing was changed.",
            "Sign in with the full name of a work account, such as admin@contoso.onmicrosoft.com.",
        ),
        ProblemKind::OtherCloud => say(
            "This tenant is in another Microsoft cloud",
            "Tenants in the US government's and in China's cloud have a sign-in of their own. Nothing was changed.",
            "Go to the start page and choose the right cloud. Then sign in again.",
        ),
        ProblemKind::ApplicationMissing => say(
            "Luk is not in this tenant",
            "Its enterprise application was deleted or disabled, or Luk was never used here. What is done stays done.",
            "If you deleted the applications with Luk, that is as it should be: delete the directory in Entra. If not, sign in again and accept the permissions. If Luk was never used here: whoever runs this site should check the client ID in config.json, and that it is registered in this cloud.",
        ),
        ProblemKind::ServiceMissing => say(
            "The tenant does not have this service",
            "It was never used here, or its enterprise application was deleted. So there is nothing for Luk to read or do there.",
            "Go on with the other steps. If you know that the service is in use, look at it in its admin center.",
        ),
        ProblemKind::RedirectNotRegistered => say(
            "Luk's registration does not know this site",
            "This site's address is not among the redirect addresses of Luk's app registration. Nothing was changed.",
            "Tell whoever runs this site: the registration needs this site's address with signin/ at the end, letter by letter.",
        ),
        ProblemKind::NotSinglePage => say(
            "Luk's registration has the wrong platform",
            "This site's address is registered as Web, not as a single-page application. So the browser gets no token. Nothing was changed.",
            "Tell whoever runs this site: move the redirect address to the platform Single-page application.",
        ),
        ProblemKind::NotMultitenant => say(
            "Luk's registration is for one tenant alone",
            "This site's Luk may only be used in the tenant that it is registered in. Nothing was changed.",
            "Tell whoever runs this site: the registration must be for accounts in any organizational directory.",
        ),
        ProblemKind::PermissionNotRegistered => say(
            "Luk's registration lacks a permission",
            "The service that this step needs is not among the registration's permissions. Nothing was changed.",
            "Tell whoever runs this site: add the permissions that the page About and privacy lists. Meanwhile take this step in the admin center.",
        ),
        ProblemKind::RequestMalformed => say(
            "Luk asked for something that Microsoft does not know",
            "That is a fault in Luk, or this cloud does not have the service. Nothing was changed.",
            "Take this step in the admin center. Luk will see the result. Please report the code that the details show.",
        ),
        ProblemKind::OtherTenant => Message {
            happened: "You signed in to another tenant",
            means: "This closing is about a different tenant. Luk changed nothing in the one you signed in to.",
            todo: "Sign in to the tenant that this closing is about. To close the other one, first forget this closing.",
        },
        ProblemKind::OtherPerson => Message {
            happened: "This is another administrator",
            means: "Luk goes on only with the person who began: the plan keeps that person's account, but it may name yours. So Luk sent nothing.",
            todo: "Sign in as the person who began. Or sign out, give the plan up and begin anew.",
        },
        ProblemKind::TenantNotFound => Message {
            happened: "Microsoft does not find this tenant",
            means: "It has been deleted, or it is not in this cloud.",
            todo: "If you have just deleted the directory, this is as it should be. If not, check which cloud you chose \
                   and sign in again.",
        },
        ProblemKind::RegistrationWrong => Message {
            happened: "Luk is not set up correctly on this site",
            means: "Microsoft does not know Luk's app registration, or does not accept this site's address. Nothing was \
                    changed.",
            todo: "Tell whoever runs this site. They should check the client ID and the redirect address.",
        },
        ProblemKind::SignInRefused => Message {
            happened: "Microsoft refused the sign-in",
            means: "You are not signed in. Nothing was changed, and nothing is lost.",
            todo: "Try again. If it happens again, the code in the details says why. A policy of your organization may \
                   ask for another device or another account.",
        },
        ProblemKind::ProgressDamaged => Message {
            happened: "The saved progress cannot be read",
            means: "Luk no longer knows how far you were on this device. The tenant does: nothing that is done is lost, \
                    and nothing was changed.",
            todo: "Sign in. Luk reads the tenant and finds out what is left. It will ask about the export again.",
        },
        ProblemKind::ProgressNewer => Message {
            happened: "The saved progress is from a newer Luk",
            means: "This page is older and does not touch it. Nothing is lost.",
            todo: "Close every tab with Luk, then open it again. That brings the newer version.",
        },
        ProblemKind::ProgressNotKept => Message {
            happened: "The browser does not save your progress",
            means: "Its storage is full, private or switched off. Luk works, but after a reload it does not know how far \
                    you were. The tenant does, so nothing that is done is lost.",
            todo: "Leave private browsing, free some space, or let this site save data. Or keep this tab open to the \
                   end.",
        },
        ProblemKind::ArchiveNotOpened => Message {
            happened: "No file could be opened for the export",
            means: "No file was chosen, or the browser may not write there. Nothing was saved, and nothing was changed in \
                    the tenant.",
            todo: "Start the export again and choose another place.",
        },
        ProblemKind::ArchiveNotWritten => Message {
            happened: "The export could not be written",
            means: "Most often the disk is full. The file is not whole: do not rely on it. Nothing was changed in the \
                    tenant.",
            todo: "Free some space or choose another place, then start the export again.",
        },
        ProblemKind::ExportStopped => Message {
            happened: "The export was stopped before it was whole",
            means: "Do not rely on the file. Nothing was changed in the tenant.",
            todo: "Start the export again.",
        },
        ProblemKind::ExportMissing => Message {
            happened: "You have not yet saved what you want to keep",
            means: "Before that, Luk deletes nothing. Nothing was changed.",
            todo: "Do the export, or say that you need nothing.",
        },
        ProblemKind::PlanChanged => Message {
            happened: "This is not the plan that you saw",
            means: "Luk carries out only what was shown and confirmed. This plan differs from it, so Luk sent nothing.",
            todo: "Make the plan again, read it, and confirm it.",
        },
        ProblemKind::PlanNamesKept => Message {
            happened: "The plan names an account that you keep",
            means: "Since this plan was made, somebody has ticked “Keep” for an account in it. Luk never touches such an account, so it sent nothing.",
            todo: "Make the plan again. Or release the account first.",
        },
        ProblemKind::PlanNamesBarred => Message {
            happened: "The plan names something that must stay",
            means: "The tenant has changed since this plan was made: it names accounts or applications that must not be deleted now. Luk sent nothing.",
            todo: "Make a new plan and confirm that one.",
        },
        ProblemKind::PlanFileUnreadable => Message {
            happened: "This file is not a plan, or not as it was saved",
            means: "It was changed, it is of a newer Luk, or it is something else. Luk has not used anything of it.",
            todo: "Ask for the file again, or make a new plan.",
        },
        ProblemKind::PlanOfAnotherTenant => Message {
            happened: "This plan is for another tenant",
            means: "Luk has used nothing of it.",
            todo: "Sign in to the tenant that the plan is for, or make a plan for this one.",
        },
        ProblemKind::CountNotRead => Message {
            happened: "The number is not confirmed",
            means: "Luk starts when you have said that you read how much the plan names. Nothing was changed.",
            todo: "Read the number and tick the sentence.",
        },
        ProblemKind::DomainNotTyped => Message {
            happened: "This is not the tenant's initial domain",
            means: "Luk starts when the right domain is there. Nothing was changed.",
            todo: "Type the initial domain as this page shows it. You can paste it.",
        },
        ProblemKind::SignInTooOld => Message {
            happened: "You signed in too long ago for this",
            means: "Before Luk changes anything, you must have shown in the last five minutes that it is you. Nothing was \
                    changed.",
            todo: "Show that it is you, then confirm again.",
        },
        ProblemKind::NothingPlanned => Message {
            happened: "There is nothing to do",
            means: "The plan is empty. Nothing was changed.",
            todo: "Read the tenant again. If something is left after all, see whether you chose to keep it.",
        },
        ProblemKind::RunOver => Message {
            happened: "This run is already over",
            means: "It was finished or given up, here or in another tab. Nothing was changed just now.",
            todo: "Read the tenant again. It shows what is left.",
        },
        ProblemKind::TooManySurprises => Message {
            happened: "Luk stopped the run by itself",
            means: "Too much turned out otherwise than planned. What is done stays done. The rest stays in the plan and \
                    is not touched.",
            todo: "See what did not go, and why. Then go on with the plan, or make a new one.",
        },
        ProblemKind::StillListed => Message {
            happened: "Microsoft accepted it, but the tenant still shows it as before",
            means: "The tenant can lag behind by some minutes. It is most likely done, yet Luk does not say so before the tenant agrees.",
            todo: "Wait a few minutes, then read the tenant again. If it still shows it, make a new plan for it.",
        },
        ProblemKind::KeptTooLate => Message {
            happened: "Something that you keep was done already",
            means: "It was on its way when it was excluded, or somebody else did it.",
            todo: "Look at it in the admin center. A user who is not deleted for good can be restored there, under Deleted users.",
        },
        ProblemKind::Restored => Message {
            happened: "Somebody has restored it",
            means: "It is a user again. It was not deleted for good.",
            todo: "If it is to go, delete it again with a new plan.",
        },
        ProblemKind::Busy => Message {
            happened: "Something else is still running",
            means: "Luk does one thing at a time. What you asked for was not begun. What is running goes on.",
            todo: "Wait until it is done, or stop it first.",
        },
        ProblemKind::OtherTab => Message {
            happened: "Luk is at work in another tab",
            means: "Two tabs must not work on the same plan. Nothing was begun here; the other tab goes on.",
            todo: "Go to the other tab, or close it and try again here.",
        },
        ProblemKind::PlanLost => Message {
            happened: "The confirmed plan is no longer in this browser",
            means: "The browser, or somebody, has deleted what Luk had stored. Luk does only what a confirmed plan names, so it does not go on by itself. What is done is done.",
            todo: "Give the old plan up, then make and confirm a new one. It names only what is left.",
        },
        ProblemKind::ConfigurationUnreadable => Message {
            happened: "Luk's settings on this site cannot be read",
            means: "Without them Luk does not know where to sign in. Nothing was changed.",
            todo: "Reload the page. If that does not help, tell whoever runs this site: config.json is missing or wrong.",
        },
        ProblemKind::PartNotLoaded => Message {
            happened: "A part of Luk did not load",
            means: "Your network may be down, or a newer version of Luk has taken the place of this one. Nothing was changed and nothing is lost.",
            todo: "Check your network, then try again. If that does not help, reload the page.",
        },
    }
}
