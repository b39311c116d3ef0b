//! Microsoft's published limits, each with its source. What obeys them is in `client`.

use std::time::Duration;

use http::Method;

use super::Audience;

/// The most requests in one `$batch`. Source: Graph, "Combine multiple requests in one HTTP call using JSON batching".
pub const BATCH: usize = 20;

/// The largest page of directory objects (`$top`). Source: Graph, list users.
pub const PAGE: u32 = 999;

/// What is counted together: each has a budget of its own, per app and tenant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Resource {
    /// Changes to users, groups, applications and most of the directory.
    DirectoryWrites,
    /// Changes to devices: far fewer.
    DeviceWrites,
    /// Conditional access, reading or changing; a refusal names no time to wait.
    ConditionalAccess,
    /// Reading the directory, in resource units.
    DirectoryReads,
    /// Cases, searches and exports of eDiscovery.
    Discovery,
    /// Reading Azure Resource Manager.
    AzureReads,
    /// Changing or deleting there.
    AzureWrites,
}

/// So many units in so long a time; the unused ones add up to `units`, and no further.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// How many.
    pub units: u32,
    /// In how long.
    pub window: Duration,
}

/// What one call takes out of which budget.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// Whose budget.
    pub resource: Resource,
    /// How much of it.
    pub units: u32,
}

impl Resource {
    /// The published budget.
    ///
    /// Sources: Graph, "Microsoft Graph service-specific throttling limits" (identity and access: writes 3,000 in 150 s, device
    /// writes 25 in 10 s, conditional access 1 a second, resource units by the tenant's size, of which this takes the smallest;
    /// eDiscovery 5 a minute); Azure, "Understand how Azure Resource Manager throttles requests" (250 reads refilled by
    /// 25 a second, 200 writes or deletes by 10 a second).
    #[must_use]
    pub const fn budget(self) -> Budget {
        let (units, seconds) = match self {
            Self::DirectoryWrites => (3_000, 150),
            Self::DeviceWrites => (25, 10),
            Self::ConditionalAccess => (1, 1),
            Self::DirectoryReads => (3_500, 10),
            Self::Discovery => (5, 60),
            Self::AzureReads => (250, 10),
            Self::AzureWrites => (200, 20),
        };
        Budget {
            units,
            window: Duration::from_secs(seconds),
        }
    }
}

/// What a call costs: its path is below the version (`/users/…`).
///
/// Source for the units of reading: the same page, "Identity and access resource unit costs".
#[must_use]
pub fn cost(audience: Audience, method: &Method, path: &str) -> Cost {
    let reads = method == Method::GET;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let within = |family: &str| {
        path.strip_prefix(family)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let resource = match audience {
        Audience::Azure if reads => Resource::AzureReads,
        Audience::Azure => Resource::AzureWrites,
        Audience::Graph if within("/identity/conditionalAccess") => Resource::ConditionalAccess,
        Audience::Graph if within("/security/cases") => Resource::Discovery,
        Audience::Graph if reads => Resource::DirectoryReads,
        Audience::Graph if within("/devices") => Resource::DeviceWrites,
        Audience::Graph => Resource::DirectoryWrites,
    };
    let units = if resource == Resource::DirectoryReads {
        let whole = if within("/subscribedSkus") || (within("/groups") && path.ends_with("/members")) {
            3
        } else if within("/users") || within("/me") || within("/applications") || within("/oauth2PermissionGrants") {
            2
        } else {
            1
        };
        let asked = |option: &str| u32::from(query.split('&').any(|one| one.starts_with(option)));
        (whole + asked("$expand=")).saturating_sub(asked("$select=")).max(1)
    } else {
        1
    };
    Cost { resource, units }
}

/// How long a refresh token of a single-page application lives from the first sign-in on; refreshing doesn't extend it.
/// Source: Entra, "Refresh tokens in the Microsoft identity platform".
pub const SIGN_IN: Duration = Duration::from_hours(24);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_is_counted_where_microsoft_counts_it() {
        let of = |audience, method: &str, path: &str| cost(audience, &method.parse().unwrap(), path);
        let one = |resource| Cost { resource, units: 1 };
        assert_eq!(
            of(Audience::Graph, "DELETE", "/users/1"),
            one(Resource::DirectoryWrites)
        );
        assert_eq!(of(Audience::Graph, "DELETE", "/devices/1"), one(Resource::DeviceWrites));
        assert_eq!(
            of(Audience::Graph, "GET", "/users?$select=id&$top=999"),
            one(Resource::DirectoryReads)
        );
        assert_eq!(of(Audience::Graph, "GET", "/users/1").units, 2);
        assert_eq!(of(Audience::Graph, "GET", "/groups/1/members?$expand=x").units, 4);
        assert_eq!(
            of(Audience::Graph, "GET", "/identity/conditionalAccess/policies"),
            one(Resource::ConditionalAccess)
        );
        assert_eq!(of(Audience::Azure, "GET", "/subscriptions"), one(Resource::AzureReads));
        assert_eq!(
            of(Audience::Azure, "POST", "/subscriptions/1/cancel"),
            one(Resource::AzureWrites)
        );
    }
}
