//! Reading a tenant file, and what its parts must be to each other; each error names its place.

use std::collections::BTreeSet;

use crate::tenant::account::TenantKind;
use crate::tenant::file::{FileSync, TenantFile};
use crate::tenant::role::Role;

/// What is wrong with a tenant file.
#[derive(Debug, thiserror::Error)]
pub enum TenantFileError {
    /// It is no JSON, or has an unknown property or a wrong type; the message ends with line and column.
    #[error("{0}")]
    Shape(#[from] serde_json::Error),
    /// Its parts don't go together.
    #[error("{place}: {problem}")]
    Content {
        /// The place in the file, such as `users[2].userPrincipalName`.
        place: String,
        /// What is wrong there.
        problem: TenantProblem,
    },
}

/// What can be wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TenantProblem {
    /// The tenant's name is no label of a domain name.
    #[error("\"{0}\" must be small letters and digits only, at most 27 of them, and begin with a letter")]
    NotATenantName(String),
    /// Not a domain name.
    #[error("\"{0}\" is no domain name in small letters, such as contoso.example")]
    NotADomain(String),
    /// The same domain twice, or the initial one again.
    #[error("the domain {0} is there already")]
    DomainTwice(String),
    /// A domain that the tenant hasn't.
    #[error("the tenant has no domain {0}")]
    UnknownDomain(String),
    /// Not a sign-in name.
    #[error("\"{0}\" is no sign-in name, such as anna or anna@contoso.example")]
    NotASignInName(String),
    /// Two people with the same sign-in name.
    #[error("the sign-in name {0} is there already")]
    SignInNameTwice(String),
    /// Nobody could close the tenant.
    #[error("at least one user must have the role Global Administrator and an enabled account")]
    NoAdministrator,
    /// A reference to nobody.
    #[error("there is no user, guest or group \"{0}\" in the file")]
    UnknownMember(String),
    /// A licence of which there is no subscription.
    #[error("there is no subscription of {0} in the file")]
    UnknownLicence(String),
    /// A billing account that the file does not describe.
    #[error("there is no billing account \"{0}\" among \"billingAccounts\"")]
    UnknownBillingAccount(String),
    /// Not a path of a file.
    #[error("\"{0}\" is no path such as Documents/plan.txt, or is there already")]
    NotAPath(String),
    /// A file with nothing in it, or with too much.
    #[error("a file has either \"content\" or \"bytes\", at most 67108864")]
    NoContent,
    /// Somebody from on premises, and no sync.
    #[error("only a tenant with \"directorySync\": \"on\" has such users")]
    NotSynced,
    /// An address of a group that has none.
    #[error("a group of the kind security has no address")]
    NoMail,
    /// Channels of a group that can have none.
    #[error("only a group of the kind microsoft365 can be a team")]
    NoTeam,
    /// Nobody to talk to.
    #[error("a chat has at least two members")]
    NoChat,
    /// A thing of B2C in another tenant.
    #[error("only a tenant of the kind b2c has such things")]
    NotB2c,
    /// Every no days, or no times.
    #[error("\"everyDays\" and \"times\" must be at least 1")]
    NoRepetition,
    /// More than the model is made for.
    #[error("at most 200000 are possible")]
    TooMany,
}

const MOST_USERS: u32 = 200_000;

pub(super) fn wrong<T>(place: impl Into<String>, problem: TenantProblem) -> Result<T, TenantFileError> {
    Err(TenantFileError::Content {
        place: place.into(),
        problem,
    })
}

/// Whether it is written like an address of mail.
pub(super) fn is_name(name: &str) -> bool {
    name.split_once('@').is_some_and(|(own, domain)| {
        !own.is_empty()
            && domain.contains('.')
            && !domain.contains('@')
            && !name.contains(|sign: char| sign.is_whitespace() || sign.is_control())
    })
}

impl TenantFile {
    /// Reads and checks a file.
    pub(crate) fn read(text: &str) -> Result<Self, TenantFileError> {
        let file: Self = serde_json::from_str(text)?;
        file.check_domains()?;
        file.check_people()?;
        file.check_references()?;
        Ok(file)
    }

    pub(super) fn initial_domain(&self) -> String {
        format!("{}.onmicrosoft.com", self.name)
    }

    /// The sign-in name in full, as it is written in small letters.
    pub(super) fn full_name(&self, name: &str) -> String {
        let name = name.trim().to_lowercase();
        if name.contains('@') {
            name
        } else {
            format!("{name}@{}", self.initial_domain())
        }
    }

    fn check_domains(&self) -> Result<(), TenantFileError> {
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        let begins = self.name.starts_with(|first: char| first.is_ascii_lowercase());
        if !begins || self.name.len() > 27 || self.name.contains('-') || !label(&self.name) {
            return wrong("name", TenantProblem::NotATenantName(self.name.clone()));
        }
        let mut known = BTreeSet::from([self.initial_domain()]);
        for (number, domain) in self.domains.iter().enumerate() {
            let place = format!("domains[{number}]");
            if !domain.contains('.') || !domain.split('.').all(label) {
                return wrong(place, TenantProblem::NotADomain(domain.clone()));
            }
            if !known.insert(domain.clone()) {
                return wrong(place, TenantProblem::DomainTwice(domain.clone()));
            }
        }
        match &self.default_domain {
            Some(domain) if !known.contains(domain) => {
                wrong("defaultDomain", TenantProblem::UnknownDomain(domain.clone()))
            }
            _ => Ok(()),
        }
    }

    /// An address has to lie in a domain of the tenant's.
    pub(super) fn check_domain_of(&self, address: &str, place: &str) -> Result<(), TenantFileError> {
        let domain = address.split('@').next_back().unwrap_or_default();
        if domain != self.initial_domain() && !self.domains.iter().any(|own| own == domain) {
            return wrong(place, TenantProblem::UnknownDomain(domain.to_owned()));
        }
        Ok(())
    }

    fn check_people(&self) -> Result<(), TenantFileError> {
        if self.more_users > MOST_USERS {
            return wrong("moreUsers", TenantProblem::TooMany);
        }
        let mut names = BTreeSet::new();
        for (number, user) in self.users.iter().enumerate() {
            let place = format!("users[{number}].userPrincipalName");
            let name = self.full_name(&user.user_principal_name);
            if !is_name(&name) {
                return wrong(place, TenantProblem::NotASignInName(user.user_principal_name.clone()));
            }
            self.check_domain_of(&name, &place)?;
            if !names.insert(name.clone()) {
                return wrong(place, TenantProblem::SignInNameTwice(name));
            }
        }
        for (number, guest) in self.guests.iter().enumerate() {
            let place = format!("guests[{number}].mail");
            let name = guest.mail.trim().to_lowercase();
            if !is_name(&name) {
                return wrong(place, TenantProblem::NotASignInName(guest.mail.clone()));
            }
            if !names.insert(name.clone()) {
                return wrong(place, TenantProblem::SignInNameTwice(name));
            }
        }
        if self.directory_sync != FileSync::On {
            let synced = self.users.iter().position(|user| user.on_premises_sync_enabled);
            if let Some(number) = synced {
                let place = format!("users[{number}].onPremisesSyncEnabled");
                return wrong(place, TenantProblem::NotSynced);
            }
        }
        let can_close = self
            .users
            .iter()
            .any(|user| user.roles.contains(&Role::GlobalAdministrator) && user.account_enabled != Some(false));
        if can_close {
            Ok(())
        } else {
            wrong("users", TenantProblem::NoAdministrator)
        }
    }

    fn check_references(&self) -> Result<(), TenantFileError> {
        let people: BTreeSet<String> = self
            .users
            .iter()
            .map(|user| self.full_name(&user.user_principal_name))
            .chain(self.guests.iter().map(|guest| guest.mail.trim().to_lowercase()))
            .collect();
        for (number, user) in self.users.iter().enumerate() {
            if let Some(manager) = user.manager.iter().find(|name| !people.contains(&self.full_name(name))) {
                let place = format!("users[{number}].manager");
                return wrong(place, TenantProblem::UnknownMember(manager.clone()));
            }
            for (place, product) in user.licenses.iter().enumerate() {
                let sold = self.subscriptions.iter().any(|found| found.sku_part_number == *product);
                if !sold {
                    let place = format!("users[{number}].licenses[{place}]");
                    return wrong(place, TenantProblem::UnknownLicence(product.part_number.to_owned()));
                }
            }
        }
        self.check_groups(|name| people.contains(&self.full_name(name)))?;
        for (number, subscription) in self.subscriptions.iter().enumerate() {
            let mut accounts = self.billing_accounts.iter();
            match &subscription.billing_account {
                Some(name) if !accounts.any(|account| account.display_name == *name) => {
                    let place = format!("subscriptions[{number}].billingAccount");
                    return wrong(place, TenantProblem::UnknownBillingAccount(name.clone()));
                }
                _ => {}
            }
        }
        self.check_luk(|name| people.contains(&self.full_name(name)))?;
        self.check_content(|name| people.contains(&self.full_name(name)))?;
        self.check_talk(|name| people.contains(&self.full_name(name)))?;
        if self.tenant_type != TenantKind::B2c {
            let things = [
                ("customerUserFlows", &self.customer_user_flows),
                ("customPolicies", &self.custom_policies),
                ("policyKeys", &self.policy_keys),
            ];
            if let Some((name, _)) = things.iter().find(|(_, list)| !list.is_empty()) {
                return wrong(*name, TenantProblem::NotB2c);
            }
        }
        for (number, unit) in self.administrative_units.iter().enumerate() {
            for (place, name) in unit.members.iter().enumerate() {
                if !people.contains(&self.full_name(name)) {
                    let place = format!("administrativeUnits[{number}].members[{place}]");
                    return wrong(place, TenantProblem::UnknownMember(name.clone()));
                }
            }
        }
        for (number, policy) in self.conditional_access_policies.iter().enumerate() {
            for (place, name) in policy.users.iter().enumerate() {
                if !people.contains(&self.full_name(name)) {
                    let place = format!("conditionalAccessPolicies[{number}].users[{place}]");
                    return wrong(place, TenantProblem::UnknownMember(name.clone()));
                }
            }
        }
        for (number, subscription) in self.azure_subscriptions.iter().enumerate() {
            for (list, names) in [("owners", &subscription.owners), ("readers", &subscription.readers)] {
                for (place, name) in names.iter().enumerate() {
                    if !people.contains(&self.full_name(name)) {
                        let place = format!("azureSubscriptions[{number}].{list}[{place}]");
                        return wrong(place, TenantProblem::UnknownMember(name.clone()));
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> String {
        TenantFile::read(text).map(drop).unwrap_err().to_string()
    }

    const ADMIN: &str = r#"{"userPrincipalName": "admin", "displayName": "A", "roles": ["Global Administrator"]}"#;

    fn with(rest: &str) -> String {
        format!("{{\"name\": \"wide\", \"displayName\": \"Wide\",\n \"users\": [{ADMIN}]{rest}}}")
    }

    #[test]
    fn what_serde_refuses_is_told_with_line_and_column() {
        let unknown = complaint(&with(",\n \"grups\": []"));
        assert!(
            unknown.contains("unknown field `grups`") && unknown.contains("at line 3 column"),
            "{unknown}"
        );
        let kind = complaint(&with(",\n\n \"moreUsers\": \"many\""));
        assert!(
            kind.contains("invalid type: string \"many\", expected u32 at line 4 column"),
            "{kind}"
        );
        let product = complaint(&with(
            ", \"subscriptions\": [{\"skuPartNumber\": \"E99\", \"totalLicenses\": 1}]",
        ));
        assert!(
            product.contains("unknown product `E99`, expected one of SPB"),
            "{product}"
        );
        assert!(complaint("").contains("line 1 column 0"));
    }

    #[test]
    fn what_contradicts_itself_is_told_with_its_place() {
        for (rest, place) in [
            (
                ", \"domains\": [\"no domain\"]",
                "domains[0]: \"no domain\" is no domain",
            ),
            (
                ", \"domains\": [\"a.example\", \"a.example\"]",
                "domains[1]: the domain a.example is there already",
            ),
            (
                ", \"defaultDomain\": \"b.example\"",
                "defaultDomain: the tenant has no domain b.example",
            ),
            (
                ", \"guests\": [{\"mail\": \"Admin@wide.onmicrosoft.com\", \"displayName\": \"G\"}]",
                "guests[0].mail: the sign-in name admin@wide.onmicrosoft.com is there already",
            ),
            (
                ", \"groups\": [{\"displayName\": \"G\", \"members\": [\"admin\", \"nobody\"]}]",
                "groups[0].members[1]: there is no user, guest or group \"nobody\"",
            ),
            (
                ", \"groups\": [{\"displayName\": \"G\", \"mail\": \"g@wide.onmicrosoft.com\"}]",
                "groups[0].mail: a group of the kind security has no address",
            ),
            (
                ", \"groups\": [{\"displayName\": \"G\", \"kind\": \"distributionList\", \"mail\": \"g@b.example\"}]",
                "groups[0].mail: the tenant has no domain b.example",
            ),
            (
                ", \"azureSubscriptions\": [{\"displayName\": \"S\", \"owners\": [\"nobody\"]}]",
                "azureSubscriptions[0].owners[0]: there is no user",
            ),
        ] {
            let complaint = complaint(&with(rest));
            assert!(complaint.starts_with(place), "{complaint}");
        }
        let twice = with("").replace(ADMIN, &format!("{ADMIN}, {ADMIN}"));
        assert!(complaint(&twice).starts_with("users[1].userPrincipalName: the sign-in name admin@"));
        let licence = with("").replace("\"]}", "\"], \"licenses\": [\"SPB\"]}");
        assert_eq!(
            complaint(&licence),
            "users[0].licenses[0]: there is no subscription of SPB in the file"
        );
        assert!(complaint(&with("").replace("wide", "Wide!")).starts_with("name: \"Wide!\""));
    }

    #[test]
    fn without_an_administrator_who_can_sign_in_nobody_could_close_it() {
        let blocked = with("").replace("\"roles\"", "\"accountEnabled\": false, \"roles\"");
        for file in [
            blocked,
            with("").replace("Global Administrator", "Billing Administrator"),
        ] {
            assert!(complaint(&file).starts_with("users: at least one user must have the role Global Administrator"));
        }
    }
}
