//! The groups of a tenant's file.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::guid::Guid;
use crate::tenant::file::TenantFile;
use crate::tenant::file::bought::products;
use crate::tenant::file::check::{TenantFileError, TenantProblem, is_name, wrong};
use crate::tenant::file::content::FileEntry;
use crate::tenant::file::talk::FileChannel;
use crate::tenant::generate::Builder;
use crate::tenant::objects::GroupKind;
use crate::tenant::subscription::Product;

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileGroup {
    pub(super) display_name: String,
    #[serde(default)]
    pub(super) kind: FileGroupKind,
    /// Made of its name, in the initial domain, when nothing is said.
    mail: Option<String>,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    owners: Vec<String>,
    #[serde(default, deserialize_with = "products")]
    licenses: Vec<&'static Product>,
    #[serde(default)]
    on_premises_sync_enabled: bool,
    #[serde(default)]
    pub(super) files: Vec<FileEntry>,
    /// They make it a team.
    #[serde(default)]
    pub(super) channels: Vec<FileChannel>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum FileGroupKind {
    #[default]
    Security,
    Microsoft365,
    DistributionList,
    MailEnabledSecurity,
}

impl FileGroupKind {
    const fn kind(self) -> GroupKind {
        match self {
            Self::Security => GroupKind::Security,
            Self::Microsoft365 => GroupKind::Microsoft365,
            Self::DistributionList => GroupKind::DistributionList,
            Self::MailEnabledSecurity => GroupKind::MailEnabledSecurity,
        }
    }
}

impl TenantFile {
    pub(super) fn check_groups(&self, is_person: impl Fn(&str) -> bool) -> Result<(), TenantFileError> {
        for (number, group) in self.groups.iter().enumerate() {
            if let Some(mail) = &group.mail {
                let place = format!("groups[{number}].mail");
                if !group.kind.kind().has_mail() {
                    return wrong(place, TenantProblem::NoMail);
                }
                let address = self.full_name(mail);
                if !is_name(&address) {
                    return wrong(place, TenantProblem::NotASignInName(mail.clone()));
                }
                self.check_domain_of(&address, &place)?;
            }
            for (place, product) in group.licenses.iter().enumerate() {
                let sold = self.subscriptions.iter().any(|found| found.sku_part_number == *product);
                if !sold {
                    let place = format!("groups[{number}].licenses[{place}]");
                    return wrong(place, TenantProblem::UnknownLicence(product.part_number.to_owned()));
                }
            }
            // A group is filled when it is made, so it can hold only groups that stand before it.
            let is_group = |name: &String| {
                self.groups
                    .iter()
                    .take(number)
                    .any(|earlier| earlier.display_name == *name)
            };
            for (list, names) in [("members", &group.members), ("owners", &group.owners)] {
                for (place, name) in names.iter().enumerate() {
                    let known = is_person(name) || (list == "members" && is_group(name));
                    if !known {
                        let place = format!("groups[{number}].{list}[{place}]");
                        return wrong(place, TenantProblem::UnknownMember(name.clone()));
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn add_groups(&self, builder: &mut Builder, people: &BTreeMap<String, Guid>) -> Vec<Guid> {
        let mut ids = Vec::new();
        let mut groups: BTreeMap<&str, Guid> = BTreeMap::new();
        for group in &self.groups {
            let find = |names: &[String]| -> Vec<Guid> {
                names
                    .iter()
                    .filter_map(|name| {
                        let person = people.get(&self.full_name(name)).copied();
                        person.or_else(|| groups.get(name.as_str()).copied())
                    })
                    .collect()
            };
            let (members, owners) = (find(&group.members), find(&group.owners));
            let id = builder.group(&group.display_name, group.kind.kind(), &members, &owners);
            if let Some(made) = builder.tenant.groups.get_mut(id) {
                made.licences = group.licenses.iter().map(|product| product.sku).collect();
                made.synced = group.on_premises_sync_enabled.then_some(true);
                let address = group.mail.as_ref().map(|mail| self.full_name(mail));
                if let Some((nickname, domain)) = address.as_ref().and_then(|address| address.split_once('@')) {
                    nickname.clone_into(&mut made.mail_nickname);
                    made.mail_domain = (domain != self.initial_domain()).then(|| domain.to_owned());
                }
            }
            groups.insert(&group.display_name, id);
            ids.push(id);
        }
        ids
    }
}
