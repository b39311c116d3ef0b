//! Delegated permissions: what each is called, what consent tells a person about it, and whether only an administrator
//! may give it. After Microsoft's permission list, as far as a closing needs it.

use crate::entra::error::EntraError;
use crate::guid::Guid;
use crate::names::Audience;
use crate::origins::{Origins, Service};
use crate::tenant::TenantState;
use crate::tenant::objects::{ARM_APP, GRAPH_APP, PURVIEW_APP};

/// An API that tokens are issued for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Resource {
    Graph,
    Arm,
    /// The host of Purview's eDiscovery downloads.
    Purview,
}

impl Resource {
    pub(crate) const fn app_id(self) -> Guid {
        match self {
            Self::Graph => GRAPH_APP,
            Self::Arm => ARM_APP,
            Self::Purview => PURVIEW_APP,
        }
    }

    /// What tokens for it may name as audience at this login host, the usual one first.
    fn audiences(self, origins: &Origins) -> Vec<Audience> {
        match self {
            Self::Graph => origins.audiences(Service::Graph),
            Self::Arm => origins.audiences(Service::Arm),
            // It is named by its id alone.
            Self::Purview => vec![Audience::of_application(PURVIEW_APP)],
        }
    }

    /// The audience that a token needs here.
    pub(crate) fn audience_here(self, origins: &Origins) -> Audience {
        match self {
            Self::Graph => origins.audience(Service::Graph),
            Self::Arm => origins.audience(Service::Arm),
            Self::Purview => Audience::of_application(PURVIEW_APP),
        }
    }

    /// What a scope may begin with to mean this resource.
    fn names(self, origins: &Origins) -> Vec<String> {
        let audiences = self.audiences(origins).into_iter();
        let mut names: Vec<String> = audiences.map(|audience| audience.as_str().to_owned()).collect();
        names.extend(match self {
            Self::Graph => Some(origins.graph.clone()),
            Self::Arm => Some(origins.arm.clone()),
            Self::Purview => None,
        });
        names.push(self.app_id().to_string());
        names
    }

    /// What stands in the token as audience: what the scope named, or else the cloud's usual one.
    pub(crate) fn audience(self, scope: &str, origins: &Origins) -> Audience {
        let named = prefix(scope, self, origins);
        let named = named.trim_end_matches('/');
        let mut known = self.audiences(origins).into_iter();
        known
            .find(|audience| audience.as_str() == named)
            .unwrap_or_else(|| self.audience_here(origins))
    }
}

/// Who may consent to a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConsentBy {
    Anyone,
    Administrator,
}

/// A delegated permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Permission {
    pub(crate) resource: Resource,
    pub(crate) name: &'static str,
    pub(crate) sentence: &'static str,
    pub(crate) consent: ConsentBy,
}

macro_rules! permissions {
    ($($resource:ident $consent:ident { $($name:literal $sentence:literal)* })*) => {
        const PERMISSIONS: &[Permission] = &[$($(Permission {
            resource: Resource::$resource,
            name: $name,
            sentence: $sentence,
            consent: ConsentBy::$consent,
        },)*)*];
    };
}

permissions! {
    Graph Anyone {
        "openid" "Sign you in"
        "profile" "View your basic profile"
        "email" "View your email address"
        "offline_access" "Maintain access to data you have given it access to"
        "User.Read" "Sign you in and read your profile"
        "User.ReadBasic.All" "Read all users' basic profiles"
        "LicenseAssignment.Read.All" "Read all license assignments"
        "Files.Read.All" "Read all files that you have access to"
        "Sites.Read.All" "Read items in all site collections"
        "Files.Read" "Read your files"
        "Contacts.Read" "Read your contacts"
        "Contacts.Read.Shared" "Read your and shared contacts"
        "Calendars.Read" "Read your calendars"
        "Calendars.Read.Shared" "Read your and shared calendars"
        "Mail.Read" "Read your mail"
        "Mail.Read.Shared" "Read your and shared mail"
        "Tasks.Read" "Read your tasks"
        "Chat.ReadBasic" "Read names and members of your chat threads"
        "Chat.Read" "Read your chat messages"
        "Chat.ReadWrite" "Read and write your chat messages"
        "Notes.Read" "Read your notebooks"
        "MailboxFolder.Read" "Read your mailbox folders"
        "MailboxItem.Read" "Read your mailbox items"
        "Team.ReadBasic.All" "Read the names and descriptions of teams"
        "Channel.ReadBasic.All" "Read the names and descriptions of channels"
    }
    Graph Administrator {
        "User.Read.All" "Read all users' full profiles"
        "User.ReadWrite.All" "Read and write all users' full profiles"
        "User.DeleteRestore.All" "Delete and restore all users"
        "Directory.Read.All" "Read directory data"
        "Directory.ReadWrite.All" "Read and write directory data"
        "Directory.AccessAsUser.All" "Access the directory as you"
        "Organization.Read.All" "Read organization information"
        "Organization.ReadWrite.All" "Read and write organization information"
        "OnPremDirectorySynchronization.Read.All" "Read on-premises directory synchronization information"
        "OnPremDirectorySynchronization.ReadWrite.All" "Read and write on-premises directory synchronization information"
        "RoleManagement.Read.Directory" "Read directory role settings"
        "RoleManagement.ReadWrite.Directory" "Read and write directory role settings"
        "Policy.Read.All" "Read your organization's policies"
        "Policy.ReadWrite.AuthenticationMethod" "Read and write authentication method policies"
        "Policy.ReadWrite.SecurityDefaults" "Read and write your organization's security defaults policy"
        "Policy.ReadWrite.ConditionalAccess" "Read and write your organization's conditional access policies"
        "Application.Read.All" "Read applications"
        "Application.ReadWrite.All" "Read and write all applications"
        "DelegatedPermissionGrant.ReadWrite.All" "Manage all delegated permission grants"
        "Group.Read.All" "Read all groups"
        "Group.ReadWrite.All" "Read and write all groups"
        "GroupMember.Read.All" "Read group memberships"
        "Domain.Read.All" "Read domains"
        "Domain.ReadWrite.All" "Read and write domains"
        "Device.Read.All" "Read all devices"
        "AdministrativeUnit.Read.All" "Read administrative units"
        "AdministrativeUnit.ReadWrite.All" "Read and write administrative units"
        "AuditLog.Read.All" "Read audit log data"
        "UserAuthenticationMethod.Read" "Read your authentication methods"
        "UserAuthenticationMethod.Read.All" "Read all users' authentication methods"
        "ChannelMessage.Read.All" "Read your channel messages"
        "OrgContact.Read.All" "Read organizational contacts"
        "GroupSettings.Read.All" "Read group settings"
        "IdentityProvider.Read.All" "Read identity providers"
        "IdentityProvider.ReadWrite.All" "Read and write identity providers"
        "IdentityUserFlow.Read.All" "Read all identity user flows"
        "IdentityUserFlow.ReadWrite.All" "Read and write all identity user flows"
        "SharePointTenantSettings.Read.All" "Read SharePoint and OneDrive tenant settings"
        "DeviceManagementManagedDevices.Read.All" "Read devices managed by Intune"
        "Policy.Read.AuthenticationMethod" "Read authentication method policies"
        "Policy.ReadWrite.TrustFramework" "Read and write your organization's trust framework policies"
        "TrustFrameworkKeySet.Read.All" "Read trust framework key sets"
        "TrustFrameworkKeySet.ReadWrite.All" "Read and write trust framework key sets"
        "DelegatedAdminRelationship.Read.All" "Read delegated admin relationships with customers"
        "MailboxItem.Export" "Export your mailbox items"
        "MailboxItem.ImportExport" "Import and export your mailbox items"
        "eDiscovery.Read.All" "Read all eDiscovery objects"
        "eDiscovery.ReadWrite.All" "Read and write all eDiscovery objects"
    }
    Purview Administrator {
        "eDiscovery.Download.Read" "Download eDiscovery exports"
    }
    Arm Anyone {
        "user_impersonation" "Access Azure Service Management as you"
    }
}

/// One word of a `scope` parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A permission of a resource.
    Permission(&'static Permission),
    /// `resource/.default`: all that was consented to before.
    Default(Resource),
}

/// The word means no permission of a resource that the model knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownScope(pub(crate) String);

impl Asked {
    pub(crate) const fn resource(&self) -> Resource {
        match self {
            Self::Permission(permission) => permission.resource,
            Self::Default(resource) => *resource,
        }
    }

    /// OpenID Connect's own words belong to no resource that a token could be for.
    pub(crate) fn is_openid(&self) -> bool {
        match self {
            Self::Permission(permission) => is_openid(permission.name),
            Self::Default(_) => false,
        }
    }
}

pub(crate) fn is_openid(name: &str) -> bool {
    ["openid", "profile", "email", "offline_access"].contains(&name)
}

/// Luk's registration may name fewer APIs than those that the model knows.
pub(crate) fn check_configured(tenant: &TenantState, asked: &[Asked]) -> Result<(), EntraError> {
    let Some(apis) = &tenant.sign_in_rules.apis else {
        return Ok(());
    };
    let other = asked
        .iter()
        .find(|asked| !asked.is_openid() && !apis.contains(&asked.resource().app_id()));
    other.map_or(Ok(()), |asked| {
        let message = format!(
            "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Resource app ID: {}.",
            asked.resource().app_id()
        );
        Err(EntraError::new(650_057, "invalid_resource", message))
    })
}

/// Reads a `scope` parameter: words with blanks between them; a word without a resource is Graph's.
pub(crate) fn read(scope: &str, origins: &Origins) -> Result<Vec<Asked>, UnknownScope> {
    scope
        .split_ascii_whitespace()
        .map(|word| read_word(word, origins))
        .collect()
}

/// How the permissions of a resource were written: with which prefix, its slash included. Answers name them the same way,
/// so `User.Read` stays `User.Read`; Microsoft's libraries look in their cache for what they asked for.
pub(crate) fn prefix(scope: &str, resource: Resource, origins: &Origins) -> String {
    let word = scope
        .split_ascii_whitespace()
        .find(|word| read_word(word, origins).is_ok_and(|asked| !asked.is_openid() && asked.resource() == resource));
    word.and_then(|word| word.rfind('/').and_then(|slash| word.get(..=slash)))
        .unwrap_or_default()
        .to_owned()
}

fn read_word(word: &str, origins: &Origins) -> Result<Asked, UnknownScope> {
    let (resource, name) = match word.rsplit_once('/') {
        None => (Resource::Graph, word),
        Some((prefix, name)) => {
            // ARM's own name ends in a slash, so two slashes in a row are usual there.
            let prefix = prefix.trim_end_matches('/');
            let resource = [Resource::Graph, Resource::Arm, Resource::Purview]
                .into_iter()
                .find(|resource| resource.names(origins).iter().any(|name| name == prefix));
            (resource.ok_or_else(|| UnknownScope(word.to_owned()))?, name)
        }
    };
    if name == ".default" {
        return Ok(Asked::Default(resource));
    }
    PERMISSIONS
        .iter()
        .find(|permission| permission.resource == resource && permission.name.eq_ignore_ascii_case(name))
        .map(Asked::Permission)
        .ok_or_else(|| UnknownScope(word.to_owned()))
}
