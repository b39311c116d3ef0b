//! Which permission is asked for when: the one table, shown on the About page and used at every sign-in.
//!
//! Scopes and roles from Graph's permissions reference and the pages of the endpoints that need them.

use super::Audience;
use super::azure::USER_IMPERSONATION;

/// What a sign-in is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Need {
    /// Read the tenant.
    Read,
    /// Delete users, administrators among them.
    DeleteUsers,
    /// Disable per-user multifactor authentication.
    DisableMultifactor,
    /// Delete app registrations and enterprise applications.
    DeleteApplications,
    /// Delete for good those users who were deleted.
    PurgeUsers,
}

/// One row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Permission {
    /// What for.
    pub need: Need,
    /// Which service's permission it is.
    pub audience: Audience,
    /// The delegated permission.
    pub scope: &'static str,
    /// The least directory role that makes it effective.
    pub role: &'static str,
}

/// The scopes of OpenID Connect itself: who it is (`openid`, `profile`), and a refresh token (`offline_access`).
pub const OPENID: [&str; 3] = ["openid", "profile", "offline_access"];

/// The whole table. Reading needs the same rows for every other need too.
pub const PERMISSIONS: &[Permission] = &[
    Permission {
        need: Need::Read,
        audience: Audience::Graph,
        scope: "User.Read",
        role: "-",
    },
    Permission {
        need: Need::Read,
        audience: Audience::Graph,
        scope: "Directory.Read.All",
        role: "Global Reader",
    },
    // The state of per-user MFA is under the policies' permission, not under the directory's.
    Permission {
        need: Need::Read,
        audience: Audience::Graph,
        scope: "Policy.Read.All",
        role: "Global Reader",
    },
    Permission {
        need: Need::DeleteUsers,
        audience: Audience::Graph,
        scope: "User.ReadWrite.All",
        role: "User Administrator",
    },
    // Deleting a user who holds an administrator role takes this and a higher role (Graph, "Delete a user").
    Permission {
        need: Need::DeleteUsers,
        audience: Audience::Graph,
        scope: "Directory.AccessAsUser.All",
        role: "Global Administrator",
    },
    Permission {
        need: Need::DisableMultifactor,
        audience: Audience::Graph,
        scope: "Policy.ReadWrite.AuthenticationMethod",
        role: "Authentication Policy Administrator",
    },
    Permission {
        need: Need::DeleteApplications,
        audience: Audience::Graph,
        scope: "Application.ReadWrite.All",
        role: "Cloud Application Administrator",
    },
    // The last step before the directory: only then Azure is asked whether subscriptions are left. Azure has no narrower
    // permission than to act as the person; Luk only reads there.
    Permission {
        need: Need::DeleteApplications,
        audience: Audience::Azure,
        scope: USER_IMPERSONATION,
        role: "-",
    },
    // Graph, "Permanently delete an item": the same permissions as for the deletion before it.
    Permission {
        need: Need::PurgeUsers,
        audience: Audience::Graph,
        scope: "User.ReadWrite.All",
        role: "User Administrator",
    },
    Permission {
        need: Need::PurgeUsers,
        audience: Audience::Graph,
        scope: "Directory.AccessAsUser.All",
        role: "Global Administrator",
    },
];

/// The permissions that a need adds.
pub fn permissions(need: Need) -> impl Iterator<Item = &'static Permission> {
    PERMISSIONS.iter().filter(move |row| row.need == need)
}

/// The scopes of Graph that a need adds.
pub fn graph_scopes(need: Need) -> impl Iterator<Item = &'static str> {
    permissions(need)
        .filter(|row| row.audience == Audience::Graph)
        .map(|row| row.scope)
}

/// Whether a token answer's `scope` covers a need. The answer is Graph's, and names Graph's scopes alone; they come bare or
/// with the resource in front.
#[must_use]
pub fn covers(granted: &[String], need: Need) -> bool {
    graph_scopes(need).all(|scope| {
        granted.iter().any(|one| {
            one.rsplit('/')
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(scope))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_is_covered_only_when_each_of_its_scopes_is() {
        let granted = ["https://graph.microsoft.com/User.ReadWrite.All".to_owned()];
        assert!(!covers(&granted, Need::DeleteUsers));
        let granted = ["user.readwrite.all".to_owned(), "Directory.AccessAsUser.All".to_owned()];
        assert!(covers(&granted, Need::DeleteUsers));
        assert!(!covers(&granted, Need::Read));
    }

    #[test]
    fn both_scripts_of_the_readme_register_each_permission() {
        let readme = include_str!("../../README.md");
        for (script, quote) in [("```sh\nsite=", ""), ("```powershell\n$site", "'")] {
            let (_, after) = readme.split_once(script).unwrap();
            let (script, _) = after.split_once("```").unwrap();
            let words: Vec<&str> = script.split([' ', ',', ';', '\n', '"', '=', ')']).collect();
            for row in PERMISSIONS {
                let named = format!("{quote}{}{quote}", row.scope);
                assert!(words.contains(&named.as_str()), "{named} is missing");
            }
        }
    }
}
