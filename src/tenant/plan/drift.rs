//! What a tenant has gained or lost since a plan was made. Changes no plan: a plan is carried out as it is, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Item, Plan, Turn, Work};
use crate::tenant::Snapshot;
use crate::tenant::ids::{Guid, UserId};

/// How a plan that was made before differs from one that would be made now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Drift {
    /// What the tenant has that the plan doesn't name: it isn't touched.
    pub gained: Vec<Item>,
    /// What the plan names and the tenant no longer has: there is nothing to do about it.
    pub lost: Vec<Item>,
    /// What the plan names, and the tenant has, and Luk would not touch any more: excluded accounts, users who are mastered
    /// on-premises, Microsoft's own applications; and what would come too soon, because it has to come last by now: who has
    /// become an administrator. A plan that names one can't be confirmed.
    pub barred: Vec<Item>,
}

impl Plan {
    /// How the plan differs from one that the same person would make of this reading, whoever is looking. `kept` are the
    /// accounts that the looking person excluded: they count if it is the same person, who may have changed their mind.
    #[must_use]
    pub fn drift(&self, snapshot: &Snapshot, kept: &BTreeSet<UserId>) -> Drift {
        let kept = if snapshot.me.id == self.person {
            kept
        } else {
            &self.kept
        };
        let today = Self::new(
            self.work,
            self.tenant,
            self.person,
            kept.clone(),
            super::candidates(self.work, snapshot),
        );
        let named: BTreeSet<Guid> = self.items.iter().map(|item| item.id).collect();
        let wanted: BTreeMap<Guid, Turn> = today.items.iter().map(|item| (item.id, item.reason.turn())).collect();
        let there = there(self.work, snapshot);
        let comes_too_soon = |item: &Item| wanted.get(&item.id).is_some_and(|turn| item.reason.turn() < *turn);
        let (barred, lost) = self
            .items
            .iter()
            .filter(|item| !wanted.contains_key(&item.id) || comes_too_soon(item))
            .partition(|item| comes_too_soon(item) || there.contains(&item.id));
        Drift {
            gained: today
                .items
                .into_iter()
                .filter(|item| !named.contains(&item.id))
                .collect(),
            lost,
            barred,
        }
    }
}

impl Drift {
    /// Whether the tenant is just as the plan has it.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty() && self.barred.is_empty()
    }
}

/// What of the kind that a work touches the tenant has, whether it may be touched or not. Of multifactor authentication,
/// whatever isn't to be disabled any more is disabled already, which bars nothing.
fn there(work: Work, snapshot: &Snapshot) -> BTreeSet<Guid> {
    match work {
        Work::DeleteUsers => super::known(snapshot.users.known()).map(|user| user.id.0).collect(),
        Work::PurgeUsers => super::known(snapshot.deleted_users.known())
            .map(|user| user.id.0)
            .collect(),
        Work::DeleteApplications => super::known(snapshot.service_principals.known())
            .map(|one| one.id.0)
            .collect(),
        Work::DisableMultifactor => BTreeSet::new(),
    }
}
