//! The logs: what was changed, through Graph or by hand in an admin center, by whom and on what; who signed in, and who
//! could not.

use crate::cloud::Cloud;
use crate::entra::EntraError;
use crate::guid::Guid;
use crate::time::Moment;

/// One change.
#[derive(Debug, Clone)]
pub(crate) struct AuditEntry {
    pub(crate) id: Guid,
    pub(crate) what: Activity,
    pub(crate) actor: Guid,
    pub(crate) actor_name: String,
    pub(crate) at: Moment,
}

/// What was done, and to what.
#[derive(Debug, Clone)]
pub(crate) struct Activity {
    pub(crate) name: &'static str,
    pub(crate) category: &'static str,
    /// The service that wrote it down.
    pub(crate) service: &'static str,
    pub(crate) operation: Operation,
    pub(crate) targets: Vec<Target>,
}

/// The kinds of change that the log knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Add,
    Assign,
    Delete,
    Unassign,
    Update,
}

impl Operation {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Assign => "Assign",
            Self::Delete => "Delete",
            Self::Unassign => "Unassign",
            Self::Update => "Update",
        }
    }
}

/// Something that was changed, as it was called before.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) display_name: Option<String>,
    pub(crate) user_principal_name: Option<String>,
    /// Of a group: which of the log's two kinds it is.
    pub(crate) group_type: Option<&'static str>,
    pub(crate) modified: Option<Modified>,
}

/// A property that is another now. Values are JSON.
#[derive(Debug, Clone)]
pub(crate) struct Modified {
    pub(crate) name: &'static str,
    pub(crate) old: String,
    pub(crate) new: String,
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
    const fn words(self) -> (&'static str, &'static str, &'static str, Operation) {
        const CORE: &str = "Core Directory";
        match self {
            Self::DeleteUser => (CORE, "Delete user", "UserManagement", Operation::Delete),
            Self::EnableStrongAuthentication => (
                CORE,
                "Enable Strong Authentication",
                "UserManagement",
                Operation::Update,
            ),
            Self::DisableStrongAuthentication => (
                CORE,
                "Disable Strong Authentication",
                "UserManagement",
                Operation::Update,
            ),
            Self::RegisterSecurityInfo => (
                "Authentication Methods",
                "User registered security info",
                "UserManagement",
                Operation::Add,
            ),
            Self::NewPassword => (CORE, "Change user password", "UserManagement", Operation::Update),
            Self::ConsentToApplication => (
                CORE,
                "Consent to application",
                "ApplicationManagement",
                Operation::Assign,
            ),
            Self::AddServicePrincipal => (CORE, "Add service principal", "ApplicationManagement", Operation::Add),
            Self::AddDelegatedPermissionGrant => (
                CORE,
                "Add delegated permission grant",
                "ApplicationManagement",
                Operation::Assign,
            ),
            Self::ElevateAccess => (
                "Azure RBAC (Elevated Access)",
                "User has elevated their access to User Access Administrator for their Azure Resources",
                "AzureRBACRoleManagementElevateAccess",
                Operation::Assign,
            ),
        }
    }
}

impl Cloud {
    /// Writes a change down, after it was made.
    pub(crate) fn write_down(&mut self, actor: Guid, change: Change, target: &str) {
        let (service, name, category, operation) = change.words();
        let user = self.tenant.user(target);
        let target = Target {
            id: user.map_or_else(|| target.to_owned(), |user| user.id.to_string()),
            kind: if user.is_some() { "User" } else { "Other" },
            display_name: user.map(|user| user.display_name.clone()),
            user_principal_name: user.map(|user| user.user_principal_name.clone()),
            group_type: None,
            modified: None,
        };
        self.log(
            actor,
            Activity {
                name,
                category,
                service,
                operation,
                targets: vec![target],
            },
        );
    }

    /// Writes a sign-in down, as Entra's own log does.
    pub(crate) fn log_sign_in(&mut self, user: Guid, app: SignInApp, error: Option<&EntraError>) {
        let sign_in = SignIn {
            id: self.random.guid(),
            user,
            app,
            error: error.map_or(0, |error| error.number),
            reason: error.map_or_else(|| "Other.".to_owned(), |error| error.message.clone()),
            at: self.clock.moment(),
        };
        self.tenant.sign_ins.push(sign_in);
    }

    /// The same of anything.
    pub(crate) fn log(&mut self, actor: Guid, what: Activity) {
        let actor_name = self.tenant.users.get(actor);
        let actor_name = actor_name.map(|user| user.user_principal_name.clone());
        let entry = AuditEntry {
            id: self.random.guid(),
            what,
            actor,
            actor_name: actor_name.unwrap_or_default(),
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
