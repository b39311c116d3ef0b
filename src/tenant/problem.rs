//! What went wrong, in a form that the page can put into words. Holds no sentence: those are in `text`.

use serde::{Deserialize, Serialize};

use super::{Fate, Moment};

/// One thing that went wrong, with what support would ask for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of thing.
    pub kind: ProblemKind,
    /// The service's own code (`AADSTS65004`, `Authorization_RequestDenied`, `HTTP 503`), if it gave one.
    pub code: Option<String>,
    /// The id under which the service keeps the request.
    pub request_id: Option<String>,
    /// When.
    pub at: Moment,
}

impl Problem {
    /// A problem that no service was asked about.
    #[must_use]
    pub const fn new(kind: ProblemKind, at: Moment) -> Self {
        Self {
            kind,
            code: None,
            request_id: None,
            at,
        }
    }
}

/// The kinds of problems that a person is told about; each has its message: what happened, what it means, what to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum ProblemKind {
    /// No answer: no network, or the service is down or blocked.
    Unreachable,
    /// The service answers, but asks to wait longer than Luk waits by itself.
    Throttled,
    /// The service failed (5xx), repeatedly.
    ServiceFailed,
    /// The service answered with something that makes no sense.
    AnswerNotUnderstood,
    /// The signed-in person or Luk lacks the right (403).
    Forbidden,
    /// The service refused the request (4xx).
    Refused,
    /// What was asked for isn't there (404).
    NotFound,
    /// A link in an answer led to a host that Luk doesn't talk to; nothing was sent there.
    ForeignHost,

    /// The sign-in is over: nobody is signed in, or the service wants to see the person again.
    SignInNeeded,
    /// The person declined the permissions.
    ConsentDeclined,
    /// The permission that is asked for needs an administrator.
    AdminConsentNeeded,
    /// The answer to a sign-in that this page did not start, or that was used before.
    CallbackNotExpected,
    /// The sign-in's answer does not hold (wrong issuer, audience, nonce, time).
    IdentityNotProven,
    /// The sign-in's answer does not hold at this time: most often this machine's clock is wrong.
    ClockWrong,
    /// The answer to a sign-in was used before, or belongs to another one.
    AnswerSpent,
    /// The 24 hours of a sign-in are over.
    SignInEnded,
    /// The sign-in was taken back: a changed password, an administrator.
    SignInRevoked,
    /// The organization wants to see people more often than that.
    SignInTooRare,
    /// Too many sign-ins in a row.
    SignInsTooMany,
    /// A second factor has to be shown.
    SecondFactorNeeded,
    /// A second factor has to be set up first.
    SecondFactorMissing,
    /// The person has to give the permissions.
    ConsentNeeded,
    /// The account isn't this tenant's.
    AccountElsewhere,
    /// A personal account.
    PersonalAccount,
    /// The account is locked for some time.
    AccountLocked,
    /// The account is disabled.
    AccountDisabled,
    /// The password has expired.
    PasswordExpired,
    /// The password is wrong.
    PasswordWrong,
    /// The account isn't assigned to Luk, as the tenant demands.
    NotAssigned,
    /// A policy wants another device.
    DeviceRefused,
    /// A policy refuses.
    PolicyRefused,
    /// The sign-in names no tenant.
    TenantNotNamed,
    /// The tenant is in another national cloud.
    OtherCloud,
    /// Luk's application isn't in the tenant (any more).
    ApplicationMissing,
    /// A service isn't in the tenant (any more).
    ServiceMissing,
    /// Luk's registration doesn't know this site's address.
    RedirectNotRegistered,
    /// Luk's registration has the address under another platform.
    NotSinglePage,
    /// Luk's registration is for one tenant alone.
    NotMultitenant,
    /// Luk's registration doesn't name a permission.
    PermissionNotRegistered,
    /// Luk asked for something that the identity provider doesn't know.
    RequestMalformed,
    /// Signed in to another tenant than the one that this closing is about.
    OtherTenant,
    /// Signed in as another person than the one who started this run.
    OtherPerson,
    /// The tenant does not exist (any more).
    TenantNotFound,
    /// Luk's app registration or configuration doesn't fit (unknown client, wrong redirect address).
    RegistrationWrong,
    /// The identity provider refused the sign-in for another reason.
    SignInRefused,

    /// The saved progress can't be read.
    ProgressDamaged,
    /// The saved progress was written by a newer Luk.
    ProgressNewer,
    /// The browser does not keep what Luk saves (full, private or disabled storage).
    ProgressNotKept,

    /// The archive could not be opened or chosen.
    ArchiveNotOpened,
    /// Writing the archive failed: most often a full disk.
    ArchiveNotWritten,
    /// The export was left out before it was whole.
    ExportStopped,

    /// A confirmation without an export done or waived.
    ExportMissing,
    /// The plan is another than the one that was shown.
    PlanChanged,
    /// The plan names an account that was excluded since.
    PlanNamesKept,
    /// The plan names what is not to be touched any more.
    PlanNamesBarred,
    /// A file is no plan, or not as it was saved.
    PlanFileUnreadable,
    /// A file is a plan of another tenant.
    PlanOfAnotherTenant,
    /// The count that was read is not the plan's.
    CountNotRead,
    /// The typed domain is not the tenant's.
    DomainNotTyped,
    /// The sign-in is older than five minutes, or its age is unknown.
    SignInTooOld,
    /// There is nothing to do.
    NothingPlanned,
    /// What was to go on has come to its end, or was given up.
    RunOver,
    /// Luk stopped a run by itself: too much turned out otherwise than planned.
    TooManySurprises,
    /// The service accepted a deletion, yet the thing is still listed after minutes.
    StillListed,
    /// What the person keeps was done already when they excluded it, or somebody else has done it.
    KeptTooLate,
    /// What was to be deleted for good was restored by somebody.
    Restored,
    /// A run is under way; something else must wait.
    Busy,
    /// Another tab of this browser has a run under way.
    OtherTab,
    /// The plan of an interrupted run is no longer in the browser: nothing says what was confirmed.
    PlanLost,
    /// `config.json` can't be read, or offers no cloud to sign in to.
    ConfigurationUnreadable,
    /// A part of Luk itself could not be loaded: no network, or a newer build has taken its place.
    PartNotLoaded,
}

impl ProblemKind {
    /// What becomes of a thing that met this: the service refuses it for good, it is gone against the person's will, or it failed.
    #[must_use]
    pub const fn fate(self) -> Fate {
        if matches!(self, Self::Forbidden | Self::Refused) {
            Fate::Blocked
        } else if matches!(self, Self::KeptTooLate) {
            Fate::Gone
        } else {
            Fate::Failed
        }
    }

    /// Whether the same may end otherwise in a while, without anybody doing anything.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(
            self,
            Self::Unreachable | Self::Throttled | Self::ServiceFailed | Self::AnswerNotUnderstood | Self::ExportStopped
        )
    }

    /// Whether it ends when the person signs in again: what was running goes on then.
    #[must_use]
    pub const fn ends_by_signing_in(self) -> bool {
        matches!(
            self,
            Self::SignInNeeded
                | Self::SignInEnded
                | Self::SignInRevoked
                | Self::SignInTooRare
                | Self::SecondFactorNeeded
                | Self::SecondFactorMissing
                | Self::ConsentNeeded
                | Self::PasswordExpired
        )
    }

    /// Whether a run that meets it waits for the person: signing in again ends it, perhaps after somebody has given back what
    /// was taken (a role, an account, a policy's leave).
    #[must_use]
    pub const fn pauses_a_run(self) -> bool {
        self.ends_by_signing_in()
            || matches!(
                self,
                Self::Forbidden
                    | Self::AdminConsentNeeded
                    | Self::AccountLocked
                    | Self::AccountDisabled
                    | Self::NotAssigned
                    | Self::DeviceRefused
                    | Self::PolicyRefused
                    | Self::SignInRefused
            )
    }
}
