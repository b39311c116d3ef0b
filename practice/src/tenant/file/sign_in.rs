//! What a tenant file says about signing in: second factors, Luk's registration and its enterprise application, consent.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::entra::LUK_APP;
use crate::guid::Guid;
use crate::tenant::account::{ConsentRequests, LukAudience, Methods, Password, Risk};
use crate::tenant::file::check::{TenantFileError, TenantProblem, wrong};
use crate::tenant::file::{FilePolicy, FileUser, TenantFile};
use crate::tenant::generate::Builder;
use crate::tenant::objects::{
    ARM_APP, Application, Assignment, Condition, ConditionalAccessPolicy, ELSEWHERE_TENANT, GRAPH_APP, PURVIEW_APP,
    User,
};
use crate::time::Moment;

/// Luk as the tenant knows it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileLuk {
    #[serde(default)]
    sign_in_audience: LukAudience,
    /// The APIs that the registration names; all when nothing is said.
    configured_apis: Option<Vec<FileApi>>,
    /// Of its enterprise application, which is there then before anybody consents.
    account_enabled: Option<bool>,
    /// The people who may use it; everybody when nothing is said.
    assigned_to: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum FileApi {
    Graph,
    AzureResourceManager,
    Purview,
}

impl FileApi {
    const fn app_id(self) -> Guid {
        match self {
            Self::Graph => GRAPH_APP,
            Self::AzureResourceManager => ARM_APP,
            Self::Purview => PURVIEW_APP,
        }
    }
}

impl TenantFile {
    /// The people named as those who may use Luk.
    pub(super) fn check_luk(&self, is_person: impl Fn(&str) -> bool) -> Result<(), TenantFileError> {
        let assigned = self.luk.iter().filter_map(|luk| luk.assigned_to.as_ref()).flatten();
        let unknown = assigned.enumerate().find(|(_, name)| !is_person(name));
        unknown.map_or(Ok(()), |(place, name)| {
            wrong(
                format!("luk.assignedTo[{place}]"),
                TenantProblem::UnknownMember(name.clone()),
            )
        })
    }

    pub(super) fn add_sign_in(&self, builder: &mut Builder, people: &BTreeMap<String, Guid>) {
        let rules = &mut builder.tenant.sign_in_rules;
        rules.user_consent = self.user_consent;
        if self.admin_consent_requests {
            rules.consent_requests = ConsentRequests::On;
        }
        let Some(luk) = &self.luk else {
            return;
        };
        rules.audience = luk.sign_in_audience;
        let apis = luk.configured_apis.as_ref();
        rules.apis = apis.map(|apis| apis.iter().map(|api| api.app_id()).collect());
        let is_own = luk.sign_in_audience == LukAudience::OwnOrganization;
        if is_own {
            let id = builder.guid();
            let application = Application {
                id,
                app_id: LUK_APP,
                display_name: "Luk".to_owned(),
                sign_in_audience: "AzureADMyOrg",
                identifier_uris: Vec::new(),
                created: Moment::days_ago(40),
            };
            builder.tenant.applications.add(id, application);
        }
        if !is_own && luk.account_enabled.is_none() && luk.assigned_to.is_none() {
            return;
        }
        let owner = if is_own { builder.tenant.id } else { ELSEWHERE_TENANT };
        let principal = builder.service_principal(LUK_APP, "Luk", owner);
        if let Some(principal) = builder.tenant.service_principals.get_mut(principal) {
            principal.enabled = luk.account_enabled != Some(false);
            if let Some(names) = &luk.assigned_to {
                let ids = names.iter().filter_map(|name| people.get(&self.full_name(name)));
                principal.assignment = Assignment::Required(ids.copied().collect());
            }
        }
    }
}

/// What somebody signs in with.
pub(super) fn set_account(user: &mut User, written: &FileUser) {
    if let Some(methods) = &written.authentication_methods {
        user.methods = Methods::of(methods);
    }
    if written.password_expired {
        user.password = Password::Expired;
    }
    if written.is_at_risk {
        user.risk = Risk::High;
    }
    user.ediscovery = written.ediscovery_role;
}

/// When a policy applies, and for how long.
pub(super) fn set_condition(policy: &mut ConditionalAccessPolicy, written: &FilePolicy) {
    if written.only_at_risk {
        policy.condition = Condition::AtRisk;
    }
    policy.frequency_hours = written.sign_in_frequency_hours;
}
