//! How people from outside get in: identity providers, user flows, and what a tenant for customers has besides. Also the
//! places that conditional access knows.

use crate::guid::Guid;
use crate::time::Moment;

/// Somebody else who vouches for people.
#[derive(Debug, Clone)]
pub(crate) struct IdentityProvider {
    /// Such as Google or Facebook.
    pub(crate) kind: String,
    pub(crate) display_name: String,
}

impl IdentityProvider {
    /// There is one of a kind at most, and its id says so.
    pub(crate) fn id(&self) -> String {
        format!("{}-OAUTH", self.kind)
    }
}

/// Something of a tenant for customers that has a name and nothing else that a closing looks at.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) id: String,
}

/// All of it together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outside {
    pub(crate) identity_providers: Vec<IdentityProvider>,
    /// By which guests sign up.
    pub(crate) user_flows: Vec<Named>,
    /// By which customers sign up, in B2C.
    pub(crate) customer_user_flows: Vec<Named>,
    pub(crate) custom_policies: Vec<Named>,
    pub(crate) policy_keys: Vec<Named>,
}

impl Outside {
    /// Whatever has nothing but a name.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Named> {
        let lists = [
            &self.user_flows,
            &self.customer_user_flows,
            &self.custom_policies,
            &self.policy_keys,
        ];
        lists.into_iter().flatten()
    }
}

/// A place that conditional access knows by its addresses.
#[derive(Debug, Clone)]
pub(crate) struct NamedLocation {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) ranges: Vec<String>,
    pub(crate) trust: Trust,
    pub(crate) created: Moment,
}

/// Whether a place counts as one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    Trusted,
    Unknown,
}
