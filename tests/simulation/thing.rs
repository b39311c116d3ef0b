//! What a run changes, told apart by what is done to it: the same user is deleted, then deleted for good. Changes nothing.

use std::collections::BTreeSet;
use std::fmt;

use luk::tenant::plan::{Item, Target, Work};
use practice::Cloud;
use serde_json::Value;

/// What is done to something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Deed {
    /// A user or an application is deleted.
    Delete,
    /// A deleted user is deleted for good.
    Purge,
    /// A user's per-user multifactor authentication is disabled.
    DisableMultifactor,
}

/// Something, and what is done to it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Thing {
    pub(crate) deed: Deed,
    pub(crate) id: String,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.deed, self.id)
    }
}

impl Thing {
    pub(crate) const fn new(deed: Deed, id: String) -> Self {
        Self { deed, id }
    }

    /// What an item of a plan stands for.
    pub(crate) fn of_item(item: &Item) -> Self {
        let deed = match item.target {
            Target::User | Target::Application | Target::ServicePrincipal => Deed::Delete,
            Target::DeletedUser => Deed::Purge,
            Target::UserMultifactor => Deed::DisableMultifactor,
        };
        Self::new(deed, item.id.to_string())
    }

    /// What a request for this path is about: the id in it, or else the path.
    pub(crate) fn of_path(path: &str) -> Self {
        let path = path.split('?').next().unwrap_or_default();
        let deed = if path.contains("/directory/deletedItems/") {
            Deed::Purge
        } else if path.ends_with("/authentication/requirements") {
            Deed::DisableMultifactor
        } else {
            Deed::Delete
        };
        let id = path.split('/').find(|part| part.len() == 36);
        Self::new(deed, id.unwrap_or(path).to_owned())
    }
}

/// The users that there are.
pub(crate) fn users(cloud: &Cloud) -> BTreeSet<Thing> {
    let ids = cloud.user_ids().into_iter();
    ids.map(|id| Thing::new(Deed::Delete, id)).collect()
}

/// What there is for a work to do something to: the cloud's truth.
pub(crate) fn there(cloud: &Cloud, work: Work) -> BTreeSet<Thing> {
    if work == Work::DeleteUsers {
        return users(cloud);
    }
    let all = cloud.inspect();
    let ids = |list: &str, deed, is_meant: fn(&Value) -> bool| -> Vec<Thing> {
        let list = all[list].as_array().unwrap().iter();
        list.filter(|one| is_meant(one))
            .map(|one| Thing::new(deed, one["id"].as_str().unwrap().to_owned()))
            .collect()
    };
    match work {
        Work::DeleteUsers => Vec::new(),
        Work::PurgeUsers => ids("deletedUsers", Deed::Purge, |_| true),
        Work::DisableMultifactor => ids("users", Deed::DisableMultifactor, |user| {
            user["perUserMfaState"] != "disabled"
        }),
        Work::DeleteApplications => {
            let mut both = ids("applications", Deed::Delete, |_| true);
            both.extend(ids("servicePrincipals", Deed::Delete, |one| one["microsoft"] == false));
            both
        }
    }
    .into_iter()
    .collect()
}

/// Whether nobody can sign in to Luk any more, because it has deleted what it signs in with.
pub(crate) fn is_luk_gone(cloud: &Cloud) -> bool {
    let all = cloud.inspect();
    let mut principals = all["servicePrincipals"].as_array().unwrap().iter();
    !principals.any(|one| one["luk"] == true)
}
