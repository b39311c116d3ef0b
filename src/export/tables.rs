//! What is taken along, table by table: where it is read and which columns its CSV has. The JSON holds all that came.

use crate::microsoft::limits::PAGE;
use crate::microsoft::{Call, Version};
use crate::protocol::Part;

/// A list to take along.
pub struct Table {
    /// What it is.
    pub part: Part,
    /// The name of its files.
    pub name: &'static str,
    path: &'static str,
    page: Paging,
    /// The CSV's columns: the names of the object's properties.
    pub columns: &'static [&'static str],
}

enum Paging {
    /// The list takes `$top`.
    Top,
    /// The list has no pages to choose.
    Whole,
}

impl Table {
    /// How to read it.
    #[must_use]
    pub fn call(&self) -> Call {
        let path = match self.page {
            Paging::Top if self.path.contains('?') => format!("{}&$top={PAGE}", self.path),
            Paging::Top => format!("{}?$top={PAGE}", self.path),
            Paging::Whole => self.path.to_owned(),
        };
        Call::get(Version::V1, path)
    }
}

/// All tables, except group members, which hang on the groups.
pub const TABLES: &[Table] = &[
    Table {
        part: Part::Organization,
        name: "organization",
        path: "/organization",
        page: Paging::Whole,
        columns: &[
            "id",
            "displayName",
            "createdDateTime",
            "tenantType",
            "onPremisesSyncEnabled",
            "verifiedDomains",
        ],
    },
    Table {
        part: Part::Users,
        name: "users",
        path: "/users?$select=id,displayName,userPrincipalName,mail,givenName,surname,jobTitle,department,\
               officeLocation,mobilePhone,businessPhones,preferredLanguage,userType,accountEnabled,createdDateTime,\
               usageLocation,proxyAddresses,assignedLicenses,onPremisesSyncEnabled",
        page: Paging::Top,
        columns: &[
            "id",
            "displayName",
            "userPrincipalName",
            "mail",
            "givenName",
            "surname",
            "jobTitle",
            "department",
            "officeLocation",
            "mobilePhone",
            "businessPhones",
            "preferredLanguage",
            "userType",
            "accountEnabled",
            "createdDateTime",
            "usageLocation",
            "proxyAddresses",
            "onPremisesSyncEnabled",
        ],
    },
    Table {
        part: Part::Groups,
        name: "groups",
        path: "/groups",
        page: Paging::Top,
        columns: &[
            "id",
            "displayName",
            "description",
            "mail",
            "groupTypes",
            "securityEnabled",
            "mailEnabled",
            "createdDateTime",
        ],
    },
    Table {
        part: Part::Subscriptions,
        name: "subscriptions",
        path: "/directory/subscriptions",
        page: Paging::Whole,
        columns: &[
            "id",
            "commerceSubscriptionId",
            "skuPartNumber",
            "status",
            "isTrial",
            "totalLicenses",
            "createdDateTime",
            "nextLifecycleDateTime",
        ],
    },
    Table {
        part: Part::Applications,
        name: "applications",
        path: "/applications",
        page: Paging::Top,
        columns: &[
            "id",
            "appId",
            "displayName",
            "signInAudience",
            "createdDateTime",
            "identifierUris",
        ],
    },
    Table {
        part: Part::ServicePrincipals,
        name: "enterprise-applications",
        path: "/servicePrincipals",
        page: Paging::Top,
        columns: &[
            "id",
            "appId",
            "displayName",
            "servicePrincipalType",
            "accountEnabled",
            "appOwnerOrganizationId",
        ],
    },
];

/// The columns of group members.
pub const GROUP_MEMBERS: &[&str] = &["groupId", "groupName", "id", "displayName", "kind"];
