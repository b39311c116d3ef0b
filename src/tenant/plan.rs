//! A plan: exactly what will be touched, in order, with a hash; and the confirmation without which nothing is.
//!
//! A [`Plan`] can't hold the signed-in administrator or a kept account, and a [`ConfirmedPlan`] can only be made by
//! [`Plan::confirm`] or by reading back one that was. Does not run anything.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ids::{AppId, Guid, InitialDomain, TenantId, UserId};
use super::progress::ExportState;
use super::snapshot::{MultifactorState, Origin, ServicePrincipalOwner, Snapshot};
use super::{Moment, ProblemKind};

/// How old a sign-in may be when something is about to be deleted.
pub const FRESH_SIGN_IN: Duration = Duration::from_mins(5);

/// What kind of work a plan is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Work {
    /// Delete users.
    DeleteUsers,
    /// Disable per-user multifactor authentication.
    DisableMultifactor,
    /// Delete app registrations and enterprise applications.
    DeleteApplications,
}

/// What a plan's item is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Target {
    /// A user is deleted.
    User,
    /// A user's per-user multifactor authentication is disabled.
    UserMultifactor,
    /// An app registration is deleted.
    Application,
    /// An enterprise application is deleted.
    ServicePrincipal,
}

/// When in a plan something is touched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Turn {
    /// In the plan's order.
    #[default]
    Any,
    /// Only after everything else is settled: administrators, and what Luk itself signs in with.
    Last,
}

/// One thing that a plan touches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Item {
    /// When it is touched.
    #[serde(default)]
    pub turn: Turn,
    /// What it is.
    pub target: Target,
    /// Its object id.
    pub id: Guid,
}

/// What will be touched, in this order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Plan {
    work: Work,
    tenant: TenantId,
    person: UserId,
    kept: BTreeSet<UserId>,
    items: Vec<Item>,
}

/// A plan as it stands in a file or storage: not to be trusted before it is checked.
#[derive(Deserialize)]
struct Written {
    work: Work,
    tenant: TenantId,
    person: UserId,
    kept: BTreeSet<UserId>,
    items: Vec<Item>,
}

impl TryFrom<Written> for Plan {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written {
            work,
            tenant,
            person,
            kept,
            items,
        } = written;
        let given = items.len();
        let plan = Self::new(work, tenant, person, kept, items);
        if plan.items.len() == given {
            Ok(plan)
        } else {
            Err("the plan names an account that must stay")
        }
    }
}

/// The SHA-256 of a plan: two plans with the same hash touch the same things in the same order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanHash([u8; 32]);

impl Plan {
    /// The only way to make a plan: whoever must stay is taken out here, whatever the caller put in.
    fn new(work: Work, tenant: TenantId, person: UserId, kept: BTreeSet<UserId>, items: Vec<Item>) -> Self {
        let mut items: Vec<Item> = items
            .into_iter()
            .filter(|item| match item.target {
                Target::User => item.id != person.0 && !kept.contains(&UserId(item.id)),
                Target::UserMultifactor => item.id != person.0,
                Target::Application | Target::ServicePrincipal => true,
            })
            .collect();
        // Stable: within a turn the order stays as it was given.
        items.sort_by_key(|item| item.turn);
        Self {
            work,
            tenant,
            person,
            kept,
            items,
        }
    }

    /// Proposes a plan from what the tenant held at the last reading. `kept` are the accounts that were excluded.
    ///
    /// Of users mastered on-premises none is planned: Graph refuses their deletion until the sync is off.
    #[must_use]
    pub fn propose(work: Work, snapshot: &Snapshot, kept: &BTreeSet<UserId>) -> Self {
        let administrators = snapshot.administrators.known();
        let items = match work {
            Work::DeleteUsers => known(snapshot.users.known())
                .filter(|user| user.origin == Origin::Cloud)
                .map(|user| Item {
                    turn: if administrators.is_some_and(|all| all.contains(&user.id)) {
                        Turn::Last
                    } else {
                        Turn::Any
                    },
                    target: Target::User,
                    id: user.id.0,
                })
                .collect(),
            Work::DisableMultifactor => known(snapshot.multifactor.known())
                .filter(|one| {
                    matches!(
                        one.state.known(),
                        Some(MultifactorState::Enabled | MultifactorState::Enforced)
                    )
                })
                .map(|one| Item {
                    turn: Turn::Any,
                    target: Target::UserMultifactor,
                    id: one.user.0,
                })
                .collect(),
            Work::DeleteApplications => applications(snapshot),
        };
        Self::new(work, snapshot.organization.id, snapshot.me.id, kept.clone(), items)
    }

    /// What kind of work it is.
    #[must_use]
    pub const fn work(&self) -> Work {
        self.work
    }

    /// The tenant that it is about.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The administrator who made it, and who stays.
    #[must_use]
    pub const fn person(&self) -> UserId {
        self.person
    }

    /// What it touches.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How many things it touches.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.items.len()).unwrap_or(u32::MAX)
    }

    /// The plan's hash.
    #[must_use]
    pub fn hash(&self) -> PlanHash {
        let mut hash = Sha256::new();
        hash.update(b"luk plan 2");
        hash.update([self.work as u8]);
        hash.update(self.tenant.0.to_bytes());
        hash.update(self.person.0.to_bytes());
        for item in &self.items {
            hash.update([item.turn as u8, item.target as u8]);
            hash.update(item.id.to_bytes());
        }
        PlanHash(hash.finalize().into())
    }

    /// Turns the plan into one that may be run, if everything that must come before has come.
    ///
    /// # Errors
    /// The first condition that isn't met, as the problem to show.
    pub fn confirm(self, confirmation: &Confirmation, gate: &Gate<'_>) -> Result<ConfirmedPlan, ProblemKind> {
        if self.items.is_empty() {
            return Err(ProblemKind::NothingPlanned);
        }
        if !gate.export.is_settled() {
            return Err(ProblemKind::ExportMissing);
        }
        if confirmation.plan != self.hash() {
            return Err(ProblemKind::PlanChanged);
        }
        if confirmation.count_read != self.count() {
            return Err(ProblemKind::CountNotRead);
        }
        if !gate.initial_domain.is_typed_as(&confirmation.typed_domain) {
            return Err(ProblemKind::DomainNotTyped);
        }
        gate.check_freshness()?;
        Ok(ConfirmedPlan {
            plan: self,
            confirmed_at: gate.now,
        })
    }
}

fn known<T>(list: Option<&Vec<T>>) -> std::slice::Iter<'_, T> {
    list.map(Vec::as_slice).unwrap_or_default().iter()
}

/// App registrations first, then enterprise applications; what Luk itself signs in with last: after that no sign-in is
/// possible any more.
fn applications(snapshot: &Snapshot) -> Vec<Item> {
    let principals = || known(snapshot.service_principals.known());
    let luk: BTreeSet<AppId> = principals()
        .filter(|one| one.owner == ServicePrincipalOwner::Luk)
        .map(|one| one.app_id)
        .collect();
    let turn = |app| if luk.contains(&app) { Turn::Last } else { Turn::Any };
    let registrations = known(snapshot.applications.known()).map(|one| Item {
        turn: turn(one.app_id),
        target: Target::Application,
        id: one.id.0,
    });
    let owned_by_others = principals()
        .filter(|one| one.owner != ServicePrincipalOwner::Microsoft)
        .map(|one| Item {
            turn: turn(one.app_id),
            target: Target::ServicePrincipal,
            id: one.id.0,
        });
    registrations.chain(owned_by_others).collect()
}

/// What a person did to confirm a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Confirmation {
    /// The plan they saw.
    pub plan: PlanHash,
    /// The count that they said they read.
    pub count_read: u32,
    /// What they typed as the tenant's initial domain.
    pub typed_domain: String,
}

/// What must hold for a confirmation to count.
#[derive(Clone, Copy, Debug)]
pub struct Gate<'a> {
    /// The export.
    pub export: &'a ExportState,
    /// The tenant's initial domain.
    pub initial_domain: &'a InitialDomain,
    /// When the person last proved who they are, if that is known.
    pub authenticated_at: Option<Moment>,
    /// Now.
    pub now: Moment,
}

impl Gate<'_> {
    /// Whether the sign-in is fresh enough to delete something.
    ///
    /// # Errors
    /// [`ProblemKind::SignInTooOld`] if it isn't, or if nobody knows.
    pub fn check_freshness(&self) -> Result<(), ProblemKind> {
        match self.authenticated_at {
            Some(at) if self.now.since(at) <= FRESH_SIGN_IN => Ok(()),
            Some(_) | None => Err(ProblemKind::SignInTooOld),
        }
    }
}

/// A plan that a person has confirmed: the only thing that a run takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmedPlan {
    plan: Plan,
    confirmed_at: Moment,
}

/// A confirmed plan as it is kept for resuming.
#[derive(Serialize, Deserialize)]
struct Kept {
    hash: PlanHash,
    confirmed_at: Moment,
    plan: Plan,
}

impl ConfirmedPlan {
    /// What was confirmed.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// When.
    #[must_use]
    pub const fn confirmed_at(&self) -> Moment {
        self.confirmed_at
    }

    /// The plan as text to keep: ids and times only.
    ///
    /// # Errors
    /// Never in practice: nothing in it can fail to be written.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let kept = Kept {
            hash: self.plan.hash(),
            confirmed_at: self.confirmed_at,
            plan: self.plan.clone(),
        };
        serde_json::to_string(&kept)
    }

    /// Reads back a plan that was confirmed and interrupted. It still holds only for the hash that progress names
    /// (`expected`), so that a text which was changed meanwhile is worth nothing.
    ///
    /// # Errors
    /// [`ProblemKind::PlanChanged`] if the text isn't that plan.
    pub fn from_text(text: &str, expected: PlanHash) -> Result<Self, ProblemKind> {
        let Ok(Kept {
            hash,
            confirmed_at,
            plan,
        }) = serde_json::from_str(text)
        else {
            return Err(ProblemKind::PlanChanged);
        };
        if hash == expected && plan.hash() == expected {
            Ok(Self { plan, confirmed_at })
        } else {
            Err(ProblemKind::PlanChanged)
        }
    }
}

impl PlanHash {
    /// The hash's first eight hexadecimal digits: enough for people to compare.
    #[must_use]
    pub fn short(self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for PlanHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PlanHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PlanHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for PlanHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let bytes = <&'de [u8]>::deserialize(deserializer)?;
            return bytes.try_into().map(Self).map_err(serde::de::Error::custom);
        }
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(serde::de::Error::custom("not a SHA-256"));
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok())
                .ok_or_else(|| serde::de::Error::custom("not a SHA-256"))?;
        }
        Ok(Self(bytes))
    }
}
