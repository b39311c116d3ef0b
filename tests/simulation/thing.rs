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
    let things: Vec<Thing> = match work {
        Work::DeleteUsers => Vec::new(),
        Work::PurgeUsers => of_list(&all, "deletedUsers", Deed::Purge, |_| true).collect(),
        Work::DisableMultifactor => {
            let demands = |user: &Value| user["perUserMfaState"] != "disabled";
            of_list(&all, "users", Deed::DisableMultifactor, demands).collect()
        }
        Work::DeleteApplications => {
            let applications = of_list(&all, "applications", Deed::Delete, |_| true);
            let is_others = |one: &Value| one["microsoft"] == false;
            applications
                .chain(of_list(&all, "servicePrincipals", Deed::Delete, is_others))
                .collect()
        }
    };
    things.into_iter().collect()
}

/// The users who hold a directory role.
pub(crate) fn administrators(cloud: &Cloud) -> BTreeSet<Thing> {
    let has_role = |user: &Value| user["roles"] != Value::Array(Vec::new());
    of_list(&cloud.inspect(), "users", Deed::Delete, has_role).collect()
}

fn of_list(all: &Value, list: &str, deed: Deed, is_meant: fn(&Value) -> bool) -> impl Iterator<Item = Thing> {
    let list = all[list].as_array().unwrap().iter();
    let meant = list.filter(move |one| is_meant(one));
    meant.map(move |one| Thing::new(deed, one["id"].as_str().unwrap().to_owned()))
}

/// What Luk signs in with, which comes back when somebody signs in again and consents.
pub(crate) fn what_comes_back(cloud: &Cloud) -> BTreeSet<Thing> {
    of_list(&cloud.inspect(), "servicePrincipals", Deed::Delete, |one| {
        one["luk"] == true
    })
    .collect()
}

/// Whether nobody can sign in to Luk any more, because it has deleted what it signs in with.
pub(crate) fn is_luk_gone(cloud: &Cloud) -> bool {
    let all = cloud.inspect();
    let mut principals = all["servicePrincipals"].as_array().unwrap().iter();
    !principals.any(|one| one["luk"] == true)
}
