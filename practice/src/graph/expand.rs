//! `$expand`: an object together with what it is related to. One relation at a time, of which twenty objects are shown at
//! most; all of them have a path of their own.

use serde_json::Value;

use crate::cloud::Cloud;
use crate::graph::error::GraphError;
use crate::graph::list::{Collection, shown};
use crate::graph::{groups, me};
use crate::guid::Guid;
use crate::tenant::role::Role;

/// Directory objects show no more of a relation.
const MOST_RELATED: usize = 20;
/// How far up `$levels=max` goes.
const MOST_LEVELS: u16 = 1000;

/// A relation, and what is wanted of each object in it.
#[derive(Debug)]
pub(super) struct Expansion {
    relation: Relation,
    select: Option<Vec<String>>,
    /// Of a manager: whether theirs comes too, and so on.
    levels: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Manager,
    MemberOf,
    Members,
    Owners,
    /// Those that nothing in the model stands in.
    Nothing(&'static str),
}

impl Relation {
    const fn name(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::MemberOf => "memberOf",
            Self::Members => "members",
            Self::Owners => "owners",
            Self::Nothing(name) => name,
        }
    }

    /// The relations of a kind of object; none where Graph's documents name none that a closing needs.
    fn of(collection: Collection) -> &'static [Self] {
        match collection.name {
            "users" => &[Self::Manager, Self::MemberOf],
            "groups" => &[Self::Members, Self::Owners, Self::MemberOf],
            "directory/administrativeUnits" | "directoryRoles" => &[Self::Members],
            "applications" => &[Self::Nothing("owners")],
            "servicePrincipals" => &[Self::Nothing("owners"), Self::Nothing("appRoleAssignedTo")],
            "devices" => &[Self::Nothing("registeredOwners"), Self::Nothing("registeredUsers")],
            _ => &[],
        }
    }
}

impl Expansion {
    pub(super) fn read(text: &str, collection: Collection) -> Result<Self, GraphError> {
        let known = Relation::of(collection);
        if known.is_empty() {
            return Err(GraphError::unmodelled(&format!(
                "$expand={text} of {}",
                collection.name
            )));
        }
        let (name, options) = match text.split_once('(') {
            None => (text, ""),
            Some((name, rest)) => {
                let options = rest.strip_suffix(')').filter(|options| !options.contains(')'));
                (
                    name,
                    options.ok_or_else(|| GraphError::bad_query("Parsing OData Select and Expand failed."))?,
                )
            }
        };
        if name.contains(',') {
            return Err(GraphError::unsupported_query(
                "Only one navigation property can be expanded in a request.",
            ));
        }
        let relation = known.iter().copied().find(|known| known.name() == name.trim());
        let relation = relation.ok_or_else(|| {
            GraphError::bad_query(&format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{}' on type '{}'.",
                name.trim(),
                collection.object
            ))
        })?;
        let mut expansion = Self {
            relation,
            select: None,
            levels: 1,
        };
        for option in options.split(';').filter(|option| !option.trim().is_empty()) {
            match option.trim().split_once('=') {
                Some(("$select", names)) => {
                    expansion.select = Some(names.split(',').map(|name| name.trim().to_owned()).collect());
                }
                Some(("$levels", levels)) if relation == Relation::Manager => {
                    let levels = match levels {
                        "max" => Some(MOST_LEVELS),
                        levels => levels.parse().ok().filter(|levels| (1..=MOST_LEVELS).contains(levels)),
                    };
                    expansion.levels =
                        levels.ok_or_else(|| GraphError::bad_query("Invalid value for the query option '$levels'."))?;
                }
                _ => return Err(GraphError::unmodelled(&format!("{option} inside $expand"))),
            }
        }
        Ok(expansion)
    }

    pub(super) const fn name(&self) -> &'static str {
        self.relation.name()
    }

    /// What stands at the property of the relation's name; somebody without a manager has no such property.
    pub(super) fn of(&self, cloud: &Cloud, collection: Collection, id: Guid) -> Result<Option<Value>, GraphError> {
        let tenant = &cloud.tenant;
        let ids = match self.relation {
            Relation::Manager => return self.manager(cloud, id, self.levels),
            Relation::Nothing(_) => Vec::new(),
            Relation::MemberOf => me::groups_of(cloud, id, "memberOf"),
            Relation::Owners => tenant.groups.get(id).map_or(Vec::new(), |group| group.owners.clone()),
            Relation::Members => match collection.name {
                "groups" => tenant.groups.get(id).map_or(Vec::new(), |group| group.members.clone()),
                "directoryRoles" => {
                    let is_it = |role: &&Role| tenant.id.combined(role.template_id()) == id;
                    let role = Role::ALL.iter().find(is_it);
                    let holders = tenant
                        .users
                        .iter()
                        .filter(|user| role.is_some_and(|role| user.holds(*role)));
                    holders.map(|user| user.id).collect()
                }
                _ => {
                    let unit = tenant.administrative_units.get(id);
                    unit.map_or(Vec::new(), |unit| unit.members.clone())
                }
            },
        };
        let related = ids.into_iter().filter_map(|id| groups::object(cloud, id));
        let related: Result<Vec<Value>, GraphError> = related
            .take(MOST_RELATED)
            .map(|object| shown(&object, self.select.as_deref(), &[], "microsoft.graph.directoryObject"))
            .collect();
        Ok(Some(Value::Array(related?)))
    }

    fn manager(&self, cloud: &Cloud, id: Guid, levels: u16) -> Result<Option<Value>, GraphError> {
        let manager = cloud.tenant.users.get(id).and_then(|user| user.manager);
        let Some((manager, object)) = manager.and_then(|id| Some((id, groups::object(cloud, id)?))) else {
            return Ok(None);
        };
        let mut value = shown(&object, self.select.as_deref(), &[], "microsoft.graph.user")?;
        if levels > 1
            && let Some(value) = value.as_object_mut()
            && let Some(above) = self.manager(cloud, manager, levels - 1)?
        {
            value.insert("manager".to_owned(), above);
        }
        Ok(Some(value))
    }
}
