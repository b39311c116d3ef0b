//! Which tenant a cloud starts with: one of those it brings along, or one that a person described in a file.

use std::fmt;
use std::str::FromStr;

use crate::tenant::file::{TenantFile, TenantFileError};

macro_rules! tenants {
    ($($(#[$meaning:meta])* $tenant:ident $name:literal $file:expr,)*) => {
        /// A tenant that the practice cloud brings along.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum TenantName { $($(#[$meaning])* $tenant,)* }

        impl TenantName {
            /// Every tenant there is.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$tenant),*];

            /// Its name, as commands take it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$tenant => $name,)* }
            }

            /// The file that describes it, of the same format as those that people write.
            pub(super) const fn file(self) -> Option<&'static str> {
                match self { $(Self::$tenant => $file,)* }
            }
        }
    };
}

tenants! {
    /// Three users and one subscription.
    Tiny "tiny" None,
    /// Forty users, groups, guests, five subscriptions, twelve applications.
    Contoso "contoso" None,
    /// Users and a group from on premises.
    Synced "synced" Some(include_str!("../../tenants/synced.json")),
    /// Microsoft Customer Agreement: one subscription in its first week, one that runs for months.
    Mca "mca" Some(include_str!("../../tenants/mca.json")),
    /// A subscription bought from a partner, and one of more than 25 licences.
    Partner "partner" Some(include_str!("../../tenants/partner.json")),
    /// Azure subscriptions: with resources, of others, cancelled, with Domain Services.
    Azure "azure" Some(include_str!("../../tenants/azure.json")),
    /// Service principals that refuse, a template's application, licensed groups, restricted units, policies.
    Stubborn "stubborn" Some(include_str!("../../tenants/stubborn.json")),
    /// Products that people signed up for by themselves.
    SelfService "selfservice" Some(include_str!("../../tenants/selfservice.json")),
    /// Invoices that nobody paid.
    Unpaid "unpaid" Some(include_str!("../../tenants/unpaid.json")),
    /// One administrator alone.
    LastAdmin "lastadmin" Some(include_str!("../../tenants/lastadmin.json")),
    /// Names made to break pages, tables and spreadsheets.
    Hostile "hostile" Some(include_str!("../../tenants/hostile.json")),
    /// All checks pass, and the deletion still fails until support has helped.
    Green "green" Some(include_str!("../../tenants/green.json")),
    /// A hundred thousand users.
    School "school" Some(include_str!("../../tenants/school.json")),
}

impl fmt::Display for TenantName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// There is no such tenant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no practice tenant \"{0}\"; there are {known}", known = TenantName::ALL.map(TenantName::name).join(", "))]
pub struct UnknownTenant(String);

impl FromStr for TenantName {
    type Err = UnknownTenant;

    fn from_str(text: &str) -> Result<Self, UnknownTenant> {
        Self::ALL
            .into_iter()
            .find(|tenant| tenant.name() == text)
            .ok_or_else(|| UnknownTenant(text.to_owned()))
    }
}

/// A tenant as it is at first.
#[derive(Debug, Clone)]
pub struct Tenant(pub(super) Source);

/// Where a tenant comes from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Named(TenantName),
    Written(Box<TenantFile>),
}

impl Tenant {
    /// Reads a tenant that a person described as JSON; the README says how.
    ///
    /// # Errors
    /// When something in it is unknown, of the wrong type, or contradicts something else; with the place in the text.
    pub fn from_json(text: &str) -> Result<Self, TenantFileError> {
        TenantFile::read(text).map(|file| Self(Source::Written(Box::new(file))))
    }
}

impl From<TenantName> for Tenant {
    fn from(name: TenantName) -> Self {
        Self(Source::Named(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tenant_that_comes_along_is_a_right_file_of_its_own_name() {
        for name in TenantName::ALL {
            if let Some(text) = name.file() {
                assert_eq!(TenantFile::read(text).unwrap().name, name.name());
            }
        }
    }
}
