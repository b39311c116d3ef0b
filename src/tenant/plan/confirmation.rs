//! The confirmation without which nothing is touched, and what a confirmed plan looks like where it is kept.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Plan, PlanHash};
use crate::tenant::ids::{InitialDomain, UserId};
use crate::tenant::progress::ExportState;
use crate::tenant::{Moment, ProblemKind};

/// How old a sign-in may be when something is about to be deleted.
pub const FRESH_SIGN_IN: Duration = Duration::from_mins(5);

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
    /// Accounts that a person wants to keep.
    pub kept: &'a BTreeSet<UserId>,
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
    /// Whether the plan leaves everybody alone who was excluded since it was made.
    ///
    /// # Errors
    /// [`ProblemKind::PlanNamesKept`] if it names one of them.
    pub fn check_kept(&self, plan: &Plan) -> Result<(), ProblemKind> {
        if plan.items.iter().any(|item| item.is_one_of(self.kept)) {
            Err(ProblemKind::PlanNamesKept)
        } else {
            Ok(())
        }
    }

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

impl Plan {
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
        gate.check_kept(&self)?;
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
