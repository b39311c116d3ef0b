//! The names behind the ids in a plan, as far as the last reading knows them.

use std::collections::{BTreeMap, BTreeSet};

use crate::protocol::view::View;
use crate::tenant::Guid;
use crate::tenant::plan::Item;

/// The names of these items. One pass over the tenant, however long the list is.
pub(crate) fn names_of<'a>(view: &View, items: impl Iterator<Item = &'a Item>) -> BTreeMap<Guid, String> {
    let wanted: BTreeSet<Guid> = items.map(|item| item.id).collect();
    let Some(snapshot) = &view.snapshot else {
        return BTreeMap::new();
    };
    let users = snapshot.users.known().into_iter().flatten();
    let deleted = snapshot.deleted_users.known().into_iter().flatten();
    let applications = snapshot.applications.known().into_iter().flatten();
    let principals = snapshot.service_principals.known().into_iter().flatten();
    users
        .map(|user| (user.id.0, &user.name))
        .chain(deleted.map(|user| (user.id.0, &user.name)))
        .chain(applications.map(|one| (one.id.0, &one.name)))
        .chain(principals.map(|one| (one.id.0, &one.name)))
        .filter(|(id, _)| wanted.contains(id))
        .map(|(id, name)| (id, name.clone()))
        .collect()
}
