//! A plan as a file: read elsewhere by a second person, loaded again and carried out to the letter. A file confirms nothing.

use serde::{Deserialize, Serialize};

use super::{Plan, PlanHash};
use crate::tenant::{Moment, ProblemKind};

/// The version of the form below.
const VERSION: u32 = 1;

/// What the file says it is, so that no other JSON is taken for a plan.
#[derive(Serialize, Deserialize)]
enum Form {
    #[serde(rename = "luk-plan")]
    LukPlan,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File<P> {
    form: Form,
    version: u32,
    saved_at: Moment,
    /// The SHA-256 that people compare, and that the rest must have.
    sha256: PlanHash,
    plan: P,
}

impl Plan {
    /// The plan as a file: ids, kinds, reasons and order; no name and no address.
    ///
    /// # Errors
    /// Never in practice: nothing in it can fail to be written.
    pub fn to_file(&self, saved_at: Moment) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(&File {
            form: Form::LukPlan,
            version: VERSION,
            saved_at,
            sha256: self.hash(),
            plan: self,
        })
    }

    /// Reads a plan from a file. It is as good as any plan that Luk proposes: nothing of it runs unconfirmed.
    ///
    /// # Errors
    /// [`ProblemKind::PlanFileUnreadable`] if it is no plan, one of a newer Luk, or not what was saved: its SHA-256 is
    /// another.
    pub fn from_file(text: &str) -> Result<Self, ProblemKind> {
        match serde_json::from_str::<File<Self>>(text) {
            Ok(file) if file.version == VERSION && file.plan.hash() == file.sha256 => Ok(file.plan),
            Ok(_) | Err(_) => Err(ProblemKind::PlanFileUnreadable),
        }
    }
}
