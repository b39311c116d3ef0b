//! The logs: what was changed, through Graph or by hand in an admin center, and by whom; who signed in, and who could not.

use crate::cloud::Cloud;
use crate::guid::Guid;
use crate::time::Moment;

/// One change.
#[derive(Debug, Clone)]
pub(crate) struct AuditEntry {
    pub(crate) id: Guid,
    pub(crate) service: &'static str,
    pub(crate) activity: &'static str,
    pub(crate) category: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) actor: Guid,
    pub(crate) actor_name: String,
    pub(crate) target: String,
    pub(crate) at: Moment,
}

/// What Entra writes down of what is done by hand, or at a sign-in. What commerce does (subscriptions, bills, support) is in
/// no log of Entra's, and a directory that is deleted takes its log along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    DeleteUser,
    EnableStrongAuthentication,
    DisableStrongAuthentication,
    RegisterSecurityInfo,
    NewPassword,
    ConsentToApplication,
    AddServicePrincipal,
    AddDelegatedPermissionGrant,
    ElevateAccess,
}

impl Change {
    /// The service that logs it, the activity, its category, and the type of the operation, by the reference of audit
    /// activities.
    const fn words(self) -> (&'static str, &'static str, &'static str, &'static str) {
        const CORE: &str = "Core Directory";
        match self {
            Self::DeleteUser => (CORE, "Delete user", "UserManagement", "Delete"),
            Self::EnableStrongAuthentication => (CORE, "Enable Strong Authentication", "UserManagement", "Update"),
            Self::DisableStrongAuthentication => (CORE, "Disable Strong Authentication", "UserManagement", "Update"),
            Self::RegisterSecurityInfo => (
                "Authentication Methods",
                "User registered security info",
                "UserManagement",
                "Add",
            ),
            Self::NewPassword => (CORE, "Change user password", "UserManagement", "Update"),
            Self::ConsentToApplication => (CORE, "Consent to application", "ApplicationManagement", "Assign"),
            Self::AddServicePrincipal => (CORE, "Add service principal", "ApplicationManagement", "Add"),
            Self::AddDelegatedPermissionGrant => (
                CORE,
                "Add delegated permission grant",
                "ApplicationManagement",
                "Assign",
            ),
            Self::ElevateAccess => (
                "Azure RBAC (Elevated Access)",
                "User has elevated their access to User Access Administrator for their Azure Resources",
                "AzureRBACRoleManagementElevateAccess",
                "Assign",
            ),
        }
    }
}

impl Cloud {
    /// Writes a change down, after it was made.
    pub(crate) fn write_down(&mut self, actor: Guid, change: Change, target: &str) {
        let (service, activity, category, operation) = change.words();
        let actor_name = self
            .tenant
            .users
            .get(actor)
            .map(|user| user.user_principal_name.clone());
        let entry = AuditEntry {
            id: self.random.guid(),
            service,
            activity,
            category,
            operation,
            actor,
            actor_name: actor_name.unwrap_or_default(),
            target: target.to_owned(),
            at: self.clock.moment(),
        };
        self.tenant.audit.push(entry);
    }
}

/// Somebody signed in, or tried to.
#[derive(Debug, Clone)]
pub(crate) struct SignIn {
    pub(crate) id: Guid,
    pub(crate) user: Guid,
    pub(crate) app: SignInApp,
    /// The AADSTS number; 0 when it went well.
    pub(crate) error: u32,
    pub(crate) reason: String,
    pub(crate) at: Moment,
}

/// To what somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignInApp {
    Luk,
    AdminCenter,
}

impl SignInApp {
    /// Its app id and name.
    pub(crate) const fn words(self) -> (Guid, &'static str) {
        match self {
            Self::Luk => (crate::entra::LUK_APP, "Luk"),
            Self::AdminCenter => (
                Guid::from_u128(0x0000_0006_0000_0ff1_ce00_0000_0000_0000),
                "Microsoft Office 365 Portal",
            ),
        }
    }
}
